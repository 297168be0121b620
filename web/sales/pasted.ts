import type { SalesWords } from '../../words/fr/console/sales.js';
import { typedDecimal } from '../parts/typed.js';
import { isTypedFigure, isTypedProduct, type TypedLine } from './typed-lines.js';

type Pasted = {
  readonly rows: readonly Omit<TypedLine, 'lineNo'>[];
  /** Rows that are no lines, and why. */
  readonly refused: readonly { readonly row: number; readonly why: string }[];
  /** Those rows as they came, under their heading, to be corrected. */
  readonly rest: string;
};

/** A date as it is written in a spreadsheet here, or as the API writes it; null: it is none. */
export function pastedDate(text: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  if (day === undefined || month === undefined) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Largest file of lines that is read, in bytes. */
export const MOST_BYTES = 1_000_000;

/** The text of a file; of one that is no UTF-8, as French spreadsheets write it. */
export async function textOfFile(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What a column holds. */
type Field = 'product' | 'quantity' | 'price' | 'date' | 'discount';

/** The columns of a table that does not name them. */
const usual: readonly Field[] = ['product', 'quantity', 'price', 'date'];

/** What columns are called, without accents and signs, in the languages of the console and in the files of `import`. */
const headings: Readonly<Record<Field, string>> = {
  product:
    'product productnumber productcode item sku code reference ref article codearticle numeroarticle produit codeproduit linesproduct',
  quantity: 'quantity qty quantite qte linesquantity',
  price: 'price unitprice prix prixunitaire prixunitaireht pu puht linesunitprice',
  date: 'date requesteddate deliverydate datedemandee datedelivraison livraison linesrequesteddate',
  discount: 'discount discountpercent remise linesdiscountpercent',
};
const fields = Object.keys(headings) as readonly Field[];

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

const fieldOf = (heading: string): Field | null =>
  fields.find((field) => headings[field].split(' ').includes(plain(heading))) ?? null;

/** Null: no heading. */
function headingOf(cells: readonly string[]): readonly (Field | null)[] | null {
  const named = cells.map(fieldOf);
  if (named.includes('product') && named.includes('quantity')) return named;
  // Called in words of its own: where a quantity would stand there is no figure.
  return /\d/.test(cells[1] ?? '') ? null : usual;
}

type Told = { readonly row: number; readonly cells: readonly string[] } & Row;
type Table = {
  readonly delimiter: string;
  readonly heading: readonly string[] | null;
  readonly lines: readonly Told[];
};

const delimiters = ['\t', ';', ','];
const sepLine = /^\uFEFF?(?:"?sep=.?"?\s*(?:\r\n|\r|\n|$))?/i;

/**
 * The rows of a table out of a spreadsheet or a file: product, quantity, price, date, or as its heading names them; by
 * tabs, semicolons or commas, whichever makes most rows lines.
 * @throws Error for a table that cannot be read
 */
export async function rowsOfTable(text: string, words: SalesWords): Promise<Pasted> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  const { stringify } = await import('csv-stringify/browser/esm/sync');
  const rows = text.replace(sepLine, '');
  const options = { trim: true, relax_column_count: true, skip_empty_lines: true };
  const tables = delimiters.flatMap((delimiter): readonly Table[] => {
    try {
      return [{ delimiter, ...linesOf(parse(rows, { ...options, delimiter }), words) }];
    } catch {
      return [];
    }
  });
  const [best] = tables.toSorted((a, b) => good(b) - good(a) || widest(b) - widest(a));
  if (best === undefined) throw new Error('no table');
  const { delimiter, heading, lines } = best;
  const left = lines.flatMap((each) => ('why' in each ? [each] : []));
  return {
    rows: lines.flatMap((each) => ('line' in each ? [each.line] : [])),
    refused: left.map(({ row, why }) => ({ row, why })),
    rest: stringify([...(heading === null ? [] : [heading]), ...left.map(({ cells }) => cells)], {
      delimiter,
    }).trimEnd(),
  };
}

const good = ({ lines }: Table): number => lines.filter((each) => 'line' in each).length;
const widest = ({ lines }: Table): number => Math.max(0, ...lines.map(({ cells }) => cells.length));

function linesOf(table: readonly (readonly string[])[], words: SalesWords): Omit<Table, 'delimiter'> {
  const [first = [], ...rest] = table;
  const columns = headingOf(first);
  const [rows, skipped] = columns === null ? [table, 0] : [rest, 1];
  return {
    heading: columns === null ? null : first,
    lines: rows.map((cells, at) => ({ row: at + skipped + 1, cells, ...rowOf(cells, columns ?? usual, words) })),
  };
}

type Row = { readonly line: Omit<TypedLine, 'lineNo'> } | { readonly why: string };

function rowOf(cells: readonly string[], columns: readonly (Field | null)[], words: SalesWords): Row {
  const cell = (field: Field): string => cells[columns.indexOf(field)] ?? '';
  const [product, quantity, price, day, discount] = fields.map(cell) as [string, string, string, string, string];
  if (product === '') return { why: words.pasteNoProduct };
  if (!isTypedProduct(product)) return { why: words.pasteNotProduct(product) };
  if (!isTypedFigure(typedDecimal(quantity))) return { why: words.pasteNotQuantity(quantity) };
  if (price !== '' && !isTypedFigure(typedDecimal(price))) return { why: words.pasteNotPrice(price) };
  if (discount !== '' && !isTypedFigure(typedDecimal(discount))) return { why: words.pasteNotDiscount(discount) };
  const on = day === '' ? null : pastedDate(day);
  if (day !== '' && on === null) return { why: words.pasteNotDate(day) };
  return { line: { product, quantity, unitPrice: price, discountPercent: discount, date: on, quoteLineNo: null } };
}
