import { performance } from 'node:perf_hooks';
import { countViolations, verifyDatabase, type Verification } from '../../prisma/queries/invariants.js';
import { stepNames, walkOrder, type OrderRun, type StepName } from './order.js';
import { cpuSecondsOf, rssMbOf } from './processes.js';
import { setScene } from './scene.js';
import { countDatabase, statementsBetween, type StatementCount } from './statements.js';
import { eachAtOnce, openCallers, type BenchTarget } from './target.js';
import { openWatcher } from './watcher.js';
import { openWorkflows, workflowsOf, type Runs, type WorkflowCount, type Workflows } from './workflows.js';

export type BenchOptions = {
  readonly orders: number;
  readonly concurrency: number;
  /** Orders run before counting begins. */
  readonly warmUp: number;
  /** Also waits after each step until Temporal has nothing under way for the order: counts are then the same each time. */
  readonly paced: boolean;
  readonly say?: (text: string) => void;
};

/** What a run measured; counts are per full order. */
export type BenchResult = {
  readonly orders: number;
  readonly concurrency: number;
  readonly seconds: number;
  readonly ordersPerSecond: number;
  readonly orderP50Ms: number;
  readonly orderP99Ms: number;
  readonly submitP50Ms: number;
  readonly submitP99Ms: number;
  readonly eventsPerOrder: number;
  readonly transitionsPerOrder: number;
  readonly workflowsPerOrder: number;
  readonly sqlPerOrder: number;
  readonly writeTransactionsPerOrder: number;
  readonly workerRssMb: number;
  readonly violations: number;
  readonly warmUp: number;
  readonly paced: boolean;
  /** Processor seconds per order by process; empty where the system does not tell. */
  readonly cpuSecondsPerOrder: Readonly<Record<string, number>>;
  /** Answers 429 or 503, after which the same request was sent again. */
  readonly retries: number;
  readonly steps: Readonly<Record<StepName, { readonly p50Ms: number; readonly p99Ms: number }>>;
  readonly statements: readonly { readonly perOrder: number; readonly statement: string }[];
};

export type BenchOutcome = { readonly result: BenchResult; readonly verification: Verification };

/** Completes the orders against the stack and counts what they cost. @throws Error when an order does not get through */
export async function runBench(target: BenchTarget, options: BenchOptions): Promise<BenchOutcome> {
  const say = options.say ?? (() => undefined);
  const callers = openCallers(target);
  const { stack: _, ...others } = target.pids;
  const pids = { ...others, driver: process.pid };
  const [watcher, workflows] = await Promise.all([openWatcher(target.readerUrl), openWorkflows(target)]);
  try {
    say('Customers, products, stock and one quote for each order');
    const run = Date.now().toString(36).toUpperCase();
    const scene = await setScene(callers, options.orders + options.warmUp, run);
    const rest: Workflows['rest'] = options.paced ? workflows.rest : () => Promise.resolve();
    const walk = { callers, watcher, today: scene.today, rest };
    const walkAll = (inputs: typeof scene.orders) =>
      eachAtOnce(inputs, options.concurrency, (input) => walkOrder(walk, input));
    say(`${options.warmUp} orders to warm up`);
    const known = await settleWarmUp(workflows, await walkAll(scene.orders.slice(0, options.warmUp)));
    say(`${options.orders} orders, ${options.concurrency} at once`);
    const before = await countDatabase(target.readerUrl);
    const cpuBefore = cpuSecondsOf(pids);
    const begunMs = performance.now();
    const runs = await walkAll(scene.orders.slice(options.warmUp));
    const seconds = (performance.now() - begunMs) / 1000;
    const named = runs.flatMap(({ number, customer }) => workflowsOf(number, customer));
    const counted = await workflows.count(named, known);
    const after = await countDatabase(target.readerUrl);
    const cpuAfter = cpuSecondsOf(pids);
    const workerRssMb = await rssMbOf(target.pids['worker']);
    say('Verification');
    const verification = await verifyDatabase(target.readerUrl);
    const writes = Number(after.nextTransactionId - before.nextTransactionId);
    const statements = statementsBetween(before, after);
    const cpu = Object.entries(cpuAfter).map(([name, used]) => [name, used - (cpuBefore[name] ?? 0)] as const);
    const figures = { seconds, counted, statements, writes, workerRssMb, cpu, retries: callers.retries() };
    return { result: resultOf(options, runs, figures, countViolations(verification)), verification };
  } finally {
    await Promise.all([watcher.close(), workflows.close()]);
  }
}

/** Waits until nothing of the warm-up is under way any more. @returns all runs there are, not to be counted */
async function settleWarmUp(workflows: Workflows, runs: readonly OrderRun[]): Promise<Runs> {
  const named = runs.flatMap(({ number, customer }) => workflowsOf(number, customer));
  await workflows.count(named, new Map());
  return workflows.runs();
}

type Figures = {
  readonly seconds: number;
  readonly counted: WorkflowCount;
  readonly statements: readonly StatementCount[];
  readonly writes: number;
  readonly workerRssMb: number;
  /** Processor seconds of the run by process. */
  readonly cpu: readonly (readonly [string, number])[];
  readonly retries: number;
};

function resultOf(
  { orders, concurrency, warmUp, paced }: BenchOptions,
  runs: readonly OrderRun[],
  { seconds, counted, statements, writes, workerRssMb, cpu, retries }: Figures,
  violations: number,
): BenchResult {
  const perOrder = (count: number): number => rounded(count / orders, 2);
  const times = (step: StepName | 'order') => runs.map(({ ms }) => ms[step]);
  const steps = stepNames.map((step) => [
    step,
    { p50Ms: percentile(times(step), 50), p99Ms: percentile(times(step), 99) },
  ]);
  return {
    orders,
    concurrency,
    seconds: rounded(seconds, 3),
    ordersPerSecond: rounded(orders / seconds, 2),
    orderP50Ms: percentile(times('order'), 50),
    orderP99Ms: percentile(times('order'), 99),
    submitP50Ms: percentile(times('submit'), 50),
    submitP99Ms: percentile(times('submit'), 99),
    eventsPerOrder: perOrder(counted.events),
    transitionsPerOrder: perOrder(counted.transitions),
    workflowsPerOrder: perOrder(counted.workflows),
    sqlPerOrder: perOrder(statements.reduce((sum, { calls }) => sum + calls, 0)),
    writeTransactionsPerOrder: perOrder(writes),
    workerRssMb,
    violations,
    warmUp,
    paced,
    cpuSecondsPerOrder: Object.fromEntries(cpu.map(([name, used]) => [name, rounded(used / orders, 3)])),
    retries,
    steps: Object.fromEntries(steps) as BenchResult['steps'],
    statements: statements.map(({ statement, calls }) => ({
      perOrder: perOrder(calls),
      statement: statement.replace(/\s+/g, ' ').trim().slice(0, 160),
    })),
  };
}

/** The value that the given share of all does not exceed (nearest rank), to a tenth. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return rounded(sorted[rank - 1] ?? 0, 1);
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
