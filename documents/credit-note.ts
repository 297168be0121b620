import type { CreditNoteDocument } from '../contracts/documents.js';
import { addressLines, formatAmount, formatDate, paragraphsOf } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { isOfOneOrder, wentToOnePlace } from './charged.js';
import { creditAboveZero, creditGoes } from './credited.js';
import type { ElectronicCreditNote } from './e-invoice/credit-note-terms.js';
import { creditNoteXml } from './e-invoice/index.js';
import { embedInvoice } from './facturx.js';
import { dressFor, type Look } from './dress.js';
import { drawAccountingVat, drawInvoiceLines, drawPanel, invoiceConditions } from './invoice.js';
import {
  closeLetter,
  customerBlock,
  drawParties,
  openLetter,
  presentFacts,
  type Block,
  type Fact,
  type Letterhead,
} from './letterhead.js';
import { COLOR, STYLE, paragraph, skip, type TextStyle } from './pdf.js';
import { drawTotals, exemptionsOf } from './sections.js';

const CREDITED: TextStyle = { font: 'bold', size: 11, color: COLOR.accent };

/**
 * The credit note as tagged PDF/A-3a: number, date, the invoice that it corrects with its date (art. 242 nonies A annexe II
 * CGI, art. 289 I-5 CGI), lines, VAT by rate, the reason, and where its money goes. What it takes back is printed above zero.
 * With its XML inside (Factur-X, profile EN 16931) and the mentions that this wants, where it holds what was delivered.
 */
export async function renderCreditNote(input: CreditNoteDocument, look: Look | null = null): Promise<Uint8Array> {
  const { company, language } = input;
  const words = wordsOf(language);
  const letterhead: Letterhead = {
    company,
    language,
    title: words.title.creditNote,
    number: input.number,
    date: input.issueDate,
    dress: dressFor(look, 'credit-note', language),
  };
  const printed = creditAboveZero(input);
  const sheet = openLetter(letterhead);
  drawParties(sheet, partiesOf(input), creditNoteFacts(input));
  await drawInvoiceLines(sheet, { ...printed, charged: input.supply?.charged });
  await drawTotals(sheet, printed, language);
  if (printed.accountingVat !== undefined) drawAccountingVat(sheet, printed.accountingVat, printed);
  const amount = formatAmount(printed.gross, input.currency, language);
  drawPanel(sheet, { text: words.creditNote.credited(amount, input.corrects.number), style: CREDITED }, [
    `${words.label.creditReason}${words.colon}${words.creditReason[input.reason]} (${words.creditScope[input.scope]})`,
    ...creditGoes(input),
  ]);
  skip(sheet, 12);
  for (const text of [...paragraphsOf(input.note ?? ''), ...conditionsOf(input)]) paragraph(sheet, text, STYLE.note);
  if (isElectronic(input)) embedInvoice(sheet, creditNoteXml(input, 'cii'), input.issueDate);
  return closeLetter(sheet, letterhead);
}

const isElectronic = (input: CreditNoteDocument): input is ElectronicCreditNote => input.supply !== undefined;

function partiesOf({ customer, language, supply }: CreditNoteDocument): Block[] {
  const { label } = wordsOf(language);
  const billTo = customerBlock(label.billTo, customer, language);
  if (supply === undefined) return [billTo];
  const place = wentToOnePlace(supply) ? addressLines(supply.deliveryAddress, language) : [label.severalPlaces];
  return [billTo, { title: label.shipTo, lines: place }];
}

function conditionsOf(input: CreditNoteDocument): readonly string[] {
  const { legal } = wordsOf(input.language);
  if (isElectronic(input)) return invoiceConditions({ ...input, ...input.supply, corrects: undefined });
  return [legal.nature, ...exemptionsOf(input.vatBreakdown).map((code) => legal.exemption[code])];
}

function creditNoteFacts(input: CreditNoteDocument): Fact[] {
  const { language, corrects, supply } = input;
  const { label } = wordsOf(language);
  const { charged, period } = supply ?? {};
  const deliveredOn = supply?.deliveredOn ?? null;
  const only = isOfOneOrder({ charged, order: input.order });
  return presentFacts([
    [label.issueDate, formatDate(input.issueDate, language)],
    period === undefined
      ? [label.saleDate, deliveredOn === null ? null : formatDate(deliveredOn, language)]
      : [label.period, `${formatDate(period.from, language)} – ${formatDate(period.to, language)}`],
    [label.correctedInvoice, corrects.number],
    [label.correctedDate, formatDate(corrects.issueDate, language)],
    [label.customerNumber, input.customer.number],
    [label.order, only ? input.order : null],
    [label.customerReference, only ? input.customerReference : null],
    [label.quote, only ? input.quote : null],
    [label.deliveryNote, charged === undefined ? input.deliveries.join(', ') : null],
  ]);
}
