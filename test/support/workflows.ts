import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import { createProcesses } from '../../api/temporal.js';
import { readHost } from '../../config/host.js';
import { skipTimeTo } from '../../cli/virtual-time.js';
import type { PolicySnapshot } from '../../contracts/policies.js';
import type { Answer, MailResolutionResult, OrderDraft, OrderWorkflowInput } from '../../contracts/process.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { addDays, instantOf, localDateOf } from '../../domain/calendar.js';
import { workflowBundle } from '../../worker/bundle.js';
import { runningProcesses } from '../../worker/processes.js';
import * as accounts from '../../workflows/account-messages.js';
import {
  MAIL_TASK_QUEUE,
  MAIL_WORKFLOW,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  mailWorkflowId,
  orderWorkflowId,
} from '../../workflows/ids.js';
import * as mails from '../../workflows/mail-messages.js';
import * as orders from '../../workflows/order-messages.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { bookPayment, done, karim, laura, lucie, openHouse, receiveStock, type House } from './house.js';
import type { TemporalOfItsOwn } from './short-histories.js';
import { createNamespace, testServers } from './stack.js';

/** The house with its processes: real Temporal in a namespace of its own, both workers in this process. */
export type Processes = House & { readonly client: Client; readonly namespace: string };

/** @param elsewhere a Temporal of the test's own; otherwise the one that all share */
export async function openProcesses(elsewhere?: Pick<TemporalOfItsOwn, 'address' | 'namespace'>): Promise<Processes> {
  const namespace = elsewhere?.namespace ?? (await createNamespace());
  const address = elsewhere?.address ?? testServers().temporalAddress;
  quiet();
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const house = await openHouse({
    processes: (prisma) => runningProcesses(new Client({ connection: native, namespace }), prisma),
  });
  const workers = await startWorkers(house, native, namespace);
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    ...house,
    client: new Client({ connection, namespace, identity: 'encours-api' }),
    namespace,
    close: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      await Promise.all([connection.close(), native.close()]);
      await house.close();
    },
  };
}

function quiet(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch {
    // Another helper of this process installed it already.
  }
}

/** As worker/main.ts starts them. */
async function startWorkers(house: House, connection: NativeConnection, namespace: string): Promise<Worker[]> {
  const { sendMail, ...steps } = house.activities;
  const common = { connection, namespace, identity: 'encours-worker', shutdownGraceTime: '5 seconds' } as const;
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: ORDER_TASK_QUEUE,
      workflowBundle: await workflowBundle(join(readHost().cache, 'bundles'), false),
      activities: steps,
      maxCachedWorkflows: 500,
    }),
    Worker.create({
      ...common,
      taskQueue: MAIL_TASK_QUEUE,
      activities: { sendMail },
      maxConcurrentActivityTaskExecutions: 10,
    }),
  ]);
}

/** Waits until what a test expects is so; the rows are written by processes that run beside it. */
export const eventually = <T>(expectation: () => T | Promise<T>, timeout = 60_000): Promise<T> =>
  vi.waitFor(expectation, { timeout, interval: 50 });

/** A running order and what may be asked of it. */
export type RunningOrder = {
  readonly number: string;
  readonly handle: WorkflowHandle;
  readonly ask: <R, A extends { readonly actor: Actor }>(
    update: UpdateDefinition<Answer<R>, [A]>,
    request: Omit<A, 'actor'>,
    actor: Actor,
  ) => Promise<Answer<R>>;
};

/** Enters an order as the API does, and returns once it is on record. */
export async function enterOrder(
  office: Processes,
  draft: OrderDraft,
  options: { readonly by?: Actor; readonly policies?: Partial<PolicySnapshot> } = {},
): Promise<RunningOrder> {
  const number = office.nextOrderNumber();
  const input: OrderWorkflowInput = {
    schemaVersion: 1,
    orderNumber: number,
    customerNumber: draft.customer,
    policies: { ...office.policies, ...options.policies },
    submission: { actor: options.by ?? laura(), draft },
  };
  const startWorkflowOperation = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
    workflowId: orderWorkflowId(number),
    taskQueue: ORDER_TASK_QUEUE,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    args: [input],
    staticSummary: `${number} · ${draft.customer}`,
    typedSearchAttributes: [{ key: searchAttributes.customerNumber, value: draft.customer }],
  });
  await office.client.workflow.executeUpdateWithStart(orders.submitOrder, {
    startWorkflowOperation,
    updateId: randomUUID(),
  });
  return runningOrder(office, number);
}

export function runningOrder(office: Processes, number: string): RunningOrder {
  const handle = office.client.workflow.getHandle(orderWorkflowId(number));
  return {
    number,
    handle,
    ask: <R, A extends { readonly actor: Actor }>(
      update: UpdateDefinition<Answer<R>, [A]>,
      request: Omit<A, 'actor'>,
      by: Actor,
    ) => handle.executeUpdate(update, { args: [{ ...request, actor: by } as unknown as A], updateId: randomUUID() }),
  };
}

