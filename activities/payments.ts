import type { LedgerResult, RecordAllocations } from '../contracts/account.js';
import type { AllocationResult } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import type { Actor } from '../contracts/vocabulary.js';
import { canonicalAmount, isZero } from '../domain/money.js';
import type { ActivityDeps } from './deps.js';
import { recordPart } from './ledger.js';

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

export function paymentActivities(deps: ActivityDeps) {
  return {
    /** The part of an allocation that one invoice's collection is asked for. */
    async recordAllocation(input: RecordAllocation): Promise<AllocationRecord | Refusal> {
      const { invoiceNumber: invoice, instalment, amount, paymentId, actor } = input;
      const request: RecordAllocations = {
        customer: input.customerNumber,
        on: input.allocatedOn,
        actor,
        paymentId,
        wish: { allocations: [{ invoice, instalment, amount }] },
      };
      const result: LedgerResult | Refusal = await recordPart(deps, request, invoice);
      if (result.kind === 'refused') return result;
      const [now] = await deps.prisma.$queryRaw<{ open: string; paidOn: string }[]>`
        SELECT r.open::text AS open, p.date::text AS "paidOn" FROM receivable r, payment p
        WHERE r.invoice_number = ${invoice} AND r.instalment = ${instalment}::int AND p.id = ${paymentId}::uuid`;
      const [move] = result.moves;
      const open = canonicalAmount(move?.open ?? now?.open ?? '0', input.currency);
      return {
        kind: 'allocated',
        amount: move?.amount ?? canonicalAmount('0', input.currency),
        open,
        settled: isZero(open),
        paidOn: now?.paidOn ?? input.allocatedOn,
        orders: result.freedOrders,
      };
    },
  };
}
