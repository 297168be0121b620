import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import { changesSomething } from '../../api/route.js';
import { permissions, type Permission } from '../../api/permissions.js';
import { listNames } from '../../contracts/lists.js';
import { policyKinds, type PolicyKind } from '../../contracts/policies.js';
import { templatedKinds, type Role } from '../../contracts/vocabulary.js';
import { addDays, addMonths, localDateOf } from '../../domain/calendar.js';
import { plainTemplate } from '../../domain/document-template.js';
import { lastEndedMonth } from '../../domain/month-end.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { blue } from '../documents/pictures.js';
import { openTestStack, type TestStack } from '../support/stack.js';
import { dunAtOnce } from '../support/dun-at-once.js';
import { contactsAt } from '../support/parties.js';
import { writeUblOrder } from '../support/ubl.js';
import { raiseClaim } from '../support/paperwork.js';
import { ownPage, passwordOfTests, serveApi, signIn, type ApiUnderTest } from './office.js';

/**
 * The largest, smallest and strangest values that each write takes, and one beyond, by people who may do it. Whatever is
 * taken, every read answers 200 afterwards, whole, and the books are right.
 */
let stack: TestStack;
let api: Omit<ApiUnderTest, 'keys'>;

const refused = 'refused@maison.example';

beforeAll(async () => {
  stack = await openTestStack({ processes: ['inbox', 'worker'] });
  api = await serveApi(stack);
  await dunAtOnce(api.prisma);
  const never = { kind: 'refuse', code: 550, message: 'no such mailbox' };
  const rules = [{ to: refused, stage: 'rcpt', action: never }];
  await fetch(stack.inboxControlUrl, { method: 'PUT', body: JSON.stringify({ rules }) });
});
afterAll(async () => {
  await api.close();
  await stack.close();
});

type Answered = { readonly status: number; readonly text: string; readonly headers: Headers; readonly json: Json };
type Json = Readonly<Record<string, unknown>>;
type Headed = Readonly<Record<string, string>>;

async function ask(role: Role, method: string, path: string, body?: unknown, signedIn?: Headed): Promise<Answered> {
  const answered = await api.call({
    method,
    path,
    key: signedIn === undefined ? stack.apiKeys?.[role] : undefined,
    body,
    headers: { ...signedIn, ...(method !== 'GET' && { 'Idempotency-Key': randomUUID() }) },
  });
  return { ...answered, json: answered.json ?? {} };
}

const [tried, taken] = [new Set<Permission>(), new Set<Permission>()];

/** A write by somebody who may; whatever comes of it, it is no failure of ours. */
async function write(
  permission: Permission,
  role: Role,
  params: Readonly<Record<string, string>>,
  body: unknown,
  signedIn?: Headed,
): Promise<Answered> {
  const route = routes.find((each) => each.permission === permission);
  if (route === undefined) throw new Error(`no route of ${permission}`);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
  const answered = await ask(role, route.method.toUpperCase(), path, body, signedIn);
  expect(answered.status, `${path} ${JSON.stringify(body)} → ${answered.text}`).toBeLessThan(500);
  if (answered.status === 422) expect(answered.text, path).toContain('"errors"');
  tried.add(permission);
  if (answered.status < 300) taken.add(permission);
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

/** Of one sign, of the most that there may be, in letters of every kind; one more, none, or what no line has. */
const text = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 40, arbitrary: oneOf('é', 'W'.repeat(max), 'Ŵ'.repeat(max), `${'ĵ '.repeat(max)}`.slice(0, max - 1)) },
    { weight: 1, arbitrary: oneOf('x'.repeat(max + 1), '', '\u0007', '日本', '\u202eabc') },
  );
const rates = among(['0.01', '20.00', '99.99', '100.00'], ['0.00', '100.01', '0.001']);
const ratedFrom = among(
  [addDays(today, 1), addDays(today, 3653), addMonths(today, -1200)],
  [addDays(today, 3654), '1899-12-31'],
);

const plans = fc.record({
  agreed: text(500),
  place: fc.record({
    name: text(120),
    street: text(200),
    postalCode: text(20),
    city: text(100),
    region: text(100),
    countryCode: oneOf('FR', 'FR', 'GB', 'ZZ'),
  }),
  label: text(120),
  phone: text(40),
  unit: text(40),
  reference: text(60),
  carrier: text(80),
  reserves: text(1000),
  remittance: text(500),
  email: oneOf('a@maison.example', refused, `${'a'.repeat(64)}@${'b'.repeat(60)}.example`, 'a@b'),
  rate: rates,
  ratedFrom,
  taken: amounts,
  claimed: oneOf('0.01', '40.00', '9999999999999.99'),
  resolution: oneOf('was-sent', 'send-again', 'skip'),
  disposition: oneOf('accept', 'accept', 'accept', 'ask', 'requote', 'reject'),

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
  terms: oneOf(
    { kind: 'net', days: 0 },
    { kind: 'net', days: 120 },
    { kind: 'end-of-month', days: 120, reading: 'days-then-month-end' },
  ),
  signed: past,
});
type Plan = typeof plans extends fc.Arbitrary<infer P> ? P : never;

/** What each write takes, whatever the others come to: an order that goes all its way, to a mail server that takes nothing. */
const ordinary: Plan = {
  agreed: 'agreed by telephone',
  place: { name: 'Dépôt', street: '2, rue B', postalCode: '75002', city: 'Paris', region: '', countryCode: 'FR' },
  label: 'Quai',
  phone: '01',
  unit: 'kg',
  reference: 'BON 1',
  carrier: 'Nous',
  reserves: 'none',
  remittance: 'for goods',
  email: refused,
  rate: '6.00',
  ratedFrom: addDays(today, 9),
  taken: '5.00',
  claimed: '1.00',
  resolution: 'was-sent',
  disposition: 'accept',
  limit: '9999999999999.00',
  price: '31.00',
  quantity: '10',
  discount: '0.00',
  freight: '0.00',
  requested: today,
  validUntil: addDays(today, 9),
  received: today,
  paid: today,
  payment: '100.00',
  isOwed: true,
  terms: { kind: 'net', days: 0 },
  signed: today,
};

