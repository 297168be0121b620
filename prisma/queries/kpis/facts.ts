import type { LocalDate } from '../../../domain/calendar.js';
import { Prisma } from '../../generated/client.js';

/** What the facts of a figure are read with. They stand in a lateral place: `w.first` and `w.last` are the days of the window. */
export type Ask = {
  readonly currency: string;
  /** The company's, in which moments are days. */
  readonly zone: string;
  /** Rows are told apart by product; else quantities of different products are never added as they are. */
  readonly byProduct: boolean;
  /** Rows are told apart by kind. */
  readonly byKind: boolean;
  /** Days of the windows on which the house works. */
  readonly workingDays: readonly LocalDate[];
  /** What the reader may see of a `customer`. */
  readonly visible: Prisma.Sql;
  /** Of the documents alone that the table expression `moved` numbers, which may stand otherwise on this day than the day before. */
  readonly movedOn?: LocalDate;
};

/** Rows of `customer, person, product, kind, num, den`: what is counted, and over what. */
export type Facts = (ask: Ask) => Prisma.Sql;

/** Whether a document is one of those asked for. */
export const among = ({ movedOn }: Ask, number: Prisma.Sql): Prisma.Sql =>
  movedOn !== undefined ? Prisma.sql`${number} IN (SELECT m.number FROM moved AS m)` : Prisma.sql`TRUE`;

/** The business day of a moment. */
export const dayOf = (moment: Prisma.Sql, { zone }: Ask): Prisma.Sql =>
  Prisma.sql`(${moment} AT TIME ZONE ${zone}::text)::date`;

/** Whether a moment lies in the window, in a form that an index on it serves. */
export const momentInWindow = (moment: Prisma.Sql, { zone }: Ask): Prisma.Sql => Prisma.sql`
  ${moment} >= (w.first::timestamp AT TIME ZONE ${zone}::text) AND ${moment} < ((w.last + 1)::timestamp AT TIME ZONE ${zone}::text)`;

/** The business day of a row of the audit that the statement calls `e`. */
export const auditDay = ({ zone }: Ask): Prisma.Sql =>
  Prisma.sql`coalesce(e.on_date, (e.at AT TIME ZONE ${zone}::text)::date)`;

const fallen = Prisma.raw(`('refused', 'rejected', 'cancelled')`);
/** Written out as the index of what has not ended has it. */
export const live = Prisma.raw(
  `('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery', 'delivered')`,
);

/**
 * Orders that stood and had not ended at the end of the window's last day, called `o`: those that have not fallen since, and
 * those of which the audit tells that they fell later.
 */
export const ordersThatStood = (ask: Ask): Prisma.Sql => Prisma.sql`(
  SELECT each.* FROM sales_order AS each WHERE each.received_on <= w.last AND (each.settled_on IS NULL OR each.settled_on > w.last)
    AND each.stage NOT IN ${fallen} AND ${among(ask, Prisma.sql`each.number`)}
  UNION ALL
  SELECT each.* FROM (SELECT DISTINCT e.order_number FROM audit_entry AS e
      WHERE e.action IN ('order.refused', 'order.rejected', 'order.cancelled') AND e.on_date > w.last
        AND ${among(ask, Prisma.sql`e.order_number`)}) AS fell
    JOIN sales_order AS each ON each.number = fell.order_number WHERE each.stage IN ${fallen} AND each.received_on <= w.last) AS o`;

/** The others of those that there were: settled by then, or fallen and not told to have fallen later; their stage is the one they ended in. */
export const ordersThatHadEnded = (ask: Ask): Prisma.Sql => Prisma.sql`(
  SELECT each.* FROM sales_order AS each WHERE each.received_on <= w.last AND ${among(ask, Prisma.sql`each.number`)}
    AND (each.settled_on <= w.last AND each.stage NOT IN ${fallen}
      OR each.stage IN ${fallen} AND NOT EXISTS (SELECT FROM audit_entry AS e WHERE e.order_number = each.number
        AND e.action IN ('order.refused', 'order.rejected', 'order.cancelled') AND e.on_date > w.last))) AS o`;

/** Nothing was written on an order `o` that has not ended after the window's last day: it stands as it stood then. */
export const untouchedSince = (ask: Ask): Prisma.Sql =>
  Prisma.sql`(o.stage IN ${live} AND ${dayOf(Prisma.sql`o.updated_at`, ask)} <= w.last)`;

/** It came to a sale, or may. */
export const notFallen = Prisma.sql`o.stage NOT IN ${fallen}`;

/** With the recipient, as far as that is known; else gone from our stock. */
export const arrivedOn = Prisma.sql`coalesce(d.delivered_on, d.departed_on)`;

/** Nothing of an order `o` is left to be delivered, today. */
export const allDelivered = Prisma.sql`NOT EXISTS (SELECT FROM order_line AS rest WHERE rest.order_number = o.number
  AND rest.quantity > rest.delivered + rest.cancelled)`;

/** What of a line `l` was cancelled after a day; what is cancelled without a day on record counts as long ago. */
export const cancelledAfter = (day: Prisma.Sql, ask: Ask): Prisma.Sql => Prisma.sql`
  CASE WHEN l.cancelled = 0 THEN 0 ELSE coalesce((SELECT sum(part.quantity) FROM audit_entry AS e
    CROSS JOIN LATERAL jsonb_to_recordset(e.after -> 'lines') AS part("lineNo" int, quantity numeric)
    WHERE e.order_number = l.order_number AND e.action = 'order.cancelled' AND jsonb_typeof(e.after -> 'lines') = 'array'
      AND part."lineNo" = l.line_no AND ${auditDay(ask)} > ${day}), 0) END`;
