/** What ISO 8859-15 has in place of eight signs of ISO 8859-1. */
const own: Readonly<Record<string, number>> = {
  '€': 0xa4,
  Š: 0xa6,
  š: 0xa8,
  Ž: 0xb4,
  ž: 0xb8,
  Œ: 0xbc,
  œ: 0xbd,
  Ÿ: 0xbe,
};
const replaced: ReadonlySet<number> = new Set(Object.values(own));
const MOST = 0xff;

/** What a sign is written as that the set lacks; a letter loses its marks. */
const plainer: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u202F': ' ',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
};

/** Text as bytes of ISO 8859-15; what it cannot say is written plainer, and as `?` at the last. */
export function latin9(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Array.from(text.normalize('NFC')).flatMap(bytesOf));
}

function bytesOf(sign: string): readonly number[] {
  const byte = byteOf(sign);
  if (byte !== null) return [byte];
  const plain = plainer[sign] ?? sign.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const bytes = Array.from(plain, byteOf);
  return plain === sign || plain === '' ? [0x3f] : bytes.map((each) => each ?? 0x3f);
}

function byteOf(sign: string): number | null {
  const mine = own[sign];
  if (mine !== undefined) return mine;
  const code = sign.codePointAt(0) ?? 0;
  return code <= MOST && !replaced.has(code) ? code : null;
}
