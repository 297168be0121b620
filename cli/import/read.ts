import { basename, extname } from 'node:path';
import { bodiesOfTable } from '../../api/import/csv.js';
import { ImportError } from '../../api/import/errors.js';
import { doubledFields } from '../../api/import/json-keys.js';
import { recogniseKind, type Body } from '../../api/import/kinds.js';
import { tableOf, type Fault, type Row } from '../../api/import/rows.js';
import { importKinds, type ImportKind } from '../../contracts/import.js';
import { said } from '../../contracts/said.js';
import { jsonOf, textOf } from './text.js';

export type Rows = { readonly kind: ImportKind; readonly rows: readonly Row[] };

/**
 * Reads a file of one kind, JSON (an array of objects) or CSV (by its ending `.csv`). A row that makes no object is kept
 * as unreadable. @throws ImportError when the file as a whole cannot be read, with what to do.
 */
export function readRows(file: string, askedKind: ImportKind | undefined): Rows {
  const text = textOf(file);
  return extname(file).toLowerCase() === '.csv' ? csvRows(file, text, askedKind) : jsonRows(file, text, askedKind);
}

function jsonRows(file: string, text: string, askedKind: ImportKind | undefined): Rows {
  const values = parseJson(file, text);
  const first: unknown = values[0];
  const kind = askedKind ?? guessKind(file, isBody(first) ? Object.keys(first) : []);
  const doubled = doubledFields(text);
  const rows = values.map((value, index) => jsonRow(value, index + 1, doubled.get(index + 1)));
  return { kind, rows };
}

function jsonRow(value: unknown, row: number, doubled: string | undefined): Row {
  const unreadable = (fault: Fault): Row => ({ kind: 'unreadable', row, line: null, faults: [fault] });
  if (!isBody(value)) return unreadable({ field: '', said: said('not-an-object'), remedy: said('write-one-object') });
  if (doubled !== undefined)
    return unreadable({ field: doubled, said: said('field-twice'), remedy: said('write-field-once') });
  return { kind: 'readable', row, line: null, body: value };
}

function parseJson(file: string, text: string): readonly unknown[] {
  const value = jsonOf(file, text);
  if (!Array.isArray(value)) throw new ImportError(`${file} must hold a JSON array, one object for each row.`);
  return value;
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

function csvRows(file: string, text: string, askedKind: ImportKind | undefined): Rows {
  const { columns, lines } = tableOf(file, text);
  const kind = askedKind ?? guessKind(file, columns);
  return { kind, rows: bodiesOfTable(kind, columns, lines) };
}

function guessKind(file: string, fields: readonly string[]): ImportKind {
  const kind = recogniseKind(basename(file), fields);
  if (kind) return kind;
  throw new ImportError(`What ${file} holds is not clear: say it with --kind ${importKinds.join('|')}.`);
}
