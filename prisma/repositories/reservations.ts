import type { DeliveredLine, LineProgress } from '../../contracts/process.js';
import { canonicalQuantity } from '../../domain/money.js';
import type { Transaction } from '../client.js';

type ProgressRow = {
  line_no: number;
  product_number: string;
  quantity: string;
  delivered: string;
  cancelled: string;
  allocated: string;
  confirmed: string | null;
};

const toProgress = (row: ProgressRow): LineProgress => ({
  lineNo: row.line_no,
  product: row.product_number,
  quantity: canonicalQuantity(row.quantity),
  delivered: canonicalQuantity(row.delivered),
  cancelled: canonicalQuantity(row.cancelled),
  allocated: canonicalQuantity(row.allocated),
  confirmedDate: row.confirmed,
});

/** The quantities of an order's lines as they stand, by line number; locked when they are to be changed. */
export async function readProgress(tx: Transaction, orderNumber: string, lock = false): Promise<LineProgress[]> {
  if (lock)
    await tx.$queryRaw`SELECT line_no FROM order_line WHERE order_number = ${orderNumber} ORDER BY line_no FOR UPDATE`;
  const rows = await tx.$queryRaw<ProgressRow[]>`
    SELECT line_no, product_number, quantity::text, delivered::text, cancelled::text, allocated::text, last_confirmed_date::text AS confirmed
    FROM order_line WHERE order_number = ${orderNumber} ORDER BY line_no`;
  return rows.map(toProgress);
}

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

/** Writes reservations and dates on the lines; the first confirmed date is kept for ever. */
export async function writeReservations(
  tx: Transaction,
  orderNumber: string,
  lines: readonly LineReservation[],
): Promise<void> {
  await tx.$executeRaw`
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

/**
 * Moves reserved quantities out of stock, only while the line holds the reservation. One statement for the lines, so
 * that racing deliveries can never exceed what is reserved.
 * @returns how many lines could be delivered; fewer than asked means that nothing may be kept
 */
export async function takeForDelivery(
  tx: Transaction,
  orderNumber: string,
  lines: readonly DeliveredLine[],
): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    WITH asked AS (
      SELECT "lineNo" AS line_no, quantity FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS a("lineNo" int, quantity numeric)
    ), delivered AS (
      UPDATE order_line SET delivered = delivered + asked.quantity, allocated = allocated - asked.quantity
      FROM asked WHERE order_number = ${orderNumber} AND order_line.line_no = asked.line_no
        AND allocated >= asked.quantity AND delivered + cancelled + asked.quantity <= order_line.quantity
      RETURNING order_line.line_no, product_number, asked.quantity
    ), totals AS (
      SELECT product_number, sum(quantity) AS quantity FROM delivered GROUP BY product_number
    ), locked AS (
      SELECT s.product_number, t.quantity FROM stock s JOIN totals t USING (product_number) ORDER BY s.product_number FOR UPDATE OF s
    ), moved AS (
      UPDATE stock SET on_hand = on_hand - locked.quantity, allocated = stock.allocated - locked.quantity FROM locked
      WHERE stock.product_number = locked.product_number
    )
    SELECT count(*)::int AS count FROM delivered`;
  return rows[0]?.count ?? 0;
}
