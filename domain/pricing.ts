import type { PaymentTerms } from '../contracts/primitives.js';
import type { BesidePrice, LineExpectation, OrderDraft } from '../contracts/process.js';
import { besidePrice } from './adjustments.js';
import { canonicalPrice, compare, type Amount, type UnitPrice } from './money.js';
import { freightLeft, quantityLeft, type UsedQuoteLine } from './quote-use.js';

/** A quote's line with what other orders have taken of it so far; the record of the order looks again, under a lock. */
export type OfferedLine = UsedQuoteLine &
  BesidePrice & {
    readonly product: string;
    readonly unitPrice: UnitPrice;
    readonly discountPercent: string;
    readonly deliveryDate: string | null;
  };

/** What an order as a whole takes from a quote. */
export type Offer = {
  readonly paymentTerms: PaymentTerms;
  readonly freight: Amount;
  readonly adjustments?: OrderDraft['adjustments'];
  readonly lines: readonly OfferedLine[];
};

/** A product as the price list has it. */
export type Listed = Pick<BesidePrice, 'priceBase'> & { readonly number: string; readonly listPrice: UnitPrice };

/**
 * What an order line is held against: what is left of the quote line it names, else the price list without a discount.
 */
export function expectationOf(offered: OfferedLine | undefined, listed: Listed): LineExpectation {
  if (offered) {
    const { product, unitPrice, discountPercent, deliveryDate } = offered;
    return {
      source: 'quote',
      product,
      quantity: quantityLeft(offered),
      unitPrice,
      discountPercent,
      deliveryDate,
      ...besidePrice(offered),
    };
  }
  const { number: product, listPrice: unitPrice, priceBase } = listed;
  return {
    source: 'price-list',
    product,
    quantity: null,
    unitPrice,
    discountPercent: '0.00',
    deliveryDate: null,
    ...besidePrice({ priceBase }),
  };
}

/** What terms and freight are held against: the quote's, else the customer's terms and no freight in particular. */
export function expectationsOf(
  customerTerms: PaymentTerms,
  offer: Offer | null,
): Pick<OrderDraft, 'expectedTerms' | 'expectedFreight'> {
  if (offer === null) return { expectedTerms: { source: 'customer', terms: customerTerms }, expectedFreight: null };
  return { expectedTerms: { source: 'quote', terms: offer.paymentTerms }, expectedFreight: freightLeft(offer) };
}

/**
 * A draft held against the list prices before who asks for it lowered them: a price that they made themselves is looked at
 * by somebody else, as one that they typed is.
 * @param lowered prices by product
 */
export function heldAgainstListBefore<D extends Pick<OrderDraft, 'lines'>>(
  draft: D,
  lowered: Readonly<Record<string, string>>,
): D {
  const lines = draft.lines.map((line) => {
    const before = line.expected.source === 'price-list' ? lowered[line.product] : undefined;
    const isLower = before !== undefined && compare(before, line.expected.unitPrice) > 0;
    return isLower ? { ...line, expected: { ...line.expected, unitPrice: canonicalPrice(before) } } : line;
  });
  return { ...draft, lines };
}
