import { Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualPatience } from '../../api/patience.js';
import { awayOf, createWorkerWatch, glance } from '../../api/workers.js';
import type { QueueSight } from '../../contracts/readiness.js';
import { tellIn } from '../../words/said.js';
import { MAIL_TASK_QUEUE, ORDER_TASK_QUEUE } from '../../workflows/ids.js';
import { createNamespace, testServers } from '../support/stack.js';
import { eventually } from '../support/workflows.js';
import { freshKey, openApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

const never = { away: true, lastPollSeconds: null };
/** Nothing is reused. */
const now = { maxAgeMs: -1, timeoutMs: 30_000 };

describe('the task queues', () => {
  let connection: Connection;
  let namespace: string;
  beforeAll(async () => {
    namespace = await createNamespace();
    connection = await Connection.connect({ address: testServers().temporalAddress });
  });
  afterAll(() => connection.close());

  it('have no worker where none ever asked for work', async () => {
    expect(await createWorkerWatch(connection, namespace).look(now)).toEqual([
      { taskQueue: ORDER_TASK_QUEUE, ...never },
      { taskQueue: MAIL_TASK_QUEUE, ...never },
    ]);
  });

  it('have one while it asks, and have lost it when it has not asked for longer than an idle one takes', async () => {
    const native = await NativeConnection.connect({ address: testServers().temporalAddress });
    const activities = { sendMail: () => Promise.resolve() };
    const worker = await Worker.create({ connection: native, namespace, taskQueue: MAIL_TASK_QUEUE, activities });
    let passedMs = 0;
    const watch = createWorkerWatch(connection, namespace, () => Date.now() + passedMs);
    const mail = async (): Promise<QueueSight | undefined> =>
      (await watch.look(now))?.find(({ taskQueue }) => taskQueue === MAIL_TASK_QUEUE);
    await worker.runUntil(() => eventually(async () => expect(await mail()).toMatchObject({ away: false })));
    await native.close();
    passedMs = 240_000;
    const lost = await mail();
    expect(lost).toMatchObject({ taskQueue: MAIL_TASK_QUEUE, away: true });
    expect(lost?.lastPollSeconds).toBeGreaterThanOrEqual(239);
    expect(awayOf(await watch.look(now)).map((each) => tellIn('en', each))).toEqual([
      'No worker has polled encours-orders in the last five minutes.',
      expect.stringMatching(/^No worker has polled encours-mail for [2-9]\d\d s\.$/),
    ]);
  });

  it('are looked at once in five seconds, however many ask', async () => {
    let at = 0;
    const watch = createWorkerWatch(connection, namespace, () => at);
    const first = watch.look(now);
    expect(watch.look({ ...glance, maxAgeMs: 5_000 })).toBe(first);
    at = 5_001;
    expect(watch.look({ ...now, maxAgeMs: 5_000 })).not.toBe(first);
    await first;
  });

  it('are not known where Temporal does not say: nobody is accused', async () => {
    const away = Connection.lazy({ address: '127.0.0.1:1' });
    const sights = await createWorkerWatch(away, namespace).look({ maxAgeMs: 0, timeoutMs: 100 });
    expect(sights).toBeUndefined();
    expect(awayOf(sights)).toEqual([]);
  });
});

describe('an installation without a worker', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await openApi();
  });
  afterAll(() => api.close());

  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    api.call({ method: 'GET', path, headers });

  it('is ready, since it reads, and says who is missing', async () => {
    const { status, json } = await get('/readyz');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'ok',
      down: [],
      workers: [
        { taskQueue: ORDER_TASK_QUEUE, ...never },
        { taskQueue: MAIL_TASK_QUEUE, ...never },
      ],
      warnings: [
        'No worker has polled encours-orders in the last five minutes.',
        'No worker has polled encours-mail in the last five minutes.',
      ],
    });
  });

  it('shows it to those who watch figures', async () => {
    const { text } = await get('/metrics');
    expect(text).toContain('encours_task_queue_has_worker{task_queue="encours-orders"} 0');
    expect(text).toContain('encours_task_queue_has_worker{task_queue="encours-mail"} 0');
    expect(text).not.toContain('encours_task_queue_last_poll_seconds{');
  });

  it('answers who enters an order that nobody works, instead of leaving them to guess', async () => {
    const patience = { ...usualPatience, firstLookMs: 10, lookMs: 10, limitMs: 1_000 };
    const hasty = await openApi({ deps: () => ({ patience }) });
    const { json, headers } = await hasty.call({
      method: 'POST',
      path: '/v1/orders',
      key: hasty.keys.admin,
      headers: { 'Idempotency-Key': freshKey() },
      body: {
        customer: 'BONAP',
        origin: 'phone',
        currency: 'EUR',
        lines: [{ lineNo: 1, product: 'P-001', quantity: '1', unitPrice: '10.00', requestedDate: '2030-01-15' }],
      },
    });
    expect(json).toMatchObject({
      status: 503,
      code: 'unavailable',
      detail: 'The order process does not answer. No worker has polled encours-orders in the last five minutes.',
    });
    expect(headers.get('retry-after')).toBe('2');
    await hasty.close();
  });
});
