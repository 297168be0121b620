import type { ListName } from '../../contracts/lists.js';
import type { Language } from '../../contracts/vocabulary.js';
import type { Spoken } from '../../words/console.js';
import { rooms as en, vocabulary as enVocabulary } from '../../words/en/console.js';
import { rooms as fr, vocabulary as frVocabulary } from '../../words/fr/console.js';
import { listColumns, type Kind, type ListColumn, type Told } from '../../words/lists.js';

const spoken: Readonly<Record<Language, Spoken>> = {
  fr: { language: 'fr', t: fr, words: frVocabulary },
  en: { language: 'en', t: en, words: enVocabulary },
};
export const spokenIn = (language: Language): Spoken => spoken[language];

/** A row as the list answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** A column of a file, under the id of the list's that it is of. */
export type Column = Told<Row> & { readonly id: string; readonly kind: Kind };

/** The currency of the amounts beside it. */
export const currency: Column = {
  id: 'currency',
  kind: 'text',
  header: ({ t }) => t.lists.currency,
  value: ({ currency: code }) => code as string,
};

type Listed = Partial<Record<ListName, readonly ListColumn<Row>[]>>;

/**
 * A list's columns in a file: what the console shows in one cell may be two.
 * @param seesCredit may the reader see what stands in the columns of a customer's credit?
 * @returns undefined: the list is no file
 */
export const columnsOf = (list: ListName, seesCredit: boolean): readonly Column[] | undefined =>
  (listColumns as unknown as Listed)[list]
    ?.filter(({ isOfCredit }) => seesCredit || isOfCredit !== true)
    .flatMap(({ id, kind, header, value, beside }) => [
      { id, kind, header, value },
      ...(beside === undefined ? [] : [{ id, kind: 'text' as const, ...beside }]),
    ]);
