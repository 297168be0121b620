import type { KpiColumn, KpiDimension, KpiName, KpiPoint } from '../../../contracts/kpi.js';
import { kpiRule, workingDaysOf, periodBefore, seriesOf, yearBefore, type KpiNeed } from '../../../domain/kpis.js';
import { Prisma } from '../../generated/client.js';
import { visible, type Db, type Scope } from '../page.js';
import { factsOf } from './every.js';
import type { Ask } from './facts.js';
import { cutFor, keptParts, shelvesOf, type Read, type Reader } from './kept.js';
import { emptyShelf, type Shelf } from './pieces.js';
import { daysCountedBack } from './money.js';
import { keptOf, type Cut, type Kept } from './rollups.js';
import { standingOf, type Standing } from './standing.js';
import { knownOf, stoodParts, type Known, type StoodRead } from './stood.js';
import {
  ofEach,
  rounded,
  splits,
  valueOf,
  valueOfSums,
  withCount,
  type FigureRequest,
  type Source,
  type Window,
} from './told.js';
import { composedOf } from './composed.js';
import { namingOf, readNamed } from './named.js';
import { readRows, type FigureRowRecord } from './split.js';

export type { FigureRequest, FigureRowRecord };

export type FigureRecord = {
  readonly value: string | null;
  readonly parts: { readonly of: string; readonly by: string | null } | null;
  readonly before: KpiPoint;
  readonly yearBefore: KpiPoint;
  readonly series: readonly KpiPoint[];
  /** What the cells of the rows are. */
  readonly columns: readonly KpiColumn[];
  readonly rows: readonly FigureRowRecord[];
  readonly rowCount: number;
};

type TotalRow = {
  readonly name: string;
  readonly value: string | null;
  readonly of: string | null;
  readonly by: string | null;
};

/** A figure with what it is compared with, its course over the period and, where it is split, its rows: both are read at the same time. */
export async function readFigure(db: Db, request: FigureRequest, scope: Scope): Promise<FigureRecord> {
  const before = periodBefore(request.period);
  const lastYear = yearBefore(request.period);
  const steps = request.hasCourse === false ? [] : seriesOf(request.period, kpiRule(request.name).over);
  const windows: readonly Window[] = [
    { name: 'period', ...request.period },
    { name: 'before', ...before },
    { name: 'yearBefore', ...lastYear },
  ];
  const course = steps.map((step, index) => ({ name: String(index), ...step }));
  const source = await sourceOf(db, request, scope, windows);
  const [totals, split] = await Promise.all([
    readTotals(db, source, [...windows, ...course]),
    readSplit(db, request, scope, { source, windows }),
  ]);
  const of = (name: string): TotalRow | undefined => totals.get(name);
  return {
    value: of('period')?.value ?? null,
    parts: partsOf(of('period')),
    before: { ...before, value: of('before')?.value ?? null },
    yearBefore: { ...lastYear, value: of('yearBefore')?.value ?? null },
    series: steps.map((step, index) => ({ ...step, value: of(String(index))?.value ?? null })),
    ...split,
  };
}

type Split = Pick<FigureRecord, 'columns' | 'rows' | 'rowCount'>;

async function readSplit(
  db: Db,
  request: FigureRequest,
  scope: Scope,
  { source, windows }: { readonly source: Source; readonly windows: readonly Window[] },
): Promise<Split> {
  const { by } = request;
  if (by === null) return { columns: [], rows: [], rowCount: 0 };
  const naming = by === 'customer' ? namingOf(request.name) : undefined;
  if (naming === undefined) return { columns: [], ...(await readRows(db, request, by, source, windows)) };
  const revenueOf = (spans: readonly Window[]): Promise<Source> =>
    sourceOf(db, { ...request, name: 'revenue', kind: undefined }, scope, spans);
  const named = await naming(db, request, scope, revenueOf);
  return { columns: named.columns, ...(await readNamed(db, request, named, { source, windows })) };
}

/** What a figure comes to over its period, and nothing else. */
export async function readValue(db: Db, request: FigureRequest, scope: Scope): Promise<string | null> {
  const windows = [{ name: 'period', ...request.period }];
  const totals = await readTotals(db, await sourceOf(db, request, scope, windows), windows);
  return totals.get('period')?.value ?? null;
}

/** What has been entered of that which some figures need. */
export async function readNeeds(db: Db): Promise<ReadonlySet<KpiNeed>> {
  const rows = await db.$queryRaw<{ readonly need: KpiNeed }[]>`
    SELECT 'product-cost' AS need WHERE EXISTS (SELECT FROM product_cost)
    UNION ALL SELECT 'capacity' WHERE EXISTS (SELECT FROM capacity)
    UNION ALL SELECT 'acquisition-spend' WHERE EXISTS (SELECT FROM acquisition_spend WHERE withdrawn_at IS NULL)`;
  return new Set(rows.map(({ need }) => need));
}

