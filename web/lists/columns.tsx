import type { ReactNode } from 'react';
import type { Spoken } from '../../words/console.js';
import type { Cell, Kind, ListColumn } from '../../words/lists.js';
import { Day, Moment, Money, Quantity } from '../parts/figures.js';
import type { Column } from './definition.js';

/** Cells that say more than what stands in them: links, badges, what is late. */
type Cells<Row, Id extends string> = { readonly [One in Id]?: (row: Row) => ReactNode };

/** How a list's columns are shown: by what stands in them, unless a cell of its own is given. */
export function shown<Row extends object, Id extends string, S = Spoken>(
  columns: readonly ListColumn<Row, Id, S>[],
  spoken: NoInfer<S>,
  cells: Cells<Row, Id>,
): readonly Column<Row>[] {
  return columns.map(({ id, kind, header, value, sort, isExtra }): Column<Row> => ({
    id,
    header: header(spoken),
    cell: cells[id] ?? ((row) => cellOf(kind, value(row, spoken), row)),
    ...(sort !== undefined && { sort }),
    ...(isExtra === true && { isExtra }),
    ...((kind === 'amount' || kind === 'quantity') && { isNumber: true }),
  }));
}

function cellOf(kind: Kind, value: Cell, row: object): ReactNode {
  if (value === null || value === undefined) return null;
  const told = String(value);
  switch (kind) {
    case 'text':
      return told;
    case 'day':
      return <Day date={told} />;
    case 'moment':
      return <Moment at={told} />;
    case 'quantity':
      return <Quantity of={told} />;
    case 'amount':
      return <Money amount={told} currency={(row as { readonly currency: string }).currency} />;
  }
}
