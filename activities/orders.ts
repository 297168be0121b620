import type { Actor, OrderStage } from '../contracts/vocabulary.js';
import type { Wait } from '../contracts/wait.js';
import type {
  DeliveredLine,
  OrderDraft,
  OrderOutcome,
  OrderResult,
  Submission,
  SubmissionResult,
  Totals,
} from '../contracts/process.js';
import { orderLineNet } from '../domain/order-totals.js';
import { heldAgainst } from '../domain/quote-use.js';
import { quoteLocked } from '../prisma/quote-use.js';
import { setExposure } from '../prisma/repositories/exposure.js';
import {
  closeWorkItems,
  insertOrder,
  replaceOrderLines,
  supersedeDiscrepancies,
  updateOrder,
} from '../prisma/repositories/orders.js';
import { queueMail, skipQueued } from '../prisma/repositories/mails.js';
import { once, type StepRecord } from '../prisma/repositories/step.js';
import { cancelLines, releaseReservations } from '../prisma/repositories/reservations.js';
import { lockOrderAndBackorders, serveBackorders, type ServedRow } from '../prisma/repositories/stock.js';
import { heldOrdersThatFit } from '../prisma/repositories/accounts.js';
import type { Transaction } from '../prisma/client.js';
import { systemActor, type ActivityDeps } from './deps.js';

export type RecordOrder = {
  readonly orderNumber: string;
  readonly submission: Submission;
  readonly totals: Totals;
  /** Moment and business date of entry, from workflow time. */
  readonly receivedAt: string;
  readonly receivedOn: string;
  readonly targetMinutes: number;
};

export type RecordAmendment = {
  readonly orderNumber: string;
  /** Version that this amendment makes. */
  readonly version: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly draft: OrderDraft;
  readonly totals: Totals;
  /** Business date, from workflow time. */
  readonly amendedOn: string;
};

export type RecordCancellation = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  /** 1, 2, 3 … within the order. */
  readonly sequence: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly lines: readonly DeliveredLine[];
  /** What the order still binds of the customer's credit afterwards, tax included. */
  readonly openGross: string;
  /** Where the order is afterwards; null: where it was. */
  readonly stage: OrderStage | null;
  /** Where it is for the answer. */
  readonly stageNow: OrderStage;
  readonly waitsFor: Wait;
};

export type CloseOrder = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly stage: OrderOutcome['stage'];
  readonly on: string;
  readonly reason: string | null;
  readonly actor: Actor | null;
  readonly mail: 'refusal' | null;
};

/** The order is on record; `draft` is what it holds against its quote, where that is not what it came with any more. */
export type OrderRecord = SubmissionResult & { readonly draft?: OrderDraft };

/** Orders to wake: their reserved stock grew, or room appeared on their customer's account. */
export type Woken = { readonly stockFor: readonly string[]; readonly creditFor: readonly string[] };

/** Who made the version, and the version: not the caller's when the number was already taken. */
export type AmendmentRecord = OrderResult & Woken & { readonly by: Actor; readonly draft: OrderDraft };
export type CancellationRecord = OrderResult &
  Woken & { readonly by: Actor; readonly cancelled: readonly DeliveredLine[] };

type ClosingRecord = Woken & { readonly mailId: string | null };

const orderKey = (orderNumber: string, step: string) => `order:${orderNumber}:${step}`;

export function orderActivities(deps: ActivityDeps) {
  return {
    recordOrder: (input: RecordOrder) => recordOrder(deps, input),
    recordAmendment: (input: RecordAmendment) => recordAmendment(deps, input),
    recordCancellation: (input: RecordCancellation) => recordCancellation(deps, input),
    closeOrder: (input: CloseOrder) => closeOrder(deps, input),
  };
}

/**
 * Writes the order and its lines; key `order:NUMBER:received`. With the quote locked, it holds the draft against what other
 * orders have left of it by now: of two orders at once the second sees what the first has taken.
 */
function recordOrder({ prisma }: ActivityDeps, input: RecordOrder): Promise<OrderRecord> {
  const { actor, draft } = input.submission;
  const write = async (tx: Transaction): Promise<StepRecord<OrderRecord>> => {
    const use = await insertOrder(tx, { ...input, enteredBy: actor.principal, lines: withNets(draft) });
    const held = use === null ? draft : heldAgainst(draft, use);
    const total = `${input.totals.gross} ${draft.currency}`;
    return {
      result: {
        kind: 'received',
        number: input.orderNumber,
        stage: 'received',
        ...(held === draft ? {} : { draft: held }),
      },
      audit: [
        {
          actor,
          action: 'order.received',
          summary: `Order ${input.orderNumber} received by ${draft.origin}: ${draft.lines.length} ${draft.lines.length === 1 ? 'line' : 'lines'}, ${total} tax included`,
          entity: 'order',
          entityId: input.orderNumber,
          orderNumber: input.orderNumber,
          customerNumber: draft.customer,
          on: input.receivedOn,
          after: { origin: draft.origin, quote: draft.quote, gross: input.totals.gross, lines: draft.lines.length },
        },
      ],
    };
  };
  const key = orderKey(input.orderNumber, 'received');
  return once(prisma, key, actor.requestId, write, quoteLocked(draft.customer, draft.quote));
}

/**
 * Replaces terms and lines by a new version, held against what other orders have left of its quote by now, and gives back
 * what the old one reserved.
 */
