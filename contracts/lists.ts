import { roles, workItemKinds } from './vocabulary.js';

/** Filters of a list that are given, by name. */
type Given = Readonly<Record<string, unknown>>;

/** When an order of a list is not offered. */
type Apart =
  /**
   * With some of its filters, or with one of them by a value (`name=value`): no index gives it then, since what they leave stands at one end of it. But between the days by
   * which a list is put in order, it has an index whatever else is asked: those bring it back.
   */
  | { readonly with: readonly string[]; readonly unlessWith?: readonly string[] }
  /** Without one of these filters, by one of these values. */
  | { readonly onlyBy: Readonly<Record<string, readonly string[]>> };

const received = ['receivedFrom', 'receivedTo'];
const departed = ['departedFrom', 'departedTo'];
const issued = ['issuedFrom', 'issuedTo'];
/** Kinds of invoices that are few: they stand in one order alone. */
const few = ['kind=credit-note', 'kind=corrective', 'kind=deposit'];
const due = ['dueFrom', 'dueTo'];
const dated = ['dateFrom', 'dateTo'];

/** Orders of a list that are not offered with all that it is narrowed by: by list and order. */
const sortsApart: Readonly<Record<string, Readonly<Record<string, Apart>>>> = {
  '/v1/orders': {
    number: { with: [...received, 'hasBackorder'] },
    nextDate: { with: [...received, 'hasBackorder'] },
    gross: { with: ['hasBackorder'] },
  },
  '/v1/deliveries': { number: { with: departed } },
  '/v1/invoices': {
    issueDate: { with: due, unlessWith: issued },
    number: { with: [...due, ...issued, ...few, 'lifecycle'] },
    dueDate: { with: [...issued, ...few, 'lifecycle'], unlessWith: due },
    gross: { with: [...issued, ...due, ...few, 'status=paid', 'lifecycle'] },
  },
  '/v1/payments': { createdAt: { with: dated }, amount: { with: dated } },
  '/v1/quotes': { net: { with: ['search'] } },
  // What logistics does is worth what its order is, and stands in no index by it.
  '/v1/worklist': {
    amount: {
      onlyBy: {
        kind: workItemKinds.filter((kind) => kind !== 'proof-missing' && kind !== 'delivery-due'),
        role: roles.filter((role) => role !== 'logistics'),
      },
    },
  },
};

/** Is this order not offered while the list is narrowed so? @param sort with or without `-` */
export function isApart(path: string, sort: string, given: Given): boolean {
  const apart = sortsApart[path]?.[sort.replace(/^-/, '')];
  if (apart === undefined) return false;
  if ('onlyBy' in apart)
    return !Object.entries(apart.onlyBy).some(([name, values]) => values.includes(String(given[name])));
  const isGiven = (filter: string): boolean => {
    const [name = '', value] = filter.split('=');
    return value === undefined ? given[name] !== undefined : given[name] === value;
  };
  return apart.with.some(isGiven) && !(apart.unlessWith ?? []).some(isGiven);
}

/** The lists that are seen whole, with the path of the API that answers each: their views are saved, and each is written as a file. */
export const listPaths = {
  orders: '/v1/orders',
  quotes: '/v1/quotes',
  deliveries: '/v1/deliveries',
  invoices: '/v1/invoices',
  payments: '/v1/payments',
  complaints: '/v1/complaints',
  customers: '/v1/customers',
  products: '/v1/products',
  'product-costs': '/v1/product-costs',
  stock: '/v1/products',
  'stock-receipts': '/v1/stock/receipts',
  'dunning-steps': '/v1/dunning-steps',
  mails: '/v1/mails',
  worklist: '/v1/worklist',
  'month-ends': '/v1/month-ends',
  capacities: '/v1/capacities',
  'acquisition-spends': '/v1/acquisition-spends',
  'move-ins': '/v1/move-ins',
  people: '/v1/people',
  'api-keys': '/v1/api-keys',
  sessions: '/v1/sessions',
} as const;
export type ListName = keyof typeof listPaths;
export const listNames = Object.keys(listPaths) as readonly ListName[];
