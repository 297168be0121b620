import {
  add,
  canonicalPrice,
  compare,
  divide,
  equals,
  lineNet,
  minorDigits,
  multiply,
  round,
  subtract,
  sum,
} from './money.js';

/** What a line of a message asks to pay: amounts in its currency, the price for so many units. */
export type AskedPrice = {
  readonly quantity: string;
  readonly price: string;
  readonly baseQuantity: string;
  readonly allowances: string;
  readonly charges: string;
  /** Of the one allowance that there is, as it is told; null: none is. */
  readonly percent: string | null;
};

/** A price as our lines have it. */
type HeldPrice = { readonly unitPrice: string; readonly discountPercent: string };

const PRICE_DECIMALS = 4;
const PERCENT_DECIMALS = 2;
/** Decimals that leave nothing of a product of two numbers out. */
const EXACT_DECIMALS = 12;

const NO_DISCOUNT = '0';

/** What the line comes to (Peppol BIS Ordering 3, PEPPOL-T01-R024). */
export const askedNet = (
  { quantity, price, baseQuantity, allowances, charges }: AskedPrice,
  currency: string,
): string => subtract(add(grossOf({ quantity, price, baseQuantity }, currency), charges), allowances);

const grossOf = (
  { quantity, price, baseQuantity }: Pick<AskedPrice, 'quantity' | 'price' | 'baseQuantity'>,
  currency: string,
): string => divide(multiply(quantity, price, EXACT_DECIMALS), baseQuantity, minorDigits(currency));

/**
 * A line's price as we hold it, to the cent: as it is written, with its allowances as a discount in percent where they are
 * one, else as the net price that allowances and charges make of it. Null: nothing of that comes to the same.
 */
export function heldPrice(asked: AskedPrice, currency: string): HeldPrice | null {
  const net = askedNet(asked, currency);
  const unitPrice = divide(asked.price, asked.baseQuantity, PRICE_DECIMALS);
  const discountPercent = discountOf(asked, currency);
  const folded = divide(net, asked.quantity, PRICE_DECIMALS);
  const percents = [asked.percent, discountPercent].filter((percent) => percent !== null);
  const candidates = [
    ...percents.map((percent) => ({ unitPrice, discountPercent: percent })),
    { unitPrice: folded, discountPercent: NO_DISCOUNT },
  ];
  const held = candidates.find(
    (one) =>
      compare(one.unitPrice, '0') >= 0 &&
      equals(lineNet(asked.quantity, one.unitPrice, one.discountPercent, currency), net),
  );
  return held === undefined ? null : { ...held, unitPrice: canonicalPrice(held.unitPrice) };
}

/** Null: there are charges, or the allowances are more than there is. */
function discountOf(asked: AskedPrice, currency: string): string | null {
  const gross = grossOf(asked, currency);
  if (!equals(asked.charges, '0')) return null;
  if (equals(asked.allowances, '0')) return NO_DISCOUNT;
  if (compare(gross, '0') <= 0 || compare(asked.allowances, gross) > 0) return null;
  return divide(multiply(asked.allowances, '100', EXACT_DECIMALS), gross, PERCENT_DECIMALS);
}

type Held = HeldPrice & { readonly quantity: string };

const netOf = ({ quantity, unitPrice, discountPercent }: Held, currency: string): string =>
  lineNet(quantity, unitPrice, discountPercent, currency);

/**
 * An allowance on the whole order as a discount of each of its lines, to the cent. Null: nothing of that comes to the same.
 */
export function shareAllowance<L extends Held>(
  lines: readonly L[],
  allowance: string,
  currency: string,
): readonly L[] | null {
  if (equals(allowance, '0')) return lines;
  const before = sum(lines.map((line) => netOf(line, currency)));
  if (compare(before, '0') <= 0 || compare(allowance, before) > 0) return null;
  const left = subtract(before, allowance);
  const shared = lines.map((line) => ({ ...line, discountPercent: discountedBy(line.discountPercent, left, before) }));
  const residue = subtract(left, sum(shared.map((line) => netOf(line, currency))));
  return equals(residue, '0') ? shared : withResidue(shared, residue, currency);
}

/** The cents that percentages leave, in the net price of the first line that can hold them. */
function withResidue<L extends Held>(lines: readonly L[], residue: string, currency: string): readonly L[] | null {
  for (const [at, line] of lines.entries()) {
    const net = add(netOf(line, currency), residue);
    const unitPrice = divide(net, line.quantity, PRICE_DECIMALS);
    if (compare(unitPrice, '0') < 0 || !equals(lineNet(line.quantity, unitPrice, NO_DISCOUNT, currency), net)) continue;
    return lines.with(at, { ...line, unitPrice: canonicalPrice(unitPrice), discountPercent: NO_DISCOUNT });
  }
  return null;
}

/** A discount after another: `left` of `before` is still asked for. */
function discountedBy(percent: string, left: string, before: string): string {
  const kept = divide(multiply(subtract('100', percent), left, EXACT_DECIMALS), before, EXACT_DECIMALS);
  return round(subtract('100', kept), PERCENT_DECIMALS);
}

/** The price of one unit with its discount taken off, as exact as a price is. */
export const netPriceOf = ({ unitPrice, discountPercent }: HeldPrice): string =>
  canonicalPrice(divide(multiply(unitPrice, subtract('100', discountPercent), EXACT_DECIMALS), '100', PRICE_DECIMALS));
