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

/** Peppol BIS Billing 3: specification and process (EN 16931 BT-24, BT-23). */
const SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';

const components = {
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
};

/** Scheme of the SIREN among registers of companies (ISO 6523). */
const SIREN_REGISTER = '0002';
/** A credit transfer, and what is cleared between partners (UNTDID 4461). */
const CREDIT_TRANSFER = '30';
const CLEARING = '97';
/** The tax is chargeable when it is paid (UNTDID 2005). */
const WITH_PAYMENT = '432';
/** Stands where UBL wants the buyer's number of the order and there is none. */
const NO_PURCHASE_ORDER = 'NA';

/** Which rules it keeps to beside the norm: what it calls itself, and its notes. */
type Profile = {
  readonly specification: string;
  readonly process: (invoice: EInvoice) => string;
  readonly notes: (invoice: EInvoice) => readonly string[];
};

/** Peppol has one note, and no subjects (R002). */
const peppol: Profile = {
  specification: SPECIFICATION,
  process: () => PROCESS,
  notes: ({ notes }) => [notes.map(({ text }) => text).join(' ')],
};

/** The French reform: its frame as the process (BR-FR-08), a subject before each note (BR-FR-05). */
const french: Profile = {
  specification: 'urn:cen.eu:en16931:2017',
  process: ({ billingFrame }) => billingFrame,
  notes: ({ notes }) => notes.map(({ subject, text }) => `#${subject}#${text}`),
};

/** The invoice, or the credit note, in UBL 2.1 as Peppol BIS Billing 3 has it. */
export const ublOf = (invoice: EInvoice): string => written(invoice, peppol);

/** The same as the platforms of the French reform take it: a number of the buyer without a register is none (BR-FR-CO-10). */
export function frenchUblOf(invoice: EInvoice): string {
  const { identifier } = invoice.buyer;
  const registered = identifier?.scheme === null ? null : identifier;
  return written({ ...invoice, buyer: { ...invoice.buyer, identifier: registered } }, french);
}

const written = (invoice: EInvoice, profile: Profile): string =>
  invoice.typeCode === '381' ? creditNoteOf(invoice, profile) : invoiceOf(invoice, profile);

