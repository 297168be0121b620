import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../contracts/vocabulary.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { localDateOf } from '../../domain/calendar.js';
import type { PrismaClient } from '../../prisma/client.js';
import { openTestStack } from '../support/stack.js';
import type { TestStack } from '../support/stack.js';
import { serveApi } from './office.js';
import type { ApiUnderTest } from './office.js';
import { contactsAt } from '../support/parties.js';

/** Orders through the API, with a worker, on real PostgreSQL, Temporal and SMTP. */
let stack: TestStack;
let api: Omit<ApiUnderTest, 'keys'>;
let prisma: PrismaClient;

beforeAll(async () => {
  stack = await openTestStack({ processes: ['inbox', 'worker'] });
  api = await serveApi(stack);
  prisma = api.prisma;
});
afterAll(async () => {
  await api.close();
  await stack.close();
});

const today = localDateOf(Date.now(), 'Europe/Paris');

type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
};

async function ask(
  role: Role,
  method: string,
  path: string,
  body?: unknown,
  key: string = randomUUID(),
): Promise<Answered> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${stack.apiKeys?.[role] ?? ''}`,
      ...(method !== 'GET' && { 'Idempotency-Key': key, 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, json };
}

async function customer(number: string): Promise<string> {
  const address = {
    name: number,
    street: '1, rue A',
    postalCode: '75001',
    city: 'Paris',
    region: '',
    countryCode: 'FR',
  };
  const made = await ask('admin', 'POST', '/v1/customers', {
    number,
    name: `Maison ${number}`,
    siren: null,
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address,
    contacts: contactsAt('a@maison.example', 'b@maison.example'),
    phone: '',
    paymentTerms: { kind: 'net', days: 30 },
    creditLimit: '100000.00',
    salesperson: null,
  });
  expect(made.status).toBe(201);
  return number;
}

async function product(number: string, stock: string): Promise<string> {
  const listed = {
    name: number,
    unit: 'box',
    category: '',
    listPrice: '10.00',
    currency: 'EUR',
    taxClass: 'standard',
    active: true,
  };
  expect((await ask('admin', 'POST', '/v1/products', { number, ...listed })).status).toBe(201);
  const receipt = {
    reference: `GR-${number}`,
    receivedOn: '2026-11-02',
    lines: [{ product: number, quantity: stock }],
  };
  expect((await ask('logistics', 'POST', '/v1/stock/receipts', receipt)).status).toBe(201);
  return number;
}

const orderOf = (of: string, what: string, quantity: string) => ({
  customer: of,
  origin: 'phone',
  currency: 'EUR',
  lines: [{ lineNo: 1, product: what, quantity, unitPrice: '10.00', requestedDate: '2027-01-15' }],
});
const enter = (body: unknown, key?: string): Promise<Answered> => ask('manager', 'POST', '/v1/orders', body, key);
const stageOf = async (order: string): Promise<unknown> =>
  (await ask('ops', 'GET', `/v1/orders/${order}`)).json['stage'];

async function until<T>(read: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const value = await read();
    if (isRight(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It stayed ${JSON.stringify(await read())}.`);
}

async function acceptedOrder(of: string, what: string, quantity: string): Promise<string> {
  const entered = await enter(orderOf(of, what, quantity));
  expect(entered.text).toContain('"number"');
  const number = String(entered.json['number']);
  await until(
    () => stageOf(number),
    (stage) => stage === 'acknowledged' || stage === 'accepted',
  );
  return number;
}

describe('an order of a quote with a rebate on the whole and a product that tells its waste', () => {
  const rebate = { kind: 'allowance', reason: '95', text: 'Remise', basis: 'percent', value: '10' };

  it('bears both as they were offered, and is acknowledged without a person', async () => {
    await customer('REBATE');
    const lamp = await product('LAMP', '10');
    const ecoContributions = [{ text: 'Éco-participation DEEE', from: '2026-01-01', amountPerUnit: '0.50' }];
    const told = await ask('admin', 'PATCH', `/v1/products/${lamp}`, { ecoContributions, documentText: 'Au sec' });
    expect(told.json).toMatchObject({ ecoContributions, documentText: 'Au sec', priceBase: '1' });
    const line = { lineNo: 1, product: lamp, quantity: '4', unitPrice: '10.00', discountPercent: '0' };
    const offered = await ask('manager', 'POST', '/v1/quotes', {
      customer: 'REBATE',
      validUntil: '2027-06-30',
      paymentTerms: { kind: 'net', days: 30 },
      freight: '0',
      adjustments: [rebate],
      lines: [{ ...line, deliveryDate: null }],
    });
    // 40.00 less 10 %
    expect(offered.json).toMatchObject({ net: '36.00', adjustments: [rebate] });
    const { lines, ...head } = orderOf('REBATE', lamp, '4');
    const entered = await enter({ ...head, origin: 'quote', quote: offered.json['number'], lines });
    expect(entered.status).toBe(201);
    const path = `/v1/orders/${String(entered.json['number'])}`;
    // with 4 × 0.50 on top, 20 % of 38.00
    expect((await ask('manager', 'GET', path)).json).toMatchObject({
      net: '38.00',
      vat: '7.60',
      adjustments: [{ ...rebate, value: '10.00' }],
      discrepancies: [],
      lines: [
        {
          net: '38.00',
          adjustments: [
            { reason: 'AEO', basis: 'per-unit', value: '0.50', amount: '2.00' },
            { of: 1, percent: '10.00', amount: '4.00' },
          ],
        },
      ],
    });
  });

  it('has no code of another list, no waste that somebody typed, and takes off no more than there is', async () => {
    const wrong = async (changes: object) => {
      const refused = await enter({ ...orderOf('REBATE', 'LAMP', '1'), adjustments: [{ ...rebate, ...changes }] });
      return [refused.status, JSON.stringify(refused.json)];
    };
    expect(await wrong({ reason: 'ABL' })).toEqual([422, expect.stringContaining('adjustments.0.reason')]);
    expect(await wrong({ kind: 'charge', reason: 'AEO' })).toEqual([
      422,
      expect.stringContaining('adjustments.0.reason'),
    ]);
    expect(await wrong({ basis: 'amount', value: '99' })).toEqual([422, expect.stringContaining('adjustments')]);
  });
});

