import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportKind } from '../../contracts/import.js';
import type { Report } from '../../cli/import/report.js';
import { runImport } from '../../cli/import.js';
import { withClient } from '../../cli/stack/postgres.js';
import { localDateOf } from '../../domain/calendar.js';
import { northwindOrders } from '../../prisma/demo/northwind-orders.js';
import { readNorthwindOrders } from '../../prisma/demo/northwind.js';
import { openTestStack, type TestStack } from '../support/stack.js';

let stack: TestStack;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'encours-import-'));
  stack = await openTestStack();
});

afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

async function importFile(kind: ImportKind, rows: readonly unknown[]): Promise<{ code: number; report: Report }> {
  const file = join(folder, `${kind}.json`);
  const report = join(folder, `${kind}.report.json`);
  writeFileSync(file, JSON.stringify(rows));
  const key = stack.apiKeys?.manager ?? '';
  const options = { api: stack.apiUrl, key, report, concurrency: 4 };
  const code = await runImport(file, options, { out: () => undefined, screen: { write: () => true, isTTY: false } });
  return { code, report: JSON.parse(readFileSync(report, 'utf8')) as Report };
}

async function read<T>(sql: string): Promise<readonly T[]> {
  return withClient(stack.ownerDatabaseUrl, async (client) => (await client.query(sql)).rows as T[]);
}

const line = (changes: object = {}): object => ({
  lineNo: 1,
  product: 'P-003',
  quantity: '2',
  unitPrice: '10.00',
  requestedDate: '2030-01-15',
  ...changes,
});
const order = (reference: string, changes: object = {}): object => ({
  customer: 'VINET',
  origin: 'phone',
  currency: 'EUR',
  customerReference: reference,
  lines: [line()],
  ...changes,
});

describe('importing into the running system', () => {
  it('refuses an unknown customer, an unknown product and a number for a quantity, and keeps the good order', async () => {
    const rows = [
      order('IMP-1'),
      order('IMP-2', { customer: 'NOBODY' }),
      order('IMP-3', { lines: [line({ product: 'P-999' })] }),
      order('IMP-4', { lines: [line({ quantity: 2 })] }),
    ];
    const { code, report } = await importFile('orders', rows);
    expect(code).toBe(2);
    expect(report).toMatchObject({ rows: 4, accepted: 1, refused: 3, notSent: 0 });
    expect(report.refusals.map(({ row, name, field, code: problem }) => [row, name, field, problem])).toEqual([
      [2, 'NOBODY IMP-2', 'customer', 'customer-unknown'],
      [3, 'VINET IMP-3', 'lines.0.product', 'product-unknown'],
      [4, 'VINET IMP-4', 'lines.0.quantity', 'invalid-request'],
    ]);
    expect(report.refusals[2]?.message).toContain('JSON numbers are refused');
    const taken = await read("SELECT customer_reference FROM sales_order WHERE customer_reference LIKE 'IMP-%'");
    expect(taken).toEqual([{ customer_reference: 'IMP-1' }]);
  });

  it('takes the rows put right and none of the others twice', async () => {
    const rows = [order('IMP-1'), order('IMP-2'), order('IMP-3'), order('IMP-4')];
    const { code, report } = await importFile('orders', rows);
    expect(code).toBe(0);
    expect(report).toMatchObject({ accepted: 3, alreadyThere: 1, refused: 0 });
    const taken = await read("SELECT 1 FROM sales_order WHERE customer_reference LIKE 'IMP-%'");
    expect(taken).toHaveLength(4);
  });

  it('a month later, when the keys are forgotten, enters nothing again', async () => {
    await importFile('orders', [order('IMP-OLD-1'), order('IMP-OLD-12')]);
    await read("DELETE FROM idempotency_key WHERE key LIKE 'import-orders-%'");
    await read(
      "UPDATE sales_order SET received_on = received_on - 31, received_at = received_at - interval '31 days' WHERE customer_reference LIKE 'IMP-OLD-%'",
    );
    const { code, report } = await importFile('orders', [order('IMP-OLD-1'), order('IMP-OLD-2')]);
    expect([code, report.accepted, report.refused]).toEqual([2, 1, 1]);
    const [old] = await read<{ number: string }>(
      "SELECT number FROM sales_order WHERE customer_reference = 'IMP-OLD-1'",
    );
    expect(report.refusals).toMatchObject([
      { row: 1, field: 'customerReference', code: 'already-exists', message: `is already entered as ${old?.number}` },
    ]);
    expect(await read("SELECT 1 FROM sales_order WHERE customer_reference LIKE 'IMP-OLD-%'")).toHaveLength(3);
  });

  it('says that a customer number is taken, and books a transfer once', async () => {
    const payment = {
      customer: 'VINET',
      amount: '10.00',
      currency: 'EUR',
      date: '2026-11-20',
      reference: 'IMP-BANK-1',
    };
    expect((await importFile('payments', [payment])).report).toMatchObject({ accepted: 1 });
    const again = await importFile('payments', [payment, { ...payment, amount: '11.00' }]);
    expect(again.report).toMatchObject({ alreadyThere: 1, refused: 1 });
    expect(again.report.refusals[0]).toMatchObject({ row: 2, code: 'already-exists' });
    expect(await read("SELECT 1 FROM payment WHERE reference = 'IMP-BANK-1'")).toHaveLength(1);
  });

  it("keeps lines, units, discounts and freight of Northwind's first 40 orders to the cent", async () => {
    const orders = northwindOrders(readNorthwindOrders(), localDateOf(Date.now(), 'Europe/Paris')).slice(0, 40);
    const { code, report } = await importFile('orders', orders);
    expect(code).toBe(0);
    expect(report).toMatchObject({ rows: 40, accepted: 40 });
    const [totals] = await read(`SELECT count(DISTINCT o.number)::int AS orders, count(*)::int AS lines,
        sum(l.quantity)::int AS units, sum(l.net)::numeric(18,2)::text AS net
      FROM sales_order o JOIN order_line l ON l.order_number = o.number WHERE o.customer_reference LIKE 'NW-%'`);
    const [freight] = await read(
      "SELECT sum(freight)::numeric(18,2)::text AS freight FROM sales_order WHERE customer_reference LIKE 'NW-%'",
    );
    // Orders 10248 to 10287, summed from the source files with Python's decimal module.
    expect({ ...(totals as object), ...(freight as object) }).toEqual({
      orders: 40,
      lines: 107,
      units: 2498,
      net: '46088.86',
      freight: '2399.24',
    });
  });
});
