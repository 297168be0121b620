import {
  placeOf,
  type FieldFault,
  type MoveInFault,
  type MoveInKind,
  type RawRow,
  type RawTable,
  type RefusedRow,
} from '../contracts/move-in.js';
import { readTable } from './csv.js';
import { kindCalled, kindIn } from './kinds.js';
import { utf8Of } from './text.js';
import { columnName, readWorkbook, type Cell, type Sheet } from './xlsx.js';

export type GivenFile = { readonly name: string; readonly bytes: Uint8Array };

/** What the files of another system hold, and what of them is no table. */
export type Books = { readonly tables: readonly RawTable[]; readonly refused: readonly RefusedRow[] };

/** Columns of a file that was handed back: what is wrong with a row, and where it stood. */
export const correctionColumns = { file: '# file', row: '# row', faults: '# refused' } as const;
const isNote = (column: string): boolean => column.startsWith('#');

const HEADER_ROW = 1;
/** A table that was handed back and comes again names the rows that it replaces. */
type Read = Books & { readonly corrections: readonly (RawTable & { readonly isCorrection: true })[] };

/**
 * The tables of files: CSV holds one, of the kind that its name says; JSON an array of one kind, or an object with an array
 * for each; a workbook a sheet for each kind, called so in French or in English, or one sheet in a file that is. Rows of a
 * file that was handed back replace those that they were, whichever file they stood in.
 */
export function readBooks(files: readonly GivenFile[]): Books {
  const read = files.map(readFile);
  const tables = read.flatMap((each) => each.tables);
  const corrections = read.flatMap((each) => each.corrections);
  const corrected = correct(tables, corrections);
  return { tables: corrected.tables, refused: [...read.flatMap((each) => each.refused), ...corrected.refused] };
}

const nothing: Read = { tables: [], corrections: [], refused: [] };

function readFile({ name, bytes }: GivenFile): Read {
  switch (/\.[^.]+$/.exec(name.toLowerCase())?.[0]) {
    case '.csv':
    case '.tsv':
    case '.txt':
      return csvOf(name, bytes);
    case '.json':
      return jsonOf(name, bytes);
    case '.xlsx':
      return xlsxOf(name, bytes);
    default:
      return refusedFile(name, 'file-unknown');
  }
}

const fileFault = (
  file: string,
  fault: MoveInFault,
  { row = 0, value = null, field = '' }: { row?: number; value?: string | null; field?: string } = {},
): RefusedRow => ({ kind: null, file, row, field, fault, value, expected: null });
const refusedFile = (
  file: string,
  fault: MoveInFault,
  extras: { row?: number; value?: string | null; field?: string } = {},
): Read => ({ ...nothing, refused: [fileFault(file, fault, extras)] });

function csvOf(name: string, bytes: Uint8Array): Read {
  const text = utf8Of(bytes);
  if (text === null) return refusedFile(name, 'not-utf8');
  const lines = readTable(text);
  const broken = lines.find((line) => line.broken !== null);
  if (broken !== undefined) return refusedFile(name, 'row-broken', { row: broken.row });
  return tableOf({ file: name }, kindIn(name), lines);
}

type Line = { readonly row: number; readonly cells: readonly string[]; readonly faults?: readonly CellFault[] };
type CellFault = { readonly column: number; readonly fault: MoveInFault; readonly value: string };

/** A table with its header: the first line names the fields. */
function tableOf(
  place: Pick<RawTable, 'file' | 'sheet'>,
  kind: MoveInKind | null,
  [header, ...lines]: readonly Line[],
): Read {
  const called = placeOf(place);
  if (header === undefined) return refusedFile(called, 'file-empty');
  const fields = header.cells.map((cell) => cell.trim());
  const twice = fields.find((field, index) => field !== '' && !isNote(field) && fields.indexOf(field) !== index);
  if (twice !== undefined) return refusedFile(called, 'column-twice', { row: HEADER_ROW, value: twice });
  if (kind === null) return refusedFile(called, 'kind-unclear');
  const isCorrection = fields.includes(correctionColumns.file) && fields.includes(correctionColumns.row);
  const kept = (field: string): boolean =>
    field !== '' && (isCorrection ? field !== correctionColumns.faults : !isNote(field));
  const table: RawTable = {
    kind,
    ...place,
    ...(place.sheet !== undefined && {
      columns: Object.fromEntries(fields.map((field, index) => [field, columnName(index + 1)])),
    }),
    rows: lines.map(({ row, cells, faults = [] }): RawRow => {
      const unread = faults.map(({ column, fault, value }): FieldFault => ({
        field: fields[column] ?? '',
        fault,
        value,
        expected: null,
      }));
      const values = fields.flatMap((field, index) => (kept(field) ? [[field, (cells[index] ?? '').trim()]] : []));
      // A cell beyond the header belongs to no field.
      const astray = cells.flatMap((cell, index) =>
        cell.trim() !== '' && (fields[index] ?? '') === '' ? [[`(${columnName(index + 1)})`, cell.trim()]] : [],
      );
      return {
        row,
        fields: Object.fromEntries([...values, ...astray]) as Record<string, string>,
        ...(unread.length > 0 && { faults: unread }),
      };
    }),
  };
  return isCorrection
    ? { ...nothing, corrections: [{ ...table, isCorrection: true }] }
    : { ...nothing, tables: [table] };
}

