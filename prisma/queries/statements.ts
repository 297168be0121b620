import type { Statement } from '../../contracts/statement.js';
import type { Payee } from '../../contracts/payee.js';
import { currencies, type Currency } from '../../contracts/vocabulary.js';
import type { PartyFacts } from '../../domain/parties.js';
import { overdueDaysOf } from '../../domain/statement.js';
import { Prisma } from '../generated/client.js';
import { amount, wordOf } from '../mappers.js';
import { visible, type Db, type Scope } from './page.js';
import { partyFactsJson } from './parties.js';

/** Whose account it is. Null: there is none, or it is somebody else's. */
export async function readAccountHolder(
  db: Db,
  customer: string,
  scope: Scope,
): Promise<{ readonly currency: Currency; readonly parties: PartyFacts } | null> {
  const [row] = await db.$queryRaw<{ readonly currency: string; readonly parties: PartyFacts }[]>`
    SELECT customer.currency, ${partyFactsJson} AS parties FROM customer WHERE customer.number = ${customer} AND ${visible(scope)}`;
  return row === undefined ? null : { currency: wordOf(currencies, row.currency), parties: row.parties };
}

type Asked = { readonly customer: string; readonly on: string; readonly currency: Currency };
type ItemRow = Omit<Statement['items'][number], 'overdueDays' | 'payee'> & { readonly payee: Payee | null };

/** What has been posted since the end of the day: taken back, what is open now is what was open then. */
const since = ({ on }: Asked, of: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((SELECT sum(e.amount) FROM ledger_entry AS e WHERE ${of} AND e.on_date > ${on}::date), 0)`;

/** What was open on an account at the end of a day, in one currency. */
export async function readOpenOn(db: Db, asked: Asked): Promise<Pick<Statement, 'items' | 'claims' | 'credits'>> {
  const { customer, on, currency } = asked;
  const ofReceivable = Prisma.sql`e.invoice_number = r.invoice_number AND e.instalment = r.instalment AND e.item_kind = 'receivable'`;
  const ofPayment = Prisma.sql`e.payment_id = p.id AND e.item_kind = 'payment'`;
  const [row] = await db.$queryRaw<
    {
      readonly items: readonly ItemRow[];
      readonly claims: Statement['claims'];
      readonly credits: Statement['credits'];
    }[]
  >`
    WITH owed AS MATERIALIZED (
      SELECT r.invoice_number AS invoice, r.instalment, i.order_number AS "order", o.customer_reference AS "customerReference",
        i.issue_date AS "issueDate", r.due_date AS "dueDate", r.amount, i.payee, r.open - ${since(asked, ofReceivable)} AS open
      FROM receivable AS r JOIN invoice AS i ON i.number = r.invoice_number JOIN sales_order AS o ON o.number = i.order_number
      WHERE r.customer_number = ${customer} AND i.currency = ${currency} AND i.issue_date <= ${on}::date),
    claimed AS MATERIALIZED (
      SELECT c.id, c.invoice_number AS invoice, c.kind, c.raised_on AS "raisedOn",
        c.open - ${since(asked, Prisma.sql`e.claim_id = c.id AND e.item_kind = 'claim'`)} AS open
      FROM claim AS c WHERE c.customer_number = ${customer} AND c.currency = ${currency} AND c.raised_on <= ${on}::date),
    given AS MATERIALIZED (
      SELECT 'payment' AS kind, p.reference, p.date, p.unallocated + ${since(asked, ofPayment)} AS open
      FROM payment AS p WHERE p.customer_number = ${customer} AND p.currency = ${currency} AND p.date <= ${on}::date
      UNION ALL SELECT 'credit-note', invoice, "issueDate", -open FROM owed WHERE open < 0)
    SELECT
      coalesce((SELECT json_agg(json_build_object('invoice', invoice, 'instalment', instalment, 'order', "order",
        'customerReference', "customerReference", 'issueDate', "issueDate", 'dueDate', "dueDate", 'amount', amount::text,
        'open', open::text, 'payee', payee) ORDER BY "dueDate", invoice, instalment) FROM owed WHERE open > 0), '[]') AS items,
      coalesce((SELECT json_agg(json_build_object('invoice', invoice, 'kind', kind, 'raisedOn', "raisedOn", 'open', open::text)
        ORDER BY "raisedOn", id) FROM claimed WHERE open > 0), '[]') AS claims,
      coalesce((SELECT json_agg(json_build_object('kind', kind, 'reference', reference, 'date', date, 'open', open::text)
        ORDER BY date, reference) FROM given WHERE open > 0), '[]') AS credits`;
  const { items = [], claims = [], credits = [] } = row ?? {};
  const inMinorDigits = <T extends { readonly open: string }>(each: T): T => ({
    ...each,
    open: amount(each.open, currency),
  });
  return {
    items: items.map(({ payee, ...item }) => ({
      ...inMinorDigits(item),
      amount: amount(item.amount, currency),
      overdueDays: overdueDaysOf(item.dueDate, on),
      ...(payee !== null && { payee }),
    })),
    claims: claims.map(inMinorDigits),
    credits: credits.map(inMinorDigits),
  };
}
