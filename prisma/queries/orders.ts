import type { AuditAction } from '../../contracts/audit.js';
import type { DossierEntry } from '../../contracts/order.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import {
  dossierKinds,
  type DossierKind,
  type HoldReason,
  type OrderOrigin,
  type OrderStage,
  type Role,
} from '../../contracts/vocabulary.js';
import { localDateOf, type TimeZone } from '../../domain/calendar.js';
import { hasEnded, isAccepted, isUnderWay, stagesWhere } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { printedMembers } from '../lines.js';
import { preparedOf } from '../prepared.js';
import { dossierEntryOf, orderOf, orderSummaryOf } from '../mappers.js';
import type { OrderRecord, OrderSummaryRecord } from '../mappers.js';
import { depositJson } from '../deposits.js';
import { heldByStop } from '../repositories/credit-stop.js';
import type { DossierRow, OrderRow, OrderSummaryRow } from '../rows.js';
import { stagesIn } from '../stages.js';
import { taxRatesJson } from '../vat.js';
import { isOfOrder } from './invoices-of-orders.js';
import { numberOrder, readPage, visible, visibleOf, when, type Db, type PageRequest, type Scope } from './page.js';
import { found } from './found.js';
import { sectorsOfLines } from './sectors.js';

export type { OrderRecord };

/** Looked up row by row, never by EXISTS: of a page the planner would rather read all deliveries than fifty. */
const summaryColumns = Prisma.sql`
  sales_order.number, sales_order.customer_number AS customer, customer.name AS "customerName", sales_order.origin,
  sales_order.stage, sales_order.hold_reason AS "holdReason", sales_order.waits_for AS "waitsFor",
  ${heldByStop(Prisma.sql`sales_order`, Prisma.sql`customer`)} AS stopped, ${depositJson(Prisma.sql`sales_order`)} AS deposit,
  (SELECT TRUE FROM delivery JOIN delivery_line ON delivery_line.delivery_number = delivery.number
    WHERE delivery.order_number = sales_order.number AND delivery_line.invoiced + delivery_line.credited < delivery_line.quantity LIMIT 1) IS NULL
    AS "isInvoiced",
  sales_order.currency, sales_order.net, sales_order.gross,
  (SELECT TRUE FROM order_line WHERE order_line.order_number = sales_order.number AND order_line.waiting LIMIT 1) IS NOT NULL
    AS "hasBackorder",
  sales_order.customer_reference AS "customerReference", sales_order.salesperson,
  sales_order.received_at AS "receivedAt", sales_order.next_date AS "nextDate"`;

const withCustomer = Prisma.sql`JOIN customer ON customer.number = sales_order.customer_number`;
const orderTables = Prisma.sql`sales_order ${withCustomer}`;

/** Orders that have ended, or those that have not: an index has the orders of each stage in every order of the list, and none those of several. */
const stagesByEnd = (ended: boolean): readonly Prisma.Sql[] =>
  stagesWhere((stage) => hasEnded(stage) === ended).map((stage) => Prisma.sql`sales_order.stage = ${stage}`);

const byNumber = numberOrder(Prisma.sql`sales_order.number`);
export const orderSorts = {
  receivedAt: { expression: Prisma.sql`sales_order.received_at`, type: 'moment' },
  number: { expression: byNumber, type: 'text' },
  gross: { expression: Prisma.sql`sales_order.gross`, type: 'number' },
  nextDate: { expression: Prisma.sql`coalesce(sales_order.next_date, 'infinity'::date)`, type: 'date' },
} as const;
export type OrderSort = keyof typeof orderSorts;

export type OrderFilter = PageRequest<OrderSort> & {
  readonly stage?: OrderStage | undefined;
  readonly holdReason?: HoldReason | undefined;
  readonly customer?: string | undefined;
  readonly origin?: OrderOrigin | undefined;
  readonly salesperson?: string | undefined;
  readonly ended?: boolean | undefined;
  readonly hasBackorder?: boolean | undefined;
  readonly receivedFrom?: string | undefined;
  readonly receivedTo?: string | undefined;
  readonly search?: string | undefined;
};

