import { execFile, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { appRole, grantRights, registrarRole } from '../../prisma/rights.js';
import { StackError, type Home, type Secrets } from './home.js';
import { commandLineOf } from './identity.js';
import type { PostgresPlace } from './postgres-binaries.js';
import { probeUntil, textOf, type ServiceSpec } from './processes.js';

export const databaseName = 'encours';
/** Owns the schema and migrates it. */
export const ownerRole = 'encours_owner';

export type PostgresUrls = {
  /** The application's role. */
  readonly app: string;
  /** The schema's owner. */
  readonly owner: string;
  /** Who writes company, policies, people and keys. */
  readonly registrar: string;
  /** The superuser, on the same database. */
  readonly admin: string;
};

export function postgresUrls(port: number, secrets: Secrets, database: string = databaseName): PostgresUrls {
  const url = (role: string, password: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    app: url(appRole, secrets.appPassword),
    owner: url(ownerRole, secrets.ownerPassword),
    registrar: url(registrarRole, secrets.registrarPassword),
    admin: url('postgres', secrets.postgresPassword),
  };
}

/** Makes the cluster when there is none. Returns true when it made one. A cluster cut short by a kill is made again. */
export async function initialiseCluster(place: PostgresPlace, secrets: Secrets, durable: boolean): Promise<boolean> {
  const data = join(place.folder, 'data');
  if (existsSync(data)) {
    refuseOtherVersion(place, data);
    return false;
  }
  const draft = join(place.folder, 'data.new');
  const passwordFile = join(place.folder, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, secrets.postgresPassword, { mode: 0o600 });
  if (place.user !== undefined) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    await runInitdb(place, ['--pgdata', draft, '--pwfile', passwordFile, ...(durable ? [] : ['--no-sync'])]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, data);
  return true;
}

/** The builtin C.UTF-8 locale sorts the same on every machine, whatever the machine's own locales. */
async function runInitdb(place: PostgresPlace, options: readonly string[]): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = [...options, '--username=postgres', '--auth=scram-sha-256', ...locale];
  try {
    await promisify(execFile)(join(place.programs, 'bin', 'initdb'), args, { cwd: place.folder, ...runAs(place) });
  } catch (error) {
    throw new StackError(`initdb failed in ${place.folder}: ${textOf(error)}`);
  }
}

function refuseOtherVersion(place: PostgresPlace, data: string): void {
  const have = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const version = spawnSync(join(place.programs, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' }).stdout;
  const need = /(\d+)\./.exec(version)?.[1];
  if (need !== undefined && need !== have)
    throw new StackError(`${data} was made by PostgreSQL ${have}; this is ${need}. Begin anew with --fresh.`);
}

const runAs = (place: PostgresPlace): { uid?: number; gid?: number } =>
  place.user === undefined ? {} : { uid: place.user.uid, gid: place.user.gid };

export type PostgresOptions = {
  readonly home: Home;
  readonly place: PostgresPlace;
  readonly secrets: Secrets;
  readonly port: number;
  /** False for data that ends with the run: then nothing waits for the disk. */
  readonly durable: boolean;
  readonly env: Readonly<Record<string, string>>;
};

/** 200 connections: API and worker pools of the benchmark and the tests' pools side by side. */
function serverSettings(options: PostgresOptions): Readonly<Record<string, string>> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track': 'top',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    io_method: 'sync',
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    ...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
}

export function postgresService(options: PostgresOptions): ServiceSpec {
  const { place } = options;
  const data = join(place.folder, 'data');
  const settings = Object.entries(serverSettings(options)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = postgresUrls(options.port, options.secrets, 'postgres').admin;
  return {
    name: 'postgres',
    launch: () => {
      dropForeignPidFile(data);
      const command = join(place.programs, 'bin', 'postgres');
      return {
        command,
        args: ['-D', data, ...settings],
        env: options.env,
        cwd: place.folder,
        ipc: false,
        ...runAs(place),
      };
    },
    ready: (_child, exited) => probeUntil(() => answers(url), exited),
    readyTimeoutMs: 120_000,
    graceMs: 10_000,
    // After a kill -9 the old sessions hold the shared memory until they have noticed.
    firstAttempts: 8,
  };
}

/** PostgreSQL refuses to start while the pid of its last run lives, even when that pid is another program's by now. */
function dropForeignPidFile(data: string): void {
  const path = join(data, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
  if (!(pid > 0) || commandLineOf(pid)?.includes(data) !== true) rmSync(path, { force: true });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs `work` with a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the three roles and gives them this home's passwords. `admin` is a superuser's URL on any database. */
export async function ensureRoles(admin: string, secrets: Secrets): Promise<void> {
  await withClient(admin, async (client) => {
    await ensureRole(client, ownerRole, secrets.ownerPassword);
    await ensureRole(client, appRole, secrets.appPassword);
    await ensureRole(client, registrarRole, secrets.registrarPassword);
    await client.query(`GRANT pg_monitor TO ${ownerRole}`);
    // As deploy/postgres/roles.sh: seals on the audit leave out what is younger than ten minutes.
    for (const role of [appRole, registrarRole])
      await client.query(`ALTER ROLE ${role} SET transaction_timeout = '5min'`);
  });
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${password}'`);
}

/**
 * Makes a database that the owner may migrate. What the other roles may is set after the migrations.
 * @param admin superuser's URL on the database `postgres`.
 */
export async function ensureDatabase(admin: string, database: string): Promise<void> {
  await withClient(admin, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${database}" OWNER ${ownerRole}`);
  });
  const url = new URL(admin);
  url.pathname = `/${database}`;
  await withClient(url.href, async (client) => {
    // Version 0.2.0 gave the application every right on tables to come.
    const revoke = `ALTER DEFAULT PRIVILEGES FOR ROLE ${ownerRole} IN SCHEMA public REVOKE ALL`;
    await client.query(`${revoke} ON TABLES FROM ${appRole}`);
    await client.query(`${revoke} ON SEQUENCES FROM ${appRole}`);
  });
}

/**
 * The last touches after migrating: the rights of each role, and the statement counters, which the migration engine would
 * take for a schema that is not empty.
 * @param admin superuser's URL on that database.
 */
export async function finishDatabase(admin: string): Promise<void> {
  await withClient(admin, async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await client.query(`GRANT EXECUTE ON FUNCTION pg_stat_statements_reset TO ${ownerRole}`);
    await grantRights(client, [appRole, registrarRole]);
  });
}
