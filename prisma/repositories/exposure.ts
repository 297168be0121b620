import type { ExposureSource } from '../../contracts/customer.js';
import { invariant } from '../../domain/invariant.js';
import { isZero } from '../../domain/money.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** What one source holds or owes: an amount in the account's currency; negative for money not yet allocated. */
export type ExposureAmount = {
  readonly kind: ExposureSource['kind'];
  readonly reference: string;
  readonly amount: string;
};

/**
 * Sets what sources hold or owe and moves the customer's exposure by the difference, as parts of a statement's WITH, the
 * last of which is `exposed`: the rows before and after come from PostgreSQL's `RETURNING old, new`, so that two writers of
 * one source cannot lose a cent. The customer is locked first. An amount of zero removes the row.
 * @param sources each named once
 */
export const exposureMoves = (customerNumber: string, sources: readonly ExposureAmount[]): Prisma.Sql => Prisma.sql`
    account AS (SELECT number FROM customer WHERE number = ${customerNumber} FOR NO KEY UPDATE),
    source AS (
      SELECT account.number, s.kind, s.reference, s.amount
      FROM account, jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) AS s(kind text, reference text, amount numeric)),
    kept AS (
      INSERT INTO exposure (customer_number, kind, reference, amount)
      SELECT number, kind, reference, amount FROM source WHERE amount <> 0
      ON CONFLICT (customer_number, kind, reference) DO UPDATE SET amount = EXCLUDED.amount
      RETURNING exposure.customer_number, new.amount - coalesce(old.amount, 0) AS difference),
    gone AS (
      DELETE FROM exposure USING source
      WHERE exposure.customer_number = source.number AND exposure.kind = source.kind
        AND exposure.reference = source.reference AND source.amount = 0
      RETURNING exposure.customer_number, -exposure.amount AS difference),
    moved AS (
      SELECT customer_number, sum(difference) AS difference
      FROM (SELECT * FROM kept UNION ALL SELECT * FROM gone) AS each GROUP BY customer_number),
    exposed AS (
      UPDATE customer SET exposure = customer.exposure + moved.difference
      FROM moved WHERE customer.number = moved.customer_number RETURNING customer.number)`;

/**
 * {@link exposureMoves} in a statement of their own.
 * @throws InvariantError when the customer does not exist.
 */
export async function setExposures(
  tx: Transaction,
  customerNumber: string,
  sources: readonly ExposureAmount[],
): Promise<void> {
  const rows = await tx.$queryRaw<{ moved: number }[]>`
    WITH ${exposureMoves(customerNumber, sources)} SELECT count(*)::int AS moved FROM exposed`;
  const moved = rows[0]?.moved;
  const holds = sources.some(({ amount }) => !isZero(amount));
  invariant(moved === 1 || !holds, `no customer ${customerNumber} to hold an exposure`);
}

/** `setExposures` for one source. */
export function setExposure(
  tx: Transaction,
  customerNumber: string,
  kind: ExposureSource['kind'],
  reference: string,
  amount: string,
): Promise<void> {
  return setExposures(tx, customerNumber, [{ kind, reference, amount }]);
}

/** Does the order bind some of its customer's credit? */
export async function bindsCredit(tx: Transaction, orderNumber: string): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM exposure WHERE kind = 'order' AND reference = ${orderNumber}`;
  return rows.length > 0;
}
