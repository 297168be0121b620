import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { kpiGroups, kpiNames } from '../../contracts/kpi.js';
import { policyKinds } from '../../contracts/policies.js';
import { addDays } from '../../domain/calendar.js';
import { kpiRule } from '../../domain/kpis.js';
import { lastEndedMonth } from '../../domain/month-end.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { barriersOf, openBrowser, openVisitor, type Visitor } from '../support/browser.js';
import { enterAs, overflowOf, seriousOf, settled } from '../support/console.js';
import {
  deliver,
  dunAtOnce,
  enterOrder,
  invoicesOf,
  listProduct,
  openAccount,
  openSite,
  orderBody,
  until,
  untilMailsRest,
  untilStage,
  type Site,
} from '../support/faults.js';

let site: Site;
let browser: Browser;
let visitor: Visitor;
let page: Page;
/** Two invoices of PORT, 60.00 and 36.00 with their VAT, payable at once; and an order of LIMITE above its limit. */
let first: string;
let second: string;
let held: string;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite();
  await dunAtOnce(site);
  await listProduct(site, 'SEL', '1000');
  await openAccount(site, 'PORT', { terms: { kind: 'net', days: 0 } });
  await openAccount(site, 'LIMITE', { creditLimit: '50.00' });
  first = await invoiced('5');
  second = await invoiced('3');
  held = await enterOrder(site, orderBody(site, 'LIMITE', 'SEL', '10'));
  await untilStage(site, held, 'credit-hold');
  visitor = await openVisitor(browser, 'en-GB');
  page = visitor.page;
  await page.goto(at('/worklist'));
  const signedIn = page.waitForResponse((response) => response.url() === at('/session/demo') && response.ok());
  await page.getByRole('button', { name: /^finance/i }).click();
  await signedIn;
});
afterEach(() => expectQuiet());
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** No console spoke of an error, and no page reached out; what shows a PDF is the browser's own. */
function expectQuiet(): void {
  expect(visitor.takeComplaints()).toEqual([]);
  const origins = visitor.origins().filter((origin) => origin.startsWith('http'));
  expect(origins).toEqual([new URL(site.stack.apiUrl).origin]);
}

const at = (path: string): string => `${site.stack.apiUrl}${path}`;
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

/** What a page says to who hears it. */
async function expectSound(of: Page): Promise<void> {
  expect([...(await barriersOf(of)), ...(await seriousOf(of))]).toEqual([]);
}

async function invoiced(quantity: string): Promise<string> {
  const order = await enterOrder(site, orderBody(site, 'PORT', 'SEL', quantity));
  await untilStage(site, order, 'accepted', 'acknowledged');
  await deliver(site, order);
  const [invoice] = await invoicesOf(site, order, 1);
  return invoice?.number ?? '';
}

