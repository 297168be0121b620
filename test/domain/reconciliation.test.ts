import { describe, expect, it } from 'vitest';
import type { TolerancePolicy } from '../../contracts/policies.js';
import type { FoundDiscrepancy } from '../../contracts/discrepancy.js';
import type { LineExpectation, OrderDraft, OrderDraftLine } from '../../contracts/process.js';
import { isClear, reconcile } from '../../domain/reconciliation.js';
import { draftLine, orderDraft } from './order-drafts.js';

const policy: TolerancePolicy = {
  schemaVersion: 1,
  pricePercent: '1.00',
  quantityPercent: '10.00',
  dateDays: 2,
  discountPoints: '0.50',
  freightAmount: '5.00',
  escalateAfterHours: 8,
};

const found = (draft: OrderDraft): FoundDiscrepancy[] => reconcile(draft, 1, policy);
const ofLine = (changes: Partial<OrderDraftLine>) => found(orderDraft({ lines: [draftLine(changes)] }));
const expecting = (changes: Partial<LineExpectation>): LineExpectation => ({ ...draftLine().expected, ...changes });
const verdict = (discrepancies: readonly FoundDiscrepancy[]): string => {
  if (discrepancies.length === 0) return 'matched';
  return isClear(discrepancies) ? 'tolerated' : 'for sales';
};

describe('reconciliation of an order with its quote', () => {
  it('an order that says what the quote says has no discrepancy', () => {
    expect(found(orderDraft())).toEqual([]);
    expect(isClear([])).toBe(true);
  });

  it('figures written otherwise are the same figures', () => {
    expect(ofLine({ quantity: '10.000', unitPrice: '14', discountPercent: '5' })).toEqual([]);
  });

  it.each([
    // 1 % of 14.00 is 0.14
    ['14.00', 'matched'],
    ['14.14', 'tolerated'],
    ['14.1401', 'for sales'],
    ['13.86', 'tolerated'],
    ['13.8599', 'for sales'],
  ])('a price of %s where 14.00 was quoted, 1 percent tolerated: %s', (unitPrice, expected) => {
    expect(verdict(ofLine({ unitPrice }))).toBe(expected);
  });

  it.each([
    ['10', 'matched'],
    ['9', 'matched'],
    ['0.5', 'matched'],
    ['11', 'tolerated'],
    ['11.001', 'for sales'],
  ])('a quantity of %s where 10 were quoted, 10 percent tolerated: %s', (quantity, expected) => {
    expect(verdict(ofLine({ quantity }))).toBe(expected);
  });

  it.each([
    ['2026-12-15', 'matched'],
    ['2026-12-01', 'matched'],
    ['2026-11-30', 'matched'],
    ['2026-11-29', 'tolerated'],
    ['2026-11-28', 'tolerated'],
    ['2026-11-27', 'for sales'],
  ])('delivery wanted on %s where 2026-11-30 was offered, 2 days tolerated: %s', (requestedDate, expected) => {
    expect(verdict(ofLine({ requestedDate }))).toBe(expected);
  });

  it('days are counted across the leap day', () => {
    // From 27 February to 1 March: 3 days in 2028, 2 days in 2027.
    const wanted = (year: number) =>
      ofLine({ requestedDate: `${year}-02-27`, expected: expecting({ deliveryDate: `${year}-03-01` }) });
    expect(verdict(wanted(2028))).toBe('for sales');
    expect(verdict(wanted(2027))).toBe('tolerated');
  });

  it.each([
    ['5.00', 'matched'],
    ['5.50', 'tolerated'],
    ['5.51', 'for sales'],
    ['4.50', 'tolerated'],
    ['4.49', 'for sales'],
    ['0.00', 'for sales'],
  ])('a discount of %s percent where 5 percent was quoted, half a point tolerated: %s', (discountPercent, expected) => {
    expect(verdict(ofLine({ discountPercent }))).toBe(expected);
  });

  it.each([
    ['32.38', 'matched'],
    ['37.38', 'tolerated'],
    ['37.39', 'for sales'],
    ['27.38', 'tolerated'],
    ['27.37', 'for sales'],
  ])('freight of %s where 32.38 was quoted, 5.00 tolerated: %s', (freight, expected) => {
    expect(verdict(found(orderDraft({ freight })))).toBe(expected);
  });

  it('another product is never tolerated', () => {
    expect(ofLine({ product: 'P-042' })).toEqual([
      {
        id: '1-1',
        type: 'item',
        lineNo: 1,
        together: [],
        expected: 'P-011',
        actual: 'P-042',
        source: 'quote',
        withinTolerance: false,
      },
    ]);
  });

  it('other payment terms are never tolerated, and both sides are kept as they are', () => {
    const paymentTerms = { kind: 'end-of-month', days: 45, reading: 'month-end-then-days' } as const;
    const [terms] = found(orderDraft({ paymentTerms }));
    expect(terms).toMatchObject({ type: 'terms', lineNo: null, source: 'quote', withinTolerance: false });
    expect(terms).toMatchObject({ expected: { kind: 'net', days: 30 }, actual: paymentTerms });
  });

  it('the two readings of 45 days end of month are different terms', () => {
    const terms = { kind: 'end-of-month', days: 45, reading: 'days-then-month-end' } as const;
    const paymentTerms = { ...terms, reading: 'month-end-then-days' } as const;
    expect(found(orderDraft({ paymentTerms, expectedTerms: { source: 'customer', terms } }))).toMatchObject([
      { type: 'terms', source: 'customer' },
    ]);
  });

  it('zero days end of month is one and the same in both readings', () => {
    const terms = { kind: 'end-of-month', days: 0, reading: 'days-then-month-end' } as const;
    const paymentTerms = { ...terms, reading: 'month-end-then-days' } as const;
    expect(found(orderDraft({ paymentTerms, expectedTerms: { source: 'quote', terms } }))).toEqual([]);
  });

  it('every difference is listed: lines in their sequence, then terms, then freight, numbered within the version', () => {
    const lines = [
      draftLine({ lineNo: 2, requestedDate: '2026-11-01', unitPrice: '20.00', discountPercent: '50.00' }),
      draftLine({ lineNo: 1, quoteLineNo: 2, product: 'P-042', quantity: '99' }),
    ];
    const draft = orderDraft({ lines, paymentTerms: { kind: 'net', days: 60 }, freight: '0.00' });
    const discrepancies = reconcile(draft, 3, policy);
    expect(discrepancies.map(({ id, type, lineNo }) => [id, type, lineNo])).toEqual([
      ['3-1', 'price', 2],
      ['3-2', 'discount', 2],
      ['3-3', 'date', 2],
      ['3-4', 'item', 1],
      ['3-5', 'quantity', 1],
      ['3-6', 'terms', null],
      ['3-7', 'freight', null],
    ]);
    expect(discrepancies.map(({ expected, actual }) => [expected, actual])).toEqual([
      ['14.00', '20.00'],
      ['5.00', '50.00'],
      ['2026-11-30', '2026-11-01'],
      ['P-011', 'P-042'],
      ['10', '99'],
      [
        { kind: 'net', days: 30 },
        { kind: 'net', days: 60 },
      ],
      ['32.38', '0.00'],
    ]);
    expect(isClear(discrepancies)).toBe(false);
    expect(reconcile(draft, 3, policy)).toEqual(discrepancies);
  });

  it('one difference beyond tolerance among tolerated ones is for sales', () => {
    expect(verdict(ofLine({ unitPrice: '14.10', quantity: '11' }))).toBe('tolerated');
    expect(verdict(ofLine({ unitPrice: '14.10', quantity: '12' }))).toBe('for sales');
  });
});

