import { describe, expect, it } from 'vitest';
import { freightLeft, heldAgainst, quantityLeft, type QuoteUse } from '../../domain/quote-use.js';
import { draftLine, orderDraft } from './order-drafts.js';

const use = (ordered: string, changes: Partial<QuoteUse> = {}): QuoteUse => ({
  freight: '32.38',
  lines: [{ lineNo: 1, quantity: '10', ordered }],
  ...changes,
});

describe('what other orders have left of a quote', () => {
  it.each([
    ['10', '0', '10'],
    ['10', '4', '6'],
    ['2.5', '0.125', '2.375'],
    ['10', '10', '0'],
    ['10', '12', '0'],
  ])('of %s quoted and %s ordered, %s', (quantity, ordered, left) => {
    expect(quantityLeft({ quantity, ordered })).toBe(left);
  });

  it('its freight is for the first order alone', () => {
    expect(freightLeft(use('0'))).toBe('32.38');
    expect(freightLeft(use('0.001'))).toBe('0');
  });
});

describe('an order at its record', () => {
  it('is as it was drafted while nobody has taken of its quote', () => {
    const draft = orderDraft();
    expect(heldAgainst(draft, use('0'))).toBe(draft);
  });

  it('is held against what is left, and owes no freight, once another order has taken some', () => {
    const draft = orderDraft();
    const held = heldAgainst(draft, use('4'));
    expect(held).toEqual({
      ...draft,
      expectedFreight: '0',
      lines: [draftLine({ expected: { ...draftLine().expected, quantity: '6' } })],
    });
  });

  it('is held against the whole again once the other order has been cancelled', () => {
    const expected = { ...draftLine().expected, quantity: '6' };
    const draft = orderDraft({ expectedFreight: '0.00', lines: [draftLine({ expected })] });
    expect(heldAgainst(draft, use('0'))).toEqual(orderDraft());
  });

  it('keeps the price list for a line that answers no line of the quote', () => {
    const expected = { ...draftLine().expected, source: 'price-list' as const, quantity: null };
    const line = draftLine({ quoteLineNo: null, expected });
    expect(heldAgainst(orderDraft({ lines: [line] }), use('10')).lines).toEqual([line]);
  });
});
