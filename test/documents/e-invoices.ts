import fc from 'fast-check';
import type { Adjustment } from '../../contracts/adjustment.js';
import { InvoiceDocument } from '../../contracts/documents.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { BesidePrice, PrintedLine, Vat } from '../../contracts/process.js';
import type { Currency, Language } from '../../contracts/vocabulary.js';
import { besidePrice } from '../../domain/adjustments.js';
import { draftInvoice } from '../../domain/invoicing.js';
import { addQuantities } from '../../domain/money.js';
import { progress } from '../domain/order-drafts.js';
import { rated } from '../support/vat.js';
import { customer, deliveryAddress, invoice } from './fixtures.js';

/** Every kind of invoice that can be issued, made by the rules that make them: domain/invoicing.ts. */

type Line = {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discountPercent?: string;
  readonly vat?: Vat;
  readonly unit?: string;
  readonly description?: string;
  /** Delivered, and invoiced, before. */
  readonly before?: string;
} & BesidePrice;

type Made = {
  readonly lines: readonly Line[];
  readonly freight?: string;
  readonly currency?: Currency;
  readonly language?: Language;
  readonly changes?: Partial<InvoiceDocument>;
};

export function invoiceOf({
  lines,
  freight = '0',
  currency = 'EUR',
  language = 'fr',
  changes = {},
}: Made): InvoiceDocument {
  const orderLines: readonly PrintedLine[] = lines.map((line, at) => ({
    lineNo: at + 1,
    product: `P-${at + 1}`,
    description: line.description ?? `Article n° ${at + 1}`,
    unit: line.unit ?? '10 boxes x 20 bags',
    quantity: addQuantities(line.quantity, line.before ?? '0'),
    unitPrice: line.unitPrice,
    discountPercent: line.discountPercent ?? '0',
    ...besidePrice(line),
    ...(line.vat ?? rated('20')),
  }));
  const draft = draftInvoice({
    deliveryNumber: 'BL-2026-000017',
    delivered: lines.map(({ quantity, vat }, at) => ({ lineNo: at + 1, quantity, ...(vat ?? rated('20')) })),
    orderLines,
    progress: orderLines.map(({ lineNo, quantity }) => progress({ lineNo, quantity, delivered: quantity })),
    freight,
    currency,
  });
  const { net, vat, gross, vatBreakdown } = draft;
  const figures = { lines: [...draft.lines], net, vat, gross, freight: draft.freight, vatBreakdown: [...vatBreakdown] };
  return InvoiceDocument.parse({ ...invoice(language), currency, backorders: [], ...figures, ...changes });
}

const berlin: PostalAddress = {
  name: 'Feinkost Nord GmbH',
  street: 'Marienburger Straße 3',
  postalCode: '10405',
  city: 'Berlin',
  region: '',
  countryCode: 'DE',
};
const geneva = {
  ...berlin,
  name: 'Épicerie du Rhône SA',
  street: '1, rue du Rhône',
  postalCode: '1204',
  city: 'Genève',
};
const osaka = { ...berlin, name: 'Dōjima Foods K.K.', street: '1-5-8 Dōjima', postalCode: '530-0003', city: 'Ōsaka' };
const dublin = {
  ...berlin,
  name: 'Liffey Larder Ltd',
  street: '7 Bachelors Walk',
  postalCode: 'D01 W0P1',
  city: 'Dublin',
};

const abroad = (number: string, vatNumber: string | null, address: PostalAddress): Partial<InvoiceDocument> => ({
  customer: { number, name: address.name, siren: null, vatNumber, billingAddress: address },
  deliveryAddress: address,
});
const toGermany = abroad('FEINK', 'DE136695976', berlin);
const toSwitzerland = abroad('RHONE', 'CHE107787577IVA', { ...geneva, countryCode: 'CH' });
const toJapan = abroad('DOJIM', null, { ...osaka, countryCode: 'JP' });
const toIreland = abroad('LIFFE', 'IE6388047V', { ...dublin, countryCode: 'IE', region: 'Leinster' });

const without = (vatCategory: 'E' | 'AE' | 'K' | 'G' | 'O', vatExemption: Vat['vatExemption']): Vat => ({
  vatCategory,
  vatRate: '0',
  vatExemption,
});
const exempt = without('E', 'VATEX-EU-132');
const reversed = without('AE', 'VATEX-EU-AE');
const intraCommunity = without('K', 'VATEX-EU-IC');
const exported = without('G', 'VATEX-EU-G');
const outside = without('O', 'VATEX-EU-O');

