import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderWorkflowId } from '../../workflows/ids.js';
import { stockArrived } from '../../workflows/order-messages.js';
import type { Ask, Reply, Site } from '../support/faults.js';
import {
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

/** Asks once a second for a while, whatever the answers are. */
async function sample(asks: readonly Ask[], seconds: number): Promise<readonly Reply[]> {
  const replies: Promise<Reply>[] = [];
  for (const second of many(seconds)) {
    const ask = asks[second % asks.length];
    if (ask !== undefined) replies.push(site.ask(ask));
    await sleep(1_000);
  }
  return Promise.all(replies);
}

const processOf = (order: string) => site.temporal.workflow.getHandle(orderWorkflowId(order));
const eventsOf = async (order: string): Promise<number> => (await processOf(order).describe()).historyLength;

describe('PostgreSQL away for a minute under load', () => {
  it('is answered 503 within 2 s, everything is done afterwards, once, and no history grows meanwhile', async () => {
    await openAccount(site, 'PATIENT');
    const accepted = await Promise.all(many(6).map(() => acceptedOrder('PATIENT')));
    const invoiced = await Promise.all(many(3).map(() => acceptedOrder('PATIENT')));
    await Promise.all(invoiced.map((order) => deliver(site, order)));
    const invoices = (await Promise.all(invoiced.map((order) => invoicesOf(site, order, 1)))).flat();
    await untilMailsRest(site);

    const eventsBefore = await Promise.all(accepted.map(eventsOf));

    const keys = many(8).map(() => randomUUID());
    const entering = keys.map((key) => enterOrder(site, tea('PATIENT'), key));
    const deliveryKeys = accepted.map(() => randomUUID());
    const delivering = accepted.map((order, index) => deliver(site, order, undefined, deliveryKeys[index]));
    const paying = invoices.map((invoice) => pay(site, invoice));
    await site.stack.stop('postgres');
    // Goods arrived for the accepted orders, so they hear: each now has a step to take that needs PostgreSQL.
    for (const order of accepted) await processOf(order).signal(stockArrived);
    await sleep(1_000);

    const [someOrder = ''] = accepted;
    const asks: readonly Ask[] = [
      { role: 'sales', path: '/v1/orders' },
      { role: 'sales', path: '/v1/orders', body: tea('PATIENT') },
      { role: 'logistics', path: `/v1/orders/${someOrder}/deliveries`, body: {} },
      { role: 'finance', path: '/v1/payments', body: paymentBody(site, 'PATIENT', '1.00', []) },
      { role: 'finance', path: `/v1/orders/${someOrder}/dossier` },
    ];
    const early = await sample(asks, 15);
    const eventsEarly = await Promise.all(accepted.map(eventsOf));
    const replies = [...early, ...(await sample(asks, 44))];
    const eventsLate = await Promise.all(accepted.map(eventsOf));
    await site.stack.start('postgres');

    expect([...new Set(replies.map(({ status }) => status))]).toEqual([503]);
    expect(replies.filter(({ body }) => body['code'] !== 'unavailable')).toEqual([]);
    expect([...new Set(replies.map(({ headers }) => headers.get('content-type')))]).toEqual([
      'application/problem+json; charset=utf-8',
    ]);
    expect(replies.filter(({ headers }) => !(Number(headers.get('retry-after')) > 0))).toEqual([]);
    expect(Math.max(...replies.map(({ ms }) => ms))).toBeLessThan(2_000);
    // Three tries of the local step, then one activity that tries again and writes no event while it waits.
    expect(
      eventsEarly.map((events, index) => events - (eventsBefore[index] ?? 0)).filter((grown) => grown > 10),
    ).toEqual([]);
    expect(eventsLate).toEqual(eventsEarly);

    const orders = await Promise.all(entering);
    await Promise.all([...delivering, ...paying]);
    const again = await Promise.all(
      keys.map((key) => site.ask({ role: 'sales', path: '/v1/orders', body: tea('PATIENT'), key })),
    );
    expect(again.map(({ body }) => body['number'])).toEqual(orders);
    expect([...new Set(again.map(({ headers }) => headers.get('idempotency-replayed')))]).toEqual(['true']);
    await Promise.all(
      orders.map(async (order) => {
        await untilStage(site, order, 'accepted', 'acknowledged');
        await deliver(site, order);
      }),
    );
    await Promise.all([...orders, ...accepted, ...invoiced].map((order) => settle(site, order, 1)));
    await untilMailsRest(site);
    const [{ count } = { count: 0 }] = await site.rows<{ count: number }>(
      "SELECT count(*)::int AS count FROM sales_order WHERE customer_number = 'PATIENT'",
    );
    // What was refused with 503 while PostgreSQL was away left nothing behind: 6 + 3 + 8 orders, each delivered once.
    expect(count).toBe(17);
    expect(await expectGaplessInvoices(site)).toBe(17);
    await expectLawfulCopies(site);
    await expectSoundness(site);
  });
});

describe('Temporal, the API and the worker killed in the middle of the work', () => {
  it('every order is entered once, delivered, invoiced, paid and settled', async () => {
    await openAccount(site, 'STORM');
    const kills = ['temporal', 'api', 'worker', 'temporal', 'api', 'worker'] as const;
    let isOver = false;
    const storm = (async () => {
      for (const name of kills) {
        await sleep(3_000);
        expect(await site.stack.kill(name)).toBe(true);
        await site.stack.start(name);
      }
      isOver = true;
    })();
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
