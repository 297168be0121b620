import { z } from 'zod';
import { ChargedAdjustment, LineAdjustments, OrderAdjustment, OrderAdjustments } from './adjustment.js';
import { Deposit, OrderDeposit } from './deposit.js';
import { Discrepancy } from './discrepancy.js';
import { Parties, PartyContact } from './parties.js';
import { PreparedBy } from './preparation.js';
import {
  AddressCode,
  Amount,
  CountryCode,
  Currency,
  CustomerNumber,
  DeliveryNumber,
  EnteredDate,
  Instant,
  InvoiceNumber,
  LegalWarnings,
  Line,
  LineNo,
  LocalDate,
  NonNegativeAmount,
  NonNegativeQuantity,
  OrderNumber,
  PaymentTerms,
  Percent,
  PostalAddress,
  ProductNumber,
  Quantity,
  QuoteNumber,
  Reason,
  UnitPrice,
  pageOf,
} from './primitives.js';
import { mistake } from './said.js';
import { VatRow, vatFields } from './tax.js';
import {
  creditDecisionKinds,
  dispositions,
  dossierKinds,
  errorCauses,
  holdReasons,
  orderOrigins,
  orderStages,
  taxClasses,
  vatRegimes,
} from './vocabulary.js';
import { ShownWait, Wait } from './wait.js';

export const OrderLineInput = z
  .strictObject({
    lineNo: LineNo,
    product: ProductNumber,
    quantity: Quantity,
    unitPrice: UnitPrice,
    discountPercent: Percent.optional(),
    /** Units that the price is of; left out: as the quote's line says, else the product. */
    priceBase: Quantity.optional(),
    /** What comes off its price or on top; left out: as the quote's line says. */
    adjustments: LineAdjustments.optional(),
    /** Line of the quote that this line answers; null: checked against the price list. */
    quoteLineNo: LineNo.nullable().optional(),
    requestedDate: EnteredDate,
  })
  .meta({ id: 'OrderLineInput' });
export type OrderLineInput = z.infer<typeof OrderLineInput>;

const uniqueLineNos = (lines: readonly { lineNo: number }[]) =>
  new Set(lines.map((line) => line.lineNo)).size === lines.length;

const OrderLines = z.array(OrderLineInput).min(1).max(500).refine(uniqueLineNos, mistake('line-numbers-unique'));

const Contacts = z.array(PartyContact).min(1).max(20);

export const OrderInput = z
  .strictObject({
    customer: CustomerNumber,
    origin: z.enum(orderOrigins),
    quote: QuoteNumber.optional(),
    /** The customer's own purchase order number, printed on every document. */
    customerReference: Line(60).optional(),
    currency: Currency,
    /** Omitted: the quote's, else the customer's. */
    paymentTerms: PaymentTerms.optional(),
    /** Code of one of the customer's ship-to addresses. Without it and without `deliveryAddress`: the customer's default. */
    shipTo: AddressCode.optional(),
    /** An address that is none of the customer's. */
    deliveryAddress: PostalAddress.optional(),
    /** A role named here has these contacts and no others; for the other roles, the customer's. */
    contacts: Contacts.optional(),
    freight: NonNegativeAmount.optional(),
    /** What comes off the whole or on top; left out: as the quote says. */
    adjustments: OrderAdjustments.optional(),
    /** What is asked for before the goods; omitted: what the quote asks for, null: nothing. */
    deposit: Deposit.nullable().optional(),
    lines: OrderLines,
  })
  .meta({ id: 'OrderInput' });
export type OrderInput = z.infer<typeof OrderInput>;

export const AmendmentInput = z
  .strictObject({
    reason: Reason,
    /** Whose error it puts right; left out: not stated. */
    cause: z.enum(errorCauses).optional(),
    customerReference: Line(60).optional(),
    paymentTerms: PaymentTerms.optional(),
    /** Code of one of the customer's ship-to addresses. */
    shipTo: AddressCode.optional(),
    /** An address that is none of the customer's. */
    deliveryAddress: PostalAddress.optional(),
    /** A role named here has these contacts and no others; the other roles keep theirs. */
    contacts: Contacts.optional(),
    freight: NonNegativeAmount.optional(),
    adjustments: OrderAdjustments.optional(),
    /** The whole new set of lines; a line left out is withdrawn. */
    lines: OrderLines.optional(),
  })
  .meta({ id: 'AmendmentInput' });
export type AmendmentInput = z.infer<typeof AmendmentInput>;

