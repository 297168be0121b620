import { z } from 'zod';
import { CustomerNumber } from '../../contracts/primitives.js';
import { orderStages } from '../../contracts/vocabulary.js';
import { companyToday, getCompany } from '../../prisma/queries/company.js';
import { listOrders, listOwed, orderSorts } from '../../prisma/queries/orders.js';
import type { OrderSort } from '../../prisma/queries/orders.js';
import { mayUse } from '../permissions.js';
import { isRefusal } from '../problem.js';
import { wordsOf } from '../../words/index.js';
import type { Shown, SignedIn } from './view.js';

const PAGE_SIZE = 25;
const sorts = Object.keys(orderSorts).flatMap((name) => [name, `-${name}`]) as [OrderSort | `-${OrderSort}`];

/** What a person typed or clicked; what makes no sense is left out instead of scolded. */
const Asked = z.object({
  search: z.string().trim().min(1).max(100).optional().catch(undefined),
  stage: z.enum(orderStages).optional().catch(undefined),
  customer: CustomerNumber.optional().catch(undefined),
  backorder: z.literal('true').optional().catch(undefined),
  sort: z.enum(sorts).optional().catch(undefined),
  cursor: z.string().max(500).optional().catch(undefined),
});
type Asked = z.infer<typeof Asked>;

/** The latest orders, or those asked for, with what they wait for and what is open on them. */
export async function ordersPage(view: SignedIn, salesperson: string | null): Promise<Shown> {
  const { deps, req, language } = view;
  const asked = Asked.parse(req.query);
  const list = await read(view, asked, salesperson);
  const owed = mayUse(view.principal, 'invoices.list')
    ? await listOwed(deps.prisma, list.items, await companyToday(deps.prisma, deps.now().getTime()))
    : null;
  const { zone } = await getCompany(deps.prisma);
  const { cursor: _, ...filter } = asked;
  const data = {
    asked,
    orders: list.items,
    owed,
    columns: columnsOf(view, asked, owed !== null),
    stages: orderStages,
    today: await companyToday(deps.prisma, deps.now().getTime()),
    isFiltered: [asked.search, asked.stage, asked.customer, asked.backorder].some((value) => value !== undefined),
    newest: list.fromStart ? null : href(filter),
    older: list.nextCursor === null ? null : href({ ...filter, cursor: list.nextCursor }),
    ofCustomer: (customer: string): string => href({ customer }),
    moment: (instant: string): string => wordsOf(language).say.moment(instant, zone),
  };
  return { template: 'orders', title: wordsOf(language).pages.orders, data };
}

/** A place that belongs to another sort, or to no list at all, is the beginning. */
async function read({ deps }: SignedIn, asked: Asked, salesperson: string | null) {
  const { search, stage, customer, sort, cursor } = asked;
  const hasBackorder = asked.backorder === undefined ? undefined : true;
  const filter = { search, stage, customer, hasBackorder, sort, limit: PAGE_SIZE };
  const list = await listOrders(deps.prisma, { ...filter, cursor }, { salesperson });
  if (!isRefusal(list)) return { ...list, fromStart: cursor === undefined };
  const first = await listOrders(deps.prisma, filter, { salesperson });
  return { items: [], nextCursor: null, ...first, fromStart: true };
}

function href(query: Asked): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const text = new URLSearchParams(given).toString();
  return text === '' ? '/orders' : `/orders?${text}`;
}

type Column = {
  readonly text: string;
  readonly isNumber: boolean;
  /** Where a click sorts by it. */
  readonly href?: string;
  readonly sorted?: 'ascending' | 'descending' | undefined;
};

function columnsOf({ language }: SignedIn, asked: Asked, withOwed: boolean): readonly Column[] {
  const { pages: t } = wordsOf(language);
  const sort = asked.sort ?? '-receivedAt';
  const { cursor: _, ...filter } = asked;
  const plain = (text: string, isNumber = false): Column => ({ text, isNumber });
  const sorting = (text: string, name: OrderSort, first: OrderSort | `-${OrderSort}`, isNumber = false): Column => {
    const sorted = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined;
    const opposite = sort === name ? (`-${name}` as const) : name;
    return { text, isNumber, sorted, href: href({ ...filter, sort: sorted === undefined ? first : opposite }) };
  };
  return [
    sorting(t.order, 'number', '-number'),
    plain(t.customer),
    plain(t.stage),
    plain(t.waitsFor),
    sorting(t.nextDate, 'nextDate', 'nextDate'),
    sorting(t.amount, 'gross', '-gross', true),
    ...(withOwed ? [plain(t.open, true)] : []),
    sorting(t.received, 'receivedAt', '-receivedAt'),
  ];
}
