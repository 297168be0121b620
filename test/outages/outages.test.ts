import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderWorkflowId } from '../../workflows/ids.js';
import { stockArrived } from '../../workflows/order-messages.js';
import type { Ask, Reply, Site } from '../support/faults.js';
import {
  askUntilServed,
  deliver,
  enterOrder,
  expectGaplessInvoices,
  expectLawfulCopies,
  expectSoundness,
  invoicesOf,
  listProduct,
  openAccount,
  openOwnSite,
  orderBody,
  pay,
  paymentBody,
  settle,
  until,
  untilMailsRest,
  untilStage,
} from '../support/faults.js';

let site: Site;

beforeAll(async () => {
  site = await openOwnSite();
  await listProduct(site, 'TEA', '100000');
});
afterAll(() => site.close());

const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const tea = (customer: string) => orderBody(site, customer, 'TEA', '10');

async function acceptedOrder(customer: string): Promise<string> {
  const order = await enterOrder(site, tea(customer));
  await untilStage(site, order, 'accepted', 'acknowledged');
  return order;
}

async function settledOrder(customer: string): Promise<string> {
  const order = await acceptedOrder(customer);
  await deliver(site, order);
  await settle(site, order, 1);
  return order;
}

/** `livedMs`: how long it took, less the time in which the API or this process did not get to run. */
type Sampled = Reply & { readonly livedMs: number };

/** Asks once a second for a while, whatever the answers are. */
async function sample(asks: readonly Ask[], seconds: number): Promise<readonly Sampled[]> {
  const replies: Promise<Sampled>[] = [];
  const pulse = takePulse();
  const timed = async (ask: Ask): Promise<Sampled> => {
    const before = pulse.lostMs();
    const reply = await site.ask(ask);
    await pulse.beat();
    return { ...reply, livedMs: reply.ms - (pulse.lostMs() - before) };
  };
  for (const second of many(seconds)) {
    const ask = asks[second % asks.length];
    if (ask !== undefined) replies.push(timed(ask));
    await sleep(1_000);
  }
  return Promise.all(replies).finally(() => pulse.stop());
}

const BEAT_MS = 20;
const HEALTHY_BEAT_MS = 60;

/** Asks the API for a sign of life again and again: what a beat takes beyond the usual, a busy machine kept us from running. */
function takePulse() {
  let lostMs = 0;
  let isOver = false;
  const beatOnce = async (): Promise<void> => {
    const begunMs = performance.now();
    await fetch(`${site.stack.apiUrl}/healthz`).then((answer) => answer.text());
    await sleep(BEAT_MS);
    lostMs += Math.max(0, performance.now() - begunMs - HEALTHY_BEAT_MS);
  };
  let beating = beatOnce();
  void (async () => {
    while (!isOver) await (beating = beating.then(beatOnce, beatOnce));
  })().catch(() => undefined);
  return {
    lostMs: () => lostMs,
    beat: () => beating,
    stop: () => {
      isOver = true;
    },
  };
}

const processOf = (order: string) => site.temporal.workflow.getHandle(orderWorkflowId(order));
const eventsOf = async (order: string): Promise<number> => (await processOf(order).describe()).historyLength;
const untilResting = (order: string): Promise<unknown> =>
  until(
    `${order} to rest`,
    () => processOf(order).describe(),
    ({ raw }) => !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0,
  );

/** A workflow task that a slow machine cannot finish in time is written down, and given out again: three events. */
const HICCUP = 3;

/** The order's step is an activity that is tried again and again. */
const untilRetrying = (order: string): Promise<unknown> =>
  until(
    `${order} to try again`,
    () => processOf(order).describe(),
    ({ raw }) => !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 0) > 1),
  );

