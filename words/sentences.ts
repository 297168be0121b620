import type { AuditAction, AuditFacts } from '../contracts/audit.js';
import type { Difference } from '../contracts/discrepancy.js';
import type { CreditDecisionFacts } from '../contracts/order.js';
import type { NotNowReason, WorkItemKind } from '../contracts/vocabulary.js';
import type { ShownWait } from '../contracts/wait.js';
import type { WorkItemFacts } from '../contracts/work-item.js';
import type { Say } from './say.js';

/** What the sentence about one thing that happened is made of. */
export type Told<A extends AuditAction> = ToldFrom<AuditFacts<A>>;

/** By the shape of the facts: a sentence for one action fits every action of that shape. */
export type ToldFrom<F> = {
  readonly facts: F;
  /** Number or id of what it happened to. */
  readonly what: string;
  readonly by: string;
  /** Of the order that it belongs to. */
  readonly currency: string;
};

export type Asked<K extends WorkItemKind> = {
  readonly facts: WorkItemFacts<K>;
  readonly order: string;
  readonly invoice: string;
  readonly currency: string;
};

/** What a line of the worklist is about, and what is to be done. */
export type Task = { readonly title: string; readonly sentence: string };

/** Every sentence about an order in one language. An action, a wait or a kind of work without its sentence does not compile. */
export type Sentences = {
  readonly audit: { readonly [A in AuditAction]: (told: Told<A>, say: Say) => string };
  readonly wait: (wait: ShownWait, say: Say) => string;
  /** One difference, in the order's currency. */
  readonly difference: (found: Difference, currency: string) => string;
  /** Why an order's credit was decided as it was, in the order's currency. */
  readonly creditDecision: (decided: CreditDecisionFacts, currency: string, say: Say) => string;
  /** Why somebody may not do something with an order now; the stage as a label. */
  readonly notNow: { readonly [R in NotNowReason]: (stage: string) => string };
  readonly workItems: { readonly [K in WorkItemKind]: (asked: Asked<K>, say: Say) => Task };
};
