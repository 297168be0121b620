import type { Language } from '../../contracts/vocabulary.js';
import { addDays, isLocalDate, type LocalDate } from '../../domain/calendar.js';
import { monthNames } from '../../words/format.js';

/** What may be typed for a day near today, in either language. */
const near: Readonly<Record<string, number>> = {
  hier: -1,
  yesterday: -1,
  auj: 0,
  aujourdhui: 0,
  today: 0,
  demain: 1,
  tomorrow: 1,
};

/**
 * The day that a person typed, `null` where it is none: `29/11/2026`, `29/11/26`, `29/11`, `29112026`, `29 nov 2026`,
 * `2026-11-29`, `+3`, `demain`. Without a year, the one of today. In English a day of figures alone is read where it
 * reads one way only (29/11 is, 01/02 is not).
 */
export function typedDay(text: string, language: Language, today: LocalDate): LocalDate | null {
  const typed = plain(text);
  const ahead = near[typed.replaceAll(/[' ]/g, '')] ?? (/^[+-]\d{1,4}$/.test(typed) ? Number(typed) : null);
  if (ahead !== null) return addDays(today, ahead);
  if (isLocalDate(typed)) return typed;
  return dayOf(named(typed) ?? figures(typed, language), today);
}

type Parts = { readonly day: string; readonly month: string; readonly year: string };

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();

/** A day whose month has a name, or the beginning of one: `29 nov`, `1er mai 2026`, `Nov 29, 2026`. */
function named(typed: string): Parts | null {
  const [, first, name, year] = /^(\d{1,2})(?:er)? ?([a-z]{3,})\.? ?(\d{4}|\d{2})?$/.exec(typed) ?? swapped(typed);
  const months = [monthNames.fr, monthNames.en].map((names) => names.findIndex((full) => begins(full, name ?? '')));
  const month = months.find((at) => at >= 0);
  if (first === undefined || month === undefined) return null;
  return { day: first, month: String(month + 1), year: year ?? '' };
}

const swapped = (typed: string): readonly (string | undefined)[] => {
  const [all, name, day, year] = /^([a-z]{3,})\.? ?(\d{1,2}),? ?(\d{4}|\d{2})?$/.exec(typed) ?? [];
  return [all, day, name, year];
};

// jui begins juin and juillet: neither is meant.
const begins = (full: string, name: string): boolean =>
  name.length >= 3 && name !== 'jui' && plain(full).startsWith(name);

function figures(typed: string, language: Language): Parts | null {
  const [, a, b, year = ''] =
    /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?$/.exec(typed) ?? /^(\d\d)(\d\d)(\d{4}|\d{2})$/.exec(typed) ?? [];
  if (a === undefined || b === undefined) return null;
  if (language === 'fr') return { day: a, month: b, year };
  if (Number(a) > 12 || a === b) return { day: a, month: b, year };
  return Number(b) > 12 ? { day: b, month: a, year } : null;
}

function dayOf(parts: Parts | null, today: LocalDate): LocalDate | null {
  if (parts === null) return null;
  const years: Readonly<Record<number, string>> = { 0: today.slice(0, 4), 2: `${today.slice(0, 2)}${parts.year}` };
  const year = years[parts.year.length] ?? parts.year;
  const day = `${year}-${parts.month.padStart(2, '0')}-${parts.day.padStart(2, '0')}`;
  return isLocalDate(day) ? day : null;
}
