import type { ListName } from '../../contracts/lists.js';
import type { Language } from '../../contracts/vocabulary.js';
import type { Spoken } from '../../words/console.js';
import { admin as enAdmin } from '../../words/en/console/admin.js';
import { complaintPage as enComplaints } from '../../words/en/console/complaints.js';
import { moveInPage as enMoveIn } from '../../words/en/console/move-in.js';
import { rooms as en, vocabulary as enVocabulary } from '../../words/en/console.js';
import { admin as frAdmin } from '../../words/fr/console/admin.js';
import { complaintPage as frComplaints } from '../../words/fr/console/complaints.js';
import { moveInPage as frMoveIn } from '../../words/fr/console/move-in.js';
import { rooms as fr, vocabulary as frVocabulary } from '../../words/fr/console.js';
import {
  adminListColumns,
  moveInListColumns,
  type SpokenOfAdmin,
  type SpokenOfMoveIn,
} from '../../words/admin-lists.js';
import { complaintListColumns, type SpokenOfComplaints } from '../../words/complaint-lists.js';
import { figureListColumns } from '../../words/figure-lists.js';
import { typeset } from '../../words/typeset.js';
import { listColumns, type Kind, type ListColumn, type Told } from '../../words/lists.js';

/** What the console says, with the rooms that it loads with their pages alone. */
export type SpokenToAll = Spoken & SpokenOfAdmin & SpokenOfMoveIn & SpokenOfComplaints;

const spoken: Readonly<Record<Language, SpokenToAll>> = {
  fr: {
    language: 'fr',
    t: fr,
    words: frVocabulary,
    a: { admin: typeset(frAdmin) },
    m: typeset(frMoveIn),
    c: typeset(frComplaints),
  },
  en: { language: 'en', t: en, words: enVocabulary, a: { admin: enAdmin }, m: enMoveIn, c: enComplaints },
};
export const spokenIn = (language: Language): SpokenToAll => spoken[language];

/** A row as the list answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** A column of a file, under the id of the list's that it is of. */
export type Column = Told<Row, SpokenToAll> & { readonly id: string; readonly kind: Kind };

/** The currency of the amounts beside it. */
export const currency: Column = {
  id: 'currency',
  kind: 'text',
  header: ({ t }) => t.lists.currency,
  value: ({ currency: code }) => code as string,
};

const listed = {
  ...listColumns,
  ...figureListColumns,
  ...complaintListColumns,
  ...adminListColumns,
  ...moveInListColumns,
} as const satisfies Readonly<Record<ListName, unknown>> as unknown as Readonly<
  Record<ListName, readonly ListColumn<Row, string, SpokenToAll>[]>
>;

/**
 * A list's columns in a file: what the console shows in one cell may be two.
 * @param seesCredit may the reader see what stands in the columns of a customer's credit?
 */
export const columnsOf = (list: ListName, seesCredit: boolean): readonly Column[] =>
  listed[list]
    .filter(({ isOfCredit }) => seesCredit || isOfCredit !== true)
    .flatMap(({ id, kind, header, value, beside }) => [
      { id, kind, header, value },
      ...(beside === undefined ? [] : [{ id, kind: 'text' as const, ...beside }]),
    ]);
