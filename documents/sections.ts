import type { ChargedAdjustment } from '../contracts/adjustment.js';
import type { DocumentBackorder } from '../contracts/documents.js';
import type { BesidePrice, Vat } from '../contracts/process.js';
import type { VatRow } from '../contracts/tax.js';
import type { Amount, Percent } from '../domain/money.js';
import type { Currency, DocumentColumn, Language, VatExemption } from '../contracts/vocabulary.js';
import { columnWidths } from '../domain/document-template.js';
import { describeAdjustment } from '../words/adjustments.js';
import { formatAmount, formatDate, formatFigure, formatPercent, formatPrice, formatQuantity } from '../words/format.js';
import { documentAdjustments, ownNet, ownOf, signed } from '../domain/adjustments.js';
import { isZero } from '../domain/money.js';
import {
  COLOR,
  CONTENT_WIDTH,
  PAGE,
  STYLE,
  artifact,
  drawLine,
  ensureSpace,
  lineHeight,
  paragraph,
  rule,
  skip,
  tagged,
  type Sheet,
  type TextStyle,
} from './pdf.js';
import { drawTable, tableHeight, type Cell, type NamedColumn, type Table } from './table.js';
import { wordsOf } from '../words/index.js';

type PricedLine = {
  readonly lineNo: number;
  readonly product: string | null;
  readonly description: string;
  readonly unit: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discountPercent: Percent;
  readonly net: Amount;
  readonly text?: string | undefined;
} & Vat &
  BesidePrice<ChargedAdjustment>;

type Described = { readonly product: string | null; readonly description: string; readonly unit: string };

/** Description with product number and sales unit below it, where they have no column of their own, and what else is said. */
export function descriptionCell(
  { product, description, unit }: Described,
  columns: readonly DocumentColumn[] = [],
  notes: readonly string[] = [],
): Cell {
  const below = [columns.includes('product') ? null : product, columns.includes('unit') ? null : unit];
  return { text: description, note: [below.filter(Boolean).join(' · '), ...notes].filter(Boolean).join('\n') };
}

/** What stands of a line in columns of their own, where a template asks for them: product number and sales unit. */
export const besideCells = ({ product, unit }: Described): Cell[] => [product ?? '', unit];

export function besideColumns(
  kind: 'quote' | 'acknowledgement' | 'invoice' | 'delivery-note',
  language: Language,
): NamedColumn[] {
  const { column } = wordsOf(language);
  const { product, unit } = columnWidths[kind];
  return [
    { id: 'product', title: column.product, width: product },
    { id: 'unit', title: column.unit, width: unit },
  ];
}

/** Of priced lines, without what stands beside them; see `pricedCells`. */
export function pricedColumns(
  kind: 'quote' | 'acknowledgement' | 'invoice',
  currency: Currency,
  language: Language,
): NamedColumn[] {
  const { column } = wordsOf(language);
  const widths = columnWidths[kind];
  const titled = { ...column, net: `${column.net} (${currency})` };
  const names = ['lineNo', 'description', 'quantity', 'unitPrice', 'discount', 'vatRate', 'net'] as const;
  return names.map((id) => ({
    id,
    title: titled[id],
    width: widths[id],
    align: id === 'description' ? 'left' : 'right',
  }));
}

/** Line number, description, quantity, price, discount, VAT rate and net amount. */
export function pricedCells(
  line: PricedLine,
  currency: Currency,
  language: Language,
  columns: readonly DocumentColumn[] = [],
): Cell[] {
  return [
    String(line.lineNo),
    descriptionCell(line, columns, [
      ...(line.text === undefined ? [] : [line.text]),
      ...chargedNotes(line, currency, language),
    ]),
    formatQuantity(line.quantity, language),
    priceCell(line, language),
    isZero(line.discountPercent) ? '–' : formatPercent(line.discountPercent, language),
    formatPercent(line.vatRate, language),
    formatFigure(ownNet(line), currency, language),
  ];
}

const chargedNotes = ({ adjustments = [] }: PricedLine, currency: Currency, language: Language): readonly string[] =>
  ownOf(adjustments)
    .filter(({ amount }) => !isZero(amount))
    .map((adjustment) => describeAdjustment(adjustment, currency, language));

/** The adjustments of the whole order, as the rows of a table with a column of rates and one of nets. */
export const orderAdjustmentRows = (lines: readonly PricedLine[], currency: Currency, language: Language): Cell[][] =>
  documentAdjustments(lines, currency)
    .filter(({ amount }) => !isZero(amount))
    .map(({ kind, text, percent, vatRate, amount }) => [
      '',
      percent === undefined ? text : `${text} ${formatPercent(percent, language)}`,
      '',
      '',
      '',
      formatPercent(vatRate, language),
      formatFigure(signed({ kind, amount }), currency, language),
    ]);

/** The price, and the units that it is of where that is not one. */
function priceCell({ unitPrice, priceBase }: PricedLine, language: Language): Cell {
  const text = formatPrice(unitPrice, language);
  return priceBase === undefined ? text : { text, note: `/ ${formatQuantity(priceBase, language)}` };
}

