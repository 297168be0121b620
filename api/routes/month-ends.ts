import { z } from 'zod';
import type { KpiName } from '../../contracts/kpi.js';
import { documentIds } from '../../contracts/ids.js';
import {
  Month,
  MonthEnd,
  MonthEndDetail,
  MonthEndInput,
  MonthEndReceipt,
  type MonthEndFigure,
} from '../../contracts/month-end.js';
import { pageOf } from '../../contracts/primitives.js';
import type { MonthEndMade, MonthEndRequest } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import { daysOfMonth, hasMonthEnded } from '../../domain/month-end.js';
import { companyToday } from '../../prisma/queries/company.js';
import { getMonthEnd, listMonthEnds, monthEndSorts, type KeptMonthEnd } from '../../prisma/queries/month-ends.js';
import { kpiRules } from '../../domain/kpis.js';
import { pathOf } from '../../domain/paths.js';
import { kindName, kpiWords } from '../../words/kpis.js';
import { MONTH_END_WORKFLOW, monthEndWorkflowId } from '../../workflows/ids.js';
import { makeMonthEnd } from '../../workflows/month-end-messages.js';
import type { ReadContext, Reply } from '../context.js';
import { askProcess } from '../process-command.js';
import { notFound, ProblemError, silent } from '../problem.js';
import { WORKBOOK, defineRoute } from '../route.js';
import { flag, isTrue, nowMs, ok, paging, sortOf, spoken } from './answers.js';
import { issuedFile } from './documents.js';

const list = defineRoute({
  method: 'get',
  path: '/v1/month-ends',
  permission: 'month-ends.list',
  summary: 'The month ends that are kept, every version, the last month first',
  description:
    'A schedule makes each month once it has ended, `MONTH_END_AT`; a version stands as it was made, whatever is recorded later.',
  tags: ['figures'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(monthEndSorts).optional(),
    month: Month.optional(),
    latest: flag.optional(),
  }),
  responses: { 200: pageOf(MonthEnd) },
  handler: async (ctx) => ok(await listMonthEnds(ctx.deps.prisma, { ...ctx.query, latest: isTrue(ctx.query.latest) })),
});

const Version = z.coerce.number().int().min(1).max(999_999);
const Place = z.strictObject({ month: Month, version: Version });
type Place = z.infer<typeof Place>;

/** @throws ProblemError 404 when this version is not kept */
async function kept({ deps }: Pick<ReadContext, 'deps'>, { month, version }: Place): Promise<KeptMonthEnd> {
  const found = await getMonthEnd(deps.prisma, month, version);
  if (found === null) throw notFound('month-end');
  return found;
}

const get = defineRoute({
  method: 'get',
  path: '/v1/month-ends/{month}/{version}',
  permission: 'month-ends.get',
  summary: 'One version of a month end with its figures, each beside what the version before said',
  tags: ['figures'],
  params: Place,
  responses: { 200: MonthEndDetail },
  async handler(ctx) {
    const { document, ...found } = await kept(ctx, ctx.params);
    const { month, version } = ctx.params;
    const earlier = version === 1 ? null : await getMonthEnd(ctx.deps.prisma, month, version - 1);
    const { from, to } = document;
    const figures = document.figures.map((figure) => toldFigure(figure, earlier, ctx));
    return spoken(ctx, { ...found, from, to, mails: [...found.mails], figures });
  },
});

const isTold = (name: string): name is KpiName => Object.hasOwn(kpiRules, name);

function toldFigure(
  figure: MonthEndFigure,
  earlier: KeptMonthEnd | null,
  { language }: ReadContext,
): MonthEndDetail['figures'][number] {
  const { name, currency, splits } = figure;
  const words = kpiWords(language);
  const { title, definition } = isTold(name) ? words.kpi[name] : { title: name, definition: '' };
  const before = earlier?.document.figures.find((each) => each.name === name && each.currency === currency);
  return {
    ...figure,
    title,
    definition,
    versionBefore: before === undefined ? null : { value: before.value },
    splits: splits.map(({ rows, ...split }) => ({
      ...split,
      rows: rows.map((row) => {
        if (row.key === null) return { ...row, label: words.none };
        return { ...row, label: split.by === 'kind' ? kindName(row.key, language) : (row.name ?? row.key) };
      }),
    })),
  };
}

const file = async (ctx: ReadContext<Place>, idOf: (month: string, version: number) => string): Promise<Reply> => {
  const { month, version } = ctx.params;
  await kept(ctx, ctx.params);
  return issuedFile(ctx.deps, idOf(month, version));
};

const document = defineRoute({
  method: 'get',
  path: '/v1/month-ends/{month}/{version}/document.pdf',
  permission: 'month-ends.document',
  summary: 'A month end, as PDF',
  tags: ['figures'],
  params: Place,
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  handler: (ctx) => file(ctx, documentIds.monthEnd),
});

const workbook = defineRoute({
  method: 'get',
  path: '/v1/month-ends/{month}/{version}/workbook.xlsx',
  permission: 'month-ends.workbook',
  summary: 'A month end, as XLSX: figures, splits and definitions',
  tags: ['figures'],
  params: Place,
  responses: { 200: WORKBOOK },
  problems: ['document-not-ready'],
  handler: (ctx) => file(ctx, documentIds.monthEndWorkbook),
});

const make = defineRoute({
  method: 'post',
  path: '/v1/month-ends',
  permission: 'month-ends.make',
  summary: 'Make a month once more, as its next version',
  description:
    'Its figures as they are known now, with PDF and workbook, mailed to the managers; the versions before stay. 422 for a ' +
    'month that has not ended.',
  tags: ['figures'],
  idempotent: true,
  body: MonthEndInput,
  responses: { 201: MonthEndReceipt },
  async handler(ctx) {
    const { month, reason } = ctx.body;
    if (!hasMonthEnded(month, await companyToday(ctx.deps.prisma, nowMs(ctx)))) throw notEnded(month);
    const made = await askProcess<MonthEndMade, MonthEndRequest>(ctx, {
      workflowId: null,
      update: makeMonthEnd,
      errand: {
        workflowId: monthEndWorkflowId(month),
        type: MONTH_END_WORKFLOW,
        about: `month end ${month}`,
        input: { schemaVersion: 1, month, scheduled: false },
      },
      args: () => ({ actor: ctx.actor, reason }),
      whenGone: () => Promise.resolve(silent('month-end')),
    });
    const place = { month: made.month, version: made.version };
    return { status: 201, body: place, headers: { Location: pathOf('/v1/month-ends', place.month, place.version) } };
  },
});

const notEnded = (month: string): ProblemError =>
  new ProblemError('invalid-request', said('month-not-ended', { month, day: daysOfMonth(month).to }), {
    field: 'month',
    remedy: said('name-ended-month'),
  });

export const monthEndRoutes = [list, get, document, workbook, make];
