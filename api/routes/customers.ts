import { z } from 'zod';
import { Customer, CustomerExposure, CustomerInput, CustomerPatch, ShownCustomer } from '../../contracts/customer.js';
import { CustomerNumber, Line, pageOf } from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import { pathOf } from '../../domain/paths.js';
import { createCustomer, heldOrdersOf, patchCustomer, reservedOrdersOf } from '../../prisma/commands/customers.js';
import { customerSorts, getCustomer, getCustomerExposure, listCustomers } from '../../prisma/queries/customers.js';
import type { Principal, WriteContext } from '../context.js';
import { mayUse } from '../permissions.js';
import { ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { shownCustomer } from '../shown.js';
import { etagOf } from '../etags.js';
import { changed, created, flag, isTrue, ok, one, paging, scopeOf, search, sortOf } from './answers.js';
import { servingBackorders } from './backorders.js';

const tags = ['customers'];
const NumberParams = z.strictObject({ number: CustomerNumber });

const list = defineRoute({
  method: 'get',
  path: '/v1/customers',
  permission: 'customers.list',
  summary: 'Customers with their exposure',
  description:
    '`search` looks into number, name, SIREN and VAT number; `parent` gives the members of a group, `payer` the customers ' +
    'whose invoices one pays. Credit is left out, and neither sorts nor filters, for who may not read the exposure.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(customerSorts).optional(),
    search,
    salesperson: Line(60).optional(),
    creditStop: flag.optional(),
    parent: CustomerNumber.optional(),
    payer: CustomerNumber.optional(),
  }),
  responses: { 200: pageOf(ShownCustomer) },
  async handler(ctx) {
    const filter = { ...ctx.query, creditStop: isTrue(ctx.query.creditStop) };
    refuseHidden(ctx.principal, ctx.query);
    const { body: page } = ok(await listCustomers(ctx.deps.prisma, filter, scopeOf(ctx)));
    return ok({ ...page, items: page.items.map((customer) => shownCustomer(ctx.principal, customer)) });
  },
});

/** What is not shown is not to be found out by sorting or filtering either. */
function refuseHidden(
  principal: Principal,
  { sort, creditStop }: { readonly sort?: string | undefined; readonly creditStop?: string | undefined },
): void {
  if (mayUse(principal, 'customers.exposure')) return;
  const field = creditStop !== undefined ? 'creditStop' : sort?.endsWith('exposure') ? 'sort' : null;
  if (field === null) return;
  throw new ProblemError('forbidden', said('role-not-shown-credit', { role: principal.role }), {
    field,
    remedy: said('leave-field-out', { field }),
  });
}

const get = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}',
  permission: 'customers.get',
  summary: 'A customer',
  tags,
  params: NumberParams,
  responses: { 200: ShownCustomer },
  async handler(ctx) {
    const { body: found } = one(await getCustomer(ctx.deps.prisma, ctx.params.number, scopeOf(ctx)), 'customer');
    return { status: 200, body: shownCustomer(ctx.principal, found), headers: etagOf('customer', found) };
  },
});

const exposure = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/exposure',
  permission: 'customers.exposure',
  summary: 'What a customer owes and will owe, source by source',
  tags,
  params: NumberParams,
  responses: { 200: CustomerExposure },
  async handler(ctx) {
    return one(await getCustomerExposure(ctx.deps.prisma, ctx.params.number, scopeOf(ctx)), 'customer');
  },
});

const create = defineRoute({
  method: 'post',
  path: '/v1/customers',
  permission: 'customers.create',
  summary: 'Open a customer account',
  tags,
  idempotent: true,
  body: CustomerInput,
  responses: { 201: Customer },
  problems: ['already-exists', 'customer-unknown', 'currency-mismatch'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await createCustomer(tx, ctx.body, ctx.actor), ({ number }) => pathOf('/v1/customers', number)),
    ),
});

const patch = defineRoute({
  method: 'patch',
  path: '/v1/customers/{number}',
  permission: 'customers.update',
  summary: 'Change a customer, the credit limit, or a credit stop',
  description:
    'Orders held for credit are asked again, oldest first, when the limit or the credit stop changes. Open orders ' +
    'keep the VAT regime they were entered with. Four eyes: who entered or last amended an ' +
    'order that waits for credit neither raises the limit nor lifts the stop of its customer.',
  tags,
  idempotent: true,
  params: NumberParams,
  body: CustomerPatch,
  responses: { 200: Customer },
  problems: ['currency-mismatch', 'customer-unknown', 'four-eyes'],
  async handler(ctx) {
    const { number } = ctx.params;
    const reply = await servingBackorders(() =>
      ctx.once(async (tx) => changed(await patchCustomer(tx, number, ctx.body, ctx.actor, scopeOf(ctx)))),
    );
    await tellOrders(ctx, number);
    return reply;
  },
});

/** On a repeat too: the first answer may have been lost before the orders were told. */
async function tellOrders(
  { deps, body }: WriteContext<unknown, unknown, CustomerPatch>,
  number: string,
): Promise<void> {
  const { prisma, processes } = deps;
  const touchesCredit = body.creditLimit !== undefined || body.creditStop !== undefined;
  if (touchesCredit) await processes.notifyOrders(await heldOrdersOf(prisma, number), 'creditFreed');
  if (body.creditStop === false) await processes.notifyOrders(await reservedOrdersOf(prisma, number), 'stockArrived');
}

export const customerRoutes = [list, get, exposure, create, patch];
