import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import { changesSomething } from '../../api/route.js';
import type { Permission } from '../../api/permissions.js';
import { auditFacts, addingActions, type AuditAction } from '../../contracts/audit.js';
import type { OrderInput } from '../../contracts/order.js';
import type { Role } from '../../contracts/vocabulary.js';
import { addDays, localDateOf } from '../../domain/calendar.js';
import { plainTemplate } from '../../domain/document-template.js';
import { lastEndedMonth } from '../../domain/month-end.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { blue } from '../documents/pictures.js';
import { dunAtOnce } from '../support/dun-at-once.js';
import { contactsAt } from '../support/parties.js';
import { raiseClaim } from '../support/paperwork.js';
import { openTestStack, type TestStack } from '../support/stack.js';
import { writeUblOrder } from '../support/ubl.js';
import { written } from '../support/written-actions.js';
import { ownPage, passwordOfTests, serveApi, signIn, type ApiUnderTest } from './office.js';

/**
 * Every route that changes something, called on a house at work, and what the record of it says: who, in which role, what,
 * at which request, and what was before. What a person changed is found in `before` as it was, column by column.
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

type Json = Readonly<Record<string, unknown>>;
type Row = {
  readonly id: bigint;
  readonly actor: string;
  readonly role: string;
  readonly requestId: string | null;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly before: unknown;
  readonly after: unknown;
};

/** One call of a route with what it left on record. */
type Written = {
  readonly permission: Permission;
  readonly role: Role;
  readonly rows: readonly Row[];
  /** What it changed of rows that were there before: the former value of each column. */
  readonly former: readonly { readonly what: string; readonly column: string; readonly value: unknown }[];
};

const told: Written[] = [];
const today = localDateOf(Date.now(), 'Europe/Paris');

/** Calls the route of a permission, which has to answer 2xx, and keeps what the call wrote. @returns its answer */
async function call(
  permission: Permission,
  role: Role,
  params: Readonly<Record<string, string>>,
  body: Json | Uint8Array,
  cookie?: string,
): Promise<Json> {
  const route = routes.find((each) => each.permission === permission);
  if (route === undefined) throw new Error(`no route of ${permission}`);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
  const key = randomUUID();
  const { state } = await standing();
  const answered = await api.call({
    method: route.method.toUpperCase(),
    path,
    key: cookie === undefined ? stack.apiKeys?.[role] : undefined,
    body,
    headers: { 'Idempotency-Key': key, ...(cookie !== undefined && { ...ownPage, Cookie: cookie }) },
  });
  expect(answered.status, `${permission} ${JSON.stringify(body)} → ${answered.text}`).toBeLessThan(300);
  const after = await standing();
  const { id } = await api.prisma.idempotencyKey.findFirstOrThrow({ where: { key } });
  told.push({
    permission,
    role,
    rows: after.audit.filter(({ requestId }) => requestId === id),
    former: changesOf(state, after.state).filter(({ what, column }) => isOwn(permission, what, column)),
  });
  return answered.json ?? {};
}

const get = async (path: string): Promise<Json> =>
  (await api.call({ method: 'GET', path, key: stack.apiKeys?.admin })).json ?? {};

/** What persons enter and change, row by row, by their keys; what a process moves by itself as well, below. */
const tables: Readonly<Record<string, string>> = {
  customer: 'number',
  customer_address: "customer_number || ' ' || code",
  customer_contact: "customer_number || ' ' || code",
  product: 'number',
  tax_rate: "country || ' ' || tax_class || ' ' || valid_from",
  invoice_series: "kind || ' ' || origin || ' ' || valid_from",
  quote: 'number',
  delivery: 'number',
  dunning_hold: 'id::text',
  claim: 'id',
  receivable: "invoice_number || ':' || instalment",
  discrepancy: "order_number || ':' || id",
  sales_order: 'number',
  order_line: "order_number || ':' || line_no",
  outgoing: 'id',
  work_item: 'id',
  principal: 'id',
};