/** Two deliveries of two orders, the second to another place. */
const charges = [
  { delivery: 'BL-2026-000101', order: 'SO-2026-000042', customerReference: 'PO-1', deliveredOn: '2026-11-05' },
  { delivery: 'BL-2026-000102', order: 'SO-2026-000999', customerReference: null, deliveredOn: '2026-11-19' },
] as const;
const ofTwoOrders = InvoiceDocument.parse({
  ...invoiceOf({
    lines: [
      { quantity: '4', unitPrice: '12.50' },
      { quantity: '3', unitPrice: '9.90' },
    ],
    freight: '7.77',
  }),
  order: 'SO-2026-000042',
  deliveries: charges.map(({ delivery }) => delivery),
  deliveredOn: '2026-11-19',
  issueDate: '2026-11-30',
  dueDate: '2026-12-30',
  period: { from: '2026-11-01', to: '2026-11-30' },
  charged: charges.map((charge, at) => ({
    ...charge,
    address: at === 0 ? deliveryAddress : { ...deliveryAddress, city: 'Lyon' },
    lines: [{ lineNo: at + 1, orderLine: 3 }],
  })),
});
const ofOneOrder = (ofTwoOrders.charged ?? []).map(({ address: _address, ...charge }) => ({
  ...charge,
  order: ofTwoOrders.order,
}));

const strange = `<b>"Dupont & fils" 'Œuvre' ]]> 𝕏 \u202eabc`;

const off = (basis: Adjustment['basis'], value: string): Adjustment => ({
  kind: 'allowance',
  reason: '100',
  text: 'Client fidèle',
  basis,
  value,
});
const onTop = (basis: Adjustment['basis'], value: string): Adjustment => ({
  kind: 'charge',
  reason: 'ABL',
  text: 'Emballage',
  basis,
  value,
});

const withText = (document: InvoiceDocument, text: string): InvoiceDocument => ({
  ...document,
  lines: document.lines.map((line) => ({ ...line, text })),
});

