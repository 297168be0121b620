import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type {
  ComplaintAct,
  ComplaintResult,
  ComplaintSituation,
  ComplaintWorkflowInput,
  CreditComplaint,
} from '../contracts/complaint.js';
import type { Answer } from '../contracts/process.js';
import { nextEscalation, type Escalation } from '../domain/complaints.js';
import { complaintInputOf } from '../domain/upcasts.js';
import { sendMail, step } from './activity-proxies.js';
import { needsAttention } from './attention.js';
import { moment, nowInstant } from './clock.js';
import * as messages from './complaint-messages.js';
import { atTheDoor } from './door.js';
import { mayEndHere, openInbox, type Ask, type Inbox } from './inbox.js';
import { startMailErrand } from './mail-errand.js';
import { ops, tellPage, words } from './ops.js';
import { searchAttributes } from './search-attributes.js';
import { uncancelled } from './uncancelled.js';

type Plain = Exclude<ComplaintAct, { readonly kind: 'credit' }>;
type PlainAsk = {
  readonly [A in Plain as A['kind']]: Ask<A['kind'], A['request'], ComplaintResult>;
}[Plain['kind']];
type ComplaintAsk = PlainAsk | Ask<'credit', CreditComplaint, ComplaintResult>;

type Desk = {
  readonly input: ComplaintWorkflowInput;
  readonly inbox: Inbox<ComplaintAsk>;
  situation: ComplaintSituation;
  /** Reminders on their way, by the ids of their mails. */
  readonly underWay: Set<string>;
  /** What the search attributes show, so that nothing is told twice. */
  shown: string;
};

/**
 * The course of a complaint: somebody answers for it, says what it is, decides, and has goods taken back. Who answers for it
 * is told when its time has passed, then the managers. It keeps nothing but where the complaint stands, and ends with it.
 */
export function complaint(given: ComplaintWorkflowInput): Promise<ComplaintSituation> {
  const input = atTheDoor(complaintInputOf, given);
  const inbox = openInbox<ComplaintAsk>();
  const ask = handlersOf(inbox);
  setHandler(messages.assignComplaint, ask('assign'), { description: 'Gives the complaint to a person' });
  setHandler(messages.qualifyComplaint, ask('qualify'), { description: 'Says what it is, and how much is disputed' });
  setHandler(messages.noteComplaint, ask('note'), { description: 'Keeps what was said about it' });
  setHandler(messages.creditComplaint, ask('credit'), { description: 'Finance credits the invoice' });
  setHandler(messages.replaceComplaint, ask('replace'), { description: 'Has the order deliver again, free of charge' });
  setHandler(messages.refuseComplaint, ask('refuse'), { description: 'Refuses it' });
  setHandler(messages.receiveComplaintGoods, ask('receive'), { description: 'Takes goods back' });
  setHandler(messages.withdrawComplaint, ask('withdraw'), { description: 'The customer takes it back' });
  return uncancelled(async () => {
    const situation = await step('takeUpComplaint', input.number);
    return attend({ input, inbox, situation, underWay: new Set(), shown: '' });
  });
}

const handlersOf =
  (inbox: Inbox<ComplaintAsk>) =>
  <K extends ComplaintAsk['kind']>(kind: K) =>
  <Q>(request: Q): Promise<Answer<ComplaintResult>> =>
    inbox.ask<K, Q, ComplaintResult>(kind, request);

async function attend(desk: Desk): Promise<ComplaintSituation> {
  for (;;) {
    sendReminders(desk);
    const next = nextEscalation(desk.situation);
    tell(desk, next);
    if (hasEnded(desk)) {
      await leave(desk);
      return desk.situation;
    }
    const { number } = desk.input;
    const ask = await desk.inbox.next({
      untilMs: next?.atMs ?? null,
      summary: next === null ? '' : ops.timers.complaint(number, next.told),
      wake: () => mayHandOver(desk),
    });
    if (typeof ask !== 'string') await serve(desk, ask);
    else if (ask === 'deadline' && next !== null) await escalate(desk, next);
    else if (mayHandOver(desk)) await continueAsNew<typeof complaint>(desk.input);
  }
}

