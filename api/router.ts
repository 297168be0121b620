import { createHash } from 'node:crypto';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { said } from '../contracts/said.js';
import type { Language } from '../contracts/vocabulary.js';
import type { PrismaClient, Transaction } from '../prisma/client.js';
import { claimKey, onceForKey } from '../prisma/commands/idempotency.js';
import type { Caller } from './caller.js';
import type { Deps, Principal, ReadContext, Reply, Security, WriteContext, WriteRequest } from './context.js';
import { matchOf, type Match } from './etags.js';
import type { EventStream } from './events.js';
import { actorOf, hashOf, idempotencyKey, uuidOf } from './idempotency.js';
import { whilePatient } from './patience.js';
import { mayUse, salespersonBound } from './permissions.js';
import { isRefusal, ProblemError, refusalProblem } from './problem.js';
import { changesSomething, isFile, isStream, type Route, type SentFile } from './route.js';
import type { SecurityLog } from './security-log.js';
import { asSent } from './sent.js';
import type { Throttle } from './sign-in-throttle.js';
import { tellable } from './tellable.js';
import { turnOf, type Shares } from './share.js';
import { accept } from './validate.js';

/** A file that is written as it is read. */
export type FileStream = { readonly attach: (res: Response) => Promise<void> };

type WriteRouteLike = Extract<Route, { idempotent: true }>;

const BODY_LIMIT_BYTES = 1_000_000;
const parseJsonOf = (limit: number): RequestHandler => express.json({ limit, strict: true, type: () => true });
const parseJson = parseJsonOf(BODY_LIMIT_BYTES);
function parserOf(route: Route): RequestHandler {
  if (!changesSomething(route)) return parseJson;
  const { takes, bodyBytes: limit = BODY_LIMIT_BYTES } = route;
  return takes === undefined ? parseJsonOf(limit) : express.raw({ limit, type: () => true });
}

/** `/v1/orders/{number}` as Express writes it: `/v1/orders/:number`. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

export type Parts = {
  readonly caller: Caller;
  readonly shares: Shares;
  readonly throttle: Throttle;
  readonly watch: SecurityLog;
};

/** The chain of one route: who, may they, what, once. */
export function handlersOf(route: Route, deps: Deps, parts: Parts): RequestHandler[] {
  const { caller, shares, watch } = parts;
  const mayThey: RequestHandler = (req, res, next) => {
    const principal = caller.of(res);
    if (!mayUse(principal, route.permission)) {
      watch('access.denied', req, { principal: principal.id, role: principal.role, reason: route.permission });
      throw forbidden(principal, route);
    }
    next();
  };
  const answer: RequestHandler = async (req, res) => {
    const context = readContext(route, deps, parts, { req, res });
    const work = (): Promise<Reply> =>
      changesSomething(route) ? write(route, context, req, res) : named(route, asked(route, context, req));
    const turn = turnOf(context.principal, changesSomething(route) ? 'writes' : 'reads', res);
    send(route, deps, res, await whilePatient(deps, shares.take(turn, work)));
  };
  if (route.method === 'get') return [caller.identifyReader, caller.limit, mayThey, answer];
  return [caller.identifyWriter, caller.limit, mayThey, requireType(route), parserOf(route), answer];
}

/** A question as it is asked: in the address alone, or with a body. */
const asked = (
  route: Exclude<Route, WriteRouteLike>,
  context: ReadContext<never, never>,
  req: Request,
): Promise<Reply> =>
  route.method === 'get'
    ? route.handler(context)
    : route.handler({ ...context, body: accept(route.body, req.body ?? {}, 'documents') as never });

function forbidden(principal: Principal, route: Route): ProblemError {
  return new ProblemError('forbidden', said('role-may-not', { role: principal.role, permission: route.permission }), {
    remedy: said('ask-whose-role-allows'),
  });
}

/** A browser's and a person's XML may be `text/xml` (RFC 7303). */
const typesOf = (route: Route): readonly string[] =>
  changesSomething(route) && route.takes !== undefined ? [route.takes, 'text/xml'] : ['application/json'];

