import { z } from 'zod';
import { DepositLeft } from './deposit.js';
import { receivablePartPattern } from './ids.js';
import {
  Amount,
  Currency,
  CustomerNumber,
  InvoiceNumber,
  LocalDate,
  OrderNumber,
  PositiveAmount,
  Reason,
  Uuid,
} from './primitives.js';
import {
  claimKinds,
  ledgerEntryKinds,
  type Actor,
  type ClaimKind,
  type Currency as CurrencyCode,
} from './vocabulary.js';
import { mistake } from './said.js';

/**
 * The account of a customer: what is asked of `account:CUSTOMER` as updates, and what its steps record in the ledger.
 * Every write to the ledger of a customer passes through that workflow, one at a time; only invoices and payments are
 * posted by the transactions that record them.
 */

const Instalment = z.number().int().min(1).max(99);
/** `<invoice>:<instalment>:<kind>`. */
export const ClaimId = z.string().regex(receivablePartPattern(['interest', 'recovery-fee']), mistake('wrong-claim'));

/** A sum for one invoice (its first open instalments, or the one that is named), or for one claim. */
export const AllocationTarget = z.union([
  z.strictObject({ invoice: InvoiceNumber, instalment: Instalment.optional(), amount: PositiveAmount }),
  z.strictObject({ claim: ClaimId, amount: PositiveAmount }),
]);
export type AllocationTarget = z.infer<typeof AllocationTarget>;

const nameOf = (target: AllocationTarget): string =>
  'claim' in target ? target.claim : `${target.invoice}:${target.instalment ?? ''}`;

export const AllocationTargets = z
  .array(AllocationTarget)
  .min(1)
  .max(100)
  .refine((targets) => new Set(targets.map(nameOf)).size === targets.length, mistake('targets-once'));

/** What takes the money: what is named, what the remittance text names, or what has been due longest. */
export const AllocationWish = z
  .union([
    z.strictObject({ allocations: AllocationTargets }),
    z.strictObject({ order: z.enum(['by-remittance', 'oldest-first']) }),
  ])
  .meta({ id: 'AllocationWish' });
export type AllocationWish = z.infer<typeof AllocationWish>;

export const ReversalInput = z.strictObject({ reason: Reason }).meta({ id: 'ReversalInput' });
export const WaiverInput = z.strictObject({ reason: Reason }).meta({ id: 'WaiverInput' });
/** Without an amount all that is open is written off; without an instalment, of every instalment. */
export const WriteOffInput = z
  .strictObject({ instalment: Instalment.optional(), amount: PositiveAmount.optional(), reason: Reason })
  .meta({ id: 'WriteOffInput' });

/** One row of the ledger: + owes more, − owes less. */
export const LedgerEntry = z
  .strictObject({
    /** Place in the order of what was posted on the account. */
    id: z.string(),
    on: LocalDate,
    kind: z.enum(ledgerEntryKinds),
    currency: Currency,
    amount: Amount,
    /** What it moves. */
    item: z.enum(['receivable', 'payment', 'claim']),
    invoice: InvoiceNumber.nullable(),
    instalment: z.number().int().nullable(),
    payment: Uuid.nullable(),
    claim: ClaimId.nullable(),
    allocation: z.number().int().nullable(),
    reason: z.string().nullable(),
    /** The payment below zero that took the money back. */
    returnedBy: Uuid.nullable(),
    actor: z.string(),
  })
  .meta({ id: 'LedgerEntry' });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

const OpenInvoice = z.strictObject({
  invoice: InvoiceNumber,
  instalment: z.number().int(),
  order: OrderNumber,
  dueDate: LocalDate,
  currency: Currency,
  amount: Amount,
  open: Amount,
});

export const Claim = z
  .strictObject({
    id: ClaimId,
    kind: z.enum(claimKinds),
    invoice: InvoiceNumber,
    raisedOn: LocalDate,
    currency: Currency,
    amount: Amount,
    open: Amount,
  })
  .meta({ id: 'Claim' });

const UnallocatedPayment = z.strictObject({
  payment: Uuid,
  reference: z.string(),
  date: LocalDate,
  currency: Currency,
  unallocated: Amount,
});

const Receivable = z.strictObject({
  invoice: InvoiceNumber,
  instalment: z.number().int(),
  order: OrderNumber,
  dueDate: LocalDate,
});

/** What was posted at somebody's request. */
export const LedgerReceipt = z
  .strictObject({
    on: LocalDate,
    /** What each invoice or claim took (below zero: gave back), and what is open on it afterwards. */
    moves: z.array(
      z.strictObject({
        invoice: InvoiceNumber.nullable(),
        instalment: z.number().int().nullable(),
        claim: ClaimId.nullable(),
        /** Running number of the allocation in its payment. */
        allocation: z.number().int().nullable(),
        amount: Amount,
        open: Amount,
      }),
    ),
    /** What is left of the payment; null where no payment is concerned. */
    unallocated: Amount.nullable(),
    settled: z.array(Receivable),
    reopened: z.array(Receivable),
    /** Orders of which every invoice so far is paid now, and settled orders that wait for their payment again. */
    paidOrders: z.array(OrderNumber),
    reopenedOrders: z.array(OrderNumber),
  })
  .meta({ id: 'LedgerReceipt' });
