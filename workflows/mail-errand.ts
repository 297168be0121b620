import {
  ParentClosePolicy,
  allHandlersFinished,
  condition,
  setHandler,
  startChild,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type {
  MailErrandInput,
  MailErrandOutcome,
  MailOutcome,
  MailResolutionRequest,
  MailResolutionResult,
} from '../contracts/process.js';
import { mailErrandInputOf } from '../domain/upcasts.js';
import { sendMail, step } from './activity-proxies.js';
import { attended, needsAttention } from './attention.js';
import { atTheDoor } from './door.js';
import { ORDER_TASK_QUEUE, mailWorkflowId } from './ids.js';
import { openInbox, type Ask, type Inbox } from './inbox.js';
import { ops, tellPage } from './ops.js';
import { resolveMail } from './mail-messages.js';
import { ofCustomer } from './search-attributes.js';
import { uncancelled } from './uncancelled.js';

type MailAsk = Ask<'mail-resolution', MailResolutionRequest, MailResolutionResult>;

type ErrandDesk = {
  readonly input: MailErrandInput;
  readonly inbox: Inbox<MailAsk>;
  /** Looks at the mail so far; what an earlier one than the latest saw counts no more. */
  looks: number;
  underWay: number;
  /** What it waits for, as the page of ops says it. */
  waitsFor: string;
  outcome: MailErrandOutcome | null;
};

/**
 * The errand of a mail that did not leave by itself, letters of dunning left out. It outlives the order and the account
 * that owed the mail, and ends when the mail is sent or a person says that it need not be.
 */
export function mailErrand(given: MailErrandInput): Promise<MailErrandOutcome> {
  const input = atTheDoor(mailErrandInputOf, given);
  const inbox = openInbox<MailAsk>();
  const desk: ErrandDesk = { input, inbox, looks: 0, underWay: 0, waitsFor: ops.facts.mailServer, outcome: null };
  setHandler(resolveMail, (request) => inbox.ask('mail-resolution', request), {
    description: 'A person decides on a mail that failed or whose fate is not known',
  });
  return uncancelled(() => run(desk));
}

async function run(desk: ErrandDesk): Promise<MailErrandOutcome> {
  look(desk);
  for (;;) {
    const ask = await desk.inbox.next({ untilMs: null, summary: '', wake: () => desk.outcome !== null });
    if (typeof ask !== 'string') {
      await resolve(desk, ask);
      continue;
    }
    await condition(() => (desk.underWay === 0 && allHandlersFinished()) || !desk.inbox.isEmpty());
    if (desk.inbox.isEmpty() && desk.outcome !== null) return desk.outcome;
  }
}

/** Looks at the mail beside the main line: queued, it is sent; else PostgreSQL says what has become of it. */
function look(desk: ErrandDesk): void {
  const { mailId } = desk.input;
  desk.looks += 1;
  desk.underWay += 1;
  const mine = desk.looks;
  desk.waitsFor = ops.facts.mailServer;
  tellDetails(desk);
  void sendMail(mailId, mailId)
    .then(({ kind }) => {
      if (mine === desk.looks) note(desk, kind);
    })
    .catch((error: unknown) => {
      needsAttention(mailId, ops.attention.broken(mailId, String(error)));
    })
    .finally(() => {
      desk.underWay -= 1;
    });
}

function note(desk: ErrandDesk, kind: MailOutcome['kind']): void {
  const { mailId } = desk.input;
  if (kind === 'failed' || kind === 'unknown') {
    desk.waitsFor = ops.attention.mail(mailId, kind);
    needsAttention(mailId, ops.attention.mail(mailId, kind));
  } else {
    desk.waitsFor = '';
    desk.outcome = { kind };
    attended(mailId);
  }
  tellDetails(desk);
}

/** Puts a person's word on record, and looks what the mail is now. */
async function resolve(desk: ErrandDesk, ask: MailAsk): Promise<void> {
  const { mailId, customerNumber } = desk.input;
  const { actor, resolution, reason } = ask.request;
  const recorded = await step('recordMailResolution', {
    customerNumber,
    mailId,
    resolution,
    reason,
    actor,
  });
  ask.answer = recorded;
  if (recorded.kind === 'refused') return;
  attended(mailId);
  desk.outcome = null;
  look(desk);
}

function tellDetails({ input, waitsFor }: ErrandDesk): void {
  const { facts } = ops;
  tellPage(input.mailId, [
    [facts.waitsFor, waitsFor],
    ...(input.orderNumber === null ? [] : [[facts.order, input.orderNumber] as const]),
    ...(input.customerNumber === null ? [] : [[facts.customer, input.customerNumber] as const]),
  ]);
}

/**
 * Gives a mail that needs a person to an errand of its own. One that is there already goes on.
 * @returns null when it is there already, started by somebody else
 */
export async function startMailErrand(
  mailId: string,
  of: { readonly orderNumber: string | null; readonly customerNumber: string | null },
): Promise<ChildWorkflowHandle<typeof mailErrand> | null> {
  const { orderNumber, customerNumber } = of;
  try {
    return await startChild(mailErrand, {
      workflowId: mailWorkflowId(mailId),
      taskQueue: ORDER_TASK_QUEUE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      ...ofCustomer(mailId, customerNumber),
      args: [{ schemaVersion: 1, mailId, orderNumber, customerNumber }],
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}
