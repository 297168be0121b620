import type { KpiColumn, KpiUnit } from '../contracts/kpi.js';
import type { Language } from '../contracts/vocabulary.js';
import { compare, divide, isZero, multiply, round, subtract } from '../domain/money.js';
import { figures as en } from './en/figures.js';
import { figures as fr, type FigureWords } from './fr/figures.js';
import { say } from './say.js';

export type { FigureWords };

const dictionaries: Readonly<Record<Language, FigureWords>> = { fr, en };

/** What the pages of the figures say; loaded with them, and not with a first visit. */
export const figureWords = (language: Language): FigureWords => dictionaries[language];

type Told = { readonly unit: KpiUnit; readonly currency: string | null };

/** A figure as it is read: with its unit, as the language writes it. */
export function figureText(value: string | null, { unit, currency }: Told, language: Language): string {
  const f = figureWords(language);
  const write = say[language];
  if (value === null) return '–';
  const saying: Readonly<Record<KpiUnit, () => string>> = {
    count: () => write.quantity(value),
    percent: () => write.percent(value),
    amount: () => write.amount(value, currency ?? 'EUR'),
    days: () => f.days(write.quantity(value)),
    minutes: () =>
      compare(value, '120') > 0 ? f.hours(write.quantity(divide(value, '60', 1))) : f.minutes(write.quantity(value)),
    times: () => f.times(write.quantity(value)),
    people: () => f.people(write.quantity(value)),
  };
  return saying[unit]();
}

/** What a row tells in a column beside its value, as it is read; null: not known. */
export function cellText(
  cell: string | null,
  { unit, currency }: { readonly unit: KpiColumn['unit']; readonly currency: string | null },
  language: Language,
): string {
  if (cell === null) return '–';
  const write = say[language];
  const saying: Readonly<Record<KpiColumn['unit'], () => string>> = {
    word: () => cell,
    date: () => write.date(cell),
    days: () => figureWords(language).days(write.quantity(cell)),
    amount: () => write.amount(cell, currency ?? 'EUR'),
  };
  return saying[unit]();
}

/** Whether a column is read, rather than added up or compared. */
export const isRead = ({ unit }: Pick<KpiColumn, 'unit'>): boolean => unit === 'word' || unit === 'date';

/** What a column is called; its bare name where this release no longer tells it. */
export function columnTitle({ name }: { readonly name: string }, language: Language): string {
  const titles: Readonly<Record<string, string>> = figureWords(language).columns;
  return titles[name] ?? name;
}

/** How far a figure is from what it is held against: in points for shares, else in each hundred; null: nothing to say. */
export function changeText(
  value: string | null,
  before: string | null,
  { unit }: Told,
  language: Language,
): string | null {
  if (value === null || before === null) return null;
  const difference = subtract(value, before);
  const sign = compare(difference, '0') > 0 ? '+' : '';
  if (unit === 'percent') return `${sign}${figureWords(language).points(say[language].quantity(round(difference, 1)))}`;
  if (isZero(before)) return null;
  return `${sign}${say[language].percent(divide(multiply(difference, '100', 2), before, 1))}`;
}
