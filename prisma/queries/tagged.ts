import type { PolicyKind } from '../../contracts/policies.js';
import { Prisma } from '../generated/client.js';
import { getCompany } from './company.js';
import { getCustomer } from './customers.js';
import { getDelivery } from './deliveries.js';
import { getInvoice } from './invoices.js';
import { getOrder } from './orders.js';
import type { Db, Scope } from './page.js';
import { getPayment } from './payments.js';
import { findPerson, holdPeople } from './people.js';
import { policyHistory } from './policies.js';
import { getQuote } from './quotes.js';

/** What is read by its number or id, and may have changed between that and a write. */
export type Tagged =
  'order' | 'delivery' | 'invoice' | 'payment' | 'customer' | 'quote' | 'company' | 'policy' | 'person';

type Reader = (db: Db, id: string, scope: Scope, nowMs: number) => Promise<object | null>;

const readers: Readonly<Record<Tagged, Reader>> = {
  order: getOrder,
  delivery: getDelivery,
  invoice: getInvoice,
  payment: getPayment,
  customer: getCustomer,
  quote: getQuote,
  company: getCompany,
  policy: async (db, kind) => (await policyHistory(db, kind as PolicyKind))[0] ?? null,
  person: findPerson,
};

/** What moves without anybody having changed the thing itself: with the day, or with other things. */
const moving: Readonly<Partial<Record<Tagged, readonly string[]>>> = {
  order: ['estimate'],
  customer: ['exposure', 'creditAvailable', 'updatedAt'],
  person: ['lastSeenAt', 'hasPassword', 'mustChangePassword', 'totp'],
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

const rows = {
  order: { table: 'sales_order', key: 'number' },
  delivery: { table: 'delivery', key: 'number' },
  customer: { table: 'customer', key: 'number' },
  quote: { table: 'quote', key: 'number' },
  company: { table: 'company', key: "'company'" },
  policy: { table: 'policy', key: 'kind' },
} as const;
/** Those that are changed in one transaction of a command, which locks their row first, or all people at once. */
export type Lockable = keyof typeof rows | 'person';

/** Locks a thing as the command after it does, so that nobody changes it between the look and the write. */
export async function lockTagged(db: Db, kind: Lockable, id: string): Promise<void> {
  if (kind === 'person') return holdPeople(db);
  const { table, key } = rows[kind];
  const hold = Prisma.raw(kind === 'company' || kind === 'policy' ? 'FOR UPDATE' : 'FOR NO KEY UPDATE');
  await db.$queryRaw`SELECT 1 AS locked FROM ${Prisma.raw(table)} WHERE ${Prisma.raw(key)} = ${id} ${hold}`;
}
