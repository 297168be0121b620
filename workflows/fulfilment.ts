import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, getExternalWorkflowHandle, log, startChild } from '@temporalio/workflow';
import type { CollectionWorkflowInput, UnpaidInvoice } from '../contracts/process.js';
import { addDays, instantOf } from '../domain/calendar.js';
import { draftInvoice } from '../domain/invoicing.js';
import { addQuantities, isZero } from '../domain/money.js';
import { checkDelivery, hasBackorder, hasOpen, nextConfirmedDate, waitingFor } from '../domain/order-progress.js';
import { step } from './activity-proxies.js';
import { needsAttention } from './attention.js';
import { amend, cancel } from './changes.js';
import { moment } from './clock.js';
import { collection } from './collection.js';
import { nextRequest } from './continuation.js';
import { tellYourOrder } from './collection-messages.js';
import { ORDER_TASK_QUEUE, collectionWorkflowId } from './ids.js';
import { refusal } from './inbox.js';
import {
  moveTo,
  noteSettled,
  openGrossOf,
  tellByMail,
  tellDetails,
  tellSearch,
  todayOf,
  type OrderDesk,
  type OrderRequest,
} from './order-desk.js';
import { keepProof } from './proof-errand.js';
import { searchAttributes } from './search-attributes.js';

/** Takes stock, confirms dates and acknowledges the order in writing. */
export async function acceptOrder(desk: OrderDesk, reconciled: 'matched' | 'tolerated' | 'accepted'): Promise<void> {
  const requested = new Map(desk.draft.lines.map((line) => [line.lineNo, line.requestedDate]));
  const today = todayOf(desk);
  const accepted = await step('acceptOrder', 'Allocation, agreed dates, acknowledgement', {
    orderNumber: desk.input.orderNumber,
    customerNumber: desk.draft.customer,
    version: desk.version,
    lines: desk.lines.map((line) => ({ ...line, requestedDate: requested.get(line.lineNo) ?? today })),
    today,
    policy: desk.input.policies.fulfilment,
    calendar: desk.input.policies.dunning.sendingWindow.calendar,
    reconciled,
  });
  desk.lines = accepted.lines;
  moveTo(desk, 'accepted', waitingFor(desk.lines));
  tellByMail(desk, accepted.mailId, `Acknowledgement of ${desk.input.orderNumber}`);
}

/** Delivers what there is, invoices each delivery, and keeps the rest as backorder, until nothing is open. */
export async function fulfilOrder(desk: OrderDesk): Promise<'delivered' | 'amended' | 'cancelled'> {
  while (hasOpen(desk.lines)) {
    const wait = {
      untilMs: nextLook(desk),
      summary: 'Promise again when the backorder has not arrived',
      wake: () => desk.stockArrived || desk.toInvoice.length > 0,
    };
    const request = await nextRequest(desk, wait, () => ({ kind: 'fulfilment' }));
    if (request === 'deadline' || (request === 'woken' && desk.stockArrived)) await lookAtStock(desk);
    else if (request === 'woken') await invoiceNext(desk);
    else if (request.kind === 'amendment' && desk.deliveries === 0) {
      if (await amend(desk, request)) return 'amended';
    } else await serve(desk, request);
  }
  while (desk.toInvoice.length > 0) await invoiceNext(desk);
  return desk.deliveries > 0 ? 'delivered' : 'cancelled';
}

/** The morning after the next promised date of a backorder; without one nothing has to be looked at. */
function nextLook(desk: OrderDesk): number | null {
  if (!hasBackorder(desk.lines)) return null;
  const next = nextConfirmedDate(desk.lines) ?? todayOf(desk);
  const morning = instantOf(addDays(next, 1), '06:00', desk.input.policies.zone);
  const tomorrow = instantOf(addDays(todayOf(desk), 1), '06:00', desk.input.policies.zone);
  return Math.max(morning, tomorrow);
}

