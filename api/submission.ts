import type { OrderDraft, Submission, SubmissionResult } from '../contracts/process.js';
import { pathOf } from '../domain/paths.js';
import type { OrderContext } from '../prisma/queries/order-context.js';
import { orderSummary, orderWorkflowId } from '../workflows/ids.js';
import type { Reply, WriteContext } from './context.js';
import { updateIdOf } from './idempotency.js';

/** What an earlier request under this key came to: recorded, or still on its way in the workflow it started. */
export async function knownSubmission({ deps, request }: WriteContext): Promise<SubmissionResult | null> {
  if (request.recorded !== null) return request.recorded as SubmissionResult;
  if (request.fresh) return null;
  const workflowId = orderWorkflowId(promisedNumber(request));
  const joined = await deps.processes.join<SubmissionResult>(workflowId, updateIdOf(request));
  return joined.kind === 'unknown-update' ? null : joined;
}

export function promisedNumber({ promised }: WriteContext['request']): string {
  if (promised === null) throw new Error('The key was claimed without an order number.');
  return promised;
}

type Drafted = {
  readonly orderNumber: string;
  readonly draft: OrderDraft;
  readonly gross: string;
  readonly context: Pick<OrderContext, 'policies' | 'salesCode'>;
  readonly message?: NonNullable<Submission['message']>;
};

/** Starts the process of an order and waits until the order is on record. */
export function submitDraft(ctx: WriteContext, drafted: Drafted): Promise<SubmissionResult> {
  const { deps, actor, request } = ctx;
  const { orderNumber, draft, gross, context, message } = drafted;
  return deps.processes.submit({
    input: {
      schemaVersion: 1,
      orderNumber,
      customerNumber: draft.customer,
      policies: context.policies,
      submission: { actor, draft, ...(message && { message }) },
    },
    updateId: updateIdOf(request),
    salesCode: context.salesCode,
    summary: orderSummary({ orderNumber, customer: draft.customer, gross, currency: draft.currency }),
  });
}

export const submitted = ({ kind: _, ...order }: SubmissionResult): Reply => ({
  status: 201,
  body: order,
  headers: { Location: pathOf('/v1/orders', order.number) },
});
