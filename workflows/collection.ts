import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  AllocationRequest,
  AllocationResult,
  CollectionOutcome,
  CollectionWorkflowInput,
  DunningResolutionRequest,
  DunningResolutionResult,
  MailOutcome,
} from '../contracts/process.js';
import type { CollectionState } from '../activities/collections.js';
import type { AllocationRecord } from '../activities/payments.js';
import type { DunningLevel } from '../contracts/vocabulary.js';
import { instantOf } from '../domain/calendar.js';
import { dunningClaim, nextDunningStep, type DunningStepPlan } from '../domain/dunning.js';
import type { PaidSum } from '../domain/late-payment.js';
import { isZero } from '../domain/money.js';
import { firstSendingMoment, sendingMomentOn } from '../domain/sending-window.js';
import { sendMail, step } from './activity-proxies.js';
import { allocatePayment, resolveDunningStep, tellYourOrder } from './collection-messages.js';
import { moment, nowMs, todayIn } from './clock.js';
import { attended, forgetAttention, needsAttention } from './attention.js';
import { mayEndHere, openInbox, refusal, type Ask, type Inbox } from './inbox.js';
import { orderWorkflowId } from './ids.js';
import { startMailErrand } from './mail-errand.js';
import { collectionNews } from './order-messages.js';
import { searchAttributes } from './search-attributes.js';
import { uncancelled } from './uncancelled.js';

type CollectionAsk =
  | Ask<'allocation', AllocationRequest, AllocationResult>
  | Ask<'resolution', DunningResolutionRequest, DunningResolutionResult>;

type CollectionDesk = {
  readonly input: CollectionWorkflowInput;
  readonly inbox: Inbox<CollectionAsk>;
  /** Business date on which the collection began. */
  readonly startedOn: string;
  open: string;
  /** What was paid, by the value dates of the payments. */
  payments: readonly PaidSum[];
  settledOn: string | null;
  last: { readonly sequence: number; readonly decidedOn: string; readonly level: DunningLevel } | null;
  /** The letter on its way to the customer; the next level waits for its fate. */
  letter: CancellationScope | null;
  /** Level whose mail is UNKNOWN or FAILED and waits for a person. */
  stuck: DunningLevel | null;
  reportsUnderWay: number;
  /** The order has no handle on this run, and is told of its end. */
  tellsOrder: boolean;
  next: DunningStepPlan | null;
};

/**
 * Collects one invoice: waits for payments, and takes each step of the dunning procedure when its day has come, until
 * the last cent is paid. Timers hang on the due date; a payment that lands with a timer wins.
 */
export function collection(input: CollectionWorkflowInput): Promise<CollectionOutcome> {
  const desk = openCollectionDesk(input);
  return uncancelled(() => collect(desk));
}

async function collect(desk: CollectionDesk): Promise<CollectionOutcome> {
  const { input } = desk;
  if (input.resumes) await resume(desk);
  while (desk.settledOn === null) {
    desk.next = nextStep(desk);
    tellDetails(desk);
    const free = desk.letter === null && desk.stuck === null;
    const request = await desk.inbox.next({
      untilMs: free ? sendingMoment(desk) : null,
      summary: desk.next === null ? '' : `${desk.next.level.level} of ${input.invoiceNumber} on ${desk.next.on}`,
      wake: () => (!free && desk.letter === null && desk.stuck === null) || mayHandOver(desk),
    });
    if (request === 'woken' && mayHandOver(desk)) return handOver(desk);
    if (request === 'deadline') await dun(desk);
    else if (request !== 'woken') await serve(desk, request);
  }
  return leave(desk, desk.settledOn);
}

const mayHandOver = (desk: CollectionDesk): boolean =>
  desk.settledOn === null && desk.letter === null && desk.reportsUnderWay === 0 && mayEndHere(desk.inbox);

/** Hands the invoice to a new run, which reads what is on record. */
const handOver = ({ input, startedOn }: CollectionDesk): Promise<never> =>
  continueAsNew<typeof collection>({ ...input, resumes: true, startedOn });

