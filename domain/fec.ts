import { creditOf, debitOf, type Entry, type EntryLine } from './accounting.js';
import type { LocalDate } from './calendar.js';
import type { Amount } from './money.js';

/** The 18 fields of the file of accounting entries, in their order (art. A47 A-1 LPF, VII, 1°). */
export const fecFields = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const;

export const fecSeparators = { tab: '\t', pipe: '|' } as const;
export type FecSeparator = keyof typeof fecSeparators;

/** An entry with its number and what the journal calls it. */
export type NumberedEntry = Entry & {
  /** 1, 2, 3 … of its journal in the financial year. */
  readonly sequence: number;
  readonly code: string;
  readonly journalLabel: string;
};

/** Number of an entry: its journal, and its place in it. */
export const entryNumber = ({ code, sequence }: Pick<NumberedEntry, 'code' | 'sequence'>): string =>
  `${code}${String(sequence).padStart(6, '0')}`;

/** The fields of one line, in the order of `fecFields`; `text`: what the entry is called. */
export function fecRow(entry: NumberedEntry, line: EntryLine, text: string): readonly string[] {
  const { customer, amount } = line;
  return [
    entry.code,
    entry.journalLabel,
    entryNumber(entry),
    fecDate(entry.date),
    line.account,
    line.label,
    customer?.number ?? '',
    customer?.name ?? '',
    entry.piece,
    fecDate(entry.pieceDate),
    text,
    fecAmount(debitOf(amount)),
    fecAmount(creditOf(amount)),
    '',
    '',
    fecDate(entry.validatedOn),
    '',
    '',
  ].map(plain);
}

/** `AAAAMMJJ`. */
const fecDate = (date: LocalDate): string => date.replaceAll('-', '');

/** With a comma, two decimals and nothing between thousands. */
const fecAmount = (amount: Amount): string => {
  const [whole = '0', cents = ''] = amount.split('.');
  return `${whole},${cents.padEnd(2, '0')}`;
};

/** What separates fields and lines stands in no field. */
const plain = (text: string): string => text.replaceAll(/[\s|\p{Cc}]+/gu, ' ').trim();

/** `<SIREN>FEC<last day of the financial year>` (art. A47 A-1 LPF, IX). */
export const fecFileName = (siren: string, yearEnd: LocalDate): string => `${siren}FEC${fecDate(yearEnd)}.txt`;
