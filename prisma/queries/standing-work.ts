import { usualPolicyValues } from '../../contracts/vocabulary.js';
import { hasEnded } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { stagesIn } from '../stages.js';
import { due, leavesBy } from './due.js';

/** The company's zone, and its business date at a moment, as `day`. */
export const dayAt = (nowMs: number): Prisma.Sql => Prisma.sql`(
  SELECT zone, (${new Date(nowMs)}::timestamptz AT TIME ZONE zone)::date AS today
  FROM (SELECT coalesce((SELECT body->>'zone' FROM company WHERE id = 1), 'UTC') AS zone) AS company) AS day`;

const todayAt = (nowMs: number): Prisma.Sql => Prisma.sql`(SELECT day.today FROM ${dayAt(nowMs)})`;
/** The first moment of a date, where the company is. */
const beginOf = (date: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`((${date})::timestamp AT TIME ZONE coalesce((SELECT body->>'zone' FROM company WHERE id = 1), 'UTC'))`;

/** Stages in which an order has no answer yet; the index `sales_order_unanswered` knows the same. */
const unanswered = stagesIn((stage) => !hasEnded(stage) && stage !== 'delivered');

/** The mail server may have refused it: then its own line of the worklist asks. What was moved in was answered elsewhere. */
const acknowledgements = (nowMs: number): Prisma.Sql => Prisma.sql`
  SELECT 'acknowledgement:' || o.number AS id, 'acknowledgement' AS kind, 'sales' AS role,
    jsonb_build_object('stage', o.stage, 'target', to_char(o.target AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'isLate', o.target < o.now,
      'zone', (SELECT day.zone FROM ${dayAt(nowMs)})) AS facts,
    o.number AS order_number, NULL::text AS invoice_number, o.customer_number, o.gross AS amount, o.currency,
    (o.target AT TIME ZONE (SELECT day.zone FROM ${dayAt(nowMs)}))::date AS due_on, o.received_at AS created_at
  FROM (
    SELECT o.*, o.received_at + o.acknowledgement_target_minutes * interval '1 minute' AS target, ${new Date(nowMs)}::timestamptz AS now,
      o.received_at + o.acknowledgement_target_minutes * interval '0.6 seconds' * coalesce(
        (SELECT (body->>'warnPercent')::int FROM policy WHERE kind = 'acknowledgement'), ${usualPolicyValues.warnPercent}::int) AS warned
    FROM sales_order o
    WHERE o.move_in_id IS NULL AND o.acknowledged_at IS NULL AND o.acknowledgement_target_minutes IS NOT NULL AND o.stage IN (${unanswered})) AS o
  WHERE o.warned <= o.now AND NOT EXISTS (SELECT FROM outgoing m
    WHERE m.order_number = o.number AND m.kind = 'acknowledgement' AND m.status IN ('UNKNOWN', 'FAILED'))`;

/** Reserved, promised for today or earlier, and held by no credit stop: all that stands between it and the customer is a van. */
const deliveriesDue = (nowMs: number): Prisma.Sql => Prisma.sql`
  SELECT 'delivery-due:' || sales_order.number || ':' || due.day, 'delivery-due', 'logistics',
    jsonb_build_object('on', due.day, 'lines', due.lines,
      'backordered', (SELECT count(*) FROM order_line w WHERE w.order_number = sales_order.number AND w.waiting)),
    sales_order.number, NULL, sales_order.customer_number, sales_order.gross, sales_order.currency, due.day,
    ${beginOf(Prisma.sql`due.day`)}
  FROM ${due} WHERE ${leavesBy(todayAt(nowMs))}`;

/** What the customer was promised first and has not got; that there is a new date does not unsay the old one. */
const promisesLate = (nowMs: number): Prisma.Sql => Prisma.sql`
  SELECT 'promise-late:' || o.number || ':' || l.promised, 'promise-late', 'sales',
    jsonb_build_object('promised', l.promised, 'next', l.next, 'lines', l.lines, 'ready', l.ready),
    o.number, NULL, o.customer_number, o.gross, o.currency, l.promised, ${beginOf(Prisma.sql`l.promised + 1`)}
  FROM (
    SELECT order_number, min(first_confirmed_date) AS promised, count(*) AS lines,
      CASE WHEN min(last_confirmed_date) >= ${todayAt(nowMs)} THEN min(last_confirmed_date) END AS next,
      count(*) FILTER (WHERE allocated >= quantity - delivered - cancelled) AS ready
    FROM order_line WHERE quantity - delivered - cancelled > 0 AND first_confirmed_date < ${todayAt(nowMs)}
    GROUP BY order_number) AS l
  JOIN sales_order o ON o.number = l.order_number WHERE o.stage IN (${stagesIn((stage) => !hasEnded(stage))})`;

const proofsMissing = (nowMs: number): Prisma.Sql => Prisma.sql`
  SELECT 'proof-missing:' || d.number, 'proof-missing', 'logistics',
    jsonb_build_object('delivery', d.number, 'departedOn', d.departed_on, 'deliveredOn', d.delivered_on, 'carrier', d.carrier),
    o.number, NULL, o.customer_number, o.gross, o.currency, d.due, ${beginOf(Prisma.sql`d.departed_on`)}
  FROM (
    SELECT d.*, d.departed_on + coalesce(
      (SELECT (body->>'proofDays')::int FROM policy WHERE kind = 'fulfilment'), ${usualPolicyValues.proofDays}::int) AS due
    FROM delivery d WHERE d.status IN ('departed', 'delivered') AND d.move_in_id IS NULL) AS d
  JOIN sales_order o ON o.number = d.order_number WHERE d.due <= ${todayAt(nowMs)}`;

/** Where its customer owes something the account asks by a line of its own: `allocation`. */
const moneyWithoutTaker: Prisma.Sql = Prisma.sql`
  SELECT 'unallocated:' || p.id, 'unallocated', 'finance',
    jsonb_build_object('payment', p.id, 'reference', p.reference, 'amount', p.unallocated::text, 'currency', p.currency,
      'date', p.date, 'isCustomerKnown', p.customer_number IS NOT NULL),
    NULL, NULL, p.customer_number, p.unallocated, p.currency, NULL::date, p.created_at
  FROM payment p WHERE p.unallocated <> 0
    AND NOT EXISTS (SELECT FROM work_item w WHERE w.id = 'allocation:' || p.id AND w.status = 'open')`;

/**
 * The lines of the worklist at a moment, as `item`: those that processes raise, and those that stand by themselves, which
 * are read from orders, deliveries and payments. Conditions on `item` reach into each part.
 */
export const linesAt = (nowMs: number): Prisma.Sql => Prisma.sql`(
  SELECT id, kind, role, status, facts, order_number, invoice_number, customer_number, mail_id, dunning_step_id, amount,
    NULL::text AS currency, due_on, escalations, link, created_at, done_at, assignee, put_aside_until
  FROM work_item
  UNION ALL
  SELECT stands.id, stands.kind, stands.role, 'open', stands.facts, stands.order_number, stands.invoice_number, stands.customer_number,
    NULL, NULL, stands.amount, stands.currency, stands.due_on, 0, '/orders/' || stands.order_number, stands.created_at, NULL,
    hand.assignee, hand.put_aside_until
  FROM (${acknowledgements(nowMs)} UNION ALL ${deliveriesDue(nowMs)} UNION ALL ${promisesLate(nowMs)}
    UNION ALL ${proofsMissing(nowMs)} UNION ALL ${moneyWithoutTaker}) AS stands
  LEFT JOIN work_line AS hand ON hand.id = stands.id) AS item`;
