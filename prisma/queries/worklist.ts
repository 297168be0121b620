import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Role, WorkItemKind, WorkItemStatus } from '../../contracts/vocabulary.js';
import { MOST_COUNTED, type WorkItemComment } from '../../contracts/work-item.js';
import { standsByItself } from '../../domain/worklist.js';
import { Prisma } from '../generated/client.js';
import { workItemCommentOf, workItemOf, type WorkItemRecord } from '../mappers.js';
import type { Moment as RowMoment, WorkItemCommentRow, WorkItemRow } from '../rows.js';
import { isActive } from './api-keys.js';
import type { DossierBounds } from './orders.js';
import { readMerged, type Part, type PartOrder, type Source } from './merged.js';
import { isOfOwn, readPage, when, type Db, type PageRequest, type Scope } from './page.js';
import { readMoment, standingWork, type Moment, type Standing } from './standing-work.js';

export type { WorkItemRecord };

/** The name by which a person is known; who holds a token alone is known by their id. */
const nameOf = (person: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`coalesce((SELECT known.name FROM principal AS known WHERE known.id = ${person}), ${person})`;

/** With the line itself, or with what people did with one that stands by itself. */
const assignee = Prisma.sql`coalesce(item.assignee, hand.assignee)`;
const putAsideUntil = Prisma.sql`coalesce(item.put_aside_until, hand.put_aside_until)`;
const beside = Prisma.sql`LEFT JOIN customer ON customer.number = item.customer_number LEFT JOIN work_line AS hand ON hand.id = item.id`;

/**
 * What ended a line, `deed`: in its transaction what was done with the line itself, else what a person did, else what came
 * first; where the reader may know that.
 */
const deedFor = ({ without, worklist }: DossierBounds): Prisma.Sql => Prisma.sql`LEFT JOIN LATERAL (
    SELECT told.* FROM (
      SELECT * FROM audit_entry AS entry
      WHERE entry.tx = item.done_tx AND entry.at = item.done_at
        AND (entry.order_number = item.order_number) IS NOT FALSE AND (entry.customer_number = item.customer_number) IS NOT FALSE
      ORDER BY entry.entity_id = item.id DESC, entry.role = 'system', entry.id LIMIT 1) AS told
    WHERE NOT ARRAY[told.action, split_part(told.action, '.', 1)] && ${without}::text[]
      AND (told.entity <> 'work-item' OR ${worklist}::text IS NULL OR told.after ->> 'role' = ${worklist})) AS deed ON TRUE`;

const itemColumns = ({ today, zone }: Moment): Prisma.Sql => Prisma.sql`
  item.id, item.kind, item.role, item.status, item.facts, item.order_number AS "order",
  item.invoice_number AS invoice, item.customer_number AS customer, customer.name AS "customerName", item.mail_id AS mail, item.dunning_step_id AS "dunningStep",
  item.amount,
  coalesce(item.currency, customer.currency, 'EUR') AS currency, item.due_on AS "dueOn", item.escalations, item.link,
  item.created_at AS "createdAt", item.done_at AS "doneAt",
  CASE WHEN deed.action IS NOT NULL THEN json_build_object('person', person_of(deed.actor), 'name', ${nameOf(Prisma.sql`person_of(deed.actor)`)},
    'actor', deed.actor, 'action', deed.action, 'entityId', deed.entity_id, 'after', deed.after) END AS settled,
  ${assignee} AS assignee,
  CASE WHEN ${assignee} IS NOT NULL THEN ${nameOf(assignee)} END AS "assigneeName",
  CASE WHEN item.status = 'open' AND ${putAsideUntil} > ${today}::date THEN ${putAsideUntil} END AS "putAsideUntil",
  (SELECT count(*)::int FROM work_item_comment AS said WHERE said.work_item_id = item.id) AS comments,
  greatest(0, coalesce((item.done_at AT TIME ZONE ${zone})::date, ${today}::date) - (item.created_at AT TIME ZONE ${zone})::date)
    AS "ageDays"`;

const sortTypes = { createdAt: 'moment', dueOn: 'date', amount: 'number' } as const;
export const worklistSorts = sortTypes;
export type WorklistSort = keyof typeof sortTypes;

/** What stands for the lines that nobody has. */
export const NOBODY = 'nobody';

/** What of the worklist is meant. */
type LineFilter = {
  /** Omitted: every role's. */
  readonly role?: Role | undefined;
  readonly status?: WorkItemStatus | undefined;
  readonly kind?: WorkItemKind | undefined;
  readonly order?: string | undefined;
  /** A person, or `nobody`. */
  readonly assignee?: string | undefined;
  /** Put aside or not; omitted: both. */
  readonly aside?: boolean | undefined;
  /** One line. */
  readonly id?: string | undefined;
};
/** With what bounds what the reader is told of how a line ended. */
export type WorklistFilter = PageRequest<WorklistSort> & Omit<LineFilter, 'id'> & DossierBounds;

/** What waits for a person, oldest first. */
export const listWorklist = (
  db: Db,
  filter: WorklistFilter,
  scope: Scope,
  nowMs: number = Date.now(),
): Promise<Page<WorkItemRecord> | Refusal> => readLines(db, filter, scope, nowMs);

/** One line, open or done, where it is in the worklist of this role (omitted: of any), for this caller; null: it is not there. */
export async function getLine(
  db: Db,
  asked: DossierBounds & { readonly id: string; readonly role: Role | undefined },
  scope: Scope,
  nowMs: number,
): Promise<WorkItemRecord | null> {
  const page = await readLines(db, { ...asked, limit: 1 }, scope, nowMs);
  return 'items' in page ? (page.items[0] ?? null) : null;
}

async function readLines(
  db: Db,
  filter: PageRequest<WorklistSort> & LineFilter & DossierBounds,
  scope: Scope,
  nowMs: number,
): Promise<Page<WorkItemRecord> | Refusal> {
  const at = await readMoment(db, nowMs);
  const list = {
    path: '/v1/worklist',
    parts: partsOf(filter, ownIn(scope), at),
    columns: itemColumns(at),
    beside: Prisma.sql`${beside} ${deedFor(filter)}`,
    name: Prisma.sql`item.id`,
    types: sortTypes,
    defaultSort: 'createdAt',
  } as const;
  return readMerged<WorkItemRow, WorkItemRecord, WorklistSort>(db, list, filter, workItemOf);
}

type LinePart = Part<WorklistSort> &
  Pick<Standing, 'dueOn'> & { readonly id: Prisma.Sql; readonly kind?: WorkItemKind; readonly role?: Role };

/** Tells whether a customer is the reader's own; null: the reader sees all. */
type IsOwn = ((customer: Prisma.Sql) => Prisma.Sql) | null;

const ownIn = ({ salesperson }: Scope): IsOwn =>
  salesperson === null ? null : (customer) => isOfOwn(customer, salesperson);

/** What the worklist is read from, as far as it may hold lines of the filter. */
function partsOf(filter: LineFilter, isOwn: IsOwn, at: Moment): readonly LinePart[] {
  const standing = standingWork(at).flatMap((lines, index) =>
    mayHold(lines, filter) ? [standingPart(lines, index + 1, filter, isOwn, at)] : [],
  );
  const isKept = filter.kind === undefined || !standsByItself(filter.kind);
  return isKept ? [keptPart(filter, isOwn, at), ...standing] : standing;
}

const mayHold = ({ kind, role }: Standing, filter: LineFilter): boolean =>
  (filter.kind ?? kind) === kind &&
  (filter.role ?? role) === role &&
  filter.status !== 'done' &&
  (filter.id === undefined || filter.id.startsWith(`${kind}:`));

/** The lines that processes raise. */
function keptPart(filter: LineFilter, isOwn: IsOwn, at: Moment): LinePart {
  const isAside = Prisma.sql`(kept.status = 'open' AND coalesce(kept.put_aside_until, '-infinity') > ${at.today}::date)`;
  const id = Prisma.sql`kept.id`;
  return {
    id,
    rank: 0,
    columns: Prisma.sql`kept.id, kept.kind, kept.role, kept.status, kept.facts, kept.order_number, kept.invoice_number, kept.customer_number,
      kept.mail_id, kept.dunning_step_id, kept.amount, NULL::text AS currency, kept.due_on, kept.escalations, kept.link,
      kept.created_at, kept.done_at, kept.done_tx, kept.assignee, kept.put_aside_until`,
    source: { from: Prisma.sql`work_item AS kept`, where: Prisma.sql`TRUE` },
    where: [
      isOwn?.(Prisma.sql`kept.customer_number`) ?? null,
      when(filter.role, (role) => Prisma.sql`kept.role = ${role}`),
      when(filter.status, (status) => Prisma.sql`kept.status = ${status}`),
      when(filter.kind, (kind) => Prisma.sql`kept.kind = ${kind}`),
      when(filter.order, (order) => Prisma.sql`kept.order_number = ${order}`),
      when(filter.assignee, (person) =>
        person === NOBODY ? Prisma.sql`kept.assignee IS NULL` : Prisma.sql`kept.assignee = ${person}`,
      ),
      when(filter.aside, (aside) => (aside ? isAside : Prisma.sql`NOT ${isAside}`)),
      when(filter.id, (line) => Prisma.sql`kept.id = ${line}`),
    ],
    sorts: {
      createdAt: { by: Prisma.sql`kept.created_at`, ties: [id] },
      dueOn: { by: Prisma.sql`coalesce(kept.due_on, 'infinity'::date)`, ties: [id] },
      amount: { by: Prisma.sql`coalesce(kept.amount, 0)`, ties: [id] },
    },
    dueOn: Prisma.sql`kept.due_on`,
  };
}

/** Lines that stand by themselves. What people did with them, `hand`, is read beside; few have any. */
function standingPart(lines: Standing, rank: number, filter: LineFilter, isOwn: IsOwn, at: Moment): LinePart {
  const { kind, role, order, customer } = lines;
  const id = Prisma.sql`(${`${kind}:`}::text || ${lines.key})`;
  const hands = handsOf(lines, id, filter, at);
  const within = ({ from, where }: Source): Source => ({ from: Prisma.sql`${from} ${hands.from}`, where });
  const { source, byOrder = source, sorts } = lines;
  const isOfOne = filter.order !== undefined || filter.id !== undefined;
  const sourceOf = (order: Partial<PartOrder>): Source =>
    within(isOfOne || isOfFew(filter) ? byOrder : (order.source ?? source));
  return {
    id,
    kind,
    role,
    rank,
    columns: Prisma.sql`${id} AS id, ${kind}::text AS kind, ${role}::text AS role, 'open' AS status, ${lines.facts} AS facts,
      ${order} AS order_number, NULL AS invoice_number, ${customer} AS customer_number, NULL AS mail_id,
      NULL AS dunning_step_id, ${lines.amount} AS amount, ${lines.currency} AS currency, ${lines.dueOn} AS due_on, 0 AS escalations,
      NULL AS link, ${lines.createdAt} AS created_at, NULL::timestamptz AS done_at, NULL::bigint AS done_tx,
      NULL AS assignee, NULL::date AS put_aside_until`,
    source: sourceOf({}),
    where: [
      hands.where,
      isOwn?.(customer) ?? null,
      when(filter.order, (number) => Prisma.sql`${order} = ${number}`),
      when(filter.id, (line) => lines.is(Prisma.sql`${line.slice(kind.length + 1)}::text`)),
    ],
    sorts: {
      createdAt: { ...sorts.createdAt, source: sourceOf(sorts.createdAt) },
      dueOn: { ...sorts.dueOn, source: sourceOf(sorts.dueOn) },
      amount: { ...sorts.amount, source: sourceOf(sorts.amount) },
    },
    dueOn: lines.dueOn,
  };
}

/** Few lines are given to a person or put aside: they are found from there. */
const isOfFew = ({ assignee, aside }: LineFilter): boolean =>
  aside === true || (assignee !== undefined && assignee !== NOBODY);

/** Which lines by what people did with them: those that somebody has or put aside are found from there. */
function handsOf(
  { kind, is }: Standing,
  id: Prisma.Sql,
  { assignee, aside }: LineFilter,
  { today }: Moment,
): { readonly from: Prisma.Sql; readonly where: Prisma.Sql | null } {
  const isAside = Prisma.sql`coalesce(hand.put_aside_until > ${today}::date, FALSE)`;
  const isTaken = assignee === NOBODY ? Prisma.sql`hand.assignee IS NOT NULL` : Prisma.sql`hand.assignee = ${assignee}`;
  if (isOfFew({ assignee, aside })) {
    const wanted = [
      aside === undefined ? null : aside ? isAside : Prisma.sql`NOT ${isAside}`,
      assignee === undefined ? null : assignee === NOBODY ? Prisma.sql`NOT ${isTaken}` : isTaken,
    ].filter((condition) => condition !== null);
    return {
      from: Prisma.sql`JOIN work_line AS hand ON hand.id LIKE ${`${kind}:%`}
        AND ${is(Prisma.sql`substr(hand.id, ${kind.length + 2}::int)`)}`,
      where: Prisma.join(wanted, ' AND '),
    };
  }
  const unwanted = [...(aside === false ? [isAside] : []), ...(assignee === NOBODY ? [isTaken] : [])];
  if (unwanted.length === 0) return { from: Prisma.empty, where: null };
  return {
    from: Prisma.empty,
    where: Prisma.sql`coalesce((SELECT NOT (${Prisma.join(unwanted, ' OR ')}) FROM work_line AS hand WHERE hand.id = ${id}), TRUE)`,
  };
}

export type WorklistCount = {
  readonly role: Role;
  readonly kind: WorkItemKind;
  readonly open: number;
  readonly mine: number;
  readonly unassigned: number;
  readonly overdue: number;
  readonly isMore: boolean;
};

/** How many lines wait that are not put aside, by role and kind; `mine`: of this person. Of a kind, so many at most are counted. */
export async function countWorklist(
  db: Db,
  { person, role }: { readonly person: string; readonly role: Role | undefined },
  scope: Scope,
  nowMs: number,
): Promise<WorklistCount[]> {
  const at = await readMoment(db, nowMs);
  const filter = { role, status: 'open', aside: false } as const;
  const isOwn: IsOwn = scope.salesperson === null ? null : isAmongOwn;
  const mine = partsOf({ ...filter, assignee: person }, isOwn, at);
  const parts = partsOf(filter, isOwn, at).map((part, index) =>
    part.rank === 0 ? keptCount(part, person, at) : standingCount(part, mine[index] ?? part, at),
  );
  return db.$queryRaw<WorklistCount[]>`
    WITH own AS MATERIALIZED (SELECT customer.number FROM customer WHERE customer.salesperson = ${scope.salesperson})
    SELECT role, kind, open::int, mine::int, unassigned::int, overdue::int, "isMore"
    FROM (${Prisma.join(parts, ' UNION ALL ')}) AS counted WHERE open > 0 ORDER BY role, kind`;
}

/** Of the parts of the worklist each asks whose a customer is: the reader's own are looked up once. */
const isAmongOwn = (customer: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`coalesce(${customer} IN (SELECT own.number FROM own), FALSE)`;

const rowsOf = ({ source, where }: LinePart): Prisma.Sql =>
  Prisma.sql`FROM ${source.from} WHERE ${Prisma.join(
    [source.where, ...where].filter((condition) => condition !== null),
    ' AND ',
  )}`;

const keptCount = (part: LinePart, person: string, { today }: Moment): Prisma.Sql => Prisma.sql`
  SELECT kept.role, kept.kind, count(*) AS open, count(*) FILTER (WHERE kept.assignee = ${person}) AS mine,
    count(*) FILTER (WHERE kept.assignee IS NULL) AS unassigned, count(*) FILTER (WHERE kept.due_on < ${today}::date) AS overdue,
    FALSE AS "isMore"
  ${rowsOf(part)} GROUP BY kept.role, kept.kind`;

const assigneeOf = ({ id }: LinePart): Prisma.Sql =>
  Prisma.sql`(SELECT hand.assignee FROM work_line AS hand WHERE hand.id = ${id})`;

/** The oldest are counted, as an index gives them; what people took is found from there. */
const standingCount = (part: LinePart, mine: LinePart, { today }: Moment): Prisma.Sql => Prisma.sql`
  SELECT ${part.role}::text AS role, ${part.kind}::text AS kind, least(count(*), ${MOST_COUNTED}) AS open,
    (SELECT count(*) ${rowsOf(mine)}) AS mine, least(count(*) FILTER (WHERE line.assignee IS NULL), ${MOST_COUNTED}) AS unassigned,
    least(count(*) FILTER (WHERE line.due_on < ${today}::date), ${MOST_COUNTED}) AS overdue, count(*) > ${MOST_COUNTED} AS "isMore"
  FROM (SELECT ${assigneeOf(part)} AS assignee, ${part.dueOn} AS due_on ${rowsOf(part)}
    ORDER BY ${part.sorts.createdAt.by} LIMIT ${MOST_COUNTED + 1}) AS line`;

export type LineRow = {
  readonly id: string;
  readonly kind: WorkItemKind;
  readonly role: Role;
  readonly status: string;
  readonly assignee: string | null;
  readonly name: string | null;
  readonly until: RowMoment | null;
  readonly order: string | null;
  readonly customer: string | null;
  readonly salesperson: string | null;
};

/** The line, where it is in the worklist of this role (omitted: of any), for this caller. */
export async function readLine(
  db: Db,
  id: string,
  role: Role | undefined,
  scope: Scope,
  nowMs: number,
): Promise<LineRow | undefined> {
  const at = await readMoment(db, nowMs);
  const parts = partsOf({ id, role }, ownIn(scope), at).map(
    (part) => Prisma.sql`(SELECT ${part.columns} ${rowsOf(part)})`,
  );
  const [line] = await db.$queryRaw<LineRow[]>`
    SELECT item.id, item.kind, item.role, item.status, ${assignee} AS assignee, known.name, ${putAsideUntil} AS until,
      item.order_number AS "order", item.customer_number AS customer, customer.salesperson
    FROM (${Prisma.join(parts, ' UNION ALL ')}) AS item ${beside} LEFT JOIN principal AS known ON known.id = ${assignee}`;
  return line;
}

/** Is the line in the worklist of this role (omitted: of any), for this caller? */
export const isLineVisible = async (
  db: Db,
  id: string,
  role: Role | undefined,
  scope: Scope,
  nowMs: number,
): Promise<boolean> => (await readLine(db, id, role, scope, nowMs)) !== undefined;

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
