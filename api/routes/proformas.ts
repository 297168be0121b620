import { z } from 'zod';
import { documentIds } from '../../contracts/ids.js';
import { OrderNumber, QuoteNumber } from '../../contracts/primitives.js';
import { ProformaReceipt } from '../../contracts/proforma.js';
import { pathOf } from '../../domain/paths.js';
import { makeOrderProforma, makeQuoteProforma } from '../../prisma/commands/proformas.js';
import { findDocument } from '../../prisma/queries/documents.js';
import type { ReadContext, WriteContext } from '../context.js';
import { notFound } from '../problem.js';
import { defineRoute } from '../route.js';
import { created, nowMs, scopeOf } from './answers.js';
import { issuedFile } from './documents.js';

const Nothing = z.strictObject({});
const version = z.coerce.number().int().min(1).max(1_000_000);
const description =
  'What will be invoiced, at the VAT of the day, on a paper that says that it is no invoice: it has no number of a series, ' +
  'charges nothing and is posted nowhere. Each one stands as it was made; its PDF is rendered when it is read.';

type Make = typeof makeOrderProforma | typeof makeQuoteProforma;

/** Makes one more, and says where its PDF is. */
const madeOf = (of: string, make: Make) => (ctx: WriteContext<{ readonly number: string }>) =>
  ctx.once(async (tx) => {
    const { number } = ctx.params;
    const made = await make(tx, number, ctx.actor, scopeOf(ctx), nowMs(ctx));
    return created(made, (one) => pathOf(of, number, 'proformas', one.version, 'document.pdf'));
  });

async function proformaFile(ctx: ReadContext<{ readonly number: string; readonly version: number }>) {
  const { number, version: place } = ctx.params;
  const id = await findDocument(ctx.deps.prisma, [documentIds.proforma(number, place)], scopeOf(ctx));
  if (id === null) throw notFound('document');
  return issuedFile(ctx.deps, id);
}

const makeOfOrder = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/proformas',
  permission: 'orders.proforma',
  summary: 'Make a proforma of an order',
  description,
  tags: ['orders'],
  idempotent: true,
  params: z.strictObject({ number: OrderNumber }),
  body: Nothing,
  responses: { 201: ProformaReceipt },
  problems: ['order-closed'],
  handler: madeOf('/v1/orders', makeOrderProforma),
});

const makeOfQuote = defineRoute({
  method: 'post',
  path: '/v1/quotes/{number}/proformas',
  permission: 'quotes.proforma',
  summary: 'Make a proforma of a quote',
  description,
  tags: ['quotes'],
  idempotent: true,
  params: z.strictObject({ number: QuoteNumber }),
  body: Nothing,
  responses: { 201: ProformaReceipt },
  problems: ['quote-unusable', 'product-unknown'],
  handler: madeOf('/v1/quotes', makeQuoteProforma),
});

const ofOrder = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/proformas/{version}/document.pdf',
  permission: 'orders.proforma-document',
  summary: 'A proforma of an order, as PDF',
  tags: ['orders'],
  params: z.strictObject({ number: OrderNumber, version }),
  responses: { 200: 'application/pdf' },
  handler: proformaFile,
});

const ofQuote = defineRoute({
  method: 'get',
  path: '/v1/quotes/{number}/proformas/{version}/document.pdf',
  permission: 'quotes.proforma-document',
  summary: 'A proforma of a quote, as PDF',
  tags: ['quotes'],
  params: z.strictObject({ number: QuoteNumber, version }),
  responses: { 200: 'application/pdf' },
  handler: proformaFile,
});

export const proformaRoutes = [makeOfOrder, makeOfQuote, ofOrder, ofQuote];
