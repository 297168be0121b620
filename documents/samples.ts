import type { Company } from '../contracts/company.js';
import type { DocumentCustomer, InvoiceDocument, Issued } from '../contracts/documents.js';
import type { PostalAddress } from '../contracts/primitives.js';
import type { Language, TemplatedKind } from '../contracts/vocabulary.js';

/** Examples of each kind, for whoever writes a template: our company, a customer and figures that are nobody's. */

const address: PostalAddress = {
  name: 'Exemple & Cie',
  street: '1 rue de l’Exemple',
  postalCode: '75001',
  city: 'Paris',
  region: '',
  countryCode: 'FR',
};

const customer: DocumentCustomer = {
  number: 'EXEMPLE',
  name: 'Exemple & Cie',
  siren: '732829320',
  vatNumber: 'FR44732829320',
  billingAddress: address,
};

const vat = (vatRate: string) => ({ vatCategory: 'S', vatRate, vatExemption: null }) as const;

// 10 × 21.00 less 5 %: 199.50; 12.5 × 123.79: 1,547.375; 6 × 263.50: 1,581.00.
const lines = [
  {
    lineNo: 1,
    product: 'EX-011',
    description: 'Cabrales 1 kg',
    unit: 'pièce',
    quantity: '10',
    unitPrice: '21.00',
    discountPercent: '5.00',
    ...vat('5.50'),
    net: '199.50',
  },
  {
    lineNo: 2,
    product: 'EX-029',
    description: 'Thüringer Rostbratwurst, 50 × 30',
    unit: 'carton',
    quantity: '12.5',
    unitPrice: '123.79',
    discountPercent: '0.00',
    ...vat('5.50'),
    net: '1547.38',
  },
  {
    lineNo: 3,
    product: 'EX-038',
    description: 'Côte de Blaye, 12 × 75 cl',
    unit: 'carton',
    quantity: '6',
    unitPrice: '263.50',
    discountPercent: '0.00',
    ...vat('20.00'),
    net: '1581.00',
  },
] as const;

// 1,746.88 at 5.5 %: 96.0784; 1,581.00 + 24.00 at 20 %: 321.00.
const totals = {
  net: '3351.88',
  vat: '417.08',
  gross: '3768.96',
  freight: '24.00',
  vatBreakdown: [
    { ...vat('5.50'), base: '1746.88', vat: '96.08' },
    { ...vat('20.00'), base: '1605.00', vat: '321.00' },
  ],
};

const order = { order: 'SO-2026-000042', customerReference: 'PO-4711', quote: 'DE-2026-000007' };
const backorder = {
  lineNo: 1,
  product: 'EX-011',
  description: 'Cabrales 1 kg',
  unit: 'pièce',
  quantity: '4',
  nextDate: '2026-12-11',
};
const paymentTerms = { kind: 'net', days: 30 } as const;

/** An example of the kind. */
export function sampleOf(kind: TemplatedKind, company: Company, language: Language): Issued {
  const common = { language, company, customer };
  switch (kind) {
    case 'quote':
      return { kind, snapshot: { ...common, ...quote } };
    case 'statement':
      return { kind, snapshot: { ...common, ...statement } };
    case 'acknowledgement':
      return {
        kind,
        snapshot: {
          ...common,
          ...order,
          quoteRevision: 1,
          version: 1,
          receivedOn: '2026-11-20',
          issuedOn: '2026-11-22',
          deliveryAddress: address,
          paymentTerms,
          currency: 'EUR',
          lines: lines.map((line) => ({
            ...line,
            requestedDate: '2026-11-27',
            agreed: [{ quantity: line.quantity, date: '2026-11-27' }],
          })),
          ...totals,
          changes: [],
        },
      };
    case 'delivery-note':
      return {
        kind,
        snapshot: {
          ...common,
          ...order,
          number: 'BL-2026-000017',
          deliveredOn: '2026-11-27',
          carrier: 'Transports Exemple',
          deliveryAddress: address,
          lines: lines.map(({ lineNo, product, description, unit, quantity }) => ({
            lineNo,
            product,
            description,
            unit,
            ordered: quantity,
            quantity: lineNo === 1 ? '6' : quantity,
          })),
          backorders: [backorder],
          proof: null,
        },
      };
    case 'invoice':
      return { kind, snapshot: { ...common, ...invoice } };
    case 'credit-note':
      return { kind, snapshot: { ...common, ...creditNote } };
    case 'dunning-letter':
      return { kind, snapshot: { ...common, ...letter } };
  }
}

type Said<T> = Omit<T, 'language' | 'company' | 'customer'>;
type SnapshotOf<K extends TemplatedKind> = Said<Extract<Issued, { kind: K }>['snapshot']>;

const invoice: Said<InvoiceDocument> = {
  ...order,
  number: 'FA-2026-000017',
  deliveries: ['BL-2026-000017'],
  issueDate: '2026-11-28',
  deliveredOn: '2026-11-27',
  dueDate: '2026-12-28',
  deliveryAddress: address,
  paymentTerms,
  currency: 'EUR',
  lines: lines.map((line) => ({ ...line })),
  ...totals,
  backorders: [backorder],
  latePayment: { annualPercent: '12.15', recoveryFee: '40.00' },
};

