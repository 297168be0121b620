import { isApart } from '../../contracts/lists.js';
import type { Page, UnreadableRow } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import { isLocalDate } from '../../domain/calendar.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** A connection that reads: a client, or the transaction one is in. */
export type Db = Transaction;

/** What the caller may see: a salesperson's own customers, or everything. */
export type Scope = { readonly salesperson: string | null };

/** Limits rows joined to `customer` to what the caller may see. */
export const visible = (scope: Scope): Prisma.Sql =>
  scope.salesperson === null ? Prisma.sql`TRUE` : Prisma.sql`customer.salesperson = ${scope.salesperson}`;

/** `visible`, where the rows are of one customer: looked at once, before any row is. */
export const visibleOf = (scope: Scope, customer: string | undefined): Prisma.Sql | null => {
  if (scope.salesperson === null) return null;
  if (customer === undefined) return visible(scope);
  return Prisma.sql`EXISTS (SELECT FROM customer AS asked WHERE asked.number = ${customer} AND asked.salesperson = ${scope.salesperson})`;
};

/** Looked up among all of a reader's customers, which are read once: of most rows there is no customer of theirs. */
export const isOfOwn = (customer: Prisma.Sql, salesperson: string): Prisma.Sql =>
  Prisma.sql`coalesce(${customer} IN (SELECT own.number FROM customer AS own WHERE own.salesperson = ${salesperson}), FALSE)`;

export type SortType = 'text' | 'moment' | 'date' | 'number';
/** What a list can be sorted by; the expression must never be NULL. `id`: another than the list's, where an index has it. */
export type SortColumn = { readonly expression: Prisma.Sql; readonly type: SortType; readonly id?: Prisma.Sql };

/** A number that sorts as its running number does: `FA-2026-1000000` comes after `FA-2026-999999`. */
export const numberOrder = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`"number_order"(${column})`;

/** One page asked for: at most 200 rows, 50 unless told; a sort name with `-` before it is descending. */
export type PageRequest<S extends string> = {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?: S | `-${S}` | undefined;
};

type List<S extends string> = {
  readonly columns: Prisma.Sql;
  readonly from: Prisma.Sql;
  readonly where: readonly (Prisma.Sql | null)[];
  /**
   * What is read beside the rows of the page alone, where all that is asked of them is told by `of`, the one table of `from`;
   * left out: all that is read stands in `from`. `sides`: the rows are of one of these; so many of each are read as a page has.
   */
  readonly beside?: {
    readonly of: Prisma.Sql;
    readonly joined: Prisma.Sql;
    readonly sides?: readonly Prisma.Sql[];
  } | null;
  /** Between which days what the list is put in order by is asked for; of a moment, as it is kept, in milliseconds. */
  readonly bounds?: Partial<Readonly<Record<S, Bounds>>>;
  /**
   * A filter by one value, with which an index of each order begins. It is said as a range and as the first thing that rows
   * are put in order by: of an equal value PostgreSQL may take the index of all rows, where those of this value may lie far off.
   */
  readonly led?: Lead | null;
  /** Tells rows of one sort value apart; text unless `idType` says otherwise. */
  readonly id: Prisma.Sql;
  readonly idType?: 'uuid';
  /** What a row is called that cannot be told; left out: its id. */
  readonly name?: Prisma.Sql;
  /** Path at the API, where some orders are not offered with some filters. */
  readonly path?: string;
  readonly sorts: Readonly<Record<S, SortColumn>>;
  readonly defaultSort: S | `-${S}`;
};

type Bounds = { readonly from: string | undefined; readonly to: string | undefined };

/** A column, and the one value that is asked for. */
type Lead = { readonly column: Prisma.Sql; readonly value: Prisma.Sql };

/** The lead of a filter; null when it is not asked for. */
export const ledBy = (value: string | undefined, column: Prisma.Sql): Lead | null =>
  value === undefined ? null : { column, value: Prisma.sql`${value}::text` };

/** Stands for a date that is not there, so that it comes last. */
const LAST_DATE = 'infinity';

export type Position = { readonly value: string; readonly id: string };

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * Reads one page by keyset, in one statement: rows beyond the cursor in the order of (sort value, id), so that rows
 * written meanwhile neither repeat nor hide others. Refuses a cursor that was not given by the same list and sort.
 */
