import { z } from 'zod';
import { idempotencyKeyLifeDays } from '../../config/retention.js';
import { addDays, type LocalDate } from '../../domain/calendar.js';
import { orderStages } from '../../contracts/vocabulary.js';
import { hasFallen } from '../../domain/order-stages.js';
import { sameReferenceKey } from '../../domain/same-reference.js';
import type { Body } from '../../api/import/kinds.js';
import { read, type Connection, type Outcome } from './send.js';

const Found = z.looseObject({
  items: z.array(
    z.looseObject({
      number: z.string(),
      customerReference: z.string().nullable(),
      stage: z.enum(orderStages).optional(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

/**
 * Refuses an order whose customer and customer reference an order has that is so old that its Idempotency-Key may be
 * forgotten: sent again, it would be entered again. A younger one needs no question: its key answers, or the API holds the
 * order or says that it has the reference of another, by the same rule of what a reference is.
 * @returns null: there is none, or the row names no customer and reference
 */
export async function refuseEarlier(connection: Connection, body: Body, today: LocalDate): Promise<Outcome | null> {
  const { customer } = body;
  const given = body['customerReference'];
  // The API keeps it without the space around it.
  const customerReference = typeof given === 'string' ? given.trim() : '';
  if (typeof customer !== 'string' || customerReference === '') return null;
  const receivedTo = addDays(today, 1 - idempotencyKeyLifeDays);
  const query = { customer, search: customerReference, receivedTo, sort: 'receivedAt', limit: '200' };
  for (let cursor = {}; ;) {
    const answer = await read(connection, `/v1/orders?${new URLSearchParams({ ...query, ...cursor }).toString()}`);
    const page = Found.safeParse(answer).data;
    const found = page?.items.find(
      (order) =>
        sameReferenceKey(order.customerReference ?? '') === sameReferenceKey(customerReference) &&
        (order.stage === undefined || !hasFallen(order.stage)),
    );
    if (found !== undefined) return alreadyEntered(found.number);
    if (page === undefined || page.nextCursor === null) return null;
    cursor = { cursor: page.nextCursor };
  }
}

const alreadyEntered = (order: string): Outcome => ({
  kind: 'refused',
  status: 409,
  code: 'already-exists',
  faults: [
    {
      field: 'customerReference',
      message: `is already entered as ${order}`,
      remedy: 'Leave the row out; a new order needs a reference of its own, or the import --again.',
    },
  ],
});
