import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Adjustment } from '../../../contracts/adjustment.js';
import type { ComplaintAct } from '../../../contracts/complaint.js';
import type { DeliveredLine, MailOutcome, OrderDraft, OrderSituation } from '../../../contracts/process.js';
import { addDays } from '../../../domain/calendar.js';
import { lastEndedMonth } from '../../../domain/month-end.js';
import { totalsOfDraft } from '../../../domain/order-totals.js';
import { addComplaintFile, openComplaint } from '../../../prisma/commands/complaints.js';
import { recordPayment } from '../../../prisma/commands/payments.js';
import { makeOrderProforma } from '../../../prisma/commands/proformas.js';
import {
  bookPayment,
  bookReturn,
  done,
  draftOrder,
  helene,
  inTransaction,
  karim,
  laura,
  listProduct,
  lucie,
  openAccount,
  receiveStock,
  type House,
} from '../../support/house.js';
import {
  allocationInput,
  clearInput,
  deliveryInput,
  dun,
  enter,
  invoiceInput,
  letterId,
  raiseClaim,
  sendEveryDay,
  setCreditApproval,
  type EnteredPaper,
  type InvoicedPaper,
  type OrderPaper,
} from '../../support/paperwork.js';

/**
 * Everything that can happen to an order so far, once, by the activities alone: what `encours verify` has to find in
 * order, and what the test then breaks row by row.
 */
export async function tellWholeStory(house: House): Promise<void> {
  await sendEveryDay(house);
  await openAccount(house, 'MAISON');
  await openAccount(house, 'TARDIVE');
  await seal(house, 1);
  await openAccount(house, 'PETITE', { creditLimit: '1000.00' });
  await listProduct(house, 'THE', '6', { listPrice: '12.3456', taxClass: 'reduced' });
  await listProduct(house, 'CAFE', '100');
  await listProduct(house, 'SUCRE', '100');
  await listProduct(house, 'MIEL', '10', { listPrice: '7.31', taxClass: 'reduced' });
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
  await settledTwice(house);
  await creditedInParts(house);
  await putRight(house);
  await complainedOf(house);
  await deposited(house);
  await offeredAsProforma(house);
  await fromNobodyKnown(house);
  await rejected(house);
  await cancelledWhole(house);
  await monthMadeTwice(house);
  await seal(house, 2);
}

/** By the schedule, and once more by hand; the manager is sent both. */
async function monthMadeTwice(house: House): Promise<void> {
  await house.prisma.principal.updateMany({ where: { role: 'manager' }, data: { email: 'direction@encours.example' } });
  const asked = { month: lastEndedMonth(house.today), now: new Date().toISOString() };
  for (const by of [
    { actor: null, reason: null },
    { actor: helene(), reason: 'a delivery of the last day came in late' },
  ]) {
    const made = await house.activities.recordMonthEnd({ ...asked, ...by });
    if (made.kind !== 'made') throw new Error(JSON.stringify(made));
    await house.activities.renderDocuments(made.documents);
    for (const mail of made.mails) await house.activities.sendMail(mail);
  }
}

/** Two seals on the audit: of the first day's rows, and of all that came after. */
const seal = (house: House, number: number): Promise<unknown> =>
  house.activities.sealAudit({ key: `sealing:${number}`, longestTransactionMinutes: 0, limit: 100_000 });

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
  await house.activities.promiseAgain({
    orderNumber: paper.number,
    today: house.today,
    policy: house.policies.fulfilment,
    calendar: 'FR',
  });
  const second = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '4' }]);
  await house.activities.recordProof({
    orderNumber: paper.number,
    deliveryNumber: first.delivery.number,
    actor: lucie(),
    receivedBy: 'Mme Petit',
    receivedAt: new Date().toISOString(),
    reserves: null,
    at: '2026-11-22T09:00:00.000Z',
  });
  await pay(house, first, first.invoice.gross);
  for (const days of [5, 15, 30, 45, 60]) await dunAndSend(house, second, days);
  await pay(house, second, second.invoice.gross);
  await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
}

/** Paid in two parts, the second too much; the letter that waited then is skipped. */
async function paidInParts(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'CAFE', quantity: '3' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '3' }]);
  await pay(house, invoiced, '10.00');
  await dunAndSend(house, invoiced, 5);
  await dun(house, 'MAISON', addDays(invoiced.invoice.dueDate, 15));
  await pay(house, invoiced, '100.00');
}

