import { randomUUID } from 'node:crypto';
import type { PayloadCodec } from '@temporalio/common';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import swaggerUi from 'swagger-ui-express';
import type { Readiness } from '../contracts/readiness.js';
import { said } from '../contracts/said.js';
import { rollupsBehind } from '../prisma/queries/kpis/state.js';
import { tellIn } from '../words/said.js';
import { createAuthenticator } from './auth.js';
import { createCaller } from './caller.js';
import { mountCodec } from './codec.js';
import type { Deps } from './context.js';
import { toProblem } from './errors.js';
import { createMetrics } from './metrics.js';
import { openApiDocument } from './openapi.js';
import { mountConsole } from './console.js';
import { createOidc } from './oidc.js';
import { mountPlatform } from './platform.js';
import { isPermission } from './permissions.js';
import { problemBody, ProblemError } from './problem.js';
import { expressPath, handlersOf, languageOf } from './router.js';
import type { Route } from './route.js';
import { addressBookRoutes } from './routes/address-book.js';
import { customerReadRoutes } from './routes/customer-reads.js';
import { customerRoutes } from './routes/customers.js';
import { complaintRoutes } from './routes/complaints.js';
import { deliveryRoutes } from './routes/deliveries.js';
import { documentRoutes } from './routes/documents.js';
import { proformaRoutes } from './routes/proformas.js';
import { dunningRoutes } from './routes/dunning.js';
import { importRoutes } from './routes/imports.js';
import { informationRequestRoutes } from './routes/information-requests.js';
import { preparationRoutes } from './routes/preparations.js';
import { moveInRoutes } from './routes/move-ins.js';
import { mailRoutes } from './routes/mails.js';
import { orderActionRoutes } from './routes/order-actions.js';
import { orderEstimateRoutes } from './routes/order-estimates.js';
import { orderMessageRoutes } from './routes/order-messages.js';
import { orderRoutes } from './routes/orders.js';
import { accountRoutes } from './routes/accounts.js';
import { creditNoteRoutes } from './routes/credit-notes.js';
import { paymentRoutes } from './routes/payments.js';
import { productRoutes } from './routes/products.js';
import { acquisitionSpendRoutes } from './routes/acquisition-spends.js';
import { capacityRoutes } from './routes/capacities.js';
import { productCostRoutes } from './routes/product-costs.js';
import { documentTemplateRoutes } from './routes/document-templates.js';
import { billingRunRoutes } from './routes/billing-runs.js';
import { invoiceSeriesRoutes } from './routes/invoice-series.js';
import { exchangeRateRoutes } from './routes/exchange-rates.js';
import { taxRateRoutes } from './routes/tax-rates.js';
import { quoteRoutes } from './routes/quotes.js';
import { readRoutes } from './routes/reads.js';
import { eventRoutes } from './routes/events.js';
import { companyRoutes } from './routes/company.js';
import { meRoutes } from './routes/me.js';
import { peopleRoutes } from './routes/people.js';
import { sessionRoutes } from './routes/sessions.js';
import { kpiRoutes } from './routes/kpis.js';
import { legalHoldRoutes } from './routes/legal-holds.js';
import { monthEndRoutes } from './routes/month-ends.js';
import { searchRoutes } from './routes/search.js';
import { statementRoutes } from './routes/statements.js';
import { stockRoutes } from './routes/stock.js';
import { itemNumberRoutes } from './routes/item-numbers.js';
import { accountingRoutes } from './routes/accounting.js';
import { exportRoutes } from './routes/exports.js';
import { viewRoutes } from './routes/views.js';
import { worklistRoutes } from './routes/worklist.js';
import { createSecurityLog } from './security-log.js';
import { createSessions } from './session.js';
import { createShares } from './share.js';
import { mountSignIn } from './sign-in.js';
import { createThrottle } from './sign-in-throttle.js';
import { awayOf, glance } from './workers.js';

