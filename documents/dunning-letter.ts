import type { DunningLetter } from '../contracts/documents.js';
import { documentColumns } from '../contracts/vocabulary.js';
import { columnWidths } from '../domain/document-template.js';
import { formatDate } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import {
  bankBlocks,
  interestMadeUp,
  invoiceTable,
  legalBasis,
  letterOpening,
  letterTitle,
  totalFacts,
  unallocatedText,
} from './dunning-content.js';
import { dressFor, type Look } from './dress.js';
import { closeLetter, customerBlock, drawParties, openLetter, presentFacts, type Letterhead } from './letterhead.js';
import { STYLE, paragraph, skip, type Sheet } from './pdf.js';
import { arranged, drawTable, type Cell, type NamedColumn } from './table.js';

/** The reminder as a letter: what is asked, invoice by invoice, by which law, and where to pay. */
export async function renderDunningLetter(input: DunningLetter, look: Look | null = null): Promise<Uint8Array> {
  const { company, language, number, date } = input;
  const { label, mail } = wordsOf(language);
  const dress = dressFor(look, 'dunning-letter', language);
  const letterhead: Letterhead = { company, language, title: letterTitle(input), number, date, dress };
  const sheet = openLetter(letterhead);
  const facts = presentFacts([
    [label.date, formatDate(date, language)],
    [label.customerNumber, input.customer.number],
    ...totalFacts(input, language),
  ]);
  drawParties(sheet, [customerBlock(label.billTo, input.customer, language)], facts);
  write(sheet, mail.greeting, letterOpening(input));
  await drawInvoices(sheet, input);
  write(sheet, unallocatedText(input));
  for (const { intro, parts } of interestMadeUp(input, language))
    write(sheet, intro, ...parts.map((part) => `– ${part}`));
  write(sheet, ...legalBasis(input));
  drawBank(sheet, input);
  write(sheet, wordsOf(language).dunning.crossing, mail.closing, company.legalName);
  return closeLetter(sheet, letterhead);
}

function write(sheet: Sheet, ...texts: readonly (string | null)[]): void {
  for (const text of texts) {
    if (text === null) continue;
    paragraph(sheet, text, STYLE.body);
    skip(sheet, 5);
  }
}

async function drawInvoices(sheet: Sheet, input: DunningLetter): Promise<void> {
  const { head, rows, total } = invoiceTable(input, input.language);
  const strong = (text: string): Cell => ({ text, strong: true });
  skip(sheet, 4);
  const names = documentColumns['dunning-letter'];
  const columns = names.map((id, index): NamedColumn => ({
    id,
    title: head[index] ?? '',
    width: columnWidths['dunning-letter'][id],
    align: id === 'invoice' || id === 'level' ? 'left' : 'right',
  }));
  const all = rows.length === 1 ? rows : [...rows, total.map(strong)];
  await drawTable(sheet, arranged(columns, all, sheet.dress.columns));
  skip(sheet, 12);
}

function drawBank(sheet: Sheet, input: DunningLetter): void {
  const { dunning, colon } = wordsOf(input.language);
  paragraph(sheet, dunning.bank, STYLE.strong);
  for (const { facts, notice } of bankBlocks(input)) {
    paragraph(sheet, facts.map(([name, value]) => `${name}${colon}${value}`).join(' · '), STYLE.body);
    for (const text of notice) paragraph(sheet, text, STYLE.strong);
  }
  skip(sheet, 8);
}