/** A part paid a day late and a part while the letter waits: issued anew, it claims interest on each sum for its own days. */
async function paidLateInParts(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'TARDIVE', [{ product: 'CAFE', quantity: '4' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '4' }]);
  const { number, dueDate } = invoiced.invoice;
  await dunAndSend(house, invoiced, 5);
  await pay(house, invoiced, '10.00', addDays(dueDate, 1));
  await dun(house, 'TARDIVE', addDays(dueDate, 15));
  await pay(house, invoiced, '20.00', addDays(dueDate, 16));
  await send(house, await letterId(house, number, 'level-2'));
  await dun(house, 'TARDIVE', addDays(dueDate, 16));
  await send(house, await letterId(house, number, 'level-2'));
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

/** Settled, opened again by a transfer that bounced, and settled once more. */
async function settledTwice(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '2' }]));
  const { invoice } = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '2' }]);
  const act = () => ({ customer: 'MAISON', on: house.today, actor: karim() });
  for (const reopened of [0, 1]) {
    const paymentId = await bookPayment(house, 'MAISON', invoice.gross);
    const wish = { allocations: [{ invoice: invoice.number, amount: invoice.gross }] };
    done(await house.activities.recordAllocations({ ...act(), paymentId, wish }));
    await house.activities.settleOrder({ orderNumber: paper.number, reopened, today: house.today });
    if (reopened === 1) return;
    const back = await bookReturn(house, paymentId, `-${invoice.gross}`);
    done(await house.activities.recordReturn({ ...act(), paymentId: back }));
  }
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

/** Two of three credited with a part of the interest while nothing is paid; then the price of the last is lowered, after all was paid. */
async function creditedInParts(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '3' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '3' }]);
  const { number: invoice } = invoiced.invoice;
  await raiseClaim(house, invoiced, 'interest', '3.00');
  const act = () => ({ customer: 'MAISON', on: house.today, actor: karim(), invoice });
  const lines = [{ lineNo: 1, quantity: '2' }];
  const first = await house.activities.recordCreditNote({
    ...act(),
    wish: { scope: 'lines', lines, reason: 'LIVR_INCOMP' },
  });
  await pay(house, invoiced, done(first).credit.open);
  const prices = [{ lineNo: 1, unitPrice: '1.00' }];
  const second = await house.activities.recordCreditNote({
    ...act(),
    wish: { scope: 'price', lines: prices, reason: 'PU_ERR', note: 'as agreed' },
  });
  const { creditNote, toGive } = done(second).credit;
  const input = {
    amount: `-${toGive}`,
    currency: 'EUR',
    date: house.today,
    reference: 'VIR-REFUND',
    refunds: creditNote,
  } as const;
  const out = done(
    await recordPayment(house.prisma, { id: randomUUID(), input, actor: karim(), nowMs: Date.parse(input.date) }),
  );
  done(await house.activities.recordRefund({ customer: 'MAISON', on: house.today, actor: karim(), paymentId: out.id }));
  for (const { credit } of [first, second].map(done)) await send(house, `credit-note:${credit.creditNote}`);
}

