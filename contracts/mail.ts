import { z } from 'zod';
import { Instant } from './primitives.js';
import { mailKinds, mailStatuses } from './vocabulary.js';

export const Mail = z
  .strictObject({
    id: z.string(),
    kind: z.enum(mailKinds),
    status: z.enum(mailStatuses),
    to: z.string(),
    subject: z.string(),
    messageId: z.string(),
    order: z.string().nullable(),
    invoice: z.string().nullable(),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    createdAt: Instant,
    sentAt: Instant.nullable(),
  })
  .meta({ id: 'Mail' });
export type Mail = z.infer<typeof Mail>;
