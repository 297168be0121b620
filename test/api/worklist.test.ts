import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../contracts/vocabulary.js';
import { addDays, localDateOf } from '../../domain/calendar.js';
import { appendAudit } from '../../prisma/repositories/audit.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { newKey, openApi, principalOf, type ApiUnderTest } from './office.js';

/** Who does what of the worklist: given, put aside and talked about. */
let api: ApiUnderTest;
let mine: Things;
let theirs: Things;
/** Moved on by tests that wait for a day. */
let now = new Date();

beforeAll(async () => {
  api = await openApi({ deps: () => ({ now: () => now }) });
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  theirs = await oneOfEverything(api.prisma, 2, 'somebody-else');
  for (const [id, role] of [
    ['anne', 'sales'],
    ['bruno', 'finance'],
    ['chloe', 'finance'],
  ] as const)
    await api.prisma.principal.create({ data: { id, name: `${id} of ${role}`, role } });
  await api.prisma.principal.create({ data: { id: 'dora', name: 'Dora', role: 'sales', seesAllCustomers: true } });
});
afterAll(() => api.close());

const holdFacts = { reason: 'overdue', gross: '12.50', exposure: '0.00', limit: '0.00', overdue: '1.00' };
let made = 0;

async function lineOf(role: Role, extra: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = `line-${(made += 1)}`;
  const common = { id, role, kind: 'credit-hold', status: 'open', facts: holdFacts, customerNumber: mine.customer };
  await api.prisma.workItem.create({ data: { ...common, ...extra } });
  return id;
}

const get = (path: string, key = api.keys.finance) => api.call({ method: 'GET', path, key });
const post = (path: string, body: unknown, key = api.keys.finance, headers = {}) =>
  api.call({ method: 'POST', path, body, key, headers });

type Line = Readonly<Record<string, unknown>>;
async function lines(query = '', key = api.keys.finance): Promise<readonly Line[]> {
  const { status, json } = await get(`/v1/worklist?limit=200${query}`, key);
  expect(status).toBe(200);
  return json?.['items'] as readonly Line[];
}
const ids = async (query = '', key?: string) => (await lines(query, key)).map(({ id }) => id);
const audit = (entityId: string) =>
  api.prisma.auditEntry.findMany({ where: { entity: 'work-item', entityId }, orderBy: { id: 'asc' } });