/** Of three invoices the first is put right for its customer, the second for another, the third by a corrective invoice; a credit that was set off is taken back. */
async function putRight(house: House): Promise<void> {
  const act = () => ({ customer: 'MAISON', on: house.today, actor: karim() });
  const invoiced = async () => {
    const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '2' }]));
    return deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '2' }]);
  };
  const reason = 'PU_ERR';
  const lines = [{ lineNo: 1, unitPrice: '1.00' }];
  const form = 'credit-and-invoice';
  const first = await invoiced();
  await pay(house, first, first.invoice.gross);
  const right = done(
    await house.activities.recordCorrection({ ...act(), invoice: first.invoice.number, wish: { form, reason, lines } }),
  );
  const second = await invoiced();
  const other = done(
    await house.activities.recordCorrection({
      ...act(),
      invoice: second.invoice.number,
      wish: { form, reason: 'DEST_ERR', customer: 'PETITE' },
    }),
  );
  const third = await invoiced();
  const corrective = done(
    await house.activities.recordCorrection({
      ...act(),
      invoice: third.invoice.number,
      wish: { form: 'corrective', reason, lines },
    }),
  );
  const fourth = await invoiced();
  await setCreditApproval(house, '1.00');
  const asked = await house.activities.recordCreditNote({
    ...act(),
    invoice: fourth.invoice.number,
    wish: { scope: 'lines', lines: [{ lineNo: 1, quantity: '1' }], reason: 'QTE_ERR' },
  });
  await setCreditApproval(house, null);
  const request = asked.kind === 'asked' ? asked.request : '';
  const decided = done(
    await house.activities.recordCreditRequestDecision({
      ...act(),
      actor: helene(),
      request,
      decision: 'grant',
      reason: 'seen',
    }),
  );
  const { creditNote } = right.credit;
  done(await house.activities.recordApplication({ ...act(), creditNote, wish: { order: 'oldest-first' } }));
  done(
    await house.activities.recordApplicationReversal({
      ...act(),
      creditNote,
      application: 2,
      reason: 'meant for another',
    }),
  );
  for (const mail of [
    `credit-note:${creditNote}`,
    `credit-note:${decided.creditNote ?? ''}`,
    `credit-note:${other.credit.creditNote}`,
    ...[right, other, corrective].map(({ correction }) => `invoice:${correction.invoice}`),
  ])
    await send(house, mail);
}

async function fromNobodyKnown(house: House): Promise<void> {
  const input = { amount: '12.34', currency: 'EUR', date: house.today, reference: 'VIR-NOBODY' } as const;
  done(await recordPayment(house.prisma, { id: randomUUID(), input, actor: karim(), nowMs: Date.parse(input.date) }));
}

async function letterOfUnknownFate(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'TARDIVE', [{ product: 'CAFE', quantity: '2' }]));
  const invoiced = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '2' }]);
  await dun(house, 'TARDIVE', addDays(invoiced.invoice.dueDate, -3));
  house.post.answer({ stage: 'data', action: { kind: 'drop', keep: true } });
  await send(house, await letterId(house, invoiced.invoice.number, 'courtesy'));
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
const rebate = (basis: Adjustment['basis'], value: string): Adjustment => ({
  kind: 'allowance',
  reason: '95',
  text: 'Remise',
  basis,
  value,
});
/** What comes beside the prices was offered. */
const asOffered = (draft: OrderDraft): OrderDraft => ({
  ...draft,
  lines: draft.lines.map((line) => ({ ...line, expected: { ...line.expected, adjustments: line.adjustments } })),
});

async function deliveredRateByRate(house: House): Promise<void> {
  const paper = await accepted(
    house,
    asOffered(
      await draftOrder(
        house,
        'MAISON',
        [
          { product: 'MIEL', quantity: '4' },
          { product: 'CAFE', quantity: '6', adjustments: [rebate('per-unit', '0.05')] },
          { product: 'SUCRE', quantity: '1' },
        ],
        { freight: '12.49', adjustments: [{ ...rebate('percent', '2.5'), basis: 'percent' }] },
      ),
    ),
  );
  const gone = [
    { lineNo: 2, quantity: '2' },
    { lineNo: 3, quantity: '1' },
  ];
  await cancel(house, paper, gone);
  await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '4' }]);
  await deliverAndInvoice(house, paper, [{ lineNo: 2, quantity: '4' }]);
}

/** Amended after its acceptance: acknowledged a second time. */
async function amended(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '20' }]));
  await amend(house, paper, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '25' }]));
}

async function amend(house: House, { number }: OrderPaper, draft: OrderDraft): Promise<void> {
  const { tolerance } = house.policies;
  const made = { actor: laura(), reason: 'more', baseVersion: 1, tolerance, today: house.today };
  const amendment = await house.activities.recordAmendment({ orderNumber: number, draft, ...made });
  done(amendment.answer);
  await clearAndSend(house, { number, draft, totals: totalsOfDraft(draft), situation: amendment.situation });
}

/** A small account: one order beyond its limit is released, another refused, a third still waits. */
async function heldReleasedHeldAndRefused(house: House): Promise<void> {
  const large = () => draft(house, 'PETITE', [{ product: 'CAFE', quantity: '90' }]);
  const releasedOrder = await enter(house, await large());
  await house.activities.escalateHold({
    orderNumber: releasedOrder.number,
    kind: 'credit-hold',
    version: 1,
    escalation: 1,
    today: house.today,
  });
  await clearAndSend(house, await decide(house, releasedOrder, 'release'));
  await decide(house, await enter(house, await large()), 'refuse');
  await enter(house, await large());
}

