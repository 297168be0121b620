import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { QueueSight } from '../contracts/readiness.js';
import { said, type Said } from '../contracts/said.js';
import { MAIL_TASK_QUEUE, ORDER_TASK_QUEUE } from '../workflows/ids.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;

export type WorkerWatch = {
  /**
   * Looks at every task queue of ours, or reuses what was seen not longer than `maxAgeMs` ago. Never throws; undefined:
   * Temporal did not say within `timeoutMs`.
   */
  readonly look: (options: {
    readonly maxAgeMs: number;
    readonly timeoutMs: number;
  }) => Promise<readonly QueueSight[] | undefined>;
};

/** What those who only show it may reuse, and how long they wait. */
export const glance = { maxAgeMs: 5_000, timeoutMs: 900 } as const;

/** A worker with nothing to do asks again after a minute, when the server ends its long poll. */
const AWAY_AFTER_SECONDS = 90;

/** The worker of orders asks for workflow tasks first of all, the one of mails for activities only. */
const queues = [
  { taskQueue: ORDER_TASK_QUEUE, taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW },
  { taskQueue: MAIL_TASK_QUEUE, taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY },
] as const;

export function createWorkerWatch(
  connection: Connection,
  namespace: string,
  nowMs: () => number = Date.now,
): WorkerWatch {
  let last: { readonly at: number; readonly sights: Promise<readonly QueueSight[] | undefined> } | undefined;
  const see = (timeoutMs: number): Promise<readonly QueueSight[]> =>
    connection.withDeadline(Date.now() + timeoutMs, () =>
      Promise.all(queues.map((queue) => sightOf(connection, namespace, queue, nowMs))),
    );
  return {
    look({ maxAgeMs, timeoutMs }) {
      if (last && nowMs() - last.at <= maxAgeMs) return last.sights;
      last = { at: nowMs(), sights: within(timeoutMs, see(timeoutMs)) };
      return last.sights;
    },
  };
}

async function sightOf(
  connection: Connection,
  namespace: string,
  { taskQueue, taskQueueType }: (typeof queues)[number],
  nowMs: () => number,
): Promise<QueueSight> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType,
  });
  const seconds = (pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0));
  if (seconds.length === 0) return { taskQueue, away: true, lastPollSeconds: null };
  const lastPollSeconds = Math.max(0, Math.floor(nowMs() / 1_000) - Math.max(...seconds));
  return { taskQueue, away: lastPollSeconds > AWAY_AFTER_SECONDS, lastPollSeconds };
}

/** The deadline of a call that cannot even connect is not kept by the client to the moment. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** What is to be said of each task queue that nobody looks after. */
export const awayOf = (sights: readonly QueueSight[] | undefined): readonly Said[] =>
  (sights ?? [])
    .filter(({ away }) => away)
    .map(({ taskQueue, lastPollSeconds }) =>
      lastPollSeconds === null
        ? said('no-worker-lately', { queue: taskQueue })
        : said('no-worker-for', { queue: taskQueue, seconds: lastPollSeconds }),
    );
