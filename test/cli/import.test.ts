import express from 'express';
import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { importCommand, runImport } from '../../cli/import.js';
import { kindRules, recogniseKind } from '../../api/import/kinds.js';
import type { ImportKind } from '../../contracts/import.js';
import { progressLine } from '../../cli/import/progress.js';
import { readRows } from '../../cli/import/read.js';
import { writeReport, type Report } from '../../cli/import/report.js';
import { retryAfterMs } from '../../cli/import/send.js';
import { asFacts, mistakesOf } from '../../contracts/mistakes.js';
import { readTable } from '../../tables/csv.js';
import { printable, printableLine } from '../../cli/terminal.js';
import { verificationText } from '../../cli/verify.js';
import type { Verification } from '../../prisma/queries/invariants.js';
import { tellIn } from '../../words/said.js';

/** A counterpart that judges with the real contracts and keeps the rules of Idempotency-Key; it stores nothing else. */
type Desk = {
  readonly url: string;
  readonly taken: { readonly kind: string; readonly body: Record<string, unknown> }[];
  readonly asked: { readonly key: string; readonly at: number }[];
  /** Orders on record whose keys may be forgotten. */
  readonly orders: { readonly number: string; readonly customerReference: string }[];
  /** Answers to give first, before judging. */
  readonly hiccups: { readonly status: number; readonly retryAfter?: string }[];
  readonly close: () => Promise<void>;
};

const goodKey = 'demo-key';

async function openDesk(): Promise<Desk> {
  const taken: Desk['taken'] = [];
  const asked: Desk['asked'] = [];
  const hiccups: Desk['hiccups'] = [];
  const orders: Desk['orders'] = [];
  const seen = new Map<string, string>();
  const app = express();
  app.get('/healthz', (_, response) => void response.json({ status: 'ok' }));
  app.get('/v1/earlier-orders', (request, response) => {
    const found = orders.filter(({ customerReference }) => customerReference === request.query['customerReference']);
    response.json({ items: found.map(({ number }) => ({ number })) });
  });
  app.use(express.text({ type: 'application/json' }));
  app.post(['/v1/:kind', '/v1/customers/:customer/:kind'], (request, response) => {
    const key = request.header('idempotency-key') ?? '';
    const text = String(request.body);
    asked.push({ key, at: performance.now() });
    const problem = (status: number, code: string, errors?: { field: string; message: string }[]): void =>
      void response
        .status(status)
        .type('application/problem+json')
        .json({ type: `urn:encours:problem:${code}`, title: code, status, detail: `says ${code}`, code, errors });
    const hiccup = hiccups.shift();
    if (hiccup?.retryAfter !== undefined) response.set('Retry-After', hiccup.retryAfter);
    if (hiccup) return problem(hiccup.status, 'unavailable');
    if (request.header('authorization') !== `Bearer ${goodKey}`) return problem(401, 'unauthenticated');
    const { kind, ...owner } = request.params as { kind: ImportKind; customer?: string };
    const sent = JSON.parse(text) as object;
    if (owner.customer !== undefined && 'customer' in sent) return problem(422, 'invalid-request');
    const parsed = kindRules[kind].schema.safeParse({ ...sent, ...owner }, asFacts);
    if (!parsed.success) return problem(422, 'invalid-request', fieldErrors(parsed.error));
    if (seen.has(key) && seen.get(key) !== text) return problem(422, 'idempotency-key-reused');
    const isReplay = seen.has(key);
    seen.set(key, text);
    if (!isReplay) taken.push({ kind, body: parsed.data as Record<string, unknown> });
    if (isReplay) response.set('Idempotency-Replayed', 'true');
    response.status(201).json({});
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return { url, taken, asked, orders, hiccups, close };
}

const fieldErrors = (error: z.ZodError): { field: string; message: string }[] =>
  mistakesOf(error).map(({ path, said }) => ({ field: path.join('.'), message: tellIn('en', said) }));

const product = (number: string, changes: object = {}): object => ({
  number,
  name: `Product ${number}`,
  unit: 'box of 10',
  category: 'Condiments',
  listPrice: '12.50',
  currency: 'EUR',
  taxClass: 'reduced',
  active: true,
  ...changes,
});

let folder: string;
let desk: Desk;
let printed: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'encours-import-'));
  desk = await openDesk();
  printed = [];
});

afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const silent = { write: () => true, isTTY: false };

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function run(path: string, options: object = {}): Promise<number> {
  const report = join(folder, 'report.json');
  const all = { api: desk.url, key: goodKey, report, concurrency: 4, ...options };
  return runImport(path, all, { out: (text) => printed.push(text), screen: silent });
}

