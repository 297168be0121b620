import type { KpiFigure, KpiUnit } from '../../contracts/kpi.js';
import { compare, divide, isZero, multiply, round, subtract } from '../../domain/money.js';
import { figureWords, type FigureWords } from '../../words/figures.js';
import { useWords, type Spoken } from '../app/language.js';

export const useFigureWords = (): FigureWords => figureWords(useWords().language);

type Told = Pick<KpiFigure, 'unit' | 'currency'>;

/** A figure as it is read: with its unit, as the reader writes it. */
export function sayFigure(value: string | null, { unit, currency }: Told, { words, language }: Spoken): string {
  const f = figureWords(language);
  if (value === null) return '–';
  const number = (text: string): string => words.say.quantity(text);
  const saying: Readonly<Record<KpiUnit, () => string>> = {
    count: () => number(value),
    percent: () => words.say.percent(value),
    amount: () => words.say.amount(value, currency ?? 'EUR'),
    days: () => f.days(number(value)),
    minutes: () => (compare(value, '120') > 0 ? f.hours(number(divide(value, '60', 1))) : f.minutes(number(value))),
    times: () => f.times(number(value)),
  };
  return saying[unit]();
}

/** How far a figure is from what it is held against: in points for shares, else in each hundred; null: nothing to say. */
export function sayChange(value: string | null, before: string | null, told: Told, spoken: Spoken): string | null {
  if (value === null || before === null) return null;
  const difference = subtract(value, before);
  const sign = compare(difference, '0') > 0 ? '+' : '';
  if (told.unit === 'percent')
    return `${sign}${figureWords(spoken.language).points(spoken.words.say.quantity(round(difference, 1)))}`;
  if (isZero(before)) return null;
  return `${sign}${spoken.words.say.percent(divide(multiply(difference, '100', 2), before, 1))}`;
}

/** Whether a change is for the better; null: neither. */
export function isBetter(value: string | null, before: string | null, good: 'up' | 'down' | null): boolean | null {
  if (value === null || before === null || good === null) return null;
  const way = compare(value, before);
  return way === 0 ? null : way > 0 === (good === 'up');
}
