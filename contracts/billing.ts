import { z } from 'zod';
import {
  Amount,
  Currency,
  CustomerNumber,
  DeliveryNumber,
  Instant,
  LineNo,
  LocalDate,
  OrderNumber,
  PostalAddress,
} from './primitives.js';
import { billingRhythms } from './vocabulary.js';

/**
 * When what was delivered is invoiced: each delivery by itself, an order once all of it is delivered, or all deliveries of a
 * period together (CGI art. 289 I-3).
 */
export const BillingRule = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('delivery') }),
    z.strictObject({ kind: z.literal('order') }),
    z.strictObject({ kind: z.literal('period'), every: z.enum(billingRhythms) }),
  ])
  .meta({ id: 'BillingRule' });
export type BillingRule = z.infer<typeof BillingRule>;

/** First and last day of what an invoice charges (EN 16931 BT-73, BT-74). */
export const BilledPeriod = z.strictObject({ from: LocalDate, to: LocalDate });
export type BilledPeriod = z.infer<typeof BilledPeriod>;

/** What is billed by hand: all that left up to a day and waits for a run, of one customer or of all. */
export const BillingRunInput = z
  .strictObject({
    /** Departures up to this day, which has not to be the last of a period. */
    upTo: LocalDate,
    /** Left out: every customer. */
    customer: CustomerNumber.optional(),
  })
  .meta({ id: 'BillingRunInput' });
export type BillingRunInput = z.infer<typeof BillingRunInput>;

/** What a run would bill of one customer: an estimate before VAT and freight. */
export const BillingPreviewItem = z
  .strictObject({
    customer: CustomerNumber,
    customerName: z.string(),
    currency: Currency,
    orders: z.number().int(),
    deliveries: z.number().int(),
    /** Of the goods, tax excluded. */
    net: Amount,
    /** First and last departure. */
    from: LocalDate,
    to: LocalDate,
  })
  .meta({ id: 'BillingPreviewItem' });
export type BillingPreviewItem = z.infer<typeof BillingPreviewItem>;

export const BillingRun = z
  .strictObject({
    id: z.string(),
    /** Null: a schedule started it. */
    startedBy: z.string().nullable(),
    startedAt: Instant,
    /** Null: it is under way. */
    endedAt: Instant.nullable(),
    upTo: LocalDate,
    /** Null: every customer. */
    customer: CustomerNumber.nullable(),
    customerName: z.string().nullable(),
    /** Customers that it was to look at, and has looked at. */
    customers: z.number().int(),
    done: z.number().int(),
    invoices: z.number().int(),
    deliveries: z.number().int(),
    workflowId: z.string(),
    temporalUrl: z.string().nullable(),
  })
  .meta({ id: 'BillingRun' });
export type BillingRun = z.infer<typeof BillingRun>;

/** A run that was begun. */
export const BillingRunReceipt = z.strictObject({ id: z.string() }).meta({ id: 'BillingRunReceipt' });
export type BillingRunReceipt = z.infer<typeof BillingRunReceipt>;

/** A delivery on an invoice of several: whose it is, when it left, and which lines charge it. */
export const ChargedDelivery = z.strictObject({
  delivery: DeliveryNumber,
  order: OrderNumber,
  customerReference: z.string().nullable(),
  deliveredOn: LocalDate,
  /** Where it went, where not all went to one place. */
  address: PostalAddress.optional(),
  /** Lines of the invoice, and those of the order that they charge. */
  lines: z.array(z.strictObject({ lineNo: LineNo, orderLine: LineNo })).min(1),
});
export type ChargedDelivery = z.infer<typeof ChargedDelivery>;
