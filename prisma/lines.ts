import { Prisma } from './generated/client.js';
import { vatMembers } from './vat.js';

/** The members of a JSON object that say what a line has beside its price; see `besidePrice`. */
export const besideMembers = (line: Prisma.Sql): Prisma.Sql => Prisma.sql`
  'priceBase', ${line}.price_base::text, 'adjustments', ${line}.adjustments`;

/**
 * The members of a JSON object that say what a document says of a line of an order or an invoice, but for its net.
 * @param quantity how much of it; left out, all of it
 */
export const printedMembers = (line: Prisma.Sql, quantity = Prisma.sql`${line}.quantity`): Prisma.Sql => Prisma.sql`
  'lineNo', ${line}.line_no, 'product', ${line}.product_number, 'description', ${line}.description, 'unit', ${line}.unit,
  'quantity', (${quantity})::text, 'unitPrice', ${line}.unit_price::text, 'discountPercent', ${line}.discount_percent::text,
  ${besideMembers(line)},
  ${vatMembers(line)}`;
