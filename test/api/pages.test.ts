import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Parties } from '../../contracts/parties.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { newKey, openApi, principalOf } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

let api: ApiUnderTest;
let own: Things;
let foreign: Things;

beforeAll(async () => {
  api = await openApi();
  own = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  foreign = await oneOfEverything(api.prisma, 2, 'somebody-else');
});
afterAll(async () => {
  await api.close();
});

const signIn = (apiKey: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  api.call({
    method: 'POST',
    path: '/session',
    body: new URLSearchParams({ apiKey }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  });
const cookieOf = ({ headers }: Answered): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const page = (path: string, cookie?: string, language = 'en'): Promise<Answered> =>
  api.call({ method: 'GET', path, headers: { 'Accept-Language': language, ...(cookie && { Cookie: cookie }) } });

describe('the start page', () => {
  it('is open to everybody and leads to the documentation, the Temporal UI and the inbox', async () => {
    const { status, text } = await page('/');
    expect(status).toBe(200);
    for (const href of ['/docs/', 'http://127.0.0.1:8233', 'http://127.0.0.1:8025'])
      expect(text).toContain(`href="${href}"`);
  });

  it('speaks French to those who prefer it', async () => {
    expect((await page('/', undefined, 'fr-FR,fr;q=0.9,en;q=0.5')).text).toContain('Se connecter');
    expect((await page('/', undefined, 'de,en;q=0.5')).text).toContain('Sign in');
  });

  it('loads nothing from elsewhere and runs nothing inline', async () => {
    const { text } = await page('/');
    expect(text).not.toMatch(/<script|style=|javascript:|\son\w+=/);
    expect((await page('/assets/encours.css')).headers.get('content-type')).toContain('text/css');
  });
});

describe('signing in', () => {
  it('with a good key opens the orders by a cookie that scripts and other sites never see', async () => {
    const answered = await signIn(api.keys.sales);
    expect([answered.status, answered.headers.get('location')]).toEqual([303, '/orders']);
    const cookie = answered.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Max-Age=28800/);
    expect(cookie).not.toContain(api.keys.sales);
    expect((await page('/orders', cookieOf(answered))).text).toContain(own.order);
  });

  it('with a wrong key says so, in words', async () => {
    const { status, text, headers } = await signIn('enc_wrong', { 'Accept-Language': 'en' });
    expect(status).toBe(401);
    expect(text).toContain('This key is unknown, expired or revoked.');
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('from a form on another site is refused', async () => {
    const answered = await signIn(api.keys.sales, { 'Sec-Fetch-Site': 'cross-site' });
    expect(answered.status).toBe(403);
    expect(answered.headers.get('set-cookie')).toBeNull();
  });

  it.each([
    ['of another site', 'http://evil.example', 403],
    ['of another port', 'http://127.0.0.1:1', 403],
    ['that does not say its own', 'null', 403],
    ['of our own', '', 303],
  ])('over plain http from a page %s answers as it must', async (_what, origin, status) => {
    const own = origin === '' ? api.url : origin;
    const answered = await signIn(api.keys.sales, { Origin: own });
    expect([answered.status, answered.headers.get('set-cookie') === null]).toEqual([status, status === 403]);
    const left = await api.call({ method: 'POST', path: '/session/end', headers: { Origin: own } });
    expect(left.status).toBe(status);
  });

  it('is of our own also at the address that the public knows, and a page lets its form say so', async () => {
    const known = await openApi({ config: { publicUrl: 'http://encours.intern:8080' } });
    try {
      const answered = await known.call({
        method: 'POST',
        path: '/session/end',
        headers: { Origin: 'http://encours.intern:8080' },
      });
      expect(answered.status).toBe(303);
      const shown = await known.call({ method: 'GET', path: '/' });
      expect(shown.headers.get('referrer-policy')).toBe('same-origin');
    } finally {
      await known.close();
    }
  });

  it('says by its configuration, never by a header, whether the cookie is for https alone', async () => {
    const headers = { 'X-Forwarded-Proto': 'http' };
    const proxied = await openApi({ config: { trustProxy: true, secureCookies: true } });
    try {
      const form = { 'Content-Type': 'application/x-www-form-urlencoded', ...headers };
      const body = `apiKey=${proxied.keys.ops}`;
      const good = await proxied.call({ method: 'POST', path: '/session', body, headers: form });
      expect(good.headers.get('set-cookie')).toMatch(/^__Host-encours-session=.*Secure/);
    } finally {
      await proxied.close();
    }
    expect((await signIn(api.keys.ops, { 'X-Forwarded-Proto': 'https' })).headers.get('set-cookie')).not.toMatch(
      /Secure/,
    );
  });

  it('behind a proxy with TLS binds the cookie to this host and to https', async () => {
    const proxied = await openApi({
      config: { trustProxy: true, publicUrl: 'https://encours.example', secureCookies: true },
    });
    try {
      const answered = await proxied.call({
        method: 'POST',
        path: '/session',
        body: { apiKey: 'x' },
        headers: { 'X-Forwarded-Proto': 'https', 'Content-Type': 'application/x-www-form-urlencoded' },
      });
      expect(answered.status).toBe(422);
      const good = await proxied.call({
        method: 'POST',
        path: '/session',
        body: `apiKey=${proxied.keys.ops}`,
        headers: { 'X-Forwarded-Proto': 'https', 'Content-Type': 'application/x-www-form-urlencoded' },
      });
      expect(good.headers.get('set-cookie')).toMatch(/^__Host-encours-session=.*Path=\/.*Secure/);
    } finally {
      await proxied.close();
    }
  });
});

describe('a session', () => {
  it('shows a salesperson their own dossiers and no others', async () => {
    const cookie = cookieOf(await signIn(api.keys.sales));
    const dossier = await page(`/orders/${own.order}`, cookie);
    expect(dossier.status).toBe(200);
    expect(dossier.text).toContain(`/v1/invoices/${own.invoice}/document.pdf`);
    expect(dossier.text).toContain(`workflows/order%3A${own.order}`);
    expect((await page(`/orders/${foreign.order}`, cookie)).status).toBe(404);
    expect((await page('/orders', cookie)).text).not.toContain(foreign.order);
  });

  it('reads, and never writes', async () => {
    const cookie = cookieOf(await signIn(api.keys.admin));
    expect((await page('/v1/orders', cookie)).status).toBe(200);
    const write = await api.call({
      method: 'POST',
      path: '/v1/stock/receipts',
      body: { reference: 'GR-1', receivedOn: '2026-11-02', lines: [{ product: 'P-001', quantity: '1' }] },
      headers: { Cookie: cookie },
    });
    expect(write.status).toBe(401);
  });

  it('is over for whoever has its cookie once somebody signs out with it', async () => {
    const cookie = cookieOf(await signIn(api.keys.sales));
    expect((await page('/orders', cookie)).status).toBe(200);
    const out = await api.call({ method: 'POST', path: '/session/end', headers: { Cookie: cookie } });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/']);
    expect((await page('/orders', cookie)).status).toBe(303);
    expect((await page('/v1/orders', cookie)).status).toBe(401);
  });

  it('is over after half an hour without a page, and after eight hours in any case', async () => {
    let now = Date.now();
    const timed = await openApi({ deps: () => ({ now: () => new Date(now) }) });
    const minutes = (count: number) => {
      now += count * 60_000;
    };
    const enter = async () => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      return cookieOf(
        await timed.call({ method: 'POST', path: '/session', body: `apiKey=${timed.keys.ops}`, headers }),
      );
    };
    try {
      const cookie = await enter();
      const status = async () =>
        (await timed.call({ method: 'GET', path: '/orders', headers: { Cookie: cookie } })).status;
      minutes(29);
      expect(await status()).toBe(200);
      minutes(29);
      expect(await status()).toBe(200);
      minutes(30);
      expect(await status()).toBe(303);
      const another = await enter();
      const stays = async () =>
        (await timed.call({ method: 'GET', path: '/orders', headers: { Cookie: another } })).status;
      for (let quarter = 0; quarter < 31; quarter += 1) {
        minutes(15);
        expect(await stays()).toBe(200);
      }
      minutes(15);
      expect(await stays()).toBe(303);
    } finally {
      await timed.close();
    }
  });

  it('is listed to whose it is, who may end it from another one, and to nobody else', async () => {
    const { key } = await newKey(api.prisma, principalOf('finance'));
    const mine = cookieOf(await signIn(api.keys.finance, { 'User-Agent': 'Laptop <b>' }));
    const lost = cookieOf(await signIn(key, { 'User-Agent': 'Telephone' }));
    const foreign = cookieOf(await signIn(api.keys.manager));
    const { text } = await page('/sessions', mine);
    expect(text).toContain('Telephone');
    expect(text).toContain('Laptop &lt;b&gt;');
    expect(text).toContain('This session');
    expect((await page('/sessions', foreign)).text).not.toContain('Telephone');
    const { id } = await api.prisma.session.findFirstOrThrow({ where: { agent: 'Telephone' } });
    const end = (cookie: string) =>
      api.call({
        method: 'POST',
        path: '/session/end',
        body: `session=${id}`,
        headers: { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' },
      });
    expect((await end(foreign)).status).toBe(404);
    expect((await page('/orders', lost)).status).toBe(200);
    expect((await end(mine)).headers.get('location')).toBe('/sessions');
    expect((await page('/orders', lost)).status).toBe(303);
    expect((await page('/orders', mine)).status).toBe(200);
  });

  it('ends by signing out, and by the end of its key', async () => {
    const out = await api.call({ method: 'POST', path: '/session/end' });
    expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/);
    const { id, key } = await newKey(api.prisma, principalOf('ops'));
    const cookie = cookieOf(await signIn(key));
    await api.prisma.apiKey.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    const first = await page('/orders', cookie);
    expect(first.status).toBe(303);
  });

  it('cannot be forged', async () => {
    const cookie = cookieOf(await signIn(api.keys.sales));
    const [name, token = ''] = cookie.split('=');
    const [, payload] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const changed = `${token.slice(0, -3)}${token.at(-3) === 'a' ? 'b' : 'a'}${token.slice(-2)}`;
    for (const forged of [`${none}.${payload}.`, changed, 'x', ''])
      expect((await page('/orders', `${name}=${forged}`)).status).toBe(303);
  });
});

describe('the list of orders', () => {
  const rows = async (query: string, role: 'manager' | 'logistics' = 'manager'): Promise<string> =>
    (await page(`/orders${query}`, cookieOf(await signIn(api.keys[role])))).text;

  it('is narrowed by text, stage, customer and backorder', async () => {
    for (const query of [`?search=${own.order}`, `?customer=${own.customer}`]) {
      expect(await rows(query)).toContain(`href="/orders/${own.order}"`);
      expect(await rows(query)).not.toContain(`href="/orders/${foreign.order}"`);
    }
    expect(await rows('?stage=delivered')).toContain(own.order);
    for (const query of ['?stage=settled', '?backorder=true', '?search=nobody'])
      expect(await rows(query)).toContain('No order matches.');
  });

  it('keeps what was asked in its form and in the links that sort and page', async () => {
    const text = await rows('?search=maison&stage=delivered&sort=gross');
    expect(text).toContain('value="maison"');
    expect(text).toContain('<option value="delivered" selected>');
    expect(text).toContain('aria-sort="ascending"');
    expect(text).toContain('href="/orders?search=maison&amp;stage=delivered&amp;sort=-gross"');
  });

  it('leaves out what makes no sense instead of failing', async () => {
    for (const query of ['?stage=&search=', '?stage=x&sort=x&backorder=x&customer=x', '?cursor=x', '?whatever=1'])
      expect(await rows(query)).toContain(own.order);
  });

  it('says what is open on an order and since when it is late', async () => {
    // 108.00 invoiced, 58.00 of it open.
    const line = (await rows(`?search=${own.order}`)).replaceAll('\u00a0', ' ');
    expect(line).toContain('58.00 EUR');
    const dossier = await page(`/orders/${own.order}`, cookieOf(await signIn(api.keys.manager)));
    expect(dossier.text.replaceAll('\u00a0', ' ')).toContain('58.00 EUR');
    await api.prisma.receivable.updateMany({
      where: { invoiceNumber: own.invoice },
      data: { dueDate: new Date('2020-01-31') },
    });
    const late = await page(`/orders/${own.order}`, cookieOf(await signIn(api.keys.manager)));
    expect(late.text.replaceAll('\u00a0', ' ')).toContain('overdue since 31 Jan 2020');
    expect(await rows(`?search=${own.order}`)).toContain('class="late"');
  });

  it('shows money to those who may see invoices only', async () => {
    expect((await rows('')).includes('Open amount')).toBe(true);
    expect((await rows('', 'logistics')).includes('Open amount')).toBe(false);
  });
});

describe('a dossier', () => {
  it('shows who buys, who is billed, where the goods go and whom we write to, as the order keeps them', async () => {
    const number = own.order;
    const { parties: kept } = await api.prisma.salesOrder.findUniqueOrThrow({ where: { number } });
    const parties = kept as unknown as Parties;
    const text = (await page(`/orders/${number}`, cookieOf(await signIn(api.keys.manager)))).text;
    for (const said of [parties.buyer.name, parties.billTo.number, parties.shipTo.address.city])
      expect(text).toContain(said);
    for (const { name, email } of parties.contacts) {
      expect(text).toContain(`${name} <small>`);
      expect(text).toContain(email);
    }
  });

  it('shows lines with what is backordered and promised, and what is asked of the reader', async () => {
    const number = own.order;
    await api.prisma.salesOrder.update({ where: { number }, data: { stage: 'in-delivery' } });
    await api.prisma.orderLine.updateMany({
      where: { orderNumber: number },
      data: { quantity: 9, delivered: 5, waiting: true, lastConfirmedDate: new Date('2020-01-15') },
    });
    const manager = (await page(`/orders/${number}`, cookieOf(await signIn(api.keys.manager)))).text;
    expect(manager).toMatch(/data-label="Backordered"><strong>4<\/strong>/);
    expect(manager.replaceAll('\u00a0', ' ')).toMatch(/15 Jan 2020 <strong class="late">late/);
    expect(manager).toContain('550 no such user'); // a line of the sales worklist
    const finance = (await page(`/orders/${number}`, cookieOf(await signIn(api.keys.finance)))).text;
    expect(finance).not.toContain('550 no such user');
  });
});

describe('who is not signed in', () => {
  it('is asked to, and led to the page wanted', async () => {
    const wanted = `/orders/${own.order}`;
    const sent = await page(wanted);
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/?next=${encodeURIComponent(wanted)}`]);
    const start = (await page(`/?next=${encodeURIComponent(wanted)}`)).text;
    expect(start).toContain('Sign in to see that page.');
    expect(start).toContain(`name="next" value="${wanted}"`);
    const body = new URLSearchParams({ apiKey: api.keys.manager, next: wanted }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const signed = await api.call({ method: 'POST', path: '/session', body, headers });
    expect(signed.headers.get('location')).toBe(wanted);
  });

  it.each(['https://evil.example/', '//evil.example/orders', '/orders/../../v1/orders', '/\\evil.example'])(
    'is not led to %s',
    async (next) => {
      const body = new URLSearchParams({ apiKey: api.keys.manager, next }).toString();
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const signed = await api.call({ method: 'POST', path: '/session', body, headers });
      expect(signed.headers.get('location')).toBe('/orders');
    },
  );

  it('is told in words, in their language, what went wrong', async () => {
    const cookie = cookieOf(await signIn(api.keys.manager));
    const missing = await page('/orders/SO-2000-000001', cookie, 'fr');
    expect([missing.status, missing.text.includes('Cette page n’existe pas')]).toEqual([404, true]);
    expect(missing.text).toContain('href="/orders"');
    const elsewhere = await signIn(api.keys.manager, { 'Sec-Fetch-Site': 'cross-site', 'Accept-Language': 'fr' });
    expect([elsewhere.status, elsewhere.text.includes('d’un autre site')]).toEqual([403, true]);
  });
});

describe('what customers write', () => {
  it('is shown as text, never run', async () => {
    const name = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    await api.prisma.customer.update({ where: { number: own.customer }, data: { name } });
    const cookie = cookieOf(await signIn(api.keys.sales));
    for (const path of ['/orders', `/orders/${own.order}`]) {
      const { text } = await page(path, cookie);
      expect(text).toContain('&lt;script&gt;');
      expect(text).not.toContain('<script>');
      expect(text).not.toContain('<img src=x');
    }
  });
});

describe('the pages without orders', () => {
  it('say what to do first', async () => {
    const empty = await openApi();
    try {
      const signed = await empty.call({
        method: 'POST',
        path: '/session',
        body: `apiKey=${empty.keys.sales}`,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
      const { text } = await empty.call({
        method: 'GET',
        path: '/orders',
        headers: { Cookie: cookieOf(signed), 'Accept-Language': 'en' },
      });
      expect(text).toContain('There are no orders yet.');
    } finally {
      await empty.close();
    }
  });
});
