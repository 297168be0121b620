import { describe, expect, it } from 'vitest';
import type { DueTerm, PaymentTerms } from '../../contracts/primitives.js';
import type { GoodsSector } from '../../contracts/vocabulary.js';
import { legalWarnings } from '../../domain/legal-terms.js';

const net = (days: number): DueTerm => ({ kind: 'net', days });
const daysFirst = (days: number): DueTerm => ({ kind: 'end-of-month', days, reading: 'days-then-month-end' });
const monthFirst = (days: number): DueTerm => ({ kind: 'end-of-month', days, reading: 'month-end-then-days' });
const onThe = (day: number, days: number): DueTerm => ({ kind: 'day-of-month', days, day, reading: 'days-then-day' });
const nextMonth = (day: number, days: number): DueTerm => ({
  kind: 'day-of-month',
  days,
  day,
  reading: 'days-then-month-end',
});

const on = '2026-11-30';
const warned = (terms: PaymentTerms, sector: GoodsSector = 'general', day = on) =>
  legalWarnings(terms, { on: day, sectors: [sector] });
const codes = (terms: PaymentTerms, sector?: GoodsSector) => warned(terms, sector).map(({ code }) => code);

describe('terms against art. L441-10 I C.com: 60 days, or 45 days end of month', () => {
  it.each<[PaymentTerms, readonly string[]]>([
    [net(0), []],
    [net(30), []],
    [net(60), []],
    [net(61), ['net-above-legal-maximum']],
    [daysFirst(45), []],
    [daysFirst(46), ['end-of-month-above-legal-maximum']],
    [daysFirst(60), ['end-of-month-above-legal-maximum']],
    [monthFirst(45), []],
    [monthFirst(46), ['end-of-month-above-legal-maximum']],
    // 30 days and at most 30 more until the next 15th
    [onThe(15, 30), []],
    [onThe(15, 45), ['day-of-month-above-legal-maximum']],
    // 2 March + 30 days is 1 April: due on 10 May, 69 days later
    [nextMonth(10, 30), ['day-of-month-above-legal-maximum']],
    [nextMonth(10, 0), []],
    [
      {
        kind: 'instalments',
        parts: [
          { percent: '50', due: net(30) },
          { percent: '50', due: net(60) },
        ],
      },
      [],
    ],
    [
      {
        kind: 'instalments',
        parts: [
          { percent: '90', due: net(30) },
          { percent: '10', due: net(90) },
        ],
      },
      ['instalments-above-legal-maximum'],
    ],
  ])('%j: %j', (terms, expected) => {
    expect(codes(terms)).toEqual(expected);
  });

  it('a warning names the days, the maximum and the article, and shows the invoice that comes to be due too late', () => {
    const [warning] = warned(net(90));
    expect(warning).toMatchObject({
      code: 'net-above-legal-maximum',
      days: 90,
      maximumDays: 60,
      maximum: 'general',
      article: 'L441-10 I',
    });
    expect(warned(monthFirst(60))).toMatchObject([
      { code: 'end-of-month-above-legal-maximum', days: 60, maximumDays: 45 },
    ]);
  });

  it('a date is judged from the first day on which an invoice can be issued', () => {
    // 1 January 2027 + 60 days is 2 March.
    expect(warned({ kind: 'fixed-date', date: '2027-03-02' }, 'general', '2027-01-01')).toEqual([]);
    expect(warned({ kind: 'fixed-date', date: '2027-03-20' }, 'general', '2027-01-01')).toMatchObject([
      {
        code: 'fixed-date-above-legal-maximum',
        days: 78,
        maximumDays: 45,
        issued: '2027-01-01',
        due: '2027-03-20',
        latest: '2027-03-17', // 31 January + 45 days
      },
    ]);
  });
});

describe('terms against the shorter maxima of art. L441-11 II C.com', () => {
  it.each<[GoodsSector, PaymentTerms, readonly string[]]>([
    ['perishable-food', net(30), []],
    ['perishable-food', net(31), ['net-above-legal-maximum']],
    ['perishable-food', daysFirst(0), []], // at most 30 days: a month's first day to its last
    ['perishable-food', daysFirst(10), ['end-of-month-above-legal-maximum']],
    ['fresh-meat', net(20), []],
    ['fresh-meat', net(21), ['net-above-legal-maximum']],
    ['spirits', monthFirst(30), []],
    ['spirits', net(30), []],
    ['spirits', net(31), ['net-above-legal-maximum']], // on the last day of a month 30 days are left
    ['spirits', monthFirst(31), ['end-of-month-above-legal-maximum']],
    ['wine', net(60), []],
    ['wine', daysFirst(45), []],
    ['wine', net(61), ['net-above-legal-maximum']],
    ['transport', net(30), []],
    ['transport', net(45), ['net-above-legal-maximum']],
  ])('%s, %j: %j', (sector, terms, expected) => {
    expect(codes(terms, sector)).toEqual(expected);
  });

  it('perishable food was counted from the end of the decade until law 2021-1357', () => {
    // Delivered on the 1st: the decade ends on the 10th, nine days later.
    const first = { kind: 'fixed-date', date: '2021-07-11' } as const;
    expect(warned(first, 'perishable-food', '2021-06-01')).toMatchObject([
      { maximum: 'perishable-food-by-decade', due: '2021-07-11', latest: '2021-07-10' },
    ]);
    expect(warned({ kind: 'fixed-date', date: '2021-07-10' }, 'perishable-food', '2021-06-01')).toEqual([]);
    expect(warned({ kind: 'fixed-date', date: '2022-07-10' }, 'perishable-food', '2022-06-01')).toMatchObject([
      { maximum: 'perishable-food', latest: '2022-07-01' },
    ]);
  });

  it('each sector of an order is judged once', () => {
    const both = legalWarnings(net(45), { on, sectors: ['general', 'fresh-meat', 'transport', 'fresh-meat'] });
    expect(both.map(({ maximum, maximumDays }) => [maximum, maximumDays])).toEqual([
      ['fresh-meat', 20],
      ['transport', 30],
    ]);
  });
});
