import type { UpdateDefinition } from '@temporalio/common';
import type { Answer } from '../contracts/process.js';
import { said } from '../contracts/said.js';
import { nextAttempt, recordedResult } from '../prisma/commands/idempotency.js';
import { isOrderVisible } from '../prisma/queries/orders.js';
import type { ReadContext, WriteContext } from './context.js';
import { updateIdOf } from './idempotency.js';
import type { Errand, Gone, UpdateCall } from './temporal.js';
import { isRefusal, notFound, ProblemError, refusalProblem } from './problem.js';
import { shownRefusal } from './shown.js';

export type ProcessCommand<R, A> = {
  /** Null: only its errand serves the request. */
  readonly workflowId: string | null;
  readonly update: UpdateDefinition<Answer<R>, [A]>;
  /** Made only when the process is asked; may refuse. */
  readonly args: () => A | Promise<A>;
  /** What serves the request where the process has ended. */
  readonly errand?: Errand & { readonly workflowId: string };
  /** What to say when no run can take the update. */
  readonly whenGone: () => Promise<ProblemError>;
};

/**
 * Asks a running process and answers what it recorded. A repeat of the key asks again under the same update id: Temporal
 * gives the first answer, and a process that lost the request with its machine takes over what PostgreSQL has of it. A
 * process that has ended is answered for by its errand, if there is one, or by the record. A refusal is not kept, and judged again when the key comes again.
 */
export async function askProcess<R extends { readonly kind: string }, A>(
  ctx: WriteContext,
  command: ProcessCommand<R, A>,
): Promise<R> {
  const { deps, request } = ctx;
  const { update } = command;
  const args = await command.args();
  const answer = await put<R, A>(ctx, command, { update, args, updateId: updateIdOf(request) });
  if (isRefusal(answer)) {
    await nextAttempt(deps.prisma, request.id, request.attempt);
    throw refusalProblem(shownRefusal(ctx.principal, answer));
  }
  if (isGone(answer)) {
    const recorded = await recordedBefore<R>(ctx);
    if (recorded === null) throw await command.whenGone();
    return recorded;
  }
  if (request.recorded !== null || (!request.fresh && request.attempt === 1)) ctx.markReplayed();
  return answer;
}

/**
 * Asks a customer's account, which is started where it rests. A repeat of the key finds the first answer: Temporal knows it
 * by the update's id, and a run that does not, by what PostgreSQL has of the request.
 */
export async function askAccount<R extends { readonly kind: string }, A>(
  ctx: WriteContext,
  customer: string,
  { update, args }: { readonly update: UpdateDefinition<Answer<R>, [A]>; readonly args: A },
): Promise<R> {
  const { deps, request } = ctx;
  const answer = await deps.processes.updateAccount<R, A>(customer, { update, args, updateId: updateIdOf(request) });
  if (isRefusal(answer)) {
    await nextAttempt(deps.prisma, request.id, request.attempt);
    throw refusalProblem(answer);
  }
  if (request.recorded !== null || (!request.fresh && request.attempt === 1)) ctx.markReplayed();
  return answer;
}

/** Puts the request to the process, and where that has ended to the errand. */
async function put<R extends { readonly kind: string }, A>(
  { deps: { processes } }: WriteContext,
  { workflowId, errand }: ProcessCommand<R, A>,
  call: Omit<UpdateCall<R, A>, 'workflowId'>,
): Promise<Answer<R> | Gone> {
  const answer: Answer<R> | Gone =
    workflowId === null ? { kind: 'gone' } : await processes.update<R, A>({ ...call, workflowId });
  if (errand === undefined || !isGone(answer)) return answer;
  return processes.updateErrand<R, A>({ ...call, workflowId: errand.workflowId }, errand);
}

const isGone = (answer: { readonly kind: string }): answer is Gone => answer.kind === 'gone';

/** What a process has recorded for this very request, marked as a repeat; null: nothing. */
export async function recordedBefore<R>(ctx: WriteContext): Promise<R | null> {
  const recorded = ctx.request.recorded ?? (await recordedResult(ctx.deps.prisma, ctx.request.id));
  if (recorded !== null) ctx.markReplayed();
  // The step of a request holds the result of the one update that this request can send.
  return recorded as R | null;
}

/** @throws ProblemError 404 when the order is of somebody else's customer; costs nothing for those who see all */
export async function requireOrder(ctx: ReadContext, orderNumber: string): Promise<void> {
  if (ctx.onlySalesperson === null) return;
  const scope = { salesperson: ctx.onlySalesperson };
  if (!(await isOrderVisible(ctx.deps.prisma, orderNumber, scope))) throw notFound('order');
}

/** No run of an order takes updates: it is closed, or there never was one. */
export async function orderGone(ctx: ReadContext, orderNumber: string): Promise<ProblemError> {
  const exists = await isOrderVisible(ctx.deps.prisma, orderNumber, { salesperson: ctx.onlySalesperson });
  return exists ? new ProblemError('order-closed', said('order-closed', { order: orderNumber })) : notFound('order');
}
