import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import type { Role } from '../../contracts/vocabulary.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient } from '../../prisma/client.js';
import { erasePerson, type ErasedPerson } from '../../prisma/commands/erasure.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { dunAtOnce } from '../support/dun-at-once.js';
import { readPdf } from '../documents/pdf-text.js';
import { openTestStack, type TestStack } from '../support/stack.js';
import { eventually } from '../support/workflows.js';

/** A person at a customer, found wherever one of these is found. */
const canary = {
  name: 'Ondine Canarini-Vauquelin',
  email: 'Ondine.Canarini@oiselier.example',
  phone: '+33 6 39 98 11 22',
};
const traces = [canary.name, canary.email.toLowerCase(), canary.phone];
const salesperson = 'nancy.davolio';
const customer = 'OISELIER';

let stack: TestStack;
let owner: PrismaClient;
let connection: Connection;
let order: string;
let delivered: { readonly order: string; readonly note: string };

beforeAll(async () => {
  stack = await openTestStack({
    env: { CODEC_KEYS: `2026-11:${randomBytes(32).toString('base64')}`, LOG_LEVEL: 'debug' },
  });
  owner = createPrisma(stack.ownerDatabaseUrl, { poolSize: 2, connectTimeoutMs: unhurriedConnectMs });
  connection = await Connection.connect({ address: stack.temporalAddress });
  await untilReady();
  await dunAtOnce(owner);
  order = await enterOrder();
  delivered = await deliverOrder();
});
afterAll(async () => {
  await Promise.all([owner.$disconnect(), connection.close()]);
  await stack.close();
});

