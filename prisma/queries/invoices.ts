import type { InvoiceSummary } from '../../contracts/invoice.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { InvoiceKind, InvoiceStatus, LifecycleCode } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { printedMembers } from '../lines.js';
import { amount, invoiceOf, invoiceSummaryOf, localDate, type InvoiceRecord } from '../mappers.js';
import type { InvoiceRow, InvoiceSummaryRow, Moment, Numeric } from '../rows.js';
import { companyToday } from './company.js';
import { stands } from './payments.js';
import { isOfOrder } from './invoices-of-orders.js';
import {
  isOfOwn,
  numberOrder,
  readPage,
  visible,
  visibleOf,
  when,
  type Db,
  type PageRequest,
  type Scope,
} from './page.js';
import { found } from './found.js';

export type { InvoiceRecord };

const summaryColumns = Prisma.sql`
  invoice.number, invoice.order_number AS "order", invoice.kind, invoice.corrects, invoice.replaces,
  ARRAY(SELECT DISTINCT source.delivery_number FROM invoice_source AS source
    WHERE source.invoice_number = invoice.number AND source.delivery_number IS NOT NULL ORDER BY 1) AS deliveries,
  invoice.customer_number AS customer, customer.name AS "customerName", invoice.issue_date AS "issueDate",
  invoice.due_date AS "dueDate", invoice.currency, invoice.net, invoice.vat, invoice.gross, 
  (SELECT min(due.due_date) FROM receivable AS due WHERE due.invoice_number = invoice.number AND due.open > 0) AS "nextDue",
  (SELECT sum(due.open) FROM receivable AS due WHERE due.invoice_number = invoice.number) AS open,
  (SELECT due.dunning_level FROM receivable AS due WHERE due.invoice_number = invoice.number AND due.dunning_level IS NOT NULL
    ORDER BY due.due_date LIMIT 1) AS "dunningLevel",
  (SELECT max(due.settled_on) FROM receivable AS due WHERE due.invoice_number = invoice.number
    HAVING bool_and(due.open = 0)) AS "settledOn",
  (SELECT life.code FROM invoice_lifecycle AS life WHERE life.invoice_number = invoice.number) AS lifecycle`;

const invoiceTables = Prisma.sql`invoice JOIN customer ON customer.number = invoice.customer_number`;
/** What something is open on is kept apart, so that it is found among all that is paid. */
const besideOpen = Prisma.sql`JOIN invoice ON invoice.number = owed.invoice_number
  JOIN customer ON customer.number = owed.customer_number`;

const sortsOf = (row: Prisma.Sql, place: Prisma.Sql) =>
  ({
    issueDate: { expression: Prisma.sql`${row}.issue_date`, type: 'date' },
    number: { expression: place, type: 'text' },
    dueDate: { expression: Prisma.sql`${row}.due_date`, type: 'date' },
    gross: { expression: Prisma.sql`${row}.gross`, type: 'number' },
    open: { expression: Prisma.sql`owed.open`, type: 'number' },
  }) as const;
const toldTables = Prisma.sql`invoice_lifecycle AS told JOIN invoice ON invoice.number = told.invoice_number
  JOIN customer ON customer.number = invoice.customer_number`;
const all = Prisma.sql`invoice`;
const open = Prisma.sql`owed`;
const byNumber = numberOrder(Prisma.sql`invoice.number`);
const openByNumber = numberOrder(Prisma.sql`owed.invoice_number`);
/** Worked out once for each row that is overdue. */
const latePlace = Prisma.sql`owed.place`;
export const invoiceSorts = sortsOf(all, byNumber);
const toldByNumber = numberOrder(Prisma.sql`told.invoice_number`);
const toldSorts = { ...invoiceSorts, issueDate: { expression: Prisma.sql`told.issue_date`, type: 'date' } } as const;
export type InvoiceSort = keyof typeof invoiceSorts;

export type InvoiceFilter = PageRequest<InvoiceSort> & {
  readonly customer?: string | undefined;
  readonly order?: string | undefined;
  readonly status?: InvoiceStatus | undefined;
  readonly kind?: InvoiceKind | undefined;
  /** Something is open past its due date, today in the company's zone. */
  readonly overdue?: boolean | undefined;
  /** Something of it, a credit note, is ours to give. */
  readonly toGive?: boolean | undefined;
  /** The latest word of the platforms and its buyer. */
  readonly lifecycle?: LifecycleCode | undefined;
  readonly issuedFrom?: string | undefined;
  readonly issuedTo?: string | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly search?: string | undefined;
};

