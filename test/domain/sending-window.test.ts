import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeZones } from '../../contracts/vocabulary.js';
import { addDays, isWorkingDay, localDateOf, localTimeOf } from '../../domain/calendar.js';
import { InvariantError } from '../../domain/invariant.js';
import { firstSendingMoment, sendingMomentOn, type SendingWindow } from '../../domain/sending-window.js';

const office: SendingWindow = {
  zone: 'Europe/Paris',
  from: '08:30',
  to: '18:00',
  workingDaysOnly: true,
  calendar: 'FR',
};
const iso = (epochMs: number): string => new Date(epochMs).toISOString();

describe('when a letter may leave', () => {
  it.each([
    ['2026-11-20T10:15:30.500Z', '2026-11-20T10:15:30.500Z', 'a Friday morning: at once'],
    ['2026-11-20T05:00:00.000Z', '2026-11-20T07:30:00.000Z', 'before hours: when the office opens'],
    ['2026-11-20T07:29:59.999Z', '2026-11-20T07:30:00.000Z', 'a millisecond before hours'],
    ['2026-11-20T07:30:00.000Z', '2026-11-20T07:30:00.000Z', 'at the stroke of opening'],
    ['2026-11-20T16:59:59.999Z', '2026-11-20T16:59:59.999Z', 'a millisecond before closing'],
    ['2026-11-20T17:00:00.000Z', '2026-11-23T07:30:00.000Z', 'at closing on a Friday: Monday'],
    ['2026-11-21T10:00:00.000Z', '2026-11-23T07:30:00.000Z', 'Saturday'],
    ['2026-11-22T23:30:00.000Z', '2026-11-23T07:30:00.000Z', 'Monday already, in Paris'],
    ['2026-11-11T10:00:00.000Z', '2026-11-12T07:30:00.000Z', 'Armistice'],
    ['2026-04-03T17:00:00.000Z', '2026-04-07T06:30:00.000Z', 'Good Friday evening: Tuesday after Easter Monday'],
    ['2026-12-24T20:00:00.000Z', '2026-12-28T07:30:00.000Z', 'Christmas Eve 2026: Christmas is a Friday'],
    ['2026-12-31T20:00:00.000Z', '2027-01-04T07:30:00.000Z', 'New Year 2027 is a Friday'],
    ['2026-03-27T18:00:00.000Z', '2026-03-30T06:30:00.000Z', 'summer time begins over the week-end'],
    ['2026-10-23T18:00:00.000Z', '2026-10-26T07:30:00.000Z', 'summer time ends over the week-end'],
  ])('decided at %s, it leaves at %s (%s)', (decided, leaves) => {
    expect(iso(firstSendingMoment(office, Date.parse(decided)))).toBe(leaves);
  });

  it('without a holiday calendar Armistice is a day like another, and the week-end still is not', () => {
    const window = { ...office, calendar: 'none' as const };
    expect(iso(firstSendingMoment(window, Date.parse('2026-11-11T10:00:00Z')))).toBe('2026-11-11T10:00:00.000Z');
    expect(iso(firstSendingMoment(window, Date.parse('2026-11-21T10:00:00Z')))).toBe('2026-11-23T07:30:00.000Z');
  });

  it('on all days, Sunday and Christmas included, if the policy says so', () => {
    const window = { ...office, workingDaysOnly: false };
    expect(iso(firstSendingMoment(window, Date.parse('2026-11-22T10:00:00Z')))).toBe('2026-11-22T10:00:00.000Z');
    expect(iso(firstSendingMoment(window, Date.parse('2026-12-25T18:00:00Z')))).toBe('2026-12-26T07:30:00.000Z');
  });

  it.each([
    ['2026-11-20', '2026-11-20T07:30:00.000Z'],
    ['2026-11-21', '2026-11-23T07:30:00.000Z'],
    ['2026-07-14', '2026-07-15T06:30:00.000Z'],
    ['2026-05-01', '2026-05-04T06:30:00.000Z'],
  ])('a letter for %s leaves at the opening, %s', (date, leaves) => {
    expect(iso(sendingMomentOn(office, date))).toBe(leaves);
  });

  it('an hour that spring skips is no sending hour that night', () => {
    const night = { ...office, from: '02:10', to: '02:50', workingDaysOnly: false };
    expect(iso(sendingMomentOn(night, '2026-03-29'))).toBe('2026-03-30T00:10:00.000Z');
    const longer = { ...night, to: '04:00' };
    expect(iso(sendingMomentOn(longer, '2026-03-29'))).toBe('2026-03-29T01:00:00.000Z');
  });

  it('a window that closes before it opens, or at once, is refused', () => {
    expect(() => firstSendingMoment({ ...office, from: '18:00', to: '08:30' }, 0)).toThrow(InvariantError);
    expect(() => firstSendingMoment({ ...office, from: '08:30', to: '08:30' }, 0)).toThrow(InvariantError);
    expect(() => firstSendingMoment({ ...office, to: '9h' }, 0)).toThrow(InvariantError);
    expect(() => firstSendingMoment(office, Number.NaN)).toThrow(InvariantError);
  });

  const time = fc.integer({ min: 0, max: 1439 }).map((minutes) => iso(minutes * 60_000).slice(11, 16));
  const anyWindow = fc
    .tuple(fc.constantFrom(...timeZones), time, time, fc.boolean(), fc.constantFrom('FR' as const, 'none' as const))
    .filter(([, a, b]) => a !== b)
    .map(([zone, a, b, workingDaysOnly, calendar]): SendingWindow => {
      const [from, to] = a < b ? [a, b] : [b, a];
      return { zone, from, to, workingDaysOnly, calendar };
    });
  const anyMoment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 11, 31) });

  it('no letter leaves early, nor outside its hours or days, and asking again changes nothing', () => {
    fc.assert(
      fc.property(anyWindow, anyMoment, (window, decided) => {
        const leaves = firstSendingMoment(window, decided);
        expect(leaves).toBeGreaterThanOrEqual(decided);
        expect(localTimeOf(leaves, window.zone) >= window.from).toBe(true);
        expect(localTimeOf(leaves, window.zone) < window.to).toBe(true);
        const isWorked = isWorkingDay(localDateOf(leaves, window.zone), window.calendar);
        expect(isWorked || !window.workingDaysOnly).toBe(true);
        expect(firstSendingMoment(window, leaves)).toBe(leaves);
      }),
    );
  });

  it('a letter that waits leaves at an opening, and none of the days it passed would have done', () => {
    fc.assert(
      fc.property(anyWindow, anyMoment, (window, decided) => {
        const leaves = firstSendingMoment(window, decided);
        fc.pre(leaves > decided);
        const day = localDateOf(leaves, window.zone);
        expect(sendingMomentOn(window, day)).toBe(leaves);
        let passed = addDays(localDateOf(decided, window.zone), 1);
        for (; passed < day; passed = addDays(passed, 1)) {
          expect(sendingMomentOn(window, passed)).toBe(leaves);
        }
      }),
    );
  });
});
