import type { OrderMessage, OrderMessageFacts } from '../../contracts/order-message.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import { orderStages, type OrderStage } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { instant, wordOf } from '../mappers.js';
import type { Moment } from '../rows.js';
import { visible, type Db, type Scope } from './page.js';

/** What companies are known by. */
export type CompanyNumbers = {
  /** Numbers that are said to be ours of a customer. */
  readonly customers: readonly string[];
  readonly glns: readonly string[];
  readonly sirets: readonly string[];
  readonly sirens: readonly string[];
  readonly vatNumbers: readonly string[];
  /** Numbers of no list that is named: they may be ours. */
  readonly unlisted: readonly string[];
};

/** Customers that have one of these numbers: those of the most telling kind that anybody has, ours before all. */
export async function findBuyers(db: Db, numbers: CompanyNumbers, scope: Scope): Promise<readonly string[]> {
  const { customers, glns, sirets, sirens, vatNumbers, unlisted } = numbers;
  const rows = await db.$queryRaw<{ number: string; rank: number }[]>`
    SELECT customer.number, min(found.rank)::int AS rank FROM customer JOIN (
      SELECT number, 1 AS rank FROM customer WHERE number = ANY(${customers}::text[])
      UNION ALL SELECT customer_number, 2 FROM customer_address WHERE active AND (siret = ANY(${sirets}::text[]) OR gln = ANY(${glns}::text[]))
      UNION ALL SELECT number, 2 FROM customer WHERE gln = ANY(${glns}::text[])
      UNION ALL SELECT number, 3 FROM customer WHERE siren = ANY(${sirens}::text[])
      UNION ALL SELECT number, 4 FROM customer WHERE vat_number = ANY(${vatNumbers}::text[])
      UNION ALL SELECT number, 5 FROM customer WHERE number = ANY(${unlisted}::text[])
    ) AS found ON found.number = customer.number
    WHERE ${visible(scope)} GROUP BY customer.number ORDER BY rank, customer.number`;
  return rows.filter(({ rank }) => rank === rows[0]?.rank).map(({ number }) => number);
}

/** What we ourselves are known by. */
export async function ownNumbers(db: Db): Promise<{ readonly siren: string; readonly vatNumber: string }> {
  const [row] = await db.$queryRaw<{ siren: string; vatNumber: string }[]>`
    SELECT body->>'siren' AS siren, body->>'vatNumber' AS "vatNumber" FROM company WHERE id = 1`;
  if (!row) throw new Error('The company is not there.');
  return row;
}

/** The ship-to address of a customer that a code, a SIRET or a GLN names; null: none does. */
export async function findPlace(
  db: Db,
  customer: string,
  named: { readonly code: string | null; readonly siret: string | null; readonly gln: string | null },
): Promise<{ readonly code: string; readonly address: PostalAddress } | null> {
  const [row] = await db.$queryRaw<{ code: string; address: PostalAddress }[]>`
    SELECT code, address FROM customer_address
    WHERE customer_number = ${customer} AND kind = 'ship-to' AND active AND (code = ${named.code} OR siret = ${named.siret} OR gln = ${named.gln})
    ORDER BY code = ${named.code} DESC, code LIMIT 1`;
  return row ?? null;
}

/** A message that was received before; `stage` null: its order is not on record yet. */
export type ReceivedMessage = { readonly order: string; readonly sha256: string; readonly stage: OrderStage | null };

/** The message in which a customer gave this number to an order; null: there was none. */
export async function findReceived(db: Db, customer: string, reference: string): Promise<ReceivedMessage | null> {
  const [row] = await db.$queryRaw<{ order: string; sha256: string; stage: string | null }[]>`
    SELECT m.order_number AS "order", m.sha256, o.stage FROM order_message m LEFT JOIN sales_order o ON o.number = m.order_number
    WHERE m.customer_number = ${customer} AND m.reference = ${reference}`;
  return row ? { ...row, stage: row.stage === null ? null : wordOf(orderStages, row.stage) } : null;
}

type MessageRow = {
  readonly order: string;
  readonly facts: OrderMessageFacts;
  readonly beside: OrderMessage['beside'];
  readonly sha256: string;
  readonly bytes: number;
  readonly receivedAt: Moment;
  readonly receivedBy: string;
};

const ofVisibleOrder = (order: string, scope: Scope): Prisma.Sql => Prisma.sql`
  FROM order_message m JOIN sales_order ON sales_order.number = m.order_number
  JOIN customer ON customer.number = sales_order.customer_number
  WHERE m.order_number = ${order} AND ${visible(scope)}`;

/** The message that an order came as. Null: it came otherwise, or is of somebody else's customer. */
export async function getOrderMessage(db: Db, order: string, scope: Scope): Promise<OrderMessage | null> {
  const [row] = await db.$queryRaw<MessageRow[]>`
    SELECT m.order_number AS "order", m.facts, m.beside, m.sha256, octet_length(m.content) AS bytes,
      m.received_at AS "receivedAt", m.received_by AS "receivedBy" ${ofVisibleOrder(order, scope)}`;
  if (!row) return null;
  const { facts, receivedAt, ...rest } = row;
  return { ...facts, ...rest, receivedAt: instant(receivedAt) };
}

/** The file as it was received. */
export async function getMessageFile(
  db: Db,
  order: string,
  scope: Scope,
): Promise<{ readonly content: Uint8Array; readonly reference: string } | null> {
  const [row] = await db.$queryRaw<{ content: Uint8Array; reference: string }[]>`
    SELECT m.content, m.reference ${ofVisibleOrder(order, scope)}`;
  return row ?? null;
}
