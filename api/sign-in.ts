import express from 'express';
import type { Express, Request, RequestHandler, Response } from 'express';
import { said } from '../contracts/said.js';
import { DemoSignIn, SignIn, type SessionAnswer, type SignedIn } from '../contracts/session.js';
import { findPasswordHolder } from '../prisma/commands/passwords.js';
import { knownAddresses, type SignedInPerson } from '../prisma/commands/sessions.js';
import { companyToday, getCompany } from '../prisma/queries/company.js';
import { personOf } from '../prisma/queries/api-keys.js';
import { demoAccounts } from '../prisma/queries/demo-accounts.js';
import type { Deps } from './context.js';
import type { Oidc, OidcProblem } from './oidc.js';
import { isSameOrigin } from './origin.js';
import { isPassword } from './password.js';
import { whilePatient } from './patience.js';
import { mayUse, permissions, type Permission } from './permissions.js';
import { ProblemError } from './problem.js';
import type { SecurityLog } from './security-log.js';
import type { Sessions } from './session.js';
import type { Throttle } from './sign-in-throttle.js';
import { takeCode, wrongCode } from './totp.js';
import { accept } from './validate.js';

export type Doors = {
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly watch: SecurityLog;
  /** Null: no issuer is configured. */
  readonly oidc: Oidc | null;
};

/**
 * Signing in and out of the console: who is signed in, in with name and password, out, and in the embedded stack in with one
 * click as one of the demo's people. In production there is no such route.
 */
export function mountSignIn(app: Express, deps: Deps, doors: Doors): void {
  const form = [noStore, ownPagesOnly(deps, doors.watch), express.json({ limit: '4kb', type: () => true })];
  const answer = (work: (req: Request, res: Response) => Promise<void>): RequestHandler => {
    return (req, res) => whilePatient(deps, work(req, res));
  };
  app.get('/session', noStore, answer(tellState(deps, doors)));
  app.post('/session', form, answer(signIn(deps, doors)));
  app.post('/session/end', form, answer(signOut(doors)));
  const { oidc } = doors;
  if (oidc !== null) {
    app.get('/session/oidc', noStore, answer(leaveFor(oidc, doors)));
    app.get('/session/oidc/callback', noStore, answer(arriveFrom(oidc, deps, doors)));
  }
  if (deps.config.mode === 'embedded') app.post('/session/demo', form, answer(signInToDemo(deps, doors)));
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store').vary('Cookie');
  next();
};

/** Browsers say where a request comes from: signing somebody in or out is for our own pages. */
const ownPagesOnly =
  (deps: Deps, watch: SecurityLog): RequestHandler =>
  (req, _res, next) => {
    if (!isSameOrigin(deps.config.api, req)) throw fromElsewhere(req, watch);
    next();
  };

/** 403 for what a page of another site sends, and what no page of ours does. */
export function fromElsewhere(req: Request, watch: SecurityLog): ProblemError {
  watch('origin.refused', req, { reason: 'the request comes from no page of ours' });
  return new ProblemError('forbidden', said('foreign-page'), {
    remedy: said('use-console'),
  });
}

const tellState =
  (deps: Deps, { sessions, oidc }: Doors) =>
  async (req: Request, res: Response): Promise<void> => {
    const signedIn = await sessions.signedIn(req);
    const nobody: SessionAnswer = {
      kind: 'nobody',
      password: true,
      oidc: oidc && { name: oidc.name },
      demo: await demoOf(deps),
      ended: signedIn === null ? await sessions.ended(req) : null,
    };
    res.json(signedIn === null ? nobody : await told(deps, signedIn));
  };

const demoOf = (deps: Deps) => (deps.config.mode === 'embedded' ? demoAccounts(deps.prisma) : Promise.resolve([]));

async function told(deps: Deps, signedIn: SignedInPerson): Promise<SignedIn> {
  const { id, session: _session, openedAt, endsAt, ...who } = signedIn;
  const { zone } = await getCompany(deps.prisma);
  const names = Object.keys(permissions) as Permission[];
  return {
    kind: 'signed-in',
    principal: id,
    ...who,
    permissions: names.filter((name) => mayUse({ ...who, scopes: [] }, name)),
    openedAt: openedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    idleMinutes: deps.config.api.sessionIdleMinutes,
    zone,
    today: await companyToday(deps.prisma, deps.now().getTime()),
    temporalUiUrl: deps.config.temporal.uiUrl,
    inboxUrl: deps.config.mail.inboxUrl,
    isDemo: deps.config.mode === 'embedded',
  };
}

