import type { Audited } from '../../contracts/audit.js';
import type { Actor, AuditEntity } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** One thing that somebody did, for the dossier and the record of who did what; its facts stand in `after`. */
export type AuditInput = Audited & {
  readonly actor: Actor;
  readonly entity: AuditEntity;
  readonly entityId: string;
  readonly orderNumber?: string | null;
  readonly customerNumber?: string | null;
  /** Business date, where it differs from the moment's day. */
  readonly on?: string | null;
};

/** Writes audit rows in one statement; belongs in the transaction of the change they tell of. */
export async function appendAudit(tx: Transaction, entries: readonly AuditInput[]): Promise<void> {
  if (entries.length > 0) await tx.$executeRaw(insertAudit(entries));
}

/** The same as a part of a statement that does more; without entries it writes nothing. */
export const insertAudit = (entries: readonly AuditInput[]): Prisma.Sql => Prisma.sql`
  INSERT INTO audit_entry (on_date, actor, role, request_id, action, entity, entity_id, order_number, customer_number, before, after)
  SELECT on_date, actor, role, request_id, action, entity, entity_id, order_number, customer_number,
         NULLIF(before, 'null'::jsonb), NULLIF(after, 'null'::jsonb)
  FROM jsonb_to_recordset(${JSON.stringify(entries.map(rowOf))}::jsonb) AS r(on_date date, actor text, role text, request_id text,
    action text, entity text, entity_id text, order_number text, customer_number text, before jsonb, after jsonb)`;

const rowOf = (entry: AuditInput) => ({
  on_date: entry.on ?? null,
  actor: entry.actor.principal,
  role: entry.actor.role,
  request_id: entry.actor.requestId,
  action: entry.action,
  entity: entry.entity,
  entity_id: entry.entityId,
  order_number: entry.orderNumber ?? null,
  customer_number: entry.customerNumber ?? null,
  before: entry.before ?? null,
  after: entry.after ?? null,
});
