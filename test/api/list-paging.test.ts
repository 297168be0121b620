import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccount, orderNo, recordOrder, type Office } from '../activities/commands-fixtures.js';
import { address } from './fixtures.js';
import { openApi } from './office.js';
import type { ApiUnderTest } from './office.js';

/** Lists of the API, walked page by page. */
let api: ApiUnderTest;
const ORDERS = 61;
type Row = { readonly number: string; readonly receivedAt: string; readonly gross: string; readonly nextDate: string };
const rows: Row[] = [];

beforeAll(async () => {
  api = await openApi();
  const office: Office = {
    prisma: api.prisma,
    run: (work) => api.prisma.$transaction(work),
    close: () => Promise.resolve(),
  };
  await openAccount(office, 'PAGES');
  for (let no = 1; no <= ORDERS; no += 1) {
    // Many share a moment, an amount or a date; every fifth has no next date.
    const row = {
      number: orderNo(no),
      receivedAt: `2026-03-0${1 + (no % 3)}T09:00:00.${String(no % 2)}00Z`,
      gross: `${(no * 7) % 11}.50`,
      nextDate: no % 5 === 0 ? '' : `2026-04-1${no % 4}`,
    };
    rows.push(row);
    const { nextDate, ...order } = row;
    await recordOrder(api.prisma, {
      ...order,
      customer: 'PAGES',
      lines: [],
      ...(nextDate !== '' && { nextDate }),
    });
  }
});
afterAll(() => api.close());

type Page = { readonly items: readonly { readonly number: string }[]; readonly nextCursor: string | null };

async function page(query: string, path = '/v1/orders'): Promise<Page> {
  const { status, json } = await api.call({ method: 'GET', path: `${path}?${query}`, key: api.keys.manager });
  expect(status).toBe(200);
  return json as unknown as Page;
}

