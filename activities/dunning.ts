import type { DunningClaim, DunningResolutionResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import type { Actor, Currency } from '../contracts/vocabulary.js';
import { claimedAmount, claimedInWords } from '../domain/dunning.js';
import { isZero } from '../domain/money.js';
import { lockCustomer } from '../prisma/repositories/accounts.js';
import { queueMail } from '../prisma/repositories/mails.js';
import { openWorkItem } from '../prisma/repositories/orders.js';
import { insertDunningStep, lockReceivable, stopCredit } from '../prisma/repositories/receivables.js';
import { once, undo } from '../prisma/repositories/step.js';
import type { Transaction } from '../prisma/client.js';
import { systemActor, type ActivityDeps } from './deps.js';

export type RecordDunningStep = {
  readonly invoiceNumber: string;
  readonly instalment: number;
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly currency: Currency;
  readonly claim: DunningClaim;
};

export type DunningStepRecord = {
  readonly status: 'DUE' | 'SKIPPED' | 'DONE';
  /** Mail to the customer, or to our finance when nothing goes to the customer. */
  readonly mailId: string | null;
};

export type RecordDunningResolution = Omit<RecordDunningStep, 'claim'> & {
  readonly level: DunningClaim['level'];
  readonly resolution: 'was-sent' | 'send-again' | 'skip';
  readonly reason: string;
  readonly actor: Actor;
};

/** `reportMailId`: the mail that tells finance of a letter which did arrive. */
export type DunningResolutionRecord = DunningResolutionResult & { readonly reportMailId: string | null };

export const dunningStepId = (invoiceNumber: string, instalment: number, level: string): string =>
  `${invoiceNumber}:${instalment}:${level}`;

export function dunningActivities(deps: ActivityDeps) {
  return {
    recordDunningStep: (input: RecordDunningStep) => recordDunningStep(deps, input),
    recordDunningResolution: (input: RecordDunningResolution) => recordDunningResolution(deps, input),
  };
}

/** Writes a due step under the receivable's lock; with nothing open it is written as skipped and tells nobody. */
function recordDunningStep({ prisma }: ActivityDeps, input: RecordDunningStep): Promise<DunningStepRecord> {
  const { claim, invoiceNumber } = input;
  const id = dunningStepId(invoiceNumber, input.instalment, claim.level);
  const key = `invoice:${invoiceNumber}:dunning:${input.instalment}:${claim.level}`;
  return once(prisma, key, null, async (tx) => {
    if (claim.creditStop) await lockCustomer(tx, input.customerNumber);
    const open = await lockReceivable(tx, invoiceNumber, input.instalment, input.currency);
    const status = isZero(open) ? 'SKIPPED' : claim.channel === 'none' ? 'DONE' : 'DUE';
    await insertDunningStep(tx, { ...input, id, status });
    if (status !== 'SKIPPED' && claim.creditStop) await stopCredit(tx, input.customerNumber, invoiceNumber);
    if (status === 'DONE') await tellFinance(tx, { ...input, stepId: id, to: null });
    return {
      result: { status, mailId: mailOf(status, id) },
      audit: [
        {
          actor: systemActor(key),
          action: `dunning.${claim.level}`,
          summary: stepSummary(input, status),
          entity: 'dunning-step',
          entityId: id,
          orderNumber: input.orderNumber,
          customerNumber: input.customerNumber,
          on: claim.decidedOn,
          after: { ...claim, status, claimed: claimedAmount(claim, input.currency) },
        },
      ],
    };
  });
}

/** A person's word on a letter whose fate is not known. */
function recordDunningResolution(
  { prisma }: ActivityDeps,
  input: RecordDunningResolution,
): Promise<DunningResolutionRecord | Refusal> {
  const { invoiceNumber, actor } = input;
  const id = dunningStepId(invoiceNumber, input.instalment, input.level);
  const key = `invoice:${invoiceNumber}:dunning-resolution:${actor.requestId}`;
  return once<DunningResolutionRecord, Refusal>(prisma, key, actor.requestId, async (tx) => {
    const open = await lockReceivable(tx, invoiceNumber, input.instalment, input.currency);
    const moved = await resolve(tx, input, id, open);
    if (moved === 0) return undo(notWaiting(id));
    const reportMailId = input.resolution === 'was-sent' ? await tellOfLetter(tx, input, id) : null;
    return {
      result: { kind: 'resolved', reportMailId },
      audit: [
        {
          actor,
          action: `dunning.${input.resolution}`,
          summary: `Letter ${input.level} of invoice ${invoiceNumber}: ${input.resolution}, ${input.reason}`,
          entity: 'dunning-step',
          entityId: id,
          orderNumber: input.orderNumber,
          customerNumber: input.customerNumber,
          after: { resolution: input.resolution, reason: input.reason },
        },
      ],
    };
  });
}

function mailOf(status: DunningStepRecord['status'], stepId: string): string | null {
  if (status === 'SKIPPED') return null;
  return status === 'DUE' ? `dunning:${stepId}` : `dunning-report:${stepId}`;
}

async function resolve(tx: Transaction, input: RecordDunningResolution, stepId: string, open: string): Promise<number> {
  const stepStatus =
    input.resolution === 'was-sent' ? 'SENT' : input.resolution === 'skip' || isZero(open) ? 'SKIPPED' : 'DUE';
  const mailStatus = stepStatus === 'DUE' ? 'QUEUED' : stepStatus;
  return tx.$executeRaw`
    WITH step AS (
      UPDATE dunning_step SET status = ${stepStatus} WHERE id = ${stepId} AND status IN ('UNKNOWN', 'FAILED') RETURNING id
    ), work AS (
      UPDATE work_item SET status = 'done', done_at = now() FROM step
      WHERE work_item.status = 'open'
        AND (starts_with(work_item.id, ${`mail-unknown:dunning:${stepId}`}) OR starts_with(work_item.id, ${`mail-failed:dunning:${stepId}`}))
    )
    UPDATE mail SET status = ${mailStatus}, round = round + 1, claim_token = NULL,
      sent_at = CASE WHEN ${mailStatus} = 'SENT' THEN COALESCE(sent_at, now()) ELSE sent_at END
    FROM step WHERE mail.id = ${`dunning:${stepId}`}`;
}

/** A letter that a person knows to have arrived is a step that finance has to be told of like any other. */
async function tellOfLetter(tx: Transaction, input: RecordDunningResolution, stepId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ recipient: string; claim: DunningClaim }[]>`
    SELECT recipient, data AS claim FROM mail WHERE id = ${`dunning:${stepId}`}`;
  const letter = rows[0];
  return letter === undefined ? null : tellFinance(tx, { ...input, claim: letter.claim, stepId, to: letter.recipient });
}

