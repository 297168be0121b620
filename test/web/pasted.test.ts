import { describe, expect, it } from 'vitest';
import { rowsOfTable, textOfFile } from '../../web/sales/pasted.js';
import { sales } from '../../words/en/console/sales.js';

const line = (product: string, quantity: string, unitPrice = '', date: string | null = null, discountPercent = '') => ({
  product,
  quantity,
  unitPrice,
  discountPercent,
  date,
  quoteLineNo: null,
});

describe('a table of lines', () => {
  it.each([
    ['tabs', 'P-001\t5\t12,50\t01/12/2026\nP-002\t1,5'],
    ['semicolons and decimal commas', 'P-001;5;12,50;01/12/2026\r\nP-002;1,5\r\n'],
    ['commas and decimal points', 'P-001,5,12.50,2026-12-01\nP-002,1.5'],
    ['commas and quoted decimal commas', '"P-001",5,"12,50",2026-12-01\n"P-002","1,5",,'],
    ['what the first line says', '\uFEFFsep=;\nP-001;5;12,50;2026-12-01\nP-002;1,5'],
  ])('is read by %s', async (_by, text) => {
    const { rows, refused } = await rowsOfTable(text, sales);
    const plain = rows.map((row) => ({
      ...row,
      unitPrice: row.unitPrice.replace('.', ','),
      quantity: row.quantity.replace('.', ','),
    }));
    expect(refused).toEqual([]);
    expect(plain).toEqual([line('P-001', '5', '12,50', '2026-12-01'), line('P-002', '1,5')]);
  });

  it('with one column more than its quantity has a decimal comma, not a price', async () => {
    expect((await rowsOfTable('P-001;12,5', sales)).rows).toEqual([line('P-001', '12,5')]);
  });

  it('names its columns in any order, with some that are none of ours', async () => {
    const french =
      'Désignation;Qté;Code article;Prix unitaire HT;Remise;Date de livraison\nThé;3;P-001;4,20;10;02/12/2026';
    expect((await rowsOfTable(french, sales)).rows).toEqual([line('P-001', '3', '4,20', '2026-12-02', '10')]);
    const english = 'quantity,product\n3,P-001';
    expect((await rowsOfTable(english, sales)).rows).toEqual([line('P-001', '3')]);
    const ofImport = 'lines.product,lines.quantity,lines.unitPrice\nP-001,3,4.20';
    expect((await rowsOfTable(ofImport, sales)).rows).toEqual([line('P-001', '3', '4.20')]);
  });

  it('gives back what is no line under its heading, quoted as it came', async () => {
    const text = 'quantity,product,price\n3,P-001,4.20\nthree,P-002,"4,20"\n1,,2';
    const { rows, refused, rest } = await rowsOfTable(text, sales);
    expect(rows).toEqual([line('P-001', '3', '4.20')]);
    expect(refused).toEqual([
      { row: 3, why: '"three" is no quantity' },
      { row: 4, why: 'the product is missing' },
    ]);
    expect(rest).toBe('quantity,product,price\nthree,P-002,"4,20"\n1,,2');
    const corrected = rest.replace('three', '2').replace('1,,', '1,P-003,');
    expect((await rowsOfTable(corrected, sales)).rows).toEqual([line('P-002', '2', '4,20'), line('P-003', '1', '2')]);
  });

  it('is none where a quotation mark is never closed', async () => {
    await expect(rowsOfTable('"P-001;5', sales)).rejects.toThrow('no table');
  });
});

describe('a file of lines', () => {
  it('is read in UTF-8, and else as French spreadsheets write it', async () => {
    expect(await textOfFile(new Blob(['Qté']))).toBe('Qté');
    expect(await textOfFile(new Blob([Uint8Array.of(0x51, 0x74, 0xe9)]))).toBe('Qté');
  });
});
