import type { Act } from '../../domain/four-eyes.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

type Read = {
  /** `sales_order.number` of the statement, or a number. */
  readonly order: Prisma.Sql;
  readonly customer: Prisma.Sql;
  /** What was due before this day counts as overdue. */
  readonly overdueBefore: Prisma.Sql;
};

/** After every turn: an entry or an amendment of the very transaction, which is not on record yet. */
const NOW = Prisma.sql`9007199254740991`;

/** Who entered and who amended an order, as one JSON list of acts. */
const askedFor = (order: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT COALESCE((SELECT min(e.id) FROM audit_entry e WHERE e.order_number = asked.number AND e.action = 'order.received'), 0) AS turn,
    person_of(asked.entered_by) AS person, jsonb_build_object('kind', 'entered') AS act
  FROM sales_order asked WHERE asked.number = ${order}
  UNION ALL
  SELECT ${NOW}, person_of(asked.last_amended_by), jsonb_build_object('kind', 'amended')
  FROM sales_order asked WHERE asked.number = ${order} AND asked.last_amended_by IS NOT NULL AND NOT EXISTS (
    SELECT FROM audit_entry e WHERE e.order_number = asked.number AND e.action = 'order.amended'
      AND (e.after ->> 'version')::int = asked.version)
  UNION ALL
  SELECT e.id, person_of(e.actor), jsonb_build_object('kind', 'amended')
  FROM audit_entry e WHERE e.order_number = ${order} AND e.action = 'order.amended'`;

/** What gave the account room, or looked at it; the actions are those of the index `audit_entry_room`. */
const room = ({ order, customer, overdueBefore }: Read): Prisma.Sql => {
  const amount = Prisma.sql`(e.after ->> 'amount')::numeric`;
  const overdue = Prisma.sql`CASE WHEN EXISTS (
    SELECT FROM receivable r WHERE r.invoice_number = e.after ->> 'invoice' AND r.due_date < ${overdueBefore}) THEN ${amount} ELSE 0 END`;
  const money = (off: Prisma.Sql, due: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`jsonb_build_object('kind', 'money', 'amount', (${off})::text, 'overdue', (${due})::text)`;
  const released = Prisma.sql`jsonb_build_object('kind', 'released', 'order', CASE WHEN e.order_number = ${order} THEN 'this' ELSE 'another' END)`;
  return Prisma.sql`
  SELECT e.id, person_of(e.actor), CASE e.action
    WHEN 'credit.released' THEN ${released}
    WHEN 'delivery.released' THEN ${released}
    WHEN 'customer.created' THEN jsonb_build_object('kind', 'limit-set', 'before', '0', 'after', e.after ->> 'creditLimit')
    WHEN 'customer.credit-stop-lifted' THEN jsonb_build_object('kind', 'stop-lifted')
    WHEN 'payment.received' THEN ${money(amount, Prisma.sql`0`)}
    WHEN 'payment.assigned' THEN ${money(amount, Prisma.sql`0`)}
    WHEN 'payment.allocated' THEN ${money(Prisma.sql`0`, overdue)}
    WHEN 'payment.reversed' THEN ${money(Prisma.sql`0`, Prisma.sql`-(${overdue})`)}
    WHEN 'invoice.written-off' THEN ${money(amount, overdue)}
  END
  FROM audit_entry e WHERE e.customer_number = ${customer} AND e.action IN (${roomActions}) AND e.action <> 'customer.changed'
  UNION ALL
  SELECT e.id, person_of(e.actor), jsonb_build_object('kind', 'limit-set', 'before', e.before ->> 'creditLimit', 'after', e.after ->> 'creditLimit')
  FROM audit_entry e WHERE e.customer_number = ${customer} AND e.action IN (${roomActions}) AND e.action = 'customer.changed' AND e.after ? 'creditLimit'
  UNION ALL
  SELECT e.id, person_of(e.actor), jsonb_build_object('kind', 'stop-lifted')
  FROM audit_entry e WHERE e.customer_number = ${customer} AND e.action IN (${roomActions}) AND e.action = 'customer.changed'
    AND e.after ->> 'creditStop' = 'false'`;
};

/** As the partial index has them, so that it serves. */
const roomActions = Prisma.raw(
  [
    'credit.released',
    'delivery.released',
    'customer.created',
    'customer.changed',
    'customer.credit-stop-lifted',
    'payment.received',
    'payment.assigned',
    'payment.allocated',
    'payment.reversed',
    'invoice.written-off',
  ]
    .map((action) => `'${action}'`)
    .join(', '),
);

/**
 * All that four eyes look at for an order, as one JSON list in turn. Of other persons' money nothing is read: it bars nobody.
 * @param decider the principal who decides; null: nobody does
 */
export const actsOf = (read: Read, decider: string | null): Prisma.Sql => Prisma.sql`(
  WITH asked AS MATERIALIZED (${askedFor(read.order)}), given (turn, person, act) AS MATERIALIZED (${room(read)}),
  concerned AS (SELECT person FROM asked UNION SELECT person_of(${decider}::text))
  SELECT COALESCE(json_agg(jsonb_build_object('turn', turn, 'person', person) || act ORDER BY turn), '[]')
  FROM (SELECT * FROM asked UNION ALL SELECT * FROM given
    WHERE act ->> 'kind' <> 'money' OR person IN (SELECT person FROM concerned)) AS acts)`;

/** What four eyes look at when a person decides on an order, and the person that their principal is. */
export async function readActs(
  tx: Transaction,
  {
    order,
    customer,
    decider,
    overdueBefore,
  }: { readonly [K in 'order' | 'customer' | 'decider' | 'overdueBefore']: string },
): Promise<{ readonly acts: readonly Act[]; readonly person: string }> {
  const read = {
    order: Prisma.sql`${order}`,
    customer: Prisma.sql`${customer}`,
    overdueBefore: Prisma.sql`${overdueBefore}::date`,
  };
  const [row] = await tx.$queryRaw<{ acts: readonly Act[]; person: string }[]>`
    SELECT ${actsOf(read, decider)} AS acts, person_of(${decider}::text) AS person`;
  return row ?? { acts: [], person: decider };
}

/** Whether an order was entered or amended by the person that this principal is. */
export const askedByPerson = (order: Prisma.Sql, principal: string): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM (${askedFor(order)}) AS asked WHERE asked.person = person_of(${principal}))`;
