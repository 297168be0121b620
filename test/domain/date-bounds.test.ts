import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DateKind } from '../../contracts/vocabulary.js';
import { addDays } from '../../domain/calendar.js';
import { boundsOf, dateBounds, refuseDate } from '../../domain/date-bounds.js';
import { formatDate } from '../../words/format.js';
import { toldOf } from '../support/told.js';

const today = '2026-11-29';
const kinds = Object.keys(dateBounds) as DateKind[];

describe('the bounds of a date on 29 November 2026', () => {
  // Ten years before: 2016-11-29. 3,653 days later, three leap days among them: 2036-11-29. A century of 36,525 days: 2126-11-29
  // less the day that 2100 has not, so 2126-11-30.
  it.each([
    ['requested', '2016-11-29', '2036-11-29'],
    ['offered', '2016-11-29', '2036-11-29'],
    ['validity', '2016-11-29', '2126-11-30'],
    ['acceptance', '2016-11-29', '2026-11-29'],
    ['due', '2016-11-29', '2036-11-29'],
    ['payment', '2016-11-29', '2026-12-06'],
    ['stockReceipt', '2016-11-29', '2026-11-29'],
    ['arrival', '2016-11-29', '2026-11-29'],
    ['signature', '2016-11-29', '2026-11-29'],
    ['holdEnd', '2026-11-29', '2126-11-30'],
    ['putAside', '2026-11-29', '2027-11-30'],
    ['taxRate', '1926-11-29', '2036-11-29'],
    ['invoiceSeries', '2026-11-29', '2036-11-29'],
    ['statement', '2016-11-29', '2026-11-29'],
    ['billing', '2016-11-29', '2026-11-29'],
    ['documentTemplate', '2026-11-29', '2036-11-29'],
    ['acquisitionSpend', '2016-11-29', '2027-11-30'],
    ['capacity', '2016-11-29', '2036-11-29'],
    ['productCost', '1926-11-29', '2036-11-29'],
    ['exchangeRate', '2016-11-29', '2026-12-30'],
    ['ecoContribution', '1926-11-29', '2036-11-29'],
  ] as const)('of the kind %s are %s and %s', (kind, first, last) => {
    expect(boundsOf(kind, today)).toEqual({ first, last });
  });

  it('are stated for every kind that can be entered', () => {
    expect(kinds).toHaveLength(22);
  });

  it.each(kinds)('of the kind %s let both ends in, and no day beyond', (kind) => {
    const { first, last } = boundsOf(kind, today);
    const refused = (date: string) => refuseDate(kind, { field: 'date', date }, today);
    expect([refused(first), refused(last)]).toEqual([null, null]);
    for (const date of [addDays(first, -1), addDays(last, 1)]) {
      expect(refused(date)).toMatchObject({ code: 'invalid-request', field: 'date' });
      expect(toldOf(refused(date)).detail).toContain(formatDate(date, 'en'));
      expect(toldOf(refused(date)).detail).toContain(formatDate(last, 'en'));
    }
  });
});

describe('an arrival', () => {
  const arrived = (date: string, notBefore: string) => refuseDate('arrival', { field: 'on', date, notBefore }, today);

  it('is not before the day on which the goods left, and may be that day', () => {
    expect(arrived('2026-11-20', '2026-11-20')).toBeNull();
    expect(toldOf(arrived('2026-11-19', '2026-11-20'), 'fr').detail).toBe(
      'Le jour d’une arrivée est entre le 20/11/2026 et le 29/11/2026, et celle-ci est le 19/11/2026.',
    );
  });

  it('of goods that left today is today', () => {
    expect(toldOf(arrived('2026-11-28', today), 'fr').detail).toBe(
      'Le jour d’une arrivée est le 29/11/2026, et celle-ci est le 28/11/2026.',
    );
  });
});

it('whatever the day, a bound begins before it ends', () => {
  const days = fc.integer({ min: 0, max: 100_000 }).map((count) => addDays('1990-01-01', count));
  fc.assert(
    fc.property(days, fc.constantFrom(...kinds), days, (day, kind, notBefore) => {
      const { first, last } = boundsOf(kind, day, notBefore);
      expect(first <= last).toBe(true);
    }),
  );
});
