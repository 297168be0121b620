import type { DeliveredLine, DeliveryResult, LineProgress, ProofResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import type { Actor } from '../contracts/vocabulary.js';
import { localDateOf } from '../domain/calendar.js';
import { applyDelivery, hasOpen, nextConfirmedDate, waitingFor } from '../domain/order-progress.js';
import type { DeliveryNoteDocument } from '../contracts/documents.js';
import { documentIds } from '../contracts/ids.js';
import { insertDelivery } from '../prisma/repositories/deliveries.js';
import { takeForDelivery } from '../prisma/repositories/reservations.js';
import type { Transaction } from '../prisma/client.js';
import { once, undo } from '../prisma/repositories/step.js';
import type { ActivityDeps } from './deps.js';
import { deliveryNoteOf } from './snapshots.js';

export type RecordDelivery = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  /** 1, 2, 3 … within the order. */
  readonly sequence: number;
  readonly actor: Actor;
  readonly lines: readonly DeliveredLine[];
  /** The order's lines before this delivery. */
  readonly before: readonly LineProgress[];
  readonly deliveredOn: string;
  readonly carrier: string | null;
};

export type DeliveryRecord = DeliveryResult & {
  /** The order's lines after it. */
  readonly lines: readonly LineProgress[];
  readonly delivered: readonly DeliveredLine[];
  /** Request that made it: not the caller's when the number was already taken. */
  readonly requestId: string;
};

export type RecordProof = {
  readonly orderNumber: string;
  readonly deliveryNumber: string;
  readonly actor: Actor;
  readonly receivedBy: string;
  readonly receivedAt: string;
  readonly reserves: string | null;
};

export function deliveryActivities(deps: ActivityDeps) {
  return {
    recordDelivery: (input: RecordDelivery) => recordDelivery(deps, input),
    recordProof: (input: RecordProof) => recordProof(deps, input),
  };
}

/** Moves reserved goods out of stock and issues the delivery note. Refused when less is reserved than asked. */
function recordDelivery({ prisma }: ActivityDeps, input: RecordDelivery): Promise<DeliveryRecord | Refusal> {
  const { orderNumber, actor } = input;
  const key = `order:${orderNumber}:delivery:${input.sequence}`;
  return once<DeliveryRecord, Refusal>(prisma, key, actor.requestId, async (tx) => {
    const moved = await takeForDelivery(tx, orderNumber, input.lines);
    if (moved !== input.lines.length) return undo(notReserved(input));
    const after = applyDelivery(input.before, input.lines);
    const open = hasOpen(after);
    const { number, address, facts } = await insertDelivery(tx, {
      ...input,
      after,
      stage: open ? 'in-delivery' : 'delivered',
      waitsFor: open ? waitingFor(after) : { kind: 'invoicing' },
      nextDate: nextConfirmedDate(after),
    });
    return {
      result: {
        kind: 'delivered',
        number,
        deliveredOn: input.deliveredOn,
        lines: after,
        delivered: input.lines,
        requestId: actor.requestId,
      },
      documents: [
        {
          id: documentIds.deliveryNote(number),
          kind: 'delivery-note',
          number,
          issuedOn: input.deliveredOn,
          customerNumber: input.customerNumber,
          orderNumber,
          snapshot: deliveryNoteOf(facts, { ...input, number, address, delivered: input.lines, progress: after }),
        },
      ],
      audit: [
        {
          actor,
          action: 'order.delivered',
          summary: `Delivery ${number}: ${input.lines.map((line) => `${line.quantity} of line ${line.lineNo}`).join(', ')}${open ? '; the rest is open' : '; everything is delivered'}`,
          entity: 'delivery',
          entityId: number,
          orderNumber,
          customerNumber: input.customerNumber,
          on: input.deliveredOn,
          after: { lines: input.lines, carrier: input.carrier, open },
        },
      ],
    };
  });
}

/** Keeps who received the goods, when, and with which reserves, and issues the note once more with that proof. */
function recordProof({ prisma }: ActivityDeps, input: RecordProof): Promise<ProofResult | Refusal> {
  const { deliveryNumber, actor } = input;
  return once<ProofResult, Refusal>(
    prisma,
    `delivery:${deliveryNumber}:proof:${actor.requestId}`,
    actor.requestId,
    async (tx) => {
      const note = await writeProof(tx, input);
      if (note === null) return undo(notProvable(deliveryNumber));
      const { receivedBy, receivedAt, reserves } = input;
      return {
        result: { kind: 'proved', number: deliveryNumber },
        documents: [
          {
            id: documentIds.signedDeliveryNote(deliveryNumber),
            kind: 'signed-delivery-note',
            number: deliveryNumber,
            issuedOn: localDateOf(Date.parse(receivedAt), note.company.zone),
            customerNumber: note.customer.number,
            orderNumber: input.orderNumber,
            snapshot: { ...note, proof: { receivedBy, receivedAt, reserves } },
          },
        ],
        audit: [
          {
            actor,
            action: 'delivery.proved',
            summary: `Received by ${receivedBy}${reserves === null ? '' : `, with reserves: ${reserves}`}`,
            entity: 'delivery',
            entityId: deliveryNumber,
            orderNumber: input.orderNumber,
            after: { receivedBy, receivedAt, reserves },
          },
        ],
      };
    },
  );
}

/** @returns the note as the goods left with it; null: the delivery is not of the order, or has a proof already */
async function writeProof(tx: Transaction, input: RecordProof): Promise<DeliveryNoteDocument | null> {
  const rows = await tx.$queryRaw<{ note: DeliveryNoteDocument }[]>`
    UPDATE delivery SET status = 'proved', received_by = ${input.receivedBy}, received_at = ${input.receivedAt}::timestamptz, reserves = ${input.reserves}
    WHERE number = ${input.deliveryNumber} AND order_number = ${input.orderNumber} AND status = 'delivered'
    RETURNING (SELECT snapshot FROM document WHERE id = ${documentIds.deliveryNote(input.deliveryNumber)}) AS note`;
  return rows[0]?.note ?? null;
}

const notReserved = (input: RecordDelivery): Refusal => ({
  kind: 'refused',
  code: 'not-allocated',
  detail: `Not everything asked for is reserved any more on order ${input.orderNumber}.`,
  remedy: 'Read the order again and deliver what is allocated.',
  field: 'lines',
});

const notProvable = (deliveryNumber: string): Refusal => ({
  kind: 'refused',
  code: 'delivery-proved',
  detail: `Delivery ${deliveryNumber} already has a proof of receipt, or is not of this order.`,
  remedy: 'Read the delivery.',
});
