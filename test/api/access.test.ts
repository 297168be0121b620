import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import { permissions } from '../../api/permissions.js';
import type { Grant, Permission } from '../../api/permissions.js';
import type { Route } from '../../api/route.js';
import { documentIds } from '../../contracts/ids.js';
import { roles } from '../../contracts/vocabulary.js';
import type { Role } from '../../contracts/vocabulary.js';
import { plainTemplate } from '../../domain/document-template.js';
import { policies } from '../../prisma/demo/completion.js';
import { snapshotHash } from '../../prisma/repositories/documents.js';
import { oneOfEverything, orderToDeliver, thingsOf } from './fixtures.js';
import type { Things } from './fixtures.js';
import { accountsRefuse, newKey, openApi, principalOf } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';
import { monthEndOf } from '../support/month-end.js';
import { messageRow, writeUblOrder } from '../support/ubl.js';
import { contactsAt } from '../support/parties.js';
import { pastTheWalls } from '../support/stack.js';

/**
 * The authorisation matrix: every route × every role (and nobody, and a salesperson who sees all customers) × things of
 * an own customer, of somebody else's, and missing ones. What is expected is read from the permission table alone.
 */
let api: ApiUnderTest;
let own: Things;
let foreign: Things;
let seesAll: string;
const missing = thingsOf(9);
const billingRun = 'billing:2026-10-31';

beforeAll(async () => {
  api = await openApi({ deps: accountsRefuse });
  own = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  foreign = await oneOfEverything(api.prisma, 2, 'somebody-else');
  await api.prisma.principal.create({
    data: { id: 'sales-director', name: 'Sales director', role: 'sales', seesAllCustomers: true },
  });
  seesAll = (await newKey(api.prisma, 'sales-director')).key;
  await api.prisma.workItem.createMany({
    data: [own, foreign].flatMap(({ customer: customerNumber, workItem }) =>
      (['finance', 'logistics'] as const).map((role) => ({
        id: `${role}:${workItem}`,
        kind: 'mail-channel',
        role,
        status: 'open',
        facts: { response: '530 no', at: '2026-11-02T10:00:00.000Z' },
        customerNumber,
      })),
    ),
  });
  const dates = "issue_date = '2020-01-01', due_date = '2020-02-03'";
  await pastTheWalls(api.database, `UPDATE invoice SET ${dates}`);
  await api.prisma.receivable.updateMany({ data: { dueDate: new Date('2020-02-03') } });
  for (const things of [own, foreign]) await api.prisma.salesOrder.create({ data: orderToDeliver(things) });
  for (const { mail, letter } of [own, foreign])
    await pastTheWalls(
      api.database,
      `UPDATE outgoing SET documents = '{${documentIds.dunningLetter(letter)}}' WHERE id = '${mail}'`,
    );
  await keepMonthEnd(api.prisma);
  for (const things of [own, foreign]) await keepProformas(api.prisma, things);
  await api.prisma.billingRun.create({ data: { id: billingRun, upTo: new Date('2026-10-31'), customers: 0 } });
  for (const { order, customer } of [own, foreign])
    await api.prisma.orderMessage.create({ data: messageRow(order, customer) });
  // No worker runs here, and a delivery without its proof would wait for one.
  const receivedAt = '2026-11-02T10:00:00Z';
  await api.prisma.delivery.updateMany({
    data: { status: 'proved', receivedBy: 'Mme Lefort', receivedAt, deliveredOn: receivedAt, provedOn: receivedAt },
  });
});
afterAll(async () => {
  await api.close();
});

/** With its files: no worker runs here to render them. */
async function keepMonthEnd(prisma: ApiUnderTest['prisma']): Promise<void> {
  const snapshot = monthEndOf('fr');
  const { month, version, madeOn, language } = snapshot;
  const day = new Date(`${madeOn}T00:00:00Z`);
  await prisma.monthEnd.create({ data: { month, version, madeOn: day, toldCodes: [] } });
  for (const kind of ['month-end', 'month-end-workbook']) {
    const id = `${kind}:${month}:${version}`;
    await prisma.document.create({
      data: { id, kind, number: month, issuedOn: day, language, snapshot, snapshotHash: snapshotHash(snapshot) },
    });
    const file = { fileName: 'month', mime: 'application/octet-stream', sha256: '', bytes: Buffer.from('bytes') };
    await prisma.documentFile.create({ data: { documentId: id, ...file } });
  }
}

