import type { Adjustment, ChargedAdjustment, OrderAdjustment } from '../contracts/adjustment.js';
import { ECO_CONTRIBUTION, type TaxClass } from '../contracts/vocabulary.js';
import type { Refusal } from '../contracts/problems.js';
import type { Vat } from '../contracts/process.js';
import { refuseFiner } from './amount-entry.js';
import { canonicalJson } from './canonical-json.js';
import {
  add,
  allocate,
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  compare,
  divide,
  equals,
  isZero,
  minorDigits,
  multiply,
  negate,
  percentOf,
  subtract,
  sum,
  type Amount,
  type Quantity,
} from './money.js';
import { vatOf } from './tax.js';

/** What adjustments are of: a quantity out of the one that their amounts are agreed for, and what its price comes to. */
type Adjusted = { readonly quantity: Quantity; readonly of: Quantity; readonly base: Amount };

/** Decimals that leave nothing of a product of two numbers out. */
const EXACT_DECIMALS = 12;

/**
 * What adjustments come to, each rounded once to the currency: a percentage of the base, an amount for each unit, and of an
 * amount the part of the quantity. What they come to for growing quantities ends at what was agreed for the whole.
 */
export const chargedFor = (
  adjustments: readonly Adjustment[],
  adjusted: Adjusted,
  currency: string,
): readonly ChargedAdjustment[] =>
  adjustments.map((adjustment) => {
    const { basis } = adjustment;
    const value = canonicalValue(adjustment, currency);
    const base = basis === 'percent' ? adjusted.base : null;
    return { ...namedAs(adjustment), value, base, amount: amountOf({ basis, value }, adjusted, currency) };
  });

/** With its sign: an allowance is below zero. */
export const signed = ({ kind, amount }: Pick<ChargedAdjustment, 'kind' | 'amount'>): Amount =>
  kind === 'charge' ? amount : negate(amount);

/** What adjustments make of an amount: charges less allowances. */
export const sumOf = (charged: readonly ChargedAdjustment[], currency: string): Amount =>
  sum(charged.map(signed), currency);

/** Adjustments as they are agreed, every figure in its canonical text. */
export const canonicalAdjustments = (adjustments: readonly Adjustment[], currency: string): readonly Adjustment[] =>
  adjustments.map((adjustment) => ({ ...namedAs(adjustment), value: canonicalValue(adjustment, currency) }));

const namedAs = ({ kind, reason, text, basis, of, percent }: Adjustment) => ({
  kind,
  reason,
  text,
  basis,
  ...(of !== undefined && { of }),
  ...(percent !== undefined && { percent }),
});

/** {@link canonicalAdjustments} of an order. */
export const canonicalOrderAdjustments = (
  adjustments: readonly OrderAdjustment[],
  currency: string,
): readonly OrderAdjustment[] =>
  adjustments.map((adjustment) => ({ ...adjustment, value: canonicalValue(adjustment, currency) }));

/** Those of a line that are its own, and no share of one of the order. */
export const ownOf = <A extends Adjustment>(adjustments: readonly A[] = []): readonly A[] =>
  adjustments.filter(({ of }) => of === undefined);

/** A line as an adjustment of the whole order is shared by: what it comes to without any. */
export type Shared = { readonly taxClass: TaxClass; readonly net: Amount };

/**
 * What each line bears of the adjustments of its order, by largest remainder in proportion to what the lines come to
 * without them: an amount, or the percentage of their sum, rounded once. So they come to what was agreed, split over
 * deliveries as the lines are, and are taxed as the goods (art. 267 CGI).
 */
export function sharesOf(
  adjustments: readonly OrderAdjustment[],
  lines: readonly Shared[],
  currency: string,
): readonly (readonly Adjustment[])[] {
  const shares = adjustments.map((adjustment, at) => sharesOfOne(adjustment, at + 1, lines, currency));
  return lines.map((_, line) => shares.flatMap((each) => each[line] ?? []));
}

