import type { InvoiceDocument } from '../../contracts/documents.js';
import type { InvoiceSyntax } from '../../contracts/vocabulary.js';
import { ciiOf } from './cii.js';
import { creditNoteTerms, type ElectronicCreditNote } from './credit-note-terms.js';
import { invoiceTerms } from './invoice-terms.js';
import type { EInvoice } from './terms.js';
import { frenchUblOf, ublOf } from './ubl.js';

const writers: Readonly<Record<InvoiceSyntax, (invoice: EInvoice) => string>> = { cii: ciiOf, ubl: ublOf };

/** An invoice as it was issued, as XML in one of the two syntaxes of EN 16931; the same snapshot gives the same text. */
export const invoiceXml = (invoice: InvoiceDocument, syntax: InvoiceSyntax): string =>
  writers[syntax](invoiceTerms(invoice));

/** A credit note as it was issued, likewise. */
export const creditNoteXml = (creditNote: ElectronicCreditNote, syntax: InvoiceSyntax): string =>
  writers[syntax](creditNoteTerms(creditNote));

type Network = 'platform' | 'peppol';

/** An invoice as a network carries it: Peppol in its own UBL, the platforms of the French reform with the rules of that. */
export const electronicInvoice = (invoice: InvoiceDocument, network: Network, syntax: InvoiceSyntax): string =>
  carried(invoiceTerms(invoice), network, syntax);

/** A credit note likewise. */
export const electronicCreditNote = (
  creditNote: ElectronicCreditNote,
  network: Network,
  syntax: InvoiceSyntax,
): string => carried(creditNoteTerms(creditNote), network, syntax);

function carried(terms: EInvoice, network: Network, syntax: InvoiceSyntax): string {
  if (network === 'peppol') return ublOf(terms);
  return syntax === 'ubl' ? frenchUblOf(terms) : ciiOf(terms);
}

/** The frame of an invoice (BT-23): what it charges, and whether it is paid already. */
export const billingFrameOf = (invoice: InvoiceDocument): string => invoiceTerms(invoice).billingFrame;
