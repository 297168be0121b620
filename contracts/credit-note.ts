import { z } from 'zod';
import { ClaimId, LedgerReceipt, type LedgerResult, type OnAccount } from './account.js';
import { InvoiceLine } from './invoice.js';
import type { InvoiceDraft } from './process.js';
import {
  Amount,
  AmountOwed,
  Currency,
  InvoiceNumber,
  Line,
  LineNo,
  LocalDate,
  PositiveAmount,
  Quantity,
  Reason,
  Text,
  UnitPrice,
} from './primitives.js';
import { mistake } from './said.js';
import { VatRow } from './tax.js';
import {
  claimKinds,
  creditReasons,
  creditRequestDecisions,
  type Actor,
  type CreditReason,
  type CreditScope,
} from './vocabulary.js';

/**
 * A credit note: what is taken back of one invoice (avoir, EN 16931 type 381). It is asked of the customer's account, where
 * it goes to the invoice that it corrects; what finds nothing open there is ours to give.
 */

const once = (lines: readonly { readonly lineNo: number }[]): boolean =>
  new Set(lines.map(({ lineNo }) => lineNo)).size === lines.length;

const why = {
  reason: z.enum(creditReasons),
  /** What the customer reads of it beside the reason. */
  note: Text(500).optional(),
};

/** Lines are those of the invoice, by their numbers. */
export const CreditNoteInput = z
  .discriminatedUnion('scope', [
    /** All that is left of it: quantities, prices, freight. */
    z.strictObject({ scope: z.literal('whole'), ...why }),
    /** Quantities, and freight without tax. */
    z.strictObject({
      scope: z.literal('lines'),
      lines: z
        .array(z.strictObject({ lineNo: LineNo, quantity: Quantity }))
        .max(999)
        .refine(once, mistake('line-numbers-unique')),
      freight: PositiveAmount.optional(),
      ...why,
    }),
    /** The price that each unit should have had before discount: what is more was invoiced too much. */
    z.strictObject({
      scope: z.literal('price'),
      lines: z
        .array(z.strictObject({ lineNo: LineNo, unitPrice: UnitPrice }))
        .min(1)
        .max(999)
        .refine(once, mistake('line-numbers-unique')),
      ...why,
    }),
    /** An allowance without tax, shared over these lines by what is left of each; left out: over all. */
    z.strictObject({
      scope: z.literal('allowance'),
      amount: PositiveAmount,
      lines: z.array(LineNo).min(1).max(999).optional(),
      ...why,
    }),
  ])
  .meta({ id: 'CreditNoteInput' });
export type CreditNoteInput = z.infer<typeof CreditNoteInput>;

/** What a credit of an invoice comes to: a credit note without a number. Amounts and quantities are below zero, as on record. */
export type CreditDraft = Omit<InvoiceDraft, 'deliveryNumber' | 'lines'> & {
  readonly lines: readonly InvoiceLine[];
  /** Of what the invoice charged nothing is left after it. */
  readonly takesAll: boolean;
};

const applied = {
  /** Deducted from the invoice, and what stays ours to give; together the credit note, tax included. */
  applied: AmountOwed,
  toGive: AmountOwed,
  /** Open on the invoice afterwards. */
  open: AmountOwed,
};

/** What a credit note would come to if it were asked for now; nothing is kept. */
export const CreditPreview = z
  .strictObject({
    invoice: InvoiceNumber,
    currency: Currency,
    /** Below zero, as on the credit note. */
    lines: z.array(InvoiceLine),
    freight: Amount,
    net: Amount,
    vat: Amount,
    gross: Amount,
    vatBreakdown: z.array(VatRow),
    /** Of what the invoice charged nothing is left after it. */
    takesAll: z.boolean(),
    ...applied,
    /** Of `applied`, what takes the place of a loss that was written off: nobody paid it, so nobody gets it back. */
    takenBack: AmountOwed,
    /** Interest and fees that fall away with it, and how much of each. */
    claims: z.array(z.strictObject({ claim: ClaimId, kind: z.enum(claimKinds), falls: Amount, currency: Currency })),
  })
  .meta({ id: 'CreditPreview' });
export type CreditPreview = z.infer<typeof CreditPreview>;

/** A credit note as it was issued. */
export const IssuedCredit = z
  .strictObject({
    creditNote: InvoiceNumber,
    invoice: InvoiceNumber,
    issueDate: LocalDate,
    currency: Currency,
    /** Below zero. */
    gross: Amount,
    ...applied,
  })
  .meta({ id: 'IssuedCredit' });
