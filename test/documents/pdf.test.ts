import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { describe, expect, it } from 'vitest';
import { renderAcknowledgement } from '../../documents/acknowledgement.js';
import { renderCreditNote } from '../../documents/credit-note.js';
import { renderDeliveryNote } from '../../documents/delivery-note.js';
import { renderInvoice } from '../../documents/invoice.js';
import { printable } from '../../documents/pdf.js';
import { acknowledgement, creditNote, deliveryNote, invoice } from './fixtures.js';
import { compact, flat, inspectPdf, readPdf, streamsOfPdf } from './pdf-text.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const renderings = [
  ['acknowledgement', (language: 'fr' | 'en') => renderAcknowledgement(acknowledgement(language))],
  ['delivery note', (language: 'fr' | 'en') => renderDeliveryNote(deliveryNote(language))],
  ['invoice', (language: 'fr' | 'en') => renderInvoice(invoice(language))],
  ['credit note', (language: 'fr' | 'en') => renderCreditNote(creditNote(language))],
] as const;

describe.each(renderings)('every %s', (_, render) => {
  it('has the same bytes each time, also when several are written at once', async () => {
    const [first, ...others] = await Promise.all([render('fr'), render('fr'), render('en'), render('fr')]);
    expect(sha256(others[0] as Uint8Array)).toBe(sha256(first as Uint8Array));
    expect(sha256(others[2] as Uint8Array)).toBe(sha256(first as Uint8Array));
    expect(sha256(others[1] as Uint8Array)).not.toBe(sha256(first as Uint8Array));
    expect(sha256(await render('fr'))).toBe(sha256(first as Uint8Array));
  });

  it('is a tagged PDF/A-3a on A4 with its fonts inside', async () => {
    const pdf = inspectPdf(await render('fr'));
    expect(pdf.info).toMatch(/Tagged:\s+yes/);
    expect(pdf.info).toMatch(/Page size:\s+595.28 x 841.89 pts \(A4\)/);
    expect(pdf.metadata).toMatch(/pdfaid:part>3</);
    expect(pdf.metadata).toMatch(/pdfaid:conformance>A</);
    expect(pdf.structure).toMatch(/Document\b[\s\S]*H1\b[\s\S]*Table\b[\s\S]*TR\b[\s\S]*TH\b[\s\S]*TD\b/);
    const fonts = pdf.fonts.split('\n').slice(2, -1);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/DejaVu\S*\s+CID TrueType\s+\S+\s+yes yes yes/);
  });

  it('uses only characters that its fonts draw, the narrow space of French figures among them', async () => {
    const { resolve } = createRequire(import.meta.url);
    const open = (name: string) => fontkit.openSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)) as fontkit.Font;
    const fonts = ['DejaVuSansCondensed', 'DejaVuSansCondensed-Bold'].map(open);
    for (const font of fonts) expect(font.hasGlyphForCodePoint(0x202f)).toBe(true);
    const { text } = readPdf(await render('fr'));
    const missing = [...new Set(text)].filter((character) => {
      const codePoint = character.codePointAt(0) ?? 0;
      return codePoint >= 0x20 && !fonts.every((font) => font.hasGlyphForCodePoint(codePoint));
    });
    expect(missing).toEqual([]);
  });
});

it('the narrow no-break space of French figures is a character of the PDF, readable as what it is', async () => {
  const characterMaps = streamsOfPdf(await renderInvoice(invoice('fr'))).filter((stream) =>
    stream.includes('beginbfrange'),
  );
  expect(characterMaps.length).toBeGreaterThan(0);
  for (const map of characterMaps) expect(map).toMatch(/<202f>/i);
});

