import type { Complaint, ComplaintFile, ComplaintSummary } from '../../contracts/complaint.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Vat } from '../../contracts/process.js';
import {
  complaintFileTypes,
  complaintKinds,
  complaintOutcomes,
  complaintStatuses,
  currencies,
  type ComplaintKind,
  type ComplaintOutcome,
  type ComplaintStatus,
} from '../../contracts/vocabulary.js';
import { besidePrice } from '../../domain/adjustments.js';
import type { Complainable } from '../../domain/complaints.js';
import { canonicalPercent, canonicalPrice, canonicalQuantity } from '../../domain/money.js';
import type { PricedQuantity } from '../../domain/order-totals.js';
import { vatOf } from '../../domain/tax.js';
import { Prisma } from '../generated/client.js';
import { amount, instant, localDate, localDateOrNull, quantity, wordOf } from '../mappers.js';
import { invoiceOfComplaint } from '../repositories/complaints.js';
import type { Moment, Numeric } from '../rows.js';
import { isActive } from './api-keys.js';
import {
  numberOrder,
  readPage,
  visible,
  visibleOf,
  when,
  matching,
  type Db,
  type PageRequest,
  type Scope,
} from './page.js';

const nameOf = (person: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`coalesce((SELECT known.name FROM principal AS known WHERE known.id = ${person}), ${person})`;
const colleague = (person: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`json_build_object('person', person_of(${person}), 'name', ${nameOf(Prisma.sql`person_of(${person})`)})`;

const waits = Prisma.sql`complaint.status = 'open'`;
const isPast = (now: Date): Prisma.Sql => Prisma.sql`complaint.due_at < ${now}::timestamptz`;
const columnsAt = (now: Date): Prisma.Sql => Prisma.sql`
  complaint.number, complaint.kind, complaint.status, CASE WHEN complaint.source IS NULL THEN 'person' ELSE split_part(complaint.source, ':', 1) END AS origin,
  complaint.customer_number AS customer, customer.name AS "customerName", complaint.order_number AS "order",
  complaint.delivery_number AS delivery, ${invoiceOfComplaint(Prisma.sql`complaint`)} AS invoice, complaint.currency, complaint.disputed,
  complaint.description, CASE WHEN complaint.owner IS NOT NULL THEN ${colleague(Prisma.sql`complaint.owner`)} END AS owner,
  complaint.opened_on AS "openedOn", complaint.opened_at AS "openedAt", complaint.due_at AS "dueAt",
  (${waits} AND ${isPast(now)}) AS "isOverdue", complaint.escalations, complaint.outcome,
  complaint.credit_note AS "creditNote", complaint.ended_on AS "endedOn"`;

type SummaryRow = Pick<
  ComplaintSummary,
  | 'number'
  | 'origin'
  | 'customer'
  | 'customerName'
  | 'order'
  | 'delivery'
  | 'invoice'
  | 'description'
  | 'owner'
  | 'isOverdue'
  | 'escalations'
  | 'creditNote'
> & {
  readonly kind: string;
  readonly status: string;
  readonly currency: string;
  readonly disputed: Numeric | null;
  readonly openedOn: Moment;
  readonly openedAt: Moment;
  readonly dueAt: Moment;
  readonly outcome: string | null;
  readonly endedOn: Moment | null;
};

const summaryOf = (row: SummaryRow): ComplaintSummary => ({
  number: row.number,
  kind: wordOf(complaintKinds, row.kind),
  status: wordOf(complaintStatuses, row.status),
  origin: row.origin,
  customer: row.customer,
  customerName: row.customerName,
  order: row.order,
  delivery: row.delivery,
  invoice: row.invoice,
  currency: wordOf(currencies, row.currency),
  disputed: row.disputed === null ? null : amount(row.disputed, row.currency),
  description: row.description,
  owner: row.owner,
  openedOn: localDate(row.openedOn),
  openedAt: instant(row.openedAt),
  dueAt: instant(row.dueAt),
  isOverdue: row.isOverdue,
  escalations: row.escalations,
  outcome: row.outcome === null ? null : wordOf(complaintOutcomes, row.outcome),
  creditNote: row.creditNote,
  endedOn: localDateOrNull(row.endedOn),
});

const byNumber = numberOrder(Prisma.sql`complaint.number`);
export const complaintSorts = {
  dueAt: { expression: Prisma.sql`complaint.due_at`, type: 'moment' },
  openedAt: { expression: Prisma.sql`complaint.opened_at`, type: 'moment' },
  number: { expression: byNumber, type: 'text' },
} as const;
type ComplaintSort = keyof typeof complaintSorts;

/** Stands for the complaints that nobody has. */
export const NOBODY = 'nobody';

export type ComplaintFilter = PageRequest<ComplaintSort> & {
  readonly status?: ComplaintStatus | undefined;
  /** Not ended: open, or waiting for goods. */
  readonly waiting?: boolean | undefined;
  /** Past its time; narrows to what waits for a decision. */
  readonly overdue?: boolean | undefined;
  readonly kind?: ComplaintKind | undefined;
  readonly outcome?: ComplaintOutcome | undefined;
  readonly customer?: string | undefined;
  readonly order?: string | undefined;
  readonly delivery?: string | undefined;
  readonly invoice?: string | undefined;
  /** A person, or `nobody`. */
  readonly owner?: string | undefined;
  readonly openedFrom?: string | undefined;
  readonly openedTo?: string | undefined;
  /** In numbers, the name of the customer and what is said of it. */
  readonly search?: string | undefined;
};

/** Complaints; what is due first comes first. */
export function listComplaints(
  db: Db,
  filter: ComplaintFilter,
  scope: Scope,
  nowMs: number,
): Promise<Page<ComplaintSummary> | Refusal> {
  const now = new Date(nowMs);
  const list = {
    columns: columnsAt(now),
    from: Prisma.sql`complaint JOIN customer ON customer.number = complaint.customer_number`,
    where: [
      visibleOf(scope, filter.customer),
      when(filter.status, (status) => Prisma.sql`complaint.status = ${status}`),
      when(filter.waiting, (waiting) =>
        waiting ? Prisma.sql`complaint.ended_on IS NULL` : Prisma.sql`complaint.ended_on IS NOT NULL`,
      ),
      when(filter.overdue, (overdue) =>
        overdue ? Prisma.sql`(${waits} AND ${isPast(now)})` : Prisma.sql`NOT (${waits} AND ${isPast(now)})`,
      ),
      when(filter.kind, (kind) => Prisma.sql`complaint.kind = ${kind}`),
      when(filter.outcome, (outcome) => Prisma.sql`complaint.outcome = ${outcome}`),
      when(filter.customer, (customer) => Prisma.sql`complaint.customer_number = ${customer}`),
      when(filter.order, (order) => Prisma.sql`complaint.order_number = ${order}`),
      when(filter.delivery, (delivery) => Prisma.sql`complaint.delivery_number = ${delivery}`),
      when(
        filter.invoice,
        (invoice) => Prisma.sql`(complaint.invoice_number = ${invoice} OR complaint.invoice_number IS NULL
          AND complaint.delivery_number IN (SELECT source.delivery_number FROM invoice_source AS source WHERE source.invoice_number = ${invoice}))`,
      ),
      when(filter.owner, (owner) =>
        owner === NOBODY ? Prisma.sql`complaint.owner IS NULL` : Prisma.sql`complaint.owner = ${owner}`,
      ),
      when(filter.openedFrom, (from) => Prisma.sql`complaint.opened_on >= ${from}::date`),
      when(filter.openedTo, (to) => Prisma.sql`complaint.opened_on <= ${to}::date`),
      matching(filter.search, [
        Prisma.sql`complaint.number`,
        Prisma.sql`complaint.order_number`,
        Prisma.sql`complaint.delivery_number`,
        Prisma.sql`complaint.invoice_number`,
        Prisma.sql`customer.name`,
        Prisma.sql`complaint.description`,
      ]),
    ],
    id: byNumber,
    name: Prisma.sql`complaint.number`,
    sorts: complaintSorts,
    defaultSort: 'dueAt',
  } as const;
  return readPage<SummaryRow, ComplaintSummary, ComplaintSort>(db, list, filter, summaryOf);
}

type LineJson = Complaint['lines'][number];
type Told = { readonly by: { readonly person: string; readonly name: string }; readonly at: string };
type ComplaintRow = SummaryRow & {
  readonly openedBy: string;
  readonly decision: (Told & { readonly reason: string }) | null;
  readonly goodsExpected: boolean;
  readonly lines: readonly LineJson[] | null;
  readonly replacements: Complaint['replacements'] | null;
  readonly notes: readonly (Told & { readonly id: string; readonly text: string })[] | null;
  readonly files:
    readonly (Told & Pick<ComplaintFile, 'id' | 'name' | 'size' | 'sha256'> & { readonly type: string })[] | null;
};

const told = (by: Prisma.Sql, at: Prisma.Sql): Prisma.Sql => Prisma.sql`'by', ${colleague(by)}, 'at', ${at}`;

/** A complaint with all that belongs to it. Null: there is none, or it is of somebody else's customer. */
export async function getComplaint(db: Db, number: string, scope: Scope, nowMs: number): Promise<Complaint | null> {
  const [row] = await db.$queryRaw<ComplaintRow[]>`
    SELECT ${columnsAt(new Date(nowMs))}, ${nameOf(Prisma.sql`person_of(complaint.opened_by)`)} AS "openedBy",
      complaint.goods_expected AS "goodsExpected",
      CASE WHEN complaint.outcome IS NOT NULL THEN json_build_object(
        ${told(Prisma.sql`complaint.decided_by`, Prisma.sql`complaint.decided_at`)}, 'reason', complaint.reason) END AS decision,
      (SELECT json_agg(json_build_object('lineNo', l.line_no, 'product', o.product_number, 'description', o.description, 'unit', o.unit,
          'quantity', l.quantity::text, 'restocked', l.restocked::text, 'scrapped', l.scrapped::text) ORDER BY l.line_no)
        FROM complaint_line l JOIN order_line o ON o.order_number = complaint.order_number AND o.line_no = l.line_no
        WHERE l.complaint_number = complaint.number) AS lines,
      (SELECT json_agg(json_build_object('lineNo', o.line_no, 'quantity', o.quantity::text, 'delivered', o.delivered::text) ORDER BY o.line_no)
        FROM order_line o WHERE o.replaces = complaint.number) AS replacements,
      (SELECT json_agg(json_build_object('id', n.id, 'text', n.text, ${told(Prisma.sql`n.written_by`, Prisma.sql`n.written_at`)})
          ORDER BY n.written_at, n.id) FROM complaint_note n WHERE n.complaint_number = complaint.number) AS notes,
      (SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'type', f.mime, 'size', f.size, 'sha256', f.sha256,
          ${told(Prisma.sql`f.added_by`, Prisma.sql`f.added_at`)}) ORDER BY f.added_at, f.id)
        FROM complaint_file f WHERE f.complaint_number = complaint.number) AS files
    FROM complaint JOIN customer ON customer.number = complaint.customer_number
    WHERE complaint.number = ${number} AND ${visible(scope)}`;
  return row === undefined ? null : complaintOf(row);
}

const at = <T extends { readonly at: string }>(row: T): T => ({ ...row, at: instant(new Date(row.at)) });

const complaintOf = (row: ComplaintRow): Complaint => ({
  ...summaryOf(row),
  openedBy: row.openedBy,
  decision: row.decision && at(row.decision),
  goodsExpected: row.goodsExpected,
  lines: (row.lines ?? []).map((line) => ({
    ...line,
    quantity: quantity(line.quantity),
    restocked: quantity(line.restocked),
    scrapped: quantity(line.scrapped),
  })),
  replacements: (row.replacements ?? []).map((line) => ({
    ...line,
    quantity: quantity(line.quantity),
    delivered: quantity(line.delivered),
  })),
  notes: (row.notes ?? []).map(at),
  files: (row.files ?? []).map((file) => ({ ...at(file), type: wordOf(complaintFileTypes, file.type) })),
});

/** A file of a complaint, byte by byte. Null: there is none, or it is of somebody else's customer. */
export async function getComplaintFile(
  db: Db,
  complaint: string,
  id: string,
  scope: Scope,
): Promise<{ readonly name: string; readonly mime: string; readonly content: Uint8Array } | null> {
  const [row] = await db.$queryRaw<{ name: string; mime: string; content: Uint8Array }[]>`
    SELECT f.name, f.mime, f.content FROM complaint_file f JOIN complaint ON complaint.number = f.complaint_number
    JOIN customer ON customer.number = complaint.customer_number
    WHERE f.id = ${id}::uuid AND f.complaint_number = ${complaint} AND ${visible(scope)}`;
  return row ?? null;
}

/** The complaint that something has opened by itself; null: none. */
export async function complaintFrom(
  db: Db,
  source: string,
): Promise<{ readonly number: string; readonly customerNumber: string } | null> {
  const [row] = await db.$queryRaw<{ number: string; customerNumber: string }[]>`
    SELECT number, customer_number AS "customerNumber" FROM complaint WHERE source = ${source}`;
  return row ?? null;
}

export type ComplainableLine = Complainable & PricedQuantity & Vat;

/** Lines of an order of which something may be complained: of a delivery, what it brought; else what was delivered, or ordered. */
export async function complainableLines(
  db: Db,
  { order, delivery }: { readonly order: string; readonly delivery: string | null },
): Promise<readonly ComplainableLine[]> {
  const rows = await db.$queryRaw<(ComplainableLine & { readonly vatRate: string })[]>`
    SELECT l.line_no AS "lineNo", l.unit, l.quantity::text AS quantity, l.unit_price::text AS "unitPrice",
      l.quantity::text AS ordered, l.discount_percent::text AS "discountPercent", l.price_base::text AS "priceBase", l.adjustments, coalesce(d.vat_category, l.vat_category) AS "vatCategory",
      coalesce(d.vat_rate, l.vat_rate)::text AS "vatRate", coalesce(d.vat_exemption, l.vat_exemption) AS "vatExemption",
      (CASE WHEN ${delivery}::text IS NULL THEN l.quantity - l.cancelled ELSE d.quantity END)::text AS most
    FROM order_line l LEFT JOIN delivery_line d ON d.delivery_number = ${delivery} AND d.line_no = l.line_no
    WHERE l.order_number = ${order} AND (${delivery}::text IS NULL OR d.quantity IS NOT NULL) ORDER BY l.line_no`;
  return rows.map((row) => ({
    lineNo: row.lineNo,
    unit: row.unit,
    quantity: canonicalQuantity(row.quantity),
    unitPrice: canonicalPrice(row.unitPrice),
    discountPercent: canonicalPercent(row.discountPercent),
    ordered: canonicalQuantity(row.quantity),
    ...besidePrice(row),
    ...vatOf(row),
    most: canonicalQuantity(row.most),
  }));
}

/** The name of a person who may answer for a complaint of this customer; null: nobody does by this name. */
export async function colleagueNamed(db: Db, person: string, customer: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ readonly name: string }[]>`
    SELECT name FROM principal
    WHERE person_of(id) = ${person} AND role <> 'ops' AND ${isActive(Prisma.sql`principal.id`)}
      AND (role <> 'sales' OR sees_all_customers OR (SELECT salesperson FROM customer WHERE number = ${customer}) = ${person})
    ORDER BY id <> ${person}, id LIMIT 1`;
  return row?.name ?? null;
}
