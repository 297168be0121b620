import type { Adjustment } from '../contracts/adjustment.js';
import type { EcoContribution } from '../contracts/product.js';
import { ECO_CONTRIBUTION } from '../contracts/vocabulary.js';
import { ownOf } from './adjustments.js';
import type { LocalDate } from './calendar.js';
import { isZero } from './money.js';

/**
 * What is told of the waste of a product on a day, as charges for each unit on top of its price (art. L541-10-20 C. env.): of
 * each scheme the last that has begun, unless it is of nothing.
 */
export function contributionsOn(day: LocalDate, dated: readonly EcoContribution[]): readonly Adjustment[] {
  const begun = dated.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const inForce = new Map(begun.map((one) => [one.text, one]));
  return [...inForce.values()]
    .filter(({ amountPerUnit }) => !isZero(amountPerUnit))
    .map(({ text, amountPerUnit: value }) => ({
      kind: 'charge',
      reason: ECO_CONTRIBUTION,
      text,
      basis: 'per-unit',
      value,
    }));
}

const isContribution = ({ reason }: Pick<Adjustment, 'reason'>): boolean => reason === ECO_CONTRIBUTION;

/** Those of a line that are told of its product's waste. */
export const contributionsOf = (adjustments: readonly Adjustment[] = []): readonly Adjustment[] =>
  ownOf(adjustments).filter(isContribution);

/** Those of a line that somebody typed. */
export const typedOf = <A extends Adjustment>(adjustments: readonly A[] = []): readonly A[] =>
  ownOf(adjustments).filter((each) => !isContribution(each));
