import type { LocalDate } from '../../domain/calendar.js';
import { equals, isZero } from '../../domain/money.js';
import type {
  DocumentCharge,
  EAddress,
  EInvoice,
  EInvoiceLine,
  EParty,
  EPeriod,
  ETax,
  LineAdjustment,
} from './terms.js';
import { group, leaf, xmlDocument, type Content, type Element } from './xml.js';

/** Specification that the XML keeps to (EN 16931 BT-24): the core invoice, which is the profile EN 16931 of Factur-X. */
const GUIDELINE = 'urn:cen.eu:en16931:2017';

const namespaces = {
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};

/** Scheme of the SIREN among registers of companies (ISO 6523). */
const SIREN_REGISTER = '0002';
/** A credit transfer, and what is cleared between partners (UNTDID 4461). */
const CREDIT_TRANSFER = '30';
const CLEARING = '97';
/** The tax is chargeable when it is paid (UNTDID 2475). */
const WITH_PAYMENT = '72';

/** The invoice in UN/CEFACT Cross Industry Invoice, as Factur-X 1.09 holds it in its profile EN 16931. */
export const ciiOf = (invoice: EInvoice): string =>
  xmlDocument(
    'rsm:CrossIndustryInvoice',
    namespaces,
    group(
      'rsm:ExchangedDocumentContext',
      group('ram:BusinessProcessSpecifiedDocumentContextParameter', leaf('ram:ID', invoice.billingFrame)),
      group('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', GUIDELINE)),
    ),
    group(
      'rsm:ExchangedDocument',
      leaf('ram:ID', invoice.number),
      leaf('ram:TypeCode', invoice.typeCode),
      group('ram:IssueDateTime', day('udt:DateTimeString', invoice.issueDate)),
      invoice.notes.map(({ subject, text }) =>
        group('ram:IncludedNote', leaf('ram:Content', text), leaf('ram:SubjectCode', subject)),
      ),
    ),
    group(
      'rsm:SupplyChainTradeTransaction',
      invoice.lines.map(lineOf),
      agreementOf(invoice),
      deliveryOf(invoice),
      settlementOf(invoice),
    ),
  );

const lineOf = (line: EInvoiceLine): Element | null =>
  group(
    'ram:IncludedSupplyChainTradeLineItem',
    group(
      'ram:AssociatedDocumentLineDocument',
      leaf('ram:LineID', line.id),
      group('ram:IncludedNote', leaf('ram:Content', line.note)),
    ),
    group(
      'ram:SpecifiedTradeProduct',
      leaf('ram:GlobalID', line.gtin, { schemeID: '0160' }),
      leaf('ram:SellerAssignedID', line.sellerItem),
      leaf('ram:BuyerAssignedID', line.buyerItem),
      leaf('ram:Name', line.name),
      line.attributes.map(({ name, value }) =>
        group('ram:ApplicableProductCharacteristic', leaf('ram:Description', name), leaf('ram:Value', value)),
      ),
    ),
    group(
      'ram:SpecifiedLineTradeAgreement',
      group('ram:BuyerOrderReferencedDocument', leaf('ram:LineID', line.orderLine)),
      group(
        'ram:NetPriceProductTradePrice',
        leaf('ram:ChargeAmount', line.price),
        equals(line.priceBase, '1') ? null : leaf('ram:BasisQuantity', line.priceBase, { unitCode: line.unitCode }),
      ),
    ),
    group('ram:SpecifiedLineTradeDelivery', leaf('ram:BilledQuantity', line.quantity, { unitCode: line.unitCode })),
    group(
      'ram:SpecifiedLineTradeSettlement',
      taxOf('ram:ApplicableTradeTax', line.tax),
      periodOf(line.period),
      line.adjustments.map(adjustmentOf),
      group('ram:SpecifiedTradeSettlementLineMonetarySummation', leaf('ram:LineTotalAmount', line.net)),
    ),
  );

