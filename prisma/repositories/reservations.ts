import type { DeliveredLine, LineProgress } from '../../contracts/process.js';
import { canonicalQuantity } from '../../domain/money.js';
import type { Transaction } from '../client.js';
import { orderUpdate, type OrderChange } from './orders.js';

/** Sets the last confirmed date of lines; the first one stays. */
export async function writeDates(tx: Transaction, orderNumber: string, lines: readonly LineProgress[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE order_line SET last_confirmed_date = d."confirmedDate", first_confirmed_date = COALESCE(first_confirmed_date, d."confirmedDate")
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS d("lineNo" int, "confirmedDate" date)
    WHERE order_number = ${orderNumber} AND line_no = d."lineNo"`;
}

/**
 * Takes what is free of each product, at most what is needed. Stock rows are locked in the order of their product
 * numbers, so that orders racing for the same products never deadlock. What is taken is worked out from the row being
 * written: PostgreSQL tries the row of the statement's snapshot against the CHECK before it finds the newer one.
 * @returns quantity taken by product
 */
export async function takeStock(
  tx: Transaction,
  needs: readonly { product: string; quantity: string }[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ product_number: string; taken: string }[]>`
    WITH need AS (
      SELECT product, sum(quantity) AS quantity
      FROM jsonb_to_recordset(${JSON.stringify(needs)}::jsonb) AS n(product text, quantity numeric) GROUP BY product
    ), locked AS (
      SELECT s.product_number, need.quantity
      FROM stock s JOIN need ON need.product = s.product_number ORDER BY s.product_number FOR UPDATE OF s
    )
    UPDATE stock SET allocated = stock.allocated + LEAST(stock.on_hand - stock.allocated, locked.quantity) FROM locked
    WHERE stock.product_number = locked.product_number
    RETURNING stock.product_number, (new.allocated - old.allocated)::text AS taken`;
  return new Map(rows.map((row) => [row.product_number, canonicalQuantity(row.taken)]));
}

/** What one line gets: reserved quantity, confirmed date, and whether it waits for stock. */
export type LineReservation = {
  readonly lineNo: number;
  readonly allocated: string;
  readonly confirmedDate: string;
  readonly waiting: boolean;
};

/** Writes reservations and dates on the lines and moves their order on; the first confirmed date is kept for ever. */
export async function writeReservations(
  tx: Transaction,
  orderNumber: string,
  lines: readonly LineReservation[],
  change: OrderChange,
): Promise<void> {
  await tx.$executeRaw`
    WITH moved AS (${orderUpdate(orderNumber, change)})
    UPDATE order_line SET allocated = r.allocated, waiting = r.waiting, last_confirmed_date = r."confirmedDate",
      first_confirmed_date = COALESCE(first_confirmed_date, r."confirmedDate")
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS r("lineNo" int, allocated numeric, "confirmedDate" date, waiting boolean)
    WHERE order_number = ${orderNumber} AND line_no = r."lineNo"`;
}

/** Gives back everything an order has reserved. @returns the products that became free, sorted */
export async function releaseReservations(tx: Transaction, orderNumber: string): Promise<{ products: string[] }> {
  const rows = await tx.$queryRaw<{ product_number: string }[]>`
    WITH held AS (
      SELECT line_no, product_number, allocated FROM order_line WHERE order_number = ${orderNumber} ORDER BY line_no FOR UPDATE
    ), freed AS (
      UPDATE order_line SET allocated = 0, waiting = false FROM held
      WHERE order_line.order_number = ${orderNumber} AND order_line.line_no = held.line_no
    ), totals AS (
      SELECT product_number, sum(allocated) AS quantity FROM held GROUP BY product_number HAVING sum(allocated) > 0
    ), locked AS (
      SELECT s.product_number, t.quantity FROM stock s JOIN totals t USING (product_number) ORDER BY s.product_number FOR UPDATE OF s
    )
    UPDATE stock SET allocated = stock.allocated - locked.quantity FROM locked
    WHERE stock.product_number = locked.product_number RETURNING stock.product_number`;
  return { products: rows.map((row) => row.product_number).sort() };
}

/**
 * Cancels quantities; reservations shrink to what is still open, and stop waiting when nothing is.
 * @returns the products that became free, sorted
 */
export async function cancelLines(
  tx: Transaction,
  orderNumber: string,
  lines: readonly DeliveredLine[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ product_number: string }[]>`
    WITH asked AS (
      SELECT "lineNo" AS line_no, quantity FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS a("lineNo" int, quantity numeric)
    ), held AS (
      SELECT l.line_no, l.product_number, l.quantity - l.delivered - l.cancelled - asked.quantity AS open, l.allocated, asked.quantity AS cancelled
      FROM order_line l JOIN asked USING (line_no) WHERE l.order_number = ${orderNumber} ORDER BY l.line_no FOR UPDATE OF l
    ), cancelled AS (
      UPDATE order_line SET cancelled = order_line.cancelled + held.cancelled, allocated = LEAST(held.allocated, held.open),
        waiting = order_line.waiting AND held.open > LEAST(held.allocated, held.open)
      FROM held WHERE order_line.order_number = ${orderNumber} AND order_line.line_no = held.line_no
    ), totals AS (
      SELECT product_number, sum(GREATEST(allocated - open, 0)) AS quantity FROM held GROUP BY product_number HAVING sum(GREATEST(allocated - open, 0)) > 0
    ), locked AS (
      SELECT s.product_number, t.quantity FROM stock s JOIN totals t USING (product_number) ORDER BY s.product_number FOR UPDATE OF s
    )
    UPDATE stock SET allocated = stock.allocated - locked.quantity FROM locked
    WHERE stock.product_number = locked.product_number RETURNING stock.product_number`;
  return rows.map((row) => row.product_number).sort();
}