const partsOf = (row: TotalRow | undefined): FigureRecord['parts'] =>
  row === undefined || row.of === null ? null : { of: row.of, by: row.by };

/** From the days that are kept summed up, where they are and tell what is asked; else from the facts themselves. */
async function sourceOf(db: Db, request: FigureRequest, scope: Scope, windows: readonly Window[]): Promise<Source> {
  const standing = standingOf(request.name);
  if (standing !== undefined) return sourceOfStanding(db, standing, request, scope, windows);
  const composed = await composedOf(db, request, scope, windows);
  if (composed !== null) return composed;
  const kept = keptOf(request.name);
  if (kept === undefined || (request.customer !== null && (request.by ?? 'customer') !== 'customer'))
    return fromFacts(request, scope);
  const reader = { salesperson: scope.salesperson, customer: request.customer };
  const shelves = await shelvesOf(db, kept, request, reader, windows);
  return shelves === null ? fromFacts(request, scope) : fromKept(kept, request, reader, shelves);
}

async function sourceOfStanding(
  db: Db,
  standing: Standing,
  request: FigureRequest,
  scope: Scope,
  windows: readonly Window[],
): Promise<Source> {
  const isKept = standing.cuts.includes('customer') && (request.by ?? 'customer') === 'customer';
  if (request.customer !== null && !isKept) return fromFacts(request, scope);
  const known = await knownOf(db, standing, request, scope.salesperson, windows);
  return known === null ? fromFacts(request, scope) : fromStanding(standing, request, scope, known);
}

/** The facts of the window `w` that the reader may see. */
function factsFor(request: FigureRequest, scope: Scope): Prisma.Sql {
  const rule = kpiRule(request.name);
  const ask: Ask = {
    currency: request.currency,
    zone: request.zone,
    byProduct: request.by === 'product',
    byKind: request.by === 'kind',
    workingDays: rule.needs === 'capacity' ? workingDaysOf(request.period, request.calendar) : [],
    visible: visible(scope),
  };
  const facts = Prisma.sql`(${factsOf[request.name](ask)}) AS fact`;
  const conditions = [
    request.customer === null ? null : Prisma.sql`fact.customer = ${request.customer}`,
    request.kind === undefined ? null : Prisma.sql`fact.kind = ${request.kind}`,
    scope.salesperson === null || !isOfCustomers(request.name)
      ? null
      : Prisma.sql`EXISTS (SELECT FROM customer WHERE customer.number = fact.customer AND ${visible(scope)})`,
  ].filter((part) => part !== null);
  return conditions.length === 0 ? facts : Prisma.sql`${facts} WHERE ${Prisma.join(conditions, ' AND ')}`;
}

/** Its facts name their customer; the others have been narrowed to the reader by themselves, or are everybody's. */
const isOfCustomers = (name: KpiName): boolean => name !== 'stock-turnover' && name !== 'dso-count-back';

const fromFacts = (request: FigureRequest, scope: Scope): Source => ({
  totals: (windows) =>
    ofEach(
      windows,
      Prisma.sql`SELECT ${valueOf(request)} AS value, sum(fact.num) AS of, sum(fact.den) AS by FROM ${factsFor({ ...request, by: null }, scope)}`,
    ),
  split: (windows, by) =>
    ofEach(
      windows,
      Prisma.sql`SELECT ${splits[by].key} AS key, ${valueOf(request)} AS value FROM ${factsFor(request, scope)} GROUP BY 1`,
    ),
});

