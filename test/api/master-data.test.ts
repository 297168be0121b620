import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Processes } from '../../api/temporal.js';
import { addDays, localDateOf } from '../../domain/calendar.js';
import { customerInput, orderNo, productInput, recordOrder } from '../activities/commands-fixtures.js';
import { freshKey, openApi } from './office.js';
import type { Answered, ApiUnderTest, Call } from './office.js';
import type { Role } from '../../contracts/vocabulary.js';
import { formatDate } from '../../words/format.js';

/** Customers, products, quotes and stock receipts over HTTP. Signals to processes are noted down, not sent. */
let api: ApiUnderTest;
const told: { readonly orders: readonly string[]; readonly signal: string }[] = [];

beforeAll(async () => {
  api = await openApi({
    deps: (deps) => {
      const processes: Processes = {
        ...deps.processes,
        notifyOrders: (orders, signal) => {
          if (orders.length > 0) told.push({ orders, signal });
          return Promise.resolve();
        },
      };
      return { processes };
    },
  });
});
afterAll(() => api.close());
beforeEach(() => void told.splice(0));

const send = (method: Call['method'], path: string, body: unknown, role: Role = 'admin', key = freshKey()) =>
  api.call({ method, path, body, key: api.keys[role], headers: { 'Idempotency-Key': key } });
const today = localDateOf(Date.now(), 'Europe/Paris');

function expectProblem(answer: Answered, status: number, code: string, field?: string): void {
  expect({ status: answer.status, code: answer.json?.['code'] }).toEqual({ status, code });
  if (field !== undefined) expect(answer.json?.['errors']).toEqual([expect.objectContaining({ field })]);
}

describe('customers', () => {
  it('are opened, read back under their Location, and changed', async () => {
    const opened = await send('POST', '/v1/customers', customerInput('HTTP-1'));
    expect(opened.status).toBe(201);
    const location = opened.headers.get('location') ?? '';
    const read = await api.call({ method: 'GET', path: location, key: api.keys.finance });
    expect(read.json).toEqual(opened.json);
    const changed = await send('PATCH', location, { creditLimit: '7500.00' }, 'finance');
    expect(changed.json).toMatchObject({ creditLimit: '7500.00', name: 'Customer HTTP-1' });
  });

  it('are opened once for one key, and the repeat gets the same answer', async () => {
    const key = freshKey();
    const answers = await Promise.all(
      [1, 2, 3].map(() => send('POST', '/v1/customers', customerInput('HTTP-2'), 'admin', key)),
    );
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true')).toHaveLength(2);
    expectProblem(await send('POST', '/v1/customers', customerInput('HTTP-2')), 409, 'already-exists', 'number');
  });

  it('are known again before they are opened a second time: by SIREN, by VAT number, by a name much like theirs', async () => {
    const siren = '552100554';
    await send('POST', '/v1/customers', customerInput('DOUBLE', { name: 'Boulangerie Lefèvre', siren }));
    const ask = async (query: string): Promise<unknown> =>
      (await api.call({ method: 'GET', path: `/v1/customer-doubles?${query}`, key: api.keys.finance })).json?.['items'];
    expect(await ask('name=Lefevre%20SA&siren=552%20100%20554')).toMatchObject([
      { number: 'DOUBLE', because: 'siren' },
    ]);
    expect(await ask('name=Boulangerie%20Lefevre')).toMatchObject([{ number: 'DOUBLE', because: 'name' }]);
    expect(await ask('name=Garage%20du%20Port&siren=1')).toEqual([]);
  });

  it('tell who changed what of them, with what it was before', async () => {
    await send('POST', '/v1/customers', customerInput('TOLD'));
    await send('PATCH', '/v1/customers/TOLD', { phone: '01 02 03 04 05' }, 'finance');
    const { json } = await api.call({ method: 'GET', path: '/v1/customers/TOLD/changes', key: api.keys.finance });
    expect(json?.['items']).toMatchObject([
      { action: 'customer.changed', before: { phone: expect.any(String) }, after: { phone: '01 02 03 04 05' } },
      { action: 'customer.created' },
    ]);
    const nobody = await api.call({ method: 'GET', path: '/v1/customers/NOBODY/changes', key: api.keys.finance });
    expect(nobody.status).toBe(404);
  });

  it('refuse a JSON number as credit limit, saying so', async () => {
    const answer = await send('POST', '/v1/customers', { ...customerInput('HTTP-3'), creditLimit: 5000 });
    expectProblem(answer, 422, 'invalid-request', 'creditLimit');
    expect(answer.text).toContain('JSON numbers are refused');
  });

  it('are kept in one spelling of their names', async () => {
    const opened = await send('POST', '/v1/customers', customerInput('HTTP-5', { name: 'Cafe\u0301 de la Gare' }));
    expect(opened.json).toMatchObject({ name: 'Café de la Gare' });
  });

  it.each([
    ['a name', { name: '株式会社' }, 'name'],
    ['a town', { address: { ...customerInput('X').address, city: 'القاهرة' } }, 'address.city'],
    ['a name that reads backwards', { name: 'abc\u202edef' }, 'name'],
  ])('are refused for %s that documents cannot print, by its field', async (_what, changes, field) => {
    const answer = await send('POST', '/v1/customers', customerInput('HTTP-6', changes));
    expectProblem(answer, 422, 'invalid-request', field);
    expect(answer.text).toMatch(/take it out|write it in Latin, Greek, Cyrillic/);
  });

  it('with more room wake the held orders that fit, on a repeat too', async () => {
    await send('POST', '/v1/customers', customerInput('HTTP-4', { creditLimit: '1.00' }));
    const held = { customer: 'HTTP-4', stage: 'credit-hold', gross: '400.00', lines: [] };
    await recordOrder(api.prisma, { ...held, number: orderNo(801) });
    await recordOrder(api.prisma, { ...held, number: orderNo(802), receivedAt: '2026-03-01T09:00:00.000Z' });
    const key = freshKey();
    const raise = () => send('PATCH', '/v1/customers/HTTP-4', { creditLimit: '500.00' }, 'finance', key);
    const wake = { orders: [orderNo(802)], signal: 'creditFreed' };
    await raise();
    expect(told).toEqual([wake]);
    expect((await raise()).headers.get('idempotency-replayed')).toBe('true');
    expect(told).toEqual([wake, wake]);
    await send('PATCH', '/v1/customers/HTTP-4', { phone: '1' }, 'finance');
    expect(told).toHaveLength(2);
  });
});

