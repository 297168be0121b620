import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ActivityDeps } from '../activities/deps.js';
import type { AccountWorkflowInput, OrderNews, OrderRun } from '../contracts/process.js';
import type { PrismaClient } from '../prisma/client.js';
import {
  ACCOUNT_WORKFLOW,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  accountWorkflowId,
  orderWorkflowId,
} from '../workflows/ids.js';
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
      await inTime(() => Promise.all(runs.map((run) => reopenOrder(client, run))));
    },
    startMoved: async (told) => {
      await startMoved(client, prisma, told);
    },
    endMoved: (undone, told) => endMoved(client, undone, told),
  };
}

async function reopenOrder(client: Client, run: OrderRun): Promise<void> {
  await client.workflow.signalWithStart(ORDER_WORKFLOW, {
    ...orderStart(run),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    signal: 'orderReopened',
  });
}

async function tellOrder(client: Client, orderNumber: string, news: OrderNews): Promise<void> {
  try {
    await client.workflow.getHandle(orderWorkflowId(orderNumber)).signal(news);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function wakeAccount(client: Client, customer: string): Promise<void> {
  const input: AccountWorkflowInput = { schemaVersion: 1, customer };
  await client.workflow.signalWithStart(ACCOUNT_WORKFLOW, {
    workflowId: accountWorkflowId(customer),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    signal: 'accountNews',
    staticSummary: `${customer} · account`,
    typedSearchAttributes: [{ key: searchAttributes.customerNumber, value: customer }],
  });
}
