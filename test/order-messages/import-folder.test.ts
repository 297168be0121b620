import express from 'express';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runImport } from '../../cli/import.js';
import { look, watch } from '../../cli/watch.js';
import { writeUblOrder } from '../support/ubl.js';

/** Files of orders in UBL, from a folder to an API that takes them, or does not. */
let folder: string;
let server: Server;
let taken: { readonly key: string; readonly type: string; readonly query: string; readonly body: Buffer }[];
let isAway: boolean;
let answers: Readonly<Record<string, string>>;
let said: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'encours-orders-'));
  [taken, said, isAway, answers] = [[], [], false, {}];
  const app = express();
  app.get('/healthz', (_request, response) => void response.send('ok'));
  app.post('/v1/order-messages', express.raw({ type: () => true, limit: '6mb' }), (request, response) => {
    if (isAway) return void response.status(401).json({});
    const body = request.body as Buffer;
    const key = request.header('idempotency-key') ?? '';
    const isThere = taken.some((each) => each.key === key);
    if (body.includes('NOTHING')) {
      const errors = [{ field: '/Order/cac:OrderLine/cac:LineItem', message: 'nobody sells it' }];
      const problem = {
        type: 'x',
        title: 'x',
        status: 422,
        detail: 'x',
        code: 'product-unknown',
        remedy: 'mend it',
        errors,
      };
      return void response.status(422).type('application/problem+json').json(problem);
    }
    taken.push({ key, type: request.header('content-type') ?? '', query: request.url.split('?')[1] ?? '', body });
    if (isThere) response.set('Idempotency-Replayed', 'true');
    response.status(201).json({ number: 'SO-2026-000001', stage: 'accepted' });
  });
  app.get('/v1/orders/:number/order-response.xml', (request, response) => {
    const answer = answers[request.params.number];
    return void (answer === undefined ? response.status(404).json({}) : response.type('application/xml').send(answer));
  });
  server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const orderFile = (reference: string, product = 'BOX') =>
  writeUblOrder(
    {
      customer: 'LEFORT',
      origin: 'edi',
      customerReference: reference,
      currency: 'EUR',
      lines: [{ lineNo: 1, product, quantity: '1', unitPrice: '10.00', requestedDate: '2026-12-10' }],
    },
    { buyer: [['0002', '732829320']] },
  );

const put = (name: string, content: Uint8Array): void => writeFileSync(join(folder, name), content);
const filesIn = (...parts: readonly string[]): readonly string[] => {
  const path = join(folder, ...parts);
  return existsSync(path) ? readdirSync(path).toSorted() : [];
};

function bring(path = folder, options: object = {}): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const terminal = { out: (text: string) => void said.push(text), screen: { write: () => true, isTTY: false } };
  return runImport(path, { api: `http://127.0.0.1:${port}`, key: 'a key', concurrency: 2, ...options }, terminal);
}

describe('a folder of orders in UBL', () => {
  it('is sent file by file, and each is put aside with its verdict', async () => {
    put('a.xml', orderFile('PO-1'));
    put('b.XML', orderFile('PO-2', 'NOTHING'));
    put('note.txt', orderFile('PO-3'));
    put('.c.xml', orderFile('PO-4'));
    expect(await bring()).toBe(2);
    expect([filesIn('done'), filesIn('refused'), filesIn()]).toEqual([
      ['a.xml'],
      ['b.XML', 'b.XML.reason.json'],
      ['.c.xml', 'done', 'note.txt', 'refused'],
    ]);
    expect(taken.map(({ type, body }) => [type, body.includes('PO-1')])).toEqual([['application/xml', true]]);
    const reason: unknown = JSON.parse(readFileSync(join(folder, 'refused', 'b.XML.reason.json'), 'utf8'));
    expect(reason).toEqual([
      {
        row: 2,
        line: null,
        name: 'b.XML',
        code: 'product-unknown',
        field: '/Order/cac:OrderLine/cac:LineItem',
        message: 'nobody sells it',
        remedy: 'mend it',
      },
    ]);
    expect(said.join('\n')).toContain('2 order-messages');
    expect(said.join('\n')).toContain('1 accepted, 1 refused');
  });

  it('sent again does nothing, and a file that comes again under its name is known', async () => {
    put('a.xml', orderFile('PO-1'));
    expect(await bring()).toBe(0);
    expect(await bring()).toBe(0);
    expect(taken.length).toBe(1);
    put('a.xml', orderFile('PO-1'));
    expect(await bring()).toBe(0);
    expect([new Set(taken.map(({ key }) => key)).size, filesIn('done')]).toEqual([1, ['a.xml']]);
    expect(said.at(-1)).toContain('1 already there');
  });

  it('keeps both of two files that came under one name', async () => {
    put('a.xml', orderFile('PO-1'));
    await bring();
    put('a.xml', orderFile('PO-2'));
    await bring();
    expect(filesIn('done')).toEqual([expect.stringMatching(/^a\.[0-9a-f]{8}\.xml$/), 'a.xml']);
  });

  it('stays where it is when the API takes nothing', async () => {
    put('a.xml', orderFile('PO-1'));
    isAway = true;
    expect(await bring()).toBe(1);
    expect(filesIn()).toEqual(['a.xml']);
  });

  it('is of the customer that is said', async () => {
    put('a.xml', orderFile('PO-1'));
    await bring(folder, { customer: 'MAISON 7' });
    expect(taken[0]?.query).toBe('customer=MAISON+7');
  });
});

