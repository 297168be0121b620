import type { LedgerEntry } from '../contracts/account.js';
import type { CreditStopReason, Customer, ExposureSource } from '../contracts/customer.js';
import type { OrderDeposit } from '../contracts/deposit.js';
import type { DiscrepancyRecord, Tolerance } from '../contracts/discrepancy.js';
import type { Delivery } from '../contracts/delivery.js';
import type { DunningRun, DunningRunFacts, DunningStep, InterestPart } from '../contracts/dunning.js';
import { receivableId } from '../contracts/ids.js';
import type { Invoice, InvoiceSummary } from '../contracts/invoice.js';
import type { Mail, MailDocument, SentMail } from '../contracts/mail.js';
import type { CreditDecisionFacts, DossierEntry, Order, OrderSummary } from '../contracts/order.js';
import type { Parties } from '../contracts/parties.js';
import type { Payment } from '../contracts/payment.js';
import type { Preparation } from '../contracts/preparation.js';
import type { LegalWarning, PaymentTerms, PostalAddress } from '../contracts/primitives.js';
import type { Product, StockReceipt } from '../contracts/product.js';
import type { Quote, QuoteRevision } from '../contracts/quote.js';
import {
  creditDecisionKinds,
  creditReasons,
  creditScopes,
  currencies,
  deliveryStatuses,
  documentKinds,
  dunningLevels,
  dunningStepStatuses,
  goodsSectors,
  holdReasons,
  invoiceChannels,
  invoiceKinds,
  invoiceStatuses,
  languages,
  ledgerEntryKinds,
  lifecycleCodes,
  orderOrigins,
  orderStages,
  outgoingKinds,
  outgoingStatuses,
  quoteStatuses,
  recoveryFeeCurrency,
  roles,
  taxClasses,
  vatCategories,
  vatExemptions,
  vatRegimes,
  workItemKinds,
  workItemStatuses,
} from '../contracts/vocabulary.js';
import type { Vat } from '../contracts/process.js';
import type { GoodsSector, InvoiceStatus, QuoteStatus, TaxClass } from '../contracts/vocabulary.js';
import type { Wait } from '../contracts/wait.js';
import type { WorkItem, WorkItemAbout, WorkItemComment } from '../contracts/work-item.js';
import { compareDates, localDateOf, maxDate, minDate } from '../domain/calendar.js';
import { claimedAmount } from '../domain/dunning.js';
import { besidePrice } from '../domain/adjustments.js';
import { invariant } from '../domain/invariant.js';
import { toleranceOf } from '../domain/tolerance.js';
import { chargedBeside, totalsToDeliver } from '../domain/order-totals.js';
import { taxedOn } from '../domain/tax-rates.js';
import { grossOf, less } from '../domain/deposits.js';
import { earlyPayment } from '../domain/early-payment.js';
import { legalWarnings, type Judged } from '../domain/legal-terms.js';
import {
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  equals,
  isZero,
  subtract,
  subtractQuantities,
} from '../domain/money.js';
import { blockingDeposit, depositLeft, waitNow } from '../domain/order-record.js';
import { pathOf } from '../domain/paths.js';
import { depositOf } from './deposits.js';
import type {
  CustomerRow,
  DeliveryRow,
  DossierRow,
  DunningRunRow,
  DunningStepRow,
  ExposureRow,
  InvoiceRow,
  InvoiceSummaryRow,
  LedgerEntryRow,
  MailRow,
  Moment,
  Numeric,
  OrderLineRow,
  OrderRow,
  OrderSummaryRow,
  PaymentRow,
  PrintedLineRow,
  ProductRow,
  QuoteLineRow,
  QuoteRevisionRow,
  QuoteRow,
  SentMailRow,
  SettledColumn,
  StockReceiptRow,
  VatRow,
  PreparationRow,
  WorkItemCommentRow,
  WorkItemRow,
} from './rows.js';

/**
 * The one place where database values become the plain JSON of the contracts: canonical decimal strings, `LocalDate`
 * and `Instant`. Numbers come as Prisma's Decimal or as text; floats are never among them.
 */

