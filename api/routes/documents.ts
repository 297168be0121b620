import { z } from 'zod';
import { creditNoteXml, invoiceXml } from '../../documents/e-invoice/index.js';
import { documentIds } from '../../contracts/ids.js';
import {
  DeliveryNumber,
  InvoiceNumber,
  LetterNumber,
  OrderNumber,
  QuoteNumber,
  StatementNumber,
} from '../../contracts/primitives.js';
import { said, type Thing } from '../../contracts/said.js';
import { invoiceSyntaxes, type InvoiceSyntax } from '../../contracts/vocabulary.js';
import type { DocumentFile } from '../../prisma/document-store.js';
import { getDelivery } from '../../prisma/queries/deliveries.js';
import {
  findDeliveryNote,
  findDocument,
  findElectronic,
  findOfVersion,
  findQuoteDocument,
  isMovedIn,
  type ElectronicDocument,
} from '../../prisma/queries/documents.js';
import { getInvoice } from '../../prisma/queries/invoices.js';
import { getOrderMessage } from '../../prisma/queries/order-messages.js';
import { getQuote } from '../../prisma/queries/quotes.js';
import { isOrderVisible } from '../../prisma/queries/orders.js';
import type { ReadContext, Reply } from '../context.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute, XML } from '../route.js';

const scopeOf = (ctx: ReadContext) => ({ salesperson: ctx.onlySalesperson });

/**
 * The document as it was issued, by the key that it was found under; who comes before it is rendered waits until a worker
 * has done so. When it is not issued yet, whether what it is about exists at all.
 */
async function answer(
  { deps }: ReadContext,
  id: string | null,
  exists: () => Promise<boolean>,
  what: Thing,
  isMovedIn: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<Reply> {
  if (id !== null) return issuedFile(deps, id);
  throw await missing(exists, what, isMovedIn);
}

/** Why there is no document. */
async function missing(
  exists: () => Promise<boolean>,
  what: Thing,
  isMovedIn: () => Promise<boolean>,
): Promise<ProblemError> {
  if (!(await exists())) return notFound(what);
  return (await isMovedIn()) ? elsewhere() : notReady('document-not-issued');
}

/** The file of a document that is issued, rendered now where nobody has asked for it yet. */
export const issuedFile = async (deps: ReadContext['deps'], id: string): Promise<Reply> =>
  fileReply(await fileOf(deps, id));

async function fileOf({ documents, processes }: ReadContext['deps'], id: string): Promise<DocumentFile> {
  const [kept] = await documents.get([id]);
  if (kept) return kept;
  await processes.render(id);
  const [rendered] = await documents.get([id]);
  if (!rendered) throw notReady('document-not-issued');
  return rendered;
}

const fileReply = ({ bytes, fileName }: DocumentFile): Reply => ({
  status: 200,
  body: bytes,
  headers: { 'Content-Disposition': `inline; filename="${fileName.replace(/[^\w.-]/g, '_')}"` },
});

/** What will be there in a moment. */
export const notReady = (what: 'document-not-issued' | 'mail-not-written'): ProblemError =>
  new ProblemError('document-not-ready', said(what), { headers: { 'Retry-After': '2' } });

/** What was moved in was issued by another system. */
const elsewhere = (): ProblemError =>
  new ProblemError('not-found', said('issued-by-other-system'), {
    remedy: said('look-in-other-system'),
  });

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
    const id = await findOfVersion(prisma, 'acknowledgement', { order: number }, scopeOf(ctx));
    const exists = () => isOrderVisible(prisma, number, scopeOf(ctx));
    return answer(ctx, id, exists, 'order', () => isMovedIn(prisma, 'sales_order', number));
  },
});

const orderResponse = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/order-response.xml',
  permission: 'orders.response',
  summary: 'What was answered to the message that an order came as, as UBL 2.1 OrderResponse',
  description: 'Issued with each acknowledgement, and with a refusal. Without `version` the latest.',
  tags: ['orders'],
  params: z.strictObject({ number: OrderNumber }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  responses: { 200: XML },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const of = { order: number, version: ctx.query.version };
    const id = await findOfVersion(prisma, 'order-response', of, scopeOf(ctx));
    const exists = async () => (await getOrderMessage(prisma, number, scopeOf(ctx))) !== null;
    return answer(ctx, id, exists, 'document');
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
    const id = await findDeliveryNote(prisma, number, scopeOf(ctx));
    const exists = async () => (await getDelivery(prisma, number, scopeOf(ctx))) !== null;
    return answer(ctx, id, exists, 'delivery', () => isMovedIn(prisma, 'delivery', number));
  },
});

