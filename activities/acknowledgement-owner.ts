import type { OutgoingRecord } from '../prisma/repositories/outgoing.js';
import type { Transaction } from '../prisma/client.js';
import type { Owner } from './outgoing-owner.js';

type Acknowledged = { readonly minutes: string | null; readonly targetMinutes: number | null };

/** An acknowledgement is of one version of its order: of another it acknowledges nothing any more. */
export const acknowledgementOwner: Owner = {
  async isWanted(tx, item) {
    const rows = await tx.$queryRaw<{ holds: boolean }[]>`
      SELECT version = ${versionOf(item)}::int AND stage NOT IN ('refused', 'rejected', 'cancelled') AS holds
      FROM sales_order WHERE number = ${item.orderNumber}`;
    return rows[0]?.holds ?? false;
  },

  /** Notes it with the order, with the minutes that it took and its target. */
  async onSent(tx, item, { at }) {
    const [facts] = await acknowledge(tx, item, at);
    return facts === undefined ? {} : { facts };
  },
};

const acknowledge = (tx: Transaction, item: OutgoingRecord, at: string | null) =>
  tx.$queryRaw<Acknowledged[]>`
    UPDATE sales_order SET acknowledged_at = COALESCE(acknowledged_at, sent.at),
      acknowledgement_minutes = COALESCE(acknowledgement_minutes, round((EXTRACT(epoch FROM sent.at - received_at) / 60)::numeric, 1)),
      stage = CASE WHEN stage = 'accepted' THEN 'acknowledged' ELSE stage END
    FROM (SELECT COALESCE(${at}::timestamptz, now()) AS at) AS sent
    WHERE number = ${item.orderNumber} AND version = ${versionOf(item)}::int
    RETURNING acknowledgement_minutes::text AS minutes, acknowledgement_target_minutes AS "targetMinutes"`;

function versionOf({ id, documents: [document] }: OutgoingRecord): number {
  if (document?.kind !== 'acknowledgement') throw new Error(`${id} is no acknowledgement`);
  return document.snapshot.version;
}
