import type { ComplaintSituation } from '../../contracts/complaint.js';
import { numberPrefixes, workItemIds } from '../../contracts/ids.js';
import type { DeliveredLine } from '../../contracts/process.js';
import type { ComplaintKind, ComplaintOutcome, ComplaintStatus, Currency } from '../../contracts/vocabulary.js';
import type { ComplainedLine, Dispute, GoodsBack, StandingComplaint } from '../../domain/complaints.js';
import { canonicalAmount, canonicalQuantity } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { openWorkItem } from './orders.js';

type Db = Pick<PrismaClient | Transaction, '$queryRaw'>;

/** The invoice that a complaint is about: its own, or the one that charges its delivery now, where one was put right. */
export const invoiceOfComplaint = (complaint: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce(${complaint}.invoice_number, (SELECT min(charged.invoice_number) FROM invoice_source AS charged
    JOIN invoice AS charging ON charging.number = charged.invoice_number
    WHERE charged.delivery_number = ${complaint}.delivery_number AND charging.kind IN ('invoice', 'corrective')
      AND NOT EXISTS (SELECT FROM invoice AS replacing WHERE replacing.replaces = charging.number)))`;

/** What is disputed of a customer's invoices, as JSON; null: nothing. */
export const disputesOf = (customer: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT jsonb_agg(jsonb_build_object('invoice', dispute.invoice, 'disputed', dispute.disputed::text)) FROM (
      SELECT ${invoiceOfComplaint(Prisma.sql`complaint`)} AS invoice, complaint.disputed FROM complaint
      WHERE complaint.customer_number = ${customer} AND complaint.status = 'open') AS dispute
    WHERE dispute.invoice IS NOT NULL)`;

export const disputesIn = (rows: readonly Dispute[] | null, currency: Currency): readonly Dispute[] =>
  (rows ?? []).map(({ invoice, disputed }) => ({
    invoice,
    disputed: disputed === null ? null : canonicalAmount(disputed, currency),
  }));

export type NewComplaint = {
  /** What opens it by itself; null: a person does. */
  readonly source: string | null;
  readonly kind: ComplaintKind;
  readonly customer: string;
  readonly order: string;
  readonly delivery: string | null;
  readonly invoice: string | null;
  readonly currency: Currency;
  /** Tax included; null: nobody has said how much. */
  readonly disputed: string | null;
  readonly description: string;
  readonly owner: string | null;
  /** Instants. */
  readonly dueAt: string;
  readonly openedAt: string;
  readonly openedBy: string;
  /** Business dates. */
  readonly dueOn: string;
  readonly openedOn: string;
  readonly lines: readonly DeliveredLine[];
};

/**
 * Opens a complaint with its line in the worklist. The caller holds the customer's lock: a letter that waits is judged by it.
 * @returns its number; null: its source has opened one before
 */
export async function insertComplaint(tx: Transaction, complaint: NewComplaint): Promise<string | null> {
  const { kind, customer, order, delivery, currency, disputed } = complaint;
  const year = complaint.openedOn.slice(0, 4);
  const [opened] = await tx.$queryRaw<{ readonly number: string }[]>`
    WITH opened AS (
      INSERT INTO complaint (number, source, kind, customer_number, order_number, delivery_number, invoice_number, currency, disputed,
        description, owner, due_at, opened_by, opened_on, opened_at)
      SELECT ${numberPrefixes.complaint} || '-' || ${year} || '-' || to_char(nextval('complaint_number'), 'FM999999000000'),
        ${complaint.source}, ${kind}, ${customer}, ${order}, ${delivery}, ${complaint.invoice}, ${currency}, ${disputed}::numeric,
        ${complaint.description}, ${complaint.owner}, ${complaint.dueAt}::timestamptz, ${complaint.openedBy}, ${complaint.openedOn}::date,
        ${complaint.openedAt}::timestamptz
      ON CONFLICT (source) DO NOTHING RETURNING number
    ), lines AS (
      INSERT INTO complaint_line (complaint_number, line_no, quantity) SELECT opened.number, l."lineNo", l.quantity
      FROM opened, jsonb_to_recordset(${JSON.stringify(complaint.lines)}::jsonb) AS l("lineNo" int, quantity numeric)
    )
    SELECT number FROM opened`;
  if (opened === undefined) return null;
  const { number } = opened;
  await openWorkItem(tx, {
    id: workItemIds.complaint(number),
    kind: 'complaint',
    role: 'sales',
    facts: { complaint: number, complaintKind: kind, delivery, disputed, currency },
    orderNumber: order,
    invoiceNumber: complaint.invoice,
    customerNumber: customer,
    amount: disputed,
    dueOn: complaint.dueOn,
    link: pathOf('/complaints', number),
  });
  if (complaint.owner !== null) await assignWork(tx, number, complaint.owner);
  return number;
}

const assignWork = (tx: Transaction, number: string, owner: string | null): Promise<unknown> =>
  tx.$executeRaw`UPDATE work_item SET assignee = ${owner} WHERE id = ${workItemIds.complaint(number)}`;

/** A complaint under its lock. */
export type ComplaintRecord = StandingComplaint & {
  readonly customer: string;
  readonly order: string;
  readonly currency: Currency;
  readonly disputed: string | null;
  readonly description: string;
  readonly delivery: string | null;
  readonly outcome: ComplaintOutcome | null;
  readonly owner: string | null;
  readonly dueAt: string;
  readonly escalations: number;
};

type Row = Omit<ComplaintRecord, 'lines'> & { readonly lines: readonly ComplainedLine[] | null };

const instantText = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Locks a complaint and reads it; undefined: there is none. */
export async function lockComplaint(tx: Transaction, number: string): Promise<ComplaintRecord | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    WITH complaint AS MATERIALIZED (SELECT * FROM complaint WHERE number = ${number} FOR UPDATE)
    SELECT complaint.number, complaint.kind, complaint.status, complaint.customer_number AS customer, complaint.order_number AS "order",
      complaint.delivery_number AS delivery, ${invoiceOfComplaint(Prisma.sql`complaint`)} AS invoice, complaint.currency,
      complaint.disputed::text AS disputed, complaint.description, complaint.outcome, complaint.owner,
      ${instantText(Prisma.sql`complaint.due_at`)} AS "dueAt", complaint.escalations,
      (SELECT json_agg(json_build_object('lineNo', l.line_no, 'unit', o.unit, 'quantity', l.quantity::text,
          'restocked', l.restocked::text, 'scrapped', l.scrapped::text) ORDER BY l.line_no)
        FROM complaint_line l JOIN order_line o ON o.order_number = complaint.order_number AND o.line_no = l.line_no
        WHERE l.complaint_number = complaint.number) AS lines
    FROM complaint`;
  if (row === undefined) return undefined;
  return {
    ...row,
    disputed: row.disputed === null ? null : canonicalAmount(row.disputed, row.currency),
    lines: (row.lines ?? []).map((line) => ({
      ...line,
      quantity: canonicalQuantity(line.quantity),
      restocked: canonicalQuantity(line.restocked),
      scrapped: canonicalQuantity(line.scrapped),
    })),
  };
}

/** Where a complaint stands; null: there is none. */
export async function readComplaintSituation(db: Db, number: string): Promise<ComplaintSituation | null> {
  const [row] = await db.$queryRaw<(Omit<ComplaintSituation, 'toSend'> & { readonly toSend: string[] | null })[]>`
    SELECT complaint.status, complaint.outcome, complaint.customer_number AS customer, complaint.order_number AS "order",
      ${invoiceOfComplaint(Prisma.sql`complaint`)} AS invoice, ${instantText(Prisma.sql`complaint.due_at`)} AS "dueAt",
      complaint.escalations, complaint.owner,
      (SELECT json_agg(m.id ORDER BY m.created_at, m.id) FROM outgoing m
        WHERE m.id LIKE 'complaint-reminder:' || complaint.number || ':%' AND m.status = 'QUEUED') AS "toSend"
    FROM complaint WHERE complaint.number = ${number}`;
  return row === undefined ? null : { ...row, toSend: row.toSend ?? [] };
}

/** Gives it to a person or to nobody, with the line of the worklist. */
export async function assignComplaint(
  tx: Transaction,
  number: string,
  { owner, dueAt, dueOn }: { readonly owner: string | null; readonly dueAt: string; readonly dueOn: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE complaint SET owner = ${owner}, due_at = ${dueAt}::timestamptz,
      escalations = CASE WHEN due_at < ${dueAt}::timestamptz THEN 0 ELSE escalations END WHERE number = ${number}`;
  await tx.$executeRaw`
    UPDATE work_item SET assignee = ${owner}, escalations = CASE WHEN due_on < ${dueOn}::date THEN 0 ELSE escalations END,
      due_on = ${dueOn}::date WHERE id = ${workItemIds.complaint(number)}`;
}

