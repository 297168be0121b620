import { z } from 'zod';
import { Delivery } from '../../contracts/delivery.js';
import { DunningStep } from '../../contracts/dunning.js';
import { InvoiceSummary, ShownInvoice } from '../../contracts/invoice.js';
import { Mail } from '../../contracts/mail.js';
import { DossierPage, OrderPayment, ShownOrder, ShownOrderSummary, type DossierEntry } from '../../contracts/order.js';
import { Payment } from '../../contracts/payment.js';
import {
  CustomerNumber,
  DeliveryNumber,
  InvoiceNumber,
  Line,
  LocalDate,
  OrderNumber,
  pageOf,
  Uuid,
} from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import {
  deliveryStatuses,
  dossierKinds,
  dunningLevels,
  dunningStepStatuses,
  holdReasons,
  invoiceKinds,
  invoiceStatuses,
  lifecycleCodes,
  outgoingKinds,
  outgoingStatuses,
  orderOrigins,
  orderStages,
  type HoldReason,
} from '../../contracts/vocabulary.js';
import { deliverySorts, getDelivery, listDeliveries } from '../../prisma/queries/deliveries.js';
import { dunningStepSorts, getDunningStep, listDunningSteps } from '../../prisma/queries/dunning.js';
import { getInvoice, invoiceSorts, listInvoices } from '../../prisma/queries/invoices.js';
import { listMails, mailSorts } from '../../prisma/queries/mails.js';
import {
  getOrder,
  isOrderVisible,
  kindsOfDossier,
  listDossier,
  listOrders,
  orderSorts,
} from '../../prisma/queries/orders.js';
import type { DossierRecord, OrderRecord } from '../../prisma/queries/orders.js';
import { getPayment, listOrderPayments, listPayments, paymentSorts } from '../../prisma/queries/payments.js';
import { accountWorkflowId, orderWorkflowId } from '../../workflows/ids.js';
import { wordsOf } from '../../words/index.js';
import type { Principal, ReadContext } from '../context.js';
import { mayUse } from '../permissions.js';
import { etagOf } from '../etags.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { tellEntry, tellWait } from '../tell.js';
import { dossierBounds, isOfCredit, shownEntry, shownHold, shownInvoice, shownOrder, shownPayment } from '../shown.js';
import {
  flag,
  isTrue,
  nowMs,
  ok,
  one,
  paging,
  scopeOf,
  search,
  sortOf,
  spoken,
  tagged,
  temporalUrlOf,
} from './answers.js';

type Reader = Pick<ReadContext, 'language'>;

/** An order with what it waits for in words. */
const told = <T extends Pick<ShownOrder, 'waitsFor'>>({ language }: Reader, order: T) => ({
  ...order,
  sentence: tellWait(order.waitsFor, language),
});

const differences = ({ language }: Reader, { discrepancies, currency }: OrderRecord) =>
  discrepancies.map((one) => ({ ...one, sentence: wordsOf(language).difference(one, currency) }));

const decisions = ({ language }: Reader, { creditDecisions, currency }: OrderRecord) =>
  creditDecisions.map((one) => ({
    ...one,
    sentence: wordsOf(language).creditDecision(one, currency, wordsOf(language).say),
  }));

function dossierEntry({ language }: Reader, record: DossierRecord): DossierEntry {
  const { currency: _currency, ...entry } = record;
  return { ...entry, sentence: tellEntry(record, language) };
}

const orders = defineRoute({
  method: 'get',
  path: '/v1/orders',
  permission: 'orders.list',
  summary: 'Orders, latest first',
  description:
    "`search` looks into number, customer name and the customer's own reference. `ended`: settled, refused, rejected or cancelled. Why finance holds an order is left out, and does not filter, for who may not read the exposure.",
  tags: ['orders'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(orderSorts).optional(),
    search,
    stage: z.enum(orderStages).optional(),
    holdReason: z.enum(holdReasons).optional(),
    customer: CustomerNumber.optional(),
    origin: z.enum(orderOrigins).optional(),
    salesperson: Line(60).optional(),
    ended: flag.optional(),
    hasBackorder: flag.optional(),
    receivedFrom: LocalDate.optional(),
    receivedTo: LocalDate.optional(),
  }),
  responses: { 200: pageOf(ShownOrderSummary) },
  async handler(ctx) {
    const { ended, hasBackorder } = ctx.query;
    const filter = { ...ctx.query, ended: isTrue(ended), hasBackorder: isTrue(hasBackorder) };
    refuseHidden(ctx.principal, ctx.query.holdReason);
    const { body: page } = ok(await listOrders(ctx.deps.prisma, filter, scopeOf(ctx)));
    return spoken(ctx, {
      ...page,
      items: page.items.map((item) => told(ctx, { ...item, ...shownHold(ctx.principal, item) })),
    });
  },
});

