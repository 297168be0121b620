import type {
  BesidePrice,
  ChargedBeside,
  ChargedLine,
  OrderDraft,
  PrintedLine,
  Totals,
  Vat,
} from '../contracts/process.js';
import { besidePrice, chargedFor, sumOf } from './adjustments.js';
import { invariant } from './invariant.js';
import {
  add,
  addQuantities,
  allocate,
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  isNegative,
  isPositive,
  isZero,
  lineNet,
  subtract,
  subtractQuantities,
  type Amount,
  type Percent,
  type Quantity,
  type UnitPrice,
} from './money.js';
import { vatBreakdown, vatOf, type TaxableLine } from './tax.js';

/** What the net of a line is made from. */
export type PricedQuantity = {
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly discountPercent: Percent;
  /** The quantity that amounts of its adjustments are agreed for; left out: this one. */
  readonly ordered?: Quantity | undefined;
} & BesidePrice;

/** An order line with what has left it so far. */
export type OpenOrderLine = PricedQuantity &
  Vat & {
    readonly lineNo: number;
    /** On invoices less credit notes. */
    readonly invoiced: Quantity;
    /** Taken back by credit notes. Left out: nothing. */
    readonly credited?: Quantity;
    readonly cancelled: Quantity;
  };

/** The totals of an order as it is entered or amended. */
export const totalsOfDraft = ({ lines, freight, currency }: OrderDraft): Totals =>
  totalsOf({
    lines: lines.map((line) => taxable(line, currency)),
    freight,
    currency,
  });

/** The net of an order line: what its price comes to, rounded once to the currency, with its adjustments (EN 16931 BT-131). */
export function orderLineNet(line: PricedQuantity, currency: string): Amount {
  return add(priceNet(line, currency), sumOf(chargedOn(line, currency), currency));
}

/** Less the discount. */
const priceNet = ({ quantity, unitPrice, discountPercent, priceBase }: PricedQuantity, currency: string): Amount =>
  lineNet(quantity, unitPrice, discountPercent, currency, priceBase);

const chargedOn = (line: PricedQuantity, currency: string) => {
  const { quantity, ordered: of = quantity, adjustments = [] } = line;
  return chargedFor(adjustments, { quantity, of, base: priceNet(line, currency) }, currency);
};

/** What a line says beside its price, its adjustments as they are charged. */
export const chargedBeside = (line: PricedQuantity, currency: string): ChargedBeside =>
  besidePrice({ priceBase: line.priceBase, adjustments: chargedOn(line, currency) });

/** A part of a line: what is before it, and what it reaches. */
type Part = { readonly after: Quantity; readonly upTo: Quantity };

/**
 * What a part of an order line comes to: the net of the quantity up to and with it, less the net of the quantity before it.
 * The parts of a line, each rounded so, add up to the line as it was acknowledged, however it is split.
 */
export function partNet(
  line: Omit<PricedQuantity, 'quantity'> & { readonly quantity?: Quantity },
  part: Part,
  currency: string,
): Amount {
  const ordered = line.ordered ?? line.quantity ?? part.upTo;
  const netOf = (quantity: Quantity) => orderLineNet({ ...line, quantity, ordered }, currency);
  return subtract(netOf(part.upTo), netOf(part.after));
}

/** A line as a document says it: every figure in its canonical text, and the net that they make. */
export function printed(line: PrintedLine, currency: string): ChargedLine {
  const { lineNo, product, description, unit } = line;
  const quantity = canonicalQuantity(line.quantity);
  const said = { ...line, ...besidePrice(line), quantity };
  return {
    lineNo,
    product,
    description,
    unit,
    quantity,
    unitPrice: canonicalPrice(line.unitPrice),
    discountPercent: canonicalPercent(line.discountPercent),
    ...vatOf(line),
    ...chargedBeside(said, currency),
    net: orderLineNet(said, currency),
  };
}

/**
 * {@link printed} of a part of an order line, each of its adjustments the difference of what it came to with the part and
 * before it, as its net is.
 */
