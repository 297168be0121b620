import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { routes } from '../../api/app.js';
import type { Processes } from '../../api/temporal.js';
import { changesSomething, type Route } from '../../api/route.js';
import { Problem } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { openApi, principalOf } from './office.js';
import type { ApiUnderTest } from './office.js';
import { writeUblOrder } from '../support/ubl.js';

/**
 * One fuzz run over every endpoint: requests made from the route's own schemas, then bent out of shape, and texts that
 * have broken other systems, in every path, query, body and header. Nothing may answer 5xx, and every failure is a
 * problem. The process side answers that it is gone, so that no request waits for a worker.
 */
let api: ApiUnderTest;
let things: Things;

const gone: Processes = {
  submit: ({ input }) => Promise.resolve({ kind: 'received', number: input.orderNumber, stage: 'received' }),
  update: () => Promise.resolve({ kind: 'gone' }),
  updateErrand: () => Promise.resolve({ kind: 'refused', code: 'step-resolved', said: said('line-done') }),
  updateAccount: () => Promise.resolve({ kind: 'refused', code: 'step-resolved', said: said('line-done') }),
  join: () => Promise.resolve({ kind: 'unknown-update' }),
  sendMail: () => Promise.resolve(),
  render: () => Promise.resolve(),
  readPlatform: () => Promise.resolve(),
  startComplaint: () => Promise.resolve(),
  workOnMoveIn: () => Promise.resolve(),
  resumeMoveIn: () => Promise.resolve(),
  notifyOrders: () => Promise.resolve(),
};

beforeAll(async () => {
  api = await openApi({ deps: () => ({ processes: gone }) });
  things = await oneOfEverything(api.prisma, 1, principalOf('sales'));
});
afterAll(async () => {
  await api.close();
});

const nasty = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'true',
  '0000-00-00',
  '0000-01-01',
  '9999-12-31',
  '2026-02-30',
  '2026-11-22T25:00:00Z',
  '0000-01-01T00:00:00Z',
  '99999999999999999999',
  '999999999999.9999',
  '0.0000000001',
  "'; DROP TABLE sales_order; --",
  "' OR '1'='1",
  '%27%20OR%201=1',
  '%',
  '_',
  '\\',
  '\u0000',
  '\ud800',
  '\u202e',
  '😀'.repeat(50),
  'é'.repeat(300),
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '${7*7}',
  '{{7*7}}',
  '\r\nSet-Cookie: x=1',
  '__proto__',
  'constructor',
  'x'.repeat(5_000),
];

const thingOf: Readonly<Record<string, keyof Things>> = {
  customers: 'customer',
  quotes: 'quote',
  orders: 'order',
  deliveries: 'delivery',
  invoices: 'invoice',
  payments: 'payment',
  claims: 'claim',
  'dunning-steps': 'dunningStep',
  'dunning-letters': 'letter',
  mails: 'mail',
  worklist: 'workItem',
};

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const anything = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.integer(), fc.double());

/** Values that the schema takes, as far as its JSON Schema tells. */
type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
};

function valuesOf(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, name)));
  if (schema.properties) return objectsOf(schema);
  if (schema.type === 'array')
    return fc.array(valuesOf(schema.items ?? {}, name), { minLength: schema.minItems ?? 0, maxLength: 3 });
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.integer({ min: Math.max(schema.minimum ?? 0, -1_000), max: Math.min(schema.maximum ?? 999, 999) });
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'null') return fc.constant(null);
  return textsOf(schema, name);
}

function objectsOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const model = Object.fromEntries(properties.map(([name, property]) => [name, valuesOf(property, name)]));
  return fc.record(model, { requiredKeys: [...(schema.required ?? [])] });
}

const known: Readonly<Record<string, () => readonly string[]>> = {
  customer: () => [things.customer, 'ALFKI'],
  product: () => ['P-001', 'P-002', 'P-077'],
  quote: () => [things.quote, 'DE-2026-999999'],
  invoice: () => [things.invoice, 'FA-2026-999999'],
  currency: () => ['EUR'],
};

function textsOf(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
  if (known[name]) return fc.constantFrom(...known[name]());
  if (schema.format === 'date') return fc.constantFrom('2026-11-02', '1999-12-31', '2999-12-31', '2028-02-29');
  if (schema.format === 'date-time') return fc.constantFrom('2026-11-02T08:00:00Z', '1999-12-31T23:59:59.999Z');
  if (schema.format === 'uuid') return fc.uuid();
  const patterns = [schema, ...(schema.allOf ?? [])].flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));
  const [pattern, ...others] = patterns;
  if (pattern !== undefined && others.length === 0 && !/\(\?[!=<]|\[\^/.test(pattern))
    return fc.stringMatching(new RegExp(pattern));
  const fitting = usual.filter((value) => patterns.every((each) => new RegExp(each).test(value)));
  return fc.constantFrom(...(fitting.length === 0 ? usual : fitting));
}

const usual = ['1', '12.50', '0', '3', '999999999', 'Texte', 'a@b.example', 'FR', '2026-11-02', '2026-11-02T08:00:00Z'];

function schemaOf(schema: z.ZodType | undefined): JsonSchema {
  if (schema === undefined) return {};
  const document = schema.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as Referring;
  return inlined(document, document.$defs ?? {});
}

type Referring = JsonSchema & { readonly $ref?: string; readonly $defs?: Readonly<Record<string, JsonSchema>> };

/** The schema with its references replaced by what they refer to; ours never refer to themselves. */
function inlined<T>(value: T, definitions: Readonly<Record<string, JsonSchema>>): T {
  if (Array.isArray(value)) return value.map((item) => inlined<unknown>(item, definitions)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, $defs: _, ...rest } = value as Referring;
  const target = $ref === undefined ? undefined : definitions[$ref.replace('#/$defs/', '')];
  const whole = { ...target, ...rest };
  return Object.fromEntries(Object.entries(whole).map(([name, item]) => [name, inlined(item, definitions)])) as T;
}

/** A body as it should be, or with one value somewhere replaced, or something else altogether. */
function bodiesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const good = valuesOf(schema, '');
  const bent = fc.tuple(good, fc.nat(), anything).map(([body, place, value]) => bend(body, place, value));
  return fc.oneof({ weight: 4, arbitrary: good }, { weight: 4, arbitrary: bent }, { weight: 1, arbitrary: anything });
}

