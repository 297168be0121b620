import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Product, ReceiptEstimate, StockReceipt } from '../../contracts/product.js';
import { Prisma } from '../generated/client.js';
import { productOf, stockReceiptOf } from '../mappers.js';
import { wouldServe } from '../repositories/stock.js';
import type { ProductRow, StockReceiptRow } from '../rows.js';
import { matching, readPage, when, type Db, type PageRequest } from './page.js';

/** The columns of a {@link ProductRow} but its stock. */
export const productColumns = Prisma.sql`
  product.number, product.name, product.unit, product.unit_code AS "unitCode", product.category, product.list_price AS "listPrice", product.price_base AS "priceBase", product.currency,
  product.tax_class AS "taxClass", product.goods_sector AS "goodsSector", product.eco_contributions AS "ecoContributions", product.document_text AS "documentText", product.gtin, product.active, product.created_at AS "createdAt", product.updated_at AS "updatedAt"`;
export const stockColumns = Prisma.sql`
  coalesce(stock.on_hand, 0) AS "onHand", coalesce(stock.allocated, 0) AS allocated`;
const productWithStock = Prisma.sql`product LEFT JOIN stock ON stock.product_number = product.number`;

/** What is there and promised to no order. */
const free = Prisma.sql`(coalesce(stock.on_hand, 0) - coalesce(stock.allocated, 0))`;

export const productSorts = {
  number: { expression: Prisma.sql`product.number`, type: 'text' },
  name: { expression: Prisma.sql`product.name`, type: 'text' },
  onHand: { expression: Prisma.sql`coalesce(stock.on_hand, 0)`, type: 'number' },
  allocated: { expression: Prisma.sql`coalesce(stock.allocated, 0)`, type: 'number' },
  available: { expression: free, type: 'number' },
} as const;
export type ProductSort = keyof typeof productSorts;

export type ProductFilter = PageRequest<ProductSort> & {
  readonly search?: string | undefined;
  readonly category?: string | undefined;
  readonly active?: boolean | undefined;
  /** Whether there is some that is promised to no order. */
  readonly available?: boolean | undefined;
};

/** Products with their stock; `search` looks into number and name. */
export function listProducts(db: Db, filter: ProductFilter): Promise<Page<Product> | Refusal> {
  const list = {
    columns: Prisma.sql`${productColumns}, ${stockColumns}`,
    from: productWithStock,
    where: [
      when(filter.category, (category) => Prisma.sql`product.category = ${category}`),
      when(filter.active, (active) => Prisma.sql`product.active = ${active}`),
      when(filter.available, (wanted) => Prisma.sql`(${free} > 0) = ${wanted}`),
      matching(filter.search, [Prisma.sql`product.number`, Prisma.sql`product.name`]),
    ],
    id: Prisma.sql`product.number`,
    sorts: productSorts,
    defaultSort: 'number',
  } as const;
  return readPage<ProductRow, Product, ProductSort>(db, list, filter, productOf);
}

export async function getProduct(db: Db, number: string): Promise<Product | null> {
  const rows = await db.$queryRaw<ProductRow[]>`
    SELECT ${productColumns}, ${stockColumns} FROM ${productWithStock} WHERE product.number = ${number}`;
  return rows[0] ? productOf(rows[0]) : null;
}

export const stockReceiptSorts = {
  receivedOn: { expression: Prisma.sql`stock_receipt.received_on`, type: 'date' },
  reference: { expression: Prisma.sql`stock_receipt.reference`, type: 'text' },
} as const;

type StockReceiptSort = keyof typeof stockReceiptSorts;

type StockReceiptFilter = PageRequest<StockReceiptSort> & {
  readonly product?: string | undefined;
  readonly receivedFrom?: string | undefined;
  readonly receivedTo?: string | undefined;
  readonly search?: string | undefined;
};

/** Stock receipts, latest first; `search` looks into the reference. */
export function listStockReceipts(db: Db, filter: StockReceiptFilter): Promise<Page<StockReceipt> | Refusal> {
  const list = {
    columns: Prisma.sql`stock_receipt.reference, stock_receipt.received_on AS "receivedOn", stock_receipt.served,
      (SELECT json_agg(json_build_object('product', line.product_number, 'quantity', line.quantity::text)
        ORDER BY line.product_number)
       FROM stock_receipt_line AS line WHERE line.receipt_reference = stock_receipt.reference) AS lines`,
    from: Prisma.sql`stock_receipt`,
    where: [
      when(
        filter.product,
        (product) => Prisma.sql`EXISTS (SELECT FROM stock_receipt_line AS line
          WHERE line.receipt_reference = stock_receipt.reference AND line.product_number = ${product})`,
      ),
      when(filter.receivedFrom, (from) => Prisma.sql`stock_receipt.received_on >= ${from}::date`),
      when(filter.receivedTo, (to) => Prisma.sql`stock_receipt.received_on <= ${to}::date`),
      matching(filter.search, [Prisma.sql`stock_receipt.reference`]),
    ],
    id: Prisma.sql`stock_receipt.reference`,
    sorts: stockReceiptSorts,
    defaultSort: '-receivedOn',
  } as const;
  return readPage<StockReceiptRow, StockReceipt, StockReceiptSort>(db, list, filter, stockReceiptOf);
}

/** What goods would serve, were they booked in now. */
export const estimateReceipt = async (
  db: Db,
  lines: readonly { readonly product: string; readonly quantity: string }[],
): Promise<ReceiptEstimate> => ({ served: [...(await wouldServe(db, lines))] });