async function ask(role: Role, method: string, path: string, body: unknown) {
  const response = await fetch(`${stack.apiUrl}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${stack.apiKeys?.[role] ?? ''}`,
      'Idempotency-Key': randomUUID(),
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

const contact = (code: string, role: string, who: { name: string; email: string; phone: string }) => ({
  code,
  role,
  language: 'fr',
  ...who,
});

/** The API reads, and somebody works what it is asked. */
const untilReady = () =>
  eventually(async () => {
    const ready = await fetch(`${stack.apiUrl}/readyz`);
    expect(await ready.json()).toMatchObject({ status: 'ok', warnings: [] });
  });

async function open(path: string): Promise<void> {
  const response = await fetch(`${stack.apiUrl}${path}`, {
    headers: { Authorization: `Bearer ${stack.apiKeys?.admin ?? ''}` },
  });
  await response.arrayBuffer();
  expect([path, response.status]).toEqual([path, 200]);
}

/** Entered, acknowledged by a mail to the canary, and cancelled. */
async function enterOrder(): Promise<string> {
  await ask('admin', 'POST', '/v1/customers', {
    number: customer,
    name: 'Oiselier SARL',
    siren: null,
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address: {
      name: 'Oiselier',
      street: '1, rue A',
      postalCode: '75001',
      city: 'Paris',
      region: '',
      countryCode: 'FR',
    },
    contacts: [contact('ACHATS', 'orders', canary)],
    phone: '',
    paymentTerms: { kind: 'net', days: 0 },
    creditLimit: '100000.00',
    salesperson,
  });
  const line = { lineNo: 1, product: 'P-001', quantity: '1', unitPrice: '18.00', requestedDate: '2027-01-15' };
  const entered = await ask('manager', 'POST', '/v1/orders', {
    customer,
    origin: 'phone',
    currency: 'EUR',
    lines: [line],
  });
  const number = String(entered['number']);
  await eventually(async () => expect(await sentTo(number)).toEqual(['SENT']));
  await ask('manager', 'POST', `/v1/orders/${number}/cancellations`, { reason: 'shop closed' });
  await eventually(async () => {
    const { stage } = await owner.salesOrder.findUniqueOrThrow({ where: { number } });
    expect(stage).toBe('cancelled');
  });
  return number;
}

type Signed = { readonly receivedBy: string; readonly reserves?: string };

/** Ordered, delivered and signed for; its note is opened before and after. */
async function deliver(
  signed: Signed,
  named: { readonly customerReference?: string } = {},
): Promise<{ order: string; note: string }> {
  const line = { lineNo: 1, product: 'P-001', quantity: '1', unitPrice: '18.00', requestedDate: '2027-01-15' };
  const ordered = { customer, origin: 'phone', currency: 'EUR', lines: [line], ...named };
  const number = String((await ask('manager', 'POST', '/v1/orders', ordered))['number']);
  await eventually(async () => expect(await sentTo(number)).toContain('SENT'));
  const note = String((await ask('logistics', 'POST', `/v1/orders/${number}/deliveries`, {}))['number']);
  await open(`/v1/deliveries/${note}/note.pdf`);
  const receivedAt = new Date().toISOString();
  await ask('logistics', 'POST', `/v1/deliveries/${note}/proof`, { ...signed, receivedAt });
  await open(`/v1/deliveries/${note}/note.pdf`);
  return { order: number, note };
}

async function pay(number: string, named: { readonly remittanceText?: string } = {}): Promise<void> {
  const { number: invoice, gross } = await eventually(() =>
    owner.invoice.findFirstOrThrow({ where: { orderNumber: number } }),
  );
  await ask('finance', 'POST', '/v1/payments', {
    customer,
    amount: gross.toFixed(2),
    currency: 'EUR',
    date: new Date().toISOString().slice(0, 10),
    reference: `VIR-${number}`,
    ...named,
    allocations: [{ invoice, amount: gross.toFixed(2) }],
  });
  await eventually(async () => {
    const { stage } = await owner.salesOrder.findUniqueOrThrow({ where: { number } });
    expect(stage).toBe('settled');
  });
}

/** Delivered to the canary, who signs for it, invoiced, asked for by a letter, and paid with words that name them. */
async function deliverOrder(): Promise<{ order: string; note: string }> {
  const signed = { receivedBy: canary.name, reserves: `rappeler ${canary.phone}` };
  const made = await deliver(signed, { customerReference: `par ${canary.name}` });
  const { number: complaint } = await eventually(() =>
    owner.complaint.findFirstOrThrow({ where: { deliveryNumber: made.note } }),
  );
  await ask('finance', 'POST', `/v1/complaints/${complaint}/notes`, { text: `${canary.name} rappelle` });
  await ask('finance', 'POST', `/v1/complaints/${complaint}/withdrawal`, { reason: `dit ${canary.name}` });
  await eventually(async () => {
    const sent = await owner.outgoing.findMany({ where: { status: 'SENT' } });
    expect(sent.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['acknowledgement', 'invoice', 'dunning-letter', 'dunning-report']),
    );
  });
  await pay(made.order, { remittanceText: `de la part de ${canary.name}` });
  return made;
}

/** Each quotes the customer's own reference, which names the canary; the signed note says who signed, too. */
const papersThatQuote = ['acknowledgement', 'delivery-note', 'invoice', 'signed-delivery-note'];
/** The letter lists invoices and what is open on each: the reference stands in its mail alone. */
const allPapers = [...papersThatQuote, 'dunning-letter'].toSorted();

/** Kinds of documents whose PDF, as poppler reads it, shows the canary: by one word, since longer ones are wrapped. */
async function papersWithTraces(): Promise<readonly string[]> {
  const files = await owner.documentFile.findMany({ include: { document: true } });
  expect([...new Set(files.map(({ document }) => document.kind))].toSorted()).toEqual(allPapers);
  const shown = files.map(({ bytes, document }) => ({ kind: document.kind, text: readPdf(bytes).text.toLowerCase() }));
  const found = shown.filter(({ text }) => text.includes('canarini'));
  return [...new Set(found.map(({ kind }) => kind))].toSorted();
}

/** Folders of the installation with a file that shows a trace, by their first name. */
function foldersWithTraces(): readonly string[] {
  const files = readdirSync(stack.home.dir, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const found = files.filter(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'utf8').toLowerCase();
    return traces.some((trace) => text.includes(trace.toLowerCase()));
  });
  return [...new Set(found.map(({ parentPath }) => relative(stack.home.dir, parentPath).split(sep)[0] ?? ''))];
}

