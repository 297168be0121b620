import { z } from 'zod';
import {
  KpiFigure,
  KpiList,
  kpiNames,
  KpiQuery,
  type KpiColumn,
  type KpiDefinition,
  type KpiDimension,
  type KpiName,
  type KpiRow,
} from '../../contracts/kpi.js';
import { Line } from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import { languages, type CustomerStanding, type Language } from '../../contracts/vocabulary.js';
import {
  goodOfStanding,
  kpiRule,
  listBehind,
  periodAsked,
  upTo,
  type KpiRule,
  type Period,
} from '../../domain/kpis.js';
import { companyCalendar, companyToday, getCompany } from '../../prisma/queries/company.js';
import { readFigure, readNeeds, readValue, type FigureRowRecord } from '../../prisma/queries/kpis/figure.js';
import { kindName, kpiWords } from '../../words/kpis.js';
import { recordExport } from '../../prisma/commands/exports.js';
import type { Principal, ReadContext } from '../context.js';
import { spokenIn } from '../exports/columns.js';
import { figureColumns, figureRows } from '../exports/figure.js';
import { mimeOf, writeFile } from '../exports/file.js';
import { actorOf } from '../idempotency.js';
import { mayUse } from '../permissions.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import type { FileStream } from '../router.js';
import { nowMs, scopeOf, spoken } from './answers.js';

/** A figure of money, or of quotes, is for who may read the invoices, payments or quotes that it is made of. */
const maySee = (principal: Principal, name: KpiName): boolean => {
  const { right } = kpiRule(name);
  return right === null || mayUse(principal, right);
};

function definitionOf(name: KpiName, language: Language): KpiDefinition {
  const { group, unit, good, over, dimensions, kinds = [] } = kpiRule(name);
  const named = kinds.map((kind) => ({ kind, name: kindName(kind, language) }));
  return { name, group, unit, good, over, dimensions: [...dimensions], kinds: named, ...kpiWords(language).kpi[name] };
}

const list = defineRoute({
  method: 'get',
  path: '/v1/kpis',
  permission: 'kpis.list',
  summary: 'The figures that the caller may read, with what each counts, in words',
  description:
    'A figure made of what somebody has to enter first, such as costs of products, is listed once there is some.',
  tags: ['figures'],
  responses: { 200: KpiList },
  async handler(ctx) {
    const entered = await readNeeds(ctx.deps.prisma);
    const isThere = ({ needs }: KpiRule): boolean => needs === undefined || entered.has(needs);
    const names = kpiNames.filter((name) => maySee(ctx.principal, name) && isThere(kpiRule(name)));
    return spoken(ctx, { items: names.map((name) => definitionOf(name, ctx.language)) });
  },
});

/**
 * What stands at the end of a day is told up to today.
 * @throws ProblemError when the days are in the wrong order, or too many
 */
function periodOf(name: KpiName, query: KpiQuery, today: string): Period {
  const period = periodAsked(query, today);
  if (typeof period === 'object') return kpiRule(name).over === 'day' ? upTo(today, period) : period;
  const [what, remedy] =
    period === 'backwards'
      ? [said('period-backwards'), said('give-days-in-order')]
      : [said('period-too-long'), said('ask-for-ten-years')];
  throw new ProblemError('invalid-request', what, { field: 'from', remedy });
}

function refuseSplit(name: KpiName, by: KpiDimension | undefined): void {
  const { dimensions } = kpiRule(name);
  if (by === undefined || dimensions.includes(by)) return;
  throw new ProblemError('invalid-request', said('figure-not-split', { figure: name, dimension: by }), {
    field: 'by',
    remedy: dimensions.length === 0 ? said('leave-it-out') : said('split-by', { dimensions }),
  });
}

function refuseKind(name: KpiName, kind: CustomerStanding | undefined): void {
  if (kind === undefined || kpiRule(name).kinds?.includes(kind) === true) return;
  throw new ProblemError('invalid-request', said('figure-not-narrowed', { figure: name, kind }), {
    field: 'kind',
    remedy: said('leave-it-out'),
  });
}

function refuseCustomer(name: KpiName, customer: string | undefined): void {
  if (customer === undefined || kpiRule(name).dimensions.includes('customer')) return;
  throw new ProblemError('invalid-request', said('figure-not-of-customer', { figure: name }), {
    field: 'customer',
    remedy: said('leave-it-out'),
  });
}

const figure = defineRoute({
  method: 'get',
  path: '/v1/kpis/{name}',
  permission: 'kpis.get',
  summary: 'One figure over a period, beside the period before and the same a year before',
  description:
    'The current month unless `from` and `to` say otherwise; a figure `over: day` is as of the end of `to`. `by` splits it, at ' +
    'most 200 rows by `order`; `kind` narrows it to customers who stand so, where it has `kinds`, `customer` to one customer, where it is split by customer. Split so, a figure ' +
    'of customers says in `columns` and `cells` what is known of each: its last order, its turnover, its delays. Amounts are of one currency, the company’s own unless told. A salesperson reads what is of ' +
    'their own customers.',
  tags: ['figures'],
  params: z.strictObject({ name: Line(60) }),
  query: KpiQuery,
  responses: { 200: KpiFigure },
  handler: async (ctx) => spoken(ctx, await told(ctx, ctx.params.name, ctx.query)),
});

/**
 * A figure as the caller may read it, at most so many rows of its split; null: all.
 * @throws ProblemError for a figure that there is not, or that is not for this caller
 */
