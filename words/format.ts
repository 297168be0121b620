import type { PostalAddress } from '../contracts/primitives.js';
import type { Language } from '../contracts/vocabulary.js';
import { epochMsOf, isLocalDate, localDateOf, localTimeOf, type LocalDate, type TimeZone } from '../domain/calendar.js';
import { invariant } from '../domain/invariant.js';
import {
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  type Amount,
  type Percent,
  type Quantity,
  type UnitPrice,
} from '../domain/money.js';

/** U+00A0: keeps a figure and its unit on one line. */
export const NO_BREAK_SPACE = '\u00a0';
/** U+202F: between thousands and before `%` in French. */
export const NARROW_NO_BREAK_SPACE = '\u202f';

const separators = {
  fr: { thousands: NARROW_NO_BREAK_SPACE, decimal: ',' },
  en: { thousands: ',', decimal: '.' },
} as const satisfies Record<Language, { thousands: string; decimal: string }>;

/** French `1 234,50 €` (code for other currencies), English `1,234.50 EUR`; figure and currency never part. */
export function formatAmount(amount: Amount, currency: string, language: Language): string {
  const unit = language === 'fr' && currency === 'EUR' ? '€' : currency;
  return `${formatFigure(amount, currency, language)}${NO_BREAK_SPACE}${unit}`;
}

/** An amount without its currency, for table columns that name it: `1 234,50` or `1,234.50`. */
export function formatFigure(amount: Amount, currency: string, language: Language): string {
  return localized(canonicalAmount(amount, currency), language);
}

/** A unit price with its 2 to 4 decimals, without currency: `0,0088` or `0.0088`. */
export function formatPrice(price: UnitPrice, language: Language): string {
  return localized(canonicalPrice(price), language);
}

/** A quantity without trailing zeros: `2,5` or `2.5`. */
export function formatQuantity(quantity: Quantity, language: Language): string {
  return localized(canonicalQuantity(quantity), language);
}

/** A percentage without trailing zeros: `5,5 %` or `5.5%`. */
export function formatPercent(percent: Percent, language: Language): string {
  const figure = localized(canonicalPercent(percent).replace(/\.?0+$/, ''), language);
  return language === 'fr' ? `${figure}${NARROW_NO_BREAK_SPACE}%` : `${figure}%`;
}

/** The months, January first. */
export const monthNames = {
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
} as const satisfies Record<Language, readonly string[]>;

/** `22/11/2026` in French; `22 Nov 2026` in English, where 01/02 reads two ways. */
export function formatDate(date: LocalDate, language: Language): string {
  const { year, month, day } = dateParts(date);
  if (language === 'fr') return `${day}/${month}/${year}`;
  return [Number(day), monthName(month, language).slice(0, 3), year].join(NO_BREAK_SPACE);
}

/** A month: `octobre 2026`, `October 2026`. */
export const formatMonth = (month: string, language: Language): string =>
  `${monthName(month.slice(5), language)}${NO_BREAK_SPACE}${month.slice(0, 4)}`;

/** `22 novembre 2026`, `1er mai 2026`, `22 November 2026`. */
export function formatLongDate(date: LocalDate, language: Language): string {
  const { year, month, day } = dateParts(date);
  const ordinal = language === 'fr' && day === '01' ? '1er' : Number(day);
  return [ordinal, monthName(month, language), year].join(NO_BREAK_SPACE);
}

/** What a clock of the zone showed: `2026-11-02` and `10:00`. */
export function wallClock(instant: string, zone: TimeZone): { readonly date: LocalDate; readonly time: string } {
  const epochMs = epochMsOf(instant);
  return { date: localDateOf(epochMs, zone), time: localTimeOf(epochMs, zone) };
}

/** A moment as date and time of day in the zone: `22/11/2026 à 09:30`, `22 Nov 2026, 09:30`. */
export function formatInstant(instant: string, zone: TimeZone, language: Language): string {
  const epochMs = epochMsOf(instant);
  const date = formatDate(localDateOf(epochMs, zone), language);
  const time = localTimeOf(epochMs, zone);
  return language === 'fr' ? `${date} à ${time}` : `${date}, ${time}`;
}

/** A SIREN in groups of three: `123 456 789`. */
export function formatSiren(siren: string): string {
  return siren.replace(/(\d{3})(?=\d)/g, `$1${NO_BREAK_SPACE}`);
}

/** An IBAN in groups of four (ISO 13616 print format). */
export function formatIban(iban: string): string {
  return iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, `$1${NO_BREAK_SPACE}`);
}

const countryNames = {
  fr: new Intl.DisplayNames(['fr'], { type: 'region' }),
  en: new Intl.DisplayNames(['en'], { type: 'region' }),
} as const satisfies Record<Language, Intl.DisplayNames>;

/** The country's name in the language; the code itself when it has none. */
export function countryName(countryCode: string, language: Language): string {
  return countryNames[language].of(countryCode) ?? countryCode;
}

// Where the code follows the town; elsewhere (most of Europe) it precedes it.
const postalCodeAfterCity = new Set('GB IE US CA AU NZ BR VE MX IN JP'.split(' '));

/** Name, street, town and country, one per line, empty parts left out. */
export function addressLines(address: PostalAddress, language: Language): string[] {
  const { name, street, city, region, postalCode, countryCode } = address;
  const town = postalCodeAfterCity.has(countryCode)
    ? [[city, region].filter(Boolean).join(', '), postalCode]
    : [postalCode, [city, region].filter(Boolean).join(', ')];
  const lines = [name, street, town.filter(Boolean).join(' '), countryName(countryCode, language)];
  return lines.map(oneLine).filter((line) => line !== '');
}

/** The name, and below it the address: without the address's own name where that is the same, capitals and spaces apart. */
export function namedAddressLines(name: string, address: PostalAddress, language: Language): string[] {
  const [first = '', ...rest] = addressLines(address, language);
  return [oneLine(name), ...(otherName(first, name) === null ? rest : [first, ...rest])];
}

/** A name that is another than the one that stands there, on one line; null: it is the same, capitals and spaces apart. */
export const otherName = (name: string, than: string): string | null =>
  plainName(name) === plainName(than) ? null : oneLine(name);

const plainName = (name: string): string => oneLine(name).replace(/\s+/gu, ' ').toLowerCase();

/**
 * The text on one line: line breaks and control characters become spaces, and characters that reorder what stands after
 * them (Unicode bidirectional controls) are dropped, so that a name cannot rewrite the line it stands in.
 */
export function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
}

/** The text with a small first letter, to stand inside a sentence. */
export const uncapital = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** The text with its first letter as at the beginning of a sentence. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The paragraphs of a text of several lines, each on one line; empty ones left out. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(oneLine)
    .filter((line) => line !== '');
}

function localized(decimal: string, language: Language): string {
  const { thousands, decimal: point } = separators[language];
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
}

function dateParts(date: LocalDate): { readonly year: string; readonly month: string; readonly day: string } {
  invariant(isLocalDate(date), `not a date: "${date}"`);
  return { year: date.slice(0, 4), month: date.slice(5, 7), day: date.slice(8, 10) };
}

function monthName(month: string, language: Language): string {
  const name = monthNames[language][Number(month) - 1];
  invariant(name, `not a month: "${month}"`);
  return name;
}
