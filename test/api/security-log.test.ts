import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newKey, openApi, ownPage, passwordOfTests, principalOf, signIn } from './office.js';
import type { ApiUnderTest } from './office.js';

/** What an installation hears of sign-ins, refusals and limits, at its usual level. */
let api: ApiUnderTest;
const written: string[] = [];
const Line = z.object({
  level: z.literal(30),
  security: z.record(z.string(), z.unknown()),
  msg: z.literal('security'),
});

beforeAll(async () => {
  const logger = pino({ level: 'info' }, { write: (line: string) => void written.push(line) });
  api = await openApi({ config: { rateLimitPerMinute: 100 }, deps: () => ({ logger }) });
});
afterAll(() => api.close());

/** What is said of security while something is done. */
async function saidDuring(work: () => Promise<unknown>): Promise<readonly Record<string, unknown>[]> {
  const before = written.length;
  await work();
  return written.slice(before).map((line) => Line.parse(JSON.parse(line)).security);
}

const get = (path: string, key?: string) => api.call({ method: 'GET', path, key });
const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  api.call({ method: 'POST', path, body, headers: { ...ownPage, ...headers } });
const from = { address: expect.stringContaining('127.0.0.1') as string, requestId: expect.any(String) as string };

describe('the security log', () => {
  it('tells a sign-in, its end, and one that is refused', async () => {
    let cookie = '';
    const opened = await saidDuring(async () => {
      cookie = await signIn(api, principalOf('ops'));
    });
    const about = { principal: 'api-ops', role: 'ops', reason: 'password', method: 'POST', path: '/session' };
    expect(opened).toEqual([{ event: 'session.opened', ...about, ...from }]);
    const ended = await saidDuring(() => post('/session/end', {}, { Cookie: cookie }));
    expect(ended).toMatchObject([{ event: 'session.ended', principal: 'api-ops' }]);
    const refused = await saidDuring(() => post('/session', { name: 'Nobody.Here', password: 'guessed' }));
    expect(refused).toMatchObject([{ event: 'session.refused', principal: 'nobody.here' }]);
  });

  it('tells a refused key, an expired token, and what a role or a scope may not do', async () => {
    const unknown = await saidDuring(() => get('/v1/orders', `enc_${'A'.repeat(43)}`));
    expect(unknown).toMatchObject([{ event: 'credentials.refused', path: '/v1/orders', ...from }]);
    const denied = await saidDuring(() => get('/v1/payments', api.keys.sales));
    expect(denied).toMatchObject([
      { event: 'access.denied', principal: 'api-sales', role: 'sales', reason: 'payments.list', ...from },
    ]);
    const { key } = await newKey(api.prisma, principalOf('admin'), { scopes: ['orders.list'] });
    expect(await saidDuring(() => get('/v1/customers', key))).toMatchObject([{ event: 'access.denied' }]);
  });

  it('tells what comes from a page of another site', async () => {
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    const refused = await saidDuring(() => post('/session', { name: 'x', password: 'x' }, elsewhere));
    expect(refused).toMatchObject([{ event: 'origin.refused' }]);
    const cookie = await signIn(api, principalOf('ops'));
    const written = await saidDuring(() => post('/v1/orders', {}, { ...elsewhere, Cookie: cookie }));
    expect(written).toMatchObject([{ event: 'origin.refused' }]);
  });

  it('tells that somebody changed their password, or did not know the one before', async () => {
    const cookie = await signIn(api, principalOf('finance'));
    const change = (currentPassword: string) =>
      saidDuring(() =>
        post('/v1/me/password', { currentPassword, newPassword: 'another one of tests' }, { Cookie: cookie }),
      );
    expect(await change('guessed')).toMatchObject([{ event: 'credentials.refused', principal: 'api-finance' }]);
    expect(await change(passwordOfTests)).toMatchObject([{ event: 'password.changed', principal: 'api-finance' }]);
  });

  it('is silent about what goes well and about who brings nothing', async () => {
    expect(await saidDuring(() => get('/v1/orders', api.keys.manager))).toEqual([]);
    expect(await saidDuring(() => get('/v1/orders'))).toEqual([]);
  });

  it('tells when an address or a principal has reached its limit', async () => {
    const guessing = await saidDuring(async () => {
      for (let guess = 0; guess < 4; guess += 1) await get('/v1/orders', 'guessed');
    });
    expect(guessing.map(({ event }) => event)).toContain('limit.reached');
    const eager = await saidDuring(async () => {
      for (let call = 0; call < 101; call += 1) await get('/v1/products', api.keys.logistics);
    });
    expect(eager).toMatchObject([{ event: 'limit.reached', principal: 'api-logistics', role: 'logistics' }]);
  });

  it('holds no key, token or cookie', () => {
    const all = written.join('');
    expect(Object.values(api.keys).filter((key) => all.includes(key))).toEqual([]);
    expect(all).not.toMatch(/enc_[\w-]{20}|guessed|of tests|of the tests|encours-session/);
  });
});
