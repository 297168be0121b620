import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { BillingBegun, BillingInput, BillingRequest, BillingResult } from '../contracts/process.js';
import { billingInputOf } from '../domain/upcasts.js';
import { step } from './activity-proxies.js';
import { beginBilling } from './billing-messages.js';
import { nowInstant } from './clock.js';
import { atTheDoor } from './door.js';
import { openInbox, type Ask, type Inbox } from './inbox.js';
import { ops, tellPage } from './ops.js';
import { uncancelled } from './uncancelled.js';

/** Customers that are read at once, and looked at by one run of the process: what it remembers stays small. */
const PAGE = 50;
const MOST_OF_A_RUN = 500;

type BillingAsk = Ask<'begin', BillingRequest, BillingBegun>;

/**
 * Bills what customers have together: those that are due, page by page in the order of their numbers, one invoice after the
 * other, each a step of its own. Killed anywhere it goes on where it was; what it finds billed it passes over.
 */
export function billing(given: BillingInput): Promise<BillingResult> {
  const input = atTheDoor(billingInputOf, given);
  const inbox = openInbox<BillingAsk>();
  setHandler(beginBilling, (request) => inbox.ask('begin', request), {
    description: 'Bills what left up to a day and waits for a run',
  });
  return uncancelled(async () => {
    if (input.from === 'schedule') await begin(null);
    if (input.from === 'request' && !(await condition(() => !inbox.isEmpty(), '1 minute')))
      return { customers: 0, invoices: 0 };
    return walk(input, () => answerAll(inbox));
  });
}

/** Asked again, it is the same run. */
async function answerAll(inbox: Inbox<BillingAsk>): Promise<void> {
  for (let ask = inbox.take(); ask !== undefined; ask = inbox.take()) ask.answer = await begin(ask.request);
  await condition(allHandlersFinished);
}

const runId = (): string => workflowInfo().workflowId;

const begin = (request: BillingRequest | null): Promise<BillingBegun> =>
  step('beginBilling', { run: runId(), now: nowInstant(), request });

async function walk({ after, done, invoices }: BillingInput, answer: () => Promise<void>): Promise<BillingResult> {
  const walked = { after, done, invoices };
  for (let looked = 0; ;) {
    await answer();
    tellPage(`${ops.facts.billing} ${runId()}`, [
      [ops.facts.customersDone, walked.done],
      [ops.facts.invoices, walked.invoices],
    ]);
    const page = await step('readBillingPage', { run: runId(), after: walked.after, done: walked.done, limit: PAGE });
    if (page.length === 0) {
      await answer();
      return { customers: walked.done, invoices: walked.invoices };
    }
    for (const customer of page) {
      walked.invoices += await bill(customer);
      walked.after = customer;
      walked.done += 1;
    }
    looked += page.length;
    if (looked < MOST_OF_A_RUN && !workflowInfo().continueAsNewSuggested) continue;
    await answer();
    return continueAsNew<typeof billing>({ schemaVersion: 1, from: 'under-way', ...walked });
  }
}

/** @returns how many invoices it took */
async function bill(customer: string): Promise<number> {
  for (let part = 1; ; part += 1) {
    const billed = await step('billCustomer', { run: runId(), customer, part, now: nowInstant() });
    if (billed.kind === 'nothing') return part - 1;
    if (!billed.isMore) return part;
  }
}
