import type { Deposit, InvoiceDeduction } from '../contracts/deposit.js';
import type { PrintedLine, Totals } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { VatRow } from '../contracts/tax.js';
import { refuseFiner } from './amount-entry.js';
import type { LocalDate } from './calendar.js';
import { refuseDate } from './date-bounds.js';
import { dayOf } from './due-terms.js';
import {
  add,
  allocate,
  canonicalAmount,
  compare,
  divide,
  isNegative,
  isPositive,
  isZero,
  max,
  min,
  minorDigits,
  multiply,
  negate,
  percentOf,
  subtract,
  sum,
  type Amount,
} from './money.js';
import { isSameVat, vatOf } from './tax.js';

type DepositLine = Omit<PrintedLine, 'product' | 'adjustments'> & { readonly product: null; readonly net: Amount };
/** A deposit invoice without a number. */
export type DepositDraft = Totals & { readonly freight: Amount; readonly lines: readonly DepositLine[] };

/** What was asked for before the goods, and what became of it. */
export type DepositRecord = {
  readonly asked: Deposit;
  /** Null: it is not issued. */
  readonly invoice: {
    readonly number: string;
    readonly issueDate: LocalDate;
    readonly dueDate: LocalDate;
    readonly gross: Amount;
    readonly open: Amount;
    /** What no invoice has deducted and no credit note taken back. */
    readonly rows: readonly VatRow[];
  } | null;
};

/** Of a deposit invoice, what no invoice has deducted and no credit note taken back, by category and rate. */
type DepositRest = {
  readonly deposit: string;
  readonly issueDate: LocalDate;
  readonly rows: readonly VatRow[];
};

/** What is asked for, tax included: never more than the order comes to. */
export function depositGross(deposit: Deposit, orderGross: Amount, currency: string): Amount {
  const asked =
    deposit.kind === 'percent'
      ? percentOf(orderGross, deposit.percent, currency)
      : canonicalAmount(deposit.amount, currency);
  return min(asked, orderGross);
}

/** What a document says of it before it is invoiced. @param asked null: nothing is */
export const depositAsked = (
  asked: Deposit | null,
  gross: Amount,
  currency: string,
): { readonly deposit?: { readonly asked: Deposit; readonly gross: Amount } } =>
  asked === null ? {} : { deposit: { asked, gross: depositGross(asked, gross, currency) } };

/** By when a deposit is owed that is invoiced on a day. */
export const depositDue = ({ terms }: Pick<Deposit, 'terms'>, issueDate: LocalDate): LocalDate =>
  dayOf(terms, issueDate);

/**
 * The deposit on an order, tax included to the cent, shared over its VAT rates as its total is: a line of one for each, whose
 * net is its share without the tax and whose VAT is the rest of the share (so that it may miss base × rate by a cent, which
 * EN 16931 BR-CO-17 leaves room for). A deposit of all comes to the order's own bases and VAT.
 * @param order what the order comes to at the VAT of the day
 * @param description what each line is called
 */
export function draftDeposit(
  deposit: Deposit,
  order: Totals,
  { currency, description }: { readonly currency: string; readonly description: string },
): DepositDraft {
  const gross = depositGross(deposit, order.gross, currency);
  const shares = allocate(
    gross,
    order.vatBreakdown.map(({ base, vat }) => add(base, vat)),
    currency,
  );
  const vatBreakdown = order.vatBreakdown.flatMap((row, index): VatRow[] => {
    const share = shares[index] ?? '0';
    if (isZero(share)) return [];
    const base = withoutTax(share, row.vatRate, currency);
    return [{ ...vatOf(row), base, vat: subtract(share, base) }];
  });
  const lines = vatBreakdown.map(({ base, vat: _vat, ...vat }, index) => ({
    lineNo: index + 1,
    product: null,
    description,
    unit: '',
    quantity: '1',
    unitPrice: base,
    discountPercent: '0.00',
    ...vat,
    net: base,
  }));
  const net = sum(
    vatBreakdown.map(({ base }) => base),
    currency,
  );
  return { lines, freight: canonicalAmount('0', currency), net, vat: subtract(gross, net), gross, vatBreakdown };
}

/** Of an amount with tax, what it is without. */
const withoutTax = (gross: Amount, vatRate: string, currency: string): Amount =>
  divide(multiply(gross, '100', minorDigits(currency)), add('100', vatRate), minorDigits(currency));

/**
 * What an invoice deducts of the deposits on its order: each rate of the oldest deposit first, as much as the invoice charges
 * at that rate, so that deposits are used up before anything else is owed. With the last of a base goes all of its VAT; what
 * the VAT of several invoices misses that of one deposit by stays in the base, so that deposits, invoices and what is deducted
 * come to the whole of each rate, and no invoice to less than nothing.
 */
