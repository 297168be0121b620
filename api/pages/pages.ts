import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import express from 'express';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import type { Invoice } from '../../contracts/invoice.js';
import { OrderNumber } from '../../contracts/primitives.js';
import type { Language } from '../../contracts/vocabulary.js';
import { languages } from '../../contracts/vocabulary.js';
import { getCompany } from '../../prisma/queries/company.js';
import { listMails } from '../../prisma/queries/mails.js';
import { getOrder, listDossier, listOrders } from '../../prisma/queries/orders.js';
import type { DossierRecord, OrderRecord } from '../../prisma/queries/orders.js';
import { orderWorkflowId } from '../../workflows/ids.js';
import type { Deps, Principal } from '../context.js';
import { toProblem } from '../errors.js';
import { temporalUrlOf } from '../routes/answers.js';
import { say } from '../sentences/say.js';
import { tellEntry, tellWait } from '../sentences/tell.js';
import { whilePatient } from '../patience.js';
import { mayUse, salespersonBound } from '../permissions.js';
import type { Permission } from '../permissions.js';
import { isRefusal, notFound, ProblemError, refusalProblem } from '../problem.js';
import type { Sessions } from '../session.js';
import { accept } from '../validate.js';
import { glance } from '../workers.js';
import { texts } from './texts.js';

/**
 * The few pages of ours: a public start page, and behind sign-in the latest orders and an order's dossier. Rendered on
 * the server, readable without script, in French or English; a GET changes nothing.
 */
export function mountPages(app: Express, deps: Deps, sessions: Sessions): void {
  const show = page(deps, sessions);
  const form = express.urlencoded({ extended: false, limit: '4kb' });
  app.get('/assets/encours.css', (_req, res) => {
    res.type('css').set('Cache-Control', 'public, max-age=3600').send(stylesheet);
  });
  app.get('/', show(startPage));
  app.get('/orders', show(signedIn('orders.list', ordersPage)));
  app.get('/orders/:number', show(signedIn('orders.dossier', dossierPage)));
  app.post('/session', form, show(signIn(sessions)));
  app.post('/session/end', form, (req, res) => {
    refuseOtherSites(req);
    sessions.close(req, res);
    res.redirect(303, '/');
  });
}

type View = {
  readonly deps: Deps;
  readonly req: Request;
  readonly res: Response;
  readonly principal: Principal | null;
  readonly language: Language;
};
type Shown = { readonly template: string; readonly title: string; readonly data: object; readonly status?: number };
type Page = (view: View) => Promise<Shown | { readonly redirect: string }>;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const eta = new Eta({ views: here('./templates'), cache: true, autoEscape: true, varName: 'it' });
const stylesheet = readFileSync(here('./assets/encours.css'), 'utf8');

const page = (deps: Deps, sessions: Sessions) => (make: Page) => async (req: Request, res: Response) => {
  const language = req.acceptsLanguages(...languages) === 'fr' ? 'fr' : 'en';
  const principal = await signedInAs(sessions, req);
  const view: View = { deps, req, res, principal, language };
  const made = whilePatient(deps, make(view)).catch((error: unknown) => failure(view, error));
  const [shown, idle] = await Promise.all([made, queuesWithoutWorker(view)]);
  if ('redirect' in shown) return res.redirect(303, shown.redirect);
  const told = {
    say: say[language],
    wait: (waitsFor: string): string => tellWait(waitsFor, language),
    entry: (record: DossierRecord): string => tellEntry(record, language),
  };
  const data = {
    ...shown.data,
    ...told,
    title: `${shown.title} · Encours`,
    language,
    principal,
    idle,
    t: texts[language],
  };
  return res
    .status(shown.status ?? 200)
    .set({ 'Cache-Control': 'no-store', 'Content-Language': language, Vary: 'Accept-Language, Cookie' })
    .type('html')
    .send(eta.render(`./${shown.template}`, data));
};

/** Nobody, too, while PostgreSQL cannot tell: the start page shows without it. */
const signedInAs = (sessions: Sessions, req: Request): Promise<Principal | null> =>
  sessions.principal(req).catch(() => null);

/** What ops must see whatever page they are on. */
async function queuesWithoutWorker({ deps, principal }: View): Promise<readonly string[]> {
  if (principal?.role !== 'ops' && principal?.role !== 'admin') return [];
  const sights = await deps.workers.look(glance);
  return (sights ?? []).filter(({ away }) => away).map(({ taskQueue }) => taskQueue);
}

function failure({ language, deps, req }: View, error: unknown): Shown {
  const problem = toProblem(error);
  if (problem.status >= 500) deps.logger.error({ err: error, url: req.path }, 'a page failed');
  const message =
    problem.status === 404
      ? texts[language].notFound
      : problem.code === 'forbidden'
        ? texts[language].forbidden
        : problem.message;
  return { template: 'message', title: message, data: { message }, status: problem.status };
}

