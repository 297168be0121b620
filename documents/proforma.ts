import type { ProformaDocument } from '../contracts/documents.js';
import { describeDeposit } from '../words/deposits.js';
import { addressLines, formatAmount, formatDate } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { describeTerms } from '../words/payment-terms.js';
import { dressFor, type Look } from './dress.js';
import { drawInvoiceLines, drawPanel } from './invoice.js';
import { closeLetter, customerBlock, drawParties, openLetter, presentFacts, type Letterhead } from './letterhead.js';
import { COLOR, STYLE, paragraph, skip, type TextStyle } from './pdf.js';
import { drawTotals, exemptionsOf } from './sections.js';

const NOTICE: TextStyle = { font: 'bold', size: 11, color: COLOR.accent };

/** The proforma as tagged PDF/A-3a: what will be invoiced, under a notice that it is no invoice; no XML and no number of a series. */
export async function renderProforma(input: ProformaDocument, look: Look | null = null): Promise<Uint8Array> {
  const { company, language, currency, deposit, validUntil } = input;
  const words = wordsOf(language);
  const { label, proforma, legal, colon } = words;
  const letterhead: Letterhead = {
    company,
    language,
    title: words.title.proforma,
    number: input.number,
    date: input.issuedOn,
    dress: dressFor(look, 'invoice', language),
    footLines: [proforma.notInvoice],
  };
  const sheet = openLetter(letterhead);
  const billTo = customerBlock(label.billTo, input.customer, language);
  const shipTo = { title: label.shipTo, lines: addressLines(input.deliveryAddress, language) };
  drawParties(
    sheet,
    [billTo, shipTo],
    presentFacts([
      [label.date, formatDate(input.issuedOn, language)],
      [label.customerNumber, input.customer.number],
      [validUntil === null ? label.order : label.quote, input.number],
      [label.quote, input.quote],
      [label.customerReference, input.customerReference],
      [proforma.validUntil, validUntil === null ? null : formatDate(validUntil, language)],
    ]),
  );
  drawPanel(sheet, { text: proforma.notInvoice, style: NOTICE }, [proforma.why]);
  skip(sheet, 10);
  await drawInvoiceLines(sheet, input);
  await drawTotals(sheet, input, language);
  const texts = [
    `${label.paymentTerms}${colon}${describeTerms(input.paymentTerms, language)}`,
    ...(deposit
      ? [
          proforma.deposit(
            describeDeposit(deposit.asked, currency, language),
            formatAmount(deposit.gross, currency, language),
          ),
        ]
      : []),
    legal.nature,
    ...exemptionsOf(input.vatBreakdown).map((code) => legal.exemption[code]),
  ];
  for (const text of texts) paragraph(sheet, text, STYLE.body);
  return closeLetter(sheet, letterhead);
}
