import type { DunningRunFacts } from '../contracts/dunning.js';
import type { DunningClaim, DunningResolutionRequest, DunningResolutionResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { recoveryFeeCurrency, type Actor, type Currency } from '../contracts/vocabulary.js';
import { localDateOf } from '../domain/calendar.js';
import { claimedAmount, dunningClaim } from '../domain/dunning.js';
import { dunningOn, placeOf, type DueItem, type DunningDay } from '../domain/dunning-plan.js';
import type { PaidSum } from '../domain/late-payment.js';
import { isPositive } from '../domain/money.js';
import { firstSendingMoment } from '../domain/sending-window.js';
import { customerLocked } from '../prisma/repositories/accounts.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import {
  askFinance,
  insertDunningRun,
  readDunning,
  readPayments,
  type AskedOfFinance,
  type CustomerDunning,
} from '../prisma/repositories/dunning.js';
import { raiseClaims } from '../prisma/repositories/ledger.js';
import { queueMail } from '../prisma/repositories/mails.js';
import { openWorkItem } from '../prisma/repositories/orders.js';
import { insertDunningStep, stopCredit } from '../prisma/repositories/receivables.js';
import { once, undo, type StepRecord } from '../prisma/repositories/step.js';
import type { Transaction } from '../prisma/client.js';
import { systemActor, type ActivityDeps } from './deps.js';

/** `step`: id of the dunning step whose letter it is. */
export type RecordDunningResolution = DunningResolutionRequest & { readonly customer: string };

export const dunningStepId = (invoiceNumber: string, instalment: number, level: string): string =>
  `${invoiceNumber}:${instalment}:${level}`;

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
 * written with what it claims, its letter is queued, the last level stops the credit and is handed to finance. Outside the
 * sending window, or with nothing to do any more, it leaves no trace.
 */
function recordDunningRun({ prisma }: ActivityDeps, input: RecordDunningRun): Promise<DunningRunRecord> {
  const { customer, run } = input;
  const key = `account:${customer}:dunning:${run}`;
  const work = async (tx: Transaction): Promise<StepRecord<DunningRunRecord>> => {
    const dunning = await readDunning(tx, customer);
    const { zone } = dunning.policy.sendingWindow;
    const on = localDateOf(Date.parse(input.at), zone);
    const day = dunningOn(dunning, on);
    const taken = [...day.letters.flat(), ...day.handedOver];
    const brings = taken.length > 0 || day.asksToAllocate || day.asksToWriteOff.length > 0;
    const isOpen = firstSendingMoment(dunning.policy.sendingWindow, Date.parse(input.at)) === Date.parse(input.at);
    if (!brings || !isOpen) return undo({ kind: 'nothing' });
    await insertDunningRun(tx, { customer, number: run, on, facts: runFacts(dunning, day) });
    const asked = {
      customer,
      on,
      toAllocate: day.asksToAllocate ? dunning.unallocated : null,
      toWriteOff: day.asksToWriteOff,
    };
    await askFinance(tx, asked);
    const payments = await readPayments(tx, dunning.currency, taken);
    const steps = taken.map((item) => stepOf(dunning, item, on, payments.get(placeOf(item)) ?? []));
    for (const step of steps) await recordStep(tx, { ...step, customer, run }, key);
    return {
      result: { kind: 'taken', receivables: taken.length },
      audit: [...steps.map((step) => auditStep(key, customer, step)), ...auditAsked(key, asked, dunning.currency)],
    };
  };
  return once<DunningRunRecord, DunningRunRecord>(prisma, key, null, work, customerLocked(customer));
}

/** What one receivable's step claims, and of what. */
type Step = { readonly item: DueItem; readonly claim: DunningClaim; readonly currency: Currency };

