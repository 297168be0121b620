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
  const late = (taken: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE WHEN EXISTS (
    SELECT FROM receivable r WHERE r.invoice_number = e.after ->> 'invoice' AND r.due_date < ${overdueBefore}) THEN ${taken} ELSE 0 END`;
  const overdue = late(amount);
  const applied = late(Prisma.sql`(e.after ->> 'applied')::numeric`);
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
    WHEN 'invoice.credited' THEN ${money(amount, applied)}
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
    'invoice.credited',
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

type Lowering = { readonly order: string; readonly actor: string; readonly products: readonly string[] };

/**
 * The list prices that who asks for an order lowered, themselves or for each other, as one JSON object of the price before by
 * product: what stood when somebody else last set it, or accepted a price of it; else what it was first. A part of the
 * statement that places the order.
 */
export const loweredPrices = ({ order, actor, products }: Lowering): Prisma.Sql => Prisma.sql`(
  WITH asker AS MATERIALIZED (SELECT person FROM (${askedFor(Prisma.sql`${order}`)}) AS asked UNION SELECT person_of(${actor}::text)),
  latest AS MATERIALIZED (
    SELECT p.product FROM unnest(${products}::text[]) AS p(product), LATERAL (
      SELECT e.actor FROM audit_entry e WHERE e.entity_id = p.product AND ${isListPrice} ORDER BY e.id DESC LIMIT 1) AS e
    WHERE person_of(e.actor) IN (SELECT person FROM asker)
  ), seen AS (
    SELECT l.product, greatest(
      (SELECT e.id FROM audit_entry e WHERE e.entity_id = l.product AND ${isListPrice}
         AND person_of(e.actor) NOT IN (SELECT person FROM asker) ORDER BY e.id DESC LIMIT 1),
      (SELECT max(e.id) FROM discrepancy d JOIN order_line o ON o.order_number = d.order_number AND o.line_no = d.line_no
         JOIN audit_entry e ON e.entity = 'discrepancy' AND e.entity_id = d.order_number || ':' || d.id AND e.action = 'discrepancy.accept'
       WHERE d.type = 'price' AND d.disposition = 'accept' AND o.product_number = l.product
         AND person_of(e.actor) NOT IN (SELECT person FROM asker)), 0) AS turn
    FROM latest l
  )
  SELECT COALESCE(json_object_agg(s.product, e.price), '{}') FROM seen s, LATERAL (
    SELECT COALESCE(e.before ->> 'listPrice', e.after ->> 'listPrice') AS price
    FROM audit_entry e WHERE e.entity_id = s.product AND ${isListPrice} AND e.id > s.turn ORDER BY e.id LIMIT 1) AS e)`;

/** As the partial index has them, so that it serves. */
const isListPrice = Prisma.raw(`e."entity" = 'product' AND e."after" ? 'listPrice'`);
