import type { BillingRule } from '../../contracts/billing.js';
import { billingRhythms, type BillingRhythm } from '../../contracts/vocabulary.js';
import { billableUpTo, type BillingDue } from '../../domain/billing.js';
import type { LocalDate } from '../../domain/calendar.js';
import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { isToInvoice } from './order-record.js';

type Db = Pick<Transaction, '$queryRaw'>;

/** A delivery that a run is to bill. */
export type DueDelivery = {
  readonly delivery: string;
  readonly order: string;
  readonly departedOn: LocalDate;
  readonly billing: BillingRule;
  /** What deliveries have to have in common to be on one invoice. */
  readonly key: string;
};

/**
 * Deliveries `d` of orders `o` that are billed together and whose time has come. An order that is billed as a whole and of
 * which all is delivered is left to its own process.
 */
export const isDue = (due: BillingDue): Prisma.Sql => Prisma.sql`(o.billing ->> 'kind' <> 'delivery' AND ${isToInvoice}
  AND (o.billing ->> 'kind' = 'period' OR EXISTS (
    SELECT FROM order_line AS rest WHERE rest.order_number = o.number AND rest.quantity > rest.delivered + rest.cancelled))
  AND d.departed_on <= (${JSON.stringify(due)}::jsonb ->> COALESCE(o.billing ->> 'every', o.billing ->> 'kind'))::date)`;

/** What has to be invoiced is found first, by its index: of all orders it is little. */
export const dueTables = Prisma.sql`(SELECT DISTINCT open.delivery_number FROM delivery_line AS open WHERE open.invoiced + open.credited < open.quantity) AS waiting
  JOIN delivery AS d ON d.number = waiting.delivery_number JOIN sales_order AS o ON o.number = d.order_number`;

const ofOne = (customer: string | null): Prisma.Sql =>
  customer === null ? Prisma.sql`TRUE` : Prisma.sql`o.customer_number = ${customer}`;

/** Customers with something to bill, by their numbers, from one on. */
export async function customersDue(
  db: Db,
  due: BillingDue,
  page: { readonly customer: string | null; readonly after: string | null; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ customer: string }[]>`
    SELECT DISTINCT o.customer_number COLLATE "C" AS customer FROM ${dueTables}
    WHERE ${isDue(due)} AND ${ofOne(page.customer)} AND o.customer_number COLLATE "C" > ${page.after ?? ''}
    ORDER BY 1 LIMIT ${page.limit}`;
  return rows.map(({ customer }) => customer);
}

/**
 * Deliveries of a customer that a run is to bill, those that go together one after the other, at most so many. Together go
 * those of one buyer and payer, currency, VAT regime and country, terms, salesperson, series and reader of invoices, what is outside the
 * scope of VAT by itself (EN 16931 BR-O-11), and of an order that is billed as a whole those of the order. The caller holds the customer.
 */
export async function deliveriesDue(
  tx: Transaction,
  customer: string,
  due: BillingDue,
  ask: { readonly today: LocalDate; readonly limit: number },
): Promise<readonly DueDelivery[]> {
  return tx.$queryRaw<DueDelivery[]>`
    SELECT d.number AS delivery, o.number AS order, d.departed_on::text AS "departedOn", o.billing,
      md5(jsonb_build_array(o.parties -> 'buyer', o.parties -> 'billTo', o.currency, o.vat_regime, o.tax_country, o.payment_terms, o.salesperson,
        invoice_prefix('invoice', o.origin, ${ask.today}::date), jsonb_path_query_array(o.parties -> 'contacts', '$[*] ? (@.role == "invoices")'),
        CASE WHEN o.vat_regime <> 'domestic' THEN o.parties -> 'shipTo' -> 'address' ->> 'countryCode' END, o.billing,
        EXISTS (SELECT FROM order_line AS l WHERE l.order_number = o.number AND l.tax_class = 'outside-scope'),
        CASE WHEN o.billing ->> 'kind' = 'order' THEN o.number END)::text) AS key
    FROM ${dueTables}
    WHERE ${isDue(due)} AND o.customer_number = ${customer}
    ORDER BY key, d.departed_on, o.number, d.sequence LIMIT ${ask.limit}`;
}

/** A condition that is always true and locks a customer: nothing of its orders is delivered or invoiced meanwhile. */
export const customerLocked = (customer: string): Prisma.Sql => Prisma.sql`(
  WITH account AS MATERIALIZED (SELECT number FROM customer WHERE number = ${customer} FOR NO KEY UPDATE)
  SELECT count(*) >= 0 FROM account)`;

export type NewBillingRun = {
  readonly id: string;
  readonly upTo: LocalDate;
  readonly customer: string | null;
  /** Null: a schedule. */
  readonly startedBy: string | null;
};

/** Puts a run on record, with how many customers it is to look at. */
export async function insertBillingRun(tx: Transaction, run: NewBillingRun): Promise<number> {
  const [row] = await tx.$queryRaw<{ customers: number }[]>`
    INSERT INTO billing_run (id, up_to, customer_number, started_by, customers)
    SELECT ${run.id}, ${run.upTo}::date, ${run.customer}, ${run.startedBy}, count(DISTINCT o.customer_number)
    FROM ${dueTables} WHERE ${isDue(dueOf(run))} AND ${ofOne(run.customer)}
    RETURNING customers`;
  return row?.customers ?? 0;
}

/** What a run bills: by hand all that left up to its day, by the schedule the periods that are over with it. */
export const dueOf = ({ upTo, startedBy }: Pick<NewBillingRun, 'upTo' | 'startedBy'>): BillingDue => {
  const of = (every: BillingRhythm): LocalDate => (startedBy === null ? billableUpTo(every, upTo) : upTo);
  const [weekly, fortnightly, monthly] = billingRhythms;
  return {
    [weekly]: of(weekly),
    [fortnightly]: of(fortnightly),
    [monthly]: of(monthly),
    order: startedBy === null ? null : upTo,
  };
};

/** @throws Error when there is no such run */
export async function readBillingRun(db: Db, id: string): Promise<NewBillingRun> {
  const [row] = await db.$queryRaw<NewBillingRun[]>`
    SELECT id, up_to::text AS "upTo", customer_number AS customer, started_by AS "startedBy" FROM billing_run WHERE id = ${id}`;
  if (row === undefined) throw new Error(`there is no billing run ${id}`);
  return row;
}

/** Notes how many customers were looked at, and that there are no more. Told again, it changes nothing. */
export async function noteBillingRun(
  db: PrismaClient,
  id: string,
  { done, isOver }: { readonly done: number; readonly isOver: boolean },
): Promise<void> {
  await db.$executeRaw`
    UPDATE billing_run SET done = GREATEST(done, ${done}::int), ended_at = CASE WHEN ${isOver} THEN COALESCE(ended_at, now()) END
    WHERE id = ${id} AND ended_at IS NULL`;
}
