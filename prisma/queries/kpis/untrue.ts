import type { Db } from '../page.js';
import { Prisma } from '../../generated/client.js';
import { buyersOf, everybody, readableBuyers } from './buyers.js';
import { differing, type UntrueRollup } from './differing.js';
import { everyPayer, payersOf, touchedPayers } from './payers.js';
import {
  carriedTo,
  daysWithFacts,
  families,
  isOfCost,
  keptDay,
  keptIn,
  keptMonths,
  ofOwners,
  type Books,
  type Family,
  type Kept,
} from './rollups.js';
import { findUntrueStanding } from './untrue-standing.js';

type Part = (db: Db, books: Books) => Promise<readonly UntrueRollup[]>;

/** Parts of what is kept that can be looked at apart, each in one snapshot; every one tells what differs of it. */
export const untrueParts: readonly Part[] = [
  ...families.map(
    (family): Part =>
      (db, books) =>
        untrueIn(db, family, books),
  ),
  findUntrueStanding,
  untrueBuyers,
  untruePayers,
];

/** What is kept and differs from what the facts come to, days that wait to be worked again left out. */
export async function findUntrueRollups(db: Db, books: Books): Promise<readonly UntrueRollup[]> {
  const found: UntrueRollup[] = [];
  for (const part of untrueParts) found.push(...(await part(db, books)));
  return found;
}

async function untrueIn(db: Db, family: Family, books: Books): Promise<readonly UntrueRollup[]> {
  const begun = await db.$queryRaw<unknown[]>`SELECT FROM kpi_family AS f WHERE f.family = ${family}`;
  const found: UntrueRollup[] = [];
  if (begun.length === 0) return found;
  for (const kept of keptIn(family)) found.push(...(await untrueOf(db, kept, books)));
  return found;
}

/** Rows of buyers that differ from their orders, those left out whose days wait to be worked again. */
async function untrueBuyers(db: Db): Promise<readonly UntrueRollup[]> {
  const buyers = await readableBuyers(db);
  if (buyers === null) return [];
  const { rows } = buyers;
  return db.$queryRaw<UntrueRollup[]>`
    SELECT 'customers' AS figure, 'buyer' AS grain, coalesce(kept.first_day, worked.first_day)::text AS first,
      coalesce(kept.customer, worked.customer) AS cut
    FROM (${rows}) AS kept FULL JOIN (${buyersOf(everybody)}) AS worked ON worked.customer = kept.customer
    WHERE (kept.first_day, kept.last_day, kept.days, kept.gaps) IS DISTINCT FROM (worked.first_day, worked.last_day, worked.days, worked.gaps)`;
}

/** Spells of payers that differ from their payments, those left out who wait to be worked again. */
async function untruePayers(db: Db, books: Books): Promise<readonly UntrueRollup[]> {
  const touched = await touchedPayers(db, books);
  if (touched === null) return [];
  const settled = Prisma.sql`coalesce(kept.customer, worked.customer) <> ALL (${touched.map(({ customer }) => customer)})`;
  return db.$queryRaw<UntrueRollup[]>`
    SELECT 'payers-drifting' AS figure, 'spell' AS grain, coalesce(kept.since, worked.since)::text AS first,
      coalesce(kept.customer, worked.customer) AS cut
    FROM kpi_payer AS kept FULL JOIN (${payersOf(books.currency, everyPayer)}) AS worked
      ON worked.customer = kept.customer AND worked.since = kept.since AND worked.until = kept.until AND worked.delay_before = kept.delay_before
        AND worked.delay_now = kept.delay_now AND worked.paid_on = kept.paid_on
    WHERE (kept.customer IS NULL OR worked.customer IS NULL) AND ${settled}`;
}

async function untrueOf(db: Db, kept: Kept, books: Books): Promise<readonly UntrueRollup[]> {
  const found: UntrueRollup[] = [];
  for (const grain of ['day', 'month', 'before'] as const) {
    for (const first of await settledFirsts(db, kept, grain, books))
      found.push(...(await differing(db, kept, grain, first, workedAgain[grain](kept, first, books))));
  }
  return found;
}

type Grain = 'day' | 'month' | 'before';

/** Days and months that are kept, or should be, and that nothing has touched since they were summed up. */
async function settledFirsts(db: Db, kept: Kept, grain: Grain, books: Books): Promise<readonly string[]> {
  const touches: Readonly<Record<Grain, Prisma.Sql>> = {
    // It is made of months alone, as they stand.
    before: Prisma.sql`FALSE`,
    day: Prisma.sql`t.day = r.first`,
    month: Prisma.sql`t.day >= r.first AND t.day < r.first + interval '1 month'`,
  };
  const due: Readonly<Record<Grain, Prisma.Sql>> = {
    before: Prisma.empty,
    day: Prisma.sql`UNION ${daysWithFacts(kept.family, books)}`,
    month: Prisma.sql`UNION SELECT date_trunc('month', k.first)::date FROM kpi_rollup AS k WHERE k.facts = ${kept.facts} AND k.grain = 'day'`,
  };
  const rows = await db.$queryRaw<{ first: string }[]>`
    SELECT r.first::text FROM (SELECT k.first FROM kpi_rollup AS k WHERE k.facts = ${kept.facts} AND k.grain = ${grain} ${due[grain]}) AS r
    WHERE NOT EXISTS (SELECT FROM kpi_touch AS t WHERE t.family = 'owner' OR ${isOfCost}
      OR t.family IN (${kept.family}, ${ofOwners(kept.family)}) AND ${touches[grain]}) GROUP BY 1 ORDER BY 1`;
  return rows.map(({ first }) => first);
}

const workedAgain: Readonly<Record<Grain, (kept: Kept, first: string, books: Books) => Prisma.Sql>> = {
  day: keptDay,
  month: (kept, first) => keptMonths(kept, [first]),
  before: carriedTo,
};
