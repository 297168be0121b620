import type { Recorded, Vat } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import type { TaxRate } from '../../contracts/tax.js';
import { hasLeft } from '../../domain/delivery-statuses.js';
import { besidePrice } from '../../domain/adjustments.js';
import { canonicalAmount, canonicalPercent, canonicalPrice, canonicalQuantity } from '../../domain/money.js';
import { vatOf } from '../../domain/tax.js';
import { situationOf, type LineRecord, type OrderRecord } from '../../domain/order-record.js';
import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { depositJson, depositOf } from '../deposits.js';
import { printedMembers } from '../lines.js';
import { preparedAtOf } from '../prepared.js';
import { statusesIn } from '../stages.js';
import { taxRatesJson, vatMembers, type TaxRatesColumn } from '../vat.js';
import { orderHeldByStop } from './credit-stop.js';
import { takeNumber, takenNumber, type TakenNumber, type TakenRow } from './invoices.js';
import type { NewOutgoing } from './outgoing.js';
import { finish, inOneStep, undo, type Step, type StepRecord } from './step.js';

/** Orders to tell of what a step gave back: their reserved stock grew, or room appeared on their customer's account. */
export type Woken = { readonly stockFor: readonly string[]; readonly creditFor: readonly string[] };

/** What a step of an order leaves behind; its answer is kept under its key, with whom to wake. */
export type OrderStepRecord<A> = {
  readonly answer: A;
  readonly woken?: Woken;
} & Omit<StepRecord<A>, 'result'>;

type Stored<A> = { readonly answer: A; readonly woken: Woken };
type Done<A> = Recorded<A> & { readonly woken: Woken };

const nobody: Woken = { stockFor: [], creditFor: [] };

/**
 * Runs one step of an order, once for its business key, and says where the order stands after it. A step that was done
 * before answers what it answered then, and where the order stands now. One that was a part of another step answers null,
 * as where nothing had to be done: the other has answered for it.
 */
export function onceOnOrder<A>(
  prisma: PrismaClient,
  orderNumber: string,
  step: Step,
  work: (tx: Transaction) => Promise<OrderStepRecord<A>>,
): Promise<Done<A>> {
  return inOneStep<Stored<A> | null, Done<A>>(prisma, step, {
    first: async (tx) => {
      const { answer, woken = nobody, ...record } = await work(tx);
      const result: Stored<A> = { answer, woken };
      const row = await finish<Stored<A>, OrderJson>(tx, step.key, { ...record, result }, orderJson(orderNumber));
      return { ...result, situation: situationOf(orderOf(row && withQueued(row, record.outgoing), orderNumber)) };
    },
    again: async (tx, stored) => {
      const result = stored ?? { answer: null as A, woken: nobody };
      return { ...result, situation: situationOf(await readOrder(tx, orderNumber)) };
    },
  });
}

/** What the closing statement queues, it does not see itself. */
const withQueued = (row: OrderJson, queued: readonly NewOutgoing[] = []): OrderJson => ({
  ...row,
  toSend: [...(row.toSend ?? []), ...queued.map(({ id }) => id)],
});

/** Nothing had to be done. */
export const recordedNothing = (order: OrderRecord): Recorded<null> => ({
  answer: null,
  situation: situationOf(order),
});

/** Undoes the step: it is refused, or has nothing to do any more. Where the order stands is said all the same. */
export const undoOnOrder = (order: OrderRecord, answer: Refusal | null): never =>
  undo({ answer, woken: nobody, situation: situationOf(order) } satisfies Done<Refusal | null>);

/** Locks an order, so that what its steps read next is nobody else's any more. */
export const orderLocked = (orderNumber: string): Prisma.Sql => Prisma.sql`(
  WITH held AS MATERIALIZED (SELECT number FROM sales_order WHERE number = ${orderNumber} FOR UPDATE)
  SELECT count(*) >= 0 FROM held)`;

/**
 * Locks the customer of an order, the quote it answers when it is named, and the order: the one lock order. The customer's
 * number never changes, so that who only refers to the customer (a document, an invoice) need not wait.
 */
