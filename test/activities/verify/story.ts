import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { DeliveredLine, DunningClaim, LineProgress, MailOutcome, OrderDraft } from '../../../contracts/process.js';
import type { DunningLevel } from '../../../contracts/vocabulary.js';
import { addDays } from '../../../domain/calendar.js';
import { dunningClaim } from '../../../domain/dunning.js';
import { draftInvoice } from '../../../domain/invoicing.js';
import { subtract } from '../../../domain/money.js';
import { applyCancellation } from '../../../domain/order-progress.js';
import { openOrderGross } from '../../../domain/order-totals.js';
import { recordPayment } from '../../../prisma/commands/payments.js';
import {
  bookPayment,
  bookReturn,
  done,
  draftOrder,
  helene,
  karim,
  laura,
  listProduct,
  lucie,
  openAccount,
  receiveStock,
  type House,
} from '../../support/house.js';
import {
  acceptInput,
  allocationInput,
  creditInput,
  dunningInput,
  enter,
  raiseClaim,
  totalsOfOrder,
  type AcceptedPaper,
  type InvoicedPaper,
  type OrderPaper,
} from '../../support/paperwork.js';

/**
 * Everything that can happen to an order so far, once, by the activities alone: what `encours verify` has to find in
 * order, and what the test then breaks row by row.
 */
export async function tellWholeStory(house: House): Promise<void> {
  await openAccount(house, 'MAISON');
  await openAccount(house, 'PETITE', { creditLimit: '1000.00' });
  await listProduct(house, 'THE', '6', { listPrice: '12.3456', vatRate: '5.50' });
  await listProduct(house, 'CAFE', '100');
  await listProduct(house, 'SUCRE', '100');
  await listProduct(house, 'MIEL', '10', { listPrice: '7.31', vatRate: '5.50' });
  await settledAfterBackorderAndDunning(house);
  await paidInParts(house);
  await paidLateInParts(house);
  await letterOfUnknownFate(house);
  await backorderedAndCancelledInPart(house);
  await deliveredRateByRate(house);
  await amended(house);
  await heldReleasedHeldAndRefused(house);
  await heldForDiscrepancies(house);
  await bookPayment(house, 'MAISON', '77.77');
  await takenBackAndWrittenOff(house);
  await interestPaidAndFeeWaived(house);
  await fromNobodyKnown(house);
  await rejected(house);
  await cancelledWhole(house);
}

/** Delivered in two parts, invoiced twice, one invoice dunned to its last level before it was paid; closed. */
async function settledAfterBackorderAndDunning(house: House): Promise<void> {
  const paper = await accepted(
    house,
    await draft(house, 'MAISON', [
      { product: 'THE', quantity: '10', discountPercent: '15.00' },
      { product: 'CAFE', quantity: '5' },
    ]),
  );
  const first = await deliverAndInvoice(house, paper, [
    { lineNo: 1, quantity: '6' },
    { lineNo: 2, quantity: '5' },
  ]);
  await receiveStock(house, 'THE', '4');
  const lines = await house.activities.promiseAgain({
    orderNumber: paper.number,
    sequence: 1,
    requestedDates: {},
    today: house.today,
    policy: house.policies.fulfilment,
    calendar: 'FR',
  });
  const second = await deliverAndInvoice(house, { ...first, lines }, [{ lineNo: 1, quantity: '4' }], 2);
  await house.activities.recordProof({
    orderNumber: paper.number,
    deliveryNumber: first.delivery.number,
    actor: lucie(),
    receivedBy: 'Mme Petit',
    receivedAt: new Date().toISOString(),
    reserves: null,
  });
  await pay(house, first, first.invoice.gross);
  await dun(house, second, 'level-1', 'level-2');
  await dun(house, second, 'level-2', 'hand-over');
  await dun(house, second, 'hand-over', null);
  await pay(house, second, second.invoice.gross);
  await close(house, paper, 'settled', null);
}

/** Paid in two parts, the second too much; the letter that waited then is skipped, and so is the level after it. */
async function paidInParts(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'CAFE', quantity: '3' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '3' }]);
  await pay(house, invoiced, '10.00');
  await dun(house, invoiced, 'level-1', 'level-2');
  await house.activities.recordDunningStep(dunningInput(invoiced, claim(invoiced, 'level-2', 'level-3', 2)));
  await pay(house, invoiced, '100.00');
  await house.activities.recordDunningStep(dunningInput(invoiced, claim(invoiced, 'level-3', null, 3)));
}

