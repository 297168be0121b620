import { receivableId } from '../contracts/ids.js';
import type { DunningHold } from '../contracts/dunning.js';
import type { DunningPolicy } from '../contracts/policies.js';
import {
  dunningLevels,
  type DunningLevel,
  type DunningStepStatus,
  type LeftOutReason,
} from '../contracts/vocabulary.js';
import { addDays, compareDates, instantOf, localDateOf, maxDate, type LocalDate } from './calendar.js';
import { nextDunningStep, type DunningStepPlan } from './dunning.js';
import { compare, isPositive, isZero, subtract, sum, type Amount } from './money.js';
import { firstSendingMoment } from './sending-window.js';

/** A receivable with something open, as the dunning of its customer sees it. */
export type DunningItem = {
  readonly invoice: string;
  readonly instalment: number;
  readonly order: string;
  readonly issueDate: LocalDate;
  readonly dueDate: LocalDate;
  readonly open: Amount;
  /** What of it the customer complains of, which is not asked for meanwhile; left out: nothing. */
  readonly disputed?: Amount;
  /** The step taken last; one that a last cent overtook was not taken, and is after that cent went back. */
  readonly last: {
    readonly level: DunningLevel;
    readonly decidedOn: LocalDate;
    readonly status: DunningStepStatus;
  } | null;
};

/** What decides whom a customer's next letter reminds of what. */
export type DunningFacts = {
  readonly policy: DunningPolicy;
  readonly currency: string;
  readonly items: readonly DunningItem[];
  readonly holds: readonly DunningHold[];
  /** Money received and not yet allocated, and what credit notes have left. */
  readonly unallocated: Amount;
  /** Of it, what is of credit notes. */
  readonly credits: Amount;
  /** What finance was asked and has not answered. */
  readonly asked: { readonly toAllocate: boolean; readonly toWriteOff: readonly string[] };
};

/** A receivable and the level that it has reached; `open` without what is disputed. */
export type DueItem = DunningItem & { readonly step: DunningStepPlan };
export type LeftOutItem = DueItem & { readonly reason: LeftOutReason };

/** What one day brings: who is written to about what, what a person takes over, what finance is asked. */
export type DunningDay = {
  readonly letters: readonly (readonly DueItem[])[];
  readonly handedOver: readonly DueItem[];
  readonly leftOut: readonly LeftOutItem[];
  /** Money that waits covers all that would be claimed, and nobody was asked to allocate it. */
  readonly asksToAllocate: boolean;
  /** Residues that nobody was asked to write off. */
  readonly asksToWriteOff: readonly DueItem[];
};

/**
 * Decides one day of a customer's dunning. Left out is, in this order: what waits for the fate of its last letter, what is
 * held or disputed, a residue, everything when money that waits to be allocated covers it, and everything when it is less than is
 * worth a letter. Never two levels of one receivable on a day, never a level before the one below it.
 */
export function dunningOn(facts: DunningFacts, today: LocalDate): DunningDay {
  const due = dueItems(facts, today);
  const { residue, minimum } = thresholdsOf(facts);
  const single = due.map((item) => ({ item, reason: reasonAgainst(item, facts, today, residue) }));
  const left = single.filter(({ reason }) => reason === null).map(({ item }) => item);
  const owed = sum(
    left.map(({ open }) => open),
    facts.currency,
  );
  const covered = left.length > 0 && compare(facts.unallocated, owed) >= 0;
  const reason = covered ? 'money-covers' : compare(owed, minimum) < 0 ? 'below-minimum' : null;
  const out = single.flatMap(({ item, reason: own }) => {
    const why = own ?? reason;
    return why === null ? [] : [{ ...item, reason: why }];
  });
  const writeOff = out.filter(
    (item) => item.reason === 'residue' && !facts.asked.toWriteOff.includes(receivableId(item)),
  );
  const taken = reason === null ? left : [];
  return {
    letters: lettersOf(
      taken.filter(({ step }) => step.level.channel === 'mail'),
      facts.policy,
    ),
    handedOver: taken.filter(({ step }) => step.level.channel === 'none'),
    leftOut: out,
    asksToAllocate: covered && isPositive(subtract(facts.unallocated, facts.credits)) && !facts.asked.toAllocate,
    asksToWriteOff: writeOff,
  };
}

export type NextDunning = {
  /** Milliseconds since 1970 UTC, inside the sending window. */
  readonly atMs: number;
  readonly on: LocalDate;
  /** Highest level of that day; null: finance is asked something. */
  readonly level: DunningLevel | null;
  readonly receivables: number;
};

/** The next day that brings something, and the first moment of it from `nowMs` on; null: nothing comes by itself. */
export function nextDunning(facts: DunningFacts, nowMs: number): NextDunning | null {
  const { sendingWindow } = facts.policy;
  const firstMs = firstSendingMoment(sendingWindow, nowMs);
  const first = localDateOf(firstMs, sendingWindow.zone);
  for (const day of daysToLookAt(facts, first)) {
    const { letters, handedOver, asksToAllocate, asksToWriteOff } = dunningOn(facts, day);
    const taken = [...letters.flat(), ...handedOver];
    if (taken.length === 0 && !asksToAllocate && asksToWriteOff.length === 0) continue;
    const atMs = firstSendingMoment(sendingWindow, Math.max(firstMs, instantOf(day, '00:00', sendingWindow.zone)));
    return { atMs, on: day, level: highestLevel(taken.map(({ step }) => step.level.level)), receivables: taken.length };
  }
  return null;
}

