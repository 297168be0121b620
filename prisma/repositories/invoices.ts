import type { BilledPeriod } from '../../contracts/billing.js';
import type { InvoiceDeduction } from '../../contracts/deposit.js';
import type { InvoiceLine } from '../../contracts/invoice.js';
import type { InvoiceDraft } from '../../contracts/process.js';
import type { PaymentTerms, PostalAddress } from '../../contracts/primitives.js';
import type { Payee } from '../../contracts/payee.js';
import { numberIn } from '../../contracts/ids.js';
import type { Actor, InvoiceKind } from '../../contracts/vocabulary.js';
import { sum } from '../../domain/money.js';
import type { InstalmentDue } from '../../domain/payment-terms.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { exposureMoves } from './exposure.js';
import { orderFacts, type OrderFacts } from './order-facts.js';

export type TakenNumber = {
  readonly number: string;
  readonly series: string;
  readonly sequence: number;
  readonly issueDate: string;
};

export type TakenRow = { readonly series: string; readonly last: number; readonly issued: string };

/**
 * Takes the next number of a gapless series and settles the issue date: never before the last date of the series. The row
 * stays locked until the transaction ends; a rollback gives the number back (CGI ann. II art. 242 nonies A, I-7). Series
 * come last in the one lock order: the caller holds the customer and the order.
 * @param orderNumber whose origin may have a series of its own; null: of none, or of several
 */
export const takeNumber = (kind: InvoiceKind, date: string, orderNumber: string | null): Prisma.Sql => Prisma.sql`
    INSERT INTO series (key, last, last_date)
    SELECT invoice_prefix(${kind}, (SELECT origin FROM sales_order WHERE number = ${orderNumber}), ${date}::date) || '-' || ${date.slice(0, 4)},
      1, ${date}::date
    ON CONFLICT (key) DO UPDATE SET last = series.last + 1, last_date = GREATEST(series.last_date, excluded.last_date)
    RETURNING key AS series, last, last_date::text AS issued`;

/** The number that was taken. */
export const takenNumber = ({ series, last, issued }: TakenRow): TakenNumber => ({
  number: numberIn(series, last),
  series,
  sequence: last,
  issueDate: issued,
});

/** Takes the next number of the series of a kind on a day. @param order that the invoice is of */
export async function takeNumberOf(
  tx: Transaction,
  kind: InvoiceKind,
  day: string,
  order: string,
): Promise<TakenNumber> {
  const [row] = await tx.$queryRaw<TakenRow[]>(takeNumber(kind, day, order));
  if (row === undefined) throw new Error(`there is no series for ${kind}`);
  return takenNumber(row);
}

export type NewInvoice = {
  readonly taken: TakenNumber;
  readonly kind: InvoiceKind;
  /** The latest of the instalments. */
  readonly dueDate: string;
  readonly instalments: readonly InstalmentDue[];
  /** The orders that it charges; the first one is the invoice's own. */
  readonly orders: readonly ChargedOrder[];
  /** What each of its lines charges, in their order. */
  readonly sources: readonly ChargedLine[];
  readonly customerNumber: string;
  readonly currency: string;
  readonly paymentTerms: PaymentTerms;
  readonly draft: Omit<InvoiceDraft, 'deliveryNumber'>;
  /** Deposits that it deducts; instalments are of what these leave. */
  readonly deductions: readonly InvoiceDeduction[];
  readonly actor: Actor;
  /** Of an invoice over several deliveries, or made by a run; null: it is neither. */
  readonly period: InvoicedPeriod | null;
};

/** @property runId null: the order's process */
export type InvoicedPeriod = BilledPeriod & { readonly runId: string | null };

export type ChargedOrder = {
  readonly number: string;
  /** What it still binds of the customer's credit, tax included. */
  readonly openGross: string;
};

/** A line of a delivery, which a line of an invoice charges. */
export type ChargedLine = {
  /** Of the invoice. */
  readonly lineNo: number;
  readonly order: string;
  readonly orderLine: number;
  readonly delivery: string;
  readonly quantity: string;
};

/** A delivery that an invoice charges. */
export type InvoicedDelivery = {
  readonly number: string;
  readonly order: string;
  readonly customerReference: string | null;
  readonly deliveredOn: string;
  readonly address: PostalAddress;
  /** It has a note of ours; one that was moved in has not. */
  readonly hasNote: boolean;
};

