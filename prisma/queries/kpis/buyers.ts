import type { KpiDimension, KpiName } from '../../../contracts/kpi.js';
import type { CustomerStanding } from '../../../contracts/vocabulary.js';
import { addDays, compareDates, daysBetween, type LocalDate } from '../../../domain/calendar.js';
import type { Period } from '../../../domain/kpis.js';
import { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';
import { hashOf } from './definition.js';
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
export const buyersDefinition = hashOf([buyersOf(everybody).sql, buyersOf(everybody).values]);

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
    FROM kpi_family AS f WHERE f.family = ${BUYERS} AND f.definition = ${buyersDefinition}`;
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
  /** Those who stand so; null: all. */
  readonly kind: CustomerStanding | null;
  readonly currency: string;
  /** Of all customers; else what is of no customer is left out. */
  readonly isOfAll: boolean;
};

/** Buyers of which a condition on their first day holds, one by one where they are told apart, else counted. */
const begunWhere = ({ by }: Asked, condition: (day: Prisma.Sql) => Prisma.Sql): Prisma.Sql =>
  by === 'customer'
    ? Prisma.sql`SELECT b.customer, b.person, NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den FROM buyer AS b WHERE ${condition(Prisma.sql`b.first_day`)}`
    : Prisma.sql`SELECT NULL AS customer, f.person, NULL AS product, NULL AS kind, f.buyers AS num, NULL::numeric AS den FROM begun AS f WHERE ${condition(Prisma.sql`f.first_day`)}`;

/** Buyers as they stand at the end of the window's last day, one by one, out of the table expression `buyer`; place, day and gap are looked up once. */
export const buyersThen = Prisma.sql`
  SELECT buyer.customer, buyer.person, ${standing} AS kind, buyer.first_day, buyer.last_day, buyer.gap
  FROM (SELECT at.customer, at.person, at.first_day, at.place AS days, at.days[at.place] AS last_day, nullif(at.gaps[at.place], -1) AS gap
    FROM (SELECT b.customer, b.person, b.first_day, b.days, b.gaps, width_bucket(w.last, b.days) AS place
      FROM buyer AS b WHERE b.first_day <= w.last OFFSET 0) AS at OFFSET 0) AS buyer`;

const byStanding = (kind: CustomerStanding | null): Prisma.Sql => Prisma.sql`
  SELECT b.customer, b.person, NULL AS product, b.kind, 1 AS num, NULL::numeric AS den FROM (${buyersThen}) AS b
  WHERE ${kind === null ? Prisma.sql`TRUE` : Prisma.sql`b.kind = ${kind}`}`;

/** Those who ordered in as many days before the window, and whether they ordered in it. */
const retainedOf = (isAsked: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT l.customer, l.person, NULL AS product, NULL AS kind, (l.days[at.last] >= w.first)::int AS num, 1 AS den
  FROM (SELECT array_position(u.days, w.first - 1) AS before, array_position(u.days, w.last) AS last FROM until AS u WHERE ${isAsked}) AS at
  CROSS JOIN latest AS l WHERE l.days[at.before] >= w.first - (w.last - w.first + 1)`;

const isAgain = Prisma.sql`w.first = w.last AND w.first - 1 IN (SELECT a.day FROM again AS a)`;

/** Windows of one day are told at once, of the buyers of the day before: a course has up to two months of them. */
const retained = ({ by }: Asked): Prisma.Sql =>
  by === null
    ? Prisma.sql`${retainedOf(Prisma.sql`NOT (${isAgain})`)}
      UNION ALL
      SELECT NULL, NULL, NULL, NULL, a.again, a.buyers FROM again AS a WHERE w.first = w.last AND a.day = w.first - 1 AND a.buyers > 0`
    : retainedOf(Prisma.sql`TRUE`);

/** The longest course of days. */
const DAYS_TOLD_AT_ONCE = 62;

/** The days before windows of one day that are told at once. */
function daysAtOnce(windows: readonly Period[]): readonly LocalDate[] {
  const all = [...new Set(windows.filter(({ from, to }) => from === to).map(({ from }) => addDays(from, -1)))];
  const last = all.toSorted(compareDates).at(-1);
  return last === undefined
    ? []
    : all.filter((day) => daysBetween(day, last) < DAYS_TOLD_AT_ONCE).toSorted(compareDates);
}

/** How many bought on each of these days, and how many of them on the next as well: `day, buyers, again`. */
const againOf = (days: readonly LocalDate[]): Prisma.Sql => {
  const last = days.at(-1) ?? null;
  const first = days[0] ?? null;
  return Prisma.sql`
    SELECT given.day, coalesce(told.buyers, 0) AS buyers, coalesce(told.again, 0) AS again FROM unnest(${[...days]}::date[]) AS given(day) LEFT JOIN (
      SELECT each.day, count(*) AS buyers, count(*) FILTER (WHERE each.next = each.day + 1) AS again
      FROM (SELECT unnest(near.days[near.low + 1:near.high]) AS day, unnest(near.days[near.low + 2:near.high + 1]) AS next
        FROM (SELECT b.days, width_bucket(${first}::date - 1, b.days) AS low, width_bucket(${last}::date, b.days) AS high FROM buyer AS b
          WHERE b.first_day <= ${last}::date AND b.last_day >= ${first}::date OFFSET 0) AS near) AS each GROUP BY 1) AS told ON told.day = given.day`;
};

const isNew = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`${day} BETWEEN w.first AND w.last`;

/** Of each buyer the latest day with an order up to each day between two windows: those days in `until`, what is of them in `latest`. */
function latestOf(windows: readonly Period[], atOnce: readonly LocalDate[]): Prisma.Sql {
  const asked = windows.filter(({ from, to }) => from !== to || !atOnce.includes(addDays(from, -1)));
  const days = [...new Set(asked.flatMap(({ from, to }) => [addDays(from, -1), to]))];
  const each = days.map((day) => Prisma.sql`b.days[width_bucket(${day}::date, b.days)]`);
  const latest = each.length === 0 ? Prisma.empty : Prisma.join(each);
  return Prisma.sql`until AS (SELECT ${days}::date[] AS days),
    latest AS MATERIALIZED (SELECT b.customer, b.person, ARRAY[${latest}]::date[] AS days FROM buyer AS b)`;
}

/** Table expressions that facts of buyers need beside `buyer`: `begun`, how many on which day, or `until`, `latest` and `again`. */
export function besideBuyers(name: KpiName, windows: readonly Period[], by: KpiDimension | null): Prisma.Sql {
  if (name !== 'customers-retained')
    return Prisma.sql`begun AS MATERIALIZED (SELECT b.first_day, b.person, count(*)::int AS buyers FROM buyer AS b GROUP BY 1, 2)`;
  const atOnce = by === null ? daysAtOnce(windows) : [];
  return Prisma.sql`${latestOf(windows, atOnce)}, again AS MATERIALIZED (${againOf(atOnce)})`;
}

/** The facts of figures out of the table expression `buyer`, who may be seen, and the one beside it. */
export const buyerFacts: Readonly<Partial<Record<KpiName, (asked: Asked) => Prisma.Sql>>> = {
  customers: (asked) =>
    asked.by === 'kind' || asked.kind !== null
      ? byStanding(asked.kind)
      : begunWhere(asked, (day) => Prisma.sql`${day} <= w.last`),
  'customers-new': (asked) => begunWhere(asked, isNew),
  'customers-retained': retained,
  'acquisition-cost': (asked) => Prisma.sql`
    ${spent(asked.currency)} AND ${asked.isOfAll}
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, NULL::numeric, won.num FROM (${begunWhere({ ...asked, by: null }, isNew)}) AS won`,
};
