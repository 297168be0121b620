import type { ArrivalInput, Delivery } from '../../contracts/delivery.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Answer } from '../../contracts/process.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { epochMsOf, localDateOf } from '../../domain/calendar.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { becomes, refuseAtStatus } from '../../domain/delivery-statuses.js';
import type { Transaction } from '../client.js';
import { companyToday, getCompany } from '../queries/company.js';
import { getDelivery } from '../queries/deliveries.js';
import type { Db, Scope } from '../queries/page.js';
import { appendAudit } from '../repositories/audit.js';
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
): Promise<Answer<Delivery>> {
  await tx.$queryRaw`SELECT 1 AS locked FROM delivery WHERE number = ${number} FOR UPDATE`;
  const before = await getDelivery(tx, number, scope);
  if (before === null) return refuse('not-found', `There is no delivery ${number} here.`);
  const refused = refuseAtStatus(before, 'arrival');
  if (refused) return refused;
  const date = { field: 'deliveredOn', date: deliveredOn, notBefore: before.departedOn ?? before.preparedOn };
  const misdated = refuseDate('arrival', date, await companyToday(tx));
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
      after: { deliveredOn },
    },
  ]);
  return { ...before, status: becomes.arrival, deliveredOn };
}
