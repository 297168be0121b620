import { allHandlersFinished, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { OrderContinuation, OrderPlace, OrderState } from '../contracts/process.js';
import type { Wait } from './inbox.js';
import type { order } from './order.js';
import type { OrderDesk, OrderRequest } from './order-desk.js';

/**
 * The next request, or what else ended the wait. An order whose history has grown long is handed to a new run while
 * nobody waits for an answer and no mail is under way: a run takes 2,000 updates, refused ones included, an order any
 * number.
 * @param place where the next run takes the order up
 */
export async function nextRequest(
  desk: OrderDesk,
  wait: Wait,
  place: () => OrderPlace,
): Promise<OrderRequest | 'deadline' | 'woken'> {
  const request = await desk.inbox.next({ ...wait, wake: () => wait.wake() || mayHandOver(desk) });
  return request === 'woken' && !wait.wake() && mayHandOver(desk) ? handOver(desk, place()) : request;
}

const mayHandOver = (desk: OrderDesk): boolean =>
  workflowInfo().continueAsNewSuggested && desk.mailsUnderWay === 0 && desk.inbox.isEmpty() && allHandlersFinished();

const handOver = (desk: OrderDesk, place: OrderPlace): Promise<never> =>
  continueAsNew<typeof order>({ ...desk.input, continued: continuationOf(desk, place) });

const continuationOf = (desk: OrderDesk, place: OrderPlace): OrderContinuation => ({
  schemaVersion: 1,
  place,
  state: stateOf(desk),
  invoiced: [...desk.invoiced].map(([lineNo, quantity]) => ({ lineNo, quantity })),
  unpaid: [...desk.openCollections.values()],
  answered: [...desk.answered],
});

const stateOf = ({
  draft,
  version,
  stage,
  holdReason,
  waitsFor,
  lastAmendedBy,
  received,
  lines,
  creditChecks,
  escalations,
  heldSinceMs,
  promises,
  cancellations,
  deliveries,
  invoices,
  freightToInvoice,
  collectionOutcomes,
  stockArrived,
  creditFreed,
}: OrderDesk): OrderState => ({
  draft,
  version,
  stage,
  holdReason,
  waitsFor,
  lastAmendedBy,
  received,
  lines,
  creditChecks,
  escalations,
  heldSinceMs,
  promises,
  cancellations,
  deliveries,
  invoices,
  freightToInvoice,
  collectionOutcomes,
  stockArrived,
  creditFreed,
});
