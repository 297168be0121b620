import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import type { TemplateBody } from '../contracts/document-template.js';
import { usualColors } from '../domain/document-template.js';
import { embeddedFont, type EmbeddedFont } from './embedded-font.js';
import type { FontName } from './fonts.js';
import type { Picture } from './logo.js';

type Part = string | Uint8Array;
type Reference = PDFKit.PDFKitReference;

/** What pdfkit 0.20 calls when it writes, and knows of the file, which its types do not tell. */
type Writer = PDFKit.PDFDocument & {
  /** Takes the next part of the file; a line feed follows a string. */
  _write(part: Part): void;
  /** Takes note that the object whose parts were written last is whole. */
  _refEnd(reference: Reference): void;
  /** Takes note that all objects are. */
  _finalize(): void;
  readonly _root: Reference;
  readonly _info: Reference;
  readonly _id: Uint8Array;
  readonly _offsets: readonly unknown[];
};
const Pdfkit = PDFDocument as unknown as new (options: PDFKit.PDFDocumentOptions) => Writer;

/** Objects deflated together: more of them are smaller, and keep the rest of the process waiting longer. */
const OBJECTS_PER_STREAM = 200;

/** Where an object is: its first byte in the file, or its place among those of a stream (by the stream's place among those). */
type Location = { readonly offset: number } | { readonly stream: number; readonly index: number };

/**
 * pdfkit's document, written smaller and with less work: all objects but streams stand in compressed streams (ISO 32000-1,
 * 7.5.7), which pdfkit does not write (the tags of a table weigh more than its text), a page's content is one string until
 * the page is closed, and text is drawn in our fonts, which are laid out once per process.
 */
export class CompactDocument extends Pdfkit {
  readonly colors: TemplateBody['colors'];
  readonly #contents = new Map<PDFKit.PDFPage, string[]>();
  readonly #pictures = new Map<Picture, { readonly name: string; readonly object: Reference }>();
  readonly #fonts = new Map<FontName, { readonly font: EmbeddedFont; readonly dictionary: Reference }>();
  /** Of the object that is being written. Not there yet while pdfkit's constructor writes the head of the file. */
  #parts: Part[] = [];
  readonly #written: Uint8Array[] = [];
  #length = 0;
  #isWhole = false;
  readonly #locations = new Map<number, Location>();
  #waiting: { readonly id: number; readonly text: string }[] = [];
  readonly #streams: { readonly first: number; readonly count: number; readonly deflated: Uint8Array }[] = [];

  /** @param colors what a colour by its name is */
  constructor(options: PDFKit.PDFDocumentOptions, colors: TemplateBody['colors'] = usualColors) {
    // No font to begin with: the default Helvetica cannot be embedded, which PDF/A asks for. The types do not know null.
    super({ ...options, pdfVersion: '1.7', autoFirstPage: false, bufferPages: true, font: null as unknown as string });
    this.colors = colors;
    this.#append('%PDF-1.7\n%\xff\xff\xff\xff\n');
  }

  override addContent(content: string): this {
    const known = this.#contents.get(this.page);
    if (known) known.push(content);
    else this.#contents.set(this.page, [content]);
    return this;
  }

  /** Draws a line of text with its upper left corner at a point. */
  drawText(text: string, { font: name, size, x, y }: TextPlace): void {
    const { font, dictionary } = this.#fonts.get(name) ?? this.#addFont(name);
    const resource = resourceName(name);
    this.page.fonts[resource] ??= dictionary;
    this.addContent(font.drawn(text, { size, x, y }));
  }

  /** Draws a picture into a box; it is one object, however often it is drawn. */
  drawPicture(picture: Picture, { x, y, width, height }: Box): void {
    const { name, object } = this.#pictures.get(picture) ?? this.#addPicture(picture);
    this.page.xobjects[name] ??= object;
    this.addContent(`q\n${[width, 0, 0, -height, x, y + height].map(points).join(' ')} cm\n/${name} Do\nQ`);
  }

