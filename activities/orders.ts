import { orderSteps } from '../contracts/ids.js';
import type { PartyContact } from '../contracts/parties.js';
import type { PolicySnapshot, TolerancePolicy } from '../contracts/policies.js';
import type {
  DeliveredLine,
  OrderDraft,
  OrderResult,
  OrderSituation,
  Recorded,
  Submission,
  SubmissionResult,
} from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import type { Actor, ErrorCause } from '../contracts/vocabulary.js';
import { amendedTypes } from '../domain/amended-types.js';
import { canonicalDraft } from '../domain/order-draft.js';
import {
  applyCancellation,
  areStanding,
  checkCancellation,
  nextConfirmedDate,
  progressOf,
} from '../domain/order-progress.js';
import { openGrossOf, situationOf, standingLinesOf, type OrderRecord } from '../domain/order-record.js';
import { isAccepted, refuseAtStage } from '../domain/order-stages.js';
import { orderLineNet, totalsOfDraft } from '../domain/order-totals.js';
import { withContacts } from '../domain/parties.js';
import { heldAgainstListBefore } from '../domain/pricing.js';
import { heldAgainst } from '../domain/quote-use.js';
import { reconcile } from '../domain/reconciliation.js';
import { quoteLocked } from '../prisma/quote-use.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import { setExposure } from '../prisma/repositories/exposure.js';
import { withdrawQueued } from '../prisma/repositories/outgoing.js';
import { accountLocked, findOrder, lockOrder, undoOnOrder } from '../prisma/repositories/order-record.js';
import { readOrderVersion } from '../prisma/repositories/order-version.js';
import {
  closeWorkItems,
  insertDiscrepancies,
  insertOrder,
  replaceOrderLines,
  supersedeDiscrepancies,
  updateOrder,
} from '../prisma/repositories/orders.js';
import { cancelLines, releaseReservations } from '../prisma/repositories/reservations.js';
import { serveBackorders } from '../prisma/repositories/stock.js';
import { clear, leftBy, type ClearableOrder, type Clearing } from './clearance.js';
import { closeEarly, wokenBy } from './closing.js';
import type { ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';

export type RecordOrder = Clearing & {
  readonly orderNumber: string;
  readonly submission: Submission;
  readonly tolerance: TolerancePolicy;
  readonly targetMinutes: PolicySnapshot['acknowledgement']['targetMinutes'];
};

export type RecordAmendment = {
  readonly orderNumber: string;
  readonly actor: Actor;
  readonly reason: string;
  /** Whose error it puts right; left out: not stated. */
  readonly cause?: ErrorCause | undefined;
  /** Version that the draft was made from: an amendment made meanwhile must not be undone unseen. */
  readonly baseVersion: number;
  /** Lines that the draft was made from, without what was cancelled; left out: whatever they were. */
  readonly baseLines?: readonly DeliveredLine[] | undefined;
  readonly draft: OrderDraft;
  /** What the amendment says of contacts; else those of the order stay as they are by now, whatever the draft was made of. */
  readonly contacts?: readonly PartyContact[] | undefined;
  readonly tolerance: TolerancePolicy;
  /** Business date, from workflow time. */
  readonly today: string;
};

export type RecordCancellation = {
  readonly orderNumber: string;
  readonly actor: Actor;
  readonly reason: string;
  /** Left out: everything that is not delivered. */
  readonly lines?: readonly DeliveredLine[] | undefined;
  /** Business date, from workflow time. */
  readonly today: string;
};

export function orderActivities(deps: ActivityDeps) {
  return {
    recordOrder: (input: RecordOrder) => recordOrder(deps, input),
    readOrder: (orderNumber: string) => readSituation(deps, orderNumber),
    recordAmendment: (input: RecordAmendment) => recordAmendment(deps, input),
    recordCancellation: (input: RecordCancellation) => recordCancellation(deps, input),
  };
}

/** Where an order stands; null: there is none. */
async function readSituation({ prisma }: ActivityDeps, orderNumber: string): Promise<OrderSituation | null> {
  const order = await findOrder(prisma, orderNumber);
  return order === null ? null : situationOf(order);
}

/**
 * Writes the order, its lines and what differs from what it answers, and clears it as far as nobody has to decide; key
 * `order:NUMBER:received`. With the quote locked, the draft is held against what other orders have left of it by now: of
 * two orders at once the second sees what the first has taken.
 */
function recordOrder(deps: ActivityDeps, input: RecordOrder): Promise<Recorded<SubmissionResult>> {
  const { orderNumber, today } = input;
  const { actor, message } = input.submission;
  const draft = canonicalDraft(input.submission.draft);
  const { customer, quote } = draft;
  const key = orderSteps.received(orderNumber);
  const step = { key, requestId: actor.requestId, locked: quoteLocked(customer, quote) };
  return stepOfOrder<SubmissionResult>(deps, orderNumber, step, async (tx) => {
    const totals = totalsOfDraft(draft);
    const { use, first, lowered, accepts } = await insertOrder(tx, {
      orderNumber,
      draft,
      totals,
      receivedAt: input.at,
      receivedOn: today,
      targetMinutes: input.targetMinutes,
      enteredBy: actor.principal,
      lines: withNets(draft),
    });
    const listed = heldAgainstListBefore(draft, lowered);
    const found = reconcile(use === null ? listed : heldAgainst(listed, use), 1, input.tolerance, first);
    await insertDiscrepancies(tx, orderNumber, 1, found);
    const received: AuditInput = {
      actor,
      action: 'order.received',
      entity: 'order',
      entityId: orderNumber,
      orderNumber,
      customerNumber: customer,
      on: today,
      after: {
        origin: draft.origin,
        quote,
        gross: totals.gross,
        lines: draft.lines.length,
        ...(message && { message }),
      },
    };
    const order: ClearableOrder = {
      number: orderNumber,
      customer,
      currency: draft.currency,
      gross: totals.gross,
      version: 1,
      heldSince: null,
      discrepancies: found.map((one) => ({ ...one, disposition: one.withinTolerance ? 'tolerated' : 'open' })),
      lines: draft.lines.map((line) => ({ ...line, delivered: '0', cancelled: '0' })),
    };
    const { beats, stage } = await clear(tx, order, 'credit', input, 1);
    const left = leftBy(beats);
    return {
      answer: { kind: 'received', number: orderNumber, stage, ...sameAs(first) },
      audit: [received, ...(accepts ? [auditAcceptance(input.submission, orderNumber, today)] : []), ...left.audit],
      documents: left.documents,
      outgoing: left.outgoing,
      beats: beats.map((beat) => beat.key),
    };
  });
}

/**
 * Replaces terms and lines by a new version, held against what other orders have left of its quote by now, and gives back
 * what the old one reserved; the order is then to be cleared again. A draft made from an older version, or before a
 * cancellation, is refused, so that it does not undo what it has not seen.
 */
function recordAmendment(deps: ActivityDeps, input: RecordAmendment): Promise<Recorded<OrderResult | Refusal>> {
  const { actor, orderNumber, reason, cause = null } = input;
  const draft = canonicalDraft(input.draft);
  const key = orderSteps.amendment(orderNumber, actor.requestId);
  const step = { key, requestId: actor.requestId, locked: accountLocked(orderNumber, draft.quote?.number ?? null) };
  return stepOfOrder<OrderResult | Refusal>(deps, orderNumber, step, async (tx) => {
    const order = await lockOrder(tx, orderNumber, 'and-backorders');
    const refusal = refuseAmendment(order, input);
    if (refusal !== null) return undoOnOrder(order, refusal);
    const version = order.version + 1;
    const totals = totalsOfDraft(draft);
    const before = await readOrderVersion(tx, order);
    const contacts = withContacts(before.parties.contacts, input.contacts);
    const agreed = { ...draft, parties: { ...draft.parties, contacts } };
    await setExposure(tx, order.customer, 'order', orderNumber, '0');
    const released = await releaseReservations(tx, orderNumber);
    const { use, first, lowered, accepts } = await replaceOrderLines(tx, {
      orderNumber,
      draft: agreed,
      former: before.lines,
      totals,
      version,
      amendedBy: actor.principal,
      amendedOn: input.today,
      cause,
      amends: amendedTypes(before, agreed),
      lines: withNets(draft),
    });
    const served = await serveBackorders(tx, released.products);
    await closeWorkItems(tx, orderNumber);
    await withdrawQueued(tx, orderNumber, ['acknowledgement', 'question']);
    await supersedeDiscrepancies(tx, orderNumber);
    const listed = heldAgainstListBefore(draft, lowered);
    const held = use === null ? listed : heldAgainst(listed, use);
    await insertDiscrepancies(tx, orderNumber, version, reconcile(held, version, input.tolerance, first));
    return {
      answer: { kind: 'done', number: orderNumber, stage: 'received', ...sameAs(first) },
      woken: await wokenBy(tx, order.customer, orderNumber, served),
      audit: [
        {
          actor,
          action: 'order.amended',
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          customerNumber: order.customer,
          on: input.today,
          before,
          after: { version, gross: totals.gross, lines: draft.lines.length, reason, cause },
        },
        ...(accepts ? [auditAcceptance({ actor, draft }, orderNumber, input.today)] : []),
      ],
    };
  });
}

/** The quote, open until now, is accepted by an order that answers it. */
const auditAcceptance = (
  { actor, draft: { customer, quote } }: RecordOrder['submission'],
  order: string,
  on: string,
): AuditInput => ({
  actor,
  action: 'quote.accepted',
  entity: 'quote',
  entityId: quote?.number ?? '',
  customerNumber: customer,
  on,
  before: { status: 'open', acceptedOn: null },
  after: { status: 'accepted', acceptedOn: on, reference: null, order },
});

function refuseAmendment(order: OrderRecord, { baseVersion, baseLines }: RecordAmendment): Refusal | null {
  const early = refuseAtStage(order, 'amendment');
  if (early !== null) return early;
  if (baseVersion !== order.version) return outdated(said('amended-meanwhile', { version: order.version }));
  if (baseLines !== undefined && !areStanding(order.lines, baseLines))
    return outdated(said('part-cancelled-meanwhile'));
  return null;
}

const outdated = (what: Said): Refusal => ({
  kind: 'refused',
  code: 'order-not-ready',
  said: what,
  remedy: said('amend-again'),
});

/**
 * Cancels quantities that are not delivered and releases what they bound. An order that is not accepted is cancelled
 * whole; one of which nothing is delivered or left ends by it.
 */
function recordCancellation(deps: ActivityDeps, input: RecordCancellation): Promise<Recorded<OrderResult | Refusal>> {
  const { actor, orderNumber, reason } = input;
  const key = orderSteps.cancellation(orderNumber, actor.requestId);
  const step = { key, requestId: actor.requestId, locked: accountLocked(orderNumber) };
  return stepOfOrder<OrderResult | Refusal>(deps, orderNumber, step, async (tx) => {
    const order = await lockOrder(tx, orderNumber, 'and-backorders');
    const refusal = refuseAtStage(order, 'cancellation') ?? refusePart(order, input);
    const checked = refusal ?? checkCancellation(order.lines, input.lines);
    if (checked.kind === 'refused') return undoOnOrder(order, checked);
    const lines = applyCancellation(order.lines, checked.lines);
    const { stage, waitsFor } = progressOf(lines, order.deliveries);
    const cancelled = {
      actor,
      action: 'order.cancelled',
      entity: 'order',
      entityId: orderNumber,
      orderNumber,
      customerNumber: order.customer,
      on: input.today,
      before: standingLinesOf(order),
      after: { lines: checked.lines, reason },
    } as const;
    await setExposure(tx, order.customer, 'order', orderNumber, openGrossOf({ ...order, lines }));
    const served = await serveBackorders(tx, await cancelLines(tx, orderNumber, checked.lines));
    if (stage === 'cancelled') {
      const { audit, ...end } = await closeEarly(tx, order, { stage, reason, actor, on: input.today }, served);
      return { answer: { kind: 'done', number: orderNumber, stage }, ...end, audit: [cancelled, ...audit] };
    }
    await updateOrder(tx, orderNumber, {
      ...(stage === null ? {} : { stage }),
      waitsFor,
      nextDate: nextConfirmedDate(lines),
    });
    return {
      answer: { kind: 'done', number: orderNumber, stage: stage ?? order.stage },
      woken: await wokenBy(tx, order.customer, orderNumber, served),
      audit: [cancelled],
    };
  });
}

const refusePart = ({ stage }: OrderRecord, { lines }: RecordCancellation): Refusal | null =>
  isAccepted(stage) || lines === undefined
    ? null
    : {
        kind: 'refused',
        code: 'order-not-ready',
        said: said('parts-once-accepted'),
        remedy: said('amend-or-cancel-whole'),
        field: 'lines',
      };

const sameAs = (first: string | null) => (first === null ? {} : { sameReferenceAs: first });

const withNets = (draft: OrderDraft) =>
  draft.lines.map((line) => ({ ...line, net: orderLineNet(line, draft.currency) }));
