import type {
  AcknowledgementDocument,
  CreditNoteDocument,
  DeliveryNoteDocument,
  DiscrepancyQuestion,
  DocumentBackorder,
  InvoiceDocument,
  OrderRefusal,
  OrderResponseDocument,
} from '../contracts/documents.js';
import type { CreditDraft, CreditWhy, IssuedCredit } from '../contracts/credit-note.js';
import type { OrderMessageFacts } from '../contracts/order-message.js';
import type { BilledPeriod } from '../contracts/billing.js';
import type { Deposit, InvoiceDeduction } from '../contracts/deposit.js';
import { depositAsked, type DepositDraft } from '../domain/deposits.js';
import type { DeliveredLine, InvoiceDraft, LineProgress, PrintedLine } from '../contracts/process.js';
import type { EarlyPayment, InvoiceLine } from '../contracts/invoice.js';
import type { Parties } from '../contracts/parties.js';
import type { Payee } from '../contracts/payee.js';
import type { PaymentTerms, PostalAddress } from '../contracts/primitives.js';
import { recoveryFeeCurrency, type ContactRole, type OutgoingKind } from '../contracts/vocabulary.js';
import { acknowledgementChanges } from '../documents/acknowledgement-changes.js';
import type { RightDraft } from '../domain/correcting.js';
import { issuedWith } from '../domain/document-template.js';
import { suppliedOf } from '../domain/crediting.js';
import { electronicAddressOf } from '../domain/electronic-address.js';
import { channelFor, isElectronic } from '../domain/lifecycle.js';
import { maxDate } from '../domain/calendar.js';
import { canonicalJson } from '../domain/canonical-json.js';
import type { DiscrepancyRecord, OrderRecord } from '../domain/order-record.js';
import { outgoingRules } from '../domain/outgoing.js';
import { recipientOf } from '../domain/parties.js';
import { openQuantity } from '../domain/order-progress.js';
import type { InstalmentDue } from '../domain/payment-terms.js';
import { printed, totalsOf } from '../domain/order-totals.js';
import { accountingVat, accountingVatCredited } from '../domain/exchange.js';
import { canonicalAmount, canonicalPercent, canonicalQuantity, isPositive, isZero, subtract } from '../domain/money.js';
import { taxPointOf } from '../domain/tax-point.js';
import { isSamePlace } from '../domain/ubl-order.js';
import type { CreditedDelivery, SaidByInvoice } from '../prisma/repositories/credit-notes.js';
import type { ChargedLine, InvoiceFacts } from '../prisma/repositories/invoices.js';
import type { AcknowledgementFacts, OrderFacts } from '../prisma/repositories/order-facts.js';

/** What the documents of an order say, made of the facts of the moment in which each is issued. */

type Acknowledged = {
  readonly version: number;
  readonly issuedOn: string;
  /** The order's lines with the dates now promised. */
  readonly progress: readonly LineProgress[];
};

/** The acknowledgement, with what changed since the one that was given out before. */
export function acknowledgementOf(facts: AcknowledgementFacts, acknowledged: Acknowledged): AcknowledgementDocument {
  const { order } = facts;
  const { currency, quoteRevision, receivedOn, paymentTerms } = order;
  const lines = facts.lines.map((line) => ({
    ...agreedLine(line, currency, acknowledged.progress),
    ...textOn(facts, line),
  }));
  const freight = canonicalAmount(order.freight, currency);
  const { net, vat, gross, vatBreakdown } = totalsOf({ lines, freight, currency });
  const document = {
    ...common(facts, 'orders'),
    ...issuedWith(facts.templates, 'acknowledgement', acknowledged.issuedOn),
    quoteRevision,
    version: acknowledged.version,
    receivedOn,
    issuedOn: acknowledged.issuedOn,
    deliveryAddress: order.parties.shipTo.address,
    paymentTerms,
    currency,
    ...textOf(facts),
    lines,
    net,
    vat,
    gross,
    freight,
    vatBreakdown: [...vatBreakdown],
    ...depositAsked(order.deposit, gross, currency),
  };
  const changes = facts.before === null ? [] : acknowledgementChanges(facts.before, document);
  return { ...document, changes };
}