const decidingOnOrders = ['orders.decide-credit', 'orders.dispose', 'orders.dispose-several', 'orders.deliver'];
const rewritingOrders = ['orders.amend', 'orders.cancel'];
/** Where a change is the caller's and not the process's: by which routes, and, of a mail, in which columns. */
const ownChanges: Readonly<Record<string, readonly string[]>> = {
  sales_order: [...decidingOnOrders, ...rewritingOrders, 'orders.contacts'],
  order_line: rewritingOrders,
  work_item: ['worklist.assign', 'worklist.put-aside', 'worklist.complete'],
  outgoing: ['mails.resolve', 'mails.resolve-several', 'dunning-steps.resolve'],
};
const ofMails = ['status', 'recipient'];

/** Sums and clocks, which follow from what is on record. */
const following = ['updated_at', 'set_at', 'exposure', 'credit_stops', 'settled_on', 'closed_reason'];

/** Columns that the record calls otherwise. */
const calledOtherwise: Readonly<Record<string, string>> = {
  accepted_reference: 'reference',
  last_confirmed_date: 'confirmedDate',
  quote_revision: 'revision',
  recipient: 'to',
  put_aside_until: 'until',
  product_number: 'product',
};

type Standing = ReadonlyMap<string, Json>;

async function standing(): Promise<{ readonly state: Standing; readonly audit: readonly Row[] }> {
  const parts = Object.entries(tables).map(
    ([table, key]) => `SELECT '${table} ' || (${key}) AS what, to_jsonb(t) AS row FROM ${table} t`,
  );
  return api.prisma.$transaction(
    async (tx) => {
      const rows = await tx.$queryRawUnsafe<{ what: string; row: Json }[]>(parts.join(' UNION ALL '));
      const audit = await tx.auditEntry.findMany({ orderBy: { id: 'asc' } });
      return { state: new Map(rows.map(({ what, row }) => [what, row])), audit };
    },
    { isolationLevel: 'RepeatableRead' },
  );
}

/** What was nothing before need not be kept. */
const changesOf = (before: Standing, after: Standing): Written['former'] =>
  [...before].flatMap(([what, row]) =>
    leaves(row, after.get(what) ?? {})
      .filter(({ column, value }) => value !== null && !following.includes(column))
      .map((change) => ({ what, ...change })),
  );

/** Parties are kept part by part. */
function leaves(row: Json, now: Json): readonly { readonly column: string; readonly value: unknown }[] {
  return Object.entries(row).flatMap(([column, value]) => {
    if (isSame(value, now[column])) return [];
    return column === 'parties' ? leaves(value as Json, now[column] as Json) : [{ column, value }];
  });
}

function isOwn(permission: Permission, what: string, column: string): boolean {
  const [table = ''] = what.split(' ');
  return (ownChanges[table]?.includes(permission) ?? true) && (table !== 'outgoing' || ofMails.includes(column));
}

