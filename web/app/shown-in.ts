import type { Change } from '../../contracts/events.js';
import type { AuditEntity } from '../../contracts/vocabulary.js';

const everything = '/v1/';
export const figures = '/v1/kpis';

/** What is read again when something of a kind was changed, by the beginning of its path. */
const shownIn: Readonly<Record<AuditEntity, readonly string[]>> = {
  order: ['/v1/orders', '/v1/worklist', '/v1/preparations', '/v1/products', '/v1/quotes', '/v1/customers', figures],
  discrepancy: ['/v1/orders', '/v1/worklist', figures],
  'information-request': [figures],
  quote: ['/v1/quotes', '/v1/worklist', figures],
  delivery: ['/v1/deliveries', '/v1/preparations', '/v1/orders', '/v1/products', '/v1/worklist', figures],
  invoice: [
    '/v1/invoices',
    '/v1/billing-runs',
    '/v1/billing-previews',
    '/v1/deliveries',
    '/v1/orders',
    '/v1/customers',
    '/v1/worklist',
    '/v1/dunning-agenda',
    figures,
  ],
  complaint: ['/v1/complaints', '/v1/orders', '/v1/products', '/v1/dunning-agenda', '/v1/worklist', figures],
  claim: ['/v1/invoices', '/v1/customers', '/v1/worklist', figures],
  payment: [
    '/v1/payments',
    '/v1/invoices',
    '/v1/orders',
    '/v1/customers',
    '/v1/worklist',
    '/v1/dunning-agenda',
    figures,
  ],
  customer: ['/v1/customers', '/v1/dunning-agenda', figures],
  product: ['/v1/products', '/v1/product-costs', figures],
  'stock-receipt': ['/v1/stock/receipts', '/v1/products', '/v1/orders', '/v1/preparations', '/v1/worklist', figures],
  'tax-rate': ['/v1/order-estimates'],
  'exchange-rate': ['/v1/exchange-rates', '/v1/order-estimates'],
  'invoice-series': ['/v1/invoice-series'],
  'document-template': ['/v1/document-templates'],
  'document-logo': ['/v1/document-templates'],
  'dunning-step': ['/v1/dunning-steps', '/v1/dunning-agenda', '/v1/invoices', '/v1/customers', '/v1/worklist'],
  mail: ['/v1/mails', '/v1/worklist'],
  'work-item': ['/v1/worklist'],
  view: ['/v1/views'],
  export: [],
  capacity: ['/v1/capacities', figures],
  'acquisition-spend': ['/v1/acquisition-spends', figures],
  'month-end': ['/v1/month-ends', '/v1/worklist'],
  'billing-run': ['/v1/billing-runs', '/v1/billing-previews'],
  'move-in': [everything],
  company: [everything],
  policy: ['/v1/policies', '/v1/dunning-agenda', '/v1/worklist', figures],
  principal: ['/v1/people', '/v1/colleagues', '/v1/api-keys', '/v1/capacities', 'session'],
  person: [everything],
  session: ['/v1/sessions'],
  'api-key': ['/v1/api-keys'],
  retention: [],
  'legal-hold': ['/v1/legal-holds'],
  'idempotency-keys': [],
};

/** All texts of a key, however deep they stand. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) yield* textsOf(each);
}

/** Does a query show what changed: something that has it, or that has one of its numbers, as it is or in a path? */
export function shows(key: readonly unknown[], { entity, entityId, order, customer, invoice }: Change): boolean {
  const path = String(key[0]);
  // Told by a newer server than this page is of.
  const paths = Object.hasOwn(shownIn, entity) ? shownIn[entity] : [everything];
  if (paths.some((begin) => path.startsWith(begin))) return true;
  const texts = [...textsOf(key)];
  const numbers = [entityId, order, customer, invoice].filter((id) => id !== null);
  return numbers.some((id) => texts.some((text) => text.includes(id) || text.includes(encodeURIComponent(id))));
}
