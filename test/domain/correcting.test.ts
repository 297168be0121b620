import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorrectionInput } from '../../contracts/correction.js';
import type { InvoiceLine } from '../../contracts/invoice.js';
import {
  planCorrection,
  sourcesInvoiced,
  type CorrectionFacts,
  type PlannedCorrection,
} from '../../domain/correcting.js';
import type { CreditableInvoice, IssuedInvoice } from '../../domain/crediting.js';
import { add, isZero } from '../../domain/money.js';
import { orderLineNet, totalsOf } from '../../domain/order-totals.js';
import { rated } from '../support/vat.js';

const line = (changes: Partial<InvoiceLine> = {}): InvoiceLine => ({
  lineNo: 1,
  product: 'P-1',
  description: 'Box',
  unit: 'piece',
  quantity: '10',
  unitPrice: '10.00',
  discountPercent: '0.00',
  ...rated('20.00'),
  net: '100.00',
  ...changes,
});
const tea = line({
  lineNo: 2,
  quantity: '3',
  unitPrice: '3.33',
  discountPercent: '10.00',
  ...rated('5.50'),
  net: '8.99',
});

const invoiceOf = (lines: readonly InvoiceLine[], freight: string): IssuedInvoice => ({
  lines,
  freight,
  vatBreakdown: totalsOf({ lines, freight, currency: 'EUR' }).vatBreakdown,
});

/** 10 boxes of 10.00 at 20 % and 3 teas at 5.5 % (8.99), freight 12.00: 143.74 with tax. Nothing of it is paid. */
const found = (
  changes: Partial<CreditableInvoice> = {},
  issued = invoiceOf([line(), tea], '12.00'),
): CreditableInvoice => ({
  creditable: { invoice: 'FA-2026-000001', currency: 'EUR', issued, credited: [] },
  kind: 'invoice',
  customer: 'VINET',
  order: 'SO-2026-000001',
  issueDate: '2026-11-02',
  sources: [],
  claims: [],
  receivables: [
    {
      kind: 'receivable',
      invoice: 'FA-2026-000001',
      instalment: 1,
      dueDate: '2026-12-02',
      open: '143.74',
      writtenOff: '0.00',
    },
  ],
  ...changes,
});
const paid = found({
  receivables: [
    {
      kind: 'receivable',
      invoice: 'FA-2026-000001',
      instalment: 1,
      dueDate: '2026-12-02',
      open: '0.00',
      writtenOff: '0.00',
    },
  ],
});

const facts: CorrectionFacts = {
  today: '2026-11-30',
  buyer: {
    customer: 'VINET',
    currency: 'EUR',
    countryCode: 'FR',
    vatNumber: null,
    taxation: { vatRegime: 'domestic', taxCountry: 'FR' },
  },
  deliveredOn: '2026-11-02',
  taxClasses: [
    { lineNo: 1, taxClass: 'standard' },
    { lineNo: 2, taxClass: 'reduced' },
  ],
  taxRates: [
    { country: 'FR', taxClass: 'standard', from: '2014-01-01', vatCategory: 'S', vatRate: '20.00', vatExemption: null },
    { country: 'FR', taxClass: 'reduced', from: '2014-01-01', vatCategory: 'S', vatRate: '5.50', vatExemption: null },
  ],
};
const another = { ...facts, buyer: { ...facts.buyer, customer: 'TOMSP' } };

type Wish = Partial<CorrectionInput>;
const wishOf = (wish: Wish): CorrectionInput =>
  CorrectionInput.parse({ form: 'credit-and-invoice', reason: 'PU_ERR', ...wish });

function planned(wish: Wish, of = found(), known = facts): PlannedCorrection {
  const plan = planCorrection(of, wishOf(wish), known);
  if (plan.kind === 'refused') throw new Error(JSON.stringify(plan));
  return plan;
}
const refusalOf = (wish: Wish, of = found(), known = facts) => {
  const plan = planCorrection(of, wishOf(wish), known);
  return plan.kind === 'refused' ? [plan.code, plan.field] : plan;
};
const totals = ({ draft: { net, vat, gross } }: PlannedCorrection) => [net, vat, gross];

