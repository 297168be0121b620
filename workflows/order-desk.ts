import {
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type {
  AmendmentRequest,
  Answer,
  CancellationRequest,
  CollectionNews,
  CollectionOutcome,
  CreditDecisionRequest,
  DeliveredLine,
  DeliveryRequest,
  DeliveryResult,
  DispositionRequest,
  EarlierAnswer,
  LineProgress,
  OrderContinuation,
  OrderState,
  OrderDraft,
  OrderResult,
  OrderWorkflowInput,
  ProofRequest,
  ProofResult,
  SubmissionResult,
  Totals,
  UnpaidInvoice,
} from '../contracts/process.js';
import type { Actor, HoldReason, OrderStage } from '../contracts/vocabulary.js';
import type { Wait } from '../contracts/wait.js';
import { instantOf } from '../domain/calendar.js';
import { canonicalAmount, isPositive, subtractQuantities } from '../domain/money.js';
import { canonicalDraft } from '../domain/order-draft.js';
import { backorderOf, hasBackorder, nextConfirmedDate } from '../domain/order-progress.js';
import { openOrderGross, orderLineNet, totalsOf } from '../domain/order-totals.js';
import { wordsOf } from '../words/index.js';
import { sendMail } from './activity-proxies.js';
import { moment, todayIn } from './clock.js';
import { attended, needsAttention } from './attention.js';
import { openInbox, type Ask, type Inbox } from './inbox.js';
import { startMailErrand } from './mail-errand.js';
import * as messages from './order-messages.js';
import { searchAttributes } from './search-attributes.js';

export type OrderRequest =
  | Ask<'credit-decision', CreditDecisionRequest, OrderResult>
  | Ask<'disposition', DispositionRequest, OrderResult>
  | Ask<'amendment', AmendmentRequest, OrderResult>
  | Ask<'cancellation', CancellationRequest, OrderResult>
  | Ask<'delivery', DeliveryRequest, DeliveryResult>
  | Ask<'proof', ProofRequest, ProofResult>;

/** One delivery that is recorded and not yet invoiced. */
export type UninvoicedDelivery = {
  readonly number: string;
  readonly lines: readonly DeliveredLine[];
  /** The order's lines as they stood after it. */
  readonly after: readonly LineProgress[];
};

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** Everything the order's main line knows. Only the main line changes it; handlers put requests into the inbox. */
export type OrderDesk = Changing<OrderState> & {
  readonly input: OrderWorkflowInput;
  readonly inbox: Inbox<OrderRequest>;
  totals: Totals;
  toInvoice: UninvoicedDelivery[];
  invoiced: Map<number, string>;
  /** Invoices that are not paid, by their number. */
  readonly openCollections: Map<string, UnpaidInvoice>;
  /** Invoices whose collection was started again by somebody else. */
  readonly resumedCollections: Set<string>;
  /** Mails on their way; they never hold the main line up, and are awaited before the order closes. */
  mailsUnderWay: number;
  /** Mails that failed, or whose fate is not known: each waits for a person in an errand of its own. */
  readonly mailsOnErrand: Set<string>;
  /** What this run and those before it have answered, refusals left out. */
  answered: EarlierAnswer[];
};

/** Opens the desk and sets every handler before the first wait, so that no message can come too early. */
export function openOrderDesk(input: OrderWorkflowInput): OrderDesk {
  const desk = input.continued === undefined ? freshDesk(input) : continuedDesk(input, input.continued);
  setHandlers(desk);
  return desk;
}

function freshDesk(input: OrderWorkflowInput): OrderDesk {
  const draft = canonicalDraft(input.submission.draft);
  return {
    input,
    inbox: openInbox<OrderRequest>(),
    draft,
    totals: totalsOfDraft(draft),
    version: 1,
    stage: 'received',
    holdReason: null,
    waitsFor: { kind: 'credit-check' },
    lastAmendedBy: null,
    received: undefined,
    lines: linesOf(draft),
    creditChecks: 0,
    escalations: 0,
    heldSinceMs: null,
    promises: 0,
    cancellations: 0,
    deliveries: 0,
    invoices: [],
    toInvoice: [],
    freightToInvoice: draft.freight,
    invoiced: new Map(),
    openCollections: new Map(),
    resumedCollections: new Set(),
    collectionOutcomes: [],
    mailsUnderWay: 0,
    mailsOnErrand: new Set(),
    stockArrived: false,
    creditFreed: false,
    answered: [],
  };
}

/** The desk as the run before this one left it. Errands of its mails go on by themselves. */
function continuedDesk(input: OrderWorkflowInput, continued: OrderContinuation): OrderDesk {
  const { state, invoiced, unpaid, answered } = continued;
  return {
    ...freshDesk(input),
    ...state,
    totals: totalsOfDraft(state.draft),
    invoiced: new Map(invoiced.map(({ lineNo, quantity }) => [lineNo, quantity])),
    openCollections: new Map(unpaid.map((invoice) => [invoice.number, invoice])),
    answered: [...answered],
  };
}

/** Asks the main line, unless a run before this one has answered the same request. */
async function answerOnce<
  K extends OrderRequest['kind'],
  Q extends { readonly actor: Actor },
  A extends { readonly kind: string },
>(desk: OrderDesk, kind: K, request: Q): Promise<Answer<A>> {
  const { requestId } = request.actor;
  const earlier = desk.input.continued?.answered.find((one) => one.requestId === requestId);
  if (earlier !== undefined) return earlier.answer as Answer<A>;
  const answer = await desk.inbox.ask<K, Q, A>(kind, request);
  if (answer.kind !== 'refused') desk.answered.push({ requestId, answer });
  return answer;
}

function setHandlers(desk: OrderDesk): void {
  setHandler(
    messages.submitOrder,
    async () => {
      await CancellationScope.nonCancellable(() => condition(() => desk.received !== undefined));
      return desk.received as SubmissionResult;
    },
    { description: 'Answers once the order is on record' },
  );
  setHandler(messages.decideCredit, (request) => answerOnce(desk, 'credit-decision', request), {
    description: 'Finance releases or refuses a held order',
  });
  setHandler(messages.disposeDiscrepancy, (request) => answerOnce(desk, 'disposition', request), {
    description: 'Sales decides on a discrepancy',
  });
  setHandler(messages.amendOrder, (request) => answerOnce(desk, 'amendment', request), {
    description: 'Changes the order before its first delivery',
  });
  setHandler(messages.cancelOrder, (request) => answerOnce(desk, 'cancellation', request), {
    description: 'Cancels what is not delivered',
  });
  setHandler(messages.deliverOrder, (request) => answerOnce(desk, 'delivery', request), {
    description: 'Records a delivery',
  });
  setHandler(messages.proveDelivery, (request) => answerOnce(desk, 'proof', request), {
    description: 'Keeps the proof of receipt',
  });
  setHandler(messages.stockArrived, () => void (desk.stockArrived = true), {
    description: 'Stock was reserved for this order',
  });
  setHandler(messages.creditFreed, () => void (desk.creditFreed = true), {
    description: "The customer's account has room again",
  });
  setHandler(messages.collectionNews, (news) => noteNews(desk, news), {
    description: 'A collection that was started again runs, or has ended',
  });
}

/** An invoice is paid; told twice, it counts once. */
export function noteSettled(desk: OrderDesk, invoiceNumber: string, outcome: CollectionOutcome): void {
  if (!desk.openCollections.delete(invoiceNumber)) return;
  desk.collectionOutcomes = [...desk.collectionOutcomes, outcome];
  attended(invoiceNumber);
}

function noteNews(desk: OrderDesk, { invoiceNumber, outcome }: CollectionNews): void {
  desk.resumedCollections.add(invoiceNumber);
  if (outcome === null) attended(invoiceNumber);
  else noteSettled(desk, invoiceNumber, outcome);
}

/** Nothing delivered, cancelled or reserved yet. */
export const linesOf = (draft: OrderDraft): LineProgress[] =>
  draft.lines.map(({ lineNo, product, quantity }) => ({
    lineNo,
    product,
    quantity,
    delivered: '0',
    cancelled: '0',
    allocated: '0',
    confirmedDate: null,
  }));

export const totalsOfDraft = (draft: OrderDraft): Totals =>
  totalsOf({
    lines: draft.lines.map((line) => ({ net: orderLineNet(line, draft.currency), vatRate: line.vatRate })),
    freight: draft.freight,
    currency: draft.currency,
  });

/** The business date, from workflow time in the company's zone: taken once per step. */
export const todayOf = (desk: OrderDesk): string => todayIn(desk.input.policies.zone);

/** What the order still binds of the customer's credit: neither invoiced nor cancelled, tax included. */
export function openGrossOf(desk: OrderDesk): string {
  const cancelled = new Map(desk.lines.map((line) => [line.lineNo, line.cancelled]));
  const lines = desk.draft.lines.map((line) => ({
    ...line,
    invoiced: desk.invoiced.get(line.lineNo) ?? '0',
    cancelled: cancelled.get(line.lineNo) ?? '0',
  }));
  const open = lines.filter((line) =>
    isPositive(subtractQuantities(subtractQuantities(line.quantity, line.invoiced), line.cancelled)),
  );
  if (open.length === 0) return canonicalAmount('0', desk.draft.currency);
  return openOrderGross({ lines: open, freight: desk.freightToInvoice, currency: desk.draft.currency });
}

/** Moves the order to a stage and tells ops: search attributes (one event) and the details page (none). */
export function moveTo(desk: OrderDesk, stage: OrderStage, waitsFor: Wait, holdReason: HoldReason | null = null): void {
  const changed = stage !== desk.stage || holdReason !== desk.holdReason;
  desk.stage = stage;
  desk.waitsFor = waitsFor;
  desk.holdReason = holdReason;
  if (changed) tellSearch(desk);
  tellDetails(desk);
}

export function tellSearch(desk: OrderDesk): void {
  const next = nextConfirmedDate(desk.lines);
  upsertSearchAttributes([
    { key: searchAttributes.orderStage, value: desk.stage },
    { key: searchAttributes.holdReason, value: desk.holdReason },
    { key: searchAttributes.hasBackorder, value: isAccepted(desk) && hasBackorder(desk.lines) },
    {
      key: searchAttributes.nextActionAt,
      value: next === null ? null : moment(instantOf(next, '08:00', desk.input.policies.zone)),
    },
  ]);
}

const isAccepted = (desk: OrderDesk): boolean => !['received', 'credit-hold', 'discrepancy-hold'].includes(desk.stage);

/** The page ops read in the Temporal UI: where the order is, what it waits for, what is late, the next date. */
export function tellDetails(desk: OrderDesk): void {
  const { draft, input } = desk;
  const next = nextConfirmedDate(desk.lines);
  const late = next !== null && next < todayOf(desk) ? ' **late**' : '';
  const rows = desk.lines.map((line) => {
    const backorder = backorderOf(line);
    const missing = isAccepted(desk) && isPositive(backorder) ? `, **${backorder} backordered**` : '';
    const cancelled = isPositive(line.cancelled) ? `, ${line.cancelled} cancelled` : '';
    const date = line.confirmedDate === null ? '' : `, for ${line.confirmedDate}`;
    return `- line ${line.lineNo} · ${line.product}: ${line.delivered} of ${line.quantity} delivered, ${line.allocated} in stock${missing}${cancelled}${date}`;
  });
  setCurrentDetails(
    [
      `### ${input.orderNumber}: ${desk.stage}`,
      `**Waits for:** ${wordsOf('en').wait(desk.waitsFor) || 'nothing'}`,
      `**Next date:** ${next ?? 'none'}${late}`,
      `**Customer:** ${draft.customer} · **Total:** ${desk.totals.gross} ${draft.currency} · **Version:** ${desk.version}`,
      `**Invoices:** ${desk.invoices.length === 0 ? 'none' : desk.invoices.join(', ')} (${desk.openCollections.size} not paid) · **Mails under way:** ${desk.mailsUnderWay}`,
      ...[...desk.mailsOnErrand].map((mailId) => `**Waits for a person:** ${mailId}`),
      '',
      ...rows,
    ].join('\n'),
  );
}

/** Sends a queued mail beside the main line; what cannot be sent goes on an errand of its own and waits for a person. */
export function tellByMail(desk: OrderDesk, mailId: string, summary: string): void {
  desk.mailsUnderWay += 1;
  void sendMail(mailId, summary)
    .then(async ({ kind }) => {
      if (kind === 'sent') noteSent(desk, mailId);
      if (kind === 'failed' || kind === 'unknown') await sendOnErrand(desk, mailId, kind);
    })
    .catch((error: unknown) => {
      if (!isCancellation(error)) needsAttention(mailId, `mail ${mailId}: ${String(error)}`);
    })
    .finally(() => {
      desk.mailsUnderWay -= 1;
      tellDetails(desk);
    });
}

async function sendOnErrand(desk: OrderDesk, mailId: string, why: 'failed' | 'unknown'): Promise<void> {
  const errand = await startMailErrand(mailId, desk.input);
  if (errand === null) return;
  desk.mailsOnErrand.add(mailId);
  needsAttention(mailId, `mail ${mailId} is ${why}`);
  void errand
    .result()
    .then(({ kind }) => {
      desk.mailsOnErrand.delete(mailId);
      attended(mailId);
      if (kind === 'sent') noteSent(desk, mailId);
      tellDetails(desk);
    })
    .catch((error: unknown) => {
      needsAttention(mailId, `errand of mail ${mailId} ended: ${String(error)}`);
    });
}

/** The customer has the acknowledgement of the version that holds: PostgreSQL has noted it with the mail. */
function noteSent(desk: OrderDesk, mailId: string): void {
  if (mailId !== `acknowledgement:${desk.input.orderNumber}:${desk.version}` || desk.stage !== 'accepted') return;
  desk.stage = 'acknowledged';
  tellDetails(desk);
}
