import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, compareDates, isWorkingDay } from '../../domain/calendar.js';
import { confirmDates } from '../../domain/promising.js';

const policy = { schemaVersion: 1, preparationDays: 2, replenishmentDays: 14 } as const;
const inStock = { open: '10', allocated: '10' };
const short = { open: '10', allocated: '9.999' };
const promise = (line: { open: string; allocated: string }, requestedDate: string, today: string) =>
  confirmDates({ ...line, requestedDate }, today, policy, 'FR');

describe('the date we confirm', () => {
  it.each([
    ['asked for at once on a Monday: Wednesday', '2026-11-23', '2026-11-23', '2026-11-25'],
    ['the day before preparation can be done', '2026-11-24', '2026-11-23', '2026-11-25'],
    ['the day preparation is done', '2026-11-25', '2026-11-23', '2026-11-25'],
    ['the day after: as requested', '2026-11-26', '2026-11-23', '2026-11-26'],
    ['Thursday and two working days: Monday', '2026-11-26', '2026-11-26', '2026-11-30'],
    ['ordered on a Saturday: Tuesday', '2026-11-28', '2026-11-28', '2026-12-01'],
    ['wanted on a Sunday: the Monday after', '2026-12-06', '2026-11-23', '2026-12-07'],
    [
      'over Easter: Thursday 2 April and two working days, Monday is a holiday',
      '2026-04-02',
      '2026-04-02',
      '2026-04-07',
    ],
    ['wanted on Christmas Day, a Friday: Monday 28', '2026-12-25', '2026-11-23', '2026-12-28'],
    ['at the end of February 2028: the leap day counts', '2028-02-25', '2028-02-25', '2028-02-29'],
    ['at the end of February 2027', '2027-02-25', '2027-02-25', '2027-03-01'],
  ])('in stock, %s', (_case, requested, today, confirmed) => {
    expect(promise(inStock, requested, today)).toBe(confirmed);
  });

  it.each([
    ['a Monday and 14 days', '2026-11-23', '2026-11-23', '2026-12-07'],
    ['a Saturday and 14 days: the Monday after', '2026-11-28', '2026-11-28', '2026-12-14'],
    ['14 days end on 1 May, a Friday: Monday 4', '2026-04-17', '2026-04-17', '2026-05-04'],
    ['wanted the day after replenishment', '2026-12-08', '2026-11-23', '2026-12-08'],
    ['over the end of the year', '2026-12-21', '2026-12-21', '2027-01-04'],
  ])('on backorder, %s', (_case, requested, today, confirmed) => {
    expect(promise(short, requested, today)).toBe(confirmed);
  });

  it('without the French calendar only week-ends are skipped', () => {
    expect(confirmDates({ ...inStock, requestedDate: '2026-12-25' }, '2026-11-23', policy, 'none')).toBe('2026-12-25');
  });

  it('with no preparation at all it may be today, if today is a working day', () => {
    const sameDay = { ...policy, preparationDays: 0 };
    const on = (today: string) => confirmDates({ ...inStock, requestedDate: today }, today, sameDay, 'FR');
    expect(on('2026-11-24')).toBe('2026-11-24');
    expect(on('2026-11-22')).toBe('2026-11-23');
  });

  it('is always a working day, never before the requested one and never in the past', () => {
    const date = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2024-01-01', days));
    fc.assert(
      fc.property(date, date, fc.boolean(), (requested, today, stocked) => {
        const confirmed = promise(stocked ? inStock : short, requested, today);
        expect(isWorkingDay(confirmed, 'FR')).toBe(true);
        expect(compareDates(confirmed, requested)).toBeGreaterThanOrEqual(0);
        expect(compareDates(confirmed, today)).toBe(1);
      }),
    );
  });
});
