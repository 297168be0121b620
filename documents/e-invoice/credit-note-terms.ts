import type { CreditedSupply, CreditNoteDocument, InvoiceDocument } from '../../contracts/documents.js';
import { canonicalAmount } from '../../domain/money.js';
import { creditAboveZero, creditGoes } from '../credited.js';
import { invoiceTerms } from './invoice-terms.js';
import type { DocumentCharge, EInvoice, EInvoiceLine } from './terms.js';

/** The code of what is counted without a unit of its own. */
const ONE = 'C62';

/** A credit note with what was delivered. */
export type ElectronicCreditNote = CreditNoteDocument & { readonly supply: CreditedSupply };

/**
 * A credit note as it was issued, in the terms of EN 16931 (type 381): those of its invoice, with what it takes back above
 * zero. Its tax is set off when it is issued (art. 272, 1 CGI), which is its tax point.
 */
export function creditNoteTerms(input: ElectronicCreditNote): EInvoice {
  const { issueDate, corrects } = input;
  const terms = invoiceTerms(chargedAgain(input));
  return {
    ...withLines(terms),
    typeCode: '381',
    taxPoint: issueDate,
    isTaxedOnPayment: false,
    period: periodOf(input),
    paymentTerms: creditGoes(input).join(' '),
    precedingInvoices: [corrects],
    payment: null,
  };
}

/** As the invoice says it; of a deposit on an intra-community supply, of which nothing was delivered (EN 16931 BR-IC-11): since it was invoiced. */
function periodOf({ supply, vatBreakdown, corrects, issueDate }: ElectronicCreditNote): EInvoice['period'] {
  const isIntraCommunity = vatBreakdown.some(({ vatCategory }) => vatCategory === 'K');
  if (supply.deliveredOn === null && isIntraCommunity) return { from: corrects.issueDate, to: issueDate };
  return supply.period ?? null;
}

/** The invoice that would charge what the credit note takes back. */
function chargedAgain(input: ElectronicCreditNote): InvoiceDocument {
  const {
    supply,
    corrects: _corrects,
    scope: _scope,
    reason: _reason,
    note: _note,
    applied: _applied,
    toGive: _toGive,
    open: _open,
    ...said
  } = creditAboveZero(input);
  return { ...said, ...supply, dueDate: input.issueDate, backorders: [] };
}

/** An invoice has one line at least (BR-16): freight that is credited alone is its line, one for each rate. */
function withLines(terms: EInvoice): EInvoice {
  if (terms.lines.length > 0) return terms;
  const { totals } = terms;
  const zero = canonicalAmount('0', terms.currency);
  return {
    ...terms,
    lines: terms.charges.map(freightLine),
    charges: [],
    totals: { ...totals, lines: totals.charges, charges: zero },
  };
}

const freightLine = ({ amount, reason, tax }: DocumentCharge, index: number): EInvoiceLine => ({
  id: String(index + 1),
  note: null,
  quantity: '1',
  unitCode: ONE,
  net: amount,
  adjustments: [],
  price: amount,
  priceBase: '1',
  tax,
  name: reason,
  sellerItem: null,
  buyerItem: null,
  gtin: null,
  attributes: [],
  orderLine: null,
  period: null,
});
