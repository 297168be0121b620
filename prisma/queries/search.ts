import { numberOf, numberPrefixes } from '../../contracts/ids.js';
import { searchKinds, type SearchKind } from '../../contracts/search.js';
import { orderStages, type OrderStage } from '../../contracts/vocabulary.js';
import { readSearch, type SearchText } from '../../domain/search-text.js';
import { sameReferenceKey } from '../../domain/same-reference.js';
import { Prisma } from '../generated/client.js';
import { amount, price, wordOf } from '../mappers.js';
import type { Numeric } from '../rows.js';
import { invoicePrefixes } from './invoice-series.js';
import { asNumber, beginsNumber, escaped, isNumber } from './read-number.js';
import { numberOrder, visible, type Db, type Scope } from './page.js';

export type FoundRecord = {
  readonly kind: SearchKind;
  readonly number: string;
  /** Of the customer or product; of a payment its bank reference. */
  readonly name: string;
  /** Their reference, the order of a delivery or invoice with theirs, the category of a product. */
  readonly reference: string | null;
  readonly stage: OrderStage | null;
  readonly customer: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
};

type FoundRow = Omit<FoundRecord, 'amount' | 'stage'> & {
  readonly amount: Numeric | null;
  readonly stage: string | null;
};

/** How something is found: the lower the rank, the better. */
type Way = {
  readonly rank: number;
  readonly where: Prisma.Sql;
  readonly order?: Prisma.Sql;
  /** So many may fit that the latest are looked at before all. */
  readonly isOften?: true;
};

type Place = {
  readonly columns: Prisma.Sql;
  readonly from: Prisma.Sql;
  /** As `from`, of the latest {@link LATEST} alone: where years stand in references, a third of all rows may fit a text. */
  readonly fromLatest?: Prisma.Sql;
  /** When it came, for those found in one way. */
  readonly on: Prisma.Sql;
  readonly ways: (asked: Asked) => readonly (Way | null)[];
};

/** What is searched for, with the numbers that a running number may stand for. */
type Asked = SearchText & { readonly years: readonly number[]; readonly invoiceSeries: readonly string[] };

const MOST = 20;
const LATEST = 500;
/** A running number without its year may be of this one and of so many before. */
const YEARS_BACK = 20;
/** A name is looked into from so many characters on, fewer have to begin it: an index finds no less. */
const LEAST_INSIDE = 3;

const exact = 1;
const equal = 2;
const beginning = 3;
const inside = 4;

/** The numbers of a kind, ours and those that a company brought with it: all of it, then its beginning, latest first. */
function byNumber(column: Prisma.Sql, prefixes: (asked: Asked) => readonly string[], asked: Asked): readonly Way[] {
  const { number, running, years } = asked;
  const of = running === null ? [] : running.year === null ? years : [running.year];
  const numbers = of.flatMap((year) => prefixes(asked).map((prefix) => numberOf(prefix, year, running?.n ?? 0)));
  return [
    { rank: exact, where: isNumber(column, [number, ...numbers]) },
    { rank: beginning, where: beginsNumber(column, number), order: Prisma.sql`${asNumber(column)} DESC` },
  ];
}

/** A reference: all of it or its beginning, capitals and space aside; inside it, capitals aside. */
function byReference(column: Prisma.Sql, { text }: Asked): readonly (Way | null)[] {
  const key = sameReferenceKey(text);
  const read = Prisma.sql`"reference_key"(${column})`;
  const begins = Prisma.sql`${read} COLLATE "C" LIKE ${`${escaped(key)}%`}`;
  return [
    { rank: equal, where: Prisma.sql`${read} COLLATE "C" = ${key}` },
    key.length < LEAST_INSIDE ? null : { rank: beginning, where: begins, order: Prisma.sql`${read} COLLATE "C" DESC` },
    text.length < LEAST_INSIDE
      ? null
      : { rank: inside, where: Prisma.sql`${column} ILIKE ${`%${escaped(text)}%`}`, isOften: true },
  ];
}

/** A name in any capitals: its beginning, inside it. */
const byName = (column: Prisma.Sql, { text }: Asked): readonly (Way | null)[] => [
  { rank: beginning, where: Prisma.sql`${column} ILIKE ${`${escaped(text)}%`}` },
  text.length < LEAST_INSIDE ? null : { rank: inside, where: Prisma.sql`${column} ILIKE ${`%${escaped(text)}%`}` },
];

