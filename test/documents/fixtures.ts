import type { Company } from '../../contracts/company.js';
import type {
  AcknowledgementDocument,
  CreditNoteDocument,
  DeliveryNoteDocument,
  DiscrepancyQuestion,
  DocumentCustomer,
  DunnedInvoice,
  DunningLetter,
  DunningReport,
  InvoiceDocument,
  OrderRefusal,
} from '../../contracts/documents.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { Language } from '../../contracts/vocabulary.js';
import { rated } from '../support/vat.js';

export const company: Company = {
  legalName: 'Comptoir Lyonnais d’Épicerie Fine',
  legalForm: 'SAS',
  shareCapital: '250 000 €',
  siren: '732829320',
  tradeRegister: 'RCS Lyon 732 829 320',
  vatNumber: 'FR44732829320',
  address: {
    name: 'Comptoir Lyonnais d’Épicerie Fine',
    street: '12 quai Perrache',
    postalCode: '69002',
    city: 'Lyon',
    region: '',
    countryCode: 'FR',
  },
  phone: '+33 4 72 00 00 00',
  email: 'adv@comptoir-lyonnais.example',
  financeEmail: 'finance@comptoir-lyonnais.example',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  currency: 'EUR',
  language: 'fr',
  zone: 'Europe/Paris',
  invoiceNotes: {
    fr: 'Escompte pour paiement anticipé : néant.',
    en: 'No discount for early payment.',
  },
};

export const billingAddress: PostalAddress = {
  name: 'Blondel père et fils',
  street: '24, place Kléber',
  postalCode: '67000',
  city: 'Strasbourg',
  region: '',
  countryCode: 'FR',
};

export const deliveryAddress: PostalAddress = {
  name: 'Blondel, entrepôt nord',
  street: '3 rue du Port-du-Rhin, quai 7',
  postalCode: '67100',
  city: 'Strasbourg',
  region: '',
  countryCode: 'FR',
};

export const customer: DocumentCustomer = {
  number: 'BLONP',
  name: 'Blondel père et fils',
  siren: '542107651',
  vatNumber: 'FR13542107651',
  billingAddress,
};

const lines = [
  {
    lineNo: 1,
    product: 'P-011',
    description: 'Queso Cabrales',
    unit: '1 kg pkg.',
    quantity: '10',
    unitPrice: '21.00',
    discountPercent: '5.00',
    ...rated('5.50'),
    net: '199.50',
  },
  {
    lineNo: 2,
    product: 'P-029',
    description: 'Thüringer Rostbratwurst',
    unit: '50 bags x 30 sausgs.',
    quantity: '12.5',
    unitPrice: '123.7900',
    discountPercent: '0.00',
    ...rated('5.50'),
    net: '1547.38',
  },
  {
    lineNo: 3,
    product: 'P-038',
    description: 'Côte de Blaye',
    unit: '12 - 75 cl bottles',
    quantity: '6',
    unitPrice: '263.50',
    discountPercent: '0.00',
    ...rated('20.00'),
    net: '1581.00',
  },
] as const;

// By hand: 199.50 + 1547.38 = 1746.88 at 5.5 %, VAT 96.0784 → 96.08; 1581.00 + freight 24.00 = 1605.00 at 20 %, VAT
// 321.00; net 3351.88, VAT 417.08, gross 3768.96.
const totals = {
  net: '3351.88',
  vat: '417.08',
  gross: '3768.96',
  freight: '24.00',
  vatBreakdown: [
    { ...rated('5.50'), base: '1746.88', vat: '96.08' },
    { ...rated('20.00'), base: '1605.00', vat: '321.00' },
  ],
};

const order = { order: 'SO-2026-000042', customerReference: 'PO-4711/Bœuf', quote: 'DE-2026-000007' };

export const acknowledgement = (language: Language): AcknowledgementDocument => ({
  language,
  company,
  customer,
  ...order,
  quoteRevision: 2,
  version: 1,
  receivedOn: '2026-11-20',
  issuedOn: '2026-11-22',
  deliveryAddress,
  paymentTerms: { kind: 'end-of-month', days: 45, reading: 'days-then-month-end' },
  currency: 'EUR',
  lines: lines.map((line, index) => ({
    ...line,
    requestedDate: '2026-11-27',
    agreed:
      index === 0
        ? [
            { quantity: '6', date: '2026-11-27' },
            { quantity: '4', date: '2026-12-11' },
          ]
        : [{ quantity: line.quantity, date: '2026-11-27' }],
  })),
  ...totals,
  changes: [],
});