describe('products', () => {
  it('have numbers with dots, underscores and small letters, found under their own address', async () => {
    const created = await send('POST', '/v1/products', productInput('M8x40.zn_A2~k'));
    expect(created.headers.get('location')).toBe('/v1/products/M8x40.zn_A2~k');
    const found = await api.call({ method: 'GET', path: '/v1/products/M8x40.zn_A2~k', key: api.keys.sales });
    expect(found.json).toMatchObject({ number: 'M8x40.zn_A2~k' });
  });

  it('are refused a number that another has but for its capitals', async () => {
    await send('POST', '/v1/products', productInput('Tige.10'));
    const problem = await send('POST', '/v1/products', productInput('TIGE.10'));
    expectProblem(problem, 409, 'already-exists', 'number');
    expect(problem.json).toMatchObject({ detail: 'There is a product Tige.10 already.' });
  });

  it('are told which characters a number may have when it has others', async () => {
    const problem = await send('POST', '/v1/products', productInput('P/011'));
    expectProblem(problem, 422, 'invalid-request', 'number');
    expect(JSON.stringify(problem.json)).toContain('digits, dashes, dots, underscores and tildes');
  });

  it('are listed and found by number, name, category and whether they are sold', async () => {
    await send('POST', '/v1/products', productInput('HTTP-P1', { name: 'Walnut oil', category: 'Oils' }));
    await send('PATCH', '/v1/products/HTTP-P1', { active: false });
    const found = async (query: string) => {
      const { json } = await api.call({ method: 'GET', path: `/v1/products?${query}`, key: api.keys.sales });
      const products = (json?.['items'] ?? []) as { number: string }[];
      return products.map((product) => product.number);
    };
    expect(await found('search=walnut')).toEqual(['HTTP-P1']);
    expect(await found('category=Oils&active=false')).toEqual(['HTTP-P1']);
    expect(await found('search=walnut&active=true')).toEqual([]);
  });

  it('keep their currency: a change of it is not known', async () => {
    expectProblem(await send('PATCH', '/v1/products/P-001', { currency: 'USD' }), 422, 'invalid-request', 'currency');
  });
});

describe('VAT rates', () => {
  const rate = {
    country: 'FR',
    taxClass: 'standard',
    from: addDays(today, 40),
    vatCategory: 'S',
    vatRate: '21.00',
    vatExemption: null,
  };

  it('are listed by country and class, latest first, a page at a time', async () => {
    const made = await send('POST', '/v1/tax-rates', rate, 'finance');
    expect(made).toMatchObject({ status: 201, json: rate });
    expect(made.headers.get('location')).toBe('/v1/tax-rates?country=FR&taxClass=standard');
    const path = '/v1/tax-rates?country=FR&taxClass=standard&limit=1';
    const first = await api.call({ method: 'GET', path, key: api.keys.sales });
    expect(first.json?.['items']).toEqual([rate]);
    const next = `${path}&cursor=${String(first.json?.['nextCursor'])}`;
    const second = await api.call({ method: 'GET', path: next, key: api.keys.sales });
    expect(second.json).toEqual({ items: [{ ...rate, from: '2014-01-01', vatRate: '20.00' }], nextCursor: null });
  });

  it.each([
    ['a day that has begun', { from: today }, 'from'],
    ['a standard rate of zero', { vatRate: '0.00' }, 'vatRate'],
    ['an exemption that charges VAT', { vatCategory: 'E', vatExemption: 'VATEX-EU-132' }, 'vatRate'],
    ['an exemption without its reason', { vatCategory: 'E', vatRate: '0.00' }, 'vatExemption'],
    ['a category that only where the goods go can give', { vatCategory: 'K', vatRate: '0.00' }, 'vatCategory'],
    ['a class that nobody knows', { taxClass: 'luxury' }, 'taxClass'],
  ])('are refused for %s', async (_what, changes, field) => {
    expectProblem(
      await send('POST', '/v1/tax-rates', { ...rate, ...changes }, 'finance'),
      422,
      'invalid-request',
      field,
    );
  });

  it('are refused for a day that has begun by country, class and day, as the reader writes it', async () => {
    const refused = await send('POST', '/v1/tax-rates', { ...rate, from: today }, 'finance');
    const day = formatDate(today, 'en');
    expect(refused.json?.['detail']).toBe(`A rate of FR standard is in force, and ${day} has passed or begun.`);
  });
});

