import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import { mayUse, permissions } from '../../api/permissions.js';
import type { Permission } from '../../api/permissions.js';
import { kpiNames } from '../../contracts/kpi.js';
import { kpiRule } from '../../domain/kpis.js';
import { roles } from '../../contracts/vocabulary.js';
import type { Role } from '../../contracts/vocabulary.js';
import { appendAudit, type AuditInput } from '../../prisma/repositories/audit.js';
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
  { what: 'the recipient of a mail', value: 'canary.mail@c.example', permission: 'mails.get' },
  { what: 'the recipient of a mail in the dossier', value: 'canary.sent@c.example', permission: 'mails.get' },
];

const contact = (email: string) => [{ role: 'orders', name: 'Achats', language: 'fr', email, phone: '' }];

beforeAll(async () => {
  api = await openApi();
  things = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  await plant(things);
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
  await prisma.outgoing.update({ where: { id: mail }, data: { recipient: 'canary.mail@c.example' } });
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
      return path.replace('{code}', 'ACHATS').replace(/\{(number|id)\}/, encodeURIComponent(id));
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
      'month-ends.get',
      'move-ins.get',
      'people.get',
      'policies.get',
      'quotes.get',
    ]);
  });
});
