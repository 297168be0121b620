import { describe, expect, it } from 'vitest';
import { kpiNames } from '../../contracts/kpi.js';
import { instantOf, localDateOf, type TimeZone } from '../../domain/calendar.js';
import { kpiRule } from '../../domain/kpis.js';
import {
  daysOfMonth,
  hasMonthEnded,
  isOfCurrency,
  isToldOfMonthEnd,
  lastEndedMonth,
  monthEndFigures,
  monthsDue,
  nextVersion,
  splitsOf,
} from '../../domain/month-end.js';

describe('a month of the calendar', () => {
  it.each([
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2028-02', '2028-02-01', '2028-02-29'],
    ['2026-12', '2026-12-01', '2026-12-31'],
    ['2026-11', '2026-11-01', '2026-11-30'],
  ])('%s runs from %s to %s', (month, from, to) => {
    expect(daysOfMonth(month)).toEqual({ from, to });
  });

  it.each([
    ['2026-10', '2026-10-31', false],
    ['2026-10', '2026-11-01', true],
    ['2028-02', '2028-02-29', false],
    ['2026-12', '2026-12-31', false],
    ['2026-12', '2027-01-01', true],
    ['2027-03', '2026-11-30', false],
  ])('%s on %s has ended: %s', (month, today, ended) => {
    expect(hasMonthEnded(month, today)).toBe(ended);
  });

  it.each([
    ['2026-11-01', '2026-10'],
    ['2026-10-31', '2026-09'],
    ['2027-01-01', '2026-12'],
    ['2028-03-01', '2028-02'],
  ])('on %s the last one that is over is %s', (today, month) => {
    expect(lastEndedMonth(today)).toBe(month);
  });
});

describe('which months are due', () => {
  it.each([
    ['nothing is kept yet: the last one alone', '2026-11-01', null, ['2026-10']],
    ['the one before is kept', '2026-11-01', '2026-09', ['2026-10']],
    ['it is kept already', '2026-11-01', '2026-10', []],
    ['nobody was there for three months', '2027-01-05', '2026-09', ['2026-10', '2026-11', '2026-12']],
    ['the month is under way', '2026-11-30', '2026-10', []],
  ] as const)('%s', (_when, today, lastKept, months) => {
    expect(monthsDue(today, lastKept)).toEqual(months);
  });

  it('twelve at most, the last ones, after years away', () => {
    const months = monthsDue('2030-01-01', '2026-10');
    expect([months.length, months[0], months.at(-1)]).toEqual([12, '2029-01', '2029-12']);
  });

  it.each([
    ['Europe/Paris', '2026-11-01', '06:00', '2026-10'],
    // The clocks go back on 25 October 2026 and forward on 28 March 2027; 06:00 is there each time.
    ['Europe/Athens', '2027-04-01', '06:00', '2027-03'],
    ['Europe/Lisbon', '2026-12-01', '00:05', '2026-11'],
  ] as const)('in %s on %s at %s: %s', (zone: TimeZone, date, time, month) => {
    expect(monthsDue(localDateOf(instantOf(date, time, zone), zone), null)).toEqual([month]);
  });

  it('is another one in Athens than in London in the night of the first', () => {
    const moment = Date.parse('2026-10-31T22:30:00Z');
    expect(monthsDue(localDateOf(moment, 'Europe/Athens'), null)).toEqual(['2026-10']);
    expect(monthsDue(localDateOf(moment, 'Europe/London'), null)).toEqual(['2026-09']);
  });
});

describe('what a month end tells', () => {
  it('is every figure of the registry, each once', () => {
    expect(monthEndFigures.toSorted()).toEqual([...kpiNames].toSorted());
  });

  it('is split by nothing that the figure has not, and by no person: it is kept for good', () => {
    for (const name of monthEndFigures)
      for (const by of splitsOf(name)) {
        expect(kpiRule(name).dimensions, name).toContain(by);
        expect(by, name).not.toBe('person');
      }
    expect(splitsOf('revenue')).toEqual(['customer', 'family', 'product']);
    expect(splitsOf('ageing')).toEqual(['kind', 'customer']);
    expect(splitsOf('dso-count-back')).toEqual([]);
  });

  it('says money of one currency at a time', () => {
    expect((['revenue', 'dso', 'invoices-open'] as const).map(isOfCurrency)).toEqual([true, true, true]);
    expect((['orders-entered', 'otif-requested', 'customers'] as const).map(isOfCurrency)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('never says an amount without its currency', () => {
    for (const name of monthEndFigures) expect(kpiRule(name).unit !== 'amount' || isOfCurrency(name), name).toBe(true);
  });

  it('goes to managers who are at work and can be written to', () => {
    const manager = { role: 'manager', email: 'h@encours.example', isActive: true } as const;
    expect(isToldOfMonthEnd(manager)).toBe(true);
    expect(isToldOfMonthEnd({ ...manager, email: null })).toBe(false);
    expect(isToldOfMonthEnd({ ...manager, isActive: false })).toBe(false);
    expect(isToldOfMonthEnd({ ...manager, role: 'finance' })).toBe(false);
  });

  it('gets the next version, beside those before', () => {
    expect([nextVersion(0), nextVersion(4)]).toEqual([1, 5]);
  });
});
