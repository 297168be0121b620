import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { identify, isAlive, type ProcessIdentity } from '../../cli/stack/identity.js';
import { nodeArguments } from '../../cli/stack/node-process.js';
import { withClient } from '../../cli/stack/postgres.js';
import { searchAttributes } from '../../cli/stack/temporal.js';
import { testServers } from '../support/stack.js';

type StackJson = {
  readonly api: string;
  readonly temporalAddress: string;
  readonly inbox: string;
  readonly database: string;
  readonly databaseOwner: string;
  readonly pids: Readonly<Record<string, number>>;
};

type Outcome = { readonly code: number | null; readonly output: string };

const home = mkdtempSync(join(tmpdir(), 'encours-cli-'));
chmodSync(home, 0o755);
const started: ChildProcess[] = [];

afterAll(async () => {
  for (const child of started) child.kill('SIGINT');
  for (const child of started)
    await until('a stack to end', () => child.exitCode !== null || child.signalCode !== null, 30_000);
  rmSync(home, { recursive: true, force: true });
});

function launch(...args: readonly string[]): { readonly child: ChildProcess; readonly output: () => string } {
  const program = fileURLToPath(new URL('programs/run-stack.ts', import.meta.url));
  const child = spawn(process.execPath, nodeArguments(program, '--home', home, ...args), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

async function startStack(
  ...args: readonly string[]
): Promise<{ readonly child: ChildProcess; readonly output: () => string }> {
  const run = launch(...args);
  const isReady = (): boolean => {
    if (run.child.exitCode !== null) throw new Error(run.output());
    return run.output().includes('"kind":"ready"');
  };
  await until('the stack to be ready', isReady, 240_000);
  return run;
}

async function outcomeOf(...args: readonly string[]): Promise<Outcome> {
  const { child, output } = launch(...args);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output: output() };
}

const lookMs = 50;

/** The limit is counted in looks: on a busy machine each takes longer, as does what is waited for. */
async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  for (let looks = limitMs / lookMs; !(await holds()); looks -= 1) {
    if (looks <= 0) throw new Error(`Looked for ${limitMs / 1000} s for ${what}.`);
    await sleep(lookMs);
  }
}

const stackJson = (): StackJson => JSON.parse(readFileSync(join(home, 'stack.json'), 'utf8')) as StackJson;

const identities = (): ProcessIdentity[] => Object.values(stackJson().pids).flatMap((pid) => identify(pid) ?? []);

const temporal = (...args: readonly string[]): string =>
  execFileSync(testServers().temporalBinary, [...args, '--address', stackJson().temporalAddress], { encoding: 'utf8' });

/** What a stage of the start said of itself. */
const detailOf = (output: string, stage: string): string | undefined =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { readonly kind: string; readonly name?: string; readonly detail?: string })
    .find(({ kind, name }) => kind === 'stage' && name === stage)?.detail;

const rowsOf = (url: string, sql: string): Promise<Record<string, unknown>[]> =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

/** Something in PostgreSQL and something in Temporal, to be found again. */
async function leaveTraces(): Promise<void> {
  await withClient(stackJson().databaseOwner, async (client) => {
    await client.query('CREATE TABLE trace (note text)');
    await client.query("INSERT INTO trace VALUES ('still here')");
  });
  temporal('workflow', 'start', '--type', 'trace', '--task-queue', 'nobody', '--workflow-id', 'trace');
}

async function expectTraces(): Promise<void> {
  expect(await rowsOf(stackJson().databaseOwner, 'SELECT note FROM trace')).toEqual([{ note: 'still here' }]);
  const described = temporal('workflow', 'describe', '--workflow-id', 'trace', '--output', 'json');
  expect(described).toContain('WORKFLOW_EXECUTION_STATUS_RUNNING');
}

