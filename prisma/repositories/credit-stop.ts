import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/**
 * Whether a credit stop of its customer holds what leaves for an order and what is reserved for its backorders: unless the
 * credit policy in force says otherwise, or finance has released the order from this very stop.
 * @param order what the statement calls the row of sales_order
 * @param customer what it calls that of the customer
 */
export const heldByStop = (order: Prisma.Sql, customer: Prisma.Sql): Prisma.Sql => Prisma.sql`(${customer}.credit_stop
  AND ${order}.stop_released IS DISTINCT FROM ${customer}.credit_stops
  AND COALESCE((SELECT (body ->> 'stopHoldsDeliveries')::boolean FROM policy WHERE kind = 'credit'), true))`;

/** `heldByStop` of the row of sales_order that the statement calls `o`. */
export const orderHeldByStop = Prisma.sql`EXISTS (
  SELECT FROM customer c WHERE c.number = o.customer_number AND ${heldByStop(Prisma.sql`o`, Prisma.sql`c`)})`;

/** Releases an order from the stop that stands. The caller holds the locks of customer and order. */
export async function releaseFromStop(tx: Transaction, orderNumber: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE sales_order o SET stop_released = c.credit_stops, updated_at = now()
    FROM customer c WHERE o.number = ${orderNumber} AND c.number = o.customer_number`;
}
