import type { FoundDiscrepancy } from '../../contracts/discrepancy.js';
import type { OrderVersionLine } from '../../contracts/order-version.js';
import type { OrderDraft, OrderDraftLine, Totals } from '../../contracts/process.js';
import type { ErrorCause, ErrorType, HoldReason, OrderStage, Role } from '../../contracts/vocabulary.js';
import type { Wait } from '../../contracts/wait.js';
import type { WorkItemAbout } from '../../contracts/work-item.js';
import type { QuoteUse } from '../../domain/quote-use.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { quoteUseJson, quoteUseOf, type QuoteUseRow } from '../quote-use.js';
import { firstWithReference } from '../same-reference.js';
import { loweredPrices } from './four-eyes.js';

export type PricedLine = OrderDraftLine & { readonly net: string };

type NewOrder = {
  readonly orderNumber: string;
  readonly draft: OrderDraft;
  readonly totals: Totals;
  readonly receivedAt: string;
  readonly receivedOn: string;
  readonly targetMinutes: number;
  readonly enteredBy: string;
  readonly lines: readonly PricedLine[];
};

/** A line with the date that was promised for it first, if one was. */
type PromisedLine = PricedLine & { readonly firstConfirmedDate?: string | null };

const creditCheck = JSON.stringify({ kind: 'credit-check' } satisfies Wait);

/** Writes the lines of the order that the statement's `placed` names. */
const insertLines = (lines: readonly PromisedLine[]): Prisma.Sql => Prisma.sql`
    INSERT INTO order_line (order_number, line_no, product_number, description, unit, quantity, unit_price, discount_percent, price_base,
      adjustments, tax_class, vat_category, vat_rate, vat_exemption, net, quote_line_no, requested_date, first_confirmed_date)
    SELECT placed.number, l."lineNo", l.product, l.description, l.unit, l.quantity, l."unitPrice", l."discountPercent",
      COALESCE(l."priceBase", 1), COALESCE(l.adjustments, '[]'), l."taxClass", l."vatCategory", l."vatRate", l."vatExemption", l.net, l."quoteLineNo", l."requestedDate", l."firstConfirmedDate"
    FROM placed, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l("lineNo" int, product text, description text,
      unit text, quantity numeric, "unitPrice" numeric, "discountPercent" numeric, "priceBase" numeric, adjustments jsonb, "taxClass" text, "vatCategory" text,
      "vatRate" numeric, "vatExemption" text, net numeric, "quoteLineNo" int, "requestedDate" date, "firstConfirmedDate" date)`;

/** What the statement that placed an order saw of its quote, and of the customer's other orders. */
type PlacedRow = {
  readonly use: QuoteUseRow | null;
  readonly first: string | null;
  readonly lowered: Readonly<Record<string, string>>;
  readonly accepts: boolean;
};

type Placed = {
  readonly use: QuoteUse | null;
  /** The order of the customer that had its reference first. */
  readonly first: string | null;
  /** List prices before who asks for the order lowered them, by product. */
  readonly lowered: Readonly<Record<string, string>>;
  /** By it the quote, open until now, is accepted. */
  readonly accepts: boolean;
};

const seenBy = ([row]: readonly PlacedRow[], draft: OrderDraft): Placed => ({
  use: row?.use ? quoteUseOf(row.use, draft.currency) : null,
  first: row?.first ?? null,
  lowered: row?.lowered ?? {},
  accepts: row?.accepts ?? false,
});

const placedJson = (order: string, draft: OrderDraft, actor: string): Prisma.Sql => Prisma.sql`
    SELECT ${quoteUseJson(order, draft.quote)} AS use,
      ${firstWithReference({ order, customer: draft.customer, reference: draft.customerReference })} AS first,
      ${loweredPrices({ order, actor, products: listedProducts(draft) })} AS lowered,
      EXISTS (SELECT FROM accepted) AS accepts`;

/** Of the lines that are held against the price list. */
const listedProducts = ({ lines }: OrderDraft): readonly string[] => [
  ...new Set(lines.flatMap(({ product, expected }) => (expected.source === 'price-list' ? [product] : []))),
];

/**
 * Inserts the order and its lines; a quote it answers becomes accepted. Customer and quote are to be locked by a statement before.
 * @returns what other orders have taken of the quote, null when it answers none, who had its reference first, and the list
 * prices before who asks for it lowered them
 */
