import type { Page } from '../../contracts/primitives.js';
import type { Preparation } from '../../contracts/preparation.js';
import type { Refusal } from '../../contracts/problems.js';
import { Prisma } from '../generated/client.js';
import { preparationOf } from '../mappers.js';
import { preparedOf } from '../prepared.js';
import type { PreparationRow } from '../rows.js';
import { dueByDay, dueByOrder, dueDay, leavesBy, orderLeavesBy } from './due.js';
import { readPage, visibleOf, when, type Db, type PageRequest, type Scope } from './page.js';

const number = Prisma.sql`sales_order.number`;

const columns = Prisma.sql`
  sales_order.number AS "order", customer.number AS customer, customer.name AS "customerName",
  sales_order.customer_reference AS "customerReference", ${dueDay} AS on, sales_order.parties -> 'shipTo' -> 'address' AS address,
  (SELECT json_agg(json_build_object('lineNo', l.line_no, 'product', l.product_number, 'description', l.description, 'unit', l.unit,
      'quantity', l.allocated::text, 'promised', l.last_confirmed_date) ORDER BY l.line_no)
    FROM order_line l WHERE l.order_number = sales_order.number AND l.allocated > 0) AS lines,
  (SELECT count(*)::int FROM order_line l WHERE l.order_number = sales_order.number AND l.waiting) AS backordered,
  ${preparedOf(number)} AS prepared`;

export const preparationSorts = {
  on: { expression: dueDay, type: 'date' },
  order: { expression: Prisma.sql`due.order_number`, type: 'text' },
} as const;
export type PreparationSort = keyof typeof preparationSorts;

export type PreparationFilter = PageRequest<PreparationSort> & {
  /** Promised for this day or before. */
  readonly until: string;
  readonly customer?: string | undefined;
};

const isByOrder = ({ sort }: PreparationFilter): boolean => sort === 'order' || sort === '-order';

/** What is reserved and is to leave by a day, order by order; what a credit stop holds stays. */
export function listPreparations(
  db: Db,
  filter: PreparationFilter,
  scope: Scope,
): Promise<Page<Preparation> | Refusal> {
  const until = Prisma.sql`${filter.until}::date`;
  const isOfOne = filter.customer !== undefined;
  const list = {
    columns,
    from: isOfOne ? dueByOrder : Prisma.sql`${dueByDay} JOIN customer ON customer.number = sales_order.customer_number`,
    where: [
      visibleOf(scope, filter.customer),
      isOfOne ? orderLeavesBy(until) : leavesBy(until, isByOrder(filter) ? 'judged' : 'found'),
      when(filter.customer, (customer) => Prisma.sql`sales_order.customer_number = ${customer}`),
    ],
    id: Prisma.sql`due.order_number`,
    sorts: preparationSorts,
    defaultSort: 'on',
  } as const;
  return readPage<PreparationRow, Preparation, PreparationSort>(db, list, filter, preparationOf);
}
