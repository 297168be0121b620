import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError, type Client, type WorkflowStartOptions } from '@temporalio/client';
import type { AccountWorkflowInput, MailErrandInput } from '../contracts/process.js';
import type { PrismaClient } from '../prisma/client.js';
import type { LooseMail, PaidOrder, ProcessRow } from '../prisma/queries/processes.js';
import { readOrderRuns } from '../prisma/queries/order-runs.js';
import { appendAudit } from '../prisma/repositories/audit.js';
import { orderStart } from '../worker/order-start.js';
import {
  ACCOUNT_WORKFLOW,
  COMPLAINT_WORKFLOW,
  MAIL_WORKFLOW,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  accountWorkflowId,
  mailWorkflowId,
  orderWorkflowId,
} from '../workflows/ids.js';
import { complaintStart } from '../workflows/complaint-start.js';
import { invoicesPaid } from '../workflows/order-messages.js';
import { ofCustomer, searchAttributes } from '../workflows/search-attributes.js';

/** PostgreSQL and Temporal do not agree. */
export type Mismatch =
  | {
      readonly kind: 'row-without-workflow';
      readonly workflowId: string;
      readonly status: string;
      readonly row: ProcessRow;
    }
  | { readonly kind: 'workflow-without-row'; readonly workflowId: string; readonly status: string }
  | {
      readonly kind: 'mail-without-errand';
      readonly workflowId: string;
      readonly status: string;
      readonly mail: LooseMail;
    }
  | {
      readonly kind: 'order-not-told';
      readonly workflowId: string;
      readonly status: string;
      readonly order: PaidOrder;
    };

export type RepairDeps = {
  readonly client: Client;
  readonly prisma: PrismaClient;
};

/** `left`: a person has to. */
export type Repair = { readonly workflowId: string; readonly kind: 'done' | 'left'; readonly sentence: string };

/** What would be done about a mismatch, in words. */
export function remedyOf(mismatch: Mismatch): string {
  switch (mismatch.kind) {
    case 'row-without-workflow':
      return mismatch.row.kind === 'order' && mayReset(mismatch.status)
        ? 'resets it to its last good point'
        : 'starts it: it reads what is on record';
    case 'mail-without-errand':
      return 'starts its errand';
    case 'order-not-told':
      return 'tells the order that its invoices are paid';
    case 'workflow-without-row':
      return 'leaves it to you: see the runbook';
  }
}

/** Puts one mismatch right and on record. What was put right meanwhile, or cannot be, is said and left. */
export async function repairOne(deps: RepairDeps, mismatch: Mismatch): Promise<Repair> {
  const { workflowId } = mismatch;
  try {
    return { workflowId, kind: 'done', sentence: await apply(deps, mismatch) };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError)
      return { workflowId, kind: 'done', sentence: 'runs again, somebody else started it' };
    return { workflowId, kind: 'left', sentence: error instanceof Error ? error.message : String(error) };
  }
}

function apply(deps: RepairDeps, mismatch: Mismatch): Promise<string> {
  switch (mismatch.kind) {
    case 'row-without-workflow':
      if (mismatch.row.kind === 'account') return startAccount(deps, mismatch.row.number);
      if (mismatch.row.kind === 'complaint') return startComplaint(deps, mismatch.row.number);
      return mayReset(mismatch.status)
        ? resetOrder(deps, mismatch.row.number, mismatch.status)
        : startOrder(deps, mismatch.row.number, mismatch.status);
    case 'mail-without-errand':
      return startErrand(deps, mismatch.mail);
    case 'order-not-told':
      return tellOrder(deps, mismatch.order);
    case 'workflow-without-row':
      return Promise.reject(new Error('nothing is on record: see the runbook'));
  }
}

type Done = {
  readonly entity: 'order' | 'customer' | 'mail' | 'delivery' | 'complaint';
  readonly entityId: string;
  readonly orderNumber: string | null;
  readonly workflowId: string;
  readonly how: 'started' | 'reset' | 'told';
  /** What is told on the command line. */
  readonly said: string;
};

/** Does it inside the transaction that says so: what fails is not on record. */
async function onRecord({ prisma }: RepairDeps, done: Done, act: () => Promise<unknown>): Promise<string> {
  const { entity, entityId, orderNumber, workflowId, how, said } = done;
  await prisma.$transaction(
    async (tx) => {
      const actor = { principal: 'command-line', role: 'system', requestId: randomUUID() } as const;
      const after = { workflowId, how };
      await appendAudit(tx, [{ actor, action: 'process.repaired', entity, entityId, orderNumber, after }]);
      await act();
    },
    { timeout: 60_000 },
  );
  return said;
}

type Start = Required<Pick<WorkflowStartOptions, 'staticSummary' | 'typedSearchAttributes' | 'args'>>;