/** What else a product is known by, to the buyer and to everybody, and what is said of it; null: nothing. */
export type ProductNames = {
  readonly product: string;
  readonly gtin: string | null;
  readonly buyerItem: string | null;
  readonly text: string | null;
  /** Of its unit (EN 16931 BT-130); null: as its words say. */
  readonly unitCode: string | null;
};

/** What an invoice on record says beside its rows; the customer is locked. */
export type InvoiceFacts = {
  /** Of its own order. */
  readonly facts: OrderFacts;
  /** In the order of its lines. */
  readonly deliveries: readonly [InvoicedDelivery, ...InvoicedDelivery[]];
  readonly names: readonly ProductNames[];
  /** Null: us. */
  readonly payee: Payee | null;
};

/** Whom a customer pays from now on: as it is said of the customer, else of the company; null: us. */
export const payeeOf = (customerNumber: string): Prisma.Sql => Prisma.sql`(
          SELECT CASE c.payee ->> 'kind' WHEN 'other' THEN c.payee - 'kind' WHEN 'seller' THEN NULL
            ELSE (SELECT NULLIF(body -> 'payee', 'null') FROM company WHERE id = 1) END
          FROM customer c WHERE c.number = ${customerNumber})`;

/** The table expression `lines`: writes the lines of the invoice or credit note that `issued` names. */
export const insertedLines = (lines: readonly InvoiceLine[]): Prisma.Sql => Prisma.sql`
    lines AS (
      INSERT INTO invoice_line (invoice_number, line_no, product_number, description, unit, quantity, unit_price, discount_percent,
        price_base, adjustments, vat_category, vat_rate, vat_exemption, net)
      SELECT issued.number, l."lineNo", l.product, l.description, l.unit, l.quantity, l."unitPrice", l."discountPercent",
        COALESCE(l."priceBase", 1), COALESCE(l.adjustments, '[]'), l."vatCategory", l."vatRate", l."vatExemption", l.net
      FROM issued, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l("lineNo" int, product text, description text, unit text,
        quantity numeric, "unitPrice" numeric, "discountPercent" numeric, "priceBase" numeric, adjustments jsonb, "vatCategory" text, "vatRate" numeric, "vatExemption" text, net numeric)
    )`;

/** The table expression `deducted`: writes what the invoice that `issued` names deducts of deposits. */
const insertedDeductions = (deductions: readonly InvoiceDeduction[]): Prisma.Sql => {
  const rows = deductions.flatMap(({ deposit, rows: each }) => each.map((row) => ({ deposit, ...row })));
  return Prisma.sql`deducted AS (
      INSERT INTO deposit_deduction (invoice_number, deposit_number, position, vat_category, vat_rate, vat_exemption, base, vat)
      SELECT issued.number, d.deposit, d.position, d."vatCategory", d."vatRate", d."vatExemption", d.base, d.vat
      FROM issued, ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS (deposit text, "vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric))
        WITH ORDINALITY AS d(deposit, "vatCategory", "vatRate", "vatExemption", base, vat, position)
    )`;
};

/**
 * Inserts the invoice, its lines and what they charge, its receivables and what they post in the ledger, notes on the lines of
 * orders and deliveries what it bills, and moves the exposure from the orders to it; in one statement. The caller holds the
 * customer, the orders and their lines.
 */