describe('a long invoice', async () => {
  const base = invoice('fr');
  const lines = Array.from({ length: 120 }, (_, index) => {
    const line = base.lines[index % base.lines.length];
    if (!line) throw new Error('the fixture has lines');
    return { ...line, lineNo: index + 1, description: `Article numéro ${index + 1}` };
  });
  const { pages } = readPdf(await renderInvoice({ ...base, lines }));

  it('numbers its pages and names the document on each of them', () => {
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, index) => {
      expect(page).toContain(`${index + 1}/${pages.length}`);
      expect(page).toContain('Facture FA-2026-000017');
      expect(page).toContain('SIREN 732 829 320');
      expect(page).toContain('IBAN FR76 3000 6000 0112 3456 7890 189');
    });
  });

  it('repeats the head of the table wherever lines stand, and loses or doubles none', () => {
    for (const page of pages.filter((text) => text.includes('Article numéro'))) {
      expect(page).toContain('N° Désignation Quantité PU HT Remise TVA Montant HT (EUR)');
    }
    const found = [...pages.join(' ').matchAll(/Article numéro (\d+)/g)].map((match) => Number(match[1]));
    expect(found).toEqual(lines.map((line) => line.lineNo));
  });

  it('keeps the totals together', () => {
    const page = pages.find((text) => text.includes('Total TTC'));
    expect(page).toContain('Total HT 3 351,88 €');
    expect(page).toContain('20 % 1 605,00 321,00');
  });
});

it('figures of the largest orders and dates in either language are never cut in two', async () => {
  for (const language of ['fr', 'en'] as const) {
    const base = acknowledgement(language);
    const lines = base.lines.map((line) => ({
      ...line,
      quantity: '123456.789',
      unitPrice: '98765.4321',
      discountPercent: '12.25',
      net: '12345678901.23',
      agreed: [
        { quantity: '23456.789', date: '2026-12-22' },
        { quantity: '100000', date: '2026-12-23' },
      ],
    }));
    const { text } = readPdf(await renderAcknowledgement({ ...base, lines }));
    const figures =
      language === 'fr'
        ? ['123 456,789', '98 765,4321', '12 345 678 901,23']
        : ['123,456.789', '98,765.4321', '12,345,678,901.23'];
    for (const figure of figures) expect(compact(text).split(compact(figure)).length - 1).toBe(lines.length);
    expect(text).toContain(language === 'fr' ? '22/12/2026' : '22 Dec 2026');
    expect(text).toContain(language === 'fr' ? 'demandé le 27/11/2026' : 'requested 27 Nov 2026');
  }
});

describe('names written by strangers', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an image', '"><img src=x onerror=alert(1)>'],
    ['PDF syntax', 'Dupont) Tj ET << /Type /Action >> (x'],
    ['a template', '${7*7} {{7*7}} <%= 7*7 %>'],
  ])('%s is only text', async (_, name) => {
    const base = invoice('fr');
    const bytes = await renderInvoice({ ...base, customer: { ...base.customer, name } });
    const pdf = readPdf(bytes);
    expect(pdf.text.replace(/\s/g, '')).toContain(name.slice(0, 12).replace(/\s/g, ''));
    expect(inspectPdf(bytes).info).toMatch(/JavaScript:\s+no/);
    // The XML in it has the name as text, too.
    const streams = streamsOfPdf(bytes).filter((stream) => !stream.startsWith('<?xml'));
    expect(streams.some((stream) => stream.includes('/S /Document'))).toBe(true);
    for (const stream of streams) expect(stream).not.toContain('/Type /Action');
  });

  it('a line break or a reversed name cannot write a line of its own', async () => {
    const base = invoice('fr');
    const name = 'Dupont\r\nNet à payer 0,00 €\u202e0';
    const { text } = readPdf(await renderInvoice({ ...base, customer: { ...base.customer, name } }));
    expect(text).toContain('Total TTC 3 768,96 €');
    expect(printable(name)).toBe('Dupont Net à payer 0,00 €0');
  });

  it('a character without a glyph is shown as missing, not left out', () => {
    expect(printable('東京 Œuf')).toBe('\ufffd\ufffd Œuf');
  });

  it('a word wider than its column is broken, not written over its neighbour', async () => {
    const base = deliveryNote('en');
    const word = 'W'.repeat(300);
    const { text } = readPdf(
      await renderDeliveryNote({ ...base, lines: base.lines.map((line) => ({ ...line, description: word })) }),
    );
    expect((text.match(/W/g) ?? []).length).toBe(base.lines.length * 300);
    expect(flat(text)).not.toMatch(/W{120}/);
  });
});
