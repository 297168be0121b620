import type { Adjustment, ChargedAdjustment, OrderAdjustment } from './adjustment.js';
import type { AmendmentInput, CancellationInput, CreditDecisionInput, DispositionInput } from './order.js';
import type { ComplaintRun } from './complaint.js';
import type { DeliveryInput, DeliveryReleaseInput, ProofInput } from './delivery.js';
import type { DunningHoldInput, DunningHoldLiftInput, DunningResolutionInput, InterestPart } from './dunning.js';
import type { MailResolutionInput } from './mail.js';
import type { Deposit } from './deposit.js';
import type { OrderMessageFacts } from './order-message.js';
import type { PolicySnapshot, SendingWindow } from './policies.js';
import type { Parties } from './parties.js';
import type { PaymentTerms } from './primitives.js';
import type { Refusal } from './problems.js';
import type { z } from 'zod';
import type {
  Actor,
  Currency,
  DunningLevel,
  HoldReason,
  LetterStatus,
  OrderOrigin,
  OrderStage,
  TaxClass,
  VatCategory,
  VatExemption,
  VatRegime,
} from './vocabulary.js';
import type { CreditHoldReason, Wait } from './wait.js';

/** Shapes that travel between the API, the workflows and the activities. Plain JSON; the input shapes are checked by zod at the API. */

/** What a line is compared with: the quote's line, or the price list. `null` where the source says nothing. */
export type LineExpectation = {
  readonly source: 'quote' | 'price-list';
  readonly product: string;
  readonly quantity: string | null;
  readonly unitPrice: string;
  readonly discountPercent: string | null;
  readonly deliveryDate: string | null;
} & BesidePrice;

/** The VAT of a line: its category and rate, and why none is charged; null: it is. */
export type Vat = {
  readonly vatCategory: VatCategory;
  readonly vatRate: string;
  readonly vatExemption: VatExemption | null;
};

/** What a line says beside its price. */
export type BesidePrice<A extends Adjustment = Adjustment> = {
  /** Units that the price is of (EN 16931 BT-149); left out: one. */
  readonly priceBase?: string | undefined;
  /** Left out: none. */
  readonly adjustments?: readonly A[] | undefined;
};

/** A line of an order or an invoice as every document says it, but for its net. */
export type PrintedLine = Vat & {
  readonly lineNo: number;
  readonly product: string;
  readonly description: string;
  readonly unit: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discountPercent: string;
} & BesidePrice;

/** Its VAT is that of the day on which it is entered; a delivery has the VAT of its own day. */
export type OrderDraftLine = PrintedLine & {
  readonly taxClass: TaxClass;
  readonly quoteLineNo: number | null;
  readonly requestedDate: string;
  readonly expected: LineExpectation;
};

/** An order as the API hands it to the process: every 4xx is decided, master data resolved, prices fixed. */
export type OrderDraft = {
  readonly customer: string;
  readonly origin: OrderOrigin;
  readonly quote: { readonly number: string; readonly revision: number } | null;
  readonly customerReference: string | null;
  readonly currency: Currency;
  readonly paymentTerms: PaymentTerms;
  readonly parties: Parties;
  readonly freight: string;
  /** What comes off the whole or on top; the lines bear it. Left out: nothing. */
  readonly adjustments?: readonly OrderAdjustment[] | undefined;
  /** From where we sell, to where the goods go and to whom; the order keeps it whatever changes at the customer. */
  readonly vatRegime: VatRegime;
  /** Country whose rates a domestic supply bears. */
  readonly taxCountry: string;
  readonly salesperson: string | null;
  /** Terms and freight of the quote, or the customer's terms; compared with the order's. */
  readonly expectedTerms: { readonly source: 'quote' | 'customer'; readonly terms: PaymentTerms };
  readonly expectedFreight: string | null;
  /** What is asked for before the goods; left out: nothing, or what was asked for when the order was entered. */
  readonly deposit?: Deposit;
  readonly lines: readonly OrderDraftLine[];
};

/** Totals of an order or an invoice: net with freight, VAT per category and rate on the summed base. */
export type Totals = {
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  readonly vatBreakdown: readonly (Vat & { readonly base: string; readonly vat: string })[];
};

export type OrderWorkflowInput = {
  readonly schemaVersion: 1;
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly policies: PolicySnapshot;
  /**
   * Who entered the order, and the order; the update `submitOrder` sent with the start only waits for its record. Left
   * out: the order is on record, and this run takes it up where it stands.
   */
  readonly submission?: Submission;
};

/** An order on record as a new run of it is started. */
export type OrderRun = {
  readonly input: OrderWorkflowInput;
  readonly currency: Currency;
  readonly origin: OrderOrigin;
  /** Neutral code of its salesperson. */
  readonly salesCode: string | null;
  readonly gross: string;
};

