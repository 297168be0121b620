import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

export type CreditDecisionRow = {
  readonly orderNumber: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly amount: string;
  readonly exposureBefore: string;
  readonly creditLimit: string;
  readonly overdue: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
};

/** Appends a credit decision. */
export async function insertCreditDecision(tx: Transaction, row: CreditDecisionRow): Promise<void> {
  await tx.$executeRaw(creditDecision(row, { kind: Prisma.sql`${row.kind}`, reason: Prisma.sql`${row.reason}` }));
}

const creditDecision = (
  row: Omit<CreditDecisionRow, 'kind' | 'reason'>,
  { kind, reason }: { readonly kind: Prisma.Sql; readonly reason: Prisma.Sql },
): Prisma.Sql => Prisma.sql`
    INSERT INTO credit_decision (order_number, sequence, kind, reason, amount, exposure_before, credit_limit, overdue, decided_by, decided_at)
    SELECT ${row.orderNumber}, (SELECT count(*) + 1 FROM credit_decision WHERE order_number = ${row.orderNumber}), ${kind}, ${reason},
      ${row.amount}::numeric, ${row.exposureBefore}::numeric, ${row.creditLimit}::numeric, ${row.overdue}::numeric, ${row.decidedBy}, ${row.decidedAt}::timestamptz`;

/**
 * Reserves an order's gross on its customer's account only while it fits the limit, by one conditional write, and appends
 * the decision: as it is, or that the limit holds the order.
 * @param room.held what orders held before ask for, where that counts
 * @returns false when the account has no room; nothing is reserved then
 */
export async function reserveCredit(
  tx: Transaction,
  { customer: customerNumber, held }: { readonly customer: string; readonly held: string },
  row: CreditDecisionRow,
): Promise<boolean> {
  const { orderNumber, amount: gross } = row;
  const more = Prisma.sql`exposure + ${gross}::numeric
    - COALESCE((SELECT amount FROM exposure WHERE customer_number = ${customerNumber} AND kind = 'order' AND reference = ${orderNumber}), 0)`;
  const decision = creditDecision(row, {
    kind: Prisma.sql`CASE WHEN EXISTS (SELECT FROM room) THEN ${row.kind} ELSE 'held' END`,
    reason: Prisma.sql`CASE WHEN EXISTS (SELECT FROM room) THEN ${row.reason} ELSE 'credit-limit' END`,
  });
  const [read] = await tx.$queryRaw<{ reserved: boolean }[]>`
    WITH room AS (
      UPDATE customer SET exposure = ${more} WHERE number = ${customerNumber} AND ${more} + ${held}::numeric <= credit_limit RETURNING number
    ), kept AS (
      INSERT INTO exposure (customer_number, kind, reference, amount)
      SELECT number, 'order', ${orderNumber}, ${gross}::numeric FROM room WHERE ${gross}::numeric <> 0
      ON CONFLICT (customer_number, kind, reference) DO UPDATE SET amount = excluded.amount
    ), gone AS (
      DELETE FROM exposure USING room WHERE customer_number = room.number AND kind = 'order' AND reference = ${orderNumber}
        AND ${gross}::numeric = 0
    ), decided AS (${decision})
    SELECT EXISTS (SELECT FROM room) AS reserved`;
  return read?.reserved ?? false;
}
