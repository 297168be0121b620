import { z } from 'zod';
import { OrderReceipt } from '../../contracts/order.js';
import { OrderMessage, OrderMessageQuery } from '../../contracts/order-message.js';
import { OrderNumber, pageOf } from '../../contracts/primitives.js';
import type { SubmissionResult } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { ReadOrder } from '../../domain/ubl-order.js';
import { keepMessage } from '../../prisma/commands/order-messages.js';
import {
  findReceived,
  getMessageFile,
  getOrderMessage,
  type ReceivedMessage,
} from '../../prisma/queries/order-messages.js';
import { isOrderVisible } from '../../prisma/queries/orders.js';
import type { WriteContext } from '../context.js';
import { buyerOf, draftOf, productsOf, readOrder, requireUs } from '../order-messages/receive.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute, SentFile, XML } from '../route.js';
import { knownSubmission, promisedNumber, submitDraft, submitted } from '../submission.js';

const MESSAGE_BYTES = 5_000_000;

type Receiving = WriteContext<unknown, OrderMessageQuery, SentFile>;
type OrderMessageQuery = z.infer<typeof OrderMessageQuery>;

const receive = defineRoute({
  method: 'post',
  path: '/v1/order-messages',
  permission: 'orders.receive',
  summary: 'Receive an order as UBL 2.1 (Peppol BIS Ordering 3)',
  description:
    'The body is the file, at most 5 MB. What is wrong with it is told by the XPath of each element. The file is kept as it ' +
    'came; what it says beside the order is told by GET /v1/orders/{number}/messages. A customer’s number of an order is one ' +
    'order: the same file again, under any key, answers the order that it is.',
  tags: ['orders'],
  idempotent: true,
  promises: 'order-number',
  takes: XML,
  bodyBytes: MESSAGE_BYTES,
  query: OrderMessageQuery,
  body: SentFile,
  responses: { 201: OrderReceipt },
  problems: ['customer-unknown', 'product-unknown', 'quote-unusable', 'currency-mismatch', 'already-exists'],
  async handler(ctx) {
    const known = await knownSubmission(ctx);
    if (known) ctx.markReplayed();
    return submitted(known ?? (await received(ctx)));
  },
});

async function received(ctx: Receiving): Promise<SubmissionResult> {
  const asked = readOrder(ctx.body.bytes);
  await requireUs(ctx, asked);
  const customer = await buyerOf(ctx, asked);
  const earlier = await earlierOf(ctx, asked, customer);
  if (earlier !== null && earlier.stage !== null) {
    ctx.markReplayed();
    return { kind: 'received', number: earlier.order, stage: earlier.stage };
  }
  const read = await productsOf(ctx, asked, customer);
  const drafted = await draftOf(ctx, read, customer);
  const message = { format: read.facts.format, sha256: ctx.body.sha256 };
  const orderNumber = earlier?.order ?? (await kept(ctx, read, customer));
  return submitDraft(ctx, { ...drafted, orderNumber, message });
}

/** The same file, which was received before. @throws ProblemError where it is another file of the same number */
async function earlierOf({ deps, body }: Receiving, { facts }: ReadOrder, customer: string) {
  const earlier = await findReceived(deps.prisma, customer, facts.reference);
  return earlier === null ? null : sameFile(earlier, body.sha256);
}

function sameFile(earlier: ReceivedMessage, sha256: string): ReceivedMessage {
  if (earlier.sha256 === sha256) return earlier;
  throw new ProblemError('already-exists', said('ubl-reference-used', { order: earlier.order }), {
    field: '/Order/cbc:ID',
    remedy: said('ubl-take-new-reference'),
  });
}

/** Keeps the file, and says under which number its order is to be: of two at once, that of the first. */
async function kept(ctx: Receiving, read: ReadOrder, customer: string): Promise<string> {
  const { deps, body, request, actor } = ctx;
  const order = promisedNumber(request);
  const isFirst = await keepMessage(deps.prisma, {
    order,
    customer,
    facts: read.facts,
    beside: read.beside,
    sha256: body.sha256,
    content: body.bytes,
    receivedAt: deps.now(),
    receivedBy: actor.principal,
    requestId: actor.requestId,
  });
  if (isFirst) return order;
  const earlier = await earlierOf(ctx, read, customer);
  if (earlier === null) throw new Error(`A message of ${customer} was refused as known and is not there.`);
  return earlier.order;
}

const params = z.strictObject({ number: OrderNumber });

const messages = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/messages',
  permission: 'orders.messages',
  summary: 'What the message said that an order came as',
  description:
    'As it asked for the order, line by line, and all that it says that stands nowhere on the order, by XPath. None where the ' +
    'order did not come as a message.',
  tags: ['orders'],
  params,
  responses: { 200: pageOf(OrderMessage) },
  async handler({ deps, params: { number }, onlySalesperson }) {
    const scope = { salesperson: onlySalesperson };
    const found = await getOrderMessage(deps.prisma, number, scope);
    if (found === null && !(await isOrderVisible(deps.prisma, number, scope))) throw notFound('order');
    return { status: 200, body: { items: found === null ? [] : [found], nextCursor: null } };
  },
});

const messageFile = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/message.xml',
  permission: 'orders.message-file',
  summary: 'The message that an order came as, byte by byte',
  tags: ['orders'],
  params,
  responses: { 200: XML },
  async handler({ deps, params: { number }, onlySalesperson }) {
    const found = await getMessageFile(deps.prisma, number, { salesperson: onlySalesperson });
    if (found === null) throw notFound('document');
    const fileName = `${found.reference.replace(/[^\w.-]/g, '_')}.xml`;
    // Never shown in place: it is somebody else's, and XML can hold a page.
    return {
      status: 200,
      body: found.content,
      headers: { 'Content-Disposition': `attachment; filename="${fileName}"` },
    };
  },
});

export const orderMessageRoutes = [receive, messages, messageFile];
