import { orderSteps, workItemIds } from '../contracts/ids.js';
import type { CreditAssessment, CreditFacts, OrderResult, Recorded } from '../contracts/process.js';
import type { CreditPolicy } from '../contracts/policies.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { Actor } from '../contracts/vocabulary.js';
import { addDays } from '../domain/calendar.js';
import { decideCredit, heldThatCounts } from '../domain/credit.js';
import { ownRoomOf, sidesOf } from '../domain/four-eyes.js';
import { refuseOwnRelease, refuseStopRelease } from '../domain/order-actions.js';
import { withoutDeposits } from '../domain/deposits.js';
import { depositLeft, placeOf, type OrderRecord } from '../domain/order-record.js';
import { refuseAtStage } from '../domain/order-stages.js';
import { pathOf } from '../domain/paths.js';
import { lockAccount, type Account } from '../prisma/repositories/accounts.js';
import { readActs } from '../prisma/repositories/four-eyes.js';
import { releaseFromStop } from '../prisma/repositories/credit-stop.js';
import { setExposure } from '../prisma/repositories/exposure.js';
import { accountLocked, lockOrder, undoOnOrder } from '../prisma/repositories/order-record.js';
import { insertCreditDecision, reserveCredit } from '../prisma/repositories/credit-decisions.js';
import { closeWorkItems, openWorkItem, updateOrder } from '../prisma/repositories/orders.js';
import { auditServed, serveFreed } from '../prisma/repositories/stock.js';
import type { Transaction } from '../prisma/client.js';
import type { Beat, ClearableOrder, Clearing } from './clearance.js';
import { closeEarly, wokenBy } from './closing.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';

export type RecordCreditDecision = {
  readonly orderNumber: string;
  readonly actor: Actor;
  readonly decision: 'release' | 'refuse';
  readonly reason: string;
  readonly policy: CreditPolicy;
  /** Business date and moment, from workflow time. */
  readonly today: string;
  readonly at: string;
};

/** `today`: business date, from workflow time. */
export type RecordDeliveryRelease = {
  readonly orderNumber: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly today: string;
};

export type EscalateHold = {
  readonly orderNumber: string;
  readonly kind: 'credit-hold' | 'discrepancy';
  readonly version: number;
  /** How many times the hold was escalated with this one. */
  readonly escalation: number;
  readonly today: string;
};

/** Decides where no person does. */
const ourselves = 'encours';

export function creditActivities(deps: ActivityDeps) {
  return {
    recordCreditDecision: (input: RecordCreditDecision) => recordCreditDecision(deps, input),
    recordDeliveryRelease: (input: RecordDeliveryRelease) => recordDeliveryRelease(deps, input),
    escalateHold: (input: EscalateHold) => escalateHold(deps, input),
  };
}

/** Decides on the account as it stands, under its lock, and reserves the order's gross when it passes. */
export async function checkCredit(
  tx: Transaction,
  order: ClearableOrder,
  clearing: Clearing,
  key: string,
): Promise<Beat> {
  const { facts, acts, decider } = await readAccount(tx, order, clearing.credit, clearing.today, ourselves);
  const ownRoom = ownRoomOf(acts, facts.limit);
  const decided = decideCredit(facts, boundBy(order), clearing.credit, ownRoom);
  const assessment = await record(tx, order, decided, decisionOf(order, facts, clearing.at));
  const held = assessment.kind === 'held';
  if (held) await hold(tx, order, clearing, assessment);
  else if (order.heldSince !== null) await closeWorkItems(tx, order.number, 'credit-hold');
  return {
    key,
    stage: held ? 'credit-hold' : 'received',
    audit: [
      {
        actor: systemActor(key),
        action: `credit.${assessment.kind}`,
        entity: 'order',
        entityId: order.number,
        orderNumber: order.number,
        customerNumber: order.customer,
        on: clearing.today,
        after: {
          ...facts,
          gross: boundBy(order),
          reason: held ? assessment.reason : null,
          sides: sidesOf(acts, decider),
          ...(ownRoom !== null && { ownRoom }),
        },
      },
    ],
  };
}

