import { addDays, addMonths, endOfMonth, type LocalDate } from '../../domain/calendar.js';
import { periodBefore, type Period } from '../../domain/kpis.js';

export const periodKinds = ['month', 'quarter', 'year', 'free'] as const;
export type PeriodKind = (typeof periodKinds)[number];

const monthsOf: Readonly<Record<Exclude<PeriodKind, 'free'>, number>> = { month: 1, quarter: 3, year: 12 };

/** The period of the kind in which a day lies. */
export function periodOf(kind: PeriodKind, day: LocalDate): Period {
  if (kind === 'free') return { from: `${day.slice(0, 8)}01`, to: day };
  const months = monthsOf[kind];
  const monthNo = Number(day.slice(5, 7)) - 1;
  const firstNo = monthNo - (monthNo % months) + 1;
  const from = `${day.slice(0, 4)}-${String(firstNo).padStart(2, '0')}-01`;
  return { from, to: endOfMonth(addMonths(from, months - 1)) };
}

export const earlier = (kind: PeriodKind, period: Period): Period =>
  kind === 'free' ? periodBefore(period) : periodOf(kind, addDays(period.from, -1));

export const later = (kind: PeriodKind, period: Period): Period => {
  const from = addDays(period.to, 1);
  if (kind !== 'free') return periodOf(kind, from);
  let to = from;
  while (periodBefore({ from, to }).from > period.from) to = addDays(to, 1);
  return { from, to };
};
