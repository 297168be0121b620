import type { DiscrepancyRecord } from '../contracts/discrepancy.js';
import type { DunningRunFacts } from '../contracts/dunning.js';
import type { TolerancePolicy } from '../contracts/policies.js';
import type { Payment } from '../contracts/payment.js';
import type { Deposit } from '../contracts/deposit.js';
import type { TimeZone } from '../domain/calendar.js';
import type { DepositRecord } from '../domain/deposits.js';
import type { TaxRatesColumn } from './vat.js';

/**
 * Shapes of the rows that the queries read, before `mappers.ts` makes contracts of them. Columns that a query puts into
 * JSON come as text: numbers in it would pass through a float.
 */
export type Numeric = string | { toFixed(): string };
export type Moment = string | Date;

export type CustomerRow = {
  readonly number: string;
  readonly name: string;
  readonly siren: string | null;
  readonly gln: string | null;
  readonly vatNumber: string | null;
  readonly language: string;
  readonly currency: string;
  readonly address: unknown;
  readonly parent: string | null;
  readonly payer: string | null;
  readonly phone: string;
  readonly paymentTerms: unknown;
  readonly payee: unknown;
  readonly invoiceChannel: string;
  readonly billing: unknown;
  readonly documentText: string;
  readonly creditLimit: Numeric;
  readonly exposure: Numeric;
  readonly salesperson: string | null;
  readonly creditStop: boolean;
  readonly creditStopReason: unknown;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
  /** The company's; null: there is none yet. */
  readonly zone: TimeZone | null;
  readonly sector: string | null;
};

export type ExposureRow = { readonly kind: string; readonly reference: string; readonly amount: Numeric };

export type ProductRow = {
  readonly number: string;
  readonly name: string;
  readonly unit: string;
  readonly category: string;
  readonly listPrice: Numeric;
  readonly priceBase: Numeric;
  readonly currency: string;
  readonly taxClass: string;
  readonly goodsSector: string | null;
  readonly gtin: string | null;
  readonly unitCode: string | null;
  readonly ecoContributions: unknown;
  readonly documentText: string;
  readonly active: boolean;
  readonly onHand: Numeric;
  readonly allocated: Numeric;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
};

export type StockReceiptRow = {
  readonly reference: string;
  readonly receivedOn: Moment;
  readonly lines: readonly { readonly product: string; readonly quantity: string }[];
  readonly served: readonly { readonly order: string; readonly line: number; readonly quantity: string }[];
};

/** What a line has beside its price. */
type BesideRow = {
  readonly priceBase?: string | null;
  readonly adjustments?: unknown;
};

export type QuoteLineRow = BesideRow & {
  readonly lineNo: number;
  readonly product: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discountPercent: string;
  readonly deliveryDate: string | null;
};

export type QuoteRow = {
  readonly customerName: string;
  readonly number: string;
  readonly customer: string;
  readonly currency: string;
  readonly status: string;
  readonly revision: number;
  readonly validUntil: Moment;
  readonly paymentTerms: unknown;
  readonly freight: Numeric;
  readonly adjustments: unknown;
  readonly deposit: Deposit | null;
  readonly net: Numeric;
  readonly lostReason: string | null;
  readonly acceptedOn: Moment | null;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
  readonly sectors: readonly (string | null)[];
  readonly lines: readonly QuoteLineRow[];
};

export type QuoteRevisionRow = {
  readonly revision: number;
  readonly currency: string;
  readonly validUntil: Moment;
  readonly paymentTerms: unknown;
  readonly freight: Numeric;
  readonly adjustments: unknown;
  readonly deposit: Deposit | null;
  readonly net: Numeric;
  readonly reason: string | null;
  readonly createdAt: Moment;
  readonly lines: readonly QuoteLineRow[];
};

export type OrderSummaryRow = {
  readonly number: string;
  readonly customer: string;
  readonly customerName: string;
  readonly origin: string;
  readonly stage: string;
  readonly holdReason: string | null;
  readonly waitsFor: unknown;
  readonly stopped: boolean;
  readonly deposit: DepositRecord | null;
  /** All that has left it is on invoices. */
  readonly isInvoiced: boolean;
  readonly currency: string;
  readonly net: Numeric;
  readonly gross: Numeric;
  readonly hasBackorder: boolean;
  readonly customerReference: string | null;
  readonly salesperson: string | null;
  readonly receivedAt: Moment;
  readonly nextDate: Moment | null;
};

/** The VAT of a line. */
export type VatRow = {
  readonly vatCategory: string;
  readonly vatRate: string;
  readonly vatExemption: string | null;
};

/** A line of an order or an invoice. */
export type PrintedLineRow = VatRow &
  BesideRow & {
    readonly lineNo: number;
    readonly description: string;
    readonly unit: string;
    readonly quantity: string;
    readonly unitPrice: string;
    readonly discountPercent: string;
    readonly net: string;
  };

