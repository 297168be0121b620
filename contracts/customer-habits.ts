import { z } from 'zod';
import { CustomerNumber, LocalDate, OrderNumber, Percent, ProductNumber, Quantity, UnitPrice } from './primitives.js';

/**
 * What a customer usually does, from its orders and payments on record; those that came to nothing do not count. Of who has
 * more than 400 of them in a year, the latest 400 are looked at, with the days to their end.
 */
export const CustomerHabits = z
  .strictObject({
    customer: CustomerNumber,
    /** Days whose orders are looked at, up to today: 365, or fewer of who orders much. */
    days: z.number().int(),
    rhythm: z.strictObject({
      orders: z.number().int(),
      lastOn: LocalDate.nullable(),
      /** Median of the days from one order to the next; null: fewer than three orders. */
      everyDays: z.number().nullable(),
      /** The last day and the rhythm added. */
      nextOn: LocalDate.nullable(),
    }),
    /** Usual products, the most often ordered first, at most 15. */
    products: z.array(
      z.strictObject({
        product: ProductNumber,
        description: z.string(),
        unit: z.string(),
        orders: z.number().int(),
        /** Median of a line. */
        quantity: Quantity,
        lastOn: LocalDate,
        lastOrder: OrderNumber,
        unitPrice: UnitPrice,
        discountPercent: Percent,
      }),
    ),
    payment: z.strictObject({
      invoices: z.number().int(),
      /** From the invoice to the money, weighted by what was allocated; null: nothing was paid. */
      meanDaysToPay: z.number().nullable(),
      /** From the due date to the money: below zero, before it. */
      meanDaysLate: z.number().nullable(),
    }),
  })
  .meta({ id: 'CustomerHabits' });
export type CustomerHabits = z.infer<typeof CustomerHabits>;

/** A customer on record that a new one may be. */
export const LikelyDouble = z
  .strictObject({
    number: CustomerNumber,
    name: z.string(),
    city: z.string(),
    siren: z.string().nullable(),
    vatNumber: z.string().nullable(),
    /** What they have in common, the strongest first. */
    because: z.enum(['siren', 'vat-number', 'name']),
  })
  .meta({ id: 'LikelyDouble' });
export type LikelyDouble = z.infer<typeof LikelyDouble>;