export function printedPart(line: PrintedLine, part: Part, currency: string): ChargedLine {
  const { quantity: ordered } = line;
  const upTo = { ...line, ordered, quantity: part.upTo };
  const after = { ...line, ordered, quantity: part.after };
  const before = chargedOn(after, currency);
  const adjustments = chargedOn(upTo, currency).map((each, at) => ({
    ...each,
    base: each.base === null ? null : subtract(each.base, before[at]?.base ?? '0'),
    amount: subtract(each.amount, before[at]?.amount ?? '0'),
  }));
  const quantity = subtractQuantities(part.upTo, part.after);
  return {
    ...printed({ ...line, quantity, adjustments: undefined }, currency),
    ...besidePrice({ priceBase: line.priceBase, adjustments }),
    net: partNet(line, part, currency),
  };
}

/** An order line as what VAT is charged on. */
export const taxable = (line: PricedQuantity & Vat, currency: string): TaxableLine => ({
  ...vatOf(line),
  net: orderLineNet(line, currency),
});

/**
 * Totals of an order or an invoice. Freight is part of the taxable amount of the goods it travels with (art. 267 I 2° CGI):
 * it is shared over their VAT rates in proportion to their nets, by largest remainder, and taxed as they are. These goods
 * are the lines, or `freightGoods` where the freight is charged for more than them. VAT is charged per category and rate on
 * the summed base (EN 16931 BR-CO-17). Throws InvariantError for freight without goods.
 */
export function totalsOf(input: {
  readonly lines: readonly TaxableLine[];
  readonly freight: Amount;
  readonly freightGoods?: readonly TaxableLine[];
  readonly currency: string;
}): Totals {
  const { lines, freight, freightGoods = lines, currency } = input;
  const shares = freightShares({ lines: freightGoods, freight, currency });
  const { breakdown, net, vat, gross } = vatBreakdown([...lines, ...shares], currency);
  return { net, vat, gross, vatBreakdown: breakdown };
}

/**
 * What an order will still bring, tax included: the quantities neither invoiced, credited nor cancelled, with the freight still to
 * invoice. Zero when no quantity is left: freight never travels alone.
 */
export function openOrderGross(input: {
  readonly lines: readonly OpenOrderLine[];
  readonly freight: Amount;
  readonly currency: string;
}): Amount {
  const { freight, currency } = input;
  const lines = input.lines.flatMap((line) => openPart(line, currency));
  if (lines.length === 0) return canonicalAmount('0', currency);
  return totalsOf({ lines, freight, currency }).gross;
}

/** What is still to deliver, tax included, with the freight given; null when nothing is. Freight never travels alone. */
export function totalsToDeliver(input: {
  readonly lines: readonly (PricedQuantity & Vat & { readonly delivered: Quantity; readonly cancelled: Quantity })[];
  readonly freight: Amount;
  readonly currency: string;
}): Totals | null {
  const { freight, currency } = input;
  const lines = input.lines.flatMap((line) => {
    const part = { after: line.delivered, upTo: subtractQuantities(line.quantity, line.cancelled) };
    return isPositive(subtractQuantities(part.upTo, part.after)) ? [taxablePart(line, part, currency)] : [];
  });
  return lines.length === 0 ? null : totalsOf({ lines, freight, currency });
}

/** Freight as one taxable line per row of the goods' VAT breakdown, highest rate first, none of zero; they add up to the freight. */
export function freightShares(input: {
  readonly lines: readonly TaxableLine[];
  readonly freight: Amount;
  readonly currency: string;
}): readonly TaxableLine[] {
  const { lines, freight, currency } = input;
  if (isZero(freight)) return [];
  const { breakdown } = vatBreakdown(lines, currency);
  const bases = breakdown.map((group) => group.base);
  const shares = allocate(freight, bases, currency);
  return breakdown.flatMap((group, index) => {
    const net = shares[index];
    invariant(net !== undefined, `no share of the freight for the rate ${group.vatRate}`);
    return isZero(net) ? [] : [{ ...vatOf(group), net }];
  });
}

function openPart(line: OpenOrderLine, currency: string): readonly TaxableLine[] {
  const after = addQuantities(line.invoiced, line.credited ?? '0');
  const part = { after, upTo: subtractQuantities(line.quantity, line.cancelled) };
  const open = subtractQuantities(part.upTo, part.after);
  invariant(
    !isNegative(open),
    `line ${line.lineNo}: more invoiced, credited and cancelled than the ${line.quantity} ordered`,
  );
  return isPositive(open) ? [taxablePart(line, part, currency)] : [];
}

const taxablePart = (line: PricedQuantity & Vat, part: Part, currency: string): TaxableLine => ({
  ...vatOf(line),
  net: partNet(line, part, currency),
});
