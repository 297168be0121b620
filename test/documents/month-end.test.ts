import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { MonthEndDocument } from '../../contracts/month-end.js';
import { monthEndMail } from '../../documents/mails.js';
import { renderDocument } from '../../documents/render.js';
import { monthEndOf } from '../support/month-end.js';
import { inspectPdf, readPdf } from './pdf-text.js';

const pdf = (language: 'fr' | 'en', version = 1) =>
  renderDocument({ kind: 'month-end', snapshot: monthEndOf(language, version) });
const workbook = (language: 'fr' | 'en', version = 1) =>
  renderDocument({ kind: 'month-end-workbook', snapshot: monthEndOf(language, version) });

async function sheetsOf(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as never);
  return book;
}

describe('the month end on paper', () => {
  it('tells each figure beside the month before and the year before, in French', async () => {
    const { fileName, mime, bytes } = await pdf('fr');
    expect([fileName, mime]).toEqual(['arrete-mensuel-2026-10.pdf', 'application/pdf']);
    const { text } = readPdf(bytes);
    for (const said of [
      'Arrêté mensuel',
      'octobre 2026',
      'Arrêté le 01/11/2026',
      'du 01/10/2026 au 31/10/2026',
      '1 234 567,80 €',
      '5 000 JPY',
      '96,5 %',
      '2,5 h',
      'par téléphone',
      'Les 2 plus grands sur 37.',
      '=Lefort & fils',
      'Argent',
    ])
      expect(text).toContain(said);
    // 1 234 567.80 is 23.5 in each hundred more than 1 000 000; 96.5 % is 5.5 points more than 91 %.
    expect(text).toContain('+23,5 %');
    expect(text).toContain('+5,5 pt');
  });

  it('and in English, tagged and titled', async () => {
    const { fileName, bytes } = await pdf('en', 2);
    expect(fileName).toBe('month-end-2026-10-v2.pdf');
    const { text } = readPdf(bytes);
    for (const said of [
      'Month end',
      'October 2026',
      '1,234,567.80 EUR',
      'a delivery of the 31st came in late',
      '2.5 h',
    ])
      expect(text).toContain(said);
    const { info, structure } = inspectPdf(bytes);
    expect(info).toContain('Tagged:          yes');
    expect(structure).toContain('Table');
  });

  it('is the same bytes each time, as is the workbook', async () => {
    expect((await pdf('fr')).bytes).toEqual((await pdf('fr')).bytes);
    const first = await workbook('fr');
    await new Promise((resolve) => setTimeout(resolve, 2_100)); // a file's clock ticks every two seconds
    expect((await workbook('fr')).bytes).toEqual(first.bytes);
  });
});

describe('who drifts, at a month end', () => {
  it('is told on paper with the days late before and lately, and when they paid last', async () => {
    for (const [language, said] of [
      ['fr', ['Établissements Tardif', 'Retard avant', '-1,5 j', '27,7 j', '19/10/2026']],
      ['en', ['Établissements Tardif', 'Delay before', '-1.5 d', '27.7 d', '19 Oct 2026']],
    ] as const) {
      const { text } = readPdf((await pdf(language)).bytes);
      const table = text.slice(text.indexOf(said[1])).replaceAll(/[\u00a0\u202f]/g, ' ');
      for (const each of said) expect(table).toContain(each);
    }
  });

  it('is told in the workbook in columns of their own behind the values, as numbers and days', async () => {
    const splits = (await sheetsOf((await workbook('en')).bytes)).getWorksheet('Splits');
    const [heads = [], ...rows] = ((splits?.getSheetValues() ?? []) as unknown[][]).slice(1);
    expect(heads.slice(10)).toEqual(['Delay before', 'Delay, last 3 payments', 'Last payment']);
    const drifting = rows.find((cells) => cells[5] === 'TARDIF') ?? [];
    expect(drifting.slice(7)).toEqual([1, 0, 0, -1.5, 27.7, '2026-10-19']);
    expect(rows.find((cells) => cells[5] === 'LEFORT')?.slice(10)).toEqual([]);
  });

  it('was told by their names alone before, and such a month end still reads and gives the same paper', async () => {
    const now = monthEndOf('en');
    const then = {
      ...now,
      figures: now.figures.map((figure) => ({
        ...figure,
        splits: figure.splits.map(({ columns: _columns, ...split }) => ({
          ...split,
          rows: split.rows.map(({ cells: _cells, ...row }) => row),
        })),
      })),
    };
    expect(MonthEndDocument.parse(then)).toEqual(then);
    const { text } = readPdf((await renderDocument({ kind: 'month-end', snapshot: then })).bytes);
    expect(text).toContain('Établissements Tardif');
    expect(text).not.toContain('Delay before');
    const book = await sheetsOf((await renderDocument({ kind: 'month-end-workbook', snapshot: then })).bytes);
    expect(book.getWorksheet('Splits')?.columnCount).toBe(9);
  });
});