function agreedLine(
  line: OrderFacts['lines'][number],
  currency: string,
  progress: readonly LineProgress[],
): AcknowledgementDocument['lines'][number] {
  const said = printed(line, currency);
  const date = progress.find(({ lineNo }) => lineNo === line.lineNo)?.confirmedDate ?? null;
  const agreed = date === null ? [] : [{ quantity: said.quantity, date }];
  return { ...said, requestedDate: line.requestedDate, agreed };
}

type Delivered = {
  readonly number: string;
  readonly deliveredOn: string;
  readonly carrier: string | null;
  readonly tracking: string | null;
  readonly address: PostalAddress;
  readonly delivered: readonly DeliveredLine[];
  /** The order's lines after this delivery. */
  readonly progress: readonly LineProgress[];
};

/** The delivery note as the goods leave with it: a box to sign, no proof yet. */
export function deliveryNoteOf(facts: OrderFacts, delivery: Delivered): DeliveryNoteDocument {
  const { number, deliveredOn, carrier, tracking, address, delivered } = delivery;
  const quantities = new Map(delivered.map((line) => [line.lineNo, line.quantity]));
  return {
    ...common(facts, 'delivery'),
    ...issuedWith(facts.templates, 'delivery-note', deliveredOn),
    number,
    deliveredOn,
    carrier,
    ...(tracking !== null && { tracking }),
    deliveryAddress: address,
    lines: facts.lines.flatMap(({ lineNo, product, description, unit, quantity: ordered }) => {
      const quantity = quantities.get(lineNo);
      if (quantity === undefined) return [];
      return [{ lineNo, product, description, unit, ordered: canonicalQuantity(ordered), quantity }];
    }),
    backorders: backordersOf(facts, delivery.progress),
    proof: null,
  };
}

type Invoiced = {
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly draft: Omit<InvoiceDraft, 'deliveryNumber'>;
  readonly paymentTerms: PaymentTerms;
  readonly instalments: readonly InstalmentDue[];
  readonly early: EarlyPayment | null;
  readonly payee: Payee | null;
  readonly deductions: readonly InvoiceDeduction[];
  /** What they leave to pay, tax included. */
  readonly payable: string;
  readonly deliveries: InvoiceFacts['deliveries'];
  readonly names: InvoiceFacts['names'];
  readonly sources: readonly ChargedLine[];
  /** Null: that of its one delivery. */
  readonly period: BilledPeriod | null;
  /** Its orders with their lines after the last delivery that it charges, the invoice's own first. */
  readonly orders: readonly Pick<OrderRecord, 'number' | 'lines'>[];
};

/** The invoice, with the late-payment terms in force on its day. */
export function invoiceOf(facts: OrderFacts, invoice: Invoiced): InvoiceDocument {
  const { draft, issueDate, instalments, early, payee, deliveries, period, deductions } = invoice;
  const [first] = deliveries;
  const deliveredOn = maxDate(first.deliveredOn, ...deliveries.map((delivery) => delivery.deliveredOn));
  return {
    ...common(facts, 'invoices'),
    ...issuedWith(facts.templates, 'invoice', issueDate),
    number: invoice.number,
    deliveries: deliveries.map((delivery) => delivery.number),
    issueDate,
    deliveredOn,
    ...(deliveries.length > 1 && { charged: chargedOf(invoice) }),
    ...(period !== null && { period: { from: period.from, to: period.to } }),
    dueDate: invoice.dueDate,
    deliveryAddress: first.address,
    ...glnOf(facts, first.address),
    paymentTerms: invoice.paymentTerms,
    ...(instalments.length > 1 && { instalments: [...instalments] }),
    ...(early !== null && { earlyPayment: early }),
    ...(payee !== null && { payee }),
    ...(deductions.length > 0 && { deducted: { deposits: [...deductions], payable: invoice.payable } }),
    currency: facts.order.currency,
    ...declaredBy(facts, { draft, deliveredOn, issueDate }),
    ...textOf(facts),
    lines: draft.lines.map((line) => ({ ...line, ...namesOf(line, invoice.names) })),
    net: draft.net,
    vat: draft.vat,
    gross: draft.gross,
    freight: draft.freight,
    vatBreakdown: [...draft.vatBreakdown],
    backorders: invoice.orders.flatMap(({ number, lines }) => {
      const of = number === facts.order.number ? {} : { order: number };
      return backordersOf({ lines }, lines).map((backorder) => ({ ...backorder, ...of }));
    }),
    latePayment: latePaymentOn(facts, issueDate),
  };
}

