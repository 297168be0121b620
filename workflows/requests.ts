import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { Recorded } from '../contracts/process.js';
import { step } from './activity-proxies.js';
import { attended } from './attention.js';
import { nowInstant } from './clock.js';
import { take, todayOf, type OrderProcess, type OrderRequest } from './order-process.js';
import { keepProof } from './proof-errand.js';

/** Has one request recorded, or refused by how the order stands on record, and answers. */
export function serve(process: OrderProcess, ask: OrderRequest): Promise<void> {
  const { orderNumber, policies } = process.input;
  const of = { orderNumber, today: todayOf(process) };
  switch (ask.kind) {
    case 'credit-decision': {
      const asked = { ...of, ...ask.request, policy: policies.credit, at: nowInstant() };
      return answer(process, ask, step('recordCreditDecision', asked));
    }
    case 'disposition':
      return answer(process, ask, step('recordDisposition', { ...of, ...ask.request }));
    case 'amendment': {
      const asked = { ...of, ...ask.request, tolerance: policies.tolerance };
      return answer(process, ask, step('recordAmendment', asked));
    }
    case 'cancellation':
      return answer(process, ask, step('recordCancellation', { ...of, ...ask.request }));
    case 'delivery':
      return answer(process, ask, step('recordDelivery', { ...of, ...ask.request }));
    case 'delivery-release':
      // What is in stock may have been reserved with it: dates are promised again.
      process.stockArrived = true;
      return answer(process, ask, step('recordDeliveryRelease', { ...of, ...ask.request }));
    case 'proof':
      return keepProof(orderNumber, ask.request.deliveryNumber, ask);
  }
}

/** The caller has the answer once it is on record. */
async function answer<A>(
  process: OrderProcess,
  ask: { answer: A | undefined },
  recording: Promise<Recorded<A>>,
): Promise<void> {
  ask.answer = take(process, await recording);
}

/** Answers what still comes and lets mails end. One that waits for a person waits in its errand, and marks that. */
export async function leave(process: OrderProcess): Promise<void> {
  const { inbox } = process;
  do {
    for (let ask = inbox.take(); ask !== undefined; ask = inbox.take()) await serve(process, ask);
    await condition(() => (process.mailsUnderWay.size === 0 && allHandlersFinished()) || !inbox.isEmpty());
  } while (!inbox.isEmpty());
  for (const mailId of process.mailsOnErrand) attended(mailId);
}
