import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../contracts/vocabulary.js';
import { patchCustomer } from '../../prisma/commands/customers.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { getOrder } from '../../prisma/queries/orders.js';
import {
  actor,
  bookPayment,
  done,
  draftOrder,
  helene,
  inTransaction,
  karim,
  laura,
  listProduct,
  openAccount,
  openHouse,
  receiveStock,
  type House,
} from '../support/house.js';
import {
  accept,
  allocationInput,
  deliverAll,
  deliveryInput,
  dun,
  enter,
  invoiceAll,
  sendEveryDay,
  type OrderPaper,
} from '../support/paperwork.js';
import { addDays } from '../../domain/calendar.js';
import { toldOf } from '../support/told.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house);
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

const newCustomer = () => openAccount(house, `STOPPED-${(accounts += 1)}`);
const newProduct = (stock: string) => listProduct(house, `RARE-${(accounts += 1)}`, stock);
const draft = (customer: string, quantity = '10', product = 'BOX') =>
  draftOrder(house, customer, [{ product, quantity }]);
const stop = (customer: string) =>
  inTransaction(house, (tx) =>
    patchCustomer(tx, customer, { creditStop: true, creditStopReason: 'a cheque came back' }, karim()),
  );
const lift = (customer: string, by = karim()) =>
  house.prisma.$transaction((tx) => patchCustomer(tx, customer, { creditStop: false }, by));

const deliver = async (paper: OrderPaper) =>
  (await house.activities.recordDelivery(deliveryInput(paper, undefined, house.today))).answer;
const release = async ({ number }: OrderPaper, by: Actor = karim()) =>
  (
    await house.activities.recordDeliveryRelease({
      orderNumber: number,
      actor: by,
      reason: 'a guarantee came',
      today: house.today,
    })
  ).answer;
const waitOf = async ({ number }: OrderPaper) =>
  (await getOrder(house.prisma, number, { salesperson: null }))?.waitsFor.kind;
const reserved = async ({ number }: OrderPaper) =>
  (await house.prisma.orderLine.findFirstOrThrow({ where: { orderNumber: number } })).allocated.toFixed(0);
const held = { kind: 'refused', code: 'credit-stopped' };

describe('a credit stop against orders accepted before it', () => {
  it('holds their deliveries, and says so to whoever reads the order; lifted, they leave', async () => {
    const customer = await newCustomer();
    const paper = await accept(house, await draft(customer));
    expect(await waitOf(paper)).toBe('delivery');
    await stop(customer);
    expect(await waitOf(paper)).toBe('credit-stop');
    expect(toldOf(await deliver(paper))).toMatchObject({
      ...held,
      remedy: expect.stringContaining('Finance') as string,
    });
    expect((await house.activities.readOrder(paper.number))?.waitsFor).toEqual({ kind: 'credit-stop' });
    done(await lift(customer));
    expect(await waitOf(paper)).toBe('delivery');
    expect(await deliver(paper)).toMatchObject({ kind: 'delivered' });
  });

  it('holds the rest of what is delivered in part', async () => {
    const customer = await newCustomer();
    const paper = await accept(house, await draft(customer));
    const first = deliveryInput(paper, [{ lineNo: 1, quantity: '4' }], house.today);
    done((await house.activities.recordDelivery(first)).answer);
    await stop(customer);
    expect(await deliver(paper)).toMatchObject(held);
  });

  it('lets everything leave where the credit policy says so', async () => {
    const customer = await newCustomer();
    const paper = await accept(house, await draft(customer));
    await stop(customer);
    const setPolicy = (stopHoldsDeliveries: boolean) =>
      house.prisma.policy.update({
        where: { kind: 'credit' },
        data: { body: { ...house.policies.credit, stopHoldsDeliveries } },
      });
    await setPolicy(false);
    expect([await waitOf(paper), (await deliver(paper)).kind]).toEqual(['delivery', 'delivered']);
    await setPolicy(true);
  });

  it('set while a delivery is recorded comes before it or after it, never into it', async () => {
    const races = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const customer = await newCustomer();
        return { customer, paper: await accept(house, await draft(customer)) };
      }),
    );
    await Promise.all(
      races.map(async ({ customer, paper }) => {
        const [answer] = await Promise.all([deliver(paper), stop(customer)]);
        const { stage } = await house.prisma.salesOrder.findUniqueOrThrow({ where: { number: paper.number } });
        expect([answer.kind, stage]).toEqual(
          answer.kind === 'refused' ? ['refused', 'accepted'] : ['delivered', 'delivered'],
        );
      }),
    );
  });
});

