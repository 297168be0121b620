import type { DeliveredLine, DeliveryResult, LineProgress, ProofResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import type { Actor } from '../contracts/vocabulary.js';
import { applyDelivery, hasOpen, nextConfirmedDate, waitingFor } from '../domain/order-progress.js';
import { loadMailFacts } from '../prisma/repositories/mail-facts.js';
import { renderProvedNote } from './mail-content.js';
import { insertDelivery } from '../prisma/repositories/deliveries.js';
import { takeForDelivery } from '../prisma/repositories/reservations.js';
import { once, undo } from '../prisma/repositories/step.js';
import type { ActivityDeps } from './deps.js';

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
    renderProvedNote: (deliveryNumber: string) => writeProvedNote(deps, deliveryNumber),
  };
}

/** Moves reserved goods out of stock and writes the delivery note. Refused when less is reserved than asked. */
function recordDelivery({ prisma }: ActivityDeps, input: RecordDelivery): Promise<DeliveryRecord | Refusal> {
  const { orderNumber, actor } = input;
  const key = `order:${orderNumber}:delivery:${input.sequence}`;
  return once<DeliveryRecord, Refusal>(prisma, key, actor.requestId, async (tx) => {
    const moved = await takeForDelivery(tx, orderNumber, input.lines);
    if (moved !== input.lines.length) return undo(notReserved(input));
    const after = applyDelivery(input.before, input.lines);
    const open = hasOpen(after);
    const number = await insertDelivery(tx, {
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

/** Keeps who received the goods, when, and with which reserves. */
function recordProof({ prisma }: ActivityDeps, input: RecordProof): Promise<ProofResult | Refusal> {
  const { deliveryNumber, actor } = input;
  return once<ProofResult, Refusal>(
    prisma,
    `delivery:${deliveryNumber}:proof:${actor.requestId}`,
    actor.requestId,
    async (tx) => {
      const proved = await tx.$executeRaw`
      UPDATE delivery SET status = 'proved', received_by = ${input.receivedBy}, received_at = ${input.receivedAt}::timestamptz, reserves = ${input.reserves}
      WHERE number = ${deliveryNumber} AND order_number = ${input.orderNumber} AND status = 'delivered'`;
      if (proved === 0) return undo(notProvable(deliveryNumber));
      return {
        result: { kind: 'proved', number: deliveryNumber },
        audit: [
          {
            actor,
            action: 'delivery.proved',
            summary: `Received by ${input.receivedBy}${input.reserves === null ? '' : `, with reserves: ${input.reserves}`}`,
            entity: 'delivery',
            entityId: deliveryNumber,
            orderNumber: input.orderNumber,
            after: { receivedBy: input.receivedBy, receivedAt: input.receivedAt, reserves: input.reserves },
          },
        ],
      };
    },
  );
}

/**
 * Writes the delivery note again with who received the goods. A delivery not yet invoiced gets it with its invoice.
 * @returns false: there is no invoice yet, or no proof
 */
async function writeProvedNote({ prisma }: ActivityDeps, deliveryNumber: string): Promise<boolean> {
  const invoice = await prisma.invoice.findUnique({
    where: { deliveryNumber, delivery: { status: 'proved' } },
    select: { number: true, orderNumber: true },
  });
  if (invoice === null) return false;
  const { id, kind, fileName, mime, sha256, bytes } = await renderProvedNote(
    await loadMailFacts(prisma, `invoice:${invoice.number}`),
  );
  await prisma.document.createMany({
    data: [{ id, kind, orderNumber: invoice.orderNumber, fileName, mime, sha256, bytes }],
    skipDuplicates: true,
  });
  return true;
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