const hasEnded = ({ situation: { status } }: Desk): boolean => status === 'closed' || status === 'withdrawn';
const mayHandOver = ({ underWay, inbox }: Desk): boolean => underWay.size === 0 && mayEndHere(inbox);

/** Answers what still comes, and lets reminders end. */
async function leave(desk: Desk): Promise<void> {
  const { inbox, underWay } = desk;
  do {
    for (let ask = inbox.take(); ask !== undefined; ask = inbox.take()) await serve(desk, ask);
    await condition(() => (underWay.size === 0 && allHandlersFinished()) || !inbox.isEmpty());
  } while (!inbox.isEmpty());
}

/** Has one request recorded, or refused by how the complaint stands on record, and answers. */
async function serve(desk: Desk, ask: ComplaintAsk): Promise<void> {
  if (ask.kind !== 'credit') return put(desk, ask, { kind: ask.kind, request: ask.request } as ComplaintAct);
  const { number } = desk.input;
  const issued = await step('creditComplaint', { ...ask.request, number });
  if (issued.kind === 'refused') {
    ask.answer = issued;
    return;
  }
  const { credit: _, ...request } = ask.request;
  await put(desk, ask, { kind: 'credit', request: { ...request, creditNote: issued.creditNote } });
}

async function put(desk: Desk, ask: ComplaintAsk, act: ComplaintAct): Promise<void> {
  const { number } = desk.input;
  const { answer, situation } = await step('recordComplaintAct', { number, act, at: nowInstant() });
  desk.situation = situation;
  ask.answer = answer;
}

async function escalate(desk: Desk, { escalation, told }: Escalation): Promise<void> {
  const { number } = desk.input;
  const { dueAt } = desk.situation;
  desk.situation = await step('escalateComplaint', { number, escalation, told, dueAt, at: nowInstant() });
}

/** Tells our people beside the main line; what does not leave waits for a person's word in a process of its own. */
function sendReminders(desk: Desk): void {
  const { situation, underWay } = desk;
  for (const mailId of situation.toSend) {
    if (underWay.has(mailId)) continue;
    underWay.add(mailId);
    void remind(mailId, ops.mails.complaint(desk.input.number))
      .catch((error: unknown) => {
        needsAttention(mailId, ops.attention.broken(mailId, String(error)));
      })
      .finally(() => {
        underWay.delete(mailId);
      });
  }
  desk.situation = { ...situation, toSend: [] };
}

async function remind(mailId: string, summary: string): Promise<void> {
  const { kind } = await sendMail(mailId, summary);
  if (kind === 'failed' || kind === 'unknown')
    await startMailErrand(mailId, { orderNumber: null, customerNumber: null });
}

function tell(desk: Desk, next: Escalation | null): void {
  const { input, situation } = desk;
  const { facts, timers } = ops;
  const { status, outcome, owner, escalations } = situation;
  tellPage(`${input.number}: ${words.complaintStatus[status]}`, [
    [facts.customer, input.customerNumber],
    [facts.order, situation.order],
    [facts.invoice, situation.invoice ?? ''],
    [facts.owner, owner === null ? facts.nobody : facts.somebody],
    [facts.outcome, outcome === null ? '' : words.complaintOutcome[outcome]],
    [facts.next, next === null ? '' : timers.complaint(input.number, next.told)],
    [facts.escalations, escalations],
  ]);
  const shown = String(next?.atMs ?? '');
  if (shown === desk.shown) return;
  desk.shown = shown;
  const at = next === null ? null : moment(next.atMs);
  upsertSearchAttributes([{ key: searchAttributes.nextActionAt, value: at }]);
}
