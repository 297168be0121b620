import type { FieldMistake } from './mistakes.js';
import { said, type Said } from './said.js';

/** Which characters texts may hold, and where they are checked: at each door, once, before anything is kept. */

/**
 * What the fonts of documents draw and set one after the other (test/documents/fonts.test.ts): Latin with its accents and
 * phonetic letters, Greek, Cyrillic, Armenian and Georgian, punctuation, currencies, fractions, arrows, mathematics, boxes.
 */
const printable = new RegExp(
  '^[\\t\\n\\r\\x20-\\x7e\\u00a0-\\u02e9\\u02ec-\\u02ee\\u0300-\\u034e' +
    '\\u0370-\\u0377\\u037a-\\u037f\\u0384-\\u038a\\u038c\\u038e-\\u03a1\\u03a3-\\u0525' +
    '\\u0531-\\u0556\\u0559-\\u055f\\u0561-\\u0587\\u0589\\u058a\\u10a0-\\u10c5\\u10d0-\\u10fc' +
    '\\u1e00-\\u1efb\\u1f00-\\u1f15\\u1f18-\\u1f1d\\u1f20-\\u1f45\\u1f48-\\u1f4d\\u1f50-\\u1f57\\u1f59\\u1f5b\\u1f5d' +
    '\\u1f5f-\\u1f7d\\u1f80-\\u1fb4\\u1fb6-\\u1fc4\\u1fc6-\\u1fd3\\u1fd6-\\u1fdb\\u1fdd-\\u1fef\\u1ff2-\\u1ff4\\u1ff6-\\u1ffe' +
    '\\u2000-\\u200a\\u2010-\\u2027\\u202f-\\u205e\\u2070\\u2071\\u2074-\\u208e\\u2090-\\u209c' +
    '\\u20a0-\\u20b5\\u20b8-\\u20ba\\u20bd\\u2100-\\u2109\\u210b-\\u2149\\u214b\\u214e\\u2150-\\u2185\\u2189\\u2190-\\u2311' +
    '\\u2500-\\u269c\\u2713-\\u2718\\ufb00-\\ufb06]$',
  'u',
);
/** NUL, which PostgreSQL keeps nowhere, and halves of surrogate pairs, which are no characters. */
const unstorable = /\0|\p{Surrogate}/u;
/** Controls of the second set, and what reorders or hides the text around it. */
const invisible = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/u;

/** Fields that reach no document: what others have written, what we write for ourselves, and what nobody reads. */
const onNoDocument: ReadonlySet<string> = new Set([
  'reason',
  'creditStopReason',
  'lostReason',
  'remittanceText',
  'text',
  'password',
  'currentPassword',
  'newPassword',
]);

/** The same JSON value with every text composed (Unicode NFC): one spelling of one name, whoever typed it. */
export function composed(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(composed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, composed(item)]));
}

/** The texts of a JSON value that hold a character which cannot be kept or, on their way to documents, printed. */
export function textMistakes(value: unknown, use: 'documents' | 'search'): readonly FieldMistake[] {
  return mistakesIn(value, use, []);
}

function mistakesIn(value: unknown, use: 'documents' | 'search', path: readonly string[]): readonly FieldMistake[] {
  if (typeof value === 'string') {
    const found = mistakeIn(value, use === 'documents' && !onNoDocument.has(path.at(-1) ?? ''));
    return found === null ? [] : [{ path, said: found }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => mistakesIn(item, use, [...path, name]));
}

function mistakeIn(text: string, isPrinted: boolean): Said | null {
  if (unstorable.test(text)) return said('unstorable-character');
  const [hidden] = invisible.exec(text) ?? [];
  if (hidden !== undefined) return said('invisible-character', { code: codeOf(hidden) });
  const unprintable = isPrinted ? Array.from(text).find((character) => !isPrintable(character)) : undefined;
  if (unprintable === undefined) return null;
  return said('unprintable-character', { character: unprintable, code: codeOf(unprintable) });
}

/** Whether documents can print the character. */
export const isPrintable = (character: string): boolean => printable.test(character);

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
