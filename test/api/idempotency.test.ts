import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteKeysBefore } from '../../prisma/commands/idempotency.js';
import { accountsRefuse, freshKey, openApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await openApi({ deps: accountsRefuse });
});
afterAll(async () => {
  await api.close();
});

const product = (number: string, name = 'Thé vert') => ({
  number,
  name,
  unit: 'box',
  category: 'Beverages',
  listPrice: '12.50',
  currency: 'EUR',
  taxClass: 'reduced',
  active: true,
});
const create = (key: string, body: unknown, role: 'manager' | 'admin' = 'manager'): Promise<Answered> =>
  api.call({ method: 'POST', path: '/v1/products', key: api.keys[role], body, headers: { 'Idempotency-Key': key } });
const replayed = ({ headers }: Answered): string | null => headers.get('idempotency-replayed');

describe('the same key', () => {
  it('with the same body gives the same answer, and says so', async () => {
    const key = freshKey();
    const first = await create(key, product('TEA-1'));
    const again = await create(key, product('TEA-1'));
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect([replayed(first), replayed(again)]).toEqual([null, 'true']);
    expect(await api.prisma.auditEntry.count({ where: { entity: 'product', entityId: 'TEA-1' } })).toBe(1);
  });

  it('with the fields of the body in another order is the same request', async () => {
    const key = freshKey();
    const body = product('TEA-2');
    const first = await create(key, body);
    const turned = Object.fromEntries(Object.entries(body).toReversed());
    const again = await create(key, turned);
    expect(again.text).toBe(first.text);
    expect(replayed(again)).toBe('true');
  });

  it('with another body is refused, and changes nothing', async () => {
    const key = freshKey();
    await create(key, product('TEA-3'));
    const other = await create(key, product('TEA-3', 'Thé noir'));
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    const again = await create(key, product('TEA-3'));
    expect(again.json).toMatchObject({ name: 'Thé vert' });
  });

  it('of another principal is another request, and shows nothing of the first', async () => {
    const key = freshKey();
    await create(key, product('TEA-4'));
    const other = await create(key, product('TEA-5', 'Other'), 'admin');
    expect(other.json).toMatchObject({ number: 'TEA-5', name: 'Other' });
    expect(replayed(other)).toBeNull();
  });

  it('on another path is another request', async () => {
    const key = freshKey();
    await create(key, product('TEA-6'));
    const patch = await api.call({
      method: 'PATCH',
      path: '/v1/products/TEA-6',
      key: api.keys.manager,
      body: { name: 'Thé blanc' },
      headers: { 'Idempotency-Key': key },
    });
    expect(patch.status).toBe(200);
    expect(replayed(patch)).toBeNull();
  });

  it('ten times at once does the work once and answers alike', async () => {
    const key = freshKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(key, product('TEA-7'))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answered) => replayed(answered) === null)).toHaveLength(1);
    expect(await api.prisma.auditEntry.count({ where: { entity: 'product', entityId: 'TEA-7' } })).toBe(1);
  });

  it('is judged again after a refusal', async () => {
    const key = freshKey();
    const missing = await api.call({
      method: 'PATCH',
      path: '/v1/products/TEA-8',
      key: api.keys.manager,
      body: { name: 'Later' },
      headers: { 'Idempotency-Key': key },
    });
    expect(missing.status).toBe(404);
    await create(freshKey(), product('TEA-8'));
    const again = await api.call({
      method: 'PATCH',
      path: '/v1/products/TEA-8',
      key: api.keys.manager,
      body: { name: 'Later' },
      headers: { 'Idempotency-Key': key },
    });
    expect(again.status).toBe(200);
    expect(again.json).toMatchObject({ name: 'Later' });
  });
});

const DAY_MS = 86_400_000;

