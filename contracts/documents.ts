import { z } from 'zod';
import { ChargedAdjustment } from './adjustment.js';
import { Company } from './company.js';
import { Customer } from './customer.js';
import { Deposit, InvoiceDeduction } from './deposit.js';
import { InvoiceStatusNotice } from './lifecycle.js';
import { TemplateMark } from './document-template.js';
import { InterestPart } from './dunning.js';
import { BilledPeriod, ChargedDelivery } from './billing.js';
import { EarlyPayment, InvoiceLine } from './invoice.js';
import { AskedDiscrepancy } from './discrepancy.js';
import { OrderLine } from './order.js';
import { MessageParty, Period, responseCodes, ResponseLine } from './order-message.js';
import { Gln, Gtin } from './identities.js';
import { Payee } from './payee.js';
import {
  Amount,
  AmountOwed,
  Currency,
  CustomerNumber,
  DeliveryNumber,
  EmailAddress,
  Instant,
  InvoiceNumber,
  Language,
  LetterNumber,
  LineNo,
  LocalDate,
  OrderNumber,
  PaymentTerms,
  Percent,
  PostalAddress,
  ProductNumber,
  Quantity,
  QuoteNumber,
  StatementNumber,
  UnitPrice,
} from './primitives.js';
import { reminded } from './complaint.js';
import { MonthEndDocument } from './month-end.js';
import { Signature } from './signature.js';
import { Statement } from './statement.js';
import { VatRow } from './tax.js';
import { creditReasons, creditScopes, dunningLevels, type DocumentKind, type OutgoingKind } from './vocabulary.js';

/**
 * What each document and mail is made from. Everything printed arrives here: documents add nothing up, look nothing up
 * and know no clock, so that the same input gives the same bytes.
 */

/** The customer as addressed by a document (EN 16931 BG-7). */
export const DocumentCustomer = Customer.pick({
  number: true,
  name: true,
  siren: true,
  vatNumber: true,
}).extend({
  billingAddress: PostalAddress,
  /** Left out: none was known. */
  gln: Gln.optional(),
});
export type DocumentCustomer = z.infer<typeof DocumentCustomer>;

/** What is still to deliver of one order line; `nextDate` null: no date yet. */
export const DocumentBackorder = z.strictObject({
  lineNo: LineNo,
  product: ProductNumber,
  description: z.string(),
  unit: z.string(),
  quantity: Quantity,
  nextDate: LocalDate.nullable(),
});
export type DocumentBackorder = z.infer<typeof DocumentBackorder>;

const order = {
  order: OrderNumber,
  /** The customer's own purchase order number (EN 16931 BT-13). */
  customerReference: z.string().nullable(),
  quote: QuoteNumber.nullable(),
};

/** Asked for before the goods, with its amount; left out: nothing is. */
const deposit = { deposit: z.strictObject({ asked: Deposit, gross: Amount }).optional() };

/** How it looks; left out: as documents looked before there were templates. */
const look = { template: TemplateMark.optional() };

const totals = {
  /** Sum of the lines and freight, tax excluded. */
  net: Amount,
  vat: Amount,
  gross: Amount,
  freight: Amount,
  vatBreakdown: z.array(VatRow),
};

/** A part of a line and the day agreed for it. */
export const AgreedDate = z.strictObject({ quantity: Quantity, date: LocalDate });
export type AgreedDate = z.infer<typeof AgreedDate>;

/** What a product's documents say of it; left out: nothing. */
const said = { text: z.string().optional() };

export const AcknowledgementLine = OrderLine.pick({
  lineNo: true,
  product: true,
  description: true,
  unit: true,
  quantity: true,
  unitPrice: true,
  discountPercent: true,
  priceBase: true,
  adjustments: true,
  vatCategory: true,
  vatRate: true,
  vatExemption: true,
  net: true,
  requestedDate: true,
}).extend({
  ...said,
  /** In date order; empty: no date agreed yet. */
  agreed: z.array(AgreedDate),
});
export type AcknowledgementLine = z.infer<typeof AcknowledgementLine>;

