import { EarlierOrders } from '../../contracts/import.js';
import { said } from '../../contracts/said.js';
import type { Body } from '../../api/import/kinds.js';
import { toldFault } from './faults.js';
import { read, type Connection, type Outcome } from './send.js';

/**
 * Refuses an order that the API knows under an older order's number, whose Idempotency-Key may be forgotten: sent again, it
 * would be entered again. A younger one needs no question: its key answers.
 * @returns null: there is none, or the row names no customer and reference
 */
export async function refuseEarlier(connection: Connection, body: Body): Promise<Outcome | null> {
  const { customer, customerReference } = body;
  if (typeof customer !== 'string' || typeof customerReference !== 'string' || customerReference.trim() === '')
    return null;
  const query = new URLSearchParams({ customer, customerReference: customerReference.trim() });
  const answer = await read(connection, `/v1/earlier-orders?${query.toString()}`);
  const [earlier] = EarlierOrders.safeParse(answer).data?.items ?? [];
  return earlier === undefined ? null : alreadyEntered(earlier.number);
}

const alreadyEntered = (order: string): Outcome => ({
  kind: 'refused',
  status: 409,
  code: 'already-exists',
  faults: [
    toldFault({
      field: 'customerReference',
      said: said('already-entered', { order }),
      remedy: said('needs-own-reference-or-again'),
    }),
  ],
});
