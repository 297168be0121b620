import type { KpiDimension } from '../../../contracts/kpi.js';
import type { LocalDate } from '../../../domain/calendar.js';
import type { Period } from '../../../domain/kpis.js';
import { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';
import { definitionOf, ofOwners, summed, type Books, type Cut, type Kept } from './rollups.js';

export type Span = Period & { readonly name: string };

/** More touched days than this are not worked one by one. */
const LONGEST_TOUCHED = 40;

/**
 * The days of these facts that were touched since they were summed up. Null: they cannot be read as they are kept, by a
 * reader of all customers or of their own, or too much of the spans has been touched.
 */
export async function touchedDays(
  db: Db,
  kept: Kept,
  books: Books,
  salesperson: string | null,
  spans: readonly Period[],
): Promise<readonly LocalDate[] | null> {
  const [family] = await db.$queryRaw<{ moved: boolean; days: string[] | null }[]>`
    SELECT EXISTS (SELECT FROM kpi_touch AS t WHERE t.family IN ('owner', ${ofOwners(kept.family)})) AS moved,
      (SELECT array_agg(DISTINCT t.day)::text[] FROM kpi_touch AS t WHERE t.family = ${kept.family}) AS days
    FROM kpi_family AS f WHERE f.family = ${kept.family} AND f.definition = ${definitionOf(kept.family, books)}`;
  if (family === undefined || (family.moved && (salesperson !== null || kept.isOfOwner))) return null;
  const days = (family.days ?? []).filter((day) => spans.some(({ from, to }) => from <= day && day <= to));
  return days.length > LONGEST_TOUCHED ? null : days;
}

/** The cut that a split reads; of the whole, the one with the fewest elements. */
export function cutFor(kept: Kept, by: KpiDimension | null): Cut {
  if (by === 'family') return 'product';
  if (by !== null) return by;
  return (['kind', 'person'] as const).find((cut) => kept.cuts.includes(cut)) ?? 'customer';
}

/**
 * The table expressions `span` and `part`: what is kept of each span, whole months first, then days; touched days come
 * from the facts. `part` has the columns `name, owner, key, n, num, den`.
 */
export const keptParts = (
  kept: Kept,
  cut: Cut,
  {
    spans,
    touched,
    books,
  }: { readonly spans: readonly Span[]; readonly touched: readonly LocalDate[]; readonly books: Books },
): Prisma.Sql => Prisma.sql`
  span AS MATERIALIZED (SELECT s.name, s.first, s.last FROM jsonb_to_recordset(${JSON.stringify(
    spans.map(({ name, from, to }) => ({ name, first: from, last: to })),
  )}::jsonb) AS s(name text, first date, last date)),
  touched AS MATERIALIZED (SELECT given.day FROM unnest(${[...touched]}::date[]) AS given(day)),
  fresh AS MATERIALIZED (${summed(kept, cut, touched, books)}),
  part AS (
    SELECT span.name, ${elements} FROM span JOIN kpi_rollup AS r ON ${ofCut(kept, cut)} AND r.grain = 'month'
      AND r.first >= span.first AND r.first <= span.last AND ${isWhole(Prisma.sql`r.first`)}
    UNION ALL
    SELECT span.name, ${elements} FROM span JOIN kpi_rollup AS r ON ${ofCut(kept, cut)} AND r.grain = 'day'
      AND r.first >= span.first AND r.first <= span.last AND NOT ${isWhole(Prisma.sql`date_trunc('month', r.first)::date`)}
      AND NOT EXISTS (SELECT FROM touched AS t WHERE t.day = r.first)
    UNION ALL
    SELECT span.name, f.owner, f.key, f.n, f.num, f.den FROM span JOIN fresh AS f ON f.day >= span.first AND f.day <= span.last)`;

const ofCut = ({ facts }: Kept, cut: Cut): Prisma.Sql => Prisma.sql`r.facts = ${facts} AND r.cut = ${cut}`;
/** Side by side, all arrays of a row being of one length. */
const elements = Prisma.sql`unnest(r.owners) AS owner, unnest(r.keys) AS key, unnest(r.counts) AS n, unnest(r.nums) AS num, unnest(r.dens) AS den`;

/** The month that begins on a day lies in the span, and nothing in it was touched. */
const isWhole = (month: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (${month} >= span.first AND ${month} + interval '1 month' <= span.last + 1 AND NOT EXISTS (
    SELECT FROM touched AS t WHERE t.day >= ${month} AND t.day < ${month} + interval '1 month'))`;
