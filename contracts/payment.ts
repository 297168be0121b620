import { z } from 'zod';
import { ClaimId } from './account.js';
import {
  Amount,
  Currency,
  CustomerNumber,
  Instant,
  InvoiceNumber,
  Line,
  LocalDate,
  PositiveAmount,
  Uuid,
} from './primitives.js';

const Allocations = z
  .array(z.strictObject({ invoice: InvoiceNumber, amount: PositiveAmount }))
  .min(1)
  .max(100)
  .refine((rows) => new Set(rows.map((row) => row.invoice)).size === rows.length, 'each invoice once');

export const PaymentInput = z
  .strictObject({
    customer: CustomerNumber,
    amount: PositiveAmount,
    currency: Currency,
    /** Value date at the bank. */
    date: LocalDate,
    /** The bank's reference of the transfer; unique: the same transfer is booked once. */
    reference: Line(80),
    /** The payer's text; invoice numbers found in it are paid when no allocation is given. */
    remittanceText: Line(500).optional(),
    allocations: Allocations.optional(),
  })
  .meta({ id: 'PaymentInput' });
export type PaymentInput = z.infer<typeof PaymentInput>;

export const AllocationInput = z.strictObject({ allocations: Allocations }).meta({ id: 'AllocationInput' });
export type AllocationInput = z.infer<typeof AllocationInput>;

/** What one invoice or claim took of a payment; `allocation` is its running number in the payment. */
const PaymentAllocation = z.strictObject({
  allocation: z.number().int().min(1),
  invoice: InvoiceNumber.nullable(),
  instalment: z.number().int().nullable(),
  claim: ClaimId.nullable(),
  amount: Amount,
  on: LocalDate,
  /** When and why it was undone; null: it stands. */
  undone: z.strictObject({ on: LocalDate, reason: z.string() }).nullable(),
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
    allocations: z.array(PaymentAllocation),
    createdAt: Instant,
  })
  .meta({ id: 'Payment' });
export type Payment = z.infer<typeof Payment>;
