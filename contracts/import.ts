import { z } from 'zod';
import { OptionalLine, OrderNumber } from './primitives.js';

/** What rows of a file can be, each sent to a route of its own. */
export const importKinds = [
  'customers',
  'addresses',
  'contacts',
  'item-numbers',
  'products',
  'product-costs',
  'quotes',
  'orders',
  'payments',
] as const;
export type ImportKind = (typeof importKinds)[number];

/** Rows that are tried at once. */
export const TRIAL_ROWS = 50;
/** Rows of a table that one file may have. */
export const IMPORT_ROWS = 5_000;
const IMPORT_CHARACTERS = 600_000;

/** A table as CSV, or as it was copied out of a spreadsheet. */
export const ImportReadInput = z
  .strictObject({
    /** Of the file; it may tell the kind. */
    name: OptionalLine(200),
    /** Null: as the name or the columns say. */
    kind: z.enum(importKinds).nullable(),
    text: z.string().min(1).max(IMPORT_CHARACTERS),
  })
  .meta({ id: 'ImportReadInput' });
export type ImportReadInput = z.infer<typeof ImportReadInput>;

export const ImportFault = z.strictObject({ field: z.string(), message: z.string(), remedy: z.string() });
export type ImportFault = z.infer<typeof ImportFault>;

const Body = z.record(z.string(), z.unknown());

export const ImportRow = z.strictObject({
  /** As a spreadsheet counts it, the header being 1. */
  row: z.number().int(),
  /** Rows of the table that it is made of: an order has one for each line. */
  rows: z.array(z.number().int()),
  /** What it is called, such as `ALFKI PO-17`; empty: it has no name. */
  name: z.string(),
  /** Where it is sent, what, and under which Idempotency-Key; null: it cannot be read. */
  request: z.strictObject({ path: z.string(), key: z.string(), body: Body }).nullable(),
  /** The row itself, for a trial; null: it cannot be read. */
  body: Body.nullable(),
  faults: z.array(ImportFault),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** A table that was read: what its columns are, and its rows as they would be sent. Nothing of it is kept. */
export const ImportFile = z
  .strictObject({
    kind: z.enum(importKinds),
    columns: z.array(z.strictObject({ name: z.string(), isKnown: z.boolean() })),
    table: z.array(z.strictObject({ row: z.number().int(), cells: z.array(z.string()) })),
    rows: z.array(ImportRow),
  })
  .meta({ id: 'ImportFile' });
export type ImportFile = z.infer<typeof ImportFile>;

/** The order, at most one, that a row of an import would enter again. */
export const EarlierOrders = z
  .strictObject({ items: z.array(z.strictObject({ number: OrderNumber })) })
  .meta({ id: 'EarlierOrders' });

export const ImportTrialInput = z
  .strictObject({
    kind: z.enum(importKinds),
    rows: z
      .array(z.strictObject({ row: z.number().int().min(1).max(100_000), body: Body }))
      .min(1)
      .max(TRIAL_ROWS),
  })
  .meta({ id: 'ImportTrialInput' });
export type ImportTrialInput = z.infer<typeof ImportTrialInput>;

/** What would be refused of rows that are sent in this order; nothing is kept. */
export const ImportTrial = z
  .strictObject({ rows: z.array(z.strictObject({ row: z.number().int(), faults: z.array(ImportFault) })) })
  .meta({ id: 'ImportTrial' });
export type ImportTrial = z.infer<typeof ImportTrial>;
