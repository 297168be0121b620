import type { KpiName } from '../../../contracts/kpi.js';
import { minorDigits } from '../../../domain/money.js';
import { Prisma } from '../../generated/client.js';
import { among, auditDay, cancelledAfter, ordersThatStood, untouchedSince, type Ask, type Facts } from './facts.js';

/**
 * Lines of the orders that stood at the end of the window's last day, as they stood then: an order amended since, by what
 * its first amendment since found; what was delivered or cancelled since is open again.
 */
const openLines = (ask: Ask): Prisma.Sql => Prisma.sql`
  SELECT o.customer_number AS customer, o.salesperson AS person, l.product_number AS product, l.net, l.quantity,
    coalesce(l.last_confirmed_date, l.requested_date) AS due,
    l.quantity - l.delivered - l.cancelled + CASE WHEN ${untouchedSince(ask)} THEN 0 ELSE coalesce((SELECT sum(part.quantity) FROM delivery AS d
        JOIN delivery_line AS part ON part.delivery_number = d.number
        WHERE d.order_number = l.order_number AND part.line_no = l.line_no AND d.departed_on > w.last), 0)
      + ${cancelledAfter(Prisma.sql`w.last`, ask)} END AS open
  FROM ${ordersThatStood(ask)} CROSS JOIN LATERAL (SELECT line.* FROM order_line AS line WHERE line.order_number = o.number OFFSET 0) AS l
  WHERE o.currency = ${ask.currency} AND (o.version = 1 OR NOT EXISTS (${amendedSince(ask)}))
  UNION ALL
  SELECT o.customer_number, o.salesperson, l.product, l.net, l.quantity, coalesce(l."confirmedDate", l."requestedDate"),
    l.quantity - l.cancelled
  FROM ${ordersThatStood(ask)} CROSS JOIN LATERAL (${amendedSince(ask)} ORDER BY e.id LIMIT 1) AS amendment
  CROSS JOIN LATERAL jsonb_to_recordset(amendment.before -> 'lines') AS l(product text, net numeric, quantity numeric,
    cancelled numeric, "confirmedDate" date, "requestedDate" date)
  WHERE o.currency = ${ask.currency} AND o.version > 1`;

const amendedSince = (ask: Ask): Prisma.Sql => Prisma.sql`
  SELECT e.before FROM audit_entry AS e WHERE e.order_number = o.number AND e.action = 'order.amended' AND ${auditDay(ask)} > w.last`;

