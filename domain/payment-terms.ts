import type { LegalWarning, PaymentTerms } from '../contracts/primitives.js';
import { addDays, endOfMonth, type LocalDate } from './calendar.js';
import { invariant, unreachable } from './invariant.js';

/** Days net, or "N jours fin de mois" in one of its two accepted readings. */
export type { PaymentTerms };

const MAX_NET_DAYS = 60;
const MAX_END_OF_MONTH_DAYS = 45;

/**
 * The day payment is due, counted from the day the invoice is issued. "45 jours fin de mois" issued on 22 October is due
 * on 31 December by `days-then-month-end` and on 15 December by `month-end-then-days`.
 */
export function dueDate(terms: PaymentTerms, issueDate: LocalDate): LocalDate {
  invariant(Number.isInteger(terms.days) && terms.days >= 0, `not a number of days: ${terms.days}`);
  switch (terms.kind) {
    case 'net':
      return addDays(issueDate, terms.days);
    case 'end-of-month':
      return terms.reading === 'days-then-month-end'
        ? endOfMonth(addDays(issueDate, terms.days))
        : addDays(endOfMonth(issueDate), terms.days);
    default:
      return unreachable(terms);
  }
}

/** True when both come to the same day: both readings of "end of month" do with zero days. */
export function areSameTerms(a: PaymentTerms, b: PaymentTerms): boolean {
  if (a.kind !== b.kind || a.days !== b.days) return false;
  return a.kind === 'net' || b.kind === 'net' || a.days === 0 || a.reading === b.reading;
}

/** What art. L441-10 I C.com says against the terms: at most 60 days net, or 45 days end of month; empty when nothing. */
export function legalWarnings({ kind, days }: PaymentTerms): LegalWarning[] {
  const maximumDays = kind === 'net' ? MAX_NET_DAYS : MAX_END_OF_MONTH_DAYS;
  return days > maximumDays ? [{ code: `${kind}-above-legal-maximum`, days, maximumDays }] : [];
}
