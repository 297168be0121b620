import { numberIn } from '../contracts/ids.js';
import { compareDates, type LocalDate } from './calendar.js';
import { isPositive, min, subtract, type Amount } from './money.js';

/** An invoice with what is still owed on it. */
export type OpenInvoice = { readonly invoice: string; readonly open: Amount; readonly dueDate: LocalDate };

/** A part of a payment and the invoice it pays. */
export type Allocation = { readonly invoice: string; readonly amount: Amount };

/**
 * Invoice numbers as payers write them: any case, with or without separators, the running number whole (`000017`, from the
 * millionth on `1000000`) or without its leading zeros (`17`). Anything between (`00001`) may be a number cut off by the
 * bank and is not read. What a series begins with is data: whatever stands there is read, and has to be that of an invoice.
 */
const invoiceNumber = /(?<!\p{L})([A-Z]{2,6})[\s./_-]*(\d{4})[\s./_-]*(\d{6}|[1-9]\d{0,8})(?!\d)/giu;

/** The invoices that a payer's text names. */
export function invoicesNamed(text: string): ReadonlySet<string> {
  const found = [...text.matchAll(invoiceNumber)];
  return new Set(
    found.map(([, series = '', year = '', no = '']) => numberIn(`${series.toUpperCase()}-${year}`, Number(no))),
  );
}

/**
 * Shares a payment over the open invoices that its remittance text names, oldest due first, then by number; no more than
 * each has open, no more than was paid. What is left of the payment finds no taker here.
 */
export function matchRemittance(text: string, amount: Amount, open: readonly OpenInvoice[]): Allocation[] {
  const named = invoicesNamed(text);
  const invoices = open.filter(({ invoice }) => named.has(invoice)).toSorted(byDueDate);
  let left = amount;
  const allocations: Allocation[] = [];
  for (const { invoice, open: owed } of invoices) {
    if (!isPositive(owed) || !isPositive(left)) continue;
    const part = min(owed, left);
    left = subtract(left, part);
    allocations.push({ invoice, amount: part });
  }
  return allocations;
}

function byDueDate(a: OpenInvoice, b: OpenInvoice): number {
  if (a.dueDate !== b.dueDate) return compareDates(a.dueDate, b.dueDate);
  return a.invoice < b.invoice ? -1 : 1;
}