/** A part paid a day late and a part while the letter waits: the letter claims interest on each sum for its own days. */
async function paidLateInParts(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'CAFE', quantity: '4' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '4' }]);
  const { number, dueDate, gross } = invoiced.invoice;
  await dun(house, invoiced, 'level-1', 'level-2');
  await pay(house, invoiced, '10.00', addDays(dueDate, 1));
  const policy = house.policies.dunning;
  const level = policy.levels.find((candidate) => candidate.level === 'level-2');
  if (level === undefined) throw new Error('the policy has no level 2');
  const decided = dunningClaim({
    step: { level, sequence: 2 },
    policy,
    dueDate,
    openAmount: subtract(gross, '10.00'),
    payments: [{ amount: '10.00', paidOn: addDays(dueDate, 1) }],
    decidedOn: addDays(dueDate, 15),
    currency: 'EUR',
  });
  await house.activities.recordDunningStep(dunningInput(invoiced, decided));
  await pay(house, invoiced, '20.00', addDays(dueDate, 16));
  await send(house, `dunning:${number}:1:level-2`);
}

/** Paid, taken back with a reason, paid again, returned by the bank after that; what is left is written off in the end. */
async function takenBackAndWrittenOff(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '5' }]));
  const { invoice } = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '5' }]);
  const paymentId = await bookPayment(house, 'MAISON', '50.00');
  const act = () => ({ customer: 'MAISON', on: house.today, actor: karim() });
  const allocate = (amount: string) =>
    house.activities.recordAllocations({
      ...act(),
      paymentId,
      wish: { allocations: [{ invoice: invoice.number, amount }] },
    });
  done(await allocate('30.00'));
  done(
    await house.activities.recordReversal({ ...act(), paymentId, allocation: 1, reason: 'another invoice was meant' }),
  );
  done(await allocate('20.00'));
  done(await allocate('15.00'));
  const back = await bookReturn(house, paymentId, '-25.00');
  done(await house.activities.recordReturn({ ...act(), paymentId: back }));
  done(await house.activities.recordWriteOff({ ...act(), invoice: invoice.number, reason: 'insolvent' }));
}

/** The customer pays the invoice and the interest claimed with it; the fee is given up. */
async function interestPaidAndFeeWaived(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '1' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '1' }]);
  const interest = await raiseClaim(house, invoiced, 'interest', '1.00');
  await raiseClaim(house, invoiced, 'interest', '1.35', `${invoiced.invoice.number}:1:level-3`);
  const fee = await raiseClaim(house, invoiced, 'recovery-fee', '40.00');
  const { number: invoice, gross } = invoiced.invoice;
  const paymentId = await bookPayment(house, 'MAISON', '100.00');
  const act = () => ({ customer: 'MAISON', on: house.today, actor: karim() });
  const allocations = [
    { invoice, amount: gross },
    { claim: interest, amount: '1.35' },
  ];
  done(await house.activities.recordAllocations({ ...act(), paymentId, wish: { allocations } }));
  done(await house.activities.recordClaimWaiver({ ...act(), claim: fee, reason: 'goodwill' }));
}

async function fromNobodyKnown(house: House): Promise<void> {
  const input = { amount: '12.34', currency: 'EUR', date: house.today, reference: 'VIR-NOBODY' } as const;
  done(await recordPayment(house.prisma, { id: randomUUID(), input, actor: karim() }));
}

async function letterOfUnknownFate(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'CAFE', quantity: '2' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '2' }]);
  await house.activities.recordDunningStep(dunningInput(invoiced, claim(invoiced, 'courtesy', 'level-1', 0)));
  house.post.answer({ stage: 'data', action: { kind: 'drop', keep: true } });
  await send(house, `dunning:${invoiced.invoice.number}:1:courtesy`);
  house.post.answer();
}

async function backorderedAndCancelledInPart(house: House): Promise<void> {
  const paper = await accepted(
    house,
    await draft(house, 'MAISON', [
      { product: 'THE', quantity: '8' },
      { product: 'SUCRE', quantity: '9' },
    ]),
  );
  await cancel(house, paper, [
    { lineNo: 1, quantity: '2' },
    { lineNo: 2, quantity: '1' },
  ]);
}

/** The goods of one VAT rate leave before those of the other, of which a part was cancelled: the freight has both rates. */
async function deliveredRateByRate(house: House): Promise<void> {
  const paper = await accepted(
    house,
    await draft(house, 'MAISON', [
      { product: 'MIEL', quantity: '4' },
      { product: 'CAFE', quantity: '6' },
      { product: 'SUCRE', quantity: '1' },
    ]),
  );
  const gone = [
    { lineNo: 2, quantity: '2' },
    { lineNo: 3, quantity: '1' },
  ];
  await cancel(house, paper, gone);
  const left = { ...paper, lines: applyCancellation(paper.lines, gone) };
  const first = await deliverAndInvoice(house, left, [{ lineNo: 1, quantity: '4' }]);
  await deliverAndInvoice(house, first, [{ lineNo: 2, quantity: '4' }], 2);
}

/** Amended after its acceptance: acknowledged a second time. */
async function amended(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '20' }]));
  await amend(house, paper, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '25' }]));
}

