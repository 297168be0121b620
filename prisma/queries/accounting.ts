import type { AccountingPeriod, AccountingPolicy, AccountingSummary } from '../../contracts/accounting.js';
import { documentIds } from '../../contracts/ids.js';
import type { JournalPart } from '../../contracts/vocabulary.js';
import type { BookedMoney, LedgerAct, SoldDocument } from '../../domain/accounting.js';
import { localDateOf } from '../../domain/calendar.js';
import { invariant } from '../../domain/invariant.js';
import { canonicalAmount } from '../../domain/money.js';
import { Prisma } from '../generated/client.js';
import type { Company } from '../../contracts/company.js';
import { numberOrder, type Db } from './page.js';

/** In whose books, and in which currency and zone they are kept. */
export type Books = Pick<Company, 'currency' | 'zone'>;

/** The chart in force. @throws InvariantError on a database without one */
export async function readChart(db: Db): Promise<AccountingPolicy> {
  const row = await db.policy.findUnique({ where: { kind: 'accounting' } });
  invariant(row !== null, 'the database has no chart of accounts');
  return row.body as unknown as AccountingPolicy;
}

const PAGE = 500;
const place = numberOrder(Prisma.sql`i.number`);
const inPeriod = ({ from, to }: AccountingPeriod, column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${column} BETWEEN ${from}::date AND ${to}::date`;
/** Books something: a document of nothing has no entry. */
const sells = Prisma.sql`(i.freight <> 0 OR i.net <> 0 OR EXISTS (SELECT FROM invoice_line w WHERE w.invoice_number = i.number AND w.net <> 0))`;
const isOurs = Prisma.sql`i.move_in_id IS NULL`;
const isIn = ({ currency }: Books, column: Prisma.Sql): Prisma.Sql => Prisma.sql`${column} = ${currency}`;

const customerOf = (row: { readonly customer: string; readonly customerName: string }) => ({
  number: row.customer,
  name: row.customerName,
});

type SoldRow = Required<Omit<SoldDocument, 'customer' | 'recordedOn'>> & {
  readonly customer: string;
  readonly customerName: string;
  readonly createdAt: Date;
  readonly place: string;
};

/** The documents of a period that the journal tells, in the order of their days and numbers. */
export async function* soldDocuments(db: Db, books: Books, period: AccountingPeriod): AsyncGenerator<SoldDocument> {
  let after: Pick<SoldRow, 'issueDate' | 'place'> | null = null;
  do {
    const rows: readonly SoldRow[] = await db.$queryRaw<SoldRow[]>`
      SELECT i.number, i.kind, COALESCE((SELECT of.kind = 'deposit' FROM invoice of WHERE of.number = i.corrects), FALSE) AS "ofDeposit", n.scope, i.customer_number AS customer, c.name AS "customerName", i.issue_date::text AS "issueDate",
        i.created_at AS "createdAt", i.freight::text, i.net::text, i.gross::text, ${place} AS place,
        COALESCE((SELECT jsonb_agg(jsonb_build_object('family', s.family, 'vatCategory', s.vat_category, 'vatRate', s.vat_rate::text,
            'net', s.net::text) ORDER BY s.first) FROM (
          SELECT COALESCE(p.category, '') AS family, l.vat_category, l.vat_rate, sum(l.net) AS net, min(l.line_no) AS first
          FROM invoice_line l LEFT JOIN product p ON p.number = l.product_number WHERE l.invoice_number = i.number GROUP BY 1, 2, 3) s
        ), '[]') AS lines,
        i.vat_breakdown AS "vatRows",
        COALESCE((SELECT jsonb_agg(jsonb_build_object('vatCategory', x.vat_category, 'vatRate', x.vat_rate::text, 'base', x.base::text,
            'vat', x.vat::text) ORDER BY x.position) FROM deposit_deduction x WHERE x.invoice_number = i.number), '[]') AS deducted
      FROM invoice i JOIN customer c ON c.number = i.customer_number LEFT JOIN credit_note n ON n.invoice_number = i.number
      WHERE ${inPeriod(period, Prisma.sql`i.issue_date`)} AND ${isOurs} AND ${isIn(books, Prisma.sql`i.currency`)} AND ${sells}
        AND ${after === null ? Prisma.sql`TRUE` : Prisma.sql`(i.issue_date, ${place}) > (${after.issueDate}::date, ${after.place})`}
      ORDER BY i.issue_date, ${place} LIMIT ${PAGE}`;
    for (const row of rows) yield soldOf(row, books);
    after = rows.length < PAGE ? null : (rows.at(-1) ?? null);
  } while (after !== null);
}

const soldOf = (
  { createdAt, place: _place, customerName, ...row }: SoldRow,
  { currency, zone }: Books,
): SoldDocument => ({
  ...row,
  customer: customerOf({ customer: row.customer, customerName }),
  recordedOn: localDateOf(createdAt.getTime(), zone),
  freight: canonicalAmount(row.freight, currency),
  net: canonicalAmount(row.net, currency),
  gross: canonicalAmount(row.gross, currency),
  lines: row.lines.map((line) => ({ ...line, net: canonicalAmount(line.net, currency) })),
  deducted: row.deducted.map((each) => ({
    ...each,
    base: canonicalAmount(each.base, currency),
    vat: canonicalAmount(each.vat, currency),
  })),
});

type MoneyRow = Omit<BookedMoney, 'customer' | 'recordedOn'> & {
  readonly id: string;
  readonly customer: string | null;
  readonly customerName: string | null;
  readonly createdAt: Date;
};

/** Of whom money was known to be when it was booked: the same transaction posted it on their account. */
const postedWith = Prisma.sql`
  LEFT JOIN ledger_entry e ON e.payment_id = p.id AND e.kind = 'payment' AND e.created_at = p.created_at
  LEFT JOIN customer c ON c.number = e.customer_number`;

/** The money of a period by its value dates. */
export async function* bookedMoney(db: Db, books: Books, period: AccountingPeriod): AsyncGenerator<BookedMoney> {
  let after: Pick<MoneyRow, 'date' | 'id'> | null = null;
  do {
    const rows: readonly MoneyRow[] = await db.$queryRaw<MoneyRow[]>`
      SELECT p.id, p.reference, p.amount::text, p.date::text, p.created_at AS "createdAt", c.number AS customer, c.name AS "customerName"
      FROM payment p ${postedWith}
      WHERE ${inPeriod(period, Prisma.sql`p.date`)} AND p.move_in_id IS NULL AND ${isIn(books, Prisma.sql`p.currency`)}
        AND ${after === null ? Prisma.sql`TRUE` : Prisma.sql`(p.date, p.id) > (${after.date}::date, ${after.id}::uuid)`}
      ORDER BY p.date, p.id LIMIT ${PAGE}`;
    for (const { createdAt, customer, customerName, amount, date, reference } of rows)
      yield {
        reference,
        date,
        amount: canonicalAmount(amount, books.currency),
        recordedOn: localDateOf(createdAt.getTime(), books.zone),
        customer: customer === null ? null : { number: customer, name: customerName ?? '' },
      };
    after = rows.length < PAGE ? null : (rows.at(-1) ?? null);
  } while (after !== null);
}

export type AssignedMoney = Omit<BookedMoney, 'customer' | 'recordedOn'> & {
  readonly customer: SoldDocument['customer'];
  readonly on: string;
};

const assignedOn = ({ zone }: Books): Prisma.Sql => Prisma.sql`(e.created_at AT TIME ZONE ${zone})::date`;
const assigned = (books: Books, period: AccountingPeriod): Prisma.Sql => Prisma.sql`
  FROM ledger_entry e JOIN payment p ON p.id = e.payment_id AND e.created_at <> p.created_at JOIN customer c ON c.number = e.customer_number
  WHERE e.kind = 'payment' AND p.move_in_id IS NULL AND ${isIn(books, Prisma.sql`e.currency`)} AND ${inPeriod(period, assignedOn(books))}`;

/** Money whose customer was found in the period, after it was booked; there is little of it. */
export async function* assignedMoney(db: Db, books: Books, period: AccountingPeriod): AsyncGenerator<AssignedMoney> {
  const rows = await db.$queryRaw<(Omit<AssignedMoney, 'customer'> & { customer: string; customerName: string })[]>`
    SELECT p.reference, p.amount::text, p.date::text, ${assignedOn(books)}::text AS "on", c.number AS customer, c.name AS "customerName"
    ${assigned(books, period)} ORDER BY ${assignedOn(books)}, e.id`;
  for (const { customer, customerName, amount, ...row } of rows)
    yield {
      ...row,
      amount: canonicalAmount(amount, books.currency),
      customer: customerOf({ customer, customerName }),
    };
}

type ActRow = Omit<LedgerAct, 'customer' | 'recordedOn'> & {
  readonly id: bigint;
  readonly customer: string;
  readonly customerName: string;
  readonly createdAt: Date;
};

const kindsOf: Readonly<Record<Exclude<JournalPart, 'sales' | 'payments'>, readonly LedgerAct['kind'][]>> = {
  'write-offs': ['write-off'],
  claims: ['claim-raised', 'claim-waived', 'claim-credited'],
};
type LedgerPart = keyof typeof kindsOf;
const actKinds = (parts: readonly LedgerPart[]): readonly string[] => parts.flatMap((part) => kindsOf[part]);

/** What the ledger has of a period beside documents and money, in the order of its days. */
export async function* ledgerActs(
  db: Db,
  books: Books,
  period: AccountingPeriod,
  parts: readonly LedgerPart[],
): AsyncGenerator<LedgerAct> {
  let after: Pick<ActRow, 'on' | 'id'> | null = null;
  do {
    const rows: readonly ActRow[] = await db.$queryRaw<ActRow[]>`
      SELECT e.id, e.kind, k.kind AS claim, i.number AS invoice, i.issue_date::text AS "invoiceDate", c.number AS customer,
        c.name AS "customerName", e.amount::text, e.on_date::text AS "on", e.created_at AS "createdAt"
      FROM ledger_entry e JOIN customer c ON c.number = e.customer_number LEFT JOIN claim k ON k.id = e.claim_id
      JOIN invoice i ON i.number = COALESCE(e.invoice_number, k.invoice_number)
      WHERE ${inPeriod(period, Prisma.sql`e.on_date`)} AND e.kind = ANY(${actKinds(parts)}) AND ${isIn(books, Prisma.sql`e.currency`)}
        AND ${after === null ? Prisma.sql`TRUE` : Prisma.sql`(e.on_date, e.id) > (${after.on}::date, ${after.id}::bigint)`}
      ORDER BY e.on_date, e.id LIMIT ${PAGE}`;
    for (const { id: _id, createdAt, customerName, amount, ...row } of rows)
      yield {
        ...row,
        amount: canonicalAmount(amount, books.currency),
        customer: customerOf({ customer: row.customer, customerName }),
        recordedOn: localDateOf(createdAt.getTime(), books.zone),
      };
    after = rows.length < PAGE ? null : (rows.at(-1) ?? null);
  } while (after !== null);
}

/** How many entries each part of the journal has in a period, and the money that found its customer. */
export type EntryCounts = Readonly<Record<JournalPart | 'assignments', number>>;

export async function countEntries(db: Db, books: Books, period: AccountingPeriod): Promise<EntryCounts> {
  const acts = (part: LedgerPart) => Prisma.sql`(SELECT count(*) FROM ledger_entry e
    WHERE ${inPeriod(period, Prisma.sql`e.on_date`)} AND e.kind = ANY(${actKinds([part])}) AND ${isIn(books, Prisma.sql`e.currency`)})::int`;
  const [row] = await db.$queryRaw<EntryCounts[]>`
    SELECT (SELECT count(*) FROM invoice i WHERE ${inPeriod(period, Prisma.sql`i.issue_date`)} AND ${isOurs}
        AND ${isIn(books, Prisma.sql`i.currency`)} AND ${sells})::int AS sales,
      (SELECT count(*) FROM payment p WHERE ${inPeriod(period, Prisma.sql`p.date`)} AND p.move_in_id IS NULL
        AND ${isIn(books, Prisma.sql`p.currency`)})::int AS payments,
      (SELECT count(*) ${assigned(books, period)})::int AS assignments,
      ${acts('write-offs')} AS "write-offs", ${acts('claims')} AS claims`;
  invariant(row !== undefined, 'counts are one row');
  return row;
}

const MOST_LEFT_OUT = 100;

/** What a period holds by kind and currency, and what of it the journal leaves out. */
export async function summariseDocuments(
  db: Db,
  books: Books,
  period: AccountingPeriod,
): Promise<Pick<AccountingSummary, 'documents' | 'leftOut'>> {
  const documents = await db.$queryRaw<AccountingSummary['documents']>`
    SELECT i.kind, i.currency, count(*)::int AS count, sum(i.net)::text AS net, sum(i.vat)::text AS vat, sum(i.gross)::text AS gross
    FROM invoice i WHERE ${inPeriod(period, Prisma.sql`i.issue_date`)} AND ${isOurs} GROUP BY 1, 2 ORDER BY 2, 1 DESC`;
  const left = Prisma.sql`FROM invoice i WHERE ${inPeriod(period, Prisma.sql`i.issue_date`)}
    AND (i.move_in_id IS NOT NULL OR i.currency <> ${books.currency})`;
  const items = await db.$queryRaw<AccountingSummary['leftOut']['items']>`
    SELECT i.number, CASE WHEN i.move_in_id IS NULL THEN 'other-currency' ELSE 'moved-in' END AS why ${left}
    ORDER BY i.issue_date, ${place} LIMIT ${MOST_LEFT_OUT}`;
  const [counted] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count ${left}`;
  return {
    documents: documents.map((row) => ({
      ...row,
      net: canonicalAmount(row.net, row.currency),
      vat: canonicalAmount(row.vat, row.currency),
      gross: canonicalAmount(row.gross, row.currency),
    })),
    leftOut: { count: counted?.count ?? 0, items },
  };
}