export const accountLocked = (orderNumber: string, quote: string | null = null): Prisma.Sql => Prisma.sql`(
  WITH account AS MATERIALIZED (
    SELECT number FROM customer
    WHERE number = (SELECT customer_number FROM sales_order WHERE number = ${orderNumber}) FOR NO KEY UPDATE
  ), quoted AS MATERIALIZED (
    SELECT number FROM quote WHERE number = ${quote} AND (SELECT count(*) FROM account) >= 0 FOR UPDATE
  ), held AS MATERIALIZED (
    SELECT number FROM sales_order WHERE number = ${orderNumber}
      AND (SELECT count(*) FROM account) + (SELECT count(*) FROM quoted) >= 0 FOR UPDATE
  )
  SELECT count(*) >= 0 FROM held)`;

const ownLines = (orderNumber: string) => Prisma.sql`
  SELECT * FROM order_line WHERE order_number = ${orderNumber} ORDER BY line_no FOR UPDATE`;

/** The order's lines and those that wait for its products: who gives stock back and serves others begins with these. */
const linesAndBackorders = (orderNumber: string) => Prisma.sql`
  SELECT * FROM order_line
  WHERE order_number = ${orderNumber} OR (waiting AND product_number IN (
    SELECT own.product_number FROM order_line AS own WHERE own.order_number = ${orderNumber}))
  ORDER BY order_number, line_no FOR UPDATE`;

/**
 * Locks the lines of an order that a statement before has locked, and reads the order.
 * @param lines `and-backorders` also locks the lines that wait for its products: two orders that give back what the other
 *   waits for then queue, where each holding its own lines and asking for the other's would give way to each other for ever
 */
export async function lockOrder(
  tx: Transaction,
  orderNumber: string,
  lines: 'own' | 'and-backorders' = 'own',
): Promise<OrderRecord> {
  const locked = lines === 'own' ? ownLines(orderNumber) : linesAndBackorders(orderNumber);
  const rows = await tx.$queryRaw<{ seen: OrderJson | null }[]>`
    WITH line AS MATERIALIZED (${locked}) SELECT ${orderJson(orderNumber, Prisma.sql`line`)} AS seen`;
  return orderOf(rows[0]?.seen, orderNumber);
}

/** What a delivery brought of a line, with the VAT that was fixed by it; of a line that it did not bring, null. */
export type DeliveredRecord = {
  readonly lineNo: number;
  readonly vat: Vat | null;
  /** Of this delivery. */
  readonly quantity: string;
  /** Of this and the deliveries before it. */
  readonly upTo: string;
};

/** An order with the rates of its country: what a step needs that fixes the VAT of goods, or looks at what was fixed. */
export type TaxedOrder = { readonly order: OrderRecord; readonly taxRates: readonly TaxRate[] };

const ratesOf = (orderNumber: string): Prisma.Sql =>
  taxRatesJson(Prisma.sql`dated.country = (SELECT tax_country FROM sales_order WHERE number = ${orderNumber})`);

/** `lockOrder`, with the rates of its country. */
export async function lockTaxedOrder(tx: Transaction, orderNumber: string): Promise<TaxedOrder> {
  const rows = await tx.$queryRaw<{ seen: OrderJson | null; rates: TaxRatesColumn }[]>`
    WITH line AS MATERIALIZED (${ownLines(orderNumber)})
    SELECT ${orderJson(orderNumber, Prisma.sql`line`)} AS seen, ${ratesOf(orderNumber)} AS rates`;
  return { order: orderOf(rows[0]?.seen, orderNumber), taxRates: rows[0]?.rates ?? [] };
}

/** A delivery that is to be invoiced: of which day, and what it brought. */
export type DeliveryRecord = {
  readonly number: string;
  readonly order: string;
  readonly departedOn: string;
  readonly lines: readonly DeliveredRecord[];
};

