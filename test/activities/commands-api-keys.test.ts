import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../contracts/vocabulary.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient } from '../../prisma/client.js';
import { createApiKey, ensureDemoApiKeys, revokeApiKey } from '../../prisma/commands/api-keys.js';
import { findApiKey } from '../../prisma/queries/api-keys.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';
import { actorOf } from './commands-fixtures.js';

let database: TestDatabase;
let prisma: PrismaClient;
beforeAll(async () => {
  database = await createDatabase({ seeded: true });
  prisma = createPrisma(database.ownerUrl, { poolSize: 4, connectTimeoutMs: unhurriedConnectMs });
});
afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

const admin = actorOf('sophie.arnaud', 'admin');
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');
const ownerOf = async (key: string) => (await findApiKey(prisma, hashOf(key)))?.principal;

describe('an API key', () => {
  it('is shown once; the database knows its hash, whom it stands for, and when it ends', async () => {
    const expiresAt = new Date('2027-01-31T00:00:00Z');
    const request = { principalId: 'karim.benali', scopes: ['payments.create'], expiresAt };
    const made = await prisma.$transaction((tx) => createApiKey(tx, request, admin));
    expect(made.key).toMatch(/^enc_[A-Za-z0-9_-]{43}$/);
    const found = await findApiKey(prisma, hashOf(made.key));
    expect(found).toMatchObject({ keyId: made.id, scopes: ['payments.create'], expiresAt, revokedAt: null });
    expect(found?.principal).toMatchObject({ id: 'karim.benali', role: 'finance' });
    const everything = await prisma.$queryRaw<{ text: string }[]>`
      SELECT to_jsonb(api_key)::text AS text FROM api_key UNION ALL SELECT to_jsonb(audit_entry)::text FROM audit_entry`;
    expect(everything.filter(({ text }) => text.includes(made.key))).toEqual([]);
  });

  it('ends for good when it is revoked, and the record says who did it', async () => {
    const request = { principalId: 'karim.benali', scopes: [], expiresAt: new Date('2027-01-31T00:00:00Z') };
    const { id, key } = await prisma.$transaction((tx) => createApiKey(tx, request, admin));
    const at = new Date('2026-11-22T08:00:00Z');
    const revoke = () => prisma.$transaction((tx) => revokeApiKey(tx, { id, at, reason: 'lost laptop' }, admin));
    expect([await revoke(), await revoke()]).toEqual([true, false]);
    expect((await findApiKey(prisma, hashOf(key)))?.revokedAt).toEqual(at);
    const entries = await prisma.auditEntry.findMany({ where: { entity: 'api-key', entityId: id } });
    expect(entries.map((entry) => entry.action)).toEqual(['api-key.created', 'api-key.revoked']);
  });
});

describe('the keys of the demo', () => {
  it('stand for one principal of each role, and for a salesperson who sees only their own customers', async () => {
    const keys = await ensureDemoApiKeys(database.ownerUrl);
    for (const role of roles) expect((await ownerOf(keys[role]))?.role).toBe(role);
    const own = await ownerOf(keys.salesOwnCustomers);
    expect(own).toMatchObject({ role: 'sales', seesAllCustomers: false });
    expect(await prisma.customer.count({ where: { salesperson: own?.id ?? '' } })).toBeGreaterThan(0);
  });

  it('stay as they are at the next start; one that is lost or was revoked is made anew', async () => {
    const first = await ensureDemoApiKeys(database.ownerUrl);
    const before = await prisma.apiKey.count();
    expect(await ensureDemoApiKeys(database.ownerUrl, first)).toEqual(first);
    expect(await prisma.apiKey.count()).toBe(before);
    const revoked = await findApiKey(prisma, hashOf(first.ops));
    await prisma.$transaction((tx) => revokeApiKey(tx, { id: revoked?.keyId ?? '', at: new Date() }, admin));
    const { finance: _lost, ...known } = first;
    const second = await ensureDemoApiKeys(database.ownerUrl, known);
    const changed = Object.keys(first).filter(
      (name) => second[name as keyof typeof second] !== first[name as keyof typeof first],
    );
    expect(changed).toEqual(['finance', 'ops']);
  });

  it('are never taken from another principal', async () => {
    const keys = await ensureDemoApiKeys(database.ownerUrl);
    const swapped = await ensureDemoApiKeys(database.ownerUrl, { ...keys, sales: keys.admin });
    expect(swapped.sales).not.toBe(keys.admin);
    expect((await ownerOf(swapped.sales))?.role).toBe('sales');
  });
});
