import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import type { AuditInput } from '../../prisma/repositories/audit.js';
import { appendAudit } from '../../prisma/repositories/audit.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { newKey, openApi, principalOf, signIn, type ApiUnderTest } from './office.js';

/** What others change is told to who listens, once, in order, and to nobody who may not see it. */
let api: ApiUnderTest;
let mine: Things;
let theirs: Things;

beforeAll(async () => {
  api = await openApi({ pace: { heartbeatMs: 200, perPrincipal: 3 } });
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  theirs = await oneOfEverything(api.prisma, 2, 'somebody-else');
});
afterAll(() => api.close());

type Event = { readonly id: string; readonly event: string; readonly data: Readonly<Record<string, unknown>> };

/** A key, or the cookie of a session. */
type Who = string | { readonly Cookie: string };

/** A client that keeps what it was told. */
class Listener {
  readonly told: Event[] = [];
  comments = 0;
  lastId = '';
  isOver = false;
  private readonly stopping = new AbortController();

  async open(who: Who, since?: string): Promise<number> {
    const caller = typeof who === 'string' ? { Authorization: `Bearer ${who}` } : who;
    const headers = { ...caller, ...(since !== undefined && { 'Last-Event-ID': since }) };
    const response = await fetch(`${api.url}/v1/events`, { headers, signal: this.stopping.signal });
    if (response.status === 200) void this.read(response).catch(() => undefined);
    return response.status;
  }

  stop(): void {
    this.stopping.abort();
  }

  private async read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
    this.isOver = true;
  }

  private take(block: string): void {
    const fields = block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line) ?? []);
    const of = (name: string) => fields.find(([, field]) => field === name)?.[2];
    if (fields.some(([, field]) => field === '')) this.comments += 1;
    this.lastId = of('id') ?? this.lastId;
    const data = of('data');
    if (data !== undefined)
      this.told.push({ id: of('id') ?? '', event: of('event') ?? '', data: JSON.parse(data) as Event['data'] });
  }
}

const listening: Listener[] = [];
afterEach(async () => {
  for (const each of listening.splice(0)) each.stop();
  await pause(50);
});

async function listen(who: Who = api.keys.manager, since?: string): Promise<Listener> {
  const listener = new Listener();
  listening.push(listener);
  expect(await listener.open(who, since)).toBe(200);
  return listener;
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !holds(); tries += 1) await pause(50);
  expect(holds()).toBe(true);
}

const actor = { principal: 'somebody', role: 'manager', requestId: 'r' } as const;
const settled = (things: Things, reason: string): AuditInput => ({
  actor,
  action: 'order.contacts-changed',
  entity: 'order',
  entityId: things.order,
  orderNumber: things.order,
  customerNumber: things.customer,
  before: {},
  after: { contacts: [], reason },
});
const record = (...entries: readonly AuditInput[]) => api.prisma.$transaction((tx) => appendAudit(tx, entries));
const entities = ({ told }: Listener) => told.map(({ data }) => data['entityId']);