/** Logistics deliver; without lines everything allocated. */
export const deliver = (order: RunningOrder, lines?: readonly { lineNo: number; quantity: string }[]) =>
  order.ask(orders.deliverOrder, lines === undefined ? {} : { lines: [...lines] }, lucie());

export const orderRow = (office: Processes, order: RunningOrder) =>
  office.prisma.salesOrder.findUniqueOrThrow({
    where: { number: order.number },
    include: { lines: { orderBy: { lineNo: 'asc' } }, invoices: { orderBy: { number: 'asc' } }, deliveries: true },
  });

export const untilStage = (office: Processes, order: RunningOrder, stage: string) =>
  eventually(async () => {
    const row = await orderRow(office, order);
    expect(row.stage).toBe(stage);
    return row;
  });

/** A person says what became of a mail, as the API does: its errand is started where it does not run. */
export async function resolveMailOf(
  office: Processes,
  mailId: string,
  resolution: 'was-sent' | 'send-again' | 'skip',
  by: Actor,
): Promise<Answer<MailResolutionResult>> {
  const { orderNumber, customerNumber } = await office.prisma.outgoing.findUniqueOrThrow({ where: { id: mailId } });
  const startWorkflowOperation = new WithStartWorkflowOperation(MAIL_WORKFLOW, {
    workflowId: mailWorkflowId(mailId),
    taskQueue: ORDER_TASK_QUEUE,
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [{ schemaVersion: 1, mailId, orderNumber, customerNumber }],
  });
  return office.client.workflow.executeUpdateWithStart(mails.resolveMail, {
    startWorkflowOperation,
    updateId: by.requestId,
    args: [{ actor: by, mailId, resolution, reason: 'asked by telephone' }],
  });
}

/** Books goods in and tells the orders that were served, as the API does. */
export async function stockArrives(office: Processes, product: string, quantity: string): Promise<void> {
  const served = await receiveStock(office, product, quantity);
  await Promise.all(served.map((number) => runningOrder(office, number).handle.signal(orders.stockArrived)));
}

/** On a machine however busy: a caller of the API comes again after less. */
const PATIENCE_MS = 120_000;

/** Asks a customer's account as the API does: it is started where it rests. */
export const askAccount = <R, A extends { readonly actor: Actor }>(
  office: Pick<Processes, 'client'>,
  customer: string,
  update: UpdateDefinition<Answer<R>, [A]>,
  args: A,
): Promise<Answer<R>> =>
  createProcesses(office.client, pino({ level: 'silent' }), PATIENCE_MS).updateAccount(customer, {
    update,
    args,
    updateId: args.actor.requestId,
  });

/** What one invoice took of a payment, and what is open on it then. */
export type Taken = { readonly amount: string; readonly open: string };

/** Offers a booked payment to one invoice. */
export async function allocate(
  office: Processes,
  customer: string,
  invoice: string,
  paymentId: string,
  amount: string,
  by: Actor = karim(),
): Promise<Taken> {
  const wish = { allocations: [{ invoice, amount }] };
  const { moves } = done(await askAccount(office, customer, accounts.allocatePayment, { actor: by, paymentId, wish }));
  const receivable = await office.prisma.receivable.findFirstOrThrow({ where: { invoiceNumber: invoice } });
  const [move] = moves;
  return move === undefined
    ? { amount: '0.00', open: receivable.open.toFixed(2) }
    : { amount: move.amount, open: move.open };
}

/** Books a transfer and lets one invoice take it. */
export async function pay(office: Processes, customer: string, invoice: string, amount: string, valueDate?: string) {
  return allocate(office, customer, invoice, await bookPayment(office, customer, amount, valueDate), amount);
}

/** Business dates that a step may bear which was taken since the office opened: two of them around midnight. */
export const datesSinceOpening = (office: Processes): readonly string[] => [
  office.today,
  localDateOf(Date.now(), office.policies.zone),
];

const DAY_MARGIN_MS = 60_000;

/** Today, for a test that counts days from it: when less than a minute of the day is left, the next day is waited for. */
export async function lastingToday(office: Processes): Promise<string> {
  const { zone } = office.policies;
  const today = localDateOf(Date.now(), zone);
  const leftMs = instantOf(addDays(today, 1), '00:00', zone) - Date.now();
  if (leftMs > DAY_MARGIN_MS) return today;
  await sleep(leftMs + 1);
  return localDateOf(Date.now(), zone);
}

/** Moves the virtual clock of an account to a time of day in the company's zone. */
export const skipTo = (office: Processes, workflowId: string, date: string, time: string): Promise<void> =>
  skipTimeTo(office.client, workflowId, instantOf(date, time, office.policies.zone));