/** Of an order and of a quote, with their files. */
async function keepProformas(prisma: ApiUnderTest['prisma'], { customer, order, quote }: Things): Promise<void> {
  const issuedOn = new Date('2026-11-02T00:00:00Z');
  for (const number of [order, quote]) {
    const id = documentIds.proforma(number, 1);
    const said = { snapshot: {}, snapshotHash: 'a'.repeat(64) };
    await prisma.document.create({
      data: { id, kind: 'proforma', number, issuedOn, language: 'fr', customerNumber: customer, ...said },
    });
    const file = { fileName: 'proforma', mime: 'application/pdf', sha256: '', bytes: Buffer.from('bytes') };
    await prisma.documentFile.create({ data: { documentId: id, ...file } });
  }
}

type Whose = 'own' | 'foreign' | 'missing';
const thingsFor = (whose: Whose): Things => ({ own, foreign, missing })[whose];

/** Each role has a line of its own on its worklist; those who see every worklist, that of sales. */
const lineOf = (things: Things, role: Role | 'nobody'): string =>
  role === 'finance' || role === 'logistics' ? `${role}:${things.workItem}` : things.workItem;

/** The path of a route for one customer's things: which thing `{number}` and `{id}` are follows from where they stand. */
function pathFor(route: Route, things: Things, role: Role | 'nobody'): string {
  const noun = route.path.split('/')[2] ?? '';
  const byNoun: Readonly<Record<string, string>> = {
    customers: things.customer,
    products: things === missing ? 'P-999' : 'P-002',
    quotes: things.quote,
    orders: things.order,
    deliveries: things.delivery,
    invoices: things.invoice,
    payments: things.payment,
    claims: things.claim,
    complaints: things.complaint,
    'dunning-steps': things.dunningStep,
    'dunning-letters': things.letter,
    'billing-runs': things === missing ? 'billing:1999-01-31' : billingRun,
    statements: 'RC-1999-000001',
    mails: things.mail,
    worklist: lineOf(things, role),
    exports: 'orders.csv',
    sessions: '0190a000-0000-7000-8000-00000000000e',
    'api-keys': '0190a000-0000-7000-8000-00000000000d',
    people: 'nobody-of-this-name',
    'move-ins': '0190a000-0000-7000-8000-00000000000b',
    'acquisition-spends': '0190a000-0000-7000-8000-00000000000b',
    'legal-holds': '0190a000-0000-7000-8000-00000000000b',
  };
  return route.path
    .replace('/discrepancies/{id}', '/discrepancies/1-1')
    .replace('/addresses/{code}', '/addresses/DEPOT')
    .replace('/contacts/{code}', '/contacts/ACHATS')
    .replace('/information-requests/{id}', '/information-requests/0190a000-0000-7000-8000-00000000000c')
    .replace('{allocation}', '1')
    .replace('{place}', '1')
    .replace('/document-templates/{version}', `/document-templates/${things === missing ? '999' : '1'}`)
    .replace('/files/{id}', `/files/${things.complaintFile}`)
    .replace('/proformas/{version}', '/proformas/1')
    .replace('{month}/{version}', things === missing ? '1999-01/1' : '2026-10/1')
    .replace('{kind}', things === missing ? 'none' : 'credit')
    .replace('{name}', things === missing ? 'none' : 'orders-entered')
    .replace('/dunning-holds/{id}', '/dunning-holds/0190a000-0000-7000-8000-00000000000f')
    .replace(/\{(number|id|file)\}/, encodeURIComponent(byNoun[noun] ?? 'unknown'));
}

let made = 0;
const quoteLine = {
  lineNo: 1,
  product: 'P-001',
  quantity: '1',
  unitPrice: '18.00',
  discountPercent: '0.00',
  deliveryDate: null,
};
const offer = {
  validUntil: '2099-12-31',
  paymentTerms: { kind: 'net', days: 30 },
  freight: '0.00',
  lines: [quoteLine],
};
const address = { name: 'A', street: 'B', postalCode: '1', city: 'C', region: '', countryCode: 'FR' };

