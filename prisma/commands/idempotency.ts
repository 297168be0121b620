import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { nextNumber } from '../numbers.js';

/** A write request: what was asked, by whom, under which key. */
export type KeyClaim = {
  /** UUID of the row, should it be new: another one once an earlier row of this key may have been deleted. */
  readonly id: string;
  readonly principal: string;
  /** Method and path, such as `POST /v1/orders/SO-2026-000042/deliveries`. */
  readonly route: string;
  readonly key: string;
  /** SHA-256 of the canonical body, hex. */
  readonly bodyHash: string;
  /** Reserves the next order number; its year is that of this moment in the company's zone. */
  readonly promiseOrderNumberAt?: Date;
};

export type KeptAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
type Stored = Omit<KeptAnswer, 'status'>;

export type ClaimedKey =
  | {
      readonly kind: 'claimed';
      /** UUID of the row, by which everything that this request does is known. */
      readonly id: string;
      readonly fresh: boolean;
      readonly promised: string | null;
      readonly attempt: number;
      /** Answer of a command that ended in the API. */
      readonly kept: KeptAnswer | null;
      /** Result that a process recorded for this request, in the transaction that made the change. */
      readonly recorded: unknown;
    }
  | { readonly kind: 'other-body' };

/** The results that answer a caller; a request may leave steps that answer nobody. */
const isAnswer = (table: 's' | 'step'): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(table)}."result"->>'kind' IN ('received', 'done', 'delivered', 'proved', 'resolved', 'posted', 'recorded')`;

type KeyRow = {
  readonly id: string;
  readonly bodyHash: string;
  readonly promised: string | null;
  readonly attempt: number;
  readonly status: number | null;
  readonly response: Stored | null;
  readonly recorded: unknown;
};

/**
 * Inserts the row of a write request before anything else happens, in one statement; a key seen before comes back with
 * what was promised, kept or recorded for it. A row without a change is legal: the request is tried again.
 */
export async function claimKey(prisma: PrismaClient, claim: KeyClaim): Promise<ClaimedKey> {
  const { id, principal, route, key, bodyHash } = claim;
  const promiseAt = claim.promiseOrderNumberAt ?? null;
  const inserted = await prisma.$queryRaw<{ readonly promised: string | null }[]>`
    INSERT INTO "idempotency_key" ("id", "principal", "route", "key", "body_hash", "promised")
    SELECT ${id}::uuid, ${principal}, ${route}, ${key}, ${bodyHash},
      CASE WHEN ${promiseAt}::timestamptz IS NOT NULL THEN (
        SELECT ${nextNumber('order', Prisma.sql`to_char(${promiseAt}::timestamptz AT TIME ZONE zone, 'YYYY')`)}
        FROM (SELECT coalesce((SELECT "body"->>'zone' FROM "company" WHERE "id" = 1), 'UTC') AS zone) AS company
      ) END
    WHERE NOT EXISTS (
      SELECT 1 FROM "idempotency_key" WHERE "principal" = ${principal} AND "route" = ${route} AND "key" = ${key})
    ON CONFLICT DO NOTHING
    RETURNING "promised"`;
  const [row] = inserted;
  if (row) return { kind: 'claimed', id, fresh: true, promised: row.promised, attempt: 1, kept: null, recorded: null };
  return knownKey(prisma, claim);
}

async function knownKey(prisma: PrismaClient, { principal, route, key, bodyHash }: KeyClaim): Promise<ClaimedKey> {
  const [row] = await prisma.$queryRaw<KeyRow[]>`
    SELECT k."id", k."body_hash" AS "bodyHash", k."promised", k."attempt", k."status", k."response",
      (SELECT s."result" FROM "step" s WHERE s."request_id" = k."id"::text AND ${isAnswer('s')}
       ORDER BY s."created_at", s."key" LIMIT 1) AS "recorded"
    FROM "idempotency_key" k WHERE k."principal" = ${principal} AND k."route" = ${route} AND k."key" = ${key}`;
  if (!row) throw new Error(`A key of ${principal} for ${route} was refused as known and is not there.`);
  if (row.bodyHash !== bodyHash) return { kind: 'other-body' };
  return {
    kind: 'claimed',
    id: row.id,
    fresh: false,
    promised: row.promised,
    attempt: row.attempt,
    kept: keptAnswer(row),
    recorded: row.recorded,
  };
}

const keptAnswer = (row: { readonly status: number | null; readonly response: Stored | null }): KeptAnswer | null =>
  row.status === null || row.response === null ? null : { status: row.status, ...row.response };

/** What a process recorded for this request; null: nothing yet. */
export async function recordedResult(prisma: PrismaClient, requestId: string): Promise<unknown> {
  const [row] = await prisma.$queryRaw<{ readonly result: unknown }[]>`
    SELECT "result" FROM "step" WHERE "request_id" = ${requestId} AND ${isAnswer('step')}
    ORDER BY "created_at", "key" LIMIT 1`;
  return row?.result ?? null;
}

/** Whether a step was done, by its business key. */
export async function isRecorded(prisma: PrismaClient, key: string): Promise<boolean> {
  return (await prisma.step.count({ where: { key } })) > 0;
}

/** After a refusal: the next try with the same key is judged again, under another update id. */
export async function nextAttempt(prisma: PrismaClient, id: string, attempt: number): Promise<void> {
  await prisma.idempotencyKey.updateMany({ where: { id, attempt }, data: { attempt: attempt + 1 } });
}

/** Keeps the answer of a request with its key; the first one stays. */
export async function keepAnswer(db: Transaction, id: string, answer: KeptAnswer): Promise<void> {
  const stored: Stored = { body: answer.body, ...(answer.headers && { headers: answer.headers }) };
  await db.$executeRaw`
    UPDATE "idempotency_key" SET "status" = ${answer.status}, "response" = ${JSON.stringify(stored)}::jsonb
    WHERE "id" = ${id}::uuid AND "status" IS NULL`;
}

/**
 * Runs `work` in one transaction that holds the key's row, and keeps its answer there: two requests under one key that
 * come at once are served one after the other, and the second gets the first one's answer.
 * @param prisma in whose rights the work is done
 * @param reader reads the first one's answer
 */
export async function onceForKey<T extends KeptAnswer & { readonly kept?: unknown }>(
  prisma: PrismaClient,
  id: string,
  work: (tx: Transaction) => Promise<T>,
  reader: PrismaClient = prisma,
): Promise<{ readonly kind: 'done'; readonly answer: T } | { readonly kind: 'kept'; readonly answer: KeptAnswer }> {
  const answer = await prisma.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ readonly status: number | null }[]>`
      SELECT "status" FROM "idempotency_key" WHERE "id" = ${id}::uuid FOR UPDATE`;
    if (row && row.status !== null) return null;
    const done = await work(tx);
    await keepAnswer(tx, id, 'kept' in done ? { ...done, body: done.kept } : done);
    return done;
  });
  if (answer !== null) return { kind: 'done', answer };
  const [row] = await reader.$queryRaw<{ readonly status: number | null; readonly response: Stored | null }[]>`
    SELECT "status", "response" FROM "idempotency_key" WHERE "id" = ${id}::uuid`;
  const kept = row ? keptAnswer(row) : null;
  if (kept === null) throw new Error(`The answer kept for the request ${id} is gone.`);
  return { kind: 'kept', answer: kept };
}

/**
 * Deletes keys that came before a day, at most `limit` of them; also those whose request never ended.
 * @param before LocalDate, its first moment in UTC
 * @returns how many were deleted; fewer than `limit`: there are no more
 */
export async function deleteKeysBefore(tx: Transaction, before: string, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "idempotency_key" WHERE "id" IN (
      SELECT "id" FROM "idempotency_key" WHERE "created_at" < ${before}::date::timestamp AT TIME ZONE 'UTC' LIMIT ${limit})`;
}