export type NextReminder = {
  readonly level: DunningLevel;
  /** Not before today. */
  readonly on: LocalDate;
  /** Why it is left out today; null: it is not due yet, or is taken. */
  readonly leftOut: LeftOutReason | null;
};

/** The level that an invoice reaches next, whichever of its instalments comes first; null: none comes by itself. */
export function nextReminder(facts: DunningFacts, invoice: string, today: LocalDate): NextReminder | null {
  const planned = facts.items
    .filter((item) => item.invoice === invoice && isPositive(item.open))
    .flatMap((item) => planOf(facts, item, today) ?? []);
  const [first] = planned.toSorted((a, b) => compareDates(a.on, b.on));
  if (first === undefined) return null;
  const left = dunningOn(facts, today).leftOut.find((item) => item.invoice === invoice);
  return { level: first.level.level, on: maxDate(first.on, today), leftOut: left?.reason ?? null };
}

/** The severest of some levels; null: there is none. */
export function highestLevel(levels: readonly DunningLevel[]): DunningLevel | null {
  return dunningLevels.findLast((level) => levels.includes(level)) ?? null;
}

/** Plans made before, by policy: of 2,000 receivables most share their dates. */
const plans = new WeakMap<DunningPolicy, Map<string, DunningStepPlan | null>>();

/** The level that a receivable reaches next and its day; null after the last one. */
function planOf({ policy }: DunningFacts, { dueDate, issueDate, last }: DunningItem, today: LocalDate) {
  // What was to remind of a date to come says nothing once that date is past.
  const startedOn = compareDates(today, dueDate) > 0 ? maxDate(today, issueDate) : issueDate;
  const known = plans.get(policy) ?? new Map<string, DunningStepPlan | null>();
  plans.set(policy, known);
  const key = [dueDate, startedOn, last?.level, last?.decidedOn].join();
  const plan = known.get(key) ?? nextDunningStep({ policy, dueDate, lastLevel: last, startedOn });
  known.set(key, plan);
  return plan;
}

function dueItems(facts: DunningFacts, today: LocalDate): readonly DueItem[] {
  return facts.items.flatMap((item) => {
    const step = isPositive(item.open) ? planOf(facts, item, today) : null;
    const open = subtract(item.open, item.disputed ?? '0');
    return step === null || compareDates(step.on, today) > 0 ? [] : [{ ...item, open, step }];
  });
}

const waiting: readonly DunningStepStatus[] = ['DUE', 'UNKNOWN', 'FAILED'];

function reasonAgainst(item: DueItem, facts: DunningFacts, today: LocalDate, residue: Amount): LeftOutReason | null {
  if (item.last !== null && waiting.includes(item.last.status)) return 'letter-under-way';
  if (holdOf(facts, item, today) !== null) return 'held';
  if (item.disputed !== undefined && isZero(item.open)) return 'disputed';
  return compare(item.open, residue) <= 0 ? 'residue' : null;
}

/** What holds the dunning of an invoice on a day, itself before the whole account; a hold counts up to and including its last day. */
export function holdOf(
  { holds }: Pick<DunningFacts, 'holds'>,
  { invoice }: Pick<DunningItem, 'invoice'>,
  today: LocalDate,
): DunningHold | null {
  const isOn = ({ until }: DunningHold): boolean => until === null || compareDates(today, until) <= 0;
  const of = (held: string | null): DunningHold | undefined =>
    holds.find((hold) => hold.invoice === held && isOn(hold));
  return of(invoice) ?? of(null) ?? null;
}

function thresholdsOf({ policy, currency }: DunningFacts): { readonly minimum: Amount; readonly residue: Amount } {
  return policy.thresholds.find((each) => each.currency === currency) ?? { minimum: '0', residue: '0' };
}

/** One letter lists everything, by policy one for each invoice. */
function lettersOf(items: readonly DueItem[], { letters }: DunningPolicy): readonly (readonly DueItem[])[] {
  if (items.length === 0) return [];
  if (letters === 'per-customer') return [items];
  const invoices = [...new Set(items.map(({ invoice }) => invoice))];
  return invoices.map((invoice) => items.filter((item) => item.invoice === invoice));
}

/** Days on which something may change, in their order: levels reached and holds ended, from `first` on. */
function daysToLookAt(facts: DunningFacts, first: LocalDate): readonly LocalDate[] {
  const { sendingWindow } = facts.policy;
  const reached = facts.items
    .filter(({ open }) => !isZero(open))
    .flatMap((item) => {
      const planned = planOf(facts, item, first);
      return planned === null ? [] : [planned.on];
    });
  const released = facts.holds.flatMap(({ until }) => (until === null ? [] : [addDays(until, 1)]));
  const days = [...new Set([...reached, ...released].map((day) => maxDate(day, first)))].map((day) =>
    localDateOf(firstSendingMoment(sendingWindow, instantOf(day, '00:00', sendingWindow.zone)), sendingWindow.zone),
  );
  return [...new Set(days)].toSorted(compareDates);
}
