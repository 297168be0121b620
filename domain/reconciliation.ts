import type { TolerancePolicy } from '../contracts/policies.js';
import type { FoundDiscrepancy } from '../contracts/discrepancy.js';
import type { OrderDraft, OrderDraftLine } from '../contracts/process.js';
import type { Disposition, HoldReason } from '../contracts/vocabulary.js';
import type { Wait } from '../contracts/wait.js';
import { daysBetween } from './calendar.js';
import {
  add,
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  compare,
  divide,
  equals,
  isNegative,
  max,
  multiply,
  negate,
  subtract,
  sumQuantities,
} from './money.js';
import { orderLineNet } from './order-totals.js';
import { areSameTerms } from './payment-terms.js';

type Found = FoundDiscrepancy extends infer D ? (D extends unknown ? Omit<D, 'id'> : never) : never;
type Decided = { readonly discrepancyId: string; readonly disposition: Disposition; readonly left: number };
type Held = { readonly holdReason: HoldReason | null; readonly waitsFor: Wait };
type Check = (line: OrderDraftLine, policy: TolerancePolicy, draft: OrderDraft) => readonly Found[];

const EXACT_DIGITS = 7; // a price has at most 4 decimals, a percentage 2, a quantity 3
const PRICE_DIGITS = 4;

/**
 * Each difference between an order and what it answers: line by line in the order's sequence (item, quantity, price,
 * discount, date), then terms and freight. A line is compared with the quote line it names, never with one found by its
 * product, and with the price list when it names none; where the source says nothing there is nothing to compare.
 *
 * Both directions of price, discount and freight count, since a customer overcharged is an error too. Fewer goods than
 * quoted and a later date than offered are usual and no discrepancy. Another product or other terms are never tolerated.
 * A reference that another order of the customer has, `first`, is probably that order once more.
 * Ids are `<version>-<position>`, positions from 1.
 */
export function reconcile(
  draft: OrderDraft,
  version: number,
  policy: TolerancePolicy,
  first: string | null = null,
): FoundDiscrepancy[] {
  const ofLines = draft.lines.flatMap((line) => lineChecks.flatMap((check) => check(line, policy, draft)));
  const found = [
    ...ofLines,
    ...checkTerms(draft),
    ...checkFreight(draft, policy),
    ...checkReference(draft, policy, first),
  ];
  return found.map((discrepancy, index) => ({ id: `${version}-${index + 1}`, ...discrepancy }));
}

/** What an order waits for, and why it is held, after sales has decided on a discrepancy; `left` are still to decide. */
export function heldAfter({ discrepancyId, disposition, left }: Decided): Held {
  if (disposition === 'ask')
    return { holdReason: 'customer-asked', waitsFor: { kind: 'customer-answer', discrepancy: discrepancyId } };
  if (disposition === 'requote')
    return { holdReason: 'requote', waitsFor: { kind: 'requote', discrepancy: discrepancyId } };
  if (left > 0) return { holdReason: 'discrepancy', waitsFor: { kind: 'discrepancies', open: left } };
  return { holdReason: null, waitsFor: { kind: 'acceptance' } };
}

/** True when everything found is within tolerance, so that the order goes on without a person. */
export function isClear(discrepancies: readonly Pick<FoundDiscrepancy, 'withinTolerance'>[]): boolean {
  return discrepancies.every((discrepancy) => discrepancy.withinTolerance);
}

const at = ({ lineNo }: OrderDraftLine) => ({ lineNo, together: [] });
const ofOrder = { lineNo: null, together: [] } as const;

const lineChecks: readonly Check[] = [checkItem, checkQuantity, checkPrice, checkDiscount, checkDate];

function checkItem(line: OrderDraftLine): readonly Found[] {
  const { product: expected, source } = line.expected;
  if (line.product === expected) return [];
  return [{ type: 'item', ...at(line), expected, actual: line.product, source, withinTolerance: false }];
}

/** Lines that answer the same quote line (one date each, say) are counted together, and reported on the last of them. */
function checkQuantity(line: OrderDraftLine, policy: TolerancePolicy, draft: OrderDraft): readonly Found[] {
  const { quantity: quoted, source } = line.expected;
  if (quoted === null) return [];
  const together = linesTogether(line, draft);
  if (together.at(-1) !== line) return [];
  const actual = sumQuantities(together.map(({ quantity }) => quantity));
  if (compare(actual, quoted) <= 0) return [];
  const expected = canonicalQuantity(quoted);
  const withinTolerance = isWithinPercent(actual, expected, policy.quantityPercent);
  const counted = together.length === 1 ? [] : together.map(({ lineNo }) => lineNo);
  return [{ type: 'quantity', ...at(line), together: counted, expected, actual, source, withinTolerance }];
}