export async function insertOrder(tx: Transaction, order: NewOrder): Promise<Placed> {
  const { draft } = order;
  const rows = await tx.$queryRaw<PlacedRow[]>`
    WITH placed AS (
      INSERT INTO sales_order (number, customer_number, origin, quote_number, quote_revision, customer_reference, currency,
        payment_terms, parties, vat_regime, tax_country, freight, adjustments, deposit, net, vat, gross, stage, waits_for, salesperson, entered_by,
        received_on, received_at, acknowledgement_target_minutes, billing)
      VALUES (${order.orderNumber}, ${draft.customer}, ${draft.origin}, ${draft.quote?.number ?? null}, ${draft.quote?.revision ?? null},
        ${draft.customerReference}, ${draft.currency}, ${JSON.stringify(draft.paymentTerms)}::jsonb,
        ${JSON.stringify(draft.parties)}::jsonb, ${draft.vatRegime}, ${draft.taxCountry}, ${draft.freight}::numeric,
        ${JSON.stringify(draft.adjustments ?? [])}::jsonb, ${draft.deposit === undefined ? null : JSON.stringify(draft.deposit)}::jsonb, ${order.totals.net}::numeric, ${order.totals.vat}::numeric, ${order.totals.gross}::numeric, 'received', ${creditCheck}::jsonb, ${draft.salesperson}, ${order.enteredBy},
        ${order.receivedOn}::date, ${order.receivedAt}::timestamptz, ${order.targetMinutes}::int,
        (SELECT billing FROM customer WHERE number = ${draft.customer}))
      RETURNING number
    ), accepted AS (
      UPDATE quote SET status = 'accepted', accepted_on = ${order.receivedOn}::date, updated_at = now()
      WHERE number = ${draft.quote?.number ?? null} AND revision = ${draft.quote?.revision ?? null} AND status = 'open' RETURNING number
    ), lines AS (${insertLines(order.lines)})${placedJson(order.orderNumber, draft, order.enteredBy)}`;
  return seenBy(rows, draft);
}

type NewVersion = {
  readonly orderNumber: string;
  readonly draft: OrderDraft;
  readonly totals: Totals;
  readonly version: number;
  readonly amendedBy: string;
  /** Business date of the amendment. */
  readonly amendedOn: string;
  /** Whose error it puts right; null: not stated. */
  readonly cause: ErrorCause | null;
  /** What it changes. */
  readonly amends: readonly ErrorType[];
  readonly lines: readonly PricedLine[];
  /** Lines of the version that it replaces. */
  readonly former: readonly OrderVersionLine[];
};

/**
 * Replaces terms and lines by a new version, held against the quote's revision of now, which becomes accepted. Nothing may
 * be delivered yet. The first date promised for a line stays while it is the same product for the same day. Customer and
 * quote are to be locked by a statement before.
 * @returns what other orders have taken of the quote, null when it answers none, who had its reference first, and the list
 * prices before who asks for it lowered them
 */
export async function replaceOrderLines(tx: Transaction, order: NewVersion): Promise<Placed> {
  const { draft } = order;
  const lines = withFirstDates(order.lines, order.former);
  await tx.$executeRaw`DELETE FROM order_line WHERE order_number = ${order.orderNumber}`;
  const rows = await tx.$queryRaw<PlacedRow[]>`
    WITH placed AS (
      UPDATE sales_order SET version = ${order.version}::int, quote_revision = ${draft.quote?.revision ?? null},
        customer_reference = ${draft.customerReference},
        payment_terms = ${JSON.stringify(draft.paymentTerms)}::jsonb, parties = ${JSON.stringify(draft.parties)}::jsonb,
        vat_regime = ${draft.vatRegime}, tax_country = ${draft.taxCountry}, freight = ${draft.freight}::numeric,
        adjustments = ${JSON.stringify(draft.adjustments ?? [])}::jsonb, net = ${order.totals.net}::numeric, vat = ${order.totals.vat}::numeric,
        gross = ${order.totals.gross}::numeric, stage = 'received', hold_reason = NULL, waits_for = ${creditCheck}::jsonb, next_date = NULL,
        last_amended_by = ${order.amendedBy}, updated_at = now()
      WHERE number = ${order.orderNumber} RETURNING number
    ), accepted AS (
      UPDATE quote SET status = 'accepted', accepted_on = ${order.amendedOn}::date, updated_at = now()
      WHERE number = ${draft.quote?.number ?? null} AND revision = ${draft.quote?.revision ?? null} AND status = 'open' RETURNING number
    ), amended AS (
      INSERT INTO order_amendment (order_number, version, amended_on, amended_by, cause, types)
      VALUES (${order.orderNumber}, ${order.version}::int, ${order.amendedOn}::date, ${order.amendedBy}, ${order.cause}, ${order.amends})
    ), lines AS (${insertLines(lines)})${placedJson(order.orderNumber, draft, order.amendedBy)}`;
  return seenBy(rows, draft);
}

const withFirstDates = (lines: readonly PricedLine[], former: readonly OrderVersionLine[]): readonly PromisedLine[] =>
  lines.map((line) => {
    const before = former.find(({ lineNo }) => lineNo === line.lineNo);
    const isSame = before?.product === line.product && before.requestedDate === line.requestedDate;
    return isSame ? { ...line, firstConfirmedDate: before.firstConfirmedDate } : line;
  });

