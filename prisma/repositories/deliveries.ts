import type { DeliveredLine, LineProgress, Vat } from '../../contracts/process.js';
import { becomes } from '../../domain/delivery-statuses.js';
import { openQuantity } from '../../domain/order-progress.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { Transaction } from '../client.js';
import { orderFacts, type OrderFacts } from './order-facts.js';
import { orderUpdate, type OrderChange } from './orders.js';

export type NewDelivery = {
  readonly orderNumber: string;
  /** 1, 2, 3 … within the order. */
  readonly sequence: number;
  /** Day on which the goods are picked and leave. */
  readonly departedOn: string;
  readonly carrier: string | null;
  readonly tracking: string | null;
  /** With the VAT of its day. */
  readonly lines: readonly (DeliveredLine & Vat)[];
  /** The order's lines after this delivery. */
  readonly after: readonly LineProgress[];
  readonly change: OrderChange;
};

/** A delivery on record, and what its note says beside it. */
export type InsertedDelivery = {
  readonly number: string;
  readonly address: PostalAddress;
  readonly facts: OrderFacts;
};

/**
 * Moves reserved goods out of stock, writes the delivery with its lines and moves the order on, in one statement. The
 * order's lines are locked and hold the reservation; the stock rows are locked in the order of their products.
 */
export async function insertDelivery(tx: Transaction, delivery: NewDelivery): Promise<InsertedDelivery> {
  const { orderNumber, departedOn } = delivery;
  const after = new Map(delivery.after.map((line) => [line.lineNo, line]));
  const lines = delivery.lines.map((line) => {
    const progress = after.get(line.lineNo);
    return {
      ...line,
      backorder: progress === undefined ? '0' : openQuantity(progress),
      nextDate: progress === undefined || openQuantity(progress) === '0' ? null : progress.confirmedDate,
    };
  });
  const year = departedOn.slice(0, 4);
  const rows = await tx.$queryRaw<InsertedDelivery[]>`
    WITH taken AS (
      SELECT "lineNo" AS line_no, quantity, backorder, "nextDate" AS next_date, "vatCategory" AS vat_category, "vatRate" AS vat_rate,
        "vatExemption" AS vat_exemption
      FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS d("lineNo" int, quantity numeric, backorder numeric, "nextDate" date,
        "vatCategory" text, "vatRate" numeric, "vatExemption" text)
    ), delivered AS (
      UPDATE order_line SET delivered = delivered + taken.quantity, allocated = allocated - taken.quantity
      FROM taken WHERE order_number = ${orderNumber} AND order_line.line_no = taken.line_no
      RETURNING order_line.line_no, product_number, description, unit, taken.quantity, taken.backorder, taken.next_date,
        taken.vat_category, taken.vat_rate, taken.vat_exemption
    ), totals AS (
      SELECT product_number, sum(quantity) AS quantity FROM delivered GROUP BY product_number
    ), locked AS (
      SELECT s.product_number, t.quantity FROM stock s JOIN totals t USING (product_number) ORDER BY s.product_number FOR UPDATE OF s
    ), left_stock AS (
      UPDATE stock SET on_hand = on_hand - locked.quantity, allocated = stock.allocated - locked.quantity FROM locked
      WHERE stock.product_number = locked.product_number
    ), moved AS (${orderUpdate(orderNumber, delivery.change)} RETURNING number, parties),
    note AS (
      INSERT INTO delivery (number, order_number, sequence, status, prepared_on, departed_on, carrier, tracking, address)
      SELECT 'BL-' || ${year} || '-' || to_char(nextval('delivery_number'), 'FM999999000000'), number, ${delivery.sequence}::int,
        ${becomes.departure}, ${departedOn}::date, ${departedOn}::date, ${delivery.carrier}, ${delivery.tracking}, parties -> 'shipTo' -> 'address'
      FROM moved RETURNING number, address
    ), lines AS (
      INSERT INTO delivery_line (delivery_number, line_no, product_number, description, unit, quantity, backorder, next_date,
        vat_category, vat_rate, vat_exemption)
      SELECT note.number, d.line_no, d.product_number, d.description, d.unit, d.quantity, d.backorder, d.next_date,
        d.vat_category, d.vat_rate, d.vat_exemption
      FROM note, delivered d
    )
    SELECT number, address, ${orderFacts(orderNumber)} AS facts FROM note`;
  const row = rows[0];
  if (row === undefined) throw new Error(`order ${orderNumber} is not there`);
  return row;
}
