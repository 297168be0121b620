import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconcile, reconciliationText, type Reconciliation } from '../../cli/reconcile.js';
import { withClient } from '../../cli/stack/postgres.js';
import { plainTemporal } from '../../config/temporal.js';
import { createDatabase, createNamespace, testServers, type TestDatabase } from '../support/stack.js';

let database: TestDatabase;
let namespace: string;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  [database, namespace] = await Promise.all([createDatabase({ seeded: true }), createNamespace()]);
  connection = await Connection.connect({ address: testServers().temporalAddress });
  client = new Client({ connection, namespace });
});

afterAll(async () => {
  await connection.close();
  await database.drop();
});

const compare = (graceMs = 0): Promise<Reconciliation> =>
  reconcile({ databaseUrl: database.url, temporal: plainTemporal(testServers().temporalAddress, namespace) }, graceMs);

/** No worker looks after this namespace: what starts here stays as it is. */
const begin = (workflowId: string) => client.workflow.start('order', { workflowId, taskQueue: 'nobody', args: [] });

const enter = (number: string, stage: string): Promise<void> =>
  withClient(database.ownerUrl, async (owner) => {
    await owner.query(
      `INSERT INTO sales_order (number, customer_number, origin, currency, payment_terms, parties, vat_regime, tax_country, freight, net, vat, gross,
         stage, entered_by, received_on, received_at)
       SELECT $1, min(number), 'phone', 'EUR', '{}', '{}', 'domestic', 'FR', 0, 0, 0, 0, $2, 'laura.callahan', '2026-03-02', '2026-03-02T09:00:00Z'
       FROM customer`,
      [number, stage],
    );
  });

/** The server's list follows a moment after what happened. */
async function listed(workflowId: string, status: string): Promise<void> {
  for (;;) {
    for await (const found of client.workflow.list())
      if (found.workflowId === workflowId && found.status.name === status) return;
    await pause(50);
  }
}

describe('reconcile', () => {
  it('misses the workflow of an open order, not that of one that is closed', async () => {
    await enter('SO-2026-000001', 'accepted');
    await enter('SO-2026-000002', 'settled');
    const found = await compare();
    expect(found.mismatches).toMatchObject([
      { kind: 'row-without-workflow', workflowId: 'order:SO-2026-000001', status: 'not there' },
    ]);
    expect(reconciliationText(found)).toMatch(/2 orders, accounts and complaints, 0 workflows, 1 mismatches$/);
  });

  it('is content once the workflow runs, and not when somebody terminated it', async () => {
    const handle = await begin('order:SO-2026-000001');
    expect((await compare()).mismatches).toEqual([]);
    await handle.terminate('the test ends it');
    await listed('order:SO-2026-000001', 'TERMINATED');
    const found = await compare();
    expect(found.mismatches).toMatchObject([
      { kind: 'row-without-workflow', workflowId: 'order:SO-2026-000001', status: 'TERMINATED' },
    ]);
    expect(reconciliationText(found)).toContain('(TERMINATED); --repair resets it to its last good point');
  });

  it('finds a workflow without its order, unless it has only just begun', async () => {
    await begin('order:SO-2026-000009');
    await listed('order:SO-2026-000009', 'RUNNING');
    const stray = { kind: 'workflow-without-row', workflowId: 'order:SO-2026-000009', status: 'RUNNING' };
    expect((await compare()).mismatches).toContainEqual(stray);
    expect((await compare(60_000)).mismatches).not.toContainEqual(stray);
  });
});