describe('a release by finance', () => {
  it('lets the order go on, on record with its reason, for as long as this stop stands', async () => {
    const customer = await newCustomer();
    const [paper, other] = [await accept(house, await draft(customer)), await accept(house, await draft(customer))];
    await stop(customer);
    expect(await release(paper)).toMatchObject({ kind: 'done', number: paper.number, stage: 'accepted' });
    const first = deliveryInput(paper, [{ lineNo: 1, quantity: '4' }], house.today);
    done((await house.activities.recordDelivery(first)).answer);
    expect(await deliver(other), 'another order').toMatchObject(held);
    const told = await house.prisma.auditEntry.findMany({
      where: { action: 'delivery.released', entityId: paper.number },
    });
    expect(told).toMatchObject([
      { actor: 'karim.benali', before: { stopped: true }, after: { stopped: false, reason: 'a guarantee came' } },
    ]);
    done(await lift(customer));
    await stop(customer);
    expect(await deliver(paper), 'under the next stop').toMatchObject(held);
  });

  it('is refused to who entered the order, where no stop holds it, and once it is closed', async () => {
    const customer = await newCustomer();
    const paper = await accept(house, await draft(customer));
    expect(await release(paper)).toMatchObject({ kind: 'refused', code: 'order-not-ready' });
    await stop(customer);
    expect(await release(paper, actor('laura.callahan', 'finance'))).toMatchObject({ code: 'four-eyes' });
    expect(await lift(customer, laura())).toMatchObject({ code: 'four-eyes', field: 'creditStop' });
    const cancelled = { orderNumber: paper.number, actor: laura(), reason: 'not wanted', today: house.today };
    done((await house.activities.recordCancellation(cancelled)).answer);
    expect(await release(paper)).toMatchObject({ code: 'order-closed' });
  });

  it('from the hold of a new order is one from the stop: it is delivered', async () => {
    const customer = await newCustomer();
    await stop(customer);
    const paper = await enter(house, await draft(customer));
    expect(paper.situation).toMatchObject({ stage: 'credit-hold', holdReason: 'credit-stop' });
    const decision = { decision: 'release', reason: 'paid in advance', policy: house.policies.credit } as const;
    const input = {
      orderNumber: paper.number,
      actor: helene(),
      ...decision,
      today: house.today,
      at: new Date().toISOString(),
    };
    const { answer, situation } = await house.activities.recordCreditDecision(input);
    done(answer);
    await house.activities.clearOrder({
      orderNumber: paper.number,
      version: 1,
      from: situation.duty ?? 'acceptance',
      check: 2,
      credit: house.policies.credit,
      fulfilment: house.policies.fulfilment,
      calendar: 'FR',
      today: house.today,
      at: new Date().toISOString(),
    });
    expect(await deliver(paper)).toMatchObject({ kind: 'delivered' });
  });
});

