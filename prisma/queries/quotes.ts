import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Quote, QuoteRevision } from '../../contracts/quote.js';
import type { QuoteStatus } from '../../contracts/vocabulary.js';
import { localDateOf, type TimeZone } from '../../domain/calendar.js';
import { Prisma } from '../generated/client.js';
import { besideMembers } from '../lines.js';
import { quoteOf, quoteRevisionOf } from '../mappers.js';
import type { QuoteRevisionRow, QuoteRow } from '../rows.js';
import { companyToday } from './company.js';
import { numberOrder, readPage, visible, visibleOf, when, type Db, type PageRequest, type Scope } from './page.js';
import { found } from './found.js';
import { sectorsOfLines } from './sectors.js';

const linesOfRevision = Prisma.sql`coalesce((
  SELECT json_agg(json_build_object('lineNo', line.line_no, 'product', line.product_number,
    'quantity', line.quantity::text, 'unitPrice', line.unit_price::text,
    'discountPercent', line.discount_percent::text, ${besideMembers(Prisma.sql`line`)}, 'deliveryDate', line.delivery_date) ORDER BY line.line_no)
  FROM quote_line AS line
  WHERE line.quote_number = quote_revision.quote_number AND line.revision = quote_revision.revision), '[]') AS lines`;

const quoteColumns = Prisma.sql`
  quote.number, quote.customer_number AS customer, customer.name AS "customerName", quote.currency, quote.status, quote.revision,
  quote.valid_until AS "validUntil", quote_revision.payment_terms AS "paymentTerms", quote_revision.freight, quote_revision.adjustments, quote_revision.deposit,
  quote_revision.net, quote.lost_reason AS "lostReason", quote.accepted_on AS "acceptedOn",
  quote.created_at AS "createdAt", quote.updated_at AS "updatedAt", ${linesOfRevision},
  ${sectorsOfLines(Prisma.sql`quote_line AS line WHERE line.quote_number = quote.number AND line.revision = quote.revision`)} AS sectors`;

const quoteTables = Prisma.sql`quote
  JOIN customer ON customer.number = quote.customer_number
  JOIN quote_revision ON quote_revision.quote_number = quote.number AND quote_revision.revision = quote.revision`;

const byNumber = numberOrder(Prisma.sql`quote.number`);
export const quoteSorts = {
  createdAt: { expression: Prisma.sql`quote.created_at`, type: 'moment' },
  number: { expression: byNumber, type: 'text' },
  validUntil: { expression: Prisma.sql`quote.valid_until`, type: 'date' },
  net: {
    expression: Prisma.sql`quote_revision.net`,
    type: 'number',
    id: numberOrder(Prisma.sql`quote_revision.quote_number`),
  },
} as const;
export type QuoteSort = keyof typeof quoteSorts;

export type QuoteFilter = PageRequest<QuoteSort> & {
  readonly customer?: string | undefined;
  readonly status?: QuoteStatus | undefined;
  readonly product?: string | undefined;
  readonly search?: string | undefined;
};

/** Quotes with their current revision; `search` looks into number and customer name. */
export async function listQuotes(
  db: Db,
  filter: QuoteFilter,
  scope: Scope,
  nowMs: number = Date.now(),
): Promise<Page<Quote> | Refusal> {
  const today = await companyToday(db, nowMs);
  const list = {
    columns: quoteColumns,
    from: quoteTables,
    where: [
      visibleOf(scope, filter.customer),
      when(filter.customer, (customer) => Prisma.sql`quote.customer_number = ${customer}`),
      when(filter.status, (status) => hasStatus(status, today)),
      when(
        filter.product,
        (product) => Prisma.sql`EXISTS (SELECT FROM quote_line WHERE quote_line.quote_number = quote.number
          AND quote_line.revision = quote.revision AND quote_line.product_number = ${product})`,
      ),
      await found(db, 'quote', filter.search, scope),
    ],
    id: byNumber,
    name: Prisma.sql`quote.number`,
    path: '/v1/quotes',
    sorts: quoteSorts,
    defaultSort: '-createdAt',
  } as const;
  return readPage<QuoteRow, Quote, QuoteSort>(db, list, filter, (row) => quoteOf(row, today));
}

function hasStatus(status: QuoteStatus, today: string): Prisma.Sql {
  if (status === 'open') return Prisma.sql`(quote.status = 'open' AND quote.valid_until >= ${today}::date)`;
  if (status === 'expired') return Prisma.sql`(quote.status = 'open' AND quote.valid_until < ${today}::date)`;
  return Prisma.sql`quote.status = ${status}`;
}

/** A quote with its current revision. Null: there is none, or it is of somebody else's customer. */
export async function getQuote(
  db: Db,
  number: string,
  scope: Scope,
  nowMs: number = Date.now(),
): Promise<Quote | null> {
  const rows = await db.$queryRaw<(QuoteRow & { zone: TimeZone | null })[]>`
    SELECT ${quoteColumns}, (SELECT body->>'zone' FROM company WHERE id = 1) AS zone
    FROM ${quoteTables} WHERE quote.number = ${number} AND ${visible(scope)}`;
  const [row] = rows;
  return row ? quoteOf(row, localDateOf(nowMs, row.zone ?? 'UTC')) : null;
}

/** All revisions of a quote, first to last; empty when the caller sees no such quote. */
export async function listQuoteRevisions(db: Db, number: string, scope: Scope): Promise<QuoteRevision[]> {
  const rows = await db.$queryRaw<QuoteRevisionRow[]>`
    SELECT quote_revision.revision, quote.currency, quote_revision.valid_until AS "validUntil",
      quote_revision.payment_terms AS "paymentTerms", quote_revision.freight, quote_revision.adjustments, quote_revision.deposit, quote_revision.net,
      quote_revision.reason, quote_revision.created_at AS "createdAt", ${linesOfRevision}
    FROM quote JOIN customer ON customer.number = quote.customer_number
    JOIN quote_revision ON quote_revision.quote_number = quote.number
    WHERE quote.number = ${number} AND ${visible(scope)} ORDER BY quote_revision.revision`;
  return rows.map(quoteRevisionOf);
}
