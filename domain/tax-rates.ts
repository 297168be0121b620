import type { Vat } from '../contracts/process.js';
import type { TaxRate } from '../contracts/tax.js';
import type { TaxClass, VatRegime } from '../contracts/vocabulary.js';
import type { LocalDate } from './calendar.js';
import { invariant } from './invariant.js';
import { vatOf } from './tax.js';

/** How the goods of an order are taxed: its regime, and the country whose rates a domestic supply bears. */
export type Taxation = { readonly vatRegime: VatRegime; readonly taxCountry: string };

/** Supplies that bear no VAT, whatever is supplied (art. 262 ter I and 262 I CGI; art. 138 and 146 of directive 2006/112/EC). */
const untaxed: Readonly<Record<Exclude<VatRegime, 'domestic'>, Vat>> = {
  'intra-community': { vatCategory: 'K', vatRate: '0.00', vatExemption: 'VATEX-EU-IC' },
  export: { vatCategory: 'G', vatRate: '0.00', vatExemption: 'VATEX-EU-G' },
};

/**
 * The VAT of goods of a class delivered on a day: what their regime says, or the rate of the class that is in force on
 * that day, which is the tax point (art. 269 1 a and 2 a CGI); what is outside the scope of the tax is so wherever it goes. Null: the country has no rate for the class by then.
 */
export function vatOn(
  date: LocalDate,
  taxClass: TaxClass,
  { vatRegime, taxCountry }: Taxation,
  rates: readonly TaxRate[],
): Vat | null {
  if (vatRegime !== 'domestic' && taxClass !== 'outside-scope') return untaxed[vatRegime];
  const [rate] = rates
    .filter((one) => one.country === taxCountry && one.taxClass === taxClass && one.from <= date)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1));
  return rate === undefined ? null : vatOf(rate);
}

/** Lines of an order with the VAT of a day. @throws InvariantError for a class without a rate: orders are refused for those */
export function taxedOn<L extends { readonly taxClass: TaxClass }>(
  date: LocalDate,
  lines: readonly L[],
  taxation: Taxation,
  rates: readonly TaxRate[],
): readonly (L & Vat)[] {
  return lines.map((line) => {
    const vat = vatOn(date, line.taxClass, taxation, rates);
    invariant(vat !== null, `${taxation.taxCountry} has no VAT rate of class ${line.taxClass} on ${date}`);
    return { ...line, ...vat };
  });
}
