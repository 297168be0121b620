import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBench, type BenchOutcome } from '../../cli/bench/run.js';
import { reconcile, reconciliationText } from '../../cli/reconcile.js';
import { withClient } from '../../cli/stack/postgres.js';
import { verificationText } from '../../cli/verify.js';
import { plainTemporal } from '../../config/temporal.js';
import { openTestStack, type TestStack } from '../support/stack.js';

type Counter = 'eventsPerOrder' | 'transitionsPerOrder' | 'sqlPerOrder' | 'writeTransactionsPerOrder';

/** What a full order may cost at most (issue of the foundation); the ceilings fall below from release to release. */
const limits: Readonly<Record<Counter, number>> = {
  eventsPerOrder: 120,
  transitionsPerOrder: 55,
  sqlPerOrder: 120,
  writeTransactionsPerOrder: 30,
};
const counters = Object.keys(limits) as readonly Counter[];
const ceilingsFile = new URL('ceilings.json', import.meta.url);
const ceilings = JSON.parse(readFileSync(ceilingsFile, 'utf8')) as Readonly<Record<Counter, number>>;
/** Room for a workflow task that happens to serve two events, not for a step more. */
const slack = 2;

const ROUNDS = 4;
const ORDERS_A_ROUND = 4;
/** One order runs before each round, to fill what is kept in memory. */
const ORDERS = ROUNDS * (1 + ORDERS_A_ROUND);

let stack: TestStack;
let rounds: readonly BenchOutcome[];

/**
 * What one order of a round cost. What the API looks up once in a while for all orders, such as who holds a key, falls
 * under the comma: of each statement by itself, since a slow round has more of them.
 */
const costOf = ({ result }: BenchOutcome, counter: Counter): number =>
  counter === 'sqlPerOrder'
    ? result.statements.reduce((sum, { perOrder }) => sum + Math.floor(perOrder), 0)
    : Math.floor(result[counter]);

/**
 * A machine short of processor adds to some rounds (a workflow task given out twice, a step tried again) and takes from
 * others (a task that serves two events), while what the code costs is in all of them: too dear is what no round did for
 * less, and a ceiling too high is one that no round came near.
 */
const costsOf = (counter: Counter): readonly number[] => rounds.map((round) => costOf(round, counter));

beforeAll(async () => {
  stack = await openTestStack();
  if (stack.apiKeys === undefined) throw new Error('the stack has no keys');
  // Transaction ids are counted over the whole server: nobody else may take any meanwhile.
  await autovacuum('OFF');
  const target = {
    apiUrl: stack.apiUrl,
    apiKeys: stack.apiKeys,
    readerUrl: stack.ownerDatabaseUrl,
    temporal: plainTemporal(stack.temporalAddress, stack.namespace),
    pids: stack.pids(),
  };
  const run = () => runBench(target, { orders: ORDERS_A_ROUND, concurrency: 1, warmUp: 1, paced: true });
  const outcomes: BenchOutcome[] = [];
  while (outcomes.length < ROUNDS) outcomes.push(await run());
  rounds = outcomes;
}, 900_000);

afterAll(async () => {
  await autovacuum('DEFAULT');
  await stack.close();
});

const autovacuum = (value: 'OFF' | 'DEFAULT'): Promise<void> =>
  withClient(stack.adminDatabaseUrl, async (client) => {
    await client.query(`ALTER SYSTEM SET autovacuum TO ${value}`);
    await client.query('SELECT pg_reload_conf()');
  });

describe('a full order, each step finished before the next begins', () => {
  it.each(counters)('costs no more %s than the last release', (counter) => {
    expect(Math.min(...costsOf(counter)), statementsText()).toBeLessThanOrEqual(ceilings[counter]);
  });

  it.each(counters)('has a ceiling of %s that is within the limit and not above what it costs', (counter) => {
    expect(ceilings[counter]).toBeLessThanOrEqual(limits[counter]);
    const cost = Math.max(...costsOf(counter));
    expect(cost, `lower ${counter} in ceilings.json to ${cost}`).toBeGreaterThan(ceilings[counter] - slack);
  });

  it('takes one workflow for the order and one for the account of its customer', () => {
    expect(rounds.map(({ result }) => result.workflowsPerOrder)).toEqual(rounds.map(() => 2));
  });

  it('leaves books that verify', () => {
    for (const { verification } of rounds)
      expect(verificationText(verification)).toMatch(/^\d+ invariants, 0 violations$/);
  });

  it('leaves no order without its workflow and no workflow without its order', async () => {
    const { databaseUrl, temporalAddress, namespace } = stack;
    const found = await reconcile({ databaseUrl, temporal: plainTemporal(temporalAddress, namespace) });
    // Each order has a customer of its own here.
    expect(reconciliationText(found)).toBe(
      `${2 * ORDERS} orders, accounts and complaints, ${2 * ORDERS} workflows, 0 mismatches`,
    );
  });
});

const statementsText = (): string =>
  rounds
    .map(({ result }) => result.statements.map(({ perOrder, statement }) => `${perOrder}  ${statement}`).join('\n'))
    .join('\n\n');