/** What a received order is cleared of next, when nobody has to decide anything before. */
export type OrderDuty = 'credit' | 'reconciliation' | 'acceptance';

/** Where an order stands on record: what its process decides its next wait by. Its lines stay in PostgreSQL. */
export type OrderSituation = {
  readonly stage: OrderStage;
  readonly holdReason: HoldReason | null;
  readonly waitsFor: Wait;
  readonly version: number;
  readonly duty: OrderDuty | null;
  /** Decisions on its credit so far, those of persons among them. */
  readonly creditChecks: number;
  /** The hold that waits for a person: the Instant at which it began, and how often it was said again. */
  readonly hold: { readonly since: string; readonly escalations: number } | null;
  /** Something is left to deliver; part of it has no stock. */
  readonly hasOpen: boolean;
  readonly hasBackorder: boolean;
  /** The earliest confirmed date of what is left to deliver. */
  readonly nextDate: string | null;
  /** The oldest delivery without an invoice. */
  readonly toInvoice: string | null;
  /** A deposit is asked for and not on an invoice; left out by a step of before: none is. */
  readonly depositDue?: boolean;
  /** A deposit invoice of which something is left when nothing of the order is to be invoiced any more; left out: none. */
  readonly depositOver?: string | null;
  /** Invoices that are not paid. */
  readonly unpaid: number;
  /** How often it was opened again after it was settled. */
  readonly reopened: number;
  /** Instant at which exactly what is reserved now was picked, and lies ready; null, or left out by a step of before: it was not. */
  readonly preparedAt?: string | null;
  /** Mails of the order that nobody has begun to send. */
  readonly toSend: readonly string[];
};

/** What a step of an order answers: what it recorded or refused, and where the order stands after it. */
export type Recorded<A> = { readonly answer: A; readonly situation: OrderSituation };

/** An invoice as it was issued. */
export type UnpaidInvoice = {
  readonly customer: string;
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly currency: Currency;
  readonly gross: string;
};

/** How an order's workflow ends. */
export type OrderOutcome = {
  readonly stage: 'settled' | 'refused' | 'rejected' | 'cancelled';
  readonly on: string;
};

/** The account of a customer: everything else it reads. */
export type AccountWorkflowInput = { readonly schemaVersion: 1; readonly customer: string };

/** An account rests when nothing is open; the next invoice wakes it. */
export type AccountOutcome = { readonly kind: 'nothing-open' };

/** What a customer's account waits for, read at one moment. */
export type AccountAgenda = {
  readonly currency: Currency;
  readonly sendingWindow: SendingWindow;
  /** Sum of what is open. */
  readonly open: string;
  /** Earliest due date and highest dunning level of what is open; null: there is none. */
  readonly dueDate: string | null;
  readonly level: DunningLevel | null;
  /** Number of the next dunning run. */
  readonly run: number;
  /** What comes by itself; `on` is a LocalDate, `at` an Instant inside the sending window, level null: a question to finance. */
  readonly next: {
    readonly at: string;
    readonly on: string;
    readonly level: DunningLevel | null;
    readonly receivables: number;
  } | null;
  /** Letters, reports, credit notes, invoices of no order's process and statuses to send. */
  readonly outgoing: readonly (
    | { readonly mailId: string; readonly kind: 'dunning-letter' | 'dunning-report'; readonly level: DunningLevel }
    | { readonly mailId: string; readonly kind: 'credit-note' | 'invoice' | 'invoice-status' }
  )[];
  /** Letters that wait for a person's word, by their numbers. */
  readonly stuck: readonly { readonly letter: string; readonly level: DunningLevel; readonly status: LetterStatus }[];
};

/** A mail that did not leave by itself, and whose it is. */
export type MailErrandInput = {
  readonly schemaVersion: 1;
  readonly mailId: string;
  /** Null: it is of no order, or of several. */
  readonly orderNumber: string | null;
  /** Null: it goes to our own people and is of no customer. */
  readonly customerNumber: string | null;
};

/** Asked for by a schedule, or by the API when something was brought. */
export type PlatformInboxInput = { readonly schemaVersion: 1 };
/** How many messages it read. */
export type PlatformInboxResult = { readonly read: number };

/** How its errand ends. */
export type MailErrandOutcome = { readonly kind: 'sent' | 'skipped' | 'handed' };

/** A delivery whose proof of receipt comes after its order has closed. */
export type ProofErrandInput = {
  readonly schemaVersion: 1;
  readonly deliveryNumber: string;
  readonly orderNumber: string;
  readonly customerNumber: string;
};