/** Contacts stand beside what was agreed: they change at any time, and the order's version stays. */
export const OrderContactsInput = z
  .strictObject({
    reason: Reason,
    /** A role named here has these contacts and no others; the other roles keep theirs. */
    contacts: Contacts,
  })
  .meta({ id: 'OrderContactsInput' });
export type OrderContactsInput = z.infer<typeof OrderContactsInput>;

export const CancellationInput = z
  .strictObject({
    reason: Reason,
    /** Omitted: everything that is not delivered. */
    lines: z
      .array(z.strictObject({ lineNo: LineNo, quantity: Quantity }))
      .min(1)
      .max(500)
      .refine(uniqueLineNos, mistake('line-numbers-unique'))
      .optional(),
  })
  .meta({ id: 'CancellationInput' });
export type CancellationInput = z.infer<typeof CancellationInput>;

export const CreditDecisionInput = z
  .strictObject({ decision: z.enum(['release', 'refuse']), reason: Reason })
  .meta({ id: 'CreditDecisionInput' });
export type CreditDecisionInput = z.infer<typeof CreditDecisionInput>;

export const DispositionInput = z
  .strictObject({
    disposition: z.enum(dispositions),
    reason: Reason,
    /** Whose error the difference is; left out: not stated, or what was stated before. */
    cause: z.enum(errorCauses).optional(),
  })
  .meta({ id: 'DispositionInput' });
export type DispositionInput = z.infer<typeof DispositionInput>;

export const DiscrepancyId = z.string().regex(/^\d{1,4}-\d{1,5}$/, mistake('wrong-discrepancy-id'));

/** One decision, with one reason, on several differences of an order: on all of them, or on none. */
export const DispositionsInput = z
  .strictObject({
    discrepancies: z
      .array(DiscrepancyId)
      .min(1)
      .max(3_000)
      .refine((ids) => new Set(ids).size === ids.length, mistake('discrepancies-once')),
    ...DispositionInput.shape,
  })
  .meta({ id: 'DispositionsInput' });

export const OrderLine = z
  .strictObject({
    lineNo: LineNo,
    product: ProductNumber,
    description: z.string(),
    unit: z.string(),
    quantity: Quantity,
    unitPrice: UnitPrice,
    discountPercent: Percent,
    /** Units that the price is of (EN 16931 BT-149); left out: one. */
    priceBase: Quantity.optional(),
    /** Left out: none. */
    adjustments: z.array(ChargedAdjustment).optional(),
    taxClass: z.enum(taxClasses),
    /** VAT of the day on which the line was entered or last amended; each delivery has the VAT of its own day. */
    ...vatFields,
    net: Amount,
    quoteLineNo: LineNo.nullable(),
    allocated: NonNegativeQuantity,
    delivered: NonNegativeQuantity,
    cancelled: NonNegativeQuantity,
    backorder: NonNegativeQuantity,
    requestedDate: LocalDate,
    firstConfirmedDate: LocalDate.nullable(),
    lastConfirmedDate: LocalDate.nullable(),
  })
  .meta({ id: 'OrderLine' });
export type OrderLine = z.infer<typeof OrderLine>;

/** What is still to deliver, with the freight if nothing has left yet, at the VAT of a day. */
export const OrderEstimate = z
  .strictObject({ on: LocalDate, net: Amount, vat: Amount, gross: Amount, vatBreakdown: z.array(VatRow) })
  .meta({ id: 'OrderEstimate' });
export type OrderEstimate = z.infer<typeof OrderEstimate>;

export const OrderSummary = z
  .strictObject({
    number: OrderNumber,
    customer: CustomerNumber,
    customerName: z.string(),
    origin: z.enum(orderOrigins),
    stage: z.enum(orderStages),
    holdReason: z.enum(holdReasons).nullable(),
    waitsFor: Wait,
    /** What it waits for, in words; empty when it waits for nothing. */
    sentence: z.string(),
    currency: Currency,
    net: Amount,
    gross: Amount,
    hasBackorder: z.boolean(),
    customerReference: z.string().nullable(),
    salesperson: z.string().nullable(),
    receivedAt: Instant,
    nextDate: LocalDate.nullable(),
  })
  .meta({ id: 'OrderSummary' });
export type OrderSummary = z.infer<typeof OrderSummary>;

/** An order of a list as it is shown: why finance holds it is left out, as of {@link ShownOrder}. */
export const ShownOrderSummary = OrderSummary.extend({ waitsFor: ShownWait }).meta({ id: 'ShownOrderSummary' });