async function welcome(deps: Deps, doors: Doors, req: Request, res: Response, signedIn: SignedInPerson): Promise<void> {
  const { id: principal, role, method } = signedIn;
  doors.watch('session.opened', req, { principal, role, reason: method });
  res.status(201).json(await told(deps, signedIn));
}

/** In with name and password: an unknown name gets the answer of a wrong password, in the same time. */
const signIn =
  (deps: Deps, doors: Doors) =>
  async (req: Request, res: Response): Promise<void> => {
    const { sessions, throttle, watch } = doors;
    const { name, password, code } = accept(SignIn, req.body ?? {});
    const account = name.trim().toLowerCase();
    const attempt = { account, address: req.ip ?? '', known: await knownAddresses(deps.prisma, account) };
    const refused = (error: ProblemError, reason: string): ProblemError => {
      watch('session.refused', req, { principal: account, reason });
      return error;
    };
    const limited = (error: unknown): never => {
      watch('limit.reached', req, { principal: account, reason: 'too many wrong passwords or codes' });
      throw error;
    };
    await throttle.admit(attempt).catch(limited);
    const holder = await findPasswordHolder(deps.prisma, account);
    if (!(await isPassword(password, holder?.hash ?? null)) || holder === null)
      throw refused(new ProblemError('sign-in-refused', said('name-or-password-wrong')), 'name or password is wrong');
    if (holder.totp) {
      if (code === undefined) throw new ProblemError('code-needed', said('code-needed'));
      await throttle.admitCode(account).catch(limited);
      if (!(await takeCode(deps, holder.id, code))) throw refused(wrongCode('code-needed'), 'the code is wrong');
      await throttle.rightCode(account);
    }
    await throttle.right(attempt);
    await welcome(deps, doors, req, res, await sessions.open(req, res, { method: 'password', principal: holder.id }));
  };

const leaveFor =
  (oidc: Oidc, { watch }: Doors) =>
  async (req: Request, res: Response): Promise<void> => {
    const problem = await oidc.leave(req, res);
    if (problem !== null) sendAway(problem, req, res, watch);
  };

/** Back from the issuer, into the page of the console that was wanted. */
const arriveFrom =
  (oidc: Oidc, deps: Deps, { sessions, watch }: Doors) =>
  async (req: Request, res: Response): Promise<void> => {
    const arrived = await oidc.arrive(req, res);
    if (typeof arrived === 'string') return sendAway(arrived, req, res, watch);
    const { principal, told: who, next } = arrived;
    if (!(await personOf(deps.prisma, principal)).isActive)
      return sendAway('oidc-inactive', req, res, watch, principal);
    const { role } = await sessions.open(req, res, { method: 'oidc', principal, told: who });
    watch('session.opened', req, { principal, role, reason: 'oidc' });
    res.redirect(302, next);
  };

/** A sign-in at the issuer that came to nothing ends at the sign-in page, which says why. */
function sendAway(problem: OidcProblem, req: Request, res: Response, watch: SecurityLog, principal?: string): void {
  watch('session.refused', req, { principal, reason: problem });
  res.redirect(302, `/sign-in?problem=${problem}`);
}

const signInToDemo =
  (deps: Deps, doors: Doors) =>
  async (req: Request, res: Response): Promise<void> => {
    const { account } = accept(DemoSignIn, req.body ?? {});
    const known = (await demoAccounts(deps.prisma)).some((demo) => demo.account === account);
    if (!known) throw new ProblemError('sign-in-refused', said('demo-account-unknown'));
    await welcome(deps, doors, req, res, await doors.sessions.open(req, res, { method: 'demo', principal: account }));
  };

const signOut =
  ({ sessions, watch }: Doors) =>
  async (req: Request, res: Response): Promise<void> => {
    const signedIn = await sessions.signedIn(req);
    await sessions.close(req, res);
    if (signedIn !== null) watch('session.ended', req, { principal: signedIn.id, role: signedIn.role });
    res.status(204).end();
  };
