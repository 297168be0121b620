import type {
  Beside,
  MessageLine,
  MessageParty,
  OrderMessageFacts,
  PartyId,
  Period,
} from '../contracts/order-message.js';
import type { OrderInput } from '../contracts/order.js';
import type { PostalAddress } from '../contracts/primitives.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { currencies, type Currency } from '../contracts/vocabulary.js';
import type { LocalDate } from './calendar.js';
import { add, compare, equals, isPositive, isZero, subtract, sum } from './money.js';
import { askedNet, heldPrice, shareAllowance, type AskedPrice } from './ubl-prices.js';
import { saysUnit, unitCodesOf } from './unit-codes.js';
import {
  attributeOf,
  besideOf,
  childOf,
  childrenOf,
  dateOf,
  decimalOf,
  elementAt,
  faulty,
  inPassing,
  missing,
  newReading,
  requiredAt,
  textAt,
  textOf,
  xpath,
  type Reading,
  type XmlElement,
} from './xml-reading.js';

/** A number that a party is known by, and where it stands. */
export type NamedBy = PartyId & { readonly path: string };

/** Where the goods are to go. */
type AskedPlace = {
  /** What the place is called where it is one of the buyer's; null: it has no name. */
  readonly id: NamedBy | null;
  readonly address: PostalAddress | null;
};

/** What an item is called, and where that stands; each null: the file does not say. */
export type AskedItem = {
  /** Our number. */
  readonly seller: string | null;
  readonly buyer: string | null;
  readonly gtin: string | null;
  readonly name: string | null;
  /** Of what tells best which product it is. */
  readonly path: string;
};

/** An order in UBL as it was read, before anything of ours is looked at. */
export type ReadOrder = {
  readonly kind: 'read';
  readonly facts: OrderMessageFacts;
  readonly quote: string | null;
  readonly place: AskedPlace;
  /** Of each line, what its item is called. Where that is no number of ours, its `product` is empty until it is found. */
  readonly items: readonly AskedItem[];
  /** What the buyer is known by, ours first. */
  readonly buyer: readonly NamedBy[];
  readonly seller: readonly NamedBy[];
  /** XPath of what each field of an order is made of, such as `lines.0.product`; the longest that a field begins with. */
  readonly places: Readonly<Record<string, string>>;
  readonly beside: readonly Beside[];
};

export type BrokenOrder = { readonly kind: 'broken'; readonly faults: readonly Refusal[] };

/** The scheme under which a party names our own number of a customer. */
export const OUR_NUMBER = 'customer';

/** A consignment order is no sale (UNCL 1001). */
const CONSIGNMENT = '227';

type Line = {
  readonly element: XmlElement;
  readonly id: string;
  readonly item: AskedItem;
  readonly name: string | null;
  readonly quantity: string;
  readonly unitCode: string;
  readonly asked: AskedPrice | null;
  readonly unitPrice: string | null;
  readonly discountPercent: string;
  readonly net: string;
  readonly period: Period;
};

const MOST_LINE_NO = 999;
/** An order of 500 lines says some 20 things of each that stand nowhere else. */
const MOST_BESIDE = 20_000;

/**
 * Reads a UBL 2.1 Order (Peppol BIS Ordering 3, T01). What an order of ours cannot hold and what would change the deal is a
 * fault of its element; everything else that is not on the order is told beside it.
 */
