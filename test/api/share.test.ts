import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../../api/route.js';
import { createShares } from '../../api/share.js';
import { newKey, openApi, principalOf, type ApiUnderTest } from './office.js';

/** Lists that end when the test says so, and one that counts itself. */
const desk = { atWork: 0, most: 0, begun: 0, release: (): void => undefined };
let held: Promise<void> = Promise.resolve();
const hold = (): void => {
  held = new Promise((resolve) => (desk.release = resolve));
};

const Answer = z.strictObject({ items: z.array(z.string()) });
const slow = defineRoute({
  method: 'get',
  path: '/v1/slow',
  permission: 'orders.list',
  summary: 'A list that lasts',
  tags: ['orders'],
  responses: { 200: Answer },
  async handler() {
    desk.begun += 1;
    desk.atWork += 1;
    desk.most = Math.max(desk.most, desk.atWork);
    await held;
    desk.atWork -= 1;
    return { status: 200, body: { items: [] } };
  },
});
const quick = defineRoute({
  method: 'get',
  path: '/v1/quick',
  permission: 'orders.get',
  summary: 'An answer at once',
  tags: ['orders'],
  responses: { 200: Answer },
  handler: () => Promise.resolve({ status: 200, body: { items: [] } }),
});

let api: ApiUnderTest;
beforeAll(async () => {
  const share = { reads: 4, writes: 8, waiting: 50 };
  api = await openApi({ app: { routes: [slow, quick] }, deps: () => ({ share }) });
});
afterAll(() => api.close());

const get = (path: string, key: string, signal?: AbortSignal) =>
  fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}` }, ...(signal && { signal }) });
const settled = async (done: () => boolean): Promise<void> => {
  for (let look = 0; look < 500 && !done(); look += 1) await pause(10);
};

describe('a caller with 64 heavy lists at once', () => {
  it('has four at work and fifty waiting; ten are told to come again, and others are answered meanwhile', async () => {
    hold();
    Object.assign(desk, { most: 0, begun: 0 });
    const answers = Array.from({ length: 64 }, () => get('/v1/slow', api.keys.manager));
    const refused = await Promise.all(
      Array.from({ length: 10 }, () => Promise.race(answers.map(async (answer) => (await answer).status))),
    );
    expect(new Set(refused)).toEqual(new Set([429]));
    expect([desk.most, desk.begun]).toEqual([4, 4]);
    expect((await get('/v1/quick', api.keys.finance)).status).toBe(200);
    const own = get('/v1/quick', api.keys.manager);
    expect(await Promise.race([own.then(({ status }) => status), pause(300, 'waits')])).toBe(429);
    desk.release();
    const all = await Promise.all(answers);
    expect(all.filter(({ status }) => status === 200)).toHaveLength(54);
    const again = all.filter(({ status }) => status === 429);
    expect(again).toHaveLength(10);
    for (const { headers } of again) expect(headers.get('retry-after')).toBe('1');
    expect(desk.most).toBe(4);
    expect((await get('/v1/quick', api.keys.manager)).status).toBe(200);
  });

  it('has one share with all keys of one principal', async () => {
    hold();
    Object.assign(desk, { most: 0 });
    const { key } = await newKey(api.prisma, principalOf('manager'));
    const answers = [api.keys.manager, key].flatMap((each) => Array.from({ length: 8 }, () => get('/v1/slow', each)));
    await settled(() => desk.atWork === 4);
    await pause(200);
    expect(desk.most).toBe(4);
    desk.release();
    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);
  });

  it('frees no place by hanging up: what is begun is counted until it is done, the rest is never begun', async () => {
    hold();
    Object.assign(desk, { most: 0, begun: 0 });
    const hangUp = new AbortController();
    const answers = Array.from({ length: 20 }, () => get('/v1/slow', api.keys.manager, hangUp.signal));
    await settled(() => desk.atWork === 4);
    hangUp.abort();
    await Promise.allSettled(answers);
    const more = Array.from({ length: 6 }, () => get('/v1/slow', api.keys.manager));
    await pause(200);
    expect([desk.most, desk.begun]).toEqual([4, 4]);
    desk.release();
    expect((await Promise.all(more)).every(({ status }) => status === 200)).toBe(true);
    expect(desk.begun).toBe(10);
  });
});

describe('shares', () => {
  it('keep reads from writes, and nothing of who has nothing at work', async () => {
    const shares = createShares({ reads: 1, writes: 1, waiting: 1 });
    const { signal } = new AbortController();
    const turn = (principal: string, kind: 'reads' | 'writes') => ({ principal, kind, signal });
    let end = (): void => undefined;
    const long = new Promise<void>((resolve) => (end = resolve));
    const first = shares.take(turn('a', 'reads'), () => long);
    expect(await shares.take(turn('a', 'writes'), () => Promise.resolve(1))).toBe(1);
    expect(await shares.take(turn('b', 'reads'), () => Promise.resolve(2))).toBe(2);
    end();
    await first;
    expect(await shares.take(turn('a', 'reads'), () => Promise.resolve(3))).toBe(3);
    await expect(shares.take(turn('a', 'reads'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
