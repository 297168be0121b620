import { z } from 'zod';
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

export const Payment = z
  .strictObject({
    id: Uuid,
    customer: CustomerNumber,
    customerName: z.string(),
    amount: Amount,
    currency: Currency,
    date: LocalDate,
    reference: z.string(),
    remittanceText: z.string().nullable(),
    allocated: Amount,
    unallocated: Amount,
    allocations: z.array(z.strictObject({ invoice: InvoiceNumber, amount: Amount, at: Instant })),
    createdAt: Instant,
  })
  .meta({ id: 'Payment' });
export type Payment = z.infer<typeof Payment>;
