import type { InformationRequest, InformationRequestInput } from '../../contracts/information-request.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { instant, instantOrNull } from '../mappers.js';
import { companyToday } from '../queries/company.js';
import { visible, type Scope } from '../queries/page.js';
import { appendAudit } from '../repositories/audit.js';
import type { Moment } from '../rows.js';
import { refuse } from './refusals.js';

/** As long it may be taken back by who logged it, as after a slip of the finger. */
const UNDO_MS = 60_000;

type Asking = { readonly actor: Actor; readonly scope: Scope; readonly nowMs: number };

async function customerOf(tx: Transaction, order: string, scope: Scope): Promise<string | null> {
  const [found] = await tx.$queryRaw<{ readonly customer: string }[]>`
    SELECT customer.number AS customer FROM sales_order JOIN customer ON customer.number = sales_order.customer_number
    WHERE sales_order.number = ${order} AND ${visible(scope)}`;
  return found?.customer ?? null;
}

/** Keeps that somebody asked for news of an order. */
export async function logRequest(
  tx: Transaction,
  order: string,
  { asker, note: asked }: InformationRequestInput,
  { actor, scope, nowMs }: Asking,
): Promise<Answer<InformationRequest>> {
  const customer = await customerOf(tx, order, scope);
  if (customer === null) return refuse('not-found', said('order-unknown', { order }));
  const note = asked ?? null;
  const at = new Date(nowMs);
  const today = await companyToday(tx, nowMs);
  await tx.$executeRaw`
    INSERT INTO information_request (id, order_number, asker, note, asked_on, asked_at, logged_by, role)
    VALUES (${actor.requestId}::uuid, ${order}, ${asker}, ${note}, ${today}::date, ${at}::timestamptz, ${actor.principal}, ${actor.role})`;
  await appendAudit(tx, [
    {
      actor,
      action: 'information.requested',
      entity: 'information-request',
      entityId: actor.requestId,
      orderNumber: order,
      customerNumber: customer,
      after: { asker, note },
    },
  ]);
  return { id: actor.requestId, order, asker, note, at: instant(at), withdrawnAt: null };
}

type Row = Pick<InformationRequest, 'asker' | 'note'> & {
  readonly at: Moment;
  readonly by: string;
  readonly withdrawnAt: Moment | null;
};

/** Takes it back, within the minute and by who logged it: it does not count. */
export async function withdrawRequest(
  tx: Transaction,
  order: string,
  id: string,
  { actor, scope, nowMs }: Asking,
): Promise<Answer<InformationRequest>> {
  const customer = await customerOf(tx, order, scope);
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT asker, note, asked_at AS at, logged_by AS by, withdrawn_at AS "withdrawnAt" FROM information_request
    WHERE id = ${id}::uuid AND order_number = ${order} FOR UPDATE`;
  if (customer === null || row === undefined || row.by !== actor.principal)
    return refuse('not-found', said('request-not-logged'));
  const { asker, note } = row;
  const told = { id, order, asker, note, at: instant(row.at) };
  if (row.withdrawnAt !== null) return { ...told, withdrawnAt: instantOrNull(row.withdrawnAt) };
  const at = new Date(nowMs);
  if (nowMs - Date.parse(told.at) > UNDO_MS)
    return refuse('too-late-to-undo', said('request-past-minute'), {
      remedy: said('stays-in-dossier'),
    });
  await tx.$executeRaw`UPDATE information_request SET withdrawn_at = ${at}::timestamptz WHERE id = ${id}::uuid`;
  await appendAudit(tx, [
    {
      actor,
      action: 'information.withdrawn',
      entity: 'information-request',
      entityId: id,
      orderNumber: order,
      customerNumber: customer,
      before: { asker, note },
      after: { asker },
    },
  ]);
  return { ...told, withdrawnAt: instant(at) };
}
