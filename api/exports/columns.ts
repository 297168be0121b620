import type { ListName } from '../../contracts/lists.js';
import type { Language } from '../../contracts/vocabulary.js';
import { rooms as en, vocabulary as enVocabulary } from '../../words/en/console.js';
import { rooms as fr, vocabulary as frVocabulary } from '../../words/fr/console.js';

const spoken = { fr: { t: fr, words: frVocabulary }, en: { t: en, words: enVocabulary } };
export type Spoken = (typeof spoken)[Language];
export const spokenIn = (language: Language): Spoken => spoken[language];

/** What stands in a cell: `amount` and `quantity` are decimal texts, `day` a date, `moment` an instant. */
export type Kind = 'text' | 'amount' | 'quantity' | 'day' | 'moment';
/** A row as the list answers it. */
export type Row = Readonly<Record<string, unknown>>;
export type Cell = string | number | boolean | null | undefined;
const cellOf = (row: Row, field: string): Cell => row[field] as Cell;

/** A column of a file, under the id that it has in the console's list. */
export type Column = {
  readonly id: string;
  readonly header: (say: Spoken) => string;
  readonly kind: Kind;
  readonly value: (row: Row, say: Spoken) => Cell;
};

const column =
  (kind: Kind) =>
  (id: string, header: (say: Spoken) => string, field: string = id): Column => ({
    id,
    header,
    kind,
    value: (row) => cellOf(row, field),
  });
const text = column('text');
const amount = column('amount');
const quantity = column('quantity');
const day = column('day');
const moment = column('moment');

/** A word of the vocabulary, in the reader's language. */
const word = (
  id: string,
  header: (say: Spoken) => string,
  names: (say: Spoken) => Readonly<Record<string, string>>,
  field: string = id,
): Column => ({
  id,
  header,
  kind: 'text',
  value: (row, say) => {
    const said = cellOf(row, field);
    return typeof said === 'string' ? (names(say)[said] ?? said) : said;
  },
});

const customerName = (header: (say: Spoken) => string): readonly Column[] => [
  text('customer', header, 'customerName'),
  text('customer', ({ t }) => t.customers.number),
];

/** The currency of the amounts beside it. */
export const currency = text('currency', ({ t }) => t.lists.currency);

