import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '../../cli/migrate.js';
import { ensureNamespace } from '../../cli/namespace.js';
import { nodeArguments } from '../../cli/stack/node-process.js';
import { withClient } from '../../cli/stack/postgres.js';
import { childEnvironment } from '../../config/host.js';
import { plainTemporal } from '../../config/temporal.js';
import { migrate } from '../../prisma/migrate.js';
import { auditRole } from '../../prisma/rights.js';
import { migrationNames } from '../../prisma/schema-engine.js';
import { searchAttributeKeys } from '../../workflows/search-attributes.js';
import { asRegistrar, createDatabase, createNamespace, testServers, type TestDatabase } from '../support/stack.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const auditPassword = randomBytes(16).toString('hex');

/** An empty database of the owner's, as deploy/postgres/roles.sh leaves it. */
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  await withClient(database.adminUrl, async (client) => {
    await client.query('DROP SCHEMA public CASCADE');
    await client.query('CREATE SCHEMA public AUTHORIZATION pg_database_owner');
    await client.query('GRANT USAGE ON SCHEMA public TO PUBLIC');
  });
  return database;
}

function asAudit(of: TestDatabase): string {
  const url = new URL(of.url);
  url.username = auditRole;
  url.password = auditPassword;
  return url.href;
}

const refusal = (url: string, sql: string): Promise<string> =>
  withClient(url, (client) => client.query(sql)).then(
    () => 'allowed',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

async function encours(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  const options = { env: childEnvironment(env), cwd: at('.') };
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      nodeArguments(at('cli/main.ts'), ...args),
      options,
    );
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Ran;
    return { code, stdout, stderr };
  }
}

let database: TestDatabase;

beforeAll(async () => {
  database = await emptyDatabase();
  await withClient(database.adminUrl, async (client) => {
    await client.query(`CREATE ROLE ${auditRole} LOGIN PASSWORD '${auditPassword}'`);
  });
});

afterAll(async () => {
  const { adminUrl } = testServers();
  await database.drop();
  await withClient(adminUrl, async (client) => {
    await client.query(`DROP ROLE ${auditRole}`);
  });
});

