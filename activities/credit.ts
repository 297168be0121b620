import type { CreditAssessment, CreditFacts, OrderResult } from '../contracts/process.js';
import type { CreditPolicy } from '../contracts/policies.js';
import type { Actor } from '../contracts/vocabulary.js';
import { addDays } from '../domain/calendar.js';
import { decideCredit } from '../domain/credit.js';
import { lockAccount, reserveCredit } from '../prisma/repositories/accounts.js';
import { setExposure } from '../prisma/repositories/exposure.js';
import { closeWorkItems, insertCreditDecision, openWorkItem } from '../prisma/repositories/orders.js';
import { once } from '../prisma/repositories/step.js';
import type { Transaction } from '../prisma/client.js';
import { systemActor, type ActivityDeps } from './deps.js';

export type AssessCredit = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly currency: string;
  /** 1 for the first check of a version, one more for each re-check. */
  readonly sequence: number;
  readonly version: number;
  readonly gross: string;
  readonly policy: CreditPolicy;
  readonly today: string;
  readonly decidedAt: string;
};

export type RecordCreditDecision = Omit<AssessCredit, 'sequence'> & {
  readonly sequence: number;
  readonly actor: Actor;
  readonly decision: 'release' | 'refuse';
  readonly reason: string;
};

/** What was decided, by whom: not what the caller asked when the hold was already decided. */
export type CreditDecisionRecord = OrderResult & {
  readonly by: Actor;
  readonly decision: RecordCreditDecision['decision'];
  readonly reason: string;
};

export type EscalateHold = {
  readonly orderNumber: string;
  readonly kind: 'credit-hold' | 'discrepancy';
  readonly version: number;
  /** How many times the hold was escalated with this one. */
  readonly escalation: number;
  readonly today: string;
};

const holdSentence = {
  'credit-limit': 'the order exceeds the credit limit',
  overdue: 'the customer has overdue invoices',
  'credit-stop': 'the customer has a credit stop',
} as const;

export function creditActivities(deps: ActivityDeps) {
  return {
    assessCredit: (input: AssessCredit) => assessCredit(deps, input),
    recordCreditDecision: (input: RecordCreditDecision) => recordCreditDecision(deps, input),
    escalateHold: (input: EscalateHold) => escalateHold(deps, input),
  };
}

/** Decides on the account as it stands, under its lock, and reserves the order's gross when it passes. */
function assessCredit({ prisma }: ActivityDeps, input: AssessCredit): Promise<CreditAssessment> {
  const key = `order:${input.orderNumber}:credit:${input.version}:${input.sequence}`;
  return once(prisma, key, null, async (tx) => {
    const facts = await readFacts(tx, input);
    const decided = decideCredit(facts, input.gross, input.policy);
    const assessment = decided.kind === 'held' ? decided : await reserve(tx, input, decided);
    const recheck = input.sequence > 1;
    if (assessment.kind === 'held') await recordHold(tx, input, assessment);
    else await recordDecision(tx, input, assessment.kind, null, facts);
    if (recheck && assessment.kind !== 'held') await closeWorkItems(tx, input.orderNumber, 'credit-hold');
    return {
      result: assessment,
      audit: [
        {
          actor: systemActor(key),
          action: `credit.${assessment.kind}`,
          summary: creditSummary(assessment, input),
          entity: 'order',
          entityId: input.orderNumber,
          orderNumber: input.orderNumber,
          customerNumber: input.customerNumber,
          on: input.today,
          after: {
            ...assessment.facts,
            gross: input.gross,
            reason: assessment.kind === 'held' ? assessment.reason : null,
          },
        },
      ],
    };
  });
}

/** A person's decision on a held order. A release reserves without regard to the limit and says who and why. */
function recordCreditDecision({ prisma }: ActivityDeps, input: RecordCreditDecision): Promise<CreditDecisionRecord> {
  const key = `order:${input.orderNumber}:credit-decision:${input.version}:${input.sequence}`;
  return once(prisma, key, input.actor.requestId, async (tx) => {
    const facts = await readFacts(tx, input);
    const released = input.decision === 'release';
    if (released) await setExposure(tx, input.customerNumber, 'order', input.orderNumber, input.gross);
    await recordDecision(tx, input, released ? 'released' : 'refused', input, facts);
    await closeWorkItems(tx, input.orderNumber, 'credit-hold');
    return {
      result: {
        kind: 'done',
        number: input.orderNumber,
        stage: released ? 'received' : 'refused',
        by: input.actor,
        decision: input.decision,
        reason: input.reason,
      },
      audit: [
        {
          actor: input.actor,
          action: released ? 'credit.released' : 'credit.refused',
          summary: `${released ? 'Credit released' : 'Credit refused'} by ${input.actor.principal}: ${input.reason}`,
          entity: 'order',
          entityId: input.orderNumber,
          orderNumber: input.orderNumber,
          customerNumber: input.customerNumber,
          on: input.today,
          before: { stage: 'credit-hold' },
          after: { ...facts, gross: input.gross, reason: input.reason },
        },
      ],
    };
  });
}