describe('one file', () => {
  it('stays where it is', async () => {
    put('a.xml', orderFile('PO-1'));
    expect(await bring(join(folder, 'a.xml'))).toBe(0);
    expect([taken.length, filesIn()]).toEqual([1, ['a.xml']]);
  });

  it('is read and not sent on a trial, and told what is wrong with it', async () => {
    put('a.xml', new TextEncoder().encode('<Order/>'));
    const report = join(folder, 'report.json');
    expect(await bring(join(folder, 'a.xml'), { dryRun: true, report })).toBe(2);
    expect(taken).toEqual([]);
    expect(readFileSync(report, 'utf8')).toContain('no UBL 2.1 Order');
  });

  it('that is not there is told so', async () => {
    expect(await bring(join(folder, 'none.xml'))).toBe(1);
    expect(said.at(-1)).toContain('cannot be read');
  });
});

describe('a folder that is watched', () => {
  const options = { every: 0.05, settle: 0, concurrency: 2 };
  const connection = () => ({ api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'a key' });
  const tell = (text: string) => void said.push(text);
  const lookAgain = (changes: object = {}) => look(folder, connection(), { ...options, ...changes }, tell);
  const come = (name: string, content: Uint8Array): void => writeFileSync(join(folder, 'inbox', name), content);

  it('sends what comes into its inbox, and lays the answer beside it once there is one', async () => {
    await lookAgain();
    come('a.xml', orderFile('PO-1'));
    come('b.xml', orderFile('PO-2', 'NOTHING'));
    await lookAgain();
    expect([filesIn('inbox'), filesIn('done'), filesIn('refused')]).toEqual([
      [],
      ['a.xml', 'a.xml.waits.json'],
      ['b.xml', 'b.xml.reason.json'],
    ]);
    await lookAgain();
    expect(filesIn('done')).toEqual(['a.xml', 'a.xml.waits.json']);
    answers = { 'SO-2026-000001': '<OrderResponse/>' };
    await lookAgain();
    expect(filesIn('done')).toEqual(['a.xml', 'a.xml.response.xml']);
    expect(readFileSync(join(folder, 'done', 'a.xml.response.xml'), 'utf8')).toBe('<OrderResponse/>');
    expect(said.at(-1)).toContain('SO-2026-000001 is answered');
  });

  it('leaves a file alone that is still written, and what has another name', async () => {
    await lookAgain();
    come('a.xml', orderFile('PO-1'));
    come('b.xml.part', orderFile('PO-2'));
    await lookAgain({ settle: 3_600 });
    expect([taken.length, filesIn('inbox')]).toEqual([0, ['a.xml', 'b.xml.part']]);
    renameSync(join(folder, 'inbox', 'b.xml.part'), join(folder, 'inbox', 'b.xml'));
    await lookAgain();
    expect([taken.length, filesIn('inbox')]).toEqual([2, []]);
  });

  it('takes the same content under two names as one order', async () => {
    await lookAgain();
    come('a.xml', orderFile('PO-1'));
    come('again.xml', orderFile('PO-1'));
    await lookAgain();
    expect([new Set(taken.map(({ key }) => key)).size, filesIn('inbox')]).toEqual([1, []]);
  });

  it('goes on when the API does not take anything for a while, until it is told to stop', async () => {
    await lookAgain();
    come('a.xml', orderFile('PO-1'));
    isAway = true;
    const stop = new AbortController();
    const watched = watch(folder, connection(), options, { say: tell, signal: stop.signal });
    await expect.poll(() => said.length).toBeGreaterThan(1);
    expect(filesIn('inbox')).toEqual(['a.xml']);
    isAway = false;
    await expect.poll(() => filesIn('done')).toEqual(['a.xml', 'a.xml.waits.json']);
    stop.abort();
    await watched;
  });
});
