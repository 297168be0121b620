import { compare, sum } from '../../domain/money.js';
import { matchRemittance } from '../../domain/remittance.js';
import type { Allocation } from '../../domain/remittance.js';
import { localDate } from '../mappers.js';
import type { Db } from './page.js';

export type { Allocation };

/** How a payment is shared over the customer's open invoices that the payer's text names; what is left finds no taker. */
export async function remittanceAllocations(
  db: Db,
  payment: { readonly customer: string; readonly amount: string; readonly text: string },
): Promise<readonly Allocation[]> {
  const rows = await db.$queryRaw<{ readonly invoice: string; readonly open: string; readonly dueDate: Date }[]>`
    SELECT invoice_number AS invoice, open::text AS open, due_date AS "dueDate"
    FROM receivable WHERE customer_number = ${payment.customer} AND open > 0`;
  const open = rows.map((row) => ({ ...row, dueDate: localDate(row.dueDate) }));
  return matchRemittance(payment.text, payment.amount, open);
}

/** Is anything still owed on this invoice? */
export async function isOwed(db: Db, invoice: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ readonly one: number }[]>`
    SELECT 1 AS one FROM receivable WHERE invoice_number = ${invoice} AND open > 0 LIMIT 1`;
  return rows.length > 0;
}

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