const plain = (value: Numeric): string => (typeof value === 'string' ? value : value.toFixed());

/** An amount with the currency's minor digits: `1234.500` in EUR is `"1234.50"`. */
export const amount = (value: Numeric, currency: string): string => canonicalAmount(plain(value), currency);
/** A quantity without trailing zeros: `10.000` is `"10"`. */
export const quantity = (value: Numeric): string => canonicalQuantity(plain(value));
/** A unit price with 2 to 4 decimals. */
export const price = (value: Numeric): string => canonicalPrice(plain(value));
/** A percentage with 2 decimals. */
export const percent = (value: Numeric): string => canonicalPercent(plain(value));

/** A `date` column as `'YYYY-MM-DD'`; a Date is read in UTC, as the driver builds it. */
export const localDate = (value: Moment): string =>
  typeof value === 'string' ? value.slice(0, 10) : value.toISOString().slice(0, 10);
/** A `timestamptz` column as ISO 8601 in UTC, with milliseconds. */
export const instant = (value: Moment): string => new Date(value).toISOString();
/** A `LocalDate` as Prisma takes it for a `date` column. */
export const toDate = (date: string): Date => new Date(`${date}T00:00:00.000Z`);

export const localDateOrNull = (value: Moment | null): string | null => (value === null ? null : localDate(value));
export const instantOrNull = (value: Moment | null): string | null => (value === null ? null : instant(value));

/** The word of a closed list. @throws InvariantError for a word the list does not have. */
export function wordOf<T extends string>(words: readonly T[], value: string): T {
  const known = words.find((word) => word === value);
  invariant(known !== undefined, `"${value}" is none of ${words.join(', ')}`);
  return known;
}

export const wordOrNull = <T extends string>(words: readonly T[], value: string | null): T | null =>
  value === null ? null : wordOf(words, value);

/** Columns of jsonb hold what a contract's schema let in. */
const address = (json: unknown): PostalAddress => json as PostalAddress;
const terms = (json: unknown): PaymentTerms => json as PaymentTerms;
const waitOf = (json: unknown): Wait => json as Wait;
const warningsOf = (json: unknown, judged: Judged): LegalWarning[] => [...legalWarnings(terms(json), judged)];

export function customerOf(row: CustomerRow, nowMs: number = Date.now()): Customer {
  const creditLimit = amount(row.creditLimit, row.currency);
  const exposure = amount(row.exposure, row.currency);
  return {
    number: row.number,
    name: row.name,
    siren: row.siren,
    gln: row.gln,
    vatNumber: row.vatNumber,
    language: wordOf(languages, row.language),
    currency: wordOf(currencies, row.currency),
    address: address(row.address),
    parent: row.parent,
    payer: row.payer,
    phone: row.phone,
    paymentTerms: terms(row.paymentTerms),
    warnings: warningsOf(row.paymentTerms, {
      on: localDateOf(nowMs, row.zone ?? 'UTC'),
      sectors: sectorsOf([row.sector]),
      isPeriodic: (row.billing as Customer['billing']).kind === 'period',
    }),
    payee: row.payee as Customer['payee'],
    invoiceChannel: row.invoiceChannel as Customer['invoiceChannel'],
    billing: row.billing as Customer['billing'],
    documentText: row.documentText,
    creditLimit,
    salesperson: row.salesperson,
    creditStop: row.creditStop,
    creditStopReason: row.creditStopReason as CreditStopReason | null,
    exposure,
    creditAvailable: subtract(creditLimit, exposure),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  };
}

/** Where nobody said what the goods are, the general maximum holds. */
const sectorsOf = (sectors: readonly (string | null)[]): readonly GoodsSector[] =>
  sectors.map((sector) => wordOrNull(goodsSectors, sector) ?? 'general');

/** The day on which goods leave at the earliest, of what is known: no invoice is issued before it. */
const earliestOf = (dates: readonly (string | null)[], from: string): string => {
  const [first, ...others] = dates.filter((date) => date !== null);
  return first === undefined ? from : maxDate(from, minDate(first, ...others));
};

