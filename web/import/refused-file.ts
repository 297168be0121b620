import type { ImportFault, ImportFile } from '../../contracts/import.js';
import { harmlessText } from '../../words/spreadsheet-text.js';

/** Columns that begin so are notes, and left out when the file comes again. */
const notes = ['# field', '# message', '# remedy'];

/**
 * The refused rows as they came, to be corrected and sent again, each with what is wrong in columns of notes. A note that a
 * spreadsheet would take for a formula is marked with an apostrophe.
 */
export async function refusedCsv(
  { columns, table, rows }: ImportFile,
  faults: ReadonlyMap<number, readonly ImportFault[]>,
): Promise<string> {
  const { stringify } = await import('csv-stringify/browser/esm/sync');
  const named = columns.map(({ name }) => name).filter((name) => !notes.includes(name));
  const cellsOf = new Map(table.map(({ row, cells }) => [row, cells]));
  const lines = rows.flatMap((row) => {
    const found = faults.get(row.row) ?? [];
    if (found.length === 0) return [];
    return row.rows.map((at, place) => [
      ...(cellsOf.get(at) ?? []).filter((_, index) => !notes.includes(columns[index]?.name ?? '')),
      ...(place === 0 ? said(found) : ['', '', '']),
    ]);
  });
  return `\ufeff${stringify([[...named, ...notes], ...lines], { delimiter: ';', record_delimiter: 'windows' })}`;
}

const said = (found: readonly ImportFault[]): readonly string[] => [
  found.map(({ field }) => harmlessText(field)).join(' | '),
  found.map(({ message }) => harmlessText(message)).join(' | '),
  [...new Set(found.map(({ remedy }) => harmlessText(remedy)))].join(' | '),
];

/** Hands a text to the reader as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
