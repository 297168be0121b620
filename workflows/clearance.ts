import type { CreditDecisionRecord } from '../activities/credit.js';
import type { FoundDiscrepancy } from '../contracts/discrepancy.js';
import type { OrderPlace } from '../contracts/process.js';
import type { Actor } from '../contracts/vocabulary.js';
import { mayDecide } from '../domain/credit.js';
import { hasOpen } from '../domain/order-progress.js';
import { heldAfter, isClear, reconcile } from '../domain/reconciliation.js';
import { step } from './activity-proxies.js';
import { amend, cancel, type CancellationAsk } from './changes.js';
import { nowInstant, nowMs } from './clock.js';
import { nextRequest } from './continuation.js';
import { refusal } from './inbox.js';
import { moveTo, tellByMail, todayOf, type OrderDesk, type OrderRequest } from './order-desk.js';

/** How a stage ends before acceptance. */
export type Cleared =
  | { readonly kind: 'cleared'; readonly how: 'matched' | 'tolerated' | 'accepted' }
  | { readonly kind: 'amended' }
  | {
      readonly kind: 'closed';
      readonly stage: 'refused' | 'rejected' | 'cancelled';
      readonly reason: string;
      readonly actor: Actor;
    };

const HOUR_MS = 3_600_000;

/** Credit first, then the comparison with the quote or the price list; each may wait for a person. */
export async function clearOrder(
  desk: OrderDesk,
  place: Exclude<OrderPlace, { kind: 'fulfilment' }>,
): Promise<Cleared> {
  if (place.kind === 'sales') return waitForSales(desk, place.found, new Set(place.open), place.escalateAtMs);
  const credit = await clearCredit(desk);
  return credit.kind === 'cleared' ? reconcileOrder(desk) : credit;
}

async function clearCredit(desk: OrderDesk): Promise<Cleared> {
  for (;;) {
    desk.creditChecks += 1;
    const assessment = await step(
      'assessCredit',
      `Credit check of ${desk.totals.gross} ${desk.draft.currency}`,
      creditFactsOf(desk),
    );
    if (assessment.kind !== 'held') {
      Object.assign(desk, { escalations: 0, heldSinceMs: null });
      return { kind: 'cleared', how: 'matched' };
    }
    moveTo(desk, 'credit-hold', { kind: 'credit-decision', reason: assessment.reason }, assessment.reason);
    const verdict = await waitForFinance(desk);
    if (verdict !== 'check-again') return verdict;
  }
}

const creditFactsOf = (desk: OrderDesk) => ({
  orderNumber: desk.input.orderNumber,
  customerNumber: desk.draft.customer,
  currency: desk.draft.currency,
  sequence: desk.creditChecks,
  version: desk.version,
  gross: desk.totals.gross,
  policy: desk.input.policies.credit,
  today: todayOf(desk),
  decidedAt: nowInstant(),
});

/** Finance answers, the account gets room, the order changes, or the hold is escalated and checked again. */
async function waitForFinance(desk: OrderDesk): Promise<Cleared | 'check-again'> {
  const everyMs = desk.input.policies.credit.escalateAfterHours * HOUR_MS;
  desk.heldSinceMs ??= nowMs();
  const untilMs = desk.heldSinceMs + (desk.escalations + 1) * everyMs;
  for (;;) {
    const wait = { untilMs, summary: 'Escalate when finance has not answered', wake: () => desk.creditFreed };
    const request = await nextRequest(desk, wait, () => ({ kind: 'credit' }));
    if (request === 'woken') {
      desk.creditFreed = false;
      return 'check-again';
    }
    if (request === 'deadline') {
      await escalate(desk, 'credit-hold');
      return 'check-again';
    }
    const ended = request.kind === 'credit-decision' ? await decide(desk, request) : await change(desk, request);
    if (ended !== undefined) return ended;
  }
}

type CreditAsk = Extract<OrderRequest, { kind: 'credit-decision' }>;

/**
 * Records a decision of finance. One that Temporal lost with its machine may already hold this place in PostgreSQL: what
 * it said is what happens, and this one is told so.
 */
async function decide(desk: OrderDesk, ask: CreditAsk): Promise<Cleared | undefined> {
  const { actor, decision: asked, reason: why } = ask.request;
  const { submission, orderNumber } = desk.input;
  if (!mayDecide(actor.principal, { enteredBy: submission.actor.principal, lastAmendedBy: desk.lastAmendedBy })) {
    ask.answer = refusal(
      'four-eyes',
      'Who entered or last amended an order does not decide on its credit.',
      'Ask a colleague of finance.',
    );
    return undefined;
  }
  const recorded = await step('recordCreditDecision', `Credit ${asked} by ${actor.principal}`, {
    ...creditFactsOf(desk),
    actor,
    decision: asked,
    reason: why,
  });
  const { by, decision, reason, ...answer } = recorded;
  ask.answer = by.requestId === actor.requestId ? answer : decidedMeanwhile(desk, decision, by);
  desk.escalations = 0;
  desk.heldSinceMs = null;
  if (decision === 'release') {
    moveTo(desk, 'received', { kind: 'reconciliation' });
    return { kind: 'cleared', how: 'matched' };
  }
  return { kind: 'closed', stage: 'refused', reason: `credit refused for ${orderNumber}: ${reason}`, actor: by };
}

const decidedMeanwhile = (desk: OrderDesk, decision: CreditDecisionRecord['decision'], by: Actor) =>
  refusal(
    'order-not-ready',
    `${by.principal} decided on the credit of ${desk.input.orderNumber} meanwhile: ${decision}.`,
    'Read the order.',
  );

