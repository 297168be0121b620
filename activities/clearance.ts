import { orderSteps } from '../contracts/ids.js';
import type { CreditPolicy, FulfilmentPolicy } from '../contracts/policies.js';
import type { OrderDuty, Recorded } from '../contracts/process.js';
import type { OrderStage } from '../contracts/vocabulary.js';
import type { WorkingCalendar } from '../domain/holidays.js';
import { dutyOf, type OrderRecord } from '../domain/order-record.js';
import type { Transaction } from '../prisma/client.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import type { NewDocument } from '../prisma/repositories/documents.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import { accountLocked, lockOrder, undoOnOrder } from '../prisma/repositories/order-record.js';
import { accept } from './acceptance.js';
import { checkCredit } from './credit.js';
import type { ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';
import { compare } from './reconciliation.js';

/** By which rules and when an order is cleared. */
export type Clearing = {
  readonly credit: CreditPolicy;
  readonly fulfilment: FulfilmentPolicy;
  readonly calendar: WorkingCalendar;
  /** Business date and moment, from workflow time. */
  readonly today: string;
  readonly at: string;
};

export type ClearOrder = Clearing & {
  readonly orderNumber: string;
  readonly version: number;
  readonly from: OrderDuty;
  /** Number of the credit check, one more than there are decisions; asked again with the same number it is done once. */
  readonly check: number;
};

/** What of an order is looked at before it is accepted. */
export type ClearableOrder = Pick<
  OrderRecord,
  'number' | 'customer' | 'currency' | 'gross' | 'version' | 'heldSince' | 'discrepancies'
> & {
  readonly lines: readonly Pick<OrderRecord['lines'][number], ClearableField>[];
  /** Left out: it has none yet. */
  readonly deposit?: OrderRecord['deposit'];
};
type ClearableField = 'lineNo' | 'product' | 'quantity' | 'delivered' | 'cancelled' | 'requestedDate';

/** One part of a step: its own business key, what it did, and where the order is after it; `received` goes on. */
export type Beat = {
  readonly key: string;
  readonly audit: readonly AuditInput[];
  readonly documents?: readonly NewDocument[];
  readonly outgoing?: readonly NewOutgoing[];
  readonly stage: OrderStage;
};

type Cleared = { readonly beats: readonly Beat[]; readonly stage: OrderStage };

const keyOf = ({ orderNumber, version }: Pick<ClearOrder, 'orderNumber' | 'version'>, from: OrderDuty, check: number) =>
  ({
    credit: orderSteps.credit(orderNumber, version, check),
    reconciliation: orderSteps.reconciliation(orderNumber, version),
    acceptance: orderSteps.acceptance(orderNumber, version),
  })[from];

export function clearanceActivities(deps: ActivityDeps) {
  return {
    clearOrder: (input: ClearOrder) => clearOrder(deps, input),
  };
}

/**
 * Clears an order as far as nobody has to decide: its credit, how it compares with what it answers, stock and dates. All
 * of it is one transaction; each part leaves its key and its audit row.
 */
function clearOrder(deps: ActivityDeps, input: ClearOrder): Promise<Recorded<null>> {
  const { orderNumber, version, from, check } = input;
  const key = keyOf(input, from, check);
  const step = { key, requestId: null, locked: accountLocked(orderNumber) };
  return stepOfOrder<null>(deps, orderNumber, step, async (tx) => {
    const order = await lockOrder(tx, orderNumber);
    if (order.version !== version || !isDue(order, from)) return undoOnOrder(order, null);
    const { beats } = await clear(tx, order, from, input, check);
    return { answer: null, ...leftBy(beats), beats: beats.slice(1).map((beat) => beat.key) };
  });
}

/** An order held for credit is looked at again: its account may have room now. */
const isDue = (order: OrderRecord, from: OrderDuty): boolean =>
  dutyOf(order) === from || (from === 'credit' && order.stage === 'credit-hold');

/** The parts in their order, until one does not let the order go on. */
export async function clear(
  tx: Transaction,
  order: ClearableOrder,
  from: OrderDuty,
  clearing: Clearing,
  check: number,
): Promise<Cleared> {
  const beats: Beat[] = [];
  const parts = [
    ['credit', checkCredit],
    ['reconciliation', compare],
    ['acceptance', accept],
  ] as const;
  const first = parts.findIndex(([duty]) => duty === from);
  for (const [duty, part] of parts.slice(first)) {
    const key = keyOf({ orderNumber: order.number, version: order.version }, duty, check);
    const beat = await part(tx, order, clearing, key);
    beats.push(beat);
    if (beat.stage !== 'received') break;
  }
  return { beats: beats.filter(({ audit }) => audit.length > 0), stage: beats.at(-1)?.stage ?? 'received' };
}

/** What the parts leave together. */
export const leftBy = (beats: readonly Beat[]) => ({
  audit: beats.flatMap(({ audit }) => audit),
  documents: beats.flatMap(({ documents = [] }) => documents),
  outgoing: beats.flatMap(({ outgoing = [] }) => outgoing),
});
