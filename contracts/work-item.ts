import { z } from 'zod';
import { Amount, Instant, LocalDate } from './primitives.js';
import { roles, workItemKinds, workItemStatuses } from './vocabulary.js';

/** One line of a role's worklist. */
export const WorkItem = z
  .strictObject({
    id: z.string(),
    kind: z.enum(workItemKinds),
    role: z.enum(roles),
    status: z.enum(workItemStatuses),
    title: z.string(),
    detail: z.string(),
    order: z.string().nullable(),
    invoice: z.string().nullable(),
    customer: z.string().nullable(),
    amount: Amount.nullable(),
    dueOn: LocalDate.nullable(),
    escalations: z.number().int(),
    /** Path of the dossier it belongs to. */
    link: z.string().nullable(),
    createdAt: Instant,
    doneAt: Instant.nullable(),
  })
  .meta({ id: 'WorkItem' });
export type WorkItem = z.infer<typeof WorkItem>;
