import type { KpiDimension } from '../../../contracts/kpi.js';
import type { Period } from '../../../domain/kpis.js';
import { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';
import { piecesOf, type Shelf } from './pieces.js';
import { definitionOf, isOfCost, MOST_TOUCHED, ofOwners, summed, type Books, type Cut, type Kept } from './rollups.js';

export type Span = Period & { readonly name: string };

/** Whose facts are read. Null: everybody's. */
export type Reader = { readonly salesperson: string | null; readonly customer: string | null };

/**
 * What is kept of these facts, by cut. Null: they cannot be read as they are kept, by a reader of all customers or of some,
 * or too much of the spans has been touched.
 */
export async function shelvesOf(
  db: Db,
  kept: Kept,
  books: Books,
  reader: Reader,
  spans: readonly Period[],
): Promise<ReadonlyMap<Cut, Shelf> | null> {
  const [family] = await db.$queryRaw<FamilyRecord[]>`
    SELECT EXISTS (SELECT FROM kpi_touch AS t WHERE ${kept.family === 'margin' ? isOfCost : Prisma.sql`FALSE`}) AS costed, EXISTS (SELECT FROM kpi_touch AS t WHERE t.family IN ('owner', ${ofOwners(kept.family)})) AS moved,
      (SELECT array_agg(DISTINCT t.day)::text[] FROM kpi_touch AS t WHERE t.family = ${kept.family}) AS days,
      (SELECT jsonb_agg(to_jsonb(shelf)) FROM (
        SELECT r.cut, max(r.first) FILTER (WHERE r.grain = 'before') AS "carriedTo",
          coalesce(max(r.size) FILTER (WHERE r.grain = 'before'), 0) AS "carriedSize",
          coalesce(max(r.size) FILTER (WHERE r.grain = 'month'), 0) AS "monthSize"
        FROM kpi_rollup AS r WHERE r.facts = ${kept.facts} AND r.grain IN ('before', 'month') GROUP BY r.cut) AS shelf) AS shelves
    FROM kpi_family AS f WHERE f.family = ${kept.family} AND f.definition = ${definitionOf(kept.family, books)}`;
  if (family === undefined || family.costed) return null;
  if (family.moved && (reader.salesperson !== null || reader.customer !== null || kept.isOfOwner)) return null;
  const touched = (family.days ?? []).filter((day) => spans.some(({ from, to }) => from <= day && day <= to));
  if (touched.length > MOST_TOUCHED) return null;
  return new Map(
    kept.cuts.map((cut) => {
      const {
        carriedTo = null,
        carriedSize = 0,
        monthSize = 0,
      } = family.shelves?.find((each) => each.cut === cut) ?? {};
      return [cut, { touched, carriedTo, carriedSize, monthSize }];
    }),
  );
}

type FamilyRecord = {
  readonly costed: boolean;
  readonly moved: boolean;
  readonly days: readonly string[] | null;
  readonly shelves: readonly ShelfRecord[] | null;
};
type ShelfRecord = Omit<Shelf, 'touched'> & { readonly cut: Cut };

/** The cut that a split reads; of the whole, the one with the fewest elements. */
export function cutFor(kept: Pick<Kept, 'cuts'> & Partial<Pick<Kept, 'isOtherByKind'>>, by: KpiDimension | null): Cut {
  if (by === 'family') return 'product';
  if (by !== null) return by;
  const isWhole = (cut: Cut): boolean => kept.cuts.includes(cut) && !(cut === 'kind' && kept.isOtherByKind === true);
  return (['kind', 'person', 'product'] as const).find(isWhole) ?? 'customer';
}

/** What is read of elements. */
export type Read = {
  /** Elements are told apart by their key; else `key` is null. */
  readonly isSplit: boolean;
  /** What is counted is read; else `num` is null. */
  readonly isValued: boolean;
  /** What is counted over is read; else `den` is null. */
  readonly isOver: boolean;
  /** Those of these keys alone; null: all. */
  readonly keys: readonly string[] | null;
};

type Asked = Read & {
  readonly spans: readonly Span[];
  readonly books: Books;
  readonly reader: Reader;
};

/**
 * The table expressions `span` and `part`: what is kept of each span, and its touched days from the facts. `part` has the
 * columns `name, key, n, num, den`; what is taken away bears a negative sign, `n` too.
 */
export function keptParts(kept: Kept, cut: Cut, shelf: Shelf, asked: Asked): Prisma.Sql {
  const { spans, books, reader } = asked;
  const pieces = spans.flatMap((span) => piecesOf(span, shelf).map((piece) => ({ ...piece, name: span.name })));
  const told = ({ from, to, name }: Span) => ({ name, first: from, last: to });
  const column = (name: string, isRead: boolean): Prisma.Sql => (isRead ? Prisma.raw(name) : Prisma.raw('NULL'));
  const isTakenAway = pieces.some(({ sign }) => sign < 0);
  const signed = (name: string): Prisma.Sql =>
    Prisma.raw(isTakenAway ? `CASE WHEN each.sign > 0 THEN each.${name} ELSE -each.${name} END` : `each.${name}`);
  return Prisma.sql`
  span AS MATERIALIZED (SELECT s.name, s.first, s.last FROM jsonb_to_recordset(${JSON.stringify(spans.map(told))}::jsonb) AS s(name text, first date, last date)),
  piece AS MATERIALIZED (SELECT p.name, p.grain, p.first, p.sign FROM jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb)
    AS p(name text, grain text, first date, sign int)),
  part AS (
    SELECT each.name, each.key, ${signed('n')} AS n, ${kept.isOfValues || !asked.isValued ? Prisma.raw('each.num') : signed('num')} AS num, ${signed('den')} AS den
    FROM (SELECT p.name, p.sign, ${elementsOf(kept, asked)} FROM piece AS p
      JOIN kpi_rollup AS r ON r.facts = ${kept.facts} AND r.cut = ${cut} AND r.grain = p.grain AND r.first = p.first${sliceOf(reader)}) AS each WHERE ${amongKeys('each', asked)}
    UNION ALL
    SELECT span.name, ${column('f.key', asked.isSplit)}, f.n, ${column(kept.isOne.num ? 'f.n' : 'f.num', asked.isValued)}, ${column(kept.isOne.den ? 'f.n' : 'f.den', asked.isOver)}
    FROM span JOIN (${summed(kept, cut, shelf.touched, books)}) AS f ON f.day >= span.first AND f.day <= span.last
    WHERE ${seenBy(reader)} AND ${amongKeys('f', asked)})`;
}

const amongKeys = (row: string, { keys }: Asked): Prisma.Sql =>
  keys === null ? Prisma.sql`TRUE` : Prisma.sql`${Prisma.raw(row)}.key = ANY (${[...keys]})`;

/** Side by side, all arrays of a row being of one length; what is not asked for is not unpacked. */
function elementsOf({ isOne }: Kept, { reader, isSplit, isValued, isOver }: Asked): Prisma.Sql {
  const slice = reader.salesperson === null && reader.customer === null ? '' : '[place.low:place.high]';
  const of = (name: string): string => `unnest(r.${name}${slice})`;
  const num = isValued ? of(isOne.num ? 'counts' : 'nums') : 'NULL::numeric';
  const den = isOver ? of(isOne.den ? 'counts' : 'dens') : 'NULL::numeric';
  return Prisma.raw(
    `${isSplit ? of('keys') : 'NULL::text'} AS key, ${of('counts')} AS n, ${num} AS num, ${den} AS den`,
  );
}

/** Elements stand by their owner, then by their key: those of one stand side by side. A customer has one owner. */
function sliceOf({ salesperson, customer }: Reader): Prisma.Sql {
  if (salesperson === null && customer === null) return Prisma.empty;
  const [name, value] = customer === null ? [Prisma.sql`r.owners`, salesperson] : [Prisma.sql`r.keys`, customer];
  const owned =
    customer === null || salesperson === null ? Prisma.empty : Prisma.sql` WHERE r.owners[place.low] = ${salesperson}`;
  return Prisma.sql`
      CROSS JOIN LATERAL (SELECT array_position(${name}, ${value}::text) AS low) AS begun
      CROSS JOIN LATERAL (SELECT begun.low, begun.low - 1 + cardinality(array_positions(${name}, ${value}::text)) AS high) AS place${owned}`;
}

function seenBy({ salesperson, customer }: Reader): Prisma.Sql {
  const conditions = [
    salesperson === null ? null : Prisma.sql`f.owner = ${salesperson}`,
    customer === null ? null : Prisma.sql`f.key = ${customer}`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, ' AND ');
}