export const CreditDecision = z
  .strictObject({
    kind: z.enum(creditDecisionKinds),
    reason: z.string().nullable(),
    amount: Amount,
    exposureBefore: Amount,
    limit: Amount,
    overdue: Amount,
    decidedBy: z.string(),
    decidedAt: Instant,
    /** Why, with the figures that it was decided on. */
    sentence: z.string(),
  })
  .meta({ id: 'CreditDecision' });
export type CreditDecision = z.infer<typeof CreditDecision>;
/** The facts that its sentence is made of; what holds by itself has a `CreditHoldReason` as reason, a person their own words. */
export type CreditDecisionFacts = Omit<CreditDecision, 'sentence'>;

export const Order = z
  .strictObject({
    ...OrderSummary.shape,
    version: z.number().int().min(1),
    quote: QuoteNumber.nullable(),
    quoteRevision: z.number().int().nullable(),
    paymentTerms: PaymentTerms,
    warnings: LegalWarnings,
    parties: Parties,
    vatRegime: z.enum(vatRegimes),
    /** Country whose rates a domestic supply bears. */
    taxCountry: CountryCode,
    freight: Amount,
    /** What comes off the whole or on top; its lines bear it. */
    adjustments: z.array(OrderAdjustment),
    /** Null: none is asked for. */
    deposit: OrderDeposit.nullable(),
    vat: Amount,
    lines: z.array(OrderLine),
    /** At the VAT of today; null when nothing is left to deliver. */
    estimate: OrderEstimate.nullable(),
    creditDecisions: z.array(CreditDecision),
    discrepancies: z.array(Discrepancy),
    deliveries: z.array(DeliveryNumber),
    invoices: z.array(InvoiceNumber),
    /** Numbers of it, of its deliveries and invoices whose documents the system before issued: there are none here. */
    issuedElsewhere: z.array(z.string()),
    /** Since when it waits for what it waits for; null: nobody knows any more. */
    waitsSince: Instant.nullable(),
    /** Who has picked exactly what is reserved now, and when; null: nobody has. */
    prepared: PreparedBy.nullable(),
    enteredBy: z.string(),
    lastAmendedBy: z.string().nullable(),
    acknowledgedAt: Instant.nullable(),
    acknowledgementMinutes: z.number().nullable(),
    settledOn: LocalDate.nullable(),
    workflowId: z.string(),
    temporalUrl: z.string().nullable(),
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;

/**
 * An order as it is shown: decisions on credit, and why finance holds it, are left out where the caller may not read its
 * customer's exposure; that finance holds it is not.
 */
export const ShownOrder = Order.partial({ creditDecisions: true })
  .extend({ waitsFor: ShownWait })
  .meta({ id: 'ShownOrder' });
export type ShownOrder = z.infer<typeof ShownOrder>;

/** Money that an invoice of an order took and that stands. */
export const OrderPayment = z
  .strictObject({
    invoice: InvoiceNumber,
    payment: z.string(),
    /** Of the bank; left out where the caller may not read payments. */
    reference: z.string().optional(),
    /** Of the payment. */
    date: LocalDate,
    /** What of it the invoice took. */
    amount: Amount,
    currency: Currency,
  })
  .meta({ id: 'OrderPayment' });
export type OrderPayment = z.infer<typeof OrderPayment>;

/** One thing that happened to an order. */
export const DossierEntry = z
  .strictObject({
    id: z.string(),
    at: Instant,
    /** Business date where it differs from the moment's day (virtual time, dated documents). */
    on: LocalDate.nullable(),
    action: z.string(),
    /** What happened, in words. */
    sentence: z.string(),
    actor: z.string(),
    role: z.string(),
    entity: z.string(),
    entityId: z.string(),
    before: z.unknown().nullable(),
    after: z.unknown().nullable(),
  })
  .meta({ id: 'DossierEntry' });
export type DossierEntry = z.infer<typeof DossierEntry>;

/** A page of a dossier, and of what kinds the whole of it has entries that this caller sees. */
export const DossierPage = pageOf(DossierEntry)
  .extend({ kinds: z.array(z.enum(dossierKinds)) })
  .meta({ id: 'DossierPage' });
export type DossierPage = z.infer<typeof DossierPage>;

/** Answer of the commands that change an order: where it is now. */
export const OrderReceipt = z
  .strictObject({
    number: OrderNumber,
    stage: z.enum(orderStages),
    /** Another order of the customer, which had the reference of this one first. */
    sameReferenceAs: OrderNumber.optional(),
  })
  .meta({ id: 'OrderReceipt' });
export type OrderReceipt = z.infer<typeof OrderReceipt>;
