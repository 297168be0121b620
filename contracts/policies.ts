import { z } from 'zod';
import { AccountingPolicy } from './accounting.js';
import { Currency, Instant, LocalDate, NonNegativeAmount, Percent } from './primitives.js';
import { mistake } from './said.js';
import { dunningLevels, policyBounds, timeZones, workingCalendars } from './vocabulary.js';

const Within = (name: keyof typeof policyBounds) =>
  z.number().int().min(policyBounds[name].min).max(policyBounds[name].max);

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, mistake('wrong-time-of-day'));

/** When letters may leave. */
export const SendingWindow = z.strictObject({
  zone: z.enum(timeZones),
  from: TimeOfDay,
  to: TimeOfDay,
  workingDaysOnly: z.boolean(),
  calendar: z.enum(workingCalendars),
});
export type SendingWindow = z.infer<typeof SendingWindow>;

export const CreditPolicy = z.strictObject({
  schemaVersion: z.literal(1),
  /** An open invoice more than this many days past due holds new orders. */
  overdueToleranceDays: Within('overdueToleranceDays'),
  /** Overdue sums up to this amount are ignored (small residues). */
  overdueToleranceAmount: NonNegativeAmount,
  /** Exposure above this share of the limit is `watch`: approved, and said to finance. */
  watchPercent: Percent,
  /** An unanswered hold is escalated after this many hours, then every as many hours again. */
  escalateAfterHours: Within('escalateAfterHours'),
  /** A credit stop also holds deliveries and new reservations of orders accepted before it. */
  stopHoldsDeliveries: z.boolean(),
  /**
   * What orders held for credit ask for counts against the limit of those that come after them. Left out: it does not, and
   * a smaller order passes a larger one that is held.
   */
  heldOrdersCount: z.boolean().optional(),
  /**
   * A credit of more than this waits for a second person; in the invoice's currency, tax included, with what was credited of
   * the invoice before without one. Left out: none does.
   */
  creditApprovalAmount: NonNegativeAmount.optional(),
});
export type CreditPolicy = z.infer<typeof CreditPolicy>;

/** Differences up to these are accepted without a person. Percentages are of the expected value. */
export const TolerancePolicy = z.strictObject({
  schemaVersion: z.literal(1),
  pricePercent: Percent,
  quantityPercent: Percent,
  dateDays: Within('dateDays'),
  discountPoints: Percent,
  freightAmount: NonNegativeAmount,
  /** An order with the reference of another order of the customer is held for sales, or only said to be so (usual). */
  sameReference: z.enum(['hold', 'warn']).optional(),
  /** A discrepancy waiting for sales is escalated after this many hours. */
  escalateAfterHours: Within('escalateAfterHours'),
});
export type TolerancePolicy = z.infer<typeof TolerancePolicy>;

export const AcknowledgementPolicy = z.strictObject({
  schemaVersion: z.literal(1),
  /** Target from receipt to sending. */
  targetMinutes: Within('targetMinutes'),
  /** Share of the target after which sales is told that it may be missed. Left out: 50. */
  warnPercent: Within('warnPercent').optional(),
});
export type AcknowledgementPolicy = z.infer<typeof AcknowledgementPolicy>;

export const FulfilmentPolicy = z.strictObject({
  schemaVersion: z.literal(1),
  /** Working days from acceptance to delivery for what is in stock. */
  preparationDays: Within('preparationDays'),
  /** Calendar days promised for a backorder when no receipt is announced. */
  replenishmentDays: Within('replenishmentDays'),
  /** Days after the departure by which a signed note is back; then logistics is told. Left out: 5. */
  proofDays: Within('proofDays').optional(),
  /** Days by which an invoice may be late, after the departure or the end of the period it is billed by; then finance is told. Left out: 2. */
  invoicingDays: Within('invoicingDays').optional(),
});
export type FulfilmentPolicy = z.infer<typeof FulfilmentPolicy>;

/** One level of a dunning procedure. `offsetDays` counts from the due date; negative is before it. */
export const DunningLevelPolicy = z.strictObject({
  level: z.enum(dunningLevels),
  offsetDays: Within('offsetDays'),
  /** Least days since the letter before it. */
  minIntervalDays: Within('minIntervalDays'),
  channel: z.enum(['mail', 'none']),
  claimInterest: z.boolean(),
  claimRecoveryFee: z.boolean(),
  creditStop: z.boolean(),
  handOver: z.boolean(),
});
export type DunningLevelPolicy = z.infer<typeof DunningLevelPolicy>;

