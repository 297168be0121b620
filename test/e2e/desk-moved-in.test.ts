import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../domain/calendar.js';
import { pathOf } from '../../domain/paths.js';
import { formatDate } from '../../words/format.js';
import { openBrowser, openVisitor, type Visitor } from '../support/browser.js';
import { enterAs, seriousOf } from '../support/console.js';
import { openSite, until, type Site } from '../support/faults.js';

/** A company moved in with the numbers that it had; its pages, actions, links and lines stand at them. */
let site: Site;
let browser: Browser;
let visitor: Visitor;
let page: Page;

const customer = '411#1 Été?';
const order = 'CMD 1042/26';
const otherOrder = '50%25 é/..';
const delivery = 'BL 7/50%';
const invoice = 'F#1042/26 %41?';
/** Words that the console itself has for pages. */
const [thirdOrder, otherDelivery] = ['new', 'today'];

/** No console spoke of an error. */
const expectQuiet = (): void => expect(visitor.takeComplaints()).toEqual([]);
const at = (path: string): string => `${site.stack.apiUrl}${path}`;
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
/** A day from today, as the console writes it. */
const day = (days: number): string => plain(formatDate(addDays(site.today, days), 'en'));
const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
const isAt = (path: string): Promise<void> => page.waitForURL((url) => url.pathname === path);

/**
 * Ten screws ordered, six of them delivered in two goes and charged, to be paid in two instalments; four that nobody delivers,
 * and one for later; a cheque of 12.34.
 */
const books = () => ({
  customers: [
    {
      number: customer,
      name: 'Éditions Roux',
      language: 'fr',
      currency: 'EUR',
      street: '1 rue A',
      city: 'Paris',
      countryCode: 'FR',
      termsKind: 'net',
      termsDays: 30,
      creditLimit: '5000',
    },
  ],
  contacts: [{ customer, code: 'MAIN', role: 'orders', name: 'Anne', email: 'anne@roux.example' }],
  products: [
    { number: 'VIS #8', name: 'Vis', unit: 'piece', currency: 'EUR', taxClass: 'standard', listPrice: '12.50' },
  ],
  stock: [{ product: 'VIS #8', quantity: '20' }],
  orders: [
    { number: order, customer, receivedOn: '2026-09-02' },
    { number: otherOrder, customer, receivedOn: '2026-09-03' },
    { number: thirdOrder, customer, receivedOn: '2026-09-04' },
  ],
  'order-lines': [
    { order, lineNo: 1, product: 'VIS #8', quantity: '10', unitPrice: '12.50', requestedDate: '2026-09-10' },
    {
      order: otherOrder,
      lineNo: 1,
      product: 'VIS #8',
      quantity: '4',
      unitPrice: '12.50',
      requestedDate: '2026-09-11',
    },
    {
      order: thirdOrder,
      lineNo: 1,
      product: 'VIS #8',
      quantity: '1',
      unitPrice: '12.50',
      requestedDate: addDays(site.today, 60),
    },
  ],
  deliveries: [
    { number: delivery, order, departedOn: '2026-09-12' },
    { number: otherDelivery, order, departedOn: '2026-09-12' },
  ],
  'delivery-lines': [
    { delivery, lineNo: 1, quantity: '5' },
    { delivery: otherDelivery, lineNo: 1, quantity: '1' },
  ],
  invoices: [
    {
      number: invoice,
      customer,
      order,
      issueDate: '2026-09-12',
      net: '75.00',
      vat: '15.00',
      gross: '90.00',
    },
  ],
  instalments: [
    { invoice, instalment: '1', dueDate: addDays(site.today, 10), amount: '30.00', open: '30.00' },
    { invoice, instalment: '2', dueDate: addDays(site.today, 30), amount: '60.00', open: '60.00' },
  ],
  'invoice-lines': [{ invoice, lineNo: 1, quantity: '6', net: '75.00' }],
  payments: [{ reference: 'CHQ 7', date: '2026-09-20', amount: '12.34', customer }],
});