export async function readPage<Row, Item, S extends string>(
  db: Db,
  list: List<S>,
  request: PageRequest<S>,
  map: (row: Row) => Item,
): Promise<Page<Item> | Refusal> {
  const asked = readRequest(list, request, defaultSortOf(list, request), (name) => list.sorts[name].type);
  if ('kind' in asked) return asked;
  const { sort, name, isDown, limit, direction } = asked;
  const column = list.sorts[name];
  const id = column.id ?? list.id;
  const after = asked.after && isBefore(asked.after, column.type, isDown, list.bounds?.[name]) ? null : asked.after;
  const conditions = [
    list.led && rangeOf(list.led, after === null ? null : isDown),
    ...list.where,
    after && beyond(list, column, isDown, after),
  ].filter((part) => part !== null && part !== undefined);
  const where = conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, ' AND ');
  const first = list.led ? Prisma.sql`${list.led.column} ${direction},` : Prisma.empty;
  const order = Prisma.sql`ORDER BY ${first} ${column.expression} ${direction}, ${id} ${direction} LIMIT ${limit + 1}`;
  const from = list.beside
    ? rowsFirst(list.beside, (side) => Prisma.sql`FROM ${list.from} WHERE ${where} AND ${side} ${order}`)
    : Prisma.sql`${list.from} WHERE ${where}`;
  const rows = await db.$queryRaw<PagedRow<Row>[]>`
    SELECT ${list.columns}, ${asText(column)} AS "pageValue", ${id}::text AS "pageId", ${list.name ?? list.id}::text AS "pageName"
    FROM ${from} ${order}`;
  return pageOf(rows, limit, sort, map);
}

/** The rows of a page, from each side that they are of, and what is read beside them. */
function rowsFirst(
  { of, joined, sides = [Prisma.sql`TRUE`] }: NonNullable<List<string>['beside']>,
  pageOfSide: (side: Prisma.Sql) => Prisma.Sql,
): Prisma.Sql {
  const parts = sides.map((side) => Prisma.sql`(SELECT ${of}.* ${pageOfSide(side)})`);
  return Prisma.sql`(${Prisma.join(parts, ' UNION ALL ')}) AS ${of} ${joined}`;
}

/** What a page is asked for by: its order, where it begins (null: with the first row), and how many rows it has at most. */
export type Asked<S extends string> = {
  readonly sort: S | `-${S}`;
  readonly name: S;
  readonly isDown: boolean;
  readonly direction: Prisma.Sql;
  readonly after: Position | null;
  readonly limit: number;
};

