import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveredLine, InvoiceDraft, LineProgress } from '../../contracts/process.js';
import { InvariantError } from '../../domain/invariant.js';
import { assertAddsUp, draftInvoice, invoicedFreight } from '../../domain/invoicing.js';
import { add, addQuantities, compare, equals, multiply, subtract, sum, sumQuantities } from '../../domain/money.js';
import { applyCancellation, applyDelivery, checkDelivery } from '../../domain/order-progress.js';
import { openOrderGross, orderLineNet, taxable as taxableOf, totalsOf } from '../../domain/order-totals.js';
import { vatOf } from '../../domain/tax.js';
import { draftLine, progress } from './order-drafts.js';
import { rated } from '../support/vat.js';

const cheese = draftLine({ lineNo: 1, quantity: '10', unitPrice: '21.00', discountPercent: '5', ...rated('5.5') });
const cutlery = draftLine({
  lineNo: 2,
  product: 'P-100',
  description: 'Cheese knife',
  unit: 'piece',
  quantity: '3',
  unitPrice: '9.90',
  discountPercent: '0',
  ...rated('20'),
});
const orderLines = [cheese, cutlery];
const first = {
  deliveryNumber: 'BL-2026-000001',
  delivered: [
    { lineNo: 1, quantity: '6' },
    { lineNo: 2, quantity: '3' },
  ],
  orderLines,
  progress: [progress({ lineNo: 1, delivered: '6' }), progress({ lineNo: 2, quantity: '3', delivered: '3' })],
  freight: '32.38',
  currency: 'EUR',
};

type Invoiced = Parameters<typeof draftInvoice>[0];

/** The draft of an invoice whose delivery bore the VAT of the order's lines. */
const draft = ({
  delivered,
  ...input
}: Omit<Invoiced, 'delivered'> & { readonly delivered: readonly DeliveredLine[] }) =>
  draftInvoice({
    ...input,
    delivered: delivered.map((line) => {
      const ordered = input.orderLines.find(({ lineNo }) => lineNo === line.lineNo);
      return { ...line, ...(ordered ? vatOf(ordered) : rated('20')) };
    }),
  });

