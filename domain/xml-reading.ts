import type { Beside } from '../contracts/order-message.js';
import type { Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import { isLocalDate, type LocalDate } from './calendar.js';

/** An element of a file, with the text that stands in it directly. Its name has the customary prefix of its namespace. */
export type XmlElement = {
  readonly name: string;
  /** XPath from the root, with the prefixes of `name`. */
  readonly path: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
};

/** The path of what stands in an element. */
export const xpath = (...parts: readonly string[]): string => parts.join('/');

/** What was read of a file so far, by XPath, and what is wrong with it. */
export type Reading = { readonly used: Set<string>; readonly faults: Refusal[] };

export const newReading = (): Reading => ({ used: new Set(), faults: [] });

/** Reads what stays beside the order all the same: nothing is noted but what is wrong with it. */
export const inPassing = ({ faults }: Reading): Reading => ({ used: new Set(), faults });

/** Notes what is wrong with an element. @returns null, as for one that is not there */
export function faulty(reading: Reading, field: string, what: Said, remedy?: Said): null {
  reading.faults.push({ kind: 'refused', code: 'invalid-request', field, said: what, ...(remedy && { remedy }) });
  return null;
}

export const childrenOf = (element: XmlElement | null, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The child of this name, and a fault where there are several. */
export function childOf(reading: Reading, element: XmlElement | null, name: string): XmlElement | null {
  const [first = null, second] = childrenOf(element, name);
  if (second !== undefined) faulty(reading, second.path, said('xml-element-twice'), said('xml-one-element'));
  return first;
}

/** The element at the end of a path of names. */
export const elementAt = (reading: Reading, element: XmlElement | null, path: string): XmlElement | null =>
  path.split('/').reduce<XmlElement | null>((at, name) => childOf(reading, at, name), element);

/** What is read and goes on is no novel; a note, or a file inside the file, stays beside whatever its length. */
const LONGEST_READ = 1_000;

/** The text of an element; null: it is not there, or empty. It is read by that. */
export function textOf(reading: Reading, element: XmlElement | null): string | null {
  const text = element?.text ?? '';
  if (element === null || text === '') return null;
  if (text.length > LONGEST_READ)
    return faulty(reading, element.path, said('too-many-characters', { most: LONGEST_READ }));
  reading.used.add(element.path);
  return text;
}

export const textAt = (reading: Reading, element: XmlElement | null, path: string): string | null =>
  textOf(reading, elementAt(reading, element, path));

export function attributeOf(reading: Reading, element: XmlElement | null, name: string): string | null {
  const value = element?.attributes[name];
  if (element === null || value === undefined || value === '') return null;
  reading.used.add(xpath(element.path, `@${name}`));
  return value;
}

/** Notes that an element is missing that has to be there. */
export const missing = (reading: Reading, element: XmlElement, path: string): null =>
  faulty(reading, xpath(element.path, path), said('xml-element-missing'), said('xml-fill-in'));

/** Text that has to be there. */
export const requiredAt = (reading: Reading, element: XmlElement, path: string): string | null =>
  textAt(reading, element, path) ?? missing(reading, element, path);

/** Digits of a number before and after the point: more is no quantity and no price of anybody. */
const MOST_UNITS = 12;
const MOST_PARTS = 8;

/** A decimal (XML Schema, xs:decimal) as it is written here, without signs and zeros that say nothing; null: none is there. */
export function decimalOf(reading: Reading, element: XmlElement | null): string | null {
  const text = textOf(reading, element);
  if (element === null || text === null) return null;
  const [whole, sign = '', before = '', after = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined || before + after === '')
    return faulty(reading, element.path, said('xml-no-decimal', { text }));
  const [units, parts] = [before.replace(/^0+(?=\d)/, '') || '0', after.replace(/0+$/, '')];
  if (units.length > MOST_UNITS || parts.length > MOST_PARTS)
    return faulty(reading, element.path, said('xml-no-decimal', { text: text.slice(0, 40) }));
  const isZero = units === '0' && parts === '';
  return `${sign === '-' && !isZero ? '-' : ''}${units}${parts === '' ? '' : `.${parts}`}`;
}

/** A day (xs:date, whatever its time zone); null: none is there. */
export function dateOf(reading: Reading, element: XmlElement | null): LocalDate | null {
  const text = textOf(reading, element);
  if (element === null || text === null) return null;
  const day = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(text)?.[1];
  if (day !== undefined && isLocalDate(day)) return day;
  return faulty(reading, element.path, said('xml-no-date', { text: text.slice(0, 40) }), said('xml-write-date'));
}

/** Longer ones are told in part: the file has them whole. */
const LONGEST_TOLD = 500;
const inPart = (text: string): string => (text.length <= LONGEST_TOLD ? text : `${text.slice(0, LONGEST_TOLD)}…`);

/** All that a file says and nobody has read, in its order: nothing of it is lost unseen. */
export function besideOf({ used }: Reading, root: XmlElement): readonly Beside[] {
  const found: Beside[] = [];
  const visit = (element: XmlElement): void => {
    for (const [name, value] of Object.entries(element.attributes)) {
      const path = xpath(element.path, `@${name}`);
      if (value !== '' && !used.has(path)) found.push({ path, value: inPart(value) });
    }
    if (element.text !== '' && !used.has(element.path)) found.push({ path: element.path, value: inPart(element.text) });
    for (const child of element.children) visit(child);
  };
  visit(root);
  return found;
}
