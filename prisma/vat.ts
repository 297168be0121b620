import type { TaxRate } from '../contracts/tax.js';
import { Prisma } from './generated/client.js';

/** The members of a JSON object that say the VAT of a line, of a table that has its three columns. */
export const vatMembers = (line: Prisma.Sql): Prisma.Sql => Prisma.sql`
  'vatCategory', ${line}.vat_category, 'vatRate', ${line}.vat_rate::text, 'vatExemption', ${line}.vat_exemption`;

/** Dated rates as one JSON column; null: there are none. */
export const taxRatesJson = (where: Prisma.Sql = Prisma.sql`true`): Prisma.Sql => Prisma.sql`(
  SELECT json_agg(json_build_object('country', dated.country, 'taxClass', dated.tax_class, 'from', dated.valid_from,
    ${vatMembers(Prisma.sql`dated`)}) ORDER BY dated.country, dated.tax_class, dated.valid_from)
  FROM tax_rate AS dated WHERE ${where})`;

/** What the column holds. */
export type TaxRatesColumn = readonly TaxRate[] | null;
