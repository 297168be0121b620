import { FoundList, SearchQuery, searchKinds, type Found, type SearchKind } from '../../contracts/search.js';
import { pathOf } from '../../domain/paths.js';
import { search, type FoundRecord } from '../../prisma/queries/search.js';
import type { Scope } from '../../prisma/queries/page.js';
import { wordsOf } from '../../words/index.js';
import type { ReadContext } from '../context.js';
import { mayUse, salespersonBound, type Permission } from '../permissions.js';
import { defineRoute } from '../route.js';
import { spoken } from './answers.js';

/** What of each kind may be found is what may be read of it, and where its page is. */
const kinds = {
  order: { permission: 'orders.get', page: 'orders' },
  quote: { permission: 'quotes.get', page: 'quotes' },
  delivery: { permission: 'deliveries.get', page: 'deliveries' },
  invoice: { permission: 'invoices.get', page: 'invoices' },
  customer: { permission: 'customers.get', page: 'customers' },
  product: { permission: 'products.get', page: 'products' },
  payment: { permission: 'payments.get', page: 'payments' },
  complaint: { permission: 'complaints.get', page: 'complaints' },
} as const satisfies Readonly<Record<SearchKind, { readonly permission: Permission; readonly page: string }>>;

function scopesOf({ principal }: ReadContext): Partial<Record<SearchKind, Scope>> {
  const seen = searchKinds.filter((kind) => mayUse(principal, kinds[kind].permission));
  return Object.fromEntries(
    seen.map((kind) => [kind, { salesperson: salespersonBound(principal, kinds[kind].permission) }]),
  );
}

function told({ language }: ReadContext, found: FoundRecord): Found {
  const { kind, number, name, reference, stage, customer, amount, currency } = found;
  const isNamed = kind === 'customer' || kind === 'product' || kind === 'payment';
  const details = [
    isNamed && kind !== 'payment' ? number : null,
    isNamed ? null : name,
    stage && wordsOf(language).stage[stage],
    reference,
  ];
  return {
    kind,
    number,
    title: isNamed ? name : number,
    detail: details.filter(Boolean).join(' · '),
    customer,
    amount,
    currency,
    path: pathOf('', kinds[kind].page, number),
  };
}

const find = defineRoute({
  method: 'get',
  path: '/v1/search',
  permission: 'search.find',
  summary: 'Find by number, their reference, name of a customer or product, or exact amount',
  description:
    'At most 20, the best first: what is named by it, what has this very reference or amount, what begins with it, what holds ' +
    'it. A running number stands for all numbers that end in it; an amount is written in French or English notation. Only ' +
    'what the caller may read is found.',
  tags: ['search'],
  query: SearchQuery,
  responses: { 200: FoundList },
  async handler(ctx) {
    const { deps, query } = ctx;
    const found = await search(deps.prisma, query.text, scopesOf(ctx), deps.now().getTime());
    return spoken(ctx, { items: found.map((each) => told(ctx, each)) });
  },
});

export const searchRoutes = [find];
