import { outgoingSteps } from '../contracts/ids.js';
import type { MailResolutionResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { Actor } from '../contracts/vocabulary.js';
import { isElectronic } from '../domain/lifecycle.js';
import { outgoingRules } from '../domain/outgoing.js';
import type { Transaction } from '../prisma/client.js';
import { readOrderFacts } from '../prisma/repositories/order-facts.js';
import { findOutgoing, resolveOutgoing, type OutgoingRecord } from '../prisma/repositories/outgoing.js';
import { once, undo } from '../prisma/repositories/step.js';
import type { ActivityDeps } from './deps.js';
import { ownersOf, type Followed, type Owner } from './outgoing-owner.js';
import { addressFor } from './snapshots.js';

/** What a person found out, or decides. */
export type Word = {
  readonly resolution: 'was-sent' | 'send-again' | 'skip';
  readonly reason: string;
  readonly actor: Actor;
};
export type RecordMailResolution = Word & { readonly customerNumber: string | null; readonly mailId: string };

export function outgoingResolutionActivities(deps: ActivityDeps) {
  const owners = ownersOf(deps);
  return {
    /**
     * A person's word on what is UNKNOWN or FAILED, letters of dunning left out: those belong to the account. Sent again,
     * it is queued for a new round with its text and Message-ID, to the address of now.
     * @returns a refusal `step-resolved` when it does not wait for a person, or is not of this customer
     */
    recordMailResolution(input: RecordMailResolution): Promise<MailResolutionResult | Refusal> {
      const { actor, mailId, customerNumber, resolution, reason } = input;
      const key = outgoingSteps.resolution(mailId, actor.requestId);
      return once<MailResolutionResult, Refusal>(deps.prisma, key, actor.requestId, async (tx) => {
        const item = await findOutgoing(tx, mailId);
        if (item?.customerNumber !== customerNumber || item.kind === 'dunning-letter') return undo(notWaiting(mailId));
        const resolved = await resolve(tx, item, owners[item.kind] ?? {}, input);
        const { outgoing, to } = resolved ?? undo(notWaiting(mailId));
        return {
          result: { kind: 'resolved' },
          outgoing,
          audit: [
            {
              actor,
              action: `mail.${resolution}`,
              entity: 'mail',
              entityId: mailId,
              orderNumber: item.orderNumber,
              customerNumber,
              before: { status: item.status, to: item.recipient },
              after: { resolution, reason, to, subject: item.subject },
            },
          ],
        };
      });
    },
  };
}

/** `to`: the address that it has now. */
type Resolved = Followed & { readonly to: string };

/** Takes a person's word on record. Undefined: it does not wait for one. */
export async function resolve(
  tx: Transaction,
  item: OutgoingRecord,
  owner: Owner,
  { resolution, actor }: Word,
): Promise<Resolved | undefined> {
  const { id, status, claimedAt, recipient } = item;
  switch (resolution) {
    case 'was-sent': {
      // What nobody knew of left when it was claimed; what had failed, or was handed to a person, went another way, now.
      const at = status === 'UNKNOWN' ? claimedAt : null;
      const followed = (await owner.onSent?.(tx, item, { at, actor })) ?? {};
      return (await resolveOutgoing(tx, id, { status: 'SENT', sentAt: at, recipient }))
        ? { ...followed, to: recipient }
        : undefined;
    }
    case 'send-again': {
      const isWanted = (await owner.isWanted?.(tx, item)) ?? true;
      if (!isWanted) await owner.onWithdrawn?.(tx, item);
      const recipientNow = await addressNow(tx, item, owner);
      const now = { status: isWanted ? 'QUEUED' : 'SKIPPED', sentAt: null, recipient: recipientNow } as const;
      return (await resolveOutgoing(tx, id, now)) ? { to: recipientNow } : undefined;
    }
    case 'skip':
      return (await resolveOutgoing(tx, id, { status: 'SKIPPED', sentAt: null, recipient }))
        ? { to: recipient }
        : undefined;
  }
}

/** Where it goes by the contacts of now. */
async function addressNow(tx: Transaction, item: OutgoingRecord, owner: Owner): Promise<string> {
  const { kind, recipient, channel } = item;
  if (isElectronic(channel)) return recipient;
  const order = owner.addressedBy?.(item) ?? item.orderNumber;
  if (owner.addressNow !== undefined) return owner.addressNow(tx, item);
  if (outgoingRules[kind].contact === null) {
    const { body } = await tx.company.findUniqueOrThrow({ where: { id: 1 } });
    return (body as { financeEmail: string }).financeEmail;
  }
  return order === null ? recipient : addressFor(await readOrderFacts(tx, order), kind);
}

const notWaiting = (mailId: string): Refusal => ({
  kind: 'refused',
  code: 'step-resolved',
  said: said('mail-waits-for-nothing', { mail: mailId }),
  remedy: said('read-mail-to-resolve'),
});
