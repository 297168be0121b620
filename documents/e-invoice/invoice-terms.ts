import type { ChargedAdjustment } from '../../contracts/adjustment.js';
import type { ChargedDelivery } from '../../contracts/billing.js';
import type { Company } from '../../contracts/company.js';
import type { DocumentCustomer, InvoiceDocument } from '../../contracts/documents.js';
import type { InvoiceLine } from '../../contracts/invoice.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { Vat } from '../../contracts/process.js';
import { recoveryFeeCurrency, type AdjustmentKind, type Language } from '../../contracts/vocabulary.js';
import { documentAdjustments, ownNet, ownOf, sumOf } from '../../domain/adjustments.js';
import { electronicAddressOf, sirenOf } from '../../domain/electronic-address.js';
import { invoicedFreight } from '../../domain/invoicing.js';
import { maxDate } from '../../domain/calendar.js';
import { canonicalAmount, isZero, subtract, sum } from '../../domain/money.js';
import { payTo } from '../../domain/pay-to.js';
import { isShare, priceSteps, type PriceStep } from '../../domain/price-steps.js';
import { taxPointOf } from '../../domain/tax-point.js';
import { unitCodeOf } from '../../domain/units.js';
import { formatAmount, formatPercent, oneLine, otherName, paragraphsOf } from '../../words/format.js';
import { wordsOf } from '../../words/index.js';
import { describeTerms, discountMention } from '../../words/payment-terms.js';
import { describeCharged, isOfOneOrder, wentToOnePlace } from '../charged.js';
import type { DocumentCharge, EAddress, EInvoice, EInvoiceLine, EParty, ETax, LineAdjustment, Note } from './terms.js';

/** The code of what is counted without a unit of its own. */
const ONE = 'C62';

/** An invoice as it was issued, in the terms of EN 16931: nothing is worked out that the document does not say. */
export function invoiceTerms(input: InvoiceDocument): EInvoice {
  const { company, currency, language } = input;
  const ofOrder = ofWholeOrder(input);
  const charges = [...ofOrder.charges, ...chargesOf(input)];
  const { allowances } = ofOrder;
  const chargedBy = chargedByLine(input);
  const account = payTo(company, input.payee);
  return {
    number: input.number,
    issueDate: input.issueDate,
    typeCode: typeCodeOf(input),
    currency,
    declaredVat: declaredVatOf(input),
    taxPoint: taxedOn(input),
    isTaxedOnPayment: input.deposit !== undefined && !isZero(input.vat),
    dueDate: input.dueDate,
    buyerReference: null,
    purchaseOrder: isOfOneOrder(input) ? textOrNull(input.customerReference) : null,
    salesOrder: isOfOneOrder(input) ? input.order : null,
    despatchAdvice: input.deliveries.length === 1 ? (input.deliveries[0] ?? null) : null,
    paymentTerms: describeTerms(input.paymentTerms, language),
    notes: notesOf(input),
    billingFrame: input.deducted === undefined ? 'B1' : 'B4',
    precedingInvoices: precedingOf(input),
    seller: inScope(input, sellerOf(company, language)),
    buyer: inScope(input, buyerOf(input.customer)),
    payee: input.payee === undefined ? null : { name: oneLine(input.payee.name) },
    delivery: deliveryOf(input),
    period: input.period ?? depositPeriodOf(input),
    payment: {
      reference: input.number,
      iban: account.iban,
      accountName: oneLine(account.name),
      bic: account.bic,
    },
    allowances,
    charges,
    totals: totalsOf(input, { allowances, charges }),
    vatBreakdown: vatBreakdownOf(input),
    lines: input.lines.map((line) => lineOf(line, input, chargedBy.get(line.lineNo))),
  };
}

/** The one whose place it takes: of a corrective invoice there is exactly one (BR-FR). */
const precedingOf = ({ corrects, replaces, deducted }: InvoiceDocument): EInvoice['precedingInvoices'] => [
  ...[corrects, replaces].flatMap((each) =>
    each === undefined ? [] : [{ number: each.number, issueDate: each.issueDate }],
  ),
  ...(deducted?.deposits ?? []).map(({ deposit: number, issueDate }) => ({ number, issueDate })),
];

function typeCodeOf({ corrects, deposit }: InvoiceDocument): EInvoice['typeCode'] {
  if (deposit !== undefined) return '386';
  return corrects === undefined ? '380' : '384';
}

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

function taxedOn({ deliveredOn, issueDate, vatBreakdown }: InvoiceDocument): EInvoice['taxPoint'] {
  const vatCategories = vatBreakdown.map(({ vatCategory }) => vatCategory);
  return deliveredOn === null ? null : taxPointOf({ vatCategories, deliveredOn, issueDate });
}

/** An intra-community supply has a day or a period (EN 16931 BR-IC-11): from the deposit to when the goods are expected. */
function depositPeriodOf({ deposit, issueDate, vatBreakdown }: InvoiceDocument): EInvoice['period'] {
  if (deposit === undefined || !vatBreakdown.some(({ vatCategory }) => vatCategory === 'K')) return null;
  return { from: issueDate, to: maxDate(issueDate, deposit.expectedOn ?? issueDate) };
}

/**
 * French VAT is declared in euros (art. 230 of directive 2006/112/EC). In another currency it is told by the rate of
 * exchange that the invoice was issued with; no VAT is none in any currency.
 */
