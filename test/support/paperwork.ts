import type {
  DeliveredLine,
  DeliveryResult,
  OrderDraft,
  OrderSituation,
  Totals,
  UnpaidInvoice,
} from '../../contracts/process.js';
import type { DunningPolicy } from '../../contracts/policies.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import { instantOf } from '../../domain/calendar.js';
import { totalsOfDraft } from '../../domain/order-totals.js';
import { systemActor } from '../../activities/deps.js';
import { lockCustomer } from '../../prisma/repositories/accounts.js';
import { stepStatus } from '../../prisma/repositories/dunning.js';
import { raiseClaims } from '../../prisma/repositories/ledger.js';
import type { ClaimKind } from '../../contracts/vocabulary.js';
import { done, draftOrder, karim, laura, lucie, type House } from './house.js';

/**
 * The paperwork of an order, step by step, by the activities alone: what the order workflow does, without its patience.
 * Each function asks for the paper before it.
 */
export type OrderPaper = { readonly number: string; readonly draft: OrderDraft; readonly totals: Totals };

export const paperOf = (house: House, draft: OrderDraft): OrderPaper => ({
  number: house.nextOrderNumber(),
  draft,
  totals: totalsOfDraft(draft),
});

/** By which rules and when an order is cleared. */
export const clearing = (house: House, at = new Date().toISOString()) => ({
  credit: house.policies.credit,
  fulfilment: house.policies.fulfilment,
  calendar: 'FR' as const,
  today: house.today,
  at,
});

export const recordOrderInput = (house: House, paper: OrderPaper, receivedAt?: string) => ({
  orderNumber: paper.number,
  submission: { actor: laura(), draft: paper.draft },
  tolerance: house.policies.tolerance,
  targetMinutes: 240,
  ...clearing(house, receivedAt),
});

export type EnteredPaper = OrderPaper & { readonly situation: OrderSituation };

/** Entered, and cleared as far as nobody has to decide. */
export async function enter(house: House, draft: OrderDraft, receivedAt?: string): Promise<EnteredPaper> {
  const paper = paperOf(house, draft);
  const { situation } = await house.activities.recordOrder(recordOrderInput(house, paper, receivedAt));
  return { ...paper, situation };
}

/** Asks to go on with the clearance where the order stands; from its credit when it is held for that. */
export const clearInput = (house: House, { number, situation }: EnteredPaper, check = situation.creditChecks + 1) => ({
  orderNumber: number,
  version: situation.version,
  from: situation.duty ?? ('credit' as const),
  check,
  ...clearing(house),
});

export type AcceptedPaper = EnteredPaper & { readonly acknowledgement: string };

/** Entered, credit approved, stock taken. */
export async function accept(house: House, draft: OrderDraft): Promise<AcceptedPaper> {
  const paper = await enter(house, draft);
  const { stage, holdReason, version } = paper.situation;
  if (stage !== 'accepted') throw new Error(`order ${paper.number} is at ${stage}: ${holdReason ?? ''}`);
  return { ...paper, acknowledgement: `acknowledgement:${paper.number}:${version}` };
}

export const deliveryInput = (paper: OrderPaper, lines: readonly DeliveredLine[] | undefined, on: string) => ({
  orderNumber: paper.number,
  actor: lucie(),
  lines,
  today: on,
});

export type DeliveredPaper = AcceptedPaper & { readonly delivery: DeliveryResult };

/** Accepted, and everything delivered. */
export async function deliverAll(house: House, draft: OrderDraft, on = house.today): Promise<DeliveredPaper> {
  const paper = await accept(house, draft);
  const taken = draft.lines.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
  const recorded = await house.activities.recordDelivery(deliveryInput(paper, taken, on));
  return { ...paper, delivery: done(recorded.answer) };
}

export const invoiceInput = ({ number, delivery }: Pick<DeliveredPaper, 'number' | 'delivery'>, on: string) => ({
  orderNumber: number,
  deliveryNumber: delivery.number,
  today: on,
});

export type InvoicedPaper = DeliveredPaper & { readonly invoice: UnpaidInvoice };

