import type { Role } from '../../contracts/vocabulary.js';
import type { PrismaClient } from '../client.js';

export type ApiKeyOwner = {
  readonly keyId: string;
  /** SHA-256 of the key, hex. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly principal: {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly seesAllCustomers: boolean;
  };
};

/** The API key of this hash or id, with whom it stands for. Whether it may still be used is for the caller to judge. */
export async function findApiKey(
  prisma: PrismaClient,
  by: { readonly hash: string } | { readonly id: string },
): Promise<ApiKeyOwner | null> {
  const row = await prisma.apiKey.findUnique({ where: by, include: { principal: true } });
  if (!row) return null;
  const { id, name, role, seesAllCustomers } = row.principal;
  return {
    keyId: row.id,
    hash: row.hash,
    scopes: row.scopes,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
    principal: { id, name, role: role as Role, seesAllCustomers },
  };
}