describe('the invoice of a delivery', () => {
  it('charges what was delivered, the whole freight and VAT per rate', () => {
    // 6 × 21.00 = 126.00 less 5 % = 119.70 at 5.5 %; 3 × 9.90 = 29.70 at 20 %; the order has 10 × 21.00 less 5 % = 199.50
    // and 29.70, together 229.20
    // freight 32.38: × 199.50 / 229.20 = 28.1841…, × 29.70 / 229.20 = 4.1958…: 28.18 and 4.19 with a cent left, to the
    // larger remainder: 4.20
    // 147.88 × 5.5 % = 8.1334; 33.90 × 20 % = 6.78
    expect(draft(first)).toEqual({
      deliveryNumber: 'BL-2026-000001',
      freight: '32.38',
      lines: [
        {
          lineNo: 1,
          product: 'P-011',
          description: 'Queso Cabrales',
          unit: '1 kg pkg.',
          quantity: '6',
          unitPrice: '21.00',
          discountPercent: '5.00',
          ...rated('5.50'),
          net: '119.70',
        },
        {
          lineNo: 2,
          product: 'P-100',
          description: 'Cheese knife',
          unit: 'piece',
          quantity: '3',
          unitPrice: '9.90',
          discountPercent: '0.00',
          ...rated('20.00'),
          net: '29.70',
        },
      ],
      net: '181.78',
      vat: '14.91',
      gross: '196.69',
      vatBreakdown: [
        { ...rated('20.00'), base: '33.90', vat: '6.78' },
        { ...rated('5.50'), base: '147.88', vat: '8.13' },
      ],
    });
  });

  it('of the backorder charges the rest and no freight again', () => {
    // 4 × 21.00 = 84.00 less 5 % = 79.80; × 5.5 % = 4.389
    const second = {
      ...first,
      deliveryNumber: 'BL-2026-000002',
      progress: [progress({ lineNo: 1, delivered: '10' }), progress({ lineNo: 2, quantity: '3', delivered: '3' })],
      freight: '0',
      delivered: [{ lineNo: 1, quantity: '4' }],
    };
    expect(draft(second)).toMatchObject({ freight: '0.00', net: '79.80', vat: '4.39', gross: '84.19' });
  });

  it('of weighed goods rounds each line, half up', () => {
    // 2.5 × 0.05 = 0.125
    const weighed = { ...cheese, unitPrice: '0.05', discountPercent: '0' };
    const delivered = [{ lineNo: 1, quantity: '2.500' }];
    const weighing = [progress({ delivered: '2.5' })];
    const invoice = draft({ ...first, orderLines: [weighed], progress: weighing, delivered, freight: '0.00' });
    expect(invoice.lines).toMatchObject([{ quantity: '2.5', net: '0.13' }]);
  });

  it('the published energy invoice (EN 16931 UBL example 8): 16000 at 0.0088 makes 140.80', () => {
    const energy = { ...cheese, quantity: '16000', unitPrice: '0.0088', discountPercent: '0', ...rated('21') };
    const delivered = [{ lineNo: 1, quantity: '16000' }];
    const after = [progress({ quantity: '16000', delivered: '16000' })];
    expect(draft({ ...first, orderLines: [energy], progress: after, delivered, freight: '0.00' }).net).toBe('140.80');
  });

  it.each([
    ['nothing', []],
    ['a line the order does not have', [{ lineNo: 9, quantity: '1' }]],
    ['a quantity of zero', [{ lineNo: 1, quantity: '0' }]],
    ['more than was delivered in all', [{ lineNo: 1, quantity: '7' }]],
  ])('of %s is a mistake of ours', (_what, delivered) => {
    expect(() => draft({ ...first, delivered })).toThrow(InvariantError);
  });
});

describe('a VAT rate that changes between two deliveries', () => {
  // 10 × 10.00 at 20 %, and at 21 % for what is delivered from 1 January on
  const line = draftLine({ lineNo: 1, quantity: '10', unitPrice: '10.00', discountPercent: '0', ...rated('20') });
  const raised = { ...line, ...rated('21') };

  it('is that of each delivery: 6 before bear 12.00, 4 after bear 8.40', () => {
    const before = {
      deliveryNumber: 'BL-2026-000001',
      delivered: [{ lineNo: 1, quantity: '6', ...rated('20') }],
      orderLines: [line],
      progress: [progress({ delivered: '6' })],
      freight: '0.00',
      currency: 'EUR',
    };
    expect(draftInvoice(before)).toMatchObject({ net: '60.00', vat: '12.00', gross: '72.00' });
    const after = {
      ...before,
      deliveryNumber: 'BL-2027-000002',
      delivered: [{ lineNo: 1, quantity: '4', ...rated('21') }],
      orderLines: [raised],
      progress: [progress({ delivered: '10' })],
    };
    expect(draftInvoice(after)).toMatchObject({
      lines: [{ vatCategory: 'S', vatRate: '21.00', net: '40.00' }],
      vatBreakdown: [{ ...rated('21.00'), base: '40.00', vat: '8.40' }],
      gross: '48.40',
    });
  });

  it('is that of the first delivery for the whole freight, also for its share of what is still to deliver', () => {
    // 100.00 of each line and 100.00 of freight: 150.00 × 21 % = 31.50, 50.00 × 5.5 % = 2.75
    const reduced = draftLine({ ...line, lineNo: 2, ...rated('5.5') });
    const invoice = draftInvoice({
      deliveryNumber: 'BL-2027-000001',
      delivered: [{ lineNo: 1, quantity: '10', ...rated('21') }],
      orderLines: [raised, reduced],
      progress: [progress({ lineNo: 1, delivered: '10' }), progress({ lineNo: 2 })],
      freight: '100.00',
      currency: 'EUR',
    });
    expect(invoice).toMatchObject({ net: '200.00', vat: '34.25', gross: '234.25' });
    expect(invoicedFreight(invoice)).toEqual([
      { ...rated('21.00'), net: '50.00' },
      { ...rated('5.50'), net: '50.00' },
    ]);
  });

  it('leaves an invoice of an exempt line and a zero-rated one with a row for each', () => {
    const exempt = draftLine({
      ...line,
      lineNo: 2,
      vatCategory: 'E',
      vatRate: '0.00',
      vatExemption: 'VATEX-EU-132',
    });
    const zero = draftLine({ ...line, ...rated('0') });
    const { vatBreakdown } = draftInvoice({
      deliveryNumber: 'BL-2027-000001',
      delivered: [
        { lineNo: 1, quantity: '10', ...rated('0') },
        { lineNo: 2, quantity: '10', ...vatOf(exempt) },
      ],
      orderLines: [zero, exempt],
      progress: [progress({ lineNo: 1, delivered: '10' }), progress({ lineNo: 2, delivered: '10' })],
      freight: '0.01',
      currency: 'EUR',
    });
    // The cent goes to the first row of two equal shares.
    expect(vatBreakdown).toEqual([
      { vatCategory: 'E', vatRate: '0.00', vatExemption: 'VATEX-EU-132', base: '100.01', vat: '0.00' },
      { ...rated('0.00'), base: '100.00', vat: '0.00' },
    ]);
  });
});

