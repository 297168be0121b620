import type { ItemNumber } from '../../contracts/item-number.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { Prisma } from '../generated/client.js';
import type { AskedItem, FoundItem } from '../../domain/ubl-order.js';
import { matching, readPage, visible, type Db, type PageRequest, type Scope } from './page.js';

export type ItemNumberFilter = PageRequest<'item'> & {
  readonly customer: string;
  readonly search?: string | undefined;
};

const item = Prisma.sql`customer_item.item`;

/** What a customer calls our products; `search` looks into its numbers, ours and our names. */
export function listItemNumbers(db: Db, filter: ItemNumberFilter, scope: Scope): Promise<Page<ItemNumber> | Refusal> {
  const list = {
    columns: Prisma.sql`customer_item.item, customer_item.product_number AS product, product.name AS "productName"`,
    from: Prisma.sql`customer_item JOIN product ON product.number = customer_item.product_number
      JOIN customer ON customer.number = customer_item.customer_number`,
    where: [
      Prisma.sql`customer_item.customer_number = ${filter.customer}`,
      visible(scope),
      matching(filter.search, [item, Prisma.sql`customer_item.product_number`, Prisma.sql`product.name`]),
    ],
    id: item,
    sorts: { item: { expression: item, type: 'text' } },
    defaultSort: 'item',
  } as const;
  return readPage<ItemNumber, ItemNumber, 'item'>(db, list, filter, ({ item: its, product, productName }) => ({
    item: its,
    product,
    productName,
  }));
}

/**
 * Our products by a customer's numbers, by those of GS1, and by name: as the customer calls one, else as we call just one that
 * is for sale. In the order of what was asked.
 */
export async function findItems(db: Db, customer: string, items: readonly AskedItem[]): Promise<readonly FoundItem[]> {
  if (items.length === 0) return [];
  return db.$queryRaw<FoundItem[]>`
    WITH asked AS (
      SELECT * FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS (buyer text, gtin text, name text))
        WITH ORDINALITY AS a(buyer, gtin, name, place)
    )
    SELECT (SELECT i.product_number FROM customer_item i WHERE i.customer_number = ${customer} AND i.item = a.buyer) AS buyer,
      (SELECT p.number FROM product p WHERE p.gtin IS NOT NULL AND lpad(p.gtin, 14, '0') = lpad(a.gtin, 14, '0')) AS gtin,
      COALESCE((SELECT i.product_number FROM customer_item i WHERE i.customer_number = ${customer} AND i.item = a.name),
        (SELECT min(p.number) FROM product p WHERE lower(p.name) = lower(a.name) AND p.active HAVING count(*) = 1)) AS name
    FROM asked a ORDER BY a.place`;
}
