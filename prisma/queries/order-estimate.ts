import type { OrderDraftLine } from '../../contracts/process.js';
import { typedOf } from '../../domain/eco-contributions.js';
import type { OrderLineInput } from '../../contracts/order.js';
import type {
  AmendmentEstimate,
  AmendmentEstimateInput,
  LastPrice,
  OrderEstimateInput,
} from '../../contracts/order-estimate.js';
import type { Refusal } from '../../contracts/problems.js';
import { addDays } from '../../domain/calendar.js';
import { invariant } from '../../domain/invariant.js';
import { canonicalAmount, subtract, subtractQuantities } from '../../domain/money.js';
import { sketchAmendment, sketchOrder, type Sketched } from '../../domain/order-entry.js';
import {
  estimatedTotals,
  estimateOf,
  freeForAmended,
  type Estimate,
  type EstimateFacts,
  type ProductStock,
  type TypedLine,
} from '../../domain/order-estimate.js';
import { hasFallen } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { percent, price, quantity } from '../mappers.js';
import { accountColumns, accountOf, type AccountRow } from '../repositories/accounts.js';
import { orderHeldByStop } from '../repositories/credit-stop.js';
import { loweredPrices } from '../repositories/four-eyes.js';
import { firstWithReference } from '../same-reference.js';
import { stagesIn } from '../stages.js';
import { currentOrderDraft, loadOrderContext, type OrderContext } from './order-context.js';
import type { Db, Scope } from './page.js';

/** Who asks, and when. */
export type Estimating = {
  readonly principal: string;
  readonly scope: Scope;
  readonly nowMs: number;
  readonly seesCredit: boolean;
};

/** What an order that is typed still would come to. Two statements; nothing is locked, kept or reserved. */
export async function estimateOrder(
  db: Db,
  input: OrderEstimateInput,
  asking: Estimating,
): Promise<Estimate | Refusal> {
  const { customer, quote, shipTo, lines } = input;
  const products = lines.map(({ product }) => product);
  const context = await loadOrderContext(db, { customer, quote, shipTo, products }, asking.scope, asking.nowMs);
  const whole = lines.filter(isWhole);
  const sketched = sketchOrder({ ...input, origin: 'phone', lines: whole }, context);
  if (sketched.kind === 'refused') return sketched;
  return estimate(db, { lines, whole, sketched, context, order: null }, asking);
}

/** A line on record as somebody would type it: what it bears of the whole is no adjustment of its own. */
const asTyped = ({ expected: _, adjustments, ...line }: OrderDraftLine) => ({
  ...line,
  ...(adjustments && { adjustments: [...typedOf(adjustments)] }),
});

/** What an amendment that is typed still would change, in three statements; null: there is no such order in the scope. */
export async function estimateAmendment(
  db: Db,
  number: string,
  input: AmendmentEstimateInput,
  asking: Estimating,
): Promise<(Pick<AmendmentEstimate, 'before'> & { readonly after: Estimate }) | Refusal | null> {
  const current = await currentOrderDraft(db, number, asking.scope);
  if (current === null) return null;
  const { draft, version, promised } = current;
  const lines = input.lines ?? draft.lines.map(asTyped);
  const whole = lines.filter(isWhole);
  const about = { customer: draft.customer, quote: draft.quote?.number, shipTo: input.shipTo, amending: number };
  const products = lines.map(({ product }) => product);
  const context = await loadOrderContext(db, { ...about, products }, asking.scope, asking.nowMs);
  const sketched = sketchAmendment({ ...input, lines: whole }, draft, context);
  if (sketched.kind === 'refused') return sketched;
  const after = await estimate(db, { lines, whole, sketched, context, order: { number, version } }, asking);
  return { before: { version, totals: estimatedTotals(draft), lines: [...promised] }, after };
}

const isWhole = (line: OrderEstimateInput['lines'][number]): line is OrderLineInput =>
  line.quantity !== undefined && line.unitPrice !== undefined;

type Sketch = {
  readonly lines: readonly TypedLine[];
  readonly whole: readonly TypedLine[];
  readonly sketched: Sketched;
  readonly context: OrderContext;
  readonly order: { readonly number: string; readonly version: number } | null;
};

async function estimate(db: Db, sketch: Sketch, { principal, seesCredit }: Estimating): Promise<Estimate> {
  const { context, order, lines, sketched } = sketch;
  const { policies, today } = context;
  const { draft } = sketched;
  const facts = await readEstimateFacts(db, {
    customer: draft.customer,
    currency: draft.currency,
    order: order?.number ?? null,
    reference: draft.customerReference,
    principal,
    overdueBefore: addDays(today, -policies.credit.overdueToleranceDays),
    products: [...new Set(lines.map(({ product }) => product))],
  });
  const version = (order?.version ?? 0) + 1;
  return estimateOf({ ...sketch, known: context, facts, policies, version, seesCredit });
}

type Asked = {
  readonly customer: string;
  readonly currency: string;
  /** The order that is amended; null: a new one. */
  readonly order: string | null;
  readonly reference: string | null;
  /** Who types. */
  readonly principal: string;
  /** What was due before this day counts as overdue. */
  readonly overdueBefore: string;
  readonly products: readonly string[];
};