async function told(ctx: ReadContext, called: string, query: KpiQuery, rowsAtMost?: null): Promise<KpiFigure> {
  const { deps, language } = ctx;
  const name = kpiNames.find((known) => known === called);
  if (name === undefined) throw notFound('figure');
  if (!maySee(ctx.principal, name))
    throw new ProblemError('forbidden', said('role-not-reads-figure', { role: ctx.principal.role }));
  refuseSplit(name, query.by);
  refuseKind(name, query.kind);
  refuseCustomer(name, query.customer);
  const company = await getCompany(deps.prisma);
  const today = await companyToday(deps.prisma, nowMs(ctx));
  const period = periodOf(name, query, today);
  const currency = query.currency ?? company.currency;
  const by = query.by ?? null;
  const request = {
    name,
    period,
    by,
    order: query.order ?? 'value',
    currency,
    zone: company.zone,
    calendar: await companyCalendar(deps.prisma, company),
    customer: query.customer ?? null,
    kind: query.kind,
    seesTurnover: mayUse(ctx.principal, 'invoices.list'),
    ...(rowsAtMost !== undefined && { rowsAtMost }),
  };
  const { rows, ...found } = await readFigure(deps.prisma, request, scopeOf(ctx));
  const rule = kpiRule(name);
  const { knownBy } = rule;
  const known =
    knownBy === undefined ? null : await readValue(deps.prisma, { ...request, name: knownBy }, scopeOf(ctx));
  const whole = listBehind(
    rule,
    { ...period, by: query.kind === undefined ? null : 'kind', key: query.kind ?? null },
    today,
  );
  const behind = (split: KpiDimension | null, key: string | null) =>
    listBehind(rule, { ...period, by: split, key }, today);
  return {
    ...definitionOf(name, language),
    ...(query.kind !== undefined && { good: goodOfStanding[query.kind] }),
    ...period,
    ...found,
    known,
    series: [...found.series],
    currency: isOfAmounts(rule, found.columns) ? currency : null,
    columns: [...found.columns],
    by,
    kind: query.kind ?? null,
    rows: rows.map((row) => rowOf(row, { by, language, columns: found.columns, list: (key) => behind(by, key).at })),
    list: whole.at,
    listFit: whole.fit,
    rowListFit: by === null ? 'exact' : behind(by, '').fit,
  };
}

const exported = defineRoute({
  method: 'get',
  path: '/v1/kpis/{name}/export',
  permission: 'kpis.export',
  summary: 'One figure with its course and its split, as CSV or XLSX',
  description:
    'The numbers of `GET /v1/kpis/{name}`, with the same rights: the whole, then its course, then every row of its split. ' +
    'CSV is written in the language that is asked for, with what a spreadsheet would take for a formula made harmless. Who took it away is kept in the audit.',
  tags: ['figures'],
  params: z.strictObject({ name: Line(60) }),
  query: KpiQuery.extend({ format: z.enum(['csv', 'xlsx']).optional(), language: z.enum(languages).optional() }),
  responses: { 200: 'text/csv' },
  async handler(ctx) {
    const { format = 'csv', language = ctx.language, ...query } = ctx.query;
    const figure = await told({ ...ctx, language }, ctx.params.name, query, null);
    const { zone } = await getCompany(ctx.deps.prisma);
    const rows = figureRows(figure, language);
    const stream: FileStream = {
      attach: async (res) => {
        const taken = { list: `kpis/${figure.name}`, format, filters: textsOf(query), columns: [], rows: rows.length };
        const actor = actorOf(ctx.principal, String(res.getHeader('X-Request-Id')));
        await recordExport(ctx.deps.prisma, { ...taken, whole: true }, actor);
        const columns = figureColumns(language, figure);
        // A sheet is called by 31 signs at most, and by none of these.
        const title = figure.title.replaceAll(/[*?:\\/[\]]/g, ' ').slice(0, 31);
        await writeFile(format, { title, columns, say: spokenIn(language), zone, pages: inPages(rows) }, res);
      },
    };
    const file = `${figure.name}-${figure.to}.${format}`;
    return {
      status: 200,
      body: stream,
      headers: {
        'Content-Type': mimeOf[format],
        'Content-Disposition': `attachment; filename="${file}"`,
        'Cache-Control': 'no-store',
      },
    };
  },
});

const textsOf = (query: object): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

const ROWS_A_PAGE = 500;

/** Written page by page, so that a reader who is slow holds no more than one. */
async function* inPages<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let first = 0; first < rows.length; first += ROWS_A_PAGE)
    yield await Promise.resolve(rows.slice(first, first + ROWS_A_PAGE));
}

const isOfAmounts = ({ unit }: KpiRule, columns: readonly KpiColumn[]): boolean =>
  unit === 'amount' || columns.some((column) => column.unit === 'amount');

type Telling = {
  readonly by: KpiDimension | null;
  readonly language: Language;
  readonly columns: readonly KpiColumn[];
  readonly list: (key: string) => string | null;
};

function rowOf({ name, ...row }: FigureRowRecord, { by, language, columns, list: listOf }: Telling): KpiRow {
  const { key } = row;
  if (key === null) return { ...row, cells: [], label: kpiWords(language).none, list: null };
  const cells = row.cells.map((cell, at) =>
    cell !== null && columns[at]?.unit === 'word' ? kindName(cell, language) : cell,
  );
  return { ...row, cells, label: by === 'kind' ? kindName(key, language) : (name ?? key), list: listOf(key) };
}

export const kpiRoutes = [list, figure, exported];
