import { z } from 'zod';
import type { Difference } from './discrepancy.js';
import { Amount, Instant, LocalDate } from './primitives.js';
import type { CreditHoldReason } from './wait.js';
import { roles, workItemKinds, workItemStatuses, type DunningLevel } from './vocabulary.js';

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

type Dunned = {
  readonly level: DunningLevel;
  /** Who the letter went to; null: nobody. */
  readonly to: string | null;
  readonly open: string;
  readonly claimed: string;
  /** In euros. */
  readonly recoveryFee: string;
  readonly next: { readonly level: DunningLevel; readonly on: string } | null;
};
type AskedMail = { readonly id: string; readonly to: string; readonly subject: string };

/** What a line of the worklist is about, read from the rows it was made of: its sentences follow from them. */
export type WorkItemFacts = {
  readonly 'credit-hold': {
    readonly reason: CreditHoldReason;
    readonly gross: string;
    readonly exposure: string;
    readonly limit: string;
    readonly overdue: string;
  };
  readonly discrepancy: readonly Difference[];
  readonly 'dunning-report': Dunned;
  readonly collections: Dunned;
  /** Money that waits covers what is due. */
  readonly allocation: { readonly customer: string; readonly amount: string };
  /** What is open is too little to be asked for. */
  readonly 'write-off': { readonly amount: string };
  readonly 'mail-unknown': AskedMail;
  readonly 'mail-failed': AskedMail;
};