const adjustmentOf = ({ isCharge, amount, share, reason, reasonCode }: LineAdjustment): Element | null =>
  group(
    'ram:SpecifiedTradeAllowanceCharge',
    group('ram:ChargeIndicator', leaf('udt:Indicator', String(isCharge))),
    leaf('ram:CalculationPercent', share?.percent ?? null),
    leaf('ram:BasisAmount', share?.base ?? null),
    leaf('ram:ActualAmount', amount),
    leaf('ram:ReasonCode', reasonCode),
    leaf('ram:Reason', reason),
  );

const agreementOf = (invoice: EInvoice): Element | null =>
  group(
    'ram:ApplicableHeaderTradeAgreement',
    leaf('ram:BuyerReference', invoice.buyerReference),
    group('ram:SellerTradeParty', partyOf(invoice.seller)),
    group('ram:BuyerTradeParty', partyOf(invoice.buyer)),
    group('ram:SellerOrderReferencedDocument', leaf('ram:IssuerAssignedID', invoice.salesOrder)),
    group('ram:BuyerOrderReferencedDocument', leaf('ram:IssuerAssignedID', invoice.purchaseOrder)),
  );

/** A number of a list that is named is global (GS1 and its like). */
function identifierOf(identifier: EParty['identifier']): Element | null {
  if (identifier === null) return null;
  const { scheme, value } = identifier;
  return scheme === null ? leaf('ram:ID', value) : leaf('ram:GlobalID', value, { schemeID: scheme });
}

const partyOf = (party: EParty): Content => [
  identifierOf(party.identifier),
  leaf('ram:Name', party.name),
  leaf('ram:Description', party.legalInformation),
  group('ram:SpecifiedLegalOrganization', leaf('ram:ID', party.siren, { schemeID: SIREN_REGISTER })),
  group(
    'ram:DefinedTradeContact',
    group('ram:TelephoneUniversalCommunication', leaf('ram:CompleteNumber', party.contact?.phone ?? null)),
    group('ram:EmailURIUniversalCommunication', leaf('ram:URIID', party.contact?.email ?? null)),
  ),
  addressOf(party.address),
  party.electronicAddress &&
    group(
      'ram:URIUniversalCommunication',
      leaf('ram:URIID', party.electronicAddress.value, { schemeID: party.electronicAddress.scheme }),
    ),
  group('ram:SpecifiedTaxRegistration', leaf('ram:ID', party.vatNumber, { schemeID: 'VA' })),
];

const addressOf = ({ line, secondLine, city, postalCode, region, countryCode }: EAddress): Element | null =>
  group(
    'ram:PostalTradeAddress',
    leaf('ram:PostcodeCode', postalCode),
    leaf('ram:LineOne', line),
    leaf('ram:LineTwo', secondLine),
    leaf('ram:CityName', city),
    leaf('ram:CountryID', countryCode),
    leaf('ram:CountrySubDivisionName', region),
  );

const deliveryOf = ({ delivery, despatchAdvice }: EInvoice): Element | null =>
  group(
    'ram:ApplicableHeaderTradeDelivery',
    group(
      'ram:ShipToTradeParty',
      leaf('ram:GlobalID', delivery.gln, { schemeID: '0088' }),
      leaf('ram:Name', delivery.name),
      delivery.address && addressOf(delivery.address),
    ),
    group(
      'ram:ActualDeliverySupplyChainEvent',
      group('ram:OccurrenceDateTime', day('udt:DateTimeString', delivery.date)),
    ),
    group('ram:DespatchAdviceReferencedDocument', leaf('ram:IssuerAssignedID', despatchAdvice)),
  );

