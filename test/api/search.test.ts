import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../contracts/vocabulary.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { newKey, openApi, principalOf, type ApiUnderTest } from './office.js';

/** One search over everything, for what the one who asks may read. */
let api: ApiUnderTest;
let mine: Things;
let theirs: Things;

beforeAll(async () => {
  api = await openApi();
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  theirs = await oneOfEverything(api.prisma, 2, 'somebody-else');
  await api.prisma.customer.update({ where: { number: mine.customer }, data: { name: '100 % Bières d’Épinal' } });
  await api.prisma.customer.update({ where: { number: theirs.customer }, data: { name: '100 x Bières_du_Nord' } });
  await api.prisma.salesOrder.update({
    where: { number: mine.order },
    data: { customerReference: 'PO  4711/a', gross: '1234.5', net: '1028.75', vat: '205.75' },
  });
  await api.prisma.salesOrder.update({ where: { number: theirs.order }, data: { customerReference: 'po 4711/B' } });
  await api.prisma.payment.update({ where: { id: mine.payment }, data: { reference: 'VIR 4711' } });
});
afterAll(() => api.close());

type Item = Readonly<
  Record<'kind' | 'number' | 'title' | 'detail' | 'path' | 'amount' | 'currency' | 'customer', string>
>;

async function found(text: string, key = api.keys.manager, headers = {}): Promise<readonly Item[]> {
  const path = `/v1/search?text=${encodeURIComponent(text)}`;
  const { status, json } = await api.call({ method: 'GET', path, key, headers });
  expect({ text, status }).toEqual({ text, status: 200 });
  return json?.['items'] as readonly Item[];
}
const named = async (text: string, role: Role = 'manager') =>
  (await found(text, api.keys[role])).map(({ kind, number }) => `${kind} ${number}`);

