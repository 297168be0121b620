import type { InvoiceRecord } from '../../activities/invoices.js';
import type { DeliveryRecord } from '../../activities/deliveries.js';
import type { DeliveredLine, DunningClaim, LineProgress, OrderDraft, Totals } from '../../contracts/process.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { ClaimKind } from '../../contracts/vocabulary.js';
import { draftInvoice } from '../../domain/invoicing.js';
import { openOrderGross, orderLineNet, totalsOf } from '../../domain/order-totals.js';
import { systemActor } from '../../activities/deps.js';
import { lockCustomer } from '../../prisma/repositories/accounts.js';
import { raiseClaims } from '../../prisma/repositories/ledger.js';
import { done, laura, lucie, type House } from './house.js';

/**
 * The paperwork of an order, step by step, by the activities alone: what the order workflow does, without its patience.
 * Each function asks for the paper before it.
 */
export type OrderPaper = { readonly number: string; readonly draft: OrderDraft; readonly totals: Totals };

const zero = { delivered: '0', cancelled: '0', allocated: '0', confirmedDate: null } as const;

export const totalsOfOrder = (draft: OrderDraft): Totals =>
  totalsOf({
    lines: draft.lines.map((line) => ({ net: orderLineNet(line, draft.currency), vatRate: line.vatRate })),
    freight: draft.freight,
    currency: draft.currency,
  });

export const linesOfOrder = (draft: OrderDraft): LineProgress[] =>
  draft.lines.map(({ lineNo, product, quantity }) => ({ lineNo, product, quantity, ...zero }));

export const recordOrderInput = (house: House, paper: OrderPaper, receivedAt = new Date().toISOString()) => ({
  orderNumber: paper.number,
  submission: { actor: laura(), draft: paper.draft },
  totals: paper.totals,
  receivedAt,
  receivedOn: house.today,
  targetMinutes: 240,
});

/** Entered, nothing more. */
export async function enter(house: House, draft: OrderDraft, receivedAt?: string): Promise<OrderPaper> {
  const paper = { number: house.nextOrderNumber(), draft, totals: totalsOfOrder(draft) };
  await house.activities.recordOrder(recordOrderInput(house, paper, receivedAt));
  return paper;
}

export const creditInput = (house: House, paper: OrderPaper, sequence = 1) => ({
  orderNumber: paper.number,
  customerNumber: paper.draft.customer,
  currency: paper.draft.currency,
  sequence,
  version: 1,
  gross: paper.totals.gross,
  policy: house.policies.credit,
  today: house.today,
  decidedAt: new Date().toISOString(),
});

export const acceptInput = (house: House, paper: OrderPaper) => ({
  orderNumber: paper.number,
  customerNumber: paper.draft.customer,
  version: 1,
  lines: linesOfOrder(paper.draft).map((line) => ({ ...line, requestedDate: house.today })),
  today: house.today,
  policy: house.policies.fulfilment,
  calendar: 'FR' as const,
  reconciled: 'matched' as const,
});

export type AcceptedPaper = OrderPaper & { readonly lines: readonly LineProgress[]; readonly acknowledgement: string };

/** Entered, credit approved, stock taken. */
export async function accept(house: House, draft: OrderDraft): Promise<AcceptedPaper> {
  const paper = await enter(house, draft);
  const credit = await house.activities.assessCredit(creditInput(house, paper));
  if (credit.kind === 'held') throw new Error(`order ${paper.number} is held: ${credit.reason}`);
  const accepted = await house.activities.acceptOrder(acceptInput(house, paper));
  return { ...paper, lines: accepted.lines, acknowledgement: accepted.mailId };
}

export const deliveryInput = (paper: AcceptedPaper, lines: readonly DeliveredLine[], on: string, sequence = 1) => ({
  orderNumber: paper.number,
  customerNumber: paper.draft.customer,
  sequence,
  actor: lucie(),
  lines,
  before: paper.lines,
  deliveredOn: on,
  carrier: null,
});

export type DeliveredPaper = AcceptedPaper & {
  readonly delivery: DeliveryRecord;
  readonly taken: readonly DeliveredLine[];
};

/** Accepted, and everything delivered. */
export async function deliverAll(house: House, draft: OrderDraft, on = house.today): Promise<DeliveredPaper> {
  const paper = await accept(house, draft);
  const taken = paper.lines.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
  const delivery = done(await house.activities.recordDelivery(deliveryInput(paper, taken, on)));
  return { ...paper, delivery, taken };
}

export function invoiceInput(paper: DeliveredPaper, on: string, terms: PaymentTerms = paper.draft.paymentTerms) {
  const { draft, delivery, taken } = paper;
  const { currency } = draft;
  const invoice = draftInvoice({
    deliveryNumber: delivery.number,
    delivered: taken,
    orderLines: draft.lines,
    progress: delivery.lines,
    freight: draft.freight,
    currency,
  });
  return {
    orderNumber: paper.number,
    customerNumber: draft.customer,
    currency,
    sequence: 1,
    draft: invoice,
    paymentTerms: terms,
    date: on,
    orderOpenGross: openOrderGross({ lines: [], freight: '0.00', currency }),
    lines: delivery.lines,
  };
}

export type InvoicedPaper = DeliveredPaper & { readonly invoice: InvoiceRecord };

/** Delivered and invoiced on one day. */
export async function invoiceAll(
  house: House,
  draft: OrderDraft,
  on = house.today,
  terms: PaymentTerms = draft.paymentTerms,
): Promise<InvoicedPaper> {
  const paper = await deliverAll(house, draft, on);
  return { ...paper, invoice: await house.activities.recordInvoice(invoiceInput(paper, on, terms)) };
}

export const allocationInput = (paper: InvoicedPaper, paymentId: string, amount: string, on: string) => ({
  invoiceNumber: paper.invoice.number,
  instalment: 1,
  orderNumber: paper.number,
  customerNumber: paper.draft.customer,
  currency: paper.draft.currency,
  paymentId,
  amount,
  allocatedOn: on,
  actor: lucie(),
});

export const dunningInput = (paper: InvoicedPaper, claim: Partial<DunningClaim> = {}) => ({
  invoiceNumber: paper.invoice.number,
  instalment: 1,
  orderNumber: paper.number,
  customerNumber: paper.draft.customer,
  currency: paper.draft.currency,
  claim: {
    level: 'level-1' as const,
    sequence: 1,
    decidedOn: paper.invoice.dueDate,
    openAmount: paper.invoice.gross,
    interest: '0.00',
    interestParts: [],
    recoveryFee: '0.00',
    annualPercent: '12.00',
    overdueDays: 0,
    channel: 'mail' as const,
    creditStop: false,
    handOver: false,
    next: null,
    ...claim,
  },
});

/** Claims interest or the fee for an invoice, as a letter that has left does. @returns the claim's id */
export async function raiseClaim(
  house: House,
  paper: InvoicedPaper,
  kind: ClaimKind,
  amount: string,
  step = `${paper.invoice.number}:1:level-2`,
): Promise<string> {
  const { customer, currency } = paper.draft;
  const claim = { invoice: paper.invoice.number, instalment: 1, kind, currency, amount, raisedOn: house.today, step };
  await house.prisma.$transaction(async (tx) => {
    await lockCustomer(tx, customer);
    await raiseClaims(tx, { customer, actor: systemActor(step) }, [claim]);
  });
  return `${paper.invoice.number}:1:${kind}`;
}
