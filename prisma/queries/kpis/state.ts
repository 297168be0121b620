import type { Db } from '../page.js';
import { BUYERS } from './buyers.js';
import { isOfPayer, PAYERS } from './payers.js';
import { standingFamilies } from './standing.js';

/** What is kept of a family of facts: how many, from when to when, and how many wait to be worked again, since when. */
export type FamilyState = {
  readonly family: string;
  readonly of: 'days' | 'customers' | 'spells';
  readonly kept: number;
  /** LocalDates; null: none is kept. */
  readonly first: string | null;
  readonly last: string | null;
  readonly waiting: number;
  /** Instant of the oldest change that waits. */
  readonly waitsSince: Date | null;
};

/** How long the oldest change has waited, in seconds, and how many days wait; how something stands on a day to come waits for it. */
export async function rollupsBehind(db: Db): Promise<{ readonly days: number; readonly seconds: number }> {
  const [row] = await db.$queryRaw<{ days: number; seconds: number }[]>`
    SELECT count(DISTINCT (t.family, t.day))::int AS days, coalesce(extract(epoch FROM clock_timestamp() - min(t.at)), 0)::float8 AS seconds
    FROM kpi_touch AS t WHERE t.day <= CURRENT_DATE OR t.family <> ALL (${[...standingFamilies]})`;
  return row ?? { days: 0, seconds: 0 };
}

/** Every family that is kept or waits. @param facts the names under which each family's days are kept */
export const readRollups = (
  db: Db,
  facts: Readonly<Record<string, readonly string[]>>,
): Promise<readonly FamilyState[]> =>
  db.$queryRaw<FamilyState[]>`
    SELECT f.key AS family, 'days' AS of, count(DISTINCT r.first)::int AS kept, min(r.first)::text AS first, max(r.first)::text AS last,
      (SELECT count(DISTINCT t.day)::int FROM kpi_touch AS t WHERE t.family IN (f.key, 'owner:' || f.key)) AS waiting,
      (SELECT min(t.at) FROM kpi_touch AS t WHERE t.family IN (f.key, 'owner:' || f.key)) AS "waitsSince"
    FROM jsonb_each(${JSON.stringify(facts)}::jsonb) AS f
    LEFT JOIN kpi_rollup AS r ON r.facts IN (SELECT jsonb_array_elements_text(f.value)) AND r.grain = 'day'
    GROUP BY f.key
    UNION ALL
    SELECT ${BUYERS}, 'customers', kept.count, kept.first, kept.last, waits.count, waits.since
    FROM (SELECT count(*)::int AS count, min(b.first_day)::text AS first, max(b.last_day)::text AS last FROM kpi_buyer AS b) AS kept,
      (SELECT count(DISTINCT t.day)::int AS count, min(t.at) AS since FROM kpi_touch AS t WHERE t.family = ${BUYERS}) AS waits
    UNION ALL
    SELECT ${PAYERS}, 'spells', kept.count, kept.first, kept.last, waits.count, waits.since
    FROM (SELECT count(*)::int AS count, min(k.since)::text AS first, max(k.until)::text AS last FROM kpi_payer AS k) AS kept,
      (SELECT count(DISTINCT t.family)::int AS count, min(t.at) AS since FROM kpi_touch AS t WHERE ${isOfPayer}) AS waits
    ORDER BY family`;
