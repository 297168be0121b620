import type { AmendmentRequest, CancellationRequest, OrderResult } from '../contracts/process.js';
import type { OrderStage } from '../contracts/vocabulary.js';
import { canonicalDraft } from '../domain/order-draft.js';
import { applyCancellation, checkCancellation, hasOpen } from '../domain/order-progress.js';
import { step } from './activity-proxies.js';
import type { Ask } from './inbox.js';
import { linesOf, moveTo, openGrossOf, totalsOfDraft, wakeOrders, type OrderDesk } from './order-desk.js';
import { creditFreed, stockArrived } from './order-messages.js';

export type AmendmentAsk = Ask<'amendment', AmendmentRequest, OrderResult>;
export type CancellationAsk = Ask<'cancellation', CancellationRequest, OrderResult>;

/** Records a new version; the order then walks from the credit check again. */
export async function amend(desk: OrderDesk, ask: AmendmentAsk): Promise<void> {
  const { actor, reason } = ask.request;
  const draft = canonicalDraft(ask.request.draft);
  const totals = totalsOfDraft(draft);
  const version = desk.version + 1;
  const { orderNumber } = desk.input;
  const recorded = await step('recordAmendment', `Amendment: version ${version}`, {
    orderNumber,
    version,
    actor,
    reason,
    draft,
    totals,
  });
  const { stockFor, creditFor, ...answer } = recorded;
  Object.assign(desk, {
    draft,
    totals,
    version,
    lines: linesOf(draft),
    creditChecks: 0,
    escalations: 0,
    lastAmendedBy: actor.principal,
    freightToInvoice: draft.freight,
  });
  moveTo(desk, 'received', 'credit check');
  ask.answer = answer;
  await wakeOrders(stockFor, stockArrived);
  await wakeOrders(creditFor, creditFreed);
}

/** Cancels what the request names, or everything that is not delivered. @returns whether it could */
export async function cancel(desk: OrderDesk, ask: CancellationAsk): Promise<boolean> {
  const checked = checkCancellation(desk.lines, ask.request.lines);
  if (checked.kind === 'refused') {
    ask.answer = checked;
    return false;
  }
  const { actor, reason } = ask.request;
  desk.lines = applyCancellation(desk.lines, checked.lines);
  desk.cancellations += 1;
  const ended = stageAfterCancellation(desk);
  const waitsFor = ended === null ? desk.waitsFor : ended === 'delivered' ? 'payment' : '';
  const recorded = await step('recordCancellation', `Cancellation ${desk.cancellations}`, {
    orderNumber: desk.input.orderNumber,
    customerNumber: desk.draft.customer,
    sequence: desk.cancellations,
    actor,
    reason,
    lines: checked.lines,
    openGross: openGrossOf(desk),
    stage: ended,
    stageNow: ended ?? desk.stage,
    waitsFor,
  });
  const { stockFor, creditFor, ...answer } = recorded;
  if (ended !== null) moveTo(desk, ended, waitsFor);
  ask.answer = answer;
  await wakeOrders(stockFor, stockArrived);
  await wakeOrders(creditFor, creditFreed);
  return true;
}

/** Nothing open any more ends the deliveries; with none made, it ends the order. */
function stageAfterCancellation(desk: OrderDesk): OrderStage | null {
  if (hasOpen(desk.lines)) return null;
  return desk.deliveries > 0 ? 'delivered' : 'cancelled';
}