const settlementOf = (invoice: EInvoice): Element | null =>
  group(
    'ram:ApplicableHeaderTradeSettlement',
    leaf('ram:PaymentReference', invoice.payment?.reference ?? null),
    leaf('ram:TaxCurrencyCode', invoice.declaredVat?.currency ?? null),
    leaf('ram:InvoiceCurrencyCode', invoice.currency),
    invoice.payee && group('ram:PayeeTradeParty', leaf('ram:Name', invoice.payee.name)),
    paymentOf(invoice.payment),
    invoice.vatBreakdown.map((row) =>
      group(
        'ram:ApplicableTradeTax',
        leaf('ram:CalculatedAmount', row.vat),
        leaf('ram:TypeCode', 'VAT'),
        leaf('ram:ExemptionReason', row.exemption?.text ?? null),
        leaf('ram:BasisAmount', row.base),
        leaf('ram:CategoryCode', row.category),
        leaf('ram:ExemptionReasonCode', row.exemption?.code ?? null),
        group('ram:TaxPointDate', day('udt:DateString', invoice.taxPoint)),
        leaf('ram:DueDateTypeCode', invoice.isTaxedOnPayment ? WITH_PAYMENT : null),
        leaf('ram:RateApplicablePercent', row.rate),
      ),
    ),
    periodOf(invoice.period),
    invoice.allowances.map((allowance) => chargeOf(allowance, false)),
    invoice.charges.map((charge) => chargeOf(charge, true)),
    group(
      'ram:SpecifiedTradePaymentTerms',
      leaf('ram:Description', invoice.paymentTerms),
      group('ram:DueDateDateTime', day('udt:DateTimeString', invoice.dueDate)),
    ),
    summationOf(invoice),
    invoice.precedingInvoices.map(({ number, issueDate }) =>
      group(
        'ram:InvoiceReferencedDocument',
        leaf('ram:IssuerAssignedID', number),
        group('ram:FormattedIssueDateTime', day('qdt:DateTimeString', issueDate)),
      ),
    ),
  );

const periodOf = (period: EPeriod | null): Element | null =>
  period &&
  group(
    'ram:BillingSpecifiedPeriod',
    group('ram:StartDateTime', day('udt:DateTimeString', period.from)),
    group('ram:EndDateTime', day('udt:DateTimeString', period.to)),
  );

const paymentOf = (payment: EInvoice['payment']): Element | null =>
  group(
    'ram:SpecifiedTradeSettlementPaymentMeans',
    leaf('ram:TypeCode', payment === null ? CLEARING : CREDIT_TRANSFER),
    payment && [
      group(
        'ram:PayeePartyCreditorFinancialAccount',
        leaf('ram:IBANID', payment.iban),
        leaf('ram:AccountName', payment.accountName),
      ),
      group('ram:PayeeSpecifiedCreditorFinancialInstitution', leaf('ram:BICID', payment.bic)),
    ],
  );

const chargeOf = ({ amount, share, reason, reasonCode, tax }: DocumentCharge, isCharge: boolean): Element | null =>
  group(
    'ram:SpecifiedTradeAllowanceCharge',
    group('ram:ChargeIndicator', leaf('udt:Indicator', String(isCharge))),
    leaf('ram:CalculationPercent', share?.percent ?? null),
    leaf('ram:BasisAmount', share?.base ?? null),
    leaf('ram:ActualAmount', amount),
    leaf('ram:ReasonCode', reasonCode),
    leaf('ram:Reason', reason),
    taxOf('ram:CategoryTradeTax', tax),
  );

const taxOf = (name: string, { category, rate }: ETax): Element | null =>
  group(name, leaf('ram:TypeCode', 'VAT'), leaf('ram:CategoryCode', category), leaf('ram:RateApplicablePercent', rate));

const summationOf = ({ totals, currency, declaredVat }: EInvoice): Element | null =>
  group(
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
    leaf('ram:LineTotalAmount', totals.lines),
    leaf('ram:ChargeTotalAmount', totals.charges),
    isZero(totals.allowances) ? null : leaf('ram:AllowanceTotalAmount', totals.allowances),
    leaf('ram:TaxBasisTotalAmount', totals.net),
    leaf('ram:TaxTotalAmount', totals.vat, { currencyID: currency }),
    declaredVat && leaf('ram:TaxTotalAmount', declaredVat.amount, { currencyID: declaredVat.currency }),
    leaf('ram:GrandTotalAmount', totals.gross),
    isZero(totals.prepaid) ? null : leaf('ram:TotalPrepaidAmount', totals.prepaid),
    leaf('ram:DuePayableAmount', totals.due),
  );

/** A day as `20261128`, which is format 102. */
const day = (name: string, date: LocalDate | null): Element | null =>
  leaf(name, date?.replaceAll('-', '') ?? null, { format: '102' });
