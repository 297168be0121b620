import type { PolicySnapshot } from '../../contracts/policies.js';
import type { Adjustment, OrderAdjustment } from '../../contracts/adjustment.js';
import type { Parties } from '../../contracts/parties.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { OrderDraft } from '../../contracts/process.js';
import { currencies, orderOrigins, vatRegimes } from '../../contracts/vocabulary.js';
import type { OrderStage } from '../../contracts/vocabulary.js';
import { localDateOf } from '../../domain/calendar.js';
import { adjustmentsLeft, besidePrice, orderAdjustmentsLeft } from '../../domain/adjustments.js';
import { invariant } from '../../domain/invariant.js';
import { draftOnRecord } from '../../domain/order-entry.js';
import type { Place } from '../../domain/vat-regime.js';
import type {
  OrderCustomer,
  OrderFacts,
  OrderShipTo,
  StandingOrder,
  OrderProduct,
  OrderQuote,
} from '../../domain/order-entry.js';
import type { Offer, OfferedLine } from '../../domain/pricing.js';
import { Prisma } from '../generated/client.js';
import { besideMembers, printedMembers } from '../lines.js';
import { amount, localDate, percent, price, quantity, quoteLineOf, quoteStatusOf, taxOf, wordOf } from '../mappers.js';
import { ordered, taken } from '../quote-use.js';
import { taxRatesJson, type TaxRatesColumn } from '../vat.js';
import type { OrderLineRow, QuoteLineRow } from '../rows.js';
import { visible, type Db, type Scope } from './page.js';
import { glnOf, partyFactsJson } from './parties.js';

/** The facts of an order's input with what travels beside them. */
export type OrderContext = OrderFacts & {
  readonly policies: PolicySnapshot;
  /** Neutral code of the customer's salesperson; null: nobody, or nobody who is known to us. */
  readonly salesCode: string | null;
};

export type OrderContextRequest = {
  readonly customer: string;
  readonly quote?: string | undefined;
  /** An order whose own lines do not count as taken of the quote: the one that is amended. */
  readonly amending?: string | undefined;
  readonly products: readonly string[];
  /** Code of a ship-to address of the customer. */
  readonly shipTo?: string | undefined;
};

type ContextRow = {
  readonly zone: PolicySnapshot['zone'] | null;
  readonly seller: Place;
  readonly policies: Readonly<Record<string, unknown>> | null;
  readonly customer: (Omit<OrderCustomer, 'currency'> & { readonly currency: string }) | null;
  readonly salesCode: string | null;
  readonly quote: QuoteHeaderRow | null;
  readonly products: readonly (Omit<OrderProduct, 'currency'> & { readonly currency: string })[] | null;
  readonly shipTo: OrderShipTo | null;
  readonly taxRates: TaxRatesColumn;
  readonly exchange: OrderFacts['exchange'] | null;
};
type QuoteHeaderRow = Omit<OrderQuote, 'currency' | 'lines' | 'status'> & {
  readonly currency: string;
  readonly status: string;
  readonly lines: readonly (QuoteLineRow & { readonly ordered: string })[];
};

const productJson = Prisma.sql`json_build_object('number', product.number, 'name', product.name, 'unit', product.unit, 'unitCode', product.unit_code,
  'listPrice', product.list_price::text, 'priceBase', product.price_base::text, 'currency', product.currency, 'taxClass', product.tax_class, 'ecoContributions', product.eco_contributions,
  'active', product.active)`;

/** Lines of a quote, `line`, with what is {@link taken} of each. */
const quoteLinesJson = Prisma.sql`
  json_agg(json_build_object('lineNo', line.line_no, 'product', line.product_number, 'quantity', line.quantity::text,
    'unitPrice', line.unit_price::text, 'discountPercent', line.discount_percent::text,
    ${besideMembers(Prisma.sql`line`)},
    'deliveryDate', line.delivery_date,
    'ordered', ${ordered}) ORDER BY line.line_no)`;

