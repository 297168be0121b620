import { orderSteps } from '../contracts/ids.js';
import type { Recorded, UnpaidInvoice } from '../contracts/process.js';
import { maxDate, minDate } from '../domain/calendar.js';
import { invariant } from '../domain/invariant.js';
import { isZero } from '../domain/money.js';
import type { InvoicedPeriod } from '../prisma/repositories/invoices.js';
import { accountLocked, lockForInvoice } from '../prisma/repositories/order-record.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { issueInvoice, type Billed } from './issue-invoice.js';
import { stepOfOrder } from './order-step.js';

export type RecordInvoice = {
  readonly orderNumber: string;
  readonly deliveryNumber: string;
  /** Business date on which the step was taken. */
  readonly today: string;
};

export function invoiceActivities(deps: ActivityDeps) {
  return {
    /** Issues an invoice; then the customer's account wakes. */
    recordInvoice: async (input: RecordInvoice): Promise<Recorded<UnpaidInvoice>> => {
      const recorded = await recordInvoice(deps, input);
      const { customer, gross } = recorded.answer;
      if (!isZero(gross)) await deps.processes.wakeAccount(customer);
      return recorded;
    },
  };
}

/**
 * Invoices a delivery, of an order that is billed as a whole with all that is not invoiced of it: gives the number and issues
 * the invoice, with its receivable and its mail, in one transaction.
 * @throws InvariantError when the order has no such delivery, or it has not left or is on an invoice.
 */
function recordInvoice(deps: ActivityDeps, input: RecordInvoice): Promise<Recorded<UnpaidInvoice>> {
  const { orderNumber, deliveryNumber } = input;
  const key = orderSteps.invoice(orderNumber, deliveryNumber);
  const step = { key, requestId: null, locked: accountLocked(orderNumber) };
  return stepOfOrder<UnpaidInvoice>(deps, orderNumber, step, async (tx) => {
    const { order, taken, deliveries, taxRates } = await lockForInvoice(tx, input);
    const isThere = deliveries.some(({ number }) => number === deliveryNumber);
    invariant(isThere, `order ${orderNumber} has no delivery ${deliveryNumber} to invoice`);
    const billed = deliveries.map((delivery) => ({ order, delivery }));
    return issueInvoice(tx, { taken, billed, taxRates, actor: systemActor(key), period: periodOf(billed) });
  });
}

/** From the first departure to the last; one delivery has no period. */
function periodOf(billed: readonly Billed[]): InvoicedPeriod | null {
  const [first, ...others] = billed.map(({ delivery }) => delivery.departedOn);
  if (first === undefined || others.length === 0) return null;
  return { from: minDate(first, ...others), to: maxDate(first, ...others), runId: null };
}
