import { z } from 'zod';
import { BillingPreviewItem, BillingRun, BillingRunInput, BillingRunReceipt } from '../../contracts/billing.js';
import { CustomerNumber, LocalDate, pageOf } from '../../contracts/primitives.js';
import type { BillingBegun, BillingInput, BillingRequest } from '../../contracts/process.js';
import { pathOf } from '../../domain/paths.js';
import {
  billingPreviewSorts,
  billingRunSorts,
  getBillingRun,
  listBillingRuns,
  previewBilling,
  refuseBilling,
  type BillingRunRecord,
} from '../../prisma/queries/billing.js';
import { BILLING_WORKFLOW, billingWorkflowId } from '../../workflows/ids.js';
import { beginBilling } from '../../workflows/billing-messages.js';
import type { ReadContext } from '../context.js';
import { askProcess } from '../process-command.js';
import { isRefusal, notFound, refusalProblem, silent } from '../problem.js';
import { defineRoute } from '../route.js';
import { nowMs, ok, paging, sortOf, temporalUrlOf } from './answers.js';

const tags = ['invoices'];

const shown = ({ deps }: Pick<ReadContext, 'deps'>, run: BillingRunRecord): BillingRun => ({
  ...run,
  workflowId: run.id,
  temporalUrl: temporalUrlOf(deps, run.id),
});

const list = defineRoute({
  method: 'get',
  path: '/v1/billing-runs',
  permission: 'billing-runs.list',
  summary: 'Runs that billed what customers have had together, the last one first',
  description:
    'A schedule begins one each evening, `BILLING_AT`, for the periods that end with the day; others are begun by hand. ' +
    '`done` of `customers` have been looked at.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(billingRunSorts).optional(),
    customer: CustomerNumber.optional(),
  }),
  responses: { 200: pageOf(BillingRun) },
  async handler(ctx) {
    const page = await listBillingRuns(ctx.deps.prisma, ctx.query);
    return ok(isRefusal(page) ? page : { ...page, items: page.items.map((run) => shown(ctx, run)) });
  },
});

const get = defineRoute({
  method: 'get',
  path: '/v1/billing-runs/{id}',
  permission: 'billing-runs.get',
  summary: 'A billing run, and how far it is',
  tags,
  params: z.strictObject({ id: z.string().min(1).max(120) }),
  responses: { 200: BillingRun },
  async handler(ctx) {
    const run = await getBillingRun(ctx.deps.prisma, ctx.params.id);
    if (run === null) throw notFound('billing-run');
    return ok(shown(ctx, run));
  },
});

const preview = defineRoute({
  method: 'get',
  path: '/v1/billing-previews',
  permission: 'billing-runs.preview',
  summary: 'What a billing run by hand up to a day would bill, and keeps nothing',
  description:
    'By customer and currency: orders, deliveries and the net of their goods, before VAT and freight. Of orders that are billed ' +
    'as a whole, those that are not complete.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(billingPreviewSorts).optional(),
    upTo: LocalDate,
    customer: CustomerNumber.optional(),
  }),
  responses: { 200: pageOf(BillingPreviewItem) },
  handler: async (ctx) => ok(await previewBilling(ctx.deps.prisma, ctx.query)),
});

const begin = defineRoute({
  method: 'post',
  path: '/v1/billing-runs',
  permission: 'billing-runs.begin',
  summary: 'Bill what left up to a day and waits for a run',
  description:
    'Of one customer or of all whose rule is by period or by order, whether or not a period has ended. The answer comes once ' +
    'the run is on record; its invoices follow. A delivery goes on one invoice, however many runs there are.',
  tags,
  idempotent: true,
  body: BillingRunInput,
  responses: { 201: BillingRunReceipt },
  async handler(ctx) {
    const { upTo, customer } = ctx.body;
    const wrong = await refuseBilling(ctx.deps.prisma, upTo, nowMs(ctx));
    if (wrong !== null) throw refusalProblem(wrong);
    const input: BillingInput = { schemaVersion: 1, from: 'request', after: null, done: 0, invoices: 0 };
    const { id } = await askProcess<BillingBegun, BillingRequest>(ctx, {
      workflowId: null,
      update: beginBilling,
      errand: {
        workflowId: billingWorkflowId(ctx.request.id),
        type: BILLING_WORKFLOW,
        about: `billing up to ${upTo}`,
        input,
      },
      args: () => ({ actor: ctx.actor, upTo, customer: customer ?? null }),
      whenGone: () => Promise.resolve(silent('billing-run')),
    });
    return { status: 201, body: { id }, headers: { Location: pathOf('/v1/billing-runs', id) } };
  },
});

export const billingRunRoutes = [list, get, preview, begin];
