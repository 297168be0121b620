import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities } from '../../activities/index.js';
import { noPlatform } from '../../activities/platform/port.js';
import { routes } from '../../api/app.js';
import { mayUse, permissions } from '../../api/permissions.js';
import type { Permission } from '../../api/permissions.js';
import { kpiNames, type KpiName } from '../../contracts/kpi.js';
import { kpiRule } from '../../domain/kpis.js';
import { roles } from '../../contracts/vocabulary.js';
import type { Role } from '../../contracts/vocabulary.js';
import { listNames } from '../../contracts/lists.js';
import { postgresDocumentStore } from '../../prisma/document-store.js';
import { appendAudit, type AuditInput } from '../../prisma/repositories/audit.js';
import { readPdf } from '../documents/pdf-text.js';
import { pastTheWalls } from '../support/stack.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { newKey, openApi, principalOf } from './office.js';
import type { ApiUnderTest } from './office.js';

/**
 * Every role against every field: a value that stands nowhere else is planted in each field that not everybody may see, and
 * then looked for in all that each role can read. Whom it is for follows from the permission of its entity.
 */
let api: ApiUnderTest;
let things: Things;

/** Signs alone, since amounts are written in many ways. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9@]/g, '');

type Canary = { readonly what: string; readonly value: string; readonly permission: Permission };
const canaries: readonly Canary[] = [
  { what: 'the credit limit', value: '73117.31', permission: 'customers.exposure' },
  { what: 'the exposure', value: '61234.56', permission: 'customers.exposure' },
  { what: 'the credit available', value: '11882.75', permission: 'customers.exposure' },
  { what: 'the reason of a credit stop', value: 'canarystop', permission: 'customers.exposure' },
  { what: 'the limit at a credit decision', value: '73000.19', permission: 'customers.exposure' },
  { what: 'what was overdue at a credit decision', value: '4444.17', permission: 'customers.exposure' },
  { what: 'the reason of a credit decision', value: 'canaryrelease', permission: 'customers.exposure' },
  { what: 'the amount of an invoice', value: '7200.20', permission: 'invoices.get' },
  { what: 'what is open on an invoice', value: '6150.13', permission: 'invoices.get' },
  { what: 'the amount of an invoice in the dossier', value: '7211.97', permission: 'invoices.get' },
  { what: 'what a payment paid in the dossier', value: '1050.07', permission: 'invoices.get' },
  { what: 'a bank reference', value: 'CANARYBANK', permission: 'payments.get' },
  { what: 'a bank reference in the dossier', value: 'CANARYTRANSFER', permission: 'payments.get' },
  { what: 'what a product costs us', value: '2345.6789', permission: 'product-costs.list' },
  { what: 'what was earned on it', value: '11638.39', permission: 'product-costs.list' },
  { what: 'what a letter claims', value: '7299.41', permission: 'dunning-steps.get' },
  { what: 'what a letter claims in the dossier', value: '7288.43', permission: 'dunning-steps.get' },
  { what: 'the address of a contact of the customer', value: 'canary.book@c.example', permission: 'mails.get' },
  { what: 'the address of a contact of the order', value: 'canary.order@c.example', permission: 'mails.get' },
  { what: 'the address of a contact of a former version', value: 'canary.former@c.example', permission: 'mails.get' },
  { what: 'what a mail said', value: 'canarytext', permission: 'mails.get' },
  { what: 'the page that a mail showed', value: 'canarypage', permission: 'mails.message' },
  { what: 'the recipient of a mail', value: 'canary.mail@c.example', permission: 'mails.get' },
  { what: 'the recipient of a mail in the dossier', value: 'canary.sent@c.example', permission: 'mails.get' },
  { what: 'why a month was made again', value: 'canarymonthend', permission: 'month-ends.get' },
  { what: 'who began a billing run', value: 'canarybilling', permission: 'billing-runs.get' },
  { what: 'the file of a move-in', value: 'canary-books.xlsx', permission: 'move-ins.get' },
  { what: 'what a move-in adds up to', value: '8912.77', permission: 'move-ins.get' },
  { what: 'a row that a move-in refused', value: 'canaryrow', permission: 'move-ins.get' },
];

const month = '2026-11';
const moveIn = '0e1a5b7c-3d52-4f6e-9a41-5c0d2b7e8f90';

const contact = (email: string) => [{ role: 'orders', name: 'Achats', language: 'fr', email, phone: '' }];

beforeAll(async () => {
  api = await openApi();
  things = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  await plant(things);
  await plantMoveIn();
  await api.prisma.billingRun.create({
    data: { id: 'billing:planted', upTo: new Date('2026-10-31'), startedBy: 'canarybilling', customers: 0 },
  });
  await plantMonthEnd();
});
afterAll(async () => {
  await api.close();
});

async function plant({ customer, order, invoice, payment, dunningStep, mail }: Things): Promise<void> {
  const { prisma } = api;
  const { parties } = await prisma.salesOrder.findUniqueOrThrow({ where: { number: order } });
  await prisma.customer.update({
    where: { number: customer },
    data: {
      creditLimit: '73117.31',
      exposure: '61234.56',
      creditStop: true,
      creditStopReason: { kind: 'manual', by: 'karim.benali', reason: 'canarystop' },
    },
  });
  await prisma.customerContact.updateMany({
    where: { customerNumber: customer, email: { not: null } },
    data: { email: 'canary.book@c.example' },
  });
  await prisma.salesOrder.update({
    where: { number: order },
    data: { parties: { ...(parties as object), contacts: contact('canary.order@c.example') } },
  });
  await pastTheWalls(
    api.database,
    `UPDATE invoice SET net = 6000.17, vat = 1200.03, gross = 7200.20 WHERE number = '${invoice}';
     UPDATE receivable SET amount = 7200.20, open = 6150.13 WHERE invoice_number = '${invoice}'`,
  );
  // Five were sold for 90.00: 90.00 − 5 × 2345.6789 = −11638.39.
  await prisma.productCost.create({
    data: { productNumber: 'P-001', validFrom: new Date('2026-11-01'), cost: '2345.6789' },
  });
  await prisma.payment.update({ where: { id: payment }, data: { reference: 'CANARYBANK' } });
  await prisma.dunningStep.update({ where: { id: dunningStep }, data: { openAmount: '7299.41' } });
  await prisma.outgoing.update({
    where: { id: mail },
    data: { recipient: 'canary.mail@c.example', text: 'canarytext', html: '<p>canarypage</p>' },
  });
  await prisma.creditDecision.create({
    data: {
      orderNumber: order,
      sequence: 1,
      kind: 'released',
      reason: 'canaryrelease',
      amount: '108.00',
      exposureBefore: '0.00',
      creditLimit: '73000.19',
      overdue: '4444.17',
      decidedBy: 'karim.benali',
      decidedAt: '2026-11-02T09:00:00Z',
    },
  });
  const by = { actor: { principal: 'karim.benali', role: 'finance', requestId: 'r' }, orderNumber: order } as const;
  const posted = { of: 'principal', invoice, amount: '1050.07', open: '6150.13', currency: 'EUR' } as const;
  const account = { gross: '108.00', exposure: '0.00', limit: '73000.19', overdue: '4444.17' };
  const before = { parties: { contacts: contact('canary.former@c.example') } } as never;
  const sent = { to: 'canary.sent@c.example', subject: 'Facture', kind: 'invoice' };
  const letter = {
    invoice,
    level: 'level-1',
    status: 'DUE',
    claimed: '7288.43',
    recoveryFee: '40.00',
    openAmount: '7288.43',
    handOver: false,
    creditStop: false,
  } as const;
  const entries: readonly AuditInput[] = [
    {
      ...by,
      action: 'order.amended',
      entity: 'order',
      entityId: order,
      before,
      after: { version: 2, gross: '1.00', reason: 'r' },
    },
    {
      ...by,
      action: 'credit.released',
      entity: 'order',
      entityId: order,
      before: {},
      after: { ...account, reason: 'canaryrelease' },
    },
    {
      ...by,
      action: 'invoice.issued',
      entity: 'invoice',
      entityId: invoice,
      after: { gross: '7211.97', dueDate: '2026-12-02', delivery: 'BL-2026-900001' },
    },
    {
      ...by,
      action: 'payment.allocated',
      entity: 'invoice',
      entityId: invoice,
      before: {},
      after: { ...posted, reference: 'CANARYTRANSFER' },
    },
    { ...by, action: 'mail.sent', entity: 'mail', entityId: mail, after: sent },
    { ...by, action: 'dunning.level-1', entity: 'dunning-step', entityId: dunningStep, after: letter },
  ];
  await prisma.$transaction((tx) => appendAudit(tx, entries));
}

/** Looked at, and refused for one row. */
async function plantMoveIn(): Promise<void> {
  const asOf = new Date('2026-10-31');
  const money = {
    invoiced: '8912.77',
    open: '0.00',
    overdue: '0.00',
    paid: '0.00',
    unallocated: '0.00',
    ordered: '0.00',
  };
  const totals = {
    asOf: '2026-10-31',
    rows: { customers: 1 },
    openOrders: 0,
    money: [{ currency: 'EUR', ...money }],
    stock: '0',
  };
  const by = { actor: { principal: 'api-admin', role: 'admin', requestId: 'r' }, createdBy: 'api-admin' };
  await api.prisma.moveInWork.create({ data: { id: moveIn, status: 'refused', asOf, ...by, totals, refused: 1 } });
  await api.prisma.moveInFile.create({
    data: { moveInId: moveIn, name: 'canary-books.xlsx', content: Buffer.from('nothing') },
  });
  await api.prisma.moveInRefused.create({
    data: {
      moveInId: moveIn,
      place: 1,
      kind: 'customers',
      file: 'canary-books.xlsx',
      row: 2,
      field: 'currency',
      fault: 'not-valid',
      value: 'canaryrow',
      fields: { number: 'X', name: 'canaryrow' },
    },
  });
}

