import type { Adjustment } from '../contracts/adjustment.js';
import type { AmendmentInput, OrderInput, OrderLineInput } from '../contracts/order.js';
import type { Deposit } from '../contracts/deposit.js';
import type { Parties } from '../contracts/parties.js';
import type { PaymentTerms } from '../contracts/primitives.js';
import { said, type Said } from '../contracts/said.js';
import type { TaxRate } from '../contracts/tax.js';
import type { ProblemCode, Refusal } from '../contracts/problems.js';
import type { LineExpectation, OrderDraft, OrderDraftLine, Vat } from '../contracts/process.js';
import type { EcoContribution } from '../contracts/product.js';
import type { Currency, OrderOrigin, QuoteStatus, TaxClass, VatRegime } from '../contracts/vocabulary.js';
import type { LocalDate } from './calendar.js';
import { besidePrice, refuseAdjustments, sharesOf } from './adjustments.js';
import { isRateInForce } from './exchange.js';
import { contributionsOf, contributionsOn, typedOf } from './eco-contributions.js';
import { refuseFiner, refusePrice, refuseQuantity } from './amount-entry.js';
import { refuseDate } from './date-bounds.js';
import { refuseDeposit } from './deposits.js';
import { canonicalAmount, canonicalPercent, canonicalPrice, canonicalQuantity, compare, isNegative } from './money.js';
import { orderLineNet, taxable, totalsOf } from './order-totals.js';
import { partiesOf, recipientOf, withContacts, type PartyFacts } from './parties.js';
import { refuseTerms } from './payment-terms.js';
import { expectationOf, expectationsOf, type Offer, type OfferedLine } from './pricing.js';
import { adjustmentsOffered, freightLeft } from './quote-use.js';
import { vatOn, type Taxation } from './tax-rates.js';
import { taxCountryOf, vatRegimeOf, type Place } from './vat-regime.js';

/** What an order needs to know of its customer. */
export type OrderCustomer = {
  readonly number: string;
  readonly name: string;
  readonly currency: Currency;
  readonly paymentTerms: PaymentTerms;
  readonly parties: PartyFacts;
  readonly salesperson: string | null;
};

export type OrderProduct = {
  readonly number: string;
  readonly name: string;
  readonly unit: string;
  /** Left out: its words say it. */
  readonly unitCode?: string | null | undefined;
  readonly listPrice: string;
  /** Units that it is of; left out: one. */
  readonly priceBase?: string | undefined;
  /** Left out: none. */
  readonly ecoContributions?: readonly EcoContribution[] | undefined;
  readonly currency: Currency;
  readonly taxClass: TaxClass;
  readonly active: boolean;
};

/** A quote in its current revision; an open one past its validity is `expired`. */
export type OrderQuote = Offer & {
  readonly number: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly revision: number;
  readonly validUntil: string;
  readonly status: QuoteStatus;
  readonly deposit: Deposit | null;
};

/** One of the customer's ship-to addresses. */
export type OrderShipTo = Parties['shipTo'] & { readonly active: boolean };

/** The facts that an order's input is drafted from; null or absent where its numbers name nothing. */
export type OrderFacts = {
  /** Where our goods leave from. */
  readonly seller: Place;
  readonly customer: OrderCustomer | null;
  readonly quote: OrderQuote | null;
  readonly products: ReadonlyMap<string, OrderProduct>;
  /** The ship-to address that the input names. */
  readonly shipTo: OrderShipTo | null;
  readonly taxRates: readonly TaxRate[];
  /** In what VAT is declared, and from when on the last rate of the customer's currency is in force; left out: nobody asks. */
  readonly exchange?: { readonly accounting: Currency; readonly from: LocalDate | null } | undefined;
  /** Business date of the entry, whose VAT its lines bear until they are delivered. */
  readonly today: LocalDate;
};