/** Refuses an order that is not offered with what the list is narrowed by, and a cursor of another list or order. */
export function readRequest<S extends string>(
  list: { readonly path?: string; readonly idType?: 'uuid' },
  request: PageRequest<S>,
  defaultSort: S | `-${S}`,
  typeOf: (name: S) => SortType,
): Asked<S> | Refusal {
  const sort = request.sort ?? defaultSort;
  if (isNotOffered(list, request, sort)) return notOffered(sort);
  const name = sort.replace(/^-/, '') as S;
  const after = request.cursor === undefined ? null : decodeCursor(request.cursor, sort, typeOf(name), list.idType);
  if (after === undefined) return badCursor;
  const isDown = sort.startsWith('-');
  const direction = isDown ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const limit = Math.min(request.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  return { sort, name, isDown, direction, after, limit };
}

/** A row with where it stands in the order, and what it is called. */
export type PagedRow<Row> = Row & { readonly pageValue: string; readonly pageId: string; readonly pageName: string };

/** The page that begins these rows, of which there is one more where it is not the last. */
export function pageOf<Row, Item>(
  rows: readonly PagedRow<Row>[],
  limit: number,
  sort: string,
  map: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor =
    rows.length > limit && last ? encodeCursor(sort, { value: last.pageValue, id: last.pageId }) : null;
  return { ...readRows(shown, map), nextCursor };
}

/** What cannot be told of a row hides that row, and no other. */
function readRows<Row, Item>(
  rows: readonly PagedRow<Row>[],
  map: (row: Row) => Item,
): Pick<Page<Item>, 'items' | 'unreadable'> {
  const items: Item[] = [];
  const unreadable: UnreadableRow[] = [];
  for (const { pageValue: _value, pageId: _id, pageName, ...row } of rows) {
    try {
      items.push(map(row as unknown as Row));
    } catch (error) {
      unreadable.push({ id: pageName, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return unreadable.length === 0 ? { items } : { items, unreadable };
}

export const badCursor: Refusal = {
  kind: 'refused',
  code: 'invalid-request',
  field: 'cursor',
  said: said('cursor-of-other-list'),
  remedy: said('take-next-cursor'),
};

const isNotOffered = ({ path }: { readonly path?: string }, request: object, sort: string): boolean =>
  path !== undefined && isApart(path, sort, { ...request });

/** The list's own order, or the first that is offered with these filters, the latest or largest first. */
function defaultSortOf<S extends string>(list: List<S>, request: object): S | `-${S}` {
  if (!isNotOffered(list, request, list.defaultSort)) return list.defaultSort;
  const names = Object.keys(list.sorts) as S[];
  const offered = names.find((name) => !isNotOffered(list, request, name));
  return offered === undefined ? list.defaultSort : `-${offered}`;
}

const notOffered = (sort: string): Refusal => ({
  kind: 'refused',
  code: 'invalid-request',
  field: 'sort',
  said: said('sort-with-filters', { sort: sort.replace(/^-/, '') }),
  remedy: said('sort-by-filtered-date'),
});

/**
 * Begins a page before all that is asked for? Then nothing needs to be said of it: said beside a day that bounds the same
 * column, PostgreSQL reads from the one to the other.
 */
function isBefore({ value }: Position, type: SortType, isDown: boolean, bounds: Bounds | undefined): boolean {
  const bound = isDown ? bounds?.to : bounds?.from;
  if (bound === undefined) return false;
  const [at, edge] = type === 'moment' ? [Number(value), Number(bound)] : [value, bound];
  return isDown ? at > edge : at < edge;
}

/** Of a page that begins after a row, one end of the range is told by that row: where both are told, PostgreSQL begins at the other. */
function rangeOf({ column, value }: Lead, isDownFromRow: boolean | null): Prisma.Sql {
  if (isDownFromRow === null) return Prisma.sql`(${column} >= ${value} AND ${column} <= ${value})`;
  return isDownFromRow ? Prisma.sql`${column} >= ${value}` : Prisma.sql`${column} <= ${value}`;
}

function beyond(
  list: Pick<List<string>, 'id' | 'idType' | 'led'>,
  column: SortColumn,
  isDown: boolean,
  after: Position,
): Prisma.Sql {
  const id = column.id ?? list.id;
  const [led, ledAt] = list.led
    ? [Prisma.sql`${list.led.column},`, Prisma.sql`${list.led.value},`]
    : [Prisma.empty, Prisma.empty];
  // Nothing comes after the last of all values but its own rows; said as it is, since of what is greater the planner expects none.
  if (!isDown && column.type === 'date' && after.value === LAST_DATE)
    return Prisma.sql`((${led} ${column.expression}) = (${ledAt} ${LAST_DATE}::date) AND ${id} > ${after.id}::${Prisma.raw(list.idType ?? 'text')})`;
  const place = Prisma.sql`(${ledAt} ${fromText(column.type, after.value)}, ${after.id}::${Prisma.raw(list.idType ?? 'text')})`;
  return Prisma.sql`(${led} ${column.expression}, ${id}) ${isDown ? Prisma.sql`<` : Prisma.sql`>`} ${place}`;
}

export function asText(column: SortColumn): Prisma.Sql {
  if (column.type === 'moment') return Prisma.sql`(extract(epoch FROM ${column.expression}) * 1000)::bigint::text`;
  return Prisma.sql`(${column.expression})::text`;
}

export function fromText(type: SortType, value: string): Prisma.Sql {
  if (type === 'moment') return Prisma.sql`(timestamptz 'epoch' + ${value}::bigint * interval '1 millisecond')`;
  if (type === 'date') return Prisma.sql`${value}::date`;
  return type === 'number' ? Prisma.sql`${value}::numeric` : Prisma.sql`${value}::text`;
}

const encodeCursor = (sort: string, position: Position): string =>
  Buffer.from(JSON.stringify([sort, position.value, position.id])).toString('base64url');

/** Undefined: not a cursor of this list and sort. Every value that passes can be cast by PostgreSQL. */
function decodeCursor(text: string, sort: string, type: SortType, idType?: 'uuid'): Position | undefined {
  const parts = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(parts) || parts.length !== 3) return undefined;
  const [forSort, value, id] = parts as unknown[];
  if (forSort !== sort || typeof value !== 'string' || typeof id !== 'string') return undefined;
  const isId = idType === 'uuid' ? uuid.test(id) : isText(id);
  return isValue(value, type) && isId ? { value, id } : undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isText = (text: string): boolean => text.length <= 400 && !text.includes('\0');

function isValue(value: string, type: SortType): boolean {
  if (type === 'moment') return /^-?\d{1,14}$/.test(value);
  if (type === 'date') return value === LAST_DATE || isLocalDate(value);
  return type === 'number' ? /^-?\d{1,30}(\.\d{1,4})?$/.test(value) : isText(value);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The condition of an optional filter; null when it is not asked for. */
export const when = <T>(value: T | undefined, condition: (value: T) => Prisma.Sql): Prisma.Sql | null =>
  value === undefined ? null : condition(value);

/**
 * Rows where one of the columns holds the text, in any case; `%` and `_` in it stand for themselves. The columns are looked
 * into at once, apart by an end of line, which no text that is searched for has.
 */
export function matching(search: string | undefined, columns: readonly Prisma.Sql[]): Prisma.Sql | null {
  if (search === undefined || search === '') return null;
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`concat_ws(E'\\n', ${Prisma.join(columns)}) ILIKE ${pattern}`;
}
