import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safeNext } from '../../api/oidc.js';
import { openIssuer, type Issuer } from '../support/issuer.js';
import { cookieOf, openApi } from './office.js';
import type { ApiUnderTest } from './office.js';

/** Who may sign in at the issuer, and what it tells of them. */
const people = {
  f3a1: { name: 'Claire Dubois', encours_role: 'finance' },
  roles: { name: 'Roland Petit', roles: ['crm:user', 'sales'], encours_sees_all_customers: true },
  norole: { name: 'Nadia Noël' },
  two: { name: 'Two Roles', roles: ['sales', 'admin'] },
  gone: { name: 'Gone Girl', encours_role: 'ops' },
  chef: { name: 'Chef', encours_role: 'admin' },
};
const secret = 'a secret of the tests';

let idp: Issuer;
let issuer: string;
let api: ApiUnderTest;
let now = Date.now();

beforeAll(async () => {
  idp = await openIssuer(people);
  issuer = idp.url;
  const oidc = { issuer, client: { id: 'encours', secret } };
  api = await openApi({ oidc, deps: () => ({ now: () => new Date(now) }) });
});
afterAll(async () => {
  await api.close();
  idp.close();
});

const startIssuer = (claimsIn: 'id-token' | 'userinfo'): void =>
  idp.serve({ claimsIn, client: 'encours', secret, redirectUri: `${api.url}/session/oidc/callback` });

/** A browser: cookies by origin, redirects one by one. */
function newBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const get = async (url: string): Promise<Response> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { Cookie, Accept: 'text/html' } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const follow = async (from: string, until: (url: string) => boolean): Promise<string> => {
    let url = from;
    for (let hop = 0; hop < 12 && !until(url); hop += 1) {
      const response = await get(url);
      const to = response.headers.get('location');
      if (to === null) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
      url = new URL(to, url).href;
    }
    return url;
  };
  return { get, follow, jars };
}

const isConsole = (url: string): boolean => url.startsWith(api.url) && !new URL(url).pathname.startsWith('/session');
const isCallback = (url: string): boolean => url.startsWith(`${api.url}/session/oidc/callback`);
const start = (path = ''): string => `${api.url}/session/oidc${path}`;
const problemOf = (url: string): string | null =>
  url.startsWith(`${api.url}/sign-in?`) ? new URL(url).searchParams.get('problem') : null;

async function signInAs(sub: string | null, path = '') {
  idp.next(sub);
  const browser = newBrowser();
  const landed = await browser.follow(start(path), isConsole);
  const session = (await (await browser.get(`${api.url}/session`)).json()) as Record<string, unknown>;
  return { browser, landed, session };
}

