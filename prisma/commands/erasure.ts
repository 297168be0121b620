import { randomUUID } from 'node:crypto';
import type { Actor } from '../../contracts/vocabulary.js';
import { VOUCHER_YEARS } from '../../domain/retention.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { appendAudit } from '../repositories/audit.js';

/** A person at a customer, as texts of ours may name them. */
export type ErasedPerson = {
  /** Null: none is known, as of most who sign for goods. */
  readonly email: string | null;
  /** Name, phone: what else stands for this person and for nobody else. */
  readonly others: readonly string[];
};

/** Where the person is needed still: by a contact or an address in use, by an order that is not closed, by a legal hold. */
export type StillNeeded = {
  readonly kind: 'needed';
  readonly contacts: readonly string[];
  readonly orders: readonly string[];
  /** Legal holds on what names the person, such as `order SO-2026-000042` (art. 17(3)(e) GDPR). */
  readonly holds: readonly string[];
};

export type Erased = {
  readonly kind: 'erased';
  /** Rows changed, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Where the person is named still, and why; places without a row are left out. */
  readonly kept: readonly KeptPlace[];
};

/** Why a row is kept as it was written. */
export type KeptAs = 'issued' | 'posted' | 'decided' | 'quoted' | 'paid';

export type KeptPlace = {
  /** `table.column` */
  readonly place: string;
  readonly as: KeptAs;
  readonly rows: number;
  /** LocalDate: ten years after its newest row; the law counts from the end of that row's financial year, so not before. */
  readonly notBefore: string;
};

const ERASED_EMAIL = 'erased@erased.invalid';
const ERASED_TEXT = '[erased]';

type Erasable = { readonly texts?: readonly string[]; readonly jsons?: readonly string[] };

/** Columns that say what somebody did or was told, and are no voucher; by table. */
const erasable: Readonly<Record<string, Erasable>> = {
  customer: { texts: ['document_text'], jsons: ['credit_stop_reason'] },
  customer_contact: { texts: ['name', 'email', 'phone'] },
  customer_address: { texts: ['label'], jsons: ['address'] },
  outgoing: { texts: ['recipient', 'subject', 'text', 'html', 'last_error'] },
  work_item_comment: { texts: ['text'] },
  delivery: { texts: ['received_by', 'reserves'] },
  complaint: { texts: ['description', 'reason'] },
  complaint_note: { texts: ['text'] },
  complaint_file: { texts: ['name'] },
  discrepancy: { texts: ['reason'] },
  dunning_hold: { texts: ['reason'] },
  quote: { texts: ['lost_reason', 'accepted_reference'] },
  sales_order: { texts: ['customer_reference', 'closed_reason'], jsons: ['parties'] },
  idempotency_key: { jsons: ['response'] },
  step: { jsons: ['result'] },
  work_item: { jsons: ['facts'] },
  audit_entry: { jsons: ['before', 'after'] },
};
/** Issued as they are, and kept as long as the law keeps vouchers (art. L123-22 of the French commercial code: ten years). */
const vouchers: readonly {
  readonly table: string;
  readonly column: string;
  readonly as: KeptAs;
  readonly at: string;
}[] = [
  { table: 'document', column: 'snapshot', as: 'issued', at: 'created_at' },
  { table: 'outgoing', column: 'snapshot', as: 'issued', at: 'created_at' },
  { table: 'delivery', column: 'address', as: 'issued', at: 'created_at' },
  { table: 'ledger_entry', column: 'reason', as: 'posted', at: 'created_at' },
  { table: 'credit_decision', column: 'reason', as: 'decided', at: 'decided_at' },
  { table: 'credit_request', column: 'wish', as: 'decided', at: 'asked_at' },
  { table: 'credit_request', column: 'reason', as: 'decided', at: 'asked_at' },
  { table: 'quote_revision', column: 'reason', as: 'quoted', at: 'created_at' },
  { table: 'month_end', column: 'reason', as: 'issued', at: 'made_at' },
  { table: 'payment', column: 'reference', as: 'paid', at: 'created_at' },
  { table: 'payment', column: 'remittance_text', as: 'paid', at: 'created_at' },
];

