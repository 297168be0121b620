import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneOfEverything, type Things } from './fixtures.js';
import { openApi, type ApiUnderTest } from './office.js';

let api: ApiUnderTest;
let mine: Things;
beforeAll(async () => {
  api = await openApi();
  mine = await oneOfEverything(api.prisma, 1, null);
  const item = { invoice: mine.invoice, instalment: 1, level: 'level-1', open: '12.00' };
  const facts = { currency: 'EUR', unallocated: '12.00', taken: [], leftOut: [{ ...item, reason: 'money-covers' }] };
  await api.prisma.dunningRun.createMany({
    data: [1, 2].map((number) => ({
      customerNumber: mine.customer,
      number,
      decidedOn: new Date(`2026-12-0${number}`),
      facts,
    })),
  });
});
afterAll(() => api.close());

const read = (customer: string, query = '', language = 'en') =>
  api.call({
    method: 'GET',
    path: `/v1/customers/${customer}/dunning-runs${query}`,
    key: api.keys.finance,
    headers: { 'Accept-Language': language },
  });

describe('the runs of a customer’s dunning', () => {
  it('say why no letter left, in the reader’s language, the newest first and a page at a time', async () => {
    const { status, json: body } = await read(mine.customer, '?limit=1', 'fr');
    expect([status, body]).toMatchObject([
      200,
      {
        items: [
          {
            run: 2,
            decidedOn: '2026-12-02',
            unallocated: '12.00',
            leftOut: [{ reason: 'money-covers', sentence: 'un règlement à affecter couvre l’échu' }],
          },
        ],
      },
    ]);
    const nextCursor = String(body?.['nextCursor']);
    expect((await read(mine.customer, `?limit=1&cursor=${encodeURIComponent(nextCursor)}`)).json).toMatchObject({
      items: [{ run: 1, leftOut: [{ sentence: 'money that waits to be allocated covers what is due' }] }],
      nextCursor: null,
    });
  });

  it('of a customer who is not there are not found', async () => {
    expect((await read('NOBODY')).status).toBe(404);
  });
});

describe('the agenda of overdue invoices', () => {
  const agenda = (query = '') => api.call({ method: 'GET', path: `/v1/dunning-agenda${query}`, key: api.keys.finance });

  it('says what holds an invoice, to be lifted: its own hold before that of the whole account, none that is over', async () => {
    await api.prisma.receivable.updateMany({
      where: { invoiceNumber: mine.invoice },
      data: { dueDate: new Date('2026-11-10') },
    });
    const held = async () => {
      const { status, json } = await agenda(`?customer=${mine.customer}`);
      const [item] = (json?.['items'] ?? []) as { invoice: string; hold: unknown }[];
      return [status, item?.invoice, item?.hold];
    };
    const place = (id: string, invoice: string | null, until: string | null) =>
      api.prisma.dunningHold.create({
        data: {
          id,
          customerNumber: mine.customer,
          invoiceNumber: invoice,
          until: until === null ? null : new Date(until),
          reason: 'on holiday',
          placedBy: 'karim',
          placedAt: new Date('2026-01-20'),
        },
      });
    const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
    await place(id(1), null, '2026-02-01');
    expect(await held()).toEqual([200, mine.invoice, null]);
    await place(id(2), null, null);
    expect((await held())[2]).toEqual({ id: id(2), invoice: null });
    await place(id(3), mine.invoice, null);
    expect((await held())[2]).toEqual({ id: id(3), invoice: mine.invoice });
  });
});
