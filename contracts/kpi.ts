import { z } from 'zod';
import { CustomerNumber, Currency, LocalDate } from './primitives.js';
import { customerStandings } from './vocabulary.js';

export const kpiGroups = ['activity', 'speed', 'money', 'market'] as const;
export type KpiGroup = (typeof kpiGroups)[number];

/** What a figure is counted in. `amount` is in one currency; nothing is ever added across currencies. */
export const kpiUnits = ['count', 'percent', 'amount', 'days', 'minutes', 'times', 'people'] as const;
export type KpiUnit = (typeof kpiUnits)[number];

/** What a figure can be split by; `kind` is its own natural split: a stage, an origin, a bucket. */
export const kpiDimensions = ['person', 'customer', 'family', 'product', 'kind'] as const;
export type KpiDimension = (typeof kpiDimensions)[number];

export const kpiNames = [
  'quotes-made',
  'orders-entered',
  'deliveries-made',
  'invoices-issued',
  'lines-entered',
  'lines-delivered',
  'manual-share',
  'information-requests',
  'complaints-opened',
  'complaints-open',
  'load',
  'people-needed',
  'quotes-by-status',
  'orders-by-status',
  'deliveries-by-status',
  'invoices-by-status',
  'quotes-open',
  'orders-open',
  'deliveries-open',
  'invoices-open',
  'ack-on-time',
  'ack-median',
  'ack-p90',
  'delivery-median',
  'delivery-p90',
  'customer-time',
  'otif-requested',
  'otif-first-confirmed',
  'otif-last-confirmed',
  'on-time-requested',
  'on-time-first-confirmed',
  'on-time-last-confirmed',
  'corrections',
  'entry-errors',
  'entry-error-rate',
  'accuracy',
  'complaint-resolution',
  'order-book',
  'backlog-late',
  'revenue',
  'margin',
  'margin-rate',
  'margin-coverage',
  'ageing',
  'unallocated-money',
  'dso',
  'dso-best',
  'dso-delay',
  'dso-count-back',
  'days-to-pay',
  'days-late',
  'payers-drifting',
  'quote-conversion',
  'quote-conversion-value',
  'stock-turnover',
  'customers',
  'customers-new',
  'customers-retained',
  'acquisition-cost',
] as const;
export type KpiName = (typeof kpiNames)[number];

/** How the rows of a split are put in order: the largest, what grew most, what declined most. */
export const kpiOrders = ['value', 'growth', 'decline'] as const;
export type KpiOrder = (typeof kpiOrders)[number];

/** What is told of each customer of a split that says who they are. */
export const kpiColumnNames = [
  'standing',
  'first-order',
  'last-order',
  'silent',
  'rhythm',
  'turnover',
  'turnover-before',
  'delay-before',
  'delay-now',
  'last-payment',
] as const;
export type KpiColumnName = (typeof kpiColumnNames)[number];

/** `word`: in the language of the reader; `date`: a LocalDate; `amount`: in the currency of the figure. */
export const kpiColumnUnits = ['word', 'date', 'days', 'amount'] as const;

export const KpiColumn = z.strictObject({ name: z.enum(kpiColumnNames), unit: z.enum(kpiColumnUnits) });
export type KpiColumn = z.infer<typeof KpiColumn>;

/** `exact`: what is counted, or counted over, and nothing else. `wider`: that and more. `near`: what comes nearest; some of what is counted need not be in it. */
export const kpiListFits = ['exact', 'wider', 'near'] as const;
export type KpiListFit = (typeof kpiListFits)[number];

export const KpiDefinition = z
  .strictObject({
    name: z.enum(kpiNames),
    group: z.enum(kpiGroups),
    unit: z.enum(kpiUnits),
    /** Which way is better; null: neither. */
    good: z.enum(['up', 'down']).nullable(),
    /** `period`: what happened from a day to a day. `day`: how it stood at the end of a day. */
    over: z.enum(['period', 'day']),
    dimensions: z.array(z.enum(kpiDimensions)),
    /** What it can be narrowed to by `kind`, with the name of each. */
    kinds: z.array(z.strictObject({ kind: z.enum(customerStandings), name: z.string() })),
    title: z.string(),
    /** In words, with what it counts and what it does not. */
    definition: z.string(),
  })
  .meta({ id: 'KpiDefinition' });
export type KpiDefinition = z.infer<typeof KpiDefinition>;

export const KpiList = z.strictObject({ items: z.array(KpiDefinition) });
export type KpiList = z.infer<typeof KpiList>;

const Figure = z.string().regex(/^-?\d+(\.\d+)?$/);

/** A figure over a time; `value` null: there is nothing it could be said of. */
const told = {
  from: LocalDate,
  to: LocalDate,
  value: Figure.nullable(),
};

export const KpiPoint = z.strictObject(told);
export type KpiPoint = z.infer<typeof KpiPoint>;

export const KpiRow = z.strictObject({
  /** Number or id of what it is about; null: of nobody and nothing in particular. */
  key: z.string().nullable(),
  label: z.string(),
  value: Figure.nullable(),
  before: Figure.nullable(),
  yearBefore: Figure.nullable(),
  /** Value less that of the period before; null: one of them is not there. */
  change: Figure.nullable(),
  /** What is told of it beside, in the order of the figure's `columns`; null: not known. */
  cells: z.array(z.string().nullable()),
  /** Where in the console the rows behind it are. */
  list: z.string().nullable(),
});
export type KpiRow = z.infer<typeof KpiRow>;

export const KpiFigure = z
  .strictObject({
    ...KpiDefinition.shape,
    ...told,
    /** Of an amount; else null. */
    currency: Currency.nullable(),
    /** What was divided by what, or counted; null: neither. */
    parts: z.strictObject({ of: Figure, by: Figure.nullable() }).nullable(),
    /** Of how much of it the facts are known, in percent; null: of all of it. */
    known: Figure.nullable(),
    before: KpiPoint,
    yearBefore: KpiPoint,
    /** The same over the days or months of the period, in time order. */
    series: z.array(KpiPoint),
    by: z.enum(kpiDimensions).nullable(),
    /** Of these alone; null: of all. */
    kind: z.enum(customerStandings).nullable(),
    /** What the rows tell beside their value. */
    columns: z.array(KpiColumn),
    /** At most 200, by the order asked for. */
    rows: z.array(KpiRow),
    /** How many rows there are in all. */
    rowCount: z.number().int(),
    /** Where in the console the rows behind it are. */
    list: z.string().nullable(),
    /** Whether that list has just what is counted. */
    listFit: z.enum(kpiListFits),
    /** Whether the lists of the rows have. */
    rowListFit: z.enum(kpiListFits),
  })
  .meta({ id: 'KpiFigure' });
export type KpiFigure = z.infer<typeof KpiFigure>;

export const KpiQuery = z.strictObject({
  /** First and last day; the current month when left out. */
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  by: z.enum(kpiDimensions).optional(),
  order: z.enum(kpiOrders).optional(),
  /** Of the customers who stand so, for a figure that has `kinds`. */
  kind: z.enum(customerStandings).optional(),
  /** Of amounts; the company's own when left out. */
  currency: Currency.optional(),
  customer: CustomerNumber.optional(),
});
export type KpiQuery = z.infer<typeof KpiQuery>;
