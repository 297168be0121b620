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

/** The API key of this hash, with whom it stands for. Whether it may still be used is for the caller to judge. */
export async function findApiKey(prisma: PrismaClient, hash: string): Promise<ApiKeyOwner | null> {
  const [row] = await prisma.$queryRaw<OwnerRow[]>`
    SELECT k.id AS "keyId", k.hash, k.scopes, k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
      p.id, person_of(p.id) AS person, p.name, p.role, p.sees_all_customers AS "seesAllCustomers"
    FROM api_key k JOIN principal p ON p.id = k.principal_id
    WHERE k.hash = ${hash} AND ${isActive(Prisma.sql`p.id`)}`;
  if (!row) return null;
  const { id, person, name, role, seesAllCustomers, ...key } = row;
  return { ...key, principal: { id, person, name, role, seesAllCustomers } };
}

/** Nobody has put the principal out of use, nor the person that it is. */
export const isActive = (principal: Prisma.Sql): Prisma.Sql => Prisma.sql`NOT EXISTS (
  SELECT FROM principal gone WHERE gone.id IN (${principal}, person_of(${principal})) AND gone.deactivated_at IS NOT NULL)`;

export type KnownPerson = { readonly person: string; readonly isActive: boolean };

/** The person that this principal is. */
export async function personOf(prisma: PrismaClient, principal: string): Promise<KnownPerson> {
  const [row] = await prisma.$queryRaw<KnownPerson[]>`
    SELECT person_of(${principal}) AS person, ${isActive(Prisma.sql`${principal}`)} AS "isActive"`;
  return row ?? { person: principal, isActive: true };
}
