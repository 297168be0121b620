import type { DocumentColumn } from '../contracts/vocabulary.js';
import { textWidth } from './fonts.js';
import {
  COLOR,
  CONTENT_WIDTH,
  PAGE,
  STYLE,
  artifact,
  drawLine,
  ensureSpace,
  lineHeight,
  printable,
  rule,
  tagged,
  wrapText,
  type Sheet,
  type StructureElement,
  type TextStyle,
} from './pdf.js';

/** One column; `width` in points, `'rest'` for the one that takes what the others leave. */
export type Column = {
  readonly title: string;
  readonly width: number | 'rest';
  readonly align?: 'left' | 'right';
};

/** A column that a template may leave out or put elsewhere. */
export type NamedColumn = Column & { readonly id: DocumentColumn };

/** What stands in a cell: text, smaller text below it, whether it stands out, and whether it takes the empty cells after it. */
export type Cell =
  string | { readonly text: string; readonly note?: string; readonly strong?: boolean; readonly wide?: boolean };

export type Table = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Left edge and width in points; the whole content by default. */
  readonly x?: number;
  readonly width?: number;
};

/** The table with the columns that are asked for, in their order; a cell that a row does not reach is empty. */
export function arranged(
  columns: readonly NamedColumn[],
  rows: readonly (readonly Cell[])[],
  chosen: readonly DocumentColumn[],
): Pick<Table, 'columns' | 'rows'> {
  const places = chosen.map((id) => columns.findIndex((column) => column.id === id)).filter((place) => place >= 0);
  const of = <T>(row: readonly T[]): (T | undefined)[] => places.map((place) => row[place]);
  const placed = of(columns).filter((column) => column !== undefined);
  const hasRest = placed.some(({ width }) => width === 'rest');
  return {
    columns: placed.map((column, index) => (hasRest || index > 0 ? column : { ...column, width: 'rest' })),
    rows: rows.map((row) => of(row).map((cell) => cell ?? '')),
  };
}

type PlacedColumn = {
  readonly title: string;
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
};
type StyledLine = { readonly text: string; readonly style: TextStyle };

const PADDING = { x: 4, y: 3.6 } as const;
const HEAD_STYLE: TextStyle = { font: 'bold', size: 7.4, color: COLOR.accent };

/** Rows drawn before whatever else the process has to do gets its turn: some 10 ms. */
const ROWS_PER_TURN = 10;

/**
 * Draws a table at `y`; a row is never cut, and the head row is repeated on each page. A long one is drawn in turns, so that
 * short documents asked for meanwhile do not wait for it.
 */
export async function drawTable(sheet: Sheet, table: Table): Promise<void> {
  const columns = placeColumns(table);
  const element = sheet.doc.struct('Table');
  sheet.root.add(element);
  const head = columns.map((column) => styledLines(column.title, HEAD_STYLE, column.width));
  const [first] = table.rows;
  ensureSpace(sheet, rowHeight(head) + (first ? rowHeight(linesOf(first, columns)) : 0));
  drawHead(sheet, columns, head, (draw) => tagRow(sheet, element, 'TH', columns, draw));
  for (const [index, cells] of table.rows.entries()) {
    if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
    const places = placesOf(cells, columns);
    const row = linesOf(cells, places);
    if (ensureSpace(sheet, rowHeight(row))) drawHead(sheet, columns, head, (draw) => repeatRow(sheet, columns, draw));
    drawRow(sheet, places, row, (draw) => tagRow(sheet, element, 'TD', columns, draw));
  }
  element.end();
}

/** Height in points that `drawTable` takes when it fits on one page. */
export function tableHeight(table: Table): number {
  const columns = placeColumns(table);
  const head = columns.map((column) => styledLines(column.title, HEAD_STYLE, column.width));
  const rows = table.rows.map((row) => linesOf(row, placesOf(row, columns)));
  return [head, ...rows].reduce((height, row) => height + rowHeight(row), 0);
}

function placeColumns(table: Table): readonly PlacedColumn[] {
  const { columns, x: left = PAGE.left, width: total = CONTENT_WIDTH } = table;
  const fixed = columns.reduce((width, column) => width + (column.width === 'rest' ? 0 : column.width), 0);
  const placed: PlacedColumn[] = [];
  let x = left;
  for (const column of columns) {
    const width = column.width === 'rest' ? total - fixed : column.width;
    placed.push({ title: column.title, x: x + PADDING.x, width: width - 2 * PADDING.x, align: column.align ?? 'left' });
    x += width;
  }
  return placed;
}

