import type { ArrivalInput, Delivery, ProofCorrectionInput } from '../../contracts/delivery.js';
import type { DeliveryNoteDocument } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { epochMsOf, localDateOf } from '../../domain/calendar.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { becomes, refuseAtStatus } from '../../domain/delivery-statuses.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { companyToday, getCompany } from '../queries/company.js';
import { getDelivery } from '../queries/deliveries.js';
import type { Db, Scope } from '../queries/page.js';
import { appendAudit } from '../repositories/audit.js';
import { insertDocuments, latestFirst } from '../repositories/documents.js';
import { openReserves } from './complaints.js';
import { refuse } from './refusals.js';

/** Refuses a signature of a day before the goods left, or of one to come; null: it may be. */
export async function refuseSignature(
  db: Db,
  { departedOn, preparedOn }: Delivery,
  receivedAt: string,
  nowMs: number,
): Promise<Refusal | null> {
  const { zone } = await getCompany(db);
  const date = localDateOf(epochMsOf(receivedAt), zone);
  const entered = { field: 'receivedAt', date, notBefore: departedOn ?? preparedOn };
  return refuseDate('signature', entered, localDateOf(nowMs, zone));
}

/** Keeps the day on which a delivery arrived, once; nothing of its order waits for that. */
export async function recordArrival(
  tx: Transaction,
  number: string,
  { deliveredOn }: ArrivalInput,
  actor: Actor,
  scope: Scope = { salesperson: null },
  nowMs: number = Date.now(),
): Promise<Answer<Delivery>> {
  await tx.$queryRaw`SELECT 1 AS locked FROM delivery WHERE number = ${number} FOR UPDATE`;
  const before = await getDelivery(tx, number, scope);
  if (before === null) return refuse('not-found', said('delivery-unknown', { delivery: number }));
  const refused = refuseAtStatus(before, 'arrival');
  if (refused) return refused;
  const date = { field: 'deliveredOn', date: deliveredOn, notBefore: before.departedOn ?? before.preparedOn };
  const misdated = refuseDate('arrival', date, await companyToday(tx, nowMs));
  if (misdated) return misdated;
  await tx.$executeRaw`
    UPDATE delivery SET status = ${becomes.arrival}, delivered_on = ${deliveredOn}::date WHERE number = ${number}`;
  await appendAudit(tx, [
    {
      actor,
      action: 'delivery.arrived',
      entity: 'delivery',
      entityId: number,
      orderNumber: before.order,
      customerNumber: before.customer,
      before: { status: before.status, deliveredOn: before.deliveredOn },
      after: { status: becomes.arrival, deliveredOn },
    },
  ]);
  return { ...before, status: becomes.arrival, deliveredOn };
}

/** With its customer first: reserves may open a complaint, which holds money back. */
async function lockDelivery(tx: Transaction, number: string): Promise<void> {
  await tx.$queryRaw`
    SELECT c.number FROM customer c WHERE c.number = (SELECT o.customer_number FROM delivery d JOIN sales_order o ON o.number = d.order_number
      WHERE d.number = ${number}) FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT 1 AS locked FROM delivery WHERE number = ${number} FOR UPDATE`;
}

type Signed = { readonly versions: number; readonly note: DeliveryNoteDocument };

/**
 * Puts right what a person got wrong about a proof of receipt, as often as it takes: the signed note is issued once more,
 * and the one before it stays. A day of arrival that only the signature told moves with it. Reserves that were left out open
 * their complaint now, whose process is to be started after the commit.
 */
export async function correctProof(
  tx: Transaction,
  number: string,
  { reason, ...corrected }: ProofCorrectionInput,
  actor: Actor,
  scope: Scope = { salesperson: null },
  nowMs: number = Date.now(),
): Promise<Answer<Delivery>> {
  await lockDelivery(tx, number);
  const before = await getDelivery(tx, number, scope);
  if (before === null) return refuse('not-found', said('delivery-unknown', { delivery: number }));
  const { proof } = before;
  if (proof === null)
    return refuse('delivery-not-ready', said('no-proof-to-correct', { delivery: number, delivered: before.status }), {
      remedy: said('keep-proof-first'),
    });
  const { receivedBy, receivedAt } = corrected;
  const reserves = corrected.reserves ?? null;
  const misdated = await refuseSignature(tx, before, receivedAt, nowMs);
  if (misdated) return misdated;
  const signed = await signedNote(tx, number);
  if (signed === null)
    return refuse('delivery-not-ready', said('no-signed-note', { delivery: number }), {
      remedy: said('tell-ops-verify'),
    });
  const { versions, note } = signed;
  const version = versions + 1;
  const signature = corrected.signature ?? note.proof?.signature;
  const right = { receivedBy, receivedAt, reserves };
  const signedOn = localDateOf(epochMsOf(receivedAt), note.company.zone);
  const issued = {
    id: documentIds.signedDeliveryNote(number, version),
    kind: 'signed-delivery-note',
    number,
    issuedOn: signedOn,
    customerNumber: before.customer,
    orderNumber: before.order,
    snapshot: { ...note, proof: { ...right, ...(signature !== undefined && { signature }) } },
  } as const;
  await tx.$executeRaw`
    WITH note AS (${insertDocuments([issued])})
    UPDATE delivery SET received_by = ${receivedBy}, received_at = ${receivedAt}::timestamptz, reserves = ${reserves},
      proved_on = ${signedOn}::date, delivered_on = CASE WHEN delivered_on = proved_on THEN ${signedOn}::date ELSE delivered_on END
    WHERE number = ${number}`;
  const after = await getDelivery(tx, number, scope);
  invariant(after, `delivery ${number} was locked and is gone`);
  await appendAudit(tx, [
    {
      actor,
      action: 'delivery.proof-corrected',
      entity: 'delivery',
      entityId: number,
      orderNumber: before.order,
      customerNumber: before.customer,
      before: { ...proof, provedOn: before.provedOn, deliveredOn: before.deliveredOn },
      after: {
        ...right,
        signed: signature !== undefined,
        reason,
        version,
        provedOn: after.provedOn,
        deliveredOn: after.deliveredOn,
      },
    },
  ]);
  if (reserves !== null) await openReserves(tx, { delivery: number, reserves, actor, nowMs });
  return after;
}

/** The note as it was signed last, and how often it was issued with a proof; null: it never was. */
async function signedNote(tx: Transaction, delivery: string): Promise<Signed | null> {
  const [last] = await tx.$queryRaw<Signed[]>`
    SELECT count(*) OVER ()::int AS versions, snapshot AS note FROM document
    WHERE order_number = (SELECT order_number FROM delivery WHERE number = ${delivery})
      AND number = ${delivery} AND kind = 'signed-delivery-note'
    ORDER BY ${latestFirst(Prisma.sql`id`)} LIMIT 1`;
  return last ?? null;
}
