import { Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import type { Command } from 'commander';
import { payloadConverterOptions } from '../config/codec.js';
import { readTarget } from '../config/target.js';
import { createPrisma } from '../prisma/client.js';
import { readProcessRows, type ProcessRow, type ProcessRows } from '../prisma/queries/processes.js';
import {
  ACCOUNT_WORKFLOW,
  COMPLAINT_WORKFLOW,
  accountWorkflowId,
  complaintWorkflowId,
  mailWorkflowId,
  ORDER_WORKFLOW,
  orderWorkflowId,
} from '../workflows/ids.js';
import { remedyOf, repairOne, type Mismatch, type Repair } from './repair.js';
import { withClient } from './stack/postgres.js';
import { databaseOf, temporalOf, type Installation } from './target.js';
import { connectTemporal } from './temporal.js';
import { print, printableLine } from './terminal.js';

type Options = {
  readonly database?: string;
  readonly temporal?: string;
  readonly namespace?: string;
  readonly repair?: true;
};

export type Reconciliation = {
  readonly rows: number;
  readonly workflows: number;
  readonly mismatches: readonly Mismatch[];
};

/** A workflow that began less than this ago may not have written its row yet. */
const usualGraceMs = 30_000;

/** `encours reconcile`: does every open order have its workflow, and every workflow its order? `--repair` puts it right. */
export function register(program: Command): void {
  program
    .command('reconcile')
    .description('compare orders, accounts and complaints with the workflows that look after them, both ways')
    .option('--database <url>', 'PostgreSQL (usual: DATABASE_URL, else the stack that runs here)')
    .option('--temporal <address>', "Temporal's front end (usual: TEMPORAL_ADDRESS, else the stack that runs here)")
    .option('--namespace <name>', 'namespace (usual: TEMPORAL_NAMESPACE, else default)')
    .option('--repair', 'put right what can be; without it nothing is changed, and what would be done is said')
    .action(async ({ database, temporal, namespace, ...options }: Options) => {
      const target = {
        databaseUrl: databaseOf(database),
        temporal: temporalOf({ address: temporal, namespace }),
      };
      const repairs = options.repair ? await repair(target) : [];
      for (const { workflowId, sentence } of repairs) print(`${workflowId}: ${sentence}`);
      const found = await reconcile(target);
      print(reconciliationText(found));
      if (found.mismatches.length > 0) process.exitCode = 1;
    });
}

/** An order that was reset may have missed that it was paid, which shows only then. */
const passes = 3;

/**
 * Puts right what does not agree, one repair at a time over the whole installation: a second one waits for the first, and
 * finds nothing left. What runs again is not looked at twice, so that it is safe beside live traffic and to repeat.
 */
export async function repair(target: Installation, graceMs = usualGraceMs): Promise<readonly Repair[]> {
  const { codecKeys } = readTarget();
  const prisma = createPrisma(target.databaseUrl, { poolSize: 2 });
  const connection = await connectTemporal(target.temporal);
  const repairs = new Map<string, Repair>();
  try {
    const { namespace } = target.temporal;
    const client = new Client({ connection, namespace, ...payloadConverterOptions(codecKeys) });
    await withClient(target.databaseUrl, async (lock) => {
      await lock.query("SELECT pg_advisory_lock(hashtext('encours reconcile --repair'))");
      for (let pass = 0; pass < passes; pass += 1) {
        const { mismatches } = await reconcile(target, graceMs);
        const fresh = mismatches.filter((mismatch) => !repairs.has(keyOf(mismatch)));
        if (fresh.length === 0) break;
        for (const mismatch of fresh) repairs.set(keyOf(mismatch), await repairOne({ client, prisma }, mismatch));
      }
    });
  } finally {
    await Promise.allSettled([prisma.$disconnect(), connection.close()]);
  }
  return [...repairs.values()];
}

const keyOf = ({ kind, workflowId }: Mismatch): string => `${kind} ${workflowId}`;

/**
 * Compares both ways. Visibility lags a little behind, so whatever looks wrong in its list is asked for by name, and its
 * row read once more, before it is called a mismatch.
 */
export async function reconcile(target: Installation, graceMs = usualGraceMs): Promise<Reconciliation> {
  const connection = await connectTemporal(target.temporal);
  try {
    const client = new Client({ connection, namespace: target.temporal.namespace });
    const before = await readProcessRows(target.databaseUrl, graceMs);
    const listed = await listWorkflows(client);
    const missing = await rowsWithoutWorkflow(client, before.rows, listed);
    const loose = [...(await mailsWithoutErrand(client, before)), ...(await ordersNotTold(client, before))];
    const after = await readProcessRows(target.databaseUrl, graceMs);
    const stillOpen = new Set([
      ...after.rows.filter(({ open }) => open).map(workflowIdOf),
      ...after.mails.map(({ id }) => mailWorkflowId(id)),
      ...after.paid.map(({ orderNumber }) => orderWorkflowId(orderNumber)),
    ]);
    const known = new Set(after.rows.map(workflowIdOf));
    const suspects = [...listed.keys()].filter((workflowId) => !known.has(workflowId));
    const stray = await workflowsWithoutRow(client, suspects, graceMs);
    const mismatches = [...[...missing, ...loose].filter(({ workflowId }) => stillOpen.has(workflowId)), ...stray];
    return { rows: after.rows.length, workflows: listed.size, mismatches };
  } finally {
    await connection.close();
  }
}

const workflowIds = { order: orderWorkflowId, account: accountWorkflowId, complaint: complaintWorkflowId } as const;
const workflowIdOf = ({ kind, number }: Pick<ProcessRow, 'kind' | 'number'>): string => workflowIds[kind](number);

/** Status by workflow id; a running one counts more than one that ended before it. */
async function listWorkflows(client: Client): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const query = `WorkflowType IN ('${ORDER_WORKFLOW}', '${ACCOUNT_WORKFLOW}', '${COMPLAINT_WORKFLOW}')`;
  for await (const { workflowId, status } of client.workflow.list({ query }))
    if (found.get(workflowId) !== 'RUNNING') found.set(workflowId, status.name);
  return found;
}