function openCollectionDesk(input: CollectionWorkflowInput): CollectionDesk {
  const inbox = openInbox<CollectionAsk>();
  setHandler(allocatePayment, (request) => inbox.ask('allocation', request), {
    description: 'Takes money from a payment',
  });
  setHandler(resolveDunningStep, (request) => inbox.ask('resolution', request), {
    description: 'A person decides on a letter whose fate is not known',
  });
  const desk: CollectionDesk = {
    input,
    inbox,
    startedOn: input.startedOn ?? todayOf(input),
    open: input.amount,
    payments: [],
    settledOn: null,
    last: null,
    letter: null,
    stuck: null,
    reportsUnderWay: 0,
    tellsOrder: input.resumes === true,
    next: null,
  };
  setHandler(tellYourOrder, () => void (desk.tellsOrder = true), {
    description: 'The order waits for the news of this run',
  });
  return desk;
}

/**
 * Takes over from a collection that ended too early: what is open, the levels taken, the letter that is on its way or waits
 * for a person, the reports that finance has not received. Its order has no handle on this run and is told.
 */
async function resume(desk: CollectionDesk): Promise<void> {
  if (workflowInfo().continuedFromExecutionRunId !== undefined) forgetAttention();
  await tellOrder(desk, null);
  const { letter, reports } = await catchUp(desk);
  tellOpenAmount(desk);
  tellLevel(desk);
  for (const { mailId, level } of reports) tellFinance(desk, mailId, level);
  if (letter?.status === 'DUE') tellCustomer(desk, letter.mailId, letter.level);
  else if (letter) stick(desk, letter.level, letter.status.toLowerCase());
}

/** Reads what PostgreSQL has of this collection: it may know more, after a restore or from a run before this one. */
async function catchUp(desk: CollectionDesk): Promise<CollectionState> {
  const { invoiceNumber, instalment, currency } = desk.input;
  const state = await step('readCollection', 'What is on record', { invoiceNumber, instalment, currency });
  desk.open = state.open;
  desk.last = state.last;
  desk.payments = state.payments;
  if (state.settledOn !== null && desk.settledOn === null) settle(desk, state.settledOn);
  return state;
}

async function tellOrder({ input }: CollectionDesk, outcome: CollectionOutcome | null): Promise<void> {
  const order = getExternalWorkflowHandle(orderWorkflowId(input.orderNumber));
  try {
    await order.signal(collectionNews, { invoiceNumber: input.invoiceNumber, outcome });
  } catch (error) {
    log.warn('the order to tell does not run', { order: input.orderNumber, error: String(error) });
  }
}

const todayOf = (input: CollectionWorkflowInput): string => todayIn(input.policy.sendingWindow.zone);

const nextStep = (desk: CollectionDesk): DunningStepPlan | null =>
  nextDunningStep({
    policy: desk.input.policy,
    dueDate: desk.input.dueDate,
    lastLevel: desk.last,
    startedOn: desk.startedOn,
  });

/** When the next step may be taken: inside the sending window of its day, or of the first day after it that is still to come. */
function sendingMoment(desk: CollectionDesk): number | null {
  if (desk.next === null) return null;
  const { sendingWindow } = desk.input.policy;
  const opening = sendingMomentOn(sendingWindow, desk.next.on);
  return firstSendingMoment(sendingWindow, Math.max(opening, nowMs()));
}

/** Decides the step whose moment has come, records it, and tells the customer, then finance. */
async function dun(desk: CollectionDesk): Promise<void> {
  const plan = desk.next;
  if (plan === null || !desk.inbox.isEmpty()) return;
  const { input } = desk;
  const claim = dunningClaim({
    step: plan,
    policy: input.policy,
    dueDate: input.dueDate,
    openAmount: desk.open,
    payments: desk.payments,
    decidedOn: todayOf(input),
    currency: input.currency,
  });
  const { invoiceNumber, instalment, orderNumber, customerNumber, currency } = input;
  const recorded = await step('recordDunningStep', `Dunning ${claim.level}`, {
    invoiceNumber,
    instalment,
    orderNumber,
    customerNumber,
    currency,
    claim,
  });
  desk.last = { sequence: plan.sequence, decidedOn: claim.decidedOn, level: claim.level };
  upsertSearchAttributes([
    { key: searchAttributes.dunningLevel, value: claim.level },
    {
      key: searchAttributes.nextActionAt,
      value: claim.next === null ? null : moment(instantOf(claim.next.on, '08:00', input.policy.sendingWindow.zone)),
    },
  ]);
  if (recorded.status === 'SKIPPED') await catchUp(desk);
  if (recorded.mailId === null) return;
  if (recorded.status === 'DUE') tellCustomer(desk, recorded.mailId, claim.level);
  else tellFinance(desk, recorded.mailId, claim.level);
}

