import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { appendAudit } from '../repositories/audit.js';

/** Says that a principal and a person are one. Who was linked to the principal, or the person to another, moves along. */
export async function linkPrincipal(
  tx: Transaction,
  { principal, person }: { readonly principal: string; readonly person: string },
  actor: Actor,
): Promise<'linked' | 'one-already'> {
  await tx.$executeRaw`LOCK TABLE person_link IN SHARE ROW EXCLUSIVE MODE`;
  const [known] = await tx.$queryRaw<{ readonly from: string; readonly to: string }[]>`
    SELECT person_of(${principal}) AS "from", person_of(${person}) AS "to"`;
  const { from, to } = known ?? { from: principal, to: person };
  if (from === to) return 'one-already';
  await tx.$executeRaw`UPDATE person_link SET person = ${to} WHERE person = ${from}`;
  await tx.$executeRaw`INSERT INTO person_link (principal, person) VALUES (${from}, ${to})`;
  await appendAudit(tx, [
    {
      actor,
      action: 'principal.linked',
      entity: 'principal',
      entityId: principal,
      before: { person: from },
      after: { person: to },
    },
  ]);
  return 'linked';
}

/** Says that a principal is a person of its own. @returns false when it was linked to nobody. */
export async function unlinkPrincipal(tx: Transaction, principal: string, actor: Actor): Promise<boolean> {
  const [link] = await tx.$queryRaw<{ readonly person: string }[]>`
    DELETE FROM person_link WHERE principal = ${principal} RETURNING person`;
  if (link === undefined) return false;
  await appendAudit(tx, [
    {
      actor,
      action: 'principal.unlinked',
      entity: 'principal',
      entityId: principal,
      before: { person: link.person },
      after: { person: principal },
    },
  ]);
  return true;
}
