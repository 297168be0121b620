import { isDeepStrictEqual } from 'node:util';
import type { Company } from '../../contracts/company.js';
import type { PolicyBodies, PolicyKind } from '../../contracts/policies.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { appendAudit } from '../repositories/audit.js';

/** Who we are, held until the transaction ends. @throws InvariantError on a database without a company */
export async function holdCompany(tx: Transaction): Promise<Company> {
  const [row] = await tx.$queryRaw<{ readonly body: Company }[]>`SELECT body FROM company WHERE id = 1 FOR UPDATE`;
  invariant(row !== undefined, 'the database has no company');
  return row.body;
}

/** Writes who we are. @returns false when it is so already */
export async function writeCompany(tx: Transaction, body: Company, at: Date, actor: Actor): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ readonly body: unknown }[]>`SELECT body FROM company WHERE id = 1 FOR UPDATE`;
  if (isDeepStrictEqual(row?.body, body)) return false;
  await tx.company.upsert({ where: { id: 1 }, create: { id: 1, body }, update: { body, updatedAt: at } });
  const about = { actor, entity: 'company' as const, entityId: 'company', after: body };
  const before = row?.body;
  await appendAudit(tx, [
    isObject(before) ? { ...about, action: 'company.changed', before } : { ...about, action: 'company.created' },
  ]);
  return true;
}

/**
 * Writes a policy and adds it to its history; what is open keeps the one it began with.
 * @returns false when it is so already
 */
export async function writePolicy<K extends PolicyKind>(
  tx: Transaction,
  { kind, body }: { readonly kind: K; readonly body: PolicyBodies[K] },
  at: Date,
  actor: Actor,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { readonly body: unknown }[]
  >`SELECT body FROM policy WHERE kind = ${kind} FOR UPDATE`;
  if (isDeepStrictEqual(row?.body, body)) return false;
  await tx.policy.upsert({ where: { kind }, create: { kind, body, updatedAt: at }, update: { body, updatedAt: at } });
  await tx.$executeRaw`
    INSERT INTO policy_version (kind, version, body, valid_from, written_by)
    SELECT ${kind}, coalesce(max(version), 0) + 1, ${JSON.stringify(body)}::jsonb, ${at}, ${actor.principal}
    FROM policy_version WHERE kind = ${kind}`;
  const about = { actor, entity: 'policy' as const, entityId: kind, after: body };
  const before = row?.body;
  await appendAudit(tx, [
    isObject(before) ? { ...about, action: 'policy.changed', before } : { ...about, action: 'policy.created' },
  ]);
  return true;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