function namesOf({ product }: InvoiceLine, names: InvoiceFacts['names']) {
  return namesIn(names.find((known) => known.product === product));
}

type Names = { readonly [N in 'buyerItem' | 'gtin' | 'text' | 'unitCode']?: string | null | undefined };

/** What goods are known by and what is said of them, where anything is. */
const namesIn = ({ buyerItem, gtin, text, unitCode }: Names = {}) => ({
  ...(typeof buyerItem === 'string' && { buyerItem }),
  ...(typeof gtin === 'string' && { gtin }),
  ...(typeof text === 'string' && { text }),
  ...(typeof unitCode === 'string' && { unitCode }),
});

/** The lines of an invoice that are taken back or charged again, with what it says of their goods. */
const namedAsIn = (said: SaidByInvoice | null, lines: readonly InvoiceLine[]): InvoiceDocument['lines'] =>
  lines.map((line) => ({ ...line, ...namesIn(said?.lines.find(({ lineNo }) => lineNo === line.lineNo)) }));

/** Of where the order's goods go, where they went there. */
function glnOf({ order }: Pick<OrderFacts, 'order'>, went: PostalAddress) {
  const { address, gln } = order.parties.shipTo;
  return gln !== undefined && isSamePlace(address, went) ? { deliveryGln: gln } : {};
}

/** The deliveries with the lines that charge them; where they went, unless all went to one place. */
function chargedOf({ deliveries, sources }: Invoiced): NonNullable<InvoiceDocument['charged']> {
  const places = new Set(deliveries.map(({ address }) => canonicalJson(address)));
  return deliveries.map(({ number, order, customerReference, deliveredOn, address }) => ({
    delivery: number,
    order,
    customerReference,
    deliveredOn,
    ...(places.size > 1 && { address }),
    lines: sources
      .filter(({ delivery }) => delivery === number)
      .map(({ lineNo, orderLine }) => ({ lineNo, orderLine })),
  }));
}

/** What documents of the customer say, where they say anything; a snapshot keeps it as it was. */
const textOf = ({ customerText: text }: OrderFacts): { readonly text?: string } => (text === '' ? {} : { text });

function textOn({ productTexts }: OrderFacts, { product }: { readonly product: string }): { readonly text?: string } {
  const text = productTexts?.[product];
  return text === undefined ? {} : { text };
}

type Declared = Pick<InvoiceDocument, 'deliveredOn' | 'issueDate'> & {
  readonly draft: Pick<InvoiceDraft, 'vat' | 'vatBreakdown'>;
};

/** The VAT as it is declared, where that is in another currency and there is some. */
function declaredBy(
  facts: OrderFacts,
  { draft, deliveredOn, issueDate }: Declared,
): Pick<InvoiceDocument, 'accountingVat'> {
  if (isZero(draft.vat)) return {};
  const vatCategories = draft.vatBreakdown.map(({ vatCategory }) => vatCategory);
  const taxPoint = taxPointOf({ vatCategories, deliveredOn: deliveredOn ?? issueDate, issueDate });
  const told = { vat: draft.vat, currency: facts.order.currency, taxPoint };
  const accounting = accountingVat(told, facts.company.currency, facts.exchange ?? []);
  return accounting === null ? {} : { accountingVat: accounting };
}

