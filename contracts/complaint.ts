import { z } from 'zod';
import { CreditNoteInput } from './credit-note.js';
import {
  AmountOwed,
  ComplaintNumber,
  Currency,
  DeliveryNumber,
  EnteredInstant,
  Instant,
  InvoiceNumber,
  Line,
  LineNo,
  LocalDate,
  NonNegativeAmount,
  NonNegativeQuantity,
  OrderNumber,
  ProductNumber,
  Quantity,
  Reason,
  Text,
  Uuid,
} from './primitives.js';
import { mistake } from './said.js';
import {
  complaintFileTypes,
  complaintKinds,
  complaintOrigins,
  complaintOutcomes,
  complaintStatuses,
  type Actor,
  type ComplaintOutcome,
  type ComplaintStatus,
} from './vocabulary.js';

/**
 * A complaint: what a customer finds wrong with goods, their delivery or an invoice (réclamation), and what becomes of it.
 * It is looked after by the process `claim:NUMBER`. What is disputed of an invoice is not dunned while nobody has decided.
 */

/** Bytes of one file, and how many a complaint has at most. */
export const COMPLAINT_FILE_BYTES = 5_000_000;
export const MOST_COMPLAINT_FILES = 20;

const once = (lines: readonly { readonly lineNo: number }[]): boolean =>
  new Set(lines.map(({ lineNo }) => lineNo)).size === lines.length;

/** Lines of the order, by their numbers, and how much of each is complained of. */
const lines = z
  .array(z.strictObject({ lineNo: LineNo, quantity: Quantity }))
  .max(500)
  .refine(once, mistake('line-numbers-unique'));

const Person = Line(262).meta({ description: 'A person of GET /v1/colleagues.' });
const Described = Text(2_000);

/** What is complained of: a delivery or an invoice, or an order of which nothing has come. */
export const ComplaintInput = z
  .strictObject({
    about: z.union([
      z.strictObject({ delivery: DeliveryNumber }),
      z.strictObject({ invoice: InvoiceNumber }),
      z.strictObject({ order: OrderNumber }),
    ]),
    kind: z.enum(complaintKinds).exclude(['reserve']),
    /** Omitted: no line in particular. */
    lines: lines.optional(),
    /** What is disputed, tax included; omitted: what the lines come to, or all of the invoice. */
    disputed: NonNegativeAmount.optional(),
    description: Described,
    /** Who answers for it; omitted: nobody yet. */
    owner: Person.optional(),
    /** By when it is to be decided; omitted: within five working days. */
    dueAt: EnteredInstant.optional(),
  })
  .meta({ id: 'ComplaintInput' });
export type ComplaintInput = z.infer<typeof ComplaintInput>;

/** Null gives it back to all; a due time that is left out stays. */
export const ComplaintAssignmentInput = z
  .strictObject({ owner: Person.nullable(), dueAt: EnteredInstant.optional() })
  .meta({ id: 'ComplaintAssignmentInput' });

/** What it turned out to be. Left out: as it was said before; an amount of null: nobody has said how much. */
export const ComplaintQualificationInput = z
  .strictObject({
    kind: z.enum(complaintKinds).exclude(['reserve']),
    lines: lines.optional(),
    disputed: NonNegativeAmount.nullable().optional(),
  })
  .meta({ id: 'ComplaintQualificationInput' });

export const ComplaintNoteInput = z.strictObject({ text: Text(2_000) }).meta({ id: 'ComplaintNoteInput' });

/** A photo or a document; what it is, is told from its bytes. */
export const ComplaintFileInput = z
  .strictObject({
    name: Line(120),
    content: z
      .base64(mistake('wrong-base64'))
      .min(4)
      .max(Math.ceil(COMPLAINT_FILE_BYTES / 3) * 4),
  })
  .meta({ id: 'ComplaintFileInput' });
export type ComplaintFileInput = z.infer<typeof ComplaintFileInput>;