const address = {
  name: 'Maison',
  street: '1, rue A',
  postalCode: '75001',
  city: 'Paris',
  region: '',
  countryCode: 'FR',
};
let made = 0;

async function customerOf({ terms, email }: Plan): Promise<string> {
  const number = `EXTREME-${(made += 1)}`;
  const to = email === 'a@b' ? refused : email;
  const opened = await write(
    'customers.create',
    'admin',
    {},
    {
      number,
      name: `Maison ${number}`,
      siren: null,
      vatNumber: null,
      language: 'fr',
      currency: 'EUR',
      address,
      contacts: contactsAt(to, to),
      phone: '',
      paymentTerms: terms,
      creditLimit: '9999999999999.00',
      salesperson: null,
    },
  );
  expect(opened.status, opened.text).toBe(201);
  return number;
}

async function productOf(customer: string): Promise<string> {
  const number = `P-${customer}`;
  const fields = { name: number, unit: 'kg', category: '', currency: 'EUR', taxClass: 'standard', active: true };
  const listed = await write('products.create', 'admin', {}, { number, ...fields, listPrice: '31.00' });
  expect(listed.status).toBe(201);
  return number;
}

/** Writes everything once with the plan's values; what is refused is left out of what follows. */
async function carryOut(plan: Plan): Promise<void> {
  const number = await customerOf(plan);
  const product = await productOf(number);
  await write('customers.update', 'manager', { number }, { creditLimit: plan.limit });
  await write('customers.update', 'manager', { number }, { name: plan.place.name, phone: plan.phone });
  await addressBook(number, plan);
  await write('products.update', 'admin', { number: product }, { listPrice: plan.price });
  await write('products.update', 'admin', { number: product }, { name: plan.label, unit: plan.unit });
  await taxes(plan);
  await write('product-costs.create', 'manager', {}, { product, from: plan.ratedFrom, cost: plan.price });
  await forFigures(plan);
  const stock = { receivedOn: plan.received, lines: [{ product, quantity: plan.quantity }] };
  await write('stock.receive', 'logistics', {}, { reference: `GR-A-${product}`, ...stock });
  await write('stock.receive', 'logistics', {}, { reference: `GR-B-${product}`, ...stock, receivedOn: today });
  const line = { lineNo: 1, product, quantity: plan.quantity, unitPrice: plan.price, discountPercent: plan.discount };
  await quotes(number, line, plan);
  const dear = [2, 3].map((lineNo) => ({ ...line, lineNo, quantity: '1', unitPrice: '32.00' }));
  const lines = [line, ...dear].map((each) => ({ ...each, requestedDate: plan.requested }));
  const head = { customer: number, origin: 'phone', currency: 'EUR' };
  const entered = await write('orders.create', 'manager', {}, { ...head, freight: plan.freight, lines });
  const bank = await payments(number, plan);
  if (entered.status === 201) await followUp(String(entered.json['number']), number, { ...plan, lines, bank });
  await message(number, product, plan);
  await write('customers.update', 'finance', { number }, { creditLimit: '0.00' });
  const other = await write('orders.create', 'manager', {}, { ...head, lines });
  if (other.status === 201) await cancelled(String(other.json['number']), plan);
  const hold = { until: plan.validUntil, reason: plan.agreed };
  const held = await write('dunning-holds.place', 'finance', { number }, hold);
  const lifted = { number, id: String(held.json['id']) };
  if (held.status === 201) await write('dunning-holds.lift', 'finance', lifted, { reason: plan.agreed });
}

/** The same as a file of somebody else's software, of our price list and with whatever stands in it. */
async function message(customer: string, product: string, plan: Plan): Promise<void> {
  const { quantity, price, requested, reference, place, agreed } = plan;
  for (const [unitPrice, customerReference] of [
    ['31.00', `${customer}-1`],
    [price, reference],
  ] as const) {
    const lines = [{ lineNo: 1, product, quantity, unitPrice, requestedDate: requested }];
    const order = {
      customer,
      origin: 'edi',
      customerReference,
      currency: 'EUR',
      lines,
      deliveryAddress: place,
    } as const;
    await write(
      'orders.receive',
      'manager',
      {},
      writeUblOrder(order, { buyer: [[null, customer]], notes: [agreed], unitCode: 'KGM' }),
    );
  }
}

async function cancelled(number: string, { quantity, agreed }: Plan): Promise<void> {
  await settled(number);
  await worklist(number, agreed);
  await savedViews(agreed);
  for (const reason of [agreed, 'a guarantee came'])
    await write('orders.decide-credit', 'finance', { number }, { decision: 'release', reason });
  await settled(number);
  const lines = [{ lineNo: 1, quantity }];
  await write('orders.cancel', 'manager', { number }, { reason: agreed, lines });
  await write('orders.cancel', 'manager', { number }, { reason: 'enough' });
}

/** What a manager enters so that there is a figure: what a person does in a day, and what customers cost. */
async function forFigures({ ratedFrom, taken, label }: Plan): Promise<void> {
  const { items } = (await ask('admin', 'GET', '/v1/colleagues')).json;
  const [colleague] = items as readonly { readonly person: string }[];
  for (const perDay of [0, 12, 100_000, 100_001, 1.5])
    await write(
      'capacities.set',
      'manager',
      {},
      { person: colleague?.person, work: 'lines-entered', from: ratedFrom, perDay },
    );
  const month = `${today.slice(0, 8)}01`;
  for (const first of [month, today, '1899-12-01', '2299-12-01'])
    await write(
      'acquisition-spends.enter',
      'manager',
      {},
      { month: first, amount: taken, currency: 'EUR', what: label },
    );
  const spend = { month, amount: '1.00', currency: 'EUR', what: 'trade fair' };
  const { id } = (await write('acquisition-spends.enter', 'manager', {}, spend)).json;
  await write('acquisition-spends.withdraw', 'manager', { id: String(id) }, {});
}