/** Says what it is; the lines that it names take the place of those before. */
export async function qualifyComplaint(
  tx: Transaction,
  { number, delivery, currency }: Pick<ComplaintRecord, 'number' | 'delivery' | 'currency'>,
  {
    kind,
    disputed,
    lines,
  }: {
    readonly kind: ComplaintKind;
    readonly disputed: string | null;
    /** Null: those that stand. */
    readonly lines: readonly DeliveredLine[] | null;
  },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE complaint SET kind = ${kind}, disputed = ${disputed}::numeric, turn = nextval('turn') WHERE number = ${number}`;
  const facts = { complaint: number, complaintKind: kind, delivery, disputed, currency };
  await tx.$executeRaw`
    UPDATE work_item SET facts = ${JSON.stringify(facts)}::jsonb, amount = ${disputed}::numeric WHERE id = ${workItemIds.complaint(number)}`;
  if (lines === null) return;
  await tx.$executeRaw`DELETE FROM complaint_line WHERE complaint_number = ${number}`;
  await tx.$executeRaw`
    INSERT INTO complaint_line (complaint_number, line_no, quantity) SELECT ${number}, l."lineNo", l.quantity
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l("lineNo" int, quantity numeric)`;
}

export type Decision = {
  readonly outcome: ComplaintOutcome;
  readonly by: string;
  /** Instant. */
  readonly at: string;
  readonly reason: string;
  readonly creditNote: string | null;
  readonly status: Extract<ComplaintStatus, 'awaiting-goods' | 'closed'>;
  /** Business date on which it ends; null: goods are to come back first. */
  readonly endedOn: string | null;
};

export async function decideComplaint(tx: Transaction, number: string, decision: Decision): Promise<void> {
  await tx.$executeRaw`
    UPDATE complaint SET outcome = ${decision.outcome}, decided_by = ${decision.by}, decided_at = ${decision.at}::timestamptz,
      reason = ${decision.reason}, credit_note = ${decision.creditNote}, status = ${decision.status},
      goods_expected = ${decision.status === 'awaiting-goods'}, ended_on = ${decision.endedOn}::date, turn = nextval('turn')
    WHERE number = ${number}`;
  await tx.$executeRaw`
    UPDATE work_item SET role = CASE WHEN ${decision.endedOn}::date IS NULL THEN 'logistics' ELSE role END,
      status = CASE WHEN ${decision.endedOn}::date IS NULL THEN status ELSE 'done' END,
      done_at = CASE WHEN ${decision.endedOn}::date IS NULL THEN NULL ELSE now() END
    WHERE id = ${workItemIds.complaint(number)}`;
}

/** Closes or withdraws it, with its line in the worklist. */
export async function endComplaint(
  tx: Transaction,
  number: string,
  status: Extract<ComplaintStatus, 'closed' | 'withdrawn'>,
  on: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE complaint SET status = ${status}, ended_on = ${on}::date, turn = nextval('turn') WHERE number = ${number}`;
  await tx.$executeRaw`
    UPDATE work_item SET status = 'done', done_at = now() WHERE id = ${workItemIds.complaint(number)}`;
}