describe('a key whose life is over', () => {
  const deleteAll = (before: Date): Promise<number> =>
    api.prisma.$transaction((tx) => deleteKeysBefore(tx, before.toISOString().slice(0, 10), 1_000));

  it('is forgotten with its row: sent again it asks for something new, known by another id', async () => {
    const start = Date.now();
    let now = new Date(start);
    const later = await openApi({ deps: () => ({ now: () => now }) });
    try {
      const pay = (amount: string): Promise<Answered> =>
        later.call({
          method: 'POST',
          path: '/v1/payments',
          key: later.keys.finance,
          body: { customer: 'BONAP', amount, currency: 'EUR', date: '2026-03-05', reference: `BNP-${amount}` },
          headers: { 'Idempotency-Key': 'march-1' },
        });
      const first = await pay('80.00');
      // In another week its id would be another one, did it not lie there.
      now = new Date(start + 7 * DAY_MS);
      expect((await pay('81.00')).json).toMatchObject({ code: 'idempotency-key-reused' });
      expect(replayed(await pay('80.00'))).toBe('true');
      await later.prisma.idempotencyKey.deleteMany();
      now = new Date(start + 31 * DAY_MS);
      const second = await pay('81.00');
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.json).toMatchObject({ amount: '81.00' });
      expect(second.json?.['id']).not.toBe(first.json?.['id']);
    } finally {
      await later.close();
    }
  });

  it('is remembered to the end of its last day, done or promised and not done', async () => {
    const key = freshKey();
    await create(key, product('TEA-9'));
    const promised = { id: randomUUID(), principal: 'laura', route: 'POST /v1/orders', key, bodyHash: '' };
    await api.prisma.idempotencyKey.create({ data: { ...promised, promised: 'SO-2026-999999' } });
    const rows = () => api.prisma.idempotencyKey.count({ where: { key } });
    const { createdAt } = await api.prisma.idempotencyKey.findUniqueOrThrow({ where: { id: promised.id } });
    await api.prisma.idempotencyKey.updateMany({ where: { key }, data: { createdAt } });
    await deleteAll(createdAt);
    expect(await rows()).toBe(2);
    await deleteAll(new Date(createdAt.getTime() + DAY_MS));
    expect(await rows()).toBe(0);
  });
});

describe('a payment', () => {
  const payment = { customer: 'BONAP', amount: '80.00', currency: 'EUR', date: '2026-11-02', reference: 'BNP-77' };
  const pay = (key: string, body: unknown): Promise<Answered> =>
    api.call({
      method: 'POST',
      path: '/v1/payments',
      key: api.keys.finance,
      body,
      headers: { 'Idempotency-Key': key },
    });

  it('whose allocations its customer’s account refuses is kept, booked once, and every answer says so', async () => {
    const key = freshKey();
    const body = { ...payment, allocations: [{ invoice: 'FA-2026-999999', amount: '80.00' }] };
    const answers = await Promise.all(Array.from({ length: 5 }, () => pay(key, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([409]));
    const [first] = answers;
    const location = first?.headers.get('location') ?? '';
    expect(first?.json?.['detail']).toContain(`The money is booked as payment ${location.split('/').at(-1)}`);
    expect(first?.json?.['remedy']).toContain(`POST ${location}/allocations`);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const kept = await api.call({ method: 'GET', path: location, key: api.keys.finance });
    expect(kept.json).toMatchObject({ unallocated: '80.00', allocated: '0.00', allocations: [] });
    expect(await api.prisma.payment.count({ where: { reference: 'BNP-77' } })).toBe(1);
  });

  it('of the same transfer under another key is refused with the payment it is booked as', async () => {
    const again = await pay(freshKey(), payment);
    expect(again.json).toMatchObject({ status: 409, code: 'already-exists', errors: [{ field: 'reference' }] });
  });

  it('cannot be allocated beyond its amount', async () => {
    const allocations = [
      { invoice: 'FA-2026-999998', amount: '50.00' },
      { invoice: 'FA-2026-999999', amount: '50.01' },
    ];
    const answered = await pay(freshKey(), { ...payment, reference: 'BNP-78', amount: '100.00', allocations });
    expect(answered.json).toMatchObject({ status: 422, code: 'over-allocation' });
    expect(await api.prisma.payment.count({ where: { reference: 'BNP-78' } })).toBe(0);
  });
});

describe('the first of two orders', () => {
  it('keeps the number that its key was promised, however often it is refused', async () => {
    const key = freshKey();
    const body = {
      customer: 'BONAP',
      origin: 'phone',
      currency: 'EUR',
      lines: [{ lineNo: 1, product: 'NOT-SOLD', quantity: '1', unitPrice: '1.00', requestedDate: '2026-12-01' }],
    };
    const order = () =>
      api.call({ method: 'POST', path: '/v1/orders', key: api.keys.admin, body, headers: { 'Idempotency-Key': key } });
    const refusals = [await order(), await order()];
    expect(refusals.map(({ json }) => json?.['code'])).toEqual(['product-unknown', 'product-unknown']);
    expect(refusals[0]?.json).toMatchObject({ errors: [{ field: 'lines.0.product' }] });
    const rows = await api.prisma.idempotencyKey.findMany({ where: { key } });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.promised).toMatch(/^SO-\d{4}-\d{6}$/);
  });
});
