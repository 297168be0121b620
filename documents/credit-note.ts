import type { CreditNoteDocument } from '../contracts/documents.js';
import { isPositive, isZero, negate } from '../domain/money.js';
import { formatAmount, formatDate, paragraphsOf } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { drawInvoiceLines, drawPanel } from './invoice.js';
import {
  closeLetter,
  customerBlock,
  drawParties,
  openLetter,
  presentFacts,
  type Fact,
  type Letterhead,
} from './letterhead.js';
import { COLOR, STYLE, paragraph, skip, type TextStyle } from './pdf.js';
import { drawTotals, exemptionsOf } from './sections.js';

const CREDITED: TextStyle = { font: 'bold', size: 11, color: COLOR.accent };

/**
 * The credit note as tagged PDF/A-3a: number, date, the invoice that it corrects with its date (art. 242 nonies A annexe II
 * CGI, art. 289 I-5 CGI), lines, VAT by rate, the reason, and where its money goes. What it takes back is printed above zero.
 */
export async function renderCreditNote(input: CreditNoteDocument): Promise<Uint8Array> {
  const { company, language } = input;
  const words = wordsOf(language);
  const letterhead: Letterhead = {
    company,
    language,
    title: words.title.creditNote,
    number: input.number,
    date: input.issueDate,
  };
  const printed = aboveZero(input);
  const sheet = openLetter(letterhead);
  drawParties(sheet, [customerBlock(words.label.billTo, input.customer, language)], creditNoteFacts(input));
  await drawInvoiceLines(sheet, printed);
  await drawTotals(sheet, printed, language);
  const amount = formatAmount(printed.gross, input.currency, language);
  drawPanel(sheet, { text: words.creditNote.credited(amount, input.corrects.number), style: CREDITED }, [
    `${words.label.creditReason}${words.colon}${words.creditReason[input.reason]} (${words.creditScope[input.scope]})`,
    ...creditGoes(input),
  ]);
  skip(sheet, 12);
  const exemptions = exemptionsOf(input.vatBreakdown).map((code) => words.legal.exemption[code]);
  for (const text of [...paragraphsOf(input.note ?? ''), words.legal.nature, ...exemptions])
    paragraph(sheet, text, STYLE.note);
  return closeLetter(sheet, letterhead);
}

function creditNoteFacts(input: CreditNoteDocument): Fact[] {
  const { language, corrects } = input;
  const { label } = wordsOf(language);
  return presentFacts([
    [label.issueDate, formatDate(input.issueDate, language)],
    [label.correctedInvoice, corrects.number],
    [label.correctedDate, formatDate(corrects.issueDate, language)],
    [label.customerNumber, input.customer.number],
    [label.order, input.order],
    [label.customerReference, input.customerReference],
    [label.quote, input.quote],
    [label.deliveryNote, input.deliveries.join(', ')],
  ]);
}

/** What happens to the money: deducted from the invoice, ours to give, or both. */
export function creditGoes({ language, currency, corrects, ...credit }: CreditNoteDocument): string[] {
  const { creditNote } = wordsOf(language);
  const say = (amount: string) => formatAmount(amount, currency, language);
  const { applied, toGive, open } = credit;
  return [
    ...(isPositive(applied) ? [creditNote.deducted(say(applied), corrects.number)] : []),
    ...(isPositive(applied) && isPositive(open) ? [creditNote.stillOpen(say(open), corrects.number)] : []),
    ...(isPositive(toGive) ? [creditNote.toGive(say(toGive))] : []),
    ...(isZero(applied) && isZero(toGive) ? [creditNote.nothing] : []),
  ];
}

const aboveZero = (input: CreditNoteDocument): CreditNoteDocument => ({
  ...input,
  lines: input.lines.map((line) => ({ ...line, quantity: negate(line.quantity), net: negate(line.net) })),
  net: negate(input.net),
  vat: negate(input.vat),
  gross: negate(input.gross),
  freight: negate(input.freight),
  vatBreakdown: input.vatBreakdown.map((row) => ({ ...row, base: negate(row.base), vat: negate(row.vat) })),
});
