import type { CorrectionInput } from '../../contracts/correction.js';
import type { CreditRoom } from '../../domain/credit-approval.js';
import type { Transaction } from '../client.js';
import type { CreditWish } from '../queries/credit-requests.js';

export const isCorrection = (wish: CreditWish): wish is CorrectionInput => 'form' in wish;

/** What one person may give on an invoice, by the policy as it is now, and what was given on it without a second one. */
export async function creditRoom(tx: Transaction, invoice: string): Promise<CreditRoom> {
  const [row] = await tx.$queryRaw<CreditRoom[]>`
    SELECT (SELECT body ->> 'creditApprovalAmount' FROM policy WHERE kind = 'credit') AS above, coalesce(-sum(n.gross), 0)::text AS "givenAlone"
    FROM invoice n WHERE n.corrects = ${invoice}
      AND NOT EXISTS (SELECT FROM credit_request q WHERE q.invoice_number = n.corrects AND q.credit_note = n.number)`;
  return row ?? { above: null, givenAlone: '0' };
}

export type NewCreditRequest = {
  readonly id: string;
  readonly customer: string;
  readonly invoice: string;
  readonly wish: CreditWish;
  readonly amount: string;
  readonly currency: string;
  readonly by: string;
};

/** @returns false: one of the invoice waits already. The caller holds the customer's lock. */
export async function insertCreditRequest(tx: Transaction, request: NewCreditRequest): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO credit_request (id, customer_number, invoice_number, wish, amount, currency, asked_by)
    VALUES (${request.id}, ${request.customer}, ${request.invoice}, ${JSON.stringify(request.wish)}::jsonb, ${request.amount}::numeric,
      ${request.currency}, ${request.by})
    ON CONFLICT (invoice_number) WHERE decision IS NULL DO NOTHING`;
  return inserted > 0;
}

/** Notes the decision, and ends the line of the worklist that asked for it. */
export async function decideCreditRequest(
  tx: Transaction,
  decided: {
    readonly id: string;
    readonly decision: string;
    readonly by: string;
    readonly reason: string;
    readonly creditNote: string | null;
    readonly workItem: string;
  },
): Promise<void> {
  await tx.$executeRaw`
    WITH decided AS (
      UPDATE credit_request SET decision = ${decided.decision}, decided_by = ${decided.by}, decided_at = now(), reason = ${decided.reason},
        credit_note = ${decided.creditNote}::text WHERE id = ${decided.id}
    )
    UPDATE work_item SET status = 'done', done_at = now() WHERE id = ${decided.workItem} AND status = 'open'`;
}
