import { z } from 'zod';
import {
  KpiFigure,
  KpiList,
  kpiNames,
  KpiQuery,
  type KpiDefinition,
  type KpiDimension,
  type KpiName,
  type KpiRow,
} from '../../contracts/kpi.js';
import { Line } from '../../contracts/primitives.js';
import type { Language } from '../../contracts/vocabulary.js';
import { kpiRule, periodAsked, upTo, type Period } from '../../domain/kpis.js';
import { companyToday, getCompany } from '../../prisma/queries/company.js';
import { readFigure, type FigureRowRecord } from '../../prisma/queries/kpis/figure.js';
import { kindName, kpiWords } from '../../words/kpis.js';
import type { Principal } from '../context.js';
import { mayUse } from '../permissions.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { nowMs, scopeOf, spoken } from './answers.js';

/** A figure of money, or of quotes, is for who may read the invoices, payments or quotes that it is made of. */
const maySee = (principal: Principal, name: KpiName): boolean => {
  const { right } = kpiRule(name);
  return right === null || mayUse(principal, right);
};

function definitionOf(name: KpiName, language: Language): KpiDefinition {
  const { group, unit, good, over, dimensions } = kpiRule(name);
  return { name, group, unit, good, over, dimensions: [...dimensions], ...kpiWords(language).kpi[name] };
}

const list = defineRoute({
  method: 'get',
  path: '/v1/kpis',
  permission: 'kpis.list',
  summary: 'The figures that the caller may read, with what each counts, in words',
  tags: ['figures'],
  responses: { 200: KpiList },
  handler(ctx) {
    const names = kpiNames.filter((name) => maySee(ctx.principal, name));
    return Promise.resolve(spoken(ctx, { items: names.map((name) => definitionOf(name, ctx.language)) }));
  },
});

/**
 * What stands at the end of a day is told up to today.
 * @throws ProblemError when the days are in the wrong order, or too many
 */
function periodOf(name: KpiName, query: KpiQuery, today: string): Period {
  const period = periodAsked(query, today);
  if (typeof period === 'object') return kpiRule(name).over === 'day' ? upTo(today, period) : period;
  const [detail, remedy] =
    period === 'backwards'
      ? ['The period begins after its end.', 'Give the first day in from and the last one in to.']
      : ['The period is longer than ten years.', 'Ask for ten years at most.'];
  throw new ProblemError('invalid-request', detail, { field: 'from', remedy });
}

function refuseSplit(name: KpiName, by: KpiDimension | undefined): void {
  const { dimensions } = kpiRule(name);
  if (by === undefined || dimensions.includes(by)) return;
  throw new ProblemError('invalid-request', `${name} is not split by ${by}.`, {
    field: 'by',
    remedy: dimensions.length === 0 ? 'Leave it out.' : `It is split by ${dimensions.join(', ')}.`,
  });
}

const figure = defineRoute({
  method: 'get',
  path: '/v1/kpis/{name}',
  permission: 'kpis.get',
  summary: 'One figure over a period, beside the period before and the same a year before',
  description:
    'The current month unless `from` and `to` say otherwise; a figure `over: day` is as of the end of `to`. `by` splits it, at ' +
    'most 200 rows by `order`. Amounts are of one currency, the company’s own unless told. A salesperson reads what is of ' +
    'their own customers.',
  tags: ['figures'],
  params: z.strictObject({ name: Line(60) }),
  query: KpiQuery,
  responses: { 200: KpiFigure },
  async handler(ctx) {
    const { deps, language, query } = ctx;
    const name = kpiNames.find((known) => known === ctx.params.name);
    if (name === undefined) throw notFound('figure');
    if (!maySee(ctx.principal, name))
      throw new ProblemError('forbidden', `The role ${ctx.principal.role} does not read this figure.`);
    refuseSplit(name, query.by);
    const company = await getCompany(deps.prisma);
    const period = periodOf(name, query, await companyToday(deps.prisma, nowMs(ctx)));
    const currency = query.currency ?? company.currency;
    const by = query.by ?? null;
    const request = {
      name,
      period,
      by,
      order: query.order ?? 'value',
      currency,
      zone: company.zone,
      customer: query.customer ?? null,
    };
    const { rows, ...told } = await readFigure(deps.prisma, request, scopeOf(ctx));
    const rule = kpiRule(name);
    return spoken(ctx, {
      ...definitionOf(name, language),
      ...period,
      ...told,
      currency: rule.unit === 'amount' ? currency : null,
      by,
      rows: rows.map((row) => rowOf(row, { by, language, list: (key) => rule.list({ ...period, by, key }) })),
      list: rule.list({ ...period, by: null, key: null }),
    });
  },
});

type Telling = {
  readonly by: KpiDimension | null;
  readonly language: Language;
  readonly list: (key: string) => string | null;
};

function rowOf({ name, ...row }: FigureRowRecord, { by, language, list: listOf }: Telling): KpiRow {
  const { key } = row;
  if (key === null) return { ...row, label: kpiWords(language).none, list: null };
  return { ...row, label: by === 'kind' ? kindName(key, language) : (name ?? key), list: listOf(key) };
}

export const kpiRoutes = [list, figure];