function bend(body: unknown, place: number, value: unknown): unknown {
  if (typeof body !== 'object' || body === null) return value;
  const names = Object.keys(body);
  const name = names[place % Math.max(names.length, 1)];
  if (name === undefined || place % 11 === 0) return { ...body, [`extra-${place % 3}`]: value };
  const inner: unknown = Reflect.get(body, name);
  const next =
    typeof inner === 'object' && inner !== null && place % 3 > 0 ? bend(inner, Math.floor(place / 3), value) : value;
  return Array.isArray(body) ? body.with(names.indexOf(name), next) : { ...body, [name]: next };
}

type Request = {
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey: string;
  readonly role: 'admin' | 'sales';
};

const takesFile = (route: Route): boolean => changesSomething(route) && route.takes !== undefined;

/** An order in UBL with one text in it that has broken other systems, cut short somewhere, or something else altogether. */
const files: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .tuple(text, fc.constantFrom('PO-1', 'ALFKI', 'P-001', 'EUR', '>1<', 'EA', '12.00', '2027-01-15', 'Note'))
    .map(([nonsense, place]) => new TextEncoder().encode(anOrder().replace(place, () => nonsense))),
  fc.nat(2_000).map((length) => new TextEncoder().encode(anOrder().slice(0, length))),
  fc.uint8Array({ maxLength: 200 }),
);

const anOrder = (): string =>
  new TextDecoder().decode(
    writeUblOrder(
      {
        customer: 'ALFKI',
        origin: 'edi',
        customerReference: 'PO-1',
        currency: 'EUR',
        lines: [{ lineNo: 1, product: 'P-001', quantity: '1', unitPrice: '12.00', requestedDate: '2027-01-15' }],
      },
      { buyer: [[null, 'ALFKI']], notes: ['Note'] },
    ),
  );

function requestsOf(route: Route): fc.Arbitrary<Request> {
  const noun = route.path.split('/')[2] ?? '';
  const own = fc.constant(null).map(() => {
    const name = thingOf[noun];
    return name === undefined ? 'P-001' : things[name];
  });
  const segment = fc.oneof({ weight: 4, arbitrary: own }, { weight: 1, arbitrary: text });
  const query = schemaOf(route.query);
  const asked = Object.entries(query.properties ?? {}).map(
    ([name, property]) => [name, valuesOf(property, name).map(String)] as const,
  );
  const good = fc.record(Object.fromEntries(asked), { requiredKeys: [] });
  const names = fc.constantFrom('expand', ...asked.map(([name]) => name));
  const bent = fc.tuple(good, names, text).map(([values, name, value]) => ({ ...values, [name]: value }));
  const queries = fc.oneof(
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 4, arbitrary: good },
    { weight: 4, arbitrary: bent },
  );
  return fc.record({
    path: fc.tuple(segment, queries).map(([thing, search]) => pathOf(route, thing, search)),
    body: route.method === 'get' ? fc.constant(undefined) : takesFile(route) ? files : bodiesOf(schemaOf(route.body)),
    idempotencyKey: fc.oneof(fc.uuid(), fc.stringMatching(/^[!-~]{1,3}$/)),
    role: fc.constantFrom('admin', 'sales'),
  });
}

function pathOf(route: Route, thing: string, query: Readonly<Record<string, unknown>>): string {
  const path = route.path
    .replace('/discrepancies/{id}', '/discrepancies/1-1')
    .replace('{allocation}', '1')
    .replace(/\{(number|id)\}/, safely(thing));
  const search = Object.entries(query).map(([name, value]) => `${safely(name)}=${safely(String(value))}`);
  return search.length === 0 ? path : `${path}?${search.join('&')}`;
}

const safely = (part: string): string => encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, '?')) || '-';

const seed = 20_261_122;
const runs = 60;

describe.each(routes.map((route) => ({ route, name: `${route.method.toUpperCase()} ${route.path}` })))(
  '$name',
  ({ route }) => {
    it('answers nonsense with a problem, never with 5xx', async () => {
      await fc.assert(
        fc.asyncProperty(requestsOf(route), async ({ path, body, idempotencyKey, role }) => {
          const answered = await api.call({
            method: route.method.toUpperCase(),
            path,
            key: api.keys[role],
            body,
            headers: { 'Idempotency-Key': idempotencyKey },
          });
          expect(answered.status, `${path} ${JSON.stringify(body)} → ${answered.text}`).toBeLessThan(500);
          if (answered.status >= 400) expect(Problem.parse(answered.json).status).toBe(answered.status);
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );
    });
  },
);

describe('the fuzz run', () => {
  it('also reached what lies behind the schemas', async () => {
    const rows = await api.prisma.idempotencyKey.groupBy({ by: ['route'] });
    const kinds = new Set(rows.map(({ route }) => route.replace(/\/[A-Z0-9][^/]*\d[^/]*/g, '/…')));
    expect(kinds.size).toBeGreaterThan(10);
    expect(await api.prisma.idempotencyKey.count({ where: { status: { not: null } } })).toBeGreaterThan(10);
  });
});