const reportOf = (name = 'report.json'): Report => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report;

describe('an import with bad rows', () => {
  it('refuses the bad rows, keeps the good ones and says which field to put right', async () => {
    const rows = [product('P-901'), product('P-902', { listPrice: 12.5 }), product('P-903'), 'not a row'];
    expect(await run(file('products.json', rows))).toBe(2);
    expect(new Set(desk.taken.map(({ body }) => body['number']))).toEqual(new Set(['P-901', 'P-903']));
    const report = reportOf();
    expect(report).toMatchObject({ rows: 4, accepted: 2, refused: 2, notSent: 0, stoppedBecause: null });
    expect(report.refusals[0]).toMatchObject({ row: 2, name: 'P-902', field: 'listPrice', code: 'invalid-request' });
    expect(report.refusals[0]?.message).toContain('JSON numbers are refused');
    expect(report.refusals[0]?.remedy).not.toBe('');
    expect(report.refusals[1]).toMatchObject({ row: 4, code: 'unreadable' });
    expect(printed.join('\n')).toContain('row 2 · P-902 · listPrice');
  });

  it('takes a row put right when the file is sent again, and the others only once', async () => {
    await run(file('products.json', [product('P-901'), product('P-902', { taxClass: 'five' })]));
    expect(await run(file('products.json', [product('P-901'), product('P-902')]))).toBe(0);
    expect(desk.taken.map(({ body }) => body['number'])).toEqual(['P-901', 'P-902']);
    expect(reportOf()).toMatchObject({ accepted: 1, alreadyThere: 1, refused: 0 });
  });

  it('writes the report as a table in which no cell is a formula', () => {
    const refusal = {
      row: 2,
      name: '=1+1',
      field: 'name',
      code: 'invalid-request',
      message: 'says "no", twice',
      remedy: '',
    };
    const path = join(folder, 'report.csv');
    writeReport(path, { refusals: [refusal] } as unknown as Report);
    const expected = 'row,name,field,code,message,remedy\r\n2,\'=1+1,name,invalid-request,"says ""no"", twice",\r\n';
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });

  it('checks in a dry run what documents can print, after composing the names', async () => {
    const rows = [product('P-901', { name: 'Cafe\u0301' }), product('P-902', { name: '茶' })];
    expect(await run(file('products.json', rows), { dryRun: true })).toBe(2);
    expect(printed.join('\n')).toMatch(/P-902[^]*"茶" \(U\+8336\), which documents cannot print/);
    expect(printed.join('\n')).not.toContain('P-901');
  });

  it.each([
    [
      'products',
      'number,name,unit,category,listPrice,currency,taxClass,active',
      ',Chai,box,B,1.500,EUR,reduced,true',
      'listPrice',
      '1500',
    ],
    [
      'orders',
      'customer,customerReference,origin,currency,lines.product,lines.quantity,lines.unitPrice,lines.requestedDate',
      ',PO-1,phone,EUR,P-001,1.000,18.00,2026-12-01',
      'lines.0.quantity',
      '1000',
    ],
    [
      'orders',
      'customer,customerReference,origin,currency,lines.product,lines.quantity,lines.unitPrice,lines.requestedDate',
      ',PO-1,phone,EUR,P-001,1,5.000,2026-12-01',
      'lines.0.unitPrice',
      '5000',
    ],
    ['payments', 'customer,amount,currency,date,reference', ',5.000,EUR,2026-11-20,V-1', 'amount', '5000'],
  ])('asks in a dry run of %s whether a dot stood for thousands', async (kind, columns, row, field, meant) => {
    const path = file(`${kind}.csv`, `${columns}\nONE${row}\n`);
    expect(await run(path, { dryRun: true })).toBe(2);
    expect(desk.asked).toEqual([]);
    const [refusal, ...others] = reportOf().refusals;
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ row: 2, field });
    expect(refusal?.remedy).toContain(`Write ${meant} if that is what was meant.`);
  });

  it('only checks the rows in a dry run', async () => {
    const path = file('products.json', [product('P-901'), product('P-902', { taxClass: '5,5' })]);
    expect(await run(path, { dryRun: true })).toBe(2);
    expect(desk.asked).toEqual([]);
    expect(reportOf().refusals.map(({ row, field }) => [row, field])).toEqual([[2, 'taxClass']]);
  });
});

