import { postings } from '../../contracts/ids.js';
import type { AllocationTarget } from '../../contracts/account.js';
import type { AssignmentInput, Payment, PaymentInput } from '../../contracts/payment.js';
import type { Answer } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { localDateOf, type TimeZone } from '../../domain/calendar.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { compare, isNegative, isPositive, negate, sum } from '../../domain/money.js';
import type { PrismaClient, Transaction } from '../client.js';
import { paymentOf } from '../mappers.js';
import { companyToday } from '../queries/company.js';
import { getPayment } from '../queries/payments.js';
import { askToAllocate } from '../repositories/allocation-questions.js';
import { appendAudit, type AuditInput } from '../repositories/audit.js';
import { post } from '../repositories/ledger.js';
import { misfit, refuse } from './refusals.js';

type Booking = Omit<PaymentInput, 'allocations'>;

export type PaymentRequest = {
  /** UUID made from the request: the same request books the same payment. */
  readonly id: string;
  readonly input: Booking;
  /** Invoices are offered it next, and whoever offers asks finance for what is left. */
  readonly isOffered?: boolean;
  readonly actor: Actor;
  /** Moment of the entry, in milliseconds since 1970 UTC: the value date lies around it. */
  readonly nowMs: number;
};

/**
 * Books a payment, unallocated, before any invoice is asked to take it: the money lowers the customer's exposure from
 * here on; money from nobody known lowers nobody's. The same id again gives the payment on record; the same bank reference
 * of the same payer under another id is refused; a cheque number may be another payer's too.
 */
export async function recordPayment(prisma: PrismaClient, request: PaymentRequest): Promise<Answer<Payment>> {
  return prisma.$transaction((tx) => bookPayment(tx, request));
}

type Payer = { readonly number: string; readonly name: string; readonly currency: string; readonly zone: TimeZone };

/** {@link recordPayment} within a transaction. */
export async function bookPayment(tx: Transaction, request: PaymentRequest): Promise<Answer<Payment>> {
  const { id, input, actor, isOffered = false } = request;
  const returned = input.returns === undefined ? null : await readReturned(tx, input.returns);
  const refunded = input.refunds === undefined ? null : await readRefunded(tx, input.refunds);
  const named = input.customer ?? returned?.customer ?? refunded?.customer ?? null;
  const payer = named === null ? null : await lockPayer(tx, named);
  const today = payer === null ? await companyToday(tx, request.nowMs) : localDateOf(request.nowMs, payer.zone);
  const refusal =
    refuseBooking(input, named, payer, returned) ??
    refuseRefund(input, named, refunded) ??
    refuseDate('payment', { field: 'date', date: input.date }, today);
  if (refusal) return refusal;
  const booked = await insertPayment(tx, id, input, payer);
  if (booked === null) return bookedBefore(tx, id, input.reference, named);
  const audit: AuditInput = {
    actor,
    action: 'payment.received',
    entity: 'payment',
    entityId: id,
    customerNumber: booked.customer,
    on: booked.date,
    after: booked,
  };
  if (booked.customer === null) await appendAudit(tx, [audit]);
  else await postReceipt(tx, booked.customer, booked, audit);
  if (!isOffered) await askForTakers(tx, booked);
  return booked;
}

/** The payment as it stands once its receipt is posted; null: its id or its bank reference is taken. */
async function insertPayment(
  tx: Transaction,
  id: string,
  input: Booking,
  payer: Payer | null,
): Promise<Payment | null> {
  const { amount, currency, date, reference, remittanceText = null, returns = null, refunds = null } = input;
  const customer = payer?.number ?? null;
  const [inserted] = await tx.$queryRaw<{ createdAt: Date }[]>`
    INSERT INTO payment (id, customer_number, amount, unallocated, currency, date, reference, remittance_text, returns, refunds)
    VALUES (${id}::uuid, ${customer}, ${amount}::numeric, ${customer === null ? amount : '0'}::numeric, ${currency},
      ${date}::date, ${reference}, ${remittanceText}, ${returns}::uuid, ${refunds})
    ON CONFLICT DO NOTHING RETURNING created_at AS "createdAt"`;
  if (inserted === undefined) return null;
  const customerName = payer?.name ?? null;
  const money = { amount, unallocated: amount, currency };
  const said = { date, reference, remittanceText, returns, refunds, allocations: [] };
  return paymentOf({ id, customer, customerName, ...money, ...said, createdAt: inserted.createdAt });
}

