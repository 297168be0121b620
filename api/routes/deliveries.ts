import { z } from 'zod';
import {
  ArrivalInput,
  Delivery,
  DeliveryInput,
  DeliveryReceipt,
  DeliveryReleaseInput,
  ProofCorrectionInput,
  ProofInput,
} from '../../contracts/delivery.js';
import { OrderReceipt } from '../../contracts/order.js';
import { DeliveryNumber, OrderNumber } from '../../contracts/primitives.js';
import type {
  DeliveryReleaseRequest,
  DeliveryRequest,
  DeliveryResult,
  OrderResult,
  ProofRequest,
  ProofResult,
} from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import { pathOf } from '../../domain/paths.js';
import { correctProof, recordArrival, refuseSignature } from '../../prisma/commands/deliveries.js';
import { complaintSources } from '../../contracts/ids.js';
import { recordedResult } from '../../prisma/commands/idempotency.js';
import { complaintFrom } from '../../prisma/queries/complaints.js';
import { getDelivery } from '../../prisma/queries/deliveries.js';
import { PROOF_WORKFLOW, orderWorkflowId, proofWorkflowId } from '../../workflows/ids.js';
import { deliverOrder, proveDelivery, releaseDeliveries } from '../../workflows/order-messages.js';
import type { WriteContext } from '../context.js';
import { askProcess, orderGone } from '../process-command.js';
import { notFound, ProblemError, refusalProblem, silent } from '../problem.js';
import { defineRoute } from '../route.js';
import { changed, nowMs, scopeOf } from './answers.js';

const deliver = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/deliveries',
  permission: 'orders.deliver',
  summary: 'Deliver what is allocated, whole or in part',
  description: 'Answers with the number of the delivery note; the rest of the order stays as backorder.',
  tags: ['deliveries'],
  idempotent: true,
  params: z.strictObject({ number: OrderNumber }),
  body: DeliveryInput,
  responses: { 201: DeliveryReceipt },
  problems: [
    'line-unknown',
    'over-delivery',
    'not-allocated',
    'credit-stopped',
    'deposit-unpaid',
    'order-closed',
    'order-not-ready',
  ],
  async handler(ctx) {
    const order = ctx.params.number;
    const { number, departedOn } = await askProcess<DeliveryResult, DeliveryRequest>(ctx, {
      workflowId: orderWorkflowId(order),
      update: deliverOrder,
      args: () => ({ actor: ctx.actor, ...ctx.body }),
      whenGone: () => orderGone(ctx, order),
    });
    return {
      status: 201,
      body: { number, order, departedOn },
      headers: { Location: pathOf('/v1/deliveries', number) },
    };
  },
});

const release = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/delivery-releases',
  permission: 'orders.release-deliveries',
  summary: 'Let an order go on that a credit stop holds',
  description:
    'Its deliveries and its part of what is in stock, for as long as that stop stands. Four eyes: neither who entered the ' +
    'order nor who last amended it releases it.',
  tags: ['deliveries'],
  idempotent: true,
  params: z.strictObject({ number: OrderNumber }),
  body: DeliveryReleaseInput,
  responses: { 200: OrderReceipt },
  problems: ['four-eyes', 'order-closed', 'order-not-ready'],
  async handler(ctx) {
    const order = ctx.params.number;
    const { number, stage } = await askProcess<OrderResult, DeliveryReleaseRequest>(ctx, {
      workflowId: orderWorkflowId(order),
      update: releaseDeliveries,
      args: () => ({ actor: ctx.actor, ...ctx.body }),
      whenGone: () => orderGone(ctx, order),
    });
    return { status: 200, body: { number, stage } };
  },
});

