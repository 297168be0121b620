import type { AccountingPolicy } from '../contracts/accounting.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { ClaimKind, CreditScope, InvoiceKind, VatCategory } from '../contracts/vocabulary.js';
import { addDays, compareDates, dayInMonth, type LocalDate } from './calendar.js';
import {
  add,
  compare,
  isNegative,
  isPositive,
  isZero,
  negate,
  subtract,
  sum,
  type Amount,
  type Percent,
} from './money.js';

type Account = AccountingPolicy['customers'];
export type Journal = keyof AccountingPolicy['journals'];

/** The customer whose auxiliary account a line is of. */
export type Auxiliary = { readonly number: string; readonly name: string };

/** One line of an entry; `amount` is signed: + is a debit, − a credit, and never zero. */
export type EntryLine = Account & { readonly customer: Auxiliary | null; readonly amount: Amount };

export const debitOf = (amount: Amount): Amount => (isPositive(amount) ? amount : '0');
export const creditOf = (amount: Amount): Amount => (isNegative(amount) ? negate(amount) : '0');

/** What lines come to; `balance`: debit less credit. */
export type Totals = {
  readonly label: string;
  readonly debit: Amount;
  readonly credit: Amount;
  readonly balance: Amount;
};

export const addedTo = (before: Totals | undefined, label: string, amount: Amount): Totals => ({
  label,
  debit: add(before?.debit ?? '0', debitOf(amount)),
  credit: add(before?.credit ?? '0', creditOf(amount)),
  balance: add(before?.balance ?? '0', amount),
});

/** What an entry tells of. */
export type EntryAbout =
  | { readonly kind: 'document'; readonly document: InvoiceKind }
  | { readonly kind: 'payment' | 'assignment' }
  | { readonly kind: 'write-off'; readonly isTakenBack: boolean }
  | { readonly kind: 'claim'; readonly claim: ClaimKind; readonly isGivenUp: boolean };

/** An entry of the journal before it has its number: its lines come to zero. */
export type Entry = {
  readonly journal: Journal;
  readonly about: EntryAbout;
  readonly date: LocalDate;
  /** The day on which it was recorded, from which on it stands; never before its date. */
  readonly validatedOn: LocalDate;
  /** What proves it: a number of ours, or the bank's reference. */
  readonly piece: string;
  readonly pieceDate: LocalDate;
  readonly customer: Auxiliary | null;
  readonly lines: readonly EntryLine[];
};

/** A numbered document as the journal reads it; amounts are signed, those of a credit note below zero. */
export type SoldDocument = {
  readonly number: string;
  readonly kind: InvoiceKind;
  /** A credit note of a deposit is booked as that was; left out: it is none. */
  readonly ofDeposit?: boolean;
  /** Of a credit note. */
  readonly scope: CreditScope | null;
  readonly customer: Auxiliary;
  readonly issueDate: LocalDate;
  readonly recordedOn: LocalDate;
  readonly freight: Amount;
  readonly net: Amount;
  readonly gross: Amount;
  /** Sums of its lines by what decides on their account. */
  readonly lines: readonly {
    readonly family: string;
    readonly vatCategory: VatCategory;
    readonly vatRate: Percent;
    readonly net: Amount;
  }[];
  readonly vatRows: readonly { readonly vatRate: Percent; readonly vat: Amount }[];
  /** What it deducts of deposits, by rate; left out: nothing. */
  readonly deducted?: readonly {
    readonly vatCategory: VatCategory;
    readonly vatRate: Percent;
    readonly base: Amount;
    readonly vat: Amount;
  }[];
};

/**
 * What a document books: the customer owes its gross; sales by family and VAT, freight and VAT by rate stand against it. What
 * its net has beyond its lines and freight is an allowance or a charge of the whole document. Deposits that it deducts are
 * taken off what is owed, off the account on which they were booked, and off the VAT.
 */
export function salesEntry(document: SoldDocument, chart: AccountingPolicy): Entry {
  const { number, kind, customer, issueDate, freight, net, gross, vatRows, deducted = [] } = document;
  const bookedAs = document.ofDeposit === true ? ({ kind: 'deposit', scope: null } as const) : document;
  const rest = subtract(subtract(net, freight), sum(document.lines.map((line) => line.net)));
  const booked = [
    ...document.lines.map((line) => ({ account: salesAccount(line, bookedAs, chart), amount: line.net })),
    { account: chart.freight, amount: freight },
    { account: chart.allowances, amount: rest },
    ...vatRows.map(({ vatRate, vat }) => ({ account: vatAccount(vatRate, chart), amount: vat })),
    ...deducted.flatMap(({ vatCategory, vatRate, base, vat }) => [
      { account: depositAccount({ vatCategory, vatRate }, chart), amount: negate(base) },
      { account: vatAccount(vatRate, chart), amount: negate(vat) },
    ]),
  ];
  const off = sum(deducted.flatMap(({ base, vat }) => [base, vat]));
  return entryOf({
    journal: 'sales',
    about: { kind: 'document', document: kind },
    date: issueDate,
    recordedOn: document.recordedOn,
    piece: number,
    pieceDate: issueDate,
    customer,
    lines: [ofCustomer(chart, customer, isZero(off) ? gross : subtract(gross, off)), ...byAccount(booked)],
  });
}

function salesAccount(
  line: SoldDocument['lines'][number],
  { kind, scope }: Pick<SoldDocument, 'kind' | 'scope'>,
  { sales, allowances }: AccountingPolicy,
): Account {
  if (scope === 'allowance') return allowances;
  const fits = (asked: string | null, is: string): boolean => asked === null || asked === is;
  return (
    sales.find(
      ({ family, vatCategory, vatRate, document }) =>
        fits(family, line.family) &&
        fits(vatCategory, line.vatCategory) &&
        (vatRate === null || compare(vatRate, line.vatRate) === 0) &&
        fits(document, kind),
    ) ?? allowances
  );
}