export const exposureOf = (row: ExposureRow, currency: string): ExposureSource => ({
  kind: wordOf(['order', 'invoice', 'payment'], row.kind),
  reference: row.reference,
  amount: amount(row.amount, currency),
});

export function productOf(row: ProductRow): Product {
  const onHand = quantity(row.onHand);
  const allocated = quantity(row.allocated);
  return {
    number: row.number,
    name: row.name,
    unit: row.unit,
    category: row.category,
    listPrice: price(row.listPrice),
    priceBase: quantity(row.priceBase),
    unitCode: row.unitCode,
    ecoContributions: row.ecoContributions as Product['ecoContributions'],
    documentText: row.documentText,
    currency: wordOf(currencies, row.currency),
    taxClass: wordOf(taxClasses, row.taxClass),
    goodsSector: wordOrNull(goodsSectors, row.goodsSector),
    active: row.active,
    gtin: row.gtin,
    onHand,
    allocated,
    available: subtractQuantities(onHand, allocated),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  };
}

/** The VAT of a line. */
const lineVatOf = (row: VatRow): Vat => ({
  vatCategory: wordOf(vatCategories, row.vatCategory),
  vatRate: percent(row.vatRate),
  vatExemption: wordOrNull(vatExemptions, row.vatExemption),
});

/** How a line of an order is taxed: its class, and its VAT. */
export const taxOf = (row: Pick<OrderLineRow, 'taxClass' | keyof VatRow>): Vat & { readonly taxClass: TaxClass } => ({
  taxClass: wordOf(taxClasses, row.taxClass),
  ...lineVatOf(row),
});

export const stockReceiptOf = (row: StockReceiptRow): StockReceipt => ({
  reference: row.reference,
  receivedOn: localDate(row.receivedOn),
  lines: row.lines.map((line) => ({ product: line.product, quantity: quantity(line.quantity) })),
  served: row.served.map((served) => ({ order: served.order, line: served.line, quantity: quantity(served.quantity) })),
});

export const quoteLineOf = (row: QuoteLineRow): Quote['lines'][number] => ({
  lineNo: row.lineNo,
  product: row.product,
  quantity: quantity(row.quantity),
  unitPrice: price(row.unitPrice),
  discountPercent: percent(row.discountPercent),
  ...besidePrice({ priceBase: row.priceBase, adjustments: row.adjustments as Quote['lines'][number]['adjustments'] }),
  deliveryDate: localDateOrNull(row.deliveryDate),
});

/** What comes off a whole quote or on top, where anything does. */
const ofWhole = (adjustments: unknown): Pick<Quote, 'adjustments'> => {
  const agreed = adjustments as NonNullable<Quote['adjustments']>;
  return agreed.length > 0 ? { adjustments: agreed } : {};
};

/** An open quote past its validity reads as expired. */
export function quoteStatusOf(status: string, validUntil: string, today: string): QuoteStatus {
  if (status === 'open' && compareDates(validUntil, today) < 0) return 'expired';
  return wordOf(quoteStatuses, status);
}

export function quoteOf(row: QuoteRow, today: string): Quote {
  const validUntil = localDate(row.validUntil);
  return {
    number: row.number,
    customer: row.customer,
    customerName: row.customerName,
    currency: wordOf(currencies, row.currency),
    status: quoteStatusOf(row.status, validUntil, today),
    revision: row.revision,
    validUntil,
    paymentTerms: terms(row.paymentTerms),
    warnings: warningsOf(row.paymentTerms, {
      on: earliestOf(
        row.lines.map((line) => localDateOrNull(line.deliveryDate)),
        today,
      ),
      sectors: sectorsOf(row.sectors),
    }),
    freight: amount(row.freight, row.currency),
    ...ofWhole(row.adjustments),
    deposit: row.deposit,
    lines: row.lines.map(quoteLineOf),
    net: amount(row.net, row.currency),
    lostReason: row.lostReason,
    acceptedOn: localDateOrNull(row.acceptedOn),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  };
}

