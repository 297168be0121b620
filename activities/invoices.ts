import { documentIds, orderSteps } from '../contracts/ids.js';
import type { DeliveredLine, InvoiceDraft, Recorded, UnpaidInvoice, Vat } from '../contracts/process.js';
import { assertAddsUp, draftInvoice } from '../domain/invoicing.js';
import { earlyPayment } from '../domain/early-payment.js';
import { invariant } from '../domain/invariant.js';
import { maxDate } from '../domain/calendar.js';
import { addQuantities, isPositive, isZero } from '../domain/money.js';
import { openGrossOf, type OrderRecord } from '../domain/order-record.js';
import { instalmentsOf } from '../domain/payment-terms.js';
import { taxedOn } from '../domain/tax-rates.js';
import { insertInvoice, type ChargedDelivery } from '../prisma/repositories/invoices.js';
import {
  accountLocked,
  lockForInvoice,
  type InvoiceableOrder,
  type DeliveredRecord,
  type DeliveryRecord,
} from '../prisma/repositories/order-record.js';
import type { OrderFacts } from '../prisma/repositories/order-facts.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';
import { invoiceOf, wayOf } from './snapshots.js';

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
 * Invoices one delivery at the order's prices, the freight with the first: gives the number and issues the invoice, with its
 * receivable and its mail, in one transaction.
 * @throws InvariantError when the order has no such delivery, or it has not left.
 */
function recordInvoice(deps: ActivityDeps, input: RecordInvoice): Promise<Recorded<UnpaidInvoice>> {
  const { orderNumber, deliveryNumber } = input;
  const key = orderSteps.invoice(orderNumber, deliveryNumber);
  const step = { key, requestId: null, locked: accountLocked(orderNumber) };
  return stepOfOrder<UnpaidInvoice>(deps, orderNumber, step, async (tx) => {
    const found = await lockForInvoice(tx, input);
    const { order, taken: number } = found;
    const { customer, currency, paymentTerms } = order;
    const { draft, progress, taken } = draftFor(input, found);
    const orderAfter = { ...order, lines: billed(order, taken), invoices: order.invoices + 1 };
    const { gross, net, vat } = draft;
    const instalments = instalmentsOf(paymentTerms, { issueDate: number.issueDate, gross, currency });
    const due = maxDate(number.issueDate, ...instalments.map(({ dueDate }) => dueDate));
    const { facts, payee, deliveries } = await insertInvoice(tx, {
      kind: 'invoice',
      taken: number,
      dueDate: due,
      instalments,
      orders: [{ number: orderNumber, openGross: openGrossOf(orderAfter) }],
      sources: sourcesOf(input, taken),
      customerNumber: customer,
      currency,
      paymentTerms,
      draft,
      actor: systemActor(key),
    });
    const [delivery] = deliveries;
    const early = earlyPayment(paymentTerms, { ...draft, issueDate: number.issueDate, currency });
    const issued = {
      payee,
      deliveredOn: delivery.deliveredOn,
      deliveryAddress: delivery.address,
      draft,
      early,
      paymentTerms,
      instalments,
      dueDate: due,
      issueDate: number.issueDate,
      progress,
    };
    return {
      answer: { customer, number: number.number, issueDate: number.issueDate, dueDate: due, currency, gross },
      documents: [
        {
          id: documentIds.invoice(number.number),
          kind: 'invoice',
          number: number.number,
          issuedOn: number.issueDate,
          customerNumber: customer,
          orderNumber,
          snapshot: invoiceOf(facts, { ...issued, number: number.number }),
        },
      ],
      outgoing: [outgoingInvoice(input, customer, number.number, { facts, hasNote: delivery.hasNote })],
      audit: [
        {
          actor: systemActor(key),
          action: 'invoice.issued',
          entity: 'invoice',
          entityId: number.number,
          orderNumber,
          customerNumber: customer,
          on: number.issueDate,
          after: { net, vat, gross, dueDate: due, delivery: deliveryNumber },
        },
      ],
    };
  });
}

type Drafted = { readonly draft: InvoiceDraft; readonly progress: Lines; readonly taken: readonly DeliveredLine[] };

/** What a delivery comes to, at the order's prices and the VAT of its day. @throws InvariantError */
function draftFor(
  { orderNumber, deliveryNumber }: RecordInvoice,
  { order, taxRates, delivery }: InvoiceableOrder,
): Drafted {
  invariant(delivery, `order ${orderNumber} has no delivery ${deliveryNumber}`);
  const progress = linesAfter(order, delivery.lines);
  const taken = takenBy(delivery);
  const draft = draftInvoice({
    deliveryNumber,
    delivered: taken,
    orderLines: taxedOn(delivery.departedOn, order.lines, order, taxRates),
    progress,
    freight: order.invoices === 0 ? order.freight : '0',
    currency: order.currency,
  });
  assertAddsUp(draft, order.currency);
  return { draft, progress, taken };
}

const sourcesOf = (
  { orderNumber, deliveryNumber }: RecordInvoice,
  taken: readonly DeliveredLine[],
): readonly ChargedDelivery[] =>
  taken.map(({ lineNo, quantity }) => ({
    lineNo,
    order: orderNumber,
    orderLine: lineNo,
    delivery: deliveryNumber,
    quantity,
  }));

/** The invoice on its way, with the note of the delivery that it charges, if that is one of ours. */
const outgoingInvoice = (
  { orderNumber, deliveryNumber }: RecordInvoice,
  customerNumber: string,
  invoiceNumber: string,
  { facts, hasNote }: { readonly facts: OrderFacts; readonly hasNote: boolean },
): NewOutgoing => ({
  id: documentIds.invoice(invoiceNumber),
  kind: 'invoice',
  documents: [documentIds.invoice(invoiceNumber), ...(hasNote ? [documentIds.deliveryNote(deliveryNumber)] : [])],
  ...wayOf(facts, 'invoice'),
  customerNumber,
  orderNumber,
  invoiceNumber,
});

type Lines = OrderRecord['lines'];

/** The order's lines as they stood after a delivery, without what is cancelled by now: the freight is of all these goods. */
function linesAfter({ lines }: OrderRecord, delivered: readonly DeliveredRecord[]): Lines {
  const upTo = new Map(delivered.map((line) => [line.lineNo, line.upTo]));
  return lines.map((line) => ({ ...line, delivered: upTo.get(line.lineNo) ?? '0' }));
}

/** What the delivery brought, with the VAT that was fixed by it. */
const takenBy = ({ lines }: DeliveryRecord): (DeliveredLine & Vat)[] =>
  lines.flatMap(({ lineNo, quantity, vat }) =>
    isPositive(quantity) && vat !== null ? [{ lineNo, quantity, ...vat }] : [],
  );

function billed({ lines }: OrderRecord, taken: readonly DeliveredLine[]): Lines {
  const now = new Map(taken.map(({ lineNo, quantity }) => [lineNo, quantity]));
  return lines.map((line) => ({ ...line, invoiced: addQuantities(line.invoiced, now.get(line.lineNo) ?? '0') }));
}
