import { z } from 'zod';
import { ClaimId, LedgerReceipt, ShownAccount, WaiverInput, WriteOffInput } from '../../contracts/account.js';
import { CustomerNumber, InvoiceNumber } from '../../contracts/primitives.js';
import { claimOwner, getCustomerAccount } from '../../prisma/queries/account.js';
import { waiveClaim, writeOff } from '../../workflows/account-messages.js';
import { isRefusal, notFound, refusalProblem } from '../problem.js';
import { defineRoute } from '../route.js';
import { shownAccount } from '../shown.js';
import { one, ownerOf, paging, scopeOf } from './answers.js';
import { postedOn } from './receipts.js';

const account = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/account',
  permission: 'customers.account',
  summary: 'The account of a customer: what is open, what waits to be allocated, what was posted',
  description: 'Entries come newest first, a page at a time; above zero the customer owes more, below zero less.',
  tags: ['customers'],
  params: z.strictObject({ number: CustomerNumber }),
  query: z.strictObject(paging),
  responses: { 200: ShownAccount },
  async handler(ctx) {
    const found = await getCustomerAccount(ctx.deps.prisma, ctx.params.number, ctx.query, scopeOf(ctx));
    if (isRefusal(found)) throw refusalProblem(found);
    return one(found && shownAccount(ctx.principal, found), 'customer');
  },
});

const giveUp = defineRoute({
  method: 'post',
  path: '/v1/invoices/{number}/write-offs',
  permission: 'invoices.write-off',
  summary: 'Give up what is open of an invoice, or a part of it',
  tags: ['invoices'],
  idempotent: true,
  params: z.strictObject({ number: InvoiceNumber }),
  body: WriteOffInput,
  responses: { 200: LedgerReceipt },
  problems: ['nothing-open'],
  async handler(ctx) {
    const { number: invoice } = ctx.params;
    return postedOn(ctx, await ownerOf(ctx, invoice), writeOff, { actor: ctx.actor, invoice, ...ctx.body });
  },
});

const waive = defineRoute({
  method: 'post',
  path: '/v1/claims/{id}/waiver',
  permission: 'claims.waive',
  summary: 'Give up what is open of a claim of interest or a recovery fee',
  tags: ['customers'],
  idempotent: true,
  params: z.strictObject({ id: ClaimId }),
  body: WaiverInput,
  responses: { 200: LedgerReceipt },
  problems: ['nothing-open'],
  async handler(ctx) {
    const { id: claim } = ctx.params;
    const customer = await claimOwner(ctx.deps.prisma, claim, scopeOf(ctx));
    if (customer === null) throw notFound('claim');
    return postedOn(ctx, customer, waiveClaim, { actor: ctx.actor, claim, ...ctx.body });
  },
});

export const accountRoutes = [account, giveUp, waive];
