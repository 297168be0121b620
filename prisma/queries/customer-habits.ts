import type { CustomerHabits, LikelyDouble } from '../../contracts/customer-habits.js';
import { addDays, daysBetween, localDateOf } from '../../domain/calendar.js';
import { hasFallen } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { localDateOrNull, percent, price, quantity } from '../mappers.js';
import { stagesIn } from '../stages.js';
import { visible, type Db, type Scope } from './page.js';

const DAYS = 365;
const PRODUCTS = 15;
/** So many orders and payments tell a habit: of who has more in a year, the latest are looked at. */
const MOST = 400;

type HabitRow = {
  readonly orders: number;
  readonly lastOn: string | null;
  readonly everyDays: number | null;
  readonly products: readonly CustomerHabits['products'][number][] | null;
  readonly invoices: number;
  readonly daysToPay: number | null;
  readonly daysLate: number | null;
};

/** The day since which a customer's orders are looked at. */
async function sinceWhen(db: Db, number: string, nowMs: number): Promise<string> {
  const yearAgo = addDays(localDateOf(nowMs, 'UTC'), -DAYS);
  const [row] = await db.$queryRaw<{ readonly day: string }[]>`
    SELECT received_on::text AS day FROM sales_order WHERE customer_number = ${number}
    ORDER BY received_at DESC, "number_order"(number) DESC OFFSET ${MOST - 1} LIMIT 1`;
  return row === undefined || row.day < yearAgo ? yearAgo : row.day;
}

/**
 * What a customer usually orders, how often, and how it pays, over the last year, or so much of it as holds enough orders.
 * Days to pay are of each allocation that stands, weighted by its amount.
 * @returns null: there is no such customer in the scope
 */
export async function customerHabits(
  db: Db,
  number: string,
  scope: Scope,
  nowMs: number,
): Promise<CustomerHabits | null> {
  const today = localDateOf(nowMs, 'UTC');
  const from = await sinceWhen(db, number, nowMs);
  const yearAgo = addDays(today, -DAYS);
  const [row] = await db.$queryRaw<HabitRow[]>`
    WITH placed AS MATERIALIZED (
      SELECT o.number, o.received_on FROM sales_order o
      WHERE o.customer_number = ${number} AND o.received_on >= ${from}::date AND o.received_at >= ${from}::date - interval '1 day'
        AND o.stage NOT IN (${stagesIn(hasFallen)})
    ), spaced AS (
      SELECT received_on - lag(received_on) OVER (ORDER BY received_on) AS days FROM (SELECT DISTINCT received_on FROM placed) d
    ), sold AS MATERIALIZED (
      SELECT l.product_number, l.description, l.unit, l.quantity, l.unit_price, l.discount_percent, l.order_number, placed.received_on,
        row_number() OVER (PARTITION BY l.product_number ORDER BY placed.received_on DESC, l.order_number DESC, l.line_no) AS place
      FROM placed JOIN order_line l ON l.order_number = placed.number
    ), usual AS (
      SELECT product_number, count(DISTINCT order_number)::int AS orders,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY quantity) AS quantity
      FROM sold GROUP BY product_number ORDER BY 2 DESC, 1 LIMIT ${PRODUCTS}::int
    ), paid AS (
      SELECT e.invoice_number, -e.amount AS amount, p.date - i.issue_date AS days, p.date - r.due_date AS late
      FROM (SELECT * FROM ledger_entry AS latest
        WHERE latest.customer_number = ${number} AND latest.kind = 'allocation' AND latest.item_kind = 'receivable'
        ORDER BY latest.id DESC LIMIT ${MOST}) AS e JOIN payment p ON p.id = e.payment_id JOIN invoice i ON i.number = e.invoice_number
      JOIN receivable r ON r.invoice_number = e.invoice_number AND r.instalment = e.instalment
      WHERE p.date >= ${yearAgo}::date
        AND NOT EXISTS (SELECT FROM ledger_entry u WHERE u.payment_id = e.payment_id AND u.reverses = e.posting)
    )
    SELECT (SELECT count(*)::int FROM placed) AS orders, (SELECT max(received_on)::text FROM placed) AS "lastOn",
      (SELECT (percentile_cont(0.5) WITHIN GROUP (ORDER BY days))::float FROM spaced WHERE days IS NOT NULL HAVING count(*) >= 2) AS "everyDays",
      (SELECT json_agg(json_build_object('product', usual.product_number, 'description', sold.description, 'unit', sold.unit,
          'orders', usual.orders, 'quantity', usual.quantity::text, 'lastOn', sold.received_on, 'lastOrder', sold.order_number,
          'unitPrice', sold.unit_price::text, 'discountPercent', sold.discount_percent::text)
          ORDER BY usual.orders DESC, usual.product_number)
        FROM usual JOIN sold ON sold.product_number = usual.product_number AND sold.place = 1) AS products,
      (SELECT count(DISTINCT invoice_number)::int FROM paid) AS invoices,
      (SELECT round(sum(amount * days) / nullif(sum(amount), 0), 1)::float FROM paid) AS "daysToPay",
      (SELECT round(sum(amount * late) / nullif(sum(amount), 0), 1)::float FROM paid) AS "daysLate"
    FROM customer WHERE customer.number = ${number} AND ${visible(scope)}`;
  return row === undefined ? null : habitsOf(number, daysBetween(from, today), row);
}

function habitsOf(customer: string, days: number, row: HabitRow): CustomerHabits {
  const lastOn = localDateOrNull(row.lastOn);
  const { everyDays } = row;
  const nextOn = lastOn === null || everyDays === null ? null : addDays(lastOn, Math.round(everyDays));
  return {
    customer,
    days,
    rhythm: { orders: row.orders, lastOn, everyDays, nextOn },
    products: (row.products ?? []).map((each) => ({
      ...each,
      quantity: quantity(each.quantity),
      unitPrice: price(each.unitPrice),
      discountPercent: percent(each.discountPercent),
    })),
    payment: { invoices: row.invoices, meanDaysToPay: row.daysToPay, meanDaysLate: row.daysLate },
  };
}

type Asked = { readonly name: string; readonly siren: string | null; readonly vatNumber: string | null };

/** Customers on record that a new one may be: of its SIREN, its VAT number, or a name much like its own; at most 10. */
export async function likelyDoubles(db: Db, { name, siren, vatNumber }: Asked): Promise<readonly LikelyDouble[]> {
  const isNamed = name.trim().length >= 3;
  return db.$queryRaw<LikelyDouble[]>`
    WITH found AS (
      SELECT c.number, c.name, c.address ->> 'city' AS city, c.siren, c.vat_number AS "vatNumber",
        CASE WHEN c.siren = ${siren} THEN 'siren' WHEN c.vat_number = ${vatNumber} THEN 'vat-number' ELSE 'name' END AS because,
        similarity(c.name, ${name}) AS likeness
      FROM customer c
      WHERE c.siren = ${siren} OR c.vat_number = ${vatNumber}
        OR ${isNamed ? Prisma.sql`(c.name % ${name} AND similarity(c.name, ${name}) >= 0.5)` : Prisma.sql`FALSE`}
    )
    SELECT number, name, city, siren, "vatNumber", because FROM found
    ORDER BY array_position(ARRAY['siren', 'vat-number', 'name'], because), likeness DESC, number LIMIT 10`;
}
