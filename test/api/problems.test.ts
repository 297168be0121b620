import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp, routes } from '../../api/app.js';
import type { Deps } from '../../api/context.js';
import { defineRoute } from '../../api/route.js';
import { expressPath } from '../../api/router.js';
import { Problem } from '../../contracts/problems.js';
import { openApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

let api: ApiUnderTest;
const broken = defineRoute({
  method: 'get',
  path: '/v1/broken/{how}',
  permission: 'products.list',
  summary: 'Breaks',
  tags: ['test'],
  params: z.strictObject({ how: z.string() }),
  responses: { 200: z.strictObject({ kept: z.string() }) },
  handler: (ctx) => {
    if (ctx.params.how === 'throws') throw new Error('password=hunter2 at line 3');
    return Promise.resolve({ status: 200, body: { kept: 'yes', secret: 'hunter2' } });
  },
});

let deps: Deps | undefined;
beforeAll(async () => {
  api = await openApi({
    app: { routes: [...routes, broken] },
    deps: (given) => {
      deps = given;
      return {};
    },
  });
});
afterAll(async () => {
  await api.close();
});

function problemOf(answered: Answered): Problem {
  expect(answered.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = Problem.parse(answered.json);
  expect(problem.status).toBe(answered.status);
  return problem;
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.call({ method: 'POST', path, key: api.keys.admin, body, headers });

describe('a request that cannot be served', () => {
  it('without JSON in its body is told so', async () => {
    expect(problemOf(await post('/v1/products', '{"number": '))).toMatchObject({ status: 400, code: 'malformed-json' });
    expect(problemOf(await post('/v1/products', '"text"'))).toMatchObject({ status: 400, code: 'malformed-json' });
  });

  it('with another kind of body is told which one to send', async () => {
    const answered = await post('/v1/products', '<a/>', { 'Content-Type': 'application/xml' });
    expect(problemOf(answered)).toMatchObject({ status: 415, remedy: 'Send Content-Type: application/json.' });
  });

  it('larger than 1 MB is refused, compressed or not', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(1_000_001) });
    expect(problemOf(await post('/v1/products', large))).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it('to an unknown address gets 404, by an unknown method 405 with those allowed', async () => {
    expect(problemOf(await api.call({ method: 'GET', path: '/v1/nothing' })).code).toBe('not-found');
    const answered = await api.call({ method: 'DELETE', path: '/v1/orders/SO-2026-000001' });
    expect(problemOf(answered).code).toBe('method-not-allowed');
    expect(answered.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('by TRACE gets 405, and its own headers are not sent back', async () => {
    const { status, text } = await trace(`${api.url}/v1/orders`);
    expect(status).toBe(405);
    expect(text).not.toContain('canary');
  });

  it('names every field at fault, and the remedy', async () => {
    const body = { customer: '', origin: 'phone', currency: 'EUR', lines: [{ lineNo: 0, extra: 1 }] };
    const problem = problemOf(await post('/v1/orders', body));
    expect(problem.code).toBe('invalid-request');
    const fields = problem.errors?.map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining(['customer', 'lines.0.lineNo', 'lines.0.product', 'lines.0.quantity', 'lines.0.extra']),
    );
    expect(problem.remedy).toContain('errors');
  });

  it('is told in French to who reads French, and in English else', async () => {
    const path = '/v1/products';
    const ask = async (language?: string) => {
      const answered = await post(path, { number: 'P 1' }, { ...(language && { 'Accept-Language': language }) });
      return { ...problemOf(answered), language: answered.headers.get('content-language') };
    };
    const english = await ask();
    expect(await ask('en-GB')).toEqual(english);
    expect(english).toMatchObject({ title: 'The request is not valid', language: 'en' });
    const french = await ask('fr-FR,fr;q=0.9,en;q=0.5');
    expect(french).toMatchObject({
      title: 'La demande n’est pas valable',
      remedy: 'Corrigez les champs cités ; chacun dit ce qu’il peut contenir.',
      language: 'fr',
    });
    expect(french.errors?.map(({ field }) => field)).toEqual(english.errors?.map(({ field }) => field));
    expect(french.errors).toContainEqual({ field: 'name', message: 'manque' });
    expect(french.detail).toMatch(/^number doit être un numéro d’article : .*"P-011"\.$/);
    const gone = await api.call({
      method: 'GET',
      path: '/v1/orders/SO-2026-999999',
      key: api.keys.admin,
      headers: { 'Accept-Language': 'fr' },
    });
    expect(problemOf(gone)).toMatchObject({
      title: 'Il n’y a rien ici',
      detail: 'Il n’y a pas de commande de ce genre.',
      remedy: 'Vérifiez le numéro ; la liste montre ce que vous pouvez voir.',
    });
  });

  it('is told that amounts are written as text when it sends a number', async () => {
    const body = { customer: 'ALFKI', amount: 12.5, currency: 'EUR', date: '2026-11-02', reference: 'R' };
    const problem = problemOf(await post('/v1/payments', body));
    expect(problem.errors?.[0]).toMatchObject({ field: 'amount' });
    expect(problem.errors?.[0]?.message).toContain('JSON numbers are refused');
  });

  it.each(['a\u0000b', 'a\ud800b'])('with characters that cannot be kept is refused: %j', async (name) => {
    const body = { allocations: [], name };
    const answered = await post('/v1/stock/receipts', {
      reference: name,
      receivedOn: '2026-11-02',
      lines: [{ product: 'P-001', quantity: '1' }],
    });
    expect(problemOf(answered)).toMatchObject({ status: 422 });
    expect(body.name).toBe(name);
  });

  it('without an Idempotency-Key is asked for one when it writes', async () => {
    const response = await fetch(`${api.url}/v1/products`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${api.keys.admin}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(Problem.parse(await response.json())).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
    const long = await post('/v1/products', {}, { 'Idempotency-Key': 'x'.repeat(101) });
    expect(problemOf(long)).toMatchObject({ status: 422, errors: [{ field: 'Idempotency-Key' }] });
  });

  it('with a query that nobody asked for is refused', async () => {
    const answered = await api.call({
      method: 'GET',
      path: '/v1/orders/SO-2026-000001?expand=all',
      key: api.keys.admin,
    });
    expect(problemOf(answered)).toMatchObject({ status: 422, errors: [{ field: 'expand' }] });
  });
});

describe('a failure on our side', () => {
  it.each(['throws', 'answers another shape'])('tells nothing of its inside when a route %s', async (how) => {
    const answered = await api.call({
      method: 'GET',
      path: `/v1/broken/${encodeURIComponent(how)}`,
      key: api.keys.admin,
    });
    expect(problemOf(answered)).toMatchObject({ status: 500, code: 'internal' });
    expect(answered.text).not.toContain('hunter2');
    expect(answered.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });
});

describe('too many requests', () => {
  it('of one principal are asked to wait', async () => {
    const busy = await openApi({ config: { rateLimitPerMinute: 3 } });
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 4; n += 1)
        statuses.push((await busy.call({ method: 'GET', path: '/v1/products', key: busy.keys.ops })).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      const last = await busy.call({ method: 'GET', path: '/v1/products', key: busy.keys.ops });
      expect(problemOf(last).code).toBe('too-many-requests');
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await busy.call({ method: 'GET', path: '/v1/products', key: busy.keys.admin })).status).toBe(200);
    } finally {
      await busy.close();
    }
  });

  it('under wrong keys are asked to wait, and nobody else at their address is', async () => {
    const shared = await openApi({ config: { rateLimitPerMinute: 100 } }); // 2 refusals a minute
    const get = (path: string, key?: string) => shared.call({ method: 'GET', path, key });
    const statuses = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status);
    try {
      const wrong = `enc_${'x'.repeat(43)}`;
      const refused = [await get('/v1/products', wrong), await get('/v1/products'), await get('/v1/products', wrong)];
      expect(statuses(refused)).toEqual([401, 401, 429]);
      const several = await Promise.all(Array.from({ length: 20 }, () => get('/v1/products', shared.keys.ops)));
      expect(new Set(statuses(several))).toEqual(new Set([200]));
      const probes = await Promise.all(
        ['/healthz', '/readyz', '/metrics', '/openapi.json', '/session'].map((at) => get(at)),
      );
      expect(statuses(probes)).toEqual([200, 200, 200, 200, 200]);
    } finally {
      await shared.close();
    }
  });
});

describe('the routes', () => {
  it('cannot be mounted without a line in the permission table', () => {
    const unlisted = { ...broken, permission: 'broken.list' } as unknown as typeof broken;
    if (!deps) throw new Error('the API was not opened');
    const given = deps;
    expect(() => createApp(given, { routes: [unlisted] })).toThrow('has no line in the permission table');
  });

  it('are the paths of the OpenAPI document, each with its method', async () => {
    const { json } = await api.call({ method: 'GET', path: '/openapi.json' });
    const document = z
      .object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(json);
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${expressPath(path)}`),
    );
    const outside = ['get /docs', 'get /session', 'post /session', 'post /session/end'];
    expect(described.toSorted()).toEqual(mounted().filter((name) => !outside.includes(name)));
  });

  it('refer only to schemas that the OpenAPI document defines, and name each operation once', async () => {
    const { text } = await api.call({ method: 'GET', path: '/openapi.json' });
    const document = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
    const referred = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(referred).size).toBeGreaterThan(20);
    expect(referred.filter((name) => name === undefined || !(name in document.components.schemas))).toEqual([]);
    const operations = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, name]) => name);
    const twice = operations.filter((name, index) => operations.indexOf(name) !== index);
    expect(twice).toEqual(['products.list']);
  });

  it('carry the headers that keep browsers safe', async () => {
    for (const path of ['/', '/healthz', '/v1/orders', '/docs/', '/openapi.json']) {
      const { headers } = await api.call({ method: 'GET', path });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });
});

/** What Express really has, from its own stack. */
function mounted(): readonly string[] {
  if (!deps) throw new Error('the API was not opened');
  const app = createApp(deps, { routes: [...routes, broken] });
  const layers = app.router.stack as unknown as readonly {
    readonly route?: { readonly path: string; readonly methods: Record<string, boolean> };
  }[];
  return layers
    .flatMap(({ route }) => Object.keys(route?.methods ?? {}).map((method) => `${method} ${route?.path ?? ''}`))
    .toSorted();
}

/** fetch refuses to send TRACE. */
function trace(url: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'TRACE', headers: { 'X-Canary': 'canary' } }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end();
  });
}
