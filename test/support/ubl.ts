import { createHash } from 'node:crypto';
import type { OrderInput } from '../../contracts/order.js';
import { readXml } from '../../api/order-messages/xml.js';
import type { Beside, OrderMessageFacts } from '../../contracts/order-message.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import { group, leaf, xmlDocument, type Element } from '../../documents/e-invoice/xml.js';
import type { XmlElement } from '../../domain/xml-reading.js';
import { add, lineNet, subtract, sum } from '../../domain/money.js';

/** Orders as another company's software would write them: UBL 2.1, Peppol BIS Ordering 3 (T01). */

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd';

/** What stands in a file beside the order itself. */
export type Sent = {
  /** Numbers of the buyer: scheme, value. */
  readonly buyer: readonly (readonly [string | null, string])[];
  readonly seller?: readonly (readonly [string | null, string])[];
  readonly unitCode?: string;
  /** More elements of the order, which come first of their kind. */
  readonly notes?: readonly string[];
  readonly place?: readonly [string | null, string];
  /** By what items are called, by our number of them; left out: by that. */
  readonly items?: Readonly<Record<string, { buyer?: string; gtin?: string; seller?: string; name?: string }>>;
};

const party = (ids: Sent['buyer'], name: string): Element | null => {
  const [[scheme, value] = ['0088', '7300010000001']] = ids;
  return group(
    'cac:Party',
    leaf('cbc:EndpointID', value, { schemeID: scheme ?? '0088' }),
    ids.map(([list, number]) => group('cac:PartyIdentification', idOf(list, number))),
    group('cac:PostalAddress', group('cac:Country', leaf('cbc:IdentificationCode', 'FR'))),
    group('cac:PartyLegalEntity', leaf('cbc:RegistrationName', name)),
  );
};

const idOf = (scheme: string | null, value: string): Element | null =>
  leaf('cbc:ID', value, scheme === null ? {} : { schemeID: scheme });

const addressOf = ({ street, city, postalCode, region, countryCode }: PostalAddress): Element | null =>
  group(
    'cac:Address',
    leaf('cbc:StreetName', street),
    leaf('cbc:CityName', city),
    leaf('cbc:PostalZone', postalCode),
    leaf('cbc:CountrySubentity', region),
    group('cac:Country', leaf('cbc:IdentificationCode', countryCode)),
  );

/** A discount in percent as an allowance on the line, and what the line comes to. */
function lineOf(line: OrderInput['lines'][number], currency: string, sent: Sent): Element | null {
  const { unitCode = 'EA', items = {} } = sent;
  const { lineNo, product, quantity, unitPrice, discountPercent = '0', requestedDate } = line;
  const called = items[product] ?? { seller: product };
  const gross = lineNet(quantity, unitPrice, '0', currency);
  const net = lineNet(quantity, unitPrice, discountPercent, currency);
  const money = { currencyID: currency };
  const allowance = group(
    'cac:AllowanceCharge',
    leaf('cbc:ChargeIndicator', 'false'),
    leaf('cbc:AllowanceChargeReason', 'Discount'),
    leaf('cbc:MultiplierFactorNumeric', discountPercent),
    leaf('cbc:Amount', subtract(gross, net), money),
    leaf('cbc:BaseAmount', gross, money),
  );
  return group(
    'cac:OrderLine',
    group(
      'cac:LineItem',
      leaf('cbc:ID', String(lineNo)),
      leaf('cbc:Quantity', quantity, { unitCode }),
      leaf('cbc:LineExtensionAmount', net, money),
      group(
        'cac:Delivery',
        group('cac:RequestedDeliveryPeriod', leaf('cbc:StartDate', requestedDate), leaf('cbc:EndDate', requestedDate)),
      ),
      Number(discountPercent) > 0 ? allowance : null,
      group('cac:Price', leaf('cbc:PriceAmount', unitPrice, money), leaf('cbc:BaseQuantity', '1', { unitCode })),
      group(
        'cac:Item',
        leaf('cbc:Name', called.name ?? `Product ${product}`),
        group('cac:BuyersItemIdentification', leaf('cbc:ID', called.buyer ?? null)),
        group('cac:SellersItemIdentification', leaf('cbc:ID', called.seller ?? null)),
        group('cac:StandardItemIdentification', leaf('cbc:ID', called.gtin ?? null, { schemeID: '0160' })),
      ),
    ),
  );
}

/** Where it goes: a number of the place, an address with a name. */
const deliveryOf = ({ deliveryAddress: address }: OrderInput, { place }: Sent): Element | null =>
  group(
    'cac:Delivery',
    group('cac:DeliveryLocation', place ? idOf(...place) : null, address ? addressOf(address) : null),
    address ? group('cac:DeliveryParty', group('cac:PartyName', leaf('cbc:Name', address.name))) : null,
  );

