import type { KpiName } from '../../../contracts/kpi.js';
import { addDays, compareDates, endOfMonth, minDate, type LocalDate } from '../../../domain/calendar.js';
import { Prisma } from '../../generated/client.js';
import { decidedOn } from './activity.js';
import { definitionBy } from './definition.js';
import { factsOf } from './every.js';
import { auditDay, dayOf, live, momentInWindow, type Ask, type Facts } from './facts.js';
import { DAYS_OF_SALES, owedAndSold } from './money.js';
import { askOf, cutsOf, keyOf, ofEachCut, onDays, type Books, type Cut } from './rollups.js';

/**
 * Facts of what stands at the end of a day, whose days the same changes touch: the triggers of migrations 0039 and 0044 name a family
 * and a day. Of each day is kept what became otherwise than the day before, and before some days what all of it comes to.
 */
export const standingFamilies = ['open-quote', 'open-order', 'open-delivery', 'owed'] as const;
export type StandingFamily = (typeof standingFamilies)[number];

/** Facts that are kept as they stand, under the name of the figure that is made of them. */
export type Standing = {
  readonly facts: KpiName;
  readonly family: StandingFamily;
  readonly cuts: readonly Cut[];
  /** The person of a fact is whoever has the customer today. */
  readonly isOfOwner: boolean;
};

/** Numbers of the documents of which something may be otherwise on the day `w.last` than the day before. */
type Moves = (ask: Ask) => Prisma.Sql;

const quotesMoved: Moves = (ask) => Prisma.sql`
  SELECT q.number FROM quote AS q WHERE ${momentInWindow(Prisma.sql`q.created_at`, ask)}
  UNION SELECT q.number FROM quote AS q WHERE q.status = 'accepted' AND q.accepted_on = w.last
  UNION SELECT q.number FROM quote AS q WHERE q.status NOT IN ('accepted', 'lost') AND q.valid_until = w.last - 1
  UNION SELECT q.number FROM quote AS q WHERE q.status = 'lost' AND ${momentInWindow(Prisma.sql`q.updated_at`, ask)}
  UNION SELECT e.entity_id FROM audit_entry AS e WHERE e.entity = 'quote' AND e.action = 'quote.lost' AND ${auditInWindow(ask)}`;

const deliveriesMoved: Moves = () => Prisma.sql`
  SELECT d.number FROM delivery AS d WHERE d.prepared_on = w.last
  UNION SELECT d.number FROM delivery AS d WHERE d.departed_on = w.last
  UNION SELECT d.number FROM delivery AS d WHERE d.delivered_on = w.last
  UNION SELECT d.number FROM delivery AS d WHERE d.proved_on = w.last`;

/** What the audit has on record of how an order stood. */
const turns = Prisma.raw(
  `('order.received', 'order.amended', 'order.accepted', 'credit.held', 'credit.released', 'reconciliation.held',
    'order.refused', 'order.rejected', 'order.cancelled')`,
);

/** A row `e` of the audit is of the window's days, in a form that an index serves. */
function auditInWindow(ask: Ask): Prisma.Sql {
  return Prisma.sql`(e.on_date BETWEEN w.first AND w.last OR (e.on_date IS NULL AND ${momentInWindow(Prisma.sql`e.at`, ask)}))`;
}

const ordersMoved: Moves = (ask) => Prisma.sql`
  SELECT o.number FROM sales_order AS o WHERE o.received_on = w.last
  UNION SELECT o.number FROM sales_order AS o WHERE o.settled_on = w.last
  UNION SELECT o.number FROM sales_order AS o WHERE ${momentInWindow(Prisma.sql`o.acknowledged_at`, ask)}
  UNION SELECT o.number FROM sales_order AS o WHERE o.stage IN ${live} AND ${momentInWindow(Prisma.sql`o.updated_at`, ask)}
  UNION SELECT d.order_number FROM delivery AS d WHERE d.departed_on = w.last
  UNION SELECT e.order_number FROM audit_entry AS e WHERE e.order_number IS NOT NULL AND e.action IN ${turns} AND ${auditInWindow(ask)}`;

