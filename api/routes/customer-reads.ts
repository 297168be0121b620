import { z } from 'zod';
import { CustomerHabits, LikelyDouble } from '../../contracts/customer-habits.js';
import { DossierEntry } from '../../contracts/order.js';
import { CustomerNumber, OptionalLine, pageOf } from '../../contracts/primitives.js';
import { customerHabits, likelyDoubles } from '../../prisma/queries/customer-habits.js';
import { getCustomer } from '../../prisma/queries/customers.js';
import { listCustomerChanges } from '../../prisma/queries/orders.js';
import { notFound } from '../problem.js';
import { defineRoute } from '../route.js';
import { shownEntry } from '../shown.js';
import { tellEntry } from '../tell.js';
import { nowMs, ok, one, paging, scopeOf, spoken } from './answers.js';

const tags = ['customers'];
const params = z.strictObject({ number: CustomerNumber });

const habits = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/habits',
  permission: 'customers.habits',
  summary: 'What a customer usually orders, how often, and how it pays',
  description: 'Of the last 365 days. Mean days to pay are of each allocation that stands, weighted by its amount.',
  tags,
  params,
  responses: { 200: CustomerHabits },
  handler: async (ctx) =>
    one(await customerHabits(ctx.deps.prisma, ctx.params.number, scopeOf(ctx), nowMs(ctx)), 'customer'),
});

const changes = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/changes',
  permission: 'customers.changes',
  summary: 'Who changed what of a customer, its addresses and contacts, and what it was before; the last first',
  tags,
  params,
  query: z.strictObject(paging),
  responses: { 200: pageOf(DossierEntry) },
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const { body: page } = ok(await listCustomerChanges(prisma, number, ctx.query, scopeOf(ctx)));
    if (page.items.length === 0 && (await getCustomer(prisma, number, scopeOf(ctx))) === null)
      throw notFound('customer');
    return spoken(ctx, {
      ...page,
      items: page.items.map((entry) => {
        const { currency: _, ...shown } = shownEntry(ctx.principal, entry);
        return { ...shown, sentence: tellEntry(entry, ctx.language) };
      }),
    });
  },
});

const doubles = defineRoute({
  method: 'get',
  path: '/v1/customer-doubles',
  permission: 'customers.doubles',
  summary: 'Customers on record that a new one may be',
  description: 'Of its SIREN, its VAT number, or a name much like its own, in this order; at most 10.',
  tags,
  query: z.strictObject({
    name: OptionalLine(120).optional(),
    siren: OptionalLine(30).optional(),
    vatNumber: OptionalLine(30).optional(),
  }),
  responses: { 200: z.strictObject({ items: z.array(LikelyDouble) }) },
  async handler(ctx) {
    const { name = '', siren = '', vatNumber = '' } = ctx.query;
    const asked = { name, siren: compact(siren), vatNumber: compact(vatNumber) };
    return { status: 200, body: { items: [...(await likelyDoubles(ctx.deps.prisma, asked))] } };
  },
});

/** As it is on record: capitals, no spaces; null: nothing yet. */
const compact = (text: string): string | null => text.replaceAll(/[\s.]/g, '').toUpperCase() || null;

export const customerReadRoutes = [habits, changes, doubles];