/** So many invoices of 10 boxes, 120.00 tax included, each of an order of its own. */
export async function invoicesOfTen(house: House, customer: string, count: number): Promise<InvoicedPaper[]> {
  const papers: InvoicedPaper[] = [];
  for (let no = 0; no < count; no += 1)
    papers.push(await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }])));
  return papers;
}

/** Delivered and invoiced on one day, at terms that the order agrees on with what it answers. */
export async function invoiceAll(
  house: House,
  draft: OrderDraft,
  on = house.today,
  paymentTerms: PaymentTerms = draft.paymentTerms,
): Promise<InvoicedPaper> {
  const agreed = { ...draft, paymentTerms, expectedTerms: { ...draft.expectedTerms, terms: paymentTerms } };
  const paper = await deliverAll(house, agreed, on);
  const { answer: invoice } = await house.activities.recordInvoice(invoiceInput(paper, on));
  return { ...paper, invoice };
}

export const allocationInput = (paper: InvoicedPaper, paymentId: string, amount: string, on: string) => ({
  customer: paper.draft.customer,
  on,
  actor: karim(),
  paymentId,
  wish: { allocations: [{ invoice: paper.invoice.number, amount }] },
});

/** The moment at noon of a day, in the company's zone. */
export const noonOf = (house: House, date: string): string =>
  new Date(instantOf(date, '12:00', house.policies.zone)).toISOString();

/** What the dunning of a customer's day is asked with. */
export async function dunningInput(house: House, customer: string, date: string) {
  const at = noonOf(house, date);
  const { run } = await house.activities.readAccountAgenda({ customer, at });
  return { customer, run, at };
}

/** Takes the dunning of a customer's day. @returns the letters and reports that wait to be sent then */
export async function dun(house: House, customer: string, date: string): Promise<readonly string[]> {
  const input = await dunningInput(house, customer, date);
  await house.activities.recordDunningRun(input);
  const { outgoing } = await house.activities.readAccountAgenda({ customer, at: input.at });
  return outgoing.map(({ mailId }) => mailId);
}

/** Id of the letter that lists an invoice at a level; empty: there is none. */
export async function letterId(house: Pick<House, 'prisma'>, invoice: string, level: string): Promise<string> {
  const step = await house.prisma.dunningStep.findUnique({ where: { id: `${invoice}:1:${level}` } });
  return step?.letterId ?? '';
}

/** Where the steps of an invoice are, by their letters, in the order in which they were decided. */
export async function stepStatuses(house: Pick<House, 'prisma'>, invoice: string): Promise<readonly string[]> {
  const rows = await house.prisma.$queryRaw<{ status: string }[]>`
    SELECT ${stepStatus('s', 'o')} AS status
    FROM dunning_step s LEFT JOIN outgoing o ON o.id = s.letter_id WHERE s.invoice_number = ${invoice} ORDER BY s.turn`;
  return rows.map(({ status }) => status);
}

/** Letters leave on every day of the week: days counted from today fall on any. */
export async function sendEveryDay(house: House, changes: Partial<DunningPolicy> = {}): Promise<void> {
  const { dunning } = house.policies;
  const body = { ...dunning, ...changes, sendingWindow: { ...dunning.sendingWindow, workingDaysOnly: false } };
  await house.prisma.policy.update({ where: { kind: 'dunning' }, data: { body } });
}

/** Claims interest or the fee for an invoice, as a letter that has left does. @returns the claim's id */
export async function raiseClaim(
  house: Pick<House, 'prisma' | 'today'>,
  paper: {
    readonly draft: Pick<OrderDraft, 'customer' | 'currency'>;
    readonly invoice: Pick<UnpaidInvoice, 'number'>;
  },
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

/** From now on a credit of more than this waits for a second person; null: none does. */
export async function setCreditApproval(house: House, amount: string | null): Promise<void> {
  const body = { ...house.policies.credit, ...(amount !== null && { creditApprovalAmount: amount }) };
  await house.prisma.policy.update({ where: { kind: 'credit' }, data: { body } });
}