/** Invoices with what is open on them; `search` looks into number, order number and customer name. */
export async function listInvoices(
  db: Db,
  filter: InvoiceFilter,
  scope: Scope,
  nowMs: number = Date.now(),
): Promise<Page<InvoiceSummary> | Refusal> {
  const today = filter.overdue === undefined ? '' : await companyToday(db, nowMs);
  const isOpen = isOfOpen(filter);
  const fits = await found(db, 'invoice', filter.search, scope);
  const list = {
    columns: summaryColumns,
    ...(isOpen ? openRows(filter, today, scope, fits) : allRows(filter, today, scope, fits)),
    bounds: {
      issueDate: { from: filter.issuedFrom, to: filter.issuedTo },
      dueDate: { from: filter.dueFrom, to: filter.dueTo },
    },
    name: Prisma.sql`invoice.number`,
    path: '/v1/invoices',
    defaultSort: '-issueDate',
  } as const;
  return readPage<InvoiceSummaryRow, InvoiceSummary, InvoiceSort>(db, list, filter, invoiceSummaryOf);
}

type Rows = Pick<
  Parameters<typeof readPage<InvoiceSummaryRow, InvoiceSummary, InvoiceSort>>[1],
  'from' | 'where' | 'beside' | 'id' | 'sorts'
>;

/** Those of one status are kept apart by their days: they are few, and found there. */
function allRows(filter: InvoiceFilter, today: string, scope: Scope, fits: Prisma.Sql | null): Rows {
  const isByStatus = filter.lifecycle !== undefined && (filter.sort ?? 'issueDate').endsWith('issueDate');
  return {
    from: isByStatus ? toldTables : invoiceTables,
    where: [
      ofReader(all, filter, scope),
      ...invoiceConditions(filter, today),
      isByStatus ? Prisma.sql`told.code = ${filter.lifecycle}` : ofStatus(Prisma.sql`invoice.number`, filter),
      when(filter.order, (order) => isOfOrder(Prisma.sql`invoice.number`, order)),
      fits,
    ],
    ...(isByStatus ? { id: toldByNumber, sorts: toldSorts } : { id: byNumber, sorts: invoiceSorts }),
  };
}

const ofStatus = (row: Prisma.Sql, { lifecycle }: InvoiceFilter): Prisma.Sql | null =>
  when(
    lifecycle,
    (code) =>
      Prisma.sql`EXISTS (SELECT FROM invoice_lifecycle AS life WHERE life.invoice_number = ${row} AND life.code = ${code})`,
  );

/** What is overdue is found by its day, and put in order then: in most orders all that is not yet due would come before it. */
function openRows(filter: InvoiceFilter, today: string, scope: Scope, fits: Prisma.Sql | null): Rows {
  const where = [
    ofReader(open, filter, scope),
    ...openConditions(filter, today),
    ofStatus(Prisma.sql`owed.invoice_number`, filter),
    when(filter.order, (order) => isOfOrder(Prisma.sql`owed.invoice_number`, order)),
  ].filter((condition) => condition !== null);
  const from = Prisma.sql`invoice_open AS owed`;
  const order = { id: openByNumber, sorts: sortsOf(open, openByNumber) };
  if (fits !== null) return { from: Prisma.sql`${from} ${besideOpen}`, where: [...where, fits], ...order };
  const beside = { of: open, joined: besideOpen };
  if (filter.overdue !== true) return { from, where, beside, ...order };
  const late = Prisma.sql`(SELECT owed.*, ${openByNumber} AS place FROM ${from} WHERE ${Prisma.join(where, ' AND ')} OFFSET 0) AS owed`;
  return { from: late, where: [], beside, id: latePlace, sorts: sortsOf(open, latePlace) };
}

const ofReader = (row: Prisma.Sql, { customer }: InvoiceFilter, scope: Scope): Prisma.Sql | null =>
  scope.salesperson === null || customer !== undefined
    ? visibleOf(scope, customer)
    : isOfOwn(Prisma.sql`${row}.customer_number`, scope.salesperson);

/** Asks for nothing but what something is open on; so does the order by what is open. */
const isOfOpen = ({ status, overdue, toGive, sort }: InvoiceFilter): boolean =>
  status === 'open' ||
  status === 'part-paid' ||
  overdue === true ||
  toGive === true ||
  sort === 'open' ||
  sort === '-open';