function requireType(route: Route): RequestHandler {
  const types = [...typesOf(route)];
  const takesJson = types.includes('application/json');
  return (req, _res, next) => {
    const isEmpty = req.headers['content-length'] === '0';
    if (!isEmpty && req.is(types) === false)
      throw new ProblemError('unsupported-media-type', said(takesJson ? 'body-json' : 'body-xml'), {
        field: 'Content-Type',
        ...(!takesJson && { remedy: said('send-as-xml') }),
      });
    next();
  };
}

/** Parameters and query as their schemas say; a route that declares none takes none. */
function readContext(
  route: Route,
  deps: Deps,
  parts: Parts,
  { req, res }: { readonly req: Request; readonly res: Response },
): ReadContext<never, never> {
  const { caller } = parts;
  const principal = caller.of(res);
  const params: unknown = route.params ? acceptPath(route.params, req.params) : {};
  const query: unknown = route.query ? accept(route.query, req.query) : acceptNothing(req.query);
  return {
    deps,
    params: params as never,
    query: query as never,
    principal,
    onlySalesperson: salespersonBound(principal, route.permission),
    language: languageOf(req),
    header: (name) => req.get(name),
    still: () => caller.still(req),
    security: securityOf(parts, req, res),
  };
}

/** The language that a caller prefers: French, or English. */
export const languageOf = (req: Request): Language => (req.acceptsLanguages('en', 'fr') === 'fr' ? 'fr' : 'en');

function securityOf({ caller, throttle, watch }: Parts, req: Request, res: Response): Security {
  const { id: principal, role } = caller.of(res);
  return {
    throttle,
    address: req.ip ?? '',
    tell: (event, reason) => watch(event, req, { principal, role, reason }),
  };
}

/** A path whose number cannot be one leads nowhere. */
function acceptPath(schema: NonNullable<Route['params']>, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new ProblemError('not-found', said('address-impossible'));
  return parsed.data;
}

function acceptNothing(query: object): object {
  const [unknown] = Object.keys(query);
  if (unknown !== undefined)
    throw new ProblemError('invalid-request', said('unknown-field', { known: [] }), { field: unknown.slice(0, 100) });
  return {};
}

async function write(
  route: WriteRouteLike,
  read: ReadContext<never, never>,
  req: Request,
  res: Response,
): Promise<Reply> {
  const writer = writerOf(route, read.deps);
  const key = idempotencyKey(req.headers['idempotency-key']);
  const file = route.takes === undefined ? null : sentFile(req.body);
  const body: unknown = file ?? accept(route.body, req.body ?? {}, 'documents');
  const asked = file === null ? body : { sha256: file.sha256, ...(read.query as object) };
  const request = await claim(route, read, { key, body: asked });
  const match = matchOf({ permission: route.permission, header: req.get('if-match'), read, request });
  await match.before();
  const markReplayed = (): void => {
    res.set('Idempotency-Replayed', 'true');
  };
  const context: WriteContext<never, never, never> = {
    ...read,
    body: body as never,
    request,
    actor: actorOf(read.principal, request.id),
    markReplayed,
    // What is kept under this key was answered by this very `work`: it has its type.
    once: async (work) => (await once({ ...read.deps, writer }, request, guarded(match, work), markReplayed)) as never,
  };
  return named(route, route.handler(context));
}

