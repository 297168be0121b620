import type { InterestPart } from '../contracts/dunning.js';
import { addDays, compareDates, daysBetween, maxDate, minDate, type LocalDate } from './calendar.js';
import { invariant } from './invariant.js';
import {
  add,
  canonicalAmount,
  canonicalPercent,
  divide,
  isNegative,
  isPositive,
  minorDigits,
  multiply,
  subtract,
  sum,
  type Amount,
  type Percent,
} from './money.js';

/** A yearly rate of late-payment interest and the first day it applies. */
type DatedPercent = { readonly from: LocalDate; readonly percent: Percent };

/** What was paid of an invoice, and the value date of the payment: not the day on which it was booked. */
export type PaidSum = { readonly amount: Amount; readonly paidOn: LocalDate };

export type LatePaymentInterest = { readonly amount: Amount; readonly parts: readonly InterestPart[] };

type InterestInput = {
  /** What is still owed, tax included. */
  readonly openAmount: Amount;
  /** What was paid, in any order. */
  readonly payments: readonly PaidSum[];
  readonly dueDate: LocalDate;
  /** Interest runs up to and including this day. */
  readonly asOf: LocalDate;
  /** In any order; one must be in force on the first late day. */
  readonly rates: readonly DatedPercent[];
  readonly currency: string;
};

type OwedSum = { readonly amount: Amount; readonly paidOn: LocalDate | null };

const DAYS_PER_YEAR = 365;
const PERCENT_DECIMALS = 2;

/**
 * Simple interest from the day after the due date, no reminder needed (art. L441-10 II C.com), on each sum until it is
 * paid: on what was paid late up to and including its value date, on what is open up to `asOf`. Sum × rate × days / 365,
 * piece by piece over the dated rates, rounded once over all pieces. What was paid by the due date costs nothing.
 * Throws InvariantError for a negative open amount, a payment of nothing or less, two rates from one day, or late days
 * that no rate covers.
 */
export function latePaymentInterest(input: InterestInput): LatePaymentInterest {
  const { openAmount, payments, dueDate, asOf, rates, currency } = input;
  invariant(!isNegative(openAmount), `no interest on a negative open amount: ${openAmount}`);
  const owed: OwedSum[] = [...byValueDate(payments), { amount: openAmount, paidOn: null }];
  const parts = owed.flatMap(({ amount, paidOn }) => {
    const until = paidOn === null ? asOf : minDate(paidOn, asOf);
    if (!isPositive(amount) || compareDates(until, dueDate) <= 0) return [];
    const sumOwed = { amount: canonicalAmount(amount, currency), paidOn };
    return segmentsBetween(addDays(dueDate, 1), until, rates).map((segment) => ({ ...sumOwed, ...segment }));
  });
  return { amount: interestOn(parts, currency), parts };
}

/** The yearly rate in force on a day; null before the first. */
export function percentInForce(rates: readonly DatedPercent[], on: LocalDate): Percent | null {
  const begun = rates.filter((rate) => compareDates(rate.from, on) <= 0);
  const last = begun.toSorted((a, b) => compareDates(a.from, b.from)).at(-1);
  return last ? canonicalPercent(last.percent) : null;
}

/** The fixed recovery fee when the invoice is at least one day late (art. D441-5 C.com: 40 EUR), otherwise zero. */
export function recoveryFee(overdueDays: number, fee: Amount): Amount {
  return overdueDays >= 1 ? fee : subtract(fee, fee);
}

/** One sum for each value date, in their order. */
function byValueDate(payments: readonly PaidSum[]): readonly PaidSum[] {
  const sums = new Map<LocalDate, Amount>();
  for (const { amount, paidOn } of payments.toSorted((a, b) => compareDates(a.paidOn, b.paidOn))) {
    invariant(isPositive(amount), `a payment is above zero: ${amount}`);
    sums.set(paidOn, add(sums.get(paidOn) ?? '0', amount));
  }
  return [...sums].map(([paidOn, amount]) => ({ amount, paidOn }));
}

function interestOn(parts: readonly InterestPart[], currency: string): Amount {
  const exactDigits = minorDigits(currency) + PERCENT_DECIMALS;
  const exact = parts.map(({ amount, percent, days }) =>
    multiply(amount, multiply(percent, String(days), PERCENT_DECIMALS), exactDigits),
  );
  return divide(sum(exact), String(DAYS_PER_YEAR * 100), minorDigits(currency));
}

type RateSegment = Pick<InterestPart, 'from' | 'to' | 'days' | 'percent'>;

function segmentsBetween(first: LocalDate, last: LocalDate, rates: readonly DatedPercent[]): readonly RateSegment[] {
  const sorted = rates.toSorted((a, b) => compareDates(a.from, b.from));
  const earliest = sorted[0];
  invariant(earliest && compareDates(earliest.from, first) <= 0, `no late-payment rate is in force on ${first}`);
  return sorted.flatMap((rate, index) => {
    const next = sorted[index + 1];
    invariant(next?.from !== rate.from, `two late-payment rates apply from ${rate.from}`);
    const from = maxDate(rate.from, first);
    const to = next ? minDate(addDays(next.from, -1), last) : last;
    if (compareDates(from, to) > 0) return [];
    return [{ from, to, days: daysBetween(from, to) + 1, percent: canonicalPercent(rate.percent) }];
  });
}
