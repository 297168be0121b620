import type { OrderDuty, OrderSituation } from '../contracts/process.js';
import { epochMsOf } from '../domain/calendar.js';
import { step } from './activity-proxies.js';
import { nowInstant, nowMs } from './clock.js';
import { nextRequest, take, todayOf, type OrderProcess } from './order-process.js';
import { ops } from './ops.js';
import { serve } from './requests.js';

const HOUR_MS = 3_600_000;

/** By which rules and when an order is cleared. */
export const clearingOf = (process: OrderProcess) => {
  const { credit, fulfilment, dunning } = process.input.policies;
  const { calendar } = dunning.sendingWindow;
  return { credit, fulfilment, calendar, today: todayOf(process), at: nowInstant() };
};

/** Credit first, then the comparison with the quote or the price list, then stock, dates and the acknowledgement. */
export async function clear(process: OrderProcess, from: OrderDuty | null = process.situation.duty): Promise<void> {
  const { orderNumber } = process.input;
  const { version, creditChecks } = process.situation;
  if (from === null) throw new Error(`order ${orderNumber} is received and has nothing to be cleared of`);
  const asked = { orderNumber, version, from, check: creditChecks + 1, ...clearingOf(process) };
  take(process, await step('clearOrder', asked));
}

/** Finance answers, the account gets room, the order changes, or the hold is escalated and the credit checked again. */
export async function waitForFinance(process: OrderProcess): Promise<void> {
  const untilMs = escalationMs(process.situation, process.input.policies.credit.escalateAfterHours);
  const wait = { untilMs, summary: ops.timers.finance, wake: () => process.creditFreed };
  const request = await nextRequest(process, wait);
  if (typeof request !== 'string') return serve(process, request);
  if (request === 'deadline') await escalate(process, 'credit-hold');
  process.creditFreed = false;
  await clear(process, 'credit');
}

/** Sales decides on each difference beyond tolerance; the order goes on when all are accepted. */
export async function waitForSales(process: OrderProcess): Promise<void> {
  const untilMs = escalationMs(process.situation, process.input.policies.tolerance.escalateAfterHours);
  const wait = { untilMs, summary: ops.timers.sales, wake: () => false };
  const request = await nextRequest(process, wait);
  if (request === 'deadline') await escalate(process, 'discrepancy');
  else if (request !== 'woken') await serve(process, request);
}

/** Workflow time in ms of the next escalation: counted from when the hold began, however often it is looked at. */
const escalationMs = ({ hold }: OrderSituation, everyHours: number): number =>
  hold === null ? nowMs() : epochMsOf(hold.since) + (hold.escalations + 1) * everyHours * HOUR_MS;

async function escalate(process: OrderProcess, kind: 'credit-hold' | 'discrepancy'): Promise<void> {
  const { orderNumber } = process.input;
  const { version, hold } = process.situation;
  const escalation = (hold?.escalations ?? 0) + 1;
  const asked = { orderNumber, kind, version, escalation, today: todayOf(process) };
  take(process, await step('escalateHold', asked));
}
