import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  barriersOf,
  openBrowser,
  openVisitor,
  tabThrough,
  underForeignName,
  type Visitor,
} from '../support/browser.js';
import {
  deliver,
  invoicesOf,
  openSite,
  receiveStock,
  until,
  untilMailsRest,
  untilStage,
  type Site,
} from '../support/faults.js';

/** The Temporal UI is a large application: on a busy machine it takes its time. */
const UI_PATIENCE_MS = 90_000;

let site: Site;
let stack: Site['stack'];
let browser: Browser;
let clerk: Visitor;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite({ env: { SMTP_TIMEOUT_MS: '20000' } });
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
const keyOf = (): string => stack.apiKeys?.manager ?? '';
const linksIn = (scope: string): Promise<string[]> => page.locator(`${scope} a`).allInnerTexts();
const section = (heading: string) => page.locator('section', { has: page.getByRole('heading', { name: heading }) });

/** At the start page, by the keyboard alone: Tab to the field, the key, Tab to the button, Enter. */
const signIn = ({ page: reader, visit, led }: Visitor, key: string, field = 'API key'): Promise<void> =>
  led(async () => {
    await visit(at('/'));
    const input = reader.getByLabel(field);
    for (let presses = 0; presses < 20; presses += 1) {
      if (await input.evaluate((element) => element.matches(':focus'))) break;
      await reader.keyboard.press('Tab');
    }
    await reader.keyboard.type(key);
    await reader.keyboard.press('Tab');
    await Promise.all([reader.waitForEvent('load'), reader.keyboard.press('Enter')]);
  });

/** From the latest orders to the dossier of one, by its link. */
const openDossier = ({ page: reader, visit, led }: Visitor, order: string): Promise<void> =>
  led(async () => {
    await visit(at('/orders'));
    await reader.getByRole('link', { name: order }).click();
    await reader.waitForURL(at(`/orders/${order}`));
  });