export function readUblOrder(root: XmlElement): ReadOrder | BrokenOrder {
  const reading = newReading();
  const head = headOf(reading, root);
  const buyer = partyOf(reading, root, 'cac:BuyerCustomerParty');
  const seller = partyOf(reading, root, 'cac:SellerSupplierParty');
  const delivery = childOf(reading, root, 'cac:Delivery');
  const wholePeriod = inPassing(reading);
  const period = periodOf(wholePeriod, delivery);
  const place = placeOf(reading, delivery, buyer.party.name);
  const elements = childrenOf(root, 'cac:OrderLine');
  if (elements.length === 0) missing(reading, root, 'cac:OrderLine');
  const lines = elements.flatMap((element) => lineOf(reading, element, { currency: head.currency, period }) ?? []);
  if (lines.some((line) => line.period === period)) for (const path of wholePeriod.used) reading.used.add(path);
  uniqueIds(reading, lines);
  const isWhole = lines.length === elements.length;
  const sums = checkTotals(reading, root, isWhole ? lines : null, head.currency);
  const shared = sharedLines(reading, root, lines, sums, head.currency);
  if (reading.faults.length > 0 || head.currency === null || shared === null)
    return { kind: 'broken', faults: reading.faults };
  for (const [at, { element, unitPrice }] of lines.entries())
    if (shared[at]?.unitPrice !== unitPrice) reading.used.delete(xpath(element.path, 'cac:Price/cbc:PriceAmount'));
  const beside = besideOf(reading, root);
  if (beside.length > MOST_BESIDE) {
    faulty(reading, root.path, said('xml-too-many'), said('xml-divide'));
    return { kind: 'broken', faults: reading.faults };
  }
  const { reference, issuedOn, currency, ...rest } = head;
  const numbers = lineNosOf(shared);
  const facts: OrderMessageFacts = {
    format: 'ubl-order',
    reference,
    issuedOn,
    currency,
    buyerReference: rest.buyerReference,
    profile: rest.profile,
    buyer: buyer.party,
    seller: seller.party,
    freight: sums.charges,
    lines: shared.map((line, at) => messageLine(line, numbers[at] ?? at + 1)),
  };
  return {
    kind: 'read',
    facts,
    quote: rest.quote,
    place,
    items: shared.map(({ item }) => item),
    buyer: buyer.namedBy,
    seller: seller.namedBy,
    places: placesOf(reading, root, shared),
    beside,
  };
}

function headOf(reading: Reading, root: XmlElement) {
  const type = childOf(reading, root, 'cbc:OrderTypeCode');
  if (type?.text === CONSIGNMENT) faulty(reading, type.path, said('ubl-consignment'), said('ubl-order-by-sale'));
  const issued = childOf(reading, root, 'cbc:IssueDate');
  return {
    reference: requiredAt(reading, root, 'cbc:ID') ?? '',
    issuedOn: (issued === null ? missing(reading, root, 'cbc:IssueDate') : dateOf(reading, issued)) ?? '',
    currency: currencyOf(reading, root),
    buyerReference: textAt(reading, root, 'cbc:CustomerReference'),
    profile: textAt(reading, root, 'cbc:ProfileID'),
    quote: textAt(reading, root, 'cac:QuotationDocumentReference/cbc:ID'),
  };
}

/** Where the file does not say it, that of its first price. */
function currencyOf(reading: Reading, root: XmlElement): Currency | null {
  const code = textAt(reading, root, 'cbc:DocumentCurrencyCode') ?? firstCurrency(root);
  if (code === null) return missing(reading, root, 'cbc:DocumentCurrencyCode');
  const known = currencies.find((currency) => currency === code);
  if (known !== undefined) return known;
  const values = [...currencies];
  return faulty(reading, xpath(root.path, 'cbc:DocumentCurrencyCode'), said('one-of', { values }));
}

function firstCurrency(root: XmlElement): string | null {
  const unnoticed = newReading();
  const [line = null] = childrenOf(root, 'cac:OrderLine');
  return attributeOf(unnoticed, elementAt(unnoticed, line, 'cac:LineItem/cac:Price/cbc:PriceAmount'), 'currencyID');
}

