import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { BUYERS } from '../queries/kpis/buyers.js';
import { PAYERS } from '../queries/kpis/payers.js';
import {
  carriedTo,
  daysWithFacts,
  definitionOf,
  families,
  isOfCost,
  keptDay,
  keptIn,
  keptMonths,
  ofOwners,
  type Books,
  type Family,
  type Kept,
} from '../queries/kpis/rollups.js';
import { standingDefinition, standingFamilies } from '../queries/kpis/standing.js';
import { rollBuyers } from './buyers.js';
import { rollPayers } from './payers.js';
import { beginFamily, writeRollup } from './kept-figures.js';
import { forgetStanding, rollStanding, touchStandingForOwners } from './standing.js';

/** Days of one transaction: at a thousand orders a day a few seconds' work. */
const DAYS_AT_ONCE = 8;
const longMs = 30 * 60_000;

/**
 * Works the next days again that something has touched since they were summed up; what is kept by another definition than
 * today's begins anew. Safe to repeat, and from several processes: one family is worked by one at a time.
 * @param goesOn asked before each family
 * @param atOnce how many families are worked at the same time, each on a connection of its own
 * @returns how many days it worked; 0: nothing is left
 */
export async function rollUp(
  prisma: PrismaClient,
  books: Books,
  goesOn: () => boolean = () => true,
  atOnce = 1,
): Promise<{ readonly days: number }> {
  await beginAnew(prisma, books);
  let days = 0;
  const work = async (family: string, rollOne: (tx: Transaction) => Promise<number>): Promise<void> => {
    const worked = goesOn() ? await inFamily(prisma, family, rollOne) : null;
    days += worked ?? 0;
  };
  const works = [
    ...families.map((family) => () => work(family, (tx) => roll(tx, family, books))),
    ...standingFamilies.map((family) => () => work(family, (tx) => rollStanding(tx, family, books))),
    () => work(BUYERS, rollBuyers),
    () => work(PAYERS, (tx) => rollPayers(tx, books)),
  ];
  const lane = async (): Promise<void> => {
    for (let next = works.shift(); next !== undefined; next = works.shift()) await next();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { days };
}

type Beginning = {
  readonly family: string;
  readonly definition: string;
  /** Nothing of it is kept any more, and all of its days wait. */
  readonly forget: (tx: Transaction) => Promise<void>;
};

/** Of each family of days. */
const beginnings = (books: Books): readonly Beginning[] => [
  ...families.map((family) => ({
    family,
    definition: definitionOf(family, books),
    forget: (tx: Transaction) => forget(tx, family, books),
  })),
  ...standingFamilies.map((family) => ({
    family,
    definition: standingDefinition(family, books),
    forget: (tx: Transaction) => forgetStanding(tx, family, books),
  })),
];

async function beginAnew(prisma: PrismaClient, books: Books): Promise<void> {
  const known = await prisma.$queryRaw<{ family: string; definition: string }[]>`
    SELECT f.family, f.definition FROM kpi_family AS f`;
  for (const { family, definition, forget: forgetAll } of beginnings(books)) {
    if (known.some((row) => row.family === family && row.definition === definition)) continue;
    await inFamily(prisma, family, async (tx) => {
      await beginFamily(tx, family, definition);
      await forgetAll(tx);
    });
  }
  const [moved] = await prisma.$queryRaw<unknown[]>`SELECT FROM kpi_touch AS t WHERE t.family = 'owner' LIMIT 1`;
  if (moved !== undefined) await inOne(prisma, (tx) => touchForOwners(tx, books));
  const [cost] = await prisma.$queryRaw<unknown[]>`SELECT FROM kpi_touch AS t WHERE ${isOfCost} LIMIT 1`;
  if (cost !== undefined) await inOne(prisma, (tx) => touchForCosts(tx, books));
}

/** Forgets what is kept, so that every day is worked anew. */
export const forgetRollups = (prisma: PrismaClient): Promise<void> =>
  inOne(prisma, async (tx) => {
    await tx.$executeRaw`DELETE FROM kpi_family`;
  });

/** One snapshot for what is taken away, what is read and what is written: a change is in all of them or in none. */
const inOne = <T>(prisma: PrismaClient, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
      return work(tx);
    },
    { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, timeout: longMs },
  );

