import type { OrderPayment } from '../../contracts/order.js';
import type { Payment } from '../../contracts/payment.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { currencies } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { amount, localDate, paymentOf, wordOf } from '../mappers.js';
import type { Moment, Numeric, PaymentRow } from '../rows.js';
import { isOfOrder } from './invoices-of-orders.js';
import { readPage, visible, visibleOf, when, type Db, type PageRequest, type Scope } from './page.js';
import { found } from './found.js';

/** Of an allocation that the statement calls `paid`: it was not undone. */
export const stands = Prisma.sql`NOT EXISTS (SELECT FROM ledger_entry AS undone
  WHERE undone.payment_id = paid.payment_id AND undone.reverses = paid.posting)`;

const allocationsOf = Prisma.sql`(
  SELECT json_agg(json_build_object('allocation', paid.allocation, 'instalment', paid.instalment,
      'invoice', CASE WHEN paid.claim_id IS NULL THEN paid.invoice_number END, 'claim', paid.claim_id,
      'amount', (-paid.amount)::text, 'on', paid.on_date,
      'undone', (SELECT json_build_object('on', undone.on_date, 'reason', undone.reason,
          'returnedBy', undone.returned_by) FROM ledger_entry AS undone
        WHERE undone.payment_id = paid.payment_id AND undone.reverses = paid.posting AND undone.item_kind = paid.item_kind))
    ORDER BY paid.allocation)
  FROM ledger_entry AS paid
  WHERE paid.payment_id = payment.id AND paid.kind = 'allocation' AND paid.item_kind <> 'payment')`;

const paymentColumns = Prisma.sql`
  payment.id, payment.customer_number AS customer, customer.name AS "customerName", payment.amount,
  payment.unallocated, payment.currency, payment.date, payment.reference,
  payment.remittance_text AS "remittanceText", payment.returns, payment.refunds,
  coalesce(${allocationsOf}, '[]') AS allocations, payment.created_at AS "createdAt"`;

const paymentTables = Prisma.sql`payment LEFT JOIN customer ON customer.number = payment.customer_number`;

export const paymentSorts = {
  createdAt: { expression: Prisma.sql`payment.created_at`, type: 'moment' },
  date: { expression: Prisma.sql`payment.date`, type: 'date' },
  amount: { expression: Prisma.sql`payment.amount`, type: 'number' },
} as const;
export type PaymentSort = keyof typeof paymentSorts;

export type PaymentFilter = PageRequest<PaymentSort> & {
  readonly customer?: string | undefined;
  readonly invoice?: string | undefined;
  /** True: some of the money has found no invoice. */
  readonly unallocated?: boolean | undefined;
  readonly dateFrom?: string | undefined;
  readonly dateTo?: string | undefined;
  readonly search?: string | undefined;
};

/** Payments; `search` looks into the bank reference, the payer's text and the customer name. */
export async function listPayments(db: Db, filter: PaymentFilter, scope: Scope): Promise<Page<Payment> | Refusal> {
  const list = {
    columns: paymentColumns,
    from: paymentTables,
    where: [
      visibleOf(scope, filter.customer),
      when(filter.customer, (customer) => Prisma.sql`payment.customer_number = ${customer}`),
      when(
        filter.invoice,
        (invoice) => Prisma.sql`EXISTS (SELECT FROM ledger_entry AS paid
          WHERE paid.payment_id = payment.id AND paid.invoice_number = ${invoice} AND paid.kind = 'allocation' AND ${stands})`,
      ),
      when(filter.unallocated, (wanted) =>
        wanted ? Prisma.sql`payment.unallocated <> 0` : Prisma.sql`payment.unallocated = 0`,
      ),
      when(filter.dateFrom, (from) => Prisma.sql`payment.date >= ${from}::date`),
      when(filter.dateTo, (to) => Prisma.sql`payment.date <= ${to}::date`),
      await found(db, 'payment', filter.search, scope),
    ],
    bounds: { date: { from: filter.dateFrom, to: filter.dateTo } },
    id: Prisma.sql`payment.id`,
    idType: 'uuid',
    path: '/v1/payments',
    sorts: paymentSorts,
    defaultSort: '-createdAt',
  } as const;
  return readPage<PaymentRow, Payment, PaymentSort>(db, list, filter, paymentOf);
}

/** @param id a UUID. */
export async function getPayment(db: Db, id: string, scope: Scope): Promise<Payment | null> {
  const rows = await db.$queryRaw<PaymentRow[]>`
    SELECT ${paymentColumns} FROM ${paymentTables} WHERE payment.id = ${id}::uuid AND ${visible(scope)}`;
  return rows[0] ? paymentOf(rows[0]) : null;
}

const orderPaymentSorts = { date: { expression: Prisma.sql`payment.date`, type: 'date' } } as const;

type OrderPaymentRow = Omit<Required<OrderPayment>, 'date' | 'amount' | 'currency'> & {
  readonly date: Moment;
  readonly amount: Numeric;
  readonly currency: string;
};

/** What the invoices of an order took and kept, by the date of the money, the first one first. */
export function listOrderPayments(
  db: Db,
  orderNumber: string,
  page: PageRequest<'date'>,
  scope: Scope,
): Promise<Page<Required<OrderPayment>> | Refusal> {
  const list = {
    columns: Prisma.sql`paid.invoice_number AS invoice, payment.id AS payment, payment.reference, payment.date,
      -paid.amount AS amount, payment.currency`,
    from: Prisma.sql`invoice JOIN customer ON customer.number = invoice.customer_number
      JOIN ledger_entry AS paid ON paid.invoice_number = invoice.number JOIN payment ON payment.id = paid.payment_id`,
    where: [
      Prisma.sql`${isOfOrder(Prisma.sql`invoice.number`, orderNumber)} AND paid.kind = 'allocation' AND paid.item_kind = 'receivable'`,
      stands,
      visible(scope),
    ],
    id: Prisma.sql`paid.posting`,
    sorts: orderPaymentSorts,
    defaultSort: 'date',
  } as const;
  return readPage<OrderPaymentRow, Required<OrderPayment>, 'date'>(db, list, page, orderPaymentOf);
}

const orderPaymentOf = ({ invoice, payment, reference, ...row }: OrderPaymentRow): Required<OrderPayment> => ({
  invoice,
  payment,
  reference,
  date: localDate(row.date),
  amount: amount(row.amount, row.currency),
  currency: wordOf(currencies, row.currency),
});
