import { discrepancyKey, orderSteps, outgoingIds, workItemIds } from '../contracts/ids.js';
import type { Difference } from '../contracts/discrepancy.js';
import type { OrderResult, Recorded } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { Actor, Disposition, ErrorCause } from '../contracts/vocabulary.js';
import { placeOf, type DiscrepancyRecord, type OrderRecord } from '../domain/order-record.js';
import { sidesOf } from '../domain/four-eyes.js';
import { isUndecided, refuseOwnOverride } from '../domain/order-actions.js';
import { refuseAtStage } from '../domain/order-stages.js';
import { heldAfter } from '../domain/reconciliation.js';
import { pathOf } from '../domain/paths.js';
import { readActs } from '../prisma/repositories/four-eyes.js';
import { readOrderFacts } from '../prisma/repositories/order-facts.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import { accountLocked, lockOrder, undoOnOrder } from '../prisma/repositories/order-record.js';
import { closeWorkItems, openWorkItem, updateOrder } from '../prisma/repositories/orders.js';
import type { Transaction } from '../prisma/client.js';
import type { Beat, ClearableOrder, Clearing } from './clearance.js';
import { closeEarly } from './closing.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';
import { addressFor, questionOf } from './snapshots.js';

export type RecordDisposition = {
  readonly orderNumber: string;
  readonly discrepancyId: string;
  /** Decided on with it. */
  readonly others?: readonly string[];
  readonly disposition: Disposition;
  readonly reason: string;
  /** Whose error it is; left out: not stated, or what was stated before. */
  readonly cause?: ErrorCause | undefined;
  readonly actor: Actor;
  readonly today: string;
};

export function reconciliationActivities(deps: ActivityDeps) {
  return {
    recordDisposition: (input: RecordDisposition) => recordDisposition(deps, input),
  };
}

/** Looks at the differences on record: those beyond tolerance become a line of the sales worklist, and hold the order. */
export async function compare(tx: Transaction, order: ClearableOrder, clearing: Clearing, key: string): Promise<Beat> {
  const { discrepancies, number } = order;
  if (discrepancies.length === 0) return { key, stage: 'received', audit: [] };
  const open = discrepancies.filter(isUndecided);
  const held = open.length > 0;
  if (held) {
    await updateOrder(tx, number, {
      stage: 'discrepancy-hold',
      holdReason: 'discrepancy',
      waitsFor: { kind: 'discrepancies', open: open.length },
      heldSince: clearing.at,
    });
    await openWorkItem(tx, {
      id: workItemIds.hold('discrepancy', order),
      kind: 'discrepancy',
      role: 'sales',
      facts: open.map(differenceOf),
      orderNumber: number,
      customerNumber: order.customer,
      dueOn: clearing.today,
      link: pathOf('/orders', number),
    });
  }
  const found = discrepancies.map(({ disposition: _, ...discrepancy }) => discrepancy);
  return {
    key,
    stage: held ? 'discrepancy-hold' : 'received',
    audit: [
      {
        actor: systemActor(key),
        action: held ? 'reconciliation.held' : 'reconciliation.tolerated',
        entity: 'order',
        entityId: number,
        orderNumber: number,
        customerNumber: order.customer,
        on: clearing.today,
        after: found,
      },
    ],
  };
}

type FormerDecision = Readonly<Record<'disposition' | 'reason' | 'cause' | 'decidedBy', string | null>>;
type Disposed = { readonly id: string; readonly cause: ErrorCause | null; readonly before: FormerDecision };

/**
 * A person's decision on one difference, or on several with one reason: on all or none, each on record by itself. What it
 * costs is accepted by somebody who did not ask for it. `ask` queues a mail with the open question, `reject` ends the order,
 * and with the last one accepted the order goes on.
 */