describe('encours migrate', () => {
  it('brings an empty database up to date once, and repeats without doing anything', async () => {
    expect(await migrateDatabase(database.ownerUrl)).toEqual(migrationNames());
    expect(await migrateDatabase(database.ownerUrl)).toEqual([]);
  });

  it.each([
    ['change the schema', 'CREATE TABLE extra ()', 'permission denied for schema public'],
    ['rewrite the audit', "UPDATE audit_entry SET action = ''", 'permission denied for table audit_entry'],
    ['shorten the audit', 'DELETE FROM audit_entry', 'permission denied for table audit_entry'],
    ['empty a table', 'TRUNCATE payment', 'permission denied for table payment'],
    ['rewrite an invoice', 'UPDATE invoice SET gross = 0', 'permission denied for table invoice'],
    ['make itself an administrator', "UPDATE principal SET role = 'admin'", 'permission denied for table principal'],
    [
      'touch the list of migrations',
      'DELETE FROM _prisma_migrations',
      'permission denied for table _prisma_migrations',
    ],
  ])('leaves the application unable to %s', async (_what, sql, message) => {
    expect(await refusal(database.url, sql)).toBe(message);
  });

  it('lets the application read and write rows and take numbers', async () => {
    expect(await refusal(database.url, "INSERT INTO series (key) VALUES ('XX-2026')")).toBe('allowed');
    expect(await refusal(database.url, "SELECT nextval('order_number')")).toBe('allowed');
  });

  it('lets the registrar say who we are and who may act, and see nothing of the trade', async () => {
    const url = asRegistrar(database.url);
    expect(await refusal(url, "INSERT INTO principal (id, name, role) VALUES ('a', 'A', 'ops')")).toBe('allowed');
    expect(await refusal(url, 'SELECT count(*) FROM invoice')).toBe('permission denied for table invoice');
    expect(await refusal(url, 'DELETE FROM principal')).toBe('permission denied for table principal');
    expect(await refusal(url, 'UPDATE api_key SET hash = hash')).toBe('permission denied for table api_key');
  });

  it('lets audit read all but keys and passwords, and write nothing', async () => {
    expect(await refusal(asAudit(database), 'SELECT count(*) FROM audit_entry')).toBe('allowed');
    expect(await refusal(asAudit(database), 'SELECT hash FROM api_key')).toBe('permission denied for table api_key');
    expect(await refusal(asAudit(database), 'SELECT hash FROM password')).toBe('permission denied for table password');
    expect(await refusal(asAudit(database), 'DELETE FROM payment')).toBe('permission denied for table payment');
  });

  it('looks before it changes anything: payments that a migration cannot tell apart are named, with what to do', async () => {
    const old = await emptyDatabase();
    const names = migrationNames();
    const before = names.slice(0, names.indexOf('0005_references'));
    await migrate(old.ownerUrl, before);
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const insert = `INSERT INTO payment (id, amount, unallocated, currency, date, reference) VALUES
      ('${ids[0]}', 120, 120, 'EUR', '2026-11-20', 'VIR 17'), ('${ids[1]}', 120.5, 120.5, 'EUR', '2026-11-21', 'vir  17'),
      ('${ids[2]}', 1, 1, 'EUR', '2026-11-21', 'VIR 18')`;
    await withClient(old.ownerUrl, (client) => client.query(insert));

    const env = { DATABASE_OWNER_URL: old.ownerUrl };
    const refused = await encours(env, 'migrate');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('nothing was changed');
    expect(refused.stderr).toContain(
      `payment ${ids[0]} of 2026-11-20, reference "VIR 17", 120 EUR; payment ${ids[1]} of 2026-11-21, reference "vir  17", 120.5 EUR (of nobody known)`,
    );
    expect(refused.stderr).toContain('give one of each pair a reference of its own');
    expect(refused.stderr).not.toContain('VIR 18');
    const applied = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1';
    const { rows } = await withClient(old.ownerUrl, (client) => client.query<{ migration_name: string }>(applied));
    expect(rows.map((row) => row.migration_name)).toEqual(before);

    const mend = `UPDATE payment SET reference = reference || ' (2)' WHERE id = '${ids[1]}'`;
    await withClient(old.ownerUrl, (client) => client.query(mend));
    const done = await encours(env, 'migrate');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain('0005_references');
    await old.drop();
  });

  it('begins a migration again that failed or was broken off, which left nothing of itself', async () => {
    const old = await emptyDatabase();
    try {
      const known = migrationNames().filter((name) => name < '0037');
      await migrate(old.ownerUrl, known);
      // An index made by hand bears a name that the next migration gives.
      await withClient(old.ownerUrl, (client) => client.query('CREATE INDEX payment_with_rest_by_id ON payment (id)'));
      await expect(migrateDatabase(old.ownerUrl)).rejects.toThrow(/"payment_with_rest_by_id" already exists/);
      const indexOfTheSame = `SELECT to_regclass('delivery_unproved_by_day') AS made`;
      expect((await withClient(old.ownerUrl, (client) => client.query(indexOfTheSame))).rows).toEqual([{ made: null }]);
      await withClient(old.ownerUrl, (client) => client.query('DROP INDEX payment_with_rest_by_id'));
      expect(await migrateDatabase(old.ownerUrl)).toEqual(migrationNames().filter((name) => !known.includes(name)));
    } finally {
      await old.drop();
    }
  });

  it('names what to set when the owner is not given', async () => {
    const { code, stderr } = await encours({ DATABASE_OWNER_URL: '' }, 'migrate');
    expect(code).toBe(1);
    expect(stderr).toContain('DATABASE_OWNER_URL: set PostgreSQL as the schema');
  });
});

