import type { KpiColumn, KpiFigure } from '../../contracts/kpi.js';
import { compare } from '../../domain/money.js';
import {
  cellText,
  changeText,
  columnTitle,
  figureText,
  figureWords,
  isRead,
  type FigureWords,
} from '../../words/figures.js';
import { useWords, type Spoken } from '../app/language.js';
import type { Head } from '../parts/rows.js';

export const useFigureWords = (): FigureWords => figureWords(useWords().language);

type Told = Pick<KpiFigure, 'unit' | 'currency'>;

/** A figure as it is read: with its unit, as the reader writes it. */
export const sayFigure = (value: string | null, told: Told, { language }: Spoken): string =>
  figureText(value, told, language);

/** How far a figure is from what it is held against; null: nothing to say. */
export const sayChange = (
  value: string | null,
  before: string | null,
  told: Told,
  { language }: Spoken,
): string | null => changeText(value, before, told, language);

type Column = { readonly name: string; readonly unit: KpiColumn['unit'] };

/** Headings of what rows tell beside their value. */
export const columnHeads = (columns: readonly Column[], { language }: Spoken): readonly Head[] =>
  columns.map((column) => {
    const title = columnTitle(column, language);
    return isRead(column) ? title : { figure: title };
  });

/** What a row tells in each of these columns. */
export const sayCells = (
  cells: readonly (string | null)[],
  columns: readonly Column[],
  { currency }: Pick<Told, 'currency'>,
  { language }: Spoken,
): readonly string[] => columns.map(({ unit }, at) => cellText(cells[at] ?? null, { unit, currency }, language));

/** Whether a change is for the better; null: neither. */
export function isBetter(value: string | null, before: string | null, good: 'up' | 'down' | null): boolean | null {
  if (value === null || before === null || good === null) return null;
  const way = compare(value, before);
  return way === 0 ? null : way > 0 === (good === 'up');
}
