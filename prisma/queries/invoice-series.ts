import type { InvoiceSeries } from '../../contracts/invoice-series.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { invoiceKinds, seriesOrigins, seriesStates, type InvoiceKind } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { instant, localDate, wordOf } from '../mappers.js';
import type { Moment } from '../rows.js';
import { companyToday } from './company.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

/** @param today an entry is in force from its day on, until the day of the next one of its kind and origin */
export const invoiceSeriesColumns = (today: string): Prisma.Sql => Prisma.sql`
  invoice_series.kind, invoice_series.origin, invoice_series.valid_from AS "from", invoice_series.prefix,
  CASE WHEN invoice_series.valid_from > ${today}::date THEN 'to-come'
    WHEN EXISTS (SELECT FROM invoice_series AS next WHERE (next.kind, next.origin) = (invoice_series.kind, invoice_series.origin)
      AND next.valid_from > invoice_series.valid_from AND next.valid_from <= ${today}::date) THEN 'past'
    ELSE 'in-force' END AS state,
  invoice_series.set_by AS "setBy", invoice_series.set_at AS "setAt"`;

export type InvoiceSeriesRow = {
  readonly kind: string;
  readonly origin: string;
  readonly from: Moment;
  readonly prefix: string | null;
  readonly state: string;
  readonly setBy: string;
  readonly setAt: Moment;
};

export const invoiceSeriesOf = (row: InvoiceSeriesRow): InvoiceSeries => ({
  kind: wordOf(invoiceKinds, row.kind),
  origin: wordOf(seriesOrigins, row.origin),
  from: localDate(row.from),
  prefix: row.prefix,
  state: wordOf(seriesStates, row.state),
  setBy: row.setBy,
  setAt: instant(row.setAt),
});

export const invoiceSeriesSorts = {
  from: { expression: Prisma.sql`invoice_series.valid_from`, type: 'date' },
} as const;

export type InvoiceSeriesFilter = PageRequest<'from'> & { readonly kind?: InvoiceKind | undefined };

/** How invoices are, were and will be numbered, the latest first. */
export async function listInvoiceSeries(
  db: Db,
  filter: InvoiceSeriesFilter,
  nowMs: number = Date.now(),
): Promise<Page<InvoiceSeries> | Refusal> {
  const list = {
    columns: invoiceSeriesColumns(await companyToday(db, nowMs)),
    from: Prisma.sql`invoice_series`,
    where: [when(filter.kind, (kind) => Prisma.sql`invoice_series.kind = ${kind}`)],
    id: Prisma.sql`(invoice_series.kind || ' ' || invoice_series.origin || ' ' || invoice_series.valid_from)`,
    sorts: invoiceSeriesSorts,
    defaultSort: '-from',
  } as const;
  return readPage<InvoiceSeriesRow, InvoiceSeries, 'from'>(db, list, filter, invoiceSeriesOf);
}

/** All that numbers of invoices have begun with, or will. */
export async function invoicePrefixes(db: Db): Promise<readonly string[]> {
  const rows = await db.$queryRaw<
    { readonly prefix: string }[]
  >`SELECT prefix FROM invoice_series WHERE prefix IS NOT NULL`;
  return rows.map(({ prefix }) => prefix);
}
