import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrintable } from '../../contracts/text.js';
import { fonts, hasGlyph, textWidth } from '../../documents/fonts.js';
import { renderInvoice } from '../../documents/invoice.js';
import { createSheet, finishSheet, paragraph, STYLE } from '../../documents/pdf.js';
import { invoice } from './fixtures.js';
import { compact, readPdf } from './pdf-text.js';

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

it.each([
  ['regular', 'DejaVuSansCondensed'],
  ['bold', 'DejaVuSansCondensed-Bold'],
] as const)('every word in the %s font is laid out letter by letter as fontkit lays it out whole', (name, file) => {
  const whole = fontkit.openSync(resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`)) as fontkit.Font;
  const letters = fc.constantFrom(
    ..."AVTLYWPFXfijlt ryvwoeaéàÉÀÎïœŒøłđĄıĲ0123456789 .,;:!?'’“”«»()/%€·–-\u00a0\u202f\u00ad\u0301αЯ".split(''),
  );
  fc.assert(
    fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), (text) => {
      const { glyphs, positions, advanceWidth } = whole.layout(text);
      const word = fonts[name].wordOf(text);
      expect(word.glyphs.map(({ id }) => id)).toEqual(glyphs.map(({ id }) => id));
      expect(word.advance).toBe(advanceWidth);
      const kerning = positions.map(({ xAdvance }, index) => (glyphs[index]?.advanceWidth ?? 0) - xAdvance);
      word.kerning.forEach((nearer, index) => expect(nearer * 2.048).toBeCloseTo(kerning[index] ?? 0, 9));
      const offsets = positions.map(({ xOffset, yOffset }) => [xOffset, yOffset]);
      expect(word.offsets ?? offsets.map(() => [0, 0])).toEqual(offsets);
    }),
    { numRuns: 600, seed: 9 },
  );
});

it('an invoice has the same bytes after so many other words that every one was forgotten', async () => {
  const first = await renderInvoice(invoice('fr'));
  for (let index = 0; index < 4_500; index += 1) textWidth(`mot${index}`, { font: 'regular', size: 8.5 });
  expect(Buffer.from(await renderInvoice(invoice('fr'))).equals(Buffer.from(first))).toBe(true);
});

/** What a reader copies out of a document of these lines. */
async function copied(lines: readonly string[]): Promise<string> {
  const options = { title: 'Noms', author: 'Encours', locale: 'fr-FR', date: '2026-11-22', onNewPage: () => undefined };
  const sheet = createSheet(options);
  for (const line of lines) for (const style of [STYLE.body, STYLE.strong]) paragraph(sheet, line, style);
  return compact(readPdf(await finishSheet(sheet, () => undefined)).text);
}

describe('the text of documents written one after the other by one process', () => {
  it('has the letters of names that were met before as parts of accented ones', async () => {
    await copied(['Ķ Ŵ Ŷ Ĵ']);
    expect(await copied(['Vis acier KWYJ kwyj'])).toBe(compact('Vis acier KWYJ kwyj Vis acier KWYJ kwyj'));
  });

  const names = [
    'Ķeģums Ŵrexham',
    'Ŷstrad Ĵosef',
    'Vis acier KWYJ kwyj',
    'Œuvre ﬁne, office fi ffl',
    'Ørsted Ærø Åland',
    'Łódź',
    'Īle d’Ỳ',
  ];
  const scripts = [
    'Αθήνα Ώρα ΐ ϊ',
    'София Йошкар Ёлка ё',
    'Երևան',
    'თბილისი',
    'M̂ x̄ q́',
    '½ ⅓ № € ≥ → ☎',
    'Đặng Thị Ngọc Ánh',
  ];

  it('is theirs, in whatever order they come', async () => {
    const read = async (order: readonly string[]) => {
      const texts = new Map<string, string>();
      for (const name of order) texts.set(name, await copied([name]));
      return texts;
    };
    const all = [...names, ...scripts];
    for (const order of fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { numRuns: 3, seed: 7 })) {
      for (const [name, text] of await read(order)) expect(text).toBe(compact(`${name} ${name}`).replaceAll('ﬁ', 'fi'));
    }
  }, 60_000);
});

it('every character that may be entered is drawn by both fonts', () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isPrintable);
  expect(characters.filter((character) => !/[\t\n\r]/.test(character) && !hasGlyph(character))).toEqual([]);
  expect(characters.length).toBeGreaterThan(2_500);
});
