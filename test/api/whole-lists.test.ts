import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../contracts/vocabulary.js';
import { columnsOf, spokenIn } from '../../api/exports/columns.js';
import { listNames } from '../../contracts/lists.js';
import { InvoiceDocument } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import { fecFields } from '../../domain/fec.js';
import { openArchive } from '../../tables/zip.js';
import { invoice } from '../documents/fixtures.js';
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
      for (const list of listNames) {
        const columns = columnsOf(list, true);
        const ids = [...new Set(columns.map(({ id }) => id))];
        const told = await heads(`${list}.csv?columns=${ids.join(',')}`, 'admin');
        const isOfMoney = columns.some(({ kind }) => kind === 'amount');
        const named = columns.map(({ header }) => header(spoken));
        expect([list, told]).toEqual([list, isOfMoney ? [...named, spoken.t.lists.currency] : named]);
        expect([list, new Set(named).size]).toEqual([list, named.length]);
      }
    },
  );
});

describe('what is for the accountant', () => {
  const year = 'from=2026-01-01&to=2026-12-31';
  beforeAll(async () => {
    const snapshot = InvoiceDocument.parse(invoice('fr'));
    const { customer: buyer } = snapshot;
    const italian: InvoiceDocument = {
      ...snapshot,
      customer: {
        ...buyer,
        siren: null,
        vatNumber: 'IT00743110157',
        billingAddress: { ...buyer.billingAddress, countryCode: 'IT', postalCode: '42100' },
      },
    };
    for (const [{ invoice: number, customer }, issued] of [
      [mine, snapshot],
      [theirs, italian],
    ] as const)
      await api.prisma.document.create({
        data: {
          id: documentIds.invoice(number),
          kind: 'invoice',
          number,
          issuedOn: new Date('2026-11-02'),
          language: 'fr',
          customerNumber: customer,
          snapshot: issued,
          snapshotHash: 'a'.repeat(64),
          file: {
            create: {
              fileName: `${number}.pdf`,
              mime: 'application/pdf',
              sha256: 'b'.repeat(64),
              bytes: Buffer.from('%PDF-'),
            },
          },
        },
      });
  });

  it('is told by kind and currency, with the entries that it makes', async () => {
    const { status, json } = await say('finance', 'GET', `/v1/accounting/summary?${year}`);
    expect([status, json]).toMatchObject([
      200,
      {
        yearEnd: '2026-12-31',
        documents: [{ kind: 'invoice', currency: 'EUR', count: 2, net: '180.00', vat: '36.00', gross: '216.00' }],
        leftOut: { count: 0, items: [] },
      },
    ]);
    expect(json['entries']).toMatchObject([{ part: 'sales', count: 2 }, { part: 'payments', count: 2 }, {}, {}]);
  });

  it('is a file of entries with 18 fields a line, in ISO 8859-15, named by SIREN and the end of the year', async () => {
    const answer = await file(`/v1/accounting/journal.txt?${year}&separator=pipe&parts=payments`, 'finance');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="000910018FEC20261231.txt"');
    const text = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    const rows = text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split('|'));
    expect(rows[0]).toEqual(fecFields);
    expect(rows.filter((fields) => fields.length !== 18)).toEqual([]);
    const of = (code: string) => rows.filter((fields) => fields[0] === code);
    expect(of('VE').map((fields) => [fields[2], fields[4], fields[11], fields[12]])).toEqual(
      ['VE000001', 'VE000002'].flatMap((number) => [
        [number, '411000', '108,00', '0,00'],
        [number, '707000', '0,00', '90,00'],
        [number, '445710', '0,00', '18,00'],
      ]),
    );
    // Money of the fixtures was never posted: whose it is waits.
    expect(of('BQ').map((fields) => [fields[4], fields[11], fields[12]])).toEqual(
      [1, 2].flatMap(() => [
        ['512000', '50,00', '0,00'],
        ['471000', '0,00', '50,00'],
      ]),
    );
    const month = await (await file('/v1/accounting/journal.txt?from=2026-11-03&to=2026-12-31', 'finance')).text();
    expect(month).toBe(`${fecFields.join('\t')}\r\n`);
  });

  it('is a workbook with what accounts and customers come to', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(
      await (await file(`/v1/accounting/journal.xlsx?${year}&language=fr`, 'finance')).arrayBuffer(),
    );
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Journal', 'Comptes', 'Clients']);
    const rows = (at: number) =>
      book.worksheets[at]
        ?.getSheetValues()
        .slice(2)
        .map((row) => (row as unknown[]).slice(1)) ?? [];
    expect(rows(1)).toEqual([
      ['411000', 'Clients', 216, 0, 216],
      ['445710', 'TVA collectée', 0, 36, -36],
      ['707000', 'Ventes de marchandises', 0, 180, -180],
    ]);
    expect(rows(2).map(([number, , , , balance]) => [number, balance])).toEqual([
      [mine.customer, 108],
      [theirs.customer, 108],
    ]);
  });

  it('is an archive of the documents as they were issued, with an index of hashes and links', async () => {
    const answer = await file(`/v1/accounting/documents.zip?${year}&content=both&language=en`, 'finance');
    expect([answer.headers.get('encours-documents'), answer.headers.get('encours-about-bytes')]).toEqual(['2', '10']);
    const archive = openArchive(new Uint8Array(await answer.arrayBuffer()), 10_000_000);
    expect(archive.names).toEqual([
      `2026-11/${mine.invoice}.pdf`,
      `2026-11/${theirs.invoice}.pdf`,
      `2026-11/${mine.invoice}-cii.xml`,
      `2026-11/${theirs.invoice}-cii.xml`,
      'index.csv',
      'index.xlsx',
    ]);
    expect(archive.read(`2026-11/${mine.invoice}.pdf`)).toBe('%PDF-');
    const [heads, ...rows] = parse(archive.read('index.csv') ?? '') as string[][];
    const first = Object.fromEntries((heads ?? []).map((head, at) => [head, rows[0]?.[at]]));
    const { hash: chain } = await api.prisma.invoiceLink.findFirstOrThrow({ where: { number: mine.invoice } });
    expect(first).toMatchObject({
      Number: mine.invoice,
      Kind: 'Invoice',
      Date: '2026-11-02',
      Gross: '108.00',
      'SHA-256 of the PDF': 'b'.repeat(64),
      'Hash of the content': 'a'.repeat(64),
      Series: 'FA-2026',
      'Link of the chain': chain,
    });
  });

  it('is what the administration hears of beside electronic invoices, once the platform has a number', async () => {
    const month = 'from=2026-11-01&to=2026-11-30';
    const { status, json } = await say('finance', 'GET', `/v1/accounting/e-report?${month}`);
    expect([status, json]).toMatchObject([
      200,
      { platform: { number: '0123' }, electronic: 1, individual: 1, days: [], leftOut: { count: 0, items: [] } },
    ]);
    const answer = await file(`/v1/accounting/e-report.xml?${month}`, 'finance');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml']);
    expect(answer.headers.get('content-disposition')).toMatch(/filename="e-reporting-\d{9}-2026-11-01-2026-11-30.xml"/);
    const text = await answer.text();
    expect(text).toContain('<Id schemeId="0238">0123</Id><Name>Plateforme</Name>');
    expect([...text.matchAll(/<CompanyId schemeId="0223">([^<]+)</g)].map(([, id]) => id)).toEqual(['IT00743110157']);
    const refused = await say('finance', 'GET', '/v1/accounting/e-report?from=2026-11-01&to=2026-11-01');
    expect([refused.status, refused.json['errors']]).toMatchObject([422, [{ field: 'to' }]]);
    expect((await file(`/v1/accounting/e-report.xml?${month}`, 'sales')).status).toBe(403);
    const taken = await api.prisma.auditEntry.findMany({ where: { entity: 'export', entityId: 'e-report' } });
    expect(taken.map(({ after }) => after)).toMatchObject([{ format: 'xml', rows: 1, whole: true }]);
  });

  it('is of one financial year, for who does the books, and on record', async () => {
    const { status, json } = await say('finance', 'GET', '/v1/accounting/summary?from=2026-12-01&to=2027-01-31');
    expect([status, json['errors']]).toMatchObject([422, [{ field: 'to' }]]);
    expect((await file(`/v1/accounting/journal.txt?${year}`, 'sales')).status).toBe(403);
    expect((await file('/v1/accounting/journal.txt?from=2026-01-01', 'finance')).status).toBe(422);
    const trail = await api.prisma.auditEntry.findMany({ where: { entity: 'export', entityId: 'journal' } });
    expect(trail.map(({ after }) => after)).toContainEqual(
      expect.objectContaining({
        format: 'txt',
        rows: 10,
        whole: true,
        filters: expect.objectContaining({ from: '2026-01-01' }) as unknown,
      }),
    );
  });
});