type StockRow = {
  readonly product: string;
  readonly onHand: string;
  readonly reserved: string;
  readonly own: string;
  readonly waiting: string;
};
type PriceRow = LastPrice & { readonly product: string };
type Row = AccountRow & {
  readonly own: string;
  readonly first: string | null;
  readonly lowered: Readonly<Record<string, string>>;
  readonly stock: readonly StockRow[] | null;
  readonly prices: readonly PriceRow[] | null;
};

/** Orders of a customer that are looked through for the last prices. */
const LATEST_ORDERS = 300;
const LAST_PRICES = 3;

/** What is there of the products, and, for an order that is amended, what it has kept and what others wait for. */
const stockJson = (order: string | null, products: readonly string[]): Prisma.Sql => Prisma.sql`(
  SELECT json_agg(json_build_object('product', s.product_number, 'onHand', s.on_hand::text, 'reserved', s.allocated::text,
    'own', (SELECT coalesce(sum(l.allocated), 0)::text FROM order_line l
      WHERE l.order_number = ${order ?? ''} AND l.product_number = s.product_number),
    'waiting', CASE WHEN ${order !== null} THEN (SELECT coalesce(sum(l.quantity - l.delivered - l.cancelled - l.allocated), 0)::text
      FROM order_line l JOIN sales_order o ON o.number = l.order_number
      WHERE l.waiting AND l.product_number = s.product_number AND o.number <> ${order ?? ''} AND NOT ${orderHeldByStop}) ELSE '0' END))
  FROM stock s WHERE s.product_number = ANY (${products}))`;

const pricesJson = ({ customer, order, products }: Asked): Prisma.Sql => Prisma.sql`(
  WITH latest AS MATERIALIZED (
    SELECT o.number, o.received_on FROM sales_order o
    WHERE o.customer_number = ${customer} AND o.number <> ${order ?? ''} AND o.stage NOT IN (${stagesIn(hasFallen)})
    ORDER BY o.received_at DESC, o.number DESC LIMIT ${LATEST_ORDERS}::int
  ), priced AS (
    SELECT l.product_number, l.unit_price, l.discount_percent, l.quantity, latest.received_on, latest.number,
      row_number() OVER (PARTITION BY l.product_number ORDER BY latest.received_on DESC, latest.number DESC, l.line_no) AS place
    FROM latest JOIN order_line l ON l.order_number = latest.number WHERE l.product_number = ANY (${products})
  )
  SELECT json_agg(json_build_object('product', product_number, 'unitPrice', unit_price::text,
    'discountPercent', discount_percent::text, 'quantity', quantity::text, 'on', received_on, 'order', number) ORDER BY place)
  FROM priced WHERE place <= ${LAST_PRICES}::int)`;

/** What an estimate looks up beside the order's input, in one statement. Nothing is locked. */
async function readEstimateFacts(db: Db, asked: Asked): Promise<EstimateFacts> {
  const { customer, currency, order, principal, overdueBefore, products, reference } = asked;
  const number = order ?? '';
  const [row] = await db.$queryRaw<Row[]>`
    WITH account AS MATERIALIZED (SELECT number, credit_limit, exposure, credit_stop FROM customer WHERE number = ${customer})
    SELECT ${accountColumns({ overdueBefore, order: number, decider: principal })},
      (SELECT coalesce(sum(amount), 0)::text FROM exposure
       WHERE customer_number = account.number AND kind = 'order' AND reference = ${number}) AS own,
      ${firstWithReference({ order: number, customer, reference })} AS first,
      ${loweredPrices({ order: number, actor: principal, products })} AS lowered,
      ${stockJson(order, products)} AS stock, ${pricesJson(asked)} AS prices
    FROM account`;
  invariant(row !== undefined, `customer ${customer} is gone`);
  const { facts, acts, decider } = accountOf(row, currency);
  return {
    credit: { ...facts, exposure: canonicalAmount(subtract(facts.exposure, row.own), currency) },
    acts,
    person: decider,
    first: row.first,
    lowered: row.lowered,
    stock: new Map((row.stock ?? []).map((each) => [each.product, stockOf(each)])),
    lastPrices: pricesByProduct(row.prices ?? []),
  };
}

function stockOf({ onHand, reserved, own, waiting }: StockRow): ProductStock {
  const free = subtractQuantities(onHand, reserved);
  return { onHand: quantity(onHand), reserved: quantity(reserved), free: freeForAmended({ free, own, waiting }) };
}

function pricesByProduct(rows: readonly PriceRow[]): ReadonlyMap<string, readonly LastPrice[]> {
  const byProduct = new Map<string, LastPrice[]>();
  for (const { product, ...row } of rows) {
    const told = {
      ...row,
      unitPrice: price(row.unitPrice),
      discountPercent: percent(row.discountPercent),
      quantity: quantity(row.quantity),
    };
    byProduct.set(product, [...(byProduct.get(product) ?? []), told]);
  }
  return byProduct;
}
