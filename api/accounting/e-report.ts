import type { AccountingPeriod, EReportSummary } from '../../contracts/accounting.js';
import { creditNoteTerms } from '../../documents/e-invoice/credit-note-terms.js';
import { eReportXml, type EReportHead, type ReportedInvoice } from '../../documents/e-invoice/e-report.js';
import { invoiceTerms } from '../../documents/e-invoice/invoice-terms.js';
import { isToldInEuros, reportedAs, SalesByDay, type ForeignIdentity } from '../../domain/e-reporting.js';
import { findElectronics } from '../../prisma/queries/documents.js';
import { reportableDocuments, type ReportableDocument } from '../../prisma/queries/e-reporting.js';
import type { Db } from '../../prisma/queries/page.js';

/** What a page of documents comes to in a report. */
type Sorted = {
  readonly individual: readonly { readonly document: string; readonly buyer: ForeignIdentity }[];
  readonly electronic: number;
  readonly leftOut: readonly EReportSummary['leftOut']['items'][number][];
};

/** Sorts a page; what is told by day is added to its day. */
function sorted(page: readonly ReportableDocument[], days: SalesByDay): Sorted {
  const individual: Sorted['individual'][number][] = [];
  const leftOut: Sorted['leftOut'][number][] = [];
  let electronic = 0;
  for (const { number, document, issueDate, currency, vat, vatRows, buyer, declaredVat } of page) {
    const as = reportedAs(buyer);
    if (as.kind === 'electronic') electronic += 1;
    else if (!isToldInEuros(currency, vat, as.kind === 'individual' ? declaredVat : null))
      leftOut.push({ number, why: 'other-currency' });
    else if (as.kind === 'individual') individual.push({ document, buyer: as.buyer });
    else
      days.add({
        date: issueDate,
        currency,
        vatRows: vatRows.map((row) => ({ category: row.vatCategory, rate: row.vatRate, base: row.base, vat: row.vat })),
      });
  }
  return { individual, electronic, leftOut };
}

const MOST_LEFT_OUT = 100;

/** What a report of a period would tell. */
export async function summariseEReport(db: Db, period: AccountingPeriod): Promise<Omit<EReportSummary, 'platform'>> {
  const days = new SalesByDay();
  let [individual, electronic, left] = [0, 0, 0];
  const items: EReportSummary['leftOut']['items'][number][] = [];
  for await (const page of reportableDocuments(db, period)) {
    const told = sorted(page, days);
    individual += told.individual.length;
    electronic += told.electronic;
    left += told.leftOut.length;
    items.push(...told.leftOut.slice(0, MOST_LEFT_OUT - items.length));
  }
  return {
    ...period,
    individual,
    electronic,
    days: days.told().map(({ rates: _rates, ...day }) => day),
    leftOut: { count: left, items },
  };
}

/** The report of a period as text, part by part; `told` counts invoices and days. */
export function eReportOf(
  db: Db,
  head: EReportHead,
): { readonly parts: AsyncGenerator<string>; readonly told: () => number } {
  const days = new SalesByDay();
  let invoices = 0;
  async function* pages(): AsyncGenerator<readonly ReportedInvoice[]> {
    for await (const page of reportableDocuments(db, head.period)) {
      const { individual } = sorted(page, days);
      const found = await findElectronics(
        db,
        individual.map(({ document }) => document),
      );
      const told = individual.flatMap(({ document, buyer }): ReportedInvoice[] => {
        const issued = found.get(document);
        if (issued === undefined) return [];
        const terms = issued.kind === 'invoice' ? invoiceTerms(issued.snapshot) : creditNoteTerms(issued.snapshot);
        return [{ terms, buyer }];
      });
      invoices += told.length;
      yield told;
    }
  }
  return { parts: eReportXml(head, pages(), () => days.told()), told: () => invoices + days.told().length };
}