/**
 * A person's decision on a held order. A release reserves without regard to the limit and says who and why; a refusal
 * ends the order. Refused to who asked for it or gave its customer room, and where somebody has decided meanwhile.
 */
function recordCreditDecision(
  deps: ActivityDeps,
  input: RecordCreditDecision,
): Promise<Recorded<OrderResult | Refusal>> {
  const { orderNumber, actor, decision, reason, today } = input;
  const key = orderSteps.creditDecision(orderNumber, actor.requestId);
  const step = { key, requestId: actor.requestId, locked: accountLocked(orderNumber) };
  return stepOfOrder<OrderResult | Refusal>(deps, orderNumber, step, async (tx) => {
    const order = await lockOrder(tx, orderNumber);
    const early = refuseAtStage(order, 'credit-decision');
    if (early !== null) return undoOnOrder(order, decidedMeanwhile(order) ?? early);
    const { facts, acts, decider } = await readAccount(tx, order, input.policy, today, actor.principal);
    const own = refuseOwnRelease({ acts, person: decider });
    if (own !== null) return undoOnOrder(order, own);
    const released = decision === 'release';
    await insertCreditDecision(tx, {
      ...decisionOf(order, facts, input.at),
      kind: released ? 'released' : 'refused',
      reason,
      decidedBy: actor.principal,
    });
    const decided = {
      actor,
      action: released ? 'credit.released' : 'credit.refused',
      entity: 'order',
      entityId: orderNumber,
      orderNumber,
      customerNumber: order.customer,
      on: today,
      before: placeOf(order),
      after: { ...facts, gross: boundBy(order), reason, sides: sidesOf(acts, decider) },
    } as const;
    const answer = { kind: 'done', number: orderNumber, stage: released ? 'received' : 'refused' } as const;
    if (!released) {
      const { audit, ...end } = await closeEarly(tx, order, { stage: 'refused', reason, actor, on: today });
      return { answer, ...end, audit: [decided, ...audit] };
    }
    await setExposure(tx, order.customer, 'order', orderNumber, boundBy(order));
    await releaseFromStop(tx, orderNumber);
    await updateOrder(tx, orderNumber, {
      stage: 'received',
      holdReason: null,
      waitsFor: { kind: order.discrepancies.length === 0 ? 'acceptance' : 'reconciliation' },
      heldSince: null,
    });
    await closeWorkItems(tx, orderNumber, 'credit-hold');
    return { answer, audit: [decided] };
  });
}

/**
 * Lets an order go on that a credit stop of its customer holds, for as long as that stop stands: its deliveries, and its
 * part of what is in stock. Refused to who asked for it or gave its customer room, like a release from a hold.
 */
function recordDeliveryRelease(
  deps: ActivityDeps,
  input: RecordDeliveryRelease,
): Promise<Recorded<OrderResult | Refusal>> {
  const { orderNumber, actor, reason, today } = input;
  const key = orderSteps.deliveryRelease(orderNumber, actor.requestId);
  const step = { key, requestId: actor.requestId, locked: accountLocked(orderNumber) };
  return stepOfOrder<OrderResult | Refusal>(deps, orderNumber, step, async (tx) => {
    const order = await lockOrder(tx, orderNumber, 'and-backorders');
    const read = { order: orderNumber, customer: order.customer, decider: actor.principal, overdueBefore: today };
    const { acts, person } = await readActs(tx, read);
    const refusal = refuseStopRelease(order) ?? refuseOwnRelease({ acts, person });
    if (refusal !== null) return undoOnOrder(order, refusal);
    await releaseFromStop(tx, orderNumber);
    const served = await serveFreed(tx, { order: orderNumber });
    return {
      answer: { kind: 'done', number: orderNumber, stage: order.stage },
      woken: await wokenBy(tx, order.customer, orderNumber, served),
      audit: [
        {
          actor,
          action: 'delivery.released',
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          customerNumber: order.customer,
          on: today,
          before: { stopped: true },
          after: { stopped: false, reason, sides: sidesOf(acts, person) },
        },
        ...served.map((row) => auditServed(row, { actor, customer: order.customer, on: today })),
      ],
    };
  });
}