/** Each level is severer than the one before it, and falls on a later day: nobody gets a final notice before a reminder. */
const isProcedure = (levels: readonly DunningLevelPolicy[]): boolean =>
  levels.every(({ level, offsetDays }, index) => {
    const before = levels[index - 1];
    if (before === undefined) return true;
    return offsetDays > before.offsetDays && dunningLevels.indexOf(level) > dunningLevels.indexOf(before.level);
  });

export const DatedRate = z.strictObject({ from: LocalDate, percent: Percent, source: z.string().min(1) });

/** Below these nothing is sent, in one currency. */
const DunningThreshold = z.strictObject({
  currency: Currency,
  /** Least sum of a letter's open amounts; what is less waits until more is due. */
  minimum: NonNegativeAmount,
  /** Open amounts up to this one are not reminded: finance is asked to write them off. */
  residue: NonNegativeAmount,
});

export const DunningPolicy = z.strictObject({
  schemaVersion: z.literal(1),
  /** One letter a day for all that a customer owes, or one for each invoice. */
  letters: z.enum(['per-customer', 'per-invoice']),
  /** A currency without a line has no threshold. */
  thresholds: z
    .array(DunningThreshold)
    .refine(
      (lines) => new Set(lines.map(({ currency }) => currency)).size === lines.length,
      mistake('currencies-once'),
    ),
  levels: z.array(DunningLevelPolicy).min(1).max(dunningLevels.length).refine(isProcedure, mistake('levels-in-order')),
  /** Yearly late-payment rates of our terms of sale, by the day they apply from (art. L441-10 II C.com). */
  rates: z
    .array(DatedRate)
    .min(1)
    .refine((rates) => new Set(rates.map(({ from }) => from)).size === rates.length, mistake('days-once')),
  /** Fixed recovery fee per late invoice, in euros (art. D441-5 C.com: 40 euros). */
  recoveryFee: NonNegativeAmount,
  sendingWindow: SendingWindow,
});
export type DunningPolicy = z.infer<typeof DunningPolicy>;

/** Those that an order begins with and keeps. */
export const orderPolicyKinds = ['credit', 'tolerance', 'acknowledgement', 'fulfilment', 'dunning'] as const;
export const policyKinds = [...orderPolicyKinds, 'accounting'] as const;
export type PolicyKind = (typeof policyKinds)[number];

const policy = { from: Instant, by: z.string() };

/** A policy as it stands, since when, and by whom it was written. */
export const Policy = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('credit'), version: z.number().int(), body: CreditPolicy, ...policy }),
    z.strictObject({ kind: z.literal('tolerance'), version: z.number().int(), body: TolerancePolicy, ...policy }),
    z.strictObject({
      kind: z.literal('acknowledgement'),
      version: z.number().int(),
      body: AcknowledgementPolicy,
      ...policy,
    }),
    z.strictObject({ kind: z.literal('fulfilment'), version: z.number().int(), body: FulfilmentPolicy, ...policy }),
    z.strictObject({ kind: z.literal('dunning'), version: z.number().int(), body: DunningPolicy, ...policy }),
    z.strictObject({ kind: z.literal('accounting'), version: z.number().int(), body: AccountingPolicy, ...policy }),
  ])
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;

/** The versions of one policy, the last one first; what each changed is what differs from the one before it. */
export const Policies = z.strictObject({ items: z.array(Policy).readonly() });

/** Policies in force, copied into each workflow's input: an order keeps the rules it was accepted under. */
export const PolicySnapshot = z
  .strictObject({
    schemaVersion: z.literal(1),
    zone: z.enum(timeZones),
    credit: CreditPolicy,
    tolerance: TolerancePolicy,
    acknowledgement: AcknowledgementPolicy,
    fulfilment: FulfilmentPolicy,
    dunning: DunningPolicy,
  })
  .meta({ id: 'PolicySnapshot' });
export type PolicySnapshot = z.infer<typeof PolicySnapshot>;

/** What each kind of policy says. */
export type PolicyBodies = Pick<PolicySnapshot, (typeof orderPolicyKinds)[number]> & {
  readonly accounting: AccountingPolicy;
};