describe('an import sent twice', () => {
  it('changes nothing the second time, whatever the order of the columns', async () => {
    const csv =
      'number,name,unit,category,listPrice,currency,taxClass,active\nP-901,Chai,box,Beverages,18.00,EUR,reduced,true\n';
    const turned =
      'active;taxClass;currency;listPrice;category;unit;name;number\noui;reduced;EUR;18.00;Beverages;box;Chai;P-901\n';
    expect(await run(file('products.csv', csv))).toBe(0);
    expect(await run(file('products.csv', turned))).toBe(0);
    expect(desk.taken).toHaveLength(1);
    expect(reportOf()).toMatchObject({ accepted: 0, alreadyThere: 1 });
  });

  it('takes two payments of the same text as two only when their references differ', async () => {
    const payment = { customer: 'ALFKI', amount: '100.00', currency: 'EUR', date: '2026-11-20', reference: 'BANK-1' };
    await run(file('payments.json', [payment, payment, { ...payment, reference: 'BANK-2' }]), { concurrency: 1 });
    expect(desk.taken).toHaveLength(2);
  });

  it('takes two orders without a reference of their own as two, however often the file is sent', async () => {
    const line = { lineNo: 1, product: 'P-001', quantity: '1', unitPrice: '18.00', requestedDate: '2026-12-01' };
    const order = { customer: 'ALFKI', origin: 'phone', currency: 'EUR', lines: [line] };
    await run(file('orders.json', [order, order]));
    await run(file('orders.json', [order, order]));
    expect(desk.taken).toHaveLength(2);
  });
});

describe('an order that was entered when no key remembers it any more', () => {
  const order = (customerReference?: string): object => ({
    customer: 'ALFKI',
    origin: 'email',
    currency: 'EUR',
    ...(customerReference !== undefined && { customerReference }),
    lines: [{ lineNo: 1, product: 'P-001', quantity: '1', unitPrice: '18.00', requestedDate: '2026-12-01' }],
  });

  it('is refused by its number, unless it is asked for again', async () => {
    desk.orders.push(
      { number: 'SO-2026-000001', customerReference: 'PO-17-B' },
      { number: 'SO-2026-000002', customerReference: 'PO-17' },
    );
    const path = file('orders.json', [order('PO-17'), order('PO-18'), order()]);
    expect(await run(path, { concurrency: 1 })).toBe(2);
    expect(desk.taken.map(({ body }) => body['customerReference'])).toEqual(['PO-18', undefined]);
    expect(reportOf().refusals).toMatchObject([
      { row: 1, name: 'ALFKI PO-17', field: 'customerReference', code: 'already-exists' },
    ]);
    expect(reportOf().refusals[0]?.message).toBe('is already entered as SO-2026-000002');
    expect(reportOf().refusals[0]?.remedy).toContain('--again');
    expect(await run(path, { again: true })).toBe(0);
    expect(reportOf()).toMatchObject({ accepted: 1, alreadyThere: 2 });
  });

  it('is there already, without a word, as long as its key is remembered', async () => {
    const path = file('orders.json', [order('PO-17')]);
    await run(path);
    expect(await run(path)).toBe(0);
    expect(reportOf()).toMatchObject({ accepted: 0, alreadyThere: 1, refused: 0 });
  });
});

describe('an address that sends elsewhere', () => {
  it('gets no rows and no key taken there', async () => {
    const sender = express();
    sender.use((_, response) => response.redirect(308, desk.url));
    const server = await new Promise<Server>((resolve) => {
      const listening = sender.listen(0, '127.0.0.1', () => resolve(listening));
    });
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await run(file('products.json', [product('P-901')]), { api })).toBe(1);
    expect(desk.asked).toEqual([]);
    expect(printed.join()).toContain('sends elsewhere');
    server.close();
  });
});

describe('an import while the API is busy or away', () => {
  it('waits as long as Retry-After says and tries again with the same key', async () => {
    desk.hiccups.push({ status: 503, retryAfter: '1' }, { status: 429, retryAfter: '0' });
    expect(await run(file('products.json', [product('P-901')]))).toBe(0);
    expect(desk.asked).toHaveLength(3);
    expect(new Set(desk.asked.map(({ key }) => key)).size).toBe(1);
    const [first, second] = desk.asked;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(desk.taken).toHaveLength(1);
  });

  it('reads Retry-After in seconds and as a date', () => {
    const now = Date.parse('2026-11-22T08:30:00Z');
    expect(retryAfterMs('7', now)).toBe(7_000);
    expect(retryAfterMs('Sun, 22 Nov 2026 08:30:05 GMT', now)).toBe(5_000);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(null, now)).toBeUndefined();
  });

  it('stops with code 1 when the key is not good, and says how many rows were not sent', async () => {
    const rows = [product('P-901'), product('P-902'), product('P-903')];
    expect(await run(file('products.json', rows), { key: 'wrong', concurrency: 1 })).toBe(1);
    expect(desk.asked).toHaveLength(1);
    expect(reportOf()).toMatchObject({ accepted: 0, refused: 0, notSent: 3 });
    expect(printed.join('\n')).toContain('--key');
  });

  it('stops with code 1 and a remedy when no API answers', async () => {
    expect(await run(file('products.json', [product('P-901')]), { api: 'http://127.0.0.1:9' })).toBe(1);
    expect(printed.join('\n')).toContain('npm start');
  });

  it('stops with code 1 when the file is not there, not JSON or of no clear kind', async () => {
    expect(await run(join(folder, 'products.json'))).toBe(1);
    expect(await run(file('products.json', '[{'))).toBe(1);
    expect(await run(file('things.json', [{ colour: 'blue' }]))).toBe(1);
    expect(printed[2]).toContain('--kind');
  });
});

