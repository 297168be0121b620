import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostalAddress } from '../../contracts/primitives.js';
import {
  addressLines,
  formatAmount,
  formatDate,
  formatFigure,
  formatIban,
  formatInstant,
  formatLongDate,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatSiren,
  oneLine,
  paragraphsOf,
} from '../../words/format.js';

const NARROW = '\u202f';
const NO_BREAK = '\u00a0';

describe('amounts are written as the reader writes them', () => {
  it.each([
    ['1234.50', 'EUR', 'fr', `1${NARROW}234,50${NO_BREAK}€`],
    ['1234.50', 'EUR', 'en', `1,234.50${NO_BREAK}EUR`],
    ['1234567.89', 'USD', 'fr', `1${NARROW}234${NARROW}567,89${NO_BREAK}USD`],
    ['1234567.89', 'USD', 'en', `1,234,567.89${NO_BREAK}USD`],
    ['0.00', 'EUR', 'fr', `0,00${NO_BREAK}€`],
    ['-12.30', 'EUR', 'fr', `-12,30${NO_BREAK}€`],
    ['-1234.00', 'EUR', 'en', `-1,234.00${NO_BREAK}EUR`],
    ['999', 'JPY', 'en', `999${NO_BREAK}JPY`],
    ['1000', 'JPY', 'fr', `1${NARROW}000${NO_BREAK}JPY`],
    ['5', 'EUR', 'fr', `5,00${NO_BREAK}€`],
  ] as const)('%s %s in %s', (amount, currency, language, expected) => {
    expect(formatAmount(amount, currency, language)).toBe(expected);
  });

  it('thirteen digits keep every one of them: no float is in between', () => {
    expect(formatFigure('9999999999999.99', 'EUR', 'en')).toBe('9,999,999,999,999.99');
  });

  it('text that is no amount is refused, not printed', () => {
    expect(() => formatAmount('12,50', 'EUR', 'fr')).toThrow('12,50');
    expect(() => formatAmount('<b>', 'EUR', 'fr')).toThrow('<b>');
    expect(() => formatAmount('1.005', 'EUR', 'fr')).toThrow('1.005');
  });

  it('taking the separators out again gives the amount back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (cents) => {
        const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
        const amount = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(formatFigure(amount, 'EUR', 'en').replaceAll(',', '')).toBe(amount);
        expect(formatFigure(amount, 'EUR', 'fr').replaceAll(NARROW, '').replace(',', '.')).toBe(amount);
      }),
    );
  });
});

describe('quantities, prices and percentages', () => {
  it.each([
    ['12.500', 'fr', '12,5'],
    ['10', 'fr', '10'],
    ['100', 'en', '100'],
    ['1200', 'en', '1,200'],
    ['0.125', 'fr', '0,125'],
  ] as const)('quantity %s in %s', (quantity, language, expected) => {
    expect(formatQuantity(quantity, language)).toBe(expected);
  });

  it.each([
    ['0.0088', 'fr', '0,0088'],
    ['123.7900', 'en', '123.79'],
    ['5', 'fr', '5,00'],
  ] as const)('price %s in %s', (price, language, expected) => {
    expect(formatPrice(price, language)).toBe(expected);
  });

  it.each([
    ['5.50', 'fr', `5,5${NARROW}%`],
    ['20.00', 'fr', `20${NARROW}%`],
    ['100', 'en', '100%'],
    ['0.00', 'en', '0%'],
    ['12.15', 'en', '12.15%'],
  ] as const)('percentage %s in %s', (percent, language, expected) => {
    expect(formatPercent(percent, language)).toBe(expected);
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-02', 'fr', '02/11/2026', '2 novembre 2026'],
    ['2026-05-01', 'fr', '01/05/2026', '1er mai 2026'],
    ['2024-02-29', 'en', '29 Feb 2024', '29 February 2024'],
    ['2026-01-02', 'en', '2 Jan 2026', '2 January 2026'],
  ] as const)('%s in %s', (date, language, short, long) => {
    expect(formatDate(date, language).replaceAll(NO_BREAK, ' ')).toBe(short);
    expect(formatLongDate(date, language).replaceAll(NO_BREAK, ' ')).toBe(long);
  });

  it('a day that does not exist is refused', () => {
    expect(() => formatDate('2026-02-30', 'fr')).toThrow('not a date');
    expect(() => formatInstant('yesterday', 'Europe/Paris', 'fr')).toThrow('not a moment');
  });

  it('a moment is told in the company’s zone, on its day there', () => {
    expect(formatInstant('2026-07-01T22:30:00Z', 'Europe/Paris', 'fr')).toBe('02/07/2026 à 00:30');
    expect(formatInstant('2026-11-27T09:30:00Z', 'Europe/London', 'en').replaceAll(NO_BREAK, ' ')).toBe(
      '27 Nov 2026, 09:30',
    );
  });
});

describe('addresses', () => {
  const address: PostalAddress = {
    name: 'Blondel',
    street: '24, place Kléber',
    postalCode: '67000',
    city: 'Strasbourg',
    region: '',
    countryCode: 'FR',
  };

  it('in France the code stands before the town', () => {
    expect(addressLines(address, 'fr')).toEqual(['Blondel', '24, place Kléber', '67000 Strasbourg', 'France']);
  });

  it('in the United Kingdom it stands after it, and the country is named in the reader’s language', () => {
    const london = { ...address, postalCode: 'WA1 1DP', city: 'London', countryCode: 'GB' };
    expect(addressLines(london, 'fr').slice(2)).toEqual(['London WA1 1DP', 'Royaume-Uni']);
    expect(addressLines(london, 'en').slice(2)).toEqual(['London WA1 1DP', 'United Kingdom']);
  });

  it('a region is named, an empty code leaves no gap', () => {
    const cork = { ...address, postalCode: '', city: 'Cork', region: 'Co. Cork', countryCode: 'IE' };
    expect(addressLines(cork, 'en').slice(2)).toEqual(['Cork, Co. Cork', 'Ireland']);
  });

  it('an address cannot smuggle in a line of its own', () => {
    expect(addressLines({ ...address, street: '1 rue A\r\nIBAN FR00' }, 'fr')[1]).toBe('1 rue A IBAN FR00');
  });
});

describe('text', () => {
  it('stays on one line and cannot turn its neighbours around', () => {
    expect(oneLine('a\r\nb\u2028c\u0000d')).toBe('a b c d');
    expect(oneLine('abc\u202edef\u2066')).toBe('abcdef');
    expect(paragraphsOf('one\r\ntwo\n\nthree')).toEqual(['one', 'two', 'three']);
  });

  it('account and company numbers are grouped for the eye', () => {
    expect(formatSiren('732829320').replaceAll(NO_BREAK, ' ')).toBe('732 829 320');
    expect(formatIban('FR7630006000011234567890189').replaceAll(NO_BREAK, ' ')).toBe(
      'FR76 3000 6000 0112 3456 7890 189',
    );
  });
});
