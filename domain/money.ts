import { Decimal } from 'decimal.js';
import { invariant } from './invariant.js';

/** An amount of money with its currency's minor digits: `"1234.50"` in EUR, `"1234"` in JPY. */
export type Amount = string;
/** The price of one unit, 2 to 4 decimals: `"12.50"`, `"0.0088"`. */
export type UnitPrice = string;
/** A quantity, up to 3 decimals and no trailing zero: `"10"`, `"2.5"`. */
export type Quantity = string;
/** A percentage with 2 decimals: `"5.50"` is 5.5 %. */
export type Percent = string;

const QUANTITY_DECIMALS = 3;
const PERCENT_DECIMALS = 2;
const EXCHANGE_DECIMALS = 8;
const MIN_PRICE_DECIMALS = 2;
const MAX_PRICE_DECIMALS = 4;
const MAX_TEXT_LENGTH = 40;

// Three factors of 40 digits each stay exact; only divide() ever rounds.
const Exact = Decimal.clone({ precision: 160, rounding: Decimal.ROUND_HALF_UP });

const currenciesByMinorDigits: readonly (readonly [number, string])[] = [
  [0, 'CLP ISK JPY KRW PYG RWF UGX VND XAF XOF XPF'],
  [
    2,
    'AED ARS AUD BAM BGN BRL CAD CHF CNY COP CZK DKK DZD EGP EUR GBP GEL HKD HUF IDR ILS INR KES MAD MDL MKD MUR MXN ' +
      'MYR NGN NOK NZD PEN PHP PLN QAR RON RSD SAR SEK SGD THB TRY TWD UAH USD UYU VED VEF VES ZAR',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
];
const minorDigitsByCurrency: ReadonlyMap<string, number> = new Map(
  currenciesByMinorDigits.flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits] as const)),
);

/** Decimals of a currency's smallest unit (ISO 4217 table A.1; VEF as it was). Throws InvariantError for an unknown code. */
export function minorDigits(currency: string): number {
  const digits = minorDigitsByCurrency.get(currency);
  invariant(digits !== undefined, `unknown currency "${currency}"`);
  return digits;
}

/** True for a quantity written with decimals, zeros too. */
export const hasDecimals = (quantity: Quantity): boolean => scaleOf(quantity) > 0;

/** True for an amount written with more decimals than its currency has, zeros too: `"1.500"` in EUR is no 1.50. */
export function isFinerThan(amount: Amount, currency: string): boolean {
  return scaleOf(amount) > minorDigits(currency);
}

/**
 * True for a price written with three decimals of which the last is a zero, in a currency that has fewer: `"5.000"` in EUR
 * is likely five thousand. Without that zero, or with four decimals, it is a price of parts of a cent.
 */
export function isLikelyThousands(price: UnitPrice, currency: string): boolean {
  return scaleOf(price) === 3 && minorDigits(currency) < 3 && price.endsWith('0');
}

/** True for a quantity written with three decimals of which the last is a zero: `"1.000"` is likely a thousand. */
export function isLikelyThousand(quantity: Quantity): boolean {
  return scaleOf(quantity) === QUANTITY_DECIMALS && quantity.endsWith('0');
}

/** What a dot between thousands was likely meant as, `"1500"` for `"1.500"`; null: it was none. */
export function withoutThousandsDot(text: string): string | null {
  return /^-?[1-9]\d{0,2}\.\d{3}$/.test(text) ? text.replace('.', '') : null;
}

/** The amount with exactly the currency's minor digits. Throws InvariantError if digits other than zero would be lost. */
export function canonicalAmount(text: string, currency: string): Amount {
  return exactText(text, minorDigits(currency), `an amount in ${currency}`);
}

/** The quantity without trailing zeros: `"2.50"` is `"2.5"`. Throws InvariantError beyond 3 decimals. */
export function canonicalQuantity(text: string): Quantity {
  exactText(text, QUANTITY_DECIMALS, 'a quantity');
  const value = parse(text);
  return toText(value, value.decimalPlaces());
}

