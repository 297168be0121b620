import { z } from 'zod';
import { InvoiceLifecycle } from './lifecycle.js';
import { ChargedAdjustment } from './adjustment.js';
import {
  Amount,
  Currency,
  CustomerNumber,
  DeliveryNumber,
  InvoiceNumber,
  LineNo,
  LocalDate,
  OrderNumber,
  Percent,
  ProductNumber,
  Quantity,
  SignedQuantity,
  UnitPrice,
} from './primitives.js';
import { VatRow, vatFields } from './tax.js';
import {
  creditReasons,
  creditScopes,
  dunningLevels,
  invoiceChannels,
  invoiceKinds,
  invoiceStatuses,
  lifecycleCodes,
} from './vocabulary.js';

export const InvoiceLine = z.strictObject({
  lineNo: LineNo,
  product: ProductNumber.nullable(),
  description: z.string(),
  unit: z.string(),
  /** Below zero on a credit note. */
  quantity: SignedQuantity,
  unitPrice: UnitPrice,
  discountPercent: Percent,
  /** Units that the price is of (EN 16931 BT-149); left out: one. */
  priceBase: Quantity.optional(),
  /** EN 16931 BG-27, BG-28; left out: none. */
  adjustments: z.array(ChargedAdjustment).optional(),
  ...vatFields,
  /** EN 16931 BT-131. */
  net: Amount,
});
export type InvoiceLine = z.infer<typeof InvoiceLine>;

export const InvoiceSummary = z
  .strictObject({
    number: InvoiceNumber,
    order: OrderNumber,
    kind: z.enum(invoiceKinds),
    /** The invoice that it corrects or credits. */
    corrects: InvoiceNumber.nullable(),
    /** The invoice whose place it takes. */
    replaces: InvoiceNumber.nullable(),
    /** Deliveries that it charges or credits, first one first. */
    deliveries: z.array(DeliveryNumber),
    customer: CustomerNumber,
    customerName: z.string(),
    status: z.enum(invoiceStatuses),
    issueDate: LocalDate,
    /** Of instalments the last. */
    dueDate: LocalDate,
    /** First day by which something is owed still; null: nothing is. */
    nextDue: LocalDate.nullable(),
    currency: Currency,
    net: Amount,
    vat: Amount,
    gross: Amount,
    open: Amount,
    dunningLevel: z.enum(dunningLevels).nullable(),
    settledOn: LocalDate.nullable(),
    /** What became of it at the platforms and its buyer, by the latest word; null: none came. */
    lifecycle: z.enum(lifecycleCodes).nullable(),
  })
  .meta({ id: 'InvoiceSummary' });
export type InvoiceSummary = z.infer<typeof InvoiceSummary>;

export const InvoicePayment = z.strictObject({
  payment: z.string(),
  reference: z.string(),
  date: LocalDate,
  amount: Amount,
});

/** What a credit note takes back of its invoice, and why. */
const CreditWhy = z.strictObject({
  scope: z.enum(creditScopes),
  reason: z.enum(creditReasons),
  note: z.string().nullable(),
});

/** A credit note of an invoice; its total with tax is below zero. */
export const InvoiceCredit = z.strictObject({
  creditNote: InvoiceNumber,
  issueDate: LocalDate,
  scope: z.enum(creditScopes),
  reason: z.enum(creditReasons),
  gross: Amount,
});

/** What of a deposit an invoice deducts, tax included: on the one the other is named. */
const Deduction = z.strictObject({ invoice: InvoiceNumber, amount: Amount });

/** What of a credit note was deducted from an invoice, and not taken back: on the one the other is named. */
const Application = Deduction.extend({
  /** 1, 2, 3 … of the credit note. */
  application: z.number().int().min(1),
  on: LocalDate,
});

/** A part of an invoice that the customer owes by a day of its own; an invoice without instalments is one. */
export const Instalment = z.strictObject({
  /** 1, 2, 3 … of the invoice. */
  instalment: z.number().int().min(1),
  dueDate: LocalDate,
  amount: Amount,
  open: Amount,
  dunningLevel: z.enum(dunningLevels).nullable(),
  settledOn: LocalDate.nullable(),
});

/** What an invoice comes to if it is paid early. */
export const EarlyPayment = z.strictObject({
  /** Last day on which it is paid early. */
  by: LocalDate,
  payable: Amount,
  /** Taken off the gross: of the net, and of its VAT where that goes with it. */
  deducted: Amount,
  ofVat: Amount,
});
export type EarlyPayment = z.infer<typeof EarlyPayment>;

/** A quantity of an order line, as it was delivered or not, that a line of an invoice charges; below zero: credits. */
export const InvoiceSource = z.strictObject({
  lineNo: LineNo,
  order: OrderNumber,
  orderLine: LineNo,
  delivery: DeliveryNumber.nullable(),
  deliveryLine: LineNo.nullable(),
  quantity: SignedQuantity,
});
export type InvoiceSource = z.infer<typeof InvoiceSource>;

export const Invoice = z
  .strictObject({
    ...InvoiceSummary.shape,
    lines: z.array(InvoiceLine),
    sources: z.array(InvoiceSource),
    /** Freight of this delivery, tax excluded. */
    freight: Amount,
    vatBreakdown: z.array(VatRow),
    payments: z.array(InvoicePayment),
    /** Of a credit note; null: it is none. */
    creditNote: CreditWhy.nullable(),
    /** The invoice that takes its place; null: none. */
    replacedBy: InvoiceNumber.nullable(),
    /** Of a credit note that books what a corrective invoice takes back: it has no document. */
    isCounterpart: z.boolean(),
    /** That correct it, the first one first. */
    credits: z.array(InvoiceCredit),
    applications: z.array(Application),
    /** Deposits that it deducts; of a deposit, the invoices that deduct it. Tax included. */
    deductions: z.array(Deduction),
    /** The first due one first. */
    instalments: z.array(Instalment),
    /** Null: its terms have no discount. */
    earlyPayment: EarlyPayment.nullable(),
    /** By which way it went; null: it was moved in. */
    channel: z.enum(invoiceChannels).nullable(),
    /** What became of it at the platforms and its buyer, in time order. */
    statuses: z.array(InvoiceLifecycle),
    /** Another system issued it, and its document. */
    movedIn: z.boolean(),
    workflowId: z.string(),
    temporalUrl: z.string().nullable(),
  })
  .meta({ id: 'Invoice' });
export type Invoice = z.infer<typeof Invoice>;

/** An invoice as it is shown: bank references are left out where the caller may not read payments. */
export const ShownInvoice = Invoice.extend({
  payments: z.array(InvoicePayment.partial({ reference: true })),
}).meta({ id: 'ShownInvoice' });
export type ShownInvoice = z.infer<typeof ShownInvoice>;
