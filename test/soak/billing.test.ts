import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities } from '../../activities/index.js';
import { noPlatform } from '../../activities/platform/port.js';
import type { BillingInput, BillingResult } from '../../contracts/process.js';
import { createPrisma } from '../../prisma/client.js';
import { postgresDocumentStore } from '../../prisma/document-store.js';
import { loadOrderContext } from '../../prisma/queries/order-context.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { BILLING_WORKFLOW, ORDER_TASK_QUEUE } from '../../workflows/ids.js';
import { inParallel, listProduct, openSite, until, type Site } from '../support/faults.js';
import { draftOrder, openAccount, writtenDown, type House } from '../support/house.js';
import { accept, deliveryInput } from '../support/paperwork.js';

/** 500 customers with ten orders each, in two deliveries. */
const CUSTOMERS = 500;
const ORDERS = 10;
const DELIVERIES = CUSTOMERS * ORDERS * 2;
const PATIENCE_MS = 3_600_000;
const MAILS_LEFT_MS = 900_000;

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await listProduct(site, 'TEA', '1000000');
});
afterAll(() => site.close());

/** The house's own steps beside its processes: what is delivered stands as if its orders had been walked. */
async function deliverAll(): Promise<void> {
  const prisma = createPrisma(site.stack.adminDatabaseUrl ?? '', { poolSize: 6, connectTimeoutMs: 60_000 });
  const { policies, today } = await loadOrderContext(prisma, { customer: '', products: [] });
  let orders = 0;
  const house = {
    prisma,
    policies,
    today,
    activities: createActivities({
      prisma,
      databaseUrl: site.stack.databaseUrl,
      documents: postgresDocumentStore(prisma),
      mail: { deliver: () => Promise.reject(new Error('no mail here')), domain: 'x.example', attemptTimeoutMs: 1 },
      processes: writtenDown([]),
      platform: noPlatform,
      publicUrl: '',
    }),
    nextOrderNumber: () => `SO-2099-${String((orders += 1)).padStart(6, '0')}`,
  } as unknown as House;
  const customers = Array.from({ length: CUSTOMERS }, (_, no) => `STORM-${String(no).padStart(3, '0')}`);
  const billing = { kind: 'period', every: 'monthly' } as const;
  await inParallel(customers, 4, async (customer) => {
    await openAccount(house, customer, { billing, creditLimit: '1000000.00' });
    for (let no = 0; no < ORDERS; no += 1) {
      const paper = await accept(house, await draftOrder(house, customer, [{ product: 'TEA', quantity: '4' }]));
      for (let part = 0; part < 2; part += 1)
        await house.activities.recordDelivery(deliveryInput(paper, [{ lineNo: 1, quantity: '2' }], today));
    }
  });
  await prisma.$disconnect();
}

const count = async (sql: string): Promise<number> => {
  const [row] = await site.rows<{ n: number }>(sql);
  return row?.n ?? 0;
};
const invoices = (): Promise<number> =>
  count(`SELECT count(*)::int AS n FROM invoice WHERE customer_number LIKE 'STORM-%'`);

/** Resident memory of the worker, in MiB. */
const memoryOf = async (): Promise<number> => {
  const pid = site.stack.pids()['worker'];
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
};

describe(`the month's billing over ${DELIVERIES} deliveries of ${CUSTOMERS} customers`, () => {
  it(
    'killed twice in the middle bills each delivery once, in minutes, with memory that stays',
    async () => {
      await deliverAll();
      const today = site.today;
      const input: BillingInput = { schemaVersion: 1, from: 'under-way', after: null, done: 0, invoices: 0 };
      const workflowId = 'billing:storm';
      await site.rows(
        `INSERT INTO billing_run (id, up_to, started_by, customers) VALUES ($1, $2::date, 'storm', $3)`,
        workflowId,
        today,
        CUSTOMERS,
      );
      const begunMs = Date.now();
      const handle = await site.temporal.workflow.start<() => Promise<BillingResult>>(BILLING_WORKFLOW, {
        workflowId,
        taskQueue: ORDER_TASK_QUEUE,
        args: [input] as never,
      });
      const memory: number[] = [];
      for (const share of [0.3, 0.6]) {
        await until(`${share * 100} % billed`, invoices, (made) => made >= CUSTOMERS * share, PATIENCE_MS);
        memory.push(await memoryOf());
        await site.stack.kill('worker');
      }
      await handle.result();
      const minutes = (Date.now() - begunMs) / 60_000;
      memory.push(await memoryOf());
      process.stdout.write(
        `\n${DELIVERIES} deliveries on ${await invoices()} invoices in ${minutes.toFixed(1)} min; memory of the worker at 30 %, 60 %, the end: ${memory.map((mib) => `${mib.toFixed(0)} MiB`).join(', ')}\n`,
      );
      expect(await invoices()).toBe(CUSTOMERS);
      expect(
        await count(`SELECT count(*)::int AS n FROM (SELECT s.delivery_number FROM invoice_source s
          JOIN invoice i ON i.number = s.invoice_number WHERE i.customer_number LIKE 'STORM-%'
          GROUP BY 1 HAVING count(DISTINCT s.invoice_number) = 1) AS once`),
      ).toBe(DELIVERIES);
      expect(Math.max(...memory)).toBeLessThan(1_000);
      await until(
        'every invoice to leave',
        () => count(`SELECT count(*)::int AS n FROM outgoing WHERE kind = 'invoice' AND status = 'SENT'`),
        (sent) => sent >= CUSTOMERS,
        MAILS_LEFT_MS,
      );
      expect((await verifyDatabase(site.stack.databaseUrl)).violations.map(({ invariant }) => invariant.name)).toEqual(
        [],
      );
    },
    PATIENCE_MS,
  );
});