/**
 * Books goods that came back: on the complaint, on the order, and what is fit for it into stock. The order's lines are locked.
 * @returns the products of which there is more in stock now
 */
export async function takeGoodsBack(
  tx: Transaction,
  { number, order }: Pick<ComplaintRecord, 'number' | 'order'>,
  goods: readonly GoodsBack[],
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ readonly product: string }[]>`
    WITH back AS (
      SELECT "lineNo" AS line_no, restocked, scrapped
      FROM jsonb_to_recordset(${JSON.stringify(goods)}::jsonb) AS b("lineNo" int, restocked numeric, scrapped numeric)
    ), complained AS (
      UPDATE complaint_line SET restocked = complaint_line.restocked + back.restocked, scrapped = complaint_line.scrapped + back.scrapped
      FROM back WHERE complaint_number = ${number} AND complaint_line.line_no = back.line_no
    ), returned AS (
      UPDATE order_line SET returned = order_line.returned + back.restocked + back.scrapped
      FROM back WHERE order_number = ${order} AND order_line.line_no = back.line_no RETURNING order_line.product_number, back.restocked
    ), totals AS (
      SELECT product_number, sum(restocked) AS quantity FROM returned GROUP BY 1 HAVING sum(restocked) > 0
    ), locked AS (
      SELECT s.product_number, t.quantity FROM stock s JOIN totals t USING (product_number) ORDER BY s.product_number FOR UPDATE OF s
    )
    UPDATE stock SET on_hand = on_hand + locked.quantity FROM locked WHERE stock.product_number = locked.product_number
    RETURNING stock.product_number AS product`;
  return rows.map(({ product }) => product).sort();
}