describe('the freight of an order with two VAT rates', () => {
  // 100.00 at 20 % and 100.00 at 5.5 %, freight 100.00: 150.00 × 20 % = 30.00, 150.00 × 5.5 % = 8.25
  const goods = { quantity: '10', unitPrice: '10.00', discountPercent: '0' } as const;
  const normal = draftLine({ ...goods, lineNo: 1, ...rated('20') });
  const reduced = draftLine({ ...goods, lineNo: 2, ...rated('5.5') });
  const both = { orderLines: [normal, reduced], currency: 'EUR' };
  const nothing = [progress({ lineNo: 1 }), progress({ lineNo: 2 })].map((line) => ({ ...line, allocated: '10' }));

  it('is taxed as acknowledged, also when the line of one rate is delivered first', () => {
    const lines = both.orderLines.map((line) => taxableOf(line, 'EUR'));
    expect(totalsOf({ lines, freight: '100.00', currency: 'EUR' }).gross).toBe('338.25');

    const begun = { deliveryNumber: 'BL-2026-000001', delivered: [{ lineNo: 2, quantity: '10' }] };
    const afterFirst = applyDelivery(nothing, begun.delivered);
    const firstInvoice = draft({ ...both, ...begun, progress: afterFirst, freight: '100.00' });
    expect(firstInvoice).toMatchObject({
      net: '200.00',
      gross: '218.25',
      vatBreakdown: [
        { ...rated('20.00'), base: '50.00', vat: '10.00' },
        { ...rated('5.50'), base: '150.00', vat: '8.25' },
      ],
    });
    expect(() => assertAddsUp(firstInvoice, 'EUR')).not.toThrow();
    expect(invoicedFreight(firstInvoice)).toEqual([
      { ...rated('20.00'), net: '50.00' },
      { ...rated('5.50'), net: '50.00' },
    ]);

    const rest = { deliveryNumber: 'BL-2026-000002', delivered: [{ lineNo: 1, quantity: '10' }] };
    const secondInvoice = draft({
      ...both,
      ...rest,
      progress: applyDelivery(afterFirst, rest.delivered),
      freight: '0.00',
    });
    expect(secondInvoice.gross).toBe('120.00');
    expect(add(firstInvoice.gross, secondInvoice.gross)).toBe('338.25');
  });

  it('is not taxed for goods that were cancelled before the first delivery', () => {
    // Left are 5 × 10.00 at 20 % and 10 × 10.00 at 5.5 %: 90.00 shared 1 to 2; (100 + 60) × 5.5 % = 8.80, 30 × 20 % = 6.00
    const delivered = [{ lineNo: 2, quantity: '10' }];
    const cancelled = applyCancellation(nothing, [{ lineNo: 1, quantity: '5' }]);
    const after = applyDelivery(cancelled, delivered);
    expect(
      draft({ ...both, deliveryNumber: 'BL-2026-000001', delivered, progress: after, freight: '90.00' }).vatBreakdown,
    ).toEqual([
      { ...rated('20.00'), base: '30.00', vat: '6.00' },
      { ...rated('5.50'), base: '160.00', vat: '8.80' },
    ]);
    const whole = applyDelivery(applyCancellation(nothing, [{ lineNo: 1, quantity: '10' }]), delivered);
    expect(
      draft({ ...both, deliveryNumber: 'BL-2026-000001', delivered, progress: whole, freight: '90.00' }).vatBreakdown,
    ).toEqual([{ ...rated('5.50'), base: '190.00', vat: '10.45' }]);
  });

  it('charges no rate for a share of less than half a cent', () => {
    // 0.01 shared 1 to 1: the cent goes to the highest rate, and nothing is left for the other
    const delivered = [{ lineNo: 1, quantity: '10' }];
    const input = { ...both, deliveryNumber: 'BL-2026-000001', delivered, progress: applyDelivery(nothing, delivered) };
    expect(draft({ ...input, freight: '0.01' }).vatBreakdown).toEqual([
      { ...rated('20.00'), base: '100.01', vat: '20.00' },
    ]);
  });
});

