import type { AcknowledgementDocument, AcknowledgementLine } from '../contracts/documents.js';
import { compareDates } from '../domain/calendar.js';
import { columnWidths } from '../domain/document-template.js';
import { isZero } from '../domain/money.js';
import { describeAgreed, describeChange } from './acknowledgement-changes.js';
import { addressLines, formatDate, formatFigure } from '../words/format.js';
import { depositSentences } from './deposit-asked.js';
import { dressFor, type Look } from './dress.js';
import {
  closeLetter,
  customerBlock,
  drawParties,
  openLetter,
  presentFacts,
  type Fact,
  type Letterhead,
} from './letterhead.js';
import { STYLE, paragraph, skip, type Sheet } from './pdf.js';
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
import { describeTerms } from '../words/payment-terms.js';
import { wordsOf } from '../words/index.js';

/**
 * The acknowledgement of an order as tagged PDF/A-3a: nature, quantities, prices, discounts, freight, VAT, payment terms,
 * agreed dates next to the requested ones, delivery address, and what changed since the version before.
 */
export async function renderAcknowledgement(
  input: AcknowledgementDocument,
  look: Look | null = null,
): Promise<Uint8Array> {
  const { company, language } = input;
  const words = wordsOf(language);
  const letterhead: Letterhead = {
    company,
    language,
    title: words.title.acknowledgement,
    number: input.order,
    date: input.issuedOn,
    dress: dressFor(look, 'acknowledgement', language),
  };
  const sheet = openLetter(letterhead);
  const client = customerBlock(words.label.orderedBy, input.customer, language);
  const deliverTo = { title: words.label.deliverTo, lines: addressLines(input.deliveryAddress, language) };
  drawParties(sheet, [client, deliverTo], acknowledgementFacts(input));
  const amended = input.version > 1;
  paragraph(sheet, amended ? words.acknowledgement.introAmended : words.acknowledgement.intro, STYLE.body);
  skip(sheet, 8);
  if (input.changes.length > 0) await drawChanges(sheet, input);
  await drawOrderLines(sheet, input);
  await drawTotals(sheet, input, language);
  drawTerms(sheet, input);
  return closeLetter(sheet, letterhead);
}

function acknowledgementFacts(input: AcknowledgementDocument): Fact[] {
  const { label } = wordsOf(input.language);
  const quote =
    input.quote && input.quoteRevision !== null && input.quoteRevision > 1
      ? `${input.quote} (rev. ${input.quoteRevision})`
      : input.quote;
  return presentFacts([
    [label.date, formatDate(input.issuedOn, input.language)],
    [label.receivedOn, formatDate(input.receivedOn, input.language)],
    [label.customerNumber, input.customer.number],
    [label.customerReference, input.customerReference],
    [label.quote, quote],
    [label.version, input.version > 1 ? String(input.version) : null],
  ]);
}

async function drawChanges(sheet: Sheet, input: AcknowledgementDocument): Promise<void> {
  const { acknowledgement, column } = wordsOf(input.language);
  heading(sheet, acknowledgement.changes, 40);
  await drawTable(sheet, {
    columns: [
      { title: column.what, width: 'rest' },
      { title: column.before, width: 140 },
      { title: column.after, width: 140 },
    ],
    rows: input.changes.map((change) => {
      const { what, before, after } = describeChange(change, input);
      return [what, before === '' ? '–' : before, { text: after === '' ? '–' : after, strong: true }];
    }),
  });
  skip(sheet, 14);
}

async function drawOrderLines(sheet: Sheet, input: AcknowledgementDocument): Promise<void> {
  const { language, currency } = input;
  const { column, total } = wordsOf(language);
  const chosen = sheet.dress.columns;
  const rows: Cell[][] = input.lines.map((line) => [
    ...pricedCells(line, currency, language, chosen),
    dateCell(line, input),
    ...besideCells(line),
  ]);
  rows.push(...orderAdjustmentRows(input.lines, currency, language));
  if (!isZero(input.freight)) {
    rows.push(['', total.freight, '', '', '', '', formatFigure(input.freight, currency, language)]);
  }
  const columns: readonly NamedColumn[] = [
    ...pricedColumns('acknowledgement', currency, language),
    { id: 'agreed', title: column.agreed, width: columnWidths.acknowledgement.agreed, align: 'right' },
    ...besideColumns('acknowledgement', language),
  ];
  await drawTable(sheet, arranged(columns, rows, chosen));
}

// The agreed dates stand out when one is later than asked for.
function dateCell(line: AcknowledgementLine, { language }: AcknowledgementDocument): Cell {
  const { acknowledgement } = wordsOf(language);
  const late = line.agreed.some((part) => compareDates(part.date, line.requestedDate) > 0);
  return {
    text: describeAgreed(line.agreed, language, '\n'),
    note: acknowledgement.requestedFor(formatDate(line.requestedDate, language)),
    strong: late,
  };
}

function drawTerms(sheet: Sheet, input: AcknowledgementDocument): void {
  const { label, legal, acknowledgement, colon } = wordsOf(input.language);
  paragraph(sheet, `${label.paymentTerms}${colon}${describeTerms(input.paymentTerms, input.language)}`, STYLE.strong);
  for (const text of depositSentences(input)) paragraph(sheet, text, STYLE.strong);
  for (const code of exemptionsOf(input.vatBreakdown)) paragraph(sheet, legal.exemption[code], STYLE.body);
  if (input.text !== undefined) paragraph(sheet, input.text, STYLE.body);
  skip(sheet, 6);
  paragraph(sheet, acknowledgement.check, STYLE.body);
}