const backorder = {
  lineNo: 1,
  product: 'P-011',
  description: 'Queso Cabrales',
  unit: '1 kg pkg.',
  quantity: '4',
  nextDate: '2026-12-11',
};

export const deliveryNote = (language: Language): DeliveryNoteDocument => ({
  language,
  company,
  customer,
  number: 'BL-2026-000017',
  ...order,
  deliveredOn: '2026-11-27',
  carrier: 'Transports Rhénans',
  deliveryAddress,
  lines: [
    { ...pick(lines[0]), ordered: '10', quantity: '6' },
    { ...pick(lines[2]), ordered: '6', quantity: '6' },
  ],
  backorders: [backorder],
  proof: null,
});

function pick({ lineNo, product, description, unit }: (typeof lines)[number]) {
  return { lineNo, product, description, unit };
}

export const invoice = (language: Language): InvoiceDocument => ({
  language,
  company,
  customer,
  number: 'FA-2026-000017',
  ...order,
  deliveries: ['BL-2026-000017'],
  issueDate: '2026-11-28',
  deliveredOn: '2026-11-27',
  dueDate: '2027-01-31',
  deliveryAddress,
  paymentTerms: { kind: 'end-of-month', days: 45, reading: 'days-then-month-end' },
  currency: 'EUR',
  lines: lines.map((line) => ({ ...line })),
  ...totals,
  backorders: [backorder],
  latePayment: { annualPercent: '12.15', recoveryFee: '40.00' },
});

/**
 * 30 % of the invoice before its goods left: 1130.69, of which 552.89 at 5.5 % (524.07 + 28.82) and 577.80 at 20 % (481.50 + 96.30).
 */
export const depositInvoice = (language: Language): InvoiceDocument => {
  const vatBreakdown = [
    { ...rated('20.00'), base: '481.50', vat: '96.30' },
    { ...rated('5.50'), base: '524.07', vat: '28.82' },
  ];
  return {
    language,
    company,
    customer,
    number: 'AC-2026-000003',
    ...order,
    deliveries: [],
    issueDate: '2026-11-22',
    deliveredOn: null,
    dueDate: '2026-11-30',
    deliveryAddress,
    paymentTerms: { kind: 'net', days: 8 },
    deposit: {
      asked: { kind: 'percent', percent: '30.00', terms: { kind: 'net', days: 8 }, blocksDelivery: true },
      orderGross: '3768.96',
      expectedOn: '2026-11-27',
    },
    currency: 'EUR',
    lines: vatBreakdown.map(({ base, vat: _vat, ...vat }, index) => ({
      lineNo: index + 1,
      product: null,
      description: 'Acompte sur la commande SO-2026-000042',
      unit: '',
      quantity: '1',
      unitPrice: base,
      discountPercent: '0.00',
      ...vat,
      net: base,
    })),
    net: '1005.57',
    vat: '125.12',
    gross: '1130.69',
    freight: '0.00',
    vatBreakdown,
    backorders: [],
    latePayment: { annualPercent: '12.15', recoveryFee: '40.00' },
  };
};

/** The invoice with that deposit deducted: 3768.96 less 1130.69. */
export const afterDeposit = (language: Language): InvoiceDocument => {
  const { number, issueDate, vatBreakdown, gross } = depositInvoice(language);
  return {
    ...invoice(language),
    deducted: { deposits: [{ deposit: number, issueDate, rows: vatBreakdown, gross }], payable: '2638.27' },
  };
};

/** Two cheeses of the invoice and half its freight came back: 39.90 at 5.5 % (2.1945) and 12.00 at 20 %; 56.49 in all. */
export const creditNote = (language: Language): CreditNoteDocument => ({
  language,
  company,
  customer,
  number: 'AV-2026-000003',
  ...order,
  corrects: { number: 'FA-2026-000017', issueDate: '2026-11-28' },
  deliveries: ['BL-2026-000017'],
  issueDate: '2026-12-04',
  currency: 'EUR',
  scope: 'lines',
  reason: 'LIVR_INCOMP',
  note: 'Deux meules manquaient à la livraison.',
  lines: [{ ...lines[0], quantity: '-2', net: '-39.90' }],
  net: '-51.90',
  vat: '-4.59',
  gross: '-56.49',
  freight: '-12.00',
  vatBreakdown: [
    { ...rated('20.00'), base: '-12.00', vat: '-2.40' },
    { ...rated('5.50'), base: '-39.90', vat: '-2.19' },
  ],
  applied: '50.00',
  toGive: '6.49',
  open: '0.00',
});