/** Beside them those of which a line was due the day before, also as it stood before an amendment. */
const lateOrdersMoved: Moves = (ask) => Prisma.sql`
  ${ordersMoved(ask)}
  UNION SELECT l.order_number FROM order_line AS l WHERE l.last_confirmed_date = w.last - 1
  UNION SELECT l.order_number FROM order_line AS l WHERE l.last_confirmed_date IS NULL AND l.requested_date = w.last - 1
  UNION SELECT e.order_number FROM audit_entry AS e WHERE e.order_number IS NOT NULL AND e.action = 'order.amended'
    AND (e.before -> 'lines' @> jsonb_build_array(jsonb_build_object('confirmedDate', (w.last - 1)::text))
      OR e.before -> 'lines' @> jsonb_build_array(jsonb_build_object('requestedDate', (w.last - 1)::text)))`;

const owedMoved: Moves = () => Prisma.sql`
  SELECT i.number FROM invoice AS i WHERE i.issue_date = w.last
  UNION SELECT e.invoice_number FROM ledger_entry AS e WHERE e.on_date = w.last AND e.item_kind = 'receivable'`;

/** Days after the one on which it is due on which something owed grows older by a bucket. */
const olderAfter = [1, 31, 61, 91] as const;
const agedOn = Prisma.join(olderAfter.map((days) => Prisma.sql`w.last - ${days}::int`));

/** On a receivable `r` something was open, or may have been, when the window began. */
const wasOpen = Prisma.sql`(r.open <> 0 OR EXISTS (SELECT FROM ledger_entry AS e WHERE e.invoice_number = r.invoice_number
  AND e.instalment = r.instalment AND e.item_kind = 'receivable' AND e.on_date >= w.first))`;

const agedMoved: Moves = (ask) => Prisma.sql`
  ${owedMoved(ask)}
  UNION SELECT r.invoice_number FROM receivable AS r WHERE r.due_date IN (${agedOn}) AND ${wasOpen}`;

const dueMoved: Moves = (ask) => Prisma.sql`
  ${owedMoved(ask)}
  UNION SELECT r.invoice_number FROM receivable AS r WHERE r.due_date = w.last - 1 AND ${wasOpen}`;

/** Of documents by their numbers, and of payments by their ids. */
const moneyMoved: Moves = (ask) => Prisma.sql`
  SELECT owed.number, NULL::uuid AS payment FROM (${agedMoved(ask)}) AS owed
  UNION ALL SELECT NULL, paid.id FROM (
    SELECT p.id FROM payment AS p WHERE p.date = w.last
    UNION SELECT p.id FROM payment AS p WHERE p.date IN (${agedOn}) AND (p.unallocated <> 0 OR EXISTS (
      SELECT FROM ledger_entry AS e WHERE e.payment_id = p.id AND e.item_kind = 'payment' AND e.on_date >= w.first))
    UNION SELECT e.payment_id FROM ledger_entry AS e WHERE e.on_date = w.last AND e.item_kind = 'payment') AS paid`;

const figures: Readonly<Record<StandingFamily, Partial<Readonly<Record<KpiName, Moves>>>>> = {
  'open-quote': { 'quotes-by-status': quotesMoved, 'quotes-open': quotesMoved },
  'open-order': {
    'orders-by-status': ordersMoved,
    'orders-open': ordersMoved,
    'order-book': ordersMoved,
    'backlog-late': lateOrdersMoved,
  },
  'open-delivery': { 'deliveries-by-status': deliveriesMoved, 'deliveries-open': deliveriesMoved },
  owed: {
    'invoices-by-status': owedMoved,
    'invoices-open': owedMoved,
    ageing: agedMoved,
    'unallocated-money': moneyMoved,
    dso: owedMoved,
    'dso-count-back': owedMoved,
    'dso-best': dueMoved,
    'dso-delay': dueMoved,
  },
};

const namesIn = (family: StandingFamily): readonly KpiName[] => Object.keys(figures[family]) as KpiName[];

/** All that is kept of a family. */
export const standingIn = (family: StandingFamily): readonly Standing[] =>
  namesIn(family).map((facts) => ({
    facts,
    family,
    cuts: facts === 'dso-count-back' ? ['kind'] : cutsOf(facts),
    isOfOwner: family === 'open-quote',
  }));

/** What is kept for a figure; days are counted back from what is owed and sold once both are known. */
const standingFacts = (name: KpiName): Facts => (name === 'dso-count-back' ? owedAndSold : factsOf[name]);

const byName: ReadonlyMap<KpiName, Standing> = new Map(
  standingFamilies.flatMap(standingIn).map((standing) => [standing.facts, standing]),
);

/** How the facts of a figure are kept as they stand; undefined: they are not. */
export const standingOf = (name: KpiName): Standing | undefined => byName.get(name);