describe('the day of finance', () => {
  it('releases an order that its customer’s limit of 50.00 held from the worklist, told when it changed meanwhile', async () => {
    await page.goto(at('/worklist'));
    await page.getByRole('button', { name: 'Release' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Prepaid by cheque.');
    await site.rows(`UPDATE sales_order SET next_date = '2031-01-02' WHERE number = $1 RETURNING number`, held);
    await dialog.getByRole('button', { name: 'Release' }).click();
    await dialog.getByRole('button', { name: 'Read it again' }).click();
    await dialog.getByText('Nothing that you typed is lost', { exact: false }).waitFor();
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('Prepaid by cheque.');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(visitor.takeComplaints()).toEqual([expect.stringContaining('412')]);
    await untilStage(site, held, 'accepted', 'acknowledged');
    await expect.poll(() => page.getByRole('button', { name: 'Release' }).count()).toBe(0);
  });

  it('reads why the customer got a letter, and the letter itself', async () => {
    await until(
      'a letter to PORT',
      () => site.rows(`SELECT step.id FROM dunning_step AS step WHERE step.invoice_number = $1`, first),
      (rows) => rows.length === 1,
    );
    // What arrives while somebody presses moves what they press.
    await untilMailsRest(site);
    await page.goto(at('/customers/PORT?room=dunning'));
    const why = page.getByRole('region', { name: 'Why this customer was written to, or not' });
    await why.getByRole('link', { name: first }).waitFor();
    await expectSound(page);
    await why.getByRole('listitem').filter({ hasText: first }).getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: new RegExp(first) }).waitFor();
    const sent = page.getByRole('region', { name: 'As it was sent' });
    await sent.getByText('accounts@port.example').waitFor();
    await sent.locator('iframe').contentFrame().getByText(first).first().waitFor();
    await page.getByRole('button', { name: 'Show here' }).press('Enter');
    await page.getByTitle(/^Letter RL-/).waitFor();
    expect(await barriersOf(page)).toEqual([]);
  });

  it('spreads a payment of 80.00 over invoices of 60.00 and 36.00, with what is left in sight', async () => {
    await page.goto(at('/new-payment?customer=PORT'));
    await page.getByLabel('Amount', { exact: false }).first().fill('80,00');
    await page.getByLabel('Reference').fill('VIR-80');
    await page.getByRole('button', { name: 'Oldest first' }).click();
    const share = (invoice: string) => page.getByRole('textbox', { name: `Allocated ${invoice}` });
    await expect.poll(() => share(first).inputValue()).toBe('60.00');
    expect(await share(second).inputValue()).toBe('20.00');
    await share(second).fill('30');
    const left = page.getByRole('status').filter({ hasText: 'To spread' });
    expect(await left.innerText()).toMatch(/Too much by: 10\.00/);
    expect(await page.getByRole('button', { name: 'Book the payment' }).isDisabled()).toBe(true);
    await share(second).fill('15,00');
    expect(await left.innerText()).toMatch(/Left: 5\.00/);
    await expectSound(page);
    await page.getByRole('button', { name: 'Book the payment' }).click();
    await page.getByRole('heading', { level: 1, name: 'Payment VIR-80' }).waitFor();
    const open = await site.rows<{ number: string; open: string }>(
      `SELECT invoice_number AS number, open::numeric(18,2)::text AS open FROM receivable
       WHERE invoice_number = ANY($1) ORDER BY invoice_number`,
      [first, second],
    );
    expect(open).toEqual([
      { number: first, open: '0.00' },
      { number: second, open: '21.00' },
    ]);
  });

  it('opens a customer whose name is much like one on record only once it is said that it is another', async () => {
    await page.goto(at('/new-customer'));
    const field = (label: string) => page.getByLabel(label, { exact: false }).first();
    await field('Number').fill('port-2');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('maison port sarl');
    const doubles = page.getByRole('status').filter({ hasText: 'This customer may exist already' });
    await doubles.getByText('a similar name').waitFor();
    expect(await doubles.getByRole('link').allInnerTexts()).toEqual(['Maison PORT']);
    await field('Street').fill('2 quai du Port');
    await field('Town').fill('Marseille');
    await field('Name of the contact').fill('Lise Port');
    await field('E-mail for orders').fill('lise@port-2.example');
    const send = page.getByRole('button', { name: 'Open the account' });
    await send.click();
    await doubles.getByText('Say that it is another customer, or open the one that exists.').waitFor();
    const found = () => site.rows<{ name: string }>(`SELECT name FROM customer WHERE number = 'PORT-2'`);
    expect(await found()).toEqual([]);
    await doubles.getByLabel('It is another customer').check();
    await send.click();
    await page.waitForURL(at('/customers/PORT-2'));
    expect(await found()).toEqual([{ name: 'maison port sarl' }]);
  });

  it('follows the invoice: what paid it, and what is open', async () => {
    await page.goto(at(`/invoices/${second}`));
    const paid = page.getByRole('region', { name: 'What paid it' });
    await paid.getByRole('link', { name: 'VIR-80' }).waitFor();
    expect(await paid.innerText()).toContain('15.00');
    expect(await page.locator('dl').innerText()).toContain('21.00');
    await expectSound(page);
  });

  it('says on the line itself whose the money of nobody known is', async () => {
    const { id } = await site.insist<{ id: string }>('finance', '/v1/payments', {
      amount: '6.00',
      currency: 'EUR',
      date: site.today,
      reference: 'VIR-6',
    });
    await page.goto(at('/worklist'));
    const line = page.getByRole('listitem', { name: /VIR-6/ });
    await line.getByRole('button', { name: 'Allocate' }).click();
    await line.getByText('payer unknown').waitFor();
    await line.getByRole('button', { name: 'Assign to a customer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Customer' }).fill('PORT');
    await page.getByRole('option', { name: /^PORT · / }).click();
    await dialog.getByLabel('Reason').fill('Said so on the telephone');
    await dialog.getByRole('button', { name: 'Assign to a customer' }).click();
    await dialog.waitFor({ state: 'detached' });
    const whose = await site.rows('SELECT customer_number AS customer FROM payment WHERE id = $1::uuid', id);
    expect(whose).toEqual([{ customer: 'PORT' }]);
  });

  it('reads in the order why it was held, what it was told, its papers in place, and what paid its invoice', async () => {
    await page.goto(at(`/orders/${held}`));
    const credit = page.getByRole('region', { name: 'Credit' });
    // 10 at 10.00 with 20 % VAT on top of nothing, where 50.00 is the limit.
    await credit.getByText('With this order of 120.00', { exact: false }).waitFor();
    expect(plain(await credit.innerText())).toContain('Room of at least 70.00 EUR');
    expect(await credit.innerText()).toContain('Prepaid by cheque.');
    expect(await credit.innerText()).not.toContain('credit-limit');

    const [of] = await site.rows<{ order: string; delivery: string }>(
      `SELECT i.order_number AS order, s.delivery_number AS delivery FROM invoice AS i
       JOIN invoice_source AS s ON s.invoice_number = i.number WHERE i.number = $1`,
      second,
    );
    const [order, delivery] = [of?.order ?? '', of?.delivery ?? ''];
    await page.goto(at(`/orders/${order}`));
    const paid = page.getByRole('region', { name: 'Payments', exact: true });
    await paid.getByRole('link', { name: 'VIR-80' }).waitFor();
    expect(plain(await paid.innerText())).toContain('15.00 EUR');
    const papers = page.getByRole('region', { name: 'Documents' });
    await papers.getByRole('button', { name: `Show here: Delivery note ${delivery}` }).click();
    await papers.locator('iframe').waitFor();
    expect(await papers.locator('iframe').getAttribute('src')).toBe(`/v1/deliveries/${delivery}/note.pdf`);
    await page.getByRole('button', { name: new RegExp(`^Show here the mail “Facture ${second}`) }).click();
    const sent = page.getByRole('region', { name: 'As it was sent' });
    await sent
      .locator('iframe')
      .contentFrame()
      .getByRole('heading', { name: new RegExp(second) })
      .waitFor();
    await page
      .getByRole('region', { name: `Delivery note ${delivery}` })
      .getByRole('button')
      .click();
    await page.locator(`iframe[src$="/documents/2/document.pdf"]`).waitFor();
    expect(await barriersOf(page)).toEqual([]);

    const dossier = page.getByRole('region', { name: 'Dossier' });
    await dossier.getByText('Mails', { exact: true }).click();
    await page.waitForURL(/kind=mail/);
    await expect.poll(() => dossier.getByText(/^Order .* received/).count()).toBe(0);
    await page.reload();
    await dossier
      .getByText(/^Mail sent/)
      .first()
      .waitFor();
    expect(await dossier.getByText(/^Order .* received/).count()).toBe(0);
    await papers.getByRole('link', { name: `Delivery note ${delivery}`, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: delivery }).waitFor();
  });

  it('reads what customers owe by age, as a chart and as a table, and goes to the list behind it', async () => {
    await page.goto(at('/figures/money'));
    await page.getByRole('article', { name: 'Ageing' }).getByText('21.00 EUR').waitFor();
    await page.getByRole('link', { name: 'Ageing: chart and table' }).click();
    await page.getByRole('figure', { name: 'Course' }).locator('svg').first().waitFor();
    await page.getByRole('combobox', { name: 'Split' }).click();
    await page.getByRole('option', { name: 'by customer' }).click();
    const row = page.getByRole('region', { name: 'Split' }).getByRole('row', { name: /PORT|Port/ });
    expect(await row.innerText()).toMatch(/21\.00\sEUR/);
    await expectSound(page);
    await row.getByRole('link').click();
    await page.getByRole('link', { name: second }).waitFor();
  });

  it('reads who the customers are, when they ordered and for how much, and those alone who stand so', async () => {
    await page.goto(at('/figures/market/customers?by=customer'));
    const split = page.getByRole('region', { name: 'Split' });
    const row = split.getByRole('row', { name: /PORT|Port/ });
    // 60.00 and 36.00 with 20 % of VAT.
    expect(await row.innerText()).toMatch(/new[\s\S]+80\.00\sEUR/);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Of those' }).click();
    await page.getByRole('option', { name: 'lapsed' }).click();
    await page.getByRole('heading', { level: 1, name: 'Customers: lapsed' }).waitFor();
    await split.getByText('Nothing in this period.').waitFor();
  });

  it('holds the reminders of an overdue invoice from the figures, and lets them go on', async () => {
    await site.rows(
      'UPDATE receivable SET due_date = due_date - 20 WHERE invoice_number = $1 RETURNING invoice_number',
      second,
    );
    await page.goto(at('/figures/money'));
    const late = page.getByRole('region', { name: 'Overdue invoices to ask for' });
    const row = late.getByRole('row').filter({ hasText: second });
    const decide = async (what: string, reason: string): Promise<void> => {
      await row.getByRole('button', { name: what }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill(reason);
      await dialog.getByRole('button', { name: what }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await decide('Hold the dunning', 'Talks under way.');
    await decide('Let the dunning go on', 'They came to nothing.');
    await row.getByRole('button', { name: 'Hold the dunning' }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await row.getByRole('link', { name: 'The customer’s reminders' }).click();
    await page.getByRole('region', { name: 'Why this customer was written to, or not' }).waitFor();
  });

  it('credits an invoice of 24.00, and puts one of 48.00 right at 9.00 apiece, each with what it comes to before', async () => {
    const [twice, dear] = [await invoiced('2'), await invoiced('4')];
    const dialog = page.getByRole('dialog');
    const why = async (reason: string): Promise<void> => {
      await dialog.getByLabel('Reason').click();
      await page.getByRole('option', { name: reason }).click();
    };
    await page.goto(at(`/invoices/${twice}`));
    await page.getByRole('button', { name: 'Credit', exact: true }).click();
    const credit = dialog.getByRole('region', { name: 'What the credit note will come to' });
    await expect.poll(async () => plain(await credit.innerText())).toContain('24.00 EUR');
    await why('Duplicate invoice');
    await dialog.getByRole('button', { name: 'Credit', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const credits = page.getByRole('region', { name: 'Credit notes' });
    await credits.getByRole('link', { name: /^AV-/ }).first().waitFor();

    await page.goto(at(`/invoices/${dear}`));
    await page.getByRole('button', { name: 'Put right' }).click();
    await dialog.getByLabel('Right price, No. 1').fill('9.00');
    const right = dialog.getByRole('region', { name: 'What putting it right will come to' });
    // 4 × 9.00 and 20 %: 43.20, 4.80 less than 48.00.
    await expect.poll(async () => plain(await right.innerText())).toContain('43.20 EUR');
    expect(plain(await right.innerText())).toContain('-4.80 EUR');
    expect(await right.innerText()).toContain('No stock moves');
    await why('Wrong unit price');
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Put right' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Replaced by').waitFor();
    const [replacing] = await site.rows<{ number: string }>('SELECT number FROM invoice WHERE replaces = $1', dear);
    await page.getByRole('link', { name: replacing?.number ?? '' }).click();
    await page.getByRole('heading', { level: 1, name: replacing?.number ?? '' }).waitFor();
    await page.getByText('Takes the place of').waitFor();
  });
});

describe('what customers have together', () => {
  it('is seen before it is invoiced by hand, and the run is there with its invoice', async () => {
    await openAccount(site, 'MENSUEL', { billing: { kind: 'period', every: 'monthly' } });
    const order = await enterOrder(site, orderBody(site, 'MENSUEL', 'SEL', '2'));
    await untilStage(site, order, 'accepted', 'acknowledged');
    await deliver(site, order);
    await page.goto(at('/billing'));
    await page.getByRole('button', { name: 'Bill now' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('row', { name: /Maison MENSUEL.* 20\.00/ }).waitFor();
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Bill now' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /1 of 1 1 1$/ }).waitFor();
    expect(await invoicesOf(site, order, 1)).toHaveLength(1);
  });
});

describe('a reservation on a signed note', () => {
  it('is a complaint by itself: what it is, a photo, its credit note, and the rest of the invoice', async () => {
    const invoice = await invoiced('4');
    const [of] = await site.rows<{ delivery: string }>(
      'SELECT delivery_number AS delivery FROM invoice_source WHERE invoice_number = $1',
      invoice,
    );
    await site.insist('logistics', `/v1/deliveries/${of?.delivery ?? ''}/proof`, {
      receivedBy: 'Quai 3',
      receivedAt: new Date().toISOString(),
      reserves: 'One box is torn.',
    });
    await page.goto(at(`/invoices/${invoice}`));
    const complaints = page.getByRole('region', { name: 'Complaints' });
    await complaints.getByRole('link', { name: /^RCL-/ }).click();
    await page.getByText('One box is torn.').waitFor();
    await page.getByText('reservation on the signed delivery note').waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'box.png',
      mimeType: 'image/png',
      buffer: Buffer.from('89504e470d0a1a0a', 'hex'),
    });
    await page.getByRole('link', { name: 'box.png' }).waitFor();
    // What finance may not do is not offered: goods are taken back by logistics.
    expect(await page.getByRole('button', { name: 'Take goods back' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Say what it is' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'What is wrong' }).click();
    await page.getByRole('option', { name: 'Goods damaged' }).click();
    await dialog.getByLabel('Quantity complained of · Line 1').fill('1');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    // A box at 10.00 with 20 % of VAT.
    await page.getByText('12.00 EUR').first().waitFor();
    await expectSound(page);
    await page.getByRole('button', { name: 'Credit', exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Reason of the credit note' }).click();
    await page.getByRole('option', { name: 'Quality not as agreed' }).click();
    await dialog.getByRole('textbox', { name: 'Reason', exact: true }).fill('The photo shows it.');
    await dialog.getByRole('button', { name: 'Credit' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /^AV-/ }).waitFor();
    const [left] = await site.rows('SELECT open::text AS open FROM receivable WHERE invoice_number = $1', invoice);
    // 48.00 less 12.00.
    expect(left).toEqual({ open: '36.000' });
    await page.goto(at('/complaints'));
    await page.getByRole('row').filter({ hasText: 'Goods damaged' }).getByRole('link', { name: /^RCL-/ }).waitFor();
    await expectSound(page);
  });
});

describe('a promise that was not kept', () => {
  it('is told to the customer by sales from its line, which keeps what was said', async () => {
    await openAccount(site, 'NEUF');
    const order = await enterOrder(site, orderBody(site, 'NEUF', 'SEL', '4'));
    await untilStage(site, order, 'acknowledged');
    await site.rows(
      `UPDATE order_line SET first_confirmed_date = $2::date - 3 WHERE order_number = $1 RETURNING line_no`,
      order,
      site.today,
    );
    const clerk = await openVisitor(browser, 'en-GB');
    await enterAs(clerk.page, site.stack.apiUrl, 'sales');
    await clerk.page.goto(at('/worklist?kind=promise-late'));
    const line = clerk.page.getByRole('listitem', { name: new RegExp(order) });
    await line.getByRole('button', { name: 'Tell the customer' }).click();
    const dialog = clerk.page.getByRole('dialog');
    const mail = await dialog
      .getByRole('link', { name: /orders@/ })
      .first()
      .getAttribute('href');
    expect(decodeURIComponent(mail ?? '')).toMatch(new RegExp(`^mailto:orders@.*Your order .*${order}.*delivery late`));
    await dialog.getByRole('link', { name: 'Agree on other dates' }).waitFor();
    expect(await seriousOf(clerk.page)).toEqual([]);
    await dialog.getByLabel('What the customer was told').fill('It leaves on Monday');
    await dialog.getByRole('button', { name: 'The customer was told' }).click();
    await dialog.waitFor({ state: 'detached' });
    await line.getByRole('button', { name: 'Comments (1)' }).click();
    await clerk.page.getByText('Customer told: It leaves on Monday').waitFor();
    expect(clerk.takeComplaints()).toEqual([]);
    await clerk.close();
  });
});

/** Every address of the console, by the route of its router that it is of. */
type Places = Readonly<Record<string, readonly string[]>>;

describe('every page', () => {
  let places: Places;

  beforeAll(async () => {
    places = await placesOf();
  }, 120_000);

  it('that the router knows has its place in the tour', async () => {
    await page.goto(at('/worklist'));
    await settled(page);
    const routes = await page.evaluate<string[]>('Object.keys(__TSR_ROUTER__.routesByPath)');
    expect(routes.toSorted()).toEqual(Object.keys(places).toSorted());
    expect(Object.values(places).every((addresses) => addresses.length > 0)).toBe(true);
  });

  it('is sound for who hears it and fits a window and a telephone, in both languages', async () => {
    const addresses = [...Object.values(places).flat(), '/nowhere'];
    const wrong = await Promise.all(
      // Each language with axe at one width, so that each page is looked at in both, and at both.
      [['en-GB', 1280] as const, ['fr-FR', 390] as const].map(async ([locale, width]) => {
        const reader = await openVisitor(browser, locale);
        await enterAs(reader.page, site.stack.apiUrl, 'admin', locale === 'fr-FR' ? 'fr' : 'en');
        const found: string[] = [];
        for (const address of addresses) found.push(...(await wrongAt(reader.page, address, width)));
        found.push(...reader.takeComplaints());
        await reader.close();
        return found.map((what) => `${locale}: ${what}`);
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });

  /** What is wrong with a page at either width, and for who hears it at one of them. */
  async function wrongAt(at: Page, address: string, width: number): Promise<readonly string[]> {
    await at.setViewportSize({ width, height: 800 });
    await at.evaluate(`__TSR_ROUTER__.navigate({ href: ${JSON.stringify(address)} })`);
    await at.waitForFunction('__TSR_ROUTER__.state.status === "idle"');
    await at.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await settled(at);
    const heard = await seriousOf(at);
    const wide: string[] = [];
    for (const each of [width, width === 390 ? 1280 : 390]) {
      await at.setViewportSize({ width: each, height: 800 });
      // What a page leaves out on a telephone goes a moment after the window has become one.
      const isFit = await expect
        .poll(() => overflowOf(at), { timeout: 3_000 })
        .toBe(0)
        .then(
          () => true,
          () => false,
        );
      if (!isFit) wide.push(`${address} is ${await overflowOf(at)} pixels too wide at ${each}`);
    }
    return [...heard.map((what) => `${address}: ${what}`), ...wide];
  }

  async function placesOf(): Promise<Places> {
    const one = async (sql: string): Promise<string> => (await site.rows<{ id: string }>(sql))[0]?.id ?? 'none';
    const month = lastEndedMonth(site.today);
    await site.insist('manager', '/v1/month-ends', { month, reason: 'For the tour' });
    await site.insist('logistics', '/v1/stock/receipts', {
      reference: 'BR-1',
      receivedOn: site.today,
      lines: [{ product: 'SEL', quantity: '5' }],
    });
    const person = await one(`SELECT id FROM principal WHERE role = 'sales' ORDER BY id LIMIT 1`);
    await site.insist('manager', '/v1/capacities', {
      person,
      work: 'lines-entered',
      from: site.today,
      perDay: 40,
    });
    await site.insist('manager', '/v1/acquisition-spends', {
      month: `${month}-01`,
      amount: '1200.00',
      currency: 'EUR',
      what: 'Trade fair',
    });
    await site.insist('manager', '/v1/product-costs', { product: 'SEL', from: site.today, cost: '4.125' });
    const complaint = await one('SELECT number AS id FROM complaint ORDER BY number LIMIT 1');
    const quote = await site.insist<{ number: string }>('sales', '/v1/quotes', {
      customer: 'PORT',
      validUntil: addDays(site.today, 30),
      freight: '0.00',
      paymentTerms: { kind: 'net', days: 30 },
      lines: [
        { lineNo: 1, product: 'SEL', quantity: '2', unitPrice: '10.00', discountPercent: '0.00', deliveryDate: null },
      ],
    });
    const moveIn = await site.insist<{ id: string }>('manager', '/v1/move-ins', {
      asOf: site.today,
      files: [{ name: 'customers.csv', text: Buffer.from('number,name\nROUX,Roux\n').toString('base64') }],
    });
    const order = await enterOrder(site, orderBody(site, 'NEUF', 'SEL', '2'));
    await untilStage(site, order, 'acknowledged');
    await until(
      'a step and the move-in',
      () =>
        site.rows(
          `SELECT 1 AS there FROM dunning_step, move_in_work WHERE move_in_work.status NOT IN ('looking') LIMIT 1`,
        ),
      (rows) => rows.length === 1,
    );
    const delivery = await one('SELECT number AS id FROM delivery ORDER BY number LIMIT 1');
    const payment = await one('SELECT id::text AS id FROM payment LIMIT 1');
    const step = await one('SELECT id::text AS id FROM dunning_step LIMIT 1');
    const mail = await one('SELECT id FROM outgoing ORDER BY id LIMIT 1');
    const rooms = [
      'account',
      'orders',
      'quotes',
      'invoices',
      'payments',
      'dunning',
      'mails',
      'habits',
      'changes',
      'people',
    ];
    return {
      '/': ['/'],
      '/sign-in': ['/sign-in'],
      '/worklist': ['/worklist', '/worklist?as=table'],
      '/orders': ['/orders'],
      '/orders/$number': [`/orders/${order}`, `/orders/${held}`],
      '/new-order': ['/new-order', `/new-order?quote=${quote.number}`],
      '/orders/$number/amend': [`/orders/${order}/amend`],
      '/quotes': ['/quotes'],
      '/quotes/$number': [`/quotes/${quote.number}`],
      '/new-quote': ['/new-quote'],
      '/quotes/$number/revise': [`/quotes/${quote.number}/revise`],
      '/import': ['/import'],
      '/move-in': ['/move-in'],
      '/move-in/$id': [`/move-in/${moveIn.id}`],
      '/products': ['/products'],
      '/products/$number': ['/products/SEL'],
      '/product-costs': ['/product-costs'],
      '/deliveries': ['/deliveries'],
      '/preparations': ['/preparations'],
      '/deliveries/$number': [`/deliveries/${delivery}`],
      '/stock': ['/stock'],
      '/stock/receipts': ['/stock/receipts'],
      '/invoices': ['/invoices'],
      '/invoices/$number': [`/invoices/${first}`, `/invoices/${second}`],
      '/payments': ['/payments'],
      '/new-payment': ['/new-payment', '/new-payment?customer=PORT'],
      '/payments/$id': [`/payments/${payment}`],
      '/customers': ['/customers'],
      '/new-customer': ['/new-customer'],
      '/customers/$number': rooms.map((room) => `/customers/PORT?room=${room}`),
      '/dunning': ['/dunning'],
      '/dunning/$id': [`/dunning/${step}`],
      '/mails': ['/mails'],
      '/mails/$id': [`/mails/${encodeURIComponent(mail)}`],
      '/acquisition-spend': ['/acquisition-spend'],
      '/capacities': ['/capacities'],
      '/figures': ['/figures'],
      '/month-ends': ['/month-ends'],
      '/month-ends/$month/$version': [`/month-ends/${month}/1`],
      '/figures/$group': kpiGroups.map((group) => `/figures/${group}`),
      '/figures/$group/$name': kpiNames.map((name) => `/figures/${kpiRule(name).group}/${name}`),
      '/account': ['/account'],
      '/guide': ['/guide'],
      '/admin': ['/admin'],
      '/admin/people': ['/admin/people'],
      '/admin/people/$id': [`/admin/people/${person}`],
      '/admin/keys': ['/admin/keys'],
      '/admin/company': ['/admin/company'],
      '/admin/policies': ['/admin/policies'],
      '/admin/policies/$kind': policyKinds.map((kind) => `/admin/policies/${kind}`),
      '/accounting': ['/accounting'],
      '/billing': ['/billing'],
      '/complaints': ['/complaints', '/complaints?status=closed'],
      '/complaints/$number': [`/complaints/${complaint}`],
      '/admin/invoice-series': ['/admin/invoice-series'],
      '/admin/document-templates': ['/admin/document-templates'],
      '/admin/legal-holds': ['/admin/legal-holds'],
      '/admin/exchange-rates': ['/admin/exchange-rates'],
      '/admin/sessions': ['/admin/sessions'],
      '/admin/rights': ['/admin/rights'],
    };
  }
});

describe('10,000 orders', () => {
  it('are looked through by number, sorted, and taken away whole', async () => {
    await site.rows(
      `INSERT INTO sales_order SELECT (jsonb_populate_record(NULL::sales_order,
         to_jsonb(o) || jsonb_build_object('number', 'SO-2020-' || lpad(n::text, 6, '0')))).*
       FROM sales_order AS o, generate_series(1, 10000) AS n WHERE o.number = $1 RETURNING number`,
      held,
    );
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(at('/orders?sort=number'));
    await page.getByRole('link', { name: 'SO-2020-000001' }).waitFor();
    await expect.poll(() => overflowOf(page)).toBe(0);
    expect(await seriousOf(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByRole('link', { name: 'SO-2020-000051' }).waitFor();
    await page.goto(at('/orders?search=SO-2020-00999'));
    await page.getByRole('link', { name: 'SO-2020-009999' }).waitFor();
    await page.goto(at('/orders?search=SO-2020'));
    await page.getByRole('link', { name: 'SO-2020-010000' }).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Everything filtered, as CSV' }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    expect(file.trim().split('\r\n')).toHaveLength(1 + 10_000);
  });
});