const openConditions = (filter: InvoiceFilter, today: string): readonly (Prisma.Sql | null)[] => [
  when(filter.customer, (customer) => Prisma.sql`owed.customer_number = ${customer}`),
  when(
    filter.kind,
    (kind) =>
      Prisma.sql`EXISTS (SELECT FROM invoice AS i WHERE i.number = owed.invoice_number AND ${isOfKind(Prisma.sql`i`, kind)})`,
  ),
  when(filter.status, (status) => openStatus[status]),
  when(filter.overdue, (wanted) =>
    wanted ? Prisma.sql`owed.next_due < ${today}::date` : Prisma.sql`coalesce(owed.next_due >= ${today}::date, TRUE)`,
  ),
  when(filter.toGive, (wanted) => (wanted ? Prisma.sql`owed.open < 0` : Prisma.sql`owed.open > 0`)),
  when(filter.issuedFrom, (from) => Prisma.sql`owed.issue_date >= ${from}::date`),
  when(filter.issuedTo, (to) => Prisma.sql`owed.issue_date <= ${to}::date`),
  when(filter.dueFrom, (from) => Prisma.sql`owed.due_date >= ${from}::date`),
  when(filter.dueTo, (to) => Prisma.sql`owed.due_date <= ${to}::date`),
];

/** Most are invoices; the others have an index of their own, which is found by what it leaves out. */
const isOfKind = (row: Prisma.Sql, kind: InvoiceKind): Prisma.Sql =>
  kind === 'invoice'
    ? Prisma.sql`${row}.kind = 'invoice'`
    : Prisma.sql`(${row}.kind <> 'invoice' AND ${row}.kind = ${kind})`;

const openStatus: Readonly<Record<InvoiceStatus, Prisma.Sql>> = {
  paid: Prisma.sql`FALSE`,
  // Said as the indexes say it, whose statistics tell how many: of less than all it is, since more is never open.
  open: Prisma.sql`(owed.open > 0 AND (owed.open = owed.gross) IS TRUE)`,
  'part-paid': Prisma.sql`(owed.open > 0 AND (owed.open = owed.gross) IS FALSE)`,
};

const invoiceConditions = (filter: InvoiceFilter, today: string): readonly (Prisma.Sql | null)[] => [
  when(filter.customer, (customer) => Prisma.sql`invoice.customer_number = ${customer}`),
  when(filter.kind, (kind) => isOfKind(all, kind)),
  filter.status === 'paid' ? isNone(Prisma.sql`TRUE`) : null,
  filter.toGive === false ? isNone(Prisma.sql`owed.open < 0`) : null,
  filter.overdue === false ? isNone(Prisma.sql`owed.next_due < ${today}::date`) : null,
  when(filter.issuedFrom, (from) => Prisma.sql`invoice.issue_date >= ${from}::date`),
  when(filter.issuedTo, (to) => Prisma.sql`invoice.issue_date <= ${to}::date`),
  when(filter.dueFrom, (from) => Prisma.sql`invoice.due_date >= ${from}::date`),
  when(filter.dueTo, (to) => Prisma.sql`invoice.due_date <= ${to}::date`),
];

