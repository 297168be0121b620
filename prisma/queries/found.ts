import { numberOf, numberPrefixes } from '../../contracts/ids.js';
import { sameReferenceKey } from '../../domain/same-reference.js';
import { readSearch, type SearchText } from '../../domain/search-text.js';
import { Prisma } from '../generated/client.js';
import { invoicePrefixes } from './invoice-series.js';
import type { Db, Scope } from './page.js';
import { beginsNumber, escaped, isNumber } from './read-number.js';

/** What a list's `search` looks for. */
type Sought = 'order' | 'quote' | 'delivery' | 'invoice' | 'payment' | 'mail';

/** A way in which a row is found: where its key comes from, by an index, and the same said of a row. */
type Way = { readonly keys: Prisma.Sql; readonly of: Prisma.Sql };

/** More than so many are so many of all that a walk through the list meets them soon. */
const MOST = 5_000;
/** As {@link MOST}, of customers whose rows are meant. */
const MOST_CUSTOMERS = 100;
const YEARS_BACK = 20;
/** A text is looked for inside others from so many characters on; fewer have to begin them. */
const LEAST_INSIDE = 3;

/**
 * The rows of a list that a text fits; null: nothing is searched for. A few are found first, each way by its index, and
 * named, by their customers where these are so called; of many the condition alone is given.
 */
export async function found(db: Db, what: Sought, typed: string | undefined, scope: Scope): Promise<Prisma.Sql | null> {
  if (typed === undefined || typed.trim() === '') return null;
  const asked = { ...readSearch(typed), invoiceSeries: what === 'invoice' ? await invoicePrefixes(db) : [] };
  const ways = waysOf[what](asked);
  const parts = ways.map(({ keys: part }) => Prisma.sql`(${part} LIMIT ${MOST + 1})`);
  const customer = customers[what];
  const [few] = await db.$queryRaw<{ keys: string[] | null; many: boolean; customers: string[] | null }[]>`
    SELECT array_agg(key) AS keys, count(*) > ${MOST} AS many,
      ${customer === null ? Prisma.sql`NULL::text[]` : Prisma.sql`ARRAY(${named(asked, scope)} LIMIT ${MOST_CUSTOMERS + 1})`} AS customers
    FROM (${Prisma.join(parts, ' UNION ')}) AS found(key)`;
  const ofCustomers = customer === null ? [] : [inside(Prisma.sql`customer.name`, asked)];
  if (few?.many === true || (few?.customers?.length ?? 0) > MOST_CUSTOMERS) {
    const fits = Prisma.join([...ways.map(({ of }) => of), ...ofCustomers], ' OR ');
    // Judged row by row: what the planner believes of such a text, it would sort all that fits.
    return Prisma.sql`coalesce(${fits}, FALSE)`;
  }
  return oneOf(what, few?.keys ?? [], few?.customers ?? []);
}

/** One of these rows, or of these customers; of one alone an index gives the rows in any order of the list. */
function oneOf(what: Sought, rows: readonly string[], of: readonly string[]): Prisma.Sql {
  const cast = what === 'payment' ? Prisma.sql`uuid[]` : Prisma.sql`text[]`;
  const isRow = Prisma.sql`${keys[what]} = ANY (${rows}::${cast})`;
  const customer = customers[what];
  const [first, ...more] = of;
  if (customer === null || first === undefined) return isRow;
  const isOfCustomer =
    more.length === 0 ? Prisma.sql`${customer} = ${first}` : Prisma.sql`${customer} = ANY (${of}::text[])`;
  return rows.length === 0 ? isOfCustomer : Prisma.sql`(${isRow} OR ${isOfCustomer})`;
}

/** By which a row is found by the name of its customer; null: it is not. */
const customers: Readonly<Record<Sought, Prisma.Sql | null>> = {
  order: Prisma.sql`sales_order.customer_number`,
  quote: Prisma.sql`quote.customer_number`,
  delivery: Prisma.sql`sales_order.customer_number`,
  invoice: Prisma.sql`invoice.customer_number`,
  payment: Prisma.sql`payment.customer_number`,
  mail: null,
};

const keys: Readonly<Record<Sought, Prisma.Sql>> = {
  order: Prisma.sql`sales_order.number`,
  quote: Prisma.sql`quote.number`,
  delivery: Prisma.sql`delivery.number`,
  invoice: Prisma.sql`invoice.number`,
  payment: Prisma.sql`payment.id`,
  mail: Prisma.sql`mail.id`,
};

/** All of a number, its beginning, or its running number of these years. */
function byNumber(column: Prisma.Sql, prefixes: readonly string[], { number, running }: SearchText): Prisma.Sql {
  const now = new Date().getUTCFullYear() + 1;
  const years = Array.from({ length: YEARS_BACK + 1 }, (_, back) => now - back);
  const of = running === null ? [] : running.year === null ? years : [running.year];
  const numbers = of.flatMap((year) => prefixes.map((prefix) => numberOf(prefix, year, running?.n ?? 0)));
  const isOne = isNumber(column, [number, ...numbers]);
  return number.length < LEAST_INSIDE ? isOne : Prisma.sql`(${isOne} OR ${beginsNumber(column, number)})`;
}

