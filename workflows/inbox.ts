import { CancellationScope, allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import type { Answer } from '../contracts/process.js';
import { nowMs } from './clock.js';

/** A request that a handler noted; the main line decides, and answers once the decision is on record. */
export type Ask<K extends string, Q, A> = { readonly kind: K; readonly request: Q; answer: Answer<A> | undefined };

export type Wait = {
  /** Workflow time in ms to wait until; null: as long as it takes. */
  readonly untilMs: number | null;
  /** What the timer is for, in words for ops. */
  readonly summary: string;
  /** Other news that ends the wait. */
  readonly wake: () => boolean;
};

export type Inbox<R> = {
  /** Notes a request and waits for its answer. For handlers. */
  readonly ask: <K extends string, Q, A>(kind: K, request: Q) => Promise<Answer<A>>;
  /** The next request, or what else ended the wait. For the main line. */
  readonly next: (wait: Wait) => Promise<R | 'deadline' | 'woken'>;
  /** The next request if one waits already. */
  readonly take: () => R | undefined;
  readonly isEmpty: () => boolean;
};

/** Requests in the order of their arrival. */
export function openInbox<R extends Ask<string, unknown, unknown>>(): Inbox<R> {
  const queue: R[] = [];
  return {
    async ask<K extends string, Q, A>(kind: K, request: Q) {
      const entry: Ask<K, Q, A> = { kind, request, answer: undefined };
      queue.push(entry as unknown as R);
      await CancellationScope.nonCancellable(() => condition(() => entry.answer !== undefined));
      return entry.answer as Answer<A>;
    },
    async next(wait) {
      const ready = () => queue.length > 0 || wait.wake();
      if (!ready() && !(await until(ready, wait))) return 'deadline';
      return queue.shift() ?? 'woken';
    },
    take: () => queue.shift(),
    isEmpty: () => queue.length === 0,
  };
}

async function until(ready: () => boolean, wait: Wait): Promise<boolean> {
  if (wait.untilMs === null) {
    await condition(ready);
    return true;
  }
  const leftMs = wait.untilMs - nowMs();
  return leftMs > 0 && (await condition(ready, leftMs, { summary: wait.summary }));
}

/** The history has grown long, and nobody waits for an answer: the run may hand over to a new one. */
export const mayEndHere = (inbox: { readonly isEmpty: () => boolean }): boolean =>
  workflowInfo().continueAsNewSuggested && inbox.isEmpty() && allHandlersFinished();