/** Every route under /v1. */
export const routes: readonly Route[] = [
  ...orderRoutes,
  ...orderMessageRoutes,
  ...orderEstimateRoutes,
  ...orderActionRoutes,
  ...deliveryRoutes,
  ...complaintRoutes,
  ...preparationRoutes,
  ...informationRequestRoutes,
  ...documentRoutes,
  ...proformaRoutes,
  ...paymentRoutes,
  ...accountRoutes,
  ...creditNoteRoutes,
  ...dunningRoutes,
  ...customerReadRoutes,
  ...importRoutes,
  ...moveInRoutes,
  ...mailRoutes,
  ...readRoutes,
  ...worklistRoutes,
  ...viewRoutes,
  ...exportRoutes,
  ...accountingRoutes,
  ...searchRoutes,
  ...kpiRoutes,
  ...monthEndRoutes,
  ...eventRoutes,
  ...customerRoutes,
  ...addressBookRoutes,
  ...itemNumberRoutes,
  ...productRoutes,
  ...acquisitionSpendRoutes,
  ...capacityRoutes,
  ...productCostRoutes,
  ...taxRateRoutes,
  ...exchangeRateRoutes,
  ...invoiceSeriesRoutes,
  ...documentTemplateRoutes,
  ...billingRunRoutes,
  ...statementRoutes,
  ...quoteRoutes,
  ...stockRoutes,
  ...peopleRoutes,
  ...legalHoldRoutes,
  ...companyRoutes,
  ...sessionRoutes,
  ...meRoutes,
];

export type AppOptions = {
  /** Present when payload encryption is on: opens the codec endpoint. */
  readonly codec?: PayloadCodec | undefined;
  /** True once the process is asked to stop: not ready any more. */
  readonly isStopping?: () => boolean;
  /** Instead of {@link routes}; tests add their own. */
  readonly routes?: readonly Route[];
};

/** The API as an Express application. @throws Error when a route has no line in the permission table */
export function createApp(deps: Deps, options: AppOptions = {}): Express {
  const all = options.routes ?? routes;
  const [unlisted] = all.filter((route) => !isPermission(route.permission));
  if (unlisted) throw new Error(`${unlisted.method} ${unlisted.path} has no line in the permission table.`);
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.enable('case sensitive routing').enable('strict routing');
  app.set('query parser', 'simple').set('trust proxy', deps.config.api.trustProxy ? 1 : false);

  const authenticator = createAuthenticator({ prisma: deps.prisma, oidc: deps.config.oidc, now: deps.now });
  const sessions = createSessions({ config: deps.config.api, prisma: deps.prisma, now: deps.now });
  const throttle = createThrottle();
  const watch = createSecurityLog(deps.logger);
  const caller = createCaller(deps, authenticator, sessions, watch);
  const metrics = createMetrics(deps.workers, () => rollupsBehind(deps.prisma));
  const shares = createShares(deps.share);

  app.use(requestLog(deps), metrics.timer, securityHeaders(deps));
  operations(app, deps, options, metrics, all);
  app.use('/v1', noStore);
  mount(app, all, (route) => handlersOf(route, deps, { caller, shares, throttle, watch }));
  mountPlatform(app, deps);
  if (options.codec) mountCodec(app, deps, caller, options.codec);
  const oidc = createOidc({ oidc: deps.config.oidc, api: deps.config.api, now: deps.now });
  mountSignIn(app, deps, { sessions, throttle, watch, oidc });
  const { consoleFolder } = deps.config.api;
  if (consoleFolder !== undefined) mountConsole(app, consoleFolder, consolePolicy(deps));
  app.use(otherMethods(app));
  app.use(nothingHere, answerProblem(deps));
  return app;
}

function mount(app: Express, all: readonly Route[], handlers: (route: Route) => RequestHandler[]): void {
  for (const route of all) app[route.method](expressPath(route.path), ...handlers(route));
}

function requestLog({ logger }: Deps): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (req, res) => {
      const given = req.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: {
      // Without the query: what somebody searched for may be a person's name.
      req: (req: { id: unknown; method: unknown; url: string }) => ({
        id: req.id,
        method: req.method,
        url: req.url.split('?', 1)[0],
      }),
      res: (res: { statusCode: unknown }) => ({ statusCode: res.statusCode }),
    },
    autoLogging: { ignore: (req) => ['/healthz', '/readyz', '/metrics'].includes(req.url ?? '') },
    customLogLevel: (_req, res) => (res.statusCode >= 500 ? 'warn' : 'debug'),
  });
}

const self = ["'self'"];
const none = ["'none'"];

/** Nothing is loaded from elsewhere and nothing is inline. */
const directivesOf = ({ config }: Deps) => ({
  defaultSrc: self,
  scriptSrc: self,
  styleSrc: self,
  imgSrc: [...self, 'data:'],
  objectSrc: none,
  baseUri: none,
  formAction: self,
  frameAncestors: none,
  ...(config.api.publicUrl.startsWith('https:') && { upgradeInsecureRequests: [] }),
});

type Directives = Readonly<Record<string, readonly string[]>>;