describe('entering an order', () => {
  it('answers with its number once it is on record, and a repeat gets the same answer', async () => {
    const of = await customer('WALK-1');
    const what = await product('W-1', '10');
    const key = randomUUID();
    const first = await enter(orderOf(of, what, '2'), key);
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe(`/v1/orders/${String(first.json['number'])}`);
    expect((await ask('ops', 'GET', first.headers.get('location') ?? '')).json).toMatchObject({ customer: of });
    const again = await enter(orderOf(of, what, '2'), key);
    expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([201, first.text, 'true']);
    const other = await enter(orderOf(of, what, '3'), key);
    expect(other.json).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('twenty times at once under one key makes one order and one workflow', async () => {
    const of = await customer('WALK-2');
    const what = await product('W-2', '10');
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => enter(orderOf(of, what, '1'), key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await prisma.salesOrder.count({ where: { customerNumber: of } })).toBe(1);
    expect(await prisma.idempotencyKey.count({ where: { key } })).toBe(1);
  });

  it('under the same key by another principal makes another order', async () => {
    const of = await customer('WALK-3');
    const what = await product('W-3', '10');
    const key = randomUUID();
    const [one, two] = [
      await enter(orderOf(of, what, '1'), key),
      await ask('admin', 'POST', '/v1/orders', orderOf(of, what, '1'), key),
    ];
    expect(one.json['number']).not.toBe(two.json['number']);
    expect(two.headers.get('idempotency-replayed')).toBeNull();
  });

  it('shows in the Temporal UI as number, customer and amount, and is found by its attributes', async () => {
    const of = await customer('WALK-4');
    const what = await product('W-4', '500');
    const entered = await enter(orderOf(of, what, '123.5'));
    const number = String(entered.json['number']);
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const client = new Client({ connection, namespace: stack.namespace });
    const description = await client.workflow.getHandle(`order:${number}`).describe();
    expect(await description.staticSummary()).toBe(`${number} · WALK-4 · 1,482.00 EUR`);
    expect(description.searchAttributes).toMatchObject({
      CustomerNumber: ['WALK-4'],
      Currency: ['EUR'],
      OrderOrigin: ['phone'],
    });
    await connection.close();
  });
});

describe('an order on its way', () => {
  it('is delivered, proved, invoiced and paid, each answered with what was recorded', async () => {
    const of = await customer('WALK-5');
    const what = await product('W-5', '6');
    const order = await acceptedOrder(of, what, '6');
    const key = randomUUID();
    const deliver = () => ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, {}, key);
    const delivery = await deliver();
    expect([delivery.status, delivery.json['order']]).toEqual([201, order]);
    const again = await deliver();
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([delivery.text, 'true']);
    const note = delivery.headers.get('location') ?? '';
    const proof = { receivedBy: 'Mme A', receivedAt: new Date().toISOString() };
    expect((await ask('logistics', 'POST', `${note}/proof`, proof)).json).toEqual(delivery.json);
    expect((await ask('logistics', 'POST', `${note}/proof`, proof)).json).toMatchObject({ code: 'delivery-proved' });
    const invoice = await until(
      async () => (await ask('finance', 'GET', `/v1/invoices?order=${order}`)).json['items'] as { number: string }[],
      (items) => items.length === 1,
    );
    const number = invoice[0]?.number ?? '';
    const pdf = await until(
      () => ask('finance', 'GET', `/v1/invoices/${number}/document.pdf`),
      ({ status }) => status === 200,
    );
    expect(pdf.text.slice(0, 5)).toBe('%PDF-');
    const xml = `/v1/invoices/${number}/document.xml`;
    const cii = await ask('finance', 'GET', xml);
    expect([cii.headers.get('content-type'), cii.headers.get('content-disposition')]).toEqual([
      'application/xml',
      `attachment; filename="${number}-cii.xml"`,
    ]);
    expect(cii.text).toContain('<ram:GrandTotalAmount>72.00</ram:GrandTotalAmount>');
    const ubl = await ask('manager', 'GET', `${xml}?syntax=ubl`);
    expect(ubl.text).toContain('<cbc:PayableAmount currencyID="EUR">72.00</cbc:PayableAmount>');
    const asked = [`${xml}?syntax=edifact`, '/v1/invoices/FA-1999-000001/document.xml'];
    const refused = await Promise.all(asked.map((path) => ask('finance', 'GET', path)));
    expect(refused.map(({ status }) => status)).toEqual([422, 404]);
    expect((await ask('logistics', 'GET', xml)).status).toBe(403);
    const payment = {
      customer: of,
      amount: '72.00',
      currency: 'EUR',
      date: '2026-11-22',
      reference: 'T-5',
      remittanceText: `votre facture ${number}`,
    };
    const payKey = randomUUID();
    const paid = await ask('finance', 'POST', '/v1/payments', payment, payKey);
    expect(paid.json).toMatchObject({ allocated: '72.00', unallocated: '0.00', allocations: [{ invoice: number }] });
    await until(
      () => stageOf(order),
      (stage) => stage === 'settled',
    );
    const paidAgain = await ask('finance', 'POST', '/v1/payments', payment, payKey);
    expect([paidAgain.text, paidAgain.headers.get('idempotency-replayed')]).toEqual([paid.text, 'true']);
    const late = await deliver();
    expect([late.text, late.headers.get('idempotency-replayed')]).toEqual([delivery.text, 'true']);
    const closed = await ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, {});
    expect(closed.json).toMatchObject({ status: 409, code: 'order-closed' });
    const tooLate = await ask('finance', 'POST', '/v1/payments', { ...payment, reference: 'T-6' });
    expect([tooLate.status, tooLate.json['unallocated']]).toEqual([201, '72.00']);
  });

  it('keeps a proof of receipt that comes after the last cent, once', async () => {
    const of = await customer('WALK-19');
    const order = await acceptedOrder(of, await product('W-19', '1'), '1');
    const { json: delivered } = await ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, {});
    const note = `/v1/deliveries/${String(delivered['number'])}`;
    const [invoice] = await until(
      async () => (await ask('finance', 'GET', `/v1/invoices?order=${order}`)).json['items'] as { number: string }[],
      (items) => items.length === 1,
    );
    const unsigned = await until(
      () => ask('logistics', 'GET', `${note}/note.pdf`),
      ({ status }) => status === 200,
    );
    const payment = { customer: of, amount: '12.00', currency: 'EUR', date: '2026-11-22', reference: 'T-19' };
    await ask('finance', 'POST', '/v1/payments', { ...payment, remittanceText: invoice?.number });
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const { workflow } = new Client({ connection, namespace: stack.namespace });
    expect(await workflow.getHandle(`order:${order}`).result()).toMatchObject({ stage: 'settled' });

    const proof = { receivedBy: 'Mme B', receivedAt: new Date().toISOString(), reserves: '1 carton mouillé' };
    const keys = [randomUUID(), randomUUID()];
    const prove = (key: string) => ask('logistics', 'POST', `${note}/proof`, proof, key);
    const answers = await Promise.all(keys.map(prove));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    const kept = answers.findIndex(({ status }) => status === 200);
    expect(answers[kept]?.json).toEqual(delivered);
    expect(answers[1 - kept]?.json).toMatchObject({ code: 'delivery-proved' });
    const again = await prove(keys[kept] ?? '');
    expect([again.status, again.headers.get('idempotency-replayed'), again.text]).toEqual([
      200,
      'true',
      answers[kept]?.text,
    ]);
    expect((await ask('logistics', 'GET', note)).json).toMatchObject({ proof, status: 'proved' });
    const where = { entityId: String(delivered['number']), action: 'delivery.proved' };
    expect(await prisma.auditEntry.findMany({ where })).toMatchObject([{ orderNumber: order, role: 'logistics' }]);
    const signed = await until(
      () => ask('logistics', 'GET', `${note}/note.pdf`),
      ({ text }) => text !== unsigned.text,
    );
    expect(signed.text.slice(0, 5)).toBe('%PDF-');
    expect((await prove(randomUUID())).json).toMatchObject({ status: 409, code: 'delivery-proved' });
    const right = { receivedBy: 'Mme Bart', receivedAt: proof.receivedAt };
    const mend = (body: object, key?: string) => ask('logistics', 'POST', `${note}/proof/corrections`, body, key);
    const reason = 'the name was misread';
    const once = randomUUID();
    const mended = await mend({ ...right, reason }, once);
    expect([mended.status, mended.json['proof'], mended.json['status']]).toEqual([
      200,
      { ...right, reserves: null },
      'proved',
    ]);
    expect((await mend({ ...right, reason }, once)).text).toBe(mended.text);
    const corrected = { entityId: String(delivered['number']), action: 'delivery.proof-corrected' };
    expect(await prisma.auditEntry.findMany({ where: corrected })).toMatchObject([
      {
        orderNumber: order,
        role: 'logistics',
        before: proof,
        after: { ...right, reserves: null, reason, version: 2 },
      },
    ]);
    const tooEarly = await mend({ ...right, receivedAt: '2020-01-02T10:00:00Z', reason });
    expect(tooEarly.json).toMatchObject({ status: 422, errors: [{ field: 'receivedAt' }] });
    await until(
      () => ask('logistics', 'GET', `${note}/note.pdf`),
      ({ text, status }) => status === 200 && text !== signed.text,
    );
    expect(verificationText(await verifyDatabase(stack.databaseUrl))).not.toContain('note');
    await workflow.getHandle(`proof:${String(delivered['number'])}`).result();
    await connection.close();
  });

  it('refuses more than is left, and judges the same key again', async () => {
    const of = await customer('WALK-6');
    const what = await product('W-6', '4');
    const order = await acceptedOrder(of, what, '10');
    const key = randomUUID();
    const body = { lines: [{ lineNo: 1, quantity: '6' }] };
    const six = () => ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, body, key);
    expect((await six()).json).toMatchObject({ status: 409, code: 'not-allocated' });
    const receipt = { reference: 'GR-W-6-2', receivedOn: '2026-11-02', lines: [{ product: what, quantity: '6' }] };
    expect((await ask('logistics', 'POST', '/v1/stock/receipts', receipt)).json).toMatchObject({ served: [{ order }] });
    const now = await until(six, ({ status }) => status === 201);
    expect(now.json).toMatchObject({ order });
    const cancelled = await ask('manager', 'POST', `/v1/orders/${order}/cancellations`, { reason: 'no longer needed' });
    expect([cancelled.status, cancelled.json['number']]).toEqual([200, order]);
    const more = await ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, {
      lines: [{ lineNo: 1, quantity: '1' }],
    });
    expect(more.json).toMatchObject({ status: 409 });
  });

  it('is amended before its first delivery', async () => {
    const of = await customer('WALK-7');
    const what = await product('W-7', '10');
    const order = await acceptedOrder(of, what, '3');
    const line = { lineNo: 1, product: what, quantity: '4', unitPrice: '10.00', requestedDate: '2027-01-20' };
    const amended = await ask('manager', 'POST', `/v1/orders/${order}/amendments`, {
      reason: 'one more',
      lines: [line],
    });
    expect([amended.status, amended.json['number']]).toEqual([200, order]);
    expect((await ask('ops', 'GET', `/v1/orders/${order}`)).json).toMatchObject({
      version: 2,
      net: '40.00',
      lines: [{ quantity: '4' }],
    });
  });

  it('takes fifty deliveries at once on one line: never more than was ordered, and no 5xx', async () => {
    const of = await customer('WALK-8');
    const what = await product('W-8', '100');
    const order = await acceptedOrder(of, what, '100');
    const quantities = Array.from({ length: 50 }, (_, index) => (index % 5) + 1);
    const answers = await Promise.all(
      quantities.map((quantity) =>
        ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, {
          lines: [{ lineNo: 1, quantity: String(quantity) }],
        }),
      ),
    );
    expect(answers.filter(({ status }) => status >= 500).map(({ text }) => text)).toEqual([]);
    const taken = quantities.filter((_, index) => answers[index]?.status === 201).reduce((a, b) => a + b, 0);
    expect(taken).toBeLessThanOrEqual(100);
    expect(taken).toBeGreaterThan(95);
    const line = await prisma.orderLine.findFirstOrThrow({ where: { orderNumber: order } });
    expect(line.delivered.toFixed()).toBe(String(taken));
    const codes = new Set(answers.filter(({ status }) => status !== 201).map(({ json }) => json['code']));
    expect(
      [...codes].every((code) => code === 'over-delivery' || code === 'not-allocated' || code === 'order-not-ready'),
    ).toBe(true);
  });
});

