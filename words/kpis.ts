import type { Language } from '../contracts/vocabulary.js';
import { kpis as en } from './en/kpis.js';
import { terms as enTerms } from './en/terms.js';
import { kpis as fr, type Kind, type KpiWords } from './fr/kpis.js';
import { terms as frTerms } from './fr/terms.js';

const dictionaries: Readonly<Record<Language, KpiWords>> = { fr, en };
const terms = { fr: frTerms, en: enTerms } as const;

/** What the figures are called and what they count, in one language. */
export const kpiWords = (language: Language): KpiWords => dictionaries[language];

/** What a stage, an origin, a bucket or a segment is called; the word itself where it has no name. */
export function kindName(kind: string, language: Language): string {
  const { stage, origin } = terms[language];
  const own = dictionaries[language].kind;
  if (Object.hasOwn(own, kind)) return own[kind as Kind];
  if (Object.hasOwn(stage, kind)) return stage[kind as keyof typeof stage];
  return Object.hasOwn(origin, kind) ? origin[kind as keyof typeof origin] : kind;
}
