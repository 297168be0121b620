import type { Mail } from '../../contracts/mail.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { OutgoingKind, OutgoingStatus } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { mailOf, sentMailOf, type SentMailRecord } from '../mappers.js';
import type { MailRow, SentMailRow } from '../rows.js';
import { isOfOrder } from './invoices-of-orders.js';
import { readPage, visible, visibleOf, when, type Db, type PageRequest, type Scope } from './page.js';
import { found } from './found.js';

const mailColumns = Prisma.sql`
  mail.id, mail.channel, mail.kind, mail.status, mail.recipient, mail.subject, mail.message_id AS "messageId",
  mail.order_number AS "order", mail.invoice_number AS invoice, mail.attempts, mail.last_error AS "lastError",
  mail.created_at AS "createdAt", mail.sent_at AS "sentAt"`;

const mailTables = Prisma.sql`outgoing AS mail LEFT JOIN customer ON customer.number = mail.customer_number`;

export const mailSorts = { createdAt: { expression: Prisma.sql`mail.created_at`, type: 'moment' } } as const;
export type MailSort = keyof typeof mailSorts;

export type MailFilter = PageRequest<MailSort> & {
  readonly status?: OutgoingStatus | undefined;
  readonly kind?: OutgoingKind | undefined;
  readonly order?: string | undefined;
  readonly invoice?: string | undefined;
  readonly customer?: string | undefined;
  readonly search?: string | undefined;
};

/** It is about one thing, or is, or tells of, a letter that lists an invoice. */
const about = (direct: Prisma.Sql, listed: Prisma.Sql): Prisma.Sql => Prisma.sql`mail.id IN (
  SELECT id FROM outgoing WHERE ${direct} UNION SELECT id FROM outgoing WHERE letter_id IN (
    SELECT step.letter_id FROM dunning_step AS step JOIN invoice ON invoice.number = step.invoice_number WHERE ${listed}))`;

/** Mails, latest first; `search` looks into recipients, and knows numbers and whole Message-IDs. */
export async function listMails(db: Db, filter: MailFilter, scope: Scope): Promise<Page<Mail> | Refusal> {
  const list = {
    columns: mailColumns,
    from: mailTables,
    where: [
      visibleOf(scope, filter.customer),
      when(filter.status, (status) => Prisma.sql`mail.status = ${status}`),
      when(filter.kind, (kind) => Prisma.sql`mail.kind = ${kind}`),
      when(filter.order, (order) =>
        about(
          Prisma.sql`(order_number = ${order} OR ${isOfOrder(Prisma.sql`invoice_number`, order)})`,
          isOfOrder(Prisma.sql`invoice.number`, order),
        ),
      ),
      when(filter.invoice, (invoice) =>
        about(Prisma.sql`invoice_number = ${invoice}`, Prisma.sql`invoice.number = ${invoice}`),
      ),
      when(filter.customer, (customer) => Prisma.sql`mail.customer_number = ${customer}`),
      await found(db, 'mail', filter.search, scope),
    ],
    id: Prisma.sql`mail.id`,
    sorts: mailSorts,
    defaultSort: '-createdAt',
  } as const;
  return readPage<MailRow, Mail, MailSort>(db, list, filter, mailOf);
}

export type { SentMailRecord };

/** A mail with all that it said. Null: there is none, or it went to somebody else's customer. */
export async function getMail(db: Db, id: string, scope: Scope): Promise<SentMailRecord | null> {
  const rows = await db.$queryRaw<SentMailRow[]>`
    SELECT ${mailColumns}, mail.sender, mail.text, mail.html, mail.reduced_at AS "reducedAt",
      coalesce((SELECT json_agg(json_build_object('id', carried.id, 'kind', carried.kind, 'number', carried.number) ORDER BY named.place)
        FROM unnest(mail.documents) WITH ORDINALITY AS named(id, place) JOIN document AS carried ON carried.id = named.id), '[]') AS documents
    FROM ${mailTables} WHERE mail.id = ${id} AND ${visible(scope)}`;
  return rows[0] ? sentMailOf(rows[0]) : null;
}

/** Whose a mail is, and, of a letter, a step that it lists. Null: there is none. */
export async function mailOwner(
  db: Db,
  id: string,
): Promise<{
  readonly orderNumber: string | null;
  readonly customerNumber: string | null;
  readonly step: string | null;
} | null> {
  const rows = await db.$queryRaw<{ orderNumber: string | null; customerNumber: string | null; step: string | null }[]>`
    SELECT order_number AS "orderNumber", customer_number AS "customerNumber",
      (SELECT s.id FROM dunning_step s WHERE s.letter_id = m.id ORDER BY s.turn LIMIT 1) AS step
    FROM outgoing m WHERE id = ${id}`;
  return rows[0] ?? null;
}
