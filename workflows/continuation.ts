import { continueAsNew } from '@temporalio/workflow';
import type { OrderContinuation, OrderPlace, OrderState } from '../contracts/process.js';
import { mayEndHere, type Wait } from './inbox.js';
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

const mayHandOver = (desk: OrderDesk): boolean => desk.mailsUnderWay === 0 && mayEndHere(desk.inbox);

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

const stateOf = (desk: OrderDesk): OrderState => ({
  draft: desk.draft,
  version: desk.version,
  stage: desk.stage,
  holdReason: desk.holdReason,
  waitsFor: desk.waitsFor,
  lastAmendedBy: desk.lastAmendedBy,
  received: desk.received,
  lines: desk.lines,
  creditChecks: desk.creditChecks,
  escalations: desk.escalations,
  heldSinceMs: desk.heldSinceMs,
  promises: desk.promises,
  cancellations: desk.cancellations,
  deliveries: desk.deliveries,
  invoices: desk.invoices,
  freightToInvoice: desk.freightToInvoice,
  collectionOutcomes: desk.collectionOutcomes,
  stockArrived: desk.stockArrived,
  creditFreed: desk.creditFreed,
});
