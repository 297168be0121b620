import { deflateSync } from 'node:zlib';
import type { Logo } from '../contracts/document-template.js';
import type { LogoFault } from '../contracts/vocabulary.js';
import { channelsOf, inflatedRows, isPng, readPng, samplesOf, type Png } from './png.js';

/** A logo as it is kept. */
export type LogoFile = Pick<Logo, 'sha256' | 'type' | 'width' | 'height'> & { readonly content: Uint8Array };

/** What is put into a document for it: an image (ISO 32000-1, 8.9.5), and how far each pixel covers what is below it. */
export type Picture = Stream & { readonly mask: Stream | null };
/** A dictionary, and bytes that are encoded as it says; deflated where it says nothing. */
type Stream = { readonly data: object; readonly bytes: Uint8Array };

type Read = Pick<Logo, 'type' | 'width' | 'height'>;

/** No sharper than paper shows, and little enough to be unpacked. */
const MOST_PIXELS = 2_000;

/** What a file is, if it is a logo that documents may have; else why not. */
export function readLogo(content: Uint8Array): Read | { readonly fault: LogoFault } {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (isPng(file)) return readAsPng(file);
  return file[0] === 0xff && file[1] === 0xd8 ? readAsJpeg(file) : { fault: 'neither' };
}

function readAsPng(file: Buffer): Read | { readonly fault: LogoFault } {
  const png = readPng(file);
  if (png === null || png.width === 0 || png.height === 0) return { fault: 'damaged' };
  if (isLarge(png)) return { fault: 'too-large' };
  if (png.isInterlaced) return { fault: 'interlaced' };
  return inflatedRows(png) === null
    ? { fault: 'damaged' }
    : { type: 'image/png', width: png.width, height: png.height };
}

function readAsJpeg(file: Buffer): Read | { readonly fault: LogoFault } {
  const frame = frameOf(file);
  if (
    frame === null ||
    frame.width === 0 ||
    frame.height === 0 ||
    file.lastIndexOf('\xff\xd9', undefined, 'latin1') < 0
  )
    return { fault: 'damaged' };
  if (isLarge(frame)) return { fault: 'too-large' };
  return frame.components === 4
    ? { fault: 'print-colors' }
    : { type: 'image/jpeg', width: frame.width, height: frame.height };
}

const isLarge = ({ width, height }: { readonly width: number; readonly height: number }): boolean =>
  Math.max(width, height) > MOST_PIXELS;

type Frame = { readonly width: number; readonly height: number; readonly components: number };

/** Baseline, extended and progressive (ISO/IEC 10918-1, table B.1), which DCTDecode reads. */
const FRAMES = [0xc0, 0xc1, 0xc2];

/** Null: it has none that can be shown. */
function frameOf(file: Buffer): Frame | null {
  for (let at = 2; at + 10 < file.length && file[at] === 0xff;) {
    const marker = file[at + 1] ?? 0;
    const components = file[at + 9] ?? 0;
    if (FRAMES.includes(marker))
      return [1, 3, 4].includes(components)
        ? { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7), components }
        : null;
    at += 2 + file.readUInt16BE(at + 2);
  }
  return null;
}

const pictures = new Map<string, Picture>();
const rememberedPictures = 8;

/** What goes into documents for a logo that is kept: made once per process. @throws Error when it is none */
export function pictureOf(file: LogoFile): Picture {
  const known = pictures.get(file.sha256);
  if (known !== undefined) return known;
  const picture = made(file);
  if (pictures.size >= rememberedPictures) pictures.clear();
  pictures.set(file.sha256, picture);
  return picture;
}

function made({ type, content, width, height }: LogoFile): Picture {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const image = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height };
  if (type === 'image/jpeg') {
    const ColorSpace = frameOf(file)?.components === 1 ? 'DeviceGray' : 'DeviceRGB';
    return { data: { ...image, BitsPerComponent: 8, ColorSpace, Filter: 'DCTDecode' }, bytes: content, mask: null };
  }
  const png = readPng(file);
  const rows = png === null ? null : inflatedRows(png);
  if (png === null || rows === null) throw new Error('a logo that was kept cannot be read');
  return png.colorType >= 4 || png.transparency !== null ? unfolded(image, png, rows) : asItIs(image, png);
}

