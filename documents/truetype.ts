/** Tables of a font program in a document that stand as they are in the font: its instructions (ISO 32000-1, 9.9). */
const SAME = ['cvt ', 'fpgm', 'prep'] as const;

/** Bits of a part of a composite glyph (OpenType, glyf). */
const PART = { words: 0x1, scale: 0x8, more: 0x20, twoScales: 0x40, matrix: 0x80 } as const;

const CHECKSUM_OF_A_FONT = 0xb1b0afba;

/**
 * Reads a TrueType font and gives what makes programs of some of its glyphs: number 0 is the first glyph asked for, and so
 * on; glyphs that others are composed of follow. Outlines and instructions are the font's own bytes.
 */
export function openTrueType(file: Buffer): (glyphIds: readonly number[]) => Buffer {
  const table = tablesOf(file);
  const [head, hhea, hmtx, maxp, loca, glyf] = [
    table('head'),
    table('hhea'),
    table('hmtx'),
    table('maxp'),
    table('loca'),
    table('glyf'),
  ];
  const same = SAME.map((tag) => [tag, table(tag)] as const);
  const isLong = head.readInt16BE(50) === 1;
  const lastMetric = hhea.readUInt16BE(34) - 1;
  const offset = (id: number): number => (isLong ? loca.readUInt32BE(4 * id) : 2 * loca.readUInt16BE(2 * id));
  const outline = (id: number): Buffer => glyf.subarray(offset(id), offset(id + 1));
  const width = (id: number): number => hmtx.readUInt16BE(4 * Math.min(id, lastMetric));
  const bearing = (id: number): number =>
    hmtx.readInt16BE(id <= lastMetric ? 4 * id + 2 : 4 * (lastMetric + 1) + 2 * (id - lastMetric - 1));

  return (glyphIds) => {
    const ids = [...glyphIds];
    const outlines: Buffer[] = [];
    for (let number = 0; number < ids.length; number += 1) outlines.push(renumbered(outline(ids[number] ?? 0), ids));
    const offsets = Buffer.alloc(4 * (ids.length + 1));
    const metrics = Buffer.alloc(4 * ids.length);
    let end = 0;
    ids.forEach((id, number) => {
      metrics.writeUInt16BE(width(id), 4 * number);
      metrics.writeInt16BE(bearing(id), 4 * number + 2);
      end += outlines[number]?.length ?? 0;
      offsets.writeUInt32BE(end, 4 * (number + 1));
    });
    return fileOf([
      ...same,
      ['glyf', Buffer.concat(outlines)],
      ['head', changed(changed(head, 8, 0, 4), 50, 1)],
      ['hhea', changed(hhea, 34, ids.length)],
      ['hmtx', metrics],
      ['loca', offsets],
      ['maxp', changed(maxp, 4, ids.length)],
    ]);
  };
}

function tablesOf(file: Buffer): (tag: string) => Buffer {
  const tables = new Map<string, Buffer>();
  for (let at = 12; at < 12 + 16 * file.readUInt16BE(4); at += 16) {
    const start = file.readUInt32BE(at + 8);
    tables.set(file.toString('latin1', at, at + 4), file.subarray(start, start + file.readUInt32BE(at + 12)));
  }
  return (tag) => {
    const found = tables.get(tag);
    if (!found) throw new Error(`the font has no table ${tag}`);
    return found;
  };
}

/** The outline with its parts, if it is composed of others, numbered by their place in `ids`, to which new ones are added. */
function renumbered(outline: Buffer, ids: number[]): Buffer {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
  const copy = Buffer.from(outline);
  let at = 10;
  let flags: number = PART.more;
  while ((flags & PART.more) !== 0) {
    flags = copy.readUInt16BE(at);
    const part = copy.readUInt16BE(at + 2);
    const known = ids.indexOf(part);
    copy.writeUInt16BE(known >= 0 ? known : ids.push(part) - 1, at + 2);
    at += 4 + ((flags & PART.words) !== 0 ? 4 : 2) + scaleSize(flags);
  }
  return copy;
}

function scaleSize(flags: number): number {
  if ((flags & PART.matrix) !== 0) return 8;
  if ((flags & PART.twoScales) !== 0) return 4;
  return (flags & PART.scale) !== 0 ? 2 : 0;
}

function changed(table: Buffer, at: number, value: number, size: 2 | 4 = 2): Buffer {
  const copy = Buffer.from(table);
  copy.writeUIntBE(value, at, size);
  return copy;
}

type Table = readonly [tag: string, bytes: Buffer];

/** The tables, which come in the order of their tags, as a font file. */
function fileOf(given: readonly Table[]): Buffer {
  const tables = [...given].sort(([a], [b]) => (a < b ? -1 : 1));
  const steps = Math.floor(Math.log2(tables.length));
  const directory = Buffer.alloc(12 + 16 * tables.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(16 * 2 ** steps, 6);
  directory.writeUInt16BE(steps, 8);
  directory.writeUInt16BE(16 * (tables.length - 2 ** steps), 10);
  let start = directory.length;
  let headStart = 0;
  const padded: Buffer[] = [directory];
  tables.forEach(([tag, bytes], index) => {
    const at = 12 + 16 * index;
    const whole = bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes], bytes.length + 4 - (bytes.length % 4));
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(checksum(whole), at + 4);
    directory.writeUInt32BE(start, at + 8);
    directory.writeUInt32BE(bytes.length, at + 12);
    if (tag === 'head') headStart = start;
    start += whole.length;
    padded.push(whole);
  });
  const file = Buffer.concat(padded);
  file.writeUInt32BE((CHECKSUM_OF_A_FONT - checksum(file)) >>> 0, headStart + 8);
  return file;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
