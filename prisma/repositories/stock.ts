import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { quantity } from '../mappers.js';
import type { AuditInput } from './audit.js';
import { orderHeldByStop } from './credit-stop.js';

/** Of the row of order_line: a credit stop of its customer holds the order. */
const lineHeldByStop = Prisma.sql`EXISTS (
  SELECT FROM sales_order o WHERE o.number = order_line.order_number AND ${orderHeldByStop})`;

/** What a waiting order line received; `waiting` tells whether it still lacks some. */
export type ServedRow = {
  readonly order: string;
  readonly line: number;
  readonly product: string;
  readonly quantity: string;
  readonly waiting: boolean;
};

/** A waiting line was in somebody else's hands; the whole transaction is to be tried again. */
export class BackordersBusyError extends Error {
  override readonly name = 'BackordersBusyError';
}

/**
 * Locks the lines that wait for these products, in the one lock order (lines before stock). Called before the first
 * stock row is touched, it makes {@link serveBackorders} wait its turn instead of giving up.
 */
export async function lockBackorders(tx: Transaction, products: readonly string[]): Promise<void> {
  if (products.length === 0) return;
  await tx.$queryRaw`
    SELECT line_no FROM order_line WHERE waiting AND product_number IN (${Prisma.join([...products])})
    ORDER BY order_number, line_no FOR UPDATE`;
}

/** What `held`, waiting lines, get of what is free of the row `stock`: oldest order first, as the tables of a WITH. */
const givenOf = (free: Prisma.Sql): Prisma.Sql => Prisma.sql`
    ranked AS (
      SELECT held.*, sales_order.received_at, ${free} AS free,
        sum(held.open) OVER (PARTITION BY held.product_number
          ORDER BY sales_order.received_at, held.order_number, held.line_no
          ROWS UNBOUNDED PRECEDING) - held.open AS before
      FROM held JOIN sales_order ON sales_order.number = held.order_number
      JOIN stock ON stock.product_number = held.product_number WHERE held.open > 0),
    given AS MATERIALIZED (SELECT *, least(open, free - before) AS served FROM ranked WHERE free > before)`;

/** What goods would serve that are not booked yet, by the rule of {@link serveBackorders}; nothing is locked. */
export async function wouldServe(
  tx: Transaction,
  lines: readonly { readonly product: string; readonly quantity: string }[],
): Promise<readonly (ServedRow & { readonly customerName: string })[]> {
  const rows = await tx.$queryRaw<(ServedRow & { readonly customerName: string })[]>`
    WITH received AS (
      SELECT product, sum(quantity) AS quantity FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS r(product text, quantity numeric)
      GROUP BY product),
    held AS (
      SELECT order_number, line_no, product_number, quantity - delivered - cancelled - allocated AS open
      FROM order_line WHERE waiting AND product_number IN (SELECT product FROM received) AND NOT ${lineHeldByStop}),
    ${givenOf(Prisma.sql`stock.on_hand - stock.allocated + (SELECT quantity FROM received WHERE product = stock.product_number)`)}
    SELECT given.order_number AS "order", customer.name AS "customerName", line_no AS line, product_number AS product,
      served::text AS quantity, served < open AS waiting
    FROM given JOIN sales_order o ON o.number = given.order_number JOIN customer ON customer.number = o.customer_number
    ORDER BY given.received_at, 1, 3 LIMIT 500`;
  return rows.map((row) => ({ ...row, quantity: quantity(row.quantity) }));
}

/**
 * Gives free stock of these products to the lines that wait for them, oldest order first: reserves it on line and
 * stock, and ends the waiting of a line that lacks nothing more. The stock rows are locked in the order of their
 * numbers; lines are never waited for, since the caller holds stock already. What a credit stop holds is passed over.
 * @returns what was served, oldest order first; the orders in it are to be told after the commit.
 * @throws BackordersBusyError when a line that should have been served is locked: roll back and try again.
 */