async function amend(house: House, { number }: OrderPaper, next: OrderDraft): Promise<void> {
  const totals = totalsOfOrder(next);
  const made = { version: 2, actor: laura(), reason: 'more', amendedOn: house.today };
  const change = { orderNumber: number, draft: next, totals, ...made };
  await house.activities.recordAmendment(change);
  await acceptVersion(house, { number, draft: next, totals }, 2);
}

/** A small account: one order beyond its limit is released, another refused, a third still waits. */
async function heldReleasedHeldAndRefused(house: House): Promise<void> {
  const large = () => draft(house, 'PETITE', [{ product: 'CAFE', quantity: '90' }]);
  const releasedOrder = await enter(house, await large());
  await house.activities.assessCredit(creditInput(house, releasedOrder));
  await house.activities.escalateHold({
    orderNumber: releasedOrder.number,
    kind: 'credit-hold',
    version: 1,
    escalation: 1,
    today: house.today,
  });
  await decide(house, releasedOrder, 'release');
  await acceptAndSend(house, releasedOrder);
  const refusedOrder = await enter(house, await large());
  await house.activities.assessCredit(creditInput(house, refusedOrder));
  await decide(house, refusedOrder, 'refuse');
  await close(house, refusedOrder, 'refused', 'credit refused');
  await house.activities.assessCredit(creditInput(house, await enter(house, await large())));
}

/** One order waits for the customer's answer to a second question; another is amended after the first. */
async function heldForDiscrepancies(house: House): Promise<void> {
  const waiting = await approved(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '1' }]));
  await findDiscrepancies(house, waiting);
  await dispose(house, waiting, 'ask');
  await dispose(house, waiting, 'ask');
  const changed = await approved(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '4' }]));
  await findDiscrepancies(house, changed);
  await dispose(house, changed, 'ask');
  await amend(house, changed, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '5' }]));
}

async function rejected(house: House): Promise<void> {
  const paper = await approved(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '2' }]));
  await findDiscrepancies(house, paper);
  await dispose(house, paper, 'reject');
  await close(house, paper, 'rejected', 'not at this price');
}

async function cancelledWhole(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '3' }]));
  await cancel(house, paper, [{ lineNo: 1, quantity: '3' }], 'cancelled');
  await close(house, paper, 'cancelled', 'everything was cancelled');
}

const draft = (house: House, customer: string, lines: Parameters<typeof draftOrder>[2]): Promise<OrderDraft> =>
  draftOrder(house, customer, lines, { freight: '12.49' });

async function approved(house: House, order: OrderDraft): Promise<OrderPaper> {
  const paper = await enter(house, order);
  const credit = await house.activities.assessCredit(creditInput(house, paper));
  if (credit.kind === 'held') throw new Error(`order ${paper.number} is held`);
  return paper;
}

const accepted = async (house: House, order: OrderDraft): Promise<AcceptedPaper> =>
  acceptAndSend(house, await approved(house, order));

async function acceptAndSend(house: House, paper: OrderPaper): Promise<AcceptedPaper> {
  const { lines, mailId } = await house.activities.acceptOrder(acceptInput(house, paper));
  await send(house, mailId);
  return { ...paper, lines, acknowledgement: mailId };
}

async function acceptVersion(house: House, paper: OrderPaper, version: number): Promise<void> {
  await house.activities.assessCredit({ ...creditInput(house, paper), version });
  const { mailId } = await house.activities.acceptOrder({ ...acceptInput(house, paper), version });
  await send(house, mailId);
}

async function deliverAndInvoice(
  house: House,
  paper: AcceptedPaper,
  taken: readonly DeliveredLine[],
  sequence = 1,
): Promise<InvoicedPaper> {
  const { draft: order, number } = paper;
  const common = { orderNumber: number, customerNumber: order.customer, sequence };
  const delivery = done(
    await house.activities.recordDelivery({
      ...common,
      actor: lucie(),
      lines: taken,
      before: paper.lines,
      deliveredOn: house.today,
      carrier: null,
    }),
  );
  const invoice = await house.activities.recordInvoice({
    ...common,
    currency: order.currency,
    draft: draftInvoice({
      deliveryNumber: delivery.number,
      delivered: taken,
      orderLines: order.lines,
      progress: delivery.lines,
      freight: sequence === 1 ? order.freight : '0.00',
      currency: order.currency,
    }),
    paymentTerms: order.paymentTerms,
    date: house.today,
    orderOpenGross: openGross(order, delivery.lines, '0.00'),
    lines: delivery.lines,
  });
  await send(house, invoice.mailId);
  return { ...paper, lines: delivery.lines, delivery, taken, invoice };
}

