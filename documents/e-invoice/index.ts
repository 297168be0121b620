import type { InvoiceDocument } from '../../contracts/documents.js';
import type { InvoiceSyntax } from '../../contracts/vocabulary.js';
import { ciiOf } from './cii.js';
import { creditNoteTerms, type ElectronicCreditNote } from './credit-note-terms.js';
import { invoiceTerms } from './invoice-terms.js';
import type { EInvoice } from './terms.js';
import { ublOf } from './ubl.js';

const writers: Readonly<Record<InvoiceSyntax, (invoice: EInvoice) => string>> = { cii: ciiOf, ubl: ublOf };

/** An invoice as it was issued, as XML in one of the two syntaxes of EN 16931; the same snapshot gives the same text. */
export const invoiceXml = (invoice: InvoiceDocument, syntax: InvoiceSyntax): string =>
  writers[syntax](invoiceTerms(invoice));

/** A credit note as it was issued, likewise. */
export const creditNoteXml = (creditNote: ElectronicCreditNote, syntax: InvoiceSyntax): string =>
  writers[syntax](creditNoteTerms(creditNote));
