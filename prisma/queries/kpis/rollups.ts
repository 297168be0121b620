import type { KpiDimension, KpiName } from '../../../contracts/kpi.js';
import type { LocalDate } from '../../../domain/calendar.js';
import { kpiRule } from '../../../domain/kpis.js';
import { Prisma } from '../../generated/client.js';
import { decidedOn } from './activity.js';
import { definitionBy } from './definition.js';
import { factsOf } from './every.js';
import { dayOf, type Ask, type Facts } from './facts.js';

/** Facts whose days the same changes touch: the triggers of migrations 0030, 0040 and 0044 name a family and a day. */
export const families = [
  'order',
  'delivery',
  'promise',
  'invoice',
  'payment',
  'quote',
  'decision',
  'request',
  'margin',
  'error',
  'entry',
] as const;
export type Family = (typeof families)[number];

/** What the elements of a kept day are told apart by; families of products are read through their products. */
export type Cut = Exclude<KpiDimension, 'family'>;

/** Facts under the name of the first figure that is made of them; what left the stock is a part of one alone. */
type FactsName = KpiName | 'units-issued';

/** Facts that are kept summed up, under the name of the first figure that is made of them. */
export type Kept = {
  readonly facts: FactsName;
  readonly family: Family;
  readonly cuts: readonly Cut[];
  /** Each value with how often it occurs, of which medians are told; else sums. */
  readonly isOfValues: boolean;
  /** The person of a fact is whoever has the customer today. */
  readonly isOfOwner: boolean;
  /** Each of its facts is one, so that what is counted is how many there are; or it is counted over as many. */
  readonly isOne: { readonly num: boolean; readonly den: boolean };
  /** By kind other facts are kept than by the rest. */
  readonly isOtherByKind: boolean;
};

const figures: Readonly<Record<Family, readonly KpiName[]>> = {
  order: ['orders-entered', 'lines-entered', 'manual-share', 'ack-on-time', 'ack-median', 'ack-p90'],
  delivery: ['deliveries-made', 'lines-delivered', 'delivery-median', 'delivery-p90', 'customer-time'],
  promise: [
    'otif-requested',
    'otif-first-confirmed',
    'otif-last-confirmed',
    'on-time-requested',
    'on-time-first-confirmed',
    'on-time-last-confirmed',
  ],
  invoice: ['invoices-issued', 'revenue'],
  payment: ['days-to-pay', 'days-late'],
  quote: ['quotes-made'],
  decision: ['quote-conversion', 'quote-conversion-value'],
  request: ['information-requests'],
  margin: ['margin', 'margin-rate', 'margin-coverage'],
  error: ['corrections', 'entry-errors'],
  entry: ['entry-error-rate', 'accuracy'],
};
/** What is counted is one of each fact. */
const ones: readonly KpiName[] = [
  'orders-entered',
  'lines-entered',
  'deliveries-made',
  'lines-delivered',
  'invoices-issued',
  'quotes-made',
  'information-requests',
  'corrections',
  'entry-errors',
];
/** What is counted over is one of each fact. */
const overOnes: readonly KpiName[] = ['ack-on-time', 'customer-time', 'quote-conversion', ...figures.promise];
/** Split by kind they are other facts than else. */
const otherByKind: readonly KpiName[] = ['entry-error-rate', 'manual-share'];
const ofOwner: readonly Family[] = ['decision'];

/** Days whose elements name an owner of before; what they come to in all is right. */
export const ofOwners = (family: string): string => `owner:${family}`;

/** A touch `t` that tells of a product whose cost was entered, by the first day of that cost. */
export const isOfCost = Prisma.sql`t.family LIKE 'cost:%'`;

export const cutsOf = (name: KpiName): readonly Cut[] => [
  ...new Set(kpiRule(name).dimensions.map((by): Cut => (by === 'family' ? 'product' : by))),
];

const entries = families.flatMap((family) =>
  figures[family].map((name) => {
    const facts = figures[family].find((other) => factsOf[other] === factsOf[name]) ?? name;
    const { aggregate } = kpiRule(name);
    const isOfValues = aggregate === 'median' || aggregate === 'p90';
    const isOfOwner = ofOwner.includes(family);
    const isOtherByKind = otherByKind.includes(name);
    const isOne = { num: ones.includes(name), den: overOnes.includes(name) };
    return [name, { facts, family, cuts: cutsOf(name), isOfValues, isOfOwner, isOne, isOtherByKind }] as const;
  }),
);
const keptByName: ReadonlyMap<KpiName, Kept> = new Map(entries);

