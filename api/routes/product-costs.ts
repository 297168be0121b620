import { z } from 'zod';
import { pageOf, ProductNumber } from '../../contracts/primitives.js';
import { ListedProductCost, ProductCost, ProductCostInput } from '../../contracts/product-cost.js';
import { setProductCost } from '../../prisma/commands/product-costs.js';
import { listProductCosts, productCostSorts } from '../../prisma/queries/product-costs.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, sortOf } from './answers.js';

const tags = ['products'];

const list = defineRoute({
  method: 'get',
  path: '/v1/product-costs',
  permission: 'product-costs.list',
  summary: 'What products cost us, and from which day on',
  description: 'In the currency of the product, the latest first. Only who may read costs reads margins.',
  tags,
  query: z.strictObject({ ...paging, sort: sortOf(productCostSorts).optional(), product: ProductNumber.optional() }),
  responses: { 200: pageOf(ListedProductCost) },
  async handler(ctx) {
    return ok(await listProductCosts(ctx.deps.prisma, ctx.query));
  },
});

const create = defineRoute({
  method: 'post',
  path: '/v1/product-costs',
  permission: 'product-costs.create',
  summary: 'Enter what a product costs us from a day on',
  description:
    'It counts for what is invoiced from that day on. A day whose cost is known keeps it: a new cost begins after today, or ' +
    'before the first one known; one that is not in force yet may be entered again.',
  tags,
  idempotent: true,
  body: ProductCostInput,
  responses: { 201: ProductCost },
  problems: ['product-unknown'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(
        await setProductCost(tx, ctx.body, ctx.actor, nowMs(ctx)),
        ({ product }) => `/v1/product-costs?product=${encodeURIComponent(product)}`,
      ),
    ),
});

export const productCostRoutes = [list, create];