describe('who listens', () => {
  it('is told of each change once, in the shape of a Change, with the id of its row', async () => {
    const listener = await listen();
    await record(settled(mine, 'a'));
    await until(() => listener.told.length === 1);
    const row = await api.prisma.auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(listener.told).toEqual([
      {
        id: String(row.id),
        event: 'change',
        data: {
          entity: 'order',
          entityId: mine.order,
          action: 'order.contacts-changed',
          order: mine.order,
          customer: mine.customer,
          invoice: null,
          at: row.at.toISOString(),
          actor: 'somebody',
        },
      },
    ]);
    await until(() => listener.comments > 1);
    expect(listener.told).toHaveLength(1);
  });

  it('misses nothing where a row with a lower id is there later than one with a higher', async () => {
    const listener = await listen();
    await withClient(api.database.ownerUrl, async (slow) => {
      const insert = (id: string) =>
        `INSERT INTO audit_entry (actor, role, request_id, action, entity, entity_id, order_number, before, after)
         VALUES ('a', 'manager', 'r', 'order.contacts-changed', 'order', '${id}', '${mine.order}', '{}', '{}')`;
      await slow.query('BEGIN');
      await slow.query(insert('early'));
      await withClient(api.database.ownerUrl, (fast) => fast.query(insert('late')));
      await pause(400);
      // The later id is there, and waits for the earlier one, which may yet come.
      expect(entities(listener)).toEqual([]);
      await slow.query('COMMIT');
    });
    await until(() => listener.told.length === 2);
    expect(entities(listener)).toEqual(['early', 'late']);
    // Who comes back after the one of them is told the other, whichever committed first.
    const [early, late] = listener.told;
    const again = await listen(api.keys.manager, early?.id);
    await until(() => again.told.length === 1);
    expect(entities(again)).toEqual(['late']);
    const after = await listen(api.keys.manager, late?.id);
    await pause(300);
    expect(after.told).toEqual([]);
  });

  it('goes on after the change that it saw last, and begins anew where nobody knows it', async () => {
    const listener = await listen();
    await record(settled(mine, 'b'));
    await until(() => listener.told.length === 1);
    listener.stop();
    await record(settled(mine, 'c'), settled(theirs, 'd'));
    const again = await listen(api.keys.manager, listener.told[0]?.id);
    await record(settled(theirs, 'e'));
    await until(() => again.told.length === 3);
    expect(entities(again)).toEqual([mine.order, theirs.order, theirs.order]);
    for (const unknown of ['999999999999', '0', 'x', '-1', '99999999999999999999999'])
      await listen(api.keys.finance, unknown).then(async (lost) => {
        await until(() => lost.told.length === 1);
        expect(lost.told[0]).toMatchObject({ event: 'reset' });
        lost.stop();
        await pause(50);
      });
  });

  it('also knows from where to go on when nothing was told yet', async () => {
    const listener = await listen();
    await until(() => listener.lastId !== '');
    listener.stop();
    await record(settled(mine, 'f'));
    const again = await listen(api.keys.manager, listener.lastId);
    await until(() => again.told.length === 1);
  });

  it('begins anew who missed more than five hundred', async () => {
    const listener = await listen();
    await record(settled(mine, 'g'));
    await until(() => listener.told.length === 1);
    listener.stop();
    await record(...Array.from({ length: 501 }, () => settled(mine, 'h')));
    await pause(100);
    const again = await listen(api.keys.manager, listener.told[0]?.id);
    await until(() => again.told.length > 0);
    expect(again.told).toMatchObject([{ event: 'reset' }]);
  });
});

describe('each is told what they may see', () => {
  it('by role, by customer and by worklist, as in the dossier', async () => {
    const [sales, logistics, finance, manager, admin] = await Promise.all(
      (['sales', 'logistics', 'finance', 'manager', 'admin'] as const).map((role) => listen(api.keys[role])),
    );
    const of = (things: Things) => ({ actor, orderNumber: things.order, customerNumber: things.customer });
    await record(
      settled(mine, 'own'),
      settled(theirs, 'foreign'),
      {
        ...of(mine),
        action: 'credit.released',
        entity: 'order',
        entityId: 'released',
        before: {},
        after: { gross: '1', exposure: '1', limit: '1', reason: 'r' },
      },
      {
        ...of(mine),
        action: 'mail.sent',
        entity: 'mail',
        entityId: 'mail',
        after: { to: '', subject: '', kind: 'invoice' },
      },
      {
        ...of(mine),
        action: 'worklist.commented',
        entity: 'work-item',
        entityId: 'line',
        after: { role: 'finance', text: 'x' },
      },
      {
        actor,
        action: 'payment.received',
        entity: 'payment',
        entityId: 'of nobody',
        after: { amount: '1', currency: 'EUR', reference: 'r' },
      },
      { actor, action: 'product.created', entity: 'product', entityId: 'product' },
      {
        actor,
        action: 'api-key.created',
        entity: 'api-key',
        entityId: 'key',
        after: { principalId: 'x', prefix: 'y' },
      },
      {
        actor,
        action: 'capacity.set',
        entity: 'capacity',
        entityId: 'capacity',
        after: { person: 'x', work: 'lines-delivered', perDay: 1, from: '2026-01-01' },
      },
      { actor, action: 'policy.changed', entity: 'policy', entityId: 'policy', before: {} },
      { actor, action: 'company.changed', entity: 'company', entityId: 'company', before: {} },
      settled(mine, 'last'),
    );
    const told = async (listener: Listener | undefined) => {
      await until(() => listener !== undefined && entities(listener).filter((id) => id === mine.order).length === 2);
      return entities(listener as Listener);
    };
    const { order } = mine;
    expect(await told(sales)).toEqual([order, 'released', 'mail', 'product', 'company', order]);
    expect(await told(logistics)).toEqual([order, theirs.order, 'product', 'company', order]);
    expect(await told(finance)).toEqual([
      order,
      theirs.order,
      'released',
      'mail',
      'line',
      'of nobody',
      'product',
      'policy',
      'company',
      order,
    ]);
    expect(await told(manager)).toEqual([
      order,
      theirs.order,
      'released',
      'mail',
      'line',
      'of nobody',
      'product',
      'capacity',
      'policy',
      'company',
      order,
    ]);
    expect(await told(admin)).toEqual([
      order,
      theirs.order,
      'released',
      'mail',
      'line',
      'of nobody',
      'product',
      'key',
      'capacity',
      'policy',
      'company',
      order,
    ]);
  });
});