/** A party, and the numbers that it is known by: those that are ours, its establishment, its company, its VAT. */
function partyOf(
  reading: Reading,
  root: XmlElement,
  name: string,
): { readonly party: MessageParty; readonly namedBy: readonly NamedBy[] } {
  const role = childOf(reading, root, name);
  if (role === null) missing(reading, root, name);
  const party = childOf(reading, role, 'cac:Party');
  const ours = numberOf(inPassing(reading), childOf(reading, role, 'cbc:SupplierAssignedAccountID'), OUR_NUMBER);
  const endpoint = numberOf(reading, childOf(reading, party, 'cbc:EndpointID'));
  const ids = childrenOf(party, 'cac:PartyIdentification').flatMap(
    (id) => numberOf(reading, childOf(reading, id, 'cbc:ID')) ?? [],
  );
  const legal = childOf(reading, party, 'cac:PartyLegalEntity');
  const company = numberOf(inPassing(reading), childOf(reading, legal, 'cbc:CompanyID'));
  const vats = childrenOf(party, 'cac:PartyTaxScheme').flatMap((scheme) => vatOf(reading, scheme) ?? []);
  const tradeName = elementAt(reading, party, 'cac:PartyName/cbc:Name')?.text ?? '';
  const registered = childOf(reading, legal, 'cbc:RegistrationName')?.text ?? '';
  const all = [ours, endpoint, ...ids, company, ...vats].filter((id) => id !== null);
  return {
    party: {
      endpoint: endpoint && plain(endpoint),
      ids: ids.map(plain),
      name: textIn(registered) ?? textIn(tradeName),
    },
    namedBy: all,
  };
}

const textIn = (text: string): string | null => (text === '' ? null : text);
const plain = ({ scheme, value }: NamedBy): PartyId => ({ scheme, value });

function numberOf(reading: Reading, element: XmlElement | null, scheme?: string): NamedBy | null {
  const value = textOf(reading, element);
  if (element === null || value === null) return null;
  return { scheme: scheme ?? attributeOf(reading, element, 'schemeID'), value, path: element.path };
}

/** Numbers of other taxes name nobody here. */
function vatOf(reading: Reading, scheme: XmlElement): NamedBy | null {
  const tax = elementAt(reading, scheme, 'cac:TaxScheme/cbc:ID')?.text;
  return tax === 'VAT' ? numberOf(inPassing(reading), childOf(reading, scheme, 'cbc:CompanyID'), 'VAT') : null;
}

/** When a delivery is wanted. */
function periodOf(reading: Reading, delivery: XmlElement | null): Period {
  const period = childOf(reading, delivery, 'cac:RequestedDeliveryPeriod');
  const end = childOf(reading, period, 'cbc:EndDate');
  const [from, to] = [dateOf(reading, childOf(reading, period, 'cbc:StartDate')), dateOf(reading, end)];
  if (from !== null && to !== null && end !== null && to < from)
    faulty(reading, end.path, said('ubl-period-backwards', { day: from }), said('xml-write-date'));
  return { start: from, end: to };
}

function placeOf(reading: Reading, delivery: XmlElement | null, buyer: string | null): AskedPlace {
  const location = childOf(reading, delivery, 'cac:DeliveryLocation');
  // Whatever becomes of it, it is told: a place may have a number that is not ours.
  const id = numberOf(inPassing(reading), childOf(reading, location, 'cbc:ID'));
  const element = childOf(reading, location, 'cac:Address') ?? childOf(reading, delivery, 'cac:DeliveryAddress');
  if (element === null) return { id, address: null };
  const name =
    textAt(reading, delivery, 'cac:DeliveryParty/cac:PartyName/cbc:Name') ??
    textAt(reading, location, 'cbc:Name') ??
    buyer;
  return { id, address: addressOf(reading, element, name ?? '') };
}

/** An address as we write it: lines of a street on one. */
function addressOf(reading: Reading, element: XmlElement, name: string): PostalAddress {
  const lines = childrenOf(element, 'cac:AddressLine').map((line) => textAt(reading, line, 'cbc:Line'));
  const parts = ['BuildingName', 'BuildingNumber', 'StreetName', 'AdditionalStreetName', 'Postbox'];
  const street = [...parts.map((part) => textAt(reading, element, `cbc:${part}`)), ...lines].filter(
    (part) => part !== null,
  );
  if (street.length === 0) missing(reading, element, 'cbc:StreetName');
  return {
    name,
    street: street.join(', '),
    postalCode: textAt(reading, element, 'cbc:PostalZone') ?? '',
    city: requiredAt(reading, element, 'cbc:CityName') ?? '',
    region: textAt(reading, element, 'cbc:CountrySubentity') ?? '',
    countryCode: requiredAt(reading, element, 'cac:Country/cbc:IdentificationCode') ?? '',
  };
}

type LineContext = { readonly currency: Currency | null; readonly period: Period };

