import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TemporalSettings } from '../../config/temporal.js';
import type { Role } from '../../contracts/vocabulary.js';

/** The running stack that is measured. */
export type BenchTarget = {
  readonly apiUrl: string;
  readonly apiKeys: Readonly<Record<Role, string>>;
  /** Connects as another role than the application, which alone is counted; it must see all of `pg_stat_statements`. */
  readonly readerUrl: string;
  readonly temporal: TemporalSettings;
  /** Process ids by name, such as `worker`. */
  readonly pids: Readonly<Record<string, number>>;
};

/** The people who call the API. `retries` counts the answers that asked to come again. */
export type Callers = {
  readonly post: <T>(role: Role, path: string, body: unknown) => Promise<T>;
  /** Reads the whole answer. @returns its status, whatever it is */
  readonly get: (role: Role, path: string) => Promise<number>;
  readonly retries: () => number;
};

const patienceMs = 60_000;

export function openCallers(target: BenchTarget): Callers {
  let retries = 0;
  const post = async <T>(role: Role, path: string, body: unknown): Promise<T> => {
    const key = randomUUID();
    const untilMs = Date.now() + patienceMs;
    for (;;) {
      const response = await send(target, role, path, key, body);
      if (response.ok) return (await response.json()) as T;
      const text = await response.text();
      const again = response.status === 429 || response.status === 503;
      if (!again || Date.now() > untilMs) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
      retries += 1;
      await sleep(1_000 * Number(response.headers.get('retry-after') ?? '1'));
    }
  };
  const get = async (role: Role, path: string): Promise<number> => {
    const response = await fetch(`${target.apiUrl}${path}`, { headers: authorisationOf(target, role) });
    await response.arrayBuffer();
    return response.status;
  };
  return { post, get, retries: () => retries };
}

const authorisationOf = ({ apiKeys }: BenchTarget, role: Role) => ({ authorization: `Bearer ${apiKeys[role]}` });

const send = (target: BenchTarget, role: Role, path: string, key: string, body: unknown) =>
  fetch(`${target.apiUrl}${path}`, {
    method: 'POST',
    headers: {
      ...authorisationOf(target, role),
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });

/** Runs the work for each item, `concurrency` at once, in the items' order. */
export async function eachAtOnce<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const left = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
  return results;
}
