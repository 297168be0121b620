import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { ListedProductCost, ProductCost } from '../../contracts/product-cost.js';
import { currencies } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { localDate, price, wordOf } from '../mappers.js';
import type { Moment, Numeric } from '../rows.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

export type ProductCostRow = {
  readonly product: string;
  readonly from: Moment;
  readonly cost: Numeric;
  readonly currency: string;
};

export const productCostOf = (row: ProductCostRow): ProductCost => ({
  product: row.product,
  from: localDate(row.from),
  cost: price(row.cost),
  currency: wordOf(currencies, row.currency),
});

type ListedRow = ProductCostRow & { readonly productName: string };
const listedOf = (row: ListedRow): ListedProductCost => ({ ...productCostOf(row), productName: row.productName });

/** Tells the costs of one product apart. */
const day = Prisma.sql`product_cost.valid_from::text`;
export const productCostSorts = {
  from: { expression: Prisma.sql`product_cost.valid_from`, type: 'date' },
  product: { expression: Prisma.sql`product_cost.product_number`, type: 'text', id: day },
  cost: {
    expression: Prisma.sql`product_cost.cost`,
    type: 'number',
    id: Prisma.sql`(product_cost.product_number || ' ' || ${day})`,
  },
} as const;
type ProductCostSort = keyof typeof productCostSorts;

export type ProductCostFilter = PageRequest<ProductCostSort> & { readonly product?: string | undefined };

/** Dated unit costs, the latest first. */
export function listProductCosts(db: Db, filter: ProductCostFilter): Promise<Page<ListedProductCost> | Refusal> {
  const list = {
    columns: Prisma.sql`product_cost.product_number AS product, product.name AS "productName",
      product_cost.valid_from AS "from", product_cost.cost, product.currency`,
    from: Prisma.sql`product_cost JOIN product ON product.number = product_cost.product_number`,
    where: [when(filter.product, (product) => Prisma.sql`product_cost.product_number = ${product}`)],
    id: Prisma.sql`product_cost.product_number`,
    sorts: productCostSorts,
    defaultSort: '-from',
  } as const;
  return readPage<ListedRow, ListedProductCost, ProductCostSort>(db, list, filter, listedOf);
}
