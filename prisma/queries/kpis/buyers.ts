import { createHash } from 'node:crypto';
import type { KpiDimension, KpiName } from '../../../contracts/kpi.js';
import type { LocalDate } from '../../../domain/calendar.js';
import { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';
import { notFallen } from './facts.js';
import { spent, standing } from './market.js';
import { MOST_TOUCHED } from './rollups.js';

/** The days that buyers' rows are kept of, touched as those of the families of facts are. */
export const BUYERS = 'buyer';

/** Which customers; their orders are called `o`. */
type Whose = Prisma.Sql;
export const everybody: Whose = Prisma.sql`TRUE`;

/** After each day of `d.days`, the median of the days between those up to it. */
const gapsOf = Prisma.sql`(SELECT array_agg(coalesce((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY step.gap)
      FROM unnest(d.steps[2:at.place]) AS step(gap)), -1) ORDER BY at.place) FROM generate_series(1, cardinality(d.days)) AS at(place))`;

/** Rows of buyers out of the orders, as they are kept: `customer, first_day, last_day, days, gaps`. */
export const buyersOf = (whose: Whose): Prisma.Sql => Prisma.sql`
  SELECT d.customer, d.days[1] AS first_day, d.days[cardinality(d.days)] AS last_day, d.days, ${gapsOf} AS gaps
  FROM (SELECT each.customer, array_agg(each.day ORDER BY each.day) AS days, array_agg(each.step ORDER BY each.day) AS steps
    FROM (SELECT one.customer, one.day, one.day - lag(one.day) OVER (PARTITION BY one.customer ORDER BY one.day) AS step
      FROM (SELECT o.customer_number AS customer, o.received_on AS day FROM sales_order AS o WHERE ${whose} AND ${notFallen} GROUP BY 1, 2) AS one) AS each
    GROUP BY each.customer) AS d`;

/** Tells whether rows were made by the definition that holds now. */
export const buyersDefinition = (): string => {
  const { sql, values } = buyersOf(everybody);
  return createHash('sha256')
    .update(JSON.stringify([sql, values]))
    .digest('hex');
};

/** Those whose row does not tell of these days what the orders do, as a query of one column, `customer`. */
export const changedOn = (days: readonly LocalDate[]): Prisma.Sql => Prisma.sql`
  WITH given AS MATERIALIZED (SELECT t.day FROM unnest(${[...days]}::date[]) AS t(day)),
    ordered AS MATERIALIZED (SELECT DISTINCT o.customer_number AS customer, o.received_on AS day FROM given JOIN sales_order AS o ON o.received_on = given.day
      WHERE ${notFallen}),
    told AS MATERIALIZED (SELECT b.customer, given.day FROM given JOIN kpi_buyer AS b ON given.day BETWEEN b.first_day AND b.last_day
      WHERE b.days[width_bucket(given.day, b.days)] = given.day)
  SELECT coalesce(ordered.customer, told.customer) AS customer
  FROM ordered FULL JOIN told ON told.customer = ordered.customer AND told.day = ordered.day WHERE ordered.customer IS NULL OR told.customer IS NULL`;

/** Rows of buyers as they are at this moment. Null: they are not kept, or too much was touched since. */
export async function readableBuyers(
  db: Db,
): Promise<{ readonly rows: Prisma.Sql; readonly isTouched: boolean } | null> {
  const [kept] = await db.$queryRaw<{ days: string[] | null }[]>`
    SELECT (SELECT array_agg(DISTINCT t.day)::text[] FROM kpi_touch AS t WHERE t.family = ${BUYERS}) AS days
    FROM kpi_family AS f WHERE f.family = ${BUYERS} AND f.definition = ${buyersDefinition()}`;
  if (kept === undefined) return null;
  const days = kept.days ?? [];
  if (days.length > MOST_TOUCHED) return null;
  if (days.length === 0) return { rows: Prisma.sql`SELECT b.* FROM kpi_buyer AS b`, isTouched: false };
  const rows = Prisma.sql`
    SELECT b.* FROM kpi_buyer AS b WHERE b.customer NOT IN (SELECT c.customer FROM (${changedOn(days)}) AS c)
    UNION ALL ${buyersOf(Prisma.sql`o.customer_number IN (SELECT c.customer FROM (${changedOn(days)}) AS c)`)}`;
  return { rows, isTouched: true };
}

type Asked = {
  readonly by: KpiDimension | null;
  readonly currency: string;
  /** Of all customers; else what is of no customer is left out. */
  readonly isOfAll: boolean;
};

/** Buyers of which a condition on their first day holds, one by one where they are told apart, else counted. */
const begunWhere = ({ by }: Asked, condition: (day: Prisma.Sql) => Prisma.Sql): Prisma.Sql =>
  by === 'customer'
    ? Prisma.sql`SELECT b.customer, b.person, NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den FROM buyer AS b WHERE ${condition(Prisma.sql`b.first_day`)}`
    : Prisma.sql`SELECT NULL AS customer, f.person, NULL AS product, NULL AS kind, f.buyers AS num, NULL::numeric AS den FROM begun AS f WHERE ${condition(Prisma.sql`f.first_day`)}`;

const byStanding = Prisma.sql`
  SELECT buyer.customer, buyer.person, NULL AS product, ${standing} AS kind, 1 AS num, NULL::numeric AS den
  FROM (SELECT b.customer, b.person, b.first_day, at.place AS days, b.days[at.place] AS last_day, nullif(b.gaps[at.place], -1) AS gap
    FROM buyer AS b CROSS JOIN LATERAL (SELECT width_bucket(w.last, b.days) AS place) AS at WHERE b.first_day <= w.last) AS buyer`;

/** Those who ordered in as many days before the window, and whether they ordered in it. */
const retained = Prisma.sql`
  SELECT former.customer, former.person, NULL AS product, NULL AS kind,
    (former.last_day >= w.first AND width_bucket(w.last, former.days) > former.place)::int AS num, 1 AS den
  FROM (SELECT b.customer, b.person, b.last_day, b.days, width_bucket(w.first - 1, b.days) AS place FROM buyer AS b
    WHERE b.first_day < w.first AND b.last_day >= w.first - (w.last - w.first + 1)) AS former
  WHERE former.days[former.place] >= w.first - (w.last - w.first + 1)`;

const isNew = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`${day} BETWEEN w.first AND w.last`;

/** The facts of figures out of the table expressions `buyer`, who may be seen, and `begun`, how many on which day. */
export const buyerFacts: Readonly<Partial<Record<KpiName, (asked: Asked) => Prisma.Sql>>> = {
  customers: (asked) => (asked.by === 'kind' ? byStanding : begunWhere(asked, (day) => Prisma.sql`${day} <= w.last`)),
  'customers-new': (asked) => begunWhere(asked, isNew),
  'customers-retained': () => retained,
  'acquisition-cost': (asked) => Prisma.sql`
    ${spent(asked.currency)} AND ${asked.isOfAll}
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, NULL::numeric, won.num FROM (${begunWhere({ ...asked, by: null }, isNew)}) AS won`,
};