describe('the month end as a workbook', () => {
  it('has figures, splits and definitions, with numbers that are numbers', async () => {
    const { fileName, mime, bytes } = await workbook('en');
    expect(fileName).toBe('month-end-2026-10.xlsx');
    expect(mime).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const book = await sheetsOf(bytes);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Figures', 'Splits', 'Definitions', 'Version']);
    const figures = book.getWorksheet('Figures');
    const revenue = figures?.getRow(5);
    expect(revenue?.values).toEqual([
      undefined,
      'Money',
      'Revenue',
      'amount',
      'EUR',
      '2026-10-01',
      '2026-10-31',
      1234567.8,
      1000000,
      0,
    ]);
    expect(revenue?.getCell(7).numFmt).toBe('#,##0.00');
    expect(figures?.getRow(6).getCell(7).numFmt).toBe('#,##0');
    expect(figures?.getRow(8).getCell(7).value).toBeNull();
    expect(book.getWorksheet('Definitions')?.getRow(2).getCell(2).value).toMatch(/^Orders received in the period/);
  });

  it('says which version of the month it is, when it was made, and why it was made again', async () => {
    const rowsOf = async (version: number) => {
      const sheet = (await sheetsOf((await workbook('fr', version)).bytes)).getWorksheet('Version');
      return ((sheet?.getSheetValues() ?? []) as unknown[][]).slice(1).map((row) => row.slice(1));
    };
    const scheduled = [
      ['Mois arrêté', 'octobre\u00a02026'],
      ['Version', '1'],
      ['Arrêté le', '01/11/2026'],
    ];
    expect(await rowsOf(1)).toEqual(scheduled);
    expect(await rowsOf(2)).toEqual([
      scheduled[0],
      ['Version', '2'],
      scheduled[2],
      ['Motif', 'a delivery of the 31st came in late'],
    ]);
  });

  it('keeps a name that begins like a formula as a text', async () => {
    const book = await sheetsOf((await workbook('fr')).bytes);
    const cell = book.getWorksheet('Répartitions')?.getRow(4).getCell(6);
    expect([cell?.type, cell?.value]).toEqual([ExcelJS.ValueType.String, '=Lefort & fils']);
  });
});

describe('the mail of a month end', () => {
  it.each([
    ['fr', 'Arrêté mensuel : octobre 2026', 'joints, en PDF et en classeur'],
    ['en', 'Month end: October 2026', 'attached, as PDF and as a workbook'],
  ] as const)('says in %s what is attached, and no figure', (language, subject, said) => {
    const mail = monthEndMail(monthEndOf(language));
    expect(mail.subject.replaceAll('\u00a0', ' ')).toBe(`${subject}, Comptoir Lyonnais d’Épicerie Fine`);
    expect(mail.text).toContain(said);
    expect(mail.text).not.toMatch(/1[\s,]234|78[.,]4/);
  });

  it('says of a later version which it is and why', () => {
    expect(monthEndMail(monthEndOf('en', 3)).text).toContain('version 3');
    expect(monthEndMail(monthEndOf('en', 3)).text).toContain('a delivery of the 31st came in late');
  });
});