function lineOf(reading: Reading, orderLine: XmlElement, context: LineContext): Line | null {
  const element = childOf(reading, orderLine, 'cac:LineItem');
  if (element === null) return missing(reading, orderLine, 'cac:LineItem');
  const id = requiredAt(reading, element, 'cbc:ID');
  const item = childOf(reading, element, 'cac:Item');
  if (item === null) return missing(reading, element, 'cac:Item');
  const asked = itemOf(reading, item);
  const count = childOf(reading, element, 'cbc:Quantity');
  const quantity = quantityOf(reading, element, count);
  const unitCode = attributeOf(reading, count, 'unitCode');
  if (count !== null && unitCode === null) missing(reading, count, '@unitCode');
  const price = quantity === null ? null : askedOf(reading, element, { ...context, quantity, unitCode });
  const held = price === null || context.currency === null ? null : heldOf(reading, element, price, context.currency);
  if (id === null || asked === null || quantity === null || unitCode === null) return null;
  return {
    element,
    id,
    item: asked,
    name: asked.name,
    quantity,
    unitCode,
    asked: price,
    unitPrice: held?.unitPrice ?? null,
    discountPercent: held?.discountPercent ?? '0',
    net: price === null || context.currency === null ? '0' : askedNet(price, context.currency),
    period: linePeriod(reading, element, context.period),
  };
}

/** GTIN among the lists of item numbers (ISO 6523). */
const GTIN_LIST = '0160';
const identification = (name: string): string => `cac:${name}ItemIdentification/cbc:ID`;

/** By what an item is known, and a fault where it is not. */
function itemOf(reading: Reading, item: XmlElement): AskedItem | null {
  const standard = elementAt(reading, item, identification('Standard'));
  const isGtin = standard?.attributes['schemeID'] === GTIN_LIST;
  const named = {
    seller: textAt(reading, item, identification('Sellers')),
    buyer: textAt(reading, item, identification('Buyers')),
    gtin: isGtin ? textOf(reading, standard) : null,
    name: textAt(reading, item, 'cbc:Name'),
  };
  const { seller, buyer, gtin, name } = named;
  const path = (element: string): string => xpath(item.path, element);
  if (seller !== null) return { ...named, path: path(identification('Sellers')) };
  if (buyer !== null) return { ...named, path: path(identification('Buyers')) };
  if (gtin !== null) return { ...named, path: path(identification('Standard')) };
  if (name !== null) return { ...named, path: path('cbc:Name') };
  return faulty(reading, path(identification('Sellers')), said('ubl-item-unnamed'), said('ubl-give-our-number'));
}

function quantityOf(reading: Reading, line: XmlElement, count: XmlElement | null): string | null {
  if (count === null) return missing(reading, line, 'cbc:Quantity');
  const quantity = decimalOf(reading, count);
  if (quantity !== null && isPositive(quantity)) return quantity;
  return quantity === null && count.text !== '' ? null : faulty(reading, count.path, said('ubl-no-quantity'));
}

const elsewhereNames: readonly string[] = ['cac:DeliveryLocation', 'cac:DeliveryAddress'];

/** A line has one delivery, to where the whole order goes. */
function linePeriod(reading: Reading, line: XmlElement, whole: Period): Period {
  const delivery = childOf(reading, line, 'cac:Delivery');
  const elsewhere = delivery?.children.find(({ name }) => elsewhereNames.includes(name)) ?? null;
  if (elsewhere !== null) faulty(reading, elsewhere.path, said('ubl-line-elsewhere'), said('ubl-order-for-each-place'));
  const own = periodOf(reading, delivery);
  return own.start === null && own.end === null ? whole : own;
}

type PricedLine = LineContext & { readonly quantity: string; readonly unitCode: string | null };

