import { describe, expect, it } from 'vitest';
import { numberOf, numberPattern, numberPrefixes } from '../../contracts/ids.js';

describe('a number', () => {
  it.each([
    ['RL', 2026, 17, 'RL-2026-000017'],
    ['SO', '2027', 1n, 'SO-2027-000001'],
    ['BL', 2026, 1_000_000, 'BL-2026-1000000'],
  ] as const)('of %s in %s: %s', (prefix, year, n, written) => {
    expect(numberOf(prefix, year, n)).toBe(written);
    expect(numberPattern(prefix).test(written)).toBe(true);
  });

  it.each([
    'RL-26-000017',
    'RL-2026-17',
    'RL-2026-0000000017',
    'SO-2026-000017',
    ' RL-2026-000017',
    'RL-2026-000017\n',
  ])('of a letter is not %j', (text) => {
    expect(numberPattern('RL').test(text)).toBe(false);
  });

  it('tells its kind by its prefix alone', () => {
    const prefixes = Object.values(numberPrefixes);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
