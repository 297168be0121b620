import { z } from 'zod';
import { CustomerNumber, pageOf, ProductNumber, QuoteNumber } from '../../contracts/primitives.js';
import {
  Quote,
  QuoteAcceptanceInput,
  QuoteInput,
  QuotePatch,
  QuoteRevision,
  QuoteRevisionInput,
  SentQuote,
} from '../../contracts/quote.js';
import { quoteStatuses } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { acceptQuote, createQuote, patchQuote, reviseQuote, sendQuote } from '../../prisma/commands/quotes.js';
import { getQuote, listQuoteRevisions, listQuotes, quoteSorts } from '../../prisma/queries/quotes.js';
import { notFound } from '../problem.js';
import { defineRoute } from '../route.js';
import { changed, created, nowMs, ok, paging, scopeOf, search, sortOf, tagged } from './answers.js';

const tags = ['quotes'];
const NumberParams = z.strictObject({ number: QuoteNumber });

const list = defineRoute({
  method: 'get',
  path: '/v1/quotes',
  permission: 'quotes.list',
  summary: 'Quotes in their current revision',
  description: '`search` looks into number and customer name.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(quoteSorts).optional(),
    search,
    customer: CustomerNumber.optional(),
    product: ProductNumber.optional(),
    status: z.enum(quoteStatuses).optional(),
  }),
  responses: { 200: pageOf(Quote) },
  async handler(ctx) {
    return ok(await listQuotes(ctx.deps.prisma, ctx.query, scopeOf(ctx), nowMs(ctx)));
  },
});

const get = defineRoute({
  method: 'get',
  path: '/v1/quotes/{number}',
  permission: 'quotes.get',
  summary: 'A quote in its current revision',
  tags,
  params: NumberParams,
  responses: { 200: Quote },
  async handler(ctx) {
    return tagged('quote', await getQuote(ctx.deps.prisma, ctx.params.number, scopeOf(ctx), nowMs(ctx)));
  },
});

const revisions = defineRoute({
  method: 'get',
  path: '/v1/quotes/{number}/revisions',
  permission: 'quotes.revisions',
  summary: 'All revisions of a quote, first to last',
  tags,
  params: NumberParams,
  responses: { 200: pageOf(QuoteRevision) },
  async handler(ctx) {
    const items = await listQuoteRevisions(ctx.deps.prisma, ctx.params.number, scopeOf(ctx));
    if (items.length === 0) throw notFound('quote');
    return { status: 200, body: { items, nextCursor: null } };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/v1/quotes',
  permission: 'quotes.create',
  summary: 'Make a quote',
  description: "Its currency is that of the customer's account.",
  tags,
  idempotent: true,
  body: QuoteInput,
  responses: { 201: Quote },
  problems: ['customer-unknown', 'product-unknown'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await createQuote(tx, ctx.body, ctx.actor, scopeOf(ctx), nowMs(ctx)), ({ number }) =>
        pathOf('/v1/quotes', number),
      ),
    ),
});

const revise = defineRoute({
  method: 'post',
  path: '/v1/quotes/{number}/revisions',
  permission: 'quotes.revise',
  summary: 'Replace validity, terms, freight and lines by a new revision',
  description:
    'An accepted quote too, when an order that differs from it is requoted: it is open again until an amendment of that ' +
    'order, or another order, accepts it.',
  tags,
  idempotent: true,
  params: NumberParams,
  body: QuoteRevisionInput,
  responses: { 201: Quote },
  problems: ['quote-closed', 'product-unknown'],
  handler: (ctx) =>
    ctx.once(async (tx) => {
      const { number } = ctx.params;
      return created(await reviseQuote(tx, number, ctx.body, ctx.actor, scopeOf(ctx), nowMs(ctx)), () =>
        pathOf('/v1/quotes', number, 'revisions'),
      );
    }),
});

const patch = defineRoute({
  method: 'patch',
  path: '/v1/quotes/{number}',
  permission: 'quotes.update',
  summary: 'Move the validity of a quote, or close it as lost',
  tags,
  idempotent: true,
  params: NumberParams,
  body: QuotePatch,
  responses: { 200: Quote },
  problems: ['quote-closed'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      changed(await patchQuote(tx, ctx.params.number, ctx.body, ctx.actor, scopeOf(ctx), nowMs(ctx))),
    ),
});

const accept = defineRoute({
  method: 'post',
  path: '/v1/quotes/{number}/acceptance',
  permission: 'quotes.accept',
  summary: "Keep the customer's acceptance of a quote",
  tags,
  idempotent: true,
  params: NumberParams,
  body: QuoteAcceptanceInput,
  responses: { 200: Quote },
  problems: ['quote-closed', 'quote-unusable'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      changed(await acceptQuote(tx, ctx.params.number, ctx.body, ctx.actor, scopeOf(ctx), nowMs(ctx))),
    ),
});

const send = defineRoute({
  method: 'post',
  path: '/v1/quotes/{number}/sendings',
  permission: 'quotes.send',
  summary: 'Send a quote to the customer, as PDF',
  description:
    'In its current revision, with the VAT of the day, to the contact for orders. Each sending issues a document of its own, ' +
    'which stands as it was sent.',
  tags,
  idempotent: true,
  params: NumberParams,
  body: z.strictObject({}),
  responses: { 201: SentQuote },
  problems: ['quote-closed', 'product-unknown'],
  async handler(ctx) {
    const { number } = ctx.params;
    const reply = await ctx.once(async (tx) =>
      created(await sendQuote(tx, number, ctx.actor, scopeOf(ctx), nowMs(ctx)), () =>
        pathOf('/v1/quotes', number, 'document.pdf'),
      ),
    );
    const customerNumber = (await getQuote(ctx.deps.prisma, number, scopeOf(ctx), nowMs(ctx)))?.customer ?? null;
    const { mail: mailId } = reply.body;
    await ctx.deps.processes.sendMail({ schemaVersion: 1, mailId, orderNumber: null, customerNumber });
    return reply;
  },
});

export const quoteRoutes = [list, get, revisions, create, revise, patch, accept, send];
