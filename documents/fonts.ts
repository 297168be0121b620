import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

/** A font whose words are laid out once per process, not once per document: half of a document's cost was this. */
type SharedFont = {
  /** For pdfkit: lays text out like any font of fontkit's. */
  readonly source: fontkit.Font;
  /** Width of one word, the space behind it included where it has one, in units of the font. */
  readonly advance: (word: string) => number;
};

type Word = { readonly run: fontkit.GlyphRun; readonly advance: number };

/** Words kept by each font, about 1 KB each. New names and amounts come for ever: when it is full, all are forgotten. */
const rememberedWords = 4_000;

const require = createRequire(import.meta.url);

/** DejaVu Sans Condensed, parsed once per process: handing pdfkit the bytes costs ten times the CPU per document. */
export const fonts = { regular: openFont('DejaVuSansCondensed'), bold: openFont('DejaVuSansCondensed-Bold') } as const;
export type FontName = keyof typeof fonts;

function openFont(file: string): SharedFont {
  const font = fontkit.openSync(require.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`)) as fontkit.Font;
  const words = new Map<string, Word>();
  const layout = font.layout.bind(font);
  const wordOf = (text: string): Word => {
    const known = words.get(text);
    if (known !== undefined) return known;
    const run = layout(text);
    const word = { run, advance: run.advanceWidth };
    if (words.size >= rememberedWords) words.clear();
    words.set(text, word);
    return word;
  };
  knowCharacters(font);
  font.layout = (text, features, ...rest) =>
    features === undefined ? withOwnPositions(wordOf(text).run) : layout(text, features, ...rest);
  return { source: font, advance: (word) => wordOf(word).advance };
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

/** The same run for one document: pdfkit scales the positions it is given in place. */
function withOwnPositions(run: fontkit.GlyphRun): fontkit.GlyphRun {
  const positions = run.positions.map((position) => ({ ...position }));
  return Object.assign(Object.create(Object.getPrototypeOf(run) as object), run, { positions }) as fontkit.GlyphRun;
}

/** Width of the text in points, word by word as pdfkit draws it. */
export function textWidth(text: string, { font, size }: { readonly font: FontName; readonly size: number }): number {
  const { advance, source } = fonts[font];
  const units = text.split(/(?<=[ \t])/).reduce((sum, word) => sum + advance(word), 0);
  return (units * size) / source.unitsPerEm;
}

/** Whether both fonts draw the character. */
export function hasGlyph(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return Object.values(fonts).every(({ source }) => source.hasGlyphForCodePoint(codePoint));
}
