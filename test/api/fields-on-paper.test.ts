import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import { mayUse, type Permission } from '../../api/permissions.js';
import type { OrderInput } from '../../contracts/order.js';
import { roles, type Role } from '../../contracts/vocabulary.js';
import { addDays, localDateOf } from '../../domain/calendar.js';
import { lastEndedMonth } from '../../domain/month-end.js';
import { compact, readPdf } from '../documents/pdf-text.js';
import { dunAtOnce } from '../support/dun-at-once.js';
import { contactsAt } from '../support/parties.js';
import { openTestStack, type TestStack } from '../support/stack.js';
import { writeUblOrder } from '../support/ubl.js';
import { serveApi, type ApiUnderTest } from './office.js';

/**
 * Every role against every document: an order with a value that stands nowhere else in each field that not everybody may
 * see, and then all the paper that each role can open. Whom a value is for follows from the permission of its entity.
 */
let stack: TestStack;
let api: Omit<ApiUnderTest, 'keys'>;
const made: Record<string, string> = {};

type Canary = { readonly what: string; readonly value: string; readonly permission: Permission };
const canaries: readonly Canary[] = [
  { what: 'the credit limit', value: '73117.31', permission: 'customers.exposure' },
  { what: 'the reason of a release', value: 'canaryrelease', permission: 'customers.exposure' },
  { what: 'the amount of an invoice', value: '449.17', permission: 'invoices.get' },
  { what: 'what is open on an invoice', value: '349.07', permission: 'invoices.get' },
  { what: 'what was paid', value: '100.10', permission: 'invoices.get' },
  { what: 'a bank reference', value: 'CANARYBANK', permission: 'payments.get' },
  { what: 'the address of a contact for orders', value: 'canary.orders@c.example', permission: 'mails.get' },
  { what: 'the address of a contact for invoices', value: 'canary.invoices@c.example', permission: 'mails.get' },
];
/** Prices are the order's, which everybody reads; on what travels with the goods there are none. */
const prices = ['31.1923', '374.31', '124.77', '748.62', '449.17'];
const address = {
  name: 'Maison',
  street: '1, rue A',
  postalCode: '75001',
  city: 'Paris',
  region: '',
  countryCode: 'FR',
};
const today = localDateOf(Date.now(), 'Europe/Paris');
const month = lastEndedMonth(today);

beforeAll(async () => {
  stack = await openTestStack({ processes: ['inbox', 'worker'] });
  api = await serveApi(stack);
  await dunAtOnce(api.prisma);
  await oneOfEachPaper();
  await write('manager', '/v1/month-ends', { month, reason: 'a paper of its own' });
});
afterAll(async () => {
  await api.close();
  await stack.close();
});

async function write(role: Role, path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'Idempotency-Key': randomUUID() };
  const answered = await api.call({ method: 'POST', path, key: stack.apiKeys?.[role], body, headers });
  expect(answered.status, `${path} ${answered.text}`).toBeLessThan(300);
  return answered.json ?? {};
}

