import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { idempotencyKeyLifeDays } from '../../config/retention.js';
import { StackError, type Home } from './home.js';
import { probeUntil, textOf, type ServiceSpec } from './processes.js';

/** The typed search attributes of the workflows, inside SQL visibility's budget: 10 Keyword, 3 of each other type. */
export const searchAttributes: Readonly<Record<string, 'Keyword' | 'Datetime' | 'Double' | 'Bool'>> = {
  OrderStage: 'Keyword',
  CustomerNumber: 'Keyword',
  HoldReason: 'Keyword',
  DunningLevel: 'Keyword',
  Currency: 'Keyword',
  OrderOrigin: 'Keyword',
  Salesperson: 'Keyword',
  NeedsAttention: 'Keyword',
  NextActionAt: 'Datetime',
  DueDate: 'Datetime',
  OpenAmount: 'Double',
  HasBackorder: 'Bool',
};

/** Closed workflows stay readable, and their ids refused, at least as long as an idempotency key lives. */
const retention = `${idempotencyKeyLifeDays * 24}h`;

export type TemporalOptions = {
  readonly home: Home;
  readonly binary: string;
  readonly port: number;
  readonly uiPort: number;
  /** Lets single workflows skip time. For stacks of their own only: the demo's and the tests'. */
  readonly timeSkipping: boolean;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * The development server on a SQLite file. Without the two pragmas it is 3.7 times slower (measured, one order of 64
 * events, 2 cores).
 */
export function temporalService(options: TemporalOptions): ServiceSpec {
  mkdirSync(options.home.temporal, { recursive: true });
  const storage = ['--db-filename', join(options.home.temporal, 'temporal.db')];
  const pragmas = ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];
  const network = ['--ip', '127.0.0.1', '--port', String(options.port), '--ui-port', String(options.uiPort)];
  const attributes = Object.entries(searchAttributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  const skipping = ['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'];
  const quiet = ['--ui-disable-news-fetch', '--log-level', 'warn'];
  const args = ['server', 'start-dev', ...storage, ...pragmas, ...network, ...attributes, ...quiet];
  const env = { GOMAXPROCS: String(Math.min(4, cpus().length)), ...options.env };
  return {
    name: 'temporal',
    launch: () => ({
      command: options.binary,
      args: options.timeSkipping ? [...args, ...skipping] : args,
      env,
      cwd: options.home.dir,
      ipc: false,
    }),
    ready: async (_child, exited) => {
      await probeUntil(() => serves(options.binary, addressOf(options.port)), exited, 100);
      if (!exited.aborted) await prepareNamespace(options.binary, addressOf(options.port), 'default');
    },
    readyTimeoutMs: 120_000,
    graceMs: 8000,
    firstAttempts: 2,
  };
}

export const addressOf = (port: number): string => `127.0.0.1:${port}`;

async function temporal(binary: string, address: string, args: readonly string[], timeoutMs = 60_000): Promise<string> {
  const alone = ['--address', address, '--disable-config-file', '--disable-config-env'];
  const { stdout } = await promisify(execFile)(binary, [...args, ...alone], { timeout: timeoutMs });
  return stdout;
}

async function serves(binary: string, address: string): Promise<boolean> {
  try {
    return (await temporal(binary, address, ['operator', 'cluster', 'health'], 15_000)).includes('SERVING');
  } catch {
    return false;
  }
}

/**
 * Gives a namespace its retention and search attributes, and waits until a query may use them. The server registers
 * them at start for a new namespace only, so an older data file gets what it lacks here.
 * @throws StackError when they do not become usable.
 */
export async function prepareNamespace(binary: string, address: string, namespace: string): Promise<void> {
  await temporal(binary, address, [
    'operator',
    'namespace',
    'update',
    '--namespace',
    namespace,
    '--retention',
    retention,
  ]);
  const missing = await missingAttributes(binary, address, namespace);
  if (missing.length > 0) {
    const options = missing.flatMap((name) => ['--name', name, '--type', searchAttributes[name] ?? 'Keyword']);
    await temporal(binary, address, ['operator', 'search-attribute', 'create', '--namespace', namespace, ...options]);
  }
  await waitUntilQueryable(binary, address, namespace);
}

async function missingAttributes(binary: string, address: string, namespace: string): Promise<string[]> {
  const listed = await temporal(binary, address, ['operator', 'search-attribute', 'list', '--namespace', namespace]);
  const known = new Set(listed.split('\n').map((line) => line.trim().split(/\s+/)[0]));
  return Object.keys(searchAttributes).filter((name) => !known.has(name));
}

async function waitUntilQueryable(binary: string, address: string, namespace: string): Promise<void> {
  const query = Object.keys(searchAttributes)
    .map((name) => `${name} IS NOT NULL`)
    .join(' OR ');
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await temporal(binary, address, ['workflow', 'count', '--namespace', namespace, '--query', query]);
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new StackError(`Temporal's search attributes did not become usable: ${textOf(error)}`);
    }
  }
}

/** Makes a namespace like the default one, ready for use: each test file gets its own, so that ids never meet. */
export async function createNamespace(binary: string, address: string, namespace: string): Promise<void> {
  await temporal(binary, address, [
    'operator',
    'namespace',
    'create',
    '--namespace',
    namespace,
    '--retention',
    retention,
  ]);
  await prepareNamespace(binary, address, namespace);
}
