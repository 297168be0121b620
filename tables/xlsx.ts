import { ArchiveError, openArchive, type Archive } from './zip.js';
import { attribute, eachTag, type Tag } from './xml.js';

/**
 * What a cell holds: text as it stands; a number exactly as its sheet shows it (15 digits, as spreadsheets count); a day
 * `2026-11-30`, with its clock where it has one. The rest cannot be taken for a value.
 */
export type Cell =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'formula' | 'error' | 'not-exact'; readonly text: string };

export type SheetRow = { readonly row: number; readonly cells: ReadonlyMap<number, Cell> };
export type Sheet = { readonly name: string; readonly rows: readonly SheetRow[] };

export type Workbook =
  { readonly kind: 'sheets'; readonly sheets: readonly Sheet[] } | { readonly kind: 'broken' | 'too-large' };

/** What a workbook may come to, unpacked. */
export const WORKBOOK_BYTES = 200_000_000;
/** Cells that are filled, in all its sheets. */
export const WORKBOOK_CELLS = 4_000_000;

/** Reads a workbook of Office Open XML (ISO/IEC 29500): the sheets that are not hidden, in their order. */
export function readWorkbook(bytes: Uint8Array, bounds = { bytes: WORKBOOK_BYTES, cells: WORKBOOK_CELLS }): Workbook {
  try {
    return { kind: 'sheets', sheets: sheetsOf(openArchive(bytes, bounds.bytes), bounds.cells) };
  } catch (error) {
    if (error instanceof ArchiveError) return { kind: error.reason };
    throw error;
  }
}

type Book = {
  readonly shared: readonly string[];
  /** By the number of a style: whether its numbers are shown as days. */
  readonly dates: readonly boolean[];
  readonly counts1904: boolean;
};

function sheetsOf(archive: Archive, mostCells: number): readonly Sheet[] {
  const targets = relationsOf(archive);
  const named: { readonly name: string; readonly id: string }[] = [];
  let counts1904 = false;
  eachTag(required(archive, 'xl/workbook.xml'), (tag) => {
    if (tag.name === 'workbookPr') counts1904 = ['1', 'true'].includes(attribute(tag, 'date1904') ?? '');
    if (tag.name === 'sheet' && tag.kind !== 'closes' && ['visible', undefined].includes(attribute(tag, 'state')))
      named.push({ name: attribute(tag, 'name') ?? '', id: attribute(tag, String.raw`\w+:id`) ?? '' });
  });
  const book: Book = { shared: sharedOf(archive), dates: datesOf(archive), counts1904 };
  let left = mostCells;
  return named.map(({ name, id }) => {
    const rows = rowsOf(required(archive, targets.get(id) ?? ''), book, left);
    left -= rows.reduce((sum, { cells }) => sum + cells.size, 0);
    return { name, rows };
  });
}

function required(archive: Archive, name: string): string {
  const text = archive.read(name);
  if (text === null) throw new ArchiveError('broken');
  return text;
}

function relationsOf(archive: Archive): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  eachTag(required(archive, 'xl/_rels/workbook.xml.rels'), (tag) => {
    const [id, target] = [attribute(tag, 'Id'), attribute(tag, 'Target')];
    if (tag.name === 'Relationship' && id !== undefined && target !== undefined)
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  });
  return targets;
}

/** Texts that cells share; the reading aids of Japanese (`rPh`) are no part of them. */
function sharedOf(archive: Archive): readonly string[] {
  const texts: string[] = [];
  let [text, isAid] = ['', false];
  eachTag(archive.read('xl/sharedStrings.xml') ?? '', ({ name, kind }, before) => {
    if (name === 'rPh') isAid = kind === 'opens';
    else if (name === 't' && kind === 'closes' && !isAid) text += before;
    else if (name === 'si' && kind !== 'opens') {
      texts.push(text);
      text = '';
    }
  });
  return texts;
}

/** Formats without a code of their own that show days (ISO/IEC 29500-1, 18.8.30). */
const builtInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** A code that shows a part of a day: what is quoted, escaped or in brackets is not its affair. */
const isDateCode = (code: string): boolean =>
  /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General/gi, '').split(';')[0] ?? '');

function datesOf(archive: Archive): readonly boolean[] {
  const codes = new Map<number, string>();
  const dates: boolean[] = [];
  let inCells = false;
  eachTag(archive.read('xl/styles.xml') ?? '', (tag) => {
    if (tag.name === 'numFmt') codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
    else if (tag.name === 'cellXfs') inCells = tag.kind === 'opens';
    else if (tag.name === 'xf' && inCells && tag.kind !== 'closes') {
      const id = Number(attribute(tag, 'numFmtId') ?? 0);
      const code = codes.get(id);
      dates.push(code === undefined ? builtInDate(id) : isDateCode(code));
    }
  });
  return dates;
}

