import { z } from 'zod';
import { InvoiceSeries, InvoiceSeriesInput } from '../../contracts/invoice-series.js';
import { pageOf } from '../../contracts/primitives.js';
import { invoiceKinds } from '../../contracts/vocabulary.js';
import { setInvoiceSeries } from '../../prisma/commands/invoice-series.js';
import { invoiceSeriesSorts, listInvoiceSeries } from '../../prisma/queries/invoice-series.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, sortOf } from './answers.js';

const tags = ['company'];

const list = defineRoute({
  method: 'get',
  path: '/v1/invoice-series',
  permission: 'invoice-series.list',
  summary: 'What numbers of invoices begin with, by kind, origin of the order and day',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(invoiceSeriesSorts).optional(),
    kind: z.enum(invoiceKinds).optional(),
  }),
  responses: { 200: pageOf(InvoiceSeries) },
  async handler(ctx) {
    return ok(await listInvoiceSeries(ctx.deps.prisma, ctx.query, nowMs(ctx)));
  },
});

const set = defineRoute({
  method: 'post',
  path: '/v1/invoice-series',
  permission: 'invoice-series.set',
  summary: 'Begin a series of invoice numbers from a day on',
  description:
    'For all orders, or those of one origin; `prefix` null numbers these with all others again. The day lies after today and ' +
    'after the last date of the numbers of that kind; a prefix is used once. One that has not begun may be said again. ' +
    'Numbers that were given stay as they are.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  body: InvoiceSeriesInput,
  responses: { 201: InvoiceSeries },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(
        await setInvoiceSeries(tx, ctx.body, ctx.actor, nowMs(ctx)),
        ({ kind }) => `/v1/invoice-series?kind=${kind}`,
      ),
    ),
});

export const invoiceSeriesRoutes = [list, set];
