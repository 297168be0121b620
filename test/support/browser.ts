import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { executablePath } from '../../cli/chromium.js';

/** Nothing resolves but loopback and the one invented name: a page that reaches out fails instead of phoning home. */
const foreignName = 'encours.example';
const resolver = `MAP ${foreignName} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`;

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--host-resolver-rules=${resolver}`,
];

/**
 * A real headless Chromium.
 * @throws Error naming the package to install when there is none: a missing browser fails the test, never skips it.
 */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(`No Chromium at ${executablePath}: install it with "apt-get install chromium".`);
  return chromium.launch({ executablePath, args: switches });
}

const PATIENCE_MS = 120_000;
/** What the console says of a page that asks its reader to come again. */
const comeAgain = '503 (Service Unavailable)';

/** One reader with cookies of their own, and what their browser noticed on the way. */
export type Visitor = {
  readonly page: Page;
  /** Opens a page as {@link led} does. */
  readonly visit: (url: string) => Promise<void>;
  /**
   * Does what leads to a page, and does it again while the page asks its reader to come again (503): where PostgreSQL
   * does not get to run for a second, that is the right answer.
   */
  readonly led: (lead: () => Promise<unknown>) => Promise<void>;
  /** Origin of every request, of pages, frames and workers alike. */
  readonly origins: () => readonly string[];
  /**
   * Console errors, uncaught exceptions and violations of the content security policy, 503 left out. Empties the list.
   */
  readonly takeComplaints: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** @param locale what the browser asks for in Accept-Language */
export async function openVisitor(browser: Browser, locale: string): Promise<Visitor> {
  const context = await browser.newContext({ locale });
  context.setDefaultTimeout(30_000);
  const origins = new Set<string>();
  let complaints: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    // What the page holds itself, and the browser's own viewer of PDFs, leave for nowhere.
    if (/^(?:https?|wss?):$/.test(protocol)) origins.add(origin);
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(comeAgain)) complaints.push(message.text());
  });
  await reportViolations(context, (violation) => complaints.push(violation));
  const page = await context.newPage();
  const led = leading(page);
  return {
    page,
    led,
    visit: (url) => led(() => page.goto(url)),
    origins: () => [...origins],
    takeComplaints: () => {
      const taken = complaints;
      complaints = [];
      return taken;
    },
    close: () => context.close(),
  };
}

/** Nothing left the origin, and no browser console spoke of an error since the complaints were taken last. */
export function expectQuiet(visitor: Visitor, url: string): void {
  expect(visitor.takeComplaints()).toEqual([]);
  expect(visitor.origins()).toEqual([new URL(url).origin]);
}

function leading(page: Page): Visitor['led'] {
  let status = 0;
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) status = response.status();
  });
  return async (lead) => {
    const untilMs = Date.now() + PATIENCE_MS;
    for (;;) {
      await lead();
      if (status !== 503) return;
      if (Date.now() > untilMs) throw new Error(`${page.url()} asked to come again for ${PATIENCE_MS / 1000} s`);
      await sleep(500);
    }
  };
}

async function reportViolations(context: BrowserContext, report: (violation: string) => void): Promise<void> {
  await context.exposeBinding('reportViolation', (_source, violation: string) => report(violation));
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    reportViolation(event.violatedDirective + ' forbids ' + event.blockedURI + ' on ' + event.documentURI))`);
}

/** The same address under a name that is not loopback's; only this browser resolves it. */
export function underForeignName(url: string): string {
  const changed = new URL(url);
  changed.hostname = foreignName;
  return changed.href;
}

export type Stop = { readonly name: string; readonly isVisible: boolean; readonly hasOutline: boolean };

/** Presses Tab from the top until the focus leaves the page: what a person at the keyboard meets, in that order. */
export async function tabThrough(page: Page): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate('document.activeElement.blur()');
  for (let presses = 0; presses < 100; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<Stop | null>(focused);
    if (stop === null || (await page.evaluate<boolean>('document.activeElement.dataset.met === "yes"'))) return stops;
    await page.evaluate('document.activeElement.dataset.met = "yes"');
    stops.push(stop);
  }
  throw new Error('a hundred presses of Tab did not leave the page');
}

/** In the page: its element in focus, by what it is called. */
const focused = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const name = element.labels?.[0]?.textContent ?? element.textContent;
  return {
    name: (name ?? '').trim(),
    isVisible: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth,
    hasOutline: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
  };
})()`;

/** What a page lacks for somebody who does not see it, in words; none is right. */
export const barriersOf = (page: Page): Promise<readonly string[]> => page.evaluate<string[]>(barriers);

const barriers = `(() => {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const say = (wrong, text) => wrong && found.push(text);
  say(!/^(en|fr)$/.test(document.documentElement.lang), 'no language');
  say(document.title.trim() === '', 'no title');
  say(all('h1').length !== 1, all('h1').length + ' h1');
  const levels = all('h1, h2, h3, h4, h5, h6').map((heading) => Number(heading.tagName[1]));
  levels.forEach((level, at) => say(level > (levels[at - 1] ?? 0) + 1, 'h' + level + ' skips a level'));
  for (const field of all('input:not([type=hidden]), select, textarea'))
    say(field.labels.length === 0 && !field.ariaLabel, 'no label: ' + field.outerHTML);
  for (const control of all('a, button').filter((each) => each.closest('[aria-hidden=true]') === null))
    say(control.textContent.trim() === '' && !control.ariaLabel, 'no name: ' + control.outerHTML);
  for (const image of all('img')) say(!image.hasAttribute('alt'), 'no alt: ' + image.outerHTML);
  for (const frame of all('iframe')) say(frame.title === '', 'no title: ' + frame.outerHTML);
  for (const cell of all('th')) say(cell.scope === '', 'no scope: ' + cell.outerHTML);
  for (const element of all('[tabindex]')) say(element.tabIndex > 0, 'jumps the queue: ' + element.outerHTML);
  return found;
})()`;