/** The month of all that is planted, frozen with it, as paper and workbook. */
async function plantMonthEnd(): Promise<void> {
  const { prisma, database } = api;
  const activities = createActivities({
    platform: noPlatform,
    prisma,
    databaseUrl: database.url,
    documents: postgresDocumentStore(prisma),
    mail: {} as never,
    processes: {} as never,
    publicUrl: api.url,
  });
  const actor = { principal: principalOf('manager'), role: 'manager', requestId: 'month-end' } as const;
  const asked = { month, now: '2026-12-01T05:00:00.000Z', actor, reason: 'canarymonthend' };
  const made = await activities.recordMonthEnd(asked);
  if (made.kind !== 'made') throw new Error(JSON.stringify(made));
  await activities.renderDocuments(made.documents);
}

/** All that a key can read of these things: every route that gives JSON. */
async function readAll(key: string, about = things): Promise<string> {
  const byNoun: Readonly<Record<string, string>> = {
    customers: about.customer,
    quotes: about.quote,
    orders: about.order,
    deliveries: about.delivery,
    invoices: about.invoice,
    payments: about.payment,
    'dunning-steps': about.dunningStep,
    mails: about.mail,
    products: 'P-001',
  };
  const paths = routes
    .filter(({ method, path }) => method === 'get' && !path.endsWith('.pdf'))
    .map(({ path }) => {
      const id = byNoun[path.split('/')[2] ?? ''] ?? 'unknown';
      return path
        .replace('{code}', 'ACHATS')
        .replace('{month}/{version}', `${month}/1`)
        .replace('/move-ins/{id}', `/move-ins/${moveIn}`)
        .replace('{kind}', 'customers')
        .replace(/\{(number|id)\}/, encodeURIComponent(id));
    });
  const figures = kpiNames.map((name) => `/v1/kpis/${name}?from=2026-11-01&to=2026-11-30`);
  const texts = await Promise.all([...paths, ...figures].map((path) => api.call({ method: 'GET', path, key })));
  return bare(texts.map(({ text }) => text).join('\n'));
}

