import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InvoiceDraft, LineProgress } from '../../contracts/process.js';
import { InvariantError } from '../../domain/invariant.js';
import { assertAddsUp, draftInvoice } from '../../domain/invoicing.js';
import { addQuantities, compare, equals, multiply, subtract, sum, sumQuantities } from '../../domain/money.js';
import { applyDelivery, checkDelivery } from '../../domain/order-progress.js';
import { openOrderGross, orderLineNet } from '../../domain/order-totals.js';
import { draftLine, progress } from './order-drafts.js';

const cheese = draftLine({ lineNo: 1, quantity: '10', unitPrice: '21.00', discountPercent: '5', vatRate: '5.5' });
const cutlery = draftLine({
  lineNo: 2,
  product: 'P-100',
  description: 'Cheese knife',
  unit: 'piece',
  quantity: '3',
  unitPrice: '9.90',
  discountPercent: '0',
  vatRate: '20',
});
const orderLines = [cheese, cutlery];
const first = {
  deliveryNumber: 'BL-2026-000001',
  delivered: [
    { lineNo: 1, quantity: '6' },
    { lineNo: 2, quantity: '3' },
  ],
  orderLines,
  freight: '32.38',
  currency: 'EUR',
};

describe('the invoice of a delivery', () => {
  it('charges what was delivered, the whole freight and VAT per rate', () => {
    // 6 × 21.00 = 126.00 less 5 % = 119.70 at 5.5 %; 3 × 9.90 = 29.70 at 20 %; together 149.40
    // freight 32.38: × 119.70 / 149.40 = 25.9430…, × 29.70 / 149.40 = 6.4369…: 25.94 and 6.43 with a cent left, to the
    // larger remainder: 6.44
    // 145.64 × 5.5 % = 8.0102; 36.14 × 20 % = 7.228
    expect(draftInvoice(first)).toEqual({
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
          vatRate: '5.50',
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
          vatRate: '20.00',
          net: '29.70',
        },
      ],
      net: '181.78',
      vat: '15.24',
      gross: '197.02',
      vatBreakdown: [
        { vatRate: '20.00', base: '36.14', vat: '7.23' },
        { vatRate: '5.50', base: '145.64', vat: '8.01' },
      ],
    });
  });

  it('of the backorder charges the rest and no freight again', () => {
    // 4 × 21.00 = 84.00 less 5 % = 79.80; × 5.5 % = 4.389
    const second = {
      ...first,
      deliveryNumber: 'BL-2026-000002',
      freight: '0',
      delivered: [{ lineNo: 1, quantity: '4' }],
    };
    expect(draftInvoice(second)).toMatchObject({ freight: '0.00', net: '79.80', vat: '4.39', gross: '84.19' });
  });

  it('of weighed goods rounds each line, half up', () => {
    // 2.5 × 0.05 = 0.125
    const weighed = { ...cheese, unitPrice: '0.05', discountPercent: '0' };
    const delivered = [{ lineNo: 1, quantity: '2.500' }];
    const invoice = draftInvoice({ ...first, orderLines: [weighed], delivered, freight: '0.00' });
    expect(invoice.lines).toMatchObject([{ quantity: '2.5', net: '0.13' }]);
  });

  it('the published energy invoice (EN 16931 UBL example 8): 16000 at 0.0088 makes 140.80', () => {
    const energy = { ...cheese, quantity: '16000', unitPrice: '0.0088', discountPercent: '0', vatRate: '21' };
    const delivered = [{ lineNo: 1, quantity: '16000' }];
    expect(draftInvoice({ ...first, orderLines: [energy], delivered, freight: '0.00' }).net).toBe('140.80');
  });

  it.each([
    ['nothing', []],
    ['a line the order does not have', [{ lineNo: 9, quantity: '1' }]],
    ['a quantity of zero', [{ lineNo: 1, quantity: '0' }]],
  ])('of %s is a mistake of ours', (_what, delivered) => {
    expect(() => draftInvoice({ ...first, delivered })).toThrow(InvariantError);
  });
});

describe('an invoice whose figures do not add up is not issued', () => {
  const invoice = draftInvoice(first);

  it('the invoice as drafted adds up', () => {
    expect(() => assertAddsUp(invoice, 'EUR')).not.toThrow();
  });

  // EN 16931: BR-CO-10/13 (net), BR-CO-14 (VAT), BR-CO-15 (gross), BR-S-08 (bases), BR-CO-17 (VAT of a rate).
  it.each<[string, Partial<InvoiceDraft>]>([
    ['net', { net: '181.79', gross: '197.03' }],
    ['freight', { freight: '32.39' }],
    ['VAT', { vat: '15.25', gross: '197.03' }],
    ['gross', { gross: '197.03' }],
    ['lines', { lines: invoice.lines.slice(1) }],
    ['bases', { vatBreakdown: [...invoice.vatBreakdown, { vatRate: '0.00', base: '10.00', vat: '0.00' }] }],
    [
      'VAT of the rates, right in sum',
      { vatBreakdown: invoice.vatBreakdown.map(({ vatRate, base }) => ({ vatRate, base, vat: '7.62' })) },
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

  it('charge each unit once at most, the freight once, and to the cent per line what the deliveries are worth', () => {
    fc.assert(
      fc.property(split, ({ ordered, parts, price, discountPercent, freight }) => {
        const line = draftLine({ quantity: quantityOf(ordered), unitPrice: price, discountPercent, vatRate: '20' });
        const invoices = invoicesOf(line, parts.map(quantityOf), freight);
        const lines = invoices.flatMap((invoice) => invoice.lines);
        const invoiced = sumQuantities(lines.map(({ quantity }) => quantity));
        expect(compare(invoiced, line.quantity)).toBeLessThanOrEqual(0);
        expect(sum(invoices.map((invoice) => invoice.freight))).toBe(invoices.length === 0 ? '0' : freight);
        // Each invoice line may be half a cent off, and so may the line as a whole.
        const nets = sum(
          lines.map(({ net }) => net),
          'EUR',
        );
        const whole = orderLineNet({ ...line, quantity: invoiced }, 'EUR');
        const drift = subtract(nets, whole).replace('-', '');
        expect(compare(drift, multiply(String(invoices.length + 1), '0.005', 3))).toBeLessThanOrEqual(0);
        const left = openOrderGross({
          lines: [{ ...line, invoiced, cancelled: '0' }],
          freight: '0.00',
          currency: 'EUR',
        });
        if (equals(invoiced, line.quantity)) expect(left).toBe('0.00');
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
      invoices.push(draftInvoice({ deliveryNumber, delivered, orderLines: [line], freight: carried, currency: 'EUR' }));
    }
    expect(lines[0]?.delivered).toBe(invoices.flatMap(({ lines: each }) => each).reduce(addLine, '0'));
    return invoices;
  }

  function addLine(total: string, line: { readonly quantity: string }): string {
    return addQuantities(total, line.quantity);
  }
});
