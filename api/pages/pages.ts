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
import { ProblemError } from '../problem.js';
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
export function mountPages(app: Express, deps: Deps, sessions: Sessions, shares: Shares): void {
  const show = page(deps, sessions, shares);
  const form = express.urlencoded({ extended: false, limit: '4kb' });
  app.get('/assets/encours.css', (_req, res) => {
    res.type('css').set('Cache-Control', 'public, max-age=3600').send(stylesheet);
  });
  app.get('/', show(startPage));
  app.get('/orders', show(signedIn('orders.list', ordersPage)));
  app.get('/orders/:number', show(signedIn('orders.dossier', dossierPage)));
  app.post('/session', form, show(signIn(sessions)));
  app.post('/session/end', form, (req, res) => {
    refuseOtherSites(deps, req);
    sessions.close(req, res);
    res.redirect(303, '/');
  });
}

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

/** Opens a session for a form with an API key. */
const signIn =
  (sessions: Sessions): Page =>
  async (view) => {
    const { deps, req, res } = view;
    refuseOtherSites(deps, req);
    const { apiKey, next } = accept(SignIn, req.body ?? {});
    if (await sessions.open(req, res, apiKey.trim())) return { redirect: wanted(next) ?? '/orders' };
    res.status(401);
    return startPage({ ...view, principal: null });
  };

/** Browsers say where a form comes from: signing somebody in or out is for our own pages. */
function refuseOtherSites(deps: Deps, req: Request): void {
  if (!isOurs(deps, req)) throw new ProblemError('forbidden', 'This form comes from another site.');
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
  (permission: Permission, make: (view: SignedIn, salesperson: string | null) => Promise<Shown>): Page =>
  async (view) => {
    const { principal } = view;
    if (view.unidentified !== null) throw view.unidentified;
    if (!principal) return { redirect: `/?${new URLSearchParams({ next: view.req.originalUrl }).toString()}` };
    if (!mayUse(principal, permission)) throw new ProblemError('forbidden', 'Your role may not see this page.');
    return make({ ...view, principal }, salespersonBound(principal, permission));
  };
