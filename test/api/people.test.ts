import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyKinds } from '../../contracts/policies.js';
import { cookieOf, freshKey, givePassword, openApi, ownPage, principalOf, signIn } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

/** What an admin does: people, their keys, who we are, and how we trade. */
let api: ApiUnderTest;
let admin: string;

beforeAll(async () => {
  api = await openApi();
  // The demo's admin would be another one.
  await api.prisma.principal.updateMany({ where: { id: 'sophie.arnaud' }, data: { role: 'ops' } });
  admin = await signIn(api, principalOf('admin'));
});
afterAll(() => api.close());

type Body = Readonly<Record<string, unknown>>;
const send = (method: string, path: string, body?: unknown, cookie = admin, key = freshKey()): Promise<Answered> =>
  api.call({
    method,
    path,
    ...(body !== undefined && { body }),
    headers: { Cookie: cookie, 'Idempotency-Key': key, ...ownPage },
  });
const get = (path: string): Promise<Answered> => send('GET', path);
const post = (path: string, body: unknown, key?: string): Promise<Answered> => send('POST', path, body, admin, key);
const change = (id: string, body: Body, cookie = admin): Promise<Answered> =>
  send('PATCH', `/v1/people/${id}`, body, cookie);

let made = 0;
async function newPerson(role = 'logistics'): Promise<string> {
  made += 1;
  const id = `colleague-${made}`;
  expect((await post('/v1/people', { id, name: `Colleague ${made}`, role })).status).toBe(201);
  return id;
}
const enter = (name: string, password: string): Promise<Answered> =>
  api.call({ method: 'POST', path: '/session', body: { name, password }, headers: ownPage });

describe('somebody new', () => {
  it('is made known, gets a first password, changes it, and works', async () => {
    const id = await newPerson('logistics');
    expect((await get(`/v1/people/${id}`)).json).toEqual({
      id,
      name: `Colleague ${made}`,
      role: 'logistics',
      seesAllCustomers: false,
      active: true,
      person: id,
      links: [],
      hasPassword: false,
      mustChangePassword: false,
      totp: false,
      lastSeenAt: null,
      createdAt: expect.any(String) as string,
    });
    expect((await enter(id, 'a first one of the tests')).status).toBe(401);
    expect((await post(`/v1/people/${id}/password`, { password: 'too short' })).json).toMatchObject({
      status: 422,
      errors: [{ field: 'password' }],
    });
    expect((await post(`/v1/people/${id}/password`, { password: 'a first one of the tests' })).status).toBe(200);
    const entered = await enter(id, 'a first one of the tests');
    expect(entered.json).toMatchObject({ mustChangePassword: true });
    const cookie = cookieOf(entered);
    expect((await send('GET', '/v1/orders', undefined, cookie)).status).toBe(403);
    const next = { currentPassword: 'a first one of the tests', newPassword: 'a second one of the tests' };
    expect((await send('POST', '/v1/me/password', next, cookie)).status).toBe(200);
    expect((await send('GET', '/v1/orders', undefined, cookie)).status).toBe(200);
    expect((await get(`/v1/people/${id}`)).json).toMatchObject({ hasPassword: true, mustChangePassword: false });
  });

  it.each([
    ['a name that is taken', { id: 'karim.benali', name: 'K', role: 'finance' }, 409, 'id'],
    ['a name of Encours itself', { id: 'encours', name: 'E', role: 'finance' }, 422, 'id'],
    ['the name of another house', { id: 'x@id.example', name: 'E', role: 'finance' }, 422, 'id'],
    ['no role of ours', { id: 'x.y', name: 'E', role: 'root' }, 422, 'role'],
  ])('does not get %s', async (_what, body, status, field) => {
    expect((await post('/v1/people', body)).json).toMatchObject({ status, errors: [{ field }] });
  });
});