/** What a schedule gives housekeeping. */
export type HousekeepingInput = {
  readonly schemaVersion: 2;
  /** How long an idempotency key is remembered, in whole days; null: this run deletes none. */
  readonly keyLifeDays: number | null;
  /** This run seals the audit. */
  readonly seals: boolean;
};

/** The last seal on the audit: whoever keeps its hash elsewhere can tell later that nothing before it was rewritten. */
export type AuditSeal = { readonly number: number; readonly lastId: string; readonly hash: string };

export type HousekeepingResult = {
  /** Keys that came before the LocalDate `before`, and how many of them were deleted. */
  readonly idempotencyKeys: { readonly before: string; readonly deleted: number } | null;
  /** How many audit rows this run sealed, and its last seal. */
  readonly audit: { readonly sealed: number; readonly seal: AuditSeal | null } | null;
};

/** How long each class of what is no voucher is kept, in whole days. */
export type RetentionTerms = { readonly mails: number; readonly worklist: number; readonly sessions: number };

/** What a schedule gives retention. */
export type RetentionInput = { readonly schemaVersion: 1; readonly terms: RetentionTerms };

/** By class: what had ended before the LocalDate `before`, and how many rows its run reduced or deleted. */
export type RetentionResult = Readonly<
  Record<keyof RetentionTerms, { readonly before: string; readonly rows: number }>
>;

/** What a schedule gives to the run that has the months made that have ended. */
export type MonthEndsInput = { readonly schemaVersion: 1 };
/** The months whose process it started, oldest first. */
export type MonthEndsResult = { readonly today: string; readonly months: readonly string[] };

/** The month end of one month; `scheduled`: its first version is due, else it is started by who asks for one. */
export type MonthEndProcessInput = { readonly schemaVersion: 1; readonly month: string; readonly scheduled: boolean };

/** A run that bills what customers have together; the id of its process is that of the run. */
export type BillingInput = {
  readonly schemaVersion: 1;
  /** `schedule` begins a run, `request` waits to be asked for one, `under-way` goes on with it. */
  readonly from: 'schedule' | 'request' | 'under-way';
  /** The last customer that was looked at; null: none was. */
  readonly after: string | null;
  readonly done: number;
  readonly invoices: number;
};
export type BillingResult = { readonly customers: number; readonly invoices: number };

/** A document that a reader wants to see and nobody has rendered yet. */
export type RenderingInput = { readonly schemaVersion: 1; readonly documentId: string };
/** A move-in of the desk: everything else stands in PostgreSQL. */
export type MoveInWorkInput = { readonly schemaVersion: 1; readonly moveInId: string };

// ---- updates: an actor asks, the main line decides, the answer is what was recorded -------------------------------

export type Submission = {
  readonly actor: Actor;
  readonly draft: OrderDraft;
  /** The message that it came as, which is kept under the order's number; left out: somebody entered it. */
  readonly message?: { readonly format: OrderMessageFacts['format']; readonly sha256: string };
};
/** `sameReferenceAs`: another order of the customer that had its reference first. */
type Entered = { readonly number: string; readonly stage: OrderStage; readonly sameReferenceAs?: string };
export type SubmissionResult = Entered & { readonly kind: 'received' };

export type OrderResult = Entered & { readonly kind: 'done' };

export type CreditDecisionRequest = { readonly actor: Actor } & z.infer<typeof CreditDecisionInput>;
export type DeliveryReleaseRequest = { readonly actor: Actor } & z.infer<typeof DeliveryReleaseInput>;
export type DispositionRequest = {
  readonly actor: Actor;
  readonly discrepancyId: string;
  /** Decided on with it, for the same reason. */
  readonly others?: readonly string[];
} & z.infer<typeof DispositionInput>;
export type AmendmentRequest = {
  readonly actor: Actor;
  readonly reason: AmendmentInput['reason'];
  readonly cause?: AmendmentInput['cause'];
  /** Version that the draft was made from: an amendment made meanwhile must not be undone unseen. */
  readonly baseVersion: number;
  /** Lines that the draft was made from, without what was cancelled: a cancellation made meanwhile must not be undone either. */
  readonly baseLines?: readonly DeliveredLine[];
  readonly draft: OrderDraft;
  /** Contacts that the amendment names; contacts change beside it too, and the version stays. */
  readonly contacts?: Parties['contacts'] | undefined;
};
export type CancellationRequest = { readonly actor: Actor } & CancellationInput;
export type DeliveryRequest = { readonly actor: Actor } & DeliveryInput;
export type DeliveryResult = { readonly kind: 'delivered'; readonly number: string; readonly departedOn: string };
export type ProofRequest = { readonly actor: Actor; readonly deliveryNumber: string } & ProofInput;
export type ProofResult = {
  readonly kind: 'proved';
  readonly number: string;
  /** The complaint that its reserves have opened; left out: none. */
  readonly complaint?: ComplaintRun;
};
export type MailResolutionRequest = { readonly actor: Actor; readonly mailId: string } & z.infer<
  typeof MailResolutionInput
