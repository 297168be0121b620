import { z } from 'zod';
import { Instant, Line, Reason } from './primitives.js';
import { mistake } from './said.js';
import { mailResolutions, outgoingKinds, outgoingStatuses } from './vocabulary.js';

export const Mail = z
  .strictObject({
    id: z.string(),
    kind: z.enum(outgoingKinds),
    status: z.enum(outgoingStatuses),
    to: z.string(),
    subject: z.string(),
    messageId: z.string(),
    /** Null: it is about several, or about none. */
    order: z.string().nullable(),
    invoice: z.string().nullable(),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    createdAt: Instant,
    sentAt: Instant.nullable(),
  })
  .meta({ id: 'Mail' });
export type Mail = z.infer<typeof Mail>;

/** What a person found out about a mail that is UNKNOWN or FAILED and is not of the dunning. */
export const MailResolutionInput = z
  .strictObject({ resolution: z.enum(mailResolutions), reason: Reason })
  .meta({ id: 'MailResolutionInput' });
export type MailResolutionInput = z.infer<typeof MailResolutionInput>;

/** The same of many mails, letters of dunning among them, with one reason. */
export const MailResolutionsInput = z
  .strictObject({
    mails: z
      .array(Line(200))
      .min(1)
      .max(100)
      .refine((ids) => new Set(ids).size === ids.length, mistake('mails-once')),
    resolution: z.enum(mailResolutions),
    reason: Reason,
  })
  .meta({ id: 'MailResolutionsInput' });
