import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../domain/invariant.js';
import { add, compare, sum } from '../../domain/money.js';
import { freightShares, openOrderGross, orderLineNet, totalsOf, totalsToDeliver } from '../../domain/order-totals.js';
import { draftLine } from './order-drafts.js';
import { rated } from '../support/vat.js';

describe('net of an order line', () => {
  it.each([
    // 12 × 14.00
    ['12', '14.00', '0', '168.00'],
    // 40 × 9.80 = 392.00, less 5 % = 372.40
    ['40', '9.80', '5', '372.40'],
    // 2.5 × 0.0088 = 0.022
    ['2.5', '0.0088', '0', '0.02'],
    // 15 × 1.23 = 18.45, less 10 % = 16.605: half goes up
    ['15', '1.23', '10', '16.61'],
    ['3', '99.99', '100', '0.00'],
  ])('%s at %s less %s percent makes %s', (quantity, unitPrice, discountPercent, net) => {
    expect(orderLineNet({ quantity, unitPrice, discountPercent }, 'EUR')).toBe(net);
  });

  it('is rounded to whole yen', () => {
    expect(orderLineNet({ quantity: '3', unitPrice: '33.50', discountPercent: '0' }, 'JPY')).toBe('101');
  });
});

describe('totals of an order', () => {
  it('one rate: the freight is taxed with the goods', () => {
    // 168.00 + 98.00 + 174.00 = 440.00; with freight 472.38; × 5.5 % = 25.9809
    const lines = ['168.00', '98.00', '174.00'].map((net) => ({ net, ...rated('5.5') }));
    expect(totalsOf({ lines, freight: '32.38', currency: 'EUR' })).toEqual({
      net: '472.38',
      vat: '25.98',
      gross: '498.36',
      vatBreakdown: [{ ...rated('5.50'), base: '472.38', vat: '25.98' }],
    });
  });

  it('two rates: the freight is shared in proportion to the goods', () => {
    // 10.00 shared 3 to 1: 7.50 and 2.50; 307.50 × 20 % = 61.50; 102.50 × 5.5 % = 5.6375
    const lines = [
      { net: '100.00', ...rated('5.50') },
      { net: '300.00', ...rated('20.00') },
    ];
    expect(totalsOf({ lines, freight: '10.00', currency: 'EUR' })).toEqual({
      net: '410.00',
      vat: '67.14',
      gross: '477.14',
      vatBreakdown: [
        { ...rated('20.00'), base: '307.50', vat: '61.50' },
        { ...rated('5.50'), base: '102.50', vat: '5.64' },
      ],
    });
  });

  it('three equal parts of a freight of 10: the cent that is left goes to the highest rate', () => {
    // 103.34 × 20 % = 20.668; 103.33 × 10 % = 10.333; 103.33 × 5.5 % = 5.68315
    const lines = ['20', '10', '5.5'].map((vatRate) => ({ net: '100.00', ...rated(vatRate) }));
    const totals = totalsOf({ lines, freight: '10.00', currency: 'EUR' });
    expect(totals.vatBreakdown).toEqual([
      { ...rated('20.00'), base: '103.34', vat: '20.67' },
      { ...rated('10.00'), base: '103.33', vat: '10.33' },
      { ...rated('5.50'), base: '103.33', vat: '5.68' },
    ]);
    expect(totals).toMatchObject({ net: '310.00', vat: '36.68', gross: '346.68' });
  });

  it('goods given away still carry the freight, in equal parts', () => {
    const lines = ['20', '5.5'].map((vatRate) => ({ net: '0.00', ...rated(vatRate) }));
    // 5.00 × 20 % = 1.00; 5.00 × 5.5 % = 0.275
    expect(totalsOf({ lines, freight: '10.00', currency: 'EUR' })).toMatchObject({ net: '10.00', vat: '1.28' });
  });

  it('no freight adds no line', () => {
    expect(freightShares({ lines: [{ net: '1.00', ...rated('20') }], freight: '0.00', currency: 'EUR' })).toEqual([]);
  });

  it('freight without goods is a mistake of ours', () => {
    expect(() => totalsOf({ lines: [], freight: '1.00', currency: 'EUR' })).toThrow(InvariantError);
  });

  const cents = fc.integer({ min: 0, max: 9_999_999 }).map(inEuros);
  const taxable = fc
    .record({ net: cents, vatRate: fc.constantFrom('20.00', '10.00', '5.50', '2.10', '0.00') })
    .map(({ net, vatRate }) => ({ net, ...rated(vatRate) }));

  it('the shares of the freight always add up to the freight, and the totals to their parts', () => {
    fc.assert(
      fc.property(fc.array(taxable, { minLength: 1, maxLength: 20 }), cents, (lines, freight) => {
        const shares = freightShares({ lines, freight, currency: 'EUR' });
        expect(sum(netsOf(shares), 'EUR')).toBe(freight);
        expect(shares.every((share) => compare(share.net, '0') >= 0)).toBe(true);
        const totals = totalsOf({ lines, freight, currency: 'EUR' });
        expect(totals.net).toBe(sum([...netsOf(lines), freight], 'EUR'));
        expect(totals.gross).toBe(add(totals.net, totals.vat));
      }),
    );
  });
});

