import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  /** With `/` between folders. */
  readonly name: string;
  /** LocalDate that it shows as its own. */
  readonly date: string;
  /** Bytes that are at hand, or that come one after the other. */
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Written as it is: a PDF does not get smaller. */
  readonly stored?: boolean;
};

type Written = {
  readonly name: Buffer;
  readonly date: number;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
};

const UTF8 = 0x08_00;
const SIZES_FOLLOW = 0x00_08;
const DEFLATED = 8;
const STORED = 0;
const MOST_32 = 0xff_ff_ff_ff;
const MOST_16 = 0xff_ff;
const VERSION = 45;

/**
 * Writes an archive (APPNOTE 6.3, ZIP64 where it is long) as its entries come: no more of it is in memory than one of them
 * and its directory. A part of more than 4 GB is not for it.
 * @param begun bytes that stand before it
 */
export async function* zipOf(entries: AsyncIterable<ZipEntry>, begun = 0): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let at = begun;
  for await (const entry of entries) {
    const parts = partsOf(entry, at);
    for (;;) {
      const { done, value } = await parts.next();
      if (done === true) {
        written.push(value);
        break;
      }
      at += value.length;
      yield value;
    }
  }
  const directoryAt = at;
  for (const each of written) {
    const head = directoryEntry(each);
    at += head.length;
    yield head;
  }
  yield endOf(written.length, at - directoryAt, directoryAt);
}

async function* partsOf(entry: ZipEntry, offset: number): AsyncGenerator<Uint8Array, Written> {
  const common = { name: Buffer.from(entry.name), date: dosDate(entry.date), offset };
  if (entry.content instanceof Uint8Array) {
    const method = entry.stored === true ? STORED : DEFLATED;
    const packed = method === STORED ? entry.content : deflateRawSync(entry.content);
    const sizes = { crc: crc32(entry.content), packed: packed.length, size: entry.content.length };
    const one = { ...common, flags: UTF8, method, ...sizes };
    yield localHeader(one);
    yield packed;
    return one;
  }
  const head = { ...common, flags: UTF8 | SIZES_FOLLOW, method: DEFLATED, crc: 0, packed: 0, size: 0 };
  yield localHeader(head);
  const told = { crc: 0, size: 0, packed: 0 };
  for await (const chunk of deflated(entry.content, told)) {
    told.packed += chunk.length;
    yield chunk;
  }
  yield descriptor(told);
  return { ...head, ...told };
}

async function* deflated(
  content: AsyncIterable<Uint8Array>,
  told: { crc: number; size: number },
): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw();
  const fed = (async () => {
    try {
      for await (const chunk of content) {
        told.crc = crc32(chunk, told.crc);
        told.size += chunk.length;
        if (!deflate.write(chunk)) await new Promise((resolve) => deflate.once('drain', resolve));
      }
      deflate.end();
    } catch (error) {
      deflate.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  for await (const chunk of deflate) yield chunk as Buffer;
  await fed;
}

/** MS-DOS date in the high half, midnight in the low one; it begins in 1980. */
function dosDate(date: string): number {
  const [year = 1980, month = 1, day = 1] = date.split('-').map(Number);
  return (((Math.max(year, 1980) - 1980) << 9) | (month << 5) | day) * 0x1_00_00;
}

function localHeader({ name, flags, method, date, crc, packed, size }: Written): Uint8Array {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04_03_4b_50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(flags, 6);
  head.writeUInt16LE(method, 8);
  head.writeUInt32LE(date, 10);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(packed, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packed, size }: Pick<Written, 'crc' | 'packed' | 'size'>): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08_07_4b_50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packed, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

function directoryEntry({ name, flags, method, date, crc, packed, size, offset }: Written): Uint8Array {
  const isFar = offset >= MOST_32;
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02_01_4b_50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(isFar ? VERSION : 20, 6);
  head.writeUInt16LE(flags, 8);
  head.writeUInt16LE(method, 10);
  head.writeUInt32LE(date, 12);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(packed, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(isFar ? 12 : 0, 30);
  head.writeUInt32LE(isFar ? MOST_32 : offset, 42);
  if (!isFar) return Buffer.concat([head, name]);
  const far = Buffer.alloc(12);
  far.writeUInt16LE(0x00_01, 0);
  far.writeUInt16LE(8, 2);
  far.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([head, name, far]);
}

/** The end of the directory, and the long one before it, which is read where a number of the short one is full. */
function endOf(count: number, length: number, at: number): Uint8Array {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(Math.min(count, MOST_16), 8);
  end.writeUInt16LE(Math.min(count, MOST_16), 10);
  end.writeUInt32LE(Math.min(length, MOST_32), 12);
  end.writeUInt32LE(Math.min(at, MOST_32), 16);
  if (count < MOST_16 && length < MOST_32 && at < MOST_32) return end;
  const long = Buffer.alloc(56);
  long.writeUInt32LE(0x06_06_4b_50, 0);
  long.writeBigUInt64LE(44n, 4);
  long.writeUInt16LE(VERSION, 12);
  long.writeUInt16LE(VERSION, 14);
  long.writeBigUInt64LE(BigInt(count), 24);
  long.writeBigUInt64LE(BigInt(count), 32);
  long.writeBigUInt64LE(BigInt(length), 40);
  long.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07_06_4b_50, 0);
  locator.writeBigUInt64LE(BigInt(at + length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([long, locator, end]);
}