/** An order as it stands on record, without what is cancelled, and what it is held against. */
export type StandingOrder = {
  readonly customer: string;
  readonly origin: OrderOrigin;
  readonly quote: OrderDraft['quote'];
  readonly customerReference: string | null;
  readonly currency: Currency;
  readonly paymentTerms: PaymentTerms;
  readonly parties: Parties;
  readonly freight: string;
  readonly adjustments?: OrderDraft['adjustments'];
  readonly vatRegime: VatRegime;
  readonly taxCountry: string;
  readonly salesperson: string | null;
  readonly customerTerms: PaymentTerms;
  /** The revision of the quote it answers. */
  readonly offer: Offer | null;
  /** `listPrice` is today's, or the line's own where the product has left the price list. */
  readonly lines: readonly (Omit<OrderDraftLine, 'expected'> & {
    readonly listPrice: string;
    readonly listBase?: string | undefined;
  })[];
};

/** An order's input with its master data resolved; `gross` is the total, tax included. */
export type Drafted = { readonly kind: 'drafted'; readonly draft: OrderDraft; readonly gross: string };

/** An input's draft with the lines that are in order, and what is refused of the others and of the whole. */
export type Sketched = {
  readonly kind: 'sketched';
  readonly draft: OrderDraft;
  readonly gross: string;
  readonly refusals: readonly Refusal[];
};

/** Largest total that the amounts of documents and accounts have room for. */
const MAX_GROSS = '9999999999999';

const refused = (code: ProblemCode, field: string, what: Said, remedy?: Said): Refusal => ({
  kind: 'refused',
  code,
  field,
  said: what,
  ...(remedy !== undefined && { remedy }),
});

const isRefused = (value: object): value is Refusal => 'kind' in value && value.kind === 'refused';

/**
 * The draft of a new order: customer, products and quote resolved, prices fixed, every line held against the quote line
 * it names (the one of its own number, when it names none and there is one) or the price list. Refuses with the field at
 * fault: what nobody sells, a quote of another customer or past its validity, another currency than the customer's.
 */
export const draftOrder = (input: OrderInput, context: OrderFacts): Drafted | Refusal =>
  wholly(sketchOrder(input, context));

/** What nothing is refused of; else the first that is. */
function wholly(sketched: Sketched | Refusal): Drafted | Refusal {
  if (isRefused(sketched)) return sketched;
  const { draft, gross, refusals } = sketched;
  return refusals[0] ?? { kind: 'drafted', draft, gross };
}

/** {@link draftOrder} of an order that is typed still: a line that is refused takes no other down. */
export function sketchOrder(input: OrderInput, context: OrderFacts): Sketched | Refusal {
  const { customer, quote } = context;
  if (!customer) return refused('customer-unknown', 'customer', said('customer-unknown', { customer: input.customer }));
  if (input.currency !== customer.currency)
    return refused(
      'currency-mismatch',
      'currency',
      said('account-in-currency', { customer: customer.number, currency: customer.currency }),
      said('enter-in-currency', { currency: customer.currency }),
    );
  if (input.quote !== undefined) {
    const unusable = whyUnusable(quote, customer);
    if (unusable !== null) return refused('quote-unusable', 'quote', unusable, said('revise-or-order-without'));
  }
  const parties = partiesFor(input, partiesOf(customer.parties), context);
  if (isRefused(parties)) return parties;
  const taxation = taxationOf(parties, context);
  return finish(
    {
      customer: customer.number,
      origin: input.origin,
      quote: quote ? { number: quote.number, revision: quote.revision } : null,
      customerReference: input.customerReference ?? null,
      currency: input.currency,
      paymentTerms: input.paymentTerms ?? quote?.paymentTerms ?? customer.paymentTerms,
      parties,
      freight: input.freight ?? (quote ? freightLeft(quote) : '0'),
      adjustments: input.adjustments ?? (quote ? adjustmentsOffered(quote) : undefined),
      ...depositFor(input, quote),
      ...taxation,
      salesperson: customer.salesperson,
      ...expectationsOf(customer.paymentTerms, quote),
    },
    input.lines,
    {
      ...context,
      known: new Map(),
      taxation,
      buyer: parties.buyer,
      terms: input.paymentTerms ?? null,
      deposit: input.deposit ?? null,
    },
  );
}

/**
 * The draft of an order after an amendment: what it leaves out stays. Lines are held against the quote as it stands now,
 * so that an amendment can answer a revised quote; a line keeps the product it has, also when that left the price list.
 */
