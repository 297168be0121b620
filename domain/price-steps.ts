import {
  compare,
  divide,
  isNegative,
  isZero,
  minorDigits,
  multiply,
  negate,
  round,
  subtract,
  type Amount,
  type Percent,
  type Quantity,
  type UnitPrice,
} from './money.js';

/** Amounts of an electronic invoice have two decimals at most, in whatever currency (EN 16931 BR-DEC-24, BR-DEC-27). */
const AMOUNT_DECIMALS = 2;
/** A quantity has at most 3, a price 4. */
const EXACT_DECIMALS = 7;
/** What a percentage of a base may differ from the amount that is said with it (Peppol R040). */
const SLACK = '0.02';

/** What comes between quantity × price and the net of a line (EN 16931 BG-27, BG-28). */
export type PriceStep =
  | {
      readonly kind: 'discount';
      readonly amount: Amount;
      /** What it is a percentage of; null: rounded to coins so large that amount and percentage do not agree. */
      readonly base: Amount | null;
    }
  /** Coins that come or go since a part of a line is invoiced as a difference, or a price has parts of the smallest coin. */
  | { readonly kind: 'rounding'; readonly isCharge: boolean; readonly amount: Amount };

/**
 * How a line of an invoice gets from its price to its net: quantity × price, rounded to two decimals, less a discount or more
 * or less a rounding, is the net, always. So the price stays the one that was agreed (EN 16931 BT-146) and the net the
 * one that our parts of a line add up to (BT-131).
 */
export function priceSteps(line: {
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly discountPercent: Percent;
  /** Units that the price is of; left out: one. */
  readonly priceBase?: Quantity | undefined;
  /** Without its adjustments. */
  readonly net: Amount;
  readonly currency: string;
}): readonly PriceStep[] {
  const { quantity, unitPrice, priceBase = '1', discountPercent, net, currency } = line;
  const base = divide(multiply(quantity, unitPrice, EXACT_DECIMALS), priceBase, AMOUNT_DECIMALS);
  const less = subtract(base, net);
  if (isZero(less)) return [];
  const amount = (value: string) => inCoins(value, currency);
  const isDiscount = !isZero(discountPercent) && isNegative(less) === isNegative(base);
  if (isDiscount) {
    const agrees = isShare(less, base, discountPercent);
    return [{ kind: 'discount', amount: amount(less), base: agrees ? amount(base) : null }];
  }
  const isCharge = isNegative(less);
  return [{ kind: 'rounding', isCharge, amount: amount(isCharge ? negate(less) : less) }];
}

/** Does an amount agree with the percentage of a base that is said with it? */
export function isShare(amount: Amount, base: Amount, percent: Percent): boolean {
  const off = subtract(amount, divide(multiply(base, percent, 4), '100', 6));
  return compare(isNegative(off) ? negate(off) : off, SLACK) <= 0;
}

/** With the currency's digits where they suffice. */
function inCoins(value: string, currency: string): Amount {
  const rounded = round(value, minorDigits(currency));
  return compare(rounded, value) === 0 ? rounded : value;
}
