import { documentIds } from '../contracts/ids.js';
import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type {
  AmendmentRequest,
  CancellationRequest,
  CreditDecisionRequest,
  DeliveryReleaseRequest,
  DeliveryRequest,
  DeliveryResult,
  DispositionRequest,
  OrderResult,
  OrderSituation,
  OrderWorkflowInput,
  ProofRequest,
  ProofResult,
  Recorded,
  SubmissionResult,
} from '../contracts/process.js';
import { instantOf } from '../domain/calendar.js';
import { sendMail } from './activity-proxies.js';
import { attended, needsAttention } from './attention.js';
import { moment, todayIn } from './clock.js';
import { mayEndHere, openInbox, type Ask, type Inbox, type Wait } from './inbox.js';
import { startMailErrand } from './mail-errand.js';
import { ops, tellPage, words } from './ops.js';
import * as messages from './order-messages.js';
import type { order } from './order.js';
import { searchAttributes } from './search-attributes.js';

export type OrderRequest =
  | Ask<'credit-decision', CreditDecisionRequest, OrderResult>
  | Ask<'disposition', DispositionRequest, OrderResult>
  | Ask<'amendment', AmendmentRequest, OrderResult>
  | Ask<'cancellation', CancellationRequest, OrderResult>
  | Ask<'delivery', DeliveryRequest, DeliveryResult>
  | Ask<'delivery-release', DeliveryReleaseRequest, OrderResult>
  | Ask<'proof', ProofRequest, ProofResult>;

/** What the order's main line goes by. Only the main line changes it; handlers put requests into the inbox. */
export type OrderProcess = {
  readonly input: OrderWorkflowInput;
  readonly inbox: Inbox<OrderRequest>;
  /** Where the order stood on record after the last step. */
  situation: OrderSituation;
  /** The answer of who submitted the order; undefined until it is on record. */
  received: SubmissionResult | undefined;
  settledOn: string | null;
  stockArrived: boolean;
  goodsPrepared: boolean;
  creditFreed: boolean;
  /** A complaint has goods delivered again: also a run about to end looks where the order stands. */
  goodsOwed: boolean;
  /** Mails on their way; they never hold the main line up, and are awaited before the order closes. */
  readonly mailsUnderWay: Set<string>;
  /** Mails that failed, or whose fate is not known: each waits for a person in an errand of its own. */
  readonly mailsOnErrand: Set<string>;
  /** The customer's account said that every invoice so far is paid; PostgreSQL knows whether that holds. */
  invoicesPaid: boolean;
  /** Money that had settled the order was taken back: a run about to end looks where the order stands. */
  reopened: boolean;
  /** The deposit of which this run has had the rest credited. */
  depositGivenBack: string | null;
  /** Ops was told that the deposit for which it waits is late. */
  depositLate: boolean;
  /** What ops can search this run by. */
  told: Told | undefined;
};

type Told = Pick<OrderSituation, 'stage' | 'holdReason' | 'hasBackorder' | 'nextDate'>;

const notOnRecord: OrderSituation = {
  stage: 'received',
  holdReason: null,
  waitsFor: { kind: 'credit-check' },
  version: 1,
  duty: 'credit',
  creditChecks: 0,
  hold: null,
  hasOpen: true,
  hasBackorder: false,
  nextDate: null,
  toInvoice: null,
  unpaid: 0,
  reopened: 0,
  toSend: [],
};

/** Sets every handler before the first wait, so that no message can come too early. */
export function openOrder(input: OrderWorkflowInput): OrderProcess {
  const process: OrderProcess = {
    input,
    inbox: openInbox<OrderRequest>(),
    situation: notOnRecord,
    received: undefined,
    settledOn: null,
    stockArrived: false,
    goodsPrepared: false,
    creditFreed: false,
    goodsOwed: false,
    mailsUnderWay: new Set(),
    mailsOnErrand: new Set(),
    invoicesPaid: false,
    reopened: false,
    depositGivenBack: null,
    depositLate: false,
    // The attributes of the start say the same.
    told: input.submission === undefined ? undefined : notOnRecord,
  };
  setHandlers(process);
  return process;
}

