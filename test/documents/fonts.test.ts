import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import { expect, it } from 'vitest';
import { textWidth } from '../../documents/fonts.js';
import { renderInvoice } from '../../documents/invoice.js';
import { invoice } from './fixtures.js';

const { resolve } = createRequire(import.meta.url);
const fontOf = (name: string) =>
  fontkit.openSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)) as unknown as PDFKit.Mixins.PDFFontSource;

it.each([
  ['regular', 'DejaVuSansCondensed'],
  ['bold', 'DejaVuSansCondensed-Bold'],
] as const)('a text in the %s font is as wide as pdfkit draws it with a font of its own', (font, file) => {
  const doc = new PDFDocument({ font: null as unknown as string }).font(fontOf(file));
  for (const text of [
    'AVANT Toulouse',
    'Total TTC 3\u202f768,96\u00a0€',
    ' deux  espaces ',
    'Œufs à l’étuvée, fi',
    'W',
    '',
  ]) {
    const twice = [textWidth(text, { font, size: 8.5 }), textWidth(text, { font, size: 8.5 })];
    const width = doc.fontSize(8.5).widthOfString(text);
    for (const measured of twice) expect(measured).toBeCloseTo(width, 9);
  }
});

it('an invoice has the same bytes after so many other words that every one was forgotten', async () => {
  const first = await renderInvoice(invoice('fr'));
  for (let index = 0; index < 4_500; index += 1) textWidth(`mot${index}`, { font: 'regular', size: 8.5 });
  expect(Buffer.from(await renderInvoice(invoice('fr'))).equals(Buffer.from(first))).toBe(true);
});