export async function serveBackorders(tx: Transaction, products: readonly string[]): Promise<ServedRow[]> {
  if (products.length === 0) return [];
  const wanted = Prisma.join([...products]);
  await tx.$queryRaw`
    SELECT product_number FROM stock WHERE product_number IN (${wanted}) ORDER BY product_number FOR UPDATE`;
  const rows = await tx.$queryRaw<
    { order: string; line: number; product: string; served: string; waiting: boolean; skipped: boolean }[]
  >`
    WITH held AS MATERIALIZED (
      SELECT order_number, line_no, product_number, quantity - delivered - cancelled - allocated AS open
      FROM order_line WHERE waiting AND product_number IN (${wanted}) AND NOT ${lineHeldByStop}
      ORDER BY order_number, line_no FOR UPDATE SKIP LOCKED),
    ${givenOf(Prisma.sql`stock.on_hand - stock.allocated`)},
    lines AS (
      UPDATE order_line SET allocated = order_line.allocated + given.served, waiting = given.served < given.open
      FROM given WHERE order_line.order_number = given.order_number AND order_line.line_no = given.line_no),
    reserved AS (
      UPDATE stock SET allocated = stock.allocated + given.served
      FROM (SELECT product_number, sum(served) AS served FROM given GROUP BY product_number) AS given
      WHERE stock.product_number = given.product_number),
    skipped AS (
      SELECT order_line.order_number, order_line.line_no, order_line.product_number
      FROM order_line JOIN stock ON stock.product_number = order_line.product_number
      WHERE order_line.waiting AND order_line.product_number IN (${wanted}) AND stock.on_hand > stock.allocated
        AND NOT ${lineHeldByStop} AND NOT EXISTS (SELECT FROM held
          WHERE held.order_number = order_line.order_number AND held.line_no = order_line.line_no))
    SELECT order_number AS "order", line_no AS line, product_number AS product, served::text AS served,
      served < open AS waiting, false AS skipped, received_at FROM given
    UNION ALL
    SELECT order_number, line_no, product_number, '0', true, true, NULL FROM skipped
    ORDER BY received_at, 1, 2`;
  const skipped = rows.find((row) => row.skipped);
  if (skipped) throw new BackordersBusyError(`line ${skipped.line} of ${skipped.order} is locked; try again`);
  return rows.map((row) => ({
    order: row.order,
    line: row.line,
    product: row.product,
    quantity: quantity(row.served),
    waiting: row.waiting,
  }));
}

/**
 * Once a stop holds no more, gives what waits for stock its part, oldest order first like everybody's.
 * @param of the customer whose stop was lifted, or the order that was released from it
 * @throws BackordersBusyError a line that should have been served is locked: roll back and try again
 */
export async function serveFreed(
  tx: Transaction,
  of: { readonly customer: string } | { readonly order: string },
): Promise<readonly ServedRow[]> {
  const wanted =
    'order' in of
      ? Prisma.sql`l.order_number = ${of.order}`
      : Prisma.sql`l.order_number IN (SELECT number FROM sales_order WHERE customer_number = ${of.customer})`;
  const rows = await tx.$queryRaw<{ product: string }[]>`
    SELECT DISTINCT l.product_number AS product FROM order_line l WHERE l.waiting AND ${wanted} ORDER BY 1`;
  const products = rows.map(({ product }) => product);
  await lockBackorders(tx, products);
  return serveBackorders(tx, products);
}

/** Stock that was reserved since a stop holds it no more; or since it came back with a complaint. */
export const auditServed = (
  { order, line, product, quantity, waiting }: ServedRow,
  {
    actor,
    customer,
    on,
    complaint = null,
  }: {
    readonly actor: Actor;
    readonly customer: string | null;
    readonly on: string | null;
    readonly complaint?: string | null;
  },
): AuditInput => ({
  actor,
  action: 'order.backorder-served',
  entity: 'order',
  entityId: order,
  orderNumber: order,
  customerNumber: customer,
  on,
  after: { line, product, quantity, receipt: complaint, waiting },
});
