import fc from 'fast-check';
import { expect } from 'vitest';
import type { CustomerInput } from '../../../contracts/customer.js';
import { BackordersBusyError } from '../../../prisma/repositories/stock.js';
import { draftOrder, laura, listProduct, lucie, openAccount, receiveStock, type House } from '../house.js';
import { clearInput, invoiceInput, paperOf, recordOrderInput, type OrderPaper } from '../paperwork.js';

/** What can happen to the quantities of a customer's orders, told to the house and to a book kept with a pencil. */

export type Repeat = 'once' | 'again' | 'together';
export type Happening =
  | { readonly kind: 'enter'; readonly quantities: readonly number[] }
  | { readonly kind: 'receive'; readonly product: number; readonly quantity: number }
  | {
      readonly kind: 'deliver' | 'cancel';
      readonly order: number;
      readonly line: number;
      readonly quantity: number | null;
    }
  | { readonly kind: 'amend'; readonly order: number; readonly quantities: readonly number[] }
  | { readonly kind: 'invoice'; readonly order: number };

// ---- the book kept with a pencil: whole boxes of two products at 10.00 and 20 % VAT ------------------------------------

type Line = { ordered: number; delivered: number; cancelled: number; allocated: number; invoiced: number };
export type Order = { stage: string; lines: Line[]; notes: (readonly number[])[] };
export type Book = {
  readonly onHand: number[];
  readonly orders: Order[];
  /** Whether the customer's credit has room for so many cents more. */
  readonly hasRoom: (gross: number) => boolean;
};

export const openBook = (hasRoom: Book['hasRoom'] = () => true): Book => ({ onHand: [0, 0], orders: [], hasRoom });

const openOf = (line: Line): number => line.ordered - line.delivered - line.cancelled;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const isAccepted = ({ stage }: Order): boolean => ['accepted', 'in-delivery', 'delivered'].includes(stage);
const isOpen = ({ lines }: Order): boolean => lines.some((line) => openOf(line) > 0);
const freeOf = ({ onHand, orders }: Book, product: number): number =>
  (onHand[product] ?? 0) - sum(orders.map(({ lines }) => lines[product]?.allocated ?? 0));

/** Line n of an order is of product n. */
const freshLines = (quantities: readonly number[]): Line[] =>
  quantities.map((ordered) => ({ ordered, delivered: 0, cancelled: 0, allocated: 0, invoiced: 0 }));

const takeFree = (book: Book, line: Line, product: number): void => {
  line.allocated += Math.min(openOf(line) - line.allocated, freeOf(book, product));
};

/** Free goods go to who waits for them, the oldest order first. */
function serveWaiting(book: Book): void {
  for (const order of book.orders.filter(isAccepted))
    for (const [product, line] of order.lines.entries()) takeFree(book, line, product);
}

/** Up to its stock when the account has room for it, else no further than its credit. */
export function clear(book: Book, order: Order): void {
  order.stage = 'credit-hold';
  if (book.hasRoom(grossOf(order.lines.map(({ ordered }) => ordered)))) accept(book, order);
}

export function accept(book: Book, order: Order): void {
  order.stage = 'accepted';
  for (const [product, line] of order.lines.entries()) takeFree(book, line, product);
}

/** Whether it may happen; what does not, changes nothing. */
export function note(book: Book, what: Happening): boolean {
  switch (what.kind) {
    case 'enter': {
      const order: Order = { stage: 'received', lines: freshLines(what.quantities), notes: [] };
      book.orders.push(order);
      clear(book, order);
      return true;
    }
    case 'receive':
      book.onHand[what.product] = (book.onHand[what.product] ?? 0) + what.quantity;
      serveWaiting(book);
      return true;
    case 'invoice':
      return bill(orderOf(book, what.order));
    case 'deliver':
      return deliver(book, orderOf(book, what.order), what);
    case 'cancel':
      return cancel(book, orderOf(book, what.order), what);
    case 'amend':
      return amend(book, orderOf(book, what.order), what.quantities);
  }
}

export function orderOf(book: Book, number: number): Order {
  const order = book.orders[number];
  if (order === undefined) throw new Error(`the book has no order ${number}`);
  return order;
}

type Part = { readonly line: number; readonly quantity: number | null };

