import type { MailResolutionResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import type { Actor } from '../contracts/vocabulary.js';
import type { Transaction } from '../prisma/client.js';
import { once, undo } from '../prisma/repositories/step.js';
import type { ActivityDeps } from './deps.js';

export type RecordMailResolution = {
  readonly orderNumber: string;
  readonly mailId: string;
  readonly resolution: 'was-sent' | 'send-again' | 'skip';
  readonly reason: string;
  readonly actor: Actor;
};

export function mailResolutionActivities({ prisma }: ActivityDeps) {
  return {
    /**
     * A person's word on a mail that is UNKNOWN or FAILED, letters of dunning left out: those belong to the account.
     * Sent again, it is queued for a new round with its text and Message-ID.
     * @returns a refusal `step-resolved` when the mail does not wait for a person, or is not of this order
     */
    recordMailResolution(input: RecordMailResolution): Promise<MailResolutionResult | Refusal> {
      const { actor, mailId } = input;
      const key = `mail:${mailId}:resolution:${actor.requestId}`;
      return once<MailResolutionResult, Refusal>(prisma, key, actor.requestId, async (tx) => {
        const mail = await resolve(tx, input);
        if (mail === undefined) return undo(notWaiting(mailId));
        return {
          result: { kind: 'resolved' },
          audit: [
            {
              actor,
              action: `mail.${input.resolution}`,
              entity: 'mail',
              entityId: mailId,
              orderNumber: input.orderNumber,
              customerNumber: mail.customer,
              after: { resolution: input.resolution, reason: input.reason, to: mail.to, subject: mail.subject },
            },
          ],
        };
      });
    },
  };
}

type Resolved = { readonly customer: string; readonly to: string; readonly subject: string };

const statusAfter = { 'was-sent': 'SENT', 'send-again': 'QUEUED', skip: 'SKIPPED' } as const;

/**
 * Moves the mail on, closes its lines of the worklist, and, when the acknowledgement of the version that holds was sent
 * after all, notes it with the order. What was UNKNOWN left when it was claimed; what had FAILED went another way, now.
 */
async function resolve(tx: Transaction, input: RecordMailResolution): Promise<Resolved | undefined> {
  const status = statusAfter[input.resolution];
  const rows = await tx.$queryRaw<Resolved[]>`
    WITH resolved AS (
      UPDATE mail SET status = ${status}, round = round + 1, claim_token = NULL, data = data - 'losses',
        sent_at = CASE WHEN ${status} <> 'SENT' THEN NULL WHEN status = 'UNKNOWN' THEN claimed_at ELSE now() END
      WHERE id = ${input.mailId} AND order_number = ${input.orderNumber} AND kind <> 'dunning'
        AND status IN ('UNKNOWN', 'FAILED')
      RETURNING id, customer_number, recipient, subject, sent_at
    ), work AS (
      UPDATE work_item SET status = 'done', done_at = now() FROM resolved
      WHERE work_item.status = 'open' AND work_item.mail_id = resolved.id
    ), acknowledged AS (
      UPDATE sales_order SET acknowledged_at = COALESCE(acknowledged_at, sent_at),
        acknowledgement_minutes = COALESCE(acknowledgement_minutes, round((EXTRACT(epoch FROM sent_at - received_at) / 60)::numeric, 1)),
        stage = CASE WHEN stage = 'accepted' THEN 'acknowledged' ELSE stage END
      FROM resolved WHERE sent_at IS NOT NULL AND id = 'acknowledgement:' || number || ':' || version
    )
    SELECT customer_number AS customer, recipient AS "to", subject FROM resolved`;
  return rows[0];
}

const notWaiting = (mailId: string): Refusal => ({
  kind: 'refused',
  code: 'step-resolved',
  detail: `Mail ${mailId} does not wait for a decision.`,
  remedy: 'Read the mail; only UNKNOWN and FAILED ones are resolved by hand.',
});
