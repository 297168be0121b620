import { z } from 'zod';
import {
  DunningAgendaItem,
  DunningHoldInput,
  DunningHoldLiftInput,
  DunningHoldRecord,
  DunningResolutionInput,
  DunningRun,
} from '../../contracts/dunning.js';
import { receivablePartPattern } from '../../contracts/ids.js';
import { CustomerNumber, Uuid, pageOf } from '../../contracts/primitives.js';
import type {
  DunningResolutionRequest,
  DunningResolutionResult,
  HoldResult,
  LiftHold,
  PlaceHold,
} from '../../contracts/process.js';
import { dunningLevels } from '../../contracts/vocabulary.js';
import { refuseHoldEnd } from '../../prisma/commands/holds.js';
import { getCustomer } from '../../prisma/queries/customers.js';
import { listAgenda } from '../../prisma/queries/dunning-agenda.js';
import { getDunningStep, listDunningRuns, listHolds, type DunningRunRecord } from '../../prisma/queries/dunning.js';
import { liftHold, placeHold, resolveLetter } from '../../workflows/account-messages.js';
import type { ReadContext, WriteContext } from '../context.js';
import { askAccount } from '../process-command.js';
import { isRefusal, notFound, refusalProblem } from '../problem.js';
import { wordsOf } from '../../words/index.js';
import { defineRoute } from '../route.js';
import { nowMs, ok, paging, scopeOf, spoken } from './answers.js';

const StepId = z
  .string()
  .regex(
    receivablePartPattern(dunningLevels),
    'must be a dunning step: an invoice number, the number of its instalment and the level, joined by colons, such as "FA-2026-000017:1:level-2"',
  );

const DunningResolutionReceipt = z
  .strictObject({ id: StepId, resolution: DunningResolutionInput.shape.resolution })
  .meta({ id: 'DunningResolutionReceipt' });

/** Each customer on a page has its dunning planned anew. */
const AGENDA_ROWS = 50;

const agenda = defineRoute({
  method: 'get',
  path: '/v1/dunning-agenda',
  permission: 'dunning-agenda.list',
  summary: 'Overdue invoices with the reminder that is due on each, and why it does not leave',
  description: 'What is due first before the others, at most 50 at once; planned by the rules and the policy of now.',
  tags: ['dunning'],
  query: z.strictObject({
    ...paging,
    customer: CustomerNumber.optional(),
  }),
  responses: { 200: pageOf(DunningAgendaItem) },
  async handler(ctx) {
    const asked = { ...ctx.query, limit: Math.min(ctx.query.limit ?? AGENDA_ROWS, AGENDA_ROWS) };
    const page = await listAgenda(ctx.deps.prisma, asked, scopeOf(ctx), nowMs(ctx));
    if (isRefusal(page)) throw refusalProblem(page);
    const { leftOut } = wordsOf(ctx.language);
    const items = page.items.map((item) => ({
      ...item,
      leftOut: item.leftOut && { reason: item.leftOut, sentence: leftOut[item.leftOut] },
    }));
    return spoken(ctx, { ...page, items });
  },
});

const resolve = defineRoute({
  method: 'post',
  path: '/v1/dunning-steps/{id}/resolution',
  permission: 'dunning-steps.resolve',
  summary: 'Say what became of a dunning letter whose mail is UNKNOWN or FAILED',
  tags: ['dunning'],
  idempotent: true,
  params: z.strictObject({ id: StepId }),
  body: DunningResolutionInput,
  responses: { 200: DunningResolutionReceipt },
  problems: ['step-resolved'],
  async handler(ctx) {
    const { id } = ctx.params;
    const step = await getDunningStep(ctx.deps.prisma, id, { salesperson: ctx.onlySalesperson });
    if (!step) throw notFound('dunning-step');
    await askAccount<DunningResolutionResult, DunningResolutionRequest>(ctx, step.customer, {
      update: resolveLetter,
      args: { actor: ctx.actor, step: id, ...ctx.body },
    });
    return { status: 200, body: { id, resolution: ctx.body.resolution } };
  },
});