/** What a line asks to pay; null: it leaves the price to us. */
function askedOf(reading: Reading, line: XmlElement, { quantity, unitCode, currency }: PricedLine): AskedPrice | null {
  const price = childOf(reading, line, 'cac:Price');
  const amount = childOf(reading, price, 'cbc:PriceAmount');
  const allowances = amountsOf(reading, line, 'false', currency);
  const charges = amountsOf(reading, line, 'true', currency);
  const told = decimalOf(reading, amount);
  if (amount === null) {
    const [element] = childrenOf(line, 'cac:AllowanceCharge');
    if (element !== undefined) missing(reading, line, 'cac:Price/cbc:PriceAmount');
    return null;
  }
  sameCurrency(reading, amount, currency);
  const base = childOf(reading, price, 'cbc:BaseQuantity');
  const baseQuantity = base === null ? '1' : decimalOf(reading, base);
  const baseUnit = attributeOf(reading, base, 'unitCode');
  if (base !== null && baseUnit !== null && unitCode !== null && baseUnit !== unitCode)
    faulty(reading, xpath(base.path, '@unitCode'), said('ubl-base-unit', { unitCode: baseUnit, quantityIn: unitCode }));
  if (base !== null && baseQuantity !== null && !isPositive(baseQuantity))
    return faulty(reading, base.path, said('ubl-no-quantity'));
  if (told !== null && compare(told, '0') < 0) return faulty(reading, amount.path, said('ubl-negative'));
  if (told === null || baseQuantity === null) return null;
  return {
    quantity,
    price: told,
    baseQuantity,
    allowances: sum(allowances),
    charges: sum(charges),
    percent: allowances.length === 1 && charges.length === 0 ? percentTold(line) : null,
  };
}

/** A percentage of a line's one allowance, where it is one that a discount can be. */
function percentTold(line: XmlElement): string | null {
  const percent = decimalIn(line, 'cac:AllowanceCharge', 'cbc:MultiplierFactorNumeric');
  return percent !== null && /^(100|\d{1,2})(\.\d{1,2})?$/.test(percent) && compare(percent, '100') <= 0
    ? percent
    : null;
}

/** As xs:boolean is written. */
const indicators: Readonly<Record<string, 'true' | 'false'>> = { true: 'true', 1: 'true', false: 'false', 0: 'false' };

/** The allowances (`false`) or charges (`true`) of an order or a line: they become part of its prices, and stay told beside it. */
function amountsOf(noted: Reading, of: XmlElement, indicator: 'true' | 'false', currency: Currency | null): string[] {
  const reading = inPassing(noted);
  return childrenOf(of, 'cac:AllowanceCharge').flatMap((element) => {
    const told = textAt(reading, element, 'cbc:ChargeIndicator') ?? '';
    if (!(told in indicators) && indicator === 'true')
      faulty(reading, xpath(element.path, 'cbc:ChargeIndicator'), said('one-of', { values: ['true', 'false'] }));
    if (indicators[told] !== indicator) return [];
    const amount = childOf(reading, element, 'cbc:Amount');
    sameCurrency(reading, amount, currency);
    const value = decimalOf(reading, amount);
    if (amount === null) missing(reading, element, 'cbc:Amount');
    if (amount !== null && value !== null && compare(value, '0') < 0)
      faulty(reading, amount.path, said('ubl-negative'));
    return value === null ? [] : [value];
  });
}

function sameCurrency(reading: Reading, amount: XmlElement | null, currency: Currency | null): void {
  const own = attributeOf(reading, amount, 'currencyID');
  if (amount === null || own === null || currency === null || own === currency) return;
  faulty(reading, xpath(amount.path, '@currencyID'), said('ubl-other-currency', { own, currency }));
}

/** PEPPOL-T01-R024 leaves so much to rounding. */
const SLACK = '0.02';

const isNear = (a: string, b: string): boolean => {
  const apart = subtract(a, b);
  return compare(apart, SLACK) <= 0 && compare(apart, `-${SLACK}`) >= 0;
};