/** About the one of a table that has this very number. */
const isAbout = (column: Prisma.Sql, table: Prisma.Sql, { number }: SearchText): Prisma.Sql =>
  Prisma.sql`${column} = ANY (ARRAY(SELECT named.number FROM ${table} AS named WHERE ${isNumber(Prisma.sql`named.number`, [number])}))`;

const inside = (column: Prisma.Sql, { text }: SearchText): Prisma.Sql =>
  Prisma.sql`${column} ILIKE ${text.length < LEAST_INSIDE ? `${escaped(text)}%` : `%${escaped(text)}%`}`;

const begins = (column: Prisma.Sql, { text }: SearchText): Prisma.Sql =>
  Prisma.sql`"reference_key"(${column}) COLLATE "C" LIKE ${`${escaped(sameReferenceKey(text))}%`}`;

/** Of those whom the reader sees: others need not be told apart. */
const named = (asked: SearchText, { salesperson }: Scope): Prisma.Sql =>
  Prisma.sql`SELECT named.number FROM customer AS named WHERE ${inside(Prisma.sql`named.name`, asked)}
    ${salesperson === null ? Prisma.empty : Prisma.sql`AND named.salesperson = ${salesperson}`}`;

/** What is looked for, with what numbers of invoices begin with. */
type Asked = SearchText & { readonly invoiceSeries: readonly string[] };

const waysOf: Readonly<Record<Sought, (asked: Asked) => readonly Way[]>> = {
  order: (asked) => [
    way(
      Prisma.sql`number`,
      Prisma.sql`sales_order`,
      byNumber(Prisma.sql`sales_order.number`, [numberPrefixes.order], asked),
    ),
    ...references(Prisma.sql`number`, Prisma.sql`sales_order`, Prisma.sql`sales_order.customer_reference`, asked),
  ],
  quote: (asked) => [
    way(Prisma.sql`number`, Prisma.sql`quote`, byNumber(Prisma.sql`quote.number`, [numberPrefixes.quote], asked)),
  ],
  delivery: (asked) => [
    way(
      Prisma.sql`number`,
      Prisma.sql`delivery`,
      byNumber(Prisma.sql`delivery.number`, [numberPrefixes.delivery], asked),
    ),
    ofOrder(Prisma.sql`delivery.number`, Prisma.sql`delivery`, asked),
    ...referencesOfOrder(Prisma.sql`delivery.number`, Prisma.sql`delivery`, asked),
  ],
  invoice: (asked) => [
    way(Prisma.sql`number`, Prisma.sql`invoice`, byNumber(Prisma.sql`invoice.number`, asked.invoiceSeries, asked)),
    ofOrder(Prisma.sql`invoice.number`, Prisma.sql`invoice`, asked),
  ],
  payment: (asked) => [
    ...references(Prisma.sql`id::text`, Prisma.sql`payment`, Prisma.sql`payment.reference`, asked),
    way(Prisma.sql`id::text`, Prisma.sql`payment`, inside(Prisma.sql`payment.remittance_text`, asked)),
  ],
  mail: (asked) => [
    way(Prisma.sql`id`, Prisma.sql`outgoing AS mail`, inside(Prisma.sql`mail.recipient`, asked)),
    way(Prisma.sql`id`, Prisma.sql`outgoing AS mail`, Prisma.sql`mail.message_id = ${asked.text}`),
    way(
      Prisma.sql`id`,
      Prisma.sql`outgoing AS mail`,
      isAbout(Prisma.sql`mail.order_number`, Prisma.sql`sales_order`, asked),
    ),
    way(
      Prisma.sql`id`,
      Prisma.sql`outgoing AS mail`,
      isAbout(Prisma.sql`mail.invoice_number`, Prisma.sql`invoice`, asked),
    ),
  ],
};

const way = (key: Prisma.Sql, table: Prisma.Sql, of: Prisma.Sql): Way => ({
  keys: Prisma.sql`SELECT ${key} FROM ${table} WHERE ${of}`,
  of,
});

function references(key: Prisma.Sql, table: Prisma.Sql, column: Prisma.Sql, asked: SearchText): readonly Way[] {
  const within = asked.text.length < LEAST_INSIDE ? [] : [way(key, table, inside(column, asked))];
  return [way(key, table, begins(column, asked)), ...within];
}

const ofOrder = (key: Prisma.Sql, table: Prisma.Sql, asked: SearchText): Way => ({
  keys: Prisma.sql`SELECT ${key} FROM ${table} JOIN sales_order AS placed ON placed.number = ${table}.order_number
    WHERE ${byNumber(Prisma.sql`placed.number`, [numberPrefixes.order], asked)}`,
  of: byNumber(Prisma.sql`${table}.order_number`, [numberPrefixes.order], asked),
});

/** By the customer's own reference of the order; said of a row whose order is joined. */
function referencesOfOrder(key: Prisma.Sql, table: Prisma.Sql, asked: SearchText): readonly Way[] {
  const ways = [begins, ...(asked.text.length < LEAST_INSIDE ? [] : [inside])];
  return ways.map((fits) => ({
    keys: Prisma.sql`SELECT ${key} FROM sales_order AS placed JOIN ${table} ON ${table}.order_number = placed.number
      WHERE ${fits(Prisma.sql`placed.customer_reference`, asked)}`,
    of: fits(Prisma.sql`sales_order.customer_reference`, asked),
  }));
}
