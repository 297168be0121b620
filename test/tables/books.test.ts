import { zipSync } from 'fflate';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { moveInTemplate } from '../../api/move-in/template.js';
import { moveInKinds } from '../../contracts/move-in.js';
import { shapedRows } from '../../prisma/move-in/rows.js';
import { cellOf, readBooks } from '../../tables/books.js';
import { readWorkbook, WORKBOOK_BYTES } from '../../tables/xlsx.js';
import { moveInWords } from '../../words/move-in.js';

type Sheets = Readonly<Record<string, readonly (readonly unknown[])[]>>;

async function workbook(sheets: Sheets, change: (book: ExcelJS.Workbook) => void = () => undefined) {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets))
    for (const row of [book.addWorksheet(name)].flatMap((sheet) => rows.map((cells) => [sheet, cells] as const)))
      row[0].addRow([...row[1]]);
  change(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const fieldsOf = (bytes: Uint8Array, name = 'livres.xlsx') => readBooks([{ name, bytes }]).tables[0]?.rows[0]?.fields;

describe('a workbook of another system', () => {
  it('gives each number as its sheet shows it, and each day without a zone', async () => {
    const bytes = await workbook({
      Factures: [
        ['number', 'issueDate', 'net', 'vat', 'gross', 'open', 'customer', 'dueDate'],
        [0.1 + 0.2, new Date(Date.UTC(2026, 2, 29)), 0.1 + 0.2, '1234.50', 1e-7, 732829320, 'É', 45],
      ],
    });
    expect(fieldsOf(bytes)).toEqual({
      number: '0.3',
      issueDate: '2026-03-29',
      net: '0.3',
      vat: '1234.50',
      gross: '0.0000001',
      open: '732829320',
      customer: 'É',
      dueDate: '45',
    });
  });

  it('counts days from 1904 where it says so, and shows a clock where there is one', async () => {
    const rows = [
      ['receivedOn', 'receivedAt'],
      [new Date(Date.UTC(2024, 1, 29)), new Date(Date.UTC(2024, 1, 29, 8, 30))],
    ];
    const as1904 = await workbook({ Orders: rows }, (book) => (book.properties.date1904 = true));
    expect(fieldsOf(as1904)).toEqual({ receivedOn: '2024-02-29', receivedAt: '2024-02-29T08:30:00' });
  });

  it('names the cell of what cannot be taken: a formula, an error, a number that has lost digits', async () => {
    const bytes = await workbook({
      'Lignes de commande': [
        ['order', 'lineNo', 'product', 'quantity', 'unitPrice', 'requestedDate'],
        ['CMD 1', { formula: 'A1+1', result: 2 }, { error: '#N/A' }, 1e16, '1.00', '2026-01-01'],
      ],
    });
    const { tables } = readBooks([{ name: 'livres.xlsx', bytes }]);
    const { refused } = shapedRows(tables);
    expect(refused.map((each) => [each.file, each.fault, cellOf(tables, each)])).toEqual([
      ['livres.xlsx › Lignes de commande', 'formula', 'B2'],
      ['livres.xlsx › Lignes de commande', 'cell-error', 'C2'],
      ['livres.xlsx › Lignes de commande', 'not-exact', 'D2'],
    ]);
  });

  it('is refused in words when it is no workbook, or unpacks to more than is taken, whatever it says of itself', async () => {
    const bomb = zipSync({ 'xl/_rels/workbook.xml.rels': new Uint8Array(6_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(10_000);
    // The archive claims that the part is small.
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(10, lying.lastIndexOf('PK\u0001\u0002') + 24);
    for (const bytes of [bomb, new Uint8Array(lying)])
      expect(readWorkbook(bytes, { bytes: 5_000_000, cells: 100 })).toEqual({ kind: 'too-large' });
    expect(WORKBOOK_BYTES).toBe(200_000_000);
    const many = await workbook({ Orders: [['number'], ['a'], ['b'], ['c']] });
    expect(readWorkbook(many, { bytes: 1_000_000, cells: 3 })).toEqual({ kind: 'too-large' });
    expect(readBooks([file('orders.xlsx', 'PK and nothing more')]).refused).toMatchObject([{ fault: 'file-broken' }]);
  });

  it('says the same as the CSV of its rows, so that neither is moved in after the other', async () => {
    const csv = readBooks([file('01-orders.csv', 'number;receivedOn;gross\r\nCMD 1;2026-01-31;12.5\r\n')]);
    const bytes = await workbook({
      Orders: [
        ['number', 'receivedOn', 'gross'],
        ['CMD 1', new Date(Date.UTC(2026, 0, 31)), 12.5],
      ],
    });
    expect(shapedRows(readBooks([{ name: 'x.xlsx', bytes }]).tables).digest).toBe(shapedRows(csv.tables).digest);
  });

  it.each(['fr', 'en'] as const)('begins with a template that explains each column, in %s', async (language) => {
    const bytes = await moveInTemplate(language);
    const { tables, refused } = readBooks([{ name: 'modele.xlsx', bytes }]);
    expect(refused).toEqual([]);
    expect(tables.map(({ kind }) => kind)).toEqual(moveInKinds);
    expect(tables.every(({ rows }) => rows.length === 0)).toBe(true);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(bytes) as never);
    const orders = book.getWorksheet(language === 'fr' ? 'Commandes' : 'Orders');
    expect(orders?.getCell('A1').note).toContain(language === 'fr' ? 'Obligatoire' : 'Required');
  });
});

describe('files that are handed back and come again', () => {
  const books = file('orders.csv', 'number,customer,receivedOn\nCMD 1,A,2026-13-01\nCMD 2,B,2026-01-02\n');

  it('put the rows right that they name, and take out those that come empty', () => {
    const fixed = file(
      'refused-orders.csv',
      '# file,# row,number,customer,receivedOn,# refused\norders.csv,2,CMD 1,A,2026-12-01,was no day\norders.csv,3,,,,\n',
    );
    const { tables, refused } = readBooks([books, fixed]);
    expect(refused).toEqual([]);
    expect(tables[0]?.rows).toEqual([
      { row: 2, fields: { number: 'CMD 1', customer: 'A', receivedOn: '2026-12-01' } },
      { row: 3, fields: { number: '', customer: '', receivedOn: '' } },
    ]);
  });

  it('are refused where they name a row that is not there', () => {
    const astray = file('orders-again.csv', '# file,# row,number\norders.csv,9,CMD 9\n');
    expect(readBooks([books, astray]).refused).toMatchObject([{ fault: 'corrects-nothing', value: 'orders.csv 9' }]);
  });
});

describe('files that are no tables', () => {
  it('are each refused with what to do, in both languages', () => {
    const { refused } = readBooks([
      file('orders.pdf', ''),
      file('orders.csv', ''),
      file('things.csv', 'a\n1\n'),
      { name: 'orders-latin.csv', bytes: new Uint8Array([0x6e, 0xe9]) },
      file('orders.json', '{"orders": 1}'),
      file('orders-2.csv', 'number,number\n1,2\n'),
      file('orders-3.csv', 'number\n"a" b\n'),
    ]);
    expect(refused.map(({ file: name, fault }) => [name, fault])).toEqual([
      ['orders.pdf', 'file-unknown'],
      ['orders.csv', 'file-empty'],
      ['things.csv', 'kind-unclear'],
      ['orders-latin.csv', 'not-utf8'],
      ['orders.json', 'not-json'],
      ['orders-2.csv', 'column-twice'],
      ['orders-3.csv', 'row-broken'],
    ]);
    for (const each of refused)
      for (const language of ['fr', 'en'] as const)
        expect(moveInWords[language][each.fault](each).every((text) => text.length > 0)).toBe(true);
  });
});