/** By list, in the order of the console's columns. */
export const columnsOf: Readonly<Partial<Record<ListName, readonly Column[]>>> = {
  orders: [
    text('number', ({ t }) => t.orders.number),
    ...customerName(({ t }) => t.orders.customer),
    word(
      'stage',
      ({ t }) => t.orders.stage,
      ({ words }) => words.stage,
    ),
    text('waitsFor', ({ t }) => t.orders.waitsFor, 'sentence'),
    day('nextDate', ({ t }) => t.orders.nextDate),
    amount('gross', ({ t }) => t.orders.gross),
    moment('received', ({ t }) => t.orders.received, 'receivedAt'),
    text('reference', ({ t }) => t.orders.reference, 'customerReference'),
    word(
      'origin',
      ({ t }) => t.orders.origin,
      ({ words }) => words.origin,
    ),
    text('salesperson', ({ t }) => t.orders.salesperson),
    amount('net', ({ t }) => t.orders.net),
  ],
  quotes: [
    text('number', ({ t }) => t.sales.quote),
    text('customer', ({ t }) => t.sales.customer),
    word(
      'status',
      ({ t }) => t.sales.status,
      ({ t }) => t.sales.quoteStatus,
    ),
    day('validUntil', ({ t }) => t.sales.validUntil),
    amount('net', ({ t }) => t.orders.net),
    moment('created', ({ t }) => t.sales.created, 'createdAt'),
    quantity('revision', ({ t }) => t.sales.revision),
    day('accepted', ({ t }) => t.sales.acceptedOn, 'acceptedOn'),
    text('lost', ({ t }) => t.sales.lostReason, 'lostReason'),
  ],
  deliveries: [
    text('number', ({ t }) => t.logistics.number),
    text('order', ({ t }) => t.logistics.order),
    text('customer', ({ t }) => t.logistics.customer),
    word(
      'status',
      ({ t }) => t.logistics.state,
      ({ t }) => t.logistics.status,
    ),
    day('departed', ({ t }) => t.logistics.departed, 'departedOn'),
    day('delivered', ({ t }) => t.logistics.deliveredOn, 'deliveredOn'),
    day('proved', ({ t }) => t.logistics.proved, 'provedOn'),
    text('carrier', ({ t }) => t.logistics.carrier),
    text('invoice', ({ t }) => t.logistics.invoice),
  ],
  invoices: [
    text('number', ({ t }) => t.finance.invoice),
    ...customerName(({ t }) => t.finance.customer),
    day('issued', ({ t }) => t.finance.issued, 'issueDate'),
    day('due', ({ t }) => t.finance.due, 'dueDate'),
    amount('gross', ({ t }) => t.finance.gross),
    amount('open', ({ t }) => t.finance.open),
    word(
      'status',
      ({ t }) => t.finance.state,
      ({ t }) => t.finance.invoiceStatus,
    ),
    word(
      'level',
      ({ t }) => t.finance.level,
      ({ words }) => words.level,
      'dunningLevel',
    ),
    text('order', ({ t }) => t.finance.order),
    word(
      'kind',
      ({ t }) => t.finance.kind,
      ({ t }) => t.finance.invoiceKind,
    ),
    amount('net', ({ t }) => t.finance.net),
    day('settled', ({ t }) => t.finance.settled, 'settledOn'),
  ],
  payments: [
    text('reference', ({ t }) => t.finance.reference),
    ...customerName(({ t }) => t.finance.customer),
    day('date', ({ t }) => t.finance.valueDate),
    amount('amount', ({ t }) => t.finance.amount),
    amount('allocated', ({ t }) => t.payments.allocated),
    amount('unallocated', ({ t }) => t.payments.unallocated),
    text('text', ({ t }) => t.payments.text, 'remittanceText'),
    moment('booked', ({ t }) => t.payments.booked, 'createdAt'),
  ],
  customers: [
    text('name', ({ t }) => t.customers.name),
    text('number', ({ t }) => t.customers.number),
    {
      ...text('city', ({ t }) => t.customers.city),
      value: ({ address }) => {
        const { city, countryCode } = address as { readonly city: string; readonly countryCode: string };
        return `${city} (${countryCode})`;
      },
    },
    text('salesperson', ({ t }) => t.customers.salesperson),
    text('vat', ({ t }) => t.customers.vatNumber, 'vatNumber'),
    amount('exposure', ({ t }) => t.customers.exposure),
    amount('limit', ({ t }) => t.customers.limit, 'creditLimit'),
    amount('available', ({ t }) => t.customers.available, 'creditAvailable'),
    {
      ...text('stop', ({ t }) => t.customers.stop),
      value: ({ creditStop }, { t }) => (creditStop === true ? t.lists.yes : t.lists.no),
    },
  ],
  products: [
    text('number', ({ t }) => t.products.number),
    text('name', ({ t }) => t.products.name),
    text('unit', ({ t }) => t.products.unit),
    text('category', ({ t }) => t.products.category),
    quantity('listPrice', ({ t }) => t.products.listPrice),
    quantity('available', ({ t }) => t.products.available),
    {
      ...text('active', ({ t }) => t.products.active),
      value: ({ active }, { t }) => (active === true ? t.lists.yes : t.lists.no),
    },
    word(
      'taxClass',
      ({ t }) => t.products.taxClass,
      ({ words }) => words.taxClass,
    ),
    quantity('onHand', ({ t }) => t.products.onHand),
    moment('updated', ({ t }) => t.products.updated, 'updatedAt'),
  ],
  'dunning-steps': [
    word(
      'level',
      ({ t }) => t.finance.level,
      ({ words }) => words.level,
    ),
    day('decided', ({ t }) => t.finance.decided, 'decidedOn'),
    ...customerName(({ t }) => t.finance.customer),
    text('invoice', ({ t }) => t.finance.invoice),
    amount('open', ({ t }) => t.finance.open, 'openAmount'),
    amount('claimed', ({ t }) => t.finance.claimed),
    word(
      'status',
      ({ t }) => t.finance.state,
      ({ t }) => t.finance.stepStatus,
    ),
    moment('sent', ({ t }) => t.finance.sentAt, 'sentAt'),
    day('next', ({ t }) => t.dunning.next, 'nextOn'),
  ],
  mails: [
    text('subject', ({ t }) => t.orders.subject),
    text('to', ({ t }) => t.orders.recipient),
    word(
      'kind',
      ({ t }) => t.finance.kind,
      ({ t }) => t.mails.kinds,
    ),
    word(
      'status',
      ({ t }) => t.finance.state,
      ({ words }) => words.mailStatus,
    ),
    moment('sent', ({ t }) => t.finance.sentAt, 'sentAt'),
    moment('created', ({ t }) => t.mails.created, 'createdAt'),
    text('error', ({ t }) => t.mails.lastError, 'lastError'),
  ],
};
