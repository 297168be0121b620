import type { KpiDimension, KpiName, KpiOrder, KpiUnit } from '../../../contracts/kpi.js';
import type { CustomerStanding } from '../../../contracts/vocabulary.js';
import { kpiRule, type Aggregate, type Period } from '../../../domain/kpis.js';
import type { WorkingCalendar } from '../../../domain/holidays.js';
import { minorDigits } from '../../../domain/money.js';
import { Prisma } from '../../generated/client.js';
import type { Span } from './kept.js';

/** A figure that is asked for. */
export type FigureRequest = {
  readonly name: KpiName;
  readonly period: Period;
  readonly by: KpiDimension | null;
  readonly order: KpiOrder;
  readonly currency: string;
  /** The company's zone. */
  readonly zone: string;
  /** The company's. */
  readonly calendar: WorkingCalendar;
  /** Of one customer; null: of all that the reader may see. */
  readonly customer: string | null;
  /** Of the customers who stand so; left out: of all. */
  readonly kind?: CustomerStanding | undefined;
  /** Customers are named with what they bought for. */
  readonly seesTurnover?: boolean;
  /** Left out: its course over the period is told too. */
  readonly hasCourse?: false;
  /** Rows of a split at most, null: all of them; 200 when left out. */
  readonly rowsAtMost?: number | null;
};

export type Window = Span;
const digitsOf: Readonly<Record<Exclude<KpiUnit, 'amount'>, number>> = {
  count: 0,
  percent: 1,
  days: 1,
  minutes: 1,
  times: 2,
  people: 1,
};

const digits = ({ name, currency }: FigureRequest): number => {
  const { unit } = kpiRule(name);
  return unit === 'amount' ? minorDigits(currency) : digitsOf[unit];
};

const aggregates: Readonly<Record<Aggregate, Prisma.Sql>> = {
  sum: Prisma.sql`coalesce(sum(fact.num), 0)`,
  'known-sum': Prisma.sql`sum(fact.num)`,
  share: Prisma.sql`100.0 * sum(fact.num) / nullif(sum(fact.den), 0)`,
  mean: Prisma.sql`sum(fact.num)::numeric / nullif(sum(fact.den), 0)`,
  median: Prisma.sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY fact.num::float8)`,
  p90: Prisma.sql`percentile_cont(0.9) WITHIN GROUP (ORDER BY fact.num::float8)`,
};

export const rounded = (value: Prisma.Sql, request: FigureRequest): Prisma.Sql =>
  Prisma.sql`round((${value})::numeric, ${digits(request)}::int)`;
/** What a figure comes to, of rows `fact`. */
export const valueOf = (request: FigureRequest): Prisma.Sql =>
  rounded(aggregates[kpiRule(request.name).aggregate], request);

/** What a figure comes to, of sums: null where nothing is counted. */
export const valueOfSums = (request: FigureRequest, n: Prisma.Sql, num: Prisma.Sql, den: Prisma.Sql): Prisma.Sql => {
  const { aggregate } = kpiRule(request.name);
  const over =
    aggregate === 'share'
      ? Prisma.sql`100.0 * ${num} / nullif(${den}, 0)`
      : Prisma.sql`${num}::numeric / nullif(${den}, 0)`;
  return Prisma.sql`CASE WHEN ${n} > 0 THEN ${rounded(aggregate === 'sum' || aggregate === 'known-sum' ? num : over, request)} END`;
};

/** Where the figures of windows come from. A query of `name, value, of, by`, and one of `name, key, value`. */
export type Source = {
  readonly totals: (windows: readonly Window[]) => Prisma.Sql;
  /** @param keys of these alone; null, or left out: of all */
  readonly split: (windows: readonly Window[], by: KpiDimension, keys?: readonly string[] | null) => Prisma.Sql;
  /** What the first of the windows comes to, with how many keys there are in any of them: `key, value, count`. */
  readonly ranked?: (windows: readonly Window[], by: KpiDimension) => Prisma.Sql;
  /** A split of `key, period, before, yearBefore` at once, where that is less work. */
  readonly beside?: (windows: readonly Window[], by: KpiDimension) => Prisma.Sql;
};

/** By what a split tells its rows apart, and where the names of its keys stand. */
export const splits: Readonly<Record<KpiDimension, { readonly key: Prisma.Sql; readonly name: Prisma.Sql }>> = {
  person: { key: Prisma.sql`fact.person`, name: Prisma.sql`(SELECT p.name FROM principal AS p WHERE p.id = told.key)` },
  customer: {
    key: Prisma.sql`fact.customer`,
    name: Prisma.sql`(SELECT c.name FROM customer AS c WHERE c.number = told.key)`,
  },
  product: {
    key: Prisma.sql`fact.product`,
    name: Prisma.sql`(SELECT p.name FROM product AS p WHERE p.number = told.key)`,
  },
  family: {
    key: Prisma.sql`(SELECT nullif(p.category, '') FROM product AS p WHERE p.number = fact.product)`,
    name: Prisma.sql`told.key`,
  },
  kind: { key: Prisma.sql`fact.kind`, name: Prisma.sql`NULL` },
};

/** So many windows are planned one by one; planning more takes longer than it saves. */
const OUTRIGHT_AT_MOST = 16;

/** Of each window `w`; its days said outright, so that how much lies in it is known before it is read. */
export function ofEach(windows: readonly Window[], told: Prisma.Sql): Prisma.Sql {
  const list = windows.map(({ name, from, to }) => ({ name, first: from, last: to }));
  if (list.length > OUTRIGHT_AT_MOST)
    return Prisma.sql`SELECT w.name, told.* FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb) AS w(name text, first date, last date)
      CROSS JOIN LATERAL (${told}) AS told`;
  const each = list.map(
    ({ name, first, last }) => Prisma.sql`
      SELECT ${name}::text AS name, told.* FROM (SELECT ${name}::text AS name, ${first}::date AS first, ${last}::date AS last) AS w CROSS JOIN LATERAL (${told}) AS told`,
  );
  return Prisma.join(each, ' UNION ALL ');
}

/** @param split rows of `key, value`; @param keys rows of one column, of all windows */
export const withCount = (split: Prisma.Sql, keys: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT part.key, part.value, (SELECT count(*) FROM (${keys}) AS every) AS count FROM (${split}) AS part`;

