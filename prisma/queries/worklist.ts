import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Role, WorkItemKind, WorkItemStatus } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { workItemOf, type WorkItemRecord } from '../mappers.js';
import type { WorkItemRow } from '../rows.js';
import { readPage, visible, when, type Db, type PageRequest, type Scope } from './page.js';

const itemColumns = Prisma.sql`
  item.id, item.kind, item.role, item.status, item.facts, item.order_number AS "order",
  item.invoice_number AS invoice, item.customer_number AS customer, item.mail_id AS mail, item.dunning_step_id AS "dunningStep",
  item.amount,
  coalesce(customer.currency, 'EUR') AS currency, item.due_on AS "dueOn", item.escalations, item.link,
  item.created_at AS "createdAt", item.done_at AS "doneAt"`;

export type { WorkItemRecord };

export const worklistSorts = {
  createdAt: { expression: Prisma.sql`item.created_at`, type: 'moment' },
  dueOn: { expression: Prisma.sql`coalesce(item.due_on, 'infinity'::date)`, type: 'date' },
} as const;
export type WorklistSort = keyof typeof worklistSorts;

export type WorklistFilter = PageRequest<WorklistSort> & {
  /** Omitted: every role's. */
  readonly role?: Role | undefined;
  readonly status?: WorkItemStatus | undefined;
  readonly kind?: WorkItemKind | undefined;
  readonly order?: string | undefined;
  readonly customer?: string | undefined;
};

/** What waits for a person, oldest first. */
export function listWorklist(db: Db, filter: WorklistFilter, scope: Scope): Promise<Page<WorkItemRecord> | Refusal> {
  const list = {
    columns: itemColumns,
    from: Prisma.sql`work_item AS item LEFT JOIN customer ON customer.number = item.customer_number`,
    where: [
      visible(scope),
      when(filter.role, (role) => Prisma.sql`item.role = ${role}`),
      when(filter.status, (status) => Prisma.sql`item.status = ${status}`),
      when(filter.kind, (kind) => Prisma.sql`item.kind = ${kind}`),
      when(filter.order, (order) => Prisma.sql`item.order_number = ${order}`),
      when(filter.customer, (customer) => Prisma.sql`item.customer_number = ${customer}`),
    ],
    id: Prisma.sql`item.id`,
    sorts: worklistSorts,
    defaultSort: 'createdAt',
  } as const;
  return readPage<WorkItemRow, WorkItemRecord, WorklistSort>(db, list, filter, workItemOf);
}