describe('a line of the worklist', () => {
  it('is given to a colleague, found by who has it, given back, and both stand in the record with what was before', async () => {
    const id = await lineOf('finance');
    const given = await post(`/v1/worklist/${id}/assignment`, { person: 'bruno' });
    expect([given.status, given.json]).toEqual([
      200,
      { id, assignee: { person: 'bruno', name: 'bruno of finance' }, putAsideUntil: null },
    ]);
    expect((await lines('&assignee=bruno'))[0]).toMatchObject({
      id,
      assignee: { person: 'bruno', name: 'bruno of finance' },
    });
    expect(await ids('&assignee=nobody')).not.toContain(id);
    expect((await post(`/v1/worklist/${id}/assignment`, { person: null })).status).toBe(200);
    expect(await ids('&assignee=nobody')).toContain(id);
    expect(await audit(id)).toMatchObject([
      {
        action: 'worklist.assigned',
        actor: principalOf('finance'),
        before: { assignee: null },
        after: { role: 'finance', assignee: 'bruno', name: 'bruno of finance' },
      },
      { action: 'worklist.assigned', before: { assignee: 'bruno' }, after: { assignee: null } },
    ]);
  });

  it('is given once for a key, and leaves no second row when it is given to who has it', async () => {
    const id = await lineOf('finance');
    const headers = { 'Idempotency-Key': randomUUID() };
    const path = `/v1/worklist/${id}/assignment`;
    const twice = await Promise.all([1, 2].map(() => post(path, { person: 'bruno' }, api.keys.finance, headers)));
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    expect((await post(path, { person: 'bruno' })).status).toBe(200);
    expect(await audit(id)).toHaveLength(1);
  });

  it('goes to people whose worklist it is on, overseers among them, and to nobody else', async () => {
    const finance = await lineOf('finance');
    const sales = await lineOf('sales');
    const give = async (id: string, person: string, key = api.keys.manager) => {
      const { status, json } = await post(`/v1/worklist/${id}/assignment`, { person }, key);
      return status === 200
        ? 'given'
        : [status, json?.['code'], (json as { errors: { field: string }[] } | undefined)?.errors[0]?.field];
    };
    const refused = [422, 'invalid-request', 'person'];
    expect(await give(finance, 'chloe', api.keys.finance)).toBe('given');
    expect(await give(finance, principalOf('manager'), api.keys.finance)).toBe('given');
    expect(await give(finance, 'anne')).toEqual(refused);
    expect(await give(finance, 'nobody-here')).toEqual(refused);
    await api.prisma.principal.create({
      data: { id: 'gone', name: 'Gone', role: 'finance', deactivatedAt: new Date() },
    });
    expect(await give(finance, 'gone')).toEqual(refused);
    // Anne has other customers, Dora sees all of them.
    expect(await give(sales, 'anne')).toEqual(refused);
    expect(await give(sales, 'dora')).toBe('given');
    expect(await give(sales, principalOf('sales'), api.keys.sales)).toBe('given');
  });

  it('is nobody else’s to touch: another role’s and a foreign customer’s are 404, a closed one takes nothing', async () => {
    const finance = await lineOf('finance');
    const closed = await lineOf('finance', { status: 'done', doneAt: new Date() });
    const codes = async (id: string, key: string) => {
      const asked = [
        await post(`/v1/worklist/${id}/assignment`, { person: null }, key),
        await post(`/v1/worklist/${id}/put-aside`, { until: null }, key),
        await post(`/v1/worklist/${id}/comments`, { text: 'Hello' }, key),
        await get(`/v1/worklist/${id}/comments`, key),
      ];
      return asked.map(({ json, status }) => json?.['code'] ?? status);
    };
    const nothing = Array.from({ length: 4 }, () => 'not-found');
    expect(await codes(finance, api.keys.logistics)).toEqual(nothing);
    expect(await codes(encodeURIComponent(theirs.workItem), api.keys.sales)).toEqual(nothing);
    expect(await codes(closed, api.keys.finance)).toEqual(['line-closed', 'line-closed', 201, 200]);
    expect(await codes(finance, api.keys.manager)).toEqual([200, 200, 201, 200]);
  });

  it('is put aside until a business date of the company, comes back on it by itself, and is taken up again before', async () => {
    const id = await lineOf('finance');
    const today = localDateOf(now.getTime(), 'Europe/Paris');
    const until = addDays(today, 3);
    const path = `/v1/worklist/${id}/put-aside`;
    expect((await post(path, { until })).json).toEqual({ id, assignee: null, putAsideUntil: until });
    expect(await ids()).not.toContain(id);
    expect((await lines('&aside=true')).find((line) => line['id'] === id)).toMatchObject({ putAsideUntil: until });
    const real = now;
    // Paris is ahead of UTC: at half past eleven in the evening of UTC the third day has begun there.
    now = new Date(`${addDays(today, 2)}T22:30:00Z`);
    const isThere = localDateOf(now.getTime(), 'Europe/Paris') === until;
    expect((await ids()).includes(id)).toBe(isThere);
    now = new Date(`${until}T08:00:00Z`);
    expect((await lines()).find((line) => line['id'] === id)).toMatchObject({ putAsideUntil: null, ageDays: 3 });
    expect(await ids('&aside=true')).not.toContain(id);
    now = real;
    expect(await ids()).not.toContain(id);
    expect((await post(path, { until: null })).status).toBe(200);
    expect(await ids()).toContain(id);
    expect(await audit(id)).toMatchObject([
      { action: 'worklist.put-aside', before: { until: null }, after: { until } },
      { action: 'worklist.put-aside', before: { until }, after: { until: null } },
    ]);
  });

  it('is put aside until tomorrow at the earliest and a year on at the latest', async () => {
    const path = `/v1/worklist/${await lineOf('finance')}/put-aside`;
    const today = localDateOf(now.getTime(), 'Europe/Paris');
    const status = async (until: string) => (await post(path, { until })).status;
    expect(await Promise.all([today, addDays(today, -1), addDays(today, 367), '2299-01-01'].map(status))).toEqual([
      422, 422, 422, 422,
    ]);
    expect(await status(addDays(today, 366))).toBe(200);
    expect(await status(addDays(today, 1))).toBe(200);
  });

  it('names its customer, in the list and in its file, and none where it has none', async () => {
    const of = await lineOf('finance');
    const ofNobody = await lineOf('finance', { customerNumber: null });
    const seen = await lines();
    expect([of, ofNobody].map((id) => seen.find((line) => line['id'] === id))).toMatchObject([
      { customer: mine.customer, customerName: 'Maison 1' },
      { customer: null, customerName: null },
    ]);
    const { text } = await get('/v1/exports/worklist.csv?columns=customer&language=en');
    expect(text.split('\r\n')).toEqual(expect.arrayContaining([`Maison 1,${mine.customer}`, ',']));
  });

  it('carries what colleagues said about it, page by page, in any script', async () => {
    const id = await lineOf('finance', { orderNumber: mine.order });
    const say = (text: string) => post(`/v1/worklist/${id}/comments`, { text });
    const first = await say('Rappeler lundi 😀');
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({
      text: 'Rappeler lundi 😀',
      by: { person: principalOf('finance'), name: 'The finance' },
    });
    await say('Fait');
    const page = (await get(`/v1/worklist/${id}/comments?limit=1`)).json;
    expect(page?.['items']).toEqual([first.json]);
    const next = await get(`/v1/worklist/${id}/comments?limit=1&cursor=${String(page?.['nextCursor'])}`);
    expect(next.json).toMatchObject({ items: [{ text: 'Fait' }], nextCursor: null });
    expect((await lines()).find((line) => line['id'] === id)).toMatchObject({ comments: 2 });
    expect((await say('  ')).status).toBe(422);
    expect((await say('a'.repeat(1_001))).status).toBe(422);
    // In the dossier for those who have the line on their worklist, not for others.
    const dossier = async (key: string) => (await get(`/v1/orders/${mine.order}/dossier`, key)).text;
    expect(await dossier(api.keys.finance)).toContain('Rappeler lundi');
    expect(await dossier(api.keys.manager)).toContain('Rappeler lundi');
    expect(await dossier(api.keys.sales)).not.toContain('Rappeler lundi');
  });
});