describe('an invoice whose figures do not add up is not issued', () => {
  const invoice = draft(first);

  it('the invoice as drafted adds up', () => {
    expect(() => assertAddsUp(invoice, 'EUR')).not.toThrow();
  });

  // EN 16931: BR-CO-10/13 (net), BR-CO-14 (VAT), BR-CO-15 (gross), BR-S-08 (bases), BR-CO-17 (VAT of a rate).
  it.each<[string, Partial<InvoiceDraft>]>([
    ['net', { net: '181.79', gross: '196.70' }],
    ['freight', { freight: '32.39' }],
    ['VAT', { vat: '14.92', gross: '196.70' }],
    ['gross', { gross: '196.70' }],
    ['lines', { lines: invoice.lines.slice(1) }],
    ['bases', { vatBreakdown: [...invoice.vatBreakdown, { ...rated('0.00'), base: '10.00', vat: '0.00' }] }],
    [
      'VAT of the rates, right in sum',
      {
        vatBreakdown: invoice.vatBreakdown.map(({ vatRate, base }) => ({
          ...rated(vatRate),
          base,
          vat: vatRate === '20.00' ? '6.77' : '8.14',
        })),
      },
    ],
  ])('%s off', (_what, wrong) => {
    expect(() => assertAddsUp({ ...invoice, ...wrong }, 'EUR')).toThrow(InvariantError);
  });
});