type DepositInvoiced = {
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly draft: DepositDraft;
  readonly asked: Deposit;
  /** Of the whole order, tax included. */
  readonly orderGross: string;
  readonly payee: Payee | null;
  readonly expectedOn: string | null;
};

/** The invoice of a deposit, before any goods have left. */
export function depositInvoiceOf(facts: OrderFacts, invoice: DepositInvoiced): InvoiceDocument {
  const { number, issueDate, dueDate, draft, asked, orderGross, payee, expectedOn } = invoice;
  return {
    ...common(facts, 'invoices'),
    ...issuedWith(facts.templates, 'invoice', issueDate),
    number,
    deliveries: [],
    issueDate,
    deliveredOn: null,
    dueDate,
    deliveryAddress: facts.order.parties.shipTo.address,
    ...glnOf(facts, facts.order.parties.shipTo.address),
    paymentTerms: asked.terms,
    ...(payee !== null && { payee }),
    deposit: { asked, orderGross, expectedOn },
    currency: facts.order.currency,
    ...declaredBy(facts, { draft, deliveredOn: null, issueDate }),
    ...textOf(facts),
    lines: [...draft.lines],
    net: draft.net,
    vat: draft.vat,
    gross: draft.gross,
    freight: draft.freight,
    vatBreakdown: [...draft.vatBreakdown],
    backorders: [],
    latePayment: latePaymentOn(facts, issueDate),
  };
}

type Credited = {
  readonly issued: IssuedCredit;
  readonly why: CreditWhy;
  readonly draft: CreditDraft;
  readonly invoiceIssuedOn: string;
  readonly deliveries: readonly string[];
  readonly supply: CreditedDelivery | null;
  readonly said: SaidByInvoice | null;
  readonly creditedVat: string;
  /** The invoice that takes the place of what it credits; null: none. */
  readonly replacedBy: CreditNoteDocument['replacedBy'] | null;
};

/** The credit note of an invoice, and where its money goes. */
export function creditNoteOf(facts: OrderFacts, { issued, why, draft, ...credited }: Credited): CreditNoteDocument {
  const { creditNote, invoice, issueDate, currency, applied, toGive, open } = issued;
  const { lines, freight, net, vat, gross, vatBreakdown } = draft;
  return {
    ...common(facts, 'invoices'),
    ...issuedWith(facts.templates, 'credit-note', issueDate),
    number: creditNote,
    corrects: { number: invoice, issueDate: credited.invoiceIssuedOn },
    deliveries: [...credited.deliveries],
    issueDate,
    currency,
    ...why,
    ...(credited.said?.accountingVat &&
      !isZero(vat) && {
        accountingVat: accountingVatCredited(credited.said.accountingVat, { vat, before: credited.creditedVat }),
      }),
    lines: namedAsIn(credited.said, lines),
    net,
    vat,
    gross,
    freight,
    vatBreakdown: [...vatBreakdown],
    applied,
    toGive: subtract(toGive, credited.replacedBy?.deducted ?? '0'),
    open,
    ...(credited.replacedBy && { replacedBy: credited.replacedBy }),
    ...(credited.supply !== null && {
      supply: { ...suppliedOf(credited.supply, credited.said, lines), latePayment: latePaymentOn(facts, issueDate) },
    }),
  };
}

type Corrected = Pick<
  InvoiceDocument,
  'number' | 'issueDate' | 'deliveredOn' | 'dueDate' | 'deliveryAddress' | 'paymentTerms' | 'corrects' | 'replaces'
> & {
  readonly draft: RightDraft;
  readonly deliveries: readonly string[];
  readonly instalments: readonly InstalmentDue[];
  readonly early: EarlyPayment | null;
  readonly payee: Payee | null;
  /** What the one whose place it takes says. */
  readonly wrong: SaidByInvoice | null;
  readonly isOfAnother: boolean;
  /** Everything went to the address that it says, whatever was said before. */
  readonly isMoved: boolean;
};