export type FinanceNews = RecordDunningStep & { readonly stepId: string; readonly to: string | null };

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
  const claimed = claimedInWords(claim, news.currency);
  const next = claim.next === null ? 'nothing follows by itself' : `next ${claim.next.level} on ${claim.next.on}`;
  await openWorkItem(tx, {
    id: `${claim.handOver ? 'collections' : 'dunning-report'}:${news.stepId}`,
    kind: claim.handOver ? 'collections' : 'dunning-report',
    role: 'finance',
    title: claim.handOver
      ? `Take over: invoice ${news.invoiceNumber}`
      : `Dunning ${claim.level}: invoice ${news.invoiceNumber}`,
    detail: `${news.to === null ? 'Nothing went to the customer' : `Sent to ${news.to}`} for ${claimed} (open ${claim.openAmount}); ${next}.`,
    orderNumber: news.orderNumber,
    invoiceNumber: news.invoiceNumber,
    customerNumber: news.customerNumber,
    amount: claimedAmount(claim, news.currency),
    dueOn: claim.decidedOn,
    link: `/orders/${news.orderNumber}`,
  });
  return mailId;
}

function stepSummary(input: RecordDunningStep, status: string): string {
  const { claim } = input;
  if (status === 'SKIPPED') return `Dunning ${claim.level} skipped: nothing is open on invoice ${input.invoiceNumber}`;
  const claimed = `${claimedInWords(claim, input.currency)} claimed`;
  const handedOver = claim.creditStop ? 'handed over to finance, credit stop set' : 'handed over to finance';
  return `Dunning ${claim.level} of invoice ${input.invoiceNumber}: ${claim.handOver ? handedOver : claimed}`;
}

const notWaiting = (id: string): Refusal => ({
  kind: 'refused',
  code: 'step-resolved',
  detail: `Dunning step ${id} does not wait for a decision.`,
  remedy: 'Read the step; only UNKNOWN and FAILED ones are resolved by hand.',
});