function deliver(book: Book, order: Order, { line, quantity }: Part): boolean {
  const wanted = order.lines.map((each, index) => wantedOf(each.allocated, index, line, quantity));
  const fits = order.lines.every((each, index) => (wanted[index] ?? 0) <= each.allocated);
  if (!isAccepted(order) || (line >= order.lines.length && quantity !== null) || !fits || sum(wanted) === 0)
    return false;
  for (const [product, each] of order.lines.entries()) {
    each.delivered += wanted[product] ?? 0;
    each.allocated -= wanted[product] ?? 0;
    book.onHand[product] = (book.onHand[product] ?? 0) - (wanted[product] ?? 0);
  }
  order.notes.push(wanted);
  order.stage = isOpen(order) ? 'in-delivery' : 'delivered';
  return true;
}

const wantedOf = (all: number, index: number, line: number, quantity: number | null): number =>
  quantity === null ? all : index === line ? quantity : 0;

function cancel(book: Book, order: Order, { line, quantity }: Part): boolean {
  const wanted = order.lines.map((each, index) => wantedOf(openOf(each), index, line, quantity));
  const fits = order.lines.every((each, index) => (wanted[index] ?? 0) <= openOf(each));
  const admitted = isAccepted(order) || (order.stage === 'credit-hold' && quantity === null);
  if (!admitted || (line >= order.lines.length && quantity !== null) || !fits || sum(wanted) === 0) return false;
  for (const [index, each] of order.lines.entries()) {
    each.cancelled += wanted[index] ?? 0;
    each.allocated = Math.min(each.allocated, openOf(each));
  }
  if (!isOpen(order)) order.stage = order.lines.some(({ delivered }) => delivered > 0) ? 'delivered' : 'cancelled';
  serveWaiting(book);
  return true;
}

function amend(book: Book, order: Order, quantities: readonly number[]): boolean {
  if (order.stage !== 'accepted' && order.stage !== 'credit-hold') return false;
  order.lines = freshLines(quantities);
  order.stage = 'received';
  serveWaiting(book);
  clear(book, order);
  return true;
}

function bill(order: Order): boolean {
  const taken = order.notes.shift();
  if (taken === undefined) return false;
  for (const [index, line] of order.lines.entries()) line.invoiced += taken[index] ?? 0;
  return true;
}

/** In cents: 12.00 a box. */
export const grossOf = (quantities: readonly number[]): number => 1_200 * sum(quantities);

/** In cents: what is accepted, and neither invoiced nor cancelled. */
export const boundBy = (order: Order): number =>
  isAccepted(order) ? grossOf(order.lines.map((line) => line.ordered - line.invoiced - line.cancelled)) : 0;

export const pageOf = (book: Book) => ({
  stock: book.onHand.map((onHand, product) => `${onHand - freeOf(book, product)} of ${onHand}`),
  orders: book.orders.map((order) => ({
    stage: order.stage,
    bound: (boundBy(order) / 100).toFixed(2),
    lines: order.lines.map(({ ordered, delivered, cancelled, allocated, invoiced }) => ({
      ordered,
      delivered,
      cancelled,
      allocated,
      invoiced,
    })),
  })),
});

// ---- the house -------------------------------------------------------------------------------------------------------------

export type Trade = {
  readonly house: House;
  readonly customer: string;
  readonly products: readonly string[];
  readonly papers: Entered[];
};
type Entered = OrderPaper & { version: number; readonly deliveries: string[]; readonly invoices: string[] };

/** A customer of its own, and two products that nobody else orders. */
export async function openTrade(house: House, name: string, changes: Partial<CustomerInput> = {}): Promise<Trade> {
  const products = [`LEFT-${name}`, `RIGHT-${name}`];
  const customer = await openAccount(house, name, changes);
  for (const product of products) await listProduct(house, product, '0');
  return { house, customer, products, papers: [] };
}

const draftOf = ({ house, customer, products }: Trade, quantities: readonly number[]) =>
  draftOrder(
    house,
    customer,
    quantities.map((quantity, index) => ({ product: products[index] ?? '', quantity: String(quantity) })),
  );

/** A step as Temporal runs it: a line that is somebody else's for a moment is tried again. */
async function patiently<T>(step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof BackordersBusyError)) throw error;
    }
  }
}

/** Done twice, one after the other or at once, a step answers the same. */
export async function repeated<T>(repeat: Repeat, step: () => Promise<T>): Promise<T> {
  if (repeat === 'together') {
    const [first, second] = await Promise.all([patiently(step), patiently(step)]);
    expect(second).toEqual(first);
    return first;
  }
  const first = await patiently(step);
  if (repeat === 'again') expect(await patiently(step)).toEqual(first);
  return first;
}

export const paperAt = ({ papers }: Trade, order: number): Entered => {
  const paper = papers[order];
  if (paper === undefined) throw new Error(`there is no order ${order}`);
  return paper;
};

