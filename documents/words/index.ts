import type { Language } from '../../contracts/vocabulary.js';
import { en } from './en.js';
import { fr, type Words } from './fr.js';

export type { Words };

export const dictionaries = { fr, en } as const satisfies Record<Language, Words>;

/** The dictionary of a language. */
export function wordsOf(language: Language): Words {
  return dictionaries[language];
}