/** What is complained of is to come back: the complaint stays until it has, or is said not to. */
const goodsExpected = z.boolean().optional();

/** A credit note of the invoice that the complaint is about, as of any invoice. */
export const ComplaintCreditInput = z
  .strictObject({ credit: CreditNoteInput, reason: Reason, goodsExpected })
  .meta({ id: 'ComplaintCreditInput' });

/** The order delivers again, free of charge; omitted: what is complained of. */
export const ComplaintReplacementInput = z
  .strictObject({ lines: lines.min(1).optional(), reason: Reason, goodsExpected })
  .meta({ id: 'ComplaintReplacementInput' });

export const ComplaintRefusalInput = z.strictObject({ reason: Reason }).meta({ id: 'ComplaintRefusalInput' });

const received = z
  .strictObject({ lineNo: LineNo, restocked: NonNegativeQuantity, scrapped: NonNegativeQuantity })
  .meta({ description: 'Back into stock, and written off.' });

/** What came back; `last`: nothing more is to come. */
export const ComplaintGoodsInput = z
  .strictObject({
    lines: z.array(received).max(500).refine(once, mistake('line-numbers-unique')),
    last: z.boolean().optional(),
  })
  .meta({ id: 'ComplaintGoodsInput' });

export const ComplaintWithdrawalInput = z.strictObject({ reason: Reason }).meta({ id: 'ComplaintWithdrawalInput' });

const Colleague = z.strictObject({ person: z.string(), name: z.string() });

/** A line of the order that is complained of, with what came back of it. */
const ComplaintLine = z.strictObject({
  lineNo: LineNo,
  product: ProductNumber,
  description: z.string(),
  unit: z.string(),
  quantity: Quantity,
  restocked: NonNegativeQuantity,
  scrapped: NonNegativeQuantity,
});

/** A complaint as lists tell it. */
export const ComplaintSummary = z
  .strictObject({
    number: ComplaintNumber,
    kind: z.enum(complaintKinds),
    status: z.enum(complaintStatuses),
    origin: z.enum(complaintOrigins),
    customer: z.string(),
    customerName: z.string(),
    order: OrderNumber,
    delivery: DeliveryNumber.nullable(),
    /** The one that it is about, or that charges the delivery; null: there is none yet. */
    invoice: InvoiceNumber.nullable(),
    currency: Currency,
    /** Tax included; null: nobody has said how much, and all of the invoice is. */
    disputed: AmountOwed.nullable(),
    description: z.string(),
    owner: Colleague.nullable(),
    openedOn: LocalDate,
    openedAt: Instant,
    dueAt: Instant,
    /** It waits for a decision, and its time has passed. */
    isOverdue: z.boolean(),
    escalations: z.number().int(),
    outcome: z.enum(complaintOutcomes).nullable(),
    creditNote: InvoiceNumber.nullable(),
    endedOn: LocalDate.nullable(),
  })
  .meta({ id: 'ComplaintSummary' });
export type ComplaintSummary = z.infer<typeof ComplaintSummary>;

export const ComplaintFile = z
  .strictObject({
    id: Uuid,
    name: z.string(),
    type: z.enum(complaintFileTypes),
    size: z.number().int(),
    sha256: z.string(),
    by: Colleague,
    at: Instant,
  })
  .meta({ id: 'ComplaintFile' });
export type ComplaintFile = z.infer<typeof ComplaintFile>;

/** A complaint with all that belongs to it. */
export const Complaint = ComplaintSummary.extend({
  lines: z.array(ComplaintLine),
  openedBy: z.string(),
  /** Who decided, when and why; null: nobody yet. */
  decision: z.strictObject({ by: Colleague, at: Instant, reason: z.string() }).nullable(),
  /** What was complained of is to come back, or has. */
  goodsExpected: z.boolean(),
  /** Lines that the order delivers again for it, free of charge. */
  replacements: z.array(z.strictObject({ lineNo: LineNo, quantity: Quantity, delivered: NonNegativeQuantity })),
  notes: z.array(z.strictObject({ id: Uuid, text: z.string(), by: Colleague, at: Instant })),
  files: z.array(ComplaintFile),
}).meta({ id: 'Complaint' });
export type Complaint = z.infer<typeof Complaint>;

