import type { KpiList } from '../../../contracts/kpi.js';
import { addMonths, type LocalDate } from '../../../domain/calendar.js';
import type { View } from './offers.js';

const limitMs = 200;
/** A statement that takes longer is cut. */
export const cutMs = 10_000;

const periodsUpTo = (today: LocalDate): readonly (readonly [name: string, from: LocalDate])[] => [
  ['month', `${today.slice(0, 8)}01`],
  ['quarter', `${addMonths(today, -2).slice(0, 8)}01`],
  ['year', `${addMonths(today, -11).slice(0, 8)}01`],
];

/** Each figure over the month, the quarter and the year up to a day: whole, of the largest customer, and by each split. */
export const figureViews = ({ items }: KpiList, today: LocalDate, customer: string): readonly View[] =>
  items.flatMap(({ name, dimensions, kinds }) =>
    periodsUpTo(today).flatMap(([period, from]) => {
      const view = (what: string, narrowed: Readonly<Record<string, string>>): View => ({
        name: `figure ${name}, ${period}${what}`,
        path: `/v1/kpis/${name}?${new URLSearchParams({ from, to: today, ...narrowed }).toString()}`,
        limitMs,
      });
      const splits = dimensions.map((by) => view(` by ${by}`, { by }));
      const narrowed = kinds.map(({ kind }) => view(` by customer, ${kind}`, { by: 'customer', kind }));
      const ofOne = dimensions.includes('customer') ? [view(' of one customer', { customer })] : [];
      return [view('', {}), ...ofOne, ...splits, ...narrowed];
    }),
  );
