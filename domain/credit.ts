import type { CreditPolicy } from '../contracts/policies.js';
import type { CreditAssessment, CreditFacts } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { add, compare, multiply, type Amount } from './money.js';

const EXACT_DIGITS = 5; // an amount has at most 3 decimals, a percentage 2

/**
 * Whether an order may go on, its gross counted on top of the exposure (which holds nothing of this order yet). The first
 * of these holds it: a credit stop; more overdue than the tolerated amount; a limit exceeded. Exactly at the limit or at
 * the tolerance passes. A limit of zero gives no credit. `watch` is approved, and said to finance.
 */
export function decideCredit(facts: CreditFacts, orderGross: Amount, policy: CreditPolicy): CreditAssessment {
  if (facts.creditStop) return { kind: 'held', reason: 'credit-stop', facts };
  if (compare(facts.overdue, policy.overdueToleranceAmount) > 0) return { kind: 'held', reason: 'overdue', facts };
  if (!fitsWithin(facts, orderGross)) return { kind: 'held', reason: 'credit-limit', facts };
  return { kind: isToWatch(facts, orderGross, policy) ? 'watch' : 'approved', facts };
}

/** Whether exposure and order together stay within the limit; exactly at the limit they do. */
export function fitsWithin(facts: CreditFacts, orderGross: Amount): boolean {
  return compare(add(facts.exposure, orderGross), facts.limit) <= 0;
}

/** Four eyes: neither who entered the order nor who last amended it decides on its credit. */
export function mayDecide(
  actorPrincipal: string,
  order: { readonly enteredBy: string; readonly lastAmendedBy: string | null },
): boolean {
  return actorPrincipal !== order.enteredBy && actorPrincipal !== order.lastAmendedBy;
}

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
    detail: `${order.customer} has a credit stop: it holds the deliveries of ${order.number}.`,
    field: 'number',
    remedy: 'Finance lifts the stop, or releases the deliveries of this order with a reason.',
  };
}

function isToWatch(facts: CreditFacts, orderGross: Amount, policy: CreditPolicy): boolean {
  const used = multiply(add(facts.exposure, orderGross), '100', EXACT_DIGITS);
  return compare(used, multiply(facts.limit, policy.watchPercent, EXACT_DIGITS)) > 0;
}