describe('the right invoice', () => {
  it('of which nothing but the terms changes comes to what the wrong one came to', () => {
    const plan = planned({ paymentTerms: { kind: 'net', days: 45 } });
    expect(totals(plan)).toEqual(['120.99', '22.75', '143.74']);
    expect(plan.credit.draft.gross).toBe('-143.74');
    expect(plan.draft.lines).toEqual([line(), tea]);
  });

  it('has another price, and the rest as it was', () => {
    // 90.00 + 8.99 + 12.00; freight 11.01 and 0.99 as before: 101.01 × 20 % = 20.20, 9.98 × 5.5 % = 0.55.
    const plan = planned({ lines: [{ lineNo: 1, unitPrice: '9.00' }] });
    expect(totals(plan)).toEqual(['110.99', '20.75', '131.74']);
    expect(plan.draft.lines[0]).toMatchObject({ quantity: '10', unitPrice: '9.00', net: '90.00' });
  });

  it('has another quantity and discount, no tea and no freight', () => {
    // 8 × 10.00 less 5 % = 76.00; × 20 % = 15.20.
    const lines = [{ lineNo: 1, quantity: '8', discountPercent: '5' }];
    expect(totals(planned({ lines, without: [2], freight: '0' }))).toEqual(['76.00', '15.20', '91.20']);
  });

  it('is taxed anew where the class of a line was wrong', () => {
    // All at 5.5 %: 120.99 × 5.5 % = 6.65445.
    const plan = planned({ lines: [{ lineNo: 1, taxClass: 'reduced' }] });
    expect(plan.draft.vatBreakdown).toMatchObject([{ vatRate: '5.50', base: '120.99', vat: '6.65' }]);
  });

  it('to a buyer in another member state bears no VAT', () => {
    const abroad = { ...facts.buyer, countryCode: 'DE', vatNumber: 'DE136695976' };
    const known = {
      ...facts,
      buyer: { ...abroad, taxation: { vatRegime: 'intra-community', taxCountry: 'FR' } as const },
    };
    const plan = planned({ customer: 'VINET' }, found(), known);
    expect(plan.draft.vatBreakdown).toMatchObject([{ vatCategory: 'K', base: '120.99', vat: '0.00' }]);
  });

  it('takes the money that was paid on the wrong one, and what is more is ours to give', () => {
    expect(planned({ lines: [{ lineNo: 1, unitPrice: '9.00' }] }, paid)).toMatchObject({
      deducted: '131.74',
      toGive: '12.00',
      open: '0.00',
    });
    expect(planned({ lines: [{ lineNo: 1, unitPrice: '11.00' }] }, paid)).toMatchObject({
      deducted: '143.74',
      toGive: '0.00',
      open: '12.00',
    });
  });

  it('of another customer takes none of the money of the first', () => {
    expect(planned({ customer: 'TOMSP' }, paid, another)).toMatchObject({
      deducted: '0.00',
      toGive: '143.74',
      open: '143.74',
    });
  });
});

describe('the right invoice of a line that had something beside its price', () => {
  // 10 × 10.00 less 5 % is 95.00; 12.00 of a charge on the order, less 10 % on the order of 95.00, is 97.50.
  const adjustments: NonNullable<InvoiceLine['adjustments']> = [
    {
      kind: 'allowance',
      reason: '95',
      text: 'Remise',
      basis: 'percent',
      value: '5.00',
      base: '100.00',
      amount: '5.00',
    },
    {
      kind: 'charge',
      reason: 'ABL',
      text: 'Emballage',
      basis: 'amount',
      value: '12.00',
      of: 1,
      base: null,
      amount: '12.00',
    },
    {
      kind: 'allowance',
      reason: '95',
      text: 'Fidélité',
      basis: 'amount',
      value: '9.50',
      of: 2,
      percent: '10.00',
      base: null,
      amount: '9.50',
    },
  ];
  const adjusted = line({ net: '97.50', adjustments });
  const wrong = found({}, invoiceOf([adjusted], '0.00'));
  const amounts = ({ draft }: PlannedCorrection) => draft.lines[0]?.adjustments?.map(({ amount }) => amount);

  it('says it again where it was right', () => {
    const plan = planned({ customerReference: 'PO-1' }, wrong);
    expect(plan.draft.lines).toEqual([adjusted]);
  });

  it('of half of it bears half of it', () => {
    // 50.00 − 2.50 + 6.00 − 4.75
    const plan = planned({ lines: [{ lineNo: 1, quantity: '5' }] }, wrong);
    expect(amounts(plan)).toEqual(['2.50', '6.00', '4.75']);
    expect(plan.draft.net).toBe('48.75');
  });

  it('at another price bears the percentages of that', () => {
    // 80.00 − 4.00 + 12.00 − 7.60
    const plan = planned({ lines: [{ lineNo: 1, unitPrice: '8.00' }] }, wrong);
    expect(amounts(plan)).toEqual(['4.00', '12.00', '7.60']);
    expect(plan.draft.net).toBe('80.40');
  });

  it('has no allowance above what it comes to', () => {
    const voucher = { kind: 'allowance', reason: '95', text: 'Bon', basis: 'amount', value: '60.00' } as const;
    const rebated = line({ net: '40.00', adjustments: [{ ...voucher, base: null, amount: '60.00' }] });
    const lines = [{ lineNo: 1, unitPrice: '5.00' }];
    expect(refusalOf({ lines }, found({}, invoiceOf([rebated], '0.00')))).toEqual([
      'invalid-request',
      'lines.0.unitPrice',
    ]);
  });

  it('mixes nothing with what is outside the scope of VAT', () => {
    const outside = {
      country: 'FR',
      taxClass: 'outside-scope',
      from: '2014-01-01',
      vatCategory: 'O',
      vatRate: '0.00',
      vatExemption: 'VATEX-EU-O',
    } as const;
    const known = { ...facts, taxRates: [...facts.taxRates, outside] };
    const wish: Wish = { lines: [{ lineNo: 2, taxClass: 'outside-scope' }] };
    expect(refusalOf(wish, found(), known)).toEqual(['invalid-request', 'lines.0.taxClass']);
    expect(totals(planned({ ...wish, without: [1], freight: '0' }, found(), known))).toEqual(['8.99', '0.00', '8.99']);
  });
});

