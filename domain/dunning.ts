import type { DunningLevelPolicy, DunningPolicy } from '../contracts/policies.js';
import type { DunningClaim } from '../contracts/process.js';
import { dunningLevels, recoveryFeeCurrency, type DunningLevel } from '../contracts/vocabulary.js';
import { addDays, compareDates, daysBetween, maxDate, nextWorkingDay, type LocalDate } from './calendar.js';
import { invariant } from './invariant.js';
import { latePaymentInterest, percentInForce, recoveryFee, type PaidSum } from './late-payment.js';
import { add, canonicalAmount, isNegative, isPositive, type Amount } from './money.js';

/** A level of the procedure and the day it falls on; `sequence` is its position in the procedure, from 0. */
export type DunningStepPlan = {
  readonly level: DunningLevelPolicy;
  readonly sequence: number;
  readonly on: LocalDate;
};

/** The level decided last. */
export type LastDunningLevel = { readonly level: DunningLevel; readonly decidedOn: LocalDate };

type Timeline = {
  readonly policy: DunningPolicy;
  readonly dueDate: LocalDate;
  /** Null before the first level. */
  readonly lastLevel: LastDunningLevel | null;
  /** The day of the invoice, or any later day to plan from. */
  readonly startedOn: LocalDate;
};

/**
 * The level after the last one, and its day: `offsetDays` from the due date, at the earliest `minIntervalDays` and a day
 * after the level before, on the next working day where letters leave on working days only. Dates hang on the due date,
 * never on the day a program ran, and no level is left out, except a pre-due one whose day lies before `startedOn` or
 * after the due date. A day already past means now. Null after the last level.
 */
export function nextDunningStep(timeline: Timeline): DunningStepPlan | null {
  const { policy, lastLevel } = timeline;
  for (const [sequence, level] of policy.levels.entries()) {
    if (lastLevel !== null && severity(level) <= severity(lastLevel)) continue;
    const on = dayOf(level, timeline);
    if (!isTooLate(level, on, timeline)) return { level, sequence, on };
  }
  return null;
}

type ClaimInput = {
  readonly step: Pick<DunningStepPlan, 'level' | 'sequence'>;
  readonly policy: DunningPolicy;
  readonly dueDate: LocalDate;
  readonly openAmount: Amount;
  /** What was paid of the invoice, by value date. */
  readonly payments: readonly PaidSum[];
  readonly decidedOn: LocalDate;
  readonly currency: string;
};

/**
 * What a level claims on the day it is decided. Interest (art. L441-10 II C.com) and recovery fee (art. D441-5 C.com) are
 * due by law from the first late day, the fee once per invoice and in euros; a level states them when its policy says so,
 * a courtesy never, and nothing is claimed when nothing is open. Throws InvariantError for a negative open amount, and for
 * a late day without a rate.
 */
export function dunningClaim(input: ClaimInput): DunningClaim {
  const { step, policy, dueDate, decidedOn, currency } = input;
  invariant(!isNegative(input.openAmount), `a negative amount is not dunned: ${input.openAmount}`);
  const openAmount = canonicalAmount(input.openAmount, currency);
  const { level, channel, creditStop, handOver } = step.level;
  const lastLevel = { level, decidedOn };
  const next = nextDunningStep({ policy, dueDate, lastLevel, startedOn: decidedOn });
  return {
    level,
    sequence: step.sequence,
    decidedOn,
    openAmount,
    ...supplements({ ...input, openAmount }),
    annualPercent: percentInForce(policy.rates, decidedOn),
    overdueDays: overdueDaysOn(decidedOn, dueDate),
    channel,
    creditStop,
    handOver,
    next: next && { level: next.level.level, on: next.on },
  };
}

type Claimed = Pick<DunningClaim, 'openAmount' | 'interest' | 'recoveryFee'>;

/** What is claimed in the invoice's currency: euros of the fee are never added to another currency. */
export function claimedAmount(claim: Claimed, currency: string): Amount {
  const owed = add(claim.openAmount, claim.interest);
  return currency === recoveryFeeCurrency ? add(owed, claim.recoveryFee) : owed;
}

/** True when the levels of a procedure come in their order of severity, each later after the due date than the one before. */
export function procedureIsOrdered(policy: Pick<DunningPolicy, 'levels'>): boolean {
  return policy.levels.every((level, sequence) => {
    const before = policy.levels[sequence - 1];
    return before === undefined || (severity(before) < severity(level) && before.offsetDays < level.offsetDays);
  });
}

function dayOf(level: DunningLevelPolicy, { policy, dueDate, lastLevel }: Timeline): LocalDate {
  const offset = addDays(dueDate, level.offsetDays);
  const earliest =
    lastLevel === null ? offset : maxDate(offset, addDays(lastLevel.decidedOn, Math.max(1, level.minIntervalDays)));
  const { workingDaysOnly, calendar } = policy.sendingWindow;
  return workingDaysOnly ? nextWorkingDay(earliest, calendar) : earliest;
}

function isTooLate(level: DunningLevelPolicy, on: LocalDate, { dueDate, startedOn }: Timeline): boolean {
  if (level.offsetDays >= 0) return false;
  return compareDates(on, startedOn) < 0 || compareDates(on, dueDate) > 0;
}

function supplements(input: ClaimInput): Pick<DunningClaim, 'interest' | 'interestParts' | 'recoveryFee'> {
  const { policy, dueDate, openAmount, decidedOn: asOf, currency } = input;
  const { level, claimInterest, claimRecoveryFee } = input.step.level;
  const silent = level === 'courtesy' || !isPositive(openAmount);
  const interest =
    silent || !claimInterest
      ? { amount: canonicalAmount('0', currency), parts: [] }
      : latePaymentInterest({ ...input, asOf, rates: policy.rates });
  const lateDays = silent || !claimRecoveryFee ? 0 : overdueDaysOn(asOf, dueDate);
  return {
    interest: interest.amount,
    interestParts: interest.parts,
    recoveryFee: recoveryFee(lateDays, canonicalAmount(policy.recoveryFee, recoveryFeeCurrency)),
  };
}

function overdueDaysOn(date: LocalDate, dueDate: LocalDate): number {
  return Math.max(0, daysBetween(dueDate, date));
}

function severity({ level }: { readonly level: DunningLevel }): number {
  return dunningLevels.indexOf(level);
}
