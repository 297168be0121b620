import { z } from 'zod';
import { Difference } from './discrepancy.js';
import { StatusReason } from './lifecycle.js';
import { Amount, Currency, EnteredDate, Instant, Line, LocalDate, Reason, Text, Uuid } from './primitives.js';
import {
  complaintKinds,
  creditReasons,
  dunningLevels,
  invoiceChannels,
  lifecycleActions,
  lifecycleCodes,
  orderStages,
  roles,
  timeZones,
  workItemKinds,
  workItemStatuses,
  type WorkItemKind,
} from './vocabulary.js';
import { CreditHoldReason } from './wait.js';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

const dunned = z.strictObject({
  /** Numbers of what it is about. */
  invoices: z.array(z.string()).min(1).readonly(),
  level: z.enum(dunningLevels),
  /** Who the letter went to; null: nobody. */
  to: z.string().nullable(),
  open: decimal,
  claimed: decimal,
  /** In euros. */
  recoveryFee: decimal,
  next: z.strictObject({ level: z.enum(dunningLevels), on: LocalDate }).nullable(),
});

const asked = z.strictObject({
  mail: z.string(),
  /** Empty when it had not been written yet. */
  to: z.string(),
  subject: z.string(),
  /** What the mail server, or the platform, said, as it said it. */
  response: z.string(),
  /** Left out: a mail. */
  channel: z.enum(invoiceChannels).optional(),
});

/** What a line of the worklist is about, kept with it: its sentences are made of this. */
export const workItemFacts = {
  'credit-hold': z.strictObject({
    reason: CreditHoldReason,
    gross: decimal,
    exposure: decimal,
    limit: decimal,
    overdue: decimal,
    heldBefore: decimal.optional(),
    heldCounts: z.boolean().optional(),
  }),
  discrepancy: z.array(Difference).readonly(),
  'dunning-report': dunned,
  collections: dunned,
  /** A payment has money left while invoices are open; where it covers what is due, no letter leaves meanwhile. */
  allocation: z.strictObject({
    payment: Uuid,
    reference: z.string(),
    amount: decimal,
    currency: z.string(),
    holdsLetters: z.boolean(),
    /** The oldest due, at most 20 of `openCount`. */
    openInvoices: z
      .array(z.strictObject({ invoice: z.string(), instalment: z.number().int(), dueDate: LocalDate, open: decimal }))
      .readonly(),
    openCount: z.number().int(),
    openTotal: decimal,
  }),
  /** What is open is too little to be asked for. */
  'write-off': z.strictObject({ instalment: z.number().int(), amount: decimal }),
  'mail-unknown': asked,
  'mail-failed': asked,
  /** The mail server takes nothing from us, for a reason of ours or its own, or is not to be reached. */
  'mail-channel': z.strictObject({
    response: z.string(),
    isAway: z.boolean().optional(),
    since: Instant.optional(),
    /** When it was asked last. */
    at: Instant,
    /** Mails that wait. */
    waiting: z.number().int().optional(),
  }),
  /** A month end was made, and there is no manager to mail it to. */
  'month-end-unaddressed': z.strictObject({ month: z.string(), version: z.number().int() }),
  'platform-channel': z.strictObject({
    response: z.string(),
    isAway: z.boolean(),
    since: Instant,
    /** When it was asked last. */
    at: Instant,
    /** What waits for it. */
    waiting: z.number().int(),
  }),
  /** `unread`: it says nothing that we know; `stranger`: it is about no invoice of ours. */
  'platform-message': z.strictObject({
    name: z.string(),
    found: z.enum(['unread', 'stranger']),
    why: z.string(),
  }),
  /** `action`: what its sender wants done, or what usually is. */
  'invoice-status': z.strictObject({
    code: z.enum(lifecycleCodes),
    at: Instant,
    reasons: z.array(StatusReason).readonly(),
    action: z.enum(lifecycleActions),
  }),
  /** A person prints it and posts it, or uploads it. */
  'invoice-by-hand': z.strictObject({ mail: z.string(), channel: z.enum(['portal', 'paper']), to: z.string() }),
  /** A customer finds something wrong with goods or an invoice, and waits for an answer; `disputed`: tax included. */
  complaint: z.strictObject({
    complaint: z.string(),
    complaintKind: z.enum(complaintKinds),
    delivery: z.string().nullable(),
    disputed: decimal.nullable(),
    currency: z.string(),
  }),
  /** The customer has no answer yet, and most of the time for it has passed, or all. */
  acknowledgement: z.strictObject({
    stage: z.enum(orderStages),
    target: Instant,
    isLate: z.boolean(),
    zone: z.enum(timeZones),
  }),
  /** Goods that are reserved are to leave. */
  'delivery-due': z.strictObject({
    /** The earliest day promised for them. */
    on: LocalDate,
    lines: z.number().int(),
    /** What of the order waits for stock meanwhile. */
    backordered: z.number().int(),
    /** Exactly what is reserved was picked, and lies ready. */
    isPrepared: z.boolean(),
  }),
  /** A day that the customer was given first has passed, and not all is delivered. */
  'promise-late': z.strictObject({
    promised: LocalDate,
    /** The day they have been given last. */
    next: LocalDate.nullable(),
    lines: z.number().int(),
    /** Of those, how many lie ready. */
    ready: z.number().int(),
  }),
  /** Goods left, and nobody has signed for them. */
  'proof-missing': z.strictObject({
    delivery: z.string(),
    departedOn: LocalDate,
    deliveredOn: LocalDate.nullable(),
    carrier: z.string().nullable(),
  }),
  /** Goods left, and should be on an invoice. */
  'not-invoiced': z.strictObject({
    delivery: z.string(),
    departedOn: LocalDate,
    billing: z.enum(['delivery', 'order', 'period']),
    /** The day of the departure, or the last one of the period that it is billed by; of a whole order, of its month. */
    billedBy: LocalDate,
  }),
  /** Money that has no taker, and no question about it is open. */
  unallocated: z.strictObject({
    payment: Uuid,
    reference: z.string(),
    amount: decimal,
    currency: z.string(),
    date: LocalDate,
    isCustomerKnown: z.boolean(),
  }),
  /** A credit that waits for a second person. */
  'credit-approval': z.strictObject({
    request: z.string(),
    amount: decimal,
    currency: z.string(),
    reason: z.enum(creditReasons),
    note: z.string().nullable(),
    /** Who asks: a principal. */
    by: z.string(),
    /** Another invoice takes the place of what is credited. */
    isCorrection: z.boolean(),
  }),
  /** A credit note of which something has been ours to give for long. */
  'credit-to-give': z.strictObject({
    creditNote: z.string(),
    corrects: z.string(),
    amount: decimal,
    currency: z.string(),
    date: LocalDate,
  }),
} as const satisfies Record<WorkItemKind, z.ZodType>;
export type WorkItemFacts<K extends WorkItemKind = WorkItemKind> = z.infer<(typeof workItemFacts)[K]>;

