import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, isNegative } from '../../domain/money.js';
import { expectationOf, expectationsOf } from '../../domain/pricing.js';
import { cabralesQuote } from './order-drafts.js';

const listed = { number: 'P-011', listPrice: '21.00' };
const [offered] = cabralesQuote.lines;
if (offered === undefined) throw new Error('the quote has a line');
const terms = { kind: 'net', days: 45 } as const;

describe('what an order line is compared with', () => {
  it('is the line of the quote that it names: product, price, discount and date', () => {
    expect(expectationOf(offered, listed)).toEqual({
      source: 'quote',
      product: 'P-011',
      quantity: '10',
      unitPrice: '14.00',
      discountPercent: '5.00',
      deliveryDate: '2026-11-30',
    });
  });

  it('is the quote’s product, also where the order has another', () => {
    expect(expectationOf(offered, { number: 'P-012', listPrice: '38.00' })).toMatchObject({
      product: 'P-011',
      unitPrice: '14.00',
    });
  });

  it('is the price list without a line of a quote: its price, no discount, any quantity and date', () => {
    expect(expectationOf(undefined, listed)).toEqual({
      source: 'price-list',
      product: 'P-011',
      quantity: null,
      unitPrice: '21.00',
      discountPercent: '0.00',
      deliveryDate: null,
    });
  });

  it.each([
    ['0', '10'],
    ['4', '6'],
    ['9.999', '0.001'],
    ['10', '0'],
    ['12', '0'],
  ])('of 10 quoted, %s already ordered by others: %s', (ordered, left) => {
    expect(expectationOf({ ...offered, ordered }, listed).quantity).toBe(left);
  });

  it('is never less than nothing nor more than was quoted', () => {
    const quantity = fc.integer({ min: 0, max: 2_000_000 }).map((thousandths) => (thousandths / 1000).toFixed(3));
    fc.assert(
      fc.property(quantity, quantity, (quoted, ordered) => {
        const left = expectationOf({ ...offered, quantity: quoted, ordered }, listed).quantity ?? '-1';
        expect(isNegative(left)).toBe(false);
        expect(compare(left, quoted)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('what the terms and the freight of an order are compared with', () => {
  it('are the quote’s, whatever the customer’s own terms', () => {
    expect(expectationsOf(terms, cabralesQuote)).toEqual({
      expectedTerms: { source: 'quote', terms: { kind: 'net', days: 30 } },
      expectedFreight: '32.38',
    });
  });

  it('are no freight once another order has taken of the quote: it was charged with that one', () => {
    const lines = [{ ...offered, ordered: '0.001' }];
    expect(expectationsOf(terms, { ...cabralesQuote, lines }).expectedFreight).toBe('0');
  });

  it('are the customer’s terms and no freight in particular without a quote', () => {
    expect(expectationsOf(terms, null)).toEqual({
      expectedTerms: { source: 'customer', terms },
      expectedFreight: null,
    });
  });
});
