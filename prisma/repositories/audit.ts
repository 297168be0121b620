import type { Audited } from '../../contracts/audit.js';
import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** One thing that somebody did, for the dossier and the record of who did what; its facts stand in `after`. */
export type AuditInput = Audited & {
  readonly actor: Actor;
  readonly entity: string;
  readonly entityId: string;
  readonly orderNumber?: string | null;
  readonly customerNumber?: string | null;
  /** Business date, where it differs from the moment's day. */
  readonly on?: string | null;
};

/** Writes audit rows in one statement; belongs in the transaction of the change they tell of. */
export async function appendAudit(tx: Transaction, entries: readonly AuditInput[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO audit_entry
      (on_date, actor, role, request_id, action, entity, entity_id, order_number, customer_number, before, after)
    VALUES ${Prisma.join(entries.map(auditValues))}`;
}

const auditValues = (entry: AuditInput): Prisma.Sql => Prisma.sql`(
  ${entry.on ?? null}::date, ${entry.actor.principal}, ${entry.actor.role}, ${entry.actor.requestId}, ${entry.action},
  ${entry.entity}, ${entry.entityId}, ${entry.orderNumber ?? null}, ${entry.customerNumber ?? null},
  ${jsonText(entry.before)}::jsonb, ${jsonText(entry.after)}::jsonb)`;

const jsonText = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