function declaredVatOf({ company, currency, vat, accountingVat }: InvoiceDocument): EInvoice['declaredVat'] {
  if (accountingVat !== undefined) return { currency: accountingVat.currency, amount: accountingVat.vat };
  if (currency === company.currency || !isZero(vat)) return null;
  return { currency: company.currency, amount: canonicalAmount('0', company.currency) };
}

function notesOf(input: InvoiceDocument): Note[] {
  const { language, latePayment, payee, text } = input;
  const { legal } = wordsOf(language);
  return [
    { subject: 'PMT', text: legal.recoveryFee(formatAmount(latePayment.recoveryFee, recoveryFeeCurrency, language)) },
    { subject: 'PMD', text: legal.latePayment(formatPercent(latePayment.annualPercent, language)) },
    { subject: 'AAB', text: discountMention(input, language).join(' ') },
    ...(text === undefined ? [] : [{ subject: 'AAI' as const, text: oneLine(text) }]),
    ...(payee === undefined ? [] : [{ subject: 'ACC' as const, text: paragraphsOf(payee.notice[language]).join(' ') }]),
  ];
}

/** Nobody has a VAT number on an invoice of what is outside its scope (BR-O-02). */
const inScope = ({ vatBreakdown }: InvoiceDocument, party: EParty): EParty =>
  vatBreakdown.some(({ vatCategory }) => vatCategory === 'O') ? { ...party, vatNumber: null } : party;

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

const taxOf = ({ vatCategory, vatRate }: Pick<Vat, 'vatCategory' | 'vatRate'>): ETax => ({
  category: vatCategory,
  rate: vatCategory === 'O' ? null : vatRate,
});

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
    share: null,
    reason: wordsOf(input.language).total.freight,
    reasonCode: 'FC',
    tax: taxOf({ vatCategory, vatRate }),
  }));

/** Allowances and charges of the whole order, at each rate of the goods. */
function ofWholeOrder({ lines, currency }: InvoiceDocument): Pick<EInvoice, 'allowances' | 'charges'> {
  const rows = documentAdjustments(lines, currency).filter(({ amount }) => !isZero(amount));
  const of = (kind: AdjustmentKind): DocumentCharge[] =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ amount, base, percent, text, reason, vatCategory, vatRate }) => ({
        amount,
        share: percent !== undefined && isShare(amount, base, percent) ? { base, percent } : null,
        reason: oneLine(text),
        reasonCode: reason,
        tax: taxOf({ vatCategory, vatRate }),
      }));
  return { allowances: of('allowance'), charges: of('charge') };
}

type Beside = Pick<EInvoice, 'allowances' | 'charges'>;

function totalsOf({ lines, net, vat, gross, currency, deducted }: InvoiceDocument, { allowances, charges }: Beside) {
  const amounts = (of: readonly DocumentCharge[]) =>
    sum(
      of.map(({ amount }) => amount),
      currency,
    );
  return {
    lines: sum(lines.map(ownNet), currency),
    allowances: amounts(allowances),
    charges: amounts(charges),
    net,
    vat,
    gross,
    prepaid: deducted === undefined ? canonicalAmount('0', currency) : subtract(gross, deducted.payable),
    due: deducted?.payable ?? gross,
  };
}

const vatBreakdownOf = ({ vatBreakdown, language }: InvoiceDocument): EInvoice['vatBreakdown'] =>
  vatBreakdown.map(({ vatCategory, vatRate, vatExemption, base, vat }) => ({
    ...taxOf({ vatCategory, vatRate }),
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
  const { product, quantity, unitPrice, priceBase = '1', vatCategory, vatRate } = line;
  const adjustments = ownOf(line.adjustments);
  const net = ownNet(line);
  const { salesUnit } = wordsOf(language).label;
  const code = line.unitCode ?? unitCodeOf(line.unit);
  const unit = oneLine(line.unit);
  return {
    id: String(line.lineNo),
    note: textOrNull(
      [charged === undefined ? '' : describeCharged(charged.delivery, language), line.text ?? '']
        .filter(Boolean)
        .join(' · ') || null,
    ),
    orderLine: charged !== undefined && isOfOneOrder(input) ? String(charged.orderLine) : null,
    period: day === undefined ? null : { from: day, to: day },
    quantity,
    unitCode: code ?? ONE,
    net,
    adjustments: [
      ...priceSteps({ ...line, net: subtract(net, sumOf(adjustments, currency)), currency }).map((step) =>
        stepOf(step, line, language),
      ),
      ...adjustments.filter(({ amount }) => !isZero(amount)).map(adjustmentOf),
    ],
    price: unitPrice,
    priceBase,
    tax: taxOf({ vatCategory, vatRate }),
    name: textOrNull(line.description) ?? product ?? String(line.lineNo),
    sellerItem: product,
    buyerItem: line.buyerItem ?? null,
    gtin: line.gtin ?? null,
    attributes: code !== null || unit === '' ? [] : [{ name: salesUnit, value: unit }],
  };
}

/** As it was agreed, with the base of a percentage where the two agree. */
function adjustmentOf({ kind, reason, text, basis, value, base, amount }: ChargedAdjustment): LineAdjustment {
  const isOfBase = basis === 'percent' && base !== null && isShare(amount, base, value);
  return {
    isCharge: kind === 'charge',
    amount,
    share: isOfBase ? { base, percent: value } : null,
    reason: oneLine(text),
    reasonCode: reason,
  };
}

function stepOf(step: PriceStep, { discountPercent }: InvoiceLine, language: Language): LineAdjustment {
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