/** A kind with its facts. */
export type WorkItemAbout = {
  readonly [K in WorkItemKind]: { readonly kind: K; readonly facts: WorkItemFacts<K> };
}[WorkItemKind];

/** A person, with the name that they are known by. */
const Colleague = z.strictObject({ person: z.string(), name: z.string() });

const line = {
  id: z.string(),
  role: z.enum(roles),
  status: z.enum(workItemStatuses),
  /** What it is about, and what is to be done, in words. */
  title: z.string(),
  sentence: z.string(),
  order: z.string().nullable(),
  invoice: z.string().nullable(),
  customer: z.string().nullable(),
  customerName: z.string().nullable(),
  mail: z.string().nullable(),
  dunningStep: z.string().nullable(),
  amount: Amount.nullable(),
  currency: Currency,
  dueOn: LocalDate.nullable(),
  escalations: z.number().int(),
  /** Path of the dossier it belongs to. */
  link: z.string().nullable(),
  createdAt: Instant,
  doneAt: Instant.nullable(),
  /** Who ended it and by what, in words; null: it is open, or that is not on record or not for the reader. */
  settled: z.strictObject({ by: Colleague, sentence: z.string() }).nullable(),
  /** Who does it; null: nobody yet. */
  assignee: Colleague.nullable(),
  /** Business date on which it comes back; null: it is not put aside, or is back. */
  putAsideUntil: LocalDate.nullable(),
  /** How many there are. */
  comments: z.number().int(),
  /** Business days of the calendar from its day to today, or to that on which it was done. */
  ageDays: z.number().int(),
};

