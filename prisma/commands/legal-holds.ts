import type { LegalHold, LegalHoldInput } from '../../contracts/legal-hold.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor, HeldKind } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { getLegalHold } from '../queries/legal-holds.js';
import { appendAudit } from '../repositories/audit.js';
import { refuse } from './refusals.js';

/** Of which customer and order the audit says that something of theirs is held. */
type HeldOf = { readonly customerNumber: string | null; readonly orderNumber: string | null };

const heldOf: Readonly<Record<HeldKind, Prisma.Sql>> = {
  customer: Prisma.sql`number AS "customerNumber", NULL AS "orderNumber" FROM customer`,
  order: Prisma.sql`customer_number AS "customerNumber", number AS "orderNumber" FROM sales_order`,
  document: Prisma.sql`customer_number AS "customerNumber", order_number AS "orderNumber" FROM document`,
};

async function findHeld(tx: Transaction, kind: HeldKind, subject: string): Promise<HeldOf | null> {
  const [found] = await tx.$queryRaw<HeldOf[]>`SELECT ${heldOf[kind]} WHERE number = ${subject} LIMIT 1`;
  return found ?? null;
}

/** Places a hold; several may stand on one thing, each for its own reason. */
export async function placeLegalHold(
  tx: Transaction,
  id: string,
  { kind, subject, reason }: LegalHoldInput,
  actor: Actor,
): Promise<Answer<LegalHold>> {
  const held = await findHeld(tx, kind, subject);
  if (held === null) return refuse('invalid-request', said('no-such', { thing: kind }), { field: 'subject' });
  await tx.$executeRaw`
    INSERT INTO legal_hold (id, kind, subject, reason, placed_by)
    VALUES (${id}::uuid, ${kind}, ${subject}, ${reason}, ${actor.principal})`;
  await appendAudit(tx, [{ ...about(id, actor, held), action: 'legal-hold.placed', after: { kind, subject, reason } }]);
  return placed(tx, id);
}

/** Lifts a hold; one that was lifted before stays as it was. */
export async function liftLegalHold(
  tx: Transaction,
  id: string,
  reason: string,
  actor: Actor,
): Promise<Answer<LegalHold>> {
  const rows = await tx.$queryRaw<{ kind: HeldKind; subject: string }[]>`
    UPDATE legal_hold SET lifted_by = ${actor.principal}, lifted_at = now(), lift_reason = ${reason}
    WHERE id = ${id}::uuid AND lifted_at IS NULL RETURNING kind, subject`;
  const [lifted] = rows;
  if (lifted === undefined)
    return (await getLegalHold(tx, id)) ?? refuse('not-found', said('no-such', { thing: 'legal-hold' }));
  const { kind, subject } = lifted;
  await appendAudit(tx, [
    {
      ...about(id, actor, await findHeld(tx, kind, subject)),
      action: 'legal-hold.lifted',
      before: { kind, subject, lifted: false },
      after: { kind, subject, lifted: true, reason },
    },
  ]);
  return placed(tx, id);
}

const about = (id: string, actor: Actor, held: HeldOf | null) =>
  ({ actor, entity: 'legal-hold', entityId: id, ...held }) as const;

async function placed(tx: Transaction, id: string): Promise<LegalHold> {
  const hold = await getLegalHold(tx, id);
  if (hold === null) throw new Error(`the hold ${id} was written and is not there`);
  return hold;
}