async function until<T>(read: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await read();
    if (isSo(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it never came: ${JSON.stringify(await read())}`);
}

const order = (number: string): Promise<Json> => get(`/v1/orders/${number}`);
const untilStage = (number: string, ...stages: readonly string[]): Promise<Json> =>
  until(
    () => order(number),
    ({ stage }) => stages.includes(String(stage)),
  );
const mailIs = (id: string, status: string): Promise<Json> =>
  until(
    () => get(`/v1/mails/${encodeURIComponent(id)}`),
    (mail) => mail['status'] === status,
  );

const address = {
  name: 'Maison',
  street: '1, rue A',
  postalCode: '75001',
  city: 'Paris',
  region: '',
  countryCode: 'FR',
};
const [customer, product, refused] = ['RECORDED', 'P-RECORDED', 'refused@maison.example'];
const dueAtOnce = { kind: 'net', days: 0 };

async function refuseMails(): Promise<void> {
  const refuse = { kind: 'refuse', code: 550, message: 'no such mailbox' };
  const rules = [{ to: refused, stage: 'rcpt', action: refuse }];
  await fetch(stack.inboxControlUrl, { method: 'PUT', body: JSON.stringify({ rules }) });
}

async function masterData(): Promise<void> {
  const listed = { unit: 'box', category: '', currency: 'EUR', taxClass: 'standard', active: true };
  await call('products.create', 'admin', {}, { number: product, name: 'Chai', listPrice: '10.00', ...listed });
  await call('products.update', 'manager', { number: product }, { name: 'Chai noir', category: 'thé', unit: 'piece' });
  for (const from of [today, addDays(today, 5), addDays(today, 5)])
    await call('product-costs.create', 'manager', {}, { product, from, cost: '6.50' });
  const spend = { month: `${today.slice(0, 7)}-01`, amount: '1500.00', currency: 'EUR', what: 'fair' };
  const { id: spent } = await call('acquisition-spends.enter', 'manager', {}, spend);
  await call('acquisition-spends.withdraw', 'manager', { id: String(spent) }, {});
  const able = { person: await principalOf('sales'), work: 'lines-entered', from: today };
  for (const perDay of [40, 50]) await call('capacities.set', 'manager', {}, { ...able, perDay });
  const rate = { country: 'FR', taxClass: 'reduced', from: addDays(today, 30), vatExemption: null };
  await call('tax-rates.create', 'finance', {}, { ...rate, vatCategory: 'S', vatRate: '6.00' });
  await call('tax-rates.create', 'finance', {}, { ...rate, vatCategory: 'Z', vatRate: '0.00' });
  for (const rate of ['0.91', '0.92'])
    await call('exchange-rates.create', 'finance', {}, { rates: [{ currency: 'USD', from: today, rate }] });
  const stock = { reference: 'GR-RECORDED', receivedOn: today, lines: [{ product, quantity: '100' }] };
  await call('stock.receive', 'logistics', {}, stock);
  await call('customers.create', 'admin', {}, { ...account, number: customer, contacts: contactsAt(refused, refused) });
  await call('customers.update', 'admin', { number: customer }, { phone: '01 02 03 04 05', creditLimit: '5000.00' });
  const place = { kind: 'ship-to', label: 'Dépôt', address, isDefault: true };
  const at = { number: customer };
  await call('customers.add-address', 'manager', at, { code: 'A', ...place });
  await call('customers.add-address', 'manager', at, { code: 'B', ...place });
  await call('customers.change-address', 'manager', { ...at, code: 'A' }, { isDefault: true, label: 'Entrepôt' });
  const contact = { role: 'delivery', name: 'Quai', email: null, phone: '' };
  await call('customers.add-contact', 'finance', at, { code: 'QUAI', ...contact });
  await call('customers.change-contact', 'finance', { ...at, code: 'QUAI' }, { name: 'Quai 2', phone: '02' });
  await call('customers.set-item-number', 'finance', at, { item: 'A-100', product });
}

const account = {
  name: 'Maison',
  siren: null,
  vatNumber: null,
  language: 'fr',
  currency: 'EUR',
  address,
  phone: '',
  paymentTerms: dueAtOnce,
  creditLimit: '1000.00',
  salesperson: null,
};

const offer = {
  validUntil: addDays(today, 30),
  paymentTerms: dueAtOnce,
  freight: '0.00',
  lines: [{ lineNo: 1, product, quantity: '2', unitPrice: '10.00', discountPercent: '0', deliveryDate: null }],
};
const wanted = { lineNo: 1, product, quantity: '2', unitPrice: '10.00', requestedDate: today };
const entered = { customer, origin: 'phone', currency: 'EUR' };

async function quotes(): Promise<void> {
  const number = String((await call('quotes.create', 'manager', {}, { customer, ...offer }))['number']);
  await call('quotes.update', 'manager', { number }, { validUntil: addDays(today, 60) });
  await call('quotes.send', 'manager', { number }, {});
  await call('customers.issue-statement', 'manager', { number: customer }, { mail: true });
  const accepted = { acceptedOn: today, reference: 'BON 1' };
  await call('quotes.accept', 'manager', { number }, accepted);
  await call('quotes.proforma', 'manager', { number }, {});
  await call('quotes.revise', 'manager', { number }, { ...offer, freight: '3.00', reason: 'a fee' });
  await call('quotes.update', 'manager', { number }, { lostReason: 'too dear' });
  const other = String((await call('quotes.create', 'manager', {}, { customer, ...offer }))['number']);
  const answer = { ...entered, quote: other, lines: [{ ...wanted, quoteLineNo: 1 }] };
  const ordered = String((await call('orders.create', 'manager', {}, answer))['number']);
  await untilStage(ordered, 'accepted', 'acknowledged');
  await call('quotes.revise', 'manager', { number: other }, { ...offer, validUntil: addDays(today, 31) });
  await call('orders.amend', 'manager', { number: ordered }, { reason: 'as revised', cause: 'quote', freight: '0.00' });
  await untilStage(ordered, 'accepted', 'acknowledged');
  await call('orders.cancel', 'manager', { number: ordered }, { reason: 'not wanted' });
  const sent = { customer, origin: 'edi', customerReference: 'PO-EDI', currency: 'EUR', lines: [wanted] };
  await call('orders.receive', 'manager', {}, writeUblOrder(sent as OrderInput, { buyer: [[null, customer]] }));
}

/** Held for credit, then for two prices, then delivered in part. @returns its number */
async function heldOrder(): Promise<string> {
  await call('customers.update', 'finance', { number: customer }, { creditLimit: '0.00' });
  const dear = [1, 2, 3].map((lineNo) => ({ ...wanted, lineNo, unitPrice: '12.00' }));
  const number = String((await call('orders.create', 'manager', {}, { ...entered, lines: dear }))['number']);
  await untilStage(number, 'credit-hold');
  const there = { street: '2, rue B' };
  await call('orders.amend', 'manager', { number }, { reason: 'moved', deliveryAddress: { ...address, ...there } });
  await untilStage(number, 'credit-hold');
  await worklist(`credit-hold:${number}:2`);
  await savedViews();
  await call('orders.decide-credit', 'finance', { number }, { decision: 'release', reason: 'a guarantee came' });
  const held = await untilStage(number, 'discrepancy-hold');
  const [id = '', ...discrepancies] = (held['discrepancies'] as readonly { id: string; disposition: string }[])
    .filter(({ disposition }) => disposition === 'open')
    .map((found) => found.id);
  await call(
    'orders.dispose',
    'manager',
    { number, id },
    { disposition: 'ask', reason: 'which price?', cause: 'entry' },
  );
  await call('orders.dispose', 'admin', { number, id }, { disposition: 'accept', reason: 'agreed' });
  const together = { discrepancies, disposition: 'accept', reason: 'agreed by telephone' };
  await call('orders.dispose-several', 'admin', { number }, together);
  await untilStage(number, 'accepted', 'acknowledged');
  return number;
}

/** Given to somebody and back, put aside and taken up again, and talked about. */
async function worklist(id: string): Promise<void> {
  for (const person of [await principalOf('finance'), null])
    await call('worklist.assign', 'manager', { id }, { person });
  for (const until of [addDays(today, 2), null]) await call('worklist.put-aside', 'finance', { id }, { until });
  await call('worklist.comment', 'finance', { id }, { text: 'called them' });
}

/** A view of the orders is saved, begun with, renamed, shared and taken away. */
async function savedViews(): Promise<void> {
  const input = { list: 'orders', name: 'of record', address: 'stage=settled' };
  await call('month-ends.make', 'manager', {}, { month: lastEndedMonth(today), reason: 'a late delivery' });
  await call('billing-runs.begin', 'finance', {}, { upTo: today });
  const { id } = await call('views.save', 'manager', {}, input);
  const of = { id: String(id) };
  await call('views.choose', 'manager', {}, { list: 'orders', view: id });
  await call('views.share', 'manager', of, { shared: true });
  await call('views.change', 'manager', of, { removed: true });
}

/** Somebody is signed in twice, changes the password and has a second factor for a while; an admin ends the session. */
async function sessions(): Promise<void> {
  const person = await principalOf('finance');
  await signIn(api, person);
  const cookie = await signIn(api, person);
  const change = { currentPassword: passwordOfTests, newPassword: 'another one of the tests' };
  await call('me.password', 'finance', {}, change, cookie);
  const { secret } = await call('me.totp-begin', 'finance', {}, {}, cookie);
  const code = new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate();
  const { recoveryCodes } = await call('me.totp-confirm', 'finance', {}, { code }, cookie);
  await call('me.totp-remove', 'finance', {}, { code: (recoveryCodes as readonly string[])[0] }, cookie);
  const { id } = await api.prisma.session.findFirstOrThrow({ where: { endedAt: null } });
  await call('sessions.end', 'admin', { id }, {});
}

/** An admin makes somebody known, changes what they may do, and who we are and how we trade. */
async function house(): Promise<void> {
  await call('people.create', 'admin', {}, { id: 'paul.durand', name: 'Paul Durand', role: 'sales' });
  const id = { id: 'paul.durand' };
  await call('people.password', 'admin', id, { password: 'a first one of the tests' });
  await call('people.update', 'admin', id, { name: 'Paul Roux', role: 'finance', seesAllCustomers: true });
  const { id: key } = await call('api-keys.create', 'admin', {}, { principal: 'paul.durand' });
  await call('api-keys.revoke', 'admin', { id: String(key) }, {});
  await call('people.update', 'admin', id, { active: false });
  await call('company.update', 'admin', {}, { phone: '01 02 03 04 05' });
  const series = { kind: 'deposit', origin: 'edi', from: addDays(today, 30) };
  for (const prefix of ['AE', 'AX', null]) await call('invoice-series.set', 'admin', {}, { ...series, prefix });
  await call('document-logos.keep', 'admin', {}, { content: blue().toString('base64') });
  const template = { ...plainTemplate, from: addDays(today, 30) };
  await call('document-templates.set', 'admin', {}, template);
  const reason = 'an inquiry';
  const { id: hold } = await call('legal-holds.place', 'manager', {}, { kind: 'customer', subject: customer, reason });
  await call('legal-holds.lift', 'admin', { id: String(hold) }, { reason: 'it is over' });
  const { items } = await get('/v1/policies');
  for (const { kind, body } of items as readonly { readonly kind: keyof PolicyChanges; readonly body: Json }[])
    await call(`policies.change-${kind}`, 'admin', {}, { ...body, ...policyChanges[kind] });
}

const policyChanges = {
  credit: { escalateAfterHours: 7 },
  tolerance: { dateDays: 5 },
  acknowledgement: { targetMinutes: 17 },
  fulfilment: { preparationDays: 4 },
  dunning: { letters: 'per-invoice' },
  accounting: { yearEnd: '06-30' },
} as const;
type PolicyChanges = typeof policyChanges;

async function mails(number: string): Promise<void> {
  const mail = `acknowledgement:${number}:2`;
  await mailIs(mail, 'FAILED');
  const contacts = [{ role: 'orders', name: 'Achats', language: 'fr', email: 'achats@maison.example', phone: '' }];
  await call('orders.contacts', 'manager', { number }, { reason: 'the mail came back', contacts });
  await call('orders.proforma', 'finance', { number }, {});
  await call('mails.resolve', 'manager', { id: mail }, { resolution: 'send-again', reason: 'to the right address' });
  await mailIs(mail, 'SENT');
}

/** @returns the delivery and its invoice */
async function delivery(number: string): Promise<{ readonly invoice: string }> {
  const stop = { creditStop: true, creditStopReason: 'overdrawn' };
  await call('customers.update', 'admin', { number: customer }, stop);
  await call('orders.release-deliveries', 'finance', { number }, { reason: 'they wait for it' });
  const lines = [1, 2].map((lineNo) => ({ lineNo, quantity: '2' }));
  await call('orders.prepare', 'logistics', { number }, {});
  const asked = await call('orders.log-request', 'sales', { number }, { asker: 'customer', note: 'when?' });
  await call('orders.withdraw-request', 'sales', { number, id: String(asked['id']) }, {});
  const left = String((await call('orders.deliver', 'logistics', { number }, { lines }))['number']);
  await call('deliveries.arrive', 'logistics', { number: left }, { deliveredOn: today });
  const signed = { receivedBy: 'M. B', receivedAt: new Date().toISOString().replace(/\.\d+Z/, 'Z') };
  await call(
    'deliveries.prove',
    'logistics',
    { number: left },
    { ...signed, signature: 'M10 20 L200 90 M30 40 L31 41' },
  );
  await call(
    'deliveries.correct-proof',
    'logistics',
    { number: left },
    { ...signed, receivedBy: 'Mme C', reason: 'misread' },
  );
  await call('orders.cancel', 'manager', { number }, { reason: 'no more', lines: [{ lineNo: 3, quantity: '1' }] });
  await call('customers.update', 'admin', { number: customer }, { creditStop: false });
  const { invoices } = await until(
    () => order(number),
    (found) => (found['invoices'] as readonly string[]).length > 0,
  );
  const [invoice = ''] = invoices as readonly string[];
  await mailIs(`invoice:${invoice}`, 'FAILED');
  const skipped = { mails: [`invoice:${invoice}`], resolution: 'skip', reason: 'handed over' };
  await call('mails.resolve-several', 'finance', {}, skipped);
  return { invoice };
}

async function dunning(invoice: string): Promise<void> {
  const step = `${invoice}:1:level-1`;
  await until(
    () => get(`/v1/dunning-steps/${encodeURIComponent(step)}`),
    ({ status }) => status === 'FAILED',
  );
  await call('dunning-steps.resolve', 'finance', { id: step }, { resolution: 'was-sent', reason: 'by letter post' });
  const { items } = await get('/v1/worklist?kind=dunning-report&role=finance');
  const [report] = items as readonly { readonly id: string }[];
  await call('worklist.complete', 'finance', { id: report?.id ?? '' }, { reason: 'read' });
  const at = { number: customer };
  const hold = await call('dunning-holds.place', 'finance', at, { until: addDays(today, 9), reason: 'a question' });
  await call('dunning-holds.lift', 'finance', { ...at, id: String(hold['id']) }, { reason: 'answered' });
}

async function money(invoice: string): Promise<void> {
  const transfer = { amount: '30.00', currency: 'EUR', date: today };
  const paid = await call('payments.create', 'finance', {}, { ...transfer, customer, reference: 'VIR 1' });
  const id = String(paid['id']);
  const pays = (amount: string) => ({ allocations: [{ invoice, amount }] });
  await call('payments.allocate', 'finance', { id }, pays('10.00'));
  await call('payments.allocate', 'finance', { id }, pays('5.00'));
  await call('payments.reverse', 'finance', { id, allocation: '1' }, { reason: 'another was meant' });
  const unknown = await call('payments.create', 'finance', {}, { ...transfer, reference: 'VIR 2' });
  await call('payments.assign', 'finance', { id: String(unknown['id']) }, { customer, reason: 'by their letter' });
  await call('invoices.write-off', 'finance', { number: invoice }, { amount: '1.00', reason: 'a residue' });
  await call('invoices.write-off', 'manager', { number: invoice }, { amount: '2.00', reason: 'insolvent' });
  const { open } = await get(`/v1/invoices/${invoice}`);
  const rest = await call(
    'payments.create',
    'finance',
    {},
    { ...transfer, amount: open, customer, reference: 'VIR 3' },
  );
  await call('payments.allocate', 'finance', { id: String(rest['id']) }, pays(String(open)));
  const paper = { draft: { customer, currency: 'EUR' }, invoice: { number: invoice } } as const;
  const step = `${invoice}:1:level-1`;
  const fee = await raiseClaim({ prisma: api.prisma, today }, paper, 'recovery-fee', '40.00', step);
  const interest = await raiseClaim({ prisma: api.prisma, today }, paper, 'interest', '1.35', step);
  await call('payments.allocate', 'finance', { id }, { allocations: [{ claim: interest, amount: '1.00' }] });
  await call('claims.waive', 'finance', { id: fee }, { reason: 'goodwill' });
  const box = { scope: 'lines', lines: [{ lineNo: 1, quantity: '1' }], reason: 'QTE_ERR' };
  const { creditNote } = await call('invoices.credit', 'finance', { number: invoice }, box);
  await call('payments.reverse', 'finance', { id, allocation: '2' }, { reason: 'another was meant' });
  await call('invoices.apply-credit', 'finance', { number: String(creditNote) }, { order: 'oldest-first' });
  const terms = { form: 'credit-and-invoice', reason: 'AUTRE', paymentTerms: { kind: 'net', days: 10 } };
  const right = await call('invoices.correct', 'finance', { number: invoice }, terms);
  const { creditNote: number } = right['credit'] as { readonly creditNote: string };
  const applications = (await get(`/v1/invoices/${number}`))['applications'] as readonly {
    readonly invoice: string;
    readonly application: number;
  }[];
  const place = String(applications.find((each) => each.invoice === right['invoice'])?.application);
  await call('invoices.reverse-application', 'finance', { number, place }, { reason: 'another was meant' });
  const { items } = await get('/v1/policies');
  const policies = items as readonly { readonly kind: string; readonly body: Json }[];
  const policy = policies.find(({ kind }) => kind === 'credit')?.body ?? {};
  await call('policies.change-credit', 'admin', {}, { ...policy, creditApprovalAmount: '0.00' });
  const gift = { scope: 'allowance', amount: '1.00', reason: 'AUTRE' };
  for (const decision of ['refuse', 'grant']) {
    const { request } = await call('invoices.credit', 'finance', { number: String(right['invoice']) }, gift);
    await call('credit-requests.decide', 'manager', { id: String(request) }, { decision, reason: 'looked at' });
  }
  await call('policies.change-credit', 'admin', {}, policy);
}

/** What the customer finds wrong, and every way in which that ends. */
async function complaints(invoice: string): Promise<void> {
  const { order: number } = await get(`/v1/invoices/${invoice}`);
  const [left] = (await order(String(number)))['deliveries'] as readonly string[];
  const lines = [{ lineNo: 1, quantity: '1' }];
  const about = { delivery: left };
  const open = async () =>
    String(
      (await call('complaints.open', 'sales', {}, { about, kind: 'short', lines, description: 'one is missing' }))[
        'number'
      ],
    );
  const credited = { number: await open() };
  await call('complaints.attach', 'sales', credited, { name: 'box.png', content: 'iVBORw0KGgo=' });
  await call('complaints.note', 'logistics', credited, { text: 'the driver says so too' });
  await call('complaints.assign', 'manager', credited, { owner: await principalOf('sales') });
  await call('complaints.qualify', 'sales', credited, { kind: 'damaged', lines, disputed: '1.00' });
  const goods = { lines: [{ lineNo: 1, restocked: '0', scrapped: '1' }] };
  await call('complaints.receive', 'logistics', credited, goods);
  const credit = { scope: 'lines', lines, reason: 'QUALITE_ERR' };
  await call('complaints.credit', 'finance', credited, { credit, reason: 'it is damaged' });
  await call('complaints.replace', 'sales', { number: await open() }, { reason: 'send another' });
  await call('complaints.refuse', 'sales', { number: await open() }, { reason: 'it was signed for' });
  await call('complaints.withdraw', 'sales', { number: await open() }, { reason: 'it was found' });
}

/** Books are given, corrected, moved in and taken back. */
async function movingIn(): Promise<void> {
  const file = (name: string, text: string) => ({ name, text: Buffer.from(text).toString('base64') });
  // Money of nobody: a worker takes it back at its own time, and nothing that is compared here goes with it.
  const money = (amount: string): string => `reference;date;amount\nVIR MOVED;${today};${amount}\n`;
  const files = [file('payments.csv', money('7,00'))];
  const { id } = await call('move-ins.upload', 'admin', {}, { asOf: today, files });
  const of = { id: String(id) };
  const reached = (status: string) =>
    until(
      () => get(`/v1/move-ins/${of.id}`),
      (found) => found['status'] === status,
    );
  await reached('refused');
  await call('move-ins.correct', 'admin', of, { files: [file('payments.csv', money('7.00'))] });
  await reached('ready');
  const euros = { currency: 'EUR', open: '0.00', ordered: '0.00', unallocated: '7.00' };
  await call('move-ins.sign-off', 'admin', of, { stock: '0', money: [euros] });
  await reached('done');
  await call('move-ins.undo', 'admin', of, { reason: 'a rehearsal' });
  await reached('undone');
}

describe('what is written', () => {
  beforeAll(async () => {
    await dunAtOnce(api.prisma);
    await refuseMails();
    await masterData();
    await quotes();
    const number = await heldOrder();
    await mails(number);
    const { invoice } = await delivery(number);
    await dunning(invoice);
    await money(invoice);
    await complaints(invoice);
    await sessions();
    await house();
    await movingIn();
  });

  it('is written by every route that changes something, each called at least once', () => {
    const changing = routes.filter(changesSomething).map(({ permission }) => permission);
    expect([...new Set<string>(told.map(({ permission }) => permission))].toSorted()).toEqual(
      [...new Set<string>(changing)].toSorted(),
    );
  });

  it('is on record with what, who and in which role, under the request that did it', async () => {
    const wrong: string[] = [];
    for (const { permission, role, rows } of told) {
      const actions = rows.map(({ action }) => action);
      if (!actions.some((action) => written[permission]?.some((named) => named === action)))
        wrong.push(`${permission}: ${actions.join()}`);
      const principal = await principalOf(role);
      for (const row of rows)
        if (row.actor !== principal || row.role !== role) wrong.push(`${permission}: ${row.actor} ${row.role}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is told with all the facts of its action, and what was before unless it only adds', () => {
    const rows = told.flatMap((each) => each.rows);
    const unfit = rows.filter(({ action, after }) => !auditFacts[action as AuditAction].safeParse(after).success);
    const adds = (action: string): boolean => addingActions.some((adding) => adding === action);
    const forgetful = rows.filter(({ action, before }) => !adds(action) && before === null);
    expect([...unfit, ...forgetful].map(({ action, entityId }) => `${action} ${entityId}`)).toEqual([]);
  });

  it('is kept with all that it changed, as that was before', () => {
    const lost = told.flatMap(({ permission, rows, former }) =>
      former
        .filter(
          ({ column, value }) =>
            !rows.some(({ before }) => keeps(before, calledOtherwise[column] ?? camelCase(column), value)),
        )
        .map(({ what, column, value }) => `${permission} ${what}: ${column} was ${JSON.stringify(value)}`),
    );
    expect(lost).toEqual([]);
  });

  /** An order is moved by its process as well, which tells of its own steps in other words. */
  it('begins where what was written before on the same thing ended', () => {
    const known = new Map<string, unknown>();
    const broken: string[] = [];
    for (const row of told.flatMap((each) => each.rows).filter(({ entity }) => entity !== 'order')) {
      for (const [name, value] of namedFacts(row, row.before))
        if (known.has(name) && !isSame(known.get(name), value)) broken.push(`${row.action} ${name}: ${plain(value)}`);
      for (const [name, value] of namedFacts(row, row.after)) known.set(name, value);
    }
    expect(broken).toEqual([]);
  });

  it('leaves books that verify', async () => {
    expect(verificationText(await verifyDatabase(stack.databaseUrl))).toMatch(/, 0 violations$/);
  });
});

