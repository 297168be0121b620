import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerResult } from '../../contracts/account.js';
import { addDays } from '../../domain/calendar.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  bookPayment,
  bookReturn,
  done,
  draftOrder,
  karim,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { allocationInput, dun, invoiceAll, sendEveryDay, type InvoicedPaper, letterId } from '../support/paperwork.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house);
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

/** An order of 10 boxes, 120.00 tax included, delivered and invoiced. */
async function invoiced(): Promise<InvoicedPaper> {
  const customer = await openAccount(house, `AGAIN-${(accounts += 1)}`);
  return invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]));
}

type Paid = { readonly payment: string; readonly result: LedgerResult };

async function pay(paper: InvoicedPaper, amount = '120.00'): Promise<Paid> {
  const payment = await bookPayment(house, paper.draft.customer, amount);
  return { payment, result: done(await house.activities.recordAllocations(asked(paper, payment, amount))) };
}

const asked = (paper: InvoicedPaper, payment: string, amount = '120.00') =>
  allocationInput(paper, payment, amount, house.today);
const settle = async ({ number }: InvoicedPaper, reopened = 0) =>
  (await house.activities.settleOrder({ orderNumber: number, reopened, today: house.today })).situation;
const reversal = (paper: InvoicedPaper, payment: string, allocation = 1) => ({
  customer: paper.draft.customer,
  on: house.today,
  actor: karim(),
  paymentId: payment,
  allocation,
  reason: 'another customer’s transfer',
});
const reverse = async (paper: InvoicedPaper, payment: string, allocation = 1) =>
  done(await house.activities.recordReversal(reversal(paper, payment, allocation)));

/** The bank takes a payment back, as when it bounces. */
async function bounce({ draft }: InvoicedPaper, payment: string, amount = '-120.00') {
  const back = await bookReturn(house, payment, amount);
  const act = { customer: draft.customer, on: house.today, actor: karim(), paymentId: back };
  return { back, result: done(await house.activities.recordReturn(act)) };
}

const orderOf = async ({ number }: InvoicedPaper) => {
  const { stage, waitsFor, settledOn } = await house.prisma.salesOrder.findUniqueOrThrow({ where: { number } });
  return { stage, waitsFor, settledOn: settledOn?.toISOString().slice(0, 10) ?? null };
};
const stopOf = async ({ draft }: InvoicedPaper) => {
  const { creditStop, creditStopReason } = await house.prisma.customer.findUniqueOrThrow({
    where: { number: draft.customer },
  });
  return creditStop ? creditStopReason : null;
};
const toldOf = async ({ number }: InvoicedPaper, action: string) =>
  house.prisma.auditEntry.findMany({ where: { orderNumber: number, action }, orderBy: { id: 'asc' } });
const collections = ({ draft }: InvoicedPaper) =>
  house.prisma.$queryRaw<{ status: string; amount: string; open: string }[]>`
    SELECT status, round(amount, 2)::text AS amount, facts ->> 'open' AS open FROM work_item
    WHERE customer_number = ${draft.customer} AND kind = 'collections'`;
const levels = ({ invoice }: InvoicedPaper) =>
  house.prisma.$queryRaw<{ level: string; on: string; status: string }[]>`
    SELECT s.level, s.decided_on::text AS on, COALESCE(o.status, 'DONE') AS status
    FROM dunning_step s LEFT JOIN outgoing o ON o.id = s.letter_id WHERE s.invoice_number = ${invoice.number} ORDER BY s.sequence`;

/** Takes the dunning of a day. @returns its letters */
const dunOn = async ({ draft, invoice }: InvoicedPaper, days: number): Promise<readonly string[]> =>
  (await dun(house, draft.customer, addDays(invoice.dueDate, days))).filter((mail) =>
    mail.startsWith('dunning-letter:'),
  );

/** Takes a level, and has its letter sent. */
async function dunAndSend(paper: InvoicedPaper, days: number): Promise<void> {
  for (const mail of await dunOn(paper, days)) await house.activities.sendMail(mail);
}

/** Every level up to the hand-over, 60 days after the due date. */
async function handedOver(): Promise<InvoicedPaper> {
  const paper = await invoiced();
  for (const days of [5, 15, 30, 45, 60]) await dunAndSend(paper, days);
  return paper;
}

