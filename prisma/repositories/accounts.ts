import type { CreditFacts } from '../../contracts/process.js';
import type { Act } from '../../domain/four-eyes.js';
import { canonicalAmount, compare, subtract } from '../../domain/money.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { actsOf } from './four-eyes.js';

export type AccountRow = {
  readonly credit_limit: string;
  readonly exposure: string;
  readonly credit_stop: boolean;
  readonly overdue: string;
  readonly held_before: string;
  readonly acts: readonly Act[];
  readonly decider: string;
};

/** An account as a credit decision on one of its orders finds it. */
export type Account = {
  readonly facts: CreditFacts;
  /** What four eyes look at. */
  readonly acts: readonly Act[];
  /** The person who decides; `encours`: nobody does. */
  readonly decider: string;
};

/**
 * Locks a customer's account and reads what a credit decision on an order needs. Who did what is read as it was when the
 * statement began: the caller holds the lock already.
 * @param overdueBefore what was due before this day counts as overdue
 * @param order orders that credit held before this one are summed up
 */
export async function lockAccount(
  tx: Transaction,
  input: {
    readonly customerNumber: string;
    readonly currency: string;
    readonly overdueBefore: string;
    readonly order: string;
    readonly decider: string;
  },
): Promise<Account> {
  const rows = await tx.$queryRaw<AccountRow[]>`
    WITH account AS MATERIALIZED (
      SELECT number, credit_limit, exposure, credit_stop FROM customer WHERE number = ${input.customerNumber} FOR NO KEY UPDATE
    )
    SELECT ${accountColumns(input)} FROM account`;
  const row = rows[0];
  if (row === undefined) throw new Error(`customer ${input.customerNumber} is not there`);
  return accountOf(row, input.currency);
}

/** What a credit decision needs of the row `account`, a customer's, as the columns of an {@link AccountRow}. */
export const accountColumns = (asked: {
  readonly overdueBefore: string;
  readonly order: string;
  readonly decider: string;
}): Prisma.Sql => {
  const overdueBefore = Prisma.sql`${asked.overdueBefore}::date`;
  const read = { order: Prisma.sql`${asked.order}`, customer: Prisma.sql`account.number`, overdueBefore };
  return Prisma.sql`account.credit_limit::text, account.exposure::text, account.credit_stop,
      (SELECT COALESCE(sum(r.open), 0)::text FROM receivable r
       WHERE r.customer_number = account.number AND r.open > 0 AND r.due_date < ${overdueBefore}) AS overdue,
      (SELECT COALESCE(sum(h.gross), 0)::text FROM sales_order h LEFT JOIN sales_order o ON o.number = ${asked.order}
       WHERE h.customer_number = account.number AND h.stage = 'credit-hold'
         AND (o.number IS NULL OR (h.received_at, h.number) < (o.received_at, o.number))) AS held_before,
      ${actsOf(read, asked.decider)} AS acts, person_of(${asked.decider}) AS decider`;
};

export function accountOf(row: AccountRow, currency: string): Account {
  const facts = {
    limit: canonicalAmount(row.credit_limit, currency),
    exposure: canonicalAmount(row.exposure, currency),
    overdue: canonicalAmount(row.overdue, currency),
    creditStop: row.credit_stop,
    heldBefore: canonicalAmount(row.held_before, currency),
  };
  return { facts, acts: row.acts, decider: row.decider };
}

/**
 * A condition that is always true and locks a customer's account: what is to be read under the lock is to be read by a
 * later statement, since READ COMMITTED shows a statement what was committed before it began, not while it waited.
 */
export const customerLocked = (customerNumber: string): Prisma.Sql =>
  Prisma.sql`(SELECT true FROM customer WHERE number = ${customerNumber} FOR NO KEY UPDATE)`;

/** Locks a customer's account: first in the one lock order, customer, quote, order, lines, stock, series. */
export async function lockCustomer(tx: Transaction, customerNumber: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM customer WHERE number = ${customerNumber} FOR NO KEY UPDATE`;
}

export type HeldOrder = { readonly number: string; readonly gross: string; readonly free: string };

/** Orders of a customer that are held for credit, oldest first, with what is free; `account` has the customer's row. */
export const heldOrders = (account: Prisma.Sql): Prisma.Sql => Prisma.sql`
    SELECT o.number, o.gross::text, (c.credit_limit - c.exposure)::text AS free
    FROM ${account} c JOIN sales_order o ON o.customer_number = c.number
    WHERE o.stage = 'credit-hold' ORDER BY o.received_at, o.number LIMIT 500`;

/**
 * Those that fit what is free, in their order, each counted against what the ones before it take. They still have to pass
 * their own credit check: this list only says whom to wake.
 */
export function fittingOrders(held: readonly HeldOrder[]): string[] {
  let free = held[0]?.free ?? '0';
  const fitting: string[] = [];
  for (const { number, gross } of held) {
    if (compare(gross, free) > 0) continue;
    free = subtract(free, gross);
    fitting.push(number);
  }
  return fitting;
}

/** Held orders of a customer that fit what is free now. */
export async function heldOrdersThatFit(tx: Transaction, customerNumber: string): Promise<string[]> {
  const account = Prisma.sql`(SELECT * FROM customer WHERE number = ${customerNumber})`;
  return fittingOrders(await tx.$queryRaw<HeldOrder[]>(heldOrders(account)));
}
