import type { TemplateColor } from '../contracts/vocabulary.js';
import type { LocalDate } from '../domain/calendar.js';
import { CompactDocument } from './compact.js';
import { plainDress, type Dress } from './dress.js';
import { fonts, hasGlyph, pointsOf, textWidth, type FontName } from './fonts.js';
import { oneLine } from '../words/format.js';

export const PAGE = { width: 595.28, height: 841.89, left: 46, right: 549.28, top: 44, bottom: 762 } as const;
export const CONTENT_WIDTH = PAGE.right - PAGE.left;

/** Colours by what they are for: which they are is said by the document's template. */
export const COLOR = { ink: 'ink', muted: 'muted', accent: 'accent', rule: 'rule', panel: 'panel' } as const satisfies {
  readonly [C in TemplateColor]: C;
};

/** Font, size in points and colour of a run of text. */
export type TextStyle = { readonly font: FontName; readonly size: number; readonly color: TemplateColor };

export const STYLE = {
  title: { font: 'bold', size: 15, color: COLOR.accent },
  heading: { font: 'bold', size: 9.5, color: COLOR.accent },
  strong: { font: 'bold', size: 8.5, color: COLOR.ink },
  body: { font: 'regular', size: 8.5, color: COLOR.ink },
  note: { font: 'regular', size: 7.2, color: COLOR.muted },
  label: { font: 'regular', size: 7.6, color: COLOR.muted },
} as const satisfies Record<string, TextStyle>;

export type StructureElement = PDFKit.PDFStructureElement;

/** A document being written: pdfkit's, the root of its tags, and `y`, where the next block goes. */
export type Sheet = {
  readonly doc: CompactDocument;
  readonly root: StructureElement;
  readonly onNewPage: (sheet: Sheet) => void;
  readonly dress: Dress;
  /** Where contents end on each page. */
  readonly bottom: number;
  y: number;
};

type SheetOptions = {
  readonly title: string;
  readonly author: string;
  /** BCP 47, such as `fr-FR`. */
  readonly locale: string;
  /** Stands as creation date in the metadata: no clock is read. */
  readonly date: LocalDate;
  /** Draws what stands on top of pages 2 and following, and moves `y` below it. */
  readonly onNewPage: (sheet: Sheet) => void;
  /** Left out: as documents looked before there were templates. */
  readonly dress?: Dress;
  /** Where contents end on each page; left out: where they usually do. */
  readonly bottom?: number;
};

/** An empty A4 page, tagged and set for PDF/A-3a (ISO 19005-3, level A). */
export function createSheet(options: SheetOptions): Sheet {
  const moment = new Date(`${options.date}T00:00:00Z`);
  const info = { Title: options.title, Author: options.author, CreationDate: moment, ModDate: moment };
  const { dress = plainDress, bottom = PAGE.bottom } = options;
  const settings = {
    size: 'A4',
    margin: 0,
    subset: 'PDF/A-3a',
    tagged: true,
    lang: options.locale,
    displayTitle: true,
    info,
  } as const;
  const doc = new CompactDocument(settings, dress.colors);
  doc.addPage();
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, onNewPage: options.onNewPage, dress, bottom, y: PAGE.top };
}

/** Pages closed before whatever else the process has to do gets its turn: some 10 ms. */
const PAGES_PER_TURN = 10;

/**
 * Draws the foot of every page, closes the document and gives its bytes. `drawFoot` gets the page (from 1) and the count.
 * What is to stand in the document besides (files, metadata) is added to `sheet.doc` before.
 */
export async function finishSheet(sheet: Sheet, drawFoot: (page: number, pages: number) => void): Promise<Uint8Array> {
  const { doc, root } = sheet;
  root.end();
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    if (index % PAGES_PER_TURN === PAGES_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
    doc.switchToPage(start + index);
    artifact(doc, 'Pagination', () => drawFoot(index + 1, count));
    doc.closePage();
  }
  doc.end();
  return doc.bytes();
}

/** Begins a new page unless `height` points are left on this one. True when it did. */
export function ensureSpace(sheet: Sheet, height: number): boolean {
  if (sheet.y + height <= sheet.bottom) return false;
  sheet.doc.addPage();
  sheet.y = PAGE.top;
  artifact(sheet.doc, 'Pagination', () => sheet.onNewPage(sheet));
  return true;
}

