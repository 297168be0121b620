import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import { standingWorkKinds, type Actor, type Role } from '../../contracts/vocabulary.js';
import type { CompletedWorkItem, WorkItemComment, WorkItemStanding } from '../../contracts/work-item.js';
import { addDays } from '../../domain/calendar.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { endsByHand, rolesWithLinesOf } from '../../domain/worklist.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { instant, localDateOrNull } from '../mappers.js';
import { companyToday } from '../queries/company.js';
import { isActive } from '../queries/api-keys.js';
import type { Scope } from '../queries/page.js';
import { isLineVisible, readLine, type LineRow } from '../queries/worklist.js';
import { appendAudit, type AuditInput } from '../repositories/audit.js';
import type { Moment } from '../rows.js';
import { isRefusal, refuse } from './refusals.js';

/** Who asks: as whom, for which worklist (null: any), about whose customers. */
export type Asking = {
  readonly actor: Actor;
  readonly person: string;
  readonly name: string;
  readonly worklist: Role | null;
  readonly scope: Scope;
  readonly nowMs: number;
};

/** Where what people do with a line is kept: with the line itself, or beside what it is read from. */
const placeOf = (id: string): Prisma.Sql => (isStanding(id) ? Prisma.sql`work_line` : Prisma.sql`work_item`);
const isStanding = (id: string): boolean => standingWorkKinds.some((kind) => id.startsWith(`${kind}:`));

/** Locks a line of the caller's worklist, and reads it after. */
async function lockLine(tx: Transaction, id: string, { worklist, scope, nowMs }: Asking): Promise<Answer<LineRow>> {
  const gone = refuse('not-found', said('worklist-line-unknown'));
  if (isStanding(id)) {
    if (!(await isLineVisible(tx, id, worklist ?? undefined, scope, nowMs))) return gone;
    await tx.$executeRaw`INSERT INTO work_line (id) VALUES (${id}) ON CONFLICT (id) DO UPDATE SET touched_at = now()`;
  } else await tx.$executeRaw`SELECT FROM work_item WHERE id = ${id} FOR UPDATE`;
  const line = await readLine(tx, id, worklist ?? undefined, scope, nowMs);
  return line ?? gone;
}

async function lockOpenLine(tx: Transaction, id: string, asking: Asking): Promise<Answer<LineRow>> {
  const line = await lockLine(tx, id, asking);
  if (isRefusal(line) || line.status === 'open') return line;
  return refuse('line-closed', said('line-done'));
}

/** Gives an open line to a person whose worklist it is in, or to nobody in particular; what it was before stands in the audit. */
export async function assignLine(
  tx: Transaction,
  id: string,
  person: string | null,
  asking: Asking,
): Promise<Answer<WorkItemStanding>> {
  const line = await lockOpenLine(tx, id, asking);
  if (isRefusal(line)) return line;
  const name = person === null ? null : person === asking.person ? asking.name : await nameOfTaker(tx, person, line);
  if (isRefusal(name)) return name;
  const assignee = person === null || name === null ? null : { person, name };
  const standing = { id, assignee, putAsideUntil: localDateOrNull(line.until) };
  if (person === line.assignee) return standing;
  await tx.$executeRaw`UPDATE ${placeOf(id)} SET assignee = ${person} WHERE id = ${id}`;
  await appendAudit(tx, [
    {
      ...entryOf(line, asking),
      action: 'worklist.assigned',
      before: { role: line.role, assignee: line.assignee, name: line.name },
      after: { role: line.role, assignee: person, name },
    },
  ]);
  return standing;
}

/** The name of a person whose worklist has the line: of its role, or above all roles; a salesperson with own customers, theirs. */
async function nameOfTaker(tx: Transaction, person: string, line: LineRow): Promise<Answer<string>> {
  const [taker] = await tx.$queryRaw<{ readonly name: string }[]>`
    SELECT name FROM principal
    WHERE person_of(id) = ${person} AND role = ANY (${rolesWithLinesOf(line.role)})
      AND ${isActive(Prisma.sql`principal.id`)}
      AND (role <> 'sales' OR sees_all_customers OR ${line.salesperson} = ${person})
    ORDER BY id <> ${person}, id LIMIT 1`;
  if (taker) return taker.name;
  return refuse('invalid-request', said('line-not-of-person', { person }), {
    field: 'person',
    remedy: said('name-who-sees-line', { role: line.role }),
  });
}

/** Puts an open line aside until a business date, on which it is back, or takes it up again. */
export async function putLineAside(
  tx: Transaction,
  id: string,
  until: string | null,
  asking: Asking,
): Promise<Answer<WorkItemStanding>> {
  const line = await lockOpenLine(tx, id, asking);
  if (isRefusal(line)) return line;
  const today = await companyToday(tx, asking.nowMs);
  const entered = { field: 'until', notBefore: addDays(today, 1) };
  const misdated = until === null ? null : refuseDate('putAside', { ...entered, date: until }, today);
  if (misdated) return misdated;
  const former = localDateOrNull(line.until);
  const assignee = line.assignee === null ? null : { person: line.assignee, name: line.name ?? line.assignee };
  const standing = { id, assignee, putAsideUntil: until };
  if (until === former) return standing;
  await tx.$executeRaw`UPDATE ${placeOf(id)} SET put_aside_until = ${until}::date WHERE id = ${id}`;
  await appendAudit(tx, [
    {
      ...entryOf(line, asking),
      action: 'worklist.put-aside',
      before: { role: line.role, until: former },
      after: { role: line.role, until },
    },
  ]);
  return standing;
}

/** Ends an open line that tells something, with a word on what was done about it. */
export async function completeLine(
  tx: Transaction,
  id: string,
  reason: string,
  asking: Asking,
): Promise<Answer<CompletedWorkItem>> {
  const line = await lockOpenLine(tx, id, asking);
  if (isRefusal(line)) return line;
  if (!endsByHand(line.kind))
    return refuse('invalid-request', said('line-ends-by-itself', { kind: line.kind }), {
      field: 'id',
      remedy: said('do-what-line-names'),
    });
  await tx.$executeRaw`UPDATE work_item SET status = 'done', done_at = now() WHERE id = ${id}`;
  await appendAudit(tx, [
    {
      ...entryOf(line, asking),
      action: 'worklist.completed',
      before: { role: line.role, status: line.status },
      after: { role: line.role, reason },
    },
  ]);
  return { id, status: 'done' };
}

/** Says something to colleagues about a line, also about one that is done. */
export async function commentLine(
  tx: Transaction,
  id: string,
  text: string,
  asking: Asking,
): Promise<Answer<WorkItemComment>> {
  const line = await lockLine(tx, id, asking);
  if (isRefusal(line)) return line;
  const { actor, person, name } = asking;
  const [written] = await tx.$queryRaw<{ readonly at: Moment }[]>`
    INSERT INTO work_item_comment (id, work_item_id, text, written_by)
    VALUES (${actor.requestId}::uuid, ${id}, ${text}, ${actor.principal}) RETURNING written_at AS at`;
  await appendAudit(tx, [{ ...entryOf(line, asking), action: 'worklist.commented', after: { role: line.role, text } }]);
  return { id: actor.requestId, text, by: { person, name }, at: instant(written?.at ?? new Date()) };
}

const entryOf = (
  line: LineRow,
  { actor }: Asking,
): Pick<AuditInput, 'actor' | 'entity' | 'entityId' | 'orderNumber' | 'customerNumber'> => ({
  actor,
  entity: 'work-item',
  entityId: line.id,
  orderNumber: line.order,
  customerNumber: line.customer,
});
