import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import type { Response } from 'express';
import type { Language } from '../../contracts/vocabulary.js';
import type { Company } from '../../contracts/company.js';
import { harmlessText } from '../../words/spreadsheet-text.js';
import { formatDate, wallClock } from '../../words/format.js';
import type { Cell } from '../../words/lists.js';
import type { Column, Row, SpokenToAll } from './columns.js';

export type Format = 'csv' | 'xlsx';
/** A file takes no longer to be written. */
export const longestMs = 30 * 60_000;

/** All that is written about a list, a page of rows after the other. */
export type Sheet = {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly say: SpokenToAll;
  readonly zone: Company['zone'];
  readonly pages: AsyncIterable<readonly Row[]>;
};

export const mimeOf: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Writes the file as it is read: no more of it is in memory than a page. */
export const writeFile = (format: Format, sheet: Sheet, res: Response): Promise<void> =>
  format === 'csv' ? writeCsv(sheet, res) : writeXlsx(sheet, res);

const drained = async (res: Response): Promise<void> => {
  if (res.writableNeedDrain) await Promise.race([once(res, 'drain'), once(res, 'close')]);
};

const decimals = { fr: ',', en: '.' } as const;
const delimiters = { fr: ';', en: ',' } as const;

/** With a byte order mark, by which a spreadsheet knows UTF-8, and the marks between cells and decimals of the language. */
async function writeCsv({ columns, say, zone, pages }: Sheet, res: Response): Promise<void> {
  const { language } = say;
  const write = async (rows: readonly (readonly string[])[]): Promise<void> => {
    res.write(stringify([...rows], { delimiter: delimiters[language], record_delimiter: '\r\n' }));
    await drained(res);
  };
  res.write('\uFEFF');
  await write([columns.map(({ header }) => harmlessText(header(say)))]);
  for await (const rows of pages) {
    if (res.destroyed) return;
    if (rows.length > 0)
      await write(rows.map((row) => columns.map((column) => csvCell(column, column.value(row, say), language, zone))));
  }
  res.end();
}

function csvCell({ kind }: Column, value: Cell, language: Language, zone: Company['zone']): string {
  if (value === null || value === undefined) return '';
  const told = String(value);
  switch (kind) {
    case 'amount':
    case 'quantity':
      return told.replace('.', decimals[language]);
    case 'day':
      return language === 'fr' ? formatDate(told, 'fr') : told;
    case 'moment': {
      const { date, time } = wallClock(told, zone);
      return `${language === 'fr' ? formatDate(date, 'fr') : date} ${time}`;
    }
    case 'text':
      return harmlessText(told);
  }
}

/** A sheet holds no more rows. */
const rowsOfSheet = 1_000_000;
const formats = {
  fr: { amount: '#,##0.00', quantity: '#,##0.####', day: 'dd/mm/yyyy', moment: 'dd/mm/yyyy hh:mm', text: '@' },
  en: { amount: '#,##0.00', quantity: '#,##0.####', day: 'yyyy-mm-dd', moment: 'yyyy-mm-dd hh:mm', text: '@' },
} as const satisfies Readonly<Record<Language, Readonly<Record<Column['kind'], string>>>>;
const widths: Readonly<Record<Column['kind'], number>> = { amount: 14, quantity: 12, day: 12, moment: 17, text: 24 };

async function writeXlsx({ title, columns, say, zone, pages }: Sheet, res: Response): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: res, useSharedStrings: false, useStyles: true });
  let number = 0;
  const next = (): ExcelJS.Worksheet => {
    number += 1;
    const sheet = book.addWorksheet(number === 1 ? title : `${title} ${number}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    sheet.columns = columns.map(({ header, kind }) => ({
      header: header(say),
      width: widths[kind],
      style: { numFmt: formats[say.language][kind] },
    }));
    return sheet;
  };
  let sheet = next();
  let rowsThere = 0;
  for await (const rows of pages) {
    if (res.destroyed) return;
    if (rowsThere + rows.length > rowsOfSheet) {
      sheet.commit();
      sheet = next();
      rowsThere = 0;
    }
    for (const row of rows)
      sheet.addRow(columns.map((column) => xlsxCell(column, column.value(row, say), zone))).commit();
    rowsThere += rows.length;
    await drained(res);
  }
  sheet.commit();
  await book.commit();
}

/** A cell of its kind; a text stays one, whatever it begins with. */
function xlsxCell({ kind }: Column, value: Cell, zone: Company['zone']): string | number | Date | null {
  if (value === null || value === undefined) return null;
  const told = String(value);
  switch (kind) {
    case 'amount':
    case 'quantity':
      return Number(told);
    case 'day':
      return new Date(`${told}T00:00:00Z`);
    case 'moment': {
      // A cell knows no zone: it shows what a clock of the company showed.
      const { date, time } = wallClock(told, zone);
      return new Date(`${date}T${time}:00Z`);
    }
    case 'text':
      return told;
  }
}
