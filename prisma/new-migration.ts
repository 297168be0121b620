import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  migrationNames,
  migrationsFolder,
  noFilters,
  prismaFolder,
  schemaFile,
  withOfflineEngine,
} from './schema-engine.js';

/**
 * The SQL that leads from the schema of the last committed migration to the schema of today. Neither side asks a
 * database: both are schema texts, `migrations/schema.prisma` being the one that the last migration leads to.
 * @returns SQL; empty when nothing changed.
 */
export async function nextMigrationSql(): Promise<string> {
  const today = schemaFile(prismaFolder);
  const from = { tag: 'schemaDatamodel' as const, files: [schemaFile(migrationsFolder)] };
  const to = { tag: 'schemaDatamodel' as const, files: [today] };
  return withOfflineEngine(today, async (engine) => {
    const difference = await engine.diff({ from, to, script: true, exitCode: false, filters: noFilters });
    const sql = difference.stdout ?? '';
    return /^\s*(--[^\n]*\s*)*$/.test(sql) ? '' : sql;
  });
}

/** Writes `migrations/<number>_<name>` with the SQL, and the schema it leads to. Returns the folder's name. */
async function writeNextMigration(name: string): Promise<string | undefined> {
  const sql = await nextMigrationSql();
  if (sql === '') return undefined;
  const number = String(migrationNames().length + 1).padStart(4, '0');
  const folder = `${number}_${name}`;
  mkdirSync(join(migrationsFolder, folder), { recursive: true });
  writeFileSync(join(migrationsFolder, folder, 'migration.sql'), sql);
  copyFileSync(join(prismaFolder, 'schema.prisma'), join(migrationsFolder, 'schema.prisma'));
  return folder;
}

if (import.meta.filename === process.argv[1]) {
  const name = process.argv[2] ?? '';
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error('Usage: node --import tsx prisma/new-migration.ts name_of_the_change');
  const folder = await writeNextMigration(name);
  console.log(
    folder === undefined ? 'The schema has not changed.' : `prisma/migrations/${folder}: read it before you commit it.`,
  );
}
