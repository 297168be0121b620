import type { DeliveredLine, InvoiceDraft, LineProgress, PrintedLine, Vat } from '../contracts/process.js';
import { invariant } from './invariant.js';
import {
  add,
  canonicalAmount,
  equals,
  isNegative,
  isPositive,
  isZero,
  percentOf,
  subtract,
  subtractQuantities,
  sum,
  type Amount,
} from './money.js';
import { printedPart, taxable, totalsOf } from './order-totals.js';
import { isSameVat, vatOf, type TaxableLine } from './tax.js';

type InvoiceDraftLine = InvoiceDraft['lines'][number];

type Invoiceable = {
  readonly deliveryNumber: string;
  readonly delivered: readonly (DeliveredLine & Vat)[];
  /** With the VAT of the day of the delivery. */
  readonly orderLines: readonly PrintedLine[];
  /** Quantities of the order's lines after the delivery: `delivered` is with it, and without the deliveries after it. */
  readonly progress: readonly LineProgress[];
  readonly freight: Amount;
  readonly currency: string;
};

/**
 * The invoice of one delivery, still without a number: delivered quantities at the order's prices and with the VAT that was
 * fixed at the delivery, freight as given (the whole on an order's first invoice, `"0.00"` on later ones). A line's net
 * (EN 16931 BT-131) is what the line has come to with this delivery, less what it came to before: the invoices of a line add
 * up to the line. VAT is that of the invoice's own bases (BR-CO-17).
 *
 * The freight is the order's: it is taxed as all the goods it was charged for, as on the acknowledgement. They are the
 * order's lines as they stand after the delivery, delivered or still to deliver, without what is cancelled.
 * Throws InvariantError when nothing was delivered, the order has no such line, or less of it was delivered in all.
 */
export function draftInvoice(input: Invoiceable): InvoiceDraft {
  const { deliveryNumber, delivered, orderLines, currency } = input;
  invariant(delivered.length > 0, `nothing to invoice for ${deliveryNumber}`);
  const lines = delivered.map((line) => invoiceLine(line, input));
  const freight = canonicalAmount(input.freight, currency);
  const freightGoods = standingGoods(orderLines, input.progress, currency);
  const draft = { deliveryNumber, freight, lines, ...totalsOf({ lines, freight, freightGoods, currency }) };
  assertAddsUp(draft, currency);
  return draft;
}

/**
 * Throws InvariantError unless the figures are consistent: net = lines + freight = bases (EN 16931 BR-CO-10, BR-CO-13), VAT =
 * breakdown (BR-CO-14), gross = net + VAT (BR-CO-15) and, given the currency, VAT of a row = base × rate (BR-CO-17).
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

/** The freight of an invoice by VAT category and rate, highest rate first: of each base what is not of the lines. */
export function invoicedFreight(
  invoice: Pick<InvoiceDraft, 'vatBreakdown'> & { readonly lines: readonly TaxableLine[] },
): readonly TaxableLine[] {
  return invoice.vatBreakdown.flatMap((row) => {
    const lines = invoice.lines.filter((line) => isSameVat(line, row));
    const net = subtract(row.base, sum(lines.map((line) => line.net)));
    return isZero(net) ? [] : [{ ...vatOf(row), net }];
  });
}

/** Ordered − cancelled of each line, at its price. */
function standingGoods(
  orderLines: readonly PrintedLine[],
  progress: readonly LineProgress[],
  currency: string,
): readonly TaxableLine[] {
  const cancelled = new Map(progress.map((line) => [line.lineNo, line.cancelled]));
  return orderLines.flatMap((line) => {
    const quantity = subtractQuantities(line.quantity, cancelled.get(line.lineNo) ?? '0');
    if (!isPositive(quantity)) return [];
    return [taxable({ ...line, ordered: line.quantity, quantity }, currency)];
  });
}

function invoiceLine(
  delivered: DeliveredLine & Vat,
  { orderLines, progress, currency }: Pick<Invoiceable, 'orderLines' | 'progress' | 'currency'>,
): InvoiceDraftLine {
  const { lineNo, quantity } = delivered;
  const line = orderLines.find((each) => each.lineNo === lineNo);
  const upTo = progress.find((each) => each.lineNo === lineNo)?.delivered;
  invariant(line && upTo !== undefined, `the order has no line ${lineNo}`);
  invariant(isPositive(quantity), `line ${lineNo}: ${quantity} delivered`);
  const after = subtractQuantities(upTo, quantity);
  invariant(!isNegative(after), `line ${lineNo}: ${quantity} delivered of ${upTo} in all`);
  return printedPart({ ...line, ...vatOf(delivered) }, { after, upTo }, currency);
}
