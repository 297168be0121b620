import { z } from 'zod';
import { LineAdjustments, OrderAdjustments } from './adjustment.js';
import { Deposit } from './deposit.js';
import {
  Amount,
  Currency,
  CustomerNumber,
  EnteredDate,
  Instant,
  LegalWarnings,
  Line,
  LineNo,
  LocalDate,
  NonNegativeAmount,
  PaymentTerms,
  Percent,
  ProductNumber,
  Quantity,
  QuoteNumber,
  UnitPrice,
} from './primitives.js';
import { quoteStatuses } from './vocabulary.js';

const lineFields = {
  lineNo: LineNo,
  product: ProductNumber,
  quantity: Quantity,
  unitPrice: UnitPrice,
  discountPercent: Percent,
  /** Units that the price is of; left out as it is entered: as the product says, as it is told: one. */
  priceBase: Quantity.optional(),
  /** What comes off its price or on top; left out: nothing. */
  adjustments: LineAdjustments.optional(),
};
const offerFields = {
  paymentTerms: PaymentTerms,
  freight: NonNegativeAmount,
  /** What comes off the whole or on top; left out: nothing. */
  adjustments: OrderAdjustments.optional(),
};
/** What the orders that answer it are asked for before the goods. */
const deposit = { deposit: Deposit.nullable() };

/** An offer as it is entered. */
const offerInput = {
  validUntil: EnteredDate,
  ...offerFields,
  deposit: deposit.deposit.optional(),
  lines: z
    .array(
      z.strictObject({
        ...lineFields,
        /** Delivery date offered; null: as soon as possible. */
        deliveryDate: EnteredDate.nullable(),
      }),
    )
    .min(1)
    .max(500),
};

const offer = {
  validUntil: LocalDate,
  ...offerFields,
  ...deposit,
  lines: z.array(z.strictObject({ ...lineFields, deliveryDate: LocalDate.nullable() })).min(1),
};

export const QuoteInput = z.strictObject({ customer: CustomerNumber, ...offerInput }).meta({ id: 'QuoteInput' });
export type QuoteInput = z.infer<typeof QuoteInput>;

/** A new revision replaces validity, terms, freight and lines; the revisions before it stay readable. */
export const QuoteRevisionInput = z
  .strictObject({ ...offerInput, reason: Line(200).optional() })
  .meta({ id: 'QuoteRevisionInput' });
export type QuoteRevisionInput = z.infer<typeof QuoteRevisionInput>;

export const QuotePatch = z
  .strictObject({ validUntil: EnteredDate.optional(), lostReason: Line(200).optional() })
  .meta({ id: 'QuotePatch' });
export type QuotePatch = z.infer<typeof QuotePatch>;

export const QuoteAcceptanceInput = z
  .strictObject({ acceptedOn: EnteredDate, reference: Line(60).optional() })
  .meta({ id: 'QuoteAcceptanceInput' });
export type QuoteAcceptanceInput = z.infer<typeof QuoteAcceptanceInput>;

export const Quote = z
  .strictObject({
    number: QuoteNumber,
    customer: CustomerNumber,
    customerName: z.string(),
    currency: Currency,
    status: z.enum(quoteStatuses),
    revision: z.number().int().min(1),
    ...offer,
    net: Amount,
    warnings: LegalWarnings,
    lostReason: z.string().nullable(),
    acceptedOn: LocalDate.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Quote' });
export type Quote = z.infer<typeof Quote>;

/** A quote as it was sent: `mail` is the key of the mail and of its document. */
export const SentQuote = z
  .strictObject({
    quote: QuoteNumber,
    revision: z.number().int().min(1),
    /** 1 the first time. */
    version: z.number().int().min(1),
    mail: z.string(),
  })
  .meta({ id: 'SentQuote' });
export type SentQuote = z.infer<typeof SentQuote>;

/** A quote as it was offered in one of its revisions. */
export const QuoteRevision = z
  .strictObject({
    revision: z.number().int().min(1),
    ...offer,
    net: Amount,
    reason: z.string().nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'QuoteRevision' });
export type QuoteRevision = z.infer<typeof QuoteRevision>;
