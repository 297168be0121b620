import type { LineProgress, OrderDraft, OrderDraftLine } from '../../contracts/process.js';

/** An order of 10 that answers the only line of a quote in every respect; a test names what differs. */
export function draftLine(changes: Partial<OrderDraftLine> = {}): OrderDraftLine {
  return {
    lineNo: 1,
    product: 'P-011',
    description: 'Queso Cabrales',
    unit: '1 kg pkg.',
    quantity: '10',
    unitPrice: '14.00',
    discountPercent: '5.00',
    vatRate: '5.50',
    quoteLineNo: 1,
    requestedDate: '2026-11-30',
    expected: {
      source: 'quote',
      product: 'P-011',
      quantity: '10',
      unitPrice: '14.00',
      discountPercent: '5.00',
      deliveryDate: '2026-11-30',
    },
    ...changes,
  };
}

export function orderDraft(changes: Partial<OrderDraft> = {}): OrderDraft {
  return {
    customer: 'VINET',
    origin: 'quote',
    quote: { number: 'DE-2026-000007', revision: 1 },
    customerReference: 'PO 4711',
    currency: 'EUR',
    paymentTerms: { kind: 'net', days: 30 },
    deliveryAddress: {
      name: 'Vins et alcools Chevalier',
      street: "59 rue de l'Abbaye",
      postalCode: '51100',
      city: 'Reims',
      region: '',
      countryCode: 'FR',
    },
    freight: '32.38',
    salesperson: 'buchanan',
    expectedTerms: { source: 'quote', terms: { kind: 'net', days: 30 } },
    expectedFreight: '32.38',
    lines: [draftLine()],
    ...changes,
  };
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