  #addPicture(picture: Picture) {
    const { data, bytes, mask } = picture;
    const covered = mask === null ? {} : { SMask: this.add(mask.data, mask.bytes) };
    const added = { name: `P${this.#pictures.size + 1}`, object: this.add({ ...data, ...covered }, bytes) };
    this.#pictures.set(picture, added);
    return added;
  }

  override fillColor(color: PDFKit.Mixins.ColorValue, opacity?: number): this {
    return super.fillColor(this.#colorOf(color), opacity);
  }

  override strokeColor(color: PDFKit.Mixins.ColorValue, opacity?: number): this {
    return super.strokeColor(this.#colorOf(color), opacity);
  }

  #colorOf(color: PDFKit.Mixins.ColorValue): PDFKit.Mixins.ColorValue {
    const own: Readonly<Record<string, string>> = this.colors;
    return typeof color === 'string' ? (own[color] ?? color) : color;
  }

  #addFont(name: FontName) {
    const added = { font: embeddedFont(name, resourceName(name)), dictionary: this.ref({}) };
    this.#fonts.set(name, added);
    return added;
  }

  /** Adds an object, a stream where it has bytes (deflated already unless `data` says how), and gives what refers to it. */
  add(data: object, bytes?: Uint8Array): Reference {
    const reference = this.ref(bytes && !('Filter' in data) ? { ...data, Filter: 'FlateDecode' } : data);
    reference.end(bytes);
    return reference;
  }

  /** Ends the content of the page: nothing can be drawn on it any more. Every page has to be closed before the end. */
  closePage(): void {
    const { content } = this.page;
    Object.assign(content, { compress: false, data: { Filter: 'FlateDecode' } });
    content.write(deflateSync(Buffer.from((this.#contents.get(this.page) ?? []).join('\n'), 'latin1')));
    this.#contents.delete(this.page);
  }

  override end(): void {
    for (const { font, dictionary } of this.#fonts.values()) {
      Object.assign(dictionary, { data: font.embed((data, deflated) => this.add(data, deflated)) });
      dictionary.end(undefined);
    }
    super.end();
  }

  /** The whole file, after the end. */
  bytes(): Uint8Array {
    if (!this.#isWhole) throw new Error('an object of the document was never ended');
    return new Uint8Array(Buffer.concat(this.#written));
  }

  override _write(part: Part): void {
    if (#parts in this) this.#parts.push(part);
  }

  override _refEnd(reference: Reference): void {
    const [head = '', dictionary = '', ...stream] = this.#parts;
    this.#parts = [];
    if (stream.length === 1) {
      this.#waiting.push({ id: reference.id, text: String(dictionary) });
      if (this.#waiting.length === OBJECTS_PER_STREAM) this.#deflateWaiting();
    } else {
      this.#locations.set(reference.id, { offset: this.#length });
      for (const part of [head, dictionary, ...stream]) this.#append(typeof part === 'string' ? `${part}\n` : part);
    }
    super._refEnd(reference);
  }

  override _finalize(): void {
    this.#deflateWaiting();
    const firstStream = this._offsets.length + 1;
    this.#streams.forEach(({ first, count, deflated }, index) => {
      this.#locations.set(firstStream + index, { offset: this.#length });
      const data = `/Type /ObjStm /N ${count} /First ${first} /Filter /FlateDecode`;
      this.#appendStream(firstStream + index, data, deflated);
    });
    const own = firstStream + this.#streams.length;
    const start = this.#length;
    this.#locations.set(own, { offset: start });
    const id = `<${Buffer.from(this._id).toString('hex')}>`;
    const trailer = `/Root ${this._root.toString()} /Info ${this._info.toString()} /ID [${id} ${id}]`;
    const data = `/Type /XRef /Size ${own + 1} /W [1 4 2] ${trailer} /Filter /FlateDecode`;
    const table = deflateSync(asDifferences(this.#crossReferences(own, firstStream)));
    this.#appendStream(own, `${data} /DecodeParms << /Predictor 12 /Columns ${ROW_BYTES} >>`, table);
    this.#append(`startxref\n${start}\n%%EOF\n`);
    this.#isWhole = true;
  }

  #deflateWaiting(): void {
    if (this.#waiting.length === 0) return;
    let offset = 0;
    const head: string[] = [];
    const texts: string[] = [];
    this.#waiting.forEach(({ id, text }, index) => {
      this.#locations.set(id, { stream: this.#streams.length, index });
      head.push(`${id} ${offset}`);
      texts.push(text);
      offset += text.length + 1;
    });
    const places = `${head.join(' ')}\n`;
    const deflated = deflateSync(Buffer.from(places + texts.join('\n'), 'latin1'));
    this.#streams.push({ first: places.length, count: texts.length, deflated });
    this.#waiting = [];
  }

  /** Where each object is (ISO 32000-1, 7.5.8), from 0 to `last`. */
  #crossReferences(last: number, firstStream: number): Buffer {
    const table = Buffer.alloc(ROW_BYTES * (last + 1));
    table.writeUInt16BE(0xffff, 5);
    for (const [id, location] of this.#locations) {
      const row = ROW_BYTES * id;
      const isOwn = 'offset' in location;
      table.writeUInt8(isOwn ? 1 : 2, row);
      table.writeUInt32BE(isOwn ? location.offset : firstStream + location.stream, row + 1);
      table.writeUInt16BE(isOwn ? 0 : location.index, row + 5);
    }
    return table;
  }

  #appendStream(id: number, data: string, bytes: Uint8Array): void {
    this.#append(`${id} 0 obj\n<< ${data} /Length ${bytes.length} >>\nstream\n`);
    this.#append(bytes);
    this.#append('\nendstream\nendobj\n');
  }

  #append(part: Part): void {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    this.#written.push(bytes);
    this.#length += bytes.length;
  }
}

/** In points, from the page's upper left corner. */
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const points = (value: number): string => String(Math.round(value * 1e4) / 1e4);

/** Font, size in points, and upper left corner in points from the page's. */
type TextPlace = { readonly font: FontName; readonly size: number; readonly x: number; readonly y: number };

const resourceName = (name: FontName): string => ({ regular: 'F1', bold: 'F2' })[name];

const ROW_BYTES = 7;

/** Each row as its difference to the row above it, behind the mark of that: PNG's predictor "up" (ISO 32000-1, 7.4.4.4). */
function asDifferences(table: Buffer): Buffer {
  const rows = table.length / ROW_BYTES;
  const told = Buffer.alloc(rows * (ROW_BYTES + 1));
  for (let row = 0; row < rows; row += 1) {
    told[row * (ROW_BYTES + 1)] = 2;
    for (let column = 0; column < ROW_BYTES; column += 1) {
      const at = row * ROW_BYTES + column;
      told[row * (ROW_BYTES + 1) + 1 + column] = (table[at] ?? 0) - (row === 0 ? 0 : (table[at - ROW_BYTES] ?? 0));
    }
  }
  return told;
}
