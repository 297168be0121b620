import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { KpiList } from '../../../contracts/kpi.js';
import type { Page } from '../../../contracts/primitives.js';
import { localDateOf } from '../../../domain/calendar.js';
import { company } from '../../../prisma/demo/completion.js';
import type { Stack } from '../../stack/stack.js';
import { percentile } from '../run.js';
import { eachAtOnce } from '../target.js';
import { cutMs, figureViews } from './figures.js';
import { offersOf, otherViews, readSamples, viewsOf, type Offer, type View } from './offers.js';

export type Measured = {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly limitMs: number;
};

/** Reads of each view that are counted, after those that warm it. */
const counted = 9;
const warming = 2;
/** The thousandth page of fifty rows begins where so many pages of the largest size end. */
const pagesBefore = 250;
const largest = 200;

/** Null: this order is not offered with this filter, or the list not to this reader. */
type Reader = (path: string) => Promise<{ readonly ms: number; readonly body: unknown } | null>;

/**
 * Measures every list in every order, whole and by each value of each filter, its first page and what follows its
 * thousandth; by one who sees every customer and by one who sees some; then what is read beside the lists. Over HTTP, warm.
 * @param isWanted of the path of a list, of `/v1/kpis`, and of `beside`
 */
export async function measureViews(
  stack: Stack,
  isWanted: (what: string) => boolean,
  say: (text: string) => void,
): Promise<readonly Measured[]> {
  const client = new pg.Client({ connectionString: stack.adminDatabaseUrl });
  await client.connect();
  const samples = await readSamples(client);
  await client.end();
  const keys = stack.apiKeys as Readonly<Record<string, string>>;
  const manager = readerOf(stack.apiUrl, keys['manager'] ?? '');
  const salesperson = readerOf(stack.apiUrl, keys['salesOwnCustomers'] ?? '');
  const description = await manager('/openapi.json');
  const found: Measured[] = [];
  for (const offer of offersOf(description?.body as Parameters<typeof offersOf>[0], samples)) {
    if (!isWanted(offer.path)) continue;
    found.push(...(await measureList(manager, offer, '')));
    found.push(...(await measureList(salesperson, offer, ' (own customers)')));
    say(`${offer.path} is measured, ${found.length} views so far.`);
  }
  if (isWanted('beside'))
    for (const view of otherViews(samples)) {
      found.push(...(await measure(manager, view)));
      // Customers are the manager's to read here: whose they are is not known.
      if (!view.path.startsWith('/v1/customers/'))
        found.push(...(await measure(salesperson, { ...view, name: `${view.name} (own customers)` })));
    }
  if (isWanted('/v1/kpis')) found.push(...(await measureFigures(manager, salesperson, samples)));
  return found;
}

/** By one who sees every customer and by one who sees some. What is cut before it answers is told by when. */
async function measureFigures(
  manager: Reader,
  salesperson: Reader,
  samples: Readonly<Record<string, readonly string[]>>,
): Promise<readonly Measured[]> {
  const found: Measured[] = [];
  const today = localDateOf(Date.now(), company.zone);
  const [customer = ''] = samples['customer'] ?? [];
  for (const [read, who] of [
    [manager, ''],
    [salesperson, ' (own customers)'],
  ] as const) {
    const list = (await read('/v1/kpis'))?.body as KpiList;
    for (const view of figureViews(list, today, customer)) {
      const named = { ...view, name: `${view.name}${who}` };
      found.push(...(await measure(read, named).catch(() => [told(named, [cutMs])])));
    }
  }
  return found;
}

const patienceMs = 60_000;
/** What a list refuses to be asked for together with something else. */
const notOffered = ['sort', 'salesperson'];

function readerOf(apiUrl: string, key: string): Reader {
  const untilMs = performance.now() + patienceMs;
  const read: Reader = async (path) => {
    const startedMs = performance.now();
    const response = await fetch(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${key}` } });
    const body: unknown = await response.json();
    const ms = performance.now() - startedMs;
    if (response.ok) return { ms, body };
    const { errors } = body as { readonly errors?: readonly { readonly field: string }[] };
    if (response.status === 403 || (response.status === 422 && notOffered.includes(errors?.[0]?.field ?? '')))
      return null;
    if (response.status !== 503 || performance.now() > untilMs)
      throw new Error(`GET ${path} answered ${response.status}: ${JSON.stringify(body)}`);
    await sleep(1_000);
    return read(path);
  };
  return read;
}

async function measureList(read: Reader, offer: Offer, who: string): Promise<readonly Measured[]> {
  const found: Measured[] = [];
  const far = new Map<string, string | undefined>();
  await eachAtOnce(offer.sorts, 2, async (sort) => far.set(sort, await farInto(read, offer, sort)));
  for (const view of viewsOf(offer)) {
    found.push(...(await measure(read, { ...view, name: `${view.name}${who}` })));
    const cursor = far.get(view.sort);
    if (cursor !== undefined)
      found.push(
        ...(await measure(read, {
          ...view,
          name: `${view.name}${who}, page 1000`,
          path: `${view.path}&cursor=${cursor}`,
        })),
      );
  }
  return found;
}

/** The place after the 999th page of fifty; undefined: the list ends before. */
async function farInto(read: Reader, { path, always }: Offer, sort: string): Promise<string | undefined> {
  const query = new URLSearchParams({ sort, limit: String(largest), ...Object.fromEntries(always) }).toString();
  let cursor: string | null = '';
  for (let page = 0; page < pagesBefore && cursor !== null; page += 1) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const answer = await read(`${path}?${query}${after}`);
    cursor = answer === null ? null : (answer.body as Page<unknown>).nextCursor;
  }
  return cursor ?? undefined;
}

async function measure(read: Reader, { name, path, limitMs }: View): Promise<readonly Measured[]> {
  const times: number[] = [];
  for (let round = 0; round < warming + counted; round += 1) {
    const answer = await read(path);
    if (answer === null) return [];
    const { ms } = answer;
    if (round >= warming) times.push(ms);
    // What is hopeless is hopeless the first time.
    if (ms > 20 * limitMs) return [told({ name, limitMs }, [ms])];
  }
  return [told({ name, limitMs }, times)];
}

const told = ({ name, limitMs }: Pick<View, 'name' | 'limitMs'>, times: readonly number[]): Measured => ({
  name,
  p50Ms: percentile(times, 50),
  p95Ms: percentile(times, 95),
  limitMs,
});