describe('no right invoice', () => {
  it.each([
    ['of more than is left', { lines: [{ lineNo: 1, quantity: '11' }] }, ['over-credit', 'lines.0.quantity']],
    ['of a line that was not invoiced', { lines: [{ lineNo: 9, quantity: '1' }] }, ['line-unknown', 'lines.0.lineNo']],
    ['without a line that was not invoiced', { without: [3] }, ['line-unknown', 'without.0']],
    ['of nothing', { without: [1, 2] }, ['invalid-request', 'without']],
    ['of a freight with thousandths', { freight: '1.005' }, ['invalid-request', 'freight']],
    ['of half a box', { lines: [{ lineNo: 1, quantity: '0.5' }] }, ['invalid-request', 'lines.0.quantity']],
    [
      'of a class that has no rate',
      { lines: [{ lineNo: 1, taxClass: 'intermediate' }] },
      ['invalid-request', 'lines.0.taxClass'],
    ],
  ] as const)('%s', (_, wish, refusal) => {
    expect(refusalOf(wish as Wish)).toEqual(refusal);
  });

  it('in the account of another currency', () => {
    const known = { ...another, buyer: { ...another.buyer, currency: 'CHF' as const } };
    expect(refusalOf({ customer: 'TOMSP' }, found(), known)).toEqual(['currency-mismatch', 'customer']);
  });

  it('that says nothing that should have been otherwise', () => {
    expect(CorrectionInput.safeParse({ form: 'corrective', reason: 'AUTRE' }).success).toBe(false);
  });
});

describe('a corrective invoice takes the place of exactly one', () => {
  const corrective = { form: 'corrective', freight: '0' } as const;

  it('of a customer in France, of which nothing was credited', () => {
    expect(planned(corrective).draft.freight).toBe('0.00');
  });

  it.each([
    [
      'after a credit note',
      found({ creditable: { ...found().creditable, credited: [{ ...invoiceOf([], '0.00'), takesQuantities: true }] } }),
      facts,
    ],
    ['abroad', found(), { ...facts, buyer: { ...facts.buyer, countryCode: 'DE' } }],
    ['of another customer', found(), another],
  ])('and not %s', (_, of, known) => {
    expect(refusalOf(corrective, of, known)).toEqual(['invalid-request', 'form']);
  });
});

describe('any invoice', () => {
  const basket = fc.array(
    fc.record({
      thousandths: fc.integer({ min: 1, max: 200_000 }),
      price: fc.integer({ min: 1, max: 500_000 }),
      discount: fc.integer({ min: 0, max: 60 }),
      rate: fc.constantFrom('20.00', '10.00', '5.50', '2.10'),
    }),
    { minLength: 1, maxLength: 5 },
  );

  it('that is put right in nothing but its terms comes to the same, and both together to what it was', () => {
    fc.assert(
      fc.property(basket, fc.integer({ min: 0, max: 9_999 }), (drawn, cents) => {
        const lines = drawn.map(({ thousandths, price, discount, rate }, index) => {
          const quantity = String(thousandths / 1000);
          const priced = { quantity, unitPrice: (price / 100).toFixed(2), discountPercent: `${discount}.00` };
          return line({ lineNo: index + 1, ...priced, ...rated(rate), net: orderLineNet(priced, 'EUR') });
        });
        const plan = planned({ customerReference: 'PO-1' }, found({}, invoiceOf(lines, (cents / 100).toFixed(2))));
        expect(isZero(add(plan.draft.gross, plan.credit.draft.gross))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('of several deliveries charges the first ones first', () => {
    const of = { order: 'SO-1', orderLine: 1, deliveryLine: 1, lineNo: 1 };
    const credited = [
      { ...of, delivery: 'BL-2', quantity: '4' },
      { ...of, delivery: 'BL-1', quantity: '6' },
    ];
    expect(sourcesInvoiced([line({ quantity: '7' })], credited)).toMatchObject([
      { delivery: 'BL-1', quantity: '6' },
      { delivery: 'BL-2', quantity: '1' },
    ]);
  });
});
