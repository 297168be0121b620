import { afterAll, beforeAll, expect, it } from 'vitest';
import { offersOf, viewsOf, type View } from '../../cli/bench/views/offers.js';
import type { PrismaClient } from '../../prisma/client.js';
import { openApi, type ApiUnderTest } from './office.js';

/** A node of a plan as EXPLAIN tells it. */
type Node = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Parent Relationship'?: string;
  readonly 'Sort Key'?: readonly string[];
  readonly Plans?: readonly Node[];
};

/** A statement with its values, as it was given to the client. */
type Statement = { readonly strings: TemplateStringsArray; readonly values: readonly unknown[] };

let api: ApiUnderTest;
let asked: Statement[] = [];

/** Takes note of the statements of pages. */
const watched = (prisma: PrismaClient): PrismaClient =>
  new Proxy(prisma, {
    get(target, name, receiver) {
      if (name !== '$queryRaw') return Reflect.get(target, name, receiver) as unknown;
      return (strings: TemplateStringsArray, ...values: unknown[]) => {
        if (strings.some((text) => text.includes('"pageId"'))) asked.push({ strings, values });
        return target.$queryRaw(strings, ...values);
      };
    },
  });

beforeAll(async () => {
  api = await openApi({ deps: ({ prisma }) => ({ prisma: watched(prisma) }) });
  await uncounted();
});
afterAll(() => api.close());

/** A plan is of tables that nobody counted: how few rows a test has, and when autovacuum sees them, changes no plan. */
async function uncounted(): Promise<void> {
  await api.prisma.$executeRaw`
    DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = off)', name);
        PERFORM pg_clear_relation_stats('public', name);
        PERFORM pg_clear_attribute_stats('public', name, attname, false) FROM pg_attribute
          WHERE attrelid = format('%I', name)::regclass AND attnum > 0 AND NOT attisdropped;
      END LOOP;
    END $$`;
}

const days = ['2026-01-01'];
const samples = {
  ...Object.fromEntries(
    ['received', 'departed', 'issued', 'due', 'date', 'opened'].flatMap((name) => [
      [`${name}From`, days],
      [`${name}To`, days],
    ]),
  ),
  until: days,
  upTo: days,
  customer: ['BONAP'],
  order: ['SO-2026-000001'],
  invoice: ['FA-2026-000001'],
  delivery: ['BL-2026-000001'],
  product: ['P-001'],
  salesperson: ['robert.king'],
  assignee: ['nobody'],
  owner: ['nobody'],
  person: ['robert.king'],
  category: ['Beverages'],
  parent: ['BONAP'],
  payer: ['BONAP'],
  country: ['FR'],
  taxClass: ['standard'],
  month: ['2026-01'],
  search: ['nothing at all'],
};

/** The lists that grow with the orders. What a person or a product has is little. */
const growing = [
  '/v1/orders',
  '/v1/quotes',
  '/v1/deliveries',
  '/v1/preparations',
  '/v1/invoices',
  '/v1/payments',
  '/v1/dunning-steps',
  '/v1/mails',
  '/v1/complaints',
  '/v1/worklist',
];

/** What one thing has, or a text names, is little: it may be put in order when it is read. */
const isNarrow = (view: View): boolean => /[?&](order|delivery|invoice|customer|product|search)=/.test(view.path);
/** So are lines that people took or put aside; and what is overdue, which is found by its day, and put in order then. */
const few = [/[?&]aside=true/, /[?&]overdue=true/];

/**
 * What these indexes hold is little, and put in order when it is read: what waits for its invoice, whose day is told by delivery
 * and order together, so that no index has it.
 */
const little = ['delivery_line_to_invoice'];

const isOf =
  (...relations: readonly string[]) =>
  (node: Node): boolean =>
    relations.includes(node['Parent Relationship'] ?? '');

/** The table whose rows come through a node, one after the other; undefined: a limit comes first, or there is little. */
function driverOf(node: Node): string | undefined {
  if (node['Node Type'] === 'Limit' || little.includes(node['Index Name'] ?? '')) return undefined;
  if (node['Relation Name'] !== undefined) return node['Relation Name'];
  return (node.Plans ?? [])
    .filter(isOf('Outer', 'Member', 'Subquery'))
    .map(driverOf)
    .find((name) => name !== undefined);
}

/** What a plan puts in order by itself, page after page anew. What is looked up for one row, or by its limit is little, may be. */
function sorted(node: Node): readonly string[] {
  const driver = node['Node Type'] === 'Sort' ? driverOf(node) : undefined;
  const here = driver === undefined ? [] : [`${driver} by ${(node['Sort Key'] ?? []).join(', ')}`];
  return [...here, ...(node.Plans ?? []).filter(isOf('Outer', 'Member', 'Subquery')).flatMap(sorted)];
}

/** As it is planned where everything is tried before rows are sorted, however few they are. */
async function planOf({ strings: [first = '', ...more], values }: Statement): Promise<Node> {
  const explained = [`EXPLAIN (FORMAT JSON) ${first}`, ...more];
  const strings = Object.assign(explained, { raw: explained });
  const [, , , , rows] = await api.prisma.$transaction([
    api.prisma.$executeRaw`SET LOCAL enable_sort = off`,
    api.prisma.$executeRaw`SET LOCAL enable_seqscan = off`,
    api.prisma.$executeRaw`SET LOCAL enable_bitmapscan = off`,
    api.prisma.$executeRaw`SET LOCAL enable_hashjoin = off`,
    api.prisma.$queryRaw<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(strings, ...values),
  ]);
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (plan === undefined) throw new Error('There is no plan.');
  return plan;
}

/** What of the lists is put in order by itself, and of how many views. */
async function lookedThrough(
  only: (path: string) => boolean,
): Promise<{ readonly views: number; readonly found: readonly string[] }> {
  const description = (await api.call({ method: 'GET', path: '/openapi.json' })).json;
  const offers = offersOf(description as Parameters<typeof offersOf>[0], samples).filter(({ path }) => only(path));
  const found: string[] = [];
  let views = 0;
  for (const view of offers.flatMap(viewsOf)) {
    if (isNarrow(view) || few.some((one) => one.test(view.path))) continue;
    asked = [];
    const { status } = await api.call({ method: 'GET', path: view.path, key: api.keys.manager });
    if (status === 422) continue;
    expect([view.path, status, asked.length]).toEqual([view.path, 200, 1]);
    views += 1;
    for (const statement of asked)
      found.push(...sorted(await planOf(statement)).map((what) => `${view.path}: ${what}`));
  }
  return { views, found };
}

it('each list that grows has an index for every order it is offered in, and it is noticed when one is gone', async () => {
  const { views, found } = await lookedThrough((path) => growing.includes(path));
  expect(found).toEqual([]);
  expect(views).toBeGreaterThan(200);
  await api.prisma.$executeRaw`DROP INDEX "invoice_by_due_date"`;
  const without = await lookedThrough((path) => path === '/v1/invoices');
  expect(without.found.map((what) => what.split(':')[0])).toContain('/v1/invoices?sort=-dueDate');
});
