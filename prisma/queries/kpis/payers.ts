import type { LocalDate } from '../../../domain/calendar.js';
import { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';
import { definitionBy } from './definition.js';
import { delays, delaysOf, drifts, driftingOf, LATELY, yearUpTo } from './money.js';
import type { Books } from './rollups.js';

/** The spells in which customers drift, kept. */
export const PAYERS = 'payer';

/** A touch `t` of a customer of whose payments something has changed, by the first day on which that tells. */
export const isOfPayer = Prisma.sql`t.family LIKE 'payer:%'`;
export const touchedPayer = Prisma.sql`substr(t.family, 7)`;

/** Of what accounts have `paid`. */
export const everyPayer = Prisma.sql`TRUE`;

/** Of each payer the days of its payments in their order, and what they came late by up to each of them, and its squares. */
const listsOf = (currency: string, whose: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT each.customer, array_agg(each.date ORDER BY each.place) AS days, array_agg(each.delays ORDER BY each.place) AS delays,
    array_agg(each.squares ORDER BY each.place) AS squares
  FROM (SELECT late.customer, late.date, row_number() OVER one AS place, (sum(late.delay) OVER one)::bigint AS delays,
      (sum(late.delay * late.delay) OVER one)::bigint AS squares
    FROM (${delaysOf(currency, whose)}) AS late WINDOW one AS (PARTITION BY late.customer ORDER BY late.date, late.id DESC)) AS each
  GROUP BY each.customer`;

const upTo = (sums: string, place: string): string => `coalesce(list.${sums}[${place}], 0)`;
const between = (sums: string, from: string, to: string): Prisma.Sql =>
  Prisma.raw(`${upTo(sums, to)} - ${upTo(sums, from)}`);

/** Of each payer and each day on which it may begin or cease to drift, whether it does, and what is told of that. */
const turnsOf = (currency: string, whose: Prisma.Sql): Prisma.Sql => {
  const others = `at.last - ${LATELY}`;
  return Prisma.sql`
    SELECT list.customer, turn.day, drift.*
    FROM (${listsOf(currency, whose)}) AS list
    CROSS JOIN LATERAL (SELECT unnest(list.days) AS day
      UNION SELECT (given.day + interval '12 months')::date + more.days FROM unnest(list.days) AS given(day), (VALUES (0), (1)) AS more(days)) AS turn
    CROSS JOIN LATERAL (SELECT width_bucket(turn.day, list.days) AS last,
      width_bucket(${yearUpTo(Prisma.sql`turn.day`)} - 1, list.days) AS before OFFSET 0) AS at
    CROSS JOIN LATERAL (SELECT (at.last - at.before)::bigint AS payments, ${between('delays', others, 'at.last')} AS lately,
      ${between('delays', 'at.before', others)} AS usually, ${between('squares', 'at.before', others)} AS squares,
      list.days[at.last] AS last_day OFFSET 0) AS payer
    LEFT JOIN LATERAL (SELECT TRUE AS drifts, ${delays('payer')}) AS drift ON ${drifts('payer')}`;
};

/**
 * Spells in which customers drift by as much, as they are kept: `customer, since, until`, the last of these the first day after
 * it, with what {@link delays} tells of it.
 */
export const payersOf = (currency: string, whose: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT change.customer, change.day AS since, change.until, change.delay_before, change.delay_now, change.paid_on
  FROM (SELECT turn.*, lead(turn.day) OVER (PARTITION BY turn.customer ORDER BY turn.day) AS until
    FROM (SELECT each.*, lag(${told}) OVER (PARTITION BY each.customer ORDER BY each.day) AS before, ${told} AS after FROM (${turnsOf(currency, whose)}) AS each) AS turn
    WHERE turn.after IS DISTINCT FROM turn.before) AS change WHERE change.drifts`;

/** What a spell tells, to be held against what the one before it does; null: no drift. */
const told = Prisma.sql`CASE WHEN each.drifts THEN concat_ws(' ', each.delay_before, each.delay_now, each.paid_on) END`;

/** Tells whether spells were worked by the definition that holds now. */
export const payersDefinition = definitionBy((_what: typeof PAYERS, { currency }) => {
  const { sql, values } = payersOf(currency, everyPayer);
  return [sql, values];
});

/** More customers than this are not told one by one from their payments. */
const MOST_PAYERS = 500;

/** Customers whose spells do not tell of a day and those after it. */
export type TouchedPayers = readonly { readonly customer: string; readonly since: LocalDate }[];

/** Whose spells are to be worked again. Null: they are not kept, or too many have changed. */
export async function touchedPayers(db: Db, books: Books): Promise<TouchedPayers | null> {
  const [kept] = await db.$queryRaw<{ touched: TouchedPayers | null }[]>`
    SELECT (SELECT jsonb_agg(to_jsonb(each)) FROM (SELECT ${touchedPayer} AS customer, min(t.day) AS since FROM kpi_touch AS t
      WHERE ${isOfPayer} GROUP BY 1 LIMIT ${MOST_PAYERS + 1}::int) AS each) AS touched
    FROM kpi_family AS f WHERE f.family = ${PAYERS} AND f.definition = ${payersDefinition(PAYERS, books)}`;
  if (kept === undefined) return null;
  const touched = kept.touched ?? [];
  return touched.length > MOST_PAYERS ? null : touched;
}

/** Who drifts at the end of the window `w`, with what {@link delays} tells, as it is kept, and of the touched out of what they paid. */
export const driftingNow = (touched: TouchedPayers, { currency }: Books): Prisma.Sql => {
  const kept = Prisma.sql`
    SELECT k.customer, k.delay_before, k.delay_now, k.paid_on FROM kpi_payer AS k WHERE daterange(k.since, k.until) @> w.last`;
  if (touched.length === 0) return kept;
  const changed = Prisma.sql`(SELECT t.customer FROM jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) AS t(customer text, since date) WHERE t.since <= w.last)`;
  return Prisma.sql`
    ${kept} AND k.customer NOT IN ${changed}
    UNION ALL ${driftingOf(currency, Prisma.sql`paid.customer_number IN ${changed}`)}`;
};
