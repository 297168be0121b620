import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import PQueue from 'p-queue';
import type { AccountWorkflowInput, MoveInWorkInput } from '../contracts/process.js';
import type { PrismaClient } from '../prisma/client.js';
import { readOpenMoved } from '../prisma/move-in/open.js';
import type { Undone } from '../prisma/move-in/undo.js';
import { readOrderRuns } from '../prisma/queries/order-runs.js';
import {
  ACCOUNT_WORKFLOW,
  accountWorkflowId,
  MOVE_IN_WORKFLOW,
  moveInWorkflowId,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  orderWorkflowId,
} from '../workflows/ids.js';
import { searchAttributes } from '../workflows/search-attributes.js';
import { orderStart } from './order-start.js';

type Told = (done: number, all: number) => Promise<void>;

const startsAtOnce = 8;
/** What a statement reads at once, and after how many it is told how far it is. */
const RUNS = 200;

/**
 * Starts the process of each order and account that a move-in left open: each reads where it stands. One that runs is left
 * alone, so that this may be repeated after a start that was cut off.
 * @returns how many were started
 */
export async function startMoved(client: Client, prisma: PrismaClient, told: Told): Promise<number> {
  const { orders, accounts } = await readOpenMoved(prisma);
  const all = orders.length + accounts.length;
  let [done, started] = [0, 0];
  const begin = async (start: () => Promise<unknown>): Promise<void> => {
    if (await isFresh(start)) started += 1;
    done += 1;
  };
  const options = { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'FAIL' } as const;
  for (let from = 0; from < orders.length; from += RUNS) {
    const runs = await readOrderRuns(prisma, orders.slice(from, from + RUNS));
    await eachOf(runs, (run) => begin(() => client.workflow.start(ORDER_WORKFLOW, { ...orderStart(run), ...options })));
    await told(done, all);
  }
  for (let from = 0; from < accounts.length; from += RUNS) {
    await eachOf(accounts.slice(from, from + RUNS), (customer) =>
      begin(() => client.workflow.start(ACCOUNT_WORKFLOW, { ...accountStart(customer), ...options })),
    );
    await told(done, all);
  }
  return started;
}

function accountStart(customer: string) {
  const input: AccountWorkflowInput = { schemaVersion: 1, customer };
  return {
    workflowId: accountWorkflowId(customer),
    taskQueue: ORDER_TASK_QUEUE,
    staticSummary: `${customer} · account`,
    typedSearchAttributes: [{ key: searchAttributes.customerNumber, value: customer }],
    args: [input],
  };
}

/** Has a move-in worked on, unless somebody does. */
export async function resumeMoveIn(client: Client, id: string): Promise<void> {
  const input: MoveInWorkInput = { schemaVersion: 1, moveInId: id };
  await client.workflow.start(MOVE_IN_WORKFLOW, {
    workflowId: moveInWorkflowId(id),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}

/** Some at once. @throws what one of them threw */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = new PQueue({ concurrency: startsAtOnce });
  await Promise.all(items.map((item) => queue.add(() => work(item))));
}

/** Ends the processes of what a move-in had brought and that is gone, and takes them out of Temporal's list. */
export async function endMoved(client: Client, undone: readonly Undone[], told: Told): Promise<void> {
  for (let from = 0; from < undone.length; from += RUNS) {
    await eachOf(undone.slice(from, from + RUNS), ({ kind, number }) =>
      endOne(client, kind === 'order' ? orderWorkflowId(number) : accountWorkflowId(number)),
    );
    await told(Math.min(undone.length, from + RUNS), undone.length);
  }
}

/** A run that has ended already is taken out of the list all the same. */
async function endOne(client: Client, workflowId: string): Promise<void> {
  const { namespace } = client.options;
  await unlessGone(() => client.workflow.getHandle(workflowId).terminate('the move-in that brought it was undone'));
  await unlessGone(() =>
    client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } }),
  );
}

const GRPC_NOT_FOUND = 5;

async function unlessGone(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!(error instanceof WorkflowNotFoundError) && code !== GRPC_NOT_FOUND) throw error;
  }
}

async function isFresh(start: () => Promise<unknown>): Promise<boolean> {
  try {
    await start();
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
