import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountConsole } from '../../api/console.js';
import { childEnvironment } from '../../config/host.js';

/** What a first visit may load, script and styles together, compressed. */
const LIMIT_KB = 300;

let folder: string;
let page: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'encours-console-'));
  const build = ['node_modules/vite/bin/vite.js', 'build', 'web', '--outDir', folder, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, build, {
    env: childEnvironment({ NODE_ENV: 'production' }),
  });
  page = readFileSync(join(folder, 'index.html'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The words of each language, which a visit loads one of: found by what the way past the navigation is called in it. */
function filesOfWords(loaded: readonly string[]): readonly string[] {
  const others = readdirSync(join(folder, 'assets')).map((name) => `/assets/${name}`);
  const saying = (text: string) =>
    others.filter((file) => !loaded.includes(file) && readFileSync(join(folder, file), 'utf8').includes(text));
  return ['Aller au contenu', 'Skip to content'].flatMap(saying);
}

const filesOf = (html: string): readonly string[] =>
  [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);

const deskFile = /\/assets\/desk-[^"]+\.js/;

/** The console on a port of its own while something is asked of it. */
async function served(work: (url: string) => Promise<void>): Promise<void> {
  const app = express();
  mountConsole(app, folder, () => (_req, _res, next) => next());
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

describe('the console as it is built', () => {
  it(`loads at most ${LIMIT_KB} kB, compressed, before its first page`, () => {
    const files = filesOf(page);
    expect(files.length).toBeGreaterThan(1);
    const words = filesOfWords(files);
    expect(words).toHaveLength(2);
    // What stands behind the sign-in is a file of its own.
    expect(files.filter((file) => deskFile.test(file))).toHaveLength(1);
    const bytesOf = (file: string): number => statSync(join(folder, `${file}.gz`)).size;
    const bytes = [...new Set(files)].map(bytesOf).reduce((sum, each) => sum + each, 0);
    expect(bytes + Math.max(...words.map(bytesOf))).toBeLessThanOrEqual(LIMIT_KB * 1000);
  });

  it.each(['br', 'gzip', 'identity'])('leaves as %s to who takes it so, to be kept for good', async (encoding) => {
    await served(async (url) => {
      for (const file of filesOf(page)) {
        const answer = await fetch(`${url}${file}`, { headers: { 'accept-encoding': encoding } });
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
        expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
        expect(answer.headers.get('content-type')).toMatch(/^text\/(javascript|css); charset=utf-8$/i);
        expect(await answer.text()).toBe(readFileSync(join(folder, file), 'utf8'));
      }
    });
  });

  it('names the desk to who may have a session, and to nobody else', async () => {
    await served(async (url) => {
      const pageOf = async (headers: Readonly<Record<string, string>>): Promise<string> =>
        (await fetch(url, { headers: { accept: 'text/html', ...headers } })).text();
      expect(await pageOf({ cookie: 'session=one' })).toMatch(deskFile);
      const ofNobody = await pageOf({});
      expect(ofNobody).toContain('<script type="module"');
      expect(ofNobody).not.toMatch(deskFile);
    });
  });

  it('asks who is signed in, and for its words, before its own file is there', () => {
    const [early = ''] = page.match(/<script[^>]* async [^>]*>/) ?? [];
    const [, file = ''] = /src="([^"]+)"/.exec(early) ?? [];
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain('/session');
    expect(text).not.toMatch(/from\s*["']|import\s*["']/);
    expect(text.length).toBeLessThan(5_000);
  });

  it('has nothing inline and nothing from elsewhere, and a nonce at each script and style', () => {
    expect(page).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|https?:\/\//);
    const elements = [...page.matchAll(/<(?:script|link rel="(?:stylesheet|modulepreload)")[^>]*>/g)].map(
      ([tag]) => tag,
    );
    expect(elements.filter((tag) => !tag.includes('nonce="CSP_NONCE_OF_THIS_ANSWER"'))).toEqual([]);
  });
});