describe('a list of what is delivered', () => {
  const found = async (role: Role, search: string) =>
    (
      (await say(role, 'GET', `/v1/deliveries?search=${encodeURIComponent(search)}`)).json['items'] as readonly Json[]
    ).map(({ number }) => number);

  it('is searched by its number, its order, what the customer calls that, and who the customer is', async () => {
    await api.prisma.salesOrder.update({
      where: { number: mine.order },
      data: { customerReference: 'Chantier Nord 7' },
    });
    await api.prisma.customer.update({ where: { number: mine.customer }, data: { name: 'Comptoir des Halles' } });
    for (const text of [mine.delivery, mine.delivery.slice(0, 9), mine.order, 'chantier nord', 'Nord 7', 'des halles'])
      expect([text, await found('manager', text)]).toEqual([text, expect.arrayContaining([mine.delivery])]);
    expect(await found('manager', 'des halles')).not.toContain(theirs.delivery);
    expect(await found('manager', 'nothing at all')).toEqual([]);
    const { json } = await say('manager', 'GET', '/v1/deliveries?search=des%20halles');
    expect(json['items']).toMatchObject([{ customer: mine.customer, customerName: 'Comptoir des Halles' }]);
  });

  it('tells whoever sees their own customers of no other', async () => {
    expect(await found('sales', theirs.delivery)).toEqual([]);
    expect(await found('sales', theirs.order)).toEqual([]);
    expect(await found('sales', mine.order)).toEqual([mine.delivery]);
  });
});