describe('backorders under a credit stop', () => {
  it('get no goods that come in, which go to who waits behind them; lifted, they are reserved at once, oldest first', async () => {
    const product = await newProduct('0');
    const [customer, other] = [await newCustomer(), await newCustomer()];
    const first = await accept(house, await draft(customer, '5', product));
    const second = await accept(house, await draft(customer, '5', product));
    const behind = await accept(house, await draft(other, '5', product));
    await stop(customer);
    expect(await receiveStock(house, product, '12')).toEqual([behind.number]);
    expect([await reserved(first), await reserved(second), await reserved(behind)]).toEqual(['0', '0', '5']);
    expect(await waitOf(first)).toBe('credit-stop');

    done(await lift(customer));
    // 12 came, 5 went to the one behind: 5 for the older of the two, 2 for the other.
    expect([await reserved(first), await reserved(second)]).toEqual(['5', '2']);
    const told = await house.prisma.auditEntry.findMany({
      where: { action: 'order.backorder-served', orderNumber: { in: [first.number, second.number] } },
      orderBy: { id: 'asc' },
    });
    expect(told.map(({ orderNumber, after }) => [orderNumber, after])).toEqual([
      [first.number, { line: 1, product, quantity: '5', receipt: null, waiting: false }],
      [second.number, { line: 1, product, quantity: '2', receipt: null, waiting: true }],
    ]);
  });

  it('of an order that finance has released get their part', async () => {
    const product = await newProduct('0');
    const customer = await newCustomer();
    const [first, second] = [
      await accept(house, await draft(customer, '5', product)),
      await accept(house, await draft(customer, '5', product)),
    ];
    await stop(customer);
    await receiveStock(house, product, '12');
    done(await release(second));
    expect([await reserved(first), await reserved(second)]).toEqual(['0', '5']);
    expect(await receiveStock(house, product, '1')).toEqual([]);
  });

  it('get no goods that a cancellation frees', async () => {
    const product = await newProduct('5');
    const [customer, other] = [await newCustomer(), await newCustomer()];
    const holder = await accept(house, await draft(other, '5', product));
    const waiting = await accept(house, await draft(customer, '5', product));
    await stop(customer);
    const cancelled = { orderNumber: holder.number, actor: laura(), reason: 'not wanted', today: house.today };
    done((await house.activities.recordCancellation(cancelled)).answer);
    expect(await reserved(waiting)).toBe('0');
  });
});

describe('the stop of a hand-over', () => {
  it('holds the customer’s other orders; the last cent lifts it, reserves what waits and says so', async () => {
    const product = await newProduct('0');
    const customer = await newCustomer();
    const late = await invoiceAll(house, await draft(customer));
    const [ready, waiting] = [
      await accept(house, await draft(customer)),
      await accept(house, await draft(customer, '5', product)),
    ];
    for (const days of [5, 15, 30, 45, 60])
      for (const mail of await dun(house, customer, addDays(late.invoice.dueDate, days)))
        await house.activities.sendMail(mail);
    expect(await deliver(ready)).toMatchObject(held);
    await receiveStock(house, product, '5');
    expect(await reserved(waiting)).toBe('0');

    const payment = await bookPayment(house, customer, '120.00');
    const posted = done(
      await house.activities.recordAllocations(allocationInput(late, payment, '120.00', house.today)),
    );
    expect(posted.servedOrders).toEqual([waiting.number]);
    expect(house.told).toContain(`stockArrived ${waiting.number}`);
    expect(await reserved(waiting)).toBe('5');
    expect(await deliver(ready)).toMatchObject({ kind: 'delivered' });
    const lifted = await house.prisma.auditEntry.findMany({
      where: { action: 'customer.credit-stop-lifted', customerNumber: customer },
    });
    expect(lifted.map(({ after }) => after)).toEqual([{ creditStop: false, invoice: late.invoice.number }]);
  });

  it('is no stop for an order that is all delivered: its invoice is made and paid', async () => {
    const customer = await newCustomer();
    const paper = await deliverAll(house, await draft(customer));
    await stop(customer);
    const recorded = await house.activities.recordInvoice({
      orderNumber: paper.number,
      deliveryNumber: paper.delivery.number,
      today: house.today,
    });
    expect(recorded.situation).toMatchObject({ stage: 'delivered', waitsFor: { kind: 'payment' } });
  });
});

it('leaves a house in which every rule holds', async () => {
  const { violations } = await verifyDatabase(house.database.url);
  expect(violations).toEqual([]);
});
