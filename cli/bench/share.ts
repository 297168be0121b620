import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderInput } from '../../contracts/order.js';
import { countViolations, verifyDatabase } from '../../prisma/queries/invariants.js';
import { percentile } from './run.js';
import { setLargeOrder, setScene } from './scene.js';
import { openCallers, type BenchTarget, type Callers } from './target.js';

type Times = { readonly count: number; readonly p50Ms: number; readonly p95Ms: number };

/** What others wait for while one caller asks for much, and beside an order of many lines. */
export type ShareResult = {
  readonly heavyLists: {
    /** Answers that the one caller got while the others read, by status. */
    readonly answers: Readonly<Record<string, number>>;
    readonly othersAlone: Times;
    readonly othersBeside: Times;
  };
  readonly largeOrders: {
    readonly lines: number;
    /** From request to answer. */
    readonly entry: Times;
    readonly smallAlone: Times;
    readonly smallBeside: Times;
  };
  readonly violations: number;
};

const ORDERS_ON_LIST = 100;
const HEAVY_AT_ONCE = 64;
const READS_EACH = 100;
const PAUSE_MS = 20;
const SMALL_ORDERS = 30;
const LARGE_ORDERS = 5;
const LARGE_LINES = 500;
const heavyList = '/v1/orders?limit=200';
const others = ['finance', 'logistics', 'manager'] as const;

/** Times reads and entries of others alone and beside the heavy caller, against the stack. */
export async function runShare(target: BenchTarget, say: (text: string) => void): Promise<ShareResult> {
  const callers = openCallers(target);
  const run = Date.now().toString(36).toUpperCase();
  say(`${ORDERS_ON_LIST} orders for the list, and one quote of ${LARGE_LINES} lines`);
  const { orders } = await setScene(callers, ORDERS_ON_LIST + 2 * SMALL_ORDERS, run);
  const large = await setLargeOrder(callers, LARGE_LINES, run);
  for (const order of orders.slice(0, ORDERS_ON_LIST)) await callers.post('sales', '/v1/orders', order);
  say(`Others read, without and beside ${HEAVY_AT_ONCE} lists at once`);
  const heavyLists = await besideHeavyLists(callers, `/v1/customers/${large.customer}`);
  say(`Small orders are entered, without and beside ${LARGE_ORDERS} of ${LARGE_LINES} lines`);
  const largeOrders = await besideLargeOrders(callers, orders.slice(ORDERS_ON_LIST), large);
  const violations = countViolations(await verifyDatabase(target.readerUrl));
  return { heavyLists, largeOrders, violations };
}

async function besideHeavyLists(callers: Callers, path: string): Promise<ShareResult['heavyLists']> {
  const readAll = async () => timesOf((await Promise.all(others.map((role) => readings(callers, role, path)))).flat());
  await readAll();
  const othersAlone = await readAll();
  const answers: Record<string, number> = {};
  let wanted = true;
  const lane = async (): Promise<void> => {
    while (wanted) {
      const status = await callers.get('sales', heavyList);
      answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  const lanes = Array.from({ length: HEAVY_AT_ONCE }, lane);
  const othersBeside = await readAll();
  wanted = false;
  await Promise.all(lanes);
  return { answers, othersAlone, othersBeside };
}

async function readings(callers: Callers, role: (typeof others)[number], path: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let left = READS_EACH; left > 0; left -= 1) {
    times.push(await timed(async () => expectOk(await callers.get(role, path), path)));
    await sleep(PAUSE_MS);
  }
  return times;
}

function expectOk(status: number, path: string): void {
  if (status !== 200) throw new Error(`GET ${path} answered ${status}.`);
}

async function besideLargeOrders(
  callers: Callers,
  small: readonly OrderInput[],
  large: OrderInput,
): Promise<ShareResult['largeOrders']> {
  const enterAll = async (orders: readonly OrderInput[], role: 'manager' | 'sales'): Promise<readonly number[]> => {
    const times: number[] = [];
    for (const order of orders) times.push(await timed(() => callers.post(role, '/v1/orders', order)));
    return times;
  };
  const smallAlone = await enterAll(small.slice(0, SMALL_ORDERS), 'manager');
  const largeOnes = enterAll(Array<OrderInput>(LARGE_ORDERS).fill(large), 'sales');
  const smallBeside = await enterAll(small.slice(SMALL_ORDERS), 'manager');
  return {
    lines: LARGE_LINES,
    entry: timesOf(await largeOnes),
    smallAlone: timesOf(smallAlone),
    smallBeside: timesOf(smallBeside),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await work();
  return performance.now() - begunMs;
}

const timesOf = (times: readonly number[]): Times => ({
  count: times.length,
  p50Ms: percentile(times, 50),
  p95Ms: percentile(times, 95),
});
