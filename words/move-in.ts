import type { FieldFault, MoveInFault, MoveInKind, MoveInTotals } from '../contracts/move-in.js';
import type { Language } from '../contracts/vocabulary.js';
import { moveIn as en, moveInTold as enTold } from './en/move-in.js';
import { sheets as enSheets } from './en/move-in-sheets.js';
import { moveIn as fr, moveInTold as frTold } from './fr/move-in.js';
import { sheets as frSheets } from './fr/move-in-sheets.js';

type Found = Pick<FieldFault, 'value' | 'expected' | 'said'>;
/** What is wrong, and what to do. */
export type MoveInWords = { readonly [F in MoveInFault]: (found: Found) => readonly [message: string, remedy: string] };
/** What the sheet of each kind is called. */
export type MoveInSheets = Readonly<Record<MoveInKind, string>>;

/** Why rows of another system are not taken, in one language. */
export const moveInWords: Readonly<Record<Language, MoveInWords>> = { fr, en };

export const moveInSheets: Readonly<Record<Language, MoveInSheets>> = { fr: frSheets, en: enSheets };

/** What the command says besides. */
export type MoveInTold = {
  readonly noFiles: string;
  readonly known: string;
  readonly notSigned: (code: string) => string;
  readonly movedIn: string;
  readonly started: (count: number) => string;
  readonly ask: (code: string) => string;
  readonly row: string;
  readonly more: (count: number) => string;
  readonly refused: (count: number, report: string) => string;
  readonly asOf: (day: string) => string;
  readonly totals: Readonly<Record<Exclude<keyof MoveInTotals['money'][number], 'currency'>, string>>;
  readonly openOrders: string;
  readonly code: (code: string) => string;
  readonly nothing: string;
  readonly live: (because: string) => string;
  readonly undone: (id: string) => string;
  readonly template: (file: string) => string;
};

export const moveInTold: Readonly<Record<Language, MoveInTold>> = { fr: frTold, en: enTold };