/** Of one family, in the one transaction that works it; whoever finds it at work leaves it the days. Null: another does. */
const inFamily = <T>(prisma: PrismaClient, family: string, work: (tx: Transaction) => Promise<T>): Promise<T | null> =>
  inOne(prisma, async (tx) => {
    const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtext(${`kpi:${family}`})) AS mine`;
    return lock?.mine === true ? work(tx) : null;
  });

/** Nothing of the family is kept any more, and all of its days wait. */
async function forget(tx: Transaction, family: Family, books: Books): Promise<void> {
  await tx.$executeRaw`DELETE FROM kpi_rollup WHERE facts = ANY (${keptIn(family).map(({ facts }) => facts)})`;
  await tx.$executeRaw`DELETE FROM kpi_touch WHERE family IN (${family}, ${ofOwners(family)})`;
  await tx.$executeRaw`
    INSERT INTO kpi_touch (family, day) SELECT ${family}, each.day FROM (${daysWithFacts(family, books)}) AS each`;
}

/**
 * A customer has changed hands: every day waits to be worked again. Until it is, it is right for who sees all customers;
 * who sees their own reads the facts.
 */
async function touchForOwners(tx: Transaction, books: Books): Promise<void> {
  const moved = await tx.$executeRaw`DELETE FROM kpi_touch WHERE family = 'owner'`;
  if (moved === 0) return;
  for (const family of families) {
    await tx.$executeRaw`INSERT INTO kpi_touch (family, day) SELECT ${ofOwners(family)}, each.day FROM (${daysWithFacts(family, books)}) AS each`;
  }
  for (const family of standingFamilies) await touchStandingForOwners(tx, family);
}

/** Costs of products were entered: the days on which each is in force wait to be worked again. */
async function touchForCosts(tx: Transaction, books: Books): Promise<void> {
  await tx.$executeRaw`
    WITH entered AS MATERIALIZED (DELETE FROM kpi_touch AS t WHERE ${isOfCost} RETURNING substr(t.family, 6) AS product, t.day),
      spell AS MATERIALIZED (SELECT e.day, coalesce((SELECT min(c.valid_from) FROM product_cost AS c
        WHERE c.product_number = e.product AND c.valid_from > e.day), 'infinity') AS until FROM entered AS e)
    INSERT INTO kpi_touch (family, day) SELECT 'margin', each.day FROM (${daysWithFacts('margin', books)}) AS each
      WHERE EXISTS (SELECT FROM spell WHERE each.day >= spell.day AND each.day < spell.until)`;
}

async function roll(tx: Transaction, family: Family, books: Books): Promise<number> {
  const taken = await tx.$queryRaw<{ day: string }[]>`
    WITH taken AS (DELETE FROM kpi_touch WHERE family IN (${family}, ${ofOwners(family)}) AND day IN (
      SELECT DISTINCT t.day FROM kpi_touch AS t WHERE t.family IN (${family}, ${ofOwners(family)}) ORDER BY t.day DESC LIMIT ${DAYS_AT_ONCE}) RETURNING day)
    SELECT DISTINCT taken.day::text FROM taken`;
  if (taken.length === 0) return 0;
  const days = taken.map(({ day }) => day);
  const months = [...new Set(days.map((day) => `${day.slice(0, -2)}01`))];
  const whole = await wholeMonths(tx, family, months);
  const isLast = !(await isWaiting(tx, family));
  for (const kept of keptIn(family)) {
    await tx.$executeRaw`DELETE FROM kpi_rollup WHERE facts = ${kept.facts}
      AND (grain = 'day' AND first = ANY (${days}::date[]) OR grain = 'month' AND first = ANY (${months}::date[])
        OR grain = 'before' AND first > ${months.toSorted()[0] ?? null}::date)`;
    for (const day of days) await writeRollup(tx, kept.facts, 'day', keptDay(kept, day, books));
    await writeRollup(tx, kept.facts, 'month', keptMonths(kept, whole));
    if (isLast) await carry(tx, kept);
  }
  return days.length;
}

/** Months of which no day waits any more: one of which a day waits is read day by day, and is added up with its last. */
async function wholeMonths(tx: Transaction, family: Family, months: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ month: string }[]>`
    SELECT m.first::text AS month FROM unnest(${[...months]}::date[]) AS m(first) WHERE NOT EXISTS (SELECT FROM kpi_touch AS t
      WHERE t.family = ${family} AND t.day >= m.first AND t.day < m.first + interval '1 month')`;
  return rows.map(({ month }) => month);
}

async function isWaiting(tx: Transaction, family: Family): Promise<boolean> {
  const left = await tx.$queryRaw<
    unknown[]
  >`SELECT FROM kpi_touch WHERE family IN (${family}, ${ofOwners(family)}) LIMIT 1`;
  return left.length > 0;
}

/** From the last month up to which all is carried, or the first one that is kept, on to the last one that is kept. */
async function carry(tx: Transaction, kept: Kept): Promise<void> {
  const missing = await tx.$queryRaw<{ month: string }[]>`
    SELECT month::date::text AS month FROM (
        SELECT coalesce(max(r.first) FILTER (WHERE r.grain = 'before'), min(r.first)) AS begun, max(r.first) FILTER (WHERE r.grain = 'month') AS ended
        FROM kpi_rollup AS r WHERE r.facts = ${kept.facts} AND r.grain IN ('before', 'month')) AS kept
      CROSS JOIN LATERAL generate_series(kept.begun + interval '1 month', kept.ended, interval '1 month') AS month ORDER BY 1`;
  for (const { month } of missing) await writeRollup(tx, kept.facts, 'before', carriedTo(kept, month));
}