/** A body that passes the route's schema, about this customer. An order is for a product that is not sold. */
function bodyFor(permission: Permission, things: Things): unknown {
  made += 1;
  const reason = 'matrix';
  const bodies: Partial<Record<Permission, unknown>> = {
    'customers.create': {
      number: `NEW-${made}`,
      name: 'New',
      siren: null,
      vatNumber: null,
      language: 'fr',
      currency: 'EUR',
      address,
      contacts: contactsAt('a@b.example', 'a@b.example'),
      phone: '',
      paymentTerms: { kind: 'net', days: 30 },
      creditLimit: '0.00',
      salesperson: null,
    },
    'customers.update': { phone: String(made) },
    'customers.add-address': { code: `ADDRESS-${made}`, kind: 'ship-to', label: 'Depot', address },
    'customers.change-address': { label: String(made) },
    'customers.add-contact': { ...contactsAt('a@b.example', 'a@b.example')[0], code: `CONTACT-${made}` },
    'customers.change-contact': { phone: String(made) },
    'customers.set-item-number': { item: `A-${made}`, product: 'P-001' },
    'products.create': {
      number: `N-${made}`,
      name: 'New',
      unit: 'piece',
      category: '',
      listPrice: '1.00',
      currency: 'EUR',
      taxClass: 'standard',
      active: true,
    },
    'products.update': { category: String(made) },
    'acquisition-spends.enter': { month: '2026-11-01', amount: '1.00', currency: 'EUR', what: 'fair' },
    'acquisition-spends.withdraw': {},
    'capacities.set': { person: 'nobody', work: 'lines-entered', from: '2026-11-02', perDay: 40 },
    'product-costs.create': { product: 'P-001', from: '2199-01-01', cost: '1.00' },
    'tax-rates.create': {
      country: 'FR',
      taxClass: 'standard',
      from: '2199-01-01',
      vatCategory: 'S',
      vatRate: '21.00',
      vatExemption: null,
    },
    'exchange-rates.create': { rates: [{ currency: 'USD', from: '2026-11-02', rate: '0.9' }] },
    'invoice-series.set': { kind: 'deposit', origin: 'all', from: '2036-01-01', prefix: 'SO' },
    'document-templates.set': { ...plainTemplate, from: '2000-01-01' },
    'document-templates.preview': { template: plainTemplate, kind: 'invoice', language: 'fr' },
    'document-logos.keep': { content: 'eA==' },
    'deliveries.arrive': { deliveredOn: '2026-11-03' },
    'quotes.create': { customer: things.customer, ...offer },
    'quotes.update': { validUntil: '2099-12-31' },
    'quotes.revise': offer,
    'quotes.send': {},
    'customers.issue-statement': { mail: false },
    'quotes.accept': { acceptedOn: '2026-11-02' },
    'quotes.proforma': {},
    'orders.proforma': {},
    'orders.contacts': {
      reason,
      contacts: [{ role: 'orders', name: 'A', language: 'fr', email: 'a@b.example', phone: '' }],
    },
    'orders.estimate': {
      customer: things.customer,
      currency: 'EUR',
      lines: [{ lineNo: 1, product: 'P-404', requestedDate: '2026-12-01' }],
    },
    'orders.estimate-amendment': {},
    'imports.read': { name: '', kind: 'contacts', text: 'code\n' },
    'imports.try': { kind: 'contacts', rows: [{ row: 2, body: {} }] },
    'move-ins.upload': { asOf: '2026-11-02', files: [{ name: 'stock.csv', text: 'eA==' }] },
    'move-ins.correct': { files: [{ name: 'stock.csv', text: 'eA==' }] },
    'move-ins.sign-off': { stock: '0', money: [] },
    'move-ins.undo': { reason },
    'orders.create': {
      customer: things.customer,
      origin: 'phone',
      currency: 'EUR',
      lines: [{ lineNo: 1, product: 'NOT-SOLD', quantity: '1', unitPrice: '1.00', requestedDate: '2026-12-01' }],
    },
    'invoices.credit': { scope: 'whole', reason: 'AUTRE' },
    'invoices.preview-credit': { scope: 'whole', reason: 'AUTRE' },
    'invoices.apply-credit': { order: 'oldest-first' },
    'invoices.reverse-application': { reason },
    'credit-requests.decide': { decision: 'refuse', reason },
    'invoices.correct': { form: 'credit-and-invoice', reason: 'AUTRE', freight: '0' },
    'invoices.preview-correction': { form: 'credit-and-invoice', reason: 'AUTRE', freight: '0' },
    'orders.receive': writeUblOrder(
      {
        customer: things.customer,
        origin: 'edi',
        customerReference: `MATRIX-${made}`,
        currency: 'EUR',
        lines: [{ lineNo: 1, product: 'NOT-SOLD', quantity: '1', unitPrice: '1.00', requestedDate: '2026-12-01' }],
      },
      { buyer: [[null, things.customer]] },
    ),
    'orders.amend': { reason },
    'orders.cancel': { reason },
    'orders.dispose': { disposition: 'accept', reason },
    'orders.dispose-several': { discrepancies: ['1-1'], disposition: 'accept', reason },
    'orders.decide-credit': { decision: 'release', reason },
    'orders.release-deliveries': { reason: 'a guarantee came' },
    'orders.deliver': {},
    'deliveries.prove': { receivedBy: 'Mme Lefort', receivedAt: '2026-11-02T10:00:00Z' },
    'deliveries.correct-proof': { receivedBy: 'Mme Lefort', receivedAt: '2026-11-02T10:00:00Z', reason },
    'payments.create': {
      customer: things.customer,
      amount: '1.00',
      currency: 'EUR',
      date: '2026-11-02',
      reference: `MATRIX-${made}`,
    },
    'payments.allocate': { allocations: [{ invoice: 'FA-2026-999999', amount: '1.00' }] },
    'payments.reverse': { reason },
    'payments.assign': { customer: things.customer, reason },
    'invoices.write-off': { reason },
    'claims.waive': { reason },
    'complaints.open': { about: { delivery: things.delivery }, kind: 'late', description: 'matrix' },
    'complaints.attach': { name: 'box.png', content: 'iVBORw0KGgo=' },
    'complaints.note': { text: 'matrix' },
    'complaints.assign': { owner: null },
    'complaints.qualify': { kind: 'damaged' },
    'complaints.credit': { credit: { scope: 'whole', reason: 'AUTRE' }, reason },
    'complaints.replace': { reason },
    'complaints.refuse': { reason },
    'complaints.receive': { lines: [] },
    'complaints.withdraw': { reason },
    'dunning-steps.resolve': { resolution: 'skip', reason },
    'dunning-holds.place': { reason },
    'dunning-holds.lift': { reason },
    'people.create': { id: `person-${made}`, name: 'New', role: 'sales' },
    'people.update': { name: String(made) },
    'people.password': { password: 'a password of the matrix' },
    'api-keys.create': { principal: principalOf('ops') },
    'api-keys.revoke': {},
    'company.update': { phone: `0${made}` },
    ...Object.fromEntries(Object.entries(policies).map(([kind, body]) => [`policies.change-${kind}`, body])),
    'legal-holds.place': { kind: 'customer', subject: things.customer, reason },
    'legal-holds.lift': { reason },
    'sessions.end': {},
    'me.totp-begin': {},
    'me.totp-confirm': { code: '000000' },
    'me.totp-remove': { code: '000000' },
    'me.password': { currentPassword: 'no session by a key', newPassword: 'no session by a key' },
    'mails.resolve': { resolution: 'skip', reason },
    'mails.resolve-several': { mails: ['acknowledgement:SO-2026-999999:1'], resolution: 'skip', reason },
    'worklist.assign': { person: null },
    'worklist.put-aside': { until: null },
    'worklist.complete': { reason },
    'orders.prepare': {},
    'orders.log-request': { asker: 'customer' },
    'orders.withdraw-request': {},
    'worklist.comment': { text: 'matrix' },
    'month-ends.make': { month: '2199-12', reason },
    'billing-runs.begin': { upTo: '2199-12-31' },
    'views.save': { list: 'orders', name: `matrix ${made}`, address: 'stage=settled' },
    'views.change': { name: `matrix ${made}` },
    'views.share': { shared: true },
    'views.choose': { list: 'orders', view: null },
    'stock.estimate': { lines: [{ product: 'P-001', quantity: '1' }] },
    'stock.receive': {
      reference: `GR-${made}`,
      receivedOn: '2026-11-02',
      lines: [{ product: 'P-001', quantity: '1' }],
    },
  };
  return bodies[permission];
}

