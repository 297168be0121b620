import type { KpiName } from '../../../contracts/kpi.js';
import { Prisma } from '../../generated/client.js';
import { decidedOn } from './activity.js';
import { notFallen, type Ask, type Facts } from './facts.js';

/** What was ordered on a quote `q`, by orders that came to something. */
const ordered = (what: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT ${what} FROM sales_order AS o WHERE o.quote_number = q.number AND ${notFallen})`;

/** Quotes decided in the window, by each way of being decided, which an index serves. */
const decided = (ask: Ask): Prisma.Sql => Prisma.sql`(
  SELECT each.* FROM quote AS each WHERE each.status = 'accepted' AND each.accepted_on BETWEEN w.first AND w.last
  UNION ALL
  SELECT q.* FROM quote AS q WHERE q.status = 'lost' AND ${decidedOn(ask)} BETWEEN w.first AND w.last
  UNION ALL
  SELECT each.* FROM quote AS each WHERE each.status NOT IN ('accepted', 'lost') AND each.valid_until BETWEEN w.first - 1 AND w.last - 1)`;

const decidedQuotes = (ask: Ask, figures: Prisma.Sql, condition = Prisma.sql`TRUE`): Prisma.Sql => Prisma.sql`
  SELECT q.customer_number AS customer, customer.salesperson AS person, NULL AS product, NULL AS kind, ${figures}
  FROM ${decided(ask)} AS q JOIN customer ON customer.number = q.customer_number
  JOIN quote_revision AS offered ON offered.quote_number = q.number AND offered.revision = q.revision
  WHERE ${condition}`;

const conversion: Facts = (ask) =>
  decidedQuotes(ask, Prisma.sql`(${ordered(Prisma.sql`count(*)`)} > 0)::int AS num, 1 AS den`);

const conversionByValue: Facts = (ask) =>
  decidedQuotes(
    ask,
    Prisma.sql`least(coalesce(${ordered(Prisma.sql`sum(o.net)`)}, 0), offered.net) AS num, offered.net AS den`,
    Prisma.sql`q.currency = ${ask.currency}`,
  );

/** What came of a product `p` after a day. */
const receivedAfter = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((SELECT sum(l.quantity) FROM stock_receipt_line AS l JOIN stock_receipt AS r ON r.reference = l.receipt_reference
    WHERE l.product_number = p.number AND r.received_on > ${day}), 0)`;

/**
 * Units issued over the mean of the stock at both ends, which is what is there now, less what came since, with what left
 * since; over several products each unit weighs what its product is listed at.
 * @param issued what left of each `product` in the window, `within`, and after its last day, `later`
 */