/** The lines of the worklist about an order, each at its bounds. */
async function worklist(order: string, text: string): Promise<void> {
  const { items } = (await ask('admin', 'GET', `/v1/worklist?order=${order}`)).json;
  const { items: people } = (await ask('admin', 'GET', '/v1/colleagues')).json;
  const admins = (people as readonly { readonly person: string; readonly role: Role }[]).filter(
    ({ role }) => role === 'admin',
  );
  const own = [...admins.map(({ person }) => person), null];
  for (const { id } of items as readonly { readonly id: string }[]) {
    for (const person of ['nobody at all', 'x'.repeat(263), ...own])
      await write('worklist.assign', 'admin', { id }, { person });
    for (const until of [today, addDays(today, 1), '2299-12-31', null])
      await write('worklist.put-aside', 'admin', { id }, { until });
    await write('worklist.comment', 'admin', { id }, { text });
    await write('worklist.complete', 'admin', { id }, { reason: text });
  }
}

/** Saved views, with every kind of name and address. */
async function savedViews(text: string): Promise<void> {
  for (const name of [text, 'v'.repeat(60), `${text} 2`]) {
    await write('views.save', 'manager', {}, { list: 'orders', name, address: 'stage=settled&sort=-gross' });
    await write('views.save', 'manager', {}, { list: 'nothing', name, address: text });
  }
  await write('month-ends.make', 'manager', {}, { month: lastEndedMonth(today), reason: text });
  await write('month-ends.make', 'manager', {}, { month: text, reason: text });
  await write('billing-runs.begin', 'finance', {}, { upTo: today });
  await write('billing-runs.begin', 'finance', {}, { upTo: today, customer: text });
  const { items } = (await ask('manager', 'GET', '/v1/views?list=orders')).json;
  for (const { id } of items as readonly { readonly id: string }[]) {
    await write('views.choose', 'manager', {}, { list: 'orders', view: id });
    await write('views.share', 'manager', { id }, { shared: true });
    await write('views.change', 'manager', { id }, { name: text, address: `search=${encodeURIComponent(text)}` });
    await write('views.change', 'manager', { id }, { removed: true });
  }
}

async function addressBook(number: string, { place, label, phone, email }: Plan): Promise<void> {
  const code = 'DEPOT';
  const added = { code, kind: 'ship-to', label: 'Dépôt', address, isDefault: true };
  await write('customers.add-address', 'manager', { number }, added);
  await write('customers.add-address', 'manager', { number }, { ...added, code: 'AUTRE', address: place, label });
  await write('customers.change-address', 'manager', { number, code }, { address: place, label });
  const contact = { role: 'delivery', name: 'Quai', email: null, phone: '' };
  await write('customers.add-contact', 'manager', { number }, { code: 'QUAI', ...contact });
  await write('customers.add-contact', 'manager', { number }, { code: 'AUTRE', ...contact, name: label, email, phone });
  await write('customers.change-contact', 'manager', { number, code: 'QUAI' }, { name: label, email, phone });
  const { number: product } = await api.prisma.product.findFirstOrThrow({ select: { number: true } });
  for (const item of ['1', 'Ŵ'.repeat(80), 'Ŵ'.repeat(81)])
    await write('customers.set-item-number', 'manager', { number }, { item, product });
  await write('customers.set-item-number', 'manager', { number }, { item: '1', product: null });
  for (const length of [1, 500, 501]) {
    const reason = 'Ŵ'.repeat(length);
    const held = await write('legal-holds.place', 'admin', {}, { kind: 'customer', subject: number, reason });
    const { id } = held.json;
    if (typeof id === 'string') await write('legal-holds.lift', 'admin', { id }, { reason });
  }
}

/** Of a class and a country that nothing here is sold under. */
async function taxes({ rate, ratedFrom: from }: Plan): Promise<void> {
  const rated = { vatCategory: 'S', vatRate: rate, vatExemption: null, from };
  await write('tax-rates.create', 'finance', {}, { country: 'BE', taxClass: 'standard', ...rated });
  await write('tax-rates.create', 'finance', {}, { country: 'FR', taxClass: 'super-reduced', ...rated });
  const exchanges = ['0.00000001', '999999.99999999', '0', '1.123456789'].map((worth) => [today, worth] as const);
  for (const [day, worth] of [...exchanges, [from, '1.05'] as const])
    await write('exchange-rates.create', 'finance', {}, { rates: [{ currency: 'DKK', from: day, rate: worth }] });
}

async function quotes(customer: string, line: object, plan: Plan): Promise<void> {
  const { validUntil, terms: paymentTerms, freight, requested: deliveryDate } = plan;
  const offer = { validUntil, paymentTerms, freight, lines: [{ ...line, deliveryDate }] };
  const made = await write('quotes.create', 'manager', {}, { customer, ...offer });
  if (made.status !== 201) return;
  const number = String(made.json['number']);
  await write('quotes.revise', 'manager', { number }, { ...offer, freight: '0.00', reason: plan.agreed.slice(0, 200) });
  await write('quotes.send', 'manager', { number }, {});
  for (const on of [plan.signed, '1900-01-01', today])
    await write('customers.issue-statement', 'manager', { number: customer }, { on, mail: on === today });
  await write('quotes.update', 'manager', { number }, { validUntil: plan.signed });
  await write('quotes.update', 'manager', { number }, { validUntil: today });
  await write('quotes.accept', 'manager', { number }, { acceptedOn: plan.signed, reference: plan.reference });
  await write('quotes.proforma', 'manager', { number }, {});
}