/** Somebody else's decision stands; one that was entitled to ask is told whose. */
function decidedMeanwhile({ number, lastCreditDecision: last }: OrderRecord): Refusal | null {
  if (last?.kind !== 'released' && last?.kind !== 'refused') return null;
  return {
    kind: 'refused',
    code: 'order-not-ready',
    said: said('credit-decided-meanwhile', { person: last.by, order: number, decision: last.kind }),
    remedy: said('read-order'),
  };
}

/** Says again, louder, that a hold waits for an answer. */
function escalateHold(deps: ActivityDeps, input: EscalateHold): Promise<Recorded<null>> {
  const { orderNumber, kind, version, escalation } = input;
  const key = orderSteps.escalation(orderNumber, kind, version, escalation);
  return stepOfOrder<null>(deps, orderNumber, { key, requestId: null }, async (tx) => {
    await tx.$executeRaw`
      UPDATE work_item SET escalations = ${escalation}::int, role = CASE WHEN ${escalation}::int >= 2 THEN 'manager' ELSE role END
      WHERE order_number = ${orderNumber} AND kind = ${kind} AND status = 'open'`;
    return {
      answer: null,
      audit: [
        {
          actor: systemActor(key),
          action: 'order.escalated',
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          on: input.today,
          after: { kind, escalation },
        },
      ],
    };
  });
}

async function readAccount(
  tx: Transaction,
  order: Pick<ClearableOrder, 'number' | 'customer' | 'currency'>,
  policy: CreditPolicy,
  today: string,
  decider: string,
): Promise<Account> {
  const account = await lockAccount(tx, {
    customerNumber: order.customer,
    currency: order.currency,
    order: order.number,
    decider,
    overdueBefore: addDays(today, -policy.overdueToleranceDays),
  });
  return { ...account, facts: { ...account.facts, heldCounts: policy.heldOrdersCount ?? false } };
}

/** The conditional write is the last wall: an account that has no room holds the order whatever was decided. */
async function record(
  tx: Transaction,
  order: ClearableOrder,
  decided: CreditAssessment,
  about: ReturnType<typeof decisionOf>,
): Promise<CreditAssessment> {
  const decision = { ...about, kind: decided.kind, decidedBy: ourselves };
  if (decided.kind === 'held') {
    await insertCreditDecision(tx, { ...decision, reason: decided.reason });
    return decided;
  }
  const room = { customer: order.customer, held: heldThatCounts(decided.facts) };
  if (await reserveCredit(tx, room, { ...decision, reason: null })) return decided;
  return { kind: 'held', reason: 'credit-limit', facts: decided.facts };
}

async function hold(
  tx: Transaction,
  order: ClearableOrder,
  clearing: Clearing,
  { reason, facts }: Extract<CreditAssessment, { kind: 'held' }>,
): Promise<void> {
  const waitsFor = { kind: 'credit-decision', reason } as const;
  const heldSince = order.heldSince ?? clearing.at;
  await updateOrder(tx, order.number, { stage: 'credit-hold', holdReason: reason, waitsFor, heldSince });
  await openWorkItem(tx, {
    id: workItemIds.hold('credit-hold', order),
    kind: 'credit-hold',
    role: 'finance',
    facts: { reason, gross: boundBy(order), ...accountOf(facts) },
    orderNumber: order.number,
    customerNumber: order.customer,
    amount: boundBy(order),
    dueOn: clearing.today,
    link: pathOf('/orders', order.number),
  });
}

type Bound = Pick<ClearableOrder, 'gross' | 'deposit' | 'currency'>;

/** What an order would bind of the credit: what of it is on a deposit invoice is bound by that, or paid. */
const boundBy = ({ gross, deposit = null, currency }: Bound): string =>
  withoutDeposits(gross, depositLeft({ deposit, currency }));

const accountOf = ({ exposure, limit, overdue, heldBefore, heldCounts }: CreditFacts) => ({
  exposure,
  limit,
  overdue,
  heldBefore,
  heldCounts,
});

const decisionOf = (order: Bound & Pick<ClearableOrder, 'number'>, facts: CreditFacts, decidedAt: string) => ({
  orderNumber: order.number,
  amount: boundBy(order),
  exposureBefore: facts.exposure,
  creditLimit: facts.limit,
  overdue: facts.overdue,
  decidedAt,
});
