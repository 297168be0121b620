import type { MoveInFormat } from '../contracts/move-in-columns.js';
import type { MoveInKind, MoveInRow } from '../contracts/move-in.js';
import type { Language } from '../contracts/vocabulary.js';
import { columnWords as en } from './en/move-in-columns.js';
import { columnWords as fr } from './fr/move-in-columns.js';

type Fields<K> = K extends MoveInKind ? keyof MoveInRow<K> & string : never;

/** What the columns of the books of another system hold. A column without its words does not compile. */
export type MoveInColumnWords = {
  readonly fields: { readonly [F in Fields<MoveInKind>]: string };
  readonly formats: Readonly<Record<MoveInFormat, string>>;
  readonly required: string;
  readonly optional: string;
  /** The sheet that comes first, and what it says. */
  readonly readMe: string;
  readonly lines: readonly string[];
};

export const moveInColumnWords: Readonly<Record<Language, MoveInColumnWords>> = { fr, en };
