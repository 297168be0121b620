import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../../domain/calendar.js';
import { InvariantError } from '../../domain/invariant.js';
import type { DunningPolicy } from '../../contracts/policies.js';
import { latePaymentInterest, percentInForce, recoveryFee, type PaidSum } from '../../domain/late-payment.js';
import { add, compare, divide, isPositive, percentOf } from '../../domain/money.js';

type DatedRate = DunningPolicy['rates'][number];

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
      payments: [],
      dueDate: '2026-03-01',
      asOf: '2026-03-16',
      rates: tenPercent,
      currency: 'EUR',
    });
    expect(interest).toEqual({
      amount: '0.41',
      parts: [{ amount: '100.00', paidOn: null, from: '2026-03-02', to: '2026-03-16', days: 15, percent: '10.00' }],
    });
    expect(add('100.00', add(interest.amount, '10.00'))).toBe('110.41');
  });

  it('100 overdue 20 days at no rate costs nothing (ERPNext)', () => {
    const rates = [{ from: '2020-01-01', percent: '0.00', source: 'no interest agreed' }];
    expect(
      latePaymentInterest({
        openAmount: '100.00',
        payments: [],
        dueDate: '2026-03-01',
        asOf: '2026-03-21',
        rates,
        currency: 'EUR',
      }),
    ).toMatchObject({ amount: '0.00', parts: [{ days: 20 }] });
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
      payments: [],
      dueDate: '2026-03-31',
      asOf,
      rates: tenPercent,
      currency: 'EUR',
    });
    expect(interest.amount).toBe(amount);
    expect(interest.parts.map((part) => part.days)).toEqual(days === 0 ? [] : [days]);
  });

  it('a year of 366 days costs 366/365', () => {
    // 2023-12-31 to 2024-12-31: 1000 × 10 % × 366 / 365 = 100.2739…
    expect(
      latePaymentInterest({
        openAmount: '1000.00',
        payments: [],
        dueDate: '2023-12-31',
        asOf: '2024-12-31',
        rates: tenPercent,
        currency: 'EUR',
      }),
    ).toMatchObject({ amount: '100.27', parts: [{ days: 366 }] });
  });

  it('each half-year has its own rate, and the sum is rounded once', () => {
    // due 2025-12-16: 15 days to 31 December at 8.28 %, then 31 days of January at 7.86 %
    // 1800 × (8.28 × 15 + 7.86 × 31) / 36500 = 1800 × (124.20 + 243.66) / 36500 = 1800 × 367.86 / 36500 = 18.1410…
    expect(
      latePaymentInterest({
        openAmount: '1800.00',
        payments: [],
        dueDate: '2025-12-16',
        asOf: '2026-01-31',
        rates: legalFloor,
        currency: 'EUR',
      }),
    ).toEqual({
      amount: '18.14',
      parts: [
        { amount: '1800.00', paidOn: null, from: '2025-12-17', to: '2025-12-31', days: 15, percent: '8.28' },
        { amount: '1800.00', paidOn: null, from: '2026-01-01', to: '2026-01-31', days: 31, percent: '7.86' },
      ],
    });
  });

  it('pieces of half a cent are not lost by rounding each', () => {
    // 18.25 × 10 % / 365 = 0.005 a day: two days at two dated rates are 0.01; rounded apart they would be 0.02
    const rates = [...tenPercent, { from: '2026-04-02', percent: '10', source: 'renewed' }];
    const interest = latePaymentInterest({
      openAmount: '18.25',
      payments: [],
      dueDate: '2026-03-31',
      asOf: '2026-04-02',
      rates,
      currency: 'EUR',
    });
    expect(interest.amount).toBe('0.01');
    expect(interest.parts.map(({ from, to }) => [from, to])).toEqual([
      ['2026-04-01', '2026-04-01'],
      ['2026-04-02', '2026-04-02'],
    ]);
  });

  it('a rate that starts on the day after the due date counts from the first late day', () => {
    const interest = latePaymentInterest({
      openAmount: '1000.00',
      payments: [],
      dueDate: '2025-06-30',
      asOf: '2025-07-30',
      rates: legalFloor,
      currency: 'EUR',
    });
    // 1000 × 8.28 % × 30 / 365 = 6.8054…
    expect(interest).toEqual({
      amount: '6.81',
      parts: [{ amount: '1000.00', paidOn: null, from: '2025-07-01', to: '2025-07-30', days: 30, percent: '8.28' }],
    });
  });

  it('the order in which rates are kept does not matter', () => {
    const input = { openAmount: '777.77', payments: [], dueDate: '2024-11-15', asOf: '2026-05-20', currency: 'EUR' };
    const interest = latePaymentInterest({ ...input, rates: legalFloor });
    expect(interest.parts.map(({ days }) => days)).toEqual([46, 181, 184, 140]);
    // 777.77 × (14.76×46 + 11.13×181 + 8.28×184 + 7.86×140) / 36500 = 777.77 × 5317.41 / 36500 = 113.3071…
    expect(interest.amount).toBe('113.31');
    expect(latePaymentInterest({ ...input, rates: legalFloor.toReversed() })).toEqual(interest);
  });

  it('yen are whole and dinars have three decimals', () => {
    const input = { payments: [], dueDate: '2026-03-01', asOf: '2026-03-16', rates: tenPercent };
    expect(latePaymentInterest({ ...input, openAmount: '10000', currency: 'JPY' }).amount).toBe('41');
    expect(latePaymentInterest({ ...input, openAmount: '100.000', currency: 'TND' }).amount).toBe('0.411');
  });

  it('late days without a rate, two rates from one day and a negative amount are refused', () => {
    const input = { openAmount: '100.00', payments: [], dueDate: '2019-12-30', asOf: '2020-02-01', currency: 'EUR' };
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
        payments: [],
        dueDate: '2025-01-01',
        asOf: '2026-01-01',
        rates: legalFloor,
        currency: 'EUR',
      }).amount,
    ).toBe('0.00');
  });

  it('parts of one sum follow each other without a gap and interest never shrinks with time', () => {
    const late = fc.integer({ min: 1, max: 700 });
    const open = fc.integer({ min: 1, max: 100_000_000 }).map((units) => divide(String(units), '100', 2));
    fc.assert(
      fc.property(open, late, (openAmount, lateDays) => {
        const dueDate = '2024-07-15';
        const asOf = addDays(dueDate, lateDays);
        const input = { openAmount, payments: [], dueDate, rates: legalFloor, currency: 'EUR' };
        const { amount, parts } = latePaymentInterest({ ...input, asOf });
        expect(parts.reduce((total, part) => total + part.days, 0)).toBe(lateDays);
        expect(parts[0]?.from).toBe(addDays(dueDate, 1));
        expect(parts.at(-1)?.to).toBe(asOf);
        parts.slice(1).forEach((part, index) => {
          expect(daysBetween(parts[index]?.to ?? '', part.from)).toBe(1);
        });
        const tomorrow = latePaymentInterest({ ...input, asOf: addDays(asOf, 1) });
        expect(compare(tomorrow.amount, amount)).toBeGreaterThanOrEqual(0);
        // never above two years at the highest of the rates
        expect(compare(amount, percentOf(openAmount, '29.52', 'EUR'))).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('interest on what was paid late (art. L441-10 II C.com: each sum from the day after the due date until it is paid)', () => {
  const march = { dueDate: '2026-03-31', asOf: '2026-04-30', rates: tenPercent, currency: 'EUR' };
  const paid = (paidOn: string, amount: string): PaidSum => ({ amount, paidOn });
  const made = ({ parts }: ReturnType<typeof latePaymentInterest>) =>
    parts.map((part) => `${part.amount} ${part.paidOn ?? 'open'} ${part.from}/${part.to} ${part.days} ${part.percent}`);

  // 1000.00 invoiced, 400.00 open for the 30 days of April at 10 %: 400 × 10 × 30 = 120,000.
  const open = '400.00 open 2026-04-01/2026-04-30 30 10.00';
  it.each([
    ['nine months before the due date: only what is open', [paid('2025-06-30', '600.00')], '3.29', []],
    ['the day before the due date', [paid('2026-03-30', '600.00')], '3.29', []],
    // 120,000 / 36,500 = 3.2876…
    ['on the very due date', [paid('2026-03-31', '600.00')], '3.29', []],
    // 600 × 10 × 1 = 6,000; 126,000 / 36,500 = 3.4520…
    ['the day after', [paid('2026-04-01', '600.00')], '3.45', ['600.00 2026-04-01 2026-04-01/2026-04-01 1 10.00']],
    // 600 × 10 × 10 = 60,000; 180,000 / 36,500 = 4.9315…
    ['ten days late', [paid('2026-04-10', '600.00')], '4.93', ['600.00 2026-04-10 2026-04-01/2026-04-10 10 10.00']],
    [
      'on the day of the claim',
      [paid('2026-04-30', '600.00')],
      '8.22', // 600 × 10 × 30 = 180,000; 300,000 / 36,500 = 8.2191…
      ['600.00 2026-04-30 2026-04-01/2026-04-30 30 10.00'],
    ],
    [
      'by a transfer of a later value date: up to the day of the claim',
      [paid('2026-05-04', '600.00')],
      '8.22',
      ['600.00 2026-05-04 2026-04-01/2026-04-30 30 10.00'],
    ],
    [
      'in two parts, in whatever order they were booked',
      [paid('2026-04-20', '300.00'), paid('2026-04-05', '300.00')],
      '5.34', // 300 × 10 × 5 + 300 × 10 × 20 = 75,000; 195,000 / 36,500 = 5.3424…
      ['300.00 2026-04-05 2026-04-01/2026-04-05 5 10.00', '300.00 2026-04-20 2026-04-01/2026-04-20 20 10.00'],
    ],
    [
      'by two transfers of one value date: one sum',
      [paid('2026-04-10', '250.00'), paid('2026-04-10', '350.00')],
      '4.93',
      ['600.00 2026-04-10 2026-04-01/2026-04-10 10 10.00'],
    ],
    [
      'a part in time, a part late',
      [paid('2026-03-31', '500.00'), paid('2026-04-10', '100.00')],
      '3.56', // 100 × 10 × 10 = 10,000; 130,000 / 36,500 = 3.5616…
      ['100.00 2026-04-10 2026-04-01/2026-04-10 10 10.00'],
    ],
  ])('600 of 1000 paid %s', (_when, payments, amount, late) => {
    const interest = latePaymentInterest({ ...march, openAmount: '400.00', payments });
    expect(interest.amount).toBe(amount);
    expect(made(interest)).toEqual([...late, open]);
  });

  it('a whole payment ten days late owes ten days, though nothing is open any more', () => {
    // 1000 × 10 × 10 / 36,500 = 2.7397…
    const interest = latePaymentInterest({ ...march, openAmount: '0.00', payments: [paid('2026-04-10', '1000.00')] });
    expect(interest.amount).toBe('2.74');
    expect(made(interest)).toEqual(['1000.00 2026-04-10 2026-04-01/2026-04-10 10 10.00']);
  });

  it('on the due date nothing is late, whatever was paid', () => {
    const input = { ...march, asOf: '2026-03-31', openAmount: '400.00', payments: [paid('2026-03-20', '600.00')] };
    expect(latePaymentInterest(input)).toEqual({ amount: '0.00', parts: [] });
  });

  it('over the change of half-year each sum counts its days at each rate', () => {
    // 1800.00 due 2025-12-16, 800.00 of it paid on 10 January, 1000.00 open on 31 January:
    // 800 × (8.28 × 15 + 7.86 × 10) = 800 × 202.80 = 162,240
    // 1000 × (8.28 × 15 + 7.86 × 31) = 1000 × 367.86 = 367,860
    // 530,100 / 36,500 = 14.5232…
    const interest = latePaymentInterest({
      openAmount: '1000.00',
      payments: [paid('2026-01-10', '800.00')],
      dueDate: '2025-12-16',
      asOf: '2026-01-31',
      rates: legalFloor,
      currency: 'EUR',
    });
    expect(interest.amount).toBe('14.52');
    expect(made(interest)).toEqual([
      '800.00 2026-01-10 2025-12-17/2025-12-31 15 8.28',
      '800.00 2026-01-10 2026-01-01/2026-01-10 10 7.86',
      '1000.00 open 2025-12-17/2025-12-31 15 8.28',
      '1000.00 open 2026-01-01/2026-01-31 31 7.86',
    ]);
  });

  it('paid on the last day of the half-year, a sum never meets the new rate', () => {
    // 800 × 124.20 = 99,360; 467,220 / 36,500 = 12.8005…
    const interest = latePaymentInterest({
      openAmount: '1000.00',
      payments: [paid('2025-12-31', '800.00')],
      dueDate: '2025-12-16',
      asOf: '2026-01-31',
      rates: legalFloor,
      currency: 'EUR',
    });
    expect(interest.amount).toBe('12.80');
    expect(made(interest)[0]).toBe('800.00 2025-12-31 2025-12-17/2025-12-31 15 8.28');
    expect(interest.parts).toHaveLength(3);
  });

  it('half a cent on what is paid and half a cent on what is open are one cent, not two', () => {
    // 18.25 × 10 % / 365 = 0.005 each
    const one = { ...march, asOf: '2026-04-01', openAmount: '18.25', payments: [paid('2026-04-01', '18.25')] };
    expect(latePaymentInterest(one).amount).toBe('0.01');
  });

  it('a payment of nothing, or a negative one, is refused', () => {
    for (const amount of ['0.00', '-1.00']) {
      const input = { ...march, openAmount: '400.00', payments: [paid('2026-04-10', amount)] };
      expect(() => latePaymentInterest(input)).toThrow(InvariantError);
    }
  });

  it('is what a clerk finds who adds up, day by day, what was owed on that day', () => {
    const dueDate = '2025-05-20';
    const payments = fc.array(
      fc.record({ cents: fc.integer({ min: 1, max: 5_000_000 }), lateDays: fc.integer({ min: -40, max: 400 }) }),
      { maxLength: 6 },
    );
    const cents = (units: number): string => divide(String(units), '100', 2);
    const runs = fc.tuple(fc.integer({ min: 0, max: 5_000_000 }), payments, fc.integer({ min: 0, max: 350 }));
    fc.assert(
      fc.property(runs, ([openCents, paidCents, lateDays]) => {
        let units = 0n; // cents × hundredths of a percent × days
        for (let day = 1; day <= lateDays; day += 1) {
          const date = addDays(dueDate, day);
          const owed = paidCents
            .filter((row) => row.lateDays >= day)
            .reduce((total, row) => total + row.cents, openCents);
          units += BigInt(owed) * (date < '2025-07-01' ? 1113n : date < '2026-01-01' ? 828n : 786n);
        }
        const halfUp = (units * 2n + 3_650_000n) / (2n * 3_650_000n);
        const interest = latePaymentInterest({
          openAmount: cents(openCents),
          payments: paidCents.map((row) => paid(addDays(dueDate, row.lateDays), cents(row.cents))),
          dueDate,
          asOf: addDays(dueDate, lateDays),
          rates: legalFloor,
          currency: 'EUR',
        });
        expect(interest.amount.replace('.', '').replace(/^0+(?=\d)/, '')).toBe(String(halfUp));
        expect(interest.parts.every((part) => isPositive(part.amount) && part.days >= 1)).toBe(true);
      }),
    );
  });
});

describe('the rate in force', () => {
  it.each([
    ['2024-06-30', null],
    ['2024-07-01', '14.76'],
    ['2025-06-30', '11.13'],
    ['2025-07-01', '8.28'],
    ['2030-01-01', '7.86'],
  ])('on %s is %s', (on, percent) => {
    expect(percentInForce(legalFloor, on)).toBe(percent);
    expect(percentInForce(legalFloor.toReversed(), on)).toBe(percent);
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
