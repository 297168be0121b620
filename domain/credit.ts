import type { CreditPolicy } from '../contracts/policies.js';
import type { CreditAssessment, CreditFacts } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { CreditHoldReason } from '../contracts/wait.js';
import { withoutRoom, type OwnRoom } from './four-eyes.js';
import { add, compare, multiply, type Amount } from './money.js';

const EXACT_DIGITS = 5; // an amount has at most 3 decimals, a percentage 2

/**
 * Whether an order may go on, its gross counted on top of the exposure (which holds nothing of this order yet). The first
 * of these holds it: a credit stop; more overdue than the tolerated amount; a limit exceeded. Exactly at the limit or at
 * the tolerance passes. A limit of zero gives no credit. `watch` is approved, and said to finance. Orders held before count
 * as the policy says. Room that those who ask for the order gave its customer themselves does not let it pass.
 */
export function decideCredit(
  facts: CreditFacts,
  orderGross: Amount,
  policy: CreditPolicy,
  ownRoom: OwnRoom | null = null,
): CreditAssessment {
  const counted = withoutRoom(facts, ownRoom);
  const reason = holdReasonOf(counted, orderGross, policy);
  if (reason !== null) return { kind: 'held', reason, facts };
  return { kind: isToWatch(counted, orderGross, policy) ? 'watch' : 'approved', facts };
}

function holdReasonOf(facts: CreditFacts, orderGross: Amount, policy: CreditPolicy): CreditHoldReason | null {
  if (facts.creditStop) return 'credit-stop';
  if (compare(facts.overdue, policy.overdueToleranceAmount) > 0) return 'overdue';
  return fitsWithin(facts, orderGross) ? null : 'credit-limit';
}

/** Whether exposure and order, with what orders held before it ask for where that counts, stay within the limit; exactly at it they do. */
export function fitsWithin(facts: CreditFacts, orderGross: Amount): boolean {
  return compare(add(add(facts.exposure, orderGross), heldThatCounts(facts)), facts.limit) <= 0;
}

/** What orders held before take of an order's room: nothing, unless the policy has them count. */
export const heldThatCounts = ({ heldBefore = '0', heldCounts = false }: CreditFacts): Amount =>
  heldCounts ? heldBefore : '0';

/** The refusal of a delivery that a credit stop of the customer holds; null: none does. */
export function refuseUnderStop(order: {
  readonly number: string;
  readonly customer: string;
  readonly stopped: boolean;
}): Refusal | null {
  if (!order.stopped) return null;
  return {
    kind: 'refused',
    code: 'credit-stopped',
    said: said('deliveries-stopped', { customer: order.customer, order: order.number }),
    remedy: said('finance-lifts-or-releases'),
  };
}

function isToWatch(facts: CreditFacts, orderGross: Amount, policy: CreditPolicy): boolean {
  const used = multiply(add(facts.exposure, orderGross), '100', EXACT_DIGITS);
  return compare(used, multiply(facts.limit, policy.watchPercent, EXACT_DIGITS)) > 0;
}
