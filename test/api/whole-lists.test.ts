import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../contracts/vocabulary.js';
import { spokenIn } from '../../api/exports/columns.js';
import { listColumns } from '../../words/lists.js';
import { oneOfEverything, type Things } from './fixtures.js';
import { openApi, principalOf, type ApiUnderTest } from './office.js';

/** What people do with a whole list: begin with a view of it, and take it away as a file. */
let api: ApiUnderTest;
let mine: Things;
let theirs: Things;

beforeAll(async () => {
  api = await openApi();
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  theirs = await oneOfEverything(api.prisma, 2, 'somebody-else');
});
afterAll(() => api.close());

type Json = Readonly<Record<string, unknown>>;

async function say(role: Role, method: string, path: string, body?: unknown) {
  const { status, json } = await api.call({ method, path, key: api.keys[role], ...(body !== undefined && { body }) });
  return { status, json: json ?? {} };
}
const views = async (role: Role) => (await say(role, 'GET', '/v1/views?list=orders')).json['items'] as readonly Json[];

/** A copy of an order under another number. */
const copied = (number: string, reference = 'PO 1') => api.prisma.$executeRaw`
  INSERT INTO sales_order SELECT (jsonb_populate_record(NULL::sales_order,
    to_jsonb(o) || jsonb_build_object('number', ${number}::text, 'customer_reference', ${reference}::text))).*
  FROM sales_order o WHERE o.number = ${mine.order}`;

describe('a saved view', () => {
  it('is its owner’s alone until somebody who may shares it, and is renamed, taken away and brought back', async () => {
    const input = {
      list: 'orders',
      name: 'Late ones',
      address: 'stage=acknowledged&sort=nextDate&columns=number%2Cgross',
    };
    const { status, json: saved } = await say('manager', 'POST', '/v1/views', input);
    expect({ status, saved }).toMatchObject({
      status: 201,
      saved: { ...input, shared: false, isMine: true, isDefault: false },
    });
    expect(await views('finance')).toEqual([]);
    const path = `/v1/views/${String(saved['id'])}`;
    expect((await say('finance', 'PATCH', path, { name: 'theirs' })).status).toBe(404);
    expect((await say('finance', 'POST', `${path}/sharing`, { shared: true })).status).toBe(403);
    expect((await say('manager', 'POST', `${path}/sharing`, { shared: true })).json).toMatchObject({ shared: true });
    expect(await views('finance')).toMatchObject([{ name: 'Late ones', isMine: false }]);
    expect((await say('finance', 'PATCH', path, { removed: true })).status).toBe(404);
    expect((await say('manager', 'PATCH', path, { name: 'Backorders' })).json).toMatchObject({ name: 'Backorders' });
    expect((await say('manager', 'PATCH', path, { removed: true })).json).toEqual({});
    expect(await views('finance')).toEqual([]);
    expect((await say('manager', 'PATCH', path, { removed: false })).json).toMatchObject({ name: 'Backorders' });
  });

  it('is what one begins with, one for each list and person', async () => {
    const [view] = await views('finance');
    const chosen = { list: 'orders', view: view?.['id'] };
    expect(await say('finance', 'POST', '/v1/views/default', chosen)).toEqual({ status: 200, json: chosen });
    expect(await views('finance')).toMatchObject([{ isDefault: true }]);
    expect(await views('manager')).toMatchObject([{ isDefault: false }]);
    expect((await say('finance', 'POST', '/v1/views/default', { list: 'invoices', view: view?.['id'] })).status).toBe(
      404,
    );
    await say('finance', 'POST', '/v1/views/default', { list: 'orders', view: null });
    expect(await views('finance')).toMatchObject([{ isDefault: false }]);
  });

  it('has a name of its own among its owner’s', async () => {
    const again = { list: 'orders', name: 'BACKORDERS', address: '' };
    const { status, json } = await say('manager', 'POST', '/v1/views', again);
    expect([status, json['errors']]).toMatchObject([422, [{ field: 'name' }]]);
    expect((await say('finance', 'POST', '/v1/views', again)).status).toBe(201);
  });
});

describe('a running number', () => {
  it('sorts as it counts, across pages and beyond six digits', async () => {
    for (const number of ['SO-2026-1000000', 'SO-2026-999999', 'SO-2026-9999999', 'SO-2027-000001'])
      await copied(number);
    const found: unknown[] = [];
    for (let cursor: unknown = ''; typeof cursor === 'string';) {
      const after = cursor === '' ? '' : `&cursor=${cursor}`;
      const { json } = await say('manager', 'GET', `/v1/orders?sort=number&limit=2${after}`);
      found.push(...(json['items'] as readonly Json[]).map(({ number }) => number));
      cursor = json['nextCursor'];
    }
    expect(found).toEqual([
      mine.order,
      theirs.order,
      'SO-2026-999999',
      'SO-2026-1000000',
      'SO-2026-9999999',
      'SO-2027-000001',
    ]);
  });

  it('is no order to be had among days that no index has with it', async () => {
    const { status, json } = await say('manager', 'GET', '/v1/orders?sort=number&receivedFrom=2026-01-01');
    expect([status, json['errors']]).toMatchObject([422, [{ field: 'sort' }]]);
    expect((await say('manager', 'GET', '/v1/payments?dateFrom=2026-01-01')).status).toBe(200);
    const waiting = await say('manager', 'GET', '/v1/orders?sort=gross&hasBackorder=true');
    expect([waiting.status, waiting.json['errors']]).toMatchObject([422, [{ field: 'sort' }]]);
    expect((await say('manager', 'GET', '/v1/orders?sort=receivedAt&hasBackorder=true')).status).toBe(200);
  });

  it('of a colleague is none that whoever sees their own customers asks for', async () => {
    const { status, json } = await say('sales', 'GET', '/v1/orders?salesperson=somebody-else');
    expect([status, json['errors']]).toMatchObject([422, [{ field: 'salesperson' }]]);
    expect((await say('manager', 'GET', '/v1/orders?salesperson=somebody-else')).status).toBe(200);
  });
});

