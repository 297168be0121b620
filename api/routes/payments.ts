import type { UpdateDefinition } from '@temporalio/common';
import { z } from 'zod';
import { AllocationWish, LedgerReceipt, ReversalInput } from '../../contracts/account.js';
import type { AllocationTarget, LedgerResult } from '../../contracts/account.js';
import { AssignmentInput, Payment, PaymentInput } from '../../contracts/payment.js';
import { Uuid } from '../../contracts/primitives.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import { heldOrdersOf } from '../../prisma/commands/customers.js';
import { asBooked, asTaken, gaveBack, isMoneyBack } from '../../prisma/commands/payment-answers.js';
import { assignPayment, leaveToFinance, recordPayment, refuseAllocations } from '../../prisma/commands/payments.js';
import { nextAttempt } from '../../prisma/commands/idempotency.js';
import { getPayment } from '../../prisma/queries/payments.js';
import { allocatePayment, refundCredit, returnPayment, reverseAllocation } from '../../workflows/account-messages.js';
import type { Refusal } from '../../contracts/problems.js';
import { pathOf } from '../../domain/paths.js';
import type { WriteContext } from '../context.js';
import { updateIdOf } from '../idempotency.js';
import { isRefusal, notFound, ProblemError, refusalProblem } from '../problem.js';
import { defineRoute } from '../route.js';
import { postedOn } from './receipts.js';

const tags = ['payments'];
const PaymentParams = z.strictObject({ id: Uuid });

const receive = defineRoute({
  method: 'post',
  path: '/v1/payments',
  permission: 'payments.create',
  summary: 'Book a payment and let invoices take it',
  description:
    'The payment is booked first. It pays what `allocations` names, else the invoices that the remittance text names, and ' +
    'then what was claimed for them; what finds no taker stays unallocated, and the answer is still 201. `allocations` that ' +
    "name what is not the customer's, or a payment that `returns` more than came, are refused with 422 and the field: the " +
    'money is booked all the same, unallocated, and Location names the payment. Without a customer ' +
    'the money waits for finance to say whose it is. Below zero it went back: what the payment it `returns` had paid last is ' +
    'open again. With `refunds` it pays out what that credit note has left.',
  tags,
  idempotent: true,
  body: PaymentInput,
  responses: { 201: Payment },
  problems: [
    'customer-unknown',
    'currency-mismatch',
    'over-allocation',
    'over-return',
    'over-refund',
    'already-exists',
  ],
  async handler(ctx) {
    const { deps, body, actor, request } = ctx;
    accepted(body.allocations && refuseAllocations(body.allocations, body.amount, body.currency));
    const isOffered = body.allocations !== undefined || body.remittanceText !== undefined;
    const booked = await recordPayment(deps.prisma, {
      id: request.id,
      input: body,
      isOffered,
      actor,
      nowMs: deps.now().getTime(),
    });
    if (isRefusal(booked)) throw refusalProblem(booked);
    const payment = await offered(ctx, booked, body.allocations);
    return { status: 201, headers: { Location: pathOf('/v1/payments', payment.id) }, body: payment };
  },
});

const allocate = defineRoute({
  method: 'post',
  path: '/v1/payments/{id}/allocations',
  permission: 'payments.allocate',
  summary: 'Let invoices and claims take what a payment has left',
  description:
    'All in one transaction: what is named, or the invoices that the remittance text names (`by-remittance`), or what has ' +
    'been due longest (`oldest-first`). Each takes at most what is asked, what is open and what is left.',
  tags,
  idempotent: true,
  params: PaymentParams,
  body: AllocationWish,
  responses: { 200: LedgerReceipt },
  problems: ['over-allocation', 'payment-unassigned'],
  async handler(ctx) {
    const { body: wish, request, actor } = ctx;
    const payment = await paymentOf(ctx);
    if ('allocations' in wish && request.recorded === null)
      accepted(refuseAllocations(wish.allocations, payment.unallocated, payment.currency));
    return postedOn(ctx, customerOf(payment), allocatePayment, { actor, paymentId: payment.id, wish });
  },
});

const reverse = defineRoute({
  method: 'post',
  path: '/v1/payments/{id}/allocations/{allocation}/reversal',
  permission: 'payments.reverse',
  summary: 'Undo an allocation: what it had settled is open again, with its dunning',
  tags,
  idempotent: true,
  params: z.strictObject({ id: Uuid, allocation: z.coerce.number().int().min(1).max(999_999) }),
  body: ReversalInput,
  responses: { 200: LedgerReceipt },
  problems: ['allocation-reversed', 'payment-unassigned'],
  async handler(ctx) {
    const { actor, params, body } = ctx;
    const payment = await paymentOf(ctx);
    const args = { actor, paymentId: payment.id, allocation: params.allocation, reason: body.reason };
    return postedOn(ctx, customerOf(payment), reverseAllocation, args);
  },
});

