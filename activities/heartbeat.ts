import { Context } from '@temporalio/activity';

const EVERY_MS = 2_000;

/** Says all along that the work goes on, so that a worker that died is noticed before the work's longest time is over. */
export async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const attempt = attemptUnderWay();
  const timer = attempt && setInterval(() => attempt.heartbeat(), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Undefined: it was called by itself, and nobody listens. */
function attemptUnderWay(): Context | undefined {
  try {
    return Context.current();
  } catch {
    return undefined;
  }
}