export type OrderLineRow = PrintedLineRow & {
  readonly product: string;
  readonly taxClass: string;
  readonly quoteLineNo: number | null;
  readonly allocated: string;
  readonly delivered: string;
  readonly cancelled: string;
  readonly requestedDate: string;
  readonly firstConfirmedDate: string | null;
  readonly lastConfirmedDate: string | null;
};

export type OrderRow = OrderSummaryRow & {
  readonly version: number;
  readonly quote: string | null;
  readonly quoteRevision: number | null;
  readonly paymentTerms: unknown;
  readonly sectors: readonly (string | null)[];
  readonly parties: unknown;
  readonly vatRegime: string;
  readonly taxCountry: string;
  readonly taxRates: TaxRatesColumn;
  readonly freight: Numeric;
  readonly adjustments: unknown;
  readonly vat: Numeric;
  readonly lines: readonly OrderLineRow[];
  readonly creditDecisions: readonly {
    readonly kind: string;
    readonly reason: string | null;
    readonly amount: string;
    readonly exposureBefore: string;
    readonly limit: string;
    readonly overdue: string;
    readonly decidedBy: string;
    readonly decidedAt: string;
  }[];
  readonly waitsSince?: Moment | null;
  readonly prepared?: PreparedColumn;
  readonly discrepancies: readonly DiscrepancyRecord[];
  /** The policy that its differences were judged by. */
  readonly tolerance?: TolerancePolicy | null;
  readonly deliveries: readonly string[];
  readonly invoices: readonly string[];
  readonly enteredBy: string;
  readonly lastAmendedBy: string | null;
  readonly acknowledgedAt: Moment | null;
  readonly issuedElsewhere: readonly string[];
  readonly acknowledgementMinutes: Numeric | null;
  readonly settledOn: Moment | null;
};

export type DossierRow = {
  readonly id: bigint;
  readonly at: Moment;
  readonly on: Moment | null;
  readonly action: string;
  readonly actor: string;
  readonly role: string;
  readonly entity: string;
  readonly entityId: string;
  readonly before: unknown;
  readonly after: unknown;
};

export type DeliveryRow = {
  readonly number: string;
  readonly order: string;
  readonly customer: string;
  readonly customerName: string;
  readonly status: string;
  readonly preparedOn: Moment;
  readonly departedOn: Moment | null;
  readonly deliveredOn: Moment | null;
  readonly provedOn: Moment | null;
  readonly movedIn: boolean;
  readonly carrier: string | null;
  readonly tracking: string | null;
  readonly address: unknown;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly product: string;
    readonly description: string;
    readonly unit: string;
    readonly quantity: string;
    readonly backorder: string;
    readonly nextDate: string | null;
  }[];
  readonly invoice: string | null;
  readonly receivedBy: string | null;
  readonly receivedAt: Moment | null;
  readonly reserves: string | null;
  readonly createdAt: Moment;
};

export type InvoiceSummaryRow = {
  readonly number: string;
  readonly order: string;
  readonly kind: string;
  readonly corrects: string | null;
  readonly replaces: string | null;
  readonly deliveries: readonly string[];
  readonly customer: string;
  readonly customerName: string;
  readonly issueDate: Moment;
  readonly dueDate: Moment;
  readonly nextDue: Moment | null;
  readonly currency: string;
  readonly net: Numeric;
  readonly vat: Numeric;
  readonly gross: Numeric;
  readonly open: Numeric;
  readonly dunningLevel: string | null;
  readonly settledOn: Moment | null;
  readonly lifecycle: string | null;
};

export type InvoiceRow = InvoiceSummaryRow & {
  readonly paymentTerms: unknown;
  readonly lines: readonly (PrintedLineRow & { readonly product: string | null })[];
  readonly sources: readonly {
    readonly lineNo: number;
    readonly order: string;
    readonly orderLine: number;
    readonly delivery: string | null;
    readonly deliveryLine: number | null;
    readonly quantity: string;
  }[];
  readonly freight: Numeric;
  readonly vatBreakdown: unknown;
  readonly movedIn: boolean;
  readonly channel: string | null;
  readonly statuses: readonly {
    readonly direction: string;
    readonly code: string;
    readonly at: string;
    readonly reasons: unknown;
    readonly amounts: unknown;
    readonly sending: string | null;
  }[];
  readonly isCounterpart: boolean;
  readonly replacedBy: string | null;
  readonly creditNote: { readonly scope: string; readonly reason: string; readonly note: string | null } | null;
  readonly credits: readonly {
    readonly creditNote: string;
    readonly issueDate: string;
    readonly scope: string;
    readonly reason: string;
    readonly gross: string;
  }[];
  readonly applications: readonly {
    readonly invoice: string;
    readonly amount: string;
    readonly application: number;
    readonly on: string;
  }[];
  /** `deducts`: from this invoice; else of it. */
  readonly deductions: readonly (VatRow & {
    readonly invoice: string;
    readonly deducts: boolean;
    readonly base: string;
    readonly vat: string;
  })[];
  readonly payments: readonly {
    readonly payment: string;
    readonly reference: string;
    readonly date: string;
    readonly amount: string;
  }[];
  readonly instalments: readonly {
    readonly instalment: number;
    readonly dueDate: string;
    readonly amount: string;
    readonly open: string;
    readonly dunningLevel: string | null;
    readonly settledOn: string | null;
  }[];
};