describe('the stack an import talks to', () => {
  it("is the one that runs in ENCOURS_HOME, with the role's own key", async () => {
    const apiKeys = { manager: goodKey, sales: 'another', finance: 'another' };
    file('stack.json', { api: desk.url, apiKeys });
    vi.stubEnv('ENCOURS_HOME', folder);
    const path = file('products.json', [product('P-901')]);
    const report = join(folder, 'r.json');
    expect(await runImport(path, { concurrency: 1, report }, { out: () => undefined, screen: silent })).toBe(0);
    expect(desk.taken).toHaveLength(1);
  });

  it('keeps its demo key: an address of somebody else wants a key of its own', async () => {
    const elsewhere = await openDesk();
    file('stack.json', { api: desk.url, apiKeys: { manager: goodKey } });
    vi.stubEnv('ENCOURS_HOME', folder);
    const path = file('products.json', [product('P-901')]);
    const out = (text: string): number => printed.push(text);
    const spoilt = [
      elsewhere.url,
      desk.url.replace('127.0.0.1', '127.0.0.2'),
      desk.url.replace('//', '//x:y@'),
      'desk',
    ];
    for (const api of spoilt) expect(await runImport(path, { api, concurrency: 1 }, { out, screen: silent })).toBe(1);
    expect([...elsewhere.asked, ...desk.asked]).toEqual([]);
    expect(printed[0]).toContain('give --key');
    expect(await runImport(path, { api: `${desk.url}/`, concurrency: 1 }, { out, screen: silent })).toBe(0);
    await elsewhere.close();
  });

  it('is none when its machine lost its power: who has its port now gets no key', async () => {
    file('stack.json', { api: desk.url, apiKeys: { manager: goodKey } });
    file('lock.json', { pid: 1, started: 'another boot' });
    vi.stubEnv('ENCOURS_HOME', folder);
    const path = file('products.json', [product('P-901')]);
    const out = (text: string): number => printed.push(text);
    expect(await runImport(path, { concurrency: 1 }, { out, screen: silent })).toBe(1);
    expect(desk.asked).toEqual([]);
    expect(printed.join()).toContain('No stack runs here');
  });

  it('is asked for when none runs', async () => {
    vi.stubEnv('ENCOURS_HOME', join(folder, 'nowhere'));
    const path = file('products.json', [product('P-901')]);
    const out = (text: string): number => printed.push(text);
    expect(await runImport(path, { concurrency: 1 }, { out, screen: silent })).toBe(1);
    expect(printed.join('\n')).toContain('--api');
  });

  it('gets the 830 orders of Northwind on request', async () => {
    const report = join(folder, 'r.json');
    const command = importCommand().configureOutput({ writeErr: () => undefined });
    const log = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const screen = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    await command.parseAsync(['--northwind-orders', '--api', desk.url, '--key', goodKey, '--report', report], {
      from: 'user',
    });
    log.mockRestore();
    screen.mockRestore();
    expect(process.exitCode).toBe(0);
    process.exitCode = undefined;
    expect(desk.taken).toHaveLength(830);
    expect(new Set(desk.asked.map(({ key }) => key)).size).toBe(830);
  });
});

