import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StockReceiptInput } from '../../contracts/product.js';
import { applyDelivery, checkCancellation, checkDelivery } from '../../domain/order-progress.js';
import type { Transaction } from '../../prisma/client.js';
import { recordStockReceipt } from '../../prisma/commands/stock.js';
import { estimateReceipt } from '../../prisma/queries/products.js';
import { insertDelivery } from '../../prisma/repositories/deliveries.js';
import { lockOrder, orderLocked } from '../../prisma/repositories/order-record.js';
import { cancelLines, takeStock, writeReservations } from '../../prisma/repositories/reservations.js';
import { BackordersBusyError, serveBackorders } from '../../prisma/repositories/stock.js';
import {
  done,
  listProduct,
  lucie,
  openAccount,
  openOffice,
  orderNo,
  recordOrder,
  refusalOf,
  untilSomebodyWaits,
  type Office,
} from './commands-fixtures.js';
import { rated } from '../support/vat.js';

let office: Office;
let orders = 0;
beforeAll(async () => {
  office = await openOffice();
  await openAccount(office, 'BUYER');
});
afterAll(() => office.close());

const receipt = (reference: string, lines: Readonly<Record<string, string>>): StockReceiptInput => ({
  reference,
  receivedOn: '2026-03-05',
  lines: Object.entries(lines).map(([product, quantity]) => ({ product, quantity })),
});

/** Books goods in as the API does: again when a waiting line was in somebody else's hands. */
const receive = (input: StockReceiptInput) => untilFree(() => office.run((tx) => recordStockReceipt(tx, input, lucie)));

async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BackordersBusyError) || attempt === 20) throw error;
      await pause(10 * attempt);
    }
  }
}

async function waitingOrder(
  quantities: Readonly<Record<string, string>>,
  receivedAt = '2026-03-02T09:00:00.000Z',
): Promise<string> {
  orders += 1;
  const number = orderNo(orders);
  const lines = Object.entries(quantities).map(([product, quantity]) => ({ product, quantity, waiting: true }));
  await recordOrder(office.prisma, { number, customer: 'BUYER', lines, receivedAt });
  return number;
}

const stockOf = async (productNumber: string) => {
  const { onHand, allocated } = await office.prisma.stock.findUniqueOrThrow({ where: { productNumber } });
  return { onHand: onHand.toFixed(), allocated: allocated.toFixed() };
};
const lineOf = async (orderNumber: string, lineNo: number) => {
  const line = await office.prisma.orderLine.findUniqueOrThrow({
    where: { orderNumber_lineNo: { orderNumber, lineNo } },
  });
  return { allocated: line.allocated.toFixed(), waiting: line.waiting };
};

