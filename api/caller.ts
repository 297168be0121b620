import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Authenticator } from './auth.js';
import type { Deps, Principal } from './context.js';
import { whilePatient } from './patience.js';
import { ProblemError } from './problem.js';
import type { SecurityLog } from './security-log.js';
import type { Sessions } from './session.js';

/** The middleware that knows who calls, and how often they do. */
export type Caller = {
  /** A bearer token; 401 otherwise. */
  readonly identify: RequestHandler;
  /** A bearer token, or the session cookie of the pages: for what changes nothing. */
  readonly identifyReader: RequestHandler;
  /** Asks principals to wait who call too often. After `identify`. */
  readonly limit: RequestHandler;
  /** Who was identified. @throws Error when nobody was */
  readonly of: (res: Response) => Principal;
};

const MINUTE_MS = 60_000;
/** For each so many requests that a principal may make, an address may be refused once. */
const REQUESTS_PER_REFUSAL = 50;

export function createCaller(deps: Deps, authenticator: Authenticator, sessions: Sessions, watch: SecurityLog): Caller {
  const known = new WeakMap<Response, Principal>();
  const of = (res: Response): Principal => {
    const principal = known.get(res);
    if (!principal) throw new Error('Nobody was identified before this middleware.');
    return principal;
  };
  const refused = refusalsOf(deps.config.api.rateLimitPerMinute, watch);
  const bearer = async (req: Request, res: Response): Promise<void> => {
    const principal = await whilePatient(deps, authenticator.bearer(req.headers)).catch(async (error: unknown) => {
      if (error instanceof ProblemError && error.code === 'unauthenticated') {
        if (req.headers.authorization !== undefined) watch('credentials.refused', req, { reason: error.message });
        await refused(req, res);
      }
      throw error;
    });
    known.set(res, principal);
  };
  const reader = async (req: Request, res: Response): Promise<void> => {
    const principal =
      req.headers.authorization === undefined ? await whilePatient(deps, sessions.principal(req)) : null;
    if (principal) known.set(res, principal);
    else await bearer(req, res);
  };
  return {
    identify: async (req, res, next) => {
      await bearer(req, res);
      next();
    },
    identifyReader: async (req, res, next) => {
      await reader(req, res);
      next();
    },
    limit: limiter(deps.config.api.rateLimitPerMinute, of, watch),
    of,
  };
}

/**
 * Counts a refused key, token or sign-in, and asks the address to wait from too many on. Only what is refused is counted, and only
 * it has to wait: many people may share an address, behind a proxy or a router, and one bad key of them stops nobody else.
 */
export function refusalsOf(
  rateLimitPerMinute: number,
  watch: SecurityLog,
): (req: Request, res: Response) => Promise<void> {
  const count = rateLimit(refusals(rateLimitPerMinute, watch));
  return (req, res) =>
    new Promise((resolve, reject) => {
      void count(req, res, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(error as Error);
      });
    });
}

const refusals = (rateLimitPerMinute: number, watch: SecurityLog) => ({
  windowMs: MINUTE_MS,
  limit: Math.ceil(rateLimitPerMinute / REQUESTS_PER_REFUSAL),
  validate: { xForwardedForHeader: false },
  standardHeaders: false,
  legacyHeaders: false,
  handler: (req: Request, res: Response) => {
    watch('limit.reached', req, { reason: 'too many refused keys, tokens or sign-ins from this address' });
    tooMany(res);
  },
});

const limiter = (limit: number, of: (res: Response) => Principal, watch: SecurityLog): RequestHandler =>
  rateLimit({
    windowMs: MINUTE_MS,
    limit,
    validate: { xForwardedForHeader: false },
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (req, res) => of(res).id || ipKeyGenerator(req.ip ?? ''),
    handler: (req, res) => {
      const { id: principal, role } = of(res);
      watch('limit.reached', req, { principal, role, reason: 'too many requests of this principal' });
      tooMany(res);
    },
  });

function tooMany(res: Response): never {
  throw new ProblemError('too-many-requests', 'There were too many requests within a minute.', {
    remedy: 'Wait as long as Retry-After says.',
    headers: { 'Retry-After': String(res.getHeader('Retry-After') ?? 60) },
  });
}
