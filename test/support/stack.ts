import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { readHost } from '../../config/host.js';
import { withClient } from '../../cli/stack/postgres.js';
import { openStack, type Stack, type StackOptions } from '../../cli/stack/stack.js';
import { createNamespace as makeNamespace } from '../../cli/stack/temporal.js';
import { seedDemoData } from '../../prisma/demo/seed.js';
import type { TestServers } from './servers.js';

/** A database of its own, copied from the migrated template. */
export type TestDatabase = {
  readonly name: string;
  /** The application's role, as API and workers connect. */
  readonly url: string;
  /** The schema's owner. */
  readonly ownerUrl: string;
  /** Superuser, for what the other two may not: ending sessions, counting statements. */
  readonly adminUrl: string;
  readonly drop: () => Promise<void>;
};

/** A statement of a superuser past triggers and foreign keys: what the house itself can no longer do to what was issued. */
export const pastTheWalls = (database: Pick<TestDatabase, 'adminUrl'>, sql: string): Promise<void> =>
  withClient(database.adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(sql);
  });

/** The same database, as who writes company, policies, people and keys. */
export function asRegistrar(url: string): string {
  const registrar = new URL(testServers().registrarUrl);
  registrar.pathname = new URL(url).pathname;
  return registrar.href;
}

export const testServers = (): TestServers => inject('servers');

const seededTemplate = 'encours_seeded';

/** @param options.seeded with the demo data of `npm start`. */
export async function createDatabase(options: { readonly seeded?: boolean } = {}): Promise<TestDatabase> {
  const servers = testServers();
  const maintenance = on(servers.adminUrl, 'postgres');
  const template = options.seeded === true ? await ensureSeededTemplate(servers) : nameOf(servers.adminUrl);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await copyDatabase(maintenance, template, name);
  return {
    name,
    url: on(servers.appUrl, name),
    ownerUrl: on(servers.ownerUrl, name),
    adminUrl: on(servers.adminUrl, name),
    drop: () =>
      withClient(maintenance, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

/** A Temporal namespace of its own, with our search attributes, so that business ids of two test files never meet. */
export async function createNamespace(): Promise<string> {
  const { temporalBinary, temporalAddress } = testServers();
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  await makeNamespace(temporalBinary, temporalAddress, namespace);
  return namespace;
}

/** What a test counts must not depend on the hour: no housekeeping beside it. */
const quietAtNight = { HOUSEKEEPING_AT: 'off', MONTH_END_AT: 'off', BILLING_AT: 'off' };

export type TestStack = Stack & { readonly adminDatabaseUrl: string };

/**
 * API, worker and inbox on the shared servers, with a database and a namespace of their own; the inbox takes scripts.
 * `close` also drops the database and deletes the home.
 */
export async function openTestStack(
  options: Partial<StackOptions> & { readonly seeded?: boolean } = {},
): Promise<TestStack> {
  const { seeded = true, env, ...rest } = options;
  const [database, namespace] = await Promise.all([createDatabase({ seeded }), createNamespace()]);
  const { temporalAddress, temporalUiUrl } = testServers();
  const home = mkdtempSync(join(tmpdir(), 'encours-stack-'));
  shareBundles(home);
  const servers = {
    databaseUrl: database.url,
    ownerDatabaseUrl: database.ownerUrl,
    registrarDatabaseUrl: asRegistrar(database.url),
    temporalAddress,
    temporalUiUrl,
    namespace,
  };
  const ports = { api: 'any', smtp: 'any', inbox: 'any' } as const;
  const stack = await openStack({
    home,
    servers,
    ports,
    seed: false,
    inboxControl: true,
    ...rest,
    env: { ...quietAtNight, ...env },
  });
  const close = async (): Promise<void> => {
    await stack.close();
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  };
  return { ...stack, adminDatabaseUrl: database.adminUrl, close };
}

/** Workflow bundles are kept by content, so that homes may share them: only the first worker of a version bundles. */
function shareBundles(home: string): void {
  const bundles = join(readHost().cache, 'bundles');
  mkdirSync(bundles, { recursive: true });
  symlinkSync(bundles, join(home, 'cache'));
}

/** Made by whoever needs it first; the others wait. It gets its name only when it is complete. */
async function ensureSeededTemplate(servers: TestServers): Promise<string> {
  const draft = `${seededTemplate}_draft`;
  const maintenance = on(servers.adminUrl, 'postgres');
  await withClient(maintenance, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('seeded template'))");
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [seededTemplate]);
    if (rowCount !== 0) return;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await copyDatabase(maintenance, nameOf(servers.adminUrl), draft);
    await seedDemoData(on(servers.ownerUrl, draft));
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${seededTemplate}`);
  });
  return seededTemplate;
}

const copyDatabase = (maintenance: string, template: string, name: string): Promise<void> =>
  withClient(maintenance, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER encours_owner STRATEGY WAL_LOG`);
  });

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

function on(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
