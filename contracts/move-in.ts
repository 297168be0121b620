import { z } from 'zod';
import { Siren, Siret, VatNumber } from './identities.js';
import {
  Amount,
  AddressCode,
  CountryCode,
  Currency,
  CustomerNumber,
  EmailAddress,
  EnteredDate,
  EnteredInstant,
  InvoiceNumber,
  DeliveryNumber,
  Language,
  Line,
  LocalDate,
  NonNegativeAmount,
  NonNegativeQuantity,
  OptionalLine,
  OrderNumber,
  Percent,
  PositiveAmount,
  ProductNumber,
  Quantity,
  QuoteNumber,
  UnitPrice,
} from './primitives.js';
import { mistake, type Said } from './said.js';
import { addressKinds, contactRoles, dunningLevels, goodsSectors, orderOrigins, taxClasses } from './vocabulary.js';

/**
 * What another system had on its books, row by row: flat, so that each kind is a table of a spreadsheet, and what belongs
 * together names the same number. Numbers are kept as they are; none is made.
 */

const yesOrNo = z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]);
const lineNo = z.coerce
  .number({ error: mistake('wrong-line-number') })
  .int()
  .min(1)
  .max(999);

const address = {
  street: Line(200),
  postalCode: OptionalLine(20).optional(),
  city: Line(100),
  region: OptionalLine(100).optional(),
  countryCode: CountryCode,
};
/** None: those of the customer. */
const terms = {
  termsKind: z.enum(['net', 'end-of-month', 'day-of-month']).optional(),
  termsDays: z.coerce.number().int().min(0).max(120).optional(),
  termsDay: z.coerce.number().int().min(1).max(31).optional(),
  termsReading: z.enum(['days-then-day', 'days-then-month-end', 'month-end-then-days']).optional(),
};
const dunned = {
  /** Reached, by the last letter that the other system sent. */
  level: z.enum(dunningLevels).optional(),
  lastLetterOn: EnteredDate.optional(),
};
const line = {
  lineNo,
  product: ProductNumber,
  quantity: Quantity,
  unitPrice: UnitPrice,
  discountPercent: Percent.optional(),
};

