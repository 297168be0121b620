import type { Deposit } from '../contracts/deposit.js';
import type { BesidePrice, OrderDraft, OrderDraftLine } from '../contracts/process.js';
import { canonicalAmount, canonicalPercent, canonicalPrice, canonicalQuantity } from './money.js';
import { besidePrice, canonicalAdjustments, canonicalOrderAdjustments } from './adjustments.js';
import { vatOf } from './tax.js';

/** The same order with every figure in its canonical text, so that equal figures are equal texts. */
export function canonicalDraft(draft: OrderDraft): OrderDraft {
  const { currency } = draft;
  return {
    ...draft,
    freight: canonicalAmount(draft.freight, currency),
    ...(draft.adjustments && { adjustments: canonicalOrderAdjustments(draft.adjustments, currency) }),
    expectedFreight: draft.expectedFreight === null ? null : canonicalAmount(draft.expectedFreight, currency),
    ...(draft.deposit !== undefined && { deposit: canonicalDeposit(draft.deposit, currency) }),
    lines: draft.lines.map((line) => canonicalLine(line, currency)),
  };
}

const canonicalDeposit = (deposit: Deposit, currency: string): Deposit =>
  deposit.kind === 'percent'
    ? { ...deposit, percent: canonicalPercent(deposit.percent) }
    : { ...deposit, amount: canonicalAmount(deposit.amount, currency) };

function canonicalLine(line: OrderDraftLine, currency: string): OrderDraftLine {
  const { expected, priceBase: _base, adjustments: _adjustments, ...said } = line;
  return {
    ...said,
    ...canonicalBeside(line, currency),
    quantity: canonicalQuantity(line.quantity),
    unitPrice: canonicalPrice(line.unitPrice),
    discountPercent: canonicalPercent(line.discountPercent),
    ...vatOf(line),
    expected: {
      ...expected,
      ...canonicalBeside(expected, currency),
      quantity: expected.quantity === null ? null : canonicalQuantity(expected.quantity),
      unitPrice: canonicalPrice(expected.unitPrice),
      discountPercent: expected.discountPercent === null ? null : canonicalPercent(expected.discountPercent),
    },
  };
}

const canonicalBeside = ({ priceBase, adjustments = [] }: BesidePrice, currency: string): BesidePrice =>
  besidePrice({ priceBase, adjustments: canonicalAdjustments(adjustments, currency) });