/** The invoice that takes the place of another. */
export function rightInvoiceOf(facts: OrderFacts, invoice: Corrected): InvoiceDocument {
  const { draft, deliveries, instalments, early, payee, wrong, isOfAnother, isMoved: _isMoved, ...said } = invoice;
  const { net, vat, gross, freight, vatBreakdown } = draft;
  const named = namedAsIn(wrong, draft.lines);
  const lines = isOfAnother ? named.map(({ buyerItem: _theirs, ...line }) => line) : named;
  const supply = suppliedAgain(facts, invoice);
  return {
    ...common(facts, 'invoices'),
    ...issuedWith(facts.templates, 'invoice', said.issueDate),
    ...said,
    deliveries: [...deliveries],
    ...supply,
    ...glnOf(facts, supply.deliveryAddress),
    ...(wrong?.period && { period: wrong.period }),
    ...(instalments.length > 1 && { instalments: [...instalments] }),
    ...(early !== null && { earlyPayment: early }),
    ...(payee !== null && { payee }),
    currency: facts.order.currency,
    ...declaredBy(facts, { draft, ...supply, issueDate: said.issueDate }),
    ...textOf(facts),
    lines,
    net,
    vat,
    gross,
    freight,
    vatBreakdown: [...vatBreakdown],
    backorders: [],
    latePayment: latePaymentOn(facts, said.issueDate),
  };
}

/** The deliveries that the wrong invoice lists, as far as the right one charges them. */
function suppliedAgain(facts: OrderFacts, invoice: Corrected) {
  const { draft, wrong, isOfAnother, isMoved, deliveredOn, deliveryAddress } = invoice;
  const own = facts.order;
  const again = (wrong?.charged ?? []).flatMap(({ lines, ...delivery }) => {
    const left = lines.filter(({ lineNo }) => draft.lines.some((line) => line.lineNo === lineNo));
    const theirs = isOfAnother ? null : delivery.customerReference;
    const customerReference = delivery.order === own.number ? own.customerReference : theirs;
    return left.length === 0 ? [] : [{ ...delivery, customerReference, lines: left }];
  });
  const [first, ...others] = again;
  if (first === undefined) return { deliveredOn, deliveryAddress };
  const isOnePlace = isMoved || others.every(({ address }) => canonicalJson(address) === canonicalJson(first.address));
  const charged = isOnePlace ? again.map(({ address: _address, ...delivery }) => delivery) : again;
  return {
    deliveries: again.map(({ delivery }) => delivery),
    deliveredOn: maxDate(first.deliveredOn, ...others.map((delivery) => delivery.deliveredOn)),
    deliveryAddress: isMoved ? deliveryAddress : (first.address ?? deliveryAddress),
    ...((charged.length > 1 || first.order !== own.number) && { charged }),
  };
}

/** Late-payment terms in force on a day. @throws Error when there are none */
const latePaymentOn = (facts: OrderFacts, day: string): InvoiceDocument['latePayment'] => ({
  annualPercent: rateOn(facts, day),
  recoveryFee: canonicalAmount(facts.dunning.recoveryFee, recoveryFeeCurrency),
});

type Addressee = Pick<OrderFacts, 'company'> & {
  readonly order: Pick<OrderFacts['order'], 'number' | 'customerReference' | 'quote' | 'parties'>;
};

/** Seller, buyer and references, in the language of whom the document is for. */
export function common({ company, order }: Addressee, role: ContactRole) {
  const { buyer, billTo } = order.parties;
  const { number, name, siren, vatNumber, gln } = buyer;
  return {
    language: recipientOf(order.parties, role)?.language ?? company.language,
    company,
    customer: { number, name, siren, vatNumber, billingAddress: billTo.address, ...(gln !== undefined && { gln }) },
    order: order.number,
    customerReference: order.customerReference,
    quote: order.quote,
  };
}