const ask = (route: Route, things: Things, role: Role | 'nobody', key: string | undefined): Promise<Answered> =>
  api.call({
    method: route.method.toUpperCase(),
    path: pathFor(route, things, role),
    key,
    ...(route.method !== 'get' && { body: bodyFor(route.permission, things) }),
  });

/** What came of it, as far as access is concerned. */
function verdictOf({ status, json }: Answered): string {
  if (status === 401) return 'who?';
  if (status === 403) return 'no';
  if (status === 404 && json?.['code'] === 'not-found') return 'nothing there';
  if (status === 422 && json?.['code'] === 'customer-unknown') return 'nothing there';
  return status < 500 ? 'yes' : `failed with ${status}`;
}

const namesCustomerInBody: readonly Permission[] = [
  'complaints.open',
  'orders.receive',
  'orders.create',
  'orders.estimate',
  'quotes.create',
  'payments.create',
];
/** Of persons, not of customers: whose they are is the affair of tests of their own; here they are missing. */
const isOfPerson = (route: Route): boolean =>
  /^\/v1\/(sessions|people|api-keys|views|move-ins|acquisition-spends|statements|legal-holds|credit-requests)\/\{/.test(
    route.path,
  ) || route.permission === 'orders.withdraw-request';
const isShared = (route: Route): boolean =>
  /^\/v1\/(products|product-costs|capacities|acquisition-spends|stock|tax-rates|exchange-rates|invoice-series|billing-runs|billing-previews|document-templates|document-logos|colleagues|sessions|company|policies)/.test(
    route.path,
  );

/** What the table says, for a caller bound to own customers or not. */
function expectedOf(route: Route, role: Role | 'nobody', isBound: boolean, whose: Whose): string {
  const grant: Grant = permissions[route.permission];
  if (role === 'nobody') return 'who?';
  if (!grant.roles.includes(role)) return 'no';
  if (isOfPerson(route)) return 'nothing there';
  if (route.permission === 'kpis.get' || route.permission === 'kpis.export')
    return whose === 'missing' ? 'nothing there' : 'yes';
  if (route.permission === 'exports.read') return 'yes';
  const namesThing = route.path.includes('{') || namesCustomerInBody.includes(route.permission);
  if (!namesThing || whose === 'own') return 'yes';
  if (whose === 'missing') return 'nothing there';
  return isBound && grant.ownership === 'own-customers' ? 'nothing there' : 'yes';
}

const callers: readonly (readonly [string, Role | 'nobody', boolean])[] = [
  ['nobody', 'nobody', false],
  ...roles.map((role) => [role, role, role === 'sales'] as const),
  ['a salesperson who sees all customers', 'sales', false],
];
const keyOf = (who: string, role: Role | 'nobody'): string | undefined =>
  role === 'nobody' ? undefined : who === role ? api.keys[role] : seesAll;

describe.each(routes.map((route) => ({ route, name: `${route.method.toUpperCase()} ${route.path}` })))(
  '$name',
  ({ route }) => {
    it.each(callers)('is open or closed to %s as the permission table says', async (who, role, isBound) => {
      const found: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const whose of ['own', 'foreign', 'missing'] as const) {
        found[whose] = verdictOf(await ask(route, thingsFor(whose), role, keyOf(who, role)));
        expected[whose] = expectedOf(route, role, isBound, whose);
      }
      expect(found).toEqual(expected);
    });
  },
);

