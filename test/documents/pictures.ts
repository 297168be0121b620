import { deflateSync, crc32 } from 'node:zlib';

/** Pictures as other programs write them, for the tests of logos. */

type Drawn = {
  readonly width: number;
  readonly height: number;
  readonly colorType: number;
  readonly bitDepth?: number;
  /** The numbers of the pixels of a row, packed into bytes. */
  readonly rowOf: (row: number) => readonly number[];
  readonly filter?: number;
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
  readonly interlace?: number;
};

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** A PNG (ISO/IEC 15948). Rows are told as they are filtered. */
export function png(drawn: Drawn): Buffer {
  const { width, height, colorType, bitDepth = 8, filter = 0, interlace = 0 } = drawn;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([bitDepth, colorType, 0, 0, interlace], 8);
  const rows = Array.from({ length: height }, (_, row) => Buffer.from([filter, ...drawn.rowOf(row)]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...(drawn.palette ? [chunk('PLTE', Buffer.from(drawn.palette))] : []),
    ...(drawn.transparency ? [chunk('tRNS', Buffer.from(drawn.transparency))] : []),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const repeated = (width: number, pixel: readonly number[]): number[] =>
  Array.from({ length: width }, () => pixel).flat();

/** One colour, red 200, green 30, blue 60, on the left half; nothing on the right. */
export const halfClear = (width = 120, height = 60): Buffer =>
  png({
    width,
    height,
    colorType: 6,
    rowOf: () => [...repeated(width / 2, [200, 30, 60, 255]), ...repeated(width - width / 2, [0, 0, 0, 0])],
  });

/** One colour, red 30, green 90, blue 160. */
export const blue = (width = 120, height = 60): Buffer =>
  png({ width, height, colorType: 2, rowOf: () => repeated(width, [30, 90, 160]) });
