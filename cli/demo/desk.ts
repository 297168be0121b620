import { randomUUID } from 'node:crypto';
import type { Role } from '../../contracts/vocabulary.js';
import type { Stack } from '../stack/stack.js';

/** The people of the demo: each calls the API with a key of their own. */
export type Desk = {
  readonly get: <T>(role: Role, path: string) => Promise<T>;
  /** Comes again when the API is busy. @throws Error with the problem's words when it refuses. */
  readonly post: <T>(role: Role, path: string, body: unknown) => Promise<T>;
  /** Asks until the answer satisfies; a minute at the most. */
  readonly until: <T>(what: string, ask: () => Promise<T>, isThere: (answer: T) => boolean) => Promise<T>;
};

const WAIT_MS = 60_000;
/** Come again: with the same key nothing is done twice. */
const BUSY = 503;

/** What of a stack one needs to work at its company. */
export type Company = Pick<Stack, 'apiKeys' | 'apiUrl'>;

export function openDesk(stack: Company): Desk {
  const call = async <T>(role: Role, path: string, init: RequestInit): Promise<T> => {
    const key = stack.apiKeys?.[role] ?? '';
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const untilMs = Date.now() + WAIT_MS;
    let response = await fetch(`${stack.apiUrl}${path}`, { ...init, headers });
    while (response.status === BUSY && Date.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      response = await fetch(`${stack.apiUrl}${path}`, { ...init, headers });
    }
    const body = (await response.json()) as T & { detail?: string };
    if (!response.ok)
      throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${body.detail ?? ''}`);
    return body;
  };
  return {
    get: (role, path) => call(role, path, {}),
    post: (role, path, body) => call(role, path, { method: 'POST', body: JSON.stringify(body) }),
    until,
  };
}

async function until<T>(what: string, ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> {
  const deadlineMs = Date.now() + WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > deadlineMs) throw new Error(`waited a minute in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
