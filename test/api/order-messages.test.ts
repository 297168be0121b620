import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderInput } from '../../contracts/order.js';
import type { Role } from '../../contracts/vocabulary.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { openTestStack } from '../support/stack.js';
import type { TestStack } from '../support/stack.js';
import { contactsAt } from '../support/parties.js';
import { writeUblOrder, type Sent } from '../support/ubl.js';
import { serveApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

/** Orders that come as UBL through the API, with a worker, on real PostgreSQL, Temporal and SMTP. */
let stack: TestStack;
let api: Omit<ApiUnderTest, 'keys'>;

const siren = '732829320';
const vatNumber = 'FR44732829320';

beforeAll(async () => {
  stack = await openTestStack({ processes: ['inbox', 'worker'] });
  api = await serveApi(stack);
  await customer('EDI-LEFORT', { siren, vatNumber });
  await ask('admin', 'POST', '/v1/customers/EDI-LEFORT/addresses', {
    code: 'QUAI',
    kind: 'ship-to',
    label: 'Quai',
    address,
    siret: '73282932000074',
  });
  await customer('EDI-OTHER', {});
  await product('EDI-BOX', 'box');
  await product('EDI-KG', 'kg');
});
afterAll(async () => {
  await api.close();
  await stack.close();
});

const address = {
  name: 'Lefort',
  street: '4, quai des Brumes',
  postalCode: '76600',
  city: 'Le Havre',
  region: '',
  countryCode: 'FR',
};

const ask = (role: Role, method: string, path: string, body?: unknown): Promise<Answered> =>
  api.call({
    method,
    path,
    key: stack.apiKeys?.[role],
    body,
    headers: method === 'GET' ? {} : { 'Idempotency-Key': randomUUID() },
  });

async function customer(number: string, changes: object): Promise<void> {
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
    creditLimit: '1000000.00',
    salesperson: null,
    ...changes,
  });
  expect(made.status, made.text).toBe(201);
}

async function product(number: string, unit: string): Promise<void> {
  const listed = {
    name: number,
    unit,
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
    lines: [{ product: number, quantity: '100000' }],
  };
  expect((await ask('logistics', 'POST', '/v1/stock/receipts', receipt)).status).toBe(201);
}

let references = 0;
const orderOf = (changes: Partial<OrderInput> = {}): OrderInput => ({
  customer: 'EDI-LEFORT',
  origin: 'edi',
  customerReference: `PO-${(references += 1)}`,
  currency: 'EUR',
  lines: [{ lineNo: 1, product: 'EDI-BOX', quantity: '2', unitPrice: '10.00', requestedDate: '2027-01-13' }],
  ...changes,
});
const usual: Sent = { buyer: [['0002', siren]] };
const file = (changes: Partial<OrderInput> = {}, sent: Sent = usual) => writeUblOrder(orderOf(changes), sent);

const send = (
  content: Uint8Array,
  options: { key?: string; path?: string; role?: Role; type?: string } = {},
): Promise<Answered> =>
  api.call({
    method: 'POST',
    path: options.path ?? '/v1/order-messages',
    key: stack.apiKeys?.[options.role ?? 'manager'],
    body: content,
    headers: { 'Idempotency-Key': options.key ?? randomUUID(), 'Content-Type': options.type ?? 'application/xml' },
  });