/** `isReached` false: the customer has no number by which an electronic invoice is addressed. */
export const kinds: Readonly<Record<string, { readonly document: InvoiceDocument; readonly isReached?: false }>> = {
  'a French customer, two rates, discount, freight at one of them': { document: InvoiceDocument.parse(invoice('fr')) },
  'the same in English': { document: InvoiceDocument.parse(invoice('en')) },
  'with numbers of GS1 and of the buyer': {
    document: InvoiceDocument.parse({
      ...invoice('fr'),
      customer: { ...invoice('fr').customer, gln: '7300010000001' },
      deliveryGln: '4012345000009',
      lines: invoice('fr').lines.map((line, at) => ({
        ...line,
        buyerItem: `A-${at}`,
        ...(at === 0 && { gtin: '4006381333931' }),
      })),
    }),
  },
  'four rates, all with freight and a discount': {
    document: invoiceOf({
      lines: ['20', '10', '5.5', '2.1'].map((rate, at) => ({
        quantity: '7',
        unitPrice: `1${at}.37`,
        discountPercent: `${at + 2}.5`,
        vat: rated(rate),
      })),
      freight: '33.33',
    }),
  },
  'in instalments, paid to a factor': {
    document: InvoiceDocument.parse({
      ...invoice('fr'),
      paymentTerms: {
        kind: 'instalments',
        parts: [
          { percent: '30', due: { kind: 'net', days: 15 } },
          { percent: '70', due: { kind: 'end-of-month', days: 45, reading: 'days-then-month-end' } },
        ],
      },
      instalments: [
        { instalment: 1, dueDate: '2026-12-13', amount: '1130.69' },
        { instalment: 2, dueDate: '2027-01-31', amount: '2638.27' },
      ],
      payee: {
        name: 'Affacturage du Rhône SA',
        iban: 'DE89370400440532013000',
        bic: 'COBADEFF',
        notice: { fr: 'Seul un paiement à l’affactureur libère.', en: 'Only payment to the factor discharges.' },
      },
    }),
  },
  'with a discount for early payment': {
    document: InvoiceDocument.parse({
      ...invoice('fr'),
      paymentTerms: { kind: 'net', days: 30, discount: { percent: '2', days: 8, vat: 'with-vat' } },
      earlyPayment: { by: '2026-12-06', payable: '3693.58', deducted: '75.38', ofVat: '8.34' },
    }),
  },
  'in the place of one that a credit note took back': {
    document: InvoiceDocument.parse({
      ...invoice('fr'),
      replaces: { number: 'FA-2026-000012', issueDate: '2026-11-20', creditNote: 'AV-2026-000002' },
    }),
  },
  'a corrective one': {
    document: InvoiceDocument.parse({
      ...invoice('fr'),
      corrects: { number: 'FA-2026-000012', issueDate: '2026-11-20' },
    }),
  },
  'of a month, over two orders that went to two places': { document: ofTwoOrders },
  'of one order in two deliveries': { document: InvoiceDocument.parse({ ...ofTwoOrders, charged: ofOneOrder }) },
  'taxed at zero': { document: invoiceOf({ lines: [{ quantity: '4', unitPrice: '12.50', vat: rated('0') }] }) },
  exempt: { document: invoiceOf({ lines: [{ quantity: '4', unitPrice: '12.50', vat: exempt }], freight: '5' }) },
  'reverse charge': { document: invoiceOf({ lines: [{ quantity: '4', unitPrice: '12.50', vat: reversed }] }) },
  'with texts of the customer and of a product': {
    document: withText(
      invoiceOf({
        lines: [{ quantity: '4', unitPrice: '12.50' }],
        changes: { text: 'Marché n° 2026-14, lot 3 & avenants' },
      }),
      'À conserver au sec',
    ),
  },
  'outside the scope of VAT, with freight and a rebate': {
    document: invoiceOf({
      lines: [
        { quantity: '1', unitPrice: '2500.00', vat: outside },
        {
          quantity: '1',
          unitPrice: '700.00',
          vat: outside,
          adjustments: [off('percent', '5'), { ...off('amount', '66.50'), of: 1, percent: '10' }],
        },
      ],
      freight: '12.00',
    }),
  },
  'taxed and exempt, with freight on both': {
    document: invoiceOf({
      lines: [
        { quantity: '4', unitPrice: '12.50', vat: exempt },
        { quantity: '3', unitPrice: '9.90' },
      ],
      freight: '7.77',
    }),
  },
  'to another member state': {
    document: invoiceOf({
      lines: [{ quantity: '4', unitPrice: '12.50', vat: intraCommunity }],
      freight: '11.00',
      language: 'en',
      changes: { ...toGermany, issueDate: '2026-12-20', dueDate: '2027-01-31' },
    }),
  },
  'to Ireland, with a region': {
    document: invoiceOf({
      lines: [{ quantity: '1.125', unitPrice: '8.4444', vat: intraCommunity, unit: 'kg' }],
      language: 'en',
      changes: toIreland,
    }),
  },
  'to Switzerland, in francs': {
    document: invoiceOf({
      lines: [{ quantity: '4', unitPrice: '12.50', vat: exported }],
      freight: '20',
      currency: 'CHF',
      changes: toSwitzerland,
    }),
  },
  'in dollars, taxed at home: the VAT in euros too': {
    document: invoiceOf({
      lines: [{ quantity: '4', unitPrice: '12.50' }],
      currency: 'USD',
      changes: { accountingVat: { currency: 'EUR', rate: '0.9123', from: '2026-11-26', vat: '9.12' } },
    }),
  },
  'to Japan, in yen, with parts of a yen and a discount': {
    document: invoiceOf({
      lines: [
        { quantity: '3', unitPrice: '33.35', vat: exported },
        { quantity: '1', unitPrice: '105', discountPercent: '12.5', vat: exported },
        { quantity: '7', unitPrice: '0.45', before: '4', vat: exported },
      ],
      freight: '1500',
      currency: 'JPY',
      language: 'en',
      changes: toJapan,
    }),
    isReached: false,
  },
  'parts of lines, with odd cents': {
    document: invoiceOf({
      lines: [
        { quantity: '1', before: '1', unitPrice: '0.125' },
        { quantity: '1', before: '1', unitPrice: '0.334' },
        { quantity: '3.333', before: '3.333', unitPrice: '1.1111', discountPercent: '33.33' },
        { quantity: '0.001', before: '0.004', unitPrice: '1', discountPercent: '5' },
      ],
      freight: '0.01',
    }),
  },
  'allowances and charges on lines, in whole and in parts': {
    document: invoiceOf({
      lines: [
        { quantity: '1000', unitPrice: '1.00', adjustments: [off('percent', '10'), onTop('percent', '10')] },
        {
          quantity: '3',
          before: '4',
          unitPrice: '19.99',
          discountPercent: '2.5',
          adjustments: [off('amount', '10.00')],
        },
        { quantity: '7', unitPrice: '0.125', vat: rated('5.5'), adjustments: [onTop('per-unit', '0.0125')] },
        { quantity: '1', before: '299', unitPrice: '1', adjustments: [off('percent', '0.1'), onTop('amount', '0.01')] },
      ],
      freight: '12.00',
    }),
  },
  'allowances and charges on the whole, at two rates and in parts': {
    document: invoiceOf({
      lines: [
        {
          quantity: '10',
          unitPrice: '9.99',
          adjustments: [off('percent', '3'), { ...off('amount', '10.37'), of: 1, percent: '10.7' }],
        },
        {
          quantity: '4',
          before: '3',
          unitPrice: '21.00',
          vat: rated('5.5'),
          adjustments: [{ ...off('amount', '15.73'), of: 1, percent: '10.7' }],
        },
        { quantity: '1', unitPrice: '100', vat: rated('5.5'), adjustments: [{ ...onTop('amount', '12.00'), of: 2 }] },
      ],
      freight: '9.90',
    }),
  },
  'prices of a hundred and of a thousand': {
    document: invoiceOf({
      lines: [
        { quantity: '250', unitPrice: '12.34', priceBase: '100', unit: 'pièce' },
        { quantity: '16000', unitPrice: '8.765', priceBase: '1000', discountPercent: '3', unit: 'kg' },
        { quantity: '1', before: '1', unitPrice: '0.0088', priceBase: '1000', adjustments: [onTop('amount', '4.00')] },
      ],
    }),
  },
  'goods given away, and goods of no price': {
    document: invoiceOf({
      lines: [
        { quantity: '3', unitPrice: '99.99', discountPercent: '100' },
        { quantity: '1', unitPrice: '0' },
        { quantity: '16000', unitPrice: '0.0088' },
      ],
    }),
  },
  'every unit that has a code, and one that has none': {
    document: invoiceOf({
      lines: [
        'pièce',
        'unité',
        'paire',
        'carton',
        'kg',
        'L',
        'm²',
        'bouteille',
        'palette',
        'lot',
        '12 - 75 cl bottles',
      ].map((unit) => ({ quantity: '2', unitPrice: '3.10', unit })),
    }),
  },
  'sent to who pays for it, without reference and quote': {
    document: invoiceOf({
      lines: [{ quantity: '2', unitPrice: '3.10' }],
      changes: {
        customerReference: null,
        quote: null,
        customer: { ...customer, billingAddress: { ...deliveryAddress, name: 'Blondel, comptabilité fournisseurs' } },
      },
    }),
  },
  'a customer known by its VAT number alone': {
    document: invoiceOf({
      lines: [{ quantity: '2', unitPrice: '3.10' }],
      changes: { customer: { ...customer, siren: null } },
    }),
  },
  'signs that XML and PDF know as their own': {
    document: invoiceOf({
      lines: [{ quantity: '2', unitPrice: '3.10', description: `${strange}\u0007\ufffe`, unit: strange.slice(0, 20) }],
      changes: {
        customerReference: `PO & "4711" <${'x'.repeat(30)}>`,
        customer: { ...customer, name: strange },
        deliveryAddress: { ...deliveryAddress, name: strange, street: strange, region: strange },
      },
    }),
  },
  'the largest figures': {
    document: invoiceOf({
      lines: [{ quantity: '999999.999', unitPrice: '99999.9999', discountPercent: '0.01' }],
      freight: '999999.99',
    }),
  },
  'a hundred lines': {
    document: invoiceOf({
      lines: Array.from({ length: 100 }, (_, at) => ({
        quantity: `${at + 1}.5`,
        before: '0.25',
        unitPrice: `${at}.0${at % 10}5`,
        discountPercent: `${at % 7}.25`,
        vat: rated(at % 3 === 0 ? '5.5' : '20'),
      })),
      freight: '123.45',
    }),
  },
};

const digits = (whole: number, places: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: whole }), fc.integer({ min: 1, max: 10 ** places - 1 }))
    .map(([units, rest]) => `${units}.${String(rest).padStart(places, '0')}`);

/** Invoices of any lines and parts of them, in euros to a French customer. */
export const anyInvoice: fc.Arbitrary<InvoiceDocument> = fc
  .record({
    lines: fc.array(
      fc.record({
        quantity: digits(300, 3),
        before: digits(300, 3),
        unitPrice: digits(500, 4),
        discountPercent: fc.oneof(fc.constant('0'), digits(99, 2)),
        vat: fc.constantFrom(rated('20'), rated('10'), rated('5.5'), rated('2.1'), exempt),
        priceBase: fc.constantFrom('1', '100', '12'),
        adjustments: fc.array(
          fc.oneof(
            digits(20, 2).map((value) => off('percent', value)),
            digits(20, 2).map((value) => onTop('amount', value)),
            digits(3, 4).map((value) => onTop('per-unit', value)),
          ),
          { maxLength: 3 },
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    freight: digits(90, 2),
  })
  .map(invoiceOf);
