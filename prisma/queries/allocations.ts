import { compare, sum } from '../../domain/money.js';
import type { Allocation } from '../../domain/remittance.js';
import type { Db } from './page.js';

export type { Allocation };

/** Those of the invoices that are this customer's. */
export async function invoicesOf(db: Db, customer: string, invoices: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.invoice.findMany({
    where: { customerNumber: customer, number: { in: [...invoices] } },
    select: { number: true },
  });
  return new Set(rows.map(({ number }) => number));
}

/** Do the allocations ask for more than there is? */
export const exceed = (allocations: readonly Allocation[], available: string): boolean =>
  compare(sum(allocations.map(({ amount }) => amount)), available) > 0;