/** What an adjustment of the whole order comes to. */
const ChargedOnOrder = ChargedAdjustment.pick({ kind: true, text: true, percent: true, amount: true });

const lineChange = { lineNo: LineNo, description: z.string() };
const agreedDates = z.array(AgreedDate);

/** One difference between two versions of an acknowledged order. */
export const AcknowledgementChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('line-added'), ...lineChange, unit: z.string(), quantity: Quantity }),
  z.strictObject({ kind: z.literal('line-withdrawn'), ...lineChange, unit: z.string(), quantity: Quantity }),
  z.strictObject({ kind: z.literal('product'), ...lineChange, before: z.string(), after: z.string() }),
  z.strictObject({ kind: z.literal('quantity'), ...lineChange, before: Quantity, after: Quantity }),
  z.strictObject({ kind: z.literal('price'), ...lineChange, before: UnitPrice, after: UnitPrice }),
  z.strictObject({ kind: z.literal('discount'), ...lineChange, before: Percent, after: Percent }),
  z.strictObject({ kind: z.literal('price-base'), ...lineChange, before: Quantity, after: Quantity }),
  z.strictObject({
    kind: z.literal('adjustments'),
    ...lineChange,
    before: z.array(ChargedAdjustment),
    after: z.array(ChargedAdjustment),
  }),
  z.strictObject({ kind: z.literal('vat-rate'), ...lineChange, before: Percent, after: Percent }),
  z.strictObject({ kind: z.literal('requested-date'), ...lineChange, before: LocalDate, after: LocalDate }),
  z.strictObject({ kind: z.literal('agreed-date'), ...lineChange, before: agreedDates, after: agreedDates }),
  z.strictObject({
    kind: z.literal('order-adjustments'),
    before: z.array(ChargedOnOrder),
    after: z.array(ChargedOnOrder),
  }),
  z.strictObject({ kind: z.literal('freight'), before: Amount, after: Amount }),
  z.strictObject({ kind: z.literal('payment-terms'), before: PaymentTerms, after: PaymentTerms }),
  z.strictObject({ kind: z.literal('delivery-address'), before: PostalAddress, after: PostalAddress }),
  z.strictObject({
    kind: z.literal('customer-reference'),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
]);
export type AcknowledgementChange = z.infer<typeof AcknowledgementChange>;

/** Accusé de réception: nature, prices, payment terms, agreed dates, address. */
export const AcknowledgementDocument = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  ...order,
  quoteRevision: z.number().int().nullable(),
  /** 1 as entered, one more for each amendment. */
  version: z.number().int().min(1),
  /** Business date the order was received. */
  receivedOn: LocalDate,
  /** Business date of this acknowledgement. */
  issuedOn: LocalDate,
  deliveryAddress: PostalAddress,
  paymentTerms: PaymentTerms,
  currency: Currency,
  /** What the customer's documents say; left out: nothing. */
  text: z.string().optional(),
  lines: z.array(AcknowledgementLine).min(1),
  ...totals,
  ...deposit,
  /** Against the version acknowledged before; empty on the first. */
  changes: z.array(AcknowledgementChange),
});
export type AcknowledgementDocument = z.infer<typeof AcknowledgementDocument>;

/** The answer to an order that came as a message: what is accepted, changed, added and not accepted of it. */
export const OrderResponseDocument = z.strictObject({
  language: Language,
  company: Company,
  customer: DocumentCustomer,
  ...order,
  /** Of the order that it tells of. */
  version: z.number().int().min(1),
  issuedOn: LocalDate,
  currency: Currency,
  code: z.enum(responseCodes),
  /** Their number of the order, and what they want to read beside it. */
  reference: z.string(),
  buyerReference: z.string().nullable(),
  buyer: MessageParty,
  seller: MessageParty,
  /** Of all that is accepted as it was asked for; else null, the lines say it. */
  promised: Period.nullable(),
  /** Null where nothing is otherwise than it was asked for, or nothing is accepted. */
  freight: z.strictObject({ asked: Amount, agreed: Amount }).nullable(),
  /** Those of the message, then those that were added; empty unless something is otherwise than it was asked for. */
  lines: z.array(ResponseLine),
});
export type OrderResponseDocument = z.infer<typeof OrderResponseDocument>;

