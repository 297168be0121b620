import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import type { Db } from '../queries/page.js';
import { isActive } from '../queries/api-keys.js';
import { Prisma } from '../generated/client.js';
import { appendAudit } from '../repositories/audit.js';
import { endSessionsOf } from './sessions.js';
import { removeTotp } from './totp.js';

/** Whose password it is, and what is kept of it. */
export type PasswordHolder = {
  readonly id: string;
  readonly name: string;
  /** Null: they have none. */
  readonly hash: string | null;
  /** A code is asked for beside it. */
  readonly totp: boolean;
};

/** Who signs in under this name; null: nobody may. */
export async function findPasswordHolder(db: Db, id: string): Promise<PasswordHolder | null> {
  const [holder] = await db.$queryRaw<PasswordHolder[]>`
    SELECT p.id, p.name, w.hash,
      EXISTS (SELECT FROM totp t WHERE t.principal_id = p.id AND t.confirmed_at IS NOT NULL) AS totp
    FROM principal p LEFT JOIN password w ON w.principal_id = p.id
    WHERE p.id = ${id} AND ${isActive(Prisma.sql`p.id`)}`;
  return holder ?? null;
}

type New = { readonly principal: string; readonly hash: string; readonly at: Date };

/**
 * Gives somebody a password that they have to change, and ends their sessions: anybody may have had the one before. A second
 * factor goes with it, which they may have lost.
 */
export async function setFirstPassword(tx: Transaction, { principal, hash, at }: New, actor: Actor): Promise<void> {
  const [before] = await tx.$queryRaw<{ readonly changedAt: Date }[]>`
    SELECT changed_at AS "changedAt" FROM password WHERE principal_id = ${principal} FOR UPDATE`;
  await tx.$executeRaw`
    INSERT INTO password (principal_id, hash, must_change, changed_at) VALUES (${principal}, ${hash}, true, ${at})
    ON CONFLICT (principal_id) DO UPDATE SET hash = EXCLUDED.hash, must_change = true, changed_at = EXCLUDED.changed_at`;
  const changedAt = before?.changedAt.toISOString() ?? null;
  await appendAudit(tx, [
    {
      actor,
      action: 'password.set',
      entity: 'principal',
      entityId: principal,
      before: { changedAt },
      after: { changedAt: at.toISOString() },
    },
  ]);
  await removeTotp(tx, principal, actor);
  await endSessionsOf(tx, { person: await personBehind(tx, principal), at }, actor);
}

/**
 * Changes one's own password, and ends one's other sessions.
 * @param change.from hash of the one before. @returns false when that is not the password any more
 */
export async function changePassword(
  tx: Transaction,
  change: New & { readonly from: string; readonly session: string },
  actor: Actor,
): Promise<boolean> {
  const { principal, hash, at, from, session } = change;
  const [before] = await tx.$queryRaw<{ readonly changedAt: Date }[]>`
    SELECT changed_at AS "changedAt" FROM password WHERE principal_id = ${principal} AND hash = ${from} FOR UPDATE`;
  if (before === undefined) return false;
  await tx.$executeRaw`
    UPDATE password SET hash = ${hash}, must_change = false, changed_at = ${at} WHERE principal_id = ${principal}`;
  await appendAudit(tx, [
    {
      actor,
      action: 'password.changed',
      entity: 'principal',
      entityId: principal,
      before: { changedAt: before.changedAt.toISOString() },
      after: { changedAt: at.toISOString() },
    },
  ]);
  await endSessionsOf(tx, { person: await personBehind(tx, principal), except: session, at }, actor);
  return true;
}

async function personBehind(tx: Transaction, principal: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ readonly person: string }[]>`SELECT person_of(${principal}) AS person`;
  return row?.person ?? principal;
}
