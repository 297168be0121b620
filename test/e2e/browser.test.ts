import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from '../../cli/demo/desk.js';
import { withClient } from '../../cli/stack/postgres.js';
import type { Order } from '../../contracts/order.js';
import { localDateOf } from '../../domain/calendar.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  barriersOf,
  openBrowser,
  openVisitor,
  tabThrough,
  underForeignName,
  type Visitor,
} from '../support/browser.js';
import { openTestStack, type TestStack } from '../support/stack.js';

/** The Temporal UI is a large application: on a busy machine it takes its time. */
const UI_PATIENCE_MS = 90_000;

let stack: TestStack;
let desk: Desk;
let browser: Browser;
let clerk: Visitor;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  stack = await openTestStack();
  desk = openDesk(stack);
  clerk = await openVisitor(browser, 'en-GB');
  page = clerk.page;
});
afterEach(() => expectQuiet());
afterAll(async () => {
  await browser.close();
  await stack.close();
});

/** Nothing left the stack, and no browser console spoke of an error. */
function expectQuiet(): void {
  expect(clerk.takeComplaints()).toEqual([]);
  const own = [stack.apiUrl, stack.inboxUrl, stack.temporalUiUrl].map((url) => new URL(url).origin);
  expect(clerk.origins().filter((origin) => !own.includes(origin))).toEqual([]);
}

const at = (path: string): string => `${stack.apiUrl}${path}`;
const today = localDateOf(Date.now(), 'Europe/Paris');
const keyOf = (): string => stack.apiKeys?.manager ?? '';
const linksIn = (scope: string): Promise<string[]> => page.locator(`${scope} a`).allInnerTexts();
const section = (heading: string) => page.locator('section', { has: page.getByRole('heading', { name: heading }) });

/** By the keyboard alone: Tab to the field, the key, Tab to the button, Enter. */
async function signIn({ page: at }: Visitor, key: string, field = 'API key'): Promise<void> {
  const input = at.getByLabel(field);
  for (let presses = 0; presses < 20; presses += 1) {
    if (await input.evaluate((element) => element.matches(':focus'))) break;
    await at.keyboard.press('Tab');
  }
  await at.keyboard.type(key);
  await at.keyboard.press('Tab');
  await Promise.all([at.waitForEvent('load'), at.keyboard.press('Enter')]);
}

