import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencies } from '../../contracts/vocabulary.js';
import { addDays, compareDates, endOfMonth } from '../../domain/calendar.js';
import { InvariantError } from '../../domain/invariant.js';
import { canonicalAmount, compare, minorDigits, sum } from '../../domain/money.js';
import type { DueTerm } from '../../contracts/primitives.js';
import { areSameTerms, dueDate, instalmentsOf, refuseTerms, type PaymentTerms } from '../../domain/payment-terms.js';

const net = (days: number): DueTerm => ({ kind: 'net', days });
const daysFirst = (days: number): DueTerm => ({ kind: 'end-of-month', days, reading: 'days-then-month-end' });
const monthFirst = (days: number): DueTerm => ({ kind: 'end-of-month', days, reading: 'month-end-then-days' });

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

type Reading = Extract<DueTerm, { kind: 'day-of-month' }>['reading'];
const onThe = (day: number, days: number, reading: Reading): DueTerm => ({ kind: 'day-of-month', days, day, reading });

describe('due dates on a day of the month', () => {
  it.each([
    // Odoo, test_payment_term.py
    [31, 15, '2019-01-31', '2019-03-15'],
    [30, 15, '2026-04-15', '2026-05-15'], // 15 May is itself the 15th
    [30, 15, '2026-04-16', '2026-06-15'], // 16 May has passed it
    [0, 15, '2026-02-15', '2026-02-15'],
    [0, 15, '2026-02-16', '2026-03-15'],
    [0, 31, '2026-02-03', '2026-02-28'],
    [0, 31, '2028-02-29', '2028-02-29'],
    [0, 30, '2026-02-28', '2026-02-28'], // February's last day stands for its 30th
    [10, 1, '2026-12-25', '2027-02-01'], // 4 January, whose 1st has passed
  ])('%i days, le %i: from %s to %s', (days, day, issued, due) => {
    expect(dueDate(onThe(day, days, 'days-then-day'), issued)).toBe(due);
  });

  it.each([
    // Odoo: 30 days, then the next month on the 10th and on the 31st
    [30, 10, '2023-12-12', '2024-02-10'],
    [30, 31, '2023-12-12', '2024-02-29'],
    [30, 31, '2022-12-12', '2023-02-28'],
    [0, 10, '2026-01-31', '2026-02-10'],
    [0, 1, '2026-12-01', '2027-01-01'],
  ])('%i jours fin de mois, days first, le %i: from %s to %s', (days, day, issued, due) => {
    expect(dueDate(onThe(day, days, 'days-then-month-end'), issued)).toBe(due);
  });

  it.each([
    [30, 15, '2026-04-15', '2026-06-15'], // 30 April + 30 days is 30 May
    [45, 15, '2025-03-10', '2025-05-15'], // 31 March + 45 days is 15 May itself
    [0, 10, '2026-03-05', '2026-04-10'],
  ])('%i jours fin de mois, month first, le %i: from %s to %s', (days, day, issued, due) => {
    expect(dueDate(onThe(day, days, 'month-end-then-days'), issued)).toBe(due);
  });

  it('a date that is agreed is the day, and the day of the invoice where that is later', () => {
    const terms: DueTerm = { kind: 'fixed-date', date: '2026-12-15' };
    expect(dueDate(terms, '2026-11-02')).toBe('2026-12-15');
    expect(dueDate(terms, '2026-12-20')).toBe('2026-12-20');
  });

  it('a date beyond ten years is refused, with its place in the schedule', () => {
    const late: DueTerm = { kind: 'fixed-date', date: '2062-01-15' };
    const parts = [
      { percent: '50', due: net(0) },
      { percent: '50', due: late },
    ];
    expect(refuseTerms(late, '2026-11-30')?.field).toBe('paymentTerms.date');
    expect(refuseTerms({ kind: 'instalments', parts }, '2026-11-30')?.field).toBe('paymentTerms.parts.1.due.date');
    expect(refuseTerms({ kind: 'fixed-date', date: '2027-01-15' }, '2026-11-30')).toBeNull();
  });
});

const schedule = (...parts: readonly (readonly [percent: string, due: DueTerm])[]): PaymentTerms => ({
  kind: 'instalments',
  parts: parts.map(([percent, due]) => ({ percent, due })),
});