async function escalate(desk: OrderDesk, kind: 'credit-hold' | 'discrepancy'): Promise<void> {
  desk.escalations += 1;
  const { orderNumber } = desk.input;
  await step('escalateHold', `Escalation ${desk.escalations}`, {
    orderNumber,
    kind,
    version: desk.version,
    escalation: desk.escalations,
    today: todayOf(desk),
  });
}

async function reconcileOrder(desk: OrderDesk): Promise<Cleared> {
  const discrepancies = reconcile(desk.draft, desk.version, desk.input.policies.tolerance);
  if (discrepancies.length === 0) return { kind: 'cleared', how: 'matched' };
  const held = !isClear(discrepancies);
  await step('recordDiscrepancies', `${discrepancies.length} differences found`, {
    orderNumber: desk.input.orderNumber,
    customerNumber: desk.draft.customer,
    version: desk.version,
    discrepancies,
    held,
    today: todayOf(desk),
  });
  if (!held) return { kind: 'cleared', how: 'tolerated' };
  const open = discrepancies.filter((discrepancy) => !discrepancy.withinTolerance).map(({ id }) => id);
  moveTo(desk, 'discrepancy-hold', { kind: 'discrepancies', open: open.length }, 'discrepancy');
  return waitForSales(desk, discrepancies, new Set(open), nowMs() + salesHaveMs(desk));
}

const salesHaveMs = (desk: OrderDesk): number => desk.input.policies.tolerance.escalateAfterHours * HOUR_MS;

/** Sales decides on each difference beyond tolerance; the order goes on when all are accepted. */
async function waitForSales(
  desk: OrderDesk,
  found: readonly FoundDiscrepancy[],
  open: Set<string>,
  escalateAtMs: number,
): Promise<Cleared> {
  let untilMs = escalateAtMs;
  for (;;) {
    const wait = { untilMs, summary: 'Escalate when sales has not decided', wake: () => false };
    const request = await nextRequest(desk, wait, () => ({
      kind: 'sales',
      found,
      open: [...open],
      escalateAtMs: untilMs,
    }));
    if (request === 'woken') continue;
    if (request === 'deadline') {
      await escalate(desk, 'discrepancy');
      untilMs += salesHaveMs(desk);
      continue;
    }
    const ended =
      request.kind === 'disposition' ? await dispose(desk, request, found, open) : await change(desk, request);
    if (ended !== undefined) return ended;
  }
}

type DispositionAsk = Extract<OrderRequest, { kind: 'disposition' }>;

async function dispose(
  desk: OrderDesk,
  ask: DispositionAsk,
  found: readonly FoundDiscrepancy[],
  open: Set<string>,
): Promise<Cleared | undefined> {
  const { actor, discrepancyId, disposition, reason } = ask.request;
  if (!open.has(discrepancyId)) {
    ask.answer = found.some((discrepancy) => discrepancy.id === discrepancyId)
      ? refusal(
          'discrepancy-decided',
          `Discrepancy ${discrepancyId} does not wait for a decision.`,
          'Read the order again.',
        )
      : refusal(
          'discrepancy-unknown',
          `The order has no discrepancy ${discrepancyId}.`,
          'Read the order for its discrepancies.',
        );
    return undefined;
  }
  if (disposition === 'accept') open.delete(discrepancyId);
  const stage = disposition === 'reject' ? 'rejected' : open.size === 0 ? 'received' : 'discrepancy-hold';
  const { mailId, ...answer } = await step('recordDisposition', `Discrepancy ${discrepancyId}: ${disposition}`, {
    orderNumber: desk.input.orderNumber,
    customerNumber: desk.draft.customer,
    version: desk.version,
    discrepancyId,
    disposition,
    reason,
    actor,
    left: disposition === 'reject' ? 0 : open.size,
    stage,
    today: todayOf(desk),
  });
  ask.answer = answer;
  if (mailId !== null) tellByMail(desk, mailId, 'Question to the customer');
  if (disposition === 'reject') return { kind: 'closed', stage: 'rejected', reason, actor };
  if (open.size === 0) return { kind: 'cleared', how: 'accepted' };
  const { waitsFor, holdReason } = heldAfter({ discrepancyId, disposition, left: open.size });
  moveTo(desk, 'discrepancy-hold', waitsFor, holdReason);
  return undefined;
}

/** What may happen to an order while it waits for a person: a change or a cancellation; the rest is early. */
async function change(desk: OrderDesk, ask: OrderRequest): Promise<Cleared | undefined> {
  switch (ask.kind) {
    case 'amendment':
      return (await amend(desk, ask)) ? { kind: 'amended' } : undefined;
    case 'cancellation':
      return cancelWhole(desk, ask);
    case 'credit-decision':
    case 'disposition':
    case 'delivery':
    case 'proof':
      ask.answer = refusal(
        'order-not-ready',
        `Order ${desk.input.orderNumber} is at ${desk.stage}.`,
        'Read the order for what it waits for.',
      );
      return undefined;
  }
}

async function cancelWhole(desk: OrderDesk, ask: CancellationAsk): Promise<Cleared | undefined> {
  if (ask.request.lines !== undefined) {
    ask.answer = refusal(
      'order-not-ready',
      'Parts are cancelled once the order is accepted.',
      'Amend the order, or cancel it whole by leaving the lines out.',
      'lines',
    );
    return undefined;
  }
  // Refused where another request, lost with its machine, has left nothing to cancel.
  if (!(await cancel(desk, ask)) && hasOpen(desk.lines)) return undefined;
  return { kind: 'closed', stage: 'cancelled', reason: ask.request.reason, actor: ask.request.actor };
}
