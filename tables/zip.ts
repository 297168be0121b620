import { inflateRawSync } from 'node:zlib';

/** A part of an archive, not yet inflated. */
type Part = { readonly method: number; readonly bytes: Uint8Array };

/** What is not an archive that can be read, or more than is taken. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly reason: 'broken' | 'too-large';
  constructor(reason: 'broken' | 'too-large') {
    super(`the archive is ${reason}`);
    this.reason = reason;
  }
}

export type Archive = {
  readonly names: readonly string[];
  /** Inflated when it is asked for; null: there is no such part. @throws ArchiveError */
  readonly read: (name: string) => string | null;
};

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/**
 * Opens a ZIP archive (APPNOTE 6.3, without ZIP64 and encryption). What its parts say of their size is not believed: they are
 * inflated up to what is left of `mostBytes`, whatever they say.
 */
export function openArchive(bytes: Uint8Array, mostBytes: number): Archive {
  const parts = partsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  let left = mostBytes;
  return {
    names: [...parts.keys()],
    read: (name) => {
      const part = parts.get(name);
      if (part === undefined) return null;
      const plain = inflated(part, left);
      left -= plain.length;
      return new TextDecoder('utf-8').decode(plain);
    },
  };
}

function inflated({ method, bytes }: Part, most: number): Uint8Array {
  if (most <= 0 || (method === 0 && bytes.length > most)) throw new ArchiveError('too-large');
  if (method === 0) return bytes;
  if (method !== 8) throw new ArchiveError('broken');
  try {
    return inflateRawSync(bytes, { maxOutputLength: most });
  } catch (error) {
    const isLarge = error instanceof RangeError || (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ArchiveError(isLarge ? 'too-large' : 'broken');
  }
}

function partsOf(bytes: Buffer): ReadonlyMap<string, Part> {
  try {
    return directoryOf(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new ArchiveError('broken');
    throw error;
  }
}

function directoryOf(bytes: Buffer): ReadonlyMap<string, Part> {
  const end = endOf(bytes);
  const parts = new Map<string, Part>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new ArchiveError('broken');
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    parts.set(name, {
      method: bytes.readUInt16LE(at + 10),
      bytes: contentOf(bytes, bytes.readUInt32LE(at + 42), bytes.readUInt32LE(at + 20)),
    });
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

function contentOf(bytes: Buffer, local: number, length: number): Uint8Array {
  if (bytes.readUInt32LE(local) !== LOCAL) throw new ArchiveError('broken');
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  return bytes.subarray(start, start + length);
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at -= 1) if (bytes.readUInt32LE(at) === END) return at;
  throw new ArchiveError('broken');
}
