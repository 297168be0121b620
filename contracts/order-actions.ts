import { z } from 'zod';
import { orderActions } from './vocabulary.js';

/** What the caller's role may do with an order; `reason` says in words why not now. */
export const OrderActions = z
  .strictObject({
    items: z.array(
      z.strictObject({ action: z.enum(orderActions), allowed: z.boolean(), reason: z.string().nullable() }),
    ),
  })
  .meta({ id: 'OrderActions' });
export type OrderActions = z.infer<typeof OrderActions>;
