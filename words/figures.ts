import type { Language } from '../contracts/vocabulary.js';
import { figures as en } from './en/figures.js';
import { figures as fr, type FigureWords } from './fr/figures.js';

export type { FigureWords };

const dictionaries: Readonly<Record<Language, FigureWords>> = { fr, en };

/** What the pages of the figures say; loaded with them, and not with a first visit. */
export const figureWords = (language: Language): FigureWords => dictionaries[language];