export const quoteRevisionOf = (row: QuoteRevisionRow): QuoteRevision => ({
  revision: row.revision,
  validUntil: localDate(row.validUntil),
  paymentTerms: terms(row.paymentTerms),
  freight: amount(row.freight, row.currency),
  ...ofWhole(row.adjustments),
  deposit: row.deposit,
  lines: row.lines.map(quoteLineOf),
  net: amount(row.net, row.currency),
  reason: row.reason,
  createdAt: instant(row.createdAt),
});

/** A summary as PostgreSQL knows it; its sentence is added in the reader's language. */
export type OrderSummaryRecord = Omit<OrderSummary, 'sentence'>;

const standingDeposit = ({ deposit, gross, currency: code }: OrderSummaryRow) => {
  const currency = wordOf(currencies, code);
  return { deposit: depositOf(deposit, currency), gross: amount(gross, currency), currency };
};

export const orderSummaryOf = (row: OrderSummaryRow): OrderSummaryRecord => ({
  number: row.number,
  customer: row.customer,
  customerName: row.customerName,
  origin: wordOf(orderOrigins, row.origin),
  stage: wordOf(orderStages, row.stage),
  holdReason: wordOrNull(holdReasons, row.holdReason),
  waitsFor: waitNow(waitOf(row.waitsFor), { ...row, deposit: blockingDeposit(standingDeposit(row)) }),
  currency: wordOf(currencies, row.currency),
  net: amount(row.net, row.currency),
  gross: amount(row.gross, row.currency),
  hasBackorder: row.hasBackorder,
  customerReference: row.customerReference,
  salesperson: row.salesperson,
  receivedAt: instant(row.receivedAt),
  nextDate: localDateOrNull(row.nextDate),
});

/** An order as PostgreSQL knows it; where its workflow is to be seen is added by the API. */
export type OrderRecord = Omit<
  Order,
  'workflowId' | 'temporalUrl' | 'sentence' | 'discrepancies' | 'creditDecisions'
> & {
  readonly creditDecisions: readonly CreditDecisionFacts[];
  readonly discrepancies: readonly (DiscrepancyRecord & { readonly tolerance: Tolerance | null })[];
};

function orderDepositOf(row: OrderRow): OrderDeposit | null {
  const standing = standingDeposit(row);
  if (standing.deposit === null) return null;
  const { asked, invoice } = standing.deposit;
  return {
    asked,
    invoice: invoice?.number ?? null,
    dueDate: invoice?.dueDate ?? null,
    gross: invoice?.gross ?? null,
    open: invoice?.open ?? null,
    left: invoice === null ? null : depositLeft(standing),
    blocks: blockingDeposit(standing) !== null,
  };
}

/** @param today business date whose VAT what is still to deliver would bear */
export function orderOf(row: OrderRow, today: string): OrderRecord {
  const lines = row.lines.map((line) => orderLineOf(line, row.currency));
  return {
    ...orderSummaryOf(row),
    version: row.version,
    quote: row.quote,
    quoteRevision: row.quoteRevision,
    paymentTerms: terms(row.paymentTerms),
    warnings: warningsOf(row.paymentTerms, {
      on: earliestOf(
        lines.map((line) => line.requestedDate),
        instant(row.receivedAt).slice(0, 10),
      ),
      sectors: sectorsOf(row.sectors),
    }),
    parties: row.parties as Parties,
    vatRegime: wordOf(vatRegimes, row.vatRegime),
    taxCountry: row.taxCountry,
    freight: amount(row.freight, row.currency),
    adjustments: row.adjustments as Order['adjustments'],
    deposit: orderDepositOf(row),
    vat: amount(row.vat, row.currency),
    lines,
    estimate: estimateOf(row, lines, today),
    creditDecisions: row.creditDecisions.map((decision) => creditDecisionOf(decision, row.currency)),
    discrepancies: row.discrepancies.map((one) => ({
      ...one,
      tolerance: toleranceOf(one.type, row.tolerance ?? null),
    })),
    deliveries: [...row.deliveries],
    invoices: [...row.invoices],
    waitsSince: instantOrNull(row.waitsSince ?? null),
    prepared: preparedBy(row.prepared ?? null),
    enteredBy: row.enteredBy,
    lastAmendedBy: row.lastAmendedBy,
    acknowledgedAt: instantOrNull(row.acknowledgedAt),
    issuedElsewhere: [...row.issuedElsewhere],
    acknowledgementMinutes: row.acknowledgementMinutes === null ? null : Number(plain(row.acknowledgementMinutes)),
    settledOn: localDateOrNull(row.settledOn),
  };
}