describe('a stock receipt', () => {
  it('puts goods on the shelf when nobody waits', async () => {
    await listProduct(office, 'R-1');
    expect(done(await receive(receipt('GR-1', { 'R-1': '12.5' })))).toMatchObject({ served: [] });
    expect(await stockOf('R-1')).toEqual({ onHand: '12.5', allocated: '0' });
  });

  it('serves the oldest order first, the next one with what is left, and the last one later', async () => {
    await listProduct(office, 'R-2');
    const young = await waitingOrder({ 'R-2': '5' }, '2026-03-04T09:00:00.000Z');
    const old = await waitingOrder({ 'R-2': '4' }, '2026-03-01T09:00:00.000Z');
    const middle = await waitingOrder({ 'R-2': '6' }, '2026-03-03T09:00:00.000Z');
    // 7 in: 4 to the oldest, 3 of 6 to the middle one; said so before, and nothing changed by it.
    const { served } = await estimateReceipt(office.prisma, [{ product: 'R-2', quantity: '7' }]);
    expect(served.map(({ order, quantity, waiting }) => [order, quantity, waiting])).toEqual([
      [old, '4', false],
      [middle, '3', true],
    ]);
    expect(await stockOf('R-2')).toEqual({ onHand: '0', allocated: '0' });
    expect(done(await receive(receipt('GR-2', { 'R-2': '7' }))).served).toEqual([
      { order: old, line: 1, quantity: '4' },
      { order: middle, line: 1, quantity: '3' },
    ]);
    expect(await lineOf(old, 1)).toEqual({ allocated: '4', waiting: false });
    expect(await lineOf(middle, 1)).toEqual({ allocated: '3', waiting: true });
    expect(await lineOf(young, 1)).toEqual({ allocated: '0', waiting: true });
    // 10 in: 3 more to the middle one, 5 to the young one, 2 stay free.
    expect(done(await receive(receipt('GR-3', { 'R-2': '10' }))).served).toEqual([
      { order: middle, line: 1, quantity: '3' },
      { order: young, line: 1, quantity: '5' },
    ]);
    expect(await stockOf('R-2')).toEqual({ onHand: '17', allocated: '15' });
    const told = await office.prisma.auditEntry.findMany({
      where: { orderNumber: middle, action: 'order.backorder-served' },
      orderBy: { id: 'asc' },
    });
    const three = { line: 1, product: 'R-2', quantity: '3' };
    expect(told.map((entry) => entry.after)).toEqual([
      { ...three, receipt: 'GR-2', waiting: true },
      { ...three, receipt: 'GR-3', waiting: false },
    ]);
  });

  it('of one reference is booked once, one after the other and at once', async () => {
    await listProduct(office, 'R-3');
    const input = receipt('GR-4', { 'R-3': '5' });
    const answers = await Promise.all([1, 2, 3].map(() => receive(input)));
    expect(answers.filter((answer) => 'kind' in answer)).toHaveLength(2);
    expect(refusalOf(await receive(input))).toMatchObject({ code: 'already-exists', field: 'reference' });
    expect(await stockOf('R-3')).toEqual({ onHand: '5', allocated: '0' });
  });

  it('with a product we do not list books nothing at all', async () => {
    await listProduct(office, 'R-4');
    const answer = await receive(receipt('GR-5', { 'R-4': '5', 'R-404': '1' }));
    expect(refusalOf(answer)).toMatchObject({ code: 'product-unknown', field: 'lines.1.product' });
    expect(await stockOf('R-4')).toEqual({ onHand: '0', allocated: '0' });
  });

  it('adds up two lines of one product', async () => {
    await listProduct(office, 'R-5');
    const lines = [
      { product: 'R-5', quantity: '2' },
      { product: 'R-5', quantity: '0.5' },
    ];
    const booked = done(await receive({ reference: 'GR-6', receivedOn: '2026-03-05', lines }));
    expect(booked.lines).toEqual([{ product: 'R-5', quantity: '2.5' }]);
  });

  it('beyond what a stock can hold is refused', async () => {
    await listProduct(office, 'R-6');
    done(await receive(receipt('GR-7', { 'R-6': '999999999' })));
    expect(refusalOf(await receive(receipt('GR-8', { 'R-6': '1' })))).toMatchObject({ field: 'lines.0.quantity' });
  });
});

describe('serving backorders', () => {
  it('gives way instead of waiting for a line that somebody else holds', async () => {
    await listProduct(office, 'B-1');
    const order = await waitingOrder({ 'B-1': '3' });
    await office.prisma.stock.update({ where: { productNumber: 'B-1' }, data: { onHand: '3' } });
    await office.prisma.$transaction(async (holder) => {
      await holder.$queryRaw`SELECT line_no FROM order_line WHERE order_number = ${order} FOR UPDATE`;
      const serving = office.prisma.$transaction((tx) => serveBackorders(tx, ['B-1']));
      await expect(serving).rejects.toThrow(BackordersBusyError);
    });
    const served = await office.prisma.$transaction((tx) => serveBackorders(tx, ['B-1']));
    expect(served).toEqual([{ order, line: 1, product: 'B-1', quantity: '3', waiting: false }]);
  });

  it('leaves nothing to spare for an order that was accepted while the goods were being booked in', async () => {
    await listProduct(office, 'B-2');
    const order = await office.prisma.$transaction(async (tx) => {
      done(await recordStockReceipt(tx, receipt('GR-9', { 'B-2': '3' }), lucie));
      const accepting = acceptedOrder({ 'B-2': '5' });
      await untilSomebodyWaits(office.prisma);
      return { accepting };
    });
    const number = await order.accepting;
    expect(await stockOf('B-2')).toEqual({ onHand: '3', allocated: '3' });
    expect(await lineOf(number, 1)).toEqual({ allocated: '3', waiting: true });
  });

  it('keeps stock and lines right when receipts, acceptances, deliveries and cancellations race', async () => {
    const quantity = fc.integer({ min: 1, max: 9 }).map(String);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('receive' as const), x: quantity, y: quantity }),
      fc.record({ kind: fc.constant('accept' as const), x: quantity, y: quantity }),
      fc.record({ kind: fc.constant('deliver' as const), order: fc.nat() }),
      fc.record({ kind: fc.constant('cancel' as const), order: fc.nat() }),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        run += 1;
        const [x, y] = [`RACE-${run}-X`, `RACE-${run}-Y`];
        await Promise.all([listProduct(office, x), listProduct(office, y)]);
        const accepted = await Promise.all([1, 2, 3].map(() => acceptedOrder({ [x]: '5', [y]: '5' })));
        await Promise.all(
          steps.map((todo, index) => {
            const order = accepted[('order' in todo ? todo.order : 0) % accepted.length] ?? '';
            if (todo.kind === 'receive') return receive(receipt(`RACE-${run}-${index}`, { [y]: todo.y, [x]: todo.x }));
            if (todo.kind === 'accept') return acceptedOrder({ [x]: todo.x, [y]: todo.y });
            return todo.kind === 'deliver' ? deliverOne(order) : cancelOne(order);
          }),
        );
        await expectSound([x, y]);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});

