import { z } from 'zod';
import { Instant, Line, Reason, Uuid } from './primitives.js';
import { heldKinds } from './vocabulary.js';

/** Keeps a customer, an order or a document and all that belongs to it, whatever its term, until it is lifted. */
export const LegalHoldInput = z
  .strictObject({
    kind: z.enum(heldKinds),
    /** Its number; of a document, as it is printed. */
    subject: Line(40),
    reason: Reason,
  })
  .meta({ id: 'LegalHoldInput' });
export type LegalHoldInput = z.infer<typeof LegalHoldInput>;

export const LegalHoldLiftInput = z.strictObject({ reason: Reason }).meta({ id: 'LegalHoldLiftInput' });

export const LegalHold = z
  .strictObject({
    id: Uuid,
    kind: z.enum(heldKinds),
    subject: z.string(),
    reason: z.string(),
    placedBy: z.string(),
    placedAt: Instant,
    /** Null, with the rest: it stands. */
    liftedBy: z.string().nullable(),
    liftedAt: Instant.nullable(),
    liftReason: z.string().nullable(),
  })
  .meta({ id: 'LegalHold' });
export type LegalHold = z.infer<typeof LegalHold>;
