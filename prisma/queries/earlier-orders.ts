import { addDays } from '../../domain/calendar.js';
import { hasFallen } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { stagesIn } from '../stages.js';
import { visibleOf, type Db, type Scope } from './page.js';

/** What an order of an import is recognised by. */
export type EnteredAs = { readonly customer: string; readonly customerReference: string };

/**
 * An order of this customer and reference that is so old that its Idempotency-Key may be forgotten: sent again, it would be
 * entered again. A younger one is recognised by its key.
 * @param keyLifeDays for how many days an Idempotency-Key answers
 * @returns its number; null: there is none
 */
export async function findEarlierOrder(
  db: Db,
  { customer, customerReference }: EnteredAs,
  { today, keyLifeDays, scope }: { readonly today: string; readonly keyLifeDays: number; readonly scope: Scope },
): Promise<string | null> {
  const until = addDays(today, 1 - keyLifeDays);
  const [earlier] = await db.$queryRaw<{ number: string }[]>`
    SELECT number FROM sales_order WHERE customer_number = ${customer} AND received_on <= ${until}::date
      AND "reference_key"(customer_reference) = "reference_key"(${customerReference})
      AND stage NOT IN (${stagesIn(hasFallen)}) AND ${visibleOf(scope, customer) ?? Prisma.sql`TRUE`}
    ORDER BY received_at LIMIT 1`;
  return earlier?.number ?? null;
}
