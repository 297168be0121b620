import type { Prepared } from '../../contracts/preparation.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseAnyDelivery } from '../../domain/order-actions.js';
import { checkDelivery } from '../../domain/order-progress.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { instant } from '../mappers.js';
import { isOfNow, reservedOf } from '../prepared.js';
import { appendAudit } from '../repositories/audit.js';
import { findOrder } from '../repositories/order-record.js';
import type { Moment } from '../rows.js';
import { refuse } from './refusals.js';

/** Keeps that what is reserved for an order was picked; the same is kept once. Whatever is reserved or leaves later undoes it. */
export async function prepareOrder(
  tx: Transaction,
  order: string,
  actor: Actor,
  nowMs: number,
): Promise<Answer<Prepared>> {
  await tx.$executeRaw`SELECT FROM sales_order WHERE number = ${order} FOR UPDATE`;
  const found = await findOrder(tx, order);
  if (found === null) return refuse('not-found', said('order-unknown', { order }));
  const checked = refuseAnyDelivery(found) ?? checkDelivery(found.lines, undefined);
  if (checked.kind === 'refused') return checked;
  const lines = checked.lines.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
  const number = Prisma.sql`${order}`;
  const [before] = await tx.$queryRaw<{ readonly id: string; readonly at: Moment }[]>`
    SELECT picked.id::text AS id, picked.prepared_at AS at FROM preparation picked WHERE ${isOfNow(number)} LIMIT 1`;
  if (before) return { id: before.id, order, lines, at: instant(before.at) };
  const at = new Date(nowMs);
  await tx.$executeRaw`
    INSERT INTO preparation (id, order_number, deliveries, lines, prepared_by, prepared_at)
    VALUES (${actor.requestId}::uuid, ${order}, ${found.deliveries}::int, ${reservedOf(number)}, ${actor.principal}, ${at}::timestamptz)`;
  await appendAudit(tx, [
    {
      actor,
      action: 'order.prepared',
      entity: 'order',
      entityId: order,
      orderNumber: order,
      customerNumber: found.customer,
      after: { lines },
    },
  ]);
  return { id: actor.requestId, order, lines, at: instant(at) };
}
