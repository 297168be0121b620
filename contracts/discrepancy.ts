import { z } from 'zod';
import {
  LineNo,
  LocalDate,
  NonNegativeAmount,
  NonNegativeQuantity,
  OrderNumber,
  PaymentTerms,
  Percent,
  ProductNumber,
  UnitPrice,
} from './primitives.js';
import { dispositions, errorCauses } from './vocabulary.js';

const compared = <T extends string, V extends z.ZodType>(type: T, value: V) => ({
  type: z.literal(type),
  /** What the source says. */
  expected: value,
  /** What the order says. */
  actual: value,
});

/** What reconciliation compares, and the value of each. */
const comparisons = {
  item: compared('item', ProductNumber),
  quantity: compared('quantity', NonNegativeQuantity),
  price: compared('price', UnitPrice),
  discount: compared('discount', Percent),
  date: compared('date', LocalDate),
  terms: compared('terms', PaymentTerms),
  freight: compared('freight', NonNegativeAmount),
} as const;

/** The customer's reference, and the order that had it first. */
const reference = { type: z.literal('reference'), expected: OrderNumber, actual: z.string() } as const;

const place = {
  /** Null: of the whole order. */
  lineNo: LineNo.nullable(),
  /** Lines whose quantities are counted together, since they answer one quote line; empty: this line alone. */
  together: z.array(LineNo).readonly(),
};

const found = {
  ...place,
  /** `<version>-<position>`, unique within the order. */
  id: z.string(),
  source: z.enum(['quote', 'price-list', 'customer', 'order']),
  withinTolerance: z.boolean(),
};

const decided = {
  ...found,
  disposition: z.enum([...dispositions, 'tolerated', 'open', 'superseded']),
  reason: z.string().nullable(),
  /** Whose error it is; null: not stated. */
  cause: z.enum(errorCauses).nullable(),
  decidedBy: z.string().nullable(),
};

const eachWith = <S extends z.ZodRawShape>(shape: S) =>
  z.discriminatedUnion('type', [
    z.strictObject({ ...comparisons.item, ...shape }),
    z.strictObject({ ...comparisons.quantity, ...shape }),
    z.strictObject({ ...comparisons.price, ...shape }),
    z.strictObject({ ...comparisons.discount, ...shape }),
    z.strictObject({ ...comparisons.date, ...shape }),
    z.strictObject({ ...comparisons.terms, ...shape }),
    z.strictObject({ ...comparisons.freight, ...shape }),
    z.strictObject({ ...reference, ...shape }),
  ]);

/** One typed difference between an order and what it answers, and where it is. */
export const Difference = eachWith(place);
export type Difference = z.infer<typeof Difference>;

/** A difference as reconciliation finds it. */
export const FoundDiscrepancy = eachWith(found);
export type FoundDiscrepancy = z.infer<typeof FoundDiscrepancy>;

/** A difference, and what sales decided on it. */
export const DiscrepancyRecord = eachWith(decided);
export type DiscrepancyRecord = z.infer<typeof DiscrepancyRecord>;

/** A difference that the customer is asked about. */
export const AskedDiscrepancy = eachWith({
  ...place,
  source: found.source,
  /** The line's description; null for a difference of the whole order. */
  description: z.string().nullable(),
});
export type AskedDiscrepancy = z.infer<typeof AskedDiscrepancy>;

/** How far a difference may go without a person: per cent of what is expected, points, days, or an amount of the order's currency. */
export const Tolerance = z.strictObject({ unit: z.enum(['percent', 'points', 'days', 'amount']), value: z.string() });
export type Tolerance = z.infer<typeof Tolerance>;

/** As the API gives it: the facts, how far they might have gone (null: not at all), and a sentence of them. */
export const Discrepancy = eachWith({ ...decided, tolerance: Tolerance.nullable(), sentence: z.string() }).meta({
  id: 'Discrepancy',
});
export type Discrepancy = z.infer<typeof Discrepancy>;