/** @returns ids of the payments that are booked: of today, and of the plan's day */
async function payments(customer: string, plan: Plan): Promise<readonly string[]> {
  const { payment, paid: date, isOwed, remittance, agreed } = plan;
  const money = { currency: 'EUR', date, amount: isOwed ? payment : `-${payment}`, remittanceText: remittance };
  const receive = (changes: object) => write('payments.create', 'finance', {}, { ...money, ...changes });
  const dated = await receive({ customer, reference: `BANK-${customer}` });
  const strange = await receive({ reference: `NOBODY-${customer}` });
  const { remittanceText: _, ...plain } = money;
  const body = { ...plain, date: today, customer, reference: `TODAY-${customer}` };
  const now = await write('payments.create', 'finance', {}, body);
  if (strange.status === 201)
    await write('payments.assign', 'finance', { id: String(strange.json['id']) }, { customer, reason: agreed });
  return [now, dated].filter(({ status }) => status === 201).map(({ json }) => String(json['id']));
}

type Entered = Plan & { readonly lines: readonly object[]; readonly bank: readonly string[] };

async function followUp(number: string, customer: string, plan: Entered): Promise<void> {
  const of = { number };
  await settled(number);
  const amendment = { reason: plan.agreed, customerReference: plan.reference, deliveryAddress: plan.place };
  await write('orders.amend', 'manager', of, { ...amendment, lines: plan.lines, freight: plan.taken });
  await settled(number);
  await write('orders.amend', 'manager', of, { reason: 'without it', freight: plan.freight });
  await settled(number);
  await write('orders.decide-credit', 'finance', of, { decision: 'release', reason: plan.agreed });
  await settled(number);
  await dispose(number, plan);
  const contact = { role: 'invoices', name: plan.label, language: 'fr', email: plan.email, phone: plan.phone };
  await write('orders.contacts', 'manager', of, { reason: plan.agreed, contacts: [contact] });
  await write('orders.proforma', 'manager', of, {});
  await stopAndRelease(number, customer);
  const part = [{ lineNo: 1, quantity: plan.quantity }];
  await write('orders.prepare', 'logistics', of, {});
  for (const note of [plan.agreed, plan.label.slice(0, 200)]) {
    const { json: logged } = await write('orders.log-request', 'sales', of, { asker: 'customer', note });
    for (const id of [String(logged['id']), '0190a000-0000-7000-8000-00000000000c'])
      await write('orders.withdraw-request', 'sales', { number, id }, {});
  }
  await write('orders.deliver', 'logistics', of, { lines: part, carrier: plan.carrier, tracking: plan.carrier });
  await write('orders.deliver', 'logistics', of, {});
  await settled(number);
  const { deliveries } = (await ask('admin', 'GET', `/v1/orders/${number}`)).json;
  const [delivery] = deliveries as readonly string[];
  if (delivery !== undefined) {
    await proofOf(delivery, plan);
    await untilInvoiced(number);
    await account(number, customer, plan);
  }
  await mails(number, plan);
  if (delivery !== undefined) await complaints(delivery, plan);
  await write('orders.cancel', 'manager', of, { reason: plan.agreed, lines: part });
  await write('orders.cancel', 'manager', of, { reason: 'enough' });
}

async function dispose(number: string, { disposition, agreed }: Plan): Promise<void> {
  const decide = async (permission: 'orders.dispose' | 'orders.dispose-several', word: string, reason: string) => {
    const { discrepancies } = (await ask('admin', 'GET', `/v1/orders/${number}`)).json;
    const all = discrepancies as readonly { readonly id: string; readonly disposition: string }[];
    const open = all.filter((one) => !['tolerated', 'accept', 'superseded'].includes(one.disposition));
    const [id, ...others] = open.map((one) => one.id);
    if (id === undefined) return;
    const body = { disposition: word, reason };
    if (permission === 'orders.dispose') await write(permission, 'admin', { number, id }, body);
    else await write(permission, 'admin', { number }, { ...body, discrepancies: [id, ...others] });
    await settled(number);
  };
  await decide('orders.dispose', disposition, agreed);
  await decide('orders.dispose-several', 'accept', agreed);
  await decide('orders.dispose-several', 'accept', 'agreed');
}

async function stopAndRelease(number: string, customer: string): Promise<void> {
  const stop = { creditStop: true, creditStopReason: 'overdrawn' };
  await write('customers.update', 'admin', { number: customer }, stop);
  await write('orders.release-deliveries', 'finance', { number }, { reason: 'they wait for it' });
  await write('customers.update', 'admin', { number: customer }, { creditStop: false });
}

async function proofOf(delivery: string, { signed, label, reserves, agreed }: Plan): Promise<void> {
  const of = { number: delivery };
  await write('deliveries.arrive', 'logistics', of, { deliveredOn: signed });
  const proof = { receivedBy: label, receivedAt: `${signed}T08:00:00Z`, reserves };
  await write('deliveries.prove', 'logistics', of, proof);
  await write('deliveries.prove', 'logistics', of, { receivedBy: 'M. B', receivedAt: new Date().toISOString() });
  await write('deliveries.correct-proof', 'logistics', of, { ...proof, reason: agreed });
}

