import type { MistakeFacts, RefusalFacts, Said } from '../contracts/said.js';
import type { Language } from '../contracts/vocabulary.js';
import { mistakes as enMistakes } from './en/mistakes.js';
import { refusals as enRefusals } from './en/refusals.js';
import { mistakes as frMistakes } from './fr/mistakes.js';
import { refusals as frRefusals } from './fr/refusals.js';

type Tell = (said: Said) => string;
/** Without values a sentence is a text; with values, what makes one of them. */
type Text<V> = keyof V extends never ? string : (values: V, tell: Tell) => string;

export type RefusalWords = { readonly [S in keyof RefusalFacts]: Text<RefusalFacts[S]> };
export type MistakeWords = { readonly [S in keyof MistakeFacts]: Text<MistakeFacts[S]> };

const dictionaries: Readonly<Record<Language, RefusalWords & MistakeWords>> = {
  fr: { ...frRefusals, ...frMistakes },
  en: { ...enRefusals, ...enMistakes },
};

/** What is said to who is refused, in one language. One that a later release said stays as it is on record. */
export function tellIn(language: Language, { sentence, values }: Said): string {
  const text = dictionaries[language][sentence] as string | ((values: unknown, tell: Tell) => string) | undefined;
  if (typeof text === 'function') return text(values, (inner) => tellIn(language, inner));
  return text ?? sentence;
}