/** A document of the period as its index tells it. */
export type IndexedDocument = {
  readonly number: string;
  readonly kind: string;
  readonly document: string;
  readonly issueDate: string;
  readonly customer: string;
  readonly customerName: string;
  readonly currency: string;
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  /** Of the snapshot. */
  readonly hash: string;
  readonly series: string;
  readonly sequence: number;
  /** Of its link in the chain of its series; null: it was issued before there was one. */
  readonly chain: string | null;
  /** A credit note of an invoice that another system issued has none. */
  readonly hasXml: boolean;
};

type IndexedRow = IndexedDocument & { readonly place: string };

/** Pages of the documents of a period that are ours, in the order of their days and numbers. */
export async function* documentsOf(db: Db, period: AccountingPeriod): AsyncGenerator<readonly IndexedDocument[]> {
  let after: IndexedRow | null = null;
  do {
    const rows: readonly IndexedRow[] = await db.$queryRaw<IndexedRow[]>`
      SELECT i.number, i.kind, d.id AS document, i.issue_date::text AS "issueDate", i.customer_number AS customer,
        c.name AS "customerName", i.currency, i.net::text, i.vat::text, i.gross::text, d.snapshot_hash AS hash, i.series, i.sequence,
        l.hash AS chain, (d.kind = 'invoice' OR d.snapshot ? 'supply'
          OR EXISTS (SELECT FROM document o WHERE o.id = ${documentIds.invoice('')} || i.corrects)) AS "hasXml", ${place} AS place
      FROM invoice i JOIN customer c ON c.number = i.customer_number
      JOIN document d ON d.id IN (${documentIds.invoice('')} || i.number, ${documentIds.creditNote('')} || i.number)
      LEFT JOIN invoice_link l ON l.series = i.series AND l.sequence = i.sequence
      WHERE ${inPeriod(period, Prisma.sql`i.issue_date`)} AND ${isOurs}
        AND ${after === null ? Prisma.sql`TRUE` : Prisma.sql`(i.issue_date, ${place}) > (${after.issueDate}::date, ${after.place})`}
      ORDER BY i.issue_date, ${place} LIMIT ${DOCUMENT_PAGE}`;
    if (rows.length > 0)
      yield rows.map(({ place: _place, net, vat, gross, ...row }) => ({
        ...row,
        net: canonicalAmount(net, row.currency),
        vat: canonicalAmount(vat, row.currency),
        gross: canonicalAmount(gross, row.currency),
      }));
    after = rows.length < DOCUMENT_PAGE ? null : (rows.at(-1) ?? null);
  } while (after !== null);
}

/** Their bytes are read page by page. */
const DOCUMENT_PAGE = 50;

/** How many documents a period has, and what the bytes that are there come to. */
export async function weighDocuments(
  db: Db,
  period: AccountingPeriod,
): Promise<{ readonly count: number; readonly bytes: number }> {
  const [row] = await db.$queryRaw<{ count: number; bytes: bigint | null }[]>`
    SELECT count(*)::int AS count, sum(octet_length(f.bytes))::bigint AS bytes FROM invoice i
    JOIN document d ON d.id IN (${documentIds.invoice('')} || i.number, ${documentIds.creditNote('')} || i.number)
    LEFT JOIN document_file f ON f.document_id = d.id
    WHERE ${inPeriod(period, Prisma.sql`i.issue_date`)} AND ${isOurs}`;
  return { count: row?.count ?? 0, bytes: Number(row?.bytes ?? 0n) };
}

/** SHA-256 of the files of documents. */
export async function fileHashesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.documentFile.findMany({
    where: { documentId: { in: [...ids] } },
    select: { documentId: true, sha256: true },
  });
  return new Map(rows.map(({ documentId, sha256 }) => [documentId, sha256]));
}
