import { z } from 'zod';
import { Instant } from './primitives.js';
import { auditEntities } from './vocabulary.js';

/** What one event of `GET /v1/events` says: something was done, and to what; the new state is read where it stands. */
export const Change = z
  .strictObject({
    entity: z.enum(auditEntities),
    entityId: z.string(),
    action: z.string(),
    order: z.string().nullable(),
    customer: z.string().nullable(),
    invoice: z.string().nullable(),
    at: Instant,
    /** Principal, or a name under which Encours itself acts. */
    actor: z.string(),
  })
  .meta({ id: 'Change' });
export type Change = z.infer<typeof Change>;