function stepOf(
  { policy, currency }: CustomerDunning,
  item: DueItem,
  decidedOn: string,
  payments: readonly PaidSum[],
): Step {
  const { step, dueDate, open: openAmount } = item;
  return {
    item,
    currency,
    claim: dunningClaim({ step, policy, dueDate, openAmount, payments, decidedOn, currency }),
  };
}

async function recordStep(
  tx: Transaction,
  { item, claim, currency, customer, run }: Step & { readonly customer: string; readonly run: number },
  key: string,
): Promise<void> {
  const { invoice: invoiceNumber, instalment, order: orderNumber } = item;
  const id = dunningStepId(invoiceNumber, instalment, claim.level);
  const status = claim.channel === 'none' ? 'DONE' : 'DUE';
  const about = { invoiceNumber, instalment, orderNumber, customerNumber: customer, claim };
  await insertDunningStep(tx, { ...about, id, status, run });
  if (claim.creditStop) await stopCredit(tx, customer, invoiceNumber);
  if (status !== 'DONE') return;
  await raiseOf(tx, { ...about, currency, stepId: id }, systemActor(key));
  await tellFinance(tx, { ...about, currency, stepId: id, to: null });
}

/** Interest and fee of a step are owed from the moment it is known to have reached the customer. */
export function raiseOf(tx: Transaction, step: Omit<FinanceNews, 'to'>, actor: Actor): Promise<void> {
  const { claim, invoiceNumber: invoice, instalment, customerNumber: customer, stepId } = step;
  const about = { invoice, instalment, raisedOn: claim.decidedOn, step: stepId };
  const interest = { ...about, kind: 'interest', currency: step.currency, amount: claim.interest } as const;
  const fee = { ...about, kind: 'recovery-fee', currency: recoveryFeeCurrency, amount: claim.recoveryFee } as const;
  const raised = [interest, fee].filter(({ amount }) => isPositive(amount));
  return raiseClaims(tx, { customer, actor }, raised);
}

