import type { AccountingPeriod } from '../../contracts/accounting.js';
import { documentIds } from '../../contracts/ids.js';
import type { VatRow } from '../../contracts/tax.js';
import type { Currency, InvoiceKind } from '../../contracts/vocabulary.js';
import type { ReportedBuyer } from '../../domain/e-reporting.js';
import { canonicalAmount, canonicalPercent } from '../../domain/money.js';
import { vatOf } from '../../domain/tax.js';
import { Prisma } from '../generated/client.js';
import { numberOrder, type Db } from './page.js';

/** A document that was issued, as far as it decides how it is reported; amounts of a credit note are below zero. */
export type ReportableDocument = {
  readonly number: string;
  readonly kind: InvoiceKind;
  readonly document: string;
  readonly issueDate: string;
  readonly currency: Currency;
  readonly vat: string;
  readonly vatRows: readonly VatRow[];
  readonly buyer: ReportedBuyer;
  /** VAT in the currency that it is declared in, where the document says it. */
  readonly declaredVat: string | null;
};

type Row = Omit<ReportableDocument, 'vatRows' | 'buyer'> & {
  readonly vatRows: readonly VatRow[];
  readonly customer: {
    name: string;
    siren: string | null;
    vatNumber: string | null;
    billingAddress: ReportedBuyer['address'];
  };
  readonly place: string;
};

const PAGE = 200;
const place = numberOrder(Prisma.sql`i.number`);

/** Pages of the documents that we issued in a period, in the order of their days and numbers; without what only our books hold. */
export async function* reportableDocuments(
  db: Db,
  { from, to }: AccountingPeriod,
): AsyncGenerator<readonly ReportableDocument[]> {
  let after: Pick<Row, 'issueDate' | 'place'> | null = null;
  do {
    const rows: readonly Row[] = await db.$queryRaw<Row[]>`
      SELECT i.number, i.kind, d.id AS document, i.issue_date::text AS "issueDate", i.currency, i.vat::text AS vat,
        i.vat_breakdown AS "vatRows", d.snapshot -> 'customer' AS customer, d.snapshot #>> '{accountingVat,vat}' AS "declaredVat",
        ${place} AS place
      FROM invoice i
      JOIN document d ON d.id IN (${documentIds.invoice('')} || i.number, ${documentIds.creditNote('')} || i.number)
      WHERE i.issue_date BETWEEN ${from}::date AND ${to}::date AND i.move_in_id IS NULL AND NOT i.is_counterpart
        AND ${after === null ? Prisma.sql`TRUE` : Prisma.sql`(i.issue_date, ${place}) > (${after.issueDate}::date, ${after.place})`}
      ORDER BY i.issue_date, ${place} LIMIT ${PAGE}`;
    if (rows.length > 0) yield rows.map(reportableOf);
    after = rows.length < PAGE ? null : (rows.at(-1) ?? null);
  } while (after !== null);
}

function reportableOf({ place: _place, customer, vatRows, ...row }: Row): ReportableDocument {
  const { name, siren, vatNumber, billingAddress } = customer;
  return {
    ...row,
    vat: canonicalAmount(row.vat, row.currency),
    vatRows: vatRows.map((each) => ({
      ...vatOf(each),
      vatRate: canonicalPercent(each.vatRate),
      base: canonicalAmount(each.base, row.currency),
      vat: canonicalAmount(each.vat, row.currency),
    })),
    buyer: { name, siren, vatNumber, address: billingAddress },
  };
}
