import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../domain/calendar.js';
import { expectQuiet, openBrowser, openVisitor, type Visitor } from '../support/browser.js';
import { enterAs, overflowOf, seriousOf } from '../support/console.js';
import {
  deliver,
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

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite();
  visitor = await openVisitor(browser, 'en-GB');
  page = visitor.page;
  await openAccount(site, 'GRAND');
  await openAccount(site, 'PETIT', { creditLimit: '50.00' });
  await listProduct(site, 'CAISSE', '100');
});
afterEach(() => expectQuiet(visitor, site.stack.apiUrl));
afterAll(async () => {
  await browser.close();
  await site.close();
});

const at = (path: string): string => `${site.stack.apiUrl}${path}`;
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('the way in', () => {
  it('asks whoever is not signed in for a name and a password, at any address, and offers the demo accounts', async () => {
    await page.goto(at('/orders?stage=delivered'));
    await page.getByLabel('Name').waitFor();
    await page.getByRole('heading', { name: 'Demo accounts' }).waitFor();
    expect(await page.getByRole('button', { name: /^(Sales|Logistics|Finance|Manager|Ops|Admin)/ }).count()).toBe(6);
    expect(await seriousOf(page)).toEqual([]);
  });

  it('says that a name or a password is wrong, and not which', async () => {
    await page.getByLabel('Name').fill('helene.castaing');
    await page.locator('input[type=password]').fill('a guess of twelve');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').innerText()).toBe('Name or password unknown.');
    expect(visitor.takeComplaints()).toEqual([expect.stringContaining('401 (Unauthorized)')]);
  });

  it('lets a manager in by the keyboard alone, to the address that was asked for, and no script sees the session', async () => {
    await page.goto(at('/orders?stage=delivered'));
    await page.getByRole('button', { name: /^Manager/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    expect(page.url()).toBe(at('/orders?stage=delivered'));
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.getByText('No order matches these filters.', { exact: false }).count()).toBe(0);
    await page.getByText('Nothing matches these filters.').waitFor();
  });
});

describe('an order of 10 boxes, of which 6 are delivered and invoiced, and one that its customer has no credit for', () => {
  let order: string;
  let held: string;

  beforeAll(async () => {
    order = await enterOrder(site, orderBody(site, 'GRAND', 'CAISSE', '10'));
    await untilStage(site, order, 'acknowledged');
    await deliver(site, order, '6');
    await invoicesOf(site, order, 1);
    held = await enterOrder(site, orderBody(site, 'PETIT', 'CAISSE', '10'));
    await untilStage(site, held, 'credit-hold');
    await untilMailsRest(site);
  });

  it('are in the order book with stage, wait and amount, and a filter is an address that can be sent', async () => {
    await page.goto(at('/orders'));
    await page.getByRole('row', { name: order }).waitFor();
    const cells = (await page.getByRole('row', { name: order }).getByRole('cell').allInnerTexts()).map(plain);
    // 10 × 10.00 = 100.00, and 20 % VAT on top: 120.00.
    expect(cells).toEqual(expect.arrayContaining(['In delivery', '120.00 EUR']));
    const customer = page.getByRole('row', { name: order }).getByRole('link', { name: 'Maison GRAND' });
    expect(await customer.getAttribute('href')).toBe('/customers/GRAND');
    await page.getByLabel('Stage', { exact: true }).first().click();
    await page.getByRole('option', { name: 'Held for credit' }).click();
    await page.waitForURL(at('/orders?sort=&stage=credit-hold').replace('sort=&', ''));
    await page.getByRole('row', { name: held }).waitFor();
    await page.getByRole('row', { name: order }).waitFor({ state: 'detached' });
    await page.goto(at('/orders?ended=false'));
    await page.getByRole('row', { name: held }).waitFor();
    await page.getByRole('row', { name: order }).waitFor();
    await page.getByLabel('Ended', { exact: true }).first().click();
    await page.getByRole('option', { name: 'Yes' }).click();
    await page.waitForURL(at('/orders?ended=true'));
    await page.getByRole('row', { name: held }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: order }).waitFor({ state: 'detached' });
  });

  it('have a page that tells the lines, the money and everything that happened', async () => {
    await page.goto(at(`/orders/${order}`));
    await page.getByRole('heading', { level: 1, name: order }).waitFor();
    await page.getByText(`Order ${order} received by phone`, { exact: false }).waitFor();
    const line = (await page.getByRole('row', { name: 'Produit CAISSE' }).getByRole('cell').allInnerTexts()).map(plain);
    // Ordered, delivered, allocated, backordered.
    expect(line.slice(2, 6)).toEqual(['10 box', '6', '4', '0']);
    // 6 × 10.00 = 60.00, and 20 % VAT on top: 72.00.
    const invoices = page.getByRole('region', { name: 'Invoices' });
    await invoices.getByRole('table').waitFor();
    expect(plain(await invoices.innerText())).toContain('72.00 EUR');
  });

  it('are released from the worklist by who may, with a reason that the dossier keeps; the line is gone at once', async () => {
    await page.goto(at('/worklist?kind=credit-hold'));
    const line = page.getByRole('listitem', { name: new RegExp(held) });
    const customer = line.getByRole('link', { name: 'Maison PETIT' });
    expect(await customer.getAttribute('href')).toBe('/customers/PETIT');
    await line.getByRole('button', { name: 'Release' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await dialog.getByText('to be filled in').waitFor();
    await dialog.getByLabel('Reason').fill('Paid by card today');
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await line.waitFor({ state: 'detached' });
    await untilStage(site, held, 'acknowledged');
    await page.goto(at(`/orders/${held}`));
    const told = page.getByText('Paid by card today', { exact: false }).first();
    await told.waitFor();
    expect(await told.innerText()).toContain('Paid by card today');
  });
});

describe('the search', () => {
  it('finds a customer by a part of its name, and Enter leads there', async () => {
    await page.goto(at('/orders'));
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Order, quote', { exact: false }).fill('maison gra');
    await page.getByRole('dialog').getByText('Maison GRAND').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(at('/customers/GRAND'));
    await page.getByRole('heading', { level: 1, name: 'Maison GRAND' }).waitFor();
    expect(page.url()).toBe(at('/customers/GRAND'));
  });
});

describe('the guide', () => {
  it('of one’s role is a key and a click away, with its picture', async () => {
    await page.goto(at('/orders'));
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByRole('link', { name: 'The guide of your role' }).click();
    await page.getByRole('heading', { level: 1, name: 'Encours for the manager' }).waitFor();
    const width = "document.querySelector('figure img')?.naturalWidth ?? 0";
    await expect.poll(() => page.evaluate<number>(width)).toBeGreaterThan(300);
  });
});

describe('two people on one order', () => {
  it('see what the other one did without reload', async () => {
    const order = await enterOrder(site, orderBody(site, 'PETIT', 'CAISSE', '10'));
    await untilStage(site, order, 'credit-hold');
    await page.goto(at(`/orders/${order}`));
    const held = page.getByText('Held for credit').first();
    await held.waitFor();
    await site.insist('finance', `/v1/orders/${order}/credit-decisions`, { decision: 'release', reason: 'Paid today' });
    await held.waitFor({ state: 'detached' });
    await page.getByText('Paid today', { exact: false }).first().waitFor();
    expect(await held.count()).toBe(0);
  });

  it('are told when the other one was faster: nothing is overwritten, and what was typed stays', async () => {
    const order = await enterOrder(site, orderBody(site, 'PETIT', 'CAISSE', '10'));
    await untilStage(site, order, 'credit-hold');
    await page.goto(at(`/orders/${order}`));
    const deliver = page.getByRole('button', { name: 'Deliver', disabled: true });
    await deliver.focus();
    await page.getByRole('tooltip', { name: 'Not while the order is at: Held for credit.' }).waitFor();
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('It is only 120 euros');
    await site.insist('sales', `/v1/orders/${order}/amendments`, {
      reason: 'Their number',
      customerReference: 'BC-12',
    });
    await dialog.getByRole('button', { name: 'Release' }).click();
    await dialog.getByText('changed meanwhile').waitFor();
    expect(visitor.takeComplaints()).toEqual([expect.stringContaining('412 (Precondition Failed)')]);
    const decisions = 'SELECT 1 FROM credit_decision WHERE order_number = $1 AND kind = $2';
    expect(await site.rows(decisions, order, 'released')).toEqual([]);
    await dialog.getByRole('button', { name: 'Read it again' }).click();
    await dialog.getByRole('status').waitFor();
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('It is only 120 euros');
    await page.getByText('BC-12').waitFor();
    await dialog.getByRole('button', { name: 'Release' }).click();
    await page.getByText(`${order} is released.`).waitFor();
    expect(await site.rows(decisions, order, 'released')).toHaveLength(1);
  });
});

describe('two people at one line of the worklist', () => {
  const line = (order: string) => page.getByRole('listitem', { name: new RegExp(order) });
  const dialog = () => page.getByRole('dialog');
  const reason = () => dialog().getByLabel('Reason');

  it('who has begun keeps the line and what they typed, is told who settled it and how, and overwrites nothing', async () => {
    const order = await enterOrder(site, orderBody(site, 'PETIT', 'CAISSE', '10'));
    await untilStage(site, order, 'credit-hold');
    await page.goto(at('/worklist?kind=credit-hold'));
    await line(order).getByRole('button', { name: 'Refuse' }).click();
    await reason().fill('They owe too much');

    const colleague = await openVisitor(browser, 'en-GB');
    await enterAs(colleague.page, site.stack.apiUrl, 'finance');
    await colleague.page.goto(at('/worklist?kind=credit-hold'));
    const theirs = colleague.page.getByRole('listitem', { name: new RegExp(order) });
    await theirs.getByRole('button', { name: 'Release' }).click();
    await colleague.page.getByRole('dialog').getByLabel('Reason').fill('Paid by cheque');
    await colleague.page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await theirs.waitFor({ state: 'detached' });
    expectQuiet(colleague, site.stack.apiUrl);
    await colleague.close();

    const note = dialog().getByRole('note').filter({ hasText: 'Paid by cheque' });
    await note.waitFor();
    const [released] = await site.rows<{ by: string }>(
      `SELECT p.name AS by FROM credit_decision JOIN principal p ON p.id = person_of(decided_by)
       WHERE order_number = $1 AND kind = 'released'`,
      order,
    );
    expect(await note.innerText()).toMatch(new RegExp(`no longer on the list[^]* · ${released?.by} · `));
    expect(await reason().inputValue()).toBe('They owe too much');
    await dialog().getByRole('button', { name: 'Refuse' }).click();
    await dialog().getByText('changed meanwhile').waitFor();
    expect(visitor.takeComplaints()).toEqual([expect.stringContaining('412 (Precondition Failed)')]);
    await dialog().getByRole('button', { name: 'Read it again' }).click();
    await dialog().getByRole('status').waitFor();
    await dialog().getByRole('button', { name: 'Refuse' }).click();
    await dialog().getByRole('alert').waitFor();
    expect(visitor.takeComplaints()).toEqual([expect.stringContaining('409')]);
    expect(await reason().inputValue()).toBe('They owe too much');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await line(order).waitFor({ state: 'detached' });
    expect(
      await site.rows('SELECT kind FROM credit_decision WHERE order_number = $1 ORDER BY sequence', order),
    ).toEqual([{ kind: 'held' }, { kind: 'released' }]);
  });

  it('reads who ended it and how where it is of no order, and finds that again among what is done', async () => {
    const id = 'month-end-unaddressed:2026-10:1';
    await site.rows(
      `INSERT INTO work_item (id, kind, role, status, facts)
       VALUES ($1, 'month-end-unaddressed', 'manager', 'open', '{"month":"2026-10","version":1}')`,
      id,
    );
    await page.goto(at('/worklist?kind=month-end-unaddressed'));
    await line('Month end 2026-10').getByRole('button', { name: 'Seen to' }).click();
    await reason().fill('I call Paul');
    await site.insist('admin', `/v1/worklist/${encodeURIComponent(id)}/completion`, { reason: 'Paul has an address' });
    const note = dialog().getByRole('note').filter({ hasText: 'Paul has an address' });
    await note.waitFor();
    expect(await reason().inputValue()).toBe('I call Paul');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await page.goto(at('/worklist?as=table&status=done&kind=month-end-unaddressed'));
    const row = page.getByRole('row', { name: /Month end 2026-10/ });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/Line of the worklist ended by .*: Paul has an address/);
  });

  it('neither loses a decision on differences that the other one took, at the worklist and on the order’s page', async () => {
    const { number: quote } = await site.insist<{ readonly number: string }>('sales', '/v1/quotes', {
      customer: 'GRAND',
      validUntil: '2099-12-31',
      paymentTerms: { kind: 'net', days: 30 },
      freight: '0.00',
      lines: [
        { lineNo: 1, product: 'CAISSE', quantity: '1', unitPrice: '10.00', discountPercent: '0', deliveryDate: null },
      ],
    });
    const begun = async (path: string, differences: () => Promise<void>): Promise<string> => {
      const body = { ...orderBody(site, 'GRAND', 'CAISSE', '1', '5.00'), origin: 'quote', quote };
      const order = await enterOrder(site, body);
      await untilStage(site, order, 'discrepancy-hold');
      await page.goto(at(path.replace('ORDER', order)));
      await differences();
      await page.getByRole('button', { name: 'Accept' }).click();
      await reason().fill('Five euros will do');
      await dialog().getByRole('combobox', { name: 'Whose error was it?' }).click();
      await page.getByRole('option').first().click();
      const ids = await site.rows<{ id: string }>('SELECT id FROM discrepancy WHERE order_number = $1', order);
      await site.insist('sales', `/v1/orders/${order}/dispositions`, {
        discrepancies: ids.map(({ id }) => id),
        disposition: 'reject',
        reason: 'Below what it costs',
        cause: 'customer',
      });
      await dialog().getByRole('note').waitFor();
      expect(await reason().inputValue()).toBe('Five euros will do');
      await dialog().getByRole('button', { name: 'Accept' }).click();
      await dialog().getByText('changed meanwhile').waitFor();
      expect(visitor.takeComplaints()).toEqual([expect.stringContaining('412 (Precondition Failed)')]);
      const told = await dialog().getByRole('note').innerText();
      await dialog().getByRole('button', { name: 'Cancel' }).click();
      await dialog().waitFor({ state: 'detached' });
      await untilStage(site, order, 'rejected');
      return told;
    };
    const atWorklist = await begun('/worklist?kind=discrepancy', () =>
      page.getByRole('button', { name: 'Decide here' }).first().click(),
    );
    expect(atWorklist).toContain('Below what it costs');
    const onPage = await begun('/orders/ORDER', () => Promise.resolve());
    expect(onPage).toContain('These discrepancies were decided on meanwhile.');
  });
});

describe('a key that leads somewhere', () => {
  it('leads nowhere while a dialog is open, which a click beside it does not close either', async () => {
    const order = await enterOrder(site, orderBody(site, 'PETIT', 'CAISSE', '10'));
    await untilStage(site, order, 'credit-hold');
    await page.goto(at(`/orders/${order}`));
    await page.getByRole('button', { name: 'Refuse', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('They owe too much');
    await dialog.getByRole('button', { name: 'Cancel' }).focus();
    await page.keyboard.press('n');
    await page.mouse.click(5, 400);
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('They owe too much');
    expect(page.url()).toBe(at(`/orders/${order}`));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await page.waitForURL(at('/new-order'));
  });
});

describe('the text that a list is narrowed by', () => {
  it('keeps the space between two words for who pauses there', async () => {
    await page.goto(at('/customers'));
    await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('maison ');
    await page.waitForURL(at('/customers?search=maison'));
    await page.getByRole('link', { name: 'Maison PETIT' }).waitFor();
    await page.keyboard.type('gra');
    await page.waitForURL(/search=maison(%20|\+)gra/);
    await page.getByRole('link', { name: 'Maison PETIT' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => page.locator('[data-filter]').first().inputValue()).toBe('');
  });
});

describe('the list of quotes', () => {
  it('is a file of what is shown, for whoever may order from it too', async () => {
    await page.goto(at('/quotes'));
    await page.getByRole('button', { name: 'Export' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Everything filtered, as CSV' }).click();
    const text = await readFile(await (await coming).path(), 'utf8');
    expect(text.split('\r\n')[0]).toMatch(/^\uFEFFQuote,Customer,/);
  });
});

describe('somebody of logistics at the worklist', () => {
  let driver: Visitor;
  let desk: Page;
  let note: string;

  beforeAll(async () => {
    const order = await enterOrder(site, orderBody(site, 'GRAND', 'CAISSE', '2'));
    await untilStage(site, order, 'acknowledged');
    ({ number: note } = await deliver(site, order));
    // A proof of receipt is asked for after five days.
    await site.rows(
      'UPDATE delivery SET prepared_on = $2::date, departed_on = $2::date WHERE number = $1',
      note,
      ago(9),
    );
    driver = await openVisitor(browser, 'en-GB');
    desk = driver.page;
    await enterAs(desk, site.stack.apiUrl, 'logistics');
  });
  afterAll(() => driver.close());

  const ago = (days: number): string => addDays(site.today, -days);
  const line = () => desk.getByRole('listitem').filter({ hasText: note });

  const forms = [
    ['a comment', '/worklist', () => line().getByRole('button', { name: /^Comments/ }), 'Comment', 'Rang twice'],
    [
      'an arrival',
      '/worklist',
      () => line().getByRole('button', { name: 'Goods arrived' }),
      'Delivered on',
      '20 Nov 2026',
    ],
    [
      'a receipt',
      '/stock',
      () => desk.getByRole('button', { name: 'Book goods in' }),
      'Reference of the receipt',
      'BR-1',
    ],
  ] as const;

  it.each(forms)(
    'keeps what was typed in %s when the session ends, once they are in again',
    async (_what, path, button, label, typed) => {
      const field = () => desk.getByRole('dialog').getByRole('textbox', { name: label });
      await desk.goto(at(path));
      await button().click();
      await field().fill(typed);
      const [session] = await site.rows<{ id: string }>(
        'SELECT id::text AS id FROM session WHERE ended_at IS NULL ORDER BY opened_at DESC LIMIT 1',
      );
      await site.insist('admin', `/v1/sessions/${session?.id ?? ''}/end`, {});
      await desk.getByText('An administrator ended your session.', { exact: false }).waitFor({ timeout: 12_000 });
      await desk.getByRole('button', { name: /^Logistics/ }).click();
      await button().click();
      await expect.poll(async () => plain(await field().inputValue())).toBe(typed);
      for (const complaint of driver.takeComplaints()) expect(complaint).toContain('401 (Unauthorized)');
    },
  );

  it('is told that a colleague was first to say when goods arrived: nothing is overwritten, and what was typed stays', async () => {
    await desk.goto(at('/worklist'));
    await line().getByRole('button', { name: 'Goods arrived' }).click();
    const dialog = desk.getByRole('dialog');
    const day = dialog.getByRole('textbox', { name: 'Delivered on' });
    const typed = await day.inputValue();
    await site.insist('logistics', `/v1/deliveries/${note}/arrival`, { deliveredOn: ago(7) });
    await expect.poll(() => line().getByRole('button', { name: 'Goods arrived' }).count()).toBe(1);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('changed meanwhile').waitFor();
    expect(driver.takeComplaints()).toEqual([expect.stringContaining('412 (Precondition Failed)')]);
    await dialog.getByRole('button', { name: 'Read it again' }).click();
    await dialog.getByRole('status').waitFor();
    expect(await day.inputValue()).toBe(typed);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(driver.takeComplaints()).toEqual([expect.stringContaining('409')]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => line().getByRole('button', { name: 'Goods arrived' }).count()).toBe(0);
    expect(await site.rows('SELECT delivered_on::text AS day FROM delivery WHERE number = $1', note)).toEqual([
      { day: ago(7) },
    ]);
  });
});

describe('goods that come in for an order of 5 of which 2 are there', () => {
  it('say before they are booked whom they serve and how far, and then serve just that', async () => {
    await listProduct(site, 'RARE', '2');
    const order = await enterOrder(site, orderBody(site, 'GRAND', 'RARE', '5'));
    await untilStage(site, order, 'acknowledged');
    await page.goto(at('/stock'));
    await page.getByRole('button', { name: 'Book goods in' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reference of the receipt').fill('BR-4711');
    const product = dialog.getByRole('combobox', { name: 'Product 1' });
    const choose = async (name: string): Promise<void> => {
      await product.fill(name);
      await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    };
    await choose('CAISSE');
    await dialog.getByLabel('Quantity').fill('1');
    await dialog.getByText('No backorder waits for these products.').waitFor();
    await choose('RARE');
    const served = dialog.getByRole('row', { name: order });
    await served.getByRole('cell', { name: '1 (in part)' }).waitFor();
    await dialog.getByLabel('Quantity').fill('2');
    await served.getByRole('cell', { name: '2 (in part)' }).waitFor();
    expect(await served.getByRole('cell').allInnerTexts()).toEqual([order, 'Maison GRAND', 'RARE', '2 (in part)']);
    await dialog.getByRole('button', { name: 'Book goods in' }).click();
    await page.getByText('it serves 1 backordered lines', { exact: false }).waitFor();
    const [line] = await site.rows<{ allocated: string; backordered: string }>(
      `SELECT allocated::float8::text AS allocated, (quantity - allocated)::float8::text AS backordered
       FROM order_line WHERE order_number = $1`,
      order,
    );
    expect(line).toEqual({ allocated: '4', backordered: '1' });
  });
});

describe('the month end', () => {
  it('is made by a manager with a reason, made again, and says what differs', async () => {
    const manager = await openVisitor(browser, 'en-GB');
    const { page: desk } = manager;
    await enterAs(desk, site.stack.apiUrl, 'manager', 'en');
    await desk.goto(at('/figures'));
    await desk.getByRole('link', { name: 'Month ends' }).click();
    await desk.getByText('No month is made yet.').waitFor();
    for (const [button, reason, version] of [
      ['Make a month', 'The first one', 1],
      ['Make this month again', 'A payment came in late', 2],
    ] as const) {
      await desk.getByRole('button', { name: button }).click();
      const dialog = desk.getByRole('dialog');
      await dialog.getByLabel('Reason').fill(reason);
      await dialog.getByRole('button', { name: button }).click();
      await desk.getByRole('heading', { name: `Version ${version}` }).waitFor();
      await desk.getByText(reason).first().waitFor();
    }
    await desk.getByText('Nothing differs from the version before.').waitFor();
    await desk.getByRole('button', { name: 'Show' }).first().click();
    await desk.locator('iframe.document').waitFor();
    const download = desk.waitForEvent('download');
    await desk.getByRole('link', { name: 'Workbook (XLSX)' }).click();
    expect((await download).suggestedFilename()).toMatch(/^arrete-mensuel-\d{4}-\d\d-v2\.xlsx$/);
    expect(manager.takeComplaints()).toEqual([]);
    await manager.close();
  });
});

/** Signs with a finger in the field of the dialog. */
async function sign(phone: Page): Promise<void> {
  const field = phone.locator('canvas.signature');
  await field.scrollIntoViewIfNeeded();
  const box = await field.boundingBox();
  const [left, top] = [box?.x ?? 0, box?.y ?? 0];
  const touch = await phone.context().newCDPSession(phone);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] });
  await at('touchStart', [{ x: left + 20, y: top + 40 }]);
  for (let step = 1; step <= 10; step += 1)
    await at('touchMove', [{ x: left + 20 + step * 20, y: top + 40 + (step % 2) * 30 }]);
  await at('touchEnd', []);
}

describe('the day of logistics, on a telephone', () => {
  it('delivers what is left, has it signed with a reserve, and sees no money', async () => {
    const driver = await openVisitor(browser, 'en-GB');
    const phone = driver.page;
    await phone.setViewportSize({ width: 390, height: 800 });
    await enterAs(phone, site.stack.apiUrl, 'logistics');
    const order = await enterOrder(site, orderBody(site, 'GRAND', 'CAISSE', '10'));
    await untilStage(site, order, 'acknowledged');
    await phone.goto(at('/preparations?until=week'));
    const due = phone.getByRole('listitem', { name: order });
    await due.getByRole('button', { name: 'It lies ready' }).click();
    await due.getByText('prepared').waitFor();
    expect(await overflowOf(phone)).toBe(0);
    await due.getByRole('button', { name: 'Deliver' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByLabel(/Produit CAISSE/).fill('4');
    await dialog.getByLabel('Carrier').fill('Geodis');
    await dialog.getByRole('button', { name: 'Deliver' }).click();
    const done = await phone.getByText(/Delivery note BL-.* is made out/).innerText();
    const note = /BL-\d+-\d+/.exec(done)?.[0] ?? '';
    await phone.goto(at(`/deliveries/${note}`));
    await phone.getByRole('button', { name: 'Have it signed' }).click();
    await phone.getByRole('dialog').getByLabel('Name of who receives').fill('Odile Martin');
    await phone.getByRole('dialog').getByLabel('Reserves').fill('One box is dented');
    await sign(phone);
    await phone.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await phone.getByText('One box is dented').waitFor();
    await phone.getByText('Proved').first().waitFor();
    const [kept] = await until(
      'the signed note',
      () =>
        site.rows<{ readonly signature: string }>(
          "SELECT snapshot -> 'proof' ->> 'signature' AS signature FROM document WHERE number = $1 AND kind = 'signed-delivery-note'",
          note,
        ),
      (notes) => notes.length > 0,
    );
    expect(kept?.signature).toMatch(/^M\d+ \d+( L\d+ \d+){8,}$/);
    expect(await phone.getByRole('link', { name: 'Invoices' }).count()).toBe(0);
    expect(driver.takeComplaints()).toEqual([]);
    await driver.close();
  });
});

describe('the day of ops', () => {
  let ops: Visitor;
  let desk: Page;
  let order: string;
  let invoice: string;
  const mail = () => `/mails/${encodeURIComponent(`invoice:${invoice}`)}`;

  beforeAll(async () => {
    await listProduct(site, 'RUPTURE', '2');
    // The mail server takes the invoice and hangs up before it says so.
    await site.smtpDuring({ stage: 'data', to: 'accounts@grand', action: { kind: 'drop', keep: true } }, async () => {
      order = await enterOrder(site, orderBody(site, 'GRAND', 'RUPTURE', '5'));
      await untilStage(site, order, 'acknowledged');
      await deliver(site, order, '2');
      invoice = (await invoicesOf(site, order, 1))[0]?.number ?? '';
      await until(
        'the mail of which nobody knows',
        () => site.rows<{ status: string }>('SELECT status FROM outgoing WHERE id = $1', `invoice:${invoice}`),
        ([row]) => row?.status === 'UNKNOWN',
      );
    });
    ops = await openVisitor(browser, 'en-GB');
    desk = ops.page;
    await enterAs(desk, site.stack.apiUrl, 'ops');
  });
  afterAll(() => ops.close());

  it('begins with a mail of which nobody knows whether it left: ops read it as it was sent, and finance decides', async () => {
    await desk.goto(at('/worklist?kind=mail-unknown'));
    const line = desk.getByRole('listitem').filter({ hasText: invoice });
    await line.getByText('Connection closed unexpectedly').waitFor();
    expect(await line.getByRole('button', { name: 'It was sent' }).count()).toBe(0);
    await line.getByRole('link', { name: 'Open the mail' }).click();
    await desk.getByRole('heading', { level: 1, name: new RegExp(invoice) }).waitFor();
    expect(await desk.locator('dl').first().innerText()).toMatch(/Attempts\s+2/);
    expect(await desk.getByRole('button', { name: 'It was sent' }).count()).toBe(0);
    const sent = desk.getByRole('region', { name: 'As it was sent' });
    await sent.locator('iframe').contentFrame().getByText(invoice).first().waitFor();
    expect(await seriousOf(desk)).toEqual([]);
    expectQuiet(ops, site.stack.apiUrl);
  });

  it('goes on at its order, from which one click leads to Temporal, where it says what it waits for, for whom, and until when', async () => {
    await desk.getByRole('link', { name: order, exact: true }).click();
    await desk.getByRole('heading', { level: 1, name: order }).waitFor();
    expectQuiet(ops, site.stack.apiUrl);
    const opened = desk.waitForEvent('popup');
    await desk.getByRole('link', { name: 'Show in Temporal' }).click();
    const temporal = await opened;
    await temporal.getByRole('button', { name: `Copy order:${order}` }).waitFor();
    await temporal.getByText('Promise again when the backorder has not arrived').first().waitFor();
    await temporal.getByText(`sendMail • invoice:${invoice}`).waitFor();
    await temporal.getByText(`invoice:${invoice} · GRAND`).first().waitFor();

    await temporal.getByRole('tab', { name: 'User Metadata' }).click();
    const told = (at: number) => temporal.locator('main iframe').nth(at).contentFrame().locator('body');
    // 5 × 10.00 and 20 % VAT.
    await told(0).getByText(`${order} · GRAND · 60.00 EUR`).waitFor();
    await told(1).getByText(`${order}: in-delivery`).waitFor();
    const details = plain(await told(1).innerText());
    expect(details).toMatch(/Waits for: stock: everything open is backordered/);
    expect(details).toMatch(/Next date: \d{1,2} [A-Z][a-z]{2} \d{4}/);
    expect(details).toMatch(/Invoices not paid: 1/);
    expect(details).toContain(`Waits for a person: invoice:${invoice}`);

    await temporal.getByRole('tab', { name: 'Search Attributes' }).click();
    const attributes = temporal.getByRole('textbox', { name: 'Search Attributes' });
    await attributes.getByText(`mail invoice:${invoice} is unknown`).waitFor();
    expect(await attributes.innerText()).toMatch(/"OrderStage": "in-delivery"/);

    const { temporalUiUrl, namespace } = site.stack;
    const query = encodeURIComponent('NeedsAttention IS NOT NULL');
    await temporal.goto(`${temporalUiUrl ?? ''}/namespaces/${namespace}/workflows?query=${query}`);
    await temporal
      .getByRole('link', { name: `order:${order}` })
      .first()
      .waitFor();
    await temporal.close();
  });

  it('ends with what finance found out, which shows at once', async () => {
    ops.takeComplaints();
    await desk.goto(at(mail()));
    await desk.getByText('fate unknown').waitFor();
    await site.insist('finance', `/v1${mail()}/resolution`, { resolution: 'was-sent', reason: 'They have it' });
    await desk.getByText('sent', { exact: true }).waitFor();
    expect(ops.takeComplaints()).toEqual([]);
  });
});
