import type { ReactNode } from 'react';
import type { ListName } from '../../contracts/lists.js';
import { capital } from '../../words/format.js';

/** A column of a list. */
export type Column<T> = {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** Name of the API's order; left out: it is not sorted by this. */
  readonly sort?: string;
  readonly isNumber?: boolean;
  /** Shown only to who asks for it. */
  readonly isExtra?: boolean;
  /** What can be done with the row: no column of a file. */
  readonly isAction?: boolean;
};

/** What a list is narrowed by; `id` is the query's name at the API. */
export type Filter =
  | { readonly id: string; readonly kind: 'text' | 'date' | 'flag' | 'customer' | 'product'; readonly label: string }
  | {
      readonly id: string;
      readonly kind: 'choice';
      readonly label: string;
      readonly choices: readonly { readonly value: string; readonly label: string }[];
    };

export type ListDefinition<T> = {
  readonly list: ListName;
  readonly columns: readonly Column<T>[];
  readonly filters: readonly Filter[];
  readonly keyOf: (row: T) => string;
  /** What narrows it always. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** False: a part of another page, without views of its own. */
  readonly isWhole?: false;
  /** Said when there is nothing at all. */
  readonly empty: ReactNode;
  /** Order unless the address says another. */
  readonly sort?: string;
};

/** A choice among words of the vocabulary. */
export const choice = <W extends string>(
  id: string,
  label: string,
  values: readonly W[],
  names: Readonly<Record<W, string>>,
): Filter => ({
  id,
  kind: 'choice',
  label,
  choices: values.map((value) => ({ value, label: capital(names[value]) })),
});
