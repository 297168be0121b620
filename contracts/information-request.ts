import { z } from 'zod';
import { Instant, OrderNumber, Text, Uuid } from './primitives.js';
import { informationAskers } from './vocabulary.js';

/** Somebody asked where an order is; who, and a word where one is worth it. */
export const InformationRequestInput = z
  .strictObject({ asker: z.enum(informationAskers), note: Text(200).optional() })
  .meta({ id: 'InformationRequestInput' });
export type InformationRequestInput = z.infer<typeof InformationRequestInput>;

export const InformationRequest = z
  .strictObject({
    id: Uuid,
    order: OrderNumber,
    asker: z.enum(informationAskers),
    note: z.string().nullable(),
    at: Instant,
    /** Taken back within the minute: it does not count. */
    withdrawnAt: Instant.nullable(),
  })
  .meta({ id: 'InformationRequest' });
export type InformationRequest = z.infer<typeof InformationRequest>;