const movesOf = ({ facts, family }: Standing, ask: Ask): Prisma.Sql => {
  const moves = figures[family][facts];
  if (moves === undefined) throw new Error(`${facts} is not kept as it stands`);
  return moves(ask);
};

const someDay = '2000-01-01';

/** Tells whether days were worked by the definition that holds now. */
export const standingDefinition = definitionBy((family: StandingFamily, books) => [
  standingIn(family).map((standing) => {
    const ask: Ask = { ...askOf(books), movedOn: someDay };
    const [facts, moves] = [standingFacts(standing.facts)(ask), movesOf(standing, ask)];
    return [standing.facts, standing.cuts, facts.sql, facts.values, moves.sql, moves.values];
  }),
  carryDays,
]);

/** Days of a month before which it is kept what all days before come to. */
const carryDays = ['01', '11', '21'] as const;

/** The last day, at the latest a given one, before which all is kept that went before. */
export function carriedBefore(day: LocalDate): LocalDate {
  const last = carryDays.findLast((each) => each <= day.slice(-2));
  return `${day.slice(0, -2)}${last ?? '01'}`;
}

/** The next such day after a given one. */
const carriedAfter = (day: LocalDate): LocalDate => {
  const next = carryDays.find((each) => each > day.slice(-2));
  return next === undefined ? addDays(endOfMonth(day), 1) : day.slice(0, -2) + next;
};

/** All such days after a day, until another. */
export function carriesBetween(after: LocalDate, until: LocalDate): readonly LocalDate[] {
  const found: LocalDate[] = [];
  for (let day = carriedAfter(after); compareDates(day, until) <= 0; day = carriedAfter(day)) found.push(day);
  return found;
}

/** Where the reading of a day begins, of days that are kept up to another. */
export const baseOf = (day: LocalDate, upTo: LocalDate): LocalDate => carriedBefore(minDate(addDays(day, 1), upTo));

/** The facts of the documents that moved, at the end of a day and of the day before, which count against them. */
const movedFacts = (standing: Standing, day: LocalDate, books: Books): Prisma.Sql => {
  const ask: Ask = { ...askOf(books), movedOn: day };
  const on = (each: LocalDate, sign: 1 | -1): Prisma.Sql => Prisma.sql`
    SELECT fact.customer, fact.person::text, fact.product::text, fact.kind::text, ${sign}::int AS n, ${sign}::int * fact.num AS num, ${sign}::int * fact.den AS den
    FROM (SELECT ${each}::date AS first, ${each}::date AS last) AS w CROSS JOIN LATERAL (${standingFacts(standing.facts)(ask)}) AS fact`;
  return Prisma.sql`
    WITH moved AS MATERIALIZED (
      SELECT moves.* FROM (SELECT ${day}::date AS first, ${day}::date AS last) AS w CROSS JOIN LATERAL (${movesOf(standing, ask)}) AS moves)
    SELECT each.*, whose.salesperson AS owner FROM (${on(day, 1)} UNION ALL ${on(addDays(day, -1), -1)}) AS each
    LEFT JOIN customer AS whose ON whose.number = each.customer`;
};

