import { z } from 'zod';
import { LedgerReceipt, type OnAccount } from './account.js';
import { CreditPreview, IssuedCredit, type CreditNoteResult } from './credit-note.js';
import { InvoiceLine } from './invoice.js';
import {
  Amount,
  AmountOwed,
  Currency,
  CustomerNumber,
  InvoiceNumber,
  Line,
  LineNo,
  LocalDate,
  NonNegativeAmount,
  PaymentTerms,
  Percent,
  PostalAddress,
  Quantity,
  Text,
  UnitPrice,
} from './primitives.js';
import { mistake } from './said.js';
import { VatRow } from './tax.js';
import { correctionForms, creditReasons, taxClasses, type Actor } from './vocabulary.js';

/**
 * An invoice put right in one step: all that is left of it is taken back, and what it should have said is invoiced, to its
 * customer or to another.
 */

/** A line of the invoice as it should have been; what is left out stays as it was invoiced. */
export const RightLine = z.strictObject({
  lineNo: LineNo,
  /** At most what is left of it on the invoice. */
  quantity: Quantity.optional(),
  unitPrice: UnitPrice.optional(),
  discountPercent: Percent.optional(),
  /** Taxed anew, as of the day of its delivery. */
  taxClass: z.enum(taxClasses).optional(),
});
export type RightLine = z.infer<typeof RightLine>;

const right = {
  /** Whose invoice it should have been; the same as before: with what its file says by now. Taxed anew. */
  customer: CustomerNumber.optional(),
  lines: z
    .array(RightLine)
    .min(1)
    .max(999)
    .refine((lines) => new Set(lines.map(({ lineNo }) => lineNo)).size === lines.length, mistake('line-numbers-unique'))
    .optional(),
  /** Lines that should not have been invoiced. */
  without: z.array(LineNo).min(1).max(999).optional(),
  freight: NonNegativeAmount.optional(),
  paymentTerms: PaymentTerms.optional(),
  billingAddress: PostalAddress.optional(),
  /** Taxed anew. */
  deliveryAddress: PostalAddress.optional(),
  customerReference: Line(60).optional(),
};

export const CorrectionInput = z
  .strictObject({
    form: z.enum(correctionForms),
    reason: z.enum(creditReasons),
    /** What the customer reads of it beside the reason. */
    note: Text(500).optional(),
    ...right,
  })
  .refine((wish) => Object.keys(right).some((name) => name in wish), mistake('nothing-to-correct'))
  .meta({ id: 'CorrectionInput' });
export type CorrectionInput = z.infer<typeof CorrectionInput>;

const corrected = {
  customer: CustomerNumber,
  /** What of the credit is deducted from the right invoice; of another customer nothing is. */
  deducted: AmountOwed,
  /** What of it stays ours to give. */
  toGive: AmountOwed,
  /** Open on the right invoice. */
  open: AmountOwed,
};

/** What a correction would come to if it were asked for now; nothing is kept. */
export const CorrectionPreview = z
  .strictObject({
    credit: CreditPreview,
    lines: z.array(InvoiceLine),
    freight: Amount,
    net: Amount,
    vat: Amount,
    gross: Amount,
    vatBreakdown: z.array(VatRow),
    /** What the right invoice comes to, less what was left of the wrong one; tax included. */
    difference: Amount,
    dueDate: LocalDate,
    ...corrected,
  })
  .meta({ id: 'CorrectionPreview' });
export type CorrectionPreview = z.infer<typeof CorrectionPreview>;

/** What took back the wrong invoice, the right one, and what both moved on the account. */
export const CorrectionReceipt = z
  .strictObject({
    credit: IssuedCredit,
    invoice: InvoiceNumber,
    issueDate: LocalDate,
    dueDate: LocalDate,
    currency: Currency,
    gross: Amount,
    ...corrected,
    ...LedgerReceipt.omit({ on: true, unallocated: true }).shape,
  })
  .meta({ id: 'CorrectionReceipt' });
export type CorrectionReceipt = z.infer<typeof CorrectionReceipt>;

/** Update `correctInvoice` of account:CUSTOMER, the customer of the wrong invoice. */
export type CorrectInvoice = { readonly actor: Actor; readonly invoice: string; readonly wish: CorrectionInput };
/** Activity `recordCorrection`. */
export type RecordCorrection = OnAccount<CorrectInvoice>;
export type IssuedCorrection = Pick<
  CorrectionReceipt,
  'invoice' | 'issueDate' | 'dueDate' | 'currency' | 'gross' | 'customer' | 'deducted' | 'toGive' | 'open'
>;
export type CorrectionResult = CreditNoteResult & { readonly correction: IssuedCorrection };
