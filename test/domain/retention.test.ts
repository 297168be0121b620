import { describe, expect, it } from 'vitest';
import { retentionTerms } from '../../config/retention.js';
import { dueBefore, retentionSteps } from '../../domain/retention.js';

describe('a term', () => {
  it.each([
    ['2026-03-31', 30, '2026-03-01'],
    ['2028-03-01', 1, '2028-02-29'],
    ['2026-11-29', 1095, '2023-11-30'],
  ])('seen from %s, of %i days, is over for what ended before %s', (today, days, before) => {
    expect(dueBefore(today, days)).toBe(before);
  });

  it.each([0, -1, 0.5, Number.NaN])('of %d days is refused: it would take what is needed still', (days) => {
    expect(() => dueBefore('2026-11-29', days)).toThrow(RangeError);
  });

  it('is set for each class that has a step, within its own bounds', () => {
    expect(Object.keys(retentionTerms).toSorted()).toEqual(Object.keys(retentionSteps).toSorted());
    for (const { usualDays, leastDays, mostDays } of Object.values(retentionTerms)) {
      expect(usualDays).toBeGreaterThanOrEqual(leastDays);
      expect(usualDays).toBeLessThanOrEqual(mostDays);
    }
  });
});