function setHandlers(process: OrderProcess): void {
  const { inbox } = process;
  setHandler(
    messages.submitOrder,
    async () => {
      await CancellationScope.nonCancellable(() => condition(() => process.received !== undefined));
      return process.received as SubmissionResult;
    },
    { description: 'Answers once the order is on record' },
  );
  setHandler(messages.decideCredit, (request) => inbox.ask('credit-decision', request), {
    description: 'Finance releases or refuses a held order',
  });
  setHandler(messages.disposeDiscrepancy, (request) => inbox.ask('disposition', request), {
    description: 'Sales decides on a discrepancy',
  });
  setHandler(messages.amendOrder, (request) => inbox.ask('amendment', request), {
    description: 'Changes the order before its first delivery',
  });
  setHandler(messages.cancelOrder, (request) => inbox.ask('cancellation', request), {
    description: 'Cancels what is not delivered',
  });
  setHandler(messages.deliverOrder, (request) => inbox.ask('delivery', request), {
    description: 'Records a delivery',
  });
  setHandler(messages.releaseDeliveries, (request) => inbox.ask('delivery-release', request), {
    description: 'Finance lets an order go on that a credit stop holds',
  });
  setHandler(messages.proveDelivery, (request) => inbox.ask('proof', request), {
    description: 'Keeps the proof of receipt',
  });
  setHandler(messages.stockArrived, () => void (process.stockArrived = true), {
    description: 'Stock was reserved for this order',
  });
  setHandler(messages.goodsPrepared, () => void (process.goodsPrepared = true), {
    description: 'What is reserved was picked and lies ready',
  });
  setHandler(messages.creditFreed, () => void (process.creditFreed = true), {
    description: "The customer's account has room again",
  });
  setHandler(messages.invoicesPaid, () => void (process.invoicesPaid = true), {
    description: 'Every invoice so far is paid',
  });
  setHandler(messages.goodsOwed, () => void (process.goodsOwed = true), {
    description: 'A complaint has goods delivered again',
  });
  setHandler(messages.orderReopened, () => void (process.reopened = true), {
    description: 'Money that had settled the order was taken back',
  });
}

/** The business date, from workflow time in the company's zone: taken once per step. */
export const todayOf = ({ input }: OrderProcess): string => todayIn(input.policies.zone);

/** Takes over what a step recorded: where the order stands now, and the mails it owes. */
export function take<A>(process: OrderProcess, { answer, situation }: Recorded<A>): A {
  process.situation = situation;
  sendQueued(process);
  return answer;
}

/**
 * The next request, or what else ended the wait. An order whose history has grown long is handed to a new run while
 * nobody waits for an answer and no mail is under way: a run takes 2,000 updates, refused ones included, an order any
 * number. The new run reads where the order stands.
 */
export async function nextRequest(process: OrderProcess, wait: Wait): Promise<OrderRequest | 'deadline' | 'woken'> {
  const request = await process.inbox.next({ ...wait, wake: () => wait.wake() || mayHandOver(process) });
  return request === 'woken' && !wait.wake() && mayHandOver(process) ? handOver(process.input) : request;
}

const mayHandOver = ({ mailsUnderWay, inbox }: OrderProcess): boolean => mailsUnderWay.size === 0 && mayEndHere(inbox);

const handOver = ({ schemaVersion, orderNumber, customerNumber, policies }: OrderWorkflowInput): Promise<never> =>
  continueAsNew<typeof order>({ schemaVersion, orderNumber, customerNumber, policies });

