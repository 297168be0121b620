import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** What stands where a mail said something: the CHECK of `outgoing` knows the same words. */
const REDUCED_TEXT = '[reduced]';
const REDUCED_RECIPIENT = 'reduced@reduced.invalid';

const firstMomentOf = (before: string): Prisma.Sql => Prisma.sql`${before}::date::timestamp AT TIME ZONE 'UTC'`;

const isClosedBefore = (order: Prisma.Sql, before: string): Prisma.Sql => Prisma.sql`
  (${order}.stage IN ('settled', 'refused', 'rejected', 'cancelled')
    AND COALESCE(${order}.settled_on, (${order}.updated_at AT TIME ZONE 'UTC')::date) < ${before}::date)`;

/** Somebody wants it kept, whatever its term: `legal_hold`. */
const isOrderHeld = Prisma.sql`"is_held"('{}', ARRAY[o.number], '{}')`;

/**
 * Takes text, subject and recipient from mails that nobody works on and whose orders all closed before a day, at most
 * `limit` of them, never from an electronic invoice, whose text is the original of a voucher; of which order or invoice, when, and the hash of what was said stay.
 * @param before LocalDate
 * @returns how many; fewer than `limit`: there are no more
 */
export async function reduceMails(tx: Transaction, before: string, limit: number): Promise<number> {
  return tx.$executeRaw`
    UPDATE outgoing SET recipient = ${REDUCED_RECIPIENT}, subject = ${REDUCED_TEXT}, text = ${REDUCED_TEXT}, html = '',
      last_error = NULL, reduced_at = now()
    WHERE id IN (
      SELECT m.id FROM outgoing m
      WHERE m.reduced_at IS NULL AND m.channel NOT IN ('platform', 'peppol') AND m.status IN ('SENT', 'SKIPPED') AND m.created_at < ${firstMomentOf(before)}
        AND NOT EXISTS (SELECT FROM sales_order o
          WHERE (o.number = m.order_number
              OR o.number IN (SELECT i.order_number FROM invoice_order i WHERE i.invoice_number = m.invoice_number)
              OR o.number IN (SELECT i.order_number FROM dunning_step s JOIN invoice_order i ON i.invoice_number = s.invoice_number
                WHERE s.letter_id = m.letter_id))
            AND NOT ${isClosedBefore(Prisma.sql`o`, before)})
        AND NOT "mail_is_held"(m)
      ORDER BY m.created_at, m.id LIMIT ${limit} FOR UPDATE OF m)`;
}

/**
 * How many lines, and how many words of colleagues, with them or alone; what was picked for orders, and what askers for
 * news were said to have wanted.
 */
export type ForgottenWork = {
  readonly lines: number;
  readonly comments: number;
  readonly preparations: number;
  readonly notes: number;
};

/**
 * Deletes lines of the worklist that were done before a day and what was said about them, at most `limit` of them. A line
 * that money taken back or a mail not resolved can open again stays, without its comments, as do alarms of the mail server:
 * they are numbered one after the other and name nobody. With them goes what was written beside an order, once it is
 * closed for so long: what was picked, and the word on a request for news; that it was asked stays, and counts.
 * @param before LocalDate
 */
