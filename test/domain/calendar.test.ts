import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeZones } from '../../contracts/vocabulary.js';
import {
  addDays,
  addMonths,
  addWorkingDays,
  compareDates,
  dayOfWeek,
  daysBetween,
  easterSunday,
  endOfMonth,
  instantOf,
  isLeapYear,
  isLocalDate,
  isTimeOfDay,
  isWorkingDay,
  localDateOf,
  localTimeOf,
  maxDate,
  minDate,
  nextWorkingDay,
  publicHolidays,
  type TimeZone,
} from '../../domain/calendar.js';
import { calendarOf } from '../../domain/holidays.js';
import { InvariantError } from '../../domain/invariant.js';

const HOUR_MS = 3_600_000;
const anyDate = fc
  .integer({ min: 0, max: 73_000 })
  .map((days) => new Date(Date.UTC(1970, 0, 1) + days * 24 * HOUR_MS).toISOString().slice(0, 10));

describe('dates', () => {
  it.each(['2026-11-22', '2024-02-29', '2000-02-29', '1900-12-31', '9999-12-31'])('%s is a date', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '0999-01-01',
    '2026-11-22T00:00:00Z',
    '22/11/2026',
    '2026-11-22\n',
    '',
  ])('%j is no date', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => addDays(text, 0)).toThrow(InvariantError);
  });

  it.each([
    [2024, true],
    [2026, false],
    [2000, true],
    [1900, false],
    [2100, false],
  ])('%i has a 29 February: %s', (year, leap) => {
    expect(isLeapYear(year)).toBe(leap);
  });

  it.each([
    ['2022-01-31', 30, '2022-03-02'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-11-22', 0, '2026-11-22'],
  ])('%s and %i days is %s', (date, days, later) => {
    expect(addDays(date, days)).toBe(later);
    expect(daysBetween(date, later)).toBe(days);
  });

  it('no date lies beyond the year 9999, and days are whole', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(InvariantError);
    expect(() => addDays('2026-01-01', 0.5)).toThrow(InvariantError);
    expect(() => addMonths('2026-01-01', 0.5)).toThrow(InvariantError);
    expect(() => addWorkingDays('2026-01-01', Number.NaN, 'FR')).toThrow(InvariantError);
  });

  it.each([
    ['2026-01-15', '2026-01-31'],
    ['2026-04-30', '2026-04-30'],
    ['2024-02-01', '2024-02-29'],
    ['2026-02-28', '2026-02-28'],
    ['2026-12-01', '2026-12-31'],
  ])('the month of %s ends on %s', (date, end) => {
    expect(endOfMonth(date)).toBe(end);
  });

  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-15', 2, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-01-31', 12, '2027-01-31'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-05-31', 0, '2026-05-31'],
  ])('%s and %i months is %s', (date, months, later) => {
    expect(addMonths(date, months)).toBe(later);
  });

  it.each([
    ['2026-11-22', 7],
    ['2026-11-23', 1],
    ['1970-01-01', 4],
    ['1969-12-31', 3],
    ['1900-01-01', 1],
    ['2000-02-29', 2],
  ])('%s is day %i of its week', (date, day) => {
    expect(dayOfWeek(date)).toBe(day);
  });

  it('the earlier and the later of dates', () => {
    expect(compareDates('2026-01-31', '2026-02-01')).toBe(-1);
    expect(compareDates('2026-02-01', '2026-02-01')).toBe(0);
    expect(compareDates('2027-01-01', '2026-12-31')).toBe(1);
    expect(maxDate('2026-05-01', '2026-04-30', '2026-05-02')).toBe('2026-05-02');
    expect(minDate('2026-05-01', '2026-04-30', '2026-05-02')).toBe('2026-04-30');
    expect(maxDate('2026-05-01')).toBe('2026-05-01');
    expect(() => maxDate('yesterday')).toThrow(InvariantError);
  });

  it('days added are days between, and each day is the next of the week', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
        const other = addDays(date, days);
        expect(daysBetween(date, other)).toBe(days);
        expect(addDays(other, -days)).toBe(date);
        expect(compareDates(other, date)).toBe(Math.sign(days));
        expect(dayOfWeek(addDays(date, 1))).toBe((dayOfWeek(date) % 7) + 1);
      }),
    );
  });

  it('the end of a month is in the month, and the next day is a first', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const end = endOfMonth(date);
        expect(end.slice(0, 7)).toBe(date.slice(0, 7));
        expect(addDays(end, 1).slice(8)).toBe('01');
      }),
    );
  });
});