/** One order waits for the customer's answer to a second question; another is amended after the first. */
async function heldForDiscrepancies(house: House): Promise<void> {
  const waiting = await enter(house, await tooDear(house, '1'));
  await dispose(house, waiting, 'ask');
  await dispose(house, waiting, 'ask');
  const changed = await enter(house, await tooDear(house, '4'));
  await dispose(house, changed, 'ask');
  await amend(house, changed, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '5' }]));
}

/** A third was paid in advance, half of the goods delivered, and the rest cancelled: what no invoice deducted was credited. */
async function deposited(house: House): Promise<void> {
  const deposit = {
    kind: 'percent',
    percent: '60.00',
    terms: { kind: 'net', days: 8 },
    blocksDelivery: true,
  } as const;
  const order = { ...(await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '10' }])), deposit };
  const paper = await accepted(house, order);
  const { number } = paper;
  const issued = await house.activities.recordDeposit({ orderNumber: number, today: house.today });
  await sendAll(house, issued.situation);
  if (issued.answer === null) throw new Error('no deposit');
  const { customer, number: invoice, gross: amount } = issued.answer;
  const paymentId = await bookPayment(house, customer, amount);
  const wish = { allocations: [{ invoice, amount }] };
  done(await house.activities.recordAllocations({ customer, on: house.today, actor: karim(), paymentId, wish }));
  await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '2' }]);
  await cancel(house, paper, [{ lineNo: 1, quantity: '8' }]);
  await house.activities.recordDepositOver({ orderNumber: number, customer, deposit: invoice, today: house.today });
  const { outgoing } = await house.activities.readAccountAgenda({ customer, at: new Date().toISOString() });
  for (const { mailId } of outgoing) await send(house, mailId);
}

/** What an order will come to on paper, twice. */
async function offeredAsProforma(house: House): Promise<void> {
  const { number } = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '1' }]));
  for (let version = 1; version <= 2; version += 1)
    await inTransaction(house, (tx) => makeOrderProforma(tx, number, laura()));
}

async function rejected(house: House): Promise<void> {
  await dispose(house, await enter(house, await tooDear(house, '2')), 'reject');
}

/** Reserves on a signed note: delivered again, of which a part came back; and a complaint with a photo that still waits. */
async function complainedOf(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '6' }]));
  const { delivery } = await deliverAndInvoice(house, paper, [{ lineNo: 1, quantity: '6' }]);
  const at = new Date().toISOString();
  const proof = {
    orderNumber: paper.number,
    deliveryNumber: delivery.number,
    receivedBy: 'Mme Petit',
    receivedAt: at,
    at,
  };
  done(await house.activities.recordProof({ ...proof, actor: lucie(), reserves: 'two are wet' }));
  const { number } = await house.prisma.complaint.findFirstOrThrow();
  const act = async (what: ComplaintAct) =>
    done((await house.activities.recordComplaintAct({ number, act: what, at })).answer);
  const lines = [{ lineNo: 1, quantity: '2' }];
  await act({ kind: 'qualify', request: { actor: laura(), kind: 'damaged', lines } });
  await act({ kind: 'replace', request: { actor: laura(), reason: 'two are wet', goodsExpected: true } });
  const back = [{ lineNo: 1, restocked: '1', scrapped: '1' }];
  await act({ kind: 'receive', request: { actor: lucie(), lines: back } });
  const again = { about: { delivery: delivery.number }, kind: 'late', description: 'a day late' } as const;
  const opening = () => ({ actor: laura(), scope: { salesperson: null }, nowMs: Date.now() });
  await house.prisma.$transaction(async (tx) => {
    const late = done(await openComplaint(tx, again, opening()));
    done(await addComplaintFile(tx, late.number, { name: 'box.png', content: 'iVBORw0KGgo=' }, opening()));
  });
  const { number: waiting } = await house.prisma.complaint.findFirstOrThrow({ where: { status: 'open' } });
  const { dueAt } = await house.activities.takeUpComplaint(waiting);
  await house.activities.escalateComplaint({ number: waiting, escalation: 1, told: 'owner', dueAt, at: dueAt });
}

