import type { CreditDecisionFacts } from '../contracts/order.js';
import type { CreditHoldReason } from '../contracts/wait.js';
import { whatFrees } from '../domain/credit-room.js';
import { add, isZero } from '../domain/money.js';
import type { Say } from './say.js';

/** The figures of a decision on credit, as the reader writes them. */
type CreditFigures = {
  readonly order: string;
  readonly exposure: string;
  readonly limit: string;
  readonly overdue: string;
  /** Exposure and order. */
  readonly together: string;
  /** By how much that is above the limit; null: it is not, and what stands beside it held the order. */
  readonly excess: string | null;
};

type Written = Readonly<Record<'approved' | 'watch' | 'decided' | CreditHoldReason, (of: CreditFigures) => string>>;

const isCode = (reason: string | null): reason is CreditHoldReason =>
  reason === 'credit-limit' || reason === 'overdue' || reason === 'credit-stop';

/** The sentence of a decision by its kind and, where it held by itself, by what held it. */
export const creditSentence =
  (written: Written) =>
  (decided: CreditDecisionFacts, currency: string, say: Say): string =>
    written[keyOf(decided)](figuresOf(decided, currency, say));

function keyOf({ kind, reason }: CreditDecisionFacts): keyof Written {
  if (kind === 'held' && isCode(reason)) return reason;
  return kind === 'approved' || kind === 'watch' ? kind : 'decided';
}

function figuresOf(decided: CreditDecisionFacts, currency: string, say: Say): CreditFigures {
  const { amount: gross, exposureBefore: exposure, limit, overdue } = decided;
  const { amount: missing } = whatFrees({ reason: 'credit-limit', gross, exposure, limit, overdue });
  const written = (amount: string): string => say.amount(amount, currency);
  return {
    order: written(gross),
    exposure: written(exposure),
    limit: written(limit),
    overdue: written(overdue),
    together: written(add(exposure, gross)),
    excess: isZero(missing) ? null : written(missing),
  };
}
