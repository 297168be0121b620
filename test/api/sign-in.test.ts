import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, openApi, principalOf } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';
import { contactsAt } from '../support/parties.js';

const audience = 'https://encours.example/api';
const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** Access tokens of RFC 9068 that live an hour at most. */
const ordinary = { tokenType: 'at+jwt', tokenMaxMinutes: 60 } as const;

type Keys = { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
let rsa: Keys;
let stranger: Keys;
let ec: Keys;
let issuerServer: Server;
let issuer: string;
let api: ApiUnderTest;

beforeAll(async () => {
  rsa = await generateKeyPair('RS256');
  stranger = await generateKeyPair('RS256');
  ec = await generateKeyPair('ES256');
  const keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa-1', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec-1', alg: 'ES256', use: 'sig' },
  ];
  issuerServer = createServer((_req, res) => {
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(issuerServer.address() as AddressInfo).port}`;
  api = await openApi({ oidc: { issuer, tokens: { audience, jwksUrl: `${issuer}/keys`, ...ordinary } } });
});
afterAll(async () => {
  await api.close();
  issuerServer.close();
});

type TokenParts = {
  readonly claims?: JWTPayload;
  readonly without?: readonly string[];
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: CryptoKey | Uint8Array;
};

/** A token that is good in everything but what is given. */
function token({ claims = {}, without = [], header = {}, key = rsa.privateKey }: TokenParts = {}): Promise<string> {
  const good: JWTPayload = {
    iss: issuer,
    aud: audience,
    sub: 'claire.dubois',
    iat: nowSeconds(),
    exp: nowSeconds() + 600,
    encours_role: 'finance',
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(good).filter(([name]) => !without.includes(name)));
  return new SignJWT(kept)
    .setProtectedHeader({ alg: 'RS256', kid: 'rsa-1', typ: 'at+jwt', ...header })
    .sign(key, { crit: { 'x-unknown': true } });
}

const read = (authorization: string, path = '/v1/orders'): Promise<Answered> =>
  api.call({ method: 'GET', path, headers: { Authorization: authorization } });

describe('an access token of the issuer', () => {
  it('opens what its role may see', async () => {
    expect((await read(`Bearer ${await token()}`)).status).toBe(200);
    expect((await read(`Bearer ${await token()}`, '/v1/payments')).status).toBe(200);
    const logistics = await token({ claims: { encours_role: 'logistics' } });
    expect((await read(`Bearer ${logistics}`, '/v1/payments')).status).toBe(403);
  });

  it('may carry its role in roles, among those of other systems, and be signed with ES256', async () => {
    const ofRoles = await token({ claims: { roles: ['crm:user', 'ops'] }, without: ['encours_role'] });
    expect((await read(`Bearer ${ofRoles}`)).status).toBe(200);
    const ofEc = await token({ header: { alg: 'ES256', kid: 'ec-1' }, key: ec.privateKey });
    expect((await read(`Bearer ${ofEc}`)).status).toBe(200);
  });
});

describe('the holder of an access token', () => {
  const customer = (number: string) => ({
    number,
    name: 'Papeterie du Port',
    siren: null,
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address: { name: 'A', street: 'B', postalCode: '1', city: 'C', region: '', countryCode: 'FR' },
    contacts: contactsAt('a@b.example', 'a@b.example'),
    phone: '',
    paymentTerms: { kind: 'net', days: 30 },
    creditLimit: '0.00',
    salesperson: null,
  });
  const open = async (number: string, bearer: string, idempotencyKey: string) =>
    api.call({
      method: 'POST',
      path: '/v1/customers',
      body: customer(number),
      headers: { Authorization: `Bearer ${bearer}`, 'Idempotency-Key': idempotencyKey },
    });
  const actorOf = async (number: string) =>
    (await api.prisma.auditEntry.findFirstOrThrow({ where: { action: 'customer.created', entityId: number } })).actor;
  const at = (subject: string): string => `${subject}@${issuer}`;

  it.each(['encours', 'command-line', 'demo-data', 'system', 'claire.dubois'])(
    'is on record as a subject of its issuer, also when that is called %s',
    async (subject) => {
      const number = `AT-${subject.toUpperCase().replace('.', '-')}`;
      const opened = await open(number, await token({ claims: { sub: subject } }), 'a-key');
      expect(opened.status).toBe(201);
      expect(await actorOf(number)).toBe(at(subject));
    },
  );

  it('gets no answer that is kept for the holder of a key of the same name', async () => {
    await api.prisma.principal.create({ data: { id: 'marc.petit', name: 'Marc Petit', role: 'finance' } });
    const { key } = await newKey(api.prisma, 'marc.petit');
    expect((await open('KEPT-1', key, 'same-key')).status).toBe(201);
    const answered = await open('KEPT-1', await token({ claims: { sub: 'marc.petit' } }), 'same-key');
    expect([answered.status, answered.headers.get('idempotency-replayed')]).toEqual([409, null]);
    expect((await open('KEPT-1', key, 'same-key')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('sees the customers of the salesperson that they are linked to, and of nobody whose name they share', async () => {
    const customers = async (subject: string) => {
      const bearer = await token({ claims: { sub: subject, encours_role: 'sales' } });
      return (await read(`Bearer ${bearer}`, '/v1/customers')).json?.['items'] as readonly object[];
    };
    await api.prisma.customer.updateMany({ where: { number: 'VINET' }, data: { salesperson: 'nancy.davolio' } });
    await api.prisma.personLink.create({ data: { principal: at('n-4711'), person: 'nancy.davolio' } });
    expect(await customers('nancy.davolio')).toEqual([]);
    expect(await customers('n-4711')).toContainEqual(expect.objectContaining({ number: 'VINET' }));
  });
});

describe('an issuer that names no type', () => {
  it('has its access tokens accepted, and none of its other tokens', async () => {
    const tokens = { audience, jwksUrl: `${issuer}/keys`, tokenType: 'JWT', tokenMaxMinutes: 60 } as const;
    const plain = await openApi({ oidc: { issuer, tokens } });
    const status = async (parts: TokenParts) =>
      (
        await plain.call({
          method: 'GET',
          path: '/v1/orders',
          headers: { Authorization: `Bearer ${await token(parts)}` },
        })
      ).status;
    try {
      expect(await status({ header: { typ: 'JWT' } })).toBe(200);
      expect(await status({ header: { typ: undefined } })).toBe(200);
      expect(await status({ header: { typ: 'JWT' }, claims: { at_hash: 'x' } })).toBe(401);
      expect(await status({ header: { typ: 'JWT' }, claims: { typ: 'ID' } })).toBe(401);
      expect(await status({ header: { typ: 'logout+jwt' } })).toBe(401);
    } finally {
      await plain.close();
    }
  });
});

/** [what is wrong, the token] */
const bad: readonly (readonly [string, () => Promise<string> | string])[] = [
  [
    'no signature (alg none)',
    () =>
      new UnsecuredJWT({ iss: issuer, aud: audience, sub: 'x', encours_role: 'admin' })
        .setExpirationTime('5m')
        .encode(),
  ],
  ['alg none with a signature of another token', async () => forgeHeader(await token(), { alg: 'none' })],
  ['alg None in capitals', async () => forgeHeader(await token(), { alg: 'None', kid: 'rsa-1' })],
  ['HS256 with the public key as secret', async () => hmacWithPublicKey('HS256')],
  ['HS512 with the public key as secret', async () => hmacWithPublicKey('HS512')],
  [
    'an algorithm that is not pinned (PS256)',
    () =>
      token({ header: { alg: 'PS256' } }).catch(async () => forgeHeader(await token(), { alg: 'PS256', kid: 'rsa-1' })),
  ],
  ['an algorithm that is not pinned (RS384)', async () => forgeHeader(await token(), { alg: 'RS384', kid: 'rsa-1' })],
  ['the key of another issuer', () => token({ key: stranger.privateKey })],
  [
    'the key of another issuer, embedded in the header',
    async () => token({ key: stranger.privateKey, header: { jwk: await exportJWK(stranger.publicKey) } }),
  ],
  [
    'a key to be fetched from elsewhere (jku)',
    () => token({ key: stranger.privateKey, header: { jku: 'http://evil.example/keys' } }),
  ],
  [
    'a certificate to be fetched from elsewhere (x5u)',
    () => token({ key: stranger.privateKey, header: { x5u: 'http://evil.example/cert' } }),
  ],
  ['an unknown key id', () => token({ header: { kid: 'rsa-9' } })],
  ['a key id that walks the file system', () => token({ header: { kid: '../../etc/passwd' } })],
  ['the key id of another algorithm', () => token({ header: { kid: 'ec-1' } })],
  ['another issuer', () => token({ claims: { iss: 'https://evil.example' } })],
  ['the issuer with a slash too many', () => token({ claims: { iss: `${issuer}/` } })],
  ['no issuer', () => token({ without: ['iss'] })],
  ['another audience', () => token({ claims: { aud: 'https://other.example' } })],
  ['several audiences, ours not among them', () => token({ claims: { aud: ['a', 'b'] } })],
  ['no audience', () => token({ without: ['aud'] })],
  ['a time that is over', () => token({ claims: { exp: nowSeconds() - 60 } })],
  ['no end', () => token({ without: ['exp'] })],
  ['an end written as text', () => token({ claims: { exp: 'tomorrow' as unknown as number } })],
  ['a time that has not begun', () => token({ claims: { nbf: nowSeconds() + 600 } })],
  ['no subject', () => token({ without: ['sub'] })],
  ['an empty subject', () => token({ claims: { sub: '' } })],
  ['a subject of two lines', () => token({ claims: { sub: 'claire\nadmin' } })],
  ['a subject longer than names are', () => token({ claims: { sub: 'x'.repeat(61) } })],
  ['no role', () => token({ without: ['encours_role'] })],
  ['an unknown role', () => token({ claims: { encours_role: 'root' } })],
  ['two of our roles', () => token({ claims: { roles: ['sales', 'admin'] }, without: ['encours_role'] })],
  ['a role that is an object', () => token({ claims: { encours_role: { name: 'admin' } } })],
  ['the type of an ID token', () => token({ header: { typ: 'JWT' } })],
  ['no type', () => token({ header: { typ: undefined } })],
  ['the type of a logout token', () => token({ header: { typ: 'logout+jwt' } })],
  ['what an ID token holds (at_hash)', () => token({ claims: { at_hash: 'x' } })],
  ['what an ID token holds (nonce)', () => token({ claims: { nonce: 'x' } })],
  ['the kind of a refresh token (typ)', () => token({ claims: { typ: 'Refresh' } })],
  ['the use of an ID token (token_use)', () => token({ claims: { token_use: 'id' } })],
  ['no time of issue', () => token({ without: ['iat'] })],
  ['a time of issue to come', () => token({ claims: { iat: nowSeconds() + 60 } })],
  ['a life longer than an hour', () => token({ claims: { exp: nowSeconds() + 3_601 } })],
  [
    'a life longer than an hour that is nearly over',
    () => token({ claims: { iat: nowSeconds() - 3_500, exp: nowSeconds() + 200 } }),
  ],
  ['a critical extension we do not know', () => token({ header: { crit: ['x-unknown'], 'x-unknown': true } })],
  ['a payload changed after signing', async () => forgePayload(await token(), { encours_role: 'admin' })],
  ['a signature cut short', async () => (await token()).slice(0, -10)],
  ['no signature part', async () => (await token()).split('.').slice(0, 2).join('.')],
  ['five parts, as an encrypted token', () => 'a.b.c.d.e'],
  ['text that is no token', () => 'hello'],
  ['dots alone', () => '..'],
  ['more than 8 KiB', async () => token({ claims: { filler: 'x'.repeat(9_000) } })],
];

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const forgeHeader = (of: string, header: object): string => [encoded(header), ...of.split('.').slice(1)].join('.');
function forgePayload(of: string, changes: object): string {
  const [header = '', payload = '', signature = ''] = of.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, encoded({ ...claims, ...changes }), signature].join('.');
}
async function hmacWithPublicKey(alg: string): Promise<string> {
  const { n = '' } = await exportJWK(rsa.publicKey);
  return token({ header: { alg }, key: Buffer.from(n, 'base64url') });
}

describe('a bad access token', () => {
  it.each(bad)('with %s is refused', async (_what, make) => {
    const answered = await read(`Bearer ${await make()}`);
    expect(answered.json).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(answered.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('table holds the forty that are worth trying', () => {
    expect(bad.length).toBeGreaterThanOrEqual(40);
  });
});

describe('an Authorization header', () => {
  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Negotiate x'])(
    'of "%s" identifies nobody',
    async (header) => {
      expect((await read(header)).status).toBe(401);
    },
  );
});

describe('the issuer of access tokens', () => {
  it('being away is our trouble, not a bad token', async () => {
    const away = await openApi({
      oidc: { issuer, tokens: { audience, jwksUrl: 'http://127.0.0.1:9/keys', ...ordinary } },
    });
    try {
      const headers = { Authorization: `Bearer ${await token()}` };
      const answered = await away.call({ method: 'GET', path: '/v1/orders', headers });
      expect(answered.json).toMatchObject({ status: 503, code: 'unavailable' });
    } finally {
      await away.close();
    }
  });
});

describe('an API key', () => {
  it('is refused when it is unknown, changed by one character, or cut short', async () => {
    const { key } = await newKey(api.prisma, principalOf('ops'));
    expect((await read(`Bearer ${key}`)).status).toBe(200);
    const changed = `${key.slice(0, -2)}${key.at(-2) === 'A' ? 'B' : 'A'}${key.slice(-1)}`;
    for (const wrong of [changed, key.slice(0, -1), `${key}x`, `enc_${'A'.repeat(43)}`])
      expect((await read(`Bearer ${wrong}`)).status).toBe(401);
  });

  it('is refused once it has expired, known from a moment before or not', async () => {
    let now = Date.now();
    const timed = await openApi({ deps: () => ({ now: () => new Date(now) }) });
    try {
      const { key } = await newKey(timed.prisma, principalOf('ops'), { expiresAt: new Date(now + 1_000) });
      const status = async () => (await timed.call({ method: 'GET', path: '/v1/orders', key })).status;
      now += 999;
      expect(await status()).toBe(200);
      now += 1;
      expect(await status()).toBe(401);
    } finally {
      await timed.close();
    }
  });

  it('is refused once it is revoked, at the latest after half a minute', async () => {
    let now = Date.now();
    const timed = await openApi({ deps: () => ({ now: () => new Date(now) }) });
    try {
      const { id, key } = await newKey(timed.prisma, principalOf('ops'));
      const status = async () => (await timed.call({ method: 'GET', path: '/v1/orders', key })).status;
      expect(await status()).toBe(200);
      await timed.prisma.apiKey.update({ where: { id }, data: { revokedAt: new Date() } });
      now += 30_001;
      expect(await status()).toBe(401);
    } finally {
      await timed.close();
    }
  });

  it('is stored as a digest only', async () => {
    const { id, key } = await newKey(api.prisma, principalOf('ops'));
    const row = await api.prisma.apiKey.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(key.slice(20));
    expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
