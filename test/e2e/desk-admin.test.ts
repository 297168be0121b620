import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../documents/pdf-text.js';
import { openBrowser, openVisitor, type Visitor } from '../support/browser.js';
import { enterAs, overflowOf, seriousOf, settled } from '../support/console.js';
import { openSite, type Site } from '../support/faults.js';
import { openIssuer, type Issuer } from '../support/issuer.js';

/** The way in of who has a second factor, of who comes from the company's issuer, and back in of whom an admin signed out. */
let site: Site;
let browser: Browser;
let idp: Issuer;
let admin: Visitor;

const client = 'encours';
const secret = 'a secret of the tests';

beforeAll(async () => {
  idp = await openIssuer({
    f3a1: { name: 'Claire Dubois', encours_role: 'finance' },
    norole: { name: 'Nadia Noël' },
  });
  browser = await openBrowser();
  site = await openSite({ env: { OIDC_ISSUER: idp.url, OIDC_CLIENT_ID: client, OIDC_CLIENT_SECRET: secret } });
  admin = await openVisitor(browser, 'en-GB');
  await enterAs(admin.page, site.stack.apiUrl, 'admin');
  idp.serve({ claimsIn: 'id-token', client, secret, redirectUri: at('/session/oidc/callback') });
});
afterAll(async () => {
  await browser.close();
  await site.close();
  idp.close();
});

const at = (path: string): string => `${site.stack.apiUrl}${path}`;
const pages = [
  '/admin/people',
  '/admin/people/zoe.martin',
  '/admin/keys',
  '/admin/company',
  '/admin/policies',
  '/admin/policies/credit',
  '/admin/policies/dunning',
  '/admin/invoice-series',
  '/admin/document-templates',
  '/admin/legal-holds',
  '/admin/exchange-rates',
  '/admin/sessions',
  '/admin/rights',
];
type Dunning = {
  readonly levels: readonly { readonly level: string }[];
  readonly thresholds: readonly object[];
  readonly rates: readonly object[];
  readonly sendingWindow: Readonly<Record<string, unknown>>;
};

const refusedByTheDoor = expect.stringContaining('401 (Unauthorized)');

/** Sound for who hears it, and no wider than a telephone. */
async function expectSound(page: Page, what: string): Promise<void> {
  await page.setViewportSize({ width: 390, height: 800 });
  // What a page leaves out on a telephone goes a moment after the window has become one.
  await expect.poll(() => overflowOf(page), { message: what }).toBe(0);
  expect(await seriousOf(page), what).toEqual([]);
}

