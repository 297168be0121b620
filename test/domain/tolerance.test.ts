import { describe, expect, it } from 'vitest';
import type { TolerancePolicy } from '../../contracts/policies.js';
import { toleranceOf } from '../../domain/tolerance.js';

const policy: TolerancePolicy = {
  schemaVersion: 1,
  pricePercent: '2.00',
  quantityPercent: '5.00',
  dateDays: 3,
  discountPoints: '1.00',
  freightAmount: '10.00',
  escalateAfterHours: 4,
};

describe('how far a difference may go without a person', () => {
  it.each([
    ['price', { unit: 'percent', value: '2.00' }],
    ['quantity', { unit: 'percent', value: '5.00' }],
    ['date', { unit: 'days', value: '3' }],
    ['discount', { unit: 'points', value: '1.00' }],
    ['freight', { unit: 'amount', value: '10.00' }],
    ['item', null],
    ['terms', null],
    ['reference', null],
  ] as const)('is what the policy says of a %s', (type, tolerance) => {
    expect(toleranceOf(type, policy)).toEqual(tolerance);
    expect(toleranceOf(type, null)).toBeNull();
  });
});
