import type { SalesWords } from '../../words/fr/console/sales.js';
import { typedDecimal } from '../parts/typed.js';
import { isTypedFigure, isTypedProduct, type TypedLine } from './typed-lines.js';

type Pasted = {
  readonly rows: readonly Omit<TypedLine, 'lineNo'>[];
  /** Rows that are no lines, as they came, and why. */
  readonly refused: readonly { readonly row: number; readonly text: string; readonly why: string }[];
};

/** A date as it is written in a spreadsheet here, or as the API writes it; null: it is none. */
export function pastedDate(text: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  if (day === undefined || month === undefined) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/**
 * The rows of a table that was copied from a spreadsheet: product, quantity, price, date, by tabs or semicolons. A first
 * row without a digit in its second column is its heading.
 * @throws Error for a table that cannot be read
 */
export async function rowsOfTable(text: string, words: SalesWords): Promise<Pasted> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  const delimiter = text.includes('\t') ? '\t' : ';';
  const table = parse(text, { delimiter, trim: true, relax_column_count: true, skip_empty_lines: true });
  const told = table.map((cells, at) => ({ row: at + 1, cells, ...rowOf(cells, words) }));
  const [first, ...rest] = told;
  const lines = first && !/\d/.test(first.cells[1] ?? '') ? rest : told;
  return {
    rows: lines.flatMap((each) => ('line' in each ? [each.line] : [])),
    refused: lines.flatMap((each) =>
      'why' in each ? [{ row: each.row, text: each.cells.join(delimiter), why: each.why }] : [],
    ),
  };
}

type Row = { readonly line: Omit<TypedLine, 'lineNo'> } | { readonly why: string };

function rowOf(cells: readonly string[], words: SalesWords): Row {
  const [product = '', quantity = '', price = '', day = ''] = cells;
  if (product === '') return { why: words.pasteNoProduct };
  if (!isTypedProduct(product)) return { why: words.pasteNotProduct(product) };
  if (!isTypedFigure(typedDecimal(quantity))) return { why: words.pasteNotQuantity(quantity) };
  if (price !== '' && !isTypedFigure(typedDecimal(price))) return { why: words.pasteNotPrice(price) };
  const on = day === '' ? null : pastedDate(day);
  if (day !== '' && on === null) return { why: words.pasteNotDate(day) };
  return { line: { product, quantity, unitPrice: price, discountPercent: '', date: on, quoteLineNo: null } };
}