/** The price with 2 to 4 decimals: `"12.5"` is `"12.50"`. Throws InvariantError beyond 4. */
export function canonicalPrice(text: string): UnitPrice {
  exactText(text, MAX_PRICE_DECIMALS, 'a unit price');
  const value = parse(text);
  return toText(value, Math.max(value.decimalPlaces(), MIN_PRICE_DECIMALS));
}

/** The rate of exchange without trailing zeros: `"0.91230000"` is `"0.9123"`. Throws InvariantError beyond 8 decimals. */
export function exchangeRate(text: string): string {
  exactText(text, EXCHANGE_DECIMALS, 'a rate of exchange');
  const value = parse(text);
  return toText(value, value.decimalPlaces());
}

/** The percentage with 2 decimals: `"5.5"` is `"5.50"`. Throws InvariantError beyond 2. */
export function canonicalPercent(text: string): Percent {
  return exactText(text, PERCENT_DECIMALS, 'a percentage');
}

/**
 * The sum of amounts, exact. With a currency every amount must fit it and the result has its minor digits, also for an
 * empty list; without one the result has the most decimals met, and an empty list gives `"0"`.
 */
export function sum(amounts: readonly string[], currency?: string): string {
  if (currency === undefined) return amounts.reduce(add, '0');
  return amounts.map((amount) => canonicalAmount(amount, currency)).reduce(add, canonicalAmount('0', currency));
}

/** a + b, exact, with the decimals of whichever operand has more. For quantities see addQuantities. */
export function add(a: string, b: string): string {
  return toText(parse(a).plus(parse(b)), widerScale(a, b));
}

/** a − b, exact, with the decimals of whichever operand has more. For quantities see subtractQuantities. */
export function subtract(a: string, b: string): string {
  return toText(parse(a).minus(parse(b)), widerScale(a, b));
}

/** a + b without trailing zeros: `"2.5"` and `"2.5"` are `"5"`. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return canonicalQuantity(add(a, b));
}

/** a − b without trailing zeros: `"7.5"` less `"2.5"` is `"5"`. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return canonicalQuantity(subtract(a, b));
}

/** The sum of quantities without trailing zeros; `"0"` for none. */
export function sumQuantities(quantities: readonly Quantity[]): Quantity {
  return canonicalQuantity(sum(quantities));
}

/** −value with the same decimals; zero stays without a sign. */
export function negate(value: string): string {
  return toText(parse(value).negated(), scaleOf(value));
}

/** −1, 0 or 1 as a is less than, equal to or greater than b by value: `"5"` equals `"5.00"`. */
export function compare(a: string, b: string): -1 | 0 | 1 {
  const left = parse(a);
  const right = parse(b);
  if (left.lessThan(right)) return -1;
  return left.greaterThan(right) ? 1 : 0;
}

export function equals(a: string, b: string): boolean {
  return compare(a, b) === 0;
}

export function isZero(value: string): boolean {
  return compare(value, '0') === 0;
}

export function isPositive(value: string): boolean {
  return compare(value, '0') > 0;
}

export function isNegative(value: string): boolean {
  return compare(value, '0') < 0;
}

/** The least of the values as it was written; the first of equals. */
export function min(first: string, ...rest: readonly string[]): string {
  return rest.reduce((least, value) => (compare(value, least) < 0 ? value : least), checked(first));
}

/** The greatest of the values as it was written; the first of equals. */
export function max(first: string, ...rest: readonly string[]): string {
  return rest.reduce((greatest, value) => (compare(value, greatest) > 0 ? value : greatest), checked(first));
}

/** The one rounding: half up, away from zero (EN 16931, BR-CO-17): `-0.125` to 2 digits is `"-0.13"`. */
export function round(value: string, digits: number): string {
  return toText(parse(value), digits);
}

/** a × b, rounded once to the given number of decimals. */
export function multiply(a: string, b: string, digits: number): string {
  return toText(parse(a).times(parse(b)), digits);
}

/** a ÷ b, rounded once to the given number of decimals. Throws InvariantError for b = 0. */
export function divide(a: string, b: string, digits: number): string {
  const divisor = parse(b);
  invariant(!divisor.isZero(), `cannot divide ${a} by zero`);
  return toText(parse(a).dividedBy(divisor), digits);
}

