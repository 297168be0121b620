import type { Cover, Issued } from '../../contracts/documents.js';
import type { InvoiceChannel, OutgoingKind, OutgoingStatus } from '../../contracts/vocabulary.js';
import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { insertAudit, type AuditInput } from './audit.js';
import { snapshotHash } from './documents.js';
import { channelPaused, channelResumed } from './mail-channel.js';

type About = {
  /** Business key; the Message-ID follows from it. */
  readonly id: string;
  /** Address that it goes to. */
  readonly recipient: string;
  /** By which way; left out: mail. */
  readonly channel?: InvoiceChannel;
  /** Null: it goes to our own people, and is of no customer. */
  readonly customerNumber: string | null;
  readonly orderNumber: string | null;
  readonly invoiceNumber?: string | null;
  /** The letter that it is, or tells of. */
  readonly letterId?: string | null;
};

/** What a step queues: something of its own to say, or documents that the step or one before it has issued. */
export type NewOutgoing = About &
  (
    | (Cover & { readonly documents?: readonly string[] })
    | { readonly kind: Exclude<OutgoingKind, Cover['kind']>; readonly documents: readonly [string, ...string[]] }
  );

/** Queues as a part of a statement: the one that ends the step whose fact is told. */
export const insertOutgoing = (outgoing: readonly NewOutgoing[]): Prisma.Sql => {
  const rows = outgoing.map((each) => ({
    documents: [],
    ...each,
    hash: 'snapshot' in each ? snapshotHash(each.snapshot) : null,
  }));
  return Prisma.sql`
    INSERT INTO outgoing (id, channel, kind, recipient, message_id, snapshot, snapshot_hash, documents, customer_number, order_number, invoice_number, letter_id)
    SELECT q.id, coalesce(q.channel, 'mail'), q.kind, q.recipient, q.id, q.snapshot, q.hash, q.documents, q."customerNumber", q."orderNumber", q."invoiceNumber", q."letterId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS q(id text, channel text, kind text, recipient text, snapshot jsonb, hash text, documents text[],
      "customerNumber" text, "orderNumber" text, "invoiceNumber" text, "letterId" text)
    ON CONFLICT (id) DO NOTHING`;
};

/** Withdraws what of an order nobody has begun to send: what it says holds no longer. */
export async function withdrawQueued(
  tx: Transaction,
  orderNumber: string,
  kinds: readonly OutgoingKind[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE outgoing SET status = 'SKIPPED' WHERE order_number = ${orderNumber} AND kind = ANY(${kinds}) AND status = 'QUEUED'`;
}

/** Names another recipient for what of an order has not left. */
export async function readdress(
  tx: Transaction,
  orderNumber: string,
  recipients: Readonly<Partial<Record<OutgoingKind, string>>>,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE outgoing SET recipient = r.value FROM jsonb_each_text(${JSON.stringify(recipients)}::jsonb) r
    WHERE order_number = ${orderNumber} AND kind = r.key AND status = 'QUEUED' AND channel NOT IN ('platform', 'peppol')`;
}

type Carried = Issued & { readonly id: string; readonly isRendered: boolean };

/** Something that goes out, as it stands on record, with all that its text and files are made from. */
export type OutgoingRecord = {
  readonly id: string;
  readonly channel: InvoiceChannel;
  readonly kind: OutgoingKind;
  readonly status: OutgoingStatus;
  readonly round: number;
  readonly recipient: string;
  /** Empty before the first claim. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly customerNumber: string | null;
  readonly orderNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly letterId: string | null;
  /** Instant of the last claim; null: there was none. */
  readonly claimedAt: string | null;
  /** See `NewOutgoing`; null: the first document says it. */
  readonly snapshot: unknown;
  /** What it carries, in this order. */
  readonly documents: readonly Carried[];
  /** What the mail server, or the platform, said when it took nothing from us, a moment ago; null: it is tried. */
  readonly channelPaused: string | null;
};

/** Reads one in one statement. Null: there is none. */
export async function findOutgoing(db: PrismaClient | Transaction, id: string): Promise<OutgoingRecord | null> {
  const rows = await db.$queryRaw<OutgoingRecord[]>`
    SELECT o.id, o.channel, o.kind, o.status, o.round, o.recipient, o.subject, o.text, o.html, o.customer_number AS "customerNumber",
      o.order_number AS "orderNumber", o.invoice_number AS "invoiceNumber", o.letter_id AS "letterId", o.snapshot,
      to_char(o.claimed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "claimedAt",
      COALESCE((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'snapshot', d.snapshot,
          'isRendered', EXISTS (SELECT FROM document_file f WHERE f.document_id = d.id)) ORDER BY carried.place)
        FROM unnest(o.documents) WITH ORDINALITY AS carried(id, place) JOIN document d ON d.id = carried.id), '[]') AS documents,
      ${channelPaused(Prisma.sql`o.channel`)} AS "channelPaused"
    FROM outgoing o WHERE o.id = ${id}`;
  return rows[0] ?? null;
}

/**
 * Writes down what became of an attempt, with its audit row and what follows from it, in one statement.
 * @returns false: that was written down before; what the statement wrote is to be undone
 */
export async function endAttempt(
  tx: Transaction,
  { id, round, channel }: Pick<OutgoingRecord, 'id' | 'round' | 'channel'>,
  end: { readonly status: 'SENT' | 'FAILED'; readonly response: string },
  followed: { readonly audit: readonly AuditInput[]; readonly outgoing: readonly NewOutgoing[] },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH ended AS (
      UPDATE outgoing SET status = ${end.status}, sent_at = CASE WHEN ${end.status} = 'SENT' THEN now() END,
        last_error = ${end.response}, claim_token = NULL, away_since = NULL
      WHERE id = ${id} AND round = ${round}::int AND status IN ('QUEUED', 'SENDING', 'UNKNOWN') RETURNING id
    ), queued AS (${insertOutgoing(followed.outgoing)}), told AS (${insertAudit(followed.audit)}),
    resumed AS (${channelResumed(channel)})
    SELECT id FROM ended`;
  return rows.length === 1;
}

/** What a person says became of it: a new round begins. Closes its lines of the worklist. @returns false: it waited for nobody */
export async function resolveOutgoing(
  tx: Transaction,
  id: string,
  now: {
    readonly status: Extract<OutgoingStatus, 'SENT' | 'QUEUED' | 'SKIPPED'>;
    /** Instant; null, with SENT: this moment. */
    readonly sentAt: string | null;
    readonly recipient: string;
  },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH resolved AS (
      UPDATE outgoing SET status = ${now.status}, round = round + 1, losses = 0, claim_token = NULL, recipient = ${now.recipient},
        sent_at = CASE WHEN ${now.status} = 'SENT' THEN COALESCE(${now.sentAt}::timestamptz, now()) END
      WHERE id = ${id} AND status IN ('UNKNOWN', 'FAILED', 'HANDED') RETURNING id
    ), work AS (
      UPDATE work_item SET status = 'done', done_at = now() FROM resolved
      WHERE work_item.status = 'open' AND work_item.mail_id = resolved.id AND work_item.kind IN ('mail-unknown', 'mail-failed', 'invoice-by-hand')
    )
    SELECT id FROM resolved`;
  return rows.length === 1;
}