/** Without anything to see through, a PDF reads the rows as the PNG has them. */
function asItIs(image: object, png: Png): Picture {
  const Colors = channelsOf(png);
  const { bitDepth: BitsPerComponent, width: Columns, palette } = png;
  const ColorSpace =
    palette !== null && png.colorType === 3
      ? ['Indexed', 'DeviceRGB', palette.length / 3 - 1, Buffer.from(palette)]
      : Colors === 1
        ? 'DeviceGray'
        : 'DeviceRGB';
  const DecodeParms = { Predictor: 15, Colors, BitsPerComponent, Columns };
  return { data: { ...image, BitsPerComponent, ColorSpace, DecodeParms }, bytes: png.data, mask: null };
}

/** Colours and opacity apart, 8 bits each. */
function unfolded(image: object, png: Png, rows: Buffer): Picture {
  const samples = samplesOf(png, rows);
  const count = png.width * png.height;
  const colors = Buffer.alloc(count * 3);
  const opacity = Buffer.alloc(count);
  const pixel = pixelOf(png, samples);
  for (let index = 0; index < count; index += 1) {
    const [red, green, blue, alpha] = pixel(index);
    colors.set([red, green, blue], index * 3);
    opacity[index] = alpha;
  }
  const plain = { ...image, BitsPerComponent: 8 };
  return {
    ...packed({ ...plain, ColorSpace: 'DeviceRGB' }, colors, png.width, 3),
    mask: packed({ ...plain, ColorSpace: 'DeviceGray' }, opacity, png.width, 1),
  };
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

function pixelOf(png: Png, samples: Buffer): (index: number) => Pixel {
  const { colorType, palette, transparency, bitDepth } = png;
  const at = (place: number): number => samples[place] ?? 0;
  const clear = transparency ?? new Uint8Array();
  const scale = bitDepth < 8 ? 255 / ((1 << bitDepth) - 1) : 1;
  // Of the colour that is seen through, what samples keep: of 16 bits the higher 8, of fewer all.
  const keyAt = (channel: number): number => clear[2 * channel + (bitDepth === 16 ? 0 : 1)] ?? -1;
  switch (colorType) {
    case 0:
      return (index) => {
        const grey = at(index);
        const shown = Math.round(grey * scale);
        return [shown, shown, shown, grey === keyAt(0) ? 0 : 255];
      };
    case 2:
      return (index) => {
        const rgb = [0, 1, 2].map((channel) => at(index * 3 + channel)) as [number, number, number];
        return [...rgb, rgb.every((value, channel) => value === keyAt(channel)) ? 0 : 255];
      };
    case 3:
      return (index) => {
        const entry = at(index);
        const [red = 0, green = 0, blue = 0] = (palette ?? []).slice(entry * 3, entry * 3 + 3);
        return [red, green, blue, clear[entry] ?? 255];
      };
    case 4:
      return (index) => [at(index * 2), at(index * 2), at(index * 2), at(index * 2 + 1)];
    default:
      return (index) => [at(index * 4), at(index * 4 + 1), at(index * 4 + 2), at(index * 4 + 3)];
  }
}

/** Packed as it is, or each row as its difference to the row above, whichever is smaller. */
function packed(data: object, bytes: Buffer, width: number, colors: number): Stream {
  const rowBytes = width * colors;
  const rows = bytes.length / rowBytes;
  const up = Buffer.alloc(rows * (rowBytes + 1));
  for (let row = 0; row < rows; row += 1) {
    up[row * (rowBytes + 1)] = 2;
    for (let column = 0; column < rowBytes; column += 1) {
      const at = row * rowBytes + column;
      up[row * (rowBytes + 1) + 1 + column] = (bytes[at] ?? 0) - (row === 0 ? 0 : (bytes[at - rowBytes] ?? 0));
    }
  }
  const [plain, predicted] = [bytes, up].map((each) => deflateSync(each, { level: 9 })) as [Buffer, Buffer];
  if (plain.length <= predicted.length) return { data, bytes: plain };
  return { data: { ...data, DecodeParms: { Predictor: 15, Colors: colors, Columns: width } }, bytes: predicted };
}
