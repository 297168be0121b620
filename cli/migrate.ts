import type { Command } from 'commander';
import type pg from 'pg';
import { StackError } from './stack/home.js';
import { appRole, withClient } from './stack/postgres.js';
import { databaseOf } from './target.js';
import { print } from './terminal.js';

/** May read everything but keys: for audits, support and `encours verify`. An installation may do without it. */
export const auditRole = 'encours_audit';

/** `encours migrate`: the database of an installation, brought up to this release. */
export function register(program: Command): void {
  program
    .command('migrate')
    .description("apply the migrations a database lacks, as the schema's owner, and set the other roles' rights")
    .option('--database <url>', 'PostgreSQL, as the owner (usual: DATABASE_OWNER_URL, else the stack that runs here)')
    .action(async (options: { readonly database?: string }) => {
      const applied = await migrateDatabase(databaseOf(options.database, 'DATABASE_OWNER_URL'));
      print(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`);
      print(`${appRole} may read and write rows; ${auditRole} may read them.`);
      // The engine's time limit on its lock, 10 s, is not taken back with the lock and would keep the process.
      process.exit();
    });
}

/**
 * Migrates and sets the rights. Safe to repeat, and while the program runs: rights are only set to what they are.
 * @param ownerUrl PostgreSQL as the schema's owner.
 * @returns names of the migrations just applied.
 * @throws StackError when the application's role is not there.
 */
export async function migrateDatabase(ownerUrl: string): Promise<readonly string[]> {
  const roles = await withClient(ownerUrl, knownRoles);
  if (!roles.includes(appRole))
    throw new StackError(`PostgreSQL has no role ${appRole}: run deploy/postgres/roles.sh as its administrator first.`);
  const { migrate } = await import('../prisma/migrate.js');
  const applied = await migrate(ownerUrl);
  await withClient(ownerUrl, (client) => grantRights(client, roles.includes(auditRole)));
  return applied;
}

async function knownRoles(client: pg.Client): Promise<readonly string[]> {
  const wanted = [appRole, auditRole];
  const { rows } = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
    wanted,
  ]);
  return rows.map(({ rolname }) => rolname);
}

/** The application reads and writes rows, changes no schema, and never alters what the audit says. */
async function grantRights(client: pg.Client, hasAuditRole: boolean): Promise<void> {
  const statements = [
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${appRole}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${appRole}`,
    `REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${appRole}`,
    `REVOKE UPDATE, DELETE ON audit_entry FROM ${appRole}`,
    ...(hasAuditRole
      ? [`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${auditRole}`, `REVOKE SELECT ON api_key FROM ${auditRole}`]
      : []),
  ];
  await client.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'));
}