describe('a colleague', () => {
  it('gets another role, which acts at once, and the record keeps what was before', async () => {
    const id = await newPerson('logistics');
    const cookie = await signIn(api, id);
    expect((await send('GET', '/v1/payments', undefined, cookie)).status).toBe(403);
    const changed = await change(id, { role: 'finance', seesAllCustomers: true });
    expect(changed.json).toMatchObject({ role: 'finance', seesAllCustomers: true });
    expect((await send('GET', '/v1/payments', undefined, cookie)).status).toBe(200);
    const rows = await api.prisma.auditEntry.findMany({ where: { entityId: id, action: 'principal.changed' } });
    expect(rows).toMatchObject([
      {
        actor: principalOf('admin'),
        role: 'admin',
        before: { role: 'logistics', seesAllCustomers: false },
        after: { role: 'finance', seesAllCustomers: true },
      },
    ]);
  });

  it('is put out of use: out at once by session and key, back in by a new sign-in only', async () => {
    const id = await newPerson('finance');
    const cookie = await signIn(api, id);
    const { json } = await post('/v1/api-keys', { principal: id });
    const key = String(json?.['key']);
    expect((await change(id, { active: false })).json).toMatchObject({ active: false });
    expect((await send('GET', '/v1/orders', undefined, cookie)).status).toBe(401);
    expect((await api.call({ method: 'GET', path: '/v1/orders', key })).status).toBe(401);
    expect((await change(id, { active: true })).json).toMatchObject({ active: true });
    expect((await send('GET', '/v1/orders', undefined, cookie)).status).toBe(401);
    expect((await send('GET', '/v1/orders', undefined, await signIn(api, id))).status).toBe(200);
    expect((await api.call({ method: 'GET', path: '/v1/orders', key })).status).toBe(200);
  });

  it('who gets a new password is signed out, and has no second factor any more', async () => {
    const id = await newPerson('finance');
    const cookie = await signIn(api, id);
    await api.prisma.totp.create({ data: { principalId: id, secret: 'x', confirmedAt: new Date() } });
    expect((await get(`/v1/people/${id}`)).json).toMatchObject({ totp: true });
    expect((await post(`/v1/people/${id}/password`, { password: 'a first one of the tests' })).status).toBe(200);
    expect((await send('GET', '/v1/orders', undefined, cookie)).status).toBe(401);
    expect((await enter(id, 'a first one of the tests')).json).toMatchObject({ totp: false });
  });

  it('is shown with the other names of the person', async () => {
    const id = await newPerson('sales');
    await api.prisma.personLink.create({ data: { principal: 'n-4711@id.example', person: id } });
    expect((await get(`/v1/people/${id}`)).json).toMatchObject({ person: id, links: ['n-4711@id.example'] });
  });

  it('is one of a list, page by page', async () => {
    const first = await get('/v1/people?limit=3&sort=name');
    const items = first.json?.['items'] as readonly Body[];
    expect(items).toHaveLength(3);
    const second = await get(`/v1/people?limit=3&sort=name&cursor=${String(first.json?.['nextCursor'])}`);
    const others = second.json?.['items'] as readonly Body[];
    expect(items.map((one) => one['id'])).not.toContain(others[0]?.['id']);
  });

  it('finds people by a part of their name or id, by role, and by whether they are in use', async () => {
    const id = await newPerson('logistics');
    await change(id, { active: false });
    const ids = async (query: string): Promise<readonly unknown[]> => {
      const items = (await get(`/v1/people?${query}`)).json?.['items'] as readonly Body[];
      return items.map((one) => one['id']);
    };
    expect(await ids(`search=${id.toUpperCase()}`)).toEqual([id]);
    expect(await ids(`search=${id}&role=logistics&active=false`)).toEqual([id]);
    expect(await ids(`search=${id}&active=true`)).toEqual([]);
    expect(await ids(`search=${id}&role=sales`)).toEqual([]);
    expect((await get('/v1/people?role=boss')).status).toBe(422);
  });
});

describe('the rights of an admin', () => {
  it('are nobody’s to take from themselves, under whatever name', async () => {
    const own = principalOf('admin');
    expect((await change(own, { role: 'ops' })).json).toMatchObject({ status: 409, code: 'own-rights' });
    expect((await change(own, { active: false })).json).toMatchObject({ status: 409, code: 'own-rights' });
    expect((await change(own, { name: 'The one admin' })).status).toBe(200);
    const other = await newPerson('admin');
    await api.prisma.personLink.create({ data: { principal: other, person: own } });
    expect((await change(other, { role: 'ops' })).json).toMatchObject({ status: 409, code: 'own-rights' });
    await api.prisma.personLink.delete({ where: { principal: other } });
    expect((await change(other, { role: 'ops' })).status).toBe(200);
  });

  it('stay with one at least, when two admins take them from each other at once', async () => {
    const other = await newPerson('admin');
    const cookie = await signIn(api, other);
    const both = await Promise.all([
      change(other, { role: 'ops' }),
      change(principalOf('admin'), { role: 'ops' }, cookie),
    ]);
    const admins = await api.prisma.principal.count({ where: { role: 'admin', deactivatedAt: null } });
    expect(admins).toBe(1);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    await api.prisma.principal.update({ where: { id: principalOf('admin') }, data: { role: 'admin' } });
    await api.prisma.principal.update({ where: { id: other }, data: { role: 'ops' } });
  });
});