/** Bon de livraison: nature, quantity, remaining backorders, recipient; signed, it proves receipt. No prices. */
export const DeliveryNoteDocument = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  number: DeliveryNumber,
  ...order,
  /** Day on which the goods leave. */
  deliveredOn: LocalDate,
  carrier: z.string().nullable(),
  /** The carrier's number of the parcel; left out: there is none. */
  tracking: z.string().optional(),
  deliveryAddress: PostalAddress,
  lines: z
    .array(
      z.strictObject({
        lineNo: LineNo,
        product: ProductNumber,
        description: z.string(),
        unit: z.string(),
        ordered: Quantity,
        quantity: Quantity,
      }),
    )
    .min(1),
  /** Of the whole order after this delivery, also on lines that this delivery does not touch. */
  backorders: z.array(DocumentBackorder),
  /** Null: the note has a box to sign. `receivedAt` is printed in the company's zone. */
  proof: z
    .strictObject({
      receivedBy: z.string(),
      receivedAt: Instant,
      reserves: z.string().nullable(),
      /** As it was drawn; left out: nobody drew one. */
      signature: Signature.optional(),
    })
    .nullable(),
});
export type DeliveryNoteDocument = z.infer<typeof DeliveryNoteDocument>;

/** A line of an invoice with what else its product is known by; left out: nothing is. */
const InvoicedLine = InvoiceLine.extend({
  /** The buyer's own number of it (EN 16931 BT-156). */
  buyerItem: z.string().optional(),
  /** EN 16931 BT-157, scheme 0160. */
  gtin: Gtin.optional(),
  ...said,
  /** Of the unit (BT-130); left out: as its words say. */
  unitCode: z.string().optional(),
});

/** What is owed of an invoice by one day. */
const InvoiceInstalment = z.strictObject({
  instalment: z.number().int().min(1),
  dueDate: LocalDate,
  amount: Amount,
});

const CorrectedInvoice = z.strictObject({ number: InvoiceNumber, issueDate: LocalDate });
/** VAT as it is declared, by the rate of exchange in force from a day on. */
const AccountingVat = z.strictObject({ currency: Currency, rate: z.string(), from: LocalDate, vat: Amount });