const depositAccount = (
  vat: Pick<SoldDocument['lines'][number], 'vatCategory' | 'vatRate'>,
  chart: AccountingPolicy,
): Account => salesAccount({ ...vat, family: '', net: '0' }, { kind: 'deposit', scope: null }, chart);

const vatAccount = (rate: Percent, { vat, suspense }: AccountingPolicy): Account =>
  vat.find(({ vatRate }) => vatRate === null || compare(vatRate, rate) === 0) ?? suspense;

/** Credits by account, in the order in which they are met. */
function byAccount(booked: readonly { readonly account: Account; readonly amount: Amount }[]): readonly EntryLine[] {
  const sums = new Map<string, EntryLine>();
  for (const { account, amount } of booked) {
    const before = sums.get(account.account);
    sums.set(account.account, {
      account: account.account,
      label: before?.label ?? account.label,
      customer: null,
      amount: add(before?.amount ?? '0', negate(amount)),
    });
  }
  return [...sums.values()];
}

const ofCustomer = ({ customers }: AccountingPolicy, customer: Auxiliary, amount: Amount): EntryLine => ({
  ...customers,
  customer,
  amount,
});
const of = ({ account, label }: Account, amount: Amount): EntryLine => ({ account, label, customer: null, amount });

type Draft = Omit<Entry, 'validatedOn'> & { readonly recordedOn: LocalDate };
const entryOf = ({ recordedOn, ...entry }: Draft): Entry => ({
  ...entry,
  validatedOn: compareDates(recordedOn, entry.date) < 0 ? entry.date : recordedOn,
  lines: entry.lines.filter(({ amount }) => !isZero(amount)),
});

/** Money as it was booked; below zero it went out. */
export type BookedMoney = {
  readonly reference: string;
  readonly amount: Amount;
  /** Value date. */
  readonly date: LocalDate;
  readonly recordedOn: LocalDate;
  /** Whose it was known to be then. */
  readonly customer: Auxiliary | null;
};

/** Money on the bank's account, against what its customer owes; of nobody known yet, against the account for that. */
export const bankEntry = (
  { reference, amount, date, recordedOn, customer }: BookedMoney,
  chart: AccountingPolicy,
): Entry =>
  entryOf({
    journal: 'bank',
    about: { kind: 'payment' },
    date,
    recordedOn,
    piece: reference,
    pieceDate: date,
    customer,
    lines: [
      of(chart.bank, amount),
      customer === null ? of(chart.suspense, negate(amount)) : ofCustomer(chart, customer, negate(amount)),
    ],
  });

/** Money whose customer was found on a later day. */
export const assignmentEntry = (
  {
    reference,
    amount,
    date,
    on,
    customer,
  }: Omit<BookedMoney, 'customer' | 'recordedOn'> & {
    readonly customer: Auxiliary;
    readonly on: LocalDate;
  },
  chart: AccountingPolicy,
): Entry =>
  entryOf({
    journal: 'other',
    about: { kind: 'assignment' },
    date: on,
    recordedOn: on,
    piece: reference,
    pieceDate: date,
    customer,
    lines: [of(chart.suspense, amount), ofCustomer(chart, customer, negate(amount))],
  });

/** A row of the ledger that gives up a sum, or claims one beside the principal; signed as it stands there. */
export type LedgerAct = {
  readonly kind: 'write-off' | 'claim-raised' | 'claim-waived' | 'claim-credited';
  /** Of a claim. */
  readonly claim: ClaimKind | null;
  readonly invoice: string;
  readonly invoiceDate: LocalDate;
  readonly customer: Auxiliary;
  readonly amount: Amount;
  readonly on: LocalDate;
  readonly recordedOn: LocalDate;
};

export function ledgerEntry(act: LedgerAct, chart: AccountingPolicy): Entry {
  const { claim, customer, amount, on, recordedOn, invoice, invoiceDate } = act;
  const against = claim === null ? chart.writeOffs : claim === 'interest' ? chart.interest : chart.recoveryFees;
  return entryOf({
    journal: 'other',
    about:
      claim === null
        ? { kind: 'write-off', isTakenBack: isPositive(amount) }
        : { kind: 'claim', claim, isGivenUp: isNegative(amount) },
    date: on,
    recordedOn,
    piece: invoice,
    pieceDate: invoiceDate,
    customer,
    lines: [ofCustomer(chart, customer, amount), of(against, negate(amount))],
  });
}

/** First and last day of the financial year that a day lies in; `yearEnd` is `MM-DD`. */
export function financialYearOf(day: LocalDate, yearEnd: string): { readonly from: LocalDate; readonly to: LocalDate } {
  const endIn = (year: number): LocalDate => dayInMonth(`${year}-${yearEnd.slice(0, 2)}-01`, Number(yearEnd.slice(3)));
  const year = Number(day.slice(0, 4));
  const end = compareDates(day, endIn(year)) > 0 ? year + 1 : year;
  return { from: addDays(endIn(end - 1), 1), to: endIn(end) };
}

/** Why a period cannot be told; null: it can. */
export function refusePeriod(
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  yearEnd: string,
): Refusal | null {
  if (compareDates(to, from) < 0) return refused(said('period-backwards'));
  const { to: end } = financialYearOf(from, yearEnd);
  return compareDates(to, end) > 0 ? refused(said('period-over-year-end', { end })) : null;
}

const refused = (why: Refusal['said']): Refusal => ({
  kind: 'refused',
  code: 'invalid-request',
  field: 'to',
  said: why,
  remedy: said('name-period-in-year'),
});