/** What the customer is asked about differences; the question is named by the first. */
export function questionOf(
  facts: OrderFacts,
  discrepancy: string,
  found: readonly DiscrepancyRecord[],
  said: { readonly asked: number; readonly message: string },
): DiscrepancyQuestion {
  const { receivedOn, currency } = facts.order;
  const descriptions = new Map(facts.lines.map(({ lineNo, description }) => [lineNo, description]));
  const discrepancies = found.map(({ id: _, withinTolerance: _within, disposition: _disposition, ...difference }) => ({
    ...difference,
    description: difference.lineNo === null ? null : (descriptions.get(difference.lineNo) ?? null),
  }));
  return { ...common(facts, 'orders'), discrepancy, receivedOn, currency, discrepancies, ...said };
}

/** The answer to the message that an order came as. */
export function responseTo(
  facts: OrderFacts,
  message: OrderMessageFacts,
  answered: Pick<OrderResponseDocument, 'code' | 'promised' | 'freight' | 'lines'>,
  issued: { readonly version: number; readonly issuedOn: string },
): OrderResponseDocument {
  const { reference, buyerReference, buyer, seller } = message;
  const { currency } = facts.order;
  return { ...common(facts, 'orders'), ...issued, currency, reference, buyerReference, buyer, seller, ...answered };
}

/** Why is for us: the customer reads that the order is closed. */
export const refusalOf = (facts: OrderFacts, kind: OrderRefusal['kind']): OrderRefusal => ({
  ...common(facts, 'orders'),
  receivedOn: facts.order.receivedOn,
  kind,
  message: null,
});

/** Where something about an order goes, by its contacts of now. @throws Error when nobody can be written to */
export const addressFor = ({ order }: Pick<OrderFacts, 'order'>, kind: OutgoingKind): string =>
  recipientFor(order.parties, kind, order.number);

/**
 * The way that an invoice goes, and whereto: the customer's, as far as its buyer is reached that way.
 * @param hasXml false: nothing that a network carries can be written of it
 */
export function wayOf({ order }: Pick<OrderFacts, 'order'>, kind: 'invoice' | 'credit-note', hasXml = true) {
  const { buyer } = order.parties;
  const wanted = channelFor(order.invoiceChannel, buyer);
  const channel = isElectronic(wanted) && !hasXml ? 'mail' : wanted;
  const address = isElectronic(channel) ? electronicAddressOf(buyer) : null;
  return { channel, recipient: address === null ? addressFor({ order }, kind) : `${address.scheme}:${address.value}` };
}

/** @throws Error when nobody can be written to */
export function recipientFor(parties: Parties, kind: OutgoingKind, order: string): string {
  const { contact } = outgoingRules[kind];
  const recipient = contact === null ? null : recipientOf(parties, contact);
  if (recipient === null) throw new Error(`nobody can be written to about the ${kind} of ${order}`);
  return recipient.email;
}

/** What is still to deliver of the whole order. */
const backordersOf = (
  { lines }: { readonly lines: readonly PrintedLine[] },
  progress: readonly LineProgress[],
): DocumentBackorder[] =>
  lines.flatMap(({ lineNo, product, description, unit }) => {
    const line = progress.find((candidate) => candidate.lineNo === lineNo);
    if (line === undefined || !isPositive(openQuantity(line))) return [];
    return [{ lineNo, product, description, unit, quantity: openQuantity(line), nextDate: line.confirmedDate }];
  });

/** The yearly late-payment rate of our terms of sale on a day. @throws Error when there is none: an invoice must name it */
function rateOn({ dunning }: OrderFacts, date: string): string {
  const inForce = dunning.rates.filter((rate) => rate.from <= date).toSorted((a, b) => (a.from < b.from ? 1 : -1));
  const [rate] = inForce;
  if (rate === undefined) throw new Error(`the dunning policy has no late-payment rate on ${date}`);
  return canonicalPercent(rate.percent);
}
