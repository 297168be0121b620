import { z } from 'zod';
import { DeliveryNumber, InvoiceNumber, OrderNumber } from '../../contracts/primitives.js';
import { getDelivery } from '../../prisma/queries/deliveries.js';
import { getDocument, getLatestDocument } from '../../prisma/queries/documents.js';
import type { StoredDocument } from '../../prisma/queries/documents.js';
import { getInvoice } from '../../prisma/queries/invoices.js';
import { isOrderVisible } from '../../prisma/queries/orders.js';
import type { ReadContext, Reply } from '../context.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';

const scopeOf = (ctx: ReadContext) => ({ salesperson: ctx.onlySalesperson });

/** The document as it was issued; when it is not written yet, whether what it is about exists at all. */
async function issued(document: StoredDocument | null, exists: () => Promise<boolean>, what: string): Promise<Reply> {
  if (document)
    return {
      status: 200,
      body: document.bytes,
      headers: { 'Content-Disposition': `inline; filename="${document.fileName.replace(/[^\w.-]/g, '_')}"` },
    };
  if (!(await exists())) throw notFound(what);
  throw new ProblemError('document-not-ready', 'The document is not written yet.', {
    remedy: 'Ask again in a moment.',
    headers: { 'Retry-After': '2' },
  });
}

const acknowledgement = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/acknowledgement.pdf',
  permission: 'orders.acknowledgement',
  summary: 'The latest acknowledgement of an order, as PDF',
  tags: ['orders'],
  params: z.strictObject({ number: OrderNumber }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const document = await getLatestDocument(prisma, number, 'acknowledgement', scopeOf(ctx));
    return issued(document, () => isOrderVisible(prisma, number, scopeOf(ctx)), 'order');
  },
});

const deliveryNote = defineRoute({
  method: 'get',
  path: '/v1/deliveries/{number}/note.pdf',
  permission: 'deliveries.note',
  summary: 'A delivery note, as PDF; with its proof of receipt once there is one',
  tags: ['deliveries'],
  params: z.strictObject({ number: DeliveryNumber }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const document =
      (await getDocument(prisma, `delivery-note:${number}:proved`, scopeOf(ctx))) ??
      (await getDocument(prisma, `delivery-note:${number}`, scopeOf(ctx)));
    return issued(document, async () => (await getDelivery(prisma, number, scopeOf(ctx))) !== null, 'delivery');
  },
});

const invoice = defineRoute({
  method: 'get',
  path: '/v1/invoices/{number}/document.pdf',
  permission: 'invoices.document',
  summary: 'An invoice, as PDF',
  tags: ['invoices'],
  params: z.strictObject({ number: InvoiceNumber }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const document = await getDocument(prisma, `invoice:${number}`, scopeOf(ctx));
    return issued(document, async () => (await getInvoice(prisma, number, scopeOf(ctx))) !== null, 'invoice');
  },
});

export const documentRoutes = [acknowledgement, deliveryNote, invoice];
