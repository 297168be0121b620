import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import express from 'express';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { languages } from '../../contracts/vocabulary.js';
import { wordsOf, type Words } from '../../words/index.js';
import type { Wait } from '../../contracts/wait.js';
import type { DossierRecord } from '../../prisma/queries/orders.js';
import type { Deps } from '../context.js';
import { toProblem } from '../errors.js';
import { whilePatient } from '../patience.js';
import { mayUse, salespersonBound } from '../permissions.js';
import type { Permission } from '../permissions.js';
import { notFound, ProblemError } from '../problem.js';
import { refusalsOf } from '../caller.js';
import type { SecurityLog } from '../security-log.js';
import { getCompany } from '../../prisma/queries/company.js';
import type { Sessions } from '../session.js';
import { turnOf, type Shares } from '../share.js';
import { tellEntry, tellWait } from '../tell.js';
import { accept } from '../validate.js';
import { glance } from '../workers.js';
import { dossierPage } from './dossier-page.js';
import { ordersPage } from './orders-page.js';
import type { Shown, SignedIn, View } from './view.js';

/**
 * The few pages of ours: a public start page, and behind sign-in the latest orders and an order's dossier. Rendered on
 * the server, readable without script, in French or English; a GET changes nothing.
 */
export function mountPages(
  app: Express,
  deps: Deps,
  parts: { readonly sessions: Sessions; readonly shares: Shares; readonly watch: SecurityLog },
): void {
  const { sessions, shares, watch } = parts;
  const show = page(deps, sessions, shares);
  const doors: Doors = { sessions, watch, refused: refusalsOf(deps.config.api.rateLimitPerMinute, watch) };
  const form = express.urlencoded({ extended: false, limit: '4kb' });
  app.get('/assets/encours.css', (_req, res) => {
    res.type('css').set('Cache-Control', 'public, max-age=3600').send(stylesheet);
  });
  app.get('/', show(startPage));
  app.get('/orders', show(signedIn('orders.list', ordersPage, watch)));
  app.get('/orders/:number', show(signedIn('orders.dossier', dossierPage, watch)));
  app.get('/sessions', show(sessionsPage(sessions)));
  app.post('/session', form, show(signIn(doors)));
  app.post('/session/end', form, show(signOut(doors)));
}

/** The doors of the pages: who is in, what is said of it, and how often somebody may be refused. */
type Doors = {
  readonly sessions: Sessions;
  readonly watch: SecurityLog;
  readonly refused: (req: Request, res: Response) => Promise<void>;
};

type Page = (view: View) => Promise<Shown | { readonly redirect: string }>;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const eta = new Eta({ views: here('./templates'), cache: true, autoEscape: true, varName: 'it' });
const stylesheet = readFileSync(here('./assets/encours.css'), 'utf8');

const page =
  (deps: Deps, sessions: Sessions, shares: Shares) => (make: Page) => async (req: Request, res: Response) => {
    const language = req.acceptsLanguages(...languages) === 'fr' ? 'fr' : 'en';
    const view: View = { deps, req, res, language, ...(await identify(sessions, req)) };
    const { principal } = view;
    const work = principal ? shares.take(turnOf(principal, 'reads', res), () => make(view)) : make(view);
    const made = whilePatient(deps, work).catch((error: unknown) => failure(view, error));
    const [shown, idle] = await Promise.all([made, queuesWithoutWorker(view)]);
    if ('redirect' in shown) return res.redirect(303, shown.redirect);
    const words = wordsOf(language);
    const told = {
      words,
      say: words.say,
      t: words.pages,
      wait: (waitsFor: Wait): string => tellWait(waitsFor, language),
      entry: (record: DossierRecord): string => tellEntry(record, language),
    };
    const data = {
      ...shown.data,
      ...told,
      title: `${shown.title} · Encours`,
      language,
      principal,
      idle,
    };
    return res
      .status(shown.status ?? 200)
      .set({ 'Cache-Control': 'no-store', 'Content-Language': language, Vary: 'Accept-Language, Cookie' })
      .type('html')
      .send(eta.render(`./${shown.template}`, data));
  };

/** Nobody, too, while PostgreSQL cannot tell: the start page shows without it, the others say so. */
const identify = (sessions: Sessions, req: Request): Promise<Pick<View, 'principal' | 'unidentified'>> =>
  sessions.principal(req).then(
    (principal): Pick<View, 'principal' | 'unidentified'> => ({ principal, unidentified: null }),
    (error: unknown) => ({ principal: null, unidentified: toProblem(error) }),
  );

/** What ops must see whatever page they are on. */
async function queuesWithoutWorker({ deps, principal }: View): Promise<readonly string[]> {
  if (principal?.role !== 'ops' && principal?.role !== 'admin') return [];
  const sights = await deps.workers.look(glance);
  return (sights ?? []).filter(({ away }) => away).map(({ taskQueue }) => taskQueue);
}

function failure({ language, deps, req, res }: View, error: unknown): Shown {
  const problem = toProblem(error);
  if (problem.status >= 500) deps.logger.error({ err: error, url: req.path }, 'a page failed');
  const message = messageFor(problem, req.path, wordsOf(language));
  const requestId = problem.status === 500 ? res.getHeader('X-Request-Id') : undefined;
  res.set(problem.headers);
  return { template: 'message', title: message, data: { message, requestId }, status: problem.status };
}

