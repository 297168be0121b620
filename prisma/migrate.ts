import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  migrationNames,
  migrationsFolder,
  noFilters,
  prismaFolder,
  schemaFile,
  withDatabaseEngine,
} from './schema-engine.js';

/**
 * Applies the committed migrations that this database lacks, in order, and writes them down in `_prisma_migrations` as
 * `prisma migrate deploy` would.
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
  return withDatabaseEngine(databaseUrl, schemaFile(prismaFolder), async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters });
    return appliedMigrationNames;
  });
}

function readMigration(name: string) {
  const value = readFileSync(join(migrationsFolder, name, 'migration.sql'), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
}
