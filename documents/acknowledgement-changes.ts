import type { ChargedAdjustment } from '../contracts/adjustment.js';
import type {
  AcknowledgementChange,
  AcknowledgementDocument,
  AcknowledgementLine,
  AgreedDate,
} from '../contracts/documents.js';
import type { PostalAddress } from '../contracts/primitives.js';
import { documentAdjustments, ownOf } from '../domain/adjustments.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { equals, sum } from '../domain/money.js';
import { areSameTerms } from '../domain/payment-terms.js';
import { describeAdjustment } from '../words/adjustments.js';
import { addressLines, formatAmount, formatDate, formatPercent, formatPrice, formatQuantity } from '../words/format.js';
import { describeTerms } from '../words/payment-terms.js';
import { wordsOf } from '../words/index.js';

/** What two versions of an acknowledged order are compared by. */
export type AcknowledgedOrder = Pick<
  AcknowledgementDocument,
  'currency' | 'lines' | 'freight' | 'paymentTerms' | 'deliveryAddress' | 'customerReference'
>;

/** The differences of an order against the version acknowledged before, in line order, whole-order ones last. */
export function acknowledgementChanges(before: AcknowledgedOrder, after: AcknowledgedOrder): AcknowledgementChange[] {
  const beforeByNo = new Map(before.lines.map((line) => [line.lineNo, line]));
  const afterByNo = new Map(after.lines.map((line) => [line.lineNo, line]));
  const lineNos = [...new Set([...beforeByNo.keys(), ...afterByNo.keys()])].toSorted((a, b) => a - b);
  const lines = lineNos.flatMap((lineNo) => changesOfLine(beforeByNo.get(lineNo), afterByNo.get(lineNo)));
  return [...lines, ...changesOfOrder(before, after)];
}

function changesOfLine(
  before: AcknowledgementLine | undefined,
  after: AcknowledgementLine | undefined,
): AcknowledgementChange[] {
  if (!before) return after ? [{ kind: 'line-added', ...whole(after) }] : [];
  if (!after) return [{ kind: 'line-withdrawn', ...whole(before) }];
  const line = { lineNo: after.lineNo, description: after.description };
  const changes: AcknowledgementChange[] = [];
  if (before.product !== after.product) {
    changes.push({ kind: 'product', ...line, before: before.description, after: after.description });
  }
  if (!equals(before.quantity, after.quantity)) {
    changes.push({ kind: 'quantity', ...line, before: before.quantity, after: after.quantity });
  }
  if (!equals(before.unitPrice, after.unitPrice)) {
    changes.push({ kind: 'price', ...line, before: before.unitPrice, after: after.unitPrice });
  }
  if (!equals(before.discountPercent, after.discountPercent)) {
    changes.push({ kind: 'discount', ...line, before: before.discountPercent, after: after.discountPercent });
  }
  if (!equals(before.priceBase ?? '1', after.priceBase ?? '1')) {
    changes.push({ kind: 'price-base', ...line, before: before.priceBase ?? '1', after: after.priceBase ?? '1' });
  }
  if (!sameAdjustments(before.adjustments, after.adjustments)) {
    const [was, is] = [before, after].map(({ adjustments }) => [...ownOf(adjustments)]);
    changes.push({ kind: 'adjustments', ...line, before: was ?? [], after: is ?? [] });
  }
  if (!equals(before.vatRate, after.vatRate)) {
    changes.push({ kind: 'vat-rate', ...line, before: before.vatRate, after: after.vatRate });
  }
  if (before.requestedDate !== after.requestedDate) {
    changes.push({ kind: 'requested-date', ...line, before: before.requestedDate, after: after.requestedDate });
  }
  if (!sameDates(before.agreed, after.agreed)) {
    changes.push({ kind: 'agreed-date', ...line, before: before.agreed, after: after.agreed });
  }
  return changes;
}

function changesOfOrder(before: AcknowledgedOrder, after: AcknowledgedOrder): AcknowledgementChange[] {
  const changes: AcknowledgementChange[] = [];
  const [was, is] = [chargedOnOrder(before), chargedOnOrder(after)];
  if (termsOfOrder(was) !== termsOfOrder(is)) changes.push({ kind: 'order-adjustments', before: was, after: is });
  if (!equals(before.freight, after.freight)) {
    changes.push({ kind: 'freight', before: before.freight, after: after.freight });
  }
  if (!areSameTerms(before.paymentTerms, after.paymentTerms)) {
    changes.push({ kind: 'payment-terms', before: before.paymentTerms, after: after.paymentTerms });
  }
  if (!sameAddress(before.deliveryAddress, after.deliveryAddress)) {
    changes.push({ kind: 'delivery-address', before: before.deliveryAddress, after: after.deliveryAddress });
  }
  if (before.customerReference !== after.customerReference) {
    changes.push({ kind: 'customer-reference', before: before.customerReference, after: after.customerReference });
  }
  return changes;
}

type OnOrder = Extract<AcknowledgementChange, { kind: 'order-adjustments' }>['after'];

