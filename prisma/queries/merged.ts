import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import { Prisma } from '../generated/client.js';
import {
  asText,
  badCursor,
  fromText,
  pageOf,
  parseJson,
  readRequest,
  type Db,
  type PagedRow,
  type PageRequest,
  type Position,
  type SortType,
} from './page.js';

/** How the rows of a part come in one of the orders of its list, by an index there. */
export type PartOrder = {
  /** It grows with the value; never NULL. */
  readonly by: Prisma.Sql;
  /** The value of the list's order; left out: `by` is it. */
  readonly value?: Prisma.Sql;
  /** Where a value stands among `by`: the least that is not before it, or the greatest that is not after it. */
  readonly at?: (value: Prisma.Sql, edge: 'least' | 'greatest') => Prisma.Sql;
  /** Where the row of these ties stands among `by`; left out: at the least of its value. */
  readonly place?: (ties: readonly [string, string]) => Prisma.Sql;
  /** Tell rows of one value apart, both texts. */
  readonly ties: readonly [Prisma.Sql, Prisma.Sql?];
  /** Where the rows come from in this order; left out: from where they come in every other. */
  readonly source?: Source;
};

/** Tables, and which of their rows. */
export type Source = { readonly from: Prisma.Sql; readonly where: Prisma.Sql };

/** Rows of one kind in a list that is read from several places. */
export type Part<S extends string> = {
  /** Its place among the parts of the list, where values are equal. */
  readonly rank: number;
  readonly columns: Prisma.Sql;
  readonly source: Source;
  readonly where: readonly (Prisma.Sql | null)[];
  readonly sorts: Readonly<Record<S, PartOrder>>;
};

type MergedList<S extends string> = {
  /** Path at the API, where some orders are not offered with some filters. */
  readonly path: string;
  readonly parts: readonly Part<S>[];
  /** What is shown of a row, `item`, and what that is read from beside it. */
  readonly columns: Prisma.Sql;
  readonly beside: Prisma.Sql;
  readonly name: Prisma.Sql;
  readonly types: Readonly<Record<S, SortType>>;
  readonly defaultSort: S | `-${S}`;
};

/** After which row a page begins: its value, and of which part it is. */
type After = { readonly value: string; readonly rank: number; readonly ties: readonly [string, string] };

const none = Prisma.sql`''::text`;
const narrowed = said('sort-by-one-kind');

/**
 * Reads one page of a list from all its parts by keyset, in one statement: each part gives the first rows of its own, which
 * an index there has in this order, and those are put in order together.
 */
export async function readMerged<Row, Item, S extends string>(
  db: Db,
  list: MergedList<S>,
  request: PageRequest<S>,
  map: (row: Row) => Item,
): Promise<Page<Item> | Refusal> {
  const asked = readRequest(list, request, list.defaultSort, (name) => list.types[name]);
  if ('kind' in asked) return asked.field === 'sort' ? { ...asked, remedy: narrowed } : asked;
  const { sort, name, isDown, direction, limit } = asked;
  const type = list.types[name];
  const after = asked.after && readAfter(asked.after);
  if (after === undefined) return badCursor;
  if (list.parts.length === 0) return { items: [], nextCursor: null };
  const parts = list.parts.map((part) => {
    const { by, value = by, ties, source = part.source } = part.sorts[name];
    const [first, second = none] = ties;
    const conditions = [
      source.where,
      ...part.where,
      after && beyond(part, part.sorts[name], type, after, isDown),
    ].filter((condition) => condition !== null);
    return Prisma.sql`(
      SELECT ${part.columns}, ${part.rank}::int AS "pageRank", ${value} AS "pageSort", ${first} AS "pageTie", ${second} AS "pageTie2"
      FROM ${source.from} WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY ${by} ${direction}, ${first} ${direction}, ${second} ${direction} LIMIT ${limit + 1})`;
  });
  const rows = await db.$queryRaw<PagedRow<Row>[]>`
    SELECT ${list.columns}, ${asText({ expression: Prisma.sql`item."pageSort"`, type })} AS "pageValue",
      json_build_array(item."pageRank", item."pageTie", item."pageTie2")::text AS "pageId", ${list.name} AS "pageName"
    FROM (${Prisma.join(parts, ' UNION ALL ')}) AS item ${list.beside}
    ORDER BY item."pageSort" ${direction}, item."pageRank" ${direction}, item."pageTie" ${direction}, item."pageTie2" ${direction}
    LIMIT ${limit + 1}`;
  return pageOf(rows, limit, sort, map);
}

/** What of a part comes after a row, which may be of another part. */
function beyond<S extends string>(
  { rank }: Part<S>,
  { by, at = (value) => value, place, ties }: PartOrder,
  type: SortType,
  after: After,
  isDown: boolean,
): Prisma.Sql {
  const value = fromText(type, after.value);
  const [first, second = none] = ties;
  if (rank === after.rank)
    return Prisma.sql`(${by}, ${first}, ${second}) ${isDown ? Prisma.sql`<` : Prisma.sql`>`}
      (${place?.(after.ties) ?? at(value, 'least')}, ${after.ties[0]}::text, ${after.ties[1]}::text)`;
  const isIncluded = isDown ? rank < after.rank : rank > after.rank;
  if (isDown)
    return isIncluded ? Prisma.sql`${by} <= ${at(value, 'greatest')}` : Prisma.sql`${by} < ${at(value, 'least')}`;
  return isIncluded ? Prisma.sql`${by} >= ${at(value, 'least')}` : Prisma.sql`${by} > ${at(value, 'greatest')}`;
}

/** Undefined: not a place in a list of several parts. */
function readAfter({ value, id }: Position): After | undefined {
  const place = parseJson(id);
  if (!Array.isArray(place) || place.length !== 3) return undefined;
  const [rank, first, second] = place as unknown[];
  if (!Number.isSafeInteger(rank) || !isText(first) || !isText(second)) return undefined;
  return { value, rank: rank as number, ties: [first, second] };
}

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');