/** Orders; `search` looks into number, customer name and the customer's own reference. */
export async function listOrders(
  db: Db,
  filter: OrderFilter,
  scope: Scope,
): Promise<Page<OrderSummaryRecord> | Refusal> {
  if (isOfAnother(filter.salesperson, scope)) return notOfAnother;
  const list = {
    columns: summaryColumns,
    from: orderTables,
    beside:
      filter.ended === undefined
        ? null
        : { of: Prisma.sql`sales_order`, joined: withCustomer, sides: stagesByEnd(filter.ended) },
    where: [
      visibleOf(scope, filter.customer),
      ...orderConditions(filter),
      await found(db, 'order', filter.search, scope),
    ],
    bounds: { receivedAt: { from: momentsAfter(filter.receivedFrom, -1), to: momentsAfter(filter.receivedTo, 2) } },
    id: byNumber,
    name: Prisma.sql`sales_order.number`,
    path: '/v1/orders',
    sorts: orderSorts,
    defaultSort: '-receivedAt',
  } as const;
  return readPage<OrderSummaryRow, OrderSummaryRecord, OrderSort>(db, list, filter, orderSummaryOf);
}

/** The first moment, in UTC, of so many days after a day. */
const momentsAfter = (day: string | undefined, days: number): string | undefined =>
  day === undefined ? undefined : String(Date.parse(day) + days * DAY_MS);
const DAY_MS = 86_400_000;

/** Whose customers are somebody else's: hardly any order of theirs is of a reader's own customers, and none is soon found. */
const isOfAnother = (salesperson: string | undefined, scope: Scope): boolean =>
  scope.salesperson !== null && salesperson !== undefined && salesperson !== scope.salesperson;

const notOfAnother: Refusal = {
  kind: 'refused',
  code: 'invalid-request',
  field: 'salesperson',
  said: said('own-customers-only'),
  remedy: said('leave-salesperson-out'),
};

const orderConditions = (filter: OrderFilter): readonly (Prisma.Sql | null)[] => [
  when(filter.stage, (stage) => Prisma.sql`sales_order.stage = ${stage}`),
  when(filter.holdReason, (reason) => Prisma.sql`sales_order.hold_reason = ${reason}`),
  when(filter.customer, (customer) => Prisma.sql`sales_order.customer_number = ${customer}`),
  when(filter.origin, (origin) => Prisma.sql`sales_order.origin = ${origin}`),
  when(filter.salesperson, (salesperson) => Prisma.sql`sales_order.salesperson = ${salesperson}`),
  // The moment lies within a day of the day, in whatever zone: so the index by moment bounds what is read.
  when(
    filter.receivedFrom,
    (from) =>
      Prisma.sql`(sales_order.received_on >= ${from}::date AND sales_order.received_at >= ${from}::date - interval '1 day')`,
  ),
  when(
    filter.receivedTo,
    (to) =>
      Prisma.sql`(sales_order.received_on <= ${to}::date AND sales_order.received_at < ${to}::date + interval '2 days')`,
  ),
  when(filter.hasBackorder, (wanted) => (wanted ? hasBackorder : Prisma.sql`NOT (${hasBackorder})`)),
];

/** Only a line of an accepted order waits; looked at row by row, since few orders of a page have one. */
const hasBackorder = Prisma.sql`sales_order.stage IN (${stagesIn((stage) => isAccepted(stage) && isUnderWay(stage))})
  AND coalesce((SELECT TRUE FROM order_line WHERE order_line.order_number = sales_order.number AND order_line.waiting LIMIT 1), FALSE)`;

const lines = Prisma.sql`(
  SELECT json_agg(json_build_object(${printedMembers(Prisma.sql`line`)}, 'taxClass', line.tax_class, 'net', line.net::text, 'quoteLineNo', line.quote_line_no,
    'allocated', line.allocated::text, 'delivered', line.delivered::text, 'cancelled', line.cancelled::text,
    'requestedDate', line.requested_date, 'firstConfirmedDate', line.first_confirmed_date,
    'lastConfirmedDate', line.last_confirmed_date) ORDER BY line.line_no)
  FROM order_line AS line WHERE line.order_number = sales_order.number)`;

const creditDecisions = Prisma.sql`(
  SELECT json_agg(json_build_object('kind', decision.kind, 'reason', decision.reason, 'amount', decision.amount::text,
    'exposureBefore', decision.exposure_before::text, 'limit', decision.credit_limit::text,
    'overdue', decision.overdue::text, 'decidedBy', decision.decided_by, 'decidedAt', decision.decided_at)
    ORDER BY decision.sequence)
  FROM credit_decision AS decision WHERE decision.order_number = sales_order.number)`;

