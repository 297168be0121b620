import type { OrderResponseDocument } from '../contracts/documents.js';
import type { LineStatus, MessageParty, PartyId, Period, ResponseLine } from '../contracts/order-message.js';
import { electronicAddressOf } from '../domain/electronic-address.js';
import { wordsOf } from '../words/index.js';
import { group, leaf, xmlDocument, type Element } from './e-invoice/xml.js';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd';
const namespaces = {
  '': `${UBL}:OrderResponse-2`,
  cac: `${UBL}:CommonAggregateComponents-2`,
  cbc: `${UBL}:CommonBasicComponents-2`,
};

/** UNCL 1229. */
const statusCodes: Readonly<Record<LineStatus, string>> = { added: '1', changed: '3', accepted: '5', refused: '7' };

/** The answer to an order as UBL 2.1 OrderResponse (Peppol BIS Ordering 3, T76). */
export const renderOrderResponse = (answer: OrderResponseDocument): Promise<Uint8Array> =>
  Promise.resolve(new TextEncoder().encode(orderResponse(answer)));

const orderResponse = (answer: OrderResponseDocument): string =>
  xmlDocument(
    'OrderResponse',
    namespaces,
    leaf('cbc:CustomizationID', 'urn:fdc:peppol.eu:poacc:trns:order_response:3'),
    leaf('cbc:ProfileID', 'urn:fdc:peppol.eu:poacc:bis:ordering:3'),
    leaf('cbc:ID', answer.version === 1 ? answer.order : `${answer.order}-v${answer.version}`),
    leaf('cbc:SalesOrderID', answer.order),
    leaf('cbc:IssueDate', answer.issuedOn),
    leaf('cbc:OrderResponseCode', answer.code),
    freightNote(answer),
    leaf('cbc:DocumentCurrencyCode', answer.currency),
    leaf('cbc:CustomerReference', answer.buyerReference),
    group('cac:OrderReference', leaf('cbc:ID', answer.reference)),
    group('cac:SellerSupplierParty', partyOf(sellerOf(answer))),
    group('cac:BuyerCustomerParty', partyOf(buyerOf(answer))),
    delivery(answer.promised),
    answer.lines.map((line) => lineOf(line, answer.currency)),
  );

/** Freight has no element of its own here. */
function freightNote({ freight, language, currency }: OrderResponseDocument): Element | null {
  if (freight === null || freight.asked === freight.agreed) return null;
  return leaf('cbc:Note', wordsOf(language).orderResponse.freight(freight.agreed, currency));
}

/** The parties as the message named them; where it gave no address for messages, by what is known of them. */
const sellerOf = ({ seller, company }: OrderResponseDocument): MessageParty => ({
  ...seller,
  name: company.legalName,
  endpoint: seller.endpoint ?? electronicAddressOf(company),
});
const buyerOf = ({ buyer, customer }: OrderResponseDocument): MessageParty => ({
  ...buyer,
  name: buyer.name ?? customer.name,
  endpoint: buyer.endpoint ?? electronicAddressOf(customer),
});

const partyOf = ({ endpoint, ids, name }: MessageParty): Element | null =>
  group(
    'cac:Party',
    endpoint && idOf('cbc:EndpointID', endpoint),
    ids.map((id) => group('cac:PartyIdentification', idOf('cbc:ID', id))),
    group('cac:PartyLegalEntity', leaf('cbc:RegistrationName', name)),
  );

const idOf = (name: string, { scheme, value }: PartyId): Element | null =>
  leaf(name, value, scheme === null ? {} : { schemeID: scheme });

const delivery = (promised: Period | null): Element | null =>
  promised &&
  group(
    'cac:Delivery',
    group('cac:PromisedDeliveryPeriod', leaf('cbc:StartDate', promised.start), leaf('cbc:EndDate', promised.end)),
  );

function lineOf(line: ResponseLine, currency: string): Element | null {
  const { id, status, item, instead, unitCode, quantity, netPrice, promised } = line;
  const price = group(
    'cac:Price',
    leaf('cbc:PriceAmount', netPrice, { currencyID: currency }),
    leaf('cbc:BaseQuantity', '1', { unitCode }),
  );
  return group(
    'cac:OrderLine',
    group(
      'cac:LineItem',
      leaf('cbc:ID', id),
      leaf('cbc:LineStatusCode', statusCodes[status]),
      leaf('cbc:Quantity', quantity, { unitCode }),
      delivery(promised),
      netPrice === null ? null : price,
      itemOf(item),
    ),
    instead && group('cac:SellerSubstitutedLineItem', leaf('cbc:ID', id), itemOf(instead)),
    group('cac:OrderLineReference', leaf('cbc:LineID', id)),
  );
}

const itemOf = ({ product, name, buyerItem, gtin }: ResponseLine['item']): Element | null =>
  group(
    'cac:Item',
    leaf('cbc:Name', name),
    group('cac:BuyersItemIdentification', leaf('cbc:ID', buyerItem ?? null)),
    group('cac:SellersItemIdentification', leaf('cbc:ID', product)),
    group('cac:StandardItemIdentification', leaf('cbc:ID', gtin ?? null, { schemeID: '0160' })),
  );