/** The number of the complaint and where it is; GET it for the rest. */
export const ComplaintReceipt = z
  .strictObject({
    number: ComplaintNumber,
    status: z.enum(complaintStatuses),
    outcome: z.enum(complaintOutcomes).nullable(),
    creditNote: InvoiceNumber.nullable(),
  })
  .meta({ id: 'ComplaintReceipt' });
export type ComplaintReceipt = z.infer<typeof ComplaintReceipt>;

/** What somebody who answers for a complaint is told when its time has passed, in the company's language. */
export const reminded = {
  number: ComplaintNumber,
  kind: z.enum(complaintKinds),
  order: OrderNumber,
  delivery: DeliveryNumber.nullable(),
  invoice: InvoiceNumber.nullable(),
  currency: Currency,
  disputed: AmountOwed.nullable(),
  description: z.string(),
  dueAt: Instant,
  /** 1: its owner is told; 2: the managers are. */
  escalation: z.number().int().min(1),
};

// ---- the process `claim:NUMBER` -----------------------------------------------------------------------------------

export type ComplaintWorkflowInput = {
  readonly schemaVersion: 1;
  readonly number: string;
  readonly customerNumber: string;
};

/** What a run of it begins with. */
export type ComplaintRun = Pick<ComplaintWorkflowInput, 'number' | 'customerNumber'>;

/** Where a complaint stands on record: what its process decides its next wait by. */
export type ComplaintSituation = {
  readonly status: ComplaintStatus;
  readonly outcome: ComplaintOutcome | null;
  readonly customer: string;
  readonly order: string;
  /** The invoice that it is about, or that charges its delivery; null: there is none. */
  readonly invoice: string | null;
  /** Instant by which it is to be decided. */
  readonly dueAt: string;
  readonly escalations: number;
  readonly owner: string | null;
  /** Mails that nobody has begun to send. */
  readonly toSend: readonly string[];
};

type By = { readonly actor: Actor };
export type AssignComplaint = By & z.infer<typeof ComplaintAssignmentInput>;
export type QualifyComplaint = By & z.infer<typeof ComplaintQualificationInput>;
export type NoteComplaint = By & z.infer<typeof ComplaintNoteInput>;
export type CreditComplaint = By & z.infer<typeof ComplaintCreditInput>;
export type ReplaceComplaint = By & z.infer<typeof ComplaintReplacementInput>;
export type RefuseComplaint = By & z.infer<typeof ComplaintRefusalInput>;
export type ReceiveComplaintGoods = By & z.infer<typeof ComplaintGoodsInput>;
export type WithdrawComplaint = By & z.infer<typeof ComplaintWithdrawalInput>;

/** Something done about a complaint, as it goes on record. */
export type ComplaintAct =
  | { readonly kind: 'assign'; readonly request: AssignComplaint }
  | { readonly kind: 'qualify'; readonly request: QualifyComplaint }
  | { readonly kind: 'note'; readonly request: NoteComplaint }
  /** `creditNote`: issued for it by the customer's account. */
  | { readonly kind: 'credit'; readonly request: Omit<CreditComplaint, 'credit'> & { readonly creditNote: string } }
  | { readonly kind: 'replace'; readonly request: ReplaceComplaint }
  | { readonly kind: 'refuse'; readonly request: RefuseComplaint }
  | { readonly kind: 'receive'; readonly request: ReceiveComplaintGoods }
  | { readonly kind: 'withdraw'; readonly request: WithdrawComplaint };

/** Activity `recordComplaintAct`; `at`: Instant of workflow time. */
export type RecordComplaintAct = { readonly number: string; readonly act: ComplaintAct; readonly at: string };

export type ComplaintResult = { readonly kind: 'recorded' } & ComplaintReceipt;
