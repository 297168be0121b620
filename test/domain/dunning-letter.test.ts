import { describe, expect, it } from 'vitest';
import type { DunningLevel } from '../../contracts/vocabulary.js';
import { leadingOf, letterTotals } from '../../domain/dunning-letter.js';

const claim = (openAmount: string, interest = '0.00', recoveryFee = '0.00') => ({ openAmount, interest, recoveryFee });

describe('what a letter asks for in all', () => {
  it('is what it asks for each invoice', () => {
    // 1,000.00 + 99.99; 20.31 + 0.02; 40.00 twice; 1,099.99 + 20.33 + 80.00
    expect(letterTotals([claim('1000.00', '20.31', '40.00'), claim('99.99', '0.02', '40.00')], 'EUR')).toEqual({
      openAmount: '1099.99',
      interest: '20.33',
      recoveryFee: '80.00',
      claimed: '1200.32',
    });
  });

  it('never adds euros of fees to another currency', () => {
    expect(letterTotals([claim('1000', '20', '40.00'), claim('100', '1', '40.00')], 'JPY')).toEqual({
      openAmount: '1100',
      interest: '21',
      recoveryFee: '80.00',
      claimed: '1121',
    });
  });
});

describe('the tone of a letter', () => {
  type Dunned = { readonly level: DunningLevel; readonly dueDate: string };
  const late: Dunned = { level: 'level-1', dueDate: '2026-03-31' };

  it('is set by the highest level', () => {
    const later: Dunned = { level: 'level-2', dueDate: '2026-04-30' };
    expect(leadingOf([late, later])).toBe(later);
    expect(leadingOf([later, late])).toBe(later);
  });

  it('at one level, by what has been due longest, and at one date by the first', () => {
    const before = { ...late, dueDate: '2026-03-01' };
    expect(leadingOf([late, before])).toBe(before);
    const same = { ...late };
    expect(leadingOf([late, same])).toBe(late);
  });
});
