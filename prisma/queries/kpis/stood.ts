import type { LocalDate } from '../../../domain/calendar.js';
import { addDays, compareDates, maxDate } from '../../../domain/calendar.js';
import { kpiRule, type Period } from '../../../domain/kpis.js';
import { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';
import type { Read, Span } from './kept.js';
import { MOST_TOUCHED, ofOwners, type Books, type Cut } from './rollups.js';
import { baseOf, moved, standingDefinition, type Standing } from './standing.js';

/** Up to when days are kept, and those that are worked from the facts instead. */
export type Known = { readonly upTo: LocalDate; readonly touched: readonly LocalDate[] };

/**
 * How far what is kept tells how something stood. Null: it cannot be read as it is kept, by a reader of all customers or of
 * their own, or too many days have been touched.
 */
export async function knownOf(
  db: Db,
  standing: Standing,
  books: Books,
  salesperson: string | null,
  spans: readonly Period[],
): Promise<Known | null> {
  const { family, isOfOwner } = standing;
  const last = spans.map(({ to }) => to).reduce((a, b) => maxDate(a, b));
  const [row] = await db.$queryRaw<{ upTo: string; moved: boolean; days: string[] | null }[]>`
    SELECT f.up_to::text AS "upTo", EXISTS (SELECT FROM kpi_touch AS t WHERE t.family IN ('owner', ${ofOwners(family)})) AS moved,
      (SELECT array_agg(DISTINCT t.day)::text[] FROM kpi_touch AS t WHERE t.family = ${family} AND t.day <= ${last}::date) AS days
    FROM kpi_family AS f WHERE f.family = ${family} AND f.up_to IS NOT NULL AND f.definition = ${standingDefinition(family, books)}`;
  if (row === undefined || (row.moved && (salesperson !== null || isOfOwner))) return null;
  const touched = new Set(row.days);
  for (
    let day = addDays(row.upTo, 1);
    compareDates(day, last) <= 0 && touched.size <= MOST_TOUCHED;
    day = addDays(day, 1)
  )
    touched.add(day);
  return touched.size > MOST_TOUCHED ? null : { upTo: row.upTo, touched: [...touched] };
}

/** Whose figures, in which books, of which spans. */
type Standpoint = {
  readonly spans: readonly Span[];
  readonly known: Known;
  readonly books: Books;
  readonly salesperson: string | null;
  readonly customer: string | null;
};

/** What is read of it: told apart by key, of these keys alone (null: of all). */
export type StoodRead = Pick<Read, 'isSplit' | 'keys'>;

/**
 * The table expressions `span` and `stood`: how it stood at the end of each span, as what had come before its base, and
 * what became otherwise since. Days that were touched come from the facts; in what had come before they are as they were
 * kept, which is taken off. `stood` has the columns `name, key, num, den`, a row for each key of the split, or for all.
 */
export const stoodParts = (standing: Standing, cut: Cut, read: StoodRead, at: Standpoint): Prisma.Sql => {
  const { isSplit, keys } = read;
  const { known, books, spans } = at;
  const seen = [
    at.salesperson === null ? null : Prisma.sql`part.owner = ${at.salesperson}`,
    at.customer === null ? null : Prisma.sql`part.key = ${at.customer}`,
    keys === null ? null : Prisma.sql`part.key = ANY (${[...keys]})`,
  ].filter((condition) => condition !== null);
  const told = spans.map(({ name, to }) => ({ name, last: to, base: baseOf(to, known.upTo) }));
  const key = isSplit ? Prisma.sql`part.key` : Prisma.sql`NULL::text`;
  const isCounted = kpiRule(standing.facts).unit === 'count';
  const elements = (sign: 1 | -1): Prisma.Sql => elementsOf(standing, at, { isSplit, isCounted, sign });
  const rows = (grain: string): Prisma.Sql =>
    Prisma.sql`span JOIN kpi_rollup AS r ON r.facts = ${standing.facts} AND r.cut = ${cut} AND r.grain = ${grain}`;
  return Prisma.sql`
    span AS MATERIALIZED (SELECT s.name, s.last, s.base FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS s(name text, last date, base date)),
    touched AS MATERIALIZED (SELECT given.day FROM unnest(${[...known.touched]}::date[]) AS given(day)),
    fresh AS MATERIALIZED (${moved(standing, cut, known.touched, books)}),
    part AS NOT MATERIALIZED (SELECT part.* FROM (
      SELECT span.name, ${elements(1)} FROM ${rows('carry')} AND r.first = span.base
      UNION ALL
      SELECT span.name, ${elements(1)} FROM ${rows('day')} AND r.first >= span.base AND r.first <= span.last
        AND NOT EXISTS (SELECT FROM touched AS t WHERE t.day = r.first)
      UNION ALL
      SELECT span.name, ${elements(-1)} FROM ${rows('day')} AND r.first < span.base AND r.first IN (SELECT t.day FROM touched AS t)
      UNION ALL
      SELECT span.name, f.owner, f.key, f.n, f.num, f.den FROM span JOIN fresh AS f ON f.day <= span.last) AS part
      WHERE ${seen.length === 0 ? Prisma.sql`TRUE` : Prisma.join(seen, ' AND ')}),
    stood AS (
      SELECT part.name, ${key} AS key, ${isCounted ? Prisma.sql`sum(part.n)::numeric` : Prisma.sql`sum(part.num)`} AS num, sum(part.den) AS den
      FROM part GROUP BY 1, 2 HAVING sum(part.n) <> 0)`;
};

/** Side by side, all arrays of a row being of one length; what is not asked for stays packed, as do ones that are counted. */
const elementsOf = (
  { facts }: Standing,
  { salesperson, customer }: Standpoint,
  { isSplit, isCounted, sign }: { readonly isSplit: boolean; readonly isCounted: boolean; readonly sign: 1 | -1 },
): Prisma.Sql => {
  const packed = Prisma.sql`NULL::numeric`;
  const minus = sign === 1 ? Prisma.empty : Prisma.sql`-`;
  const owner = salesperson === null ? Prisma.sql`NULL::text` : Prisma.sql`unnest(r.owners)`;
  const key = isSplit || customer !== null ? Prisma.sql`unnest(r.keys)` : Prisma.sql`NULL::text`;
  const num = isCounted ? packed : Prisma.sql`${minus}unnest(r.nums)`;
  const den = kpiRule(facts).aggregate === 'mean' ? Prisma.sql`${minus}unnest(r.dens)` : packed;
  return Prisma.sql`${owner} AS owner, ${key} AS key, ${minus}unnest(r.counts) AS n, ${num} AS num, ${den} AS den`;
};