/** Tells ops where the order is: search attributes when they change (one event), and the details page (none). */
export function tell(process: OrderProcess): void {
  const { stage, holdReason, hasBackorder, nextDate } = process.situation;
  const { told } = process;
  tellDetails(process);
  if (
    told?.stage === stage &&
    told.holdReason === holdReason &&
    told.hasBackorder === hasBackorder &&
    told.nextDate === nextDate
  )
    return;
  process.told = { stage, holdReason, hasBackorder, nextDate };
  const next = nextDate === null ? null : moment(instantOf(nextDate, '08:00', process.input.policies.zone));
  upsertSearchAttributes([
    { key: searchAttributes.orderStage, value: stage },
    { key: searchAttributes.holdReason, value: holdReason },
    { key: searchAttributes.hasBackorder, value: hasBackorder },
    { key: searchAttributes.nextActionAt, value: next },
  ]);
}

/** The page ops read: where the order is, what it waits for, what is late, the next date. */
export function tellDetails(process: OrderProcess): void {
  const { input, situation, mailsUnderWay, mailsOnErrand } = process;
  const { stage, waitsFor, nextDate, version, hasBackorder, unpaid, preparedAt } = situation;
  const { facts } = ops;
  const late = nextDate !== null && nextDate < todayOf(process) ? ` **${facts.late}**` : '';
  tellPage(`${input.orderNumber}: ${stage}`, [
    [facts.waitsFor, words.wait(waitsFor, words.say)],
    [facts.nextDate, nextDate === null ? '' : `${words.say.date(nextDate)}${late}`],
    [facts.backorder, hasBackorder ? facts.yes : facts.no],
    [facts.prepared, preparedAt ? words.say.moment(preparedAt, input.policies.zone) : facts.no],
    [facts.customer, input.customerNumber],
    [facts.version, version],
    [facts.unpaid, unpaid],
    [facts.mails, mailsUnderWay.size],
    ...[...mailsOnErrand].map((mailId) => [facts.person, mailId] as const),
  ]);
}

/** Sends what the order owes beside the main line; what cannot be sent goes on an errand of its own and waits for a person. */
export function sendQueued(process: OrderProcess): void {
  const { situation, mailsUnderWay, mailsOnErrand } = process;
  for (const mailId of situation.toSend)
    if (!mailsUnderWay.has(mailId) && !mailsOnErrand.has(mailId)) send(process, mailId);
}

function send(process: OrderProcess, mailId: string): void {
  process.mailsUnderWay.add(mailId);
  void sendMail(mailId, mailId)
    .then(async ({ kind }) => {
      if (kind === 'sent') noteSent(process, mailId);
      if (kind === 'failed' || kind === 'unknown') await sendOnErrand(process, mailId, kind);
    })
    .catch((error: unknown) => {
      if (!isCancellation(error)) needsAttention(mailId, ops.attention.broken(mailId, String(error)));
    })
    .finally(() => {
      process.mailsUnderWay.delete(mailId);
      tellDetails(process);
    });
}

async function sendOnErrand(process: OrderProcess, mailId: string, why: 'failed' | 'unknown'): Promise<void> {
  const errand = await startMailErrand(mailId, process.input);
  if (errand === null) return;
  process.mailsOnErrand.add(mailId);
  needsAttention(mailId, ops.attention.mail(mailId, why));
  void errand
    .result()
    .then(({ kind }) => {
      process.mailsOnErrand.delete(mailId);
      attended(mailId);
      if (kind === 'sent') noteSent(process, mailId);
      tellDetails(process);
    })
    .catch((error: unknown) => {
      needsAttention(mailId, ops.attention.broken(mailId, String(error)));
    });
}

/** The customer has the acknowledgement of the version that holds: PostgreSQL has noted it with the mail. */
function noteSent(process: OrderProcess, mailId: string): void {
  const { situation, input } = process;
  if (mailId !== documentIds.acknowledgement(input.orderNumber, situation.version) || situation.stage !== 'accepted')
    return;
  process.situation = { ...situation, stage: 'acknowledged' };
}
