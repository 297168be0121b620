import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { pageOf, ProductNumber } from '../../contracts/primitives.js';
import { StockReceipt, StockReceiptInput } from '../../contracts/product.js';
import { BackordersBusyError, recordStockReceipt } from '../../prisma/commands/stock.js';
import { listStockReceipts } from '../../prisma/queries/products.js';
import type { Reply, WriteContext } from '../context.js';
import { unavailable } from '../problem.js';
import { defineRoute } from '../route.js';
import { created, ok, paging } from './answers.js';

const tags = ['stock'];
const ATTEMPTS = 8;
const PAUSE_MS = 40;

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
    const reply = await bookOnce(ctx);
    // On a repeat too: the first answer may have been lost before the orders were told.
    const orders = [...new Set(reply.body.served.map((served) => served.order))];
    await ctx.deps.processes.notifyOrders(orders, 'stockArrived');
    return reply;
  },
});

async function bookOnce(ctx: WriteContext<unknown, unknown, StockReceiptInput>): Promise<Reply<StockReceipt>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await ctx.once(async (tx) =>
        created(await recordStockReceipt(tx, ctx.body, ctx.actor), () => '/v1/stock/receipts'),
      );
    } catch (error) {
      if (!(error instanceof BackordersBusyError)) throw error;
      await pause(PAUSE_MS * attempt);
    }
  }
  throw unavailable('A backorder that these goods are for');
}

const list = defineRoute({
  method: 'get',
  path: '/v1/stock/receipts',
  permission: 'stock.receipts',
  summary: 'Goods booked in, latest first, with the backorders they served',
  tags,
  query: z.strictObject({ ...paging, product: ProductNumber.optional() }),
  responses: { 200: pageOf(StockReceipt) },
  async handler(ctx) {
    return ok(await listStockReceipts(ctx.deps.prisma, ctx.query));
  },
});

export const stockRoutes = [receive, list];