export const moveInRows = {
  customers: z.strictObject({
    number: CustomerNumber,
    name: Line(120),
    siren: Siren.optional(),
    vatNumber: VatNumber.optional(),
    language: Language,
    currency: Currency,
    ...address,
    parent: CustomerNumber.optional(),
    payer: CustomerNumber.optional(),
    phone: OptionalLine(40).optional(),
    ...terms,
    termsKind: z.enum(['net', 'end-of-month', 'day-of-month']),
    termsDays: z.coerce.number().int().min(0).max(120),
    creditLimit: NonNegativeAmount,
    salesperson: Line(60).optional(),
  }),
  contacts: z.strictObject({
    customer: CustomerNumber,
    code: AddressCode,
    role: z.enum(contactRoles),
    name: Line(120),
    language: Language.optional(),
    email: EmailAddress.optional(),
    phone: OptionalLine(40).optional(),
  }),
  addresses: z.strictObject({
    customer: CustomerNumber,
    code: AddressCode,
    kind: z.enum(addressKinds),
    label: Line(120),
    name: Line(120),
    ...address,
    siret: Siret.optional(),
    isDefault: yesOrNo.optional(),
  }),
  products: z.strictObject({
    number: ProductNumber,
    name: Line(120),
    unit: Line(40),
    category: OptionalLine(60).optional(),
    /** Or a row of `prices`. */
    listPrice: UnitPrice.optional(),
    currency: Currency,
    taxClass: z.enum(taxClasses),
    goodsSector: z.enum(goodsSectors).optional(),
    active: yesOrNo.optional(),
  }),
  /** On hand, of a product of these files. */
  stock: z.strictObject({ product: ProductNumber, quantity: NonNegativeQuantity }),
  prices: z.strictObject({ product: ProductNumber, listPrice: UnitPrice }),
  quotes: z.strictObject({
    number: QuoteNumber,
    customer: CustomerNumber,
    createdOn: EnteredDate,
    validUntil: EnteredDate,
    status: z.enum(['open', 'accepted', 'lost']).optional(),
    acceptedOn: EnteredDate.optional(),
    reference: Line(60).optional(),
    lostReason: Line(200).optional(),
    freight: NonNegativeAmount.optional(),
    ...terms,
  }),
  'quote-lines': z.strictObject({ quote: QuoteNumber, ...line, deliveryDate: EnteredDate.optional() }),
  orders: z.strictObject({
    number: OrderNumber,
    customer: CustomerNumber,
    origin: z.enum(orderOrigins).optional(),
    quote: QuoteNumber.optional(),
    customerReference: Line(60).optional(),
    receivedOn: EnteredDate,
    receivedAt: EnteredInstant.optional(),
    acknowledgedAt: EnteredInstant.optional(),
    freight: NonNegativeAmount.optional(),
    /** `cancelled`: it ended without a delivery. Anything else follows from what is delivered, invoiced and paid. */
    status: z.enum(['open', 'cancelled']).optional(),
    closedReason: Line(200).optional(),
    salesperson: Line(60).optional(),
    /** Tax included; checked against the lines. */
    gross: NonNegativeAmount.optional(),
    ...terms,
  }),
  'order-lines': z.strictObject({
    order: OrderNumber,
    ...line,
    /** None: those of the product. */
    description: Line(200).optional(),
    unit: Line(40).optional(),
    requestedDate: EnteredDate,
    confirmedDate: EnteredDate.optional(),
    firstConfirmedDate: EnteredDate.optional(),
    /** Checked against the delivery notes and the invoices. */
    delivered: NonNegativeQuantity.optional(),
    invoiced: NonNegativeQuantity.optional(),
  }),
  deliveries: z.strictObject({
    number: DeliveryNumber,
    order: OrderNumber,
    departedOn: EnteredDate,
    deliveredOn: EnteredDate.optional(),
    carrier: Line(80).optional(),
  }),
  /** `lineNo`: of the order. */
  'delivery-lines': z.strictObject({ delivery: DeliveryNumber, lineNo, quantity: Quantity }),
  invoices: z.strictObject({
    number: InvoiceNumber,
    customer: CustomerNumber,
    /** None: the invoice is a dossier of its own, under its own number. */
    order: OrderNumber.optional(),
    issueDate: EnteredDate,
    /** Of an invoice that is due at once; of another, its `instalments` say when. */
    dueDate: EnteredDate.optional(),
    freight: NonNegativeAmount.optional(),
    net: NonNegativeAmount,
    vat: NonNegativeAmount,
    gross: PositiveAmount,
    open: NonNegativeAmount.optional(),
    /** Day of the last payment before, where no `payments` say it. */
    paidOn: EnteredDate.optional(),
    ...dunned,
  }),
  /** `lineNo`: of the order, if the invoice names one. */
  'invoice-lines': z.strictObject({
    invoice: InvoiceNumber,
    lineNo,
    quantity: Quantity,
    net: NonNegativeAmount,
    /** Of an invoice without an order. */
    product: ProductNumber.optional(),
    description: Line(200).optional(),
  }),
  instalments: z.strictObject({
    invoice: InvoiceNumber,
    instalment: z.coerce.number().int().min(1).max(99),
    dueDate: EnteredDate,
    amount: PositiveAmount,
    open: NonNegativeAmount,
    paidOn: EnteredDate.optional(),
    ...dunned,
  }),
  /** Money received; `reference` is unique within a customer, as cheque numbers are. */
  payments: z.strictObject({
    customer: CustomerNumber.optional(),
    reference: Line(60),
    date: EnteredDate,
    amount: PositiveAmount,
    currency: Currency.optional(),
    unallocated: NonNegativeAmount.optional(),
  }),
  allocations: z.strictObject({
    customer: CustomerNumber,
    reference: Line(60),
    invoice: InvoiceNumber,
    instalment: z.coerce.number().int().min(1).max(99).optional(),
    amount: PositiveAmount,
  }),
  /** What the other system's own lists add up to: checked, and kept nowhere. */
  'control-totals': z.strictObject({
    what: z.enum(['customers', 'products', 'quotes', 'orders', 'invoices', 'open', 'overdue', 'unallocated', 'stock']),
    currency: Currency.optional(),
    total: z.string().regex(/^\d{1,15}(\.\d{1,3})?$/, mistake('wrong-money-total')),
  }),
} as const;