describe('a stream', () => {
  it('ends when the key is not good any more', async () => {
    const { key } = await newKey(api.prisma, principalOf('ops'), { expiresAt: new Date(Date.now() + 1_500) });
    const listener = await listen(key);
    await pause(500);
    expect(listener.isOver).toBe(false);
    await until(() => listener.isOver);
  });

  it('ends when the session does, which it does not keep from idling', async () => {
    const cookie = await signIn(api, principalOf('ops'));
    const lastSeen = async () =>
      (await api.prisma.session.findFirstOrThrow({ where: { principalId: principalOf('ops') } })).lastSeenAt;
    const before = new Date(Date.now() - 20 * 60_000);
    const listener = await listen({ Cookie: cookie });
    await api.prisma.session.updateMany({ where: { principalId: principalOf('ops') }, data: { lastSeenAt: before } });
    await until(() => listener.comments > 1);
    expect(await lastSeen()).toEqual(before);
    expect(listener.isOver).toBe(false);
    await api.prisma.session.updateMany({ where: { principalId: principalOf('ops') }, data: { endedAt: new Date() } });
    await until(() => listener.isOver);
  });

  it('ends at once when an admin ends the session, long before its heart beats', async () => {
    const slow = await openApi({ pace: { heartbeatMs: 60_000 } });
    const cookie = await signIn(slow, principalOf('ops'));
    const stream = await fetch(`${slow.url}/v1/events`, { headers: { Cookie: cookie } });
    const over = stream.text();
    const { id } = await slow.prisma.session.findFirstOrThrow({ where: { principalId: principalOf('ops') } });
    const ended = await slow.call({ method: 'POST', path: `/v1/sessions/${id}/end`, key: slow.keys.admin, body: {} });
    expect(ended.status).toBe(200);
    expect(await over).toContain('retry:');
    await slow.close();
  });

  it('is one of three of a principal at most, and gives its place back', async () => {
    const open = await Promise.all([1, 2, 3].map(() => listen(api.keys.logistics)));
    const fourth = await api.call({ method: 'GET', path: '/v1/events', key: api.keys.logistics });
    expect([fourth.status, fourth.json?.['code']]).toEqual([429, 'too-many-requests']);
    open[0]?.stop();
    await pause(100);
    await listen(api.keys.logistics);
  });

  it('outlives PostgreSQL, and tells afterwards what was done', async () => {
    const listener = await listen();
    await record(settled(mine, 'before'));
    await until(() => listener.told.length === 1);
    const cut = () =>
      withClient(api.database.adminUrl, (client) =>
        client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        ),
      );
    for (let times = 0; times < 5; times += 1) {
      await cut();
      await pause(60);
    }
    await withClient(api.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO audit_entry (actor, role, request_id, action, entity, entity_id, order_number, before, after)
         VALUES ('a', 'manager', 'r', 'order.contacts-changed', 'order', 'after', '${mine.order}', '{}', '{}')`,
      ),
    );
    await until(() => listener.told.length === 2);
    expect(entities(listener)).toEqual([mine.order, 'after']);
    expect(listener.isOver).toBe(false);
  });

  it('answers HEAD at once', async () => {
    const head = await api.call({ method: 'HEAD', path: '/v1/events', key: api.keys.manager });
    expect([head.status, head.headers.get('content-type'), head.headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-store',
    ]);
  });
});

it('lets the process stop: every stream ends and nobody is let in', async () => {
  const other = await openApi();
  const response = await fetch(`${other.url}/v1/events`, { headers: { Authorization: `Bearer ${other.keys.sales}` } });
  expect(response.status).toBe(200);
  const startedAt = performance.now();
  const whole = response.text();
  await other.close();
  await whole;
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
