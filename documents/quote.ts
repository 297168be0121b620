import type { QuoteDocument } from '../contracts/documents.js';
import { columnWidths } from '../domain/document-template.js';
import { isZero } from '../domain/money.js';
import { formatDate, formatFigure, formatLongDate } from '../words/format.js';
import { describeTerms } from '../words/payment-terms.js';
import { wordsOf } from '../words/index.js';
import { depositSentences } from './deposit-asked.js';
import { dressFor, type Look } from './dress.js';
import { closeLetter, customerBlock, drawParties, openLetter, presentFacts, type Letterhead } from './letterhead.js';
import {
  CONTENT_WIDTH,
  COLOR,
  PAGE,
  STYLE,
  artifact,
  drawText,
  ensureSpace,
  paragraph,
  skip,
  tagged,
  type Sheet,
} from './pdf.js';
import {
  besideCells,
  besideColumns,
  drawTotals,
  exemptionsOf,
  heading,
  orderAdjustmentRows,
  pricedCells,
  pricedColumns,
} from './sections.js';
import { arranged, drawTable, type Cell, type NamedColumn } from './table.js';

const BOX_HEIGHT = 70;

/** The quote as tagged PDF/A-3a: nature, quantities, prices, VAT, delivery dates, terms, until when it holds, and a box to accept it. */
export async function renderQuote(input: QuoteDocument, look: Look | null = null): Promise<Uint8Array> {
  const { company, customer, language, number, revision } = input;
  const words = wordsOf(language);
  const letterhead: Letterhead = {
    company,
    language,
    title: words.title.quote,
    number,
    date: input.issuedOn,
    dress: dressFor(look, 'quote', language),
  };
  const sheet = openLetter(letterhead);
  const facts = presentFacts([
    [words.label.date, formatDate(input.issuedOn, language)],
    [words.quote.validUntil, formatDate(input.validUntil, language)],
    [words.label.customerNumber, customer.number],
    [words.label.version, revision > 1 ? String(revision) : null],
  ]);
  drawParties(sheet, [customerBlock(words.label.orderedBy, customer, language)], facts);
  paragraph(sheet, revision > 1 ? words.quote.introRevised : words.quote.intro, STYLE.body);
  skip(sheet, 8);
  await drawOffer(sheet, input);
  await drawTotals(sheet, input, language);
  drawConditions(sheet, input);
  drawAcceptance(sheet, input);
  return closeLetter(sheet, letterhead);
}

async function drawOffer(sheet: Sheet, input: QuoteDocument): Promise<void> {
  const { language, currency } = input;
  const { total, quote } = wordsOf(language);
  const chosen = sheet.dress.columns;
  const rows: Cell[][] = input.lines.map((line) => [
    ...pricedCells(line, currency, language, chosen),
    line.deliveryDate === null ? quote.soonest : formatDate(line.deliveryDate, language),
    ...besideCells(line),
  ]);
  rows.push(...orderAdjustmentRows(input.lines, currency, language));
  if (!isZero(input.freight))
    rows.push(['', total.freight, '', '', '', '', formatFigure(input.freight, currency, language)]);
  const columns: readonly NamedColumn[] = [
    ...pricedColumns('quote', currency, language),
    { id: 'delivery', title: quote.delivery, width: columnWidths.quote.delivery, align: 'right' },
    ...besideColumns('quote', language),
  ];
  await drawTable(sheet, arranged(columns, rows, chosen));
}

function drawConditions(sheet: Sheet, input: QuoteDocument): void {
  const { language, paymentTerms, validUntil } = input;
  const { label, legal, quote, colon } = wordsOf(language);
  paragraph(sheet, `${label.paymentTerms}${colon}${describeTerms(paymentTerms, language)}`, STYLE.strong);
  for (const text of depositSentences(input)) paragraph(sheet, text, STYLE.strong);
  for (const code of exemptionsOf(input.vatBreakdown)) paragraph(sheet, legal.exemption[code], STYLE.body);
  skip(sheet, 6);
  paragraph(sheet, quote.holds(formatLongDate(validUntil, language)), STYLE.body);
}

function drawAcceptance(sheet: Sheet, { language }: QuoteDocument): void {
  const { quote } = wordsOf(language);
  heading(sheet, quote.accept, BOX_HEIGHT);
  ensureSpace(sheet, BOX_HEIGHT);
  const width = CONTENT_WIDTH / quote.acceptFields.length;
  quote.acceptFields.forEach((field, index) => {
    const x = PAGE.left + index * width;
    artifact(sheet.doc, 'Layout', () => {
      sheet.doc.rect(x, sheet.y, width, BOX_HEIGHT).lineWidth(0.6).strokeColor(COLOR.rule).stroke();
    });
    tagged(sheet, sheet.root, 'P', () => {
      drawText(sheet.doc, field, STYLE.label, { x: x + 6, y: sheet.y + 5, width: width - 12 });
    });
  });
  sheet.y += BOX_HEIGHT;
}
