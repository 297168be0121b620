import { z } from 'zod';
import {
  Amount,
  AmountOwed,
  Currency,
  CustomerNumber,
  EnteredDate,
  Instant,
  InvoiceNumber,
  LetterNumber,
  LocalDate,
  OrderNumber,
  Percent,
  Reason,
  Uuid,
} from './primitives.js';
import {
  dunningLevels,
  dunningStepStatuses,
  leftOutReasons,
  mailResolutions,
  recoveryFeeCurrency,
} from './vocabulary.js';

/** Late days of one sum at one yearly rate, both ends included: amount × percent × days / 36500, rounded over all parts. */
export const InterestPart = z
  .strictObject({
    amount: AmountOwed,
    /** Value date of what was paid late; null for what is open. */
    paidOn: LocalDate.nullable(),
    from: LocalDate,
    to: LocalDate,
    days: z.number().int().min(1),
    percent: Percent,
  })
  .meta({ id: 'InterestPart' });
export type InterestPart = z.infer<typeof InterestPart>;

export const DunningStep = z
  .strictObject({
    id: z.string(),
    invoice: InvoiceNumber,
    order: OrderNumber,
    customer: CustomerNumber,
    customerName: z.string(),
    level: z.enum(dunningLevels),
    status: z.enum(dunningStepStatuses),
    /** Business date of the decision. */
    decidedOn: LocalDate,
    currency: Currency,
    openAmount: Amount,
    interest: Amount,
    /** How the interest is made up; empty when the level claims none. */
    interestParts: z.array(InterestPart),
    recoveryFee: Amount,
    recoveryFeeCurrency: z.literal(recoveryFeeCurrency),
    /** Open amount and what this level claims, in `currency`; a fee in another currency is owed beside it. */
    claimed: Amount,
    recipient: z.string().nullable(),
    nextLevel: z.enum(dunningLevels).nullable(),
    nextOn: LocalDate.nullable(),
    sentAt: Instant.nullable(),
    mailId: z.string().nullable(),
  })
  .meta({ id: 'DunningStep' });
export type DunningStep = z.infer<typeof DunningStep>;

/** An overdue invoice, and the reminder that is due on it. */
export const DunningAgendaItem = z
  .strictObject({
    invoice: InvoiceNumber,
    customer: CustomerNumber,
    customerName: z.string(),
    /** First day by which something is owed still. */
    dueDate: LocalDate,
    currency: Currency,
    open: AmountOwed,
    /** The level taken last; null: none. */
    lastLevel: z.enum(dunningLevels).nullable(),
    /** Not before today; null: nothing comes by itself any more. */
    next: z.strictObject({ level: z.enum(dunningLevels), on: LocalDate }).nullable(),
    /** Why it does not leave although it is due, with a sentence of it; null: nothing stands against it. */
    leftOut: z.strictObject({ reason: z.enum(leftOutReasons), sentence: z.string() }).nullable(),
    /** What holds its dunning today: to be lifted by its id; `invoice` null: it holds the whole account. */
    hold: z.strictObject({ id: Uuid, invoice: InvoiceNumber.nullable() }).nullable(),
  })
  .meta({ id: 'DunningAgendaItem' });
export type DunningAgendaItem = z.infer<typeof DunningAgendaItem>;

/** What a person found out about a step whose mail is UNKNOWN or FAILED. */
export const DunningResolutionInput = z
  .strictObject({ resolution: z.enum(mailResolutions), reason: Reason })
  .meta({ id: 'DunningResolutionInput' });
export type DunningResolutionInput = z.infer<typeof DunningResolutionInput>;

/** Nothing is asked of the customer about what is held: one invoice, or everything. */
export type DunningHold = {
  readonly id: string;
  /** Null: the whole account. */
  readonly invoice: string | null;
  /** LocalDate of its last day; null: until it is lifted. */
  readonly until: string | null;
};

const RunItem = z.strictObject({
  invoice: InvoiceNumber,
  instalment: z.number().int().min(1),
  level: z.enum(dunningLevels),
  open: Amount,
});

/** Why a run of the dunning did what it did: what it took, what it left out and why, the money that lay unallocated. */
export const DunningRunFacts = z
  .strictObject({
    currency: Currency,
    unallocated: Amount,
    /** `letter`: number of the letter that lists it; null: it was handed over. */
    taken: z.array(RunItem.extend({ letter: LetterNumber.nullable() })),
    leftOut: z.array(RunItem.extend({ reason: z.enum(leftOutReasons) })),
  })
  .meta({ id: 'DunningRunFacts' });
export type DunningRunFacts = z.infer<typeof DunningRunFacts>;

/** Why somebody was written to about this, and not about that: a day of a customer's dunning on which something happened. */
export const DunningRun = z
  .strictObject({
    customer: CustomerNumber,
    /** 1, 2, 3 … of the customer. */
    run: z.number().int(),
    decidedOn: LocalDate,
    currency: Currency,
    /** Money that lay on the account and was not allocated. */
    unallocated: Amount,
    taken: z.array(
      RunItem.extend({
        /** Null: its letter was withdrawn before it left, and the level with it; a later run may take it anew. */
        step: z.string().nullable(),
        status: z.enum(dunningStepStatuses).nullable(),
        /** Null: nothing is sent at this level. */
        letter: z.string().nullable(),
      }),
    ),
    leftOut: z.array(RunItem.extend({ reason: z.enum(leftOutReasons), sentence: z.string() })),
    createdAt: Instant,
  })
  .meta({ id: 'DunningRun' });
export type DunningRun = z.infer<typeof DunningRun>;

/** A pause of the dunning, of one invoice or of everything, up to and including a day or until it is lifted. */
export const DunningHoldInput = z
  .strictObject({ invoice: InvoiceNumber.optional(), until: EnteredDate.optional(), reason: Reason })
  .meta({ id: 'DunningHoldInput' });
export const DunningHoldLiftInput = z.strictObject({ reason: Reason }).meta({ id: 'DunningHoldLiftInput' });

export const DunningHoldRecord = z
  .strictObject({
    id: Uuid,
    customer: CustomerNumber,
    invoice: InvoiceNumber.nullable(),
    until: LocalDate.nullable(),
    reason: z.string(),
    placedBy: z.string(),
    placedAt: Instant,
    liftedBy: z.string().nullable(),
    liftedAt: Instant.nullable(),
  })
  .meta({ id: 'DunningHold' });
export type DunningHoldRecord = z.infer<typeof DunningHoldRecord>;
