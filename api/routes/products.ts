import { z } from 'zod';
import { OptionalLine, pageOf, ProductNumber } from '../../contracts/primitives.js';
import { Product, ProductInput, ProductPatch } from '../../contracts/product.js';
import { pathOf } from '../../domain/paths.js';
import { createProduct, patchProduct } from '../../prisma/commands/products.js';
import { getProduct, listProducts, productSorts } from '../../prisma/queries/products.js';
import { defineRoute } from '../route.js';
import { changed, created, flag, isTrue, nowMs, ok, one, paging, search, sortOf } from './answers.js';

const tags = ['products'];
const NumberParams = z.strictObject({ number: ProductNumber });

const list = defineRoute({
  method: 'get',
  path: '/v1/products',
  permission: 'products.list',
  summary: 'Products with price and stock',
  description:
    '`search` looks into number and name; `available` asks whether there is some that is promised to no order.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(productSorts).optional(),
    search,
    category: OptionalLine(60).optional(),
    active: flag.optional(),
    available: flag.optional(),
  }),
  responses: { 200: pageOf(Product) },
  async handler(ctx) {
    const { active, available } = ctx.query;
    const filter = { ...ctx.query, active: isTrue(active), available: isTrue(available) };
    return ok(await listProducts(ctx.deps.prisma, filter));
  },
});

const get = defineRoute({
  method: 'get',
  path: '/v1/products/{number}',
  permission: 'products.get',
  summary: 'A product',
  tags,
  params: NumberParams,
  responses: { 200: Product },
  async handler(ctx) {
    return one(await getProduct(ctx.deps.prisma, ctx.params.number), 'product');
  },
});

const create = defineRoute({
  method: 'post',
  path: '/v1/products',
  permission: 'products.create',
  summary: 'List a product',
  description: 'Its stock begins empty; goods come in by stock receipts.',
  tags,
  idempotent: true,
  body: ProductInput,
  responses: { 201: Product },
  problems: ['already-exists'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await createProduct(tx, ctx.body, ctx.actor, nowMs(ctx)), ({ number }) => pathOf('/v1/products', number)),
    ),
});

const patch = defineRoute({
  method: 'patch',
  path: '/v1/products/{number}',
  permission: 'products.update',
  summary: 'Change a product',
  description: 'Orders and quotes that name it keep the price they were given.',
  tags,
  idempotent: true,
  params: NumberParams,
  body: ProductPatch,
  responses: { 200: Product },
  handler: (ctx) =>
    ctx.once(async (tx) => changed(await patchProduct(tx, ctx.params.number, ctx.body, ctx.actor, nowMs(ctx)))),
});

export const productRoutes = [list, get, create, patch];