describe('what a salesperson sees in lists', () => {
  const lists = routes.filter(
    (route) =>
      route.method === 'get' &&
      route.path.split('/').length === 3 &&
      !isShared(route) &&
      route.query !== undefined &&
      'cursor' in route.query.shape,
  );

  it.each(lists.map((route) => ({ route, path: route.path })))('$path holds only own customers', async ({ route }) => {
    const grant: Grant = permissions[route.permission];
    const list = async (key: string) => api.call({ method: 'GET', path: `${route.path}?limit=200`, key });
    const [mine, all] = [await list(api.keys.sales), await list(seesAll)];
    if (!grant.roles.includes('sales')) return expect(mine.status).toBe(403);
    expect([mine.status, all.status]).toEqual([200, 200]);
    expect(mine.text).toMatch(ofCustomer(1));
    expect(mine.text).not.toMatch(ofCustomer(2));
    expect(all.text).toMatch(ofCustomer(2));
  });
});

/** Any number of the first or second customer's things. */
const ofCustomer = (no: number): RegExp => new RegExp(`MAISON-${no}|-90000${no}`);

describe('the permission table', () => {
  it('has exactly one route for each line', () => {
    const used = routes.map((route) => route.permission).toSorted();
    const lines = Object.keys(permissions).filter((name) => !name.startsWith('codec.'));
    expect(used).toEqual(lines.toSorted());
  });

  it('lets the scopes of a key narrow its role, never widen it', async () => {
    const { key } = await newKey(api.prisma, principalOf('sales'), { scopes: ['orders.list', 'stock.receive'] });
    const status = async (path: string) => (await api.call({ method: 'GET', path, key })).status;
    expect(await status('/v1/orders')).toBe(200);
    expect(await status('/v1/customers')).toBe(403);
    const receipt = await api.call({ method: 'POST', path: '/v1/stock/receipts', key, body: {} });
    expect(receipt.status).toBe(403);
  });
});
