import type { DueTerm, EarlyDiscount, PaymentTerms } from '../contracts/primitives.js';
import type { Refusal } from '../contracts/problems.js';
import { canonicalJson } from './canonical-json.js';
import { maxDate, type LocalDate } from './calendar.js';
import { refuseDate } from './date-bounds.js';
import { dayOf } from './due-terms.js';
import {
  canonicalAmount,
  canonicalPercent,
  isNegative,
  min,
  negate,
  percentOf,
  subtract,
  type Amount,
} from './money.js';

/** When an invoice is due: on one day, or part by part. */
export type { PaymentTerms };

/** What is owed of an invoice by one day. */
export type InstalmentDue = { readonly instalment: number; readonly dueDate: LocalDate; readonly amount: Amount };

type Issued = { readonly issueDate: LocalDate; readonly gross: Amount; readonly currency: string };

/** The day on which all is due, counted from the day the invoice is issued: of instalments the latest. */
export function dueDate(terms: PaymentTerms, issueDate: LocalDate): LocalDate {
  return maxDate(issueDate, ...partsOf(terms).map(({ due }) => dayOf(due, issueDate)));
}

/**
 * What is due when, in the sequence of the schedule; terms of one day make one instalment. Each part is rounded to the
 * currency and never takes more than is left, the last takes the rest: 0.03 in two halves is 0.02 and 0.01.
 */
export function instalmentsOf(terms: PaymentTerms, { issueDate, gross, currency }: Issued): readonly InstalmentDue[] {
  const parts = partsOf(terms);
  const amounts = sharesOf(
    parts.map(({ percent }) => percent),
    gross,
    currency,
  );
  return parts.map(({ due }, index) => ({
    instalment: index + 1,
    dueDate: dayOf(due, issueDate),
    amount: amounts[index] ?? '0',
  }));
}

/** True when both come to the same days, and to the same discount: both readings of "end of month" do with zero days. */
export function areSameTerms(a: PaymentTerms, b: PaymentTerms): boolean {
  return canonicalJson(canonicalTerms(a)) === canonicalJson(canonicalTerms(b));
}

/** Refuses terms with a date beyond its bound; null: they are in order. */
export const refuseTerms = (terms: PaymentTerms, today: LocalDate): Refusal | null =>
  partsOf(terms).reduce<Refusal | null>((found, { due }, index) => {
    if (found !== null || due.kind !== 'fixed-date') return found;
    const place = terms.kind === 'instalments' ? `parts.${index}.due.date` : 'date';
    return refuseDate('due', { field: `paymentTerms.${place}`, date: due.date }, today);
  }, null);

/** True for terms that name a date, which no later invoice moves. */
export const hasFixedDate = (terms: PaymentTerms): boolean =>
  partsOf(terms).some(({ due }) => due.kind === 'fixed-date');

type Part = { readonly percent: string; readonly due: DueTerm };

const partsOf = (terms: PaymentTerms): readonly Part[] =>
  terms.kind === 'instalments' ? terms.parts : [{ percent: '100.00', due: withoutDiscount(terms) }];

function withoutDiscount({ discount: _discount, ...due }: Exclude<PaymentTerms, { kind: 'instalments' }>): DueTerm {
  return due;
}

const canonical = ({ percent, due }: Part): Part => ({
  percent: canonicalPercent(percent),
  due: due.kind === 'end-of-month' && due.days === 0 ? { ...due, reading: 'days-then-month-end' } : due,
});

const canonicalTerms = (terms: PaymentTerms) => [discountOf(terms), partsOf(terms).map(canonical)];

const discountOf = (terms: PaymentTerms): EarlyDiscount | null => {
  if (terms.kind === 'instalments' || terms.discount === undefined) return null;
  return { ...terms.discount, percent: canonicalPercent(terms.discount.percent) };
};

function sharesOf(percents: readonly string[], total: Amount, currency: string): readonly Amount[] {
  if (isNegative(total)) return sharesOf(percents, negate(total), currency).map(negate);
  let left = canonicalAmount(total, currency);
  return percents.map((percent, index) => {
    const share = index === percents.length - 1 ? left : min(percentOf(total, percent, currency), left);
    left = subtract(left, share);
    return share;
  });
}
