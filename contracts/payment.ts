import { z } from 'zod';
import { AllocationTargets, ClaimId } from './account.js';
import {
  Amount,
  Currency,
  CustomerNumber,
  EnteredDate,
  Instant,
  InvoiceNumber,
  Line,
  LocalDate,
  Reason,
  SignedAmount,
  Uuid,
} from './primitives.js';
import { mistake } from './said.js';

/** A line of a bank statement. */
export const PaymentInput = z
  .strictObject({
    /** Absent: from nobody known yet; the money waits for finance to say whose it is. */
    customer: CustomerNumber.optional(),
    /** Below zero: money that went back, such as a direct debit that the bank took back. */
    amount: SignedAmount,
    currency: Currency,
    /** Value date at the bank. */
    date: EnteredDate,
    /** The bank's reference of the transfer; unique: the same transfer is booked once. */
    reference: Line(80),
    /** The payer's text; invoice numbers found in it are paid when no allocation is given. */
    remittanceText: Line(500).optional(),
    /** The payment whose money went back with this one; what it had paid last is open again. */
    returns: Uuid.optional(),
    /** Below zero: the credit note whose rest was paid out with it. */
    refunds: InvoiceNumber.optional(),
    allocations: AllocationTargets.optional(),
  })
  .refine(
    ({ amount, returns, refunds }) => refunds === undefined || (amount.startsWith('-') && returns === undefined),
    {
      path: ['refunds'],
      message: mistake('only-money-out-refunds'),
    },
  )
  .refine(({ amount, allocations }) => !amount.startsWith('-') || allocations === undefined, {
    path: ['allocations'],
    message: mistake('return-pays-nothing'),
  })
  .refine(({ amount, returns }) => amount.startsWith('-') || returns === undefined, {
    path: ['returns'],
    message: mistake('only-return-returns'),
  })
  .refine(({ customer, allocations }) => customer !== undefined || allocations === undefined, {
    path: ['customer'],
    message: mistake('customer-of-allocations'),
  })
  .meta({ id: 'PaymentInput' });
export type PaymentInput = z.infer<typeof PaymentInput>;

/** Whose money it is, found out later. */
export const AssignmentInput = z
  .strictObject({ customer: CustomerNumber, reason: Reason })
  .meta({ id: 'AssignmentInput' });
export type AssignmentInput = z.infer<typeof AssignmentInput>;

/** What one invoice or claim took of a payment; `allocation` is its running number in the payment. */
const PaymentAllocation = z.strictObject({
  allocation: z.number().int().min(1),
  invoice: InvoiceNumber.nullable(),
  instalment: z.number().int().nullable(),
  claim: ClaimId.nullable(),
  amount: Amount,
  on: LocalDate,
  /** When and why it was undone: for a reason, or since the money went back. Null: it stands. */
  undone: z.strictObject({ on: LocalDate, reason: z.string().nullable(), returnedBy: Uuid.nullable() }).nullable(),
});

export const Payment = z
  .strictObject({
    id: Uuid,
    /** Null: from nobody known yet. */
    customer: CustomerNumber.nullable(),
    customerName: z.string().nullable(),
    /** Below zero: money that went back. */
    amount: Amount,
    currency: Currency,
    date: LocalDate,
    reference: z.string(),
    remittanceText: z.string().nullable(),
    allocated: Amount,
    unallocated: Amount,
    /** The payment whose money went back with this one. */
    returns: Uuid.nullable(),
    /** The credit note whose rest was paid out with it. */
    refunds: InvoiceNumber.nullable(),
    allocations: z.array(PaymentAllocation),
    createdAt: Instant,
  })
  .meta({ id: 'Payment' });
export type Payment = z.infer<typeof Payment>;
