import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Processes } from '../../api/temporal.js';
import { systemsSilent } from '../../api/problem.js';
import { oneOfEverything, type Things } from './fixtures.js';
import { accountsRefuse, freshKey, openApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

/** What the API asks of the processes, and whether they can be told just now. */
const asked: string[] = [];
let isAway = false;

let api: ApiUnderTest;
let mine: Things;
beforeAll(async () => {
  api = await openApi({
    deps: (deps) => ({ processes: { ...accountsRefuse(deps).processes, notifyOrders } }),
  });
  mine = await oneOfEverything(api.prisma, 1, null);
});
afterAll(async () => {
  await api.close();
});

const notifyOrders: Processes['notifyOrders'] = (orders, signal) => {
  if (isAway) return Promise.reject(systemsSilent(['Temporal']));
  asked.push(...orders.map((order) => `${order} ${signal}`));
  return Promise.resolve();
};

const post = (path: string, body: unknown, key = freshKey()): Promise<Answered> =>
  api.call({ method: 'POST', path, key: api.keys.finance, body, headers: { 'Idempotency-Key': key } });

const transfer = { amount: '40.00', currency: 'EUR', date: '2026-11-20' };

describe('a payment', () => {
  it('whose answer was lost before the orders held for credit were told tells them when it comes again', async () => {
    asked.length = 0;
    await api.prisma.salesOrder.update({ where: { number: mine.order }, data: { stage: 'credit-hold' } });
    const key = freshKey();
    const body = { ...transfer, customer: mine.customer, reference: 'L-1' };
    isAway = true;
    expect((await post('/v1/payments', body, key)).status).toBe(503);
    isAway = false;
    const again = await post('/v1/payments', body, key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(asked).toEqual([`${mine.order} creditFreed`]);
    expect(await api.prisma.payment.count({ where: { reference: 'L-1' } })).toBe(1);
  });

  it('from nobody known is booked, found among what is unallocated, and answered the same again', async () => {
    const key = freshKey();
    const first = await post('/v1/payments', { ...transfer, reference: 'L-2' }, key);
    expect(first.json).toMatchObject({ customer: null, customerName: null, unallocated: '40.00', allocations: [] });
    const again = await post('/v1/payments', { ...transfer, reference: 'L-2' }, key);
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
    const list = await api.call({ method: 'GET', path: '/v1/payments?unallocated=true', key: api.keys.finance });
    expect(list.json?.['items']).toContainEqual(first.json);
  });

  it.each([
    ['nothing', { amount: '0.00' }, 'amount'],
    [
      'money back that pays invoices',
      { customer: 'ALFKI', amount: '-1.00', allocations: [{ invoice: 'FA-2026-000001', amount: '1.00' }] },
      'allocations',
    ],
    ['money received that returns a payment', { returns: '0190a000-0000-7000-8000-000000000001' }, 'returns'],
    ['invoices of nobody known', { allocations: [{ invoice: 'FA-2026-000001', amount: '1.00' }] }, 'customer'],
    [
      'an invoice named twice',
      { customer: 'ALFKI', allocations: Array(2).fill({ invoice: 'FA-2026-000001', amount: '1.00' }) },
      'allocations',
    ],
  ])('of %s is refused, and the answer names the field', async (_what, changes, field) => {
    const refused = await post('/v1/payments', { ...transfer, reference: 'L-3', ...changes });
    expect(refused.json).toMatchObject({ status: 422, errors: [{ field }] });
    expect(await api.prisma.payment.count({ where: { reference: 'L-3' } })).toBe(0);
  });

  it('from nobody known is not allocated before somebody says whose it is, and then it is said once', async () => {
    const booked = await post('/v1/payments', { ...transfer, reference: 'L-4' });
    const path = booked.headers.get('location') ?? '';
    const early = await post(`${path}/allocations`, { order: 'oldest-first' });
    expect(early.json).toMatchObject({ status: 409, code: 'payment-unassigned' });
    const assignment = { customer: mine.customer, reason: 'IBAN of the customer' };
    const key = freshKey();
    const assigned = await post(`${path}/assignment`, assignment, key);
    expect(assigned.json).toMatchObject({ customer: mine.customer, unallocated: '40.00' });
    const again = await post(`${path}/assignment`, assignment, key);
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([assigned.text, 'true']);
    expect((await post(`${path}/assignment`, assignment)).json).toMatchObject({
      status: 409,
      code: 'payment-assigned',
    });
    const entries = await api.prisma.auditEntry.findMany({ where: { action: 'payment.assigned' } });
    expect(entries).toMatchObject([{ customerNumber: mine.customer, after: { reason: 'IBAN of the customer' } }]);
  });

  it('in a currency that its new account is not kept in stays with nobody', async () => {
    const booked = await post('/v1/payments', { ...transfer, currency: 'CHF', reference: 'L-5' });
    const path = `${booked.headers.get('location') ?? ''}/assignment`;
    const refused = await post(path, { customer: mine.customer, reason: 'a guess' });
    expect(refused.json).toMatchObject({ status: 422, code: 'currency-mismatch' });
  });
});
