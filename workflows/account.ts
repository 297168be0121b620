import {
  CancellationScope,
  allHandlersFinished,
  continueAsNew,
  isCancellation,
  log,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  AllocatePayment,
  LedgerResult,
  ReturnPayment,
  ReverseAllocation,
  WaiveClaim,
  WriteOff,
} from '../contracts/account.js';
import type {
  ApplyCredit,
  AskedCredit,
  CreditInvoice,
  CreditNoteResult,
  DecideCredit,
  DecidedCredit,
  RefundCredit,
  ReverseApplication,
} from '../contracts/credit-note.js';
import type { CorrectInvoice, CorrectionResult } from '../contracts/correction.js';
import type {
  AccountAgenda,
  AccountOutcome,
  AccountWorkflowInput,
  Answer,
  DunningResolutionRequest,
  DunningResolutionResult,
  HoldResult,
  LiftHold,
  PlaceHold,
} from '../contracts/process.js';
import { instantOf } from '../domain/calendar.js';
import { isZero } from '../domain/money.js';
import { firstSendingMoment } from '../domain/sending-window.js';
import { accountInputOf } from '../domain/upcasts.js';
import * as messages from './account-messages.js';
import { sendMail, step } from './activity-proxies.js';
import { attended, forgetAttention, needsAttention } from './attention.js';
import { moment, msOf, nowInstant, nowMs, todayIn } from './clock.js';
import { atTheDoor } from './door.js';
import { mayEndHere, openInbox, type Ask, type Inbox } from './inbox.js';
import { startMailErrand } from './mail-errand.js';
import { ops, tellPage, words } from './ops.js';
import { searchAttributes } from './search-attributes.js';
import { uncancelled } from './uncancelled.js';

type AccountAsk =
  | Ask<'allocation', AllocatePayment, LedgerResult>
  | Ask<'reversal', ReverseAllocation, LedgerResult>
  | Ask<'return', ReturnPayment, LedgerResult>
  | Ask<'write-off', WriteOff, LedgerResult>
  | Ask<'credit', CreditInvoice, CreditNoteResult | AskedCredit>
  | Ask<'credit-decision', DecideCredit, DecidedCredit>
  | Ask<'correction', CorrectInvoice, CorrectionResult | AskedCredit>
  | Ask<'application', ApplyCredit, LedgerResult>
  | Ask<'application-reversal', ReverseApplication, LedgerResult>
  | Ask<'refund', RefundCredit, LedgerResult>
  | Ask<'waiver', WaiveClaim, LedgerResult>
  | Ask<'resolution', DunningResolutionRequest, DunningResolutionResult>
  | Ask<'hold', PlaceHold, HoldResult>
  | Ask<'hold-lifted', LiftHold, HoldResult>;

type Outgoing = AccountAgenda['outgoing'][number];
type Leveled = Extract<Outgoing, { readonly level: unknown }>;

type AccountProcess = {
  readonly customer: string;
  readonly inbox: Inbox<AccountAsk>;
  agenda: AccountAgenda;
  /** Something was recorded since the agenda was read. */
  hasNews: boolean;
  alarm: Alarm | null;
  /** Letters and reports on their way, by the ids of their mails. */
  readonly underWay: Map<string, CancellationScope>;
  /** What the search attributes show, so that nothing is told twice. */
  shown: string;
  waitsForPerson: string;
  /** Gives the answer that is on record and not yet given. */
  unanswered: () => void;
};

/** The one timer of an account: it stays while the next date does. */
type Alarm = { readonly atMs: number; readonly scope: CancellationScope; rang: boolean };

/**
 * The durable clock of one customer, running while anything is open. It asks what is next, waits until then or until news,
 * and asks again; what is asked of the account is served one at a time. It keeps nothing but the next date.
 */