/** @throws WorkflowExecutionAlreadyStartedError when it runs */
const startOnRecord = (deps: RepairDeps, done: Done, workflowType: string, start: Start): Promise<string> =>
  onRecord(deps, done, () =>
    deps.client.workflow.start(workflowType, {
      ...start,
      workflowId: done.workflowId,
      taskQueue: ORDER_TASK_QUEUE,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    }),
  );

/** Starts the account of a customer: everything else it reads. */
export function startAccount(deps: RepairDeps, customer: string): Promise<string> {
  const input: AccountWorkflowInput = { schemaVersion: 1, customer };
  const workflowId = accountWorkflowId(customer);
  const said = `Account of ${customer} started`;
  const done = {
    entity: 'customer',
    entityId: customer,
    orderNumber: null,
    workflowId,
    how: 'started',
    said,
  } as const;
  return startOnRecord(deps, done, ACCOUNT_WORKFLOW, {
    staticSummary: `${customer} · account`,
    typedSearchAttributes: [{ key: searchAttributes.customerNumber, value: customer }],
    args: [input],
  });
}

/** Starts the process of a complaint: everything else it reads. */
async function startComplaint(deps: RepairDeps, number: string): Promise<string> {
  const found = await deps.prisma.complaint.findUniqueOrThrow({ where: { number } });
  const { orderNumber, customerNumber } = found;
  const { workflowId, args, staticSummary, typedSearchAttributes } = complaintStart({ number, customerNumber });
  const said = `Complaint ${number} started`;
  const done = { entity: 'complaint', entityId: number, orderNumber, workflowId, how: 'started', said } as const;
  return startOnRecord(deps, done, COMPLAINT_WORKFLOW, { args, staticSummary, typedSearchAttributes });
}

/** Starts a run of an order whose run has come to an end that no longer holds, or is not there: everything else it reads. */
async function startOrder(deps: RepairDeps, orderNumber: string, status: string): Promise<string> {
  const [run] = await readOrderRuns(deps.prisma, [orderNumber]);
  if (run === undefined) throw new Error(`order ${orderNumber} is not on record any more`);
  const { workflowId, ...start } = orderStart(run);
  const said = `Order ${orderNumber} started (it was ${status})`;
  const done = { entity: 'order', entityId: orderNumber, orderNumber, workflowId, how: 'started', said } as const;
  return startOnRecord(deps, done, ORDER_WORKFLOW, start);
}

/** A run that ended by itself would end again at once; one that Temporal does not know cannot be gone back to. */
const mayReset = (status: string): boolean => ['TERMINATED', 'FAILED', 'TIMED_OUT', 'CANCELLED'].includes(status);

/** Goes back to the last workflow task: what was done finds its own result, so that nothing happens twice. */
async function resetOrder(deps: RepairDeps, orderNumber: string, status: string): Promise<string> {
  const workflowId = orderWorkflowId(orderNumber);
  const { client } = deps;
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const task = history.events?.findLast((event) => event.workflowTaskCompletedEventAttributes);
  if (task?.eventId === undefined || task.eventId === null) throw new Error('no workflow task of it was ever done');
  const workflowTaskFinishEventId = task.eventId;
  const said = `Order ${orderNumber} reset to its last good point (it was ${status})`;
  const done = { entity: 'order', entityId: orderNumber, orderNumber, workflowId, how: 'reset', said } as const;
  return onRecord(deps, done, () =>
    client.workflowService.resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId, runId },
      reason: 'encours reconcile --repair',
      requestId: randomUUID(),
      workflowTaskFinishEventId,
    }),
  );
}

function startErrand(deps: RepairDeps, mail: LooseMail): Promise<string> {
  const { id: mailId, orderNumber, customerNumber, status } = mail;
  const workflowId = mailWorkflowId(mailId);
  const input: MailErrandInput = { schemaVersion: 1, mailId, orderNumber, customerNumber };
  const said = `Errand of ${mailId} started (it is ${status})`;
  const done = { entity: 'mail', entityId: mailId, orderNumber, workflowId, how: 'started', said } as const;
  return startOnRecord(deps, done, MAIL_WORKFLOW, {
    ...ofCustomer(mailId, customerNumber),
    args: [input],
  });
}

function tellOrder(deps: RepairDeps, { orderNumber, invoices }: PaidOrder): Promise<string> {
  const workflowId = orderWorkflowId(orderNumber);
  const said = `Order ${orderNumber} told that ${invoices.join(', ')} is paid`;
  const done = { entity: 'order', entityId: orderNumber, orderNumber, workflowId, how: 'told', said } as const;
  return onRecord(deps, done, () => deps.client.workflow.getHandle(workflowId).signal(invoicesPaid));
}