function messageFor({ code, status }: ProblemError, path: string, { pages: t }: Words): string {
  if (status === 404) return t.notFound;
  if (code === 'forbidden') return path.startsWith('/session') ? t.otherSite : t.forbidden;
  if (code === 'unavailable') return t.unavailable;
  return status >= 500 ? t.failed : t.badRequest;
}

const startPage: Page = ({ deps, language, req, res }) => {
  const { pages: t } = wordsOf(language);
  const { config } = deps;
  const next: unknown = req.method === 'POST' ? Object(req.body)['next'] : req.query['next'];
  const links = [
    { href: '/docs/', text: t.docs, hint: t.docsHint },
    { href: config.temporal.uiUrl, text: t.temporalUi, hint: t.temporalUiHint },
    { href: config.mail.inboxUrl, text: t.inbox, hint: t.inboxHint },
  ].filter(({ href }) => href !== '');
  return Promise.resolve({
    template: 'start',
    title: t.tagline,
    data: { links, next: wanted(next), wrongKey: res.statusCode === 401 },
    status: res.statusCode,
  });
};

const SignIn = z.strictObject({ apiKey: z.string().max(200), next: z.string().max(500).optional() });

/** A page of ours that somebody wanted before they had to sign in; nothing else is a place to be sent to. */
const wanted = (path: unknown): string | null =>
  typeof path === 'string' && /^\/orders(\/[\w-]{1,40})?(\?[\w=&%.+-]*)?$/.test(path) ? path : null;

/** Opens a session for a form with an API key. Only who is refused is counted: a right key always passes. */
const signIn =
  ({ sessions, watch, refused }: Doors): Page =>
  async (view) => {
    const { deps, req, res } = view;
    refuseOtherSites(deps, req, watch);
    const { apiKey, next } = accept(SignIn, req.body ?? {});
    const principal = await sessions.open(req, res, apiKey.trim());
    if (principal !== null) {
      watch('session.opened', req, { principal: principal.id, role: principal.role });
      return { redirect: wanted(next) ?? '/orders' };
    }
    watch('session.refused', req, { reason: 'the key is unknown, expired or revoked' });
    await refused(req, res);
    res.status(401);
    return startPage({ ...view, principal: null });
  };

const SignOut = z.strictObject({ session: z.uuid().optional() });

/** Ends the session of this browser, or another one of the same person. */
const signOut =
  ({ sessions, watch }: Doors): Page =>
  async ({ deps, req, res, principal, unidentified }) => {
    refuseOtherSites(deps, req, watch);
    const { session } = accept(SignOut, req.body ?? {});
    const who = { principal: principal?.id, role: principal?.role };
    if (session === undefined) {
      await sessions.close(req, res);
      if (principal) watch('session.ended', req, who);
      return { redirect: '/' };
    }
    if (unidentified !== null) throw unidentified;
    if (principal === null) return { redirect: '/' };
    if (!(await sessions.end(session, principal.person))) throw notFound('session');
    watch('session.ended', req, { ...who, reason: `session ${session}` });
    return { redirect: '/sessions' };
  };

/** Where this person is signed in. */
const sessionsPage =
  (sessions: Sessions): Page =>
  async ({ deps, req, principal, unidentified, language }) => {
    if (unidentified !== null) throw unidentified;
    if (principal === null) return { redirect: '/' };
    const { zone } = await getCompany(deps.prisma);
    const { say, pages: t } = wordsOf(language);
    const open = await sessions.list(req, principal.person);
    const moment = (at: Date): string => say.moment(at.toISOString(), zone);
    return { template: 'sessions', title: t.sessions, data: { sessions: open, moment } };
  };

/** Browsers say where a form comes from: signing somebody in or out is for our own pages. */
function refuseOtherSites(deps: Deps, req: Request, watch: SecurityLog): void {
  if (isOurs(deps, req)) return;
  watch('form.refused', req, { reason: 'the form comes from another site' });
  throw new ProblemError('forbidden', 'This form comes from another site.');
}

/** Over plain http browsers keep Sec-Fetch-Site to themselves, but no form leaves without its Origin: a script does. */
function isOurs({ config }: Deps, req: Request): boolean {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.get('Origin');
  if (origin === undefined) return true;
  return ['http', 'https'].some((scheme) => origin === `${scheme}://${req.host}`) || isAt(config.api.publicUrl, origin);
}

const isAt = (url: string, origin: string): boolean => URL.canParse(url) && new URL(url).origin === origin;

const signedIn =
  (
    permission: Permission,
    make: (view: SignedIn, salesperson: string | null) => Promise<Shown>,
    watch: SecurityLog,
  ): Page =>
  async (view) => {
    const { principal } = view;
    if (view.unidentified !== null) throw view.unidentified;
    if (!principal) return { redirect: `/?${new URLSearchParams({ next: view.req.originalUrl }).toString()}` };
    if (!mayUse(principal, permission)) {
      watch('access.denied', view.req, { principal: principal.id, role: principal.role, reason: permission });
      throw new ProblemError('forbidden', 'Your role may not see this page.');
    }
    return make({ ...view, principal }, salespersonBound(principal, permission));
  };
