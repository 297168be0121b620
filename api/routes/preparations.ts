import { z } from 'zod';
import { Prepared, Preparation } from '../../contracts/preparation.js';
import { CustomerNumber, EnteredDate, OrderNumber, pageOf } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { companyToday } from '../../prisma/queries/company.js';
import { listPreparations, preparationSorts } from '../../prisma/queries/preparations.js';
import { prepareOrder } from '../../prisma/commands/preparations.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, scopeOf, sortOf } from './answers.js';

const list = defineRoute({
  method: 'get',
  path: '/v1/preparations',
  permission: 'preparations.list',
  summary: 'What is reserved and is to leave by a day, order by order, as the warehouse takes it',
  description: '`until` is today unless told. What a credit stop holds is left out.',
  tags: ['deliveries'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(preparationSorts).optional(),
    until: EnteredDate.optional(),
    customer: CustomerNumber.optional(),
  }),
  responses: { 200: pageOf(Preparation) },
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const until = ctx.query.until ?? (await companyToday(prisma, nowMs(ctx)));
    return ok(await listPreparations(prisma, { ...ctx.query, until }, scopeOf(ctx)));
  },
});

const prepare = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/preparations',
  permission: 'orders.prepare',
  summary: 'Keep that what is reserved for an order was picked and lies ready',
  description:
    'The same is kept once. What is reserved later, or leaves, undoes it; the delivery itself is told by …/deliveries.',
  tags: ['deliveries'],
  idempotent: true,
  params: z.strictObject({ number: OrderNumber }),
  body: z.strictObject({}),
  responses: { 201: Prepared },
  problems: ['not-allocated', 'over-delivery', 'credit-stopped', 'deposit-unpaid', 'order-closed', 'order-not-ready'],
  async handler(ctx) {
    const { number } = ctx.params;
    const reply = await ctx.once(async (tx) =>
      created(await prepareOrder(tx, number, ctx.actor, nowMs(ctx)), () => pathOf('/v1/orders', number)),
    );
    // On a repeat too: the first answer may have been lost before the order was told.
    await ctx.deps.processes.notifyOrders([number], 'goodsPrepared');
    return reply;
  },
});

export const preparationRoutes = [list, prepare];
