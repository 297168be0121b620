import type { LocalDate } from '../../../domain/calendar.js';
import type { Db } from '../page.js';
import { differing, type UntrueRollup } from './differing.js';
import { ofOwners, type Books } from './rollups.js';
import {
  carried,
  carriesBetween,
  daysOfMoves,
  movedDay,
  standingFamilies,
  standingIn,
  stoodBefore,
  type Standing,
  type StandingFamily,
} from './standing.js';

/**
 * Of what is kept of how something stood, what differs: each day from what its facts moved by, what is carried from the
 * days, and the newest of that and the first of each year from all the facts. What waits to be worked again is left out.
 */
export async function findUntrueStanding(db: Db, books: Books): Promise<readonly UntrueRollup[]> {
  const rows = await db.$queryRaw<{ family: string; upTo: string }[]>`
    SELECT f.family, f.up_to::text AS "upTo" FROM kpi_family AS f WHERE f.up_to IS NOT NULL`;
  const found: UntrueRollup[] = [];
  for (const family of standingFamilies) {
    const upTo = rows.find((row) => row.family === family)?.upTo;
    if (upTo === undefined) continue;
    const days = await settledDays(db, family, books, upTo);
    for (const standing of standingIn(family)) {
      for (const day of days)
        found.push(...(await differing(db, standing, 'day', day, movedDay(standing, day, books))));
      found.push(...(await untrueCarries(db, standing, books, upTo)));
    }
  }
  return found;
}

/** Days that are kept, or should be, and that nothing has touched since they were worked. */
async function settledDays(
  db: Db,
  family: StandingFamily,
  books: Books,
  upTo: LocalDate,
): Promise<readonly LocalDate[]> {
  const names = standingIn(family).map(({ facts }) => facts);
  const rows = await db.$queryRaw<{ day: string }[]>`
    SELECT each.day::text FROM (${daysOfMoves(family, books, upTo)}
      UNION SELECT k.first FROM kpi_rollup AS k WHERE k.facts = ANY (${names}) AND k.grain = 'day') AS each
    WHERE NOT EXISTS (SELECT FROM kpi_touch AS t WHERE t.family = 'owner' OR t.family IN (${family}, ${ofOwners(family)}) AND t.day = each.day)
    ORDER BY 1`;
  return rows.map(({ day }) => day);
}

async function untrueCarries(
  db: Db,
  standing: Standing,
  books: Books,
  upTo: LocalDate,
): Promise<readonly UntrueRollup[]> {
  const [known] = await db.$queryRaw<{ first: string | null; touched: string | null; moved: boolean }[]>`
    SELECT (SELECT min(r.first)::text FROM kpi_rollup AS r WHERE r.facts = ${standing.facts} AND r.grain = 'day') AS first,
      (SELECT min(t.day)::text FROM kpi_touch AS t WHERE t.family = ${standing.family}) AS touched,
      EXISTS (SELECT FROM kpi_touch AS t WHERE t.family IN ('owner', ${ofOwners(standing.family)})) AS moved`;
  if (known === undefined || known.first === null || known.moved) return [];
  const days = carriesBetween(known.first, upTo);
  const found: UntrueRollup[] = [];
  for (const [at, day] of days.entries()) {
    const before = days[at - 1] ?? known.first;
    found.push(...(await differing(db, standing, 'carry', day, carried(standing, before, day))));
    const isWorked = at === days.length - 1 || day.endsWith('-01-01');
    if (isWorked && (known.touched === null || day <= known.touched))
      found.push(...(await differing(db, standing, 'carry', day, stoodBefore(standing, day, books))));
  }
  return found;
}
