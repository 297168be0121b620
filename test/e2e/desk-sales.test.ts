import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seriousOf } from '../support/console.js';
import { expectQuiet, openBrowser, openVisitor, type Visitor } from '../support/browser.js';
import {
  listProduct,
  openAccount,
  openSite,
  orderBody,
  untilMailsRest,
  untilStage,
  type Site,
} from '../support/faults.js';

let site: Site;
let browser: Browser;
let visitor: Visitor;
let page: Page;
let quote: string;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite();
  await openAccount(site, 'GARAGE');
  await listProduct(site, 'VIS-8', '100');
  await listProduct(site, 'VIS-10', '4');
  ({ number: quote } = await site.insist<{ number: string }>('sales', '/v1/quotes', {
    customer: 'GARAGE',
    validUntil: `${Number(site.today.slice(0, 4)) + 1}-12-31`,
    paymentTerms: { kind: 'net', days: 30 },
    freight: '12.00',
    lines: [
      { lineNo: 1, product: 'VIS-8', quantity: '20', unitPrice: '9.50', discountPercent: '0', deliveryDate: null },
      { lineNo: 2, product: 'VIS-10', quantity: '2', unitPrice: '10.00', discountPercent: '5', deliveryDate: null },
    ],
  }));
  visitor = await openVisitor(browser, 'en-GB');
  page = visitor.page;
  await page.goto(at('/quotes'));
  const entered = page.waitForResponse(at('/session/demo'));
  await page.getByRole('button', { name: /^sales/i }).click();
  await entered;
  await page.goto(at('/quotes'));
  await page.getByRole('heading', { level: 1, name: 'Quotes' }).waitFor();
});
afterEach(() => expectQuiet(visitor, site.stack.apiUrl));
afterAll(async () => {
  await browser.close();
  await site.close();
});

const at = (path: string): string => `${site.stack.apiUrl}${path}`;
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const product = (lineNo: number) => page.getByRole('combobox', { name: `Product, line ${lineNo}` });
const figure = (name: string, lineNo: number) => page.getByRole('textbox', { name: `${name}, line ${lineNo}` });
const focused = (): Promise<string> =>
  page.evaluate<string>('document.activeElement.ariaLabel ?? document.activeElement.labels[0].textContent');
/** What a total of the estimate says. */
const estimated = async (name: string): Promise<string> =>
  plain(await page.getByRole('row', { name: new RegExp(`^${name}`) }).innerText()).replace(/\s+/g, ' ');

async function landedOnOrder(): Promise<string> {
  await page.waitForURL(/\/orders\/SO-/);
  const number = page.url().slice(-'SO-2026-000001'.length);
  await page.getByRole('heading', { level: 1, name: number }).waitFor();
  return number;
}

/** Chooses the customer and types one line, each by the keys alone. */
async function beginOrder(): Promise<void> {
  await page.getByRole('combobox', { name: 'Customer' }).focus();
  await page.keyboard.type('garage');
  await page.getByRole('option', { name: /GARAGE/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Maison GARAGE (GARAGE)' }).waitFor();
}

describe('an order from a quote of 20 at 9.50, 2 at 10.00 less 5 %, and 12.00 of freight', () => {
  it('is entered by the keyboard alone, in strokes that take less than a minute, and answers the quote to the cent: 190.00 + 19.00 + 12.00', async () => {
    const began = Date.now();
    let strokes = 0;
    const press = async (key: string): Promise<void> => {
      strokes += 1;
      await page.keyboard.press(key);
    };
    const type = async (text: string): Promise<void> => {
      strokes += text.length;
      await page.keyboard.type(text);
    };
    await press('Control+k');
    // Without a moment between: whoever types fast loses no letter.
    await type(quote);
    await page.getByRole('dialog').getByText(quote, { exact: false }).first().waitFor();
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: quote }).waitFor();
    await page.getByRole('link', { name: 'Order', exact: true }).waitFor();
    while ((await page.evaluate('document.activeElement.textContent')) !== 'Order' && strokes < 60) await press('Tab');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: `Order from ${quote}` }).waitFor();
    await expect.poll(focused).toBe('Their reference');
    await expect.poll(() => estimated('Estimated net total')).toBe('Estimated net total 221.00 EUR');
    await type('PO-4711');
    await press('Control+Enter');
    const order = await landedOnOrder();
    process.stdout.write(`An order from a quote: ${strokes} strokes, ${Date.now() - began} ms.\n`);
    // A stroke a second, for who types with two fingers and looks.
    expect(strokes).toBeLessThan(60);
    await untilStage(site, order, 'acknowledged');
    const [row] = await site.rows<{ customer_reference: string; quote_number: string; net: string }>(
      'SELECT customer_reference, quote_number, net::text FROM sales_order WHERE number = $1',
      order,
    );
    expect(row).toEqual({ customer_reference: 'PO-4711', quote_number: quote, net: expect.stringMatching(/^221\.00/) });
  });
});

