import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, compareDates, endOfMonth } from '../../domain/calendar.js';
import { InvariantError } from '../../domain/invariant.js';
import { dueDate, legalWarnings, type PaymentTerms } from '../../domain/payment-terms.js';

const net = (days: number): PaymentTerms => ({ kind: 'net', days });
const daysFirst = (days: number): PaymentTerms => ({ kind: 'end-of-month', days, reading: 'days-then-month-end' });
const monthFirst = (days: number): PaymentTerms => ({ kind: 'end-of-month', days, reading: 'month-end-then-days' });

describe('due dates of terms in days net', () => {
  it.each([
    [30, '2016-01-22', '2016-02-21', 'ERPNext'],
    [30, '2017-01-22', '2017-02-21', 'ERPNext'],
    [30, '2022-01-31', '2022-03-02', 'Odoo'],
    [15, '2022-01-15', '2022-01-30', 'Odoo'],
    [45, '2022-01-15', '2022-03-01', 'Odoo'],
    [0, '2026-11-22', '2026-11-22', 'cash'],
    [60, '2026-12-31', '2027-03-01', '31 days of January, 28 of February and one'],
    [60, '2027-12-31', '2028-02-29', 'leap year'],
  ])('%i days net from %s is %s (%s)', (days, issued, due) => {
    expect(dueDate(net(days), issued)).toBe(due);
  });
});

describe('due dates of terms "fin de mois"', () => {
  it.each([
    [45, '2025-04-10', '2025-05-31'],
    [45, '2025-03-10', '2025-04-30'],
    [45, '2025-10-05', '2025-11-30'],
    [45, '2025-10-22', '2025-12-31'],
    [45, '2026-01-15', '2026-03-31'],
    [45, '2024-01-15', '2024-02-29'], // 15 January + 45 days is 29 February itself
    [30, '2026-04-15', '2026-05-31'],
    [30, '2024-04-22', '2024-05-31'],
    [30, '2016-01-22', '2016-02-29'],
    [30, '2017-01-22', '2017-02-28'],
    [0, '2026-02-01', '2026-02-28'],
  ])('%i days, then the end of the month: from %s to %s', (days, issued, due) => {
    expect(dueDate(daysFirst(days), issued)).toBe(due);
  });

  it.each([
    [45, '2025-03-10', '2025-05-15'],
    [45, '2025-10-05', '2025-12-15'],
    [45, '2025-10-22', '2025-12-15'],
    [45, '2025-04-15', '2025-06-14'], // not 15 June, as one article has it
    [45, '2019-01-01', '2019-03-17'],
    [45, '2019-01-15', '2019-03-17'],
    [45, '2019-01-31', '2019-03-17'],
    [30, '2026-04-15', '2026-05-30'],
    [45, '2024-01-15', '2024-03-16'], // 29 days of February: one day earlier in March than 2019
    [0, '2026-02-01', '2026-02-28'],
  ])('the end of the month, then %i days: from %s to %s', (days, issued, due) => {
    expect(dueDate(monthFirst(days), issued)).toBe(due);
  });
});

describe('due dates in general', () => {
  const terms = fc
    .tuple(fc.constantFrom(net, daysFirst, monthFirst), fc.integer({ min: 0, max: 120 }))
    .map(([make, days]) => make(days));
  const issueDate = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days));

  it('nothing is ever due before its invoice is issued', () => {
    fc.assert(
      fc.property(terms, issueDate, (term, issued) => {
        expect(compareDates(dueDate(term, issued), issued)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('a later invoice is never due earlier, and a longer term never sooner', () => {
    fc.assert(
      fc.property(terms, issueDate, (term, issued) => {
        const due = dueDate(term, issued);
        expect(compareDates(dueDate(term, addDays(issued, 1)), due)).toBeGreaterThanOrEqual(0);
        expect(compareDates(dueDate({ ...term, days: term.days + 1 }, issued), due)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('days, then end of month always falls on a month end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), issueDate, (days, issued) => {
        const due = dueDate(daysFirst(days), issued);
        expect(due).toBe(endOfMonth(due));
      }),
    );
  });

  it('a term of half a day or of minus one day is refused', () => {
    expect(() => dueDate(net(-1), '2026-01-01')).toThrow(InvariantError);
    expect(() => dueDate(daysFirst(0.5), '2026-01-01')).toThrow(InvariantError);
    expect(() => dueDate(net(30), '2026-02-30')).toThrow(InvariantError);
  });
});

describe('what the law says of terms (art. L441-10 C.com)', () => {
  it.each([
    [net(0), []],
    [net(30), []],
    [net(60), []],
    [net(61), ['net-above-legal-maximum']],
    [daysFirst(45), []],
    [daysFirst(46), ['end-of-month-above-legal-maximum']],
    [daysFirst(60), ['end-of-month-above-legal-maximum']],
    [monthFirst(45), []],
    [monthFirst(46), ['end-of-month-above-legal-maximum']],
  ])('%j: %j', (terms, codes) => {
    expect(legalWarnings(terms).map((warning) => warning.code)).toEqual(codes);
  });

  it('a warning names the days and the maximum', () => {
    expect(legalWarnings(net(90))).toEqual([{ code: 'net-above-legal-maximum', days: 90, maximumDays: 60 }]);
    expect(legalWarnings(monthFirst(60))).toEqual([
      { code: 'end-of-month-above-legal-maximum', days: 60, maximumDays: 45 },
    ]);
  });
});
