import type { Payment, PaymentInput } from '../../contracts/payment.js';
import type { Answer } from '../../contracts/process.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { negate } from '../../domain/money.js';
import type { PrismaClient, Transaction } from '../client.js';
import { paymentOf } from '../mappers.js';
import { getPayment } from '../queries/payments.js';
import { appendAudit } from '../repositories/audit.js';
import { setExposure } from '../repositories/exposure.js';
import type { PaymentRow } from '../rows.js';
import { misfit, refuse } from './refusals.js';

export type PaymentRequest = {
  /** UUID made from the request: the same request books the same payment. */
  readonly id: string;
  readonly input: PaymentInput;
  readonly actor: Actor;
};

/**
 * Books a payment, unallocated, before any invoice is asked to take it: the money lowers the customer's exposure from
 * here on. The same id again gives the payment on record; the same bank reference under another id is refused.
 */
export async function recordPayment(prisma: PrismaClient, request: PaymentRequest): Promise<Answer<Payment>> {
  return prisma.$transaction((tx) => book(tx, request));
}

async function book(tx: Transaction, { id, input, actor }: PaymentRequest): Promise<Answer<Payment>> {
  const [account] = await tx.$queryRaw<{ name: string; currency: string }[]>`
    SELECT name, currency FROM customer WHERE number = ${input.customer} FOR UPDATE`;
  const refusal = refuseAccount(input, account?.currency);
  if (refusal) return refusal;
  const [row] = await tx.$queryRaw<PaymentRow[]>`
    INSERT INTO payment (id, customer_number, amount, unallocated, currency, date, reference, remittance_text)
    VALUES (${id}::uuid, ${input.customer}, ${input.amount}::numeric, ${input.amount}::numeric, ${input.currency},
      ${input.date}::date, ${input.reference}, ${input.remittanceText ?? null})
    ON CONFLICT DO NOTHING
    RETURNING id, customer_number AS customer, ${account?.name ?? ''} AS "customerName", amount, unallocated, currency,
      date, reference, remittance_text AS "remittanceText", '[]'::json AS allocations, created_at AS "createdAt"`;
  if (row === undefined) return bookedBefore(tx, id, input.reference);
  await setExposure(tx, input.customer, 'payment', id, negate(input.amount));
  const payment = paymentOf(row);
  await appendAudit(tx, [
    {
      actor,
      action: 'payment.received',
      summary: `Payment of ${payment.amount} ${payment.currency} received from ${payment.customer} (${payment.reference})`,
      entity: 'payment',
      entityId: id,
      customerNumber: payment.customer,
      on: payment.date,
      after: payment,
    },
  ]);
  return payment;
}

function refuseAccount(input: PaymentInput, currency: string | undefined): Answer<never> | null {
  if (currency === undefined) {
    return refuse('customer-unknown', `There is no customer ${input.customer}.`, { field: 'customer' });
  }
  if (currency !== input.currency) {
    return refuse('currency-mismatch', `The account of ${input.customer} is kept in ${currency}.`, {
      field: 'currency',
    });
  }
  return misfit('amount', input.amount, currency);
}

async function bookedBefore(tx: Transaction, id: string, reference: string): Promise<Answer<Payment>> {
  const known = await getPayment(tx, id, { salesperson: null });
  if (known) return known;
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id::text AS id FROM payment WHERE reference = ${reference}`;
  return refuse('already-exists', `The transfer ${reference} is booked as payment ${rows[0]?.id ?? ''}.`, {
    field: 'reference',
    remedy: 'Allocate that payment; a transfer is booked once.',
  });
}