/** The bytes of a body that is a file; of none, none. */
function sentFile(body: unknown): SentFile {
  const bytes = new Uint8Array(body instanceof Uint8Array ? body : []);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The work, once it is known that it is done on what was read. */
const guarded =
  (match: Match, work: Parameters<WriteContext['once']>[0]): Parameters<WriteContext['once']>[0] =>
  async (tx) => {
    await match.within(tx);
    return work(tx);
  };

/** What a handler refuses, by names of what was sent; what is refused at the door has them already. */
const named = (route: Route, answer: Promise<Reply>): Promise<Reply> =>
  answer.catch((error: unknown) => {
    throw asSent(error, route);
  });

async function claim(
  route: WriteRouteLike,
  { deps, params, principal }: ReadContext<Readonly<Record<string, string>>>,
  asked: { readonly key: string; readonly body: unknown },
): Promise<WriteRequest> {
  const name = `${route.method.toUpperCase()} ${concretePath(route.path, params)}`;
  const claimed = await claimKey(deps.prisma, {
    id: uuidOf('request', principal.id, name, asked.key, weekOf(deps.now())),
    principal: principal.id,
    route: name,
    key: asked.key,
    bodyHash: hashOf(asked.body, route.holdsSecret ? deps.config.api.sessionSecret : undefined),
    ...(route.promises === 'order-number' && { promiseOrderNumberAt: deps.now() }),
  });
  if (claimed.kind === 'other-body')
    throw new ProblemError('idempotency-key-reused', said('key-with-other-body'), {
      field: 'Idempotency-Key',
    });
  return claimed;
}

const WEEK_MS = 7 * 86_400_000;

/**
 * A part of a new row's id: who sends a key again after its row was deleted, 30 days later, asks for something new, and
 * Temporal, which knows the first request by its id, must not answer for it. Within a week the same request gets the same
 * id, also from a database that was restored to an earlier moment.
 */
const weekOf = (moment: Date): string => String(Math.floor(moment.getTime() / WEEK_MS));

const concretePath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? '');

/** In whose rights a route writes. @throws ProblemError 503 where this API has not been given them */
function writerOf({ writesAs }: WriteRouteLike, { prisma, registrar }: Deps): PrismaClient {
  if (writesAs === undefined) return prisma;
  if (registrar !== null) return registrar;
  throw new ProblemError('unavailable', said('no-registrar'), {
    remedy: said('set-registrar'),
  });
}

async function once(
  deps: Pick<Deps, 'prisma'> & { readonly writer: PrismaClient },
  request: WriteRequest,
  work: Parameters<WriteContext['once']>[0],
  markReplayed: () => void,
): Promise<Reply> {
  if (request.kept) {
    markReplayed();
    return request.kept;
  }
  const judged = async (tx: Transaction): Promise<Reply> => {
    const answer = await work(tx);
    if (isRefusal(answer)) throw refusalProblem(answer);
    return answer;
  };
  const outcome = await onceForKey(deps.writer, request.id, judged, deps.prisma);
  if (outcome.kind === 'kept') markReplayed();
  return outcome.answer;
}

/**
 * Writes the answer, once its shape is what the route says. Rows of a page that have another shape are left out, said in
 * the header Encours-Unreadable and logged: one of them takes no list down. @throws ProblemError 500 when it is not
 */
function send(route: Route, deps: Deps, res: Response, reply: Reply): void {
  const shape = route.responses[reply.status as 200 | 201 | 202];
  res.status(reply.status).set(reply.headers ?? {});
  if (isFile(shape) && reply.body instanceof Uint8Array) {
    res.type(shape).send(Buffer.from(reply.body));
    return;
  }
  if (shape === 'text/html' && typeof reply.body === 'string') {
    res.type('html').send(reply.body);
    return;
  }
  if (shape === 'text/event-stream') {
    (reply.body as EventStream).attach(res);
    return;
  }
  if (isStream(shape)) {
    (reply.body as FileStream).attach(res).catch((error: unknown) => {
      deps.logger.error({ err: error, operation: route.permission }, 'a file was not written to its end');
      // What came is not whole, and must not look so.
      res.destroy();
    });
    return;
  }
  const told = shape === undefined || typeof shape === 'string' ? null : tellable(shape, reply.body);
  const issues = told === null ? ['nothing is promised'] : told.kind === 'told' ? told.unreadable : told.issues;
  if (issues.length > 0)
    deps.logger.error({ operation: route.permission, status: reply.status, issues }, 'the answer has another shape');
  if (told?.kind !== 'told') throw new ProblemError('internal', said('answer-misshapen'));
  if (told.unreadable.length > 0) res.set('Encours-Unreadable', told.unreadable.map(({ id }) => id).join(', '));
  res.json(told.body);
}
