import { documentIds } from '../contracts/ids.js';
import type { DeliveredLine, InvoiceDraft, UnpaidInvoice, Vat } from '../contracts/process.js';
import type { TaxRate } from '../contracts/tax.js';
import type { Actor } from '../contracts/vocabulary.js';
import { collectiveDraft } from '../domain/billing.js';
import { maxDate } from '../domain/calendar.js';
import { deductFrom } from '../domain/deposits.js';
import { earlyPayment } from '../domain/early-payment.js';
import { invariant } from '../domain/invariant.js';
import { assertAddsUp, draftInvoice } from '../domain/invoicing.js';
import { isPositive, sumQuantities } from '../domain/money.js';
import { openGrossOf, type OrderRecord } from '../domain/order-record.js';
import { instalmentsOf } from '../domain/payment-terms.js';
import { taxedOn } from '../domain/tax-rates.js';
import type { Transaction } from '../prisma/client.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import type { NewDocument } from '../prisma/repositories/documents.js';
import {
  insertInvoice,
  type ChargedLine,
  type InvoicedPeriod,
  type InvoiceFacts,
  type TakenNumber,
} from '../prisma/repositories/invoices.js';
import type { DeliveredRecord, DeliveryRecord } from '../prisma/repositories/order-record.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import { invoiceOf, wayOf } from './snapshots.js';

/** A delivery that an invoice charges, with its order. */
export type Billed = { readonly order: OrderRecord; readonly delivery: DeliveryRecord };

export type InvoiceToIssue = {
  readonly taken: TakenNumber;
  /** In the order of the invoice; all of one customer, currency and payment terms, those of an order in their sequence. */
  readonly billed: readonly Billed[];
  readonly taxRates: readonly TaxRate[];
  readonly actor: Actor;
  /** Null: one delivery by its order's process. */
  readonly period: InvoicedPeriod | null;
};

/** What is left to do with an invoice that was written. */
export type IssuedInvoice = {
  readonly answer: UnpaidInvoice;
  readonly documents: readonly NewDocument[];
  readonly outgoing: readonly NewOutgoing[];
  readonly audit: readonly AuditInput[];
};

/**
 * Issues the invoice of deliveries, at the prices of their orders and with the VAT that they fixed, the freight of each order
 * with its first invoice. The caller holds the customer, the orders, their lines and the series.
 * @throws InvariantError when there is nothing to invoice
 */
export async function issueInvoice(tx: Transaction, input: InvoiceToIssue): Promise<IssuedInvoice> {
  const { taken, billed, actor, period } = input;
  const [first] = billed;
  invariant(first, `${taken.number} charges no delivery`);
  const { customer, currency, paymentTerms } = first.order;
  const { draft, sources } = draftOf(input, currency);
  const orders = [...new Map(billed.map(({ order }) => [order.number, order])).values()];
  const { deductions, payable, deposits } = deductFrom(orders, draft, currency);
  const { gross } = payable;
  const after = orders.map((order, at) => ({ ...afterBilling(order, billed), deposit: deposits[at] ?? null }));
  const instalments = instalmentsOf(paymentTerms, { issueDate: taken.issueDate, gross, currency });
  const dueDate = maxDate(taken.issueDate, ...instalments.map((instalment) => instalment.dueDate));
  const written = await insertInvoice(tx, {
    kind: 'invoice',
    taken,
    dueDate,
    instalments,
    orders: after.map((order) => ({ number: order.number, openGross: openGrossOf(order) })),
    sources,
    customerNumber: customer,
    currency,
    paymentTerms,
    draft,
    deductions,
    actor,
    period,
  });
  const snapshot = invoiceOf(written.facts, {
    number: taken.number,
    issueDate: taken.issueDate,
    dueDate,
    draft,
    paymentTerms,
    instalments,
    deductions,
    payable: gross,
    early: earlyPayment(paymentTerms, { ...payable, issueDate: taken.issueDate, currency }),
    payee: written.payee,
    deliveries: written.deliveries,
    names: written.names,
    sources,
    period,
    orders: orders.map((order) => progressAfter(order, billed)),
  });
  const { number, issueDate } = taken;
  return {
    answer: { customer, number, issueDate, dueDate, currency, gross },
    documents: [
      {
        id: documentIds.invoice(number),
        kind: 'invoice',
        number,
        issuedOn: issueDate,
        customerNumber: customer,
        orderNumber: first.order.number,
        snapshot,
      },
    ],
    outgoing: [outgoingInvoice(input, customer, written)],
    audit: orders.map((order) => audited(input, order, { draft, dueDate })),
  };
}

