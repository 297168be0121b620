import { z } from 'zod';
import {
  Currency,
  EnteredDate,
  Instant,
  Line,
  LocalDate,
  NewProductNumber,
  NonNegativeQuantity,
  OptionalLine,
  ProductNumber,
  Quantity,
  UnitPrice,
} from './primitives.js';
import { Gtin } from './identities.js';
import { mistake } from './said.js';
import { UnitCode } from './unit-codes.js';
import { goodsSectors, taxClasses } from './vocabulary.js';

/** What is told of a product's waste from a day on, for each sales unit, in its currency; zero: nothing from then on. */
const ecoContribution = {
  /** As the customer reads it, such as "Éco-participation DEEE (ecosystem)". */
  text: Line(80),
  amountPerUnit: UnitPrice,
};
const EcoContribution = z.strictObject({ ...ecoContribution, from: LocalDate });
export type EcoContribution = z.infer<typeof EcoContribution>;

const EcoContributions = z
  .array(z.strictObject({ ...ecoContribution, from: EnteredDate }))
  .max(40)
  .refine((rows) => new Set(rows.map(({ text, from }) => `${from} ${text}`)).size === rows.length, {
    message: mistake('contributions-once-a-day'),
  });

const fields = {
  name: Line(120),
  /** Sales unit as printed, such as "box of 10". */
  unit: Line(40),
  /** What that is in UN/ECE Recommendation 20 (EN 16931 BT-130); null: as its words say. */
  unitCode: UnitCode.nullable(),
  category: OptionalLine(60),
  listPrice: UnitPrice,
  /** Units that the list price is of, such as 100 (EN 16931 BT-149); of a product it stays. */
  priceBase: Quantity,
  currency: Currency,
  taxClass: z.enum(taxClasses),
  /** What payment term the law sets for it; null: the one of the company's goods. */
  goodsSector: z.enum(goodsSectors).nullable(),
  /** Dated (art. L541-10-20 C. env.): each order bears those in force on its day, on top of its prices and without rebate. */
  ecoContributions: z.array(EcoContribution),
  /** What acknowledgements and invoices say of it; empty: nothing. */
  documentText: OptionalLine(300),
  active: z.boolean(),
  /** Of its sales unit (EN 16931 BT-157, scheme 0160); of one product alone. */
  gtin: Gtin.nullable(),
};

export const ProductInput = z
  .strictObject({
    number: NewProductNumber,
    ...fields,
    goodsSector: fields.goodsSector.optional(),
    gtin: fields.gtin.optional(),
    /** Left out: one. */
    priceBase: fields.priceBase.optional(),
    unitCode: fields.unitCode.optional(),
    documentText: fields.documentText.optional(),
    /** Left out: none. */
    ecoContributions: EcoContributions.optional(),
  })
  .meta({ id: 'ProductInput' });
export type ProductInput = z.infer<typeof ProductInput>;

export const ProductPatch = z
  .strictObject({
    name: fields.name.optional(),
    unit: fields.unit.optional(),
    category: fields.category.optional(),
    listPrice: fields.listPrice.optional(),
    taxClass: fields.taxClass.optional(),
    goodsSector: fields.goodsSector.optional(),
    unitCode: fields.unitCode.optional(),
    documentText: fields.documentText.optional(),
    ecoContributions: EcoContributions.optional(),
    active: fields.active.optional(),
    gtin: fields.gtin.optional(),
  })
  .meta({ id: 'ProductPatch' });
export type ProductPatch = z.infer<typeof ProductPatch>;

export const Product = z
  .strictObject({
    number: ProductNumber,
    ...fields,
    onHand: NonNegativeQuantity,
    allocated: NonNegativeQuantity,
    available: NonNegativeQuantity,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;

export const StockReceiptInput = z
  .strictObject({
    reference: Line(60).meta({ description: "The supplier's delivery note or our goods-receipt number; unique." }),
    receivedOn: EnteredDate,
    lines: z
      .array(z.strictObject({ product: ProductNumber, quantity: Quantity }))
      .min(1)
      .max(200),
  })
  .meta({ id: 'StockReceiptInput' });
export type StockReceiptInput = z.infer<typeof StockReceiptInput>;

/** Goods that are about to be booked in. Nothing of it is kept. */
export const ReceiptEstimateInput = StockReceiptInput.pick({ lines: true }).meta({ id: 'ReceiptEstimateInput' });

/** What waiting lines would get of them, oldest order first, and what would stay free of each product. */
export const ReceiptEstimate = z
  .strictObject({
    served: z.array(
      z.strictObject({
        order: z.string(),
        customerName: z.string(),
        line: z.number().int(),
        product: ProductNumber,
        quantity: Quantity,
        /** Whether the line would lack some still. */
        waiting: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'ReceiptEstimate' });
export type ReceiptEstimate = z.infer<typeof ReceiptEstimate>;

export const StockReceipt = z
  .strictObject({
    reference: z.string(),
    receivedOn: LocalDate,
    lines: z.array(z.strictObject({ product: ProductNumber, quantity: Quantity })),
    /** Backorders that this receipt served, oldest order first. */
    served: z.array(z.strictObject({ order: z.string(), line: z.number().int(), quantity: Quantity })),
  })
  .meta({ id: 'StockReceipt' });
export type StockReceipt = z.infer<typeof StockReceipt>;