function placesOf(cells: readonly Cell[], columns: readonly PlacedColumn[]): readonly PlacedColumn[] {
  return columns.map((column, index) => {
    const cell = cells[index];
    if (typeof cell !== 'object' || !cell.wide) return column;
    const next = columns.findIndex((_, at) => at > index && (cells[at] ?? '') !== '');
    const last = columns.at(next === -1 ? -1 : next - 1) ?? column;
    return { ...column, width: last.x + last.width - column.x };
  });
}

const linesOf = (cells: readonly Cell[], places: readonly PlacedColumn[]): Row =>
  places.map((place, index) => cellLines(cells[index] ?? '', place));

function cellLines(cell: Cell, column: PlacedColumn): readonly StyledLine[] {
  const { text, note = '', strong = false } = typeof cell === 'string' ? { text: cell } : cell;
  const style = strong ? STYLE.strong : STYLE.body;
  const fitted = column.align === 'right' ? fittedStyle(text, style, column.width) : style;
  const main = styledLines(text, fitted, column.width);
  return note === '' ? main : [...main, ...styledLines(note, STYLE.note, column.width)];
}

// A figure cut in two reads as two figures: it is set smaller instead.
function fittedStyle(text: string, style: TextStyle, width: number): TextStyle {
  const words = printable(text).split(' ');
  const widest = Math.max(...words.map((word) => textWidth(word, style)));
  return widest <= width ? style : { ...style, size: (style.size * (width - 0.1)) / widest };
}

function styledLines(text: string, style: TextStyle, width: number): readonly StyledLine[] {
  const lines = text.split('\n').flatMap((line) => wrapText(line, style, width));
  return lines.map((line) => ({ text: line, style }));
}

function rowHeight(row: readonly (readonly StyledLine[])[]): number {
  const heights = row.map((lines) => lines.reduce((height, line) => height + lineHeight(line.style), 0));
  return Math.max(...heights) + 2 * PADDING.y;
}

type DrawCell = (columnIndex: number) => void;
type Row = readonly (readonly StyledLine[])[];

function drawHead(sheet: Sheet, columns: readonly PlacedColumn[], head: Row, each: (draw: DrawCell) => void): void {
  const { x, width } = extent(columns);
  artifact(sheet.doc, 'Layout', () => sheet.doc.rect(x, sheet.y, width, rowHeight(head)).fill(COLOR.panel));
  drawRow(sheet, columns, head, each);
}

function drawRow(sheet: Sheet, places: readonly PlacedColumn[], row: Row, each: (draw: DrawCell) => void): void {
  const top = sheet.y + PADDING.y;
  each((index) => drawCell(sheet, places[index], row[index] ?? [], top));
  sheet.y += rowHeight(row);
  const { x, width } = extent(places);
  artifact(sheet.doc, 'Layout', () => rule(sheet.doc, { x, y: sheet.y, width, color: COLOR.rule }));
}

function drawCell(sheet: Sheet, column: PlacedColumn | undefined, lines: readonly StyledLine[], top: number): void {
  if (!column) return;
  let y = top;
  for (const line of lines) {
    drawLine(sheet.doc, line.text, line.style, { x: column.x, y, width: column.width, align: column.align });
    y += lineHeight(line.style);
  }
}

function tagRow(
  sheet: Sheet,
  table: StructureElement,
  type: 'TH' | 'TD',
  columns: readonly PlacedColumn[],
  draw: DrawCell,
): void {
  const row = sheet.doc.struct('TR');
  table.add(row);
  const options = type === 'TH' && sheet.dress.isTemplated ? ({ scope: 'Column' } as const) : {};
  columns.forEach((_, index) => tagged(sheet, row, type, () => draw(index), options));
  row.end();
}

function repeatRow(sheet: Sheet, columns: readonly PlacedColumn[], draw: DrawCell): void {
  artifact(sheet.doc, 'Pagination', () => columns.forEach((_, index) => draw(index)));
}

function extent(columns: readonly PlacedColumn[]): { readonly x: number; readonly width: number } {
  const first = columns[0];
  const last = columns.at(-1);
  if (!first || !last) return { x: PAGE.left, width: 0 };
  return { x: first.x - PADDING.x, width: last.x + last.width - first.x + 2 * PADDING.x };
}
