import { z } from 'zod';
import { Currency, EnteredDate, LocalDate, ProductNumber, UnitPrice } from './primitives.js';

/** What a sales unit of a product costs us from a day on, until the day of its next cost; in the product's currency. */
export const ProductCostInput = z
  .strictObject({ product: ProductNumber, from: EnteredDate, cost: UnitPrice })
  .meta({ id: 'ProductCostInput' });
export type ProductCostInput = z.infer<typeof ProductCostInput>;

export const ProductCost = z
  .strictObject({ product: ProductNumber, from: LocalDate, cost: UnitPrice, currency: Currency })
  .meta({ id: 'ProductCost' });
export type ProductCost = z.infer<typeof ProductCost>;

/** In a list of the costs of several products. */
export const ListedProductCost = ProductCost.extend({ productName: z.string() }).meta({ id: 'ListedProductCost' });
export type ListedProductCost = z.infer<typeof ListedProductCost>;