describe('money taken back from a settled order', () => {
  it('opens the order again with who took it and why, and it settles once more when it is paid', async () => {
    const paper = await invoiced();
    const { payment } = await pay(paper);
    expect(await settle(paper)).toMatchObject({ stage: 'settled', reopened: 0 });

    expect(await reverse(paper, payment)).toMatchObject({ reopenedOrders: [paper.number], paidOrders: [] });
    expect(house.told).toContain(`orderReopened ${paper.number}`);
    expect(await orderOf(paper)).toEqual({ stage: 'delivered', waitsFor: { kind: 'payment' }, settledOn: null });
    expect(await toldOf(paper, 'order.reopened')).toMatchObject([
      {
        actor: 'karim.benali',
        role: 'finance',
        before: { stage: 'settled', settledOn: house.today },
        after: { stage: 'delivered', invoices: [paper.invoice.number] },
      },
    ]);
    expect(await settle(paper, 1), 'nothing is paid').toMatchObject({ stage: 'delivered', unpaid: 1, reopened: 1 });

    expect((await pay(paper)).result).toMatchObject({ paidOrders: [paper.number], reopenedOrders: [] });
    expect(await settle(paper, 1)).toMatchObject({ stage: 'settled' });
    expect(await settle(paper, 1)).toMatchObject({ stage: 'settled' });
    expect(await orderOf(paper)).toEqual({ stage: 'settled', waitsFor: { kind: 'none' }, settledOn: house.today });
    expect(await toldOf(paper, 'order.settled')).toHaveLength(2);
  });

  it('before the order has closed leaves it where it is', async () => {
    const paper = await invoiced();
    const { payment } = await pay(paper);
    expect(await reverse(paper, payment)).toMatchObject({ reopened: [{ order: paper.number }], reopenedOrders: [] });
    expect(await settle(paper)).toMatchObject({ stage: 'delivered', unpaid: 1, reopened: 0 });
    expect(await toldOf(paper, 'order.reopened')).toEqual([]);
  });

  it('at the moment at which the order closes leaves no settled order unpaid, whoever comes first', async () => {
    const races = await Promise.all(Array.from({ length: 12 }, () => invoiced()));
    await Promise.all(
      races.map(async (paper) => {
        const { payment } = await pay(paper);
        const [{ reopenedOrders }] = await Promise.all([reverse(paper, payment), settle(paper)]);
        const { stage, settledOn } = await orderOf(paper);
        expect([stage, settledOn], paper.number).toEqual(['delivered', null]);
        expect(await toldOf(paper, 'order.reopened')).toHaveLength(reopenedOrders.length);
        const repaid = await pay(paper);
        expect(repaid.result.paidOrders).toEqual([paper.number]);
        expect(await settle(paper, reopenedOrders.length)).toMatchObject({ stage: 'settled' });
      }),
    );
  });

  it('twice at once opens it once', async () => {
    const paper = await invoiced();
    const { payment } = await pay(paper);
    await settle(paper);
    const one = reversal(paper, payment);
    const [first, again, other] = await Promise.all([
      house.activities.recordReversal(one),
      house.activities.recordReversal(one),
      house.activities.recordReversal(reversal(paper, payment)),
    ]);
    // Whichever request comes first takes it back; the other one is refused, its repeat like itself.
    expect(again).toEqual(first);
    expect([first, other].map(({ kind }) => kind).toSorted()).toEqual(['posted', 'refused']);
    expect(await toldOf(paper, 'order.reopened')).toHaveLength(1);
    expect(await settle(paper, 1)).toMatchObject({ stage: 'delivered', reopened: 1 });
  });

  it('by the bank says with which payment it went', async () => {
    const paper = await invoiced();
    const { payment } = await pay(paper);
    await settle(paper);
    const { back, result } = await bounce(paper, payment);
    expect(result).toMatchObject({ reopenedOrders: [paper.number] });
    expect(await orderOf(paper)).toMatchObject({ stage: 'delivered' });
    const [told] = await toldOf(paper, 'payment.reversed');
    expect(told?.after).toMatchObject({ reason: null, returnedBy: `REJ-${back}` });
    const entries = await house.prisma.ledgerEntry.findMany({ where: { paymentId: payment, kind: 'reversal' } });
    expect(entries.map(({ reason, returnedBy }) => [reason, returnedBy])).toEqual([
      [null, back],
      [null, back],
    ]);
  });
});