describe('an order from scratch', () => {
  it('keeps what was typed when its tab is closed, and gives it up at one click', async () => {
    await page.goto(at('/orders'));
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { level: 1, name: 'New order' }).waitFor();
    await beginOrder();
    await product(1).fill('VIS-8');
    await page.goto('about:blank');
    await page.goto(at('/new-order'));
    await page.getByText('Draft taken up again').waitFor();
    expect(await product(1).inputValue()).toBe('VIS-8');
    await page.getByRole('button', { name: 'Discard the draft' }).click();
    expect(await product(1).inputValue()).toBe('');
    await page.goto(at('/new-order'));
    await page.getByRole('combobox', { name: 'Customer' }).waitFor();
    expect(await page.getByText('Draft taken up again').count()).toBe(0);
  });

  it('is refused for one product that nobody sells, beside its field, and loses nothing', async () => {
    await beginOrder();
    await product(1).focus();
    await page.keyboard.type('produit vis-8');
    await page.getByRole('option', { name: /VIS-8/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Quantity, line 1');
    await page.keyboard.type('3');
    await expect.poll(() => figure('Unit price', 1).inputValue()).toBe('10.00');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Product, line 2');
    await page.keyboard.type('VIS-9');
    await page.getByText('No product of this name or number').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('4,25');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('VIS-9').waitFor();
    await expect.poll(focused).toBe('Product, line 2');
    expect(await product(2).getAttribute('aria-invalid')).toBe('true');
    expect(await figure('Unit price', 2).inputValue()).toBe('4,25');
    expect(visitor.takeComplaints()).toEqual([expect.stringContaining('422')]);
  });

  it('takes rows of a spreadsheet, names those that are none, says what stock lacks, and is entered', async () => {
    await page.getByRole('button', { name: 'Remove line 2' }).click();
    const wanted = page.getByRole('textbox', { name: 'Wanted for' });
    await wanted.fill('31 Feb');
    await wanted.press('Control+Enter');
    await page.getByText('This is no date.').waitFor();
    expect(await wanted.getAttribute('aria-invalid')).toBe('true');
    await wanted.fill('1 dec 2032');
    await wanted.press('Tab');
    expect(plain(await wanted.inputValue())).toBe('1 Dec 2032');
    expect(await page.getByText('This is no date.').count()).toBe(0);
    await page.getByRole('button', { name: 'Paste a table or a file' }).click();
    const table = 'qty,price,product\n6,"",VIS-10\nsome,"4,25",VIS-8\n';
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles({ name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await expect.poll(() => page.getByRole('textbox', { name: 'Table' }).inputValue()).toBe(table);
    await page.getByRole('button', { name: 'Add the lines' }).click();
    await page.getByText('Row 3: "some" is no quantity').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('4 short').waitFor();
    await expect.poll(() => estimated('Estimated net total')).toBe('Estimated net total 90.00 EUR');
    await page.getByRole('textbox', { name: 'Their reference' }).fill('PO-4711');
    await page.getByRole('button', { name: 'Enter the order' }).click();
    const order = await landedOnOrder();
    await page.getByText('has the reference "PO-4711" already').waitFor();
    const [dated] = await site.rows<{ day: string }>(
      `SELECT DISTINCT requested_date::text AS day FROM order_line WHERE order_number = $1`,
      order,
    );
    expect(dated?.day).toBe('2032-12-01');
    await page.goto(at('/new-order'));
    await page.getByRole('combobox', { name: 'Customer' }).waitFor();
    expect(await page.getByText('Draft taken up again').count()).toBe(0);
    await page.goto(at(`/orders/${order}`));
  });
});

describe('an order that its customer wants otherwise', () => {
  it('is amended with what changes in sight, and only with a reason', async () => {
    const order = await site.insist<{ number: string }>('sales', '/v1/orders', {
      customer: 'GARAGE',
      origin: 'phone',
      currency: 'EUR',
      lines: [{ lineNo: 1, product: 'VIS-8', quantity: '2', unitPrice: '10.00', requestedDate: site.today }],
    });
    await untilStage(site, order.number, 'acknowledged');
    await page.goto(at(`/orders/${order.number}`));
    await page.getByRole('link', { name: 'Amend' }).click();
    await page.getByText('Nothing changes yet.').waitFor();
    await figure('Quantity', 1).fill('5');
    await expect.poll(() => estimated('Net total')).toBe('Net total 20.00 EUR 50.00 EUR');
    await page.keyboard.press('Control+Enter');
    await expect.poll(focused).toMatch(/^Reason of the amendment/);
    await page.keyboard.type('They rang');
    await page.keyboard.press('Control+Enter');
    const cause = page.getByRole('combobox', { name: 'Whose error was it?' });
    await expect.poll(() => cause.getAttribute('aria-invalid')).toBe('true');
    await cause.click();
    await page.getByRole('option', { name: 'Our entry' }).click();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(at(`/orders/${order.number}`));
    await page.getByText('version 2').waitFor();
    await page.getByText('(error of our entry): They rang').waitFor();
    await page.goto(at('/figures/speed/entry-errors?by=kind'));
    const found = page.getByRole('row', { name: /^quantity/i });
    await found.waitFor();
    expect(plain(await found.innerText())).toMatch(/^quantity\s+1\b/i);
  });
});

describe('an order whose customer has 10 % off the whole', () => {
  it('is typed in a dialog, estimated at once, and a difference of price, since nobody offered it', async () => {
    const { number: order } = await site.insist<{ number: string }>('manager', '/v1/orders', {
      ...orderBody(site, 'GARAGE', 'VIS-8', '2', '10.00'),
    });
    await untilStage(site, order, 'acknowledged');
    await page.goto(at(`/orders/${order}`));
    await page.getByRole('link', { name: 'Amend' }).click();
    await page.getByText('Nothing changes yet.').waitFor();
    await page.getByRole('button', { name: 'Allowances and charges on the whole' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Value').fill('10');
    expect(await seriousOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => estimated('Net total')).toBe('Net total 20.00 EUR 18.00 EUR');
    await page.getByLabel('Reason of the amendment').fill('Promised by telephone');
    await page.getByRole('combobox', { name: 'Whose error was it?' }).click();
    await page.getByRole('option', { name: 'Our entry' }).click();
    await page.keyboard.press('Control+Enter');
    await untilStage(site, order, 'discrepancy-hold');
    await page.waitForURL(at(`/orders/${order}`));
    // 18.00 of 2
    await page.getByText('Discount: −2.00').first().waitFor();
    const [row] = await site.rows<{ net: string; expected: string; actual: string }>(
      `SELECT o.net::text, d.expected, d.actual FROM sales_order AS o JOIN discrepancy AS d ON d.order_number = o.number
       AND d.version = o.version WHERE o.number = $1`,
      order,
    );
    expect(row).toEqual({ net: expect.stringMatching(/^18\.00/) as string, expected: '10.00', actual: '9.00' });
  });
});

describe('an order of 2 at 8.00 where the list says 10.00', () => {
  /** By a colleague: who asks for a price does not accept it. */
  const undercut = async (): Promise<string> => {
    const body = orderBody(site, 'GARAGE', 'VIS-8', '2', '8.00');
    const { number: order } = await site.insist<{ number: string }>('manager', '/v1/orders', body);
    await untilStage(site, order, 'discrepancy-hold');
    return order;
  };

  /** Presses a decision on the differences that are chosen, and says why and whose error it was. */
  async function decide(place: Locator, decision: string, reason: string): Promise<void> {
    await place.getByRole('button', { name: decision, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('combobox', { name: 'Whose error was it?' }).click();
    await page.getByRole('option', { name: 'Our entry' }).click();
    await dialog.getByRole('button', { name: decision, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  const decided = (order: string) =>
    site.rows<{ stage: string; disposition: string; reason: string; cause: string; decided_by: string }>(
      `SELECT o.stage, d.disposition, d.reason, d.cause, d.decided_by FROM sales_order AS o
       JOIN discrepancy AS d ON d.order_number = o.number WHERE o.number = $1`,
      order,
    );
  const byUs = { cause: 'entry', decided_by: expect.any(String) as string };

  it('is accepted from the worklist, goes on at its price, and its line is gone', async () => {
    const order = await undercut();
    await page.goto(at('/worklist?kind=discrepancy'));
    const line = page.getByRole('listitem').filter({ hasText: order });
    await line.getByRole('button', { name: 'Decide here' }).click();
    const found = line.getByRole('row', { name: /price/i });
    await found.waitFor();
    expect(plain(await found.innerText())).toMatch(/10\.00.*8\.00/s);
    await decide(line, 'Accept', 'Agreed by telephone');
    await untilStage(site, order, 'acknowledged');
    await expect.poll(() => line.count()).toBe(0);
    expect(await decided(order)).toEqual([
      { ...byUs, stage: 'acknowledged', disposition: 'accept', reason: 'Agreed by telephone' },
    ]);
    const [row] = await site.rows<{ net: string }>(
      `SELECT net::numeric(18,2)::text AS net FROM sales_order WHERE number = $1`,
      order,
    );
    expect(row?.net).toBe('16.00');
  });

  it('waits for a new quote where one is asked for', async () => {
    const order = await undercut();
    await page.goto(at(`/orders/${order}`));
    const differences = page.getByRole('region', { name: 'Discrepancies' });
    await decide(differences, 'Requote', 'The list is right');
    await page.getByText('sales: a new quote or an amendment').waitFor();
    await differences.getByText('The list is right', { exact: false }).waitFor();
    expect(await decided(order)).toEqual([
      { ...byUs, stage: 'discrepancy-hold', disposition: 'requote', reason: 'The list is right' },
    ]);
  });

  it('is rejected, and what its customer was told stands on its page as it was sent', async () => {
    const order = await undercut();
    await page.goto(at(`/orders/${order}`));
    await decide(page.getByRole('region', { name: 'Discrepancies' }), 'Reject the order', 'Below cost');
    await untilStage(site, order, 'rejected');
    expect(await decided(order)).toEqual([{ ...byUs, stage: 'rejected', disposition: 'reject', reason: 'Below cost' }]);
    await untilMailsRest(site);
    await page.reload();
    const mails = page.getByRole('region', { name: 'Mails', exact: true });
    await mails.getByRole('button', { name: /^Show here the mail/ }).click();
    const sent = page.getByRole('region', { name: 'As it was sent' });
    await sent.getByText('orders@garage.example').waitFor();
    await sent
      .locator('iframe')
      .contentFrame()
      .getByRole('heading', { name: new RegExp(order) })
      .waitFor();
    await sent.getByText('As text', { exact: true }).click();
    const [kept] = await site.rows<{ text: string }>(`SELECT text FROM outgoing WHERE id = $1`, `refusal:${order}`);
    expect((await sent.locator('pre').innerText()).trim()).toBe((kept?.text ?? '').trim());
    expect(kept?.text).not.toContain('Below cost');
  });
});

describe('a quote that the customer accepts while somebody writes why it is lost', () => {
  it('keeps what was typed, tells what became of it, and is not lost', async () => {
    const { number } = await site.insist<{ number: string }>('sales', '/v1/quotes', {
      customer: 'GARAGE',
      validUntil: `${Number(site.today.slice(0, 4)) + 1}-12-31`,
      paymentTerms: { kind: 'net', days: 30 },
      freight: '0.00',
      lines: [
        { lineNo: 1, product: 'VIS-8', quantity: '1', unitPrice: '9.50', discountPercent: '0', deliveryDate: null },
      ],
    });
    await page.goto(at(`/quotes/${number}`));
    await page.getByRole('button', { name: 'Lost', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const why = dialog.getByLabel('Lost because');
    await why.fill('Too dear');
    await site.insist('sales', `/v1/quotes/${number}/acceptance`, { acceptedOn: site.today });
    await dialog.getByRole('note').getByText('is on record meanwhile', { exact: false }).waitFor();
    expect(await why.inputValue()).toBe('Too dear');
    await dialog.getByRole('button', { name: 'Lost', exact: true }).click();
    await dialog.getByText('changed meanwhile').waitFor();
    expect(visitor.takeComplaints()).toEqual([expect.stringContaining('412 (Precondition Failed)')]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Lost', exact: true }).count()).toBe(0);
    expect(await site.rows('SELECT status, lost_reason AS why FROM quote WHERE number = $1', number)).toEqual([
      { status: 'accepted', why: null },
    ]);
  });
});

describe('a file of 50 orders, 3 of them wrong', () => {
  const heads =
    'customer;customerReference;origin;currency;lines.product;lines.quantity;lines.unitPrice;lines.requestedDate';
  const rowOf = (no: number, { customer = 'GARAGE', product: sold = 'VIS-8', quantity = '1' } = {}): string =>
    `${customer};IMP-${no};email;EUR;${sold};${quantity};10.00;${site.today}`;
  const rows = (wrong: Readonly<Record<number, Parameters<typeof rowOf>[1]>>): string =>
    [heads, ...Array.from({ length: 50 }, (_, at) => rowOf(at + 1, wrong[at + 1]))].join('\r\n');
  const counted = async (): Promise<number> => {
    const [row] = await site.rows<{ count: number }>(
      "SELECT count(*)::int FROM sales_order WHERE customer_reference LIKE 'IMP-%'",
    );
    return row?.count ?? 0;
  };

  it('is tried, sent with progress through a reload, and the wrong ones come back in a file to be corrected', async () => {
    await page.goto(at('/import'));
    const wrong = { 7: { product: 'NOBODY' }, 20: { quantity: 'many' }, 33: { customer: 'NOBODY' } };
    const file = { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(rows(wrong)) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Read and try' }).click();
    await page.getByText('47 would pass, 3 would be refused.').waitFor();
    const refused = page.getByRole('region', { name: '3 refused' });
    await refused.getByRole('row', { name: /^8 GARAGE IMP-7 lines.0.product/ }).waitFor();
    await refused.getByRole('row', { name: /^21 GARAGE IMP-20 lines.0.quantity/ }).waitFor();
    await refused.getByRole('row', { name: /^34 NOBODY IMP-33 customer/ }).waitFor();
    expect(await counted()).toBe(0);

    await page.getByRole('button', { name: 'Import 47' }).click();
    await page.getByText(/[1-9]\d* taken/).waitFor();
    await page.reload();
    await page.getByText(/0 already there, 3 refused\.$|[1-9]\d* already there, 3 refused\.$/).waitFor();
    await page.getByRole('button', { name: 'Another file' }).waitFor();
    await page.getByText('Sending: 50 / 50').waitFor();
    expect(await counted()).toBe(47);

    const [downloaded] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the refused rows (CSV)' }).click(),
    ]);
    const text = await readFile(await downloaded.path(), 'utf8');
    expect(text.split('\r\n').filter((line) => line !== '')).toHaveLength(4);
    const corrected = text
      .replaceAll('NOBODY;IMP', 'GARAGE;IMP')
      .replace(';NOBODY;', ';VIS-8;')
      .replace(';many;', ';1;');

    await page.getByRole('button', { name: 'Another file' }).click();
    const again = { name: 'orders.refused.csv', mimeType: 'text/csv', buffer: Buffer.from(corrected) };
    await page.locator('input[type=file]').setInputFiles(again);
    await page.getByRole('button', { name: 'Read and try' }).click();
    await page.getByRole('button', { name: 'Import 3' }).click();
    await page.getByText('3 taken, 0 already there, 0 refused.').waitFor();
    expect(await counted()).toBe(50);
    await page.getByRole('button', { name: 'Another file' }).click();
  });
});
