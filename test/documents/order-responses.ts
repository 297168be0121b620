import type { AcknowledgementDocument, OrderResponseDocument } from '../../contracts/documents.js';
import type { OrderMessageFacts } from '../../contracts/order-message.js';
import { renderOrderResponse } from '../../documents/order-response.js';
import { acceptedAs, rejected } from '../../domain/order-response.js';
import { acknowledgement, company, customer } from './fixtures.js';

/** Answers to one message, by what became of it. */
const asked: OrderMessageFacts = {
  format: 'ubl-order',
  reference: 'BC & 5521',
  buyerReference: 'ATELIER-7',
  profile: 'urn:fdc:peppol.eu:poacc:bis:ordering:3',
  issuedOn: '2026-11-02',
  currency: 'EUR',
  buyer: {
    endpoint: { scheme: '0225', value: '542107651' },
    ids: [{ scheme: '0002', value: '542107651' }],
    name: 'Blondel',
  },
  seller: { endpoint: null, ids: [], name: null },
  freight: '0.00',
  lines: [
    { ...line(1, 'P-011', '10', '20.00'), buyerItem: 'A-100', gtin: '4006381333931' },
    line(2, 'P-022', '4', '3.00'),
    line(3, 'P-033', '6', null),
  ],
};

function line(lineNo: number, product: string, quantity: string, unitPrice: string | null) {
  return {
    lineNo,
    id: String(lineNo * 10),
    product,
    name: `Article ${product}`,
    quantity,
    unitCode: 'EA',
    unitPrice,
    discountPercent: '0',
    requested: { start: '2026-11-09', end: '2026-11-13' },
  };
}

type Agreed = AcknowledgementDocument['lines'][number];

function agreed(lineNo: number, product: string, quantity: string, unitPrice: string, on: string): Agreed {
  const [first] = acknowledgement('fr').lines;
  if (first === undefined) throw new Error('no line');
  return { ...first, lineNo, product, quantity, unitPrice, discountPercent: '0.00', agreed: [{ quantity, date: on }] };
}

const asAsked = [
  agreed(1, 'P-011', '10', '20.00', '2026-11-13'),
  agreed(2, 'P-022', '4', '3.00', '2026-11-12'),
  agreed(3, 'P-033', '6', '9.99', '2026-11-10'),
];

const outcomes = {
  accepted: asAsked,
  otherwise: [
    agreed(1, 'P-011', '8', '20.00', '2026-11-13'),
    agreed(3, 'P-033', '6', '9.99', '2026-11-20'),
    agreed(4, 'P-044', '1', '5.00', '2026-11-13'),
  ],
  substituted: [...asAsked.slice(0, 2), agreed(3, 'P-034', '6', '9.99', '2026-11-10')],
};

function answerOf(outcome: keyof typeof outcomes | 'rejected'): OrderResponseDocument {
  const { order, customerReference, quote } = acknowledgement('fr');
  const head = {
    language: 'fr' as const,
    company,
    customer,
    order,
    customerReference,
    quote,
    version: 1,
    issuedOn: '2026-11-03',
    currency: asked.currency,
    reference: asked.reference,
    buyerReference: asked.buyerReference,
    buyer: asked.buyer,
    seller: asked.seller,
  };
  if (outcome === 'rejected') return { ...head, ...rejected };
  const acknowledged = { ...acknowledgement('fr'), freight: '0.00', lines: outcomes[outcome] };
  return { ...head, ...acceptedAs(asked, acknowledged) };
}

export const responseOf = async (outcome: keyof typeof outcomes | 'rejected'): Promise<string> =>
  new TextDecoder().decode(await renderOrderResponse(answerOf(outcome)));