function audited(
  { actor, taken, billed }: InvoiceToIssue,
  { number, customer }: OrderRecord,
  { draft: { net, vat, gross }, dueDate }: { readonly draft: Draft; readonly dueDate: string },
): AuditInput {
  const own = billed.filter(({ order }) => order.number === number).map(({ delivery }) => delivery.number);
  const [delivery = '', ...others] = own;
  return {
    actor,
    action: 'invoice.issued',
    entity: 'invoice',
    entityId: taken.number,
    orderNumber: number,
    customerNumber: customer,
    on: taken.issueDate,
    after: { net, vat, gross, dueDate, delivery, ...(others.length > 0 && { deliveries: own }) },
  };
}

/** On its way, with the notes of the deliveries that it charges, as far as they are ours. What a run billed, the account sends. */
function outgoingInvoice(
  { taken: { number }, billed, period }: InvoiceToIssue,
  customerNumber: string,
  { facts, deliveries }: InvoiceFacts,
): NewOutgoing {
  const ofRun = period !== null && period.runId !== null;
  const notes = deliveries.filter(({ hasNote }) => hasNote).map((each) => documentIds.deliveryNote(each.number));
  return {
    id: documentIds.invoice(number),
    kind: 'invoice',
    documents: [documentIds.invoice(number), ...(billed.length === 1 ? notes : [])],
    ...wayOf(facts, 'invoice'),
    customerNumber,
    orderNumber: ofRun ? null : facts.order.number,
    invoiceNumber: number,
  };
}

type Draft = Omit<InvoiceDraft, 'deliveryNumber'>;

/** What the deliveries come to, and which of them each line charges. @throws InvariantError */
function draftOf(
  { billed, taxRates }: InvoiceToIssue,
  currency: string,
): { readonly draft: Draft; readonly sources: readonly ChargedLine[] } {
  const begun = new Set<string>();
  const parts = billed.map(({ order, delivery }) => {
    const isFirst = order.invoices === 0 && !begun.has(order.number);
    begun.add(order.number);
    return { order, draft: draftOfOne({ order, delivery }, taxRates, isFirst) };
  });
  const drafts = parts.map((part) => part.draft);
  const [only, ...others] = drafts;
  invariant(only, 'nothing to invoice');
  const draft = others.length === 0 ? only : collectiveDraft(drafts, currency);
  assertAddsUp({ ...draft, deliveryNumber: only.deliveryNumber }, currency);
  const charged = parts.flatMap(({ order, draft: part }) =>
    part.lines.map(({ lineNo, quantity }) => ({
      order: order.number,
      orderLine: lineNo,
      delivery: part.deliveryNumber,
      quantity,
    })),
  );
  const sources = draft.lines.flatMap(({ lineNo }, index) => {
    const source = charged[index];
    return source === undefined ? [] : [{ lineNo, ...source }];
  });
  return { draft, sources };
}

function draftOfOne({ order, delivery }: Billed, taxRates: readonly TaxRate[], isFirst: boolean): InvoiceDraft {
  return draftInvoice({
    deliveryNumber: delivery.number,
    delivered: takenBy(delivery),
    orderLines: taxedOn(delivery.departedOn, order.lines, order, taxRates),
    progress: linesAfter(order, delivery.lines),
    freight: isFirst ? order.freight : '0',
    currency: order.currency,
  });
}

const ofOrder = (order: OrderRecord, billed: readonly Billed[]): readonly DeliveryRecord[] =>
  billed.filter((each) => each.order.number === order.number).map(({ delivery }) => delivery);

/** The lines of an order as they stood after the last delivery of it that is billed. */
function progressAfter(order: OrderRecord, billed: readonly Billed[]): OrderRecord {
  const last = ofOrder(order, billed).at(-1);
  return { ...order, lines: linesAfter(order, last?.lines ?? []) };
}

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

/** The order with what is billed of it now. */
function afterBilling(order: OrderRecord, billed: readonly Billed[]): OrderRecord {
  const taken = ofOrder(order, billed).flatMap(takenBy);
  const lines = order.lines.map((line) => {
    const own = taken.filter(({ lineNo }) => lineNo === line.lineNo).map(({ quantity }) => quantity);
    return { ...line, invoiced: sumQuantities([line.invoiced, ...own]) };
  });
  return { ...order, lines, invoices: order.invoices + 1 };
}