export function account(input: AccountWorkflowInput): Promise<AccountOutcome> {
  const { customer } = atTheDoor(accountInputOf, input);
  const inbox = openInbox<AccountAsk>();
  const ask = handlersOf(inbox);
  setHandler(messages.allocatePayment, ask('allocation'), { description: 'Shares money over what is open' });
  setHandler(messages.reverseAllocation, ask('reversal'), { description: 'Takes an allocation back' });
  setHandler(messages.returnPayment, ask('return'), { description: 'Takes back money that was returned' });
  setHandler(messages.writeOff, ask('write-off'), { description: 'Gives up what is open of an invoice' });
  setHandler(messages.creditInvoice, ask('credit'), { description: 'Issues a credit note of an invoice' });
  setHandler(messages.decideCredit, ask('credit-decision'), {
    description: 'Grants or refuses a credit that waits for a second person',
  });
  setHandler(messages.correctInvoice, ask('correction'), {
    description: 'Takes an invoice back and issues the right one',
  });
  setHandler(messages.applyCredit, ask('application'), {
    description: 'Sets what a credit note has left off against invoices',
  });
  setHandler(messages.reverseApplication, ask('application-reversal'), {
    description: 'Takes back what of a credit note was set off against an invoice',
  });
  setHandler(messages.refundCredit, ask('refund'), { description: 'Pays out what a credit note has left' });
  setHandler(messages.waiveClaim, ask('waiver'), { description: 'Gives up interest or a fee' });
  setHandler(messages.resolveLetter, ask('resolution'), {
    description: 'A person decides on a letter whose fate is not known',
  });
  setHandler(messages.placeHold, ask('hold'), { description: 'Pauses the dunning' });
  setHandler(messages.liftHold, ask('hold-lifted'), { description: 'Lets the dunning go on' });
  let told = (): void => undefined;
  setHandler(messages.accountNews, () => told(), { description: 'Something was recorded on the account' });
  return uncancelled(async () => {
    if (workflowInfo().continuedFromExecutionRunId !== undefined) forgetAttention();
    const agenda = await readAgenda(customer);
    const process: AccountProcess = {
      customer,
      inbox,
      agenda,
      hasNews: false,
      alarm: null,
      underWay: new Map(),
      shown: '',
      waitsForPerson: '',
      unanswered: () => undefined,
    };
    told = () => void (process.hasNews = true);
    return keep(process);
  });
}

const handlersOf =
  (inbox: Inbox<AccountAsk>) =>
  <K extends AccountAsk['kind']>(kind: K) =>
  <Q, A>(request: Q): Promise<Answer<A>> =>
    inbox.ask<K, Q, A>(kind, request);

async function keep(process: AccountProcess): Promise<AccountOutcome> {
  for (;;) {
    lookAfterLetters(process);
    setAlarm(process);
    tell(process);
    if (process.alarm?.rang !== true) answerLast(process);
    const ask = await process.inbox.next({ untilMs: null, summary: '', wake: () => isAwake(process) });
    if (typeof ask !== 'string') await serve(process, ask);
    else if (mayRest(process)) return { kind: 'nothing-open' };
    else if (!process.hasNews && process.alarm?.rang !== true && mayHandOver(process)) return handOver(process);
    else if (process.alarm?.rang === true) await dun(process);
    process.hasNews = false;
    process.agenda = await readAgenda(process.customer);
  }
}

const isAwake = (process: AccountProcess): boolean =>
  process.hasNews || process.alarm?.rang === true || mayRest(process) || mayHandOver(process);

/** Nothing is open, nothing on its way, and nobody waits for an answer. */
const mayRest = (process: AccountProcess): boolean =>
  isZero(process.agenda.open) &&
  !process.hasNews &&
  process.underWay.size === 0 &&
  process.inbox.isEmpty() &&
  allHandlersFinished();

const mayHandOver = (process: AccountProcess): boolean => process.underWay.size === 0 && mayEndHere(process.inbox);

const handOver = ({ customer }: AccountProcess): Promise<never> =>
  continueAsNew<typeof account>({ schemaVersion: 1, customer });

const readAgenda = (customer: string): Promise<AccountAgenda> =>
  step('readAccountAgenda', { customer, at: nowInstant() });

