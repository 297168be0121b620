import { addDays, compareDates, daysBetween, maxDate, minDate, type LocalDate } from './calendar.js';
import { invariant } from './invariant.js';
import {
  canonicalAmount,
  canonicalPercent,
  divide,
  isNegative,
  minorDigits,
  multiply,
  subtract,
  sum,
  type Amount,
  type Percent,
} from './money.js';

/** A yearly rate of late-payment interest, the first day it applies, and where it was published. */
export type DatedRate = { readonly from: LocalDate; readonly percent: Percent; readonly source: string };

/** Late days at one rate, from `from` to `to`, both included. */
export type InterestSegment = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly days: number;
  readonly percent: Percent;
};

export type LatePaymentInterest = {
  readonly amount: Amount;
  readonly days: number;
  readonly segments: readonly InterestSegment[];
};

type InterestInput = {
  /** What is still owed, tax included. */
  readonly openAmount: Amount;
  readonly dueDate: LocalDate;
  /** Interest runs up to and including this day. */
  readonly asOf: LocalDate;
  /** In any order; one must be in force on the first late day. */
  readonly rates: readonly DatedRate[];
  readonly currency: string;
};

const DAYS_PER_YEAR = 365;
const PERCENT_DECIMALS = 2;

/**
 * Simple interest on the open amount from the day after the due date, no reminder needed (art. L441-10 II C.com): amount ×
 * rate × days / 365, piece by piece over the dated rates, rounded once at the end. Nothing on the due date or before.
 * Throws InvariantError for a negative open amount, two rates from one day, or late days that no rate covers.
 */
export function latePaymentInterest(input: InterestInput): LatePaymentInterest {
  const { openAmount, dueDate, asOf, currency } = input;
  invariant(!isNegative(openAmount), `no interest on a negative open amount: ${openAmount}`);
  const days = Math.max(0, daysBetween(dueDate, asOf));
  if (days === 0) return { amount: canonicalAmount('0', currency), days, segments: [] };
  const segments = segmentsBetween(addDays(dueDate, 1), asOf, input.rates);
  return { amount: interestOn(canonicalAmount(openAmount, currency), segments, currency), days, segments };
}

/** The fixed recovery fee when the invoice is at least one day late (art. D441-5 C.com: 40 EUR), otherwise zero. */
export function recoveryFee(overdueDays: number, fee: Amount): Amount {
  return overdueDays >= 1 ? fee : subtract(fee, fee);
}

function interestOn(openAmount: Amount, segments: readonly InterestSegment[], currency: string): Amount {
  const percentDays = sum(segments.map(({ percent, days }) => multiply(percent, String(days), PERCENT_DECIMALS)));
  const exactDigits = minorDigits(currency) + PERCENT_DECIMALS;
  return divide(multiply(openAmount, percentDays, exactDigits), String(DAYS_PER_YEAR * 100), minorDigits(currency));
}

function segmentsBetween(first: LocalDate, last: LocalDate, rates: readonly DatedRate[]): readonly InterestSegment[] {
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