/** Facts under names of their own: of one address of a customer, say. */
function namedFacts({ entity, entityId }: Row, facts: unknown): readonly (readonly [string, unknown])[] {
  const { code = '', order: _, updatedAt: __, ...own } = (facts ?? {}) as Json;
  return Object.entries(own).map(([name, value]) => [[entity, entityId, plain(code), name].join(' '), value]);
}

async function principalOf(role: Role): Promise<string> {
  const keys = await api.prisma.apiKey.findMany();
  const own = keys.find(({ prefix }) => stack.apiKeys?.[role]?.startsWith(prefix));
  return own?.principalId ?? '';
}

const camelCase = (column: string): string =>
  column.replaceAll(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase());

/** Does the record hold this value under this name, however deep? */
function keeps(record: unknown, name: string, value: unknown): boolean {
  if (typeof record !== 'object' || record === null) return false;
  return Object.entries(record).some(
    ([key, held]) => (key === name && isSame(held, value)) || keeps(held, name, value),
  );
}

/** Decimals are written with more zeros or fewer, moments with more digits, and objects in any order. */
const isSame = (one: unknown, other: unknown): boolean => plain(one) === plain(other);

const plain = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `{${Object.entries(value)
        .map(([name, held]) => `${name}:${plain(held)}`)
        .toSorted()
        .join()}}`
    : /^-?\d+(\.\d+)?$/.test(String(value))
      ? String(Number(value))
      : /^\d{4}-\d\d-\d\dT/.test(String(value))
        ? String(Date.parse(String(value)))
        : String(value);