/** What is not shown is not to be found out by filtering either. */
function refuseHidden(principal: Principal, holdReason: HoldReason | undefined): void {
  if (!isOfCredit(holdReason) || mayUse(principal, 'customers.exposure')) return;
  throw new ProblemError('forbidden', said('role-not-shown-holds', { role: principal.role }), {
    field: 'holdReason',
    remedy: said('ask-credit-hold-only'),
  });
}

const order = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}',
  permission: 'orders.get',
  summary: 'An order with lines, decisions, discrepancies, deliveries and invoices',
  tags: ['orders'],
  params: z.strictObject({ number: OrderNumber }),
  responses: { 200: ShownOrder },
  async handler(ctx) {
    const found = await getOrder(ctx.deps.prisma, ctx.params.number, scopeOf(ctx));
    if (found === null) throw notFound('order');
    const workflowId = orderWorkflowId(ctx.params.number);
    const temporalUrl = temporalUrlOf(ctx.deps, workflowId);
    const shown = shownOrder(ctx.principal, found);
    const body = {
      ...told(ctx, shown),
      ...(shown.creditDecisions !== undefined && { creditDecisions: decisions(ctx, found) }),
      discrepancies: differences(ctx, found),
      workflowId,
      temporalUrl,
    };
    const reply = spoken(ctx, body);
    return { ...reply, headers: { ...reply.headers, ...etagOf('order', found) } };
  },
});

const dossier = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/dossier',
  permission: 'orders.dossier',
  summary: 'Everything that happened to an order, or what of one kind did, in time order',
  description: '`kind`: the first word of an action; `kinds` tells which there are.',
  tags: ['orders'],
  params: z.strictObject({ number: OrderNumber }),
  query: z.strictObject({
    ...paging,
    sort: sortOf({ id: true }).optional(),
    kind: z.enum(dossierKinds).optional(),
  }),
  responses: { 200: DossierPage },
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const bounds = dossierBounds(ctx.principal);
    const { body: page } = ok(await listDossier(prisma, number, { ...ctx.query, ...bounds }, scopeOf(ctx)));
    if (page.items.length === 0 && !(await isOrderVisible(prisma, number, scopeOf(ctx)))) throw notFound('order');
    return spoken(ctx, {
      ...page,
      kinds: await kindsOfDossier(prisma, number, bounds, scopeOf(ctx)),
      items: page.items.map((entry) => dossierEntry(ctx, shownEntry(ctx.principal, entry))),
    });
  },
});

const orderPayments = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/payments',
  permission: 'orders.payments',
  summary: 'The payments that were matched to the invoices of an order, by date',
  description: 'What stands of each on each invoice; bank references are for who may read payments.',
  tags: ['orders'],
  params: z.strictObject({ number: OrderNumber }),
  query: z.strictObject({ ...paging, sort: sortOf({ date: true }).optional() }),
  responses: { 200: pageOf(OrderPayment) },
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const { number } = ctx.params;
    const { body: page } = ok(await listOrderPayments(prisma, number, ctx.query, scopeOf(ctx)));
    if (page.items.length === 0 && !(await isOrderVisible(prisma, number, scopeOf(ctx)))) throw notFound('order');
    return ok({ ...page, items: page.items.map((item) => shownPayment(ctx.principal, item)) });
  },
});

const deliveries = defineRoute({
  method: 'get',
  path: '/v1/deliveries',
  permission: 'deliveries.list',
  summary: 'Deliveries, latest first',
  description: "`search` looks into the number, the order's number and customer's reference, and the customer name.",
  tags: ['deliveries'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(deliverySorts).optional(),
    search,
    order: OrderNumber.optional(),
    customer: CustomerNumber.optional(),
    status: z.enum(deliveryStatuses).optional(),
    departedFrom: LocalDate.optional(),
    departedTo: LocalDate.optional(),
  }),
  responses: { 200: pageOf(Delivery) },
  async handler(ctx) {
    return ok(await listDeliveries(ctx.deps.prisma, ctx.query, scopeOf(ctx)));
  },
});

const delivery = defineRoute({
  method: 'get',
  path: '/v1/deliveries/{number}',
  permission: 'deliveries.get',
  summary: 'A delivery with its lines and proof of receipt',
  tags: ['deliveries'],
  params: z.strictObject({ number: DeliveryNumber }),
  responses: { 200: Delivery },
  async handler(ctx) {
    return tagged('delivery', await getDelivery(ctx.deps.prisma, ctx.params.number, scopeOf(ctx)));
  },
});