describe('quotes', () => {
  const offer = {
    validUntil: addDays(today, 30),
    paymentTerms: { kind: 'net', days: 30 },
    freight: '0',
    lines: [{ lineNo: 1, product: 'P-001', quantity: '2', unitPrice: '18', discountPercent: '0', deliveryDate: null }],
  };

  it('are made, revised, listed with their revisions and accepted', async () => {
    const made = await send('POST', '/v1/quotes', { customer: 'ALFKI', ...offer }, 'manager');
    expect(made.status).toBe(201);
    const location = made.headers.get('location') ?? '';
    const revised = await send('POST', `${location}/revisions`, { ...offer, freight: '9.90' }, 'manager');
    // 2 at 18.00 and 9.90 of freight.
    expect(revised.json).toMatchObject({ revision: 2, net: '45.90' });
    const revisions = await api.call({ method: 'GET', path: `${location}/revisions`, key: api.keys.finance });
    expect(revisions.json).toMatchObject({ items: [{ net: '36.00' }, { net: '45.90' }], nextCursor: null });
    const accepted = await send('POST', `${location}/acceptance`, { acceptedOn: today }, 'manager');
    expect(accepted.json).toMatchObject({ status: 'accepted', acceptedOn: today });
    expectProblem(await send('PATCH', location, { lostReason: 'x' }, 'manager'), 409, 'quote-closed');
    const list = await api.call({ method: 'GET', path: '/v1/quotes?status=accepted', key: api.keys.manager });
    expect(list.json?.['items']).toEqual([accepted.json]);
  });

  it('name the line whose product is not sold', async () => {
    const lines = [{ ...offer.lines[0], product: 'P-404' }];
    const answer = await send('POST', '/v1/quotes', { customer: 'ALFKI', ...offer, lines }, 'manager');
    expectProblem(answer, 422, 'product-unknown', 'lines.0.product');
  });
});

describe('stock receipts', () => {
  it('tell the orders they served, once each, and again on a repeat', async () => {
    await send('POST', '/v1/products', productInput('HTTP-S1'));
    await recordOrder(api.prisma, {
      number: orderNo(803),
      customer: 'ALFKI',
      lines: [
        { product: 'HTTP-S1', quantity: '2', waiting: true },
        { product: 'HTTP-S1', quantity: '1', waiting: true },
      ],
    });
    const body = { reference: 'HTTP-GR-1', receivedOn: today, lines: [{ product: 'HTTP-S1', quantity: '9' }] };
    const key = freshKey();
    const booked = await send('POST', '/v1/stock/receipts', body, 'logistics', key);
    expect(booked).toMatchObject({ status: 201, json: { served: [{ quantity: '2' }, { quantity: '1' }] } });
    const repeat = await send('POST', '/v1/stock/receipts', body, 'logistics', key);
    expect(repeat.text).toBe(booked.text);
    expect(told).toEqual([1, 2].map(() => ({ orders: [orderNo(803)], signal: 'stockArrived' })));
    expectProblem(await send('POST', '/v1/stock/receipts', body, 'logistics'), 409, 'already-exists', 'reference');
    const list = await api.call({
      method: 'GET',
      path: '/v1/stock/receipts?product=HTTP-S1',
      key: api.keys.logistics,
    });
    expect(list.json?.['items']).toEqual([booked.json]);
    const product = await api.call({ method: 'GET', path: '/v1/products/HTTP-S1', key: api.keys.sales });
    expect(product.json).toMatchObject({ onHand: '9', allocated: '3', available: '6' });
  });

  it('many at once for one backorder give it no more than it lacks', async () => {
    await send('POST', '/v1/products', productInput('HTTP-S2'));
    const lines = [{ product: 'HTTP-S2', quantity: '10', waiting: true }];
    await recordOrder(api.prisma, { number: orderNo(804), customer: 'ALFKI', lines });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        send('POST', '/v1/stock/receipts', {
          reference: `HTTP-GR-2-${index}`,
          receivedOn: today,
          lines: [{ product: 'HTTP-S2', quantity: '3' }],
        }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 201));
    // 8 receipts of 3 are 24; the backorder takes 10 of them: 3, 3, 3 and 1.
    const stock = await api.prisma.stock.findUniqueOrThrow({ where: { productNumber: 'HTTP-S2' } });
    expect([stock.onHand.toFixed(), stock.allocated.toFixed()]).toEqual(['24', '10']);
  });
});
