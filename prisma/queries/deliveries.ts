import type { Delivery } from '../../contracts/delivery.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { DeliveryStatus } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { deliveryOf } from '../mappers.js';
import type { DeliveryRow } from '../rows.js';
import { found } from './found.js';
import {
  ledBy,
  numberOrder,
  readPage,
  visible,
  visibleOf,
  when,
  type Db,
  type PageRequest,
  type Scope,
} from './page.js';

const deliveryColumns = Prisma.sql`
  delivery.number, delivery.order_number AS "order", sales_order.customer_number AS customer, customer.name AS "customerName",
  delivery.status,
  delivery.prepared_on AS "preparedOn", delivery.departed_on AS "departedOn", delivery.delivered_on AS "deliveredOn",
  delivery.proved_on AS "provedOn", delivery.carrier, delivery.tracking, delivery.address,
  coalesce((SELECT json_agg(json_build_object('lineNo', line.line_no, 'product', line.product_number,
      'description', line.description, 'unit', line.unit, 'quantity', line.quantity::text,
      'backorder', line.backorder::text, 'nextDate', line.next_date) ORDER BY line.line_no)
    FROM delivery_line AS line WHERE line.delivery_number = delivery.number), '[]') AS lines,
  (SELECT min(source.invoice_number) FROM invoice_source AS source JOIN invoice ON invoice.number = source.invoice_number
    WHERE source.delivery_number = delivery.number AND invoice.kind = 'invoice') AS invoice,
  delivery.received_by AS "receivedBy", delivery.received_at AS "receivedAt", delivery.reserves,
  delivery.created_at AS "createdAt", delivery.move_in_id IS NOT NULL AS "movedIn"`;

const deliveryTables = Prisma.sql`delivery
  JOIN sales_order ON sales_order.number = delivery.order_number
  JOIN customer ON customer.number = sales_order.customer_number`;

const byNumber = numberOrder(Prisma.sql`delivery.number`);
const leavesOn = Prisma.sql`coalesce(delivery.departed_on, delivery.prepared_on)`;
export const deliverySorts = {
  departedOn: { expression: leavesOn, type: 'date' },
  number: { expression: byNumber, type: 'text' },
} as const;
export type DeliverySort = keyof typeof deliverySorts;

export type DeliveryFilter = PageRequest<DeliverySort> & {
  readonly order?: string | undefined;
  readonly customer?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly departedFrom?: string | undefined;
  readonly departedTo?: string | undefined;
  readonly search?: string | undefined;
};

/** Deliveries; `search` looks into their number, the number and the customer's reference of the order, and the customer name. */
export async function listDeliveries(db: Db, filter: DeliveryFilter, scope: Scope): Promise<Page<Delivery> | Refusal> {
  const list = {
    columns: deliveryColumns,
    from: deliveryTables,
    where: [
      visibleOf(scope, filter.customer),
      when(filter.order, (order) => Prisma.sql`delivery.order_number = ${order}`),
      when(filter.customer, (customer) => Prisma.sql`sales_order.customer_number = ${customer}`),
      when(
        filter.departedFrom,
        (from) => Prisma.sql`(delivery.departed_on IS NOT NULL AND ${leavesOn} >= ${from}::date)`,
      ),
      when(filter.departedTo, (to) => Prisma.sql`(delivery.departed_on IS NOT NULL AND ${leavesOn} <= ${to}::date)`),
      await found(db, 'delivery', filter.search, scope),
    ],
    bounds: { departedOn: { from: filter.departedFrom, to: filter.departedTo } },
    led: ledBy(filter.status, Prisma.sql`delivery.status`),
    id: byNumber,
    name: Prisma.sql`delivery.number`,
    path: '/v1/deliveries',
    sorts: deliverySorts,
    defaultSort: '-departedOn',
  } as const;
  return readPage<DeliveryRow, Delivery, DeliverySort>(db, list, filter, deliveryOf);
}

/** Null: there is none, or it is of somebody else's customer. */
export async function getDelivery(db: Db, number: string, scope: Scope): Promise<Delivery | null> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    SELECT ${deliveryColumns} FROM ${deliveryTables} WHERE delivery.number = ${number} AND ${visible(scope)}`;
  return rows[0] ? deliveryOf(rows[0]) : null;
}
