import { stringify } from 'csv-stringify/sync';
import { moveInColumns } from '../../contracts/move-in-columns.js';
import type { MoveInRefusedRow } from '../../contracts/move-in-desk.js';
import type { MoveInKind } from '../../contracts/move-in.js';
import type { RefusedWithFields } from '../../prisma/queries/move-ins.js';
import { harmlessText } from '../../words/spreadsheet-text.js';
import { correctionColumns } from '../../tables/books.js';

/** Refused rows of a kind, one line each, with all that is wrong with it: a note, which alone may be marked, since what is handed back is read again as it stands. */
export function refusedFile(
  kind: MoveInKind,
  refused: readonly RefusedWithFields[],
  told: (row: RefusedWithFields) => MoveInRefusedRow,
): { readonly text: string; readonly columns: readonly string[]; readonly lines: number } {
  const rows = new Map<string, RefusedWithFields[]>();
  for (const each of refused)
    rows.set(`${each.file}\n${each.row}`, [...(rows.get(`${each.file}\n${each.row}`) ?? []), each]);
  const strange = refused.flatMap(({ fields }) => Object.keys(fields ?? {}));
  const fields = [...new Set([...moveInColumns(kind).map(({ field }) => field), ...strange])];
  const lines = [...rows.values()].flatMap((faults) => {
    const [first] = faults;
    if (first === undefined) return [];
    const why = faults.map(told).map(({ field, cell, message, remedy }) => `${cell ?? field}: ${message} → ${remedy}`);
    return [
      [
        first.file,
        String(first.row),
        ...fields.map((field) => cellOf(first.fields?.[field])),
        harmlessText(why.join(' | ')),
      ],
    ];
  });
  const header = [correctionColumns.file, correctionColumns.row, ...fields, correctionColumns.faults];
  const text = `\uFEFF${stringify([header, ...lines], { delimiter: ';', record_delimiter: '\r\n' })}`;
  return { text, columns: fields, lines: lines.length };
}

const cellOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
