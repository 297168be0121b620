import { ApplicationFailure } from '@temporalio/common';
import type { OrderOutcome, OrderWorkflowInput } from '../contracts/process.js';
import { orderInputOf } from '../domain/upcasts.js';
import { step } from './activity-proxies.js';
import { forgetAttention } from './attention.js';
import { atTheDoor } from './door.js';
import { fulfil, givesDepositBack, settle } from './fulfilment.js';
import { clear, clearingOf, waitForFinance, waitForSales } from './clearance.js';
import { openOrder, sendQueued, take, tell, todayOf, type OrderProcess } from './order-process.js';
import { leave } from './requests.js';
import { uncancelled } from './uncancelled.js';

/**
 * The life of one sales order: received, checked for credit, compared with its quote, acknowledged, delivered in as many
 * parts as stock allows, invoiced for each, and settled when the last invoice is paid. PostgreSQL holds what is ordered,
 * delivered and owed; the process asks where the order stands, and decides what it waits for next.
 */
export function order(input: OrderWorkflowInput): Promise<OrderOutcome> {
  const process = openOrder(atTheDoor(orderInputOf, input));
  return uncancelled(() => walk(process));
}

async function walk(process: OrderProcess): Promise<OrderOutcome> {
  await begin(process);
  for (;;) {
    tell(process);
    if (await givesDepositBack(process)) continue;
    const { stage } = process.situation;
    switch (stage) {
      case 'received':
        await clear(process);
        break;
      case 'credit-hold':
        await waitForFinance(process);
        break;
      case 'discrepancy-hold':
        await waitForSales(process);
        break;
      case 'accepted':
      case 'acknowledged':
      case 'in-delivery':
        await fulfil(process);
        break;
      case 'delivered':
        await settle(process);
        break;
      case 'settled':
      case 'refused':
      case 'rejected':
      case 'cancelled':
        await leave(process);
        if (process.reopened || process.goodsOwed) {
          await takeUp(process);
          break;
        }
        return { stage, on: process.settledOn ?? todayOf(process) };
    }
  }
}

/** Puts the order on record, and clears it as far as nobody has to decide; one that is on record is taken up. */
async function begin(process: OrderProcess): Promise<void> {
  const { orderNumber, submission, policies } = process.input;
  if (submission === undefined) return takeUp(process);
  const recorded = await step('recordOrder', {
    orderNumber,
    submission,
    tolerance: policies.tolerance,
    targetMinutes: policies.acknowledgement.targetMinutes,
    ...clearingOf(process),
  });
  process.received = take(process, recorded);
}

/** Goes on where the run before this one stopped, or was lost: what it had marked for ops is looked at anew. */
async function takeUp(process: OrderProcess): Promise<void> {
  const { orderNumber } = process.input;
  const situation = await step('readOrder', orderNumber);
  if (situation === null) throw ApplicationFailure.nonRetryable(`There is no order ${orderNumber}.`);
  process.situation = situation;
  process.reopened = false;
  process.goodsOwed = false;
  process.received = { kind: 'received', number: orderNumber, stage: 'received' };
  forgetAttention();
  sendQueued(process);
}