/** Sends the letter beside the main line, inside the sending window; the last payment cancels what still waits. */
function tellCustomer(desk: CollectionDesk, mailId: string, level: DunningLevel): void {
  const scope = new CancellationScope({ cancellable: true });
  desk.letter = scope;
  void scope
    .run(() => sendInsideWindow(desk, mailId, level))
    .then((outcome) => {
      if (outcome.kind === 'unknown' || outcome.kind === 'failed') stick(desk, level, outcome.kind);
      if (outcome.reportMailId !== undefined) tellFinance(desk, outcome.reportMailId, level);
    })
    .catch((error: unknown) => {
      if (!isCancellation(error)) stick(desk, level, String(error));
    })
    .finally(() => {
      desk.letter = null;
    });
}

async function sendInsideWindow(desk: CollectionDesk, mailId: string, level: DunningLevel): Promise<MailOutcome> {
  const { invoiceNumber, policy } = desk.input;
  for (;;) {
    const opensAt = firstSendingMoment(policy.sendingWindow, nowMs());
    if (opensAt > nowMs()) await sleep(opensAt - nowMs(), { summary: `Letter ${level} waits for the sending window` });
    try {
      return await sendMail(mailId, `Letter ${level} of ${invoiceNumber}`, {
        scheduleToCloseTimeout: msToClosing(desk),
      });
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn('letter not sent inside the sending window', { mailId, error: String(error) });
      await sleep(msToClosing(desk), { summary: `Letter ${level} tries again in the next sending window` });
    }
  }
}

/** Milliseconds until the sending window closes, at least one minute. */
function msToClosing(desk: CollectionDesk): number {
  const { sendingWindow } = desk.input.policy;
  const closesAt = instantOf(todayIn(sendingWindow.zone), sendingWindow.to, sendingWindow.zone);
  return Math.max(60_000, closesAt - nowMs());
}

function stick(desk: CollectionDesk, level: DunningLevel, why: string): void {
  if (desk.settledOn !== null) return;
  desk.stuck = level;
  needsAttention('letter', `letter ${level} ${why}`);
}

function tellFinance(desk: CollectionDesk, mailId: string, level: DunningLevel): void {
  desk.reportsUnderWay += 1;
  void sendMail(mailId, `Finance is told of ${level}`)
    .then(async ({ kind }) => {
      if (kind === 'failed' || kind === 'unknown') await startMailErrand(mailId, desk.input);
    })
    .catch((error: unknown) => {
      log.error('finance was not told', { mailId, error: String(error) });
    })
    .finally(() => {
      desk.reportsUnderWay -= 1;
    });
}

async function serve(desk: CollectionDesk, ask: CollectionAsk): Promise<void> {
  switch (ask.kind) {
    case 'allocation':
      return allocate(desk, ask);
    case 'resolution':
      return resolve(desk, ask);
  }
}

async function allocate(desk: CollectionDesk, ask: Extract<CollectionAsk, { kind: 'allocation' }>): Promise<void> {
  const { invoiceNumber, instalment, orderNumber, customerNumber, currency } = desk.input;
  const { actor, paymentId, amount } = ask.request;
  const allocatedOn = todayOf(desk.input);
  const recorded = await step('recordAllocation', `Payment of up to ${amount} ${currency}`, {
    invoiceNumber,
    instalment,
    orderNumber,
    customerNumber,
    currency,
    paymentId,
    amount,
    allocatedOn,
    actor,
  });
  if (recorded.kind === 'refused') {
    ask.answer = recorded;
    return;
  }
  if (desk.input.resumes) await catchUp(desk);
  else takePayment(desk, recorded);
  if (recorded.settled && desk.settledOn === null) settle(desk, allocatedOn);
  else if (!isZero(recorded.amount)) tellOpenAmount(desk);
  ask.answer = { kind: 'allocated', amount: recorded.amount, open: recorded.open };
}