/** Sets the timer to the next date; one that shows it already stays. What is due has no timer. */
function setAlarm(process: AccountProcess): void {
  const { next } = process.agenda;
  const atMs = next === null ? null : msOf(next.at);
  if (process.alarm !== null && !process.alarm.rang && process.alarm.atMs === atMs) return;
  if (isZero(process.agenda.open)) return;
  process.alarm?.scope.cancel();
  process.alarm = null;
  if (next === null || atMs === null) return;
  const alarm: Alarm = { atMs, scope: new CancellationScope({ cancellable: true }), rang: atMs <= nowMs() };
  process.alarm = alarm;
  if (alarm.rang) return;
  const summary = ops.timers.dunning(next.level, next.receivables, process.customer, words.say.date(next.on));
  void alarm.scope
    .run(() => sleep(atMs - nowMs(), { summary }))
    .then(() => {
      alarm.rang = true;
    })
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
}

/** Takes the day's dunning; a request that lands with the timer goes first. */
async function dun(process: AccountProcess): Promise<void> {
  const { customer, agenda } = process;
  process.alarm = null;
  await step('recordDunningRun', { customer, run: agenda.run, at: nowInstant() });
}

/** Sends what waits to be sent, beside the main line, and stops what is not wanted any more. */
function lookAfterLetters(process: AccountProcess): void {
  const { outgoing, stuck } = process.agenda;
  const wanted = new Set(outgoing.map(({ mailId }) => mailId));
  for (const [mailId, scope] of process.underWay) if (!wanted.has(mailId)) scope.cancel();
  for (const mail of outgoing) if (!process.underWay.has(mail.mailId)) sendBeside(process, mail);
  const waits = stuck.map(({ letter, status }) => ops.attention.letter(letter, status)).join(', ');
  if (waits === process.waitsForPerson) return;
  process.waitsForPerson = waits;
  if (waits === '') attended('letter');
  else needsAttention('letter', waits);
}

function sendBeside(process: AccountProcess, mail: Outgoing): void {
  const scope = new CancellationScope({ cancellable: true });
  process.underWay.set(mail.mailId, scope);
  void scope
    .run(() => sendIt(process, mail))
    .catch(async (error: unknown) => {
      if (isCancellation(error)) return;
      log.error('a mail of the account was not sent', { ...mail, error: String(error) });
      await scope.run(() => sleep('1 hour', { summary: ops.timers.mailAgain(mail.mailId) }));
    })
    .catch(() => undefined)
    .finally(() => {
      process.underWay.delete(mail.mailId);
      process.hasNews = true;
    });
}

function sendIt(process: AccountProcess, mail: Outgoing): Promise<void> {
  switch (mail.kind) {
    case 'dunning-letter':
      return sendInsideWindow(process, mail);
    case 'dunning-report':
      return sendOrAsk(process, mail.mailId, ops.mails.report(mail.level));
    case 'credit-note':
      return sendOrAsk(process, mail.mailId, ops.mails.creditNote(process.customer));
    case 'invoice-status':
      return sendOrAsk(process, mail.mailId, ops.mails.invoiceStatus(process.customer));
    case 'invoice':
      return sendOrAsk(process, mail.mailId, ops.mails.invoice(process.customer));
  }
}

async function sendInsideWindow(process: AccountProcess, { mailId, level }: Leveled): Promise<void> {
  const { sendingWindow } = process.agenda;
  for (;;) {
    const opensAt = firstSendingMoment(sendingWindow, nowMs());
    if (opensAt > nowMs()) await sleep(opensAt - nowMs(), { summary: ops.timers.windowOpens(level) });
    try {
      await sendMail(mailId, ops.mails.letter(level, process.customer), {
        scheduleToCloseTimeout: msToClosing(process),
      });
      return;
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn('letter not sent inside the sending window', { mailId, error: String(error) });
      await sleep(msToClosing(process), { summary: ops.timers.nextWindow(level) });
    }
  }
}

