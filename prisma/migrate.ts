import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import {
  migrationNames,
  migrationsFolder,
  noFilters,
  prismaFolder,
  schemaFile,
  withDatabaseEngine,
} from './schema-engine.js';

/** The key under which the engine keeps others from migrating beside it. */
const engineLock = 72_707_369;

/**
 * Forgets a migration that was broken off or failed: each is one transaction, so that nothing of it is there, and the engine
 * would begin none for as long as it is written down as begun.
 */
async function forgetBrokenOff(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ isAlone: boolean; isKnown: boolean }>(
      `SELECT pg_try_advisory_lock(${engineLock}) AS "isAlone", to_regclass('_prisma_migrations') IS NOT NULL AS "isKnown"`,
    );
    if (rows[0]?.isAlone !== true || !rows[0].isKnown) return;
    await client.query(
      'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
    );
  } finally {
    await client.end();
  }
}

/**
 * Applies the committed migrations that this database lacks, in order, and writes them down in `_prisma_migrations` as
 * `prisma migrate deploy` would. One that failed before is begun again.
 * @param databaseUrl the schema's owner.
 * @param names the migrations to be there then; usual: all of them.
 * @returns names of the migrations just applied; empty when it was up to date.
 * @throws the engine's error, with the migration and the statement that failed.
 */
export async function migrate(
  databaseUrl: string,
  names: readonly string[] = migrationNames(),
): Promise<readonly string[]> {
  const migrationsList = {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.map(readMigration),
  };
  await forgetBrokenOff(databaseUrl);
  return withDatabaseEngine(databaseUrl, schemaFile(prismaFolder), async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters });
    return appliedMigrationNames;
  });
}

function readMigration(name: string) {
  const value = readFileSync(join(migrationsFolder, name, 'migration.sql'), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
}