describe('a table of rows', () => {
  const address = ['name', 'street', 'postalCode', 'city', 'region', 'countryCode'];
  const header = [
    'number;name;siren;vatNumber;language;currency',
    ...address.map((field) => `address.${field}`),
    'contacts.code;contacts.role;contacts.name;contacts.language;contacts.email;contacts.phone',
    'phone;paymentTerms.kind;paymentTerms.days;paymentTerms.reading',
    'creditLimit;salesperson',
  ].join(';');
  const place = 'Épicerie du Port;3 quai Bleu;29000;Quimper;;FR';
  const opening = `PORT;Épicerie du Port;;;fr;EUR;${place}`;
  const start = `${opening};ACHATS;orders;Mme Le Goff;fr;a@port.example;;;`;
  const second = `${opening};QUAI;delivery;Le quai;fr;;02 98 00 00 00;;`;

  it('gives a customer with dotted columns, empty cells as the contract means them', async () => {
    const path = file('customers.csv', `\uFEFF${header}\r\n${start}net;30;;5000.00;\r\n`);
    expect(await run(path)).toBe(0);
    expect(desk.taken[0]?.body).toMatchObject({
      number: 'PORT',
      siren: null,
      vatNumber: null,
      salesperson: null,
      phone: '',
      address: { city: 'Quimper', region: '' },
      paymentTerms: { kind: 'net', days: 30 },
    });
  });

  it('gathers the contacts of a customer, one to a line; without an e-mail there is a telephone', async () => {
    const rest = 'net;30;;5000.00;';
    const path = file('customers.csv', `${header}\n${start}${rest}\n${second}${rest}\n`);
    expect(await run(path)).toBe(0);
    const contact = { language: 'fr', email: null };
    expect(desk.taken.map(({ body }) => body['contacts'])).toEqual([
      [
        { ...contact, code: 'ACHATS', role: 'orders', name: 'Mme Le Goff', email: 'a@port.example', phone: '' },
        { ...contact, code: 'QUAI', role: 'delivery', name: 'Le quai', phone: '02 98 00 00 00' },
      ],
    ]);
  });

  it('adds addresses and contacts to the customers that they name', async () => {
    const columns = ['customer', 'code', 'kind', 'label', ...address.map((field) => `address.${field}`), 'isDefault'];
    const rows = [`PORT;DEPOT;ship-to;Dépôt;${place};oui`, `;DEPOT-2;ship-to;Dépôt;${place};`];
    const path = file('adresses.csv', [columns.join(';'), ...rows].join('\n'));
    expect(await run(path)).toBe(2);
    expect(desk.asked).toHaveLength(1);
    expect(desk.taken).toMatchObject([
      { kind: 'addresses', body: { customer: 'PORT', code: 'DEPOT', isDefault: true, address: { city: 'Quimper' } } },
    ]);
  });

  it('reads end-of-month terms from the same columns', async () => {
    const path = file('customers.csv', `${header}\n${start}end-of-month;45;month-end-then-days;5000.00;\n`);
    expect(await run(path)).toBe(0);
    expect(desk.taken[0]?.body['paymentTerms']).toEqual({
      kind: 'end-of-month',
      days: 45,
      reading: 'month-end-then-days',
    });
  });

  it('refuses a line with too few cells and names it by its line in the file', async () => {
    const path = file('customers.csv', `${header}\n${start}net;30;;5000.00;\n\nSHORT;Too short\n`);
    expect(await run(path)).toBe(2);
    expect(reportOf().refusals).toMatchObject([{ row: 4, code: 'unreadable' }]);
    expect(desk.taken).toHaveLength(1);
  });

  const orderHeader =
    'customer,customerReference,origin,currency,freight,lines.product,lines.quantity,lines.unitPrice,lines.requestedDate';

  it('gathers order lines by customer and reference and numbers them', async () => {
    const lines = [
      'ALFKI,PO-1,email,EUR,12.00,P-001,10,18.00,2026-12-01',
      'ANTON,PO-1,email,EUR,,P-002,1,19.00,2026-12-01',
      'ALFKI,PO-1,email,EUR,12.00,P-003,2.5,10.00,2026-12-08',
    ];
    const path = file('orders.csv', [orderHeader, ...lines].join('\n'));
    expect(readRows(path, undefined).rows).toMatchObject([{ row: 2 }, { row: 3 }]);
    expect(await run(path, { concurrency: 1 })).toBe(0);
    expect(desk.taken.map(({ body }) => body)).toEqual([
      {
        customer: 'ALFKI',
        customerReference: 'PO-1',
        origin: 'email',
        currency: 'EUR',
        freight: '12.00',
        lines: [
          { lineNo: 1, product: 'P-001', quantity: '10', unitPrice: '18.00', requestedDate: '2026-12-01' },
          { lineNo: 2, product: 'P-003', quantity: '2.5', unitPrice: '10.00', requestedDate: '2026-12-08' },
        ],
      },
      {
        customer: 'ANTON',
        customerReference: 'PO-1',
        origin: 'email',
        currency: 'EUR',
        lines: [{ lineNo: 1, product: 'P-002', quantity: '1', unitPrice: '19.00', requestedDate: '2026-12-01' }],
      },
    ]);
  });

  it('refuses an order whose lines contradict each other, and keeps the one beside it', async () => {
    const lines = [
      'ALFKI,PO-1,email,EUR,12.00,P-001,10,18.00,2026-12-01',
      'ALFKI,PO-1,email,EUR,15.00,P-003,2,10.00,2026-12-08',
      'ANTON,PO-2,email,EUR,0.00,P-002,1,19.00,2026-12-01',
    ];
    expect(await run(file('orders.csv', [orderHeader, ...lines].join('\n')))).toBe(2);
    expect(reportOf().refusals).toMatchObject([{ row: 2, field: 'freight' }]);
    expect(reportOf().refusals[0]?.message).toBe('is "15.00" in line 3 but "12.00" in line 2');
    expect(desk.taken.map(({ body }) => body['customer'])).toEqual(['ANTON']);
  });

  it('takes quotes whose lines share a reference of the file, which is not sent', async () => {
    const columns = [
      'reference,customer,validUntil,paymentTerms.kind,paymentTerms.days,freight',
      'lines.product,lines.quantity,lines.unitPrice,lines.discountPercent,lines.deliveryDate',
    ].join(',');
    const lines = [
      'Q1,ALFKI,2026-12-31,net,30,0.00,P-001,10,18.00,0,',
      'Q1,ALFKI,2026-12-31,net,30,0.00,P-002,1,19.00,5,2026-12-10',
    ];
    expect(await run(file('quotes.csv', [columns, ...lines].join('\n')))).toBe(0);
    expect(desk.taken[0]?.body).not.toHaveProperty('reference');
    expect(desk.taken[0]?.body['lines']).toMatchObject([
      { lineNo: 1, deliveryDate: null },
      { lineNo: 2, deliveryDate: '2026-12-10' },
    ]);
  });

  it('takes payments with and without allocations', async () => {
    const columns = 'customer,amount,currency,date,reference,remittanceText,allocations.invoice,allocations.amount';
    const lines = [
      'ALFKI,300.00,EUR,2026-11-20,B-1,,FA-2026-000001,100.00',
      'ALFKI,300.00,EUR,2026-11-20,B-1,,FA-2026-000002,200.00',
      'ANTON,50.00,EUR,2026-11-20,B-2,thanks,,',
    ];
    expect(await run(file('payments.csv', [columns, ...lines].join('\n')), { concurrency: 1 })).toBe(0);
    expect(desk.taken[0]?.body['allocations']).toEqual([
      { invoice: 'FA-2026-000001', amount: '100.00' },
      { invoice: 'FA-2026-000002', amount: '200.00' },
    ]);
    expect(desk.taken[1]?.body).not.toHaveProperty('allocations');
  });

  it('treats a column called __proto__ as a field that the contract does not know', async () => {
    const columns = 'number,name,unit,category,listPrice,currency,taxClass,active,__proto__.polluted';
    expect(await run(file('products.csv', `${columns}\nP-901,Chai,box,,18.00,EUR,reduced,true,yes\n`))).toBe(2);
    expect({}).not.toHaveProperty('polluted');
  });

  const columns = 'number;name;unit;category;listPrice;currency;taxClass;active';
  const line = (number: string, name: string): string => `${number};${name};box;;18.00;EUR;reduced;oui`;

  it('counts rows as a spreadsheet does, also after a cell with line breaks, and names the line beside', async () => {
    const lines = [
      columns,
      line('P-901', '"Chai\r\nin boxes\nof 10"'),
      '',
      line('P-902', 'Chang').slice(3),
      line('P-903', ''),
    ];
    const path = file('products.csv', lines.join('\r\n'));
    expect(readRows(path, undefined).rows.map(({ row, line: at }) => [row, at])).toEqual([
      [2, 2],
      [4, 6],
      [5, 7],
    ]);
    expect(await run(path)).toBe(2);
    expect(reportOf().refusals.map(({ row, line: at }) => [row, at])).toContainEqual([5, 7]);
    expect(printed.join()).toContain('row 5 (line 7) · P-903 · name');
  });

  it.each([
    ['two columns of one name', `${columns};listPrice`, 'two columns called "listPrice"'],
    ['the second with a space', `${columns}; name `, 'two columns called "name"'],
    ['a column and columns inside it', `${columns};address.city;address`, 'column "address" and columns inside it'],
    ['a quote that is not closed', `"${columns}`, 'opens a quote that is never closed'],
  ])('is refused as a whole with %s: a value would be lost', async (_what, header, message) => {
    expect(await run(file('products.csv', `${header}\n${line('P-901', 'Chai')};20.00\n`))).toBe(1);
    expect(printed.join()).toContain(message);
    expect(desk.asked).toEqual([]);
  });

  it('may have empty columns without a name at its right, as spreadsheets leave them, but nothing in them', async () => {
    const rows = [`${columns};;`, `${line('P-901', 'Chai')};;`, `${line('P-902', 'Chang')};;lost`];
    expect(await run(file('products.csv', rows.join('\n')))).toBe(2);
    expect(reportOf().refusals).toMatchObject([
      { row: 3, message: 'has something in column 10, which the header does not name' },
    ]);
    expect(desk.taken.map(({ body }) => body['number'])).toEqual(['P-901']);
  });

  it.each([[';'], [','], ['\t'], ['|'], ['^']])(
    'says its delimiter in a first line sep=%s, which is no row',
    async (sep) => {
      const rows = ['sep=;', columns, line('P-901', 'Chai'), line('P-902', '')].join('\r\n').replaceAll(';', sep);
      expect(await run(file('products.csv', rows))).toBe(2);
      expect(desk.taken.map(({ body }) => body['number'])).toEqual(['P-901']);
      expect(reportOf().refusals).toMatchObject([{ row: 3, line: 4, field: 'name' }]);
    },
  );

  it.each([
    ['opens a cell and meets one far below', line('P-902', '"Chang'), 'closes a quote before'],
    ['closes before its cell ends', line('P-902', '"Chang" beer'), 'closes a quote before the end of its cell'],
    [
      'meets the quote of a later row',
      line('P-902', '"Chang') + '\n' + line('P-904', '"Ale"'),
      'closes a quote before',
    ],
  ])('keeps its other rows when a stray quote %s', async (_what, spoilt, message) => {
    const rows = [columns, line('P-901', 'Chai'), spoilt, line('P-903', 'Screw 5" long')];
    expect(await run(file('products.csv', rows.join('\n')), { concurrency: 1 })).toBe(2);
    expect(desk.taken.map(({ body }) => body['number'])).toEqual(
      spoilt.includes('P-904') ? ['P-901', 'P-904', 'P-903'] : ['P-901', 'P-903'],
    );
    expect(desk.taken.at(-1)?.body['name']).toBe('Screw 5" long');
    expect(reportOf().refusals).toMatchObject([{ row: 3, line: 3, code: 'unreadable' }]);
    expect(reportOf().refusals[0]?.message).toContain(message);
  });

  it('reads any table back that is written as RFC 4180 says, with the row and line of each', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', ';', ',', '\n', '\r', '\r\n', 'é', '=', '5') });
    const tables = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(tables, fc.constantFrom('\n', '\r\n'), (cells, end) => {
        const quoted = cells.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'));
        const rows = readTable(`sep=;${end}${quoted.join(end)}`);
        expect(rows.map((row) => row.cells)).toEqual(cells);
        const breaks = quoted.map((text) => text.split(/\r\n|\r|\n/).length);
        const lines = breaks.map((_, index) => 2 + breaks.slice(0, index).reduce((sum, count) => sum + count, 0));
        expect(rows.map(({ row, line: at }) => [row, at])).toEqual(lines.map((at, index) => [index + 1, at]));
      }),
    );
  });

  it('enters no order that would lack a line which cannot be read', async () => {
    const lines = [
      'ALFKI,PO-1,email,EUR,12.00,P-001,10,18.00,2026-12-01',
      'ALFKI,PO-1,email,EUR,12.00,"P-002,1,19.00,2026-12-01',
      'ANTON,PO-1,email,EUR,0.00,P-002,1,19.00,2026-12-01',
      'ANTON,PO-2,email,EUR,0.00,P-002,1,19.00,2026-12-01',
      'ANTON,PO-2,email,EUR,0.00,P-003,1,000.00,19.00,2026-12-01',
    ];
    expect(await run(file('orders.csv', [orderHeader, ...lines].join('\n')))).toBe(2);
    expect(desk.taken).toMatchObject([{ body: { customer: 'ANTON', customerReference: 'PO-1' } }]);
    expect(reportOf().refusals.map(({ row, message }) => [row, message])).toEqual([
      [2, 'would lack row 3, which belongs to it and cannot be read'],
      [3, 'opens a quote that is never closed'],
      [5, 'would lack row 6, which belongs to it and cannot be read'],
      [6, 'has 10 cells, where the header has 9'],
    ]);
  });

  it('in JSON names each field of a row once: the others of the file are taken', async () => {
    const twice = JSON.stringify(product('P-901')).replace('}', ',"list\\u0050rice":"0.01"}');
    const deep = JSON.stringify({ ...product('P-902'), note: { a: [{ b: 'a":{,[', c: 1 }] } }).replace('"c"', '"b"');
    const path = file('products.json', `[${twice},${deep},${JSON.stringify(product('P-903'))}]`);
    expect(await run(path)).toBe(2);
    expect(reportOf().refusals.map(({ row, field, message }) => [row, field, message])).toEqual([
      [1, 'listPrice', 'stands there twice'],
      [2, 'b', 'stands there twice'],
    ]);
    expect(desk.taken.map(({ body }) => body['number'])).toEqual(['P-903']);
  });

  it('says so when the file is not UTF-8', async () => {
    const path = join(folder, 'products.csv');
    writeFileSync(path, Buffer.from('number;name\nP-1;Caf\u00e9\n', 'latin1'));
    expect(await run(path)).toBe(1);
    expect(printed.join('\n')).toContain('UTF-8');
  });
});

