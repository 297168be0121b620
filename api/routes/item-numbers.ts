import { z } from 'zod';
import { ItemNumber, ItemNumberInput } from '../../contracts/item-number.js';
import { CustomerNumber, pageOf } from '../../contracts/primitives.js';
import { setItemNumber } from '../../prisma/commands/item-numbers.js';
import { getCustomer } from '../../prisma/queries/customers.js';
import { listItemNumbers } from '../../prisma/queries/item-numbers.js';
import { defineRoute } from '../route.js';
import { changed, ok, one, paging, scopeOf } from './answers.js';

const tags = ['customers'];
const OfCustomer = z.strictObject({ number: CustomerNumber });

const list = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/item-numbers',
  permission: 'customers.item-numbers',
  summary: 'What a customer calls our products',
  tags,
  params: OfCustomer,
  query: z.strictObject({ ...paging, search: z.string().max(100).optional() }),
  responses: { 200: pageOf(ItemNumber) },
  async handler(ctx) {
    one(await getCustomer(ctx.deps.prisma, ctx.params.number, scopeOf(ctx)), 'customer');
    return ok(await listItemNumbers(ctx.deps.prisma, { ...ctx.query, customer: ctx.params.number }, scopeOf(ctx)));
  },
});

const set = defineRoute({
  method: 'post',
  path: '/v1/customers/{number}/item-numbers',
  permission: 'customers.set-item-number',
  summary: 'Say which product a customer’s number of an item is',
  description:
    'By it the customer’s messages order, and its invoices name the product (EN 16931 BT-156). An item that messages name by ' +
    'its name alone is said by that. `product` null takes the number away.',
  tags,
  idempotent: true,
  params: OfCustomer,
  body: ItemNumberInput,
  responses: { 200: ItemNumber },
  problems: ['product-unknown'],
  handler: (ctx) =>
    ctx.once(async (tx) => changed(await setItemNumber(tx, ctx.params.number, ctx.body, ctx.actor, scopeOf(ctx)))),
});

export const itemNumberRoutes = [list, set];