export async function insertInvoice(tx: Transaction, invoice: NewInvoice): Promise<InvoiceFacts> {
  const { draft, taken, orders } = invoice;
  const [first] = orders;
  invariant(first, `${taken.number} charges no order`);
  const products = [...new Set(draft.lines.flatMap(({ product }) => product ?? []))];
  const rows = await tx.$queryRaw<InvoiceFacts[]>`
    WITH issued AS (
      INSERT INTO invoice (number, kind, series, sequence, order_number, customer_number, currency, issue_date, due_date,
        payment_terms, payee, freight, net, vat, gross, vat_breakdown)
      VALUES (${taken.number}, ${invoice.kind}, ${taken.series}, ${taken.sequence}::int, ${first.number}, ${invoice.customerNumber},
        ${invoice.currency}, ${taken.issueDate}::date, ${invoice.dueDate}::date, ${JSON.stringify(invoice.paymentTerms)}::jsonb,
        ${payeeOf(invoice.customerNumber)},
        ${draft.freight}::numeric, ${draft.net}::numeric, ${draft.vat}::numeric, ${draft.gross}::numeric,
        ${JSON.stringify(draft.vatBreakdown)}::jsonb)
      RETURNING number, payee
    ), ${insertedLines(draft.lines)}, charge AS (
      SELECT * FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(invoice.sources)}::jsonb)
        AS ("lineNo" int, "order" text, "orderLine" int, delivery text, quantity numeric))
        WITH ORDINALITY AS s("lineNo", "order", "orderLine", delivery, quantity, position)
    ), with_others AS (
      INSERT INTO invoice_order (invoice_number, order_number)
      SELECT issued.number, others.number FROM issued, unnest(${orders.slice(1).map(({ number }) => number)}::text[]) AS others(number)
    ), billed AS (
      UPDATE order_line l SET invoiced = l.invoiced + s.quantity
      FROM (SELECT "order", "orderLine", sum(quantity) AS quantity FROM charge GROUP BY 1, 2) s
      WHERE l.order_number = s."order" AND l.line_no = s."orderLine"
    ), sources AS (
      INSERT INTO invoice_source (invoice_number, position, invoice_line_no, order_number, order_line_no, delivery_number, delivery_line_no, quantity)
      SELECT issued.number, s.position, s."lineNo", s."order", s."orderLine", s.delivery, s."orderLine", s.quantity FROM issued, charge s
    ), charged AS (
      UPDATE delivery_line l SET invoiced = l.invoiced + s.quantity FROM charge s
      WHERE l.delivery_number = s.delivery AND l.line_no = s."orderLine"
    ), period AS (
      INSERT INTO invoice_period (invoice_number, first_day, last_day, run_id)
      SELECT issued.number, p."from", p."to", p."runId" FROM issued,
        jsonb_to_recordset(${JSON.stringify(invoice.period === null ? [] : [invoice.period])}::jsonb) AS p("from" date, "to" date, "runId" text)
    ), ${insertedDeductions(invoice.deductions)}, due AS (
      SELECT issued.number, p.* FROM issued, jsonb_to_recordset(${JSON.stringify(invoice.instalments)}::jsonb)
        AS p(instalment int, "dueDate" date, amount numeric)
    ), owed AS (
      INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, amount, on_date, actor, role, request_id)
      SELECT 'invoice:' || number || CASE instalment WHEN 1 THEN '' ELSE ':' || instalment END, ${invoice.customerNumber}, ${invoice.currency},
        'invoice', 'receivable', number, instalment, amount, ${taken.issueDate}::date, ${invoice.actor.principal}, ${invoice.actor.role},
        ${invoice.actor.requestId}
      FROM due WHERE amount <> 0 ORDER BY instalment
    ), receivable AS (
      INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open, settled_on)
      SELECT number, instalment, ${invoice.customerNumber}, "dueDate", amount, amount, CASE WHEN amount = 0 THEN ${taken.issueDate}::date END
      FROM due
    ), ${exposureMoves(invoice.customerNumber, [
      ...orders.map(({ number, openGross }) => ({ kind: 'order' as const, reference: number, amount: openGross })),
      { kind: 'invoice', reference: taken.number, amount: sum(invoice.instalments.map(({ amount }) => amount)) },
    ])}
    SELECT ${orderFacts(first.number)} AS facts, payee,
      (SELECT json_agg(json_build_object('number', d.number, 'order', d.order_number, 'customerReference', o.customer_reference, 'deliveredOn', d.departed_on, 'address', d.address,
          'hasNote', d.move_in_id IS NULL) ORDER BY s.position)
        FROM (SELECT delivery, min(position) AS position FROM charge GROUP BY 1) s JOIN delivery d ON d.number = s.delivery
        JOIN sales_order o ON o.number = d.order_number) AS deliveries,
      coalesce((SELECT json_agg(json_build_object('product', p.number, 'gtin', p.gtin, 'text', NULLIF(p.document_text, ''), 'unitCode', p.unit_code, 'buyerItem', (SELECT min(i.item) FROM customer_item i
          WHERE i.customer_number = ${invoice.customerNumber} AND i.product_number = p.number)))
        FROM product p WHERE p.number = ANY(${products}::text[])), '[]') AS names
    FROM issued`;
  const row = rows[0];
  if (row === undefined) throw new Error(`${taken.number} was not issued`);
  return row;
}
