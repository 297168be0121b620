import { z } from 'zod';
import { FoundDiscrepancy } from './discrepancy.js';
import { AmendmentInput, OrderInput, OrderLineInput } from './order.js';
import {
  Amount,
  CustomerNumber,
  LineNo,
  LocalDate,
  NonNegativeQuantity,
  OrderNumber,
  Percent,
  ProductNumber,
  Quantity,
  UnitPrice,
} from './primitives.js';
import { mistake } from './said.js';
import { VatRow } from './tax.js';

/** A line as far as it is typed: without quantity or price it is told what its product costs and what of it there is. */
const EstimateLines = z
  .array(OrderLineInput.partial({ quantity: true, unitPrice: true }))
  .max(500)
  .refine((lines) => new Set(lines.map(({ lineNo }) => lineNo)).size === lines.length, mistake('line-numbers-unique'));

/** An order that is typed still. Nothing of it is kept. */
export const OrderEstimateInput = OrderInput.omit({ origin: true, contacts: true })
  .extend({ lines: EstimateLines })
  .meta({ id: 'OrderEstimateInput' });
export type OrderEstimateInput = z.infer<typeof OrderEstimateInput>;

/** An amendment that is typed still; what it leaves out stays as it is. */
export const AmendmentEstimateInput = AmendmentInput.omit({ reason: true, cause: true, contacts: true })
  .extend({ lines: EstimateLines.optional() })
  .meta({ id: 'AmendmentEstimateInput' });
export type AmendmentEstimateInput = z.infer<typeof AmendmentEstimateInput>;

/** A price that the customer has ordered at. */
export const LastPrice = z.strictObject({
  unitPrice: UnitPrice,
  discountPercent: Percent,
  quantity: Quantity,
  on: LocalDate,
  order: OrderNumber,
});
export type LastPrice = z.infer<typeof LastPrice>;

const Told = z.strictObject({ field: z.string(), detail: z.string(), remedy: z.string() });

const EstimatedLine = z.strictObject({
  lineNo: LineNo,
  product: ProductNumber,
  /** What the price is held against, and where it stands; null: nobody sells it. */
  expected: z
    .strictObject({
      source: z.enum(['quote', 'price-list']),
      unitPrice: UnitPrice,
      discountPercent: Percent.nullable(),
    })
    .nullable(),
  /** Of the customer's latest 300 orders, the last first, at most 3. */
  lastPrices: z.array(LastPrice),
  onHand: NonNegativeQuantity,
  reserved: NonNegativeQuantity,
  /** What this order could take of it now, before its other lines take their part. */
  available: NonNegativeQuantity,
  /** Null while the line is not whole or is refused. */
  net: Amount.nullable(),
  /** What stock there is would give the line, and what it would lack. */
  allocated: NonNegativeQuantity.nullable(),
  missing: NonNegativeQuantity.nullable(),
  /** The date that would be confirmed, were the order accepted now. */
  promisedDate: LocalDate.nullable(),
  refusal: Told.nullable(),
});
export type EstimatedLine = z.infer<typeof EstimatedLine>;

export const EstimatedTotals = z.strictObject({
  freight: Amount,
  net: Amount,
  vat: Amount,
  gross: Amount,
  vatBreakdown: z.array(VatRow),
});
export type EstimatedTotals = z.infer<typeof EstimatedTotals>;

/** The decision that the credit check would come to, and the figures that it is made of. */
export const EstimatedCredit = z.strictObject({
  kind: z.enum(['approved', 'watch', 'held']),
  reason: z.enum(['credit-stop', 'overdue', 'credit-limit']).nullable(),
  limit: Amount,
  /** Without this order. */
  exposure: Amount,
  exposureAfter: Amount,
  overdue: Amount,
  creditStop: z.boolean(),
  /** Of orders that wait for credit before this one, where they count. */
  heldBefore: Amount,
});
export type EstimatedCredit = z.infer<typeof EstimatedCredit>;

/** What an order would come to if it were sent now. */
export const EntryEstimate = z
  .strictObject({
    on: LocalDate,
    customer: CustomerNumber,
    lines: z.array(EstimatedLine),
    /** Of the lines that are in order; null: there is none. */
    totals: EstimatedTotals.nullable(),
    /** Null: nothing to decide on yet, or the caller does not see credit; finance looks at it. */
    credit: EstimatedCredit.nullable(),
    seesCredit: z.boolean(),
    /** Where it differs from the quote, the price list or the customer's terms. */
    differences: z.array(FoundDiscrepancy),
    /** The customer's order that has its reference. */
    sameReferenceAs: OrderNumber.nullable(),
    /** What is refused of the order as a whole. */
    refusals: z.array(Told),
  })
  .meta({ id: 'EntryEstimate' });
export type EntryEstimate = z.infer<typeof EntryEstimate>;

/** What an amendment would change: the order as it stands, without what is cancelled, and as it would be. */
export const AmendmentEstimate = z
  .strictObject({
    before: z.strictObject({
      version: z.number().int().min(1),
      totals: EstimatedTotals.nullable(),
      lines: z.array(z.strictObject({ lineNo: LineNo, promisedDate: LocalDate.nullable() })),
    }),
    after: EntryEstimate,
  })
  .meta({ id: 'AmendmentEstimate' });
export type AmendmentEstimate = z.infer<typeof AmendmentEstimate>;
