import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import type { Role } from '../../contracts/vocabulary.js';
import { addDays, addMonths, localDateOf } from '../../domain/calendar.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { openTestStack, type TestStack } from '../support/stack.js';
import { contactsAt } from '../support/parties.js';
import { serveApi, type ApiUnderTest } from './office.js';

/**
 * The largest, smallest and strangest values that each write takes, and one beyond, by people who may do it. Whatever is
 * taken, every read answers 200 afterwards, whole, and the books are right.
 */
let stack: TestStack;
let api: Omit<ApiUnderTest, 'keys'>;

beforeAll(async () => {
  stack = await openTestStack({ processes: ['inbox', 'worker'] });
  api = await serveApi(stack);
});
afterAll(async () => {
  await api.close();
  await stack.close();
});

type Answered = { readonly status: number; readonly text: string; readonly headers: Headers; readonly json: Json };
type Json = Readonly<Record<string, unknown>>;

async function ask(role: Role, method: string, path: string, body?: unknown): Promise<Answered> {
  const answered = await api.call({
    method,
    path,
    key: stack.apiKeys?.[role],
    body,
    headers: method === 'GET' ? {} : { 'Idempotency-Key': randomUUID() },
  });
  return { ...answered, json: answered.json ?? {} };
}

/** A write by somebody who may; whatever comes of it, it is no failure of ours. */
async function write(role: Role, path: string, body: unknown, method = 'POST'): Promise<Answered> {
  const answered = await ask(role, method, path, body);
  expect(answered.status, `${path} ${JSON.stringify(body)} → ${answered.text}`).toBeLessThan(500);
  if (answered.status === 422) expect(answered.text, path).toContain('"errors"');
  return answered;
}

const today = localDateOf(Date.now(), 'Europe/Paris');
/** Mostly what a write takes, at its bounds; sometimes one beyond. */
const among = (taken: readonly string[], beyond: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...taken) }, { weight: 1, arbitrary: fc.constantFrom(...beyond) });
const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const amounts = among(['0.00', '0.01', '1234567.89', '9999999999999.00', '9999999999999.99'], ['10000000000000.00']);
const prices = among(['0.0001', '31.00', '9999.9999', '999999999999.9999'], ['1000000000000.00']);
const quantities = among(['0.001', '1', '10', '999999999.999'], ['1000000000', '0.0001']);
const discounts = among(['0.00', '99.99', '100.00'], ['100.01']);
const farOff = ['1899-12-31', '1900-01-01', '2199-01-01', '2299-12-31', '2300-01-01', '9999-12-31'];
const [decadeAgo, decadeAhead] = [addMonths(today, -120), addDays(today, 3653)];
const planned = among([decadeAgo, today, decadeAhead], [...farOff, addDays(decadeAgo, -1), addDays(decadeAhead, 1)]);
const past = among([decadeAgo, addDays(today, -1), today], [...farOff, addDays(today, 1)]);
const paidOn = among([decadeAgo, today, addDays(today, 7)], [...farOff, addDays(today, 8)]);
const toCome = among([today, addDays(today, 36_525)], [...farOff, addDays(today, -1), addDays(today, 36_526)]);

const plans = fc.record({
  limit: amounts,
  price: prices,
  quantity: quantities,
  discount: discounts,
  freight: fc.oneof(fc.constant('0.00'), amounts),
  requested: planned,
  validUntil: toCome,
  received: past,
  paid: paidOn,
  payment: amounts,
  isOwed: fc.boolean(),
  terms: oneOf({ kind: 'net', days: 120 }, { kind: 'end-of-month', days: 120, reading: 'days-then-month-end' }),
  signed: past,
});
type Plan = typeof plans extends fc.Arbitrary<infer P> ? P : never;

const address = {
  name: 'Maison',
  street: '1, rue A',
  postalCode: '75001',
  city: 'Paris',
  region: '',
  countryCode: 'FR',
};
let made = 0;

async function customerOf({ terms }: Plan): Promise<string> {
  const number = `EXTREME-${(made += 1)}`;
  const opened = await write('admin', '/v1/customers', {
    number,
    name: `Maison ${number}`,
    siren: null,
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address,
    contacts: contactsAt('a@maison.example', 'b@maison.example'),
    phone: '',
    paymentTerms: terms,
    creditLimit: '9999999999999.00',
    salesperson: null,
  });
  expect(opened.status).toBe(201);
  return number;
}

async function productOf(customer: string): Promise<string> {
  const number = `P-${customer}`;
  const fields = { name: number, unit: 'kg', category: '', currency: 'EUR', taxClass: 'standard', active: true };
  expect((await write('admin', '/v1/products', { number, ...fields, listPrice: '31.00' })).status).toBe(201);
  return number;
}

