import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpiNames } from '../../contracts/kpi.js';
import { roles, type Role } from '../../contracts/vocabulary.js';
import { kpiRule } from '../../domain/kpis.js';
import { oneOfEverything } from './fixtures.js';
import { openApi, principalOf, type Answered, type ApiUnderTest } from './office.js';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await openApi();
  await oneOfEverything(api.prisma, 1, principalOf('sales'));
  await oneOfEverything(api.prisma, 2, 'somebody-else');
});
afterAll(() => api.close());

const ask = (path: string, role: Role = 'manager', headers = {}) =>
  api.call({ method: 'GET', path: `/v1/kpis${path}`, key: api.keys[role], headers });
type Item = { readonly name: string; readonly title: string; readonly dimensions: readonly string[] };
const itemsOf = ({ json }: Answered): readonly Item[] => (json?.['items'] ?? []) as readonly Item[];
const namesFor = async (role: Role): Promise<readonly string[]> => itemsOf(await ask('', role)).map(({ name }) => name);

describe('the figures over HTTP', () => {
  it('are not listed before somebody enters what they are made of', async () => {
    const made = kpiNames.filter((name) => kpiRule(name).needs !== undefined);
    const seen = await namesFor('manager');
    expect(kpiNames.filter((name) => !seen.includes(name))).toEqual(made);
    const [from, by] = [new Date('2026-11-01'), principalOf('manager')];
    await api.prisma.productCost.create({ data: { productNumber: 'P-001', validFrom: from, cost: '9' } });
    await api.prisma.capacity.create({
      data: { person: principalOf('sales'), work: 'lines-entered', validFrom: from, perDay: 10, setBy: by },
    });
    const spend = { id: randomUUID(), month: from, amount: '100', currency: 'EUR', what: 'fair' };
    await api.prisma.acquisitionSpend.create({ data: { ...spend, enteredBy: by, enteredAt: from } });
    expect(await namesFor('manager')).toEqual(kpiNames);
    expect((await namesFor('sales')).filter((name) => made.some((each) => each === name))).toEqual([]);
    const margins = made.filter((name) => name.startsWith('margin'));
    expect((await namesFor('finance')).filter((name) => made.some((each) => each === name))).toEqual(margins);
  });

  it('are listed with what they count, in the language of the reader', async () => {
    const items = itemsOf(await ask('', 'manager', { 'Accept-Language': 'fr' }));
    expect(items.map(({ name }) => name)).toEqual(kpiNames);
    expect(items.find(({ name }) => name === 'order-book')?.title).toBe('Carnet de commandes');
  });

  it('are each answered to whom they are listed, split by whatever they can be split by, and refused to the others', async () => {
    for (const role of roles) {
      const seen = new Set(await namesFor(role));
      const statuses = await Promise.all(kpiNames.map(async (name) => [name, (await ask(`/${name}`, role)).status]));
      expect(Object.fromEntries(statuses), role).toEqual(
        Object.fromEntries(kpiNames.map((name) => [name, seen.has(name) ? 200 : 403])),
      );
    }
    for (const { name, dimensions } of itemsOf(await ask('')))
      for (const by of dimensions) {
        const asked = await ask(`/${name}?from=2026-01-01&to=2026-12-31&by=${by}`);
        expect([name, by, asked.status]).toEqual([name, by, 200]);
      }
  }, 60_000);

  it('show logistics no money and no quotes', async () => {
    const seen = await namesFor('logistics');
    expect(seen.filter((name) => /book|backlog|revenue|ageing|dso|money|pay|quote|invoice/.test(name))).toEqual([]);
    expect(seen).toContain('otif-requested');
  });

  it('are of one’s own customers for a salesperson', async () => {
    const of = async (role: Role) => (await ask('/orders-entered?from=2020-01-01&to=2029-12-31', role)).json?.['value'];
    expect([await of('sales'), await of('manager')]).toEqual(['1', '2']);
  });

  it('leave as a file with every row of their split, no formula among them, on record', async () => {
    await api.prisma.customer.updateMany({ where: { number: { contains: '2' } }, data: { name: '=Maison' } });
    const asked = '?from=2026-01-01&to=2026-12-31&by=customer';
    const { status, text } = await ask(`/orders-entered/export${asked}&language=en`);
    const [head, whole, ...rest] = text.replace('\uFEFF', '').trim().split('\r\n');
    expect([status, head]).toEqual([200, 'Part,From,To,Code,by customer,Value,Period before,A year before,Unit']);
    const figure = (await ask(`/orders-entered${asked}`)).json as { value: string; series: unknown[]; rows: unknown[] };
    expect(whole).toBe(`Whole,2026-01-01,2026-12-31,,Orders entered,${figure.value},0,0,number`);
    expect(rest).toHaveLength(figure.series.length + figure.rows.length);
    expect(rest.filter((line) => line.includes("'=Maison"))).toHaveLength(1);
    const [taken] = await api.prisma.auditEntry.findMany({ where: { action: 'list.exported' } });
    expect(taken).toMatchObject({ entityId: 'kpis/orders-entered', actor: principalOf('manager') });
    const sheet = await ask('/revenue/export?format=xlsx');
    expect([sheet.status, sheet.text.slice(0, 2)]).toEqual([200, 'PK']);
    expect((await ask('/revenue/export', 'logistics')).status).toBe(403);
    expect((await ask('/nothing/export')).status).toBe(404);
    expect((await ask('/revenue/export?by=kind')).status).toBe(422);
  });

  it('name customers with what they bought for to who may read invoices, and lead to those who stand so', async () => {
    const asked = '/customers?from=2026-01-01&to=2026-12-31&by=customer';
    const columnsFor = async (role: Role) => ((await ask(asked, role)).json?.['columns'] ?? []) as { name: string }[];
    expect(await columnsFor('manager')).toContainEqual({ name: 'turnover', unit: 'amount' });
    expect((await columnsFor('logistics')).map(({ name }) => name)).toEqual([
      'standing',
      'first-order',
      'last-order',
      'silent',
      'rhythm',
    ]);
    const french = { 'Accept-Language': 'fr' };
    const { json } = await ask(`${asked}&kind=new`, 'manager', french);
    const rows = (json?.['rows'] ?? []) as { cells: string[] }[];
    expect([json?.['value'], rows.map(({ cells }) => cells[0])]).toEqual(['2', ['nouveau', 'nouveau']]);
    const good = async (path: string) => (await ask(path)).json?.['good'];
    expect(await Promise.all(['/customers', '/customers?kind=lapsed', '/customers?kind=occasional'].map(good))).toEqual(
      ['up', 'down', null],
    );
    const kinds = ((await ask('/customers?by=kind')).json?.['rows'] ?? []) as { key: string; list: string }[];
    expect(kinds.find(({ key }) => key === 'new')?.list).toMatch(
      /^\/figures\/market\/customers\?.*by=customer&kind=new$/,
    );
  });

  it('say what is wrong with a question', async () => {
    const refused = async (path: string) => {
      const { status, json } = await ask(path);
      return [status, ((json?.['errors'] ?? []) as { field: string }[])[0]?.field];
    };
    expect(await refused('/revenue?from=2026-02-02&to=2026-02-01')).toEqual([422, 'from']);
    expect(await refused('/revenue?from=2010-01-01&to=2026-02-01')).toEqual([422, 'from']);
    expect(await refused('/revenue?by=kind')).toEqual([422, 'by']);
    expect(await refused('/revenue?kind=lapsed')).toEqual([422, 'kind']);
    expect(await refused('/customers?kind=nobody')).toEqual([422, 'kind']);
    expect(await refused('/orders-by-status?customer=C-001')).toEqual([422, 'customer']);
    expect((await ask('/no-such-figure')).status).toBe(404);
  });
});
