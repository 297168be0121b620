import type { OrderRun } from '../../contracts/process.js';
import { currencies, orderOrigins } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { amount, wordOf } from '../mappers.js';
import { readPolicies } from './order-context.js';
import type { Db } from './page.js';

type Row = {
  readonly number: string;
  readonly customer: string;
  readonly currency: string;
  readonly origin: string;
  readonly salesCode: string | null;
  readonly gross: string;
};

/**
 * What a new run of orders on record begins with. It goes by the policies in force now: those that the order began with
 * went with its run.
 */
export async function readOrderRuns(db: Db, orderNumbers: readonly string[]): Promise<readonly OrderRun[]> {
  if (orderNumbers.length === 0) return [];
  const policies = await readPolicies(db);
  const rows = await db.$queryRaw<Row[]>`
    SELECT number, customer_number AS customer, currency, origin, gross::text AS gross,
      (SELECT code FROM principal WHERE id = sales_order.salesperson) AS "salesCode"
    FROM sales_order WHERE number IN (${Prisma.join([...orderNumbers])}) ORDER BY number`;
  return rows.map(({ number, customer, ...row }) => ({
    input: { schemaVersion: 1, orderNumber: number, customerNumber: customer, policies },
    currency: wordOf(currencies, row.currency),
    origin: wordOf(orderOrigins, row.origin),
    salesCode: row.salesCode,
    gross: amount(row.gross, row.currency),
  }));
}