function fromKept(kept: Kept, request: FigureRequest, reader: Reader, shelves: ReadonlyMap<Cut, Shelf>): Source {
  const parts = (windows: readonly Window[], by: KpiDimension | null, read: Read): Prisma.Sql => {
    const cut = cutFor(kept, by);
    return keptParts(kept, cut, shelves.get(cut) ?? emptyShelf, { spans: windows, books: request, reader, ...read });
  };
  const whole: Read = { isSplit: false, isValued: true, isOver: isCountedOver(request.name), keys: null };
  const split: Source['split'] = (windows, by, keys = null) => {
    const rows = by === 'family' ? byFamily : Prisma.sql`part`;
    return Prisma.sql`
      WITH ${parts(windows, by, { ...whole, isSplit: true, keys })}
      SELECT told.name, told.key, told.value FROM (${kept.isOfValues ? percentilesOf(request, rows) : sumsOf(request, rows)}) AS told`;
  };
  return {
    totals: (windows) => Prisma.sql`
      WITH ${parts(windows, request.customer === null ? null : 'customer', whole)}
      ${kept.isOfValues ? percentilesOf(request, Prisma.sql`part`) : totalsOf(request)}`,
    split,
    ranked: (windows, by) => {
      const keys = { isSplit: true, isValued: false, isOver: false, keys: null };
      return kept.isOfValues
        ? withCount(
            split(windows.slice(0, 1), by),
            Prisma.sql`WITH ${parts(windows, by, keys)} SELECT fact.key FROM part AS fact GROUP BY 1 HAVING ${isInAny(windows)}`,
          )
        : Prisma.sql`WITH ${parts(windows, by, { ...whole, isSplit: true })} ${rankedOf(request, windows)}`;
    },
    ...(!kept.isOfValues && {
      beside: (windows: readonly Window[], by: KpiDimension) => Prisma.sql`
        WITH ${parts(windows, by, { ...whole, isSplit: true })} ${besideOf(request, windows, by === 'family' ? byFamily : Prisma.sql`part`)}`,
    }),
  };
}

/** Days of sales, counted back from what was owed and sold as that is kept; it has no split. */
const countedBack = (request: FigureRequest, stood: (windows: readonly Window[]) => Prisma.Sql): Source => ({
  totals: (windows) => Prisma.sql`
    WITH ${stood(windows)}
    SELECT w.name, ${valueOf(request)} AS value, sum(fact.num) AS of, NULL::numeric AS by
    FROM span AS w CROSS JOIN LATERAL (
      ${daysCountedBack(Prisma.sql`(SELECT each.key AS kind, each.num FROM stood AS each WHERE each.name = w.name)`)}) AS fact GROUP BY 1`,
  split: () => Prisma.sql`SELECT NULL::text AS name, NULL::text AS key, NULL::numeric AS value WHERE FALSE`,
});

function fromStanding(standing: Standing, request: FigureRequest, { salesperson }: Scope, known: Known): Source {
  const { customer } = request;
  const stood = (windows: readonly Window[], cut: Cut, read: StoodRead): Prisma.Sql =>
    stoodParts(standing, cut, read, { spans: windows, known, books: request, salesperson, customer });
  const whole: StoodRead = { isSplit: false, keys: null };
  const split: StoodRead = { ...whole, isSplit: true };
  if (request.name === 'dso-count-back') return countedBack(request, (windows) => stood(windows, 'kind', split));
  const splitOf: Source['split'] = (windows, by, keys = null) => {
    const key = by === 'family' ? Prisma.sql`nullif(p.category, '')` : Prisma.sql`fact.key`;
    const products = by === 'family' ? Prisma.sql`LEFT JOIN product AS p ON p.number = fact.key` : Prisma.empty;
    return Prisma.sql`
      WITH ${stood(windows, cutFor(standing, by), { ...split, keys })}
      SELECT fact.name, ${key} AS key, ${valueOf(request)} AS value FROM stood AS fact ${products} GROUP BY 1, 2`;
  };
  return {
    totals: (windows) => Prisma.sql`
      WITH ${stood(windows, cutFor(standing, customer === null ? null : 'customer'), whole)}
      SELECT span.name, ${valueOf(request)} AS value, sum(fact.num) AS of, sum(fact.den) AS by
      FROM span LEFT JOIN stood AS fact ON fact.name = span.name GROUP BY 1`,
    split: splitOf,
    ranked: (windows, by) => Prisma.sql`
      WITH ${stood(windows, cutFor(standing, by), split)}
      ${rankedOf(request, windows, kpiRule(standing.facts).unit === 'count' ? 'n' : 'num')}`,
  };
}

const byFamily = Prisma.sql`(SELECT part.name, nullif(p.category, '') AS key, part.n, part.num, part.den
  FROM part LEFT JOIN product AS p ON p.number = part.key)`;

/** Its value is one sum over another. */
const isCountedOver = (name: KpiName): boolean => ['share', 'mean'].includes(kpiRule(name).aggregate);