export async function forgetWork(
  tx: Transaction,
  before: string,
  limit: number,
): Promise<ForgottenWork & { readonly taken: number }> {
  const found = await tx.$queryRaw<{ id: string; goes: boolean }[]>`
    SELECT w.id, goes.goes FROM work_item w,
      LATERAL (SELECT w.kind NOT IN ('collections', 'mail-channel', 'platform-channel') AND NOT EXISTS (
        SELECT FROM outgoing m WHERE m.id = w.mail_id AND m.status NOT IN ('SENT', 'SKIPPED')) AS goes) AS goes
    WHERE w.status = 'done' AND w.done_at < ${firstMomentOf(before)}
      AND NOT EXISTS (SELECT FROM sales_order o WHERE o.number = w.order_number AND NOT ${isClosedBefore(Prisma.sql`o`, before)})
      AND NOT "is_held"(ARRAY[w.customer_number], ARRAY[w.order_number], ARRAY[w.invoice_number])
      AND (goes.goes OR EXISTS (SELECT FROM work_item_comment c WHERE c.work_item_id = w.id))
    ORDER BY w.done_at, w.id LIMIT ${limit} FOR UPDATE OF w`;
  const ids = found.map(({ id }) => id);
  const comments = await tx.$executeRaw`DELETE FROM work_item_comment WHERE work_item_id = ANY(${ids})`;
  const going = found.filter(({ goes }) => goes).map(({ id }) => id);
  const lines = await tx.$executeRaw`DELETE FROM work_item WHERE id = ANY(${going})`;
  const standing = await forgetStandingWork(tx, before, limit);
  const preparations = await forgetPreparations(tx, before, limit);
  const notes = await forgetNotes(tx, before, limit);
  const taken = found.length + standing.taken + preparations + notes;
  return { lines, comments: comments + standing.comments, preparations, notes, taken };
}

/** What people did with lines that stand by themselves and were touched before a day, where what they are about is over. */
async function forgetStandingWork(
  tx: Transaction,
  before: string,
  limit: number,
): Promise<{ readonly comments: number; readonly taken: number }> {
  const gone = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM work_line WHERE id IN (
      SELECT w.id FROM work_line w
      WHERE w.touched_at < ${firstMomentOf(before)}
        AND NOT EXISTS (SELECT FROM sales_order o WHERE o.number = split_part(w.id, ':', 2) AND NOT ${isClosedBefore(Prisma.sql`o`, before)})
        AND NOT EXISTS (SELECT FROM delivery d WHERE d.number = split_part(w.id, ':', 2) AND d.status <> 'proved')
        AND NOT EXISTS (SELECT FROM payment p WHERE p.id::text = split_part(w.id, ':', 2) AND p.unallocated <> 0)
        AND NOT "is_held"(ARRAY(SELECT p.customer_number FROM payment p WHERE p.id::text = split_part(w.id, ':', 2)),
          ARRAY(SELECT split_part(w.id, ':', 2) UNION ALL SELECT d.order_number FROM delivery d WHERE d.number = split_part(w.id, ':', 2)),
          ARRAY[split_part(w.id, ':', 2)])
      ORDER BY w.touched_at, w.id LIMIT ${limit} FOR UPDATE OF w) RETURNING id`;
  const ids = gone.map(({ id }) => id);
  const comments = await tx.$executeRaw`DELETE FROM work_item_comment WHERE work_item_id = ANY(${ids})`;
  return { comments, taken: ids.length };
}

const forgetPreparations = (tx: Transaction, before: string, limit: number): Promise<number> => tx.$executeRaw`
  DELETE FROM preparation WHERE id IN (
    SELECT p.id FROM preparation p JOIN sales_order o ON o.number = p.order_number
    WHERE ${isClosedBefore(Prisma.sql`o`, before)} AND NOT ${isOrderHeld} ORDER BY p.id LIMIT ${limit})`;

const forgetNotes = (tx: Transaction, before: string, limit: number): Promise<number> => tx.$executeRaw`
  UPDATE information_request SET note = NULL WHERE id IN (
    SELECT r.id FROM information_request r JOIN sales_order o ON o.number = r.order_number
    WHERE r.note IS NOT NULL AND ${isClosedBefore(Prisma.sql`o`, before)} AND NOT ${isOrderHeld} ORDER BY r.id LIMIT ${limit})`;

/**
 * Deletes sessions that were over or ended before a day, at most `limit` of them.
 * @param before LocalDate
 * @returns how many; fewer than `limit`: there are no more
 */
export async function forgetSessions(tx: Transaction, before: string, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM session WHERE id IN (
      SELECT id FROM session WHERE LEAST(ends_at, ended_at) < ${firstMomentOf(before)} LIMIT ${limit})`;
}
