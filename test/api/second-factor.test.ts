import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, freshKey, givePassword, openApi, ownPage, passwordOfTests, signIn } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

/** Authenticators, on a clock of the test's own. */
let api: ApiUnderTest;
let now = Date.parse('2026-11-02T09:00:10Z');
const halfMinutes = (count: number): void => {
  now += count * 30_000;
};

beforeAll(async () => {
  api = await openApi({ config: { trustProxy: true }, deps: () => ({ now: () => new Date(now) }) });
});
afterAll(() => api.close());

const post = (path: string, body: unknown, cookie = '', key = freshKey()): Promise<Answered> =>
  api.call({ method: 'POST', path, body, headers: { Cookie: cookie, 'Idempotency-Key': key, ...ownPage } });
const enter = (name: string, code?: string, address = '192.0.2.1'): Promise<Answered> =>
  api.call({
    method: 'POST',
    path: '/session',
    body: { name, password: passwordOfTests, ...(code !== undefined && { code }) },
    headers: { ...ownPage, 'X-Forwarded-For': address },
  });
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now + steps * 30_000 });

let made = 0;
async function newPerson(): Promise<{ readonly name: string; readonly cookie: string }> {
  made += 1;
  const name = `careful-${made}`;
  await api.prisma.principal.create({ data: { id: name, name: `Careful ${made}`, role: 'finance' } });
  await givePassword(api.prisma, name);
  return { name, cookie: await signIn(api, name) };
}

/** With an authenticator that is confirmed by the code of this moment. */
async function enrolled() {
  const person = await newPerson();
  const begun = await post('/v1/me/totp', {}, person.cookie);
  const secret = String(begun.json?.['secret']);
  const confirmed = await post('/v1/me/totp/confirmation', { code: codeOf(secret) }, person.cookie);
  expect(confirmed.status).toBe(200);
  return { ...person, secret, recoveryCodes: confirmed.json?.['recoveryCodes'] as readonly string[] };
}