describe('instalments', () => {
  it('30 % at 15 days and 70 % at 45 days are due on days of their own, the invoice with the last (Odoo)', () => {
    const terms = schedule(['30', net(15)], ['70', net(45)]);
    expect(instalmentsOf(terms, { issueDate: '2022-01-15', gross: '1000.00', currency: 'EUR' })).toEqual([
      { instalment: 1, dueDate: '2022-01-30', amount: '300.00' },
      { instalment: 2, dueDate: '2022-03-01', amount: '700.00' },
    ]);
    expect(dueDate(terms, '2022-01-15')).toBe('2022-03-01');
  });

  it('three cents in halves are two and one (Odoo): the last takes what rounding leaves', () => {
    const terms = schedule(['50', net(0)], ['50', net(30)]);
    const amounts = instalmentsOf(terms, { issueDate: '2026-01-01', gross: '0.03', currency: 'EUR' });
    expect(amounts.map(({ amount }) => amount)).toEqual(['0.02', '0.01']);
  });

  it('no part takes more than is left: three cents in six parts are a cent each for three of them', () => {
    const sixth = ['16.66', net(0)] as const;
    const terms = schedule(sixth, sixth, sixth, sixth, sixth, ['16.70', net(30)]);
    const amounts = instalmentsOf(terms, { issueDate: '2026-01-01', gross: '0.03', currency: 'EUR' });
    // 16.66 % of 3 cents is 0.4998: nothing; the last takes all three.
    expect(amounts.map(({ amount }) => amount)).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00', '0.03']);
    const of4 = instalmentsOf(terms, { issueDate: '2026-01-01', gross: '0.04', currency: 'EUR' });
    // 16.66 % of 4 cents is 0.6664: a cent, four times, and nothing is left for two.
    expect(of4.map(({ amount }) => amount)).toEqual(['0.01', '0.01', '0.01', '0.01', '0.00', '0.00']);
  });

  it('one day makes one instalment of all', () => {
    expect(instalmentsOf(net(30), { issueDate: '2026-01-01', gross: '120.00', currency: 'EUR' })).toEqual([
      { instalment: 1, dueDate: '2026-01-31', amount: '120.00' },
    ]);
  });

  const parts = fc
    .array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 23 })
    .map((weights) => weights.filter((_, index) => weights.slice(0, index + 1).reduce((a, b) => a + b, 0) < 10_000))
    .map((hundredths) => [...hundredths, 10_000 - hundredths.reduce((a, b) => a + b, 0)])
    .map((hundredths) => hundredths.map((each) => `${Math.floor(each / 100)}.${String(each % 100).padStart(2, '0')}`));

  it.each(currencies)('sum to the total in %s, for every split, and none turns its sign', (currency) => {
    const digits = minorDigits(currency);
    const units = fc.bigInt({ min: -99_999_999n, max: 99_999_999n });
    fc.assert(
      fc.property(parts, units, (percents, count) => {
        const text = `${count < 0n ? '-' : ''}${String(count < 0n ? -count : count).padStart(digits + 1, '0')}`;
        const at = text.length - digits;
        const gross = digits === 0 ? text : `${text.slice(0, at)}.${text.slice(at)}`;
        const terms: PaymentTerms = {
          kind: 'instalments',
          parts: percents.map((percent) => ({ percent, due: net(30) })),
        };
        const owed = instalmentsOf(terms, { issueDate: '2026-01-01', gross, currency }).map(({ amount }) => amount);
        expect(owed).toHaveLength(percents.length);
        expect(sum(owed, currency)).toBe(canonicalAmount(gross, currency));
        const sign = compare(gross, '0');
        expect(owed.every((amount) => compare(amount, '0') === 0 || compare(amount, '0') === sign)).toBe(true);
      }),
    );
  });
});

describe('terms are the same', () => {
  it.each<[PaymentTerms, PaymentTerms, boolean]>([
    [net(30), net(30), true],
    [net(30), net(31), false],
    [daysFirst(0), monthFirst(0), true],
    [daysFirst(30), monthFirst(30), false],
    [onThe(15, 30, 'days-then-day'), onThe(15, 30, 'days-then-month-end'), false],
    [onThe(15, 30, 'days-then-day'), onThe(10, 30, 'days-then-day'), false],
    [{ kind: 'fixed-date', date: '2026-12-15' }, { kind: 'fixed-date', date: '2026-12-15' }, true],
    [schedule(['30', net(15)], ['70', net(45)]), schedule(['30.00', net(15)], ['70.0', net(45)]), true],
    [schedule(['30', net(15)], ['70', net(45)]), schedule(['70', net(45)], ['30', net(15)]), false],
    [schedule(['50', net(30)], ['50', net(30)]), net(30), false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(areSameTerms(a, b)).toBe(same);
    expect(areSameTerms(b, a)).toBe(same);
  });
});

describe('due dates in general', () => {
  const terms = fc
    .tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 31 }))
    .chain(([days, day]) =>
      fc.constantFrom(
        net(days),
        daysFirst(days),
        monthFirst(days),
        onThe(day, days, 'days-then-day'),
        onThe(day, days, 'days-then-month-end'),
        onThe(day, days, 'month-end-then-days'),
      ),
    );
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
        const longer = 'days' in term ? { ...term, days: term.days + 1 } : term;
        expect(compareDates(dueDate(longer, issued), due)).toBeGreaterThanOrEqual(0);
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
