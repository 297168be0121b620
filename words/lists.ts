import type { ShownCustomer } from '../contracts/customer.js';
import type { Delivery } from '../contracts/delivery.js';
import type { DunningStep } from '../contracts/dunning.js';
import type { InvoiceSummary } from '../contracts/invoice.js';
import type { ListName } from '../contracts/lists.js';
import type { Mail } from '../contracts/mail.js';
import type { OrderSummary } from '../contracts/order.js';
import type { Payment } from '../contracts/payment.js';
import type { ListedProductCost } from '../contracts/product-cost.js';
import type { Product, StockReceipt } from '../contracts/product.js';
import type { Quote } from '../contracts/quote.js';
import type { WorkItem } from '../contracts/work-item.js';
import { isZero } from '../domain/money.js';
import type { Spoken } from './console.js';
import { describeTerms } from './payment-terms.js';

/** What stands in a cell: `amount` and `quantity` are decimal texts, `day` a date, `moment` an instant. */
export type Kind = 'text' | 'amount' | 'quantity' | 'day' | 'moment';
export type Cell = string | number | boolean | null | undefined;

/** A column with its name and what stands in it. */
export type Told<Row, S = Spoken> = {
  readonly header: (spoken: S) => string;
  readonly value: (row: Row, spoken: S) => Cell;
};

/** A column of a list: the console shows it, and a file has it under the same name and in the same place. */
export type ListColumn<Row, Id extends string = string, S = Spoken> = Told<Row, S> & {
  readonly id: Id;
  readonly kind: Kind;
  /** Name of the API's order; left out: it is not sorted by this. */
  readonly sort?: string;
  /** Shown only to who asks for it. */
  readonly isExtra?: boolean;
  /** Of a customer's credit: only for who may see that (`customers.exposure`). */
  readonly isOfCredit?: boolean;
  /** A column of its own beside it in a file, of what the console shows in the same cell. */
  readonly beside?: Told<Row, S>;
};

type More<Row, S> = Pick<ListColumn<Row, string, S>, 'sort' | 'isExtra' | 'isOfCredit' | 'beside'>;

/** Fields of a row that a cell can hold as they are. */
type Field<Row> = { [Name in keyof Row & string]: Row[Name] extends Cell ? Name : never }[keyof Row & string];

/** Makers of the columns of a list, by what stands in each; `S`: what is said to who reads it. */
export function columnsFor<Row, S = Spoken>() {
  const of =
    (kind: Kind) =>
    <const Id extends string>(
      id: Id,
      header: Told<Row, S>['header'],
      value: Field<Row> | Told<Row, S>['value'],
      more: More<Row, S> = {},
    ): ListColumn<Row, Id, S> => ({
      id,
      kind,
      header,
      value: typeof value === 'function' ? value : (row) => row[value] as Cell,
      ...more,
    });
  return {
    text: of('text'),
    amount: of('amount'),
    quantity: of('quantity'),
    day: of('day'),
    moment: of('moment'),
  };
}

export const extra = { isExtra: true } as const;
const ofCredit = { isOfCredit: true } as const;
export const by = (sort: string) => ({ sort });

/** A customer's number, beside its name. */
const withNumber = {
  beside: {
    header: ({ t }: Spoken) => t.customers.number,
    value: ({ customer }: { readonly customer: string | null }) => customer,
  },
};

export const yesOrNo = (isSo: boolean, { t }: Spoken): string => (isSo ? t.lists.yes : t.lists.no);

const order = columnsFor<OrderSummary>();
const quote = columnsFor<Quote>();
const delivery = columnsFor<Delivery>();
const invoice = columnsFor<InvoiceSummary>();
const payment = columnsFor<Payment>();
const customer = columnsFor<ShownCustomer>();
const product = columnsFor<Product>();
const cost = columnsFor<ListedProductCost>();
const step = columnsFor<DunningStep>();
const mail = columnsFor<Mail>();
const receipt = columnsFor<StockReceipt>();
const line = columnsFor<WorkItem>();

