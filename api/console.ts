import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, Request, RequestHandler } from 'express';
import expressStaticGzip from 'express-static-gzip';

/** What web/vite.config.ts writes where a nonce belongs. */
const NONCE_PLACE = 'CSP_NONCE_OF_THIS_ANSWER';
/** What the build marks as of no use to who signs in first. */
const deskAlone = /\s*<link [^>]*data-desk[^>]*>/g;
/** The build left each file compressed beside it; names carry the hash of what is in them. */
const served: expressStaticGzip.ExpressStaticGzipOptions = {
  enableBrotli: true,
  orderPreference: ['br', 'gz'],
  index: false,
  serveStatic: { immutable: true, maxAge: '365d' },
};
/** Addresses that are never a page of the console. */
const notPages = /^\/(v1|docs|session|assets|codec|healthz|readyz|metrics|openapi\.json)(\/|$)/;

/**
 * Serves the console that web/ was built into: its files, which carry the hash of their content in their names, and one
 * page for every address that a reader of pages asks for and nothing else has. The files leave compressed: nothing in them
 * is secret, so that their length tells nothing.
 * @param folder that of the build
 * @throws Error when there is no console in it
 */
export function mountConsole(app: Express, folder: string, policy: (nonce: string) => RequestHandler): void {
  const file = join(folder, 'index.html');
  if (!existsSync(file))
    throw new Error(`There is no console in ${folder}: build it with "npm run build:web", or unset CONSOLE_FOLDER.`);
  const page = readFileSync(file, 'utf8');
  const ofNobody = page.replaceAll(deskAlone, '');
  const pageOf = (req: Request): string => (req.headers.cookie === undefined ? ofNobody : page);
  app.use('/assets', expressStaticGzip(join(folder, 'assets'), served));
  app.use((req, res, next) => {
    if (!isPage(req)) return next();
    const nonce = randomBytes(16).toString('base64');
    policy(nonce)(req, res, (error?: unknown) => {
      if (error !== undefined) return next(error);
      res.set('Cache-Control', 'no-store').type('html').send(pageOf(req).replaceAll(NONCE_PLACE, nonce));
    });
  });
}

const isPage = (req: Parameters<RequestHandler>[0]): boolean =>
  (req.method === 'GET' || req.method === 'HEAD') && !notPages.test(req.path) && req.accepts('html', 'json') === 'html';