function sharesOfOne(
  { kind, reason, text, basis, value, taxClass }: OrderAdjustment,
  of: number,
  lines: readonly Shared[],
  currency: string,
): readonly (readonly Adjustment[])[] {
  const isIn = (line: Shared) => taxClass === undefined || line.taxClass === taxClass;
  const borne = lines.filter(isIn);
  const nets = borne.map(({ net }) => net);
  if (nets.length === 0) return lines.map(() => []);
  const amount = basis === 'percent' ? percentOf(sum(nets, currency), value, currency) : value;
  const parts = new Map(allocate(amount, nets, currency).map((part, at) => [borne[at], part]));
  const percent = basis === 'percent' ? { percent: canonicalPercent(value) } : {};
  return lines.map((line) => {
    const part = parts.get(line) ?? '0';
    return isZero(part) ? [] : [{ kind, reason, text, basis: 'amount', value: part, of, ...percent }];
  });
}

/** Adjustments of an order of which a part is cancelled: of an amount, what its lines still bear. */
export const orderAdjustmentsLeft = (
  adjustments: readonly OrderAdjustment[],
  lines: readonly { readonly adjustments?: readonly Adjustment[] | undefined }[],
  currency: string,
): readonly OrderAdjustment[] =>
  adjustments.flatMap((adjustment, at) => {
    if (adjustment.basis === 'percent') return [adjustment];
    const borne = lines.flatMap((line) => (line.adjustments ?? []).filter(({ of }) => of === at + 1));
    const value = sum(
      borne.map((share) => share.value),
      currency,
    );
    return isZero(value) ? [] : [{ ...adjustment, value }];
  });

/** Adjustments of what is left of a line: of their amounts the part of the quantity. */
export const adjustmentsLeft = (
  adjustments: readonly Adjustment[],
  { left, of }: { readonly left: Quantity; readonly of: Quantity },
  currency: string,
): readonly Adjustment[] =>
  adjustments.map((adjustment) =>
    adjustment.basis === 'amount'
      ? { ...adjustment, value: partOf(adjustment.value, { quantity: left, of }, currency) }
      : adjustment,
  );

/** Refuses amounts with more decimals than the currency has. @param field the list's */
export function refuseAdjustments(
  field: string,
  adjustments: readonly Pick<Adjustment, 'basis' | 'value'>[],
  currency: string,
): Refusal | null {
  for (const [at, { basis, value }] of adjustments.entries()) {
    const finer = basis === 'amount' ? refuseFiner(`${field}.${at}.value`, value, currency) : null;
    if (finer) return finer;
  }
  return null;
}

/**
 * What a line says beside its price, where it says anything: the units that the price is of, and its adjustments. A row has
 * null for what it does not say.
 */
export function besidePrice<A extends Adjustment>(line: {
  readonly priceBase?: Quantity | null | undefined;
  readonly adjustments?: readonly A[] | null | undefined;
}): { readonly priceBase?: Quantity; readonly adjustments?: A[] } {
  const { priceBase, adjustments } = line;
  return {
    ...(!equals(priceBase ?? '1', '1') && { priceBase: canonicalQuantity(priceBase ?? '1') }),
    ...(adjustments && adjustments.length > 0 && { adjustments: [...adjustments] }),
  };
}

function canonicalValue({ basis, value }: Pick<Adjustment, 'basis' | 'value'>, currency: string): string {
  switch (basis) {
    case 'amount':
      return canonicalAmount(value, currency);
    case 'percent':
      return canonicalPercent(value);
    case 'per-unit':
      return canonicalPrice(value);
  }
}

function amountOf(
  { basis, value }: Pick<Adjustment, 'basis' | 'value'>,
  { quantity, of, base }: Adjusted,
  currency: string,
): Amount {
  switch (basis) {
    case 'amount':
      return partOf(value, { quantity, of }, currency);
    case 'percent':
      return percentOf(base, value, currency);
    case 'per-unit':
      return multiply(value, quantity, minorDigits(currency));
  }
}