describe('what is in stock', () => {
  it('is put in order by what is there and promised, and narrowed to what is free or not', async () => {
    for (const [number, onHand, allocated] of [
      ['Q-1', 5, 5],
      ['Q-2', 9, 2],
      ['Q-3', 0, 0],
    ] as const) {
      const said = {
        number,
        name: `Quincaille ${number}`,
        unit: 'piece',
        listPrice: 1,
        currency: 'EUR',
        taxClass: 'standard',
      };
      await api.prisma.product.create({ data: said });
      await api.prisma.$executeRaw`INSERT INTO stock (product_number, on_hand, allocated, opening)
        VALUES (${number}, ${onHand}, ${allocated}, ${onHand})`;
    }
    const numbers = async (query: string) =>
      ((await say('logistics', 'GET', `/v1/products?search=Quincaille&${query}`)).json['items'] as readonly Json[]).map(
        ({ number }) => number,
      );
    expect(await numbers('sort=-onHand')).toEqual(['Q-2', 'Q-1', 'Q-3']);
    expect(await numbers('sort=allocated')).toEqual(['Q-3', 'Q-2', 'Q-1']);
    expect(await numbers('available=true')).toEqual(['Q-2']);
    expect(await numbers('available=false')).toEqual(['Q-1', 'Q-3']);
    const text = await (
      await file('/v1/exports/stock.csv?search=Quincaille&sort=-onHand&language=en', 'logistics')
    ).text();
    expect(text.trim().split('\r\n').slice(1)).toEqual([
      'Q-2,Quincaille Q-2,piece,9,2,7,,yes',
      'Q-1,Quincaille Q-1,piece,5,5,0,,yes',
      'Q-3,Quincaille Q-3,piece,0,0,0,,yes',
    ]);
  });
});