/** What the account of its customer does with the invoice. */
async function account(order: string, customer: string, plan: Entered): Promise<void> {
  const [invoice] = (await ask('admin', 'GET', `/v1/orders/${order}`)).json['invoices'] as readonly string[];
  if (invoice === undefined) return;
  const paper = { draft: { customer, currency: 'EUR' }, invoice: { number: invoice } } as const;
  const [interest, fee] = [
    await raiseClaim({ prisma: api.prisma, today }, paper, 'interest', plan.claimed),
    await raiseClaim({ prisma: api.prisma, today }, paper, 'recovery-fee', '40.00'),
  ];
  for (const id of plan.bank) {
    await write('payments.allocate', 'finance', { id }, { allocations: [{ invoice, amount: plan.taken }] });
    await write('payments.allocate', 'finance', { id }, { allocations: [{ claim: interest, amount: '0.01' }] });
    await write('payments.reverse', 'finance', { id, allocation: '1' }, { reason: plan.agreed });
    if (plan.isOwed) await write('payments.allocate', 'finance', { id }, { order: 'oldest-first' });
  }
  const step = `${invoice}:1:level-1`;
  await until(async () => (await ask('admin', 'GET', `/v1/dunning-steps/${step}`)).json['status'] !== 'DUE', 40);
  const word = { resolution: plan.resolution, reason: plan.agreed };
  await write('dunning-steps.resolve', 'finance', { id: step }, word);
  const { items: reports } = (await ask('admin', 'GET', `/v1/worklist?kind=dunning-report&order=${order}`)).json;
  for (const { id } of reports as readonly { readonly id: string }[])
    for (const reason of [plan.agreed, 'read']) await write('worklist.complete', 'finance', { id }, { reason });
  const credit = { reason: 'AUTRE', note: plan.label };
  const about = { about: { invoice }, kind: 'price', disputed: '0.01', description: plan.agreed };
  const { number: complaint } = (await write('complaints.open', 'sales', {}, about)).json;
  const cent = { credit: { ...credit, scope: 'allowance', amount: '0.01' }, reason: plan.agreed };
  await write('complaints.credit', 'finance', { number: String(complaint) }, cent);
  await write('invoices.credit', 'finance', { number: invoice }, { ...credit, scope: 'allowance', amount: plan.taken });
  await write('invoices.write-off', 'finance', { number: invoice }, { amount: plan.taken, reason: plan.agreed });
  await write('invoices.write-off', 'finance', { number: invoice }, { reason: plan.agreed });
  await write('claims.waive', 'finance', { id: interest }, { reason: plan.agreed });
  await write('claims.waive', 'finance', { id: fee }, { reason: 'goodwill' });
  const terms = { form: 'credit-and-invoice', paymentTerms: { kind: 'net', days: 1 } };
  const { json: right } = await write('invoices.correct', 'finance', { number: invoice }, { ...credit, ...terms });
  const corrected = right as { credit?: { creditNote: string }; invoice?: string };
  await write(
    'invoices.reverse-application',
    'finance',
    { number: corrected.credit?.creditNote ?? invoice, place: '1' },
    { reason: plan.agreed },
  );
  const standing = { number: corrected.invoice ?? invoice };
  await approveAbove('0.00');
  const { json: asked } = await write('invoices.credit', 'finance', standing, { ...credit, scope: 'whole' });
  const granted = { decision: 'grant', reason: plan.agreed };
  const { json: whole } = await write('credit-requests.decide', 'manager', { id: String(asked['request']) }, granted);
  await approveAbove(null);
  for (const id of plan.bank)
    for (const allocation of ['2', '3'])
      await write('payments.reverse', 'finance', { id, allocation }, { reason: plan.agreed });
  const left = { number: corrected.credit?.creditNote ?? String(whole['creditNote']) };
  await write('invoices.apply-credit', 'finance', left, { order: 'oldest-first' });
}

/** What is found wrong with a delivery, at its extremes and as usual, and every way in which that ends but by money. */
async function complaints(delivery: string, { agreed, label }: Plan): Promise<void> {
  const { lines: brought } = (await ask('admin', 'GET', `/v1/deliveries/${delivery}`)).json;
  const lines = (brought as readonly { lineNo: number; quantity: string }[]).map(({ lineNo, quantity }) => ({
    lineNo,
    quantity,
  }));
  const open = async (description: string): Promise<string> =>
    String(
      (await write('complaints.open', 'sales', {}, { about: { delivery }, kind: 'damaged', lines, description })).json[
        'number'
      ],
    );
  const number = await open(agreed);
  if (number === 'undefined') return;
  const of = { number };
  for (const name of [label, 'x'.repeat(121), 'box.png'])
    for (const content of ['iVBORw0KGgo=', 'TVo=', 'no Base64 !'])
      await write('complaints.attach', 'sales', of, { name, content });
  for (const text of [agreed, 'W'.repeat(2_001), 'seen']) await write('complaints.note', 'sales', of, { text });
  for (const dueAt of ['2300-01-01T00:00:00Z', undefined])
    await write('complaints.assign', 'manager', of, { owner: null, ...(dueAt !== undefined && { dueAt }) });
  for (const disputed of ['99999999999999.99', '9999999999999.99', '0.001', '0'])
    await write('complaints.qualify', 'sales', of, { kind: 'quality', lines, disputed });
  for (const scrapped of ['999999999', '0'])
    await write('complaints.receive', 'logistics', of, {
      lines: lines.map(({ lineNo }) => ({ lineNo, restocked: '0', scrapped })),
    });
  await write('complaints.replace', 'manager', of, { reason: agreed, goodsExpected: true });
  await write('complaints.receive', 'logistics', of, { lines: [], last: true });
  await write('complaints.replace', 'manager', { number: await open('again') }, { reason: 'again' });
  await write('complaints.refuse', 'manager', { number: await open('refused') }, { reason: agreed });
  await write('complaints.withdraw', 'manager', { number: await open('taken back') }, { reason: agreed });
}

/** From now on credits of more wait for a second person; null: none does. */
async function approveAbove(amount: string | null): Promise<void> {
  const { items } = (await ask('admin', 'GET', '/v1/policies')).json;
  const found = (items as readonly { kind: string; body: Json }[]).find(({ kind }) => kind === 'credit');
  const { creditApprovalAmount: _before, ...body } = found?.body ?? {};
  const now = { ...body, ...(amount !== null && { creditApprovalAmount: amount }) };
  await write('policies.change-credit', 'admin', {}, now);
}

async function mails(order: string, { resolution, agreed }: Plan): Promise<void> {
  const sent = async () => {
    const { items } = (await ask('admin', 'GET', `/v1/mails?order=${order}`)).json;
    return items as readonly { readonly id: string; readonly status: string }[];
  };
  await until(async () => (await sent()).every(({ status }) => status !== 'QUEUED' && status !== 'SENDING'), 60);
  const [first, ...others] = (await sent()).filter(({ status }) => status === 'FAILED').map(({ id }) => id);
  if (first === undefined) return;
  await write('mails.resolve', 'manager', { id: first }, { resolution, reason: agreed });
  const several = { mails: [first, ...others], resolution: 'skip', reason: agreed };
  await write('mails.resolve-several', 'manager', {}, several);
}