function recordDisposition(deps: ActivityDeps, input: RecordDisposition): Promise<Recorded<OrderResult | Refusal>> {
  const { orderNumber, discrepancyId, others = [], disposition, reason, cause = null, actor, today } = input;
  const ids = [discrepancyId, ...others];
  const key = orderSteps.disposition(orderNumber, discrepancyId, actor.requestId);
  const step = { key, requestId: actor.requestId, locked: accountLocked(orderNumber) };
  return stepOfOrder<OrderResult | Refusal>(deps, orderNumber, step, async (tx) => {
    const order = await lockOrder(tx, orderNumber);
    const early = refuseDisposition(order, ids);
    if (early !== null) return undoOnOrder(order, early);
    const { acts, person } = await readActs(tx, {
      order: orderNumber,
      customer: order.customer,
      decider: actor.principal,
      overdueBefore: today,
    });
    const found = ids.flatMap((id) => order.discrepancies.filter((one) => one.id === id));
    const own = disposition === 'accept' ? refuseOwnOverride(found, { acts, person }) : null;
    if (own !== null) return undoOnOrder(order, own);
    const former = await tx.$queryRaw<readonly Disposed[]>`
      UPDATE discrepancy SET disposition = ${disposition}, reason = ${reason}, cause = coalesce(${cause}, discrepancy.cause),
        decided_by = ${actor.principal}, decided_on = ${today}::date
      WHERE order_number = ${orderNumber} AND id = ANY(${ids}) RETURNING id, cause,
        jsonb_build_object('disposition', old.disposition, 'reason', old.reason, 'cause', old.cause, 'decidedBy', old.decided_by) AS before`;
    const sides = sidesOf(acts, person);
    const rowOf = (id: string): Disposed | undefined => former.find((row) => row.id === id);
    const decided = ids.map((id): AuditInput => ({
      actor,
      action: `discrepancy.${disposition}`,
      entity: 'discrepancy',
      entityId: discrepancyKey(orderNumber, id),
      orderNumber,
      customerNumber: order.customer,
      on: today,
      before: { ...rowOf(id)?.before, order: placeOf(order) },
      after: {
        discrepancy: id,
        disposition,
        reason,
        cause: rowOf(id)?.cause ?? null,
        decidedBy: actor.principal,
        sides,
      },
    }));
    if (disposition === 'reject') {
      const { audit, ...end } = await closeEarly(tx, order, { stage: 'rejected', reason, actor, on: today });
      return {
        answer: { kind: 'done', number: orderNumber, stage: 'rejected' },
        ...end,
        audit: [...decided, ...audit],
      };
    }
    const left = order.discrepancies.filter((one) => isUndecided(one) && !ids.includes(one.id)).length;
    const held = heldAfter({ discrepancyId, disposition, left });
    const stage = held.holdReason === null ? 'received' : 'discrepancy-hold';
    const ended = stage === 'received' ? { heldSince: null } : {};
    await updateOrder(tx, orderNumber, { stage, ...held, ...ended });
    if (stage === 'received') await closeWorkItems(tx, orderNumber, 'discrepancy');
    const outgoing = disposition === 'ask' ? [await question(tx, order, found, reason)] : [];
    return { answer: { kind: 'done', number: orderNumber, stage }, outgoing, audit: decided };
  });
}

function refuseDisposition(order: OrderRecord, ids: readonly string[]): Refusal | null {
  const early = refuseAtStage(order, 'disposition');
  if (early !== null) return early;
  const known = new Set(order.discrepancies.map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined)
    return {
      kind: 'refused',
      code: 'discrepancy-unknown',
      said: said('discrepancy-unknown', { discrepancy: unknown }),
    };
  const decided = order.discrepancies.find((one) => ids.includes(one.id) && !isUndecided(one));
  if (decided === undefined) return null;
  return {
    kind: 'refused',
    code: 'discrepancy-decided',
    said: said('discrepancy-decided', { discrepancy: decided.id }),
    remedy: said('read-order-again'),
  };
}

/** The same differences may be asked about again, in other words: each question goes out by itself. */
async function question(
  tx: Transaction,
  { number, customer }: OrderRecord,
  found: readonly DiscrepancyRecord[],
  message: string,
): Promise<NewOutgoing> {
  const [first] = found;
  if (first === undefined) throw new Error(`order ${number} has no such discrepancy`);
  const asked = 1 + (await timesAsked(tx, number, first.id));
  const facts = await readOrderFacts(tx, number);
  return {
    id: outgoingIds.question(number, first.id, asked),
    kind: 'question',
    snapshot: questionOf(facts, first.id, found, { asked, message }),
    recipient: addressFor(facts, 'question'),
    customerNumber: customer,
    orderNumber: number,
  };
}

async function timesAsked(tx: Transaction, orderNumber: string, discrepancyId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ asked: number }[]>`
    SELECT count(*)::int AS asked FROM outgoing
    WHERE order_number = ${orderNumber} AND kind = 'question' AND snapshot ->> 'discrepancy' = ${discrepancyId}`;
  return rows[0]?.asked ?? 0;
}

/** Where it is and what is compared, without what was decided on it. */
function differenceOf({
  id: _id,
  source: _source,
  withinTolerance: _within,
  disposition: _disposition,
  ...difference
}: ClearableOrder['discrepancies'][number]): Difference {
  return difference;
}
