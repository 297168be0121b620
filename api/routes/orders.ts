import { z } from 'zod';
import {
  AmendmentInput,
  CancellationInput,
  CreditDecisionInput,
  DiscrepancyId,
  DispositionInput,
  DispositionsInput,
  OrderContactsInput,
  OrderInput,
  OrderReceipt,
} from '../../contracts/order.js';
import { Parties } from '../../contracts/parties.js';
import { OrderNumber } from '../../contracts/primitives.js';
import type {
  AmendmentRequest,
  CancellationRequest,
  CreditDecisionRequest,
  DispositionRequest,
  OrderResult,
  SubmissionResult,
} from '../../contracts/process.js';
import { amendDraft, draftOrder } from '../../domain/order-entry.js';
import { changeOrderContacts } from '../../prisma/commands/order-contacts.js';
import { currentOrderDraft, loadOrderContext } from '../../prisma/queries/order-context.js';
import { orderWorkflowId } from '../../workflows/ids.js';
import { amendOrder, cancelOrder, decideCredit, disposeDiscrepancy } from '../../workflows/order-messages.js';
import type { Reply, WriteContext } from '../context.js';
import { askProcess, orderGone, requireOrder } from '../process-command.js';
import { isRefusal, notFound, refusalProblem } from '../problem.js';
import { defineRoute } from '../route.js';
import { knownSubmission, promisedNumber, submitDraft, submitted } from '../submission.js';
import { changed } from './answers.js';

const NumberParams = z.strictObject({ number: OrderNumber });
type NumberParams = z.infer<typeof NumberParams>;

const createOrder = defineRoute({
  method: 'post',
  path: '/v1/orders',
  permission: 'orders.create',
  summary: 'Enter an order',
  description:
    'Answers once the order is on record, with its number; credit check, reconciliation and acknowledgement follow.',
  tags: ['orders'],
  idempotent: true,
  promises: 'order-number',
  body: OrderInput,
  responses: { 201: OrderReceipt },
  problems: ['customer-unknown', 'product-unknown', 'quote-unusable', 'currency-mismatch'],
  async handler(ctx) {
    const known = await knownSubmission(ctx);
    if (known) ctx.markReplayed();
    return submitted(known ?? (await submitOrder(ctx)));
  },
});

async function submitOrder(ctx: WriteContext<unknown, unknown, OrderInput>): Promise<SubmissionResult> {
  const { deps, body, request } = ctx;
  const products = body.lines.map((line) => line.product);
  const scope = { salesperson: ctx.onlySalesperson };
  const asked = { customer: body.customer, quote: body.quote, shipTo: body.shipTo, products };
  const context = await loadOrderContext(deps.prisma, asked, scope, deps.now().getTime());
  const drafted = draftOrder(body, context);
  if (isRefusal(drafted)) throw refusalProblem(drafted);
  const { draft, gross } = drafted;
  return submitDraft(ctx, { orderNumber: promisedNumber(request), draft, gross, context });
}

const amend = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/amendments',
  permission: 'orders.amend',
  summary: 'Amend an order before its first delivery',
  description: 'What is left out stays. Lines, when given, are the whole new set. Credit and quote are checked again.',
  tags: ['orders'],
  idempotent: true,
  params: NumberParams,
  body: AmendmentInput,
  responses: { 200: OrderReceipt },
  problems: [
    'product-unknown',
    'quote-unusable',
    'currency-mismatch',
    'order-delivered',
    'order-closed',
    'order-not-ready',
  ],
  async handler(ctx) {
    const { number } = ctx.params;
    const result = await askProcess<OrderResult, AmendmentRequest>(ctx, {
      workflowId: orderWorkflowId(number),
      update: amendOrder,
      args: async () => {
        const { reason, cause, contacts } = ctx.body;
        return { actor: ctx.actor, reason, cause, contacts, ...(await amendedDraft(ctx)) };
      },
      whenGone: () => orderGone(ctx, number),
    });
    return receipt(result);
  },
});

const receipt = ({ kind: _, ...order }: OrderResult): Reply => ({ status: 200, body: order });

async function amendedDraft(
  ctx: WriteContext<NumberParams, unknown, AmendmentInput>,
): Promise<Pick<AmendmentRequest, 'draft' | 'baseVersion' | 'baseLines'>> {
  const { deps, body, params } = ctx;
  const scope = { salesperson: ctx.onlySalesperson };
  const current = await currentOrderDraft(deps.prisma, params.number, scope);
  if (!current) throw notFound('order');
  const { customer, quote, lines } = current.draft;
  const products = (body.lines ?? lines).map((line) => line.product);
  const asked = { customer, quote: quote?.number, shipTo: body.shipTo, amending: params.number, products };
  const context = await loadOrderContext(deps.prisma, asked, scope, deps.now().getTime());
  const drafted = amendDraft(body, current.draft, context);
  if (isRefusal(drafted)) throw refusalProblem(drafted);
  const baseLines = lines.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
  return { draft: drafted.draft, baseVersion: current.version, baseLines };
}

