import type { KpiName } from '../../../contracts/kpi.js';
import { Prisma } from '../../generated/client.js';
import {
  among,
  auditDay,
  dayOf,
  momentInWindow,
  ordersThatHadEnded,
  ordersThatStood,
  untouchedSince,
  type Ask,
  type Facts,
} from './facts.js';

const quotesMade: Facts = (ask) => Prisma.sql`
  SELECT q.customer_number AS customer, (SELECT e.actor FROM audit_entry AS e WHERE e.entity = 'quote' AND e.entity_id = q.number
      AND e.action = 'quote.created' ORDER BY e.id LIMIT 1) AS person,
    NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den
  FROM quote AS q WHERE ${momentInWindow(Prisma.sql`q.created_at`, ask)}`;

const ordersEntered: Facts = () => Prisma.sql`
  SELECT o.customer_number AS customer, o.entered_by AS person, NULL AS product, o.origin AS kind, 1 AS num, NULL::numeric AS den
  FROM sales_order AS o WHERE o.received_on BETWEEN w.first AND w.last`;

/** Who had it leave is on record with the delivery. */
const actorOfDelivery = Prisma.sql`(SELECT e.actor FROM audit_entry AS e WHERE e.entity = 'delivery' AND e.entity_id = d.number
  AND e.action = 'order.delivered' ORDER BY e.id LIMIT 1)`;

const deliveriesMade: Facts = () => Prisma.sql`
  SELECT o.customer_number AS customer, ${actorOfDelivery} AS person, NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den
  FROM delivery AS d JOIN sales_order AS o ON o.number = d.order_number WHERE d.departed_on BETWEEN w.first AND w.last`;

const invoicesIssued: Facts = () => Prisma.sql`
  SELECT i.customer_number AS customer, o.salesperson AS person, NULL AS product, i.kind, 1 AS num, NULL::numeric AS den
  FROM invoice AS i JOIN sales_order AS o ON o.number = i.order_number WHERE i.issue_date BETWEEN w.first AND w.last`;

const linesEntered: Facts = () => Prisma.sql`
  SELECT o.customer_number AS customer, o.entered_by AS person, l.product_number AS product, NULL AS kind, 1 AS num,
    NULL::numeric AS den
  FROM sales_order AS o JOIN order_line AS l ON l.order_number = o.number WHERE o.received_on BETWEEN w.first AND w.last`;

const linesDelivered: Facts = () => Prisma.sql`
  SELECT o.customer_number AS customer, ${actorOfDelivery} AS person, l.product_number AS product, NULL AS kind, 1 AS num,
    NULL::numeric AS den
  FROM delivery AS d JOIN delivery_line AS l ON l.delivery_number = d.number JOIN sales_order AS o ON o.number = d.order_number
  WHERE d.departed_on BETWEEN w.first AND w.last`;

/** By telephone, by e-mail or over the counter, somebody typed it; from a quote, by EDI or by the shop nobody did. */
const manualOrigins = Prisma.raw(`('phone', 'email', 'direct')`);

/** Split by origin, each manual one is counted over all that was entered: they come to the whole. */
const manualShare: Facts = ({ byKind }) =>
  byKind
    ? Prisma.sql`
      SELECT entered.customer, NULL AS person, NULL AS product, manual.origin AS kind, 0 AS num, entered.orders AS den
      FROM (SELECT o.customer_number AS customer, count(*) AS orders FROM sales_order AS o
        WHERE o.received_on BETWEEN w.first AND w.last GROUP BY o.customer_number) AS entered
      CROSS JOIN unnest(ARRAY['phone', 'email', 'direct']) AS manual(origin)
      UNION ALL
      SELECT o.customer_number, o.entered_by, NULL, o.origin, 1, 0 FROM sales_order AS o
      WHERE o.received_on BETWEEN w.first AND w.last AND o.origin IN ${manualOrigins}`
    : Prisma.sql`
      SELECT o.customer_number AS customer, o.entered_by AS person, NULL AS product, o.origin AS kind,
        (o.origin IN ${manualOrigins})::int AS num, 1 AS den
      FROM sales_order AS o WHERE o.received_on BETWEEN w.first AND w.last`;

/** Logged and not withdrawn, by who asked. */
const informationRequests: Facts = () => Prisma.sql`
  SELECT o.customer_number AS customer, r.logged_by AS person, NULL AS product, r.asker AS kind, 1 AS num, NULL::numeric AS den
  FROM information_request AS r JOIN sales_order AS o ON o.number = r.order_number
  WHERE r.asked_on BETWEEN w.first AND w.last AND r.withdrawn_at IS NULL`;

/** The day on which a quote `q` was decided: accepted, lost, or the day after it ran out. */
export const decidedOn = (ask: Ask): Prisma.Sql => Prisma.sql`
  CASE q.status WHEN 'accepted' THEN q.accepted_on
    WHEN 'lost' THEN coalesce((SELECT max(${auditDay(ask)}) FROM audit_entry AS e WHERE e.entity = 'quote' AND e.entity_id = q.number
      AND e.action = 'quote.lost'), ${dayOf(Prisma.sql`q.updated_at`, ask)})
    ELSE q.valid_until + 1 END`;

