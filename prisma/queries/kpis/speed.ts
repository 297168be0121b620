import type { KpiName } from '../../../contracts/kpi.js';
import { Prisma } from '../../generated/client.js';
import { allDelivered, arrivedOn, auditDay, cancelledAfter, notFallen, type Ask, type Facts } from './facts.js';

const ofOrder = Prisma.sql`o.customer_number AS customer, o.entered_by AS person, NULL AS product, o.origin AS kind`;

/** An order that nobody ever acknowledged stays in what is counted over; one that came to nothing before that does not. */
const acknowledgedOnTime: Facts = () => Prisma.sql`
  SELECT ${ofOrder}, coalesce(o.acknowledgement_minutes <= o.acknowledgement_target_minutes, FALSE)::int AS num, 1 AS den
  FROM sales_order AS o WHERE o.received_on BETWEEN w.first AND w.last AND o.acknowledgement_target_minutes IS NOT NULL
    AND (o.acknowledged_at IS NOT NULL OR ${notFallen})`;

const acknowledgementMinutes: Facts = () => Prisma.sql`
  SELECT ${ofOrder}, o.acknowledgement_minutes AS num, NULL::numeric AS den
  FROM sales_order AS o WHERE o.received_on BETWEEN w.first AND w.last AND o.acknowledgement_minutes IS NOT NULL`;

/** Orders whose last delivery arrived in the window, with the day it did. */
const deliveredWhole = Prisma.sql`
  delivery AS d JOIN sales_order AS o ON o.number = d.order_number
  WHERE ${arrivedOn} BETWEEN w.first AND w.last AND ${allDelivered}
    AND NOT EXISTS (SELECT FROM delivery AS later WHERE later.order_number = d.order_number
      AND (coalesce(later.delivered_on, later.departed_on), later.sequence) > (${arrivedOn}, d.sequence))`;

const deliveryDays: Facts = () => Prisma.sql`
  SELECT ${ofOrder}, ${arrivedOn} - o.received_on AS num, NULL::numeric AS den FROM ${deliveredWhole}`;

/** From each question put to the customer until the next decision or amendment. */
const daysAsked = (ask: Ask): Prisma.Sql => Prisma.sql`
  coalesce((SELECT sum(answered.day - asked.day) FROM (
      SELECT e.id, ${auditDay(ask)} AS day FROM audit_entry AS e
      WHERE e.order_number = o.number AND e.action = 'discrepancy.ask') AS asked
    CROSS JOIN LATERAL (SELECT ${auditDay(ask)} AS day FROM audit_entry AS e
      WHERE e.order_number = o.number AND e.id > asked.id AND e.action IN ('order.amended', 'order.cancelled', 'discrepancy.accept',
        'discrepancy.requote', 'discrepancy.reject', 'discrepancy.ask') ORDER BY e.id LIMIT 1) AS answered), 0)`;

const customerDays: Facts = (ask) => Prisma.sql`
  SELECT ${ofOrder}, ${daysAsked(ask)} AS num, 1 AS den FROM ${deliveredWhole}`;

const ofLine = Prisma.sql`o.customer_number AS customer, o.salesperson AS person, l.product_number AS product, NULL AS kind`;

const deliveredBy = (reference: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((SELECT sum(part.quantity) FROM delivery AS d JOIN delivery_line AS part ON part.delivery_number = d.number
    WHERE d.order_number = l.order_number AND part.line_no = l.line_no AND ${arrivedOn} <= ${reference}), 0)`;

const accepted = Prisma.raw(`o.stage NOT IN ('refused', 'rejected')`);

/** Lines promised or asked for in the window: all of it was there by the day, or not, whatever came after. */
const inFull =
  (reference: Prisma.Sql): Facts =>
  (ask) => Prisma.sql`
    SELECT ${ofLine}, (${deliveredBy(reference)} >= needed.quantity)::int AS num, 1 AS den
    FROM order_line AS l JOIN sales_order AS o ON o.number = l.order_number
    CROSS JOIN LATERAL (SELECT l.quantity - l.cancelled + ${cancelledAfter(reference, ask)} AS quantity) AS needed
    WHERE ${reference} BETWEEN w.first AND w.last AND ${accepted} AND needed.quantity > 0`;

/** Of those lines, the ones of which everything has arrived by now: the delivery that completed them was there by the day. */
const onTime =
  (reference: Prisma.Sql): Facts =>
  () => Prisma.sql`
    SELECT ${ofLine}, ((SELECT max(${arrivedOn}) FROM delivery AS d JOIN delivery_line AS part ON part.delivery_number = d.number
      WHERE d.order_number = l.order_number AND part.line_no = l.line_no) <= ${reference})::int AS num, 1 AS den
    FROM order_line AS l JOIN sales_order AS o ON o.number = l.order_number
    WHERE ${reference} BETWEEN w.first AND w.last AND l.delivered > 0 AND l.quantity <= l.delivered + l.cancelled`;

const requested = Prisma.sql`l.requested_date`;
const firstConfirmed = Prisma.sql`l.first_confirmed_date`;
const lastConfirmed = Prisma.sql`l.last_confirmed_date`;

export const speedFacts = {
  'ack-on-time': acknowledgedOnTime,
  'ack-median': acknowledgementMinutes,
  'ack-p90': acknowledgementMinutes,
  'delivery-median': deliveryDays,
  'delivery-p90': deliveryDays,
  'customer-time': customerDays,
  'otif-requested': inFull(requested),
  'otif-first-confirmed': inFull(firstConfirmed),
  'otif-last-confirmed': inFull(lastConfirmed),
  'on-time-requested': onTime(requested),
  'on-time-first-confirmed': onTime(firstConfirmed),
  'on-time-last-confirmed': onTime(lastConfirmed),
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
