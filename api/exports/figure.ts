import type { KpiColumn, KpiFigure } from '../../contracts/kpi.js';
import type { Language } from '../../contracts/vocabulary.js';
import { figureWords } from '../../words/figures.js';
import type { Cell, Kind } from '../../words/lists.js';
import type { Column, Row } from './columns.js';

/** The columns of a figure's file: its whole, then each day or month of its course, then the rows of its split. */
export function figureColumns(
  language: Language,
  { by, columns }: Pick<KpiFigure, 'by' | 'columns'>,
): readonly Column[] {
  const f = figureWords(language);
  const column = (id: string, kind: Kind, header: string): Column => ({
    id,
    kind,
    header: () => header,
    value: (row) => row[id] as Cell,
  });
  return [
    column('part', 'text', f.part),
    column('from', 'day', f.from),
    column('to', 'day', f.to),
    column('key', 'text', f.key),
    column('label', 'text', by === null ? f.label : f.dimension[by]),
    column('value', 'quantity', f.value),
    column('before', 'quantity', f.before),
    column('yearBefore', 'quantity', f.yearBefore),
    column('unit', 'text', f.unit),
    ...columns.map(({ name, unit }) => column(name, cellKinds[unit], f.columns[name])),
  ];
}

const cellKinds: Readonly<Record<KpiColumn['unit'], Kind>> = {
  word: 'text',
  date: 'day',
  days: 'quantity',
  amount: 'amount',
};

/** The same numbers as the page, one row each. */
export function figureRows(figure: KpiFigure, language: Language): readonly Row[] {
  const f = figureWords(language);
  const { from, to, unit, currency, before, yearBefore, title, columns } = figure;
  const counted = (unit === 'amount' ? currency : null) ?? f.units[unit];
  const whole = { value: figure.value, before: before.value, yearBefore: yearBefore.value };
  return [
    { part: f.wholeFigure, from, to, label: title, ...whole, unit: counted },
    ...figure.series.map((point) => ({
      part: f.course,
      from: point.from,
      to: point.to,
      value: point.value,
      unit: counted,
    })),
    ...figure.rows.map(({ key, label, value, before: month, yearBefore: year, cells }) => ({
      part: f.split,
      from,
      to,
      key,
      label,
      value,
      before: month,
      yearBefore: year,
      unit: counted,
      ...Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? null])),
    })),
  ];
}