/** What left the stock of each product. */
export const unitsIssued: Kept = {
  facts: 'units-issued',
  family: 'delivery',
  cuts: ['product'],
  isOfValues: false,
  isOfOwner: false,
  isOne: { num: false, den: false },
  isOtherByKind: false,
};
const unitsIssuedFacts: Facts = () => Prisma.sql`
  SELECT NULL AS customer, NULL AS person, l.product_number AS product, NULL AS kind, l.quantity AS num, NULL::numeric AS den
  FROM delivery AS d JOIN delivery_line AS l ON l.delivery_number = d.number WHERE d.departed_on BETWEEN w.first AND w.last`;
const keptFacts: Readonly<Record<FactsName, Facts>> = { ...factsOf, 'units-issued': unitsIssuedFacts };

/** How the facts of a figure are kept; undefined: they are not, and it is worked from the facts. */
export const keptOf = (name: KpiName): Kept | undefined => keptByName.get(name);

/** All that is kept of a family. */
export const keptIn = (family: Family): readonly Kept[] =>
  [...entries.map(([, kept]) => kept), unitsIssued].filter(
    (kept, at, all) => kept.family === family && first(all, kept) === at,
  );
const first = (all: readonly Kept[], kept: Kept): number => all.findIndex(({ facts }) => facts === kept.facts);

/** What days are kept for: of one currency, in one zone, of all customers. */
export type Books = { readonly currency: string; readonly zone: string };

export const askOf = ({ currency, zone }: Books, byKind = false): Ask => ({
  currency,
  zone,
  byProduct: false,
  byKind,
  workingDays: [],
  visible: Prisma.sql`TRUE`,
});

/** Of the rows that are kept: another one begins anew. */
const LAYOUT = 2;

/** Tells whether days were summed up by the definition that holds now. */
export const definitionOf = definitionBy((family: Family, books) => [
  LAYOUT,
  ...keptIn(family).flatMap(({ facts, cuts, isOtherByKind }) =>
    (isOtherByKind ? [false, true] : [false]).map((byKind) => {
      const { sql, values } = keptFacts[facts](askOf(books, byKind));
      return [facts, cuts, sql, values];
    }),
  ),
]);

export const keyOf: Readonly<Record<Cut, Prisma.Sql>> = {
  person: Prisma.sql`fact.person`,
  customer: Prisma.sql`fact.customer`,
  product: Prisma.sql`fact.product`,
  kind: Prisma.sql`fact.kind`,
};

/** The facts of a day, which is said outright: how many there are is estimated by what is known of that day. */
const factsOn = (day: LocalDate, { facts, isOtherByKind }: Kept, books: Books, cut?: Cut): Prisma.Sql => Prisma.sql`
  SELECT each.*, whose.salesperson AS owner FROM (SELECT ${day}::date AS first, ${day}::date AS last) AS w
  CROSS JOIN LATERAL (${keptFacts[facts](askOf(books, isOtherByKind && cut === 'kind'))}) AS each LEFT JOIN customer AS whose ON whose.number = each.customer`;

const sums = ({ isOfValues }: Kept, cut: Cut, from: Prisma.Sql): Prisma.Sql => {
  const num = isOfValues ? Prisma.sql`fact.num::numeric` : Prisma.sql`sum(fact.num)::numeric`;
  const apart = isOfValues ? Prisma.sql`, fact.num::numeric` : Prisma.empty;
  return Prisma.sql`
    SELECT fact.owner, ${keyOf[cut]}::text AS key, count(*)::int AS n, ${num}::numeric(38, 9) AS num,
      sum(fact.den)::numeric(38, 9) AS den
    FROM ${from} AS fact GROUP BY 1, 2${apart}`;
};

/** More days that wait than this are not held against what is kept one by one: all is read from the facts, or made anew. */
export const MOST_TOUCHED = 40;

/** Rows of `day, owner, key, n, num, den`, those of each day. @param of rows of the others for a day */
export const onDays = (days: readonly LocalDate[], of: (day: LocalDate) => Prisma.Sql): Prisma.Sql =>
  days.length === 0
    ? Prisma.sql`SELECT NULL::date AS day, NULL::text AS owner, NULL::text AS key, NULL::int AS n, NULL::numeric AS num, NULL::numeric AS den WHERE FALSE`
    : Prisma.join(
        days.map((day) => Prisma.sql`SELECT ${day}::date AS day, one.* FROM (${of(day)}) AS one`),
        ' UNION ALL ',
      );

/** As rows are kept, one for each cut: `cut, first` and the columns of elements, in one order. */
export const ofEachCut = ({ cuts }: Pick<Kept, 'cuts'>, rows: (cut: Cut) => Prisma.Sql): Prisma.Sql =>
  Prisma.join(
    cuts.map((cut) => elements(cut, rows(cut))),
    ' UNION ALL ',
  );

/** Rows of `day, owner, key, n, num, den` for one cut: the facts of each day, added up. */
export const summed = (kept: Kept, cut: Cut, days: readonly LocalDate[], books: Books): Prisma.Sql =>
  onDays(days, (day) => sums(kept, cut, Prisma.sql`(${factsOn(day, kept, books, cut)})`));