/** The price list says 10.00. */
const tooDear = (house: House, quantity: string): Promise<OrderDraft> =>
  draft(house, 'MAISON', [{ product: 'SUCRE', quantity, unitPrice: '11.00' }]);

async function cancelledWhole(house: House): Promise<void> {
  const paper = await accepted(house, await draft(house, 'MAISON', [{ product: 'SUCRE', quantity: '3' }]));
  await cancel(house, paper, [{ lineNo: 1, quantity: '3' }]);
}

const draft = (house: House, customer: string, lines: Parameters<typeof draftOrder>[2]): Promise<OrderDraft> =>
  draftOrder(house, customer, lines, { freight: '12.49' });

/** Entered, each difference accepted by sales, stock taken, and acknowledged. */
async function accepted(house: House, order: OrderDraft): Promise<EnteredPaper> {
  const paper = await enter(house, order);
  if (paper.situation.stage === 'accepted') await sendAll(house, paper.situation);
  else await clearAndSend(house, await dispose(house, paper, 'accept'));
  return paper;
}

async function clearAndSend(house: House, paper: EnteredPaper): Promise<void> {
  const { situation } = await house.activities.clearOrder(clearInput(house, paper));
  if (situation.stage !== 'accepted') throw new Error(`order ${paper.number} is at ${situation.stage}`);
  await sendAll(house, situation);
}

async function sendAll(house: House, { toSend }: OrderSituation): Promise<void> {
  for (const mailId of toSend) await send(house, mailId);
}

async function deliverAndInvoice(
  house: House,
  paper: EnteredPaper,
  lines: readonly DeliveredLine[],
): Promise<InvoicedPaper> {
  const recorded = await house.activities.recordDelivery(deliveryInput(paper, lines, house.today));
  const delivery = done(recorded.answer);
  const { number } = paper;
  const { answer: invoice, situation } = await house.activities.recordInvoice(
    invoiceInput({ number, delivery }, house.today),
  );
  await sendAll(house, situation);
  return { ...paper, acknowledgement: `acknowledgement:${number}:1`, delivery, invoice };
}

async function cancel(house: House, { number }: OrderPaper, lines: readonly DeliveredLine[]): Promise<void> {
  const { answer } = await house.activities.recordCancellation({
    orderNumber: number,
    actor: laura(),
    reason: 'no longer wanted',
    lines,
    today: house.today,
  });
  done(answer);
}

async function decide(house: House, paper: EnteredPaper, decision: 'release' | 'refuse'): Promise<EnteredPaper> {
  const { answer, situation } = await house.activities.recordCreditDecision({
    orderNumber: paper.number,
    actor: karim(),
    decision,
    reason: 'known to us',
    policy: house.policies.credit,
    today: house.today,
    at: new Date().toISOString(),
  });
  done(answer);
  await sendAll(house, situation);
  return { ...paper, situation };
}

async function pay(house: House, paper: InvoicedPaper, amount: string, valueDate?: string): Promise<void> {
  const paymentId = await bookPayment(house, paper.draft.customer, amount, valueDate);
  done(await house.activities.recordAllocations(allocationInput(paper, paymentId, amount, house.today)));
}

/** Takes the dunning of a day so many days after the due date, and sends what it sends. */
async function dunAndSend(house: House, { draft: order, invoice }: InvoicedPaper, daysLate: number): Promise<void> {
  for (const mailId of await dun(house, order.customer, addDays(invoice.dueDate, daysLate))) await send(house, mailId);
  const { outgoing } = await house.activities.readAccountAgenda({
    customer: order.customer,
    at: new Date().toISOString(),
  });
  for (const { mailId } of outgoing) await send(house, mailId);
}

const send = async (house: House, mailId: string): Promise<MailOutcome> => {
  const outcome: unknown = await new MockActivityEnvironment().run(house.activities.sendMail, mailId);
  return outcome as MailOutcome;
};

async function dispose(
  house: House,
  paper: EnteredPaper,
  disposition: 'accept' | 'ask' | 'reject',
): Promise<EnteredPaper> {
  const { answer, situation } = await house.activities.recordDisposition({
    orderNumber: paper.number,
    discrepancyId: '1-1',
    disposition,
    reason: 'which price is right?',
    actor: disposition === 'accept' ? helene() : laura(),
    today: house.today,
  });
  done(answer);
  await sendAll(house, situation);
  return { ...paper, situation };
}
