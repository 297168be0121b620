import type { CustomerAccount, LedgerEntry } from '../../contracts/account.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { depositsLeft } from '../deposits.js';
import { Prisma } from '../generated/client.js';
import { amount, ledgerEntryOf } from '../mappers.js';
import type { LedgerEntryRow } from '../rows.js';
import { readPage, visible, type Db, type PageRequest, type Scope } from './page.js';

type OpenItems = Pick<CustomerAccount, 'balances' | 'openInvoices' | 'openClaims' | 'unallocated' | 'deposits'>;
type PageOfEntries = Pick<PageRequest<'id'>, 'limit' | 'cursor'>;

/** The account of a customer with a page of its ledger, newest first. Null: there is none, or it is somebody else's. */
export async function getCustomerAccount(
  db: Db,
  customer: string,
  page: PageOfEntries,
  scope: Scope,
): Promise<CustomerAccount | Refusal | null> {
  const open = await openItemsOf(db, customer, scope);
  if (open === null) return null;
  const entries = await entriesOf(db, customer, page);
  if ('kind' in entries) return entries;
  return { customer, ...open, entries: [...entries.items], nextCursor: entries.nextCursor };
}

const entryColumns = Prisma.sql`
  entry.id, entry.on_date AS "on", entry.kind, entry.currency, entry.amount, entry.item_kind AS item,
  CASE WHEN entry.item_kind = 'receivable' OR entry.claim_id IS NULL THEN entry.invoice_number END AS invoice, entry.instalment,
  entry.payment_id::text AS payment, entry.claim_id AS claim, entry.allocation, entry.reason,
  entry.returned_by::text AS "returnedBy", entry.actor`;

function entriesOf(db: Db, customer: string, page: PageOfEntries): Promise<Page<LedgerEntry> | Refusal> {
  const list = {
    columns: entryColumns,
    from: Prisma.sql`ledger_entry AS entry`,
    where: [Prisma.sql`entry.customer_number = ${customer}`],
    id: Prisma.sql`entry.id::text`,
    sorts: { id: { expression: Prisma.sql`entry.id`, type: 'number' } },
    defaultSort: '-id',
  } as const;
  return readPage<LedgerEntryRow, LedgerEntry, 'id'>(db, list, page, ledgerEntryOf);
}

/**
 * What is open of an account, `owed` among it: an account comes to that, as the invariant customer-balance says, and however
 * many entries it has, few are open. Where nothing is, it comes to none in the currency of its last entry.
 */
const openOf = (customer: string): Prisma.Sql => Prisma.sql`
  SELECT currency, open FROM owed
  UNION ALL SELECT currency, open FROM claim WHERE customer_number = ${customer} AND open <> 0
  UNION ALL SELECT currency, -unallocated FROM payment WHERE customer_number = ${customer} AND unallocated <> 0
  UNION ALL (SELECT currency, 0 FROM ledger_entry WHERE customer_number = ${customer} ORDER BY id DESC LIMIT 1)`;

async function openItemsOf(db: Db, customer: string, scope: Scope): Promise<OpenItems | null> {
  const [row] = await db.$queryRaw<OpenItems[]>`
    WITH owed AS MATERIALIZED (
      SELECT r.invoice_number, r.instalment, i.order_number, r.due_date, i.currency, r.amount, r.open
      FROM receivable AS r JOIN invoice AS i ON i.number = r.invoice_number WHERE r.customer_number = ${customer} AND r.open <> 0)
    SELECT
      coalesce((SELECT json_agg(json_build_object('currency', currency, 'balance', balance::text) ORDER BY currency)
        FROM (SELECT currency, sum(open) AS balance FROM (${openOf(customer)}) AS item GROUP BY 1) AS each), '[]') AS balances,
      coalesce((SELECT json_agg(json_build_object('invoice', owed.invoice_number, 'instalment', owed.instalment,
          'order', owed.order_number, 'dueDate', owed.due_date, 'currency', owed.currency, 'amount', owed.amount::text,
          'open', owed.open::text)
          ORDER BY owed.due_date, owed.invoice_number, owed.instalment)
        FROM owed), '[]') AS "openInvoices",
      coalesce((SELECT json_agg(json_build_object('id', c.id, 'kind', c.kind, 'invoice', c.invoice_number, 'raisedOn', c.raised_on,
          'currency', c.currency, 'amount', c.amount::text, 'open', c.open::text) ORDER BY c.raised_on, c.id)
        FROM claim AS c WHERE c.customer_number = ${customer} AND c.open <> 0), '[]') AS "openClaims",
      coalesce((SELECT json_agg(json_build_object('payment', p.id, 'reference', p.reference, 'date', p.date,
          'currency', p.currency, 'unallocated', p.unallocated::text) ORDER BY p.date, p.id)
        FROM payment AS p WHERE p.customer_number = ${customer} AND p.unallocated <> 0), '[]') AS unallocated,
      ${depositsLeft(Prisma.sql`d.customer_number = ${customer}`)} AS deposits
    FROM customer WHERE customer.number = ${customer} AND ${visible(scope)}`;
  if (row === undefined) return null;
  return {
    balances: row.balances.map((each) => ({ ...each, balance: amount(each.balance, each.currency) })),
    openInvoices: row.openInvoices.map((each) => ({
      ...each,
      amount: amount(each.amount, each.currency),
      open: amount(each.open, each.currency),
    })),
    openClaims: row.openClaims.map((each) => ({
      ...each,
      amount: amount(each.amount, each.currency),
      open: amount(each.open, each.currency),
    })),
    unallocated: row.unallocated.map((each) => ({ ...each, unallocated: amount(each.unallocated, each.currency) })),
    deposits: row.deposits.map((each) => ({
      ...each,
      gross: amount(each.gross, each.currency),
      open: amount(each.open, each.currency),
      left: amount(each.left, each.currency),
    })),
  };
}

/** Whose claim it is; null: there is none, or it is of a customer the caller may not see. */
export async function claimOwner(db: Db, claim: string, scope: Scope): Promise<string | null> {
  const rows = await db.$queryRaw<{ customer: string }[]>`
    SELECT claim.customer_number AS customer FROM claim JOIN customer ON customer.number = claim.customer_number
    WHERE claim.id = ${claim} AND ${visible(scope)}`;
  return rows[0]?.customer ?? null;
}

/** Whose invoice it is; null: there is none, or it is of a customer the caller may not see. */
export async function invoiceOwner(db: Db, invoice: string, scope: Scope): Promise<string | null> {
  const rows = await db.$queryRaw<{ customer: string }[]>`
    SELECT invoice.customer_number AS customer FROM invoice JOIN customer ON customer.number = invoice.customer_number
    WHERE invoice.number = ${invoice} AND ${visible(scope)}`;
  return rows[0]?.customer ?? null;
}