async function until(read: () => Promise<unknown>, isRight: (value: unknown) => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (isRight(await read())) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It stayed ${JSON.stringify(await read())}.`);
}

const numberIn = (answered: Answered): string => String(answered.json?.['number']);
const orderAt = async (number: string) => (await ask('ops', 'GET', `/v1/orders/${number}`)).json ?? {};
const fieldsOf = ({ json }: Answered) =>
  (json?.['errors'] as { field: string }[] | undefined)?.map(({ field }) => field) ?? [];

async function bytesAt(path: string) {
  const response = await fetch(`${api.url}${path}`, {
    headers: { Authorization: `Bearer ${stack.apiKeys?.ops ?? ''}` },
  });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

describe('an order as UBL', () => {
  it('is an order like any other, by EDI, with its own number on it', async () => {
    const received = await send(
      file({ freight: '12.00', deliveryAddress: { ...address, name: 'Dock', city: 'Rouen' } }),
    );
    expect(received.status, received.text).toBe(201);
    const number = numberIn(received);
    expect(received.headers.get('location')).toBe(`/v1/orders/${number}`);
    expect(await orderAt(number)).toMatchObject({
      customer: 'EDI-LEFORT',
      origin: 'edi',
      customerReference: `PO-${references}`,
      freight: '12.00',
      parties: { shipTo: { address: { name: 'Dock', city: 'Rouen' } } },
      lines: [{ product: 'EDI-BOX', quantity: '2', unitPrice: '10.00' }],
    });
  });

  it('is kept byte by byte, and says what it says beside the order', async () => {
    const content = file({}, { ...usual, notes: ['Ring twice'] });
    const number = numberIn(await send(content));
    const kept = await bytesAt(`/v1/orders/${number}/message.xml`);
    expect(kept.bytes).toEqual(content);
    expect(kept.headers.get('content-type')).toMatch(/^application\/xml/);
    expect(kept.headers.get('content-disposition')).toMatch(/^attachment;/);
    const { json } = await ask('ops', 'GET', `/v1/orders/${number}/messages`);
    expect(json).toMatchObject({
      nextCursor: null,
      items: [
        {
          order: number,
          format: 'ubl-order',
          reference: `PO-${references}`,
          sha256: createHash('sha256').update(content).digest('hex'),
          bytes: content.byteLength,
          beside: expect.arrayContaining([{ path: '/Order/cbc:Note', value: 'Ring twice' }]),
        },
      ],
    });
    const dossier = await ask('ops', 'GET', `/v1/orders/${number}/dossier`);
    expect(dossier.text).toContain('"message":{');
  });

  it('is answered with an order response once it is acknowledged', async () => {
    const number = numberIn(await send(file()));
    const path = `/v1/orders/${number}/order-response.xml`;
    await until(
      async () => (await orderAt(number))['acknowledgedAt'],
      (at) => typeof at === 'string',
    );
    const { status, headers, bytes } = await bytesAt(path);
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^application\/xml/)]);
    const xml = new TextDecoder().decode(bytes);
    expect(xml).toContain('<cbc:OrderResponseCode>AP</cbc:OrderResponseCode>');
    expect(xml).toContain(`<cbc:SalesOrderID>${number}</cbc:SalesOrderID>`);
    expect((await bytesAt(`${path}?version=1`)).bytes).toEqual(bytes);
    expect((await bytesAt(`${path}?version=2`)).status).toBe(404);
  });

  it('has no message and no answer where somebody typed it', async () => {
    const typed = await ask('manager', 'POST', '/v1/orders', { ...orderOf(), origin: 'edi' });
    const number = numberIn(typed);
    expect((await ask('ops', 'GET', `/v1/orders/${number}/messages`)).json).toEqual({ items: [], nextCursor: null });
    expect((await bytesAt(`/v1/orders/${number}/message.xml`)).status).toBe(404);
    expect((await bytesAt(`/v1/orders/${number}/order-response.xml`)).status).toBe(404);
    expect((await ask('ops', 'GET', '/v1/orders/SO-1999-000001/messages')).status).toBe(404);
  });

  it.each([
    ['SIRET of a place', [['0009', '73282932000074']]],
    ['VAT number', [['9957', vatNumber]]],
    ['address of the French reform', [['0225', `${siren}_ACHATS`]]],
    ['our customer number', [[null, 'EDI-LEFORT']]],
  ] as const)('is known to be of its customer by %s', async (_what, buyer) => {
    const received = await send(file({}, { buyer }));
    expect(received.status, received.text).toBe(201);
    expect(await orderAt(numberIn(received))).toMatchObject({ customer: 'EDI-LEFORT' });
  });

  it('of a buyer with numbers of nobody here is of the customer that is said', async () => {
    const content = file({}, { buyer: [['0088', '7300010000001']] });
    expect(fieldsOf(await send(content))).toEqual(['/Order/cac:BuyerCustomerParty']);
    const received = await send(content, { path: '/v1/order-messages?customer=EDI-OTHER' });
    expect(await orderAt(numberIn(received))).toMatchObject({ customer: 'EDI-OTHER' });
    const wrong = await send(file(), { path: '/v1/order-messages?customer=EDI-OTHER' });
    expect([wrong.status, wrong.json?.['code']]).toEqual([422, 'customer-unknown']);
  });

  it('goes to the place of the address book that it names', async () => {
    const received = await send(file({}, { ...usual, place: ['0009', '73282932000074'] }));
    expect(received.status, received.text).toBe(201);
    expect(await orderAt(numberIn(received))).toMatchObject({ parties: { shipTo: { code: 'QUAI' } } });
  });
});

describe('an order by numbers of GS1 and of the buyer', () => {
  const gln = '7300010000001';
  const site = '4012345000009';
  beforeAll(async () => {
    const done = async (asked: Promise<Answered>): Promise<void> => {
      const { status, text } = await asked;
      if (status >= 300) throw new Error(text);
    };
    await done(ask('admin', 'PATCH', '/v1/customers/EDI-OTHER', { gln }));
    await done(ask('admin', 'PATCH', '/v1/products/EDI-BOX', { gtin: '4006381333931' }));
    const place = {
      code: 'DOCK',
      kind: 'ship-to',
      label: 'Dock',
      address: { ...address, street: '1, dock' },
      gln: site,
    };
    await done(ask('admin', 'POST', '/v1/customers/EDI-OTHER/addresses', place));
    for (const item of ['A-100', 'The box that they mean'])
      await done(ask('sales', 'POST', '/v1/customers/EDI-OTHER/item-numbers', { item, product: 'EDI-BOX' }));
  });
  const theirs = (called: object): Uint8Array<ArrayBuffer> =>
    file({ customer: 'EDI-OTHER' }, { buyer: [['0088', gln]], place: ['0088', site], items: { 'EDI-BOX': called } });

  it.each([
    ['their number', { buyer: 'A-100' }],
    ['the GTIN, with a zero before it', { gtin: '04006381333931' }],
    ['the name that they give it', { name: 'The box that they mean' }],
    ['the name that we give it', { name: 'edi-box' }],
  ])('is taken by %s, from the company and to the place of a GLN', async (_what, called) => {
    const received = await send(theirs(called));
    expect(received.status, received.text).toBe(201);
    expect(await orderAt(numberIn(received))).toMatchObject({
      customer: 'EDI-OTHER',
      lines: [{ product: 'EDI-BOX' }],
      parties: { buyer: { gln }, shipTo: { code: 'DOCK', gln: site } },
    });
  });

  it('is answered by the numbers that it came with', async () => {
    const number = numberIn(await send(theirs({ buyer: 'A-100', gtin: '4006381333931' })));
    const { json } = await ask('ops', 'GET', `/v1/orders/${number}/messages`);
    expect(json?.['items']).toMatchObject([
      { lines: [{ product: 'EDI-BOX', buyerItem: 'A-100', gtin: '4006381333931' }] },
    ]);
  });

  it('is refused at its item where the number says nothing, and once it is taken away', async () => {
    const unknown = await send(theirs({ buyer: 'Z-9' }));
    const path = '/Order/cac:OrderLine/cac:LineItem/cac:Item/cac:BuyersItemIdentification/cbc:ID';
    expect([unknown.status, fieldsOf(unknown)]).toEqual([422, [path]]);
    await ask('sales', 'POST', '/v1/customers/EDI-OTHER/item-numbers', { item: 'Z-9', product: 'EDI-BOX' });
    await ask('sales', 'POST', '/v1/customers/EDI-OTHER/item-numbers', { item: 'Z-9', product: null });
    expect(fieldsOf(await send(theirs({ buyer: 'Z-9' })))).toEqual([path]);
    const { json } = await ask('sales', 'GET', '/v1/customers/EDI-OTHER/item-numbers?search=a-1');
    expect(json?.['items']).toEqual([{ item: 'A-100', product: 'EDI-BOX', productName: 'EDI-BOX' }]);
  });

  it('needs numbers whose check digit is right, and a GTIN of one product', async () => {
    const wrong = await ask('admin', 'PATCH', '/v1/customers/EDI-OTHER', { gln: '7300010000002' });
    expect([wrong.status, fieldsOf(wrong)]).toEqual([422, ['gln']]);
    const twice = await ask('admin', 'PATCH', '/v1/products/EDI-KG', { gtin: '04006381333931' });
    expect([twice.status, twice.json?.['code'], fieldsOf(twice)]).toEqual([409, 'already-exists', ['gtin']]);
    const made = await ask('admin', 'POST', '/v1/products', {
      number: 'EDI-TWICE',
      name: 'x',
      unit: 'kg',
      category: '',
      listPrice: '1.00',
      currency: 'EUR',
      taxClass: 'standard',
      active: true,
      gtin: '4006381333931',
    });
    expect([made.status, fieldsOf(made)]).toEqual([409, ['gtin']]);
  });
});

describe('the same file', () => {
  it('twice under one key is one order, and the second is told so', async () => {
    const [content, key] = [file(), randomUUID()];
    const [first, again] = [await send(content, { key }), await send(content, { key })];
    expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([201, first.text, 'true']);
  });

  it('under another key, by somebody else and later, is the order that it was', async () => {
    const content = file();
    const first = await send(content);
    const again = await send(content, { role: 'admin' });
    expect([again.status, numberIn(again), again.headers.get('idempotency-replayed')]).toEqual([
      201,
      numberIn(first),
      'true',
    ]);
    expect(await api.prisma.salesOrder.count({ where: { customerReference: `PO-${references}` } })).toBe(1);
  });

  it('twenty times at once under twenty keys is one order', async () => {
    const content = file();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(content)));
    expect(new Set(answers.map(({ status, text }) => (status === 201 ? 201 : text)))).toEqual(new Set([201]));
    expect(new Set(answers.map(numberIn)).size).toBe(1);
    expect(await api.prisma.salesOrder.count({ where: { customerReference: `PO-${references}` } })).toBe(1);
  });

  it('with something changed is refused, and told which order has its number', async () => {
    const order = orderOf();
    const first = await send(writeUblOrder(order, usual));
    const other = await send(writeUblOrder(order, { ...usual, notes: ['changed'] }));
    expect([other.status, other.json?.['code'], fieldsOf(other)]).toEqual([409, 'already-exists', ['/Order/cbc:ID']]);
    expect(other.json?.['detail']).toContain(numberIn(first));
  });

  it('of another body under a key that was used is refused', async () => {
    const key = randomUUID();
    await send(file(), { key });
    expect((await send(file(), { key })).json).toMatchObject({ code: 'idempotency-key-reused' });
  });
});

describe('a file that is refused', () => {
  const LINE = '/Order/cac:OrderLine/cac:LineItem';
  const line = { lineNo: 1, product: 'EDI-BOX', quantity: '2', unitPrice: '10.00', requestedDate: '2027-01-13' };
  const cases: readonly (readonly [string, () => Uint8Array, number, string, string])[] = [
    [
      'a product that nobody sells',
      () => file({ lines: [{ ...line, product: 'NOTHING' }] }),
      422,
      'product-unknown',
      `${LINE}/cac:Item/cac:SellersItemIdentification/cbc:ID`,
    ],
    [
      'another unit than that of sale',
      () => file({ lines: [{ ...line, product: 'EDI-KG' }] }),
      422,
      'invalid-request',
      `${LINE}/cbc:Quantity/@unitCode`,
    ],
    [
      'kilograms of what is sold by the box',
      () => file({}, { ...usual, unitCode: 'KGM' }),
      422,
      'invalid-request',
      `${LINE}/cbc:Quantity/@unitCode`,
    ],
    [
      'another currency than that of the account',
      () => file({ currency: 'USD' }),
      422,
      'currency-mismatch',
      '/Order/cbc:DocumentCurrencyCode',
    ],
    [
      'a quote that nobody made',
      () => file({ quote: 'DE-1999-000001' }),
      422,
      'quote-unusable',
      '/Order/cac:QuotationDocumentReference/cbc:ID',
    ],
    [
      'a day of another century',
      () => file({ lines: [{ ...line, requestedDate: '1999-01-01' }] }),
      422,
      'invalid-request',
      `${LINE}/cac:Delivery/cac:RequestedDeliveryPeriod/cbc:EndDate`,
    ],
    [
      'a number of 61 letters',
      () => file({ customerReference: 'x'.repeat(61) }),
      422,
      'invalid-request',
      '/Order/cbc:ID',
    ],
    [
      'a country of nobody',
      () => file({ deliveryAddress: { ...address, countryCode: 'France' } }),
      422,
      'invalid-request',
      '/Order/cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode',
    ],
    [
      'a place that is not in the address book',
      () => file({}, { ...usual, place: [null, 'NOWHERE'] }),
      422,
      'invalid-request',
      '/Order/cac:Delivery/cac:DeliveryLocation/cbc:ID',
    ],
    [
      'somebody else as its seller',
      () => file({}, { ...usual, seller: [['0002', '552100554']] }),
      422,
      'invalid-request',
      '/Order/cac:SellerSupplierParty/cac:Party/cbc:EndpointID',
    ],
    ['no XML', () => new TextEncoder().encode('{"customer":"EDI-LEFORT"}'), 400, 'malformed-xml', ''],
    ['ten megabytes', () => new Uint8Array(10_000_000).fill(0x20), 413, 'body-too-large', ''],
  ];

  it.each(cases)('for %s is told the element and what to do', async (_what, content, status, code, field) => {
    const refused = await send(content());
    expect([refused.status, refused.json?.['code'], fieldsOf(refused)[0] ?? '']).toEqual([status, code, field]);
    expect(refused.headers.get('content-type')).toMatch(/problem\+json/);
    expect(String(refused.json?.['remedy']).length).toBeGreaterThan(10);
  });

  it('leaves nothing behind, and the same number is free for the file put right', async () => {
    const order = orderOf({ lines: [{ ...line, product: 'NOTHING' }] });
    expect((await send(writeUblOrder(order, usual))).status).toBe(422);
    expect((await send(writeUblOrder({ ...order, lines: [line] }, usual))).status).toBe(201);
  });

  it('because it is no XML by its type is told which type to send', async () => {
    const answered = await send(file(), { type: 'application/json' });
    expect(answered.json).toMatchObject({
      code: 'unsupported-media-type',
      remedy: 'Send Content-Type: application/xml.',
    });
    expect((await send(file(), { type: 'text/xml' })).status).toBe(201);
  });

  it('is told in the language of its reader', async () => {
    const answered = await api.call({
      method: 'POST',
      path: '/v1/order-messages',
      key: stack.apiKeys?.manager,
      body: file({}, { ...usual, unitCode: 'KGM' }),
      headers: { 'Accept-Language': 'fr' },
    });
    expect(answered.text).toContain('La quantité est comptée en KGM');
  });
});

describe('the books', () => {
  it('are right after all that', async () => {
    expect(verificationText(await verifyDatabase(stack.databaseUrl))).toMatch(/, 0 violations$/);
  });
});
