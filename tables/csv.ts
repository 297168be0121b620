import { CsvError, parse, type Options } from 'csv-parse/sync';

/**
 * One row of a table: `row` as a spreadsheet counts them, the header being 1 and empty rows counting, and `line`, the line
 * of the file on which it begins. `broken` says why its quotes make no sense; such a row ends with its line, spoils no
 * other, and its cells are only what stands between the delimiters.
 */
export type TableRow = {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly broken: 'quote-never-closed' | 'quote-closed-early' | null;
};

const sepLine = /^"?sep=([^\r\n"])"?(?:\r\n|\r|\n|$)/i;

/**
 * Reads CSV (RFC 4180) whose cells are separated by comma, by the semicolon or tab of spreadsheets in countries with a
 * decimal comma, or by what a first line `sep=;` says, which is no row. A quote inside an unquoted cell stands for itself.
 */
export function readTable(text: string): readonly TableRow[] {
  const said = sepLine.exec(text);
  const bytes = Buffer.from(text.slice(said?.[0].length ?? 0));
  const delimiter = said?.[1] ?? delimiterOf(bytes);
  const rows: TableRow[] = [];
  let [at, line] = [0, said ? 2 : 1];
  const add = ({ end, ...content }: Read): void => {
    rows.push({ ...content, row: rows.length + 1, line });
    line += breaksIn(bytes.subarray(at, end));
    at = end;
  };
  while (at < bytes.length) {
    const begun = at;
    const fault = readRows(bytes.subarray(begun), { delimiter }, ({ record, info }) =>
      add({ cells: record, broken: null, end: begun + info.bytes }),
    );
    if (fault !== null) add(spoiltRow(bytes, at, delimiter, fault));
  }
  return rows;
}

/** `end`: the byte where the next row begins. */
type Read = Pick<TableRow, 'cells' | 'broken'> & { readonly end: number };

/** What csv-parse hands out with `info: true`; its `lines` count the two characters of a quoted line break twice. */
type CsvRecord = { readonly record: string[]; readonly info: { readonly bytes: number } };

/** Hands out row after row. @returns why it could not go on; null at the end */
function readRows(bytes: Buffer, options: Options, onRow: (row: CsvRecord) => void): CsvError | null {
  const keepNone = (row: unknown): null => {
    onRow(row as CsvRecord);
    return null;
  };
  const usual = { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], info: true, on_record: keepNone };
  try {
    parse(bytes, { ...usual, ...options });
    return null;
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
}

/**
 * A row at which csv-parse stops. It is read all the same where a quote only stands inside unquoted cells of its line; else
 * the line is given up, and nothing after it.
 */
function spoiltRow(bytes: Buffer, start: number, delimiter: string, { code }: CsvError): Read {
  const end = endOfLine(bytes, start);
  const text = bytes.subarray(start, end);
  const whole: string[][] = [];
  if (code === 'INVALID_OPENING_QUOTE')
    readRows(text, { delimiter, relax_quotes: true }, ({ record }) => whole.push(record));
  const [cells] = whole;
  if (cells !== undefined) return { cells, broken: null, end };
  return { cells: text.toString().trimEnd().split(delimiter), broken: whyBroken(code), end };
}

const whyBroken = (code: CsvError['code']): TableRow['broken'] =>
  code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote-never-closed' : 'quote-closed-early';

/** What gives the first row most cells. */
function delimiterOf(bytes: Buffer): string {
  const count = (delimiter: string): number => {
    let cells = 0;
    readRows(bytes, { delimiter, to: 1 }, ({ record }) => (cells = record.length));
    return cells;
  };
  return [';', '\t'].reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best), ',');
}

/** The byte after the line's break. */
function endOfLine(bytes: Buffer, start: number): number {
  const breaks = [0x0d, 0x0a].map((code) => bytes.indexOf(code, start)).filter((at) => at !== -1);
  if (breaks.length === 0) return bytes.length;
  const at = Math.min(...breaks);
  return at + (bytes.toString('latin1', at, at + 2) === '\r\n' ? 2 : 1);
}

const breaksIn = (bytes: Buffer): number => bytes.toString().match(/\r\n|\r|\n/g)?.length ?? 0;
