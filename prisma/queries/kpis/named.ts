import type { KpiColumn, KpiName } from '../../../contracts/kpi.js';
import { addDays, addMonths } from '../../../domain/calendar.js';
import { Prisma } from '../../generated/client.js';
import type { Db, Scope } from '../page.js';
import { buyersOf, buyersThen, everybody, readableBuyers } from './buyers.js';
import { narrowed } from './composed.js';
import { driftingOf } from './money.js';
import { driftingNow, touchedPayers } from './payers.js';
import { besideEachOther, LIMIT_ROWS, readValues, valuesIn, withChange, type Rows } from './split.js';
import { splits, type FigureRequest, type Source, type Window } from './told.js';

/** Customers of a split with what is told of each. */
type Named = {
  readonly columns: readonly KpiColumn[];
  /** A query of `key`, `rank`, and whatever the cells are made of. */
  readonly rows: Prisma.Sql;
  /** The texts of a row `told` of it, by the columns: made of those that are shown, not of all. */
  readonly cells: readonly Prisma.Sql[];
};

type Naming = (
  db: Db,
  request: FigureRequest,
  scope: Scope,
  revenueOf: (windows: readonly Window[]) => Promise<Source>,
) => Promise<Named>;

/** Sales of the year up to a day, and of the year before it, by customer: `key, period, before`. */
async function turnovers(to: string, revenueOf: (windows: readonly Window[]) => Promise<Source>): Promise<Prisma.Sql> {
  const from = addDays(addMonths(to, -12), 1);
  const windows = [
    { name: 'period', from, to },
    { name: 'before', from: addDays(addMonths(to, -24), 1), to: addDays(from, -1) },
  ];
  const source = await revenueOf(windows);
  return source.beside?.(windows, 'customer') ?? besideEachOther(source.split(windows, 'customer'));
}

const standingColumns = [
  { name: 'standing', unit: 'word' },
  { name: 'first-order', unit: 'date' },
  { name: 'last-order', unit: 'date' },
  { name: 'silent', unit: 'days' },
  { name: 'rhythm', unit: 'days' },
] as const;
const turnoverColumns = [
  { name: 'turnover', unit: 'amount' },
  { name: 'turnover-before', unit: 'amount' },
] as const;

const standingCells = [
  Prisma.sql`told.kind`,
  Prisma.sql`told.first_day::text`,
  Prisma.sql`told.last_day::text`,
  Prisma.sql`told.silent::text`,
  Prisma.sql`round(told.gap::numeric, 1)::text`,
];
const turnoverCells = [Prisma.sql`told.period::text`, Prisma.sql`told.before::text`];

const change = Prisma.sql`(coalesce(sold.period, 0) - coalesce(sold.before, 0))`;
const ranksOfBuyers = {
  value: Prisma.sql`sold.period`,
  growth: change,
  decline: Prisma.sql`-${change}`,
} as const;

/** How each buyer stands, when it ordered and for how much, the largest first. @param which of `buyer`, in the window `w` */
const buyers =
  (which: Prisma.Sql): Naming =>
  async (db, request, scope, revenueOf) => {
    const { period, kind, order, seesTurnover = false } = request;
    const rows = (await readableBuyers(db))?.rows ?? buyersOf(everybody);
    const sold = seesTurnover
      ? await turnovers(period.to, revenueOf)
      : Prisma.sql`SELECT NULL::text AS key, NULL::numeric AS period, NULL::numeric AS before`;
    return {
      columns: seesTurnover ? [...standingColumns, ...turnoverColumns] : standingColumns,
      cells: seesTurnover ? [...standingCells, ...turnoverCells] : standingCells,
      rows: Prisma.sql`
        WITH buyer AS (SELECT b.*, customer.salesperson AS person FROM (${rows}) AS b JOIN customer ON customer.number = b.customer
          WHERE ${narrowed(request, scope)})
        SELECT buyer.customer AS key, ${seesTurnover ? ranksOfBuyers[order] : Prisma.sql`buyer.last_day - w.first`} AS rank,
          buyer.kind, buyer.first_day, buyer.last_day, w.last - buyer.last_day AS silent, buyer.gap, sold.period, sold.before
        FROM (SELECT ${period.from}::date AS first, ${period.to}::date AS last) AS w
        CROSS JOIN LATERAL (${buyersThen}) AS buyer LEFT JOIN (${sold}) AS sold ON sold.key = buyer.customer
        WHERE ${which} AND ${kind === undefined ? Prisma.sql`TRUE` : Prisma.sql`buyer.kind = ${kind}`}`,
    };
  };

const drift = Prisma.sql`each.delay_now - each.delay_before`;

/** What those who drift came late by on average, before and lately, who drifts furthest first. */
const drifters: Naming = async (db, request, scope) => {
  const { period, currency, order } = request;
  const touched = await touchedPayers(db, request);
  const drifting = touched === null ? driftingOf(currency, Prisma.sql`TRUE`) : driftingNow(touched, request);
  return {
    columns: [
      { name: 'delay-before', unit: 'days' },
      { name: 'delay-now', unit: 'days' },
      { name: 'last-payment', unit: 'date' },
    ],
    cells: [Prisma.sql`told.delay_before::text`, Prisma.sql`told.delay_now::text`, Prisma.sql`told.paid_on::text`],
    rows: Prisma.sql`
      SELECT each.customer AS key, ${order === 'decline' ? Prisma.sql`-(${drift})` : drift} AS rank,
        each.delay_before, each.delay_now, each.paid_on
      FROM (SELECT ${period.to}::date AS first, ${period.to}::date AS last) AS w CROSS JOIN LATERAL (${drifting}) AS each
      JOIN customer ON customer.number = each.customer WHERE ${narrowed(request, scope)}`,
  };
};

const namings: Readonly<Partial<Record<KpiName, Naming>>> = {
  customers: buyers(Prisma.sql`TRUE`),
  'customers-new': buyers(Prisma.sql`buyer.first_day >= w.first`),
  'payers-drifting': drifters,
};

/** How the customers of a figure are named with what is told of each; undefined: it has nothing but its value. */
export const namingOf = (name: KpiName): Naming | undefined => namings[name];

type NamedRow = {
  readonly key: string;
  readonly name: string | null;
  readonly cells: (string | null)[];
  readonly count: bigint;
};

/** The rows of such a split. @param windows the period, the one before, and the same a year before */
export async function readNamed(
  db: Db,
  { rowsAtMost = LIMIT_ROWS }: FigureRequest,
  { rows: named, cells }: Named,
  { source, windows }: { readonly source: Source; readonly windows: readonly Window[] },
): Promise<Rows> {
  const rows = await db.$queryRaw<NamedRow[]>`
    SELECT told.key, ${splits.customer.name} AS name, jsonb_build_array(${Prisma.join([...cells])}) AS cells, told.count
    FROM (SELECT each.*, count(*) OVER () AS count FROM (${named}) AS each
      ORDER BY each.rank DESC NULLS LAST, each.key LIMIT ${rowsAtMost}::int) AS told
    ORDER BY told.rank DESC NULLS LAST, told.key`;
  const keys = rows.map(({ key }) => key);
  const of = valuesIn(await readValues(db, source.split(windows, 'customer', keys)));
  return {
    rowCount: Number(rows[0]?.count ?? 0),
    rows: rows.map(({ cells, ...row }) => {
      const [value, before, yearBefore] = windows.map((window) => of(window.name, row.key));
      const told = { ...row, value: value ?? null, before: before ?? null, yearBefore: yearBefore ?? null };
      return { ...withChange(told), cells };
    }),
  };
}