export type InvoiceableOrder = TaxedOrder & {
  /** In their sequence; none: the order has no such delivery, or it has not left. */
  readonly deliveries: readonly DeliveryRecord[];
  readonly taken: TakenNumber;
};

type InvoiceableRow = TakenRow & {
  readonly seen: OrderJson | null;
  readonly deliveries: readonly DeliveryRecord[] | null;
  readonly rates: TaxRatesColumn;
};

/** The delivery `d` has left, and something of it is neither invoiced nor credited. */
export const isToInvoice = Prisma.sql`(d.status IN (${statusesIn(hasLeft)})
  AND EXISTS (SELECT FROM delivery_line n WHERE n.delivery_number = d.number AND n.invoiced + n.credited < n.quantity))`;

/** What deliveries `d` brought, as a JSON list in the order given. */
const deliveriesJson = (condition: Prisma.Sql, order: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT json_agg(json_build_object('number', d.number, 'order', d.order_number, 'departedOn', d.departed_on, 'lines', (
      SELECT json_agg(json_build_object('lineNo', b.line_no, 'quantity', b.quantity::text, 'upTo', b.up_to::text, 'vat', b.vat) ORDER BY b.line_no)
      FROM (SELECT l.line_no, COALESCE(sum(l.quantity) FILTER (WHERE e.number = d.number), 0) AS quantity, sum(l.quantity) AS up_to,
          (array_agg(json_build_object(${vatMembers(Prisma.sql`l`)})) FILTER (WHERE e.number = d.number))[1] AS vat
        FROM delivery e JOIN delivery_line l ON l.delivery_number = e.number
        WHERE e.order_number = d.order_number AND e.sequence <= d.sequence GROUP BY l.line_no) b)) ORDER BY ${order})
  FROM delivery d WHERE ${condition})`;

/**
 * `lockTaxedOrder`, with what a delivery of it brought, of an order that is billed as a whole with what all others brought, and
 * the number taken for the invoice of it that is issued on a day.
 */
export async function lockForInvoice(
  tx: Transaction,
  {
    orderNumber,
    deliveryNumber,
    today,
  }: { readonly orderNumber: string; readonly deliveryNumber: string; readonly today: string },
): Promise<InvoiceableOrder> {
  const rows = await tx.$queryRaw<InvoiceableRow[]>`
    WITH line AS MATERIALIZED (${ownLines(orderNumber)}),
    number AS (${takeNumber('invoice', today, orderNumber)})
    SELECT ${orderJson(orderNumber, Prisma.sql`line`)} AS seen, ${ratesOf(orderNumber)} AS rates,
      ${deliveriesJson(isBilledWith(orderNumber, deliveryNumber), Prisma.sql`d.sequence`)} AS deliveries,
      number.series, number.last, number.issued
    FROM number`;
  const [row] = rows;
  if (row === undefined) throw new Error('there is no series for invoices');
  const { seen, rates, deliveries } = row;
  return {
    order: orderOf(seen, orderNumber),
    taxRates: rates ?? [],
    deliveries: (deliveries ?? []).map(deliveryOf),
    taken: takenNumber(row),
  };
}

const isBilledWith = (
  orderNumber: string,
  deliveryNumber: string,
): Prisma.Sql => Prisma.sql`d.order_number = ${orderNumber}
  AND ${isToInvoice} AND (d.number = ${deliveryNumber}
    OR (SELECT o.billing ->> 'kind' FROM sales_order o WHERE o.number = d.order_number) = 'order')`;

/** Orders of one customer and one tax country, with what some of their deliveries brought. */
export type InvoiceableOrders = {
  readonly orders: ReadonlyMap<string, OrderRecord>;
  /** By the days on which they left. */
  readonly deliveries: readonly DeliveryRecord[];
  readonly taxRates: readonly TaxRate[];
};

/** Locks orders and their lines, and reads what deliveries of them brought. The caller holds the customer. */
export async function lockOrdersForInvoice(
  tx: Transaction,
  orderNumbers: readonly string[],
  deliveryNumbers: readonly string[],
): Promise<InvoiceableOrders> {
  const rows = await tx.$queryRaw<
    { orders: readonly OrderJson[]; deliveries: readonly DeliveryRecord[]; rates: TaxRatesColumn }[]
  >`
    WITH held AS MATERIALIZED (
      SELECT number, tax_country FROM sales_order WHERE number = ANY (${orderNumbers}::text[]) ORDER BY number FOR UPDATE
    ), line AS MATERIALIZED (
      SELECT * FROM order_line WHERE (SELECT count(*) FROM held) > 0 AND order_number = ANY (${orderNumbers}::text[])
      ORDER BY order_number, line_no FOR UPDATE
    )
    SELECT (SELECT json_agg(${orderJson(Prisma.sql`held.number`, Prisma.sql`line`)}) FROM held) AS orders,
      ${deliveriesJson(Prisma.sql`d.number = ANY (${deliveryNumbers}::text[])`, Prisma.sql`d.departed_on, d.order_number, d.sequence`)} AS deliveries,
      ${taxRatesJson(Prisma.sql`dated.country = (SELECT min(tax_country) FROM held)`)} AS rates`;
  const { orders = [], deliveries = [], rates = [] } = rows[0] ?? {};
  return {
    orders: new Map(orders.map((row) => [row.number, orderOf(row, row.number)])),
    deliveries: deliveries.map(deliveryOf),
    taxRates: rates ?? [],
  };
}

const deliveryOf = ({ lines, ...delivery }: DeliveryRecord): DeliveryRecord => ({
  ...delivery,
  lines: lines.map(({ lineNo, quantity, upTo, vat }) => ({
    lineNo,
    quantity: canonicalQuantity(quantity),
    upTo: canonicalQuantity(upTo),
    vat: vat && vatOf(vat),
  })),
});

/** An order as it stands; null: there is none. */
export async function findOrder(tx: Pick<Transaction, '$queryRaw'>, orderNumber: string): Promise<OrderRecord | null> {
  const rows = await tx.$queryRaw<{ seen: OrderJson | null }[]>`SELECT ${orderJson(orderNumber)} AS seen`;
  return rows[0]?.seen ? orderOf(rows[0].seen, orderNumber) : null;
}

/** An order as it stands. @throws Error when there is none */
export async function readOrder(tx: Pick<Transaction, '$queryRaw'>, orderNumber: string): Promise<OrderRecord> {
  return (await findOrder(tx, orderNumber)) ?? orderOf(null, orderNumber);
}

type Text = 'quantity' | 'delivered' | 'cancelled' | 'allocated' | 'invoiced' | 'credited';
type OrderJson = Omit<OrderRecord, 'lines' | 'discrepancies' | 'toSend'> & {
  readonly lines: readonly LineRecord[] | null;
  readonly discrepancies: OrderRecord['discrepancies'] | null;
  readonly toSend: readonly string[] | null;
};

/** An order as one JSON value; null: there is none. */
const orderJson = (orderNumber: string | Prisma.Sql, lines = Prisma.sql`order_line`): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('number', o.number, 'customer', o.customer_number, 'currency', o.currency, 'stage', o.stage,
    'holdReason', o.hold_reason, 'waitsFor', o.waits_for, 'stopped', ${orderHeldByStop}, 'nextDate', o.next_date, 'version', o.version,
    'enteredBy', o.entered_by, 'lastAmendedBy', o.last_amended_by, 'paymentTerms', o.payment_terms, 'billing', o.billing,
    'vatRegime', o.vat_regime, 'taxCountry', o.tax_country,
    'freight', o.freight::text, 'adjustments', o.adjustments, 'gross', o.gross::text, 'deposit', ${depositJson(Prisma.sql`o`)},
    'heldSince', to_char(o.held_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'escalations', (SELECT COALESCE(max(w.escalations), 0) FROM work_item w
      WHERE w.order_number = o.number AND w.status = 'open' AND w.kind IN ('credit-hold', 'discrepancy')),
    'lines', (SELECT json_agg(json_build_object(${printedMembers(Prisma.sql`l`)}, 'taxClass', l.tax_class, 'requestedDate', l.requested_date,
        'confirmedDate', l.last_confirmed_date, 'delivered', l.delivered::text, 'cancelled', l.cancelled::text,
        'allocated', l.allocated::text, 'invoiced', l.invoiced::text, 'credited', l.credited::text) ORDER BY l.line_no)
      FROM ${lines} AS l WHERE l.order_number = o.number),
    'discrepancies', (SELECT json_agg(json_build_object('id', d.id, 'type', d.type, 'lineNo', d.line_no, 'together', d.together,
        'expected', d.expected, 'actual', d.actual, 'source', d.source, 'withinTolerance', d.within_tolerance,
        'disposition', d.disposition) ORDER BY length(d.id), d.id)
      FROM discrepancy d WHERE d.order_number = o.number AND d.version = o.version),
    'creditDecisions', (SELECT count(*) FROM credit_decision c WHERE c.order_number = o.number),
    'lastCreditDecision', (SELECT json_build_object('kind', c.kind, 'by', c.decided_by) FROM credit_decision c
      WHERE c.order_number = o.number ORDER BY c.sequence DESC LIMIT 1),
    'deliveries', (SELECT count(*) FROM delivery d WHERE d.order_number = o.number),
    'toInvoice', (SELECT d.number FROM delivery d WHERE d.order_number = o.number AND d.status IN (${statusesIn(hasLeft)})
      AND EXISTS (SELECT FROM delivery_line n WHERE n.delivery_number = d.number AND n.invoiced + n.credited < n.quantity) ORDER BY d.sequence LIMIT 1),
    'invoices', (SELECT count(*) FROM invoice_order i JOIN invoice v ON v.number = i.invoice_number
      WHERE i.order_number = o.number AND v.kind <> 'deposit'),
    'unpaid', (SELECT count(*) FROM invoice_order i WHERE i.order_number = o.number AND EXISTS (
      SELECT FROM receivable r WHERE r.invoice_number = i.invoice_number AND r.open > 0)),
    'reopened', o.reopened, 'preparedAt', ${preparedAtOf(Prisma.sql`o.number`)},
    'paidOn', (SELECT max(r.settled_on) FROM invoice_order i JOIN receivable r ON r.invoice_number = i.invoice_number
      WHERE i.order_number = o.number),
    'toSend', (SELECT json_agg(m.id ORDER BY m.created_at, m.id) FROM outgoing m WHERE m.order_number = o.number
      AND m.status = 'QUEUED' AND m.kind NOT IN ('dunning-letter', 'dunning-report', 'credit-note')))
  FROM sales_order o WHERE o.number = ${orderNumber})`;

