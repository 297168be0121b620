import type { Payment } from '../../contracts/payment.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { Prisma } from '../generated/client.js';
import { paymentOf } from '../mappers.js';
import type { PaymentRow } from '../rows.js';
import { matching, readPage, visible, when, type Db, type PageRequest, type Scope } from './page.js';

const paymentColumns = Prisma.sql`
  payment.id, payment.customer_number AS customer, customer.name AS "customerName", payment.amount,
  payment.unallocated, payment.currency, payment.date, payment.reference,
  payment.remittance_text AS "remittanceText",
  coalesce((SELECT json_agg(json_build_object('invoice', paid.invoice_number, 'amount', paid.amount::text,
      'at', paid.created_at) ORDER BY paid.created_at, paid.id)
    FROM payment_allocation AS paid WHERE paid.payment_id = payment.id), '[]') AS allocations,
  payment.created_at AS "createdAt"`;

const paymentTables = Prisma.sql`payment JOIN customer ON customer.number = payment.customer_number`;

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
export function listPayments(db: Db, filter: PaymentFilter, scope: Scope): Promise<Page<Payment> | Refusal> {
  const list = {
    columns: paymentColumns,
    from: paymentTables,
    where: [
      visible(scope),
      when(filter.customer, (customer) => Prisma.sql`payment.customer_number = ${customer}`),
      when(
        filter.invoice,
        (invoice) => Prisma.sql`EXISTS (SELECT FROM payment_allocation AS paid
          WHERE paid.payment_id = payment.id AND paid.invoice_number = ${invoice})`,
      ),
      when(filter.unallocated, (wanted) => Prisma.sql`${wanted} = (payment.unallocated > 0)`),
      when(filter.dateFrom, (from) => Prisma.sql`payment.date >= ${from}::date`),
      when(filter.dateTo, (to) => Prisma.sql`payment.date <= ${to}::date`),
      matching(filter.search, [
        Prisma.sql`payment.reference`,
        Prisma.sql`payment.remittance_text`,
        Prisma.sql`customer.name`,
      ]),
    ],
    id: Prisma.sql`payment.id::text`,
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