const valueOfOpen = (ask: Ask, condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT line.customer, line.person, line.product, NULL AS kind,
    round(line.net * line.open / line.quantity, ${minorDigits(ask.currency)}::int) AS num, NULL::numeric AS den
  FROM (${openLines(ask)}) AS line WHERE line.open > 0 AND ${condition}`;

const orderBook: Facts = (ask) => valueOfOpen(ask, Prisma.sql`TRUE`);
const backlogLate: Facts = (ask) => valueOfOpen(ask, Prisma.sql`line.due < w.last`);

/** An invoice `i` is of what was sold: a deposit asks for money before, and what is credited of one takes no sale back. */
export const isOfSales = Prisma.sql`(i.kind <> 'deposit' AND (i.kind <> 'credit-note'
  OR COALESCE((SELECT of.kind <> 'deposit' FROM invoice AS of WHERE of.number = i.corrects), TRUE)))`;

const revenue: Facts = ({ currency }) => Prisma.sql`
  SELECT i.customer_number AS customer, o.salesperson AS person, sold.product, NULL AS kind, sold.net AS num, NULL::numeric AS den
  FROM invoice AS i JOIN sales_order AS o ON o.number = i.order_number
  CROSS JOIN LATERAL (SELECT l.product_number AS product, l.net FROM invoice_line AS l WHERE l.invoice_number = i.number
    UNION ALL SELECT NULL, i.freight WHERE i.freight <> 0) AS sold
  WHERE i.issue_date BETWEEN w.first AND w.last AND i.currency = ${currency} AND ${isOfSales}`;

/** What was open of each receivable at the end of the window's last day: what is open now, less what was posted since. */
const receivablesAt = (ask: Ask): Prisma.Sql =>
  ask.movedOn === undefined ? allReceivables(ask) : receivablesOfMoved(ask);

const allReceivables = (ask: Ask): Prisma.Sql => Prisma.sql`
  SELECT i.customer_number AS customer, o.salesperson AS person, r.invoice_number AS invoice, r.due_date AS due, r.amount,
    sum(part.amount) AS open
  FROM (SELECT owed.invoice_number, owed.instalment, owed.open AS amount FROM receivable AS owed WHERE owed.open <> 0
    UNION ALL SELECT e.invoice_number, e.instalment, -e.amount FROM ledger_entry AS e
      WHERE e.item_kind = 'receivable' AND e.on_date > w.last) AS part
  JOIN receivable AS r ON r.invoice_number = part.invoice_number AND r.instalment = part.instalment
  JOIN invoice AS i ON i.number = r.invoice_number JOIN sales_order AS o ON o.number = i.order_number
  WHERE i.issue_date <= w.last AND i.currency = ${ask.currency}
  GROUP BY i.customer_number, o.salesperson, r.invoice_number, r.instalment, r.due_date, r.amount HAVING sum(part.amount) <> 0`;

/** The same of some invoices, one by one. */
const receivablesOfMoved = (ask: Ask): Prisma.Sql => Prisma.sql`
  SELECT i.customer_number AS customer, o.salesperson AS person, r.invoice_number AS invoice, r.due_date AS due, r.amount, part.open
  FROM invoice AS i
  CROSS JOIN LATERAL (SELECT each.* FROM receivable AS each WHERE each.invoice_number = i.number OFFSET 0) AS r
  CROSS JOIN LATERAL (SELECT r.open - coalesce((SELECT sum(e.amount) FROM ledger_entry AS e WHERE e.invoice_number = r.invoice_number
    AND e.instalment = r.instalment AND e.item_kind = 'receivable' AND e.on_date > w.last), 0) AS open OFFSET 0) AS part
  CROSS JOIN LATERAL (SELECT each.salesperson FROM sales_order AS each WHERE each.number = i.order_number OFFSET 0) AS o
  WHERE ${among(ask, Prisma.sql`i.number`)} AND i.issue_date <= w.last AND i.currency = ${ask.currency} AND part.open <> 0`;

/** Days late at the end of the window's last day, in the buckets of a balance by age. */
const bucket = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN w.last <= ${day} THEN 'not-due' WHEN w.last - ${day} <= 30 THEN '1-30' WHEN w.last - ${day} <= 60 THEN '31-60'
    WHEN w.last - ${day} <= 90 THEN '61-90' ELSE 'over-90' END`;

const ageing: Facts = (ask) => Prisma.sql`
  SELECT owed.customer, owed.person, NULL AS product, ${bucket(Prisma.sql`owed.due`)} AS kind, owed.open AS num, NULL::numeric AS den
  FROM (${receivablesAt(ask)}) AS owed WHERE owed.open > 0`;

const invoicesOpen: Facts = (ask) => Prisma.sql`
  SELECT owed.customer, owed.person, NULL AS product,
    CASE WHEN sum(owed.open) < (SELECT i.gross FROM invoice AS i WHERE i.number = owed.invoice) THEN 'part-paid' ELSE 'open' END AS kind,
    1 AS num, NULL::numeric AS den
  FROM (${receivablesAt(ask)}) AS owed WHERE owed.open > 0 GROUP BY owed.customer, owed.person, owed.invoice`;

/** What was open of each invoice at the end of the window's last day: `invoice, open`; none where nothing was, or has been since. */
const openOfInvoices = ({ movedOn }: Ask): Prisma.Sql =>
  movedOn === undefined
    ? Prisma.sql`LEFT JOIN (SELECT part.invoice_number AS invoice, sum(part.amount) AS open
      FROM (SELECT r.invoice_number, r.open AS amount FROM receivable AS r WHERE r.open <> 0
        UNION ALL SELECT e.invoice_number, -e.amount FROM ledger_entry AS e WHERE e.item_kind = 'receivable' AND e.on_date > w.last) AS part
      GROUP BY 1) AS rest ON rest.invoice = i.number`
    : Prisma.sql`CROSS JOIN LATERAL (SELECT (SELECT sum(r.open) FROM receivable AS r WHERE r.invoice_number = i.number)
      - coalesce((SELECT sum(e.amount) FROM ledger_entry AS e WHERE e.invoice_number = i.number AND e.item_kind = 'receivable'
        AND e.on_date > w.last), 0) AS open OFFSET 0) AS rest`;

/** Every document that was issued, by what was owed on it then; a credit note owes nothing. */
const invoicesByStatus: Facts = (ask) => Prisma.sql`
  SELECT i.customer_number AS customer, NULL AS person, NULL AS product,
    CASE WHEN coalesce(rest.open, 0) <= 0 THEN 'paid' WHEN rest.open < i.gross THEN 'part-paid' ELSE 'open' END AS kind,
    1 AS num, NULL::numeric AS den
  FROM invoice AS i ${openOfInvoices(ask)} WHERE i.issue_date <= w.last AND ${among(ask, Prisma.sql`i.number`)}`;

/** Money without an invoice and credits, by their own age: never set off against what is owed. */
const unallocatedMoney: Facts = (ask) => Prisma.sql`
  SELECT p.customer_number AS customer, NULL AS person, NULL AS product, ${bucket(Prisma.sql`p.date`)} AS kind, rest.amount AS num,
    NULL::numeric AS den
  FROM payment AS p CROSS JOIN LATERAL (SELECT p.unallocated + coalesce((SELECT sum(e.amount) FROM ledger_entry AS e
      WHERE e.payment_id = p.id AND e.item_kind = 'payment' AND e.kind <> 'payment' AND e.on_date > w.last), 0) AS amount) AS rest
  WHERE p.date <= w.last AND p.currency = ${ask.currency} AND rest.amount <> 0
    AND ${ask.movedOn === undefined ? Prisma.sql`TRUE` : Prisma.sql`p.id IN (SELECT m.payment FROM moved AS m)`}
  UNION ALL
  SELECT owed.customer, owed.person, NULL, ${bucket(Prisma.sql`owed.due`)}, -owed.open, NULL
  FROM (${receivablesAt(ask)}) AS owed WHERE owed.open < 0`;

/** Days of sales that a part of what is owed stands for, by the sales of the last 90 days; both tax included. */
export const DAYS_OF_SALES = 90;

const comesOrGoes = ({ movedOn }: Ask): Prisma.Sql =>
  movedOn === undefined
    ? Prisma.sql`TRUE`
    : Prisma.sql`i.issue_date IN (${movedOn}::date, ${movedOn}::date - ${DAYS_OF_SALES}::int)`;

const daysOfSales =
  (part: Prisma.Sql): Facts =>
  (ask) => Prisma.sql`
    SELECT owed.customer, owed.person, NULL AS product, NULL AS kind, owed.open * ${DAYS_OF_SALES}::int AS num, 0 AS den
    FROM (${receivablesAt(ask)}) AS owed WHERE owed.open > 0 AND ${part}
    UNION ALL
    SELECT i.customer_number, o.salesperson, NULL, NULL, 0, i.gross
    FROM invoice AS i JOIN sales_order AS o ON o.number = i.order_number
    WHERE i.issue_date BETWEEN w.last - ${DAYS_OF_SALES - 1}::int AND w.last AND i.currency = ${ask.currency}
      AND ${isOfSales} AND ${comesOrGoes(ask)}`;

/** How many months the sales are counted back at most. */
const MONTHS_BACK = 24;

/** What is owed, and what was sold in each month, both tax included: what days of sales are counted back from. */
export const owedAndSold: Facts = (ask) => Prisma.sql`
  SELECT owed.customer, NULL AS person, NULL AS product, 'owed' AS kind, owed.open AS num, NULL::numeric AS den
  FROM (${receivablesAt(ask)}) AS owed WHERE owed.open > 0
  UNION ALL
  SELECT i.customer_number, NULL, NULL, to_char(i.issue_date, 'YYYY-MM'), i.gross, NULL FROM invoice AS i
  WHERE i.issue_date <= w.last AND i.currency = ${ask.currency} AND ${isOfSales}
    AND ${ask.movedOn === undefined ? Prisma.sql`TRUE` : Prisma.sql`i.issue_date = ${ask.movedOn}::date`}`;

/**
 * The days of the months whose sales what is owed uses up, from the last one backwards, of the month that is not used up
 * whole its share. A month without sales ends it.
 * @param part rows of `kind, num`, one of each kind
 */
export const daysCountedBack = (part: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT sum(month.days * greatest(0, least(1, (owed.open - (month.up_to - month.sales)) / month.sales))) AS num
  FROM (SELECT part.num AS open FROM ${part} AS part WHERE part.kind = 'owed') AS owed
  CROSS JOIN LATERAL (
    SELECT sold.*, sum(sold.sales) OVER back AS up_to, bool_and(sold.sales > 0) OVER back AS counts FROM (
      SELECT back, least(month.last, w.last) - month.first + 1 AS days,
        coalesce((SELECT part.num FROM ${part} AS part WHERE part.kind = to_char(month.first, 'YYYY-MM')), 0) AS sales
      FROM generate_series(0, ${MONTHS_BACK - 1}::int) AS back
      CROSS JOIN LATERAL (SELECT (date_trunc('month', w.last) - make_interval(months => back))::date AS first,
        (date_trunc('month', w.last) - make_interval(months => back - 1))::date - 1 AS last) AS month) AS sold
    WINDOW back AS (ORDER BY sold.back)) AS month
  WHERE month.counts AND owed.open > 0`;

const countBack: Facts = (ask) => Prisma.sql`
  WITH part AS MATERIALIZED (
    SELECT each.kind, sum(each.num) AS num FROM (${owedAndSold(ask)}) AS each
    JOIN customer ON customer.number = each.customer WHERE ${ask.visible} GROUP BY 1)
  SELECT NULL AS customer, NULL AS person, NULL AS product, NULL AS kind, counted.num, NULL::numeric AS den
  FROM (${daysCountedBack(Prisma.sql`part`)}) AS counted`;

/** Allocations that stand, of money that came in the window: the sum, the days of its invoice, and its days late. */
const paid =
  (days: Prisma.Sql): Facts =>
  ({ currency }) => Prisma.sql`
  SELECT i.customer_number AS customer, o.salesperson AS person, NULL AS product, NULL AS kind, -paid.amount * (${days}) AS num,
    -paid.amount AS den
  FROM payment AS p JOIN ledger_entry AS paid ON paid.payment_id = p.id AND paid.kind = 'allocation' AND paid.item_kind = 'receivable'
  JOIN receivable AS r ON r.invoice_number = paid.invoice_number AND r.instalment = paid.instalment
  JOIN invoice AS i ON i.number = r.invoice_number JOIN sales_order AS o ON o.number = i.order_number
  WHERE p.date BETWEEN w.first AND w.last AND p.currency = ${currency} AND p.amount > 0
    AND NOT EXISTS (SELECT FROM ledger_entry AS undone WHERE undone.payment_id = paid.payment_id AND undone.reverses = paid.posting)`;

/**
 * What each payment came late by, of the account that it paid: `customer, id, date, delay`, in hundredths of a day, weighted by
 * what it paid of each thing that was due. Payments that have nothing allocated are not among them.
 * @param condition on payments `p` and what they `paid`
 */
export const delaysOf = (currency: string, condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT paid.customer_number AS customer, p.id, p.date, round(100 * sum(paid.amount * (p.date - r.due_date)) / sum(paid.amount))::bigint AS delay
  FROM payment AS p JOIN ledger_entry AS paid ON paid.payment_id = p.id AND paid.kind = 'allocation' AND paid.item_kind = 'receivable'
  JOIN receivable AS r ON r.invoice_number = paid.invoice_number AND r.instalment = paid.instalment
  WHERE ${condition} AND p.currency = ${currency} AND p.amount > 0
    AND NOT EXISTS (SELECT FROM ledger_entry AS undone WHERE undone.payment_id = paid.payment_id AND undone.reverses = paid.posting)
  GROUP BY paid.customer_number, p.id, p.date`;

/** From which day on the payments count that a drift on a day is told of. */
export const yearUpTo = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`(${day} - interval '12 months')::date + 1`;

/** Payments that are held against those before them. */
export const LATELY = 3;

/**
 * Whether those who made the last three of these payments drift: on average by more than 7 days, and by more than two standard
 * deviations of the others. Worked out in whole numbers, as often as it is told it comes to the same.
 * @param payer columns `payments, lately, usually, squares`: how many, what the last three came late by in all, what the
 *   others did, and its squares
 */
export const drifts = (payer: string): Prisma.Sql => {
  const [payments, lately, usually, squares] = ['payments', 'lately', 'usually', 'squares'].map(
    (name) => `${payer}.${name}`,
  );
  const others = `(${payments} - ${LATELY})`;
  const more = `(${others} * ${lately} - ${LATELY} * ${usually})`;
  return Prisma.raw(
    `(${payments} >= 5 AND ${more} > 700 * ${LATELY} * ${others}
      AND ${more}::float8 ^ 2 > 4 * ${LATELY * LATELY} * (${others}::float8 * ${squares} - ${usually}::float8 ^ 2))`,
  );
};

/** What is told of who drifts: days late on average of the payments before the last three, and of those, and the day of the last. */
export const delays = (payer: string): Prisma.Sql =>
  Prisma.raw(
    `round(${payer}.usually::numeric / nullif(${payer}.payments - ${LATELY}, 0) / 100, 1) AS delay_before,
      round(${payer}.lately::numeric / ${LATELY} / 100, 1) AS delay_now, ${payer}.last_day AS paid_on`,
  );

/** Who drifts at the end of the window's last day, with what {@link delays} tells. Of some customers alone, or of all. */
export const driftingOf = (currency: string, whose: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT payer.customer, ${delays('payer')} FROM (
    SELECT late.customer, count(*) AS payments, sum(late.delay) FILTER (WHERE late.place <= ${LATELY}::int)::bigint AS lately,
      sum(late.delay) FILTER (WHERE late.place > ${LATELY}::int)::bigint AS usually,
      sum(late.delay * late.delay) FILTER (WHERE late.place > ${LATELY}::int)::bigint AS squares, max(late.date) AS last_day
    FROM (SELECT each.customer, each.delay, each.date, row_number() OVER (PARTITION BY each.customer ORDER BY each.date DESC, each.id) AS place
      FROM (${delaysOf(currency, Prisma.sql`p.date >= ${yearUpTo(Prisma.sql`w.last`)} AND p.date <= w.last AND ${whose}`)}) AS each) AS late
    GROUP BY late.customer) AS payer WHERE ${drifts('payer')}`;

const drifting: Facts = ({ currency }) => Prisma.sql`
  SELECT payer.customer, customer.salesperson AS person, NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den
  FROM (${driftingOf(currency, Prisma.sql`TRUE`)}) AS payer JOIN customer ON customer.number = payer.customer`;

export const moneyFacts = {
  'invoices-by-status': invoicesByStatus,
  'invoices-open': invoicesOpen,
  'order-book': orderBook,
  'backlog-late': backlogLate,
  revenue,
  ageing,
  'unallocated-money': unallocatedMoney,
  dso: daysOfSales(Prisma.sql`TRUE`),
  'dso-best': daysOfSales(Prisma.sql`owed.due >= w.last`),
  'dso-delay': daysOfSales(Prisma.sql`owed.due < w.last`),
  'dso-count-back': countBack,
  'days-to-pay': paid(Prisma.sql`p.date - i.issue_date`),
  'days-late': paid(Prisma.sql`p.date - r.due_date`),
  'payers-drifting': drifting,
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
