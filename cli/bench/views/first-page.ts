import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Browser, BrowserContext } from 'playwright-core';
import { executablePath } from '../../chromium.js';

const rounds = 7;

/** Milliseconds of each visit, each with an empty cache. */
export type FirstPage = {
  /** Until the sign-in can be used. */
  readonly signIn: readonly number[];
  /** Until the worklist of one who is signed in shows its lines. */
  readonly worklist: readonly number[];
};

/**
 * How long a real Chromium takes from an empty cache until the console can be used, each time anew. The first visit of
 * each kind, which starts the browser's own processes, is not told.
 * @throws Error when there is no Chromium
 */
export async function interactiveMs(url: string): Promise<FirstPage> {
  if (!existsSync(executablePath)) throw new Error(`No Chromium at ${executablePath}: the first page is not measured.`);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const signedIn = await demoSession(browser, url);
    return {
      signIn: await visits(browser, url, 'button:enabled'),
      worklist: await visits(browser, new URL('/worklist', url).href, '#content ul > *', signedIn),
    };
  } finally {
    await browser.close();
  }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

async function visits(
  browser: Browser,
  url: string,
  usable: string,
  cookies: Cookies = [],
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const context = await browser.newContext();
    await context.addCookies(cookies);
    const page = await context.newPage();
    const startedMs = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(usable).first().waitFor();
    times.push(Math.round(performance.now() - startedMs));
    await context.close();
  }
  return times.slice(1);
}

/** Signs in as the demo's manager, by the page. */
async function demoSession(browser: Browser, url: string): Promise<Cookies> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: /manager/i }).click();
  await page.locator('#content nav, nav').first().waitFor();
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}