describe('lines meet quote lines by line id', () => {
  it('the same product on two lines of a quote at two prices is matched, each to its own', () => {
    const cheap = expecting({ unitPrice: '9.00', quantity: '100' });
    const lines = [
      draftLine({ lineNo: 1, quoteLineNo: 2, unitPrice: '9.00', quantity: '100', expected: cheap }),
      draftLine({ lineNo: 2, quoteLineNo: 1 }),
    ];
    expect(found(orderDraft({ lines }))).toEqual([]);
  });

  it('a quote line split over two dates is counted together', () => {
    const split = (first: string, second: string) => [
      draftLine({ lineNo: 1, quantity: first }),
      draftLine({ lineNo: 2, quantity: second, requestedDate: '2026-12-15' }),
    ];
    expect(found(orderDraft({ lines: split('6', '4') }))).toEqual([]);
    expect(found(orderDraft({ lines: split('6', '5') }))).toMatchObject([
      { type: 'quantity', lineNo: 2, together: [1, 2], expected: '10', actual: '11', withinTolerance: true },
    ]);
    expect(found(orderDraft({ lines: split('10', '10') }))).toMatchObject([{ lineNo: 2, withinTolerance: false }]);
  });
});

describe('an order without a quote', () => {
  const listed: LineExpectation = {
    source: 'price-list',
    product: 'P-011',
    quantity: null,
    unitPrice: '14.00',
    discountPercent: null,
    deliveryDate: null,
  };
  const draft = (changes: Partial<OrderDraftLine>) =>
    orderDraft({
      quote: null,
      origin: 'phone',
      expectedFreight: null,
      expectedTerms: { source: 'customer', terms: { kind: 'net', days: 30 } },
      lines: [draftLine({ quoteLineNo: null, expected: listed, ...changes })],
    });

  it('has only its prices and terms compared', () => {
    expect(found(draft({ quantity: '5000', requestedDate: '2026-01-01', discountPercent: '12.00' }))).toEqual([]);
  });

  it('a price below the list is for sales, and so is one above it: the customer would be overcharged', () => {
    expect(found(draft({ unitPrice: '12.00' }))).toMatchObject([{ type: 'price', source: 'price-list' }]);
    expect(found(draft({ unitPrice: '16.00' }))).toMatchObject([{ expected: '14.00', actual: '16.00' }]);
  });

  it('lines without a quote line are not counted together', () => {
    const lines = [1, 2].map((lineNo) =>
      draftLine({ lineNo, quoteLineNo: null, expected: { ...listed, quantity: '10' } }),
    );
    expect(found(orderDraft({ lines }))).toEqual([]);
  });

  it('any price differs from a list price of zero beyond every tolerance', () => {
    expect(found(draft({ unitPrice: '0.01', expected: { ...listed, unitPrice: '0.00' } }))).toMatchObject([
      { withinTolerance: false },
    ]);
  });

  it('freight other than the agreed one is told against the customer', () => {
    expect(found({ ...draft({}), expectedFreight: '0.00' })).toMatchObject([{ type: 'freight', source: 'customer' }]);
  });
});