export const turnoverOf = (byProduct: boolean, issued: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT NULL AS customer, NULL AS person, stock.product, NULL AS kind, stock.weight * stock.within AS num,
    stock.weight * (2 * (stock.on_hand + stock.later) + stock.within - stock.came_since_first - stock.came_since_last) / 2 AS den
  FROM (SELECT p.number AS product, CASE WHEN ${byProduct} THEN 1 ELSE p.list_price END AS weight, s.on_hand,
      coalesce(went.within, 0) AS within, coalesce(went.later, 0) AS later,
      ${receivedAfter(Prisma.sql`w.first - 1`)} AS came_since_first, ${receivedAfter(Prisma.sql`w.last`)} AS came_since_last
    FROM product AS p JOIN stock AS s ON s.product_number = p.number LEFT JOIN (${issued}) AS went ON went.product = p.number) AS stock`;

const turnover: Facts = ({ byProduct }) =>
  turnoverOf(
    byProduct,
    Prisma.sql`
      SELECT l.product_number AS product, sum(l.quantity) FILTER (WHERE d.departed_on <= w.last) AS within,
        sum(l.quantity) FILTER (WHERE d.departed_on > w.last) AS later
      FROM delivery AS d JOIN delivery_line AS l ON l.delivery_number = d.number WHERE d.departed_on >= w.first GROUP BY 1`,
  );

/** The days on which a customer ordered, one row for each. */
const orderDays = Prisma.sql`
  SELECT o.customer_number AS customer, o.received_on AS day FROM sales_order AS o
  WHERE o.received_on <= w.last AND ${notFallen} GROUP BY 1, 2`;

/** How a buyer stands at the end of the window's last day: `days` on which it ordered, the first, the last, the median gap. */
export const standing = Prisma.sql`CASE
      WHEN w.last - buyer.last_day > 365 OR (buyer.days >= 4 AND w.last - buyer.last_day > 3 * buyer.gap) THEN 'lapsed'
      WHEN buyer.days >= 4 AND w.last - buyer.last_day > 1.5 * buyer.gap THEN 'at-risk'
      WHEN buyer.days >= 4 THEN 'regular' WHEN w.last - buyer.first_day <= 365 THEN 'new' ELSE 'occasional' END`;

const customers: Facts = () => Prisma.sql`
  SELECT buyer.customer, customer.salesperson AS person, NULL AS product, ${standing} AS kind,
    1 AS num, NULL::numeric AS den
  FROM (SELECT step.customer, count(*) AS days, min(step.day) AS first_day, max(step.day) AS last_day,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY step.gap) AS gap
    FROM (SELECT each.customer, each.day, each.day - lag(each.day) OVER (PARTITION BY each.customer ORDER BY each.day) AS gap
      FROM (${orderDays}) AS each) AS step GROUP BY step.customer) AS buyer
  JOIN customer ON customer.number = buyer.customer`;

const newCustomers: Facts = () => Prisma.sql`
  SELECT customer.number AS customer, customer.salesperson AS person, NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den
  FROM customer WHERE (SELECT min(o.received_on) FROM sales_order AS o WHERE o.customer_number = customer.number AND ${notFallen})
    BETWEEN w.first AND w.last`;

/** Those who ordered in as many days before the window, and whether they ordered in it. */
const retained: Facts = () => Prisma.sql`
  SELECT former.customer, customer.salesperson AS person, NULL AS product, NULL AS kind, EXISTS (SELECT FROM sales_order AS o
      WHERE o.customer_number = former.customer AND o.received_on BETWEEN w.first AND w.last AND ${notFallen})::int AS num, 1 AS den
  FROM (SELECT DISTINCT o.customer_number AS customer FROM sales_order AS o
    WHERE o.received_on BETWEEN w.first - (w.last - w.first + 1) AND w.first - 1 AND ${notFallen}) AS former
  JOIN customer ON customer.number = former.customer`;

/** What was spent of each month falls evenly on its days. */
export const spent = (currency: string): Prisma.Sql => Prisma.sql`
  SELECT NULL AS customer, NULL AS person, NULL AS product, NULL AS kind,
    s.amount * (least(month.last, w.last) - greatest(s.month, w.first) + 1) / (month.last - s.month + 1) AS num, 0 AS den
  FROM acquisition_spend AS s CROSS JOIN LATERAL (SELECT (s.month + interval '1 month')::date - 1 AS last) AS month
  WHERE s.withdrawn_at IS NULL AND s.currency = ${currency} AND s.month <= w.last AND month.last >= w.first`;

/** Customers alone, without a spend, make no cost of zero. */
const acquisitionCost: Facts = (ask) => Prisma.sql`
  ${spent(ask.currency)}
  UNION ALL
  SELECT won.customer, won.person, NULL, NULL, NULL::numeric, 1 FROM (${newCustomers(ask)}) AS won`;

export const marketFacts = {
  'quote-conversion': conversion,
  'quote-conversion-value': conversionByValue,
  'stock-turnover': turnover,
  customers,
  'customers-new': newCustomers,
  'customers-retained': retained,
  'acquisition-cost': acquisitionCost,
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
