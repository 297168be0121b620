import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { DateKind } from '../contracts/vocabulary.js';
import { addDays, addMonths, compareDates, maxDate, minDate, type LocalDate } from './calendar.js';

/** How long before and after the day of entry a date may lie. */
type Bound = { readonly yearsBefore: number; readonly daysAfter: number };

const TEN_YEARS_DAYS = 3_653;
const CENTURY_DAYS = 36_525;

/**
 * The bound of each kind of date that somebody enters, so that a slip of the finger is found at the door and what follows
 * from the date is a date too. A departure is not entered: the process dates it.
 */
export const dateBounds = {
  /** Day on which a line of an order is wanted. */
  requested: { yearsBefore: 10, daysAfter: TEN_YEARS_DAYS },
  /** Delivery date of a quote's line. */
  offered: { yearsBefore: 10, daysAfter: TEN_YEARS_DAYS },
  /** Of an offer that stands, it may be past: that withdraws it. */
  validity: { yearsBefore: 10, daysAfter: CENTURY_DAYS },
  acceptance: { yearsBefore: 10, daysAfter: 0 },
  /** Day on which payment is agreed. */
  due: { yearsBefore: 10, daysAfter: TEN_YEARS_DAYS },
  /** Value date at the bank: a statement tells some that come a few days later. */
  payment: { yearsBefore: 10, daysAfter: 7 },
  stockReceipt: { yearsBefore: 10, daysAfter: 0 },
  /** Never before the goods have left. */
  arrival: { yearsBefore: 10, daysAfter: 0 },
  signature: { yearsBefore: 10, daysAfter: 0 },
  holdEnd: { yearsBefore: 0, daysAfter: CENTURY_DAYS },
  /** Day on which a line of a worklist comes back; never before tomorrow. */
  putAside: { yearsBefore: 0, daysAfter: 366 },
  /** First day of a month in which something was spent. */
  acquisitionSpend: { yearsBefore: 10, daysAfter: 366 },
  /** Day from which a person has a capacity. */
  capacity: { yearsBefore: 10, daysAfter: TEN_YEARS_DAYS },
  /** Day from which a product costs so much. */
  productCost: { yearsBefore: 100, daysAfter: TEN_YEARS_DAYS },
  /** Day from which so much is told of a product's waste. */
  ecoContribution: { yearsBefore: 100, daysAfter: TEN_YEARS_DAYS },
  /** Day from which a rate of VAT applies. */
  taxRate: { yearsBefore: 100, daysAfter: TEN_YEARS_DAYS },
  /** Day from which a currency is worth so much. */
  exchangeRate: { yearsBefore: 10, daysAfter: 31 },
  /** Day on which a complaint is to be decided. */
  complaintDue: { yearsBefore: 0, daysAfter: 366 },
  /** Day from which invoices are numbered so. */
  invoiceSeries: { yearsBefore: 0, daysAfter: TEN_YEARS_DAYS },
  /** Day at whose end an account is told. */
  statement: { yearsBefore: 10, daysAfter: 0 },
  /** Day from which documents look so. */
  documentTemplate: { yearsBefore: 0, daysAfter: TEN_YEARS_DAYS },
  /** Last departure that is billed: nothing leaves later than today. */
  billing: { yearsBefore: 10, daysAfter: 0 },
} as const satisfies Readonly<Record<DateKind, Bound>>;

/** First and last day that a kind of date may have; `notBefore`: a day on record that it cannot precede. */
export function boundsOf(
  kind: DateKind,
  today: LocalDate,
  notBefore?: LocalDate,
): { readonly first: LocalDate; readonly last: LocalDate } {
  const { yearsBefore, daysAfter } = dateBounds[kind];
  const first = addMonths(today, -12 * yearsBefore);
  const last = addDays(today, daysAfter);
  return notBefore === undefined ? { first, last } : { first: maxDate(minDate(notBefore, last), first), last };
}

/** Refuses a date beyond the bound of its kind, and says what it may be; null: it may be what it is. */
export function refuseDate(
  kind: DateKind,
  entered: { readonly field: string; readonly date: LocalDate; readonly notBefore?: LocalDate },
  today: LocalDate,
): Refusal | null {
  const { field, date } = entered;
  const { first, last } = boundsOf(kind, today, entered.notBefore);
  if (compareDates(date, first) >= 0 && compareDates(date, last) <= 0) return null;
  return {
    kind: 'refused',
    code: 'invalid-request',
    field,
    said: said('date-out-of-bounds', { kind, first, last, day: date }),
    remedy: said('look-at-the-date'),
  };
}