function estimateOf(row: OrderRow, lines: Order['lines'], today: string): Order['estimate'] {
  const vatRegime = wordOf(vatRegimes, row.vatRegime);
  const totals = totalsToDeliver({
    lines: taxedOn(today, lines, { vatRegime, taxCountry: row.taxCountry }, row.taxRates ?? []),
    freight: row.deliveries.length === 0 ? plain(row.freight) : '0',
    currency: row.currency,
  });
  return totals && { on: today, ...totals, vatBreakdown: [...totals.vatBreakdown] };
}

/** What documents say of a line. */
const printedOf = (row: PrintedLineRow, currency: string): Omit<Invoice['lines'][number], 'product'> => ({
  lineNo: row.lineNo,
  description: row.description,
  unit: row.unit,
  quantity: quantity(row.quantity),
  unitPrice: price(row.unitPrice),
  discountPercent: percent(row.discountPercent),
  ...besidePrice({ priceBase: row.priceBase, adjustments: row.adjustments as Invoice['lines'][number]['adjustments'] }),
  ...lineVatOf(row),
  net: amount(row.net, currency),
});

function orderLineOf(row: OrderLineRow, currency: string): Order['lines'][number] {
  const agreed = printedOf(row, currency);
  const line = { ...agreed, ...chargedBeside(agreed, currency) };
  const [allocated, delivered, cancelled] = [quantity(row.allocated), quantity(row.delivered), quantity(row.cancelled)];
  const left = subtractQuantities(subtractQuantities(line.quantity, delivered), cancelled);
  return {
    ...line,
    product: row.product,
    taxClass: wordOf(taxClasses, row.taxClass),
    quoteLineNo: row.quoteLineNo,
    allocated,
    delivered,
    cancelled,
    backorder: subtractQuantities(left, allocated),
    requestedDate: localDate(row.requestedDate),
    firstConfirmedDate: localDateOrNull(row.firstConfirmedDate),
    lastConfirmedDate: localDateOrNull(row.lastConfirmedDate),
  };
}

const creditDecisionOf = (row: OrderRow['creditDecisions'][number], currency: string): CreditDecisionFacts => ({
  kind: wordOf(creditDecisionKinds, row.kind),
  reason: row.reason,
  amount: amount(row.amount, currency),
  exposureBefore: amount(row.exposureBefore, currency),
  limit: amount(row.limit, currency),
  overdue: amount(row.overdue, currency),
  decidedBy: row.decidedBy,
  decidedAt: instant(row.decidedAt),
});

export const dossierEntryOf = (row: DossierRow): Omit<DossierEntry, 'sentence'> => ({
  id: String(row.id),
  at: instant(row.at),
  on: localDateOrNull(row.on),
  action: row.action,
  actor: row.actor,
  role: row.role,
  entity: row.entity,
  entityId: row.entityId,
  before: row.before,
  after: row.after,
});

export const deliveryOf = (row: DeliveryRow): Delivery => ({
  number: row.number,
  order: row.order,
  customer: row.customer,
  customerName: row.customerName,
  status: wordOf(deliveryStatuses, row.status),
  preparedOn: localDate(row.preparedOn),
  departedOn: localDateOrNull(row.departedOn),
  deliveredOn: localDateOrNull(row.deliveredOn),
  provedOn: localDateOrNull(row.provedOn),
  movedIn: row.movedIn,
  carrier: row.carrier,
  tracking: row.tracking,
  address: address(row.address),
  lines: row.lines.map((line) => ({
    lineNo: line.lineNo,
    product: line.product,
    description: line.description,
    unit: line.unit,
    quantity: quantity(line.quantity),
    backorder: quantity(line.backorder),
    nextDate: localDateOrNull(line.nextDate),
  })),
  invoice: row.invoice,
  proof:
    row.receivedBy === null || row.receivedAt === null
      ? null
      : { receivedBy: row.receivedBy, receivedAt: instant(row.receivedAt), reserves: row.reserves },
  createdAt: instant(row.createdAt),
});