const discrepancies = Prisma.sql`(
  SELECT json_agg(json_build_object('id', found.id, 'type', found.type, 'lineNo', found.line_no, 'together', found.together,
    'expected', found.expected, 'actual', found.actual, 'source', found.source,
    'withinTolerance', found.within_tolerance, 'disposition', found.disposition, 'reason', found.reason,
    'cause', found.cause, 'decidedBy', found.decided_by) ORDER BY found.version, length(found.id), found.id)
  FROM discrepancy AS found WHERE found.order_number = sales_order.number)`;

/** An order that was moved in has an acknowledgement of ours only once it was amended here. */
const issuedElsewhere = Prisma.sql`(
  SELECT coalesce(json_agg(there.number), '[]') FROM (
    SELECT sales_order.number WHERE sales_order.move_in_id IS NOT NULL AND NOT EXISTS (SELECT FROM document
      WHERE document.order_number = sales_order.number AND document.kind = 'acknowledgement')
    UNION ALL SELECT delivery.number FROM delivery WHERE delivery.order_number = sales_order.number AND delivery.move_in_id IS NOT NULL
    UNION ALL SELECT invoice.number FROM invoice WHERE ${isOfOrder(Prisma.sql`invoice.number`, Prisma.sql`sales_order.number`)} AND invoice.move_in_id IS NOT NULL) AS there)`;

/** Actions after which an order waits for something else than before. */
const movingActions = [
  'order.received',
  'order.amended',
  'order.accepted',
  'order.delivered',
  'order.cancelled',
  'order.backorder-served',
  'order.reopened',
  'credit.held',
  'credit.released',
  'reconciliation.held',
  'discrepancy.ask',
  'discrepancy.requote',
] as const satisfies readonly AuditAction[];

/** An order with everything on it, in one statement. Null: there is none, or it is of somebody else's customer. */
export async function getOrder(
  db: Db,
  number: string,
  scope: Scope,
  nowMs: number = Date.now(),
): Promise<OrderRecord | null> {
  const rows = await db.$queryRaw<(OrderRow & { readonly zone: TimeZone | null })[]>`
    SELECT ${summaryColumns}, sales_order.version, sales_order.quote_number AS quote,
      sales_order.quote_revision AS "quoteRevision", sales_order.payment_terms AS "paymentTerms",
      ${sectorsOfLines(Prisma.sql`order_line AS line WHERE line.order_number = sales_order.number`)} AS sectors,
      sales_order.parties, sales_order.vat_regime AS "vatRegime", sales_order.tax_country AS "taxCountry",
      sales_order.freight, sales_order.adjustments, sales_order.vat, coalesce(${lines}, '[]') AS lines,
      coalesce(${creditDecisions}, '[]') AS "creditDecisions", coalesce(${discrepancies}, '[]') AS discrepancies,
      coalesce((SELECT json_agg(delivery.number ORDER BY delivery.sequence) FROM delivery
        WHERE delivery.order_number = sales_order.number), '[]') AS deliveries,
      coalesce((SELECT json_agg(invoice.number ORDER BY invoice.issue_date, invoice.number) FROM invoice
        WHERE ${isOfOrder(Prisma.sql`invoice.number`, Prisma.sql`sales_order.number`)}), '[]') AS invoices,
      ${issuedElsewhere} AS "issuedElsewhere",
      (SELECT max(told.at) FROM audit_entry AS told
        WHERE told.order_number = sales_order.number AND told.action IN (${Prisma.join(movingActions)})) AS "waitsSince",
      ${preparedOf(Prisma.sql`sales_order.number`)} AS prepared,
      sales_order.entered_by AS "enteredBy", sales_order.last_amended_by AS "lastAmendedBy",
      ${taxRatesJson(Prisma.sql`dated.country = sales_order.tax_country`)} AS "taxRates",
      (SELECT body->>'zone' FROM company WHERE id = 1) AS zone,
      (SELECT judged.body FROM policy_version AS judged
        WHERE judged.kind = 'tolerance' AND (judged.valid_from <= sales_order.received_at OR judged.version = 1)
        ORDER BY judged.version DESC LIMIT 1) AS tolerance,
      sales_order.acknowledged_at AS "acknowledgedAt",
      sales_order.acknowledgement_minutes AS "acknowledgementMinutes", sales_order.settled_on AS "settledOn"
    FROM ${orderTables} WHERE sales_order.number = ${number} AND ${visible(scope)}`;
  const [row] = rows;
  return row ? orderOf(row, localDateOf(nowMs, row.zone ?? 'UTC')) : null;
}

