import ExcelJS from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import type { KpiColumn, KpiUnit } from '../contracts/kpi.js';
import type { MonthEndDocument, MonthEndFigure } from '../contracts/month-end.js';
import { minorDigits } from '../domain/money.js';
import { columnTitle, figureWords } from '../words/figures.js';
import { formatMonth } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { namedFigure, rowLabel, versionFacts } from './month-end-content.js';

export const WORKBOOK_MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The month end as a workbook: figures, splits, definitions and which version it is, each a table of a sheet. Numbers are numbers. */
export async function renderMonthEndWorkbook(input: MonthEndDocument): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const made = new Date(`${input.madeOn}T00:00:00Z`);
  Object.assign(book, { creator: input.company.legalName, lastModifiedBy: '', created: made, modified: made });
  writeFigures(book, input);
  writeSplits(book, input);
  writeDefinitions(book, input);
  writeVersion(book, input);
  return withoutClock(new Uint8Array(await book.xlsx.writeBuffer()), made);
}

/** Each part of the file bears the moment of its writing: the same month end gives the same bytes. */
function withoutClock(bytes: Uint8Array, mtime: Date): Uint8Array {
  return zipSync(unzipSync(bytes), {
    mtime: new Date(mtime.getUTCFullYear(), mtime.getUTCMonth(), mtime.getUTCDate()),
  });
}

/** `key`: by which a row finds the column. */
type Head = { readonly header: string; readonly width: number; readonly key?: string };

function sheetOf(book: ExcelJS.Workbook, name: string, heads: readonly Head[]): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = heads.map((head) => ({ ...head }));
  sheet.getRow(1).font = { bold: true };
  return sheet;
}

const digits: Readonly<Record<Exclude<KpiUnit, 'amount'>, string>> = {
  count: '#,##0',
  percent: '0.0',
  days: '#,##0.0',
  minutes: '#,##0.0',
  times: '#,##0.00',
  people: '#,##0.0',
};

function formatOf({ unit, currency }: Pick<MonthEndFigure, 'unit' | 'currency'>): string {
  if (unit !== 'amount') return digits[unit];
  const minor = minorDigits(currency ?? 'EUR');
  return minor === 0 ? '#,##0' : `#,##0.${'0'.repeat(minor)}`;
}

/** Writes a row whose cells from `first` on are figures; a figure that cannot be said stays empty. */
function addFigures(
  sheet: ExcelJS.Worksheet,
  texts: readonly string[],
  figures: readonly (string | null)[],
  format: string,
): ExcelJS.Row {
  const row = sheet.addRow([...texts, ...figures.map((value) => (value === null ? null : Number(value)))]);
  figures.forEach((_, index) => {
    row.getCell(texts.length + index + 1).numFmt = format;
  });
  return row;
}

function writeFigures(book: ExcelJS.Workbook, { language, figures, from, to }: MonthEndDocument): void {
  const { monthEnd } = wordsOf(language);
  const { group: groups, units } = figureWords(language);
  const sheet = sheetOf(book, monthEnd.sheets.figures, [
    { header: monthEnd.theme, width: 22 },
    { header: monthEnd.figure, width: 44 },
    { header: monthEnd.unit, width: 10 },
    { header: monthEnd.currency, width: 8 },
    { header: monthEnd.from, width: 12 },
    { header: monthEnd.to, width: 12 },
    { header: monthEnd.value, width: 16 },
    { header: monthEnd.before, width: 16 },
    { header: monthEnd.yearBefore, width: 16 },
  ]);
  for (const figure of figures) {
    const { group, name, unit, currency, over, before, yearBefore, value } = figure;
    const texts = [
      groups[group],
      namedFigure(name, language).title,
      units[unit],
      currency ?? '',
      over === 'day' ? '' : from,
      to,
    ];
    addFigures(sheet, texts, [value, before.value, yearBefore.value], formatOf(figure));
  }
}

function writeSplits(book: ExcelJS.Workbook, { language, figures }: MonthEndDocument): void {
  const { monthEnd } = wordsOf(language);
  const { dimension, units } = figureWords(language);
  const told = toldBeside(figures);
  const sheet = sheetOf(book, monthEnd.sheets.splits, [
    { header: monthEnd.figure, width: 36 },
    { header: monthEnd.unit, width: 10 },
    { header: monthEnd.currency, width: 8 },
    { header: monthEnd.split, width: 16 },
    { header: monthEnd.key, width: 18 },
    { header: monthEnd.label, width: 36 },
    { header: monthEnd.value, width: 16 },
    { header: monthEnd.before, width: 16 },
    { header: monthEnd.yearBefore, width: 16 },
    ...told.map((name) => ({ header: columnTitle({ name }, language), key: name, width: 16 })),
  ]);
  for (const figure of figures)
    for (const { by, rows, columns = [] } of figure.splits)
      for (const row of rows) {
        const { name, unit, currency } = figure;
        const texts = [
          namedFigure(name, language).title,
          units[unit],
          currency ?? '',
          dimension[by],
          row.key ?? '',
          rowLabel(row, by, language),
        ];
        const line = addFigures(sheet, texts, [row.value, row.before, row.yearBefore], formatOf(figure));
        columns.forEach(({ name, unit }, at) => {
          Object.assign(line.getCell(name), cellOf(row.cells?.[at] ?? null, unit, figure));
        });
      }
}

/** Beside their values some rows tell more: each of these has a column of its own behind them. */
const toldBeside = (figures: readonly MonthEndFigure[]): readonly string[] => [
  ...new Set(figures.flatMap(({ splits }) => splits.flatMap(({ columns = [] }) => columns.map(({ name }) => name)))),
];

function cellOf(cell: string | null, unit: KpiColumn['unit'], { currency }: MonthEndFigure) {
  if (cell === null || unit === 'word' || unit === 'date') return { value: cell };
  return { value: Number(cell), numFmt: formatOf({ unit, currency }) };
}

function writeDefinitions(book: ExcelJS.Workbook, { language, figures }: MonthEndDocument): void {
  const { monthEnd } = wordsOf(language);
  const sheet = sheetOf(book, monthEnd.sheets.definitions, [
    { header: monthEnd.figure, width: 44 },
    { header: monthEnd.counts, width: 120 },
  ]);
  for (const name of new Set(figures.map((figure) => figure.name))) {
    const { title, definition } = namedFigure(name, language);
    sheet.addRow([title, definition]);
  }
  sheet.getColumn(2).alignment = { wrapText: true, vertical: 'top' };
}

function writeVersion(book: ExcelJS.Workbook, input: MonthEndDocument): void {
  const { language, month } = input;
  const { monthEnd } = wordsOf(language);
  const sheet = sheetOf(book, monthEnd.sheets.version, [
    { header: monthEnd.period, width: 16 },
    { header: formatMonth(month, language), width: 80 },
  ]);
  for (const [name, text] of versionFacts(input)) if (text !== null) sheet.addRow([name, text]);
  sheet.getColumn(2).alignment = { wrapText: true, vertical: 'top' };
}