/** A day as it is kept. */
export const keptDay = (kept: Kept, day: LocalDate, books: Books): Prisma.Sql => Prisma.sql`
  WITH facts AS MATERIALIZED (${factsOn(day, kept, books)})
  ${ofEachCut(kept, (cut) => {
    const own = kept.isOtherByKind && cut === 'kind';
    const from = own ? Prisma.sql`(${factsOn(day, kept, books, cut)})` : Prisma.sql`facts`;
    return onDays([day], () => sums(kept, cut, from));
  })}`;

/** Months out of their kept days, as they are kept. @param months their first days */
export const keptMonths = (kept: Kept, months: readonly LocalDate[]): Prisma.Sql =>
  outOfKept(
    kept,
    Prisma.sql`unnest(${[...months]}::date[]) AS m(first)`,
    Prisma.sql`r.grain = 'day' AND r.first >= m.first AND r.first < (m.first + interval '1 month')::date`,
  );

/** What all the months before one come to, as it is kept: those before the month before it, and that one. */
export const carriedTo = (kept: Kept, month: LocalDate): Prisma.Sql =>
  outOfKept(
    kept,
    Prisma.sql`(SELECT ${month}::date AS first) AS m`,
    Prisma.sql`r.grain IN ('before', 'month') AND r.first = (m.first - interval '1 month')::date`,
  );

const outOfKept = (kept: Kept, of: Prisma.Sql, condition: Prisma.Sql): Prisma.Sql => {
  const num = kept.isOfValues ? Prisma.sql`each.num` : Prisma.sql`sum(each.num)::numeric(38, 9)`;
  const apart = kept.isOfValues ? Prisma.sql`, each.num` : Prisma.empty;
  return ofEachCut(
    kept,
    (cut) => Prisma.sql`
          SELECT m.first AS day, each.owner, each.key, sum(each.n)::int AS n, ${num} AS num, sum(each.den)::numeric(38, 9) AS den
          FROM ${of} JOIN kpi_rollup AS r ON r.facts = ${kept.facts} AND r.cut = ${cut} AND ${condition}
          CROSS JOIN LATERAL unnest(r.owners, r.keys, r.counts, r.nums, r.dens) AS each(owner, key, n, num, den)
          GROUP BY 1, 2, 3${apart}`,
  );
};

const elements = (cut: Cut, rows: Prisma.Sql): Prisma.Sql => {
  const order = Prisma.sql`ORDER BY one.owner, one.key, one.num`;
  return Prisma.sql`
    SELECT ${cut}::text AS cut, one.day AS first, array_agg(one.owner ${order}) AS owners, array_agg(one.key ${order}) AS keys,
      array_agg(one.n ${order}) AS counts, array_agg(one.num ${order}) AS nums, array_agg(one.den ${order}) AS dens, count(*)::int AS size
    FROM (${rows}) AS one GROUP BY one.day`;
};

/** Every day that has facts of a family, as a query of one column, `day`. */
export function daysWithFacts(family: Family, books: Books): Prisma.Sql {
  const ask = askOf(books);
  switch (family) {
    case 'order':
    case 'entry':
      return Prisma.sql`SELECT DISTINCT o.received_on AS day FROM sales_order AS o`;
    case 'delivery':
      return Prisma.sql`SELECT d.departed_on AS day FROM delivery AS d WHERE d.departed_on IS NOT NULL
        UNION SELECT d.delivered_on FROM delivery AS d WHERE d.delivered_on IS NOT NULL`;
    case 'promise':
      return Prisma.sql`SELECT l.requested_date AS day FROM order_line AS l
        UNION SELECT l.first_confirmed_date FROM order_line AS l WHERE l.first_confirmed_date IS NOT NULL
        UNION SELECT l.last_confirmed_date FROM order_line AS l WHERE l.last_confirmed_date IS NOT NULL`;
    case 'invoice':
    case 'margin':
      return Prisma.sql`SELECT DISTINCT i.issue_date AS day FROM invoice AS i`;
    case 'payment':
      return Prisma.sql`SELECT DISTINCT p.date AS day FROM payment AS p`;
    case 'quote':
      return Prisma.sql`SELECT DISTINCT ${dayOf(Prisma.sql`q.created_at`, ask)} AS day FROM quote AS q`;
    case 'decision':
      return Prisma.sql`SELECT DISTINCT ${decidedOn(ask)} AS day FROM quote AS q`;
    case 'error':
      return Prisma.sql`SELECT d.decided_on AS day FROM discrepancy AS d WHERE d.decided_on IS NOT NULL
        UNION SELECT a.amended_on FROM order_amendment AS a`;
    case 'request':
      return Prisma.sql`SELECT DISTINCT r.asked_on AS day FROM information_request AS r`;
  }
}
