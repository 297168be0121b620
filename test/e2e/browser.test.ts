import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lastEndedMonth } from '../../domain/month-end.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  barriersOf,
  openBrowser,
  openVisitor,
  tabThrough,
  underForeignName,
  type Visitor,
} from '../support/browser.js';
import { openSite, receiveStock, untilMailsRest, untilStage, type Site } from '../support/faults.js';

type Count = { readonly kind: string; readonly open: number };

let site: Site;
let stack: Site['stack'];
let browser: Browser;
let clerk: Visitor;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite({ history: true, env: { SMTP_TIMEOUT_MS: '20000' } });
  ({ stack } = site);
  clerk = await openVisitor(browser, 'en-GB');
  page = clerk.page;
});
afterEach(() => expectQuiet());
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Nothing left the stack, and no browser console spoke of an error. */
function expectQuiet(): void {
  expect(clerk.takeComplaints()).toEqual([]);
  const own = [stack.apiUrl, stack.inboxUrl, stack.temporalUiUrl].map((url) => new URL(url).origin);
  expect(clerk.origins().filter((origin) => !own.includes(origin))).toEqual([]);
}

const at = (path: string): string => `${stack.apiUrl}${path}`;

it('has something for everybody on the first day: orders held, orders that differ, a month that is made', async () => {
  const { body } = await site.ask({ role: 'manager', path: '/v1/worklist/counts' });
  const open = Object.fromEntries((body['items'] as readonly Count[]).map((count) => [count.kind, count.open]));
  expect(open).toMatchObject({ 'credit-hold': 2, discrepancy: 2 });
  expect(Object.keys(open)).toEqual(expect.arrayContaining(['unallocated', 'delivery-due', 'promise-late']));
  const why = await site.rows<{ hold_reason: string }>(
    `SELECT hold_reason FROM sales_order WHERE stage = 'credit-hold' ORDER BY hold_reason`,
  );
  expect(why).toEqual([{ hold_reason: 'credit-limit' }, { hold_reason: 'overdue' }]);
  const kept = await site.rows<{ month: string; version: number }>('SELECT month, version FROM month_end');
  expect(kept).toEqual([{ month: lastEndedMonth(site.today), version: 1 }]);
});

describe('the inbox', () => {
  it('shows the mails of an order, and can be read without seeing and without a mouse', async () => {
    const order = await acknowledged();
    const mail = (await site.copies())[0]?.id ?? '';
    for (const url of [stack.inboxUrl, `${stack.inboxUrl}/${mail}`]) {
      await clerk.visit(url);
      expect(await barriersOf(page), url).toEqual([]);
      for (const stop of await tabThrough(page)) expect(stop, url).toMatchObject({ isVisible: true, hasOutline: true });
    }
    await clerk.visit(stack.inboxUrl);
    await page.getByRole('link', { name: `Accusé de réception de votre commande ${order}` }).click();
    await page.getByRole('heading', { level: 1, name: order }).waitFor();
    expect(await page.locator('pre').innerText()).toContain('Madame, Monsieur,');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: `${order}.pdf` }).click(),
    ]);
    expect(readFileSync(await download.path()).toString('latin1', 0, 5)).toBe('%PDF-');
  });
});

describe('the documentation of the API', () => {
  it('needs nothing from elsewhere', async () => {
    await clerk.visit(at('/docs/'));
    await page.getByText('Enter an order').waitFor();
    await page.waitForLoadState('networkidle');
    expectQuiet();
  });

  it('asks nobody else either when it is served under a name of its own', async () => {
    const reader = await openVisitor(browser, 'en-GB');
    await reader.visit(underForeignName(at('/docs/')));
    await reader.page.getByText('Enter an order').waitFor();
    await reader.page.waitForLoadState('networkidle');
    expect(reader.origins()).toEqual([new URL(underForeignName(stack.apiUrl)).origin]);
    expect(reader.takeComplaints().filter((words) => !words.startsWith('The Cross-Origin-Opener-Policy'))).toEqual([]);
    await reader.close();
  });
});

it('leaves books in which every invariant holds', async () => {
  const { violations } = await verifyDatabase(stack.databaseUrl);
  expect(violations).toEqual([]);
});

/** Over the API: 6 valves on stock and ordered. @returns the order once all its mails are sent */
async function acknowledged(): Promise<string> {
  const valve = { number: 'VALVE', name: 'Vanne', unit: 'piece', category: 'Vannes', currency: 'EUR' };
  await site.insist('admin', '/v1/products', { ...valve, listPrice: '24.00', taxClass: 'standard', active: true });
  await receiveStock(site, 'VALVE', '6');
  const { number } = await site.insist<{ number: string }>('manager', '/v1/orders', {
    customer: 'VINET',
    origin: 'phone',
    currency: 'EUR',
    lines: [{ lineNo: 1, product: 'VALVE', quantity: '6', unitPrice: '24.00', requestedDate: site.today }],
  });
  await untilStage(site, number, 'acknowledged');
  await untilMailsRest(site);
  return number;
}
