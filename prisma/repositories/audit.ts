import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** One thing that somebody did, for the dossier and the record of who did what. */
export type AuditInput = {
  readonly actor: Actor;
  /** Such as `order.received`; the first word is the entity. */
  readonly action: string;
  /** One sentence for the dossier. */
  readonly summary: string;
  readonly entity: string;
  readonly entityId: string;
  readonly orderNumber?: string | null;
  readonly customerNumber?: string | null;
  /** Business date, where it differs from the moment's day. */
  readonly on?: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** Writes audit rows in one statement; belongs in the transaction of the change they tell of. */
export async function appendAudit(tx: Transaction, entries: readonly AuditInput[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO audit_entry
      (on_date, actor, role, request_id, action, summary, entity, entity_id, order_number, customer_number, before, after)
    VALUES ${Prisma.join(entries.map(auditValues))}`;
}

const auditValues = (entry: AuditInput): Prisma.Sql => Prisma.sql`(
  ${entry.on ?? null}::date, ${entry.actor.principal}, ${entry.actor.role}, ${entry.actor.requestId}, ${entry.action},
  ${entry.summary}, ${entry.entity}, ${entry.entityId}, ${entry.orderNumber ?? null}, ${entry.customerNumber ?? null},
  ${jsonText(entry.before)}::jsonb, ${jsonText(entry.after)}::jsonb)`;

const jsonText = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
