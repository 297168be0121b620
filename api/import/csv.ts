import type { ImportKind } from '../../contracts/import.js';
import { said } from '../../contracts/said.js';
import { fieldShape, kindRules, type Body } from './kinds.js';
import type { Fault, Row } from './rows.js';
import type { TableRow } from '../../tables/csv.js';

type Cells = ReadonlyMap<string, string>;
type Line = { readonly row: number; readonly line: number; readonly cells: Cells };
type FaultyRow = TableRow & { readonly fault: Fault };

/**
 * The rows of a table as request bodies. Columns have dotted names (`address.city`, `paymentTerms.kind`); numbers,
 * yes/no and empty cells are read as the contract types them, all else stays text for the API to judge. Order lines, quote
 * lines and allocations stand one to a line (`lines.product`, …) and are gathered into one row by the columns that
 * {@link kindRules} names; the row has the number of its first line.
 */
export function bodiesOfTable(
  kind: ImportKind,
  columns: readonly string[],
  table: readonly TableRow[],
): readonly Row[] {
  const faulty = table.flatMap((line): readonly FaultyRow[] => {
    const fault = faultOf(columns, line);
    return fault === undefined ? [] : [{ ...line, fault }];
  });
  const spoilt = new Set(faulty.map(({ row }) => row));
  const lines = table
    .filter((line) => !isEmpty(line) && !spoilt.has(line.row))
    .map((line) => namedCells(columns, line));
  const rows = gather(kind, columns, lines).map((group) => rowOf(kind, group, lostOf(kind, group, faulty)));
  const refused = faulty.map(({ row, line, fault }): Row => ({ kind: 'unreadable', row, line, faults: [fault] }));
  return [...rows, ...refused].toSorted((a, b) => a.row - b.row);
}

const isEmpty = ({ cells }: TableRow): boolean => cells.every((cell) => cell.trim() === '');

/** Columns without a name, which spreadsheets leave at the right, hold nothing; those that begin with # are notes. */
function namedCells(columns: readonly string[], { row, line, cells }: TableRow): Line {
  const named = columns.flatMap((column, index): readonly [string, string][] =>
    column === '' || column.startsWith('#') ? [] : [[column, (cells[index] ?? '').trim()]],
  );
  return { row, line, cells: new Map(named) };
}

/** Why a row of the table cannot be read; undefined when it can. */
function faultOf(columns: readonly string[], line: TableRow): Fault | undefined {
  if (line.broken !== null) return { field: '', said: said(line.broken), remedy: said('quote-whole-cell') };
  if (isEmpty(line)) return undefined;
  if (line.cells.length !== columns.length) return raggedFault(columns.length, line);
  const nameless = columns.findIndex((column, index) => column === '' && (line.cells[index] ?? '').trim() !== '');
  if (nameless === -1) return undefined;
  return { field: '', said: said('nameless-column', { column: nameless + 1 }), remedy: said('name-or-empty-column') };
}

function raggedFault(expected: number, { cells }: TableRow): Fault {
  const goesOn = cells.some((cell) => /[\r\n]/.test(cell));
  return {
    field: '',
    said: said('ragged-row', { cells: cells.length, expected, goesOn }),
    remedy: said('quote-cells'),
  };
}

