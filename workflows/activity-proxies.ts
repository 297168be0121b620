import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  TimeoutFailure,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { MailOutcome } from '../contracts/process.js';
import { attended, needsAttention } from './attention.js';
import { MAIL_TASK_QUEUE, ORDER_TASK_QUEUE } from './ids.js';
import { ops } from './ops.js';

/** Database steps: everything but what the mail workers do. */
type Steps = Omit<Activities, 'sendMail' | 'takePlatformMessages' | 'workOnMoveIn'>;
type StepName = keyof Steps;
type StepResult<N extends StepName> = Awaited<ReturnType<Steps[N]>>;

/** What each step is called in the Temporal UI. A step without its words does not compile. */
const summaries: { readonly [N in StepName]: (...args: Parameters<Steps[N]>) => string } = ops.steps;

const localOptions = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', backoffCoefficient: 2, maximumAttempts: 3 },
} as const;

const regularOptions = {
  taskQueue: ORDER_TASK_QUEUE,
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 seconds' },
} as const;

/** Reads through the books of years: its attempts tell by heartbeats that they go on. */
const longOptions = {
  taskQueue: ORDER_TASK_QUEUE,
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} as const;

const mailOptions = {
  taskQueue: MAIL_TASK_QUEUE,
  // Said out loud: left out, the SDK only tries, and a process would close while its letter is at the mail server.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} as const;

/** Books are read and written in minutes, as one transaction; a worker that ends meanwhile is noticed by its silence. */
const booksOptions = {
  taskQueue: ORDER_TASK_QUEUE,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '60 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 seconds' },
} as const;

type WithOptions = Record<string, { executeWithOptions(options: object, args: readonly unknown[]): Promise<unknown> }>;
const local = proxyLocalActivities<Steps>(localOptions) as unknown as WithOptions;
const regular = proxyActivities<Steps>(regularOptions) as unknown as WithOptions;
const { sendMail: send } = proxyActivities<Pick<Activities, 'sendMail'>>(mailOptions);

/**
 * Runs one database step: first as a local activity (one event), and when PostgreSQL does not answer within three tries,
 * as a regular one, whose attempts and last failure ops see in the Temporal UI and which grows no history while it waits.
 * Steps are idempotent by their business key, so the second run finds whatever the first one did.
 */
export async function step<N extends StepName>(name: N, ...args: Parameters<Steps[N]>): Promise<StepResult<N>> {
  const summary = summaries[name](...args);
  try {
    return (await local[name]?.executeWithOptions({ ...localOptions, summary }, args)) as StepResult<N>;
  } catch (error) {
    if (!isWorthAnotherTry(error)) throw error;
  }
  needsAttention('step', ops.attention.step(name));
  const result = (await regular[name]?.executeWithOptions({ ...regularOptions, summary }, args)) as StepResult<N>;
  attended('step');
  return result;
}

/** Runs a step that may take minutes: a regular activity from the first try on. */
export async function longStep<N extends 'recordMonthEnd'>(
  name: N,
  ...args: Parameters<Steps[N]>
): Promise<StepResult<N>> {
  const summary = summaries[name](...args);
  return (await regular[name]?.executeWithOptions({ ...longOptions, summary }, args)) as StepResult<N>;
}

/** A local activity's failure comes bare, a regular one's wrapped: look at what is inside. */
function isWorthAnotherTry(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause.nonRetryable !== true;
  return cause instanceof TimeoutFailure;
}

/** Sends a queued mail on the mail workers' queue, however long the mail server is away. */
export function sendMail(
  mailId: string,
  summary: string,
  options: Pick<ActivityOptions, 'scheduleToCloseTimeout'> = {},
): Promise<MailOutcome> {
  return send.executeWithOptions({ ...mailOptions, ...options, summary }, [mailId]);
}

const { takePlatformMessages: take } = proxyActivities<Pick<Activities, 'takePlatformMessages'>>(mailOptions);

/** Takes what a platform left for us, where its files are: on the mail workers' queue. */
export const takePlatformMessages = (): Promise<{ readonly read: number }> =>
  take.executeWithOptions({ ...mailOptions, summary: ops.platform }, []);

const books = proxyActivities<Pick<Activities, 'workOnMoveIn'>>(booksOptions);

/** Does what a move-in of the desk waits for, however long that takes. */
export const workOnMoveIn = (id: string): Promise<unknown> =>
  books.workOnMoveIn.executeWithOptions({ ...booksOptions, summary: ops.books(id) }, [id]);