/** One way for each amount, so that an index gives the latest of it first. */
const byAmount = (column: Prisma.Sql, latestFirst: Prisma.Sql, { amounts }: Asked): readonly Way[] =>
  amounts.map((value) => ({ rank: equal, where: Prisma.sql`${column} = ${value}::numeric`, order: latestFirst }));

const none = Prisma.sql`NULL::text`;
/** The order of a delivery or invoice, by its number and by theirs. */
const ofOrder = Prisma.sql`concat_ws(' · ', placed.number, placed.customer_reference)`;
const ofPayment = Prisma.sql`LEFT JOIN customer ON customer.number = t.customer_number`;
const latestNumber = Prisma.sql`${numberOrder(Prisma.sql`t.number`)} DESC`;

const places: { readonly [K in SearchKind]: Place } = {
  order: {
    columns: Prisma.sql`t.number, customer.name, t.customer_reference AS reference, t.stage, t.customer_number AS customer,
      t.gross AS amount, t.currency`,
    from: Prisma.sql`sales_order AS t JOIN customer ON customer.number = t.customer_number`,
    on: Prisma.sql`t.received_at`,
    ways: (asked) => [
      ...byNumber(Prisma.sql`t.number`, () => [numberPrefixes.order], asked),
      ...byReference(Prisma.sql`t.customer_reference`, asked),
      ...byAmount(Prisma.sql`t.gross`, latestNumber, asked),
      ...byAmount(Prisma.sql`t.net`, Prisma.sql`t.number DESC`, asked),
    ],
  },
  quote: {
    columns: Prisma.sql`t.number, customer.name, t.accepted_reference AS reference, ${none} AS stage,
      t.customer_number AS customer, revised.net AS amount, t.currency`,
    from: Prisma.sql`quote AS t JOIN customer ON customer.number = t.customer_number
      JOIN quote_revision AS revised ON revised.quote_number = t.number AND revised.revision = t.revision`,
    on: Prisma.sql`t.created_at`,
    ways: (asked) => [
      ...byNumber(Prisma.sql`t.number`, () => [numberPrefixes.quote], asked),
      ...byReference(Prisma.sql`t.accepted_reference`, asked),
      ...byAmount(Prisma.sql`revised.net`, Prisma.sql`revised.quote_number DESC`, asked),
    ],
  },
  delivery: {
    columns: Prisma.sql`t.number, customer.name, ${ofOrder} AS reference, ${none} AS stage,
      placed.customer_number AS customer, NULL::numeric AS amount, ${none} AS currency`,
    from: Prisma.sql`delivery AS t JOIN sales_order AS placed ON placed.number = t.order_number
      JOIN customer ON customer.number = placed.customer_number`,
    on: Prisma.sql`t.created_at`,
    ways: (asked) => byNumber(Prisma.sql`t.number`, () => [numberPrefixes.delivery], asked),
  },
  invoice: {
    columns: Prisma.sql`t.number, customer.name, ${ofOrder} AS reference, ${none} AS stage,
      t.customer_number AS customer, t.gross AS amount, t.currency`,
    from: Prisma.sql`invoice AS t JOIN customer ON customer.number = t.customer_number
      LEFT JOIN sales_order AS placed ON placed.number = t.order_number`,
    on: Prisma.sql`t.created_at`,
    ways: (asked) => [
      ...byNumber(Prisma.sql`t.number`, ({ invoiceSeries }) => invoiceSeries, asked),
      ...byAmount(Prisma.sql`t.gross`, latestNumber, asked),
      ...byAmount(Prisma.sql`t.net`, Prisma.sql`t.number DESC`, asked),
    ],
  },
  customer: {
    columns: Prisma.sql`customer.number, customer.name, ${none} AS reference, ${none} AS stage, customer.number AS customer,
      NULL::numeric AS amount, ${none} AS currency`,
    from: Prisma.sql`customer`,
    on: Prisma.sql`customer.created_at`,
    ways: (asked) => [
      ...byNumber(Prisma.sql`customer.number`, () => [], asked),
      ...byName(Prisma.sql`customer.name`, asked),
    ],
  },
  product: {
    columns: Prisma.sql`t.number, t.name, t.category AS reference, ${none} AS stage, ${none} AS customer,
      t.list_price AS amount, t.currency`,
    from: Prisma.sql`product AS t`,
    on: Prisma.sql`t.created_at`,
    ways: (asked) => [
      ...byNumber(Prisma.sql`t.number`, () => [], asked),
      ...byName(Prisma.sql`t.number`, asked),
      ...byName(Prisma.sql`t.name`, asked),
    ],
  },
  complaint: {
    columns: Prisma.sql`t.number, customer.name, concat_ws(' · ', t.order_number, t.delivery_number, t.invoice_number) AS reference,
      ${none} AS stage, t.customer_number AS customer, t.disputed AS amount, t.currency`,
    from: Prisma.sql`complaint AS t JOIN customer ON customer.number = t.customer_number`,
    on: Prisma.sql`t.opened_at`,
    ways: (asked) => byNumber(Prisma.sql`t.number`, () => [numberPrefixes.complaint], asked),
  },
  payment: {
    columns: Prisma.sql`t.id::text AS number, t.reference AS name, customer.name AS reference, ${none} AS stage,
      t.customer_number AS customer, t.amount, t.currency`,
    from: Prisma.sql`payment AS t ${ofPayment}`,
    fromLatest: Prisma.sql`(SELECT * FROM payment ORDER BY created_at DESC, id DESC LIMIT ${LATEST}) AS t ${ofPayment}`,
    on: Prisma.sql`t.created_at`,
    ways: (asked) => [
      ...byReference(Prisma.sql`t.reference`, asked),
      ...byAmount(Prisma.sql`t.amount`, Prisma.sql`t.created_at DESC`, asked),
    ],
  },
};

