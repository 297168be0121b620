import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import type { AuditInput } from './audit.js';
import { insertDocuments, type NewDocument } from './documents.js';

/** What a step leaves behind: its result, kept under its key, the audit rows of what it changed, and what it issued. */
export type StepRecord<T> = {
  readonly result: T;
  readonly audit: readonly AuditInput[];
  readonly documents?: readonly NewDocument[];
};

/** Thrown inside a step to undo everything it wrote and answer with a value: a refusal leaves no trace and is judged again. */
class Undo extends Error {
  override readonly name = 'Undo';
  readonly value: unknown;
  constructor(value: unknown) {
    super('undone');
    this.value = value;
  }
}

/** Undoes the step and gives `value` to its caller. */
export function undo(value: unknown): never {
  throw new Undo(value);
}

/**
 * Runs one step of a process in one transaction, once for its business key. A second call, after the first or beside
 * it, changes nothing and returns the stored result.
 * @param key business key such as `order:SO-2026-000042:delivery:2`; its number is a business number, never an attempt
 * @param locked a condition that is always true and takes the locks that the step's first read depends on
 */
export async function once<T, R = never>(
  prisma: PrismaClient,
  key: string,
  requestId: string | null,
  work: (tx: Transaction) => Promise<StepRecord<T>>,
  locked: Prisma.Sql = Prisma.sql`true`,
): Promise<T | R> {
  try {
    return await prisma.$transaction(async (tx) => {
      const taken = await tx.$executeRaw`
        INSERT INTO step (key, request_id) SELECT ${key}, ${requestId} WHERE ${locked} ON CONFLICT (key) DO NOTHING`;
      if (taken === 0) return await storedResult<T>(tx, key);
      const record = await work(tx);
      await finish(tx, key, record);
      return record.result;
    });
  } catch (error) {
    if (error instanceof Undo) return error.value as R;
    throw error;
  }
}

async function storedResult<T>(tx: Transaction, key: string): Promise<T> {
  const rows = await tx.$queryRaw<{ result: T }[]>`SELECT result FROM step WHERE key = ${key}`;
  const row = rows[0];
  if (row === undefined) throw new Error(`step ${key} is not there`);
  return row.result;
}

/** Stores the result, appends the audit rows and issues the documents, in one statement. */
async function finish<T>(tx: Transaction, key: string, record: StepRecord<T>): Promise<void> {
  const rows = record.audit.map((entry) => ({
    on_date: entry.on ?? null,
    actor: entry.actor.principal,
    role: entry.actor.role,
    request_id: entry.actor.requestId,
    action: entry.action,
    summary: entry.summary,
    entity: entry.entity,
    entity_id: entry.entityId,
    order_number: entry.orderNumber ?? null,
    customer_number: entry.customerNumber ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
  }));
  await tx.$executeRaw`
    WITH done AS (UPDATE step SET result = ${JSON.stringify(record.result)}::jsonb WHERE key = ${key}),
    issued AS (${insertDocuments(record.documents ?? [])})
    INSERT INTO audit_entry (on_date, actor, role, request_id, action, summary, entity, entity_id, order_number, customer_number, before, after)
    SELECT on_date, actor, role, request_id, action, summary, entity, entity_id, order_number, customer_number,
           NULLIF(before, 'null'::jsonb), NULLIF(after, 'null'::jsonb)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(on_date date, actor text, role text, request_id text,
      action text, summary text, entity text, entity_id text, order_number text, customer_number text, before jsonb, after jsonb)`;
}