/**
 * Reads customer, policies in force, products, and the quote with the lines of its current revision, in one statement.
 * A customer outside the scope reads as none.
 * @throws InvariantError when the database lacks the company or a policy.
 */
export async function loadOrderContext(
  db: Db,
  request: OrderContextRequest,
  scope: Scope = { salesperson: null },
  nowMs: number = Date.now(),
): Promise<OrderContext> {
  const products = [...new Set(request.products)];
  const rows = await db.$queryRaw<ContextRow[]>`
    SELECT (SELECT body->>'zone' FROM company WHERE id = 1) AS zone,
      (SELECT body->'address' FROM company WHERE id = 1) AS seller,
      (SELECT json_object_agg(kind, body) FROM policy) AS policies,
      (SELECT json_build_object('number', customer.number, 'name', customer.name, 'currency', customer.currency,
          'paymentTerms', customer.payment_terms, 'parties', ${partyFactsJson},
          'salesperson', customer.salesperson)
        FROM customer WHERE customer.number = ${request.customer} AND ${visible(scope)}) AS customer,
      (SELECT principal.code FROM customer JOIN principal ON principal.id = customer.salesperson
        WHERE customer.number = ${request.customer}) AS "salesCode",
      (SELECT json_build_object('number', quote.number, 'customer', quote.customer_number,
          'currency', quote.currency, 'status', quote.status, 'revision', quote.revision,
          'validUntil', quote.valid_until, 'paymentTerms', quote_revision.payment_terms,
          'freight', quote_revision.freight::text, 'adjustments', quote_revision.adjustments, 'deposit', quote_revision.deposit,
          'lines', (WITH ${taken(Prisma.sql`quote.number`, Prisma.sql`${request.amending ?? ''}`)} SELECT ${quoteLinesJson} FROM quote_line AS line
            WHERE line.quote_number = quote.number AND line.revision = quote.revision))
        FROM quote JOIN quote_revision
          ON quote_revision.quote_number = quote.number AND quote_revision.revision = quote.revision
        WHERE quote.number = ${request.quote ?? null}) AS quote,
      (SELECT json_agg(${productJson}) FROM product
        WHERE product.number IN (${Prisma.join(products.length === 0 ? [''] : products)})) AS products,
      (SELECT jsonb_build_object('code', code, 'siret', siret, 'address', address, 'active', active) || ${glnOf(Prisma.sql`customer_address`)} FROM customer_address
        WHERE customer_number = ${request.customer} AND kind = 'ship-to' AND code = ${request.shipTo ?? null}) AS "shipTo",
      (SELECT json_build_object('accounting', company.body ->> 'currency', 'from', (
          SELECT max(r.valid_from) FROM exchange_rate r JOIN customer c ON c.currency = r.currency
          WHERE c.number = ${request.customer} AND r.valid_from <= (${new Date(nowMs)}::timestamptz AT TIME ZONE (company.body ->> 'zone'))::date))
        FROM company WHERE id = 1) AS exchange,
      ${taxRatesJson()} AS "taxRates"`;
  const [row] = rows;
  invariant(row?.zone, 'the database has no company: run the seed');
  const today = localDateOf(nowMs, row.zone);
  const { customer } = row;
  return {
    today,
    seller: row.seller,
    policies: policiesOf(row.zone, row.policies ?? {}),
    customer: customer && { ...customer, currency: wordOf(currencies, customer.currency) },
    quote: row.quote && quoteHeaderOf(row.quote, today),
    salesCode: row.salesCode,
    shipTo: row.shipTo,
    taxRates: row.taxRates ?? [],
    ...(row.exchange && { exchange: row.exchange }),
    products: new Map((row.products ?? []).map((product) => [product.number, orderProductOf(product)])),
  };
}

/** The policies in force. @throws InvariantError when the database lacks the company or a policy */
export async function readPolicies(db: Db): Promise<PolicySnapshot> {
  const [row] = await db.$queryRaw<Pick<ContextRow, 'zone' | 'policies'>[]>`
    SELECT (SELECT body->>'zone' FROM company WHERE id = 1) AS zone, (SELECT json_object_agg(kind, body) FROM policy) AS policies`;
  invariant(row?.zone, 'the database has no company: run the seed');
  return policiesOf(row.zone, row.policies ?? {});
}

