import type { DeliveredLine, InvoiceDraft, OrderDraftLine } from '../contracts/process.js';
import { invariant } from './invariant.js';
import {
  add,
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  equals,
  isPositive,
  percentOf,
  sum,
  type Amount,
} from './money.js';
import { orderLineNet, totalsOf } from './order-totals.js';

type InvoiceDraftLine = InvoiceDraft['lines'][number];

/**
 * The invoice of one delivery, still without a number: delivered quantities at the order's prices, each line rounded
 * (EN 16931 BT-131), freight as given (the whole on an order's first invoice, `"0.00"` on later ones), VAT per rate. Throws
 * InvariantError when nothing was delivered or the order has no such line.
 */
export function draftInvoice(input: {
  readonly deliveryNumber: string;
  readonly delivered: readonly DeliveredLine[];
  readonly orderLines: readonly OrderDraftLine[];
  readonly freight: Amount;
  readonly currency: string;
}): InvoiceDraft {
  const { deliveryNumber, delivered, orderLines, currency } = input;
  invariant(delivered.length > 0, `nothing to invoice for ${deliveryNumber}`);
  const lines = delivered.map((line) => invoiceLine(line, orderLines, currency));
  const freight = canonicalAmount(input.freight, currency);
  const draft = { deliveryNumber, freight, lines, ...totalsOf({ lines, freight, currency }) };
  assertAddsUp(draft, currency);
  return draft;
}

/**
 * Throws InvariantError unless the figures are consistent: net = lines + freight = bases (EN 16931 BR-CO-10, BR-CO-13), VAT =
 * breakdown (BR-CO-14), gross = net + VAT (BR-CO-15) and, given the currency, VAT of a rate = base × rate (BR-CO-17).
 */
export function assertAddsUp(draft: InvoiceDraft, currency?: string): void {
  const { net, vat, gross, freight, lines, vatBreakdown, deliveryNumber } = draft;
  const nets = sum([...lines.map((line) => line.net), freight]);
  invariant(equals(net, nets), `${deliveryNumber}: net ${net}, but lines and freight make ${nets}`);
  const bases = sum(vatBreakdown.map((group) => group.base));
  invariant(equals(net, bases), `${deliveryNumber}: net ${net}, but the VAT bases make ${bases}`);
  const vats = sum(vatBreakdown.map((group) => group.vat));
  invariant(equals(vat, vats), `${deliveryNumber}: VAT ${vat}, but the rates make ${vats}`);
  invariant(equals(gross, add(net, vat)), `${deliveryNumber}: gross ${gross}, but net ${net} and VAT ${vat}`);
  if (currency === undefined) return;
  for (const { vatRate, base, vat: charged } of vatBreakdown) {
    const due = percentOf(base, vatRate, currency);
    invariant(equals(charged, due), `${deliveryNumber}: VAT ${charged} at ${vatRate} % of ${base}, not ${due}`);
  }
}

function invoiceLine(
  delivered: DeliveredLine,
  orderLines: readonly OrderDraftLine[],
  currency: string,
): InvoiceDraftLine {
  const line = orderLines.find(({ lineNo }) => lineNo === delivered.lineNo);
  invariant(line, `the order has no line ${delivered.lineNo}`);
  invariant(isPositive(delivered.quantity), `line ${line.lineNo}: ${delivered.quantity} delivered`);
  const { lineNo, product, description, unit } = line;
  const quantity = canonicalQuantity(delivered.quantity);
  return {
    lineNo,
    product,
    description,
    unit,
    quantity,
    unitPrice: canonicalPrice(line.unitPrice),
    discountPercent: canonicalPercent(line.discountPercent),
    vatRate: canonicalPercent(line.vatRate),
    net: orderLineNet({ ...line, quantity }, currency),
  };
}