/** An order that took what stock there was and waits for the rest. */
async function acceptedOrder(quantities: Readonly<Record<string, string>>): Promise<string> {
  orders += 1;
  const number = orderNo(orders);
  const needs = Object.entries(quantities).map(([product, quantity]) => ({ product, quantity }));
  await recordOrder(office.prisma, { number, customer: 'BUYER', lines: needs });
  await office.prisma.$transaction(async (tx) => {
    const taken = await takeStock(tx, needs);
    const lines = needs.map(({ product, quantity }, index) => {
      const allocated = taken.get(product) ?? '0';
      return { lineNo: index + 1, allocated, confirmedDate: '2026-03-16', waiting: allocated !== quantity };
    });
    await writeReservations(tx, number, lines, {});
  });
  return number;
}

/** Delivers one of the first line if stock is still kept for it. */
const deliverOne = (order: string) =>
  office.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT ${orderLocked(order)} AS locked`;
    const { lines, deliveries } = await lockOrder(tx, order);
    const checked = checkDelivery(lines, [{ lineNo: 1, quantity: '1' }]);
    if (checked.kind === 'refused') return;
    await insertDelivery(tx, {
      orderNumber: order,
      sequence: deliveries + 1,
      departedOn: '2026-03-16',
      carrier: null,
      tracking: null,
      lines: checked.lines.map((line) => ({ ...line, ...rated('20.00') })),
      after: applyDelivery(lines, checked.lines),
      change: {},
    });
  });

/** Cancels one of the first line if that is still possible, and serves others with what became free. */
async function cancelOne(order: string): Promise<void> {
  const once = async (tx: Transaction): Promise<void> => {
    const { lines } = await lockOrder(tx, order, 'and-backorders');
    const checked = checkCancellation(lines, [{ lineNo: 1, quantity: '1' }]);
    if (checked.kind === 'refused') return;
    await serveBackorders(tx, await cancelLines(tx, order, checked.lines));
  };
  await untilFree(() => office.prisma.$transaction(once));
}

/** What is reserved is on the lines, nothing is reserved twice, and nobody waits beside free stock. */
async function expectSound(products: readonly string[]): Promise<void> {
  for (const product of products) {
    const [row] = await office.prisma.$queryRaw<
      { reserved: boolean; balanced: boolean; idle: boolean; flags: boolean }[]
    >`
      SELECT stock.allocated = coalesce(sum(line.allocated), 0) AS reserved,
        stock.on_hand = coalesce((SELECT sum(quantity) FROM stock_receipt_line WHERE product_number = ${product}), 0)
          - coalesce(sum(line.delivered), 0) AS balanced,
        stock.on_hand > stock.allocated AND coalesce(bool_or(line.waiting), false) AS idle,
        coalesce(bool_and(line.waiting
          = (line.quantity - line.delivered - line.cancelled > line.allocated)), true) AS flags
      FROM stock LEFT JOIN order_line AS line ON line.product_number = stock.product_number
      WHERE stock.product_number = ${product} GROUP BY stock.product_number`;
    expect(row).toEqual({ reserved: true, balanced: true, idle: false, flags: true });
  }
}
