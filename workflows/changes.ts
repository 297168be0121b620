import type { AmendmentRequest, CancellationRequest, OrderResult } from '../contracts/process.js';
import type { OrderStage } from '../contracts/vocabulary.js';
import type { Wait } from '../contracts/wait.js';
import { canonicalDraft } from '../domain/order-draft.js';
import { applyCancellation, areStanding, checkCancellation, hasOpen, waitingFor } from '../domain/order-progress.js';
import { step } from './activity-proxies.js';
import { refusal, type Ask } from './inbox.js';
import { linesOf, moveTo, openGrossOf, tellSearch, todayOf, totalsOfDraft, type OrderDesk } from './order-desk.js';

export type AmendmentAsk = Ask<'amendment', AmendmentRequest, OrderResult>;
export type CancellationAsk = Ask<'cancellation', CancellationRequest, OrderResult>;

/**
 * Records a new version; the order then walks from the credit check again. A draft made from an older version, or before
 * a cancellation, is refused, so that it does not undo what it has not seen. A version that a request lost with
 * its machine has already recorded is taken over as it is.
 * @returns whether the order has a new version
 */
export async function amend(desk: OrderDesk, ask: AmendmentAsk): Promise<boolean> {
  const { actor, reason, baseVersion, baseLines } = ask.request;
  if (baseVersion < desk.version) {
    ask.answer = amendedMeanwhile(desk.version);
    return false;
  }
  // Made from a version that only PostgreSQL has, it is the lost request itself, or comes after it: both take it over.
  if (baseVersion === desk.version && baseLines !== undefined && !areStanding(desk.lines, baseLines)) {
    ask.answer = cancelledMeanwhile;
    return false;
  }
  const draft = canonicalDraft(ask.request.draft);
  const version = desk.version + 1;
  const recorded = await step('recordAmendment', `Amendment: version ${version}`, {
    orderNumber: desk.input.orderNumber,
    version,
    actor,
    reason,
    draft,
    totals: totalsOfDraft(draft),
    amendedOn: todayOf(desk),
  });
  const { by, draft: kept } = recorded;
  Object.assign(desk, {
    draft: kept,
    totals: totalsOfDraft(kept),
    version,
    lines: linesOf(kept),
    creditChecks: 0,
    escalations: 0,
    heldSinceMs: null,
    lastAmendedBy: by.principal,
    freightToInvoice: kept.freight,
  });
  moveTo(desk, 'received', { kind: 'credit-check' });
  ask.answer = by.requestId === actor.requestId ? answerOf(recorded) : amendedMeanwhile(version);
  return true;
}

const answerOf = ({ kind, number, stage }: OrderResult): OrderResult => ({ kind, number, stage });

const cancelledMeanwhile = refusal(
  'order-not-ready',
  'Part of the order was cancelled meanwhile.',
  'Read the order and amend again.',
);

const amendedMeanwhile = (version: number) =>
  refusal(
    'order-not-ready',
    `The order was amended meanwhile: it is at version ${version}.`,
    'Read the order and amend again.',
  );

/** Cancels what the request names, or everything that is not delivered. @returns whether it could */
export async function cancel(desk: OrderDesk, ask: CancellationAsk): Promise<boolean> {
  const checked = checkCancellation(desk.lines, ask.request.lines);
  if (checked.kind === 'refused') {
    ask.answer = checked;
    return false;
  }
  const { actor, reason } = ask.request;
  const before = desk.lines;
  desk.lines = applyCancellation(before, checked.lines);
  desk.cancellations += 1;
  const ended = stageAfterCancellation(desk);
  const recorded = await step('recordCancellation', `Cancellation ${desk.cancellations}`, {
    orderNumber: desk.input.orderNumber,
    customerNumber: desk.draft.customer,
    sequence: desk.cancellations,
    actor,
    reason,
    lines: checked.lines,
    openGross: openGrossOf(desk),
    stage: ended,
    stageNow: ended ?? desk.stage,
    waitsFor: waitsAfterCancellation(desk, ended),
  });
  const { by, cancelled } = recorded;
  desk.lines = applyCancellation(before, cancelled);
  const now = stageAfterCancellation(desk);
  moveTo(desk, now ?? desk.stage, waitsAfterCancellation(desk, now), desk.holdReason);
  if (now === null) tellSearch(desk);
  if (by.requestId !== actor.requestId) return cancel(desk, ask);
  ask.answer = answerOf(recorded);
  return true;
}

function waitsAfterCancellation(desk: OrderDesk, ended: OrderStage | null): Wait {
  if (ended !== null) return { kind: ended === 'delivered' ? 'payment' : 'none' };
  return desk.holdReason === null ? waitingFor(desk.lines) : desk.waitsFor;
}

/** Nothing open any more ends the deliveries; with none made, it ends the order. */
function stageAfterCancellation(desk: OrderDesk): OrderStage | null {
  if (hasOpen(desk.lines)) return null;
  return desk.deliveries > 0 ? 'delivered' : 'cancelled';
}