function orderOf(row: OrderJson | null | undefined, orderNumber: string): OrderRecord {
  if (!row) throw new Error(`order ${orderNumber} is not there`);
  const { currency } = row;
  return {
    ...row,
    freight: canonicalAmount(row.freight, currency),
    gross: canonicalAmount(row.gross, currency),
    deposit: depositOf(row.deposit, currency),
    lines: (row.lines ?? []).map(lineOf),
    discrepancies: row.discrepancies ?? [],
    toSend: row.toSend ?? [],
  };
}

const lineOf = ({ priceBase, adjustments, ...line }: LineRecord): LineRecord => ({
  ...line,
  ...besidePrice({ priceBase, adjustments }),
  unitPrice: canonicalPrice(line.unitPrice),
  discountPercent: canonicalPercent(line.discountPercent),
  ...vatOf(line),
  ...quantitiesOf(line),
});

const quantitiesOf = ({ quantity, delivered, cancelled, allocated, invoiced, credited }: Pick<LineRecord, Text>) => ({
  quantity: canonicalQuantity(quantity),
  delivered: canonicalQuantity(delivered),
  cancelled: canonicalQuantity(cancelled),
  allocated: canonicalQuantity(allocated),
  invoiced: canonicalQuantity(invoiced),
  credited: canonicalQuantity(credited),
});