/** Facture, with the mentions of art. L441-9 C.com and of art. 242 nonies A, annexe II CGI. */
export const InvoiceDocument = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  number: InvoiceNumber,
  ...order,
  deliveries: z.array(DeliveryNumber),
  issueDate: LocalDate,
  /** Day on which the goods left, which is the day of the sale (EN 16931 BT-72); of several deliveries the last; null: it asks for a deposit on them. */
  deliveredOn: LocalDate.nullable(),
  /** What it charges delivery by delivery, of its order or of several; left out: one delivery of its order. */
  charged: z.array(ChargedDelivery).min(1).optional(),
  /** The days that it charges (EN 16931 BG-14); left out: that of the delivery. */
  period: BilledPeriod.optional(),
  /** Of instalments the latest. */
  dueDate: LocalDate,
  /** Where the goods went; of several places the first. */
  deliveryAddress: PostalAddress,
  /** GLN of where the goods went (EN 16931 BT-71, scheme 0088); left out: none is known. */
  deliveryGln: Gln.optional(),
  paymentTerms: PaymentTerms,
  /** What is due when; left out: all of it on the due date. */
  instalments: z.array(InvoiceInstalment).min(2).optional(),
  /** What is to pay early; left out: the terms have no discount. */
  earlyPayment: EarlyPayment.optional(),
  /** Whom it is paid to (EN 16931 BG-10); left out: the seller. */
  payee: Payee.optional(),
  /** Of a deposit invoice, what was asked for, of how much with tax, and when the goods are expected; left out: it is none. */
  deposit: z.strictObject({ asked: Deposit, orderGross: Amount, expectedOn: LocalDate.nullable() }).optional(),
  /** Deposits that are deducted, and what they leave to pay with tax; left out: none are. */
  deducted: z.strictObject({ deposits: z.array(InvoiceDeduction).min(1), payable: Amount }).optional(),
  currency: Currency,
  /** VAT in the company's currency, and the rate of exchange (EN 16931 BT-6, BT-111); left out: it is that one, or none is charged. */
  accountingVat: AccountingVat.optional(),
  /** What the customer's documents say; left out: nothing. */
  text: z.string().optional(),
  lines: z.array(InvoicedLine).min(1),
  ...totals,
  /** Of the whole order after this delivery; of several orders, each says whose it is. */
  backorders: z.array(DocumentBackorder.extend({ order: OrderNumber.optional() })),
  /** Of a corrective invoice (EN 16931 type 384), the one whose place it takes (BG-3); left out: it is none. */
  corrects: CorrectedInvoice.optional(),
  /** The invoice that a credit note took back, so that this one takes its place; left out: none. */
  replaces: CorrectedInvoice.extend({ creditNote: InvoiceNumber }).optional(),
  /** Yearly rate in force on the issue date and fixed recovery fee in euros (art. L441-10 II and D441-5 C.com). */
  latePayment: z.strictObject({ annualPercent: Percent, recoveryFee: AmountOwed }),
});
export type InvoiceDocument = z.infer<typeof InvoiceDocument>;

/** What was delivered that a credit note takes back, and the terms that it was invoiced on. */
export const CreditedSupply = InvoiceDocument.pick({
  deliveredOn: true,
  deliveryAddress: true,
  paymentTerms: true,
  latePayment: true,
  charged: true,
  period: true,
});
export type CreditedSupply = z.infer<typeof CreditedSupply>;

/** Avoir: what is taken back of one invoice, with the mentions of art. 242 nonies A, annexe II CGI. Amounts are below zero. */
export const CreditNoteDocument = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  number: InvoiceNumber,
  ...order,
  /** The invoice that it corrects (EN 16931 BG-3: BT-25, BT-26). */
  corrects: CorrectedInvoice,
  /** Of that invoice. */
  deliveries: z.array(DeliveryNumber),
  issueDate: LocalDate,
  currency: Currency,
  scope: z.enum(creditScopes),
  reason: z.enum(creditReasons),
  note: z.string().nullable(),
  /** By the rate of exchange of the invoice; left out: that has none, or no VAT is taken back. */
  accountingVat: AccountingVat.optional(),
  /** Those of the invoice, by their numbers; none: freight alone. */
  lines: z.array(InvoicedLine),
  ...totals,
  /** Deducted from the invoice, and what is ours to give; together the credit note, tax included. */
  applied: AmountOwed,
  toGive: AmountOwed,
  /** Open on the invoice afterwards. */
  open: AmountOwed,
  /** The invoice that takes the place of what it credits, and what of it is deducted from that beside; left out: none. */
  replacedBy: z.strictObject({ invoice: InvoiceNumber, deducted: AmountOwed }).optional(),
  /** What the electronic invoice says beside it; left out: issued before credit notes held their XML. */
  supply: CreditedSupply.optional(),
});
export type CreditNoteDocument = z.infer<typeof CreditNoteDocument>;

/** Proforma: what will be invoiced of an order, or would be of a quote. It charges nothing and is in no series. */
export const ProformaDocument = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  /** Of the order or the quote. */
  number: z.string(),
  version: z.number().int().min(1),
  issuedOn: LocalDate,
  /** Until when a quote holds; null: it is of an order. */
  validUntil: LocalDate.nullable(),
  /** That the order answers. */
  quote: QuoteNumber.nullable(),
  customerReference: z.string().nullable(),
  deliveryAddress: PostalAddress,
  paymentTerms: PaymentTerms,
  currency: Currency,
  lines: z.array(InvoiceLine).min(1),
  ...totals,
  ...deposit,
});
export type ProformaDocument = z.infer<typeof ProformaDocument>;

