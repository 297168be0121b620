import type { OrderDraft, OrderDraftLine } from '../contracts/process.js';
import { equals, isPositive, max, subtractQuantities, type Amount, type Quantity } from './money.js';

/** A quote's line, and what other orders that stand have taken of it. */
export type UsedQuoteLine = { readonly lineNo: number; readonly quantity: Quantity; readonly ordered: Quantity };

/** A quote at one moment, as other orders have left it. */
export type QuoteUse = { readonly freight: Amount; readonly lines: readonly UsedQuoteLine[] };

/** What an order may still take of a quote line; never less than nothing. */
export function quantityLeft(line: Omit<UsedQuoteLine, 'lineNo'>): Quantity {
  return max('0', subtractQuantities(line.quantity, line.ordered));
}

/** The freight of a quote is charged once: an order that takes what others left of it owes none. */
export function freightLeft(use: QuoteUse): Amount {
  return use.lines.some(({ ordered }) => isPositive(ordered)) ? '0' : use.freight;
}

/** What comes off a quote as a whole, or on top: an amount is taken once, as its freight is, a percentage of each order. */
export const adjustmentsOffered = (
  quote: QuoteUse & Pick<OrderDraft, 'adjustments'>,
): NonNullable<OrderDraft['adjustments']> => {
  const isFirst = !quote.lines.some(({ ordered }) => isPositive(ordered));
  return (quote.adjustments ?? []).filter(({ basis }) => isFirst || basis === 'percent');
};

/**
 * The draft held against what its quote has left at the moment of its record: another order may have taken of the quote
 * since the draft was made. The draft itself when that changes nothing.
 */
export function heldAgainst(draft: OrderDraft, use: QuoteUse): OrderDraft {
  const expectedFreight = freightLeft(use);
  const lines = draft.lines.map((line) => lineHeldAgainst(line, use));
  const isSameFreight = draft.expectedFreight !== null && equals(draft.expectedFreight, expectedFreight);
  const isSame = isSameFreight && lines.every((line, index) => line === draft.lines[index]);
  return isSame ? draft : { ...draft, expectedFreight, lines };
}

function lineHeldAgainst(line: OrderDraftLine, use: QuoteUse): OrderDraftLine {
  const quoted = use.lines.find(({ lineNo }) => lineNo === line.quoteLineNo);
  if (quoted === undefined) return line;
  const quantity = quantityLeft(quoted);
  const isSame = line.expected.quantity !== null && equals(line.expected.quantity, quantity);
  return isSame ? line : { ...line, expected: { ...line.expected, quantity } };
}