describe('money that no invoice has taken', () => {
  it('gives room on the account: the order that waited for credit goes on', async () => {
    const of = await customer('WALK-9');
    const what = await product('W-9', '10');
    expect((await ask('admin', 'PATCH', `/v1/customers/${of}`, { creditLimit: '100.00' })).status).toBe(200);
    // 10 × 10.00 and 20 % VAT: 120.00 of 100.00
    const order = String((await enter(orderOf(of, what, '10'))).json['number']);
    await until(
      () => stageOf(order),
      (stage) => stage === 'credit-hold',
    );
    const transfer = { customer: of, amount: '20.00', currency: 'EUR', date: '2026-11-22', reference: 'T-9' };
    const paid = await ask('finance', 'POST', '/v1/payments', transfer);
    expect([paid.status, paid.json['unallocated']]).toEqual([201, '20.00']);
    await until(
      () => stageOf(order),
      (stage) => stage === 'acknowledged',
    );
  });

  it('for two invoices is one request; taken back, returned and written off it is told by the account', async () => {
    const of = await customer('WALK-20');
    const what = await product('W-20', '20');
    const orders = [await acceptedOrder(of, what, '1'), await acceptedOrder(of, what, '2')];
    for (const order of orders) await ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, {});
    const accountOf = async () => (await ask('finance', 'GET', `/v1/customers/${of}/account`)).json;
    const { openInvoices } = await until(accountOf, ({ openInvoices: open }) => (open as unknown[]).length === 2);
    // 10.00 and 20.00 with 20 % VAT: 12.00 and 24.00
    const [small, large] = (openInvoices as { invoice: string; open: string }[]).toSorted(
      (a, b) => Number(a.open) - Number(b.open),
    );
    const stranger = await customer('WALK-9-B');
    for (const [index, invoice] of [small?.invoice, 'FA-2026-999999'].entries()) {
      const wrong = { customer: stranger, amount: '12.00', currency: 'EUR', date: '2026-11-22' };
      const named = [{ invoice, amount: '12.00' }];
      const body = { ...wrong, reference: `T-21-${index}`, allocations: named };
      const refused = await ask('finance', 'POST', '/v1/payments', body);
      expect(refused.json).toMatchObject({ status: 422, errors: [{ field: 'allocations.0.invoice' }] });
      const kept = refused.headers.get('location') ?? '';
      expect((await ask('finance', 'GET', kept)).json).toMatchObject({ customer: stranger, unallocated: '12.00' });
      const asked = await ask('finance', 'POST', `${kept}/allocations`, { allocations: named });
      expect(asked.json).toMatchObject({ status: 422, errors: [{ field: 'allocations.0.invoice' }] });
    }
    const transfer = { customer: of, amount: '30.00', currency: 'EUR', date: '2026-11-22', reference: 'T-20' };
    const booked = await ask('finance', 'POST', '/v1/payments', transfer);
    const path = booked.headers.get('location') ?? '';
    const allocations = [
      { invoice: small?.invoice, amount: '12.00' },
      { invoice: large?.invoice, amount: '18.00' },
    ];
    const key = randomUUID();
    const allocate = () => ask('finance', 'POST', `${path}/allocations`, { allocations }, key);
    const taken = await allocate();
    expect(taken.json).toMatchObject({
      unallocated: '0.00',
      moves: [
        { invoice: small?.invoice, allocation: 1, amount: '12.00', open: '0.00' },
        { invoice: large?.invoice, allocation: 2, amount: '18.00', open: '6.00' },
      ],
      settled: [{ invoice: small?.invoice }],
      paidOrders: [orders[0]],
    });
    const again = await allocate();
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([taken.text, 'true']);
    const reversed = await ask('finance', 'POST', `${path}/allocations/1/reversal`, {
      reason: 'the other order was meant',
    });
    expect(reversed.json).toMatchObject({ unallocated: '12.00', reopened: [{ invoice: small?.invoice }] });
    const twice = await ask('finance', 'POST', `${path}/allocations/1/reversal`, { reason: 'again' });
    expect(twice.json).toMatchObject({ status: 409, code: 'allocation-reversed' });

    // 5.00 of 30.00 goes back: 12.00 - 5.00 = 7.00 is left, and nothing more is undone.
    const back = {
      amount: '-5.00',
      currency: 'EUR',
      date: '2026-11-23',
      reference: 'R-20',
      returns: path.split('/').at(-1),
    };
    expect((await ask('finance', 'POST', '/v1/payments', back)).json).toMatchObject({
      customer: of,
      unallocated: '0.00',
    });
    const rest = await ask('finance', 'POST', `${path}/allocations`, { order: 'oldest-first' });
    expect(rest.json).toMatchObject({ unallocated: '0.00' });
    // 12.00 + 24.00 - 18.00 - 7.00 = 11.00
    expect(await accountOf()).toMatchObject({ balances: [{ currency: 'EUR', balance: '11.00' }], unallocated: [] });
    const open = (await accountOf())['openInvoices'] as { invoice: string }[];
    for (const { invoice } of open)
      expect((await ask('finance', 'POST', `/v1/invoices/${invoice}/write-offs`, { reason: 'insolvent' })).status).toBe(
        200,
      );
    expect(await accountOf()).toMatchObject({ balances: [{ currency: 'EUR', balance: '0.00' }], openInvoices: [] });
    const twiceGiven = await ask('finance', 'POST', `/v1/invoices/${open[0]?.invoice ?? ''}/write-offs`, {
      reason: 'again',
    });
    expect(twiceGiven.json).toMatchObject({ status: 409, code: 'nothing-open' });
    expect(twiceGiven.json).not.toHaveProperty('errors');
    const paging = `/v1/customers/${of}/account?limit=3`;
    const page = (await ask('finance', 'GET', paging)).json;
    expect((page['entries'] as { kind: string }[]).map(({ kind }) => kind)[0]).toBe('write-off');
    const next = await ask('finance', 'GET', `${paging}&cursor=${String(page['nextCursor'])}`);
    expect((next.json['entries'] as unknown[]).length).toBe(3);
    for (const order of orders)
      await until(
        () => stageOf(order),
        (stage) => stage === 'settled',
      );
  });

  it('is credited in part and then whole, by the account: a preview says what it comes to, and the order is settled', async () => {
    const of = await customer('WALK-21');
    const order = await acceptedOrder(of, await product('W-21', '20'), '3');
    await ask('logistics', 'POST', `/v1/orders/${order}/deliveries`, {});
    const accountOf = async () => (await ask('finance', 'GET', `/v1/customers/${of}/account`)).json;
    const { openInvoices } = await until(accountOf, ({ openInvoices: open }) => (open as unknown[]).length === 1);
    const invoice = (openInvoices as { invoice: string }[])[0]?.invoice ?? '';
    const wish = { scope: 'lines', lines: [{ lineNo: 1, quantity: '1' }], reason: 'QTE_ERR' };
    const path = `/v1/invoices/${invoice}`;
    const preview = await ask('manager', 'POST', `${path}/credit-previews`, wish);
    const first = await ask('finance', 'POST', `${path}/credit-notes`, wish);
    expect([preview.status, first.status, first.json['gross']]).toEqual([200, 201, preview.json['gross']]);
    expect(first.headers.get('location')).toBe(`/v1/invoices/${String(first.json['creditNote'])}`);
    const refused = await ask('finance', 'POST', `${path}/credit-notes`, {
      ...wish,
      lines: [{ lineNo: 1, quantity: '999' }],
    });
    expect(refused.json).toMatchObject({ status: 409, code: 'over-credit', errors: [{ field: 'lines.0.quantity' }] });
    const rest = await ask('finance', 'POST', `${path}/credit-notes`, {
      scope: 'whole',
      reason: 'DOUBLON',
      note: 'twice',
    });
    expect(rest.json).toMatchObject({ invoice, open: '0.00', toGive: '0.00', paidOrders: [order] });
    const shown = await ask('finance', 'GET', path);
    expect(shown.json).toMatchObject({ open: '0.00', credits: [{ scope: 'lines' }, { scope: 'whole' }] });
    await until(
      () => stageOf(order),
      (stage) => stage === 'settled',
    );
    const pdf = `${first.headers.get('location') ?? ''}/document.pdf`;
    expect((await ask('finance', 'GET', pdf)).status).toBe(200);
    const xml = pdf.replace(/pdf$/, 'xml');
    expect((await ask('finance', 'GET', xml)).text).toContain('<ram:TypeCode>381</ram:TypeCode>');
    const ubl = await ask('finance', 'GET', `${xml}?syntax=ubl`);
    expect(ubl.text).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>');
    await until(
      () => prisma.outgoing.count({ where: { customerNumber: of, kind: 'credit-note', status: 'SENT' } }),
      (sent) => sent === 2,
    );
  });

  it('is not allocated finer than its currency: 422 names the field, and nothing is booked', async () => {
    const of = await customer('WALK-10');
    const allocations = [{ invoice: 'FA-2026-999999', amount: '1.005' }];
    const transfer = { customer: of, amount: '20.00', currency: 'EUR', date: '2026-11-22', reference: 'T-10' };
    const refused = await ask('finance', 'POST', '/v1/payments', { ...transfer, allocations });
    expect(refused.json).toMatchObject({ status: 422, errors: [{ field: 'allocations.0.amount' }] });
    expect(await prisma.payment.count({ where: { customerNumber: of } })).toBe(0);
    const booked = await ask('finance', 'POST', '/v1/payments', transfer);
    const later = await ask('finance', 'POST', `${booked.headers.get('location') ?? ''}/allocations`, { allocations });
    expect(later.json).toMatchObject({ status: 422, errors: [{ field: 'allocations.0.amount' }] });
    const yen = {
      ...transfer,
      amount: '20',
      currency: 'JPY',
      allocations: [{ invoice: 'FA-2026-999999', amount: '1.5' }],
    };
    expect((await ask('finance', 'POST', '/v1/payments', { ...yen, reference: 'T-11' })).json).toMatchObject({
      status: 422,
      errors: [{ field: 'allocations.0.amount' }],
    });
  });
});