/** Money that no invoice is offered waits for finance. */
async function askForTakers(tx: Transaction, { customer, amount, date: on }: Payment): Promise<void> {
  if (customer !== null && isPositive(amount)) await askToAllocate(tx, { customer, on, holdsLetters: false });
}

type Receipt = { readonly id: string; readonly amount: string; readonly currency: string; readonly date: string };

/** Money whose own wish was refused stays on its customer's account, for finance to say what it pays. */
export async function leaveToFinance(prisma: PrismaClient, payment: Payment): Promise<void> {
  const { customer } = payment;
  if (customer === null) return;
  await prisma.$transaction(async (tx) => {
    await lockPayer(tx, customer);
    await askForTakers(tx, payment);
  });
}

/** What is received lowers what the customer owes, from its value date on. */
function postReceipt(tx: Transaction, customer: string, { id, amount, currency, date }: Receipt, audit: AuditInput) {
  const entry = { posting: postings.payment(id), kind: 'payment', itemKind: 'payment', paymentId: id } as const;
  const act = { customer, currency, on: date, actor: audit.actor };
  return post(tx, act, [{ ...entry, amount: negate(amount) }], [audit]);
}

async function lockPayer(tx: Transaction, customer: string): Promise<Payer | null> {
  const [payer] = await tx.$queryRaw<Payer[]>`
    SELECT number, name, currency, (SELECT body ->> 'zone' FROM company WHERE id = 1) AS zone
    FROM customer WHERE number = ${customer} FOR NO KEY UPDATE`;
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
    return refuse('customer-unknown', said('customer-unknown', { customer }), { field: 'customer' });
  if (payer !== null && payer.currency !== input.currency)
    return refuse('currency-mismatch', said('account-kept-in', { customer: payer.number, currency: payer.currency }), {
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
    : refuse('over-return', said('payment-not-returnable', { payment: input.returns }), {
        field: 'returns',
        remedy: said('name-payment-in'),
      });
}

type Refunded = { readonly customer: string; readonly currency: string };

/** Null: there is no such credit note. */
async function readRefunded(tx: Transaction, creditNote: string): Promise<Refunded | null> {
  const [found] = await tx.$queryRaw<Refunded[]>`
    SELECT customer_number AS customer, currency FROM invoice WHERE number = ${creditNote} AND kind = 'credit-note'`;
  return found ?? null;
}

/** Whose credit note it is; how much is left of it, the account says. */
function refuseRefund(
  { refunds, currency }: Booking,
  customer: string | null,
  refunded: Refunded | null,
): Refusal | null {
  if (refunds === undefined || (refunded?.customer === customer && refunded?.currency === currency)) return null;
  return refuse('over-refund', said('no-credit-note-of', { creditNote: refunds, customer: customer ?? '' }), {
    field: 'refunds',
    remedy: said('name-credit-note'),
  });
}

async function bookedBefore(
  tx: Transaction,
  id: string,
  reference: string,
  customer: string | null,
): Promise<Answer<Payment>> {
  const known = await getPayment(tx, id, { salesperson: null });
  if (known) return known;
  return refuseTwice(reference, await bookedAs(tx, reference, customer));
}

/** The payment of this payer, or of nobody known, that has this bank reference, capitals and space aside. */
async function bookedAs(tx: Transaction, reference: string, customer: string | null): Promise<string | null> {
  const [known] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM payment
    WHERE coalesce(customer_number, '') = ${customer ?? ''} AND "reference_key"(reference) = "reference_key"(${reference})`;
  return known?.id ?? null;
}

const refuseTwice = (reference: string, id: string | null): Refusal =>
  refuse('already-exists', said('transfer-booked', { payment: reference, id: id ?? '' }), {
    field: 'reference',
    remedy: said('allocate-that-payment'),
  });

/**
 * Says whose money a payment is that came from nobody known: from here on it is on that customer's account, unallocated.
 * The same request again gives the payment on record. Null: there is no such payment.
 */
export async function assignPayment(
  prisma: PrismaClient,
  request: { readonly id: string; readonly input: AssignmentInput; readonly actor: Actor },
): Promise<Answer<Payment> | null> {
  return prisma.$transaction((tx) => assign(tx, request));
}

async function assign(
  tx: Transaction,
  { id, input, actor }: { readonly id: string; readonly input: AssignmentInput; readonly actor: Actor },
): Promise<Answer<Payment> | null> {
  const payer = await lockPayer(tx, input.customer);
  if (payer === null)
    return refuse('customer-unknown', said('customer-unknown', { customer: input.customer }), { field: 'customer' });
  const moved = await tx.$executeRaw`
    UPDATE payment SET customer_number = ${payer.number}, unallocated = 0
    WHERE id = ${id}::uuid AND customer_number IS NULL AND currency = ${payer.currency}
      AND NOT EXISTS (SELECT FROM payment AS other WHERE other.customer_number = ${payer.number}
        AND "reference_key"(other.reference) = "reference_key"(payment.reference))`;
  const payment = await getPayment(tx, id, { salesperson: null });
  if (payment === null) return null;
  if (moved === 0) return (await assignedBefore(tx, id, actor)) ? payment : refuseAssignment(tx, payment, payer);
  const { amount, currency, reference } = payment;
  await postReceipt(tx, payer.number, payment, {
    actor,
    action: 'payment.assigned',
    entity: 'payment',
    entityId: id,
    customerNumber: payer.number,
    before: { customer: null },
    after: { customer: payer.number, amount, currency, reference, reason: input.reason },
  });
  if (payment.remittanceText === null) await askForTakers(tx, { ...payment, customer: payer.number });
  return { ...payment, allocated: '0', unallocated: payment.amount };
}

/** Was it this very request that assigned the payment? */
async function assignedBefore(tx: Transaction, id: string, { requestId }: Actor): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM ledger_entry WHERE payment_id = ${id}::uuid AND kind = 'payment' AND request_id = ${requestId}`;
  return rows.length > 0;
}

async function refuseAssignment(tx: Transaction, payment: Payment, payer: Payer): Promise<Refusal> {
  const other = payment.customer === null ? await bookedAs(tx, payment.reference, payer.number) : null;
  if (other !== null) return refuseTwice(payment.reference, other);
  if (payment.customer === null)
    return refuse('currency-mismatch', said('account-kept-in', { customer: payer.number, currency: payer.currency }), {
      field: 'customer',
    });
  return refuse('payment-assigned', said('payment-of', { payment: payment.reference, customer: payment.customer }), {
    field: 'customer',
  });
}

/** Refuses what asks for more than there is, or for less than the currency's coins. */
export function refuseAllocations(
  targets: readonly AllocationTarget[],
  available: string,
  currency: string,
): Refusal | null {
  for (const [index, { amount }] of targets.entries()) {
    const unfit = misfit(`allocations.${index}.amount`, amount, currency);
    if (unfit) return unfit;
  }
  if (compare(sum(targets.map(({ amount }) => amount)), available) <= 0) return null;
  return refuse('over-allocation', said('available-to-allocate', { available }), {
    field: 'allocations',
    remedy: said('allocate-no-more'),
  });
}
