import type { ReceivedStatus, RateAmount } from '../../contracts/lifecycle.js';
import { receivedStatusId } from '../../contracts/ids.js';
import type { InvoiceChannel, InvoiceKind, LifecycleCode } from '../../contracts/vocabulary.js';
import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** A message of a platform that nobody has read yet. */
export type WaitingMessage = { readonly sha256: string; readonly name: string; readonly content: Uint8Array };

/** Keeps a message as it came. @returns false: the same one is there already */
export async function keepMessage(
  db: PrismaClient | Transaction,
  message: WaitingMessage & { readonly transport: 'file' | 'http' },
): Promise<boolean> {
  const kept = await db.$executeRaw`
    INSERT INTO platform_message (sha256, transport, name, content)
    VALUES (${message.sha256}, ${message.transport}, ${message.name}, ${message.content}) ON CONFLICT (sha256) DO NOTHING`;
  return kept === 1;
}

/** The oldest that nobody has read, at most `limit` of them. */
export const waitingMessages = (db: PrismaClient, limit: number): Promise<WaitingMessage[]> =>
  db.$queryRaw<WaitingMessage[]>`
    SELECT sha256, name, content FROM platform_message WHERE read_at IS NULL ORDER BY received_at, sha256 LIMIT ${limit}`;

/** Locks a message that nobody has read. @returns false: somebody has */
export async function lockMessage(tx: Transaction, sha256: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM platform_message WHERE sha256 = ${sha256} AND read_at IS NULL FOR UPDATE`;
  return rows.length === 1;
}

/** What a message was found to be. */
export type Found = 'status' | 'known' | 'stranger' | 'unread';

export const markRead = (tx: Transaction, sha256: string, found: Found): Promise<number> =>
  tx.$executeRaw`UPDATE platform_message SET read_at = now(), found = ${found} WHERE sha256 = ${sha256}`;

/** An invoice of ours that a status is about. */
export type StatusOwner = {
  readonly kind: InvoiceKind;
  readonly order: string;
  readonly customer: string;
  readonly gross: string;
  readonly currency: string;
};

/** Null: there is none of this number and day; what was moved in is another system's. */
export async function ownerOfStatus(
  tx: Transaction,
  { invoice, issueDate }: Pick<ReceivedStatus, 'invoice' | 'issueDate'>,
): Promise<StatusOwner | null> {
  const [row] = await tx.$queryRaw<StatusOwner[]>`
    SELECT kind, order_number AS "order", customer_number AS customer, abs(gross)::text AS gross, currency FROM invoice
    WHERE number = ${invoice} AND move_in_id IS NULL AND (${issueDate}::date IS NULL OR issue_date = ${issueDate}::date)`;
  return row ?? null;
}

type NewStatus = {
  readonly id: string;
  readonly invoice: string;
  readonly direction: 'in' | 'out';
  readonly code: LifecycleCode;
  readonly at: string;
  readonly reasons: ReceivedStatus['reasons'];
  readonly amounts: readonly RateAmount[];
  readonly message: string | null;
};

/**
 * Writes statuses, and which is the latest of their invoices: the one whose moment is, of one moment the higher code. One
 * that is known is left alone.
 * @returns the ids of those that are new
 */
export async function insertStatuses(tx: Transaction, statuses: readonly NewStatus[]): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH told AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(statuses)}::jsonb) AS s(id text, invoice text, direction text, code text,
        at timestamptz, reasons jsonb, amounts jsonb, message text)
    ), inserted AS (
      INSERT INTO invoice_status (id, invoice_number, direction, code, at, reasons, amounts, message_sha256)
      SELECT id, invoice, direction, code, at, reasons, amounts, message FROM told
      ON CONFLICT (id) DO NOTHING RETURNING id, invoice_number, code, at
    ), latest AS (
      SELECT DISTINCT ON (invoice_number) invoice_number, code, at FROM inserted ORDER BY invoice_number, at DESC, code DESC
    ), kept AS (
      INSERT INTO invoice_lifecycle (invoice_number, customer_number, issue_date, code, at)
      SELECT i.number, i.customer_number, i.issue_date, l.code, l.at FROM latest l JOIN invoice i ON i.number = l.invoice_number
      ON CONFLICT (invoice_number) DO UPDATE SET code = excluded.code, at = excluded.at
      WHERE (invoice_lifecycle.at, invoice_lifecycle.code) < (excluded.at, excluded.code)
    )
    SELECT id FROM inserted`;
  return rows.map(({ id }) => id);
}

/** A status that a message tells. @returns false: another message told the same before */
export async function insertReceived(tx: Transaction, sha256: string, status: ReceivedStatus): Promise<boolean> {
  const { messageId, invoice, code, at, reasons, amounts } = status;
  const row = { id: receivedStatusId(messageId), invoice, direction: 'in', code, at, reasons, amounts } as const;
  const fresh = await insertStatuses(tx, [{ ...row, message: sha256 }]);
  return fresh.length === 1;
}

/** Ends what statuses of an invoice up to a moment asked for, and nobody has ended. */
export const closeStatusWork = (tx: Transaction, invoice: string, at: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item SET status = 'done', done_at = now()
    WHERE invoice_number = ${invoice} AND kind = 'invoice-status' AND status = 'open'
      AND (facts ->> 'at')::timestamptz <= ${at}::timestamptz`;

/** Has a status of one of these codes been told that is of a later moment? */
export async function isToldAfter(
  tx: Transaction,
  { invoice, at }: Pick<ReceivedStatus, 'invoice' | 'at'>,
  codes: readonly LifecycleCode[],
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS told FROM invoice_status
    WHERE invoice_number = ${invoice} AND at > ${at}::timestamptz AND code = ANY(${[...codes]}) LIMIT 1`;
  return rows.length > 0;
}

/** What was told of the money of an invoice that a platform carried, and what it says. */
export type ToldInvoice = {
  readonly invoice: string;
  readonly snapshot: unknown;
  /** Tax included, by what is allocated now, before the act that is recorded. */
  readonly paid: string;
  /** Statuses of ours so far. */
  readonly told: number;
};

export const readTold = (tx: Transaction, invoices: readonly string[]): Promise<ToldInvoice[]> =>
  tx.$queryRaw<ToldInvoice[]>`
    SELECT i.number AS invoice, d.snapshot,
      (SELECT coalesce(-sum(e.amount), 0)::text FROM ledger_entry e
        WHERE e.invoice_number = i.number AND e.item_kind = 'receivable' AND e.kind IN ('allocation', 'reversal')) AS paid,
      (SELECT count(*)::int FROM invoice_status s WHERE s.invoice_number = i.number AND s.direction = 'out') AS told
    FROM invoice i JOIN document d ON d.id = 'invoice:' || i.number WHERE i.number = ANY(${invoices}) ORDER BY i.number`;

/** By which way an invoice left; null: it was moved in. */
export const channelOfInvoice = (invoice: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT o.channel FROM outgoing o WHERE o.id = 'invoice:' || ${invoice})`;

export type WithChannel = { readonly channel?: InvoiceChannel | null };