/** Does the order exist for this caller? */
export async function isOrderVisible(db: Db, number: string, scope: Scope): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM ${orderTables} WHERE sales_order.number = ${number} AND ${visible(scope)}`;
  return rows.length > 0;
}

const dossierSorts = { id: { expression: Prisma.sql`audit_entry.id`, type: 'number' } } as const;

/** An entry with what its sentence needs beyond the row: the order's currency. */
export type DossierRecord = Omit<DossierEntry, 'sentence'> & {
  readonly currency: string;
};
type RecordRow = DossierRow & Pick<DossierRecord, 'currency'>;

const dossierRecordOf = (row: RecordRow): DossierRecord => ({
  ...dossierEntryOf(row),
  currency: row.currency,
});

/** What of a dossier is left out: actions, or first words of actions, and what was done with lines of other worklists than this one. */
export type DossierBounds = { readonly without: readonly string[]; readonly worklist: Role | null };

const dossierColumns = Prisma.sql`audit_entry.id, audit_entry.at, NULLIF(audit_entry.on_date,
        (audit_entry.at AT TIME ZONE coalesce((SELECT body->>'zone' FROM company WHERE id = 1), 'UTC'))::date) AS on, audit_entry.action,
      audit_entry.actor, audit_entry.role, audit_entry.entity,
      audit_entry.entity_id AS "entityId", audit_entry.before, audit_entry.after`;

const dossierKind = Prisma.sql`split_part(audit_entry.action, '.', 1)`;

const dossierTables = Prisma.sql`audit_entry
  JOIN sales_order ON sales_order.number = audit_entry.order_number
  JOIN customer ON customer.number = sales_order.customer_number`;

const ofDossier = (orderNumber: string, bounds: DossierBounds, scope: Scope): readonly (Prisma.Sql | null)[] => [
  Prisma.sql`audit_entry.order_number = ${orderNumber}`,
  Prisma.sql`NOT ARRAY[audit_entry.action, ${dossierKind}] && ${bounds.without}::text[]`,
  bounds.worklist === null
    ? null
    : Prisma.sql`(audit_entry.entity <> 'work-item' OR audit_entry.after ->> 'role' = ${bounds.worklist})`,
  visible(scope),
];

/** Of what kinds a dossier has entries for this reader, in the order of the vocabulary. */
export async function kindsOfDossier(
  db: Db,
  orderNumber: string,
  bounds: DossierBounds,
  scope: Scope,
): Promise<DossierKind[]> {
  const where = ofDossier(orderNumber, bounds, scope).filter((part) => part !== null);
  const rows = await db.$queryRaw<{ kind: string }[]>`
    SELECT DISTINCT ${dossierKind} AS kind FROM ${dossierTables} WHERE ${Prisma.join(where, ' AND ')}`;
  const found = new Set(rows.map(({ kind }) => kind));
  return dossierKinds.filter((kind) => found.has(kind));
}

/** Everything that happened to an order, or what of one kind did, in time order; newest first with sort `-id`. */
export function listDossier(
  db: Db,
  orderNumber: string,
  page: PageRequest<'id'> & DossierBounds & { readonly kind?: DossierKind | undefined },
  scope: Scope,
): Promise<Page<DossierRecord> | Refusal> {
  const list = {
    columns: Prisma.sql`${dossierColumns}, sales_order.currency`,
    from: dossierTables,
    where: [...ofDossier(orderNumber, page, scope), when(page.kind, (kind) => Prisma.sql`${dossierKind} = ${kind}`)],
    id: Prisma.sql`audit_entry.entity_id`,
    sorts: dossierSorts,
    defaultSort: 'id',
  } as const;
  return readPage<RecordRow, DossierRecord, 'id'>(db, list, page, dossierRecordOf);
}

/** What was changed of a customer itself, its addresses and contacts, and who did it; the last first. */
export function listCustomerChanges(
  db: Db,
  customer: string,
  page: PageRequest<'id'>,
  scope: Scope,
): Promise<Page<DossierRecord> | Refusal> {
  const list = {
    columns: Prisma.sql`${dossierColumns}, customer.currency`,
    from: Prisma.sql`audit_entry JOIN customer ON customer.number = audit_entry.entity_id`,
    where: [Prisma.sql`audit_entry.entity = 'customer' AND audit_entry.entity_id = ${customer}`, visible(scope)],
    id: Prisma.sql`audit_entry.entity_id`,
    sorts: dossierSorts,
    defaultSort: '-id',
  } as const;
  return readPage<RecordRow, DossierRecord, 'id'>(db, list, page, dossierRecordOf);
}
