import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHealth } from '../../api/health.js';
import { usualPatience } from '../../api/patience.js';
import { createLimiter, createProcesses } from '../../api/temporal.js';
import { createPrisma } from '../../prisma/client.js';
import { openApi } from './office.js';
import type { ApiUnderTest, Call } from './office.js';

/** Takes connections and never says a word, like a server behind a broken network. */
type BlackHole = { readonly port: number; readonly close: () => void };
async function blackHole(): Promise<BlackHole> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** TCPMUX: no system has it any more, and unlike a port that was just given back nothing else can be handed it. */
const dead = 1;
let hole: BlackHole;
beforeAll(async () => {
  hole = await blackHole();
});
afterAll(() => {
  hole.close();
});

/** An API whose PostgreSQL or Temporal listens on another port; keys are known from before. */
async function apiWith(options: { readonly postgres?: number; readonly temporal?: number }): Promise<ApiUnderTest> {
  let isAway = false;
  const api = await openApi({
    deps: (deps) => {
      const away =
        options.postgres === undefined
          ? deps.prisma
          : createPrisma(`postgresql://encours:encours@127.0.0.1:${options.postgres}/encours`, { poolSize: 5 });
      const prisma = new Proxy(deps.prisma, {
        get: (target, name) => Reflect.get(isAway ? away : target, name) as unknown,
      });
      const connection = Connection.lazy({ address: `127.0.0.1:${options.temporal ?? 0}`, connectTimeout: 1_000 });
      const client = new Client({ connection });
      return {
        prisma,
        ...(options.temporal !== undefined && { processes: createProcesses(client, deps.logger) }),
        patience: usualPatience,
        health: createHealth({
          PostgreSQL: () => prisma.$queryRaw`SELECT 1`,
          Temporal: () =>
            options.temporal === undefined ? Promise.resolve() : connection.workflowService.getSystemInfo({}),
        }),
      };
    },
  });
  for (const key of Object.values(api.keys)) await api.call({ method: 'GET', path: '/v1/products', key });
  isAway = true;
  return api;
}

const calls: readonly (Omit<Call, 'key'> & { readonly name: string })[] = [
  { name: 'reading orders', method: 'GET', path: '/v1/orders' },
  { name: 'delivering', method: 'POST', path: '/v1/orders/SO-2026-000001/deliveries', body: {} },
  {
    name: 'booking stock',
    method: 'POST',
    path: '/v1/stock/receipts',
    body: { reference: 'GR-1', receivedOn: '2026-11-02', lines: [{ product: 'P-001', quantity: '1' }] },
  },
];

/**
 * The 2 s that a caller is promised, and the way there and back. Counted as this process lived them: the API under test
 * runs in it, and what a busy machine did not let either of them run is nobody's waiting.
 */
const PROMISED_MS = 2_100;
const TICK_MS = 10;

function startStopwatch(): () => number {
  let lived = 0;
  let last = performance.now();
  const tick = (): void => {
    const now = performance.now();
    lived += Math.min(now - last, 2 * TICK_MS);
    last = now;
  };
  const ticker = setInterval(tick, TICK_MS);
  return () => {
    clearInterval(ticker);
    tick();
    return lived;
  };
}

async function timed(api: ApiUnderTest, call: Call) {
  const stop = startStopwatch();
  const answered = await api.call({ key: api.keys.admin, ...call });
  return { answered, ms: stop() };
}

describe.each([
  { state: 'stopped', port: () => dead },
  { state: 'behind a broken network', port: () => hole.port },
])('while PostgreSQL is $state', ({ port }) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await apiWith({ postgres: port() });
  });
  afterAll(async () => {
    await api.close();
  });

  it.each(calls)('$name is answered 503 within 2 s, with a time to come back', async (call) => {
    const { answered, ms } = await timed(api, call);
    expect(answered.json).toMatchObject({ status: 503, code: 'unavailable' });
    expect(answered.headers.get('retry-after')).toBe('2');
    expect(ms).toBeLessThan(PROMISED_MS);
  });

  it('a key that is not known yet is answered 503 too, not 401', async () => {
    const key = `enc_${'A'.repeat(43)}`;
    const { answered, ms } = await timed(api, { method: 'GET', path: '/v1/orders', key });
    expect(answered.json).toMatchObject({ status: 503, code: 'unavailable' });
    expect(ms).toBeLessThan(PROMISED_MS);
  });

  it('says it is not ready, and alive', async () => {
    const ready = await api.call({ method: 'GET', path: '/readyz' });
    expect(ready.status).toBe(503);
    expect(ready.json).toEqual({ status: 'unavailable', down: ['PostgreSQL'] });
    expect((await api.call({ method: 'GET', path: '/healthz' })).status).toBe(200);
  });
});

describe.each([
  { state: 'stopped', port: () => dead },
  { state: 'behind a broken network', port: () => hole.port },
])('while Temporal is $state', ({ port }) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await apiWith({ temporal: port() });
  });
  afterAll(async () => {
    await api.close();
  });

  it('delivering is answered 503 within 2 s, and reading goes on', async () => {
    const delivery = await timed(api, { method: 'POST', path: '/v1/orders/SO-2026-000001/deliveries', body: {} });
    expect(delivery.answered.json).toMatchObject({ status: 503, code: 'unavailable' });
    expect(delivery.ms).toBeLessThan(PROMISED_MS);
    expect((await timed(api, { method: 'GET', path: '/v1/orders' })).answered.status).toBe(200);
    const ready = await api.call({ method: 'GET', path: '/readyz' });
    expect(ready.json).toEqual({ status: 'unavailable', down: ['Temporal'] });
  });
});

describe('updates of one order', () => {
  it('run eight at once, the others in the order they came', async () => {
    const limit = createLimiter(8);
    const ends: number[] = [];
    let running = 0;
    let most = 0;
    const work = (no: number) =>
      limit('order:SO-2026-000001', async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        ends.push(no);
        if (no % 7 === 0) throw new Error('refused');
      }).catch(() => undefined);
    await Promise.all(Array.from({ length: 50 }, (_, no) => work(no)));
    expect(most).toBe(8);
    expect(ends).toEqual(Array.from({ length: 50 }, (_, no) => no));
  });
});