function auditStep(key: string, customer: string, step: Step): AuditInput {
  const { item, claim, currency } = step;
  return {
    actor: systemActor(key),
    action: `dunning.${claim.level}`,
    entity: 'dunning-step',
    entityId: dunningStepId(item.invoice, item.instalment, claim.level),
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
function auditAsked(key: string, asked: AskedOfFinance, currency: Currency): readonly AuditInput[] {
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

function runFacts({ currency, unallocated }: CustomerDunning, day: DunningDay): DunningRunFacts {
  const taken = [...day.letters.flat(), ...day.handedOver].map(runItem);
  const leftOut = day.leftOut.map((item) => ({ ...runItem(item), reason: item.reason }));
  return { currency, unallocated, taken, leftOut };
}

const runItem = ({ invoice, instalment, open, step }: DueItem): DunningRunFacts['taken'][number] => ({
  invoice,
  instalment,
  level: step.level.level,
  open,
});

/** A person's word on a letter whose fate is not known; once nothing is open, nobody asks any more. */
function recordDunningResolution(
  { prisma }: ActivityDeps,
  input: RecordDunningResolution,
): Promise<DunningResolutionResult | Refusal> {
  const { actor, customer, step } = input;
  const key = `account:${customer}:letter-resolution:${actor.requestId}`;
  const work = async (tx: Transaction): Promise<StepRecord<DunningResolutionResult>> => {
    const letter = await resolve(tx, input);
    if (letter === undefined) return undo(notWaiting(step));
    if (input.resolution === 'was-sent') {
      await raiseOf(tx, letter, actor);
      await tellFinance(tx, { ...letter, to: letter.recipient });
    }
    return {
      result: { kind: 'resolved' },
      audit: [
        {
          actor,
          action: `dunning.${input.resolution}`,
          entity: 'dunning-step',
          entityId: step,
          orderNumber: letter.orderNumber,
          customerNumber: customer,
          after: {
            invoice: letter.invoiceNumber,
            level: letter.claim.level,
            resolution: input.resolution,
            reason: input.reason,
          },
        },
      ],
    };
  };
  return once<DunningResolutionResult, Refusal>(prisma, key, actor.requestId, work, customerLocked(customer));
}

type ResolvedLetter = FinanceNews & { readonly recipient: string };

async function resolve(tx: Transaction, input: RecordDunningResolution): Promise<ResolvedLetter | undefined> {
  const { actor, customer, resolution, step } = input;
  const rows = await tx.$queryRaw<ResolvedLetter[]>`
    WITH step AS (
      UPDATE dunning_step s SET status = CASE WHEN ${resolution} = 'was-sent' THEN 'SENT'
        WHEN ${resolution} = 'skip' OR r.open = 0 THEN 'SKIPPED' ELSE 'DUE' END,
        skipped_by = CASE WHEN ${resolution} = 'skip' THEN ${actor.principal} END
      FROM receivable r JOIN invoice i ON i.number = r.invoice_number
      WHERE s.id = ${step} AND s.status IN ('UNKNOWN', 'FAILED') AND r.customer_number = ${customer}
        AND r.invoice_number = s.invoice_number AND r.instalment = s.instalment
      RETURNING s.id, s.status, s.invoice_number, s.instalment, i.order_number, i.currency
    ), work AS (
      UPDATE work_item SET status = 'done', done_at = now() FROM step
      WHERE work_item.status = 'open' AND work_item.mail_id = 'dunning:' || step.id
    )
    UPDATE mail SET status = CASE step.status WHEN 'DUE' THEN 'QUEUED' ELSE step.status END, round = round + 1, claim_token = NULL,
      sent_at = CASE WHEN step.status = 'SENT' THEN COALESCE(sent_at, now()) ELSE sent_at END
    FROM step WHERE mail.id = 'dunning:' || step.id
    RETURNING step.id AS "stepId", step.invoice_number AS "invoiceNumber", step.instalment, step.order_number AS "orderNumber",
      ${customer} AS "customerNumber", step.currency, mail.recipient, mail.data AS claim, mail.recipient AS "to"`;
  return rows[0];
}

/** A step as finance is told of it. */
export type FinanceNews = {
  readonly stepId: string;
  readonly invoiceNumber: string;
  readonly instalment: number;
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly currency: Currency;
  readonly claim: DunningClaim;
  /** Where the letter went; null: nothing went to the customer. */
  readonly to: string | null;
};

/** Finance receives each step: a mail of its own and a line in the worklist. */
export async function tellFinance(tx: Transaction, news: FinanceNews): Promise<string> {
  const { claim } = news;
  const mailId = `dunning-report:${news.stepId}`;
  await queueMail(tx, {
    id: mailId,
    kind: 'dunning-report',
    customerNumber: news.customerNumber,
    orderNumber: news.orderNumber,
    invoiceNumber: news.invoiceNumber,
    dunningStepId: news.stepId,
    data: { claim, to: news.to },
  });
  const claimed = claimedAmount(claim, news.currency);
  const { level, openAmount: open, recoveryFee, next } = claim;
  await openWorkItem(tx, {
    id: `${claim.handOver ? 'collections' : 'dunning-report'}:${news.stepId}`,
    kind: claim.handOver ? 'collections' : 'dunning-report',
    role: 'finance',
    facts: { level, to: news.to, open, claimed, recoveryFee, next },
    orderNumber: news.orderNumber,
    invoiceNumber: news.invoiceNumber,
    customerNumber: news.customerNumber,
    dunningStepId: news.stepId,
    amount: claimed,
    dueOn: claim.decidedOn,
    link: `/orders/${news.orderNumber}`,
  });
  return mailId;
}

const notWaiting = (id: string): Refusal => ({
  kind: 'refused',
  code: 'step-resolved',
  detail: `Dunning step ${id} does not wait for a decision.`,
  remedy: 'Read the step; only UNKNOWN and FAILED ones are resolved by hand.',
});
