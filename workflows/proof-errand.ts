import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { ProofErrandInput, ProofRequest, ProofResult } from '../contracts/process.js';
import { proofErrandInputOf } from '../domain/upcasts.js';
import { step } from './activity-proxies.js';
import { nowInstant } from './clock.js';
import { atTheDoor } from './door.js';
import { openInbox, type Ask, type Inbox } from './inbox.js';
import { ops, tellPage } from './ops.js';
import { proveDelivery } from './order-messages.js';
import { uncancelled } from './uncancelled.js';

export type ProofAsk = Ask<'proof', ProofRequest, ProofResult>;

/**
 * The errand of a proof of receipt that comes after its order has closed, as when the customer paid on delivery and the
 * signed note is read the day after. It takes the same update as the order, and issues the signed note with it.
 */
export function proofErrand(given: ProofErrandInput): Promise<void> {
  const input = atTheDoor(proofErrandInputOf, given);
  const inbox = openInbox<ProofAsk>();
  setHandler(proveDelivery, (request) => inbox.ask('proof', request), { description: 'Keeps the proof of receipt' });
  const { facts } = ops;
  tellPage(`${facts.proof} ${input.deliveryNumber}`, [
    [facts.order, input.orderNumber],
    [facts.customer, input.customerNumber],
  ]);
  return uncancelled(() => run(input, inbox));
}

/** Begins with what came with the start, and ends when nobody waits for an answer. */
async function run(input: ProofErrandInput, inbox: Inbox<ProofAsk>): Promise<void> {
  const { orderNumber, deliveryNumber } = input;
  do {
    for (let ask = inbox.take(); ask !== undefined; ask = inbox.take())
      await keepProof(orderNumber, deliveryNumber, ask);
    await condition(() => !inbox.isEmpty() || allHandlersFinished());
  } while (!inbox.isEmpty());
}

/** Puts a proof of receipt on record with the signed note, and answers. */
export async function keepProof(orderNumber: string, deliveryNumber: string, ask: ProofAsk): Promise<void> {
  const { actor, receivedBy, receivedAt, reserves, signature } = ask.request;
  ask.answer = await step('recordProof', {
    orderNumber,
    deliveryNumber,
    actor,
    receivedBy,
    receivedAt,
    reserves: reserves ?? null,
    at: nowInstant(),
    ...(signature !== undefined && { signature }),
  });
}
