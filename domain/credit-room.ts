import type { CreditHoldReason } from '../contracts/wait.js';
import { add, isNegative, subtract } from './money.js';

/** Figures on which an order was held. */
type Held = {
  readonly reason: CreditHoldReason;
  readonly gross: string;
  readonly exposure: string;
  readonly limit: string;
  readonly overdue: string;
  /** What orders held before it ask for, and whether it counts. */
  readonly heldBefore?: string | undefined;
  readonly heldCounts?: boolean | undefined;
};

/**
 * What lets a held order go on beside a release, by the figures it was held on: room for it under the limit (how much is
 * missing), its customer's late money (how much is late), or the end of the credit stop.
 */
export function whatFrees(held: Held): { readonly by: CreditHoldReason; readonly amount: string } {
  if (held.reason !== 'credit-limit') return { by: held.reason, amount: held.overdue };
  const before = held.heldCounts === true ? (held.heldBefore ?? '0') : '0';
  const missing = subtract(add(add(held.exposure, before), held.gross), held.limit);
  return { by: 'credit-limit', amount: isNegative(missing) ? '0' : missing };
}
