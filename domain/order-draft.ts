import type { OrderDraft, OrderDraftLine } from '../contracts/process.js';
import { canonicalAmount, canonicalPercent, canonicalPrice, canonicalQuantity } from './money.js';
import { vatOf } from './tax.js';

/** The same order with every figure in its canonical text, so that equal figures are equal texts. */
export function canonicalDraft(draft: OrderDraft): OrderDraft {
  const { currency } = draft;
  return {
    ...draft,
    freight: canonicalAmount(draft.freight, currency),
    expectedFreight: draft.expectedFreight === null ? null : canonicalAmount(draft.expectedFreight, currency),
    lines: draft.lines.map(canonicalLine),
  };
}

function canonicalLine(line: OrderDraftLine): OrderDraftLine {
  const { expected } = line;
  return {
    ...line,
    quantity: canonicalQuantity(line.quantity),
    unitPrice: canonicalPrice(line.unitPrice),
    discountPercent: canonicalPercent(line.discountPercent),
    ...vatOf(line),
    expected: {
      ...expected,
      quantity: expected.quantity === null ? null : canonicalQuantity(expected.quantity),
      unitPrice: canonicalPrice(expected.unitPrice),
      discountPercent: expected.discountPercent === null ? null : canonicalPercent(expected.discountPercent),
    },
  };
}
