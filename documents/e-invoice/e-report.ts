import type { LocalDate } from '../../domain/calendar.js';
import type { DayOfSales, ForeignIdentity } from '../../domain/e-reporting.js';
import { canonicalAmount, divide, equals } from '../../domain/money.js';
import type { DocumentCharge, EInvoice, EInvoiceLine, EPeriod } from './terms.js';
import { group, leaf, xmlText, type Element } from './xml.js';

/** Whose report it is, who hands it on, and what period it tells. */
export type EReportHead = {
  /** TT-1, at most 50 characters. */
  readonly id: string;
  /** TT-3, as 14 digits. */
  readonly createdAt: string;
  /** TT-4: the first of its period, or one that takes its place. */
  readonly type: 'IN' | 'RE';
  /** TG-3: the approved platform, by its number of four characters. */
  readonly platform: { readonly number: string; readonly name: string };
  /** TG-5 */
  readonly seller: { readonly siren: string; readonly name: string; readonly vatNumber: string };
  /** TG-7 */
  readonly period: { readonly from: LocalDate; readonly to: LocalDate };
};

/** An invoice of a buyer abroad. */
export type ReportedInvoice = { readonly terms: EInvoice; readonly buyer: ForeignIdentity };

/** The profile of the report (TT-29). */
const PROFILE = 'urn.cpro.gouv.fr:1p0:ereporting';

const dayOf = (date: LocalDate): string => date.replaceAll('-', '');

/**
 * Transactions that go by no electronic invoice, as the administration takes them (flux 10.1 and 10.3, external specifications
 * of the reform, annex 6): text of the file, part by part.
 * @param invoices pages of what is told invoice by invoice
 * @param days of what is told together, once all pages are read
 */
