import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { said } from '../contracts/said.js';
import type { Authenticator } from './auth.js';
import type { SignedInPerson } from '../prisma/commands/sessions.js';
import type { Deps, Principal } from './context.js';
import { isSameOrigin } from './origin.js';
import { whilePatient } from './patience.js';
import { ProblemError } from './problem.js';
import type { SecurityLog } from './security-log.js';
import type { Sessions } from './session.js';
import { fromElsewhere } from './sign-in.js';

/** The middleware that knows who calls, and how often they do. */
export type Caller = {
  /** A bearer token, or a session: for what changes nothing. 401 otherwise. */
  readonly identifyReader: RequestHandler;
  /** The same for what changes something, which a session may ask for from a page of ours alone: 403 otherwise. */
  readonly identifyWriter: RequestHandler;
  /** Asks principals to wait who call too often. After who calls is known. */
  readonly limit: RequestHandler;
  /** Who was identified. @throws Error when nobody was */
  readonly of: (res: Response) => Principal;
  /** Who the caller of a request is by now; null: session, key or token are not good any more. */
  readonly still: (req: Request) => Promise<Principal | null>;
};

const MINUTE_MS = 60_000;
/** What somebody may do whose password was set by somebody else. */
const PASSWORD_PATH = '/v1/me/password';
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
  const identify = async (req: Request, res: Response): Promise<void> => {
    const signedIn = req.headers.authorization === undefined ? await whilePatient(deps, sessions.signedIn(req)) : null;
    if (signedIn === null) return bearer(req, res);
    if (signedIn.mustChangePassword && req.path !== PASSWORD_PATH)
      throw new ProblemError('password-change-needed', said('password-set-by-other'));
    known.set(res, principalOf(signedIn));
  };
  return {
    identifyReader: async (req, res, next) => {
      await identify(req, res);
      next();
    },
    identifyWriter: async (req, res, next) => {
      await identify(req, res);
      if (of(res).session !== undefined && !isSameOrigin(deps.config.api, req)) throw fromElsewhere(req, watch);
      next();
    },
    limit: limiter(deps.config.api.rateLimitPerMinute, of, watch),
    of,
    async still(req) {
      if (req.headers.authorization === undefined) {
        const signedIn = await sessions.still(req);
        return signedIn === null || signedIn.mustChangePassword ? null : principalOf(signedIn);
      }
      return authenticator.bearer(req.headers).catch((error: unknown) => {
        if (error instanceof ProblemError && error.code === 'unauthenticated') return null;
        throw error;
      });
    },
  };
}

function principalOf({ session: id, method, mustChangePassword, ...who }: SignedInPerson): Principal {
  const { id: principal, person, name, role, seesAllCustomers } = who;
  return {
    id: principal,
    person,
    name,
    role,
    seesAllCustomers,
    scopes: [],
    session: { id, method, mustChangePassword },
  };
}

/**
 * Counts a refused key or token, and asks the address to wait from too many on. Only what is refused is counted, and only
 * it has to wait: many people may share an address, behind a proxy or a router, and one bad key of them stops nobody else.
 */
function refusalsOf(rateLimitPerMinute: number, watch: SecurityLog): (req: Request, res: Response) => Promise<void> {
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
    watch('limit.reached', req, { reason: 'too many refused keys or tokens from this address' });
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
  throw new ProblemError('too-many-requests', said('too-many-requests'), {
    headers: { 'Retry-After': String(res.getHeader('Retry-After') ?? 60) },
  });
}