describe('public holidays and working days', () => {
  // Dates any almanac prints; 1818 had the earliest day possible, 1943 and 2038 the latest.
  it.each([
    [1818, '1818-03-22'],
    [1943, '1943-04-25'],
    [2000, '2000-04-23'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter %i is on %s', (year, date) => {
    expect(easterSunday(year)).toBe(date);
  });

  it('the eleven public holidays of 2026', () => {
    expect(publicHolidays(2026, 'FR')).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
  });

  it.each([
    ['FR', 1970, () => new Holidays('FR'), 11],
    ['FR-AM', 1970, () => new Holidays('FR', '57'), 13],
    ['BE', 1974, () => new Holidays('BE'), 10],
    ['LU', 2019, () => new Holidays('LU'), 11],
    ['DE', 2018, () => new Holidays('DE'), 9],
  ] as const)(
    'the holidays of %s are those that date-holidays publishes, from %i to 2100',
    (calendar, from, of, count) => {
      const published = of();
      for (let year = from; year <= 2100; year += 1) {
        const expected = published
          .getHolidays(year)
          .filter((holiday) => holiday.type === 'public')
          .map((holiday) => holiday.date.slice(0, 10));
        expect(expected.length, String(year)).toBe(count);
        expect(publicHolidays(year, calendar)).toEqual(expected.toSorted());
      }
    },
  );

  it('a law counts from the year it names: 9 May in Luxembourg, 3 October in Germany, and 31 October 2017 there once', () => {
    const isFree = (date: string, calendar: 'LU' | 'DE') =>
      publicHolidays(Number(date.slice(0, 4)), calendar).includes(date);
    expect([isFree('2018-05-09', 'LU'), isFree('2019-05-09', 'LU')]).toEqual([false, true]);
    expect([isFree('1989-10-03', 'DE'), isFree('1990-10-03', 'DE')]).toEqual([false, true]);
    expect(['2016', '2017', '2018'].map((year) => isFree(`${year}-10-31`, 'DE'))).toEqual([false, true, false]);
  });

  it('a company has the calendar of its country, or the one that its policy keeps where that is of the same country', () => {
    expect(calendarOf('FR', 'none')).toBe('FR');
    expect(calendarOf('FR', 'FR-AM')).toBe('FR-AM');
    expect(calendarOf('BE', 'FR')).toBe('BE');
    expect(calendarOf('IT', 'FR')).toBe('none');
  });

  it.each([
    ['2026-11-20', true, 'Friday'],
    ['2026-11-21', false, 'Saturday'],
    ['2026-11-22', false, 'Sunday'],
    ['2026-11-11', false, 'Armistice, a Wednesday'],
    ['2026-05-25', false, 'Whit Monday'],
    ['2026-05-15', true, 'the Friday after Ascension is worked'],
  ])('%s is worked in France: %s (%s)', (date, working) => {
    expect(isWorkingDay(date, 'FR')).toBe(working);
  });

  it('without a holiday calendar only the week-end is off', () => {
    expect(isWorkingDay('2026-11-11', 'none')).toBe(true);
    expect(isWorkingDay('2026-11-21', 'none')).toBe(false);
  });

  it.each([
    ['2026-11-20', 'FR', '2026-11-20'],
    ['2026-11-21', 'FR', '2026-11-23'],
    ['2026-12-25', 'FR', '2026-12-28'],
    ['2026-04-03', 'FR', '2026-04-03'],
    ['2026-04-04', 'FR', '2026-04-07'],
    ['2026-04-04', 'none', '2026-04-06'],
    ['2026-01-01', 'FR', '2026-01-02'],
  ] as const)('from %s the next working day (%s) is %s', (date, calendar, next) => {
    expect(nextWorkingDay(date, calendar)).toBe(next);
  });

  it.each([
    ['2026-11-20', 1, 'FR', '2026-11-23'],
    ['2026-11-21', 1, 'FR', '2026-11-23'],
    ['2026-11-21', 0, 'FR', '2026-11-21'],
    ['2026-11-23', -1, 'FR', '2026-11-20'],
    ['2026-12-24', 2, 'FR', '2026-12-29'],
    ['2026-12-24', 2, 'none', '2026-12-28'],
    ['2026-11-09', 5, 'FR', '2026-11-17'],
  ] as const)('%s and %i working days (%s) is %s', (date, days, calendar, later) => {
    expect(addWorkingDays(date, days, calendar)).toBe(later);
  });

  it('between two working days counted apart lie only days off', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 40 }), (date, days) => {
        const later = addWorkingDays(date, days, 'FR');
        let worked = 0;
        for (let day = addDays(date, 1); compareDates(day, later) <= 0; day = addDays(day, 1)) {
          if (isWorkingDay(day, 'FR')) worked += 1;
        }
        expect(worked).toBe(days);
        expect(isWorkingDay(later, 'FR')).toBe(true);
      }),
    );
  });
});

