import type { MonthEndDocument, MonthEndFigure } from '../contracts/month-end.js';
import type { Language } from '../contracts/vocabulary.js';
import { cellText, changeText, columnTitle, figureText, figureWords, isRead } from '../words/figures.js';
import { formatDate, formatMonth } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { colored, type Look } from './dress.js';
import { closeLetter, drawParties, openLetter, presentFacts, type Letterhead } from './letterhead.js';
import { byGroup, namedFigure, rowLabel, titleOf, versionFacts } from './month-end-content.js';
import { STYLE, paragraph, skip, type Sheet } from './pdf.js';
import { heading } from './sections.js';
import { drawTable, type Cell, type Column } from './table.js';

/** The month end on paper: each figure beside the month before and the year before, then its splits. */
export async function renderMonthEnd(input: MonthEndDocument, look: Look | null = null): Promise<Uint8Array> {
  const { company, language, month, version, madeOn } = input;
  const { monthEnd } = wordsOf(language);
  const letterhead: Letterhead = {
    company,
    language,
    title: monthEnd.title,
    number: version === 1 ? month : `${month} v${version}`,
    date: madeOn,
    dress: colored(look),
  };
  const sheet = openLetter(letterhead);
  drawIntroduction(sheet, input);
  for (const [group, figures] of byGroup(input)) {
    heading(sheet, figureWords(language).group[group], 60);
    await drawFigures(sheet, figures, language);
  }
  for (const figure of input.figures) await drawSplits(sheet, figure, language);
  return closeLetter(sheet, letterhead);
}

function drawIntroduction(sheet: Sheet, input: MonthEndDocument): void {
  const { language, month, from, to } = input;
  const { monthEnd } = wordsOf(language);
  const { over } = figureWords(language);
  const days = over(formatDate(from, language), formatDate(to, language));
  const period = { title: monthEnd.period, lines: [formatMonth(month, language), days] };
  drawParties(sheet, [period], presentFacts(versionFacts(input)));
  paragraph(sheet, monthEnd.standing, STYLE.body);
  skip(sheet, 4);
}

const valueColumns = (language: Language): readonly Column[] => {
  const { value, before, yearBefore, change } = wordsOf(language).monthEnd;
  return [
    { title: value, width: 84, align: 'right' },
    { title: before, width: 84, align: 'right' },
    { title: yearBefore, width: 84, align: 'right' },
    { title: change, width: 64, align: 'right' },
  ];
};

type Told = {
  readonly value: string | null;
  readonly before: string | null;
  readonly yearBefore: string | null;
};

const valueCells = (told: Told, figure: MonthEndFigure, language: Language): readonly Cell[] => [
  { text: figureText(told.value, figure, language), strong: true },
  figureText(told.before, figure, language),
  figureText(told.yearBefore, figure, language),
  changeText(told.value, told.before, figure, language) ?? '–',
];

async function drawFigures(sheet: Sheet, figures: readonly MonthEndFigure[], language: Language): Promise<void> {
  await drawTable(sheet, {
    columns: [{ title: wordsOf(language).monthEnd.figure, width: 'rest' }, ...valueColumns(language)],
    rows: figures.map((figure) => {
      const { value, before, yearBefore } = figure;
      const told = { value, before: before.value, yearBefore: yearBefore.value };
      return [titleOf(figure, language), ...valueCells(told, figure, language)];
    }),
  });
}

type Split = MonthEndFigure['splits'][number];
type Beside = {
  readonly columns: readonly Column[];
  readonly cellsOf: (row: Split['rows'][number]) => readonly Cell[];
};

/** What stands beside the labels of a split: what is told of each, or else its value beside those before. */
function besideLabels(figure: MonthEndFigure, { columns: told }: Split, language: Language): Beside {
  if (told === undefined)
    return { columns: valueColumns(language), cellsOf: (row) => valueCells(row, figure, language) };
  const { currency } = figure;
  return {
    columns: told.map((column) => ({
      title: columnTitle(column, language),
      width: 105,
      align: isRead(column) ? 'left' : 'right',
    })),
    cellsOf: ({ cells = [] }) => told.map(({ unit }, at) => cellText(cells[at] ?? null, { unit, currency }, language)),
  };
}

async function drawSplits(sheet: Sheet, figure: MonthEndFigure, language: Language): Promise<void> {
  const { monthEnd } = wordsOf(language);
  const { dimension } = figureWords(language);
  for (const split of figure.splits) {
    const { by, rows, rowCount } = split;
    if (rows.length === 0) continue;
    const currency = figure.currency === null ? '' : ` (${figure.currency})`;
    heading(sheet, `${namedFigure(figure.name, language).title} ${dimension[by]}${currency}`, 50);
    if (rows.length < rowCount) {
      paragraph(sheet, monthEnd.largest(rows.length, rowCount), STYLE.note);
      skip(sheet, 2);
    }
    const { columns, cellsOf } = besideLabels(figure, split, language);
    await drawTable(sheet, {
      columns: [{ title: monthEnd.label, width: 'rest' }, ...columns],
      rows: rows.map((row) => [rowLabel(row, by, language), ...cellsOf(row)]),
    });
  }
}
