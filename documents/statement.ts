import type { StatementDocument } from '../contracts/documents.js';
import { columnWidths } from '../domain/document-template.js';
import { isNegative, isZero, negate } from '../domain/money.js';
import { byPayee, payTo } from '../domain/pay-to.js';
import { formatAmount, formatDate, formatFigure, formatLongDate } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { dressFor, type Look } from './dress.js';
import { accountFacts, noticeOf } from './dunning-content.js';
import { drawPanel } from './invoice.js';
import { closeLetter, customerBlock, drawParties, openLetter, presentFacts, type Letterhead } from './letterhead.js';
import { COLOR, STYLE, paragraph, skip, type Sheet, type TextStyle } from './pdf.js';
import { heading } from './sections.js';
import { arranged, drawTable, type Cell, type NamedColumn } from './table.js';

const BALANCE: TextStyle = { font: 'bold', size: 11, color: COLOR.accent };

/** The statement of account as tagged PDF/A-3a: what is open on a day, by its age, what is to the customer's credit, and where to pay. */
export async function renderStatement(input: StatementDocument, look: Look | null = null): Promise<Uint8Array> {
  const { company, customer, language, number, on } = input;
  const { label, title, statement } = wordsOf(language);
  const dress = dressFor(look, 'statement', language);
  const letterhead: Letterhead = { company, language, title: title.statement, number, date: on, dress };
  const sheet = openLetter(letterhead);
  const facts = presentFacts([
    [label.date, formatDate(on, language)],
    [label.customerNumber, customer.number],
    [statement.owed, formatAmount(input.owed, input.currency, language)],
    [statement.credited, isZero(input.credited) ? null : formatAmount(input.credited, input.currency, language)],
  ]);
  drawParties(sheet, [customerBlock(label.billTo, customer, language)], facts);
  paragraph(sheet, statement.intro(formatLongDate(on, language)), STYLE.body);
  skip(sheet, 8);
  await drawItems(sheet, input);
  await drawClaims(sheet, input);
  await drawCredits(sheet, input);
  await drawAgeing(sheet, input);
  skip(sheet, 12);
  drawPanel(sheet, { text: balanceText(input), style: BALANCE }, [statement.crossing]);
  drawBank(sheet, input);
  return closeLetter(sheet, letterhead);
}

/** What is left of what is owed and what is credited, in words. */
export function balanceText({ balance, currency, language }: StatementDocument): string {
  const { statement } = wordsOf(language);
  if (isZero(balance)) return statement.even;
  return isNegative(balance)
    ? statement.yours(formatAmount(negate(balance), currency, language))
    : statement.ours(formatAmount(balance, currency, language));
}

async function drawItems(sheet: Sheet, { items, currency, language }: StatementDocument): Promise<void> {
  const { statement, dunning } = wordsOf(language);
  const { column } = statement;
  if (items.length === 0) return paragraph(sheet, statement.nothing, STYLE.body);
  const widths = columnWidths.statement;
  const columns: readonly NamedColumn[] = [
    { id: 'invoice', title: column.invoice, width: widths.invoice },
    { id: 'order', title: column.order, width: widths.order },
    { id: 'reference', title: column.reference, width: widths.reference },
    { id: 'issueDate', title: column.issueDate, width: widths.issueDate, align: 'right' },
    { id: 'dueDate', title: column.dueDate, width: widths.dueDate, align: 'right' },
    { id: 'overdue', title: column.overdue, width: widths.overdue, align: 'right' },
    { id: 'amount', title: `${column.amount} (${currency})`, width: widths.amount, align: 'right' },
    { id: 'open', title: `${column.open} (${currency})`, width: widths.open, align: 'right' },
  ];
  const rows = items.map((item): Cell[] => [
    { text: item.invoice, note: item.instalment === 1 ? '' : statement.instalment(item.instalment) },
    item.order,
    item.customerReference ?? '',
    formatDate(item.issueDate, language),
    formatDate(item.dueDate, language),
    item.overdueDays === 0 ? '–' : dunning.overdue(item.overdueDays),
    formatFigure(item.amount, currency, language),
    { text: formatFigure(item.open, currency, language), strong: true },
  ]);
  await drawTable(sheet, arranged(columns, rows, sheet.dress.columns));
}

async function drawClaims(sheet: Sheet, { claims, currency, language }: StatementDocument): Promise<void> {
  if (claims.length === 0) return;
  const { statement } = wordsOf(language);
  const { column } = statement;
  heading(sheet, statement.claims, 40);
  await drawTable(sheet, {
    columns: [
      { title: column.invoice, width: 110 },
      { title: column.what, width: 'rest' },
      { title: column.since, width: 80, align: 'right' },
      { title: `${column.open} (${currency})`, width: 84, align: 'right' },
    ],
    rows: claims.map(({ invoice, kind, raisedOn, open }) => [
      invoice,
      statement.claim[kind],
      formatDate(raisedOn, language),
      formatFigure(open, currency, language),
    ]),
  });
}

async function drawCredits(sheet: Sheet, { credits, currency, language }: StatementDocument): Promise<void> {
  if (credits.length === 0) return;
  const { statement } = wordsOf(language);
  const { column } = statement;
  heading(sheet, statement.credits, 40);
  await drawTable(sheet, {
    columns: [
      { title: column.what, width: 130 },
      { title: column.which, width: 'rest' },
      { title: column.date, width: 80, align: 'right' },
      { title: `${column.left} (${currency})`, width: 84, align: 'right' },
    ],
    rows: credits.map(({ kind, reference, date, open }) => [
      statement.credit[kind],
      reference,
      formatDate(date, language),
      formatFigure(open, currency, language),
    ]),
  });
}

async function drawAgeing(sheet: Sheet, { ageing, owed, currency, language }: StatementDocument): Promise<void> {
  if (isZero(owed)) return;
  const { statement } = wordsOf(language);
  heading(sheet, `${statement.ageing} (${currency})`, 40);
  await drawTable(sheet, {
    columns: ageing.map(({ bucket }, index) => ({
      title: statement.bucket[bucket],
      width: index === 0 ? 'rest' : 100,
      align: 'right',
    })),
    rows: [ageing.map(({ amount }) => formatFigure(amount, currency, language))],
  });
}

function drawBank(sheet: Sheet, input: StatementDocument): void {
  const { company, customer, items, language } = input;
  if (items.length === 0) return;
  const { dunning, colon } = wordsOf(language);
  skip(sheet, 10);
  paragraph(sheet, dunning.bank, STYLE.strong);
  const paid = byPayee(items);
  for (const { payee, items: of } of paid) {
    const names = [...new Set(of.map(({ invoice }) => invoice))].join(', ');
    const which = paid.length > 1 ? ([[dunning.invoices, names]] as const) : [];
    const facts = [...which, ...accountFacts(payTo(company, payee), customer.number, language)];
    paragraph(sheet, facts.map(([name, value]) => `${name}${colon}${value}`).join(' · '), STYLE.body);
    for (const text of noticeOf(payee, language)) paragraph(sheet, text, STYLE.strong);
  }
}