const isNone = (which: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`NOT coalesce((SELECT TRUE FROM invoice_open AS owed WHERE owed.invoice_number = invoice.number AND ${which}), FALSE)`;

/** An invoice with lines, payments and instalments, in one statement. Null: there is none, or it is of somebody else's customer. */
export async function getInvoice(db: Db, number: string, scope: Scope): Promise<InvoiceRecord | null> {
  const rows = await db.$queryRaw<InvoiceRow[]>`
    SELECT ${summaryColumns}, invoice.payment_terms AS "paymentTerms", invoice.freight, invoice.vat_breakdown AS "vatBreakdown", invoice.move_in_id IS NOT NULL AS "movedIn",
      invoice.is_counterpart AS "isCounterpart", (SELECT right_one.number FROM invoice AS right_one WHERE right_one.replaces = invoice.number) AS "replacedBy",
      coalesce((SELECT json_agg(json_build_object(${printedMembers(Prisma.sql`line`)}, 'net', line.net::text) ORDER BY line.line_no)
        FROM invoice_line AS line WHERE line.invoice_number = invoice.number), '[]') AS lines,
      coalesce((SELECT json_agg(json_build_object('lineNo', source.invoice_line_no, 'order', source.order_number,
          'orderLine', source.order_line_no, 'delivery', source.delivery_number, 'deliveryLine', source.delivery_line_no,
          'quantity', source.quantity::text) ORDER BY source.position)
        FROM invoice_source AS source WHERE source.invoice_number = invoice.number), '[]') AS sources,
      coalesce((SELECT json_agg(json_build_object('payment', payment.id, 'reference', payment.reference,
          'date', payment.date, 'amount', (-paid.amount)::text) ORDER BY paid.id)
        FROM ledger_entry AS paid JOIN payment ON payment.id = paid.payment_id
        WHERE paid.invoice_number = invoice.number AND paid.kind = 'allocation' AND paid.item_kind = 'receivable'
          AND ${stands}), '[]') AS payments,
      (SELECT json_build_object('scope', why.scope, 'reason', why.reason, 'note', why.note)
        FROM credit_note AS why WHERE why.invoice_number = invoice.number) AS "creditNote",
      coalesce((SELECT json_agg(json_build_object('creditNote', note.number, 'issueDate', note.issue_date, 'scope', why.scope,
          'reason', why.reason, 'gross', note.gross::text) ORDER BY note.sequence)
        FROM invoice AS note JOIN credit_note AS why ON why.invoice_number = note.number WHERE note.corrects = invoice.number), '[]') AS credits,
      (SELECT sent.channel FROM outgoing AS sent WHERE sent.invoice_number = invoice.number AND sent.kind IN ('invoice', 'credit-note') LIMIT 1) AS channel,
      coalesce((SELECT json_agg(json_build_object('direction', said.direction, 'code', said.code, 'at', said.at, 'reasons', said.reasons,
          'amounts', said.amounts, 'sending', (SELECT way.status FROM outgoing AS way WHERE way.id = said.id)) ORDER BY said.at, said.code)
        FROM invoice_status AS said WHERE said.invoice_number = invoice.number), '[]') AS statuses,
      coalesce((SELECT json_agg(json_build_object('invoice', other.invoice_number, 'amount', abs(own.amount)::text, 'on', own.on_date,
          'application', split_part(own.posting, ':application:', 2)::int) ORDER BY own.id)
        FROM ledger_entry AS own JOIN ledger_entry AS other
          ON other.posting = own.posting AND other.kind = 'application' AND other.invoice_number <> own.invoice_number
        WHERE own.invoice_number = invoice.number AND own.kind = 'application'
          AND NOT EXISTS (SELECT FROM ledger_entry AS back WHERE back.posting = own.posting || ':reversed')), '[]') AS applications,
      coalesce((SELECT json_agg(json_build_object('invoice', each.other, 'deducts', each.deducts, 'vatCategory', each.vat_category,
          'vatRate', each.vat_rate::text, 'vatExemption', each.vat_exemption, 'base', each.base::text, 'vat', each.vat::text) ORDER BY each.other, each.position)
        FROM (SELECT of.deposit_number AS other, TRUE AS deducts, of.* FROM deposit_deduction AS of WHERE of.invoice_number = invoice.number
          UNION ALL SELECT by.invoice_number, FALSE, by.* FROM deposit_deduction AS by WHERE by.deposit_number = invoice.number) AS each), '[]') AS deductions,
      coalesce((SELECT json_agg(json_build_object('instalment', due.instalment, 'dueDate', due.due_date, 'amount', due.amount::text,
          'open', due.open::text, 'dunningLevel', due.dunning_level, 'settledOn', due.settled_on) ORDER BY due.due_date, due.instalment)
        FROM receivable AS due WHERE due.invoice_number = invoice.number), '[]') AS instalments
    FROM ${invoiceTables} WHERE invoice.number = ${number} AND ${visible(scope)}`;
  return rows[0] ? invoiceOf(rows[0]) : null;
}

/** An instalment of an invoice on which something is open. */
export type OpenInvoiceRecord = {
  readonly invoice: string;
  readonly instalment: number;
  readonly order: string;
  readonly currency: string;
  readonly open: string;
  readonly dueDate: string;
};

/** What a customer has open, oldest due first. */
export async function openInvoicesOf(db: Db, customerNumber: string): Promise<OpenInvoiceRecord[]> {
  const rows = await db.$queryRaw<
    { invoice: string; instalment: number; order: string; currency: string; open: Numeric; dueDate: Moment }[]
  >`
    SELECT invoice.number AS invoice, receivable.instalment, invoice.order_number AS "order", invoice.currency,
      receivable.open, receivable.due_date AS "dueDate"
    FROM receivable JOIN invoice ON invoice.number = receivable.invoice_number
    WHERE receivable.customer_number = ${customerNumber} AND receivable.open > 0
    ORDER BY receivable.due_date, invoice.number, receivable.instalment`;
  return rows.map((row) => ({ ...row, open: amount(row.open, row.currency), dueDate: localDate(row.dueDate) }));
}