describe('an authenticator', () => {
  it('is set up by a secret and an address for a QR code, and asks for nothing before a first code', async () => {
    const { name, cookie } = await newPerson();
    const begun = await post('/v1/me/totp', {}, cookie);
    expect(begun.status).toBe(201);
    expect(begun.json?.['secret']).toMatch(/^[A-Z2-7]{32}$/);
    expect(begun.json?.['uri']).toContain(`otpauth://totp/Encours:${name}?issuer=Encours&secret=`);
    expect((await enter(name)).status).toBe(201);
    expect((await post('/v1/me/totp/confirmation', { code: '000000' }, cookie)).json).toMatchObject({
      status: 422,
      errors: [{ field: 'code' }],
    });
    expect((await enter(name)).status).toBe(201);
  });

  it('shows the same to a repeat, and the database keeps neither secret nor recovery code', async () => {
    const { cookie } = await newPerson();
    const [key, confirmKey] = [freshKey(), freshKey()];
    const begun = await post('/v1/me/totp', {}, cookie, key);
    expect((await post('/v1/me/totp', {}, cookie, key)).json).toEqual(begun.json);
    const secret = String(begun.json?.['secret']);
    const confirm = () => post('/v1/me/totp/confirmation', { code: codeOf(secret) }, cookie, confirmKey);
    const [confirmed, again] = [await confirm(), await confirm()];
    expect(again.json).toEqual(confirmed.json);
    const codes = confirmed.json?.['recoveryCodes'] as readonly string[];
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
    const kept = await api.prisma.$queryRaw<{ text: string }[]>`
      SELECT to_jsonb(t)::text AS text FROM totp t UNION ALL SELECT to_jsonb(r)::text FROM recovery_code r
      UNION ALL SELECT to_jsonb(k)::text FROM idempotency_key k UNION ALL SELECT to_jsonb(a)::text FROM audit_entry a`;
    const secrets = [secret, Buffer.from(Secret.fromBase32(secret).bytes).toString('hex'), ...codes];
    expect(kept.filter(({ text }) => secrets.some((one) => text.includes(one)))).toEqual([]);
  });

  it('is asked for beside a right password, and for a wrong one nothing tells that there is one', async () => {
    const { name, secret, cookie } = await enrolled();
    expect((await api.call({ method: 'GET', path: '/session', headers: { Cookie: cookie } })).json).toMatchObject({
      totp: true,
    });
    const asked = await enter(name);
    expect(asked.json).toMatchObject({ status: 401, code: 'code-needed' });
    expect(asked.headers.get('set-cookie')).toBeNull();
    const wrong = { name, password: 'a wrong one', code: codeOf(secret) };
    expect((await post('/session', wrong)).json).toMatchObject({ status: 401, code: 'sign-in-refused' });
    halfMinutes(1);
    const entered = await enter(name, codeOf(secret));
    expect([entered.status, entered.json?.['totp']]).toEqual([201, true]);
  });

  it('is good for one sign-in with each code, in order, with a clock half a minute off at most', async () => {
    const { name, secret } = await enrolled();
    const status = async (code: string) => (await enter(name, code)).status;
    expect(await status(codeOf(secret))).toBe(401); // it confirmed the authenticator
    halfMinutes(4);
    expect(await status(codeOf(secret))).toBe(201);
    expect(await status(codeOf(secret))).toBe(401);
    expect(await status(codeOf(secret, -1))).toBe(401);
    expect(await status(codeOf(secret, 1))).toBe(201);
    halfMinutes(4);
    expect(await status(codeOf(secret, -1))).toBe(201);
    expect(await status(codeOf(secret, -2))).toBe(401);
    expect(await status(codeOf(secret, 2))).toBe(401);
    const both = codeOf(secret);
    const twice = await Promise.all([status(both), status(both)]);
    expect(twice.toSorted((a, b) => a - b)).toEqual([201, 401]);
  });

  it('that is lost is stood for by ten recovery codes, each good once', async () => {
    const { name, recoveryCodes } = await enrolled();
    const other = await enrolled();
    const [first = '', second = ''] = recoveryCodes;
    expect((await enter(name, first.toLowerCase().replaceAll('-', ' '))).status).toBe(201);
    expect((await enter(name, first)).status).toBe(401);
    expect((await enter(name, other.recoveryCodes[0])).status).toBe(401);
    expect((await enter(name, second)).status).toBe(201);
  });

  it('is removed by a code, and set up again with another secret', async () => {
    const { name, secret, cookie } = await enrolled();
    const again = await post('/v1/me/totp', {}, cookie);
    expect(again.json).toMatchObject({ status: 409, code: 'already-exists' });
    expect((await post('/v1/me/totp/removal', { code: '123456' }, cookie)).status).toBe(422);
    halfMinutes(1);
    expect((await post('/v1/me/totp/removal', { code: codeOf(secret) }, cookie)).status).toBe(200);
    expect((await enter(name)).status).toBe(201);
    expect(await api.prisma.recoveryCode.count({ where: { principalId: name } })).toBe(0);
    const begun = await post('/v1/me/totp', {}, cookie);
    expect(begun.status).toBe(201);
    expect(begun.json?.['secret']).not.toBe(secret);
    const actions = await api.prisma.auditEntry.findMany({ where: { actor: name }, orderBy: { id: 'asc' } });
    expect(actions.map(({ action }) => action)).toEqual(['totp.begun', 'totp.confirmed', 'totp.removed', 'totp.begun']);
  });

  it('is guessed ten times at most, wherever from and by whoever has the password', async () => {
    const { name, secret } = await enrolled();
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess += 1)
      statuses.push((await enter(name, '000000', `198.51.100.${guess + 1}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    halfMinutes(1);
    expect((await enter(name, codeOf(secret), '198.51.100.99')).status).toBe(429);
  });

  it('sealed for one person, or under another SESSION_SECRET, opens for nobody else', async () => {
    const [mine, other] = [await enrolled(), await enrolled()];
    const { secret } = await api.prisma.totp.findUniqueOrThrow({ where: { principalId: mine.name } });
    await api.prisma.totp.update({ where: { principalId: other.name }, data: { secret } });
    halfMinutes(1);
    expect((await enter(other.name, codeOf(mine.secret))).json).toMatchObject({ code: 'code-needed' });
    expect((await enter(mine.name, codeOf(mine.secret))).status).toBe(201);
    expect((await enter(other.name, other.recoveryCodes[3])).status).toBe(201);
  });

  it('is for who signs in with a password', async () => {
    const byKey = await api.call({ method: 'POST', path: '/v1/me/totp', key: api.keys.ops, body: {} });
    expect(byKey.json).toMatchObject({ status: 409, code: 'session-needed' });
    expect(cookieOf(byKey)).toBe('');
  });
});