describe('what an order will still bring', () => {
  const line = draftLine({ quantity: '10', unitPrice: '100.00', discountPercent: '0.00', ...rated('20.00') });

  it.each([
    // 10 × 100.00 = 1000.00, freight 12.00, × 1.2
    ['nothing has left it', '0', '0', '12.00', '1214.40'],
    // 4 × 100.00 × 1.2
    ['6 of 10 are invoiced, the freight with them', '6', '0', '0.00', '480.00'],
    // 3 × 100.00 × 1.2
    ['6 are invoiced and 1 is cancelled', '6', '1', '0.00', '360.00'],
    ['6 are invoiced and the rest is cancelled', '6', '4', '0.00', '0.00'],
    ['all is cancelled: the freight will never be invoiced', '0', '10', '12.00', '0.00'],
  ])('%s', (_when, invoiced, cancelled, freight, gross) => {
    expect(openOrderGross({ lines: [{ ...line, invoiced, cancelled }], freight, currency: 'EUR' })).toBe(gross);
  });

  it('only the open lines count, each at its rate', () => {
    const lines = [
      { ...line, invoiced: '10', cancelled: '0' },
      // 2 × 50.00 less 10 % = 90.00; × 1.055 = 94.95
      { ...line, lineNo: 2, quantity: '5', unitPrice: '50.00', discountPercent: '10', ...rated('5.5'), invoiced: '3' },
    ].map((each) => ({ cancelled: '0', ...each }));
    expect(openOrderGross({ lines, freight: '0.00', currency: 'EUR' })).toBe('94.95');
  });

  it('is what the totals of the order say while nothing has left it', () => {
    const lines = [{ ...line, invoiced: '0', cancelled: '0' }];
    const totals = totalsOf({ lines: [{ net: '1000.00', ...rated('20') }], freight: '32.38', currency: 'EUR' });
    expect(openOrderGross({ lines, freight: '32.38', currency: 'EUR' })).toBe(totals.gross);
  });

  it('more invoiced and cancelled than ordered is a mistake of ours', () => {
    const lines = [{ ...line, invoiced: '8', cancelled: '3' }];
    expect(() => openOrderGross({ lines, freight: '0.00', currency: 'EUR' })).toThrow(InvariantError);
  });
});

function inEuros(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

function netsOf(lines: readonly { readonly net: string }[]): string[] {
  return lines.map((line) => line.net);
}

describe('what is still to deliver', () => {
  const line = draftLine({ quantity: '10', unitPrice: '100.00', discountPercent: '0.00', ...rated('21.00') });

  it('bears the VAT it is given, with the freight that is still to invoice', () => {
    // 10 − 6 − 1 = 3 at 100.00 and 10.00 of freight: 310.00 × 21 % = 65.10
    const lines = [{ ...line, delivered: '6', cancelled: '1' }];
    expect(totalsToDeliver({ lines, freight: '10.00', currency: 'EUR' })).toEqual({
      net: '310.00',
      vat: '65.10',
      gross: '375.10',
      vatBreakdown: [{ ...rated('21.00'), base: '310.00', vat: '65.10' }],
    });
  });

  it('is nothing once all is delivered or cancelled', () => {
    const lines = [{ ...line, delivered: '6', cancelled: '4' }];
    expect(totalsToDeliver({ lines, freight: '10.00', currency: 'EUR' })).toBeNull();
  });
});