export const amendDraft = (input: AmendmentInput, current: OrderDraft, context: OrderFacts): Drafted | Refusal =>
  wholly(sketchAmendment(input, current, context));

/** {@link amendDraft} of an amendment that is typed still: a line that is refused takes no other down. */
export function sketchAmendment(
  input: Omit<AmendmentInput, 'reason' | 'cause'>,
  current: OrderDraft,
  context: OrderFacts,
): Sketched | Refusal {
  const { customer, quote } = context;
  if (!customer)
    return refused('customer-unknown', 'customer', said('customer-unknown', { customer: current.customer }));
  const parties = partiesFor(input, current.parties, context);
  if (isRefused(parties)) return parties;
  const known = new Map(current.lines.map((line) => [line.lineNo, line]));
  const taxation = taxationOf(parties, context);
  return finish(
    {
      customer: current.customer,
      origin: current.origin,
      quote: quote ? { number: quote.number, revision: quote.revision } : current.quote,
      customerReference: input.customerReference ?? current.customerReference,
      currency: current.currency,
      paymentTerms: input.paymentTerms ?? current.paymentTerms,
      parties,
      freight: input.freight ?? current.freight,
      adjustments: input.adjustments ?? current.adjustments,
      ...taxation,
      salesperson: customer.salesperson,
      ...expectationsOf(customer.paymentTerms, quote),
    },
    input.lines ?? current.lines,
    { ...context, known, taxation, buyer: parties.buyer, terms: input.paymentTerms ?? null, deposit: null },
  );
}

/** The draft that an amendment starts from: lines held against the quote's line they name, the others against the price list. */
export function draftOnRecord(order: StandingOrder): OrderDraft {
  const { customerTerms, offer, lines, ...head } = order;
  const offered = new Map((offer?.lines ?? []).map((line) => [line.lineNo, line]));
  return {
    ...head,
    ...expectationsOf(customerTerms, offer),
    lines: lines.map(({ listPrice, listBase: priceBase, ...line }) => {
      const named = line.quoteLineNo === null ? undefined : offered.get(line.quoteLineNo);
      return { ...line, expected: expectationOf(named, { number: line.product, listPrice, priceBase }) };
    }),
  };
}

const taxationOf = ({ buyer, shipTo }: Parties, { seller }: OrderFacts): Taxation => ({
  vatRegime: vatRegimeOf({ seller, shipTo: shipTo.address, buyerVatNumber: buyer.vatNumber }),
  taxCountry: taxCountryOf(seller),
});

/** What the order asks for itself, else its quote does. */
function depositFor(input: OrderInput, quote: OrderQuote | null): Pick<OrderDraft, 'deposit'> {
  const deposit = input.deposit === undefined ? quote?.deposit : input.deposit;
  return deposit ? { deposit } : {};
}

type PartiesInput = Pick<OrderInput, 'shipTo' | 'deliveryAddress' | 'contacts'>;

/** The parties with what an order or its amendment says itself. An address that it has already may be out of use by now. */
function partiesFor(input: PartiesInput, parties: Parties, { shipTo: named }: OrderFacts): Parties | Refusal {
  const shipTo = shipToOf(input, parties.shipTo, named);
  if (isRefused(shipTo)) return shipTo;
  const contacts = withContacts(parties.contacts, input.contacts);
  if (recipientOf({ contacts }, 'orders') && recipientOf({ contacts }, 'invoices'))
    return { ...parties, shipTo, contacts };
  return refused('invalid-request', 'contacts', said('nobody-for-acknowledgement'));
}

function shipToOf(
  { shipTo: code, deliveryAddress: address }: PartiesInput,
  standing: Parties['shipTo'],
  named: OrderShipTo | null,
): Parties['shipTo'] | Refusal {
  if (code !== undefined && address !== undefined)
    return refused('invalid-request', 'deliveryAddress', said('name-or-give-address'));
  if (address !== undefined) return { code: null, siret: null, address };
  if (code === undefined) return standing;
  if (named?.active === true) {
    const { active: _active, ...place } = named;
    return { ...place, code };
  }
  if (code === standing.code) return standing;
  return refused('invalid-request', 'shipTo', said(named === null ? 'ship-to-unknown' : 'ship-to-retired', { code }));
}

