import { Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import PQueue from 'p-queue';
import { payloadConverterOptions } from '../../config/codec.js';
import { readTarget } from '../../config/target.js';
import type { AccountWorkflowInput } from '../../contracts/process.js';
import { createPrisma, unhurriedConnectMs } from '../../prisma/client.js';
import type { Undone } from '../../prisma/move-in/undo.js';
import { readOpenMoved } from '../../prisma/move-in/open.js';
import { readOrderRuns } from '../../prisma/queries/order-runs.js';
import { orderStart } from '../../worker/order-start.js';
import {
  ACCOUNT_WORKFLOW,
  accountWorkflowId,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  orderWorkflowId,
} from '../../workflows/ids.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import type { Installation } from '../target.js';
import { connectTemporal } from '../temporal.js';

const startsAtOnce = 8;
/** What a statement reads at once. */
const RUNS = 200;

/**
 * Starts the process of each order and account that a move-in left open: each reads where it stands. One that runs is left
 * alone, so that this may be repeated after a start that was cut off.
 * @returns how many were started
 */
export async function startMoved(
  target: Installation,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<number> {
  const prisma = createPrisma(target.databaseUrl, 2, unhurriedConnectMs);
  try {
    return await withTemporal(target, async (client) => {
      const { orders, accounts } = await readOpenMoved(prisma);
      const all = orders.length + accounts.length;
      let [done, started] = [0, 0];
      const queue = new PQueue({ concurrency: startsAtOnce });
      const begin = (start: () => Promise<unknown>) =>
        void queue.add(async () => {
          if (await isFresh(start)) started += 1;
          onProgress((done += 1), all);
        });
      const options = { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'FAIL' } as const;
      for (let from = 0; from < orders.length; from += RUNS)
        for (const run of await readOrderRuns(prisma, orders.slice(from, from + RUNS)))
          begin(() => client.workflow.start(ORDER_WORKFLOW, { ...orderStart(run), ...options }));
      for (const customer of accounts) {
        const input: AccountWorkflowInput = { schemaVersion: 1, customer };
        begin(() =>
          client.workflow.start(ACCOUNT_WORKFLOW, {
            ...options,
            workflowId: accountWorkflowId(customer),
            taskQueue: ORDER_TASK_QUEUE,
            staticSummary: `${customer} · account`,
            typedSearchAttributes: [{ key: searchAttributes.customerNumber, value: customer }],
            args: [input],
          }),
        );
      }
      await queue.onIdle();
      return started;
    });
  } finally {
    await prisma.$disconnect();
  }
}

/** Ends the processes of what a move-in had brought and that is gone, and takes them out of Temporal's list. */
export async function endMoved(target: Installation, undone: readonly Undone[]): Promise<void> {
  await withTemporal(target, async (client) => {
    const queue = new PQueue({ concurrency: startsAtOnce });
    for (const { kind, number } of undone) {
      const id = kind === 'order' ? orderWorkflowId(number) : accountWorkflowId(number);
      void queue.add(() => endOne(client, id));
    }
    await queue.onIdle();
  });
}

async function endOne(client: Client, workflowId: string): Promise<void> {
  try {
    const { namespace } = client.options;
    await client.workflow.getHandle(workflowId).terminate('encours move-in --undo');
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
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

async function withTemporal<T>(target: Installation, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await connectTemporal(target.temporal);
  try {
    const { namespace } = target.temporal;
    return await work(new Client({ connection, namespace, ...payloadConverterOptions(readTarget().codecKeys) }));
  } finally {
    await connection.close();
  }
}
