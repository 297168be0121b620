import type { Payment, PaymentInput } from '../../contracts/payment.js';
import type { Answer } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { isNegative, negate } from '../../domain/money.js';
import type { PrismaClient, Transaction } from '../client.js';
import { getPayment } from '../queries/payments.js';
import { appendAudit } from '../repositories/audit.js';
import { post } from '../repositories/ledger.js';
import { misfit, refuse } from './refusals.js';

/** A line of a bank statement: from a customer or from nobody known; below zero when money went back. */
export type Booking = Omit<PaymentInput, 'customer' | 'allocations'> & {
  readonly customer?: string | undefined;
  /** The payment whose money went back; its customer is the customer. */
  readonly returns?: string | undefined;
};

export type PaymentRequest = {
  /** UUID made from the request: the same request books the same payment. */
  readonly id: string;
  readonly input: Booking;
  readonly actor: Actor;
};

/**
 * Books a payment, unallocated, before any invoice is asked to take it: the money lowers the customer's exposure from
 * here on; money from nobody known lowers nobody's. The same id again gives the payment on record; the same bank reference
 * under another id is refused.
 */
export async function recordPayment(prisma: PrismaClient, request: PaymentRequest): Promise<Answer<Payment>> {
  return prisma.$transaction((tx) => book(tx, request));
}

type Payer = { readonly number: string; readonly currency: string };

async function book(tx: Transaction, { id, input, actor }: PaymentRequest): Promise<Answer<Payment>> {
  const returned = input.returns === undefined ? null : await readReturned(tx, input.returns);
  const named = input.customer ?? returned?.customer ?? null;
  const payer = named === null ? null : await lockPayer(tx, named);
  const refusal = refuseBooking(input, named, payer, returned);
  if (refusal) return refusal;
  const customer = payer?.number ?? null;
  const inserted = await tx.$executeRaw`
    INSERT INTO payment (id, customer_number, amount, unallocated, currency, date, reference, remittance_text, returns)
    VALUES (${id}::uuid, ${customer}, ${input.amount}::numeric, ${customer === null ? input.amount : '0'}::numeric, ${input.currency},
      ${input.date}::date, ${input.reference}, ${input.remittanceText ?? null}, ${input.returns ?? null}::uuid)
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) return bookedBefore(tx, id, input.reference);
  if (customer !== null) await postReceipt(tx, customer, { id, ...input }, actor);
  const payment = await getPayment(tx, id, { salesperson: null });
  if (payment === null) throw new Error(`payment ${id} is booked and cannot be read`);
  await appendAudit(tx, [
    {
      actor,
      action: 'payment.received',
      entity: 'payment',
      entityId: id,
      customerNumber: customer,
      on: payment.date,
      after: payment,
    },
  ]);
  return payment;
}

type Receipt = { readonly id: string; readonly amount: string; readonly currency: string; readonly date: string };

/** What is received lowers what the customer owes, from its value date on. */
function postReceipt(tx: Transaction, customer: string, { id, amount, currency, date }: Receipt, actor: Actor) {
  const entry = { posting: `payment:${id}`, kind: 'payment', itemKind: 'payment', paymentId: id } as const;
  return post(tx, { customer, currency, on: date, actor }, [{ ...entry, amount: negate(amount) }]);
}

async function lockPayer(tx: Transaction, customer: string): Promise<Payer | null> {
  const [payer] = await tx.$queryRaw<Payer[]>`
    SELECT number, currency FROM customer WHERE number = ${customer} FOR NO KEY UPDATE`;
  return payer ?? null;
}

type Returned = { readonly customer: string | null; readonly currency: string; readonly amount: string };

async function readReturned(tx: Transaction, paymentId: string): Promise<Returned | null> {
  const [payment] = await tx.$queryRaw<Returned[]>`
    SELECT customer_number AS customer, currency, amount::text AS amount FROM payment WHERE id = ${paymentId}::uuid`;
  return payment ?? null;
}

function refuseBooking(
  input: Booking,
  customer: string | null,
  payer: Payer | null,
  returned: Returned | null,
): Refusal | null {
  if (customer !== null && payer === null)
    return refuse('customer-unknown', `There is no customer ${customer}.`, { field: 'customer' });
  if (payer !== null && payer.currency !== input.currency)
    return refuse('currency-mismatch', `The account of ${payer.number} is kept in ${payer.currency}.`, {
      field: 'currency',
    });
  return refuseReturn(input, customer, returned) ?? misfit('amount', input.amount, input.currency);
}

function refuseReturn(input: Booking, customer: string | null, returned: Returned | null): Refusal | null {
  if (input.returns === undefined) return null;
  const fits =
    returned !== null &&
    returned.customer === customer &&
    returned.currency === input.currency &&
    !isNegative(returned.amount) &&
    isNegative(input.amount);
  return fits
    ? null
    : refuse('over-return', `${input.returns} is no payment of this customer that this one can return.`, {
        field: 'returns',
        remedy: 'Name a payment that brought money in this currency, and an amount below zero.',
      });
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