/** A quote accepted in time binds us past its validity: its order may be entered later. */
function whyUnusable(quote: OrderQuote | null, customer: OrderCustomer): Said | null {
  if (!quote || quote.customer !== customer.number) return said('no-such-quote', { customer: customer.number });
  if (quote.status === 'expired') return said('quote-expired', { day: quote.validUntil });
  if (quote.status === 'lost') return said('quote-lost');
  return quote.currency === customer.currency ? null : said('quote-in-currency', { currency: quote.currency });
}

type Basis = Pick<OrderFacts, 'quote' | 'products' | 'taxRates' | 'today' | 'exchange'> & {
  /** Lines that the order already has. */
  readonly known: ReadonlyMap<number, OrderDraftLine>;
  readonly taxation: Taxation;
  readonly buyer: Pick<Parties['buyer'], 'number' | 'vatNumber'>;
  /** Those that are entered here; null: none are. */
  readonly terms: PaymentTerms | null;
  readonly deposit: Deposit | null;
};
type LineInput = OrderLineInput | OrderDraftLine;

function finish(head: Omit<OrderDraft, 'lines'>, inputs: readonly LineInput[], basis: Basis): Sketched {
  const { currency, adjustments: agreed = [], ...rest } = head;
  const told = inputs.map((input, index) => draftLine(input, basis, currency, `lines.${index}`));
  const drafted = told.flatMap((line) => (isRefused(line) ? [] : [line]));
  const fine = refuseAdjustments('adjustments', agreed, currency);
  const lines = fine
    ? drafted
    : withShares(drafted, { agreed, offered: basis.quote ? adjustmentsOffered(basis.quote) : [] }, currency);
  const adjusted = fine ?? refuseShares(lines, currency);
  const mixed = refuseMixed(lines, inputs);
  const undeclared = refuseUndeclared(lines, currency, basis);
  const finer = refuseFiner('freight', head.freight, currency);
  const freight = canonicalAmount(finer ? '0' : head.freight, currency);
  const gross = lines.length === 0 ? '0' : grossOf(lines, freight, currency);
  const tooMuch = compare(gross, MAX_GROSS) > 0 ? refused('invalid-request', 'lines', said('sum-too-large')) : null;
  const unfit =
    basis.deposit === null || lines.length === 0
      ? null
      : refuseDeposit(basis.deposit, { gross, currency, today: basis.today });
  const misdated = basis.terms === null ? null : refuseTerms(basis.terms, basis.today);
  const refusals = [
    ...told.map((line) => (isRefused(line) ? line : null)),
    finer,
    adjusted,
    mixed,
    undeclared,
    misdated,
    unfit,
    tooMuch,
  ].filter((refusal) => refusal !== null);
  const whole = { ...rest, currency, freight, ...(agreed.length > 0 && { adjustments: agreed }) };
  return { kind: 'sketched', draft: { ...whole, lines }, gross, refusals };
}

/** Lines that bear the adjustments of their order, held against those that bear what was offered. */
function withShares(
  lines: readonly OrderDraftLine[],
  { agreed, offered }: Readonly<Record<'agreed' | 'offered', NonNullable<OrderDraft['adjustments']>>>,
  currency: string,
): readonly OrderDraftLine[] {
  if (agreed.length + offered.length === 0) return lines;
  const shared = lines.map((line) => ({ taxClass: line.taxClass, net: netOfGoods(line, currency) }));
  const [shares, expected] = [agreed, offered].map((adjustments) => sharesOf(adjustments, shared, currency));
  return lines.map((line, at) => ({
    ...line,
    ...besidePrice({ ...line, adjustments: [...(line.adjustments ?? []), ...(shares?.[at] ?? [])] }),
    expected: {
      ...line.expected,
      ...besidePrice({
        ...line.expected,
        adjustments: [...(line.expected.adjustments ?? []), ...(expected?.[at] ?? [])],
      }),
    },
  }));
}