describe('the search', () => {
  it('finds everything by its number, in small letters too, and says what it is and where its page is', async () => {
    expect(await found(mine.order.toLowerCase())).toEqual([
      {
        kind: 'order',
        number: mine.order,
        title: mine.order,
        detail: '100 % Bières d’Épinal · Delivered · PO  4711/a',
        customer: mine.customer,
        amount: '1234.50',
        currency: 'EUR',
        path: `/orders/${mine.order}`,
      },
    ]);
    const [inFrench] = await found(mine.order, api.keys.manager, { 'Accept-Language': 'fr' });
    expect(inFrench?.detail).toContain('Livrée');
    for (const [kind, number] of [
      ['quote', mine.quote],
      ['delivery', mine.delivery],
      ['invoice', mine.invoice],
      ['customer', mine.customer],
      ['product', 'p-011'],
    ] as const)
      expect((await named(number))[0]).toBe(`${kind} ${number.toUpperCase()}`);
  });

  it('finds what a company brought with it by its own number, in any capitals and as one types it', async () => {
    const brought = {
      order: 'Cde 12/É',
      quote: 'Off. 7%',
      delivery: 'BL_ligne#3',
      invoice: '411/1 é',
      customer: 'Dupont & Fils ΣΑ',
    };
    await oneOfEverything(api.prisma, 3, null, brought);
    await api.prisma.product.create({
      data: {
        number: 'Vis M8/x',
        name: 'Boulon',
        unit: 'piece',
        listPrice: '1',
        currency: 'EUR',
        taxClass: 'standard',
        category: 'Acier',
        stock: { create: { onHand: '0', allocated: '0' } },
      },
    });
    const best = async (text: string) => (await named(text))[0];
    for (const [kind, number] of Object.entries({ ...brought, product: 'Vis M8/x' })) {
      const texts = [number, number.toLowerCase(), number.toUpperCase(), number.slice(0, -1), ` ${number.slice(0, 4)}`];
      for (const text of texts) expect({ text, best: await best(text) }).toEqual({ text, best: `${kind} ${number}` });
    }
    expect(await best('cde   12/é')).toBe('order Cde 12/É');
    expect(await named('411')).toContain('invoice 411/1 é');
    expect(await named('BL%')).toEqual([]);
    const listed = async (list: string, text: string) => {
      const path = `/v1/${list}?search=${encodeURIComponent(text)}`;
      const { json } = await api.call({ method: 'GET', path, key: api.keys.manager });
      const items = json?.['items'] as readonly { order: string; number?: string }[] | undefined;
      return items?.map(({ number, order }) => number ?? order);
    };
    expect(await listed('orders', 'cde 12')).toEqual([brought.order]);
    expect(await listed('quotes', 'OFF. 7%')).toEqual([brought.quote]);
    expect(await listed('invoices', '411/1 É')).toEqual([brought.invoice]);
    expect(await listed('invoices', 'cde 12/é')).toEqual([brought.invoice]);
    expect(await listed('mails', 'CDE 12/É')).toEqual([brought.order]);
    const [order] = await found('cde 12/é');
    expect(order?.path).toBe('/orders/Cde%2012%2F%C3%89');
  });

  it('says of a delivery and an invoice whose they are, of which order, and how the customer calls it', async () => {
    for (const thing of [mine.delivery, mine.invoice])
      expect((await found(thing))[0]?.detail).toBe(`100 % Bières d’Épinal · ${mine.order} · PO  4711/a`);
  });

  it('finds what a running number stands for, with its year or without, and what begins with a number', async () => {
    const all = [mine.order, mine.quote, mine.delivery, mine.invoice].map((number) => number);
    const numbers = async (text: string) => (await found(text)).map(({ number }) => number);
    expect(await numbers('900001')).toEqual(expect.arrayContaining(all));
    expect(await numbers('2026-900001')).toEqual(expect.arrayContaining(all));
    expect(await numbers('2025-900001')).toEqual([]);
    expect(await numbers('SO-2026-90000')).toEqual([theirs.order, mine.order]);
    expect((await numbers('SO')).slice(0, 2)).toEqual([theirs.order, mine.order]);
  });

  it('finds by the reference of the customer or the bank, capitals and space aside: the very one first', async () => {
    expect(await named('po 4711/A')).toEqual([`order ${mine.order}`]);
    expect(await named('PO 4711')).toEqual([`order ${theirs.order}`, `order ${mine.order}`]);
    expect(await named('vir 4711')).toEqual([`payment ${mine.payment}`]);
    expect(await named('4711')).toEqual(expect.arrayContaining([`order ${mine.order}`, `payment ${mine.payment}`]));
  });

  it('finds customers and products by name, and takes % and _ for what they are', async () => {
    expect(await named('épinal')).toEqual([`customer ${mine.customer}`]);
    expect(await named('100 %')).toEqual([`customer ${mine.customer}`]);
    expect(await named('s_du')).toEqual([`customer ${theirs.customer}`]);
    expect(await named('%')).toEqual([]);
    expect(await named('_')).toEqual([]);
    expect(await named('\\')).toEqual([]);
    expect(await named('chai')).toEqual(['product P-001']);
    expect(await named('10')).toEqual(expect.arrayContaining([`customer ${mine.customer}`]));
  });

  it('finds an exact amount in both notations, tax included or not, and no near one', async () => {
    for (const text of ['1234.5', '1 234,50', '1,234.50 €', '1.234,50', '1028,75'])
      expect({ text, found: await named(text) }).toEqual({ text, found: [`order ${mine.order}`] });
    expect(await named('1234.51')).toEqual([]);
    expect(await named('108,00')).toEqual(
      expect.arrayContaining([`order ${theirs.order}`, `invoice ${mine.invoice}`, `invoice ${theirs.invoice}`]),
    );
    expect(await named('50.00', 'finance')).toEqual(
      expect.arrayContaining([`payment ${mine.payment}`, `payment ${theirs.payment}`]),
    );
  });

  it('finds only what the caller may read: own customers, the kinds of the role, the scopes of the key', async () => {
    const text = '900001';
    expect(await named(text, 'sales')).toEqual(
      expect.arrayContaining([`order ${mine.order}`, `invoice ${mine.invoice}`]),
    );
    for (const thing of [theirs.order, theirs.quote, theirs.delivery, theirs.invoice, theirs.customer, '100 x'])
      expect({ thing, found: await named(thing, 'sales') }).toEqual({ thing, found: [] });
    expect((await named('108', 'sales')).filter((each) => each.includes('90000'))).toEqual([`invoice ${mine.invoice}`]);
    expect(await named('vir 4711', 'sales')).toEqual([]);
    const kinds = async (key: string) => [...new Set((await found(text, key)).map(({ kind }) => kind))].toSorted();
    expect(await kinds(api.keys.logistics)).toEqual(['complaint', 'delivery', 'order']);
    const { key } = await newKey(api.prisma, principalOf('manager'), { scopes: ['search.find', 'quotes.get'] });
    expect(await kinds(key)).toEqual(['quote']);
  });

  it('shows at most twenty', async () => {
    expect(await found('P-0')).toHaveLength(20);
  });

  it('asks for a text of one to a hundred characters', async () => {
    const status = async (query: string) =>
      (await api.call({ method: 'GET', path: `/v1/search${query}`, key: api.keys.manager })).status;
    expect(await Promise.all(['', '?text=', '?text=%20', `?text=${'a'.repeat(101)}`].map(status))).toEqual([
      422, 422, 422, 422,
    ]);
  });
});