export type LedgerReceipt = z.infer<typeof LedgerReceipt>;

/** The account of a customer: what is open, what waits to be allocated, and a page of what was posted, newest first. */
export const CustomerAccount = z
  .strictObject({
    customer: CustomerNumber,
    /** In each currency: above zero the customer owes, interest and fees included; below, we do. */
    balances: z.array(z.strictObject({ currency: Currency, balance: Amount })),
    openInvoices: z.array(OpenInvoice),
    openClaims: z.array(Claim),
    unallocated: z.array(UnallocatedPayment),
    /** Deposits of which something is still to be deducted, oldest first. */
    deposits: z.array(DepositLeft),
    entries: z.array(LedgerEntry),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'CustomerAccount' });
export type CustomerAccount = z.infer<typeof CustomerAccount>;

/** An account as it is shown: bank references are left out where the caller may not read payments. */
export const ShownAccount = CustomerAccount.extend({
  unallocated: z.array(UnallocatedPayment.partial({ reference: true })),
}).meta({ id: 'ShownAccount' });
export type ShownAccount = z.infer<typeof ShownAccount>;

// ---- updates of account:CUSTOMER, by the names of their types -------------------------------------------------------

/** Update `allocatePayment`. */
export type AllocatePayment = { readonly actor: Actor; readonly paymentId: string; readonly wish: AllocationWish };
/** Update `reverseAllocation`: the allocation with this running number of the payment is undone. */
export type ReverseAllocation = {
  readonly actor: Actor;
  readonly paymentId: string;
  readonly allocation: number;
  readonly reason: string;
};
/** Update `returnPayment`: a booked payment below zero takes its money back out of the payment that it returns. */
export type ReturnPayment = { readonly actor: Actor; readonly paymentId: string };
/** Update `writeOff`. */
export type WriteOff = { readonly actor: Actor; readonly invoice: string } & z.infer<typeof WriteOffInput>;
/** Update `waiveClaim`: what is open of the claim is given up. */
export type WaiveClaim = { readonly actor: Actor; readonly claim: string; readonly reason: string };

/** What one receivable or claim took (below zero: gave back), and what is open on it afterwards. */
export type LedgerMove = {
  readonly item:
    | { readonly kind: 'receivable'; readonly invoice: string; readonly instalment: number }
    | { readonly kind: 'claim'; readonly claim: string };
  readonly amount: string;
  readonly open: string;
  /** Running number of the allocation in its payment; absent where no payment is concerned. */
  readonly allocation?: number;
};

/** What every update answers and every step of the ledger records. Orders are numbers. */
export type LedgerResult = {
  readonly kind: 'posted';
  /** Business date of the posting. */
  readonly on: string;
  readonly moves: readonly LedgerMove[];
  /** What is left of the payment afterwards; null where no payment is concerned. */
  readonly unallocated: string | null;
  /** Receivables whose last cent this was, and receivables that this opened again. */
  readonly settled: readonly LedgerReceivable[];
  readonly reopened: readonly LedgerReceivable[];
  /** Orders of which every invoice so far is settled now, and settled orders that are open again, by this. */
  readonly paidOrders: readonly string[];
  readonly reopenedOrders: readonly string[];
  /** Held orders of the customer, oldest first, that may ask for credit again. */
  readonly freedOrders: readonly string[];
  /** Orders that got their part of what is in stock, since no credit stop holds it any more. */
  readonly servedOrders: readonly string[];
};

export type LedgerReceivable = {
  readonly invoice: string;
  readonly instalment: number;
  readonly order: string;
  readonly dueDate: string;
};

// ---- steps, by the names of their activities --------------------------------------------------------------------------

/** What the account adds to a request: whose account it is, and the business date of the posting. */
export type OnAccount<R> = R & { readonly customer: string; readonly on: string };

/** Activity `recordAllocations`. */
export type RecordAllocations = OnAccount<AllocatePayment>;
/** Activity `recordReversal`. */
export type RecordReversal = OnAccount<ReverseAllocation>;
/** Activity `recordReturn`. */
export type RecordReturn = OnAccount<ReturnPayment>;
/** Activity `recordWriteOff`. */
export type RecordWriteOff = OnAccount<WriteOff>;
/** Activity `recordClaimWaiver`. */
export type RecordClaimWaiver = OnAccount<WaiveClaim>;

/**
 * What a letter claims beside the principal, as `raiseClaims` of prisma/repositories/ledger.ts posts it in the
 * transaction that knows the letter to have left: the sum claimed so far for this receivable; only what is more than
 * was raised before is posted.
 * @public
 */
export type RaisedClaim = {
  readonly invoice: string;
  readonly instalment: number;
  readonly kind: ClaimKind;
  readonly currency: CurrencyCode;
  readonly amount: string;
  readonly raisedOn: string;
  /** The dunning step that claims it. */
  readonly step: string;
};