const invoiceOf = (invoice: EInvoice, profile: Profile): string =>
  xmlDocument(
    'Invoice',
    { '': 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2', ...components },
    leaf('cbc:CustomizationID', profile.specification),
    leaf('cbc:ProfileID', profile.process(invoice)),
    leaf('cbc:ID', invoice.number),
    leaf('cbc:IssueDate', invoice.issueDate),
    leaf('cbc:DueDate', invoice.dueDate),
    leaf('cbc:InvoiceTypeCode', invoice.typeCode),
    profile.notes(invoice).map((note) => leaf('cbc:Note', note)),
    leaf('cbc:TaxPointDate', invoice.taxPoint),
    bodyOf(invoice, null),
    invoice.lines.map((line) => group('cac:InvoiceLine', lineOf(line, 'cbc:InvoicedQuantity', invoice.currency))),
  );

/** A credit note has no due date of its own: it stands with the means of payment. */
const creditNoteOf = (invoice: EInvoice, profile: Profile): string =>
  xmlDocument(
    'CreditNote',
    { '': 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2', ...components },
    leaf('cbc:CustomizationID', profile.specification),
    leaf('cbc:ProfileID', profile.process(invoice)),
    leaf('cbc:ID', invoice.number),
    leaf('cbc:IssueDate', invoice.issueDate),
    leaf('cbc:TaxPointDate', invoice.taxPoint),
    leaf('cbc:CreditNoteTypeCode', invoice.typeCode),
    profile.notes(invoice).map((note) => leaf('cbc:Note', note)),
    bodyOf(invoice, invoice.dueDate),
    invoice.lines.map((line) => group('cac:CreditNoteLine', lineOf(line, 'cbc:CreditedQuantity', invoice.currency))),
  );

const bodyOf = (invoice: EInvoice, paymentDueDate: string | null): Content => [
  leaf('cbc:DocumentCurrencyCode', invoice.currency),
  leaf('cbc:TaxCurrencyCode', invoice.declaredVat?.currency ?? null),
  leaf('cbc:BuyerReference', invoice.buyerReference),
  periodOf(invoice.period, invoice.isTaxedOnPayment),
  ordersOf(invoice),
  invoice.precedingInvoices.map(({ number, issueDate }) =>
    group(
      'cac:BillingReference',
      group('cac:InvoiceDocumentReference', leaf('cbc:ID', number), leaf('cbc:IssueDate', issueDate)),
    ),
  ),
  group('cac:DespatchDocumentReference', leaf('cbc:ID', invoice.despatchAdvice)),
  group('cac:AccountingSupplierParty', partyOf(invoice.seller)),
  group('cac:AccountingCustomerParty', partyOf(invoice.buyer)),
  invoice.payee && group('cac:PayeeParty', group('cac:PartyName', leaf('cbc:Name', invoice.payee.name))),
  deliveryOf(invoice.delivery),
  paymentOf(invoice.payment, paymentDueDate),
  group('cac:PaymentTerms', leaf('cbc:Note', invoice.paymentTerms)),
  invoice.allowances.map((allowance) => chargeOf(allowance, false, invoice.currency)),
  invoice.charges.map((charge) => chargeOf(charge, true, invoice.currency)),
  taxTotalsOf(invoice),
  monetaryTotalOf(invoice),
];

/** Peppol asks for a number of the order, or one of the buyer's own (R003). */
const ordersOf = ({ purchaseOrder, salesOrder }: EInvoice): Element | null =>
  group('cac:OrderReference', leaf('cbc:ID', purchaseOrder ?? NO_PURCHASE_ORDER), leaf('cbc:SalesOrderID', salesOrder));

const periodOf = (period: EPeriod | null, isTaxedOnPayment = false): Element | null =>
  group(
    'cac:InvoicePeriod',
    leaf('cbc:StartDate', period?.from ?? null),
    leaf('cbc:EndDate', period?.to ?? null),
    leaf('cbc:DescriptionCode', isTaxedOnPayment ? WITH_PAYMENT : null),
  );

const partyOf = (party: EParty): Element | null =>
  group(
    'cac:Party',
    party.electronicAddress &&
      leaf('cbc:EndpointID', party.electronicAddress.value, { schemeID: party.electronicAddress.scheme }),
    group('cac:PartyIdentification', identifierOf(party.identifier)),
    addressOf('cac:PostalAddress', party.address),
    party.vatNumber === null ? null : group('cac:PartyTaxScheme', leaf('cbc:CompanyID', party.vatNumber), taxScheme),
    group(
      'cac:PartyLegalEntity',
      leaf('cbc:RegistrationName', party.name),
      leaf('cbc:CompanyID', party.siren, { schemeID: SIREN_REGISTER }),
      leaf('cbc:CompanyLegalForm', party.legalInformation),
    ),
    group(
      'cac:Contact',
      leaf('cbc:Telephone', party.contact?.phone ?? null),
      leaf('cbc:ElectronicMail', party.contact?.email ?? null),
    ),
  );

const identifierOf = (identifier: EParty['identifier']): Element | null =>
  identifier && leaf('cbc:ID', identifier.value, identifier.scheme === null ? {} : { schemeID: identifier.scheme });

const taxScheme = group('cac:TaxScheme', leaf('cbc:ID', 'VAT'));

const addressOf = (name: string, address: EAddress): Element | null =>
  group(
    name,
    leaf('cbc:StreetName', address.line),
    leaf('cbc:AdditionalStreetName', address.secondLine),
    leaf('cbc:CityName', address.city),
    leaf('cbc:PostalZone', address.postalCode),
    leaf('cbc:CountrySubentity', address.region),
    group('cac:Country', leaf('cbc:IdentificationCode', address.countryCode)),
  );

const deliveryOf = ({ date, name, address, gln }: EInvoice['delivery']): Element | null =>
  group(
    'cac:Delivery',
    leaf('cbc:ActualDeliveryDate', date),
    group(
      'cac:DeliveryLocation',
      leaf('cbc:ID', gln, { schemeID: '0088' }),
      address && addressOf('cac:Address', address),
    ),
    group('cac:DeliveryParty', group('cac:PartyName', leaf('cbc:Name', name))),
  );

const paymentOf = (payment: EInvoice['payment'], dueDate: string | null): Element | null =>
  group(
    'cac:PaymentMeans',
    leaf('cbc:PaymentMeansCode', payment === null ? CLEARING : CREDIT_TRANSFER),
    leaf('cbc:PaymentDueDate', dueDate),
    payment && [
      leaf('cbc:PaymentID', payment.reference),
      group(
        'cac:PayeeFinancialAccount',
        leaf('cbc:ID', payment.iban),
        leaf('cbc:Name', payment.accountName),
        group('cac:FinancialInstitutionBranch', leaf('cbc:ID', payment.bic)),
      ),
    ],
  );

const chargeOf = (
  { amount, share, reason, reasonCode, tax }: DocumentCharge,
  isCharge: boolean,
  currencyID: string,
): Element | null =>
  group(
    'cac:AllowanceCharge',
    leaf('cbc:ChargeIndicator', String(isCharge)),
    leaf('cbc:AllowanceChargeReasonCode', reasonCode),
    leaf('cbc:AllowanceChargeReason', reason),
    leaf('cbc:MultiplierFactorNumeric', share?.percent ?? null),
    leaf('cbc:Amount', amount, { currencyID }),
    share && leaf('cbc:BaseAmount', share.base, { currencyID }),
    taxOf('cac:TaxCategory', tax),
  );

const taxOf = (name: string, { category, rate }: ETax, ...why: readonly Content[]): Element | null =>
  group(name, leaf('cbc:ID', category), leaf('cbc:Percent', rate), why, taxScheme);

function taxTotalsOf({ totals, currency, declaredVat, vatBreakdown }: EInvoice): Content {
  const currencyID = currency;
  const rows = vatBreakdown.map((row) =>
    group(
      'cac:TaxSubtotal',
      leaf('cbc:TaxableAmount', row.base, { currencyID }),
      leaf('cbc:TaxAmount', row.vat, { currencyID }),
      taxOf(
        'cac:TaxCategory',
        row,
        leaf('cbc:TaxExemptionReasonCode', row.exemption?.code ?? null),
        leaf('cbc:TaxExemptionReason', row.exemption?.text ?? null),
      ),
    ),
  );
  return [
    group('cac:TaxTotal', leaf('cbc:TaxAmount', totals.vat, { currencyID }), rows),
    declaredVat &&
      group('cac:TaxTotal', leaf('cbc:TaxAmount', declaredVat.amount, { currencyID: declaredVat.currency })),
  ];
}

function monetaryTotalOf({ totals, currency }: EInvoice): Element | null {
  const amount = (name: string, value: string) => leaf(name, value, { currencyID: currency });
  return group(
    'cac:LegalMonetaryTotal',
    amount('cbc:LineExtensionAmount', totals.lines),
    amount('cbc:TaxExclusiveAmount', totals.net),
    amount('cbc:TaxInclusiveAmount', totals.gross),
    isZero(totals.allowances) ? null : amount('cbc:AllowanceTotalAmount', totals.allowances),
    amount('cbc:ChargeTotalAmount', totals.charges),
    isZero(totals.prepaid) ? null : amount('cbc:PrepaidAmount', totals.prepaid),
    amount('cbc:PayableAmount', totals.due),
  );
}

const lineOf = (line: EInvoiceLine, quantity: string, currencyID: string): Content => [
  leaf('cbc:ID', line.id),
  leaf('cbc:Note', line.note),
  leaf(quantity, line.quantity, { unitCode: line.unitCode }),
  leaf('cbc:LineExtensionAmount', line.net, { currencyID }),
  periodOf(line.period),
  group('cac:OrderLineReference', leaf('cbc:LineID', line.orderLine)),
  line.adjustments.map((adjustment) => adjustmentOf(adjustment, currencyID)),
  group(
    'cac:Item',
    leaf('cbc:Name', line.name),
    group('cac:BuyersItemIdentification', leaf('cbc:ID', line.buyerItem)),
    group('cac:SellersItemIdentification', leaf('cbc:ID', line.sellerItem)),
    group('cac:StandardItemIdentification', leaf('cbc:ID', line.gtin, { schemeID: '0160' })),
    taxOf('cac:ClassifiedTaxCategory', line.tax),
    line.attributes.map(({ name, value }) =>
      group('cac:AdditionalItemProperty', leaf('cbc:Name', name), leaf('cbc:Value', value)),
    ),
  ),
  group(
    'cac:Price',
    leaf('cbc:PriceAmount', line.price, { currencyID }),
    equals(line.priceBase, '1') ? null : leaf('cbc:BaseQuantity', line.priceBase, { unitCode: line.unitCode }),
  ),
];

const adjustmentOf = (adjustment: LineAdjustment, currencyID: string): Element | null =>
  group(
    'cac:AllowanceCharge',
    leaf('cbc:ChargeIndicator', String(adjustment.isCharge)),
    leaf('cbc:AllowanceChargeReasonCode', adjustment.reasonCode),
    leaf('cbc:AllowanceChargeReason', adjustment.reason),
    leaf('cbc:MultiplierFactorNumeric', adjustment.share?.percent ?? null),
    leaf('cbc:Amount', adjustment.amount, { currencyID }),
    adjustment.share && leaf('cbc:BaseAmount', adjustment.share.base, { currencyID }),
  );