async function nameAndPassword(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^My account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

describe('somebody new', () => {
  const [given, own] = ['horse battery staple', 'a pass phrase of my own'];
  let visitor: Visitor;
  let page: Page;
  let totp: TOTP;
  let used: string;
  let recovery: readonly string[];

  beforeAll(async () => {
    await site.insist('admin', '/v1/people', { id: 'zoe.martin', name: 'Zoé Martin', role: 'finance' });
    await site.insist('admin', '/v1/people/zoe.martin/password', { password: given });
    visitor = await openVisitor(browser, 'en-GB');
    page = visitor.page;
  });
  afterAll(() => visitor.close());

  it('chooses a password of their own before anything else, and is then where they wanted to go', async () => {
    await page.goto(at('/orders?stage=received'));
    await nameAndPassword(page, 'zoe.martin', given);
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await expectSound(page, 'first password');
    await page.locator('input[type=password]').first().fill(given);
    await page.locator('input[type=password]').last().fill(own);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    expect(page.url()).toBe(at('/orders?stage=received'));
  });

  it('sets up a second factor from a QR code that this page drew, and gets ten recovery codes once', async () => {
    await page.goto(at('/account'));
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('img', { name: 'QR code for the authenticator' }).waitFor();
    await expectSound(page, 'enrolment');
    const key = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '');
    totp = new TOTP({ secret: Secret.fromBase32(key) });
    used = totp.generate();
    await page.getByLabel('Code of your authenticator').fill(used);
    await page.getByRole('button', { name: 'Confirm' }).click();
    const codes = page.getByRole('region', { name: 'Your ten recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    recovery = await codes.allInnerTexts();
    await expectSound(page, 'recovery codes');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('A code is asked for at each sign-in').waitFor();
    await page.reload();
    await page.getByText('A code is asked for at each sign-in').waitFor();
    expect(await page.getByText(recovery[0] ?? '').count()).toBe(0);
    expect(visitor.origins()).toEqual([new URL(site.stack.apiUrl).origin]);
    expect(visitor.takeComplaints()).toEqual([]);
  });

  it('signs in with the code from then on, which is good once, and with a recovery code without the telephone', async () => {
    await signOut(page);
    await nameAndPassword(page, 'zoe.martin', own);
    const code = page.getByLabel('Code of your authenticator');
    await code.waitFor();
    await expectSound(page, 'code');
    await code.fill(used);
    await page.keyboard.press('Enter');
    await page.getByText('This code is wrong, or was used before.').waitFor();
    await code.fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    await signOut(page);
    await nameAndPassword(page, 'zoe.martin', own);
    await recover(recovery[0]);
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    const sessions = page.getByRole('region', { name: 'Where you are signed in' });
    await sessions.getByText('this session').waitFor();
    await sessions.getByRole('button', { name: 'Since' }).click();
    await page.waitForURL(/sort=openedAt/);
    await sessions.getByText('this session').waitFor();
    expect(visitor.takeComplaints()).toEqual([refusedByTheDoor, refusedByTheDoor, refusedByTheDoor]);
  });

  it('is shown the way in within seconds when an admin ends the session, with why, and comes back to the same page with what was typed', async () => {
    await page.goto(at('/new-payment'));
    const reference = page.getByRole('textbox', { name: 'Reference' });
    await page.getByLabel('Amount', { exact: false }).first().fill('80,00');
    await reference.fill('VIR-81');
    await admin.page.goto(at('/admin/sessions'));
    await admin.page.getByRole('button', { name: 'End the session of Zoé Martin' }).click();
    await admin.page.getByText('The session has ended.').waitFor();
    await page.getByText('An administrator ended your session.', { exact: false }).waitFor({ timeout: 12_000 });
    await expectSound(page, 'ended');
    await nameAndPassword(page, 'zoe.martin', own);
    await recover(recovery[1]);
    await expect.poll(() => reference.inputValue()).toBe('VIR-81');
    expect(await page.getByLabel('Amount', { exact: false }).first().inputValue()).toBe('80,00');
    expect(page.url()).toBe(at('/new-payment'));
    expect(
      await page.evaluate('Object.keys(sessionStorage).filter((name) => name.startsWith("encours-typed"))'),
    ).toEqual([]);
    for (const complaint of visitor.takeComplaints()) expect(complaint).toEqual(refusedByTheDoor);
  });

  async function recover(code: string | undefined): Promise<void> {
    await page.getByRole('button', { name: 'I do not have my authenticator' }).click();
    await page.getByLabel('Recovery code').fill(code ?? '');
    await page.keyboard.press('Enter');
  }
});

describe('somebody whom the company’s issuer knows', () => {
  it('comes in with the role that it tells, to the page that was wanted, and keeps no password here', async () => {
    const visitor = await openVisitor(browser, 'en-GB');
    const { page } = visitor;
    idp.next('f3a1');
    await page.goto(at('/payments'));
    await page.getByRole('link', { name: `Sign in with ${new URL(idp.url).host}` }).click();
    await page.getByRole('heading', { level: 1, name: 'Payments' }).waitFor();
    expect(page.url()).toBe(at('/payments'));
    await page.goto(at('/account'));
    await page.getByText('Password and second factor are managed at the company sign-in.').waitFor();
    expect(await page.getByText('Claire Dubois').count()).toBeGreaterThan(0);
    expect(await page.locator('input[type=password]').count()).toBe(0);
    expect(visitor.takeComplaints()).toEqual([]);
    await visitor.close();
  });

  it.each([
    ['norole', 'en-GB', 'gives you no role here'],
    [null, 'fr-FR', 'La connexion de l’entreprise vous a refusé'],
  ])('is told why it came to nothing (%s, %s)', async (sub, locale, why) => {
    const visitor = await openVisitor(browser, locale);
    idp.next(sub);
    await visitor.page.goto(at('/session/oidc'));
    await visitor.page.getByRole('alert').getByText(why, { exact: false }).waitFor();
    await expectSound(visitor.page, `refused in ${locale}`);
    await enterAs(visitor.page, site.stack.apiUrl, 'sales', locale === 'fr-FR' ? 'fr' : 'en');
    expect(visitor.takeComplaints()).toEqual([]);
    await visitor.close();
  });
});

describe('an admin', () => {
  it('changes a policy with the change in sight first, and reads in its history what it was, since when and by whom', async () => {
    const { page } = admin;
    await page.goto(at('/admin/policies/acknowledgement'));
    await page.getByLabel('Target (minutes)').fill('45');
    await page.getByRole('button', { name: 'Look at the change' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('The new policy is in force.').waitFor();
    const [last, before] = await site.rows<{ version: number; by: string; minutes: string }>(
      `SELECT version, written_by AS by, body->>'targetMinutes' AS minutes FROM policy_version
       WHERE kind = 'acknowledgement' ORDER BY version DESC LIMIT 2`,
    );
    const told = page.getByRole('region', { name: `Version ${last?.version}`, exact: true });
    expect(await told.getByRole('cell').allInnerTexts()).toEqual(['Target (minutes)', before?.minutes, '45']);
    expect(await told.innerText()).toContain(`by ${last?.by}`);
    expect(admin.takeComplaints()).toEqual([]);
  });

  it('is told that another admin was first, keeps what they typed, and overwrites nothing of the other', async () => {
    const { page } = admin;
    await page.reload();
    await page.getByLabel('Target (minutes)').fill('50');
    const [last] = await site.rows<{ body: object }>(
      `SELECT body FROM policy_version WHERE kind = 'acknowledgement' ORDER BY version DESC LIMIT 1`,
    );
    await site.insist('admin', '/v1/policies/acknowledgement', { ...last?.body, warnPercent: 61 });
    await page.getByRole('button', { name: 'Look at the change' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
    await page.getByRole('alert').getByRole('button', { name: 'Read it again' }).click();
    await page.getByText('Nothing that you typed is lost', { exact: false }).waitFor();
    expect(await page.getByLabel('Target (minutes)').inputValue()).toBe('50');
    expect(await page.getByLabel('Warning before it is late').inputValue()).toBe('61');
    await page.getByRole('button', { name: 'Look at the change' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('The new policy is in force.').waitFor();
    const [now] = await site.rows<{ body: object }>(`SELECT body FROM policy WHERE kind = 'acknowledgement'`);
    expect(now?.body).toEqual({ ...last?.body, targetMinutes: 50, warnPercent: 61 });
    expect(admin.takeComplaints()).toEqual([expect.stringContaining('412')]);
  });

  it('changes the dunning procedure level by level, and with it just what was typed', async () => {
    const { page } = admin;
    await page.goto(at('/admin/policies/dunning'));
    const [before] = await site.rows<{ body: Dunning }>(`SELECT body FROM policy WHERE kind = 'dunning'`);
    const level = (name: string) => page.getByRole('group', { name, exact: true });
    await level('First reminder').getByLabel('Days after the due date').fill('9');
    await level('First reminder').getByLabel('Claims the fee').check();
    await level('Thresholds by currency').getByRole('button', { name: 'Add a currency' }).click();
    await level('Thresholds by currency').getByLabel('Least of a letter').last().fill('12,50');
    await level('Yearly late-payment rates').getByRole('button', { name: 'Add a rate' }).click();
    await level('Yearly late-payment rates').getByLabel('Rate (%)').last().fill('11,25');
    await level('Yearly late-payment rates').getByLabel('Source').last().fill('Our terms of 2032');
    await level('Yearly late-payment rates').getByRole('textbox', { name: 'From' }).last().fill('1 Jan 2032');
    await page.getByLabel('Working days only').click();
    await page.getByRole('button', { name: 'Look at the change' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('The new policy is in force.').waitFor();
    const [after] = await site.rows<{ body: Dunning }>(`SELECT body FROM policy WHERE kind = 'dunning'`);
    const was = before?.body;
    expect(after?.body).toEqual({
      ...was,
      levels: was?.levels.map((each) =>
        each.level === 'level-1' ? { ...each, offsetDays: 9, claimRecoveryFee: true } : each,
      ),
      thresholds: [...(was?.thresholds ?? []), { currency: expect.any(String), minimum: '12.50', residue: '0' }],
      rates: [...(was?.rates ?? []), { from: '2032-01-01', percent: '11.25', source: 'Our terms of 2032' }],
      sendingWindow: { ...was?.sendingWindow, workingDaysOnly: was?.sendingWindow['workingDaysOnly'] !== true },
    });
    expect(admin.takeComplaints()).toEqual([]);
  });

  it('begins a series of invoice numbers for orders by EDI, once the prefix is one of its own', async () => {
    const { page } = admin;
    await page.goto(at('/admin/invoice-series'));
    await page.getByRole('cell', { name: 'FA', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Begin a series' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'For' }).click();
    await page.getByRole('option', { name: 'orders by EDI' }).click();
    await dialog.getByLabel('Prefix').fill('AV');
    await dialog.getByRole('textbox', { name: 'From' }).fill('1 Jan 2032');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('AV stands before other numbers.', { exact: false }).first().waitFor();
    await dialog.getByLabel('Prefix').fill('FE');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The series is on record.').waitFor();
    const cells = page.getByRole('row', { name: /^FE/ }).getByRole('cell');
    expect(await cells.allInnerTexts()).toEqual([
      'FE',
      'Invoice',
      'orders by EDI',
      expect.stringMatching(/^1\sJan\s2032$/),
      'to come',
      expect.any(String),
    ]);
    expect(admin.takeComplaints()).toEqual([expect.stringContaining('422')]);
  });

  it('puts another look of documents in force once it has seen it, and is warned of what is hard to read', async () => {
    const { page } = admin;
    // What a page reads as a blob the browser keeps from whoever looks on: it is read on its way.
    const previews: Buffer[] = [];
    await page.route('**/preview.pdf', async (route) => {
      const answer = await route.fetch();
      previews.push(await answer.body());
      await route.fulfill({ response: answer });
    });
    await page.goto(at('/admin/document-templates'));
    await page.getByRole('cell', { name: 'in force' }).waitFor();
    await page.locator('iframe[src^="blob:"]').waitFor();
    expect(previews[0]?.subarray(0, 5).toString()).toBe('%PDF-');
    const accent = page.getByLabel('Titles and amounts');
    await accent.fill('#ff9999');
    await page.getByText('a contrast of', { exact: false }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Put in force' }).isDisabled()).toBe(true);
    await accent.fill('#7a1f3d');
    await page.getByText('a contrast of', { exact: false }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Move Unit price excl. VAT forward' }).click();
    await page.getByLabel('Foot of each page').fill('Founded in 1898');
    const last = (): string => readPdf(previews.at(-1) ?? Buffer.alloc(0)).text;
    await expect.poll(last, { timeout: 30_000 }).toContain('Founded in 1898');
    await page.locator('iframe[src^="blob:"]').waitFor();
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('Version 2 is on record.').waitFor();
    const [row] = await site.rows<{ body: { colors: { accent: string }; columns: { invoice: readonly string[] } } }>(
      'SELECT body FROM document_template WHERE version = 2',
    );
    expect(row?.body.colors.accent).toBe('#7a1f3d');
    expect(row?.body.columns.invoice.slice(1, 4)).toEqual(['description', 'unitPrice', 'quantity']);
    expect(admin.takeComplaints()).toEqual([]);
  });

  it('looks at 10,000 products by a view of their own, shared with all, and takes what it shows away as CSV and XLSX', async () => {
    await site.rows(
      `INSERT INTO product (number, name, unit, list_price, currency, tax_class)
       SELECT 'M-' || lpad(n::text, 5, '0'), 'Masse ' || n, 'piece', 1, 'EUR', 'standard' FROM generate_series(1, 10000) AS n
       RETURNING number`,
    );
    const { page } = admin;
    await page.goto(at('/products?search=Masse'));
    await page.getByRole('link', { name: 'M-00001' }).waitFor();
    await expectSound(page, '10,000 products');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(at('/products?search=Masse%20999'));
    await page.getByRole('link', { name: 'M-09990' }).waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save this view' }).click();
    await page.getByRole('dialog').getByLabel('Name of the view').fill('Nines');
    await page.keyboard.press('Enter');
    const manage = async (item: string): Promise<void> => {
      await page.getByRole('button', { name: 'Manage “Nines”' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const chosen = page.waitForResponse((response) => response.url() === at('/v1/views/default') && response.ok());
    await manage('Begin the list with this view');
    await chosen;
    await manage('Share with all');
    await expect.poll(viewsOfSales).toMatchObject([{ name: 'Nines', isMine: false }]);
    await page.goto(at('/products'));
    await page.waitForURL(/search=Masse/);
    await page.getByRole('link', { name: 'M-09990' }).waitFor();

    const download = async (item: string): Promise<Buffer> => {
      await page.getByRole('button', { name: 'Export' }).click();
      const coming = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: item }).click();
      return readFile(await (await coming).path());
    };
    // 999 and 9990 to 9999.
    const csv = await download('Everything filtered, as CSV');
    expect(csv.toString('utf8').trim().split('\r\n')).toHaveLength(1 + 11);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(new Uint8Array(await download('Everything filtered, as XLSX (Excel)')).buffer);
    expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([['Products', 1 + 11]]);
    const taken = await site.rows<{ format: string }>(
      `SELECT after->>'format' AS format FROM audit_entry WHERE action = 'list.exported' AND after->'filters'->>'search' = 'Masse 999'
       ORDER BY id`,
    );
    expect(taken.map(({ format }) => format)).toEqual(['csv', 'xlsx']);

    await manage('Remove');
    await expect.poll(viewsOfSales).toEqual([]);
    expect(admin.takeComplaints()).toEqual([]);
  });

  it('reads what products cost in the order of the cost, takes it away, and finds that of one product on its page', async () => {
    await site.rows(
      `INSERT INTO product_cost (product_number, valid_from, cost)
       VALUES ('M-00001', '2026-01-01', 0.5), ('M-00001', '2026-07-01', 0.75), ('M-00002', '2026-01-01', 0.6125)`,
    );
    const { page } = admin;
    const costs = async (): Promise<readonly string[]> =>
      (await page.getByRole('row').allInnerTexts()).flatMap((text) => /0\.\d+/.exec(text)?.[0] ?? []);
    await page.goto(at('/product-costs'));
    await page.getByRole('link', { name: 'M-00002' }).waitFor();
    await page.getByRole('button', { name: 'Cost without VAT' }).click();
    await page.waitForURL(/sort=cost/);
    await expect.poll(costs).toEqual(['0.50', '0.6125', '0.75']);
    await page.getByRole('button', { name: 'Export' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Everything filtered, as CSV' }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    expect(file.trim().split('\r\n')).toHaveLength(1 + 3);
    await page.getByRole('link', { name: 'M-00001' }).first().click();
    await page.getByRole('region', { name: 'Unit cost' }).waitFor();
    await expect.poll(costs).toEqual(['0.75', '0.50']);
    expect(admin.takeComplaints()).toEqual([]);
  });

  async function viewsOfSales(): Promise<unknown> {
    const { body } = await site.ask({ role: 'sales', path: '/v1/views?list=products' });
    return body['items'];
  }

  it.each(['en-GB', 'fr-FR'] as const)(
    'has pages that are sound for who hears them and fit a telephone, in %s',
    async (locale) => {
      // Meanwhile it is long enough that no worker asks for work for the last test to see it.
      await site.stack.stop('worker');
      const reader = await openVisitor(browser, locale);
      await enterAs(reader.page, site.stack.apiUrl, 'admin', locale === 'fr-FR' ? 'fr' : 'en');
      for (const path of pages) {
        await reader.page.goto(at(path));
        await settled(reader.page);
        await expectSound(reader.page, path);
      }
      expect(reader.takeComplaints()).toEqual([]);
      expect(reader.origins()).toEqual([new URL(site.stack.apiUrl).origin]);
      await reader.close();
    },
  );

  it('reads that no worker runs and which to start, where sales reads that what they enter waits and whom to tell', async () => {
    await untilAway();
    const clerk = await openVisitor(browser, 'en-GB');
    await enterAs(clerk.page, site.stack.apiUrl, 'sales');
    await admin.page.goto(at('/admin/people'));
    const waits =
      'No worker runs: what is entered is kept, but no order moves on. No worker runs for mails: none leaves.';
    for (const [{ page }, told] of [
      [admin, `${waits} Start one (encours-orders, encours-mail); the runbook says how.`],
      [clerk, `${waits} Operations has to start one.`],
    ] as const) {
      const notice = page.getByRole('status').filter({ hasText: 'No worker' });
      await notice.waitFor();
      expect(await notice.innerText()).toBe(told);
      await expectSound(page, told);
    }
    expect(clerk.takeComplaints()).toEqual([]);
    await clerk.close();
  });

  /** A worker that has asked for work a moment ago is not away yet: Temporal keeps that for minutes. */
  async function untilAway(): Promise<void> {
    const away = async (): Promise<boolean> => {
      const { workers } = (await (await fetch(at('/readyz'))).json()) as { workers: readonly { away: boolean }[] };
      return workers.every((queue) => queue.away);
    };
    await expect.poll(away, { timeout: 120_000, interval: 1_000 }).toBe(true);
  }
});