describe('a key', () => {
  it('is shown once, good for what its scopes say, listed, and ended for good', async () => {
    const key = freshKey();
    const body = { principal: principalOf('ops'), scopes: ['orders.list'], days: 30 };
    const [first, again] = [await post('/v1/api-keys', body, key), await post('/v1/api-keys', body, key)];
    expect(first.json).toMatchObject({ role: 'ops', scopes: ['orders.list'], revokedAt: null });
    const secret = String(first.json?.['key']);
    expect(secret).toMatch(/^enc_[\w-]{43}$/);
    expect(again.json).toEqual({ ...first.json, key: null });
    const read = (path: string) => api.call({ method: 'GET', path, key: secret });
    expect([(await read('/v1/orders')).status, (await read('/v1/customers')).status]).toEqual([200, 403]);
    const kept = await api.prisma.$queryRaw<{ text: string }[]>`
      SELECT to_jsonb(k)::text AS text FROM idempotency_key k UNION ALL SELECT to_jsonb(a)::text FROM audit_entry a`;
    expect(kept.filter(({ text }) => text.includes(secret))).toEqual([]);
    const listed = (await get('/v1/api-keys')).json?.['items'] as readonly Body[];
    expect(listed[0]).toEqual({ ...again.json, key: undefined });
    const id = String(first.json?.['id']);
    const revoked = await post(`/v1/api-keys/${id}/revocation`, { reason: 'The laptop is lost.' });
    expect(revoked.json?.['revokedAt']).toEqual(expect.any(String));
    const record = { action: 'api-key.revoked', entityId: id };
    expect(await api.prisma.auditEntry.findFirst({ where: record, select: { after: true } })).toMatchObject({
      after: { reason: 'The laptop is lost.' },
    });
    expect((await post(`/v1/api-keys/${id}/revocation`, {})).status).toBe(404);
  });

  it.each([
    ['for nobody', { principal: 'nobody-here' }, 'principal'],
    ['for longer than ten years', { principal: 'api-ops', days: 3_651 }, 'days'],
    ['for what its holder may not do', { principal: 'api-ops', scopes: ['orders.list', 'orders.deliver'] }, 'scopes.1'],
    ['for what there is not', { principal: 'api-ops', scopes: ['everything'] }, 'scopes.0'],
  ])('is not made %s', async (_what, body, field) => {
    expect((await post('/v1/api-keys', body)).json).toMatchObject({ status: 422, errors: [{ field }] });
  });
});

describe('the company', () => {
  it('is shown to everybody and changed by an admin, field by field, on record', async () => {
    const before = (await api.call({ method: 'GET', path: '/v1/company', key: api.keys.sales })).json;
    const changed = await send('PATCH', '/v1/company', { phone: '01 23 45 67 89' });
    expect(changed.json).toEqual({ ...before, phone: '01 23 45 67 89' });
    const [row] = await api.prisma.auditEntry.findMany({
      where: { action: 'company.changed' },
      orderBy: { id: 'desc' },
    });
    expect(row).toMatchObject({ actor: principalOf('admin'), before, after: changed.json });
  });

  it('is checked as a whole: a VAT number is that of the SIREN', async () => {
    const answered = await send('PATCH', '/v1/company', { siren: '732829320' });
    expect(answered.json).toMatchObject({ status: 422, errors: [{ field: 'vatNumber' }] });
  });
});

describe('a policy', () => {
  it('keeps what it said before, since when and by whom, and is in force for what comes next', async () => {
    const policy = (await get('/v1/policies/credit')).json as { readonly version: number; readonly body: Body };
    expect(policy).toMatchObject({ kind: 'credit', version: 1, by: 'demo-data' });
    const body = { ...policy.body, overdueToleranceDays: 9 };
    const written = await post('/v1/policies/credit', body);
    expect(written.json).toMatchObject({ version: 2, by: principalOf('admin'), body });
    expect((await post('/v1/policies/credit', body)).json).toMatchObject({ version: 2 });
    const history = (await get('/v1/policies/credit/history')).json?.['items'] as readonly Body[];
    expect(history.map(({ version, body: said }) => [version, said])).toEqual([
      [2, body],
      [1, policy.body],
    ]);
    const [row] = await api.prisma.auditEntry.findMany({ where: { action: 'policy.changed', entityId: 'credit' } });
    expect(row).toMatchObject({ actor: principalOf('admin'), before: policy.body, after: body });
    const { body: inForce } = await api.prisma.policy.findUniqueOrThrow({ where: { kind: 'credit' } });
    expect(inForce).toEqual(body);
    const all = (await get('/v1/policies')).json?.['items'] as readonly Body[];
    expect(all.map(({ kind, version }) => [kind, version])).toContainEqual(['credit', 2]);
    expect(all).toHaveLength(policyKinds.length);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(policyKinds));
  });

  it('is refused as a whole when it makes no sense', async () => {
    const { body } = (await get('/v1/policies/dunning')).json as { readonly body: Body };
    const answered = await post('/v1/policies/dunning', { ...body, levels: [] });
    expect(answered.json).toMatchObject({ status: 422, errors: [{ field: 'levels' }] });
    expect((await get('/v1/policies/none')).status).toBe(404);
  });
});

describe('an API that has not the registrar’s rights', () => {
  it('reads who may act, says what to set, and changes nothing', async () => {
    const plain = await openApi({ deps: () => ({ registrar: null }) });
    const key = plain.keys.admin;
    expect((await plain.call({ method: 'GET', path: '/v1/people', key })).status).toBe(200);
    const refused = await plain.call({
      method: 'PATCH',
      path: `/v1/people/${principalOf('sales')}`,
      key,
      body: { role: 'admin' },
    });
    expect(refused.json).toMatchObject({
      status: 503,
      code: 'unavailable',
      remedy: expect.stringContaining('DATABASE_REGISTRAR_URL') as string,
    });
    await givePassword(plain.prisma, principalOf('sales'));
    const cookie = await signIn(plain, principalOf('sales'));
    const own = await plain.call({ method: 'GET', path: '/v1/sessions', headers: { Cookie: cookie } });
    expect(own.status).toBe(200);
    await plain.close();
  });
});
