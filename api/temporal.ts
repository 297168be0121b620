import { isGrpcServiceError, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { UpdateDefinition } from '@temporalio/common';
import type { Logger } from 'pino';
import type {
  AccountWorkflowInput,
  Answer,
  MailErrandInput,
  BillingInput,
  MonthEndProcessInput,
  MoveInWorkInput,
  OrderNews,
  OrderWorkflowInput,
  ProofErrandInput,
  PlatformInboxInput,
  RenderingInput,
  Submission,
  SubmissionResult,
} from '../contracts/process.js';
import type { ComplaintRun, ComplaintWorkflowInput } from '../contracts/complaint.js';
import { problems } from '../contracts/problems.js';
import type { ProblemCode, Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { answerOf } from '../domain/upcasts.js';
import {
  ACCOUNT_WORKFLOW,
  COMPLAINT_WORKFLOW,
  MAIL_WORKFLOW,
  MOVE_IN_WORKFLOW,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  PLATFORM_INBOX,
  PLATFORM_INBOX_WORKFLOW,
  RENDERING_WORKFLOW,
  accountWorkflowId,
  mailWorkflowId,
  moveInWorkflowId,
  orderWorkflowId,
  renderingWorkflowId,
} from '../workflows/ids.js';
import type { BILLING_WORKFLOW, MONTH_END_WORKFLOW, PROOF_WORKFLOW } from '../workflows/ids.js';
import { complaintStart } from '../workflows/complaint-start.js';
import { moveInNews } from '../workflows/move-in-messages.js';
import { creditFreed, goodsPrepared, invoicesPaid, stockArrived, submitOrder } from '../workflows/order-messages.js';
import { ofCustomer, searchAttributes } from '../workflows/search-attributes.js';

/** An update that no run can take: the process has ended, or never was. */
export type Gone = { readonly kind: 'gone' };
/** No run knows an update of this id. */
export type UnknownUpdate = { readonly kind: 'unknown-update' };

export type OrderStart = {
  readonly input: OrderWorkflowInput & { readonly submission: Submission };
  readonly updateId: string;
  /** One line for the Temporal UI: number · customer · amount; no personal data. */
  readonly summary: string;
  /** Neutral code of the salesperson. */
  readonly salesCode: string | null;
};

export type UpdateCall<R, A> = {
  readonly workflowId: string;
  readonly update: UpdateDefinition<Answer<R>, [A]>;
  readonly args: A;
  readonly updateId: string;
};

/** A small workflow that serves a request also after its order has closed, started by the request where it does not run. */
export type Errand = {
  /** What it is about, for the Temporal UI; no personal data. */
  readonly about: string;
} & (
  | { readonly type: typeof MAIL_WORKFLOW; readonly input: MailErrandInput }
  | { readonly type: typeof PROOF_WORKFLOW; readonly input: ProofErrandInput }
  | { readonly type: typeof MONTH_END_WORKFLOW; readonly input: MonthEndProcessInput }
  | { readonly type: typeof BILLING_WORKFLOW; readonly input: BillingInput }
  | { readonly type: typeof COMPLAINT_WORKFLOW; readonly input: ComplaintWorkflowInput }
);

/** What the routes ask of the running orders, accounts and errands in Temporal. */
export type Processes = {
  /** Starts the order and waits until it is on record; the same update id joins the first call. */
  readonly submit: (start: OrderStart) => Promise<SubmissionResult>;
  readonly update: <R, A>(call: UpdateCall<R, A>) => Promise<Answer<R> | Gone>;
  /** The same of an errand that is started where it does not run. */
  readonly updateErrand: <R, A>(call: UpdateCall<R, A>, errand: Errand) => Promise<Answer<R> | Gone>;
  /** An update of a customer's account, which is started where it rests. */
  readonly updateAccount: <R, A>(customer: string, call: Omit<UpdateCall<R, A>, 'workflowId'>) => Promise<Answer<R>>;
  /** Starts the process of a complaint that is on record; one that runs is left alone. */
  readonly startComplaint: (complaint: ComplaintRun) => Promise<void>;
  /** Waits for an update sent earlier. */
  readonly join: <R>(workflowId: string, updateId: string) => Promise<R | UnknownUpdate>;
  /** Has a worker send a mail that is queued, unless one does already. */
  readonly sendMail: (input: MailErrandInput) => Promise<void>;
  /** Has a worker render a document, unless one does already, and waits until its bytes are kept. */
  readonly render: (documentId: string) => Promise<void>;
  /** Has a worker read what a platform brought; one that reads already goes on. */
  readonly readPlatform: () => Promise<void>;
  /** Has a worker work on a move-in of the desk, and look again at what is asked if one does already. */
  readonly workOnMoveIn: (id: string) => Promise<void>;
  /** The same, of one that a worker may have lost: one that runs is left alone. */
  readonly resumeMoveIn: (id: string) => Promise<void>;
  /** Signals orders that stock was reserved for them or was picked, or that their customer's account has room; closed ones are left. */
  readonly notifyOrders: (orderNumbers: readonly string[], signal: OrderNews) => Promise<void>;
};

/** Longer than the API waits, so that a call given up upon ends by itself. */
const USUAL_CALL_TIMEOUT_MS = 20_000;
/** The server takes 10 updates of one workflow at once; the rest wait here, in the order they came. */
const UPDATES_IN_FLIGHT = 8;

export function createProcesses(
  client: Client,
  logger: Logger,
  callTimeoutMs: number = USUAL_CALL_TIMEOUT_MS,
): Processes {
  const queued = createLimiter(UPDATES_IN_FLIGHT);
  const inTime = <T>(work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + callTimeoutMs, work);
  const call = <T>(workflowId: string, work: () => Promise<T>): Promise<T> => queued(workflowId, () => inTime(work));
  return {
    submit: (start) => {
      const workflowId = orderWorkflowId(start.input.orderNumber);
      return call(workflowId, () => submit(client, workflowId, start));
    },
    update: (request) => call(request.workflowId, () => update(client, request)),
    updateErrand: (request, errand) => call(request.workflowId, () => updateErrand(client, request, errand)),
    updateAccount: (customer, request) =>
      call(accountWorkflowId(customer), () => updateAccount(client, customer, request)),
    startComplaint: (complaint) =>
      inTime(async () => {
        await client.workflow.start(COMPLAINT_WORKFLOW, complaintStart(complaint));
      }),
    join: (workflowId, updateId) => call(workflowId, () => join(client, workflowId, updateId)),
    sendMail: (input) => inTime(() => sendMail(client, input)),
    render: (documentId) => inTime(() => render(client, documentId)),
    readPlatform: () => inTime(() => readPlatform(client)),
    workOnMoveIn: (id) => inTime(() => workOnMoveIn(client, id)),
    resumeMoveIn: (id) => inTime(() => resumeMoveIn(client, id)),
    notifyOrders: async (orderNumbers, signal) => {
      const tell = (number: string) => inTime(() => notify(client, logger, number, signal));
      await Promise.all([...new Set(orderNumbers)].map(tell));
    },
  };
}

async function submit(client: Client, workflowId: string, start: OrderStart): Promise<SubmissionResult> {
  const startWorkflowOperation = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
    workflowId,
    taskQueue: ORDER_TASK_QUEUE,
    args: [start.input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: start.summary,
    typedSearchAttributes: startAttributes(start),
  });
  return client.workflow.executeUpdateWithStart(submitOrder, {
    updateId: start.updateId,
    startWorkflowOperation,
  });
}

const startAttributes = ({
  input: {
    submission: { draft },
  },
  salesCode,
}: OrderStart) => [
  { key: searchAttributes.orderStage, value: 'received' },
  { key: searchAttributes.customerNumber, value: draft.customer },
  { key: searchAttributes.currency, value: draft.currency },
  { key: searchAttributes.orderOrigin, value: draft.origin },
  { key: searchAttributes.hasBackorder, value: false },
  ...(salesCode === null ? [] : [{ key: searchAttributes.salesperson, value: salesCode }]),
];

const update = <R, A>(client: Client, call: UpdateCall<R, A>): Promise<Answer<R> | Gone> =>
  answered(() =>
    client.workflow
      .getHandle(call.workflowId)
      .executeUpdate(call.update, { args: [call.args], updateId: call.updateId }),
  );

/** An errand may have ended before, or end just now: another run of it looks at what is on record again. */
function updateErrand<R, A>(client: Client, call: UpdateCall<R, A>, errand: Errand): Promise<Answer<R> | Gone> {
  const { type, about, input } = errand;
  return answered(() =>
    client.workflow.executeUpdateWithStart(call.update, {
      args: [call.args],
      updateId: call.updateId,
      startWorkflowOperation: new WithStartWorkflowOperation(type, {
        workflowId: call.workflowId,
        taskQueue: ORDER_TASK_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        ...ofCustomer(about, 'customerNumber' in input ? input.customerNumber : null),
      }),
    }),
  );
}

/** Of a mail that was sent before, one more errand ends as soon as it has looked. */
async function sendMail(client: Client, input: MailErrandInput): Promise<void> {
  const { mailId, customerNumber } = input;
  await client.workflow.start(MAIL_WORKFLOW, {
    workflowId: mailWorkflowId(mailId),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    ...ofCustomer(mailId, customerNumber),
  });
}

async function render(client: Client, documentId: string): Promise<void> {
  await client.workflow.execute<(input: RenderingInput) => Promise<null>>(RENDERING_WORKFLOW, {
    workflowId: renderingWorkflowId(documentId),
    taskQueue: ORDER_TASK_QUEUE,
    args: [{ schemaVersion: 1, documentId }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}

async function readPlatform(client: Client): Promise<void> {
  await client.workflow.start<(input: PlatformInboxInput) => Promise<unknown>>(PLATFORM_INBOX_WORKFLOW, {
    workflowId: PLATFORM_INBOX,
    taskQueue: ORDER_TASK_QUEUE,
    args: [{ schemaVersion: 1 }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}

function moveInStart(id: string) {
  const input: MoveInWorkInput = { schemaVersion: 1, moveInId: id };
  return {
    workflowId: moveInWorkflowId(id),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  } as const;
}

async function workOnMoveIn(client: Client, id: string): Promise<void> {
  await client.workflow.signalWithStart(MOVE_IN_WORKFLOW, { ...moveInStart(id), signal: moveInNews });
}

async function resumeMoveIn(client: Client, id: string): Promise<void> {
  await client.workflow.start(MOVE_IN_WORKFLOW, moveInStart(id));
}

async function answered<R>(ask: () => Promise<Answer<R>>): Promise<Answer<R> | Gone> {
  try {
    return answerOf(await whileEnding(ask, isEnding));
  } catch (error) {
    if (isGone(error)) return { kind: 'gone' };
    return refusedBy(error);
  }
}

/** How often a run that was about to end just then is asked again. */
const ENDING_TRIES = 5;

/**
 * @param ask what it asks is made anew each time: an operation of the SDK serves once.
 * @throws what the last try threw, or the first that `endedMeanwhile` does not tell of a run about to end
 */
async function whileEnding<R>(ask: () => Promise<R>, endedMeanwhile: (error: unknown) => boolean): Promise<R> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!endedMeanwhile(error) || tries === ENDING_TRIES) throw error;
    }
  }
}

async function updateAccount<R, A>(
  client: Client,
  customer: string,
  { update: asked, args, updateId }: Omit<UpdateCall<R, A>, 'workflowId'>,
): Promise<Answer<R>> {
  const input: AccountWorkflowInput = { schemaVersion: 1, customer };
  const ask = () =>
    client.workflow.executeUpdateWithStart(asked, {
      args: [args],
      updateId,
      startWorkflowOperation: new WithStartWorkflowOperation(ACCOUNT_WORKFLOW, {
        workflowId: accountWorkflowId(customer),
        taskQueue: ORDER_TASK_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `${customer} · account`,
        typedSearchAttributes: [{ key: searchAttributes.customerNumber, value: customer }],
      }),
    });
  try {
    return answerOf(await whileEnding(ask, (error) => isGone(error) || isEnding(error)));
  } catch (error) {
    return refusedBy(error);
  }
}

async function join<R>(client: Client, workflowId: string, updateId: string): Promise<R | UnknownUpdate> {
  try {
    return answerOf(await client.workflow.getHandle(workflowId).getUpdateHandle<R>(updateId).result());
  } catch (error) {
    if (isGone(error)) return { kind: 'unknown-update' };
    throw error;
  }
}

const GRPC_NOT_FOUND = 5;
/** The workflow task failed under the update, as when the run was about to end: what was asked is asked again. */
const GRPC_FAILED_PRECONDITION = 9;
const isEnding = (error: unknown): boolean => grpcCode(error) === GRPC_FAILED_PRECONDITION;

/** Closed or unknown workflow, unknown update, or a workflow that ended with the update still waiting in it. */
function isGone(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  if (error instanceof WorkflowUpdateFailedError)
    return error.cause instanceof ApplicationFailure && error.cause.type === 'AcceptedUpdateCompletedWorkflow';
  return grpcCode(error) === GRPC_NOT_FOUND;
}

/** gRPC status of an error of the client or of its cause; undefined: another kind of error. */
export function grpcCode(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && error.cause !== undefined ? grpcCode(error.cause) : undefined;
}

/** A validator or handler that threw a code of the catalogue refused; anything else goes on as it is. */
function refusedBy(error: unknown): Refusal {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (cause instanceof ApplicationFailure && isProblemCode(cause.type))
    return { kind: 'refused', code: cause.type, said: said('as-recorded', { text: cause.message }) };
  throw error;
}

const isProblemCode = (type: string | null | undefined): type is ProblemCode =>
  typeof type === 'string' && Object.hasOwn(problems, type);

const signals = { stockArrived, goodsPrepared, creditFreed, invoicesPaid };

async function notify(client: Client, logger: Logger, number: string, signal: keyof typeof signals): Promise<void> {
  try {
    await client.workflow.getHandle(orderWorkflowId(number)).signal(signals[signal]);
  } catch (error) {
    if (!isGone(error)) throw error;
    logger.debug({ order: number, signal }, 'the order has ended: nobody to tell');
  }
}

type Limiter = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Lets at most `limit` works of one key run at once; the rest wait in the order they came. */
export function createLimiter(limit: number): Limiter {
  const lanes = new Map<string, { running: number; readonly waiting: (() => void)[] }>();
  return async (key, work) => {
    const lane = lanes.get(key) ?? { running: 0, waiting: [] };
    lanes.set(key, lane);
    if (lane.running >= limit) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.running += 1;
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else lane.running -= 1;
      if (lane.running === 0) lanes.delete(key);
    }
  };
}