/** The price as we hold it, once what the line says it comes to is what it comes to. */
function heldOf(reading: Reading, line: XmlElement, asked: AskedPrice, currency: Currency) {
  const worked = askedNet(asked, currency);
  const extension = childOf(reading, line, 'cbc:LineExtensionAmount');
  const told = decimalOf(reading, extension);
  sameCurrency(reading, extension, currency);
  if (extension !== null && told !== null && !isNear(told, worked))
    return faulty(reading, extension.path, said('ubl-line-differs', { told, worked }), said('ubl-put-sum-right'));
  const held = heldPrice(asked, currency);
  if (held !== null) {
    // A price that stands otherwise on the order is told as it was written.
    if (!equals(held.unitPrice, asked.price)) reading.used.delete(xpath(line.path, 'cac:Price/cbc:PriceAmount'));
    if (asked.baseQuantity !== '1') reading.used.delete(xpath(line.path, 'cac:Price/cbc:BaseQuantity'));
    return held;
  }
  const [allowance] = childrenOf(line, 'cac:AllowanceCharge');
  const field = allowance?.path ?? xpath(line.path, 'cac:Price/cbc:BaseQuantity');
  return faulty(reading, field, said('ubl-price-not-held', { net: worked }), said('ubl-write-net-price'));
}

function uniqueIds(reading: Reading, lines: readonly Line[]): void {
  const seen = new Set<string>();
  for (const { id, element } of lines) {
    if (seen.has(id)) faulty(reading, xpath(element.path, 'cbc:ID'), said('ubl-line-id-twice', { id }));
    seen.add(id);
  }
}

type Sums = { readonly allowances: string; readonly charges: string };

/** Whether the totals of the file are those of its lines (PEPPOL-T01-R008 to R011, R016 and R017); null: some line is broken. */
function checkTotals(
  reading: Reading,
  root: XmlElement,
  lines: readonly Line[] | null,
  currency: Currency | null,
): Sums {
  const allowances = sum(amountsOf(reading, root, 'false', currency));
  const charges = sum(amountsOf(reading, root, 'true', currency));
  const total = childOf(reading, root, 'cac:AnticipatedMonetaryTotal');
  if (total === null || lines === null || lines.some(({ asked }) => asked === null)) return { allowances, charges };
  const amount = (name: string): string | null => {
    const element = childOf(reading, total, name);
    sameCurrency(reading, element, currency);
    return decimalOf(reading, element);
  };
  const check = (name: string, worked: string | null): void => {
    const told = amount(name);
    if (told === null || worked === null || equals(told, worked)) return;
    faulty(reading, xpath(total.path, name), said('ubl-sum-differs', { told, worked }), said('ubl-put-sum-right'));
  };
  const net = sum(lines.map((line) => toldNet(reading, line)));
  const exclusive = add(subtract(net, allowances), charges);
  check('cbc:LineExtensionAmount', net);
  check('cbc:AllowanceTotalAmount', allowances);
  check('cbc:ChargeTotalAmount', charges);
  check('cbc:TaxExclusiveAmount', exclusive);
  const tax = decimalIn(root, 'cac:TaxTotal', 'cbc:TaxAmount');
  const inclusive = decimalIn(total, 'cbc:TaxInclusiveAmount');
  const peek = (name: string): string => decimalIn(total, name) ?? '0';
  if (inclusive !== null && tax !== null) checkBeside(reading, total, 'cbc:TaxInclusiveAmount', add(exclusive, tax));
  const due = inclusive && add(subtract(inclusive, peek('cbc:PrepaidAmount')), peek('cbc:PayableRoundingAmount'));
  if (due !== null) checkBeside(reading, total, 'cbc:PayableAmount', due);
  return { allowances, charges };
}

const toldNet = (reading: Reading, { element, net }: Line): string =>
  decimalOf({ ...reading, faults: [] }, childOf(reading, element, 'cbc:LineExtensionAmount')) ?? net;

/** Of what stays beside the order, since it holds the VAT of the buyer: the value without its being read. */
function decimalIn(element: XmlElement, ...names: readonly string[]): string | null {
  const unnoticed = newReading();
  return decimalOf(unnoticed, elementAt(unnoticed, element, names.join('/')));
}

function checkBeside(reading: Reading, total: XmlElement, name: string, worked: string): void {
  const told = decimalIn(total, name);
  if (told === null || equals(told, worked)) return;
  faulty(reading, xpath(total.path, name), said('ubl-sum-differs', { told, worked }), said('ubl-put-sum-right'));
}