/** Differences of an older version no longer wait for anybody. */
export async function supersedeDiscrepancies(tx: Transaction, orderNumber: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE discrepancy SET disposition = 'superseded'
    WHERE order_number = ${orderNumber} AND disposition IN ('open', 'ask', 'requote')`;
}

export type OrderChange = {
  readonly stage?: OrderStage;
  readonly holdReason?: HoldReason | null;
  readonly waitsFor?: Wait;
  readonly nextDate?: string | null;
  /** Instant at which the hold began that waits for a person. */
  readonly heldSince?: string | null;
  readonly settledOn?: string | null;
  readonly closedReason?: string | null;
};

/** Sets what is named; what is left out stays. */
export async function updateOrder(tx: Transaction, orderNumber: string, change: OrderChange): Promise<void> {
  await tx.$executeRaw`${orderUpdate(orderNumber, change)}`;
}

/** `updateOrder` as a part of a greater statement. */
export const orderUpdate = (orderNumber: string, change: OrderChange): Prisma.Sql => Prisma.sql`
    UPDATE sales_order SET
      stage = COALESCE(${change.stage ?? null}, stage),
      hold_reason = CASE WHEN ${'holdReason' in change} THEN ${change.holdReason ?? null} ELSE hold_reason END,
      held_since = CASE WHEN ${'heldSince' in change} THEN ${change.heldSince ?? null}::timestamptz ELSE held_since END,
      waits_for = COALESCE(${change.waitsFor === undefined ? null : JSON.stringify(change.waitsFor)}::jsonb, waits_for),
      next_date = CASE WHEN ${'nextDate' in change} THEN ${change.nextDate ?? null}::date ELSE next_date END,
      settled_on = CASE WHEN ${'settledOn' in change} THEN ${change.settledOn ?? null}::date ELSE settled_on END,
      closed_reason = COALESCE(${change.closedReason ?? null}, closed_reason),
      updated_at = now()
    WHERE number = ${orderNumber}`;

/** Writes what was found to differ from what a version of the order answers; what is beyond its tolerance is open. */
export async function insertDiscrepancies(
  tx: Transaction,
  orderNumber: string,
  version: number,
  found: readonly FoundDiscrepancy[],
): Promise<void> {
  if (found.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO discrepancy (order_number, id, version, type, line_no, together, expected, actual, source, within_tolerance, disposition)
    SELECT ${orderNumber}, d.id, ${version}::int, d.type, d."lineNo", d.together, d.expected, d.actual, d.source, d."withinTolerance",
      CASE WHEN d."withinTolerance" THEN 'tolerated' ELSE 'open' END
    FROM jsonb_to_recordset(${JSON.stringify(found)}::jsonb) AS d(id text, type text, "lineNo" int, together int[],
      expected jsonb, actual jsonb, source text, "withinTolerance" boolean)`;
}

/** Closes the open worklist lines of an order, of one kind or of all that end with it. */
export async function closeWorkItems(tx: Transaction, orderNumber: string, kind: string | null = null): Promise<void> {
  await tx.$executeRaw`
    UPDATE work_item SET status = 'done', done_at = now()
    WHERE order_number = ${orderNumber} AND status = 'open' AND (${kind}::text IS NULL OR kind = ${kind})
      AND kind NOT IN ('mail-unknown', 'mail-failed', 'dunning-report', 'invoice-status', 'invoice-by-hand', 'complaint')`;
}

export type NewWorkItem = WorkItemAbout & {
  readonly id: string;
  readonly role: Role;
  readonly orderNumber?: string | null;
  readonly invoiceNumber?: string | null;
  readonly customerNumber?: string | null;
  readonly mailId?: string | null;
  readonly dunningStepId?: string | null;
  readonly amount?: string | null;
  readonly dueOn?: string | null;
  readonly link?: string | null;
};

/** Opens a worklist line once for its business key; one that is still open is kept up to date. */
export async function openWorkItem(tx: Transaction, item: NewWorkItem): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO work_item (id, kind, role, status, facts, order_number, invoice_number, customer_number, mail_id, dunning_step_id, amount,
      due_on, link)
    VALUES (${item.id}, ${item.kind}, ${item.role}, 'open', ${JSON.stringify(item.facts)}::jsonb, ${item.orderNumber ?? null},
      ${item.invoiceNumber ?? null}, ${item.customerNumber ?? null}, ${item.mailId ?? null}, ${item.dunningStepId ?? null},
      ${item.amount ?? null}::numeric, ${item.dueOn ?? null}::date, ${item.link ?? null})
    ON CONFLICT (id) DO UPDATE SET facts = EXCLUDED.facts, amount = EXCLUDED.amount WHERE work_item.status = 'open'`;
}
