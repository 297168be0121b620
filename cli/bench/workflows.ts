import { setTimeout as sleep } from 'node:timers/promises';
import { Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import { accountWorkflowId, orderWorkflowId } from '../../workflows/ids.js';
import { connectTemporal } from '../temporal.js';
import { eachAtOnce, type BenchTarget } from './target.js';

/** What the Temporal server counted over the workflows of a run. */
export type WorkflowCount = { readonly workflows: number; readonly events: number; readonly transitions: number };

/** Workflow ids by run id. */
export type Runs = ReadonlyMap<string, string>;

export type Workflows = {
  /** Waits until a workflow of the order has neither a task nor an activity under way. */
  readonly rest: (order: string, customer: string) => Promise<void>;
  /** Every run there is, with the id of its workflow: an account has a run for each time that something was open. */
  readonly runs: () => Promise<Runs>;
  /** Waits until the named workflows have closed and the list knows them, then counts them and all that is not in `known`. */
  readonly count: (named: readonly string[], known: Runs) => Promise<WorkflowCount>;
  readonly close: () => Promise<void>;
};

const pollMs = 20;
const patienceMs = 60_000;

export const workflowsOf = (order: string, customer: string): readonly string[] => [
  orderWorkflowId(order),
  accountWorkflowId(customer),
];

export async function openWorkflows({ temporal }: BenchTarget): Promise<Workflows> {
  const connection = await connectTemporal(temporal);
  const client = new Client({ connection, namespace: temporal.namespace });
  const describe = (workflowId: string, runId?: string) => client.workflow.getHandle(workflowId, runId).describe();
  const runs = async (): Promise<Runs> => {
    const found = new Map<string, string>();
    for await (const { workflowId, runId } of client.workflow.list()) found.set(runId, workflowId);
    return found;
  };
  return {
    runs,
    rest: async (order, customer) => {
      for (const id of workflowsOf(order, customer))
        await until(`${id} to rest`, () => describe(id).then(isAtRest, atRestIfUnknown));
    },
    count: async (named, known) => {
      await eachAtOnce(named, 8, (id) =>
        until(`${id} to close`, async () => (await describe(id)).status.name !== 'RUNNING'),
      );
      const run = await listed(runs, named, known);
      return total(await eachAtOnce(run, 8, ([runId, workflowId]) => describe(workflowId, runId)));
    },
    close: () => connection.close(),
  };
}

/** All runs begun since `known`, once the list, which lags a little, holds the named workflows. */
async function listed(
  runs: () => Promise<Runs>,
  named: readonly string[],
  known: Runs,
): Promise<readonly (readonly [string, string])[]> {
  let found = await runs();
  await until('the list of workflows', async () => {
    found = await runs();
    const listed = new Set(found.values());
    return named.every((id) => listed.has(id));
  });
  return [...found].filter(([runId]) => !known.has(runId));
}

/** Nothing was invoiced yet: the account has no workflow. */
function atRestIfUnknown(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  throw error;
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
