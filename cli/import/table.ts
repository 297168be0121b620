/**
 * One row of a table: `row` as a spreadsheet counts them, the header being 1 and empty rows counting, and `line`, the line
 * of the file on which it begins. `broken` says why its quotes make no sense; such a row ends with its line, spoils no
 * other, and its cells are only what stands between the delimiters.
 */
export type TableRow = {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly broken: string | null;
};

const sepLine = /^"?sep=([^\r\n"])"?(?:\r\n|\r|\n|$)/i;

/**
 * Reads CSV (RFC 4180) whose cells are separated by comma, by the semicolon or tab of spreadsheets in countries with a
 * decimal comma, or by what a first line `sep=;` says, which is no row. A quote inside an unquoted cell stands for itself.
 */
export function readTable(text: string): readonly TableRow[] {
  const said = sepLine.exec(text);
  const [head = '', told] = said ?? [];
  const body = text.slice(head.length);
  const rows: TableRow[] = [];
  const delimiter = told ?? delimiterOf(body);
  let line = said ? 2 : 1;
  for (let at = 0; at < body.length;) {
    const { end, ...content } = readRow(body, at, delimiter);
    rows.push({ ...content, row: rows.length + 1, line });
    line += breaksIn(body.slice(at, end));
    at = end;
  }
  return rows;
}

/** What gives the first row most cells. */
function delimiterOf(text: string): string {
  const count = (delimiter: string): number => readRow(text, 0, delimiter).cells.length;
  return [';', '\t'].reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best), ',');
}

/** `end`: where the next row begins. */
type Read = Pick<TableRow, 'cells' | 'broken'> & { readonly end: number };

function readRow(text: string, start: number, delimiter: string): Read {
  const cells: string[] = [];
  for (let at = start; ;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, delimiter);
    if (cell === null) return brokenRow(text, start, delimiter, 'opens a quote that is never closed');
    const after = text[cell.end];
    const isEnd = after === undefined || after === '\r' || after === '\n';
    if (!isEnd && after !== delimiter)
      return brokenRow(text, start, delimiter, 'closes a quote before the end of its cell');
    cells.push(cell.text);
    if (isEnd) return { cells, broken: null, end: afterBreak(text, cell.end) };
    at = cell.end + 1;
  }
}

function brokenRow(text: string, start: number, delimiter: string, broken: string): Read {
  const end = endOfLine(text, start);
  return { cells: text.slice(start, end).split(delimiter), broken, end: afterBreak(text, end) };
}

/** `end`: what follows the cell. */
type Cell = { readonly text: string; readonly end: number };

function readPlain(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\r' && text[end] !== '\n') end += 1;
  return { text: text.slice(start, end), end };
}

/** Null when the quote is not closed. */
function readQuoted(text: string, start: number): Cell | null {
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return null;
    if (text[quote + 1] !== '"') return { text: text.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 };
    at = quote + 2;
  }
}

function endOfLine(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== '\r' && text[end] !== '\n') end += 1;
  return end;
}

const afterBreak = (text: string, end: number): number => end + (text.startsWith('\r\n', end) ? 2 : 1);

const breaksIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;
