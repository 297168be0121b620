import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { TaxRate } from '../../contracts/tax.js';
import { domesticVatCategories, taxClasses, vatExemptions, type TaxClass } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { localDate, percent, wordOf, wordOrNull } from '../mappers.js';
import type { Moment, Numeric } from '../rows.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

export const taxRateColumns = Prisma.sql`
  tax_rate.country, tax_rate.tax_class AS "taxClass", tax_rate.valid_from AS "from",
  tax_rate.vat_category AS "vatCategory", tax_rate.vat_rate AS "vatRate", tax_rate.vat_exemption AS "vatExemption"`;

export type TaxRateRow = {
  readonly country: string;
  readonly taxClass: string;
  readonly from: Moment;
  readonly vatCategory: string;
  readonly vatRate: Numeric;
  readonly vatExemption: string | null;
};

export const taxRateOf = (row: TaxRateRow): TaxRate => ({
  country: row.country,
  taxClass: wordOf(taxClasses, row.taxClass),
  from: localDate(row.from),
  vatCategory: wordOf(domesticVatCategories, row.vatCategory),
  vatRate: percent(row.vatRate),
  vatExemption: wordOrNull(vatExemptions, row.vatExemption),
});

export const taxRateSorts = { from: { expression: Prisma.sql`tax_rate.valid_from`, type: 'date' } } as const;

export type TaxRateFilter = PageRequest<'from'> & {
  readonly country?: string | undefined;
  readonly taxClass?: TaxClass | undefined;
};

/** Dated VAT rates, the latest first. */
export function listTaxRates(db: Db, filter: TaxRateFilter): Promise<Page<TaxRate> | Refusal> {
  const list = {
    columns: taxRateColumns,
    from: Prisma.sql`tax_rate`,
    where: [
      when(filter.country, (country) => Prisma.sql`tax_rate.country = ${country}`),
      when(filter.taxClass, (taxClass) => Prisma.sql`tax_rate.tax_class = ${taxClass}`),
    ],
    id: Prisma.sql`(tax_rate.country || ' ' || tax_rate.tax_class)`,
    sorts: taxRateSorts,
    defaultSort: '-from',
  } as const;
  return readPage<TaxRateRow, TaxRate, 'from'>(db, list, filter, taxRateOf);
}