const sentTo = async (number: string): Promise<readonly string[]> =>
  (await owner.outgoing.findMany({ where: { orderNumber: number } })).map(({ status }) => status);

/** Tables and columns that hold a trace, bytes left out. */
async function rowsWithTraces(): Promise<readonly string[]> {
  return withClient(stack.adminDatabaseUrl, async (client) => {
    const columns = await client.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type <> 'bytea' AND table_name NOT LIKE 'pg_stat%' ORDER BY 1, 2`,
    );
    const found: string[] = [];
    for (const { table, column } of columns.rows) {
      const { rows } = await client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM "${table}" WHERE EXISTS (SELECT FROM unnest($1::text[]) t WHERE strpos(lower("${column}"::text), lower(t)) > 0)`,
        [traces],
      );
      if ((rows[0]?.n ?? 0) > 0) found.push(`${table}.${column}`);
    }
    return found;
  });
}

const undone = (json: string): string =>
  json.replaceAll(
    /"([A-Za-z0-9+/]{8,}={0,2})"/g,
    (whole, text: string) => `${whole} ${Buffer.from(text, 'base64').toString('utf8')}`,
  );

/** All that Temporal shows to who has no key: histories, attributes, summaries of every workflow. */
async function shownByTemporal(): Promise<string> {
  const client = new Client({ connection, namespace: stack.namespace });
  const shown: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    shown.push(
      undone(historyToJSON(await handle.fetchHistory())),
      JSON.stringify((await handle.describe()).searchAttributes),
    );
  }
  return shown.join('\n');
}

/** Histories, logs and files: what is no row of ours. A mail that left is the recipient's, and lies in the inbox that stands in for theirs. */
async function expectNoTraceOutside(): Promise<void> {
  const shown = (await shownByTemporal()).toLowerCase();
  expect(shown).toContain(order.toLowerCase());
  for (const trace of traces) expect(shown).not.toContain(trace.toLowerCase());
  const logs = readdirSync(stack.home.logs).map((file) => readFileSync(join(stack.home.logs, file), 'utf8'));
  expect(logs.join('').length).toBeGreaterThan(0);
  expect(foldersWithTraces()).toEqual(['mail']);
}

