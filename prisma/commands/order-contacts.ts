import type { OrderContactsInput } from '../../contracts/order.js';
import type { Parties } from '../../contracts/parties.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import { outgoingKinds, type Actor, type OutgoingKind } from '../../contracts/vocabulary.js';
import { outgoingRules } from '../../domain/outgoing.js';
import { recipientOf, withContacts } from '../../domain/parties.js';
import type { Transaction } from '../client.js';
import { visible, type Scope } from '../queries/page.js';
import { appendAudit } from '../repositories/audit.js';
import { readdress } from '../repositories/outgoing.js';
import { refuse } from './refusals.js';

type Row = { readonly customer: string; readonly parties: Parties };

/**
 * Changes whom an order's documents go to, at any stage: a wrong address found by a mail that came back, say. What has
 * not left yet goes there. Refused when nobody would be left with an e-mail address.
 */
export async function changeOrderContacts(
  tx: Transaction,
  orderNumber: string,
  input: OrderContactsInput,
  actor: Actor,
  scope: Scope = { salesperson: null },
): Promise<Answer<Parties>> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT sales_order.customer_number AS customer, sales_order.parties
    FROM sales_order JOIN customer ON customer.number = sales_order.customer_number
    WHERE sales_order.number = ${orderNumber} AND ${visible(scope)} FOR UPDATE OF sales_order`;
  if (!row) return refuse('not-found', said('order-unknown', { order: orderNumber }));
  const { parties: before, customer } = row;
  const after = { ...before, contacts: withContacts(before.contacts, input.contacts) };
  if (!recipientOf(after, 'orders'))
    return refuse('invalid-request', said('nobody-with-mail-left'), {
      field: 'contacts',
      remedy: said('name-who-has-mail'),
    });
  await tx.$executeRaw`
    UPDATE sales_order SET parties = ${JSON.stringify(after)}::jsonb, updated_at = now() WHERE number = ${orderNumber}`;
  await readdress(tx, orderNumber, recipientsOf(after));
  await appendAudit(tx, [
    {
      actor,
      action: 'order.contacts-changed',
      entity: 'order',
      entityId: orderNumber,
      orderNumber,
      customerNumber: customer,
      before: { contacts: before.contacts },
      after: { contacts: after.contacts, reason: input.reason },
    },
  ]);
  return after;
}

function recipientsOf(parties: Parties): Partial<Record<OutgoingKind, string>> {
  return Object.fromEntries(
    outgoingKinds.flatMap((kind) => {
      const { contact } = outgoingRules[kind];
      const recipient = contact === null ? null : recipientOf(parties, contact);
      return recipient === null ? [] : [[kind, recipient.email] as const];
    }),
  );
}