describe('the start page', () => {
  it('is open to everybody and leads to the documentation, the Temporal UI and the inbox', async () => {
    await clerk.visit(at('/'));
    expect(await linksIn('main')).toEqual(['API documentation', 'Temporal UI', 'Mail inbox']);
    const targets = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(targets).toEqual(['/docs/', stack.temporalUiUrl, stack.inboxUrl]);
  });

  it('sends whoever is not signed in back to itself', async () => {
    await clerk.visit(at('/orders'));
    expect(page.url()).toBe(at('/?next=%2Forders'));
  });

  it('says that a wrong key is wrong', async () => {
    await signIn(clerk, 'enc_wrong');
    expect(await page.getByRole('alert').innerText()).toBe('This key is unknown, expired or revoked.');
    expect(clerk.takeComplaints()).toEqual([expect.stringContaining('401 (Unauthorized)')]);
    await clerk.visit(at('/orders'));
    expect(page.url()).toBe(at('/?next=%2Forders'));
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
    await clerk.visit(at('/orders'));
    const cells = (await page.getByRole('row', { name: order }).getByRole('cell').allInnerTexts()).map(plain);
    // 10 × 24.00 = 240.00, and 20 % VAT on top: 288.00.
    expect(cells.slice(0, 3)).toEqual([
      'VINET · Vins et alcools Chevalier',
      'In delivery backorder',
      'stock: everything open is backordered',
    ]);
    expect(cells).toContain('288.00 EUR');
  });

  it('has a dossier that tells what happened, in time order', async () => {
    await openDossier(clerk, order);
    const told = (await page.locator('.history tbody tr td:nth-child(2)').allInnerTexts()).map(plain);
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
      .locator('.history tbody time')
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
      expect.stringMatching(`^Facture ${invoice} .* sent · `),
      expect.stringMatching(`^Accusé de réception de votre commande ${order} .* sent · `),
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
    // With a browser of their own: what the Temporal UI says to its console is not ours to judge.
    const ops = await openVisitor(browser, 'en-GB');
    await signIn(ops, keyOf());
    await openDossier(ops, order);
    await ops.page.getByRole('link', { name: 'Show in the Temporal UI' }).click();
    await openTab(ops.page, 'User Metadata');
    await expectShown(ops.page, `${order} · VINET · 288.00 EUR`);
    await expectShown(ops.page, `${order}: in-delivery`);
    await expectShown(ops.page, 'Waits for: stock');
    await openTab(ops.page, 'Search Attributes');
    await expectShown(ops.page, '"OrderStage": "in-delivery"');
    await expectShown(ops.page, '"CustomerNumber": "VINET"');
    expect(ops.origins().toSorted()).toEqual(
      [stack.apiUrl, stack.temporalUiUrl].map((url) => new URL(url).origin).toSorted(),
    );
    await ops.close();
  });

  it('is not changed by looking at it', async () => {
    const before = await everyRow();
    const looked = ['/', '/orders', `/orders/${order}`, `/v1/orders/${order}/acknowledgement.pdf`, '/openapi.json'];
    await clerk.visit(at('/'));
    for (const path of [...looked, `/v1/orders/${order}`, `/v1/orders/${order}/dossier`, '/v1/worklist'])
      expect(await openedBytes(page, path), path).toMatch(/^200 /);
    expect(await everyRow()).toEqual(before);
  });

  it('is told in French to whoever reads French', async () => {
    const reader = await openVisitor(browser, 'fr-FR');
    await reader.visit(at('/'));
    expect(await reader.page.getAttribute('html', 'lang')).toBe('fr');
    await signIn(reader, keyOf(), 'Clé d’API');
    expect(await reader.page.getByRole('row', { name: order }).innerText()).toContain('En livraison');
    await openDossier(reader, order);
    await reader.page.getByRole('heading', { name: 'Dossier d’affaire' }).waitFor();
    const text = plain(await reader.page.locator('main').innerText());
    // 6 × 24.00 = 144.00, and 20 % VAT on top: 172.80.
    for (const words of [
      `Bon de livraison ${delivery}`,
      'stock : tout le reste à livrer est en reliquat',
      'Commande reçue par téléphone : 1 ligne, 288,00 € TTC',
      `Livraison ${delivery} : 6 de la ligne 1 ; le reste est à livrer`,
      `Facture ${invoice} de 172,80 € pour la livraison ${delivery}`,
    ])
      expect(text).toContain(words);
    expect(await barriersOf(reader.page)).toEqual([]);
    expect(reader.takeComplaints()).toEqual([]);
    await reader.close();
  });

  it('can be read without seeing and without a mouse', async () => {
    const mail = (await site.copies())[0]?.id ?? '';
    const ours = ['/', '/orders', `/orders/${order}`, '/orders/SO-2000-000001'].map(at);
    for (const url of [...ours, stack.inboxUrl, `${stack.inboxUrl}/${mail}`]) {
      await clerk.visit(url);
      expect(await barriersOf(page), url).toEqual([]);
      for (const stop of await tabThrough(page)) expect(stop, url).toMatchObject({ isVisible: true, hasOutline: true });
    }
    expect(clerk.takeComplaints()).toEqual([expect.stringContaining('404 (Not Found)')]); // the order of 2000
  });

  it('fits the width of a desk and of a telephone', async () => {
    const reader = await openVisitor(browser, 'fr-FR');
    await signIn(reader, keyOf(), 'Clé d’API');
    for (const width of [1280, 390]) {
      await reader.page.setViewportSize({ width, height: 800 });
      for (const path of ['/', '/orders', `/orders/${order}`, '/orders/SO-2000-000001']) {
        await reader.visit(at(path));
        const tooWide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect(await reader.page.evaluate(tooWide), `${path} at ${width}`).toBe(0);
      }
    }
    await reader.close();
  });

  it('is met by the keyboard in the order of the page', async () => {
    await clerk.visit(at('/orders'));
    const names = (await tabThrough(page)).map(({ name }) => name);
    const filters = ['Search', expect.stringMatching(/^Stage/), 'With backorders only', 'Show'];
    const sorts = ['Order', 'Next date', 'Amount incl. VAT', 'Received ▼'];
    const header = [
      'Skip to content',
      'Encours',
      'Orders',
      'API documentation',
      'Signed in as Hélène Castaing',
      'Sign out',
    ];
    expect(names).toEqual([...header, ...filters, ...sorts, order, 'VINET']);
    await clerk.visit(at('/orders'));
    for (const key of ['Tab', 'Enter', 'Tab']) await page.keyboard.press(key);
    expect(await page.locator(':focus').getAttribute('id')).toBe('search');
  });

  it('is closed to the same browser once it has signed out', async () => {
    await clerk.visit(at('/orders'));
    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
    await page.waitForURL(at('/'));
    expect(await openedBytes(page, `/v1/invoices/${invoice}/document.pdf`)).toMatch(/^401 /);
    expect(clerk.takeComplaints()).toEqual([expect.stringContaining('401 (Unauthorized)')]);
    await clerk.visit(at(`/orders/${order}`));
    expect(page.url()).toBe(at(`/?next=%2Forders%2F${order}`));
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

/** Over the API: 6 valves on stock, 10 ordered, what is there delivered; resolves when all its mails are sent. */
async function deliverPart(): Promise<{ order: string; delivery: string; invoice: string }> {
  const valve = { number: 'VALVE', name: 'Vanne', unit: 'piece', category: 'Vannes', currency: 'EUR' };
  await site.insist('admin', '/v1/products', { ...valve, listPrice: '24.00', taxClass: 'standard', active: true });
  await receiveStock(site, 'VALVE', '6');
  const { number } = await site.insist<{ number: string }>('manager', '/v1/orders', {
    customer: 'VINET',
    origin: 'phone',
    currency: 'EUR',
    lines: [{ lineNo: 1, product: 'VALVE', quantity: '10', unitPrice: '24.00', requestedDate: site.today }],
  });
  await untilStage(site, number, 'acknowledged');
  const delivery = await deliver(site, number);
  const [invoice] = await invoicesOf(site, number, 1);
  await untilMailsRest(site);
  await until(
    'the backorder',
    () => site.rows<{ waits: string }>("SELECT waits_for->>'kind' AS waits FROM sales_order WHERE number = $1", number),
    ([row]) => row?.waits === 'stock',
  );
  return { order: number, delivery: delivery.number, invoice: invoice?.number ?? '' };
}

/** Spaces that do not break, as plain ones. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

/** Fetched inside the page, with its session: status, content type and the first five bytes. */
const openedBytes = (from: Page, path: string): Promise<string> =>
  from.evaluate<string, string>(async (url) => {
    let response = await fetch(url);
    while (response.status === 503) response = await fetch(url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    return `${response.status} ${type.split(';')[0]} ${String.fromCharCode(...bytes.slice(0, 5))}`;
  }, path);

const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name }).or(page.getByRole('link', { name })).first().click({ timeout: UI_PATIENCE_MS });

/** The Temporal UI shows summary and details in frames of their own. */
async function shownText(page: Page): Promise<string> {
  const texts = page.frames().map((frame) =>
    frame
      .locator('body')
      .innerText()
      .catch(() => ''),
  );
  return (await Promise.all(texts)).join('\n');
}

const expectShown = (page: Page, words: string): Promise<void> =>
  expect.poll(() => shownText(page), { timeout: UI_PATIENCE_MS, interval: 250 }).toContain(words);

/** Number of rows and digest of every table. */
async function everyRow(): Promise<Readonly<Record<string, string>>> {
  const tables = await site.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const digest = `count(*) || ' ' || coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') AS digest`;
    const [row] = await site.rows<{ digest: string }>(`SELECT ${digest} FROM "${name}" r`);
    found[name] = row?.digest ?? '';
  }
  expect(Object.keys(found)).toEqual(expect.arrayContaining(['audit_entry', 'step', 'sales_order']));
  return found;
}
