import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../contracts/problems.js';
import { ImportError } from '../../api/import/errors.js';
import type { ImportFault } from '../../contracts/import.js';

export type Connection = { readonly api: string; readonly key: string };
/** One row or file on its way: `path` such as `/v1/orders`. */
export type Parcel = {
  readonly path: string;
  readonly idempotencyKey: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** Left out: JSON. */
  readonly type?: string;
};

export type Outcome =
  /** `number`: of what it became; null: the answer names none. */
  | { readonly kind: 'accepted'; readonly wasThere: boolean; readonly number: string | null }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly faults: readonly ImportFault[];
    };

const requestTimeoutMs = 30_000;
const longestPauseMs = 60_000;
const patienceMs = 300_000;

/**
 * Posts one row and waits for the verdict. 429, 5xx and a lost connection are tried again with the same key, after the
 * pause the API asks for, for five minutes in all. @throws ImportError when no verdict can be had: the API stays away, the
 * key is not good, or the address is not an API's.
 */
export const send = (connection: Connection, parcel: Parcel): Promise<Outcome> =>
  patiently(
    connection,
    () => post(connection, parcel),
    (response) => judge(response, connection),
  );

/**
 * Reads from the API, with the same patience. @returns the JSON; null when the API does not take the question
 * @throws ImportError as {@link send}
 */
export const read = (connection: Connection, path: string): Promise<unknown> =>
  patiently(
    connection,
    () => call(connection, path, { method: 'GET' }),
    async (response) => {
      const { status } = response;
      const text = await response.text().catch(() => undefined);
      if (text === undefined || isAskedToWait(status)) return undefined;
      if (status === 403) throw new ImportError(sayMayNotList(path));
      requireAccess(status, connection);
      return response.ok ? jsonOf(text, connection) : null;
    },
  );

const sayMayNotList = (path: string): string =>
  `This key may not read ${path.split('?')[0]}, which is asked first: give another one with --key, or import --again.`;

function jsonOf(text: string, { api }: Connection): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ImportError(`${api} answers no JSON: is --api the address of Encours?`);
  }
}

/** Asks until there is a verdict. */
async function patiently<T>(
  connection: Connection,
  ask: () => Promise<Answer>,
  decide: (response: Response) => Promise<T | undefined>,
): Promise<T> {
  const startedAt = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    const verdict = answer.kind === 'response' ? await decide(answer.response) : undefined;
    if (verdict !== undefined) return verdict;
    const pauseMs = pauseOf(answer, attempt);
    if (Date.now() + pauseMs - startedAt > patienceMs) throw new ImportError(sayAway(connection, answer));
    await sleep(pauseMs);
  }
}

type Answer =
  { readonly kind: 'response'; readonly response: Response } | { readonly kind: 'lost'; readonly why: string };

const post = (
  connection: Connection,
  { path, idempotencyKey, content, type = 'application/json' }: Parcel,
): Promise<Answer> =>
  call(connection, path, {
    method: 'POST',
    headers: { 'content-type': type, 'idempotency-key': idempotencyKey },
    body: content,
  });

type Call = {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
};

async function call({ api, key }: Connection, path: string, { headers, ...init }: Call): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const authorization = `Bearer ${key}`;
    const request = { ...init, headers: { ...headers, authorization }, redirect: 'manual', signal } as const;
    const response = await fetch(urlOf(api, path), request);
    requireNoRedirect(response, api);
    return { kind: 'response', response };
  } catch (error) {
    if (error instanceof ImportError) throw error;
    return { kind: 'lost', why: reasonOf(error) };
  }
}

/** The verdict; undefined when the API asks to be tried again. */
async function judge(response: Response, connection: Connection): Promise<Outcome | undefined> {
  const { api } = connection;
  const { status } = response;
  const text = await response.text().catch(() => '');
  if (response.ok)
    return {
      kind: 'accepted',
      wasThere: response.headers.get('idempotency-replayed') === 'true',
      number: numberIn(text),
    };
  if (isAskedToWait(status)) return undefined;
  requireAccess(status, connection);
  const problem = problemOf(text);
  if (!problem) throw new ImportError(`${api} answers ${status} and no problem+json: is --api the address of Encours?`);
  return { kind: 'refused', status, code: problem.code, faults: faultsOf(problem) };
}

function numberIn(text: string): string | null {
  try {
    const { number } = JSON.parse(text) as { readonly number?: unknown };
    return typeof number === 'string' ? number : null;
  } catch {
    return null;
  }
}

/** Reads a file from the API, with the same patience. @returns null where it is not there, or not yet */
export const readFile = (connection: Connection, path: string): Promise<Uint8Array | null> =>
  patiently(
    connection,
    () => call(connection, path, { method: 'GET' }),
    async (response) => {
      const { status, ok } = response;
      const bytes = await response.arrayBuffer().catch(() => undefined);
      if (bytes === undefined) return undefined;
      if (status === 404) return null;
      if (isAskedToWait(status)) return undefined;
      requireAccess(status, connection);
      return ok ? new Uint8Array(bytes) : null;
    },
  );

/** Rows are meant for the address that was given, not for one that it names. @throws ImportError */
function requireNoRedirect({ status, headers }: Response, api: string): void {
  if (status < 300 || status > 399 || status === 304) return;
  throw new ImportError(
    `${api} sends elsewhere (${headers.get('location') ?? status}): give the address itself with --api.`,
  );
}

const isAskedToWait = (status: number): boolean => status === 429 || status >= 500;

/** @throws ImportError when the key is not good, or not for this */
function requireAccess(status: number, { api }: Connection): void {
  if (status === 401) throw new ImportError(`${api} does not know this key: give a valid one with --key.`);
  if (status === 403) throw new ImportError(`This key may not import these rows: give one of another role with --key.`);
}

function problemOf(text: string): Problem | undefined {
  try {
    return Problem.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function faultsOf(problem: Problem): readonly ImportFault[] {
  const remedy = problem.remedy ?? 'Put the row right and import the file again: rows already taken stay as they are.';
  if (!problem.errors || problem.errors.length === 0) return [{ field: '', message: problem.detail, remedy }];
  return problem.errors.map(({ field, message }) => ({ field, message, remedy }));
}

function pauseOf(answer: Answer, attempt: number): number {
  const asked = answer.kind === 'response' ? retryAfterMs(answer.response.headers.get('retry-after')) : undefined;
  return Math.min(asked ?? 500 * 2 ** Math.min(attempt - 1, 7), longestPauseMs);
}

/** `Retry-After` in milliseconds, given in seconds or as a date (RFC 9110 §10.2.3); undefined when there is none. */
export function retryAfterMs(header: string | null, nowMs: number = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

function sayAway({ api }: Connection, answer: Answer): string {
  const why = answer.kind === 'lost' ? answer.why : `answers ${answer.response.status}`;
  return `${api} has not taken a row for five minutes (${why}). Import the file again later: nothing is done twice.`;
}

/** Checks that Encours answers at all before the first row. @throws ImportError with what to do. */
export async function checkReachable({ api }: Connection): Promise<void> {
  const request = { redirect: 'manual', signal: AbortSignal.timeout(10_000) } as const;
  const answer = await fetch(urlOf(api, '/healthz'), request).catch(reasonOf);
  if (typeof answer === 'string')
    throw new ImportError(`No API answers at ${api} (${answer}). Start one with npm start, or give --api URL.`);
  requireNoRedirect(answer, api);
  if (answer.status === 404) throw new ImportError(`${api} answers, but is no Encours: give its address with --api.`);
}

const urlOf = (api: string, path: string): string => `${api.replace(/\/+$/, '')}${path}`;

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