async function walk(
  query: string,
  between: () => Promise<void> = () => Promise.resolve(),
  path?: string,
): Promise<string[]> {
  const numbers: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const next: Page = await page(`${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, path);
    numbers.push(...next.items.map((item) => item.number));
    cursor = next.nextCursor;
    await between();
  }
  return numbers;
}

const valueOf: Readonly<Record<string, (row: Row) => string>> = {
  number: (row) => row.number,
  receivedAt: (row) => row.receivedAt,
  gross: (row) => row.gross.padStart(10, '0'),
  nextDate: (row) => (row.nextDate === '' ? '9999-99-99' : row.nextDate),
};

describe('a list of orders', () => {
  it.each(Object.keys(valueOf).flatMap((name) => [name, `-${name}`]))(
    'sorted by %s shows every order once, in order, whatever the size of a page',
    async (sort) => {
      const value = valueOf[sort.replace('-', '')] ?? (() => '');
      const ascending = rows
        .toSorted((a, b) => (`${value(a)}|${a.number}` < `${value(b)}|${b.number}` ? -1 : 1))
        .map((row) => row.number);
      const expected = sort.startsWith('-') ? ascending.toReversed() : ascending;
      expect(await walk(`customer=PAGES&sort=${sort}&limit=7`)).toEqual(expected);
      expect(await walk(`customer=PAGES&sort=${sort}&limit=200`)).toEqual(expected);
    },
  );

  it('is 50 long unless told, and ends exactly when a page is full to the last row', async () => {
    const first = await page('customer=PAGES');
    expect(first.items).toHaveLength(50);
    expect(first.nextCursor).not.toBeNull();
    expect((await page(`customer=PAGES&limit=${ORDERS}`)).nextCursor).toBeNull();
  });

  it.each([
    ['receivedAt', 'receivedFrom=2026-03-03'],
    ['-receivedAt', 'receivedTo=2026-03-01'],
  ])('sorted by %s begins with %s where the page before ended ahead of it', async (sort, day) => {
    const { nextCursor } = await page(`customer=PAGES&sort=${sort}&limit=5`);
    const narrowed = `customer=PAGES&sort=${sort}&${day}`;
    const first = await page(narrowed);
    expect(first.items.length).toBeGreaterThan(10);
    expect(await page(`${narrowed}&cursor=${nextCursor ?? ''}`)).toEqual(first);
  });

  it('neither repeats nor hides an order while new ones come in', async () => {
    let extra = 500;
    const seen = await walk('customer=PAGES&sort=-receivedAt&limit=9', async () => {
      extra += 1;
      await recordOrder(api.prisma, {
        number: orderNo(extra),
        customer: 'PAGES',
        receivedAt: '2026-03-20T09:00:00.000Z',
        lines: [],
      });
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(rows.map((row) => row.number)));
    await api.prisma.salesOrder.deleteMany({ where: { number: { gt: orderNo(499) } } });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['sort=number;drop', 'sort'],
    ['stage=lost', 'stage'],
    ['receivedFrom=2026-02-30', 'receivedFrom'],
    ['receivedFrom=0000-01-01', 'receivedFrom'],
    ['colour=red', 'colour'],
  ])('refuses %s and names the field', async (query, field) => {
    const { status, json } = await api.call({ method: 'GET', path: `/v1/orders?${query}`, key: api.keys.manager });
    expect(status).toBe(422);
    expect(json?.['errors']).toEqual([expect.objectContaining({ field })]);
  });

  it('refuses a cursor of another sort, and says what to do', async () => {
    const { nextCursor } = await page('customer=PAGES&sort=gross&limit=5');
    const path = `/v1/orders?sort=number&cursor=${nextCursor ?? ''}`;
    const { status, json } = await api.call({ method: 'GET', path, key: api.keys.manager });
    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'invalid-request', errors: [{ field: 'cursor' }] });
  });

  it('answers 200 or 422 to any cursor and any search text, never with an error of its own', async () => {
    const sorts = fc.constantFrom('number', '-receivedAt', 'gross', 'nextDate');
    const forged = fc
      .tuple(sorts, fc.oneof(fc.string(), fc.constantFrom('1e99', '-1', '99999999999999', 'infinity', '2026-02-31')))
      .map(([sort, value]) => ({
        sort,
        cursor: Buffer.from(JSON.stringify([sort, value, "' OR 1=1 --"])).toString('base64url'),
      }));
    const random = fc.record({ sort: sorts, cursor: fc.string() });
    await fc.assert(
      fc.asyncProperty(fc.oneof(forged, random), fc.string({ unit: 'binary' }), async ({ sort, cursor }, search) => {
        const query = new URLSearchParams({ sort, cursor, search });
        const { status } = await api.call({
          method: 'GET',
          path: `/v1/orders?${query.toString()}`,
          key: api.keys.manager,
        });
        expect([200, 422]).toContain(status);
      }),
      { numRuns: 150 },
    );
  });

  it('takes % and _ in a search for what they are', async () => {
    await api.prisma.salesOrder.update({ where: { number: orderNo(1) }, data: { customerReference: '50%_off\\x' } });
    const found = async (search: string) =>
      (await page(`customer=PAGES&${new URLSearchParams({ search }).toString()}`)).items.map((item) => item.number);
    expect(await found('0%_O')).toEqual([orderNo(1)]);
    expect(await found('off\\X')).toEqual([orderNo(1)]);
    expect(await found('5%off')).toEqual([]);
    expect(await found('SO-2026-00000')).toHaveLength(9);
  });
});

describe('a list of deliveries of one status', () => {
  const statusOf = (no: number) => (no % 2 === 0 ? 'departed' : 'delivered');
  const noteOf = (order: string) => order.replace('SO', 'BL');
  beforeAll(async () => {
    const day = new Date('2026-03-05');
    await api.prisma.delivery.createMany({
      data: rows.slice(0, 12).map(({ number }, no) => ({
        number: noteOf(number),
        orderNumber: number,
        sequence: 1,
        status: statusOf(no),
        preparedOn: day,
        departedOn: day,
        deliveredOn: statusOf(no) === 'delivered' ? day : null,
        address,
      })),
    });
  });

  it.each(['number', '-number', 'departedOn', '-departedOn'])(
    'sorted by %s shows each of them once, and none of another status',
    async (sort) => {
      for (const status of ['departed', 'delivered']) {
        const notes = rows.slice(0, 12).filter((_, no) => statusOf(no) === status);
        const numbers = notes.map(({ number }) => noteOf(number));
        const query = `customer=PAGES&status=${status}&sort=${sort}&limit=2`;
        const seen = await walk(query, undefined, '/v1/deliveries');
        expect(seen).toEqual(sort.startsWith('-') ? numbers.toReversed() : numbers);
      }
    },
  );
});