const invoices = defineRoute({
  method: 'get',
  path: '/v1/invoices',
  permission: 'invoices.list',
  summary: 'Invoices with what is open on them, latest first',
  description:
    '`search` looks into number, order number and customer name; `overdue` means open past the due date today, ' +
    '`toGive` a credit note of which something is ours to give, `lifecycle` the latest status of the French reform.',
  tags: ['invoices'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(invoiceSorts).optional(),
    search,
    customer: CustomerNumber.optional(),
    order: OrderNumber.optional(),
    status: z.enum(invoiceStatuses).optional(),
    kind: z.enum(invoiceKinds).optional(),
    overdue: flag.optional(),
    toGive: flag.optional(),
    lifecycle: z.enum(lifecycleCodes).optional(),
    issuedFrom: LocalDate.optional(),
    issuedTo: LocalDate.optional(),
    dueFrom: LocalDate.optional(),
    dueTo: LocalDate.optional(),
  }),
  responses: { 200: pageOf(InvoiceSummary) },
  async handler(ctx) {
    const filter = { ...ctx.query, overdue: isTrue(ctx.query.overdue), toGive: isTrue(ctx.query.toGive) };
    return ok(await listInvoices(ctx.deps.prisma, filter, scopeOf(ctx), nowMs(ctx)));
  },
});

const invoice = defineRoute({
  method: 'get',
  path: '/v1/invoices/{number}',
  permission: 'invoices.get',
  summary: 'An invoice with lines and payments',
  tags: ['invoices'],
  params: z.strictObject({ number: InvoiceNumber }),
  responses: { 200: ShownInvoice },
  async handler(ctx) {
    const found = await getInvoice(ctx.deps.prisma, ctx.params.number, scopeOf(ctx));
    if (found === null) throw notFound('invoice');
    const workflowId = accountWorkflowId(found.customer);
    const whole = { ...found, workflowId, temporalUrl: temporalUrlOf(ctx.deps, workflowId) };
    return { status: 200, body: shownInvoice(ctx.principal, whole), headers: etagOf('invoice', found) };
  },
});

const payments = defineRoute({
  method: 'get',
  path: '/v1/payments',
  permission: 'payments.list',
  summary: 'Payments, latest first',
  description:
    "`unallocated=true`: some of the money has found no invoice. `search` looks into bank reference, payer's text and customer name.",
  tags: ['payments'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(paymentSorts).optional(),
    search,
    customer: CustomerNumber.optional(),
    invoice: InvoiceNumber.optional(),
    unallocated: flag.optional(),
    dateFrom: LocalDate.optional(),
    dateTo: LocalDate.optional(),
  }),
  responses: { 200: pageOf(Payment) },
  async handler(ctx) {
    const filter = { ...ctx.query, unallocated: isTrue(ctx.query.unallocated) };
    return ok(await listPayments(ctx.deps.prisma, filter, scopeOf(ctx)));
  },
});

const payment = defineRoute({
  method: 'get',
  path: '/v1/payments/{id}',
  permission: 'payments.get',
  summary: 'A payment with what it paid',
  tags: ['payments'],
  params: z.strictObject({ id: Uuid }),
  responses: { 200: Payment },
  async handler(ctx) {
    return tagged('payment', await getPayment(ctx.deps.prisma, ctx.params.id, scopeOf(ctx)));
  },
});

const dunningSteps = defineRoute({
  method: 'get',
  path: '/v1/dunning-steps',
  permission: 'dunning-steps.list',
  summary: 'Dunning steps, latest first',
  tags: ['dunning'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(dunningStepSorts).optional(),
    invoice: InvoiceNumber.optional(),
    order: OrderNumber.optional(),
    customer: CustomerNumber.optional(),
    status: z.enum(dunningStepStatuses).optional(),
    level: z.enum(dunningLevels).optional(),
  }),
  responses: { 200: pageOf(DunningStep) },
  async handler(ctx) {
    return ok(await listDunningSteps(ctx.deps.prisma, ctx.query, scopeOf(ctx)));
  },
});

const dunningStep = defineRoute({
  method: 'get',
  path: '/v1/dunning-steps/{id}',
  permission: 'dunning-steps.get',
  summary: 'A dunning step',
  tags: ['dunning'],
  params: z.strictObject({ id: Line(100) }),
  responses: { 200: DunningStep },
  async handler(ctx) {
    return one(await getDunningStep(ctx.deps.prisma, ctx.params.id, scopeOf(ctx)), 'dunning-step');
  },
});

const mails = defineRoute({
  method: 'get',
  path: '/v1/mails',
  permission: 'mails.list',
  summary: 'Mails, latest first',
  description: '`search` looks into recipient, subject and Message-ID.',
  tags: ['mails'],
  query: z.strictObject({
    ...paging,
    sort: sortOf(mailSorts).optional(),
    search,
    status: z.enum(outgoingStatuses).optional(),
    kind: z.enum(outgoingKinds).optional(),
    order: OrderNumber.optional(),
    invoice: InvoiceNumber.optional(),
    customer: CustomerNumber.optional(),
  }),
  responses: { 200: pageOf(Mail) },
  async handler(ctx) {
    return ok(await listMails(ctx.deps.prisma, ctx.query, scopeOf(ctx)));
  },
});

export const readRoutes = [
  orders,
  order,
  dossier,
  orderPayments,
  deliveries,
  delivery,
  invoices,
  invoice,
  payments,
  payment,
  dunningSteps,
  dunningStep,
  mails,
];
