import type { MoveInFault } from '../contracts/move-in.js';
import type { Language } from '../contracts/vocabulary.js';
import { moveIn as en } from './en/move-in.js';
import { moveIn as fr } from './fr/move-in.js';

type Found = { readonly value: string | null; readonly expected: string | null };
/** What is wrong, and what to do. */
export type MoveInWords = { readonly [F in MoveInFault]: (found: Found) => readonly [message: string, remedy: string] };

/** Why rows of another system are not taken, in one language. */
export const moveInWords: Readonly<Record<Language, MoveInWords>> = { fr, en };