describe('encours company', () => {
  it('writes our identity and policies once, with an audit row for each', async () => {
    const env = { DATABASE_REGISTRAR_URL: asRegistrar(database.url) };
    const first = await encours(env, 'company', at('deploy/company.example.json'));
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('Written: company, policy credit');
    expect((await encours(env, 'company', at('deploy/company.example.json'))).stdout).toBe('Nothing to change.\n');
    const { rows } = await withClient(database.url, (client) =>
      client.query(
        "SELECT action, count(*)::int AS n FROM audit_entry WHERE entity IN ('company', 'policy') GROUP BY 1 ORDER BY 1",
      ),
    );
    expect(rows).toEqual([
      { action: 'company.created', n: 1 },
      { action: 'policy.created', n: 5 },
    ]);
  });
});

describe('encours person', () => {
  const env = (): Record<string, string> => ({ DATABASE_REGISTRAR_URL: asRegistrar(database.url) });

  it('makes the first admin, prints a first password once and keeps only its hash', async () => {
    const made = await encours(env(), 'person', 'create', 'anne.first', '--role', 'admin', '--name', 'Anne First');
    expect(made.stdout).toMatch(/^[\w-]{20}\n$/);
    expect(made.stderr).toContain('has to be changed at the first sign-in');
    expect(made.stderr).toContain('"security":{"event":"person.created","by":"command-line","principal":"anne.first"');
    expect(made.stderr).not.toContain(made.stdout.trim());
    const kept = () =>
      withClient(database.url, (client) =>
        client.query<{ hash: string; must_change: boolean; role: string }>(
          'SELECT hash, must_change, role FROM password JOIN principal ON principal.id = principal_id',
        ),
      );
    const [first] = (await kept()).rows;
    expect(first).toMatchObject({ must_change: true, role: 'admin' });
    expect(first?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const again = await encours(env(), 'person', 'password', 'anne.first');
    expect(again.stdout).toMatch(/^[\w-]{20}\n$/);
    expect((await kept()).rows[0]?.hash).not.toBe(first?.hash);
    const { rows } = await withClient(database.url, (client) =>
      client.query("SELECT action FROM audit_entry WHERE entity_id = 'anne.first' ORDER BY id"),
    );
    expect(rows.map((row: { action: string }) => row.action)).toEqual([
      'principal.created',
      'password.set',
      'password.set',
    ]);
  });

  it('makes nobody twice, and gives nobody unknown a password', async () => {
    const twice = await encours(env(), 'person', 'create', 'anne.first', '--role', 'sales');
    expect([twice.code, twice.stdout]).toEqual([1, '']);
    expect(twice.stderr).toContain('There is somebody of the name anne.first already.');
    const unknown = await encours(env(), 'person', 'password', 'nobody.here');
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    const system = await encours(env(), 'person', 'create', 'encours', '--role', 'admin');
    expect(system.code).toBe(1);
  });
});

describe('encours api-key', () => {
  const env = (): Record<string, string> => ({ DATABASE_REGISTRAR_URL: asRegistrar(database.url) });

  it('makes the first key of an installation, prints it once and keeps only its hash', async () => {
    const made = await encours(env(), 'api-key', 'create', '--role', 'admin', '--principal', 'first.admin');
    expect(made.stdout).toMatch(/^enc_[\w-]{43}\n$/);
    expect(made.stderr).toContain('for first.admin, admin, until ');
    expect(made.stderr).not.toContain(made.stdout.trim());
    expect(made.stderr).toContain('"security":{"event":"key.created","by":"command-line","principal":"first.admin"');
    const { rows } = await withClient(database.url, (client) =>
      client.query('SELECT row_to_json(api_key)::text AS row FROM api_key'),
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(made.stdout.trim());
  });

  it('refuses another role for somebody who is known', async () => {
    const refused = await encours(env(), 'api-key', 'create', '--role', 'sales', '--principal', 'first.admin');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('first.admin is known with the role admin, not sales.');
  });

  it.each(['encours', 'lucie@id.example'])(
    'makes none for %s: a name of Encours itself, or of another house',
    async (principal) => {
      const refused = await encours(env(), 'api-key', 'create', '--role', 'admin', '--principal', principal);
      expect([refused.code, refused.stdout]).toEqual([1, '']);
    },
  );

  it('links principals to one person, whatever the order, and says so', async () => {
    const links = async () => (await encours(env(), 'api-key', 'links')).stdout.trim().split(/\s+/);
    expect((await encours(env(), 'api-key', 'link', 'f3a1@id.example', 'lucie.marchand')).stdout).toBe(
      'f3a1@id.example and lucie.marchand are one person.\n',
    );
    await encours(env(), 'api-key', 'link', 'lucie.marchand', 'lucie');
    expect(await links()).toEqual(['lucie', 'f3a1@id.example', 'lucie', 'lucie.marchand']);
    expect((await encours(env(), 'api-key', 'link', 'lucie', 'f3a1@id.example')).stdout).toContain(
      'one person already',
    );
    await encours(env(), 'api-key', 'unlink', 'f3a1@id.example');
    expect(await links()).toEqual(['lucie', 'lucie.marchand']);
    expect((await encours(env(), 'api-key', 'unlink', 'f3a1@id.example')).stderr).toContain('linked to nobody');
    const { rows } = await withClient(database.url, (client) =>
      client.query("SELECT action, entity_id FROM audit_entry WHERE action LIKE 'principal.%linked' ORDER BY id"),
    );
    expect(rows).toEqual([
      { action: 'principal.linked', entity_id: 'f3a1@id.example' },
      { action: 'principal.linked', entity_id: 'lucie.marchand' },
      { action: 'principal.unlinked', entity_id: 'f3a1@id.example' },
    ]);
  });

  it.each([
    ['nothing is called', 'orders.lst'],
    ['the role may not', 'payments.create'],
    ['stands in no table', 'toString'],
  ])('refuses a key for what %s', async (_what, scope) => {
    const [role, principal] = ['logistics', 'warehouse.gate'];
    const refused = await encours(
      env(),
      'api-key',
      'create',
      '--role',
      role,
      '--principal',
      principal,
      '--scope',
      'orders.list',
      scope,
    );
    expect(refused.code).toBe(1);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toContain(`${scope}: no permission of logistics, who has `);
  });

  it('ends somebody’s session, once, on record', async () => {
    const [id, at] = [randomUUID(), '2026-11-20T08:00:00Z'];
    await withClient(database.ownerUrl, (client) =>
      client.query(`INSERT INTO session (id, principal_id, method, opened_at, last_seen_at, ends_at, address, agent)
        VALUES ('${id}', 'first.admin', 'password', '${at}', now(), now() + interval '1 hour', '10.0.0.7', 'x')`),
    );
    expect((await encours(env(), 'api-key', 'sessions')).stdout).toContain(id);
    const ended = await encours(env(), 'api-key', 'sessions', '--end', id);
    expect([ended.code, ended.stdout]).toEqual([0, `Session ${id} of first.admin is ended.\n`]);
    expect((await encours(env(), 'api-key', 'sessions')).stdout).not.toContain(id);
    for (const other of [id, randomUUID(), 'mine']) {
      const refused = await encours(env(), 'api-key', 'sessions', '--end', other);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`no open session ${other}`)]);
    }
    const audit = `SELECT actor, before, after FROM audit_entry WHERE action = 'session.ended' AND entity_id = '${id}'`;
    const { rows } = await withClient(database.ownerUrl, (client) => client.query<Record<string, unknown>>(audit));
    expect(rows).toMatchObject([
      {
        actor: 'command-line',
        before: { principal: 'first.admin', endedAt: null },
        after: { principal: 'first.admin' },
      },
    ]);
  });

  it('lists keys and revokes one, once', async () => {
    const id = /^\S{36}/.exec((await encours(env(), 'api-key', 'list')).stdout)?.[0] ?? '';
    expect((await encours(env(), 'api-key', 'revoke', id)).stdout).toBe(`Key ${id} is revoked.\n`);
    expect((await encours(env(), 'api-key', 'revoke', id)).stderr).toContain('no key');
    expect((await encours(env(), 'api-key', 'list')).stdout).toContain('revoked');
  });
});