async function lookAtStock(desk: OrderDesk): Promise<void> {
  desk.stockArrived = false;
  desk.promises += 1;
  const before = hasBackorder(desk.lines);
  desk.lines = await step('promiseAgain', 'Stock looked at again', {
    orderNumber: desk.input.orderNumber,
    sequence: desk.promises,
    requestedDates: Object.fromEntries(desk.draft.lines.map((line) => [line.lineNo, line.requestedDate])),
    today: todayOf(desk),
    policy: desk.input.policies.fulfilment,
    calendar: desk.input.policies.dunning.sendingWindow.calendar,
  });
  desk.waitsFor = waitingFor(desk.lines);
  if (before !== hasBackorder(desk.lines)) tellSearch(desk);
  tellDetails(desk);
}

/** Answers one request while the order is being delivered, or after. */
export async function serve(desk: OrderDesk, request: OrderRequest): Promise<void> {
  switch (request.kind) {
    case 'delivery':
      return deliver(desk, request);
    case 'proof':
      return keepProof(desk.input.orderNumber, request.request.deliveryNumber, request);
    case 'cancellation':
      await cancel(desk, request);
      return;
    case 'amendment':
      request.answer = refusal(
        'order-delivered',
        'An order with deliveries is not amended.',
        'Cancel the remainder and enter a new order.',
      );
      return;
    case 'credit-decision':
    case 'disposition':
      request.answer = refusal(
        'order-not-ready',
        `Order ${desk.input.orderNumber} does not wait for this decision.`,
        'Read the order for what it waits for.',
      );
  }
}

type DeliveryAsk = Extract<OrderRequest, { kind: 'delivery' }>;

/**
 * Records a delivery. A request that Temporal lost with its machine may already have this number in PostgreSQL: what it
 * delivered is taken over, and this one is judged after it.
 */
async function deliver(desk: OrderDesk, ask: DeliveryAsk): Promise<void> {
  const { actor, lines, carrier } = ask.request;
  let checked = checkDelivery(desk.lines, lines);
  if (checked.kind === 'refused' && checked.code === 'not-allocated') {
    await lookAtStock(desk);
    checked = checkDelivery(desk.lines, lines);
  }
  if (checked.kind === 'refused') {
    ask.answer = checked;
    return;
  }
  const recorded = await step('recordDelivery', `Delivery ${desk.deliveries + 1}`, {
    orderNumber: desk.input.orderNumber,
    customerNumber: desk.draft.customer,
    sequence: desk.deliveries + 1,
    actor,
    lines: checked.lines,
    before: desk.lines,
    deliveredOn: todayOf(desk),
    carrier: carrier ?? null,
  });
  if (recorded.kind === 'refused') {
    ask.answer = recorded;
    return;
  }
  const { lines: after, delivered, requestId, ...answer } = recorded;
  desk.deliveries += 1;
  desk.lines = after;
  desk.toInvoice.push({ number: answer.number, lines: delivered, after });
  moveTo(
    desk,
    hasOpen(after) ? 'in-delivery' : 'delivered',
    hasOpen(after) ? waitingFor(desk.lines) : { kind: 'payment' },
  );
  if (requestId === actor.requestId) ask.answer = answer;
  else await deliver(desk, ask);
}

/** Invoices the oldest delivery not yet invoiced and opens the collection of its invoice. */
async function invoiceNext(desk: OrderDesk): Promise<void> {
  const delivery = desk.toInvoice.shift();
  if (delivery === undefined) return;
  const { draft } = desk;
  const invoice = draftInvoice({
    deliveryNumber: delivery.number,
    delivered: [...delivery.lines],
    orderLines: [...draft.lines],
    progress: delivery.after,
    freight: desk.freightToInvoice,
    currency: draft.currency,
  });
  desk.freightToInvoice = '0.00';
  for (const line of delivery.lines)
    desk.invoiced.set(line.lineNo, addQuantities(desk.invoiced.get(line.lineNo) ?? '0', line.quantity));
  const recorded = await step('recordInvoice', `Invoice of delivery ${delivery.number}`, {
    orderNumber: desk.input.orderNumber,
    customerNumber: draft.customer,
    currency: draft.currency,
    sequence: desk.invoices.length + 1,
    draft: invoice,
    paymentTerms: draft.paymentTerms,
    date: todayOf(desk),
    orderOpenGross: openGrossOf(desk),
    lines: delivery.after,
  });
  desk.invoices = [...desk.invoices, recorded.number];
  tellByMail(desk, recorded.mailId, `Invoice ${recorded.number}`);
  if (!isZero(recorded.gross)) await openCollection(desk, recorded);
  tellDetails(desk);
}

