import type { Command } from 'commander';
import type pg from 'pg';
import { StackError } from './stack/home.js';
import { obstaclesIn } from '../prisma/obstacles.js';
import { appRole, auditRole, grantRights, registrarRole } from '../prisma/rights.js';
import { withClient } from './stack/postgres.js';
import { databaseOf } from './target.js';
import { print } from './terminal.js';

/** `encours migrate`: the database of an installation, brought up to this release. */
export function register(program: Command): void {
  program
    .command('migrate')
    .description("apply the migrations a database lacks, as the schema's owner, and set the other roles' rights")
    .option('--database <url>', 'PostgreSQL, as the owner (usual: DATABASE_OWNER_URL, else the stack that runs here)')
    .action(async (options: { readonly database?: string }) => {
      const applied = await migrateDatabase(databaseOf(options.database, 'DATABASE_OWNER_URL'));
      print(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`);
      print(`${appRole}, ${registrarRole} and ${auditRole} may do what docs/PRODUCTION.md says, and no more.`);
      // The engine's time limit on its lock, 10 s, is not taken back with the lock and would keep the process.
      process.exit();
    });
}

/**
 * Migrates and sets the rights. Safe to repeat, and while the program runs: rights are only set to what they are.
 * @param ownerUrl PostgreSQL as the schema's owner.
 * @returns names of the migrations just applied.
 * @throws StackError when a role that the program needs is not there, or rows stand in the way, which it names.
 */
export async function migrateDatabase(ownerUrl: string): Promise<readonly string[]> {
  const roles = await withClient(ownerUrl, knownRoles);
  const missing = [appRole, registrarRole].filter((role) => !roles.includes(role));
  if (missing.length > 0)
    throw new StackError(
      `PostgreSQL has no role ${missing.join(' and ')}: run deploy/postgres/roles.sh as its administrator first.`,
    );
  const obstacles = await withClient(ownerUrl, obstaclesIn);
  if (obstacles.length > 0)
    throw new StackError(`The rows of this database stand in the way; nothing was changed.\n${obstacles.join('\n')}`);
  const { migrate } = await import('../prisma/migrate.js');
  const applied = await migrate(ownerUrl);
  await withClient(ownerUrl, (client) => grantRights(client, roles));
  return applied;
}

async function knownRoles(client: pg.Client): Promise<readonly string[]> {
  const wanted = [appRole, registrarRole, auditRole];
  const { rows } = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
    wanted,
  ]);
  return rows.map(({ rolname }) => rolname);
}
