import type { Refusal } from '../../contracts/problems.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor, Role } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { holdPeople } from '../queries/people.js';
import { appendAudit } from '../repositories/audit.js';
import { refuse } from './refusals.js';
import { endSessionsOf } from './sessions.js';

export type NewPerson = {
  /** What orders and customers know as actor and salesperson, such as `lucie.marchand`. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Sales see their own customers unless this is set. */
  readonly seesAllCustomers: boolean;
};

/** Makes somebody known who may act. @returns a refusal when the id is somebody's already */
export async function createPerson(tx: Transaction, person: NewPerson, actor: Actor): Promise<Answer<NewPerson>> {
  const { id, name, role, seesAllCustomers } = person;
  const { count } = await tx.principal.createMany({ data: { id, name, role, seesAllCustomers }, skipDuplicates: true });
  if (count === 0) return refuse('already-exists', said('person-exists', { person: id }), { field: 'id' });
  const after = { name, role, seesAllCustomers };
  await appendAudit(tx, [{ actor, action: 'principal.created', entity: 'principal', entityId: id, after }]);
  return person;
}

export type PersonChange = {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly seesAllCustomers?: boolean | undefined;
  readonly active?: boolean | undefined;
};

type Standing = {
  readonly name: string;
  readonly role: Role;
  readonly seesAllCustomers: boolean;
  readonly active: boolean;
};

/**
 * Changes what somebody is called and may do; put out of use, their sessions end. Nobody takes their own rights of an admin,
 * and the last admin keeps theirs.
 * @returns false when nobody has this id
 */
export async function changePerson(
  tx: Transaction,
  about: { readonly id: string; readonly change: PersonChange; readonly by: string; readonly at: Date },
  actor: Actor,
): Promise<Answer<boolean>> {
  const { id, change, by, at } = about;
  await holdPeople(tx);
  const [before] = await tx.$queryRaw<(Standing & { readonly person: string })[]>`
    SELECT name, role, sees_all_customers AS "seesAllCustomers", deactivated_at IS NULL AS active, person_of(id) AS person
    FROM principal WHERE id = ${id}`;
  if (before === undefined) return false;
  const { person, ...was } = before;
  const is: Standing = {
    name: change.name ?? was.name,
    role: change.role ?? was.role,
    seesAllCustomers: change.seesAllCustomers ?? was.seesAllCustomers,
    active: change.active ?? was.active,
  };
  if (isAdmin(was) && !isAdmin(is)) {
    const refusal = await refuseAdminGone(tx, { id, person, by });
    if (refusal !== null) return refusal;
  }
  const changed = Object.keys(was).filter((name) => was[name as keyof Standing] !== is[name as keyof Standing]);
  if (changed.length === 0) return true;
  await tx.$executeRaw`
    UPDATE principal SET name = ${is.name}, role = ${is.role}, sees_all_customers = ${is.seesAllCustomers},
      deactivated_at = CASE WHEN ${is.active} THEN NULL ELSE coalesce(deactivated_at, ${at}) END WHERE id = ${id}`;
  const only = (all: Standing) => Object.fromEntries(Object.entries(all).filter(([name]) => changed.includes(name)));
  await appendAudit(tx, [
    { actor, action: 'principal.changed', entity: 'principal', entityId: id, before: only(was), after: only(is) },
  ]);
  if (was.active && !is.active) await endSessionsOf(tx, { person: id, at }, actor);
  return true;
}

const isAdmin = ({ role, active }: Standing): boolean => role === 'admin' && active;

async function refuseAdminGone(
  tx: Transaction,
  { id, person, by }: { readonly id: string; readonly person: string; readonly by: string },
): Promise<Refusal | null> {
  if (person === by) return refuse('own-rights', said('own-admin-rights'));
  const [others] = await tx.$queryRaw<{ readonly count: number }[]>`
    SELECT count(*)::int AS count FROM principal WHERE role = 'admin' AND deactivated_at IS NULL AND id <> ${id}`;
  return others?.count === 0 ? refuse('last-admin', said('last-admin', { person: id })) : null;
}
