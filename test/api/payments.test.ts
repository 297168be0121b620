import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Processes } from '../../api/temporal.js';
import { unavailable } from '../../api/problem.js';
import { oneOfEverything, type Things } from './fixtures.js';
import { freshKey, openApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

/** What the API asks of the processes, and whether they can be told just now. */
const asked: string[] = [];
let isAway = false;

let api: ApiUnderTest;
let mine: Things;
let theirs: Things;
beforeAll(async () => {
  api = await openApi({ deps: ({ processes }) => ({ processes: { ...processes, update, notifyOrders } }) });
  mine = await oneOfEverything(api.prisma, 1, null);
  theirs = await oneOfEverything(api.prisma, 2, null);
});
afterAll(async () => {
  await api.close();
});

const update: Processes['update'] = ({ workflowId }) => {
  asked.push(workflowId);
  return Promise.resolve({ kind: 'gone' });
};
const notifyOrders: Processes['notifyOrders'] = (orders, signal) => {
  if (isAway) return Promise.reject(unavailable('Temporal'));
  asked.push(...orders.map((order) => `${order} ${signal}`));
  return Promise.resolve();
};

const post = (path: string, body: unknown, key = freshKey()): Promise<Answered> =>
  api.call({ method: 'POST', path, key: api.keys.finance, body, headers: { 'Idempotency-Key': key } });

describe('a payment', () => {
  it.each([
    ["another customer's", () => theirs.invoice],
    ['an invoice that nobody issued', () => 'FA-2026-999999'],
  ])(
    'allocated to an invoice of its customer and to %s moves nothing, and the answer names which',
    async (_, other) => {
      asked.length = 0;
      const allocations = [
        { invoice: mine.invoice, amount: '30.00' },
        { invoice: other(), amount: '20.00' },
      ];
      const refused = await post(`/v1/payments/${mine.payment}/allocations`, { allocations });
      expect(refused.json).toMatchObject({ status: 422, errors: [{ field: 'allocations.1.invoice' }] });
      expect(asked).toEqual([]);
    },
  );

  it('whose answer was lost before the orders held for credit were told tells them when it comes again', async () => {
    asked.length = 0;
    await api.prisma.salesOrder.update({ where: { number: mine.order }, data: { stage: 'credit-hold' } });
    const key = freshKey();
    const transfer = {
      customer: mine.customer,
      amount: '40.00',
      currency: 'EUR',
      date: '2026-11-20',
      reference: 'L-1',
    };
    isAway = true;
    expect((await post('/v1/payments', transfer, key)).status).toBe(503);
    isAway = false;
    const again = await post('/v1/payments', transfer, key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(asked).toEqual([`${mine.order} creditFreed`]);
    expect(await api.prisma.payment.count({ where: { reference: 'L-1' } })).toBe(1);
  });
});
