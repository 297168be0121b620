import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../domain/calendar.js';
import { expectQuiet, openBrowser, openVisitor, type Visitor } from '../support/browser.js';
import { openSite, type Site } from '../support/faults.js';

let site: Site;
let browser: Browser;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite();
  visitor = await openVisitor(browser, 'en-GB');
  page = visitor.page;
  await page.goto(at('/move-in'));
  const entered = page.waitForResponse(at('/session/demo'));
  await page.getByRole('button', { name: /^manager/i }).click();
  await entered;
});
afterEach(() => expectQuiet(visitor, site.stack.apiUrl));
afterAll(async () => {
  await browser.close();
  await site.close();
});

const at = (path: string): string => `${site.stack.apiUrl}${path}`;
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** In the hours in which letters leave, one about an invoice that is due would be a live document, with which nothing is undone. */
const notYetDue = (): Date => day(addDays(site.today, 30));

/** One customer with an order delivered in part and charged, and one that waits; three cells are wrong. */
async function books(): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = (name: string, ...rows: readonly (readonly unknown[])[]): void => {
    book.addWorksheet(name).addRows(rows.map((cells) => [...cells]));
  };
  sheet(
    'Clients',
    [
      'number',
      'name',
      'language',
      'currency',
      'street',
      'city',
      'countryCode',
      'termsKind',
      'termsDays',
      'creditLimit',
    ],
    ['411É/1', 'Éditions Roux', 'fr', 'EUR', '1 rue A', 'Paris', 'FR', 'net', 30, 5000],
  );
  sheet(
    'Contacts',
    ['customer', 'code', 'role', 'name', 'email'],
    ['411É/1', 'MAIN', 'orders', 'Anne', 'anne@roux.example'],
  );
  sheet(
    'Articles',
    ['number', 'name', 'unit', 'currency', 'taxClass', 'listPrice'],
    ['VIS #8', 'Vis', 'piece', 'EUR', 'standard', 12.5],
  );
  sheet('Stock', ['product', 'quantity'], ['VIS #8', 20]);
  sheet(
    'Commandes',
    ['number', 'customer', 'receivedOn'],
    ['CMD 1', '411É/1', day('2026-09-02')],
    ['CMD 2', '411É/1', day('2026-09-03')],
  );
  sheet(
    'Lignes de commande',
    ['order', 'lineNo', 'product', 'quantity', 'unitPrice', 'requestedDate'],
    ['CMD 1', 1, 'VIS #8', 10, 12.5, day('2026-09-10')],
    ['CMD 2', 1, 'VIS #8', { formula: '2+2', result: 4 }, 12.5, day('2026-09-11')],
  );
  sheet('Livraisons', ['number', 'order', 'departedOn'], ['BON 1', 'CMD 1', '12/09/2026']);
  sheet('Lignes de livraison', ['delivery', 'lineNo', 'quantity'], ['BON 1', 1, 6]);
  sheet(
    'Factures',
    ['number', 'customer', 'order', 'issueDate', 'dueDate', 'net', 'vat', 'gross'],
    ['F 1', '411É/1', 'CMD 1', day('2026-09-12'), notYetDue(), '75,00', 15, 90],
  );
  sheet('Lignes de facture', ['invoice', 'lineNo', 'quantity', 'net'], ['F 1', 1, 6, 75]);
  sheet('Règlements', ['reference', 'date', 'amount', 'customer'], ['CHQ 7', day('2026-09-20'), 12.34, '411É/1']);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const give = (...files: readonly { readonly name: string; readonly buffer: Buffer }[]): Promise<void> =>
  page
    .locator('input[type=file]')
    .setInputFiles(files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
const status = (name: string): Promise<void> =>
  page.getByRole('status').getByText(name, { exact: true }).first().waitFor();
const type = (name: string, text: string): Promise<void> => page.getByRole('textbox', { name }).fill(text);

async function handedBack(name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return readFile(await file.path(), 'utf8');
}

describe('the books of another system', () => {
  it('are looked at, corrected, compared by their totals, moved in and taken back, all on one page', async () => {
    await page.getByRole('heading', { level: 1, name: 'Moving in' }).waitFor();
    await page.getByText('How to begin').waitFor();
    const [template] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the template (XLSX)' }).click(),
    ]);
    expect(template.suggestedFilename()).toBe('move-in.xlsx');

    await give({ name: 'roux.xlsx', buffer: await books() });
    await page.getByLabel('Day of the books').fill('2026-10-01');
    await page.getByRole('button', { name: 'Look at them' }).click();
    await status('Refused');
    const told = page.getByRole('region', { name: '3 faults' });
    await told.getByRole('row', { name: /roux.xlsx › Lignes de commande D3 quantity is a formula/ }).waitFor();
    await told.getByRole('row', { name: /roux.xlsx › Livraisons C2 departedOn must be a date/ }).waitFor();
    await told.getByRole('row', { name: /roux.xlsx › Factures F2 net must be an amount/ }).waitFor();

    const lines = await handedBack('Order lines: 1 refused (CSV)');
    expect(lines).toContain('roux.xlsx › Lignes de commande;3;CMD 2;1;VIS #8;;12.5');
    const notes = await handedBack('Deliveries: 1 refused (CSV)');
    const invoices = await handedBack('Invoices: 1 refused (CSV)');
    await give(
      { name: 'refused-order-lines.csv', buffer: Buffer.from(lines.replace(';VIS #8;;', ';VIS #8;4;')) },
      { name: 'refused-deliveries.csv', buffer: Buffer.from(notes.replace('12/09/2026', '2026-09-12')) },
      { name: 'refused-invoices.csv', buffer: Buffer.from(invoices.replace('75,00', '75.00')) },
    );
    await page.getByRole('button', { name: 'Look again' }).click();
    await status('To be signed off');
    // 4 of 10 and 4 of 4 at 12.50 are still to come, with 20 % VAT: 8 × 12.50 × 1.20.
    for (const [name, figure] of [
      ['Receivables (EUR)', '90.00'],
      ['Open orders, tax included (EUR)', '120.00'],
      ['Money without an invoice (EUR)', '12.34'],
    ] as const)
      await page.getByRole('row', { name: `${name} ${figure}` }).waitFor();

    await type('Other system · Receivables (EUR)', '90.01');
    await page.getByText('differs').waitFor();
    await type('Other system · Open orders, tax included (EUR)', '120');
    await type('Other system · Money without an invoice (EUR)', '12,34');
    await type('Other system · Stock, all units', '20');
    await page.getByRole('button', { name: 'Sign off and move in' }).click();
    await page.getByText('is 90.01, but these files come to 90.00').first().waitFor();
    visitor.takeComplaints();
    await type('Other system · Receivables (EUR)', '90.00');
    await page.getByRole('button', { name: 'Sign off and move in' }).click();
    await status('Moved in');
    expect(
      await site.rows(
        "SELECT number, stage FROM sales_order WHERE number LIKE 'CMD %' AND move_in_id IS NOT NULL ORDER BY 1",
      ),
    ).toEqual([
      { number: 'CMD 1', stage: 'in-delivery' },
      { number: 'CMD 2', stage: 'acknowledged' },
    ]);

    await page.getByRole('button', { name: 'Undo the move-in' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('a rehearsal');
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the move-in' }).click();
    await status('Undone');
    expect(await site.rows("SELECT number FROM sales_order WHERE number LIKE 'CMD %'")).toEqual([]);
    await page.getByText('a rehearsal').waitFor();
    await page.getByRole('link', { name: 'Another move-in' }).click();
    await page.getByRole('row', { name: /Undone refused-deliveries.csv, .*roux.xlsx/ }).waitFor();
  });
});