const contacts = defineRoute({
  method: 'patch',
  path: '/v1/orders/{number}/contacts',
  permission: 'orders.contacts',
  summary: 'Change whom the documents of an order go to',
  description:
    'At any stage, also after a delivery: what was agreed does not change, nor the version. What is sent from then on, and ' +
    'what is sent again, goes to the new contacts.',
  tags: ['orders'],
  idempotent: true,
  params: NumberParams,
  body: OrderContactsInput,
  responses: { 200: Parties },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      changed(
        await changeOrderContacts(tx, ctx.params.number, ctx.body, ctx.actor, { salesperson: ctx.onlySalesperson }),
      ),
    ),
});

const cancel = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/cancellations',
  permission: 'orders.cancel',
  summary: 'Cancel what is not delivered yet, whole or in part',
  tags: ['orders'],
  idempotent: true,
  params: NumberParams,
  body: CancellationInput,
  responses: { 200: OrderReceipt },
  problems: ['line-unknown', 'over-cancellation', 'order-closed', 'order-not-ready'],
  async handler(ctx) {
    const { number } = ctx.params;
    await requireOrder(ctx, number);
    const result = await askProcess<OrderResult, CancellationRequest>(ctx, {
      workflowId: orderWorkflowId(number),
      update: cancelOrder,
      args: () => ({ actor: ctx.actor, ...ctx.body }),
      whenGone: () => orderGone(ctx, number),
    });
    return receipt(result);
  },
});

const decide = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/credit-decisions',
  permission: 'orders.decide-credit',
  summary: 'Release or refuse an order that is held for credit',
  description: 'Four eyes: neither who entered the order nor who last amended it may release it.',
  tags: ['orders'],
  idempotent: true,
  params: NumberParams,
  body: CreditDecisionInput,
  responses: { 200: OrderReceipt },
  problems: ['four-eyes', 'order-closed', 'order-not-ready'],
  async handler(ctx) {
    const { number } = ctx.params;
    const result = await askProcess<OrderResult, CreditDecisionRequest>(ctx, {
      workflowId: orderWorkflowId(number),
      update: decideCredit,
      args: () => ({ actor: ctx.actor, ...ctx.body }),
      whenGone: () => orderGone(ctx, number),
    });
    return receipt(result);
  },
});

const dispose = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/discrepancies/{id}/disposition',
  permission: 'orders.dispose',
  summary: 'Decide on a difference between the order and what it answers',
  tags: ['orders'],
  idempotent: true,
  params: z.strictObject({ number: OrderNumber, id: DiscrepancyId }),
  body: DispositionInput,
  responses: { 200: OrderReceipt },
  problems: ['discrepancy-unknown', 'discrepancy-decided', 'order-closed', 'order-not-ready'],
  async handler(ctx) {
    const { number, id } = ctx.params;
    await requireOrder(ctx, number);
    const result = await askProcess<OrderResult, DispositionRequest>(ctx, {
      workflowId: orderWorkflowId(number),
      update: disposeDiscrepancy,
      args: () => ({ actor: ctx.actor, discrepancyId: id, ...ctx.body }),
      whenGone: () => orderGone(ctx, number),
    });
    return receipt(result);
  },
});

const disposeSeveral = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/dispositions',
  permission: 'orders.dispose-several',
  summary: 'Decide on several differences of an order at once',
  description:
    'With one reason: on all that are named, each kept on record by itself, or on none. One mail asks about all.',
  tags: ['orders'],
  idempotent: true,
  params: NumberParams,
  body: DispositionsInput,
  responses: { 200: OrderReceipt },
  problems: ['discrepancy-unknown', 'discrepancy-decided', 'four-eyes', 'order-closed', 'order-not-ready'],
  async handler(ctx) {
    const { number } = ctx.params;
    const { discrepancies, ...decision } = ctx.body;
    const [discrepancyId = '', ...others] = discrepancies;
    await requireOrder(ctx, number);
    const result = await askProcess<OrderResult, DispositionRequest>(ctx, {
      workflowId: orderWorkflowId(number),
      update: disposeDiscrepancy,
      args: () => ({ actor: ctx.actor, discrepancyId, others, ...decision }),
      whenGone: () => orderGone(ctx, number),
    });
    return receipt(result);
  },
});

export const orderRoutes = [createOrder, amend, contacts, cancel, decide, dispose, disposeSeveral];
