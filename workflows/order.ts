import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { OrderOutcome, OrderPlace, OrderWorkflowInput } from '../contracts/process.js';
import type { Actor } from '../contracts/vocabulary.js';
import { maxDate } from '../domain/calendar.js';
import { orderInputOf } from '../domain/upcasts.js';
import { step } from './activity-proxies.js';
import { attended, forgetAttention } from './attention.js';
import { clearOrder } from './clearance.js';
import { nowInstant } from './clock.js';
import { nextRequest } from './continuation.js';
import { acceptOrder, fulfilOrder, resumeCollections, serve } from './fulfilment.js';
import { atTheDoor } from './door.js';
import { refusal } from './inbox.js';
import { moveTo, openOrderDesk, tellByMail, tellDetails, todayOf, type OrderDesk } from './order-desk.js';
import { uncancelled } from './uncancelled.js';

/**
 * The life of one sales order: received, checked for credit, compared with its quote, acknowledged, delivered in as many
 * parts as stock allows, invoiced for each, and settled when the last invoice is paid.
 */
export function order(input: OrderWorkflowInput): Promise<OrderOutcome> {
  const desk = openOrderDesk(atTheDoor(orderInputOf, input));
  return uncancelled(() => walk(desk));
}

async function walk(desk: OrderDesk): Promise<OrderOutcome> {
  const { continued } = desk.input;
  if (continued === undefined) await receive(desk);
  else await takeUp(desk);
  for (let place = continued?.place ?? credit; ; place = credit) {
    if (place.kind !== 'fulfilment') {
      const cleared = await clearOrder(desk, place);
      if (cleared.kind === 'closed') return close(desk, cleared);
      if (cleared.kind === 'amended') continue;
      await acceptOrder(desk, cleared.how);
    }
    const fulfilled = await fulfilOrder(desk);
    if (fulfilled === 'amended') continue;
    if (fulfilled === 'cancelled')
      return close(desk, { stage: 'cancelled', reason: 'everything was cancelled', actor: null });
    return settle(desk);
  }
}

const credit: OrderPlace = { kind: 'credit' };

async function receive(desk: OrderDesk): Promise<void> {
  const { orderNumber, submission, policies } = desk.input;
  const { draft, ...received } = await step('recordOrder', `Order ${orderNumber} on record`, {
    orderNumber,
    submission: { ...submission, draft: desk.draft },
    totals: desk.totals,
    receivedAt: nowInstant(),
    receivedOn: todayOf(desk),
    targetMinutes: policies.acknowledgement.targetMinutes,
  });
  // Another order took of the same quote meanwhile.
  if (draft !== undefined) desk.draft = draft;
  desk.received = received;
}

/** Goes on where the run before this one stopped: what it had marked for ops is looked at anew. */
async function takeUp(desk: OrderDesk): Promise<void> {
  forgetAttention();
  await resumeCollections(desk);
  tellDetails(desk);
}

/** Waits until every invoice is paid; proofs of receipt may still come. */
async function settle(desk: OrderDesk): Promise<OrderOutcome> {
  moveTo(desk, 'delivered', { kind: desk.openCollections.size === 0 ? 'none' : 'payment' });
  while (desk.openCollections.size > 0) {
    const wait = { untilMs: null, summary: '', wake: () => desk.openCollections.size === 0 };
    const request = await nextRequest(desk, wait, () => ({ kind: 'fulfilment' }));
    if (typeof request !== 'string') await serve(desk, request);
  }
  return close(desk, { stage: 'settled', reason: null, actor: null });
}

type Closing = {
  readonly stage: 'settled' | 'refused' | 'rejected' | 'cancelled';
  readonly reason: string | null;
  readonly actor: Actor | null;
};

/** Puts the end on record, tells the customer of a refusal, and leaves nobody waiting for an answer. */
async function close(desk: OrderDesk, closing: Closing): Promise<OrderOutcome> {
  const { orderNumber } = desk.input;
  const on = maxDate(todayOf(desk), ...desk.collectionOutcomes.map((outcome) => outcome.settledOn));
  const refused = closing.stage === 'refused' || closing.stage === 'rejected';
  const closed = await step('closeOrder', `Order ${closing.stage}`, {
    orderNumber,
    customerNumber: desk.draft.customer,
    ...closing,
    on,
    mail: refused ? 'refusal' : null,
  });
  if (closed.mailId !== null) tellByMail(desk, closed.mailId, 'Refusal to the customer');
  moveTo(desk, closing.stage, { kind: 'none' });
  await leave(desk);
  return { stage: closing.stage, on };
}

/** Answers what still comes and lets mails end. One that waits for a person waits in its errand, and marks that. */
async function leave(desk: OrderDesk): Promise<void> {
  do {
    for (let request = desk.inbox.take(); request !== undefined; request = desk.inbox.take()) {
      if (request.kind === 'proof') await serve(desk, request);
      else
        request.answer = refusal(
          'order-closed',
          `Order ${desk.input.orderNumber} is ${desk.stage}.`,
          'Enter a new order.',
        );
    }
    await condition(() => (desk.mailsUnderWay === 0 && allHandlersFinished()) || !desk.inbox.isEmpty());
  } while (!desk.inbox.isEmpty());
  for (const mailId of desk.mailsOnErrand) attended(mailId);
}
