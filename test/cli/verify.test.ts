import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percentile } from '../../cli/bench/run.js';
import { withClient } from '../../cli/stack/postgres.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase({ seeded: true });
});

afterAll(() => database.drop());

async function verify(): Promise<{ readonly code: number; readonly stdout: string }> {
  const args = ['--import', 'tsx', 'cli/main.ts', 'verify', '--database', database.url];
  try {
    return { code: 0, stdout: (await promisify(execFile)(process.execPath, args)).stdout };
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string };
    return { code, stdout };
  }
}

describe('encours verify', () => {
  it('finds nothing wrong with the demo data, and says so with exit code 0', async () => {
    const { code, stdout } = await verify();
    expect(stdout).toMatch(/^\d+ invariants, 0 violations\n$/);
    expect(code).toBe(0);
  });

  it('names what is wrong, the rows, and the sum, with exit code 1', async () => {
    await withClient(database.adminUrl, async (client) => {
      await client.query(`UPDATE customer SET exposure = 12.34 WHERE number IN ('ALFKI', 'ANATR')`);
    });
    const { code, stdout } = await verify();
    expect(stdout).toContain('customer-exposure: broken by 2');
    expect(stdout).toContain('number ALFKI · exposure 12.340 · sources 0');
    expect(stdout).toMatch(/\d+ invariants, 2 violations\n$/);
    expect(code).toBe(1);
  });
});

describe('the percentiles of the benchmark', () => {
  it('are values that were measured, by nearest rank', () => {
    const measured = [15, 20, 35, 40, 50];
    // Nearest rank of n = 5: ceil(0.30 × 5) = 2nd, ceil(0.50 × 5) = 3rd, ceil(0.99 × 5) = 5th.
    expect([30, 50, 99].map((percent) => percentile(measured, percent))).toEqual([20, 35, 50]);
  });
});