describe('a command that is told no database', () => {
  const nowhere = { DATABASE_URL: '', DATABASE_OWNER_URL: '', DATABASE_REGISTRAR_URL: '', TEMPORAL_ADDRESS: '' };
  let home: string;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'encours-home-'));
    const [owner, registrar] = [database.ownerUrl, asRegistrar(database.url)];
    const stack = { database: database.url, databaseOwner: owner, databaseRegistrar: registrar };
    writeFileSync(join(home, 'stack.json'), JSON.stringify(stack));
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.each([
    [['company', at('deploy/company.example.json')], 'Nothing to change.'],
    [['api-key', 'list'], 'first.admin'],
    [['migrate'], 'The schema is up to date.'],
    [['verify'], 'invariants, '],
  ])('finds that of the stack that runs here: %j', async (args, said) => {
    const { stdout, stderr } = await encours({ ...nowhere, ENCOURS_HOME: home }, ...args);
    // Where it takes long it says how far it is.
    expect(stderr.replaceAll(/^\d+ of \d+ done in .*\n/gm, '')).toBe('');
    expect(stdout).toContain(said);
  });

  it('takes the one of its option before all others', async () => {
    const told = [['company', at('deploy/company.example.json')], ['api-key', 'list'], ['migrate']] as const;
    const set = { DATABASE_REGISTRAR_URL: asRegistrar(database.url), DATABASE_OWNER_URL: database.ownerUrl };
    const env = { ...set, ENCOURS_HOME: home };
    const option = ['--database', 'postgresql://nobody@127.0.0.1:9/none'];
    for (const { code, stderr } of await Promise.all(told.map((args) => encours(env, ...args, ...option)))) {
      expect(code).toBe(1);
      expect(stderr).toContain('127.0.0.1:9');
    }
  });

  it('says how to name one where none runs', async () => {
    const untold = [['verify'], ['migrate'], ['api-key', 'list']] as const;
    const env = { ...nowhere, ENCOURS_HOME: join(home, 'none') };
    for (const { code, stderr } of await Promise.all(untold.map((args) => encours(env, ...args)))) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/DATABASE_(OWNER_|REGISTRAR_)?URL: set PostgreSQL[^]*--database[^]*npm start/);
    }
  });
});

