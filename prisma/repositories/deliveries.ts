import type { DeliveredLine, LineProgress } from '../../contracts/process.js';
import type { Wait } from '../../contracts/wait.js';
import { openQuantity } from '../../domain/order-progress.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { Transaction } from '../client.js';
import { orderFacts, type OrderFacts } from './order-facts.js';

export type NewDelivery = {
  readonly orderNumber: string;
  readonly sequence: number;
  readonly deliveredOn: string;
  readonly carrier: string | null;
  readonly lines: readonly DeliveredLine[];
  /** The order's lines after this delivery. */
  readonly after: readonly LineProgress[];
  readonly stage: string;
  readonly waitsFor: Wait;
  readonly nextDate: string | null;
};

/** A delivery on record, and what its note says beside it. */
export type InsertedDelivery = {
  readonly number: string;
  readonly address: PostalAddress;
  readonly facts: OrderFacts;
};

/** Writes the delivery with its lines and moves the order on, in one statement. */
export async function insertDelivery(tx: Transaction, delivery: NewDelivery): Promise<InsertedDelivery> {
  const after = new Map(delivery.after.map((line) => [line.lineNo, line]));
  const lines = delivery.lines.map((line) => {
    const progress = after.get(line.lineNo);
    return {
      lineNo: line.lineNo,
      quantity: line.quantity,
      backorder: progress === undefined ? '0' : openQuantity(progress),
      nextDate: progress === undefined || openQuantity(progress) === '0' ? null : progress.confirmedDate,
    };
  });
  const year = delivery.deliveredOn.slice(0, 4);
  const rows = await tx.$queryRaw<InsertedDelivery[]>`
    WITH moved AS (
      UPDATE sales_order SET stage = ${delivery.stage}, waits_for = ${JSON.stringify(delivery.waitsFor)}::jsonb, next_date = ${delivery.nextDate}::date, updated_at = now()
      WHERE number = ${delivery.orderNumber} RETURNING number, parties
    ), note AS (
      INSERT INTO delivery (number, order_number, sequence, status, delivered_on, carrier, address)
      SELECT 'BL-' || ${year} || '-' || to_char(nextval('delivery_number'), 'FM999999000000'), number, ${delivery.sequence}::int, 'delivered',
        ${delivery.deliveredOn}::date, ${delivery.carrier}, parties -> 'shipTo' -> 'address'
      FROM moved RETURNING number, address
    ), lines AS (
      INSERT INTO delivery_line (delivery_number, line_no, product_number, description, unit, quantity, backorder, next_date)
      SELECT note.number, d."lineNo", l.product_number, l.description, l.unit, d.quantity, d.backorder, d."nextDate"
      FROM note, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS d("lineNo" int, quantity numeric, backorder numeric, "nextDate" date)
      JOIN order_line l ON l.order_number = ${delivery.orderNumber} AND l.line_no = d."lineNo"
    )
    SELECT number, address, ${orderFacts(delivery.orderNumber)} AS facts FROM note`;
  const row = rows[0];
  if (row === undefined) throw new Error(`order ${delivery.orderNumber} is not there`);
  return row;
}