const policyKinds = ['credit', 'tolerance', 'acknowledgement', 'fulfilment', 'dunning'] as const;

function policiesOf(zone: PolicySnapshot['zone'], byKind: Readonly<Record<string, unknown>>): PolicySnapshot {
  const missing = policyKinds.filter((kind) => byKind[kind] === undefined);
  invariant(missing.length === 0, `the database has no policy for ${missing.join(', ')}: run the seed`);
  const { credit, tolerance, acknowledgement, fulfilment, dunning } = byKind as Omit<PolicySnapshot, 'zone'>;
  return { schemaVersion: 1, zone, credit, tolerance, acknowledgement, fulfilment, dunning };
}

const quoteHeaderOf = (row: QuoteHeaderRow, today: string): OrderQuote => ({
  ...row,
  currency: wordOf(currencies, row.currency),
  status: quoteStatusOf(row.status, row.validUntil, today),
  freight: amount(row.freight, row.currency),
  lines: (row.lines ?? []).map(offeredLineOf),
});

const offeredLineOf = (line: QuoteLineRow & { readonly ordered: string }): OfferedLine => ({
  ...quoteLineOf(line),
  ordered: quantity(line.ordered),
});

const orderProductOf = (row: Omit<OrderProduct, 'currency'> & { readonly currency: string }): OrderProduct => ({
  ...row,
  currency: wordOf(currencies, row.currency),
  listPrice: price(row.listPrice),
  priceBase: quantity(row.priceBase ?? '1'),
});

/** An order as it stands on record, as a draft that an amendment may start from. */
export type CurrentOrder = {
  readonly number: string;
  readonly stage: OrderStage;
  readonly version: number;
  readonly draft: OrderDraft;
  /** The dates that were promised last. */
  readonly promised: readonly { readonly lineNo: number; readonly promisedDate: string | null }[];
};

type CurrentRow = {
  readonly number: string;
  readonly stage: OrderStage;
  readonly version: number;
  readonly customer: string;
  readonly origin: string;
  readonly quote: string | null;
  readonly quoteRevision: number | null;
  readonly customerReference: string | null;
  readonly currency: string;
  readonly paymentTerms: PaymentTerms;
  readonly parties: Parties;
  readonly freight: { toFixed(): string };
  readonly vatRegime: string;
  readonly taxCountry: string;
  readonly salesperson: string | null;
  readonly customerTerms: PaymentTerms;
  readonly quoteTerms: PaymentTerms | null;
  readonly quoteFreight: { toFixed(): string } | null;
  readonly adjustments: readonly OrderAdjustment[];
  readonly quoteAdjustments: readonly OrderAdjustment[] | null;
  readonly quoteLines: readonly (QuoteLineRow & { readonly ordered: string })[] | null;
  readonly lines:
    | readonly (OrderLineRow & {
        readonly listPrice: string;
        readonly listBase: string;
        readonly ordered: string;
        readonly promisedDate: string | null;
      })[]
    | null;
};

/**
 * An order on record as a draft, without what is cancelled: its lines held against the revision of the quote it answers, the others against
 * today's price list. One statement. Null: there is none, or it is of somebody else's customer.
 */