const assign = defineRoute({
  method: 'post',
  path: '/v1/payments/{id}/assignment',
  permission: 'payments.assign',
  summary: 'Say whose money it is that came from nobody known',
  description:
    'From here on it is on the account of the customer, and pays the invoices that its remittance text names.',
  tags,
  idempotent: true,
  params: PaymentParams,
  body: AssignmentInput,
  responses: { 200: Payment },
  problems: ['customer-unknown', 'currency-mismatch', 'payment-assigned'],
  async handler(ctx) {
    const assigned = await assignPayment(ctx.deps.prisma, { id: ctx.params.id, input: ctx.body, actor: ctx.actor });
    if (assigned === null) throw notFound('payment');
    if (isRefusal(assigned)) throw refusalProblem(assigned);
    return { status: 200, body: await offered(ctx, assigned) };
  },
});

/** @throws ProblemError when it was refused */
function accepted(refusal: Refusal | null | undefined): void {
  if (refusal) throw refusalProblem(refusal);
}

async function paymentOf({ deps, params, onlySalesperson }: WriteContext<{ id: string }>): Promise<Payment> {
  const payment = await getPayment(deps.prisma, params.id, { salesperson: onlySalesperson });
  if (!payment) throw notFound('payment');
  return payment;
}

function customerOf({ customer, reference }: Payment): string {
  if (customer !== null) return customer;
  throw new ProblemError('payment-unassigned', said('payer-unknown', { payment: reference }));
}

/**
 * Offers the payment, as it was booked, to its customer's account, and tells it with what was taken: what the first answer
 * to a request told is told again. What the remittance text names and cannot be paid leaves it unallocated; what the
 * caller names is refused, and the money kept.
 */
async function offered(
  ctx: WriteContext,
  payment: Payment,
  allocations?: readonly AllocationTarget[],
): Promise<Payment> {
  if (!ctx.request.fresh) ctx.markReplayed();
  const booked = asBooked(payment);
  const { id: paymentId, customer } = booked;
  if (customer === null) return booked;
  const { actor } = ctx;
  if (isMoneyBack(booked)) {
    const asked = booked.refunds === null ? returnPayment : refundCredit;
    if (booked.returns === null && booked.refunds === null) return booked;
    const back = await posted(ctx, customer, asked, { actor, paymentId });
    if (isRefusal(back)) throw await keptApart(ctx, booked, back);
    return booked.refunds === null ? gaveBack(booked) : asTaken(booked, back);
  }
  const wish = wishOf(booked, allocations);
  if (wish === null) {
    await wakeHeld(ctx, customer);
    return booked;
  }
  const taken = await posted(ctx, customer, allocatePayment, { actor, paymentId, wish });
  if (!isRefusal(taken)) return asTaken(booked, taken);
  if (allocations !== undefined) throw await keptApart(ctx, booked, taken);
  return booked;
}

/**
 * The money came, whatever was wrong with what it was to pay: it is booked, unallocated, finance is asked, and the answer
 * says both. The same request again is judged again, and books nothing twice.
 */
async function keptApart(ctx: WriteContext, booked: Payment, refusal: Refusal): Promise<ProblemError> {
  const { deps, request } = ctx;
  await nextAttempt(deps.prisma, request.id, request.attempt);
  await leaveToFinance(deps.prisma, booked);
  if (booked.customer !== null) await wakeHeld(ctx, booked.customer);
  const { code, said: why, field = 'allocations' } = refusal;
  const path = pathOf('/v1/payments', booked.id);
  return new ProblemError(code, said('money-booked-not-allocated', { refusal: why, id: booked.id }), {
    field,
    remedy: isMoneyBack(booked) ? said('read-both-payments') : said('say-what-it-pays', { path }),
    headers: { Location: path },
  });
}

/** What the payer, or finance, wants; else what the payer's text names. */
function wishOf({ remittanceText }: Payment, allocations?: readonly AllocationTarget[]): AllocationWish | null {
  if (allocations !== undefined) return { allocations: [...allocations] };
  return remittanceText === null ? null : { order: 'by-remittance' };
}

/** What the account posted at this request, now or the first time, or why it refused. */
async function posted<A>(
  { deps, request }: WriteContext,
  customer: string,
  update: UpdateDefinition<Answer<LedgerResult>, [A]>,
  args: A,
): Promise<Answer<LedgerResult>> {
  if (request.recorded !== null) return request.recorded as LedgerResult;
  return deps.processes.updateAccount(customer, { update, args, updateId: updateIdOf(request) });
}

/** Money that no invoice has taken gives room too: held orders that fit now ask for credit again. */
async function wakeHeld({ deps }: WriteContext, customer: string): Promise<void> {
  await deps.processes.notifyOrders(await heldOrdersOf(deps.prisma, customer), 'creditFreed');
}

export const paymentRoutes = [receive, allocate, reverse, assign];
