import type { KpiName } from '../../../contracts/kpi.js';
import { errorTypes } from '../../../contracts/vocabulary.js';
import { Prisma } from '../../generated/client.js';
import type { Facts } from './facts.js';

/**
 * What was stated of the errors of orders: each difference somebody decided on, and each type of thing an amendment changed,
 * with the version it was found in. What an amendment with a cause puts right is told by the amendment, not once more by the
 * difference that asked for it.
 */
const stated = Prisma.sql`
  SELECT d.order_number, d.version, d.type, coalesce(d.cause, 'not-stated') AS cause, d.decided_on AS on_day
  FROM discrepancy AS d WHERE d.decided_on IS NOT NULL AND NOT (d.disposition = 'superseded' AND EXISTS (
    SELECT FROM order_amendment AS a WHERE a.order_number = d.order_number AND a.version = d.version + 1 AND a.cause IS NOT NULL))
  UNION ALL
  SELECT a.order_number, a.version - 1, changed.type, coalesce(a.cause, 'not-stated'), a.amended_on
  FROM order_amendment AS a CROSS JOIN LATERAL unnest(a.types) AS changed(type)`;

/** Who made the version in which an error was found: whoever amended it last, else who entered the order. */
const author = Prisma.sql`coalesce((SELECT made.amended_by FROM order_amendment AS made
  WHERE made.order_number = found.order_number AND made.version = found.version), o.entered_by)`;

/** Errors found in the window: an order counts once for each type and cause, on the first day it is stated. */
const foundInWindow = (kind: Prisma.Sql, condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT o.customer_number AS customer, ${author} AS person, NULL AS product, ${kind} AS kind, 1 AS num, NULL::numeric AS den
  FROM (SELECT DISTINCT ON (each.order_number, each.type, each.cause) each.* FROM (${stated}) AS each
      WHERE each.on_day BETWEEN w.first AND w.last AND ${condition}
      ORDER BY each.order_number, each.type, each.cause, each.on_day, each.version) AS found
  JOIN sales_order AS o ON o.number = found.order_number
  WHERE NOT EXISTS (SELECT FROM (${stated}) AS earlier WHERE earlier.order_number = found.order_number
    AND earlier.type = found.type AND earlier.cause = found.cause AND earlier.on_day < w.first)`;

const causeNames = Prisma.sql`CASE found.cause WHEN 'not-stated' THEN found.cause WHEN 'none' THEN 'no-error' ELSE found.cause || '-error' END`;
const corrections: Facts = () => foundInWindow(causeNames, Prisma.sql`TRUE`);
const entryErrors: Facts = () => foundInWindow(Prisma.sql`found.type`, Prisma.sql`each.cause = 'entry'`);

const types = Prisma.sql`(VALUES ${Prisma.join(errorTypes.map((type) => Prisma.sql`(${type}::text)`))}) AS every(type)`;

/** Orders of the window that turned out to be entered wrongly, whenever that was found; nothing is found before its order. */
const wronglyEntered = Prisma.sql`(${stated}) AS found JOIN sales_order AS o ON o.number = found.order_number
  WHERE found.cause = 'entry' AND found.on_day >= w.first AND o.received_on BETWEEN w.first AND w.last`;

const entered = Prisma.sql`
  SELECT o.customer_number AS customer, o.entered_by AS person, NULL AS product, NULL AS kind, 0 AS num, 1 AS den
  FROM sales_order AS o WHERE o.received_on BETWEEN w.first AND w.last`;

/** Split by kind, each type of error is counted over all that was entered. */
const entryErrorRate: Facts = ({ byKind }) =>
  byKind
    ? Prisma.sql`
      SELECT entered.customer, NULL AS person, NULL AS product, every.type AS kind, 0 AS num, entered.orders AS den
      FROM (SELECT o.customer_number AS customer, count(*) AS orders FROM sales_order AS o
        WHERE o.received_on BETWEEN w.first AND w.last GROUP BY o.customer_number) AS entered CROSS JOIN ${types}
      UNION ALL
      SELECT DISTINCT ON (o.number, found.type) o.customer_number, o.entered_by, NULL, found.type, 1, 0 FROM ${wronglyEntered}`
    : Prisma.sql`${entered}
      UNION ALL
      SELECT DISTINCT ON (o.number) o.customer_number, o.entered_by, NULL, NULL, 1, 0 FROM ${wronglyEntered}`;

const accuracy: Facts = () => Prisma.sql`
  SELECT o.customer_number AS customer, o.entered_by AS person, NULL AS product, NULL AS kind, 1 AS num, 1 AS den
  FROM sales_order AS o WHERE o.received_on BETWEEN w.first AND w.last
  UNION ALL
  SELECT DISTINCT ON (o.number) o.customer_number, o.entered_by, NULL, NULL, -1, 0 FROM ${wronglyEntered}`;

export const qualityFacts = {
  corrections,
  'entry-errors': entryErrors,
  'entry-error-rate': entryErrorRate,
  accuracy,
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