/** In this story everything delivered is invoiced. */
const openGross = (order: OrderDraft, lines: readonly LineProgress[], freight: string): string =>
  openOrderGross({
    lines: order.lines.flatMap((line) => {
      const progress = lines.find(({ lineNo }) => lineNo === line.lineNo);
      return progress === undefined ? [] : [{ ...line, invoiced: progress.delivered, cancelled: progress.cancelled }];
    }),
    freight,
    currency: order.currency,
  });

async function cancel(
  house: House,
  paper: AcceptedPaper,
  lines: readonly DeliveredLine[],
  stage: 'cancelled' | null = null,
): Promise<void> {
  const after = applyCancellation(paper.lines, lines);
  await house.activities.recordCancellation({
    orderNumber: paper.number,
    customerNumber: paper.draft.customer,
    sequence: 1,
    actor: laura(),
    reason: 'no longer wanted',
    lines,
    openGross: openGross(paper.draft, after, paper.draft.freight),
    stage,
    stageNow: stage ?? 'accepted',
    waitsFor: stage === null ? { kind: 'delivery', backorder: false } : { kind: 'none' },
  });
}

async function close(
  house: House,
  paper: OrderPaper,
  stage: 'settled' | 'refused' | 'rejected' | 'cancelled',
  reason: string | null,
): Promise<void> {
  const mail = stage === 'refused' || stage === 'rejected' ? 'refusal' : null;
  const { mailId } = await house.activities.closeOrder({
    orderNumber: paper.number,
    customerNumber: paper.draft.customer,
    stage,
    on: house.today,
    reason,
    actor: reason === null ? null : helene(),
    mail,
  });
  if (mailId !== null) await send(house, mailId);
}

async function decide(house: House, paper: OrderPaper, decision: 'release' | 'refuse'): Promise<void> {
  await house.activities.recordCreditDecision({
    ...creditInput(house, paper),
    actor: karim(),
    decision,
    reason: 'known to us',
  });
}

async function pay(house: House, paper: InvoicedPaper, amount: string, valueDate?: string): Promise<void> {
  const paymentId = await bookPayment(house, paper.draft.customer, amount, valueDate);
  done(await house.activities.recordAllocation(allocationInput(paper, paymentId, amount, house.today)));
}

const daysOf: Readonly<Record<string, number>> = {
  courtesy: -3,
  'level-1': 5,
  'level-2': 15,
  'level-3': 30,
  'hand-over': 60,
};

function claim(
  paper: InvoicedPaper,
  level: DunningLevel,
  next: DunningLevel | null,
  sequence: number,
): Partial<DunningClaim> {
  const on = (name: DunningLevel): string => addDays(paper.invoice.dueDate, daysOf[name] ?? 0);
  const handOver = level === 'hand-over';
  return {
    level,
    sequence,
    decidedOn: on(level),
    channel: handOver ? 'none' : 'mail',
    creditStop: handOver,
    handOver,
    next: next === null ? null : { level: next, on: on(next) },
  };
}

const sequenceOf: Readonly<Record<string, number>> = { courtesy: 0, 'level-1': 1, 'level-2': 2, 'hand-over': 3 };

/** Decides a level and sends what it sends. */
async function dun(house: House, paper: InvoicedPaper, level: DunningLevel, next: DunningLevel | null): Promise<void> {
  const decided = claim(paper, level, next, sequenceOf[level] ?? 0);
  const { mailId } = await house.activities.recordDunningStep(dunningInput(paper, decided));
  if (mailId === null) throw new Error(`${level} was skipped`);
  const outcome = await send(house, mailId);
  if (outcome.reportMailId !== undefined) await send(house, outcome.reportMailId);
}

const send = async (house: House, mailId: string): Promise<MailOutcome> => {
  const outcome: unknown = await new MockActivityEnvironment().run(house.activities.sendMail, mailId);
  return outcome as MailOutcome;
};

async function findDiscrepancies(house: House, paper: OrderPaper): Promise<void> {
  const difference = {
    type: 'price',
    lineNo: 1,
    together: [],
    expected: '9.00',
    actual: '10.00',
    source: 'quote',
  } as const;
  await house.activities.recordDiscrepancies({
    orderNumber: paper.number,
    customerNumber: paper.draft.customer,
    version: 1,
    discrepancies: [{ id: '1-1', ...difference, withinTolerance: false }],
    held: true,
    today: house.today,
  });
}

async function dispose(house: House, paper: OrderPaper, disposition: 'ask' | 'reject'): Promise<void> {
  const { mailId } = await house.activities.recordDisposition({
    orderNumber: paper.number,
    customerNumber: paper.draft.customer,
    version: 1,
    discrepancyId: '1-1',
    disposition,
    reason: 'which price is right?',
    actor: laura(),
    left: disposition === 'ask' ? 1 : 0,
    stage: disposition === 'ask' ? 'discrepancy-hold' : 'rejected',
    today: house.today,
  });
  if (mailId !== null) await send(house, mailId);
}