>;
export type MailResolutionResult = { readonly kind: 'resolved' };

/** Update `makeMonthEnd`: the figures of a month are told once more, as they are now. */
/** Update `beginBilling`: what somebody has billed by hand; `customer` null: all. */
export type BillingRequest = { readonly actor: Actor; readonly upTo: string; readonly customer: string | null };
export type BillingBegun = { readonly kind: 'begun'; readonly id: string; readonly customers: number };

export type MonthEndRequest = { readonly actor: Actor; readonly reason: string };
export type MonthEndMade = {
  readonly kind: 'made';
  readonly month: string;
  readonly version: number;
  /** Ids of its documents, and of the mails that carry them. */
  readonly documents: readonly string[];
  readonly mails: readonly string[];
};

/** Update `resolveLetter`: what a person found out about the letter of a dunning step. */
export type DunningResolutionRequest = { readonly actor: Actor; readonly step: string } & z.infer<
  typeof DunningResolutionInput
>;
export type DunningResolutionResult = { readonly kind: 'resolved' };

/** Update `placeHold`: the dunning pauses; its id is the request's. */
export type PlaceHold = { readonly actor: Actor } & z.infer<typeof DunningHoldInput>;
/** Update `liftHold`. */
export type LiftHold = { readonly actor: Actor; readonly hold: string } & z.infer<typeof DunningHoldLiftInput>;
export type HoldResult = { readonly kind: 'held' | 'lifted'; readonly id: string };

export type Answer<T> = T | Refusal;

/** A signal to an order, by its name: what it has to look at anew. PostgreSQL holds the rest. */
export type OrderNews = 'stockArrived' | 'goodsPrepared' | 'creditFreed' | 'invoicesPaid';

// ---- decisions ----------------------------------------------------------------------------------------------------

/** Facts about a customer's account at one moment; `overdue` is what is open beyond the tolerated days. */
export type CreditFacts = {
  readonly limit: string;
  readonly exposure: string;
  readonly overdue: string;
  readonly creditStop: boolean;
  /** Gross of the customer's orders that credit held before this one, and whether it counts: see the credit policy. */
  readonly heldBefore?: string;
  readonly heldCounts?: boolean;
};

export type CreditAssessment =
  | { readonly kind: 'approved' | 'watch'; readonly facts: CreditFacts }
  | {
      readonly kind: 'held';
      readonly reason: CreditHoldReason;
      readonly facts: CreditFacts;
    };

/** One order line's quantities, as facts. Open to deliver = quantity − delivered − cancelled; backorder = open − allocated. */
export type LineProgress = {
  readonly lineNo: number;
  readonly product: string;
  readonly quantity: string;
  readonly delivered: string;
  readonly cancelled: string;
  readonly allocated: string;
  readonly confirmedDate: string | null;
};

export type DeliveredLine = { readonly lineNo: number; readonly quantity: string };

/** An invoice without a number; numbers are given by the transaction that records it. */
export type InvoiceDraft = Totals & {
  readonly deliveryNumber: string;
  readonly freight: string;
  readonly lines: readonly ChargedLine[];
};

/** A line with what it comes to. */
export type ChargedLine = Omit<PrintedLine, keyof BesidePrice> & ChargedBeside & { readonly net: string };

/** {@link BesidePrice} as it is charged. */
export type ChargedBeside = Pick<BesidePrice, 'priceBase'> & { adjustments?: ChargedAdjustment[] | undefined };

/** What a dunning level claims on one day. */
export type DunningClaim = {
  readonly level: DunningLevel;
  /** Position of the level in its procedure, from 0. */
  readonly sequence: number;
  readonly decidedOn: string;
  readonly openAmount: string;
  readonly interest: string;
  /** How the interest is made up; empty when the level claims none. */
  readonly interestParts: readonly InterestPart[];
  /** In euros, whatever the invoice's currency. */
  readonly recoveryFee: string;
  /** Yearly rate of late-payment interest in force on that day; null when there is none yet. */
  readonly annualPercent: string | null;
  readonly overdueDays: number;
  readonly channel: 'mail' | 'none';
  readonly creditStop: boolean;
  readonly handOver: boolean;
  readonly next: { readonly level: DunningLevel; readonly on: string } | null;
};

/** What became of a mail. */
export type MailOutcome = { readonly kind: 'sent' | 'skipped' | 'unknown' | 'failed' | 'handed' };