/** VAT is declared in the company's currency: its invoice tells it by a rate of exchange (art. 230 of directive 2006/112/EC). */
function refuseUndeclared(
  lines: readonly OrderDraftLine[],
  currency: Currency,
  { exchange, today: day }: Basis,
): Refusal | null {
  if (exchange === undefined || exchange.accounting === currency) return null;
  const isTaxed = lines.some(({ vatCategory }) => vatCategory === 'S');
  if (!isTaxed || isRateInForce(exchange.from, day)) return null;
  const { accounting } = exchange;
  return refused(
    'invalid-request',
    'currency',
    said('no-exchange-rate', { currency, accounting, day }),
    said('ask-finance-for-exchange-rate', { currency }),
  );
}

/** What is outside the scope of VAT stands on no invoice with anything else (EN 16931 BR-O-11 to BR-O-14). */
function refuseMixed(lines: readonly OrderDraftLine[], inputs: readonly LineInput[]): Refusal | null {
  const outside = lines.find(({ vatCategory }) => vatCategory === 'O');
  if (outside === undefined || lines.every(({ vatCategory }) => vatCategory === 'O')) return null;
  const at = inputs.findIndex(({ lineNo }) => lineNo === outside.lineNo);
  const line = outside.lineNo;
  return refused(
    'invalid-request',
    `lines.${at}.product`,
    said('outside-scope-alone', { line }),
    said('invoice-outside-scope-alone'),
  );
}

/** Without what is told of their waste, on which there is no rebate. */
const netOfGoods = ({ adjustments = [], ...line }: OrderDraftLine, currency: string): string =>
  orderLineNet({ ...line, adjustments: typedOf(adjustments) }, currency);

function refuseShares(lines: readonly OrderDraftLine[], currency: string): Refusal | null {
  const below = lines.find((line) => isNegative(orderLineNet(line, currency)));
  if (below === undefined) return null;
  const net = orderLineNet(below, currency);
  return refused('invalid-request', 'adjustments', said('adjusted-below-zero', { line: below.lineNo, net, currency }));
}

const grossOf = (lines: readonly OrderDraftLine[], freight: string, currency: string): string =>
  totalsOf({ lines: lines.map((line) => taxable(line, currency)), freight, currency }).gross;

function draftLine(input: LineInput, basis: Basis, currency: string, field: string): OrderDraftLine | Refusal {
  const unfit = misdatedLine(input, basis, field) ?? refusePrice(`${field}.unitPrice`, input.unitPrice, currency);
  if (unfit) return unfit;
  const quoteLine = quoteLineOf(input, basis.quote);
  if (quoteLine === 'unknown')
    return refused(
      'quote-unusable',
      `${field}.quoteLineNo`,
      said('quote-line-unknown', { line: input.quoteLineNo ?? 0 }),
    );
  const product = productOf(input, basis);
  if (!product) return refused('product-unknown', `${field}.product`, said('not-for-sale', { product: input.product }));
  if (!quoteLine && product.currency !== null && product.currency !== currency)
    return refused(
      'currency-mismatch',
      `${field}.product`,
      said('priced-in', { product: input.product, currency: product.currency }),
    );
  const isKept = basis.known.get(input.lineNo)?.quantity === input.quantity;
  const broken = isKept ? null : refuseQuantity(`${field}.quantity`, input.quantity, product.unit);
  if (broken) return broken;
  const vat = vatFor(input.product, product.taxClass, basis, `${field}.product`);
  if (isRefused(vat)) return vat;
  const line: OrderDraftLine = {
    lineNo: input.lineNo,
    product: input.product,
    description: product.description,
    unit: product.unit,
    quantity: canonicalQuantity(input.quantity),
    unitPrice: canonicalPrice(input.unitPrice),
    discountPercent: canonicalPercent(input.discountPercent ?? quoteLine?.discountPercent ?? '0'),
    ...besidePrice({
      priceBase: input.priceBase ?? quoteLine?.priceBase ?? product.priceBase,
      adjustments: [...typedOf(input.adjustments ?? quoteLine?.adjustments), ...product.contributions],
    }),
    taxClass: product.taxClass,
    ...vat,
    quoteLineNo: quoteLine?.lineNo ?? null,
    requestedDate: input.requestedDate,
    expected: withContributions(expectationOf(quoteLine, { number: input.product, ...product.listed }), product),
  };
  return refuseAdjusted(line, currency, field) ?? line;
}

