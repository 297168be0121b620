import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../domain/invariant.js';
import { add, compare, divide, lineNet, subtract, sum } from '../../domain/money.js';
import type { Vat } from '../../contracts/process.js';
import type { VatExemption } from '../../contracts/vocabulary.js';
import { vatBreakdown, type TaxableLine } from '../../domain/tax.js';
import { rated } from '../support/vat.js';

describe('VAT of a document', () => {
  it('the published computer invoice (EN 16931 UBL example 2): three rates, a return, a discount and freight', () => {
    const lines = [
      { net: '1273.00', ...rated('25') },
      { net: '-3.96', ...rated('15') },
      { net: '4.96', ...rated('15') },
      { net: '-25.00', ...rated('0') },
      { net: '187.50', ...rated('25') },
      { net: '-100.00', ...rated('25') },
      { net: '100.00', ...rated('25') },
    ];
    const totals = vatBreakdown(lines, 'NOK');
    expect(totals).toEqual({
      breakdown: [
        { ...rated('25.00'), base: '1460.50', vat: '365.13' },
        { ...rated('15.00'), base: '1.00', vat: '0.15' },
        { ...rated('0.00'), base: '-25.00', vat: '0.00' },
      ],
      net: '1436.50',
      vat: '365.28',
      gross: '1801.78',
    });
    expect(subtract(totals.gross, '1000.00')).toBe('801.78');
  });

  it('the published energy invoice (EN 16931 UBL example 8): ten lines at 21 %, prices per 12 months or 12 kW', () => {
    const each = (price: string, baseQuantity: string): string => divide(price, baseQuantity, 4);
    const lines = [
      ['16000', '0.00880'],
      ['16000', '0.00101'],
      ['132', each('15.24', '12')],
      ['58', '1.53'],
      ['1', each('441.00', '12')],
      ['1', each('678.00', '12')],
      ['1', '83.34'],
      ['1', '190.31'],
      ['1', '64.21'],
      ['1', '64.46'],
    ] as const;
    const nets = lines.map(([quantity, price]) => lineNet(quantity, price, '0', 'EUR'));
    expect(nets).toEqual(['140.80', '16.16', '167.64', '88.74', '36.75', '56.50', '83.34', '190.31', '64.21', '64.46']);
    expect(
      vatBreakdown(
        nets.map((net) => ({ net, ...rated('21') })),
        'EUR',
      ),
    ).toEqual({
      breakdown: [{ ...rated('21.00'), base: '908.91', vat: '190.87' }],
      net: '908.91',
      vat: '190.87',
      gross: '1099.78',
    });
  });

  // EN 16931 unit tests of BR-CO-17; the last is the case they expect to fail with 251.
  it.each([
    ['-6491.34', '25', '-1622.84'],
    ['2141.05', '14', '299.75'],
    ['2141.19', '2.1', '44.96'],
    ['-2141.19', '5.5', '-117.77'],
    ['1000.00', '25', '250.00'],
  ])('on %s at %s percent the tax is %s', (net, vatRate, vat) => {
    const totals = vatBreakdown([{ net, ...rated(vatRate) }], 'EUR');
    expect(totals.breakdown.map((group) => group.vat)).toEqual([vat]);
    expect(totals.vat).toBe(vat);
    expect(totals.gross).toBe(add(net, vat));
  });

  it('the tax is taken on the sum of a rate, not line by line', () => {
    // three lines of 0.03 at 20 %: 0.09 × 20 % = 0.018 → 0.02; line by line it would be 3 × 0.01
    const lines = Array.from({ length: 3 }, () => ({ net: '0.03', ...rated('20.00') }));
    expect(vatBreakdown(lines, 'EUR')).toMatchObject({ net: '0.09', vat: '0.02', gross: '0.11' });
  });

  it('20 and 20.00 are one rate, and the highest comes first', () => {
    const lines = [
      { net: '10.00', ...rated('5.5') },
      { net: '10.00', ...rated('20') },
      { net: '10.00', ...rated('20.00') },
      { net: '10.00', ...rated('10') },
    ];
    expect(vatBreakdown(lines, 'EUR').breakdown).toEqual([
      { ...rated('20.00'), base: '20.00', vat: '4.00' },
      { ...rated('10.00'), base: '10.00', vat: '1.00' },
      { ...rated('5.50'), base: '10.00', vat: '0.55' },
    ]);
  });

  it('a document in yen has no decimals', () => {
    expect(vatBreakdown([{ net: '105', ...rated('10') }], 'JPY')).toEqual({
      breakdown: [{ ...rated('10.00'), base: '105', vat: '11' }],
      net: '105',
      vat: '11',
      gross: '116',
    });
  });

  it('a document without lines is worth nothing', () => {
    expect(vatBreakdown([], 'EUR')).toEqual({ breakdown: [], net: '0.00', vat: '0.00', gross: '0.00' });
  });

  it('stands in a row for each category, also where two bear no VAT', () => {
    const lines: TaxableLine[] = [
      { net: '100.00', ...rated('20') },
      { net: '40.00', vatCategory: 'E', vatRate: '0', vatExemption: 'VATEX-EU-132' },
      { net: '7.00', vatCategory: 'AE', vatRate: '0.00', vatExemption: 'VATEX-EU-AE' },
      { net: '2.50', vatCategory: 'E', vatRate: '0.00', vatExemption: 'VATEX-EU-132' },
    ];
    expect(vatBreakdown(lines, 'EUR')).toEqual({
      breakdown: [
        { ...rated('20.00'), base: '100.00', vat: '20.00' },
        { vatCategory: 'AE', vatRate: '0.00', vatExemption: 'VATEX-EU-AE', base: '7.00', vat: '0.00' },
        { vatCategory: 'E', vatRate: '0.00', vatExemption: 'VATEX-EU-132', base: '42.50', vat: '0.00' },
      ],
      net: '149.50',
      vat: '20.00',
      gross: '169.50',
    });
  });

  it.each([
    ['S', '0.00'],
    ['Z', '5.50'],
    ['E', '20.00'],
    ['K', '20.00'],
  ] as const)('category %s has no rate of %s percent', (vatCategory, vatRate) => {
    const line = { net: '1.00', vatCategory, vatRate, vatExemption: null };
    expect(() => vatBreakdown([line], 'EUR')).toThrow(InvariantError);
  });

  it('a negative rate and a net finer than the cent are refused', () => {
    expect(() => vatBreakdown([{ net: '1.00', ...rated('-20') }], 'EUR')).toThrow(InvariantError);
    expect(() => vatBreakdown([{ net: '1.005', ...rated('20') }], 'EUR')).toThrow(InvariantError);
  });

  it('totals are the sums of what is printed, whatever the lines and their order', () => {
    const exempt = (vatCategory: 'E' | 'AE', vatExemption: VatExemption): Vat => ({
      vatCategory,
      vatRate: '0.00',
      vatExemption,
    });
    const vats: readonly Vat[] = [
      ...['20.00', '10.00', '5.50', '2.10', '0.00'].map(rated),
      exempt('E', 'VATEX-EU-132'),
      exempt('AE', 'VATEX-EU-AE'),
    ];
    const cents = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((units) => divide(String(units), '100', 2));
    const line = fc.tuple(cents, fc.constantFrom(...vats)).map(([net, vat]) => ({ net, ...vat }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const totals = vatBreakdown(lines, 'EUR');
        const column = (key: 'base' | 'vat'): readonly string[] => totals.breakdown.map((group) => group[key]);
        const nets = lines.map(({ net }) => net);
        expect(totals.net).toBe(sum(nets, 'EUR'));
        expect(totals.net).toBe(sum(column('base'), 'EUR'));
        expect(totals.vat).toBe(sum(column('vat'), 'EUR'));
        expect(totals.gross).toBe(add(totals.net, totals.vat));
        const rates = totals.breakdown.map(({ vatRate }) => vatRate);
        expect(rates).toEqual(rates.toSorted((a, b) => compare(b, a)));
        for (const row of totals.breakdown) {
          const own = lines.filter(
            ({ vatCategory, vatRate }) => vatCategory === row.vatCategory && vatRate === row.vatRate,
          );
          expect(row.base).toBe(
            sum(
              own.map(({ net }) => net),
              'EUR',
            ),
          );
        }
        expect(vatBreakdown(lines.toReversed(), 'EUR')).toEqual(totals);
      }),
    );
  });
});
