import { documentIds, orderSteps, outgoingIds } from '../contracts/ids.js';
import type { OrderOutcome, Recorded } from '../contracts/process.js';
import type { Actor } from '../contracts/vocabulary.js';
import { maxDate } from '../domain/calendar.js';
import { rejected } from '../domain/order-response.js';
import { isPaid, standingLinesOf, standingOf, type OrderRecord } from '../domain/order-record.js';
import type { Transaction } from '../prisma/client.js';
import { heldOrdersThatFit } from '../prisma/repositories/accounts.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import { setExposure } from '../prisma/repositories/exposure.js';
import type { NewDocument } from '../prisma/repositories/documents.js';
import { readAnsweredFacts } from '../prisma/repositories/order-facts.js';
import { withdrawQueued, type NewOutgoing } from '../prisma/repositories/outgoing.js';
import {
  accountLocked,
  lockOrder,
  undoOnOrder,
  type OrderStepRecord,
  type Woken,
} from '../prisma/repositories/order-record.js';
import { closeWorkItems, supersedeDiscrepancies, updateOrder } from '../prisma/repositories/orders.js';
import type { ServedRow } from '../prisma/repositories/stock.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';
import { addressFor, refusalOf, responseTo } from './snapshots.js';

export type SettleOrder = {
  readonly orderNumber: string;
  /** How often it was opened again after it was settled: each end is one of its own. */
  readonly reopened: number;
  /** Business date, from workflow time. */
  readonly today: string;
};

export function closingActivities(deps: ActivityDeps) {
  return {
    settleOrder: (input: SettleOrder) => settleOrder(deps, input),
  };
}

/**
 * Ends an order of which everything is delivered, invoiced and paid; any other it leaves, and says where it stands.
 * @returns LocalDate of the last cent, or of today when that is later; null: it is not settled
 */
function settleOrder(deps: ActivityDeps, input: SettleOrder): Promise<Recorded<string | null>> {
  const { orderNumber, reopened, today } = input;
  const key = orderSteps.closing(orderNumber, reopened);
  const step = { key, requestId: null, locked: accountLocked(orderNumber) };
  return stepOfOrder<string | null>(deps, orderNumber, step, async (tx) => {
    const order = await lockOrder(tx, orderNumber);
    if (!isPaid(order) || order.reopened !== reopened) return undoOnOrder(order, null);
    const end = { stage: 'settled', reason: null, on: maxDate(today, order.paidOn ?? today) } as const;
    await updateOrder(tx, orderNumber, {
      stage: end.stage,
      waitsFor: { kind: 'none' },
      nextDate: null,
      settledOn: end.on,
    });
    return { answer: end.on, audit: [closingAudit(order, { ...end, actor: systemActor(key) })] };
  });
}

type EarlyEnd = {
  readonly stage: Exclude<OrderOutcome['stage'], 'settled'>;
  readonly reason: string;
  readonly actor: Actor;
  /** Business date. */
  readonly on: string;
};

/**
 * Ends an order that reserves no stock before anything of it is delivered: what it binds of the credit is free, nobody has
 * a decision to take any more, and the customer is told of a refusal. Part of the step that says so.
 */
export async function closeEarly(
  tx: Transaction,
  order: OrderRecord,
  end: EarlyEnd,
  served: readonly ServedRow[] = [],
): Promise<Required<Pick<OrderStepRecord<null>, 'audit' | 'woken' | 'documents' | 'outgoing'>>> {
  const { number, customer } = order;
  await setExposure(tx, customer, 'order', number, '0');
  await updateOrder(tx, number, {
    stage: end.stage,
    waitsFor: { kind: 'none' },
    holdReason: null,
    heldSince: null,
    nextDate: null,
    closedReason: end.reason,
  });
  await closeWorkItems(tx, number);
  await withdrawQueued(tx, number, ['acknowledgement', 'question']);
  await supersedeDiscrepancies(tx, number);
  return {
    ...(end.stage === 'cancelled' ? { documents: [], outgoing: [] } : await refusal(tx, order, end.stage, end.on)),
    audit: [closingAudit(order, end)],
    woken: await wokenBy(tx, customer, number, served),
  };
}

/** The mail that says so, and the answer to the message that the order came as. */
async function refusal(
  tx: Transaction,
  { number, customer, version }: Pick<OrderRecord, 'number' | 'customer' | 'version'>,
  stage: 'refused' | 'rejected',
  issuedOn: string,
): Promise<{ readonly documents: readonly NewDocument[]; readonly outgoing: readonly NewOutgoing[] }> {
  const { message, ...facts } = await readAnsweredFacts(tx, number);
  const about = { customerNumber: customer, orderNumber: number };
  const id = documentIds.orderResponse(number, version);
  const response = message && responseTo(facts, message, rejected, { version, issuedOn });
  return {
    documents: response ? [{ ...about, id, kind: 'order-response', number, issuedOn, snapshot: response }] : [],
    outgoing: [
      {
        ...about,
        id: outgoingIds.refusal(number),
        kind: 'refusal',
        snapshot: refusalOf(facts, stage),
        recipient: addressFor(facts, 'refusal'),
        ...(response && { documents: [id] }),
      },
    ],
  };
}

/** Whom to tell of what an order gave back. */
export async function wokenBy(
  tx: Transaction,
  customerNumber: string,
  orderNumber: string,
  served: readonly ServedRow[],
): Promise<Woken> {
  const held = await heldOrdersThatFit(tx, customerNumber);
  return {
    stockFor: [...new Set(served.map((row) => row.order))].filter((order) => order !== orderNumber),
    creditFor: held.filter((order) => order !== orderNumber),
  };
}

function closingAudit(
  order: OrderRecord,
  {
    stage,
    reason,
    actor,
    on,
  }: Omit<EarlyEnd, 'stage' | 'reason'> & Pick<OrderOutcome, 'stage'> & { readonly reason: string | null },
): AuditInput {
  const { number, customer } = order;
  const about = {
    actor,
    entity: 'order' as const,
    entityId: number,
    orderNumber: number,
    customerNumber: customer,
    on,
  };
  if (stage === 'cancelled')
    return { ...about, action: 'order.cancelled', before: standingLinesOf(order), after: { reason } };
  return { ...about, action: `order.${stage}`, before: standingOf(order), after: { reason } };
}
