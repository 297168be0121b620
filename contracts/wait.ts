import { z } from 'zod';
import { holdReasons } from './vocabulary.js';

/** Why finance has to decide on an order's credit. */
export const CreditHoldReason = z.enum(holdReasons).extract(['credit-limit', 'overdue', 'credit-stop']);
export type CreditHoldReason = z.infer<typeof CreditHoldReason>;

/** What an order waits for. The words for it are made in the reader's language. */
export const Wait = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('credit-check') }),
    /** Finance releases or refuses. */
    z.strictObject({ kind: z.literal('credit-decision'), reason: CreditHoldReason }),
    z.strictObject({ kind: z.literal('reconciliation') }),
    /** Sales decides on those that are beyond tolerance. */
    z.strictObject({ kind: z.literal('discrepancies'), open: z.number().int().min(1) }),
    /** The customer was asked about this discrepancy. */
    z.strictObject({ kind: z.literal('customer-answer'), discrepancy: z.string() }),
    /** A new quote or an amendment because of this discrepancy. */
    z.strictObject({ kind: z.literal('requote'), discrepancy: z.string() }),
    z.strictObject({ kind: z.literal('acceptance') }),
    /** Logistics delivers what is in stock; with a backorder, the rest waits for stock. */
    z.strictObject({ kind: z.literal('delivery'), backorder: z.boolean() }),
    /** Goods could leave, or be reserved: the customer's credit stop holds them until finance lifts it or releases the order. */
    z.strictObject({ kind: z.literal('credit-stop') }),
    /** Everything open is backordered. */
    z.strictObject({ kind: z.literal('stock') }),
    /** Everything is delivered; the last invoices are being made. */
    z.strictObject({ kind: z.literal('invoicing') }),
    z.strictObject({ kind: z.literal('payment') }),
  ])
  .meta({ id: 'Wait' });
export type Wait = z.infer<typeof Wait>;