describe('the start page', () => {
  it('is open to everybody and leads to the documentation, the Temporal UI and the inbox', async () => {
    await page.goto(at('/'));
    expect(await linksIn('main')).toEqual(['API documentation', 'Temporal UI', 'Mail inbox']);
    const targets = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(targets).toEqual(['/docs/', stack.temporalUiUrl, stack.inboxUrl]);
  });

  it('sends whoever is not signed in back to itself', async () => {
    await page.goto(at('/orders'));
    expect(page.url()).toBe(at('/'));
  });

  it('says that a wrong key is wrong', async () => {
    await signIn(clerk, 'enc_wrong');
    expect(await page.getByRole('alert').innerText()).toBe('This key is unknown, expired or revoked.');
    expect(clerk.takeComplaints()).toEqual([expect.stringContaining('401 (Unauthorized)')]);
    await page.goto(at('/orders'));
    expect(page.url()).toBe(at('/'));
  });

  it('lets a manager in by the keyboard alone, and no script sees the session', async () => {
    await signIn(clerk, keyOf());
    expect(page.url()).toBe(at('/orders'));
    expect(await page.locator('header').innerText()).toContain('(manager)');
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('before the first order there is a word about how to enter one', async () => {
    expect(await page.locator('main').innerText()).toContain('There are no orders yet.');
    expect(await page.locator('table').count()).toBe(0);
  });
});

describe('an order of 10 valves, of which 6 are delivered and invoiced', () => {
  let order: string;
  let delivery: string;
  let invoice: string;

  beforeAll(async () => {
    ({ order, delivery, invoice } = await deliverPart());
  });

  it('is among the latest orders, with its stage and what it waits for', async () => {
    await page.goto(at('/orders'));
    const cells = await page.getByRole('row', { name: order }).getByRole('cell').allInnerTexts();
    // 10 × 24.00 = 240.00, and 20 % VAT on top: 288.00.
    expect(cells.slice(0, 3)).toEqual([
      'VINET · Vins et alcools Chevalier',
      'In delivery backorder',
      'stock: everything open is backordered',
    ]);
    expect(cells).toContain('288.00 EUR');
  });

  it('has a dossier that tells what happened, in time order', async () => {
    await page.getByRole('link', { name: order }).click();
    await page.waitForURL(at(`/orders/${order}`));
    const told = await page.locator('tbody tr td:nth-child(2)').allInnerTexts();
    // 6 × 24.00 = 144.00, and 20 % VAT on top: 172.80.
    const expected = [
      `Order ${order} received by phone`,
      'Credit approved: 288.00 EUR',
      'Accepted',
      'Mail sent to commandes@',
      `Delivery ${delivery}: 6 of line 1`,
      `Invoice ${invoice} of 172.80 EUR for delivery ${delivery}`,
      'Mail sent to comptabilite@',
    ];
    expect(told.map((summary, row) => summary.startsWith(expected[row] ?? '?'))).toEqual(expected.map(() => true));
    const moments = await page
      .locator('tbody time')
      .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
    expect(moments).toEqual(moments.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('has three documents there, each a PDF', async () => {
    const links = section('Documents').getByRole('link');
    expect(await links.allInnerTexts()).toEqual(['Acknowledgement', `Delivery note ${delivery}`, `Invoice ${invoice}`]);
    for (const link of await links.all())
      expect(await openedBytes(page, (await link.getAttribute('href')) ?? '')).toBe('200 application/pdf %PDF-');
  });

  it('lists its mails there and shows them in the inbox, with their text and attachment', async () => {
    const mails = await section('Mails').getByRole('listitem').allInnerTexts();
    expect(mails).toEqual([
      expect.stringMatching(`^Facture ${invoice} .* SENT$`),
      expect.stringMatching(`^Accusé de réception de votre commande ${order} .* SENT$`),
    ]);
    await section('Mails').getByRole('link', { name: 'Accusé de réception' }).click();
    await page.getByRole('link', { name: `Accusé de réception de votre commande ${order}` }).click();
    await page.getByRole('heading', { level: 1, name: order }).waitFor();
    expect(await page.locator('pre').innerText()).toContain('Madame, Monsieur,');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: `${order}.pdf` }).click(),
    ]);
    expect(readFileSync(await download.path()).toString('latin1', 0, 5)).toBe('%PDF-');
  });

  it('shows ops in the Temporal UI its summary, where it is and what it waits for', async () => {
    await page.goto(at(`/orders/${order}`));
    await page.getByRole('link', { name: 'Show in the Temporal UI' }).click();
    await openTab('User Metadata');
    await expectShown(`${order} · VINET · 288.00 EUR`);
    await expectShown(`${order}: in-delivery`);
    await expectShown('Waits for: stock: everything open is backordered');
    await openTab('Search Attributes');
    await expectShown('"OrderStage": "in-delivery"');
    await expectShown('"CustomerNumber": "VINET"');
    clerk.takeComplaints(); // not our pages
  });

  it('is not changed by looking at it', async () => {
    const before = await everyRow();
    const looked = ['/', '/orders', `/orders/${order}`, `/v1/orders/${order}/acknowledgement.pdf`, '/openapi.json'];
    await page.goto(at('/'));
    for (const path of [...looked, `/v1/orders/${order}`, `/v1/orders/${order}/dossier`, '/v1/worklist'])
      expect(await openedBytes(page, path), path).toMatch(/^200 /);
    expect(await everyRow()).toEqual(before);
  });

  it('is told in French to whoever reads French', async () => {
    const reader = await openVisitor(browser, 'fr-FR');
    await reader.page.goto(at('/'));
    expect(await reader.page.getAttribute('html', 'lang')).toBe('fr');
    await signIn(reader, keyOf(), 'Clé d’API');
    expect(await reader.page.getByRole('row', { name: order }).innerText()).toContain('En livraison');
    await reader.page.getByRole('link', { name: order }).click();
    await reader.page.getByRole('heading', { name: 'Dossier d’affaire' }).waitFor();
    expect(await reader.page.locator('main').innerText()).toContain(`Bon de livraison ${delivery}`);
    expect(await barriersOf(reader.page)).toEqual([]);
    expect(reader.takeComplaints()).toEqual([]);
    await reader.close();
  });

  it('can be read without seeing and without a mouse', async () => {
    const mail = (await inboxMails())[0]?.id ?? '';
    const ours = ['/', '/orders', `/orders/${order}`, '/orders/SO-2000-000001'].map(at);
    for (const url of [...ours, stack.inboxUrl, `${stack.inboxUrl}/${mail}`]) {
      await page.goto(url);
      expect(await barriersOf(page), url).toEqual([]);
      for (const stop of await tabThrough(page)) expect(stop, url).toMatchObject({ isVisible: true, hasOutline: true });
    }
    expect(clerk.takeComplaints()).toEqual([expect.stringContaining('404 (Not Found)')]); // the order of 2000
  });

  it('is met by the keyboard in the order of the page', async () => {
    await page.goto(at('/orders'));
    const names = (await tabThrough(page)).map(({ name }) => name);
    expect(names).toEqual(['Skip to content', 'Encours', 'Orders', 'API documentation', 'Sign out', order]);
    await page.goto(at('/orders'));
    for (const key of ['Tab', 'Enter', 'Tab']) await page.keyboard.press(key);
    expect(await page.locator(':focus').innerText()).toBe(order);
  });

  it('is closed to the same browser once it has signed out', async () => {
    await page.goto(at('/orders'));
    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
    await page.waitForURL(at('/'));
    expect(await openedBytes(page, `/v1/invoices/${invoice}/document.pdf`)).toMatch(/^401 /);
    expect(clerk.takeComplaints()).toEqual([expect.stringContaining('401 (Unauthorized)')]);
    await page.goto(at(`/orders/${order}`));
    expect(page.url()).toBe(at('/'));
  });
});

describe('the documentation of the API', () => {
  it('needs nothing from elsewhere', async () => {
    await page.goto(at('/docs/'));
    await page.getByText('Enter an order').waitFor();
    await page.waitForLoadState('networkidle');
    expectQuiet();
  });

  it('asks nobody else either when it is served under a name of its own', async () => {
    const reader = await openVisitor(browser, 'en-GB');
    await reader.page.goto(underForeignName(at('/docs/')));
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

/** Over the API: 6 valves on stock, 10 ordered, what is there delivered; resolves when all its mails are sent. */
async function deliverPart(): Promise<{ order: string; delivery: string; invoice: string }> {
  const valve = { number: 'VALVE', name: 'Vanne', unit: 'piece', category: 'Vannes', currency: 'EUR' };
  await desk.post('admin', '/v1/products', { ...valve, listPrice: '24.00', vatRate: '20.00', active: true });
  await desk.post('logistics', '/v1/stock/receipts', {
    reference: 'BR-1',
    receivedOn: today,
    lines: [{ product: 'VALVE', quantity: '6' }],
  });
  const { number } = await desk.post<{ number: string }>('manager', '/v1/orders', {
    customer: 'VINET',
    origin: 'phone',
    currency: 'EUR',
    lines: [{ lineNo: 1, product: 'VALVE', quantity: '10', unitPrice: '24.00', requestedDate: today }],
  });
  const read = () => desk.get<Order>('manager', `/v1/orders/${number}`);
  await desk.until('the acknowledgement', read, (order) => order.acknowledgedAt !== null);
  await desk.post('logistics', `/v1/orders/${number}/deliveries`, {});
  await desk.until('both mails', inboxMails, (mails) => mails.length === 2);
  const isTold = (order: Order): boolean => order.waitsFor.startsWith('stock');
  const { deliveries, invoices } = await desk.until('the backorder', read, isTold);
  const sent = () => desk.get<{ items: readonly { status: string }[] }>('manager', `/v1/mails?order=${number}`);
  await desk.until('both sent', sent, ({ items }) => items.filter(({ status }) => status === 'SENT').length === 2);
  return { order: number, delivery: deliveries[0] ?? '', invoice: invoices[0] ?? '' };
}

async function inboxMails(): Promise<readonly { readonly id: string }[]> {
  const list = (await (await fetch(`${stack.inboxUrl}.json`)).json()) as { items: readonly { id: string }[] };
  return list.items;
}

/** Fetched inside the page, with its session: status, content type and the first five bytes. */
const openedBytes = (from: Page, path: string): Promise<string> =>
  from.evaluate<string, string>(async (url) => {
    const response = await fetch(url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    return `${response.status} ${type.split(';')[0]} ${String.fromCharCode(...bytes.slice(0, 5))}`;
  }, path);

const openTab = (name: string): Promise<void> =>
  page.getByRole('tab', { name }).or(page.getByRole('link', { name })).first().click({ timeout: UI_PATIENCE_MS });

/** The Temporal UI shows summary and details in frames of their own. */
async function shownText(): Promise<string> {
  const texts = page.frames().map((frame) =>
    frame
      .locator('body')
      .innerText()
      .catch(() => ''),
  );
  return (await Promise.all(texts)).join('\n');
}

const expectShown = (words: string): Promise<void> =>
  expect.poll(shownText, { timeout: UI_PATIENCE_MS, interval: 250 }).toContain(words);

/** Number of rows and digest of every table. */
function everyRow(): Promise<Readonly<Record<string, string>>> {
  return withClient(stack.adminDatabaseUrl, async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const digest = `count(*) || ' ' || coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') AS digest`;
      const { rows } = await client.query<{ digest: string }>(`SELECT ${digest} FROM "${name}" r`);
      found[name] = rows[0]?.digest ?? '';
    }
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['audit_entry', 'step', 'sales_order']));
    return found;
  });
}
