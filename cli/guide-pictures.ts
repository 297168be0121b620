import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { readHost } from '../config/host.js';
import type { Language, Role } from '../contracts/vocabulary.js';
import { capital } from '../words/format.js';
import { executablePath } from './chromium.js';
import { wordsOf } from '../words/index.js';
import { projectRoot } from './stack/node-process.js';
import { homeAt } from './stack/home.js';
import { print } from './terminal.js';

/**
 * Takes the pictures of docs/guides anew, from the stack that runs on this machine as it came up the first time:
 * `npm start -- --fresh`, then `npm run docs:pictures`.
 */

const folder = join(projectRoot, 'docs/guides/images');
const QUALITY = 55;
/** Until what a click asks for is on its way. */
const PAUSE_MS = 1_000;
/** The repository is fetched by everybody. */
const MOST_BYTES = 60_000;

type Shot = {
  readonly name: string;
  readonly role: Role;
  readonly path: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** What is clicked before, by what it says in French or English. */
  readonly opens?: RegExp;
};

const telephone = { width: 390, height: 780 };
const tall = { width: 1000, height: 760 };
const desk = { width: 1000, height: 660 };

const shots: readonly Shot[] = [
  {
    name: 'sales',
    role: 'sales',
    path: '/worklist?kind=discrepancy',
    size: tall,
    opens: /^(Decide here|Décider ici)$/,
  },
  { name: 'logistics', role: 'logistics', path: '/preparations?until=week', size: telephone },
  { name: 'finance', role: 'finance', path: '/worklist?kind=credit-hold', opens: /^(Exposure|Encours)$/ },
  { name: 'manager', role: 'manager', path: '/figures/money' },
  { name: 'operations', role: 'ops', path: '/orders/SO-2026-000001' },
  { name: 'administrator', role: 'admin', path: '/admin/policies/credit' },
];

const { api } = JSON.parse(await readFile(homeAt(readHost().home).stackJson, 'utf8')) as { readonly api: string };
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const shot of shots) for (const language of ['fr', 'en'] as const) await take(browser, shot, language);
} finally {
  await browser.close();
}

async function take(open: Browser, { name, role, path, size = desk, opens }: Shot, language: Language): Promise<void> {
  const context = await open.newContext({ locale: language, viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(new URL(path, api).href);
  await page.getByRole('button', { name: new RegExp(`^${capital(wordsOf(language).role[role])}`) }).click();
  await settled(page);
  if (opens !== undefined) await page.getByRole('button', { name: opens }).first().click();
  await page.waitForTimeout(PAUSE_MS);
  await settled(page);
  const bytes = await pictureOf(page);
  const file = `${name}.${language}.webp`;
  if (bytes.length > MOST_BYTES) throw new Error(`${file} would have ${bytes.length} bytes, more than ${MOST_BYTES}.`);
  await writeFile(join(folder, file), bytes);
  print(`${file} ${bytes.length}`);
  await context.close();
}

/** Nothing is being read any more. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.locator('[aria-busy=true], .mantine-Loader-root').first().waitFor({ state: 'detached' });
}

/** Playwright itself takes no WebP. */
async function pictureOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  return Buffer.from(data, 'base64');
}