describe('encours namespace', () => {
  const name = `installation-${randomBytes(6).toString('hex')}`;

  it('registers the namespace with 30 days and every search attribute, and repeats without doing anything', async () => {
    const settings = plainTemporal(testServers().temporalAddress, name);
    const first = await ensureNamespace(settings, 30);
    expect(first).toEqual({
      created: true,
      retentionDays: 30,
      addedAttributes: searchAttributeKeys.map((key) => key.name),
    });
    expect(await ensureNamespace(settings, 30)).toEqual({
      created: false,
      retentionDays: 30,
      addedAttributes: [],
    });
  });

  it('raises a retention that is too short and never lowers one', async () => {
    const { temporalAddress: address } = testServers();
    const settings = plainTemporal(address, name);
    expect((await ensureNamespace(settings, 45)).retentionDays).toBe(45);
    expect((await ensureNamespace(settings, 30)).retentionDays).toBe(45);
    const connection = await Connection.connect({ address });
    const { config } = await connection.workflowService.describeNamespace({ namespace: name });
    await connection.close();
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(45 * 86_400);
  });

  it('finds nothing to add in a namespace of the embedded stack: both name the same attributes', async () => {
    const embedded = await createNamespace();
    const settings = plainTemporal(testServers().temporalAddress, embedded);
    expect((await ensureNamespace(settings, 30)).addedAttributes).toEqual([]);
  });

  it('takes no retention below the life of an idempotency key', async () => {
    const { code, stderr } = await encours({}, 'namespace', '--retention-days', '29');
    expect(code).toBe(1);
    expect(stderr).toContain('At least 30 days, the life of an idempotency key.');
  });
});
