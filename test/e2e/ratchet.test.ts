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
/** Of one order: what the API looks up once in a while for all of them, such as who holds a key, falls under the comma. */
const costOf = (counter: Counter): number => Math.floor(outcome.result[counter]);

let stack: TestStack;
let outcome: BenchOutcome;

beforeAll(async () => {
  stack = await openTestStack();
  if (stack.apiKeys === undefined) throw new Error('the stack has no keys');
  // Transaction ids are counted over the whole server: nobody else may take any meanwhile.
  await autovacuum('OFF');
  outcome = await runBench(
    {
      apiUrl: stack.apiUrl,
      apiKeys: stack.apiKeys,
      readerUrl: stack.ownerDatabaseUrl,
      temporal: plainTemporal(stack.temporalAddress, stack.namespace),
      pids: stack.pids(),
    },
    { orders: 8, concurrency: 1, warmUp: 1, paced: true },
  );
});

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
    expect(costOf(counter), statementsText()).toBeLessThanOrEqual(ceilings[counter]);
  });

  it.each(counters)('has a ceiling of %s that is within the limit and not above what it costs', (counter) => {
    expect(ceilings[counter]).toBeLessThanOrEqual(limits[counter]);
    const cost = costOf(counter);
    expect(cost, `lower ${counter} in ceilings.json to ${cost}`).toBeGreaterThan(ceilings[counter] - slack);
  });

  it('takes one workflow for the order and one for each invoice', () => {
    expect(outcome.result.workflowsPerOrder).toBe(3);
  });

  it('leaves books that verify', () => {
    expect(verificationText(outcome.verification)).toMatch(/^\d+ invariants, 0 violations$/);
  });

  it('leaves no order without its workflow and no workflow without its order', async () => {
    const { databaseUrl, temporalAddress, namespace } = stack;
    const found = await reconcile({ databaseUrl, temporal: plainTemporal(temporalAddress, namespace) });
    // Nine orders with two invoices each.
    expect(reconciliationText(found)).toBe('27 orders and invoices, 27 workflows, 0 mismatches');
  });
});

const statementsText = (): string =>
  outcome.result.statements.map(({ perOrder, statement }) => `${perOrder}  ${statement}`).join('\n');
