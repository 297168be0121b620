import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import type { Db } from '../queries/page.js';
import { appendAudit } from '../repositories/audit.js';

export type KeptTotp = {
  /** Sealed: api/totp.ts opens it. */
  readonly secret: string;
  readonly confirmedAt: Date | null;
};

export const findTotp = (db: Db, principal: string): Promise<KeptTotp | null> =>
  db.totp.findUnique({ where: { principalId: principal }, select: { secret: true, confirmedAt: true } });

/** Keeps the secret of an authenticator that is not confirmed yet, instead of one that never was. @returns false when one is */
export async function beginTotp(
  tx: Transaction,
  { principal, secret }: { readonly principal: string; readonly secret: string },
  actor: Actor,
): Promise<boolean> {
  const begun = await tx.$executeRaw`
    INSERT INTO totp (principal_id, secret) VALUES (${principal}, ${secret})
    ON CONFLICT (principal_id) DO UPDATE SET secret = EXCLUDED.secret WHERE totp.confirmed_at IS NULL`;
  if (begun === 0) return false;
  await record(tx, 'totp.begun', principal, { confirmedAt: null, after: null }, actor);
  return true;
}

/** From here on a code is asked for at sign-in. @returns false when nothing waits to be confirmed */
export async function confirmTotp(
  tx: Transaction,
  about: {
    readonly principal: string;
    readonly secret: string;
    readonly step: number;
    readonly at: Date;
    readonly recoveryHashes: readonly string[];
  },
  actor: Actor,
): Promise<boolean> {
  const { principal, secret, step, at, recoveryHashes } = about;
  const confirmed = await tx.$executeRaw`
    UPDATE totp SET confirmed_at = ${at}, last_step = ${step}
    WHERE principal_id = ${principal} AND secret = ${secret} AND confirmed_at IS NULL`;
  if (confirmed === 0) return false;
  await tx.recoveryCode.createMany({ data: recoveryHashes.map((hash) => ({ hash, principalId: principal })) });
  await record(tx, 'totp.confirmed', principal, { confirmedAt: null, after: at }, actor);
  return true;
}

/** Takes a code's 30 seconds as used. @returns false when that or a later one was used before */
export async function useStep(db: Db, principal: string, step: number): Promise<boolean> {
  return (
    (await db.$executeRaw`
      UPDATE totp SET last_step = ${step} WHERE principal_id = ${principal} AND coalesce(last_step, 0) < ${step}`) > 0
  );
}

/** Takes a recovery code as used. @returns false when there is none such left */
export async function useRecoveryCode(
  db: Db,
  { principal, hash, at }: { readonly principal: string; readonly hash: string; readonly at: Date },
): Promise<boolean> {
  return (
    (await db.$executeRaw`
      UPDATE recovery_code SET used_at = ${at} WHERE hash = ${hash} AND principal_id = ${principal} AND used_at IS NULL`) >
    0
  );
}

/** Asks for no code any more. @returns false when none was asked for */
export async function removeTotp(tx: Transaction, principal: string, actor: Actor): Promise<boolean> {
  const [removed] = await tx.$queryRaw<{ readonly confirmedAt: Date | null }[]>`
    DELETE FROM totp WHERE principal_id = ${principal} RETURNING confirmed_at AS "confirmedAt"`;
  if (removed === undefined) return false;
  await tx.$executeRaw`DELETE FROM recovery_code WHERE principal_id = ${principal}`;
  await record(tx, 'totp.removed', principal, { confirmedAt: removed.confirmedAt, after: null }, actor);
  return true;
}

const record = (
  tx: Transaction,
  action: 'totp.begun' | 'totp.confirmed' | 'totp.removed',
  principal: string,
  { confirmedAt, after }: { readonly confirmedAt: Date | null; readonly after: Date | null },
  actor: Actor,
): Promise<void> =>
  appendAudit(tx, [
    {
      actor,
      action,
      entity: 'principal',
      entityId: principal,
      before: { confirmedAt: confirmedAt?.toISOString() ?? null },
      after: { confirmedAt: after?.toISOString() ?? null },
    },
  ]);
