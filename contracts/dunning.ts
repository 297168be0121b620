import { z } from 'zod';
import {
  Amount,
  Currency,
  CustomerNumber,
  Instant,
  InvoiceNumber,
  LocalDate,
  OrderNumber,
  Reason,
} from './primitives.js';
import { dunningLevels, dunningStepStatuses, mailResolutions } from './vocabulary.js';

export const DunningStep = z
  .strictObject({
    id: z.string(),
    invoice: InvoiceNumber,
    order: OrderNumber,
    customer: CustomerNumber,
    customerName: z.string(),
    level: z.enum(dunningLevels),
    status: z.enum(dunningStepStatuses),
    /** Business date of the decision. */
    decidedOn: LocalDate,
    currency: Currency,
    openAmount: Amount,
    interest: Amount,
    recoveryFee: Amount,
    /** Open amount plus what this level claims. */
    claimed: Amount,
    recipient: z.string().nullable(),
    nextLevel: z.enum(dunningLevels).nullable(),
    nextOn: LocalDate.nullable(),
    sentAt: Instant.nullable(),
    mailId: z.string().nullable(),
  })
  .meta({ id: 'DunningStep' });
export type DunningStep = z.infer<typeof DunningStep>;

/** What a person found out about a step whose mail is UNKNOWN or FAILED. */
export const DunningResolutionInput = z
  .strictObject({ resolution: z.enum(mailResolutions), reason: Reason })
  .meta({ id: 'DunningResolutionInput' });
export type DunningResolutionInput = z.infer<typeof DunningResolutionInput>;
