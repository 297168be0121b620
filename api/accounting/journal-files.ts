import { once } from 'node:events';
import ExcelJS from 'exceljs';
import type { Response } from 'express';
import type { AccountingSummary } from '../../contracts/accounting.js';
import type { Language } from '../../contracts/vocabulary.js';
import { addedTo, creditOf, debitOf, type EntryLine, type Totals } from '../../domain/accounting.js';
import {
  entryNumber,
  fecFields,
  fecRow,
  fecSeparators,
  type FecSeparator,
  type NumberedEntry,
} from '../../domain/fec.js';
import { latin9 } from '../../tables/latin9.js';
import { accountingWords, entryText, type AccountingWords } from '../../words/accounting.js';

export const drained = async (res: Response): Promise<void> => {
  if (res.writableNeedDrain) await Promise.race([once(res, 'drain'), once(res, 'close')]);
};

const BATCH_LINES = 400;

/** The file of entries of art. A47 A-1 LPF: 18 fields, ISO 8859-15, a line each. @returns how many lines of entries it has */
export async function writeFec(
  entries: AsyncIterable<NumberedEntry>,
  separator: FecSeparator,
  res: Response,
): Promise<number> {
  const lineOf = (fields: readonly string[]): string => `${fields.join(fecSeparators[separator])}\r\n`;
  let [lines, waiting] = [0, lineOf(fecFields)];
  for await (const entry of entries) {
    if (res.destroyed) return lines;
    const text = entryText(entry, 'fr');
    for (const line of entry.lines) {
      waiting += lineOf(fecRow(entry, line, text));
      lines += 1;
      if (lines % BATCH_LINES > 0) continue;
      res.write(latin9(waiting));
      waiting = '';
      await drained(res);
    }
  }
  res.write(latin9(waiting));
  return lines;
}

/** A sheet holds no more rows. */
const ROWS_OF_SHEET = 1_000_000;
const AMOUNT = '#,##0.00';
const dayFormats: Readonly<Record<Language, string>> = { fr: 'dd/mm/yyyy', en: 'yyyy-mm-dd' };

type Book = InstanceType<typeof ExcelJS.stream.xlsx.WorkbookWriter>;
type SheetColumn = readonly [header: string, width: number, numFmt?: string];
type Sums = Map<string, Totals>;
/** What of the journal is not in it. */
type LeftOut = AccountingSummary['leftOut'];

function begin(book: Book, name: string, columns: readonly SheetColumn[]): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(([header, width, numFmt = '@']) => ({ header, width, style: { numFmt } }));
  return sheet;
}

/**
 * The journal as a workbook: its lines, and what they come to by account and by customer, and what is not in it.
 * @returns how many lines of entries it has
 */
export async function writeJournalWorkbook(
  entries: AsyncIterable<NumberedEntry>,
  { leftOut }: { readonly leftOut: LeftOut },
  language: Language,
  res: Response,
): Promise<number> {
  const { journal: heads, sheets } = accountingWords(language);
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: res, useSharedStrings: false, useStyles: true });
  const sums = { accounts: new Map<string, Totals>(), customers: new Map<string, Totals>() };
  const lines = await writeLines(book, entries, { language, res, sums });
  writeSums(begin(book, sheets.accounts, sumColumns(language, heads.account, heads.accountLabel)), sums.accounts);
  writeSums(begin(book, sheets.customers, sumColumns(language, heads.customer, heads.customerName)), sums.customers);
  if (leftOut.count > 0) writeLeftOut(book, leftOut, language);
  await book.commit();
  return lines;
}

const lineColumns = ({ journal: heads }: AccountingWords, day: string): readonly SheetColumn[] => [
  [heads.journal, 8],
  [heads.number, 12],
  [heads.date, 12, day],
  [heads.account, 12],
  [heads.accountLabel, 28],
  [heads.customer, 12],
  [heads.customerName, 28],
  [heads.piece, 18],
  [heads.pieceDate, 12, day],
  [heads.text, 40],
  [heads.debit, 14, AMOUNT],
  [heads.credit, 14, AMOUNT],
  [heads.validated, 12, day],
];

type Writing = {
  readonly language: Language;
  readonly res: Response;
  readonly sums: { readonly accounts: Sums; readonly customers: Sums };
};

/** A sheet after the other, each committed line by line. @returns how many lines there were */
async function writeLines(
  book: Book,
  entries: AsyncIterable<NumberedEntry>,
  { language, res, sums }: Writing,
): Promise<number> {
  const words = accountingWords(language);
  const next = (number: number): ExcelJS.Worksheet => {
    const name = number === 1 ? words.sheets.journal : `${words.sheets.journal} ${number}`;
    return begin(book, name, lineColumns(words, dayFormats[language]));
  };
  let [sheet, lines] = [next(1), 0];
  for await (const entry of entries) {
    if (res.destroyed) break;
    const text = entryText(entry, language);
    for (const line of entry.lines) {
      if (lines > 0 && lines % ROWS_OF_SHEET === 0) {
        sheet.commit();
        sheet = next(lines / ROWS_OF_SHEET + 1);
      }
      lines += 1;
      addLine(sums, line);
      sheet.addRow(cellsOf(entry, line, text)).commit();
    }
    await drained(res);
  }
  sheet.commit();
  return lines;
}

function addLine({ accounts, customers }: Writing['sums'], { account, label, customer, amount }: EntryLine): void {
  accounts.set(account, addedTo(accounts.get(account), label, amount));
  if (customer === null) return;
  customers.set(customer.number, addedTo(customers.get(customer.number), customer.name, amount));
}

const cellsOf = (entry: NumberedEntry, { account, label, customer, amount }: EntryLine, text: string) => [
  entry.code,
  entryNumber(entry),
  dayCell(entry.date),
  account,
  label,
  customer?.number ?? null,
  customer?.name ?? null,
  entry.piece,
  dayCell(entry.pieceDate),
  text,
  amountCell(debitOf(amount)),
  amountCell(creditOf(amount)),
  dayCell(entry.validatedOn),
];

function sumColumns(language: Language, of: string, name: string): readonly SheetColumn[] {
  const { journal: heads, balance } = accountingWords(language);
  return [
    [of, 14],
    [name, 32],
    [heads.debit, 16, AMOUNT],
    [heads.credit, 16, AMOUNT],
    [balance, 16, AMOUNT],
  ];
}

function writeSums(sheet: ExcelJS.Worksheet, sums: ReadonlyMap<string, Totals>): void {
  const rows = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, { label, debit, credit, balance }] of rows)
    sheet.addRow([key, label, Number(debit), Number(credit), Number(balance)]).commit();
  sheet.commit();
}

function writeLeftOut(book: Book, { count, items }: LeftOut, language: Language): void {
  const words = accountingWords(language);
  const sheet = begin(book, words.sheets.leftOut, [
    [words.journal.piece, 18],
    [words.reason, 40],
  ]);
  for (const { number: piece, why } of items) sheet.addRow([piece, words.why[why]]).commit();
  if (count > items.length) sheet.addRow([`… ${count}`, null]).commit();
  sheet.commit();
}

const amountCell = (amount: string): number | null => (amount === '0' ? null : Number(amount));
const dayCell = (date: string): Date => new Date(`${date}T00:00:00Z`);
