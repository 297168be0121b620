import type { Response } from 'express';
import PQueue from 'p-queue';
import { said } from '../contracts/said.js';
import type { Principal } from './context.js';
import { ProblemError } from './problem.js';

/**
 * What one principal may have at work in a process at once, and waiting behind it: a caller with many heavy requests takes
 * its turn among its own, and leaves connections and processor to the others. Reads hold a connection as long as they last,
 * and of the usual ten leave six; writes mostly wait for their process.
 */
export type Share = { readonly reads: number; readonly writes: number; readonly waiting: number };

export const usualShare: Share = { reads: 4, writes: 32, waiting: 256 };

const RETRY_AFTER_S = 1;

export type Shares = {
  /**
   * Does the work in the principal's turn; what nobody waits for any more when its turn comes is not begun. What is begun
   * keeps its place until it is done, also when its caller has hung up.
   * @throws ProblemError 429 with Retry-After when too much of the principal's waits already
   */
  readonly take: <T>(turn: Turn, work: () => Promise<T>) => Promise<T>;
};

export type Turn = {
  readonly principal: string;
  readonly kind: 'reads' | 'writes';
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
};

export function turnOf({ id: principal }: Principal, kind: Turn['kind'], res: Response): Turn {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  return { principal, kind, signal: gone.signal };
}

export function createShares(share: Share = usualShare): Shares {
  const queues = new Map<string, PQueue>();
  return {
    async take({ principal, kind, signal }, work) {
      const name = `${kind} ${principal}`;
      const queue = queues.get(name) ?? new PQueue({ concurrency: share[kind] });
      if (queue.size >= share.waiting) throw tooMany();
      queues.set(name, queue);
      try {
        return await queue.add(() => (signal.aborted ? Promise.reject(goneAway()) : work()));
      } finally {
        if (queue.size + queue.pending === 0) queues.delete(name);
      }
    },
  };
}

const goneAway = (): ProblemError => new ProblemError('unavailable', said('caller-hung-up'));

const tooMany = (): ProblemError =>
  new ProblemError('too-many-requests', said('requests-wait-already'), {
    remedy: said('send-fewer'),
    headers: { 'Retry-After': String(RETRY_AFTER_S) },
  });
