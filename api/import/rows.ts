import { said, type Said } from '../../contracts/said.js';
import { TableError } from './errors.js';
import type { Body } from './kinds.js';
import { readTable, type TableRow } from '../../tables/csv.js';

/** Why a row was not taken: one line of the report for each field at fault. */
export type Fault = { readonly field: string; readonly said: Said; readonly remedy: Said };

/**
 * `rows` are those of the table that it is made of. `row` is the row of a table as a spreadsheet counts it (its header is 1), or the position in a JSON array, from 1;
 * `line` is where that row begins in a CSV file, null in JSON.
 */
export type Row =
  | {
      readonly kind: 'readable';
      readonly row: number;
      readonly rows?: readonly number[];
      readonly line: number | null;
      readonly body: Body;
    }
  | {
      readonly kind: 'unreadable';
      readonly row: number;
      readonly rows?: readonly number[];
      readonly line: number | null;
      readonly faults: readonly Fault[];
    };

export type Table = { readonly columns: readonly string[]; readonly lines: readonly TableRow[] };

/** A table with its header. @param file what it is called; empty: it has no name @throws TableError when it as a whole cannot be read */
export function tableOf(file: string, text: string): Table {
  const [header, ...lines] = readTable(text);
  if (!header) throw new TableError(said('table-empty', { file }));
  if (header.broken !== null) throw new TableError(said('header-broken', { file, mistake: said(header.broken) }));
  const columns = header.cells.map((cell) => cell.trim());
  requireDistinct(file, columns);
  return { columns, lines };
}

/** @throws TableError when two columns say the same: one of them would be lost without a word. */
function requireDistinct(file: string, columns: readonly string[]): void {
  const named = columns.filter((column) => column !== '' && !column.startsWith('#'));
  const doubled = named.find((column, index) => named.indexOf(column) !== index);
  if (doubled !== undefined) throw new TableError(said('column-twice', { file, column: doubled }));
  const whole = named.find((column) => named.some((other) => other.startsWith(`${column}.`)));
  if (whole !== undefined) throw new TableError(said('column-inside-column', { file, column: whole }));
}
