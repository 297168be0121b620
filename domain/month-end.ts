import type { KpiDimension, KpiName } from '../contracts/kpi.js';
import type { Role } from '../contracts/vocabulary.js';
import { addDays, addMonths, compareDates, endOfMonth, type LocalDate } from './calendar.js';
import { kpiRule, kpiRules, type Period } from './kpis.js';

/** A month of the calendar, `YYYY-MM`. */
export type Month = string;

export const monthOf = (day: LocalDate): Month => day.slice(0, 7);

/** First and last day of a month. */
export function daysOfMonth(month: Month): Period {
  const from = `${month}-01`;
  return { from, to: endOfMonth(from) };
}

/** The last month that is over on a business date. */
export const lastEndedMonth = (today: LocalDate): Month => monthOf(addDays(`${monthOf(today)}-01`, -1));

/** Whether all days of a month are past. */
export const hasMonthEnded = (month: Month, today: LocalDate): boolean =>
  compareDates(daysOfMonth(month).to, today) < 0;

/** What was missed for longer is made by hand. */
const MOST_MONTHS = 12;

/**
 * The months that are to be made on a business date, the oldest first: all that have ended since the last one that is kept,
 * at most twelve, and where none is kept the one that ended last.
 */
export function monthsDue(today: LocalDate, lastKept: Month | null): readonly Month[] {
  const last = lastEndedMonth(today);
  if (lastKept === null) return [last];
  const months: Month[] = [];
  for (let month = last; month > lastKept && months.length < MOST_MONTHS; month = monthBefore(month))
    months.push(month);
  return months.toReversed();
}

const monthBefore = (month: Month): Month => monthOf(addMonths(`${month}-01`, -1));

/** A version is made beside those before it, without gap. */
export const nextVersion = (versions: number): number => versions + 1;

/** Rows of a split that are kept, the largest; of a kind of its own a figure has fewer. */
export const ROWS_KEPT = 20;

/** By what a figure is split in a month end. No person: it is kept for good, and its customers and products are enough. */
const splits: Readonly<Partial<Record<KpiName, readonly KpiDimension[]>>> = {
  'orders-entered': ['kind'],
  'quotes-by-status': ['kind'],
  'orders-by-status': ['kind'],
  'deliveries-by-status': ['kind'],
  'invoices-by-status': ['kind'],
  'orders-open': ['kind'],
  'deliveries-open': ['kind'],
  'invoices-open': ['kind'],
  'information-requests': ['kind'],
  'complaints-opened': ['kind'],
  'complaints-open': ['kind'],
  'otif-last-confirmed': ['family'],
  'order-book': ['customer', 'family'],
  'backlog-late': ['customer'],
  revenue: ['customer', 'family', 'product'],
  ageing: ['kind', 'customer'],
  'unallocated-money': ['kind'],
  'days-late': ['customer'],
  'payers-drifting': ['customer'],
  customers: ['kind'],
};

export const splitsOf = (name: KpiName): readonly KpiDimension[] =>
  (splits[name] ?? []).filter((by) => kpiRule(name).dimensions.includes(by));

/** Every figure of the registry, in its order. */
export const monthEndFigures = Object.keys(kpiRules) as readonly KpiName[];

/** Figures that are told of one currency at a time. */
export function isOfCurrency(name: KpiName): boolean {
  const { group, unit } = kpiRule(name);
  return group === 'money' || unit === 'amount' || name === 'invoices-open';
}

type Reader = { readonly role: Role; readonly email: string | null; readonly isActive: boolean };

/** Month ends are mailed to the managers who can be written to. */
export const isToldOfMonthEnd = ({ role, email, isActive }: Reader): boolean =>
  role === 'manager' && email !== null && isActive;
