import type { OrderVersion, OrderVersionLine } from '../contracts/order-version.js';
import type { OrderDraft, OrderDraftLine } from '../contracts/process.js';
import { errorTypes, type ErrorType } from '../contracts/vocabulary.js';
import { ownOf } from './adjustments.js';
import { canonicalJson } from './canonical-json.js';
import { equals, subtract } from './money.js';
import { areSameTerms } from './payment-terms.js';

type Compared = Pick<
  OrderDraftLine,
  'product' | 'quantity' | 'unitPrice' | 'discountPercent' | 'priceBase' | 'adjustments' | 'requestedDate'
>;

/** Lines by their number; what was cancelled of one is no part of what an amendment replaces. */
const standing = ({ quantity, cancelled, ...line }: OrderVersionLine): Compared => ({
  ...line,
  quantity: subtract(quantity, cancelled),
});

/** A line that comes, goes or becomes another product is an item that was wrong, whatever else of it changes. */
function ofLine(before: Compared | undefined, after: Compared | undefined): readonly ErrorType[] {
  if (before === undefined || after === undefined || before.product !== after.product) return ['item'];
  return [
    ...(equals(before.quantity, after.quantity) ? [] : (['quantity'] as const)),
    ...(isSamePrice(before, after) ? [] : (['price'] as const)),
    ...(equals(before.discountPercent, after.discountPercent) ? [] : (['discount'] as const)),
    ...(before.requestedDate === after.requestedDate ? [] : (['date'] as const)),
  ];
}

/** With what comes off it or on top. */
const isSamePrice = (before: Compared, after: Compared): boolean =>
  equals(before.unitPrice, after.unitPrice) &&
  equals(before.priceBase ?? '1', after.priceBase ?? '1') &&
  canonicalJson(ownOf(before.adjustments)) === canonicalJson(ownOf(after.adjustments));

/** Contacts in any sequence. */
const placesOf = ({ shipTo, contacts }: OrderDraft['parties']): string =>
  canonicalJson([shipTo, contacts.map(canonicalJson).toSorted()]);

/** What an amendment changes of a version of an order, each type once, in the order of `errorTypes`. */
export function amendedTypes(before: OrderVersion, draft: OrderDraft): readonly ErrorType[] {
  const former = new Map(before.lines.map((line) => [line.lineNo, standing(line)]));
  const next = new Map(draft.lines.map((line) => [line.lineNo, line]));
  const changed = new Set<ErrorType>(
    [...new Set([...former.keys(), ...next.keys()])].flatMap((lineNo) => ofLine(former.get(lineNo), next.get(lineNo))),
  );
  if (canonicalJson(before.adjustments ?? []) !== canonicalJson(draft.adjustments ?? [])) changed.add('price');
  if (!areSameTerms(before.paymentTerms, draft.paymentTerms)) changed.add('terms');
  if (!equals(before.freight, draft.freight)) changed.add('freight');
  if (before.customerReference !== draft.customerReference) changed.add('reference');
  if (placesOf(before.parties) !== placesOf(draft.parties)) changed.add('address');
  return errorTypes.filter((type) => changed.has(type));
}
