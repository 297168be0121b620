import type { AuditSeal } from '../contracts/process.js';
import { deleteKeysBefore } from '../prisma/commands/idempotency.js';
import { forgetUnsigned } from '../prisma/move-in/desk.js';
import { once, undo } from '../prisma/repositories/step.js';
import { systemActor, type ActivityDeps } from './deps.js';

export type DeleteOldKeys = {
  /** LocalDate: keys that came before this day are past their life. */
  readonly before: string;
  /** How long a key lives, from which the day was counted. */
  readonly lifeDays: number;
  /** 1 for the first batch of that day, and so on. */
  readonly batch: number;
  /** Rows of one batch, which is one transaction. */
  readonly limit: number;
};

export type SealAudit = {
  /** Business key of the run and its batch: asked again, it finds the seal that it set. */
  readonly key: string;
  /** Longest that a transaction can take: younger rows are left for the next seal. */
  readonly longestTransactionMinutes: number;
  /** Rows of one seal at most. */
  readonly limit: number;
};

/** Null: nothing was left to seal. */
export type SealedAudit = { readonly kind: 'sealed'; readonly seal: (AuditSeal & { readonly rows: number }) | null };

export type DeletedKeys = { readonly kind: 'deleted'; readonly rows: number };

export function housekeepingActivities({ prisma }: ActivityDeps) {
  return {
    /** Seals one batch of audit rows; see docs/adr on it. What another call has sealed it passes over. */
    async sealAudit({ key, longestTransactionMinutes, limit }: SealAudit): Promise<SealedAudit> {
      const [seal] = await prisma.$queryRaw<(AuditSeal & { readonly rows: number })[]>`
        SELECT number, last_id::text AS "lastId", rows, hash
        FROM seal_audit(${key}, make_interval(mins => ${longestTransactionMinutes}::int), ${limit}::int)`;
      return { kind: 'sealed', seal: seal ?? null };
    },

    /** Deletes one batch of idempotency keys past their life, and files to be moved in that nobody signed off. Where there is none it leaves no trace. */
    async deleteOldKeys({ before, lifeDays, batch, limit }: DeleteOldKeys): Promise<DeletedKeys> {
      if (batch === 1) await forgetUnsigned(prisma);
      const key = `housekeeping:keys-before-${before}:batch:${batch}`;
      return once<DeletedKeys, DeletedKeys>(prisma, key, null, async (tx) => {
        const rows = await deleteKeysBefore(tx, before, limit);
        if (rows === 0) return undo({ kind: 'deleted', rows: 0 } satisfies DeletedKeys);
        return {
          result: { kind: 'deleted', rows },
          audit: [
            {
              actor: systemActor(key),
              action: 'idempotency-keys.deleted',
              entity: 'idempotency-keys',
              entityId: `${before}:${batch}`,
              after: { before, rows, lifeDays },
            },
          ],
        };
      });
    },
  };
}