const linesOf = ({ line, quantity }: Part) =>
  quantity === null ? {} : { lines: [{ lineNo: line + 1, quantity: String(quantity) }] };

/** @returns whether it was done; a refusal is none of ours to judge here */
export async function happen(trade: Trade, what: Happening, repeat: Repeat): Promise<boolean> {
  const { house } = trade;
  const { activities, today, policies } = house;
  switch (what.kind) {
    case 'enter': {
      const paper = paperOf(house, await draftOf(trade, what.quantities));
      const input = recordOrderInput(house, paper);
      await repeated(repeat, () => activities.recordOrder(input));
      trade.papers.push({ ...paper, version: 1, deliveries: [], invoices: [] });
      return true;
    }
    case 'receive':
      await patiently(() => receiveStock(house, trade.products[what.product] ?? '', String(what.quantity)));
      return true;
    case 'deliver': {
      const paper = paperAt(trade, what.order);
      const input = { orderNumber: paper.number, actor: lucie(), today, ...linesOf(what) };
      const { answer } = await repeated(repeat, () => activities.recordDelivery(input));
      if (answer.kind === 'delivered') paper.deliveries.push(answer.number);
      return answer.kind === 'delivered';
    }
    case 'cancel': {
      const { number } = paperAt(trade, what.order);
      const input = { orderNumber: number, actor: laura(), reason: 'fewer', today, ...linesOf(what) };
      return (await repeated(repeat, () => activities.recordCancellation(input))).answer.kind === 'done';
    }
    case 'amend': {
      const paper = paperAt(trade, what.order);
      const draft = await draftOf(trade, what.quantities);
      const made = { actor: laura(), reason: 'other', baseVersion: paper.version, draft, today };
      const input = { orderNumber: paper.number, tolerance: policies.tolerance, ...made };
      const { answer, situation } = await repeated(repeat, () => activities.recordAmendment(input));
      if (answer.kind === 'refused') return false;
      paper.version += 1;
      const cleared = clearInput(house, { ...paper, situation });
      await repeated(repeat, () => activities.clearOrder(cleared));
      return true;
    }
    case 'invoice': {
      const paper = paperAt(trade, what.order);
      const number = paper.deliveries.shift();
      if (number === undefined) return false;
      const input = invoiceInput(
        { number: paper.number, delivery: { kind: 'delivered', number, departedOn: today } },
        today,
      );
      const { answer } = await repeated(repeat, () => activities.recordInvoice(input));
      paper.invoices.push(answer.number);
      return true;
    }
  }
}

/** What PostgreSQL has, as the page of the book says it. */
export async function recordOf({ house, products, papers }: Trade) {
  const stock = await house.prisma.stock.findMany({
    where: { productNumber: { in: [...products] } },
    orderBy: { productNumber: 'asc' },
  });
  const numbers = papers.map(({ number }) => number);
  const orders = await house.prisma.salesOrder.findMany({
    where: { number: { in: numbers } },
    orderBy: { number: 'asc' },
    include: { lines: { orderBy: { lineNo: 'asc' } } },
  });
  const exposures = await house.prisma.exposure.findMany({ where: { kind: 'order', reference: { in: numbers } } });
  const bound = new Map(exposures.map(({ reference, amount }) => [reference, amount.toFixed(2)]));
  return {
    stock: stock.map(({ allocated, onHand }) => `${allocated.toFixed(0)} of ${onHand.toFixed(0)}`),
    orders: orders.map(({ number, stage, lines }) => ({
      stage,
      bound: bound.get(number) ?? '0.00',
      lines: lines.map((line) => ({
        ordered: Number(line.quantity),
        delivered: Number(line.delivered),
        cancelled: Number(line.cancelled),
        allocated: Number(line.allocated),
        invoiced: Number(line.invoiced),
      })),
    })),
  };
}

// ---- what can happen ---------------------------------------------------------------------------------------------------

export const boxes = fc.integer({ min: 1, max: 6 });
export const lines = fc.array(boxes, { minLength: 1, maxLength: 2 });
export const order = fc.integer({ min: 0, max: 2 });
const part = { order, line: fc.integer({ min: 0, max: 1 }), quantity: fc.option(boxes, { freq: 3 }) };
export const repeat = fc.constantFrom<Repeat>('once', 'again', 'together');
export const happening = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('enter' as const), quantities: lines, repeat }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deliver' as const), ...part, repeat }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), ...part, repeat }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('amend' as const), order, quantities: lines, repeat }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('invoice' as const), order, repeat }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      product: fc.integer({ min: 0, max: 1 }),
      quantity: boxes,
      repeat,
    }),
  },
);
