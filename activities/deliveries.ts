import type { ComplaintRun } from '../contracts/complaint.js';
import type { DeliveredLine, DeliveryResult, ProofResult, Recorded, Vat } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { Actor, DeliveryStatus } from '../contracts/vocabulary.js';
import { epochMsOf, localDateOf } from '../domain/calendar.js';
import { admitsEvent, becomes } from '../domain/delivery-statuses.js';
import { invariant } from '../domain/invariant.js';
import { applyDelivery, checkDelivery, hasOpen, nextConfirmedDate, progressOf } from '../domain/order-progress.js';
import { refuseAnyDelivery } from '../domain/order-actions.js';
import { taxedOn } from '../domain/tax-rates.js';
import { vatOf } from '../domain/tax.js';
import { placeOf, type OrderRecord } from '../domain/order-record.js';
import type { TaxRate } from '../contracts/tax.js';
import type { DeliveryNoteDocument } from '../contracts/documents.js';
import { documentIds, orderSteps } from '../contracts/ids.js';
import { openReserves } from '../prisma/commands/complaints.js';
import { insertDelivery } from '../prisma/repositories/deliveries.js';
import { accountLocked, lockTaxedOrder, undoOnOrder } from '../prisma/repositories/order-record.js';
import type { Transaction } from '../prisma/client.js';
import { once, undo } from '../prisma/repositories/step.js';
import { statusesIn } from '../prisma/stages.js';
import type { ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';
import { deliveryNoteOf } from './snapshots.js';

export type RecordDelivery = {
  readonly orderNumber: string;
  readonly actor: Actor;
  /** Left out: everything that stock is kept for. */
  readonly lines?: readonly DeliveredLine[] | undefined;
  readonly carrier?: string | undefined;
  readonly tracking?: string | undefined;
  /** Business date, from workflow time. */
  readonly today: string;
};

export type RecordProof = {
  readonly orderNumber: string;
  readonly deliveryNumber: string;
  readonly actor: Actor;
  readonly receivedBy: string;
  readonly receivedAt: string;
  readonly reserves: string | null;
  /** Instant of workflow time. */
  readonly at: string;
  readonly signature?: string | undefined;
};

export function deliveryActivities(deps: ActivityDeps) {
  return {
    recordDelivery: (input: RecordDelivery) => recordDelivery(deps, input),
    /** Keeps a proof of receipt; the complaint that its reserves open is looked after by its process. */
    recordProof: async (input: RecordProof): Promise<ProofResult | Refusal> => {
      const proved = await recordProof(deps, input);
      if (proved.kind === 'proved' && proved.complaint !== undefined)
        await deps.processes.startComplaint(proved.complaint);
      return proved;
    },
  };
}

/**
 * Moves reserved goods out of stock and issues the delivery note. Refused as a whole beyond what is open, or kept for it,
 * and while a credit stop holds the order: with the customer locked, nothing leaves after the stop is on record.
 */
function recordDelivery(deps: ActivityDeps, input: RecordDelivery): Promise<Recorded<DeliveryResult | Refusal>> {
  const { orderNumber, actor, today, carrier = null, tracking = null } = input;
  const key = orderSteps.delivery(orderNumber, actor.requestId);
  const step = { key, requestId: actor.requestId, locked: accountLocked(orderNumber) };
  return stepOfOrder<DeliveryResult | Refusal>(deps, orderNumber, step, async (tx) => {
    const { order, taxRates } = await lockTaxedOrder(tx, orderNumber);
    const checked = refuseAnyDelivery(order) ?? checkDelivery(order.lines, input.lines);
    if (checked.kind === 'refused') return undoOnOrder(order, checked);
    const { lines } = checked;
    const after = applyDelivery(order.lines, lines);
    const { stage, waitsFor } = progressOf(after, order.deliveries + 1);
    const { number, address, facts } = await insertDelivery(tx, {
      orderNumber,
      sequence: order.deliveries + 1,
      departedOn: today,
      carrier,
      tracking,
      lines: withVat(order, lines, taxRates, today),
      after,
      change: { ...(stage === null ? {} : { stage }), waitsFor, nextDate: nextConfirmedDate(after) },
    });
    const open = hasOpen(after);
    return {
      answer: { kind: 'delivered', number, departedOn: today },
      documents: [
        {
          id: documentIds.deliveryNote(number),
          kind: 'delivery-note',
          number,
          issuedOn: today,
          customerNumber: order.customer,
          orderNumber,
          snapshot: deliveryNoteOf(facts, {
            number,
            deliveredOn: today,
            carrier,
            tracking,
            address,
            delivered: lines,
            progress: after,
          }),
        },
      ],
      audit: [
        {
          actor,
          action: 'order.delivered',
          entity: 'delivery',
          entityId: number,
          orderNumber,
          customerNumber: order.customer,
          on: today,
          before: placeOf(order),
          after: { lines, carrier, tracking, open },
        },
      ],
    };
  });
}

/** What leaves, with the VAT of the day on which it does: the tax point. */
function withVat(
  order: OrderRecord,
  lines: readonly DeliveredLine[],
  rates: readonly TaxRate[],
  today: string,
): (DeliveredLine & Vat)[] {
  const leaving = order.lines.filter(({ lineNo }) => lines.some((line) => line.lineNo === lineNo));
  const taxed = new Map(taxedOn(today, leaving, order, rates).map((line) => [line.lineNo, vatOf(line)]));
  return lines.map((line) => {
    const vat = taxed.get(line.lineNo);
    invariant(vat, `order ${order.number} has no line ${line.lineNo}`);
    return { ...line, ...vat };
  });
}

/**
 * Keeps who received the goods, when, and with which reserves, and issues the note once more with that proof. Reserves open a
 * complaint by themselves.
 */
function recordProof({ prisma }: ActivityDeps, input: RecordProof): Promise<ProofResult | Refusal> {
  const { deliveryNumber, actor } = input;
  return once<ProofResult, Refusal>(
    prisma,
    orderSteps.proof(deliveryNumber, actor.requestId),
    actor.requestId,
    async (tx) => {
      const written = await writeProof(tx, input);
      if (written === null) return undo(notProvable(deliveryNumber));
      const { note, before } = written;
      const { receivedBy, receivedAt, reserves, signature } = input;
      const proof = { receivedBy, receivedAt, reserves, ...(signature !== undefined && { signature }) };
      const complaint = await complaintOf(tx, input, note.customer.number);
      return {
        result: { kind: 'proved', number: deliveryNumber, ...(complaint !== null && { complaint }) },
        documents: [
          {
            id: documentIds.signedDeliveryNote(deliveryNumber),
            kind: 'signed-delivery-note',
            number: deliveryNumber,
            issuedOn: localDateOf(Date.parse(receivedAt), note.company.zone),
            customerNumber: note.customer.number,
            orderNumber: input.orderNumber,
            snapshot: { ...note, proof },
          },
        ],
        audit: [
          {
            actor,
            action: 'delivery.proved',
            entity: 'delivery',
            entityId: deliveryNumber,
            orderNumber: input.orderNumber,
            before,
            after: { receivedBy, receivedAt, reserves, signed: signature !== undefined },
          },
        ],
      };
    },
    input.reserves === null ? undefined : accountLocked(input.orderNumber),
  );
}

/** What the reserves of a proof have opened; null: there are none, or it was opened before. */
async function complaintOf(
  tx: Transaction,
  { deliveryNumber: delivery, reserves, actor, at }: RecordProof,
  customerNumber: string,
): Promise<ComplaintRun | null> {
  if (reserves === null) return null;
  const number = await openReserves(tx, { delivery, reserves, actor, nowMs: epochMsOf(at) });
  return number === null ? null : { number, customerNumber };
}

type WrittenProof = {
  readonly note: DeliveryNoteDocument;
  readonly before: { readonly status: DeliveryStatus; readonly deliveredOn: string | null };
};

/**
 * The day of the signature is the day of the arrival, unless that was told before.
 * @returns the note as the goods left with it, and what stood before; null: the delivery is not of the order, or has a proof already
 */
async function writeProof(tx: Transaction, input: RecordProof): Promise<WrittenProof | null> {
  const rows = await tx.$queryRaw<WrittenProof[]>`
    UPDATE delivery SET status = ${becomes.proof}, received_by = ${input.receivedBy}, received_at = ${input.receivedAt}::timestamptz, reserves = ${input.reserves},
      proved_on = signed.day, delivered_on = COALESCE(delivered_on, signed.day)
    FROM (SELECT (${input.receivedAt}::timestamptz AT TIME ZONE (body ->> 'zone'))::date AS day FROM company WHERE id = 1) AS signed
    WHERE number = ${input.deliveryNumber} AND order_number = ${input.orderNumber} AND move_in_id IS NULL AND status IN (${statusesIn((status) => admitsEvent(status, 'proof'))})
    RETURNING (SELECT snapshot FROM document WHERE id = ${documentIds.deliveryNote(input.deliveryNumber)}) AS note,
      jsonb_build_object('status', old.status, 'deliveredOn', old.delivered_on) AS before`;
  return rows[0] ?? null;
}

const notProvable = (deliveryNumber: string): Refusal => ({
  kind: 'refused',
  code: 'delivery-proved',
  said: said('delivery-not-to-prove', { delivery: deliveryNumber }),
  remedy: said('read-delivery'),
});
