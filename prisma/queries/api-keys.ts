import type { Role } from '../../contracts/vocabulary.js';
import type { PrismaClient } from '../client.js';
import { Prisma } from '../generated/client.js';

export type ApiKeyOwner = {
  readonly keyId: string;
  /** SHA-256 of the key, hex. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly principal: {
    readonly id: string;
    /** The person that it is, perhaps under other names too. */
    readonly person: string;
    readonly name: string;
    readonly role: Role;
    readonly seesAllCustomers: boolean;
  };
};

type OwnerRow = Omit<ApiKeyOwner, 'principal'> & ApiKeyOwner['principal'];

/** The API key of this hash or id, with whom it stands for. Whether it may still be used is for the caller to judge. */
export async function findApiKey(
  prisma: PrismaClient,
  by: { readonly hash: string } | { readonly id: string },
): Promise<ApiKeyOwner | null> {
  const where = 'hash' in by ? Prisma.sql`k.hash = ${by.hash}` : Prisma.sql`k.id = ${by.id}::uuid`;
  const [row] = await prisma.$queryRaw<OwnerRow[]>`
    SELECT k.id AS "keyId", k.hash, k.scopes, k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
      p.id, person_of(p.id) AS person, p.name, p.role, p.sees_all_customers AS "seesAllCustomers"
    FROM api_key k JOIN principal p ON p.id = k.principal_id WHERE ${where}`;
  if (!row) return null;
  const { id, person, name, role, seesAllCustomers, ...key } = row;
  return { ...key, principal: { id, person, name, role, seesAllCustomers } };
}

/** The person that this principal is. */
export async function personOf(prisma: PrismaClient, principal: string): Promise<string> {
  const [row] = await prisma.$queryRaw<{ readonly person: string }[]>`SELECT person_of(${principal}) AS person`;
  return row?.person ?? principal;
}