describe('a mail that the mail server refused', () => {
  it('is sent again when somebody says so, once for each request', async () => {
    const of = await customer('WALK-11');
    const what = await product('W-11', '10');
    await refuseMailsTo(of);
    const order = await acceptedOrder(of, what, '1');
    const mail = `/v1/mails/${encodeURIComponent(`acknowledgement:${order}:1`)}`;
    const statusOf = async () => (await ask('ops', 'GET', mail)).json['status'];
    await until(statusOf, (status) => status === 'FAILED');
    const key = randomUUID();
    const again = () =>
      ask('manager', 'POST', `${mail}/resolution`, { resolution: 'send-again', reason: 'mailbox is back' }, key);
    const answer = await again();
    expect([answer.status, answer.json]).toEqual([200, { id: `acknowledgement:${order}:1`, resolution: 'send-again' }]);
    await until(statusOf, (status) => status === 'SENT');
    const repeated = await again();
    expect([repeated.text, repeated.headers.get('idempotency-replayed')]).toEqual([answer.text, 'true']);
    const late = await ask('manager', 'POST', `${mail}/resolution`, { resolution: 'skip', reason: 'too late' });
    expect(late.json).toMatchObject({ status: 409, code: 'step-resolved' });
  });

  it('is resolved with others by one request, each kept on record by itself; what cannot be is named', async () => {
    const of = await customer('WALK-14');
    const what = await product('W-14', '10');
    const mails: string[] = [];
    const statusesOf = () =>
      Promise.all(
        mails.map(async (id) => (await ask('ops', 'GET', `/v1/mails/${encodeURIComponent(id)}`)).json['status']),
      );
    for (const quantity of ['1', '2']) {
      await refuseMailsTo(of);
      mails.push(`acknowledgement:${await acceptedOrder(of, what, quantity)}:1`);
      await until(statusesOf, (all) => all.every((status) => status === 'FAILED'));
    }
    const unknown = 'acknowledgement:SO-2026-999999:1';
    const word = { mails: [...mails, unknown], resolution: 'skip', reason: 'all told by telephone' };
    const key = randomUUID();
    const answer = await ask('manager', 'POST', '/v1/mails/resolutions', word, key);
    expect(answer.json).toMatchObject({ resolution: 'skip', resolved: mails, refused: [{ id: unknown }] });
    expect(await statusesOf()).toEqual(['SKIPPED', 'SKIPPED']);
    const told = await prisma.auditEntry.findMany({ where: { action: 'mail.skip', entityId: { in: mails } } });
    expect(told.map(({ entityId }) => entityId).toSorted()).toEqual(mails.toSorted());
    for (const { after } of told) expect(after).toMatchObject({ reason: 'all told by telephone' });
    expect((await ask('manager', 'POST', '/v1/mails/resolutions', word, key)).json).toEqual(answer.json);
    const late = await ask('manager', 'POST', '/v1/mails/resolutions', word);
    expect(late.json).toMatchObject({ resolved: [], refused: [{ id: mails[0] }, { id: mails[1] }, { id: unknown }] });
  });

  it('that is a letter of dunning is resolved at its step', async () => {
    const of = await customer('WALK-12');
    const order = String((await enter(orderOf(of, await product('W-12', '1'), '1'))).json['number']);
    const letter = {
      id: 'dunning-letter:RL-2026-999998',
      kind: 'dunning-letter',
      documents: ['dunning-letter:RL-2026-999998'],
      status: 'FAILED',
      messageId: '<letter>',
      customerNumber: of,
      orderNumber: order,
      recipient: 'b@maison.example',
      sender: 'us@encours.example',
      subject: 'Facture',
      text: 'x',
      html: 'x',
    };
    await prisma.outgoing.create({ data: letter });
    const skip = { resolution: 'skip', reason: 'wrong door' };
    const refused = await ask('finance', 'POST', `/v1/mails/${encodeURIComponent(letter.id)}/resolution`, skip);
    expect(refused.json).toMatchObject({ status: 409, code: 'step-resolved' });
    expect(refused.json['remedy']).toContain('/v1/dunning-steps/{id}/resolution');
  });

  it('of an order that has closed meanwhile is resolved once, by one of those who try at once', async () => {
    const of = await customer('WALK-13');
    const what = await product('W-13', '1');
    await refuseMailsTo(of);
    const order = await acceptedOrder(of, what, '1');
    const mail = `/v1/mails/${encodeURIComponent(`acknowledgement:${order}:1`)}`;
    await until(
      async () => (await ask('ops', 'GET', mail)).json['status'],
      (status) => status === 'FAILED',
    );
    await ask('manager', 'POST', `/v1/orders/${order}/cancellations`, { reason: 'not wanted' });
    await until(
      () => stageOf(order),
      (stage) => stage === 'cancelled',
    );
    const key = randomUUID();
    const skip = (under: string) =>
      ask('manager', 'POST', `${mail}/resolution`, { resolution: 'skip', reason: 'told by telephone' }, under);
    const answers = await Promise.all([skip(key), skip(key), skip(key)]);
    expect(answers.map(({ status, json }) => [status, json['resolution']])).toEqual(answers.map(() => [200, 'skip']));
    expect((await ask('ops', 'GET', mail)).json['status']).toBe('SKIPPED');
    expect((await skip(randomUUID())).json).toMatchObject({ status: 409, code: 'step-resolved' });
    const again = await skip(key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    const entityId = `acknowledgement:${order}:1`;
    expect(await prisma.auditEntry.count({ where: { entityId, action: 'mail.skip' } })).toBe(1);
    expect(await prisma.workItem.count({ where: { orderNumber: order, kind: 'mail-failed', status: 'open' } })).toBe(0);
  });
});

/** An address of its own, to which the mail server takes the second mail only. */
async function refuseMailsTo(of: string): Promise<void> {
  const to = `${of.toLowerCase()}@maison.example`;
  expect((await ask('admin', 'PATCH', `/v1/customers/${of}/contacts/ACHATS`, { email: to })).status).toBe(200);
  const rules = [{ to, stage: 'rcpt', action: { kind: 'refuse', code: 550, message: 'no such mailbox' }, times: 1 }];
  const response = await fetch(stack.inboxControlUrl, { method: 'PUT', body: JSON.stringify({ rules }) });
  expect(response.ok).toBe(true);
}

describe('an order that is typed still', () => {
  it('is estimated as it is then recorded, at any size with the same statements, and nothing of it is kept', async () => {
    const of = await customer('TYPING');
    const many = await product('TYPED', '7');
    const body = { customer: of, currency: 'EUR', customerReference: 'PO 1', freight: '5.00' };
    const line = { product: many, quantity: '5', unitPrice: '10.00', requestedDate: today };
    const lines = [1, 2, 3].map((lineNo) => ({ ...line, lineNo, ...(lineNo === 3 && { product: 'NOBODY' }) }));
    const rows = (): Promise<unknown> => prisma.idempotencyKey.count();
    const before = await rows();
    const { status, json } = await ask('manager', 'POST', '/v1/order-estimates', { ...body, lines });
    expect([status, await rows()]).toEqual([200, before]);
    // 2 × 5 × 10.00 + 5.00 = 105.00, VAT of 20 %
    expect(json['totals']).toMatchObject({ net: '105.00', vat: '21.00', gross: '126.00' });
    expect(json).toMatchObject({
      seesCredit: true,
      credit: { kind: 'approved', exposure: '0.00', exposureAfter: '126.00' },
      lines: [
        { allocated: '5', missing: '0', lastPrices: [] },
        { allocated: '2', missing: '3', available: '7' },
        { net: null, refusal: { field: 'product' } },
      ],
    });
    const sold = lines.slice(0, 2);
    const entered = String((await enter({ ...body, origin: 'phone', lines: sold })).json['number']);
    await until(
      () => stageOf(entered),
      (stage) => stage === 'acknowledged',
    );
    const recorded = (await ask('manager', 'GET', `/v1/orders/${entered}`)).json;
    const datesOf = (of: unknown, name: string): unknown[] =>
      (of as Record<string, unknown>[]).map((each) => each[name]);
    const estimated = datesOf(json['lines'], 'promisedDate');
    expect(datesOf(recorded['lines'], 'lastConfirmedDate')).toEqual(estimated.slice(0, 2));
    expect(recorded['gross']).toBe('126.00');

    const again = await ask('manager', 'POST', '/v1/order-estimates', { ...body, customerReference: 'po  1', lines });
    expect(again.json).toMatchObject({ sameReferenceAs: entered, credit: { exposure: '126.00' } });
    expect(again.json['lines']).toMatchObject([
      { available: '0', lastPrices: [{ unitPrice: '10.00', order: entered }, {}] },
      {},
      {},
    ]);

    const halved = [{ ...line, lineNo: 1, quantity: '10' }];
    const path = `/v1/orders/${entered}/amendment-estimates`;
    const amendment = (await ask('manager', 'POST', path, { lines: halved })).json;
    expect(amendment).toMatchObject({
      before: { version: 1, totals: { gross: '126.00' } },
      after: {
        totals: { gross: '126.00' },
        credit: { exposure: '0.00', exposureAfter: '126.00' },
        lines: [{ allocated: '7', missing: '3', promisedDate: estimated[1] }],
        sameReferenceAs: null,
      },
    });
  });

  it('asks as many statements for 200 lines as for one', async () => {
    const counted: number[] = [];
    const counting = await serveApi(stack, {
      deps: ({ prisma: real }) => ({
        prisma: new Proxy(real, {
          get(target, name, receiver) {
            if (name === '$queryRaw') counted[0] = (counted[0] ?? 0) + 1;
            return Reflect.get(target, name, receiver) as unknown;
          },
        }),
      }),
    });
    const statements: (number | undefined)[] = [];
    for (const count of [1, 1, 200]) {
      counted.length = 0;
      const lines = Array.from({ length: count }, (_, at) => ({
        lineNo: at + 1,
        product: 'TYPED',
        quantity: '1',
        unitPrice: '10.00',
        requestedDate: today,
      }));
      const answered = await counting.call({
        method: 'POST',
        path: '/v1/order-estimates',
        key: stack.apiKeys?.manager,
        body: { customer: 'TYPING', currency: 'EUR', lines },
      });
      expect(answered.status).toBe(200);
      statements.push(counted[0]);
    }
    await counting.close();
    expect(statements[1]).toBeGreaterThan(0);
    expect(statements[2]).toBe(statements[1]);
  });
});