const shownTo = (text: string): readonly string[] =>
  canaries.filter(({ value }) => text.includes(bare(value))).map(({ what }) => what);

describe.each(roles)('what %s can read', (role: Role) => {
  it('holds the fields of what the role may see, and no other', async () => {
    const caller = { person: principalOf(role), role, seesAllCustomers: false, scopes: [] };
    const expected = canaries.filter(({ permission }) => mayUse(caller, permission)).map(({ what }) => what);
    expect(shownTo(await readAll(api.keys[role]))).toEqual(expected);
  });
});

const months = [`/v1/month-ends/${month}/1/document.pdf`, `/v1/month-ends/${month}/1/workbook.xlsx`] as const;
const ofMoveIn = `/v1/move-ins/${moveIn}/refused-rows/customers`;
const listed = (name: string): readonly string[] =>
  ['csv', 'xlsx'].map((format) => `/v1/exports/${name}.${format}?language=en`);
/** Each split once, and the whole as a sheet. */
const figured = (name: KpiName): readonly string[] => {
  const asked = `/v1/kpis/${name}/export?language=en&from=2026-11-01&to=2026-11-30`;
  const splits = kpiRule(name).dimensions.map((by) => `${asked}&format=csv&by=${by}`);
  return [`${asked}&format=csv`, `${asked}&format=xlsx`, ...splits];
};
const files = [...months, ofMoveIn, ...listNames.flatMap(listed), ...kpiNames.flatMap(figured)];