describe('a terminal', () => {
  const evil = '\u001b]0;owned\u0007\u009b2J\u202eevil\u2028row 1: accepted\r\n  row 2: fine';
  const obeyed = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

  it.each([
    ['a name', 'products.json', [product(`P-1${evil}`)]],
    ['a field', 'products.json', [{ ...product('P-901'), [evil]: 1 }]],
    ['a header', 'products.csv', `number;${evil};${evil}\n1;2;3\n`],
    ['a cell', 'orders.csv', `customer;customerReference;origin;lines.product\nA;P;"${evil}";1\nA;P;web;1\n`],
    ['broken JSON', 'products.json', `[${evil}]`],
  ])('is not moved, coloured or lied to by %s of a file', async (_what, name, content) => {
    expect(await run(file(name, content), { concurrency: 1 })).not.toBe(0);
    const text = printed.join('\n');
    expect(text).not.toMatch(obeyed);
    expect(text).not.toMatch(/^\s*row 2: fine/m);
    expect(text).toMatch(/\\u\{(1b|202e)\}/);
  });

  it('is not reached by what the API says of a row, nor by a report shown on it', async () => {
    desk.hiccups.push({ status: 418 });
    const path = file('products.json', [product('P-901', { name: evil }), product('P-902', { name: evil, [evil]: 1 })]);
    const report = join(folder, 'report.csv');
    expect(await run(path, { report, concurrency: 1 })).toBe(2);
    expect(printed.join('\n')).not.toMatch(obeyed);
    expect(readFileSync(report, 'utf8').replaceAll('\r\n', '\n')).not.toMatch(obeyed);
  });

  it('is written to in one place, which lets nothing of the kind through', () => {
    const sources = readdirSync('cli', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const writers = sources.filter((name) =>
      /\bconsole\.\w+\(|process\.std(out|err)\.write/.test(readFileSync(join('cli', name), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(50);
    expect(writers).toEqual(['terminal.ts']);
    expect(printableLine(`a${evil}`)).toBe(
      'a\\u{1b}]0;owned\\u{7}\\u{9b}2J\\u{202e}evil\\u{2028}row 1: accepted\\u{d}\\u{a}  row 2: fine',
    );
    expect(printable('two\nlines, Épicerie 👍')).toBe('two\nlines, Épicerie 👍');
    const row = { number: 'x\n58 invariants, 0 violations' };
    const found = { invariant: { name: 'n', sentence: 's' }, count: 1, rows: [row] };
    const text = verificationText({ invariants: 58, violations: [found] } as unknown as Verification);
    expect(text.split('\n').filter((each) => each.startsWith('58 invariants'))).toEqual([
      '58 invariants, 1 violations',
    ]);
  });
});

describe('what a file holds', () => {
  it.each([
    ['customers.json', [], 'customers'],
    ['2026-11 Payments.csv', [], 'payments'],
    ['export.csv', ['customer', 'origin', 'currency'], 'orders'],
    ['export.csv', ['customer', 'validUntil'], 'quotes'],
    ['export.csv', ['number', 'listPrice'], 'products'],
    ['export.csv', ['number', 'name'], undefined],
  ])('is told from %s with the fields %j: %s', (name, fields, kind) => {
    expect(recogniseKind(name, fields)).toBe(kind);
  });
});

describe('progress', () => {
  it('shows rows done, rate, time left and refusals', () => {
    const line = progressLine('orders', { accepted: 190, wasThere: 0, refused: 10 }, 800, 20_000);
    expect(line).toBe('orders [######------------------] 200/800  25 %  10.0/s  1 min 0 s left  10 refused');
  });

  it('does not guess the time left before the first row', () => {
    expect(progressLine('orders', { accepted: 0, wasThere: 0, refused: 0 }, 800, 0)).toContain('starting');
  });
});