export async function* eReportXml(
  head: EReportHead,
  invoices: AsyncIterable<readonly ReportedInvoice[]>,
  days: () => readonly DayOfSales[],
): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<Report>${xmlText(documentOf(head))}<TransactionsReport>`;
  yield xmlText(
    group('ReportPeriod', leaf('StartDate', dayOf(head.period.from)), leaf('EndDate', dayOf(head.period.to))),
  );
  for await (const page of invoices) yield page.map((invoice) => xmlText(invoiceOf(invoice, head))).join('');
  yield days()
    .map((day) => xmlText(transactionsOf(day)))
    .join('');
  yield '</TransactionsReport></Report>\n';
}

const documentOf = ({ id, createdAt, type, platform, seller }: EReportHead): Element | null =>
  group(
    'ReportDocument',
    leaf('Id', id),
    group('IssueDateTime', leaf('DateTimeString', createdAt)),
    leaf('TypeCode', type),
    group(
      'Sender',
      leaf('Id', platform.number, { schemeId: '0238' }),
      leaf('Name', platform.name),
      leaf('RoleCode', 'WK'),
    ),
    group('Issuer', leaf('Id', seller.siren, { schemeId: '0002' }), leaf('Name', seller.name), leaf('RoleCode', 'SE')),
  );

/** One day alone is no period there (annex 7, G6.25). */
const periodOf = (period: EPeriod | null): Element | null =>
  period === null || period.from === period.to
    ? null
    : group('InvoicePeriod', leaf('StartDate', dayOf(period.from)), leaf('EndDate', dayOf(period.to)));

/** What is outside VAT names no VAT number (BR-O-02); the report wants both all the same (annex 7, G2.33). */
function invoiceOf({ terms, buyer }: ReportedInvoice, head: EReportHead): Element | null {
  const { seller, delivery, period, totals } = terms;
  const declared = terms.declaredVat?.amount ?? totals.vat;
  return group(
    'Invoice',
    leaf('ID', terms.number),
    leaf('IssueDate', dayOf(terms.issueDate)),
    leaf('TypeCode', terms.typeCode),
    leaf('CurrencyCode', terms.currency),
    leaf('DueDate', dayOf(terms.dueDate)),
    group('BusinessProcess', leaf('ID', terms.billingFrame), leaf('TypeID', PROFILE)),
    terms.precedingInvoices.map(({ number, issueDate }) =>
      group('ReferencedDocument', leaf('ID', number), leaf('IssueDate', dayOf(issueDate))),
    ),
    group(
      'Seller',
      leaf('CompanyId', seller.siren, { schemeId: '0002' }),
      leaf('TaxRegistrationId', seller.vatNumber ?? head.seller.vatNumber, { qualifyingId: 'VAT' }),
      group('PostalAddress', leaf('CountryId', seller.address.countryCode)),
    ),
    group(
      'Buyer',
      leaf('CompanyId', buyer.value, { schemeId: buyer.scheme }),
      leaf('TaxRegistrationId', buyer.scheme === '0223' ? buyer.value : terms.buyer.vatNumber, { qualifyingId: 'VAT' }),
      group('PostalAddress', leaf('CountryId', terms.buyer.address.countryCode)),
    ),
    group(
      'Delivery',
      leaf('Date', delivery.date === null ? null : dayOf(delivery.date)),
      group('Location', leaf('CountryId', delivery.address?.countryCode ?? null)),
    ),
    periodOf(period),
    terms.allowances.map((allowance) => adjustmentOf(allowance, false)),
    terms.charges.map((charge) => adjustmentOf(charge, true)),
    group(
      'MonetaryTotal',
      leaf('TaxExclusiveAmount', totals.net),
      leaf('TaxAmount', canonicalAmount(declared, 'EUR'), { CurrencyCode: 'EUR' }),
    ),
    terms.vatBreakdown.map(({ category, rate, base, vat, exemption }) =>
      group(
        'TaxSubTotal',
        leaf('TaxableAmount', base),
        leaf('TaxAmount', vat),
        group(
          'TaxCategory',
          leaf('Code', category),
          leaf('Percent', rate),
          leaf('TaxExemptionReason', exemption?.text ?? null),
          leaf('TaxExemptionReasonCode', exemption?.code ?? null),
        ),
      ),
    ),
    terms.lines.map(lineOf),
  );
}

const withIndicator = (element: Element | null, isCharge: boolean): Element | null =>
  element && { ...element, attributes: { ChargeIndicator: String(isCharge) } };

const adjustmentOf = ({ amount, tax }: DocumentCharge, isCharge: boolean): Element | null =>
  withIndicator(
    group(
      'AllowanceCharge',
      leaf('Amount', amount),
      leaf('TaxCategoryCode', tax.category),
      leaf('TaxPercent', tax.rate),
    ),
    isCharge,
  );

/** Decimals of a price (annex 7, G1.16). */
const PRICE_DECIMALS = 6;

const lineOf = ({ quantity, unitCode, adjustments, price, priceBase, name, period }: EInvoiceLine): Element | null =>
  group(
    'Line',
    leaf('BilledQuantity', quantity, { UnitCode: unitCode }),
    periodOf(period),
    adjustments.map(({ isCharge, amount }) =>
      withIndicator(group('AllowanceCharge', leaf('Amount', amount)), isCharge),
    ),
    group('Price', leaf('PriceAmount', equals(priceBase, '1') ? price : divide(price, priceBase, PRICE_DECIMALS))),
    group('Product', leaf('Name', name)),
  );

const transactionsOf = ({ date, currency, category, net, vat, count, rates }: DayOfSales): Element | null =>
  group(
    'Transactions',
    leaf('Date', dayOf(date)),
    leaf('TransactionsCurrency', currency),
    leaf('CategoryCode', category),
    leaf('TaxExclusiveAmount', net),
    leaf('TaxTotal', vat),
    leaf('TransactionsCount', String(count)),
    rates.map((row) =>
      group('TaxSubtotal', leaf('TaxPercent', row.rate), leaf('TaxableAmount', row.base), leaf('TaxTotal', row.vat)),
    ),
  );
