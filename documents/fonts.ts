import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { openTrueType } from './truetype.js';

/** One word as it is drawn, the space behind it included where it has one. */
export type Word = {
  readonly glyphs: readonly fontkit.Glyph[];
  /** How far the next glyph is moved towards each one, in thousandths of the font's size (ISO 32000-1, 9.4.3): kerning. */
  readonly kerning: readonly number[];
  /** How far glyphs stand from their place on the line, in units of the font; null where all stand on it. */
  readonly offsets: readonly (readonly [right: number, up: number])[] | null;
  /** In units of the font. */
  readonly advance: number;
};

/** A font whose words are laid out once per process, not once per document: half of a document's cost was this. */
export type SharedFont = {
  readonly font: fontkit.Font;
  readonly wordOf: (text: string) => Word;
  /** The font program of these glyphs alone, in this order. */
  readonly program: (glyphIds: readonly number[]) => Buffer;
};

/** Words kept by each font, about 1 KB each. New names and amounts come for ever: when it is full, all are forgotten. */
const rememberedWords = 4_000;

/** Pairs of letters kept by each font, about 100 bytes each: those of any one language are some hundreds. */
const rememberedPairs = 20_000;

const require = createRequire(import.meta.url);

/** DejaVu Sans Condensed, parsed once per process. */
export const fonts = { regular: openFont('DejaVuSansCondensed'), bold: openFont('DejaVuSansCondensed-Bold') } as const;
export type FontName = keyof typeof fonts;

function openFont(file: string): SharedFont {
  const bytes = readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`));
  const font = fontkit.create(bytes) as fontkit.Font;
  const words = new Map<string, Word>();
  const pairs: Pairs = new Map();
  const wordOf = (text: string): Word => {
    const known = words.get(text);
    if (known !== undefined) return known;
    const word = ofPairs(font, pairs, text) ?? laidOut(font, text);
    if (words.size >= rememberedWords) words.clear();
    words.set(text, word);
    return word;
  };
  knowCharacters(font);
  return { font, wordOf, program: openTrueType(bytes) };
}

function laidOut(font: fontkit.Font, text: string): Word {
  const { glyphs, positions, advanceWidth } = font.layout(text);
  const kerning = positions.map(({ xAdvance }, index) => {
    const own = glyphs[index]?.advanceWidth ?? xAdvance;
    return ((own - xAdvance) * 1_000) / font.unitsPerEm;
  });
  const isAside = positions.some(({ xOffset, yOffset }) => xOffset !== 0 || yOffset !== 0);
  const offsets = isAside ? positions.map(({ xOffset, yOffset }) => [xOffset, yOffset] as const) : null;
  return { glyphs, kerning, offsets, advance: advanceWidth };
}

/** How far each letter draws the next one near, in units of the font; null where two are not laid out side by side. */
type Pairs = Map<string, number | null>;

/** Letters of languages written in Latin, figures and signs: none changes its place or its form for one farther away. */
const PLAIN = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]+$/;
const LATIN = /\p{Script=Latin}/u;

/**
 * The word laid out from its pairs of letters, each pair once per process: new names and amounts come for ever, their pairs
 * do not. Null where the word is more than its pairs, such as one with an accent of its own or a ligature.
 */
function ofPairs(font: fontkit.Font, pairs: Pairs, text: string): Word | null {
  if (!PLAIN.test(text)) return null;
  const script = LATIN.test(text) ? 'latn' : '';
  const glyphs: fontkit.Glyph[] = [];
  const kerning: number[] = [];
  let advance = 0;
  for (let index = 0; index < text.length; index += 1) {
    const glyph = font.glyphForCodePoint(text.charCodeAt(index));
    const nearer = index === text.length - 1 ? 0 : nearerIn(font, pairs, text.slice(index, index + 2), script);
    if (nearer === null) return null;
    glyphs.push(glyph);
    kerning.push((nearer * 1_000) / font.unitsPerEm);
    advance += glyph.advanceWidth - nearer;
  }
  return { glyphs, kerning, offsets: null, advance };
}

function nearerIn(font: fontkit.Font, pairs: Pairs, pair: string, script: string): number | null {
  const key = script + pair;
  const known = pairs.get(key);
  if (known !== undefined) return known;
  const { glyphs, positions } = font.layout(pair, undefined, script === '' ? undefined : script);
  const own = [0, 1].map((place) => font.glyphForCodePoint(pair.charCodeAt(place)));
  const isSideBySide =
    glyphs.length === 2 &&
    own.every(({ id, advanceWidth }, index) => {
      const { xAdvance, xOffset, yOffset } = positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 };
      return glyphs[index]?.id === id && xOffset === 0 && yOffset === 0 && (index === 0 || xAdvance === advanceWidth);
    });
  const nearer = isSideBySide ? (own[0]?.advanceWidth ?? 0) - (positions[0]?.xAdvance ?? 0) : null;
  if (pairs.size >= rememberedPairs) pairs.clear();
  pairs.set(key, nearer);
  return nearer;
}

/**
 * Gives every glyph the characters that it stands for, which is what a reader copies out of the document. fontkit keeps a
 * glyph as it first met it: as a part of an accented letter it had none, and was lost from every later text of the process.
 */
function knowCharacters(font: fontkit.Font): void {
  // First, as their letters: their glyphs have characters of their own besides.
  for (const ligature of ['ff', 'fi', 'fl', 'ffi', 'ffl']) font.layout(ligature);
  for (const codePoint of font.characterSet) font.glyphForCodePoint(codePoint);
  // Glyphs of no character of their own stand for others in places, such as an accent above a capital.
  const getGlyph = font.getGlyph.bind(font);
  font.getGlyph = (id, codePoints = []) => {
    const glyph = getGlyph(id, codePoints);
    if (glyph.codePoints.length === 0) Object.assign(glyph, { codePoints });
    return glyph;
  };
}

/** The text's words, each with the space behind it: what is laid out together. */
export function spacedWords(text: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', start)) {
    words.push(text.slice(start, space + 1));
    start = space + 1;
  }
  if (start < text.length) words.push(text.slice(start));
  return words;
}

/** Width of the text in points, word by word as it is drawn. */
export function textWidth(text: string, style: { readonly font: FontName; readonly size: number }): number {
  const { wordOf } = fonts[style.font];
  return pointsOf(
    spacedWords(text).reduce((sum, word) => sum + wordOf(word).advance, 0),
    style,
  );
}

/** Units of the font in points. */
export function pointsOf(units: number, { font, size }: { readonly font: FontName; readonly size: number }): number {
  return (units * size) / fonts[font].font.unitsPerEm;
}

/** Whether both fonts draw the character. */
export function hasGlyph(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return Object.values(fonts).every(({ font }) => font.hasGlyphForCodePoint(codePoint));
}