function invoiceStatusOf(gross: string, open: string): InvoiceStatus {
  if (isZero(open)) return wordOf(invoiceStatuses, 'paid');
  return wordOf(invoiceStatuses, equals(open, gross) ? 'open' : 'part-paid');
}

export function invoiceSummaryOf(row: InvoiceSummaryRow): InvoiceSummary {
  const gross = amount(row.gross, row.currency);
  const open = amount(row.open, row.currency);
  return {
    number: row.number,
    order: row.order,
    kind: wordOf(invoiceKinds, row.kind),
    corrects: row.corrects,
    replaces: row.replaces,
    deliveries: [...row.deliveries],
    customer: row.customer,
    customerName: row.customerName,
    status: invoiceStatusOf(gross, open),
    issueDate: localDate(row.issueDate),
    dueDate: localDate(row.dueDate),
    nextDue: localDateOrNull(row.nextDue),
    currency: wordOf(currencies, row.currency),
    net: amount(row.net, row.currency),
    vat: amount(row.vat, row.currency),
    gross,
    open,
    dunningLevel: wordOrNull(dunningLevels, row.dunningLevel),
    settledOn: localDateOrNull(row.settledOn),
    lifecycle: wordOrNull(lifecycleCodes, row.lifecycle),
  };
}

/** An invoice as PostgreSQL knows it; where its collection is to be seen is added by the API. */
export type InvoiceRecord = Omit<Invoice, 'workflowId' | 'temporalUrl'>;

/** What it leaves to pay once deposits are deducted. */
function payableOf({ currency, vatBreakdown: rows, deductions }: InvoiceRow) {
  const vatBreakdown = less(
    rows as Invoice['vatBreakdown'],
    deductions.filter(({ deducts }) => deducts).map((row) => ({ ...lineVatOf(row), base: row.base, vat: row.vat })),
  );
  const rounded = vatBreakdown.map((row) => ({
    ...row,
    base: amount(row.base, currency),
    vat: amount(row.vat, currency),
  }));
  return { vatBreakdown: rounded, gross: grossOf(rounded, currency), currency };
}

/** Invoice by invoice, tax included. */
function deductionsOf({ currency, deductions }: InvoiceRow): Invoice['deductions'] {
  return [...new Set(deductions.map(({ invoice }) => invoice))].map((invoice) => {
    const rows = deductions.filter((each) => each.invoice === invoice);
    const rounded = rows.map(({ base, vat }) => ({ base: amount(base, currency), vat: amount(vat, currency) }));
    return { invoice, amount: grossOf(rounded, currency) };
  });
}

export const invoiceOf = (row: InvoiceRow): InvoiceRecord => ({
  ...invoiceSummaryOf(row),
  earlyPayment: earlyPayment(terms(row.paymentTerms), { issueDate: localDate(row.issueDate), ...payableOf(row) }),
  deductions: deductionsOf(row),
  lines: row.lines.map((line) => ({ ...printedOf(line, row.currency), product: line.product })),
  sources: row.sources.map((source) => ({ ...source, quantity: quantity(source.quantity) })),
  freight: amount(row.freight, row.currency),
  vatBreakdown: row.vatBreakdown as Invoice['vatBreakdown'],
  movedIn: row.movedIn,
  channel: wordOrNull(invoiceChannels, row.channel),
  statuses: row.statuses.map((status) => ({
    direction: status.direction as 'in' | 'out',
    code: wordOf(lifecycleCodes, status.code),
    at: instant(status.at),
    reasons: status.reasons as Invoice['statuses'][number]['reasons'],
    amounts: status.amounts as Invoice['statuses'][number]['amounts'],
    sending: wordOrNull(outgoingStatuses, status.sending),
  })),
  isCounterpart: row.isCounterpart,
  replacedBy: row.replacedBy,
  payments: row.payments.map((payment) => ({
    payment: payment.payment,
    reference: payment.reference,
    date: localDate(payment.date),
    amount: amount(payment.amount, row.currency),
  })),
  creditNote: row.creditNote && {
    ...row.creditNote,
    scope: wordOf(creditScopes, row.creditNote.scope),
    reason: wordOf(creditReasons, row.creditNote.reason),
  },
  credits: row.credits.map((credit) => ({
    ...credit,
    issueDate: localDate(credit.issueDate),
    scope: wordOf(creditScopes, credit.scope),
    reason: wordOf(creditReasons, credit.reason),
    gross: amount(credit.gross, row.currency),
  })),
  applications: row.applications.map((each) => ({
    ...each,
    amount: amount(each.amount, row.currency),
    on: localDate(each.on),
  })),
  instalments: row.instalments.map((due) => ({
    instalment: due.instalment,
    dueDate: localDate(due.dueDate),
    amount: amount(due.amount, row.currency),
    open: amount(due.open, row.currency),
    dunningLevel: wordOrNull(dunningLevels, due.dunningLevel),
    settledOn: localDateOrNull(due.settledOn),
  })),
});

