import { invariant } from '../../domain/invariant.js';

/** An element: its text, or the elements inside it. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly Element[];
};

/** What may stand among the elements of a group: nothing, one, or several. */
export type Content = Element | null | readonly Content[];

type Attributes = Readonly<Record<string, string>>;

/** An element with text; none for no text. */
export const leaf = (name: string, text: string | null, attributes: Attributes = {}): Element | null =>
  text === null || text === '' ? null : { name, attributes, content: text };

/** An element around others; none when nothing is in it. */
export function group(name: string, ...content: readonly Content[]): Element | null {
  const inside = flat(content);
  return inside.length === 0 ? null : { name, attributes: {}, content: inside };
}

/** A whole document, UTF-8. Throws InvariantError for a name that is none, or of a prefix that is not declared. */
export function xmlDocument(name: string, namespaces: Attributes, ...content: readonly Content[]): string {
  const declared = new Set(Object.keys(namespaces));
  const attributes = Object.fromEntries(
    Object.entries(namespaces).map(([prefix, uri]) => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri]),
  );
  const root: Element = { name, attributes, content: flat(content) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, declared)}\n`;
}

/** An element and what is in it, none of it in a namespace; no text for none. */
export const xmlText = (element: Element | null): string => (element === null ? '' : written(element, new Set([''])));

const flat = (content: readonly Content[]): readonly Element[] => content.flatMap((each) => elementsOf(each));

function elementsOf(content: Content): readonly Element[] {
  if (content === null) return [];
  return isList(content) ? flat(content) : [content];
}

const isList = (content: Content): content is readonly Content[] => Array.isArray(content);

function written({ name, attributes, content }: Element, declared: ReadonlySet<string>): string {
  const colon = name.indexOf(':');
  invariant(declared.has(name.slice(0, Math.max(colon, 0))), `the prefix of ${name} is not declared`);
  invariant(isName(name.slice(colon + 1)), `not a name of XML: ${name}`);
  const told = Object.entries(attributes).map(([key, value]) => {
    invariant(isName(key.replace(/^xmlns:/, '')), `not a name of XML: ${key}`);
    return ` ${key}="${escaped(value)}"`;
  });
  const start = `<${name}${told.join('')}>`;
  const inside =
    typeof content === 'string' ? escaped(content) : content.map((each) => written(each, declared)).join('');
  return `${start}${inside}</${name}>`;
}

const isName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name);

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text as it may stand in an element and in an attribute; what is no character of XML 1.0 (2.2) becomes U+FFFD. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (character) => references[character] ?? character);