describe('PostgreSQL away for a minute under load', () => {
  it('is answered 503 within 2 s, everything is done afterwards, once, and no history grows meanwhile', async () => {
    await openAccount(site, 'PATIENT');
    const accepted = await Promise.all(many(6).map(() => acceptedOrder('PATIENT')));
    const waiting = await Promise.all(many(3).map(() => acceptedOrder('PATIENT')));
    const invoiced = await Promise.all(many(3).map(() => acceptedOrder('PATIENT')));
    await Promise.all(invoiced.map((order) => deliver(site, order)));
    const invoices = (await Promise.all(invoiced.map((order) => invoicesOf(site, order, 1)))).flat();
    await untilMailsRest(site);

    await Promise.all(waiting.map(untilResting));
    const eventsBefore = await Promise.all(waiting.map(eventsOf));

    const keys = many(8).map(() => randomUUID());
    const entering = keys.map((key) => enterOrder(site, tea('PATIENT'), key));
    const deliveryKeys = accepted.map(() => randomUUID());
    const delivering = accepted.map((order, index) => deliver(site, order, undefined, deliveryKeys[index]));
    const paying = invoices.map((invoice) => pay(site, invoice));
    await site.stack.stop('postgres');
    // Goods arrived, so these orders hear: each now has a step to take that needs PostgreSQL.
    for (const order of waiting) await processOf(order).signal(stockArrived);

    const [someOrder = ''] = accepted;
    const asks: readonly Ask[] = [
      { role: 'sales', path: '/v1/orders' },
      { role: 'sales', path: '/v1/orders', body: tea('PATIENT') },
      { role: 'logistics', path: `/v1/orders/${someOrder}/deliveries`, body: {} },
      { role: 'finance', path: '/v1/payments', body: paymentBody(site, 'PATIENT', '1.00', []) },
      { role: 'finance', path: `/v1/orders/${someOrder}/dossier` },
    ];
    const early = await sample(asks, 15);
    await Promise.all(waiting.map(untilRetrying));
    const eventsEarly = await Promise.all(waiting.map(eventsOf));
    const replies = [...early, ...(await sample(asks, 44))];
    const eventsLate = await Promise.all(waiting.map(eventsOf));
    await site.stack.start('postgres');

    expect([...new Set(replies.map(({ status }) => status))]).toEqual([503]);
    expect(replies.filter(({ body }) => body['code'] !== 'unavailable')).toEqual([]);
    expect([...new Set(replies.map(({ headers }) => headers.get('content-type')))]).toEqual([
      'application/problem+json; charset=utf-8',
    ]);
    expect(replies.filter(({ headers }) => !(Number(headers.get('retry-after')) > 0))).toEqual([]);
    expect(Math.max(...replies.map(({ livedMs }) => livedMs))).toBeLessThan(2_000);
    // Three tries of the local step, then one activity that tries again and writes no event while it waits.
    expect(
      eventsEarly.map((events, index) => events - (eventsBefore[index] ?? 0)).filter((grown) => grown > 10 + HICCUP),
    ).toEqual([]);
    expect(eventsLate).toEqual(eventsEarly);

    const orders = await Promise.all(entering);
    await Promise.all([...delivering, ...paying]);
    const again = await Promise.all(
      keys.map((key) => askUntilServed(site, { role: 'sales', path: '/v1/orders', body: tea('PATIENT'), key })),
    );
    expect(again.map(({ body }) => body['number'])).toEqual(orders);
    expect([...new Set(again.map(({ headers }) => headers.get('idempotency-replayed')))]).toEqual(['true']);
    await Promise.all(
      orders.map(async (order) => {
        await untilStage(site, order, 'accepted', 'acknowledged');
        await deliver(site, order);
      }),
    );
    await Promise.all(waiting.map((order) => deliver(site, order)));
    await Promise.all([...orders, ...accepted, ...waiting, ...invoiced].map((order) => settle(site, order, 1)));
    await untilMailsRest(site);
    const [{ count } = { count: 0 }] = await site.rows<{ count: number }>(
      "SELECT count(*)::int AS count FROM sales_order WHERE customer_number = 'PATIENT'",
    );
    // What was refused with 503 while PostgreSQL was away left nothing behind: 6 + 3 + 3 + 8 orders, each delivered once.
    expect(count).toBe(20);
    expect(await expectGaplessInvoices(site)).toBe(20);
    await expectLawfulCopies(site);
    await expectSoundness(site);
  });
});

describe('Temporal, the API and the worker killed in the middle of the work', () => {
  it('every order is entered once, delivered, invoiced, paid and settled', async () => {
    await openAccount(site, 'STORM');
    const kills = ['temporal', 'api', 'worker', 'temporal', 'api', 'worker'] as const;
    let isOver = false;
    const blow = async (): Promise<void> => {
      for (const name of kills) {
        await sleep(3_000);
        // What has ended over the death of another comes back by itself before it is killed.
        await until(
          `the kill of ${name}`,
          () => site.stack.kill(name),
          (isKilled) => isKilled,
        );
        await site.stack.start(name);
      }
    };
    const storm = blow().finally(() => (isOver = true));
    const lane = async (): Promise<string[]> => {
      const settled: string[] = [];
      while (!isOver) settled.push(await settledOrder('STORM'));
      return settled;
    };
    const orders = (await Promise.all(many(6).map(lane))).flat();
    await storm;
    expect(orders.length).toBeGreaterThanOrEqual(6);
    await untilMailsRest(site);
    const found = await site.rows<{ number: string; stage: string; invoices: number }>(
      `SELECT number, stage, (SELECT count(*)::int FROM invoice WHERE order_number = sales_order.number) AS invoices
       FROM sales_order WHERE customer_number = 'STORM' ORDER BY number`,
    );
    expect(found).toEqual(orders.toSorted().map((number) => ({ number, stage: 'settled', invoices: 1 })));
    await expectGaplessInvoices(site);
    await expectLawfulCopies(site);
    await expectSoundness(site);
  });
});