const tags = ['dunning'];
const OfCustomer = z.strictObject({ number: CustomerNumber });
const HoldReceipt = z.strictObject({ id: Uuid, status: z.enum(['held', 'lifted']) }).meta({ id: 'DunningHoldReceipt' });

const holds = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/dunning-holds',
  permission: 'dunning-holds.list',
  summary: 'What holds the dunning of a customer, and what held it',
  tags,
  params: OfCustomer,
  query: z.strictObject(paging),
  responses: { 200: pageOf(DunningHoldRecord) },
  async handler(ctx) {
    const { number } = ctx.params;
    await requireCustomer(ctx, number);
    return ok(await listHolds(ctx.deps.prisma, number, ctx.query, scopeOf(ctx)));
  },
});

const runs = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/dunning-runs',
  permission: 'dunning-runs.list',
  summary: 'Why a customer was written to about this and not about that, day by day',
  description:
    'Each day of the dunning on which something happened, newest first: what reached a level, by which letter it went, what ' +
    'was left out and why, and the money that lay unallocated.',
  tags,
  params: OfCustomer,
  query: z.strictObject(paging),
  responses: { 200: pageOf(DunningRun) },
  async handler(ctx) {
    const { number } = ctx.params;
    await requireCustomer(ctx, number);
    const page = await listDunningRuns(ctx.deps.prisma, number, ctx.query, scopeOf(ctx));
    if (isRefusal(page)) throw refusalProblem(page);
    const { leftOut } = wordsOf(ctx.language);
    const tell = (run: DunningRunRecord): DunningRun => ({
      ...run,
      leftOut: run.leftOut.map((item) => ({ ...item, sentence: leftOut[item.reason] })),
    });
    return spoken(ctx, { ...page, items: page.items.map(tell) });
  },
});

const hold = defineRoute({
  method: 'post',
  path: '/v1/customers/{number}/dunning-holds',
  permission: 'dunning-holds.place',
  summary: 'Hold the dunning of an invoice, or of everything, with a reason and a last day',
  tags,
  idempotent: true,
  params: OfCustomer,
  body: DunningHoldInput,
  responses: { 201: HoldReceipt },
  async handler(ctx) {
    const { number } = ctx.params;
    await requireCustomer(ctx, number);
    await requireDayToCome(ctx);
    const args = { actor: ctx.actor, ...ctx.body };
    const { id, kind } = await askAccount<HoldResult, PlaceHold>(ctx, number, { update: placeHold, args });
    return { status: 201, body: { id, status: kind } };
  },
});

const lift = defineRoute({
  method: 'post',
  path: '/v1/customers/{number}/dunning-holds/{id}/lift',
  permission: 'dunning-holds.lift',
  summary: 'Let the dunning go on',
  tags,
  idempotent: true,
  params: OfCustomer.extend({ id: Uuid }),
  body: DunningHoldLiftInput,
  responses: { 200: HoldReceipt },
  problems: ['step-resolved'],
  async handler(ctx) {
    const { number, id: held } = ctx.params;
    await requireCustomer(ctx, number);
    const args = { actor: ctx.actor, hold: held, ...ctx.body };
    const { id, kind } = await askAccount<HoldResult, LiftHold>(ctx, number, { update: liftHold, args });
    return { status: 200, body: { id, status: kind } };
  },
});

/** @throws ProblemError 422 for a hold that would be over already, or never */
async function requireDayToCome({
  deps,
  body,
}: WriteContext<unknown, unknown, z.infer<typeof DunningHoldInput>>): Promise<void> {
  if (body.until === undefined) return;
  const misdated = await refuseHoldEnd(deps.prisma, body.until, deps.now().getTime());
  if (misdated) throw refusalProblem(misdated);
}

/** @throws ProblemError 404 when there is no such customer for this caller; its account would be started for nothing */
async function requireCustomer({ deps, onlySalesperson }: ReadContext, number: string): Promise<void> {
  if ((await getCustomer(deps.prisma, number, { salesperson: onlySalesperson })) === null) throw notFound('customer');
}

export const dunningRoutes = [agenda, resolve, runs, holds, hold, lift];