/**
 * Out of facts that need other table expressions first. @param expressions those of windows, of a split or of the whole, and
 * of no keys but these (null: of all), which they may leave to whoever reads them; @param facts those of a window `w`
 */
export const fromComposed = (
  request: FigureRequest,
  expressions: (windows: readonly Window[], by: KpiDimension | null, keys: readonly string[] | null) => Prisma.Sql,
  facts: (by: KpiDimension | null) => Prisma.Sql,
): Source => {
  const split: Source['split'] = (windows, by, keys = null) =>
    Prisma.sql`WITH ${expressions(windows, by, keys)} ${ofEach(
      windows,
      Prisma.sql`SELECT ${splits[by].key} AS key, ${valueOf(request)} AS value FROM (${facts(by)}) AS fact
        WHERE ${keys === null ? Prisma.sql`TRUE` : Prisma.sql`${splits[by].key} = ANY (${[...keys]})`} GROUP BY 1`,
    )}`;
  const keysOf = (windows: readonly Window[], by: KpiDimension): Prisma.Sql => Prisma.sql`
    WITH ${expressions(windows, by, null)}
    SELECT DISTINCT each.key FROM (${ofEach(windows, Prisma.sql`SELECT ${splits[by].key} AS key FROM (${facts(by)}) AS fact`)}) AS each`;
  return {
    split,
    ranked: (windows, by) => withCount(split(windows.slice(0, 1), by), keysOf(windows, by)),
    totals: (windows) =>
      Prisma.sql`WITH ${expressions(windows, null, null)} ${ofEach(
        windows,
        Prisma.sql`SELECT ${valueOf(request)} AS value, sum(fact.num) AS of, sum(fact.den) AS by FROM (${facts(null)}) AS fact`,
      )}`,
  };
};