/** What is being read of a cell. */
type Reading = {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  text: string;
  isFormula: boolean;
};

function rowsOf(xml: string, book: Book, mostCells: number): readonly SheetRow[] {
  const rows: { readonly row: number; readonly cells: Map<number, Cell> }[] = [];
  let [row, column, filled, isAid] = [0, 0, 0, false];
  let reading: Reading | null = null;
  const finish = (): void => {
    if (reading === null) return;
    const cell = cellOf(reading, book);
    if (cell !== null) {
      if ((filled += 1) > mostCells) throw new ArchiveError('too-large');
      if (rows.at(-1)?.row !== row) rows.push({ row, cells: new Map() });
      rows.at(-1)?.cells.set(reading.column, cell);
    }
    reading = null;
  };
  eachTag(xml, (tag, before) => {
    const { name, kind } = tag;
    if (name === 'row' && kind !== 'closes') {
      row = Number(attribute(tag, 'r') ?? row + 1);
      column = 0;
    } else if (name === 'c' && kind !== 'closes') {
      column = columnOf(attribute(tag, 'r')) ?? column + 1;
      reading = begun(tag, column);
      if (kind === 'empty') finish();
    } else if (name === 'c') finish();
    else if (reading !== null) {
      if (name === 'f') reading.isFormula = true;
      else if (name === 'rPh') isAid = kind === 'opens';
      else if (kind === 'closes' && (name === 'v' || (name === 't' && !isAid))) reading.text += before;
    }
  });
  return rows;
}

const begun = (tag: Tag, column: number): Reading => ({
  column,
  type: attribute(tag, 't') ?? 'n',
  style: Number(attribute(tag, 's') ?? 0),
  text: '',
  isFormula: false,
});

function cellOf({ type, style, text, isFormula }: Reading, { shared, dates, counts1904 }: Book): Cell | null {
  if (isFormula) return { kind: 'formula', text };
  switch (type) {
    case 's':
      return valueOf(shared[Number(text)] ?? '');
    case 'inlineStr':
    case 'str':
      return valueOf(text);
    case 'b':
      return valueOf(text === '1' ? 'yes' : 'no');
    case 'e':
      return { kind: 'error', text };
    case 'd':
      return valueOf(text.replace(/T00:00:00(?:\.0+)?Z?$/, ''));
    default:
      if (text === '') return null;
      return dates[style] === true ? valueOf(dayOf(Number(text), counts1904)) : numberOf(text);
  }
}

const valueOf = (text: string): Cell | null => (text.trim() === '' ? null : { kind: 'value', text: text.trim() });

/** Whole numbers from here on have lost digits when they were typed. */
const EXACT_BELOW = 1e15;
const SHOWN_DIGITS = 15;

/** A number of a sheet as a decimal; what a computer's fractions add beyond 15 digits is not shown there either. */
function numberOf(text: string): Cell {
  const value = Number(text);
  if (!Number.isFinite(value)) return { kind: 'error', text };
  if (Math.abs(value) >= EXACT_BELOW) return { kind: 'not-exact', text };
  const shown = Number(value.toPrecision(SHOWN_DIGITS));
  const decimal = String(shown).includes('e') ? shown.toFixed(20).replace(/\.?0+$/, '') : String(shown);
  return { kind: 'value', text: decimal === '-0' ? '0' : decimal };
}

const DAY_MS = 86_400_000;
const HALF_SECOND_MS = 500;
/** Day 0 of the calendar that takes 1900 for a leap year: right from 1 March 1900 on, as Lotus had it. */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);
const LAST_WRONG_DAY = 60;

/** A day by its number, with its clock if it has one. A sheet knows no zone, and none is added. */
function dayOf(serial: number, counts1904: boolean): string {
  const isEarly = !counts1904 && serial < LAST_WRONG_DAY;
  const epochMs = counts1904 ? EPOCH_1904_MS : EPOCH_1900_MS + (isEarly ? DAY_MS : 0);
  const moment = new Date(Math.round((epochMs + serial * DAY_MS) / HALF_SECOND_MS) * HALF_SECOND_MS);
  if (Number.isNaN(moment.getTime())) return String(serial);
  const [day = '', clock = ''] = moment.toISOString().split('T');
  return clock.startsWith('00:00:00') ? day : `${day}T${clock.slice(0, 8)}`;
}

/** 1 for `A7`, 28 for `AB7`; undefined: the cell does not say where it is. */
function columnOf(place: string | undefined): number | undefined {
  const letters = place === undefined ? null : /^[A-Z]{1,3}/.exec(place);
  return letters === null
    ? undefined
    : Array.from(letters[0]).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** `A` for 1, `AB` for 28. */
export const columnName = (column: number): string =>
  column > 26
    ? `${columnName(Math.floor((column - 1) / 26))}${columnName(((column - 1) % 26) + 1)}`
    : String.fromCharCode(64 + column);
