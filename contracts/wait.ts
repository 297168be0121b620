import { z } from 'zod';
import { Amount, Currency, InvoiceNumber, LocalDate } from './primitives.js';
import { holdReasons } from './vocabulary.js';

/** Why finance has to decide on an order's credit. */
export const CreditHoldReason = z.enum(holdReasons).extract(['credit-limit', 'overdue', 'credit-stop']);
export type CreditHoldReason = z.infer<typeof CreditHoldReason>;

const first = [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('credit-check') }),
] as const;
const others = [
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
  /** Nothing leaves before the deposit is paid. Null: its invoice is not issued yet, or not for who reads this. */
  z.strictObject({
    kind: z.literal('deposit'),
    invoice: z.strictObject({ number: InvoiceNumber, open: Amount, currency: Currency, dueDate: LocalDate }).nullable(),
  }),
  /** Everything open is backordered. */
  z.strictObject({ kind: z.literal('stock') }),
  /** Everything is delivered; the last invoices are being made. */
  z.strictObject({ kind: z.literal('invoicing') }),
  z.strictObject({ kind: z.literal('payment') }),
] as const;

/** Finance releases or refuses. */
const decision = z.strictObject({ kind: z.literal('credit-decision'), reason: CreditHoldReason });

/** What an order waits for. The words for it are made in the reader's language. */
export const Wait = z.discriminatedUnion('kind', [...first, decision, ...others]).meta({ id: 'Wait' });
export type Wait = z.infer<typeof Wait>;

/** The same as it is shown: why finance has to decide is left out where the caller may not read the customer's exposure. */
export const ShownWait = z
  .discriminatedUnion('kind', [...first, decision.partial({ reason: true }), ...others])
  .meta({ id: 'ShownWait' });
export type ShownWait = z.infer<typeof ShownWait>;
