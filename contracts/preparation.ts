import { z } from 'zod';
import {
  CustomerNumber,
  Instant,
  LineNo,
  LocalDate,
  OrderNumber,
  PostalAddress,
  ProductNumber,
  Quantity,
  Uuid,
} from './primitives.js';

/** Who picked what is reserved, and when. */
export const PreparedBy = z.strictObject({ by: z.string(), at: Instant });

/** What of an order lies reserved and is to leave, as the warehouse takes it. */
export const Preparation = z
  .strictObject({
    order: OrderNumber,
    customer: CustomerNumber,
    customerName: z.string(),
    customerReference: z.string().nullable(),
    /** The earliest day promised. */
    on: LocalDate,
    address: PostalAddress,
    lines: z.array(
      z.strictObject({
        lineNo: LineNo,
        product: ProductNumber,
        description: z.string(),
        unit: z.string(),
        quantity: Quantity,
        promised: LocalDate.nullable(),
      }),
    ),
    /** Lines that wait for stock meanwhile. */
    backordered: z.number().int(),
    /** Who has picked exactly this, and when; null: nobody yet. */
    prepared: PreparedBy.nullable(),
  })
  .meta({ id: 'Preparation' });
export type Preparation = z.infer<typeof Preparation>;

/** That what is reserved for an order was picked. */
export const Prepared = z
  .strictObject({
    id: Uuid,
    order: OrderNumber,
    lines: z.array(z.strictObject({ lineNo: LineNo, quantity: Quantity })),
    at: Instant,
  })
  .meta({ id: 'Prepared' });
export type Prepared = z.infer<typeof Prepared>;