export function deductDeposits(
  deposits: readonly DepositRest[],
  invoice: Pick<Totals, 'vatBreakdown'>,
  currency: string,
): readonly InvoiceDeduction[] {
  let left: readonly VatRow[] = invoice.vatBreakdown;
  return deposits.flatMap(({ deposit, issueDate, rows: rests }): InvoiceDeduction[] => {
    const rows = rests.flatMap((rest): VatRow[] => {
      const charged = left.find((row) => isSameVat(row, rest));
      const taken = charged === undefined ? null : takenOf(rest, charged, currency);
      return taken === null ? [] : [{ ...vatOf(rest), ...taken }];
    });
    left = less(left, rows);
    return rows.length === 0 ? [] : [{ deposit, issueDate, rows, gross: grossOf(rows, currency) }];
  });
}

/** What an invoice over orders deducts of their deposits, what that leaves to pay, and what of each order's deposit is left then. */
export function deductFrom(
  orders: readonly { readonly deposit: DepositRecord | null }[],
  invoice: Pick<Totals, 'vatBreakdown'>,
  currency: string,
): {
  readonly deductions: readonly InvoiceDeduction[];
  readonly payable: Pick<Totals, 'vatBreakdown' | 'gross'>;
  /** In the sequence of the orders. */
  readonly deposits: readonly (DepositRecord | null)[];
} {
  const rests = orders.flatMap(({ deposit }) => (deposit?.invoice ? [restOf(deposit.invoice)] : []));
  const oldestFirst = rests.toSorted((a, b) =>
    `${a.issueDate} ${a.deposit}` < `${b.issueDate} ${b.deposit}` ? -1 : 1,
  );
  const deductions = deductDeposits(oldestFirst, invoice, currency);
  const vatBreakdown = less(
    invoice.vatBreakdown,
    deductions.flatMap(({ rows }) => rows),
  );
  return {
    deductions,
    payable: { vatBreakdown, gross: grossOf(vatBreakdown, currency) },
    deposits: orders.map(({ deposit }) => deposit && withoutDeducted(deposit, deductions)),
  };
}

type IssuedDeposit = NonNullable<DepositRecord['invoice']>;

const restOf = ({ number: deposit, issueDate, rows }: IssuedDeposit): DepositRest => ({ deposit, issueDate, rows });

function withoutDeducted(record: DepositRecord, deductions: readonly InvoiceDeduction[]): DepositRecord {
  const { invoice } = record;
  const taken = deductions.filter(({ deposit }) => deposit === invoice?.number).flatMap(({ rows }) => rows);
  return { ...record, invoice: invoice && { ...invoice, rows: less(invoice.rows, taken) } };
}

type Taxed = Pick<VatRow, 'base' | 'vat'>;

function takenOf(rest: Taxed, charged: Taxed, currency: string): Taxed | null {
  const base = min(rest.base, charged.base);
  if (!isPositive(base)) return null;
  const due = add(charged.base, charged.vat);
  const vat = compare(base, rest.base) === 0 ? rest.vat : max('0', min(charged.vat, rest.vat));
  const taken = min(vat, due);
  const kept = min(base, subtract(due, taken));
  return { base: canonicalAmount(kept, currency), vat: canonicalAmount(taken, currency) };
}

/** What is left of rows once others are taken of them. */
export const less = (rows: readonly VatRow[], taken: readonly VatRow[]): readonly VatRow[] =>
  rows.map((row) => {
    const of = taken.filter((each) => isSameVat(each, row));
    return {
      ...row,
      base: sum([row.base, ...of.map(({ base }) => negate(base))]),
      vat: sum([row.vat, ...of.map(({ vat }) => negate(vat))]),
    };
  });

/** Bases and VAT together. */
export const grossOf = (rows: readonly Taxed[], currency: string): Amount =>
  sum(
    rows.flatMap(({ base, vat }) => [base, vat]),
    currency,
  );

/** Of an amount, what is left when deposits are taken of it: never below zero. */
export const withoutDeposits = (gross: Amount, deposits: Amount): Amount => {
  const rest = subtract(gross, deposits);
  return isNegative(rest) ? subtract(rest, rest) : rest;
};

/** What a deposit may not be: of more than the order, of fractions of a cent, due on a day that is none. */
export function refuseDeposit(
  deposit: Deposit,
  { gross, currency, today }: { readonly gross: Amount; readonly currency: string; readonly today: LocalDate },
): Refusal | null {
  if (deposit.terms.kind === 'fixed-date') {
    const misdated = refuseDate('due', { field: 'deposit.terms.date', date: deposit.terms.date }, today);
    if (misdated) return misdated;
  }
  if (deposit.kind === 'percent') return null;
  const finer = refuseFiner('deposit.amount', deposit.amount, currency);
  if (finer !== null || compare(deposit.amount, gross) <= 0) return finer;
  return {
    kind: 'refused',
    code: 'invalid-request',
    field: 'deposit.amount',
    said: said('deposit-above-order', { amount: deposit.amount, gross, currency }),
  };
}