const letterLevels = dunningLevels.filter((level) => level !== 'hand-over');

/** What is asked of one receivable. */
export const DunnedInvoice = z.strictObject({
  invoice: InvoiceNumber,
  instalment: z.number().int().min(1),
  order: OrderNumber,
  customerReference: z.string().nullable(),
  issueDate: LocalDate,
  dueDate: LocalDate,
  /** The level that it has reached. */
  level: z.enum(dunningLevels),
  /** Total of what is due on that day, tax included. */
  gross: Amount,
  /** Of an instalment, all that its invoice comes to. */
  invoiceGross: Amount.optional(),
  /** Whom it is paid to, as the invoice says; left out: the seller. */
  payee: Payee.optional(),
  /** What was paid of it. */
  paid: AmountOwed,
  /** What of it the customer complains of, which is not asked for meanwhile; left out: nothing. */
  disputed: AmountOwed.optional(),
  openAmount: Amount,
  /** Zero when the level claims none. */
  interest: AmountOwed,
  /** How the interest is made up; empty when the level claims none. */
  interestParts: z.array(InterestPart),
  /** In euros; zero when the level claims none. */
  recoveryFee: AmountOwed,
  /** In the invoice's currency: open amount plus interest, plus the fee where that currency is the euro. */
  claimed: Amount,
  /** Days past due on the day of the claim; zero before. */
  overdueDays: z.number().int(),
});
export type DunnedInvoice = z.infer<typeof DunnedInvoice>;

const dunned = {
  /** Business date of the decision. */
  date: LocalDate,
  currency: Currency,
  /** In the order of their due dates. */
  invoices: z.array(DunnedInvoice).min(1),
  /** Sums over the invoices. */
  openAmount: Amount,
  interest: AmountOwed,
  /** In euros. */
  recoveryFee: AmountOwed,
  claimed: Amount,
  /** Money received and not yet allocated, which covers a part of what is open; zero: there is none. */
  unallocated: AmountOwed,
  /** Of it, what credit notes have left that no invoice has taken; left out: nothing. */
  credits: AmountOwed.optional(),
  /** New orders of the customer are stopped with it. */
  creditStop: z.boolean(),
  /** The step after this one if nothing is paid. */
  next: z.strictObject({ level: z.enum(dunningLevels), on: LocalDate }).nullable(),
};

/** One reminder to the customer of everything due to be reminded that day, from the courtesy before the due date to the final notice. */
export const DunningLetter = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  number: LetterNumber,
  /** The highest of its invoices: it sets the tone. */
  level: z.enum(letterLevels),
  ...dunned,
  /** Yearly rate of late-payment interest in force on the letter's date; null when there is none yet. */
  annualPercent: Percent.nullable(),
  /** Reminders after the due date that reached the customer before this one, for the invoice that sets the tone. */
  remindersBefore: z.number().int().min(0),
});
export type DunningLetter = z.infer<typeof DunningLetter>;

/** What finance is told of each letter, and of each receivable handed over, in the company's language. */
export const DunningReport = z.strictObject({
  company: Company,
  customer: DocumentCustomer,
  level: z.enum(dunningLevels),
  ...dunned,
  /** `handed-over`: nothing goes to the customer, a person takes over. */
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sent'), letter: LetterNumber, to: EmailAddress }),
    z.strictObject({ kind: z.literal('handed-over') }),
  ]),
  /** Absolute addresses of the dossiers of its orders. */
  dossiers: z.array(z.strictObject({ order: OrderNumber, url: z.url({ protocol: /^https?$/ }) })).min(1),
});
export type DunningReport = z.infer<typeof DunningReport>;

