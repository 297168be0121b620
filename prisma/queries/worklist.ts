import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Role, WorkItemKind, WorkItemStatus } from '../../contracts/vocabulary.js';
import type { WorkItem, WorkItemFacts } from '../../contracts/work-item.js';
import { Prisma } from '../generated/client.js';
import { workItemOf } from '../mappers.js';
import type { WorkItemRow } from '../rows.js';
import { readPage, visible, when, type Db, type PageRequest, type Scope } from './page.js';

export type WorkItemRecord = WorkItem & {
  readonly currency: string;
  /** Of its kind; null: what it was about is not on record any more. */
  readonly facts: WorkItemFacts[WorkItemKind] | null;
};

const askedMail = Prisma.sql`
  SELECT json_build_object('id', mail.id, 'to', mail.recipient, 'subject', mail.subject)
  FROM mail WHERE mail.order_number = item.order_number
    AND (item.id = item.kind || ':' || mail.id OR starts_with(item.id, item.kind || ':' || mail.id || ':'))
  ORDER BY length(mail.id) DESC LIMIT 1`;

/** The ids of these lines name what they were made of: `KIND:ORDER:VERSION`, `KIND:STEP`, `KIND:MAIL[:ROUND]`. */
const facts = Prisma.sql`
  CASE item.kind
    WHEN 'credit-hold' THEN (
      SELECT json_build_object('reason', held.reason, 'gross', held.amount::text, 'exposure', held.exposure_before::text,
        'limit', held.credit_limit::text, 'overdue', held.overdue::text)
      FROM credit_decision AS held WHERE held.order_number = item.order_number AND held.kind = 'held'
      ORDER BY held.sequence DESC LIMIT 1)
    WHEN 'discrepancy' THEN (
      SELECT json_agg(json_build_object('type', found.type, 'lineNo', found.line_no, 'together', found.together, 'expected', found.expected,
        'actual', found.actual) ORDER BY length(found.id), found.id)
      FROM discrepancy AS found
      WHERE found.order_number = item.order_number AND NOT found.within_tolerance
        AND item.id = 'discrepancy:' || found.order_number || ':' || found.version)
    WHEN 'mail-unknown' THEN (${askedMail})
    WHEN 'mail-failed' THEN (${askedMail})
    WHEN 'allocation' THEN json_build_object('customer', item.customer_number, 'amount', item.amount::text)
    WHEN 'write-off' THEN json_build_object('amount', item.amount::text)
    ELSE (
      SELECT json_build_object('level', step.level, 'to', letter.recipient, 'open', step.open_amount::text,
        'claimed', item.amount::text, 'recoveryFee', step.recovery_fee::text, 'next', CASE WHEN step.next_level IS NOT NULL
          THEN json_build_object('level', step.next_level, 'on', step.next_on) END)
      FROM dunning_step AS step LEFT JOIN mail AS letter ON letter.id = 'dunning:' || step.id AND letter.recipient <> ''
      WHERE item.id = item.kind || ':' || step.id AND step.invoice_number = item.invoice_number)
  END AS facts`;

const itemColumns = Prisma.sql`
  item.id, item.kind, item.role, item.status, item.title, item.detail, item.order_number AS "order",
  item.invoice_number AS invoice, item.customer_number AS customer, item.amount,
  coalesce(customer.currency, 'EUR') AS currency, item.due_on AS "dueOn", item.escalations, item.link,
  item.created_at AS "createdAt", item.done_at AS "doneAt", ${facts}`;

type FactsRow = WorkItemRow & { readonly facts: WorkItemRecord['facts'] };

const recordOf = (row: FactsRow): WorkItemRecord => ({
  ...workItemOf(row),
  currency: row.currency,
  facts: row.facts,
});

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
  return readPage<FactsRow, WorkItemRecord, WorklistSort>(db, list, filter, recordOf);
}
