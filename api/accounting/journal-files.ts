import { once } from 'node:events';
import ExcelJS from 'exceljs';
import type { Response } from 'express';
import type { AccountingSummary } from '../../contracts/accounting.js';
import type { Language } from '../../contracts/vocabulary.js';
import { addedTo, creditOf, debitOf, type Totals } from '../../domain/accounting.js';
import {
  entryNumber,
  fecFields,
  fecRow,
  fecSeparators,
  type FecSeparator,
  type NumberedEntry,
} from '../../domain/fec.js';
import { latin9 } from '../../tables/latin9.js';
import { accountingWords, entryText } from '../../words/accounting.js';

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

/**
 * The journal as a workbook: its lines, and what they come to by account and by customer, and what is not in it.
 * @returns how many lines of entries it has
 */
export async function writeJournalWorkbook(
  entries: AsyncIterable<NumberedEntry>,
  { leftOut }: Pick<AccountingSummary, 'leftOut'>,
  language: Language,
  res: Response,
): Promise<number> {
  const words = accountingWords(language);
  const { journal: heads, sheets } = words;
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: res, useSharedStrings: false, useStyles: true });
  const begin = (name: string, columns: readonly (readonly [header: string, width: number, numFmt?: string])[]) => {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(([header, width, numFmt = '@']) => ({ header, width, style: { numFmt } }));
    return sheet;
  };
  const day = dayFormats[language];
  let number = 0;
  const nextJournal = (): ExcelJS.Worksheet => {
    number += 1;
    return begin(number === 1 ? sheets.journal : `${sheets.journal} ${number}`, [
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
    ]);
  };
  const accounts = new Map<string, Totals>();
  const customers = new Map<string, Totals>();
  let sheet = nextJournal();
  let lines = 0;
  for await (const entry of entries) {
    if (res.destroyed) return lines;
    const text = entryText(entry, language);
    for (const { account, label, customer, amount } of entry.lines) {
      if (lines > 0 && lines % ROWS_OF_SHEET === 0) {
        sheet.commit();
        sheet = nextJournal();
      }
      lines += 1;
      accounts.set(account, addedTo(accounts.get(account), label, amount));
      if (customer !== null)
        customers.set(customer.number, addedTo(customers.get(customer.number), customer.name, amount));
      sheet
        .addRow([
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
        ])
        .commit();
    }
    await drained(res);
  }
  sheet.commit();
  writeSums(begin(sheets.accounts, sumColumns(heads.account, heads.accountLabel)), accounts);
  writeSums(begin(sheets.customers, sumColumns(heads.customer, heads.customerName)), customers);
  if (leftOut.count > 0) {
    const left = begin(sheets.leftOut, [
      [heads.piece, 18],
      [words.reason, 40],
    ]);
    for (const { number: piece, why } of leftOut.items) left.addRow([piece, words.why[why]]).commit();
    if (leftOut.count > leftOut.items.length) left.addRow([`… ${leftOut.count}`, null]).commit();
    left.commit();
  }
  await book.commit();
  return lines;

  function sumColumns(of: string, name: string) {
    return [
      [of, 14],
      [name, 32],
      [heads.debit, 16, AMOUNT],
      [heads.credit, 16, AMOUNT],
      [words.balance, 16, AMOUNT],
    ] as const;
  }
}

function writeSums(sheet: ExcelJS.Worksheet, sums: ReadonlyMap<string, Totals>): void {
  const rows = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, { label, debit, credit, balance }] of rows)
    sheet.addRow([key, label, Number(debit), Number(credit), Number(balance)]).commit();
  sheet.commit();
}

const amountCell = (amount: string): number | null => (amount === '0' ? null : Number(amount));
const dayCell = (date: string): Date => new Date(`${date}T00:00:00Z`);