async function recordAmendment(deps: ActivityDeps, input: RecordAmendment): Promise<AmendmentRecord> {
  const { actor, draft, orderNumber } = input;
  const write = async (tx: Transaction): Promise<StepRecord<AmendmentRecord>> => {
    await setExposure(tx, draft.customer, 'order', orderNumber, '0');
    await lockOrderAndBackorders(tx, orderNumber);
    const released = await releaseReservations(tx, orderNumber);
    const use = await replaceOrderLines(tx, {
      orderNumber,
      draft,
      totals: input.totals,
      version: input.version,
      amendedBy: actor.principal,
      amendedOn: input.amendedOn,
      lines: withNets(draft),
    });
    const served = await serveBackorders(tx, released.products);
    await closeWorkItems(tx, orderNumber);
    await skipQueued(tx, orderNumber, 'acknowledgement');
    await skipQueued(tx, orderNumber, 'question');
    await supersedeDiscrepancies(tx, orderNumber);
    return {
      result: {
        kind: 'done',
        number: orderNumber,
        stage: 'received',
        by: actor,
        draft: use === null ? draft : heldAgainst(draft, use),
        ...(await woken(tx, draft.customer, orderNumber, served)),
      },
      audit: [
        {
          actor,
          action: 'order.amended',
          summary: `Amended (version ${input.version}): ${input.reason}`,
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          customerNumber: draft.customer,
          after: {
            version: input.version,
            gross: input.totals.gross,
            lines: draft.lines.length,
            reason: input.reason,
          },
        },
      ],
    };
  };
  const key = orderKey(orderNumber, `amendment:${input.version}`);
  const locked = quoteLocked(draft.customer, draft.quote);
  return tellWoken(deps, await once(deps.prisma, key, actor.requestId, write, locked));
}

/** Cancels quantities that are not delivered and releases what they bound. */
async function recordCancellation(deps: ActivityDeps, input: RecordCancellation): Promise<CancellationRecord> {
  const { actor, orderNumber } = input;
  const write = async (tx: Transaction): Promise<StepRecord<CancellationRecord>> => {
    await setExposure(tx, input.customerNumber, 'order', orderNumber, input.openGross);
    await lockOrderAndBackorders(tx, orderNumber);
    const released = await cancelLines(tx, orderNumber, input.lines);
    await updateOrder(tx, orderNumber, {
      ...(input.stage === null ? {} : { stage: input.stage }),
      waitsFor: input.waitsFor,
    });
    const served = await serveBackorders(tx, released);
    return {
      result: {
        kind: 'done',
        number: orderNumber,
        stage: input.stageNow,
        by: actor,
        cancelled: input.lines,
        ...(await woken(tx, input.customerNumber, orderNumber, served)),
      },
      audit: [
        {
          actor,
          action: 'order.cancelled',
          summary: `Cancelled ${input.lines.map((line) => `${line.quantity} of line ${line.lineNo}`).join(', ')}: ${input.reason}`,
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          customerNumber: input.customerNumber,
          after: { lines: input.lines, reason: input.reason },
        },
      ],
    };
  };
  const key = orderKey(orderNumber, `cancellation:${input.sequence}`);
  return tellWoken(deps, await once(deps.prisma, key, actor.requestId, write));
}

/** Ends the order: settled, refused, rejected or cancelled. Queues the letter that tells the customer of a refusal. */
async function closeOrder(deps: ActivityDeps, input: CloseOrder): Promise<ClosingRecord> {
  const { orderNumber } = input;
  const key = orderKey(orderNumber, 'closed');
  const write = async (tx: Transaction): Promise<StepRecord<ClosingRecord>> => {
    await setExposure(tx, input.customerNumber, 'order', orderNumber, '0');
    const early = input.stage !== 'settled';
    if (early) await lockOrderAndBackorders(tx, orderNumber);
    const served = early ? await serveBackorders(tx, (await releaseReservations(tx, orderNumber)).products) : [];
    await updateOrder(tx, orderNumber, {
      stage: input.stage,
      waitsFor: { kind: 'none' },
      holdReason: null,
      nextDate: null,
      settledOn: input.stage === 'settled' ? input.on : null,
      closedReason: input.reason,
    });
    if (early) {
      await closeWorkItems(tx, orderNumber);
      await skipQueued(tx, orderNumber, 'acknowledgement');
      await skipQueued(tx, orderNumber, 'question');
    }
    const mailId = input.mail === null ? null : `refusal:${orderNumber}`;
    if (mailId !== null)
      await queueMail(tx, {
        id: mailId,
        kind: 'refusal',
        customerNumber: input.customerNumber,
        orderNumber,
        data: { kind: input.stage },
      });
    return {
      result: {
        mailId,
        ...(early ? await woken(tx, input.customerNumber, orderNumber, served) : { stockFor: [], creditFor: [] }),
      },
      audit: [
        {
          actor: input.actor ?? systemActor(key),
          action: `order.${input.stage}`,
          summary: closingSummary(input),
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          customerNumber: input.customerNumber,
          on: input.on,
          after: { reason: input.reason },
        },
      ],
    };
  };
  return tellWoken(deps, await once(deps.prisma, key, null, write));
}

async function tellWoken<T extends Woken>({ processes }: ActivityDeps, woken: T): Promise<T> {
  await processes.tellOrders(woken.stockFor, 'stockArrived');
  await processes.tellOrders(woken.creditFor, 'creditFreed');
  return woken;
}

async function woken(
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

function closingSummary(input: CloseOrder): string {
  const because = input.reason === null ? '' : `: ${input.reason}`;
  if (input.stage === 'settled') return 'Settled: everything is delivered, invoiced and paid';
  return `${input.stage.charAt(0).toUpperCase()}${input.stage.slice(1)}${because}`;
}

const withNets = (draft: OrderDraft) =>
  draft.lines.map((line) => ({ ...line, net: orderLineNet(line, draft.currency) }));
