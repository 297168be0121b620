import { Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import type { Command } from 'commander';
import { readProcessRows, type ProcessRow } from '../prisma/queries/processes.js';
import { collectionWorkflowId, COLLECTION_WORKFLOW, ORDER_WORKFLOW, orderWorkflowId } from '../workflows/ids.js';
import { databaseOf, temporalOf, type Installation } from './target.js';
import { connectTemporal } from './temporal.js';

type Options = { readonly database?: string; readonly temporal?: string; readonly namespace?: string };

/** PostgreSQL and Temporal do not agree. */
export type Mismatch =
  | { readonly kind: 'row-without-workflow'; readonly workflowId: string; readonly status: string }
  | { readonly kind: 'workflow-without-row'; readonly workflowId: string; readonly status: string };

export type Reconciliation = {
  readonly rows: number;
  readonly workflows: number;
  readonly mismatches: readonly Mismatch[];
};

/** A workflow that began less than this ago may not have written its row yet. */
const usualGraceMs = 30_000;

/** `encours reconcile`: does every open order have its workflow, and every workflow its order? Changes nothing. */
export function register(program: Command): void {
  program
    .command('reconcile')
    .description('compare orders and unpaid invoices with the workflows that look after them, both ways')
    .option('--database <url>', 'PostgreSQL (usual: DATABASE_URL, else the stack that runs here)')
    .option('--temporal <address>', "Temporal's front end (usual: TEMPORAL_ADDRESS, else the stack that runs here)")
    .option('--namespace <name>', 'namespace (usual: TEMPORAL_NAMESPACE, else default)')
    .action(async ({ database, temporal, namespace }: Options) => {
      const found = await reconcile({
        databaseUrl: databaseOf(database),
        temporal: temporalOf({ address: temporal, namespace }),
      });
      console.log(reconciliationText(found));
      if (found.mismatches.length > 0) process.exitCode = 1;
    });
}

/**
 * Compares both ways. Visibility lags a little behind, so whatever looks wrong in its list is asked for by name, and its
 * row read once more, before it is called a mismatch.
 */
export async function reconcile(target: Installation, graceMs = usualGraceMs): Promise<Reconciliation> {
  const connection = await connectTemporal(target.temporal);
  try {
    const client = new Client({ connection, namespace: target.temporal.namespace });
    const before = await readProcessRows(target.databaseUrl);
    const listed = await listWorkflows(client);
    const missing = await rowsWithoutWorkflow(client, before, listed);
    const after = await readProcessRows(target.databaseUrl);
    const stillOpen = new Set(after.filter(({ open }) => open).map(workflowIdOf));
    const known = new Set(after.map(workflowIdOf));
    const suspects = [...listed.keys()].filter((workflowId) => !known.has(workflowId));
    const stray = await workflowsWithoutRow(client, suspects, graceMs);
    const mismatches = [...missing.filter(({ workflowId }) => stillOpen.has(workflowId)), ...stray];
    return { rows: after.length, workflows: listed.size, mismatches };
  } finally {
    await connection.close();
  }
}

const workflowIdOf = ({ kind, number }: ProcessRow): string =>
  kind === 'order' ? orderWorkflowId(number) : collectionWorkflowId(number);

/** Status by workflow id; a running one counts more than one that ended before it. */
async function listWorkflows(client: Client): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const query = `WorkflowType IN ('${ORDER_WORKFLOW}', '${COLLECTION_WORKFLOW}')`;
  for await (const { workflowId, status } of client.workflow.list({ query }))
    if (found.get(workflowId) !== 'RUNNING') found.set(workflowId, status.name);
  return found;
}

async function rowsWithoutWorkflow(
  client: Client,
  rows: readonly ProcessRow[],
  listed: ReadonlyMap<string, string>,
): Promise<readonly Mismatch[]> {
  const suspects = rows.filter((row) => row.open && listed.get(workflowIdOf(row)) !== 'RUNNING').map(workflowIdOf);
  const mismatches: Mismatch[] = [];
  for (const workflowId of suspects) {
    const status = (await describe(client, workflowId))?.status.name ?? 'not there';
    if (status !== 'RUNNING') mismatches.push({ kind: 'row-without-workflow', workflowId, status });
  }
  return mismatches;
}

async function workflowsWithoutRow(
  client: Client,
  suspects: readonly string[],
  graceMs: number,
): Promise<readonly Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const workflowId of suspects) {
    const found = await describe(client, workflowId);
    if (found === null) continue;
    const young = found.status.name === 'RUNNING' && Date.now() - found.startTime.getTime() < graceMs;
    if (!young) mismatches.push({ kind: 'workflow-without-row', workflowId, status: found.status.name });
  }
  return mismatches;
}

async function describe(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | null> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** What was found, its last line the sum. */
export function reconciliationText({ rows, workflows, mismatches }: Reconciliation): string {
  const sum = `${rows} orders and invoices, ${workflows} workflows, ${mismatches.length} mismatches`;
  return [...mismatches.map(sentence), sum].join('\n');
}

function sentence({ kind, workflowId, status }: Mismatch): string {
  return kind === 'row-without-workflow'
    ? `${workflowId}: is open on record, but no workflow runs for it (${status})`
    : `${workflowId}: the workflow (${status}) has no order or invoice on record`;
}
