import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { cookieOf, freshKey, givePassword, openApi, ownPage, passwordOfTests, principalOf, signIn } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

let api: ApiUnderTest;
let own: Things;
let foreign: Things;

beforeAll(async () => {
  api = await openApi({ config: { trustProxy: true } });
  own = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  foreign = await oneOfEverything(api.prisma, 2, 'somebody-else');
});
afterAll(async () => {
  await api.close();
});

const get = (path: string, cookie = '', headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  api.call({ method: 'GET', path, headers: { Cookie: cookie, ...headers } });
const post = (
  path: string,
  body: unknown,
  cookie = '',
  headers: Readonly<Record<string, string>> = ownPage,
): Promise<Answered> => api.call({ method: 'POST', path, body, headers: { Cookie: cookie, ...headers } });
const enter = (name: string, password: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  post('/session', { name, password }, '', { ...ownPage, ...headers });

const receipt = () => ({
  reference: `GR-${freshKey()}`,
  receivedOn: '2026-11-02',
  lines: [{ product: 'P-001', quantity: '1' }],
});
/** A person of their own, so that nobody else's sign-ins count. */
let made = 0;
async function newPerson(role: 'sales' | 'logistics' | 'finance' = 'logistics'): Promise<string> {
  made += 1;
  const id = `person-${made}`;
  await api.prisma.principal.create({ data: { id, name: `Person No ${made}`, role } });
  await givePassword(api.prisma, id);
  return id;
}

describe('signing in', () => {
  it('tells whoever asks how one can, and who is signed in', async () => {
    expect((await get('/session')).json).toEqual({ kind: 'nobody', password: true, oidc: null, demo: [], ended: null });
    const cookie = await signIn(api, principalOf('sales'));
    const { json, headers } = await get('/session', cookie);
    expect(json).toMatchObject({
      kind: 'signed-in',
      principal: 'api-sales',
      person: 'api-sales',
      name: 'The sales',
      role: 'sales',
      seesAllCustomers: false,
      method: 'password',
      idleMinutes: 30,
      zone: 'Europe/Paris',
      isDemo: false,
      mustChangePassword: false,
      totp: false,
    });
    expect(json?.['permissions']).toContain('orders.create');
    expect(json?.['permissions']).not.toContain('payments.list');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('with name and password opens a session by a cookie that scripts and other sites never see', async () => {
    const name = await newPerson('sales');
    const answered = await enter(` ${name.toUpperCase()} `, passwordOfTests);
    expect(answered.status).toBe(201);
    expect(answered.json).toMatchObject({ kind: 'signed-in', principal: name });
    const cookie = answered.headers.get('set-cookie') ?? '';
    for (const part of [/HttpOnly/, /SameSite=Lax/, /Max-Age=28800/, /Path=\//]) expect(cookie).toMatch(part);
    expect((await get('/v1/orders', cookieOf(answered))).status).toBe(200);
  });

  it('gives an unknown name and a wrong password the same answer, and no cookie', async () => {
    const name = await newPerson();
    await api.prisma.principal.create({ data: { id: 'without-password', name: 'W', role: 'sales' } });
    const answers = [
      await enter(name, 'a wrong one'),
      await enter('nobody-of-this-name', 'a wrong one'),
      await enter('without-password', 'a wrong one'),
    ];
    const [first] = answers;
    expect(first?.json).toMatchObject({ status: 401, code: 'sign-in-refused' });
    for (const { text, headers } of answers) {
      expect(text).toBe(first?.text);
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('takes an unknown name as long as a wrong password', async () => {
    const name = await newPerson();
    const timed = async (who: string): Promise<number> => {
      const begun = performance.now();
      await enter(who, 'a wrong one', { 'X-Forwarded-For': '192.0.2.77' });
      return performance.now() - begun;
    };
    await timed(name);
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let round = 0; round < 7; round += 1) {
      known.push(await timed(name));
      unknown.push(await timed(`nobody-${round}`));
    }
    const middle = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[3] ?? 0;
    expect(middle(unknown) / middle(known)).toBeGreaterThan(0.5);
    expect(middle(unknown) / middle(known)).toBeLessThan(2);
  });

  it('is no matter for an API key: who has one has no session by it', async () => {
    expect((await enter(principalOf('ops'), api.keys.ops)).status).toBe(401);
    expect((await post('/session', { apiKey: api.keys.ops })).status).toBe(422);
  });

  it.each([
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['another name of our own site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['over plain http a page of another site', { Origin: 'http://evil.example' }, 403],
    ['over plain http a page of another port', { Origin: 'http://127.0.0.1:1' }, 403],
    ['over plain http a page that does not say which', { Origin: 'null' }, 403],
    ['no page at all', {}, 403],
    ['over plain http a page of ours', { Origin: '' }, 204],
  ])('and out again, from %s, answers as it must', async (_what, headers, status) => {
    const sent = 'Origin' in headers && headers.Origin === '' ? { Origin: api.url } : headers;
    expect((await post('/session/end', {}, '', sent)).status).toBe(status);
    const name = await newPerson();
    const entered = await post('/session', { name, password: passwordOfTests }, '', sent);
    expect([entered.status, entered.headers.get('set-cookie') === null]).toEqual(
      status === 403 ? [403, true] : [201, false],
    );
  });

  it('is of our own also at the address that the public knows', async () => {
    const known = await openApi({ config: { publicUrl: 'http://encours.intern:8080' } });
    const headers = { Origin: 'http://encours.intern:8080' };
    expect((await known.call({ method: 'POST', path: '/session/end', body: {}, headers })).status).toBe(204);
    await known.close();
  });

  it('says by its configuration, never by a header, whether the cookie is for https alone', async () => {
    const secure = await openApi({ config: { trustProxy: true, secureCookies: true } });
    expect(await signIn(secure, principalOf('ops'), { 'X-Forwarded-Proto': 'http' })).toMatch(
      /^__Host-encours-session=/,
    );
    await secure.close();
    const name = await newPerson();
    const plain = await enter(name, passwordOfTests, { 'X-Forwarded-Proto': 'https' });
    expect(plain.headers.get('set-cookie')).not.toMatch(/Secure/);
  });

  it('again ends the session that the browser had', async () => {
    const first = await signIn(api, principalOf('manager'));
    const second = await signIn(api, principalOf('manager'), { Cookie: first });
    expect([(await get('/v1/orders', first)).status, (await get('/v1/orders', second)).status]).toEqual([401, 200]);
  });
});

describe('the demo’s accounts', () => {
  it('are one of each role, opened by one click, in the embedded stack', async () => {
    const demo = await openApi({ mode: 'embedded' });
    const state = await demo.call({ method: 'GET', path: '/session' });
    const accounts = state.json?.['demo'] as readonly { readonly account: string; readonly role: string }[];
    expect(accounts.map(({ role }) => role).toSorted()).toEqual([
      'admin',
      'finance',
      'logistics',
      'manager',
      'ops',
      'sales',
    ]);
    const click = (account: string) =>
      demo.call({ method: 'POST', path: '/session/demo', body: { account }, headers: ownPage });
    for (const { account, role } of accounts) {
      const opened = await click(account);
      expect(opened.json).toMatchObject({ principal: account, role, method: 'demo', isDemo: true });
      const looked = await demo.call({ method: 'GET', path: '/v1/orders', headers: { Cookie: cookieOf(opened) } });
      expect(looked.status).toBe(200);
    }
    expect((await click('nancy.davolio')).status).toBe(401);
    expect((await click(principalOf('admin'))).status).toBe(401);
    await demo.close();
  });

  it('are none in production, where there is no such route', async () => {
    const click = await post('/session/demo', { account: 'sophie.arnaud' });
    expect(click.json).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('guessing a password', () => {
  const from = (address: string) => ({ 'X-Forwarded-For': address });

  it('is refused after ten wrong ones for an account from an address, also with the right one, and for nobody else', async () => {
    const [name, other] = [await newPerson(), await newPerson()];
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess += 1)
      statuses.push((await enter(name, `guess ${guess}`, from('192.0.2.1'))).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    const right = await enter(name, passwordOfTests, from('192.0.2.1'));
    expect([right.status, right.json?.['code']]).toEqual([429, 'too-many-requests']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await enter(name, passwordOfTests, from('192.0.2.2'))).status).toBe(201);
    expect((await enter(other, passwordOfTests, from('192.0.2.1'))).status).toBe(201);
  });

  it('counts those that are under way', async () => {
    const name = await newPerson();
    const guesses = Array.from({ length: 30 }, (_, no) => enter(name, `guess ${no}`, from('192.0.2.9')));
    const refused = (await Promise.all(guesses)).filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
  });

  it('locks nobody out of where they have signed in before', async () => {
    const name = await newPerson();
    expect((await enter(name, passwordOfTests, from('192.0.2.3'))).status).toBe(201);
    for (let guess = 0; guess < 15; guess += 1) await enter(name, `guess ${guess}`, from('192.0.2.3'));
    expect((await enter(name, passwordOfTests, from('192.0.2.3'))).status).toBe(201);
  });

  it('from one network of IPv6 is from one address', async () => {
    const name = await newPerson();
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess += 1)
      statuses.push((await enter(name, 'wrong', from(`2001:db8:1:2::${guess + 1}`))).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('from an address is refused after a hundred wrong ones, whatever the account', async () => {
    const name = await newPerson();
    const wrong = Array.from({ length: 100 }, (_, no) => enter(`stranger-${no}`, 'wrong', from('192.0.2.4')));
    expect(new Set((await Promise.all(wrong)).map(({ status }) => status))).toEqual(new Set([401]));
    expect((await enter(name, passwordOfTests, from('192.0.2.4'))).status).toBe(429);
    expect((await enter(name, passwordOfTests, from('192.0.2.5'))).status).toBe(201);
  });

  it('from everywhere slows the account down, and closes it to nobody', async () => {
    const name = await newPerson();
    const wrong = Array.from({ length: 22 }, (_, no) => enter(name, 'wrong', from(`198.51.100.${no + 1}`)));
    await Promise.all(wrong);
    const begun = performance.now();
    const right = await enter(name, passwordOfTests, from('198.51.100.200'));
    expect(right.status).toBe(201);
    // The 23rd sign-in is the third beyond 20: 3 × 0.25 s.
    expect(performance.now() - begun).toBeGreaterThan(740);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe('a password', () => {
  const change = (cookie: string, newPassword: string, currentPassword = passwordOfTests, key = freshKey()) =>
    post('/v1/me/password', { currentPassword, newPassword }, cookie, { ...ownPage, 'Idempotency-Key': key });

  it.each([
    ['shorter than twelve characters', 'eleven char', 'at least 12'],
    ['the name, however it is written', 'Person No 0_0-0-0-0-0', 'name'],
    ['one character again and again', 'aaaaaaaaaaaaaaa', 'one character'],
    ['the one before', passwordOfTests, 'another'],
  ])('is not %s', async (_what, next, why) => {
    const name = await newPerson();
    await api.prisma.principal.update({ where: { id: name }, data: { name: 'Person No 000000' } });
    const refused = await change(await signIn(api, name), next);
    expect(refused.json).toMatchObject({ status: 422, errors: [{ field: 'newPassword' }] });
    expect(refused.text).toContain(why);
  });

  it('of twelve characters without any rule is one, and ends the other sessions of the person', async () => {
    const name = await newPerson();
    const [here, there] = [await signIn(api, name), await signIn(api, name)];
    expect((await change(here, 'pâtes et riz 🍚')).status).toBe(200);
    expect([(await get('/v1/orders', here)).status, (await get('/v1/orders', there)).status]).toEqual([200, 401]);
    expect((await enter(name, passwordOfTests)).status).toBe(401);
    expect((await enter(name, 'pâtes et riz 🍚'.normalize('NFD'))).status).toBe(201);
    const rows = await api.prisma.auditEntry.findMany({ where: { actor: name }, orderBy: { id: 'asc' } });
    expect(rows.map(({ action }) => action)).toEqual(['password.changed', 'session.ended']);
  });

  it('is changed once under one key, and nothing kept tells what it is', async () => {
    const name = await newPerson();
    const cookie = await signIn(api, name);
    const key = freshKey();
    const next = 'the next one to come';
    const first = await change(cookie, next, passwordOfTests, key);
    const again = await change(cookie, next, passwordOfTests, key);
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const kept = await api.prisma.$queryRaw<{ text: string }[]>`
      SELECT to_jsonb(k)::text AS text FROM idempotency_key k WHERE principal = ${name}
      UNION ALL SELECT to_jsonb(p)::text FROM password p UNION ALL SELECT to_jsonb(a)::text FROM audit_entry a`;
    const { createHash } = await import('node:crypto');
    const plain = JSON.stringify({ currentPassword: passwordOfTests, newPassword: next });
    const digest = createHash('sha256').update(plain).digest('hex');
    expect(kept.filter(({ text }) => text.includes(next) || text.includes(digest))).toEqual([]);
  });

  it('needs the one before, and a session that was opened by it', async () => {
    const name = await newPerson();
    const wrong = await change(await signIn(api, name), 'the next one to come', 'a wrong one');
    expect(wrong.json).toMatchObject({ status: 422, errors: [{ field: 'currentPassword' }] });
    const byKey = await api.call({
      method: 'POST',
      path: '/v1/me/password',
      key: api.keys.ops,
      body: { currentPassword: passwordOfTests, newPassword: 'the next one to come' },
    });
    expect(byKey.json).toMatchObject({ status: 409, code: 'session-needed' });
  });

  it('that somebody else has set is changed before anything else is done', async () => {
    const name = await newPerson();
    const cookie = await signIn(api, name);
    await api.prisma.password.update({ where: { principalId: name }, data: { mustChange: true } });
    expect((await get('/session', cookie)).json).toMatchObject({ mustChangePassword: true });
    for (const answered of [await get('/v1/orders', cookie), await post('/v1/stock/receipts', receipt(), cookie)])
      expect(answered.json).toMatchObject({ status: 403, code: 'password-change-needed' });
    expect((await change(cookie, 'the next one to come')).status).toBe(200);
    expect((await get('/v1/orders', cookie)).status).toBe(200);
  });
});

describe('a session', () => {
  it('sees what its person may see', async () => {
    const cookie = await signIn(api, principalOf('sales'));
    expect((await get(`/v1/orders/${own.order}`, cookie)).status).toBe(200);
    expect((await get(`/v1/orders/${foreign.order}`, cookie)).status).toBe(404);
    expect((await get('/v1/payments', cookie)).status).toBe(403);
  });

  it('writes for a page of ours, once under one key, on record as its person', async () => {
    const name = await newPerson('logistics');
    const cookie = await signIn(api, name);
    const [body, key] = [receipt(), freshKey()];
    const write = () => post('/v1/stock/receipts', body, cookie, { ...ownPage, 'Idempotency-Key': key });
    const [first, again] = [await write(), await write()];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const entries = await api.prisma.auditEntry.findMany({ where: { actor: name } });
    expect(entries.map(({ action, role }) => [action, role])).toEqual([['stock.received', 'logistics']]);
  });

  it('has to send an Idempotency-Key with each write, as everybody has', async () => {
    const cookie = await signIn(api, await newPerson('logistics'));
    const answered = await post('/v1/stock/receipts', receipt(), cookie, { ...ownPage, 'Idempotency-Key': '' });
    expect(answered.json).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
  });

  it.each([
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another name of our own site', { 'Sec-Fetch-Site': 'same-site' }],
    ['an address typed in', { 'Sec-Fetch-Site': 'none' }],
    ['over plain http a page of another site', { Origin: 'http://evil.example' }],
    ['over plain http a page of another port', { Origin: 'http://127.0.0.1:1' }],
    ['over plain http a page that does not say which', { Origin: 'null' }],
    ['no page at all', {}],
    ['a page of another site that claims our Origin', { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://127.0.0.1' }],
  ])('writes nothing for %s', async (_what, headers) => {
    const name = await newPerson('logistics');
    const cookie = await signIn(api, name);
    const body = receipt();
    const refused = await post('/v1/stock/receipts', body, cookie, headers as Readonly<Record<string, string>>);
    expect(refused.json).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await api.prisma.stockReceipt.count({ where: { reference: body.reference } })).toBe(0);
    expect(await api.prisma.idempotencyKey.count({ where: { principal: name } })).toBe(0);
    expect((await get('/v1/orders', cookie, headers as Readonly<Record<string, string>>)).status).toBe(200);
  });

  it('follows the role of its person at once', async () => {
    const name = await newPerson('logistics');
    const cookie = await signIn(api, name);
    expect((await get('/v1/payments', cookie)).status).toBe(403);
    await api.prisma.principal.update({ where: { id: name }, data: { role: 'finance' } });
    expect((await get('/v1/payments', cookie)).status).toBe(200);
    expect((await get('/session', cookie)).json).toMatchObject({ role: 'finance' });
  });

  it('is over at once when its person is put out of use, or whom they are one person with', async () => {
    const [name, other] = [await newPerson(), await newPerson()];
    const cookie = await signIn(api, name);
    await api.prisma.personLink.create({ data: { principal: name, person: other } });
    expect((await get('/v1/orders', cookie)).status).toBe(200);
    await api.prisma.principal.update({ where: { id: other }, data: { deactivatedAt: new Date() } });
    expect((await get('/v1/orders', cookie)).status).toBe(401);
    expect((await get('/session', cookie)).json).toMatchObject({ kind: 'nobody', ended: 'inactive' });
    expect((await enter(name, passwordOfTests)).status).toBe(401);
  });

  it('is over for whoever has its cookie once somebody signs out with it', async () => {
    const cookie = await signIn(api, principalOf('sales'));
    const out = await post('/session/end', {}, cookie);
    expect([out.status, out.headers.get('set-cookie')?.includes('Max-Age=0')]).toEqual([204, true]);
    expect((await get('/v1/orders', cookie)).status).toBe(401);
    expect((await get('/session', cookie)).json).toMatchObject({ ended: 'signed-out' });
  });

  it('is over after half an hour without a request, and after eight hours in any case', async () => {
    let now = Date.now();
    const timed = await openApi({ deps: () => ({ now: () => new Date(now) }) });
    const minutes = (count: number) => {
      now += count * 60_000;
    };
    const status = async (cookie: string) =>
      (await timed.call({ method: 'GET', path: '/v1/orders', headers: { Cookie: cookie } })).status;
    const cookie = await signIn(timed, principalOf('ops'));
    for (const expected of [200, 200]) {
      minutes(29);
      expect(await status(cookie)).toBe(expected);
    }
    minutes(30);
    expect(await status(cookie)).toBe(401);
    const another = await signIn(timed, principalOf('ops'));
    for (let quarter = 0; quarter < 31; quarter += 1) {
      minutes(15);
      expect(await status(another)).toBe(200);
    }
    minutes(15);
    expect(await status(another)).toBe(401);
    await timed.close();
  });

  it('is listed to whose it is, who may end it from another one, and to nobody else but an admin', async () => {
    const finance = principalOf('finance');
    const mine = await signIn(api, finance, { 'User-Agent': 'Laptop' });
    const lost = await signIn(api, finance, { 'User-Agent': 'Telephone' });
    const other = await signIn(api, principalOf('manager'));
    const admin = await signIn(api, principalOf('admin'));
    const listed = async (cookie: string, query = '') =>
      (await get(`/v1/sessions${query}`, cookie)).json?.['items'] as readonly Record<string, unknown>[];
    const own = await listed(mine);
    expect(
      own.map(({ agent, isThis, method }) => `${String(agent)} ${String(isThis)} ${String(method)}`).toSorted(),
    ).toEqual(['Laptop true password', 'Telephone false password']);
    const id = own.find(({ agent }) => agent === 'Telephone')?.['id'];
    expect((await listed(other)).map((session) => session['id'])).not.toContain(id);
    expect((await get('/v1/sessions?everybody=true', mine)).status).toBe(403);
    expect((await listed(admin, '?everybody=true')).map((session) => session['id'])).toContain(id);
    const end = (cookie: string) => post(`/v1/sessions/${String(id)}/end`, {}, cookie);
    expect((await end(other)).status).toBe(404);
    expect((await get('/v1/orders', lost)).status).toBe(200);
    expect((await end(mine)).json).toMatchObject({ id });
    expect([(await get('/v1/orders', lost)).status, (await get('/v1/orders', mine)).status]).toEqual([401, 200]);
    const last = (await listed(mine))[0]?.['id'];
    expect((await post(`/v1/sessions/${String(last)}/end`, {}, admin)).status).toBe(200);
    expect((await get('/v1/orders', mine)).status).toBe(401);
  });

  it('cannot be forged', async () => {
    const cookie = await signIn(api, principalOf('sales'));
    const [name, token = ''] = cookie.split('=');
    const [, payload] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const changed = `${token.slice(0, -3)}${token.at(-3) === 'a' ? 'b' : 'a'}${token.slice(-2)}`;
    for (const forged of [`${none}.${payload}.`, changed, 'x', ''])
      expect((await get('/v1/orders', `${name}=${forged}`)).status).toBe(401);
  });
});