/** Devis: what is offered, at which prices, until when. */
export const QuoteDocument = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  number: QuoteNumber,
  revision: z.number().int().min(1),
  /** 1 as it was sent first, one more for each time after. */
  version: z.number().int().min(1),
  issuedOn: LocalDate,
  validUntil: LocalDate,
  paymentTerms: PaymentTerms,
  currency: Currency,
  /** VAT is that of the day. `deliveryDate` null: as soon as possible. */
  lines: z.array(InvoiceLine.extend({ deliveryDate: LocalDate.nullable() })).min(1),
  ...totals,
  ...deposit,
});
export type QuoteDocument = z.infer<typeof QuoteDocument>;

/** Relevé de compte: what is open of an account at the end of a day. */
export const StatementDocument = z.strictObject({
  language: Language,
  ...look,
  company: Company,
  customer: DocumentCustomer,
  number: StatementNumber,
  issuedOn: LocalDate,
  ...Statement.shape,
});
export type StatementDocument = z.infer<typeof StatementDocument>;

/** What stands frozen in each kind of document. */
export const documentSnapshots = {
  acknowledgement: AcknowledgementDocument,
  'order-response': OrderResponseDocument,
  'delivery-note': DeliveryNoteDocument,
  'signed-delivery-note': DeliveryNoteDocument,
  invoice: InvoiceDocument,
  'credit-note': CreditNoteDocument,
  proforma: ProformaDocument,
  'dunning-letter': DunningLetter,
  'month-end': MonthEndDocument,
  'month-end-workbook': MonthEndDocument,
  quote: QuoteDocument,
  statement: StatementDocument,
} satisfies Record<DocumentKind, z.ZodType>;

/** A document as issued: its kind and everything it says. */
export type Issued = {
  readonly [K in DocumentKind]: { readonly kind: K; readonly snapshot: z.infer<(typeof documentSnapshots)[K]> };
}[DocumentKind];

/** Sales asks the customer about differences between the order and what it answers. */
export const DiscrepancyQuestion = z.strictObject({
  /** Id of the difference, and how often it has been asked about, this time included. */
  discrepancy: z.string(),
  asked: z.number().int().min(1),
  language: Language,
  company: Company,
  customer: DocumentCustomer,
  ...order,
  receivedOn: LocalDate,
  currency: Currency,
  discrepancies: z.array(AskedDiscrepancy).min(1),
  /** What sales adds in its own words. */
  message: z.string().nullable(),
});
export type DiscrepancyQuestion = z.infer<typeof DiscrepancyQuestion>;

/** The order is not accepted. */
export const OrderRefusal = z.strictObject({
  language: Language,
  company: Company,
  customer: DocumentCustomer,
  ...order,
  receivedOn: LocalDate,
  /** `refused` by finance after the credit check, `rejected` by sales over its content. */
  kind: z.enum(['refused', 'rejected']),
  /** What the customer may read; an internal reason does not belong here. */
  message: z.string().nullable(),
});
export type OrderRefusal = z.infer<typeof OrderRefusal>;

/** Somebody of ours is told that a complaint waits longer than it may, in the company's language. */
export const ComplaintReminder = z.strictObject({
  company: Company,
  customer: z.strictObject({ number: CustomerNumber, name: z.string() }),
  ...reminded,
  /** Absolute address of its page. */
  url: z.url({ protocol: /^https?$/ }),
});
export type ComplaintReminder = z.infer<typeof ComplaintReminder>;

/** What goes out without being a document: its text is made from what stands frozen with it. */
export const coverSnapshots = {
  question: DiscrepancyQuestion,
  refusal: OrderRefusal,
  'dunning-report': DunningReport,
  'invoice-status': InvoiceStatusNotice,
  'complaint-reminder': ComplaintReminder,
} satisfies Partial<Record<OutgoingKind, z.ZodType>>;
export type CoverKind = keyof typeof coverSnapshots;

/** A kind of it and all that it says. */
export type Cover = {
  readonly [K in CoverKind]: { readonly kind: K; readonly snapshot: z.infer<(typeof coverSnapshots)[K]> };
}[CoverKind];

/** A mail ready to send: subject on one line, and the same content as text and as HTML. */
export type MailContent = { readonly subject: string; readonly text: string; readonly html: string };
