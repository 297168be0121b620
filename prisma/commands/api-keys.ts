import { createHash, randomBytes } from 'node:crypto';
import { roles } from '../../contracts/vocabulary.js';
import type { Actor, Role } from '../../contracts/vocabulary.js';
import { invariant } from '../../domain/invariant.js';
import { createPrisma, unhurriedConnectMs, type Transaction } from '../client.js';
import { demoPrincipalOfRole } from '../demo/completion.js';
import { principalsOf } from '../demo/northwind-master-data.js';
import { readNorthwind } from '../demo/northwind.js';
import { appendAudit } from '../repositories/audit.js';

export type NewApiKey = {
  readonly id: string;
  /** The key itself: `enc_` and 256 random bits in base64url. It is shown once and kept nowhere. */
  readonly key: string;
  readonly prefix: string;
  readonly expiresAt: Date;
};

export type ApiKeyRequest = {
  readonly principalId: string;
  /** Names of permissions; empty: everything the role may. */
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
};

const PREFIX_LENGTH = 12;
const DEMO_KEY_DAYS = 365;
const DAY_MS = 86_400_000;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a key for a principal; only its SHA-256 is stored. @throws Prisma's foreign key error without the principal. */
export async function createApiKey(tx: Transaction, request: ApiKeyRequest, actor: Actor): Promise<NewApiKey> {
  const key = `enc_${randomBytes(32).toString('base64url')}`;
  const prefix = key.slice(0, PREFIX_LENGTH);
  const { principalId, scopes, expiresAt } = request;
  const data = { principalId, prefix, hash: hashOf(key), scopes: [...scopes], expiresAt };
  const { id } = await tx.apiKey.create({ data, select: { id: true } });
  await appendAudit(tx, [
    {
      actor,
      action: 'api-key.created',
      entity: 'api-key',
      entityId: id,
      after: { principalId, prefix, scopes, expiresAt: expiresAt.toISOString() },
    },
  ]);
  return { id, key, prefix, expiresAt };
}

/** Ends a key for good. @returns false when it was not there or had ended before. */
export async function revokeApiKey(
  tx: Transaction,
  { id, at, reason }: { readonly id: string; readonly at: Date; readonly reason?: string | undefined },
  actor: Actor,
): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  if (count === 0) return false;
  await appendAudit(tx, [
    {
      actor,
      action: 'api-key.revoked',
      entity: 'api-key',
      entityId: id,
      before: { revokedAt: null },
      after: { revokedAt: at.toISOString(), ...(reason !== undefined && { reason }) },
    },
  ]);
  return true;
}

/** The key of each role, and of a salesperson who sees only their own customers. */
export type DemoApiKeys = Readonly<Record<Role | 'salesOwnCustomers', string>>;

/**
 * One key per role for the demo's principals. Keys still known under `existing` stay; the others are made anew, since
 * a key cannot be read back.
 */
export async function ensureDemoApiKeys(
  databaseUrl: string,
  existing: Readonly<Record<string, string>> = {},
): Promise<DemoApiKeys> {
  const prisma = createPrisma(databaseUrl, { poolSize: 1, connectTimeoutMs: unhurriedConnectMs });
  try {
    return await prisma.$transaction(async (tx) => {
      const owners = await demoOwners(tx);
      const keys: Record<string, string> = {};
      for (const [name, principalId] of Object.entries(owners)) {
        keys[name] = await keepOrCreate(tx, principalId, existing[name]);
      }
      return keys as DemoApiKeys;
    });
  } finally {
    await prisma.$disconnect();
  }
}

async function demoOwners(tx: Transaction): Promise<Readonly<Record<keyof DemoApiKeys, string>>> {
  const people = principalsOf(readNorthwind().employees);
  await tx.principal.createMany({ data: [...people], skipDuplicates: true });
  for (const role of roles) {
    const known = people.some((person) => person.id === demoPrincipalOfRole[role] && person.role === role);
    invariant(known, `the demo has no principal for the role ${role}`);
  }
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT principal.id FROM principal LEFT JOIN customer ON customer.salesperson = principal.id
    WHERE principal.role = 'sales' AND NOT principal.sees_all_customers
    GROUP BY principal.id ORDER BY count(customer.number) DESC, principal.id LIMIT 1`;
  invariant(rows[0] !== undefined, 'the demo has nobody in sales who sees only their own customers');
  return { ...demoPrincipalOfRole, salesOwnCustomers: rows[0].id };
}

async function keepOrCreate(tx: Transaction, principalId: string, key: string | undefined): Promise<string> {
  const now = Date.now();
  const soon = new Date(now + DAY_MS);
  const where = { principalId, hash: hashOf(key ?? ''), revokedAt: null, expiresAt: { gt: soon } };
  if (key !== undefined && (await tx.apiKey.count({ where })) > 0) return key;
  const expiresAt = new Date(now + DEMO_KEY_DAYS * DAY_MS);
  const actor: Actor = { principal: 'demo-data', role: 'system', requestId: 'demo-keys' };
  return (await createApiKey(tx, { principalId, scopes: [], expiresAt }, actor)).key;
}
