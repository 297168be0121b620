import type { Answer } from '../../contracts/process.js';
import type { Actor, Role } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { appendAudit } from '../repositories/audit.js';
import { refuse } from './refusals.js';

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
  if (count === 0) return refuse('already-exists', `There is somebody of the name ${id} already.`, { field: 'id' });
  const after = { name, role, seesAllCustomers };
  await appendAudit(tx, [{ actor, action: 'principal.created', entity: 'principal', entityId: id, after }]);
  return person;
}