/** What is added less what is taken away; where nothing is left there was nothing. */
const sumsOf = (request: FigureRequest, rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT fact.name, fact.key, ${valueOf(request)} AS value FROM ${rows} AS fact GROUP BY 1, 2 HAVING sum(fact.n) > 0`;

/** The windows of a split beside each other: each element is added up once, and nothing is grouped twice. */
const besideOf = (request: FigureRequest, windows: readonly Window[], rows: Prisma.Sql): Prisma.Sql => {
  const names = windows.map(({ name }) => name);
  const column = (what: string, at: number): Prisma.Sql => Prisma.raw(`${what}_${at}`);
  const sum =
    (what: string) =>
    (name: string, at: number): Prisma.Sql =>
      Prisma.sql`sum(fact.${Prisma.raw(what)}) FILTER (WHERE fact.name = ${name}) AS ${column(what, at)}`;
  const all = ['n', 'num', ...(isCountedOver(request.name) ? ['den'] : [])];
  const values = names.map((name, at) => {
    const den = all.includes('den') ? column('den', at) : Prisma.sql`NULL`;
    return Prisma.sql`${valueOfSums(request, column('n', at), column('num', at), den)} AS "${Prisma.raw(name)}"`;
  });
  return Prisma.sql`
    SELECT sums.key, ${Prisma.join(values)} FROM (
      SELECT fact.key, ${Prisma.join(all.flatMap((what) => names.map(sum(what))))} FROM ${rows} AS fact GROUP BY 1) AS sums
    WHERE ${Prisma.join(
      names.map((_name, at) => Prisma.sql`sums.${column('n', at)} > 0`),
      ' OR ',
    )}`;
};

/** Anything is counted in any of the windows. */
const isInAny = (windows: readonly Window[]): Prisma.Sql =>
  Prisma.join(
    windows.map(({ name }) => Prisma.sql`sum(fact.n) FILTER (WHERE fact.name = ${name}) > 0`),
    ' OR ',
  );

/** What the first of the windows comes to, of elements of all of them: each is looked at once. */
const rankedOf = (request: FigureRequest, windows: readonly Window[], num: 'n' | 'num' = 'num'): Prisma.Sql => {
  const [period] = windows;
  const of = (what: string): Prisma.Sql =>
    Prisma.sql`sum(fact.${Prisma.raw(what)}) FILTER (WHERE fact.name = ${period?.name ?? ''}) AS ${Prisma.raw(what)}`;
  const sums = [...new Set(['n', num, ...(isCountedOver(request.name) ? ['den'] : [])])].map(of);
  const den = isCountedOver(request.name) ? Prisma.sql`sums.den` : Prisma.sql`NULL`;
  return Prisma.sql`
    SELECT sums.key, ${valueOfSums(request, Prisma.sql`sums.n`, Prisma.raw(`sums.${num}`), den)} AS value, count(*) OVER () AS count
    FROM (SELECT fact.key, ${Prisma.join(sums)} FROM part AS fact GROUP BY 1 HAVING ${isInAny(windows)}) AS sums`;
};

const totalsOf = (request: FigureRequest): Prisma.Sql => Prisma.sql`
  SELECT span.name, ${valueOf(request)} AS value, sum(fact.num) AS of, sum(fact.den) AS by
  FROM span LEFT JOIN (SELECT part.name, sum(part.num) AS num, sum(part.den) AS den FROM part GROUP BY 1 HAVING sum(part.n) > 0) AS fact
    ON fact.name = span.name GROUP BY 1`;

/** As `percentile_cont` tells it, of values of which it is known how often each occurs. */
const percentilesOf = (request: FigureRequest, rows: Prisma.Sql): Prisma.Sql => {
  const share = kpiRule(request.name).aggregate === 'p90' ? 0.9 : 0.5;
  return Prisma.sql`
    SELECT near.name, near.key, ${rounded(Prisma.sql`near.low + near.rest * (near.high - near.low)`, request)} AS value, near.of, NULL::numeric AS by
    FROM (SELECT fact.name, fact.key, min(fact.num) FILTER (WHERE fact.upto > floor(fact.place))::float8 AS low,
        min(fact.num) FILTER (WHERE fact.upto > ceil(fact.place))::float8 AS high, max(fact.place - floor(fact.place)) AS rest,
        sum(fact.num * fact.n) AS of
      FROM (SELECT value.*, sum(value.n) OVER (PARTITION BY value.name, value.key ORDER BY value.num) AS upto,
          ${share}::float8 * (sum(value.n) OVER (PARTITION BY value.name, value.key) - 1)::float8 AS place
        FROM (SELECT fact.name, fact.key, fact.num, sum(fact.n) AS n FROM ${rows} AS fact GROUP BY 1, 2, 3 HAVING sum(fact.n) > 0) AS value) AS fact
      GROUP BY 1, 2) AS near`;
};

async function readTotals(db: Db, source: Source, windows: readonly Window[]): Promise<ReadonlyMap<string, TotalRow>> {
  const rows = await db.$queryRaw<TotalRow[]>`
    SELECT told.name, told.value::text AS value, trim_scale(told.of::numeric)::text AS of, trim_scale(told.by::numeric)::text AS by
    FROM (${source.totals(windows)}) AS told`;
  return new Map(rows.map((row) => [row.name, row]));
}
