import { deflateSync } from 'node:zlib';
import type { Glyph } from 'fontkit';
import { fonts, spacedWords, type FontName, type Word } from './fonts.js';

/** Where a line of text stands: its left end and its top, in points from the page's upper left corner. */
type Place = { readonly size: number; readonly x: number; readonly y: number };

/** Adds an object to the document, a stream where it has bytes (deflated already), and gives what refers to it. */
type Add = (data: object, deflated?: Uint8Array) => object;

/** One of our fonts as one document uses it. */
export type EmbeddedFont = {
  /** What a page's content says to draw the text on a page whose y axis points down. */
  readonly drawn: (text: string, place: Place) => string;
  /** Adds the glyphs that were drawn, their widths and their characters, and gives the font's dictionary. */
  readonly embed: (add: Add) => object;
};

/** The font, called `resource` by the pages; its glyphs are numbered as they come (ISO 32000-1, 9.7.4: Identity-H). */
export function embeddedFont(name: FontName, resource: string): EmbeddedFont {
  const { font, wordOf, program } = fonts[name];
  const thousandths = 1_000 / font.unitsPerEm;
  const codes = new Map<number, string>();
  const used: Glyph[] = [];
  const codeOf = (glyph: Glyph): string => {
    const known = codes.get(glyph.id);
    if (known !== undefined) return known;
    const code = hex4(used.push(glyph) - 1);
    codes.set(glyph.id, code);
    return code;
  };
  codeOf(font.getGlyph(0));

  const drawn = (text: string, { size, x, y }: Place): string => {
    const words = spacedWords(text).map(wordOf);
    const baseline = y + (font.ascent * size) / font.unitsPerEm;
    const glyphs = words.every(({ offsets }) => offsets === null)
      ? `${position(x, baseline)}\n${onLine(words, codeOf)}`
      : asides(words, codeOf, { x, baseline, size, scale: size / font.unitsPerEm });
    return `BT\n/${resource} ${decimal(size)} Tf\n${glyphs}\nET`;
  };

  const embed = (add: Add): object => {
    const file = program(used.map(({ id }) => id));
    const BaseFont = `ENCOUR+${font.postscriptName}`;
    const { minX, minY, maxX, maxY } = font.bbox;
    const FontDescriptor = add({
      Type: 'FontDescriptor',
      FontName: BaseFont,
      Flags: SYMBOLIC,
      FontBBox: [minX, minY, maxX, maxY].map((units) => units * thousandths),
      ItalicAngle: font.italicAngle,
      Ascent: font.ascent * thousandths,
      Descent: font.descent * thousandths,
      // The font does not tell the height of its letters.
      CapHeight: (font.capHeight || font.ascent) * thousandths,
      XHeight: (font.xHeight || 0) * thousandths,
      StemV: 0,
      FontFile2: add({ Length1: file.length }, deflateSync(file)),
    });
    const descendant = add({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont,
      CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
      FontDescriptor,
      W: [0, used.map(({ advanceWidth }) => advanceWidth * thousandths)],
      CIDToGIDMap: 'Identity',
    });
    const ToUnicode = add({}, deflateSync(characterMap(used)));
    return {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode,
    };
  };
  return { drawn, embed };
}

/** Flags of a font whose glyphs have codes of their own (ISO 32000-1, 9.8.2). */
const SYMBOLIC = 4;

function onLine(words: readonly Word[], codeOf: (glyph: Glyph) => string): string {
  let shown = '[<';
  for (const { glyphs, kerning } of words) {
    glyphs.forEach((glyph, index) => {
      shown += codeOf(glyph);
      const nearer = kerning[index] ?? 0;
      if (nearer !== 0) shown += `>${decimal(nearer)}<`;
    });
  }
  return `${shown}>] TJ`;
}

type Line = { readonly x: number; readonly baseline: number; readonly size: number; readonly scale: number };

/** Each glyph put where it stands, some above or below the line, as accents that have no letter of their own. */
function asides(words: readonly Word[], codeOf: (glyph: Glyph) => string, line: Line): string {
  const { baseline, size, scale } = line;
  const shown: string[] = [];
  let { x } = line;
  for (const { glyphs, kerning, offsets } of words) {
    glyphs.forEach((glyph, index) => {
      const [right, up] = offsets?.[index] ?? [0, 0];
      shown.push(`${position(x + right * scale, baseline - up * scale)}\n<${codeOf(glyph)}> Tj`);
      x += glyph.advanceWidth * scale - ((kerning[index] ?? 0) * size) / 1_000;
    });
  }
  return shown.join('\n');
}

/** Upright text at a point of a page whose y axis points down. */
const position = (x: number, y: number): string => `1 0 0 -1 ${decimal(x)} ${decimal(y)} Tm`;

/** The number as pdfkit writes it. */
const decimal = (value: number): string => String(Math.round(value * 1e6) / 1e6);

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');

/** What each glyph is read as, by its number, in ranges of those whose number has the same first byte (ISO 32000-1, 9.10.3). */
function characterMap(used: readonly Glyph[]): string {
  const characters = used.map(({ codePoints }, number) => `<${number === 0 ? '0000' : utf16(codePoints)}>`);
  const ranges: string[] = [];
  for (let start = 0; start < characters.length; start += 256) {
    const range = characters.slice(start, start + 256);
    ranges.push(`<${hex4(start)}> <${hex4(start + range.length - 1)}> [${range.join(' ')}]`);
  }
  return CHARACTER_MAP.replace('RANGES', `${ranges.length} beginbfrange\n${ranges.join('\n')}\nendbfrange`);
}

const utf16 = (codePoints: readonly number[]): string =>
  Buffer.from(String.fromCodePoint(...codePoints), 'utf16le')
    .swap16()
    .toString('hex');

const CHARACTER_MAP = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <<
  /Registry (Adobe)
  /Ordering (UCS)
  /Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><ffff>
endcodespacerange
RANGES
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