/** Lines that make up one body, in the file's order of their first lines. */
function gather(kind: ImportKind, columns: readonly string[], lines: readonly Line[]): readonly (readonly Line[])[] {
  const table = kindRules[kind].table;
  const isTabled = table && columns.some((column) => column.startsWith(`${table.field}.`));
  if (!isTabled) return lines.map((line) => [line]);
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const values = table.gatheredBy.map((column) => line.cells.get(column) ?? '');
    const key = values.includes('') ? `line ${line.row}` : JSON.stringify(values);
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

/** A row that cannot be read, and that names what these lines are gathered by: what they make up would lack it. */
function lostOf(kind: ImportKind, lines: readonly Line[], faulty: readonly FaultyRow[]): readonly Fault[] {
  const table = kindRules[kind].table;
  const values = table?.gatheredBy.map((column) => lines[0]?.cells.get(column) ?? '') ?? [];
  if (!table || values.includes('')) return [];
  const lost = faulty.filter(({ cells }) => {
    const held = cells.map((cell) => cell.replaceAll('"', '').trim());
    return values.every((value) => held.includes(value));
  });
  return lost.map(({ row }) => ({
    field: table.field,
    said: said('lacks-row', { row }),
    remedy: said('put-row-right'),
  }));
}

function rowOf(kind: ImportKind, lines: readonly Line[], lost: readonly Fault[]): Row {
  const [first] = lines;
  if (!first) return { kind: 'unreadable', row: 0, line: null, faults: [] };
  const { row, line } = first;
  const rows = lines.map((each) => each.row);
  const table = kindRules[kind].table;
  const isInside = (column: string): boolean => table !== undefined && column.startsWith(`${table.field}.`);
  const faults = [...contradictions(lines, isInside), ...lost];
  if (faults.length > 0) return { kind: 'unreadable', row, rows, line, faults };
  const body = bodyOf(kind, first, (column) => !isInside(column));
  if (!table) return { kind: 'readable', row, rows, line, body };
  if (fieldShape(kind, 'reference') === undefined) delete body['reference'];
  const entries = lines.map((entry) => entryOf(kind, table.field, entry)).filter((entry) => entry !== undefined);
  if (entries.length > 0) body[table.field] = table.numbered ? entries.map(numbered) : entries;
  return { kind: 'readable', row, rows, line, body };
}

function bodyOf(kind: ImportKind, line: Line, isWanted: (column: string) => boolean): Record<string, unknown> {
  const body = emptyObject();
  for (const [column, cell] of line.cells) {
    if (isWanted(column) && !isLeftOut(kind, line, column)) put(body, column, valueOf(kind, column, cell));
  }
  return body;
}

/** Lines of one order must agree on what is said of the order as a whole. */
function contradictions(lines: readonly Line[], isInside: (column: string) => boolean): readonly Fault[] {
  const [first, ...others] = lines;
  if (!first) return [];
  return others.flatMap((line) =>
    [...line.cells]
      .filter(([column, cell]) => !isInside(column) && cell !== first.cells.get(column))
      .map(([column, cell]) => ({
        field: column,
        said: said('cells-differ', {
          here: cell,
          row: line.line,
          there: first.cells.get(column) ?? '',
          other: first.line,
        }),
        remedy: said('write-same-value'),
      })),
  );
}

function entryOf(kind: ImportKind, field: string, line: Line): Body | undefined {
  const entry = bodyOf(kind, line, (column) => column.startsWith(`${field}.`))[field];
  return entry === undefined ? undefined : (entry as Body);
}

/** An optional part of the row (a delivery address) is left out when all its cells are empty. */
function isLeftOut(kind: ImportKind, line: Line, column: string): boolean {
  const parts = column.split('.');
  return parts.slice(1).some((_, index) => {
    const part = parts.slice(0, index + 1).join('.');
    if (fieldShape(kind, part)?.isRequired !== false) return false;
    return [...line.cells].every(([name, cell]) => cell === '' || !name.startsWith(`${part}.`));
  });
}

const numbered = (entry: Body, index: number): Body => ('lineNo' in entry ? entry : { lineNo: index + 1, ...entry });

/** The cell as the contract types the field; undefined leaves the field out. */
function valueOf(kind: ImportKind, column: string, cell: string): unknown {
  const shape = fieldShape(kind, column);
  if (!shape) return cell === '' ? undefined : cell;
  if (cell === '') return emptyValue(shape.types, shape.isRequired);
  if (shape.types.has('integer') || shape.types.has('number')) return /^-?\d+$/.test(cell) ? Number(cell) : cell;
  if (shape.types.has('boolean')) return booleanOf(cell);
  return cell;
}

function emptyValue(types: ReadonlySet<string>, isRequired: boolean): unknown {
  if (!isRequired) return undefined;
  if (types.has('null')) return null;
  return types.has('string') ? '' : undefined;
}

function booleanOf(cell: string): unknown {
  const text = cell.toLowerCase();
  if (['true', 'yes', 'oui', '1', 'vrai'].includes(text)) return true;
  return ['false', 'no', 'non', '0', 'faux'].includes(text) ? false : cell;
}

/** Without a prototype, so that a column called `__proto__` is a column like another. */
const emptyObject = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

function put(target: Record<string, unknown>, path: string, value: unknown): void {
  if (value === undefined) return;
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const child = target[head];
  const inner = typeof child === 'object' && child !== null ? (child as Record<string, unknown>) : emptyObject();
  put(inner, rest.join('.'), value);
  target[head] = inner;
}
