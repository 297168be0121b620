import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Deposit } from '../../activities/platform/port.js';
import { signatureOf, standInApp } from '../../cli/platform/http.js';
import { httpPlatform } from '../../worker/platform/http.js';
import { electronicInvoice } from '../../documents/e-invoice/index.js';
import { invoice } from '../documents/fixtures.js';

/** The adapter by HTTP against the platform that stands in, and against platforms that misbehave. */
const open: { readonly server: Server; readonly close: () => void }[] = [];
afterEach(async () => {
  for (const { server, close } of open.splice(0)) {
    close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

async function serve(listener: RequestListener, close: () => void = () => undefined): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ server, close });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const token = 'a-token-of-the-platform';
const secret = 'a secret of thirty-two characters!';
const adapter = (url: string, timeoutMs = 2_000, given = token) =>
  httpPlatform({ url, token: given, timeoutMs, format: 'ubl' });

const bytes = new TextEncoder().encode(electronicInvoice(invoice('fr'), 'platform', 'ubl'));
const deposit: Deposit = {
  key: 'invoice:FA-2026-000017:1',
  fileName: 'FA-2026-000017.ubl.xml',
  mime: 'application/xml',
  kind: 'invoice',
  network: 'platform',
  bytes,
};

type Brought = { readonly signature: string; readonly stamp: string; readonly body: string };

/** A seller who takes messages, after refusing the first `refusals` of them. */
async function seller(refusals = 0): Promise<{ readonly url: string; readonly brought: Brought[] }> {
  const brought: Brought[] = [];
  let left = refusals;
  const url = await serve((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      if (left > 0) {
        left -= 1;
        return void res.writeHead(503).end();
      }
      const { 'x-platform-signature': signature = '', 'x-platform-timestamp': stamp = '' } = req.headers;
      brought.push({
        signature: String(signature),
        stamp: String(stamp),
        body: Buffer.concat(chunks).toString('utf8'),
      });
      res.writeHead(202).end();
    });
  });
  return { url, brought };
}

async function standIn(webhook = 'http://127.0.0.1:9/none'): Promise<string> {
  const { app, close } = standInApp({ token, secret, webhook });
  return serve(app as RequestListener, close);
}

describe('a platform by HTTP', () => {
  it('takes an invoice once for its key, says that it has it, and what it has not', async () => {
    const platform = adapter(await standIn());
    expect(await platform.deposit(deposit)).toMatchObject({
      kind: 'accepted',
      response: expect.stringMatching(/^201 /),
    });
    expect(await platform.deposit(deposit)).toMatchObject({
      kind: 'accepted',
      response: expect.stringMatching(/^200 /),
    });
    expect(await platform.find(deposit)).toBe('there');
    expect(await platform.find({ ...deposit, key: 'invoice:FA-2026-000018:1' })).toBe('not-there');
    const other = { ...deposit, bytes: new TextEncoder().encode('<Invoice/>') };
    expect(await platform.deposit(other)).toMatchObject({ kind: 'refused', permanent: true });
  });

  it('brings each status signed, and again until it is taken', async () => {
    const { url, brought } = await seller(1);
    const platform = adapter(await standIn(url));
    await platform.deposit(deposit);
    await expect.poll(() => brought.length, { timeout: 15_000 }).toBe(3);
    expect(brought.map(({ body }) => /ProcessConditionCode>(\d+)</.exec(body)?.[1])).toEqual(['200', '202', '203']);
    for (const { signature, stamp, body } of brought) expect(signature).toBe(signatureOf(secret, stamp, body));
  });

  it('rejects an invoice of a number that it has, and does not admit what is no XML', async () => {
    const { url, brought } = await seller();
    const platform = adapter(await standIn(url));
    await platform.deposit(deposit);
    await platform.deposit({ ...deposit, key: 'another' });
    await platform.deposit({ ...deposit, key: 'third', bytes: new TextEncoder().encode('<Invoice>') });
    await expect.poll(() => brought.length, { timeout: 15_000 }).toBe(5);
    expect(brought[3]?.body).toContain('<ram:ReasonCode>DOUBLON<');
    expect(brought[4]?.body).toContain('<ram:ReasonCode>IRR_SYNTAX<');
  });

  it('bars a wrong token, and is not to be reached where nobody listens', async () => {
    expect(await adapter(await standIn(), 2_000, 'wrong').deposit(deposit)).toMatchObject({ kind: 'barred' });
    const gone = await serve((_req, res) => res.end());
    await new Promise<void>((resolve) => open.pop()?.server.close(() => resolve()));
    expect(await adapter(gone).deposit(deposit)).toMatchObject({ kind: 'unreachable' });
    expect(await adapter(gone).find(deposit)).toBe('unknown');
  });

  it.each([
    [503, false],
    [429, false],
    [408, false],
    [400, true],
    [413, true],
    [422, true],
  ])('an answer %i is a refusal for good: %s', async (status, permanent) => {
    const url = await serve((req, res) => {
      req.resume().on('end', () => res.writeHead(status).end('why'));
    });
    expect(await adapter(url).deposit(deposit)).toEqual({ kind: 'refused', permanent, response: `${status} why` });
  });

  it('of what was given and not answered nobody knows: silence, a cut line, a redirection', async () => {
    const silent = await serve((req) => void req.resume());
    expect(await adapter(silent, 500).deposit(deposit)).toMatchObject({ kind: 'unknown' });
    const cut = await serve((req) => void req.on('data', () => req.socket.destroy()));
    expect(await adapter(cut).deposit(deposit)).toMatchObject({ kind: 'unknown' });
    const elsewhere = await serve(
      (req, res) => void req.resume().on('end', () => res.writeHead(307, { Location: '/x' }).end()),
    );
    expect(await adapter(elsewhere).deposit(deposit)).toMatchObject({ kind: 'unknown' });
    expect(await adapter(silent, 500).find(deposit)).toBe('unknown');
  });
});