/** What does not come to nothing, of rows with the sums `n, num, den`. */
const isSomething = (of: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(sum(${of}.n) <> 0 OR sum(${of}.num) <> 0 OR coalesce(sum(${of}.den), 0) <> 0)`;

const sums = (cut: Cut, from: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT fact.owner, ${keyOf[cut]}::text AS key, sum(fact.n)::int AS n, sum(fact.num)::numeric(38, 9) AS num, sum(fact.den)::numeric(38, 9) AS den
  FROM ${from} AS fact GROUP BY 1, 2 HAVING ${isSomething(Prisma.sql`fact`)}`;

/** Rows of `day, owner, key, n, num, den` for one cut: what became otherwise on each day. */
export const moved = (standing: Standing, cut: Cut, days: readonly LocalDate[], books: Books): Prisma.Sql =>
  onDays(days, (day) => sums(cut, Prisma.sql`(${movedFacts(standing, day, books)})`));

/** A day as it is kept out of facts. */
const keptOut = (standing: Standing, day: LocalDate, facts: Prisma.Sql): Prisma.Sql => Prisma.sql`
  WITH facts AS MATERIALIZED (${facts})
  ${ofEachCut(standing, (cut) => onDays([day], () => sums(cut, Prisma.sql`facts`)))}`;

/** What became otherwise on a day, as it is kept. */
export const movedDay = (standing: Standing, day: LocalDate, books: Books): Prisma.Sql =>
  keptOut(standing, day, movedFacts(standing, day, books));

/** What all comes to before a day, out of the same before an earlier one and the days between, as it is kept. */
export const carried = (standing: Standing, from: LocalDate, to: LocalDate): Prisma.Sql =>
  ofEachCut(
    standing,
    (cut) => Prisma.sql`
      SELECT ${to}::date AS day, each.owner, each.key, sum(each.n)::int AS n, sum(each.num)::numeric(38, 9) AS num,
        sum(each.den)::numeric(38, 9) AS den
      FROM kpi_rollup AS r CROSS JOIN LATERAL unnest(r.owners, r.keys, r.counts, r.nums, r.dens) AS each(owner, key, n, num, den)
      WHERE r.facts = ${standing.facts} AND r.cut = ${cut} AND (r.grain = 'carry' AND r.first = ${from}::date
        OR r.grain = 'day' AND r.first >= ${from}::date AND r.first < ${to}::date)
      GROUP BY 2, 3 HAVING ${isSomething(Prisma.sql`each`)}`,
  );

/** The same out of the facts alone. */
export const stoodBefore = (standing: Standing, day: LocalDate, books: Books): Prisma.Sql => {
  const last = addDays(day, -1);
  return keptOut(
    standing,
    day,
    Prisma.sql`
      SELECT each.customer, each.person::text, each.product::text, each.kind::text, 1 AS n, each.num, each.den, whose.salesperson AS owner
      FROM (SELECT ${last}::date AS first, ${last}::date AS last) AS w
      CROSS JOIN LATERAL (${standingFacts(standing.facts)(askOf(books))}) AS each LEFT JOIN customer AS whose ON whose.number = each.customer`,
  );
};

/** Every day up to another on which something of a family moved, as a query of one column, `day`. */
export const daysOfMoves = (family: StandingFamily, books: Books, until: LocalDate): Prisma.Sql =>
  Prisma.sql`SELECT DISTINCT each.day FROM (${daysIn[family](askOf(books))}) AS each WHERE each.day <= ${until}::date`;

const after = (table: string, column: string, days: readonly number[]): Prisma.Sql =>
  Prisma.raw(
    `SELECT t.day + d.days AS day FROM (SELECT DISTINCT ${column} AS day FROM ${table}) AS t CROSS JOIN (VALUES ${days.map((each) => `(${each})`).join(', ')}) AS d(days)`,
  );

const daysIn: Readonly<Record<StandingFamily, Moves>> = {
  'open-quote': (ask) => Prisma.sql`
    SELECT ${dayOf(Prisma.sql`q.created_at`, ask)} AS day FROM quote AS q UNION SELECT ${decidedOn(ask)} FROM quote AS q`,
  'open-order': (ask) => Prisma.sql`
    SELECT o.received_on AS day FROM sales_order AS o UNION SELECT o.settled_on FROM sales_order AS o
    UNION SELECT ${dayOf(Prisma.sql`o.acknowledged_at`, ask)} FROM sales_order AS o
    UNION SELECT ${dayOf(Prisma.sql`o.updated_at`, ask)} FROM sales_order AS o WHERE o.stage IN ${live}
    UNION SELECT d.departed_on FROM delivery AS d
    UNION SELECT ${auditDay(ask)} FROM audit_entry AS e WHERE e.order_number IS NOT NULL AND e.action IN ${turns}
    UNION SELECT coalesce(l.last_confirmed_date, l.requested_date) + 1 FROM order_line AS l
    UNION SELECT coalesce(l."confirmedDate", l."requestedDate") + 1 FROM audit_entry AS e
      CROSS JOIN LATERAL jsonb_to_recordset(e.before -> 'lines') AS l("confirmedDate" date, "requestedDate" date)
      WHERE e.order_number IS NOT NULL AND e.action = 'order.amended' AND jsonb_typeof(e.before -> 'lines') = 'array'`,
  'open-delivery': () => Prisma.sql`
    SELECT d.prepared_on AS day FROM delivery AS d UNION SELECT d.departed_on FROM delivery AS d
    UNION SELECT d.delivered_on FROM delivery AS d UNION SELECT d.proved_on FROM delivery AS d`,
  owed: () => Prisma.sql`
    ${after('invoice', 'issue_date', [0, DAYS_OF_SALES])} UNION ${after('receivable', 'due_date', olderAfter)}
    UNION ${after('payment', 'date', [0, ...olderAfter])} UNION ${after('ledger_entry', 'on_date', [0])}`,
};