const partOf = (value: Amount, { quantity, of }: Omit<Adjusted, 'base'>, currency: string): Amount =>
  divide(multiply(value, quantity, EXACT_DECIMALS), of, minorDigits(currency));

/** What a document says of an adjustment of the whole order, at one rate (EN 16931 BG-20, BG-21). */
type DocumentAdjustment = Vat &
  Pick<Adjustment, 'kind' | 'reason' | 'text' | 'percent'> & {
    /** What its lines come to without it and the others of the order. */
    readonly base: Amount;
    readonly amount: Amount;
  };

type Bearing = Vat & { readonly net: Amount; readonly adjustments?: readonly ChargedAdjustment[] | undefined };

/** What a line comes to without the adjustments of its order (EN 16931 BT-131). */
export const ownNet = ({ net, adjustments = [] }: Pick<Bearing, 'net' | 'adjustments'>): Amount =>
  subtract(net, sum(adjustments.filter(({ of }) => of !== undefined).map(signed)));

/** Without what is told of its waste too, on which there is no rebate. */
const rebatable = (line: Pick<Bearing, 'net' | 'adjustments'>): Amount =>
  subtract(
    ownNet(line),
    sum((line.adjustments ?? []).filter(({ reason }) => reason === ECO_CONTRIBUTION).map(({ amount }) => amount)),
  );

/** The adjustments of an order that lines bear together, in the order's sequence, by VAT category and rate. */
export function documentAdjustments(lines: readonly Bearing[], currency: string): readonly DocumentAdjustment[] {
  const rows = new Map<string, { readonly of: number; row: DocumentAdjustment }>();
  for (const line of lines) {
    for (const { of, kind, reason, text, percent, amount } of line.adjustments ?? []) {
      if (of === undefined) continue;
      const vat = vatOf(line);
      const key = canonicalJson([of, kind, reason, text, percent ?? null, vat]);
      const { base = '0', amount: before = '0' } = rows.get(key)?.row ?? {};
      const row = { kind, reason, text, ...(percent !== undefined && { percent }), ...vat };
      const sums = { base: sum([base, rebatable(line)], currency), amount: sum([before, amount], currency) };
      rows.set(key, { of, row: { ...row, ...sums } });
    }
  }
  return [...rows.values()]
    .toSorted((one, other) => one.of - other.of || compare(other.row.vatRate, one.row.vatRate))
    .map(({ row }) => row);
}

/**
 * What a line that was charged bears of its adjustments for another quantity or price: amounts in proportion to the quantity,
 * percentages of the line by its price, and its shares of percentages of the order in proportion to what those are of.
 */
export function chargedAgain(
  line: Pick<Bearing, 'net' | 'adjustments'> & { readonly quantity: Quantity },
  { quantity, base }: { readonly quantity: Quantity; readonly base: Amount },
  currency: string,
): readonly ChargedAdjustment[] {
  const { adjustments = [] } = line;
  const adjusted = { quantity, of: line.quantity, base };
  const again = chargedFor(adjustments.map(asAgreed), adjusted, currency);
  const own = ownOf(again);
  const is = rebatable({ net: add(base, sumOf(own, currency)), adjustments: own });
  const was = rebatable(line);
  return again.map((each) => {
    if (each.of === undefined || each.percent === undefined || isZero(was)) return each;
    const amount = partOf(
      adjustments.find(({ of, kind }) => of === each.of && kind === each.kind)?.amount ?? '0',
      { quantity: is, of: was },
      currency,
    );
    return { ...each, value: amount, amount };
  });
}

/** What was charged, as if it had been agreed for this line alone. */
const asAgreed = ({ base: _base, amount, ...agreed }: ChargedAdjustment): Adjustment =>
  agreed.basis === 'amount' ? { ...agreed, value: amount } : agreed;