/** An order that comes as a file. */
async function received(file: Uint8Array, customer: string): Promise<string> {
  const answered = await api.call({
    method: 'POST',
    path: `/v1/order-messages?customer=${customer}`,
    key: stack.apiKeys?.manager,
    body: file,
    headers: { 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/xml' },
  });
  expect(answered.status, answered.text).toBe(201);
  return String(answered.json?.['number']);
}

/** Twenty-four are offered and ordered, twelve delivered, invoiced, paid in part, asked for and told of in a statement. */
async function oneOfEachPaper(): Promise<void> {
  const [customer, product] = ['PAPER', 'P-PAPER'];
  await write('admin', '/v1/customers', {
    number: customer,
    name: 'Maison',
    siren: null,
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address,
    contacts: contactsAt('canary.orders@c.example', 'canary.invoices@c.example'),
    phone: '',
    paymentTerms: { kind: 'net', days: 0 },
    creditLimit: '73117.31',
    salesperson: null,
  });
  const listed = { name: 'Chai', unit: 'box', category: '', currency: 'EUR', taxClass: 'standard', active: true };
  await write('admin', '/v1/products', { number: product, listPrice: '31.1923', ...listed });
  await write('logistics', '/v1/stock/receipts', {
    reference: 'GR-PAPER',
    receivedOn: today,
    lines: [{ product, quantity: '100' }],
  });
  const goods = { lineNo: 1, product, quantity: '24', unitPrice: '31.1923' };
  const line = { ...goods, requestedDate: today };
  const ordered: OrderInput = {
    customer,
    origin: 'edi',
    customerReference: 'PO-PAPER',
    currency: 'EUR',
    lines: [line],
  };
  const number = await received(writeUblOrder(ordered, { buyer: [['0088', '7300010000001']] }), customer);
  await until(`/v1/orders/${number}`, ({ stage }) => stage === 'acknowledged');
  const delivery = await write('logistics', `/v1/orders/${number}/deliveries`, {
    lines: [{ lineNo: 1, quantity: '12' }],
  });
  const invoiced = await until(`/v1/orders/${number}`, ({ invoices }) => (invoices as readonly unknown[]).length > 0);
  const [invoice = ''] = invoiced['invoices'] as readonly string[];
  const letters = await until(
    '/v1/dunning-steps',
    ({ items }) => (items as readonly { status: string }[])[0]?.status === 'SENT',
  );
  const [step] = letters['items'] as readonly { readonly mailId: string }[];
  await write('finance', '/v1/payments', {
    customer,
    amount: '100.10',
    currency: 'EUR',
    date: today,
    reference: 'CANARYBANK',
    allocations: [{ invoice, amount: '100.10' }],
  });
  const mail = encodeURIComponent(`invoice:${invoice}`);
  const offer = { validUntil: addDays(today, 9), paymentTerms: { kind: 'net', days: 0 }, freight: '0.00' };
  const offered = { ...goods, discountPercent: '0.00', deliveryDate: null };
  const quote = String((await write('manager', '/v1/quotes', { customer, ...offer, lines: [offered] }))['number']);
  await write('manager', `/v1/quotes/${quote}/sendings`, {});
  await write('manager', `/v1/quotes/${quote}/proformas`, {});
  await write('manager', `/v1/orders/${number}/proformas`, {});
  const statement = await write('manager', `/v1/customers/${customer}/statements`, { mail: false });
  Object.assign(made, { orders: number, deliveries: String(delivery['number']), invoices: invoice, mails: mail });
  Object.assign(made, { quotes: quote, statements: String(statement['number']) });
  made['dunning-letters'] = step?.mailId.replace('dunning-letter:', '') ?? '';
}

async function until(
  path: string,
  isSo: (found: Readonly<Record<string, unknown>>) => boolean,
): Promise<Readonly<Record<string, unknown>>> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { json = {} } = await api.call({ method: 'GET', path, key: stack.apiKeys?.admin });
    if (isSo(json)) return json;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${path} never came to that`);
}

const papers = routes.filter(({ method, path }) => method === 'get' && /\.(pdf|xml)$/.test(path));

/** The text of a document, without spaces; null: not for this role. */
async function textFor(role: Role, path: string): Promise<string | null> {
  const noun = path.split('/')[2] ?? '';
  const place = path
    .replace('{month}/{version}', `${month}/1`)
    .replace(/\{(number|id)\}/, made[noun] ?? '')
    .replace(/\{(place|version)\}/, '1')
    .replace('e-report.xml', `e-report.xml?from=${addDays(today, -1)}&to=${today}`);
  const response = await fetch(`${api.url}${place}`, {
    headers: { Authorization: `Bearer ${stack.apiKeys?.[role]}` },
  });
  if (response.status === 403) return null;
  expect(response.status, path).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bare(path.endsWith('.xml') ? new TextDecoder().decode(bytes) : readPdf(bytes).text);
}

/** Signs alone, since amounts are written in many ways. */
const bare = (text: string): string =>
  compact(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9@]/g, '');

const seeing = (role: Role) => ({ person: role, role, seesAllCustomers: true, scopes: [] });

describe.each(papers)('$path', ({ path, permission }) => {
  it.each(roles)('opens to %s as the permissions say, and tells nothing that is not theirs', async (role) => {
    const text = await textFor(role, path);
    expect(text !== null).toBe(mayUse(seeing(role), permission));
    const hidden = canaries.filter((canary) => !mayUse(seeing(role), canary.permission));
    expect(hidden.filter(({ value }) => text?.includes(bare(value))).map(({ what }) => what)).toEqual([]);
  });
});

describe('a delivery note', () => {
  it('has no price on it', async () => {
    const text = await textFor('logistics', '/v1/deliveries/{number}/note.pdf');
    expect(text).toContain(bare('P-PAPER'));
    expect(prices.filter((price) => text?.includes(bare(price)))).toEqual([]);
  });

  it('is the one paper without: an invoice has them', async () => {
    const text = await textFor('finance', '/v1/invoices/{number}/document.pdf');
    expect(prices.filter((price) => text?.includes(bare(price)))).toEqual(['31.1923', '374.31', '449.17']);
  });
});