/** Where rows that name a person say of which customer, order or document they are; mails and lines of the worklist aside. */
const namedOf: readonly {
  readonly table: string;
  readonly columns: readonly string[];
  readonly customer?: string;
  readonly order?: string;
  readonly document?: string;
}[] = [
  { table: 'customer', columns: ['document_text', 'credit_stop_reason'], customer: 'number' },
  { table: 'customer_contact', columns: ['name', 'email', 'phone'], customer: 'customer_number' },
  { table: 'customer_address', columns: ['label', 'address'], customer: 'customer_number' },
  {
    table: 'sales_order',
    columns: ['parties', 'customer_reference', 'closed_reason'],
    customer: 'customer_number',
    order: 'number',
  },
  { table: 'delivery', columns: ['received_by', 'reserves', 'address'], order: 'order_number' },
  {
    table: 'complaint',
    columns: ['description', 'reason'],
    customer: 'customer_number',
    order: 'order_number',
    document: 'invoice_number',
  },
  { table: 'discrepancy', columns: ['reason'], order: 'order_number' },
  { table: 'quote', columns: ['lost_reason', 'accepted_reference'], customer: 'customer_number' },
  { table: 'dunning_hold', columns: ['reason'], customer: 'customer_number', document: 'invoice_number' },
  {
    table: 'credit_request',
    columns: ['wish', 'reason'],
    customer: 'customer_number',
    document: 'invoice_number',
  },
  {
    table: 'document',
    columns: ['snapshot'],
    customer: 'customer_number',
    order: 'order_number',
    document: 'number',
  },
];

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
  for (const [table, columns] of Object.entries(erasable)) rows[table] = await erase(tx, table, columns, person);
  await appendAudit(tx, [
    { actor, action: 'person.erased', entity: 'person', entityId: randomUUID(), after: { reason, rows } },
  ]);
  return { kind: 'erased', rows, kept: await whatStays(tx, person) };
}

async function whoNeeds(tx: Transaction, person: ErasedPerson): Promise<StillNeeded | null> {
  const contacts = await tx.$queryRaw<{ name: string }[]>`
    SELECT customer_number || ' ' || code AS name FROM customer_contact
    WHERE active AND (${named(['name', 'email', 'phone'], person)})
    UNION SELECT customer_number || ' ' || code FROM customer_address
    WHERE active AND (${named(['label', 'address'], person)}) ORDER BY 1`;
  const orders = await tx.$queryRaw<{ name: string }[]>`
    SELECT number AS name FROM sales_order
    WHERE stage NOT IN ('settled', 'refused', 'rejected', 'cancelled') AND (${named(['parties', 'customer_reference'], person)}
      OR number IN (SELECT order_number FROM delivery WHERE ${named(['received_by', 'reserves', 'address'], person)}))
    UNION SELECT number FROM complaint WHERE ended_on IS NULL AND (${named(['description'], person)}
      OR number IN (SELECT complaint_number FROM complaint_note WHERE ${named(['text'], person)})) ORDER BY 1`;
  const holds = await whatHolds(tx, person);
  if (contacts.length + orders.length + holds.length === 0) return null;
  const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);
  return { kind: 'needed', contacts: names(contacts), orders: names(orders), holds: names(holds) };
}

