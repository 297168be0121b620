import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../contracts/said.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { openApi, principalOf, type ApiUnderTest } from './office.js';

/** A write says what it was decided on; what changed since is not overwritten. */
let api: ApiUnderTest;
let mine: Things;
/** Requests that reached a process. */
let asked = 0;

beforeAll(async () => {
  api = await openApi({
    deps: ({ processes }) => ({
      processes: {
        ...processes,
        update: () => {
          asked += 1;
          return Promise.resolve({ kind: 'refused', code: 'order-not-ready', said: said('all-cancelled') });
        },
      },
    }),
  });
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
});
afterAll(() => api.close());

const key = () => api.keys.admin;
async function tagOf(path: string, headers = {}): Promise<string> {
  const answered = await api.call({ method: 'GET', path, key: key(), headers });
  expect(answered.status).toBe(200);
  return answered.headers.get('etag') ?? '';
}
const write = (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>) =>
  api.call({ method, path, body, key: key(), headers: { 'Idempotency-Key': randomUUID(), ...headers } });

describe('what is read', () => {
  it('has a tag, the same for each reader and language, and another once it changed', async () => {
    const things = [
      `/v1/orders/${mine.order}`,
      `/v1/deliveries/${mine.delivery}`,
      `/v1/invoices/${mine.invoice}`,
      `/v1/payments/${mine.payment}`,
      `/v1/customers/${mine.customer}`,
      `/v1/quotes/${mine.quote}`,
      '/v1/company',
      '/v1/policies/acknowledgement',
      `/v1/people/${principalOf('sales')}`,
    ];
    for (const path of things) {
      const tag = await tagOf(path);
      expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
      expect(await tagOf(path, { 'Accept-Language': 'fr' })).toBe(tag);
    }
    const path = `/v1/orders/${mine.order}`;
    const tag = await tagOf(path);
    const ofLogistics = await api.call({ method: 'GET', path, key: api.keys.logistics });
    expect(ofLogistics.headers.get('etag')).toBe(tag);
    await api.prisma.salesOrder.update({ where: { number: mine.order }, data: { nextDate: new Date('2026-12-24') } });
    expect(await tagOf(path)).not.toBe(tag);
  });

  it('of a customer keeps its tag while orders move its exposure', async () => {
    const path = `/v1/customers/${mine.customer}`;
    const tag = await tagOf(path);
    await api.prisma.customer.update({ where: { number: mine.customer }, data: { exposure: '12' } });
    expect(await tagOf(path)).toBe(tag);
  });
});

describe('a write with If-Match', () => {
  it('is done on what was read, and refused with nothing written when that has changed', async () => {
    const path = `/v1/customers/${mine.customer}`;
    const tag = await tagOf(path);
    const first = await write('PATCH', path, { phone: '01' }, { 'If-Match': tag });
    expect(first.status).toBe(200);
    const second = await write('PATCH', path, { phone: '02' }, { 'If-Match': tag });
    expect([second.status, second.json?.['code']]).toEqual([412, 'changed-meanwhile']);
    expect(await api.prisma.customer.findUniqueOrThrow({ where: { number: mine.customer } })).toMatchObject({
      phone: '01',
    });
    expect(await api.prisma.auditEntry.count({ where: { entityId: mine.customer, action: 'customer.changed' } })).toBe(
      1,
    );
    expect((await write('PATCH', path, { phone: '02' }, { 'If-Match': await tagOf(path) })).status).toBe(200);
  });

  it('lets one of two through that come at once on the same record', async () => {
    const path = `/v1/customers/${mine.customer}`;
    const headers = { 'If-Match': await tagOf(path) };
    const both = await Promise.all(['03', '04', '05', '06'].map((phone) => write('PATCH', path, { phone }, headers)));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
  });

  it('keeps the later of two admins from overwriting a policy, the company or a person that the first has changed', async () => {
    const policy = (await api.call({ method: 'GET', path: '/v1/policies/acknowledgement', key: key() })).json?.['body'];
    const id = principalOf('sales');
    const writes = [
      [
        'POST',
        '/v1/policies/acknowledgement',
        [41, 42, 43].map((targetMinutes) => ({ ...Object(policy), targetMinutes })),
      ],
      ['PATCH', '/v1/company', [{ phone: '01' }, { phone: '02' }, { phone: '03' }]],
      ['PATCH', `/v1/people/${id}`, [{ name: 'First' }, { name: 'Second' }, { name: 'Third' }]],
    ] as const;
    for (const [method, path, bodies] of writes) {
      const headers = { 'If-Match': await tagOf(path) };
      const [first, second] = [
        await write(method, path, bodies[0], headers),
        await write(method, path, bodies[1], headers),
      ];
      expect([path, first?.status, second?.status, second?.json?.['code']]).toEqual([
        path,
        200,
        412,
        'changed-meanwhile',
      ]);
      const now = { 'If-Match': await tagOf(path) };
      const [, ...others] = bodies;
      const both = await Promise.all(others.map((body) => write(method, path, body, now)));
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    }
  });

  it('sent again with its key gets its answer, though it has itself changed the record', async () => {
    const path = `/v1/orders/${mine.order}/contacts`;
    const body = {
      reason: 'wrong address',
      contacts: [{ role: 'orders', name: 'A', language: 'fr', email: 'a@b.example', phone: '' }],
    };
    const headers = { 'If-Match': await tagOf(`/v1/orders/${mine.order}`), 'Idempotency-Key': randomUUID() };
    const once = await write('PATCH', path, body, headers);
    const again = await write('PATCH', path, body, headers);
    expect([once.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true']);
  });

  it('on a process is refused before the process is asked, and is judged again under the same key', async () => {
    const path = `/v1/orders/${mine.order}/cancellations`;
    const stale = await tagOf(`/v1/orders/${mine.order}`);
    await api.prisma.salesOrder.update({ where: { number: mine.order }, data: { nextDate: new Date('2026-12-25') } });
    const headers = { 'Idempotency-Key': randomUUID() };
    const refused = await write('POST', path, { reason: 'enough' }, { ...headers, 'If-Match': stale });
    expect([refused.status, asked]).toEqual([412, 0]);
    const now = await tagOf(`/v1/orders/${mine.order}`);
    const put = await write('POST', path, { reason: 'enough' }, { ...headers, 'If-Match': now });
    expect([put.json?.['code'], asked]).toEqual(['order-not-ready', 1]);
  });

  it('takes any of several tags and *, says what it does not understand, and finds nothing where there is nothing', async () => {
    const path = `/v1/quotes/${mine.quote}`;
    const tag = await tagOf(path);
    const status = async (value: string, to = path) =>
      (await write('PATCH', to, { validUntil: '2099-12-30' }, { 'If-Match': value })).status;
    expect(await status(`"x", ${tag}`)).toBe(200);
    expect(await status('*')).toBe(200);
    expect(await status(`W/${await tagOf(path)}`)).toBe(412);
    expect(await status('nonsense')).toBe(422);
    expect(await status('"x"', '/v1/quotes/DE-2026-999999')).toBe(404);
    const elsewhere = await write('PATCH', '/v1/products/P-001', { category: 'x' }, { 'If-Match': '"x"' });
    expect([elsewhere.status, JSON.stringify(elsewhere.json)]).toEqual([422, expect.stringContaining('If-Match')]);
  });
});