function jsonOf(name: string, bytes: Uint8Array): Read {
  const text = utf8Of(bytes);
  if (text === null) return refusedFile(name, 'not-utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refusedFile(name, 'not-json', { value: error instanceof Error ? error.message : null });
  }
  if (Array.isArray(value)) return jsonRows(name, kindIn(name), value);
  if (typeof value !== 'object' || value === null) return refusedFile(name, 'not-json');
  const tables = Object.entries(value).map(([called, rows]: [string, unknown]) =>
    Array.isArray(rows)
      ? jsonRows(name, kindCalled(called), rows, called)
      : refusedFile(name, 'not-json', { value: called }),
  );
  return together(tables);
}

const together = (read: readonly Read[]): Read => ({
  tables: read.flatMap((each) => each.tables),
  corrections: read.flatMap((each) => each.corrections),
  refused: read.flatMap((each) => each.refused),
});

function jsonRows(file: string, kind: MoveInKind | null, values: readonly unknown[], called?: string): Read {
  if (kind === null) return refusedFile(file, 'kind-unclear', { value: called ?? null });
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const strange = values.findIndex((value) => !isObject(value));
  if (strange !== -1) return refusedFile(file, 'not-json', { row: strange + 1 });
  const rows = values.map((value, index): RawRow => ({ row: index + 1, fields: { ...(value as object) } }));
  return { ...nothing, tables: [{ kind, file, rows }] };
}

function xlsxOf(name: string, bytes: Uint8Array): Read {
  const book = readWorkbook(bytes);
  if (book.kind !== 'sheets') return refusedFile(name, book.kind === 'broken' ? 'file-broken' : 'file-too-large');
  const filled = book.sheets.filter(({ rows }) => rows.length > 0);
  const only = filled.length === 1 ? filled[0] : undefined;
  if (only !== undefined && kindCalled(only.name) === null) return sheetOf(name, kindIn(name), only);
  const named = filled.flatMap((sheet) => {
    const kind = kindCalled(sheet.name);
    return kind === null ? [] : [sheetOf(name, kind, sheet)];
  });
  const stray = filled.filter(({ name: called }) => kindCalled(called) === null && !isReadMe(called));
  const read = together([
    ...named,
    ...stray.map((sheet) => refusedFile(placeOf({ file: name, sheet: sheet.name }), 'kind-unclear')),
  ]);
  return filled.length === 0 ? refusedFile(name, 'file-empty') : read;
}

/** The sheet that explains the template. */
const isReadMe = (name: string): boolean => /^(read ?me|lisez-moi)$/i.test(name.trim());

const faultOf: Readonly<Record<Exclude<Cell['kind'], 'value'>, MoveInFault>> = {
  formula: 'formula',
  error: 'cell-error',
  'not-exact': 'not-exact',
};

function sheetOf(file: string, kind: MoveInKind | null, { name, rows }: Sheet): Read {
  return tableOf(
    { file, sheet: name },
    kind,
    rows.map(({ row, cells }): Line => {
      const width = Math.max(...cells.keys());
      const faults = [...cells].flatMap(([column, cell]): readonly CellFault[] =>
        cell.kind === 'value' ? [] : [{ column: column - 1, fault: faultOf[cell.kind], value: cell.text }],
      );
      return {
        row,
        cells: Array.from({ length: width }, (_, index) => {
          const cell = cells.get(index + 1);
          return cell?.kind === 'value' ? cell.text : '';
        }),
        ...(faults.length > 0 && { faults }),
      };
    }),
  );
}

/** Rows that come again stand for those that they were; one that comes empty takes its row out. */
function correct(tables: readonly RawTable[], corrections: readonly RawTable[]): Books {
  if (corrections.length === 0) return { tables, refused: [] };
  const fresh = new Map<string, RawRow>();
  const known = new Set(tables.flatMap((table) => table.rows.map(({ row }) => keyOf(table.kind, placeOf(table), row))));
  const refused: RefusedRow[] = [];
  for (const table of corrections)
    for (const { row, fields, faults } of table.rows) {
      const { [correctionColumns.file]: file, [correctionColumns.row]: at, ...values } = fields;
      const key = keyOf(table.kind, String(file), Number(at));
      if (known.has(key)) fresh.set(key, { row: Number(at), fields: values, ...(faults && { faults }) });
      else
        refused.push({
          ...fileFault(placeOf(table), 'corrects-nothing', { row, value: `${String(file)} ${String(at)}` }),
          kind: table.kind,
        });
    }
  const corrected = tables.map((table) => ({
    ...table,
    rows: table.rows.map((each) => fresh.get(keyOf(table.kind, placeOf(table), each.row)) ?? each),
  }));
  return { tables: corrected, refused };
}

const keyOf = (kind: MoveInKind, file: string, row: number): string => `${kind}\n${file}\n${row}`;

/** Where a refused field stands in its sheet, such as `D7`; null: it is of no sheet, or of no cell. */
export function cellOf(tables: readonly RawTable[], { kind, file, row, field }: RefusedRow): string | null {
  const table = tables.find((each) => each.kind === kind && placeOf(each) === file);
  const column = table?.columns?.[field];
  return column === undefined ? null : `${column}${row}`;
}
