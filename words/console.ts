import type { Language } from '../contracts/vocabulary.js';
import type { rooms } from './fr/console.js';
import type { Say } from './say.js';
import type { Terms } from './terms.js';

/** What the console says, room by room. The bundle of the workflows never loads it. One that lacks a word does not compile. */
export type ConsoleWords = typeof rooms;

/** What the console needs of the other rooms. */
export type VocabularyWords = Terms & { readonly say: Say };

/** What is said, in the language of who reads. */
export type Spoken = {
  readonly language: Language;
  /** The console's own words. */
  readonly t: ConsoleWords;
  /** Names of the vocabulary, and how figures are written. */
  readonly words: VocabularyWords;
};

export type Dictionary = { readonly rooms: ConsoleWords; readonly vocabulary: VocabularyWords };

const dictionaries: Readonly<Record<Language, () => Promise<Dictionary>>> = {
  fr: () => import('./fr/console.js'),
  en: () => import('./en/console.js'),
};

/** One language is loaded at a time: the one that is read. */
export const loadDictionary = (language: Language): Promise<Dictionary> => dictionaries[language]();