async function until(isSo: () => Promise<boolean>, tries: number): Promise<void> {
  for (let left = tries; left > 0 && !(await isSo()); left -= 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

const untilInvoiced = (order: string): Promise<void> =>
  until(
    async () => ((await ask('admin', 'GET', `/v1/orders/${order}`)).json['invoices'] as readonly string[]).length > 0,
    60,
  );

/** Waits until the order's process waits for a person, or is done. */
async function settled(order: string): Promise<void> {
  const busy = ['credit-check', 'reconciliation', 'acceptance'];
  for (let tries = 0; tries < 300; tries += 1) {
    const { waitsFor } = (await ask('admin', 'GET', `/v1/orders/${order}`)).json as { waitsFor: { kind: string } };
    if (!busy.includes(waitsFor.kind)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Thing = Readonly<Record<string, string>>;

/** What each route that reads one thing is to be read of, beyond what the lists tell. */
async function thingsOf(path: string, listed: ReadonlyMap<string, ReadonlySet<string>>): Promise<readonly Thing[]> {
  const { prisma } = api;
  const kindOf: Readonly<Record<string, string>> = {
    orders: 'acknowledgement',
    deliveries: 'delivery-note',
    invoices: 'invoice',
    'dunning-letters': 'dunning-letter',
    quotes: 'quote',
    statements: 'statement',
  };
  const noun = path.split('/')[2] ?? '';
  if (noun === 'month-ends')
    return (await prisma.monthEnd.findMany()).map(({ month, version }) => ({ month, version: String(version) }));
  if (noun === 'document-templates')
    return (await prisma.documentTemplate.findMany()).map(({ version }) => ({ version: String(version) }));
  if (noun === 'policies') return policyKinds.map((kind) => ({ kind }));
  if (path.endsWith('/refused-rows/{kind}'))
    return (await prisma.moveInRefused.findMany({ distinct: ['moveInId', 'kind'] })).map(({ moveInId: id, kind }) => ({
      id,
      kind: kind ?? '',
    }));
  if (path.endsWith('/message.html'))
    return prisma.outgoing.findMany({ where: { html: { not: '' } }, select: { id: true } });
  if (noun === 'mails' && path.endsWith('.pdf')) {
    const sent = await prisma.outgoing.findMany({ where: { kind: { not: 'month-end' } } });
    const isPdf = (document: string): boolean => !document.startsWith('order-response:');
    return sent.flatMap(({ id, documents }) =>
      documents.flatMap((document, at) => (isPdf(document) ? [{ id, place: String(at + 1) }] : [])),
    );
  }
  if (path.endsWith('/message.xml'))
    return (await prisma.orderMessage.findMany()).map(({ orderNumber: number }) => ({ number }));
  if (path.endsWith('/order-response.xml'))
    return prisma.document.findMany({
      where: { kind: 'order-response' },
      distinct: ['number'],
      select: { number: true },
    });
  if (path.includes('/proformas/')) {
    const made = await prisma.document.findMany({ where: { kind: 'proforma' } });
    return made
      .filter(({ orderNumber }) => (orderNumber === null) === (noun === 'quotes'))
      .map(({ id, number }) => ({ number, version: id.split(':').at(-1) ?? '' }));
  }
  if (path.endsWith('.pdf')) {
    const issued = await prisma.document.findMany({ where: { kind: kindOf[noun] ?? '' }, distinct: ['number'] });
    return issued.map(({ number }) => ({ number }));
  }
  if (path.endsWith('/files/{id}/content'))
    return (await prisma.complaintFile.findMany()).map(({ complaintNumber: number, id }) => ({ number, id }));
  if (path.endsWith('/addresses/{code}'))
    return (await prisma.customerAddress.findMany()).map(({ customerNumber: number, code }) => ({ number, code }));
  if (path.endsWith('/contacts/{code}'))
    return (await prisma.customerContact.findMany()).map(({ customerNumber: number, code }) => ({ number, code }));
  return [...(listed.get(`/v1/${noun}`) ?? [])].map((number) => ({ number, id: number, name: number }));
}

/** Every read of every thing that there is. @returns those that were not 200, left a row out, or were of nothing */
async function readEverything(): Promise<readonly string[]> {
  const reads = routes.filter(({ method, path }) => method === 'get' && path.startsWith('/v1/'));
  const wrong: string[] = [];
  const read = async (at: string): Promise<Answered> => {
    const answered = await ask('admin', 'GET', at);
    const isWhole = answered.status === 200 && !answered.headers.has('Encours-Unreadable');
    if (!isWhole || (at.endsWith('.pdf') && !answered.text.startsWith('%PDF')))
      wrong.push(`${at} ${answered.status} ${answered.text}`);
    return answered;
  };
  const listed = new Map<string, Set<string>>();
  for (const word of ['EXTREME', 'W'.repeat(40), '1']) await read(`/v1/search?text=${word}`);
  for (const name of listNames) {
    await read(`/v1/views?list=${name}`);
    await read(`/v1/exports/${name}.csv`);
  }
  const lists = reads.filter(({ path }) => !path.includes('{') && !['/v1/search', '/v1/views'].includes(path));
  for (const { path, query } of lists) {
    const known = new Set<string>();
    const isPaged = query !== undefined && 'cursor' in query.shape;
    const isOfPeriod = query !== undefined && 'from' in query.shape && path.startsWith('/v1/accounting/');
    const isUpTo = query !== undefined && 'upTo' in query.shape;
    const first = path.includes('/e-report') ? addDays(today, -1) : today;
    const whole = isOfPeriod ? `${path}?from=${first}&to=${today}` : path;
    const page = `${path}?limit=200${isUpTo ? `&upTo=${today}` : ''}`;
    for (let cursor: string | null = ''; cursor !== null;) {
      const { json } = await read(isPaged ? `${page}${cursor === '' ? '' : `&cursor=${cursor}`}` : whole);
      for (const item of (json['items'] ?? []) as readonly Json[])
        known.add(String(item['number'] ?? item['id'] ?? item['name']));
      cursor = typeof json['nextCursor'] === 'string' ? json['nextCursor'] : null;
    }
    listed.set(path, known);
  }
  for (const { path } of reads.filter((route) => /\{(?!file)/.test(route.path))) {
    const things = await thingsOf(path, listed);
    if (things.length === 0) wrong.push(`nothing to read at ${path}`);
    for (const thing of things)
      await read(path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(thing[name] ?? '')));
  }
  return wrong;
}

/** Passwords and codes at their bounds, by somebody who is signed in; their session is ended by another. */
async function ownSignIn(): Promise<void> {
  const { principalId } = await api.prisma.apiKey.findFirstOrThrow({ where: { principal: { role: 'finance' } } });
  const headers = { ...ownPage, Cookie: await signIn(api, principalId) };
  const passwords = ['x'.repeat(11), 'x'.repeat(201), 'a bound of 12', '\u{1F600}'.repeat(50), 'W'.repeat(200)];
  const own = (permission: Permission, body: unknown) => write(permission, 'finance', {}, body, headers);
  let currentPassword = passwordOfTests;
  for (const newPassword of passwords) {
    const { status } = await own('me.password', { currentPassword, newPassword });
    if (status < 300) currentPassword = newPassword;
  }
  const { secret } = (await own('me.totp-begin', {})).json;
  const codes = ['1'.repeat(5), '1'.repeat(6), 'x'.repeat(40), 'x'.repeat(41), '\u{1F600}'.repeat(6)];
  const begun = new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate();
  const { recoveryCodes } = (await confirmed(codes, begun)).json;
  for (const code of codes) await own('me.totp-remove', { code });
  await own('me.totp-remove', { code: (recoveryCodes as readonly string[])[0] });
  const { id } = await api.prisma.session.findFirstOrThrow({ where: { endedAt: null } });
  await write('sessions.end', 'admin', { id }, {});

  async function confirmed(wrong: readonly string[], right: string): Promise<Answered> {
    for (const code of wrong) await own('me.totp-confirm', { code });
    return own('me.totp-confirm', { code: right });
  }
}

/** People, keys, the company and the policies at their bounds; an order under the least policies, and one under the most. */
async function house(): Promise<void> {
  const id = `${'a'.repeat(60)}`;
  for (const name of ['x'.repeat(121), '\u202eabc', 'Ŵ'.repeat(120)])
    await write('people.create', 'admin', {}, { id, name, role: 'sales' });
  for (const name of ['', 'é', 'W'.repeat(120)])
    await write('people.update', 'admin', { id }, { name, role: 'finance' });
  for (const password of ['x'.repeat(11), 'W'.repeat(201), 'ĵ'.repeat(200), 'blue tram on Tuesday'])
    await write('people.password', 'admin', { id }, { password });
  const scopes = Object.keys(permissions);
  for (const asked of [{ days: 0 }, { days: 3651 }, { scopes }, { days: 1, scopes: ['orders.list'] }, { days: 3650 }]) {
    const { status, json } = await write('api-keys.create', 'admin', {}, { principal: id, ...asked });
    if (status === 201) await write('api-keys.revoke', 'admin', { id: String(json['id']) }, {});
  }
  await write('people.update', 'admin', { id }, { active: false });
  const note = (sign: string, length: number) => ({ fr: sign.repeat(length), en: sign.repeat(length) });
  const lines = (sign: string, more: number) => ({ legalName: sign.repeat(120 + more), phone: sign.repeat(30 + more) });
  for (const change of [
    lines('x', 1),
    { invoiceNotes: note('x', 1501) },
    { invoiceNotes: note('Ŵ', 1500) },
    lines('Ŵ', 0),
  ])
    await write('company.update', 'admin', {}, change);
  for (const prefix of ['', 'F', 'FACTURE', 'É1', 'Z', 'SO', 'ZZZZZ9', null])
    for (const from of [today, addDays(today, 1), addDays(today, 3_653), '9999-12-31'])
      await write('invoice-series.set', 'admin', {}, { kind: 'corrective', origin: 'web', from, prefix });
  const words = (letter: string, more: number) => ({
    header: letter.repeat(300 + more),
    closing: letter.repeat(1_500 + more),
    terms: letter.repeat(8_000 + more),
    footer: letter.repeat(300 + more),
  });
  const columns = {
    invoice: ['description', 'quantity', 'unitPrice', 'discount', 'vatRate', 'net', 'product', 'unit'],
  };
  for (const from of [today, addDays(today, 3_653), '9999-12-31'])
    for (const texts of [{}, { every: { fr: words('x', 1) } }, { every: { fr: words('Ŵ', 0), en: words('x', 0) } }])
      await write('document-templates.set', 'admin', {}, { ...plainTemplate, columns, from, texts });
  for (const content of ['', 'eA==', blue().toString('base64'), 'A'.repeat(133_336), 'A'.repeat(133_340)])
    await write('document-logos.keep', 'admin', {}, { content });
  for (const kind of templatedKinds)
    for (const texts of [{}, { every: { fr: words('Ŵ', 0) } }])
      await ask('admin', 'POST', '/v1/document-templates/preview.pdf', {
        template: { ...plainTemplate, columns, texts },
        kind,
        language: 'fr',
      });
  const { items } = (await ask('admin', 'GET', '/v1/policies')).json;
  const now = items as readonly { readonly kind: PolicyKind; readonly body: Json }[];
  for (const bound of ['beyond', 'least', 'most'] as const) {
    for (const { kind, body } of now) {
      const { status, text } = await write(`policies.change-${kind}`, 'admin', {}, { ...body, ...bounds[kind][bound] });
      expect(status === 200, `${kind} ${bound}: ${text}`).toBe(bound !== 'beyond');
    }
    await carryOut(ordinary);
  }
}

/** Books at their bounds: refused, corrected, moved in and taken back; and some that stay refused. */
async function movingIn(): Promise<void> {
  const stock = (product: string, quantity: string) => Buffer.from(`product,quantity\n${product},${quantity}\n`);
  const heads = 'number,name,unit,currency,taxClass,listPrice';
  const products = Buffer.from(
    `${heads}\n${'Ŵ'.repeat(40)},${'Ŵ'.repeat(120)},${'Ŵ'.repeat(40)},EUR,standard,999999999999.9999\n`,
  );
  const file = (name: string, bytes: Buffer) => ({ name, text: bytes.toString('base64') });
  const given = [file('products.csv', products), file('stock.csv', stock('NOWHERE', '999999999'))];
  const beyond = [
    { files: [] },
    { files: [file('x'.repeat(121), products)] },
    { files: [{ name: 'stock.csv', text: 'no Base64 !' }] },
  ];
  for (const wrong of beyond) await write('move-ins.upload', 'admin', {}, { asOf: today, ...wrong });
  await write('move-ins.upload', 'admin', {}, { asOf: '2300-01-01', files: given });
  for (const staysRefused of [true, false]) {
    const { json } = await write('move-ins.upload', 'admin', {}, { asOf: today, files: given });
    const id = String(json['id']);
    const rests = async (): Promise<string> => {
      for (;;) {
        const { json: now } = await ask('admin', 'GET', `/v1/move-ins/${id}`);
        const status = String(now['status']);
        if (!['looking', 'moving', 'starting', 'undoing', 'ending'].includes(status)) return status;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    expect(await rests()).toBe('refused');
    if (staysRefused) continue;
    await write(
      'move-ins.correct',
      'admin',
      { id },
      { files: [file('stock.csv', stock('Ŵ'.repeat(40), '999999999'))] },
    );
    expect(await rests()).toBe('ready');
    for (const typed of ['1000000000', '999999999.000'])
      await write('move-ins.sign-off', 'admin', { id }, { stock: typed, money: [] });
    expect(await rests()).toBe('done');
    await write('move-ins.undo', 'admin', { id }, { reason: 'W'.repeat(500) });
    expect(await rests()).toBe('undone');
  }
}

const TEN_YEARS_DAYS = 3660;
const YEAR_HOURS = 8784;
const mostAmount = '9999999999999.99';
/** What each policy takes at either bound, and one beyond. */
const bounds: Readonly<Record<PolicyKind, Readonly<Record<'least' | 'most' | 'beyond', Json>>>> = {
  credit: {
    least: { overdueToleranceDays: 0, overdueToleranceAmount: '0.00', watchPercent: '0.00', escalateAfterHours: 1 },
    most: {
      overdueToleranceDays: TEN_YEARS_DAYS,
      overdueToleranceAmount: mostAmount,
      watchPercent: '100.00',
      escalateAfterHours: YEAR_HOURS,
      heldOrdersCount: true,
      creditApprovalAmount: mostAmount,
    },
    beyond: { overdueToleranceDays: TEN_YEARS_DAYS + 1 },
  },
  tolerance: {
    least: {
      pricePercent: '0.00',
      quantityPercent: '0.00',
      dateDays: 0,
      discountPoints: '0.00',
      freightAmount: '0.00',
    },
    most: {
      pricePercent: '100.00',
      quantityPercent: '100.00',
      dateDays: TEN_YEARS_DAYS,
      discountPoints: '100.00',
      freightAmount: mostAmount,
      escalateAfterHours: YEAR_HOURS,
    },
    beyond: { pricePercent: '100.01' },
  },
  acknowledgement: {
    least: { targetMinutes: 1 },
    most: { targetMinutes: YEAR_HOURS * 60 },
    beyond: { targetMinutes: YEAR_HOURS * 60 + 1 },
  },
  fulfilment: {
    least: { preparationDays: 0, replenishmentDays: 1 },
    most: { preparationDays: 366, replenishmentDays: TEN_YEARS_DAYS },
    beyond: { preparationDays: 367 },
  },
  dunning: {
    least: { letters: 'per-customer', recoveryFee: '0.00' },
    most: { letters: 'per-invoice', recoveryFee: mostAmount },
    beyond: { recoveryFee: '10000000000000.00' },
  },
  accounting: {
    least: { yearEnd: '01-01', bank: { account: '512', label: 'B' } },
    most: {
      yearEnd: '02-29',
      bank: { account: `512${'9'.repeat(12)}`, label: 'Ŵ'.repeat(60) },
      journals: Object.fromEntries(
        ['sales', 'bank', 'other'].map((name, at) => [name, { code: `ABCDE${at}`, label: 'Ŵ'.repeat(40) }]),
      ),
    },
    beyond: { bank: { account: `512${'9'.repeat(13)}`, label: 'B' } },
  },
};

const changing = [...new Set<Permission>(routes.filter(changesSomething).map((each) => each.permission))];

describe('whatever was written', () => {
  it('can be read: extremes through every write, then every read', async () => {
    await fc.assert(fc.asyncProperty(plans, carryOut), {
      numRuns: 5,
      seed: 20_261_129,
      endOnFailure: true,
      examples: [[ordinary]],
    });
    await ownSignIn();
    await house();
    await movingIn();
    const [untried, refused] = [tried, taken].map((by) => changing.filter((permission) => !by.has(permission)));
    const wrong = await readEverything();
    const books = verificationText(await verifyDatabase(stack.databaseUrl));
    expect({ untried, refused, wrong, books: books.split('\n').at(-1) }, books).toEqual({
      untried: [],
      refused: [],
      wrong: [],
      books: expect.stringMatching(/, 0 violations$/),
    });
    expect(await api.prisma.creditDecision.count({ where: { kind: 'released' } })).toBeGreaterThan(0);
    expect(await api.prisma.invoice.count()).toBeGreaterThan(2);
  });
});
