import type { ExposureSource } from '../../contracts/customer.js';
import { invariant } from '../../domain/invariant.js';
import { isZero } from '../../domain/money.js';
import type { Transaction } from '../client.js';

/**
 * Sets what one source holds or owes and moves the customer's exposure by the difference, in one statement: the row
 * before and after come from PostgreSQL's `RETURNING old, new`, so that two writers of one source cannot lose a cent.
 * The customer is locked first. An amount of zero removes the row.
 * @param amount an amount in the currency of the customer's account; negative for money not yet allocated.
 * @throws InvariantError when the customer does not exist.
 */
export async function setExposure(
  tx: Transaction,
  customerNumber: string,
  kind: ExposureSource['kind'],
  reference: string,
  amount: string,
): Promise<void> {
  if (isZero(amount)) return removeExposure(tx, customerNumber, kind, reference);
  const moved = await tx.$executeRaw`
    WITH account AS (SELECT number FROM customer WHERE number = ${customerNumber} FOR UPDATE),
    source AS (
      INSERT INTO exposure (customer_number, kind, reference, amount)
      SELECT number, ${kind}, ${reference}, ${amount}::numeric FROM account
      ON CONFLICT (customer_number, kind, reference) DO UPDATE SET amount = EXCLUDED.amount
      RETURNING exposure.customer_number, new.amount - coalesce(old.amount, 0) AS difference)
    UPDATE customer SET exposure = customer.exposure + source.difference
    FROM source WHERE customer.number = source.customer_number`;
  invariant(moved === 1, `no customer ${customerNumber} to hold the exposure of ${kind} ${reference}`);
}

async function removeExposure(tx: Transaction, customerNumber: string, kind: string, reference: string): Promise<void> {
  await tx.$executeRaw`
    WITH account AS (SELECT number FROM customer WHERE number = ${customerNumber} FOR UPDATE),
    source AS (
      DELETE FROM exposure USING account
      WHERE exposure.customer_number = account.number AND exposure.kind = ${kind} AND exposure.reference = ${reference}
      RETURNING exposure.customer_number, exposure.amount)
    UPDATE customer SET exposure = customer.exposure - source.amount
    FROM source WHERE customer.number = source.customer_number`;
}
