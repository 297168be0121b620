import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { insertAudit, type AuditInput } from './audit.js';
import { insertDocuments, type NewDocument } from './documents.js';
import { insertOutgoing, type NewOutgoing } from './outgoing.js';

/** What a step leaves behind: its result, kept under its key, the audit rows of what it changed, what it issued and queued. */
export type StepRecord<T> = {
  readonly result: T;
  readonly audit: readonly AuditInput[];
  readonly documents?: readonly NewDocument[] | undefined;
  readonly outgoing?: readonly NewOutgoing[] | undefined;
  /** Business keys of what the same transaction did beyond the step's own. */
  readonly beats?: readonly string[] | undefined;
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

export type Step = {
  /** Business key such as `order:SO-2026-000042:accepted:2`; its number is a business number, never an attempt. */
  readonly key: string;
  readonly requestId: string | null;
  /** A condition that is always true and takes the locks that the step's first read depends on. */
  readonly locked?: Prisma.Sql | undefined;
};

/**
 * Runs one step of a process in one transaction, once for its business key. A second call, after the first or beside
 * it, changes nothing and returns the stored result.
 */
export async function once<T, R = never>(
  prisma: PrismaClient,
  key: string,
  requestId: string | null,
  work: (tx: Transaction) => Promise<StepRecord<T>>,
  locked?: Prisma.Sql,
): Promise<T | R> {
  return inOneStep<T, T | R>(
    prisma,
    { key, requestId, locked },
    {
      first: async (tx) => {
        const record = await work(tx);
        await finish(tx, key, record);
        return record.result;
      },
      again: (_, result) => Promise.resolve(result),
    },
  );
}

/** One transaction that either takes the key and does its work, or finds what is stored under it. */
export async function inOneStep<T, A>(
  prisma: PrismaClient,
  { key, requestId, locked = Prisma.sql`true` }: Step,
  act: {
    readonly first: (tx: Transaction) => Promise<A>;
    readonly again: (tx: Transaction, result: T) => Promise<A>;
  },
): Promise<A> {
  try {
    return await prisma.$transaction(async (tx) => {
      const taken = await tx.$executeRaw`
        INSERT INTO step (key, request_id) SELECT ${key}, ${requestId} WHERE ${locked} ON CONFLICT (key) DO NOTHING`;
      return taken === 0 ? act.again(tx, await storedResult<T>(tx, key)) : act.first(tx);
    });
  } catch (error) {
    if (error instanceof Undo) return error.value as A;
    throw error;
  }
}

async function storedResult<T>(tx: Transaction, key: string): Promise<T> {
  const rows = await tx.$queryRaw<{ result: T }[]>`SELECT result FROM step WHERE key = ${key}`;
  const row = rows[0];
  if (row === undefined) throw new Error(`step ${key} is not there`);
  return row.result;
}

/**
 * Stores the result, appends the audit rows, issues the documents and queues what goes out, in one statement.
 * @param reading what the statement reads at last, after all that the step wrote before it
 */
export async function finish<T, S = null>(
  tx: Transaction,
  key: string,
  record: StepRecord<T>,
  reading: Prisma.Sql = Prisma.sql`NULL`,
): Promise<S | null> {
  const read = await tx.$queryRaw<{ seen: S | null }[]>`
    WITH done AS (UPDATE step SET result = ${JSON.stringify(record.result)}::jsonb WHERE key = ${key}),
    issued AS (${insertDocuments(record.documents ?? [])}),
    queued AS (${insertOutgoing(record.outgoing ?? [])}),
    beats AS (
      INSERT INTO step (key, request_id, result) SELECT beat, NULL::text, 'null'::jsonb
      FROM jsonb_array_elements_text(${JSON.stringify(record.beats ?? [])}::jsonb) AS b(beat) ON CONFLICT (key) DO NOTHING
    ), told AS (${insertAudit(record.audit)})
    SELECT ${reading} AS seen`;
  return read[0]?.seen ?? null;
}
