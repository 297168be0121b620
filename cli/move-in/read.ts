import { basename, extname } from 'node:path';
import { moveInKinds, type MoveInKind } from '../../contracts/move-in.js';
import type { RawRow, RawTable } from '../../prisma/move-in/rows.js';
import { ImportError } from '../../api/import/errors.js';
import { readTable } from '../../api/import/table.js';
import { jsonOf, textOf } from '../import/text.js';

/**
 * The tables of a file: CSV holds one, of the kind that its name says; JSON an array of one kind, or an object with an array
 * for each kind. @throws ImportError when the file as a whole cannot be read, with what to do
 */
export function readTables(file: string): readonly RawTable[] {
  const name = basename(file);
  switch (extname(file).toLowerCase()) {
    case '.csv':
      return [{ kind: kindOf(name), file: name, rows: csvRows(name, textOf(file)) }];
    case '.json':
      return jsonTables(name, textOf(file));
    default:
      throw new ImportError(`${file}: files are CSV or JSON; save a workbook's sheets as CSV UTF-8.`);
  }
}

/** The longest kind that the name holds: `03-order-lines.csv` is of order lines. */
function kindOf(name: string): MoveInKind {
  const kinds = moveInKinds.filter((kind) => name.toLowerCase().replaceAll(/[ _]/g, '-').includes(kind));
  const [kind] = kinds.toSorted((a, b) => b.length - a.length);
  if (kind === undefined)
    throw new ImportError(`What ${name} holds is not clear: put one of ${moveInKinds.join(', ')} into its name.`);
  return kind;
}

function csvRows(name: string, text: string): readonly RawRow[] {
  const [header, ...lines] = readTable(text);
  if (header === undefined) throw new ImportError(`${name} is empty: its first line must name the columns.`);
  const columns = header.cells.map((cell) => cell.trim());
  const broken = [header, ...lines].find((line) => line.broken !== null);
  if (broken !== undefined) throw new ImportError(`${name}, row ${broken.row} ${broken.broken}.`);
  return lines.map(({ row, cells }) => ({
    row,
    fields: Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? '').trim()])),
  }));
}

function jsonTables(name: string, text: string): readonly RawTable[] {
  const value = jsonOf(name, text);
  if (Array.isArray(value)) return [{ kind: kindOf(name), file: name, rows: jsonRows(name, value) }];
  if (typeof value !== 'object' || value === null)
    throw new ImportError(`${name} must hold an array, or an object with an array for each kind.`);
  return Object.entries(value).map(([kind, rows]: [string, unknown]) => {
    if (!Array.isArray(rows)) throw new ImportError(`${name}: ${kind} must be an array.`);
    return { kind: kindOf(kind), file: name, rows: jsonRows(name, rows) };
  });
}

const jsonRows = (name: string, values: readonly unknown[]): readonly RawRow[] =>
  values.map((value, index) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ImportError(`${name}, row ${index + 1} is not a JSON object.`);
    return { row: index + 1, fields: { ...value } };
  });
