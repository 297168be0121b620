import type { DueTerm } from '../contracts/primitives.js';
import { addDays, addMonths, compareDates, dayInMonth, endOfMonth, maxDate, type LocalDate } from './calendar.js';
import { invariant, unreachable } from './invariant.js';

type OfDays = Exclude<DueTerm, { kind: 'fixed-date' }>;
type DayOfMonth = Extract<DueTerm, { kind: 'day-of-month' }>;

/**
 * The day to which terms come, counted from the day the invoice is issued and never before it. "45 jours fin de mois" issued
 * on 22 October is due on 31 December by `days-then-month-end` and on 15 December by `month-end-then-days`.
 */
export function dayOf(term: DueTerm, issueDate: LocalDate): LocalDate {
  switch (term.kind) {
    case 'net':
      return addDays(issueDate, daysOf(term));
    case 'end-of-month':
      return term.reading === 'days-then-month-end'
        ? endOfMonth(addDays(issueDate, daysOf(term)))
        : addDays(endOfMonth(issueDate), daysOf(term));
    case 'day-of-month':
      return onDay(term, issueDate);
    case 'fixed-date':
      return maxDate(term.date, issueDate);
    default:
      return unreachable(term);
  }
}

function onDay(term: DayOfMonth, issueDate: LocalDate): LocalDate {
  const days = daysOf(term);
  switch (term.reading) {
    case 'days-then-day':
      return firstDay(term.day, addDays(issueDate, days));
    case 'days-then-month-end':
      return dayInMonth(addMonths(addDays(issueDate, days), 1), term.day);
    case 'month-end-then-days':
      return firstDay(term.day, addDays(endOfMonth(issueDate), days));
    default:
      return unreachable(term.reading);
  }
}

/** The first such day of a month that is not before the date. */
function firstDay(day: number, from: LocalDate): LocalDate {
  const inMonth = dayInMonth(from, day);
  return compareDates(inMonth, from) >= 0 ? inMonth : dayInMonth(addMonths(from, 1), day);
}

function daysOf({ days }: OfDays): number {
  invariant(Number.isInteger(days) && days >= 0, `not a number of days: ${days}`);
  return days;
}
