import { z } from 'zod';
import type { AllocationWish } from '../../contracts/account.js';
import { AllocationInput, Payment, PaymentInput, type Payment as PaymentRecord } from '../../contracts/payment.js';
import { Uuid } from '../../contracts/primitives.js';
import { keepAnswer, nextAttempt } from '../../prisma/commands/idempotency.js';
import { heldOrdersOf } from '../../prisma/commands/customers.js';
import { recordPayment } from '../../prisma/commands/payments.js';
import { misfit } from '../../prisma/commands/refusals.js';
import { exceed, invoicesOf } from '../../prisma/queries/allocations.js';
import type { Allocation } from '../../prisma/queries/allocations.js';
import { getPayment } from '../../prisma/queries/payments.js';
import { allocatePayment } from '../../workflows/account-messages.js';
import type { Reply, WriteContext } from '../context.js';
import { updateIdOf } from '../idempotency.js';
import { isRefusal, notFound, ProblemError, refusalProblem } from '../problem.js';
import { defineRoute } from '../route.js';

const receive = defineRoute({
  method: 'post',
  path: '/v1/payments',
  permission: 'payments.create',
  summary: 'Book a payment and let invoices take it',
  description:
    'The payment is booked first. It pays the invoices of `allocations`, else those that the remittance text names; ' +
    'what finds no taker stays unallocated, and the answer is still 201.',
  tags: ['payments'],
  idempotent: true,
  body: PaymentInput,
  responses: { 201: Payment },
  problems: ['customer-unknown', 'currency-mismatch', 'over-allocation', 'already-exists'],
  async handler(ctx) {
    const { deps, body, actor, request } = ctx;
    if (request.kept) {
      // The first answer may have been kept and lost before the orders were told.
      await wakeHeld(ctx, body.customer);
      return repeated(ctx, request.kept);
    }
    if (body.allocations && exceed(body.allocations, body.amount)) throw tooMuch(body.amount);
    refuseFiner(body.allocations ?? [], body.currency);
    const payment = await recordPayment(deps.prisma, { id: request.id, input: body, actor });
    if (isRefusal(payment)) throw refusalProblem(payment);
    const wish = wishOf(body);
    if (wish !== null) await offer(ctx, body.customer, payment.id, wish);
    const reply = await kept(ctx, { status: 201, headers: { Location: `/v1/payments/${payment.id}` } }, payment.id);
    if (/[1-9]/.test(reply.body.unallocated)) await wakeHeld(ctx, body.customer);
    return reply;
  },
});

const allocate = defineRoute({
  method: 'post',
  path: '/v1/payments/{id}/allocations',
  permission: 'payments.allocate',
  summary: 'Let invoices take what a payment has left',
  tags: ['payments'],
  idempotent: true,
  params: z.strictObject({ id: Uuid }),
  body: AllocationInput,
  responses: { 200: Payment },
  problems: ['over-allocation'],
  async handler(ctx) {
    const { deps, body, params, request } = ctx;
    if (request.kept) return repeated(ctx, request.kept);
    const payment = await getPayment(deps.prisma, params.id, { salesperson: ctx.onlySalesperson });
    if (!payment) throw notFound('payment');
    refuseFiner(body.allocations, payment.currency);
    await refuseStrangers(ctx, payment.customer ?? '', body.allocations);
    // A repeat may have allocated part of it already: each invoice tells what it took the first time.
    if (request.fresh && exceed(body.allocations, payment.unallocated)) throw tooMuch(payment.unallocated);
    const answer = await offer(ctx, payment.customer ?? '', payment.id, { allocations: body.allocations });
    if (isRefusal(answer)) {
      await nextAttempt(deps.prisma, request.id, request.attempt);
      throw refusalProblem(answer);
    }
    return kept(ctx, { status: 200 }, payment.id);
  },
});

const tooMuch = (available: string): ProblemError =>
  new ProblemError('over-allocation', `There is ${available} to allocate.`, {
    field: 'allocations',
    remedy: 'Allocate no more than that; what is left stays with the payment.',
  });

/** @throws ProblemError 422 for an allocation with more decimals than the currency has */
function refuseFiner(allocations: readonly Allocation[], currency: string): void {
  for (const [index, { amount }] of allocations.entries()) {
    const unfit = misfit(`allocations.${index}.amount`, amount, currency);
    if (unfit) throw refusalProblem(unfit);
  }
}

/** @throws ProblemError 422 before any money moves, when an invoice is of somebody else or of nobody */
async function refuseStrangers({ deps }: WriteContext, customer: string, allocations: readonly Allocation[]) {
  const invoices = allocations.map(({ invoice }) => invoice);
  const own = await invoicesOf(deps.prisma, customer, invoices);
  const index = invoices.findIndex((invoice) => !own.has(invoice));
  if (index < 0) return;
  throw new ProblemError('invalid-request', `${invoices[index] ?? ''} is no invoice of ${customer}.`, {
    field: `allocations.${index}.invoice`,
    remedy: "Allocate a payment to the same customer's invoices; nothing was allocated.",
  });
}

/** Money that no invoice has taken gives room too: held orders that fit now ask for credit again. */
async function wakeHeld({ deps }: WriteContext, customer: string): Promise<void> {
  await deps.processes.notifyOrders(await heldOrdersOf(deps.prisma, customer), 'creditFreed');
}

/** What the payer, or finance, wants; else what the payer's text names. */
function wishOf({ allocations, remittanceText }: PaymentInput): AllocationWish | null {
  if (allocations !== undefined) return { allocations };
  return remittanceText === undefined ? null : { order: 'by-remittance' };
}

/** Offers the payment to the customer's account: one request, and one transaction, for every invoice of it. */
function offer({ deps, actor, request }: WriteContext, customer: string, paymentId: string, wish: AllocationWish) {
  return deps.processes.updateAccount(customer, {
    update: allocatePayment,
    args: { actor, paymentId, wish },
    updateId: updateIdOf(request),
  });
}

/** The payment as it now is, kept as the answer of this key. */
async function kept(
  ctx: WriteContext,
  reply: Omit<Reply, 'body'>,
  paymentId: string,
): Promise<Reply & { readonly body: PaymentRecord }> {
  const { prisma } = ctx.deps;
  const body = await getPayment(prisma, paymentId, { salesperson: ctx.onlySalesperson });
  if (!body) throw new Error(`The payment ${paymentId} is booked and cannot be read.`);
  const answer = { ...reply, body };
  await keepAnswer(prisma, ctx.request.id, answer);
  return answer;
}

function repeated(ctx: WriteContext, answer: Reply): Reply {
  ctx.markReplayed();
  return answer;
}

export const paymentRoutes = [receive, allocate];
