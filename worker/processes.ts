import { WithStartWorkflowOperation, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ActivityDeps } from '../activities/deps.js';
import type { ComplaintRun } from '../contracts/complaint.js';
import type { AskedCredit, CreditInvoice, CreditNoteResult } from '../contracts/credit-note.js';
import type { AccountWorkflowInput, Answer, OrderNews, OrderRun } from '../contracts/process.js';
import type { PrismaClient } from '../prisma/client.js';
import {
  ACCOUNT_WORKFLOW,
  COMPLAINT_WORKFLOW,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  accountWorkflowId,
  orderWorkflowId,
} from '../workflows/ids.js';
import { creditInvoice } from '../workflows/account-messages.js';
import { complaintStart } from '../workflows/complaint-start.js';
import { searchAttributes } from '../workflows/search-attributes.js';
import { endMoved, startMoved } from './moved.js';
import { orderStart } from './order-start.js';

/** Less than a local activity may take, so that its attempt ends with the call's error. */
const CALL_TIMEOUT_MS = 8_000;

/** The running processes as activities tell them what they have recorded. */
export function runningProcesses(client: Client, prisma: PrismaClient): ActivityDeps['processes'] {
  const inTime = <T>(call: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + CALL_TIMEOUT_MS, call);
  return {
    wakeAccount: (customerNumber) => inTime(() => wakeAccount(client, customerNumber)),
    tellOrders: async (orderNumbers, news) => {
      await inTime(() => Promise.all([...new Set(orderNumbers)].map((number) => tellOrder(client, number, news))));
    },
    reopenOrders: async (runs) => {
      await inTime(() => Promise.all(runs.map((run) => signalOrder(client, run, 'orderReopened'))));
    },
    startComplaint: (complaint) => inTime(() => startComplaint(client, complaint)),
    creditInvoice: (customer, asked) => inTime(() => creditIt(client, customer, asked)),
    deliverAgain: async (runs) => {
      await inTime(() => Promise.all(runs.map((run) => signalOrder(client, run, 'goodsOwed'))));
    },
    startMoved: async (told) => {
      await startMoved(client, prisma, told);
    },
    endMoved: (undone, told) => endMoved(client, undone, told),
  };
}

async function signalOrder(client: Client, run: OrderRun, signal: 'orderReopened' | 'goodsOwed'): Promise<void> {
  await client.workflow.signalWithStart(ORDER_WORKFLOW, {
    ...orderStart(run),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    signal,
  });
}

async function tellOrder(client: Client, orderNumber: string, news: OrderNews): Promise<void> {
  try {
    await client.workflow.getHandle(orderWorkflowId(orderNumber)).signal(news);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

function accountStart(customer: string) {
  const input: AccountWorkflowInput = { schemaVersion: 1, customer };
  return {
    workflowId: accountWorkflowId(customer),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    staticSummary: `${customer} · account`,
    typedSearchAttributes: [{ key: searchAttributes.customerNumber, value: customer }],
  };
}

async function wakeAccount(client: Client, customer: string): Promise<void> {
  await client.workflow.signalWithStart(ACCOUNT_WORKFLOW, { ...accountStart(customer), signal: 'accountNews' });
}

/** One that has ended is left alone by itself: it reads so, and ends again. */
async function startComplaint(client: Client, complaint: ComplaintRun): Promise<void> {
  await client.workflow.start(COMPLAINT_WORKFLOW, complaintStart(complaint));
}

/** The request is done once by its own id: another update of it finds what is on record. */
const creditIt = (
  client: Client,
  customer: string,
  asked: CreditInvoice,
): Promise<Answer<CreditNoteResult | AskedCredit>> =>
  client.workflow.executeUpdateWithStart(creditInvoice, {
    args: [asked],
    startWorkflowOperation: new WithStartWorkflowOperation(ACCOUNT_WORKFLOW, {
      ...accountStart(customer),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    }),
  });
