import type { Difference, Tolerance } from '../contracts/discrepancy.js';
import type { TolerancePolicy } from '../contracts/policies.js';

/** How far a difference of a type may go without a person; null: not at all, or nobody knows any more. */
export function toleranceOf(type: Difference['type'], policy: TolerancePolicy | null): Tolerance | null {
  if (policy === null) return null;
  switch (type) {
    case 'price':
      return { unit: 'percent', value: policy.pricePercent };
    case 'quantity':
      return { unit: 'percent', value: policy.quantityPercent };
    case 'discount':
      return { unit: 'points', value: policy.discountPoints };
    case 'date':
      return { unit: 'days', value: String(policy.dateDays) };
    case 'freight':
      return { unit: 'amount', value: policy.freightAmount };
    case 'item':
    case 'terms':
    case 'reference':
      return null;
  }
}
