import { hasFallen } from '../domain/order-stages.js';
import { Prisma } from './generated/client.js';
import { stagesIn } from './stages.js';

type Referring = { readonly order: string; readonly customer: string; readonly reference: string | null };

/** The order was found to have the reference of another. */
const isCopy = (order: Prisma.Sql, reference: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
      SELECT FROM discrepancy WHERE discrepancy.order_number = ${order} AND discrepancy.type = 'reference'
        AND "reference_key"(discrepancy.actual #>> '{}') = "reference_key"(${reference}))`;

/**
 * The customer's order that had this reference first, those that came to nothing left out; null: there is none. An order
 * that had its reference before others is not held against them. The customer is to be locked by a statement before.
 */
export const firstWithReference = ({ order, customer, reference }: Referring): Prisma.Sql => Prisma.sql`(
  SELECT other.number FROM sales_order AS other LEFT JOIN sales_order AS own ON own.number = ${order}
  WHERE other.customer_number = ${customer} AND "reference_key"(other.customer_reference) = "reference_key"(${reference}::text)
    AND other.number <> ${order} AND other.stage NOT IN (${stagesIn(hasFallen)})
    AND ("reference_key"(own.customer_reference) IS DISTINCT FROM "reference_key"(${reference}::text)
      OR ${isCopy(Prisma.sql`own.number`, Prisma.sql`own.customer_reference`)})
  ORDER BY ${isCopy(Prisma.sql`other.number`, Prisma.sql`other.customer_reference`)}, other.received_at, other.number LIMIT 1)`;