export function paymentOf(row: PaymentRow): Payment {
  const paid = amount(row.amount, row.currency);
  const unallocated = amount(row.unallocated, row.currency);
  return {
    id: row.id,
    customer: row.customer,
    customerName: row.customerName,
    amount: paid,
    currency: wordOf(currencies, row.currency),
    date: localDate(row.date),
    reference: row.reference,
    remittanceText: row.remittanceText,
    allocated: subtract(paid, unallocated),
    unallocated,
    returns: row.returns,
    refunds: row.refunds,
    allocations: row.allocations.map((each) => ({ ...each, amount: amount(each.amount, row.currency) })),
    createdAt: instant(row.createdAt),
  };
}

export const ledgerEntryOf = (row: LedgerEntryRow): LedgerEntry => ({
  id: String(row.id),
  on: localDate(row.on),
  kind: wordOf(ledgerEntryKinds, row.kind),
  currency: wordOf(currencies, row.currency),
  amount: amount(row.amount, row.currency),
  item: wordOf(['receivable', 'payment', 'claim'], row.item),
  invoice: row.invoice,
  instalment: row.instalment,
  payment: row.payment,
  claim: row.claim,
  allocation: row.allocation,
  reason: row.reason,
  returnedBy: row.returnedBy,
  actor: row.actor,
});

/** A run as it stands on record; the API adds the sentences. */
export type DunningRunRecord = Omit<DunningRun, 'leftOut'> & { readonly leftOut: DunningRunFacts['leftOut'] };

export function dunningRunOf({ facts, steps, ...row }: DunningRunRow): DunningRunRecord {
  const byPlace = new Map(steps.map((step) => [receivableId(step), step]));
  return {
    customer: row.customer,
    run: row.run,
    decidedOn: localDate(row.decidedOn),
    currency: facts.currency,
    unallocated: facts.unallocated,
    taken: facts.taken.map((item) => {
      const step = byPlace.get(receivableId(item));
      return {
        ...item,
        step: step?.step ?? null,
        status: step === undefined ? null : wordOf(dunningStepStatuses, step.status),
        letter: step?.letter ?? null,
      };
    }),
    leftOut: facts.leftOut,
    createdAt: instant(row.createdAt),
  };
}

export function dunningStepOf(row: DunningStepRow): DunningStep {
  const openAmount = amount(row.openAmount, row.currency);
  const interest = amount(row.interest, row.currency);
  const recoveryFee = amount(row.recoveryFee, recoveryFeeCurrency);
  return {
    id: row.id,
    invoice: row.invoice,
    order: row.order,
    customer: row.customer,
    customerName: row.customerName,
    level: wordOf(dunningLevels, row.level),
    status: wordOf(dunningStepStatuses, row.status),
    decidedOn: localDate(row.decidedOn),
    currency: wordOf(currencies, row.currency),
    openAmount,
    interest,
    interestParts: row.interestParts as InterestPart[],
    recoveryFee,
    recoveryFeeCurrency,
    claimed: claimedAmount({ openAmount, interest, recoveryFee }, row.currency),
    recipient: row.recipient,
    nextLevel: wordOrNull(dunningLevels, row.nextLevel),
    nextOn: localDateOrNull(row.nextOn),
    sentAt: instantOrNull(row.sentAt),
    mailId: row.mailId,
  };
}