/**
 * quantity × price × (1 − discount/100), rounded once to the currency (EN 16931 BT-131). Discount from 0 to 100.
 * @param priceBase units that the price is of (BT-149)
 */
export function lineNet(
  quantity: Quantity,
  unitPrice: UnitPrice,
  discountPercent: Percent,
  currency: string,
  priceBase: Quantity = '1',
): Amount {
  const discount = parse(discountPercent);
  invariant(discount.gte(0) && discount.lte(100), `a discount goes from 0 to 100 %, not ${discountPercent}`);
  const kept = new Exact(100).minus(discount).dividedBy(100);
  const whole = parse(quantity).times(parse(unitPrice)).times(kept);
  return toText(whole.dividedBy(parse(priceBase)), minorDigits(currency));
}

/** percent of base, rounded once to the currency: 25 % of `"1460.50"` is `"365.13"`. */
export function percentOf(base: Amount, percent: Percent, currency: string): Amount {
  return toText(parse(base).times(parse(percent)).dividedBy(100), minorDigits(currency));
}

/**
 * Splits the total in proportion to the weights by largest remainder: the parts always sum to the total, and of equal
 * remainders the earliest takes the cent. All weights zero means equal shares. Throws InvariantError for a negative
 * weight, and for no weights unless the total is zero.
 */
export function allocate(total: Amount, weights: readonly string[], currency: string): Amount[] {
  const digits = minorDigits(currency);
  const amount = parse(canonicalAmount(total, currency));
  invariant(weights.length > 0 || amount.isZero(), `nobody to share ${total} ${currency}`);
  const unitsPerOne = new Exact(10).pow(digits);
  const units = shareUnits(amount.abs().times(unitsPerOne), effectiveWeights(weights));
  const sign = amount.isNegative() ? -1 : 1;
  return units.map((count) => toText(count.dividedBy(unitsPerOne).times(sign), digits));
}

function effectiveWeights(weights: readonly string[]): readonly Decimal[] {
  const parsed = weights.map(parse);
  invariant(!parsed.some((weight) => weight.lessThan(0)), `a weight is negative: ${weights.join(', ')}`);
  return parsed.every((weight) => weight.isZero()) ? parsed.map(() => new Exact(1)) : parsed;
}

function shareUnits(units: Decimal, weights: readonly Decimal[]): Decimal[] {
  const whole = weights.reduce((running, weight) => running.plus(weight), new Exact(0));
  const shares = weights.map((weight, index) => {
    const scaled = units.times(weight);
    const floor = scaled.dividedToIntegerBy(whole);
    return { index, floor, remainder: scaled.minus(floor.times(whole)) };
  });
  const given = shares.reduce((running, share) => running.plus(share.floor), new Exact(0));
  const left = units.minus(given).toNumber();
  const byRemainder = shares.toSorted((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  const lucky = new Set(byRemainder.slice(0, left).map((share) => share.index));
  return shares.map((share) => (lucky.has(share.index) ? share.floor.plus(1) : share.floor));
}

function parse(text: string): Decimal {
  return new Exact(checked(text));
}

function checked(text: string): string {
  const plain = typeof text === 'string' && text.length <= MAX_TEXT_LENGTH && /^-?\d+(\.\d+)?$/.test(text);
  invariant(plain, `not a plain decimal: ${JSON.stringify(text)}`);
  return text;
}

function scaleOf(text: string): number {
  const point = checked(text).indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function widerScale(a: string, b: string): number {
  return Math.max(scaleOf(a), scaleOf(b));
}

function exactText(text: string, digits: number, what: string): string {
  const value = parse(text);
  invariant(value.decimalPlaces() <= digits, `${what} has at most ${digits} decimals: ${text}`);
  return toText(value, digits);
}

function toText(value: Decimal, digits: number): string {
  invariant(Number.isInteger(digits) && digits >= 0, `not a number of decimals: ${digits}`);
  // In two calls: rounding first is what keeps the sign off a zero.
  return value.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP).toFixed(digits);
}
