import type { Mail } from '../../contracts/mail.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { MailKind, MailStatus } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { mailOf } from '../mappers.js';
import type { MailRow } from '../rows.js';
import { matching, readPage, visible, when, type Db, type PageRequest, type Scope } from './page.js';

const mailColumns = Prisma.sql`
  mail.id, mail.kind, mail.status, mail.recipient, mail.subject, mail.message_id AS "messageId",
  mail.order_number AS "order", mail.invoice_number AS invoice, mail.attempts, mail.last_error AS "lastError",
  mail.created_at AS "createdAt", mail.sent_at AS "sentAt"`;

const mailTables = Prisma.sql`mail LEFT JOIN customer ON customer.number = mail.customer_number`;

export const mailSorts = { createdAt: { expression: Prisma.sql`mail.created_at`, type: 'moment' } } as const;
export type MailSort = keyof typeof mailSorts;

export type MailFilter = PageRequest<MailSort> & {
  readonly status?: MailStatus | undefined;
  readonly kind?: MailKind | undefined;
  readonly order?: string | undefined;
  readonly invoice?: string | undefined;
  readonly customer?: string | undefined;
  readonly search?: string | undefined;
};

/** Mails, latest first; `search` looks into recipient, subject and Message-ID. */
export function listMails(db: Db, filter: MailFilter, scope: Scope): Promise<Page<Mail> | Refusal> {
  const list = {
    columns: mailColumns,
    from: mailTables,
    where: [
      visible(scope),
      when(filter.status, (status) => Prisma.sql`mail.status = ${status}`),
      when(filter.kind, (kind) => Prisma.sql`mail.kind = ${kind}`),
      when(filter.order, (order) => Prisma.sql`mail.order_number = ${order}`),
      when(filter.invoice, (invoice) => Prisma.sql`mail.invoice_number = ${invoice}`),
      when(filter.customer, (customer) => Prisma.sql`mail.customer_number = ${customer}`),
      matching(filter.search, [Prisma.sql`mail.recipient`, Prisma.sql`mail.subject`, Prisma.sql`mail.message_id`]),
    ],
    id: Prisma.sql`mail.id`,
    sorts: mailSorts,
    defaultSort: '-createdAt',
  } as const;
  return readPage<MailRow, Mail, MailSort>(db, list, filter, mailOf);
}

/** Null: there is none, or it went to somebody else's customer. */
export async function getMail(db: Db, id: string, scope: Scope): Promise<Mail | null> {
  const rows = await db.$queryRaw<MailRow[]>`
    SELECT ${mailColumns} FROM ${mailTables} WHERE mail.id = ${id} AND ${visible(scope)}`;
  return rows[0] ? mailOf(rows[0]) : null;
}

/** Whose a mail is. Null: there is none, or it is of no order. */
export async function mailOwner(
  db: Db,
  id: string,
): Promise<{ readonly orderNumber: string; readonly customerNumber: string } | null> {
  const rows = await db.$queryRaw<{ orderNumber: string; customerNumber: string }[]>`
    SELECT order_number AS "orderNumber", customer_number AS "customerNumber" FROM mail
    WHERE id = ${id} AND order_number IS NOT NULL AND customer_number IS NOT NULL`;
  return rows[0] ?? null;
}