/** Writes everything once with the plan's values; what is refused is left out of what follows. */
async function carryOut(plan: Plan): Promise<void> {
  const customer = await customerOf(plan);
  const product = await productOf(customer);
  await write('manager', `/v1/customers/${customer}`, { creditLimit: plan.limit }, 'PATCH');
  await write('admin', `/v1/products/${product}`, { listPrice: plan.price }, 'PATCH');
  const stock = { receivedOn: plan.received, lines: [{ product, quantity: plan.quantity }] };
  await write('logistics', '/v1/stock/receipts', { reference: `GR-A-${product}`, ...stock });
  await write('logistics', '/v1/stock/receipts', { reference: `GR-B-${product}`, ...stock, receivedOn: today });
  const line = { lineNo: 1, product, quantity: plan.quantity, unitPrice: plan.price, discountPercent: plan.discount };
  const offer = { validUntil: plan.validUntil, paymentTerms: plan.terms, freight: plan.freight };
  await write('sales', '/v1/quotes', { customer, ...offer, lines: [{ ...line, deliveryDate: plan.requested }] });
  const head = { customer, origin: 'phone', currency: 'EUR', freight: plan.freight };
  const entered = await write('manager', '/v1/orders', {
    ...head,
    lines: [{ ...line, requestedDate: plan.requested }],
  });
  await payments(customer, plan);
  if (entered.status === 201) await followUp(String(entered.json['number']), plan);
  await write('finance', `/v1/customers/${customer}/dunning-holds`, { until: plan.validUntil, reason: 'a question' });
}

async function payments(customer: string, { payment, paid, isOwed }: Plan): Promise<void> {
  const money = { currency: 'EUR', date: paid, amount: isOwed ? payment : `-${payment}` };
  await write('finance', '/v1/payments', { ...money, customer, reference: `BANK-${customer}` });
  await write('finance', '/v1/payments', { ...money, reference: `NOBODY-${customer}` });
  await write('finance', '/v1/payments', { ...money, date: today, customer, reference: `TODAY-${customer}` });
}

async function followUp(order: string, plan: Plan): Promise<void> {
  const at = `/v1/orders/${order}`;
  await settled(order);
  await write('finance', `${at}/credit-decisions`, { decision: 'release', reason: 'a guarantee came' });
  await settled(order);
  const discrepancies = (await ask('admin', 'GET', at)).json['discrepancies'] as readonly { readonly id: string }[];
  for (const { id } of discrepancies)
    await write('sales', `${at}/discrepancies/${id}/disposition`, { disposition: 'accept', reason: 'agreed' });
  await settled(order);
  await write('logistics', `${at}/deliveries`, {});
  await settled(order);
  const [delivery] = (await ask('admin', 'GET', at)).json['deliveries'] as readonly string[];
  if (delivery !== undefined) {
    await write('logistics', `/v1/deliveries/${delivery}/arrival`, { deliveredOn: plan.signed });
    const proof = { receivedBy: 'M. B', receivedAt: `${plan.signed}T08:00:00Z` };
    await write('logistics', `/v1/deliveries/${delivery}/proof`, proof);
  }
  await write('manager', `${at}/cancellations`, { reason: 'enough' });
}

/** Waits until the order's process waits for a person, or is done. */
async function settled(order: string): Promise<void> {
  const busy = ['credit-check', 'reconciliation', 'acceptance'];
  for (let tries = 0; tries < 300; tries += 1) {
    const { waitsFor } = (await ask('admin', 'GET', `/v1/orders/${order}`)).json as { waitsFor: { kind: string } };
    if (!busy.includes(waitsFor.kind)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every read of every thing that there is. @returns those that were not 200, or left a row out */
async function readEverything(): Promise<readonly string[]> {
  const reads = routes.filter(({ method, path }) => method === 'get' && path.startsWith('/v1/'));
  const lists = reads.filter(
    ({ path, query }) => !path.includes('{') && query !== undefined && 'cursor' in query.shape,
  );
  const wrong: string[] = [];
  const things = new Map<string, Set<string>>();
  for (const { path } of lists) {
    for (let cursor: string | null = ''; cursor !== null;) {
      const at = cursor === '' ? `${path}?limit=200` : `${path}?limit=200&cursor=${cursor}`;
      const page = await ask('admin', 'GET', at);
      if (page.status !== 200 || page.headers.has('Encours-Unreadable'))
        wrong.push(`${at} ${page.status} ${page.text}`);
      const known = things.get(path) ?? new Set();
      for (const item of (page.json['items'] ?? []) as readonly Json[]) known.add(String(item['number'] ?? item['id']));
      things.set(path, known);
      cursor = typeof page.json['nextCursor'] === 'string' ? page.json['nextCursor'] : null;
    }
  }
  for (const { path } of reads.filter((route) => /^\/v1\/[a-z-]+\/\{(number|id)\}(\/[a-z-]+)?$/.test(route.path))) {
    const list = path.replace(/\/\{.*/, '');
    for (const thing of things.get(list) ?? []) {
      const at = path.replace(/\{\w+\}/, encodeURIComponent(thing));
      const one = await ask('admin', 'GET', at);
      if (one.status !== 200 || one.headers.has('Encours-Unreadable')) wrong.push(`${at} ${one.status} ${one.text}`);
    }
  }
  return wrong;
}

describe('whatever was written', () => {
  it('can be read: extremes through every write, then every read', async () => {
    await fc.assert(fc.asyncProperty(plans, carryOut), { numRuns: 30, seed: 20_261_129, endOnFailure: true });
    expect(await api.prisma.creditDecision.count({ where: { kind: 'released' } })).toBeGreaterThan(0);
    expect(await api.prisma.invoice.count()).toBeGreaterThan(2);
    expect(await readEverything()).toEqual([]);
    expect(verificationText(await verifyDatabase(stack.databaseUrl))).toMatch(/, 0 violations$/);
  });
});