describe('a line that stands by itself', () => {
  const standing = async (kind: string, key: string) => lines(`&kind=${kind}`, key);
  const today = () => localDateOf(now.getTime(), 'Europe/Paris');
  const day = (days: number) => new Date(addDays(today(), days));

  /** The order as it stands, with one line of ten: so many reserved, promised for a day and then for another. */
  async function promise(allocated: string, first: number, last: number): Promise<void> {
    const number = mine.order;
    await api.prisma.salesOrder.update({ where: { number }, data: { stage: 'in-delivery' } });
    await api.prisma.orderLine.updateMany({
      where: { orderNumber: number },
      data: {
        quantity: '10',
        delivered: '0',
        cancelled: '0',
        invoiced: '0',
        allocated,
        waiting: allocated !== '10',
        firstConfirmedDate: day(first),
        lastConfirmedDate: day(last),
      },
    });
  }

  it('tells logistics what is reserved and promised for today or before, until it has left or a stop holds it', async () => {
    await promise('10', 1, 1);
    expect(await standing('delivery-due', api.keys.logistics)).toEqual([]);
    await promise('10', 0, 0);
    const [line] = await standing('delivery-due', api.keys.logistics);
    expect(line).toMatchObject({
      id: `delivery-due:${mine.order}:${today()}`,
      role: 'logistics',
      facts: { on: today(), lines: 1, backordered: 0, isPrepared: false },
      order: mine.order,
      customer: mine.customer,
      dueOn: today(),
      link: `/orders/${mine.order}`,
    });
    expect(await standing('delivery-due', api.keys.finance)).toEqual([]);
    await api.prisma.customer.update({ where: { number: mine.customer }, data: { creditStop: true } });
    expect(await standing('delivery-due', api.keys.logistics)).toEqual([]);
    await api.prisma.customer.update({ where: { number: mine.customer }, data: { creditStop: false } });
    await promise('0', 0, 0);
    expect(await standing('delivery-due', api.keys.logistics)).toEqual([]);
  });

  it('tells logistics, and whoever reads the order, that what is reserved lies ready, until other goods are reserved', async () => {
    const told = async () => {
      const [line] = await standing('delivery-due', api.keys.logistics);
      const { json } = await api.call({ method: 'GET', path: `/v1/orders/${mine.order}`, key: api.keys.sales });
      const facts = line?.['facts'] as { readonly isPrepared: boolean } | undefined;
      return [facts?.isPrepared, json?.['prepared']];
    };
    await promise('10', 0, 0);
    expect(await told()).toEqual([false, null]);
    const path = `/v1/orders/${mine.order}/preparations`;
    const { status, json } = await post(path, {}, api.keys.logistics, { 'Idempotency-Key': randomUUID() });
    expect(status).toBe(201);
    expect(await told()).toEqual([true, { by: 'The logistics', at: json?.['at'] }]);
    await promise('6', 0, 0);
    expect(await told()).toEqual([false, null]);
    await promise('0', 0, 0);
  });

  it('tells sales of a first promise that was not kept, whatever was promised since', async () => {
    await promise('4', -3, 2);
    expect(await standing('promise-late', api.keys.sales)).toMatchObject([
      {
        id: `promise-late:${mine.order}:${addDays(today(), -3)}`,
        facts: { promised: addDays(today(), -3), next: addDays(today(), 2), lines: 1, ready: 0 },
        ageDays: 2,
      },
    ]);
    await promise('4', 0, 2);
    expect(await standing('promise-late', api.keys.sales)).toEqual([]);
  });

  it('tells sales of an acknowledgement before it is late, when it is, and no more once it has left', async () => {
    const number = mine.order;
    const received = (minutesAgo: number, acknowledgedAt: Date | null) =>
      api.prisma.salesOrder.update({
        where: { number },
        data: {
          stage: 'accepted',
          receivedAt: new Date(now.getTime() - minutesAgo * 60_000),
          acknowledgedAt,
          acknowledgementTargetMinutes: 60,
        },
      });
    const seen = async () =>
      (await standing('acknowledgement', api.keys.sales)).map(({ facts }) => (facts as { isLate: boolean }).isLate);
    // Half of the hour, unless the policy says otherwise.
    await received(29, null);
    expect(await seen()).toEqual([]);
    await received(31, null);
    expect(await seen()).toEqual([false]);
    await received(61, null);
    expect(await seen()).toEqual([true]);
    await received(61, now);
    expect(await seen()).toEqual([]);
  });

  it('tells logistics of a delivery that nobody has signed for, five days after it left', async () => {
    const unsigned = { receivedBy: null, receivedAt: null, provedOn: null, deliveredOn: null };
    const left = (days: number, change = {}) =>
      api.prisma.delivery.update({
        where: { number: mine.delivery },
        data: { status: 'departed', departedOn: day(-days), ...unsigned, ...change },
      });
    const seen = async () =>
      (await standing('proof-missing', api.keys.logistics)).filter(({ order }) => order === mine.order);
    await left(4);
    expect(await seen()).toEqual([]);
    await left(5);
    expect(await seen()).toMatchObject([{ id: `proof-missing:${mine.delivery}`, dueOn: today() }]);
    await left(5, { status: 'proved', deliveredOn: day(0), provedOn: day(0), receivedBy: 'Mme C', receivedAt: now });
    expect(await seen()).toEqual([]);
    await left(9, { status: 'delivered', deliveredOn: day(-2) });
    expect(await seen()).toHaveLength(1);
  });

  it('tells finance of a delivery that is on no invoice two days after it should be', async () => {
    const left = (days: number, billing: object, invoiced: number) =>
      api.prisma.$transaction([
        api.prisma.delivery.update({
          where: { number: mine.delivery },
          data: {
            status: 'departed',
            departedOn: day(-days),
            receivedBy: null,
            receivedAt: null,
            provedOn: null,
            deliveredOn: null,
          },
        }),
        api.prisma.salesOrder.update({ where: { number: mine.order }, data: { billing } }),
        api.prisma.deliveryLine.updateMany({ where: { deliveryNumber: mine.delivery }, data: { invoiced } }),
      ]);
    const seen = async () =>
      (await standing('not-invoiced', api.keys.finance)).filter(({ order }) => order === mine.order);
    const [line] = await api.prisma.deliveryLine.findMany({ where: { deliveryNumber: mine.delivery } });
    const all = Number(line?.quantity);
    const each = { kind: 'delivery' };
    await left(2, each, 0);
    expect(await seen()).toEqual([]);
    await left(3, each, 0);
    expect(await seen()).toMatchObject([{ id: `not-invoiced:${mine.delivery}`, dueOn: addDays(today(), -1) }]);
    await left(3, each, all);
    expect(await seen()).toEqual([]);
    await left(0, { kind: 'period', every: 'monthly' }, 0);
    expect(await seen()).toEqual([]);
    await left(40, { kind: 'period', every: 'monthly' }, 0);
    expect(await seen()).toHaveLength(1);
    await left(9, each, all);
  });

  it('tells finance of money without a taker, unless the account asks about it already', async () => {
    const seen = async () =>
      (await standing('unallocated', api.keys.finance)).filter(({ customer }) => customer === mine.customer);
    expect(await seen()).toMatchObject([{ id: `unallocated:${mine.payment}`, amount: '50.00', currency: 'EUR' }]);
    const asked = { id: `allocation:${mine.payment}`, kind: 'allocation', role: 'finance', status: 'open', facts: {} };
    await api.prisma.workItem.create({ data: asked });
    expect(await seen()).toEqual([]);
    await api.prisma.workItem.update({ where: { id: asked.id }, data: { status: 'done' } });
    expect(await seen()).toHaveLength(1);
  });

  it('is given, put aside, counted and talked about as the others are, and is nobody else’s to touch', async () => {
    const id = `proof-missing:${mine.delivery}`;
    const path = (what: string) => `/v1/worklist/${encodeURIComponent(id)}/${what}`;
    const logistics = api.keys.logistics;
    expect((await post(path('assignment'), { person: principalOf('logistics') }, logistics)).json).toMatchObject({
      id,
    });
    expect(await ids(`&assignee=${principalOf('logistics')}`, logistics)).toEqual([id]);
    expect((await post(path('comments'), { text: 'rang them' }, logistics)).status).toBe(201);
    expect((await lines('&kind=proof-missing', logistics)).find((line) => line['id'] === id)).toMatchObject({
      comments: 1,
      assignee: { person: principalOf('logistics') },
    });
    const counted = (await get('/v1/worklist/counts', logistics)).json?.['items'] as readonly Line[];
    expect(counted.find(({ kind }) => kind === 'proof-missing')).toMatchObject({ mine: 1, open: 2 });
    expect((await post(path('put-aside'), { until: addDays(today(), 2) }, logistics)).status).toBe(200);
    expect(await ids('&kind=proof-missing', logistics)).not.toContain(id);
    expect((await post(path('assignment'), { person: null })).status).toBe(404);
    expect((await post(path('completion'), { reason: 'done' })).status).toBe(404);
    expect(await audit(id)).toMatchObject([
      { action: 'worklist.assigned', orderNumber: mine.order, customerNumber: mine.customer },
      { action: 'worklist.commented' },
      { action: 'worklist.put-aside' },
    ]);
  });
});