describe('the embedded stack', () => {
  it('starts everything and writes down where it is, for its owner only', async () => {
    await startStack();
    const { api, inbox, pids } = stackJson();
    expect(await answers(`${api}/readyz`)).toBe(true);
    expect(await answers(inbox)).toBe(true);
    expect(Object.keys(pids).toSorted()).toEqual(['api', 'guard', 'inbox', 'postgres', 'stack', 'temporal', 'worker']);
    expect(identities()).toHaveLength(7);
    for (const file of ['stack.json', 'secrets.json', 'processes.json'])
      expect(statSync(join(home, file)).mode & 0o777, file).toBe(0o600);
    await leaveTraces();
  });

  it('tells API and worker where the rest is', async () => {
    const { api, database, temporalAddress } = stackJson();
    const env = (await (await fetch(api)).json()) as Record<string, string>;
    expect(env).toMatchObject({
      ENCOURS_MODE: 'embedded',
      DATABASE_URL: database,
      TEMPORAL_ADDRESS: temporalAddress,
      API_PUBLIC_URL: api,
    });
    expect(env['SMTP_URL']).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
  });

  it('gives the application a role that writes rows, changes no schema, and is counted by itself', async () => {
    const { database, databaseOwner } = stackJson();
    const role = 'SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user';
    expect(await rowsOf(database, role)).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
    await expect(rowsOf(database, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
    await expect(rowsOf(database, 'DELETE FROM _prisma_migrations')).rejects.toThrow('permission denied');
    await rowsOf(database, 'SELECT count(*) FROM customer');
    const counted = `SELECT DISTINCT r.rolname FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
      WHERE s.query = 'SELECT count(*) FROM customer'`;
    expect(await rowsOf(databaseOwner, counted)).toEqual([{ rolname: 'encours_app' }]);
    expect(await rowsOf(database, 'SHOW max_connections')).toEqual([{ max_connections: '200' }]);
  });

  it('keeps closed workflows 30 days and knows every search attribute', () => {
    expect(temporal('operator', 'namespace', 'describe', '--namespace', 'default')).toMatch(/Retention\S*\s+720h/);
    const listed = temporal('operator', 'search-attribute', 'list').replaceAll(/ +/g, ' ');
    for (const [name, type] of Object.entries(searchAttributes)) expect(listed).toContain(`${name} ${type}`);
  });

  it('refuses a data folder in use and names the process that has it', async () => {
    const { code, output } = await outcomeOf();
    expect(code).not.toBe(0);
    expect(output).toContain(`is in use by process ${stackJson().pids['stack']}`);
    expect(await answers(`${stackJson().api}/readyz`)).toBe(true);
  });

  it.each(['worker', 'api', 'inbox', 'temporal', 'postgres', 'guard'])(
    'brings %s back after kill -9, with its data',
    async (name) => {
      const before = stackJson().pids[name] ?? 0;
      process.kill(before, 'SIGKILL');
      const isBack = (): boolean => {
        const now = stackJson().pids[name];
        return now !== undefined && now !== before && identify(now) !== undefined;
      };
      await until(`${name} to be back`, isBack);
      await until(
        'the API and the inbox',
        async () => (await answers(stackJson().api)) && (await answers(stackJson().inbox)),
      );
      await until('PostgreSQL and Temporal', () =>
        expectTraces().then(
          () => true,
          () => false,
        ),
      );
    },
  );

  it('stops everything within 10 s when its parent is killed, and comes back onto its data, with nothing built anew', async () => {
    const all = identities();
    expect(all).toHaveLength(7);
    process.kill(stackJson().pids['stack'] ?? 0, 'SIGKILL');
    await until('every process to end', () => !all.some(isAlive), 10_000);
    expect(existsSync(join(home, 'stack.json'))).toBe(false);
    const { output } = await startStack();
    for (const name of ['Prisma client', 'database', 'console'])
      expect([name, detailOf(output(), name)]).toEqual([name, expect.stringContaining('up to date')]);
    await expectTraces();
  });

  it('stops what was left when parent and guard were both killed', async () => {
    const all = identities();
    const { guard = 0, stack = 0 } = stackJson().pids;
    process.kill(guard, 'SIGSTOP');
    for (const pid of [stack, guard]) process.kill(pid, 'SIGKILL');
    await until('the parent to end', () => all.filter(isAlive).length === 5);
    const { output } = await startStack();
    expect(output()).toContain('Stopped 5 processes that an earlier start had left.');
    expect(all.some(isAlive)).toBe(false);
    await expectTraces();
  });

  it('stops everything at one Ctrl-C and gives the folder back', async () => {
    const all = identities();
    process.kill(stackJson().pids['stack'] ?? 0, 'SIGINT');
    await until('every process to end', () => !all.some(isAlive), 20_000);
    for (const file of ['stack.json', 'processes.json', 'lock.json'])
      await until(`${file} to go`, () => !existsSync(join(home, file)), 5000);
  });

  it('refuses an asked-for port that is taken and says which option it was', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, output } = await outcomeOf('--port', String(port));
    blocker.close();
    expect(code).not.toBe(0);
    expect(output).toContain(`Port ${port} (--port, for the API and its pages) is taken`);
    expect(existsSync(join(home, 'lock.json'))).toBe(false);
  });
});
