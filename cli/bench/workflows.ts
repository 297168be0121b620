import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type WorkflowExecutionDescription } from '@temporalio/client';
import { collectionWorkflowId, orderWorkflowId } from '../../workflows/ids.js';
import { connectTemporal } from '../temporal.js';
import { eachAtOnce, type BenchTarget } from './target.js';

/** What the Temporal server counted over the workflows of a run. */
export type WorkflowCount = { readonly workflows: number; readonly events: number; readonly transitions: number };

export type Workflows = {
  /** Waits until a workflow of the order has neither a task nor an activity under way. */
  readonly rest: (order: string, invoices: readonly string[]) => Promise<void>;
  readonly ids: () => Promise<ReadonlySet<string>>;
  /** Waits until the named workflows have closed and the list knows them, then counts them and all that is not in `known`. */
  readonly count: (named: readonly string[], known: ReadonlySet<string>) => Promise<WorkflowCount>;
  readonly close: () => Promise<void>;
};

const pollMs = 20;
const patienceMs = 60_000;

export const workflowsOf = (order: string, invoices: readonly string[]): readonly string[] => [
  orderWorkflowId(order),
  ...invoices.map(collectionWorkflowId),
];

export async function openWorkflows({ temporal }: BenchTarget): Promise<Workflows> {
  const connection = await connectTemporal(temporal);
  const client = new Client({ connection, namespace: temporal.namespace });
  const describe = (workflowId: string) => client.workflow.getHandle(workflowId).describe();
  const ids = async (): Promise<ReadonlySet<string>> => {
    const found = new Set<string>();
    for await (const { workflowId } of client.workflow.list()) found.add(workflowId);
    return found;
  };
  return {
    ids,
    rest: async (order, invoices) => {
      for (const id of workflowsOf(order, invoices))
        await until(`${id} to rest`, async () => isAtRest(await describe(id)));
    },
    count: async (named, known) => {
      await eachAtOnce(named, 8, (id) =>
        until(`${id} to close`, async () => (await describe(id)).status.name !== 'RUNNING'),
      );
      const run = await listed(ids, named, known);
      return total(await eachAtOnce(run, 8, describe));
    },
    close: () => connection.close(),
  };
}

/** All workflows begun since `known`, once the list, which lags a little, holds the named ones. */
async function listed(
  ids: () => Promise<ReadonlySet<string>>,
  named: readonly string[],
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  let found = await ids();
  await until('the list of workflows', async () => {
    found = await ids();
    return named.every((id) => found.has(id));
  });
  return [...found].filter((id) => !known.has(id));
}

function isAtRest({ status, raw }: WorkflowExecutionDescription): boolean {
  const idle = (raw.pendingActivities ?? []).length === 0 && !raw.pendingWorkflowTask;
  return status.name !== 'RUNNING' || idle;
}

const total = (described: readonly WorkflowExecutionDescription[]): WorkflowCount => ({
  workflows: described.length,
  events: described.reduce((sum, { historyLength }) => sum + historyLength, 0),
  transitions: described.reduce(
    (sum, { raw }) => sum + Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0),
    0,
  ),
});

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const untilMs = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > untilMs) throw new Error(`waited in vain for ${what}`);
    await sleep(pollMs);
  }
}