export const mailOf = (row: MailRow): Mail => ({
  id: row.id,
  channel: wordOf(invoiceChannels, row.channel),
  kind: wordOf(outgoingKinds, row.kind),
  status: wordOf(outgoingStatuses, row.status),
  to: row.recipient,
  subject: row.subject,
  messageId: row.messageId,
  order: row.order,
  invoice: row.invoice,
  attempts: row.attempts,
  lastError: row.lastError,
  createdAt: instant(row.createdAt),
  sentAt: instantOrNull(row.sentAt),
});

/** A mail with all that it said; where its parts are found is the API's to say. */
export type SentMailRecord = Mail &
  Pick<SentMail, 'sender' | 'text' | 'reducedAt'> & {
    /** Null: there is none, or it went with its time. */
    readonly html: string | null;
    readonly documents: readonly (Pick<MailDocument, 'kind' | 'number'> & { readonly id: string })[];
  };

/** What stands where nothing is written yet, or where it is not any more. */
const orNull = (text: string): string | null => (text === '' ? null : text);

export const sentMailOf = (row: SentMailRow): SentMailRecord => ({
  ...mailOf(row),
  sender: orNull(row.sender),
  text: row.reducedAt === null ? orNull(row.text) : null,
  html: orNull(row.html),
  reducedAt: instantOrNull(row.reducedAt),
  documents: row.documents.map(({ id, kind, number }) => ({ id, kind: wordOf(documentKinds, kind), number })),
});

/** A line of the worklist as PostgreSQL knows it, with the currency of its amounts; its words are added by the API. */
export type WorkItemRecord = WorkItemAbout &
  Omit<WorkItem, 'kind' | 'facts' | 'title' | 'sentence' | 'settled'> & { readonly settled: SettledColumn | null };

export const workItemOf = (row: WorkItemRow): WorkItemRecord => ({
  ...({ kind: wordOf(workItemKinds, row.kind), facts: row.facts } as WorkItemAbout),
  id: row.id,
  role: wordOf(roles, row.role),
  status: wordOf(workItemStatuses, row.status),
  order: row.order,
  invoice: row.invoice,
  customer: row.customer,
  customerName: row.customerName,
  mail: row.mail,
  dunningStep: row.dunningStep,
  amount: row.amount === null ? null : amount(row.amount, row.currency),
  dueOn: localDateOrNull(row.dueOn),
  escalations: row.escalations,
  link: row.order === null ? row.link : pathOf('/orders', row.order),
  createdAt: instant(row.createdAt),
  doneAt: instantOrNull(row.doneAt),
  settled: row.settled,
  assignee: row.assignee === null ? null : { person: row.assignee, name: row.assigneeName ?? row.assignee },
  putAsideUntil: localDateOrNull(row.putAsideUntil),
  comments: row.comments,
  ageDays: row.ageDays,
  currency: wordOf(currencies, row.currency),
});

export const workItemCommentOf = (row: WorkItemCommentRow): WorkItemComment => ({
  id: row.id,
  text: row.text,
  by: { person: row.by, name: row.name },
  at: instant(row.at),
});

const preparedBy = (prepared: PreparationRow['prepared']): Preparation['prepared'] =>
  prepared && { by: prepared.by, at: instant(prepared.at) };

export const preparationOf = (row: PreparationRow): Preparation => ({
  order: row.order,
  customer: row.customer,
  customerName: row.customerName,
  customerReference: row.customerReference,
  on: localDate(row.on),
  address: address(row.address),
  backordered: row.backordered,
  lines: row.lines.map((line) => ({
    ...line,
    quantity: quantity(line.quantity),
    promised: localDateOrNull(line.promised),
  })),
  prepared: preparedBy(row.prepared),
});