export type MoveInKind = keyof typeof moveInRows;
export const moveInKinds = Object.keys(moveInRows) as readonly MoveInKind[];
export type MoveInRow<K extends MoveInKind> = z.infer<(typeof moveInRows)[K]>;

/** What is wrong with a row of what another system had on its books, or with a file as a whole. */
export const moveInFaults = [
  'file-unknown',
  'file-broken',
  'file-too-large',
  'file-empty',
  'not-utf8',
  'not-json',
  'kind-unclear',
  'row-broken',
  'column-twice',
  'formula',
  'cell-error',
  'not-exact',
  'corrects-nothing',
  'not-valid',
  'unknown-column',
  'twice',
  'already-there',
  'number-of-ours',
  'unknown-customer',
  'unknown-product',
  'unknown-quote',
  'unknown-order',
  'unknown-line',
  'unknown-delivery',
  'unknown-invoice',
  'unknown-instalment',
  'unknown-payment',
  'unknown-salesperson',
  'no-contact',
  'no-lines',
  'no-price',
  'no-due-date',
  'no-terms-day',
  'no-such-reading',
  'no-vat-rate',
  'other-customer',
  'other-currency',
  'day-to-come',
  'day-before',
  'above-ordered',
  'above-delivered',
  'partly-invoiced',
  'delivered-differs',
  'invoiced-differs',
  'net-differs',
  'gross-differs',
  'instalments-differ',
  'open-differs',
  'above-payment',
  'level-without-day',
  'unknown-level',
  'ended-and-delivered',
  'control-differs',
] as const;
export type MoveInFault = (typeof moveInFaults)[number];

/** What a set of files adds up to, to be compared with the other system before it is signed off. */
export const MoveInTotals = z
  .strictObject({
    asOf: LocalDate,
    /** Rows of each kind. */
    rows: z.record(z.string(), z.number().int()),
    openOrders: z.number().int(),
    money: z.array(
      z.strictObject({
        currency: Currency,
        /** Tax included, of every invoice. */
        invoiced: Amount,
        open: Amount,
        overdue: Amount,
        paid: Amount,
        unallocated: Amount,
        /** Still to deliver or to invoice, tax included. */
        ordered: Amount,
      }),
    ),
    stock: z.string(),
  })
  .meta({ id: 'MoveInTotals' });
export type MoveInTotals = z.infer<typeof MoveInTotals>;

/** A row as it was read: its fields as text, or as JSON has them. */
export type RawRow = {
  readonly row: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Cells that hold no value that could be taken. */
  readonly faults?: readonly FieldFault[];
};
export type RawTable = {
  readonly kind: MoveInKind;
  readonly file: string;
  /** Of a workbook. */
  readonly sheet?: string;
  /** The column of each field, as its sheet calls it: `D`. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly rows: readonly RawRow[];
};

export type FieldFault = {
  readonly field: string;
  readonly fault: MoveInFault;
  readonly value: string | null;
  readonly expected: string | null;
  /** What is wrong with a value that is `not-valid`; not yet where `expected` still holds it in English. */
  readonly said?: Said | null;
};

/** A row that is refused, without words; a file as a whole is its row 0, and of no kind where it does not say which. */
export type RefusedRow = FieldFault & {
  readonly kind: MoveInKind | null;
  readonly file: string;
  readonly row: number;
};

/** Where a row stands in what was sent. */
export type Placed<K extends MoveInKind> = MoveInRow<K> & { readonly file: string; readonly row: number };

/** Rows of every kind that have the shape of their contracts. */
export type MoveInSet = { readonly [K in MoveInKind]?: readonly Placed<K>[] };

/** What a table is called where its rows are told: the file, and the sheet of a workbook. */
export const placeOf = ({ file, sheet }: Pick<RawTable, 'file' | 'sheet'>): string =>
  sheet === undefined ? file : `${file} › ${sheet}`;