/** The legal holds that stand on a customer, an order or a document that names the person, wherever it does. */
function whatHolds(tx: Transaction, person: ErasedPerson): Promise<readonly { readonly name: string }[]> {
  const naming = Prisma.join(
    namedOf.map(
      ({ table, columns, customer = null, order = null, document = null }) => Prisma.sql`
        SELECT ${Prisma.raw(customer ?? 'NULL')} AS customer, ${Prisma.raw(order ?? 'NULL')} AS "order", ${Prisma.raw(document ?? 'NULL')} AS document
        FROM ${Prisma.raw(table)} WHERE ${named(columns, person)}`,
    ),
    ' UNION ',
  );
  return tx.$queryRaw<{ name: string }[]>`
    WITH mail AS (SELECT customer_number, order_number, invoice_number, letter_id, documents FROM outgoing
        WHERE ${named(['recipient', 'subject', 'text', 'html', 'last_error', 'snapshot'], person)}),
      line AS (SELECT customer_number, order_number, invoice_number FROM work_item
        WHERE ${named(['facts'], person)} OR id IN (SELECT work_item_id FROM work_item_comment WHERE ${named(['text'], person)})),
      found AS (${naming}
        UNION SELECT customer_number, order_number, invoice_number FROM line
        UNION SELECT customer_number, order_number, invoice_number FROM mail
        UNION SELECT m.customer_number, d.order_number, d.number FROM mail m JOIN document d ON d.id = ANY (m.documents)
        UNION SELECT m.customer_number, NULL, s.invoice_number FROM mail m JOIN dunning_step s ON s.letter_id = m.letter_id),
      orders AS (SELECT "order" FROM found UNION SELECT i.order_number FROM found JOIN invoice_order i ON i.invoice_number = document),
      customers AS (SELECT customer FROM found UNION SELECT o.customer_number FROM orders JOIN sales_order o ON o.number = "order")
    SELECT DISTINCT kind || ' ' || subject AS name FROM legal_hold WHERE lifted_at IS NULL AND CASE kind
      WHEN 'customer' THEN subject IN (SELECT customer FROM customers)
      WHEN 'order' THEN subject IN (SELECT "order" FROM orders)
      ELSE subject IN (SELECT document FROM found) END
    ORDER BY 1`;
}

/** A text as a regular expression of PostgreSQL, as it stands in JSON too. */
const pattern = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const NOTHING = '^$.';
const address = ({ email }: ErasedPerson): string => (email === null ? NOTHING : pattern(email));
const others = ({ others: names }: ErasedPerson): string => names.map(pattern).join('|') || NOTHING;

const named = (names: readonly string[], person: ErasedPerson): Prisma.Sql =>
  Prisma.join(
    names.map((name) => Prisma.sql`${Prisma.raw(`"${name}"`)}::text ~* ${`${address(person)}|${others(person)}`}`),
    ' OR ',
  );

const without = (name: string, person: ErasedPerson): Prisma.Sql => {
  const column = Prisma.raw(`"${name}"`);
  return Prisma.sql`regexp_replace(regexp_replace(${column}::text, ${address(person)}, ${ERASED_EMAIL}, 'gi'),
    ${others(person)}, ${ERASED_TEXT}, 'gi')`;
};

/** What else a row is told when a person leaves it: what `verify` compares with a voucher says that it was erased. */
const marks: Readonly<Record<string, Prisma.Sql>> = {
  audit_entry: Prisma.sql`digest = audit_digest(audit_entry)`,
  delivery: Prisma.sql`erased_at = now()`,
};

function erase(
  tx: Transaction,
  table: string,
  { texts = [], jsons = [] }: Erasable,
  person: ErasedPerson,
): Promise<number> {
  const set = (name: string, cast: string): Prisma.Sql =>
    Prisma.sql`${Prisma.raw(`"${name}"`)} = (${without(name, person)})${Prisma.raw(cast)}`;
  const mark = marks[table];
  const changes = [...texts.map((name) => set(name, '')), ...jsons.map((name) => set(name, '::jsonb'))];
  return tx.$executeRaw`UPDATE ${Prisma.raw(table)} SET ${Prisma.join(mark ? [...changes, mark] : changes)}
    WHERE ${named([...texts, ...jsons], person)}`;
}

async function whatStays(tx: Transaction, person: ErasedPerson): Promise<readonly KeptPlace[]> {
  const found = vouchers.map(
    ({ table, column, as, at }) => Prisma.sql`
      SELECT ${`${table}.${column}`} AS place, ${as} AS "as", count(*)::int AS rows,
        ((max(${Prisma.raw(at)}) AT TIME ZONE 'UTC') + make_interval(years => ${VOUCHER_YEARS}::int))::date::text AS "notBefore"
      FROM ${Prisma.raw(table)} WHERE ${named([column], person)} HAVING count(*) > 0`,
  );
  return tx.$queryRaw<KeptPlace[]>`${Prisma.join(found, ' UNION ALL ')} ORDER BY place`;
}