/** The lines with an allowance on the whole order in them; null: it cannot be. */
function sharedLines(
  reading: Reading,
  root: XmlElement,
  lines: readonly Line[],
  { allowances }: Sums,
  currency: Currency | null,
): readonly Line[] | null {
  if (currency === null) return null;
  if (isZero(allowances)) return lines;
  const allowance = childrenOf(root, 'cac:AllowanceCharge').find(
    (element) => indicators[childrenOf(element, 'cbc:ChargeIndicator')[0]?.text ?? ''] === 'false',
  );
  const priced = lines.flatMap((line) => (line.unitPrice === null ? [] : [{ ...line, unitPrice: line.unitPrice }]));
  const shared = priced.length === lines.length ? shareAllowance(priced, allowances, currency) : null;
  if (shared !== null || reading.faults.length > 0) return shared;
  return faulty(
    reading,
    allowance?.path ?? root.path,
    said('ubl-allowance-not-held', { amount: allowances }),
    said('ubl-write-net-price'),
  );
}

/** Their own numbers where these can be ours, else 1, 2, 3 … in the order of the file. */
function lineNosOf(lines: readonly Line[]): readonly number[] {
  const own = lines.map(({ id }) => (/^[1-9]\d{0,2}$/.test(id) ? Number(id) : MOST_LINE_NO + 1));
  return own.every((number) => number <= MOST_LINE_NO) ? own : lines.map((_, at) => at + 1);
}

const messageLine = (line: Line, lineNo: number): MessageLine => ({
  lineNo,
  id: line.id,
  product: line.item.seller ?? '',
  name: line.name,
  ...(line.item.buyer !== null && { buyerItem: line.item.buyer }),
  ...(line.item.gtin !== null && { gtin: line.item.gtin }),
  quantity: line.quantity,
  unitCode: line.unitCode,
  unitPrice: line.unitPrice,
  discountPercent: line.discountPercent,
  requested: line.period,
});

function placesOf(reading: Reading, root: XmlElement, lines: readonly Line[]): Readonly<Record<string, string>> {
  const location = elementAt(reading, root, 'cac:Delivery/cac:DeliveryLocation');
  const plain = elementAt(reading, root, 'cac:Delivery/cac:DeliveryAddress');
  const address = location === null && plain !== null ? plain.path : xpath(location?.path ?? root.path, 'cac:Address');
  const line = ({ element, item }: Line, at: number): readonly (readonly [string, string])[] => [
    [`lines.${at}`, element.path],
    [`lines.${at}.product`, item.path],
    [`lines.${at}.quantity`, xpath(element.path, 'cbc:Quantity')],
    [`lines.${at}.unitPrice`, xpath(element.path, 'cac:Price/cbc:PriceAmount')],
    [`lines.${at}.requestedDate`, requestedPath(reading, root, element)],
  ];
  return Object.fromEntries([
    ['customer', xpath(root.path, 'cac:BuyerCustomerParty')],
    ['quote', xpath(root.path, 'cac:QuotationDocumentReference/cbc:ID')],
    ['customerReference', xpath(root.path, 'cbc:ID')],
    ['currency', xpath(root.path, 'cbc:DocumentCurrencyCode')],
    ['freight', xpath(root.path, 'cac:AllowanceCharge')],
    ['shipTo', xpath(location?.path ?? root.path, 'cbc:ID')],
    ['deliveryAddress', address],
    ['deliveryAddress.street', xpath(address, 'cbc:StreetName')],
    ['deliveryAddress.city', xpath(address, 'cbc:CityName')],
    ['deliveryAddress.postalCode', xpath(address, 'cbc:PostalZone')],
    ['deliveryAddress.countryCode', xpath(address, 'cac:Country/cbc:IdentificationCode')],
    ['lines', xpath(root.path, 'cac:OrderLine')],
    ...lines.flatMap(line),
  ]);
}

function requestedPath(reading: Reading, root: XmlElement, line: XmlElement): string {
  const path = 'cac:Delivery/cac:RequestedDeliveryPeriod';
  const period = elementAt(reading, line, path) ?? elementAt(reading, root, path);
  return childrenOf(period, 'cbc:EndDate')[0]?.path ?? childrenOf(period, 'cbc:StartDate')[0]?.path ?? root.path;
}

