import { randomUUID } from 'node:crypto';
import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { appendAudit } from '../repositories/audit.js';

/** A person at a customer, as texts of ours may name them. */
export type ErasedPerson = {
  readonly email: string;
  /** Name, phone: what else stands for this person and for nobody else. */
  readonly others: readonly string[];
};

/** Where the person is needed still: by a contact in use, by an order that is not closed. */
export type StillNeeded = {
  readonly kind: 'needed';
  readonly contacts: readonly string[];
  readonly orders: readonly string[];
};

export type Erased = {
  readonly kind: 'erased';
  /** Rows changed, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows that name the person still, because a voucher is kept as it was issued; by table. */
  readonly kept: Readonly<Record<string, number>>;
};

const ERASED_EMAIL = 'erased@erased.invalid';
const ERASED_TEXT = '[erased]';

/** Columns that say what somebody did or was told, and are no voucher. */
const texts: Readonly<Record<string, readonly string[]>> = {
  customer_contact: ['name', 'email', 'phone'],
  outgoing: ['recipient', 'subject', 'text', 'html', 'last_error'],
  work_item_comment: ['text'],
};
const jsons: Readonly<Record<string, readonly string[]>> = {
  sales_order: ['parties'],
  idempotency_key: ['response'],
  step: ['result'],
  work_item: ['facts'],
  audit_entry: ['before', 'after'],
};
/** Issued as they are, and kept as long as the law keeps vouchers (art. L123-22 of the French commercial code: ten years). */
const vouchers: Readonly<Record<string, readonly string[]>> = { document: ['snapshot'], outgoing: ['snapshot'] };

/**
 * Erases what we know of a person, in one transaction, wherever no voucher needs it, and says so in the audit without
 * naming them. Audit rows keep the digest of what they were, so that seals hold. Needs the schema's owner.
 */
export async function erasePerson(
  tx: Transaction,
  person: ErasedPerson,
  reason: string,
  actor: Actor,
): Promise<Erased | StillNeeded> {
  await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
  const needed = await whoNeeds(tx, person);
  if (needed !== null) return needed;
  const rows: Record<string, number> = {};
  const columns = [...Object.entries(texts), ...Object.entries(jsons)];
  for (const [table, names] of columns) rows[table] = (rows[table] ?? 0) + (await erase(tx, table, names, person));
  await appendAudit(tx, [
    { actor, action: 'person.erased', entity: 'person', entityId: randomUUID(), after: { reason, rows } },
  ]);
  const kept: Record<string, number> = {};
  for (const [table, names] of Object.entries(vouchers)) kept[table] = await count(tx, table, names, person);
  return { kind: 'erased', rows, kept };
}

async function whoNeeds(tx: Transaction, person: ErasedPerson): Promise<StillNeeded | null> {
  const contacts = await tx.$queryRaw<{ name: string }[]>`
    SELECT customer_number || ' ' || code AS name FROM customer_contact
    WHERE active AND lower(email) = lower(${person.email}) ORDER BY 1`;
  const orders = await tx.$queryRaw<{ name: string }[]>`
    SELECT number AS name FROM sales_order
    WHERE stage NOT IN ('settled', 'refused', 'rejected', 'cancelled') AND parties::text ~* ${pattern(person.email)} ORDER BY 1`;
  const [namesOfContacts, numbers] = [contacts, orders].map((found) => found.map(({ name }) => name));
  if (contacts.length + orders.length === 0) return null;
  return { kind: 'needed', contacts: namesOfContacts ?? [], orders: numbers ?? [] };
}

/** A text as a regular expression of PostgreSQL, as it stands in JSON too. */
const pattern = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const others = ({ others: names }: ErasedPerson): string => names.map(pattern).join('|') || '^$.';

const named = (names: readonly string[], person: ErasedPerson): Prisma.Sql =>
  Prisma.join(
    names.map(
      (name) => Prisma.sql`${Prisma.raw(`"${name}"`)}::text ~* ${`${pattern(person.email)}|${others(person)}`}`,
    ),
    ' OR ',
  );

const without = (name: string, person: ErasedPerson): Prisma.Sql => {
  const column = Prisma.raw(`"${name}"`);
  return Prisma.sql`regexp_replace(regexp_replace(${column}::text, ${pattern(person.email)}, ${ERASED_EMAIL}, 'gi'),
    ${others(person)}, ${ERASED_TEXT}, 'gi')`;
};

function erase(tx: Transaction, table: string, names: readonly string[], person: ErasedPerson): Promise<number> {
  const cast = Prisma.raw(table in jsons ? '::jsonb' : '');
  const changes = names.map((name) => Prisma.sql`${Prisma.raw(`"${name}"`)} = (${without(name, person)})${cast}`);
  const digest = table === 'audit_entry' ? [Prisma.sql`digest = audit_digest(audit_entry)`] : [];
  return tx.$executeRaw`UPDATE ${Prisma.raw(table)} SET ${Prisma.join([...changes, ...digest])} WHERE ${named(names, person)}`;
}

async function count(tx: Transaction, table: string, names: readonly string[], person: ErasedPerson): Promise<number> {
  const [found] = await tx.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM ${Prisma.raw(table)} WHERE ${named(names, person)}`;
  return found?.n ?? 0;
}
