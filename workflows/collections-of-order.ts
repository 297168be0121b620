import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, getExternalWorkflowHandle, log, startChild } from '@temporalio/workflow';
import type { CollectionNews, CollectionWorkflowInput, UnpaidInvoice } from '../contracts/process.js';
import { instantOf } from '../domain/calendar.js';
import { isZero } from '../domain/money.js';
import { step } from './activity-proxies.js';
import { attended, needsAttention } from './attention.js';
import { moment } from './clock.js';
import { collection } from './collection.js';
import { tellYourOrder } from './collection-messages.js';
import { ORDER_TASK_QUEUE, collectionWorkflowId } from './ids.js';
import type { OrderProcess } from './order-process.js';
import { searchAttributes } from './search-attributes.js';

/** An invoice is paid; told twice, it counts once. */
function noteSettled(process: OrderProcess, invoiceNumber: string): void {
  if (process.collections.delete(invoiceNumber)) attended(invoiceNumber);
}

export function noteNews(process: OrderProcess, { invoiceNumber, outcome }: CollectionNews): void {
  process.resumedCollections.add(invoiceNumber);
  if (outcome === null) attended(invoiceNumber);
  else noteSettled(process, invoiceNumber);
}

/**
 * One collection per invoice. It outlives the order if it has to; the order waits for its result, or, when somebody ended
 * it and it was started again, for its news.
 */
export async function openCollection(process: OrderProcess, invoice: UnpaidInvoice): Promise<void> {
  if (isZero(invoice.gross)) return;
  process.collections.set(invoice.number, invoice);
  try {
    await startCollection(process, invoice, 'REJECT_DUPLICATE');
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // A run of this order before it was reset had started it.
    await rejoinCollection(process, invoice);
  }
}

/** Finds the collections that an earlier run of this order has started. */
export async function resumeCollections(process: OrderProcess): Promise<void> {
  const { orderNumber } = process.input;
  for (const invoice of await step('readUnpaid', `Unpaid invoices of ${orderNumber}`, orderNumber)) {
    process.collections.set(invoice.number, invoice);
    await rejoinCollection(process, invoice);
  }
}

/** Asks a collection for its news; one that has ended is started once more, and says how it stands. */
async function rejoinCollection(process: OrderProcess, invoice: UnpaidInvoice): Promise<void> {
  if (await askForNews(process, invoice.number)) return;
  try {
    await startCollection(process, invoice, 'ALLOW_DUPLICATE', { resumes: true });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await askForNews(process, invoice.number);
  }
}

/** A running collection without a handle is told to tell its order. @returns false when it does not run */
async function askForNews(process: OrderProcess, invoiceNumber: string): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(collectionWorkflowId(invoiceNumber)).signal(tellYourOrder);
    process.resumedCollections.add(invoiceNumber);
    return true;
  } catch (error) {
    log.info('the collection has ended', { invoiceNumber, error: String(error) });
    return false;
  }
}

async function startCollection(
  process: OrderProcess,
  invoice: UnpaidInvoice,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  how: Pick<CollectionWorkflowInput, 'resumes'> = {},
): Promise<void> {
  const { orderNumber, customerNumber, policies } = process.input;
  const { number, currency, gross, issueDate, dueDate } = invoice;
  const handle = await startChild(collection, {
    workflowId: collectionWorkflowId(number),
    workflowIdReusePolicy,
    taskQueue: ORDER_TASK_QUEUE,
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `${number} · ${customerNumber} · ${gross} ${currency} · due ${dueDate}`,
    staticDetails: `Collection of invoice **${number}** of order **${orderNumber}**, issued ${issueDate}, due ${dueDate}.`,
    typedSearchAttributes: [
      { key: searchAttributes.customerNumber, value: customerNumber },
      { key: searchAttributes.currency, value: currency },
      { key: searchAttributes.openAmount, value: Number(gross) },
      { key: searchAttributes.dueDate, value: moment(instantOf(dueDate, '00:00', policies.zone)) },
    ],
    args: [{ ...collectionInput(process, invoice), ...how }],
  });
  void handle
    .result()
    .then(() => noteSettled(process, number))
    .catch((error: unknown) => {
      if (process.resumedCollections.has(number)) return;
      needsAttention(number, `collection of ${number} ended: ${String(error)}`);
    });
}

const collectionInput = ({ input }: OrderProcess, invoice: UnpaidInvoice): CollectionWorkflowInput => ({
  schemaVersion: 1,
  invoiceNumber: invoice.number,
  instalment: 1,
  orderNumber: input.orderNumber,
  customerNumber: input.customerNumber,
  currency: invoice.currency,
  amount: invoice.gross,
  issueDate: invoice.issueDate,
  dueDate: invoice.dueDate,
  policy: input.policies.dunning,
});
