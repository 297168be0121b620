import type { AllocationResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import type { Actor } from '../contracts/vocabulary.js';
import { canonicalAmount, isFinerThan, isPositive, isZero, min, negate, subtract } from '../domain/money.js';
import { heldOrdersThatFit } from '../prisma/repositories/accounts.js';
import { setExposures } from '../prisma/repositories/exposure.js';
import { settleReceivable } from '../prisma/repositories/receivables.js';
import { once, undo } from '../prisma/repositories/step.js';
import type { Transaction } from '../prisma/client.js';
import type { ActivityDeps } from './deps.js';

export type RecordAllocation = {
  readonly invoiceNumber: string;
  readonly instalment: number;
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly currency: string;
  readonly paymentId: string;
  /** What the payer or finance wants this invoice to take. */
  readonly amount: string;
  readonly allocatedOn: string;
  readonly actor: Actor;
};

export type AllocationRecord = AllocationResult & {
  readonly settled: boolean;
  /** Value date of the payment, which is the day the sum was paid. */
  readonly paidOn: string;
  /** Held orders of the customer, oldest first, that may ask for credit again. */
  readonly orders: readonly string[];
};

export function paymentActivities({ prisma, processes }: ActivityDeps) {
  return {
    /**
     * Moves money from a payment to a receivable: at most what is asked, what is open and what is left. The last cent
     * takes every letter that waits out of the queue and lifts the credit stop this invoice had set. Held orders that fit now are told.
     */
    async recordAllocation(input: RecordAllocation): Promise<AllocationRecord | Refusal> {
      const key = `invoice:${input.invoiceNumber}:allocation:${input.actor.requestId}`;
      const recorded = await once<AllocationRecord, Refusal>(prisma, key, null, async (tx) => {
        const before = await lockMoney(tx, input);
        if (before === null) return undo(unknownPayment(input));
        if (isFinerThan(input.amount, input.currency)) return undo(tooFine(input));
        const amount = canonicalAmount(min(input.amount, before.open, before.unallocated), input.currency);
        const open = subtract(before.open, amount);
        if (isPositive(amount)) await move(tx, input, amount, open, subtract(before.unallocated, amount), key);
        const settled = isZero(open);
        if (settled) await settleReceivable(tx, { ...input, settledOn: input.allocatedOn });
        const orders = isPositive(amount) ? await heldOrdersThatFit(tx, input.customerNumber) : [];
        return {
          result: { kind: 'allocated', amount, open, settled, paidOn: before.paidOn, orders },
          audit: [
            {
              actor: input.actor,
              action: 'payment.allocated',
              summary: `${amount} ${input.currency} of payment ${before.reference} on invoice ${input.invoiceNumber}; ${settled ? 'settled' : `${open} still open`}`,
              entity: 'invoice',
              entityId: input.invoiceNumber,
              orderNumber: input.orderNumber,
              customerNumber: input.customerNumber,
              on: input.allocatedOn,
              before: { open: before.open },
              after: { amount, open, payment: input.paymentId, reference: before.reference },
            },
          ],
        };
      });
      if (recorded.kind === 'allocated') await processes.tellOrders(recorded.orders, 'creditFreed');
      return recorded;
    },
  };
}

type Money = {
  readonly open: string;
  readonly unallocated: string;
  readonly reference: string;
  readonly paidOn: string;
};

async function lockMoney(tx: Transaction, input: RecordAllocation): Promise<Money | null> {
  const rows = await tx.$queryRaw<Money[]>`
    SELECT r.open::text AS open, p.unallocated::text AS unallocated, p.reference, p.date::text AS "paidOn"
    FROM receivable r, payment p
    WHERE r.invoice_number = ${input.invoiceNumber} AND r.instalment = ${input.instalment}::int AND p.id = ${input.paymentId}::uuid
      AND p.customer_number = r.customer_number
    FOR UPDATE OF r, p`;
  const row = rows[0];
  if (row === undefined) return null;
  return {
    open: canonicalAmount(row.open, input.currency),
    unallocated: canonicalAmount(row.unallocated, input.currency),
    reference: row.reference,
    paidOn: row.paidOn,
  };
}

async function move(
  tx: Transaction,
  input: RecordAllocation,
  amount: string,
  open: string,
  unallocated: string,
  key: string,
): Promise<void> {
  await tx.$executeRaw`
    WITH owed AS (
      UPDATE receivable SET open = ${open}::numeric WHERE invoice_number = ${input.invoiceNumber} AND instalment = ${input.instalment}::int
    ), received AS (
      UPDATE payment SET unallocated = ${unallocated}::numeric WHERE id = ${input.paymentId}::uuid
    )
    INSERT INTO payment_allocation (id, payment_id, invoice_number, instalment, amount, allocated_on)
    VALUES (${key}, ${input.paymentId}::uuid, ${input.invoiceNumber}, ${input.instalment}::int, ${amount}::numeric, ${input.allocatedOn}::date)`;
  await setExposures(tx, input.customerNumber, [
    { kind: 'invoice', reference: input.invoiceNumber, amount: open },
    { kind: 'payment', reference: input.paymentId, amount: negate(unallocated) },
  ]);
}

const tooFine = (input: RecordAllocation): Refusal => ({
  kind: 'refused',
  code: 'invalid-request',
  detail: `${input.amount} is finer than ${input.currency} can be paid.`,
  remedy: "Use no more decimals than the currency's coins.",
  field: 'allocations',
});

const unknownPayment = (input: RecordAllocation): Refusal => ({
  kind: 'refused',
  code: 'over-allocation',
  detail: `Payment ${input.paymentId} is not of the customer of invoice ${input.invoiceNumber}.`,
  remedy: "Allocate a payment to the same customer's invoices.",
  field: 'allocations',
});