/**
 * Finds by number, their reference, the name of a customer or product, and exact amount; the best first, at most 20, in one
 * statement whose every part ends after 20 rows.
 * @param scopes the kinds that are searched, each with what of it the caller may see
 */
export async function search(
  db: Db,
  text: string,
  scopes: Partial<Readonly<Record<SearchKind, Scope>>>,
  nowMs: number,
): Promise<readonly FoundRecord[]> {
  const year = new Date(nowMs).getUTCFullYear() + 1;
  const years = Array.from({ length: YEARS_BACK + 1 }, (_, back) => year - back);
  const asked: Asked = { ...readSearch(text), years, invoiceSeries: await invoicePrefixes(db) };
  const parts = searchKinds.flatMap((kind, at) => {
    const scope = scopes[kind];
    return scope === undefined ? [] : partsOf(kind, at, scope, asked);
  });
  if (parts.length === 0) return [];
  const rows = await db.$queryRaw<FoundRow[]>`
    SELECT kind, number, name, reference, stage, customer, amount, currency FROM (
      SELECT DISTINCT ON (kind, number) * FROM (${Prisma.join(parts, ' UNION ALL ')}) AS found ORDER BY kind, number, rank) AS best
    ORDER BY rank, place, found_on DESC, number DESC LIMIT ${MOST}`;
  return rows.map(foundOf);
}

function partsOf(kind: SearchKind, at: number, scope: Scope, asked: Asked): readonly Prisma.Sql[] {
  const { columns, from, fromLatest, on, ways } = places[kind];
  return ways(asked)
    .filter((way) => way !== null)
    .map(({ rank, where, order, isOften }) => {
      const rows = (of: Prisma.Sql): Prisma.Sql => Prisma.sql`(
        SELECT ${rank}::int AS rank, ${kind} AS kind, ${at}::int AS place, ${columns}, ${on} AS found_on
        FROM ${of} WHERE ${where} AND ${kind === 'product' ? Prisma.sql`TRUE` : visible(scope)}
        ${order === undefined ? Prisma.empty : Prisma.sql`ORDER BY ${order}`} LIMIT ${MOST})`;
      if (isOften === undefined || fromLatest === undefined) return rows(from);
      return Prisma.sql`(${rows(fromLatest)} UNION ALL ${rows(from)} LIMIT ${MOST})`;
    });
}

function foundOf({ kind, amount: value, currency, stage, ...row }: FoundRow): FoundRecord {
  const shown = kind === 'product' ? price : (found: Numeric) => amount(found, currency ?? 'EUR');
  return {
    ...row,
    kind,
    currency,
    stage: stage === null ? null : wordOf(orderStages, stage),
    amount: value === null ? null : shown(value),
  };
}
