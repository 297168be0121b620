import { z } from 'zod';
import { Instant, Line, Reason } from './primitives.js';
import { mistake } from './said.js';
import { documentKinds, invoiceChannels, mailResolutions, outgoingKinds, outgoingStatuses } from './vocabulary.js';

export const Mail = z
  .strictObject({
    id: z.string(),
    /** By which way it goes; what is no invoice by mail. */
    channel: z.enum(invoiceChannels),
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

/** A document that a mail carries, as it was attached: what is issued of the same thing later does not take its place. */
export const MailDocument = z.strictObject({
  kind: z.enum(documentKinds),
  number: z.string(),
  /** Of its bytes, below this API; null: not for this caller. */
  path: z.string().nullable(),
});
export type MailDocument = z.infer<typeof MailDocument>;

/** A mail with all that it said. */
export const SentMail = Mail.extend({
  /** Null: it has not been tried, and nothing is written yet. */
  sender: z.string().nullable(),
  /** As it was sent; null as above, after its time, or not for this caller. */
  text: z.string().nullable(),
  /** Of the page that says the same, as it was sent, below this API; null as above. */
  messagePath: z.string().nullable(),
  /** When text, subject and recipient went with their time; null: they are there. */
  reducedAt: Instant.nullable(),
  /** In the order in which they were attached. */
  documents: z.array(MailDocument),
}).meta({ id: 'SentMail' });
export type SentMail = z.infer<typeof SentMail>;

/** What a person found out about a mail that is UNKNOWN or FAILED and is not of the dunning, or did with an invoice that is HANDED. */
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