export type PaymentRow = {
  readonly id: string;
  readonly customer: string | null;
  readonly customerName: string | null;
  readonly amount: Numeric;
  readonly unallocated: Numeric;
  readonly currency: string;
  readonly date: Moment;
  readonly reference: string;
  readonly remittanceText: string | null;
  readonly returns: string | null;
  readonly refunds: string | null;
  readonly allocations: Payment['allocations'];
  readonly createdAt: Moment;
};

export type LedgerEntryRow = {
  readonly id: bigint;
  readonly on: Moment;
  readonly kind: string;
  readonly currency: string;
  readonly amount: Numeric;
  readonly item: string;
  readonly invoice: string | null;
  readonly instalment: number | null;
  readonly payment: string | null;
  readonly claim: string | null;
  readonly allocation: number | null;
  readonly reason: string | null;
  readonly returnedBy: string | null;
  readonly actor: string;
};

export type DunningRunRow = {
  readonly customer: string;
  readonly run: number;
  readonly decidedOn: Moment;
  readonly facts: DunningRunFacts;
  readonly createdAt: Moment;
  readonly steps: readonly {
    readonly step: string;
    readonly invoice: string;
    readonly instalment: number;
    readonly status: string;
    readonly letter: string | null;
  }[];
};

export type DunningStepRow = {
  readonly id: string;
  readonly invoice: string;
  readonly order: string;
  readonly customer: string;
  readonly customerName: string;
  readonly level: string;
  readonly status: string;
  readonly decidedOn: Moment;
  readonly currency: string;
  readonly openAmount: Numeric;
  readonly interest: Numeric;
  readonly interestParts: unknown;
  readonly recoveryFee: Numeric;
  readonly recipient: string | null;
  readonly nextLevel: string | null;
  readonly nextOn: Moment | null;
  readonly sentAt: Moment | null;
  readonly mailId: string | null;
};

export type MailRow = {
  readonly id: string;
  readonly channel: string;
  readonly kind: string;
  readonly status: string;
  readonly recipient: string;
  readonly subject: string;
  readonly messageId: string;
  readonly order: string | null;
  readonly invoice: string | null;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Moment;
  readonly sentAt: Moment | null;
};

export type SentMailRow = MailRow & {
  readonly sender: string;
  readonly text: string;
  readonly html: string;
  readonly reducedAt: Moment | null;
  readonly documents: readonly { readonly id: string; readonly kind: string; readonly number: string }[];
};

/** What ended a line, as the audit has it. */
export type SettledColumn = {
  readonly person: string;
  readonly name: string;
  readonly actor: string;
  readonly action: string;
  readonly entityId: string;
  readonly after: unknown;
};

export type WorkItemRow = {
  readonly id: string;
  readonly kind: string;
  readonly role: string;
  readonly status: string;
  readonly facts: unknown;
  readonly order: string | null;
  readonly invoice: string | null;
  readonly customer: string | null;
  readonly customerName: string | null;
  readonly mail: string | null;
  readonly dunningStep: string | null;
  readonly amount: Numeric | null;
  readonly currency: string;
  readonly dueOn: Moment | null;
  readonly escalations: number;
  readonly link: string | null;
  readonly createdAt: Moment;
  readonly doneAt: Moment | null;
  /** Null: it is open, or what ended it is not on record or not for the reader. */
  readonly settled: SettledColumn | null;
  readonly assignee: string | null;
  readonly assigneeName: string | null;
  readonly putAsideUntil: Moment | null;
  readonly comments: number;
  readonly ageDays: number;
};

type PreparedColumn = { readonly by: string; readonly at: Moment } | null;

export type PreparationRow = {
  readonly order: string;
  readonly customer: string;
  readonly customerName: string;
  readonly customerReference: string | null;
  readonly on: Moment;
  readonly address: unknown;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly product: string;
    readonly description: string;
    readonly unit: string;
    readonly quantity: string;
    readonly promised: Moment | null;
  }[];
  readonly backordered: number;
  readonly prepared: PreparedColumn;
};

export type WorkItemCommentRow = {
  readonly id: string;
  readonly text: string;
  readonly by: string;
  readonly name: string;
  readonly at: Moment;
};
