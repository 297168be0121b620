import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Amount, Instant, EnteredDate, LocalDate, Quantity } from '../../contracts/primitives.js';
import {
  amount,
  instant,
  localDate,
  percent,
  price,
  quantity,
  quoteStatusOf,
  toDate,
  wordOf,
} from '../../prisma/mappers.js';

describe('a number of the database', () => {
  it.each([
    ['1234.500', 'EUR', '1234.50'],
    ['1234.000', 'JPY', '1234'],
    ['-0.000', 'EUR', '0.00'],
    ['9999999999999.990', 'EUR', '9999999999999.99'],
  ])('%s in %s reads %s', (stored, currency, expected) => {
    expect(amount(stored, currency)).toBe(expected);
    expect(amount({ toFixed: () => stored }, currency)).toBe(expected);
  });

  it('with parts of a cent is an error, not a rounding', () => {
    expect(() => amount('1.005', 'EUR')).toThrow(/at most 2 decimals/);
  });

  it('reads as quantity, price or percentage in its one form', () => {
    expect([quantity('10.000'), quantity('2.500'), quantity('0.000')]).toEqual(['10', '2.5', '0']);
    expect([price('12.5000'), price('12.3456'), price('0.0000')]).toEqual(['12.50', '12.3456', '0.00']);
    expect([percent('5.50'), percent('20')]).toEqual(['5.50', '20.00']);
  });

  it('always has the form that the contracts ask for', () => {
    const stored = fc
      .tuple(fc.bigInt({ min: 1n, max: 999_999_999n }), fc.integer({ min: 0, max: 999 }))
      .map(([whole, thousandths]) => `${whole}.${String(thousandths).padStart(3, '0')}`);
    fc.assert(fc.property(stored, (text) => Quantity.safeParse(quantity(text)).success));
    fc.assert(fc.property(stored, (text) => Amount.safeParse(amount(`${text.slice(0, -1)}0`, 'EUR')).success));
  });
});

describe('a day or a moment of the database', () => {
  it('is the same day on the way in and out', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2299-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(localDate(toDate(day))).toBe(day);
        expect(LocalDate.safeParse(day).success).toBe(true);
      }),
    );
  });

  it('written with an offset reads in UTC', () => {
    expect(instant('2026-11-22T09:30:00.123+01:00')).toBe('2026-11-22T08:30:00.123Z');
    expect(Instant.safeParse(instant(new Date(0))).success).toBe(true);
  });

  it('before 1900 or after 2299 is not entered, and is told where something leads to it', () => {
    for (const day of ['1899-12-31', '2300-01-01']) {
      expect(EnteredDate.safeParse(day).success).toBe(false);
      expect(LocalDate.safeParse(day).success).toBe(true);
    }
    for (const shape of [EnteredDate, LocalDate]) expect(shape.safeParse('0000-01-01').success).toBe(false);
  });
});

describe('a word of the database', () => {
  it('outside its list is an error', () => {
    expect(wordOf(['open', 'done'], 'done')).toBe('done');
    expect(() => wordOf(['open', 'done'], 'lost')).toThrow(/"lost" is none of open, done/);
  });

  it('open of a quote is expired from the day after its validity', () => {
    expect(quoteStatusOf('open', '2026-11-22', '2026-11-22')).toBe('open');
    expect(quoteStatusOf('open', '2026-11-22', '2026-11-23')).toBe('expired');
    expect(quoteStatusOf('accepted', '2026-11-22', '2026-11-23')).toBe('accepted');
  });
});
