import { plus, type Books } from './books.js';

/** Worked out from the books alone, in whole cents, by rules written down here a second time. */

const euros = (cents: number): string => `${(cents / 100).toFixed(2)}0`;
const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const byCustomer = <T extends { readonly customer: string }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (a.customer < b.customer ? -1 : 1));

type Open = {
  readonly invoice: string;
  readonly instalment: number;
  readonly customer: string;
  readonly issued: string;
  readonly due: string;
  readonly cents: number;
  readonly letter: string | null;
};

/** What was open at the end of a day. */
function openOn({ invoices }: Books, day: string): readonly Open[] {
  return invoices
    .filter(({ issued }) => issued <= day)
    .flatMap(({ number, customer, issued, instalments, paid }) =>
      instalments.map(({ due, cents, letter }, index) => ({
        invoice: number,
        instalment: index + 1,
        customer,
        issued,
        due,
        letter,
        cents:
          cents -
          paid
            .filter((sum) => sum.instalment === index + 1 && sum.on <= day)
            .reduce((total, sum) => total + sum.cents, 0),
      })),
    )
    .filter(({ cents }) => cents !== 0);
}

/** Days late, in the buckets of an ageing. */
function bucketOf(late: number): string {
  if (late <= 0) return 'not-due';
  if (late <= 30) return '1-30';
  if (late <= 60) return '31-60';
  return late <= 90 ? '61-90' : 'over-90';
}

/** What each customer owes by how late it is; amounts in the currency, with its cents. */
export function ageingOn(books: Books, day: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const sums = new Map<string, Map<string, number>>();
  for (const { customer, due, cents } of openOn(books, day)) {
    const of = sums.get(customer) ?? new Map<string, number>();
    const bucket = bucketOf(daysFrom(due, day));
    sums.set(customer, of.set(bucket, (of.get(bucket) ?? 0) + cents));
  }
  const told = (of: ReadonlyMap<string, number>) =>
    Object.fromEntries([...of].map(([bucket, cents]) => [bucket, (cents / 100).toFixed(2)]));
  return Object.fromEntries([...sums].map(([customer, of]) => [customer, told(of)]));
}

/** What is open less money that found no invoice. */
export function balancesOn(books: Books, day: string): readonly object[] {
  const sums = new Map<string, number>();
  for (const { customer, cents } of openOn(books, day)) sums.set(customer, (sums.get(customer) ?? 0) + cents);
  for (const { customer, cents, on } of books.loose)
    if (on <= day) sums.set(customer, (sums.get(customer) ?? 0) - cents);
  const rows = [...sums].map(([customer, cents]) => ({ customer, balance: euros(cents) }));
  return byCustomer(rows.filter(({ balance }) => balance !== '0.000'));
}

/** What is owed, in days of the sales of the ninety days up to then, tax included: a tenth of a day, half up. */
export function daysOfSalesOn(books: Books, day: string): string {
  const owed = openOn(books, day).reduce((sum, { cents }) => sum + cents, 0);
  const sold = books.invoices
    .filter(({ issued }) => issued <= day && issued >= plus(day, -89))
    .flatMap(({ instalments }) => instalments)
    .reduce((sum, { cents }) => sum + cents, 0);
  return tenths((owed * 90 * 10) / sold);
}

/** Of lines that were asked for, or confirmed, in the month up to a day and have arrived whole: the share there by the day. */
export function onTimeIn(books: Books, from: string, to: string, by: 'requested' | 'confirmed'): string {
  const lines = books.delivered.filter((line) => line[by] >= from && line[by] <= to);
  return tenths((lines.filter((line) => line.arrived <= line[by]).length * 1000) / lines.length);
}

const tenths = (value: number): string => (Math.round(value) / 10).toFixed(1);

/** Christmas, New Year, Easter Monday and the days of May, which the letters of these months could fall on. */
const holidays = new Set([
  '2025-11-11',
  '2025-12-25',
  '2026-01-01',
  '2026-04-06',
  '2026-05-01',
  '2026-05-08',
  '2026-05-14',
  '2026-05-25',
]);
function workingDay(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 || holidays.has(day) ? workingDay(plus(day, 1)) : day;
}
const later = (a: string, b: string): string => (a > b ? a : b);

/**
 * The demo's procedure: a courtesy three days before the due date, level 1 five days after it, level 2 fifteen days after
 * it and at least seven after level 1; on working days.
 */
export function dueLettersOn(books: Books, day: string): readonly string[] {
  return openOn(books, '9999-12-31')
    .flatMap(({ invoice, instalment, issued, due, letter }) => {
      const reached = ((): readonly [level: string, on: string] => {
        if (letter !== null) return ['level-2', workingDay(later(plus(due, 15), plus(letter, 7)))];
        const courtesy = workingDay(plus(due, -3));
        if (day <= due && courtesy >= issued && courtesy <= due) return ['courtesy', courtesy];
        return ['level-1', workingDay(plus(due, 5))];
      })();
      return reached[1] <= day ? [`${invoice}:${instalment}:${reached.join(':')}`] : [];
    })
    .toSorted();
}