type Totals = {
  readonly currency: Currency;
  readonly net: Amount;
  readonly vat: Amount;
  readonly gross: Amount;
  readonly vatBreakdown: readonly VatRow[];
};

const TOTAL_WIDTH = 206;
const TOTAL: TextStyle = { font: 'bold', size: 10.5, color: COLOR.accent };

/** Why no VAT is charged, each reason once (EN 16931 BT-121); empty where it is. */
export function exemptionsOf(breakdown: readonly VatRow[]): readonly VatExemption[] {
  return [...new Set(breakdown.flatMap(({ vatExemption }) => (vatExemption === null ? [] : [vatExemption])))];
}

/** VAT per category and rate at the left (EN 16931 BG-23), the totals at the right; kept together on one page. */
export async function drawTotals(sheet: Sheet, totals: Totals, language: Language): Promise<void> {
  const { column, total } = wordsOf(language);
  const { currency } = totals;
  const vatTable: Table = {
    width: CONTENT_WIDTH - TOTAL_WIDTH - 24,
    columns: [
      { title: column.rate, width: 'rest' },
      { title: column.base, width: 84, align: 'right' },
      { title: column.vat, width: 84, align: 'right' },
    ],
    rows: totals.vatBreakdown.map((row) => [
      rateCell(row, language),
      formatFigure(row.base, currency, language),
      formatFigure(row.vat, currency, language),
    ]),
  };
  const sums: readonly TotalRow[] = [
    { label: total.net, value: formatAmount(totals.net, currency, language), style: STYLE.body },
    { label: total.vat, value: formatAmount(totals.vat, currency, language), style: STYLE.body },
    { label: total.gross, value: formatAmount(totals.gross, currency, language), style: TOTAL },
  ];
  ensureSpace(sheet, Math.max(tableHeight(vatTable), totalsHeight(sums)) + 10);
  sheet.y += 10;
  const top = sheet.y;
  await drawTable(sheet, vatTable);
  const bottom = drawSums(sheet, sums, top);
  sheet.y = Math.max(sheet.y, bottom) + 10;
}

/** The rate; where no VAT is charged, the codes that say why (EN 16931 BT-118, BT-121). */
function rateCell({ vatCategory, vatRate, vatExemption }: VatRow, language: Language): Cell {
  const text = formatPercent(vatRate, language);
  return vatCategory === 'S' ? text : { text, note: [vatCategory, vatExemption].filter(Boolean).join(' · ') };
}

type TotalRow = { readonly label: string; readonly value: string; readonly style: TextStyle };

function totalsHeight(rows: readonly TotalRow[]): number {
  return rows.reduce((height, row) => height + lineHeight(row.style) + 6, 0);
}

function drawSums(sheet: Sheet, rows: readonly TotalRow[], top: number): number {
  const place = { x: PAGE.right - TOTAL_WIDTH, width: TOTAL_WIDTH - 4 };
  let y = top + 3;
  for (const { label, value, style } of rows) {
    tagged(sheet, sheet.root, 'P', () => {
      drawLine(sheet.doc, label, style, { ...place, y });
      drawLine(sheet.doc, value, style, { ...place, y, align: 'right' });
    });
    y += lineHeight(style) + 3;
    artifact(sheet.doc, 'Layout', () => rule(sheet.doc, { ...place, width: TOTAL_WIDTH, y, color: COLOR.rule }));
    y += 3;
  }
  return y;
}

/** A heading that stays with what follows it. */
export function heading(sheet: Sheet, text: string, spaceBelow: number): void {
  skip(sheet, 10);
  ensureSpace(sheet, lineHeight(STYLE.heading) + spaceBelow);
  paragraph(sheet, text, STYLE.heading, 'H2');
  skip(sheet, 4);
}

/** What is still to deliver on the order, or the orders, or that nothing is. */
export async function drawBackorders(
  sheet: Sheet,
  backorders: readonly (DocumentBackorder & { readonly order?: string | undefined })[],
  language: Language,
  on: 'order' | 'orders' = 'order',
): Promise<void> {
  const { column, backorder } = wordsOf(language);
  if (backorders.length === 0) {
    skip(sheet, 8);
    paragraph(sheet, backorder.nothing[on], STYLE.body);
    return;
  }
  heading(sheet, backorder.title[on], 50);
  await drawTable(sheet, {
    columns: [
      { title: column.lineNo, width: 28, align: 'right' },
      { title: column.description, width: 'rest' },
      { title: column.backorder, width: 90, align: 'right' },
      { title: column.nextDate, width: 110, align: 'right' },
    ],
    rows: backorders.map((line) => [
      String(line.lineNo),
      descriptionCell(line.order === undefined ? line : { ...line, unit: `${line.unit} · ${line.order}` }),
      formatQuantity(line.quantity, language),
      line.nextDate === null ? backorder.noDate : formatDate(line.nextDate, language),
    ]),
  });
}
