import type { ChargedDelivery } from '../../contracts/billing.js';
import type { Company } from '../../contracts/company.js';
import type { DocumentCustomer, InvoiceDocument } from '../../contracts/documents.js';
import type { InvoiceLine } from '../../contracts/invoice.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import { recoveryFeeCurrency, type Language } from '../../contracts/vocabulary.js';
import { electronicAddressOf, sirenOf } from '../../domain/electronic-address.js';
import { invoicedFreight } from '../../domain/invoicing.js';
import { canonicalAmount, isZero, sum } from '../../domain/money.js';
import { payTo } from '../../domain/pay-to.js';
import { priceSteps, type PriceStep } from '../../domain/price-steps.js';
import { taxPointOf } from '../../domain/tax-point.js';
import { unitCodeOf } from '../../domain/units.js';
import { formatAmount, formatPercent, oneLine, otherName, paragraphsOf } from '../../words/format.js';
import { wordsOf } from '../../words/index.js';
import { describeTerms, discountMention } from '../../words/payment-terms.js';
import { describeCharged, isOfOneOrder, wentToOnePlace } from '../charged.js';
import type { DocumentCharge, EAddress, EInvoice, EInvoiceLine, EParty, LineAdjustment, Note } from './terms.js';

/** The code of what is counted without a unit of its own. */
const ONE = 'C62';

/** An invoice as it was issued, in the terms of EN 16931: nothing is worked out that the document does not say. */
export function invoiceTerms(input: InvoiceDocument): EInvoice {
  const { company, currency, language } = input;
  const charges = chargesOf(input);
  const chargedBy = chargedByLine(input);
  const account = payTo(company, input.payee);
  return {
    number: input.number,
    issueDate: input.issueDate,
    typeCode: input.corrects === undefined ? '380' : '384',
    currency,
    declaredVat: declaredVatOf(input),
    taxPoint: taxPointOf({ ...input, vatCategories: input.vatBreakdown.map(({ vatCategory }) => vatCategory) }),
    dueDate: input.dueDate,
    buyerReference: null,
    purchaseOrder: isOfOneOrder(input) ? textOrNull(input.customerReference) : null,
    salesOrder: isOfOneOrder(input) ? input.order : null,
    despatchAdvice: input.deliveries.length === 1 ? (input.deliveries[0] ?? null) : null,
    paymentTerms: describeTerms(input.paymentTerms, language),
    notes: notesOf(input),
    billingFrame: 'B1',
    precedingInvoices: precedingOf(input),
    seller: sellerOf(company, language),
    buyer: buyerOf(input.customer),
    payee: input.payee === undefined ? null : { name: oneLine(input.payee.name) },
    delivery: deliveryOf(input),
    period: input.period ?? null,
    payment: {
      reference: input.number,
      iban: account.iban,
      accountName: oneLine(account.name),
      bic: account.bic,
    },
    charges,
    totals: totalsOf(input, charges),
    vatBreakdown: vatBreakdownOf(input),
    lines: input.lines.map((line) => lineOf(line, input, chargedBy.get(line.lineNo))),
  };
}

/** The one whose place it takes: of a corrective invoice there is exactly one (BR-FR). */
const precedingOf = ({ corrects, replaces }: InvoiceDocument): EInvoice['precedingInvoices'] =>
  [corrects, replaces].flatMap((each) =>
    each === undefined ? [] : [{ number: each.number, issueDate: each.issueDate }],
  );

/** Of several places the country alone is said, where it is one (BT-80: an intra-Community supply has to name it). */
function deliveryOf({
  charged = [],
  deliveredOn,
  deliveryAddress,
  deliveryGln,
}: InvoiceDocument): EInvoice['delivery'] {
  const date = charged.every((delivery) => delivery.deliveredOn === deliveredOn) ? deliveredOn : null;
  if (wentToOnePlace({ charged }))
    return { date, name: oneLine(deliveryAddress.name), address: addressOf(deliveryAddress), gln: deliveryGln ?? null };
  const { countryCode } = deliveryAddress;
  const isOneCountry = charged.every(({ address }) => address === undefined || address.countryCode === countryCode);
  const country = { line: null, secondLine: null, city: null, postalCode: null, region: null, countryCode };
  return { date, name: null, address: isOneCountry ? country : null, gln: null };
}

type ChargedLine = { readonly delivery: ChargedDelivery; readonly orderLine: number };

/** What each line charges, where the invoice is of several deliveries. */
const chargedByLine = ({ charged = [] }: InvoiceDocument): ReadonlyMap<number, ChargedLine> =>
  new Map(
    charged.flatMap((delivery) => delivery.lines.map(({ lineNo, orderLine }) => [lineNo, { delivery, orderLine }])),
  );

/**
 * French VAT is declared in euros (art. 230 of directive 2006/112/EC). In another currency it needs a rate of exchange, which
 * an invoice does not hold: no VAT is none in any currency.
 */
function declaredVatOf({ company, currency, vat }: InvoiceDocument): EInvoice['declaredVat'] {
  if (currency === company.currency || !isZero(vat)) return null;
  return { currency: company.currency, amount: canonicalAmount('0', company.currency) };
}