/** Says again, louder, that a hold waits for an answer. */
function escalateHold({ prisma }: ActivityDeps, input: EscalateHold): Promise<null> {
  const key = `order:${input.orderNumber}:escalation:${input.kind}:${input.version}:${input.escalation}`;
  return once(prisma, key, null, async (tx) => {
    await tx.$executeRaw`
      UPDATE work_item SET escalations = ${input.escalation}::int, role = CASE WHEN ${input.escalation}::int >= 2 THEN 'manager' ELSE role END
      WHERE id = ${workItemId(input.kind, input)}`;
    return {
      result: null,
      audit: [
        {
          actor: systemActor(key),
          action: 'order.escalated',
          summary: `Still waiting for ${input.kind === 'credit-hold' ? 'finance' : 'sales'} (reminder ${input.escalation})`,
          entity: 'order',
          entityId: input.orderNumber,
          orderNumber: input.orderNumber,
          on: input.today,
          after: { kind: input.kind, escalation: input.escalation },
        },
      ],
    };
  });
}

const workItemId = (kind: string, input: { orderNumber: string; version: number }) =>
  `${kind}:${input.orderNumber}:${input.version}`;

const readFacts = (tx: Transaction, input: Pick<AssessCredit, 'customerNumber' | 'currency' | 'policy' | 'today'>) =>
  lockAccount(tx, {
    customerNumber: input.customerNumber,
    currency: input.currency,
    overdueBefore: addDays(input.today, -input.policy.overdueToleranceDays),
  });

/** The conditional write is the last wall: an account that has no room holds the order whatever was decided. */
async function reserve(tx: Transaction, input: AssessCredit, decided: CreditAssessment): Promise<CreditAssessment> {
  if (await reserveCredit(tx, input.customerNumber, input.orderNumber, input.gross)) return decided;
  return { kind: 'held', reason: 'credit-limit', facts: decided.facts };
}

async function recordHold(
  tx: Transaction,
  input: AssessCredit,
  held: Extract<CreditAssessment, { kind: 'held' }>,
): Promise<void> {
  await insertCreditDecision(tx, decisionRow(input, 'held', held.reason, held.facts, 'encours'), {
    stage: 'credit-hold',
    holdReason: held.reason,
    waitsFor: { kind: 'credit-decision', reason: held.reason },
  });
  await openWorkItem(tx, {
    id: workItemId('credit-hold', input),
    kind: 'credit-hold',
    role: 'finance',
    title: `Credit hold: order ${input.orderNumber}`,
    detail: `${holdSentence[held.reason]}. Order ${input.gross}, exposure ${held.facts.exposure}, limit ${held.facts.limit}, overdue ${held.facts.overdue} ${input.currency}. Release or refuse.`,
    orderNumber: input.orderNumber,
    customerNumber: input.customerNumber,
    amount: input.gross,
    dueOn: input.today,
    link: `/orders/${input.orderNumber}`,
  });
}

async function recordDecision(
  tx: Transaction,
  input: Omit<AssessCredit, 'sequence'>,
  kind: 'approved' | 'watch' | 'released' | 'refused',
  by: { readonly actor: Actor; readonly reason: string } | null,
  facts: CreditFacts,
): Promise<void> {
  const row = decisionRow(input, kind, by?.reason ?? null, facts, by?.actor.principal ?? 'encours');
  await insertCreditDecision(tx, row, { stage: 'received', holdReason: null, waitsFor: { kind: 'reconciliation' } });
}

const decisionRow = (
  input: Omit<AssessCredit, 'sequence'>,
  kind: string,
  reason: string | null,
  facts: CreditFacts,
  decidedBy: string,
) => ({
  orderNumber: input.orderNumber,
  kind,
  reason,
  amount: input.gross,
  exposureBefore: facts.exposure,
  creditLimit: facts.limit,
  overdue: facts.overdue,
  decidedBy,
  decidedAt: input.decidedAt,
});

function creditSummary(assessment: CreditAssessment, input: AssessCredit): string {
  const figures = `${input.gross} ${input.currency} on ${assessment.facts.exposure} of ${assessment.facts.limit}`;
  if (assessment.kind === 'held') return `Credit hold, ${holdSentence[assessment.reason]}: ${figures}`;
  return `Credit ${assessment.kind === 'watch' ? 'approved, close to the limit' : 'approved'}: ${figures}`;
}