const policyOf = (directives: Directives, framed = false): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: directives as Record<string, string[]> },
    frameguard: { action: framed ? 'sameorigin' : 'deny' },
    // With no-referrer, a form of ours would be sent with `Origin: null` (Fetch, append a request Origin header).
    referrerPolicy: { policy: 'same-origin' },
  });

/** The API documentation brings styles of its own; a document may be shown in place, by a page of ours. */
function securityHeaders(deps: Deps): RequestHandler {
  const directives = directivesOf(deps);
  const strict = policyOf(directives);
  const docs = policyOf({ ...directives, styleSrc: [...self, "'unsafe-inline'"] });
  const documents = policyOf({ ...directives, frameAncestors: self }, true);
  return (req, res, next) => {
    const policy = req.path.startsWith('/docs/') ? docs : req.path.endsWith('.pdf') ? documents : strict;
    policy(req, res, next);
  };
}

/** The console's styles are made in the browser, under the nonce of the page; it frames a document that it was answered and that is kept nowhere. */
const consolePolicy =
  (deps: Deps) =>
  (nonce: string): RequestHandler =>
    policyOf({ ...directivesOf(deps), styleSrc: [...self, `'nonce-${nonce}'`], frameSrc: [...self, 'blob:'] });

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

const READY_TIMEOUT_MS = 1_000;

function operations(
  app: Express,
  deps: Deps,
  options: AppOptions,
  metrics: ReturnType<typeof createMetrics>,
  all: readonly Route[],
): void {
  const { host, port, publicUrl } = deps.config.api;
  const document = openApiDocument(all, publicUrl === '' ? `http://${host}:${port}` : publicUrl);
  app.get('/healthz', (_req, res) => {
    res.type('text').send('ok');
  });
  app.get('/readyz', async (_req, res) => {
    if (options.isStopping?.()) {
      res.status(503).json({ status: 'unavailable', down: ['This process, which is stopping'] });
      return;
    }
    // Side by side: the answer is there as soon as without the workers, or when its time is over.
    const [{ down }, workers] = await Promise.all([
      deps.health.probe({ maxAgeMs: 250, timeoutMs: READY_TIMEOUT_MS }),
      deps.workers.look(glance),
    ]);
    // Without a worker the API is ready all the same: it reads, and what is asked of it is done later.
    const ready: Readiness = {
      status: 'ok',
      down: [],
      workers,
      warnings: awayOf(workers).map((each) => tellIn('en', each)),
    };
    if (down.length === 0) res.json(ready);
    else res.status(503).json({ status: 'unavailable', down });
  });
  app.get('/metrics', async (_req, res) => {
    const { type, body } = await metrics.text();
    res.set('Content-Type', type).send(body);
  });
  app.get('/openapi.json', (_req, res) => {
    res.json(document);
  });
  app.get('/docs', (_req, res) => {
    res.redirect(301, '/docs/');
  });
  // Off loopback, Swagger UI sends the document's address to a validator of its maker's unless told not to.
  const swaggerOptions = { url: '/openapi.json', validatorUrl: null };
  app.use('/docs/', swaggerUi.serve, swaggerUi.setup(undefined, { swaggerOptions }));
}

type Layer = {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
};

/** 405 for a path that other methods have; OPTIONS says which. */
function otherMethods(app: Express): RequestHandler {
  const layers = (): readonly Layer[] => app.router.stack as unknown as readonly Layer[];
  return (req, res, next) => {
    const matching = layers().filter((layer) => layer.route !== undefined && layer.match(req.path));
    const methods = matching.flatMap(({ route }) =>
      Object.keys(route?.methods ?? {}).map((name) => name.toUpperCase()),
    );
    if (methods.length === 0) return next();
    const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])]
      .toSorted()
      .join(', ');
    res.set('Allow', allow);
    if (req.method === 'OPTIONS') return res.status(204).end();
    throw new ProblemError('method-not-allowed', said('method-not-allowed', { method: req.method }), {
      remedy: said('use-allowed-methods', { allow }),
    });
  };
}

const nothingHere: RequestHandler = () => {
  throw new ProblemError('not-found', said('nothing-at-address'), { remedy: said('see-docs') });
};

function answerProblem({ logger }: Deps): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const problem = toProblem(error);
    const language = languageOf(req);
    if (problem.code === 'internal' || problem.code === 'unavailable')
      logger.error({ err: error, requestId: req.id, method: req.method, url: req.path }, problem.message);
    res
      .status(problem.status)
      .set({ 'Cache-Control': 'no-store', 'Content-Language': language, ...problem.headers })
      .vary('Accept-Language')
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(problem, req.path, language)));
  };
}