async function moveIn(): Promise<void> {
  const text = Buffer.from(JSON.stringify(books())).toString('base64');
  const files = [{ name: 'books.json', text }];
  const { id } = await site.insist<{ id: string }>('manager', '/v1/move-ins', { asOf: '2026-10-01', files });
  const reached = (status: string): Promise<unknown> =>
    until(
      `the move-in is ${status}`,
      async () => (await site.ask({ role: 'manager', path: `/v1/move-ins/${id}` })).text,
      (found) => (JSON.parse(found) as { status?: string }).status === status,
    );
  await reached('ready');
  // 4 of 10, 4 of 4 and 1 of 1 at 12.50 are still to come, with 20 % VAT: 9 × 12.50 × 1.20.
  const money = [{ currency: 'EUR', open: '90.00', ordered: '135.00', unallocated: '12.34' }];
  await site.insist('manager', `/v1/move-ins/${id}/sign-off`, { stock: '20', money });
  await reached('done');
}

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite();
  await moveIn();
  visitor = await openVisitor(browser, 'en-GB');
  page = visitor.page;
  await enterAs(page, site.stack.apiUrl, 'manager');
});
afterEach(() => expectQuiet());
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('what was moved in under numbers with /, #, %, ? and spaces', () => {
  it('is the list of its customer alone, and a click on each leads to its page, which opens again at its address', async () => {
    await page.goto(at(`/orders?${new URLSearchParams({ customer }).toString()}`));
    await page.getByRole('link', { name: otherOrder }).waitFor();
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
    await page.getByRole('link', { name: order, exact: true }).click();
    await isAt(pathOf('/orders', order));
    await heading(order);
    await page.reload();
    await heading(order);
    await page.getByRole('link', { name: invoice, exact: true }).click();
    await isAt(pathOf('/invoices', invoice));
    await heading(invoice);
    await page.getByRole('link', { name: delivery, exact: true }).click();
    await isAt(pathOf('/deliveries', delivery));
    await heading(delivery);
    await page.getByRole('link', { name: order, exact: true }).click();
    await heading(order);
    await page.getByRole('link', { name: 'Éditions Roux' }).first().click();
    await isAt(pathOf('/customers', customer));
    await heading('Éditions Roux');
    await page.reload();
    await heading('Éditions Roux');
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await page.getByRole('tabpanel').waitFor();
    }
    await page.getByRole('link', { name: 'Encours' }).waitFor();
  });

  it('is at its address where its number is a word that the console has for a page', async () => {
    for (const [list, number] of [
      ['/orders', thirdOrder],
      ['/deliveries', otherDelivery],
    ] as const) {
      await page.goto(at(pathOf(list, number)));
      await heading(number);
      await page
        .locator('main')
        .getByRole('link', { name: /^(Éditions Roux|411#1 Été\?)$/ })
        .first()
        .waitFor();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(number);
    }
  });

  it('is found by its own number as one types it, and is cancelled', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Order, quote', { exact: false }).fill('50%25 É');
    const found = page.getByRole('dialog').getByRole('button', { name: otherOrder });
    await found.waitFor();
    expect(await found.innerText()).toMatch(/order[\s\S]*Éditions Roux[\s\S]*60\.00/i);
    await page.keyboard.press('Enter');
    await isAt(pathOf('/orders', otherOrder));
    await page.getByRole('button', { name: 'Cancel the rest' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Ordered twice.');
    await dialog.getByRole('button', { name: 'Cancel the rest' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Ordered twice.').first().waitFor();
    expect(await site.rows('SELECT stage FROM sales_order WHERE number = $1', otherOrder)).toEqual([
      { stage: 'cancelled' },
    ]);
  });

  it('arrives, and its invoice takes what a cheque of 12.34 paid: 90.00 − 12.34 is open, 17.66 of it by the first instalment', async () => {
    await page.goto(at(pathOf('/deliveries', delivery)));
    await page.getByRole('button', { name: 'Goods arrived' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto(at('/payments'));
    await page.getByRole('row', { name: /CHQ 7/ }).getByRole('link').first().click();
    await heading('Payment CHQ 7');
    await page
      .getByRole('textbox', { name: `Allocated ${invoice}` })
      .first()
      .fill('12.34');
    await page.getByRole('button', { name: 'Allocate' }).click();
    await page.getByText('It is allocated.').waitFor();
    await page.getByRole('link', { name: invoice, exact: true }).first().click();
    await heading(invoice);
    await page.getByText('77.66').first().waitFor();
    const instalments = page.getByRole('region', { name: 'Instalments' });
    await instalments.getByText('17.66').waitFor();
    // Of each its number, its day, its amount, what is open of it, its dunning and the day it was settled.
    const [, ...rows] = await instalments.getByRole('row').all();
    const told = rows.map(async (row) => (await row.getByRole('cell').allInnerTexts()).map(plain));
    expect(await Promise.all(told)).toEqual([
      ['1', day(10), '30.00 EUR', '17.66 EUR', '', ''],
      ['2', day(30), '60.00 EUR', '60.00 EUR', '', ''],
    ]);
    expect(await seriousOf(page)).toEqual([]);
  });

  it('is delivered from its line of the worklist, which keys reach and open', async () => {
    await page.goto(at('/worklist?kind=delivery-due'));
    const line = page.getByRole('listitem').filter({ hasText: order });
    await line.getByRole('button', { name: 'Deliver' }).waitFor();
    await page.keyboard.press('j');
    await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toContain(order);
    await page.keyboard.press('Enter');
    await isAt(pathOf('/orders', order));
    await page.goBack();
    await line.getByRole('button', { name: 'Deliver' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Deliver' }).click();
    await dialog.waitFor({ state: 'detached' });
    const sent = `SELECT line.quantity::int FROM delivery_line AS line JOIN delivery ON delivery.number = line.delivery_number
      WHERE delivery.order_number = $1 ORDER BY 1`;
    expect(await site.rows(sent, order)).toEqual([{ quantity: 1 }, { quantity: 4 }, { quantity: 5 }]);
  });
});

describe('the help sheet', () => {
  it('tells the keys of every page, of the worklist and of a form, and they lead there', async () => {
    await page.goto(at('/orders'));
    await heading('Orders');
    await page.keyboard.press('?');
    const keysOf = (name: string): Promise<string> =>
      page.getByRole('dialog').getByRole('region', { name, exact: true }).innerText();
    expect(await keysOf('Everywhere')).toMatch(/Go to: Dunning\s+g\s+r/);
    expect(await keysOf('In what is to be done')).toMatch(/next line\s+j[\s\S]*before\s+k[\s\S]*Enter/);
    expect(await keysOf('Where lines are entered')).toMatch(/Ctrl\s+Enter[\s\S]*Ctrl\s+Delete[\s\S]*Alt\s+↓/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await isAt('/dunning');
    await heading('Dunning');
  });
});

describe('a page that was told nothing for a while', () => {
  it('reads again what it shows once it is told again', async () => {
    await page.goto(at(pathOf('/orders', order)));
    await heading(order);
    await page.route('**/v1/events', (route) => route.fulfill({ status: 503, body: '' }));
    await page.reload();
    await heading(order);
    await page.getByText('Connection lost', { exact: false }).waitFor();
    const path = pathOf('/v1/orders', order, 'information-requests');
    await site.insist('logistics', path, { asker: 'customer', note: 'Where are my screws?' });
    await page.unroute('**/v1/events');
    await page.getByText('Where are my screws?', { exact: false }).first().waitFor();
    await expect.poll(() => page.getByText('Connection lost', { exact: false }).count()).toBe(0);
  });
});
