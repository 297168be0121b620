import type { Change } from '../../contracts/events.js';
import { Prisma } from '../generated/client.js';
import { instant } from '../mappers.js';
import type { Moment } from '../rows.js';
import type { Db } from './page.js';

/**
 * A place in the one order in which changes are read: by transaction, then by id. Ids are given before their transaction is
 * over, so that by id alone a row could show up behind what was read; transactions older than every one that runs are over.
 */
export type Place = { readonly tx: bigint; readonly id: bigint };

/** A row of the audit, with what decides who may see it. */
export type ChangeRecord = Change & {
  readonly place: Place;
  /** Of the customer; null: nobody, or no customer. */
  readonly salesperson: string | null;
  /** Whose worklist a line is in; null: it is about none. */
  readonly worklist: string | null;
};

type ChangeRow = Omit<ChangeRecord, 'at' | 'place'> & { readonly at: Moment } & Place;

/** Before it all transactions are over, in this and the other databases of the server. */
const horizon = Prisma.sql`(pg_snapshot_xmin(pg_current_snapshot())::text)::bigint`;

export const isAfter = (a: Place, b: Place): boolean => (a.tx === b.tx ? a.id > b.id : a.tx > b.tx);

/** Where reading begins now, and the id of the last change before; null: there is none. */
export async function readHead(db: Db): Promise<{ readonly place: Place; readonly lastId: bigint | null }> {
  const [head] = await db.$queryRaw<{ readonly tx: bigint; readonly lastId: bigint | null }[]>`
    WITH now_at AS MATERIALIZED (SELECT ${horizon} AS tx)
    SELECT now_at.tx, (SELECT id FROM audit_entry WHERE audit_entry.tx < now_at.tx ORDER BY audit_entry.tx DESC, id DESC LIMIT 1) AS "lastId"
    FROM now_at`;
  return { place: { tx: head?.tx ?? 0n, id: 0n }, lastId: head?.lastId ?? null };
}

/** Where the change of this id stands; null: it is not there, or from before its place was kept. */
export async function placeOf(db: Db, id: bigint): Promise<Place | null> {
  const [row] = await db.$queryRaw<{ readonly tx: bigint | null }[]>`
    SELECT tx FROM audit_entry WHERE id = ${id}::bigint`;
  return row === undefined || row.tx === null ? null : { tx: row.tx, id };
}

/** What was done after a place, up to another where one is given, by transactions that are over; at most `limit`. */
export async function readChanges(
  db: Db,
  { after, until = null, limit }: { readonly after: Place; readonly until?: Place | null; readonly limit: number },
): Promise<readonly ChangeRecord[]> {
  const bound =
    until === null ? Prisma.sql`TRUE` : Prisma.sql`(a.tx, a.id) <= (${until.tx}::bigint, ${until.id}::bigint)`;
  const rows = await db.$queryRaw<ChangeRow[]>`
    SELECT a.tx, a.id, a.entity, a.entity_id AS "entityId", a.action, a.order_number AS "order",
      customer.number AS customer, customer.salesperson,
      CASE a.entity WHEN 'invoice' THEN a.entity_id ELSE a.after ->> 'invoice' END AS invoice,
      CASE a.entity WHEN 'work-item' THEN a.after ->> 'role' END AS worklist, a.at, a.actor
    FROM audit_entry a LEFT JOIN sales_order ON sales_order.number = a.order_number
    LEFT JOIN customer ON customer.number = coalesce(a.customer_number, sales_order.customer_number)
    WHERE (a.tx, a.id) > (${after.tx}::bigint, ${after.id}::bigint) AND ${bound} AND a.tx < ${horizon}
    ORDER BY a.tx, a.id LIMIT ${limit}::int`;
  return rows.map(({ tx, id, at, ...row }) => ({ ...row, at: instant(at), place: { tx, id } }));
}
