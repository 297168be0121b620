import type { Actor, OutgoingKind } from '../contracts/vocabulary.js';
import type { Transaction } from '../prisma/client.js';
import type { NewOutgoing, OutgoingRecord } from '../prisma/repositories/outgoing.js';
import { acknowledgementOwner } from './acknowledgement-owner.js';
import type { ActivityDeps } from './deps.js';
import { letterOwner } from './letter-owner.js';
import { monthEndOwner } from './month-end-owner.js';

/** How something left: when, and who says so. */
export type Sent = {
  /** Instant; null: this moment. */
  readonly at: string | null;
  readonly actor: Actor;
};

/** What follows from it: facts for the audit row, and what goes out because of it. */
export type Followed = { readonly facts?: object; readonly outgoing?: readonly NewOutgoing[] };

/**
 * What something that goes out means to whom it belongs to. Each hook runs inside the machine's transaction, before the
 * machine writes, and takes the locks that its answer depends on. A kind without a hook has nothing to say there.
 */
export type Owner = {
  /** Asked before it leaves and before it goes back into the queue; false withdraws it. */
  readonly isWanted?: (tx: Transaction, item: OutgoingRecord) => Promise<boolean>;
  readonly onWithdrawn?: (tx: Transaction, item: OutgoingRecord) => Promise<void>;
  readonly onSent?: (tx: Transaction, item: OutgoingRecord, sent: Sent) => Promise<Followed>;
  /** It failed, or nobody knows what became of it. False: nobody need be asked. */
  readonly onLost?: (tx: Transaction, item: OutgoingRecord) => Promise<boolean>;
  /** The order whose contacts say where it goes, where it is not of one order. */
  readonly addressedBy?: (item: OutgoingRecord) => string;
  /** Where it goes now, where it is for our own people; left out: to our finance. */
  readonly addressNow?: (tx: Transaction, item: OutgoingRecord) => Promise<string>;
  /** The dunning step that a line of the worklist about it names. */
  readonly stepOf?: (item: OutgoingRecord) => string;
};

/** The owner of each kind that has one. */
export const ownersOf = (deps: Pick<ActivityDeps, 'publicUrl'>): Readonly<Partial<Record<OutgoingKind, Owner>>> => ({
  acknowledgement: acknowledgementOwner,
  'dunning-letter': letterOwner(deps),
  'month-end': monthEndOwner,
});
