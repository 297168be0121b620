import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../../domain/calendar.js';
import { InvariantError } from '../../domain/invariant.js';
import { latePaymentInterest, recoveryFee, type DatedRate } from '../../domain/late-payment.js';
import { add, compare, divide, percentOf } from '../../domain/money.js';

const tenPercent: readonly DatedRate[] = [{ from: '2020-01-01', percent: '10.00', source: 'terms of sale' }];

// Three times the legal interest rate for professionals, by half-year.
const legalFloor: readonly DatedRate[] = [
  { from: '2024-07-01', percent: '14.76', source: '3 × 4.92 % (H2 2024)' },
  { from: '2025-01-01', percent: '11.13', source: '3 × 3.71 % (H1 2025)' },
  { from: '2025-07-01', percent: '8.28', source: '3 × 2.76 % (H2 2025)' },
  { from: '2026-01-01', percent: '7.86', source: '3 × 2.62 % (H1 2026)' },
];

describe('late-payment interest', () => {
  it('100 overdue 15 days at 10 % costs 0.41, and 110.41 with a fee of 10 (ERPNext)', () => {
    const interest = latePaymentInterest({
      openAmount: '100.00',
      dueDate: '2026-03-01',
      asOf: '2026-03-16',
      rates: tenPercent,
      currency: 'EUR',
    });
    expect(interest).toEqual({
      amount: '0.41',
      days: 15,
      segments: [{ from: '2026-03-02', to: '2026-03-16', days: 15, percent: '10.00' }],
    });
    expect(add('100.00', add(interest.amount, '10.00'))).toBe('110.41');
  });

  it('100 overdue 20 days at no rate costs nothing (ERPNext)', () => {
    const rates = [{ from: '2020-01-01', percent: '0.00', source: 'no interest agreed' }];
    expect(
      latePaymentInterest({
        openAmount: '100.00',
        dueDate: '2026-03-01',
        asOf: '2026-03-21',
        rates,
        currency: 'EUR',
      }),
    ).toMatchObject({ amount: '0.00', days: 20 });
  });

  it.each([
    ['2026-03-30', 0, '0.00', 'the day before'],
    ['2026-03-31', 0, '0.00', 'the due date itself'],
    ['2026-04-01', 1, '0.27', 'the day after: 1000 × 10 % / 365 = 0.2739…'],
    ['2026-04-02', 2, '0.55', '0.5479…'],
    ['2027-03-31', 365, '100.00', 'a whole year'],
  ])('1000 due 2026-03-31 has on %s run %i days and cost %s (%s)', (asOf, days, amount) => {
    const interest = latePaymentInterest({
      openAmount: '1000.00',
      dueDate: '2026-03-31',
      asOf,
      rates: tenPercent,
      currency: 'EUR',
    });
    expect(interest).toMatchObject({ days, amount });
    expect(interest.segments).toHaveLength(days === 0 ? 0 : 1);
  });

  it('a year of 366 days costs 366/365', () => {
    // 2023-12-31 to 2024-12-31: 1000 × 10 % × 366 / 365 = 100.2739…
    expect(
      latePaymentInterest({
        openAmount: '1000.00',
        dueDate: '2023-12-31',
        asOf: '2024-12-31',
        rates: tenPercent,
        currency: 'EUR',
      }),
    ).toMatchObject({ amount: '100.27', days: 366 });
  });

  it('each half-year has its own rate, and the sum is rounded once', () => {
    // due 2025-12-16: 15 days to 31 December at 8.28 %, then 31 days of January at 7.86 %
    // 1800 × (8.28 × 15 + 7.86 × 31) / 36500 = 1800 × (124.20 + 243.66) / 36500 = 1800 × 367.86 / 36500 = 18.1410…
    expect(
      latePaymentInterest({
        openAmount: '1800.00',
        dueDate: '2025-12-16',
        asOf: '2026-01-31',
        rates: legalFloor,
        currency: 'EUR',
      }),
    ).toEqual({
      amount: '18.14',
      days: 46,
      segments: [
        { from: '2025-12-17', to: '2025-12-31', days: 15, percent: '8.28' },
        { from: '2026-01-01', to: '2026-01-31', days: 31, percent: '7.86' },
      ],
    });
  });

  it('pieces of half a cent are not lost by rounding each', () => {
    // 18.25 × 10 % / 365 = 0.005 a day: two days at two dated rates are 0.01; rounded apart they would be 0.02
    const rates = [...tenPercent, { from: '2026-04-02', percent: '10', source: 'renewed' }];
    const interest = latePaymentInterest({
      openAmount: '18.25',
      dueDate: '2026-03-31',
      asOf: '2026-04-02',
      rates,
      currency: 'EUR',
    });
    expect(interest.amount).toBe('0.01');
    expect(interest.segments.map(({ from, to }) => [from, to])).toEqual([
      ['2026-04-01', '2026-04-01'],
      ['2026-04-02', '2026-04-02'],
    ]);
  });

  it('a rate that starts on the day after the due date counts from the first late day', () => {
    const interest = latePaymentInterest({
      openAmount: '1000.00',
      dueDate: '2025-06-30',
      asOf: '2025-07-30',
      rates: legalFloor,
      currency: 'EUR',
    });
    // 1000 × 8.28 % × 30 / 365 = 6.8054…
    expect(interest).toEqual({
      amount: '6.81',
      days: 30,
      segments: [{ from: '2025-07-01', to: '2025-07-30', days: 30, percent: '8.28' }],
    });
  });

  it('the order in which rates are kept does not matter', () => {
    const input = { openAmount: '777.77', dueDate: '2024-11-15', asOf: '2026-05-20', currency: 'EUR' };
    const interest = latePaymentInterest({ ...input, rates: legalFloor });
    expect(interest.segments.map(({ days }) => days)).toEqual([46, 181, 184, 140]);
    // 777.77 × (14.76×46 + 11.13×181 + 8.28×184 + 7.86×140) / 36500 = 777.77 × 5317.41 / 36500 = 113.3071…
    expect(interest.amount).toBe('113.31');
    expect(latePaymentInterest({ ...input, rates: legalFloor.toReversed() })).toEqual(interest);
  });

  it('yen are whole and dinars have three decimals', () => {
    const input = { dueDate: '2026-03-01', asOf: '2026-03-16', rates: tenPercent };
    expect(latePaymentInterest({ ...input, openAmount: '10000', currency: 'JPY' }).amount).toBe('41');
    expect(latePaymentInterest({ ...input, openAmount: '100.000', currency: 'TND' }).amount).toBe('0.411');
  });

  it('late days without a rate, two rates from one day and a negative amount are refused', () => {
    const input = { openAmount: '100.00', dueDate: '2019-12-30', asOf: '2020-02-01', currency: 'EUR' };
    expect(() => latePaymentInterest({ ...input, rates: tenPercent })).toThrow('2019-12-31');
    expect(() => latePaymentInterest({ ...input, rates: [] })).toThrow(InvariantError);
    expect(() =>
      latePaymentInterest({ ...input, dueDate: '2020-01-15', rates: [...tenPercent, ...tenPercent] }),
    ).toThrow(InvariantError);
    expect(() => latePaymentInterest({ ...input, openAmount: '-1.00', rates: tenPercent })).toThrow(InvariantError);
  });

  it('what is settled costs nothing however late', () => {
    expect(
      latePaymentInterest({
        openAmount: '0.00',
        dueDate: '2025-01-01',
        asOf: '2026-01-01',
        rates: legalFloor,
        currency: 'EUR',
      }).amount,
    ).toBe('0.00');
  });

  it('segments follow each other without a gap and interest never shrinks with time', () => {
    const late = fc.integer({ min: 1, max: 700 });
    const open = fc.integer({ min: 0, max: 100_000_000 }).map((units) => divide(String(units), '100', 2));
    fc.assert(
      fc.property(open, late, (openAmount, lateDays) => {
        const dueDate = '2024-07-15';
        const asOf = addDays(dueDate, lateDays);
        const input = { openAmount, dueDate, rates: legalFloor, currency: 'EUR' };
        const { amount, days, segments } = latePaymentInterest({ ...input, asOf });
        expect(days).toBe(lateDays);
        expect(segments.reduce((total, segment) => total + segment.days, 0)).toBe(lateDays);
        expect(segments[0]?.from).toBe(addDays(dueDate, 1));
        expect(segments.at(-1)?.to).toBe(asOf);
        segments.slice(1).forEach((segment, index) => {
          expect(daysBetween(segments[index]?.to ?? '', segment.from)).toBe(1);
        });
        const tomorrow = latePaymentInterest({ ...input, asOf: addDays(asOf, 1) });
        expect(compare(tomorrow.amount, amount)).toBeGreaterThanOrEqual(0);
        // never above two years at the highest of the rates
        expect(compare(amount, percentOf(openAmount, '29.52', 'EUR'))).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('the fixed recovery fee (art. D441-5 C.com)', () => {
  it.each([
    [-1, '0.00'],
    [0, '0.00'],
    [1, '40.00'],
    [90, '40.00'],
  ])('an invoice %i days late owes %s of it', (overdueDays, fee) => {
    expect(recoveryFee(overdueDays, '40.00')).toBe(fee);
  });
});
