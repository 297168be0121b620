import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import express from 'express';
import type { Express, RequestHandler } from 'express';

/** What web/vite.config.ts writes where a nonce belongs. */
const NONCE_PLACE = 'CSP_NONCE_OF_THIS_ANSWER';
/** A year; names carry the hash of what is in them. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
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
  const assets = join(folder, 'assets');
  app.use('/assets', compressed(assets), express.static(assets, { immutable: true, maxAge: '365d', index: false }));
  app.use((req, res, next) => {
    if (!isPage(req)) return next();
    const nonce = randomBytes(16).toString('base64');
    policy(nonce)(req, res, (error?: unknown) => {
      if (error !== undefined) return next(error);
      res.set('Cache-Control', 'no-store').type('html').send(page.replaceAll(NONCE_PLACE, nonce));
    });
  });
}

const encodings = ['br', 'gzip'] as const;
type Encoding = (typeof encodings)[number];

const compress: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: promisify(gzip),
};

/** A file is compressed once, for the first who asks for it: every visit would wait some 40 ms for that of its largest. */
function compressed(folder: string): RequestHandler {
  const names = new Set(readdirSync(folder));
  const kept = new Map<string, Promise<Buffer>>();
  const bytesOf = (encoding: Encoding, name: string): Promise<Buffer> => {
    const place = `${encoding} ${name}`;
    const bytes = kept.get(place) ?? readFile(join(folder, name)).then(compress[encoding]);
    kept.set(place, bytes);
    bytes.catch(() => kept.delete(place));
    return bytes;
  };
  return async (req, res, next) => {
    const name = req.path.slice(1);
    res.vary('Accept-Encoding');
    const encoding = encodings.find((each) => each === req.acceptsEncodings(...encodings));
    if (encoding === undefined || !names.has(name) || (req.method !== 'GET' && req.method !== 'HEAD')) return next();
    const bytes = await bytesOf(encoding, name);
    res.type(extname(name)).set({ 'Cache-Control': IMMUTABLE, 'Content-Encoding': encoding }).send(bytes);
  };
}

const isPage = (req: Parameters<RequestHandler>[0]): boolean =>
  (req.method === 'GET' || req.method === 'HEAD') && !notPages.test(req.path) && req.accepts('html', 'json') === 'html';
