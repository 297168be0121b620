import type { ProblemCode } from '../contracts/problems.js';
import type { Language } from '../contracts/vocabulary.js';
import { problems as en } from './en/problems.js';
import { problems as fr } from './fr/problems.js';

/** What each failure is called, and what to do about it. One that lacks a word does not compile. */
export type ProblemWords = Readonly<Record<ProblemCode, { readonly title: string; readonly remedy: string }>>;

const dictionaries: Readonly<Record<Language, ProblemWords>> = { fr, en };

export const problemWords = (language: Language): ProblemWords => dictionaries[language];