/** What stands in a file; null: it is not for this key. */
async function contentOf(path: string, key: string): Promise<string | null> {
  const answer = await fetch(`${api.url}${path}`, { headers: { Authorization: `Bearer ${key}` } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status !== 200) {
    expect([path, [403, 404, 422].includes(answer.status)]).toEqual([path, true]);
    return null;
  }
  const mime = answer.headers.get('Content-Type') ?? '';
  if (mime.includes('pdf')) return bare(readPdf(bytes).text);
  const cells = mime.includes('spreadsheet')
    ? await cellsOf(bytes)
    : Buffer.from(bytes)
        .toString('utf8')
        .split(/[,"\r\n]+/);
  // Cells apart, so that figures beside each other make no other one.
  return cells.map(bare).join('|');
}

async function cellsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes.buffer as ArrayBuffer);
  const told: string[] = [];
  for (const sheet of book.worksheets)
    sheet.eachRow((row) =>
      row.eachCell(({ value }) => {
        if (typeof value === 'number') told.push(value.toFixed(2), value.toFixed(4));
        else told.push(JSON.stringify(value));
      }),
    );
  return told;
}

/** How many files are read at once. */
const AT_ONCE = 8;

describe('a file', () => {
  it.each(roles)('of a month end, a move-in, a list or a figure tells %s nothing that is not theirs', async (role) => {
    const caller = { person: principalOf(role), role, seesAllCustomers: false, scopes: [] };
    const hidden = canaries.filter(({ permission }) => !mayUse(caller, permission));
    const leaks: (readonly [path: string, what: string])[] = [];
    const left = (hidden.length === 0 ? [] : files).values();
    const read = async (): Promise<void> => {
      for (const path of left) {
        const text = await contentOf(path, api.keys[role]);
        leaks.push(
          ...hidden.filter(({ value }) => text?.includes(bare(value))).map(({ what }) => [path, what] as const),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, read));
    expect(leaks).toEqual([]);
  });

  it.each([
    [months[0], ['canarymonthend', '11638.39', '6150.13']],
    [months[1], ['11638.39', '6150.13']],
    [ofMoveIn, ['canaryrow']],
    [listed('customers')[0] ?? '', ['73117.31', '61234.56']],
    [listed('customers')[1] ?? '', ['73117.31', '61234.56']],
    [listed('invoices')[1] ?? '', ['7200.20', '6150.13']],
    [listed('payments')[0] ?? '', ['CANARYBANK']],
    [listed('mails')[1] ?? '', ['canary.mail@c.example']],
    [figured('margin')[0] ?? '', ['11638.39']],
    [figured('margin')[1] ?? '', ['11638.39']],
  ] as const)('%s is one in which they are found', async (path, values) => {
    const text = (await contentOf(path, api.keys.admin)) ?? '';
    expect(values.filter((value) => !text.includes(bare(value)))).toEqual([]);
  });
});

describe('a key whose scopes are narrower than its role', () => {
  it('shows of an order and a customer what its scopes allow', async () => {
    const scopes = [
      'orders.get',
      'orders.dossier',
      'customers.get',
      'customers.list',
      'customers.contacts',
      'invoices.get',
    ];
    const { key } = await newKey(api.prisma, principalOf('manager'), { scopes });
    const expected = canaries.filter(({ permission }) => permission === 'invoices.get').map(({ what }) => what);
    expect(shownTo(await readAll(key))).toEqual(expected);
  });
});

describe('what is not shown', () => {
  it.each(['?creditStop=true', '?sort=exposure', '?sort=-exposure'])('is not found out by %s either', async (query) => {
    const asked = await api.call({ method: 'GET', path: `/v1/customers${query}`, key: api.keys.logistics });
    expect(asked.json).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await api.call({ method: 'GET', path: `/v1/customers${query}`, key: api.keys.sales })).status).toBe(200);
  });

  it('is why finance holds an order, while that it does is shown', async () => {
    const held = await oneOfEverything(api.prisma, 2, null);
    const waitsFor = { kind: 'credit-decision', reason: 'credit-limit' };
    const where = { number: held.order };
    await api.prisma.salesOrder.update({
      where,
      data: { stage: 'credit-hold', holdReason: 'credit-limit', waitsFor, enteredBy: 'api-manager' },
    });
    const place = { stage: 'credit-hold', holdReason: 'credit-limit', waitsFor, nextDate: null, heldSince: null };
    const about = {
      actor: { principal: 'karim.benali', role: 'finance', requestId: 'r' },
      entity: 'order',
      entityId: held.order,
      orderNumber: held.order,
    } as const;
    const order = { ...place, discrepancies: [] } as never;
    const by = { ...about, action: 'delivery.released', before: {} } as const;
    await api.prisma.$transaction((tx) =>
      appendAudit(tx, [
        { ...about, action: 'order.cancelled', before: order, after: { reason: 'r' } },
        { ...about, action: 'order.refused', before: order, after: { reason: 'above the creditlimit' } },
        { ...by, after: { stopped: false, reason: 'creditlimit raised' } },
        { ...about, action: 'discrepancy.ask', before: { order }, after: { discrepancy: '1-1', reason: 'which?' } },
      ]),
    );
    const of = (role: Role) => readAll(api.keys[role], held);
    const tells = ['creditlimit', 'exceeds'];
    const [logistics, finance] = [await of('logistics'), await of('finance')];
    expect(tells.filter((word) => finance.includes(word))).toEqual(tells);
    expect(tells.filter((word) => logistics.includes(word))).toEqual([]);
    expect(logistics).toContain(bare('"stage":"credit-hold"'));
    expect(logistics).toContain(bare('finance: decision on the credit'));
    const filtered = { method: 'GET', path: '/v1/orders?holdReason=credit-limit' };
    expect((await api.call({ ...filtered, key: api.keys.logistics })).json).toMatchObject({ code: 'forbidden' });
    expect((await api.call({ ...filtered, key: api.keys.finance })).status).toBe(200);
  });

  it('is the address of a contact for orders, not of one for deliveries, to who delivers', async () => {
    await api.prisma.customerContact.create({
      data: {
        customerNumber: things.customer,
        code: 'QUAI',
        role: 'delivery',
        name: 'Quai',
        language: 'fr',
        email: 'quai@c.example',
      },
    });
    const path = `/v1/customers/${things.customer}/contacts`;
    const { text } = await api.call({ method: 'GET', path, key: api.keys.logistics });
    expect([text.includes('quai@c.example'), text.includes('canary')]).toEqual([true, false]);
  });

  it.each(roles)('lets %s read a month end with the right to every figure in it, and not without', (role: Role) => {
    const caller = { person: principalOf(role), role, seesAllCustomers: false, scopes: [] };
    const rights = [...new Set(kpiNames.map((name) => kpiRule(name).right))].filter((right) => right !== null);
    expect(rights.length).toBeGreaterThan(4);
    const mayReadAll = rights.every((right) => mayUse(caller, right));
    for (const read of ['list', 'get', 'document', 'workbook'] as const)
      expect(mayUse(caller, `month-ends.${read}`), read).toBe(mayReadAll);
  });

  it('is known of every entity that a permission guards', () => {
    const guarded = new Set(canaries.map(({ permission }) => permission));
    const forSome = Object.keys(permissions).filter((name) => name.endsWith('.get') || name === 'customers.exposure');
    const partly = forSome.filter((name) =>
      roles.some((role) => !(permissions[name as Permission].roles as readonly Role[]).includes(role)),
    );
    expect(partly.filter((name) => !guarded.has(name as Permission)).toSorted()).toEqual([
      'document-templates.get',
      'people.get',
      'policies.get',
      'quotes.get',
    ]);
  });
});