/** How moments are shown: as the company's clocks show them. */
async function momentsOf({ deps, language }: View): Promise<(instant: string) => string> {
  const { zone } = await getCompany(deps.prisma);
  return (instant) => say[language].moment(instant, zone);
}

const startPage: Page = ({ deps, language, res }) => {
  const t = texts[language];
  const { config } = deps;
  const links = [
    { href: '/docs/', text: t.docs, hint: t.docsHint },
    { href: config.temporal.uiUrl, text: t.temporalUi, hint: t.temporalUiHint },
    { href: config.mail.inboxUrl, text: t.inbox, hint: t.inboxHint },
  ].filter(({ href }) => href !== '');
  return Promise.resolve({
    template: 'start',
    title: t.tagline,
    data: { links, wrongKey: res.statusCode === 401 },
    status: res.statusCode,
  });
};

const SignIn = z.strictObject({ apiKey: z.string().max(200) });

/** Opens a session for a form or a JSON body with an API key. */
const signIn =
  (sessions: Sessions): Page =>
  async (view) => {
    const { req, res } = view;
    refuseOtherSites(req);
    const { apiKey } = accept(SignIn, req.body ?? {});
    if (await sessions.open(req, res, apiKey.trim())) return { redirect: '/orders' };
    res.status(401);
    return startPage({ ...view, principal: null });
  };

/** Browsers say where a form comes from: signing somebody in or out is for our own pages. */
function refuseOtherSites(req: Request): void {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new ProblemError('forbidden', 'This form comes from another site.');
}

type SignedIn = View & { readonly principal: Principal };
const signedIn =
  (permission: Permission, make: (view: SignedIn, salesperson: string | null) => Promise<Shown>): Page =>
  async (view) => {
    const { principal } = view;
    if (!principal) return { redirect: '/' };
    if (!mayUse(principal, permission)) throw new ProblemError('forbidden', 'Your role may not see this page.');
    return make({ ...view, principal }, salespersonBound(principal, permission));
  };

const Paging = z.strictObject({ cursor: z.string().max(500).optional() });
const PAGE_SIZE = 25;
const DOSSIER_SIZE = 200;

async function ordersPage(view: SignedIn, salesperson: string | null): Promise<Shown> {
  const { deps, req, language } = view;
  const { cursor } = accept(Paging, req.query);
  const list = await listOrders(deps.prisma, { limit: PAGE_SIZE, cursor }, { salesperson });
  if (isRefusal(list)) throw refusalProblem(list);
  const data = { orders: list.items, nextCursor: list.nextCursor, cursor, moment: await momentsOf(view) };
  return { template: 'orders', title: texts[language].orders, data };
}

async function dossierPage(view: SignedIn, salesperson: string | null): Promise<Shown> {
  const { deps, req } = view;
  const number = OrderNumber.safeParse(req.params['number']);
  if (!number.success) throw notFound('order');
  const { cursor } = accept(Paging, req.query);
  const scope = { salesperson };
  const order = await getOrder(deps.prisma, number.data, scope);
  if (!order) throw notFound('order');
  const dossier = await listDossier(deps.prisma, order.number, { limit: DOSSIER_SIZE, cursor }, scope);
  if (isRefusal(dossier)) throw refusalProblem(dossier);
  const data = {
    order,
    documents: documentsOf(view, order),
    mails: await mailsOf(view, order.number),
    entries: dossier.items,
    moment: await momentsOf(view),
    nextCursor: dossier.nextCursor,
    temporalUrl: temporalUrlOf(deps, orderWorkflowId(order.number)),
    inboxUrl: deps.config.mail.inboxUrl,
  };
  return { template: 'dossier', title: order.number, data };
}

type Link = { readonly href: string; readonly text: string };

function documentsOf({ principal, language }: SignedIn, order: OrderRecord): readonly Link[] {
  const t = texts[language];
  const links = (permission: Permission, made: readonly Link[]): readonly Link[] =>
    mayUse(principal, permission) ? made : [];
  const acknowledgement = { href: `/v1/orders/${order.number}/acknowledgement.pdf`, text: t.acknowledgement };
  const notes = order.deliveries.map((no) => ({
    href: `/v1/deliveries/${no}/note.pdf`,
    text: `${t.deliveryNote} ${no}`,
  }));
  const invoices = order.invoices.map((no: Invoice['number']) => ({
    href: `/v1/invoices/${no}/document.pdf`,
    text: `${t.invoice} ${no}`,
  }));
  return [
    ...links('orders.acknowledgement', order.acknowledgedAt === null ? [] : [acknowledgement]),
    ...links('deliveries.note', notes),
    ...links('invoices.document', invoices),
  ];
}

/** Null: the caller's role does not see mails. */
async function mailsOf({ deps, principal }: SignedIn, order: string) {
  if (!mayUse(principal, 'mails.list')) return null;
  const scope = { salesperson: salespersonBound(principal, 'mails.list') };
  const list = await listMails(deps.prisma, { order, limit: 100 }, scope);
  return isRefusal(list) ? [] : list.items;
}