/** The adjustments of the whole order, over all rates. */
function chargedOnOrder({ lines, currency }: AcknowledgedOrder): OnOrder {
  const charged = new Map<string, OnOrder[number]>();
  for (const { kind, text, percent, amount } of documentAdjustments(lines, currency)) {
    const said = { kind, text, ...(percent !== undefined && { percent }) };
    const key = canonicalJson(said);
    charged.set(key, { ...said, amount: sum([charged.get(key)?.amount ?? '0', amount], currency) });
  }
  return [...charged.values()];
}

/** What a percentage comes to follows from the lines. */
const termsOfOrder = (charged: OnOrder): string =>
  canonicalJson(charged.map(({ amount, ...said }) => (said.percent === undefined ? { ...said, amount } : said)));

function whole({ lineNo, description, unit, quantity }: AcknowledgementLine) {
  return { lineNo, description, unit, quantity };
}

/** As they were agreed; what they come to follows from the line. */
const sameAdjustments = (one: Charged, other: Charged): boolean => sameOwn(ownOf(one), ownOf(other));

const sameOwn = (before: readonly ChargedAdjustment[], after: readonly ChargedAdjustment[]): boolean =>
  before.length === after.length &&
  before.every((one, index) => {
    const other = after[index];
    return other !== undefined && agreedFields.every((field) => one[field] === other[field]);
  });

const agreedFields = ['kind', 'reason', 'text', 'basis', 'value'] as const;

type Charged = AcknowledgementLine['adjustments'];

function sameDates(before: readonly AgreedDate[], after: readonly AgreedDate[]): boolean {
  if (before.length !== after.length) return false;
  return before.every((part, index) => {
    const other = after[index];
    return other !== undefined && part.date === other.date && equals(part.quantity, other.quantity);
  });
}

function sameAddress(before: PostalAddress, after: PostalAddress): boolean {
  return addressLines(before, 'en').join('\n') === addressLines(after, 'en').join('\n');
}

/** A change in words: what it is about, and both values; `before` or `after` is empty for a line added or withdrawn. */
export type ChangeInWords = { readonly what: string; readonly before: string; readonly after: string };

/** The change for a reader of the document's language. */
export function describeChange(
  change: AcknowledgementChange,
  { language, currency }: Pick<AcknowledgementDocument, 'language' | 'currency'>,
): ChangeInWords {
  const words = wordsOf(language);
  const name = words.change[change.kind];
  const what = 'lineNo' in change ? `${words.line(change.lineNo)}, ${change.description} – ${name}` : name;
  const both = <T>(values: { before: T; after: T }, format: (value: T) => string): ChangeInWords => {
    return { what, before: format(values.before), after: format(values.after) };
  };
  switch (change.kind) {
    case 'line-added':
      return { what, before: '', after: quantityOf(change, language) };
    case 'line-withdrawn':
      return { what, before: quantityOf(change, language), after: '' };
    case 'quantity':
    case 'price-base':
      return both(change, (value) => formatQuantity(value, language));
    case 'adjustments':
      return both(change, (list) => list.map((each) => describeAdjustment(each, currency, language)).join(', '));
    case 'price':
      return both(change, (value) => formatPrice(value, language));
    case 'discount':
    case 'vat-rate':
      return both(change, (value) => formatPercent(value, language));
    case 'requested-date':
      return both(change, (value) => formatDate(value, language));
    case 'agreed-date':
      return both(change, (parts) => describeAgreed(parts, language));
    case 'order-adjustments':
      return both(change, (list) => list.map((each) => describeOnOrder(each, currency, language)).join(', '));
    case 'freight':
      return both(change, (value) => formatAmount(value, currency, language));
    case 'payment-terms':
      return both(change, (value) => describeTerms(value, language));
    case 'delivery-address':
      return both(change, (value) => addressLines(value, language).join(', '));
    case 'product':
      return both(change, (value) => value);
    case 'customer-reference':
      return both(change, (value) => value ?? words.none);
  }
}

const describeOnOrder = (
  { percent, ...charged }: OnOrder[number],
  currency: string,
  language: AcknowledgementDocument['language'],
): string =>
  describeAdjustment(
    percent === undefined
      ? { ...charged, basis: 'amount', value: charged.amount }
      : { ...charged, basis: 'percent', value: percent },
    currency,
    language,
  );

function quantityOf(change: { quantity: string; unit: string }, language: AcknowledgementDocument['language']): string {
  return `${formatQuantity(change.quantity, language)} × ${change.unit}`;
}

/** The agreed dates of a line, one per line of text; the quantity stands with the date when there are several. */
export function describeAgreed(
  agreed: readonly AgreedDate[],
  language: AcknowledgementDocument['language'],
  separator = ', ',
): string {
  const { acknowledgement } = wordsOf(language);
  const [only, ...others] = agreed;
  if (!only) return acknowledgement.noDate;
  if (others.length === 0) return formatDate(only.date, language);
  return agreed
    .map((part) => acknowledgement.agreedPart(formatQuantity(part.quantity, language), formatDate(part.date, language)))
    .join(separator);
}