export type Replacing = {
  readonly lineNo: number;
  /** The line that was complained of. */
  readonly like: number;
  readonly quantity: string;
  readonly allocated: string;
  readonly confirmedDate: string;
  readonly waiting: boolean;
};

/** Adds lines that are delivered for a complaint, free of charge, and opens the order again where it had ended. */
export async function insertReplacements(
  tx: Transaction,
  { number, order }: Pick<ComplaintRecord, 'number' | 'order'>,
  lines: readonly Replacing[],
  change: { readonly waitsFor: object; readonly nextDate: string | null; readonly requestedDate: string },
): Promise<void> {
  await tx.$executeRaw`
    WITH added AS (
      INSERT INTO order_line (order_number, line_no, product_number, description, unit, quantity, unit_price, discount_percent,
        tax_class, vat_category, vat_rate, vat_exemption, net, requested_date, first_confirmed_date, last_confirmed_date, allocated,
        waiting, replaces)
      SELECT l.order_number, r."lineNo", l.product_number, l.description, l.unit, r.quantity, 0, 0, l.tax_class, l.vat_category,
        l.vat_rate, l.vat_exemption, 0, ${change.requestedDate}::date, r."confirmedDate", r."confirmedDate", r.allocated, r.waiting, ${number}
      FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS r("lineNo" int, "like" int, quantity numeric, allocated numeric,
        "confirmedDate" date, waiting boolean)
      JOIN order_line l ON l.order_number = ${order} AND l.line_no = r."like"
    )
    UPDATE sales_order SET stage = 'in-delivery', waits_for = ${JSON.stringify(change.waitsFor)}::jsonb, next_date = ${change.nextDate}::date,
      reopened = reopened + (settled_on IS NOT NULL)::int, settled_on = NULL, updated_at = now()
    WHERE number = ${order}`;
}

/** Says again, louder, that a complaint waits: what its line in the worklist shows, and from the second time on, to whom. */
export async function escalateComplaint(tx: Transaction, number: string, escalation: number): Promise<boolean> {
  const escalated = await tx.$executeRaw`
    UPDATE complaint SET escalations = ${escalation}::int
    WHERE number = ${number} AND status = 'open' AND escalations = ${escalation}::int - 1`;
  if (escalated === 0) return false;
  await tx.$executeRaw`
    UPDATE work_item SET escalations = ${escalation}::int, role = CASE WHEN ${escalation}::int >= 2 THEN 'manager' ELSE role END
    WHERE id = ${workItemIds.complaint(number)}`;
  return true;
}

export async function insertNote(
  tx: Transaction,
  note: {
    readonly id: string;
    readonly complaint: string;
    readonly text: string;
    readonly by: string;
    readonly at: string;
  },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO complaint_note (id, complaint_number, text, written_by, written_at)
    VALUES (${note.id}::uuid, ${note.complaint}, ${note.text}, ${note.by}, ${note.at}::timestamptz)`;
}

/** Who is told that a complaint waits: its owner, or the managers; where nobody answers for it, the managers at once. */
export async function readersOfComplaint(
  tx: Transaction,
  { customer, owner }: Pick<ComplaintRecord, 'customer' | 'owner'>,
  told: 'owner' | 'manager',
): Promise<{
  readonly customerName: string;
  readonly readers: readonly { readonly code: string; readonly email: string }[];
}> {
  const [row] = await tx.$queryRaw<
    { customerName: string; readers: readonly { readonly code: string; readonly email: string }[] | null }[]
  >`
    SELECT customer.name AS "customerName", (SELECT json_agg(json_build_object('code', p.code, 'email', p.email) ORDER BY p.code)
      FROM principal p WHERE p.email IS NOT NULL AND p.deactivated_at IS NULL
        AND CASE WHEN ${told === 'owner' ? owner : null}::text IS NULL THEN p.role = 'manager' ELSE p.id = ${owner} END) AS readers
    FROM customer WHERE customer.number = ${customer}`;
  return { customerName: row?.customerName ?? customer, readers: row?.readers ?? [] };
}
