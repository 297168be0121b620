import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { bodiesOfTable, type TableRow } from './csv.js';
import { ImportError } from './errors.js';
import { importKinds, recogniseKind, type Body, type ImportKind } from './kinds.js';

/** Why a row was not taken: one line of the report for each field at fault. */
export type Fault = { readonly field: string; readonly message: string; readonly remedy: string };

/** `row` is the line of a CSV file (its header is line 1), or the position in a JSON array, from 1. */
export type Row =
  | { readonly kind: 'readable'; readonly row: number; readonly body: Body }
  | { readonly kind: 'unreadable'; readonly row: number; readonly faults: readonly Fault[] };

export type Rows = { readonly kind: ImportKind; readonly rows: readonly Row[] };

/**
 * Reads a file of one kind, JSON (an array of objects) or CSV (by its ending `.csv`). A row that makes no object is kept
 * as unreadable. @throws ImportError when the file as a whole cannot be read, with what to do.
 */
export function readRows(file: string, askedKind: ImportKind | undefined): Rows {
  const text = readText(file);
  return extname(file).toLowerCase() === '.csv' ? csvRows(file, text, askedKind) : jsonRows(file, text, askedKind);
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw new ImportError(`${file} is not UTF-8: save it as "CSV UTF-8" or JSON.`);
    throw new ImportError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function jsonRows(file: string, text: string, askedKind: ImportKind | undefined): Rows {
  const values = parseJson(file, text);
  const first: unknown = values[0];
  const kind = askedKind ?? guessKind(file, isBody(first) ? Object.keys(first) : []);
  const rows = values.map((value, index): Row => {
    if (isBody(value)) return { kind: 'readable', row: index + 1, body: value };
    const fault = { field: '', message: 'is not a JSON object', remedy: 'Write one object for each row.' };
    return { kind: 'unreadable', row: index + 1, faults: [fault] };
  });
  return { kind, rows };
}

function parseJson(file: string, text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ImportError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(value)) throw new ImportError(`${file} must hold a JSON array, one object for each row.`);
  return value;
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

function csvRows(file: string, text: string, askedKind: ImportKind | undefined): Rows {
  const [header, ...lines] = parseTable(file, text);
  if (!header) throw new ImportError(`${file} is empty: its first line must name the columns.`);
  const columns = header.cells.map((cell) => cell.trim());
  const kind = askedKind ?? guessKind(file, columns);
  return { kind, rows: bodiesOfTable(kind, columns, lines) };
}

/** What csv-parse returns with `info: true`; its types say `string[]`. */
type CsvRecord = { readonly record: string[]; readonly info: { readonly lines: number } };

function parseTable(file: string, text: string): readonly TableRow[] {
  const firstLine = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)));
  const options = { bom: true, delimiter: delimiterOf(firstLine), relax_column_count: true, skip_empty_lines: true };
  try {
    const rows = parse(text, { ...options, info: true }) as unknown as readonly CsvRecord[];
    return rows.map(({ record, info }) => ({ row: info.lines, cells: record }));
  } catch (error) {
    throw new ImportError(`${file} is not CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Comma, or the semicolon or tab that spreadsheets write in countries with a decimal comma. */
function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [';', '\t'].reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best), ',');
}

function guessKind(file: string, fields: readonly string[]): ImportKind {
  const kind = recogniseKind(basename(file), fields);
  if (kind) return kind;
  throw new ImportError(`What ${file} holds is not clear: say it with --kind ${importKinds.join('|')}.`);
}
