import type { OrderInput, OrderLineInput } from '../../contracts/order.js';
import type { Parties, PartyContact } from '../../contracts/parties.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { LineProgress, OrderDraft, OrderDraftLine } from '../../contracts/process.js';
import { draftOrder, type OrderCustomer, type OrderFacts, type OrderProduct } from '../../domain/order-entry.js';
import type { PartyFacts } from '../../domain/parties.js';
import type { OrderQuote } from '../../domain/order-entry.js';
import { tellIn } from '../../words/said.js';

const reims: PostalAddress = {
  name: 'Vins et alcools Chevalier',
  street: "59 rue de l'Abbaye",
  postalCode: '51100',
  city: 'Reims',
  region: '',
  countryCode: 'FR',
};
const vinetParty = { number: 'VINET', name: reims.name, siren: null, vatNumber: null, address: reims };
export const achats: PartyContact = {
  role: 'orders',
  name: 'Service achats',
  language: 'fr',
  email: 'achats@vinet.example',
  phone: '03 26 47 15 10',
};
export const compta: PartyContact = {
  ...achats,
  role: 'invoices',
  name: 'Comptabilité',
  email: 'compta@vinet.example',
};
export const vinetParties: Parties = {
  buyer: vinetParty,
  billTo: vinetParty,
  shipTo: { code: null, siret: null, address: reims },
  contacts: [achats, compta],
};

export const vinetFacts: PartyFacts = {
  party: vinetParty,
  billing: null,
  contacts: [achats, compta],
  shipTo: null,
  payer: null,
};

export const vinet: OrderCustomer = {
  number: 'VINET',
  name: 'Vins et alcools Chevalier',
  currency: 'EUR',
  paymentTerms: { kind: 'net', days: 30 },
  parties: vinetFacts,
  salesperson: 'buchanan',
};

export const cabrales: OrderProduct = {
  number: 'P-011',
  name: 'Queso Cabrales',
  unit: '1 kg pkg.',
  listPrice: '21.00',
  currency: 'EUR',
  taxClass: 'reduced',
  active: true,
};

/** 10 Cabrales at 14.00 less 5 %, for 30 November 2026; freight 32.38. Nobody has ordered of it. */
export const cabralesQuote: OrderQuote = {
  number: 'DE-2026-000007',
  customer: 'VINET',
  currency: 'EUR',
  revision: 1,
  validUntil: '2026-12-31',
  status: 'open',
  paymentTerms: { kind: 'net', days: 30 },
  deposit: null,
  freight: '32.38',
  lines: [
    {
      lineNo: 1,
      product: 'P-011',
      quantity: '10',
      unitPrice: '14.00',
      discountPercent: '5.00',
      deliveryDate: '2026-11-30',
      ordered: '0',
    },
  ],
};

export const facts: OrderFacts = {
  seller: { countryCode: 'FR', postalCode: '33000' },
  customer: vinet,
  quote: cabralesQuote,
  products: new Map([[cabrales.number, cabrales]]),
  shipTo: null,
  taxRates: [
    { country: 'FR', taxClass: 'standard', from: '2014-01-01', vatCategory: 'S', vatRate: '20.00', vatExemption: null },
    { country: 'FR', taxClass: 'reduced', from: '2014-01-01', vatCategory: 'S', vatRate: '5.50', vatExemption: null },
  ],
  today: '2026-11-22',
};

export const lineInput: OrderLineInput = {
  lineNo: 1,
  product: 'P-011',
  quantity: '10',
  unitPrice: '14.00',
  requestedDate: '2026-11-30',
};

export const orderInput: OrderInput = {
  customer: 'VINET',
  origin: 'quote',
  quote: 'DE-2026-000007',
  customerReference: 'PO 4711',
  currency: 'EUR',
  lines: [lineInput],
};

/** An order of 10 that answers the only line of a quote in every respect; a test names what differs. */
export function orderDraft(changes: Partial<OrderDraft> = {}): OrderDraft {
  const drafted = draftOrder(orderInput, facts);
  if (drafted.kind === 'refused') throw new Error(tellIn('en', drafted.said));
  return { ...drafted.draft, ...changes };
}

export function draftLine(changes: Partial<OrderDraftLine> = {}): OrderDraftLine {
  const [line] = orderDraft().lines;
  if (line === undefined) throw new Error('the order has no line');
  return { ...line, ...changes };
}

/** A line of 10 of which nothing has happened yet. */
export function progress(changes: Partial<LineProgress> = {}): LineProgress {
  return {
    lineNo: 1,
    product: 'P-011',
    quantity: '10',
    delivered: '0',
    cancelled: '0',
    allocated: '0',
    confirmedDate: null,
    ...changes,
  };
}
