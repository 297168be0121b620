import type { KpiDimension, KpiOrder, KpiRow } from '../../../contracts/kpi.js';
import { subtract } from '../../../domain/money.js';
import { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';
import { splits, type FigureRequest, type Source, type Window } from './told.js';

/** A row of a split, by the key of what it is about; its name where it has one of its own. */
export type FigureRowRecord = Omit<KpiRow, 'label' | 'list'> & { readonly name: string | null };

export type Rows = { readonly rows: readonly FigureRowRecord[]; readonly rowCount: number };

export const LIMIT_ROWS = 200;

const orders: Readonly<Record<KpiOrder, Prisma.Sql>> = {
  value: Prisma.sql`told.value DESC NULLS LAST`,
  growth: Prisma.sql`coalesce(told.value, 0) - coalesce(told.before, 0) DESC`,
  decline: Prisma.sql`coalesce(told.value, 0) - coalesce(told.before, 0)`,
};

export function besideEachOther(split: Prisma.Sql): Prisma.Sql {
  const of = (window: string): Prisma.Sql => Prisma.sql`max(each.value) FILTER (WHERE each.name = ${window})`;
  return Prisma.sql`
    SELECT each.key, ${of('period')} AS period, ${of('before')} AS before, ${of('yearBefore')} AS "yearBefore" FROM (${split}) AS each GROUP BY 1`;
}

type SplitRow = Omit<FigureRowRecord, 'change' | 'cells'> & { readonly count: bigint };

/** The rows of a split. @param windows the period, the one before, and the same a year before */
export async function readRows(
  db: Db,
  request: FigureRequest,
  by: KpiDimension,
  source: Source,
  windows: readonly Window[],
): Promise<Rows> {
  const { rowsAtMost = LIMIT_ROWS, order } = request;
  // Customers are many. What they are ordered by is told of all of them, the rest of those alone that are shown.
  const isRanked = by === 'customer' && order === 'value' && rowsAtMost !== null;
  const ranked = isRanked ? await readRanked(db, by, source, windows, rowsAtMost) : null;
  return ranked ?? readAll(db, by, source, windows, { order, rowsAtMost });
}

async function readAll(
  db: Db,
  by: KpiDimension,
  source: Source,
  windows: readonly Window[],
  { order, rowsAtMost }: { readonly order: KpiOrder; readonly rowsAtMost: number | null },
): Promise<Rows> {
  const rows = await db.$queryRaw<SplitRow[]>`
    SELECT told.key, ${splits[by].name} AS name, told.value::text, told.before::text, told.last_year::text AS "yearBefore", told.count
    FROM (SELECT part.key, part.period AS value, part.before, part."yearBefore" AS last_year, count(*) OVER () AS count
      FROM (${source.beside?.(windows, by) ?? besideEachOther(source.split(windows, by))}) AS part) AS told
    ORDER BY ${orders[order]}, told.key LIMIT ${rowsAtMost}::int`;
  return { rows: rows.map(withChange), rowCount: Number(rows[0]?.count ?? 0) };
}

type RankedRow = Pick<SplitRow, 'key' | 'name' | 'value' | 'count'>;
type OtherRow = { readonly name: string; readonly key: string; readonly value: string | null };

/** Null: the period has too few values to fill the rows. */
async function readRanked(
  db: Db,
  by: KpiDimension,
  { split, ranked }: Source,
  [period, ...others]: readonly Window[],
  rowsAtMost: number,
): Promise<Rows | null> {
  if (ranked === undefined || period === undefined) return null;
  const rows = await db.$queryRaw<RankedRow[]>`
    SELECT told.key, ${splits[by].name} AS name, told.value::text, told.count FROM (${ranked([period, ...others], by)}) AS told
    ORDER BY ${orders.value}, told.key LIMIT ${rowsAtMost}::int`;
  const shown = rows.flatMap(({ key, value }) => (key === null || value === null ? [] : [key]));
  if (shown.length < rowsAtMost) return null;
  const found = await readValues(db, split(others, by, shown));
  const of = valuesIn(found);
  return {
    rows: rows.map((row) =>
      withChange({ ...row, before: of('before', row.key), yearBefore: of('yearBefore', row.key) }),
    ),
    rowCount: Number(rows[0]?.count ?? 0),
  };
}

/** @param split rows of `name, key, value` */
export const readValues = (db: Db, split: Prisma.Sql): Promise<readonly OtherRow[]> =>
  db.$queryRaw<OtherRow[]>`SELECT told.name, told.key, told.value::text FROM (${split}) AS told`;

/** What a window comes to for a key. */
export function valuesIn(found: readonly OtherRow[]): (name: string, key: string | null) => string | null {
  const values = new Map(found.map(({ name, key, value }) => [`${name} ${key}`, value]));
  return (name, key) => values.get(`${name} ${key ?? ''}`) ?? null;
}

export const withChange = ({ count: _count, ...row }: SplitRow): FigureRowRecord => ({
  ...row,
  cells: [],
  change: row.value === null || row.before === null ? null : subtract(row.value, row.before),
});