describe('signing in at an issuer', () => {
  it('is offered beside the password', async () => {
    startIssuer('id-token');
    const { json } = await api.call({ method: 'GET', path: '/session' });
    expect(json).toMatchObject({ kind: 'nobody', oidc: { name: new URL(issuer).host } });
  });

  it('opens a session in the role that the ID token tells, and leads to the page that was wanted', async () => {
    startIssuer('id-token');
    const { browser, landed, session } = await signInAs('f3a1', '?next=%2Forders%3Fstage%3Dreceived');
    expect(landed).toBe(`${api.url}/orders?stage=received`);
    expect(session).toMatchObject({
      kind: 'signed-in',
      principal: `f3a1@${issuer}`,
      name: 'Claire Dubois',
      role: 'finance',
      method: 'oidc',
      mustChangePassword: false,
      totp: false,
    });
    expect((await browser.get(`${api.url}/v1/payments`)).status).toBe(200);
    expect([...(browser.jars.get(api.url)?.keys() ?? [])]).toEqual(['encours-session']);
  });

  it('takes the role from userinfo where the ID token tells none', async () => {
    startIssuer('userinfo');
    const { session } = await signInAs('roles');
    expect(session).toMatchObject({ role: 'sales', name: 'Roland Petit', seesAllCustomers: true });
  });

  it('asks with a code challenge, a state and a nonce, each time others', async () => {
    startIssuer('id-token');
    const asked = async () => new URL((await newBrowser().get(start())).headers.get('location') ?? '').searchParams;
    const [first, second] = [await asked(), await asked()];
    expect(first.get('code_challenge_method')).toBe('S256');
    expect(first.get('response_type')).toBe('code');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.get(name)?.length).toBeGreaterThan(40);
      expect(first.get(name)).not.toBe(second.get(name));
    }
  });

  it.each([
    ['who has no role of ours', 'norole', 'oidc-no-role'],
    ['who has two of them', 'two', 'oidc-no-role'],
    ['who says no at the issuer', null, 'oidc-refused'],
  ])('lets in nobody %s', async (_what, sub, problem) => {
    startIssuer('userinfo');
    const { landed, session } = await signInAs(sub);
    expect(problemOf(landed)).toBe(problem);
    expect(session).toMatchObject({ kind: 'nobody' });
  });

  it('lets in nobody who was put out of use here, and ends their session at once', async () => {
    startIssuer('id-token');
    await api.prisma.principal.create({ data: { id: 'gone.girl', name: 'Gone Girl', role: 'ops' } });
    await api.prisma.personLink.create({ data: { principal: `gone@${issuer}`, person: 'gone.girl' } });
    const { browser, session } = await signInAs('gone');
    expect(session).toMatchObject({ kind: 'signed-in', person: 'gone.girl' });
    await api.prisma.principal.update({ where: { id: 'gone.girl' }, data: { deactivatedAt: new Date() } });
    expect((await browser.get(`${api.url}/v1/orders`)).status).toBe(401);
    expect(problemOf((await signInAs('gone')).landed)).toBe('oidc-inactive');
  });

  it('takes no answer that this browser did not ask for, and each once', async () => {
    startIssuer('id-token');
    idp.next('chef');
    const attacker = newBrowser();
    const answer = await attacker.follow(start(), isCallback);
    const victim = newBrowser();
    expect(problemOf(await victim.follow(answer, isConsole))).toBe('oidc-expired');
    await victim.get(start());
    expect(problemOf(await victim.follow(answer, isConsole))).toBe('oidc-refused');
    expect(await attacker.follow(answer, isConsole)).toBe(`${api.url}/`);
    expect(problemOf(await attacker.follow(answer, isConsole))).toBe('oidc-expired');
  });

  it('takes no answer with another state, another issuer or a code of its own making', async () => {
    startIssuer('id-token');
    idp.next('chef');
    for (const [name, value] of [
      ['state', 'x'.repeat(43)],
      ['iss', 'https://evil.example'],
      ['code', 'made-up'],
    ] as const) {
      const browser = newBrowser();
      const answer = new URL(await browser.follow(start(), isCallback));
      answer.searchParams.set(name, value);
      expect(problemOf(await browser.follow(answer.href, isConsole)), name).toBe('oidc-refused');
    }
  });

  it('takes no answer after ten minutes', async () => {
    startIssuer('id-token');
    idp.next('chef');
    const browser = newBrowser();
    const answer = await browser.follow(start(), isCallback);
    now += 600_001;
    expect(problemOf(await browser.follow(answer, isConsole))).toBe('oidc-expired');
    now = Date.now();
  });

  it('says so while the issuer is away, and works when it is back', async () => {
    idp.away();
    const other = await openApi({ oidc: { issuer, client: { id: 'encours', secret } } });
    const leave = () => other.call({ method: 'GET', path: '/session/oidc' });
    expect((await leave()).headers.get('location')).toBe('/sign-in?problem=oidc-unavailable');
    startIssuer('id-token');
    expect((await leave()).headers.get('location')).toContain(`${issuer}/auth?`);
    await other.close();
  });

  it('is not there where no client of an issuer is configured', async () => {
    const plain = await openApi();
    const answered = await plain.call({ method: 'GET', path: '/session/oidc' });
    expect([answered.status, cookieOf(answered)]).toEqual([404, '']);
    expect((await plain.call({ method: 'GET', path: '/session' })).json).toMatchObject({ oidc: null });
    await plain.close();
  });
});

describe('the page that was wanted', () => {
  it.each([
    ['/orders/SO-2026-000042', '/orders/SO-2026-000042'],
    ['/orders?stage=received&sort=-gross#lines', '/orders?stage=received&sort=-gross#lines'],
    ['/', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example/orders', '/'],
    ['/\\evil.example', '/'],
    ['/orders\\..', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/v1/orders', '/'],
    ['/session/oidc', '/'],
    ['/orders/../session/oidc', '/'],
    [`/${'x'.repeat(500)}`, '/'],
    [undefined, '/'],
    [['/orders', '/x'], '/'],
  ])('%s leads to %s', (wanted, page) => {
    expect(safeNext(wanted)).toBe(page);
  });
});
