import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Role, WorkItemKind, WorkItemStatus } from '../../contracts/vocabulary.js';
import type { WorkItemComment } from '../../contracts/work-item.js';
import { Prisma } from '../generated/client.js';
import { workItemCommentOf, workItemOf, type WorkItemRecord } from '../mappers.js';
import type { WorkItemCommentRow, WorkItemRow } from '../rows.js';
import { isActive } from './api-keys.js';
import { readPage, visible, when, type Db, type PageRequest, type Scope } from './page.js';
import { dayAt, linesAt } from './standing-work.js';

export type { WorkItemRecord };

/** The name by which a person is known; who holds a token alone is known by their id. */
const nameOf = (person: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`coalesce((SELECT known.name FROM principal AS known WHERE known.id = ${person}), ${person})`;

/** Put aside, and not back yet on the business date `day.today`. A line that is done is not put aside. */
const isAside = Prisma.sql`(item.status = 'open' AND coalesce(item.put_aside_until, '-infinity') > day.today)`;

const itemColumns = Prisma.sql`
  item.id, item.kind, item.role, item.status, item.facts, item.order_number AS "order",
  item.invoice_number AS invoice, item.customer_number AS customer, item.mail_id AS mail, item.dunning_step_id AS "dunningStep",
  item.amount,
  coalesce(item.currency, customer.currency, 'EUR') AS currency, item.due_on AS "dueOn", item.escalations, item.link,
  item.created_at AS "createdAt", item.done_at AS "doneAt", item.assignee,
  CASE WHEN item.assignee IS NOT NULL THEN ${nameOf(Prisma.sql`item.assignee`)} END AS "assigneeName",
  CASE WHEN ${isAside} THEN item.put_aside_until END AS "putAsideUntil",
  (SELECT count(*)::int FROM work_item_comment AS said WHERE said.work_item_id = item.id) AS comments,
  greatest(0, coalesce((item.done_at AT TIME ZONE day.zone)::date, day.today) - (item.created_at AT TIME ZONE day.zone)::date)
    AS "ageDays"`;

export const worklistSorts = {
  createdAt: { expression: Prisma.sql`item.created_at`, type: 'moment' },
  dueOn: { expression: Prisma.sql`coalesce(item.due_on, 'infinity'::date)`, type: 'date' },
  amount: { expression: Prisma.sql`coalesce(item.amount, 0)`, type: 'number' },
} as const;
export type WorklistSort = keyof typeof worklistSorts;

/** What stands for the lines that nobody has. */
export const NOBODY = 'nobody';

export type WorklistFilter = PageRequest<WorklistSort> & {
  /** Omitted: every role's. */
  readonly role?: Role | undefined;
  readonly status?: WorkItemStatus | undefined;
  readonly kind?: WorkItemKind | undefined;
  readonly order?: string | undefined;
  readonly customer?: string | undefined;
  /** A person, or `nobody`. */
  readonly assignee?: string | undefined;
  /** Put aside or not; omitted: both. */
  readonly aside?: boolean | undefined;
};

/** What waits for a person, oldest first. */
export function listWorklist(
  db: Db,
  filter: WorklistFilter,
  scope: Scope,
  nowMs: number = Date.now(),
): Promise<Page<WorkItemRecord> | Refusal> {
  const list = {
    columns: itemColumns,
    from: Prisma.sql`${linesAt(nowMs)} LEFT JOIN customer ON customer.number = item.customer_number CROSS JOIN ${dayAt(nowMs)}`,
    where: [
      visible(scope),
      when(filter.role, (role) => Prisma.sql`item.role = ${role}`),
      when(filter.status, (status) => Prisma.sql`item.status = ${status}`),
      when(filter.kind, (kind) => Prisma.sql`item.kind = ${kind}`),
      when(filter.order, (order) => Prisma.sql`item.order_number = ${order}`),
      when(filter.customer, (customer) => Prisma.sql`item.customer_number = ${customer}`),
      when(filter.assignee, (person) =>
        person === NOBODY ? Prisma.sql`item.assignee IS NULL` : Prisma.sql`item.assignee = ${person}`,
      ),
      when(filter.aside, (aside) => (aside ? isAside : Prisma.sql`NOT ${isAside}`)),
    ],
    id: Prisma.sql`item.id`,
    sorts: worklistSorts,
    defaultSort: 'createdAt',
  } as const;
  return readPage<WorkItemRow, WorkItemRecord, WorklistSort>(db, list, filter, workItemOf);
}

export type WorklistCount = {
  readonly role: Role;
  readonly kind: WorkItemKind;
  readonly open: number;
  readonly mine: number;
  readonly unassigned: number;
  readonly overdue: number;
};

/** How many lines wait that are not put aside, by role and kind; `mine`: of this person. */
export const countWorklist = (
  db: Db,
  { person, role }: { readonly person: string; readonly role: Role | undefined },
  scope: Scope,
  nowMs: number,
): Promise<WorklistCount[]> => db.$queryRaw<WorklistCount[]>`
    SELECT item.role, item.kind, count(*)::int AS open, count(*) FILTER (WHERE item.assignee = ${person})::int AS mine,
      count(*) FILTER (WHERE item.assignee IS NULL)::int AS unassigned,
      count(*) FILTER (WHERE item.due_on < day.today)::int AS overdue
    FROM ${linesAt(nowMs)} LEFT JOIN customer ON customer.number = item.customer_number CROSS JOIN ${dayAt(nowMs)}
    WHERE item.status = 'open' AND NOT ${isAside} AND ${visible(scope)} AND (${role ?? null}::text IS NULL OR item.role = ${role ?? null})
    GROUP BY item.role, item.kind ORDER BY item.role, item.kind`;

/** Is the line in the worklist of this role (omitted: of any), for this caller? */
export async function isLineVisible(
  db: Db,
  id: string,
  role: Role | undefined,
  scope: Scope,
  nowMs: number,
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM ${linesAt(nowMs)} LEFT JOIN customer ON customer.number = item.customer_number
    WHERE item.id = ${id} AND (${role ?? null}::text IS NULL OR item.role = ${role ?? null}) AND ${visible(scope)}`;
  return rows.length > 0;
}

const commentSorts = { at: { expression: Prisma.sql`said.written_at`, type: 'moment' } } as const;

/** What was said about a line, in time order; newest first with sort `-at`. */
export function listComments(db: Db, id: string, page: PageRequest<'at'>): Promise<Page<WorkItemComment> | Refusal> {
  const list = {
    columns: Prisma.sql`said.id::text AS id, said.text, person_of(said.written_by) AS by,
      ${nameOf(Prisma.sql`person_of(said.written_by)`)} AS name, said.written_at AS at`,
    from: Prisma.sql`work_item_comment AS said`,
    where: [Prisma.sql`said.work_item_id = ${id}`],
    id: Prisma.sql`said.id::text`,
    sorts: commentSorts,
    defaultSort: 'at',
  } as const;
  return readPage<WorkItemCommentRow, WorkItemComment, 'at'>(db, list, page, workItemCommentOf);
}

export type ColleagueRecord = { readonly person: string; readonly name: string; readonly role: Role };

/** The persons who may act, each once, by name; whoever was put out of use is none of them. */
export const listColleagues = (db: Db): Promise<ColleagueRecord[]> => db.$queryRaw<ColleagueRecord[]>`
    SELECT person, name, role FROM (
      SELECT DISTINCT ON (person_of(id)) person_of(id) AS person, name, role FROM principal
      WHERE ${isActive(Prisma.sql`principal.id`)}
      ORDER BY person_of(id), id <> person_of(id), id) AS known
    ORDER BY name, person`;
