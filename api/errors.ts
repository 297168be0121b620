import { said } from '../contracts/said.js';
import { grpcCode } from './temporal.js';
import { ProblemError, silent } from './problem.js';

/** Any error as the problem that the caller may see; what is not foreseen becomes 500 without its inside. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const request = requestProblem(error);
  if (request) return request;
  if (isDatabaseAway(error)) return silent('database');
  if (isTemporalAway(error)) return silent('order-process');
  return new ProblemError('internal', said('failed-on-our-side'));
}

/** What Express and its body parser say about a request. */
function requestProblem(error: unknown): ProblemError | undefined {
  const type = textOf(error, 'type');
  if (type === 'entity.too.large')
    return new ProblemError('body-too-large', said('body-too-large', { size: megabytesOf(error) }));
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new ProblemError('unsupported-media-type', said('body-json-utf8'), {
      headers: { 'Accept-Encoding': 'identity, gzip, deflate, br' },
    });
  if (type?.startsWith('entity.') || type?.startsWith('request.'))
    return new ProblemError('malformed-json', said('body-not-json'));
  if (error instanceof URIError)
    return new ProblemError('invalid-request', said('not-percent-encoded'), { field: 'path' });
  return isClientError(error) ? new ProblemError('malformed-json', said('request-unreadable')) : undefined;
}

/** What the body parser was told to take at most. */
const megabytesOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'limit' in error
    ? Math.floor(Number(error.limit) / 1_000_000) || 1
    : 1;

const isClientError = (error: unknown): boolean => {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
};

const textOf = (error: unknown, name: string): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
};

/**
 * Prisma: cannot reach the server (P1001, P1002, P1008, P1017), no connection or transaction free in time (P2024,
 * P2028), gave way to another transaction (P2034). PostgreSQL: connection exceptions (08), too many connections (53),
 * shutting down or starting up (57P), and transactions that it ended for no fault of theirs: deadlock or serialization
 * (40), lock not free in time (55P03), statement or idle transaction cancelled (57014, 25P03, 25P04).
 */
const DATABASE_AWAY =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|P2034|08\w{3}|25P0[34]|40\w{3}|53\w{3}|55P03|57014|57P\w{2})$/;
const NETWORK_AWAY = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
/** Driver errors that Prisma's adapter leaves as text only. */
const DRIVER_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|ConnectionClosed|DatabaseNotReachable/;

function isDatabaseAway(error: unknown): boolean {
  return chain(error).some((link) => {
    const codes = [textOf(link, 'code'), textOf(metaOf(link), 'code'), textOf(link, 'originalCode')];
    if (codes.some((code) => code !== undefined && (DATABASE_AWAY.test(code) || NETWORK_AWAY.test(code)))) return true;
    return DRIVER_TEXT.test(textOf(link, 'kind') ?? '') || DRIVER_TEXT.test(textOf(link, 'message') ?? '');
  });
}

const metaOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'meta') : undefined;

/** The error and its causes, Prisma's driver adapter error among them; at most 6. */
function chain(error: unknown): readonly unknown[] {
  const links: unknown[] = [];
  for (let link = error; typeof link === 'object' && link !== null && links.length < 6; link = causeOf(link))
    links.push(link);
  return links;
}

function causeOf(error: object): unknown {
  const meta = metaOf(error);
  const adapterError: unknown =
    typeof meta === 'object' && meta !== null ? Reflect.get(meta, 'driverAdapterError') : undefined;
  return adapterError ?? Reflect.get(error, 'cause');
}

const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
/** The server takes no update while a workflow's task fails, as it does where its code meets an error it did not foresee. */
const FAILED_PRECONDITION = 9;
const UNAVAILABLE = 14;
const TEMPORAL_AWAY = [CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, UNAVAILABLE];

function isTemporalAway(error: unknown): boolean {
  const code = grpcCode(error);
  return code !== undefined && TEMPORAL_AWAY.includes(code);
}