describe('money taken back after the hand-over', () => {
  it('sets the credit stop and finance’s worklist line again; the next last cent lifts both', async () => {
    const paper = await handedOver();
    const stop = { kind: 'dunning', invoice: paper.invoice.number };
    expect(await stopOf(paper)).toEqual(stop);
    const { payment } = await pay(paper);
    await settle(paper);
    expect([await stopOf(paper), (await collections(paper))[0]?.status]).toEqual([null, 'done']);

    await reverse(paper, payment);
    expect(await stopOf(paper)).toEqual(stop);
    // 60 days late: 120.00 × 12 % × 60 / 365 = 2.367…; 120.00 + 2.37 + 40.00
    expect(await collections(paper)).toEqual([{ status: 'open', amount: '162.37', open: '120.000' }]);

    await pay(paper);
    expect([await stopOf(paper), (await collections(paper))[0]?.status]).toEqual([null, 'done']);
    expect(await settle(paper, 1)).toMatchObject({ stage: 'settled' });
  });

  it('in part asks finance for that part', async () => {
    const paper = await handedOver();
    const { payment } = await pay(paper, '50.00');
    await pay(paper, '70.00');
    await reverse(paper, payment);
    // 162.37 − 120.00 + 50.00
    expect(await collections(paper)).toEqual([{ status: 'open', amount: '92.37', open: '50.000' }]);
  });

  it('leaves a stop that somebody has set meanwhile as it is', async () => {
    const paper = await handedOver();
    const { payment } = await pay(paper);
    const manual = { kind: 'manual', by: 'karim.benali', reason: 'bankruptcy filed' };
    await house.prisma.customer.update({
      where: { number: paper.draft.customer },
      data: { creditStop: true, creditStopReason: manual },
    });
    await reverse(paper, payment);
    expect(await stopOf(paper)).toEqual(manual);
  });

  it('is not lifted by the last cent when a person set it, however its reason is worded', async () => {
    const paper = await handedOver();
    const manual = { kind: 'manual', by: 'karim.benali', reason: `dunning:${paper.invoice.number}` };
    await house.prisma.customer.update({
      where: { number: paper.draft.customer },
      data: { creditStop: true, creditStopReason: manual },
    });
    await pay(paper);
    expect(await stopOf(paper)).toEqual(manual);
  });
});

describe('the dunning of what is open again', () => {
  it('goes on from the level it was at, never two levels in a day', async () => {
    const paper = await invoiced();
    for (const days of [5, 15]) await dunAndSend(paper, days);
    const { payment } = await pay(paper);
    expect(await dunOn(paper, 70)).toEqual([]);
    await bounce(paper, payment);
    const on = addDays(paper.invoice.dueDate, 71);
    await dunAndSend(paper, 71);
    expect(await dunOn(paper, 71)).toEqual([]);
    expect((await levels(paper)).map(({ level, on: day }) => [level, day])).toEqual([
      ['level-1', addDays(paper.invoice.dueDate, 5)],
      ['level-2', addDays(paper.invoice.dueDate, 15)],
      ['level-3', on],
    ]);
  });

  it('takes a level anew whose letter the last cent had overtaken', async () => {
    const paper = await invoiced();
    await dunAndSend(paper, 5);
    expect(await dunOn(paper, 15)).toHaveLength(1);
    const { payment } = await pay(paper);
    expect((await levels(paper)).map(({ level }) => level)).toEqual(['level-1']);
    await bounce(paper, payment);
    await dunAndSend(paper, 40);
    expect(await levels(paper)).toEqual([
      { level: 'level-1', on: addDays(paper.invoice.dueDate, 5), status: 'SENT' },
      { level: 'level-2', on: addDays(paper.invoice.dueDate, 40), status: 'SENT' },
    ]);
    expect(await house.post.copiesOf(await letterId(house, paper.invoice.number, 'level-2'))).toHaveLength(1);
  });
});

it('leaves a house in which every rule holds', async () => {
  const { violations } = await verifyDatabase(house.database.url);
  expect(violations).toEqual([]);
});
