import { Prisma } from '../generated/client.js';
import { getCustomer } from './customers.js';
import { getDelivery } from './deliveries.js';
import { getInvoice } from './invoices.js';
import { getOrder } from './orders.js';
import type { Db, Scope } from './page.js';
import { getPayment } from './payments.js';
import { getQuote } from './quotes.js';

/** What is read by its number or id, and may have changed between that and a write. */
export type Tagged = 'order' | 'delivery' | 'invoice' | 'payment' | 'customer' | 'quote';

type Reader = (db: Db, id: string, scope: Scope, nowMs: number) => Promise<object | null>;

const readers: Readonly<Record<Tagged, Reader>> = {
  order: getOrder,
  delivery: getDelivery,
  invoice: getInvoice,
  payment: getPayment,
  customer: getCustomer,
  quote: getQuote,
};

/** What moves without anybody having changed the thing itself: with the day, or with other things. */
const moving: Readonly<Partial<Record<Tagged, readonly string[]>>> = {
  order: ['estimate'],
  customer: ['exposure', 'creditAvailable', 'updatedAt'],
};

/** A record as far as a change of it shows. */
export function lasting(kind: Tagged, record: object): object {
  const left = moving[kind] ?? [];
  return Object.fromEntries(Object.entries(record).filter(([name]) => !left.includes(name)));
}

/** The record as it is now; null: there is none for this reader. */
export const readTagged = (
  db: Db,
  {
    kind,
    id,
    scope,
    nowMs,
  }: { readonly kind: Tagged; readonly id: string; readonly scope: Scope; readonly nowMs: number },
): Promise<object | null> => readers[kind](db, id, scope, nowMs);

const tables = { order: 'sales_order', delivery: 'delivery', customer: 'customer', quote: 'quote' } as const;
/** Those that are changed in one transaction of a command, which locks their row first. */
export type Lockable = keyof typeof tables;

/** Locks the row of a thing as the command after it does, so that nobody changes it between the look and the write. */
export async function lockTagged(db: Db, kind: Lockable, number: string): Promise<void> {
  await db.$queryRaw`SELECT 1 AS locked FROM ${Prisma.raw(tables[kind])} WHERE number = ${number} FOR NO KEY UPDATE`;
}