describe('all invoices of an order, however it is delivered', () => {
  const thousandths = fc.integer({ min: 1, max: 9_999 });
  const split = fc.record({
    ordered: thousandths,
    parts: fc.array(thousandths, { minLength: 1, maxLength: 6 }),
    price: fc.integer({ min: 0, max: 999_999 }).map((tenThousandths) => multiply(String(tenThousandths), '0.0001', 4)),
    discountPercent: fc.constantFrom('0.00', '2.50', '33.33', '100.00'),
    freight: fc.constantFrom('0.00', '0.01', '32.38'),
  });
  const quantityOf = (count: number) => sumQuantities([multiply(String(count), '0.001', 3)]);

  it('10 at 0.125 and 20 %, delivered one by one, come to the 1.50 that were acknowledged', () => {
    const line = draftLine({ quantity: '10', unitPrice: '0.125', discountPercent: '0', ...rated('20') });
    const invoices = invoicesOf(line, Array<string>(10).fill('1'), '0.00');
    // The line has come to 0.13, 0.25, 0.38, 0.50, 0.63, 0.75, 0.88, 1.00, 1.13 and 1.25.
    const nets = invoices.map(({ net }) => net);
    expect(nets).toEqual(['0.13', '0.12', '0.13', '0.12', '0.13', '0.12', '0.13', '0.12', '0.13', '0.12']);
    // 0.13 × 20 % = 0.026, 0.12 × 20 % = 0.024
    expect(sum(invoices.map(({ vat }) => vat))).toBe('0.25');
    expect(sum(invoices.map(({ gross }) => gross))).toBe('1.50');
    expect(totalsOf({ lines: [taxableOf(line, 'EUR')], freight: '0.00', currency: 'EUR' }).gross).toBe('1.50');
  });

  it('charge each unit once at most, the freight once, and of each line to the cent what its deliveries are worth', () => {
    fc.assert(
      fc.property(split, ({ ordered, parts, price, discountPercent, freight }) => {
        const line = draftLine({ quantity: quantityOf(ordered), unitPrice: price, discountPercent, ...rated('20') });
        const invoices = invoicesOf(line, parts.map(quantityOf), freight);
        const lines = invoices.flatMap((invoice) => invoice.lines);
        const invoiced = sumQuantities(lines.map(({ quantity }) => quantity));
        expect(compare(invoiced, line.quantity)).toBeLessThanOrEqual(0);
        expect(sum(invoices.map((invoice) => invoice.freight))).toBe(invoices.length === 0 ? '0' : freight);
        const nets = lines.map(({ net }) => net);
        expect(sum(nets, 'EUR')).toBe(orderLineNet({ ...line, quantity: invoiced }, 'EUR'));
        expect(nets.every((net) => compare(net, '0') >= 0)).toBe(true);
        const left = openOrderGross({
          lines: [{ ...line, invoiced, cancelled: '0' }],
          freight: '0.00',
          currency: 'EUR',
        });
        if (equals(invoiced, line.quantity)) expect(left).toBe('0.00');
      }),
    );
  });

  const orderedLine = fc.record({
    units: fc.integer({ min: 1, max: 40 }),
    price: fc.integer({ min: 0, max: 999_999 }).map((tenThousandths) => multiply(String(tenThousandths), '0.0001', 4)),
    discountPercent: fc.constantFrom('0.00', '2.50', '33.33', '99.99'),
    vatRate: fc.constantFrom('20.00', '10.00', '5.50', '2.10', '0.00'),
    /** With which delivery each unit leaves; the deliveries are made in this order, the empty ones left out. */
    leaves: fc.array(fc.constantFrom(0, 1, 2, 3, 'cancelled'), { minLength: 40, maxLength: 40 }),
  });
  const anOrder = fc.record({
    lines: fc.array(orderedLine, { minLength: 1, maxLength: 6 }),
    freightCents: fc.integer({ min: 0, max: 99_999 }),
    /** After how many deliveries what never leaves is cancelled. */
    cancelledAfter: fc.integer({ min: 0, max: 4 }),
  });
  const euros = (cents: number) => multiply(String(cents), '0.01', 2);

  it('add up to the net of what was not cancelled, and to its VAT but for a rounding of each rate of each invoice', () => {
    fc.assert(
      fc.property(anOrder, ({ lines: parts, freightCents, cancelledAfter }) => {
        const orderLines = parts.map(({ units, price, discountPercent, vatRate }, index) =>
          draftLine({
            lineNo: index + 1,
            quantity: String(units),
            unitPrice: price,
            discountPercent,
            ...rated(vatRate),
          }),
        );
        const leaving = (when: number | 'cancelled'): DeliveredLine[] =>
          parts.flatMap(({ units, leaves }, index) => {
            const count = leaves.slice(0, units).filter((leaves) => leaves === when).length;
            return count === 0 ? [] : [{ lineNo: index + 1, quantity: String(count) }];
          });
        let now = orderLines.map(({ lineNo, quantity }) => progress({ lineNo, quantity, allocated: quantity }));
        const invoices: InvoiceDraft[] = [];
        for (const nth of [0, 1, 2, 3]) {
          if (nth === cancelledAfter) now = applyCancellation(now, leaving('cancelled'));
          const delivered = leaving(nth);
          if (delivered.length === 0) continue;
          now = applyDelivery(now, delivered);
          const freight = invoices.length === 0 ? euros(freightCents) : '0.00';
          const deliveryNumber = `BL-2026-00000${nth}`;
          invoices.push(draft({ deliveryNumber, delivered, orderLines, progress: now, freight, currency: 'EUR' }));
        }
        if (cancelledAfter === 4) now = applyCancellation(now, leaving('cancelled'));
        const standing = orderLines.flatMap((line, index) => {
          const quantity = now[index]?.delivered ?? '0';
          return quantity === '0' ? [] : [taxableOf({ ...line, quantity }, 'EUR')];
        });
        for (const { lineNo, ...line } of orderLines) {
          const nets = invoices.flatMap(({ lines }) => lines).filter((each) => each.lineNo === lineNo);
          const quantity = now[lineNo - 1]?.delivered ?? '0';
          expect(
            sum(
              nets.map(({ net }) => net),
              'EUR',
            ),
          ).toBe(orderLineNet({ ...line, quantity }, 'EUR'));
        }
        const open = orderLines.map((line, index) => ({
          ...line,
          invoiced: now[index]?.delivered ?? '0',
          cancelled: now[index]?.cancelled ?? '0',
        }));
        expect(openOrderGross({ lines: open, freight: '0.00', currency: 'EUR' })).toBe('0.00');
        if (invoices.length === 0) return;
        const freight = euros(freightCents);
        const worth = totalsOf({ lines: standing, freight, currency: 'EUR' });
        expect(
          sum(
            invoices.map(({ net }) => net),
            'EUR',
          ),
        ).toBe(worth.net);
        const roundings = invoices.flatMap(({ vatBreakdown }) => vatBreakdown).length + worth.vatBreakdown.length;
        const half = multiply(String(roundings), '0.005', 3);
        // Cancelled before the first delivery, the rest takes no part in the freight; cancelled after it, its part of the freight is taxed as it was.
        if (cancelledAfter > 0 && freightCents > 0) return;
        const difference = subtract(
          sum(
            invoices.map(({ vat }) => vat),
            'EUR',
          ),
          worth.vat,
        ).replace('-', '');
        expect(compare(difference, half)).toBeLessThanOrEqual(0);
      }),
    );
  });

  function invoicesOf(line: ReturnType<typeof draftLine>, parts: readonly string[], freight: string): InvoiceDraft[] {
    let lines: LineProgress[] = [progress({ quantity: line.quantity, allocated: line.quantity })];
    const invoices: InvoiceDraft[] = [];
    for (const quantity of parts) {
      const check = checkDelivery(lines, [{ lineNo: 1, quantity }]);
      if (check.kind === 'refused') continue;
      lines = applyDelivery(lines, check.lines);
      const deliveryNumber = `BL-2026-${String(invoices.length + 1).padStart(6, '0')}`;
      const delivered = check.lines;
      const carried = invoices.length === 0 ? freight : '0.00';
      const order = { orderLines: [line], progress: lines, currency: 'EUR' };
      invoices.push(draft({ ...order, deliveryNumber, delivered, freight: carried }));
    }
    expect(lines[0]?.delivered).toBe(invoices.flatMap(({ lines: each }) => each).reduce(addLine, '0'));
    return invoices;
  }

  function addLine(total: string, line: { readonly quantity: string }): string {
    return addQuantities(total, line.quantity);
  }
});
