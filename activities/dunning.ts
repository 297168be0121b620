import type { Company } from '../contracts/company.js';
import { accountStep, documentIds, dunningStepId } from '../contracts/ids.js';
import type { DunningRunFacts } from '../contracts/dunning.js';
import type { DunningResolutionRequest, DunningResolutionResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { localDateOf } from '../domain/calendar.js';
import type { KnownTemplate } from '../domain/document-template.js';
import { claimedAmount, dunningClaim } from '../domain/dunning.js';
import { dunningOn, type DueItem, type DunningDay } from '../domain/dunning-plan.js';
import { invariant } from '../domain/invariant.js';
import { canonicalAmount, isNegative, isZero, subtract } from '../domain/money.js';
import { firstSendingMoment } from '../domain/sending-window.js';
import { customerLocked } from '../prisma/repositories/accounts.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import type { NewDocument } from '../prisma/repositories/documents.js';
import {
  askFinance,
  insertDunningRun,
  letterOfStep,
  readDunned,
  readDunning,
  takeLetterNumbers,
  type AskedOfFinance,
  type CustomerDunning,
  type DunnedFacts,
  type ListedStep,
} from '../prisma/repositories/dunning.js';
import { findOutgoing, type NewOutgoing } from '../prisma/repositories/outgoing.js';
import { insertDunningSteps, stopCredit } from '../prisma/repositories/receivables.js';
import { once, undo, type StepRecord } from '../prisma/repositories/step.js';
import type { Transaction } from '../prisma/client.js';
import type { OutgoingStatus } from '../contracts/vocabulary.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { letterOwner, raise } from './letter-owner.js';
import { handOverReport, letterOf, outgoingLetter, tellFinance, type Step, type Steps } from './letters.js';
import { resolve } from './outgoing-resolution.js';

/** `step`: id of a dunning step that the letter lists. */
export type RecordDunningResolution = DunningResolutionRequest & { readonly customer: string };

/** `run`: number of the customer's run, one more than the last; `at`: Instant of workflow time. */
export type RecordDunningRun = { readonly customer: string; readonly run: number; readonly at: string };
export type DunningRunRecord = { readonly kind: 'taken'; readonly receivables: number } | { readonly kind: 'nothing' };

export function dunningActivities(deps: ActivityDeps) {
  return {
    recordDunningRun: (input: RecordDunningRun) => recordDunningRun(deps, input),
    recordDunningResolution: (input: RecordDunningResolution) => recordDunningResolution(deps, input),
  };
}

/**
 * Takes the dunning of a customer's day under the customer's lock, on what is open at that moment: each level reached is
 * written with what it claims, the letters that list them are issued and queued, the last level stops the credit and is
 * handed to finance. Outside the sending window, or with nothing to do any more, it leaves no trace.
 */
function recordDunningRun(deps: ActivityDeps, input: RecordDunningRun): Promise<DunningRunRecord> {
  const { customer, run } = input;
  const key = accountStep(customer, 'dunning', String(run));
  const work = async (tx: Transaction): Promise<StepRecord<DunningRunRecord>> => {
    const dunning = await readDunning(tx, customer);
    const { sendingWindow } = dunning.policy;
    const on = localDateOf(Date.parse(input.at), sendingWindow.zone);
    const day = dunningOn(dunning, on);
    const taken = [...day.letters.flat(), ...day.handedOver];
    const brings = taken.length > 0 || day.asksToAllocate || day.asksToWriteOff.length > 0;
    const isOpen = firstSendingMoment(sendingWindow, Date.parse(input.at)) === Date.parse(input.at);
    if (!brings || !isOpen) return undo({ kind: 'nothing' });
    const decided = await decide(tx, dunning, day, on);
    await insertDunningRun(tx, { customer, number: run, on, facts: runFacts(dunning, day, decided.letters) });
    const asked = {
      customer,
      on,
      toAllocate: day.asksToAllocate ? subtract(dunning.unallocated, dunning.credits) : null,
      toWriteOff: day.asksToWriteOff,
    };
    await askFinance(tx, asked);
    const { audit, ...left } = await record(deps, tx, input, decided, key);
    return {
      result: { kind: 'taken', receivables: taken.length },
      ...left,
      audit: [...audit, ...auditAsked(key, asked, dunning.currency)],
    };
  };
  return once<DunningRunRecord, DunningRunRecord>(deps.prisma, key, null, work, customerLocked(customer));
}

type Letter = { readonly number: string; readonly steps: Steps };

/** What a day decides, with all that its letters say. */
type Decided = {
  readonly company: Company | null;
  readonly templates: readonly KnownTemplate[];
  readonly currency: CustomerDunning['currency'];
  /** Money not allocated, as far as there is any. */
  readonly unallocated: string;
  /** Of it, what credit notes have left. */
  readonly credits: string;
  readonly letters: readonly Letter[];
  readonly handedOver: readonly Step[];
};

async function decide(tx: Transaction, dunning: CustomerDunning, day: DunningDay, on: string): Promise<Decided> {
  const { currency, credits } = dunning;
  const unallocated = isNegative(dunning.unallocated) ? canonicalAmount('0', currency) : dunning.unallocated;
  const taken = [...day.letters.flat(), ...day.handedOver];
  if (taken.length === 0)
    return { company: null, templates: [], currency, unallocated, credits, letters: [], handedOver: [] };
  const { company, templates, of } = await readDunned(tx, currency, taken);
  const numbers = await takeLetterNumbers(tx, on.slice(0, 4), day.letters.length);
  const steps = stepsOf(dunning, taken, on, of);
  const letters = day.letters.flatMap((items, index): Letter[] => {
    const [first, ...others] = items.map(steps);
    return first === undefined ? [] : [{ number: numbers[index] ?? '', steps: [first, ...others] }];
  });
  const handedOver = day.handedOver.map(steps);
  return { company, templates, currency, unallocated, credits, letters, handedOver };
}

/** The steps of a day. The recovery fee is due once for an invoice (art. D441-5 C.com), with the first instalment that claims it. */
function stepsOf(
  { policy, currency }: CustomerDunning,
  taken: readonly DueItem[],
  decidedOn: string,
  of: (item: DueItem) => DunnedFacts,
): (item: DueItem) => Step {
  const withFee = new Set<string>();
  const steps = new Map<DueItem, Step>();
  for (const item of taken) {
    const facts = of(item);
    const { step, dueDate, open: openAmount, invoice } = item;
    const isClaimed = facts.feeElsewhere || withFee.has(invoice);
    const rules = isClaimed ? { ...policy, recoveryFee: '0' } : policy;
    const { payments } = facts;
    const claim = dunningClaim({ step, policy: rules, dueDate, openAmount, payments, decidedOn, currency });
    if (!isZero(claim.recoveryFee)) withFee.add(invoice);
    steps.set(item, { item, facts, claim });
  }
  return (item) => {
    const step = steps.get(item);
    invariant(step, `no step of ${item.invoice} is decided`);
    return step;
  };
}

/** Writes the steps, and says what is issued, queued and audited with them. */
async function record(
  deps: ActivityDeps,
  tx: Transaction,
  { customer, run }: RecordDunningRun,
  { company, letters, handedOver, ...asked }: Decided,
  key: string,
): Promise<Omit<StepRecord<unknown>, 'result'>> {
  if (company === null) return { audit: [] };
  const issued = letters.map(({ number, steps }) => ({
    steps,
    letter: letterOf({ company, ...asked }, steps, number),
  }));
  const listed = issued.flatMap(({ steps, letter }) =>
    steps.map((step) => newStep(step, documentIds.dunningLetter(letter.number))),
  );
  const steps = [...letters.flatMap((letter) => letter.steps), ...handedOver];
  await insertDunningSteps(tx, run, [...listed, ...handedOver.map((step) => newStep(step, null))]);
  const stops = steps.find(({ claim }) => claim.creditStop);
  if (stops !== undefined) await stopCredit(tx, customer, stops.item.invoice);
  const told: NewOutgoing[] = [];
  for (const step of handedOver) {
    const report = handOverReport(deps, { company, ...asked }, step);
    await raise(tx, customer, report, systemActor(key));
    told.push(await tellFinance(tx, report, { letterId: null, step: idOf(step) }));
  }
  return {
    documents: issued.map(({ letter }): NewDocument => ({
      id: documentIds.dunningLetter(letter.number),
      kind: 'dunning-letter',
      number: letter.number,
      issuedOn: letter.date,
      customerNumber: customer,
      orderNumber: null,
      snapshot: letter,
    })),
    outgoing: [...issued.map(({ letter, steps: of }) => outgoingLetter(customer, letter, of)), ...told],
    audit: steps.map((step) => auditStep(key, customer, asked.currency, step)),
  };
}

const idOf = ({ item, claim }: Step): string => dunningStepId(item.invoice, item.instalment, claim.level);

const newStep = (step: Step, letterId: string | null) => ({
  id: idOf(step),
  invoice: step.item.invoice,
  instalment: step.item.instalment,
  claim: step.claim,
  letterId,
});

function auditStep(key: string, customer: string, currency: string, step: Step): AuditInput {
  const { item, claim } = step;
  return {
    actor: systemActor(key),
    action: `dunning.${claim.level}`,
    entity: 'dunning-step',
    entityId: idOf(step),
    orderNumber: item.order,
    customerNumber: customer,
    on: claim.decidedOn,
    after: {
      ...claim,
      invoice: item.invoice,
      status: claim.channel === 'none' ? 'DONE' : 'DUE',
      claimed: claimedAmount(claim, currency),
    },
  };
}

/** What finance is asked instead of the customer. */
function auditAsked(key: string, asked: AskedOfFinance, currency: CustomerDunning['currency']): readonly AuditInput[] {
  const { customer, on, toAllocate } = asked;
  const toWriteOff = asked.toWriteOff.map(({ invoice }) => invoice);
  if (toAllocate === null && toWriteOff.length === 0) return [];
  return [
    {
      actor: systemActor(key),
      action: 'dunning.asked',
      entity: 'customer',
      entityId: customer,
      customerNumber: customer,
      on,
      after: { toAllocate, toWriteOff, currency },
    },
  ];
}

function runFacts(
  { currency, unallocated }: CustomerDunning,
  day: DunningDay,
  letters: readonly Letter[],
): DunningRunFacts {
  const listed = letters.flatMap(({ number, steps }) =>
    steps.map(({ item }) => ({ ...runItem(item), letter: number })),
  );
  const handedOver = day.handedOver.map((item) => ({ ...runItem(item), letter: null }));
  const leftOut = day.leftOut.map((item) => ({ ...runItem(item), reason: item.reason }));
  return { currency, unallocated, taken: [...listed, ...handedOver], leftOut };
}

const runItem = ({ invoice, instalment, open, step }: DueItem): Omit<DunningRunFacts['leftOut'][number], 'reason'> => ({
  invoice,
  instalment,
  level: step.level.level,
  open,
});

/** A person's word on the letter that lists a step; once nothing of it is open, nobody asks any more. */
function recordDunningResolution(
  deps: ActivityDeps,
  input: RecordDunningResolution,
): Promise<DunningResolutionResult | Refusal> {
  const { actor, customer, step } = input;
  const key = accountStep(customer, 'letter-resolution', actor.requestId);
  const work = async (tx: Transaction): Promise<StepRecord<DunningResolutionResult>> => {
    const listed = await letterOfStep(tx, customer, step);
    const item = listed[0] === undefined ? null : await findOutgoing(tx, listed[0].letterId);
    const followed = item === null ? undefined : await resolve(tx, item, letterOwner(deps), input);
    if (followed === undefined) return undo(notWaiting(step));
    return {
      result: { kind: 'resolved' },
      outgoing: followed.outgoing,
      audit: listed.map((each) =>
        auditResolution(input, each, { status: item?.status, to: item?.recipient }, followed.to),
      ),
    };
  };
  return once<DunningResolutionResult, Refusal>(deps.prisma, key, actor.requestId, work, customerLocked(customer));
}

const auditResolution = (
  { actor, customer, resolution, reason }: RecordDunningResolution,
  { step, order, invoice, level }: ListedStep,
  before: { readonly status: OutgoingStatus | undefined; readonly to: string | undefined },
  to: string,
): AuditInput => ({
  actor,
  action: `dunning.${resolution}`,
  entity: 'dunning-step',
  entityId: step,
  orderNumber: order,
  customerNumber: customer,
  before,
  after: { invoice, level, resolution, reason, to },
});

const notWaiting = (id: string): Refusal => ({
  kind: 'refused',
  code: 'step-resolved',
  said: said('step-waits-for-nothing', { step: id }),
  remedy: said('read-step-to-resolve'),
});
