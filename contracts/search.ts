import { z } from 'zod';
import { Line } from './primitives.js';

export const searchKinds = [
  'order',
  'quote',
  'delivery',
  'invoice',
  'customer',
  'product',
  'payment',
  'complaint',
] as const;
export type SearchKind = (typeof searchKinds)[number];

export const SearchQuery = z.strictObject({ text: Line(100) });

/** Something that was found, with the path of its page. */
export const Found = z
  .strictObject({
    kind: z.enum(searchKinds),
    /** Its number; of a payment, its id. */
    number: z.string(),
    /** What it is known by: its number, a name, a bank reference. */
    title: z.string(),
    detail: z.string(),
    customer: z.string().nullable(),
    /** Tax included of an order or invoice, net of a quote, a product's price. */
    amount: z.string().nullable(),
    currency: z.string().nullable(),
    path: z.string(),
  })
  .meta({ id: 'Found' });
export type Found = z.infer<typeof Found>;

/** The best first, at most 20. */
export const FoundList = z.strictObject({ items: z.array(Found) }).meta({ id: 'FoundList' });