async function file(path: string, role: Role = 'manager'): Promise<Response> {
  return fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.keys[role]}` } });
}

describe('a list as a file', () => {
  it('is CSV as a French spreadsheet reads it, with nothing that it would take for a formula', async () => {
    await copied('SO-2026-800001', '=HYPERLINK("http://x")');
    await copied('SO-2026-800002', '-12 %');
    const answer = await file('/v1/exports/orders.csv?language=fr&sort=number&columns=number,gross,received,reference');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="orders\.csv"; filename\*=UTF-8''commandes-\d{4}-\d\d-\d\d\.csv$/,
    );
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const rows: readonly string[][] = parse(text.slice(1), { delimiter: ';' });
    expect(rows[0]).toHaveLength(5);
    expect(rows.find(([number]) => number === 'SO-2026-800001')).toEqual([
      'SO-2026-800001',
      '108,00',
      '02/11/2026 10:00',
      `'=HYPERLINK("http://x")`,
      'EUR',
    ]);
    expect(rows.find(([number]) => number === 'SO-2026-800002')?.[3]).toBe(`'-12 %`);
    expect(rows).toHaveLength(9);
  });

  it('is XLSX with amounts that are numbers and days that are days', async () => {
    const answer = await file('/v1/exports/invoices.xlsx?language=en&sort=number&columns=number,due,gross,open');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await answer.arrayBuffer());
    const [sheet] = book.worksheets;
    expect(sheet?.name).toBe('Invoices');
    expect(sheet?.rowCount).toBe(3);
    const [number, due, gross] = [1, 2, 3].map((column) => sheet?.getRow(2).getCell(column).value);
    expect(number).toBe(mine.invoice);
    expect(due).toBeInstanceOf(Date);
    expect(gross).toBe(108);
  });

  it('holds what its reader sees in the list, in the rows and the filters', async () => {
    const text = await (await file('/v1/exports/orders.csv?columns=number&language=en', 'sales')).text();
    expect(text).toContain(mine.order);
    expect(text).not.toContain(theirs.order);
    const settled = await (await file('/v1/exports/orders.csv?stage=settled&columns=number')).text();
    expect(settled.trim().split('\n')).toHaveLength(1);
    const trail = await api.prisma.auditEntry.findMany({ where: { action: 'list.exported' }, orderBy: { id: 'asc' } });
    expect(trail.slice(-2).map(({ actor, role, entityId, after }) => ({ actor, role, entityId, after }))).toEqual([
      {
        actor: 'api-sales',
        role: 'sales',
        entityId: 'orders',
        after: {
          list: 'orders',
          format: 'csv',
          filters: {},
          columns: ['number'],
          rows: text.trim().split('\n').length - 1,
          whole: true,
        },
      },
      {
        actor: 'api-manager',
        role: 'manager',
        entityId: 'orders',
        after: {
          list: 'orders',
          format: 'csv',
          filters: { stage: 'settled' },
          columns: ['number'],
          rows: 0,
          whole: true,
        },
      },
    ]);
    expect((await file('/v1/exports/invoices.csv', 'logistics')).status).toBe(403);
    expect((await file('/v1/exports/nothing.csv')).status).toBe(404);
    expect((await file('/v1/exports/orders.csv?stage=nowhere')).status).toBe(422);
    expect((await file('/v1/exports/orders.csv?columns=secrets')).status).toBe(422);
  });

  it.each(['en', 'fr'] as const)(
    'has every column of the console under its name, in its place (%s)',
    async (language) => {
      const heads = async (path: string, role: Role = 'manager') => {
        const text = await (await file(`/v1/exports/${path}&language=${language}`, role)).text();
        const [first = []]: readonly (readonly string[])[] = parse(text, { delimiter: language === 'fr' ? ';' : ',' });
        return first;
      };
      const said = {
        en: {
          customer: ['Name', 'Number', 'Town', 'Salesperson', 'Payment terms', 'VAT number'],
          credit: ['Exposure', 'Limit', 'Available', 'Stop', 'Currency'],
        },
        fr: {
          customer: ['Nom', 'Numéro', 'Ville', 'Commercial', 'Conditions de règlement', 'N° de TVA'],
          credit: ['Encours', 'Plafond', 'Disponible', 'Arrêt', 'Devise'],
        },
      }[language];
      expect(await heads('customers.csv?sort=name')).toEqual([...said.customer, ...said.credit]);
      expect(await heads('customers.csv?sort=name', 'logistics')).toEqual(said.customer);
      const spoken = spokenIn(language);
      for (const [list, columns] of Object.entries(listColumns)) {
        const told = await heads(`${list}.csv?columns=${columns.map(({ id }) => id).join(',')}`);
        const places = columns.map(({ header }) => told.indexOf(header(spoken)));
        expect([list, places]).toEqual([list, places.toSorted((a, b) => a - b)]);
        expect([list, places[0]]).toEqual([list, 0]);
      }
    },
  );
});
