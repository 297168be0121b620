import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { printable, printableLine } from '../terminal.js';
import type { ImportKind } from '../../contracts/import.js';
import { harmlessText } from '../../words/spreadsheet-text.js';

/** One field at fault of one refused row. `row` and `line` are those of `Row`. */
export type Refusal = {
  readonly row: number;
  readonly line: number | null;
  /** What the row is called, such as `ALFKI PO-17`. */
  readonly name: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
};

export type Report = {
  readonly source: string;
  readonly kind: ImportKind | 'order-messages';
  readonly dryRun: boolean;
  readonly rows: number;
  readonly accepted: number;
  /** Rows taken by an earlier import of the same content. */
  readonly alreadyThere: number;
  readonly refused: number;
  /** Rows without a verdict, because the import had to stop. */
  readonly notSent: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly stoppedBecause: string | null;
  readonly refusals: readonly Refusal[];
};

/** The report in words, with the first refusals. */
export function reportText(report: Report, reportFile: string | undefined): string {
  const shown = report.refusals.slice(0, 20);
  const hidden = report.refusals.length - shown.length;
  const verb = report.dryRun ? 'would be accepted' : 'accepted';
  const there = report.alreadyThere > 0 ? `, ${report.alreadyThere} already there` : '';
  const notSent = report.notSent > 0 ? `, ${report.notSent} not sent` : '';
  const counts = `${report.accepted} ${verb}${there}, ${report.refused} refused${notSent}`;
  return [
    `${report.rows} ${report.kind} from ${report.source}: ${counts} in ${report.seconds.toFixed(1)} s (${report.rowsPerSecond.toFixed(1)}/s)`,
    ...shown.map(refusalLine),
    ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
    ...(reportFile === undefined ? [] : [`Report: ${reportFile}`]),
    ...(report.stoppedBecause === null ? [] : [`Stopped: ${report.stoppedBecause}`]),
  ].join('\n');
}

function refusalLine({ row, line, name, field, message, remedy }: Refusal): string {
  const place = line === null || line === row ? `row ${row}` : `row ${row} (line ${line})`;
  const where = [place, name, field].filter((part) => part !== '').join(' · ');
  return `  ${printableLine(`${where}: ${message}${remedy === '' ? '' : ` → ${remedy}`}`)}`;
}

/** Writes the report: by its ending CSV with one line for each refusal, else JSON with the counts as well. */
export function writeReport(file: string, report: Report): void {
  const isCsv = extname(file).toLowerCase() === '.csv';
  writeFileSync(file, isCsv ? refusalsCsv(report.refusals) : `${JSON.stringify(report, null, 2)}\n`);
}

function refusalsCsv(refusals: readonly Refusal[]): string {
  const columns = ['row', 'name', 'field', 'code', 'message', 'remedy'] as const;
  const lines = refusals.map((refusal) => columns.map((column) => csvCell(String(refusal[column]))).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/**
 * RFC 4180; a text that a spreadsheet would take for a formula is marked with an apostrophe (ASVS 5.0 1.2.10), and what a
 * terminal would obey is written as its code.
 */
function csvCell(text: string): string {
  const harmless = printable(harmlessText(text));
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
