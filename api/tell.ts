import { auditFacts } from '../contracts/audit.js';
import type { AuditAction } from '../contracts/audit.js';
import type { Language, WorkItemKind } from '../contracts/vocabulary.js';
import type { ShownWait } from '../contracts/wait.js';
import type { DossierRecord } from '../prisma/queries/orders.js';
import type { WorkItemRecord } from '../prisma/queries/worklist.js';
import { wordsOf } from '../words/index.js';
import type { Asked, Task, Told } from '../words/sentences.js';

type Entry = Pick<DossierRecord, 'action' | 'actor' | 'entityId' | 'after' | 'currency'>;

/** What happened, in the reader's language; the bare action where the row lacks its facts. */
export function tellEntry(entry: Entry, language: Language): string {
  const { action } = entry;
  return isAction(action) ? tellAction(action, entry, language) : action;
}

const isAction = (action: string): action is AuditAction => Object.hasOwn(auditFacts, action);

function tellAction<A extends AuditAction>(action: A, entry: Entry, language: Language): string {
  const facts = auditFacts[action].safeParse(entry.after);
  if (!facts.success) return action;
  const { entityId: what, actor: by, currency } = entry;
  return wordsOf(language).audit[action](
    { facts: facts.data as Told<A>['facts'], what, by, currency },
    wordsOf(language).say,
  );
}

/** What an order waits for, in the reader's language. */
export const tellWait = (wait: ShownWait, language: Language): string =>
  wordsOf(language).wait(wait, wordsOf(language).say);

/** What a line of the worklist asks for, in the reader's language. */
export const tellWorkItem = (item: WorkItemRecord, language: Language): Task => tellKind(item.kind, item, language);

function tellKind<K extends WorkItemKind>(kind: K, item: WorkItemRecord, language: Language): Task {
  const { order, invoice, currency } = item;
  const facts = item.facts as Asked<K>['facts'];
  return wordsOf(language).workItems[kind](
    { facts, order: order ?? '', invoice: invoice ?? '', currency },
    wordsOf(language).say,
  );
}
