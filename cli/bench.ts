import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { idempotencyKeyLifeDays } from '../config/retention.js';
import { inheritedTemporalEnvironment, plainTemporal, readTemporal } from '../config/temporal.js';
import { runShare } from './bench/share.js';
import { runBench, type BenchOptions, type BenchResult } from './bench/run.js';
import type { BenchTarget } from './bench/target.js';
import { generatedIn } from './bench/views/generate.js';
import { runViews, viewsText } from './bench/views/run.js';
import { ensureNamespace } from './namespace.js';
import { openStack, type Stack, type StackOptions } from './stack/stack.js';
import { StackError } from './stack/home.js';
import { connectTemporal } from './temporal.js';
import { verificationText } from './verify.js';
import { print, printError } from './terminal.js';

type Options = {
  readonly orders?: number;
  readonly concurrency: number;
  readonly warmUp: number;
  readonly json?: string;
  readonly server?: string;
  readonly list?: readonly string[];
  readonly paced: boolean;
};

/** `encours bench`: full orders against the real stack, and what each costs. Exit code 1 when a figure does not add up. */
export function register(program: Command): void {
  program
    .command('bench')
    .description('complete full orders on a stack of its own, through the API, and report what they cost')
    .addArgument(
      new Argument(
        '[what]',
        'full orders, what others wait for beside a heavy caller, or every list on a house of a million orders',
      )
        .choices(['orders', 'share', 'views'])
        .default('orders'),
    )
    .option('--orders <n>', 'orders to count (usual: 50), or to be in the house (usual: 1000000)', readCount)
    .option('--concurrency <n>', 'orders under way at once', readCount, 4)
    .option('--warm-up <n>', 'orders before counting begins', readCount, 8)
    .option('--json <file>', 'where the figures go')
    .option('--server <address>', 'another Temporal server, HOST:PORT; PostgreSQL, worker and API stay our own')
    .option(
      '--list <paths...>',
      'of the views, these alone: lists such as /v1/orders, /v1/kpis, beside, first-page, exports',
    )
    .option('--paced', 'wait after each step until Temporal is at rest: exact counts, slower', false)
    .action((what: keyof typeof benches, options: Options) => benches[what](options));
}

function readCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000_000)
    throw new InvalidArgumentError('1 to 10000000, please.');
  return value;
}

const namespacePrefix = 'encours-bench-';
const benchRetentionDays = idempotencyKeyLifeDays;

async function bench(options: Options): Promise<void> {
  const machine = machineFacts();
  const opened = await openBenchStack(options.server);
  try {
    const { result, verification } = await runBench(opened.target, {
      ...options,
      orders: options.orders ?? 50,
      say: printError,
    } satisfies BenchOptions);
    const report = { ...result, server: options.server ?? 'embedded', startedAt: opened.startedAt, machine };
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
    print(resultText(result));
    if (result.violations > 0) {
      print(verificationText(verification));
      process.exitCode = 1;
    }
  } finally {
    await opened.close();
  }
  process.exit();
}

async function benchShare({ server, json }: Options): Promise<void> {
  const machine = machineFacts();
  const opened = await openBenchStack(server);
  try {
    const report = { ...(await runShare(opened.target, printError)), startedAt: opened.startedAt, machine };
    const text = JSON.stringify(report, null, 2);
    if (json !== undefined) writeFileSync(json, `${text}\n`);
    print(text);
    if (report.violations > 0) process.exitCode = 1;
  } finally {
    await opened.close();
  }
  process.exit();
}

async function benchViews({ orders = 1_000_000, list = [], json }: Options): Promise<void> {
  const machine = machineFacts();
  const { plans, ...report } = await runViews(orders, list, printError);
  if (json !== undefined) {
    writeFileSync(
      json,
      `${JSON.stringify({ ...report, generatedInSeconds: generatedIn(orders), machine }, null, 2)}\n`,
    );
    writeFileSync(`${json}.plans.txt`, plans);
  }
  print(viewsText(report));
  if (report.views.some(({ p95Ms, limitMs }) => p95Ms > limitMs)) process.exitCode = 1;
  process.exit();
}

const benches = { orders: bench, share: benchShare, views: benchViews };

const machineFacts = () => ({
  cpus: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  loadAverageBefore: loadavg().map((value) => Number(value.toFixed(2))),
});

