import type { MailKind } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';

export type NewMail = {
  /** Business key; the Message-ID follows from it. */
  readonly id: string;
  readonly kind: MailKind;
  readonly customerNumber: string;
  readonly orderNumber: string | null;
  readonly invoiceNumber?: string | null;
  readonly dunningStepId?: string | null;
  /** What the text is made from beside the rows it names. */
  readonly data?: unknown;
};

/** Queues one business mail; its text and documents are written by the transaction that claims it. */
export async function queueMail(tx: Transaction, mail: NewMail): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO mail (id, kind, status, recipient, sender, message_id, subject, text, html, data, order_number, invoice_number, customer_number, dunning_step_id)
    VALUES (${mail.id}, ${mail.kind}, 'QUEUED', '', '', ${mail.id}, '', '', '', ${mail.data === undefined ? null : JSON.stringify(mail.data)}::jsonb,
      ${mail.orderNumber}, ${mail.invoiceNumber ?? null}, ${mail.customerNumber}, ${mail.dunningStepId ?? null})
    ON CONFLICT (id) DO NOTHING`;
}

/** Takes mails of an order that nobody has begun to send out of the queue: what they say holds no longer. */
export async function skipQueued(tx: Transaction, orderNumber: string, kind: MailKind): Promise<void> {
  await tx.$executeRaw`
    UPDATE mail SET status = 'SKIPPED' WHERE order_number = ${orderNumber} AND kind = ${kind} AND status = 'QUEUED'`;
}
