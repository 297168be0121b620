/**
 * Orders of a list that are not offered together with some of its filters: no index gives them, since what the filter
 * leaves stands at one end of the order. By list, order and filters.
 */
export const sortsApart = {
  '/v1/orders': {
    number: ['receivedFrom', 'receivedTo', 'hasBackorder'],
    nextDate: ['receivedFrom', 'receivedTo', 'hasBackorder'],
    gross: ['hasBackorder'],
  },
  '/v1/deliveries': { number: ['departedFrom', 'departedTo'] },
  '/v1/invoices': {
    issueDate: ['dueFrom', 'dueTo'],
    number: ['dueFrom', 'dueTo', 'issuedFrom', 'issuedTo'],
    dueDate: ['issuedFrom', 'issuedTo'],
    gross: ['issuedFrom', 'issuedTo'],
  },
  '/v1/payments': { createdAt: ['dateFrom', 'dateTo'] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Filters of a date by which a list is put in order: between its own days an order has an index, whatever else is asked. */
const filtersOf: Readonly<Record<string, readonly string[]>> = {
  issueDate: ['issuedFrom', 'issuedTo'],
  dueDate: ['dueFrom', 'dueTo'],
};

/** Is this order not offered while the list is narrowed by these? @param sort with or without `-` */
export function isApart(path: string, sort: string, given: readonly string[]): boolean {
  const apart: Readonly<Record<string, readonly string[]>> =
    path in sortsApart ? sortsApart[path as keyof typeof sortsApart] : {};
  const order = sort.replace(/^-/, '');
  const isGiven = (name: string): boolean => given.includes(name);
  return (apart[order] ?? []).some(isGiven) && !(filtersOf[order] ?? []).some(isGiven);
}

/** The lists whose views are saved, by what their path at the API ends with. */
export const listNames = [
  'orders',
  'quotes',
  'deliveries',
  'invoices',
  'payments',
  'customers',
  'products',
  'dunning-steps',
  'mails',
  'worklist',
] as const;
export type ListName = (typeof listNames)[number];
