import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { renderAcknowledgement } from '../../documents/acknowledgement.js';
import { renderDeliveryNote } from '../../documents/delivery-note.js';
import { fonts } from '../../documents/fonts.js';
import { usualColors } from '../../domain/document-template.js';
import { renderInvoice } from '../../documents/invoice.js';
import { createSheet, drawLine, finishSheet, STYLE, type Sheet } from '../../documents/pdf.js';
import { acknowledgement, deliveryNote, invoice } from './fixtures.js';
import { compact, complaintsOfPdf, filesInPdf, inspectPdf, paintPdf, readPdf, streamsOfPdf } from './pdf-text.js';

const KB = 1_024;
const { resolve } = createRequire(import.meta.url);
const fontOf = (name: 'regular' | 'bold') =>
  fontkit.openSync(
    resolve(`dejavu-fonts-ttf/ttf/DejaVuSansCondensed${name === 'bold' ? '-Bold' : ''}.ttf`),
  ) as fontkit.Font;

const twentyLines = <T extends { lineNo: number }>(lines: readonly T[]): T[] =>
  Array.from({ length: 20 }, (_, index) => ({ ...(lines[index % lines.length] as T), lineNo: index + 1 }));

const papers = [
  [
    'acknowledgement',
    30,
    (language: 'fr' | 'en') => {
      const snapshot = acknowledgement(language);
      return renderAcknowledgement({ ...snapshot, lines: twentyLines(snapshot.lines) });
    },
  ],
  [
    'delivery note',
    30,
    (language: 'fr' | 'en') => {
      const snapshot = deliveryNote(language);
      return renderDeliveryNote({ ...snapshot, lines: twentyLines(snapshot.lines) });
    },
  ],
  [
    'invoice',
    // Its XML of 20 lines, and what the metadata say of that, are 5 of them.
    36,
    (language: 'fr' | 'en') => {
      const snapshot = invoice(language);
      return renderInvoice({ ...snapshot, lines: twentyLines(snapshot.lines) });
    },
  ],
] as const;

describe.each(papers)('an %s of 20 lines', (_, ceiling, render) => {
  it(`weighs less than ${ceiling} KB in either language`, async () => {
    for (const language of ['fr', 'en'] as const) expect((await render(language)).length).toBeLessThan(ceiling * KB);
  });

  it('is read by another program without a complaint', async () => {
    expect(complaintsOfPdf(await render('fr'))).toBe('');
  });

  it('keeps its tags in a few streams: besides them stand pages, fonts, profile, metadata and XML alone', async () => {
    const bytes = await render('fr');
    const { pages } = readPdf(bytes);
    const own =
      Buffer.from(bytes)
        .toString('latin1')
        .match(/^\d+ 0 obj$/gm) ?? [];
    // Two programs and two character maps of the fonts, the profile, the metadata, an invoice's XML, two streams of objects,
    // their index.
    expect(own.length).toBeLessThanOrEqual(pages.length + 10);
    expect(streamsOfPdf(bytes).some((stream) => stream.includes('/S /Document'))).toBe(true);
  });
});

async function sheetWith(draw: (sheet: Sheet) => void): Promise<Uint8Array> {
  const options = {
    title: 'Essai',
    author: 'Encours',
    locale: 'fr-FR',
    date: '2026-11-22',
    onNewPage: () => undefined,
  };
  const sheet = createSheet(options);
  draw(sheet);
  return finishSheet(sheet, () => undefined);
}

/** The same lines as pdfkit alone writes them. */
async function byPdfkit(lines: readonly string[], name: 'regular' | 'bold'): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, font: null as unknown as string });
  doc.font(fontOf(name) as unknown as PDFKit.Mixins.PDFFontSource).fontSize(STYLE.body.size);
  doc.fillColor(usualColors[STYLE.body.color]);
  lines.forEach((line, index) => doc.text(line, 46, 44 + 14.37 * index, { lineBreak: false }));
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

describe('a text', () => {
  const lines = [
    'AVATAR Toulouse, Té. Yo! LT',
    'Total TTC 3\u202f768,96\u00a0€ · 12,5 %',
    ' deux  espaces, office fi ffl',
    'Ķeģums Ŵrexham Œuvre ﬁne Łódź',
    'M̂ x̄ q́ et e\u0301, Đặng Thị Ngọc Ánh',
    'Αθήνα Ώρα ΐ · София Ёлка · Երևան · თბილისი',
    '½ ⅓ № € ≥ → ☎',
  ];

  it.each(['regular', 'bold'] as const)(
    'in the %s font is painted as pdfkit does it with a font of its own',
    async (name) => {
      const style = { ...STYLE.body, font: name };
      const ours = await sheetWith(({ doc }) => {
        lines.forEach((line, index) => drawLine(doc, line, style, { x: 46, y: 44 + 14.37 * index, width: 500 }));
      });
      expect(paintPdf(ours).equals(paintPdf(await byPdfkit(lines, name)))).toBe(true);
      expect(complaintsOfPdf(ours)).toBe('');
    },
  );

  it.each(['regular', 'bold'] as const)('has in its document the outlines and widths of the %s font', (name) => {
    const whole = fontOf(name);
    const ids = [
      0,
      ...new Set(Array.from(lines.join(''), (letter) => whole.glyphForCodePoint(letter.codePointAt(0) ?? 0).id)),
    ];
    const part = fontkit.create(fonts[name].program(ids)) as fontkit.Font;
    expect(part.numGlyphs).toBeGreaterThanOrEqual(ids.length);
    ids.forEach((id, number) => {
      const [glyph, own] = [part.getGlyph(number), whole.getGlyph(id)];
      expect([glyph.path.toSVG(), glyph.advanceWidth]).toEqual([own.path.toSVG(), own.advanceWidth]);
    });
  });
});

it('a document carries a file and words of its own in its metadata when they are added before its end', async () => {
  const moment = new Date('2026-11-22T00:00:00Z');
  const bytes = await sheetWith(({ doc }) => {
    drawLine(doc, 'Facture', STYLE.body, { x: 46, y: 44, width: 200 });
    const options = { name: 'facture.xml', type: 'text/xml', creationDate: moment, modifiedDate: moment };
    doc.file(Buffer.from('<facture/>'), options);
    doc.appendXML('<rdf:Description xmlns:e="urn:essai" rdf:about=""><e:kind>INVOICE</e:kind></rdf:Description>');
  });
  expect(filesInPdf(bytes)).toContain('facture.xml');
  expect(inspectPdf(bytes).metadata).toContain('<e:kind>INVOICE</e:kind>');
  expect(compact(readPdf(bytes).text)).toBe('Facture');
  expect(complaintsOfPdf(bytes)).toBe('');
});

it('a document of which an object was never ended is refused, not handed out broken', async () => {
  await expect(sheetWith(({ doc }) => void doc.ref({}))).rejects.toThrow('never ended');
});
