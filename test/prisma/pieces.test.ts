import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysBetween } from '../../domain/calendar.js';
import { piecesOf, type Piece, type Shelf } from '../../prisma/queries/kpis/pieces.js';

const shelf: Shelf = { touched: [], carriedTo: '2026-11-01', carriedSize: 12, monthSize: 8 };
const year = { from: '2025-12-01', to: '2026-11-12' };

/** The first day of which anything is kept. */
const beginning = '2023-05-01';

/** The days that a kept row sums up. */
function daysOf({ grain, first }: Piece): readonly string[] {
  const [from, end] = {
    day: [first, addDays(first, 1)],
    month: [first, addMonths(first, 1)],
    before: [beginning, first],
  }[grain] as [string, string];
  return Array.from({ length: Math.max(0, daysBetween(from, end)) }, (_, at) => addDays(from, at));
}

/** How often each day is counted, days that are not left out. */
function counted(pieces: readonly Piece[]): Readonly<Record<string, number>> {
  const times = new Map<string, number>();
  for (const piece of pieces) for (const day of daysOf(piece)) times.set(day, (times.get(day) ?? 0) + piece.sign);
  return Object.fromEntries([...times].filter(([, often]) => often !== 0));
}

describe('the kept rows that a span is read from', () => {
  it('are, of a year, what was carried to its last whole month less what was carried to its first, and the days after', () => {
    const days = Array.from({ length: 12 }, (_, at) => ({ grain: 'day', first: addDays('2026-11-01', at), sign: 1 }));
    expect(piecesOf(year, shelf)).toEqual([
      { grain: 'before', first: '2026-11-01', sign: 1 },
      { grain: 'before', first: '2025-12-01', sign: -1 },
      ...days,
    ]);
  });

  it('are the months themselves where that is fewer elements, or nothing is carried so far', () => {
    const quarter = { from: '2026-07-01', to: '2026-09-30' };
    const months = ['2026-07-01', '2026-08-01', '2026-09-01'].map((first) => ({ grain: 'month', first, sign: 1 }));
    expect(piecesOf(quarter, shelf)).toEqual(months);
    expect(piecesOf({ ...year, to: '2026-10-31' }, { ...shelf, carriedTo: null })).toHaveLength(11);
  });

  it('count each day once, and no day that was touched', () => {
    const day = fc.integer({ min: 0, max: 1300 }).map((after) => addDays(beginning, after));
    fc.assert(
      fc.property(
        day,
        fc.nat(900),
        fc.array(day, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (from, long, touched, size) => {
          const to = addDays(from, long);
          const pieces = piecesOf({ from, to }, { ...shelf, touched, monthSize: size });
          const days = Array.from({ length: long + 1 }, (_, at) => addDays(from, at)).filter(
            (each) => !touched.includes(each),
          );
          expect(counted(pieces)).toEqual(Object.fromEntries(days.map((each) => [each, 1])));
        },
      ),
      { numRuns: 200 },
    );
  });
});
