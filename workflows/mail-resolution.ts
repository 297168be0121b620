import { step } from './activity-proxies.js';
import { attended } from './attention.js';
import { noteSent, tellByMail, type OrderDesk, type OrderRequest } from './order-desk.js';

export type MailResolutionAsk = Extract<OrderRequest, { kind: 'mail-resolution' }>;

/** A person's word on a mail that failed or whose fate is not known; at any stage, since mails run beside the main line. */
export async function resolveMail(desk: OrderDesk, ask: MailResolutionAsk): Promise<void> {
  const { actor, mailId, resolution, reason } = ask.request;
  const { orderNumber } = desk.input;
  const recorded = await step('recordMailResolution', `Mail ${mailId}: ${resolution}`, {
    orderNumber,
    mailId,
    resolution,
    reason,
    actor,
  });
  ask.answer = recorded;
  if (recorded.kind === 'refused') return;
  attended(mailId);
  if (resolution === 'was-sent') noteSent(desk, mailId);
  if (resolution === 'send-again') tellByMail(desk, mailId, `${mailId} once more`);
}