const prove = defineRoute({
  method: 'post',
  path: '/v1/deliveries/{number}/proof',
  permission: 'deliveries.prove',
  summary: 'Keep who received a delivery, when, and with which reservations',
  description: 'Once, whether its order is open or closed. The delivery note is written again with it.',
  tags: ['deliveries'],
  idempotent: true,
  params: z.strictObject({ number: DeliveryNumber }),
  body: ProofInput,
  responses: { 200: DeliveryReceipt },
  problems: ['delivery-proved'],
  async handler(ctx) {
    const delivery = await getDelivery(ctx.deps.prisma, ctx.params.number, { salesperson: ctx.onlySalesperson });
    if (!delivery) throw notFound('delivery');
    if (delivery.proof && !(await isOwnProof(ctx))) throw alreadyProved(delivery.number);
    if (!delivery.proof) await requireSignature(ctx, delivery);
    const { number } = await askProcess<ProofResult, ProofRequest>(ctx, {
      workflowId: orderWorkflowId(delivery.order),
      update: proveDelivery,
      errand: errandOf(delivery),
      args: () => ({ actor: ctx.actor, deliveryNumber: delivery.number, ...ctx.body }),
      whenGone: () => Promise.resolve(silent('proof-errand')),
    });
    const { order, departedOn } = delivery;
    return { status: 200, body: { number, order, departedOn: departedOn ?? delivery.preparedOn } };
  },
});

const arrive = defineRoute({
  method: 'post',
  path: '/v1/deliveries/{number}/arrival',
  permission: 'deliveries.arrive',
  summary: 'Keep the day on which a delivery arrived',
  description: 'Once, where no signed note has told it. A proof of receipt may follow.',
  tags: ['deliveries'],
  idempotent: true,
  params: z.strictObject({ number: DeliveryNumber }),
  body: ArrivalInput,
  responses: { 200: Delivery },
  problems: ['delivery-not-ready', 'delivery-proved'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      changed(await recordArrival(tx, ctx.params.number, ctx.body, ctx.actor, scopeOf(ctx), nowMs(ctx))),
    ),
});

const correct = defineRoute({
  method: 'post',
  path: '/v1/deliveries/{number}/proof/corrections',
  permission: 'deliveries.correct-proof',
  summary: 'Put right what was kept wrong of a proof of receipt',
  description: 'With a reason; the delivery note is written again with it, and the one before it stays on record.',
  tags: ['deliveries'],
  idempotent: true,
  params: z.strictObject({ number: DeliveryNumber }),
  body: ProofCorrectionInput,
  responses: { 200: Delivery },
  problems: ['delivery-not-ready'],
  async handler(ctx) {
    const { number } = ctx.params;
    const answer = await ctx.once(async (tx) =>
      changed(await correctProof(tx, number, ctx.body, ctx.actor, scopeOf(ctx), nowMs(ctx))),
    );
    const complaint = await complaintFrom(ctx.deps.prisma, complaintSources.proof(number));
    if (complaint !== null) await ctx.deps.processes.startComplaint(complaint);
    return answer;
  },
});

/** @throws ProblemError 422 for a signature before the goods left, or one to come */
async function requireSignature({ deps, body }: WriteContext<unknown, unknown, ProofInput>, delivery: Delivery) {
  const misdated = await refuseSignature(deps.prisma, delivery, body.receivedAt, deps.now().getTime());
  if (misdated) throw refusalProblem(misdated);
}

/** A signed note may be read after the customer has paid and the order has closed. */
const errandOf = ({ number, order, customer }: Delivery) =>
  ({
    workflowId: proofWorkflowId(number),
    type: PROOF_WORKFLOW,
    about: `proof of ${number}`,
    input: { schemaVersion: 1, deliveryNumber: number, orderNumber: order, customerNumber: customer },
  }) as const;

/** The proof on record is the one of this very request, which comes again. */
const isOwnProof = async ({ deps, request }: WriteContext): Promise<boolean> =>
  request.recorded !== null || (!request.fresh && (await recordedResult(deps.prisma, request.id)) !== null);

const alreadyProved = (delivery: string): ProblemError =>
  new ProblemError('delivery-proved', said('delivery-proved', { delivery }), {
    remedy: said('read-or-correct-proof'),
  });

export const deliveryRoutes = [deliver, release, arrive, prove, correct];
