import { SaxesParser, type SaxesTagNS } from 'saxes';
import { said, type Said } from '../../contracts/said.js';
import { xpath, type XmlElement } from '../../domain/xml-reading.js';
import { ProblemError } from '../problem.js';

/** An order of 500 lines has some 60,000 elements at most, nested twelve deep. */
const MOST_ELEMENTS = 200_000;
const DEEPEST = 50;

const COMMON = 'urn:oasis:names:specification:ubl:schema:xsd:Common';

/** The customary prefixes of UBL 2; of the document itself there is none. */
const prefixes: Readonly<Record<string, string>> = {
  [`${COMMON}AggregateComponents-2`]: 'cac:',
  [`${COMMON}BasicComponents-2`]: 'cbc:',
  [`${COMMON}ExtensionComponents-2`]: 'ext:',
};

type Draft = {
  readonly name: string;
  text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Draft[];
};

/**
 * Reads a file into elements, each with its XPath. Nothing is fetched and nothing expanded: a document type declaration is
 * refused, and with it every entity that is not of XML itself.
 * @param namespace of the document that is expected, and what that is called
 * @throws ProblemError 400 or 422 that says where
 */
export function readXml(
  bytes: Uint8Array,
  expected: { readonly namespace: string; readonly name: string },
): XmlElement {
  const text = decode(bytes);
  if (text.trim() === '') throw malformed(said('xml-empty'), said('send-ubl-order'));
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  const roots: Draft[] = [];
  const open: Draft[] = [];
  let elements = 0;
  parser.on('error', ({ message }) => {
    throw malformed(said('xml-not-well-formed', placeOf(parser, message)), said('xml-mend'));
  });
  parser.on('doctype', () => {
    throw malformed(said('xml-has-doctype'), said('xml-leave-doctype-out'));
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > MOST_ELEMENTS || open.length >= DEEPEST) throw malformed(said('xml-too-many'), said('xml-divide'));
    if (open.length === 0) requireDocument(tag, expected);
    const element = draftOf(tag, expected.namespace);
    (open.at(-1)?.children ?? roots).push(element);
    open.push(element);
  });
  const write = (data: string): void => {
    const at = open.at(-1);
    if (at) at.text += data;
  };
  parser.on('text', write);
  parser.on('cdata', write);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) closed.text = closed.text.trim();
  });
  parser.write(text).close();
  const [root] = roots;
  if (root === undefined) throw malformed(said('xml-empty'), said('send-ubl-order'));
  return placed(root, xpath('', root.name));
}

const malformed = (what: Said, remedy: Said): ProblemError => new ProblemError('malformed-xml', what, { remedy });

/** Messages of the parser begin with the place, as `3:14: `. */
const placeOf = ({ line, column }: { readonly line: number; readonly column: number }, message: string) => ({
  line,
  column,
  why: message.replace(/^(\S*:)?\d+:\d+: /, '').slice(0, 200),
});

function requireDocument(
  tag: SaxesTagNS,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): void {
  if (tag.uri === namespace && tag.local === name) return;
  throw new ProblemError('invalid-request', said('xml-other-document', { name: tag.local, namespace: tag.uri }), {
    field: '/*',
    remedy: said('send-ubl-order'),
  });
}

/** A name of no customary namespace is told whole, as XPath 3.1 does. */
const nameOf = ({ uri, local }: SaxesTagNS, namespace: string): string => {
  if (uri === namespace) return local;
  const prefix = prefixes[uri];
  return prefix === undefined ? `Q{${uri}}${local}` : `${prefix}${local}`;
};

function draftOf(tag: SaxesTagNS, namespace: string): Draft {
  const written = Object.values(tag.attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns');
  const attributes = Object.fromEntries(written.map(({ name, value }) => [name, value.trim()]));
  return { name: nameOf(tag, namespace), text: '', attributes, children: [] };
}

/** The same with its path: a place among its likes only where an element has any, as in `cac:OrderLine[2]/cac:LineItem`. */
function placed(draft: Draft, path: string): XmlElement {
  const alike = new Map<string, number>();
  for (const { name } of draft.children) alike.set(name, (alike.get(name) ?? 0) + 1);
  const met = new Map<string, number>();
  const children = draft.children.map((child) => {
    const place = (met.get(child.name) ?? 0) + 1;
    met.set(child.name, place);
    return placed(child, xpath(path, `${child.name}${(alike.get(child.name) ?? 0) > 1 ? `[${place}]` : ''}`));
  });
  return { ...draft, path, children };
}

const utf16 = { 0xfeff: 'utf-16be', 0xfffe: 'utf-16le' } as const;

/** The text as its byte order mark or its declaration says it is encoded; UTF-8 where neither does. */
function decode(bytes: Uint8Array): string {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const encoding = mark in utf16 ? utf16[mark as keyof typeof utf16] : declared(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    const isUnknown = error instanceof RangeError;
    const what = isUnknown ? said('xml-encoding-unknown', { encoding }) : said('xml-not-encoded-so', { encoding });
    throw malformed(what, said('xml-save-as-utf-8'));
  }
}

/** What `<?xml … encoding="…"?>` says, read as ASCII, which every encoding that may be named here has. */
function declared(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200))
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  const encoding = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/.exec(head)?.[1] ?? 'UTF-8';
  // UTF-16 without its mark cannot have been read so far as to its name.
  return /^utf-?16/i.test(encoding) ? 'UTF-8' : encoding;
}
