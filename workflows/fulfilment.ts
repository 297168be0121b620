import { patched } from '@temporalio/workflow';
import { addDays, instantOf } from '../domain/calendar.js';
import { step } from './activity-proxies.js';
import { attended, needsAttention } from './attention.js';
import { nextRequest, sendQueued, take, todayOf, type OrderProcess } from './order-process.js';
import { ops } from './ops.js';
import { serve } from './requests.js';

const DEPOSIT = 'deposit';

/** Delivers what there is, invoices each delivery, and keeps the rest as backorder, until nothing is open. */
export async function fulfil(process: OrderProcess): Promise<void> {
  const { toInvoice, depositDue = false, waitsFor } = process.situation;
  if (depositDue && patched(DEPOSIT)) return invoiceDeposit(process);
  if (waitsFor.kind === DEPOSIT && patched(DEPOSIT)) return waitForDeposit(process);
  const request = await nextRequest(process, {
    untilMs: nextLookMs(process),
    summary: ops.timers.stock,
    wake: () => process.stockArrived || process.goodsPrepared || process.goodsOwed || toInvoice !== null,
  });
  if (typeof request !== 'string') return serve(process, request);
  if (toInvoice !== null) return invoice(process, toInvoice);
  return request === 'woken' && !process.stockArrived ? lookAgain(process) : lookAtStock(process);
}

/** Invoices what is left to invoice and waits until every invoice is paid; proofs of receipt may still come. */
export async function settle(process: OrderProcess): Promise<void> {
  const { toInvoice, unpaid, reopened } = process.situation;
  const request = await nextRequest(process, {
    untilMs: null,
    summary: '',
    wake: () => toInvoice !== null || unpaid === 0 || process.invoicesPaid || process.goodsOwed,
  });
  if (typeof request !== 'string') return serve(process, request);
  if (toInvoice !== null) return invoice(process, toInvoice);
  if (process.goodsOwed) return lookAgain(process);
  process.invoicesPaid = false;
  const { orderNumber } = process.input;
  const settled = await step('settleOrder', { orderNumber, reopened, today: todayOf(process) });
  process.settledOn = take(process, settled);
}

async function invoiceDeposit(process: OrderProcess): Promise<void> {
  const { orderNumber } = process.input;
  take(process, await step('recordDeposit', { orderNumber, today: todayOf(process) }));
}

/** Nothing leaves before the deposit is paid: whoever looks after the run is told once it is late. Stock is looked after meanwhile. */
async function waitForDeposit(process: OrderProcess): Promise<void> {
  const { waitsFor, toInvoice } = process.situation;
  const { zone } = process.input.policies;
  const { invoice: deposit } = waitsFor.kind === DEPOSIT ? waitsFor : { invoice: null };
  const lateOn = deposit === null ? null : addDays(deposit.dueDate, 1);
  const isLate = lateOn !== null && todayOf(process) >= lateOn;
  if (deposit !== null && isLate && !process.depositLate) {
    process.depositLate = true;
    needsAttention(DEPOSIT, ops.attention.deposit(deposit.number));
  }
  const stockMs = nextLookMs(process);
  const lateMs = lateOn === null || isLate ? null : instantOf(lateOn, '06:00', zone);
  const request = await nextRequest(process, {
    untilMs: stockMs === null || lateMs === null ? (stockMs ?? lateMs) : Math.min(stockMs, lateMs),
    summary: ops.timers.deposit,
    wake: () =>
      process.invoicesPaid || process.stockArrived || process.goodsPrepared || process.goodsOwed || toInvoice !== null,
  });
  if (typeof request !== 'string') await serve(process, request);
  else if (toInvoice !== null) await invoice(process, toInvoice);
  else if (process.stockArrived || (request === 'deadline' && process.situation.hasBackorder))
    await lookAtStock(process);
  else if (request === 'woken') await lookAgain(process);
  if (process.situation.waitsFor.kind === DEPOSIT || !process.depositLate) return;
  process.depositLate = false;
  attended(DEPOSIT);
}

/** What is left of a deposit of which nothing can be deducted any more is credited, once by a run. @returns is it now? */
export async function givesDepositBack(process: OrderProcess): Promise<boolean> {
  const { depositOver: deposit = null } = process.situation;
  if (deposit === null || deposit === process.depositGivenBack || !patched(DEPOSIT)) return false;
  const { orderNumber, customerNumber: customer } = process.input;
  process.depositGivenBack = deposit;
  take(process, await step('recordDepositOver', { orderNumber, customer, deposit, today: todayOf(process) }));
  return true;
}

/** The morning after the next promised date of a backorder; without one nothing has to be looked at. */
function nextLookMs(process: OrderProcess): number | null {
  const { hasBackorder, nextDate } = process.situation;
  if (!hasBackorder) return null;
  const { zone } = process.input.policies;
  const today = todayOf(process);
  const morning = instantOf(addDays(nextDate ?? today, 1), '06:00', zone);
  const tomorrow = instantOf(addDays(today, 1), '06:00', zone);
  return Math.max(morning, tomorrow);
}

/** What was picked may have left meanwhile, or more is to be delivered: where the order stands is asked. */
async function lookAgain(process: OrderProcess): Promise<void> {
  process.goodsPrepared = false;
  process.goodsOwed = false;
  if (process.situation.waitsFor.kind === DEPOSIT) process.invoicesPaid = false;
  process.situation = (await step('readOrder', process.input.orderNumber)) ?? process.situation;
  sendQueued(process);
}

async function lookAtStock(process: OrderProcess): Promise<void> {
  process.stockArrived = false;
  process.goodsPrepared = false;
  const { orderNumber, policies } = process.input;
  const recorded = await step('promiseAgain', {
    orderNumber,
    today: todayOf(process),
    policy: policies.fulfilment,
    calendar: policies.dunning.sendingWindow.calendar,
  });
  take(process, recorded);
}

async function invoice(process: OrderProcess, deliveryNumber: string): Promise<void> {
  const { orderNumber } = process.input;
  const asked = { orderNumber, deliveryNumber, today: todayOf(process) };
  const recorded = await step('recordInvoice', asked);
  take(process, recorded);
}