/**
 * One collection per invoice. It outlives the order if it has to; the order waits for its result, or, when somebody ended
 * it and it was started again, for its news.
 */
async function openCollection(desk: OrderDesk, { number, issueDate, dueDate, gross }: UnpaidInvoice): Promise<void> {
  const invoice = { number, issueDate, dueDate, gross };
  desk.openCollections.set(number, invoice);
  try {
    await startCollection(desk, invoice, 'REJECT_DUPLICATE');
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // A run of this order before it was reset had started it.
    await rejoinCollection(desk, invoice);
  }
}

/** Finds the collections that an earlier run of this order has started. */
export async function resumeCollections(desk: OrderDesk): Promise<void> {
  for (const invoice of desk.openCollections.values()) await rejoinCollection(desk, invoice);
}

/** Asks a collection for its news; one that has ended is started once more, and says how it stands. */
async function rejoinCollection(desk: OrderDesk, invoice: UnpaidInvoice): Promise<void> {
  if (await askForNews(desk, invoice.number)) return;
  try {
    await startCollection(desk, invoice, 'ALLOW_DUPLICATE', { resumes: true });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await askForNews(desk, invoice.number);
  }
}

/** A running collection without a handle is told to tell its order. @returns false when it does not run */
async function askForNews(desk: OrderDesk, invoiceNumber: string): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(collectionWorkflowId(invoiceNumber)).signal(tellYourOrder);
    desk.resumedCollections.add(invoiceNumber);
    return true;
  } catch (error) {
    log.info('the collection has ended', { invoiceNumber, error: String(error) });
    return false;
  }
}

async function startCollection(
  desk: OrderDesk,
  invoice: UnpaidInvoice,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  how: Pick<CollectionWorkflowInput, 'resumes'> = {},
): Promise<void> {
  const { draft, input } = desk;
  const handle = await startChild(collection, {
    workflowId: collectionWorkflowId(invoice.number),
    workflowIdReusePolicy,
    taskQueue: ORDER_TASK_QUEUE,
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `${invoice.number} · ${draft.customer} · ${invoice.gross} ${draft.currency} · due ${invoice.dueDate}`,
    staticDetails: `Collection of invoice **${invoice.number}** of order **${input.orderNumber}**, issued ${invoice.issueDate}, due ${invoice.dueDate}.`,
    typedSearchAttributes: [
      { key: searchAttributes.customerNumber, value: draft.customer },
      { key: searchAttributes.currency, value: draft.currency },
      { key: searchAttributes.openAmount, value: Number(invoice.gross) },
      { key: searchAttributes.dueDate, value: moment(instantOf(invoice.dueDate, '00:00', input.policies.zone)) },
    ],
    args: [{ ...collectionInput(desk, invoice), ...how }],
  });
  void handle
    .result()
    .then((outcome) => noteSettled(desk, invoice.number, outcome))
    .catch((error: unknown) => {
      if (desk.resumedCollections.has(invoice.number)) return;
      needsAttention(invoice.number, `collection of ${invoice.number} ended: ${String(error)}`);
    });
}

const collectionInput = (desk: OrderDesk, invoice: UnpaidInvoice): CollectionWorkflowInput => ({
  schemaVersion: 1,
  invoiceNumber: invoice.number,
  instalment: 1,
  orderNumber: desk.input.orderNumber,
  customerNumber: desk.draft.customer,
  currency: desk.draft.currency,
  amount: invoice.gross,
  issueDate: invoice.issueDate,
  dueDate: invoice.dueDate,
  policy: desk.input.policies.dunning,
});