type OpenedBench = {
  readonly target: BenchTarget;
  readonly startedAt: string;
  readonly close: () => Promise<void>;
};

const stackOptions = {
  fresh: true,
  timeSkipping: false,
  durable: true,
  seed: true,
  demoKeys: true,
  // The limit on requests guards a shared API; here one driver is everybody.
  // Housekeeping would be counted with the orders.
  env: {
    LOG_LEVEL: 'warn',
    HOUSEKEEPING_AT: 'off',
    MONTH_END_AT: 'off',
    BILLING_AT: 'off',
    API_RATE_LIMIT_PER_MINUTE: '10000000',
  },
  ports: { api: 'any', postgres: 'any', temporal: 'any', temporalUi: 'any', smtp: 'any', inbox: 'any' },
} as const satisfies Partial<StackOptions>;

/** A stack in a temporary home, its data durable as in production; with `server` the workflows run there. */
async function openBenchStack(server: string | undefined): Promise<OpenedBench> {
  const startedAt = new Date().toISOString();
  const homes: string[] = [];
  const home = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'encours-bench-'));
    // As root, PostgreSQL runs as another user, who must get in.
    chmodSync(made, 0o755);
    homes.push(made);
    return made;
  };
  const stacks: Stack[] = [];
  const close = async (): Promise<void> => {
    const [last] = stacks.slice(-1);
    for (const stack of stacks.toReversed()) await stack.close();
    if (server !== undefined && last !== undefined) await forgetNamespace(server, last.namespace);
    for (const made of homes) rmSync(made, { recursive: true, force: true });
  };
  const open = async (options: Partial<StackOptions>): Promise<Stack> => {
    const stack = await openStack({ ...stackOptions, ...options, home: home() });
    stacks.push(stack);
    return stack;
  };
  try {
    printError('A stack of its own starts.');
    const stack = server === undefined ? await open({}) : await openOn(server, open);
    return { target: targetOf(stack, server), startedAt, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** PostgreSQL of our own, API and worker of our own, workflows in a namespace of their own on the server named. */
async function openOn(server: string, open: (options: Partial<StackOptions>) => Promise<Stack>): Promise<Stack> {
  const ground = await open({ processes: [], seed: false, demoKeys: false });
  await ground.stop('temporal');
  const namespace = `${namespacePrefix}${Date.now().toString(36)}`;
  await ensureNamespace(readTemporal(undefined, { address: server, namespace }), benchRetentionDays);
  const { databaseUrl, ownerDatabaseUrl } = ground;
  return open({
    env: { ...stackOptions.env, ...inheritedTemporalEnvironment() },
    servers: { databaseUrl, ownerDatabaseUrl, temporalAddress: server, temporalUiUrl: '', namespace },
  });
}

/** Leaves nothing of ours on a server that is not ours. */
async function forgetNamespace(server: string, namespace: string): Promise<void> {
  if (!namespace.startsWith(namespacePrefix)) return;
  const connection = await connectTemporal(readTemporal(undefined, { address: server, namespace }));
  try {
    await connection.operatorService.deleteNamespace({ namespace });
  } finally {
    await connection.close();
  }
}

function targetOf(stack: Stack, server: string | undefined): BenchTarget {
  if (stack.apiKeys === undefined) throw new StackError('The stack has no keys to call its API with.');
  return {
    apiUrl: stack.apiUrl,
    apiKeys: stack.apiKeys,
    readerUrl: stack.ownerDatabaseUrl,
    temporal: temporalOf(stack, server),
    pids: stack.pids(),
  };
}

const temporalOf = ({ temporalAddress, namespace }: Stack, server: string | undefined) =>
  server === undefined
    ? plainTemporal(temporalAddress, namespace)
    : readTemporal(undefined, { address: server, namespace });

function resultText(result: BenchResult): string {
  const { statements, steps, ...figures } = result;
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  const stepLines = Object.entries(steps).map(
    ([name, { p50Ms, p99Ms }]) => `  ${name.padEnd(width)} ${p50Ms} / ${p99Ms}`,
  );
  return [
    ...Object.entries(figures).map(
      ([name, value]) => `${name.padEnd(width)}  ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    ),
    'steps, p50 / p99 ms:',
    ...stepLines,
    'statements per order:',
    ...statements.slice(0, 25).map(({ perOrder, statement }) => `  ${String(perOrder).padStart(6)}  ${statement}`),
  ].join('\n');
}
