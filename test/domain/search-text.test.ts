import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountsIn, readSearch } from '../../domain/search-text.js';
import { formatAmount } from '../../words/format.js';

describe('an amount that somebody searches for', () => {
  it.each([
    ['1234,56', ['1234.56']],
    ['1234.56', ['1234.56']],
    ['1 234,56 €', ['1234.56']],
    ['1\u202f234,56\u00a0€', ['1234.56']],
    ['1,234.56', ['1234.56']],
    ['1.234,56', ['1234.56']],
    ['EUR 1 234 567,80', ['1234567.8']],
    ['1,234,567', ['1234567']],
    ['-50.00', ['-50']],
    ['−50,00', ['-50']],
    ['42', ['42']],
    ['0042', ['42']],
    ['0,00', ['0']],
    // Twelve hundred and thirty-four, or one and a bit: nobody can tell.
    ['1,234', ['1234', '1.234']],
    ['1.234', ['1.234', '1234']],
    ['0.500', ['0.5']],
    ['1,23,456', []],
    ['1.2.3', []],
    ['12,', []],
    ['1,2345', []],
    ['1234567890123456', []],
    ['SO-2026-000042', []],
    ['', []],
    ['-', []],
    ['€', []],
  ])('%s is read as %j', (text, amounts) => {
    expect(amountsIn(text)).toEqual(amounts);
  });

  it('is found as either language writes it, whatever the amount', () => {
    const cents = fc.integer({ min: 1, max: 99_999_999_999 });
    fc.assert(
      fc.property(cents, fc.constantFrom('fr', 'en'), (n, language) => {
        const amount = `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`;
        const plain = amount.replace(/\.?0+$/, '').replace(/^$/, '0');
        const exact = amount.endsWith('.00') ? amount.slice(0, -3) : plain;
        expect(amountsIn(formatAmount(amount, 'EUR', language))).toContain(exact);
      }),
    );
  });
});

describe('a number that somebody searches for', () => {
  it.each([
    ['42', { year: null, n: 42 }, '42'],
    ['000042', { year: null, n: 42 }, '000042'],
    ['2026-42', { year: 2026, n: 42 }, '2026-42'],
    ['2026-000042', { year: 2026, n: 42 }, '2026-000042'],
    ['so-2026-0000', null, 'so-2026-0000'],
    [' Cde  12 ', null, 'Cde 12'],
    ['411/1 é', null, '411/1 é'],
  ])('%s is read', (text, running, number) => {
    expect(readSearch(text)).toMatchObject({ running, number });
  });
});