describe('the worklist as a file', () => {
  it('is in the language that is asked for, whatever the browser reads, and holds the role’s own lines', async () => {
    const of = (role: Role, language: string) =>
      fetch(`${api.url}/v1/exports/worklist.csv?language=${language}`, {
        headers: { authorization: `Bearer ${api.keys[role]}`, 'accept-language': language === 'fr' ? 'en' : 'fr' },
      }).then((answer) => answer.text());
    const [french, english] = [await of('manager', 'fr'), await of('manager', 'en')];
    expect(french).toContain('Émargement manquant');
    expect(french).toContain('personne n’a signé');
    expect(english).toContain('nobody has signed');
    expect(await of('finance', 'en')).not.toContain('nobody has signed');
  });
});

describe('what products cost', () => {
  it('is put in order by product, day and cost, page by page, and leaves as a file for who may know it', async () => {
    for (const [productNumber, from, cost] of [
      ['P-001', '2026-01-01', '9.5'],
      ['P-001', '2026-07-01', '10.1234'],
      ['P-002', '2026-01-01', '9.5'],
    ] as const)
      await api.prisma.productCost.create({ data: { productNumber, validFrom: new Date(from), cost } });
    const walked = async (asked: string): Promise<readonly string[]> => {
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const { status, json } = await say('finance', 'GET', `/v1/product-costs?limit=1${asked}${cursor}`);
        expect(status).toBe(200);
        for (const row of json['items'] as readonly Json[])
          seen.push(`${String(row['product'])} ${String(row['from'])}`);
        if (json['nextCursor'] === null) return seen;
        cursor = `&cursor=${json['nextCursor'] as string}`;
      }
    };
    const [old, now, other] = ['P-001 2026-01-01', 'P-001 2026-07-01', 'P-002 2026-01-01'];
    expect(await walked('')).toEqual([now, other, old]);
    expect(await walked('&sort=product')).toEqual([old, now, other]);
    expect(await walked('&sort=-product')).toEqual([other, now, old]);
    expect(await walked('&sort=cost')).toEqual([old, other, now]);
    expect(await walked('&product=P-001&sort=-cost')).toEqual([now, old]);
    const { name } = await api.prisma.product.findUniqueOrThrow({ where: { number: 'P-001' } });
    const text = await (await file('/v1/exports/product-costs.csv?sort=-cost&language=en', 'finance')).text();
    const [, ...rows]: readonly (readonly string[])[] = parse(text, { bom: true });
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual(['P-001', name, '2026-07-01', '10.1234', 'EUR']);
    expect((await file('/v1/exports/product-costs.csv', 'sales')).status).toBe(403);
  });
});

describe('a list of the administration', () => {
  it('is a file for who may read it, and for nobody else', async () => {
    const text = await (await file('/v1/exports/people.csv?role=logistics&language=en', 'admin')).text();
    expect(text).toContain('Logistics');
    expect(text).not.toContain('Manager');
    for (const list of ['people', 'api-keys', 'move-ins', 'month-ends', 'capacities', 'acquisition-spends'])
      expect([list, (await file(`/v1/exports/${list}.csv`, 'finance')).status]).toEqual([list, 403]);
    expect((await file('/v1/exports/sessions.csv?everybody=true', 'finance')).status).toBe(403);
    expect((await file('/v1/exports/sessions.csv?everybody=true', 'admin')).status).toBe(200);
  });

  it('tells keys by how they stand', async () => {
    const states = async (state: string) =>
      ((await say('admin', 'GET', `/v1/api-keys?state=${state}&limit=200`)).json['items'] as readonly Json[]).map(
        (key) => key['state'],
      );
    await api.prisma.apiKey.updateMany({
      where: { principalId: principalOf('ops') },
      data: { expiresAt: new Date(0) },
    });
    expect(await states('expired')).toEqual(['expired']);
    expect(new Set(await states('good'))).toEqual(new Set(['good']));
    expect(await states('revoked')).toEqual([]);
  });
});
