import type { Db } from '../page.js';
import { standingFamilies } from './standing.js';

/** Days of a family of facts: how many are kept, from when to when, and how many wait to be worked again, since when. */
export type FamilyState = {
  readonly family: string;
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
    SELECT f.key AS family, count(DISTINCT r.first)::int AS kept, min(r.first)::text AS first, max(r.first)::text AS last,
      (SELECT count(DISTINCT t.day)::int FROM kpi_touch AS t WHERE t.family IN (f.key, 'owner:' || f.key)) AS waiting,
      (SELECT min(t.at) FROM kpi_touch AS t WHERE t.family IN (f.key, 'owner:' || f.key)) AS "waitsSince"
    FROM jsonb_each(${JSON.stringify(facts)}::jsonb) AS f
    LEFT JOIN kpi_rollup AS r ON r.facts IN (SELECT jsonb_array_elements_text(f.value)) AND r.grain = 'day'
    GROUP BY f.key ORDER BY f.key`;