function notesOf(input: InvoiceDocument): Note[] {
  const { language, latePayment, payee } = input;
  const { legal } = wordsOf(language);
  return [
    { subject: 'PMT', text: legal.recoveryFee(formatAmount(latePayment.recoveryFee, recoveryFeeCurrency, language)) },
    { subject: 'PMD', text: legal.latePayment(formatPercent(latePayment.annualPercent, language)) },
    { subject: 'AAB', text: discountMention(input, language).join(' ') },
    ...(payee === undefined ? [] : [{ subject: 'ACC' as const, text: paragraphsOf(payee.notice[language]).join(' ') }]),
  ];
}

function sellerOf(company: Company, language: Language): EParty {
  const { legal } = wordsOf(language);
  return {
    name: oneLine(company.legalName),
    identifier: null,
    siren: company.siren,
    vatNumber: company.vatNumber,
    legalInformation: oneLine(`${legal.capital(company.legalForm, company.shareCapital)} · ${company.tradeRegister}`),
    electronicAddress: electronicAddressOf(company),
    address: addressOf(company.address),
    contact: { phone: oneLine(company.phone), email: company.email },
  };
}

function buyerOf(customer: DocumentCustomer): EParty {
  const { name, number, vatNumber, billingAddress, gln } = customer;
  return {
    name: oneLine(name),
    identifier: gln === undefined ? { scheme: null, value: number } : { scheme: '0088', value: gln },
    siren: sirenOf(customer),
    vatNumber,
    legalInformation: null,
    electronicAddress: electronicAddressOf(customer),
    address: { ...addressOf(billingAddress), secondLine: otherName(billingAddress.name, name) },
    contact: null,
  };
}

const addressOf = ({ street, city, postalCode, region, countryCode }: PostalAddress): EAddress => ({
  line: oneLine(street),
  secondLine: null,
  city: oneLine(city),
  postalCode: textOrNull(postalCode),
  region: textOrNull(region),
  countryCode,
});

const chargesOf = (input: InvoiceDocument): DocumentCharge[] =>
  invoicedFreight(input).map(({ net, vatCategory, vatRate }) => ({
    amount: net,
    reason: wordsOf(input.language).total.freight,
    reasonCode: 'FC',
    tax: { category: vatCategory, rate: vatRate },
  }));

function totalsOf({ lines, net, vat, gross, currency }: InvoiceDocument, charges: readonly DocumentCharge[]) {
  return {
    lines: sum(
      lines.map((line) => line.net),
      currency,
    ),
    charges: sum(
      charges.map(({ amount }) => amount),
      currency,
    ),
    net,
    vat,
    gross,
    prepaid: canonicalAmount('0', currency),
    due: gross,
  };
}

const vatBreakdownOf = ({ vatBreakdown, language }: InvoiceDocument): EInvoice['vatBreakdown'] =>
  vatBreakdown.map(({ vatCategory, vatRate, vatExemption, base, vat }) => ({
    category: vatCategory,
    rate: vatRate,
    base,
    vat,
    exemption:
      vatExemption === null ? null : { code: vatExemption, text: wordsOf(language).legal.exemption[vatExemption] },
  }));

function lineOf(
  line: InvoiceDocument['lines'][number],
  input: InvoiceDocument,
  charged: ChargedLine | undefined,
): EInvoiceLine {
  const { currency, language } = input;
  const day = charged?.delivery.deliveredOn;
  const { product, quantity, unitPrice, vatCategory, vatRate, net } = line;
  const { salesUnit } = wordsOf(language).label;
  const code = unitCodeOf(line.unit);
  const unit = oneLine(line.unit);
  return {
    id: String(line.lineNo),
    note: charged === undefined ? null : oneLine(describeCharged(charged.delivery, language)),
    orderLine: charged !== undefined && isOfOneOrder(input) ? String(charged.orderLine) : null,
    period: day === undefined ? null : { from: day, to: day },
    quantity,
    unitCode: code ?? ONE,
    net,
    adjustments: priceSteps({ ...line, currency }).map((step) => adjustmentOf(step, line, language)),
    price: unitPrice,
    tax: { category: vatCategory, rate: vatRate },
    name: textOrNull(line.description) ?? product ?? String(line.lineNo),
    sellerItem: product,
    buyerItem: line.buyerItem ?? null,
    gtin: line.gtin ?? null,
    attributes: code !== null || unit === '' ? [] : [{ name: salesUnit, value: unit }],
  };
}

function adjustmentOf(step: PriceStep, { discountPercent }: InvoiceLine, language: Language): LineAdjustment {
  const { column, rounding } = wordsOf(language);
  const { amount } = step;
  if (step.kind === 'rounding') {
    return { isCharge: step.isCharge, amount, share: null, reason: rounding, reasonCode: null };
  }
  return {
    isCharge: false,
    amount,
    share: step.base === null ? null : { base: step.base, percent: discountPercent },
    reason: `${column.discount} ${formatPercent(discountPercent, language)}`,
    reasonCode: '95',
  };
}

function textOrNull(text: string | null): string | null {
  const line = oneLine(text ?? '');
  return line === '' ? null : line;
}