/** Milliseconds until the sending window closes, at least one minute. */
function msToClosing({ agenda: { sendingWindow } }: AccountProcess): number {
  const closesAt = instantOf(todayIn(sendingWindow.zone), sendingWindow.to, sendingWindow.zone);
  return Math.max(60_000, closesAt - nowMs());
}

/** Sends it at any hour; what does not leave waits for a person's word in a process of its own. */
async function sendOrAsk(process: AccountProcess, mailId: string, summary: string): Promise<void> {
  const { kind } = await sendMail(mailId, summary);
  if (kind === 'failed' || kind === 'unknown')
    await startMailErrand(mailId, { orderNumber: null, customerNumber: process.customer });
}

/** Records what is asked; whoever asked is answered once the clock is set to what follows from it. */
async function serve(process: AccountProcess, ask: AccountAsk): Promise<void> {
  const answer = await record(process, ask);
  process.unanswered = () => void (ask.answer = answer);
}

function answerLast(process: AccountProcess): void {
  process.unanswered();
  process.unanswered = () => undefined;
}

function record(process: AccountProcess, ask: AccountAsk): Promise<NonNullable<AccountAsk['answer']>> {
  const { customer } = process;
  const on = todayIn(process.agenda.sendingWindow.zone);
  switch (ask.kind) {
    case 'allocation':
      return step('recordAllocations', { ...ask.request, customer, on });
    case 'reversal':
      return step('recordReversal', { ...ask.request, customer, on });
    case 'return':
      return step('recordReturn', { ...ask.request, customer, on });
    case 'write-off':
      return step('recordWriteOff', { ...ask.request, customer, on });
    case 'credit':
      return step('recordCreditNote', { ...ask.request, customer, on });
    case 'credit-decision':
      return step('recordCreditRequestDecision', { ...ask.request, customer, on });
    case 'correction':
      return step('recordCorrection', { ...ask.request, customer, on });
    case 'application':
      return step('recordApplication', { ...ask.request, customer, on });
    case 'application-reversal':
      return step('recordApplicationReversal', { ...ask.request, customer, on });
    case 'refund':
      return step('recordRefund', { ...ask.request, customer, on });
    case 'waiver':
      return step('recordClaimWaiver', { ...ask.request, customer, on });
    case 'resolution':
      return step('recordDunningResolution', {
        ...ask.request,
        customer,
      });
    case 'hold':
      return step('recordHold', { ...ask.request, customer, on });
    case 'hold-lifted':
      return step('recordHoldLift', { ...ask.request, customer, on });
  }
}

function tell(process: AccountProcess): void {
  const { customer, agenda } = process;
  const { open, currency, dueDate, level, next, stuck, outgoing } = agenda;
  const shown = JSON.stringify([open, dueDate, level, next?.at]);
  if (shown !== process.shown) tellSearch(agenda);
  process.shown = shown;
  const { facts, timers, attention } = ops;
  tellPage(`${customer}: ${words.say.amount(open, currency)}`, [
    [facts.next, next === null ? '' : timers.dunning(next.level, next.receivables, customer, words.say.date(next.on))],
    [facts.dueDate, dueDate === null ? '' : words.say.date(dueDate)],
    [facts.level, level === null ? '' : words.level[level]],
    [facts.letters, outgoing.map(({ mailId }) => mailId).join(', ')],
    ...stuck.map(({ letter, status }) => [facts.person, attention.letter(letter, status)] as const),
  ]);
}

function tellSearch({ open, dueDate, level, next, sendingWindow }: AccountAgenda): void {
  upsertSearchAttributes([
    { key: searchAttributes.openAmount, value: Number(open) },
    { key: searchAttributes.dunningLevel, value: level },
    {
      key: searchAttributes.dueDate,
      value: dueDate === null ? null : moment(instantOf(dueDate, '00:00', sendingWindow.zone)),
    },
    { key: searchAttributes.nextActionAt, value: next === null ? null : moment(msOf(next.at)) },
  ]);
}