/** On top of whatever price is asked for. */
const withContributions = (expected: LineExpectation, { contributions }: LineProduct): LineExpectation => ({
  ...expected,
  ...besidePrice({ ...expected, adjustments: [...(expected.adjustments ?? []), ...contributions] }),
});

/** An allowance takes off no more than there is. */
export function refuseAdjusted(
  line: Pick<OrderDraftLine, 'lineNo' | 'adjustments' | 'priceBase' | 'quantity' | 'unitPrice' | 'discountPercent'>,
  currency: string,
  field: string,
): Refusal | null {
  if (line.adjustments === undefined) return null;
  const finer = refuseAdjustments(`${field}.adjustments`, line.adjustments, currency);
  if (finer) return finer;
  const net = orderLineNet(line, currency);
  if (!isNegative(net)) return null;
  return refused(
    'invalid-request',
    `${field}.adjustments`,
    said('adjusted-below-zero', { line: line.lineNo, net, currency }),
  );
}

/** A line that an amendment leaves as it was keeps the date that was in order when it was entered. */
function misdatedLine({ lineNo, requestedDate }: LineInput, { known, today }: Basis, field: string): Refusal | null {
  if (known.get(lineNo)?.requestedDate === requestedDate) return null;
  return refuseDate('requested', { field: `${field}.requestedDate`, date: requestedDate }, today);
}

/** The quote line that this line names; without a name the one of its own number; null names none. */
function quoteLineOf(input: LineInput, quote: OrderQuote | null): OfferedLine | undefined | 'unknown' {
  const { quoteLineNo } = input;
  if (quoteLineNo === null) return undefined;
  const named = quote?.lines.find(({ lineNo }) => lineNo === (quoteLineNo ?? input.lineNo));
  return named ?? (quoteLineNo === undefined ? undefined : 'unknown');
}

type LineProduct = Pick<OrderDraftLine, 'description' | 'unit' | 'taxClass' | 'priceBase'> & {
  /** What is told of its waste. */
  readonly contributions: readonly Adjustment[];
  readonly listed: Pick<OrderProduct, 'listPrice' | 'priceBase'>;
  readonly currency: string | null;
};

/**
 * What the price list says, or the order's own line of this number when it already has this product; its tax class is that
 * of the product now, since what it bears is fixed by a delivery still to come.
 */
function productOf(input: LineInput, basis: Basis): LineProduct | null {
  const product = basis.products.get(input.product);
  const line = basis.known.get(input.lineNo);
  const kept = line?.product === input.product ? line : undefined;
  if (kept) {
    const { description, unit } = kept;
    const taxClass = product?.taxClass ?? kept.taxClass;
    const { priceBase } = kept;
    const listed = product ?? { listPrice: kept.expected.unitPrice, priceBase: kept.expected.priceBase };
    const contributions = contributionsOf(kept.adjustments);
    return { description, unit, taxClass, priceBase, contributions, listed, currency: null };
  }
  if (!product?.active) return null;
  const { name, unit, taxClass, priceBase, currency } = product;
  const contributions = contributionsOn(basis.today, product.ecoContributions ?? []);
  return { description: name, unit, taxClass, priceBase, contributions, listed: product, currency };
}

/** Reverse charge names both VAT numbers (EN 16931 BR-AE-02). */
function vatFor(product: string, taxClass: TaxClass, basis: Basis, field: string): Vat | Refusal {
  const { today, taxation, taxRates, buyer } = basis;
  const vat = vatOn(today, taxClass, taxation, taxRates);
  if (vat === null)
    return refused(
      'invalid-request',
      field,
      said('no-vat-rate', { product, taxClass, country: taxation.taxCountry, day: today }),
      said('ask-finance-for-rate'),
    );
  if (vat.vatCategory === 'AE' && buyer.vatNumber === null)
    return refused(
      'invalid-request',
      field,
      said('buyer-without-vat-number', { product, customer: buyer.number }),
      said('enter-vat-number'),
    );
  return vat;
}