/** The order as a file. */
export function writeUblOrder(order: OrderInput, sent: Sent): Uint8Array<ArrayBuffer> {
  const { currency, lines, freight = null } = order;
  const money = { currencyID: currency };
  const nets = lines.map(({ quantity, unitPrice, discountPercent = '0' }) =>
    lineNet(quantity, unitPrice, discountPercent, currency),
  );
  const net = sum(nets, currency);
  const charge = group(
    'cac:AllowanceCharge',
    leaf('cbc:ChargeIndicator', 'true'),
    leaf('cbc:AllowanceChargeReasonCode', 'FC'),
    leaf('cbc:AllowanceChargeReason', 'Freight'),
    leaf('cbc:Amount', freight, money),
  );
  const text = xmlDocument(
    'Order',
    {
      '': `${UBL}:Order-2`,
      cac: `${UBL}:CommonAggregateComponents-2`,
      cbc: `${UBL}:CommonBasicComponents-2`,
    },
    leaf('cbc:CustomizationID', 'urn:fdc:peppol.eu:poacc:trns:order:3'),
    leaf('cbc:ProfileID', 'urn:fdc:peppol.eu:poacc:bis:ordering:3'),
    leaf('cbc:ID', order.customerReference ?? null),
    leaf('cbc:IssueDate', '2026-11-23'),
    (sent.notes ?? []).map((note) => leaf('cbc:Note', note)),
    leaf('cbc:DocumentCurrencyCode', currency),
    group('cac:QuotationDocumentReference', leaf('cbc:ID', order.quote ?? null)),
    group('cac:BuyerCustomerParty', party(sent.buyer, 'Their company')),
    group('cac:SellerSupplierParty', party(sent.seller ?? [['0088', '7300010000018']], 'Our company')),
    deliveryOf(order, sent),
    freight === null ? null : charge,
    group(
      'cac:AnticipatedMonetaryTotal',
      leaf('cbc:LineExtensionAmount', net, money),
      leaf('cbc:ChargeTotalAmount', freight, money),
      leaf('cbc:PayableAmount', add(net, freight ?? '0'), money),
    ),
    lines.map((line) => lineOf(line, currency, sent)),
  );
  return new Uint8Array(new TextEncoder().encode(text));
}

/** A message on record, as whole as its content is. */
export const messageRow = (orderNumber: string, customerNumber: string) => {
  const facts: OrderMessageFacts = {
    format: 'ubl-order',
    reference: `PO-${orderNumber}`,
    buyerReference: null,
    profile: null,
    issuedOn: '2026-11-01',
    currency: 'EUR',
    buyer: { endpoint: null, ids: [], name: null },
    seller: { endpoint: null, ids: [], name: null },
    freight: '0',
    lines: [],
  };
  const content = Buffer.from('<Order/>');
  return {
    orderNumber,
    customerNumber,
    reference: facts.reference,
    facts,
    beside: [],
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
    receivedAt: new Date('2026-11-01T09:00:00Z'),
    receivedBy: 'sales',
    requestId: 'request',
  };
};

/** Each text and attribute of a file, by its XPath. */
function leavesOf(root: XmlElement): readonly (readonly [path: string, value: string])[] {
  const own = root.text === '' ? [] : [[root.path, root.text] as const];
  const attributes = Object.entries(root.attributes).map(([name, value]) => [`${root.path}/@${name}`, value] as const);
  return [...own, ...attributes, ...root.children.flatMap(leavesOf)];
}

/** Sums that the reader works out again, the unit and the currency that it holds amounts against. */
const checked = /(LineExtensionAmount|TotalAmount|TaxExclusiveAmount|BaseQuantity)$|@(currencyID|unitCode)$/;

/** What a file says that is neither in the facts of its message, nor told beside them, nor checked: nothing. */
export function lostOf(
  content: Uint8Array,
  facts: object,
  beside: readonly Beside[],
): readonly (readonly [string, string])[] {
  const root = readXml(content, { namespace: `${UBL}:Order-2`, name: 'Order' });
  const told = new Set(beside.map(({ path }) => path));
  const kept = new Set(textsIn(facts));
  return leavesOf(root).filter(
    ([path, value]) => value !== '' && !told.has(path) && !isKept(kept, value) && !checked.test(path),
  );
}

/** A number may be kept with other zeros, an address with other lines on one. */
const isKept = (kept: ReadonlySet<string>, value: string): boolean =>
  kept.has(value) || [...kept].some((text) => isPartOf(text, value) || isSameNumber(text, value));
const isPartOf = (text: string, value: string): boolean =>
  text.split(', ').includes(value) || (value.includes(', ') && text.includes(value));
const isSameNumber = (one: string, other: string): boolean =>
  /^\d+(\.\d+)?$/.test(one) && /^\d+(\.\d+)?$/.test(other) && Number(one) === Number(other);

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