/** Products of ours that what an item is called says, each by itself; null: none. */
export type FoundItem = { readonly buyer: string | null; readonly gtin: string | null; readonly name: string | null };

/**
 * The order with our products, by our number, else theirs, else that of GS1, else the name. Numbers of two products are a fault:
 * one of them is not what is meant.
 * @param found of each line, in their order
 */
export function withProducts(read: ReadOrder, found: readonly FoundItem[]): ReadOrder | BrokenOrder {
  const reading = newReading();
  const lines = read.facts.lines.map((line, at) => {
    const item = read.items[at];
    const { buyer, gtin, name } = found[at] ?? { buyer: null, gtin: null, name: null };
    const product = item?.seller ?? buyer ?? gtin ?? name;
    if (item === undefined) return line;
    if (product === null) {
      const called = item.buyer ?? item.gtin ?? item.name ?? '';
      faulty(reading, item.path, said('ubl-item-unknown', { item: called }), said('ubl-tell-item'));
      return line;
    }
    for (const [other, called] of [
      [buyer, item.buyer],
      [gtin, item.gtin],
    ] as const)
      if (other !== null && other !== product)
        faulty(reading, item.path, said('ubl-items-differ', { item: called ?? '', product, other }));
    return { ...line, product };
  });
  return reading.faults.length > 0
    ? { kind: 'broken', faults: reading.faults }
    : { ...read, facts: { ...read.facts, lines } };
}

/** Where a field of our order stands in their file. */
export function placeIn(places: Readonly<Record<string, string>>, field: string): string {
  const parts = field.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = places[parts.slice(0, length).join('.')];
    if (found !== undefined) return found;
  }
  return '/Order';
}

/** Whom and what of ours the order is about, once it was looked up. */
export type Resolved = {
  readonly customer: string;
  /** Code of the customer's address that the place names; null: none. */
  readonly shipTo: string | null;
  readonly today: LocalDate;
  /** Our price of a line that leaves it to us. */
  readonly priceOf: (line: MessageLine) => string;
};

const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** Whether two addresses are one place, however they are written. */
export const isSamePlace = (one: PostalAddress, other: PostalAddress): boolean =>
  (['street', 'postalCode', 'city', 'countryCode'] as const).every((part) => bare(one[part]) === bare(other[part]));

/** The order as it would be entered here. What has no date is wanted as soon as it can be. */
export function orderInputOf({ facts, quote, place }: ReadOrder, resolved: Resolved): OrderInput {
  const { customer, shipTo, today, priceOf } = resolved;
  return {
    customer,
    origin: 'edi',
    ...(quote !== null && { quote }),
    customerReference: facts.reference,
    currency: facts.currency,
    ...(shipTo !== null && { shipTo }),
    ...(shipTo === null && place.address !== null && { deliveryAddress: place.address }),
    ...(!isZero(facts.freight) && { freight: facts.freight }),
    lines: facts.lines.map((line) => ({
      lineNo: line.lineNo,
      product: line.product,
      quantity: line.quantity,
      unitPrice: line.unitPrice ?? priceOf(line),
      ...(line.unitPrice !== null && { discountPercent: line.discountPercent, priceBase: '1' }),
      requestedDate: line.requested.end ?? line.requested.start ?? today,
    })),
  };
}

/** The lines whose quantity is not counted in our unit. */
export const unitFaults = (
  { facts, places }: Pick<ReadOrder, 'facts' | 'places'>,
  units: ReadonlyMap<string, { readonly unit: string; readonly unitCode: string | null }>,
): readonly Refusal[] =>
  facts.lines.flatMap(({ product, unitCode }, at): readonly Refusal[] => {
    const known = units.get(product);
    if (known === undefined || unitCode === known.unitCode || saysUnit(unitCode, known.unit)) return [];
    const { unit } = known;
    return [
      {
        kind: 'refused',
        code: 'invalid-request',
        field: xpath(placeIn(places, `lines.${at}.quantity`), '@unitCode'),
        said: said('ubl-other-unit', { unitCode, unit, product }),
        remedy: said('ubl-count-in', { unitCode: known.unitCode ?? unitCodesOf(unit)[0] }),
      },
    ];
  });