/** The columns of each list, in their order. */
export const listColumns = {
  orders: [
    order.text('number', ({ t }) => t.orders.number, 'number', by('number')),
    order.text('customer', ({ t }) => t.orders.customer, 'customerName', withNumber),
    order.text(
      'stage',
      ({ t }) => t.orders.stage,
      ({ stage }, { words }) => words.stage[stage],
    ),
    order.text('waitsFor', ({ t }) => t.orders.waitsFor, 'sentence'),
    order.day('nextDate', ({ t }) => t.orders.nextDate, 'nextDate', by('nextDate')),
    order.amount('gross', ({ t }) => t.orders.gross, 'gross', by('gross')),
    order.moment('received', ({ t }) => t.orders.received, 'receivedAt', by('receivedAt')),
    order.text('reference', ({ t }) => t.orders.reference, 'customerReference', extra),
    order.text(
      'origin',
      ({ t }) => t.orders.origin,
      ({ origin }, { words }) => words.origin[origin],
      extra,
    ),
    order.text('salesperson', ({ t }) => t.orders.salesperson, 'salesperson', extra),
    order.amount('net', ({ t }) => t.orders.net, 'net', extra),
  ],
  quotes: [
    quote.text('number', ({ t }) => t.sales.quote, 'number', by('number')),
    quote.text('customer', ({ t }) => t.sales.customer, 'customerName', withNumber),
    quote.text(
      'status',
      ({ t }) => t.sales.status,
      ({ status }, { t }) => t.sales.quoteStatus[status],
    ),
    quote.day('validUntil', ({ t }) => t.sales.validUntil, 'validUntil', by('validUntil')),
    quote.amount('net', ({ t }) => t.orders.net, 'net', by('net')),
    quote.moment('created', ({ t }) => t.sales.created, 'createdAt', by('createdAt')),
    quote.quantity('revision', ({ t }) => t.sales.revision, 'revision'),
    quote.day('accepted', ({ t }) => t.sales.acceptedOn, 'acceptedOn', extra),
    quote.text('lost', ({ t }) => t.sales.lostReason, 'lostReason', extra),
  ],
  deliveries: [
    delivery.text('number', ({ t }) => t.logistics.number, 'number', by('number')),
    delivery.text('order', ({ t }) => t.logistics.order, 'order'),
    delivery.text('customer', ({ t }) => t.logistics.customer, 'customerName', withNumber),
    delivery.text(
      'status',
      ({ t }) => t.logistics.state,
      ({ status }, { t }) => t.logistics.status[status],
    ),
    delivery.day('departed', ({ t }) => t.logistics.departed, 'departedOn', by('departedOn')),
    delivery.day('delivered', ({ t }) => t.logistics.deliveredOn, 'deliveredOn'),
    delivery.day('proved', ({ t }) => t.logistics.proved, 'provedOn'),
    delivery.text('carrier', ({ t }) => t.logistics.carrier, 'carrier'),
    delivery.text('tracking', ({ t }) => t.logistics.tracking, 'tracking', extra),
    delivery.text('invoice', ({ t }) => t.logistics.invoice, 'invoice', extra),
  ],
  invoices: [
    invoice.text('number', ({ t }) => t.finance.invoice, 'number', by('number')),
    invoice.text('customer', ({ t }) => t.finance.customer, 'customerName', withNumber),
    invoice.day('issued', ({ t }) => t.finance.issued, 'issueDate', by('issueDate')),
    invoice.day('due', ({ t }) => t.finance.due, 'dueDate', by('dueDate')),
    invoice.amount('gross', ({ t }) => t.finance.gross, 'gross', by('gross')),
    invoice.amount('open', ({ t }) => t.finance.open, 'open', by('open')),
    invoice.text(
      'status',
      ({ t }) => t.finance.state,
      ({ status }, { t }) => t.finance.invoiceStatus[status],
    ),
    invoice.text(
      'level',
      ({ t }) => t.finance.level,
      ({ dunningLevel }, { words }) => dunningLevel && words.level[dunningLevel],
    ),
    invoice.text('order', ({ t }) => t.finance.order, 'order', extra),
    invoice.text(
      'kind',
      ({ t }) => t.finance.kind,
      ({ kind }, { t }) => t.finance.invoiceKind[kind],
      extra,
    ),
    invoice.amount('net', ({ t }) => t.finance.net, 'net', extra),
    invoice.day('settled', ({ t }) => t.finance.settled, 'settledOn', extra),
  ],
  payments: [
    payment.text('reference', ({ t }) => t.finance.reference, 'reference'),
    payment.text('customer', ({ t }) => t.finance.customer, 'customerName', withNumber),
    payment.day('date', ({ t }) => t.finance.valueDate, 'date', by('date')),
    payment.amount('amount', ({ t }) => t.finance.amount, 'amount', by('amount')),
    payment.amount('allocated', ({ t }) => t.payments.allocated, 'allocated'),
    payment.amount('unallocated', ({ t }) => t.payments.unallocated, 'unallocated'),
    payment.text('text', ({ t }) => t.payments.text, 'remittanceText'),
    payment.moment('booked', ({ t }) => t.payments.booked, 'createdAt', { ...by('createdAt'), ...extra }),
  ],
  customers: [
    customer.text('name', ({ t }) => t.customers.name, 'name', by('name')),
    customer.text('number', ({ t }) => t.customers.number, 'number', by('number')),
    customer.text(
      'city',
      ({ t }) => t.customers.city,
      ({ address: { city, countryCode } }) => `${city} (${countryCode})`,
    ),
    customer.text('salesperson', ({ t }) => t.customers.salesperson, 'salesperson'),
    customer.text(
      'terms',
      ({ t }) => t.customers.terms,
      ({ paymentTerms }, { language }) => describeTerms(paymentTerms, language),
      extra,
    ),
    customer.text('vat', ({ t }) => t.customers.vatNumber, 'vatNumber', extra),
    customer.amount('exposure', ({ t }) => t.customers.exposure, 'exposure', { ...by('exposure'), ...ofCredit }),
    customer.amount('limit', ({ t }) => t.customers.limit, 'creditLimit', ofCredit),
    customer.amount('available', ({ t }) => t.customers.available, 'creditAvailable', ofCredit),
    customer.text(
      'stop',
      ({ t }) => t.customers.stop,
      ({ creditStop }, spoken) => yesOrNo(creditStop === true, spoken),
      ofCredit,
    ),
  ],
  products: [
    product.text('number', ({ t }) => t.products.number, 'number', by('number')),
    product.text('name', ({ t }) => t.products.name, 'name', by('name')),
    product.text('unit', ({ t }) => t.products.unit, 'unit'),
    product.text('category', ({ t }) => t.products.category, 'category'),
    product.quantity('listPrice', ({ t }) => t.products.listPrice, 'listPrice'),
    product.quantity('available', ({ t }) => t.products.available, 'available', by('available')),
    product.text(
      'active',
      ({ t }) => t.products.active,
      ({ active }, spoken) => yesOrNo(active, spoken),
    ),
    product.text(
      'taxClass',
      ({ t }) => t.products.taxClass,
      ({ taxClass }, { words }) => words.taxClass[taxClass],
      extra,
    ),
    product.quantity('onHand', ({ t }) => t.products.onHand, 'onHand', extra),
    product.moment('updated', ({ t }) => t.products.updated, 'updatedAt', extra),
  ],
  'product-costs': [
    cost.text('product', ({ t }) => t.products.number, 'product', by('product')),
    cost.text('name', ({ t }) => t.products.name, 'productName'),
    cost.day('from', ({ t }) => t.products.costFrom, 'from', by('from')),
    cost.quantity('cost', ({ t }) => t.products.cost, 'cost', by('cost')),
    cost.text('currency', ({ t }) => t.lists.currency, 'currency'),
  ],
  'dunning-steps': [
    step.text(
      'level',
      ({ t }) => t.finance.level,
      ({ level }, { words }) => words.level[level],
    ),
    step.day('decided', ({ t }) => t.finance.decided, 'decidedOn', by('decidedOn')),
    step.text('customer', ({ t }) => t.finance.customer, 'customerName', withNumber),
    step.text('invoice', ({ t }) => t.finance.invoice, 'invoice'),
    step.amount('open', ({ t }) => t.finance.open, 'openAmount', by('openAmount')),
    step.amount('claimed', ({ t }) => t.finance.claimed, 'claimed'),
    step.text(
      'status',
      ({ t }) => t.finance.state,
      ({ status }, { t }) => t.finance.stepStatus[status],
    ),
    step.moment('sent', ({ t }) => t.finance.sentAt, 'sentAt'),
    step.day('next', ({ t }) => t.dunning.next, 'nextOn'),
  ],
  mails: [
    mail.text('subject', ({ t }) => t.orders.subject, 'subject'),
    mail.text('to', ({ t }) => t.orders.recipient, 'to'),
    mail.text(
      'kind',
      ({ t }) => t.finance.kind,
      ({ kind }, { t }) => t.mails.kinds[kind],
    ),
    mail.text(
      'status',
      ({ t }) => t.finance.state,
      ({ status }, { words }) => words.mailStatus[status],
    ),
    mail.moment('sent', ({ t }) => t.finance.sentAt, 'sentAt'),
    mail.moment('created', ({ t }) => t.mails.created, 'createdAt', by('createdAt')),
    mail.text('error', ({ t }) => t.mails.lastError, 'lastError', extra),
  ],
  stock: [
    product.text('number', ({ t }) => t.logistics.product, 'number', by('number')),
    product.text('name', ({ t }) => t.products.name, 'name', by('name')),
    product.text('unit', ({ t }) => t.logistics.unit, 'unit'),
    product.quantity('onHand', ({ t }) => t.logistics.onHand, 'onHand', by('onHand')),
    product.quantity('allocated', ({ t }) => t.logistics.allocated, 'allocated', by('allocated')),
    product.quantity('available', ({ t }) => t.logistics.available, 'available', by('available')),
    product.text('category', ({ t }) => t.products.category, 'category', extra),
    product.text(
      'active',
      ({ t }) => t.products.active,
      ({ active }, spoken) => yesOrNo(active, spoken),
      extra,
    ),
  ],
  'stock-receipts': [
    receipt.text('reference', ({ t }) => t.logistics.reference, 'reference', by('reference')),
    receipt.day('receivedOn', ({ t }) => t.logistics.receivedOn, 'receivedOn', by('receivedOn')),
    receipt.text(
      'lines',
      ({ t }) => t.orders.lines,
      ({ lines }, { words }) => lines.map((one) => `${one.product} × ${words.say.quantity(one.quantity)}`).join(', '),
    ),
    receipt.text(
      'served',
      ({ t }) => t.logistics.served,
      ({ served }, { words }) =>
        served
          .filter(({ quantity }) => !isZero(quantity))
          .map((one) => `${one.order} × ${words.say.quantity(one.quantity)}`)
          .join(', '),
    ),
  ],
  worklist: [
    line.text(
      'kind',
      ({ t }) => t.work.kind,
      ({ kind }, { t }) => t.work.kinds[kind],
    ),
    line.text('title', ({ t }) => t.work.line, 'title'),
    line.text('customer', ({ t }) => t.orders.customer, 'customerName', withNumber),
    line.text('sentence', ({ t }) => t.work.what, 'sentence'),
    line.amount('amount', ({ t }) => t.work.amount, 'amount', by('amount')),
    line.day('due', ({ t }) => t.work.due, 'dueOn', by('dueOn')),
    line.quantity('age', ({ t }) => t.work.ageInDays, 'ageDays'),
    line.text(
      'team',
      ({ t }) => t.work.team,
      ({ role }, { words }) => words.role[role],
    ),
    line.text(
      'owner',
      ({ t }) => t.work.owner,
      ({ assignee }, { t }) => assignee?.name ?? t.work.nobody,
    ),
    line.moment('created', ({ t }) => t.work.raised, 'createdAt', { ...by('createdAt'), ...extra }),
    line.moment('done', ({ t }) => t.work.doneAt, 'doneAt', extra),
    line.text(
      'settledBy',
      ({ t }) => t.work.settledBy,
      ({ settled }) => settled?.by.name,
      extra,
    ),
    line.text(
      'settled',
      ({ t }) => t.work.settled,
      ({ settled }) => settled?.sentence,
      extra,
    ),
    line.text('order', ({ t }) => t.finance.order, 'order', extra),
    line.text('invoice', ({ t }) => t.finance.invoice, 'invoice', extra),
    line.day('aside', ({ t }) => t.work.asideUntil, 'putAsideUntil', extra),
    line.quantity('escalations', ({ t }) => t.work.escalated, 'escalations', extra),
    line.quantity('comments', ({ t }) => t.work.comments, 'comments', extra),
  ],
} as const satisfies Partial<Record<ListName, readonly ListColumn<never>[]>>;