export type IssuedCredit = z.infer<typeof IssuedCredit>;

/** The credit note that was issued, and what it moved on the account. */
export const CreditNoteReceipt = z
  .strictObject({
    ...IssuedCredit.shape,
    ...LedgerReceipt.omit({ on: true, unallocated: true }).shape,
  })
  .meta({ id: 'CreditNoteReceipt' });
export type CreditNoteReceipt = z.infer<typeof CreditNoteReceipt>;

/** A credit of so much that a second person grants it. */
export const CreditAsked = z
  .strictObject({
    /** Id of the request: `POST /v1/credit-requests/{id}/decision`. */
    request: Line(200),
    invoice: InvoiceNumber,
    currency: Currency,
    /** Above zero, tax included. */
    amount: Amount,
  })
  .meta({ id: 'CreditAsked' });
export type CreditAsked = z.infer<typeof CreditAsked>;
/** What the account answers instead of a credit that waits for a second person. */
export type AskedCredit = CreditAsked & { readonly kind: 'asked' };

export const CreditDecisionInput = z
  .strictObject({ decision: z.enum(creditRequestDecisions), reason: Reason })
  .meta({ id: 'CreditDecisionInput' });

/** What was decided, and what was issued by it; null: nothing was. */
export const CreditDecided = z
  .strictObject({
    request: Line(200),
    decision: z.enum(creditRequestDecisions),
    creditNote: InvoiceNumber.nullable(),
    /** The invoice that takes the place of what was credited. */
    invoice: InvoiceNumber.nullable(),
  })
  .meta({ id: 'CreditDecided' });
export type CreditDecided = z.infer<typeof CreditDecided>;

/** Update `decideCredit` of account:CUSTOMER. */
export type DecideCredit = { readonly actor: Actor; readonly request: string } & z.infer<typeof CreditDecisionInput>;
/** Activity `recordCreditRequestDecision`. */
export type RecordCreditRequestDecision = OnAccount<DecideCredit>;
export type DecidedCredit = CreditDecided & { readonly kind: 'decided' };

/** Update `creditInvoice` of account:CUSTOMER. */
export type CreditInvoice = { readonly actor: Actor; readonly invoice: string; readonly wish: CreditNoteInput };
/** Activity `recordCreditNote`. */
export type RecordCreditNote = OnAccount<CreditInvoice>;
export type CreditNoteResult = LedgerResult & { readonly credit: IssuedCredit };

/** What of a credit note's rest is set off against invoices of its customer: those named, or what has been due longest. */
export const ApplicationInput = z
  .union([
    z.strictObject({
      allocations: z
        .array(z.strictObject({ invoice: InvoiceNumber, amount: PositiveAmount }))
        .min(1)
        .max(100)
        .refine(
          (targets) => new Set(targets.map(({ invoice }) => invoice)).size === targets.length,
          mistake('targets-once'),
        ),
    }),
    z.strictObject({ order: z.literal('oldest-first') }),
  ])
  .meta({ id: 'ApplicationInput' });
export type ApplicationInput = z.infer<typeof ApplicationInput>;

/** Update `applyCredit` of account:CUSTOMER. */
export type ApplyCredit = { readonly actor: Actor; readonly creditNote: string; readonly wish: ApplicationInput };
/** Activity `recordApplication`. */
export type RecordApplication = OnAccount<ApplyCredit>;
/** Update `refundCredit`: a booked payment below zero pays out the credit note that it names. */
export type RefundCredit = { readonly actor: Actor; readonly paymentId: string };
/** Activity `recordRefund`. */
export type RecordRefund = OnAccount<RefundCredit>;

export const ApplicationReversalInput = z.strictObject({ reason: Reason }).meta({ id: 'ApplicationReversalInput' });

/** Update `reverseApplication`: the application with this running number of the credit note is undone. */
export type ReverseApplication = {
  readonly actor: Actor;
  readonly creditNote: string;
  readonly application: number;
  readonly reason: string;
};
/** Activity `recordApplicationReversal`. */
export type RecordApplicationReversal = OnAccount<ReverseApplication>;

/** Why and how much, as it stands on record. */
export type CreditWhy = { readonly scope: CreditScope; readonly reason: CreditReason; readonly note: string | null };