describe('time zones', () => {
  const at = (text: string): number => Date.parse(text);

  it.each([
    ['2026-11-22T22:59:59.999Z', 'Europe/Paris', '2026-11-22', '23:59'],
    ['2026-11-22T23:00:00.000Z', 'Europe/Paris', '2026-11-23', '00:00'],
    ['2026-07-14T21:59:59.999Z', 'Europe/Paris', '2026-07-14', '23:59'],
    ['2026-07-14T22:00:00.000Z', 'Europe/Paris', '2026-07-15', '00:00'],
    ['2026-03-29T00:59:59.999Z', 'Europe/Paris', '2026-03-29', '01:59'],
    ['2026-03-29T01:00:00.000Z', 'Europe/Paris', '2026-03-29', '03:00'],
    ['2026-10-25T00:59:59.999Z', 'Europe/Paris', '2026-10-25', '02:59'],
    ['2026-10-25T01:00:00.000Z', 'Europe/Paris', '2026-10-25', '02:00'],
    ['2026-03-29T00:59:00.000Z', 'Europe/London', '2026-03-29', '00:59'],
    ['2026-03-29T01:00:00.000Z', 'Europe/London', '2026-03-29', '02:00'],
    ['2026-03-29T01:00:00.000Z', 'Europe/Athens', '2026-03-29', '04:00'],
    ['2026-12-31T23:30:00.000Z', 'Europe/Berlin', '2027-01-01', '00:30'],
    ['2026-07-01T12:00:00.000Z', 'UTC', '2026-07-01', '12:00'],
  ] as const)('at %s it is in %s %s %s', (moment, zone, date, time) => {
    expect(localDateOf(at(moment), zone)).toBe(date);
    expect(localDateOf(at(moment), zone)).toBe(date);
    expect(localTimeOf(at(moment), zone)).toBe(time);
  });

  it.each([
    ['2026-11-22', '08:30', 'Europe/Paris', '2026-11-22T07:30:00Z'],
    ['2026-07-14', '08:30', 'Europe/Paris', '2026-07-14T06:30:00Z'],
    ['2026-07-14', '00:30', 'Europe/Paris', '2026-07-13T22:30:00Z'],
    ['2026-01-01', '00:00', 'Europe/Athens', '2025-12-31T22:00:00Z'],
    ['2026-07-01', '12:00', 'UTC', '2026-07-01T12:00:00Z'],
    // the hour that spring takes: forward to the change
    ['2026-03-29', '01:59', 'Europe/Paris', '2026-03-29T00:59:00Z'],
    ['2026-03-29', '02:00', 'Europe/Paris', '2026-03-29T01:00:00Z'],
    ['2026-03-29', '02:30', 'Europe/Paris', '2026-03-29T01:00:00Z'],
    ['2026-03-29', '03:00', 'Europe/Paris', '2026-03-29T01:00:00Z'],
    ['2026-03-29', '03:01', 'Europe/Paris', '2026-03-29T01:01:00Z'],
    ['2026-03-29', '01:30', 'Europe/Lisbon', '2026-03-29T01:00:00Z'],
    // the hour that autumn gives twice: the first
    ['2026-10-25', '01:59', 'Europe/Paris', '2026-10-24T23:59:00Z'],
    ['2026-10-25', '02:30', 'Europe/Paris', '2026-10-25T00:30:00Z'],
    ['2026-10-25', '03:00', 'Europe/Paris', '2026-10-25T02:00:00Z'],
  ] as const)('%s %s in %s is the moment %s', (date, time, zone, moment) => {
    expect(new Date(instantOf(date, time, zone)).toISOString()).toBe(new Date(moment).toISOString());
  });

  it('what is no time of day, no moment, no zone is refused', () => {
    for (const time of ['24:00', '8:30', '08:60', '08:30:00', '', '0830']) {
      expect(isTimeOfDay(time)).toBe(false);
      expect(() => instantOf('2026-11-22', time, 'UTC')).toThrow(InvariantError);
    }
    expect(() => localDateOf(Number.NaN, 'UTC')).toThrow(InvariantError);
    expect(() => localTimeOf(Number.POSITIVE_INFINITY, 'Europe/Paris')).toThrow(InvariantError);
    expect(() => localDateOf(0, 'America/Caracas' as TimeZone)).toThrow(InvariantError);
    expect(() => localDateOf(0, 'toString' as TimeZone)).toThrow(InvariantError);
  });

  it.each(timeZones)('%s shows what the IANA data says, around every change from 1997 to 2037', (zone) => {
    const oracle = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    const shown = (ms: number): string => `${localDateOf(ms, zone)} ${localTimeOf(ms, zone)}`;
    for (let year = 1997; year <= 2037; year += 1) {
      for (let month = 0; month < 12; month += 1) {
        const middle = Date.UTC(year, month, 15, 22, 30);
        expect(shown(middle)).toBe(oracle.format(middle));
      }
      // the changes fall between 25 and 31 March and October; the half hours around 01:00 UTC of each of those days
      for (const month of [2, 9]) {
        for (let day = 25; day <= 31; day += 1) {
          for (const minutes of [0, 59, 60, 61, 119, 120]) {
            const moment = Date.UTC(year, month, day, 0, minutes);
            expect(shown(moment)).toBe(oracle.format(moment));
          }
        }
      }
    }
  });

  const anyMoment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 11, 31) });
  const anyZone = fc.constantFrom(...timeZones);
  const anyTime = fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16));

  it('any moment shows what the IANA data says', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (moment, zone) => {
        const oracle = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
        expect(`${localDateOf(moment, zone)} ${localTimeOf(moment, zone)}`).toBe(oracle.format(moment));
      }),
    );
  });

  it('a moment read in a zone and written back is the same minute, or its first occurrence in autumn', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (moment, zone) => {
        const minute = moment - (moment % 60_000);
        const back = instantOf(localDateOf(minute, zone), localTimeOf(minute, zone), zone);
        expect([minute, minute - HOUR_MS]).toContain(back);
        expect(localTimeOf(back, zone)).toBe(localTimeOf(minute, zone));
      }),
    );
  });

  it('a date and time become a moment that shows them again, unless spring skipped them', () => {
    fc.assert(
      fc.property(anyDate, anyTime, anyZone, (date, time, zone) => {
        fc.pre(date >= '1997-01-01');
        const moment = instantOf(date, time, zone);
        expect(localDateOf(moment, zone)).toBe(date);
        const isShown = localTimeOf(moment, zone) === time;
        const isSkipped = localTimeOf(moment, zone) > time && localTimeOf(moment - 60_000, zone) < time;
        expect(isShown || isSkipped).toBe(true);
      }),
    );
  });

  it('a later time of day is never an earlier moment', () => {
    fc.assert(
      fc.property(anyDate, anyTime, anyTime, anyZone, (date, a, b, zone) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        expect(instantOf(date, early, zone)).toBeLessThanOrEqual(instantOf(date, late, zone));
      }),
    );
  });
});