function linesTogether(line: OrderDraftLine, draft: OrderDraft): readonly OrderDraftLine[] {
  if (line.quoteLineNo === null) return [line];
  return draft.lines.filter(({ quoteLineNo }) => quoteLineNo === line.quoteLineNo);
}

/**
 * The price of a line for as many units as the one it is held against, with what its adjustments make of it beyond those that
 * were offered.
 */
function comparablePrice(line: OrderDraftLine, currency: string): string {
  const { expected, quantity } = line;
  const base = expected.priceBase ?? '1';
  const price = divide(multiply(line.unitPrice, base, EXACT_DIGITS), line.priceBase ?? '1', PRICE_DIGITS);
  const beyond = subtract(
    adjustedBy(line, currency),
    adjustedBy({ ...line, adjustments: expected.adjustments }, currency),
  );
  return canonicalPrice(max('0', add(price, divide(multiply(beyond, base, EXACT_DIGITS), quantity, PRICE_DIGITS))));
}

function adjustedBy(line: OrderDraftLine, currency: string): string {
  return subtract(orderLineNet(line, currency), orderLineNet({ ...line, adjustments: undefined }, currency));
}

function checkPrice(line: OrderDraftLine, policy: TolerancePolicy, draft: OrderDraft): readonly Found[] {
  const expected = canonicalPrice(line.expected.unitPrice);
  const actual = comparablePrice(line, draft.currency);
  if (equals(expected, actual)) return [];
  const withinTolerance = isWithinPercent(actual, expected, policy.pricePercent);
  return [{ type: 'price', ...at(line), expected, actual, source: line.expected.source, withinTolerance }];
}

function checkDiscount(line: OrderDraftLine, policy: TolerancePolicy): readonly Found[] {
  const { discountPercent, source } = line.expected;
  if (discountPercent === null) return [];
  const expected = canonicalPercent(discountPercent);
  const actual = canonicalPercent(line.discountPercent);
  if (equals(expected, actual)) return [];
  const withinTolerance = compare(distance(actual, expected), policy.discountPoints) <= 0;
  return [{ type: 'discount', ...at(line), expected, actual, source, withinTolerance }];
}

function checkDate(line: OrderDraftLine, policy: TolerancePolicy): readonly Found[] {
  const { deliveryDate: expected, source } = line.expected;
  if (expected === null) return [];
  const daysEarlier = daysBetween(line.requestedDate, expected);
  if (daysEarlier <= 0) return [];
  const withinTolerance = daysEarlier <= policy.dateDays;
  return [{ type: 'date', ...at(line), expected, actual: line.requestedDate, source, withinTolerance }];
}

function checkTerms(draft: OrderDraft): readonly Found[] {
  const { terms: expected, source } = draft.expectedTerms;
  const actual = draft.paymentTerms;
  if (areSameTerms(actual, expected)) return [];
  return [{ type: 'terms', ...ofOrder, expected, actual, source, withinTolerance: false }];
}

function checkFreight(draft: OrderDraft, policy: TolerancePolicy): readonly Found[] {
  if (draft.expectedFreight === null) return [];
  const expected = canonicalAmount(draft.expectedFreight, draft.currency);
  const actual = canonicalAmount(draft.freight, draft.currency);
  if (equals(expected, actual)) return [];
  const withinTolerance = compare(distance(actual, expected), policy.freightAmount) <= 0;
  const source = draft.quote === null ? 'customer' : 'quote';
  return [{ type: 'freight', ...ofOrder, expected, actual, source, withinTolerance }];
}

function checkReference(draft: OrderDraft, policy: TolerancePolicy, first: string | null): readonly Found[] {
  const actual = draft.customerReference;
  if (first === null || actual === null) return [];
  const withinTolerance = policy.sameReference !== 'hold';
  return [{ type: 'reference', ...ofOrder, expected: first, actual, source: 'order', withinTolerance }];
}

function isWithinPercent(actual: string, expected: string, percent: string): boolean {
  const difference = multiply(distance(actual, expected), '100', EXACT_DIGITS);
  return compare(difference, multiply(expected, percent, EXACT_DIGITS)) <= 0;
}

function distance(a: string, b: string): string {
  const difference = subtract(a, b);
  return isNegative(difference) ? negate(difference) : difference;
}
