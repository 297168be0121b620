import { inflateSync } from 'node:zlib';

/** What a PNG says of itself, and its rows as they were compressed (ISO/IEC 15948). */
export type Png = {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** 0 grey, 2 red, green and blue, 3 by a palette, 4 grey with opacity, 6 colours with opacity. */
  readonly colorType: number;
  readonly isInterlaced: boolean;
  readonly palette: Uint8Array | null;
  /** What of a palette, or which colour, is seen through; null: nothing. */
  readonly transparency: Uint8Array | null;
  readonly data: Uint8Array;
};

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export const isPng = (file: Buffer): boolean => file.subarray(0, 8).equals(SIGNATURE);

/** Numbers for each pixel, by colour type; others are no colour types. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Null: it is damaged. */
export function readPng(file: Buffer): Png | null {
  const parts = new Map<string, Buffer[]>();
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > file.length) return null;
    parts.set(name, [...(parts.get(name) ?? []), file.subarray(at + 8, at + 8 + length)]);
    if (name === 'IEND') break;
    at += 12 + length;
  }
  const head = parts.get('IHDR')?.[0];
  if (head?.length !== 13 || !parts.has('IEND')) return null;
  const [bitDepth = 0, colorType = 0, compression, filter, interlace] = head.subarray(8);
  if (compression !== 0 || filter !== 0 || depths[colorType]?.includes(bitDepth) !== true) return null;
  const palette = parts.get('PLTE')?.[0] ?? null;
  if (colorType === 3 && palette === null) return null;
  return {
    width: head.readUInt32BE(0),
    height: head.readUInt32BE(4),
    bitDepth,
    colorType,
    isInterlaced: interlace !== 0,
    palette,
    transparency: parts.get('tRNS')?.[0] ?? null,
    data: Buffer.concat(parts.get('IDAT') ?? []),
  };
}

export const channelsOf = ({ colorType }: Png): number => channels[colorType] ?? 1;
const rowBytesOf = (png: Png): number => Math.ceil((png.width * channelsOf(png) * png.bitDepth) / 8);

/** Its rows, each behind the number of its filter. Null: it is damaged. */
export function inflatedRows(png: Png): Buffer | null {
  const length = png.height * (rowBytesOf(png) + 1);
  try {
    const rows = inflateSync(png.data, { maxOutputLength: length });
    return rows.length === length ? rows : null;
  } catch {
    return null;
  }
}

/** The numbers of its pixels, one byte each, row by row: of 16 bits the higher 8, smaller ones as they are. */
export function samplesOf(png: Png, rows: Buffer): Buffer {
  const { height, width, bitDepth } = png;
  const rowBytes = rowBytesOf(png);
  const unfiltered = withoutFilters(rows, rowBytes, height, Math.max(1, (channelsOf(png) * bitDepth) / 8));
  if (bitDepth === 8) return unfiltered;
  const count = width * channelsOf(png);
  const samples = Buffer.alloc(count * height);
  for (let row = 0; row < height; row += 1)
    for (let index = 0; index < count; index += 1)
      samples[row * count + index] = sampleIn(unfiltered, row * rowBytes, index, bitDepth);
  return samples;
}

function sampleIn(bytes: Buffer, start: number, index: number, bitDepth: number): number {
  if (bitDepth === 16) return bytes[start + 2 * index] ?? 0;
  const bit = index * bitDepth;
  const byte = bytes[start + (bit >> 3)] ?? 0;
  return (byte >> (8 - bitDepth - (bit & 7))) & ((1 << bitDepth) - 1);
}

/** ISO/IEC 15948, 9.2. */
function withoutFilters(rows: Buffer, rowBytes: number, height: number, pixelBytes: number): Buffer {
  const plain = Buffer.alloc(rowBytes * height);
  for (let row = 0; row < height; row += 1) {
    const filter = rows[row * (rowBytes + 1)] ?? 0;
    for (let column = 0; column < rowBytes; column += 1) {
      const at = row * rowBytes + column;
      const left = column < pixelBytes ? 0 : (plain[at - pixelBytes] ?? 0);
      const above = row === 0 ? 0 : (plain[at - rowBytes] ?? 0);
      const corner = row === 0 || column < pixelBytes ? 0 : (plain[at - rowBytes - pixelBytes] ?? 0);
      plain[at] = (rows[row * (rowBytes + 1) + 1 + column] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return plain;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((each) => Math.abs(guess - each)) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