export async function currentOrderDraft(
  db: Db,
  orderNumber: string,
  scope: Scope = { salesperson: null },
): Promise<CurrentOrder | null> {
  const rows = await db.$queryRaw<CurrentRow[]>`
    SELECT o.number, o.stage, o.version, o.customer_number AS customer, o.origin, o.quote_number AS quote,
      o.quote_revision AS "quoteRevision", o.customer_reference AS "customerReference", o.currency,
      o.payment_terms AS "paymentTerms", o.parties, o.freight, o.adjustments, o.vat_regime AS "vatRegime", o.tax_country AS "taxCountry", o.salesperson,
      customer.payment_terms AS "customerTerms", revision.payment_terms AS "quoteTerms",
      revision.freight AS "quoteFreight", revision.adjustments AS "quoteAdjustments",
      (WITH ${taken(Prisma.sql`o.quote_number`, Prisma.sql`o.number`)} SELECT ${quoteLinesJson} FROM quote_line AS line
        WHERE line.quote_number = o.quote_number AND line.revision = o.quote_revision) AS "quoteLines",
      (SELECT json_agg(json_build_object(${printedMembers(Prisma.sql`line`, Prisma.sql`line.quantity - line.cancelled`)},
          'taxClass', line.tax_class, 'quoteLineNo', line.quote_line_no, 'requestedDate', line.requested_date,
          'promisedDate', line.last_confirmed_date, 'listPrice', coalesce(product.list_price, line.unit_price)::text,
          'listBase', coalesce(product.price_base, line.price_base)::text, 'ordered', line.quantity::text) ORDER BY line.line_no)
        FROM order_line AS line LEFT JOIN product ON product.number = line.product_number
        WHERE line.order_number = o.number AND line.quantity > line.cancelled) AS lines
    FROM sales_order AS o JOIN customer ON customer.number = o.customer_number
    LEFT JOIN quote_revision AS revision
      ON revision.quote_number = o.quote_number AND revision.revision = o.quote_revision
    WHERE o.number = ${orderNumber} AND ${visible(scope)}`;
  const [row] = rows;
  return row
    ? {
        number: row.number,
        stage: row.stage,
        version: row.version,
        draft: draftOnRecord(onRecordOf(row)),
        promised: (row.lines ?? []).map(({ lineNo, promisedDate }) => ({ lineNo, promisedDate })),
      }
    : null;
}

function onRecordOf(row: CurrentRow): StandingOrder {
  const currency = wordOf(currencies, row.currency);
  const { quote, quoteRevision } = row;
  const lines = (row.lines ?? []).map((line) => ({ ...line, adjustments: adjustmentsOf(line, currency) }));
  const adjustments = orderAdjustmentsLeft(row.adjustments, lines, currency);
  return {
    customer: row.customer,
    origin: wordOf(orderOrigins, row.origin),
    quote: quote === null || quoteRevision === null ? null : { number: quote, revision: quoteRevision },
    customerReference: row.customerReference,
    currency,
    paymentTerms: row.paymentTerms,
    parties: row.parties,
    freight: amount(row.freight, currency),
    ...(adjustments.length > 0 && { adjustments }),
    vatRegime: wordOf(vatRegimes, row.vatRegime),
    taxCountry: row.taxCountry,
    salesperson: row.salesperson,
    customerTerms: row.customerTerms,
    offer: offerOf(row, currency),
    lines: lines.map((line) => ({
      lineNo: line.lineNo,
      product: line.product,
      description: line.description,
      unit: line.unit,
      quantity: quantity(line.quantity),
      unitPrice: price(line.unitPrice),
      discountPercent: percent(line.discountPercent),
      ...besidePrice({ priceBase: line.priceBase, adjustments: line.adjustments }),
      ...taxOf(line),
      quoteLineNo: line.quoteLineNo,
      requestedDate: localDate(line.requestedDate),
      listPrice: price(line.listPrice),
      listBase: quantity(line.listBase),
    })),
  };
}

/** Without the part of their amounts that is cancelled. */
const adjustmentsOf = (
  { adjustments, quantity: left, ordered: of }: NonNullable<CurrentRow['lines']>[number],
  currency: string,
): readonly Adjustment[] => adjustmentsLeft((adjustments ?? []) as readonly Adjustment[], { left, of }, currency);

function offerOf(
  { quoteTerms, quoteFreight, quoteAdjustments, quoteLines }: CurrentRow,
  currency: string,
): Offer | null {
  if (quoteTerms === null || quoteFreight === null) return null;
  const lines = (quoteLines ?? []).map(offeredLineOf);
  const adjustments = quoteAdjustments ?? [];
  return { paymentTerms: quoteTerms, freight: amount(quoteFreight, currency), adjustments, lines };
}