describe('a person', () => {
  it('who sells is shown in Temporal by a neutral code, and by nothing that the code could be told from', async () => {
    const client = new Client({ connection, namespace: stack.namespace });
    const { code } = await owner.principal.findUniqueOrThrow({ where: { id: salesperson } });
    const { searchAttributes } = await client.workflow.getHandle(`order:${order}`).describe();
    expect(code).toMatch(/^P\d{4,}$/);
    expect(searchAttributes['Salesperson']).toEqual([code]);
    const shown = (await shownByTemporal()).toLowerCase();
    for (const text of [salesperson, 'davolio', 'nancy']) expect(shown).not.toContain(text);
  });

  it('at a customer is in no history, log, id or attribute; the search looks in the right places', async () => {
    await expectNoTraceOutside();
    expect(await rowsWithTraces()).toEqual(
      expect.arrayContaining([
        'audit_entry.after',
        'customer_contact.name',
        'outgoing.recipient',
        'sales_order.parties',
        'delivery.received_by',
        'delivery.reserves',
      ]),
    );
  });

  const person = { email: canary.email, others: [canary.name, canary.phone] };
  const erase = (who: ErasedPerson = person) => {
    const actor = { principal: 'command-line', role: 'system', requestId: randomUUID() } as const;
    return owner.$transaction((tx) => erasePerson(tx, who, 'asked on 2 November', actor), { timeout: 60_000 });
  };

  it('who is needed still is not erased, and it is said by what', async () => {
    const before = await rowsWithTraces();
    expect(await erase()).toEqual({ kind: 'needed', contacts: [`${customer} ACHATS`], orders: [], holds: [] });
    expect(await rowsWithTraces()).toEqual(before);
  });

  it('is erased from everything but vouchers, and seals, books and the dossier still hold', async () => {
    const other = { name: 'Service achats', email: 'achats@oiselier.example', phone: '' };
    await ask('admin', 'POST', `/v1/customers/${customer}/contacts`, contact('BUREAU', 'orders', other));
    await ask('admin', 'PATCH', `/v1/customers/${customer}/contacts/ACHATS`, { active: false });
    await owner.$queryRaw`SELECT number FROM seal_audit('before', '0 min', 100000)`;
    const erased = await erase();
    expect(erased).toMatchObject({ kind: 'erased', rows: { customer_contact: 1, sales_order: 2, delivery: 1 } });
    const kept = erased.kind === 'erased' ? erased.kept : [];
    expect(kept.map(({ place, as }) => [place, as])).toEqual([
      ['document.snapshot', 'issued'],
      ['outgoing.snapshot', 'issued'],
      ['payment.remittance_text', 'paid'],
    ]);
    const { createdAt } = await owner.payment.findFirstOrThrow();
    const inTenYears = `${createdAt.getUTCFullYear() + 10}${createdAt.toISOString().slice(4, 10)}`;
    expect(kept[2]).toMatchObject({ rows: 1, notBefore: inTenYears });
    expect(await rowsWithTraces()).toEqual(['document.snapshot', 'outgoing.snapshot', 'payment.remittance_text']);
    const proof = await owner.delivery.findUniqueOrThrow({ where: { number: delivered.note } });
    expect(proof).toMatchObject({ receivedBy: '[erased]', reserves: 'rappeler [erased]' });
    expect(proof.erasedAt).not.toBeNull();
    expect(await papersWithTraces()).toEqual(papersThatQuote);
    await expectNoTraceOutside();
    await owner.$queryRaw`SELECT number FROM seal_audit('after', '0 min', 100000)`;
    expect((await verifyDatabase(stack.databaseUrl)).violations).toEqual([]);
    for (const path of [
      `/v1/orders/${order}`,
      `/v1/orders/${order}/dossier`,
      `/v1/orders/${delivered.order}/dossier`,
      `/v1/deliveries/${delivered.note}`,
      `/v1/customers/${customer}/contacts`,
      '/v1/mails',
    ])
      await open(path);
    const trail = await owner.auditEntry.findMany({ where: { action: 'person.erased' } });
    expect(trail.map(({ after }) => after)).toEqual([
      { reason: 'asked on 2 November', rows: expect.any(Object) as object },
    ]);
  });

  it('is erased twice without harm', async () => {
    expect(await erase()).toMatchObject({ kind: 'erased', rows: { customer_contact: 0, audit_entry: 0, outgoing: 0 } });
  });

  it('known by name alone, as who signs for goods, is erased once the order is closed', async () => {
    const porter = { email: null, others: ['Gaspard Signoret-Lamy'] };
    const [receivedBy = ''] = porter.others;
    const { order: number, note } = await deliver({ receivedBy });
    expect(await erase(porter)).toEqual({ kind: 'needed', contacts: [], orders: [number], holds: [] });
    await pay(number);
    const erased = await erase(porter);
    expect(erased).toMatchObject({ kind: 'erased', rows: { delivery: 1, sales_order: 0, customer_contact: 0 } });
    expect(erased.kind === 'erased' ? erased.kept.map(({ place, rows }) => [place, rows]) : []).toEqual([
      ['document.snapshot', 1],
    ]);
    const { receivedBy: signedBy } = await owner.delivery.findUniqueOrThrow({ where: { number: note } });
    expect(signedBy).toBe('[erased]');
    expect((await verifyDatabase(stack.databaseUrl)).violations).toEqual([]);
  });
});
