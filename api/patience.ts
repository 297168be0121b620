import type { Health } from './health.js';
import { silent, systemsSilent } from './problem.js';
import { awayOf, glance, type WorkerWatch } from './workers.js';
import { ORDER_TASK_QUEUE } from '../workflows/ids.js';

/**
 * How long a caller waits. Work that is not done after a second is asked about: when PostgreSQL or Temporal does not
 * answer, the caller gets 503 within 2 s of its request; when both are well, the work is only queued, and the caller
 * waits with it, up to 15 s. The work itself goes on: the same Idempotency-Key later gets its outcome.
 */
export type Patience = { readonly firstLookMs: number; readonly lookMs: number; readonly limitMs: number };

export const usualPatience: Patience = { firstLookMs: 900, lookMs: 1_000, limitMs: 15_000 };
const PROBE_TIMEOUT_MS = 900;
const PROBE_MAX_AGE_MS = 500;

type Waiting = { readonly health: Health; readonly workers: WorkerWatch; readonly patience?: Patience };

/** @throws ProblemError 503 with Retry-After when the caller has waited long enough */
export async function whilePatient<T>(
  { health, workers, patience = usualPatience }: Waiting,
  work: Promise<T>,
): Promise<T> {
  const done = new AbortController();
  work.catch(() => undefined);
  try {
    return await Promise.race([work, looseningPatience({ health, workers, patience }, done.signal)]);
  } finally {
    done.abort();
  }
}

async function looseningPatience({ health, workers, patience }: Required<Waiting>, done: AbortSignal): Promise<never> {
  const startedAt = performance.now();
  await pause(patience.firstLookMs, done);
  while (!done.aborted && performance.now() - startedAt < patience.limitMs) {
    const { down } = await health.probe({ maxAgeMs: PROBE_MAX_AGE_MS, timeoutMs: PROBE_TIMEOUT_MS });
    if (down.length > 0) throw systemsSilent(down);
    await pause(patience.lookMs, done);
  }
  const sights = (await workers.look(glance))?.filter(({ taskQueue }) => taskQueue === ORDER_TASK_QUEUE);
  throw silent('order-process', ...awayOf(sights));
}

/** Resolves after the time, or never when the work is done first: then nobody waits for it. */
const pause = (ms: number, done: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      done.removeEventListener('abort', stop);
      resolve();
    }, ms);
    done.addEventListener('abort', stop, { once: true });
  });
