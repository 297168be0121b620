import type { BillingPreviewItem, BillingRun } from '../../contracts/billing.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { Prisma } from '../generated/client.js';
import { amount, instant, localDate } from '../mappers.js';
import { dueOf, dueTables, isDue } from '../repositories/billing.js';
import type { Moment, Numeric } from '../rows.js';
import { companyToday } from './company.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

export type BillingRunRecord = Omit<BillingRun, 'workflowId' | 'temporalUrl'>;

type RunRow = Omit<BillingRunRecord, 'startedAt' | 'endedAt' | 'upTo'> & {
  readonly startedAt: Moment;
  readonly endedAt: Moment | null;
  readonly upTo: Moment;
};

const ofRun = (what: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT count(${what})::int FROM invoice_period AS made
  LEFT JOIN invoice_source AS source ON source.invoice_number = made.invoice_number WHERE made.run_id = billing_run.id)`;

const runColumns = Prisma.sql`billing_run.id, billing_run.started_by AS "startedBy", billing_run.started_at AS "startedAt",
  billing_run.ended_at AS "endedAt", billing_run.up_to AS "upTo", billing_run.customer_number AS customer,
  (SELECT name FROM customer WHERE customer.number = billing_run.customer_number) AS "customerName", billing_run.customers,
  CASE WHEN billing_run.ended_at IS NULL THEN billing_run.done ELSE GREATEST(billing_run.done, billing_run.customers) END AS done,
  ${ofRun(Prisma.sql`DISTINCT made.invoice_number`)} AS invoices, ${ofRun(Prisma.sql`DISTINCT source.delivery_number`)} AS deliveries`;

const runOf = (row: RunRow): BillingRunRecord => ({
  ...row,
  startedAt: instant(row.startedAt),
  endedAt: row.endedAt && instant(row.endedAt),
  upTo: localDate(row.upTo),
});

export const billingRunSorts = {
  startedAt: { expression: Prisma.sql`billing_run.started_at`, type: 'moment' },
} as const;

/** Runs, the last one first. */
export function listBillingRuns(
  db: Db,
  request: PageRequest<'startedAt'> & { readonly customer?: string | undefined },
): Promise<Page<BillingRunRecord> | Refusal> {
  const list = {
    columns: runColumns,
    from: Prisma.sql`billing_run`,
    where: [
      when(
        request.customer,
        (customer) => Prisma.sql`(billing_run.customer_number = ${customer} OR billing_run.id IN (
          SELECT made.run_id FROM invoice_period AS made JOIN invoice ON invoice.number = made.invoice_number
          WHERE invoice.customer_number = ${customer}))`,
      ),
    ],
    id: Prisma.sql`billing_run.id`,
    sorts: billingRunSorts,
    defaultSort: '-startedAt',
  } as const;
  return readPage<RunRow, BillingRunRecord, 'startedAt'>(db, list, request, runOf);
}

/** Null: there is none. */
export async function getBillingRun(db: Db, id: string): Promise<BillingRunRecord | null> {
  const [row] = await db.$queryRaw<RunRow[]>`SELECT ${runColumns} FROM billing_run WHERE billing_run.id = ${id}`;
  return row ? runOf(row) : null;
}

export const billingPreviewSorts = {
  customer: { expression: Prisma.sql`due.customer`, type: 'text' },
  net: { expression: Prisma.sql`due.net`, type: 'number' },
} as const;
type PreviewSort = keyof typeof billingPreviewSorts;

type PreviewRow = Omit<BillingPreviewItem, 'net' | 'from' | 'to'> & {
  readonly net: Numeric;
  readonly from: Moment;
  readonly to: Moment;
};

/** What a run by hand up to a day would bill, customer by customer and currency by currency, before VAT and freight. */
export function previewBilling(
  db: Db,
  request: PageRequest<PreviewSort> & { readonly upTo: string; readonly customer?: string | undefined },
): Promise<Page<BillingPreviewItem> | Refusal> {
  const due = dueOf({ upTo: request.upTo, startedBy: '' });
  const list = {
    columns: Prisma.sql`due.*, customer.name AS "customerName"`,
    from: Prisma.sql`(SELECT o.customer_number AS customer, o.currency, count(DISTINCT o.number)::int AS orders, count(*)::int AS deliveries,
        sum(part.net) AS net, min(d.departed_on) AS "from", max(d.departed_on) AS "to"
      FROM ${dueTables} CROSS JOIN LATERAL (
        SELECT sum(round(n.quantity * l.net / l.quantity, 2)) AS net FROM delivery_line AS n
        JOIN order_line AS l ON l.order_number = d.order_number AND l.line_no = n.line_no WHERE n.delivery_number = d.number) AS part
      WHERE ${isDue(due)} AND ${when(request.customer, (customer) => Prisma.sql`o.customer_number = ${customer}`) ?? Prisma.sql`TRUE`}
      GROUP BY 1, 2) AS due JOIN customer ON customer.number = due.customer`,
    where: [],
    id: Prisma.sql`(due.customer || ':' || due.currency)`,
    sorts: billingPreviewSorts,
    defaultSort: 'customer',
  } as const;
  return readPage<PreviewRow, BillingPreviewItem, PreviewSort>(db, list, request, (row) => ({
    ...row,
    net: amount(row.net, row.currency),
    from: localDate(row.from),
    to: localDate(row.to),
  }));
}

/** Refuses a last departure that cannot be, since nothing leaves later than today; null: it may be billed up to. */
export const refuseBilling = async (db: Db, upTo: string, nowMs: number): Promise<Refusal | null> =>
  refuseDate('billing', { field: 'upTo', date: upTo }, await companyToday(db, nowMs));
