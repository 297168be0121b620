import { ParentClosePolicy, allHandlersFinished, condition, setHandler, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type {
  Answer,
  MonthEndMade,
  MonthEndProcessInput,
  MonthEndRequest,
  MonthEndsInput,
  MonthEndsResult,
} from '../contracts/process.js';
import { said } from '../contracts/said.js';
import { monthEndInputOf, monthEndsInputOf } from '../domain/upcasts.js';
import { longStep, sendMail, step } from './activity-proxies.js';
import { needsAttention } from './attention.js';
import { nowInstant } from './clock.js';
import { atTheDoor } from './door.js';
import { MONTH_END_WORKFLOW, ORDER_TASK_QUEUE, monthEndWorkflowId } from './ids.js';
import { openInbox, type Ask, type Inbox } from './inbox.js';
import { startMailErrand } from './mail-errand.js';
import { makeMonthEnd } from './month-end-messages.js';
import { ops, tellPage } from './ops.js';
import { uncancelled } from './uncancelled.js';

/** What a schedule asks for once a month: each month that has ended and of which nothing is kept gets its process. */
export async function monthEnds(input: MonthEndsInput): Promise<MonthEndsResult> {
  atTheDoor(monthEndsInputOf, input);
  const due = await step('readMonthsDue', { now: nowInstant() });
  tellPage(ops.facts.monthEnds, [[ops.facts.months, due.months.join(', ')]]);
  for (const month of due.months) await startMonthEnd(month);
  return due;
}

async function startMonthEnd(month: string): Promise<void> {
  const input: MonthEndProcessInput = { schemaVersion: 1, month, scheduled: true };
  try {
    await startChild<typeof monthEnd>(MONTH_END_WORKFLOW, {
      workflowId: monthEndWorkflowId(month),
      taskQueue: ORDER_TASK_QUEUE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${ops.facts.monthEnd} ${month}`,
      args: [input],
    });
  } catch (error) {
    // Somebody is having it made just now: that is its first version.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

type MonthEndAsk = Ask<'make', MonthEndRequest, MonthEndMade>;

type Desk = {
  readonly month: string;
  readonly inbox: Inbox<MonthEndAsk>;
  readonly made: MonthEndMade[];
  /** Versions whose files or mails are on their way. */
  underWay: number;
};

/**
 * The month end of one month: frozen, then rendered, then mailed. It ends when its mails have left or wait for a person;
 * another version is asked for by an update, which starts it again where it has ended.
 */
export function monthEnd(given: MonthEndProcessInput): Promise<readonly MonthEndMade[]> {
  const input = atTheDoor(monthEndInputOf, given);
  const desk: Desk = { month: input.month, inbox: openInbox<MonthEndAsk>(), made: [], underWay: 0 };
  setHandler(makeMonthEnd, (request) => desk.inbox.ask('make', request), {
    description: 'Tells the figures of the month once more, as a new version',
  });
  return uncancelled(() => run(desk, input.scheduled));
}

async function run(desk: Desk, scheduled: boolean): Promise<readonly MonthEndMade[]> {
  const { inbox } = desk;
  tell(desk);
  if (scheduled) await make(desk, null);
  do {
    for (let ask = inbox.take(); ask !== undefined; ask = inbox.take()) ask.answer = await make(desk, ask.request);
    await condition(() => !inbox.isEmpty() || (desk.underWay === 0 && allHandlersFinished()));
  } while (!inbox.isEmpty());
  return desk.made;
}

/** Puts the next version on record, and has its files and mails follow beside the main line. */
async function make(desk: Desk, request: MonthEndRequest | null): Promise<Answer<MonthEndMade>> {
  const { month } = desk;
  const { actor, reason } = request ?? { actor: null, reason: null };
  const recorded = await longStep('recordMonthEnd', { month, now: nowInstant(), actor, reason });
  if (recorded.kind === 'made') {
    desk.made.push(recorded);
    follow(desk, recorded);
  }
  tell(desk);
  return recorded.kind === 'kept' ? keptAlready(month) : recorded;
}

/** Nobody reads it: the schedule does not wait for an answer. */
const keptAlready = (month: string): Answer<MonthEndMade> => ({
  kind: 'refused',
  code: 'already-exists',
  said: said('month-version-kept', { month }),
});

function follow(desk: Desk, made: MonthEndMade): void {
  desk.underWay += 1;
  void deliver(made)
    .catch((error: unknown) => {
      needsAttention(`${made.month}:${made.version}`, ops.attention.broken(made.month, String(error)));
    })
    .finally(() => {
      desk.underWay -= 1;
      tell(desk);
    });
}

/** The files are kept first, so that every reader gets the same ones. */
async function deliver({ month, version, documents, mails }: MonthEndMade): Promise<void> {
  await step('renderDocuments', documents);
  await Promise.all(mails.map((mailId) => send(mailId, ops.mails.monthEnd(month, version))));
}

async function send(mailId: string, summary: string): Promise<void> {
  const { kind } = await sendMail(mailId, summary);
  if (kind === 'failed' || kind === 'unknown')
    await startMailErrand(mailId, { orderNumber: null, customerNumber: null });
}

function tell({ month, made, underWay }: Desk): void {
  const { facts } = ops;
  tellPage(`${facts.monthEnd} ${month}`, [
    [facts.version, made.map(({ version }) => version).join(', ')],
    [facts.waitsFor, underWay === 0 ? '' : facts.mailServer],
  ]);
}