/** A run that took over has read the payments before it, this one among them when its answer was lost: it reads anew. */
function takePayment(desk: CollectionDesk, { amount, open, paidOn }: AllocationRecord): void {
  desk.open = open;
  if (!isZero(amount)) desk.payments = [...desk.payments, { amount, paidOn }];
}

function tellLevel(desk: CollectionDesk): void {
  upsertSearchAttributes([{ key: searchAttributes.dunningLevel, value: desk.last?.level ?? null }]);
}

function tellOpenAmount(desk: CollectionDesk): void {
  upsertSearchAttributes([{ key: searchAttributes.openAmount, value: Number(desk.open) }]);
}

function settle(desk: CollectionDesk, on: string): void {
  desk.settledOn = on;
  desk.stuck = null;
  desk.letter?.cancel();
  attended('letter');
  upsertSearchAttributes([
    { key: searchAttributes.openAmount, value: 0 },
    { key: searchAttributes.nextActionAt, value: null },
  ]);
}

async function resolve(desk: CollectionDesk, ask: Extract<CollectionAsk, { kind: 'resolution' }>): Promise<void> {
  const { invoiceNumber, instalment, orderNumber, customerNumber, currency } = desk.input;
  const { actor, level, resolution, reason } = ask.request;
  if (desk.stuck !== level) {
    ask.answer = refusal(
      'step-resolved',
      `Level ${level} of invoice ${invoiceNumber} does not wait for a decision.`,
      'Read the dunning steps of the invoice.',
    );
    return;
  }
  const recorded = await step('recordDunningResolution', `${level}: ${resolution}`, {
    invoiceNumber,
    instalment,
    orderNumber,
    customerNumber,
    currency,
    level,
    resolution,
    reason,
    actor,
  });
  ask.answer = recorded.kind === 'refused' ? recorded : { kind: 'resolved' };
  desk.stuck = null;
  attended('letter');
  if (recorded.kind === 'refused') return;
  if (recorded.reportMailId !== null) tellFinance(desk, recorded.reportMailId, level);
  if (resolution === 'send-again') tellCustomer(desk, `dunning:${invoiceNumber}:${instalment}:${level}`, level);
}

/** Answers what still comes, lets mails end, and closes: a payment that finds nothing open takes nothing. */
async function leave(desk: CollectionDesk, settledOn: string): Promise<CollectionOutcome> {
  tellDetails(desk);
  do {
    for (let ask = desk.inbox.take(); ask !== undefined; ask = desk.inbox.take()) await serve(desk, ask);
    await condition(
      () => (desk.letter === null && desk.reportsUnderWay === 0 && allHandlersFinished()) || !desk.inbox.isEmpty(),
    );
  } while (!desk.inbox.isEmpty());
  const outcome = { settledOn, levelReached: desk.last?.level ?? null };
  if (desk.tellsOrder) await tellOrder(desk, outcome);
  return outcome;
}

function tellDetails(desk: CollectionDesk): void {
  const { input } = desk;
  const next =
    desk.settledOn !== null
      ? 'nothing: settled'
      : desk.next === null
        ? 'nothing by itself: a person collects'
        : `${desk.next.level.level} on ${desk.next.on}`;
  setCurrentDetails(
    [
      `### ${input.invoiceNumber}: ${desk.settledOn === null ? `${desk.open} ${input.currency} open` : `settled on ${desk.settledOn}`}`,
      `**Order:** ${input.orderNumber} · **Customer:** ${input.customerNumber} · **Invoiced:** ${input.amount} ${input.currency} on ${input.issueDate}`,
      `**Due:** ${input.dueDate} · **Dunning level:** ${desk.last?.level ?? 'none'}`,
      `**Next:** ${next}`,
      ...(desk.stuck === null ? [] : [`**Waits for a person:** the fate of letter ${desk.stuck} is not known`]),
    ].join('\n'),
  );
}