const quotesOpen: Facts = (ask) => Prisma.sql`
  SELECT q.customer_number AS customer, customer.salesperson AS person, NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den
  FROM quote AS q JOIN customer ON customer.number = q.customer_number
  WHERE q.created_at < ((w.last + 1)::timestamp AT TIME ZONE ${ask.zone}::text) AND ${decidedOn(ask)} > w.last
    AND ${among(ask, Prisma.sql`q.number`)}`;

/** Every quote that there was, as it stood at the end of the window's last day. */
const quotesByStatus: Facts = (ask) => Prisma.sql`
  SELECT q.customer_number AS customer, NULL AS person, NULL AS product,
    'quote-' || CASE WHEN ${decidedOn(ask)} > w.last THEN 'open' WHEN q.status IN ('accepted', 'lost') THEN q.status ELSE 'expired' END AS kind,
    1 AS num, NULL::numeric AS den
  FROM quote AS q WHERE q.created_at < ((w.last + 1)::timestamp AT TIME ZONE ${ask.zone}::text) AND ${among(ask, Prisma.sql`q.number`)}`;

/** The stage at which an order `o` stood at the end of the window's last day, made of what is dated; it had not ended. */
const stageAt = (ask: Ask): Prisma.Sql => Prisma.sql`
  CASE WHEN ${untouchedSince(ask)} THEN o.stage
    WHEN EXISTS (SELECT FROM delivery AS d WHERE d.order_number = o.number AND d.departed_on <= w.last)
    THEN CASE WHEN EXISTS (SELECT FROM order_line AS l WHERE l.order_number = o.number AND l.quantity > l.delivered + l.cancelled)
        OR EXISTS (SELECT FROM delivery AS d WHERE d.order_number = o.number AND d.departed_on > w.last)
        OR EXISTS (SELECT FROM audit_entry AS e WHERE e.order_number = o.number AND e.action = 'order.cancelled' AND ${auditDay(ask)} > w.last)
      THEN 'in-delivery' ELSE 'delivered' END
    WHEN ${dayOf(Prisma.sql`o.acknowledged_at`, ask)} <= w.last THEN 'acknowledged'
    ELSE coalesce((SELECT CASE e.action WHEN 'order.accepted' THEN 'accepted' WHEN 'credit.held' THEN 'credit-hold'
        WHEN 'reconciliation.held' THEN 'discrepancy-hold' ELSE 'received' END
      FROM audit_entry AS e WHERE e.order_number = o.number AND ${auditDay(ask)} <= w.last
        AND (e.action IN ('order.received', 'order.amended', 'order.accepted', 'credit.held', 'credit.released', 'reconciliation.held'))
      ORDER BY e.id DESC LIMIT 1), CASE WHEN o.stage IN ('received', 'credit-hold', 'discrepancy-hold') THEN o.stage ELSE 'accepted' END) END`;

const ordersOpen: Facts = (ask) => Prisma.sql`
  SELECT o.customer_number AS customer, o.salesperson AS person, NULL AS product, ${stageAt(ask)} AS kind, 1 AS num, NULL::numeric AS den
  FROM ${ordersThatStood(ask)}`;

/** Every order that there was: those that had ended beside those that had not. */
const ordersByStatus: Facts = (ask) => Prisma.sql`
  SELECT o.customer_number AS customer, NULL AS person, NULL AS product, ${stageAt(ask)} AS kind, 1 AS num, NULL::numeric AS den
  FROM ${ordersThatStood(ask)}
  UNION ALL
  SELECT o.customer_number, NULL, NULL, o.stage, 1, NULL FROM ${ordersThatHadEnded(ask)}`;

/** How a delivery `d` stood at the end of the window's last day, before it was proved. */
const deliveryAt = Prisma.sql`CASE WHEN d.delivered_on <= w.last THEN 'delivered' WHEN d.departed_on <= w.last THEN 'departed' ELSE 'prepared' END`;

const deliveriesOpen: Facts = (ask) => Prisma.sql`
  SELECT o.customer_number AS customer, NULL AS person, NULL AS product, ${deliveryAt} AS kind, 1 AS num, NULL::numeric AS den
  FROM delivery AS d JOIN sales_order AS o ON o.number = d.order_number
  WHERE d.prepared_on <= w.last AND (d.proved_on IS NULL OR d.proved_on > w.last)
    AND ${among(ask, Prisma.sql`d.number`)}`;

const deliveriesByStatus: Facts = (ask) => Prisma.sql`
  SELECT o.customer_number AS customer, NULL AS person, NULL AS product,
    CASE WHEN d.proved_on <= w.last THEN 'proved' ELSE ${deliveryAt} END AS kind, 1 AS num, NULL::numeric AS den
  FROM delivery AS d JOIN sales_order AS o ON o.number = d.order_number
  WHERE d.prepared_on <= w.last AND ${among(ask, Prisma.sql`d.number`)}`;

export const activityFacts = {
  'quotes-made': quotesMade,
  'orders-entered': ordersEntered,
  'deliveries-made': deliveriesMade,
  'invoices-issued': invoicesIssued,
  'lines-entered': linesEntered,
  'lines-delivered': linesDelivered,
  'manual-share': manualShare,
  'information-requests': informationRequests,
  'quotes-by-status': quotesByStatus,
  'orders-by-status': ordersByStatus,
  'deliveries-by-status': deliveriesByStatus,
  'quotes-open': quotesOpen,
  'orders-open': ordersOpen,
  'deliveries-open': deliveriesOpen,
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
