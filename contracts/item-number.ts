import { z } from 'zod';
import { Line, ProductNumber } from './primitives.js';

/** What a customer calls a product of ours: its number, or where its messages have none its name (EN 16931 BT-156). */
const item = Line(80);

/** `product` null takes the number away. */
export const ItemNumberInput = z
  .strictObject({ item, product: ProductNumber.nullable() })
  .meta({ id: 'ItemNumberInput' });
export type ItemNumberInput = z.infer<typeof ItemNumberInput>;

export const ItemNumber = z
  .strictObject({
    item: z.string(),
    /** Null: it stands for nothing any more. */
    product: ProductNumber.nullable(),
    productName: z.string().nullable(),
  })
  .meta({ id: 'ItemNumber' });
export type ItemNumber = z.infer<typeof ItemNumber>;