async function rowsWithoutWorkflow(
  client: Client,
  rows: readonly ProcessRow[],
  listed: ReadonlyMap<string, string>,
): Promise<readonly Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const row of rows.filter((suspect) => suspect.open && listed.get(workflowIdOf(suspect)) !== 'RUNNING')) {
    const workflowId = workflowIdOf(row);
    const status = await statusOf(client, workflowId);
    if (status !== 'RUNNING') mismatches.push({ kind: 'row-without-workflow', workflowId, status, row });
  }
  return mismatches;
}

/** A mail that waits for a person is on its errand; one still to be sent may be its owner's, while that runs. */
async function mailsWithoutErrand(client: Client, { mails }: ProcessRows): Promise<readonly Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const mail of mails) {
    const workflowId = mailWorkflowId(mail.id);
    const status = await statusOf(client, workflowId);
    if (status === 'RUNNING') continue;
    if (mail.sender !== null && (await statusOf(client, workflowIdOf(mail.sender))) === 'RUNNING') continue;
    mismatches.push({ kind: 'mail-without-errand', workflowId, status, mail });
  }
  return mismatches;
}

/** Everything is paid, and the order waits. */
async function ordersNotTold(client: Client, { paid }: ProcessRows): Promise<readonly Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const order of paid) {
    const workflowId = orderWorkflowId(order.orderNumber);
    const status = await statusOf(client, workflowId);
    if (status === 'RUNNING') mismatches.push({ kind: 'order-not-told', workflowId, status, order });
  }
  return mismatches;
}

const statusOf = async (client: Client, workflowId: string): Promise<string> =>
  (await describe(client, workflowId))?.status.name ?? 'not there';

async function workflowsWithoutRow(
  client: Client,
  suspects: readonly string[],
  graceMs: number,
): Promise<readonly Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const workflowId of suspects) {
    const found = await describe(client, workflowId);
    if (found === null) continue;
    // Temporal forgets what was taken out of its list a little later: see `endMoved`.
    const since = found.status.name === 'RUNNING' ? found.startTime : (found.closeTime ?? found.startTime);
    const young = Date.now() - since.getTime() < graceMs;
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
  const sum = `${rows} orders, accounts and complaints, ${workflows} workflows, ${mismatches.length} mismatches`;
  const lines = mismatches.map((mismatch) => printableLine(`${sentence(mismatch)}; --repair ${remedyOf(mismatch)}`));
  return [...lines, sum].join('\n');
}

function sentence(mismatch: Mismatch): string {
  const { workflowId, status } = mismatch;
  switch (mismatch.kind) {
    case 'row-without-workflow':
      return `${workflowId}: is open on record, but no workflow runs for it (${status})`;
    case 'workflow-without-row':
      return `${workflowId}: the workflow (${status}) has no order or account on record`;
    case 'mail-without-errand':
      return `${workflowId}: the mail is ${mismatch.mail.status}, but no workflow looks after it (${status})`;
    case 'order-not-told':
      return `${workflowId}: everything is paid, but the order waits to be told`;
  }
}
