import { compareDates, maxDate, type LocalDate } from '../../domain/calendar.js';
import type { Transaction } from '../client.js';
import { MOST_TOUCHED, ofOwners, type Books } from '../queries/kpis/rollups.js';
import {
  carried,
  carriedBefore,
  carriesBetween,
  daysOfMoves,
  movedDay,
  standingIn,
  type StandingFamily,
} from '../queries/kpis/standing.js';
import { writeRollup } from './kept-figures.js';

/** Days of one transaction. */
const DAYS_AT_ONCE = 8;

/** Nothing of the family is kept any more, and all of its days wait. Its lock is held. */
export async function forgetStanding(tx: Transaction, family: StandingFamily, books: Books): Promise<void> {
  const today = await todayIn(tx, books);
  await tx.$executeRaw`DELETE FROM kpi_rollup WHERE facts = ANY (${[...namesIn(family)]})`;
  await tx.$executeRaw`DELETE FROM kpi_touch WHERE family IN (${family}, ${ofOwners(family)})`;
  await tx.$executeRaw`
    INSERT INTO kpi_touch (family, day) SELECT ${family}, each.day FROM (${daysOfMoves(family, books, today)}) AS each`;
}

/** A customer has changed hands: the days that are kept wait to be worked again. */
export async function touchStandingForOwners(tx: Transaction, family: StandingFamily): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO kpi_touch (family, day) SELECT DISTINCT ${ofOwners(family)}, r.first FROM kpi_rollup AS r
    WHERE r.facts = ANY (${[...namesIn(family)]}) AND r.grain = 'day'`;
}

/**
 * Works the next days of a family again, and what all comes to after them. Where more wait than are read one by one, all
 * of it is worked before anything is read as it is kept. Its lock is held.
 * @returns how many days it worked; 0: nothing is left
 */
export async function rollStanding(tx: Transaction, family: StandingFamily, books: Books): Promise<number> {
  const today = await todayIn(tx, books);
  const upTo = await goUpTo(tx, family, today);
  const waiting = await countWaiting(tx, family, today);
  if (upTo !== null && waiting > MOST_TOUCHED) {
    await setUpTo(tx, family, null);
    return 1;
  }
  const taken = await take(tx, family, today);
  for (const standing of standingIn(family)) {
    await tx.$executeRaw`DELETE FROM kpi_rollup WHERE facts = ${standing.facts} AND grain = 'day'
      AND first = ANY (${taken.map(({ day }) => day)}::date[])`;
    for (const { day } of taken) await writeRollup(tx, standing.facts, 'day', movedDay(standing, day, books));
  }
  await carryOn(tx, family, { today, isCarried: upTo !== null, taken });
  return taken.length;
}

type Taken = { readonly day: LocalDate; readonly ofOwners: boolean; readonly ofFacts: boolean };

async function carryOn(
  tx: Transaction,
  family: StandingFamily,
  {
    today,
    isCarried,
    taken,
  }: { readonly today: LocalDate; readonly isCarried: boolean; readonly taken: readonly Taken[] },
): Promise<void> {
  if (!isCarried) {
    const waiting = await countWaiting(tx, family, today);
    if (waiting > MOST_TOUCHED) return;
    await carryFrom(tx, family, null, today);
    await setUpTo(tx, family, today);
    return;
  }
  const isLastOfOwners = taken.some((each) => each.ofOwners) && (await countWaiting(tx, ofOwners(family), today)) === 0;
  const [first] = taken
    .filter((each) => each.ofFacts)
    .map(({ day }) => day)
    .toSorted(compareDates);
  if (isLastOfOwners) await carryFrom(tx, family, null, today);
  else if (first !== undefined) await carryFrom(tx, family, first, today);
}

/** What all comes to before the days after a day; null: after the first that is kept. */
async function carryFrom(
  tx: Transaction,
  family: StandingFamily,
  after: LocalDate | null,
  today: LocalDate,
): Promise<void> {
  for (const standing of standingIn(family)) {
    const begin = await firstKept(tx, standing.facts);
    const from = after ?? begin;
    await tx.$executeRaw`
      DELETE FROM kpi_rollup WHERE facts = ${standing.facts} AND grain = 'carry' AND (${from}::date IS NULL OR first > ${from}::date)`;
    if (begin === null || from === null) continue;
    let before = maxDate(begin, carriedBefore(from));
    for (const day of carriesBetween(from, today)) {
      await writeRollup(tx, standing.facts, 'carry', carried(standing, before, day));
      before = day;
    }
  }
}

async function firstKept(tx: Transaction, facts: string): Promise<LocalDate | null> {
  const [row] = await tx.$queryRaw<{ first: string | null }[]>`
    SELECT min(r.first)::text AS first FROM kpi_rollup AS r WHERE r.facts = ${facts} AND r.grain = 'day'`;
  return row?.first ?? null;
}

/** Days that have come since wait to be worked. @returns up to when days are kept; null: not all of them are yet */
async function goUpTo(tx: Transaction, family: StandingFamily, today: LocalDate): Promise<LocalDate | null> {
  const [row] = await tx.$queryRaw<{ upTo: string | null }[]>`
    SELECT f.up_to::text AS "upTo" FROM kpi_family AS f WHERE f.family = ${family}`;
  const upTo = row?.upTo ?? null;
  if (upTo === null || upTo >= today) return upTo;
  await tx.$executeRaw`
    INSERT INTO kpi_touch (family, day) SELECT ${family}, each.day::date FROM generate_series(${upTo}::date + 1, ${today}::date, interval '1 day') AS each(day)`;
  await carryFrom(tx, family, upTo, today);
  await setUpTo(tx, family, today);
  return today;
}

async function setUpTo(tx: Transaction, family: StandingFamily, upTo: LocalDate | null): Promise<void> {
  await tx.$executeRaw`UPDATE kpi_family SET up_to = ${upTo}::date WHERE family = ${family}`;
}

async function countWaiting(tx: Transaction, family: string, today: LocalDate): Promise<number> {
  const [row] = await tx.$queryRaw<{ days: number }[]>`
    SELECT count(DISTINCT t.day)::int AS days FROM kpi_touch AS t WHERE t.family = ${family} AND t.day <= ${today}::date`;
  return row?.days ?? 0;
}

/** The newest days that wait. */
const take = (tx: Transaction, family: StandingFamily, today: LocalDate): Promise<readonly Taken[]> => tx.$queryRaw<
  Taken[]
>`
  WITH taken AS (DELETE FROM kpi_touch WHERE family IN (${family}, ${ofOwners(family)}) AND day IN (
    SELECT DISTINCT t.day FROM kpi_touch AS t WHERE t.family IN (${family}, ${ofOwners(family)}) AND t.day <= ${today}::date
    ORDER BY t.day DESC LIMIT ${DAYS_AT_ONCE}) RETURNING family, day)
  SELECT taken.day::text, bool_or(taken.family <> ${family}) AS "ofOwners", bool_or(taken.family = ${family}) AS "ofFacts"
  FROM taken GROUP BY taken.day`;

async function todayIn(tx: Transaction, { zone }: Books): Promise<LocalDate> {
  const [row] = await tx.$queryRaw<{ today: string }[]>`SELECT (now() AT TIME ZONE ${zone}::text)::date::text AS today`;
  if (row === undefined) throw new Error('the database tells no day');
  return row.today;
}

const namesIn = (family: StandingFamily): readonly string[] => standingIn(family).map(({ facts }) => facts);