// Two pieces of the first line: 39.90 at 5.5 %, 2.1945 of VAT.
const creditNote: SnapshotOf<'credit-note'> = {
  ...order,
  number: 'AV-2026-000003',
  corrects: { number: 'FA-2026-000017', issueDate: '2026-11-28' },
  deliveries: ['BL-2026-000017'],
  issueDate: '2026-12-04',
  currency: 'EUR',
  scope: 'lines',
  reason: 'LIVR_INCOMP',
  note: null,
  lines: [{ ...lines[0], quantity: '-2', net: '-39.90' }],
  net: '-39.90',
  vat: '-2.19',
  gross: '-42.09',
  freight: '0.00',
  vatBreakdown: [{ ...vat('5.50'), base: '-39.90', vat: '-2.19' }],
  applied: '42.09',
  toGive: '0.00',
  open: '3726.87',
  supply: {
    deliveredOn: '2026-11-27',
    deliveryAddress: address,
    paymentTerms,
    latePayment: { annualPercent: '12.15', recoveryFee: '40.00' },
  },
};

const due = { instalment: 1, customerReference: 'PO-4711', paid: '0.00' };

// 2,768.96 + 1,000.00; 27.65 + 20.31; twice 40.00.
const letter: SnapshotOf<'dunning-letter'> = {
  number: 'RL-2027-000005',
  level: 'level-3',
  date: '2027-03-02',
  currency: 'EUR',
  invoices: [
    {
      ...due,
      interestParts: [],
      invoice: 'FA-2026-000009',
      order: 'SO-2026-000031',
      issueDate: '2026-12-01',
      dueDate: '2026-12-31',
      level: 'level-3',
      gross: '1000.00',
      openAmount: '1000.00',
      interest: '20.31',
      recoveryFee: '40.00',
      claimed: '1060.31',
      overdueDays: 61,
    },
    {
      ...due,
      interestParts: [],
      invoice: 'FA-2026-000017',
      order: 'SO-2026-000042',
      issueDate: '2026-12-31',
      dueDate: '2027-01-31',
      level: 'level-2',
      gross: '2768.96',
      openAmount: '2768.96',
      interest: '27.65',
      recoveryFee: '40.00',
      claimed: '2836.61',
      overdueDays: 30,
    },
  ],
  openAmount: '3768.96',
  interest: '47.96',
  recoveryFee: '80.00',
  claimed: '3896.92',
  unallocated: '0.00',
  creditStop: false,
  annualPercent: '12.15',
  remindersBefore: 2,
  next: { level: 'final-notice', on: '2027-03-17' },
};

const quote: SnapshotOf<'quote'> = {
  number: 'DE-2026-000007',
  revision: 1,
  version: 1,
  issuedOn: '2026-11-10',
  validUntil: '2026-12-10',
  paymentTerms,
  currency: 'EUR',
  lines: lines.map((line) => ({ ...line, deliveryDate: line.lineNo === 3 ? null : '2026-11-27' })),
  ...totals,
};

// 2,768.96 not due, 1,000.00 and 60.31 since 61 and 30 days; 42.09 and 500.00 to the customer's credit.
const statement: SnapshotOf<'statement'> = {
  number: 'RC-2026-000001',
  issuedOn: '2026-12-15',
  on: '2026-12-15',
  currency: 'EUR',
  items: [
    {
      invoice: 'FA-2026-000009',
      instalment: 1,
      order: 'SO-2026-000031',
      customerReference: 'PO-4690',
      issueDate: '2026-09-15',
      dueDate: '2026-10-15',
      amount: '1000.00',
      open: '1000.00',
      overdueDays: 61,
    },
    {
      invoice: 'FA-2026-000017',
      instalment: 1,
      order: 'SO-2026-000042',
      customerReference: 'PO-4711',
      issueDate: '2026-11-28',
      dueDate: '2026-12-28',
      amount: '3768.96',
      open: '2768.96',
      overdueDays: 0,
    },
  ],
  claims: [{ invoice: 'FA-2026-000009', kind: 'interest', raisedOn: '2026-11-15', open: '60.31' }],
  credits: [
    { kind: 'credit-note', reference: 'AV-2026-000003', date: '2026-12-04', open: '42.09' },
    { kind: 'payment', reference: 'VIR 8841', date: '2026-12-11', open: '500.00' },
  ],
  ageing: [
    { bucket: 'not-due', amount: '2768.96' },
    { bucket: '1-30', amount: '60.31' },
    { bucket: '31-60', amount: '0.00' },
    { bucket: '61-90', amount: '1000.00' },
    { bucket: 'over-90', amount: '0.00' },
  ],
  owed: '3829.27',
  credited: '542.09',
  balance: '3287.18',
};