const lineOf = <K extends WorkItemKind>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), facts: workItemFacts[kind], ...line });

/** One line of a role's worklist. */
export const WorkItem = z
  .discriminatedUnion('kind', [
    lineOf('credit-hold'),
    lineOf('discrepancy'),
    lineOf('dunning-report'),
    lineOf('collections'),
    lineOf('allocation'),
    lineOf('write-off'),
    lineOf('mail-unknown'),
    lineOf('mail-failed'),
    lineOf('mail-channel'),
    lineOf('month-end-unaddressed'),
    lineOf('platform-channel'),
    lineOf('platform-message'),
    lineOf('invoice-status'),
    lineOf('invoice-by-hand'),
    lineOf('complaint'),
    lineOf('acknowledgement'),
    lineOf('delivery-due'),
    lineOf('promise-late'),
    lineOf('proof-missing'),
    lineOf('not-invoiced'),
    lineOf('unallocated'),
    lineOf('credit-to-give'),
    lineOf('credit-approval'),
  ])
  .meta({ id: 'WorkItem' });
export type WorkItem = z.infer<typeof WorkItem>;

/** The id of a line: its business key. */
export const WorkItemId = Line(200);

/** Null gives it back to all. */
export const AssignmentInput = z
  .strictObject({ person: Line(262).nullable().meta({ description: 'A person of GET /v1/colleagues.' }) })
  .meta({ id: 'AssignmentInput' });

/** The business date on which it comes back; null: now. */
export const PutAsideInput = z.strictObject({ until: EnteredDate.nullable() }).meta({ id: 'PutAsideInput' });

/** Who has a line, and until when it is put aside. */
export const WorkItemStanding = z
  .strictObject({ id: z.string(), assignee: Colleague.nullable(), putAsideUntil: LocalDate.nullable() })
  .meta({ id: 'WorkItemStanding' });
export type WorkItemStanding = z.infer<typeof WorkItemStanding>;

/** What a person did about it, or why there is nothing to do. */
export const CompletionInput = z.strictObject({ reason: Reason }).meta({ id: 'CompletionInput' });

/** A line that a person has ended. */
export const CompletedWorkItem = z
  .strictObject({ id: z.string(), status: z.literal('done') })
  .meta({ id: 'CompletedWorkItem' });
export type CompletedWorkItem = z.infer<typeof CompletedWorkItem>;

export const CommentInput = z.strictObject({ text: Text(1_000) }).meta({ id: 'CommentInput' });

export const WorkItemComment = z
  .strictObject({ id: Uuid, text: z.string(), by: Colleague, at: Instant })
  .meta({ id: 'WorkItemComment' });
export type WorkItemComment = z.infer<typeof WorkItemComment>;

/** Of the lines of one kind so many are counted at most, the oldest first: lines that stand by themselves; what processes raise is counted to the end. */
export const MOST_COUNTED = 100;

/** Open lines that are not put aside: all, those of the caller, those of nobody, those past the day they are due. */
export const WorklistCounts = z
  .strictObject({
    items: z.array(
      z.strictObject({
        role: z.enum(roles),
        kind: z.enum(workItemKinds),
        open: z.number().int(),
        mine: z.number().int(),
        unassigned: z.number().int(),
        overdue: z.number().int(),
        isMore: z.boolean().meta({
          description: `There are more than the ${MOST_COUNTED} oldest, of which the counts are; \`mine\` is counted to the end.`,
        }),
      }),
    ),
  })
  .meta({ id: 'WorklistCounts' });
export type WorklistCounts = z.infer<typeof WorklistCounts>;

/** Who may be given a line, and in which role. */
export const Colleagues = z
  .strictObject({ items: z.array(Colleague.extend({ role: z.enum(roles) })) })
  .meta({ id: 'Colleagues' });

/** A line as it is kept, before words are added: its facts are those of its kind. */
export const KeptWorkItem = z
  .looseObject({ kind: z.enum(workItemKinds), facts: z.unknown() })
  .superRefine(({ kind, facts }, context) => {
    for (const { message, path } of workItemFacts[kind].safeParse(facts).error?.issues ?? [])
      context.addIssue({ code: 'custom', message, path: ['facts', ...path] });
  });