const claim: DunnedInvoice = {
  invoice: 'FA-2026-000017',
  instalment: 1,
  order: 'SO-2026-000042',
  customerReference: 'PO-4711/Bœuf',
  issueDate: '2026-11-28',
  dueDate: '2027-01-31',
  level: 'level-2',
  gross: '3768.96',
  paid: '1000.00',
  openAmount: '2768.96',
  interest: '0.00',
  interestParts: [],
  recoveryFee: '0.00',
  claimed: '2768.96',
  overdueDays: 30,
};

type Dunned = Pick<
  DunningLetter,
  'currency' | 'invoices' | 'openAmount' | 'interest' | 'recoveryFee' | 'claimed' | 'unallocated'
>;

/** One invoice and what is asked of it. */
export function dunned(changes: Partial<DunnedInvoice & Pick<Dunned, 'currency'>> = {}): Dunned {
  const { currency = 'EUR', ...line } = changes;
  const invoice = { ...claim, ...line };
  const { openAmount, interest, recoveryFee, claimed } = invoice;
  return { currency, invoices: [invoice], openAmount, interest, recoveryFee, claimed, unallocated: '0.00' };
}

/** Three invoices of one customer: late for two months, for a month, and due in five days. */
export const severalDunned: Dunned = {
  currency: 'EUR',
  invoices: [
    {
      ...claim,
      invoice: 'FA-2026-000009',
      order: 'SO-2026-000031',
      dueDate: '2026-12-31',
      level: 'level-3',
      gross: '1000.00',
      paid: '0.00',
      openAmount: '1000.00',
      interest: '20.31',
      recoveryFee: '40.00',
      claimed: '1060.31',
      overdueDays: 61,
    },
    { ...claim, interest: '27.65', recoveryFee: '40.00', claimed: '2836.61' },
    {
      ...claim,
      invoice: 'FA-2027-000003',
      order: 'SO-2027-000002',
      dueDate: '2027-03-07',
      level: 'courtesy',
      gross: '99.99',
      paid: '0.00',
      openAmount: '99.99',
      claimed: '99.99',
      overdueDays: -5,
    },
  ],
  // 1,000.00 + 2,768.96 + 99.99; 20.31 + 27.65; twice 40.00; 3,868.95 + 47.96 + 80.00
  openAmount: '3868.95',
  interest: '47.96',
  recoveryFee: '80.00',
  claimed: '3996.91',
  unallocated: '0.00',
};

export const dunningLetter = (language: Language, level: DunningLetter['level']): DunningLetter => ({
  language,
  company,
  customer,
  number: 'RL-2027-000005',
  level,
  date: '2027-03-02',
  ...dunned({ level }),
  creditStop: false,
  annualPercent: '12.15',
  remindersBefore: 2,
  next: { level: 'final-notice', on: '2027-03-17' },
});

export const dunningReport = (level: DunningReport['level']): DunningReport => ({
  company,
  customer,
  level,
  date: '2027-03-02',
  ...dunned({ level }),
  outcome: { kind: 'sent', letter: 'RL-2027-000005', to: 'compta@blondel.example' },
  creditStop: false,
  next: { level: 'level-3', on: '2027-03-17' },
  dossiers: [{ order: 'SO-2026-000042', url: 'https://encours.example/orders/SO-2026-000042' }],
});

export const question = (language: Language): DiscrepancyQuestion => ({
  discrepancy: '1-1',
  asked: 1,
  language,
  company,
  customer,
  ...order,
  receivedOn: '2026-11-20',
  currency: 'EUR',
  discrepancies: [
    {
      type: 'price',
      lineNo: 1,
      together: [],
      description: 'Queso Cabrales',
      expected: '21.00',
      actual: '18.5',
      source: 'quote',
    },
    {
      type: 'date',
      lineNo: 3,
      together: [],
      description: 'Côte de Blaye',
      expected: '2026-12-04',
      actual: '2026-11-27',
      source: 'quote',
    },
    {
      type: 'freight',
      lineNo: null,
      together: [],
      description: null,
      expected: '24.00',
      actual: '0.00',
      source: 'customer',
    },
  ],
  message: 'Souhaitez-vous maintenir la date ?\nNous pouvons livrer en deux fois.',
});

export const refusal = (language: Language, kind: OrderRefusal['kind']): OrderRefusal => ({
  language,
  company,
  customer,
  ...order,
  receivedOn: '2026-11-20',
  kind,
  message: null,
});
