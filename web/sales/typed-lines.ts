import type { Adjustment } from '../../contracts/adjustment.js';
import type { OrderLine, OrderLineInput } from '../../contracts/order.js';
import type { Quote } from '../../contracts/quote.js';
import { adjustmentsLeft } from '../../domain/adjustments.js';
import { typedOf } from '../../domain/eco-contributions.js';
import { compare, isPositive, isZero, subtractQuantities } from '../../domain/money.js';
import { orderLineNet } from '../../domain/order-totals.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';

/** A line as somebody types it: text that may be anything yet. */
export type TypedLine = {
  readonly lineNo: number;
  readonly product: string;
  /** What it is called, where the price list may not say. */
  readonly name?: string;
  readonly quantity: string;
  readonly unitPrice: string;
  /** The list price that was filled in; a price that is still it follows the product. */
  readonly listed?: string;
  readonly discountPercent: string;
  /** Units that the price is of; left out: as the product says. */
  readonly priceBase?: string | undefined;
  /** What comes off the price or on top; left out: nothing was said. */
  readonly adjustments?: readonly Adjustment[];
  /** Null: none in particular. */
  readonly date: string | null;
  readonly quoteLineNo: number | null;
};

export type LineField = 'product' | 'quantity' | 'unitPrice' | 'discountPercent' | 'date' | 'adjustments';
type Language = 'fr' | 'en';

export const emptyLine = (lineNo: number): TypedLine => ({
  lineNo,
  product: '',
  quantity: '',
  unitPrice: '',
  discountPercent: '',
  date: null,
  quoteLineNo: null,
});

export const isBlank = ({ product, quantity, unitPrice }: TypedLine): boolean =>
  [product, quantity, unitPrice].every((text) => text.trim() === '');

export const nextLineNo = (lines: readonly TypedLine[]): number =>
  Math.max(0, ...lines.map(({ lineNo }) => lineNo)) + 1;

/** The lines of a quote, to be ordered or offered anew. */
export const linesOfQuote = ({ lines }: Pick<Quote, 'lines'>, language: Language): TypedLine[] =>
  lines.map((line) => ({
    lineNo: line.lineNo,
    product: line.product,
    quantity: writtenDecimal(line.quantity, language),
    unitPrice: writtenDecimal(line.unitPrice, language),
    discountPercent: isZero(line.discountPercent) ? '' : writtenDecimal(line.discountPercent, language),
    priceBase: line.priceBase ?? '1',
    adjustments: line.adjustments ?? [],
    date: line.deliveryDate,
    quoteLineNo: line.lineNo,
  }));

/** The lines of an order as they stand, without what is cancelled of them. */
export const linesOfOrder = (
  { lines, currency }: { readonly lines: readonly OrderLine[]; readonly currency: string },
  language: Language,
): TypedLine[] =>
  lines
    .map((line) => ({ line, quantity: subtractQuantities(line.quantity, line.cancelled) }))
    .filter(({ quantity }) => isPositive(quantity))
    .map(({ line, quantity }) => ({
      lineNo: line.lineNo,
      product: line.product,
      name: line.description,
      quantity: writtenDecimal(quantity, language),
      unitPrice: writtenDecimal(line.unitPrice, language),
      discountPercent: isZero(line.discountPercent) ? '' : writtenDecimal(line.discountPercent, language),
      priceBase: line.priceBase ?? '1',
      adjustments: agreedOf(line, quantity, currency),
      date: line.requestedDate,
      quoteLineNo: line.quoteLineNo,
    }));

/** As they were agreed, of an amount what is not cancelled. */
const agreedOf = (
  { adjustments = [], quantity: of }: OrderLine,
  left: string,
  currency: string,
): readonly Adjustment[] =>
  adjustmentsLeft(
    typedOf(adjustments).map(({ kind, reason, text, basis, value }) => ({ kind, reason, text, basis, value })),
    { left, of },
    currency,
  );

const discountOf = ({ discountPercent }: TypedLine): string => typedDecimal(discountPercent) || '0';

/** What the lines of an offer and those of an order are sent with alike. */
export const figuresOf = (line: TypedLine) => ({
  lineNo: line.lineNo,
  product: line.product.trim(),
  quantity: typedDecimal(line.quantity),
  unitPrice: typedDecimal(line.unitPrice),
  ...(line.priceBase !== undefined && { priceBase: line.priceBase }),
  ...(line.adjustments && { adjustments: [...line.adjustments] }),
});

/** A line as it is ordered. @param date of a line that has none of its own */
export const orderLineOf = (line: TypedLine, date: string): OrderLineInput => ({
  ...figuresOf(line),
  discountPercent: discountOf(line),
  quoteLineNo: line.quoteLineNo,
  requestedDate: line.date ?? date,
});

/** A line as it is offered. */
export const offerLineOf = (line: TypedLine) => ({
  ...figuresOf(line),
  discountPercent: discountOf(line),
  deliveryDate: line.date,
});

export const isTypedFigure = (text: string): boolean => /^\d{1,12}(\.\d{1,4})?$/.test(text);

/** A text that may be the number of a product. */
export const isTypedProduct = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._~-]{0,29}$/.test(text.trim());

/** Net of a line in the currency; null while its figures are none. */
export function netOf(line: TypedLine, currency: string): string | null {
  const { quantity, unitPrice } = figuresOf(line);
  const discountPercent = discountOf(line);
  if (![quantity, unitPrice, discountPercent].every(isTypedFigure) || compare(discountPercent, '100') > 0) return null;
  const { priceBase, adjustments } = line;
  return orderLineNet({ quantity, unitPrice, discountPercent, priceBase, adjustments }, currency);
}

/** A quantity that was typed; null while it is none. */
export const quantityOf = ({ quantity }: TypedLine): string | null => {
  const text = typedDecimal(quantity);
  return isTypedFigure(text) ? text : null;
};