const invoice = defineRoute({
  method: 'get',
  path: '/v1/invoices/{number}/document.pdf',
  permission: 'invoices.document',
  summary: 'An invoice or a credit note, as PDF',
  tags: ['invoices'],
  params: z.strictObject({ number: InvoiceNumber }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const id = await findDocument(prisma, [documentIds.invoice(number), documentIds.creditNote(number)], scopeOf(ctx));
    const exists = async () => (await getInvoice(prisma, number, scopeOf(ctx))) !== null;
    return answer(ctx, id, exists, 'invoice', () => isMovedIn(prisma, 'invoice', number));
  },
});

/** What the XML of an invoice is named, so that the two do not take each other's place. */
const xmlName = (number: string, syntax: InvoiceSyntax): string => `${number.replace(/[^\w.-]/g, '_')}-${syntax}.xml`;

/** An invoice or a credit note in one of the two syntaxes. */
export const xmlOf = (issued: ElectronicDocument, syntax: InvoiceSyntax): string =>
  issued.kind === 'invoice' ? invoiceXml(issued.snapshot, syntax) : creditNoteXml(issued.snapshot, syntax);

const electronicInvoice = defineRoute({
  method: 'get',
  path: '/v1/invoices/{number}/document.xml',
  permission: 'invoices.xml',
  summary: 'An invoice or a credit note as XML of EN 16931: CII, as in the PDF (Factur-X), or UBL (Peppol)',
  tags: ['invoices'],
  params: z.strictObject({ number: InvoiceNumber }),
  query: z.strictObject({
    syntax: z.enum(invoiceSyntaxes).optional().meta({ description: 'Omitted: `cii`.' }),
  }),
  responses: { 200: 'application/xml' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const { syntax = 'cii' } = ctx.query;
    const issued = await findElectronic(prisma, number, scopeOf(ctx));
    if (issued === null) {
      const known = await getInvoice(prisma, number, scopeOf(ctx));
      if (known?.kind === 'credit-note') throw new ProblemError('not-found', said('credit-note-without-xml'));
      const isKnown = () => Promise.resolve(known !== null);
      throw await missing(isKnown, 'invoice', () => isMovedIn(prisma, 'invoice', number));
    }
    return {
      status: 200,
      body: new TextEncoder().encode(xmlOf(issued, syntax)),
      headers: { 'Content-Disposition': `attachment; filename="${xmlName(number, syntax)}"` },
    };
  },
});

const dunningLetter = defineRoute({
  method: 'get',
  path: '/v1/dunning-letters/{number}/document.pdf',
  permission: 'dunning-letters.document',
  summary: 'A letter of dunning, as PDF',
  tags: ['dunning'],
  params: z.strictObject({ number: LetterNumber }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const id = await findDocument(ctx.deps.prisma, [documentIds.dunningLetter(ctx.params.number)], scopeOf(ctx));
    return answer(ctx, id, () => Promise.resolve(false), 'letter');
  },
});

const quote = defineRoute({
  method: 'get',
  path: '/v1/quotes/{number}/document.pdf',
  permission: 'quotes.document',
  summary: 'A quote as it was sent, as PDF',
  description: 'Without `version` as it was sent last.',
  tags: ['quotes'],
  params: z.strictObject({ number: QuoteNumber }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const id = await findQuoteDocument(prisma, number, ctx.query.version ?? null, scopeOf(ctx));
    const exists = async () => (await getQuote(prisma, number, scopeOf(ctx))) !== null;
    return answer(ctx, id, exists, 'quote');
  },
});

const statement = defineRoute({
  method: 'get',
  path: '/v1/statements/{number}/document.pdf',
  permission: 'customers.statement',
  summary: 'A statement of account, as PDF',
  tags: ['customers'],
  params: z.strictObject({ number: StatementNumber }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const id = await findDocument(ctx.deps.prisma, [documentIds.statement(ctx.params.number)], scopeOf(ctx));
    return answer(ctx, id, () => Promise.resolve(false), 'document');
  },
});

export const documentRoutes = [
  acknowledgement,
  orderResponse,
  deliveryNote,
  invoice,
  electronicInvoice,
  dunningLetter,
  quote,
  statement,
];
