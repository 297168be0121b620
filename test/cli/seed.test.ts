import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import { seedDemoData } from '../../prisma/demo/seed.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

async function read<T>(sql: string): Promise<readonly T[]> {
  return withClient(database.url, async (client) => (await client.query(sql)).rows as T[]);
}

const counts = async (): Promise<unknown> => {
  const tables = ['company', 'policy', 'principal', 'customer', 'product', 'stock', 'quote', 'audit_entry'];
  const columns = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  return (await read(`SELECT ${columns.join(', ')}`))[0];
};

describe('the demo data in a database', () => {
  it('is there once, although two starts put it in at the same time and a third later', async () => {
    await Promise.all([seedDemoData(database.ownerUrl, '2026-11-22'), seedDemoData(database.ownerUrl, '2026-11-22')]);
    await seedDemoData(database.ownerUrl, '2027-01-04');
    // 5 policies beside the chart of accounts of the migrations; 9 employees of Northwind and 5 desks; one audit row for each
    // customer, product and quote.
    expect(await counts()).toEqual({
      company: 1,
      policy: 5 + 1,
      principal: 14,
      customer: 91,
      product: 77,
      stock: 77,
      quote: 6,
      audit_entry: 91 + 77 + 6,
    });
  });

  it('has the opening stock of Northwind, nothing allocated and nobody owing anything', async () => {
    expect(
      await read('SELECT sum(opening)::int AS o, sum(on_hand)::int AS h, sum(allocated)::int AS a FROM stock'),
    ).toEqual([{ o: 3119, h: 3119, a: 0 }]);
    expect(await read('SELECT sum(exposure)::int AS owed FROM customer')).toEqual([{ owed: 0 }]);
  });

  it('has open quotes dated from the day it was put in', async () => {
    const quotes = await read<{ number: string; customer: string; until: string; net: string }>(
      `SELECT q.number, q.customer_number AS customer, q.valid_until::text AS until, r.net::numeric(18,2)::text AS net
       FROM quote q JOIN quote_revision r ON r.quote_number = q.number AND r.revision = q.revision
       WHERE q.status = 'open' ORDER BY q.number`,
    );
    expect(quotes.map(({ customer }) => customer)).toEqual(['BONAP', 'VINET', 'VICTE', 'ALFKI', 'ERNSH', 'HUNGO']);
    // 12 × 55.00 − 5 % = 627.00, 10 × 34.00 = 340.00, 6 × 18.00 = 108.00, freight 25.00; 22 November + 30 days.
    expect(quotes[0]).toEqual({ number: 'DE-2026-000001', customer: 'BONAP', until: '2026-12-22', net: '1100.00' });
  });
});