/** What a tag says of itself: the text that stands for it, its box, and what a head cell is the head of. pdfkit's types know less. */
export type TagOptions = {
  readonly alt?: string;
  readonly bbox?: readonly [left: number, top: number, right: number, bottom: number];
  readonly scope?: 'Column';
};

/** Draws content that carries meaning, under `parent` in the tags; must not begin a page. */
export function tagged(
  sheet: Sheet,
  parent: StructureElement,
  type: string,
  draw: () => void,
  options: TagOptions = {},
): void {
  parent.add(sheet.doc.struct(type, options, draw));
}

/** Draws decoration: lines, panels, and what repeats on every page. */
export function artifact(doc: PDFKit.PDFDocument, type: 'Pagination' | 'Layout', draw: () => void): void {
  doc.markContent('Artifact', { type });
  draw();
  doc.endMarkedContent();
}

/**
 * The text on one line in characters that the fonts have; others become U+FFFD, because PDF/A forbids the glyph of a
 * missing character.
 */
export function printable(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.trim();
  return oneLine(text).replace(/[^\x20-\x7e]/gu, (character) => (hasGlyph(character) ? character : '\ufffd'));
}

/** Height of one line of the style, in points. */
export function lineHeight(style: TextStyle): number {
  return style.size * 1.32;
}

/** The text cut into lines no wider than `width` points, at spaces, and inside a word only when it is wider itself. */
export function wrapText(text: string, style: TextStyle, width: number): string[] {
  const { wordOf } = fonts[style.font];
  const lines: string[] = [];
  let line = '';
  let last = '';
  // Of the line before its last word, in units of the font.
  let before = 0;
  for (const word of printable(text).split(' ')) {
    const start = line === '' ? 0 : before + wordOf(`${last} `).advance;
    if (pointsOf(start + wordOf(word).advance, style) <= width) {
      line = line === '' ? word : `${line} ${word}`;
      [last, before] = [word, start];
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, style, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
    [last, before] = [line, 0];
  }
  return [...lines, line];
}

function breakWord(word: string, style: TextStyle, width: number): string[] {
  if (textWidth(word, style) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && textWidth(piece + character, style) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

type Placement = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
};

/** Draws one line, already wrapped, inside the width. */
export function drawLine(doc: CompactDocument, text: string, style: TextStyle, placement: Placement): void {
  if (text === '') return;
  const { x, y, width, align = 'left' } = placement;
  const spare = align === 'left' ? 0 : width - textWidth(text, style);
  const offset = align === 'center' ? spare / 2 : spare;
  doc.addContent(fillOf(doc.colors[style.color]));
  doc.drawText(text, { font: style.font, size: style.size, x: x + offset, y });
}

/** What a page's content says to fill with the colour, written `#rrggbb`. */
function fillOf(color: string): string {
  const rgb = Number.parseInt(color.slice(1), 16);
  const parts = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff].map((part) => (part / 255).toFixed(6));
  return `${parts.join(' ')} rg`;
}

/** Draws wrapped text from `placement.y` downwards and gives its height; the caller has made sure of the space. */
export function drawText(doc: CompactDocument, text: string, style: TextStyle, placement: Placement): number {
  const lines = wrapText(text, style, placement.width);
  const height = lineHeight(style);
  lines.forEach((line, index) => drawLine(doc, line, style, { ...placement, y: placement.y + index * height }));
  return lines.length * height;
}

/** Height that `drawText` would take. */
export function textHeight(text: string, style: TextStyle, width: number): number {
  return wrapText(text, style, width).length * lineHeight(style);
}

/** Draws a paragraph over the content's width at `y`, on a new page when it does not fit. */
export function paragraph(sheet: Sheet, text: string, style: TextStyle, type: 'P' | 'H2' = 'P'): void {
  ensureSpace(sheet, textHeight(text, style, CONTENT_WIDTH));
  const placement = { x: PAGE.left, y: sheet.y, width: CONTENT_WIDTH };
  tagged(sheet, sheet.root, type, () => {
    sheet.y += drawText(sheet.doc, text, style, placement);
  });
}

/** Moves `y` down. */
export function skip(sheet: Sheet, points: number): void {
  sheet.y += points;
}

/** Draws a horizontal line. */
export function rule(
  doc: PDFKit.PDFDocument,
  line: { x: number; y: number; width: number; color: TemplateColor },
): void {
  doc
    .moveTo(line.x, line.y)
    .lineTo(line.x + line.width, line.y)
    .lineWidth(0.6)
    .strokeColor(line.color)
    .stroke();
}
