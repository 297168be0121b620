import { describe, expect, it } from 'vitest';
import type { TaxRate } from '../../contracts/tax.js';
import { InvariantError } from '../../domain/invariant.js';
import { taxedOn, vatOn } from '../../domain/tax-rates.js';

const rate = (taxClass: TaxRate['taxClass'], from: string, vatRate: string, country = 'FR'): TaxRate => ({
  country,
  taxClass,
  from,
  vatCategory: 'S',
  vatRate,
  vatExemption: null,
});

/** The standard rate of France since its beginning, with one that nobody has voted for; and two neighbours. */
const rates: readonly TaxRate[] = [
  rate('standard', '2027-01-01', '21'),
  rate('standard', '2000-04-01', '19.6'),
  rate('standard', '2014-01-01', '20'),
  rate('reduced', '2014-01-01', '5.5'),
  rate('standard', '2007-01-01', '19', 'DE'),
  {
    country: 'FR',
    taxClass: 'exempt',
    from: '2014-01-01',
    vatCategory: 'E',
    vatRate: '0',
    vatExemption: 'VATEX-EU-132',
  },
  {
    country: 'FR',
    taxClass: 'reverse-charge',
    from: '2014-01-01',
    vatCategory: 'AE',
    vatRate: '0',
    vatExemption: 'VATEX-EU-AE',
  },
];
const outside: TaxRate = {
  country: 'FR',
  taxClass: 'outside-scope',
  from: '2014-01-01',
  vatCategory: 'O',
  vatRate: '0',
  vatExemption: 'VATEX-EU-O',
};
const france = { vatRegime: 'domestic', taxCountry: 'FR' } as const;

describe('the VAT of goods delivered on a day', () => {
  it.each([
    ['2013-12-31', '19.60'],
    ['2014-01-01', '20.00'],
    ['2026-11-22', '20.00'],
    ['2026-12-31', '20.00'],
    ['2027-01-01', '21.00'],
    ['2031-06-15', '21.00'],
  ])('at the standard rate on %s is %s percent', (date, vatRate) => {
    expect(vatOn(date, 'standard', france, rates)).toEqual({ vatCategory: 'S', vatRate, vatExemption: null });
  });

  it('is that of the country we sell from', () => {
    expect(vatOn('2026-11-22', 'standard', { ...france, taxCountry: 'DE' }, rates)?.vatRate).toBe('19.00');
  });

  it('is that of the class, and says why there is none', () => {
    expect(vatOn('2026-11-22', 'reduced', france, rates)?.vatRate).toBe('5.50');
    expect(vatOn('2026-11-22', 'exempt', france, rates)).toEqual({
      vatCategory: 'E',
      vatRate: '0.00',
      vatExemption: 'VATEX-EU-132',
    });
    expect(vatOn('2026-11-22', 'reverse-charge', france, rates)).toMatchObject({
      vatCategory: 'AE',
      vatExemption: 'VATEX-EU-AE',
    });
  });

  it.each(['domestic', 'intra-community', 'export'] as const)(
    'is none in an %s supply of what is outside its scope',
    (vatRegime) => {
      expect(vatOn('2026-11-22', 'outside-scope', { ...france, vatRegime }, [...rates, outside])).toEqual({
        vatCategory: 'O',
        vatRate: '0.00',
        vatExemption: 'VATEX-EU-O',
      });
    },
  );

  it.each([
    ['intra-community', { vatCategory: 'K', vatRate: '0.00', vatExemption: 'VATEX-EU-IC' }],
    ['export', { vatCategory: 'G', vatRate: '0.00', vatExemption: 'VATEX-EU-G' }],
  ] as const)('follows the regime alone in an %s supply, also of goods that have no rate', (vatRegime, vat) => {
    for (const taxClass of ['standard', 'exempt', 'zero'] as const)
      expect(vatOn('2027-06-01', taxClass, { ...france, vatRegime }, rates)).toEqual(vat);
  });

  it('is not known before the first rate of a class, or for a class that has none', () => {
    expect(vatOn('2000-03-31', 'standard', france, rates)).toBeNull();
    expect(vatOn('2026-11-22', 'zero', france, rates)).toBeNull();
    expect(() => taxedOn('2026-11-22', [{ taxClass: 'zero' }], france, rates)).toThrow(InvariantError);
  });

  it('stands on each line with the rest of it', () => {
    const lines = [
      { lineNo: 1, taxClass: 'standard' },
      { lineNo: 2, taxClass: 'reduced' },
    ] as const;
    expect(taxedOn('2027-01-01', lines, france, rates)).toEqual([
      { lineNo: 1, taxClass: 'standard', vatCategory: 'S', vatRate: '21.00', vatExemption: null },
      { lineNo: 2, taxClass: 'reduced', vatCategory: 'S', vatRate: '5.50', vatExemption: null },
    ]);
  });
});
