import { z } from 'zod';
import { LocalDate, pageOf, ProductNumber } from '../../contracts/primitives.js';
import { ReceiptEstimate, ReceiptEstimateInput, StockReceipt, StockReceiptInput } from '../../contracts/product.js';
import { recordStockReceipt } from '../../prisma/commands/stock.js';
import { estimateReceipt, listStockReceipts, stockReceiptSorts } from '../../prisma/queries/products.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, search, sortOf } from './answers.js';
import { servingBackorders } from './backorders.js';

const tags = ['stock'];

const receive = defineRoute({
  method: 'post',
  path: '/v1/stock/receipts',
  permission: 'stock.receive',
  summary: 'Book goods in',
  description: 'Backorders waiting for them are served in the same transaction, oldest order first.',
  tags,
  idempotent: true,
  body: StockReceiptInput,
  responses: { 201: StockReceipt },
  problems: ['already-exists', 'product-unknown'],
  async handler(ctx) {
    const reply = await servingBackorders(() =>
      ctx.once(async (tx) =>
        created(await recordStockReceipt(tx, ctx.body, ctx.actor, nowMs(ctx)), () => '/v1/stock/receipts'),
      ),
    );
    // On a repeat too: the first answer may have been lost before the orders were told.
    const orders = [...new Set(reply.body.served.map((served) => served.order))];
    await ctx.deps.processes.notifyOrders(orders, 'stockArrived');
    return reply;
  },
});

const list = defineRoute({
  method: 'get',
  path: '/v1/stock/receipts',
  permission: 'stock.receipts',
  summary: 'Goods booked in, latest first, with the backorders they served',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(stockReceiptSorts).optional(),
    search,
    product: ProductNumber.optional(),
    receivedFrom: LocalDate.optional(),
    receivedTo: LocalDate.optional(),
  }),
  responses: { 200: pageOf(StockReceipt) },
  async handler(ctx) {
    return ok(await listStockReceipts(ctx.deps.prisma, ctx.query));
  },
});

const estimate = defineRoute({
  method: 'post',
  asks: true,
  path: '/v1/stock/receipt-estimates',
  permission: 'stock.estimate',
  summary: 'What goods would serve, were they booked in now',
  description: 'Waiting lines, oldest order first, with what each would get. Nothing is kept.',
  tags,
  body: ReceiptEstimateInput,
  responses: { 200: ReceiptEstimate },
  async handler(ctx) {
    return { status: 200, body: await estimateReceipt(ctx.deps.prisma, ctx.body.lines) };
  },
});

export const stockRoutes = [receive, list, estimate];
