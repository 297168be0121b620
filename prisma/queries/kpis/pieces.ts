import {
  addDays,
  addMonths,
  compareDates,
  daysBetween,
  maxDate,
  minDate,
  type LocalDate,
} from '../../../domain/calendar.js';
import type { Period } from '../../../domain/kpis.js';

/** What is kept of some facts in one cut, as it can be read now. */
export type Shelf = {
  /** The days that were touched since they were summed up. */
  readonly touched: readonly LocalDate[];
  /** The last month of which it is known what all the months before it come to; null: of none. */
  readonly carriedTo: LocalDate | null;
  /** Elements of what was carried there, and of a month. */
  readonly carriedSize: number;
  readonly monthSize: number;
};

export const emptyShelf: Shelf = { touched: [], carriedTo: null, carriedSize: 0, monthSize: 0 };

/** A kept row that a span is made of: added, or taken away. */
export type Piece = {
  readonly grain: 'day' | 'month' | 'before';
  readonly first: LocalDate;
  readonly sign: 1 | -1;
};

/**
 * The kept rows that a span is made of, so that few elements are read: what was carried to the end of its whole months less
 * what was carried to their beginning, or these months one by one; then the days at its edges. Days that were touched are
 * left out.
 */
export function piecesOf({ from, to }: Period, shelf: Shelf): readonly Piece[] {
  const isTouched = (day: LocalDate): boolean => shelf.touched.includes(day);
  const days = (first: LocalDate, end: LocalDate): readonly Piece[] =>
    daysUntil(first, end)
      .filter((day) => !isTouched(day))
      .map((day) => ({ grain: 'day', first: day, sign: 1 }));
  const end = addDays(to, 1);
  const begun = monthOf(from) === from ? from : addMonths(monthOf(from), 1);
  const ended = monthOf(end);
  if (compareDates(ended, begun) <= 0) return days(from, end);
  const carried = carriedEnd(begun, ended, shelf);
  const months = monthsUntil(carried, ended).flatMap((month) => {
    const next = addMonths(month, 1);
    const isWhole = !shelf.touched.some((day) => month <= day && day < next);
    return isWhole ? [{ grain: 'month', first: month, sign: 1 } as const] : days(month, next);
  });
  const touchedWithin = shelf.touched.filter((day) => begun <= day && day < carried);
  return [
    ...(carried === begun
      ? []
      : ([
          { grain: 'before', first: carried, sign: 1 },
          { grain: 'before', first: begun, sign: -1 },
        ] as const)),
    ...touchedWithin.map((day) => ({ grain: 'day', first: day, sign: -1 }) as const),
    ...months,
    ...days(from, begun),
    ...days(ended, end),
  ];
}

/** Up to where the months from `begun` on are read by what was carried; `begun` itself: nowhere. */
function carriedEnd(begun: LocalDate, ended: LocalDate, { carriedTo, carriedSize, monthSize }: Shelf): LocalDate {
  if (carriedTo === null) return begun;
  const carried = maxDate(begun, minDate(ended, carriedTo));
  return monthsUntil(begun, carried).length * monthSize > 2 * carriedSize ? carried : begun;
}

const monthOf = (day: LocalDate): LocalDate => `${day.slice(0, 8)}01`;

const daysUntil = (first: LocalDate, end: LocalDate): readonly LocalDate[] =>
  Array.from({ length: Math.max(0, daysBetween(first, end)) }, (_, at) => addDays(first, at));

function monthsUntil(first: LocalDate, end: LocalDate): readonly LocalDate[] {
  const months: LocalDate[] = [];
  for (let month = first; compareDates(month, end) < 0; month = addMonths(month, 1)) months.push(month);
  return months;
}