describe('a line that tells something', () => {
  it('is ended by a person with a word on it, once; one that asks ends by its answer', async () => {
    const told = await lineOf('finance', { kind: 'dunning-report', facts: {} });
    const path = `/v1/worklist/${told}/completion`;
    expect((await post(path, { reason: 'lu' })).json).toEqual({ id: told, status: 'done' });
    expect((await post(path, { reason: 'lu' })).json?.['code']).toBe('line-closed');
    expect(await audit(told)).toMatchObject([
      { action: 'worklist.completed', before: { status: 'open' }, after: { role: 'finance', reason: 'lu' } },
    ]);
    const asks = await lineOf('finance');
    expect((await post(`/v1/worklist/${asks}/completion`, { reason: 'lu' })).status).toBe(422);
    expect((await post(`/v1/worklist/${asks}/completion`, { reason: 'lu' }, api.keys.sales)).status).toBe(403);
  });
});

describe('a line that is done', () => {
  const one = async (id: string, key = api.keys.manager) => (await get(`/v1/worklist/${id}/completion`, key)).json;

  it('says who ended it, when and with which word, also where it is of no order and no customer', async () => {
    const facts = { month: '2026-10', version: 1 };
    const id = await lineOf('finance', { kind: 'month-end-unaddressed', facts, customerNumber: null });
    expect(await one(id)).toMatchObject({ id, status: 'open', doneAt: null, settled: null });
    expect((await post(`/v1/worklist/${id}/completion`, { reason: 'Paul has an address now' })).status).toBe(200);
    const [row] = await audit(id);
    const told = {
      doneAt: row?.at.toISOString(),
      settled: {
        by: { person: principalOf('finance'), name: 'The finance' },
        sentence: `Line of the worklist ended by ${principalOf('finance')}: Paul has an address now`,
      },
    };
    expect(await one(id)).toMatchObject(told);
    expect((await lines('&status=done&kind=month-end-unaddressed')).find((line) => line['id'] === id)).toMatchObject(
      told,
    );
    expect((await get(`/v1/worklist/${id}/completion`, api.keys.sales)).status).toBe(404);
    const file = await get(
      '/v1/exports/worklist.csv?status=done&kind=month-end-unaddressed&columns=settledBy,settled&language=en',
    );
    expect(file.text).toContain(`The finance,${told.settled.sentence}`);
  });

  it('is told with what a person did about it, not with what came of that; to whom that is not for, with nothing', async () => {
    const id = await lineOf('logistics', { orderNumber: mine.order });
    const by = (principal: string, role: Role | 'system') => ({ principal, role, requestId: randomUUID() });
    const release = {
      action: 'credit.released',
      before: { stage: 'credit-hold' },
      after: { gross: '12.50', exposure: '0.00', limit: '0.00', reason: 'A guarantee came' },
    } as const;
    const accepted = {
      action: 'order.accepted',
      before: { stage: 'credit-hold' },
      after: { version: 1, reconciled: 'matched', nextDate: null, backorder: false, amount: '12.50' },
    } as const;
    const of = (things: Things) =>
      ({
        entity: 'order',
        entityId: things.order,
        orderNumber: things.order,
        customerNumber: things.customer,
      }) as const;
    await api.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE work_item SET status = 'done', done_at = now() WHERE id = ${id}`;
      await appendAudit(tx, [
        { ...of(theirs), ...release, actor: by('bruno', 'finance') },
        { ...of(mine), ...accepted, actor: by('encours', 'system') },
        { ...of(mine), ...release, actor: by('chloe', 'finance') },
      ]);
    });
    expect(await one(id)).toMatchObject({
      settled: {
        by: { person: 'chloe', name: 'chloe of finance' },
        sentence: 'Credit released by chloe: A guarantee came',
      },
    });
    // Credit is not for logistics; that the line is done is.
    const seen = await one(id, api.keys.logistics);
    expect([seen?.['status'], seen?.['settled'], seen?.['doneAt']]).toEqual(['done', null, expect.any(String)]);
  });

  it('is told anew when it was opened again and ended by somebody else', async () => {
    const id = await lineOf('finance');
    const end = (who: string) =>
      api.prisma.$transaction(async (tx) => {
        await tx.$executeRaw`UPDATE work_item SET status = 'done', done_at = now() WHERE id = ${id}`;
        const actor = { principal: who, role: 'finance', requestId: randomUUID() } as const;
        const after = { role: 'finance', reason: `by ${who}` } as const;
        await appendAudit(tx, [
          { actor, entity: 'work-item', entityId: id, action: 'worklist.completed', before: after, after },
        ]);
      });
    await end('bruno');
    expect(await one(id)).toMatchObject({ settled: { by: { person: 'bruno' } } });
    await api.prisma.$executeRaw`UPDATE work_item SET status = 'open', done_at = NULL WHERE id = ${id}`;
    expect(await one(id)).toMatchObject({ settled: null });
    await end('chloe');
    expect(await one(id)).toMatchObject({ settled: { by: { person: 'chloe' } } });
  });
});

describe('who asks where an order is', () => {
  const path = (rest = '') => `/v1/orders/${mine.order}/information-requests${rest}`;

  it('is kept in one go, in the dossier, and counted by asker and day', async () => {
    const kept = await post(path(), { asker: 'customer', note: 'par téléphone' }, api.keys.sales);
    expect([kept.status, kept.json]).toMatchObject([201, { order: mine.order, asker: 'customer', withdrawnAt: null }]);
    const row = await api.prisma.informationRequest.findUniqueOrThrow({ where: { id: String(kept.json?.['id']) } });
    expect(row).toMatchObject({
      asker: 'customer',
      note: 'par téléphone',
      loggedBy: principalOf('sales'),
      role: 'sales',
    });
    expect(row.askedOn.toISOString().slice(0, 10)).toBe(localDateOf(now.getTime(), 'Europe/Paris'));
    expect((await get(`/v1/orders/${mine.order}/dossier`, api.keys.finance)).text).toContain('information.requested');
    const foreign = `/v1/orders/${theirs.order}/information-requests`;
    expect((await post(foreign, { asker: 'customer' }, api.keys.sales)).status).toBe(404);
    expect((await post(path(), { asker: 'nobody' })).status).toBe(422);
  });

  it('is taken back within a minute by who logged it, and by nobody else or later', async () => {
    const log = async () => String((await post(path(), { asker: 'finance' })).json?.['id']);
    const back = async (id: string, key?: string) => (await post(path(`/${id}/withdrawal`), {}, key)).json;
    const [first, second] = [await log(), await log()];
    expect(await back(first, api.keys.manager)).toMatchObject({ code: 'not-found' });
    expect(await back(first)).toMatchObject({ id: first, withdrawnAt: now.toISOString() });
    expect(await back(first)).toMatchObject({ id: first });
    const real = now;
    now = new Date(real.getTime() + 61_000);
    expect(await back(second)).toMatchObject({ code: 'too-late-to-undo' });
    now = real;
  });
});

describe('what is to leave', () => {
  it('is listed as the warehouse takes it, and picked once, until something else is reserved', async () => {
    const today = localDateOf(now.getTime(), 'Europe/Paris');
    const reserve = (allocated: string) =>
      api.prisma.orderLine.updateMany({
        where: { orderNumber: mine.order },
        data: { quantity: '10', delivered: '0', allocated, waiting: true, lastConfirmedDate: new Date(today) },
      });
    await api.prisma.salesOrder.update({ where: { number: mine.order }, data: { stage: 'in-delivery' } });
    await reserve('4');
    const due = async (query = '') => (await get(`/v1/preparations${query}`, api.keys.logistics)).json?.['items'];
    expect(await due()).toMatchObject([
      { order: mine.order, on: today, lines: [{ lineNo: 1, quantity: '4' }], backordered: 1, prepared: null },
    ]);
    expect(await due(`?until=${addDays(today, -1)}`)).toEqual([]);
    const prepare = () => post(`/v1/orders/${mine.order}/preparations`, {}, api.keys.logistics);
    const first = await prepare();
    expect([first.status, first.json]).toMatchObject([201, { lines: [{ lineNo: 1, quantity: '4' }] }]);
    expect((await prepare()).json).toEqual(first.json);
    expect(await due()).toMatchObject([{ prepared: { by: 'The logistics', at: first.json?.['at'] } }]);
    await reserve('5');
    expect(await due()).toMatchObject([{ prepared: null }]);
    await reserve('0');
    expect((await prepare()).json).toMatchObject({ code: 'not-allocated' });
    expect((await post(`/v1/orders/${mine.order}/preparations`, {}, api.keys.sales)).status).toBe(403);
  });
});

describe('the worklist', () => {
  it('counts by role and kind what is open, whose it is and what is late, without what is put aside', async () => {
    await api.prisma.workItem.updateMany({ where: { role: 'finance' }, data: { status: 'done', doneAt: new Date() } });
    const today = localDateOf(now.getTime(), 'Europe/Paris');
    const due = (days: number) => ({ dueOn: new Date(addDays(today, days)) });
    await lineOf('finance', due(-1));
    await lineOf('finance', { ...due(0), assignee: 'bruno' });
    await lineOf('finance', { ...due(-2), assignee: principalOf('finance') });
    await lineOf('finance', { ...due(-2), putAsideUntil: new Date(addDays(today, 1)) });
    const line = { role: 'finance', kind: 'credit-hold', open: 3, mine: 1, unassigned: 1, overdue: 2, isMore: false };
    const counted = (await get('/v1/worklist/counts')).json?.['items'] as readonly Line[];
    const standing = ['unallocated', 'not-invoiced'];
    expect(counted.filter(({ kind }) => !standing.includes(String(kind)))).toEqual([line]);
    const all = (await get('/v1/worklist/counts', api.keys.manager)).json?.['items'] as readonly Line[];
    expect(all.find(({ role, kind }) => role === 'finance' && kind === 'credit-hold')).toEqual({ ...line, mine: 0 });
    const own = (await get('/v1/worklist/counts', api.keys.sales)).json?.['items'] as readonly Line[];
    // Mine is the failed mail of the own customer; that of the foreign one is not counted.
    expect(own.find(({ kind }) => kind === 'mail-failed')).toMatchObject({ role: 'sales', open: 1 });
  });

  it('comes page by page as it stands, in every order, from all that it is read from', async () => {
    const whole = async (sort: string, limit: number): Promise<readonly string[]> => {
      const found: string[] = [];
      let after = '';
      for (;;) {
        const { json } = await get(`/v1/worklist?role=sales&sort=${sort}&limit=${limit}${after}`, api.keys.manager);
        const page = json as { readonly items: readonly { readonly id: string }[]; readonly nextCursor: string | null };
        found.push(...page.items.map(({ id }) => id));
        if (page.nextCursor === null) return found;
        after = `&cursor=${page.nextCursor}`;
      }
    };
    const late = addDays(localDateOf(now.getTime(), 'Europe/Paris'), -3);
    await api.prisma.orderLine.updateMany({
      where: { orderNumber: { in: [mine.order, theirs.order] } },
      data: { quantity: '10', delivered: '0', cancelled: '0', firstConfirmedDate: new Date(late) },
    });
    await api.prisma.salesOrder.updateMany({
      where: { number: { in: [mine.order, theirs.order] } },
      data: {
        stage: 'in-delivery',
        acknowledgedAt: null,
        acknowledgementTargetMinutes: 1,
        receivedAt: new Date(`${late}T22:00:00Z`),
      },
    });
    const [first = ''] = [mine.order, theirs.order].toSorted();
    await api.prisma.salesOrder.update({ where: { number: first }, data: { acknowledgementTargetMinutes: 30 } });
    await lineOf('sales', { createdAt: new Date(`${late}T22:00:00Z`), amount: '1' });
    await lineOf('sales', { dueOn: new Date(late) });
    for (const sort of ['createdAt', 'dueOn', 'amount']) {
      const all = await whole(sort, 200);
      expect(new Set(all.map((id) => id.split(':')[0])).size).toBeGreaterThan(2);
      for (const limit of [1, 2, 3]) expect(await whole(sort, limit)).toEqual(all);
      expect(await whole(`-${sort}`, 2)).toEqual(all.toReversed());
    }
    const refused = await get('/v1/worklist?sort=amount', api.keys.manager);
    expect([refused.status, refused.json]).toMatchObject([422, { errors: [{ field: 'sort' }] }]);
  });

  it('is sorted by amount', async () => {
    await api.prisma.workItem.updateMany({ where: { role: 'finance' }, data: { status: 'done', doneAt: new Date() } });
    const [small, none, large] = [
      await lineOf('finance', { amount: '5' }),
      await lineOf('finance'),
      await lineOf('finance', { amount: '1200' }),
    ];
    expect(await ids('&sort=-amount&kind=credit-hold')).toEqual([large, small, none]);
    expect(await ids('&sort=amount&kind=credit-hold')).toEqual([none, small, large]);
  });

  it('says who the colleagues are, each person once', async () => {
    await api.prisma.principal.create({ data: { id: 'bruno-again', name: 'Bruno’s other key', role: 'finance' } });
    await api.prisma.personLink.create({ data: { principal: 'bruno-again', person: 'bruno' } });
    const { json } = await get('/v1/colleagues', api.keys.logistics);
    const items = json?.['items'] as readonly Line[];
    expect(items.filter(({ person }) => person === 'bruno')).toEqual([
      { person: 'bruno', name: 'bruno of finance', role: 'finance' },
    ]);
    const { key } = await newKey(api.prisma, 'bruno-again');
    const id = await lineOf('finance');
    const taken = await post(`/v1/worklist/${id}/assignment`, { person: 'bruno' }, key);
    expect(taken.json).toMatchObject({ assignee: { person: 'bruno' } });
  });
});
